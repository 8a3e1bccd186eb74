/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Units: making one, linking one exit to another's entry. */
#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "translate/private.h"

static void connect(struct translator *tr, struct unit *from, unsigned link, struct entry *e)
{
    struct incoming *in = &from->outgoing[link];
    if (in->from || !host_link_reaches(&from->links[link], from->rx, e->code))
        return;
    *in = (struct incoming){from, link, e->unit->incoming};
    e->unit->incoming = in;
    host_patch(&from->links[link], from->rw, from->rx, e->code);
}

/* The link whose stub is at site, of unit *u. NULL: there is none. */
static struct host_link *link_at(struct translator *tr, const void *site, struct unit **u)
{
    *u = arena_find_unit(tr, (uint64_t)(uintptr_t)site);
    uint32_t offset = *u ? (uint32_t)((uint64_t)(uintptr_t)site - (*u)->rx) : 0;
    for (unsigned i = 0; *u && i < (*u)->n_links; i++)
        if ((*u)->links[i].site == offset)
            return &(*u)->links[i];
    return NULL;
}

void unit_link_target(struct translator *tr, struct cpu *cpu)
{
    struct unit *u;
    const struct host_link *l = link_at(tr, cpu->link_site, &u);
    assert(l);
    cpu->pc = l->pc;
}

/* Should the exit stay as it is, since the loop that it closes may be worth a unit of its own? */
static bool waits(const struct unit *u, unsigned link, const struct entry *e)
{
    return u->links[link].back && !e->unit->loop;
}

/* Links the new unit's exits to what is there already. */
static void link_ahead(struct translator *tr, struct unit *u)
{
    for (unsigned i = 0; i < u->n_links; i++) {
        struct entry *e = unit_find(tr, u->links[i].pc, u->links[i].mode);
        if (e && !waits(u, i, e))
            connect(tr, u, i, e);
    }
}

void units_link_all(struct translator *tr)
{
    for (uint32_t i = 0; i < tr->n_arenas; i++)
        for (uint32_t k = 0; k < tr->arenas[i]->n_units; k++)
            if (!tr->arenas[i]->units[k]->dead)
                link_ahead(tr, tr->arenas[i]->units[k]);
}

static void forget_in_tables(struct translator *tr, const struct entry *e)
{
    uint32_t mode = ir_own_mode(tr->process->guest->ir, e->unit->mode);
    unsigned at[] = {host_jump_index(e->pc, mode), host_jump_second(e->pc, mode)};
    uint64_t key = host_jump_key(e->pc, mode);
    for (struct tr_thread *t = tr->threads; t; t = t->next)
        for (unsigned i = 0; i < sizeof(at) / sizeof(at[0]); i++)
            if (t->table[at[i]].pc == key)
                __atomic_store_n(&t->table[at[i]].code, NULL, __ATOMIC_RELEASE);
}

void unit_kill(struct translator *tr, struct unit *u)
{
    if (u->dead)
        return;
    /* Seen before the tables are looked through: who enters it there meanwhile looks after it. */
    atomic_store(&u->dead, 1);
    tr->dead_memory += u->memory;
    for (unsigned i = 0; i < u->n_entries; i++) {
        entry_withdraw(tr, &u->entries[i]);
        forget_in_tables(tr, &u->entries[i]);
    }
    for (struct incoming *in = u->incoming; in; in = in->next) {
        host_patch(&in->from->links[in->link], in->from->rw, in->from->rx, NULL);
        in->from = NULL;
    }
    u->incoming = NULL;
}

static void *keep(struct pool *p, const void *from, size_t size)
{
    void *m = pool_alloc(p, size);
    if (m && size)
        memcpy(m, from, size);
    return m;
}

