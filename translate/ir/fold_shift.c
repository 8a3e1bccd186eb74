/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folding of shifts. An amount is taken modulo the lane width, so only its low bits matter. */
#include "translate/ir/build.h"

/* The amount without operations that leave its low bits alone. */
static ir_ref plain_amount(const struct ir *ir, ir_ref b, unsigned bits)
{
    for (;;) {
        const struct ir_insn *i = &ir->insn[b];
        uint64_t c;

        if (i->op == IR_ZEXT || i->op == IR_SEXT || i->op == IR_TRUNC)
            b = i->a;
        else if (i->op == IR_AND && ir_konst(ir, i->b, &c) && (c & (bits - 1)) == bits - 1)
            b = i->a;
        else
            return b;
    }
}

static ir_ref shift_shift(struct ir *ir, struct ir_insn *k, unsigned n)
{
    const struct ir_insn *a = &ir->insn[k->a];
    unsigned bits = ir_lane_bits(k->type);
    uint64_t m;

    if (a->type != k->type)
        return IR_NONE;
    if (k->op == IR_SHL && a->op == IR_UBFX && !(a->imm & 255) && n + (a->imm >> 8) >= bits)
        return ir_with_const(ir, IR_SHL, k->type, a->a, n);
    if (a->op < IR_SHL || a->op > IR_ROR || !ir_konst(ir, a->b, &m))
        return IR_NONE;
    if (k->op == IR_SHR && a->op == IR_SHL) {
        if (m <= n)
            return ir_emit(ir, IR_UBFX, k->type, a->a, IR_NONE, IR_NONE, 0,
                           (int)((n - m) | (bits - n) << 8));
        return IR_NONE;
    }
    if (k->op == IR_SAR && a->op == IR_SHL && m <= n)
        return ir_emit(ir, IR_SBFX, k->type, a->a, IR_NONE, IR_NONE, 0,
                       (int)((n - m) | (bits - n) << 8));
    if (a->op != k->op)
        return IR_NONE;
    n += (unsigned)m;
    if (k->op == IR_ROR)
        n %= bits;
    else if (n >= bits && k->op == IR_SAR)
        n = bits - 1;
    else if (n >= bits)
        return ir_const(ir, k->type, 0);
    return ir_with_const(ir, k->op, k->type, a->a, n);
}

ir_ref ir_fold_shift(struct ir *ir, struct ir_insn *k)
{
    unsigned bits = ir_lane_bits(k->type);
    uint64_t n;

    if (k->op == IR_EXTR) {
        if (!k->imm)
            return k->b;
        if (k->a == k->b)
            return ir_with_const(ir, IR_ROR, k->type, k->a, (uint64_t)k->imm);
        return IR_NONE;
    }
    if (bits > 64)
        return IR_NONE;
    if (!ir_konst(ir, k->b, &n)) {
        k->b = plain_amount(ir, k->b, bits);
        return IR_NONE;
    }
    if (n >= bits) /* one form of each amount */
        k->b = ir_const(ir, ir_result_type(&ir->insn[k->b]), n % bits);
    n %= bits;
    if (!n)
        return k->a;
    return ir_is_int(k->type) ? shift_shift(ir, k, (unsigned)n) : IR_NONE;
}
