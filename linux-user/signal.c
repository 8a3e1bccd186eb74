/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals. The host has a handler of ours only where the guest has one, and for faults; default and
 * ignored dispositions are the host's own. The handler runs no guest code: it takes the signal
 * down, leaves with all asynchronous signals blocked, and the run loop delivers.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/mem.h"
#include "host/host.h"
#include "linux-user/profile.h"
#include "linux-user/user.h"
#include "translate/translate.h"

#define HOST_STACK_SIZE (64u << 10)
#ifndef SA_RESTORER
    #define SA_RESTORER 0x04000000u /* the same on all guests; C libraries keep it to themselves */
#endif

/* The kernel's struct sigaction of 64-bit hosts. */
struct kernel_sigaction {
    uint64_t handler, flags, restorer, mask;
};

static long host_sigaction(int sig, const struct kernel_sigaction *act,
                           struct kernel_sigaction *old)
{
    return syscall(SYS_rt_sigaction, sig, act, old, sizeof(uint64_t));
}

uint64_t signal_host_mask(uint64_t guest_mask)
{
    uint64_t mask = guest_mask & ~SIGNAL_SYNC, old = 0;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, &old, sizeof(mask));
    return old;
}

/* For the default action: the host's, at once. */
void signal_die(int sig)
{
    sys_strace_killed(sig);
    profile_report(current, "signal %d", sig);
    struct kernel_sigaction dfl = {0};
    uncaught_report(user_of(current), sig);
    host_sigaction(sig, &dfl, NULL);
    uint64_t mask = ~SIGNAL_BIT(sig);
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, NULL, sizeof(mask));
    syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), sig);
    /* Only init of a pid namespace survives its own signal. */
    syscall(SYS_exit_group, 128 + sig);
    __builtin_unreachable();
}

static bool is_sync(int sig)
{
    return sig <= SIGNALS && (SIGNAL_SYNC & SIGNAL_BIT(sig));
}

/* Takes an asynchronous signal down. A standard signal that waits already is not queued twice. */
static void capture(struct thread *t, int sig, const siginfo_t *info)
{
    if (is_sync(sig)) {
        for (unsigned i = 0; i < t->n_captured; i++) {
            if (t->captured[i].sig == sig) {
                return;
            }
        }
    }
    if (t->n_captured < SIGNAL_QUEUE) {
        t->captured[t->n_captured].sig = sig;
        t->captured[t->n_captured].info = *info;
        t->n_captured++;
    }
}

static void on_signal(int sig, siginfo_t *info, void *context)
{
    struct cpu *cpu = current;
    int saved = errno;
    if (profile_signal(cpu, sig, info, context) || sample_signal(cpu, sig, info, context)) {
        errno = saved;
        return;
    }
    if (is_sync(sig) && info->si_code > 0) {
        if (tr_host_fault(cpu, sig, info, context) == TR_FAULT_OURS) {
            /* Runs into the same fault again, with the host's default action. */
            struct kernel_sigaction dfl = {0};
            host_sigaction(sig, &dfl, NULL);
        }
        errno = saved;
        return;
    }
    if (cpu && cpu->user) {
        uint64_t all = ~SIGNAL_SYNC;
        capture(cpu->user, sig, info);
        memcpy(&((ucontext_t *)context)->uc_sigmask, &all, sizeof(all));
        host_syscall_restart(context);
        tr_request(cpu);
    }
    errno = saved;
}

/* Installs our handler for sig; guest flags that are the host's business go along. With the guest's
 * own SA_RESTART the kernel decides which interrupted calls end with EINTR; the others it backs up
 * to be made again, and host_syscall_restart finds them so. */
static long install(const struct user *u, int sig, uint64_t flags)
{
    struct kernel_sigaction act = {
        .handler = (uint64_t)(uintptr_t)on_signal,
        .flags = SA_SIGINFO | SA_ONSTACK | u->host_restorer_flag |
                 (flags & (SA_NOCLDSTOP | SA_NOCLDWAIT | SA_RESTART)),
        .restorer = u->host_restorer,
        .mask = ~SIGNAL_SYNC,
    };
    return host_sigaction(sig, &act, NULL) < 0 ? -errno : 0;
}

/* Is it the end of a process by default (signal(7))? */
static bool is_fatal(int sig)
{
    switch (sig) {
    case SIGCHLD:
    case SIGCONT:
    case SIGURG:
    case SIGWINCH:
    case SIGSTOP:
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU:
    case SIGKILL:
        return false;
    default:
        return true;
    }
}

int signal_host_action(struct user *u, int sig, const struct sys_sigaction *act)
{
    if (is_sync(sig)) {
        /* Of samples the program's calls know nothing. */
        return (int)install(u, sig, u->profile ? SA_RESTART : act->flags);
    }
    if (u->profile && act->handler == (uint64_t)(uintptr_t)SIG_DFL && is_fatal(sig)) {
        return (int)install(u, sig, SA_RESTART);
    }
    if (act->handler != (uint64_t)(uintptr_t)SIG_DFL &&
        act->handler != (uint64_t)(uintptr_t)SIG_IGN) {
        return (int)install(u, sig, act->flags);
    }
    struct kernel_sigaction host = {
        .handler = act->handler,
        .flags = u->host_restorer_flag | (act->flags & (SA_NOCLDSTOP | SA_NOCLDWAIT)),
        .restorer = u->host_restorer,
    };
    return host_sigaction(sig, &host, NULL) < 0 ? -errno : 0;
}

