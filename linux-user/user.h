/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State and functions that the files of linux-user/ share. */
#ifndef DRAGOMAN_LINUX_USER_USER_H
#define DRAGOMAN_LINUX_USER_USER_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/cpu.h"
#include "base/lock.h"
#include "base/process.h"
#include "linux-user/abi.h"
#include "linux-user/options.h"
#include "linux-user/sample.h"

#define SIGNALS 64
#ifndef SS_AUTODISARM
    #define SS_AUTODISARM (1u << 31) /* linux/signal.h, which cannot stand beside signal.h */
#endif
#define SIGNAL_QUEUE 8

/* The guest's disposition of a signal. */
struct disposition {
    struct sys_sigaction act; /* handler: SIG_DFL, SIG_IGN or a guest address; guest flag bits */
    bool known;               /* false: still as inherited, to be asked of the host */
};

/* Of a guest process (process->user). */
struct user {
    const struct user_abi *abi;
    const struct options *options;
    char *self_path;         /* argv[0] of dragoman, for programs it executes */
    struct lock signal_lock; /* of signals */
    struct disposition signals[SIGNALS + 1];
    uint64_t host_restorer; /* of the host's C library, for the raw rt_sigaction */
    uint64_t host_restorer_flag;
    uint64_t vdso, vdso_end, sigreturn; /* guest addresses */
    struct lock thread_lock;            /* of the two lists */
    struct task *finished;              /* memory of threads that have ended, or soon will have */
    struct task *sharing;               /* processes that share our memory */
    struct profile *profile;            /* or NULL */
    struct sampler sampler;
};

struct captured {
    int sig;
    siginfo_t info;
};

/* Of a guest thread (cpu->user). */
struct thread {
    uint64_t mask;       /* signals the guest blocks, bit n - 1 for n */
    uint64_t saved_mask; /* to come back when a wait with another mask is over */
    uint64_t wait_mask;  /* of the wait under way */
    bool has_saved_mask, in_wait;
    bool no_result; /* the call replaced the registers: its result is not stored */
    struct sys_sigaltstack altstack;
    /* What the host's handler took, oldest first; it fills, the run loop empties. After an
     * asynchronous one all such signals stay blocked, the kernel queues them. */
    unsigned n_captured;
    struct captured captured[SIGNAL_QUEUE];
    void *host_stack;
    struct task *task;    /* of a thread or process of ours, NULL of a program's first thread */
    void *exec_memory[2]; /* a successful exec's, if the address space is shared */
    size_t exec_size[2];
    int profile_timer; /* 1 + the number of the host's timer; 0: none */
};

static inline struct user *user_of(const struct cpu *cpu)
{
    return cpu->process->user;
}

static inline struct thread *thread_of_cpu(const struct cpu *cpu)
{
    return cpu->user;
}

/* run.c: runs the guest thread; never returns. */
void run_loop(struct cpu *cpu) __attribute__((noreturn));

/* signal.c */
void signal_init_process(struct user *u);
int signal_init_thread(struct cpu *cpu);
/* The parts of it for a thread to come, and for that thread itself. */
int signal_make_stack(struct cpu *cpu);
void signal_use_stack(struct cpu *cpu);
void signal_free_thread(struct cpu *cpu);
/* Delivers what may be delivered: the registers are those of the handler entered last. */
void signal_deliver(struct cpu *cpu);
/* Is there something to deliver? */
bool signal_pending(const struct cpu *cpu);
/* A fault of the guest's: delivered at once, or the end of the process. */
void signal_fault(struct cpu *cpu, int sig, int code, uint64_t addr);
/* Ends the process as the default action of sig does. */
void signal_die(int sig) __attribute__((noreturn));
/* Takes signals that would end the process by the host's doing, so that it can be told before. */
void signal_catch_fatal(struct user *u);
/* Leaves host dispositions and mask as the guest has them, before an exec. */
void signal_before_exec(struct cpu *cpu);
void signal_after_failed_exec(struct cpu *cpu);

/* Is sp on the alternate stack s, which is not disabled? */
bool signal_on_altstack(const struct sys_sigaltstack *s, uint64_t sp);

/* signal_calls.c: struct sys_ops' part. Host masks and numbers. */
int64_t signal_action(struct cpu *cpu, int sig, const struct sys_sigaction *act,
                      struct sys_sigaction *old);
int64_t signal_procmask(struct cpu *cpu, int how, const uint64_t *set, uint64_t *old);
int64_t signal_get_pending(struct cpu *cpu, uint64_t *set);
int64_t signal_return(struct cpu *cpu);
int64_t signal_suspend(struct cpu *cpu, uint64_t mask);
int64_t signal_timedwait(struct cpu *cpu, uint64_t set, void *info, const void *timeout);
int64_t signal_altstack(struct cpu *cpu, const struct sys_sigaltstack *ss,
                        struct sys_sigaltstack *old);
uint64_t signal_wait_mask(struct cpu *cpu, uint64_t mask);

/* Signals that the host must always give us: a blocked fault would kill. */
#define SIGNAL_BIT(sig) (1ull << ((sig)-1))
#define SIGNAL_SYNC                                                                                \
    (SIGNAL_BIT(SIGSEGV) | SIGNAL_BIT(SIGBUS) | SIGNAL_BIT(SIGFPE) | SIGNAL_BIT(SIGILL) |          \
     SIGNAL_BIT(SIGTRAP))
#define SIGNAL_UNBLOCKABLE (SIGNAL_BIT(SIGKILL) | SIGNAL_BIT(SIGSTOP))
/* Sets the host's mask: what the guest blocks but for SIGNAL_SYNC. The old host mask. */
uint64_t signal_host_mask(uint64_t guest_mask);
/* What the host shall do on sig for the guest's disposition. */
int signal_host_action(struct user *u, int sig, const struct sys_sigaction *act);
/* The guest's disposition, asked of the host if it is still the inherited one. */
struct sys_sigaction signal_disposition(struct user *u, int sig);

/* uncaught.c: under QEMU's names its line on standard error for a signal that ends the process with
 * a core dump. */
void uncaught_report(const struct user *u, int sig);
/* struct sys_ops' raise: a signal of the guest's to its own process. Host numbers. */
int64_t uncaught_raise(struct cpu *cpu, int tgid, int tid, int sig, const void *siginfo);

/* thread.c */
int64_t thread_create(struct cpu *cpu, const struct sys_clone *args);
/* In the child of a fork: no other thread is left. */
void thread_after_fork(struct user *u);
void thread_exit(struct cpu *cpu, int status);
int64_t thread_set_tid_address(struct cpu *cpu, uint64_t addr);
int64_t thread_set_robust_list(struct cpu *cpu, uint64_t head, uint64_t len);
int64_t thread_get_robust_list(struct cpu *cpu, int tid, uint64_t *head, uint64_t *len);

/* share.c: CLONE_VM without CLONE_THREAD. The child's id, or -errno. */
int64_t share_process(struct cpu *cpu, const struct sys_clone *args);
/* clone.c, exec.c */
/* CLONE_CLEAR_SIGHAND is ours to do: the host would clear our own handlers. */
void process_clear_handlers(struct user *u);
int64_t process_clone(struct cpu *cpu, const struct sys_clone *args);
int64_t process_exec(struct cpu *cpu, int dirfd, const char *path, const char *guest_path,
                     uint64_t argv, uint64_t envp, int flags);

#endif
