/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system calls about signals. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/host.h"
#include "linux-user/user.h"
#include "translate/translate.h"

int64_t signal_action(struct cpu *cpu, int sig, const struct sys_sigaction *act,
                      struct sys_sigaction *old)
{
    struct user *u = user_of(cpu);
    int r = 0;
    if (sig < 1 || sig > SIGNALS || (act && (sig == SIGKILL || sig == SIGSTOP))) {
        return -EINVAL;
    }
    lock_take(&u->signal_lock);
    struct sys_sigaction was = signal_disposition(u, sig);
    if (act) {
        r = signal_host_action(u, sig, act);
        if (r == 0) {
            u->signals[sig].act = *act;
            u->signals[sig].act.mask &= ~SIGNAL_UNBLOCKABLE;
        }
    }
    lock_give(&u->signal_lock);
    if (old) {
        *old = was;
    }
    return r;
}

/* Makes mask the guest's. -ERESTARTNOINTR: a signal came before, and goes first. */
static int64_t change_mask(struct thread *t, uint64_t mask)
{
    mask &= ~SIGNAL_UNBLOCKABLE;
    if (mask == t->mask) {
        return 0; /* what has been captured is delivered after the call */
    }
    uint64_t was = signal_host_mask(mask);
    if (t->n_captured > 0 && was == (~SIGNAL_SYNC & ~SIGNAL_UNBLOCKABLE) &&
        was != (t->mask & ~SIGNAL_SYNC)) {
        signal_host_mask(~0ull);
        return -SYS_ERESTARTNOINTR;
    }
    t->mask = mask;
    return 0;
}

int64_t signal_procmask(struct cpu *cpu, int how, const uint64_t *set, uint64_t *old)
{
    struct thread *t = cpu->user;
    uint64_t was = t->mask, mask = was;
    if (set) {
        switch (how) {
        case SIG_BLOCK:
            mask |= *set;
            break;
        case SIG_UNBLOCK:
            mask &= ~*set;
            break;
        case SIG_SETMASK:
            mask = *set;
            break;
        default:
            return -EINVAL;
        }
        int64_t r = change_mask(t, mask);
        if (r < 0) {
            return r;
        }
        if (signal_pending(cpu)) {
            tr_request(cpu);
        }
    }
    if (old) {
        *old = was;
    }
    return 0;
}

int64_t signal_get_pending(struct cpu *cpu, uint64_t *set)
{
    struct thread *t = cpu->user;
    *set = 0;
    syscall(SYS_rt_sigpending, set, sizeof(*set));
    for (unsigned i = 0; i < t->n_captured; i++) {
        *set |= SIGNAL_BIT(t->captured[i].sig);
    }
    *set &= t->mask;
    return 0;
}

int64_t signal_return(struct cpu *cpu)
{
    struct thread *t = cpu->user;
    struct user *u = user_of(cpu);
    uint64_t mask = t->mask;
    struct sys_sigaltstack altstack = t->altstack;
    t->no_result = true;
    if (u->abi->pop_frame(cpu, &mask, &altstack) < 0) {
        signal_fault(cpu, SIGSEGV, SI_KERNEL, 0);
        return 0;
    }
    cpu->monitor_addr = UINT64_MAX;
    cpu->mode = u->abi->guest->mode(cpu);
    signal_altstack(cpu, &altstack, NULL);
    t->mask = mask & ~SIGNAL_UNBLOCKABLE;
    if (t->n_captured == 0) {
        uint64_t was = signal_host_mask(t->mask);
        if (t->n_captured > 0 && was == (~SIGNAL_SYNC & ~SIGNAL_UNBLOCKABLE)) {
            signal_host_mask(~0ull);
        }
    }
    return 0;
}

int64_t signal_suspend(struct cpu *cpu, uint64_t mask)
{
    struct thread *t = cpu->user;
    uint64_t host = mask & ~SIGNAL_SYNC;
    if (t->n_captured > 0 && signal_pending(cpu)) {
        return -SYS_ERESTARTNOINTR;
    }
    int64_t r = host_safe_syscall(cpu, SYS_rt_sigsuspend, (uint64_t)(uintptr_t)&host, sizeof(host),
                                  0, 0, 0, 0);
    if (r == -SYS_ERESTARTSYS) {
        return -SYS_ERESTARTNOINTR;
    }
    uint64_t old = t->mask;
    t->mask = mask & ~SIGNAL_UNBLOCKABLE;
    if (!signal_pending(cpu)) {
        t->mask = old;
        return -SYS_ERESTARTNOINTR;
    }
    t->saved_mask = old;
    t->has_saved_mask = true;
    return -EINTR;
}

/* What the handler holds back for a blocked fault signal is ours to give. Its number, or 0. */
static int take_captured(struct thread *t, uint64_t set, void *info)
{
    for (unsigned i = 0; i < t->n_captured; i++) {
        int sig = t->captured[i].sig;
        if ((set & SIGNAL_BIT(sig)) && (t->mask & SIGNAL_BIT(sig))) {
            memcpy(info, &t->captured[i].info, sizeof(siginfo_t));
            t->n_captured--;
            memmove(&t->captured[i], &t->captured[i + 1],
                    (t->n_captured - i) * sizeof(t->captured[0]));
            return sig;
        }
    }
    return 0;
}

int64_t signal_timedwait(struct cpu *cpu, uint64_t set, void *info, const void *timeout)
{
    struct thread *t = cpu->user;
    uint64_t host_set = set & ~SIGNAL_SYNC;
    int sig = take_captured(t, set, info);
    if (sig) {
        return sig;
    }
    int64_t r = host_safe_syscall(cpu, SYS_rt_sigtimedwait, (uint64_t)(uintptr_t)&host_set,
                                  (uint64_t)(uintptr_t)info, (uint64_t)(uintptr_t)timeout,
                                  sizeof(host_set), 0, 0);
    if (r == -EINTR && (sig = take_captured(t, set, info)) != 0) {
        return sig;
    }
    return r == -SYS_ERESTARTSYS ? -SYS_ERESTARTNOINTR : r;
}

int64_t signal_altstack(struct cpu *cpu, const struct sys_sigaltstack *ss,
                        struct sys_sigaltstack *old)
{
    struct thread *t = cpu->user;
    const struct user_abi *abi = user_of(cpu)->abi;
    struct sys_sigaltstack was = t->altstack;
    if (!(was.flags & SS_DISABLE) && signal_on_altstack(&was, abi->sp(cpu))) {
        was.flags |= SS_ONSTACK;
    }
    if (ss) {
        int mode = ss->flags & ~(int)SS_AUTODISARM;
        if (was.flags & SS_ONSTACK) {
            return -EPERM;
        }
        if (mode != 0 && mode != SS_ONSTACK && mode != SS_DISABLE) {
            return -EINVAL;
        }
        if (mode == SS_DISABLE) {
            t->altstack = (struct sys_sigaltstack){.flags = ss->flags};
        } else if (ss->size < abi->min_sigstack) {
            return -ENOMEM;
        } else {
            t->altstack = (struct sys_sigaltstack){
                .sp = ss->sp, .size = ss->size, .flags = ss->flags & (int)SS_AUTODISARM};
        }
    }
    if (old) {
        *old = was;
    }
    return 0;
}

uint64_t signal_wait_mask(struct cpu *cpu, uint64_t mask)
{
    struct thread *t = cpu->user;
    t->wait_mask = mask & ~SIGNAL_UNBLOCKABLE;
    t->in_wait = true;
    return mask & ~SIGNAL_SYNC;
}
