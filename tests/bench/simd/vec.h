/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once
/*
 * The same sixteen-byte vector operations as Advanced SIMD and as SSE4.1 intrinsics. Lanes are
 * named as in `u8`, `s16`, `f32`; results are equal bit by bit on both.
 */
#include <stdint.h>

#if defined(__aarch64__)
    #include <arm_neon.h>

typedef uint8x16_t vec;
typedef float32x4_t vecf;

static inline vec vec_load(const void *p)
{
    return vld1q_u8(p);
}
static inline void vec_store(void *p, vec v)
{
    vst1q_u8(p, v);
}
static inline vec vec_all_u8(uint8_t x)
{
    return vdupq_n_u8(x);
}
static inline vec vec_all_s16(int16_t x)
{
    return vreinterpretq_u8_s16(vdupq_n_s16(x));
}
static inline vec vec_and(vec a, vec b)
{
    return vandq_u8(a, b);
}
static inline vec vec_or(vec a, vec b)
{
    return vorrq_u8(a, b);
}
static inline vec vec_xor(vec a, vec b)
{
    return veorq_u8(a, b);
}
static inline vec vec_add_u8(vec a, vec b)
{
    return vaddq_u8(a, b);
}
static inline vec vec_add_sat_u8(vec a, vec b)
{
    return vqaddq_u8(a, b);
}
static inline vec vec_sub_sat_u8(vec a, vec b)
{
    return vqsubq_u8(a, b);
}
static inline vec vec_average_u8(vec a, vec b)
{
    return vrhaddq_u8(a, b);
}
static inline vec vec_min_u8(vec a, vec b)
{
    return vminq_u8(a, b);
}
static inline vec vec_max_u8(vec a, vec b)
{
    return vmaxq_u8(a, b);
}
static inline vec vec_equal_u8(vec a, vec b)
{
    return vceqq_u8(a, b);
}
/* mask bits choose a, the others b; a mask byte is 0 or 255. */
static inline vec vec_choose(vec mask, vec a, vec b)
{
    return vbslq_u8(mask, a, b);
}
/* Byte i is a's byte index[i]; indexes are 0..15, or 128 for a zero. */
static inline vec vec_shuffle(vec a, vec index)
{
    return vqtbl1q_u8(a, index);
}
static inline vec vec_low_u8_s16(vec a)
{
    return vreinterpretq_u8_u16(vmovl_u8(vget_low_u8(a)));
}
static inline vec vec_high_u8_s16(vec a)
{
    return vreinterpretq_u8_u16(vmovl_high_u8(a));
}

    #define S16(v) vreinterpretq_s16_u8(v)
    #define S32(v) vreinterpretq_s32_u8(v)

static inline vec vec_add_s16(vec a, vec b)
{
    return vreinterpretq_u8_s16(vaddq_s16(S16(a), S16(b)));
}

static inline vec vec_add_sat_s16(vec a, vec b)
{
    return vreinterpretq_u8_s16(vqaddq_s16(S16(a), S16(b)));
}

static inline vec vec_mul_s16(vec a, vec b)
{
    return vreinterpretq_u8_s16(vmulq_s16(S16(a), S16(b)));
}

/* (2 a b + 0x8000) >> 16; not both -32768. */
static inline vec vec_mul_q15(vec a, vec b)
{
    return vreinterpretq_u8_s16(vqrdmulhq_s16(S16(a), S16(b)));
}

    #define vec_shift_right_s16(a, n) vreinterpretq_u8_s16(vshrq_n_s16(S16(a), n))

/* Eight and eight signed 16-bit lanes to sixteen unsigned bytes, saturated. */
static inline vec vec_pack_s16_u8(vec low, vec high)
{
    return vqmovun_high_s16(vqmovun_s16(S16(low)), S16(high));
}

/* Sums of neighbouring products, four 32-bit lanes. */
static inline vec vec_dot_s16(vec a, vec b)
{
    int32x4_t low = vmull_s16(vget_low_s16(S16(a)), vget_low_s16(S16(b)));
    int32x4_t high = vmull_high_s16(S16(a), S16(b));
    return vreinterpretq_u8_s32(vpaddq_s32(low, high));
}

static inline vec vec_add_s32(vec a, vec b)
{
    return vreinterpretq_u8_s32(vaddq_s32(S32(a), S32(b)));
}

static inline int32_t vec_sum_s32(vec a)
{
    return vaddvq_s32(S32(a));
}

/* The sum of sixteen absolute differences. */
static inline uint32_t vec_distance_u8(vec a, vec b)
{
    return vaddlvq_u8(vabdq_u8(a, b));
}

/* How many bytes lie before the first set one of a mask, 16 if none is. */
static inline int vec_first(vec mask)
{
    uint8x8_t nibbles = vshrn_n_u16(vreinterpretq_u16_u8(mask), 4);
    uint64_t bits = vget_lane_u64(vreinterpret_u64_u8(nibbles), 0);
    return bits ? __builtin_ctzll(bits) / 4 : 16;
}

static inline vecf vec_load_f32(const float *p)
{
    return vld1q_f32(p);
}
static inline void vec_store_f32(float *p, vecf v)
{
    vst1q_f32(p, v);
}
static inline vecf vec_all_f32(float x)
{
    return vdupq_n_f32(x);
}
static inline vecf vec_add_f32(vecf a, vecf b)
{
    return vaddq_f32(a, b);
}
static inline vecf vec_sub_f32(vecf a, vecf b)
{
    return vsubq_f32(a, b);
}
static inline vecf vec_mul_f32(vecf a, vecf b)
{
    return vmulq_f32(a, b);
}
static inline vecf vec_sqrt_f32(vecf a)
{
    return vsqrtq_f32(a);
}
static inline vecf vec_min_f32(vecf a, vecf b)
{
    return vbslq_f32(vcltq_f32(a, b), a, b);
}
static inline vec vec_round_f32_s32(vecf a)
{
    return vreinterpretq_u8_s32(vcvtnq_s32_f32(a));
}
static inline vecf vec_convert_s32_f32(vec a)
{
    return vcvtq_f32_s32(S32(a));
}
static inline vec vec_less_f32(vecf a, vecf b)
{
    return vreinterpretq_u8_u32(vcltq_f32(a, b));
}
static inline vecf vec_swap_f32(vecf a)
{
    return vrev64q_f32(a);
}

