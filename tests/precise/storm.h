/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the test of asynchronous signals and the program that gets them (storm-guest.c) exchange. */
#ifndef DRAGOMAN_TESTS_PRECISE_STORM_H
#define DRAGOMAN_TESTS_PRECISE_STORM_H

#include <stdint.h>

#include "tests/fuzz/exchange.h"

/* The memory of a program: what it loads, what it stores, what it updates, and the state that each
 * turn of its loop begins with. */
#define STORM_LOADS 0x20000u
#define STORM_STORES 0x24000u
#define STORM_SIZE 0x2000u
#define STORM_UPDATES 0x28000u
#define STORM_STATE 0x29000u

/* In STORM_STATE. */
#define STORM_NZCV 0
#define STORM_FPCR 8
#define STORM_FPSR 16
#define STORM_X 32
#define STORM_V 512

enum { STORM_WORDS = 512, STORM_TURNS_TRACED = 2, STORM_COUNTER = 28 };

struct storm_exchange {
    uint32_t n_words;
    uint32_t interrupts; /* to wait for */
    uint32_t interval;   /* between two, in microseconds */
    uint32_t turns;      /* of the loop in one run */
    uint32_t words[STORM_WORDS];
    uint8_t group[STORM_WORDS]; /* words from here that one step makes, 0: one */
    struct fuzz_regs before;
    uint8_t loads[STORM_SIZE], state[FUZZ_PAGE];
    /* The answer. */
    uint32_t steps, seen, within, wrong, wrong_end;
    int32_t signal;             /* that ended it unexpectedly, or 0 */
    struct fuzz_regs got, want; /* of the first wrong one, and the nearest of the trace */
};

#endif
