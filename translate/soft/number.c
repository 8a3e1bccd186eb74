/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taking numbers apart, NaNs, rounding and putting together. */
#include <stddef.h>

#include "translate/soft/number.h"

const struct soft_format soft_formats[4] = {
    [1] = {5, 10, true},
    [2] = {8, 23, false},
    [3] = {11, 52, false},
};

const struct soft_rules soft_arm = {.default_nan_negative = false, .tiny_after = false};

uint64_t soft_default_nan(const struct soft_status *s, const struct soft_format *f)
{
    return soft_inf(f, s->rules->default_nan_negative) | 1ull << (f->frac_bits - 1);
}

uint64_t soft_invalid(struct soft_status *s, const struct soft_format *f)
{
    s->exceptions |= SOFT_INVALID;
    return soft_default_nan(s, f);
}

static bool flushes(const struct soft_status *s, const struct soft_format *f, bool convert)
{
    if (f->half)
        return !convert && (s->mode & SOFT_FZ16);
    return s->mode & SOFT_FZ;
}

struct soft_number soft_unpack(struct soft_status *s, const struct soft_format *f, bool convert,
                               uint64_t bits)
{
    uint64_t frac = bits & ((1ull << f->frac_bits) - 1);
    uint64_t exp = bits >> f->frac_bits & soft_exp_mask(f);
    struct soft_number n = {.sign = bits >> (soft_width(f) - 1) & 1, .bits = bits};

    if (exp == soft_exp_mask(f) && !(f->half && convert && (s->mode & SOFT_AHP))) {
        if (!frac)
            n.kind = SOFT_KIND_INF;
        else
            n.kind = frac >> (f->frac_bits - 1) ? SOFT_KIND_QNAN : SOFT_KIND_SNAN;
        return n;
    }
    if (!exp && frac && flushes(s, f, convert)) {
        if (!f->half)
            s->exceptions |= SOFT_DENORMAL;
        frac = 0;
    }
    if (!exp && !frac)
        return n;
    n.kind = SOFT_KIND_FINITE;
    if (exp) {
        n.exp = (int)exp - soft_bias(f);
        n.m = (frac | 1ull << f->frac_bits) << (63 - f->frac_bits);
    } else {
        unsigned shift = (unsigned)__builtin_clzll(frac);

        n.exp = 1 - soft_bias(f) - (int)(shift - (63 - f->frac_bits));
        n.m = frac << shift;
    }
    return n;
}

uint64_t soft_nan(struct soft_status *s, const struct soft_format *f, const struct soft_number *n)
{
    if (n->kind == SOFT_KIND_SNAN)
        s->exceptions |= SOFT_INVALID;
    if (s->mode & SOFT_DN)
        return soft_default_nan(s, f);
    return n->bits | 1ull << (f->frac_bits - 1);
}

bool soft_nans(struct soft_status *s, const struct soft_format *f, const struct soft_number *v,
               unsigned n, uint64_t *result)
{
    const struct soft_number *first = NULL;

    for (unsigned i = 0; i < n; i++)
        if (v[i].kind == SOFT_KIND_SNAN && !first)
            first = &v[i];
    for (unsigned i = 0; i < n; i++)
        if (v[i].kind == SOFT_KIND_QNAN && !first)
            first = &v[i];
    if (!first)
        return false;
    *result = soft_nan(s, f, first);
    return true;
}

bool soft_round_up(unsigned round, bool sign, bool odd, unsigned below)
{
    switch (round) {
    case SOFT_EVEN:
        return below == 3 || (below == 2 && odd);
    case SOFT_UP:
        return below && !sign;
    case SOFT_DOWN:
        return below && sign;
    case SOFT_AWAY:
        return below >= 2;
    case SOFT_ODD:
        return below && !odd;
    default:
        return false;
    }
}

unsigned soft_below(u128 m, unsigned n)
{
    u128 half = (u128)1 << (n - 1), rest = m & (half - 1);

    return (m & half ? 2u : 0u) | (rest != 0);
}

bool soft_overflows_to_inf(unsigned round, bool sign)
{
    switch (round) {
    case SOFT_UP:
        return !sign;
    case SOFT_DOWN:
        return sign;
    case SOFT_ZERO:
    case SOFT_ODD:
        return false;
    default:
        return true;
    }
}

static uint64_t overflow(struct soft_status *s, const struct soft_format *f, unsigned round,
                         bool sign)
{
    s->exceptions |= SOFT_OVERFLOW | SOFT_INEXACT;
    return soft_inf(f, sign) - !soft_overflows_to_inf(round, sign);
}

/* Would the number, one below the smallest exponent, round up to the smallest normal number? */
static bool rounds_to_normal(const struct soft_format *f, unsigned round, bool sign, u128 m)
{
    unsigned drop = 127u - f->frac_bits;
    u128 kept = m >> drop;

    kept += soft_round_up(round, sign, kept & 1, soft_below(m, drop));
    return kept >> (f->frac_bits + 1);
}

uint64_t soft_round_pack(struct soft_status *s, const struct soft_format *f, unsigned round,
                         bool convert, bool sign, int exp, u128 m)
{
    unsigned shift = soft_clz128(m), drop = 127u - f->frac_bits, below;
    int emin = 1 - soft_bias(f);
    bool ahp = f->half && convert && (s->mode & SOFT_AHP), tiny;
    uint64_t bits;

    m <<= shift;
    exp -= (int)shift;
    tiny = exp < emin;
    if (tiny && flushes(s, f, convert)) {
        s->exceptions |= SOFT_UNDERFLOW;
        return soft_sign(f, sign);
    }
    if (tiny) {
        bool after = s->rules->tiny_after && exp == emin - 1 && rounds_to_normal(f, round, sign, m);

        m = soft_shift_jam(m, (unsigned)(emin - exp));
        exp = emin - 1;
        tiny = !after;
        bits = (uint64_t)(m >> drop);
    } else if (exp > soft_bias(f) + 1) {
        /* Beyond every rounding; keeps the exponent from running over its field. */
        bits = (soft_exp_mask(f) + 1) << f->frac_bits;
    } else {
        /* The leading bit adds one to the exponent field. */
        bits = ((uint64_t)(exp - emin) << f->frac_bits) + (uint64_t)(m >> drop);
    }
    below = soft_below(m, drop);
    bits += soft_round_up(round, sign, bits & 1, below);
    if (ahp) {
        if (bits >> (soft_width(f) - 1)) {
            s->exceptions |= SOFT_INVALID;
            return soft_sign(f, sign) | (soft_sign(f, true) - 1);
        }
    } else if (bits >> f->frac_bits >= soft_exp_mask(f)) {
        return overflow(s, f, round, sign);
    }
    if (below)
        s->exceptions |= SOFT_INEXACT | (tiny ? SOFT_UNDERFLOW : 0);
    return soft_sign(f, sign) | bits;
}

uint64_t soft_pack(struct soft_status *s, const struct soft_format *f, const struct soft_number *n)
{
    switch (n->kind) {
    case SOFT_KIND_ZERO:
        return soft_sign(f, n->sign);
    case SOFT_KIND_FINITE:
        return soft_round_pack(s, f, SOFT_ZERO, false, n->sign, n->exp, (u128)n->m << 64);
    case SOFT_KIND_INF:
        return soft_inf(f, n->sign);
    default:
        return soft_nan(s, f, n);
    }
}
