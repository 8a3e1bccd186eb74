/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Coroutines by swapcontext: a ring of them, a producer with a consumer, calls within them. */
#include "bench.h"
#include <stdlib.h>
#include <ucontext.h>

#define RING 16
#define STACK 32768

static ucontext_t home, ring[RING], producer;
static uint64_t token, produced;

__attribute__((noinline)) static uint64_t deep(int n, uint64_t x)
{
    return n == 0 ? x * 3 + 1 : deep(n - 1, x ^ (uint64_t)n) + 1;
}

static void pass(int number)
{
    for (;;) {
        token = token * 5 + deep(number & 7, (uint64_t)number);
        int next = (number + 1) % RING;
        swapcontext(&ring[number], next ? &ring[next] : &home);
    }
}

static void produce(void)
{
    for (uint32_t state = 1;;) {
        produced = bench_random(&state);
        swapcontext(&producer, &home);
    }
}

static void start(ucontext_t *c, void (*function)(void), int number)
{
    getcontext(c);
    c->uc_stack.ss_sp = malloc(STACK);
    c->uc_stack.ss_size = STACK;
    c->uc_link = NULL;
    makecontext(c, function, 1, number);
}

int main(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < RING; i++)
        start(&ring[i], (void (*)(void))pass, i);
    start(&producer, produce, 0);
    for (int i = 0; i < 100000; i++) {
        swapcontext(&home, &ring[0]);
        swapcontext(&home, &producer);
        sum = bench_add(sum, token ^ produced);
    }
    return bench_result(sum);
}
