/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules of Arm, case by case: NaNs, tininess, flushing, AHP, conversions, estimates. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "translate/soft/soft.h"

enum op {
    ADD,
    SUB,
    MUL,
    MULX,
    DIV,
    SQRT,
    FMA,
    MAX,
    MIN,
    MAXNM,
    RECPS,
    RSQRTS,
    RECPE,
    RSQRTE,
    RECPX
};

struct arith {
    enum op op;
    uint8_t log2, rounding, mode;
    uint64_t a, b, c, result;
    uint32_t exceptions;
};

#define INF 0x7ff0000000000000
#define QNAN1 0x7ff8000000000001
#define QNAN2 0xfff8000000000002
#define SNAN 0x7ff0000000000003
#define DEFAULT 0x7ff8000000000000
#define ONE 0x3ff0000000000000
#define MINUS 0x8000000000000000
#define MIN_NORMAL 0x0010000000000000

static const struct arith ariths[] = {
    /* The first signalling NaN, then the first quiet one; the addend is first. */
    {ADD, 3, 0, 0, QNAN1, QNAN2, 0, QNAN1, 0},
    {ADD, 3, 0, 0, QNAN1, SNAN, 0, SNAN | 1ull << 51, SOFT_INVALID},
    {SUB, 3, 0, 0, ONE, QNAN2, 0, QNAN2, 0},
    {FMA, 3, 0, 0, QNAN2, QNAN1, ONE, QNAN2, 0},
    {FMA, 3, 0, 0, ONE, QNAN1, QNAN2, QNAN1, 0},
    {FMA, 3, 0, 0, QNAN1, INF, 0, DEFAULT, SOFT_INVALID},
    {FMA, 3, 0, 0, SNAN, INF, 0, SNAN | 1ull << 51, SOFT_INVALID},
    {FMA, 3, 0, 0, INF, INF, ONE | MINUS, DEFAULT, SOFT_INVALID},
    {ADD, 3, 0, SOFT_DN, QNAN1, QNAN2, 0, DEFAULT, 0},
    /* Invalid operations. */
    {SUB, 3, 0, 0, INF, INF, 0, DEFAULT, SOFT_INVALID},
    {MUL, 3, 0, 0, INF, 0, 0, DEFAULT, SOFT_INVALID},
    {MULX, 3, 0, 0, INF, MINUS, 0, 0xc000000000000000, 0},
    {DIV, 3, 0, 0, 0, 0, 0, DEFAULT, SOFT_INVALID},
    {DIV, 3, 0, 0, ONE, MINUS, 0, INF | MINUS, SOFT_DIVZERO},
    {DIV, 3, 0, 0, INF, 0, 0, INF, 0},
    {SQRT, 3, 0, 0, ONE | MINUS, 0, 0, DEFAULT, SOFT_INVALID},
    {SQRT, 3, 0, 0, MINUS, 0, 0, MINUS, 0},
    /* Exact zero sums. */
    {SUB, 3, SOFT_EVEN, 0, ONE, ONE, 0, 0, 0},
    {SUB, 3, SOFT_DOWN, 0, ONE, ONE, 0, MINUS, 0},
    {ADD, 3, SOFT_DOWN, 0, MINUS, MINUS, 0, MINUS, 0},
    /* Tininess is found before rounding: rounds up to the smallest normal number. */
    {MUL, 3, 0, 0, 0x3fe0000000000001, 0x001ffffffffffffe, 0, MIN_NORMAL,
     SOFT_UNDERFLOW | SOFT_INEXACT},
    {MUL, 3, 0, SOFT_FZ, 0x3fe0000000000001, 0x001ffffffffffffe, 0, 0, SOFT_UNDERFLOW},
    /* Flushing: inputs raise IDC, results underflow without inexact. */
    {ADD, 3, 0, SOFT_FZ, 1, 0, 0, 0, SOFT_DENORMAL},
    {ADD, 3, 0, SOFT_FZ, MINUS | 1, MINUS, 0, MINUS, SOFT_DENORMAL},
    {MUL, 3, 0, SOFT_FZ, MIN_NORMAL, 0xbfe0000000000000, 0, MINUS, SOFT_UNDERFLOW},
    {ADD, 1, 0, SOFT_FZ, 1, 0, 0, 1, 0},
    {ADD, 1, 0, SOFT_FZ16, 1, 0, 0, 0, 0},
    {ADD, 1, 0, SOFT_AHP, 0x7c00, 0, 0, 0x7c00, 0},
    /* Overflow by rounding mode. */
    {MUL, 2, SOFT_EVEN, 0, 0x7f7fffff, 0x40000000, 0, 0x7f800000, SOFT_OVERFLOW | SOFT_INEXACT},
    {MUL, 2, SOFT_ZERO, 0, 0x7f7fffff, 0x40000000, 0, 0x7f7fffff, SOFT_OVERFLOW | SOFT_INEXACT},
    {MUL, 2, SOFT_UP, 0, 0xff7fffff, 0x40000000, 0, 0xff7fffff, SOFT_OVERFLOW | SOFT_INEXACT},
    /* Minimum and maximum. */
    {MAX, 3, 0, 0, MINUS, 0, 0, 0, 0},
    {MIN, 3, 0, 0, 0, MINUS, 0, MINUS, 0},
    {MAX, 3, 0, 0, QNAN1, ONE, 0, QNAN1, 0},
    {MAXNM, 3, 0, 0, QNAN1, ONE, 0, ONE, 0},
    {MAXNM, 3, 0, 0, QNAN1, SNAN, 0, SNAN | 1ull << 51, SOFT_INVALID},
    /* Steps and estimates. */
    {RECPS, 3, 0, 0, 0, INF, 0, 0x4000000000000000, 0},
    {RSQRTS, 3, 0, 0, INF, 0, 0, 0x3ff8000000000000, 0},
    {RSQRTS, 3, 0, 0, ONE, ONE, 0, ONE, 0},
    {RECPE, 2, 0, 0, 0x3f800000, 0, 0, 0x3f7f8000, 0},
    {RECPE, 2, 0, 0, 0x00000001, 0, 0, 0x7f800000, SOFT_OVERFLOW | SOFT_INEXACT},
    {RECPE, 2, 0, 0, 0x80000000, 0, 0, 0xff800000, SOFT_DIVZERO},
    {RSQRTE, 2, 0, 0, 0x3f800000, 0, 0, 0x3f7f8000, 0},
    {RSQRTE, 2, 0, 0, 0xbf800000, 0, 0, 0x7fc00000, SOFT_INVALID},
    {RECPX, 2, 0, 0, 0x3f800000, 0, 0, 0x40000000, 0},
};

