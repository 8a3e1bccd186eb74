/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The C library's elementary functions, one after another. Results are rounded before they count,
 * for libraries may differ in the last digit.
 */
#include "bench.h"
#include <math.h>

static uint64_t count(uint64_t sum, double value)
{
    return bench_add(sum, (uint64_t)(int64_t)rint(value * 0x1p24));
}

int main(void)
{
    uint64_t sum = 0;
    for (int i = 1; i <= 14000000; i++) {
        double x = i * 0x1p-18, y = 0;
        switch (i % 16) {
        case 0:
            y = sin(x);
            break;
        case 1:
            y = cos(x * 0.25) + cos(x * 40);
            break;
        case 2:
            y = exp(-x);
            break;
        case 3:
            y = log(x);
            break;
        case 4:
            y = pow(x, 0.37);
            break;
        case 5:
            y = atan(x) + atan2(x, 3);
            break;
        case 6:
            y = tanh(x * 0.1);
            break;
        case 7:
            y = cbrt(x) + sqrt(x);
            break;
        case 8:
            y = fmod(x * 1000, 7.25);
            break;
        case 9:
            y = (double)sinf((float)(i % 50)) * 0 + floor(x) + ceil(x * 3);
            break;
        case 10:
            y = hypot(x, 4.5);
            break;
        case 11:
            y = erf(x * 0.05);
            break;
        case 12:
            y = log10(x) + log2(x);
            break;
        case 13:
            y = asin(fmin(x * 0x1p-7, 1)) + acos(fmin(x * 0x1p-7, 1));
            break;
        case 14:
            y = exp2(fmod(x, 8) - 4) * 0.5;
            break;
        default:
            y = tan(fmod(x, 1.4)) + rint(x * 8) + trunc(x);
            break;
        }
        sum = count(sum, y);
        sum = count(sum, sin(y * 0x1p-10) + sqrt(fabs(y)));
        if (i % 4 == 0)
            sum = count(sum, exp(sin(x) * 0.5) + log(2 + cos(x)));
    }
    return bench_result(sum);
}
