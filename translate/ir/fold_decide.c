/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folding of comparisons, selections and flags. */
#include "translate/ir/build.h"

/* Is v a decision, 0 or 1 of type I32? */
static bool is_decision(const struct ir *ir, ir_ref v)
{
    unsigned op = ir->insn[v].op;

    return (op >= IR_EQ && op <= IR_LES) || op == IR_COND || op == IR_VNONZERO;
}

/* 1 - v of a decision that has an inverse, else IR_NONE. */
static ir_ref invert(struct ir *ir, ir_ref v)
{
    const struct ir_insn i = ir->insn[v];

    switch (i.op) {
    case IR_EQ:
    case IR_NE:
        return ir_op2(ir, i.op == IR_EQ ? IR_NE : IR_EQ, i.type, i.a, i.b);
    case IR_LTU:
    case IR_LEU:
        return ir_op2(ir, i.op == IR_LTU ? IR_LEU : IR_LTU, i.type, i.b, i.a);
    case IR_LTS:
    case IR_LES:
        return ir_op2(ir, i.op == IR_LTS ? IR_LES : IR_LTS, i.type, i.b, i.a);
    case IR_COND:
        return ir_emit(ir, IR_COND, i.type, i.a, IR_NONE, IR_NONE, i.aux ^ 1, 0);
    default:
        return IR_NONE;
    }
}

/* Is v 0 or 1, of decisions? */
static bool is_bool(const struct ir *ir, ir_ref v, unsigned depth)
{
    const struct ir_insn *i = &ir->insn[v];
    uint64_t c;

    if (is_decision(ir, v) || (ir_konst(ir, v, &c) && c <= 1))
        return true;
    return (i->op == IR_AND || i->op == IR_OR || i->op == IR_XOR) && depth &&
           is_bool(ir, i->a, depth - 1) && is_bool(ir, i->b, depth - 1);
}

/* 1 - v of such a value. */
static ir_ref negate(struct ir *ir, ir_ref v)
{
    ir_ref r = invert(ir, v);

    return r ? r : ir_with_const(ir, IR_XOR, IR_I32, v, 1);
}

/* EQ and NE with the constant c. */
static ir_ref equal_const(struct ir *ir, struct ir_insn *k, uint64_t c)
{
    const struct ir_insn *a = &ir->insn[k->a];

    if (is_decision(ir, k->a)) {
        if (c > 1)
            return ir_const(ir, IR_I32, k->op == IR_NE);
        if ((c != 0) == (k->op == IR_EQ))
            return k->a;
        return invert(ir, k->a);
    }
    if (c)
        return IR_NONE;
    if (a->op == IR_SUB || a->op == IR_XOR)
        return ir_op2(ir, k->op, k->type, a->a, a->b);
    if (a->op == IR_ZEXT || a->op == IR_SEXT)
        return ir_with_const(ir, k->op, a->aux, a->a, 0);
    return IR_NONE;
}

static ir_ref compare(struct ir *ir, struct ir_insn *k)
{
    bool strict = k->op == IR_NE || k->op == IR_LTU || k->op == IR_LTS;
    uint64_t c;

    if (k->a == k->b)
        return ir_const(ir, IR_I32, !strict);
    if (!ir_konst(ir, k->b, &c))
        return IR_NONE;
    switch (k->op) {
    case IR_EQ:
    case IR_NE:
        return equal_const(ir, k, c);
    case IR_LTU:
        if (!c)
            return ir_const(ir, IR_I32, 0);
        return c == 1 ? ir_with_const(ir, IR_EQ, k->type, k->a, 0) : IR_NONE;
    case IR_LEU:
        if (c == ir_type_mask(k->type))
            return ir_const(ir, IR_I32, 1);
        return c ? IR_NONE : ir_with_const(ir, IR_EQ, k->type, k->a, 0);
    default:
        return IR_NONE;
    }
}