static uint64_t evaluate(struct soft_status *s, const struct arith *t)
{
    static uint64_t (*const two[])(struct soft_status *, const struct soft_format *, uint64_t,
                                   uint64_t) = {
        [ADD] = soft_add,     [SUB] = soft_sub,       [MUL] = soft_mul, [MULX] = soft_mulx,
        [DIV] = soft_div,     [MAX] = soft_max,       [MIN] = soft_min, [MAXNM] = soft_maxnm,
        [RECPS] = soft_recps, [RSQRTS] = soft_rsqrts, [RECPX] = NULL,
    };
    const struct soft_format *f = &soft_formats[t->log2];

    if (two[t->op])
        return two[t->op](s, f, t->a, t->b);
    switch (t->op) {
    case SQRT:
        return soft_sqrt(s, f, t->a);
    case FMA:
        return soft_fma(s, f, t->a, t->b, t->c);
    case RECPE:
        return soft_recpe(s, f, t->a);
    case RSQRTE:
        return soft_rsqrte(s, f, t->a);
    default:
        return soft_recpx(s, f, t->a);
    }
}

static void arithmetic(void **state)
{
    for (unsigned i = 0; i < sizeof(ariths) / sizeof(ariths[0]); i++) {
        const struct arith *t = &ariths[i];
        struct soft_status s = {&soft_arm, t->rounding, t->mode, 0};
        uint64_t r = evaluate(&s, t);

        if (r != t->result || s.exceptions != t->exceptions)
            fail_msg("case %u: %016" PRIx64 " %x, not %016" PRIx64 " %x", i, r, s.exceptions,
                     t->result, t->exceptions);
    }
}

static const struct {
    uint8_t from, to, rounding, mode;
    uint64_t a, result;
    uint32_t exceptions;
} conversions[] = {
    {3, 2, SOFT_EVEN, 0, 0x47efffffefffffff, 0x7f7fffff, SOFT_INEXACT},
    {3, 2, SOFT_EVEN, 0, 0x47effffff0000000, 0x7f800000, SOFT_OVERFLOW | SOFT_INEXACT},
    {3, 2, SOFT_EVEN, 0, 0x7ff0000020000000, 0x7fc00001, SOFT_INVALID},
    {2, 3, SOFT_EVEN, 0, 0x00000001, 0x36a0000000000000, 0},
    {2, 3, SOFT_EVEN, SOFT_FZ, 0x80000001, 0x8000000000000000, SOFT_DENORMAL},
    {2, 1, SOFT_EVEN, 0, 0x477ff000, 0x7c00, SOFT_OVERFLOW | SOFT_INEXACT},
    {2, 1, SOFT_EVEN, SOFT_FZ16, 0x33800000, 0x0001, 0},
    /* The alternative half has 131008 as its largest number, no infinity and no NaN. */
    {2, 1, SOFT_EVEN, SOFT_AHP, 0x47ffe000, 0x7fff, 0},
    {2, 1, SOFT_EVEN, SOFT_AHP, 0x48000000, 0x7fff, SOFT_INVALID},
    {2, 1, SOFT_EVEN, SOFT_AHP, 0xff800000, 0xffff, SOFT_INVALID},
    {2, 1, SOFT_EVEN, SOFT_AHP, 0xffc00000, 0x8000, SOFT_INVALID},
    {1, 2, SOFT_EVEN, SOFT_AHP, 0x7c00, 0x47800000, 0},
    {1, 2, SOFT_EVEN, 0, 0x7c01, 0x7fc02000, SOFT_INVALID},
};

