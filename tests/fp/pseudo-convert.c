/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FPRecipEstimate, FPRSqrtEstimate, FPRecpX, FPRoundInt, FPToFixed, FixedToFP, FPConvert. */
#include "tests/fp/pseudo-base.h"

#define BIT51 (1ull << 51)
#define MASK52 ((1ull << 52) - 1)

/* The fraction in 52 bits, and the exponent field. */
static uint64_t wide_fraction(const struct fp *f, uint64_t op, int *exp)
{
    *exp = (int)(op >> f->f & ((1ull << f->e) - 1));
    return (op & ((1ull << f->f) - 1)) << (52 - f->f);
}

uint64_t fp_recip_estimate(struct fp *f, uint64_t op)
{
    struct unpacked v = fp_unpack(f, op);
    uint64_t result, fraction;
    int exp, top = -f->minimum_exp, result_exp; /* top: 14, 126, 1022 */
    unsigned a, b;

    if (fp_process_nans(f, &v, &op, 1, &result))
        return result;
    if (v.type == FP_INFINITY)
        return fp_zero(f, v.sign);
    if (v.type == FP_ZERO) {
        f->fpsr |= FP_DZC;
        return fp_infinity(f, v.sign);
    }
    if (real_exponent(&v.value) < -(top + 2)) {
        bool to_inf = f->rounding == TIEEVEN || (f->rounding == POSINF && !v.sign) ||
                      (f->rounding == NEGINF && v.sign);
        f->fpsr |= FP_OFC | FP_IXC;
        return fp_infinity(f, v.sign) - !to_inf;
    }
    if ((f->n == 16 ? f->fz16 : f->fz) && real_exponent(&v.value) >= top) {
        f->fpsr |= FP_UFC;
        return fp_zero(f, v.sign);
    }
    fraction = wide_fraction(f, op, &exp);
    if (exp == 0) {
        if (!(fraction & BIT51)) {
            exp = -1;
            fraction = fraction << 2 & MASK52;
        } else {
            fraction = fraction << 1 & MASK52;
        }
    }
    a = (unsigned)(256 | fraction >> 44);
    result_exp = 2 * top + 1 - exp;
    a = a * 2 + 1;
    b = (1u << 19) / a;
    fraction = (uint64_t)((b + 1) / 2 & 255) << 44;
    if (result_exp == 0) {
        fraction = BIT51 | fraction >> 1;
    } else if (result_exp == -1) {
        fraction = BIT51 >> 1 | fraction >> 2;
        result_exp = 0;
    }
    return fp_zero(f, v.sign) | (uint64_t)result_exp << f->f | fraction >> (52 - f->f);
}

uint64_t fp_rsqrt_estimate(struct fp *f, uint64_t op)
{
    struct unpacked v = fp_unpack(f, op);
    uint64_t result, fraction;
    int exp, numerator = -3 * f->minimum_exp + 2; /* 44, 380, 3068 */
    unsigned a, b = 512;

    if (fp_process_nans(f, &v, &op, 1, &result))
        return result;
    if (v.type == FP_ZERO) {
        f->fpsr |= FP_DZC;
        return fp_infinity(f, v.sign);
    }
    if (v.sign)
        return fp_invalid(f);
    if (v.type == FP_INFINITY)
        return fp_zero(f, false);
    fraction = wide_fraction(f, op, &exp);
    if (exp == 0) {
        while (!(fraction & BIT51)) {
            fraction = fraction << 1 & MASK52;
            exp--;
        }
        fraction = fraction << 1 & MASK52;
    }
    a = exp & 1 ? (unsigned)(128 | fraction >> 45) : (unsigned)(256 | fraction >> 44);
    a = a < 256 ? a * 2 + 1 : ((a >> 1 << 1) + 1) * 2;
    while ((uint64_t)a * (b + 1) * (b + 1) < 1u << 28)
        b++;
    return (uint64_t)((numerator - exp) >> 1) << f->f | (uint64_t)((b + 1) / 2 & 255) << (f->f - 8);
}

uint64_t fp_recpx(struct fp *f, uint64_t op)
{
    struct unpacked v = fp_unpack(f, op);
    uint64_t result, ones = (1ull << f->e) - 1, exp = op >> f->f & ones;

    if (fp_process_nans(f, &v, &op, 1, &result))
        return result;
    return fp_zero(f, v.sign) | (exp == 0 ? ones - 1 : ~exp & ones) << f->f;
}

