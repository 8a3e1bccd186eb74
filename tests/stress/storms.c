/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * storms N: no signal is lost and none comes twice. N queued real-time ones against a blocking read
 * loop, N standard ones, each awaited before the next, and a timer that interrupts computations
 * anywhere and may change nothing.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile long count, wrong;
static volatile sig_atomic_t ticks, ready;
static int ack[2];

static void on_queued(int sig, siginfo_t *info, void *context)
{
    wrong += info->si_value.sival_int != (int)count || info->si_code != SI_QUEUE;
    count++;
}

static void on_standard(int sig)
{
    char c = 'x';
    count++;
    if (write(ack[1], &c, 1) != 1)
        wrong++;
}

static void on_tick(int sig)
{
    volatile double x = 1.5;
    uint64_t junk[8];
    ticks++;
    for (int i = 0; i < 8; i++)
        junk[i] = (uint64_t)(x * i);
    __asm__ volatile("" ::"r"(junk) : "memory");
}

static void handle(int sig, void *handler, int flags)
{
    struct sigaction sa = {.sa_flags = flags};
    sa.sa_sigaction = (void (*)(int, siginfo_t *, void *))handler;
    sigaction(sig, &sa, NULL);
}

static void send_queued(pid_t to, long n, int end)
{
    for (long i = 0; i < n; i++) {
        union sigval v = {.sival_int = (int)i};
        while (sigqueue(to, SIGRTMIN + 1, v) < 0) {
            if (errno != EAGAIN)
                _exit(1);
            sched_yield();
        }
    }
    _exit(write(end, "end", 3) != 3);
}

static void queued(long n, int flags)
{
    int ends[2], status;
    char buf[16];
    long got = 0, r;
    pid_t me = getpid();
    count = wrong = 0;
    handle(SIGRTMIN + 1, on_queued, SA_SIGINFO | flags);
    fflush(stdout);
    if (pipe(ends) != 0)
        exit(1);
    pid_t pid = fork();
    if (pid == 0)
        send_queued(me, n, ends[1]);
    while (got < 3) {
        r = read(ends[0], buf, sizeof(buf));
        if (r < 0 && errno != EINTR)
            break;
        got += r > 0 ? r : 0;
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    printf("queued, flags %d: %ld of %ld, wrong %ld, status %d\n", flags != 0, (long)count, n,
           (long)wrong, status);
    close(ends[0]);
    close(ends[1]);
}

/* The receiver: blocks in read until the sender's end. */
static void receive(int end)
{
    char c;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) {
        long r = read(end, &c, 1);
        if (r == 0)
            break;
        if (r > 0)
            wrong++;
        else if (errno != EINTR)
            _exit(99);
    }
    printf("received %ld, wrong %ld\n", (long)count, (long)wrong);
    fflush(stdout);
    _exit(0);
}

static void standard(long n, int flags)
{
    int ends[2], status;
    char c;
    count = wrong = 0;
    handle(SIGUSR1, on_standard, flags);
    fflush(stdout);
    if (pipe(ends) != 0 || pipe(ack) != 0)
        exit(1);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[1]);
        receive(ends[0]);
    }
    close(ends[0]);
    for (long i = 0; i < n; i++) {
        kill(pid, SIGUSR1);
        if (read(ack[0], &c, 1) != 1)
            break;
    }
    close(ends[1]);
    waitpid(pid, &status, 0);
    printf("standard: status %d\n", status);
    close(ack[0]);
    close(ack[1]);
}

static uint64_t compute(long n)
{
    uint64_t h = 0x9e3779b97f4a7c15, sum = 0;
    double d = 1, e = 0;
    char text[256];
    for (long i = 0; i < n; i++) {
        h ^= h << 13, h ^= h >> 7, h ^= h << 17;
        sum += h % (i + 3) + (h > sum ? 1 : 2);
        d = d * 1.0000001 + 1e-9;
        e += d / (double)(i + 1);
        if (i % 64 == 0) {
            memset(text, (int)(h & 127), sizeof(text));
            text[i / 64 % 255] = 0;
            sum += strlen(text);
            snprintf(text, sizeof(text), "%.17g %lx", e, (unsigned long)h);
            sum += strtoul(strchr(text, ' '), NULL, 16) + (uint64_t)(strtod(text, NULL) * 1e6);
        }
    }
    uint64_t bits;
    memcpy(&bits, &e, 8);
    return sum ^ bits;
}

static void timer(long n)
{
    struct itimerval t = {{0, 73}, {0, 73}}, off = {0};
    uint64_t quiet = compute(n), stormy;
    handle(SIGALRM, on_tick, SA_RESTART);
    setitimer(ITIMER_REAL, &t, NULL);
    stormy = compute(n);
    setitimer(ITIMER_REAL, &off, NULL);
    printf("timer: same %d, ticked %d\n", quiet == stormy, ticks > 10);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 5000;
    queued(n, 0);
    queued(n, SA_RESTART);
    standard(n, 0);
    standard(n, SA_RESTART);
    timer(n < 50000 ? 1000000 : n * 20);
    return 0;
}
