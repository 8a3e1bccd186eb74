/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Advanced SIMD three different: results twice as wide, or half as wide, as the operands; and the
 * instructions whose second operand is one lane of a register ("by element").
 */
#include "translate/guest/aarch64/simd.h"

/* op of struct a64_insn for widening instructions. */
static ir_ref widen(struct tr *t, const struct a64_insn *a, unsigned type, ir_ref v)
{
    return ir_emit(t->ir, a->sgn ? IR_VWIDENS : IR_VWIDENU, type, v, IR_NONE, IR_NONE, a->q, 0);
}

/* The second operand before widening: rm, or a lane of it. */
static ir_ref second(struct tr *t, const struct a64_insn *a, unsigned type)
{
    return a->element ? simd_element(t, type, a->rm, a->imm4) : simd_get(t, type, a->rm);
}

/* The lane of a by-element instruction, to imm4, and its register, from size, H, L, M and Rm. */
static bool element(struct a64_insn *a)
{
    if (!a->element)
        return true;
    switch (a->size) {
    case 1:
        a->imm4 = (uint8_t)(a->h << 2 | a->l << 1 | a->mm);
        return true;
    case 2:
        a->imm4 = (uint8_t)(a->h << 1 | a->l);
        a->rm = (uint8_t)(a->rm | a->mm << 4);
        return true;
    case 3:
        a->imm4 = a->h;
        a->rm = (uint8_t)(a->rm | a->mm << 4);
        return !a->l;
    default:
        return false;
    }
}

/* n op m on lanes twice as wide; wide_n: n has them already; alt: accumulated by it. */
enum tr_status a64_simd_long(struct tr *t, const struct a64_insn *insn)
{
    struct a64_insn e = *insn, *a = &e;
    unsigned narrow, wide;
    ir_ref n, m, r;

    if (!element(a))
        return TR_ILLEGAL;
    narrow = simd_type(a->q, a->size);
    wide = simd_type(1, a->size + 1u);
    n = a->wide_n ? simd_get(t, wide, a->rn) : widen(t, a, wide, simd_get(t, narrow, a->rn));
    m = widen(t, a, wide, second(t, a, narrow));
    r = ir_op2(t->ir, a->op, wide, n, m);
    if (a->alt)
        r = ir_op2(t->ir, a->alt, wide, simd_get(t, wide, a->rd), r);
    simd_set(t, a->rd, r);
    return TR_NEXT;
}

/* Absolute difference, found on the narrow lanes, where it is an unsigned number. */
enum tr_status a64_simd_abd_long(struct tr *t, const struct a64_insn *a)
{
    unsigned narrow = simd_type(a->q, a->size), wide = simd_type(1, a->size + 1u);
    ir_ref n = simd_get(t, narrow, a->rn), m = simd_get(t, narrow, a->rm), r;

    r = ir_op2(t->ir, a->op, narrow, n, m);
    r = ir_emit(t->ir, IR_VWIDENU, wide, r, IR_NONE, IR_NONE, a->q, 0);
    if (a->alt)
        r = ir_op2(t->ir, a->alt, wide, simd_get(t, wide, a->rd), r);
    simd_set(t, a->rd, r);
    return TR_NEXT;
}

/* Twice the product, saturating; alt accumulates, saturating, wrap is the same without. */
enum tr_status a64_simd_sqdm_long(struct tr *t, const struct a64_insn *insn)
{
    struct a64_insn e = *insn, *a = &e;
    unsigned narrow, wide;
    ir_ref n, m, r, sat, d, differ;

    if (!element(a))
        return TR_ILLEGAL;
    narrow = simd_type(a->q, a->size);
    wide = simd_type(1, ++a->size);
    n = widen(t, a, wide, simd_get(t, narrow, a->rn));
    m = widen(t, a, wide, second(t, a, narrow));
    r = ir_op2(t->ir, IR_MUL, wide, n, m);
    sat = simd_saturating(t, IR_SQADD, wide, r, r);
    differ = ir_op2(t->ir, IR_XOR, wide, sat, ir_op2(t->ir, IR_ADD, wide, r, r));
    if (a->alt) {
        ir_ref wrapped;

        d = simd_get(t, wide, a->rd);
        r = simd_saturating(t, a->alt, wide, d, sat);
        wrapped = ir_op2(t->ir, a->op, wide, d, sat);
        wrapped = ir_op2(t->ir, IR_XOR, wide, r, wrapped);
        differ = ir_op2(t->ir, IR_OR, wide, differ, wrapped);
        sat = r;
    }
    simd_saturated(t, a, differ);
    simd_result(t, a, sat);
    return TR_NEXT;
}

