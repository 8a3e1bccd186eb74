/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tagged stores: what makes a store-conditional fail when anyone wrote in between, even if the
 * value is the old one again. Used in units whose mode says so (struct ir_guest.tag_mode), by all
 * threads of a process or by none.
 *
 * Every line of TAGS_LINE bytes has, by its address modulo the table's size, a tag:
 *
 *   owner   31                        1  0       lock   the owner word of the thread whose
 *           | number of the thread    |S|               store-conditional is under way, or 0
 *
 * A store publishes its address in cpu->storing, makes owner the thread's own word with S set (it
 * often is that), waits until the lock is 0, stores, and clears cpu->storing. LL makes owner the
 * thread's own word, S clear: no store to the line that began before is under way. SC takes the
 * lock, and stores only if owner still names its thread and no system call began or ended.
 * docs/design.md proves that nothing is missed.
 *
 * All functions but tags_wait are for C code of the thread that runs as cpu; host code does the
 * same by itself.
 */
#ifndef DRAGOMAN_BASE_TAGS_H
#define DRAGOMAN_BASE_TAGS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

#define TAGS_LINE 64u          /* bytes: the reservation granule */
#define TAGS_LINES 65536u      /* tags; lines that far apart share one */
#define TAGS_THREADS 65536u    /* threads that may exist at a time */
#define TAGS_STORED 1u         /* S of an owner word */
#define TAGS_PAGE (1ull << 63) /* of cpu->storing: anywhere in the page of the address */

struct tag {
    _Atomic uint32_t owner, lock;
};

struct tags {
    struct tag line[TAGS_LINES]; /* first: host code indexes it */
    _Atomic uint64_t writes;     /* counts writes to memory that are not tagged */
    _Atomic uint32_t expedited;  /* the kernel gives barriers to all threads at once */
    _Atomic uint32_t n_threads;  /* none behind this number */
    /* By number - 1; NULL: free. The memory of a cpu stays readable for ever. */
    struct cpu *_Atomic thread[TAGS_THREADS];
};

/* Gives cpu a number; callers exclude each other. 0, or -EAGAIN: there are too many threads. */
int tags_join(struct tags *t, struct cpu *cpu);
void tags_part(struct cpu *cpu);
/* Before stores are tagged; no thread runs code. */
void tags_begin(struct tags *t);
/* After fork, in the child: cpu is the only thread, no store and no lock is under way. */
void tags_fork(struct cpu *cpu);

/* Around a write of 1 to 64 bytes to memory, or of more within one page. */
void tags_store(struct cpu *cpu, uint64_t addr, size_t len);
void tags_stored(struct cpu *cpu);
/* Before an LL reads addr. False: stores are under way there, the SC has to fail. */
bool tags_load(struct cpu *cpu, uint64_t addr);
/* Before the write of an SC to the monitor's address. True: nobody else wrote since LL and nobody
 * will until tags_give; with by_value only that the write is tagged, and LL had no need of
 * tags_load. False: the SC fails. */
bool tags_take(struct cpu *cpu, bool by_value);
void tags_give(struct cpu *cpu);
/* cpu left its code, perhaps by a fault inside a store: nothing of its is under way. Also for a
 * task that was killed, by another thread. */
void tags_leave(struct cpu *cpu);
/* Waits until tag's lock is free. Uses general registers only. */
void tags_wait(struct cpu *cpu, const struct tag *tag);

#endif
