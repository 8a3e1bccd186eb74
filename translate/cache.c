/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Translations that outlive their process. What was translated of a module, a file that is mapped,
 * is written to a file of its own when the program ends; the next process that maps the module and
 * comes to the same code takes the unit from there instead of making it again. A file is only a
 * place to look: a unit is taken if the guest code in memory now is, by its sum, what it was made
 * from, and if the sum of its record is right. So it does not matter who changed the module or the
 * file meanwhile. Files are read by safe_copy, for another process may truncate them.
 */
#include "translate/cache.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "base/bits.h"
#include "base/log.h"
#include "base/process.h"

enum { MAX_RANGES = REGION_MAX_BLOCKS, READ_AT_MOST = 1 << 20 };

/* One to one. */
static uint64_t mix(uint64_t x)
{
    x *= 0x9e3779b97f4a7c15;
    return x ^ x >> 32;
}

/* Detects damage, not malice: any of one word, others but for luck. */
static uint64_t sum_of(const void *data, size_t size, uint64_t from)
{
    const uint64_t k = 0x9e3779b97f4a7c15;
    uint64_t lane[4] = {from ^ size, k, from + k, ~(uint64_t)size}, w[4], sum = 0;
    const uint8_t *p = data;
    for (; size >= sizeof(w); p += sizeof(w), size -= sizeof(w)) {
        memcpy(w, p, sizeof(w));
        for (unsigned i = 0; i < 4; i++)
            lane[i] = mix(lane[i] ^ w[i]);
    }
    memset(w, 0, sizeof(w));
    memcpy(w, p, size);
    for (unsigned i = 0; i < 4; i++)
        sum = mix(sum ^ mix(lane[i] ^ w[i]));
    return sum;
}

uint64_t cache_record_key(uint64_t pc, uint32_t mode, bool loop)
{
    const uint64_t parts[2] = {pc, (uint64_t)mode << 1 | loop};
    return sum_of(parts, sizeof(parts), 0) | 1;
}

static uint64_t sum_parts(const struct cache_record *r, const struct cache_layout *l,
                          const uint8_t *code, const uint8_t *cold)
{
    uint64_t sum = sum_of(&r->pc, l->code - offsetof(struct cache_record, pc), 0);
    return sum_of(cold, r->cold_size, sum_of(code, r->size, sum));
}

uint64_t cache_record_sum(const struct cache_record *r, const struct cache_layout *l)
{
    return sum_parts(r, l, (const uint8_t *)r + l->code, (const uint8_t *)r + l->cold);
}

static size_t next_part(size_t *at, size_t n, size_t size)
{
    size_t here = *at;
    *at = bits_align_up(here + n * size, 8);
    return here;
}

struct cache_layout cache_layout(const struct cache_record *r)
{
    struct cache_layout l;
    size_t at = sizeof(*r);
    l.ranges = next_part(&at, r->n_ranges, sizeof(struct cache_range));
    l.entries = next_part(&at, r->n_entries, sizeof(struct host_entry));
    l.links = next_part(&at, r->n_links, sizeof(struct host_link));
    l.traps = next_part(&at, r->n_traps, sizeof(struct host_fp_trap));
    l.shifts = next_part(&at, r->n_shifts, sizeof(uint32_t));
    l.moved = next_part(&at, r->n_moved, sizeof(struct host_moved));
    l.faults = next_part(&at, r->fault_bytes, 1);
    l.code = next_part(&at, r->size, 1);
    l.cold = next_part(&at, r->cold_size, 1);
    l.end = bits_align_up(at, 16);
    return l;
}

static int read_file(const struct translator *tr, void *to, const void *from, size_t size)
{
    return tr->process->ops->safe_copy(to, from, size);
}

void cache_init(struct translator *tr)
{
    const struct process_ops *ops = tr->process->ops;
    const struct tr_config *c = &tr->config;
    bool counted = c->profile && !c->uncounted;
    if (!c->cache_build || !ops->cache_load || c->engine != TR_ENGINE_JIT || counted)
        return;
    const uint64_t parts[3] = {c->cache_build, (uint64_t)c->host_features,
                               sizeof(struct cache_record)};
    tr->cache_build = sum_of(parts, sizeof(parts), 0);
    tr->cache_keeps = ops->cache_create && !c->profile;
}

