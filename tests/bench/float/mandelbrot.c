/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mandelbrot's set in single, and Julia's and Newton's in double precision. */
#include "bench.h"

static int mandelbrot(float cr, float ci)
{
    float a = 0, b = 0, p = 0, q = 0;
    int n = 0;
    for (; n < 250 && p + q < 4; n++) {
        b = 2 * a * b + ci;
        a = p - q + cr;
        p = a * a;
        q = b * b;
    }
    return n;
}

static int julia(double a, double b)
{
    int n = 0;
    for (; n < 200 && a * a + b * b < 4; n++) {
        double t = a * a - b * b - 0.8;
        b = 2 * a * b + 0.156;
        a = t;
    }
    return n;
}

/* Which root of z^3 = 1 is near after some steps of Newton's. */
static int newton(double a, double b)
{
    for (int i = 0; i < 12; i++) {
        double aa = a * a, bb = b * b, norm = 3 * (aa + bb) * (aa + bb) + 1e-9;
        double re = (aa - bb) / norm, im = -2 * a * b / norm;
        a = 2.0 / 3 * a + re;
        b = 2.0 / 3 * b + im;
    }
    return a > 0 ? 0 : b > 0 ? 1 : 2;
}

int main(void)
{
    uint64_t sum = 0;
    for (int y = 0; y < 1080; y++)
        for (int x = 0; x < 1440; x++) {
            sum = bench_add(sum, (uint64_t)mandelbrot((float)x / 480 - 2, (float)y / 450 - 1.2f));
            sum = bench_add(sum, (uint64_t)julia(x / 480.0 - 1.5, y / 450.0 - 1.2));
            sum = bench_add(sum, (uint64_t)newton(x / 480.0 - 1.5, y / 450.0 - 1.2));
        }
    return bench_result(sum);
}
