/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stale translations: which units have code in a page. Code written through one view of a memory
 * object is dropped for every other view too.
 */
#include <errno.h>
#include <sched.h>
#include <string.h>

#include "base/bits.h"
#include "translate/private.h"

#define WHOLE_TABLE (PAGE_BUCKETS / 4) /* ranges of more pages walk the table instead */

static struct page_ref *_Atomic *bucket(struct translator *tr, uint64_t page)
{
    return &tr->pages[(page ^ page >> 20) % PAGE_BUCKETS];
}

static int add(struct translator *tr, struct unit *u, uint64_t page)
{
    struct page_ref *_Atomic *head = bucket(tr, page);
    struct page_ref *first = atomic_load_explicit(head, memory_order_relaxed);
    for (const struct page_ref *p = first; p && p->unit == u; p = p->next)
        if (p->page == page)
            return 0;
    struct page_ref *ref = pool_alloc(&tr->pool, sizeof(*ref));
    if (!ref)
        return -ENOSPC;
    ref->page = page;
    ref->unit = u;
    atomic_store_explicit(&ref->next, first, memory_order_relaxed);
    atomic_store_explicit(head, ref, memory_order_release);
    return 0;
}

static int add_range(struct translator *tr, struct unit *u, uint64_t start, uint64_t end)
{
    for (uint64_t page = start / MEM_PAGE; page * MEM_PAGE < end; page++)
        if (add(tr, u, page) != 0)
            return -ENOSPC;
    return 0;
}

int pages_add(struct translator *tr, struct unit *u, const struct tr_region *r)
{
    uint64_t last = ~0ull;
    for (unsigned i = 0; i < r->n_blocks; i++) {
        const struct region_block *b = &r->blocks[i];
        if (b->start / MEM_PAGE == last && (b->end - 1) / MEM_PAGE == last)
            continue;
        last = (b->end - 1) / MEM_PAGE;
        if (add_range(tr, u, b->start, b->end) != 0)
            return -ENOSPC;
    }
    return add_range(tr, u, r->ahead_start, r->ahead_end);
}

static bool overlaps(const struct unit *u, uint64_t start, uint64_t end)
{
    return u->start < end && u->end > start;
}

static bool kill_page(struct translator *tr, uint64_t page, uint64_t start, uint64_t end)
{
    bool any = false;
    struct page_ref *_Atomic *at = bucket(tr, page);
    struct page_ref *p;
    while ((p = atomic_load_explicit(at, memory_order_relaxed))) {
        if (p->page == page && (p->unit->dead || overlaps(p->unit, start, end))) {
            any |= !p->unit->dead;
            unit_kill(tr, p->unit);
            atomic_store_explicit(at, p->next, memory_order_relaxed);
        } else {
            at = &p->next;
        }
    }
    return any;
}

/* Kills all units that overlap [start, end), or only those with a context synchronisation. */
static bool kill_everywhere(struct translator *tr, uint64_t start, uint64_t end, bool syncing)
{
    bool any = false;
    for (unsigned b = 0; b < PAGE_BUCKETS; b++)
        for (struct page_ref *p = tr->pages[b]; p; p = p->next)
            if (!p->unit->dead && overlaps(p->unit, start, end) && (p->unit->syncs || !syncing)) {
                unit_kill(tr, p->unit);
                any = true;
            }
    return any;
}

bool pages_kill_syncing(struct translator *tr)
{
    return kill_everywhere(tr, 0, ~0ull, true);
}

bool pages_kill_range(struct translator *tr, uint64_t start, uint64_t end)
{
    bool any = false;
    if ((end - start) / MEM_PAGE > WHOLE_TABLE)
        return kill_everywhere(tr, start, end, false);
    for (uint64_t page = start / MEM_PAGE; page * MEM_PAGE < end; page++)
        any |= kill_page(tr, page, start, end);
    return any;
}

static bool kill_and_forget(struct translator *tr, uint64_t start, uint64_t end)
{
    bool any = pages_kill_range(tr, start, end);
    if (atomic_load_explicit(&tr->n_shared, memory_order_relaxed))
        shared_forget(tr, start, end);
    return any;
}

/* Kills what was made from the bytes of a in other mappings of its object. */
static bool kill_views(struct translator *tr, const struct mem_area *a)
{
    struct mem_area v;
    bool any = false;
    for (uint64_t at = 0; mem_find_view(tr->process->mem, a, at, &v); at = v.end) {
        uint64_t first = v.offset > a->offset ? v.offset : a->offset;
        uint64_t v_last = v.offset + (v.end - v.start), a_last = a->offset + (a->end - a->start);
        uint64_t last = v_last < a_last ? v_last : a_last;
        any |= kill_and_forget(tr, v.start + (first - v.offset), v.start + (last - v.offset));
    }
    return any;
}

