/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-256 (FIPS 180-4) in plain C; the constants come from their definition, roots of primes. */
#include "bench.h"

static uint32_t k[64], start[8];
static uint8_t data[1 << 16];

/* The first 32 bits behind the point of the square (third = 0) or cube root of p. */
static uint32_t root(uint64_t p, int third)
{
    unsigned __int128 low = 0, high = (unsigned __int128)1 << 40;
    while (high - low > 1) {
        unsigned __int128 m = (low + high) / 2;
        int under =
            third ? m * m * m <= (unsigned __int128)p << 96 : m * m <= (unsigned __int128)p << 64;
        if (under)
            low = m;
        else
            high = m;
    }
    return (uint32_t)low;
}

static void constants(void)
{
    int n = 0;
    for (uint64_t p = 2; n < 64; p++) {
        uint64_t d = 2;
        while (d * d <= p && p % d)
            d++;
        if (d * d <= p)
            continue;
        if (n < 8)
            start[n] = root(p, 0);
        k[n++] = root(p, 1);
    }
}

static uint32_t turn(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static void block(uint32_t *h, const uint8_t *p)
{
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 |
               (uint32_t)p[4 * i + 2] << 8 | p[4 * i + 3];
    for (int i = 16; i < 64; i++)
        w[i] = w[i - 16] + w[i - 7] + (turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3) +
               (turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10);
    memcpy(s, h, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t x = s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) +
                     ((s[4] & s[5]) ^ (~s[4] & s[6])) + k[i] + w[i];
        uint32_t y = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) +
                     ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += x;
        s[0] = x + y;
    }
    for (int i = 0; i < 8; i++)
        h[i] += s[i];
}

int main(void)
{
    uint32_t h[8], state = 2;
    uint64_t sum = 0;
    constants();
    memcpy(h, start, sizeof h);
    uint8_t abc[64] = {'a', 'b', 'c', 0x80, [63] = 24};
    block(h, abc);
    if (h[0] != 0xba7816bf || h[7] != 0xf20015ad)
        return 1;
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)bench_random(&state);
    for (int i = 0; i < 1000; i++)
        for (size_t at = 0; at < sizeof data; at += 64)
            block(h, data + at);
    for (int i = 0; i < 8; i++)
        sum = bench_add(sum, h[i]);
    return bench_result(sum);
}
