/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a case everywhere and compares the ends. */
#ifndef DRAGOMAN_TESTS_FUZZ_COMPARE_H
#define DRAGOMAN_TESTS_FUZZ_COMPARE_H

#include "tests/fuzz/case.h"

struct verdict {
    char engine[32]; /* that runs, or that differs */
    bool differs, by_second;
    unsigned state;
    uint64_t executions; /* instructions that the interpreter ran */
    uint64_t second;     /* states that the second opinion ran, too */
    uint64_t faults;     /* states that ended by a memory access */
    struct fuzz_end want, got;
    uint8_t want_data[FUZZ_DATA_SIZE], got_data[FUZZ_DATA_SIZE];
};

/* True: all agree: the interpreter, the second opinion if second, the host engines if others. *v is
 * kept up to date while it works, for the case that it never returns. */
bool verdict_of(const struct fuzz_case *c, bool second, bool others, bool no_underflow,
                struct verdict *v);
/* Prints the differences. */
void verdict_print(const struct verdict *v);

#endif
