/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that are about flags: for sequences that are mostly that. */
#ifndef DRAGOMAN_TESTS_FUZZ_FLAGS_H
#define DRAGOMAN_TESTS_FUZZ_FLAGS_H

#include <stdint.h>

struct flag_words {
    uint64_t *seed;
    uint32_t pointers; /* registers that hold addresses, by bits */
    uint8_t few[4];    /* registers that flags are made of */
};

uint32_t flags_make(struct flag_words *w);
uint32_t flags_read(struct flag_words *w);
/* CCMP, CCMN of a register or a small number. */
uint32_t flags_compare(struct flag_words *w);
/* A word that changes operands of flags, or one that may fault before they are looked at. */
uint32_t flags_change(struct flag_words *w);
/* One of a chain of carries, and one between two of them: it may keep the host's flags, or fault
 * while they are there. */
uint32_t flags_carry(struct flag_words *w);
uint32_t flags_beside(struct flag_words *w);

#endif
