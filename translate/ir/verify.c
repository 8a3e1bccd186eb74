/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verifier: the invariants of ir.h. */
#include <errno.h>
#include <string.h>

#include "translate/ir/text.h"

struct check {
    const struct ir *ir;
    unsigned index;
    unsigned block; /* index of the open BLOCK, 0: none is open */
    const char *error;
};

static bool broken(struct check *c, const char *text)
{
    c->error = text;
    return false;
}

static bool known_type(unsigned t)
{
    if (t == IR_FLAGS_T)
        return true;
    return ir_is_int(t) || (ir_is_vec(t) && ir_lane_log2(t) <= 4 && ir_bytes(t) <= 32);
}

/* Has v, an operand of kind, the class that i asks for? */
static bool fits(struct check *c, const struct ir_insn *i, char kind, ir_ref v)
{
    unsigned have = ir_result_type(&c->ir->insn[v]);

    switch (kind) {
    case 'f':
        return have == IR_FLAGS_T || broken(c, "operand is no FLAGS value");
    case 's':
        return ir_is_int(have) || broken(c, "operand is no integer scalar");
    case 'x':
        return ir_is_vec(have) || broken(c, "operand is not of the vector class");
    default:
        if (i->op == IR_SET)
            return have == i->type ||
                   (ir_is_vec(have) && ir_is_vec(i->type) && ir_bytes(have) == ir_bytes(i->type)) ||
                   broken(c, "SET of another type");
        if (ir_is_vec(i->type))
            return (ir_is_vec(have) && ir_bytes(have) == ir_bytes(i->type)) ||
                   broken(c, "operand has another size or class than the operation");
        return have == i->type || broken(c, "operand has another type than the operation");
    }
}

static bool check_operands(struct check *c, const struct ir_insn *i)
{
    const ir_ref refs[3] = {i->a, i->b, i->c};
    const char *s = ir_op_texts[i->op].operands;
    unsigned n = 0;

    for (; *s; s++) {
        if (!strchr("vsxf", *s))
            continue;
        ir_ref v = refs[n++];

        if (!v) {
            if (s[1] != '?')
                return broken(c, "operand is missing");
            continue;
        }
        if (v <= c->block || v >= c->index)
            return broken(c, "operand is not defined before in its block");
        if (!fits(c, i, *s, v))
            return false;
    }
    return true;
}

static bool check_block(struct check *c, uint64_t n)
{
    return n < c->ir->n_blocks || broken(c, "there is no such block");
}

static bool check_field(struct check *c, const struct ir_insn *i)
{
    unsigned bits = ir_lane_bits(i->type), lsb = i->imm & 255, len = (unsigned)i->imm >> 8;

    return (len >= 1 && lsb + len <= bits) || broken(c, "bit field outside its value");
}

static bool check_memory(struct check *c, const struct ir_insn *i)
{
    unsigned log2 = i->aux & IR_MEM_SIZE;

    if (log2 > 5 || (1u << log2) > (i->type == IR_VOID ? 32 : ir_bytes(i->type)))
        return broken(c, "access wider than its value");
    if (i->b && (i->op == IR_LOAD || i->op == IR_STORE) && !(i->aux & IR_MEM_INDEX32) &&
        ir_result_type(&c->ir->insn[i->b]) != ir_result_type(&c->ir->insn[i->a]))
        return broken(c, "index is not as wide as the base");
    if (i->b && (i->aux & IR_MEM_INDEX32) && (i->op == IR_LOAD || i->op == IR_STORE) &&
        ir_result_type(&c->ir->insn[i->b]) != IR_I32)
        return broken(c, "INDEX32 of an index that is not I32");
    return true;
}

static bool check_variable(struct check *c, const struct ir_insn *i)
{
    const struct ir_guest *g = c->ir->guest;
    unsigned want;

    if (i->aux >= g->n_vars)
        return broken(c, "there is no such variable");
    want = g->vars[i->aux].type;
    if ((i->type == IR_FLAGS_T) != (want == IR_FLAGS_T))
        return broken(c, "flags variable mixed with another type");
    if (want != IR_FLAGS_T && ir_bytes(i->type) > ir_bytes(want))
        return broken(c, "GET wider than its variable");
    return true;
}

