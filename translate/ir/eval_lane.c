/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lane operations that are more than an expression. */
#include "translate/ir/eval.h"

typedef __int128 i128;
typedef unsigned __int128 u128;

uint64_t ir_lane_mulhu(uint64_t a, uint64_t b, unsigned bits)
{
    return (uint64_t)((u128)a * b >> bits);
}

uint64_t ir_lane_mulhs(int64_t sa, int64_t sb, unsigned bits)
{
    return (uint64_t)((i128)sa * sb >> bits);
}

uint64_t ir_lane_divs(int64_t sa, int64_t sb)
{
    if (!sb)
        return 0;
    return sb == -1 ? -(uint64_t)sa : (uint64_t)(sa / sb);
}

uint64_t ir_lane_rems(int64_t sa, int64_t sb)
{
    if (!sb)
        return (uint64_t)sa;
    return sb == -1 ? 0 : (uint64_t)(sa % sb);
}

uint64_t ir_lane_clz(uint64_t a, unsigned bits)
{
    a &= bits_mask(bits);
    return a ? (unsigned)__builtin_clzll(a) - (64 - bits) : bits;
}

uint64_t ir_lane_rbit(uint64_t a, unsigned bits)
{
    uint64_t r = 0;

    for (unsigned k = 0; k < bits; k++)
        r |= (a >> k & 1) << (bits - 1 - k);
    return r;
}

/* Reflected CRC without inversion, as the Arm and x86 instructions do it. */
uint64_t ir_lane_crc32(uint64_t a, uint64_t b, unsigned n)
{
    uint32_t crc = (uint32_t)a, poly = n & 256 ? 0x82f63b78 : 0xedb88320;

    for (unsigned k = 0; k < (n & 255) * 8; k++, b >>= 1)
        crc = crc >> 1 ^ ((crc ^ b) & 1 ? poly : 0);
    return crc;
}

static uint64_t saturate_unsigned(u128 x, unsigned bits)
{
    return x > bits_mask(bits) ? bits_mask(bits) : (uint64_t)x;
}

static uint64_t saturate_signed(i128 x, unsigned bits)
{
    i128 max = (i128)bits_mask(bits - 1), min = -max - 1;

    return (uint64_t)(x > max ? max : x < min ? min : x);
}

uint64_t ir_lane_uqadd(uint64_t a, uint64_t b, unsigned bits)
{
    return saturate_unsigned((u128)a + b, bits);
}

uint64_t ir_lane_sqadd(int64_t sa, int64_t sb, unsigned bits)
{
    return saturate_signed((i128)sa + sb, bits);
}

uint64_t ir_lane_sqsub(int64_t sa, int64_t sb, unsigned bits)
{
    return saturate_signed((i128)sa - sb, bits);
}

uint64_t ir_lane_uavg(uint64_t a, uint64_t b, unsigned n)
{
    return (uint64_t)(((u128)a + b + n) >> 1);
}

uint64_t ir_lane_savg(int64_t sa, int64_t sb, unsigned n)
{
    return (uint64_t)(((i128)sa + sb + n) >> 1);
}

uint64_t ir_lane_ushl(uint64_t a, int shift, unsigned bits, unsigned u)
{
    unsigned n;

    if (shift >= 0) {
        if ((unsigned)shift >= bits)
            return (u & IR_SHIFT_SAT) && a ? bits_mask(bits) : 0;
        return u & IR_SHIFT_SAT ? saturate_unsigned((u128)a << shift, bits) : a << shift;
    }
    n = (unsigned)-shift;
    if (n > bits)
        return 0;
    return (uint64_t)(((u128)a + (u & IR_SHIFT_ROUND ? (u128)1 << (n - 1) : 0)) >> n);
}

uint64_t ir_lane_sshl(int64_t sa, int shift, unsigned bits, unsigned u)
{
    unsigned n;

    if (shift >= 0) {
        if ((unsigned)shift >= bits)
            return u & IR_SHIFT_SAT
                       ? saturate_signed(sa ? sa < 0 ? -((i128)1 << 64) : (i128)1 << 64 : 0, bits)
                       : 0;
        if (u & IR_SHIFT_SAT)
            return saturate_signed((i128)sa * ((i128)1 << shift), bits);
        return (uint64_t)sa << shift;
    }
    n = (unsigned)-shift;
    if (n > bits)
        return u & IR_SHIFT_ROUND || sa >= 0 ? 0 : ~0ull;
    return (uint64_t)((sa + (u & IR_SHIFT_ROUND ? (i128)1 << (n - 1) : 0)) >> n);
}

uint64_t ir_lane_sqdmulh(int64_t sa, int64_t sb, unsigned bits, unsigned u)
{
    i128 product = (i128)sa * sb; /* 2ab does not fit for 64 bits: halve instead */

    if (u)
        product += (i128)1 << (bits - 2);
    return saturate_signed(product >> (bits - 1), bits);
}

uint64_t ir_lane_pmul(uint64_t a, uint64_t b)
{
    uint64_t r = 0;

    for (; b; b >>= 1, a <<= 1)
        r ^= b & 1 ? a : 0;
    return r;
}
