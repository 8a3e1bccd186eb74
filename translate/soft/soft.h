/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * IEEE 754 arithmetic on integers, by the rules of a guest. Values are bit patterns, zero-extended
 * to 64 bits; the format is an argument. Nothing here touches the host's floating-point state: the
 * library is built with -mgeneral-regs-only.
 *
 * The semantics are those of the Arm Architecture Reference Manual's shared pseudocode (FPRound,
 * FPUnpack, FPProcessNaNs, FPMulAdd, FPToFixed ...); struct soft_rules holds what other guests do
 * differently.
 */
#ifndef DRAGOMAN_SOFT_H
#define DRAGOMAN_SOFT_H

#include <stdbool.h>
#include <stdint.h>

struct soft_format {
    uint8_t exp_bits;
    uint8_t frac_bits; /* stored ones */
    bool half;         /* FZ16 and AHP apply, not FZ */
};
/* By the log2 of the bytes: 1 binary16, 2 binary32, 3 binary64. */
extern const struct soft_format soft_formats[4];

/* In the order of enum ir_round. */
enum soft_round { SOFT_EVEN, SOFT_UP, SOFT_DOWN, SOFT_ZERO, SOFT_AWAY, SOFT_ODD };

/* Exceptions, where Arm's FPSR has them. */
enum {
    SOFT_INVALID = 1 << 0,
    SOFT_DIVZERO = 1 << 1,
    SOFT_OVERFLOW = 1 << 2,
    SOFT_UNDERFLOW = 1 << 3,
    SOFT_INEXACT = 1 << 4,
    SOFT_DENORMAL = 1 << 7, /* an input was flushed */
};

/* Modes. */
enum {
    SOFT_FZ = 1,   /* subnormal inputs and results of binary32 and binary64 are zero */
    SOFT_FZ16 = 2, /* the same for binary16, without SOFT_DENORMAL */
    SOFT_DN = 4,   /* every NaN result is the default NaN */
    SOFT_AHP = 8,  /* in conversions binary16 is the alternative format: no infinities, no NaNs */
};

/* What an architecture leaves no choice about. */
struct soft_rules {
    bool default_nan_negative; /* sign of the default NaN */
    bool tiny_after;           /* tininess is detected after rounding, not before */
};
extern const struct soft_rules soft_arm;

struct soft_status {
    const struct soft_rules *rules;
    uint8_t rounding;    /* enum soft_round */
    uint8_t mode;        /* SOFT_FZ ... */
    uint32_t exceptions; /* accumulated */
};

/* A NaN result is the first signalling, else the first quiet operand, in the order of arguments. */
uint64_t soft_add(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b);
uint64_t soft_sub(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b);
uint64_t soft_mul(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b);
/* As mul, but zero times infinity is 2. */
uint64_t soft_mulx(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b);
uint64_t soft_div(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b);
uint64_t soft_sqrt(struct soft_status *s, const struct soft_format *f, uint64_t a);
/* a + b * c, rounded once. Infinity times zero with a quiet NaN a is the default NaN, invalid. */
uint64_t soft_fma(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b,
                  uint64_t c);
/* The same in binary64, to nearest, if all operands and the result are normal numbers (or a zero a)
 * well within the range: nothing but *inexact can be raised. False: not so, nothing was done. */
bool soft_fma64_nearest(uint64_t a, uint64_t b, uint64_t c, uint64_t *result, bool *inexact);
/* Newton steps: 2 - a * b, and (3 - a * b) / 2, each rounded once. */
uint64_t soft_recps(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b);
uint64_t soft_rsqrts(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b);

/* 8-bit estimates of 1/a and 1/sqrt(a), and the exponent reciprocal. */
uint64_t soft_recpe(struct soft_status *s, const struct soft_format *f, uint64_t a);
uint64_t soft_rsqrte(struct soft_status *s, const struct soft_format *f, uint64_t a);
uint64_t soft_recpx(struct soft_status *s, const struct soft_format *f, uint64_t a);
/* The same estimates of fixed-point numbers (URECPE, URSQRTE). */
uint32_t soft_u32_recpe(uint32_t a);
uint32_t soft_u32_rsqrte(uint32_t a);

/* Any NaN gives that NaN (max, min), or the other operand if the NaN is quiet (maxnm, minnm). */
uint64_t soft_max(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b);
uint64_t soft_min(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b);
uint64_t soft_maxnm(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b);
uint64_t soft_minnm(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b);

enum soft_order { SOFT_LESS, SOFT_EQUAL, SOFT_GREATER, SOFT_UNORDERED };
/* signal: quiet NaNs are invalid too. */
enum soft_order soft_compare(struct soft_status *s, const struct soft_format *f, bool signal,
                             uint64_t a, uint64_t b);

/* To an integral value; exact: raise Inexact if that changed it. */
uint64_t soft_rint(struct soft_status *s, const struct soft_format *f, unsigned round, bool exact,
                   uint64_t a);
/* a * 2^frac_bits as an integer of width bits (16, 32, 64), saturating; NaN is 0; both invalid. */
uint64_t soft_to_int(struct soft_status *s, const struct soft_format *f, unsigned round,
                     bool is_signed, unsigned width, unsigned frac_bits, uint64_t a);
/* The integer a (sign-extended to 64 bits if signed) * 2^-frac_bits. */
uint64_t soft_from_int(struct soft_status *s, const struct soft_format *f, unsigned round,
                       bool is_signed, unsigned frac_bits, uint64_t a);
/* Between formats, in the rounding of s. */
uint64_t soft_convert(struct soft_status *s, const struct soft_format *to,
                      const struct soft_format *from, uint64_t a);
/* To binary32 by rounding to odd (FCVTXN). */
uint64_t soft_convert_odd(struct soft_status *s, uint64_t a);

#endif
