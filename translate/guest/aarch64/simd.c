/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What several groups of SIMD instructions are built from. */
#include "translate/guest/aarch64/simd.h"

ir_ref simd_first(struct tr *t, unsigned size, ir_ref v)
{
    if (size == 0) {
        v = simd_cast(t, IR_V2D, v);
        return ir_op2(t->ir, IR_AND, IR_V2D, v, ir_vconst(t->ir, IR_V2D, 0xff, true));
    }
    return simd_cast(t, IR_V2D, simd_cast(t, simd_scalar_type(size), v));
}

ir_ref simd_lane_down(struct tr *t, unsigned type, unsigned lane, ir_ref v)
{
    unsigned whole = simd_type(1, ir_lane_log2(type));

    if (lane)
        v = ir_emit(t->ir, IR_VDUPL, whole, v, IR_NONE, IR_NONE, lane, 0);
    return simd_cast(t, type, v);
}

void simd_result(struct tr *t, const struct a64_insn *a, ir_ref v)
{
    simd_set(t, a->rd, a->scalar ? simd_first(t, a->size, v) : v);
}

void simd_saturated(struct tr *t, const struct a64_insn *a, ir_ref v)
{
    ir_ref old = ir_get(t->ir, IR_V2D, A64_QC);

    v = a->scalar ? simd_first(t, a->size, v) : simd_cast(t, IR_V2D, v);
    ir_set(t->ir, A64_QC, ir_op2(t->ir, IR_OR, IR_V2D, old, v));
}

/* Bit 63 set where the unsigned sum r of n and m, the difference r of n and m, left its 64 bits. */
static ir_ref carry(struct tr *t, bool sub, unsigned type, ir_ref n, ir_ref m, ir_ref r)
{
    ir_ref both, one;

    if (sub) {
        both = ir_op2(t->ir, IR_ANDN, type, m, n);
        one = ir_op2(t->ir, IR_ORN, type, m, n);
        return ir_op2(t->ir, IR_OR, type, both, ir_op2(t->ir, IR_AND, type, one, r));
    }
    both = ir_op2(t->ir, IR_AND, type, n, m);
    one = ir_op2(t->ir, IR_OR, type, n, m);
    return ir_op2(t->ir, IR_OR, type, both, ir_op2(t->ir, IR_ANDN, type, one, r));
}

ir_ref simd_saturating(struct tr *t, unsigned op, unsigned type, ir_ref n, ir_ref m)
{
    bool sub = op == IR_UQSUB || op == IR_SQSUB;
    ir_ref r, over, limit;

    if (ir_lane_log2(type) != 3)
        return ir_op2(t->ir, op, type, n, m);
    r = ir_op2(t->ir, sub ? IR_SUB : IR_ADD, type, n, m);
    if (op == IR_UQADD || op == IR_UQSUB) {
        over = simd_shr(t, type, true, false, carry(t, sub, type, n, m, r), 64);
        return ir_op2(t->ir, sub ? IR_ANDN : IR_OR, type, r, over);
    }
    /* Overflow: the result's sign is not n's, where m's is (sub: is not) n's. */
    limit = ir_op2(t->ir, IR_XOR, type, n, sub ? m : r);
    over = ir_op2(t->ir, IR_XOR, type, sub ? n : m, r);
    over = simd_shr(t, type, true, false, ir_op2(t->ir, IR_AND, type, limit, over), 64);
    limit = simd_shr(t, type, true, false, n, 64);
    limit = ir_op2(t->ir, IR_XOR, type, limit, simd_const(t, type, INT64_MAX));
    return ir_op3(t->ir, IR_BITSEL, type, over, limit, r);
}

ir_ref simd_shl(struct tr *t, unsigned type, ir_ref v, unsigned n)
{
    if (!n)
        return v;
    if (n == ir_lane_bits(type))
        return simd_const(t, type, 0);
    return ir_op2(t->ir, IR_SHL, type, v, ir_const(t->ir, IR_I32, n));
}

ir_ref simd_shr(struct tr *t, unsigned type, bool is_signed, bool round, ir_ref v, unsigned n)
{
    unsigned bits = ir_lane_bits(type);
    ir_ref r = v;

    if (!n)
        return v;
    if (n < bits)
        r = ir_op2(t->ir, is_signed ? IR_SAR : IR_SHR, type, v, ir_const(t->ir, IR_I32, n));
    else if (is_signed)
        r = ir_op2(t->ir, IR_SAR, type, v, ir_const(t->ir, IR_I32, bits - 1));
    else
        r = simd_const(t, type, 0);
    if (round) {
        /* The last bit lost; a rounded arithmetic shift by all bits gives -1 + 1 or 0 + 0. */
        ir_ref last = simd_shr(t, type, false, false, v, n - 1);

        last = ir_op2(t->ir, IR_AND, type, last, simd_lanes(t, type, 1));
        r = ir_op2(t->ir, IR_ADD, type, r, last);
    }
    return r;
}

ir_ref simd_add_pairs(struct tr *t, unsigned type, bool is_signed, ir_ref v)
{
    unsigned half = ir_lane_bits(type) / 2;
    ir_ref low, high;

    v = simd_cast(t, type, v);
    high = simd_shr(t, type, is_signed, false, v, half);
    if (is_signed) {
        low = simd_shr(t, type, true, false, simd_shl(t, type, v, half), half);
    } else {
        low = ir_op2(t->ir, IR_AND, type, v, simd_lanes(t, type, (1ull << half) - 1));
    }
    return ir_op2(t->ir, IR_ADD, type, low, high);
}

ir_ref simd_element(struct tr *t, unsigned type, unsigned m, unsigned index)
{
    unsigned whole = simd_type(1, ir_lane_log2(type));
    ir_ref v = simd_get(t, IR_V2D, m);

    if (ir_lanes(type) == 1)
        return simd_lane_down(t, type, index, v);
    v = ir_emit(t->ir, IR_VDUPL, whole, v, IR_NONE, IR_NONE, index, 0);
    return simd_cast(t, type, v);
}

ir_ref simd_helper(struct tr *t, unsigned helper, ir_ref a, ir_ref b, ir_ref c)
{
    return ir_emit(t->ir, IR_VHELPER, IR_V2D, a, b, c, helper, 0);
}
