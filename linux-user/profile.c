/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "linux-user/profile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "host/host.h"
#include "linux-user/sample.h"
#include "translate/translate.h"

static struct profile *profile_of(const struct cpu *cpu)
{
    return user_of(cpu)->profile;
}

/* The profile if cpu's process is the one that counts: not a child that shares its memory. */
static struct profile *own_profile(const struct cpu *cpu)
{
    struct profile *p = profile_of(cpu);
    return p && p->pid == getpid() ? p : NULL;
}

/* The name stays right when the program changes its directory. */
static const char *absolute(const char *file)
{
    char folder[PATH_MAX], *name = NULL;
    if (file[0] == '/' || !getcwd(folder, sizeof(folder)) ||
        asprintf(&name, "%s/%s", folder, file) < 0) {
        return file;
    }
    return name;
}

static int open_report(const struct profile *p, bool keep)
{
    char name[PATH_MAX + 16];
    int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (keep ? 0 : O_TRUNC);
    snprintf(name, sizeof(name), p->forked ? "%s.%d" : "%s", p->file, p->pid);
    int fd = open(name, flags, 0666);
    return fd < 0 ? -errno : fd;
}

int profile_open(struct cpu *cpu, const struct options *o)
{
    struct profile *p = own_map(sizeof(*p), PROT_READ | PROT_WRITE, 0);
    if (!p) {
        return -ENOMEM;
    }
    p->file = o->profile_file ? absolute(o->profile_file) : NULL;
    p->program = o->file;
    p->pid = (int)getpid();
    p->forked = o->profile_forked;
    p->threads = 1;
    user_of(cpu)->profile = p;
    /* What this process was before exec wrote to the same file. */
    int fd = -EBADF;
    if (p->file && !p->forked) {
        fd = open_report(p, o->self_fd >= 0);
    } else if (!p->file) {
        fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
        fd = fd < 0 ? -EBADF : fd;
    }
    if (fd >= 0) {
        fd = sys_fd_hide(cpu->process, fd);
    }
    /* Without standard error there is no report. */
    while (p->descriptor < SYS_HIDDEN_MAX && sys_fd_of(cpu->process, p->descriptor) != fd) {
        p->descriptor++;
    }
    return fd < 0 && fd != -EBADF ? fd : 0;
}

static void mark_timer(struct profile *p, int id, bool own)
{
    uint64_t bit = 1ull << (id % 64);
    if (id < 0 || id >= PROFILE_TIMERS) {
        return;
    }
    if (own) {
        __atomic_fetch_or(&p->timers[id / 64], bit, __ATOMIC_RELAXED);
    } else {
        __atomic_fetch_and(&p->timers[id / 64], ~bit, __ATOMIC_RELAXED);
    }
}

bool profile_owns_timer(struct cpu *cpu, int id)
{
    const struct profile *p = own_profile(cpu);
    return p && id >= 0 && id < PROFILE_TIMERS && (p->timers[id / 64] >> (id % 64) & 1);
}

void profile_thread_make(struct cpu *cpu, int n)
{
    struct profile *p = own_profile(cpu);
    if (p) {
        __atomic_fetch_add(&p->threads, (uint32_t)n, __ATOMIC_RELAXED);
    }
}

void profile_thread_start(struct cpu *cpu)
{
    struct profile *p = own_profile(cpu);
    if (!p) {
        return;
    }
    int id = sample_timer(p, PROFILE_PERIOD, PROFILE_PERIOD);
    if (id < 0) {
        return;
    }
    mark_timer(p, id, true);
    thread_of_cpu(cpu)->profile_timer = id + 1;
}

void profile_thread_end(struct cpu *cpu)
{
    struct profile *p = own_profile(cpu);
    int id = thread_of_cpu(cpu)->profile_timer - 1;
    if (!p) {
        return;
    }
    if (id >= 0) {
        syscall(SYS_timer_delete, id);
        mark_timer(p, id, false);
    }
    if (__atomic_sub_fetch(&p->threads, 1, __ATOMIC_ACQ_REL) == 0) {
        profile_report(cpu, "the end of its last thread");
    }
}

void profile_fork_child(struct cpu *cpu)
{
    struct profile *p = profile_of(cpu);
    if (!p) {
        return;
    }
    memset(&p->samples, 0, sizeof(*p) - offsetof(struct profile, samples));
    p->pid = (int)getpid();
    p->forked = true;
    p->reporting = 0;
    p->threads = 1;
    cpu->system_call = 0;
    tr_profile_reset(cpu);
    profile_thread_start(cpu);
}

bool profile_signal(struct cpu *cpu, int sig, const siginfo_t *info, void *context)
{
    if (sig != SAMPLE_SIGNAL || info->si_code != SI_TIMER || !cpu || !cpu->process) {
        return false;
    }
    struct profile *p = profile_of(cpu);
    if (!p || info->si_value.sival_ptr != p) {
        return false;
    }
    if (__atomic_load_n(&p->reporting, __ATOMIC_RELAXED)) {
        return true;
    }
    uint64_t weight = 1 + (uint64_t)info->si_overrun;
    __atomic_fetch_add(&p->samples, 1, __ATOMIC_RELAXED);
    __atomic_fetch_add(&p->weight, weight, __ATOMIC_RELAXED);
    if (cpu->system_call) {
        unsigned nr = cpu->system_call - 1;
        uint64_t *where = host_in_syscall(context) ? &p->in_kernel : &p->in_emulation;
        __atomic_fetch_add(where, weight, __ATOMIC_RELAXED);
        __atomic_fetch_add(&p->call_weight[nr], weight, __ATOMIC_RELAXED);
        sample_hide(cpu, context);
    } else {
        tr_profile_sample(cpu, context, weight);
    }
    return true;
}

void profile_call_begin(struct cpu *cpu, uint64_t nr)
{
    struct profile *p = profile_of(cpu);
    unsigned n = nr < PROFILE_CALLS ? (unsigned)nr : PROFILE_CALLS - 1;
    if (p) {
        cpu->system_call = n + 1;
        __atomic_fetch_add(&p->calls[n], 1, __ATOMIC_RELAXED);
    }
}

void profile_call_end(struct cpu *cpu)
{
    cpu->system_call = 0;
}

const char *profile_option(const struct cpu *cpu, const char **file)
{
    const struct profile *p = profile_of(cpu);
    *file = p ? p->file : NULL;
    if (!*file) {
        return p ? "-profile" : NULL;
    }
    return p->forked || !own_profile(cpu) ? "-profilechild" : "-profilefile";
}

void profile_report(struct cpu *cpu, const char *why, ...)
{
    struct profile *p = own_profile(cpu);
    char reason[PATH_MAX + 32];
    va_list args;
    if (!p || __atomic_exchange_n(&p->reporting, 1, __ATOMIC_ACQUIRE)) {
        return;
    }
    va_start(args, why);
    vsnprintf(reason, sizeof(reason), why, args);
    va_end(args);
    bool own = p->file && p->forked;
    int fd = own ? open_report(p, true) : sys_fd_of(cpu->process, p->descriptor);
    if (fd >= 0) {
        report_write(cpu, p, fd, reason);
    } else if (own) {
        log_error("%s.%d: %s", p->file, p->pid, strerror(-fd));
    }
    if (own && fd >= 0) {
        close(fd);
    }
    __atomic_store_n(&p->reporting, 0, __ATOMIC_RELEASE);
}
