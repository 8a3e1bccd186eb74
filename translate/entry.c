/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of entries by (pc, mode): open addressing, eight bytes a slot, so that a search that
 * finds nothing reads one line of memory. A slot holds the entry's place in the pool and its hash,
 * so that a larger table is filled without a look at the entries.
 *
 *   63      32 31       0
 *   [  hash  ] [ place  ]     place: 8-byte units from the pool's start, + 1;
 *                                   0: empty; GONE: an entry that was taken out
 *
 * It is read without the lock. A table of n slots is slots[n .. 2n), and so a larger one stands
 * behind the smaller: who still reads the old one finds it empty and asks again with the lock.
 */
#include <errno.h>

#include "translate/private.h"

#define MIN_LOG2 12
#define MAX_LOG2 21
#define GONE UINT32_MAX
#define NEAR 32 /* instructions in a row that stay together in the table */

size_t entries_size(void)
{
    return (2ull << MAX_LOG2) * sizeof(uint64_t);
}

/* Neighbours in the code are neighbours in the table: a unit looks up what lies around it. */
static uint32_t hash(uint64_t pc, uint32_t mode)
{
    uint64_t at = pc >> 2, h = (at / NEAR ^ (uint64_t)mode << 40) * 0x9e3779b97f4a7c15;

    return (uint32_t)(h >> 32) + (uint32_t)(at % NEAR);
}

static struct entry *entry_at(const struct translator *tr, uint32_t place)
{
    return (struct entry *)(tr->pool.start + 8 * (uint64_t)(place - 1));
}

static bool is_entry(const struct entry *e, uint64_t pc, uint32_t mode)
{
    return e->pc == pc && e->unit->mode == mode;
}

void entry_expect(const struct translator *tr, uint64_t pc, uint32_t mode)
{
    uint32_t n = atomic_load_explicit(&tr->n_slots, memory_order_relaxed);

    __builtin_prefetch((const void *)&tr->slots[n + (hash(pc, mode) & (n - 1))]);
}

struct entry *unit_find(struct translator *tr, uint64_t pc, uint32_t mode)
{
    uint32_t n = atomic_load_explicit(&tr->n_slots, memory_order_acquire);
    uint32_t h = hash(pc, mode);

    for (uint32_t i = h & (n - 1), k = 0; k < n; i = (i + 1) & (n - 1), k++) {
        uint64_t slot = atomic_load_explicit(&tr->slots[n + i], memory_order_acquire);
        uint32_t place = (uint32_t)slot;

        if (!place)
            return NULL;
        if (slot >> 32 == h && place != GONE && is_entry(entry_at(tr, place), pc, mode))
            return entry_at(tr, place);
    }
    return NULL;
}

/* Puts it into the table of n slots. */
static void put(struct translator *tr, uint32_t n, uint64_t slot)
{
    uint32_t i = (uint32_t)(slot >> 32) & (n - 1);

    while ((uint32_t)atomic_load_explicit(&tr->slots[n + i], memory_order_relaxed))
        i = (i + 1) & (n - 1);
    atomic_store_explicit(&tr->slots[n + i], slot, memory_order_release);
}

static void grow(struct translator *tr)
{
    uint32_t n = atomic_load_explicit(&tr->n_slots, memory_order_relaxed);

    tr->n_used = 0;
    own_touch((void *)(tr->slots + 2 * n), 2 * n * sizeof(tr->slots[0]));
    for (uint32_t i = 0; i < n; i++) {
        uint64_t slot = atomic_load_explicit(&tr->slots[n + i], memory_order_relaxed);

        if ((uint32_t)slot && (uint32_t)slot != GONE) {
            put(tr, 2 * n, slot);
            tr->n_used++;
        }
    }
    atomic_store_explicit(&tr->n_slots, 2 * n, memory_order_release);
    own_empty((void *)(tr->slots + n), n * sizeof(tr->slots[0]));
}

int entries_reserve(struct translator *tr, unsigned count)
{
    /* Not more than half, for neighbours make long runs. */
    while ((tr->n_used + count) * 2ull > tr->n_slots) {
        if (tr->n_slots >> MAX_LOG2)
            return -ENOSPC;
        grow(tr);
    }
    return 0;
}

void entry_publish(struct translator *tr, const struct entry *e)
{
    uint64_t place = (uint64_t)((const uint8_t *)e - tr->pool.start) / 8 + 1;

    put(tr, atomic_load_explicit(&tr->n_slots, memory_order_relaxed),
        (uint64_t)hash(e->pc, e->unit->mode) << 32 | place);
    tr->n_used++;
}

void entry_withdraw(struct translator *tr, const struct entry *e)
{
    uint32_t n = atomic_load_explicit(&tr->n_slots, memory_order_relaxed);
    uint32_t i = hash(e->pc, e->unit->mode) & (n - 1), place;

    for (; (place = (uint32_t)tr->slots[n + i]); i = (i + 1) & (n - 1)) {
        if (place != GONE && entry_at(tr, place) == e) {
            atomic_store_explicit(&tr->slots[n + i], GONE, memory_order_release);
            return;
        }
    }
}

void entries_empty(struct translator *tr)
{
    if (tr->n_slots)
        own_empty((void *)tr->slots, entries_size()); /* all: a task may die growing */
    tr->n_used = 0;
    atomic_store_explicit(&tr->n_slots, 1u << MIN_LOG2, memory_order_release);
}
