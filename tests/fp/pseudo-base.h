/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Private to the reference: numbers apart, rounding, conversions. Names are the pseudocode's. */
#ifndef DRAGOMAN_TESTS_FP_PSEUDO_BASE_H
#define DRAGOMAN_TESTS_FP_PSEUDO_BASE_H

#include "tests/fp/real.h"

enum { FP_IOC = 1, FP_DZC = 2, FP_OFC = 4, FP_UFC = 8, FP_IXC = 16, FP_IDC = 128 };
/* In the order of enum ir_round. */
enum { TIEEVEN, POSINF, NEGINF, ZERO, TIEAWAY };
enum fp_type { FP_NUMBER, FP_ZERO, FP_INFINITY, FP_QNAN, FP_SNAN };

/* A format with FPCR's fields, and the exceptions of the operation. */
struct fp {
    unsigned n, e, f; /* bits of the whole, the exponent, the fraction */
    int minimum_exp;
    bool fz, fz16, dn, ahp;
    unsigned rounding;
    uint32_t fpsr;
};
struct unpacked {
    enum fp_type type;
    bool sign;
    struct real value;
    uint64_t m; /* value = m * 2^exp */
    int exp;
};

struct fp fp_format(uint32_t fpcr, unsigned log2);
uint64_t fp_zero(const struct fp *f, bool sign);
uint64_t fp_infinity(const struct fp *f, bool sign);
/* 2^exp, or with half 1.5 * 2^exp. */
uint64_t fp_number(const struct fp *f, bool sign, int exp, bool half);
uint64_t fp_invalid(struct fp *f); /* FPDefaultNaN and FPExc_InvalidOp */
struct unpacked fp_unpack(struct fp *f, uint64_t op);
bool fp_process_nans(struct fp *f, const struct unpacked *v, const uint64_t *ops, int n,
                     uint64_t *result);
int fp_order(const struct unpacked *a, const struct unpacked *b);
struct real fp_product(const struct unpacked *a, const struct unpacked *b);
/* With a last bit that stands for all that follow. */
struct real fp_quotient(const struct unpacked *a, const struct unpacked *b);
struct real fp_root(const struct unpacked *a);
uint64_t fp_round(struct fp *f, const struct real *op, unsigned rounding);
uint64_t fp_round_sum(struct fp *f, const struct real *op); /* or the zero of FPRoundingMode */

uint64_t fp_recip_estimate(struct fp *f, uint64_t op);
uint64_t fp_rsqrt_estimate(struct fp *f, uint64_t op);
uint64_t fp_recpx(struct fp *f, uint64_t op);
uint64_t fp_round_int(struct fp *f, uint64_t op, unsigned rounding, bool exact);
uint64_t fp_to_fixed(struct fp *f, uint64_t op, unsigned fbits, unsigned bits, bool is_signed,
                     unsigned rounding);
uint64_t fp_from_fixed(struct fp *f, uint64_t op, unsigned fbits, unsigned bits, bool is_signed,
                       unsigned rounding);
uint64_t fp_convert(struct fp *to, unsigned from_log2, uint64_t op);

#endif
