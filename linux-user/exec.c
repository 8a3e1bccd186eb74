/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * execve. A program for a guest of ours is started by dragoman itself, through the hidden
 * descriptor and with the same options; a script by its interpreter; anything else is the host
 * kernel's.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "linux-user/profile.h"
#include "linux-user/program.h"

#ifndef AT_EXECVE_CHECK
    #define AT_EXECVE_CHECK 0x10000 /* linux/fcntl.h since 6.14 */
#endif
#define SCRIPT_LINE 256 /* the kernel's BINPRM_BUF_SIZE */
#define SCRIPT_DEPTH 5
#define MAX_LEAD (2 * SCRIPT_DEPTH + 2)
#define MAX_OPTIONS 40
#define MAX_ARGUMENTS (1u << 20)

struct exec {
    struct cpu *cpu;
    int dirfd, flags;
    const char *path;       /* for the host */
    const char *guest_path; /* as the guest names it */
    const char *script;     /* the first script's name, NULL: none */
    int fd, handover;       /* descriptors for the next dragoman, or -1 */
    uint64_t argv, envp;    /* guest addresses */
    unsigned n_argv, n_envp;
    const char *lead[MAX_LEAD]; /* instead of argv[0], for scripts */
    unsigned n_lead, depth;
    char host_path[PATH_MAX];
    bool closing;           /* the file is named by a descriptor that exec closes */
    char fd_path[PATH_MAX]; /* "/dev/fd/..." */
    uint8_t head[SCRIPT_LINE + 1];
    char lines[SCRIPT_DEPTH][SCRIPT_LINE + 1];
    char number[4][24];
};

/* The name that the kernel gives what is executed by descriptor (fs/exec.c, alloc_bprm). */
static void name_by_descriptor(struct exec *e)
{
    e->closing = (fcntl(e->dirfd, F_GETFD) & FD_CLOEXEC) != 0;
    snprintf(e->fd_path, sizeof(e->fd_path), "/dev/fd/%d%s%s", e->dirfd,
             e->guest_path[0] ? "/" : "", e->guest_path);
    e->guest_path = e->fd_path;
}

static int open_for_reading(const struct exec *e)
{
    char path[32];
    if (e->path[0] != '\0' || !(e->flags & AT_EMPTY_PATH)) {
        int nofollow = e->flags & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0;
        int fd = openat(e->dirfd, e->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | nofollow);
        return fd < 0 ? -errno : fd;
    }
    /* There may be no /proc. */
    int mode = fcntl(e->dirfd, F_GETFL), fd;
    if (mode >= 0 && !(mode & O_PATH) && (mode & O_ACCMODE) != O_WRONLY) {
        fd = fcntl(e->dirfd, F_DUPFD_CLOEXEC, 0);
    } else {
        snprintf(path, sizeof(path), "/proc/self/fd/%d", e->dirfd);
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    }
    return fd < 0 ? -errno : fd;
}

/* ETXTBSY: the kernel tells since Linux 6.14; before, nobody but us may have a read lease of a file
 * that is open for writing. */
static bool is_written_to(const struct exec *e, int fd)
{
    char *const none[] = {NULL};
    if (syscall(SYS_execveat, fd, "", none, none, AT_EMPTY_PATH | AT_EXECVE_CHECK) == 0) {
        return false;
    }
    if (errno != EINVAL) {
        return errno == ETXTBSY;
    }
    if (fcntl(fd, F_SETLEASE, F_RDLCK) < 0) {
        return errno == EAGAIN;
    }
    fcntl(fd, F_SETLEASE, F_UNLCK);
    return false;
}

static int open_file(struct exec *e)
{
    struct stat st;
    int fd = open_for_reading(e);
    bool may = syscall(SYS_faccessat2, e->dirfd, e->path, X_OK,
                       AT_EACCESS | (e->flags & AT_EMPTY_PATH)) == 0;
    if (fd == -EACCES && may) {
        /* It can be executed but not read: the host's kernel may know a way. */
        memset(e->head, 0, sizeof(e->head));
        e->fd = -1;
        return 0;
    }
    if (fd < 0) {
        return fd;
    }
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || !may) {
        close(fd);
        return -EACCES;
    }
    if (is_written_to(e, fd)) {
        close(fd);
        return -ETXTBSY;
    }
    ssize_t n = pread(fd, e->head, SCRIPT_LINE, 0);
    if (n < 0) {
        close(fd);
        return -EIO;
    }
    memset(e->head + n, 0, sizeof(e->head) - (size_t)n);
    e->fd = fd;
    return 0;
}