uint64_t cache_module_key(const struct translator *tr, uint64_t base)
{
    uint8_t page[MEM_PAGE];
    if (read_file(tr, page, (const void *)(uintptr_t)base, sizeof(page)) != 0)
        return 0;
    return sum_of(page, sizeof(page), tr->cache_build) | 1;
}

static bool head_is_right(const struct translator *tr, const struct cache_head *h, uint64_t key,
                          size_t size)
{
    uint64_t slots = (uint64_t)h->n_slots * sizeof(struct cache_slot);
    return memcmp(h->magic, CACHE_MAGIC, 8) == 0 && h->build == tr->cache_build &&
           h->module == key && h->size == size && h->n_slots && !(h->n_slots & (h->n_slots - 1)) &&
           h->n_records <= h->n_slots / 2 && slots <= size - sizeof(*h);
}

const uint8_t *cache_map_file(const struct translator *tr, uint64_t key, struct cache_head *h)
{
    size_t size = 0;
    const uint8_t *file = tr->process->ops->cache_load(key, &size);
    if (!file)
        return NULL;
    if (size < sizeof(*h) || size > CACHE_MAX_FILE || read_file(tr, h, file, sizeof(*h)) != 0 ||
        !head_is_right(tr, h, key, size)) {
        own_unmap((void *)(uintptr_t)file, size);
        return NULL;
    }
    return file;
}

/* A module at base is met for the first time; a, with pc, is of it. */
static void open_module(struct translator *tr, struct cache_module *m, uint64_t base,
                        const struct mem_area *a)
{
    struct cache_head h = {.n_slots = 0};
    struct mem_area first;
    *m = (struct cache_module){.base = base, .dev = a->dev, .ino = a->ino};
    if (!mem_find(tr->process->mem, base, &first) || first.start > base || first.offset ||
        first.dev != a->dev || first.ino != a->ino)
        return;
    m->key = cache_module_key(tr, base);
    m->file = m->key ? cache_map_file(tr, m->key, &h) : NULL;
    m->size = h.size;
    m->n_slots = h.n_slots;
    m->n_insns = h.n_insns;
}

/* The module that pc is in, or NULL: it is in none, or there are too many. */
static struct cache_module *module_of(struct translator *tr, uint64_t pc)
{
    struct mem_area a;
    if (!mem_find(tr->process->mem, pc, &a) || a.start > pc || !a.ino || a.flags & MAP_SHARED ||
        a.offset > a.start)
        return NULL;
    uint64_t base = a.start - a.offset;
    for (unsigned i = 0; i < tr->n_modules; i++) {
        struct cache_module *m = &tr->modules[i];
        if (m->base == base && m->dev == a.dev && m->ino == a.ino)
            return m;
    }
    if (tr->n_modules == MAX_MODULES)
        return NULL;
    open_module(tr, &tr->modules[tr->n_modules], base, &a);
    return &tr->modules[tr->n_modules++];
}

/* Where the record of that key should be. */
static bool find(const struct translator *tr, const struct cache_module *m, uint64_t key,
                 struct cache_slot *slot)
{
    const struct cache_slot *slots = (const void *)(m->file + sizeof(struct cache_head));
    for (uint32_t i = 0, at = (uint32_t)(key >> 20); i < m->n_slots; i++, at++) {
        if (read_file(tr, slot, &slots[at & (m->n_slots - 1)], sizeof(*slot)) != 0 || !slot->key)
            return false;
        if (slot->key == key)
            return slot->at <= m->size / 16 && slot->bytes <= m->size - slot->at * 16ull &&
                   slot->bytes >= sizeof(struct cache_record) && slot->bytes <= CACHE_MAX_RECORD;
    }
    return false;
}

/* The sum of a unit's guest code as t fetches it. False: it cannot be executed, or others write
 * it. */
