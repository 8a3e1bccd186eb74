/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which guest registers have host registers. The map that a program starts with suits most code,
 * small loops above all; an interpreter keeps its state in other registers, and each use of them is
 * an access to memory. So a program that has run for a while is sampled, once: the signals of a
 * timer say where it is. What the code there uses most is mapped from then on, if that is much
 * more, and everything translated again as it is met.
 */
#include <errno.h>
#include <string.h>

#include "translate/private.h"

#define FIRST_UNITS 256  /* units of a program that may run for long */
#define SAMPLE_INSNS 12  /* instructions that are looked at from a sample's on */
#define SET_USES 1       /* a SET counts as so many GETs, which may read memory by the way */
#define MAX_TICKS 8      /* times the samples: much of the time passes in C */
#define LEAST_GAIN 16    /* of the uses one in so many must come to have registers */
#define NS_PER_INSN 200  /* of translating it once more */
#define HOT 2            /* samples in a unit whose loops are worth units of their own */
#define SAMPLED_NS 300e6 /* CPU time so far, as linux-user/sample.c takes the samples */
#define LONGER 2         /* times that the program may run yet, to be worth it */

void adapt_unit_made(struct translator *tr, struct cpu *cpu)
{
    struct adapt *a = &tr->adapt;
    a->insns += tr->region.n_insns;
    if (a->state != ADAPT_NEW || ++a->units < FIRST_UNITS)
        return;
    /* The interpreter has no map; stubs with a second view may be a parent's, too. */
    bool can = tr->config.engine != TR_ENGINE_INTERP && tr->process->ops->sample &&
               tr->anonymous->rx == (uint64_t)(uintptr_t)tr->anonymous->rw;
    a->state = ADAPT_SAMPLING;
    a->n = a->ticks = 0;
    int e = can ? tr->process->ops->sample(cpu) : -ENOTSUP;
    if (e != 0)
        a->state = e == -EAGAIN ? ADAPT_NEW : ADAPT_DONE;
}

bool tr_sample(struct cpu *cpu, const void *uc)
{
    struct translator *tr = translator_of(cpu);
    struct adapt *a = &tr->adapt;
    uint64_t at = host_context_pc(uc);
    struct unit *u = cpu->in_code == 1 ? arena_find_unit(tr, at) : NULL;
    struct host_fault f;
    if (a->state != ADAPT_SAMPLING)
        return true;
    if (u && a->n_code < ADAPT_SAMPLES) {
        a->code[a->n_code++] = at;
        if (a->n_code == ADAPT_SAMPLES)
            request(cpu, POLL_MAP);
    }
    /* The unit of a loop may have a map of its own, and does not ask for more. */
    if (u && !u->n_moved && a->n < ADAPT_SAMPLES) {
        bool found = fault_find(u, (uint32_t)(at - u->rx), &f);
        a->samples[a->n].pc = found ? f.pc : u->pc;
        a->samples[a->n++].mode = u->mode;
    }
    if (a->n >= ADAPT_SAMPLES) {
        a->state = ADAPT_SAMPLED;
        request(cpu, POLL_MAP);
    } else if (++a->ticks == MAX_TICKS * ADAPT_SAMPLES) {
        a->state = ADAPT_DONE;
    }
    return a->state != ADAPT_SAMPLING;
}

bool adapt_is_head(const struct translator *tr, uint64_t pc)
{
    for (unsigned i = 0; i < tr->adapt.n_heads; i++)
        if (tr->adapt.heads[i] == pc)
            return true;
    return false;
}

uint64_t adapt_next_head(const struct translator *tr, uint64_t pc)
{
    uint64_t next = ~0ull;
    for (unsigned i = 0; i < tr->adapt.n_heads; i++)
        if (tr->adapt.heads[i] > pc && tr->adapt.heads[i] < next)
            next = tr->adapt.heads[i];
    return next;
}

/* Of the branches back in the region, from first or behind it to last or before it, where the one
 * goes that goes least far back; 0: there is none. */
