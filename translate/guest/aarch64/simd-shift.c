/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Advanced SIMD shift by immediate. immhb is immh:immb: its top bit tells the lane, the rest the
 * amount. */
#include "translate/guest/aarch64/simd.h"

/* Sets size, and *left: the amount of a left shift. The type, or IR_VOID. */
static unsigned shift_type(struct a64_insn *a, unsigned *left)
{
    a->size = (uint8_t)(31 - __builtin_clz(a->immhb >> 3));
    *left = a->immhb - (8u << a->size);
    return simd_insn_type(a);
}

/* Is v, a value of type, n shifted left (op IR_SHL) or right (IR_SHR) by a constant amount? */
static bool is_shifted(const struct tr *t, unsigned type, ir_ref v, unsigned op, ir_ref n,
                       unsigned amount)
{
    const struct ir_insn *x = &t->ir->insn[v], *by;

    if (x->op != op || x->type != type || x->a != n)
        return false;
    by = &t->ir->insn[x->b];
    return by->op == IR_CONST && by->imm64 == amount;
}

/*
 * The rotation that SHL and SRI (or USRA), or USHR and SLI, are together: where keep, the
 * destination as it is, holds the bits of n that the shift to the other side leaves. IR_NONE if it
 * is not one.
 */
static ir_ref rotation(struct tr *t, unsigned type, ir_ref keep, ir_ref n, unsigned left,
                       bool right)
{
    unsigned bits = ir_lane_bits(type);

    if (!is_shifted(t, type, keep, right ? IR_SHL : IR_SHR, n, right ? left : bits - left))
        return IR_NONE;
    return ir_op2(t->ir, IR_ROR, type, n, ir_const(t->ir, IR_I32, bits - left));
}

/* SSHR, USHR, SRSHR, URSHR, and with alt SSRA ... */
enum tr_status a64_simd_shift_right(struct tr *t, const struct a64_insn *insn)
{
    struct a64_insn a = *insn;
    unsigned left, type = shift_type(&a, &left);
    ir_ref n, sum, r = IR_NONE;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = simd_get(t, type, a.rn);
    sum = a.alt ? simd_get(t, type, a.rd) : IR_NONE;
    if (a.alt && !a.sgn && !a.round)
        r = rotation(t, type, sum, n, left, true);
    if (!r) {
        r = simd_shr(t, type, a.sgn, a.round, n, ir_lane_bits(type) - left);
        if (a.alt)
            r = ir_op2(t->ir, IR_ADD, type, sum, r);
    }
    simd_result(t, &a, r);
    return TR_NEXT;
}

enum tr_status a64_simd_shift_left(struct tr *t, const struct a64_insn *insn)
{
    struct a64_insn a = *insn;
    unsigned left, type = shift_type(&a, &left);

    if (type == IR_VOID)
        return TR_ILLEGAL;
    simd_result(t, &a, simd_shl(t, type, simd_get(t, type, a.rn), left));
    return TR_NEXT;
}

/* SLI, SRI: the bits of rd that the shift leaves empty stay. */
enum tr_status a64_simd_shift_insert(struct tr *t, const struct a64_insn *insn)
{
    struct a64_insn a = *insn;
    unsigned left, type = shift_type(&a, &left), bits, right;
    uint64_t all, mask;
    ir_ref r, keep, both;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    bits = ir_lane_bits(type);
    right = bits - left;
    all = ~0ull >> (64 - bits);
    r = simd_get(t, type, a.rn);
    keep = simd_get(t, type, a.rd);
    both = rotation(t, type, keep, r, left, a.right);
    if (both) {
        simd_result(t, &a, both);
        return TR_NEXT;
    }
    if (a.right) {
        mask = right == bits ? 0 : all >> right;
        r = simd_shr(t, type, false, false, r, right);
    } else {
        mask = all << left & all;
        r = simd_shl(t, type, r, left);
    }
    keep = ir_op2(t->ir, IR_AND, type, keep, simd_lanes(t, type, ~mask & all));
    simd_result(t, &a, ir_op2(t->ir, IR_OR, type, keep, r));
    return TR_NEXT;
}

/* SQSHL, UQSHL, SQSHLU (unsigned result of a signed operand). */
enum tr_status a64_simd_qshl_imm(struct tr *t, const struct a64_insn *insn)
{
    struct a64_insn a = *insn;
    unsigned left, type = shift_type(&a, &left);
    ir_ref n, x, r, back;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = x = simd_get(t, type, a.rn);
    if (a.clamp)
        x = ir_op2(t->ir, IR_SMAX, type, n, simd_const(t, type, 0));
    r = ir_emit(t->ir, a.sgn ? IR_SSHLV : IR_USHLV, type, x, simd_lanes(t, type, left), IR_NONE,
                IR_SHIFT_SAT, 0);
    /* Where it saturated, shifting back does not give the operand. */
    back = simd_shr(t, type, a.sgn, false, r, left);
    simd_saturated(t, &a, ir_op2(t->ir, IR_XOR, type, back, n));
    simd_result(t, &a, r);
    return TR_NEXT;
}

enum tr_status a64_simd_shift_long(struct tr *t, const struct a64_insn *insn)
{
    struct a64_insn a = *insn;
    unsigned left, narrow, wide;
    ir_ref r;

    shift_type(&a, &left);
    narrow = simd_type(a.q, a.size);
    wide = simd_type(1, a.size + 1u);
    r = simd_get(t, narrow, a.rn);
    r = ir_emit(t->ir, a.sgn ? IR_VWIDENS : IR_VWIDENU, wide, r, IR_NONE, IR_NONE, a.q, 0);
    simd_set(t, a.rd, simd_shl(t, wide, r, left));
    return TR_NEXT;
}

/* SHLL: left by the width of the narrow lanes. */
enum tr_status a64_simd_shll(struct tr *t, const struct a64_insn *a)
{
    unsigned narrow = simd_type(a->q, a->size), wide = simd_type(1, a->size + 1u);
    ir_ref r = simd_get(t, narrow, a->rn);

    r = ir_emit(t->ir, IR_VWIDENU, wide, r, IR_NONE, IR_NONE, a->q, 0);
    simd_set(t, a->rd, simd_shl(t, wide, r, ir_lane_bits(narrow)));
    return TR_NEXT;
}

/* SCVTF, FCVTZS ... with fraction bits; aux for FTOS and FTOU the rounding. */
enum tr_status a64_simd_fixed(struct tr *t, const struct a64_insn *insn)
{
    struct a64_insn a = *insn;
    unsigned left, type = shift_type(&a, &left);

    if (type == IR_VOID)
        return TR_ILLEGAL;
    a.imm = (int32_t)(ir_lane_bits(type) - left);
    return a64_simd_unary(t, &a);
}