/* The lasting record of what host_emit left in tr->out. NULL: the pool is full. */
static struct unit *record(struct translator *tr, struct arena *a, const struct tr *t)
{
    const struct host_unit *o = &tr->out;
    struct pool *p = &tr->pool;
    struct unit *u = pool_alloc(p, sizeof(*u));
    if (!u)
        return NULL;
    u->pc = t->region->entry;
    u->mode = t->mode;
    u->arena = a;
    u->rw = o->rw;
    u->rx = o->rx;
    u->size = (uint32_t)o->size;
    u->cold = o->cold;
    u->cold_size = (uint32_t)o->cold_size;
    u->syncs = t->region->syncs;
    u->loop = t->region->loop;
    u->n_links = (uint16_t)o->n_links;
    u->n_faults = (uint16_t)o->n_faults;
    u->n_traps = (uint16_t)o->n_traps;
    u->n_entries = (uint16_t)o->n_entries;
    u->links = keep(p, o->links, o->n_links * sizeof(o->links[0]));
    u->fault_bytes = (uint32_t)fault_pack(tr->packed, o->faults, o->n_faults, u->pc);
    u->fault_cold = o->cold;
    u->faults = keep(p, tr->packed, u->fault_bytes);
    u->traps = keep(p, o->traps, o->n_traps * sizeof(o->traps[0]));
    u->n_moved = o->n_moved;
    u->moved = o->n_moved ? keep(p, o->moved, o->n_moved * sizeof(o->moved[0])) : NULL;
    u->entries = pool_alloc(p, o->n_entries * sizeof(u->entries[0]));
    u->outgoing = pool_alloc(p, o->n_links * sizeof(u->outgoing[0]));
    if (!u->links || !u->faults || !u->traps || !u->entries || !u->outgoing ||
        (u->n_moved && !u->moved))
        return NULL;
    u->start = ~0ull;
    for (unsigned i = 0; i < t->region->n_blocks; i++) {
        const struct region_block *b = &t->region->blocks[i];
        u->start = b->start < u->start ? b->start : u->start;
        u->end = b->end > u->end ? b->end : u->end;
    }
    if (t->region->ahead_end) {
        u->start = t->region->ahead_start < u->start ? t->region->ahead_start : u->start;
        u->end = t->region->ahead_end > u->end ? t->region->ahead_end : u->end;
    }
    for (unsigned i = 0; i < o->n_entries; i++) {
        u->entries[i].pc = o->entries[i].pc;
        u->entries[i].code = (const void *)(uintptr_t)(o->rx + o->entries[i].offset);
        u->entries[i].unit = u;
    }
    return u;
}

/* The interpreter's unit: a copy of the IR; the only entry is the region's. */
static struct unit *record_ir(struct translator *tr, const struct tr *t)
{
    size_t size = ir_size(t->ir->n);
    void *memory = pool_alloc(&tr->pool, size);
    struct unit *u = memory ? record(tr, NULL, t) : NULL;
    if (!u)
        return NULL;
    u->ir = ir_init(memory, t->ir->n, t->ir->guest);
    memcpy(u->ir->insn, t->ir->insn, t->ir->n * sizeof(t->ir->insn[0]));
    u->ir->n = t->ir->n;
    u->ir->mode = t->ir->mode;
    u->ir->n_blocks = t->ir->n_blocks;
    u->ir->entry = t->ir->entry;
    return u;
}

static unsigned checked(uint64_t pc)
{
    return (pc >> 2 ^ pc >> 12) % CHECKED_PCS;
}

bool unit_is_checked(const struct translator *tr, uint64_t pc)
{
    return atomic_load(&tr->checked[checked(pc)]) == pc;
}

void unit_traps(struct cpu *cpu, struct unit *u)
{
    struct tr_thread *t = thread_of(cpu);
    if (t->trapping)
        return;
    for (unsigned i = 0; i < u->n_entries; i++)
        atomic_store(&translator_of(cpu)->checked[checked(u->entries[i].pc)], u->entries[i].pc);
    t->trapping = u->rx;
    request(cpu, POLL_STALE);
}

void unit_drop_trapping(struct tr_thread *t)
{
    struct translator *tr = translator_of(t->cpu);
    lock_take(&tr->lock);
    /* By its code: its entry may be a loop's by now. Behind a flush it is another unit. */
    struct unit *u = arena_find_unit(tr, t->trapping);
    if (u && u->fp_traps >= UNIT_FP_TRAPS)
        unit_kill(tr, u);
    t->trapping = 0;
    lock_give(&tr->lock);
}

