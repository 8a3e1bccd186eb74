/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * clone and fork. A new process is the host's: fork copies dragoman with its guest, and all locks
 * are held meanwhile.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"
#include "linux-user/profile.h"
#include "linux-user/user.h"
#include "translate/translate.h"

/* What a child with its own memory cannot share, and what is done by us. */
#define NOT_FOR_FORK (CLONE_VM | CLONE_VFORK | CLONE_SIGHAND | CLONE_SETTLS | CLONE_CLEAR_SIGHAND)

void process_clear_handlers(struct user *u)
{
    for (int sig = 1; sig <= SIGNALS; sig++) {
        struct sys_sigaction *act = &u->signals[sig].act;
        if (u->signals[sig].known && act->handler != (uint64_t)(uintptr_t)SIG_IGN) {
            *act = (struct sys_sigaction){0};
            signal_host_action(u, sig, act);
        }
    }
}

static void become_child(struct cpu *cpu, const struct sys_clone *args)
{
    const struct user_abi *abi = user_of(cpu)->abi;
    if (args->flags & CLONE_CLEAR_SIGHAND) {
        process_clear_handlers(user_of(cpu));
    }
    uint64_t sp = args->stack ? args->stack + args->stack_size : 0;
    abi->clone_child(cpu, sp, args->flags & CLONE_SETTLS ? &args->tls : NULL);
    cpu->monitor_addr = UINT64_MAX;
}

/* The host's call for a child with memory of its own. */
static int64_t host_fork(const struct sys_clone *args)
{
    uint64_t flags = args->flags & ~(uint64_t)NOT_FOR_FORK;
    if (args->flags & CLONE_VFORK) {
        flags |= CLONE_VFORK;
    }
    struct clone_args host = {
        .flags = flags,
        .exit_signal = args->exit_signal,
        .parent_tid = args->parent_tid,
        .child_tid = args->child_tid,
        .pidfd = args->pidfd,
        .set_tid = args->n_set_tid ? (uint64_t)(uintptr_t)args->set_tid : 0,
        .set_tid_size = args->n_set_tid,
        .cgroup = flags & CLONE_INTO_CGROUP ? (uint64_t)args->cgroup : 0,
    };
    long r = syscall(SYS_clone3, &host, sizeof(host));
    if (r >= 0 || errno != ENOSYS) {
        return r < 0 ? -errno : r;
    }
    if (args->n_set_tid || (flags >> 32)) {
        return -ENOSYS;
    }
    /* Without CLONE_SETTLS the two last arguments may be the same: hosts differ in their order. */
    r = syscall(SYS_clone, flags | args->exit_signal, 0,
                flags & CLONE_PIDFD ? args->pidfd : args->parent_tid, args->child_tid,
                args->child_tid);
    return r < 0 ? -errno : r;
}

static int64_t fork_process(struct cpu *cpu, const struct sys_clone *args)
{
    struct guest_mem *m = cpu->process->mem;
    struct user *u = user_of(cpu);
    lock_take(&u->thread_lock);
    lock_take(&u->signal_lock);
    tr_fork_prepare(cpu);
    mem_fork_begin(m);
    int64_t r = host_fork(args);
    mem_fork_end(m);
    if (r == 0) {
        tr_fork_child(cpu);
    } else {
        tr_fork_parent(cpu);
    }
    lock_give(&u->signal_lock);
    lock_give(&u->thread_lock);
    if (r == 0) {
        thread_after_fork(u);
        thread_of_cpu(cpu)->task = NULL;
        u->sharing = NULL;
        sample_begin(cpu);
        profile_fork_child(cpu);
        become_child(cpu, args);
        thread_of_cpu(cpu)->no_result = true;
    }
    return r;
}

int64_t process_clone(struct cpu *cpu, const struct sys_clone *args)
{
    uint64_t flags = args->flags;
    if (signal_pending(cpu)) {
        return -SYS_ERESTARTNOINTR;
    }
    if ((flags & CLONE_SIGHAND) && (!(flags & CLONE_VM) || (flags & CLONE_CLEAR_SIGHAND))) {
        return -EINVAL;
    }
    if (flags & CLONE_THREAD) {
        return thread_create(cpu, args);
    }
    if ((flags & CLONE_VM) && args->n_set_tid == 0 && (flags & CLONE_INTO_CGROUP) == 0) {
        return share_process(cpu, args);
    }
    return fork_process(cpu, args);
}
