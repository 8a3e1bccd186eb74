/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a program could notice of being sampled by a timer of its CPU time on SIGILL: calls that end
 * early, signals and timers that are not its own. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t caught, values;
static sigjmp_buf back;

static long thread_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void burn(long ms)
{
    long end = thread_ms() + ms;
    while (thread_ms() < end) {
    }
}

/* Waits that are entered with much CPU time behind them. */
static void waits(void)
{
    int ends[2], early = 0;
    struct timespec ms = {0, 1000000};
    sigset_t none;
    char c;
    sigemptyset(&none);
    if (pipe(ends) < 0) {
        return;
    }
    for (int i = 0; i < 60; i++) {
        burn(3);
        early += poll(NULL, 0, 1) < 0;
        burn(1);
        early += nanosleep(&ms, NULL) < 0;
        burn(1);
        early += ppoll(NULL, 0, &ms, &none) < 0;
        early += write(ends[1], "x", 1) != 1 || read(ends[0], &c, 1) != 1;
    }
    printf("calls that ended early: %d\n", early);
}

static void on_ill(int sig, siginfo_t *info, void *context)
{
    caught++;
    values += info->si_code == SI_QUEUE && info->si_value.sival_int == 17;
    values += info->si_code == SI_TIMER && info->si_value.sival_int == 18;
    if (info->si_code > 0) {
        siglongjmp(back, 1);
    }
}

static void illegal(void)
{
    if (sigsetjmp(back, 1) == 0) {
#ifdef __aarch64__
        __asm__ volatile(".inst 0");
#else
        __asm__ volatile("ud2");
#endif
    }
}

/* SIGILL is the program's, whoever sends it. */
static void own_signals(void)
{
    struct sigaction act = {.sa_sigaction = on_ill, .sa_flags = SA_SIGINFO};
    union sigval value = {.sival_int = 17};
    sigaction(SIGILL, &act, NULL);
    for (int i = 0; i < 50; i++) {
        burn(1);
        illegal();
        raise(SIGILL);
        sigqueue(getpid(), SIGILL, value);
    }
    printf("SIGILL: %d times, %d with a value\n", caught, values);
}

static void pending(void)
{
    struct timespec no_time = {0, 0};
    sigset_t ill, now;
    sigemptyset(&ill);
    sigaddset(&ill, SIGILL);
    sigprocmask(SIG_BLOCK, &ill, NULL);
    burn(20);
    sigpending(&now);
    printf("blocked and burnt: pending %d, wait %d\n", sigismember(&now, SIGILL),
           sigtimedwait(&ill, NULL, &no_time) < 0 && errno == EAGAIN);
    raise(SIGILL);
    burn(20);
    sigpending(&now);
    printf("raised: pending %d, wait %d\n", sigismember(&now, SIGILL),
           sigtimedwait(&ill, NULL, &no_time) == SIGILL);
    sigprocmask(SIG_UNBLOCK, &ill, NULL);
}

/* The program's own timer of the same kind; of other timers it knows nothing. */
static void timers(void)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGILL};
    struct itimerspec period = {{0, 5000000}, {0, 5000000}}, left;
    int id = -1, others = 0;
    event.sigev_value.sival_int = 18;
    caught = values = 0;
    if (syscall(SYS_timer_create, CLOCK_PROCESS_CPUTIME_ID, &event, &id) < 0) {
        return;
    }
    syscall(SYS_timer_settime, id, 0, &period, NULL);
    burn(200);
    printf("own timer: %d\n", values > 5 && caught == values);
    for (int i = 0; i < 64; i++) {
        if (i != id) {
            others += syscall(SYS_timer_gettime, i, &left) == 0;
            others += syscall(SYS_timer_settime, i, 0, &period, NULL) == 0;
            others += syscall(SYS_timer_delete, i) == 0;
        }
    }
    printf("others' timers: %d, own: %ld\n", others, syscall(SYS_timer_delete, id));
}

int main(void)
{
    waits();
    own_signals();
    pending();
    timers();
    return 0;
}
