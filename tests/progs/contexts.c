/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Coroutines by swapcontext: returns that never match their calls. */
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>

enum { N = 8, ROUNDS = 5000 };
static ucontext_t home, task[N];
static unsigned long sum;

static int __attribute__((noinline)) inner(int id, int depth)
{
    if (depth)
        return inner(id, depth - 1) + 1;
    sum = sum * 3 + (unsigned)id;
    swapcontext(&task[id], &task[(id + 1) % N]);
    return 0;
}

static void body(int id)
{
    for (int i = 0; i < ROUNDS; i++)
        sum += (unsigned)inner(id, i % 9);
    sum ^= (unsigned)id;
}

int main(void)
{
    for (int i = 0; i < N; i++) {
        getcontext(&task[i]);
        task[i].uc_stack.ss_sp = malloc(65536);
        task[i].uc_stack.ss_size = 65536;
        task[i].uc_link = i == N - 1 ? &home : &task[i + 1];
        makecontext(&task[i], (void (*)(void))body, 1, i);
    }
    swapcontext(&home, &task[0]);
    printf("%lu\n", sum);
    return 0;
}
