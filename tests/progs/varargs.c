/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Variable and mixed arguments, structures by value, function pointers, long double. */
#include <complex.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

struct pair {
    double a, b;
};
struct mixed {
    int8_t a;
    double b;
};
struct large {
    long v[5];
};
struct floats {
    float a, b, c;
};

static double __attribute__((noinline)) sum(const char *kinds, ...)
{
    double total = 0;
    va_list ap, copy;
    va_start(ap, kinds);
    va_copy(copy, ap);
    for (const char *k = kinds; *k; k++) {
        if (*k == 'i')
            total += va_arg(ap, int);
        else if (*k == 'd')
            total += va_arg(ap, double);
        else if (*k == 'l')
            total += (double)va_arg(ap, long long);
        else if (*k == 'p')
            total += va_arg(ap, struct pair).b;
        else if (*k == 'L')
            total += (double)va_arg(ap, struct large).v[4];
        else if (*k == 'Q')
            total += (double)va_arg(ap, long double);
    }
    if (kinds[0] == 'i')
        total += 1000 * va_arg(copy, int);
    va_end(copy);
    va_end(ap);
    return total;
}

static struct large __attribute__((noinline)) grow(struct large x, struct mixed m, struct floats f)
{
    for (int i = 0; i < 5; i++)
        x.v[i] += m.a + (long)(m.b * f.c) + (long)f.a;
    return x;
}

static struct pair __attribute__((noinline)) swap(struct pair p)
{
    return (struct pair){p.b, p.a};
}

static long __attribute__((noinline))
many(int a, long b, short c, char d, unsigned e, long f, int g, int h, int i, int8_t j, int16_t k,
     long l, double m, float n)
{
    return a + b * 2 + c * 3 + d * 4 + e * 5 + f * 6 + g * 7 + h * 8 + i * 9 + j * 10 + k * 11 +
           l * 12 + (long)m * 13 + (long)n * 14;
}

int main(void)
{
    struct pair p = {1.5, 2.5};
    struct large l = {{1, 2, 3, 4, 5}};
    printf("%g\n", sum("iiiiiiiiiiii", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    printf("%g\n", sum("dddddddddd", 1., 2., 3., 4., 5., 6., 7., 8., 9., 10.));
    printf("%g\n", sum("idldpiLpdQ", 1, 2.5, 3ll, 4.25, p, 6, l, p, 0.125, (long double)0.5));
    l = grow(l, (struct mixed){-3, 2.0}, (struct floats){1, 2, 3.5f});
    p = swap(p);
    printf("%ld %ld %g %g\n", l.v[0], l.v[4], p.a, p.b);
    printf("%ld\n", many(1, 2, -3, 4, 5, 6, 7, 8, 9, -10, -11, 12, 13.9, 14.9f));
    double complex z = (1 + 2 * I) * (3 - I);
    printf("%g %g\n", creal(z), cimag(z));
    long (*f)(int, long, short, char, unsigned, long, int, int, int, int8_t, int16_t, long, double,
              float) = many;
    printf("%ld\n", f(0, 0, 0, 0, 0, 0, 0, 0, 0, 127, -32768, 1l << 40, 0, 0));
    long double q = 1;
    for (int i = 1; i < 20; i++)
        q = q * i + (long double)0.5;
    printf("%.6f %d\n", (double)(q / 1e15L), q > 1e17L);
    return 0;
}
