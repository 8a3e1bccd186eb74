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

/* What happens to variables in b first; behind what sees all of them nothing matters. */
static void summarize(const struct ir *ir, const struct opt_scratch *s, struct opt_block *b)
{
    struct opt_set see = {{0}}, kill = {{0}};

    for (unsigned k = b->start; k < b->end; k++) {
        const struct ir_insn *i = &ir->insn[k];

        if (i->op == IR_INSN || ir_ops[i->op].flags & IR_F_PURE)
            continue;
        if (i->op == IR_SET) {
            if (!has(&see, i->aux))
                add(&kill, i->aux);
        } else if (i->op == IR_GET) {
            if (!has(&kill, i->aux))
                add(&see, i->aux);
        } else if (opt_observes(ir, i)) {
            for (unsigned w = 0; w < s->n_words; w++)
                see.w[w] = ~kill.w[w];
            break;
        }
    }
    b->see = see;
    b->kill = kill;
}

static struct opt_set live_out(const struct ir *ir, const struct opt_scratch *s,
                               const struct opt_block *b)
{
    struct opt_set out = {{0}};
    unsigned next[2], n = opt_successors(&ir->insn[b->end - 1], next);

    for (unsigned j = 0; j < n; j++)
        for (unsigned w = 0; w < s->n_words; w++)
            out.w[w] |= s->blocks[next[j]].live.w[w];
    return out;
}

/* One round upwards over the blocks. True if a block changed that one above it goes back to. */
static bool solve_round(const struct ir *ir, struct opt_scratch *s, unsigned lowest_target)
{
    bool again = false;

    for (unsigned j = s->n_blocks; j-- > 0;) {
        struct opt_block *b = &s->blocks[j];
        struct opt_set out = live_out(ir, s, b);

        for (unsigned w = 0; w < s->n_words; w++) {
            uint64_t in = b->see.w[w] | (out.w[w] & ~b->kill.w[w]);

            again |= in != b->live.w[w] && j >= lowest_target;
            b->live.w[w] = in;
        }
    }
    return again;
}

/* Branches forward need one round, those backward more until nothing changes. */
static void solve(const struct ir *ir, struct opt_scratch *s)
{
    unsigned lowest_target = s->n_blocks, next[2];

    for (unsigned j = 0; j < s->n_blocks; j++) {
        unsigned n = opt_successors(&ir->insn[s->blocks[j].end - 1], next);

        for (unsigned k = 0; k < n; k++)
            if (next[k] <= j && next[k] < lowest_target)
                lowest_target = next[k];
        s->blocks[j].live = (struct opt_set){{0}};
    }
    while (solve_round(ir, s, lowest_target))
        ;
}

static void drop(struct ir *ir, const struct opt_scratch *s, const struct opt_block *b)
{
    struct opt_set live = live_out(ir, s, b);

    for (unsigned k = b->end; k-- > b->start;) {
        struct ir_insn *i = &ir->insn[k];

        if (i->op == IR_INSN || ir_ops[i->op].flags & IR_F_PURE)
            continue;
        if (i->op == IR_SET) {
            if (!has(&live, i->aux))
                opt_drop(i);
            else
                take(&live, i->aux);
        } else if (i->op == IR_GET) {
            add(&live, i->aux);
        } else if (opt_observes(ir, i)) {
            for (unsigned w = 0; w < s->n_words; w++)
                live.w[w] = ~0ull;
        }
    }
}

void opt_dead_sets(struct ir *ir, const struct opt_facts *facts, void *scratch)
{
    struct opt_scratch *s = scratch;

    if (!opt_find_blocks(ir, s))
        return;
    for (unsigned j = 0; j < s->n_blocks; j++)
        summarize(ir, s, &s->blocks[j]);
    solve(ir, s);
    for (unsigned j = 0; j < s->n_blocks; j++)
        drop(ir, s, &s->blocks[j]);
}
