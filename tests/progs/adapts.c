/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program that runs for more than a second with much in its registers, as an interpreter does,
 * with signals, threads and forks meanwhile: its registers may come to be kept elsewhere. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STEPS = 20000 };

static volatile sig_atomic_t alarms;
static volatile uint64_t result; /* for the compiler, which else leaves out the calls */

static double cpu_time(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void on_alarm(int sig)
{
    alarms++;
}

/* A machine of eight registers that live across calls, and its program. */
static __attribute__((noinline)) uint64_t step(uint64_t a, uint64_t b)
{
    return (a ^ b << 7) + (b >> 3);
}

static __attribute__((noinline)) uint64_t machine(uint64_t seed)
{
    uint64_t r[8] = {seed, 1, 2, 3, 4, 5, 6, 7};
    uint64_t a = r[0], b = r[1], c = r[2], d = r[3], e = r[4], f = r[5], g = r[6], h = r[7];
    double x = 1;
    for (unsigned pc = 0; pc < STEPS; pc++) {
        switch ((pc * 2654435761u >> 13) % 6) {
        case 0:
            a += step(b, c);
            break;
        case 1:
            b ^= a + (d << 3);
            c = c * 3 + e;
            break;
        case 2:
            d = step(d, h) - g;
            x = x * 1.25 + 0.5;
            break;
        case 3:
            e += f ^ b;
            f = f < g ? g : f + h;
            break;
        case 4:
            g = step(g, a) + pc;
            x = x > 1e12 ? 1 : x;
            break;
        default:
            h = h * 5 + (uint64_t)x;
            break;
        }
    }
    return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h;
}

static unsigned wrong_for(double seconds, uint64_t seed)
{
    const uint64_t right = machine(seed);
    double end = cpu_time() + seconds;
    unsigned wrong = 0;
    while (cpu_time() < end)
        wrong += machine(seed) != right;
    return wrong;
}

static void *thread(void *wrong)
{
    *(unsigned *)wrong = wrong_for(0.7, 12345);
    return NULL;
}

/* Calls that wait, with much CPU time before each. */
static unsigned waits(double seconds)
{
    const struct timespec ms = {0, 1000000};
    double end = cpu_time() + seconds;
    unsigned early = 0;
    int ends[2];
    char c;
    if (pipe(ends) < 0)
        return 1;
    while (cpu_time() < end) {
        for (unsigned i = 0; i < 20; i++)
            result = machine(i);
        early += poll(NULL, 0, 1) < 0;
        for (unsigned i = 0; i < 20; i++)
            result = machine(i);
        early += nanosleep(&ms, NULL) < 0;
        early += write(ends[1], "x", 1) != 1 || read(ends[0], &c, 1) != 1;
    }
    return early;
}

int main(void)
{
    printf("calls that ended early: %u\n", waits(0.8));
    struct itimerval period = {{0, 2000}, {0, 2000}};
    signal(SIGALRM, on_alarm);
    pthread_t t;
    unsigned wrong = 0;
    pthread_create(&t, NULL, thread, &wrong);
    setitimer(ITIMER_REAL, &period, NULL);
    printf("wrong results: %u\n", wrong_for(0.7, 99));
    pthread_join(t, NULL);
    memset(&period, 0, sizeof(period));
    setitimer(ITIMER_REAL, &period, NULL);
    printf("a thread's: %u\n", wrong);
    printf("alarms: %s\n", alarms > 10 ? "many" : "few");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        _exit(wrong_for(0.8, 5) != 0);
    int status = -1;
    printf("wrong results beside a child: %u\n", wrong_for(0.2, 6));
    waitpid(child, &status, 0);
    printf("the child's: %d\n", status);
    printf("%016llx\n", (unsigned long long)machine(4711));
    return 0;
}
