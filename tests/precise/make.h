/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cases that fault, and what the architecture and Linux have to say of each. */
#ifndef DRAGOMAN_TESTS_PRECISE_MAKE_H
#define DRAGOMAN_TESTS_PRECISE_MAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/precise/exchange.h"

/* What is wrong with the access. */
enum precise_fault_kind {
    FAULT_FIRST,      /* its first byte is in the bad page */
    FAULT_CROSS,      /* it reaches into the bad page */
    FAULT_MISALIGNED, /* where the architecture wants it aligned */
    FAULT_TAG,        /* its address has a tag */
    FAULT_TAG_SEEN,   /* and the handler asked for tags */
    FAULT_KERNEL,     /* its address is the kernel's */
    FAULT_NO_SPACE,   /* or in neither half */
    FAULT_SP,         /* SP is its base and not a multiple of 16 */
    N_FAULT_KINDS
};

struct precise_want {
    bool faults;
    int signal, code;
    uint64_t address;       /* si_addr */
    uint64_t fault_address; /* of the frame */
    uint64_t esr;
    struct fuzz_regs change; /* what differs from the state in front of the word ... */
    uint32_t changed;        /* ... registers by bits */
    bool branch;             /* pc is si_addr */
    int progress;            /* register that counts what is left of a copy, or -1 */
    bool plain;              /* other emulators have to agree */
};

/* Fills c and w for word from a random state; page: of page 1. False: there is no such case. */
bool make_case(uint64_t *seed, uint32_t word, enum precise_fault_kind kind, enum precise_page page,
               struct precise_case *c, struct precise_want *w);
/* Case n of loops of exclusives, and of branches to what cannot be executed. False: there are no
 * more. */
bool make_loop(uint64_t *seed, unsigned n, struct precise_case *c, struct precise_want *w);
bool make_branch(uint64_t *seed, unsigned n, struct precise_case *c, struct precise_want *w);

#endif