struct sys_sigaction signal_disposition(struct user *u, int sig)
{
    struct disposition *d = &u->signals[sig];
    if (!d->known) {
        struct kernel_sigaction host = {0};
        host_sigaction(sig, NULL, &host);
        d->act = (struct sys_sigaction){.handler = host.handler};
        d->known = true;
    }
    return d->act;
}

void signal_catch_fatal(struct user *u)
{
    for (int sig = 1; sig <= SIGNALS; sig++) {
        if (sig != SIGKILL && sig != SIGSTOP) {
            struct sys_sigaction act = signal_disposition(u, sig);
            signal_host_action(u, sig, &act);
        }
    }
}

/* The C library knows how its host returns from a handler; the kernel shows what it passed. */
static void learn_restorer(struct user *u)
{
    struct sigaction act = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    struct kernel_sigaction host = {0};
    sigaction(SIGSEGV, &act, NULL);
    host_sigaction(SIGSEGV, NULL, &host);
    u->host_restorer = host.restorer;
    u->host_restorer_flag = host.flags & ~(uint64_t)(SA_SIGINFO | SA_ONSTACK);
}

void signal_init_process(struct user *u)
{
    static const int sync[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
    for (unsigned i = 0; i < sizeof(sync) / sizeof(sync[0]); i++) {
        signal_disposition(u, sync[i]);
    }
    learn_restorer(u);
    for (unsigned i = 0; i < sizeof(sync) / sizeof(sync[0]); i++) {
        install(u, sync[i], 0);
    }
}

int signal_make_stack(struct cpu *cpu)
{
    struct thread *t = cpu->user;
    t->host_stack = own_map(HOST_STACK_SIZE, PROT_READ | PROT_WRITE, MAP_NORESERVE);
    return t->host_stack ? 0 : -ENOMEM;
}

void signal_use_stack(struct cpu *cpu)
{
    stack_t ss = {.ss_sp = thread_of_cpu(cpu)->host_stack, .ss_size = HOST_STACK_SIZE};
    sigaltstack(&ss, NULL);
}

void signal_free_thread(struct cpu *cpu)
{
    struct thread *t = cpu->user;
    if (t->host_stack) {
        own_unmap(t->host_stack, HOST_STACK_SIZE);
    }
}

int signal_init_thread(struct cpu *cpu)
{
    struct thread *t = cpu->user;
    if (signal_make_stack(cpu) < 0) {
        return -ENOMEM;
    }
    signal_use_stack(cpu);
    syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &t->mask, sizeof(t->mask));
    if (t->mask & SIGNAL_SYNC) {
        signal_host_mask(t->mask);
    }
    t->altstack.flags = SS_DISABLE;
    return 0;
}

bool signal_pending(const struct cpu *cpu)
{
    const struct thread *t = cpu->user;
    for (unsigned i = 0; i < t->n_captured; i++) {
        if (!(t->mask & SIGNAL_BIT(t->captured[i].sig))) {
            return true;
        }
    }
    return false;
}

/* Takes the oldest deliverable signal off the queue. The host's handler may add meanwhile: it is
 * kept out. False: none. */
static bool take(struct thread *t, struct captured *out)
{
    uint64_t all = ~0ull, old;
    bool found = false;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &old, sizeof(all));
    for (unsigned i = 0; i < t->n_captured && !found; i++) {
        if (!(t->mask & SIGNAL_BIT(t->captured[i].sig))) {
            *out = t->captured[i];
            t->n_captured--;
            memmove(&t->captured[i], &t->captured[i + 1],
                    (t->n_captured - i) * sizeof(t->captured[0]));
            found = true;
        }
    }
    uint64_t none_but_sync = ~SIGNAL_SYNC;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none_but_sync, NULL, sizeof(all));
    return found;
}

/* The kernel's on_sig_stack: the stack grows down, so its end belongs to it and its start does not;
 * with SS_AUTODISARM it is never in use. */
bool signal_on_altstack(const struct sys_sigaltstack *s, uint64_t sp)
{
    return !(s->flags & (int)SS_AUTODISARM) && sp > s->sp && sp - s->sp <= s->size;
}

static uint64_t frame_top(struct cpu *cpu, const struct sys_sigaction *act)
{
    const struct sys_sigaltstack *s = &thread_of_cpu(cpu)->altstack;
    uint64_t sp = user_of(cpu)->abi->sp(cpu);
    if (!(act->flags & SA_ONSTACK) || (s->flags & SS_DISABLE) || signal_on_altstack(s, sp)) {
        return sp;
    }
    return s->sp + s->size;
}

