/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folding of logic, minimum and maximum. */
#include "translate/ir/build.h"

static ir_ref zero(struct ir *ir, unsigned type)
{
    return ir_is_int(type) ? ir_const(ir, type, 0) : ir_vconst(ir, type, 0, false);
}

static ir_ref same_operands(struct ir *ir, struct ir_insn *k)
{
    switch (k->op) {
    case IR_XOR:
    case IR_ANDN:
        return zero(ir, k->type);
    case IR_ORN:
        return ir_is_int(k->type) ? ir_const(ir, k->type, ~0ull) : IR_NONE;
    default:
        return k->a;
    }
}

/* Is every bit of v outside c known to be zero? */
static bool covers(const struct ir *ir, ir_ref v, uint64_t c)
{
    const struct ir_insn *i = &ir->insn[v];

    switch (i->op) {
    case IR_ZEXT:
        return !(ir_type_mask(i->aux) & ~c);
    case IR_UBFX:
        return !(~0ull >> (64 - (i->imm >> 8)) & ~c);
    case IR_EQ:
    case IR_NE:
    case IR_LTU:
    case IR_LEU:
    case IR_LTS:
    case IR_LES:
    case IR_COND:
        return c & 1;
    default:
        return false;
    }
}

static ir_ref fold_and(struct ir *ir, struct ir_insn *k, uint64_t c)
{
    const struct ir_insn *a = &ir->insn[k->a];
    uint64_t d;

    if (!c)
        return k->b;
    if (c == ir_type_mask(k->type) || covers(ir, k->a, c))
        return k->a;
    if (a->op == IR_AND && ir_konst(ir, a->b, &d))
        return ir_with_const(ir, IR_AND, k->type, a->a, c & d);
    return IR_NONE;
}

static ir_ref fold_or(struct ir *ir, struct ir_insn *k, uint64_t c)
{
    const struct ir_insn *a = &ir->insn[k->a];
    uint64_t d;

    if (!c)
        return k->a;
    if (c == ir_type_mask(k->type))
        return k->b;
    if (a->op == IR_OR && ir_konst(ir, a->b, &d))
        return ir_with_const(ir, IR_OR, k->type, a->a, c | d);
    return IR_NONE;
}

static ir_ref fold_xor(struct ir *ir, struct ir_insn *k, uint64_t c)
{
    const struct ir_insn *a = &ir->insn[k->a];
    uint64_t d;

    if (!c)
        return k->a;
    if (c == ir_type_mask(k->type))
        return ir_op1(ir, IR_NOT, k->type, k->a);
    if (a->op == IR_XOR && ir_konst(ir, a->b, &d))
        return ir_with_const(ir, IR_XOR, k->type, a->a, c ^ d);
    return IR_NONE;
}

static ir_ref constant_b(struct ir *ir, struct ir_insn *k, uint64_t c)
{
    switch (k->op) {
    case IR_AND:
        return fold_and(ir, k, c);
    case IR_OR:
        return fold_or(ir, k, c);
    case IR_XOR:
        return fold_xor(ir, k, c);
    case IR_ANDN:
        return ir_with_const(ir, IR_AND, k->type, k->a, ~c);
    case IR_ORN:
        return ir_with_const(ir, IR_OR, k->type, k->a, ~c);
    default:
        return IR_NONE;
    }
}

/* AND, OR and XOR with a complement; NOT of the whole. */
static ir_ref complement(struct ir *ir, struct ir_insn *k)
{
    const struct ir_insn *a = &ir->insn[k->a], *b = &ir->insn[k->b];
    unsigned op = k->op == IR_AND ? IR_ANDN : k->op == IR_OR ? IR_ORN : IR_COPY;

    if (op != IR_COPY) {
        if (b->op == IR_NOT)
            return ir_op2(ir, op, k->type, k->a, b->a);
        if (a->op == IR_NOT)
            return ir_op2(ir, op, k->type, k->b, a->a);
    } else if ((k->op == IR_ANDN || k->op == IR_ORN) && b->op == IR_NOT) {
        return ir_op2(ir, k->op == IR_ANDN ? IR_AND : IR_OR, k->type, k->a, b->a);
    }
    return IR_NONE;
}

ir_ref ir_fold_logic(struct ir *ir, struct ir_insn *k)
{
    uint64_t c;
    ir_ref r;

    if (k->a == k->b) {
        r = same_operands(ir, k);
        if (r)
            return r;
    }
    if (ir_is_int(k->type)) {
        if (ir_konst(ir, k->b, &c)) {
            r = constant_b(ir, k, c);
            if (r)
                return r;
        }
        if (ir_konst(ir, k->a, &c) && k->op == IR_ANDN)
            return c ? (c == ir_type_mask(k->type) ? ir_op1(ir, IR_NOT, k->type, k->b) : IR_NONE)
                     : k->a;
        if (ir_konst(ir, k->a, &c) && k->op == IR_ORN && !c)
            return ir_op1(ir, IR_NOT, k->type, k->b);
    }
    return complement(ir, k);
}
