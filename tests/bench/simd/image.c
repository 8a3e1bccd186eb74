/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pictures of bytes: blends, a blur, edges, thresholds, and a search for the nearest block. */
#include "bench.h"
#include "simd/vec.h"

#define WIDTH 640
#define HEIGHT 200

static uint8_t a[HEIGHT][WIDTH + 32], b[HEIGHT][WIDTH + 32], c[HEIGHT][WIDTH + 32];

static void blend(int weight)
{
    vec w = vec_all_s16((int16_t)weight), v = vec_all_s16((int16_t)(256 - weight));
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x += 16) {
            vec p = vec_load(&a[y][x]), q = vec_load(&b[y][x]);
            vec half = vec_all_s16(64);
            vec low = vec_add_s16(vec_mul_s16(vec_shift_right_s16(vec_low_u8_s16(p), 1), w),
                                  vec_mul_s16(vec_shift_right_s16(vec_low_u8_s16(q), 1), v));
            vec high = vec_add_s16(vec_mul_s16(vec_shift_right_s16(vec_high_u8_s16(p), 1), w),
                                   vec_mul_s16(vec_shift_right_s16(vec_high_u8_s16(q), 1), v));
            low = vec_shift_right_s16(vec_add_sat_s16(low, half), 7);
            high = vec_shift_right_s16(vec_add_sat_s16(high, half), 7);
            vec_store(&c[y][x], vec_pack_s16_u8(low, high));
        }
}

static void blur(void)
{
    for (int y = 1; y < HEIGHT - 1; y++)
        for (int x = 0; x < WIDTH; x += 16) {
            vec up = vec_average_u8(vec_load(&a[y - 1][x]), vec_load(&a[y + 1][x]));
            vec side = vec_average_u8(vec_load(&a[y][x + 1]), vec_load(&a[y][x + 2]));
            vec_store(&b[y][x], vec_average_u8(vec_average_u8(up, side), vec_load(&a[y][x])));
        }
}

static void edges(uint8_t limit)
{
    vec l = vec_all_u8(limit), zero = vec_all_u8(0), noise = vec_all_u8(0x15);
    for (int y = 1; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x += 16) {
            vec p = vec_load(&b[y][x]), q = vec_load(&b[y - 1][x]), r = vec_load(&b[y][x + 1]);
            vec d = vec_or(vec_sub_sat_u8(p, q), vec_sub_sat_u8(q, p));
            d = vec_max_u8(d, vec_or(vec_sub_sat_u8(p, r), vec_sub_sat_u8(r, p)));
            vec flat = vec_equal_u8(vec_sub_sat_u8(d, l), zero);
            vec_store(&a[y][x], vec_choose(flat, vec_add_sat_u8(p, noise), vec_xor(p, d)));
        }
}

static uint64_t nearest(int y, int x)
{
    uint32_t best = ~0u, where = 0;
    for (uint32_t k = 0; k < 16 * 16; k++) {
        uint32_t d = 0, dy = k / 16, dx = k % 16;
        for (uint32_t i = 0; i < 8; i++)
            d += vec_distance_u8(vec_load(&a[y + (int)i][x]),
                                 vec_load(&c[(uint32_t)y / 2 + i + dy][(uint32_t)x / 2 + dx]));
        if (d < best) {
            best = d;
            where = k;
        }
    }
    return (uint64_t)best << 8 | where;
}

int main(void)
{
    uint32_t state = 9;
    uint64_t sum = 0;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH + 32; x++) {
            a[y][x] = (uint8_t)(x + y * 3 + (int)(bench_random(&state) >> 28));
            b[y][x] = (uint8_t)(bench_random(&state) >> 24);
        }
    for (int round = 0; round < 8000; round++) {
        blend(round & 255);
        blur();
        edges((uint8_t)(round & 31));
        for (int k = 0; k < 20; k++)
            sum = bench_add(sum, nearest(10 + k * 7, k * 30));
        sum = bench_add(sum, a[round % HEIGHT][round % WIDTH]);
    }
    return bench_result(sum);
}