static uint64_t head_of(const struct tr_region *r, uint64_t first, uint64_t last)
{
    uint64_t head = 0;
    for (unsigned i = 0; i < r->n_blocks; i++) {
        const struct region_block *b = &r->blocks[i];
        const struct region_insn *end = &r->insns[b->first + b->n_insns - 1];
        uint64_t to = end->flow.target;
        bool branch = end->flow.kind == TR_FLOW_JUMP || end->flow.kind == TR_FLOW_BRANCH;
        if (branch && end->pc >= first && to <= last && to <= end->pc && to > head)
            head = to;
    }
    return head;
}

/* Collects the loop that pc is in. */
static int collect_loop(struct translator *tr, struct cpu *cpu, uint64_t pc, uint32_t mode)
{
    struct tr t = {.ir = tr->ir,
                   .guest = tr->process->guest,
                   .cpu = cpu,
                   .pc = pc,
                   .mode = mode,
                   .region = &tr->region};
    tr->region.max_insns = REGION_MAX_LOOP;
    tr->region.loop = true;
    tr->region.from_start = pc;
    tr->region.from_end = pc + 1;
    return region_translate(&t);
}

/* Is there another end than branches between the head and the end of the loop in the region? A
 * dispatch has one, and leaves there in each round. */
static bool leaves_inside(const struct tr_region *r, uint64_t head)
{
    uint64_t end = r->blocks[r->n_blocks - 1].end;
    for (unsigned i = 0; i < r->n_insns; i++)
        if (r->insns[i].flow.kind == TR_FLOW_END && r->insns[i].pc > head && r->insns[i].pc < end)
            return true;
    return false;
}

/* The head of the loop that the sample at host address at is in, inside of unit u, if that is one
 * for a unit; 0. Where nothing can fault it is not known which instruction it was. */
static uint64_t find_head(struct translator *tr, struct cpu *cpu, const struct unit *u, uint64_t at)
{
    struct host_fault f;
    bool found = fault_find(u, (uint32_t)(at - u->rx), &f);
    if (collect_loop(tr, cpu, found ? f.pc : u->pc, u->mode) == -EFAULT)
        return 0;
    uint64_t head =
        found ? head_of(&tr->region, f.pc, f.pc) : head_of(&tr->region, u->start, u->end - 1);
    if (!head || collect_loop(tr, cpu, head, u->mode) != 0 || leaves_inside(&tr->region, head))
        return 0;
    return head;
}

/* The loop that the sample is in becomes a unit. */
static void separate_loop(struct translator *tr, struct cpu *cpu, struct unit *u, uint64_t at)
{
    struct adapt *a = &tr->adapt;
    uint64_t head = find_head(tr, cpu, u, at);
    if (!head || adapt_is_head(tr, head) || a->n_heads == ADAPT_MAX_HEADS)
        return;
    a->heads[a->n_heads++] = head;
    unit_kill(tr, u);
}

/* Where the program is so often, it is worth while to make the loops again. */
static void separate_loops(struct translator *tr, struct cpu *cpu)
{
    struct adapt *a = &tr->adapt;
    for (unsigned i = 0; i < a->n_code; i++) {
        struct unit *u = arena_find_unit(tr, a->code[i]);
        unsigned n = 0;
        for (unsigned k = 0; k < a->n_code; k++)
            n += u && arena_find_unit(tr, a->code[k]) == u;
        if (n >= HOT && !u->loop && !u->dead)
            separate_loop(tr, cpu, u, a->code[i]);
    }
}

/* Adds to uses how often the code at a sample reads and writes each variable. */
static void count_uses(struct translator *tr, struct cpu *cpu, const struct adapt_sample *s,
                       uint32_t uses[])
{
    struct tr t = {.ir = tr->ir,
                   .guest = tr->process->guest,
                   .cpu = cpu,
                   .pc = s->pc,
                   .mode = s->mode,
                   .region = &tr->region};
    tr->region.max_insns = SAMPLE_INSNS;
    tr->region.loop = false;
    if (region_translate(&t) != 0)
        return; /* it is no longer there */
    opt_run(t.ir, &tr->opt_facts, tr->opt_scratch);
    for (unsigned n = 1; n < t.ir->n; n++) {
        const struct ir_insn *i = &t.ir->insn[n];
        if (i->op == IR_GET || i->op == IR_SET)
            uses[i->aux] += i->op == IR_SET ? SET_USES : 1;
    }
}

