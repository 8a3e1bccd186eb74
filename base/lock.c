/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "base/lock.h"

#include <linux/futex.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cpu.h"
#include "base/mem.h"

#define LOCK_WAITERS (1u << 31)

/* A number of cpu's own: each has its pages. Threads without one share the number 1. */
static uint32_t token(const struct cpu *cpu)
{
    uint32_t page = (uint32_t)((uintptr_t)cpu / MEM_PAGE) & (LOCK_WAITERS - 1);
    return page ? page : 1;
}

void lock_take(struct lock *l)
{
    uint32_t mine = token(current), seen = 0;
    if (atomic_compare_exchange_strong_explicit(&l->word, &seen, mine, memory_order_acquire,
                                                memory_order_relaxed)) {
        return;
    }
    for (;;) {
        /* Who has waited takes it as one with waiters: there may be more. */
        if (seen == 0) {
            if (atomic_compare_exchange_weak_explicit(&l->word, &seen, mine | LOCK_WAITERS,
                                                      memory_order_acquire, memory_order_relaxed)) {
                return;
            }
        } else if ((seen & LOCK_WAITERS) || atomic_compare_exchange_weak_explicit(
                                                &l->word, &seen, seen | LOCK_WAITERS,
                                                memory_order_relaxed, memory_order_relaxed)) {
            syscall(SYS_futex, &l->word, FUTEX_WAIT_PRIVATE, seen | LOCK_WAITERS, NULL, NULL, 0);
            seen = atomic_load_explicit(&l->word, memory_order_relaxed);
        }
    }
}

void lock_give(struct lock *l)
{
    if (atomic_exchange_explicit(&l->word, 0, memory_order_release) & LOCK_WAITERS) {
        syscall(SYS_futex, &l->word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    }
}

bool lock_break(struct lock *l, const struct cpu *cpu)
{
    uint32_t word = atomic_load(&l->word);
    if ((word & ~LOCK_WAITERS) != token(cpu)) {
        return false;
    }
    lock_give(l);
    return true;
}
