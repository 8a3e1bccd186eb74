/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Advanced SIMD three same, vector and scalar (Arm ARM C4.1.96, "three same").
 */
#include "translate/guest/aarch64/simd.h"

enum tr_status a64_simd_binary(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref n, m;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    m = simd_get(t, type, a->rm);
    simd_result(t, a, ir_emit(t->ir, a->op, type, n, m, IR_NONE, a->aux, a->imm));
    return TR_NEXT;
}

/* (n - m) >> 1 is the average of n and ~m with a carry, its top bit turned if unsigned. */
enum tr_status a64_simd_hsub(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref n, m, r;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    m = ir_op1(t->ir, IR_NOT, type, simd_get(t, type, a->rm));
    r = ir_emit(t->ir, a->op, type, n, m, IR_NONE, 0, 1);
    if (a->op == IR_UAVG) {
        ir_ref top = simd_lanes(t, type, 1ull << (ir_lane_bits(type) - 1));

        r = ir_op2(t->ir, IR_XOR, type, r, top);
    }
    simd_result(t, a, r);
    return TR_NEXT;
}

/* op saturates, alt wraps; they differ exactly where the first one saturated.
 */
enum tr_status a64_simd_sat(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref n, m, r, wrapped;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    m = simd_get(t, type, a->rm);
    r = simd_saturating(t, a->op, type, n, m);
    wrapped = ir_op2(t->ir, a->alt, type, n, m);
    simd_saturated(t, a, ir_op2(t->ir, IR_XOR, type, r, wrapped));
    simd_result(t, a, r);
    return TR_NEXT;
}

/* Where v shifted by m saturates, some bits; v saturated is *r. */
static ir_ref shift_saturates(struct tr *t, const struct a64_insn *a, unsigned type, ir_ref v,
                              ir_ref m, ir_ref *r)
{
    unsigned plain = a->aux & IR_SHIFT_ROUND;
    ir_ref wrapped = ir_emit(t->ir, a->op, type, v, m, IR_NONE, plain, 0);

    *r = ir_emit(t->ir, a->op, type, v, m, IR_NONE, plain | IR_SHIFT_SAT, 0);
    return ir_op2(t->ir, IR_XOR, type, *r, wrapped);
}

/*
 * A saturated left shift ends in ones, a wrapped one in zeroes, except that a negative number may
 * wrap to the smallest one; its complement then saturates visibly.
 */
enum tr_status a64_simd_qshl(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref n, m, r, other, differ;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    m = simd_get(t, type, a->rm);
    differ = shift_saturates(t, a, type, n, m, &r);
    if (a->op == IR_SSHLV) {
        ir_ref sign = simd_shr(t, type, true, false, n, ir_lane_bits(type));
        ir_ref abs = ir_op2(t->ir, IR_XOR, type, n, sign);
        ir_ref more = shift_saturates(t, a, type, abs, m, &other);

        differ = ir_op2(t->ir, IR_OR, type, differ, more);
    }
    simd_saturated(t, a, differ);
    simd_result(t, a, r);
    return TR_NEXT;
}

enum tr_status a64_simd_cmtst(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref n, m, r;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    m = simd_get(t, type, a->rm);
    r = ir_op2(t->ir, IR_AND, type, n, m);
    r = ir_op2(t->ir, IR_VEQ, type, r, simd_const(t, type, 0));
    simd_result(t, a, ir_op1(t->ir, IR_NOT, type, r));
    return TR_NEXT;
}

/* rd = rd alt (n op m). */
enum tr_status a64_simd_acc(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref d, n, m, r;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    d = simd_get(t, type, a->rd);
    n = simd_get(t, type, a->rn);
    m = simd_get(t, type, a->rm);
    r = ir_op2(t->ir, a->op, type, n, m);
    simd_result(t, a, ir_op2(t->ir, a->alt, type, d, r));
    return TR_NEXT;
}

enum tr_status a64_simd_pair(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref n, m, even, odd;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    m = simd_get(t, type, a->rm);
    even = ir_op2(t->ir, IR_UZP1, type, n, m);
    odd = ir_op2(t->ir, IR_UZP2, type, n, m);
    simd_result(t, a, ir_op2(t->ir, a->op, type, even, odd));
    return TR_NEXT;
}

enum tr_status a64_simd_logic(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a->q ? IR_V2D : IR_F64;
    ir_ref n = simd_get(t, type, a->rn), m = simd_get(t, type, a->rm);

    simd_set(t, a->rd, ir_op2(t->ir, a->op, type, n, m));
    return TR_NEXT;
}

enum tr_status a64_simd_select(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a->q ? IR_V2D : IR_F64;
    ir_ref d = simd_get(t, type, a->rd), n = simd_get(t, type, a->rn);
    ir_ref m = simd_get(t, type, a->rm), r;

    if (a->aux == A64_BSL)
        r = ir_op3(t->ir, IR_BITSEL, type, d, n, m);
    else if (a->aux == A64_BIT)
        r = ir_op3(t->ir, IR_BITSEL, type, m, n, d);
    else
        r = ir_op3(t->ir, IR_BITSEL, type, m, d, n);
    simd_set(t, a->rd, r);
    return TR_NEXT;
}

/* rd = rd + n * m with the signs of aux, fused. */
enum tr_status a64_simd_fma(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref d, n, m;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    d = simd_get(t, type, a->rd);
    n = simd_get(t, type, a->rn);
    m = simd_get(t, type, a->rm);
    simd_result(t, a, ir_emit(t->ir, IR_FMA, type, d, n, m, a->aux, 0));
    return TR_NEXT;
}

enum tr_status a64_simd_fabd(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref n, m;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    m = simd_get(t, type, a->rm);
    n = ir_op2(t->ir, IR_FSUB, type, n, m);
    simd_result(t, a, ir_op1(t->ir, IR_FABS, type, n));
    return TR_NEXT;
}

/* Comparison of magnitudes. */
enum tr_status a64_simd_fac(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref n, m;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = ir_op1(t->ir, IR_FABS, type, simd_get(t, type, a->rn));
    m = ir_op1(t->ir, IR_FABS, type, simd_get(t, type, a->rm));
    simd_result(t, a, ir_op2(t->ir, a->op, type, n, m));
    return TR_NEXT;
}
