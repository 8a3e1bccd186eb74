/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of translations: writing them, with what the file of the module holds already. */
#include <string.h>
#include <sys/mman.h>

#include "base/process.h"
#include "translate/cache.h"

#define LEAST_FIRST 400   /* new instructions of a module that are worth a file */
#define LEAST_MORE 64     /* ... to write it once more, */
#define SHARE_UNSAVED 128 /* and one for so many in it: ten runs without them last as long */

/* A file being made. Records go through a buffer: all of them are never in memory. */
struct writer {
    const struct process_ops *ops;
    int fd, error;
    struct cache_head head;
    struct cache_slot *slots;
    uint8_t *buffer;
    size_t used;     /* bytes of the buffer */
    uint64_t offset; /* of the buffer in the file */
};
enum { BUFFER = 1 << 20 };

static void put(struct writer *w, const void *data, size_t size, uint64_t offset)
{
    if (w->error == 0)
        w->error = w->ops->cache_write(w->fd, data, size, offset);
}

/* Where the next record is to be made, of at most CACHE_MAX_RECORD bytes. */
static struct cache_record *next_record(struct writer *w)
{
    if (w->used >= BUFFER) {
        put(w, w->buffer, w->used, w->offset);
        w->offset += w->used;
        w->used = 0;
    }
    return (void *)(w->buffer + w->used);
}

/* The file's slot for key: its own, or an empty one. */
static struct cache_slot *slot_for(const struct writer *w, uint64_t key)
{
    uint32_t at = (uint32_t)(key >> 20), mask = w->head.n_slots - 1;
    while (w->slots[at & mask].key && w->slots[at & mask].key != key)
        at++;
    return &w->slots[at & mask];
}

/* The next record is made. It is one of the file's, unless its place is taken by a newer one. */
static void add_record(struct writer *w, const struct cache_record *r)
{
    uint64_t key = cache_record_key(r->pc, r->mode, r->flags & CACHE_LOOP);
    struct cache_slot *slot = slot_for(w, key);
    if (slot->key || w->head.n_records >= w->head.n_slots / 2)
        return;
    *slot = (struct cache_slot){key, (uint32_t)((w->offset + w->used) / 16), r->bytes};
    w->head.n_records++;
    w->head.n_insns += r->n_insns;
    w->used += r->bytes;
}

static struct cache_record describe(const struct unit *u)
{
    const struct unit_kept *k = u->kept;
    unsigned flags = (u->loop ? CACHE_LOOP : 0) | (u->syncs ? CACHE_SYNCS : 0) |
                     (k->check_fp ? CACHE_CHECK_FP : 0) | (k->absolute ? CACHE_ABSOLUTE : 0);
    struct cache_record r = {.pc = u->pc - k->module->base,
                             .text = k->text,
                             .away = u->rx - k->module->base,
                             .base = k->module->base,
                             .mode = u->mode,
                             .size = u->size,
                             .cold = u->cold,
                             .cold_size = u->cold_size,
                             .n_insns = k->n_insns,
                             .n_shifts = k->n_shifts,
                             .fault_bytes = u->fault_bytes,
                             .fault_cold = u->fault_cold,
                             .n_ranges = (uint16_t)k->n_ranges,
                             .n_entries = u->n_entries,
                             .n_links = u->n_links,
                             .n_traps = u->n_traps,
                             .n_faults = u->n_faults,
                             .n_moved = (uint8_t)u->n_moved,
                             .flags = (uint8_t)flags};
    r.bytes = (uint32_t)cache_layout(&r).end;
    return r;
}

/* Links in a copy of u's code lead to their stubs. */
static void unlink_copy(const struct unit *u, uint8_t *code, uint8_t *cold)
{
    for (unsigned i = 0; i < u->n_links; i++) {
        struct host_link link = u->links[i];
        bool out = link.patch >= u->cold;
        link.patch -= out ? u->cold : 0;
        link.unlinked -= out ? u->cold : 0;
        host_patch(&link, out ? cold : code, u->rx + (out ? u->cold : 0), NULL);
    }
}

static void write_unit(struct writer *w, const struct unit *u)
{
    const struct unit_kept *k = u->kept;
    struct cache_record *r = next_record(w);
    uint8_t *parts = (uint8_t *)r;
    *r = describe(u);
    if (r->bytes > CACHE_MAX_RECORD)
        return;
    const struct cache_layout l = cache_layout(r);
    struct host_entry *entries = (void *)(parts + l.entries);
    struct host_link *links = (void *)(parts + l.links);
    memcpy(parts + l.ranges, k->ranges, k->n_ranges * sizeof(k->ranges[0]));
    for (unsigned i = 0; i < u->n_entries; i++) {
        entries[i].offset = (uint32_t)((uint64_t)(uintptr_t)u->entries[i].code - u->rx);
        entries[i].pc = u->entries[i].pc - r->base;
    }
    memcpy(links, u->links, u->n_links * sizeof(links[0]));
    for (unsigned i = 0; i < u->n_links; i++)
        links[i].pc -= r->base;
    memcpy(parts + l.traps, u->traps, u->n_traps * sizeof(u->traps[0]));
    memcpy(parts + l.shifts, k->shifts, k->n_shifts * sizeof(k->shifts[0]));
    if (u->n_moved)
        memcpy(parts + l.moved, u->moved, u->n_moved * sizeof(u->moved[0]));
    memcpy(parts + l.faults, u->faults, u->fault_bytes);
    memcpy(parts + l.code, u->rw, u->size);
    memcpy(parts + l.cold, u->rw + u->cold, u->cold_size);
    unlink_copy(u, parts + l.code, parts + l.cold);
    r->sum = cache_record_sum(r, &l);
    add_record(w, r);
}