/* A narrow result (8 bytes) to the low half of rd, or with q to its high half.
 */
static void set_half(struct tr *t, const struct a64_insn *a, ir_ref r)
{
    r = simd_cast(t, IR_V2D, r);
    if (a->q)
        r = ir_op2(t->ir, IR_ZIP1, IR_V2D, simd_get(t, IR_V2D, a->rd), r);
    simd_set(t, a->rd, r);
}

/* The high half of each lane of n op m; round: plus half. */
enum tr_status a64_simd_high_narrow(struct tr *t, const struct a64_insn *a)
{
    unsigned narrow = simd_type(0, a->size), wide = simd_type(1, a->size + 1u);
    unsigned bits = ir_lane_bits(narrow);
    ir_ref n = simd_get(t, wide, a->rn), m = simd_get(t, wide, a->rm);
    ir_ref r = ir_op2(t->ir, a->op, wide, n, m);

    if (a->round)
        r = ir_op2(t->ir, IR_ADD, wide, r, simd_lanes(t, wide, 1ull << (bits - 1)));
    r = simd_shr(t, wide, false, false, r, bits);
    r = ir_emit(t->ir, IR_VNARROW, narrow, r, IR_NONE, IR_NONE, IR_NARROW_TRUNC, 0);
    set_half(t, a, r);
    return TR_NEXT;
}

/* x (lanes of 64 bits) as what its low halves are when it is narrowed with saturation. */
static ir_ref clamp(struct tr *t, unsigned kind, ir_ref x)
{
    ir_ref sign = simd_shr(t, IR_V2D, true, false, x, 64), fits, limit;

    if (kind == IR_NARROW_SQ) {
        fits = simd_shr(t, IR_V2D, true, false, simd_shl(t, IR_V2D, x, 32), 32);
        fits = ir_op2(t->ir, IR_VEQ, IR_V2D, fits, x);
        limit = ir_op2(t->ir, IR_XOR, IR_V2D, sign, simd_const(t, IR_V2D, INT32_MAX));
        return ir_op3(t->ir, IR_BITSEL, IR_V2D, fits, x, limit);
    }
    fits = simd_shr(t, IR_V2D, false, false, x, 32);
    fits = ir_op2(t->ir, IR_VEQ, IR_V2D, fits, simd_const(t, IR_V2D, 0));
    x = ir_op2(t->ir, IR_ORN, IR_V2D, x, fits);
    return kind == IR_NARROW_SQU ? ir_op2(t->ir, IR_ANDN, IR_V2D, x, sign) : x;
}

/* XTN, SQXTN ... and, with shift, SHRN, SQRSHRN ...; aux is the IR_NARROW_ kind. */
static void narrow(struct tr *t, const struct a64_insn *a, unsigned shift)
{
    unsigned type = simd_type(0, a->size), wide = simd_type(1, a->size + 1u);
    ir_ref x = simd_get(t, wide, a->rn), r;

    x = simd_shr(t, wide, a->sgn, a->round, x, shift);
    if (a->size == 2 && a->aux != IR_NARROW_TRUNC)
        r = ir_emit(t->ir, IR_VNARROW, type, clamp(t, a->aux, x), IR_NONE, IR_NONE, IR_NARROW_TRUNC,
                    0);
    else
        r = ir_emit(t->ir, IR_VNARROW, type, x, IR_NONE, IR_NONE, a->aux, 0);
    if (a->aux != IR_NARROW_TRUNC) {
        /* Saturated where the result, widened again, is another number. */
        unsigned back_op = a->aux == IR_NARROW_SQ ? IR_VWIDENS : IR_VWIDENU;
        ir_ref back = ir_emit(t->ir, back_op, wide, r, IR_NONE, IR_NONE, 0, 0);
        struct a64_insn lane = *a;

        lane.size++;
        simd_saturated(t, &lane, ir_op2(t->ir, IR_XOR, wide, back, x));
    }
    if (a->scalar)
        simd_result(t, a, r);
    else
        set_half(t, a, r);
}

