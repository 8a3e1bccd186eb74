/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A profile as it is read: sums over threads, names, and lines of code with what they cost. */
#include <string.h>
#include <sys/mman.h>

#include "translate/profile.h"

static void sift(struct profile_sample *s, unsigned at, unsigned n)
{
    struct profile_sample x = s[at];
    for (unsigned child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && s[child + 1].pc > s[child].pc)
            child++;
        if (s[child].pc <= x.pc)
            break;
        s[at] = s[child];
    }
    s[at] = x;
}

struct profile_sample *profile_sorted(const struct profile *p, unsigned *n, size_t *size)
{
    unsigned used = 0;
    *size = PROFILE_SAMPLES * sizeof(p->samples[0]);
    struct profile_sample *s = own_map(*size, PROT_READ | PROT_WRITE, 0);
    if (!s)
        return NULL;
    for (unsigned i = 0; i < PROFILE_SAMPLES; i++)
        if (p->samples[i].pc)
            s[used++] = p->samples[i];
    for (unsigned i = used / 2; i-- > 0;)
        sift(s, i, used);
    for (unsigned last = used; last-- > 1;) {
        struct profile_sample x = s[0];
        s[0] = s[last];
        s[last] = x;
        sift(s, 0, last);
    }
    *n = used;
    return s;
}

uint64_t profile_weight(const struct profile_sample *sorted, unsigned n, uint64_t rx, uint32_t size,
                        uint64_t mark)
{
    uint64_t first = rx | mark, sum = 0;
    unsigned low = 0, high = n;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (sorted[middle].pc < first)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < n && sorted[low].pc - first < size; low++)
        sum += sorted[low].weight;
    return sum;
}

static void add_thread(struct tr_profile *out, const struct profile_thread *t, uint64_t mismatches)
{
    for (unsigned i = 0; i < TR_N_PLACES; i++)
        out->place[i] += t->place[i];
    out->runs += t->runs;
    out->lookups += t->exits[CPU_EXIT_LOOKUP];
    out->unlinked += t->exits[CPU_EXIT_LINK];
    out->mismatch_lookups += t->exits[CPU_EXIT_MISMATCH];
    out->polls += t->exits[CPU_EXIT_POLL];
    /* Those that C looked up were counted twice. */
    out->mismatches += t->mismatches + mismatches - t->exits[CPU_EXIT_MISMATCH];
}

static void add_block(struct tr_profile *out, const struct unit_block *b, uint64_t n)
{
    out->executed += n * b->n_insns;
    if (n == 0)
        out->never_insns += b->n_insns;
    if (b->end == IR_RET)
        out->returns += n;
    else if (b->end == IR_CALL)
        *(b->direct ? &out->calls : &out->indirect_calls) += n;
    else if (b->end == IR_EXIT)
        *(b->direct ? &out->jumps : &out->indirect_jumps) += n;
}

void tr_profile_get(struct process *process, struct tr_profile *out)
{
    struct translator *tr = process->translator;
    const struct profile *p = tr->profile;
    lock_take(&tr->lock);
    *out = (struct tr_profile){.units = p->units,
                               .stored_units = p->stored_units,
                               .stored_insns = p->stored_insns,
                               .blocks = p->blocks,
                               .insns = p->insns,
                               .code_bytes = p->code_bytes,
                               .ns = p->ns,
                               .flushes = p->flushes,
                               .uncounted = p->uncounted,
                               .lost = p->lost,
                               .record_bytes = tr->pool.used - p->own_bytes};
    add_thread(out, p->ended, 0);
    for (const struct tr_thread *t = tr->threads; t; t = t->next)
        add_thread(out, t->profile, t->cpu->mismatches);
    for (unsigned i = 0; i < p->n_gone; i++)
        out->executed += p->gone[i].executed;
    for (uint32_t a = 0; a < tr->n_arenas; a++) {
        out->arena_bytes += tr->arenas[a]->used;
        for (uint32_t i = 0; i < tr->arenas[a]->n_units; i++) {
            const struct unit_profile *u = tr->arenas[a]->units[i]->profile;
            for (unsigned b = 0; b < u->n_blocks && u->first_count != UINT32_MAX; b++)
                add_block(out, &u->blocks[b], profile_count(tr, u->first_count + b));
        }
    }
    lock_give(&tr->lock);
}

