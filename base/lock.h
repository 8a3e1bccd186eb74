/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A lock whose word names its owner, so that a lock held by a task that was killed can be found and
 * broken: after CLONE_VM several processes share this memory, and any of them may be killed alone.
 */
#ifndef DRAGOMAN_BASE_LOCK_H
#define DRAGOMAN_BASE_LOCK_H

#include <stdbool.h>
#include <stdint.h>

struct cpu;

/* All zero: free. */
struct lock {
    _Atomic uint32_t word; /* 0, or the owner's token and perhaps LOCK_WAITERS */
};

/* Takes and gives back as the thread's current cpu. Not recursive. */
void lock_take(struct lock *l);
void lock_give(struct lock *l);
/* The task that ran as cpu is dead: gives l back in its place. True if it held l. */
bool lock_break(struct lock *l, const struct cpu *cpu);

#endif
