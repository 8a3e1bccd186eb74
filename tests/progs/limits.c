/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RLIMIT_AS and RLIMIT_DATA: what may be mapped, here, in children and behind exec. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB (1ul << 20)

static void try(const char *what, size_t mib, int prot, int flags)
{
    void *p = mmap(NULL, mib * MIB, prot, flags | MAP_ANONYMOUS, -1, 0);
    printf("%s %zu: %s", what, mib, p == MAP_FAILED ? strerror(errno) : "good");
    if (p != MAP_FAILED) {
        void *q = mremap(p, mib * MIB, mib * MIB * 4, MREMAP_MAYMOVE);
        printf(", grown %d", q != MAP_FAILED);
        munmap(q == MAP_FAILED ? p : q, q == MAP_FAILED ? mib * MIB : mib * MIB * 4);
    }
    putchar('\n');
}

/* What was mapped as something else becomes data, or not. */
static void protect(const char *what, int prot, int flags, int then)
{
    char *p = mmap(NULL, 300 * MIB, prot, flags | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) {
        printf("%s: none\n", what);
        return;
    }
    printf("%s: %d", what, mprotect(p, 300 * MIB, then) ? errno : 0);
    printf(" %d", mprotect(p, 20 * MIB, then) ? errno : 0);
    printf(" %d\n", mprotect(p, 300 * MIB, PROT_NONE) ? errno : 0);
    munmap(p, 300 * MIB);
}

static void all(const char *when)
{
    struct rlimit l;
    puts(when);
    protect("private to write", PROT_READ, MAP_PRIVATE, PROT_READ | PROT_WRITE);
    protect("private to read", PROT_NONE, MAP_PRIVATE, PROT_READ);
    protect("shared to write", PROT_READ, MAP_SHARED, PROT_READ | PROT_WRITE);
    try("private", 60, PROT_READ | PROT_WRITE, MAP_PRIVATE);
    try("private", 300, PROT_READ | PROT_WRITE, MAP_PRIVATE);
    try("read-only", 300, PROT_READ, MAP_PRIVATE);
    try("shared", 300, PROT_READ | PROT_WRITE, MAP_SHARED);
    try("reserved", 3000, PROT_NONE, MAP_PRIVATE | MAP_NORESERVE);
    void *was = sbrk(0);
    printf("break %d\n", sbrk(200 * MIB) != (void *)-1);
    brk(was);
    getrlimit(RLIMIT_AS, &l);
    printf("as %lx %lx", (unsigned long)l.rlim_cur, (unsigned long)l.rlim_max);
    getrlimit(RLIMIT_DATA, &l);
    printf(" data %lx %lx\n", (unsigned long)l.rlim_cur, (unsigned long)l.rlim_max);
    fflush(stdout);
}

static void again(const char *self)
{
    int status;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        execl(self, self, "again", NULL);
        _exit(1);
    }
    waitpid(pid, &status, 0);
    fflush(stdout);
    if (system("echo the shell can; (ulimit -v)") != 0)
        puts("no shell");
}

static int lower(void *argument)
{
    struct rlimit l = {.rlim_cur = 10 * MIB, .rlim_max = RLIM_INFINITY};
    setrlimit(RLIMIT_DATA, &l);
    return 0;
}

/* Children that share the memory, but not the limits. */
static void of_child(void)
{
    static char stack[65536] __attribute__((aligned(16)));
    pid_t pid = vfork();
    if (pid == 0)
        _exit(lower(NULL));
    waitpid(pid, NULL, 0);
    all("behind a child");
    pid = clone(lower, stack + sizeof(stack), CLONE_VM | SIGCHLD, NULL);
    waitpid(pid, NULL, 0);
    all("behind a child at the same time");
}

static void *raise_by_number(void *argument)
{
    struct rlimit l = {.rlim_cur = 150 * MIB, .rlim_max = 2000 * MIB}, old;
    int r = prlimit((pid_t)syscall(SYS_gettid), RLIMIT_DATA, &l, &old);
    printf("a thread: %d %lx %lx\n", r, (unsigned long)old.rlim_cur, (unsigned long)old.rlim_max);
    return NULL;
}

/* A thread names the process by its own number. */
static void of_thread(void)
{
    pthread_t t;
    pthread_create(&t, NULL, raise_by_number, NULL);
    pthread_join(t, NULL);
    all("behind a thread");
}

int main(int argc, char **argv)
{
    struct rlimit l = {.rlim_cur = 1000 * MIB, .rlim_max = 2000 * MIB};
    if (argc > 1) {
        all("again");
        return 0;
    }
    all("without");
    of_child();
    setrlimit(RLIMIT_AS, &l);
    all("address space");
    again(argv[0]);
    l.rlim_cur = 100 * MIB;
    setrlimit(RLIMIT_DATA, &l);
    all("data");
    again(argv[0]);
    of_thread();
    return 0;
}
