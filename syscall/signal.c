/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signal calls: structures are converted here, dispositions and masks are linux-user's. */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>

#include "syscall/engine.h"
#include "syscall/kernel.h"

/* Moves every signal's bit by a table of numbers. */
static uint64_t map_set(uint64_t set, const uint8_t *map)
{
    uint64_t out = 0;

    if (!map)
        return set;
    for (unsigned i = 1; i <= 64; i++) {
        if (set >> (i - 1) & 1)
            out |= 1ull << (map[i] - 1);
    }
    return out;
}

/* A set is an array of words, the low signals in the first. */
static uint64_t swap_halves(const struct sys_model *m, uint64_t set)
{
    return m->word == 4 && m->big_endian ? set << 32 | set >> 32 : set;
}

int sys_get_sigset(struct sys_frame *f, uint64_t addr, uint64_t size, uint64_t *set)
{
    int r;

    if (size != 8)
        return -EINVAL;
    r = sys_get_int(f, 8, addr, set);
    *set = map_set(swap_halves(f->model, *set), f->abi->signal_to_host);
    return r;
}

int sys_put_sigset(struct sys_frame *f, uint64_t addr, uint64_t set)
{
    set = map_set(set, f->abi->signal_to_guest);
    return sys_put_int(f, 8, addr, swap_halves(f->model, set));
}

int sys_wait_mask(struct sys_frame *f, uint64_t addr, uint64_t size, uint64_t **set)
{
    int r;

    *set = NULL;
    if (!addr)
        return 0;
    *set = sys_scratch(f, sizeof(**set));
    if (!*set)
        return -ENOMEM;
    r = sys_get_sigset(f, addr, size, *set);
    if (r == 0 && f->state->ops->wait_mask)
        **set = f->state->ops->wait_mask(f->cpu, **set);
    return r;
}

/* The form of the union (include/linux/signal.h, siginfo_layout). */
static const struct sys_layout *siginfo_form(int sig, int code)
{
    if (code == SI_TIMER)
        return &sys_layout_siginfo_timer;
    if (code <= 0)
        return &sys_layout_siginfo;
    if (code == SI_KERNEL)
        return &sys_layout_siginfo;
    switch (sig) {
    case SIGCHLD:
        return &sys_layout_siginfo_child;
    case SIGSEGV:
    case SIGBUS:
    case SIGILL:
    case SIGFPE:
    case SIGTRAP:
        return &sys_layout_siginfo_fault;
    case SIGIO:
        return &sys_layout_siginfo_poll;
    default:
        return &sys_layout_siginfo;
    }
}

int sys_put_siginfo(struct sys_frame *f, uint64_t addr, const void *info)
{
    struct kernel_siginfo copy;
    const struct sys_layout *l;

    memcpy(&copy, info, sizeof(copy));
    l = siginfo_form(copy.signo, copy.code);
    copy.signo = sys_signal_to_guest(f->abi, copy.signo);
    return sys_put(f, l, addr, &copy);
}

int sys_get_siginfo(struct sys_frame *f, void *info, uint64_t addr)
{
    struct kernel_siginfo *i = info;
    int r = sys_get(f, &sys_layout_siginfo, info, addr);

    if (r == 0 && siginfo_form(i->signo, i->code) != &sys_layout_siginfo)
        r = sys_get(f, siginfo_form(i->signo, i->code), info, addr);
    i->signo = sys_signal_to_host(f->abi, i->signo);
    return r;
}

