/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The translator as linux-user sees it: units, the run loop's step, invalidation, faults. */
#ifndef DRAGOMAN_TRANSLATE_H
#define DRAGOMAN_TRANSLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"
#include "base/process.h"

enum tr_engine { TR_ENGINE_JIT, TR_ENGINE_JIT_NOOPT, TR_ENGINE_INTERP };

struct tr_config {
    enum tr_engine engine;
    int64_t host_features; /* host_features() */
    size_t arena_size;     /* bytes of code per arena; 0: default. Tests use small ones */
    bool double_map;       /* as where RWX memory is refused: for tests */
};

/* Sets p->translator. 0, or -errno. */
int tr_init(struct process *p, const struct tr_config *config);
/* Per-thread state of cpu (cpu->process set). 0, or -errno. */
int tr_thread_init(struct cpu *cpu);
void tr_thread_free(struct cpu *cpu);

/*
 * Runs cpu from cpu->pc until something is for the caller: the enum cpu_exit in cpu->exit, never
 * LOOKUP, LINK, MODE or MISMATCH. All guest state is in cpu on return.
 */
void tr_run(struct cpu *cpu);

/* Translations made from [start, start + len) are stale: they are not entered again, and nobody
 * still runs one when a thread has passed its next safepoint. */
void tr_invalidate(struct process *p, uint64_t start, uint64_t len);
/* Around fork by cpu's thread: no translation is under way while memory is copied. In the child
 * only this thread is left. */
void tr_fork_prepare(struct cpu *cpu);
void tr_fork_parent(struct cpu *cpu);
void tr_fork_child(struct cpu *cpu);
/* The task that ran as cpu, in memory shared with us, was killed or has left: what it was about is
 * dropped. Called by another thread; tr_thread_free may follow. */
void tr_task_died(struct cpu *cpu);

/* Asynchronous: makes cpu (any thread's) leave generated code at its next poll or indirect branch.
 * Async-signal-safe. tr_run then returns with CPU_EXIT_POLL; the caller clears the request. */
void tr_request(struct cpu *cpu);
void tr_request_clear(struct cpu *cpu);

/* Of a synchronous host signal: what is it? */
enum tr_fault {
    TR_FAULT_FIXED, /* handled inside; return from the handler */
    TR_FAULT_GUEST, /* the guest's: cpu->pc, fault_signal, fault_code, fault_addr and all registers
                       are set; on return from the handler tr_run returns CPU_EXIT_FAULT */
    TR_FAULT_OURS,  /* a defect of dragoman's: die with the default action */
};
/* siginfo_t *info and ucontext_t *uc as the handler got them, cpu = current. */
enum tr_fault tr_host_fault(struct cpu *cpu, int sig, const void *info, void *uc);
/* Is the context inside generated code (an asynchronous signal must not run guest code yet)? */
bool tr_in_code(const struct cpu *cpu, const void *uc);

#endif
