/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Advanced SIMD two-register miscellaneous, across lanes and scalar pairwise.
 */
#include "translate/guest/aarch64/simd.h"

enum tr_status a64_simd_unary(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref n;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    simd_result(t, a, ir_emit(t->ir, a->op, type, n, IR_NONE, IR_NONE, a->aux, a->imm));
    return TR_NEXT;
}

/* Comparison with zero; swap: zero is the first operand. */
enum tr_status a64_simd_compare_zero(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref n, zero;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    zero = simd_const(t, type, 0);
    simd_result(t, a, ir_op2(t->ir, a->op, type, a->swap ? zero : n, a->swap ? n : zero));
    return TR_NEXT;
}

/* REV64, REV32, REV16: lanes reversed in groups of 1 << aux bytes. */
enum tr_status a64_simd_rev(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_type(a->q, a->size);

    simd_set(t, a->rd,
             ir_emit(t->ir, IR_VREV, type, simd_get(t, type, a->rn), IR_NONE, IR_NONE, a->aux, 0));
    return TR_NEXT;
}

/* SADDLP, UADDLP, and with alt accumulating. */
enum tr_status a64_simd_add_long_pairs(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_type(a->q, a->size + 1u);
    ir_ref r = simd_add_pairs(t, type, a->sgn, simd_get(t, type, a->rn));

    if (a->alt)
        r = ir_op2(t->ir, IR_ADD, type, simd_get(t, type, a->rd), r);
    simd_set(t, a->rd, r);
    return TR_NEXT;
}

/*
 * SUQADD adds an unsigned number to a signed one: with the top bit of the latter turned that is an
 * unsigned sum. USQADD the other way round.
 */
enum tr_status a64_simd_mixed_add(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref d, n, top, r, wrapped;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    top = simd_lanes(t, type, 1ull << (ir_lane_bits(type) - 1));
    d = ir_op2(t->ir, IR_XOR, type, simd_get(t, type, a->rd), top);
    n = simd_get(t, type, a->rn);
    r = simd_saturating(t, a->op, type, d, n);
    wrapped = ir_op2(t->ir, IR_ADD, type, d, n);
    simd_saturated(t, a, ir_op2(t->ir, IR_XOR, type, r, wrapped));
    simd_result(t, a, ir_op2(t->ir, IR_XOR, type, r, top));
    return TR_NEXT;
}

/* SQABS, SQNEG: only the smallest number saturates. */
enum tr_status a64_simd_sqabs(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref n, r, wrapped;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    if (a->op == IR_ABS) {
        uint64_t max = (1ull << (ir_lane_bits(type) - 1)) - 1;

        wrapped = ir_op1(t->ir, IR_ABS, type, n);
        if (ir_lane_log2(type) == 3)
            r = ir_op2(t->ir, IR_XOR, type, wrapped, simd_shr(t, type, true, false, wrapped, 64));
        else
            r = ir_op2(t->ir, IR_UMIN, type, wrapped, simd_lanes(t, type, max));
    } else {
        wrapped = ir_op1(t->ir, IR_NEG, type, n);
        r = simd_saturating(t, IR_SQSUB, type, simd_const(t, type, 0), n);
    }
    simd_saturated(t, a, ir_op2(t->ir, IR_XOR, type, r, wrapped));
    simd_result(t, a, r);
    return TR_NEXT;
}

/* ADDV, SMAXV ...: op is IR_VREDADD or IR_VRED. */
enum tr_status a64_simd_across(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_type(a->q, a->size);
    ir_ref r = simd_get(t, type, a->rn);

    if (!a->q && a->size == 2)
        return TR_ILLEGAL;
    r = ir_emit(t->ir, a->op, type, r, IR_NONE, IR_NONE, a->aux, 0);
    simd_set(t, a->rd, simd_first(t, a->size, r));
    return TR_NEXT;
}

enum tr_status a64_simd_add_long_across(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_type(a->q, a->size + 1u);
    ir_ref r;

    if (!a->q && a->size == 2)
        return TR_ILLEGAL;
    r = simd_add_pairs(t, type, a->sgn, simd_get(t, type, a->rn));
    r = ir_op1(t->ir, IR_VREDADD, type, r);
    simd_set(t, a->rd, simd_first(t, a->size + 1u, r));
    return TR_NEXT;
}

/* FMAXV ...: of neighbours first, then of their results. The upper half then repeats the lower. */
enum tr_status a64_simd_fp_across(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_type(a->q, a->size), small = simd_type(0, a->size);
    ir_ref n = simd_get(t, type, a->rn);

    for (unsigned left = ir_lanes(type); left > 1; left /= 2) {
        ir_ref even = ir_op2(t->ir, IR_UZP1, type, n, n), odd = ir_op2(t->ir, IR_UZP2, type, n, n);

        even = simd_cast(t, small, even);
        odd = simd_cast(t, small, odd);
        n = ir_op2(t->ir, a->op, small, even, odd);
        type = small;
    }
    simd_set(t, a->rd, simd_first(t, a->size, n));
    return TR_NEXT;
}

/* Scalar pairwise: the two lanes of n. */
enum tr_status a64_simd_pair_scalar(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_scalar_type(a->size);
    ir_ref n = simd_get(t, IR_V2D, a->rn);
    ir_ref low = simd_cast(t, type, n), high = simd_lane_down(t, type, 1, n);

    simd_set(t, a->rd, ir_op2(t->ir, a->op, type, low, high));
    return TR_NEXT;
}

/* FCVTL: the low half of n, or with q the high one, to lanes twice as wide. */
enum tr_status a64_simd_fcvtl(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_type(1, a->size), half = simd_type(0, a->size - 1u);
    ir_ref n = simd_get(t, IR_V2D, a->rn);

    if (a->q)
        n = ir_emit(t->ir, IR_VDUPL, IR_V2D, n, IR_NONE, IR_NONE, 1, 0);
    n = simd_cast(t, half, n);
    simd_set(t, a->rd, ir_emit(t->ir, IR_FCVT, type, n, IR_NONE, IR_NONE, half, 0));
    return TR_NEXT;
}

/* FCVTN, and with odd FCVTXN, to the low half of rd, or with q to its high half. */
enum tr_status a64_simd_fcvtn(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_type(1, a->size), half = simd_type(0, a->size - 1u);
    ir_ref r;

    if (a->odd) {
        r = simd_get(t, IR_V2D, a->rn);
        if (a->scalar)
            r = simd_first(t, 3, r);
        r = simd_helper(t, A64_HELPER_FCVTXN, r, IR_NONE, IR_NONE);
    } else {
        r = simd_get(t, type, a->rn);
        r = ir_emit(t->ir, IR_FCVT, half, r, IR_NONE, IR_NONE, type, 0);
    }
    r = simd_cast(t, IR_V2D, r);
    if (a->q)
        r = ir_op2(t->ir, IR_ZIP1, IR_V2D, simd_get(t, IR_V2D, a->rd), r);
    simd_set(t, a->rd, r);
    return TR_NEXT;
}

/* Instructions that a C helper does wholly: helper is its index. */
enum tr_status a64_simd_by_helper(struct tr *t, const struct a64_insn *a)
{
    ir_ref n = simd_get(t, IR_V2D, a->rn);

    n = simd_helper(t, (unsigned)a->helper, n, IR_NONE, IR_NONE);
    simd_set(t, a->rd, a->q ? n : simd_cast(t, IR_F64, n));
    return TR_NEXT;
}
