/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shuffles and 16-bit lanes: hexadecimal text, filters of sound, dot products. */
#include "bench.h"
#include "simd/vec.h"

#define SIZE 65536

static uint8_t data[SIZE + 16], text[2 * SIZE + 32], back[SIZE + 16];
static int16_t sound[SIZE + 16], taps[16], out[SIZE + 16];

static void to_hex(void)
{
    static const uint8_t spread[2][16] = {
        {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7},
        {8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15}};
    static const uint8_t odd[16] = {0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255};
    vec digits = vec_load("0123456789abcdef"), low = vec_all_u8(15), second = vec_load(odd);
    for (int i = 0; i < SIZE; i += 16)
        for (int h = 0; h < 2; h++) {
            vec v = vec_shuffle(vec_load(data + i), vec_load(spread[h]));
            vec high = vec_and(vec_shift_right_s16(v, 4), low);
            vec n = vec_choose(second, vec_and(v, low), high);
            vec_store(text + 2 * i + 16 * h, vec_shuffle(digits, n));
        }
}

static void from_hex(void)
{
    static const uint8_t pairs[16] = {1,   3,   5,   7,   9,   11,  13,  15,
                                      128, 128, 128, 128, 128, 128, 128, 128};
    static const uint8_t firsts[16] = {0,   2,   4,   6,   8,   10,  12,  14,
                                       128, 128, 128, 128, 128, 128, 128, 128};
    vec nine = vec_all_u8('9'), low = vec_all_u8(15), letter = vec_all_u8(9);
    for (int i = 0; i < SIZE; i += 8) {
        vec v = vec_load(text + 2 * i);
        vec digit = vec_equal_u8(vec_max_u8(v, nine), nine);
        v = vec_choose(digit, vec_and(v, low), vec_add_u8(vec_and(v, low), letter));
        vec high = vec_shuffle(v, vec_load(firsts));
        high = vec_add_u8(high, high);
        high = vec_add_u8(high, high);
        high = vec_add_u8(high, high);
        high = vec_add_u8(high, high);
        vec_store(back + i, vec_or(high, vec_shuffle(v, vec_load(pairs))));
    }
}

static void filter(void)
{
    vec k[4];
    for (int i = 0; i < 4; i++)
        k[i] = vec_all_s16(taps[i]);
    for (int i = 0; i < SIZE - 8; i += 8) {
        vec s = vec_mul_q15(vec_load(sound + i), k[0]);
        for (int t = 1; t < 4; t++)
            s = vec_add_sat_s16(s, vec_mul_q15(vec_load(sound + i + t), k[t]));
        vec_store(out + i, s);
    }
}

static int32_t correlate(int shift)
{
    vec s = vec_all_u8(0), t = s;
    for (int i = 0; i < SIZE - 32; i += 16) {
        s = vec_add_s32(s, vec_dot_s16(vec_load(out + i), vec_load(sound + i + shift)));
        t = vec_add_s32(t, vec_dot_s16(vec_load(out + i + 8), vec_load(sound + i + 8 + shift)));
    }
    return vec_sum_s32(vec_add_s32(s, t));
}

int main(void)
{
    uint32_t state = 15;
    uint64_t sum = 0;
    for (int i = 0; i < SIZE; i++) {
        data[i] = (uint8_t)bench_random(&state);
        sound[i] = (int16_t)((int)(bench_random(&state) >> 21) - 1024);
    }
    for (int i = 0; i < 16; i++)
        taps[i] = (int16_t)(9000 - 2000 * i);
    for (int round = 0; round < 20000; round++) {
        to_hex();
        from_hex();
        filter();
        sum = bench_add(sum, (uint64_t)correlate(round & 7));
        sum = bench_add(sum, (uint64_t)back[(uint32_t)round * 37 % SIZE] + text[round]);
        if (memcmp(data, back, SIZE) != 0)
            return 1;
        data[round % SIZE] ^= 0x5a;
        sound[round % SIZE] ^= 3;
    }
    return bench_result(sum);
}
