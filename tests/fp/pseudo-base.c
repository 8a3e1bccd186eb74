/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FPUnpack, FPProcessNaNs, FPRound. */
#include "tests/fp/pseudo-base.h"

struct fp fp_format(uint32_t fpcr, unsigned log2)
{
    static const unsigned e[4] = {0, 5, 8, 11};
    struct fp f = {.n = 8u << log2, .e = e[log2]};

    f.f = f.n - 1 - f.e;
    f.minimum_exp = 2 - (1 << (f.e - 1));
    f.fz = fpcr >> 24 & 1;
    f.fz16 = fpcr >> 19 & 1;
    f.dn = fpcr >> 25 & 1;
    f.ahp = fpcr >> 26 & 1;
    f.rounding = fpcr >> 22 & 3;
    return f;
}

uint64_t fp_zero(const struct fp *f, bool sign)
{
    return (uint64_t)sign << (f->n - 1);
}

static uint64_t exponent_ones(const struct fp *f)
{
    return ((1ull << f->e) - 1) << f->f;
}

uint64_t fp_infinity(const struct fp *f, bool sign)
{
    return fp_zero(f, sign) | exponent_ones(f);
}

uint64_t fp_number(const struct fp *f, bool sign, int exp, bool half)
{
    return fp_zero(f, sign) | (uint64_t)(exp - f->minimum_exp + 1) << f->f |
           (uint64_t)half << (f->f - 1);
}

static uint64_t default_nan(const struct fp *f)
{
    return exponent_ones(f) | 1ull << (f->f - 1);
}

uint64_t fp_invalid(struct fp *f)
{
    f->fpsr |= FP_IOC;
    return default_nan(f);
}

struct unpacked fp_unpack(struct fp *f, uint64_t op)
{
    uint64_t frac = op & ((1ull << f->f) - 1), exp = op >> f->f & ((1ull << f->e) - 1);
    struct unpacked u = {.type = FP_NUMBER, .sign = op >> (f->n - 1) & 1};

    if (exp == 0) {
        bool flush = f->n == 16 ? f->fz16 : f->fz;
        if (frac && flush && f->n != 16)
            f->fpsr |= FP_IDC;
        if (frac == 0 || flush) {
            u.type = FP_ZERO;
        } else {
            u.m = frac;
            u.exp = f->minimum_exp - (int)f->f;
        }
    } else if (exp == (1ull << f->e) - 1 && !(f->n == 16 && f->ahp)) {
        u.type = frac == 0 ? FP_INFINITY : frac >> (f->f - 1) ? FP_QNAN : FP_SNAN;
    } else {
        u.m = frac | 1ull << f->f;
        u.exp = (int)exp - 1 + f->minimum_exp - (int)f->f;
    }
    u.value = real_make(u.sign, u.m, u.m ? u.exp : 0);
    return u;
}

/* FPProcessNaN */
static uint64_t process_nan(struct fp *f, enum fp_type type, uint64_t op)
{
    if (type == FP_SNAN) {
        op |= 1ull << (f->f - 1);
        f->fpsr |= FP_IOC;
    }
    return f->dn ? default_nan(f) : op;
}

bool fp_process_nans(struct fp *f, const struct unpacked *v, const uint64_t *ops, int n,
                     uint64_t *result)
{
    for (int k = 0; k < n; k++) {
        if (v[k].type == FP_SNAN) {
            *result = process_nan(f, v[k].type, ops[k]);
            return true;
        }
    }
    for (int k = 0; k < n; k++) {
        if (v[k].type == FP_QNAN) {
            *result = process_nan(f, v[k].type, ops[k]);
            return true;
        }
    }
    return false;
}

int fp_order(const struct unpacked *a, const struct unpacked *b)
{
    if (a->type == FP_INFINITY || b->type == FP_INFINITY) {
        int x = a->type == FP_INFINITY ? (a->sign ? -1 : 1) : 0;
        int y = b->type == FP_INFINITY ? (b->sign ? -1 : 1) : 0;
        return x - y;
    }
    return real_compare(&a->value, &b->value);
}

