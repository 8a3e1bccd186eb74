/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What upsets a return stack: recursion deeper than it, longjmp out of deep and shallow calls, and
 * switches between stacks. Results go to standard output, seconds of CPU to standard error.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <ucontext.h>

#define DEPTH 100000

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double lap(const char *what, double since)
{
    fprintf(stderr, "%s %.4f\n", what, now() - since);
    return now();
}

__attribute__((noinline)) static unsigned long deep(int n, unsigned long a)
{
    volatile int pad[8];
    if (n == 0)
        return a;
    pad[n & 7] = n;
    return deep(n - 1, a * 31 + (unsigned)n) + (unsigned)pad[n & 7];
}

static jmp_buf back;

__attribute__((noinline)) static void down(int n)
{
    volatile int pad[4];
    pad[n & 3] = n;
    if (n == 0)
        longjmp(back, 1);
    down(n - 1);
    pad[0]++;
}

static ucontext_t main_context, other_context;
static unsigned long switches;

static void other(void)
{
    for (;;) {
        switches++;
        swapcontext(&other_context, &main_context);
    }
}

__attribute__((noinline)) static unsigned long leaf(unsigned long x)
{
    __asm__ volatile("");
    return x * 3 + 1;
}

int main(void)
{
    static char stack[1 << 16];
    volatile unsigned long sum = 0;
    volatile int k;
    double t = now();

    for (k = 0; k < 300; k++)
        sum += deep(DEPTH, (unsigned)k);
    t = lap("recursion", t);
    for (k = 0; k < 300; k++)
        if (!setjmp(back))
            down(DEPTH);
    t = lap("longjmp-deep", t);
    for (k = 0; k < 3000000; k++)
        if (!setjmp(back))
            down(3);
    t = lap("longjmp-shallow", t);
    getcontext(&other_context);
    other_context.uc_stack.ss_sp = stack;
    other_context.uc_stack.ss_size = sizeof(stack);
    other_context.uc_link = &main_context;
    makecontext(&other_context, other, 0);
    for (k = 0; k < 300000; k++) {
        swapcontext(&main_context, &other_context);
        sum += leaf((unsigned)k);
    }
    lap("swapcontext", t);
    printf("%lu %lu\n", sum, switches);
    return 0;
}
