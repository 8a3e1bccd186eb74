/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Floating point whose result IEEE 754 fixes, conversions, and printf and strtod of it. */
#include <fenv.h>
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t seed = 88172645463325252;

static uint64_t next(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static uint64_t bits(double d)
{
    uint64_t x;
    memcpy(&x, &d, 8);
    return isnan(d) ? 1 : x;
}

static double any(void)
{
    static const double corners[] = {
        0.0,    -0.0,    1.0,     -1.0, INFINITY, -INFINITY, DBL_MIN, DBL_MAX,
        5e-324, FLT_MAX, FLT_MIN, 0.5,  1.5,      2.5,       1e300,   4503599627370497.5};
    uint64_t x = next();
    double d;
    if (x % 4 == 0)
        return corners[x / 4 % 16];
    if (x % 4 == 1)
        return (double)(int64_t)(x >> (x >> 58));
    memcpy(&d, &x, 8);
    return isnan(d) ? 3.25 : d;
}

static uint64_t mix(uint64_t sum, uint64_t x)
{
    return (sum << 7 | sum >> 57) * 0x100000001b3 ^ x;
}

static void arithmetic(void)
{
    uint64_t d = 0, f = 0, r = 0, m = 0;
    for (int i = 0; i < 100000; i++) {
        double a = any(), b = any(), c = any();
        float x = (float)a, y = (float)b, z = (float)c;
        d = mix(mix(mix(d, bits(a + b)), bits(a * b)), bits(a / b) ^ bits(a - b));
        d = mix(d, bits(sqrt(fabs(a))) + (a < b) + 2 * (a == b) + 4 * (a >= c));
        f = mix(mix(mix(f, bits(x + y)), bits(x * y)), bits(x / y) ^ bits(x - y));
        f = mix(f, bits(sqrtf(fabsf(z))) + (x > z) + 2 * (y != z));
        r = mix(r, bits(floor(a)) ^ bits(ceil(b)) * 3 ^ bits(trunc(c)) * 5 ^ bits(rint(a)) * 7);
        r = mix(r, bits(round(a)) ^ bits(nearbyint(b)) * 3 ^ bits(copysign(a, b)));
        m = mix(m, bits(fma(a, b, c)) ^ bits(fmaf(x, y, z)) * 3);
        m = mix(m, bits(fmax(a, 1.25)) ^ bits(fmin(b, -2.5)) * 3);
    }
    printf("double %016" PRIx64 "\nfloat %016" PRIx64 "\n", d, f);
    printf("rounding %016" PRIx64 "\nfused %016" PRIx64 "\n", r, m);
}

static void conversions(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < 100000; i++) {
        uint64_t u = next();
        double d = any();
        sum = mix(sum, bits((double)u) ^ bits((double)(int64_t)u) * 3 ^ bits((float)u) * 5);
        sum = mix(sum, bits((double)(uint32_t)u) ^ bits((float)(int32_t)u) * 3);
        if (fabs(d) < 9e18)
            sum = mix(sum, (uint64_t)(int64_t)d);
        if (fabs(d) < 2e9)
            sum = mix(sum, (uint64_t)(int64_t)(int32_t)d + (uint64_t)llrint(d));
        if (d >= 0 && d < 1.8e19)
            sum = mix(sum, (uint64_t)d);
    }
    printf("conversions %016" PRIx64 "\n", sum);
}

static void modes(void)
{
    static const int mode[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    for (int i = 0; i < 4; i++) {
        volatile double one = 1, three = 3, tiny = 1e-300, half = 2.5, low = -1.1;
        fesetround(mode[i]);
        feclearexcept(FE_ALL_EXCEPT);
        volatile double third = one / three;
        int inexact = fetestexcept(FE_ALL_EXCEPT) == FE_INEXACT;
        volatile double under = tiny * tiny;
        printf("mode %d: %a %a rint %g %g inexact %d underflow %d\n", i, third, under, rint(half),
               rint(low), inexact, fetestexcept(FE_UNDERFLOW) != 0);
    }
    fesetround(FE_TONEAREST);
    feclearexcept(FE_ALL_EXCEPT);
    volatile double zero = 0, big = DBL_MAX, r = 1 / zero;
    printf("%d", fetestexcept(FE_DIVBYZERO) != 0);
    r = big * big;
    printf("%d", fetestexcept(FE_OVERFLOW) != 0);
    r = zero / zero;
    printf("%d %d\n", fetestexcept(FE_INVALID) != 0, isnan(r) != 0);
}

static void text(void)
{
    static const char *const numbers[] = {"0.1",      "1e308",   "4.9e-324", "123456789.125",
                                          "-2.5e-10", "0x1.8p3", "inf",      "9007199254740993",
                                          "1e23"};
    for (unsigned i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        double d = strtod(numbers[i], NULL);
        printf("%s: %.17g %a %f %.3e %g %10.2f|%-12.4g| %.9g\n", numbers[i], d, d,
               fabs(d) < 1e15 ? d : 0, d, d, fabs(d) < 1e15 ? d : 0, d, strtof(numbers[i], NULL));
    }
    for (int i = -5; i < 20; i++)
        printf("%.*f ", i < 0 ? 0 : i, 2.0 / 3.0);
    printf("\n");
}

int main(void)
{
    arithmetic();
    conversions();
    modes();
    text();
    return 0;
}
