/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Set-up, and the run loop's step: find or make the unit at pc, run it, until something is for the
 * caller. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "base/bits.h"
#include "base/log.h"
#include "translate/private.h"

/* A loop's unit costs 50 us to make, and saves perhaps a tenth of each round. */
#define LOOPS 8192

static void *zeroed(size_t size)
{
    return own_map(size, PROT_READ | PROT_WRITE, MAP_NORESERVE);
}

static int make_host(struct translator *tr)
{
    const struct ir_guest *g = tr->process->guest->ir;
    struct arena stubs = {.size = bits_align_up(host_stubs_size(), MEM_PAGE)};
    tr->host = zeroed(host_config_size());
    if (!tr->host || arena_map(tr, &stubs, 0) != 0)
        return -ENOMEM;
    int64_t features = tr->config.host_features | (tr->config.profile ? HOST_COUNTS : 0);
    host_init(tr->host, g, features, (void *)(uintptr_t)stubs.rx, stubs.rw);
    return 0;
}

/* The translator and what belongs to it in one mapping: each system call counts at start. */
static struct translator *map_parts(void **ir)
{
    enum { TABLES = 4 };
    struct {
        size_t size, offset;
    } part[] = {{sizeof(struct translator), 0},
                {ir_size(UNIT_MAX_IR), 0},
                {opt_scratch_size(UNIT_MAX_IR), 0},
                {host_scratch_size(UNIT_MAX_IR), 0},
                {entries_size(), 0},
                {PAGE_BUCKETS * sizeof(struct page_ref *), 0},
                {HOST_JUMP_ALL * sizeof(struct host_jump_entry), 0},
                {sizeof(struct tags), 0}};
    size_t size = 0;
    for (unsigned i = 0; i < sizeof(part) / sizeof(part[0]); i++) {
        /* Tables are emptied by giving their pages back. */
        part[i].offset = bits_align_up(size, i < TABLES ? 64 : MEM_PAGE);
        size = part[i].offset + part[i].size;
    }
    uint8_t *at = zeroed(size);
    if (!at)
        return NULL;
    struct translator *tr = (struct translator *)at;
    *ir = at + part[1].offset;
    tr->opt_scratch = at + part[2].offset;
    tr->host_scratch = at + part[3].offset;
    tr->slots = (_Atomic uint64_t *)(at + part[4].offset);
    entries_empty(tr);
    tr->pages = (struct page_ref * _Atomic *)(at + part[5].offset);
    tr->miss = (struct host_jump_entry *)(at + part[6].offset);
    tr->tags = (struct tags *)(at + part[7].offset);
    return tr;
}

int tr_init(struct process *p, const struct tr_config *config)
{
    void *ir;
    struct translator *tr = map_parts(&ir);
    if (!tr)
        return -ENOMEM;
    tr->process = p;
    tr->config = *config;
    if (!tr->config.loops)
        tr->config.loops = LOOPS;
    tr->tag_mode = p->guest->ir->tag_mode;
    tr->ir = ir_init(ir, UNIT_MAX_IR, p->guest->ir);
    int e = arena_init(tr);
    if (e == 0)
        e = make_host(tr);
    if (e == 0 && config->profile)
        e = profile_init(tr);
    if (e != 0)
        return e;
    cache_init(tr);
    host_upper_facts(tr->host, tr->opt_facts.upper);
    tr->ir->marks_all = config->profile; /* its counts and lines are by instruction */
    p->translator = tr;
    return 0;
}

/* Should stores be tagged, and are not? */
static bool wants_tags(struct translator *tr)
{
    return atomic_load(&tr->pair_met) && atomic_load(&tr->n_threads) > 1 &&
           !(atomic_load(&tr->mode) & tr->tag_mode);
}

/* Nobody runs code that does not tag from here on; lock held, cpu runs no code. */
static void begin_tags(struct translator *tr, const struct cpu *cpu)
{
    if (!wants_tags(tr))
        return;
    stop_others(tr, cpu);
    tags_begin(tr->tags);
    atomic_fetch_or(&tr->mode, tr->tag_mode);
    go_on(tr);
}

bool tr_pair_met(struct cpu *cpu)
{
    struct translator *tr = translator_of(cpu);
    atomic_store(&tr->pair_met, 1);
    return wants_tags(tr);
}

