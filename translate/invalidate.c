/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stale translations: which units have code in a page, by address and, for shared file mappings, by
 * (device, inode, page of the file), so that code written through one view of a memory object is
 * dropped for every other view too.
 */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>

#include "base/bits.h"
#include "translate/private.h"

#define WHOLE_TABLE (PAGE_BUCKETS / 4) /* ranges of more pages walk the table instead */

static uint64_t file_key(const struct mem_area *a, uint64_t page)
{
    uint64_t in_file = (page - a->start + a->offset) / MEM_PAGE;
    return 1ull << 63 | (in_file * 0x9e3779b97f4a7c15 ^ a->ino * 0xff51afd7ed558ccd ^ a->dev) >> 1;
}

static struct page_ref **bucket(struct translator *tr, uint64_t key)
{
    return &tr->pages[(key ^ key >> 20) % PAGE_BUCKETS];
}

static int add(struct translator *tr, struct unit *u, uint64_t key)
{
    struct page_ref **head = bucket(tr, key);
    for (const struct page_ref *p = *head; p && p->unit == u; p = p->next)
        if (p->key == key)
            return 0;
    struct page_ref *ref = pool_alloc(&tr->pool, sizeof(*ref));
    if (!ref)
        return -ENOSPC;
    *ref = (struct page_ref){key, u, *head};
    *head = ref;
    return 0;
}

/* The area of page, if other views of the same memory may exist. */
static bool shared_area(struct translator *tr, uint64_t page, struct mem_area *a)
{
    return mem_find(tr->process->mem, page, a) && a->start <= page && (a->flags & MAP_SHARED) &&
           a->ino;
}

int pages_add(struct translator *tr, struct unit *u, const struct tr_region *r)
{
    uint64_t last = ~0ull;
    for (unsigned i = 0; i < r->n_blocks; i++) {
        uint64_t page = bits_align_down(r->blocks[i].start, MEM_PAGE);
        for (; page < r->blocks[i].end; page += MEM_PAGE) {
            struct mem_area a;
            if (page == last)
                continue;
            last = page;
            if (add(tr, u, page / MEM_PAGE) != 0)
                return -ENOSPC;
            if (shared_area(tr, page, &a) && add(tr, u, file_key(&a, page)) != 0)
                return -ENOSPC;
        }
    }
    return 0;
}

static bool kill_key(struct translator *tr, uint64_t key, uint64_t start, uint64_t end)
{
    bool any = false;
    struct page_ref **at = bucket(tr, key);
    while (*at) {
        struct page_ref *p = *at;
        bool hit =
            p->key == key && (p->unit->dead || (p->unit->start < end && p->unit->end > start));
        if (hit) {
            any |= !p->unit->dead;
            unit_kill(tr, p->unit);
            *at = p->next;
        } else {
            at = &p->next;
        }
    }
    return any;
}

static bool kill_everywhere(struct translator *tr, uint64_t start, uint64_t end)
{
    bool any = false;
    for (unsigned b = 0; b < PAGE_BUCKETS; b++)
        for (struct page_ref *p = tr->pages[b]; p; p = p->next)
            if (!p->unit->dead && p->unit->start < end && p->unit->end > start) {
                unit_kill(tr, p->unit);
                any = true;
            }
    return any;
}

bool pages_kill(struct translator *tr, uint64_t start, uint64_t len)
{
    uint64_t end = start + len < start ? ~0ull : start + len;
    bool any = false;
    if (len / MEM_PAGE > WHOLE_TABLE)
        return kill_everywhere(tr, start, end);
    for (uint64_t page = bits_align_down(start, MEM_PAGE); page < end; page += MEM_PAGE) {
        struct mem_area a;
        any |= kill_key(tr, page / MEM_PAGE, start, end);
        if (shared_area(tr, page, &a))
            any |= kill_key(tr, file_key(&a, page), 0, ~0ull);
    }
    return any;
}

/* A helper of generated code must not wait for the lock: its owner may wait for this thread to
 * leave code. It leaves at once, and invalidates before it enters code again. */
static bool put_off(struct process *p, uint64_t start, uint64_t len)
{
    struct tr_thread *t = current && current->process == p ? thread_of(current) : NULL;
    if (!t || !atomic_load(&t->running))
        return false;
    uint64_t end = start + len < start ? ~0ull : start + len;
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
    if (pages_kill(tr, start, len)) {
        atomic_fetch_add(&tr->generation, 1);
        for (struct tr_thread *t = tr->threads; t; t = t->next)
            request(t->cpu, POLL_STALE);
    }
    lock_give(&tr->lock);
}

static void empty_tables(struct translator *tr)
{
    madvise((void *)tr->entries, ENTRY_BUCKETS * sizeof(tr->entries[0]), MADV_DONTNEED);
    madvise(tr->pages, PAGE_BUCKETS * sizeof(tr->pages[0]), MADV_DONTNEED);
    for (struct tr_thread *t = tr->threads; t; t = t->next)
        madvise(t->table, HOST_JUMP_ENTRIES * sizeof(t->table[0]), MADV_DONTNEED);
}

void flush_all(struct translator *tr, struct cpu *cpu)
{
    atomic_store(&tr->stop, 1);
    for (struct tr_thread *t = tr->threads; t; t = t->next) {
        if (t->cpu == cpu)
            continue;
        request(t->cpu, POLL_STALE);
        while (atomic_load(&t->running))
            sched_yield();
    }
    if (tr->profile)
        profile_flush(tr);
    empty_tables(tr);
    arena_reset_all(tr);
    atomic_fetch_add(&tr->generation, 1);
    atomic_store(&tr->stop, 0);
}
