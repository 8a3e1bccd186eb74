/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Indirect branches and calls whose targets change, in all rounding modes, before and after the
 * first look at the floating-point status, by a thread that did not look. */
#define _GNU_SOURCE
#include <fenv.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

enum { N_TARGETS = 8, NEAR = 64, FAR = 1 << 18 };

typedef int function(int);

static _Atomic int stop;
static char *code;

/* return x + n */
static void put(void *at, int n)
{
#if defined(__aarch64__)
    uint32_t insns[] = {0x11000000 | (uint32_t)(n & 0xfff) << 10, 0xd65f03c0};
    memcpy(at, insns, sizeof(insns));
#else
    uint8_t insns[] = {0x8d, 0x87, 0, 0, 0, 0, 0xc3};
    memcpy(insns + 2, &n, 4);
    memcpy(at, insns, sizeof(insns));
#endif
    __builtin___clear_cache(at, (char *)at + sizeof(insns));
}

/* Some are such that one table of them by the low bits of the address has room for one. */
static char *place(int k)
{
    k %= N_TARGETS;
    return code + k * (k % 4 ? FAR : NEAR);
}

static int step(int x, int n)
{
    static void *const labels[] = {&&add, &&twice, &&negate, &&flip};

    for (int i = 0; i < n; i++) {
        goto *labels[(x ^ i) & 3];
    add:
        x += i;
        continue;
    twice:
        x *= 2;
        continue;
    negate:
        x = 1 - x;
        continue;
    flip:
        x ^= 0x55;
    }
    return x;
}

static function *target(int k)
{
    return (function *)(void *)place(k);
}

/* Every call goes elsewhere; each target is another function from time to time. */
static int all_modes(void)
{
    static const int modes[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    int sum = 0;

    for (int i = 0; i < 400; i++) {
        volatile double one = 1, three = 3;

        fesetround(modes[i / 16 % 4]);
        put(place(i * 5), i);
        for (int k = 0; k < 40; k++)
            sum += target(k * 3)(k);
        sum += step(i, 20) + (one / three > 1.0 / 3);
    }
    fesetround(FE_TONEAREST);
    return sum;
}

/* Goes on as it did when another thread looks at the status. */
static void *calls(void *result)
{
    int sum, first = 0;

    do {
        sum = 0;
        for (int k = 0; k < 1000; k++)
            sum += step(k, 10);
        first = first ? first : sum;
    } while (!stop && sum == first);
    *(int *)result = sum;
    return NULL;
}

int main(void)
{
    pthread_t thread;
    int result = 0;
    volatile double zero = 0;

    code = mmap(NULL, N_TARGETS * FAR, PROT_READ | PROT_WRITE | PROT_EXEC,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int k = 0; k < N_TARGETS; k++)
        put(place(k), k);
    pthread_create(&thread, NULL, calls, &result);
    printf("not looked: %d\n", all_modes());
    feclearexcept(FE_ALL_EXCEPT);
    zero = 1 / zero;
    printf("looked: %d %d\n", all_modes(), fetestexcept(FE_DIVBYZERO) != 0);
    stop = 1;
    pthread_join(thread, NULL);
    printf("thread: %d\n", result);
    return 0;
}
