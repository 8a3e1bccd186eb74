/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dragoman shell ROOT [command]: three processes. This one enters new user, mount and pid
 * namespaces and waits; the first process of the pid namespace makes the tree its root and reaps;
 * the command is its child.
 */
#define _GNU_SOURCE
#include "linux-user/shell.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "host/host.h"
#include "loader/loader.h"

#define EXIT_WRONG_USE 2
#define FULL_MAP 65536u
#define SEARCH_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

const char shell_help[] =
    "usage: dragoman shell [OPTION...] ROOT [COMMAND [ARGUMENT...]]\n"
    "Runs COMMAND, or a shell, with the foreign tree ROOT as its root directory, in namespaces of\n"
    "its own (user, mount, pid): no privilege is needed and the system is not changed. The tree\n"
    "gets /proc, the host's /dev and an empty /tmp; its programs run by a private binfmt_misc\n"
    "(Linux 6.7; before that by dragoman's own exec). Started by root, the ids 0 to 65535 are the\n"
    "host's; else there is one user, root or the one of --user, who is who started it.\n"
    "  --bind SRC[:DST]  also show the host's SRC there, at DST or in the same place\n"
    "  --user NAME       run as this user of the tree (name or number; default: root)\n"
    "  --no-binfmt       without a private binfmt_misc\n"
    "  --help            this text\n";

enum { OPT_BIND = 1, OPT_USER, OPT_NO_BINFMT, OPT_HELP };

static const struct option long_options[] = {
    {"bind", required_argument, NULL, OPT_BIND},
    {"user", required_argument, NULL, OPT_USER},
    {"no-binfmt", no_argument, NULL, OPT_NO_BINFMT},
    {"help", no_argument, NULL, OPT_HELP},
    {0},
};

static int wrong(const char *what, const char *why)
{
    log_error("shell: %s%s", what, why);
    return EXIT_WRONG_USE;
}

static int failed(const char *what)
{
    log_error("shell: %s: %s", what, strerror(errno));
    return SHELL_FAILED;
}

static int add_bind(struct shell *s, char *text)
{
    if (s->n_binds == SHELL_MAX_BINDS) {
        return wrong("--bind", ": too many");
    }
    struct shell_bind *b = &s->binds[s->n_binds++];
    char *target = strchr(text, ':');
    if (target) {
        *target++ = '\0';
    }
    b->source = text;
    b->target = target ? target : text;
    return b->target[0] == '/' ? 0
                               : wrong(b->target, ": --bind needs an absolute path in the tree");
}

/* 0, an exit status, or -1: the help was asked for. */
static int parse(struct shell *s, int argc, char **argv, const char **user)
{
    int option, status = 0;
    opterr = 0;
    while (status == 0 && (option = getopt_long(argc, argv, "+", long_options, NULL)) != -1) {
        switch (option) {
        case OPT_BIND:
            status = add_bind(s, optarg);
            break;
        case OPT_USER:
            *user = optarg;
            break;
        case OPT_NO_BINFMT:
            s->want_binfmt = false;
            break;
        case OPT_HELP:
            return -1;
        default:
            status = wrong(argv[optind - 1], ": wrong option (shell --help lists them)");
        }
    }
    if (status == 0 && optind >= argc) {
        status = wrong("no tree given", " (shell --help)");
    }
    if (status == 0) {
        s->root = argv[optind];
        s->command = optind + 1 < argc ? argv + optind + 1 : NULL;
    }
    return status;
}

static bool write_file(pid_t pid, const char *name, const char *text)
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool good = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    int saved = errno;
    if (fd >= 0) {
        close(fd);
    }
    errno = saved;
    return good;
}

/* How many ids from 0 on this user namespace has, up to FULL_MAP. */
static unsigned ids_here(const char *file)
{
    unsigned inside, outside, count = 0;
    FILE *f = fopen(file, "re");
    if (f) {
        if (fscanf(f, "%u %u %u", &inside, &outside, &count) != 3 || inside != 0) {
            count = 0;
        }
        fclose(f);
    }
    return count < FULL_MAP ? count : FULL_MAP;
}

static bool write_map(pid_t pid, const char *file, const char *own, unsigned inside,
                      unsigned outside, bool full)
{
    char map[64];
    unsigned count = full ? ids_here(own) : 1;
    snprintf(map, sizeof(map), "%u %u %u\n", full ? 0 : inside, full ? 0 : outside, count);
    return write_file(pid, file, map);
}

/* The maps of process pid: only a process outside of its new user namespace may write them. */
static bool write_maps(const struct shell *s, pid_t pid)
{
    bool full = geteuid() == 0;
    if (!full && !write_file(pid, "setgroups", "deny")) {
        return false;
    }
    return write_map(pid, "uid_map", "/proc/self/uid_map", s->user.uid, geteuid(), full) &&
           write_map(pid, "gid_map", "/proc/self/gid_map", s->user.gid, getegid(), full);
}

/* The helper's life: it waits until the namespace is there, and writes the maps. */
static void help(const struct shell *s, int ready, pid_t pid)
{
    char byte;
    if (read(ready, &byte, 1) != 1) {
        _exit(1);
    }
    if (!write_maps(s, pid)) {
        failed("user and group ids of the namespace");
        _exit(1);
    }
    _exit(0);
}

