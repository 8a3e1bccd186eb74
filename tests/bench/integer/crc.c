/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CRC-32 and CRC-64 by tables, a byte and four bytes at a time. */
#include "bench.h"

#define SIZE (1 << 20)

static uint32_t table[4][256];
static uint64_t wide[256];
static uint8_t data[SIZE];

static void make_tables(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        uint64_t w = i;
        for (int k = 0; k < 8; k++) {
            c = c & 1 ? (c >> 1) ^ 0xedb88320u : c >> 1;
            w = w & 1 ? (w >> 1) ^ 0xc96c5795d7870f42u : w >> 1;
        }
        table[0][i] = c;
        wide[i] = w;
    }
    for (int i = 0; i < 256; i++)
        for (int k = 1; k < 4; k++)
            table[k][i] = table[0][table[k - 1][i] & 255] ^ (table[k - 1][i] >> 8);
}

static uint32_t crc32_bytes(uint32_t c, const uint8_t *p, int size)
{
    while (size-- > 0)
        c = table[0][(c ^ *p++) & 255] ^ (c >> 8);
    return c;
}

static uint32_t crc32_words(uint32_t c, const uint8_t *p, int size)
{
    for (; size >= 4; size -= 4, p += 4) {
        uint32_t w;
        memcpy(&w, p, 4);
        c ^= w;
        c = table[3][c & 255] ^ table[2][c >> 8 & 255] ^ table[1][c >> 16 & 255] ^
            table[0][c >> 24];
    }
    return crc32_bytes(c, p, size);
}

static uint64_t crc64(uint64_t c, const uint8_t *p, int size)
{
    while (size-- > 0)
        c = wide[(c ^ *p++) & 255] ^ (c >> 8);
    return c;
}

int main(void)
{
    uint32_t state = 1;
    uint64_t sum = 0;
    make_tables();
    for (int i = 0; i < SIZE; i++)
        data[i] = (uint8_t)(bench_random(&state) >> 7);
    for (int i = 0; i < 100; i++) {
        sum = bench_add(sum, crc32_bytes((uint32_t)i, data, SIZE));
        sum = bench_add(sum, crc32_words((uint32_t)i, data + i % 64, SIZE - 64));
        sum = bench_add(sum, crc64((uint64_t)i, data, SIZE));
    }
    return bench_result(sum);
}
