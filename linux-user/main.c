/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dragoman [options] program [arguments...], and its other forms */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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
#include "binfmt/binfmt.h"
#include "host/host.h"
#include "linux-user/cache.h"
#include "linux-user/profile.h"
#include "linux-user/program.h"
#include "linux-user/shell.h"
#include "linux-user/start.h"

#define EXIT_WRONG_USE 2

static void code_changed(struct process *p, uint64_t start, uint64_t len)
{
    if (p->translator) {
        tr_invalidate(p, start, len);
    }
}

static void exit_group(struct cpu *cpu, int status)
{
    profile_report(cpu, "exit %d", status);
    tr_keep(cpu);
    syscall(SYS_exit_group, status);
}

static const struct process_ops process_ops = {
    .code_changed = code_changed,
    .pair_met = tr_pair_met,
    .sample = sample_thread,
    .safe_copy = host_safe_copy,
    .cache_load = cache_load,
    .cache_create = cache_create,
    .cache_write = cache_write,
    .cache_finish = cache_finish,
};

static size_t cpuinfo(struct cpu *cpu, unsigned number, char *buf, size_t size)
{
    return user_of(cpu)->abi->cpuinfo(cpu, number, buf, size);
}

static bool owns_timer(struct cpu *cpu, int id)
{
    return sample_owns_timer(cpu, id) || profile_owns_timer(cpu, id);
}

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
    .cpuinfo = cpuinfo,
    .get_robust_list = thread_get_robust_list,
    .raise = uncaught_raise,
    .own_timer = owns_timer,
};

static int fail(const char *what, int error)
{
    log_error("%s: %s", what, strerror(-error));
    return LOADER_CANNOT;
}

/* Chooses the guest by the program's file. 0, or an exit status. */
static int choose_guest(const struct options *o, const struct start *s, const struct user_abi **abi)
{
    const struct guest *only = o->invocation->guest;
    struct loader_kind kind;
    struct loader_error err;
    if (loader_probe(s->fd, &kind, &err) < 0) {
        log_error("%s: %s", s->file, err.text);
        return err.status;
    }
    *abi = program_abi(&kind);
    if (!*abi || (only && (*abi)->guest != only)) {
        log_error("%s: for a processor that is not supported (ELF machine %u, class %u, data %u)",
                  s->file, kind.machine, kind.class, kind.data);
        return LOADER_CANNOT;
    }
    return 0;
}

/* -D's name with the process id in the place of %d. */
static void log_file_name(char *name, size_t size, const char *pattern)
{
    const char *place = strstr(pattern, "%d");
    if (place) {
        snprintf(name, size, "%.*s%d%s", (int)(place - pattern), pattern, (int)getpid(), place + 2);
    } else {
        snprintf(name, size, "%s", pattern);
    }
}

static int open_log(struct process *p, const struct options *o)
{
    int fd = STDERR_FILENO;
    if (o->log_file) {
        char name[PATH_MAX];
        log_file_name(name, sizeof(name), o->log_file);
        fd = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        if (fd < 0) {
            return -errno;
        }
        fd = sys_fd_hide(p, fd);
    }
    log_set(o->log_mask, fd);
    p->log.filter = o->log_filter;
    return fd < 0 ? fd : 0;
}

/* perf(1) finds it by the process id. */
static int open_perf_map(struct process *p)
{
    char name[40];
    int pid = (int)getpid();
    snprintf(name, sizeof(name), "/tmp/perf-%d.map", pid);
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0) {
        return -errno;
    }
    fd = sys_fd_hide(p, fd);
    p->log.perf_fd = fd;
    p->log.perf_pid = pid;
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
    const struct tr_config config = {.engine = o->engine,
                                     .host_features = o->host_features,
                                     .profile = o->profile,
                                     .cache_build = cache_begin(o),
                                     .uncounted = o->profile_uncounted};
    p->guest = u->abi->guest;
    p->mem = mem_new(p, u->abi->sys->model.word * 8);
    if (!p->mem) {
        return fail("address space", -ENOMEM);
    }
    int r = sys_init(p, u->abi->sys, &sys_ops, &sys);
    if (r < 0) {
        return fail("system calls", r);
    }
    if (o->handover_fd >= 0) {
        sys_handover_take(p, o->handover_fd);
    }
    sys_limits_take(p);
    hide_self(p, o);
    r = open_log(p, o);
    if (r < 0) {
        fail(o->log_file, r);
        return EXIT_WRONG_USE;
    }
    r = o->perf_map ? open_perf_map(p) : 0;
    if (r < 0) {
        return fail("-perfmap", r);
    }
    r = o->profile ? profile_open(cpu, o) : 0;
    if (r < 0) {
        fail(o->profile_file, r);
        return EXIT_WRONG_USE;
    }
    if (p->guest->cpu_init(cpu, o->cpu) < 0) {
        log_error("-cpu %s: no such model", o->cpu);
        return EXIT_WRONG_USE;
    }
    r = tr_init(p, &config);
    if (r == 0) {
        r = tr_thread_init(cpu);
    }
    return r < 0 ? fail("translator", r) : 0;
}

