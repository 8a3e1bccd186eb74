/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What lies between a load-exclusive and its store-exclusive. All ways from the load are followed
 * for some instructions; one that comes back to the store later than that goes unnoticed.
 */
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/llsc.h"

enum { MAX_LENGTH = 40, MAX_WAYS = 16 };

struct way {
    uint64_t pc;
    bool accessed; /* memory, since the load */
};

struct search {
    struct tr *t;
    struct way ways[MAX_WAYS]; /* not followed yet */
    unsigned n_ways, n_begun;
    uint64_t first, last; /* addresses that were looked at */
    bool plain;           /* a store was found, without accesses before it */
    bool others;          /* one with accesses before it, or there are too many ways */
};

static void branch_off(struct search *s, uint64_t pc, bool accessed)
{
    if (s->n_begun == MAX_WAYS) {
        s->others = true;
        return;
    }
    s->n_begun++;
    s->ways[s->n_ways++] = (struct way){pc, accessed};
}

static bool is(const struct a64_insn *a, enum tr_status (*f)(struct tr *, const struct a64_insn *))
{
    return a64_patterns[a->pattern].function == f;
}

static bool is_store(const struct a64_insn *a)
{
    return is(a, a64_store_exclusive) || is(a, a64_store_exclusive_pair);
}

/* The monitor is another one behind these, or clear, or the way is lost. */
static bool ends(const struct a64_insn *a)
{
    return is(a, a64_load_exclusive) || is(a, a64_load_exclusive_pair) || is(a, a64_clrex) ||
           is(a, a64_svc) || is(a, a64_brk) || is(a, a64_br) || is(a, a64_ret);
}

/* Loads and stores have bits 27 and 25 as 1 and 0 (Arm ARM C4.1); hints access nothing. */
static bool accesses(const struct a64_insn *a, uint32_t word)
{
    return ((word & (1u << 27 | 1u << 25)) == 1u << 27 && !is(a, a64_prefetch)) ||
           is(a, a64_dc_zva) || a64_patterns[a->pattern].flow == TR_FLOW_CALL;
}

static void follow(struct search *s, struct way w)
{
    for (unsigned n = 0; n < MAX_LENGTH && !s->others; n++) {
        struct a64_insn a;
        uint32_t word;
        uint64_t target;

        s->first = w.pc < s->first ? w.pc : s->first;
        s->last = w.pc > s->last ? w.pc : s->last;
        if (tr_fetch(s->t, w.pc, &word, sizeof(word)) != 0 || a64_decode(word, &a) < 0 || ends(&a))
            return;
        if (is_store(&a)) {
            s->others |= w.accessed;
            s->plain |= !w.accessed;
            return;
        }
        w.accessed |= accesses(&a, word);
        target = w.pc + (uint64_t)(int64_t)a.target;
        if (a64_patterns[a.pattern].flow == TR_FLOW_BRANCH)
            branch_off(s, target, w.accessed);
        w.pc = a64_patterns[a.pattern].flow == TR_FLOW_JUMP ? target : w.pc + 4;
    }
}

bool a64_pair_by_value(struct tr *t)
{
    struct search s = {.t = t, .first = t->pc, .last = t->pc};

    branch_off(&s, t->pc + 4, false);
    while (s.n_ways && !s.others)
        follow(&s, s.ways[--s.n_ways]);
    tr_follows_from(t, s.first, s.last + 4);
    return s.plain && !s.others;
}
