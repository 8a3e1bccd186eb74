/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sum, product, quotient, square root and fused multiply-add. */
#include "translate/soft/number.h"

/* An exact product or an operand: m * 2^(exp - 126), bit 126 or 125 set; m 0: zero. */
struct term {
    bool sign;
    int exp;
    u128 m;
};

static struct term term_of(const struct soft_number *n)
{
    struct term t = {.sign = n->sign};

    if (n->kind == SOFT_KIND_FINITE) {
        t.exp = n->exp;
        t.m = (u128)n->m << 63;
    }
    return t;
}

static struct term product(const struct soft_number *a, const struct soft_number *b)
{
    struct term t = {.sign = a->sign != b->sign};

    if (a->kind == SOFT_KIND_FINITE && b->kind == SOFT_KIND_FINITE) {
        /* The mantissas' low bits are zero, so that the shift loses nothing. */
        t.exp = a->exp + b->exp + 1;
        t.m = ((u128)a->m * b->m) >> 1;
    }
    return t;
}

/*
 * The rounded sum, halved if half. With two bits above the larger operand's alignment shift the
 * jammed bit stays below every bit that rounding looks at: only operands that differ by less than
 * two binades cancel more than one bit, and those lose none.
 */
static uint64_t sum(struct soft_status *s, const struct soft_format *f, struct term a,
                    struct term b, int half)
{
    if (!a.m && !b.m) {
        bool sign = a.sign == b.sign ? a.sign : s->rounding == SOFT_DOWN;

        return soft_sign(f, sign);
    }
    if (!a.m || (b.m && a.exp < b.exp)) {
        struct term t = a;

        a = b;
        b = t;
    }
    if (b.m)
        b.m = soft_shift_jam(b.m, (unsigned)(a.exp - b.exp));
    if (a.sign == b.sign) {
        a.m += b.m;
    } else if (a.m > b.m) {
        a.m -= b.m;
    } else if (a.m < b.m) {
        a.m = b.m - a.m;
        a.sign = b.sign;
    } else {
        return soft_sign(f, s->rounding == SOFT_DOWN);
    }
    return soft_round_pack(s, f, s->rounding, false, a.sign, a.exp + 1 - half, a.m);
}

uint64_t soft_add(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b)
{
    struct soft_number v[2];
    uint64_t nan;

    v[0] = soft_unpack(s, f, false, a);
    v[1] = soft_unpack(s, f, false, b);
    if (soft_nans(s, f, v, 2, &nan))
        return nan;
    if (v[0].kind == SOFT_KIND_INF || v[1].kind == SOFT_KIND_INF) {
        if (v[0].kind == v[1].kind && v[0].sign != v[1].sign)
            return soft_invalid(s, f);
        return soft_inf(f, v[0].kind == SOFT_KIND_INF ? v[0].sign : v[1].sign);
    }
    return sum(s, f, term_of(&v[0]), term_of(&v[1]), 0);
}

uint64_t soft_sub(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b)
{
    struct soft_number n[2];
    uint64_t nan;
    struct soft_status probe = *s;

    /* A NaN operand keeps its sign: only numbers are negated. */
    n[0] = soft_unpack(&probe, f, false, a);
    n[1] = soft_unpack(&probe, f, false, b);
    if (soft_nans(&probe, f, n, 2, &nan)) {
        *s = probe;
        return nan;
    }
    return soft_add(s, f, a, b ^ soft_sign(f, true));
}

/* True, and the result, for a product that is not that of two numbers. */
static bool product_special(struct soft_status *s, const struct soft_format *f,
                            const struct soft_number *v, bool two, uint64_t *result)
{
    bool sign = v[0].sign != v[1].sign;

    if (soft_nans(s, f, v, 2, result))
        return true;
    if (v[0].kind != SOFT_KIND_INF && v[1].kind != SOFT_KIND_INF)
        return false;
    if (v[0].kind == SOFT_KIND_ZERO || v[1].kind == SOFT_KIND_ZERO)
        *result = two ? soft_power(f, sign, 1) : soft_invalid(s, f);
    else
        *result = soft_inf(f, sign);
    return true;
}

static uint64_t multiply(struct soft_status *s, const struct soft_format *f, bool two, uint64_t a,
                         uint64_t b)
{
    struct soft_number v[2];
    uint64_t special;
    struct term p;

    v[0] = soft_unpack(s, f, false, a);
    v[1] = soft_unpack(s, f, false, b);
    if (product_special(s, f, v, two, &special))
        return special;
    p = product(&v[0], &v[1]);
    if (!p.m)
        return soft_sign(f, p.sign);
    return soft_round_pack(s, f, s->rounding, false, p.sign, p.exp + 1, p.m);
}

uint64_t soft_mul(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b)
{
    return multiply(s, f, false, a, b);
}

