/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Folding: operations on constants through ir_eval, then the rules of algebra. Canonical forms that
 * later code relies on: the constant of a commutative operation is b; SUB of a constant is ADD.
 */
#include "translate/ir/build.h"

/* Constants of any class: CONST, VCONST, FLAGS RAW of a constant. */
static bool known(const struct ir *ir, ir_ref v, union vec *out)
{
    const struct ir_insn *i = &ir->insn[v];
    uint64_t c;

    *out = (union vec){{0}};
    switch (v ? i->op : IR_CONST) {
    case IR_CONST:
        out->q[0] = v ? i->imm64 : 0;
        return true;
    case IR_VCONST:
        for (unsigned k = 0; k < (i->imm ? 1 : (ir_bytes(i->type) + 7) / 8); k++)
            out->q[k] = i->imm64;
        return true;
    case IR_FLAGS:
        if (i->aux != IR_FLAGS_RAW || !ir_konst(ir, i->a, &c))
            return false;
        out->q[0] = c & 0xf0000000;
        return true;
    default:
        return false;
    }
}

static ir_ref vector_result(struct ir *ir, unsigned type, const union vec *d)
{
    unsigned quads = (ir_bytes(type) + 7) / 8;
    bool low = true, same = true;

    for (unsigned k = 1; k < quads; k++) {
        low &= d->q[k] == 0;
        same &= d->q[k] == d->q[0];
    }
    if (!low && !same)
        return IR_NONE;
    return ir_vconst(ir, type, d->q[0], !same);
}

static bool may_be_known(const struct ir *ir, ir_ref v)
{
    unsigned op = ir->insn[v].op;

    return op == IR_CONST || op == IR_VCONST || op == IR_FLAGS;
}

static ir_ref fold_known(struct ir *ir, const struct ir_insn *k)
{
    union vec a, b, c, d;
    unsigned type = ir_result_type(k);

    if (k->op == IR_FLAGS && k->aux == IR_FLAGS_RAW)
        return IR_NONE;
    if (!known(ir, k->a, &a) || !known(ir, k->b, &b) || !known(ir, k->c, &c))
        return IR_NONE;
    ir_eval(ir->guest, NULL, k, &d, &a, &b, &c);
    if (ir_is_int(type))
        return ir_const(ir, type, d.q[0]);
    if (type == IR_FLAGS_T) {
        ir_ref nzcv = ir_const(ir, IR_I32, d.q[0]);
        return ir_emit(ir, IR_FLAGS, IR_I32, nzcv, IR_NONE, IR_NONE, IR_FLAGS_RAW, 0);
    }
    return vector_result(ir, type, &d);
}

/* Is v what a variable was before it got another value? A register would have to be kept for it. */
static bool is_past(const struct ir *ir, ir_ref v)
{
    const struct ir_insn *i = &ir->insn[v];
    ir_ref r = i->op == IR_GET ? ir->var_table[i->aux] : IR_NONE;

    return r > v && r < ir->n && ir->insn[r].op == IR_SET && ir->insn[r].aux == i->aux;
}

static ir_ref fold_add(struct ir *ir, struct ir_insn *k)
{
    const struct ir_insn *a = &ir->insn[k->a], *b = &ir->insn[k->b];
    uint64_t c, d;

    if (!ir_is_int(k->type))
        return IR_NONE;
    if (ir_konst(ir, k->b, &c)) {
        if (!c)
            return k->a;
        if (a->op == IR_ADD && ir_konst(ir, a->b, &d) && !is_past(ir, a->a))
            return ir_with_const(ir, IR_ADD, k->type, a->a, c + d);
        if (a->op == IR_GADDR && k->type == ir->guest->word)
            return ir_gaddr(ir, a->imm64 + c);
    }
    if (b->op == IR_NEG)
        return ir_op2(ir, IR_SUB, k->type, k->a, b->a);
    if (a->op == IR_NEG)
        return ir_op2(ir, IR_SUB, k->type, k->b, a->a);
    return IR_NONE;
}

static ir_ref fold_sub(struct ir *ir, struct ir_insn *k)
{
    const struct ir_insn *b = &ir->insn[k->b];
    uint64_t c;

    if (k->a == k->b)
        return ir_is_int(k->type) ? ir_const(ir, k->type, 0) : ir_vconst(ir, k->type, 0, false);
    if (!ir_is_int(k->type))
        return IR_NONE;
    if (ir_konst(ir, k->b, &c))
        return ir_with_const(ir, IR_ADD, k->type, k->a, -c);
    if (ir_konst(ir, k->a, &c) && !c)
        return ir_op1(ir, IR_NEG, k->type, k->b);
    if (b->op == IR_NEG)
        return ir_op2(ir, IR_ADD, k->type, k->a, b->a);
    return IR_NONE;
}

static ir_ref fold_muldiv(struct ir *ir, struct ir_insn *k)
{
    uint64_t c;
    unsigned log2;

    if (!ir_is_int(k->type) || !ir_konst(ir, k->b, &c))
        return IR_NONE;
    if (c == 1 && k->op != IR_REMU)
        return k->a;
    if (!c)
        return k->op == IR_REMU ? k->a : ir_const(ir, k->type, 0);
    if (c & (c - 1))
        return IR_NONE;
    log2 = (unsigned)__builtin_ctzll(c);
    switch (k->op) {
    case IR_MUL:
        return ir_with_const(ir, IR_SHL, k->type, k->a, log2);
    case IR_DIVU:
        return ir_with_const(ir, IR_SHR, k->type, k->a, log2);
    default:
        return ir_with_const(ir, IR_AND, k->type, k->a, c - 1);
    }
}

