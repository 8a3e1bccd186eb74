/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folding of width changes and bit fields. */
#include "translate/ir/build.h"

static ir_ref width(struct ir *ir, unsigned op, unsigned type, ir_ref a, unsigned from)
{
    return ir_emit(ir, op, type, a, IR_NONE, IR_NONE, from, 0);
}

static ir_ref field(struct ir *ir, unsigned op, unsigned type, ir_ref a, unsigned lsb, unsigned len)
{
    return ir_emit(ir, op, type, a, IR_NONE, IR_NONE, 0, (int)(lsb | len << 8));
}

static ir_ref fold_trunc(struct ir *ir, struct ir_insn *k)
{
    const struct ir_insn *a = &ir->insn[k->a];

    if (a->op == IR_TRUNC)
        return width(ir, IR_TRUNC, k->type, a->a, a->aux);
    if (a->op == IR_ZEXT || a->op == IR_SEXT) {
        if (a->aux == k->type)
            return a->a;
        return width(ir, a->aux > k->type ? IR_TRUNC : a->op, k->type, a->a, a->aux);
    }
    return IR_NONE;
}

static ir_ref fold_extend(struct ir *ir, struct ir_insn *k)
{
    const struct ir_insn *a = &ir->insn[k->a];

    if (a->op == IR_ZEXT && a->aux < a->type) /* the sign bit is 0 */
        return width(ir, IR_ZEXT, k->type, a->a, a->aux);
    if (a->op == IR_SEXT && k->op == IR_SEXT)
        return width(ir, IR_SEXT, k->type, a->a, a->aux);
    return IR_NONE;
}

static ir_ref fold_extract(struct ir *ir, struct ir_insn *k)
{
    const struct ir_insn *a = &ir->insn[k->a];
    unsigned bits = ir_lane_bits(k->type), lsb = k->imm & 255, len = (unsigned)k->imm >> 8;
    uint64_t n;

    if (len == bits)
        return k->a;
    if (lsb + len == bits)
        return ir_with_const(ir, k->op == IR_UBFX ? IR_SHR : IR_SAR, k->type, k->a, lsb);
    if (a->op == IR_UBFX && a->type == k->type) {
        unsigned have = (unsigned)a->imm >> 8;

        if (lsb >= have)
            return ir_const(ir, k->type, 0);
        if (lsb + len > have)
            return field(ir, IR_UBFX, k->type, a->a, lsb + (a->imm & 255), have - lsb);
        return field(ir, k->op, k->type, a->a, lsb + (a->imm & 255), len);
    }
    if (a->op == IR_SHL && a->type == k->type && ir_konst(ir, a->b, &n) && lsb >= n)
        return field(ir, k->op, k->type, a->a, lsb - (unsigned)n, len);
    if ((a->op == IR_SHR || a->op == IR_SAR) && a->type == k->type && ir_konst(ir, a->b, &n) &&
        lsb + len + n <= bits)
        return field(ir, k->op, k->type, a->a, lsb + (unsigned)n, len);
    return IR_NONE;
}

static ir_ref fold_insert(struct ir *ir, struct ir_insn *k)
{
    unsigned bits = ir_lane_bits(k->type), lsb = k->imm & 255, len = (unsigned)k->imm >> 8;
    uint64_t b;

    if (len == bits)
        return k->b;
    if (k->a == k->b && !lsb)
        return k->a;
    if (ir_konst(ir, k->b, &b)) {
        uint64_t m = ~0ull >> (64 - len);

        if (!(b & m))
            return ir_with_const(ir, IR_AND, k->type, k->a, ~(m << lsb));
        if ((b & m) == m)
            return ir_with_const(ir, IR_OR, k->type, k->a, m << lsb);
    }
    return IR_NONE;
}

ir_ref ir_fold_width(struct ir *ir, struct ir_insn *k)
{
    switch (k->op) {
    case IR_TRUNC:
        return k->aux == k->type ? k->a : fold_trunc(ir, k);
    case IR_ZEXT:
    case IR_SEXT:
        return k->aux == k->type ? k->a : fold_extend(ir, k);
    case IR_BFI:
        return ir_is_int(k->type) ? fold_insert(ir, k) : IR_NONE;
    default:
        return ir_is_int(k->type) ? fold_extract(ir, k) : IR_NONE;
    }
}