enum tr_status a64_simd_narrow(struct tr *t, const struct a64_insn *a)
{
    narrow(t, a, 0);
    return TR_NEXT;
}

enum tr_status a64_simd_shift_narrow(struct tr *t, const struct a64_insn *insn)
{
    struct a64_insn a = *insn;
    unsigned shift;

    a.size = (uint8_t)(31 - __builtin_clz(a.immhb >> 3));
    shift = (16u << a.size) - a.immhb;
    narrow(t, &a, shift);
    return TR_NEXT;
}

enum tr_status a64_simd_pmull(struct tr *t, const struct a64_insn *a)
{
    ir_ref n = simd_get(t, IR_V2D, a->rn), m = simd_get(t, IR_V2D, a->rm);

    if (a->q) {
        n = ir_emit(t->ir, IR_VDUPL, IR_V2D, n, IR_NONE, IR_NONE, 1, 0);
        m = ir_emit(t->ir, IR_VDUPL, IR_V2D, m, IR_NONE, IR_NONE, 1, 0);
    }
    simd_set(t, a->rd,
             ir_emit(t->ir, IR_PMULL, a->size ? IR_V2D : IR_V8H, n, m, IR_NONE, 0, a->size));
    return TR_NEXT;
}

/* By element: rd = n op m[i], or with alt rd = rd alt (n op m[i]). */
enum tr_status a64_simd_element(struct tr *t, const struct a64_insn *insn)
{
    struct a64_insn e = *insn, *a = &e;
    unsigned type;
    ir_ref n, m, r;

    type = simd_insn_type(a);
    if (type == IR_VOID || !element(a))
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    m = second(t, a, type);
    if (a->op == IR_FMA) {
        r = ir_emit(t->ir, IR_FMA, type, simd_get(t, type, a->rd), n, m, a->aux, 0);
    } else {
        r = ir_op2(t->ir, a->op, type, n, m);
        if (a->alt)
            r = ir_op2(t->ir, a->alt, type, simd_get(t, type, a->rd), r);
    }
    simd_result(t, a, r);
    return TR_NEXT;
}

/* SQDMULH, SQRDMULH: only the smallest number times itself saturates. */
enum tr_status a64_simd_sqdmulh(struct tr *t, const struct a64_insn *insn)
{
    struct a64_insn e = *insn, *a = &e;
    unsigned type;
    ir_ref n, m, min, x, y;

    if (!element(a))
        return TR_ILLEGAL;
    type = simd_insn_type(a);
    n = simd_get(t, type, a->rn);
    m = second(t, a, type);
    min = simd_lanes(t, type, 1ull << (ir_lane_bits(type) - 1));
    x = ir_op2(t->ir, IR_VEQ, type, n, min);
    y = ir_op2(t->ir, IR_VEQ, type, m, min);
    simd_saturated(t, a, ir_op2(t->ir, IR_AND, type, x, y));
    simd_result(t, a, ir_emit(t->ir, IR_SQRDMULH, type, n, m, IR_NONE, a->aux, 0));
    return TR_NEXT;
}

/* Sums of four neighbouring products of bytes of n and m, whole registers, in four lanes; mixed: m
 * has the other signedness than sgn says. */
static ir_ref dot(struct tr *t, const struct a64_insn *a, ir_ref n, ir_ref m)
{
    unsigned op_n = a->sgn ? IR_VWIDENS : IR_VWIDENU;
    unsigned op_m = a->sgn != a->mixed ? IR_VWIDENS : IR_VWIDENU;
    ir_ref part[2];

    for (unsigned i = 0; i < 2; i++) {
        ir_ref x = ir_emit(t->ir, op_n, IR_V8H, n, IR_NONE, IR_NONE, i, 0);
        ir_ref y = ir_emit(t->ir, op_m, IR_V8H, m, IR_NONE, IR_NONE, i, 0);

        x = ir_op2(t->ir, IR_MUL, IR_V8H, x, y);
        part[i] = simd_add_pairs(t, IR_V4S, a->sgn || a->mixed, x);
    }
    n = ir_op2(t->ir, IR_UZP1, IR_V4S, part[0], part[1]);
    m = ir_op2(t->ir, IR_UZP2, IR_V4S, part[0], part[1]);
    return ir_op2(t->ir, IR_ADD, IR_V4S, n, m);
}

