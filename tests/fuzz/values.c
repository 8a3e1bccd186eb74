/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values that make instructions differ. */
#include <string.h>

#include "tests/fuzz/case.h"

uint64_t fuzz_random(uint64_t *seed)
{
    uint64_t z = *seed += 0x9e3779b97f4a7c15;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

uint64_t value_int(uint64_t *seed)
{
    uint64_t r = fuzz_random(seed);

    switch (fuzz_below(seed, 10)) {
    case 0:
        return 0;
    case 1:
        return r & 255;
    case 2:
        return -(r & 255);
    case 3:
        return (1ull << (r & 63)) + (r >> 8 & 3) - 1;
    case 4:
        return (uint32_t)r;
    case 5:
        return (uint64_t)(int64_t)(int32_t)r;
    case 6:
        return r & 1 ? 0x7fffffff + (r >> 8 & 1) : 0x7fffffffffffffff + (r >> 8 & 1);
    case 7:
        return r >> (r & 63);
    default:
        return r;
    }
}

/* Special values of each format, the sign apart. */
static const uint64_t special64[] = {
    0,
    1,
    2,
    0x000fffffffffffff,
    0x0010000000000000,
    0x0010000000000001,
    0x3ff0000000000000,
    0x3ff0000000000001,
    0x3fefffffffffffff,
    0x3fe0000000000000,
    0x3fdfffffffffffff,
    0x3ff8000000000000,
    0x4000000000000000,
    0x4008000000000000,
    0x41dfffffffc00000,
    0x41dfffffffe00000,
    0x41e0000000000000,
    0x41efffffffe00000,
    0x41f0000000000000,
    0x43dfffffffffffff,
    0x43e0000000000000,
    0x43efffffffffffff,
    0x43f0000000000000,
    0x4330000000000001,
    0x380fffffffffffff,
    0x3810000000000000,
    0x36a0000000000000,
    0x47efffffe0000000,
    0x47effffff0000000,
    0x7fe0000000000000,
    0x7fefffffffffffff,
    0x7ff0000000000000,
    0x7ff0000000000001,
    0x7ff7ffffffffffff,
    0x7ff8000000000000,
    0x7ff8000000000001,
    0x7fffffffffffffff,
};
static const uint32_t special32[] = {
    0,          1,          2,          0x007fffff, 0x00800000, 0x00800001, 0x3f800000, 0x3f800001,
    0x3f7fffff, 0x3f000000, 0x3effffff, 0x3fc00000, 0x40000000, 0x40400000, 0x4effffff, 0x4f000000,
    0x4f7fffff, 0x4f800000, 0x5effffff, 0x5f000000, 0x5f7fffff, 0x5f800000, 0x4b000001, 0x4b800001,
    0x33800000, 0x387fc000, 0x477fe000, 0x477ff000, 0x7f000000, 0x7f7fffff, 0x7f800000, 0x7f800001,
    0x7fbfffff, 0x7fc00000, 0x7fc00001, 0x7fffffff,
};
static const uint16_t special16[] = {
    0,      1,      2,      0x03ff, 0x0400, 0x0401, 0x3c00, 0x3c01, 0x3bff, 0x3800, 0x37ff,
    0x3e00, 0x4000, 0x4200, 0x7800, 0x7bff, 0x7c00, 0x7c01, 0x7dff, 0x7e00, 0x7e01, 0x7fff,
};
#define PICK(seed, table) table[fuzz_below(seed, sizeof(table) / sizeof(table[0]))]

/* A float of 1 << log2 bytes, its exponent near that of 1. */
static uint64_t ordinary(uint64_t r, unsigned log2)
{
    static const uint8_t bits[] = {0, 10, 23, 52};
    static const uint16_t bias[] = {0, 15, 127, 1023};
    uint64_t m = r & ((1ull << bits[log2]) - 1);

    if (r >> 60 & 1) /* few significant bits */
        m = m >> (bits[log2] - 3) << (bits[log2] - 3);
    return m | (bias[log2] - 4 + (r >> 52 & 7)) << bits[log2];
}

static uint64_t lane(uint64_t *seed, unsigned log2)
{
    unsigned bits = 8u << log2;
    uint64_t v, r = fuzz_random(seed), mask = ~0ull >> (64 - bits);

    switch (fuzz_below(seed, 8)) {
    case 0:
    case 1:
        return r & mask;
    case 2:
        return value_int(seed) & mask;
    case 3:
    case 4:
        v = log2 ? ordinary(r, log2) : r & 15;
        break;
    default:
        v = log2 == 3   ? PICK(seed, special64)
            : log2 == 2 ? PICK(seed, special32)
            : log2 == 1 ? PICK(seed, special16)
                        : r >> 8 & (r & 128 ? 7 : 127);
        break;
    }
    return (v ^ (fuzz_random(seed) & 1) << (bits - 1)) & mask;
}

void value_vec(uint64_t *seed, uint64_t out[2])
{
    static const uint8_t logs[] = {0, 1, 2, 2, 2, 3, 3, 3};
    unsigned log2 = PICK(seed, logs), bits = 8u << log2;
    bool equal = fuzz_below(seed, 6) == 0, upper = fuzz_below(seed, 4) != 0;
    uint64_t v = lane(seed, log2);

    for (unsigned q = 0; q < 2; q++) {
        out[q] = 0;
        for (unsigned i = 0; i < 64; i += bits) {
            out[q] |= v << i;
            if (!equal)
                v = lane(seed, log2);
        }
    }
    if (!upper)
        out[1] = 0;
}

void value_regs(uint64_t *seed, struct fuzz_regs *r)
{
    memset(r, 0, sizeof(*r));
    for (unsigned i = 0; i < 31; i++)
        r->x[i] = value_int(seed);
    r->sp = FUZZ_DATA + FUZZ_DATA_SIZE / 2;
    r->tpidr = fuzz_random(seed);
    for (unsigned i = 0; i < 32; i++)
        value_vec(seed, r->v[i]);
    r->nzcv = (uint32_t)fuzz_random(seed) & 0xf0000000;
    /* AHP, DN, FZ, RMode; mostly the default. */
    if (fuzz_below(seed, 4) == 0)
        r->fpcr = (uint32_t)fuzz_random(seed) & 0x07c00000;
    if (fuzz_below(seed, 4) == 0)
        r->fpsr = (uint32_t)fuzz_random(seed) & 0x0800009f;
}