static ir_ref fold_select(struct ir *ir, struct ir_insn *k)
{
    const struct ir_insn *cond = &ir->insn[k->c];
    uint64_t a, b, c;
    ir_ref r;

    if (ir_konst(ir, k->c, &c))
        return c ? k->a : k->b;
    if (k->a == k->b)
        return k->a;
    if ((cond->op == IR_EQ || cond->op == IR_NE) && ir_konst(ir, cond->b, &c) && !c &&
        cond->type == IR_I32) {
        if (cond->op == IR_EQ) {
            r = k->a;
            k->a = k->b;
            k->b = r;
        }
        k->c = cond->a;
    }
    cond = &ir->insn[k->c];
    if (k->op == IR_SELECT && cond->op == IR_XOR && ir_konst(ir, cond->b, &c) && c == 1 &&
        is_bool(ir, cond->a, 8)) {
        r = k->a;
        k->a = k->b;
        k->b = r;
        k->c = cond->a;
    }
    if (k->op == IR_SELECT && ir_is_int(k->type) && is_bool(ir, k->c, 8) &&
        ir_konst(ir, k->a, &a) && ir_konst(ir, k->b, &b) && a + b == 1 && (a == 0 || b == 0)) {
        r = a ? k->c : negate(ir, k->c);
        if (k->type == IR_I32)
            return r;
        return ir_emit(ir, k->type > IR_I32 ? IR_ZEXT : IR_TRUNC, k->type, r, IR_NONE, IR_NONE,
                       IR_I32, 0);
    }
    return IR_NONE;
}

/* A condition on flags that are those of a compare or a constant, as c decides: two conditions. */
static ir_ref cond_of_select(struct ir *ir, const struct ir_insn *k)
{
    const struct ir_insn s = ir->insn[k->a], *fixed = &ir->insn[s.b];
    uint64_t nzcv;
    ir_ref r;
    bool holds;

    if (s.op != IR_FLAGSEL || fixed->op != IR_FLAGS || fixed->aux != IR_FLAGS_RAW ||
        !ir_konst(ir, fixed->a, &nzcv) || !is_bool(ir, s.c, 8))
        return IR_NONE;
    holds = ir_cc_holds(k->aux, (uint32_t)nzcv);
    r = ir_emit(ir, IR_COND, IR_I32, s.a, IR_NONE, IR_NONE, k->aux ^ holds, 0);
    r = ir_op2(ir, IR_AND, IR_I32, s.c, r);
    return holds ? negate(ir, r) : r;
}

/* -(x != 0) and -(x == 0), of flags: a mask of x, which needs no flags. */
ir_ref ir_fold_mask(struct ir *ir, const struct ir_insn *k)
{
    const struct ir_insn *c = &ir->insn[k->a], *f;
    uint64_t b = 0;
    ir_ref x;

    if (c->op == IR_ZEXT)
        c = &ir->insn[c->a];
    f = &ir->insn[c->a];
    if (c->op != IR_COND || c->aux > IR_CC_NE || f->op != IR_FLAGS || f->type != k->type ||
        (f->aux != IR_FLAGS_LOGIC && (f->aux != IR_FLAGS_SUB || !ir_konst(ir, f->b, &b) || b != 0)))
        return IR_NONE;
    x = f->a;
    return ir_with_const(ir, c->aux == IR_CC_EQ ? IR_VEQ : IR_VGTU, k->type, x, 0);
}

static ir_ref fold_cond(struct ir *ir, struct ir_insn *k)
{
    if (k->aux >= IR_CC_AL)
        return ir_const(ir, IR_I32, 1);
    k->type = IR_I32;
    return cond_of_select(ir, k);
}

ir_ref ir_fold_decide(struct ir *ir, struct ir_insn *k)
{
    const struct ir_insn *a = &ir->insn[k->a];

    switch (k->op) {
    case IR_SELECT:
    case IR_FLAGSEL:
        return fold_select(ir, k);
    case IR_COND:
        return fold_cond(ir, k);
    case IR_FLAGS:
        return k->aux == IR_FLAGS_RAW && a->op == IR_NZCV ? a->a : IR_NONE;
    case IR_NZCV:
        if (a->op == IR_FLAGS && a->aux == IR_FLAGS_RAW && a->type == IR_I32)
            return ir_with_const(ir, IR_AND, IR_I32, a->a, 0xf0000000);
        return IR_NONE;
    default:
        return compare(ir, k);
    }
}