static bool check_details(struct check *c, const struct ir_insn *i)
{
    switch (i->op) {
    case IR_GET:
    case IR_SET:
        return check_variable(c, i);
    case IR_UBFX:
    case IR_SBFX:
    case IR_BFI:
        return check_field(c, i);
    case IR_EXTR:
        return (i->imm >= 0 && (unsigned)i->imm < ir_lane_bits(i->type)) ||
               broken(c, "EXTR by its width or more");
    case IR_ZEXT:
    case IR_SEXT:
        return (ir_result_type(&c->ir->insn[i->a]) == i->aux && i->aux <= i->type) ||
               broken(c, "extension from a type that the operand has not");
    case IR_TRUNC:
        return (ir_result_type(&c->ir->insn[i->a]) == i->aux && i->aux >= i->type) ||
               broken(c, "truncation from a type that the operand has not");
    case IR_FLAGS:
        return (i->aux <= IR_FLAGS_FCMPE && i->aux != IR_FLAGS_PARTS) ||
               broken(c, "there is no such kind of flags");
    case IR_COND:
        return i->aux <= IR_CC_AL || broken(c, "there is no such condition");
    case IR_HELPER:
    case IR_VHELPER:
        if (i->aux >= c->ir->guest->n_helpers)
            return broken(c, "there is no such helper");
        return (i->op == IR_HELPER) == (c->ir->guest->helpers[i->aux].scalar != NULL) ||
               broken(c, "helper of the other class");
    case IR_VPUT:
    case IR_VDUPL:
        return i->aux < ir_lanes(i->type) || i->op == IR_VDUPL || broken(c, "no such lane");
    case IR_BRF:
        return (i->aux <= IR_CC_AL && check_block(c, (uint32_t)i->imm) && check_block(c, i->c)) ||
               c->error || broken(c, "there is no such condition");
    case IR_BRNZ:
        return check_block(c, (uint32_t)i->imm) && check_block(c, i->c);
    case IR_JUMP:
        return check_block(c, (uint32_t)i->imm);
    case IR_CALL:
        return check_block(c, i->c);
    default:
        if ((ir_ops[i->op].flags & IR_F_MEM) && i->op != IR_ZERO_BLOCK)
            return check_memory(c, i);
        return true;
    }
}

static bool check_insn(struct check *c, unsigned *n_blocks)
{
    const struct ir_insn *i = &c->ir->insn[c->index];

    if (i->op >= IR_N_OPS)
        return broken(c, "there is no such operation");
    if (i->op == IR_BLOCK) {
        if (c->block)
            return broken(c, "a block begins before the last one has ended");
        if (i->imm != (int)*n_blocks)
            return broken(c, "blocks are not numbered in order");
        c->block = c->index;
        ++*n_blocks;
        return true;
    }
    if (!c->block)
        return broken(c, "an instruction outside of blocks");
    if (i->op == IR_INSN)
        return true;
    if (ir_result_type(i) != IR_VOID && !known_type(i->type) &&
        !(i->type == IR_VOID && (i->op == IR_COND || i->op == IR_FLAGSEL)))
        return broken(c, "there is no such type");
    if (i->type != IR_VOID && !known_type(i->type))
        return broken(c, "there is no such type");
    if (!check_operands(c, i) || !check_details(c, i))
        return false;
    if (ir_ops[i->op].flags & IR_F_END)
        c->block = 0;
    return true;
}

static int report(const struct check *c, char *err, size_t size)
{
    size_t n = 0;

    for (const char *s = c->error; *s && n + 1 < size; s++)
        err[n++] = *s;
    for (const char *s = ": "; *s && n + 1 < size; s++)
        err[n++] = *s;
    if (size)
        err[n] = '\0';
    if (c->index < c->ir->n && c->ir->insn[c->index].op < IR_N_OPS && n < size)
        ir_print_insn(c->ir, c->index, err + n, size - n);
    return -EINVAL;
}

int ir_verify(const struct ir *ir, char *err, size_t size)
{
    struct check c = {.ir = ir, .index = 1};
    unsigned n_blocks = 0;

    for (; c.index < ir->n; c.index++)
        if (!check_insn(&c, &n_blocks))
            return report(&c, err, size);
    if (c.block)
        broken(&c, "the last block has no end");
    else if (n_blocks != ir->n_blocks || !n_blocks)
        broken(&c, "the number of blocks is wrong");
    return c.error ? report(&c, err, size) : 0;
}