/* The variables with the most uses, of the guest's own order; where it is as many, first the one
 * that is mapped. */
static void choose(const struct translator *tr, const uint32_t uses[], uint16_t order[])
{
    bool taken[IR_MAX_VARS] = {false};
    const uint16_t *from = tr->process->guest->ir->gpr_order;
    for (unsigned k = 0; k < host_n_mapped(tr->host); k++) {
        unsigned best = 0, most = 0;
        for (unsigned i = 0; from[i] != 0xffff; i++) {
            unsigned rank = 1 + 2 * uses[from[i]] + host_is_mapped(tr->host, from[i]);
            if (!taken[from[i]] && rank > most) {
                best = from[i];
                most = rank;
            }
        }
        taken[best] = true;
        order[k] = (uint16_t)best;
    }
}

/* How many more of the seen uses would have registers by the map that others suggest: a map always
 * suits what it was made from. */
static int32_t gain_of(const struct translator *tr, const uint32_t others[], const uint32_t seen[])
{
    uint16_t order[ADAPT_MAX_MAPPED];
    int32_t gain = 0;
    choose(tr, others, order);
    for (unsigned k = 0; k < host_n_mapped(tr->host); k++)
        gain += (int32_t)seen[order[k]];
    for (const uint16_t *v = tr->process->guest->ir->gpr_order; *v != 0xffff; v++)
        gain -= host_is_mapped(tr->host, *v) ? (int32_t)seen[*v] : 0;
    return gain;
}

/* Is it worth to translate everything again for gain of all uses? */
static bool is_worth(const struct adapt *a, int32_t gain, uint32_t all)
{
    double saved = SAMPLED_NS * LONGER * gain / (all + 1.0);
    return gain > 0 && (uint32_t)gain * LEAST_GAIN > all && (double)a->insns * NS_PER_INSN < saved;
}

static void map_anew(struct translator *tr, struct cpu *cpu)
{
    uint32_t uses[2][IR_MAX_VARS] = {0}, all = 0;
    struct adapt *a = &tr->adapt;
    const uint16_t *from = tr->process->guest->ir->gpr_order;
    uint16_t order[ADAPT_MAX_MAPPED];
    if (!from || host_n_mapped(tr->host) > ADAPT_MAX_MAPPED)
        return;
    for (unsigned i = 0; i < ADAPT_SAMPLES; i++)
        count_uses(tr, cpu, &a->samples[i], uses[i % 2]);
    int32_t gain = gain_of(tr, uses[0], uses[1]) + gain_of(tr, uses[1], uses[0]);
    for (; *from != 0xffff; from++) {
        uses[0][*from] += uses[1][*from];
        all += uses[0][*from];
    }
    choose(tr, uses[0], order);
    if (is_worth(a, gain, all))
        adapt_map(tr, cpu, order);
}

void adapt_map(struct translator *tr, struct cpu *cpu, const uint16_t *order)
{
    /* Files are of the map that programs start with. */
    cache_save(tr);
    tr->cache_build = 0;
    tr->cache_keeps = false;
    memcpy(tr->adapt.order, order, host_n_mapped(tr->host) * sizeof(order[0]));
    tr->adapt.remap = true;
    flush_all(tr, cpu);
}

void adapt(struct translator *tr, struct cpu *cpu)
{
    lock_take(&tr->lock);
    if (tr->adapt.n_code == ADAPT_SAMPLES && !tr->adapt.looked_for_loops) {
        tr->adapt.looked_for_loops = true;
        separate_loops(tr, cpu);
    }
    if (tr->adapt.state == ADAPT_SAMPLED) {
        tr->adapt.state = ADAPT_DONE;
        map_anew(tr, cpu);
    }
    lock_give(&tr->lock);
}

void adapt_after_fork(struct translator *tr)
{
    /* The timer is the parent's. */
    if (tr->adapt.state == ADAPT_SAMPLING || tr->adapt.state == ADAPT_SAMPLED)
        tr->adapt.state = ADAPT_NEW;
}
