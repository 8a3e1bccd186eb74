/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fork, and what children had to translate. A child translates what its parent never ran, and all
 * that is lost when it ends: a shell's subshells do the same work again and again. Children
 * therefore write down, in memory shared by the whole family, the places they needed; the parent
 * translates what two of them wanted before it forks again. It reads its own memory at those
 * places, in the mode it is in itself: a wrong note costs time and no more.
 */
#include <sys/mman.h>

#include "base/log.h"
#include "translate/private.h"

#define NOTES 4096u /* a power of two */
#define PROBES 16
#define WANTED 2 /* by so many children */

struct note {
    _Atomic uint64_t pc; /* 0: free */
    _Atomic uint32_t mode, count;
};

/* Written by all processes of the family at any time. */
struct forked {
    _Atomic uint32_t n_wanted; /* notes that came to be wanted */
    struct note notes[NOTES];
};

void forked_note(struct translator *tr, uint64_t pc, uint32_t mode)
{
    uint64_t h = (pc >> 2 ^ (uint64_t)mode << 40) * 0x9e3779b97f4a7c15;
    for (unsigned i = 0; i < PROBES; i++) {
        struct note *n = &tr->forked->notes[((h >> 40) + i) % NOTES];
        uint64_t was = 0;
        if (atomic_compare_exchange_strong(&n->pc, &was, pc))
            atomic_store(&n->mode, mode);
        else if (was != pc || atomic_load(&n->mode) != mode)
            continue;
        if (atomic_fetch_add(&n->count, 1) + 1 == WANTED)
            atomic_fetch_add(&tr->forked->n_wanted, 1);
        return;
    }
}

static void take_notes(struct translator *tr, struct cpu *cpu)
{
    int e;
    for (unsigned i = 0; i < NOTES; i++) {
        struct note *n = &tr->forked->notes[i];
        uint64_t pc = atomic_load(&n->pc);
        if (atomic_load(&n->count) >= WANTED && atomic_load(&n->mode) == cpu->mode &&
            !unit_find(tr, pc, cpu->mode))
            unit_make(tr, cpu, pc, cpu->mode, &e);
    }
    units_link_all(tr);
}

void tr_fork_prepare(struct cpu *cpu)
{
    struct translator *tr = translator_of(cpu);
    lock_take(&tr->lock);
    if (tr->config.engine == TR_ENGINE_INTERP)
        return;
    if (!tr->forked)
        tr->forked = own_map(sizeof(*tr->forked), PROT_READ | PROT_WRITE, MAP_SHARED);
    if (tr->forked && tr->notes_taken != atomic_load(&tr->forked->n_wanted)) {
        tr->notes_taken = atomic_load(&tr->forked->n_wanted);
        take_notes(tr, cpu);
    }
}

void tr_fork_parent(struct cpu *cpu)
{
    lock_give(&translator_of(cpu)->lock);
}

void tr_fork_child(struct cpu *cpu)
{
    struct translator *tr = translator_of(cpu);
    struct tr_thread *t = thread_of(cpu);
    tr->threads = t;
    t->next = NULL;
    atomic_store(&tr->n_threads, 1);
    tags_fork(cpu);
    adapt_after_fork(tr);
    cache_forked(tr);
    atomic_store(&tr->stop, 0);
    tr->is_child = tr->forked;
    if (tr->anonymous->rx != (uint64_t)(uintptr_t)tr->anonymous->rw) {
        flush_all(tr, cpu);
        if (arena_after_fork(tr) != 0)
            log_error("no memory for code after fork");
    }
    lock_give(&tr->lock);
}