static int enter_namespaces(const struct shell *s)
{
    int ready[2], status;
    pid_t pid = getpid();
    if (pipe2(ready, O_CLOEXEC) < 0) {
        return failed("pipe");
    }
    pid_t helper = fork();
    if (helper == 0) {
        close(ready[1]);
        help(s, ready[0], pid);
    }
    close(ready[0]);
    bool good = helper > 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID) == 0;
    if (!good) {
        log_error(
            "shell: no new user namespace: %s (sysctl user.max_user_namespaces, "
            "kernel.unprivileged_userns_clone or kernel.apparmor_restrict_unprivileged_userns "
            "may forbid it)",
            strerror(errno));
    }
    if (good && write(ready[1], "", 1) != 1) {
        good = false;
    }
    close(ready[1]);
    if (helper > 0 && (waitpid(helper, &status, 0) != helper || status != 0)) {
        good = false;
    }
    return good ? 0 : SHELL_FAILED;
}

/* Is it for the host's own processor? Then it needs no help. */
static bool is_native(const char *path)
{
    unsigned char head[EI_NIDENT];
    Elf64_Half own = 0, machine = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC), self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    bool native = pread(fd, head, sizeof(head), 0) == sizeof(head) &&
                  memcmp(head, ELFMAG, SELFMAG) == 0 &&
                  pread(fd, &machine, 2, offsetof(Elf64_Ehdr, e_machine)) == 2 &&
                  pread(self, &own, 2, offsetof(Elf64_Ehdr, e_machine)) == 2 && own == machine;
    close(fd);
    close(self);
    return native;
}

/* The command's file as execvp finds it. False: there is none. */
static bool find_command(const char *name, char *path, size_t size)
{
    if (strchr(name, '/')) {
        snprintf(path, size, "%s", name);
        return access(path, F_OK) == 0;
    }
    for (const char *p = SEARCH_PATH; *p; p += strcspn(p, ":"), p += *p == ':') {
        snprintf(path, size, "%.*s/%s", (int)strcspn(p, ":"), p, name);
        if (access(path, X_OK) == 0) {
            return true;
        }
    }
    return false;
}

static void exec_command(const struct shell *s, int self)
{
    char path[PATH_MAX], *own[] = {(char *)s->user.shell, NULL};
    char **argv = s->command ? s->command : own;
    if (!s->command && !find_command(own[0], path, sizeof(path))) {
        own[0] = (char *)"/bin/sh";
    }
    if (!find_command(argv[0], path, sizeof(path))) {
        log_error("shell: %s: not found in %s", argv[0], s->root);
        _exit(LOADER_NOT_FOUND);
    }
    if (s->has_binfmt || is_native(path)) {
        execv(path, argv);
    } else {
        unsigned n = 0, lead = 0;
        while (argv[n]) {
            n++;
        }
        char **args = calloc(n + 6, sizeof(char *));
        const char *const front[] = {s->self, "-0", argv[0], "--", path};
        for (; args && lead < sizeof(front) / sizeof(front[0]); lead++) {
            args[lead] = (char *)front[lead];
        }
        for (unsigned i = 1; args && i < n; i++) {
            args[lead++] = argv[i];
        }
        execveat(self, "", args, environ, AT_EMPTY_PATH);
    }
    log_error("shell: %s: %s", path, strerror(errno));
    _exit(errno == ENOENT ? LOADER_NOT_FOUND : LOADER_CANNOT);
}

/* Another user than the namespace's root, where there are others. */
static int become_user(const struct shell_user *u)
{
    if (u->uid == geteuid()) {
        return 0;
    }
    return setgroups(u->n_groups, u->groups) < 0 || setgid(u->gid) < 0 || setuid(u->uid) < 0
               ? failed(u->name)
               : 0;
}

static void run_command(const struct shell *s, int self)
{
    const struct shell_user *u = &s->user;
    if (become_user(u)) {
        _exit(SHELL_FAILED);
    }
    setenv("PATH", SEARCH_PATH, 1);
    setenv("HOME", u->home, 1);
    setenv("USER", u->name, 1);
    setenv("LOGNAME", u->name, 1);
    setenv("SHELL", u->shell, 1);
    unsetenv("TMPDIR");
    exec_command(s, self);
}

static int exit_status(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* The first process of the pid namespace: when it ends, the kernel ends all others. */
static void be_init(struct shell *s, int self)
{
    int status, result;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    result = shell_enter_tree(s);
    if (result) {
        _exit(result);
    }
    pid_t child = fork(), pid;
    if (child == 0) {
        run_command(s, self);
    }
    if (child < 0) {
        _exit(failed("fork"));
    }
    do {
        pid = waitpid(-1, &status, 0);
    } while (pid != child && (pid > 0 || errno == EINTR));
    _exit(pid == child ? exit_status(status) : SHELL_FAILED);
}

static int run(struct shell *s, int self)
{
    int status;
    pid_t init = fork();
    if (init == 0) {
        be_init(s, self);
    }
    if (init < 0) {
        return failed("fork");
    }
    /* The terminal's signals are the command's. */
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    while (waitpid(init, &status, 0) < 0) {
        if (errno != EINTR) {
            return failed("wait");
        }
    }
    return exit_status(status);
}

int shell_command(int argc, char **argv, const char *self)
{
    struct shell s = {.self = self, .want_binfmt = true};
    const char *user = NULL;
    int status = parse(&s, argc, argv, &user);
    if (status) {
        fputs(status < 0 ? shell_help : "", stdout);
        return status < 0 ? EXIT_SUCCESS : status;
    }
    int rootfd = open(s.root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    int selffd = open("/proc/self/exe", O_PATH | O_CLOEXEC);
    if (rootfd < 0) {
        return failed(s.root);
    }
    if (shell_find_user(rootfd, user, &s.user) < 0) {
        log_error("shell: %s: no such user in %s", user, s.root);
        return SHELL_FAILED;
    }
    close(rootfd);
    status = enter_namespaces(&s);
    return status ? status : run(&s, selffd);
}
