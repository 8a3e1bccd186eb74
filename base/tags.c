/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All atomic accesses here are sequentially consistent: the exchange of a tag's owner has to be
 * seen before the lock is read, that of the lock before the owner is.
 */
#define _GNU_SOURCE
#include "base/tags.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/bits.h"
#include "base/mem.h"

enum { SPINS = 200, YIELDS = 1000 };
enum { NOBODY = ~TAGS_STORED }; /* the owner word of no thread */
#define PAGE 4096u
/* Called by generated code, whose values are in vector registers. */
#if defined(__x86_64__)
    #define GENERAL_REGS __attribute__((target("general-regs-only")))
#else
    #define GENERAL_REGS
#endif

static struct tag *tag_of(const struct cpu *cpu, uint64_t addr)
{
    return &cpu->tags->line[addr / TAGS_LINE % TAGS_LINES];
}

int tags_join(struct tags *t, struct cpu *cpu)
{
    uint32_t n = 0;

    while (n < TAGS_THREADS && atomic_load(&t->thread[n]))
        n++;
    if (n == TAGS_THREADS)
        return -EAGAIN;
    cpu->tags = t;
    cpu->tag_owner = (n + 1) << 1 | TAGS_STORED;
    cpu->tag_fast = atomic_load(&t->expedited) ? cpu->tag_owner : (uint32_t)NOBODY;
    cpu->tag_lock = NULL;
    cpu->storing = 0;
    atomic_store(&t->thread[n], cpu);
    if (n >= atomic_load(&t->n_threads))
        atomic_store(&t->n_threads, n + 1);
    return 0;
}

void tags_part(struct cpu *cpu)
{
    tags_leave(cpu);
    atomic_store(&cpu->tags->thread[(cpu->tag_owner >> 1) - 1], NULL);
}

void tags_begin(struct tags *t)
{
    if (syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) != 0)
        return;
    atomic_store(&t->expedited, 1);
    for (uint32_t n = 0; n < atomic_load(&t->n_threads); n++) {
        struct cpu *cpu = atomic_load(&t->thread[n]);

        if (cpu)
            cpu->tag_fast = cpu->tag_owner;
    }
}

void tags_fork(struct cpu *cpu)
{
    struct tags *t = cpu->tags;
    uint32_t own = (cpu->tag_owner >> 1) - 1;

    for (uint32_t n = 0; n < atomic_load(&t->n_threads); n++)
        if (n != own)
            atomic_store(&t->thread[n], NULL);
    own_empty(t->line, sizeof(t->line));
    if (atomic_load(&t->expedited))
        tags_begin(t);
}

GENERAL_REGS static void pause_for(unsigned n)
{
    const struct timespec moment = {.tv_nsec = 50000};

    if (n >= SPINS + YIELDS) {
        syscall(SYS_nanosleep, &moment, NULL); /* a real-time thread would keep others off */
    } else if (n >= SPINS) {
        syscall(SYS_sched_yield);
    } else {
#if defined(__x86_64__)
        __asm__ volatile("pause");
#endif
    }
}

GENERAL_REGS void tags_wait(struct cpu *cpu, const struct tag *tag)
{
    for (unsigned n = 0; atomic_load(&tag->lock); n++)
        pause_for(n);
}

static bool same_tag(uint64_t a, uint64_t b)
{
    return (a ^ b) / TAGS_LINE % TAGS_LINES == 0;
}

/* A thread's own stores leave its monitor alone, as processors do; but whoever stored before them
 * would go unnoticed. */
static void tag_line(struct cpu *cpu, uint64_t addr)
{
    struct tag *tag = tag_of(cpu, addr);
    uint32_t old = atomic_load(&tag->owner);

    if (old == cpu->tag_fast)
        return;
    old = atomic_exchange(&tag->owner, cpu->tag_owner);
    tags_wait(cpu, tag);
    if ((old | TAGS_STORED) != cpu->tag_owner && same_tag(cpu->monitor_addr, addr))
        cpu->monitor_addr = UINT64_MAX;
}

