/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparison, minimum and maximum. */
#include "translate/soft/number.h"

static enum soft_order order(const struct soft_number *a, const struct soft_number *b)
{
    bool a_zero = a->kind == SOFT_KIND_ZERO, b_zero = b->kind == SOFT_KIND_ZERO, less;

    if (a_zero && b_zero)
        return SOFT_EQUAL;
    if (a_zero || b_zero)
        return (a_zero ? !b->sign : a->sign) ? SOFT_LESS : SOFT_GREATER;
    if (a->sign != b->sign)
        return a->sign ? SOFT_LESS : SOFT_GREATER;
    if (a->kind != b->kind)
        less = a->kind < b->kind;
    else if (a->kind == SOFT_KIND_INF || (a->exp == b->exp && a->m == b->m))
        return SOFT_EQUAL;
    else
        less = a->exp != b->exp ? a->exp < b->exp : a->m < b->m;
    return less != a->sign ? SOFT_LESS : SOFT_GREATER;
}

enum soft_order soft_compare(struct soft_status *s, const struct soft_format *f, bool signal,
                             uint64_t a, uint64_t b)
{
    struct soft_number x = soft_unpack(s, f, false, a), y = soft_unpack(s, f, false, b);

    if (soft_is_nan(&x) || soft_is_nan(&y)) {
        if (signal || x.kind == SOFT_KIND_SNAN || y.kind == SOFT_KIND_SNAN)
            s->exceptions |= SOFT_INVALID;
        return SOFT_UNORDERED;
    }
    return order(&x, &y);
}

/* number: a lone quiet NaN loses against the other operand. */
static uint64_t extreme(struct soft_status *s, const struct soft_format *f, bool max, bool number,
                        uint64_t a, uint64_t b)
{
    struct soft_number v[2];
    uint64_t nan;

    v[0] = soft_unpack(s, f, false, a);
    v[1] = soft_unpack(s, f, false, b);
    if (number && v[0].kind == SOFT_KIND_QNAN && !soft_is_nan(&v[1]))
        return soft_pack(s, f, &v[1]);
    if (number && v[1].kind == SOFT_KIND_QNAN && !soft_is_nan(&v[0]))
        return soft_pack(s, f, &v[0]);
    if (soft_nans(s, f, v, 2, &nan))
        return nan;
    if (v[0].kind == SOFT_KIND_ZERO && v[1].kind == SOFT_KIND_ZERO)
        return soft_sign(f, max ? v[0].sign && v[1].sign : v[0].sign || v[1].sign);
    return soft_pack(s, f, &v[(order(&v[0], &v[1]) == SOFT_GREATER) != max]);
}

uint64_t soft_max(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b)
{
    return extreme(s, f, true, false, a, b);
}

uint64_t soft_min(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b)
{
    return extreme(s, f, false, false, a, b);
}

uint64_t soft_maxnm(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b)
{
    return extreme(s, f, true, true, a, b);
}

uint64_t soft_minnm(struct soft_status *s, const struct soft_format *f, uint64_t a, uint64_t b)
{
    return extreme(s, f, false, true, a, b);
}