static void between_formats(void **state)
{
    for (unsigned i = 0; i < sizeof(conversions) / sizeof(conversions[0]); i++) {
        struct soft_status s = {&soft_arm, conversions[i].rounding, conversions[i].mode, 0};
        uint64_t r = soft_convert(&s, &soft_formats[conversions[i].to],
                                  &soft_formats[conversions[i].from], conversions[i].a);

        if (r != conversions[i].result || s.exceptions != conversions[i].exceptions)
            fail_msg("case %u: %" PRIx64 " %x", i, r, s.exceptions);
    }
}

static const struct {
    uint8_t round, is_signed, width, frac;
    uint64_t a, result;
    uint32_t exceptions;
} to_ints[] = {
    {SOFT_ZERO, 1, 32, 0, 0x41dfffffffc00000, 0x7fffffff, 0},
    {SOFT_ZERO, 1, 32, 0, 0x41e0000000000000, 0x7fffffff, SOFT_INVALID},
    {SOFT_ZERO, 1, 32, 0, 0xc1e0000000000000, 0x80000000, 0},
    {SOFT_ZERO, 1, 32, 0, 0xc1e0000000200000, 0x80000000, SOFT_INVALID},
    {SOFT_ZERO, 0, 32, 0, 0xbfe0000000000000, 0, SOFT_INEXACT},
    {SOFT_DOWN, 0, 32, 0, 0xbfe0000000000000, 0, SOFT_INVALID},
    {SOFT_AWAY, 1, 32, 0, 0x4004000000000000, 3, SOFT_INEXACT},
    {SOFT_EVEN, 1, 32, 0, 0x4004000000000000, 2, SOFT_INEXACT},
    {SOFT_ZERO, 0, 64, 0, 0x43f0000000000000, UINT64_MAX, SOFT_INVALID},
    {SOFT_ZERO, 0, 64, 0, 0x43efffffffffffff, 0xfffffffffffff800, 0},
    {SOFT_ZERO, 1, 64, 0, INF | MINUS, MINUS, SOFT_INVALID},
    {SOFT_ZERO, 1, 64, 0, QNAN1, 0, SOFT_INVALID},
    {SOFT_ZERO, 1, 64, 60, ONE, 1ull << 60, 0},
    {SOFT_ZERO, 1, 32, 31, ONE, 0x7fffffff, SOFT_INVALID},
};

static void to_integers(void **state)
{
    for (unsigned i = 0; i < sizeof(to_ints) / sizeof(to_ints[0]); i++) {
        struct soft_status s = {&soft_arm, SOFT_EVEN, 0, 0};
        uint64_t r = soft_to_int(&s, &soft_formats[3], to_ints[i].round, to_ints[i].is_signed,
                                 to_ints[i].width, to_ints[i].frac, to_ints[i].a);

        if (r != to_ints[i].result || s.exceptions != to_ints[i].exceptions)
            fail_msg("case %u: %" PRIx64 " %x", i, r, s.exceptions);
    }
}

static void comparisons(void **state)
{
    struct soft_status s = {&soft_arm, SOFT_EVEN, 0, 0};
    const struct soft_format *f = &soft_formats[3];

    assert_int_equal(soft_compare(&s, f, false, 0, MINUS), SOFT_EQUAL);
    assert_int_equal(soft_compare(&s, f, false, ONE | MINUS, MINUS), SOFT_LESS);
    assert_int_equal(soft_compare(&s, f, false, INF, ONE), SOFT_GREATER);
    assert_int_equal(soft_compare(&s, f, false, INF | MINUS, ONE | MINUS), SOFT_LESS);
    assert_int_equal(soft_compare(&s, f, false, QNAN1, ONE), SOFT_UNORDERED);
    assert_int_equal(s.exceptions, 0);
    assert_int_equal(soft_compare(&s, f, true, QNAN1, ONE), SOFT_UNORDERED);
    assert_int_equal(s.exceptions, SOFT_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic),
        cmocka_unit_test(between_formats),
        cmocka_unit_test(to_integers),
        cmocka_unit_test(comparisons),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
