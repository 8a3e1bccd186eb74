/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Code in shared memory, which other processes may write without telling us. Units of such a page
 * are translated from a copy of it; wherever the architecture makes foreign changes visible
 * (context synchronisation: ISB, system calls, faults, signals) the copies are compared with the
 * memory, and what was made from bytes that are others now is dropped. A process that never
 * executed shared memory has no copies and compares nothing.
 */
#include <errno.h>
#include <string.h>

#include "base/bits.h"
#include "base/process.h"
#include "translate/private.h"

struct shared_page {
    uint64_t address;
    uint64_t lines; /* of CODE_LINE bytes that units may have code in */
    struct shared_page *next;
    uint8_t bytes[MEM_PAGE]; /* in those lines: what units were translated from */
};

#define CODE_LINE 64

static struct shared_page **find(struct translator *tr, uint64_t address)
{
    struct shared_page **at = &tr->shared[address / MEM_PAGE % SHARED_BUCKETS];
    while (*at && (*at)->address != address)
        at = &(*at)->next;
    return at;
}

static int read_guest(struct translator *tr, void *to, uint64_t from, size_t len)
{
    return tr->process->ops->safe_copy(to, (const void *)(uintptr_t)from, len);
}

/* The bits of the lines that lie in [start, end) wholly, in the page at address. */
static uint64_t lines_in(uint64_t address, uint64_t start, uint64_t end)
{
    uint64_t from = start > address ? (start - address + CODE_LINE - 1) / CODE_LINE : 0;
    uint64_t to = end - address < MEM_PAGE ? (end - address) / CODE_LINE : 64;
    return from < to ? ~0ull >> (64 - to) & ~0ull << from : 0;
}

/* Takes *at out of its list. */
static void drop(struct translator *tr, struct shared_page **at)
{
    struct shared_page *p = *at;
    *at = p->next;
    p->next = tr->shared_free;
    tr->shared_free = p;
    atomic_fetch_sub(&tr->n_shared, 1);
}

/* Units that contain a context synchronisation were made when there was nothing to compare. */
static void begin_watch(struct translator *tr)
{
    tr->watched = true;
    if (pages_kill_syncing(tr))
        announce_stale(tr);
}

static struct shared_page *add(struct translator *tr, uint64_t address)
{
    struct shared_page *p = tr->shared_free;
    if (p)
        tr->shared_free = p->next;
    else
        p = pool_alloc(&tr->pool, sizeof(*p));
    if (!p)
        return NULL;
    p->address = address;
    p->lines = 0;
    p->next = tr->shared[address / MEM_PAGE % SHARED_BUCKETS];
    tr->shared[address / MEM_PAGE % SHARED_BUCKETS] = p;
    atomic_fetch_add(&tr->n_shared, 1);
    if (!tr->watched)
        begin_watch(tr);
    return p;
}

/* Where code is not any more as it was translated from, or not there, the page's units go. */
static bool is_unchanged(struct translator *tr, struct shared_page *p)
{
    if (host_safe_differ((const void *)(uintptr_t)p->address, p->bytes, p->lines) == 0)
        return true;
    p->lines = 0;
    if (pages_kill_range(tr, p->address, p->address + MEM_PAGE))
        announce_stale(tr);
    return false;
}

int shared_fetch(struct translator *tr, uint64_t address, void *buf, size_t len)
{
    uint64_t page = bits_align_down(address, MEM_PAGE);
    struct shared_page *p = *find(tr, page);
    if (p && !is_unchanged(tr, p))
        return -EAGAIN;
    if (!p)
        p = add(tr, page);
    if (!p)
        return -ENOSPC;
    uint64_t wanted = lines_in(page, address, address + len), missing = wanted & ~p->lines;
    for (unsigned i = 0; i < 64; i++)
        if ((missing >> i & 1) &&
            read_guest(tr, p->bytes + i * CODE_LINE, page + i * CODE_LINE, CODE_LINE) != 0)
            return -EFAULT;
    p->lines |= wanted;
    memcpy(buf, p->bytes + (address - page), len);
    return 0;
}

/* The part of *at in [start, end) has no units any more. */
static void forget(struct translator *tr, struct shared_page **at, uint64_t start, uint64_t end)
{
    struct shared_page *p = *at;
    if (p->address >= end || start >= p->address + MEM_PAGE)
        return;
    p->lines &= ~lines_in(p->address, start, end);
    if (start <= p->address && end >= p->address + MEM_PAGE)
        drop(tr, at);
}

void shared_forget(struct translator *tr, uint64_t start, uint64_t end)
{
    if ((end - start) / MEM_PAGE < SHARED_BUCKETS) {
        uint64_t page = bits_align_down(start, MEM_PAGE);
        for (; page < end; page += MEM_PAGE) {
            struct shared_page **at = find(tr, page);
            if (*at)
                forget(tr, at, start, end);
        }
        return;
    }
    for (unsigned i = 0; i < SHARED_BUCKETS; i++)
        for (struct shared_page **at = &tr->shared[i]; *at;) {
            struct shared_page *p = *at;
            forget(tr, at, start, end);
            if (*at == p)
                at = &p->next;
        }
}

void shared_check(struct translator *tr)
{
    if (atomic_load(&tr->n_shared) == 0)
        return;
    /* One that began while this thread waited will do for it, too. */
    uint32_t before = atomic_load(&tr->n_checks);
    lock_take(&tr->lock);
    if (atomic_load(&tr->n_checks) == before) {
        atomic_store(&tr->n_checks, before + 1);
        for (unsigned i = 0; i < SHARED_BUCKETS; i++)
            for (struct shared_page *p = tr->shared[i]; p; p = p->next)
                is_unchanged(tr, p);
    }
    lock_give(&tr->lock);
}

void shared_reset(struct translator *tr)
{
    memset(tr->shared, 0, sizeof(tr->shared));
    tr->shared_free = NULL;
    atomic_store(&tr->n_shared, 0);
}