int64_t sys_rt_sigaction(struct sys_frame *f)
{
    struct sys_sigaction act, old;
    struct kernel_sigaction k;
    int sig = sys_signal_to_host(f->abi, (int)f->arg[0]), r;
    int64_t result;

    if (f->arg[3] != 8)
        return -EINVAL;
    if (!f->state->ops->sigaction)
        return -ENOSYS;
    if (f->arg[1]) {
        r = sys_get(f, &sys_layout_sigaction, &k, f->arg[1]);
        if (r < 0)
            return r;
        act =
            (struct sys_sigaction){k.handler, k.flags, k.restorer,
                                   map_set(swap_halves(f->model, k.mask), f->abi->signal_to_host)};
    }
    result =
        f->state->ops->sigaction(f->cpu, sig, f->arg[1] ? &act : NULL, f->arg[2] ? &old : NULL);
    if (result < 0 || !f->arg[2])
        return result;
    k = (struct kernel_sigaction){
        old.handler, old.flags, old.restorer,
        swap_halves(f->model, map_set(old.mask, f->abi->signal_to_guest))};
    r = sys_put(f, &sys_layout_sigaction, f->arg[2], &k);
    return r < 0 ? r : result;
}

int64_t sys_rt_sigprocmask(struct sys_frame *f)
{
    uint64_t set, old;
    int64_t result;
    int r;

    if (f->arg[3] != 8)
        return -EINVAL;
    if (!f->state->ops->sigprocmask)
        return -ENOSYS;
    r = f->arg[1] ? sys_get_sigset(f, f->arg[1], 8, &set) : 0;
    if (r < 0)
        return r;
    result = f->state->ops->sigprocmask(f->cpu,
                                        (int)sys_flags_to_host(f->abi, sys_flags_sighow, f->arg[0]),
                                        f->arg[1] ? &set : NULL, &old);
    if (result < 0 || !f->arg[2])
        return result;
    r = sys_put_sigset(f, f->arg[2], old);
    return r < 0 ? r : result;
}

int64_t sys_rt_sigpending(struct sys_frame *f)
{
    uint64_t set;
    int64_t result;
    int r;

    if (f->arg[1] > 8)
        return -EINVAL;
    if (!f->state->ops->sigpending)
        return -ENOSYS;
    result = f->state->ops->sigpending(f->cpu, &set);
    r = result < 0 ? 0 : sys_put_sigset(f, f->arg[0], set);
    return r < 0 ? r : result;
}

int64_t sys_rt_sigsuspend(struct sys_frame *f)
{
    uint64_t set;
    int r = sys_get_sigset(f, f->arg[0], f->arg[1], &set);

    if (r < 0)
        return r;
    return f->state->ops->sigsuspend ? f->state->ops->sigsuspend(f->cpu, set) : -ENOSYS;
}

int64_t sys_rt_sigtimedwait(struct sys_frame *f)
{
    struct timespec timeout;
    struct kernel_siginfo info;
    uint64_t set;
    int64_t result;
    int r = sys_get_sigset(f, f->arg[0], f->arg[3], &set);

    if (r == 0 && f->arg[2])
        r = sys_get(f, &sys_layout_timespec, &timeout, f->arg[2]);
    if (r < 0)
        return r;
    if (!f->state->ops->sigtimedwait)
        return -ENOSYS;
    memset(&info, 0, sizeof(info));
    result = f->state->ops->sigtimedwait(f->cpu, set, &info, f->arg[2] ? &timeout : NULL);
    if (result <= 0)
        return result;
    r = f->arg[1] ? sys_put_siginfo(f, f->arg[1], &info) : 0;
    return r < 0 ? r : sys_signal_to_guest(f->abi, (int)result);
}

int64_t sys_rt_sigreturn(struct sys_frame *f)
{
    return f->state->ops->sigreturn ? f->state->ops->sigreturn(f->cpu) : -ENOSYS;
}

int64_t sys_sigaltstack(struct sys_frame *f)
{
    struct sys_sigaltstack new, old;
    stack_t k;
    int64_t result;
    int r;

    if (!f->state->ops->sigaltstack)
        return -ENOSYS;
    if (f->arg[0]) {
        r = sys_get(f, &sys_layout_stack, &k, f->arg[0]);
        if (r < 0)
            return r;
        new = (struct sys_sigaltstack){(uintptr_t)k.ss_sp, k.ss_size, k.ss_flags};
    }
    result = f->state->ops->sigaltstack(f->cpu, f->arg[0] ? &new : NULL, &old);
    if (result < 0 || !f->arg[1])
        return result;
    k = (stack_t){.ss_sp = sys_pointer(old.sp), .ss_flags = old.flags, .ss_size = old.size};
    r = sys_put(f, &sys_layout_stack, f->arg[1], &k);
    return r < 0 ? r : result;
}

