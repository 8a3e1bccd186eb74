/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scalar floating point (Arm ARM C4.1.96): what differs from one lane of the vector
 * instructions. */
#include "translate/guest/aarch64/simd.h"

enum tr_status a64_fmov(struct tr *t, const struct a64_insn *a)
{
    simd_set(t, a->rd, simd_get(t, simd_scalar_type(a->size), a->rn));
    return TR_NEXT;
}

/* VFPExpandImm: a:NOT(b):bbbb..:cdefgh. */
enum tr_status a64_fmov_imm(struct tr *t, const struct a64_insn *a)
{
    uint64_t sign = a->imm8 >> 7, b = a->imm8 >> 6 & 1, frac = a->imm8 & 63, bits;

    if (a->size == 3)
        bits = sign << 63 | (b ? 0x3fcull : 0x400ull) << 52 | frac << 48;
    else if (a->size == 2)
        bits = sign << 31 | (b ? 0x7cull : 0x80ull) << 23 | frac << 19;
    else
        bits = a64_expand_half(a->imm8);
    simd_set(t, a->rd, ir_vconst(t->ir, IR_V2D, bits, true));
    return TR_NEXT;
}

/* Between general and SIMD&FP registers, bit by bit. */
enum tr_status a64_fmov_to_gpr(struct tr *t, const struct a64_insn *a)
{
    unsigned word = a64_word(a->sf);
    ir_ref v = simd_get(t, simd_scalar_type(word), a->rn);

    a64_set(t, word, a->rd, ir_op1(t->ir, IR_VTO, word, v));
    return TR_NEXT;
}

enum tr_status a64_fmov_from_gpr(struct tr *t, const struct a64_insn *a)
{
    unsigned word = a64_word(a->sf);
    ir_ref x = a64_get(t, word, a->rn);

    simd_set(t, a->rd, ir_op1(t->ir, IR_VFROM, simd_scalar_type(word), x));
    return TR_NEXT;
}

enum tr_status a64_fmov_half_to_gpr(struct tr *t, const struct a64_insn *a)
{
    ir_ref v = simd_get(t, IR_F16, a->rn);

    a64_set(t, IR_I16, a->rd, ir_op1(t->ir, IR_VTO, IR_I16, v));
    return TR_NEXT;
}

enum tr_status a64_fmov_half_from_gpr(struct tr *t, const struct a64_insn *a)
{
    ir_ref x = a64_get(t, IR_I16, a->rn);

    simd_set(t, a->rd, ir_op1(t->ir, IR_VFROM, IR_F16, x));
    return TR_NEXT;
}

enum tr_status a64_fmov_top_to_gpr(struct tr *t, const struct a64_insn *a)
{
    ir_ref v = simd_get(t, IR_V2D, a->rn);

    a64_set(t, IR_I64, a->rd, ir_emit(t->ir, IR_VGET, IR_I64, v, IR_NONE, IR_NONE, 1, 3));
    return TR_NEXT;
}

enum tr_status a64_fmov_top_from_gpr(struct tr *t, const struct a64_insn *a)
{
    ir_ref x = a64_get(t, IR_I64, a->rn), v = simd_get(t, IR_V2D, a->rd);

    simd_set(t, a->rd, ir_emit(t->ir, IR_VPUT, IR_V2D, v, x, IR_NONE, 1, 0));
    return TR_NEXT;
}

enum tr_status a64_fnmul(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_scalar_type(a->size);
    ir_ref n = simd_get(t, type, a->rn), m = simd_get(t, type, a->rm);

    n = ir_op2(t->ir, IR_FMUL, type, n, m);
    simd_set(t, a->rd, ir_op1(t->ir, IR_FNEG, type, n));
    return TR_NEXT;
}

/* FMADD, FMSUB, FNMADD, FNMSUB: ra + rn * rm with the signs of aux. */
enum tr_status a64_fmadd(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_scalar_type(a->size);
    ir_ref d = simd_get(t, type, a->ra), n = simd_get(t, type, a->rn);
    ir_ref m = simd_get(t, type, a->rm);

    simd_set(t, a->rd, ir_emit(t->ir, IR_FMA, type, d, n, m, a->aux, 0));
    return TR_NEXT;
}

/* kind: IR_FLAGS_FCMP or FCMPE; zero: against 0.0. */
enum tr_status a64_fcmp(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_scalar_type(a->size);
    ir_ref n = simd_get(t, type, a->rn);
    ir_ref m = a->zero ? simd_const(t, type, 0) : simd_get(t, type, a->rm);

    a64_set_flags(t, ir_emit(t->ir, IR_FLAGS, type, n, m, IR_NONE, a->kind, 0));
    return TR_NEXT;
}

