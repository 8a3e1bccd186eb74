/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matrices: products in two orders and two precisions, elimination with pivots. */
#include "bench.h"
#include <math.h>

#define N 240

static double a[N][N], b[N][N], c[N][N];
static float fa[N][N], fb[N][N], fc[N][N];

static void product(void)
{
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            double s = 0;
            for (int k = 0; k < N; k++)
                s += a[i][k] * b[k][j];
            c[i][j] = s;
        }
}

static void product_rows(void)
{
    memset(fc, 0, sizeof fc);
    for (int i = 0; i < N; i++)
        for (int k = 0; k < N; k++)
            for (int j = 0; j < N; j++)
                fc[i][j] += fa[i][k] * fb[k][j];
}

static double determinant(void)
{
    double d = 1;
    for (int k = 0; k < N; k++) {
        int best = k;
        for (int i = k + 1; i < N; i++)
            if (fabs(c[i][k]) > fabs(c[best][k]))
                best = i;
        if (best != k) {
            double t[N];
            memcpy(t, c[k], sizeof t);
            memcpy(c[k], c[best], sizeof t);
            memcpy(c[best], t, sizeof t);
            d = -d;
        }
        d *= c[k][k] * 0x1p-4;
        for (int i = k + 1; i < N; i++) {
            double f = c[i][k] / c[k][k];
            for (int j = k; j < N; j++)
                c[i][j] -= f * c[k][j];
        }
    }
    return d;
}

int main(void)
{
    uint32_t state = 6;
    uint64_t sum = 0;
    for (int round = 0; round < 60; round++) {
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++) {
                a[i][j] = bench_random(&state) * 0x1p-32 - 0.5;
                b[i][j] = bench_random(&state) * 0x1p-32 - 0.5;
                fa[i][j] = (float)a[i][j];
                fb[i][j] = (float)b[i][j];
            }
        product();
        product_rows();
        for (int i = 0; i < N; i++)
            sum = bench_add_double(bench_add_double(sum, fc[i][i]), c[i][N - 1 - i]);
        sum = bench_add_double(sum, determinant());
    }
    return bench_result(sum);
}
