/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Primes: a sieve of bytes, one of bits by segments, and sums over divisors. */
#include "bench.h"

#define SEGMENT (1 << 15)

static uint8_t composite[1 << 20];
static uint64_t bits[SEGMENT / 64];
static uint32_t small[1000], divisors[200000];

static uint64_t bytes(uint32_t n)
{
    uint64_t sum = 0;
    memset(composite, 0, sizeof composite);
    for (uint32_t i = 2; i < n; i++) {
        if (composite[i])
            continue;
        sum += i;
        for (uint32_t j = i + i; j < n; j += i)
            composite[j] = 1;
    }
    return sum;
}

static uint64_t segments(uint64_t from, int count)
{
    uint64_t sum = 0;
    int primes = 0;
    for (uint32_t i = 3; primes < 1000; i += 2) {
        int k = 0;
        while (k < primes && i % small[k] && small[k] * small[k] <= i)
            k++;
        if (k == primes || i % small[k])
            small[primes++] = i;
    }
    for (; count > 0; count--, from += 2 * SEGMENT) {
        memset(bits, 0, sizeof bits);
        for (int k = 0; k < primes; k++) {
            uint64_t p = small[k], first = (from + p - 1) / p * p;
            if (first % 2 == 0)
                first += p;
            for (uint64_t j = (first - from) / 2; j < SEGMENT; j += p)
                bits[j / 64] |= 1ull << (j % 64);
        }
        for (int i = 0; i < SEGMENT / 64; i++)
            sum = sum * 3 + (uint64_t)__builtin_popcountll(~bits[i]);
    }
    return sum;
}

int main(void)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < 130; i++)
        sum = bench_add(sum, bytes((1u << 20) - i));
    sum = bench_add(sum, segments(10000001, 3000));
    for (uint32_t i = 1; i < 200000; i++)
        for (uint32_t j = i; j < 200000; j += i)
            divisors[j] += i;
    for (uint32_t i = 0; i < 200000; i++)
        sum = bench_add(sum, divisors[i]);
    return bench_result(sum);
}
