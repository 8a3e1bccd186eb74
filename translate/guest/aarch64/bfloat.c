/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Products of narrow floating-point lanes added to wide ones: FEAT_BF16, FEAT_FHM. */
#include "translate/guest/aarch64/simd.h"

/* v without all above the vector that q says. */
static ir_ref cut(struct tr *t, const struct a64_insn *a, ir_ref v)
{
    return a->q ? v : simd_cast(t, IR_V2D, simd_cast(t, IR_F64, v));
}

/* Lane H:L:M of register Rm, of 16 bits, in every lane. */
static ir_ref half_element(struct tr *t, const struct a64_insn *a)
{
    return simd_element(t, IR_V8H, a->rm, a->h << 2 | a->l << 1 | a->mm);
}

/* The lanes of register reg that FMLAL multiplies: its low or high half, zeroes above. */
static ir_ref part(struct tr *t, const struct a64_insn *a, unsigned reg)
{
    ir_ref v = simd_get(t, IR_V2D, reg);

    if (a->part && a->q)
        v = ir_emit(t->ir, IR_VDUPL, IR_V2D, v, IR_NONE, IR_NONE, 1, 0);
    else if (a->part)
        v = ir_emit(t->ir, IR_VDUPL, IR_V4S, v, IR_NONE, IR_NONE, 1, 0);
    return simd_first(t, a->q ? 3 : 2, v);
}

/* FMLAL, FMLAL2, FMLSL (sub), FMLSL2. */
enum tr_status a64_fmlal(struct tr *t, const struct a64_insn *a)
{
    ir_ref d = cut(t, a, simd_get(t, IR_V2D, a->rd)), n = part(t, a, a->rn), m;

    if (a->element)
        m = simd_first(t, a->q ? 3 : 2, half_element(t, a));
    else
        m = part(t, a, a->rm);
    if (a->sub)
        n = simd_first(t, a->q ? 3 : 2, ir_op1(t->ir, IR_FNEG, IR_V8H, n));
    simd_set(t, a->rd, cut(t, a, simd_helper(t, A64_HELPER_FMLAL, d, n, m)));
    return TR_NEXT;
}

enum tr_status a64_bfcvt(struct tr *t, const struct a64_insn *a)
{
    ir_ref n = simd_first(t, 2, simd_get(t, IR_V2D, a->rn));

    simd_set(t, a->rd, simd_helper(t, A64_HELPER_BFCVT, n, IR_NONE, IR_NONE));
    return TR_NEXT;
}

/* BFCVTN, and with q BFCVTN2 to the high half of rd. */
enum tr_status a64_bfcvtn(struct tr *t, const struct a64_insn *a)
{
    ir_ref r = simd_get(t, IR_V2D, a->rn);

    r = simd_helper(t, A64_HELPER_BFCVT, r, IR_NONE, IR_NONE);
    if (a->q)
        r = ir_op2(t->ir, IR_ZIP1, IR_V2D, simd_get(t, IR_V2D, a->rd), r);
    simd_set(t, a->rd, r);
    return TR_NEXT;
}

enum tr_status a64_bfdot(struct tr *t, const struct a64_insn *a)
{
    ir_ref d = simd_get(t, IR_V2D, a->rd), n = simd_get(t, IR_V2D, a->rn), m;

    if (a->element)
        m = simd_element(t, IR_V4S, a->rm | a->mm << 4, a->h << 1 | a->l);
    else
        m = simd_get(t, IR_V2D, a->rm);
    simd_set(t, a->rd, cut(t, a, simd_helper(t, A64_HELPER_BFDOT, d, n, m)));
    return TR_NEXT;
}

enum tr_status a64_bfmmla(struct tr *t, const struct a64_insn *a)
{
    ir_ref d = simd_get(t, IR_V2D, a->rd), n = simd_get(t, IR_V2D, a->rn);
    ir_ref m = simd_get(t, IR_V2D, a->rm);

    simd_set(t, a->rd, simd_helper(t, A64_HELPER_BFMMLA, d, n, m));
    return TR_NEXT;
}

/* The even or, top, odd lanes of v as single precision. */
static ir_ref widened(struct tr *t, const struct a64_insn *a, ir_ref v)
{
    v = simd_cast(t, IR_V4S, v);
    if (a->top)
        return ir_op2(t->ir, IR_AND, IR_V4S, v, simd_lanes(t, IR_V4S, 0xffff0000));
    return simd_shl(t, IR_V4S, v, 16);
}

/* BFMLALB, BFMLALT (top): a fused multiply-add of single precision. */
enum tr_status a64_bfmlal(struct tr *t, const struct a64_insn *a)
{
    ir_ref d = simd_get(t, IR_V4S, a->rd), n = widened(t, a, simd_get(t, IR_V2D, a->rn)), m;

    m = a->element ? half_element(t, a) : simd_get(t, IR_V2D, a->rm);
    m = widened(t, a, m);
    simd_set(t, a->rd, ir_emit(t->ir, IR_FMA, IR_V4S, d, n, m, 0, 0));
    return TR_NEXT;
}
