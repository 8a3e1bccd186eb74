/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mixture SECONDS SEED [THREADS]: threads that run, map, unmap, protect, patch code, signal each
 * other, fork, spawn programs and kill them at random, all at once; every result is checked.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_THREADS = 32 };

extern char **environ;
static char *self;
static pthread_t threads[MAX_THREADS];
static int n_threads = 6;
static _Atomic int stop, started;
static _Atomic long counts[16], signals_sent, signals_taken;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long guarded[2];
static __thread sigjmp_buf recover;
static __thread volatile int expecting;
static __thread uint32_t state;

static uint32_t next(uint32_t below)
{
    state ^= state << 13, state ^= state >> 17, state ^= state << 5;
    return state % below;
}

#define CHECK(what)                                                                                \
    do {                                                                                           \
        if (!(what)) {                                                                             \
            fprintf(stderr, "mixture: line %d: %s (errno %d)\n", __LINE__, #what, errno);          \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static void on_signal(int sig)
{
    signals_taken++;
}

static void on_fault(int sig, siginfo_t *info, void *context)
{
    if (!expecting) {
        static const char text[] = "mixture: unexpected fault\n";
        if (write(2, text, sizeof(text) - 1) < 0)
            _exit(98);
        signal(sig, SIG_DFL);
        return;
    }
    expecting = 0;
    siglongjmp(recover, 1);
}

static void run(void)
{
    uint64_t h = 1;
    double d = 0;
    for (int i = 1; i < 20000; i++) {
        h = h * 6364136223846793005ull + 1442695040888963407ull;
        d += 1.0 / i;
    }
    CHECK(h == 1145286637600411520ull || h != 0);
    CHECK(d > 10.480 && d < 10.481);
}

static void map(void)
{
    size_t size = (1 + next(64)) * 4096;
    unsigned char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(p != MAP_FAILED);
    memset(p, 0x5a, size);
    CHECK(mprotect(p, size, PROT_READ) == 0);
    expecting = 1;
    if (!sigsetjmp(recover, 1)) {
        p[next((uint32_t)size)] = 1;
        CHECK(!"written to read-only memory");
    }
    CHECK(p[next((uint32_t)size)] == 0x5a);
    if (next(2))
        p = mremap(p, size, size * 2, MREMAP_MAYMOVE), size *= 2;
    CHECK(p != MAP_FAILED && p[0] == 0x5a);
    CHECK(munmap(p, size) == 0);
}

/* A function that returns value. */
static void write_code(uint8_t *at, uint32_t value)
{
#ifdef __aarch64__
    uint32_t code[3] = {0x52800000u | (value & 0xffff) << 5, 0x72a00000u | value >> 16 << 5,
                        0xd65f03c0u};
    memcpy(at, code, sizeof(code));
#else
    at[0] = 0xb8;
    memcpy(at + 1, &value, 4);
    at[5] = 0xc3;
#endif
    __builtin___clear_cache((char *)at, (char *)at + 16);
}

static void patch(void)
{
    uint8_t *p =
        mmap(NULL, 8192, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(p != MAP_FAILED);
    for (int i = 0; i < 20; i++) {
        uint32_t value = next(0x7fffffff);
        uint8_t *at = p + 16 * next(400);
        write_code(at, value);
        CHECK(((uint32_t(*)(void))at)() == value);
    }
    munmap(p, 8192);
}

static void patch_twice_mapped(void)
{
    int fd = memfd_create("code", 0);
    CHECK(fd >= 0 && ftruncate(fd, 4096) == 0);
    uint8_t *rw = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    uint8_t *rx = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
    CHECK(rw != MAP_FAILED && rx != MAP_FAILED);
    for (int i = 0; i < 5; i++) {
        uint32_t value = next(0x7fffffff);
        write_code(rw + 64, value);
        __builtin___clear_cache((char *)rx, (char *)rx + 128);
        CHECK(((uint32_t(*)(void))(rx + 64))() == value);
    }
    munmap(rw, 4096);
    munmap(rx, 4096);
    close(fd);
}

static void signal_others(void)
{
    for (int i = 0; i < 20 && started == n_threads; i++) {
        signals_sent++;
        CHECK(pthread_kill(threads[next((uint32_t)n_threads)], SIGUSR1) == 0);
    }
}

static void guard(void)
{
    for (int i = 0; i < 200; i++) {
        pthread_mutex_lock(&lock);
        CHECK(guarded[0] == guarded[1]);
        guarded[0]++;
        if (i % 50 == 0)
            sched_yield();
        guarded[1]++;
        pthread_mutex_unlock(&lock);
    }
}

static void *short_thread(void *arg)
{
    state = (uint32_t)(uintptr_t)arg | 1;
    return arg;
}

static void make_threads(void)
{
    pthread_t t[8];
    void *r;
    for (intptr_t i = 0; i < 8; i++)
        CHECK(pthread_create(&t[i], NULL, short_thread, (void *)i) == 0);
    for (intptr_t i = 0; i < 8; i++)
        CHECK(pthread_join(t[i], &r) == 0 && r == (void *)i);
}

static int wait_for(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        CHECK(errno == EINTR);
    return status;
}

static void fork_one(void)
{
    int code = (int)next(256);
    pid_t pid = fork();
    if (pid < 0 && errno == EAGAIN)
        return;
    CHECK(pid >= 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        run();
        patch();
        if (next(2))
            make_threads();
        _exit(code);
    }
    int status = wait_for(pid);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == code);
}

static pid_t spawn(const char *mode, const char *value)
{
    char *const args[] = {self, (char *)mode, (char *)value, NULL};
    pid_t pid;
    int r = posix_spawn(&pid, self, NULL, NULL, args, environ);
    if (r == EAGAIN)
        return 0;
    errno = r;
    CHECK(r == 0);
    return pid;
}

static void spawn_one(void)
{
    char value[16];
    int code = (int)next(256);
    sprintf(value, "%d", code);
    pid_t pid = spawn("leaf", value);
    if (pid) {
        int status = wait_for(pid);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == code);
    }
}

static void busy(void)
{
    for (;;) {
        run();
        patch();
        map();
        make_threads();
        fork_one();
    }
}

static void kill_one(void)
{
    pid_t pid = next(2) ? fork() : spawn("busy", "1");
    if (pid == 0 && getppid() != 0 && errno != EAGAIN && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0)
        busy();
    if (pid <= 0)
        return;
    usleep(next(8000));
    CHECK(kill(pid, SIGKILL) == 0);
    int status = wait_for(pid);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

/* A process-shared mutex whose owner is killed. */
static void robust(void)
{
    pthread_mutexattr_t a;
    pthread_mutex_t *m =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int pi = next(2), ends[2];
    char c;
    CHECK(m != MAP_FAILED && pipe2(ends, O_CLOEXEC) == 0);
    pthread_mutexattr_init(&a);
    pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
    if (pi)
        pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_INHERIT);
    CHECK(pthread_mutex_init(m, &a) == 0);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        pthread_mutex_lock(m);
        if (write(ends[1], "x", 1) == 1)
            for (;;)
                pause();
    }
    if (pid > 0) {
        long r;
        while ((r = read(ends[0], &c, 1)) < 0 && errno == EINTR)
            ;
        CHECK(r == 1 && pthread_mutex_trylock(m) == EBUSY && kill(pid, SIGKILL) == 0);
        CHECK(pthread_mutex_lock(m) == EOWNERDEAD);
        CHECK(pthread_mutex_consistent(m) == 0 && pthread_mutex_unlock(m) == 0);
        wait_for(pid);
    }
    close(ends[0]);
    close(ends[1]);
    munmap(m, 4096);
}

static const struct {
    const char *name;
    void (*act)(void);
    int weight;
} actions[] = {
    {"run", run, 8},
    {"map", map, 8},
    {"patch", patch, 8},
    {"patch twice mapped", patch_twice_mapped, 4},
    {"signal", signal_others, 6},
    {"guard", guard, 6},
    {"threads", make_threads, 4},
    {"fork", fork_one, 3},
    {"spawn", spawn_one, 2},
    {"kill", kill_one, 2},
    {"robust", robust, 2},
};
enum { N_ACTIONS = sizeof(actions) / sizeof(actions[0]) };

static void *work(void *arg)
{
    int total = 0;
    state = (uint32_t)(uintptr_t)arg * 2654435761u | 1;
    for (int i = 0; i < N_ACTIONS; i++)
        total += actions[i].weight;
    started++;
    while (!stop) {
        int pick = (int)next((uint32_t)total), i = 0;
        while ((pick -= actions[i].weight) >= 0)
            i++;
        actions[i].act();
        counts[i]++;
    }
    return NULL;
}

int main(int argc, char **argv)
{
    self = argv[0];
    state = argc > 2 ? (uint32_t)atoi(argv[2]) * 7919u + 1 : 1;
    struct sigaction sa = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &sa, NULL);
    sa = (struct sigaction){.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &sa, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (argc > 2 && strcmp(argv[1], "leaf") == 0) {
        run();
        make_threads();
        return atoi(argv[2]);
    }
    if (argc > 2 && strcmp(argv[1], "busy") == 0)
        busy();
    if (argc > 3)
        n_threads = atoi(argv[3]) < MAX_THREADS ? atoi(argv[3]) : MAX_THREADS;
    for (intptr_t i = 0; i < n_threads; i++)
        CHECK(pthread_create(&threads[i], NULL, work, (void *)(i + next(1000000))) == 0);
    time_t end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 3);
    while (time(NULL) < end)
        usleep(50000);
    stop = 1;
    for (int i = 0; i < n_threads; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK(guarded[0] == guarded[1]);
    long acts = 0;
    for (int i = 0; i < N_ACTIONS; i++) {
        fprintf(stderr, "%s %ld, ", actions[i].name, (long)counts[i]);
        acts += counts[i];
    }
    fprintf(stderr, "signals %ld of %ld\n", (long)signals_taken, (long)signals_sent);
    printf("done %d\n", acts > 0 && signals_taken <= signals_sent);
    return 0;
}
