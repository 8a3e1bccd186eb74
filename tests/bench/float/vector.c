/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loops that compilers make vectors of (built with -O3): filters, blends, differences, extremes. */
#include "bench.h"
#include <math.h>

#define N 4096

static float x[N + 16], y[N + 16], z[N + 16];
static double p[N], q[N];

static void filter(float *restrict to, const float *restrict from)
{
    for (int i = 0; i < N; i++)
        to[i] = 0.1f * from[i] + 0.2f * from[i + 1] + 0.4f * from[i + 2] + 0.2f * from[i + 3] +
                0.1f * from[i + 4];
}

static void scale(double *restrict to, const double *restrict from, double k)
{
    for (int i = 0; i < N; i++)
        to[i] = to[i] * k + from[i] * (1 - k);
}

static void limit(float *restrict to, const float *restrict a, const float *restrict b)
{
    for (int i = 0; i < N; i++) {
        float d = fabsf(a[i] - b[i]);
        to[i] = d > 0.5f ? a[i] * 0.5f : d;
    }
}

static void distance(float *restrict to, const float *restrict a, const float *restrict b)
{
    for (int i = 0; i < N; i++)
        to[i] = sqrtf(a[i] * a[i] + b[i] * b[i]) / (1 + a[i] * a[i]);
}

static void convert(double *restrict to, const float *restrict from)
{
    for (int i = 0; i < N; i++)
        to[i] = (double)(int)(from[i] * 1000) + (double)from[i];
}

int main(void)
{
    uint32_t state = 31;
    uint64_t sum = 0;
    for (int i = 0; i < N + 16; i++) {
        x[i] = (float)(bench_random(&state) * 0x1p-31);
        y[i] = (float)(bench_random(&state) * 0x1p-32);
    }
    for (int round = 0; round < 30000; round++) {
        filter(z, x);
        limit(x, z, y);
        distance(z, x, y);
        convert(q, z);
        scale(p, q, 0.75);
        x[round % N] += 0.25f;
        y[(round * 7) % N] += (float)p[round % N] * 1e-4f;
        sum = bench_add_double(sum, p[round * 13 % N]);
    }
    return bench_result(sum);
}
