/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash table with open addresses: insertions, hits, misses, removals, and hashes of strings. */
#include "bench.h"
#include <stdlib.h>

#define ROOM (1u << 17)

struct slot {
    uint64_t key;
    uint32_t value, used;
};

static struct slot *slots;

static uint64_t scramble(uint64_t x)
{
    x = (x ^ x >> 32) * 0xd6e8feb86659fd93;
    return x ^ x >> 29;
}

static struct slot *find(uint64_t key)
{
    uint32_t at = (uint32_t)scramble(key) & (ROOM - 1);
    while (slots[at].used && slots[at].key != key)
        at = (at + 1) & (ROOM - 1);
    return &slots[at];
}

/* Moves back what was pushed on, so that no slot is ever marked as deleted. */
static void take_out(struct slot *s)
{
    uint32_t hole = (uint32_t)(s - slots), at = hole;
    for (;;) {
        at = (at + 1) & (ROOM - 1);
        if (!slots[at].used)
            break;
        uint32_t home = (uint32_t)scramble(slots[at].key) & (ROOM - 1);
        if (((at - home) & (ROOM - 1)) >= ((at - hole) & (ROOM - 1))) {
            slots[hole] = slots[at];
            hole = at;
        }
    }
    slots[hole].used = 0;
}

static uint32_t string_hash(const char *s)
{
    uint32_t h = 2166136261u;
    while (*s)
        h = (h ^ (uint8_t)*s++) * 16777619u;
    return h;
}

int main(void)
{
    uint32_t state = 99, count = 0;
    uint64_t sum = 0;
    slots = calloc(ROOM, sizeof *slots);
    for (int i = 0; i < 20000000; i++) {
        uint64_t key = bench_random(&state) % 100000 * 0x10001ull;
        struct slot *s = find(key);
        if (!s->used && count < ROOM / 2) {
            *s = (struct slot){key, (uint32_t)i, 1};
            count++;
        } else if (s->used && state >> 29 == 5) {
            sum = bench_add(sum, s->value);
            take_out(s);
            count--;
        } else {
            s->value += 3;
        }
    }
    for (uint32_t i = 0; i < 9000000; i++) {
        char text[16] = "key-";
        for (uint32_t v = i, k = 4; v; v /= 8)
            text[k++] = (char)('a' + v % 8);
        sum += string_hash(text);
    }
    return bench_result(bench_add(sum, count));
}
