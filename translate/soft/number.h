/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers taken apart, private to the soft library. */
#ifndef DRAGOMAN_SOFT_NUMBER_H
#define DRAGOMAN_SOFT_NUMBER_H

#include "translate/soft/soft.h"

typedef unsigned __int128 u128;

enum soft_kind { SOFT_KIND_ZERO, SOFT_KIND_FINITE, SOFT_KIND_INF, SOFT_KIND_QNAN, SOFT_KIND_SNAN };

/* A finite number is m * 2^(exp - 63), bit 63 of m set. A NaN keeps its pattern in bits. */
struct soft_number {
    uint8_t kind;
    bool sign;
    int exp;
    uint64_t m;
    uint64_t bits;
};

static inline bool soft_is_nan(const struct soft_number *n)
{
    return n->kind >= SOFT_KIND_QNAN;
}

static inline unsigned soft_width(const struct soft_format *f)
{
    return 1u + f->exp_bits + f->frac_bits;
}

static inline uint64_t soft_sign(const struct soft_format *f, bool sign)
{
    return (uint64_t)sign << (f->exp_bits + f->frac_bits);
}

static inline int soft_bias(const struct soft_format *f)
{
    return (1 << (f->exp_bits - 1)) - 1;
}

static inline uint64_t soft_exp_mask(const struct soft_format *f)
{
    return (1ull << f->exp_bits) - 1;
}

static inline uint64_t soft_inf(const struct soft_format *f, bool sign)
{
    return soft_sign(f, sign) | soft_exp_mask(f) << f->frac_bits;
}

/* 2^exp with a sign, for the constants of some results. */
static inline uint64_t soft_power(const struct soft_format *f, bool sign, int exp)
{
    return soft_sign(f, sign) | (uint64_t)(exp + soft_bias(f)) << f->frac_bits;
}

/* Shifts right, any bit lost kept in bit 0. */
static inline u128 soft_shift_jam(u128 m, unsigned n)
{
    if (n >= 128)
        return m != 0;
    if (!n)
        return m;
    return m >> n | ((m & (((u128)1 << n) - 1)) != 0);
}

static inline unsigned soft_clz128(u128 m)
{
    uint64_t high = (uint64_t)(m >> 64);

    return high ? (unsigned)__builtin_clzll(high) : 64u + (unsigned)__builtin_clzll((uint64_t)m);
}

uint64_t soft_default_nan(const struct soft_status *s, const struct soft_format *f);
/* Invalid operation: raises it and gives the default NaN. */
uint64_t soft_invalid(struct soft_status *s, const struct soft_format *f);
/* FPUnpack; convert: as a conversion's operand (AHP applies, FZ16 does not). */
struct soft_number soft_unpack(struct soft_status *s, const struct soft_format *f, bool convert,
                               uint64_t bits);
/* FPProcessNaN of one NaN. */
uint64_t soft_nan(struct soft_status *s, const struct soft_format *f, const struct soft_number *n);
/* FPProcessNaNs: true, and the result, if one of the n operands is a NaN. */
bool soft_nans(struct soft_status *s, const struct soft_format *f, const struct soft_number *v,
               unsigned n, uint64_t *result);
/*
 * FPRound of m * 2^(exp - 127), m any non-zero number (bit 0 may stand for bits lost below it);
 * convert: as a conversion's result.
 */
uint64_t soft_round_pack(struct soft_status *s, const struct soft_format *f, unsigned round,
                         bool convert, bool sign, int exp, u128 m);
/* Packs a number taken apart before, which needs no rounding. */
uint64_t soft_pack(struct soft_status *s, const struct soft_format *f, const struct soft_number *n);
/* Does rounding add one? below: what is cut off, 0 nothing, 1 less than half, 2 half, 3 more. */
bool soft_round_up(unsigned round, bool sign, bool odd, unsigned below);
/* How the bits of m below position n (1..127) stand to half of 1 << n. */
unsigned soft_below(u128 m, unsigned n);
/* Is an overflow in this direction infinity, or the largest finite number? */
bool soft_overflows_to_inf(unsigned round, bool sign);

#endif