struct real fp_product(const struct unpacked *a, const struct unpacked *b)
{
    return real_make(a->sign != b->sign, (real_u128)a->m * b->m,
                     a->m && b->m ? a->exp + b->exp : 0);
}

/* With bit 52 set. */
static struct unpacked normalized(struct unpacked a)
{
    while (!(a.m >> 52)) {
        a.m <<= 1;
        a.exp--;
    }
    return a;
}

struct real fp_quotient(const struct unpacked *a, const struct unpacked *b)
{
    struct unpacked x = normalized(*a), y = normalized(*b);
    real_u128 n = (real_u128)x.m << 70, q = n / y.m;

    q = q << 1 | (q * y.m != n);
    return real_make(x.sign != y.sign, q, x.exp - y.exp - 71);
}

struct real fp_root(const struct unpacked *a)
{
    struct unpacked x = normalized(*a);
    real_u128 n, root = 0;

    if (x.exp % 2) {
        x.m <<= 1;
        x.exp--;
    }
    n = (real_u128)x.m << 70;
    for (int k = 63; k >= 0; k--) {
        real_u128 t = root | (real_u128)1 << k;
        if (t * t <= n)
            root = t;
    }
    root = root << 1 | (root * root != n);
    return real_make(false, root, (x.exp - 70) / 2 - 1);
}

uint64_t fp_round(struct fp *f, const struct real *op, unsigned rounding)
{
    bool sign = op->negative, round_up, overflow_to_inf;
    int exponent = real_exponent(op), error;
    int biased_exp = exponent - f->minimum_exp + 1;
    uint64_t int_mant, result;

    if ((f->n == 16 ? f->fz16 : f->fz) && exponent < f->minimum_exp) {
        f->fpsr |= FP_UFC;
        return fp_zero(f, sign);
    }
    if (biased_exp < 0)
        biased_exp = 0;
    int_mant =
        (uint64_t)real_units(op, (biased_exp == 0 ? f->minimum_exp : exponent) - (int)f->f, &error);
    if (biased_exp == 0 && error != 0)
        f->fpsr |= FP_UFC;
    switch (rounding) {
    case TIEEVEN:
        round_up = error == 3 || (error == 2 && int_mant & 1);
        overflow_to_inf = true;
        break;
    case POSINF:
        round_up = error != 0 && !sign;
        overflow_to_inf = !sign;
        break;
    case NEGINF:
        round_up = error != 0 && sign;
        overflow_to_inf = sign;
        break;
    default:
        round_up = overflow_to_inf = false;
    }
    if (round_up) {
        int_mant++;
        if (int_mant == 1ull << f->f)
            biased_exp = 1;
        if (int_mant == 1ull << (f->f + 1)) {
            biased_exp++;
            int_mant /= 2;
        }
    }
    if (f->n != 16 || !f->ahp) {
        if (biased_exp >= (1 << f->e) - 1) {
            result = fp_infinity(f, sign) - !overflow_to_inf;
            f->fpsr |= FP_OFC;
            error = 1;
        } else {
            result =
                fp_zero(f, sign) | (uint64_t)biased_exp << f->f | (int_mant & ((1ull << f->f) - 1));
        }
    } else if (biased_exp >= 1 << f->e) {
        result = fp_zero(f, sign) | (fp_zero(f, true) - 1);
        f->fpsr |= FP_IOC;
        error = 0;
    } else {
        result =
            fp_zero(f, sign) | (uint64_t)biased_exp << f->f | (int_mant & ((1ull << f->f) - 1));
    }
    if (error)
        f->fpsr |= FP_IXC;
    return result;
}

uint64_t fp_round_sum(struct fp *f, const struct real *op)
{
    if (real_is_zero(op))
        return fp_zero(f, f->rounding == NEGINF);
    return fp_round(f, op, f->rounding);
}
