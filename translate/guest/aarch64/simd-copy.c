/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Advanced SIMD copy, modified immediate, permute, extract and table lookup. */
#include "translate/guest/aarch64/simd.h"

/* Lane size and index of imm5; false: reserved. */
static bool lane(unsigned imm5, unsigned *size, unsigned *index)
{
    if (!(imm5 & 15))
        return false;
    *size = (unsigned)__builtin_ctz(imm5);
    *index = imm5 >> (*size + 1);
    return true;
}

enum tr_status a64_simd_dup(struct tr *t, const struct a64_insn *a)
{
    unsigned size, index;
    ir_ref r;

    if (!lane(a->imm5, &size, &index) || (!a->scalar && !a->q && size == 3))
        return TR_ILLEGAL;
    if (a->scalar) {
        r = simd_lane_down(t, simd_type(0, size), index, simd_get(t, IR_V2D, a->rn));
        r = simd_first(t, size, r);
    } else {
        r = simd_element(t, simd_type(a->q, size), a->rn, index);
    }
    simd_set(t, a->rd, r);
    return TR_NEXT;
}

enum tr_status a64_simd_dup_gpr(struct tr *t, const struct a64_insn *a)
{
    unsigned size, index;
    ir_ref r;

    if (!lane(a->imm5, &size, &index) || (!a->q && size == 3))
        return TR_ILLEGAL;
    r = a64_get(t, size, a->rn); /* IR_I8 .. IR_I64 are 0 .. 3 */
    simd_set(t, a->rd, ir_op1(t->ir, IR_VDUP, simd_type(a->q, size), r));
    return TR_NEXT;
}

enum tr_status a64_simd_ins_gpr(struct tr *t, const struct a64_insn *a)
{
    unsigned size, index, type;
    ir_ref r;

    if (!lane(a->imm5, &size, &index))
        return TR_ILLEGAL;
    type = simd_type(1, size);
    r = a64_get(t, size, a->rn);
    r = ir_emit(t->ir, IR_VPUT, type, simd_get(t, type, a->rd), r, IR_NONE, index, 0);
    simd_set(t, a->rd, r);
    return TR_NEXT;
}

enum tr_status a64_simd_ins(struct tr *t, const struct a64_insn *a)
{
    unsigned size, index, type, from;
    ir_ref d, n;

    if (!lane(a->imm5, &size, &index))
        return TR_ILLEGAL;
    type = simd_type(1, size);
    from = (unsigned)a->imm4 >> size;
    d = simd_get(t, type, a->rd);
    n = simd_get(t, type, a->rn);
    simd_set(t, a->rd, ir_emit(t->ir, IR_VMOVL, type, d, n, IR_NONE, index | from << 8, 0));
    return TR_NEXT;
}

/* UMOV and SMOV (sgn) to W, or with q to X. */
enum tr_status a64_simd_mov_gpr(struct tr *t, const struct a64_insn *a)
{
    unsigned size, index, word = a64_word(a->q);
    ir_ref r;

    if (!lane(a->imm5, &size, &index))
        return TR_ILLEGAL;
    if (a->sgn ? size >= word : (size == 3) != (a->q != 0))
        return TR_ILLEGAL;
    r = simd_get(t, IR_V2D, a->rn);
    r = ir_emit(t->ir, IR_VGET, size, r, IR_NONE, IR_NONE, index, (int32_t)size);
    if (a->sgn)
        r = ir_emit(t->ir, IR_SEXT, word, r, IR_NONE, IR_NONE, size, 0);
    a64_set(t, a->sgn ? word : size, a->rd, r);
    return TR_NEXT;
}

