/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Private to the floating-point and SIMD part of the AArch64 front end: types, registers, FPSR.QC,
 * what instructions are made of. Operands of the tables that many functions share:
 *
 *   q       the vectors have 16 bytes, not 8
 *   size    log2 of a lane's bytes
 *   scalar  1: one integer lane, worked on as the first of 8 bytes; 2: one floating-point lane
 *   op, aux, imm   of the IR operation
 */
#ifndef DRAGOMAN_GUEST_AARCH64_SIMD_H
#define DRAGOMAN_GUEST_AARCH64_SIMD_H

#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"

/* Lanes of 1 << size bytes in 8 or 16 bytes. */
static inline unsigned simd_type(unsigned q, unsigned size)
{
    return IR_TYPE(size, (q ? 4u : 3u) - size);
}

/* One lane of 1 << size bytes. */
static inline unsigned simd_scalar_type(unsigned size)
{
    return IR_TYPE(size, 0u);
}

/* The type an instruction works in; IR_VOID: reserved (a single 64-bit lane as a vector). */
static inline unsigned simd_insn_type(const struct a64_insn *a)
{
    if (a->scalar)
        return a->scalar == 2 ? simd_scalar_type(a->size) : simd_type(0, a->size);
    return !a->q && a->size == 3 ? (unsigned)IR_VOID : simd_type(a->q, a->size);
}

static inline ir_ref simd_get(struct tr *t, unsigned type, unsigned n)
{
    return ir_get(t->ir, type, A64_V0 + n);
}

/* v seen as type: other lanes, cut off, or zeroes above. */
static inline ir_ref simd_cast(struct tr *t, unsigned type, ir_ref v)
{
    return ir_result_type(&t->ir->insn[v]) == type ? v : ir_op1(t->ir, IR_VCAST, type, v);
}

/* The whole register n becomes v, zeroes above. */
static inline void simd_set(struct tr *t, unsigned n, ir_ref v)
{
    ir_set(t->ir, A64_V0 + n, simd_cast(t, IR_V2D, v));
}

/* pattern in every 64 bits of type. */
static inline ir_ref simd_const(struct tr *t, unsigned type, uint64_t pattern)
{
    return ir_vconst(t->ir, type, pattern, ir_bytes(type) <= 8);
}

/* x in every lane of 1 << size bytes. */
static inline uint64_t simd_repeat(unsigned size, uint64_t x)
{
    for (unsigned bits = 8u << size; bits < 64; bits *= 2)
        x |= x << bits;
    return x;
}

/* x in every lane of type. */
static inline ir_ref simd_lanes(struct tr *t, unsigned type, uint64_t x)
{
    uint64_t mask = ~0ull >> (64 - ir_lane_bits(type));

    return simd_const(t, type, simd_repeat(ir_lane_log2(type), x & mask));
}

/* VFPExpandImm of half precision. */
static inline uint64_t a64_expand_half(unsigned imm8)
{
    return (imm8 >> 7) << 15 | (imm8 & 0x40 ? 3u : 4u) << 12 | (imm8 & 63) << 6;
}

/* v without all but its first lane of 1 << size bytes, as a whole register. */
ir_ref simd_first(struct tr *t, unsigned size, ir_ref v);
/* Lane of v (16 bytes, lanes of type) in the first lane of a value of type. */
ir_ref simd_lane_down(struct tr *t, unsigned type, unsigned lane, ir_ref v);
/* The result of an instruction to rd, as its q or scalar says. */
void simd_result(struct tr *t, const struct a64_insn *a, ir_ref v);
/* Sets FPSR.QC if any bit of v (type of the instruction) is set in the lanes that count. */
void simd_saturated(struct tr *t, const struct a64_insn *a, ir_ref v);
/* n op m for a saturating IR_UQADD, SQADD, UQSUB, SQSUB: lanes of 64 bits, which hosts lack, are
 * written out. */
ir_ref simd_saturating(struct tr *t, unsigned op, unsigned type, ir_ref n, ir_ref m);
/* Lane shifts by a constant 0..lane bits; the arithmetic and the rounding ones too. */
ir_ref simd_shl(struct tr *t, unsigned type, ir_ref v, unsigned n);
ir_ref simd_shr(struct tr *t, unsigned type, bool is_signed, bool round, ir_ref v, unsigned n);
/* Sums of neighbouring lanes of v (lanes of half the width) as lanes of type.
 */
ir_ref simd_add_pairs(struct tr *t, unsigned type, bool is_signed, ir_ref v);
/* Lane index of register m (its lanes as type's) in every lane of type. */
ir_ref simd_element(struct tr *t, unsigned type, unsigned m, unsigned index);
/* A VHELPER of three whole registers (or IR_NONE). */
ir_ref simd_helper(struct tr *t, unsigned helper, ir_ref a, ir_ref b, ir_ref c);

#endif