static void prepare_out(struct translator *tr, struct arena *a, uint64_t pc)
{
    tr->out = (struct host_unit){
        .rw = a->rw + a->used,
        .rx = a->rx + a->used,
        .size = a->cold - a->used,
        .cold = (uint32_t)(a->cold + a->cold_used - a->used),
        .cold_size = a->size - a->cold - a->cold_used,
        .loop = tr->region.loop,
        .check_fp = unit_is_checked(tr, pc),
        .near_start = a->near_start,
        .near_end = a->near_end,
        .links = tr->links,
        .max_links = UNIT_MAX_LINKS,
        .faults = tr->faults,
        .max_faults = UNIT_MAX_FAULTS,
        .traps = tr->traps,
        .max_traps = UNIT_MAX_TRAPS,
        .entries = tr->entry_list,
        .max_entries = UNIT_MAX_ENTRIES,
        .shifts = tr->cache_keeps ? tr->shifts : NULL,
        .max_shifts = UNIT_MAX_SHIFTS,
    };
    /* Code outside of modules has no other arena. */
    if (a == tr->anonymous) {
        bool high = pc >= MEM_MODULES_END;
        tr->out.near_start = high ? MEM_MODULES_END : 0;
        tr->out.near_end = high ? UINT64_MAX : MEM_MODULES;
    }
    if (tr->out.size > UNIT_MAX_CODE)
        tr->out.size = UNIT_MAX_CODE;
    if (tr->out.cold_size > UNIT_MAX_CODE)
        tr->out.cold_size = UNIT_MAX_CODE;
    if (tr->profile)
        profile_prepare(tr);
}

/* host_emit into the arena that is to be used for pc; which one that was. */
static struct arena *emit_code(struct translator *tr, const struct tr *t, uint64_t pc)
{
    struct arena *a;
    while ((a = arena_for(tr, pc)) != NULL) {
        prepare_out(tr, a, pc);
        if (host_emit(tr->host, t->ir, &tr->out, tr->host_scratch) == 0)
            return a;
        if (!arena_fill(tr, a))
            return NULL;
    }
    return NULL;
}

static struct unit *emit(struct translator *tr, struct tr *t)
{
    if (tr->config.engine == TR_ENGINE_INTERP) {
        tr->out = (struct host_unit){.entries = tr->entry_list, .n_entries = 1};
        tr->entry_list[0] = (struct host_entry){0, t->region->entry};
        return record_ir(tr, t);
    }
    struct arena *a = emit_code(tr, t, t->region->entry);
    if (!a)
        return NULL;
    log_perf((const void *)tr->out.rx, tr->out.size, t->region->entry);
    log_perf((const void *)(tr->out.rx + tr->out.cold), tr->out.cold_size, t->region->entry);
    if (log_on_at(LOG_OUT_ASM, t->region->entry))
        dump_out_asm(&tr->out);
    struct unit *u = record(tr, a, t);
    if (!u || (tr->profile && profile_unit(tr, u, t->ir) != 0))
        return NULL;
    return arena_add_unit(a, u) == 0 ? u : NULL;
}

/* One try with at most max_insns instructions. NULL and *error: -EFAULT, or -ENOSPC (too large for
 * some room: with few instructions that can only be the arena's or the pool's). */
static struct unit *make(struct translator *tr, struct cpu *cpu, uint64_t pc, uint32_t mode,
                         unsigned max_insns, int *error)
{
    struct tr t = {.ir = tr->ir,
                   .guest = tr->process->guest,
                   .cpu = cpu,
                   .pc = pc,
                   .mode = mode,
                   .region = &tr->region};
    tr->region.max_insns = max_insns;
    tr->region.loop = max_insns == REGION_MAX_LOOP;
    *error = region_translate(&t);
    if (*error != 0)
        return NULL;
    if (log_on_at(LOG_IN_ASM, pc))
        dump_in_asm(&t);
    if (log_on_at(LOG_IR, pc))
        dump_ir(t.ir, "IR");
    if (tr->config.engine == TR_ENGINE_JIT) {
        opt_run(t.ir, &tr->opt_facts, tr->opt_scratch);
        if (log_on_at(LOG_IR_OPT, pc))
            dump_ir(t.ir, "IR, optimised");
    }
    size_t records = tr->pool.used;
    struct unit *u = entries_reserve(tr, UNIT_MAX_ENTRIES) == 0 ? emit(tr, &t) : NULL;
    if (!u || pages_add(tr, u, &tr->region) != 0) {
        *error = -ENOSPC;
        return NULL;
    }
    cache_unit_made(&t, u);
    u->memory = u->size + u->cold_size + (uint32_t)(tr->pool.used - records);
    tr->used_memory += u->memory;
    return u;
}

/* The unit as an earlier process had it: of the whole loop, if that was worth it then. Others may
 * have a loop inside that is a unit by now. */
