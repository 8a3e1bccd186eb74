/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small guest for the tests of IR and passes, and random IR. */
#ifndef DRAGOMAN_TESTS_IR_GUEST_H
#define DRAGOMAN_TESTS_IR_GUEST_H

#include "translate/ir/ir.h"

enum { VAR_X0, VAR_X7 = 7, VAR_NZCV, VAR_CF, VAR_V0, VAR_V3 = VAR_V0 + 3, VAR_STATUS, N_VARS };
enum { HELPER_PURE, HELPER_READS, HELPER_WRITES, HELPER_FP, HELPER_LEAVE, VHELPER_PURE, N_HELPERS };

extern const struct ir_guest test_guest;

/* splitmix64 */
static inline uint64_t random_next(uint64_t *seed)
{
    uint64_t z = *seed += 0x9e3779b97f4a7c15;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

#define RANDOM_MEMORY 4096 /* bytes that random IR accesses, x0 points to their second quarter */

/*
 * Random IR of some blocks in ir, through the builder or raw: nothing folded or shared. The same
 * seed chooses the same operations. It ends in every
 * run: backward branches count down x7. Memory is accessed within RANDOM_MEMORY of x0, which is
 * never set.
 */
void random_ir(struct ir *ir, uint64_t *seed, unsigned max_insns, bool raw);

#endif