uint64_t soft_mulx(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b)
{
    return multiply(s, f, true, a, b);
}

uint64_t soft_div(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b)
{
    struct soft_number v[2];
    uint64_t nan;
    bool sign;
    u128 m, q;

    v[0] = soft_unpack(s, f, false, a);
    v[1] = soft_unpack(s, f, false, b);
    sign = v[0].sign != v[1].sign;
    if (soft_nans(s, f, v, 2, &nan))
        return nan;
    if (v[0].kind == v[1].kind && v[0].kind != SOFT_KIND_FINITE)
        return soft_invalid(s, f);
    if (v[0].kind == SOFT_KIND_INF || v[1].kind == SOFT_KIND_ZERO) {
        if (v[0].kind != SOFT_KIND_INF)
            s->exceptions |= SOFT_DIVZERO;
        return soft_inf(f, sign);
    }
    if (v[0].kind == SOFT_KIND_ZERO || v[1].kind == SOFT_KIND_INF)
        return soft_sign(f, sign);
    /* q / 2^63 is the quotient of the mantissas, 63 or 64 bits; then a bit for the remainder. */
    m = (u128)v[0].m << 63;
    q = m / v[1].m;
    q = q << 1 | (q * v[1].m != m);
    return soft_round_pack(s, f, s->rounding, false, sign, v[0].exp - v[1].exp + 63, q);
}

uint64_t soft_sqrt(struct soft_status *s, const struct soft_format *f, uint64_t a)
{
    struct soft_number v = soft_unpack(s, f, false, a);
    u128 m, root = 0, rest;
    uint64_t nan;

    if (soft_nans(s, f, &v, 1, &nan))
        return nan;
    if (v.kind == SOFT_KIND_ZERO)
        return soft_sign(f, v.sign);
    if (v.sign)
        return soft_invalid(s, f);
    if (v.kind == SOFT_KIND_INF)
        return soft_inf(f, false);
    /* The root of m / 2^126, 1 <= m / 2^126 < 4, with 63 fraction bits, one bit a step. */
    m = (u128)v.m << (63 + (v.exp & 1));
    rest = m;
    for (u128 bit = (u128)1 << 126; bit; bit >>= 2) {
        if (rest >= root + bit) {
            rest -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    root = root << 1 | (rest != 0);
    return soft_round_pack(s, f, s->rounding, false, false, (v.exp - (v.exp & 1)) / 2 + 63, root);
}

uint64_t soft_fma(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b,
                  uint64_t c)
{
    struct soft_number v[3];
    bool sign, invalid, inf;
    uint64_t nan;

    v[0] = soft_unpack(s, f, false, a);
    v[1] = soft_unpack(s, f, false, b);
    v[2] = soft_unpack(s, f, false, c);
    inf = v[1].kind == SOFT_KIND_INF || v[2].kind == SOFT_KIND_INF;
    invalid = inf && (v[1].kind == SOFT_KIND_ZERO || v[2].kind == SOFT_KIND_ZERO);
    if (v[0].kind == SOFT_KIND_QNAN && invalid)
        return soft_invalid(s, f);
    if (soft_nans(s, f, v, 3, &nan))
        return nan;
    sign = v[1].sign != v[2].sign;
    if (invalid || (inf && v[0].kind == SOFT_KIND_INF && v[0].sign != sign))
        return soft_invalid(s, f);
    if (v[0].kind == SOFT_KIND_INF)
        return soft_inf(f, v[0].sign);
    if (inf)
        return soft_inf(f, sign);
    return sum(s, f, term_of(&v[0]), product(&v[1], &v[2]), 0);
}

/* (constant - a * b) >> half; invalid products give constant >> half. */
static uint64_t step(struct soft_status *s, const struct soft_format *f, uint64_t constant,
                     int half, uint64_t a, uint64_t b)
{
    struct soft_number v[2], k = soft_unpack(s, f, false, constant);
    uint64_t special;

    v[0] = soft_unpack(s, f, false, a ^ soft_sign(f, true));
    v[1] = soft_unpack(s, f, false, b);
    if (product_special(s, f, v, true, &special)) {
        bool zero = v[0].kind == SOFT_KIND_ZERO || v[1].kind == SOFT_KIND_ZERO;

        if (zero && !soft_is_nan(&v[0]) && !soft_is_nan(&v[1]))
            return constant - ((uint64_t)half << f->frac_bits);
        return special;
    }
    return sum(s, f, term_of(&k), product(&v[0], &v[1]), half);
}

uint64_t soft_recps(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b)
{
    return step(s, f, soft_power(f, false, 1), 0, a, b);
}

uint64_t soft_rsqrts(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b)
{
    return step(s, f, soft_power(f, false, 1) | 1ull << (f->frac_bits - 1), 1, a, b);
}
