/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fused multiply-add of ordinary numbers, for hosts without the instruction. */
#include "translate/soft/number.h"

#define FRACTION 52
#define EXP_ONES 0x7ffu

static unsigned exponent(uint64_t x)
{
    return x >> FRACTION & EXP_ONES;
}

static uint64_t mantissa(uint64_t x)
{
    return (x & ((1ull << FRACTION) - 1)) | 1ull << FRACTION;
}

static bool is_normal(uint64_t x)
{
    return exponent(x) - 1 < EXP_ONES - 1;
}

/*
 * The product has bit 124 or 125 set and 20 zeroes below, the addend bit 124 and 72 zeroes: bits
 * are lost by the alignment only where at most one bit cancels, and a jammed bit 0 stands for them.
 */
bool soft_fma64_nearest(uint64_t a, uint64_t b, uint64_t c, uint64_t *result, bool *inexact)
{
    bool sign = (b ^ c) >> 63, zero = !(a << 1);
    int exp = (int)exponent(b) + (int)exponent(c) - 2150 - 20;
    int exp_a = (int)exponent(a) - 1075 - 72, shift;
    u128 m, m_a;

    if (!is_normal(b) || !is_normal(c) || !(zero || is_normal(a)))
        return false;
    m = (u128)mantissa(b) * mantissa(c) << 20;
    if (!zero) {
        m_a = (u128)mantissa(a) << 72;
        if (exp >= exp_a) {
            m_a = soft_shift_jam(m_a, (unsigned)(exp - exp_a));
        } else {
            m = soft_shift_jam(m, (unsigned)(exp_a - exp));
            exp = exp_a;
        }
        if (sign == a >> 63) {
            m += m_a;
        } else if (m >= m_a) {
            m -= m_a;
        } else {
            m = m_a - m;
            sign = !sign;
        }
        if (!m) {
            *result = 0;
            *inexact = false;
            return true;
        }
    }
    shift = (int)soft_clz128(m);
    m <<= shift;
    exp += 127 - shift + 1023;
    if (exp <= 1 || exp >= (int)EXP_ONES - 1)
        return false;
    uint64_t bits = ((uint64_t)(exp - 1) << FRACTION) + (uint64_t)(m >> 75);
    u128 below = m & (((u128)1 << 75) - 1), half = (u128)1 << 74;
    *inexact = below != 0;
    bits += below > half || (below == half && bits & 1);
    *result = (uint64_t)sign << 63 | bits;
    return true;
}
