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
    uint32_t loops; /* backward branches that are worth a unit of the whole loop; 0: default */
    bool profile;   /* tr_profile_* below */
    bool uncounted; /* without counting how often blocks run */
    uint64_t cache_build; /* which translations in files are right for this build and processor's
                             model (process_ops.cache_load); 0: none */
};

/* Sets p->translator. 0, or -errno. */
int tr_init(struct process *p, const struct tr_config *config);
/* Per-thread state of cpu (cpu->process set). 0, or -errno. */
int tr_thread_init(struct cpu *cpu);
void tr_thread_free(struct cpu *cpu);

/*
 * Runs cpu from cpu->pc until something is for the caller: the enum cpu_exit in cpu->exit, never
 * LOOKUP, LINK, MODE, MISMATCH or SYNC. All guest state is in cpu on return.
 */
void tr_run(struct cpu *cpu);

/* In the handler of a signal that process_ops.sample asked for, sent to cpu's thread, with its
 * context: notes where the program is. True: that was the last sample. */
bool tr_sample(struct cpu *cpu, const void *uc);

/* Translations made from [start, start + len) are stale: they are not entered again, and nobody
 * still runs one when a thread has passed its next safepoint. */
void tr_invalidate(struct process *p, uint64_t start, uint64_t len);
/* cpu's thread is about to run code that is exact only if the stores of other threads are tagged
 * (base/tags.h). False: it may go on; true: it has to leave its code first, with
 * CPU_EXIT_MODE. */
bool tr_pair_met(struct cpu *cpu);
/* Guest memory may be written by others than generated code (system calls, signal frames): to be
 * called before and behind it. */
void tr_memory_written(struct cpu *cpu);
/* Around fork by cpu's thread: no translation is under way while memory is copied. In the child
 * only this thread is left. */
void tr_fork_prepare(struct cpu *cpu);
void tr_fork_parent(struct cpu *cpu);
void tr_fork_child(struct cpu *cpu);
/* The task that ran as cpu, in memory shared with us, was killed or has left: what it was about is
 * dropped. Called by another thread; tr_thread_free may follow. */
void tr_task_died(struct cpu *cpu);

/* The process ends or executes another program: what was translated may be kept in files. */
void tr_keep(struct cpu *cpu);

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

/*
 * A profile, with tr_config.profile: units count how often each of their blocks runs, stubs how
 * often each C function is called, and samples tell where the time goes. Threads count for
 * themselves; the sums are of all that run and have run in this process since its fork.
 */
enum tr_place {
    TR_PLACE_CODE,
    TR_PLACE_STUB,   /* between code and C */
    TR_PLACE_HELPER, /* C functions that code calls */
    TR_PLACE_REPAIR, /* signal handlers that mend what code did (SIGFPE, empty table entries) */
    TR_PLACE_INTERPRETER,
    TR_PLACE_TRANSLATION,
    TR_PLACE_LOOP, /* the rest of tr_run and what calls it */
    TR_N_PLACES
};
/* In a handler of a host signal with context uc: what cpu does there stands for weight units of
 * time. */
void tr_profile_sample(struct cpu *cpu, const void *uc, uint64_t weight);

struct tr_profile {
    uint64_t place[TR_N_PLACES]; /* weights of samples */
    uint64_t lost;               /* of samples in code, for which there was no room */
    /* Translation. */
    uint64_t units, blocks, insns, code_bytes, ns, flushes;
    uint64_t stored_units, stored_insns; /* from files, beside these; ns is of both */
    uint64_t record_bytes, arena_bytes;  /* in use now */
    uint64_t uncounted;                  /* units that were too many to count */
    /* Ends of runs of code: no translation of an indirect branch's target in the thread's table,
     * an exit that was not linked yet, a return that met no call (and of these, those that the
     * table did not have either), the poll word. */
    uint64_t lookups, unlinked, mismatches, mismatch_lookups, polls;
    uint64_t runs; /* of code, from C */
    /* Of code that is still there: guest instructions and ends of blocks. */
    uint64_t executed, jumps, indirect_jumps, calls, indirect_calls, returns;
    uint64_t never_insns; /* translated, but never executed */
};
void tr_profile_get(struct process *p, struct tr_profile *out);

/* The nth variable that has a register by the map that holds now, its name. NULL: there is no
 * nth. */
const char *tr_profile_mapped(struct process *p, unsigned n);

/* The nth C function that code may call: what it is for, its name. NULL: there is no nth. */
struct tr_profile_call {
    const char *kind, *name;
    uint64_t calls, weight;
};
bool tr_profile_call(struct process *p, unsigned n, struct tr_profile_call *out);

/* Host code of one guest instruction, where it lies together. */
struct tr_profile_line {
    uint64_t unit, pc;      /* guest addresses of the unit's start, of the instruction */
    uint64_t count;         /* executions; 0 where nobody counts */
    uint64_t weight, below; /* of samples in it, and in C functions that it called */
    uint32_t mode;
    bool insn;           /* of a guest instruction, not of a block's start or an exit */
    bool out;            /* out of line */
    const uint8_t *code; /* size bytes that ran at host address rx; NULL: they are gone, and count
                            is of all instructions of the unit */
    uint64_t rx;
    uint32_t size;
};
/* Calls fn for all lines, unit by unit in the order of their host code. */
void tr_profile_lines(struct process *p, void (*fn)(void *arg, const struct tr_profile_line *line),
                      void *arg);
/* The child of a fork counts from 0. */
void tr_profile_reset(struct cpu *cpu);

#endif