/* A signal to this very process goes up first, where somebody wants it. */
static int64_t send(struct sys_frame *f, int64_t tgid, int64_t tid, int64_t sig, const void *info,
                    bool *done)
{
    *done = f->state->ops->raise && (tgid == sys_raw(SYS_getpid, 0, 0, 0, 0, 0, 0) ||
                                     tid == sys_raw(SYS_gettid, 0, 0, 0, 0, 0, 0));
    return *done ? f->state->ops->raise(f->cpu, (int)tgid, (int)tid, (int)sig, info) : 0;
}

static int64_t host_signal(const struct sys_frame *f, unsigned arg)
{
    return sys_signal_to_host(f->abi, (int)f->arg[arg]);
}

int64_t sys_kill(struct sys_frame *f)
{
    int64_t sig = host_signal(f, 1), r;
    bool done;

    r = send(f, (int64_t)f->arg[0], -1, sig, NULL, &done);
    return done ? r : sys_host(f, SYS_kill, f->arg[0], (uint64_t)sig, 0, 0, 0, 0);
}

int64_t sys_tkill(struct sys_frame *f)
{
    int64_t sig = host_signal(f, 1), r;
    bool done;

    r = send(f, -1, (int64_t)f->arg[0], sig, NULL, &done);
    return done ? r : sys_host(f, SYS_tkill, f->arg[0], (uint64_t)sig, 0, 0, 0, 0);
}

int64_t sys_tgkill(struct sys_frame *f)
{
    int64_t sig = host_signal(f, 2), r;
    bool done;

    r = send(f, (int64_t)f->arg[0], (int64_t)f->arg[1], sig, NULL, &done);
    return done ? r : sys_host(f, SYS_tgkill, f->arg[0], f->arg[1], (uint64_t)sig, 0, 0, 0);
}

int64_t sys_rt_sigqueueinfo(struct sys_frame *f)
{
    struct kernel_siginfo info;
    int64_t sig = host_signal(f, 1), r = sys_get_siginfo(f, &info, f->arg[2]);
    bool done;

    if (r < 0)
        return r;
    r = send(f, (int64_t)f->arg[0], -1, sig, &info, &done);
    return done ? r
                : sys_host(f, SYS_rt_sigqueueinfo, f->arg[0], (uint64_t)sig, (uintptr_t)&info, 0, 0,
                           0);
}

int64_t sys_rt_tgsigqueueinfo(struct sys_frame *f)
{
    struct kernel_siginfo info;
    int64_t sig = host_signal(f, 2), r = sys_get_siginfo(f, &info, f->arg[3]);
    bool done;

    if (r < 0)
        return r;
    r = send(f, (int64_t)f->arg[0], (int64_t)f->arg[1], sig, &info, &done);
    return done ? r
                : sys_host(f, SYS_rt_tgsigqueueinfo, f->arg[0], f->arg[1], (uint64_t)sig,
                           (uintptr_t)&info, 0, 0);
}

int64_t sys_pidfd_send_signal(struct sys_frame *f)
{
    struct kernel_siginfo info;
    int64_t r = f->arg[2] ? sys_get_siginfo(f, &info, f->arg[2]) : 0;

    if (r < 0)
        return r;
    return sys_host(f, SYS_pidfd_send_signal, f->arg[0], (uint64_t)host_signal(f, 1),
                    f->arg[2] ? (uintptr_t)&info : 0, f->arg[3], 0, 0);
}

/* Interrupted calls are made again from the start, so nothing is ever left to go on with. */
int64_t sys_restart_syscall(struct sys_frame *f)
{
    return -EINTR;
}
