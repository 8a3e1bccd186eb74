/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dead SETs: liveness of variables, backwards over the blocks of the unit. */
#include "translate/opt/scratch.h"

static void add(struct opt_set *s, unsigned var)
{
    s->w[var >> 6] |= 1ull << (var & 63);
}

static void take(struct opt_set *s, unsigned var)
{
    s->w[var >> 6] &= ~(1ull << (var & 63));
}

static bool has(const struct opt_set *s, unsigned var)
{
    return s->w[var >> 6] >> (var & 63) & 1;
}

static void fill(struct opt_set *s, uint64_t x)
{
    for (unsigned k = 0; k < IR_MAX_VARS / 64; k++)
        s->w[k] = x;
}

static void summarize(const struct ir *ir, struct opt_block *b)
{
    fill(&b->gen, 0);
    fill(&b->kill, 0);
    for (unsigned k = b->end; k-- > b->start;) {
        const struct ir_insn *i = &ir->insn[k];

        if (ir_ops[i->op].flags & IR_F_PURE)
            continue;
        if (i->op == IR_SET) {
            take(&b->gen, i->aux);
            add(&b->kill, i->aux);
        } else if (i->op == IR_GET) {
            add(&b->gen, i->aux);
        } else if (opt_observes(ir, i)) {
            fill(&b->gen, ~0ull);
        }
    }
}

static struct opt_set live_out(const struct ir *ir, const struct opt_scratch *s,
                               const struct opt_block *b)
{
    struct opt_set out = {{0}};
    unsigned next[2], n = opt_successors(&ir->insn[b->end - 1], next);

    for (unsigned j = 0; j < n; j++)
        for (unsigned k = 0; k < IR_MAX_VARS / 64; k++)
            out.w[k] |= s->blocks[next[j]].live.w[k];
    return out;
}

/* Until nothing changes; most regions need two rounds. */
static void solve(const struct ir *ir, struct opt_scratch *s)
{
    bool changed = true;

    for (unsigned j = 0; j < s->n_blocks; j++)
        fill(&s->blocks[j].live, 0);
    while (changed) {
        changed = false;
        for (unsigned j = s->n_blocks; j-- > 0;) {
            struct opt_block *b = &s->blocks[j];
            struct opt_set out = live_out(ir, s, b);

            for (unsigned k = 0; k < IR_MAX_VARS / 64; k++) {
                uint64_t in = b->gen.w[k] | (out.w[k] & ~b->kill.w[k]);

                changed |= in != b->live.w[k];
                b->live.w[k] = in;
            }
        }
    }
}

static void drop(struct ir *ir, const struct opt_scratch *s, const struct opt_block *b)
{
    struct opt_set live = live_out(ir, s, b);

    for (unsigned k = b->end; k-- > b->start;) {
        struct ir_insn *i = &ir->insn[k];

        if (ir_ops[i->op].flags & IR_F_PURE)
            continue;
        if (i->op == IR_SET) {
            if (!has(&live, i->aux))
                opt_drop(i);
            else
                take(&live, i->aux);
        } else if (i->op == IR_GET) {
            add(&live, i->aux);
        } else if (opt_observes(ir, i)) {
            fill(&live, ~0ull);
        }
    }
}

void opt_dead_sets(struct ir *ir, const struct opt_facts *facts, void *scratch)
{
    struct opt_scratch *s = scratch;

    if (!opt_find_blocks(ir, s))
        return;
    for (unsigned j = 0; j < s->n_blocks; j++)
        summarize(ir, &s->blocks[j]);
    solve(ir, s);
    for (unsigned j = 0; j < s->n_blocks; j++)
        drop(ir, s, &s->blocks[j]);
}
