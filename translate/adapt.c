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
#define MAX_TICKS 4      /* times the samples: much of the time passes in C */
#define LEAST_GAIN 16    /* of the uses one in so many must come to have registers */
#define NS_PER_INSN 200  /* of translating it once more */
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
            uses[i->aux]++;
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
