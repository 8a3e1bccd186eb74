/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes looked for sixteen at a time: lines, characters of a set, two characters at a distance. */
#include "bench.h"
#include "simd/vec.h"

#define SIZE (1 << 18)

static uint8_t text[SIZE + 64];

static const uint8_t *find(const uint8_t *p, uint8_t c)
{
    vec want = vec_all_u8(c);
    for (;; p += 16) {
        int n = vec_first(vec_equal_u8(vec_load(p), want));
        if (n < 16)
            return p + n;
    }
}

/* Where one of four characters is next. */
static const uint8_t *find_any(const uint8_t *p, const char *set)
{
    vec w0 = vec_all_u8((uint8_t)set[0]), w1 = vec_all_u8((uint8_t)set[1]);
    vec w2 = vec_all_u8((uint8_t)set[2]), w3 = vec_all_u8((uint8_t)set[3]);
    for (;; p += 16) {
        vec v = vec_load(p);
        vec m = vec_or(vec_or(vec_equal_u8(v, w0), vec_equal_u8(v, w1)),
                       vec_or(vec_equal_u8(v, w2), vec_equal_u8(v, w3)));
        int n = vec_first(m);
        if (n < 16)
            return p + n;
    }
}

/* How often the word is there, by its first and last character. */
static unsigned count(const char *word, int size)
{
    unsigned found = 0;
    vec first = vec_all_u8((uint8_t)word[0]), last = vec_all_u8((uint8_t)word[size - 1]);
    for (const uint8_t *p = text; p < text + SIZE;) {
        vec m =
            vec_and(vec_equal_u8(vec_load(p), first), vec_equal_u8(vec_load(p + size - 1), last));
        int n = vec_first(m);
        p += n;
        if (n < 16) {
            found += memcmp(p, word, (size_t)size) == 0;
            p++;
        }
    }
    return found;
}

int main(void)
{
    uint32_t state = 12;
    uint64_t sum = 0;
    for (int i = 0; i < SIZE; i++) {
        uint32_t r = bench_random(&state) >> 8;
        text[i] = (uint8_t)(r % 41 == 0 ? '\n' : r % 7 == 0 ? ' ' : 'a' + r % 26);
    }
    memset(text + SIZE, '\n', 64);
    for (int round = 0; round < 1800; round++) {
        for (const uint8_t *p = text; p < text + SIZE; p++) {
            const uint8_t *end = find(p, '\n');
            sum += (uint64_t)(end - p) * (uint64_t)round;
            p = end;
        }
        for (const uint8_t *p = text; p < text + SIZE; p++) {
            p = find_any(p, "qxz\n");
            sum = bench_add(sum, *p);
        }
        sum = bench_add(sum, count("abc", 3) + count("the", 3) + count("on e", 4));
        text[round * 997 % SIZE] ^= 1;
    }
    return bench_result(sum);
}