/* AdvSIMDExpandImm, but for the inversion that op asks for. */
static uint64_t expand(unsigned op, unsigned cmode, uint64_t imm8)
{
    uint64_t x = 0;

    switch (cmode >> 1) {
    case 0:
    case 1:
    case 2:
    case 3:
        return simd_repeat(2, imm8 << (cmode >> 1) * 8);
    case 4:
    case 5:
        return simd_repeat(1, imm8 << (cmode >> 1 & 1) * 8);
    case 6:
        return simd_repeat(2, cmode & 1 ? imm8 << 16 | 0xffff : imm8 << 8 | 0xff);
    }
    if (cmode == 14 && !op)
        return simd_repeat(0, imm8);
    if (cmode == 14) {
        for (unsigned i = 0; i < 8; i++)
            x |= imm8 >> i & 1 ? 0xffull << i * 8 : 0;
        return x;
    }
    x = imm8 >> 7 << 31 | (imm8 & 0x40 ? 0x1full << 25 : 1ull << 30) | (imm8 & 63) << 19;
    if (!op)
        return simd_repeat(2, x);
    return imm8 >> 7 << 63 | (imm8 & 0x40 ? 0xffull << 54 : 1ull << 62) | (imm8 & 63) << 48;
}

/* MOVI, MVNI, FMOV; ORR and BIC where cmode is odd and below 12. */
enum tr_status a64_simd_imm(struct tr *t, const struct a64_insn *a)
{
    uint64_t imm = expand(a->inv, a->cmode, a->imm8);
    ir_ref r;

    if (a->cmode == 15 && a->inv && !a->q)
        return TR_ILLEGAL;
    if (a->inv && a->cmode < 14)
        imm = ~imm;
    r = ir_vconst(t->ir, IR_V2D, imm, !a->q);
    if (a->cmode < 12 && (a->cmode & 1)) {
        ir_ref d = simd_get(t, IR_V2D, a->rd);

        r = ir_op2(t->ir, a->inv ? IR_AND : IR_OR, IR_V2D, d, r);
        if (!a->q)
            r = simd_cast(t, IR_F64, r);
    }
    simd_set(t, a->rd, r);
    return TR_NEXT;
}

/* FMOV of half precision lanes. */
enum tr_status a64_simd_fmov_half(struct tr *t, const struct a64_insn *a)
{
    uint64_t imm = simd_repeat(1, a64_expand_half(a->imm8));

    simd_set(t, a->rd, ir_vconst(t->ir, IR_V2D, imm, !a->q));
    return TR_NEXT;
}

/* Bytes imm4.. of rm:rn. */
enum tr_status a64_simd_ext(struct tr *t, const struct a64_insn *a)
{
    unsigned type = simd_type(a->q, 0);
    ir_ref n, m;

    if (!a->q && a->imm4 >= 8)
        return TR_ILLEGAL;
    n = simd_get(t, type, a->rn);
    m = simd_get(t, type, a->rm);
    simd_set(t, a->rd, ir_emit(t->ir, IR_VEXT, type, n, m, IR_NONE, a->imm4, 0));
    return TR_NEXT;
}

/* TBL of len + 1 registers; keep: TBX, where no index is in range rd stays. */
enum tr_status a64_simd_tbl(struct tr *t, const struct a64_insn *a)
{
    unsigned n_regs = a->len + 1u;
    ir_ref index = simd_get(t, IR_V16B, a->rm), r = IR_NONE;

    for (unsigned i = 0; i < n_regs; i++) {
        ir_ref table = simd_get(t, IR_V16B, (a->rn + i) & 31), part = index;

        if (i) {
            ir_ref first = simd_lanes(t, IR_V16B, i * 16);

            part = ir_op2(t->ir, IR_SUB, IR_V16B, index, first);
        }
        part = ir_op2(t->ir, IR_TBL, IR_V16B, table, part);
        r = r ? ir_op2(t->ir, IR_OR, IR_V16B, r, part) : part;
    }
    if (a->keep) {
        ir_ref d = simd_get(t, IR_V16B, a->rd);
        ir_ref last = simd_lanes(t, IR_V16B, n_regs * 16 - 1);
        ir_ref outside = ir_op2(t->ir, IR_VGTU, IR_V16B, index, last);

        r = ir_op3(t->ir, IR_BITSEL, IR_V16B, outside, d, r);
    }
    simd_set(t, a->rd, a->q ? r : simd_cast(t, IR_F64, r));
    return TR_NEXT;
}
