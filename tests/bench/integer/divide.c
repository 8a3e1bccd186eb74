/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Division of all widths and signs: greatest divisors, modular powers, digits, long division. */
#include "bench.h"

static uint64_t divisor(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t t = a % b;
        a = b;
        b = t;
    }
    return a;
}

static uint32_t power(uint32_t base, uint32_t e, uint32_t m)
{
    uint64_t r = 1, b = base % m;
    for (; e; e >>= 1, b = b * b % m)
        if (e & 1)
            r = r * b % m;
    return (uint32_t)r;
}

static unsigned digits(int64_t v, int base)
{
    unsigned n = 0;
    for (; v; v /= base)
        n += (unsigned)(v % base + base);
    return n;
}

/* A number of many words by a small one, as a big number library does. */
static uint32_t long_divide(uint32_t *words, int n, uint32_t by)
{
    uint64_t rest = 0;
    while (n-- > 0) {
        rest = rest << 32 | words[n];
        words[n] = (uint32_t)(rest / by);
        rest %= by;
    }
    return (uint32_t)rest;
}

int main(void)
{
    uint32_t state = 7, words[64];
    uint64_t sum = 0;
    for (int i = 0; i < 1200000; i++) {
        uint64_t a = (uint64_t)bench_random(&state) << 20 ^ bench_random(&state);
        uint64_t b = (uint64_t)bench_random(&state) << 9 | 1;
        sum = bench_add(sum, divisor(a, b));
        sum = bench_add(sum, power((uint32_t)a, (uint32_t)b, (uint32_t)(a >> 11) | 3));
        sum = bench_add(sum, digits((int64_t)(a << 8), 3 + i % 33));
        sum += (uint64_t)((int32_t)a / (int16_t)(b | 1)) + a % 1000 + (uint64_t)((int64_t)b % -77);
    }
    for (int i = 0; i < 64; i++)
        words[i] = bench_random(&state);
    for (int i = 0; i < 400000; i++) {
        words[63] = bench_random(&state);
        sum = bench_add(sum, long_divide(words, 64, bench_random(&state) | 1u << 31));
    }
    return bench_result(sum);
}
