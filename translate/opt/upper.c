/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Known-zero upper bits. A level says how much of a host vector register may be other than zero:
 * its low 1 << level bytes. Levels of variables flow forwards over the blocks of the unit; at an
 * entry nothing is known of them.
 */
#include <string.h>

#include "translate/opt/scratch.h"

#define UNKNOWN 5 /* 32 bytes: a whole register */

struct flow {
    const struct ir *ir;
    const struct opt_facts *facts;
    uint8_t *value; /* level by value */
};

static uint8_t own_level(const struct ir_insn *i)
{
    return (uint8_t)(ir_lane_log2(i->type) + (i->type >> 3 & 7));
}

static uint8_t max_level(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

static uint8_t by_fact(const struct flow *f, const struct ir_insn *i)
{
    const ir_ref refs[3] = {i->a, i->b, i->c};
    uint8_t level = own_level(i);

    unsigned fact = f->facts->upper[i->op];

    if (fact == OPT_UPPER_A && ir_lanes(i->type) > 1)
        fact = OPT_UPPER_UNKNOWN;
    if (fact == OPT_UPPER_A_ALL)
        fact = ir_lanes(i->type) > 1 ? OPT_UPPER_ALL : OPT_UPPER_A;
    switch (fact) {
    case OPT_UPPER_ZERO:
        return level;
    case OPT_UPPER_A:
        return max_level(level, f->value[i->a]);
    case OPT_UPPER_ALL:
        for (unsigned k = 0; k < ir_n_operands(i); k++)
            if (refs[k])
                level = max_level(level, f->value[refs[k]]);
        return level;
    default:
        return UNKNOWN;
    }
}

static uint8_t level_of(const struct flow *f, const struct ir_insn *i, const uint8_t *vars)
{
    unsigned have;

    switch (i->op) {
    case IR_GET: /* the variable's register as it is */
        return vars[i->aux];
    case IR_VCAST:
        have = ir_bytes(ir_result_type(&f->ir->insn[i->a]));
        if (ir_bytes(i->type) <= have) /* the operand's register as it is */
            return f->value[i->a];
        return (uint8_t)(have == 32 ? UNKNOWN : __builtin_ctz(have));
    default:
        return by_fact(f, i);
    }
}

/* Runs over a block; with mark, VCASTs that are not needed get their mark. */
static void run_block(const struct flow *f, struct ir *ir, const struct opt_block *b, uint8_t *vars,
                      bool mark)
{
    for (unsigned k = b->start; k < b->end; k++) {
        struct ir_insn *i = &ir->insn[k];

        if (i->op == IR_SET) {
            vars[i->aux] = f->value[i->a];
        } else if ((i->op == IR_HELPER || i->op == IR_VHELPER) &&
                   (ir->guest->helpers[i->aux].flags & IR_HELPER_WRITES)) {
            memset(vars, UNKNOWN, IR_MAX_VARS);
        }
        f->value[k] = UNKNOWN;
        if (!ir_is_vec(ir_result_type(i)))
            continue;
        f->value[k] = level_of(f, i, vars);
        if (mark && i->op == IR_VCAST) {
            unsigned have = ir_bytes(ir_result_type(&ir->insn[i->a]));

            i->imm = ir_bytes(i->type) > have && 1u << f->value[i->a] <= have;
        }
    }
}

/* Takes what vars says into b's start. True if that says less than before. */
static bool merge(struct opt_scratch *s, unsigned block, const uint8_t *vars, unsigned n)
{
    struct opt_block *b = &s->blocks[block];
    uint8_t *upper = s->upper[block];
    bool changed = !b->reached;

    if (!b->reached)
        memset(upper, 0, IR_MAX_VARS);
    b->reached = true;
    for (unsigned k = 0; k < n; k++) {
        if (vars[k] > upper[k]) {
            upper[k] = vars[k];
            changed = true;
        }
    }
    return changed;
}

static bool has_growing_casts(const struct ir *ir)
{
    const struct ir_insn *x = ir->insn, *end = x + ir->n;

    for (const struct ir_insn *i = x + 1; i < end; i++)
        if (i->op == IR_VCAST && ir_bytes(i->type) > ir_bytes(ir_result_type(&x[i->a])))
            return true;
    return false;
}

void opt_upper(struct ir *ir, const struct opt_facts *facts, void *scratch)
{
    struct opt_scratch *s = scratch;
    struct flow f = {.ir = ir, .facts = facts, .value = opt_mark(s, ir->n)};
    uint8_t vars[IR_MAX_VARS];
    bool changed = true;

    if (!has_growing_casts(ir) || !opt_find_blocks(ir, s))
        return;
    for (unsigned j = 0; j < s->n_blocks; j++) {
        struct opt_block *b = &s->blocks[j];

        b->reached =
            j == ir->entry || (ir->insn[b->start].aux & (IR_BLOCK_ENTRY | IR_BLOCK_RETURN));
        memset(s->upper[j], UNKNOWN, IR_MAX_VARS);
    }
    while (changed) {
        changed = false;
        for (unsigned j = 0; j < s->n_blocks; j++) {
            struct opt_block *b = &s->blocks[j];
            unsigned next[2], n = opt_successors(&ir->insn[b->end - 1], next);

            if (!b->reached)
                continue;
            memcpy(vars, s->upper[j], sizeof(vars));
            run_block(&f, ir, b, vars, false);
            for (unsigned k = 0; k < n; k++)
                changed |= merge(s, next[k], vars, ir->guest->n_vars);
        }
    }
    for (unsigned j = 0; j < s->n_blocks; j++) {
        memcpy(vars, s->upper[j], sizeof(vars));
        run_block(&f, ir, &s->blocks[j], vars, true);
    }
}