/* "#!interpreter [argument]" in front of the arguments. 0, or -errno. */
static int take_script(struct exec *e)
{
    if (e->depth == SCRIPT_DEPTH) {
        return -ELOOP;
    }
    if (e->closing) {
        return -ENOENT; /* its interpreter will not find it */
    }
    char *line = e->lines[e->depth++];
    memcpy(line, e->head + 2, SCRIPT_LINE - 1);
    line[SCRIPT_LINE - 2] = '\0';
    line[strcspn(line, "\n")] = '\0';
    for (size_t n = strlen(line); n > 0 && strchr(" \t\r", line[n - 1]) && line[n - 1] != '\r';
         n--) {
        line[n - 1] = '\0';
    }
    char *interp = line + strspn(line, " \t");
    char *argument = interp + strcspn(interp, " \t");
    if (*interp == '\0') {
        return -ENOEXEC;
    }
    if (*argument) {
        *argument++ = '\0';
        argument += strspn(argument, " \t");
    }
    if (!e->script) {
        e->script = e->guest_path;
    }
    unsigned more = *argument ? 3 : 2, keep = e->n_lead > 0 ? e->n_lead - 1 : 0;
    if (more + keep > MAX_LEAD) {
        return -ELOOP;
    }
    memmove(e->lead + more, e->lead + 1, keep * sizeof(e->lead[0]));
    e->lead[0] = interp;
    if (*argument) {
        e->lead[1] = argument;
    }
    e->lead[more - 1] = e->guest_path;
    e->n_lead = more + keep;
    e->guest_path = interp;
    e->path = sys_path(e->cpu->process, interp, e->host_path);
    e->dirfd = AT_FDCWD;
    e->flags = 0;
    close(e->fd);
    return open_file(e);
}

static int count_vector(struct process *p, uint64_t vector, unsigned *n)
{
    *n = 0;
    if (vector == 0) {
        return 0;
    }
    for (;; ++*n) {
        uint64_t value;
        int r = sys_read_vector(p, vector, *n, &value);
        if (r < 0) {
            return r;
        }
        if (value == 0) {
            return 0;
        }
        if (*n == MAX_ARGUMENTS) {
            return -E2BIG;
        }
    }
}

/* Appends vector[from..] to out: guest addresses are host addresses, and the kernel checks them. */
static unsigned append_vector(struct exec *e, const char **out, uint64_t vector, unsigned from,
                              unsigned n)
{
    unsigned used = 0;
    for (unsigned i = from; i < n; i++) {
        uint64_t value = 0;
        sys_read_vector(e->cpu->process, vector, i, &value);
        out[used++] = (const char *)(uintptr_t)value;
    }
    return used;
}

/* Memory that is not given back where exec succeeds: the thread knows it, so that a parent that
 * shares the address space can. */
static void *map_kept(struct cpu *cpu, unsigned i, size_t size)
{
    struct thread *t = cpu->user;
    t->exec_size[i] = size;
    t->exec_memory[i] = own_map(size, PROT_READ | PROT_WRITE, 0);
    return t->exec_memory[i];
}

static void unmap_kept(struct cpu *cpu, unsigned i)
{
    struct thread *t = cpu->user;
    own_unmap(t->exec_memory[i], t->exec_size[i]);
    t->exec_memory[i] = NULL;
}

/* Room for all arguments, of the host's execve and ours. */
static const char **map_vector(const struct exec *e)
{
    return map_kept(e->cpu, 1,
                    (MAX_OPTIONS + MAX_LEAD + e->n_argv + e->n_envp + 4ul) * sizeof(char *));
}

static unsigned put_options(struct exec *e, int self, const char **out)
{
    const struct user *u = user_of(e->cpu);
    const struct options *o = u->options;
    unsigned n = 0;
    const struct {
        const char *name, *value;
    } strings[] = {
        {"-L", o->prefix},   {"-cpu", o->cpu},   {"-r", o->release},      {"-d", o->log_items},
        {"-D", o->log_file}, {"-seed", o->seed}, {"-dfilter", o->filter}, {"-cache", o->cache},
    };
    out[n++] = u->self_path;
    for (unsigned i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
        if (strings[i].value) {
            out[n++] = strings[i].name;
            out[n++] = strings[i].value;
        }
    }
    if (o->log_mask & LOG_STRACE) {
        out[n++] = "-strace";
    }
    if (o->perf_map) {
        out[n++] = "-perfmap";
    }
    const char *profile_file, *profile = profile_option(e->cpu, &profile_file);
    if (profile) {
        out[n++] = profile;
    }
    if (profile_file) {
        out[n++] = profile_file;
    }
    if (o->profile_uncounted) {
        out[n++] = "-profileuncounted";
    }
    if (o->stack_size) {
        snprintf(e->number[0], sizeof(e->number[0]), "%llu", (unsigned long long)o->stack_size);
        out[n++] = "-s";
        out[n++] = e->number[0];
    }
    if (e->script) {
        out[n++] = "-comm";
        out[n++] = e->script;
    }
    snprintf(e->number[1], sizeof(e->number[1]), "%d", e->fd);
    out[n++] = "-execfd";
    out[n++] = e->number[1];
    snprintf(e->number[2], sizeof(e->number[2]), "%d", self);
    out[n++] = "-selffd";
    out[n++] = e->number[2];
    if (e->handover >= 0) {
        snprintf(e->number[3], sizeof(e->number[3]), "%d", e->handover);
        out[n++] = "-handover";
        out[n++] = e->number[3];
    }
    return n;
}

