/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals: handlers, masks, alternate stacks, fault addresses, timers, queued values. */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t count, nested, ticks;
static sigjmp_buf out;
static void *volatile fault_address;
static volatile int fault_code, on_alternate;
static char *alternate;

static void on_usr1(int sig)
{
    count++;
    if (count == 1)
        raise(SIGUSR2);
}

static void on_usr2(int sig, siginfo_t *info, void *uc)
{
    nested = nested * 10 + (info->si_code == SI_QUEUE ? info->si_value.sival_int : 1);
}

static void on_fault(int sig, siginfo_t *info, void *uc)
{
    char here;
    fault_address = info->si_addr;
    fault_code = info->si_code;
    on_alternate = &here >= alternate && &here < alternate + 65536;
    siglongjmp(out, sig);
}

static void on_alarm(int sig)
{
    ticks++;
}

static void set(int sig, void (*handler)(int, siginfo_t *, void *), int flags)
{
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags};
    sigaction(sig, &sa, NULL);
}

static void faults(void)
{
    stack_t ss = {.ss_size = 65536};
    char *page = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    alternate = ss.ss_sp = malloc(65536);
    munmap(page + 4096, 4096);
    sigaltstack(&ss, NULL);
    set(SIGSEGV, on_fault, SA_ONSTACK);
    set(SIGFPE, on_fault, SA_ONSTACK);
    if (!sigsetjmp(out, 1))
        *(volatile char *)(page + 100) = 1;
    printf("write: offset %ld accerr %d alternate %d\n", (long)((char *)fault_address - page),
           fault_code == SEGV_ACCERR, on_alternate);
    if (!sigsetjmp(out, 1))
        printf("%d", *(volatile char *)(page + 4096 + 5));
    printf("read: offset %ld maperr %d\n", (long)((char *)fault_address - page),
           fault_code == SEGV_MAPERR);
    if (!sigsetjmp(out, 1))
        ((void (*)(void))(page + 64))();
    printf("execute: offset %ld\n", (long)((char *)fault_address - page));
    if (!sigsetjmp(out, 1))
        raise(SIGFPE);
    printf("raised: code %d\n", fault_code == SI_TKILL);
}

static void masks(void)
{
    sigset_t block, old, pending;
    sigemptyset(&block);
    sigaddset(&block, SIGUSR2);
    sigprocmask(SIG_BLOCK, &block, &old);
    for (int i = 2; i < 5; i++) {
        union sigval v = {.sival_int = i};
        sigqueue(getpid(), SIGUSR2, v);
    }
    sigpending(&pending);
    printf("pending %d nested %d\n", sigismember(&pending, SIGUSR2), (int)nested);
    sigprocmask(SIG_SETMASK, &old, NULL);
    printf("nested %d\n", (int)nested);
    set(SIGRTMIN, on_usr2, 0);
    sigaddset(&block, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &block, &old);
    for (int i = 5; i < 8; i++) {
        union sigval v = {.sival_int = i};
        sigqueue(getpid(), SIGRTMIN, v);
    }
    siginfo_t info;
    int sig = sigwaitinfo(&block, &info);
    printf("waited %d value %d\n", sig == SIGRTMIN, info.si_value.sival_int);
    sigprocmask(SIG_SETMASK, &old, NULL);
    printf("nested %d\n", (int)nested);
}

static void timers(void)
{
    struct itimerval t = {.it_interval = {.tv_usec = 1000}, .it_value = {.tv_usec = 1000}};
    volatile double x = 1;
    signal(SIGALRM, on_alarm);
    setitimer(ITIMER_REAL, &t, NULL);
    while (ticks < 20)
        x = x * 1.0000001 + 1e-9;
    memset(&t, 0, sizeof(t));
    setitimer(ITIMER_REAL, &t, NULL);
    printf("ticks %d\n", ticks >= 20);
    struct sigaction sa = {.sa_handler = on_alarm};
    sigaction(SIGALRM, &sa, NULL);
    int ends[2];
    char c;
    if (pipe(ends) != 0)
        return;
    ualarm(20000, 0);
    long n = read(ends[0], &c, 1);
    printf("read %ld %d\n", n, n < 0 && errno == EINTR);
}

int main(void)
{
    signal(SIGUSR1, on_usr1);
    set(SIGUSR2, on_usr2, 0);
    raise(SIGUSR1);
    kill(getpid(), SIGUSR1);
    printf("count %d nested %d\n", (int)count, (int)nested);
    masks();
    faults();
    timers();
    signal(SIGPIPE, SIG_IGN);
    int ends[2];
    if (pipe(ends) == 0) {
        close(ends[0]);
        printf("pipe %d\n", write(ends[1], "x", 1) < 0 && errno == EPIPE);
    }
    return 0;
}