/* Where the condition does not hold nothing is compared: zeroes are, which raise no exception. */
enum tr_status a64_fccmp(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_scalar_type(a->size);
    ir_ref n = simd_get(t, type, a->rn), m = simd_get(t, type, a->rm), c = IR_NONE, r;

    if (a->cond < IR_CC_AL) {
        ir_ref zero = simd_const(t, type, 0);

        c = a64_cond(t, a->cond);
        n = ir_op3(t->ir, IR_SELECT, type, n, zero, c);
        m = ir_op3(t->ir, IR_SELECT, type, m, zero, c);
    }
    r = ir_emit(t->ir, IR_FLAGS, type, n, m, IR_NONE, a->kind, 0);
    if (a->cond < IR_CC_AL) {
        ir_ref fixed = a64_const(t, IR_I32, (uint64_t)a->nzcv << 28);

        fixed = ir_emit(t->ir, IR_FLAGS, IR_I32, fixed, IR_NONE, IR_NONE, IR_FLAGS_RAW, 0);
        r = ir_op3(t->ir, IR_FLAGSEL, IR_FLAGS_T, r, fixed, c);
    }
    a64_set_flags(t, r);
    return TR_NEXT;
}

enum tr_status a64_fcsel(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_scalar_type(a->size);
    ir_ref n = simd_get(t, type, a->rn);

    if (a->cond < IR_CC_AL) {
        ir_ref m = simd_get(t, type, a->rm), c = a64_cond(t, a->cond);

        n = ir_op3(t->ir, IR_SELECT, type, n, m, c);
    }
    simd_set(t, a->rd, n);
    return TR_NEXT;
}

/* Between formats: from and to are log2 of their bytes. */
enum tr_status a64_fcvt(struct tr *t, const struct a64_insn *a)
{
    unsigned from = simd_scalar_type(a->from), to = simd_scalar_type(a->to);
    ir_ref n = simd_get(t, from, a->rn);

    simd_set(t, a->rd, ir_emit(t->ir, IR_FCVT, to, n, IR_NONE, IR_NONE, from, 0));
    return TR_NEXT;
}

/* To a general register, op IR_SFTOS or SFTOU in rounding aux; scale: 64 - fraction bits. */
enum tr_status a64_fcvt_to_gpr(struct tr *t, const struct a64_insn *a)
{
    unsigned word = a64_word(a->sf), type = simd_scalar_type(a->size);
    int frac = a->fixed ? 64 - a->scale : 0;
    ir_ref n;

    if (frac > 32 && !a->sf)
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    n = ir_emit(t->ir, a->op, word, n, IR_NONE, IR_NONE, type | (unsigned)a->aux << 8, frac);
    a64_set(t, word, a->rd, n);
    return TR_NEXT;
}

/* From a general register, op IR_SSTOF or SUTOF, in the current rounding. */
enum tr_status a64_cvtf_gpr(struct tr *t, const struct a64_insn *a)
{
    unsigned word = a64_word(a->sf);
    int frac = a->fixed ? 64 - a->scale : 0;
    ir_ref n;

    if (frac > 32 && !a->sf)
        return TR_ILLEGAL;
    n = a64_get(t, word, a->rn);
    simd_set(t, a->rd,
             ir_emit(t->ir, a->op, simd_scalar_type(a->size), n, IR_NONE, IR_NONE,
                     word | IR_ROUND_MODE << 8, frac));
    return TR_NEXT;
}

/* FRINT32Z, FRINT32X, FRINT64Z, FRINT64X. */
enum tr_status a64_frint_sized(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_insn_type(a), n;
    ir_ref v, how;

    if (type == IR_VOID)
        return TR_ILLEGAL;
    n = ir_lanes(type);
    v = simd_cast(t, IR_V2D, simd_get(t, type, a->rn));
    how =
        ir_vconst(t->ir, IR_V2D, (uint64_t)(a->size | a->aux << 8 | a->bits << 16) | n << 24, true);
    simd_set(t, a->rd, simd_helper(t, A64_HELPER_FRINT_SIZED, v, how, IR_NONE));
    return TR_NEXT;
}

enum tr_status a64_fjcvtzs(struct tr *t, const struct a64_insn *a)
{
    ir_ref n = ir_op1(t->ir, IR_VTO, IR_I64, simd_get(t, IR_F64, a->rn));
    ir_ref r = ir_emit(t->ir, IR_HELPER, IR_I64, n, IR_NONE, IR_NONE, A64_HELPER_FJCVTZS, 0);
    ir_ref nzcv = ir_emit(t->ir, IR_TRUNC, IR_I32, a64_shift(t, IR_I64, r, 1, 32), IR_NONE, IR_NONE,
                          IR_I64, 0);

    r = ir_emit(t->ir, IR_TRUNC, IR_I32, r, IR_NONE, IR_NONE, IR_I64, 0);
    a64_set(t, IR_I32, a->rd, r);
    a64_set_flags(t, ir_emit(t->ir, IR_FLAGS, IR_I32, nzcv, IR_NONE, IR_NONE, IR_FLAGS_RAW, 0));
    return TR_NEXT;
}
