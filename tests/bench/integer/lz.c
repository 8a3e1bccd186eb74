/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packs and unpacks bytes by matches in a window of 64 KiB, found through chains of hashes. */
#include "bench.h"
#include <stdlib.h>

#define SIZE (1 << 20)
#define HASHES (1 << 14)
#define WINDOW 65535
#define CHAIN 12

static uint8_t input[SIZE], output[SIZE * 2], again[SIZE];
static int32_t head[HASHES], before[SIZE];

static uint32_t hash_at(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, 4);
    return v * 2654435761u >> 18;
}

static int match(const uint8_t *a, const uint8_t *b, const uint8_t *end)
{
    const uint8_t *start = b;
    while (b < end && *a == *b)
        a++, b++;
    return (int)(b - start);
}

static int pack(const uint8_t *in, int size, uint8_t *out)
{
    uint8_t *o = out;
    memset(head, 0xff, sizeof head);
    for (int at = 0; at < size;) {
        int best = 3, where = 0;
        if (at + 4 < size) {
            uint32_t h = hash_at(in + at);
            int tries = CHAIN;
            for (int c = head[h]; c >= 0 && at - c <= WINDOW && tries-- > 0; c = before[c]) {
                int n = in[c + best] == in[at + best] ? match(in + c, in + at, in + size) : 0;
                if (n > best) {
                    best = n < 258 ? n : 258;
                    where = c;
                    if (best == 258 || at + best >= size)
                        break;
                }
            }
            before[at] = head[h];
            head[h] = at;
        }
        if (best > 3) {
            *o++ = 255;
            *o++ = (uint8_t)(best - 4);
            *o++ = (uint8_t)(at - where);
            *o++ = (uint8_t)((at - where) >> 8);
            at += best;
        } else {
            if (in[at] == 255) {
                *o++ = 255;
                *o++ = 255;
            }
            *o++ = in[at++];
        }
    }
    return (int)(o - out);
}

static int unpack(const uint8_t *in, int size, uint8_t *out)
{
    uint8_t *o = out;
    for (const uint8_t *end = in + size; in < end;) {
        if (*in != 255) {
            *o++ = *in++;
        } else if (in[1] == 255) {
            *o++ = in[2];
            in += 3;
        } else {
            const uint8_t *from = o - (in[2] | in[3] << 8);
            for (int n = in[1] + 4; n > 0; n--)
                *o++ = *from++;
            in += 4;
        }
    }
    return (int)(o - out);
}

int main(void)
{
    uint32_t state = 5;
    uint64_t sum = 0;
    for (int i = 0; i < SIZE;) {
        uint32_t r = bench_random(&state);
        int n = 4 + (int)(r >> 26);
        if (i > 5000 && r % 3)
            for (int from = i - 1 - (int)(r >> 8) % 4900; n > 0 && i < SIZE; n--)
                input[i++] = input[from++];
        else
            for (; n > 0 && i < SIZE; n -= 3)
                input[i++] = (uint8_t)(bench_random(&state) >> 9);
    }
    for (int i = 0; i < 90; i++) {
        input[i * 1000] ^= 1;
        int size = pack(input, SIZE, output);
        int back = unpack(output, size, again);
        sum = bench_add(sum, (uint64_t)size);
        if (back != SIZE || memcmp(input, again, SIZE) != 0)
            return 1;
    }
    return bench_result(sum);
}
