/* SPDX-License-Identifier: GPL-2.0-or-later */
/* N Z C V of the kinds of flags, and the conditions on them. */
#include "base/bits.h"
#include "translate/ir/ir.h"

enum { N = 1u << 31, Z = 1u << 30, C = 1u << 29, V = 1u << 28 };

static uint32_t sign_and_zero(unsigned bits, uint64_t r)
{
    r &= bits_mask(bits);
    return (r >> (bits - 1) ? N : 0u) | (r ? 0 : Z);
}

/* Of a + b + carry, which AddWithCarry() of the Arm manual defines. */
static uint32_t add_flags(unsigned bits, uint64_t a, uint64_t b, unsigned carry)
{
    uint64_t mask = bits_mask(bits), r;
    unsigned __int128 wide;

    a &= mask;
    b &= mask;
    wide = (unsigned __int128)a + b + carry;
    r = (uint64_t)wide & mask;
    return sign_and_zero(bits, r) | (wide >> bits ? C : 0) |
           (((a ^ r) & (b ^ r)) >> (bits - 1) & 1 ? V : 0);
}

static bool is_nan(unsigned bits, uint64_t x)
{
    unsigned fraction = bits == 16 ? 10 : bits == 32 ? 23 : 52;
    uint64_t infinity = bits_mask(bits - 1) & ~bits_mask(fraction);

    return (x & bits_mask(bits - 1)) > infinity;
}

/* IEEE order from the bits: sign and magnitude. */
static uint32_t fcmp_flags(unsigned bits, uint64_t a, uint64_t b)
{
    int64_t x, y;

    if (is_nan(bits, a) || is_nan(bits, b))
        return C | V;
    x = (int64_t)(a & bits_mask(bits - 1));
    y = (int64_t)(b & bits_mask(bits - 1));
    if (a >> (bits - 1) & 1)
        x = -x;
    if (b >> (bits - 1) & 1)
        y = -y;
    return x < y ? (uint32_t)N : x == y ? Z | C : C;
}

uint32_t ir_flags_eval(unsigned kind, unsigned bits, uint64_t a, uint64_t b, unsigned carry)
{
    switch (kind) {
    case IR_FLAGS_RAW:
        return (uint32_t)a & 0xf0000000;
    case IR_FLAGS_ADD:
        return add_flags(bits, a, b, 0);
    case IR_FLAGS_SUB:
        return add_flags(bits, a, ~b, 1);
    case IR_FLAGS_ADC:
        return add_flags(bits, a, b, carry & 1);
    case IR_FLAGS_SBC:
        return add_flags(bits, a, ~b, carry & 1);
    case IR_FLAGS_LOGIC:
        return sign_and_zero(bits, a);
    case IR_FLAGS_PARTS:
        return sign_and_zero(bits, a) | (b & 1 ? C : 0) | (b >> 8 & 1 ? V : 0);
    default:
        return fcmp_flags(bits, a, b);
    }
}

uint32_t ir_flags_nzcv(const struct cpu_flags *f)
{
    uint64_t b = f->kind & IR_FLAGS_HAS_B ? (uint64_t)(int64_t)ir_flags_b(f->kind) : f->b;

    if (f->kind & IR_FLAGS_HAS_B && (f->kind & 255) == IR_FLAGS_RAW)
        return f->kind & 0xf0000000;
    return ir_flags_eval(f->kind & 255, ir_lane_bits(ir_flags_type(f->kind)), f->a, b, f->reserved);
}

bool ir_cc_holds(unsigned cc, uint32_t nzcv)
{
    bool n = nzcv & N, z = nzcv & Z, c = nzcv & C, v = nzcv & V, r;

    switch (cc >> 1) {
    case IR_CC_EQ >> 1:
        r = z;
        break;
    case IR_CC_CS >> 1:
        r = c;
        break;
    case IR_CC_MI >> 1:
        r = n;
        break;
    case IR_CC_VS >> 1:
        r = v;
        break;
    case IR_CC_HI >> 1:
        r = c && !z;
        break;
    case IR_CC_GE >> 1:
        r = n == v;
        break;
    case IR_CC_GT >> 1:
        r = n == v && !z;
        break;
    default:
        return true;
    }
    return r != (cc & 1);
}