/* The host's execveat of descriptor or path; only returns on failure. */
static int64_t host_exec(struct exec *e, int dirfd, const char *path, const char **argv,
                         const char **envp, int flags)
{
    profile_report(e->cpu, "execve of %s", e->guest_path);
    tr_keep(e->cpu);
    signal_before_exec(e->cpu);
    long r = syscall(SYS_execveat, dirfd, path, argv, envp, flags);
    int64_t result = r < 0 ? -errno : r;
    signal_after_failed_exec(e->cpu);
    return result;
}

/* argv of the new program from its first argument on: n strings. */
static unsigned put_arguments(struct exec *e, const char **out)
{
    unsigned n = 0;
    if (e->n_lead == 0) {
        return append_vector(e, out, e->argv, 0, e->n_argv);
    }
    for (; n < e->n_lead; n++) {
        out[n] = e->lead[n];
    }
    return n + append_vector(e, out + n, e->argv, 1, e->n_argv);
}

static int64_t exec_guest(struct exec *e, int self)
{
    const char **v = map_vector(e);
    if (!v) {
        return -ENOMEM;
    }
    e->handover = sys_handover_make(e->cpu->process);
    unsigned n = put_options(e, self, v);
    /* -0 ARGV0 -- FILE ARGV1...: the arguments are put behind where argv[0] then moves from. */
    v[n++] = "-0";
    unsigned argv0 = n, args = put_arguments(e, v + n + 2);
    v[argv0] = args > 0 ? v[argv0 + 2] : "";
    v[argv0 + 1] = "--";
    v[argv0 + 2] = e->guest_path;
    n = argv0 + 2 + (args > 0 ? args : 1);
    v[n++] = NULL;
    const char **envp = v + n;
    envp[append_vector(e, envp, e->envp, 0, e->n_envp)] = NULL;
    /* The next dragoman finds both open and closes or hides them: there may be no /proc for it. */
    fcntl(e->fd, F_SETFD, 0);
    fcntl(self, F_SETFD, 0);
    int64_t r = host_exec(e, self, "", v, envp, AT_EMPTY_PATH);
    fcntl(self, F_SETFD, FD_CLOEXEC);
    if (e->handover >= 0) {
        close(e->handover);
    }
    unmap_kept(e->cpu, 1);
    return r;
}

static int64_t exec_host(struct exec *e)
{
    const char **v = map_vector(e);
    if (!v) {
        return -ENOMEM;
    }
    unsigned n = put_arguments(e, v);
    v[n++] = NULL;
    const char **envp = v + n;
    envp[append_vector(e, envp, e->envp, 0, e->n_envp)] = NULL;
    sys_limits_lend(e->cpu->process, true);
    int64_t r = host_exec(e, e->dirfd, e->path, v, envp, e->flags);
    sys_limits_lend(e->cpu->process, false);
    unmap_kept(e->cpu, 1);
    return r;
}

static bool is_for_guest(const uint8_t *head)
{
    if (memcmp(head, ELFMAG, SELFMAG) != 0) {
        return false;
    }
    bool big = head[EI_DATA] == ELFDATA2MSB;
    const uint8_t *m = head + offsetof(Elf64_Ehdr, e_machine);
    struct loader_kind kind = {.class = head[EI_CLASS],
                               .data = head[EI_DATA],
                               .machine = (uint16_t)(big ? m[0] << 8 | m[1] : m[1] << 8 | m[0])};
    return program_abi(&kind) != NULL;
}

static int64_t exec_file(struct exec *e)
{
    if (e->dirfd != AT_FDCWD && e->guest_path[0] != '/') {
        name_by_descriptor(e);
    }
    int r = open_file(e);
    while (r == 0 && e->head[0] == '#' && e->head[1] == '!') {
        r = take_script(e);
    }
    if (r < 0) {
        return r;
    }
    int self = sys_fd_of(e->cpu->process, 0);
    int64_t result;
    if (is_for_guest(e->head) && self >= 0) {
        result = exec_guest(e, self);
    } else {
        result = exec_host(e);
    }
    if (e->fd >= 0) {
        close(e->fd);
    }
    return result;
}

int64_t process_exec(struct cpu *cpu, int dirfd, const char *path, const char *guest_path,
                     uint64_t argv, uint64_t envp, int flags)
{
    if (signal_pending(cpu)) {
        return -SYS_ERESTARTNOINTR;
    }
    struct exec *e = map_kept(cpu, 0, sizeof(*e));
    if (!e) {
        return -ENOMEM;
    }
    e->cpu = cpu;
    e->dirfd = dirfd;
    e->path = path;
    e->guest_path = guest_path;
    e->flags = flags;
    e->argv = argv;
    e->envp = envp;
    int64_t r = count_vector(cpu->process, argv, &e->n_argv);
    if (r == 0) {
        r = count_vector(cpu->process, envp, &e->n_envp);
    }
    if (r == 0) {
        r = exec_file(e);
    }
    unmap_kept(cpu, 0);
    return r;
}