void tr_memory_written(struct cpu *cpu)
{
    struct translator *tr = translator_of(cpu);
    if (atomic_load_explicit(&tr->mode, memory_order_relaxed) & tr->tag_mode)
        atomic_fetch_add(&tr->tags->writes, 1);
}

/* Makes cpu one of the threads. */
static int join(struct translator *tr, struct cpu *cpu)
{
    struct tr_thread *t = thread_of(cpu);
    lock_take(&tr->lock);
    int e = tags_join(tr->tags, cpu);
    if (e == 0) {
        t->next = tr->threads;
        tr->threads = t;
        atomic_fetch_add(&tr->n_threads, 1);
        t->generation = atomic_load(&tr->generation);
        begin_tags(tr, cpu);
    }
    lock_give(&tr->lock);
    return e;
}

static int make_thread(struct translator *tr, struct cpu *cpu, struct tr_thread *t)
{
    t->cpu = cpu;
    t->table = zeroed(HOST_JUMP_ALL * sizeof(t->table[0]));
    if (!t->table)
        return -ENOMEM;
    if (tr->config.engine == TR_ENGINE_INTERP) {
        t->values = zeroed(UNIT_MAX_IR * sizeof(t->values[0]));
        if (!t->values)
            return -ENOMEM;
    }
    int e = host_thread_init(tr->host, cpu);
    if (e == 0 && tr->profile)
        e = profile_thread_init(tr, t);
    return e;
}

int tr_thread_init(struct cpu *cpu)
{
    struct translator *tr = translator_of(cpu);
    struct tr_thread *t = zeroed(sizeof(*t));
    if (!t)
        return -ENOMEM;
    cpu->translator = t;
    int e = make_thread(tr, cpu, t);
    for (unsigned i = 0; i < CPU_LOOPS; i++)
        cpu->loops[i] = tr->config.loops;
    cpu->jump_table = t->table;
    if (e == 0)
        e = join(tr, cpu);
    if (e != 0)
        tr_thread_free(cpu);
    return e;
}

void tr_task_died(struct cpu *cpu)
{
    struct translator *tr = translator_of(cpu);
    struct tr_thread *t = thread_of(cpu);
    if (!t)
        return;
    /* First, so that nobody waits for it with the lock held. */
    atomic_store(&t->running, 0);
    tags_leave(cpu);
    if (!lock_break(&tr->lock, cpu))
        return;
    lock_take(&tr->lock);
    atomic_store(&tr->stop, 0);
    atomic_store(&tr->translating, 0);
    flush_all(tr, current);
    lock_give(&tr->lock);
}

void tr_thread_free(struct cpu *cpu)
{
    struct translator *tr = translator_of(cpu);
    struct tr_thread *t = thread_of(cpu), **at;
    lock_take(&tr->lock);
    for (at = &tr->threads; *at && *at != t; at = &(*at)->next)
        ;
    if (*at) {
        *at = t->next;
        atomic_fetch_sub(&tr->n_threads, 1);
        tags_part(cpu);
    }
    if (t->profile)
        profile_thread_free(tr, t);
    lock_give(&tr->lock);
    if (cpu->host)
        host_thread_free(cpu);
    if (t->table)
        own_unmap(t->table, HOST_JUMP_ALL * sizeof(t->table[0]));
    if (t->values)
        own_unmap(t->values, UNIT_MAX_IR * sizeof(t->values[0]));
    own_unmap(t, sizeof(*t));
    cpu->translator = NULL;
}

void request(struct cpu *cpu, uint32_t bit)
{
    struct translator *tr = translator_of(cpu);
    __atomic_fetch_or(&cpu->poll, bit, __ATOMIC_SEQ_CST);
    __atomic_store_n(&cpu->jump_table, (void *)tr->miss, __ATOMIC_SEQ_CST);
}

static void request_done(struct cpu *cpu, uint32_t bit)
{
    uint32_t left = __atomic_and_fetch(&cpu->poll, ~bit, __ATOMIC_SEQ_CST);
    if (left)
        return;
    __atomic_store_n(&cpu->jump_table, (void *)thread_of(cpu)->table, __ATOMIC_SEQ_CST);
    /* A request that came in between must not lose its table. */
    if (__atomic_load_n(&cpu->poll, __ATOMIC_SEQ_CST))
        __atomic_store_n(&cpu->jump_table, (void *)translator_of(cpu)->miss, __ATOMIC_SEQ_CST);
}