#else
    #include <smmintrin.h>

typedef __m128i vec;
typedef __m128 vecf;

static inline vec vec_load(const void *p)
{
    return _mm_loadu_si128(p);
}
static inline void vec_store(void *p, vec v)
{
    _mm_storeu_si128(p, v);
}
static inline vec vec_all_u8(uint8_t x)
{
    return _mm_set1_epi8((char)x);
}
static inline vec vec_all_s16(int16_t x)
{
    return _mm_set1_epi16(x);
}
static inline vec vec_and(vec a, vec b)
{
    return _mm_and_si128(a, b);
}
static inline vec vec_or(vec a, vec b)
{
    return _mm_or_si128(a, b);
}
static inline vec vec_xor(vec a, vec b)
{
    return _mm_xor_si128(a, b);
}
static inline vec vec_add_u8(vec a, vec b)
{
    return _mm_add_epi8(a, b);
}
static inline vec vec_add_sat_u8(vec a, vec b)
{
    return _mm_adds_epu8(a, b);
}
static inline vec vec_sub_sat_u8(vec a, vec b)
{
    return _mm_subs_epu8(a, b);
}
static inline vec vec_average_u8(vec a, vec b)
{
    return _mm_avg_epu8(a, b);
}
static inline vec vec_min_u8(vec a, vec b)
{
    return _mm_min_epu8(a, b);
}
static inline vec vec_max_u8(vec a, vec b)
{
    return _mm_max_epu8(a, b);
}
static inline vec vec_equal_u8(vec a, vec b)
{
    return _mm_cmpeq_epi8(a, b);
}
static inline vec vec_choose(vec mask, vec a, vec b)
{
    return _mm_blendv_epi8(b, a, mask);
}
static inline vec vec_shuffle(vec a, vec index)
{
    return _mm_shuffle_epi8(a, index);
}
static inline vec vec_low_u8_s16(vec a)
{
    return _mm_cvtepu8_epi16(a);
}
static inline vec vec_high_u8_s16(vec a)
{
    return _mm_unpackhi_epi8(a, _mm_setzero_si128());
}
static inline vec vec_add_s16(vec a, vec b)
{
    return _mm_add_epi16(a, b);
}
static inline vec vec_add_sat_s16(vec a, vec b)
{
    return _mm_adds_epi16(a, b);
}
static inline vec vec_mul_s16(vec a, vec b)
{
    return _mm_mullo_epi16(a, b);
}
static inline vec vec_mul_q15(vec a, vec b)
{
    return _mm_mulhrs_epi16(a, b);
}
    #define vec_shift_right_s16(a, n) _mm_srai_epi16(a, n)
static inline vec vec_pack_s16_u8(vec low, vec high)
{
    return _mm_packus_epi16(low, high);
}
static inline vec vec_dot_s16(vec a, vec b)
{
    return _mm_madd_epi16(a, b);
}
static inline vec vec_add_s32(vec a, vec b)
{
    return _mm_add_epi32(a, b);
}

static inline int32_t vec_sum_s32(vec a)
{
    a = _mm_add_epi32(a, _mm_shuffle_epi32(a, 0x4e));
    return _mm_cvtsi128_si32(_mm_add_epi32(a, _mm_shuffle_epi32(a, 0xb1)));
}

static inline uint32_t vec_distance_u8(vec a, vec b)
{
    vec s = _mm_sad_epu8(a, b);
    return (uint32_t)(_mm_cvtsi128_si32(s) + _mm_extract_epi32(s, 2));
}

static inline int vec_first(vec mask)
{
    unsigned bits = (unsigned)_mm_movemask_epi8(mask);
    return bits ? __builtin_ctz(bits) : 16;
}

static inline vecf vec_load_f32(const float *p)
{
    return _mm_loadu_ps(p);
}
static inline void vec_store_f32(float *p, vecf v)
{
    _mm_storeu_ps(p, v);
}
static inline vecf vec_all_f32(float x)
{
    return _mm_set1_ps(x);
}
static inline vecf vec_add_f32(vecf a, vecf b)
{
    return _mm_add_ps(a, b);
}
static inline vecf vec_sub_f32(vecf a, vecf b)
{
    return _mm_sub_ps(a, b);
}
static inline vecf vec_mul_f32(vecf a, vecf b)
{
    return _mm_mul_ps(a, b);
}
static inline vecf vec_sqrt_f32(vecf a)
{
    return _mm_sqrt_ps(a);
}
static inline vecf vec_min_f32(vecf a, vecf b)
{
    return _mm_min_ps(a, b);
}
static inline vec vec_round_f32_s32(vecf a)
{
    return _mm_cvtps_epi32(a);
}
static inline vecf vec_convert_s32_f32(vec a)
{
    return _mm_cvtepi32_ps(a);
}
static inline vec vec_less_f32(vecf a, vecf b)
{
    return _mm_castps_si128(_mm_cmplt_ps(a, b));
}
static inline vecf vec_swap_f32(vecf a)
{
    return _mm_shuffle_ps(a, a, 0xb1);
}
#endif
