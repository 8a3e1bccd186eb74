/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Four floats at a time: points turned and measured, complex products, quantisation. */
#include "bench.h"
#include "simd/vec.h"

#define N 8192

static float x[N], y[N], z[N], length[N], pairs[N], turned[N];
static int32_t steps[N];

static void rotate(float c, float s)
{
    vecf vc = vec_all_f32(c), vs = vec_all_f32(s), least = vec_all_f32(1e6f);
    for (int i = 0; i < N; i += 4) {
        vecf a = vec_load_f32(x + i), b = vec_load_f32(y + i), d = vec_load_f32(z + i);
        vecf p = vec_sub_f32(vec_mul_f32(a, vc), vec_mul_f32(b, vs));
        vecf q = vec_add_f32(vec_mul_f32(a, vs), vec_mul_f32(b, vc));
        vecf l = vec_add_f32(vec_add_f32(vec_mul_f32(p, p), vec_mul_f32(q, q)), vec_mul_f32(d, d));
        vec_store_f32(x + i, p);
        vec_store_f32(y + i, q);
        vec_store_f32(length + i, vec_min_f32(vec_sqrt_f32(l), least));
    }
}

static void complex_product(float re, float im)
{
    static const float sign[4] = {-1, 1, -1, 1};
    vecf r = vec_all_f32(re), i = vec_mul_f32(vec_all_f32(im), vec_load_f32(sign));
    for (int k = 0; k < N; k += 4) {
        vecf a = vec_load_f32(pairs + k);
        a = vec_add_f32(vec_mul_f32(a, r), vec_mul_f32(vec_swap_f32(a), i));
        vec_store_f32(turned + k, a);
    }
}

static void quantise(float scale)
{
    vecf k = vec_all_f32(scale), back = vec_all_f32(1 / scale), limit = vec_all_f32(40);
    vec total = vec_all_u8(0);
    for (int i = 0; i < N; i += 4) {
        vecf a = vec_mul_f32(vec_add_f32(vec_load_f32(turned + i), vec_load_f32(length + i)), k);
        vec n = vec_round_f32_s32(a), small = vec_less_f32(a, limit);
        total = vec_add_s32(total, small);
        vec_store(steps + i, vec_and(n, small));
        vec_store_f32(z + i, vec_mul_f32(vec_convert_s32_f32(n), back));
    }
    steps[0] += vec_sum_s32(total);
}

int main(void)
{
    uint32_t state = 19;
    uint64_t sum = 0;
    for (int i = 0; i < N; i++) {
        x[i] = (float)(bench_random(&state) >> 8) * 0x1p-23f;
        y[i] = (float)(bench_random(&state) >> 8) * 0x1p-23f;
        pairs[i] = (float)(bench_random(&state) >> 8) * 0x1p-23f - 1;
    }
    for (int round = 0; round < 80000; round++) {
        rotate(0.8f, 0.6f);
        complex_product(0.28f, 0.96f);
        quantise((float)(8 + round % 32));
        sum = bench_add(sum, (uint64_t)(int64_t)steps[round % N]);
        sum = bench_add_double(sum, x[round % N]);
    }
    return bench_result(sum);
}