void tr_request(struct cpu *cpu)
{
    request(cpu, POLL_REQUEST);
}

void tr_request_clear(struct cpu *cpu)
{
    request_done(cpu, POLL_REQUEST);
}

/* Bits of the mode word that the guest wants in all threads as soon as one has them. */
static void spread_mode(struct translator *tr, struct cpu *cpu)
{
    if (wants_tags(tr)) {
        lock_take(&tr->lock);
        begin_tags(tr, cpu);
        lock_give(&tr->lock);
    }
    uint32_t bits = cpu->mode & tr->process->guest->ir->process_mode, all = atomic_load(&tr->mode);
    if (bits == all)
        return;
    if (bits & ~all) {
        lock_take(&tr->lock);
        all = atomic_fetch_or(&tr->mode, bits) | bits;
        for (struct tr_thread *t = tr->threads; t; t = t->next)
            if (t->cpu != cpu)
                request(t->cpu, POLL_STALE);
        lock_give(&tr->lock);
    }
    cpu->mode |= all;
    /* Neither the keys of the table nor return points know of these bits. */
    own_empty(thread_of(cpu)->table, HOST_JUMP_ALL * sizeof(struct host_jump_entry));
    host_return_reset(cpu);
}

/* Marks the thread as running code; what its return stack holds is valid then. */
static void begin_code(struct translator *tr, struct tr_thread *t)
{
    invalidate_stale(tr, t);
    /* These take the lock, whose holder may wait for this thread to leave code. */
    if (t->trapping)
        unit_drop_trapping(t);
    spread_mode(tr, t->cpu);
    atomic_store(&t->running, 1);
    while (atomic_load(&tr->stop) || atomic_load(&tr->mode) & ~t->cpu->mode) {
        atomic_store(&t->running, 0);
        lock_take(&tr->lock);
        lock_give(&tr->lock);
        spread_mode(tr, t->cpu);
        atomic_store(&t->running, 1);
    }
    /* The table may be the always-miss one without a request: it was set late. */
    if (__atomic_load_n(&t->cpu->poll, __ATOMIC_RELAXED) & POLL_STALE ||
        t->cpu->jump_table != t->table) {
        request_done(t->cpu, POLL_STALE);
    }
    uint32_t generation = atomic_load(&tr->generation);
    if (t->generation != generation) {
        t->generation = generation;
        host_return_reset(t->cpu);
    }
}

/* Makes the unit that is missing; links the exit that led here. 0, or -EFAULT. */
static int provide(struct translator *tr, struct cpu *cpu)
{
    int e = 0;
    struct tr_thread *t = thread_of(cpu);
    uint64_t begun = t->profile ? profile_begin(t) : 0;
    lock_take(&tr->lock);
    uint32_t generation = atomic_load(&tr->generation);
    struct entry *entry = unit_find(tr, cpu->pc, cpu->mode);
    bool made = !entry;
    if (made) {
        entry = unit_make(tr, cpu, cpu->pc, cpu->mode, &e);
        if (entry && tr->is_child)
            forked_note(tr, cpu->pc, cpu->mode);
        if (entry)
            adapt_unit_made(tr, cpu);
    }
    if (cpu->exit == CPU_EXIT_LINK) {
        if (entry && generation == atomic_load(&tr->generation))
            unit_link(tr, cpu, entry);
        cpu->exit = CPU_EXIT_POLL; /* the target needs no place in the jump table */
    }
    lock_give(&tr->lock);
    if (t->profile)
        profile_end(t, begun, made);
    return entry ? 0 : e;
}

static void enter(struct host_jump_entry *j, const struct entry *e, uint64_t key)
{
    if (j->pc == key && j->code == e->code)
        return;
    j->code = (void *)e->code;
    __atomic_store_n(&j->pc, key, __ATOMIC_SEQ_CST);
    if (e->unit->dead)
        __atomic_store_n(&j->code, NULL, __ATOMIC_RELEASE);
}

/* Enters e into the thread's own table of indirect branch targets, and where it takes the place of
 * another into the second one, too: the other comes back. */
static void remember(struct tr_thread *t, const struct entry *e)
{
    uint32_t mode = ir_own_mode(t->cpu->process->guest->ir, e->unit->mode);
    struct host_jump_entry *j = &t->table[host_jump_index(e->pc, mode)];
    uint64_t key = host_jump_key(e->pc, mode);
    if (j->code && j->pc != key)
        enter(&t->table[host_jump_second(e->pc, mode)], e, key);
    enter(j, e, key);
}