static bool sum_text(struct tr *t, const struct cache_range *ranges, unsigned n, uint64_t *sum)
{
    uint8_t bytes[256];
    *sum = 0;
    for (unsigned i = 0; i < n; i++) {
        uint64_t at = t->pc + (uint64_t)(int64_t)ranges[i].start;
        for (uint32_t left = ranges[i].size, k; left; left -= k, at += k) {
            k = left < sizeof(bytes) ? left : sizeof(bytes);
            if (tr_fetch(t, at, bytes, k) != 0)
                return false;
            *sum = sum_of(bytes, k, *sum);
        }
    }
    return !t->region->shared;
}

/* What a region was translated from as few ranges: its blocks, and what was looked at besides. 0:
 * that is too much. */
static unsigned ranges_of(const struct tr_region *r, struct cache_range *ranges)
{
    unsigned n = 0;
    uint64_t ahead = r->ahead_end - r->ahead_start;
    if (r->ahead_far || r->n_blocks == MAX_RANGES)
        return 0;
    for (unsigned i = 0; i < r->n_blocks; i++) {
        const struct region_block *b = &r->blocks[i];
        int64_t start = (int64_t)(b->start - r->entry);
        if (n && ranges[n - 1].start + (int64_t)ranges[n - 1].size == start)
            ranges[n - 1].size += (uint32_t)(b->end - b->start);
        else
            ranges[n++] = (struct cache_range){(int32_t)start, (uint32_t)(b->end - b->start)};
    }
    if (ahead)
        ranges[n++] = (struct cache_range){(int32_t)(r->ahead_start - r->entry), (uint32_t)ahead};
    return n;
}

/* Is every guest address in the code one that moves with the module? */
static bool moves_along(const struct translator *tr, const struct ir *ir, uint64_t pc)
{
    /* Low addresses are constants, and so are those that code cannot reach. */
    if (tr->out.absolute || pc <= UINT32_MAX)
        return false;
    for (unsigned n = 1; n < ir->n; n++) {
        const struct ir_insn *i = &ir->insn[n];
        if (i->op == IR_GADDR && (i->imm64 - pc + (1u << 31)) >> 32)
            return false;
        /* A branch to a number, 0 for one: its link has that for a target. */
        if ((i->op == IR_EXIT || i->op == IR_CALL) && ir->insn[i->a].op == IR_CONST)
            return false;
    }
    return true;
}

static void *keep(struct pool *p, const void *from, size_t size)
{
    void *m = pool_alloc(p, size);
    if (m && size)
        memcpy(m, from, size);
    return m;
}

void cache_unit_made(struct tr *t, struct unit *u)
{
    struct translator *tr = t->cpu->process->translator;
    const struct tr_region *r = t->region;
    struct cache_range ranges[MAX_RANGES];
    if (!tr->cache_keeps || r->shared || r->writable || tr->out.n_shifts > UNIT_MAX_SHIFTS)
        return;
    struct cache_module *m = module_of(tr, u->pc);
    if (!m || !m->key)
        return;
    size_t used = tr->pool.used;
    struct unit_kept k = {.module = m,
                          .n_insns = r->n_insns,
                          .n_shifts = tr->out.n_shifts,
                          .check_fp = tr->out.check_fp,
                          .absolute = !moves_along(tr, t->ir, u->pc),
                          .n_ranges = ranges_of(r, ranges)};
    struct tr again = *t;
    again.pc = u->pc;
    k.ranges = keep(&tr->pool, ranges, k.n_ranges * sizeof(ranges[0]));
    k.shifts = keep(&tr->pool, tr->shifts, k.n_shifts * sizeof(k.shifts[0]));
    /* The sum is of the bytes that were translated if none had to be fetched again. */
    if (k.n_ranges && k.ranges && k.shifts && sum_text(&again, ranges, k.n_ranges, &k.text) &&
        r->n_lines <= REGION_LINES)
        u->kept = keep(&tr->pool, &k, sizeof(k));
    if (u->kept)
        m->unsaved += k.n_insns;
    else
        pool_give_back(&tr->pool, used);
}

/* Pages of the file that were read count as this process's memory while they are mapped. */
static void have_read(struct cache_module *m, uint32_t bytes)
{
    m->read += bytes;
    if (m->read < READ_AT_MOST)
        return;
    m->read = 0;
    madvise((void *)(uintptr_t)m->file, m->size, MADV_DONTNEED);
}