/* What the file holds already, as far as it is whole. */
static void copy_file(const struct translator *tr, struct writer *w, const uint8_t *file,
                      const struct cache_head *h)
{
    size_t at = sizeof(*h) + h->n_slots * sizeof(struct cache_slot), given_back = 0;
    while (at + sizeof(struct cache_record) <= h->size) {
        struct cache_record *r = next_record(w);
        if (tr->process->ops->safe_copy(r, file + at, sizeof(*r)) != 0)
            return;
        const struct cache_layout l = cache_layout(r);
        size_t bytes = r->bytes;
        if (bytes > h->size - at || bytes > CACHE_MAX_RECORD || l.end != bytes ||
            tr->process->ops->safe_copy(r, file + at, bytes) != 0 || cache_layout(r).end != bytes ||
            cache_record_sum(r, &l) != r->sum)
            return;
        at += bytes;
        add_record(w, r);
        if (at - given_back > 2 * BUFFER) {
            madvise((void *)(uintptr_t)(file + given_back), BUFFER, MADV_DONTNEED);
            given_back += BUFFER;
        }
    }
}

/* Calls fn for the units that are for m's file. */
static void for_units(struct translator *tr, const struct cache_module *m,
                      void (*fn)(void *arg, struct unit *u), void *arg)
{
    for (uint32_t i = 0; i < tr->n_arenas; i++)
        for (uint32_t n = 0; n < tr->arenas[i]->n_units; n++) {
            struct unit *u = tr->arenas[i]->units[n];
            if (u->kept && u->kept->module == m && !u->dead)
                fn(arg, u);
        }
}

static void count_one(void *arg, struct unit *u)
{
    ++*(uint32_t *)arg;
}

static void write_one(void *arg, struct unit *u)
{
    write_unit(arg, u);
}

static void is_written(void *arg, struct unit *u)
{
    u->kept = NULL;
}

/* Writes w's file; slots and buffer are there. */
static void write_file(struct translator *tr, struct cache_module *m, struct writer *w,
                       const uint8_t *old, const struct cache_head *h)
{
    size_t slots = w->head.n_slots * sizeof(w->slots[0]);
    w->offset = sizeof(w->head) + slots;
    w->fd = w->ops->cache_create(m->key);
    if (w->fd < 0)
        return;
    for_units(tr, m, write_one, w);
    if (old)
        copy_file(tr, w, old, h);
    put(w, w->buffer, w->used, w->offset);
    w->head.size = w->offset + w->used;
    put(w, w->slots, slots, sizeof(w->head));
    put(w, &w->head, sizeof(w->head), 0);
    bool drop = w->error || w->head.size > CACHE_MAX_FILE;
    if (w->ops->cache_finish(w->fd, m->key, drop) == 0 && !drop)
        for_units(tr, m, is_written, NULL);
}

static void save_module(struct translator *tr, struct cache_module *m)
{
    struct cache_head h = {.size = 0};
    uint32_t n_new = 0;
    struct writer w = {
        .ops = tr->process->ops,
        .head = {.magic = CACHE_MAGIC, .build = tr->cache_build, .module = m->key, .n_slots = 16}};
    for_units(tr, m, count_one, &n_new);
    const uint8_t *old = cache_map_file(tr, m->key, &h);
    while (w.head.n_slots < 2 * (n_new + h.n_records))
        w.head.n_slots *= 2;
    size_t slots = w.head.n_slots * sizeof(w.slots[0]), room = BUFFER + CACHE_MAX_RECORD + slots;
    w.buffer = own_map(room, PROT_READ | PROT_WRITE, MAP_NORESERVE);
    if (w.buffer) {
        w.slots = (void *)(w.buffer + BUFFER + CACHE_MAX_RECORD);
        write_file(tr, m, &w, old, &h);
        own_unmap(w.buffer, room);
    }
    if (old)
        own_unmap((void *)(uintptr_t)old, h.size);
}

void cache_save(struct translator *tr)
{
    for (unsigned i = 0; tr->cache_keeps && i < tr->n_modules; i++) {
        struct cache_module *m = &tr->modules[i];
        uint32_t least = m->n_insns ? LEAST_MORE + m->n_insns / SHARE_UNSAVED : LEAST_FIRST;
        if (m->unsaved < least)
            continue;
        m->unsaved = 0;
        /* Another module may lie there by now. */
        if (cache_module_key(tr, m->base) == m->key)
            save_module(tr, m);
    }
}

void cache_forked(struct translator *tr)
{
    /* The parent will keep what it made. */
    for (unsigned i = 0; i < tr->n_modules; i++)
        tr->modules[i].unsaved = 0;
}

void tr_keep(struct cpu *cpu)
{
    struct translator *tr = translator_of(cpu);
    if (!tr->cache_keeps)
        return;
    lock_take(&tr->lock);
    cache_save(tr);
    lock_give(&tr->lock);
}