static void log_entry(const struct cpu *cpu)
{
    if (log_on_at(LOG_EXEC, cpu->pc))
        log_line("exec 0x%llx mode %x\n", (unsigned long long)cpu->pc, cpu->mode);
}

static void run_entry(struct translator *tr, struct cpu *cpu, const struct entry *e)
{
    struct tr_thread *t = thread_of(cpu);
    log_entry(cpu);
    if (tr->config.engine != TR_ENGINE_INTERP) {
        if (cpu->exit == CPU_EXIT_LOOKUP || cpu->exit == CPU_EXIT_MISMATCH)
            remember(t, e);
        host_enter(tr->host, cpu, e->code);
        if (cpu->exit == CPU_EXIT_LINK)
            unit_link_target(tr, cpu);
    } else {
        cpu->in_code = 3;
        ir_interpret(e->unit->ir, cpu, t->values);
        cpu->in_code = 0;
    }
    tags_leave(cpu);
}

/* The guest may know more about a fault than the host. */
static bool fault_for_caller(struct cpu *cpu)
{
    const struct guest *g = cpu->process->guest;
    if (!g->fault || !g->fault(cpu))
        return true;
    host_return_reset(cpu); /* the mode may be another */
    cpu->exit = CPU_EXIT_MODE;
    return false;
}

/* Is the exit for the caller of tr_run? */
static bool for_caller(struct cpu *cpu)
{
    switch (cpu->exit) {
    case CPU_EXIT_FAULT:
    case CPU_EXIT_ALIGN:
    case CPU_EXIT_EXEC_FAULT:
        return fault_for_caller(cpu);
    case CPU_EXIT_MISMATCH:
        cpu->mismatches++;
        return false;
    case CPU_EXIT_MODE:
        host_return_reset(cpu); /* return points compare addresses only */
        return false;
    case CPU_EXIT_LOOKUP:
    case CPU_EXIT_LINK:
    case CPU_EXIT_SYNC:
        return false;
    case CPU_EXIT_POLL:
        return cpu->poll & POLL_REQUEST;
    default:
        return true;
    }
}

/* Nothing is at pc: does the guest mean another address by it? */
static bool other_target(struct translator *tr, struct cpu *cpu)
{
    const struct guest *g = tr->process->guest;
    uint64_t to = g->branch_address ? g->branch_address(cpu->pc) : cpu->pc;
    if (to == cpu->pc)
        return false;
    cpu->pc = to;
    cpu->exit = CPU_EXIT_MODE;
    return true;
}

static void run_until_exit(struct translator *tr, struct cpu *cpu)
{
    struct tr_thread *t = thread_of(cpu);
    cpu->exit = CPU_EXIT_LOOKUP;
    do {
        if (cpu->poll & POLL_REQUEST) {
            cpu->exit = CPU_EXIT_POLL;
            return;
        }
        if (cpu->exit == CPU_EXIT_SYNC)
            shared_check(tr);
        if (cpu->poll & POLL_MAP) {
            adapt(tr, cpu);
            request_done(cpu, POLL_MAP);
        }
        begin_code(tr, t);
        struct entry *e = unit_find(tr, cpu->pc, cpu->mode);
        if (e && cpu->exit != CPU_EXIT_LINK) {
            run_entry(tr, cpu, e);
            atomic_store_explicit(&t->running, 0, memory_order_release);
            if (t->profile)
                profile_exit(t);
            continue;
        }
        atomic_store(&t->running, 0);
        if (provide(tr, cpu) != 0 && !other_target(tr, cpu)) {
            cpu->exit_info = cpu->pc;
            cpu->exit = CPU_EXIT_EXEC_FAULT;
        }
    } while (!for_caller(cpu));
}

void tr_run(struct cpu *cpu)
{
    struct translator *tr = translator_of(cpu);
    shared_check(tr);
    if (tr->config.engine == TR_ENGINE_INTERP && sigsetjmp(thread_of(cpu)->interp_exit, 0) != 0) {
        cpu->in_code = 0;
        tags_leave(cpu);
        atomic_store(&thread_of(cpu)->running, 0);
        if (for_caller(cpu))
            return;
    }
    run_until_exit(tr, cpu);
}
