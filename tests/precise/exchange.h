/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the test of faults and the program that meets them (faults-guest.c) exchange. */
#ifndef DRAGOMAN_TESTS_PRECISE_EXCHANGE_H
#define DRAGOMAN_TESTS_PRECISE_EXCHANGE_H

#include <stdint.h>

#include "tests/fuzz/exchange.h"

/*
 * The memory that cases touch, between two holes. What is wrong is wrong with the second page.
 *
 *   WINDOW  | page 0 | page 1: faults | page 2 | page 3 |
 */
#define PRECISE_WINDOW 0x40000u
#define PRECISE_PAGES 4
#define PRECISE_BAD (PRECISE_WINDOW + FUZZ_PAGE)

enum { PRECISE_WORDS = 12, PRECISE_BATCH = 32 };

/* The state of page 1. */
enum precise_page { PAGE_WRITABLE, PAGE_HOLE, PAGE_NONE, PAGE_READ_ONLY };

/* What a handler was told. */
struct precise_fault {
    struct fuzz_regs r;
    uint64_t address;       /* si_addr */
    uint64_t fault_address; /* of the frame */
    uint64_t esr;           /* 0: no record */
    int32_t signal, code;
};

struct precise_end {
    struct fuzz_regs r;
    int32_t signal;
    uint32_t faults; /* before it */
};

struct precise_case {
    uint32_t words[PRECISE_WORDS];
    uint32_t n_words;
    uint32_t at;     /* the word that faults */
    uint32_t page;   /* enum precise_page */
    uint32_t repair; /* the handler makes page 1 good and goes on; else a fault is the end */
    uint32_t expose; /* the handler is to see tags of addresses (SA_EXPOSE_TAGBITS) */
    uint32_t reserved;
    struct fuzz_regs before;
    /* Filled by the guest: the state in front of word at, the end with all pages good, the first
     * fault, and the end with it. */
    struct fuzz_regs reached;
    struct precise_end good, end;
    struct precise_fault fault;
};

struct precise_exchange {
    uint32_t n, reserved;
    uint64_t window[PRECISE_PAGES * FUZZ_PAGE / 8]; /* what it holds before a case */
    /* And after, by case: with all pages good, and with the fault. */
    uint64_t after[PRECISE_BATCH][2][PRECISE_PAGES * FUZZ_PAGE / 8];
    struct precise_case cases[PRECISE_BATCH];
};

/* The words of the window before a case. */
static inline uint64_t precise_pattern(uint64_t address)
{
    uint64_t z = (address >> 3) * 0x9e3779b97f4a7c15;

    return z ^ z >> 29;
}

#endif
