/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rounding to integers, conversions from and to integers and between formats. */
#include "translate/soft/number.h"

/* |n| * 2^frac_bits rounded to an integer, at most 2^65 (larger ones saturate there). */
static u128 integer(const struct soft_number *n, unsigned round, int frac_bits, bool *inexact)
{
    int exp = n->exp + frac_bits;
    unsigned below;
    u128 m;

    *inexact = false;
    if (exp > 64)
        return (u128)1 << 65;
    /* The point stands below bit 62 of m. */
    m = (u128)n->m << 62;
    if (exp >= 63)
        return m >> (125 - exp);
    m = soft_shift_jam(m, (unsigned)(63 - exp));
    below = soft_below(m, 62);
    *inexact = below != 0;
    return (m >> 62) + soft_round_up(round, n->sign, m >> 62 & 1, below);
}

uint64_t soft_rint(struct soft_status *s, const struct soft_format *f, unsigned round, bool exact,
                   uint64_t a)
{
    struct soft_number n = soft_unpack(s, f, false, a);
    bool inexact;
    u128 m;

    if (n.kind != SOFT_KIND_FINITE || n.exp >= f->frac_bits)
        return soft_pack(s, f, &n);
    m = integer(&n, round, 0, &inexact);
    if (inexact && exact)
        s->exceptions |= SOFT_INEXACT;
    if (!m)
        return soft_sign(f, n.sign);
    return soft_round_pack(s, f, SOFT_ZERO, false, n.sign, 127, m);
}

uint64_t soft_to_int(struct soft_status *s, const struct soft_format *f, unsigned round,
                     bool is_signed, unsigned width, unsigned frac_bits, uint64_t a)
{
    struct soft_number n = soft_unpack(s, f, false, a);
    uint64_t mask = width == 64 ? ~0ull : (1ull << width) - 1;
    u128 limit = 0, m = (u128)1 << 65;
    bool inexact = false;

    if (soft_is_nan(&n)) {
        s->exceptions |= SOFT_INVALID;
        return 0;
    }
    if (n.kind == SOFT_KIND_ZERO)
        return 0;
    if (n.kind == SOFT_KIND_FINITE)
        m = integer(&n, round, (int)frac_bits, &inexact);
    if (is_signed)
        limit = ((u128)1 << (width - 1)) - !n.sign;
    else if (!n.sign)
        limit = mask;
    if (m > limit) {
        s->exceptions |= SOFT_INVALID;
        m = limit;
    } else if (inexact) {
        s->exceptions |= SOFT_INEXACT;
    }
    return (n.sign ? -(uint64_t)m : (uint64_t)m) & mask;
}

uint64_t soft_from_int(struct soft_status *s, const struct soft_format *f, unsigned round,
                       bool is_signed, unsigned frac_bits, uint64_t a)
{
    bool sign = is_signed && (int64_t)a < 0;

    if (!a)
        return 0;
    return soft_round_pack(s, f, round, false, sign, 127 - (int)frac_bits, sign ? -a : a);
}

static uint64_t convert_nan(struct soft_status *s, const struct soft_format *to,
                            const struct soft_format *from, const struct soft_number *n)
{
    uint64_t frac = n->bits & ((1ull << from->frac_bits) - 1);
    bool ahp = to->half && (s->mode & SOFT_AHP);

    if (n->kind == SOFT_KIND_SNAN || ahp)
        s->exceptions |= SOFT_INVALID;
    if (ahp)
        return soft_sign(to, n->sign);
    if (s->mode & SOFT_DN)
        return soft_default_nan(s, to);
    /* The payload keeps its highest bits. */
    if (to->frac_bits >= from->frac_bits)
        frac <<= to->frac_bits - from->frac_bits;
    else
        frac >>= from->frac_bits - to->frac_bits;
    return soft_inf(to, n->sign) | 1ull << (to->frac_bits - 1) | frac;
}

static uint64_t convert(struct soft_status *s, const struct soft_format *to,
                        const struct soft_format *from, unsigned round, uint64_t a)
{
    struct soft_number n = soft_unpack(s, from, true, a);

    if (soft_is_nan(&n))
        return convert_nan(s, to, from, &n);
    if (n.kind == SOFT_KIND_INF) {
        if (!to->half || !(s->mode & SOFT_AHP))
            return soft_inf(to, n.sign);
        s->exceptions |= SOFT_INVALID;
        return soft_sign(to, n.sign) | (soft_sign(to, true) - 1);
    }
    if (n.kind == SOFT_KIND_ZERO)
        return soft_sign(to, n.sign);
    return soft_round_pack(s, to, round, true, n.sign, n.exp, (u128)n.m << 64);
}

uint64_t soft_convert(struct soft_status *s, const struct soft_format *to,
                      const struct soft_format *from, uint64_t a)
{
    return convert(s, to, from, s->rounding, a);
}

uint64_t soft_convert_odd(struct soft_status *s, uint64_t a)
{
    return convert(s, &soft_formats[2], &soft_formats[3], SOFT_ODD, a);
}
