/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dead SETs, values and marks: liveness of variables, backwards over the blocks of the unit. */
#include <string.h>

#include "translate/opt/scratch.h"

enum {
    COMM = IR_F_COMM,
    PURE = IR_F_PURE,
    LANE = IR_F_LANE,
    FP = IR_F_FP,
    MEM = IR_F_MEM,
    END = IR_F_END,
    WIDE = IR_F_WIDE,
    FX = IR_F_FX
};

/* How operations die. */
enum kind {
    BLOCKS, /* never, and it does nothing */
    MARK,   /* where nothing behind it in its instruction may fault or leave */
    VALUE,  /* without use */
    FLAGS,  /* the same, but for those that may raise FP exceptions: these are state */
    GET,    /* without use; else it sees its variable */
    SET,    /* when nobody sees the variable */
    HELPER, /* pure ones without use */
    OTHER,  /* never */
};
static const uint8_t kinds[IR_N_OPS] = {
#define IR_OP(name, result, operands, flags, meaning)                                              \
    [IR_##name] = IR_##name == IR_BLOCK                               ? BLOCKS                     \
                  : IR_##name == IR_INSN                              ? MARK                       \
                  : IR_##name == IR_FLAGS                             ? FLAGS                      \
                  : IR_##name == IR_GET                               ? GET                        \
                  : IR_##name == IR_SET                               ? SET                        \
                  : IR_##name == IR_HELPER || IR_##name == IR_VHELPER ? HELPER                     \
                  : ((flags) & (PURE | FP)) == PURE                   ? VALUE                      \
                                                                      : OTHER,
#include "translate/ir/ops.def"
#undef IR_OP
};

static void add(struct opt_set *s, unsigned var)
{
    s->w[var >> 6] |= 1ull << (var & 63);
}

static void see_all(const struct opt_scratch *s, struct opt_set *set)
{
    for (unsigned w = 0; w < s->n_words; w++)
        set->w[w] = ~0ull;
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

static void keep(uint64_t *alive, unsigned k)
{
    alive[k >> 6] |= 1ull << (k & 63);
}

/* The INSN met last, on the way upwards. It ends the instruction before it, too, which matters to
 * floating-point comparisons: hosts ask whether their own instruction reads them. */
struct marks {
    unsigned at;     /* 0: none */
    bool wanted, fp; /* of what is before it: may fault or leave; compares */
};

/* Finds what is alive in b, from its end; used: the values that a live operation needs. */
static void sweep(const struct ir *ir, const struct opt_scratch *s, const struct opt_block *b,
                  bool all_marks, uint8_t *used, uint64_t *alive)
{
    struct opt_set live = live_out(ir, s, b);
    struct marks marks = {0};

    for (unsigned k = b->end; k-- > b->start;) {
        const struct ir_insn *i = &ir->insn[k];
        unsigned n = ir_n_operands(i);
        bool dead = false, fp;

        switch ((enum kind)kinds[i->op]) {
        case BLOCKS:
        case MARK:
            if (marks.fp && marks.at)
                keep(alive, marks.at);
            if (marks.wanted || all_marks || i->op == IR_BLOCK)
                keep(alive, k);
            marks = (struct marks){.at = k};
            continue;
        case VALUE:
            dead = !used[k];
            break;
        case FLAGS:
            fp = ir_raises_fp(i);
            dead = !used[k] && !fp;
            marks.wanted |= fp;
            marks.fp |= fp;
            break;
        case GET:
            dead = !used[k];
            live.w[i->aux >> 6] |= (uint64_t)used[k] << (i->aux & 63);
            break;
        case SET:
            dead = !has(&live, i->aux);
            take(&live, i->aux);
            break;
        case HELPER:
            dead = !used[k] && !ir->guest->helpers[i->aux].flags;
            /* fall through */
        case OTHER:
            if (!dead && opt_observes(ir, i))
                see_all(s, &live);
            marks.wanted |= !dead;
            break;
        }
        if (dead)
            continue;
        keep(alive, k);
        /* IR_NONE may be marked, too. */
        used[i->a & -(n > 0)] = 1;
        used[i->b & -(n > 1)] = 1;
        used[i->c & -(n > 2)] = 1;
    }
}

void opt_dead(struct ir *ir, const struct opt_facts *facts, void *scratch)
{
    struct opt_scratch *s = scratch;
    uint8_t *used = opt_mark(s, ir->n);
    uint64_t *alive = opt_alive(s);

    if (!opt_find_blocks(ir, s))
        return;
    for (unsigned j = 0; j < s->n_blocks; j++)
        summarize(ir, s, &s->blocks[j]);
    solve(ir, s);
    memset(used, 0, ir->n);
    memset(alive, 0, (ir->n / 64 + 1) * sizeof(*alive));
    for (unsigned j = 0; j < s->n_blocks; j++)
        sweep(ir, s, &s->blocks[j], facts->all_marks, used, alive);
    opt_compact(ir, alive, opt_map(s, ir->n));
}
