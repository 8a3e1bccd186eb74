/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Code that is written by system calls, by another thread and by other processes. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "code.h"

enum { RWX = PROT_READ | PROT_WRITE | PROT_EXEC, RX = PROT_READ | PROT_EXEC, ROUNDS = 40 };

static void must(int good, const char *what)
{
    if (!good) {
        perror(what);
        exit(1);
    }
}

static char *map(size_t len, int prot, int flags, int fd)
{
    char *p = mmap(NULL, len, prot, flags, fd, 0);
    must(p != MAP_FAILED, "mmap");
    return p;
}

/* ---- system calls that write to memory; the program flushes behind them ---- */

static int file, ends[2], pair[2], memory;

static void by_read(char *to, char *from)
{
    must(write(ends[1], from, CODE_LEN) == CODE_LEN, "write");
    must(read(ends[0], to, CODE_LEN) == CODE_LEN, "read");
}

static void by_pread(char *to, char *from)
{
    must(pwrite(file, from, CODE_LEN, 64) == CODE_LEN, "pwrite");
    must(pread(file, to, CODE_LEN, 64) == CODE_LEN, "pread");
}

static void by_readv(char *to, char *from)
{
    struct iovec v[2] = {{to, 3}, {to + 3, CODE_LEN - 3}};
    must(write(ends[1], from, CODE_LEN) == CODE_LEN, "write");
    must(readv(ends[0], v, 2) == CODE_LEN, "readv");
}

static void by_recv(char *to, char *from)
{
    must(send(pair[1], from, CODE_LEN, 0) == CODE_LEN, "send");
    must(recv(pair[0], to, CODE_LEN, 0) == CODE_LEN, "recv");
}

static void by_process_vm(char *to, char *from)
{
    struct iovec local = {from, CODE_LEN}, remote = {to, CODE_LEN};
    must(process_vm_writev(getpid(), &local, 1, &remote, 1, 0) == CODE_LEN, "process_vm_writev");
}

static void by_memory_file(char *to, char *from)
{
    must(pwrite(memory, from, CODE_LEN, (off_t)(uintptr_t)to) == CODE_LEN, "/proc/self/mem");
}

static void by_system_calls(void)
{
    static const struct {
        const char *name;
        void (*put)(char *to, char *from);
    } ways[] = {{"read", by_read},
                {"pread", by_pread},
                {"readv", by_readv},
                {"recv", by_recv},
                {"process_vm_writev", by_process_vm},
                {"/proc/self/mem", by_memory_file}};
    char *p = map(PAGE, RWX, MAP_PRIVATE | MAP_ANONYMOUS, -1), code[CODE_LEN];
    file = memfd_create("code", 0);
    memory = open("/proc/self/mem", O_RDWR);
    must(file >= 0 && memory >= 0 && pipe(ends) == 0 &&
             socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0,
         "files");
    for (unsigned w = 0; w < sizeof(ways) / sizeof(ways[0]); w++) {
        int wrong = 0;
        for (unsigned i = 0; i < 100; i++) {
            char *at = p + i * 40 % (PAGE - CODE_LEN) / 4 * 4;
            code_write(code, 100 * w + i);
            ways[w].put(at, code);
            code_flush(at, CODE_LEN);
            wrong += code_run(at) != (int)(100 * w + i);
        }
        printf("%s: %d wrong\n", ways[w].name, wrong);
    }
    munmap(p, PAGE);
}

/* ---- another thread: it flushes, the one that runs the code only synchronises ---- */

static _Atomic unsigned turn;
static char *shared;

static void await(_Atomic unsigned *word, unsigned value)
{
    while (atomic_load(word) != value)
        sched_yield();
}

static void *writer(void *arg)
{
    for (unsigned i = 0; i < ROUNDS; i++) {
        await(&turn, 2 * i);
        code_put(shared + i % 8 * 16, i);
        atomic_store(&turn, 2 * i + 1);
    }
    return NULL;
}

/* The same without system calls. */
static void await_spinning(_Atomic unsigned *word, unsigned value)
{
    while (atomic_load(word) != value)
        ;
}

