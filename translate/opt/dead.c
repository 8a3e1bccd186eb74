/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Dead SETs and values: liveness of variables, in one walk upwards over the unit. What a
 * branch forward comes to is known then; one backward, to the head of a loop, finds a poll there,
 * which sees all variables.
 */
#include <string.h>

#include "translate/ir/op-flags.h"
#include "translate/opt/scratch.h"

/* How an operation dies and what it does. */
enum {
    KEPT = 1,   /* although not used */
    NO_SET = 2, /* else it dies when nobody sees its variable */
    GETS = 4,   /* sees its variable */
    SETS = 8,
    SEES = 16, /* sees all variables */
    VARIABLE = 32,
    RARE = 64, /* there is more to it */
    VALUE = NO_SET,
    EFFECT = NO_SET | KEPT,
};
static const uint8_t kinds[IR_N_OPS] = {
#define IR_OP(name, result, operands, flags, meaning)                                              \
    [IR_##name] = IR_##name == IR_BLOCK                               ? RARE                       \
                  : IR_##name == IR_INSN                              ? KEPT | NO_SET              \
                  : IR_##name == IR_FLAGS                             ? RARE                       \
                  : IR_##name == IR_GET                               ? VALUE | GETS | VARIABLE    \
                  : IR_##name == IR_SET                               ? KEPT | SETS | VARIABLE     \
                  : IR_##name == IR_HELPER || IR_##name == IR_VHELPER ? RARE                       \
                  : ((flags) & (PURE | FP)) == PURE                   ? VALUE                      \
                  : ((flags)&END)                                     ? RARE                       \
                  : ((flags)&MEM)                                     ? EFFECT | SEES              \
                                                                      : EFFECT,
#include "translate/ir/ops.def"
#undef IR_OP
};

struct sweep {
    const struct ir *ir;
    struct opt_scratch *s;
    uint8_t *used;
    struct opt_set live; /* seen from here on */
    unsigned block;      /* number of this one */
};

static void see_all(struct opt_set *set)
{
    for (unsigned v = 0; v < IR_MAX_VARS / 64; v++)
        set->w[v] = ~0ull;
}

/* What is seen behind i, which ends the block. */
static void live_out(struct sweep *w, const struct ir_insn *i)
{
    unsigned next[2], n = opt_successors(i, next);

    if (!n)
        see_all(&w->live);
    else
        w->live = (struct opt_set){{0}};
    for (unsigned j = 0; j < n; j++) {
        if (next[j] <= w->block)
            see_all(&w->live);
        for (unsigned k = 0; k < IR_MAX_VARS / 64 && next[j] > w->block; k++)
            w->live.w[k] |= w->s->blocks[next[j]].live.w[k];
    }
}

/* The kind of operation k after what is special about it. */
static unsigned rare(struct sweep *w, unsigned k)
{
    const struct ir_insn *i = &w->ir->insn[k];

    switch (i->op) {
    case IR_BLOCK:
        if (opt_observes(w->ir, i))
            see_all(&w->live);
        w->s->blocks[w->block--].live = w->live;
        return EFFECT;
    case IR_FLAGS: /* those that may raise FP exceptions are state */
        return ir_raises_fp(i) ? EFFECT : VALUE;
    case IR_HELPER:
    case IR_VHELPER:
        return w->ir->guest->helpers[i->aux].flags ? EFFECT | SEES : VALUE;
    default:
        live_out(w, i);
        return EFFECT;
    }
}

/*
 * Finds what is alive: in used, at first the values that a live operation needs. The order of
 * operations is anybody's guess, so there are branches for the rare ones only, none to tell the
 * others apart.
 */
static void sweep(struct sweep *w)
{
    const struct ir_insn *insn = w->ir->insn;
    uint8_t *used = w->used;

    for (unsigned k = w->ir->n; --k > 0;) {
        const struct ir_insn *i = &insn[k];
        unsigned kind = kinds[i->op], variable, seen, alive;
        uint64_t *set, refs;

        if (kind & RARE)
            kind = rare(w, k);
        variable = i->aux & -(kind / VARIABLE & 1) & (IR_MAX_VARS - 1);
        set = &w->live.w[variable / 64];
        seen = (unsigned)(*set >> variable % 64);
        alive = (used[k] | kind) & (seen | kind / NO_SET) & 1;
        used[k] = (uint8_t)alive;
        /* GETs set the bit, SETs clear it. */
        *set ^= (uint64_t)(((kind / GETS & alive & ~seen) | (kind / SETS & seen)) & 1)
                << variable % 64;
        if (kind & SEES)
            see_all(&w->live);
        /* IR_NONE may be marked, too. */
        refs = opt_refs(i) & -(uint64_t)alive;
        used[refs & 0xffff] = 1;
        used[refs >> 16 & 0xffff] = 1;
        used[refs >> 32] = 1;
    }
}

void opt_dead(struct ir *ir, const struct opt_facts *facts, void *scratch)
{
    struct opt_scratch *s = scratch;
    struct sweep w = {.ir = ir, .s = s, .used = opt_mark(s, ir->n), .block = ir->n_blocks - 1};

    if (ir->n_blocks - 1 >= OPT_MAX_BLOCKS || ir->guest->n_vars > IR_MAX_VARS)
        return;
    memset(w.used, 0, ir->n);
    sweep(&w);
    opt_compact(ir, w.used, opt_map(s));
}