const char *tr_profile_mapped(struct process *process, unsigned n)
{
    const struct ir_guest *g = process->guest->ir;
    for (const uint16_t *v = g->gpr_order; v && *v != 0xffff; v++)
        if (host_is_mapped(process->translator->host, *v) && n-- == 0)
            return g->vars[*v].name;
    return NULL;
}

bool tr_profile_call(struct process *process, unsigned n, struct tr_profile_call *out)
{
    static const struct {
        unsigned first;
        const char *kind;
    } kinds[] = {{HOST_COUNT_EVAL, "operation"},
                 {HOST_COUNT_FP, "floating point"},
                 {HOST_COUNT_ATOMIC, "atomic"},
                 {HOST_COUNT_FLAGS, "flags"}};
    const struct translator *tr = process->translator;
    const struct ir_guest *g = process->guest->ir;
    unsigned kind = n < g->n_helpers ? 0 : (n - g->n_helpers) / IR_N_OPS;
    unsigned op = n < g->n_helpers ? 0 : (n - g->n_helpers) % IR_N_OPS;
    if (kind >= sizeof(kinds) / sizeof(kinds[0]))
        return false;
    bool flags = n >= g->n_helpers && kinds[kind].first == HOST_COUNT_FLAGS;
    unsigned index = n < g->n_helpers ? HOST_COUNT_HELPER + n : kinds[kind].first + op;
    *out = (struct tr_profile_call){
        .kind = n < g->n_helpers ? "helper" : kinds[kind].kind,
        .name = n < g->n_helpers ? g->helpers[n].name
                : flags          ? "of a variable"
                                 : ir_op_texts[op].name,
        .calls = profile_count(tr, index),
        .weight = tr->profile->ended->below[index],
    };
    for (const struct tr_thread *t = tr->threads; t; t = t->next)
        out->weight += t->profile->below[index];
    return true;
}

struct reader {
    const struct translator *tr;
    const struct profile_sample *sorted;
    unsigned n;
    void (*fn)(void *arg, const struct tr_profile_line *line);
    void *arg;
};

static void read_unit(const struct reader *r, const struct unit *u)
{
    const struct unit_profile *up = u->profile;
    bool counts = up->first_count != UINT32_MAX;
    for (unsigned i = 0; i < up->n_lines; i++) {
        const struct host_line *l = &up->lines[i];
        uint32_t end = l->offset < u->cold ? u->size : u->cold + u->cold_size;
        if (i + 1 < up->n_lines && l[1].offset < end)
            end = l[1].offset;
        uint32_t size = end - l->offset;
        uint64_t rx = u->rx + l->offset;
        struct tr_profile_line line = {
            .unit = u->pc,
            .pc = l->pc,
            .mode = u->mode,
            .insn = l->insn,
            .out = l->out,
            .code = u->rw + l->offset,
            .rx = rx,
            .size = size,
            .weight = profile_weight(r->sorted, r->n, rx, size, 0),
            /* A call's return address is behind it. */
            .below = profile_weight(r->sorted, r->n, rx + 1, size, PROFILE_BELOW)};
        if (counts && !l->out && l->block < up->n_blocks)
            line.count = profile_count(r->tr, up->first_count + l->block);
        r->fn(r->arg, &line);
    }
}

static void read_gone(const struct reader *r)
{
    const struct profile *p = r->tr->profile;
    for (unsigned i = 0; i < p->n_gone; i++) {
        const struct profile_gone *g = &p->gone[i];
        struct tr_profile_line line = {.unit = g->pc,
                                       .pc = g->pc,
                                       .mode = g->mode,
                                       .count = g->executed,
                                       .weight = g->weight,
                                       .below = g->below};
        r->fn(r->arg, &line);
    }
}

void tr_profile_lines(struct process *process, void (*fn)(void *, const struct tr_profile_line *),
                      void *arg)
{
    struct translator *tr = process->translator;
    struct reader r = {.tr = tr, .fn = fn, .arg = arg};
    size_t size;
    struct profile_sample *sorted = profile_sorted(tr->profile, &r.n, &size);
    r.sorted = sorted;
    lock_take(&tr->lock);
    for (uint32_t a = 0; sorted && a < tr->n_arenas; a++)
        for (uint32_t i = 0; i < tr->arenas[a]->n_units; i++)
            read_unit(&r, tr->arenas[a]->units[i]);
    if (sorted)
        read_gone(&r);
    lock_give(&tr->lock);
    if (sorted)
        own_unmap(sorted, size);
}