/* The record in slot, copied to tr->record, and its code to where it will be. NULL: it is not what
 * it should be, or there is no room. */
static struct cache_record *copy_record(struct translator *tr, const struct arena *a,
                                        const uint8_t *from, const struct cache_slot *slot,
                                        struct cache_layout *l)
{
    struct cache_record head, *r = (struct cache_record *)tr->record;
    if (read_file(tr, &head, from, sizeof(head)) != 0)
        return NULL;
    *l = cache_layout(&head);
    if (head.bytes != slot->bytes || l->end != slot->bytes || head.n_ranges > MAX_RANGES ||
        head.n_entries > UNIT_MAX_ENTRIES || l->code > sizeof(tr->record) ||
        head.size > a->cold - a->used || head.cold_size > a->size - a->cold - a->cold_used ||
        a->n_units == a->max_units)
        return NULL;
    uint8_t *code = a->rw + a->used, *cold = a->rw + a->cold + a->cold_used;
    if (read_file(tr, r, from, l->code) != 0 ||
        read_file(tr, code, from + l->code, head.size) != 0 ||
        read_file(tr, cold, from + l->cold, head.cold_size) != 0 ||
        memcmp(&head, r, sizeof(head)) != 0 || sum_parts(r, l, code, cold) != r->sum)
        return NULL;
    return r;
}

/* Entries and links are of the module at base, and of the code where it is now. */
static bool relocate(struct unit *u, struct cache_record *r, const struct cache_layout *l,
                     uint64_t base)
{
    const struct host_entry *e = (const void *)((uint8_t *)r + l->entries);
    for (unsigned i = 0; i < u->n_entries; i++) {
        uint32_t at = e[i].offset < r->cold ? e[i].offset : e[i].offset - r->cold + u->cold;
        u->entries[i] = (struct entry){base + e[i].pc, (void *)(uintptr_t)(u->rx + at), u};
    }
    for (unsigned i = 0; i < u->n_links; i++)
        u->links[i].pc += base;
    const struct host_relocation to = {.rw = u->rw,
                                       .rx = u->rx,
                                       .cold_was = r->cold,
                                       .cold = u->cold,
                                       .nearer = (int64_t)(r->away - (u->rx - base)),
                                       .shifts = (const void *)((uint8_t *)r + l->shifts),
                                       .n_shifts = r->n_shifts,
                                       .links = u->links,
                                       .traps = u->traps,
                                       .n_links = u->n_links,
                                       .n_traps = u->n_traps};
    return host_relocate(&to);
}

/* A unit of the record and the code behind the arena's other units; links are at their stubs. */
static struct unit *unit_of(struct translator *tr, struct arena *a, struct cache_record *r,
                            const struct cache_layout *l, uint64_t base)
{
    const uint8_t *parts = (const uint8_t *)r;
    struct pool *p = &tr->pool;
    struct unit *u = pool_alloc(p, sizeof(*u));
    struct entry *entries = pool_alloc(p, r->n_entries * sizeof(*entries));
    struct incoming *outgoing = pool_alloc(p, r->n_links * sizeof(*outgoing));
    struct host_link *links = keep(p, parts + l->links, r->n_links * sizeof(*links));
    struct host_fp_trap *traps = keep(p, parts + l->traps, r->n_traps * sizeof(*traps));
    struct host_moved *moved = keep(p, parts + l->moved, r->n_moved * sizeof(*moved));
    uint8_t *faults = keep(p, parts + l->faults, r->fault_bytes);
    if (!u || !entries || !outgoing || !links || !traps || !moved || !faults)
        return NULL;
    *u = (struct unit){.pc = base + r->pc,
                       .mode = r->mode,
                       .arena = a,
                       .rw = a->rw + a->used,
                       .rx = a->rx + a->used,
                       .size = r->size,
                       .cold = (uint32_t)(a->cold + a->cold_used - a->used),
                       .cold_size = r->cold_size,
                       .fault_cold = r->fault_cold,
                       .fault_bytes = r->fault_bytes,
                       .loop = r->flags & CACHE_LOOP,
                       .syncs = r->flags & CACHE_SYNCS,
                       .n_links = r->n_links,
                       .n_faults = r->n_faults,
                       .n_traps = r->n_traps,
                       .n_entries = r->n_entries,
                       .n_moved = r->n_moved,
                       .links = links,
                       .faults = faults,
                       .traps = traps,
                       .moved = moved,
                       .entries = entries,
                       .outgoing = outgoing,
                       .start = ~0ull};
    return relocate(u, r, l, base) ? u : NULL;
}