/* Enters the guest's handler. */
static void enter_handler(struct cpu *cpu, int sig, const siginfo_t *info,
                          const struct sys_sigaction *act, bool fault)
{
    struct user *u = user_of(cpu);
    struct thread *t = cpu->user;
    siginfo_t guest_info = *info;
    int guest_sig = sys_signal_to_guest(u->abi->sys, sig);
    guest_info.si_signo = guest_sig;
    struct signal_frame f = {
        .sig = guest_sig,
        .info = &guest_info,
        .handler = act->handler,
        .flags = act->flags,
        .restorer = act->flags & SA_RESTORER ? act->restorer : u->sigreturn,
        .mask = t->has_saved_mask ? t->saved_mask : t->mask,
        .altstack = t->altstack,
        .top = frame_top(cpu, act),
        .fault = fault,
        .fault_addr = (uint64_t)(uintptr_t)info->si_addr,
    };
    tr_memory_written(cpu);
    int pushed = u->abi->push_frame(cpu, &f);
    tr_memory_written(cpu);
    if (pushed < 0) {
        if (sig == SIGSEGV) {
            signal_die(SIGSEGV);
        }
        signal_fault(cpu, SIGSEGV, SI_KERNEL, 0);
        return;
    }
    t->has_saved_mask = false;
    if (t->altstack.flags & (int)SS_AUTODISARM) {
        t->altstack = (struct sys_sigaltstack){.flags = SS_DISABLE};
    }
    t->mask |= act->mask & ~SIGNAL_UNBLOCKABLE;
    if (!(act->flags & SA_NODEFER)) {
        t->mask |= SIGNAL_BIT(sig);
    }
    cpu->monitor_addr = UINT64_MAX;
    cpu->mode = u->abi->guest->mode(cpu);
    if (act->flags & SA_RESETHAND) {
        struct sys_sigaction dfl = {0};
        lock_take(&u->signal_lock);
        u->signals[sig].act = dfl;
        signal_host_action(u, sig, &dfl);
        lock_give(&u->signal_lock);
    }
}

/* The default action of a signal that was taken while the guest still had a handler, or of a
 * fault. */
static void default_action(int sig)
{
    switch (sig) {
    case SIGCHLD:
    case SIGCONT:
    case SIGURG:
    case SIGWINCH:
        return;
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU:
        syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGSTOP);
        return;
    default:
        signal_die(sig);
    }
}

void signal_fault(struct cpu *cpu, int sig, int code, uint64_t addr)
{
    struct user *u = user_of(cpu);
    struct thread *t = cpu->user;
    siginfo_t info = {.si_signo = sig, .si_code = code};
    info.si_addr = (void *)(uintptr_t)addr;
    sys_strace_signal(&info);
    lock_take(&u->signal_lock);
    struct sys_sigaction act = signal_disposition(u, sig);
    lock_give(&u->signal_lock);
    /* A fault that is blocked or ignored kills, as force_sig does. */
    if (act.handler == (uint64_t)(uintptr_t)SIG_DFL ||
        act.handler == (uint64_t)(uintptr_t)SIG_IGN || (t->mask & SIGNAL_BIT(sig))) {
        signal_die(sig);
    }
    enter_handler(cpu, sig, &info, &act, true);
    if (signal_pending(cpu)) {
        tr_request(cpu);
    } else {
        signal_host_mask(t->mask);
    }
}

void signal_deliver(struct cpu *cpu)
{
    struct user *u = user_of(cpu);
    struct thread *t = cpu->user;
    struct captured c;
    while (t->n_captured > 0 && take(t, &c)) {
        lock_take(&u->signal_lock);
        struct sys_sigaction act = signal_disposition(u, c.sig);
        lock_give(&u->signal_lock);
        if (act.handler == (uint64_t)(uintptr_t)SIG_IGN) {
            continue;
        }
        sys_strace_signal(&c.info);
        if (act.handler == (uint64_t)(uintptr_t)SIG_DFL) {
            default_action(c.sig);
            continue;
        }
        enter_handler(cpu, c.sig, &c.info, &act, false);
    }
    if (t->has_saved_mask) {
        t->mask = t->saved_mask;
        t->has_saved_mask = false;
    }
    signal_host_mask(t->mask);
}

/* A handler of ours means nothing to the next program; what the guest ignores stays ignored. */
void signal_before_exec(struct cpu *cpu)
{
    struct user *u = user_of(cpu);
    for (int sig = 1; sig <= SIGNALS; sig++) {
        if (is_sync(sig) && u->signals[sig].act.handler == (uint64_t)(uintptr_t)SIG_IGN) {
            struct kernel_sigaction ign = {.handler = (uint64_t)(uintptr_t)SIG_IGN};
            host_sigaction(sig, &ign, NULL);
        }
    }
    uint64_t mask = thread_of_cpu(cpu)->mask;
    if (mask & SIGNAL_SYNC) {
        syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, NULL, sizeof(mask));
    }
}

void signal_after_failed_exec(struct cpu *cpu)
{
    struct user *u = user_of(cpu);
    for (int sig = 1; sig <= SIGNALS; sig++) {
        if (is_sync(sig)) {
            install(u, sig, 0);
        }
    }
    signal_host_mask(thread_of_cpu(cpu)->mask);
}
