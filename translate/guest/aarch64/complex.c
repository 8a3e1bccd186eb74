/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Complex numbers in neighbouring lanes (FEAT_FCMA): real part first. */
#include "translate/guest/aarch64/simd.h"

/* Real and imaginary parts exchanged. */
static ir_ref exchange(struct tr *t, unsigned type, ir_ref v)
{
    unsigned log2 = ir_lane_log2(type);

    if (log2 == 3)
        return ir_emit(t->ir, IR_VEXT, type, v, v, IR_NONE, 8, 0);
    return ir_emit(t->ir, IR_VREV, type, v, IR_NONE, IR_NONE, log2 + 1, 0);
}

/* v with the sign of the real, of the imaginary parts changed. */
static ir_ref negate(struct tr *t, unsigned type, ir_ref v, bool real, bool imaginary)
{
    unsigned bits = ir_lane_bits(type);
    uint64_t top = 1ull << (bits - 1);
    ir_ref mask;

    if (bits == 64) {
        uint64_t low = real ? top : 0, high = imaginary ? top : 0;

        if (low == high)
            mask = simd_const(t, type, low);
        else if (low)
            mask = ir_vconst(t->ir, type, low, true);
        else
            mask = ir_op2(t->ir, IR_XOR, type, ir_vconst(t->ir, type, top, true),
                          simd_const(t, type, top));
    } else {
        uint64_t pair = (real ? top : 0) | (imaginary ? top << bits : 0);

        mask = simd_const(t, type, bits == 32 ? pair : pair | pair << 32);
    }
    return ir_op2(t->ir, IR_XOR, type, v, mask);
}

enum tr_status a64_fcadd(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref n, m;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    m = exchange(t, type, simd_get(t, type, a->rm));
    m = negate(t, type, m, !a->rot, a->rot);
    simd_set(t, a->rd, ir_op2(t->ir, IR_FADD, type, n, m));
    return TR_NEXT;
}

/* The complex number index of register m in every pair of lanes of type. */
static ir_ref element(struct tr *t, const struct a64_insn *a, unsigned type)
{
    if (a->size == 1) {
        ir_ref v = simd_element(t, simd_type(a->q, 2), a->rm | a->mm << 4, a->h << 1 | a->l);

        return simd_cast(t, type, v);
    }
    return simd_cast(t, type, simd_element(t, IR_V2D, a->rm | a->mm << 4, a->h));
}

enum tr_status a64_fcmla(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a);
    ir_ref d, n, m;

    if (type == IR_VOID || (a->element && a->size == 1 && !a->q && a->h))
        return TR_ILLEGAL;
    d = simd_get(t, type, a->rd);
    n = simd_get(t, type, a->rn);
    m = a->element ? element(t, a, type) : simd_get(t, type, a->rm);
    n = ir_op2(t->ir, a->rot & 1 ? IR_TRN2 : IR_TRN1, type, n, n);
    if (a->rot & 1)
        m = exchange(t, type, m);
    if (a->rot)
        m = negate(t, type, m, a->rot != 3, a->rot != 1);
    simd_set(t, a->rd, ir_emit(t->ir, IR_FMA, type, d, n, m, 0, 0));
    return TR_NEXT;
}