/* |value| in units of 2^-fbits rounded to an integer, at most 2^100. */
static real_u128 to_integer(const struct real *value, unsigned fbits, unsigned rounding, int *error)
{
    real_u128 m;
    bool up;

    if (!real_is_zero(value) && real_exponent(value) + (int)fbits > 99) {
        *error = 0;
        return (real_u128)1 << 100;
    }
    m = real_units(value, -(int)fbits, error);
    switch (rounding) {
    case TIEEVEN:
        up = *error == 3 || (*error == 2 && m & 1);
        break;
    case POSINF:
        up = *error && !value->negative;
        break;
    case NEGINF:
        up = *error && value->negative;
        break;
    case TIEAWAY:
        up = *error >= 2;
        break;
    default:
        up = false;
    }
    return m + up;
}

uint64_t fp_round_int(struct fp *f, uint64_t op, unsigned rounding, bool exact)
{
    struct unpacked v = fp_unpack(f, op);
    uint64_t result;
    real_u128 m;
    struct real r;
    int error;

    if (fp_process_nans(f, &v, &op, 1, &result))
        return result;
    if (v.type == FP_INFINITY)
        return fp_infinity(f, v.sign);
    if (v.type == FP_ZERO)
        return fp_zero(f, v.sign);
    if (real_exponent(&v.value) >= 64)
        return op; /* an integer */
    m = to_integer(&v.value, 0, rounding, &error);
    if (error && exact)
        f->fpsr |= FP_IXC;
    if (m == 0)
        return fp_zero(f, v.sign);
    r = real_make(v.sign, m, 0);
    return fp_round(f, &r, ZERO);
}

uint64_t fp_to_fixed(struct fp *f, uint64_t op, unsigned fbits, unsigned bits, bool is_signed,
                     unsigned rounding)
{
    struct unpacked v = fp_unpack(f, op);
    uint64_t mask = ~0ull >> (64 - bits);
    real_u128 m, limit;
    int error;

    if (v.type >= FP_QNAN) {
        f->fpsr |= FP_IOC;
        return 0;
    }
    if (v.type == FP_INFINITY) {
        m = (real_u128)1 << 100;
        error = 0;
    } else {
        m = to_integer(&v.value, fbits, rounding, &error);
    }
    limit = is_signed ? (real_u128)(mask >> 1) + v.sign : v.sign ? 0 : mask;
    if (m > limit) {
        f->fpsr |= FP_IOC;
        m = limit;
    } else if (error) {
        f->fpsr |= FP_IXC;
    }
    return (v.sign ? -(uint64_t)m : (uint64_t)m) & mask;
}

uint64_t fp_from_fixed(struct fp *f, uint64_t op, unsigned fbits, unsigned bits, bool is_signed,
                       unsigned rounding)
{
    uint64_t mask = ~0ull >> (64 - bits);
    bool sign;
    struct real r;

    f->ahp = false;
    op &= mask;
    sign = is_signed && op >> (bits - 1);
    if (sign)
        op = -op & mask;
    if (op == 0)
        return fp_zero(f, false);
    r = real_make(sign, op, -(int)fbits);
    return fp_round(f, &r, rounding);
}

uint64_t fp_convert(struct fp *to, unsigned from_log2, uint64_t op)
{
    struct fp from = fp_format(0, from_log2);
    bool alt_hp = to->n == 16 && to->ahp;
    struct unpacked v;

    from.fz = to->fz;
    from.ahp = to->ahp;
    v = fp_unpack(&from, op);
    to->fpsr |= from.fpsr;
    to->fz16 = false;
    if (v.type >= FP_QNAN) {
        uint64_t payload = (op & ((1ull << from.f) - 1)) << (52 - from.f) >> (52 - to->f);
        if (v.type == FP_SNAN || alt_hp)
            to->fpsr |= FP_IOC;
        if (alt_hp)
            return fp_zero(to, v.sign);
        if (to->dn)
            return fp_infinity(to, false) | 1ull << (to->f - 1);
        return fp_infinity(to, v.sign) | 1ull << (to->f - 1) | payload;
    }
    if (v.type == FP_INFINITY) {
        if (!alt_hp)
            return fp_infinity(to, v.sign);
        to->fpsr |= FP_IOC;
        return fp_zero(to, v.sign) | (fp_zero(to, true) - 1);
    }
    if (v.type == FP_ZERO)
        return fp_zero(to, v.sign);
    return fp_round(to, &v.value, to->rounding);
}
