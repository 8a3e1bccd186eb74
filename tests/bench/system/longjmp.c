/* SPDX-License-Identifier: GPL-2.0-or-later */
/* setjmp and longjmp as errors are thrown: from shallow and from deep, and through loops. */
#include "bench.h"
#include <setjmp.h>

static jmp_buf handlers[32];
static int depth;

__attribute__((noinline)) static uint64_t search(int levels, uint32_t key)
{
    volatile uint32_t own[4] = {key, key >> 3};
    if (levels == 0)
        longjmp(handlers[depth - 1], (int)(key & 127) + 1);
    uint64_t below = search(levels - 1, key * 5 + 1);
    return below + own[levels & 3];
}

__attribute__((noinline)) static uint64_t attempt(int levels, uint32_t key)
{
    uint64_t result;
    int thrown = setjmp(handlers[depth++]);
    if (thrown)
        result = (uint64_t)thrown;
    else
        result = search(levels, key);
    depth--;
    return result;
}

__attribute__((noinline)) static uint64_t nested(int levels, uint32_t key)
{
    if (levels == 0)
        return attempt(3, key);
    int thrown = setjmp(handlers[depth++]);
    if (thrown) {
        depth--;
        return (uint64_t)thrown * 2;
    }
    uint64_t result = nested(levels - 1, key + 7);
    depth--;
    return result + 1;
}

int main(void)
{
    uint32_t state = 5;
    uint64_t sum = 0;
    for (int i = 0; i < 8000000; i++) {
        uint32_t r = bench_random(&state);
        sum = bench_add(sum, attempt((int)(r % 20), r));
        if (i % 8 == 0)
            sum = bench_add(sum, nested(8, r));
    }
    return bench_result(sum);
}
