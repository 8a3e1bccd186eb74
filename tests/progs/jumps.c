/* SPDX-License-Identifier: GPL-2.0-or-later */
/* setjmp, longjmp out of deep frames, and deep recursion again and again. */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static jmp_buf here;
static volatile unsigned long work;

static unsigned long __attribute__((noinline)) deep(unsigned long n)
{
    work++;
    return n ? deep(n - 1) + n : 0;
}

static void __attribute__((noinline)) deep_jump(unsigned n)
{
    if (work++ && n == 0)
        longjmp(here, 3);
    deep_jump(n - 1);
    work--;
}

static int __attribute__((noinline)) ping(int n);

static int __attribute__((noinline)) pong(int n)
{
    return n <= 0 ? 1 : ping(n - 1) + 1;
}

static int __attribute__((noinline)) ping(int n)
{
    return n <= 0 ? 2 : pong(n - 1) + 2;
}

int main(void)
{
    unsigned long sum = 0;
    for (int i = 0; i < 20; i++)
        sum += deep(100000);
    printf("%lu %d\n", sum, ping(50001));
    volatile int jumps = 0;
    int code = setjmp(here);
    if (code)
        jumps++;
    if (jumps < 50)
        deep_jump(jumps % 5 ? 100u : 100000u);
    printf("%d jumps, code %d\n", jumps, code);
    sigjmp_buf with_mask;
    volatile int rounds = 0;
    sigset_t set, now;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    if (sigsetjmp(with_mask, 1) < 3) {
        sigprocmask(SIG_BLOCK, &set, NULL);
        siglongjmp(with_mask, ++rounds);
    }
    sigprocmask(SIG_BLOCK, NULL, &now);
    printf("%d rounds, blocked %d\n", rounds, sigismember(&now, SIGUSR1));
    return 0;
}
