/* SPDX-License-Identifier: GPL-2.0-or-later */
/* execve: what is refused and how, scripts, what a new program finds. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static char self[4096];
static void *volatile bad_pointer = (void *)8;

static void put(const char *name, const char *text, mode_t mode)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0700);
    if (fd < 0 || write(fd, text, strlen(text)) < 0)
        exit(1);
    fchmod(fd, mode);
    close(fd);
}

static void end(const char *what, pid_t pid)
{
    int status = -1;
    waitpid(pid, &status, 0);
    printf("%s: %x\n", what, (unsigned)status);
}

/* In a child: exec, or the error as the exit status. */
static void try(const char *what, const char *file, char *const argv[], char *const envp[])
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        execve(file, argv, envp);
        _exit(errno);
    }
    end(what, pid);
}

static void refusals(void)
{
    char *const args[] = {"a", NULL};
    char *big = malloc(200000);
    char *const long_args[] = {"a", big, NULL};
    char name[300];
    memset(big, 'x', 199999);
    big[199999] = 0;
    memset(name, 'n', 299);
    name[299] = 0;
    try("missing", "./missing", args, environ);
    try("empty name", "", args, environ);
    try("long name", name, args, environ);
    try("directory", ".", args, environ);
    put("plain", "hello", 0600);
    try("no permission", "./plain", args, environ);
    try("below a file", "./plain/x", args, environ);
    put("text", "hello", 0700);
    try("no format", "./text", args, environ);
    put("empty", "", 0700);
    try("empty file", "./empty", args, environ);
    put("bad-interpreter", "#!/nonexistent/x\n", 0700);
    try("no interpreter", "./bad-interpreter", args, environ);
    put("blank", "#!   \n", 0700);
    try("blank interpreter", "./blank", args, environ);
    try("long argument", self, long_args, environ);
    try("bad pointer", self, bad_pointer, environ);
    try("bad file", bad_pointer, args, environ);
    symlink("loop", "loop");
    try("links", "./loop", args, environ);
    put("being-written", "#!/bin/true\n", 0700);
    put("cut-off", "\177ELF", 0700);
    try("cut off", "./cut-off", args, environ);
}

static void busy(void)
{
    char *const args[] = {"a", "show", NULL};
    char copy[4200];
    sprintf(copy, "cp %s copy", self);
    if (system(copy) != 0)
        return;
    int fd = open("copy", O_WRONLY);
    try("written to", "./copy", args, environ);
    close(fd);
    try("not any more", "./copy", args, environ);
    chmod("copy", 0111);
    try("not readable", "./copy", args, environ);
}

static void scripts(void)
{
    char text[5000], name[32], *const args[] = {"zero", "one", "two three", NULL};
    char *const none[] = {NULL};
    sprintf(text, "#! %s  show  it \nnever read\n", self);
    put("s0", text, 0700);
    for (int i = 1; i < 7; i++) {
        sprintf(name, "s%d", i);
        sprintf(text, "#!./s%d arg%d", i - 1, i);
        put(name, text, 0700);
    }
    for (int i = 0; i < 7; i++) {
        sprintf(name, "./s%d", i);
        try(name, name, args, none);
    }
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        int fd = open("s0", O_RDONLY);
        fexecve(fd, args, none);
        _exit(errno);
    }
    end("by descriptor", pid);
    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        int fd = open("s0", O_RDONLY | O_CLOEXEC);
        fexecve(fd, args, none);
        _exit(errno);
    }
    end("by a closing descriptor", pid);
}

static void *execute(void *arg)
{
    char *const args[] = {"from-thread", "show", NULL};
    execve(self, args, environ);
    return NULL;
}

static void inheritance(void)
{
    char *const args[] = {"other-name", "show", "", "x y", NULL}, *const none[] = {NULL};
    char *const few[] = {"A=1", "B=two words", "odd", NULL};
    try("environment", self, args, few);
    try("no arguments", self, none, few);
    signal(SIGUSR1, SIG_IGN);
    signal(SIGSEGV, SIG_IGN);
    signal(SIGTRAP, SIG_IGN);
    sigset_t s;
    sigemptyset(&s);
    sigaddset(&s, SIGUSR2);
    sigaddset(&s, SIGBUS);
    sigprocmask(SIG_BLOCK, &s, NULL);
    raise(SIGUSR2);
    raise(SIGBUS);
    struct rlimit l = {1 << 30, 1 << 30};
    setrlimit(RLIMIT_AS, &l);
    l.rlim_cur = l.rlim_max = 1 << 29;
    setrlimit(RLIMIT_DATA, &l);
    umask(027);
    if (dup2(1, 100) != 100 || fcntl(1, F_DUPFD_CLOEXEC, 101) < 0)
        return;
    alarm(0);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        pthread_t t;
        pthread_create(&t, NULL, execute, NULL);
        pause();
    }
    end("inherited", pid);
}

static int show(int argc, char **argv)
{
    struct rlimit as, data;
    sigset_t mask, pending;
    struct sigaction usr1, segv, trap;
    getrlimit(RLIMIT_AS, &as);
    getrlimit(RLIMIT_DATA, &data);
    sigprocmask(SIG_BLOCK, NULL, &mask);
    sigpending(&pending);
    sigaction(SIGUSR1, NULL, &usr1);
    sigaction(SIGSEGV, NULL, &segv);
    sigaction(SIGTRAP, NULL, &trap);
    printf("  %d:", argc);
    for (int i = 0; i < argc; i++)
        printf(" [%s]", strstr(argv[i], "/program") ? "program" : argv[i]);
    const char *file = (const char *)getauxval(AT_EXECFN);
    printf(" file %s;", file[0] == '/' && !strstr(file, "/fd/") ? "program" : file);
    for (char **e = environ; *e && !getenv("PATH"); e++)
        printf(" %s", *e);
    mode_t m = umask(0);
    umask(m);
    printf("\n  as %lx data %lx blocked %d %d pending %d %d ignored %d %d %d umask %o open %d %d\n",
           (unsigned long)as.rlim_cur, (unsigned long)data.rlim_cur, sigismember(&mask, SIGUSR2),
           sigismember(&mask, SIGBUS), sigismember(&pending, SIGUSR2),
           sigismember(&pending, SIGBUS), usr1.sa_handler == SIG_IGN, segv.sa_handler == SIG_IGN,
           trap.sa_handler == SIG_IGN, m, fcntl(100, F_GETFD) >= 0, fcntl(101, F_GETFD) >= 0);
    char comm[32] = "";
    FILE *f = fopen("/proc/self/comm", "r");
    if (f && fgets(comm, sizeof(comm), f))
        printf("  name %s", comm);
    return 7;
}

int main(int argc, char **argv)
{
    if (argc > 1 && (strcmp(argv[1], "show") == 0 || argc > 2))
        return show(argc, argv);
    if (argc == 0 || getenv("odd") || (environ[0] && strcmp(environ[0], "A=1") == 0))
        return show(argc, argv);
    if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
        return 1;
    refusals();
    busy();
    scripts();
    inheritance();
    return 0;
}
