/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exact numbers for the reference: signed fixed point, wide enough for sums of products of
 * binary64. */
#ifndef DRAGOMAN_TESTS_FP_REAL_H
#define DRAGOMAN_TESTS_FP_REAL_H

#include <stdbool.h>
#include <stdint.h>

enum { REAL_WORDS = 72, REAL_POINT = 36 * 64 }; /* bit REAL_POINT counts 1 */

struct real {
    bool negative;
    uint64_t w[REAL_WORDS];
};

typedef unsigned __int128 real_u128;

/* m * 2^exp. */
struct real real_make(bool negative, real_u128 m, int exp);
struct real real_add(const struct real *a, const struct real *b);
struct real real_scale(const struct real *a, int exp); /* a * 2^exp */
bool real_is_zero(const struct real *a);
int real_compare(const struct real *a, const struct real *b); /* < 0, 0, > 0 */
/* floor(log2 |a|), a not zero. */
int real_exponent(const struct real *a);
/* floor(|a| / 2^ulp), below 2^128; *error: how the rest stands to half of 2^ulp: 0 nothing, 1 less
 * than half, 2 half, 3 more. */
real_u128 real_units(const struct real *a, int ulp, int *error);

#endif