/* SDOT, UDOT, USDOT, SUDOT. */
enum tr_status a64_simd_dot(struct tr *t, const struct a64_insn *insn)
{
    struct a64_insn a = *insn;
    unsigned type = simd_type(a.q, 2);
    ir_ref d = simd_get(t, type, a.rd), n = simd_get(t, IR_V16B, a.rn), m, sum;

    a.size = 2;
    element(&a);
    m = simd_cast(t, IR_V16B, second(t, &a, IR_V4S));
    sum = simd_cast(t, type, dot(t, &a, n, m));
    simd_set(t, a.rd, ir_op2(t->ir, IR_ADD, type, d, sum));
    return TR_NEXT;
}

/* SMMLA, UMMLA, USMMLA: rows of eight bytes of n times rows of m. */
enum tr_status a64_simd_mmla(struct tr *t, const struct a64_insn *a)
{
    ir_ref d = simd_get(t, IR_V4S, a->rd), m = simd_get(t, IR_V16B, a->rm), row[2], even, odd;

    for (unsigned i = 0; i < 2; i++) {
        ir_ref n = simd_cast(t, IR_V16B, simd_element(t, IR_V2D, a->rn, i));

        row[i] = dot(t, a, n, m);
    }
    even = ir_op2(t->ir, IR_UZP1, IR_V4S, row[0], row[1]);
    odd = ir_op2(t->ir, IR_UZP2, IR_V4S, row[0], row[1]);
    even = ir_op2(t->ir, IR_ADD, IR_V4S, even, odd);
    simd_set(t, a->rd, ir_op2(t->ir, IR_ADD, IR_V4S, d, even));
    return TR_NEXT;
}

/* Half of the lanes of SQRDMLAH: one bit of the doubled product less, so that no sum overflows. */
static ir_ref rdm_half(struct tr *t, const struct a64_insn *a, ir_ref d, ir_ref n, ir_ref m,
                       unsigned high, ir_ref *differ)
{
    unsigned type = simd_type(0, a->size), wide = simd_type(1, a->size + 1u);
    unsigned shift = ir_lane_bits(type) - 1;
    ir_ref r, back;

    d = ir_emit(t->ir, IR_VWIDENS, wide, d, IR_NONE, IR_NONE, high, 0);
    n = ir_emit(t->ir, IR_VWIDENS, wide, n, IR_NONE, IR_NONE, high, 0);
    m = ir_emit(t->ir, IR_VWIDENS, wide, m, IR_NONE, IR_NONE, high, 0);
    n = ir_op2(t->ir, IR_MUL, wide, n, m);
    r = ir_op2(t->ir, a->op, wide, simd_shl(t, wide, d, shift), n);
    n = simd_shr(t, wide, true, true, r, shift);
    if (a->size == 2)
        r = ir_emit(t->ir, IR_VNARROW, type, clamp(t, IR_NARROW_SQ, n), IR_NONE, IR_NONE,
                    IR_NARROW_TRUNC, 0);
    else
        r = ir_emit(t->ir, IR_VNARROW, type, n, IR_NONE, IR_NONE, IR_NARROW_SQ, 0);
    back = ir_emit(t->ir, IR_VWIDENS, wide, r, IR_NONE, IR_NONE, 0, 0);
    *differ = ir_op2(t->ir, IR_XOR, wide, back, n);
    return simd_cast(t, IR_V2D, r);
}

/* SQRDMLAH, SQRDMLSH: op is IR_ADD or IR_SUB. */
enum tr_status a64_simd_rdm(struct tr *t, const struct a64_insn *insn)
{
    struct a64_insn e = *insn, *a = &e, lane;
    unsigned type;
    ir_ref d, n, m, r, high, differ;

    if (!element(a))
        return TR_ILLEGAL;
    type = simd_insn_type(a);
    d = simd_get(t, type, a->rd);
    n = simd_get(t, type, a->rn);
    m = second(t, a, type);
    r = rdm_half(t, a, d, n, m, 0, &differ);
    lane = *a;
    lane.size++;
    simd_saturated(t, &lane, differ);
    if (a->q) {
        high = rdm_half(t, a, d, n, m, 1, &differ);
        simd_saturated(t, &lane, differ);
        r = ir_op2(t->ir, IR_ZIP1, IR_V2D, r, high);
    } else {
        r = simd_cast(t, IR_F64, r);
    }
    simd_result(t, a, r);
    return TR_NEXT;
}