/* 0 + 0 + c is c. */
static ir_ref fold_addc(struct ir *ir, struct ir_insn *k)
{
    uint64_t a, b;

    if (!ir_is_int(k->type) || !ir_konst(ir, k->a, &a) || !ir_konst(ir, k->b, &b) || a | b)
        return IR_NONE;
    if (k->type == IR_I64)
        return ir_emit(ir, IR_ZEXT, k->type, k->c, IR_NONE, IR_NONE, IR_I32, 0);
    return k->type == IR_I32 ? k->c : IR_NONE;
}

static ir_ref fold_double(struct ir *ir, struct ir_insn *k)
{
    const struct ir_insn *a = &ir->insn[k->a];

    /* -(x - y) is y - x, for integers */
    if (k->op == IR_NEG && a->op == IR_SUB && ir_is_int(k->type))
        return ir_op2(ir, IR_SUB, k->type, a->b, a->a);
    if (a->op == k->op && a->type == k->type)
        return a->a;
    if (k->op == IR_NEG && (a->op == IR_COND || a->op == IR_ZEXT) && ir_is_int(k->type))
        return ir_fold_mask(ir, k);
    return IR_NONE;
}

static ir_ref fold_vcast(struct ir *ir, struct ir_insn *k)
{
    const struct ir_insn *a = &ir->insn[k->a];
    unsigned to = ir_bytes(k->type), from = ir_bytes(ir_result_type(a));

    if (to == from)
        return k->a;
    if (a->op == IR_VCAST) {
        unsigned source = ir_bytes(ir_result_type(&ir->insn[a->a]));

        if (from >= to || from >= source)
            return ir_op1(ir, IR_VCAST, k->type, a->a);
    }
    if (a->op == IR_VFROM && (from >= to || from >= ir_bytes(ir_result_type(&ir->insn[a->a]))))
        return ir_op1(ir, IR_VFROM, k->type, a->a);
    return IR_NONE;
}

static ir_ref fold_vto(struct ir *ir, struct ir_insn *k)
{
    const struct ir_insn *a = &ir->insn[k->a];
    unsigned type;

    if (a->op == IR_VCAST && ir_bytes(a->type) >= ir_bytes(k->type) &&
        ir_bytes(ir_result_type(&ir->insn[a->a])) >= ir_bytes(k->type))
        return ir_op1(ir, IR_VTO, k->type, a->a);
    if (a->op != IR_VFROM || ir_bytes(a->type) < ir_bytes(k->type))
        return IR_NONE;
    type = ir_result_type(&ir->insn[a->a]);
    if (type == k->type)
        return a->a;
    return ir_emit(ir, type > k->type ? IR_TRUNC : IR_ZEXT, k->type, a->a, IR_NONE, IR_NONE, type,
                   0);
}

static ir_ref by_rules(struct ir *ir, struct ir_insn *k)
{
    switch (k->op) {
    case IR_COPY:
        return k->a;
    case IR_ADD:
        return fold_add(ir, k);
    case IR_SUB:
        return fold_sub(ir, k);
    case IR_MUL:
    case IR_DIVU:
    case IR_REMU:
        return fold_muldiv(ir, k);
    case IR_ADDC:
        return fold_addc(ir, k);
    case IR_NEG:
    case IR_NOT:
    case IR_RBIT:
    case IR_BSWAP:
    case IR_BSWAP16:
    case IR_BSWAP32:
    case IR_FNEG:
        return fold_double(ir, k);
    case IR_CLZ:
        if (ir->insn[k->a].op == IR_RBIT && ir->insn[k->a].type == k->type)
            return ir_op1(ir, IR_CTZ, k->type, ir->insn[k->a].a);
        return IR_NONE;
    case IR_AND:
    case IR_OR:
    case IR_XOR:
    case IR_ANDN:
    case IR_ORN:
    case IR_UMIN:
    case IR_UMAX:
    case IR_SMIN:
    case IR_SMAX:
        return ir_fold_logic(ir, k);
    case IR_SHL:
    case IR_SHR:
    case IR_SAR:
    case IR_ROR:
    case IR_EXTR:
        return ir_fold_shift(ir, k);
    case IR_ZEXT:
    case IR_SEXT:
    case IR_TRUNC:
    case IR_UBFX:
    case IR_SBFX:
    case IR_BFI:
        return ir_fold_width(ir, k);
    case IR_EQ:
    case IR_NE:
    case IR_LTU:
    case IR_LEU:
    case IR_LTS:
    case IR_LES:
    case IR_SELECT:
    case IR_FLAGS:
    case IR_COND:
    case IR_FLAGSEL:
    case IR_NZCV:
        return ir_fold_decide(ir, k);
    case IR_VCAST:
        return fold_vcast(ir, k);
    case IR_VTO:
        return fold_vto(ir, k);
    default:
        return IR_NONE;
    }
}

ir_ref ir_fold(struct ir *ir, struct ir_insn *k)
{
    ir_ref r;

    if (!k->a) /* CONST and its like */
        return IR_NONE;
    if ((ir_ops[k->op].flags & IR_F_COMM) && k->op != IR_PMULL) {
        unsigned a = ir->insn[k->a].op, b = ir->insn[k->b].op;
        bool b_const = b == IR_CONST || b == IR_VCONST;

        if ((a == IR_CONST || a == IR_VCONST || (a == IR_GADDR && b != IR_GADDR)) && !b_const) {
            r = k->a;
            k->a = k->b;
            k->b = r;
        }
    }
    if (may_be_known(ir, k->a)) {
        r = fold_known(ir, k);
        if (r)
            return r;
    }
    return by_rules(ir, k);
}
