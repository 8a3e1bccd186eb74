/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A profile as it is written: by threads that run code, by the translator, by a signal handler. */
#include "translate/profile.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#define PROBES 64 /* of the table of samples */

static void *zeroed(size_t size)
{
    return own_map(size, PROT_READ | PROT_WRITE, MAP_NORESERVE);
}

/* CPU time of this thread in ns. */
static uint64_t thread_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* What the clock itself adds to a time between two readings. */
static uint64_t clock_cost(void)
{
    uint64_t least = UINT64_MAX;
    for (unsigned i = 0; i < 32; i++) {
        uint64_t a = thread_clock(), cost = thread_clock() - a;
        least = cost < least ? cost : least;
    }
    return least;
}

int profile_init(struct translator *tr)
{
    struct profile *p = zeroed(sizeof(*p));
    if (!p)
        return -ENOMEM;
    p->ended = zeroed(sizeof(*p->ended));
    p->samples = zeroed(PROFILE_SAMPLES * sizeof(p->samples[0]));
    p->gone = zeroed(PROFILE_GONE * sizeof(p->gone[0]));
    if (!p->ended || !p->samples || !p->gone)
        return -ENOMEM;
    p->clock_cost = clock_cost();
    p->n_counts = HOST_COUNT_UNITS;
    tr->profile = p;
    return 0;
}

int profile_thread_init(struct translator *tr, struct tr_thread *t)
{
    t->profile = zeroed(sizeof(*t->profile));
    if (!t->profile)
        return -ENOMEM;
    t->cpu->counts = t->profile->counts;
    return 0;
}

void profile_thread_free(struct translator *tr, struct tr_thread *t)
{
    struct profile_thread *from = t->profile, *to = tr->profile->ended;
    const uint64_t *x = (const uint64_t *)from;
    uint64_t *sum = (uint64_t *)to;
    size_t words = offsetof(struct profile_thread, counts) / sizeof(*x) + tr->profile->n_counts;
    from->mismatches += t->cpu->mismatches;
    for (size_t i = 0; i < words; i++)
        if (x[i])
            sum[i] += x[i];
    own_unmap(from, sizeof(*from));
    t->profile = NULL;
    t->cpu->counts = NULL;
}

void profile_prepare(struct translator *tr)
{
    struct profile *p = tr->profile;
    tr->out.lines = p->lines;
    tr->out.max_lines = UNIT_MAX_LINES;
    /* Without room for all its blocks a unit counts where nobody looks. */
    tr->out.first_count = tr->config.uncounted ? UINT32_MAX : p->n_counts;
    if (p->n_counts > PROFILE_COUNTS - 2 * UNIT_MAX_BLOCKS)
        tr->out.first_count = PROFILE_COUNTS - UNIT_MAX_BLOCKS;
}

static void describe_blocks(struct unit_profile *u, const struct ir *ir)
{
    struct unit_block *b = u->blocks - 1;
    for (unsigned n = 1; n < ir->n; n++) {
        const struct ir_insn *i = &ir->insn[n];
        if (i->op == IR_BLOCK)
            *++b = (struct unit_block){.pc = i->imm64};
        else if (i->op == IR_INSN)
            b->n_insns++;
        else if (ir_ops[i->op].flags & IR_F_END) {
            uint64_t to;
            b->end = i->op;
            b->direct = i->op == IR_EXIT || i->op == IR_CALL ? ir_is_const(ir, i->a, &to) : true;
        }
    }
}

int profile_unit(struct translator *tr, struct unit *u, const struct ir *ir)
{
    struct profile *p = tr->profile;
    struct unit_profile *up = pool_alloc(&tr->pool, sizeof(*up));
    if (!up)
        return -ENOSPC;
    up->n_blocks = ir->n_blocks;
    up->n_lines = tr->out.n_lines;
    up->blocks = pool_alloc(&tr->pool, up->n_blocks * sizeof(up->blocks[0]));
    up->lines = pool_alloc(&tr->pool, up->n_lines * sizeof(up->lines[0]));
    if (!up->blocks || !up->lines)
        return -ENOSPC;
    p->own_bytes += sizeof(*up) + up->n_blocks * sizeof(up->blocks[0]);
    p->own_bytes += up->n_lines * sizeof(up->lines[0]);
    describe_blocks(up, ir);
    memcpy(up->lines, p->lines, up->n_lines * sizeof(up->lines[0]));
    up->first_count = UINT32_MAX;
    if (tr->out.first_count == p->n_counts) {
        up->first_count = p->n_counts;
        p->n_counts += up->n_blocks;
    } else {
        p->uncounted += !tr->config.uncounted;
    }
    p->units++;
    p->code_bytes += u->size + u->cold_size;
    for (unsigned i = 0; i < up->n_blocks; i++) {
        p->blocks += up->blocks[i].n_insns > 0;
        p->insns += up->blocks[i].n_insns;
    }
    u->profile = up;
    return 0;
}

int profile_stored(struct translator *tr, struct unit *u, unsigned n_insns)
{
    u->profile = pool_alloc(&tr->pool, sizeof(*u->profile));
    if (!u->profile)
        return -ENOSPC;
    u->profile->first_count = UINT32_MAX;
    tr->profile->stored_units++;
    tr->profile->stored_insns += n_insns;
    return 0;
}

uint64_t profile_begin(struct tr_thread *t)
{
    t->profile->translating = 1;
    return thread_clock();
}

