/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Integer arithmetic of all widths, 128 bits included; a checksum of each operation. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

static uint64_t seed = 0x9e3779b97f4a7c15;

static uint64_t next(void)
{
    static const uint64_t corners[] = {0,          1,          ~0ull,      1ull << 63,
                                       ~0ull >> 1, 1ull << 31, 0xffffffff, 0x7fffffff,
                                       0x80,       0xff,       0x8000};
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % 5 ? seed : corners[seed / 5 % 11];
}

static uint64_t mix(uint64_t sum, uint64_t x)
{
    return (sum << 5 | sum >> 59) * 0x100000001b3 ^ x;
}

static void wide(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < 20000; i++) {
        unsigned __int128 a = (unsigned __int128)next() << 64 | next();
        unsigned __int128 b = (unsigned __int128)(next() >> (i % 64)) << 64 | next() | 1;
        __int128 c = (__int128)a, d = (__int128)b;
        a = a * b + (a / b) - (a % b) + (a << (i % 128)) + (a >> (i % 128));
        c = c / d + (c % d) - (c >> (i % 128)) + (c < d);
        sum = mix(mix(sum, (uint64_t)a), (uint64_t)(a >> 64));
        sum = mix(mix(sum, (uint64_t)c), (uint64_t)(c >> 64));
    }
    printf("128 bits %016" PRIx64 "\n", sum);
}

static void words(void)
{
    uint64_t s32 = 0, s64 = 0, bits = 0, small = 0;
    for (int i = 0; i < 100000; i++) {
        uint64_t a = next(), b = next();
        int64_t c = (int64_t)a, d = (int64_t)b;
        uint32_t e = (uint32_t)a, f = (uint32_t)b;
        int32_t g = (int32_t)e, h = (int32_t)f;
        s64 = mix(s64, a + b * 3 - (a ^ b) + (b ? a / b + a % b : 0) + (a << (b & 63)));
        if (d != 0 && !(c == INT64_MIN && d == -1))
            s64 = mix(s64, (uint64_t)(c / d + c % d) + (uint64_t)(c >> (b & 63)) + (c < d));
        s32 = mix(s32, e + f * 3 - (e & ~f) + (f ? e / f + e % f : 0) + (e >> (f & 31)));
        if (h != 0 && !(g == INT32_MIN && h == -1))
            s32 =
                mix(s32, (uint64_t)(int64_t)(g / h + g % h) + (uint64_t)(g >> (f & 31)) + (g > h));
        s32 = mix(s32, (uint64_t)g * (uint64_t)(int64_t)h + (uint64_t)e * f);
        bits = mix(bits, (a ? __builtin_clzll(a) + __builtin_ctzll(a) : 0) +
                             __builtin_popcountll(b) + __builtin_bswap64(a) + __builtin_bswap32(f) +
                             (a << 13 | a >> 51) + (e << 7 | e >> 25));
        small = mix(small, (uint64_t)(int64_t)(int8_t)a + (uint16_t)b + (uint64_t)(int16_t)b * 7 +
                               (uint8_t)(a + b) + (uint64_t)((int8_t)a < (int8_t)b));
    }
    printf("64 bits %016" PRIx64 "\n32 bits %016" PRIx64 "\n", s64, s32);
    printf("bit counts %016" PRIx64 "\nnarrow %016" PRIx64 "\n", bits, small);
}

static void overflow(void)
{
    unsigned counts[6] = {0};
    for (int i = 0; i < 50000; i++) {
        int64_t a = (int64_t)next(), b = (int64_t)next(), r;
        int32_t c = (int32_t)a, d = (int32_t)b, s;
        counts[0] += __builtin_add_overflow(a, b, &r);
        counts[1] += __builtin_sub_overflow(a, b, &r);
        counts[2] += __builtin_mul_overflow(a >> 20, b >> 20, &r);
        counts[3] += __builtin_add_overflow(c, d, &s);
        counts[4] += __builtin_sub_overflow(c, d, &s);
        counts[5] += __builtin_mul_overflow(c >> 8, d >> 8, &s);
    }
    for (int i = 0; i < 6; i++)
        printf("overflow %d: %u\n", i, counts[i]);
}

int main(void)
{
    words();
    wide();
    overflow();
    return 0;
}
