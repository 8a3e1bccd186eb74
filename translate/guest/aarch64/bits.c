/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bit fields, shifts, bit counting, multiplication, division, CRC (Arm ARM C4.1.93, C4.1.96). */
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"

static ir_ref field(struct tr *t, unsigned op, unsigned type, ir_ref v, unsigned lsb,
                    unsigned width)
{
    return ir_emit(t->ir, op, type, v, IR_NONE, IR_NONE, 0, (int32_t)(lsb | width << 8));
}

static bool bad_bitfield(const struct a64_insn *a)
{
    return a->n != a->sf || (!a->sf && (a->immr >= 32 || a->imms >= 32));
}

/* SBFM and UBFM: op is IR_SBFX or IR_UBFX. */
enum tr_status a64_bitfield(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf), bits = ir_lane_bits(type);
    unsigned lsb = a->immr, msb = a->imms;
    bool sign = a->op == IR_SBFX;
    ir_ref v;

    if (bad_bitfield(a))
        return TR_ILLEGAL;
    v = a64_get(t, type, a->rn);
    if (msb >= lsb && msb == bits - 1) {
        v = a64_shift(t, type, v, sign ? 2 : 1, lsb);
    } else if (msb >= lsb) {
        v = field(t, a->op, type, v, lsb, msb - lsb + 1);
    } else {
        if (msb + 1 + bits - lsb < bits)
            v = field(t, a->op, type, v, 0, msb + 1);
        v = a64_shift(t, type, v, 0, bits - lsb);
    }
    a64_set(t, type, a->rd, v);
    return TR_NEXT;
}

enum tr_status a64_bfm(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf), bits = ir_lane_bits(type);
    unsigned lsb = 0, width;
    ir_ref x, y;

    if (bad_bitfield(a))
        return TR_ILLEGAL;
    x = a64_get(t, type, a->rd);
    y = a64_get(t, type, a->rn);
    if (a->imms >= a->immr) {
        width = a->imms - a->immr + 1;
        y = a64_shift(t, type, y, 1, a->immr);
    } else {
        lsb = bits - a->immr;
        width = a->imms + 1;
    }
    a64_set(t, type, a->rd,
            ir_emit(t->ir, IR_BFI, type, x, y, IR_NONE, 0, (int32_t)(lsb | width << 8)));
    return TR_NEXT;
}

enum tr_status a64_extr(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    ir_ref x, y;

    if (a->n != a->sf || (!a->sf && a->imm >= 32))
        return TR_ILLEGAL;
    x = a64_get(t, type, a->rn);
    if (a->rn == a->rm) {
        a64_set(t, type, a->rd, a64_shift(t, type, x, 3, a->imm));
        return TR_NEXT;
    }
    y = a64_get(t, type, a->rm);
    a64_set(t, type, a->rd, ir_emit(t->ir, IR_EXTR, type, x, y, IR_NONE, 0, (int32_t)a->imm));
    return TR_NEXT;
}

/* rd = rn op rm: shifts and divisions. */
enum tr_status a64_op2(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    ir_ref x = a64_get(t, type, a->rn);
    ir_ref y = a64_get(t, type, a->rm);

    a64_set(t, type, a->rd, ir_op2(t->ir, a->op, type, x, y));
    return TR_NEXT;
}

/* SMAX ... with an immediate. */
enum tr_status a64_minmax_imm(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    ir_ref x = a64_get(t, type, a->rn);
    ir_ref y = a64_const(t, type, (uint64_t)(int64_t)a->imm);

    a64_set(t, type, a->rd, ir_op2(t->ir, a->op, type, x, y));
    return TR_NEXT;
}

/* rd = op rn: bit and byte order, counts. */
enum tr_status a64_op1(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    ir_ref x = a64_get(t, type, a->rn);

    a64_set(t, type, a->rd, ir_op1(t->ir, a->op, type, x));
    return TR_NEXT;
}

/* MADD and MSUB: op is IR_ADD or IR_SUB. */
enum tr_status a64_madd(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    ir_ref x = a64_get(t, type, a->rn);
    ir_ref y = a64_get(t, type, a->rm);
    ir_ref r = ir_op2(t->ir, IR_MUL, type, x, y);
    ir_ref acc = a64_get(t, type, a->ra);

    a64_set(t, type, a->rd, ir_op2(t->ir, a->op, type, acc, r));
    return TR_NEXT;
}

/* SMADDL .. UMSUBL: ext is IR_SEXT or IR_ZEXT. */
enum tr_status a64_maddl(struct tr *t, const struct a64_insn *a)
{
    ir_ref x = a64_get(t, IR_I32, a->rn);
    ir_ref y = a64_get(t, IR_I32, a->rm);
    ir_ref xl = ir_emit(t->ir, a->ext, IR_I64, x, IR_NONE, IR_NONE, IR_I32, 0);
    ir_ref yl = ir_emit(t->ir, a->ext, IR_I64, y, IR_NONE, IR_NONE, IR_I32, 0);
    ir_ref r = ir_op2(t->ir, IR_MUL, IR_I64, xl, yl);
    ir_ref acc = a64_get(t, IR_I64, a->ra);

    a64_set(t, IR_I64, a->rd, ir_op2(t->ir, a->op, IR_I64, acc, r));
    return TR_NEXT;
}

/* CRC32B .. CRC32CX: sz is log2 of the bytes, c is 256 for the Castagnoli polynomial. */
enum tr_status a64_crc32(struct tr *t, const struct a64_insn *a)
{
    ir_ref acc = a64_get(t, IR_I32, a->rn);
    ir_ref v = a64_get(t, a->sz, a->rm);

    a64_set(t, IR_I32, a->rd,
            ir_emit(t->ir, IR_CRC32, IR_I32, acc, v, IR_NONE, 0, (int32_t)(1u << a->sz | a->c)));
    return TR_NEXT;
}