/* The unit's guest code as the region that was translated, for who asks what that was. */
static void describe_region(struct tr_region *r, struct unit *u, const struct cache_range *ranges,
                            const struct cache_record *record)
{
    r->entry = u->pc;
    r->ahead_start = r->ahead_end = 0;
    r->n_blocks = record->n_ranges;
    r->n_insns = record->n_insns;
    for (unsigned i = 0; i < r->n_blocks; i++) {
        uint64_t start = u->pc + (uint64_t)(int64_t)ranges[i].start, end = start + ranges[i].size;
        r->blocks[i] = (struct region_block){.start = start, .end = end};
        u->start = start < u->start ? start : u->start;
        u->end = end > u->end ? end : u->end;
    }
}

/* Would a unit of that record do here and now? */
static bool is_right(const struct translator *tr, const struct cache_record *r, uint64_t base,
                     uint64_t pc, uint32_t mode, bool loop)
{
    return r->pc == pc - base && r->mode == mode && loop == (r->flags & CACHE_LOOP) &&
           (r->base == base || !(r->flags & CACHE_ABSOLUTE)) &&
           !(r->flags & CACHE_SYNCS && tr->watched) &&
           (r->flags & CACHE_CHECK_FP || !unit_is_checked(tr, pc));
}

static struct unit *take(struct translator *tr, struct cpu *cpu, uint64_t pc, uint32_t mode,
                         bool loop)
{
    struct cache_slot slot;
    struct cache_layout l;
    uint64_t text;
    struct cache_module *m = module_of(tr, pc);
    if (!m || !m->file || !find(tr, m, cache_record_key(pc - m->base, mode, loop), &slot))
        return NULL;
    struct arena *a = arena_for(tr, pc);
    struct cache_record *r = a ? copy_record(tr, a, m->file + slot.at * 16ull, &slot, &l) : NULL;
    have_read(m, slot.bytes);
    if (!r || !is_right(tr, r, m->base, pc, mode, loop))
        return NULL;
    const struct cache_range *ranges = (const void *)((uint8_t *)r + l.ranges);
    struct tr t = {
        .guest = tr->process->guest, .cpu = cpu, .pc = pc, .mode = mode, .region = &tr->region};
    region_begin(&t, false);
    if (!sum_text(&t, ranges, r->n_ranges, &text) || text != r->text)
        return NULL;
    struct unit *u = unit_of(tr, a, r, &l, m->base);
    if (!u || (tr->profile && profile_stored(tr, u, r->n_insns) != 0))
        return NULL;
    describe_region(&tr->region, u, ranges, r);
    return u;
}

struct unit *cache_take(struct translator *tr, struct cpu *cpu, uint64_t pc, uint32_t mode,
                        bool loop)
{
    if (!tr->cache_build)
        return NULL;
    size_t used = tr->pool.used;
    struct unit *u = take(tr, cpu, pc, mode, loop);
    if (!u) {
        pool_give_back(&tr->pool, used);
        return NULL;
    }
    /* Without room here there is none for anything else: all will go. */
    if (pages_add(tr, u, &tr->region) != 0 || arena_add_unit(u->arena, u) != 0)
        return NULL;
    log_perf((const void *)(uintptr_t)u->rx, u->size, u->pc);
    log_perf((const void *)(uintptr_t)(u->rx + u->cold), u->cold_size, u->pc);
    u->memory = u->size + u->cold_size + (uint32_t)(tr->pool.used - used);
    tr->used_memory += u->memory;
    return u;
}
