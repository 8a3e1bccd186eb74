/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -strace: signals, and the end of the process. */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>

#include "base/log.h"
#include "syscall/show.h"

struct code {
    int sig, code; /* sig 0: of any signal */
    const char *name;
};

static const struct code codes[] = {
    {0, SI_USER, "SI_USER"},
    {0, SI_KERNEL, "SI_KERNEL"},
    {0, SI_QUEUE, "SI_QUEUE"},
    {0, SI_TIMER, "SI_TIMER"},
    {0, SI_MESGQ, "SI_MESGQ"},
    {0, SI_ASYNCIO, "SI_ASYNCIO"},
    {0, SI_TKILL, "SI_TKILL"},
    {SIGILL, ILL_ILLOPC, "ILL_ILLOPC"},
    {SIGTRAP, TRAP_BRKPT, "TRAP_BRKPT"},
    {SIGTRAP, TRAP_TRACE, "TRAP_TRACE"},
    {SIGFPE, FPE_INTDIV, "FPE_INTDIV"},
    {SIGSEGV, SEGV_MAPERR, "SEGV_MAPERR"},
    {SIGSEGV, SEGV_ACCERR, "SEGV_ACCERR"},
    {SIGBUS, BUS_ADRALN, "BUS_ADRALN"},
    {SIGBUS, BUS_ADRERR, "BUS_ADRERR"},
    {SIGCHLD, CLD_EXITED, "CLD_EXITED"},
    {SIGCHLD, CLD_KILLED, "CLD_KILLED"},
    {SIGCHLD, CLD_DUMPED, "CLD_DUMPED"},
    {SIGCHLD, CLD_STOPPED, "CLD_STOPPED"},
    {SIGCHLD, CLD_CONTINUED, "CLD_CONTINUED"},
};

static void put_code(struct text *t, const siginfo_t *info)
{
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        const struct code *c = &codes[i];
        if (c->code == info->si_code && (!c->sig || c->sig == info->si_signo)) {
            text_str(t, c->name);
            return;
        }
    }
    text_dec(t, info->si_code);
}

static void put_sender(struct text *t, const siginfo_t *info)
{
    text_str(t, ", si_pid=");
    text_dec(t, info->si_pid);
    text_str(t, ", si_uid=");
    text_udec(t, info->si_uid);
    if (info->si_signo == SIGCHLD && info->si_code > 0) {
        text_str(t, ", si_status=");
        if (info->si_code == CLD_EXITED) {
            text_dec(t, info->si_status);
        } else {
            text_str(t, sys_signal_name(info->si_status));
        }
    }
}

static void start(struct text *t, char *line, size_t size)
{
    text_init(t, line, size);
    text_dec(t, sys_raw(SYS_gettid, 0, 0, 0, 0, 0, 0));
}

void sys_strace_signal(const siginfo_t *info)
{
    char line[256];
    struct text t;
    int sig = info->si_signo;
    if (!log_on(LOG_STRACE)) {
        return;
    }
    start(&t, line, sizeof(line));
    text_str(&t, " --- ");
    text_str(&t, sys_signal_name(sig));
    text_str(&t, " {si_signo=");
    text_str(&t, sys_signal_name(sig));
    text_str(&t, ", si_code=");
    put_code(&t, info);
    if (info->si_code > 0 && info->si_code != SI_KERNEL && sig != SIGCHLD) {
        text_str(&t, ", si_addr=");
        sys_show_address(&t, (uintptr_t)info->si_addr);
    } else if (info->si_code != SI_KERNEL) {
        put_sender(&t, info);
    }
    text_str(&t, "} ---\n");
    log_line("%s", line);
}

void sys_strace_killed(int sig)
{
    char line[64];
    struct text t;
    if (!log_on(LOG_STRACE)) {
        return;
    }
    start(&t, line, sizeof(line));
    text_str(&t, " +++ killed by ");
    text_str(&t, sys_signal_name(sig));
    text_str(&t, " +++\n");
    log_line("%s", line);
}