void profile_end(struct tr_thread *t, uint64_t begun, bool made)
{
    struct profile *p = translator_of(t->cpu)->profile;
    uint64_t took = thread_clock() - begun;
    if (made && took > p->clock_cost)
        __atomic_fetch_add(&p->ns, took - p->clock_cost, __ATOMIC_RELAXED);
    t->profile->translating = 0;
}

void profile_exit(struct tr_thread *t)
{
    unsigned exit = t->cpu->exit;
    t->profile->runs++;
    t->profile->exits[exit < CPU_EXIT_NONE ? exit : CPU_EXIT_NONE]++;
}

static void add_sample(struct profile *p, uint64_t pc, uint64_t weight)
{
    uint64_t hash = pc * 0x9e3779b97f4a7c15 >> 40;
    for (unsigned i = 0; i < PROBES; i++) {
        struct profile_sample *s = &p->samples[(hash + i) % PROFILE_SAMPLES];
        uint64_t was = 0;
        if (atomic_compare_exchange_strong(&s->pc, &was, pc) || was == pc) {
            atomic_fetch_add(&s->weight, weight);
            return;
        }
    }
    atomic_fetch_add(&p->lost, weight);
}

void tr_profile_sample(struct cpu *cpu, const void *uc, uint64_t weight)
{
    struct translator *tr = translator_of(cpu);
    struct profile_thread *t = thread_of(cpu) ? thread_of(cpu)->profile : NULL;
    uint64_t pc = host_context_pc(uc);
    enum tr_place place;
    if (!t)
        return;
    switch (cpu->in_code) {
    case 0:
        place = t->translating ? TR_PLACE_TRANSLATION : TR_PLACE_LOOP;
        break;
    case 1:
        place = TR_PLACE_REPAIR;
        if (host_in_stubs(tr->host, pc)) {
            place = TR_PLACE_STUB;
            add_sample(tr->profile, host_context_caller(uc) | PROFILE_BELOW, weight);
        } else if (arena_find_unit(tr, pc)) {
            place = TR_PLACE_CODE;
            add_sample(tr->profile, pc, weight);
        }
        break;
    case 2:
        place = TR_PLACE_HELPER;
        t->below[cpu->counted % HOST_COUNT_UNITS] += weight;
        add_sample(tr->profile, *(const uint64_t *)cpu->return_sp | PROFILE_BELOW, weight);
        break;
    default:
        place = TR_PLACE_INTERPRETER;
        break;
    }
    t->place[place] += weight;
}

uint64_t profile_count(const struct translator *tr, uint32_t index)
{
    uint64_t sum = tr->profile->ended->counts[index];
    for (const struct tr_thread *t = tr->threads; t; t = t->next)
        sum += t->profile->counts[index];
    return sum;
}

static void forget_counts(const struct translator *tr)
{
    size_t size = (tr->profile->n_counts - HOST_COUNT_UNITS) * sizeof(uint64_t);
    memset(&tr->profile->ended->counts[HOST_COUNT_UNITS], 0, size);
    for (const struct tr_thread *t = tr->threads; t; t = t->next)
        memset(&t->profile->counts[HOST_COUNT_UNITS], 0, size);
}

static void keep_gone(struct translator *tr, const struct unit *u,
                      const struct profile_sample *sorted, unsigned n)
{
    struct profile *p = tr->profile;
    const struct unit_profile *up = u->profile;
    struct profile_gone g = {.pc = u->pc, .mode = u->mode};
    if (!up || p->n_gone == PROFILE_GONE)
        return;
    for (unsigned b = 0; b < up->n_blocks && up->first_count != UINT32_MAX; b++)
        g.executed += up->blocks[b].n_insns * profile_count(tr, up->first_count + b);
    const uint64_t at[] = {u->rx, u->rx + u->cold};
    const uint32_t part[] = {u->size, u->cold_size};
    for (unsigned k = 0; k < 2; k++) {
        g.weight += profile_weight(sorted, n, at[k], part[k], 0);
        g.below += profile_weight(sorted, n, at[k], part[k], PROFILE_BELOW);
    }
    if (g.executed || g.weight || g.below)
        p->gone[p->n_gone++] = g;
}

void profile_flush(struct translator *tr)
{
    struct profile *p = tr->profile;
    unsigned n;
    size_t size;
    struct profile_sample *sorted = profile_sorted(p, &n, &size);
    for (uint32_t a = 0; a < tr->n_arenas; a++)
        for (uint32_t i = 0; i < tr->arenas[a]->n_units; i++)
            keep_gone(tr, tr->arenas[a]->units[i], sorted, sorted ? n : 0);
    if (sorted)
        own_unmap(sorted, size);
    memset(p->samples, 0, PROFILE_SAMPLES * sizeof(p->samples[0]));
    forget_counts(tr);
    p->n_counts = HOST_COUNT_UNITS;
    p->own_bytes = 0;
    p->flushes++;
}

void tr_profile_reset(struct cpu *cpu)
{
    struct translator *tr = translator_of(cpu);
    struct profile *p = tr->profile;
    struct profile_thread *t = thread_of(cpu)->profile;
    uint32_t n_counts = p->n_counts;
    size_t used = offsetof(struct profile_thread, counts) + n_counts * sizeof(uint64_t);
    memset(t, 0, used);
    memset(p->ended, 0, used);
    memset(p->samples, 0, PROFILE_SAMPLES * sizeof(p->samples[0]));
    p->n_gone = 0;
    atomic_store(&p->lost, 0);
    p->units = p->blocks = p->insns = p->code_bytes = p->ns = p->flushes = p->uncounted = 0;
    cpu->mismatches = 0;
}