/* Everything of the first thread before the program is known. */
static int begin(struct cpu *cpu, struct process *p, const struct options *o)
{
    struct user *u = p->user;
    u->options = o;
    u->self_path = o->invocation->self_name;
    cpu->process = p;
    cpu->monitor_addr = UINT64_MAX;
    current = cpu;
    signal_init_process(u);
    sample_begin(cpu);
    return signal_init_thread(cpu) < 0 ? fail("start", -ENOMEM) : 0;
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
    struct start start = {.file = o->file, .args = argv + o->first};
    int status = start_find(o, &start);
    if (status == 0) {
        status = choose_guest(o, &start, &u->abi);
    }
    if (status) {
        return status;
    }
    cpu->user = t;
    status = begin(cpu, &p, o);
    if (status == 0) {
        status = set_up(cpu, o);
    }
    if (status == 0) {
        status = program_load(cpu, start.file, start.fd, start.args, env);
    }
    if (status) {
        return status;
    }
    close(start.fd);
    if (o->profile) {
        signal_catch_fatal(u);
        profile_thread_start(cpu);
    }
    run_loop(cpu);
}

/* `dragoman shell` and `dragoman binfmt`: programs of these names are ./shell and ./binfmt.
 * The exit status, or -1 where it is neither. */
static int run_verb(const struct invocation *inv, int argc, char **argv)
{
    char self[PATH_MAX];
    if (inv->style != STYLE_DRAGOMAN || inv->by_binfmt || argc < 2) {
        return -1;
    }
    bool shell = strcmp(argv[1], "shell") == 0;
    if (!shell && strcmp(argv[1], "binfmt") != 0) {
        return -1;
    }
    ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
    self[n < 0 ? 0 : n] = '\0';
    return shell ? shell_command(argc - 1, argv + 1, self)
                 : binfmt_command(argc - 1, argv + 1, self);
}

static int print_version(const struct invocation *inv)
{
    char line[160];
    invocation_version(inv, line, sizeof(line));
    puts(line);
    return EXIT_SUCCESS;
}

static void print_models(void)
{
    for (const struct guest *const *g = guests; *g; g++) {
        const char *name;
        for (unsigned n = 0; (name = (*g)->cpu_model(n)); n++) {
            printf("%s %s\n", (*g)->name, name);
        }
    }
}

int main(int argc, char **argv)
{
    struct invocation inv;
    struct options o;
    char **env;
    const struct invocation_auxv auxv = invocation_auxv();
    /* The heap is the break behind the image, inside dragoman's window. */
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_ARENA_MAX, 1);
    invocation_read(&inv, argc, argv, &auxv);
    int status = run_verb(&inv, argc, argv);
    if (status >= 0) {
        return status;
    }
    switch (options_parse(&o, &inv, argc, argv, environ, &env)) {
    case OPTIONS_HELP:
        fputs(options_help, stdout);
        return EXIT_SUCCESS;
    case OPTIONS_CPU_HELP:
        print_models();
        return EXIT_SUCCESS;
    case OPTIONS_VERSION:
        return print_version(&inv);
    case OPTIONS_WRONG:
        log_error("%s", o.error);
        return EXIT_WRONG_USE;
    case OPTIONS_RUN:
        break;
    }
    return run(&o, argv, env);
}