bool pages_kill(struct translator *tr, uint64_t start, uint64_t len)
{
    uint64_t end = start + len < start ? ~0ull : start + len;
    bool any = kill_and_forget(tr, start, end);
    struct guest_mem *mem = tr->process->mem;
    struct mem_area a;
    if (!mem_has_views(mem))
        return any;
    for (uint64_t at = start; at < end && mem_find(mem, at, &a) && a.start < end; at = a.end) {
        uint64_t from = a.start > start ? a.start : start;
        uint64_t to = a.end < end ? a.end : end;
        struct mem_area part = a;
        part.offset += from - a.start;
        part.start = from;
        part.end = to;
        if (a.ino)
            any |= kill_views(tr, &part);
    }
    return any;
}

void announce_stale(struct translator *tr)
{
    atomic_fetch_add(&tr->generation, 1);
    for (struct tr_thread *t = tr->threads; t; t = t->next)
        request(t->cpu, POLL_STALE);
}

/*
 * Is there surely nothing to kill in [start, end), which one page holds? Without the lock, by a
 * thread that runs code: records are not freed meanwhile. Who makes a unit says so before it reads
 * the bytes, so either its unit is in the list, or it is seen here, or it reads the new bytes.
 */
static bool nothing_there(struct translator *tr, uint64_t start, uint64_t end)
{
    atomic_thread_fence(memory_order_seq_cst);
    if (atomic_load(&tr->translating) || atomic_load(&tr->n_shared) ||
        mem_has_views(tr->process->mem))
        return false;
    uint64_t page = start / MEM_PAGE;
    const struct page_ref *p = atomic_load_explicit(bucket(tr, page), memory_order_acquire);
    for (; p; p = atomic_load_explicit(&p->next, memory_order_acquire))
        if (p->page == page && !p->unit->dead && overlaps(p->unit, start, end))
            return false;
    return true;
}

/* A helper of generated code must not wait for the lock: its owner may wait for this thread to
 * leave code. It leaves at once, and invalidates before it enters code again. */
static bool put_off(struct process *p, uint64_t start, uint64_t len)
{
    struct tr_thread *t = current && current->process == p ? thread_of(current) : NULL;
    if (!t || !atomic_load(&t->running))
        return false;
    uint64_t end = start + len < start ? ~0ull : start + len;
    if (start / MEM_PAGE == (end - 1) / MEM_PAGE && nothing_there(p->translator, start, end))
        return true;
    t->stale = t->stale_end && t->stale < start ? t->stale : start;
    t->stale_end = t->stale_end > end ? t->stale_end : end;
    request(current, POLL_STALE);
    return true;
}

void invalidate_stale(struct translator *tr, struct tr_thread *t)
{
    uint64_t start = t->stale, end = t->stale_end;
    if (end) {
        t->stale = t->stale_end = 0;
        tr_invalidate(tr->process, start, end - start);
    }
}

void tr_invalidate(struct process *p, uint64_t start, uint64_t len)
{
    struct translator *tr = p->translator;
    if (!tr || len == 0 || put_off(p, start, len))
        return;
    lock_take(&tr->lock);
    if (pages_kill(tr, start, len))
        announce_stale(tr);
    lock_give(&tr->lock);
}

static void empty_tables(struct translator *tr)
{
    entries_empty(tr);
    own_empty((void *)tr->pages, PAGE_BUCKETS * sizeof(tr->pages[0]));
    for (struct tr_thread *t = tr->threads; t; t = t->next)
        own_empty(t->table, HOST_JUMP_ALL * sizeof(t->table[0]));
}

void stop_others(struct translator *tr, const struct cpu *cpu)
{
    atomic_store(&tr->stop, 1);
    for (struct tr_thread *t = tr->threads; t; t = t->next) {
        if (t->cpu == cpu)
            continue;
        request(t->cpu, POLL_STALE);
        while (atomic_load(&t->running))
            sched_yield();
    }
}

void go_on(struct translator *tr)
{
    atomic_store(&tr->stop, 0);
}

void flush_all(struct translator *tr, struct cpu *cpu)
{
    stop_others(tr, cpu);
    if (tr->profile)
        profile_flush(tr);
    empty_tables(tr);
    if (tr->adapt.remap)
        host_map(tr->host, tr->adapt.order);
    tr->adapt.remap = false;
    arena_reset_all(tr);
    shared_reset(tr);
    tr->used_memory = tr->dead_memory = 0;
    atomic_fetch_add(&tr->generation, 1);
    go_on(tr);
}