static void by_thread(void)
{
    pthread_t thread;
    int wrong = 0;
    shared = map(PAGE, RWX, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    must(pthread_create(&thread, NULL, writer, NULL) == 0, "pthread_create");
    for (unsigned i = 0; i < ROUNDS; i++) {
        await_spinning(&turn, 2 * i + 1);
        code_synchronize();
        wrong += code_run(shared + i % 8 * 16) != (int)i;
        atomic_store(&turn, 2 * i + 2);
    }
    pthread_join(thread, NULL);
    printf("thread: %d wrong\n", wrong);
    munmap(shared, PAGE);
}

/* ---- another process, through shared memory ---- */

struct talk {
    _Atomic unsigned turn, ready, wrong;
};

static struct talk *talk;
static int to_child[2], to_parent[2];
static volatile sig_atomic_t signals;
static char *volatile signal_code;
static volatile unsigned signal_expected;

/* The child runs what the parent writes; how it is told is its synchronisation. */
static void child_spins(char *code)
{
    for (unsigned i = 0; i < ROUNDS; i++) {
        await_spinning(&talk->turn, 2 * i + 1);
        code_synchronize();
        talk->wrong += code_run(code + i % 8 * 16) != (int)i;
        atomic_store(&talk->turn, 2 * i + 2);
    }
}

static void parent_spins(char *code)
{
    for (unsigned i = 0; i < ROUNDS; i++) {
        await(&talk->turn, 2 * i);
        code_put(code + i % 8 * 16, i);
        atomic_store(&talk->turn, 2 * i + 1);
    }
    await(&talk->turn, 2 * ROUNDS);
}

static void child_reads(char *code)
{
    char c = 'x';
    for (unsigned i = 0; i < ROUNDS; i++) {
        must(read(to_child[0], &c, 1) == 1, "read");
        talk->wrong += code_run(code + i % 8 * 16) != (int)i;
        must(write(to_parent[1], &c, 1) == 1, "write");
    }
}

static void parent_writes(char *code)
{
    char c = 'x';
    for (unsigned i = 0; i < ROUNDS; i++) {
        code_put(code + i % 8 * 16, i);
        must(write(to_child[1], &c, 1) == 1, "write");
        must(read(to_parent[0], &c, 1) == 1, "read");
    }
}

static void on_signal(int sig)
{
    talk->wrong += code_run(signal_code) != (int)signal_expected;
    signals++;
}

static void child_is_signalled(char *code)
{
    struct sigaction sa = {.sa_handler = on_signal};
    sigaction(SIGUSR1, &sa, NULL);
    signal_code = code;
    signal_expected = 0;
    for (unsigned i = 0; i < 100; i++) {
        atomic_store(&talk->turn, 2 * i + 1);
        while ((unsigned)signals == i)
            ;
        signal_expected = i + 1;
    }
    atomic_store(&talk->turn, 201);
}

static pid_t child;

static void parent_signals(char *code)
{
    for (unsigned i = 0; i < 100; i++) {
        await(&talk->turn, 2 * i + 1);
        code_put(code, i);
        kill(child, SIGUSR1);
    }
    await(&talk->turn, 201);
}

static void two_processes(const char *name, char *for_parent, char *for_child,
                          void (*parent)(char *), void (*run)(char *))
{
    int status;
    talk->turn = talk->ready = talk->wrong = 0;
    for (unsigned i = 0; i < 8; i++)
        code_put(for_parent + i * 16, 7777);
    child = fork();
    must(child >= 0, "fork");
    if (child == 0) {
        for (unsigned i = 0; i < 8; i++)
            talk->wrong += code_run(for_child + i * 16) != 7777;
        talk->ready = 1;
        run(for_child);
        _exit(0);
    }
    await(&talk->ready, 1);
    parent(for_parent);
    must(waitpid(child, &status, 0) == child && status == 0, "child");
    printf("%s: %u wrong\n", name, talk->wrong);
}

static void by_processes(void)
{
    talk = (void *)map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1);
    must(pipe(to_child) == 0 && pipe(to_parent) == 0, "pipe");
    char *p = map(PAGE, RWX, MAP_SHARED | MAP_ANONYMOUS, -1);
    two_processes("shared memory, ISB", p, p, parent_spins, child_spins);
    two_processes("shared memory, system call", p, p, parent_writes, child_reads);
    two_processes("shared memory, signal", p, p, parent_signals, child_is_signalled);
    int fd = memfd_create("code", 0);
    must(fd >= 0 && ftruncate(fd, PAGE) == 0, "memfd");
    char *w = map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd), *x = map(PAGE, RX, MAP_SHARED, fd);
    two_processes("two mappings, ISB", w, x, parent_spins, child_spins);
    two_processes("two mappings, system call", w, x, parent_writes, child_reads);
}

/* A program of its own gets the object by exec and never forks. */
static int other_program(char **argv)
{
    int fd = atoi(argv[2]);
    char *p = map(2 * PAGE, RWX, MAP_SHARED, fd);
    talk = (struct talk *)(p + PAGE);
    child_spins(p);
    return 0;
}

static void by_other_program(void)
{
    int fd = memfd_create("code", 0), status;
    char number[16];
    must(fd >= 0 && ftruncate(fd, 2 * PAGE) == 0, "memfd");
    char *p = map(2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
    talk = (struct talk *)(p + PAGE);
    sprintf(number, "%d", fd);
    child = fork();
    if (child == 0) {
        execl("/proc/self/exe", "codewrites", "other", number, NULL);
        _exit(1);
    }
    parent_spins(p);
    must(waitpid(child, &status, 0) == child && status == 0, "child");
    printf("other program: %u wrong\n", talk->wrong);
}

/* Into a child's own memory; the child flushes when it is told. */
static void into_child(void)
{
    char *p = map(PAGE, RWX, MAP_PRIVATE | MAP_ANONYMOUS, -1), c = 'x', code[CODE_LEN];
    int status;
    code_put(p, 1);
    must(code_run(p) == 1, "run");
    child = fork();
    if (child == 0) {
        int wrong = 0;
        for (unsigned i = 0; i < 50; i++) {
            must(read(to_child[0], &c, 1) == 1, "read");
            code_flush(p, CODE_LEN);
            wrong += code_run(p) != (int)(500 + i);
            must(write(to_parent[1], &c, 1) == 1, "write");
        }
        _exit(wrong);
    }
    for (unsigned i = 0; i < 50; i++) {
        struct iovec local = {code, CODE_LEN}, remote = {p, CODE_LEN};
        code_write(code, 500 + i);
        must(process_vm_writev(child, &local, 1, &remote, 1, 0) == CODE_LEN, "process_vm_writev");
        must(write(to_child[1], &c, 1) == 1 && read(to_parent[0], &c, 1) == 1, "pipe");
    }
    must(waitpid(child, &status, 0) == child, "waitpid");
    printf("into a child: %d wrong, here %d\n", WEXITSTATUS(status), code_run(p));
}

int main(int argc, char **argv)
{
    if (argc > 2)
        return other_program(argv);
    setvbuf(stdout, NULL, _IONBF, 0);
    by_system_calls();
    by_thread();
    by_processes();
    by_other_program();
    into_child();
    return 0;
}
