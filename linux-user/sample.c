/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "linux-user/sample.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "host/host.h"
#include "linux-user/user.h"
#include "translate/translate.h"

#ifndef sigev_notify_thread_id
    #define sigev_notify_thread_id _sigev_un._tid
#endif

/* ns of CPU time. The kernel looks at it at its ticks, of 1 to 10 ms. */
#define FIRST_SAMPLE 200000000ull
#define SAMPLE_PERIOD 3000000ull

int sample_timer(void *tag, uint64_t first, uint64_t period)
{
    const uint64_t second = 1000000000;
    struct itimerspec when = {{(time_t)(period / second), (long)(period % second)},
                              {(time_t)(first / second), (long)(first % second)}};
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID,
                             .sigev_signo = SAMPLE_SIGNAL,
                             .sigev_value.sival_ptr = tag};
    int id;
    event.sigev_notify_thread_id = (int)syscall(SYS_gettid);
    if (syscall(SYS_timer_create, CLOCK_THREAD_CPUTIME_ID, &event, &id) < 0) {
        return -errno;
    }
    syscall(SYS_timer_settime, id, 0, &when, NULL);
    return id;
}

/* Signals that end or restart what the thread is in, once the sample's handler returns. */
static void pending_handlers(struct cpu *cpu, const ucontext_t *uc, bool *any, bool *restart)
{
    const struct user *u = user_of(cpu);
    uint64_t pending = 0, blocked;
    syscall(SYS_rt_sigpending, &pending, sizeof(pending));
    memcpy(&blocked, &uc->uc_sigmask, sizeof(blocked));
    pending &= ~blocked & ~SIGNAL_SYNC;
    *any = false;
    *restart = true;
    for (int sig = 1; sig <= SIGNALS; sig++) {
        const struct sys_sigaction *act = &u->signals[sig].act;
        if (!(pending & SIGNAL_BIT(sig)) || act->handler == (uint64_t)(uintptr_t)SIG_DFL ||
            act->handler == (uint64_t)(uintptr_t)SIG_IGN) {
            continue;
        }
        *any = true;
        *restart &= (act->flags & SA_RESTART) != 0;
    }
}

void sample_hide(struct cpu *cpu, void *context)
{
    enum host_interruption how = host_syscall_interruption(context);
    bool any, restart;
    if (how == HOST_NOT_INTERRUPTED || thread_of_cpu(cpu)->n_captured > 0) {
        return;
    }
    pending_handlers(cpu, context, &any, &restart);
    if (how == HOST_ENDED && !any) {
        host_syscall_end(context, -SYS_ERESTARTSYS);
    } else if (how == HOST_BACKED_UP && any && !restart) {
        host_syscall_end(context, -EINTR);
    }
}

int sample_thread(struct cpu *cpu)
{
    struct sampler *s = &user_of(cpu)->sampler;
    if (s->pid != getpid()) {
        return -EAGAIN; /* a child that shares our memory: soon it executes */
    }
    int id = sample_timer(s, FIRST_SAMPLE, SAMPLE_PERIOD);
    s->timer = id < 0 ? 0 : id + 1;
    return id < 0 ? id : 0;
}

bool sample_signal(struct cpu *cpu, int sig, const siginfo_t *info, void *context)
{
    if (sig != SAMPLE_SIGNAL || info->si_code != SI_TIMER || !cpu || !cpu->user) {
        return false;
    }
    struct sampler *s = &user_of(cpu)->sampler;
    if (info->si_value.sival_ptr != s) {
        return false;
    }
    if (tr_sample(cpu, context) && s->timer) {
        syscall(SYS_timer_delete, s->timer - 1);
        s->timer = 0;
    }
    sample_hide(cpu, context);
    return true;
}

bool sample_owns_timer(struct cpu *cpu, int id)
{
    const struct sampler *s = &user_of(cpu)->sampler;
    return s->timer == id + 1 && s->pid == getpid();
}

void sample_begin(struct cpu *cpu)
{
    user_of(cpu)->sampler = (struct sampler){.pid = (int)getpid()};
}
