/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reciprocal estimates (RecipEstimate, RecipSqrtEstimate, FPRecipEstimate ...): the architecture
 * defines them to the last bit. */
#include "translate/soft/number.h"

/* Of a / 512, 256 <= a < 512: 256 * its reciprocal, 256..511. */
static uint64_t recip(uint64_t a)
{
    return ((1u << 19) / (2 * a + 1) + 1) / 2;
}

/* Of a / 512, 128 <= a < 512: 256 / its square root, 256..511. */
static uint64_t recip_sqrt(uint64_t a)
{
    uint64_t b = 512; /* the largest whose square times a is less than 2^28, bit by bit */

    a = a < 256 ? 2 * a + 1 : ((a >> 1 << 1) + 1) * 2;
    for (unsigned bit = 256; bit; bit >>= 1)
        if (a * (b + bit) * (b + bit) < 1u << 28)
            b += bit;
    return (b + 1) / 2;
}

uint32_t soft_u32_recpe(uint32_t a)
{
    return a >> 31 ? (uint32_t)recip(a >> 23) << 23 : UINT32_MAX;
}

uint32_t soft_u32_rsqrte(uint32_t a)
{
    return a >> 30 ? (uint32_t)recip_sqrt(a >> 23) << 23 : UINT32_MAX;
}

static bool flush_result(const struct soft_status *s, const struct soft_format *f)
{
    return s->mode & (f->half ? SOFT_FZ16 : SOFT_FZ);
}

uint64_t soft_recpe(struct soft_status *s, const struct soft_format *f, uint64_t a)
{
    struct soft_number n = soft_unpack(s, f, false, a);
    int bias = soft_bias(f), exp;
    uint64_t nan, frac;

    if (soft_nans(s, f, &n, 1, &nan))
        return nan;
    if (n.kind == SOFT_KIND_INF)
        return soft_sign(f, n.sign);
    if (n.kind == SOFT_KIND_ZERO) {
        s->exceptions |= SOFT_DIVZERO;
        return soft_inf(f, n.sign);
    }
    if (n.exp < -bias - 1) {
        s->exceptions |= SOFT_OVERFLOW | SOFT_INEXACT;
        return soft_inf(f, n.sign) - !soft_overflows_to_inf(s->rounding, n.sign);
    }
    if (flush_result(s, f) && n.exp >= bias - 1) {
        s->exceptions |= SOFT_UNDERFLOW;
        return soft_sign(f, n.sign);
    }
    /* 8 fraction bits with their leading one; exponents below the smallest shift it in. */
    frac = recip(n.m >> 55) << (f->frac_bits - 8);
    exp = bias - 1 - n.exp;
    if (exp <= 0)
        return soft_sign(f, n.sign) | frac >> (1 - exp);
    return soft_sign(f, n.sign) | (((uint64_t)(exp - 1) << f->frac_bits) + frac);
}

uint64_t soft_rsqrte(struct soft_status *s, const struct soft_format *f, uint64_t a)
{
    struct soft_number n = soft_unpack(s, f, false, a);
    uint64_t nan, frac;
    int odd;

    if (soft_nans(s, f, &n, 1, &nan))
        return nan;
    if (n.kind == SOFT_KIND_ZERO) {
        s->exceptions |= SOFT_DIVZERO;
        return soft_inf(f, n.sign);
    }
    if (n.sign)
        return soft_invalid(s, f);
    if (n.kind == SOFT_KIND_INF)
        return 0;
    odd = n.exp & 1;
    /* An even power of two above the mantissa scaled to 1/4..1. */
    frac = recip_sqrt(n.m >> (odd ? 55 : 56)) & 255;
    return (uint64_t)(soft_bias(f) - 1 - (n.exp - odd) / 2) << f->frac_bits |
           frac << (f->frac_bits - 8);
}

uint64_t soft_recpx(struct soft_status *s, const struct soft_format *f, uint64_t a)
{
    struct soft_number n = soft_unpack(s, f, false, a);
    uint64_t nan, exp = a >> f->frac_bits & soft_exp_mask(f);

    if (soft_nans(s, f, &n, 1, &nan))
        return nan;
    exp = exp ? exp ^ soft_exp_mask(f) : soft_exp_mask(f) - 1;
    return soft_sign(f, n.sign) | exp << f->frac_bits;
}
