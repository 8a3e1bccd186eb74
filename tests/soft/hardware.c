/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The soft library against the host's FPU, in every rounding mode: results and exceptions. */
#include <fenv.h>
#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "translate/soft/soft.h"

#define ROUNDS 20000

/* What x86 does differently from Arm. */
static const struct soft_rules x86 = {.default_nan_negative = true, .tiny_after = true};

static const int modes[4] = {
    [SOFT_EVEN] = FE_TONEAREST,
    [SOFT_UP] = FE_UPWARD,
    [SOFT_DOWN] = FE_DOWNWARD,
    [SOFT_ZERO] = FE_TOWARDZERO,
};

static uint64_t seed;

static uint64_t next(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

/* No NaN; exponents are often at the ends of the range or near those of other numbers. */
static uint64_t number(const struct soft_format *f)
{
    uint64_t max = (1ull << f->exp_bits) - 1, bias = max / 2, frac, exp, r = next();

    frac = next() & ((1ull << f->frac_bits) - 1);
    if (r & 1)
        frac &= next() & next();
    if (r & 2)
        frac &= ~((1ull << (r >> 8 & 31)) - 1);
    switch (r >> 16 & 7) {
    case 0:
        exp = r >> 20 & 3;
        break;
    case 1:
        exp = max - 1 - (r >> 20 & 3);
        break;
    case 2:
        exp = max;
        frac = 0;
        break;
    case 3:
        exp = bias / 2 + (r >> 20 & 3);
        break;
    case 4:
        exp = next() % max;
        break;
    case 5:
        return (r >> 63) << (f->exp_bits + f->frac_bits);
    default:
        exp = bias - 30 + (r >> 20) % 61;
    }
    return (r >> 63) << (f->exp_bits + f->frac_bits) | exp << f->frac_bits | frac;
}

static double to_double(uint64_t bits)
{
    double d;

    memcpy(&d, &bits, 8);
    return d;
}

static float to_float(uint64_t bits)
{
    uint32_t low = (uint32_t)bits;
    float f;

    memcpy(&f, &low, 4);
    return f;
}

static uint64_t from_double(double d)
{
    uint64_t bits;

    memcpy(&bits, &d, 8);
    return bits;
}

static uint64_t from_float(float f)
{
    uint32_t bits;

    memcpy(&bits, &f, 4);
    return bits;
}

enum op { ADD, SUB, MUL, DIV, SQRT, FMA, RINT, CONVERT, TO_INT, FROM_INT, N_OPS };

static const char *const names[N_OPS] = {"add", "sub",  "mul",     "div",    "sqrt",
                                         "fma", "rint", "convert", "to_int", "from_int"};

static uint64_t hard64(enum op op, uint64_t ia, uint64_t ib, uint64_t ic)
{
    volatile double a = to_double(ia), b = to_double(ib), c = to_double(ic), r;
    volatile float narrow;

    switch (op) {
    case ADD:
        r = a + b;
        break;
    case SUB:
        r = a - b;
        break;
    case MUL:
        r = a * b;
        break;
    case DIV:
        r = a / b;
        break;
    case SQRT:
        r = __builtin_sqrt(a);
        break;
    case FMA:
        r = fma(b, c, a);
        break;
    case RINT:
        r = rint(a);
        break;
    case CONVERT:
        narrow = (float)a;
        return from_float(narrow);
    case TO_INT:
        return (uint64_t)llrint(a);
    default:
        r = (double)(int64_t)ia;
    }
    return from_double(r);
}

static uint64_t hard32(enum op op, uint64_t ia, uint64_t ib, uint64_t ic)
{
    volatile float a = to_float(ia), b = to_float(ib), c = to_float(ic), r;
    volatile double wide;

    switch (op) {
    case ADD:
        r = a + b;
        break;
    case SUB:
        r = a - b;
        break;
    case MUL:
        r = a * b;
        break;
    case DIV:
        r = a / b;
        break;
    case SQRT:
        r = __builtin_sqrtf(a);
        break;
    case FMA:
        r = fmaf(b, c, a);
        break;
    case RINT:
        r = rintf(a);
        break;
    case CONVERT:
        wide = a;
        return from_double(wide);
    case TO_INT:
        return (uint64_t)llrintf(a);
    default:
        r = (float)(int64_t)ia;
    }
    return from_float(r);
}

static uint64_t soft(struct soft_status *s, enum op op, unsigned log2, uint64_t a, uint64_t b,
                     uint64_t c)
{
    const struct soft_format *f = &soft_formats[log2];

    switch (op) {
    case ADD:
        return soft_add(s, f, a, b);
    case SUB:
        return soft_sub(s, f, a, b);
    case MUL:
        return soft_mul(s, f, a, b);
    case DIV:
        return soft_div(s, f, a, b);
    case SQRT:
        return soft_sqrt(s, f, a);
    case FMA:
        return soft_fma(s, f, a, b, c);
    case RINT:
        return soft_rint(s, f, s->rounding, true, a);
    case CONVERT:
        return soft_convert(s, &soft_formats[5 - log2], f, a);
    case TO_INT:
        return soft_to_int(s, f, s->rounding, true, 64, 0, a);
    default:
        return soft_from_int(s, f, s->rounding, true, 0, a);
    }
}

static uint32_t hard_exceptions(void)
{
    int e = fetestexcept(FE_ALL_EXCEPT);

    return (e & FE_INVALID ? SOFT_INVALID : 0) | (e & FE_DIVBYZERO ? SOFT_DIVZERO : 0) |
           (e & FE_OVERFLOW ? SOFT_OVERFLOW : 0) | (e & FE_UNDERFLOW ? SOFT_UNDERFLOW : 0) |
           (e & FE_INEXACT ? SOFT_INEXACT : 0);
}

static void compare_with_hardware(void **state)
{
    unsigned log2 = (unsigned)(uintptr_t)*state, wrong = 0;

    seed = 88172645463325252u;
    for (unsigned i = 0; i < ROUNDS; i++) {
        enum op op = i % N_OPS;
        unsigned round = i / N_OPS % 4;
        uint64_t a = number(&soft_formats[log2]), b = number(&soft_formats[log2]);
        uint64_t c = number(&soft_formats[log2]), hard, ours;
        struct soft_status s = {.rules = &x86, .rounding = (uint8_t)round};
        uint32_t exceptions;

        /* x86 gives one number for all that does not fit: only half of the range here. */
        if (op == TO_INT && fabs(log2 == 3 ? to_double(a) : to_float(a)) > 0x1p62)
            continue;
        if (op == FROM_INT)
            a = next() >> (next() & 63);
        fesetround(modes[round]);
        feclearexcept(FE_ALL_EXCEPT);
        hard = log2 == 3 ? hard64(op, a, b, c) : hard32(op, a, b, c);
        exceptions = hard_exceptions();
        fesetround(FE_TONEAREST);
        ours = soft(&s, op, log2, a, b, c);
        if (ours != hard || s.exceptions != exceptions) {
            print_error("%s mode %u %016" PRIx64 " %016" PRIx64 " %016" PRIx64 ": %016" PRIx64
                        " %x, hardware %016" PRIx64 " %x\n",
                        names[op], round, a, b, c, ours, s.exceptions, hard, exceptions);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"binary32", compare_with_hardware, NULL, NULL, (void *)2},
        {"binary64", compare_with_hardware, NULL, NULL, (void *)3},
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
