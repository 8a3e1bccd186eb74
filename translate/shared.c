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
    struct shared_page *next;
    uint8_t bytes[MEM_PAGE]; /* what units were translated from */
};

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

static int add(struct translator *tr, uint64_t address, struct shared_page **out)
{
    struct shared_page *p = tr->shared_free;
    if (p)
        tr->shared_free = p->next;
    else
        p = pool_alloc(&tr->pool, sizeof(*p));
    if (!p)
        return -ENOSPC;
    p->address = address;
    if (read_guest(tr, p->bytes, address, MEM_PAGE) != 0) {
        p->next = tr->shared_free;
        tr->shared_free = p;
        return -EFAULT;
    }
    p->next = tr->shared[address / MEM_PAGE % SHARED_BUCKETS];
    tr->shared[address / MEM_PAGE % SHARED_BUCKETS] = p;
    atomic_fetch_add(&tr->n_shared, 1);
    if (!tr->watched)
        begin_watch(tr);
    *out = p;
    return 0;
}

/* Where the memory is not as the copy has it, the units go and the copy is made new, or goes too
 * where there is no memory any more. */
static void check(struct translator *tr, struct shared_page **at)
{
    struct shared_page *p = *at;
    uint64_t address = p->address;
    uint8_t now[MEM_PAGE];
    int e = read_guest(tr, now, address, MEM_PAGE);
    if (e == 0 && memcmp(now, p->bytes, MEM_PAGE) == 0)
        return;
    if (e == 0)
        memcpy(p->bytes, now, MEM_PAGE);
    else
        drop(tr, at);
    if (pages_kill_range(tr, address, address + MEM_PAGE))
        announce_stale(tr);
}

int shared_fetch(struct translator *tr, uint64_t address, void *buf, size_t len)
{
    uint64_t page = bits_align_down(address, MEM_PAGE);
    struct shared_page **at = find(tr, page);
    if (*at)
        check(tr, at);
    struct shared_page *p = *find(tr, page);
    int e = p ? 0 : add(tr, page, &p);
    if (e == 0)
        memcpy(buf, p->bytes + (address - page), len);
    return e;
}

/* The part of *at in [start, end) is known to be stale. True if that cost other units. */
static bool renew(struct translator *tr, struct shared_page **at, uint64_t start, uint64_t end)
{
    struct shared_page *p = *at;
    uint64_t from = p->address > start ? p->address : start;
    uint64_t to = p->address + MEM_PAGE < end ? p->address + MEM_PAGE : end;
    if (from >= to)
        return false;
    bool whole = to - from == MEM_PAGE;
    if (!whole && read_guest(tr, p->bytes + (from - p->address), from, to - from) == 0)
        return false;
    drop(tr, at);
    return !whole && pages_kill_range(tr, p->address, p->address + MEM_PAGE);
}

bool shared_renew(struct translator *tr, uint64_t start, uint64_t end)
{
    bool any = false;
    if ((end - start) / MEM_PAGE < SHARED_BUCKETS) {
        uint64_t page = bits_align_down(start, MEM_PAGE);
        for (; page < end; page += MEM_PAGE) {
            struct shared_page **at = find(tr, page);
            any |= *at && renew(tr, at, start, end);
        }
        return any;
    }
    for (unsigned i = 0; i < SHARED_BUCKETS; i++)
        for (struct shared_page **at = &tr->shared[i]; *at;) {
            struct shared_page *p = *at;
            any |= renew(tr, at, start, end);
            if (*at == p)
                at = &p->next;
        }
    return any;
}

void shared_check(struct translator *tr)
{
    if (atomic_load(&tr->n_shared) == 0)
        return;
    lock_take(&tr->lock);
    for (unsigned i = 0; i < SHARED_BUCKETS; i++)
        for (struct shared_page **at = &tr->shared[i]; *at;) {
            struct shared_page *p = *at;
            check(tr, at);
            if (*at == p)
                at = &p->next;
        }
    lock_give(&tr->lock);
}

void shared_reset(struct translator *tr)
{
    memset(tr->shared, 0, sizeof(tr->shared));
    tr->shared_free = NULL;
    atomic_store(&tr->n_shared, 0);
}
