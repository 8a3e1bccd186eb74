/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fourier transforms there and back, in double and single precision. */
#include "bench.h"
#include <math.h>

#define N 4096

#define PI 3.14159265358979323846

struct pair {
    double re, im;
};

struct small {
    float re, im;
};

static struct pair data[N], roots[N / 2];
static struct small data_small[N], roots_small[N / 2];

static unsigned reversed(unsigned i)
{
    unsigned r = 0;
    for (unsigned k = 1; k < N; k <<= 1, i >>= 1)
        r = r << 1 | (i & 1);
    return r;
}

static void transform(struct pair *v, int back)
{
    for (unsigned i = 0; i < N; i++) {
        unsigned j = reversed(i);
        if (j > i) {
            struct pair t = v[i];
            v[i] = v[j];
            v[j] = t;
        }
    }
    for (unsigned half = 1; half < N; half *= 2)
        for (unsigned at = 0; at < N; at += 2 * half)
            for (unsigned k = 0; k < half; k++) {
                struct pair w = roots[k * (N / 2 / half)], *a = v + at + k, *b = a + half;
                double im = back ? -w.im : w.im;
                double x = b->re * w.re - b->im * im, y = b->re * im + b->im * w.re;
                b->re = a->re - x;
                b->im = a->im - y;
                a->re += x;
                a->im += y;
            }
}

/* The same in single precision, decimated by frequency: no order is restored. */
static void transform_small(struct small *v)
{
    for (unsigned half = N / 2; half > 0; half /= 2)
        for (unsigned at = 0; at < N; at += 2 * half)
            for (unsigned k = 0; k < half; k++) {
                struct small w = roots_small[k * (N / 2 / half)], *a = v + at + k, *b = a + half;
                float x = a->re - b->re, y = a->im - b->im;
                a->re += b->re;
                a->im += b->im;
                b->re = x * w.re - y * w.im;
                b->im = x * w.im + y * w.re;
            }
}

int main(void)
{
    uint32_t state = 1;
    uint64_t sum = 0;
    for (int i = 0; i < N / 2; i++) {
        /* Rounded, so that the last digit of a C library's sine does not matter. */
        roots[i].re = rint(cos(2 * PI * i / N) * 0x1p40) * 0x1p-40;
        roots[i].im = rint(sin(2 * PI * i / N) * 0x1p40) * 0x1p-40;
        roots_small[i] = (struct small){(float)roots[i].re, (float)roots[i].im};
    }
    for (int i = 0; i < N; i++) {
        data[i].re = bench_random(&state) * 0x1p-32 - 0.5;
        data_small[i].re = (float)data[i].re;
    }
    for (int round = 0; round < 4000; round++) {
        transform(data, 0);
        transform(data, 1);
        for (int i = 0; i < N; i++) {
            data[i].re /= N;
            data[i].im /= N;
        }
        transform_small(data_small);
        for (int i = 0; i < N; i++) {
            data_small[i].re *= 0.015625f;
            data_small[i].im *= 0.015625f;
        }
    }
    for (int i = 0; i < N; i += 17) {
        sum = bench_add_double(sum, data[i].re);
        sum = bench_add_double(sum, data_small[i].im);
    }
    return bench_result(sum);
}
