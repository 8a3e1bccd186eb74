/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The line by which scripts recognise a crashed program under QEMU. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "linux-user/user.h"

static const char *core_signal(int sig)
{
    switch (sig) {
    case SIGQUIT:
        return "Quit";
    case SIGILL:
        return "Illegal instruction";
    case SIGTRAP:
        return "Trace/breakpoint trap";
    case SIGABRT:
        return "Aborted";
    case SIGBUS:
        return "Bus error";
    case SIGFPE:
        return "Floating point exception";
    case SIGSEGV:
        return "Segmentation fault";
    default:
        return NULL;
    }
}

void uncaught_report(const struct user *u, int sig)
{
    const char *name = core_signal(sig);
    char line[96];
    if (!name || !u->options || u->options->invocation->style == STYLE_DRAGOMAN) {
        return;
    }
    int n = snprintf(line, sizeof(line), "qemu: uncaught target signal %d (%s) - core dumped\n",
                     sys_signal_to_guest(u->abi->sys, sig), name);
    if (write(STDERR_FILENO, line, (size_t)n) < 0) {
        return;
    }
}

/* Does the host end the process on sig now? A fault's signal comes to signal_die instead, and all
 * do where there is a profile. */
static bool is_fatal(struct cpu *cpu, int sig)
{
    struct user *u = user_of(cpu);
    if (u->profile || !core_signal(sig) || (SIGNAL_SYNC & SIGNAL_BIT(sig)) ||
        (thread_of_cpu(cpu)->mask & SIGNAL_BIT(sig))) {
        return false;
    }
    lock_take(&u->signal_lock);
    struct sys_sigaction act = signal_disposition(u, sig);
    lock_give(&u->signal_lock);
    return act.handler == (uint64_t)(uintptr_t)SIG_DFL;
}

int64_t uncaught_raise(struct cpu *cpu, int tgid, int tid, int sig, const void *siginfo)
{
    long r;
    if (is_fatal(cpu, sig)) {
        uncaught_report(user_of(cpu), sig);
        sys_strace_killed(sig);
    }
    if (siginfo) {
        r = tid < 0 ? syscall(SYS_rt_sigqueueinfo, tgid, sig, siginfo)
                    : syscall(SYS_rt_tgsigqueueinfo, tgid, tid, sig, siginfo);
    } else if (tid < 0) {
        r = syscall(SYS_kill, tgid, sig);
    } else if (tgid < 0) {
        r = syscall(SYS_tkill, tid, sig);
    } else {
        r = syscall(SYS_tgkill, tgid, tid, sig);
    }
    return r < 0 ? -errno : r;
}