static struct unit *take(struct translator *tr, struct cpu *cpu, uint64_t pc, uint32_t mode)
{
    if (entries_reserve(tr, UNIT_MAX_ENTRIES) != 0)
        return NULL;
    struct unit *u = cache_take(tr, cpu, pc, mode, true);
    return u || tr->adapt.n_heads ? u : cache_take(tr, cpu, pc, mode, false);
}

static struct entry *make_anyhow(struct translator *tr, struct cpu *cpu, uint64_t pc, uint32_t mode,
                                 int *error)
{
    if (tr->dead_memory > DEAD_MIN && tr->dead_memory > tr->used_memory / 2)
        flush_all(tr, cpu);
    struct unit *u = take(tr, cpu, pc, mode);
    if (!u && adapt_is_head(tr, pc)) {
        tr->region.from_start = pc;
        tr->region.from_end = pc + 1;
        u = make(tr, cpu, pc, mode, REGION_MAX_LOOP, error);
    }
    if (!u)
        u = make(tr, cpu, pc, mode, REGION_MAX_INSNS, error);
    if (!u && *error == -ENOSPC)
        u = make(tr, cpu, pc, mode, 8, error);
    if (!u && *error == -ENOSPC) {
        flush_all(tr, cpu);
        u = make(tr, cpu, pc, mode, REGION_MAX_INSNS, error);
    }
    if (!u && *error == -ENOSPC)
        u = make(tr, cpu, pc, mode, 1, error);
    if (!u)
        return NULL;
    for (unsigned i = u->n_entries; i-- > 0;)
        if (u->entries[i].pc == pc || !unit_find(tr, u->entries[i].pc, mode))
            entry_publish(tr, &u->entries[i]);
    if (tr->config.engine != TR_ENGINE_INTERP)
        link_ahead(tr, u);
    return unit_find(tr, pc, mode);
}

struct entry *unit_make(struct translator *tr, struct cpu *cpu, uint64_t pc, uint32_t mode,
                        int *error)
{
    atomic_store(&tr->translating, 1);
    struct entry *e = make_anyhow(tr, cpu, pc, mode, error);
    atomic_store(&tr->translating, 0);
    return e;
}

/* The links to old lead to e from now on. */
static void redirect(struct translator *tr, const struct entry *old, struct entry *e)
{
    struct incoming **at = &old->unit->incoming, *in;
    while ((in = *at)) {
        if (in->from->links[in->link].pc != old->pc) {
            at = &in->next;
            continue;
        }
        struct unit *from = in->from;
        *at = in->next;
        in->from = NULL;
        host_patch(&from->links[in->link], from->rw, from->rx, NULL);
        connect(tr, from, in->link, e);
    }
}

/* A unit of the loop whose head is at old, to which an exit of from leads. Its entry, or old. */
static struct entry *make_loop(struct translator *tr, struct cpu *cpu, struct entry *old,
                               const struct unit *from)
{
    int error;
    tr->region.from_start = from->start;
    tr->region.from_end = from->end;
    atomic_store(&tr->translating, 1);
    struct unit *u = NULL;
    if (entries_reserve(tr, UNIT_MAX_ENTRIES) == 0)
        u = cache_take(tr, cpu, old->pc, old->unit->mode, true);
    if (!u)
        u = make(tr, cpu, old->pc, old->unit->mode, REGION_MAX_LOOP, &error);
    struct entry *e = old;
    for (unsigned i = 0; u && i < u->n_entries; i++) {
        struct entry *x = &u->entries[i];
        if (x->pc == old->pc) {
            entry_withdraw(tr, old);
            forget_in_tables(tr, old);
            entry_publish(tr, x);
            redirect(tr, old, x);
            e = x;
        } else if (!unit_find(tr, x->pc, u->mode)) {
            entry_publish(tr, x);
        }
    }
    if (u)
        link_ahead(tr, u);
    atomic_store(&tr->translating, 0);
    return e;
}

void unit_link(struct translator *tr, struct cpu *cpu, struct entry *e)
{
    struct unit *u;
    struct host_link *l = link_at(tr, cpu->link_site, &u);
    if (!l || u->dead || e->unit->dead || l->pc != e->pc || l->mode != e->unit->mode)
        return;
    unsigned link = (unsigned)(l - u->links);
    if (l->back)
        cpu->loops[host_loop_index(l->pc)] = tr->config.loops;
    if (waits(u, link, e))
        e = make_loop(tr, cpu, e, u);
    /* Who reads shared memory to make a unit may find that it has changed. */
    if (!u->dead && !e->unit->dead)
        connect(tr, u, link, e);
}
