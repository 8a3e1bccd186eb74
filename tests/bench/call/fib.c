/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls and returns: functions of Fibonacci, Ackermann, Takeuchi, two that call each other. */
#include "bench.h"

__attribute__((noinline, optimize("no-optimize-sibling-calls"))) static unsigned fib(unsigned n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

__attribute__((noinline)) static unsigned ackermann(unsigned m, unsigned n)
{
    if (m == 0)
        return n + 1;
    return ackermann(m - 1, n == 0 ? 1 : ackermann(m, n - 1));
}

__attribute__((noinline)) static int takeuchi(int x, int y, int z)
{
    if (y >= x)
        return z;
    return takeuchi(takeuchi(x - 1, y, z), takeuchi(y - 1, z, x), takeuchi(z - 1, x, y));
}

static unsigned male(unsigned n);

__attribute__((noinline)) static unsigned female(unsigned n)
{
    return n == 0 ? 1 : n - male(female(n - 1));
}

__attribute__((noinline)) static unsigned male(unsigned n)
{
    return n == 0 ? 0 : n - female(male(n - 1));
}

int main(void)
{
    uint64_t sum = fib(37);
    sum = bench_add(sum, ackermann(3, 9));
    for (int i = 0; i < 6; i++)
        sum = bench_add(sum, (uint64_t)takeuchi(18, 12, i));
    for (unsigned i = 0; i < 120; i++)
        sum = bench_add(sum, female(i) * 1000 + male(i));
    return bench_result(sum);
}