void tags_store(struct cpu *cpu, uint64_t addr, size_t len)
{
    uint64_t storing = len > TAGS_LINE ? addr | TAGS_PAGE : addr;

    __atomic_store_n(&cpu->storing, storing, __ATOMIC_RELAXED);
    atomic_signal_fence(memory_order_seq_cst);
    for (uint64_t at = bits_align_down(addr, TAGS_LINE); at < addr + len; at += TAGS_LINE)
        tag_line(cpu, at);
}

void tags_stored(struct cpu *cpu)
{
    __atomic_store_n(&cpu->storing, 0, __ATOMIC_RELEASE);
}

/* May the store that storing tells of write to addr's line? It has 64 bytes at most. */
static bool covers(uint64_t storing, uint64_t addr)
{
    uint64_t line = bits_align_down(addr, TAGS_LINE);

    if (storing == 0)
        return false;
    if (storing & TAGS_PAGE)
        return (storing & ~TAGS_PAGE) / PAGE == addr / PAGE;
    return storing < line + TAGS_LINE && storing + TAGS_LINE > line;
}

/* Waits for stores of others to addr's line that began before. False: one takes long. A store that
 * found its thread to be owner made no exchange, nobody may know of it yet. */
static bool stores_done(const struct cpu *cpu, uint64_t addr)
{
    struct tags *t = cpu->tags;

    if (atomic_load(&t->expedited) &&
        syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) != 0)
        return false;
    for (uint32_t n = 0; n < atomic_load(&t->n_threads); n++) {
        const struct cpu *c = atomic_load(&t->thread[n]);
        unsigned spins = 0;

        while (c && c != cpu && covers(__atomic_load_n(&c->storing, __ATOMIC_SEQ_CST), addr)) {
            if (spins == SPINS)
                return false;
            pause_for(spins++);
        }
    }
    return true;
}

/* Makes tag cpu's. True: no store that began before is under way. */
static bool own(struct cpu *cpu, struct tag *tag, uint64_t addr)
{
    uint32_t mine = cpu->tag_owner, old = atomic_load(&tag->owner);

    if (!(old & TAGS_STORED) &&
        atomic_compare_exchange_strong(&tag->owner, &old, mine & ~TAGS_STORED))
        return true;
    atomic_exchange(&tag->owner, mine);
    if (!stores_done(cpu, addr))
        return false;
    /* Not if another store has begun meanwhile. */
    atomic_compare_exchange_strong(&tag->owner, &mine, mine & ~TAGS_STORED);
    return true;
}

bool tags_load(struct cpu *cpu, uint64_t addr)
{
    struct tag *tag = tag_of(cpu, addr);
    bool done = own(cpu, tag, addr);

    tags_wait(cpu, tag);
    cpu->monitor_writes = atomic_load(&cpu->tags->writes);
    return done;
}

bool tags_take(struct cpu *cpu, bool by_value)
{
    struct tag *tag = tag_of(cpu, cpu->monitor_addr);
    uint32_t free = 0;

    if (by_value) {
        tags_store(cpu, cpu->monitor_addr, 1);
        return true;
    }
    /* First, so that a lock of a task that was killed is found. */
    __atomic_store_n(&cpu->tag_lock, (void *)&tag->lock, __ATOMIC_SEQ_CST);
    while (!atomic_compare_exchange_strong(&tag->lock, &free, cpu->tag_owner)) {
        tags_wait(cpu, tag);
        free = 0;
    }
    if ((atomic_load(&tag->owner) | TAGS_STORED) == cpu->tag_owner &&
        atomic_load(&cpu->tags->writes) == cpu->monitor_writes)
        return true;
    tags_give(cpu);
    return false;
}

void tags_give(struct cpu *cpu)
{
    _Atomic uint32_t *lock = cpu->tag_lock;
    uint32_t mine = cpu->tag_owner;

    tags_stored(cpu);
    if (!lock)
        return;
    atomic_compare_exchange_strong(lock, &mine, 0);
    __atomic_store_n(&cpu->tag_lock, NULL, __ATOMIC_RELEASE);
}

void tags_leave(struct cpu *cpu)
{
    tags_give(cpu);
}
