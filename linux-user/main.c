/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dragoman [options] program [arguments...] */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "host/host.h"
#include "linux-user/program.h"

#define EXIT_WRONG_USE 2

#ifndef DRAGOMAN_VERSION
    #define DRAGOMAN_VERSION "0.1.0"
#endif

static void code_changed(struct process *p, uint64_t start, uint64_t len)
{
    if (p->translator) {
        tr_invalidate(p, start, len);
    }
}

static void exit_group(struct cpu *cpu, int status)
{
    syscall(SYS_exit_group, status);
}

static const struct process_ops process_ops = {
    .code_changed = code_changed,
    .safe_copy = host_safe_copy,
};

static const struct sys_ops sys_ops = {
    .safe_syscall = host_safe_syscall,
    .exit = thread_exit,
    .exit_group = exit_group,
    .clone = process_clone,
    .exec = process_exec,
    .sigaction = signal_action,
    .sigprocmask = signal_procmask,
    .sigpending = signal_get_pending,
    .sigreturn = signal_return,
    .sigsuspend = signal_suspend,
    .sigtimedwait = signal_timedwait,
    .sigaltstack = signal_altstack,
    .wait_mask = signal_wait_mask,
    .set_tid_address = thread_set_tid_address,
    .set_robust_list = thread_set_robust_list,
    .get_robust_list = thread_get_robust_list,
};

static int fail(const char *what, int error)
{
    log_error("%s: %s", what, strerror(-error));
    return LOADER_CANNOT;
}

/* Chooses the guest by the program's file. 0, or an exit status. */
static int choose_guest(const char *file, int fd, const struct user_abi **abi)
{
    struct loader_kind kind;
    struct loader_error err;
    if (fd < 0) {
        log_error("%s: %s", file, strerror(-fd));
        return fd == -ENOENT || fd == -ENOTDIR ? LOADER_NOT_FOUND : LOADER_CANNOT;
    }
    if (loader_probe(fd, &kind, &err) < 0) {
        log_error("%s: %s", file, err.text);
        return err.status;
    }
    *abi = program_abi(&kind);
    if (!*abi) {
        log_error("%s: for a processor that is not supported (ELF machine %u, class %u, data %u)",
                  file, kind.machine, kind.class, kind.data);
        return LOADER_CANNOT;
    }
    return 0;
}

static int open_log(struct process *p, const struct options *o)
{
    int fd = STDERR_FILENO;
    if (o->log_file) {
        fd = open(o->log_file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        if (fd < 0) {
            return -errno;
        }
        fd = sys_fd_hide(p, fd);
    }
    log_set(o->log_mask, fd);
    return fd < 0 ? fd : 0;
}

/* Is fd the file this process runs? Its first page, which holds headers and build id, tells. */
static bool is_self(int fd)
{
    extern const char __ehdr_start[];
    char page[MEM_PAGE];
    return pread(fd, page, sizeof(page), 0) == sizeof(page) &&
           memcmp(page, __ehdr_start, sizeof(page)) == 0;
}

/* Dragoman's own file, for exec: from the dragoman that executed, from /proc, or where there is
 * none by the name it was started with. It is hidden first: exec asks for descriptor 0 of the
 * hidden. */
static void hide_self(struct process *p, const struct options *o)
{
    int fd = o->self_fd;
    if (fd >= 0) {
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    } else {
        fd = open("/proc/self/exe", O_PATH | O_CLOEXEC);
    }
    if (fd < 0) {
        const char *name = (const char *)getauxval(AT_EXECFN);
        fd = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
        if (fd >= 0 && !is_self(fd)) {
            close(fd);
            fd = -1;
        }
    }
    if (fd >= 0) {
        sys_fd_hide(p, fd);
    }
}

/* Everything but the program. 0, or an exit status. */
static int set_up(struct cpu *cpu, const struct options *o)
{
    struct process *p = cpu->process;
    const struct user *u = p->user;
    const struct sys_options sys = {.prefix = o->prefix, .release = o->release};
    const struct tr_config config = {.engine = o->engine, .host_features = o->host_features};
    p->guest = u->abi->guest;
    p->mem = mem_new(p, u->abi->sys->model.word * 8);
    if (!p->mem) {
        return fail("address space", -ENOMEM);
    }
    int r = sys_init(p, u->abi->sys, &sys_ops, &sys);
    if (r < 0) {
        return fail("system calls", r);
    }
    hide_self(p, o);
    r = open_log(p, o);
    if (r < 0) {
        return fail(o->log_file, r);
    }
    r = p->guest->cpu_init(cpu, o->cpu);
    if (r == 0) {
        r = tr_init(p, &config);
    }
    if (r == 0) {
        r = tr_thread_init(cpu);
    }
    return r < 0 ? fail("translator", r) : 0;
}

static int run(const struct options *o, char **argv, char **env)
{
    struct user *u = own_map(sizeof(*u), PROT_READ | PROT_WRITE, 0);
    struct thread *t = own_map(sizeof(*t), PROT_READ | PROT_WRITE, 0);
    struct cpu *cpu = own_map(sizeof(*cpu), PROT_READ | PROT_WRITE, 0);
    if (!u || !t || !cpu) {
        return fail("start", -ENOMEM);
    }
    struct process p = {.ops = &process_ops, .user = u};
    char **args = argv + o->first;
    const char *file = args[0];
    int fd = program_open(o, file), status = choose_guest(file, fd, &u->abi);
    if (status) {
        return status;
    }
    u->options = o;
    u->self_path = argv[0];
    cpu->process = &p;
    cpu->user = t;
    cpu->monitor_addr = UINT64_MAX;
    current = cpu;
    if (o->argv0) {
        args[0] = (char *)o->argv0;
    }
    signal_init_process(u);
    if (signal_init_thread(cpu) < 0) {
        return fail("start", -ENOMEM);
    }
    status = set_up(cpu, o);
    if (status == 0) {
        status = program_load(cpu, file, fd, args, env);
    }
    if (status) {
        return status;
    }
    close(fd);
    run_loop(cpu);
}

int main(int argc, char **argv)
{
    struct options o;
    char **env;
    /* The heap is the break behind the image, inside dragoman's window. */
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_ARENA_MAX, 1);
    switch (options_parse(&o, argc, argv, environ, &env)) {
    case OPTIONS_HELP:
        fputs(options_help, stdout);
        return EXIT_SUCCESS;
    case OPTIONS_VERSION:
        puts("dragoman version " DRAGOMAN_VERSION);
        return EXIT_SUCCESS;
    case OPTIONS_WRONG:
        log_error("%s", o.error);
        return EXIT_WRONG_USE;
    case OPTIONS_RUN:
        break;
    }
    return run(&o, argv, env);
}
