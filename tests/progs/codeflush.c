/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cache maintenance by hand: line sizes, orders, code that changes itself, a buffer used often. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "code.h"

enum { FUNCTIONS = 96, STRIDE = 48, BUFFER = 4 * PAGE, REUSES = 100000 };

/* Bytes of a data and of an instruction cache line. */
static size_t data_line(void)
{
#if defined(__aarch64__)
    uint64_t ctr;
    __asm__("mrs %0, ctr_el0" : "=r"(ctr));
    return 4u << (ctr >> 16 & 15);
#else
    return 64;
#endif
}

static size_t code_line(void)
{
#if defined(__aarch64__)
    uint64_t ctr;
    __asm__("mrs %0, ctr_el0" : "=r"(ctr));
    return 4u << (ctr & 15);
#else
    return 64;
#endif
}

static void clean(uintptr_t at)
{
#if defined(__aarch64__)
    __asm__ volatile("dc cvau, %0" ::"r"(at) : "memory");
#endif
}

static void invalidate(uintptr_t at)
{
#if defined(__aarch64__)
    __asm__ volatile("ic ivau, %0" ::"r"(at) : "memory");
#endif
}

static void barrier(void)
{
#if defined(__aarch64__)
    __asm__ volatile("dsb ish" ::: "memory");
#endif
}

static void flush_upward(uintptr_t start, uintptr_t end)
{
    for (uintptr_t at = start & -data_line(); at < end; at += data_line())
        clean(at);
    barrier();
    for (uintptr_t at = start & -code_line(); at < end; at += code_line())
        invalidate(at);
    barrier();
    code_synchronize();
}

static void flush_downward(uintptr_t start, uintptr_t end)
{
    for (uintptr_t at = (end - 1) & -data_line(); at + data_line() > start; at -= data_line())
        clean(at);
    barrier();
    for (uintptr_t at = (end - 1) & -code_line(); at + code_line() > start; at -= code_line())
        invalidate(at);
    barrier();
    code_synchronize();
}

static void flush_line_by_line(uintptr_t start, uintptr_t end)
{
    size_t step = data_line() < code_line() ? data_line() : code_line();
    for (uintptr_t at = start & -step; at < end; at += step) {
        clean(at);
        barrier();
        invalidate(at);
        barrier();
        code_synchronize();
    }
}

/* Any address in a line stands for it. */
static void flush_inside(uintptr_t start, uintptr_t end)
{
    for (uintptr_t at = start; at < end; at += 4)
        clean(at);
    barrier();
    for (uintptr_t at = start; at < end; at += 4)
        invalidate(at + 3);
    barrier();
    code_synchronize();
}

static void each_order(char *buffer)
{
    static const struct {
        const char *name;
        void (*flush)(uintptr_t start, uintptr_t end);
    } orders[] = {{"upward", flush_upward},
                  {"downward", flush_downward},
                  {"line by line", flush_line_by_line},
                  {"inside", flush_inside}};
    for (unsigned o = 0; o < 4; o++) {
        int wrong = 0;
        for (unsigned round = 0; round < 20; round++) {
            for (unsigned i = 0; i < FUNCTIONS; i++)
                code_write(buffer + i * STRIDE, round * 100 + i);
            orders[o].flush((uintptr_t)buffer, (uintptr_t)buffer + FUNCTIONS * STRIDE);
            for (unsigned i = 0; i < FUNCTIONS; i++)
                wrong += code_run(buffer + i * STRIDE) != (int)(round * 100 + i);
            /* One of them alone; its neighbours stay. */
            unsigned k = round * 7 % FUNCTIONS;
            code_write(buffer + k * STRIDE, 9999);
            orders[o].flush((uintptr_t)buffer + k * STRIDE,
                            (uintptr_t)buffer + k * STRIDE + CODE_LEN);
            for (unsigned i = 0; i < FUNCTIONS; i++)
                wrong += code_run(buffer + i * STRIDE) != (i == k ? 9999 : (int)(round * 100 + i));
        }
        printf("%s: %d wrong\n", orders[o].name, wrong);
    }
}

#if defined(__aarch64__)
/* Each takes a count, and gives 1 + 2 + ... + count where every change of its own code was seen.
 * They run from a copy in writable memory. */
extern const char own_start[], own_loop[], own_call[], own_branch[], own_end[];
__asm__(".pushsection .text\n"
        ".macro changed\n"
        "    str w1, [x2]\n"
        "    dc cvau, x2\n"
        "    dsb ish\n"
        "    ic ivau, x2\n"
        "    dsb ish\n"
        "    isb\n"
        ".endm\n"
        ".globl own_start, own_loop, own_call, own_branch, own_end\n"
        "own_start:\n"
        /* The body of a loop adds a constant, which it makes one larger. */
        "own_loop:\n"
        "    mov x5, x0\n"
        "    mov x0, #0\n"
        "    adr x2, 1f\n"
        "    ldr w1, =0x91000400\n" /* add x0, x0, #1 */
        "0:  changed\n"
        "1:  add x0, x0, #0\n"
        "    add w1, w1, #0x400\n"
        "    subs x5, x5, #1\n"
        "    b.ne 0b\n"
        "    ldr w1, =0x91000000\n"
        "    str w1, [x2]\n"
        "    ret\n"
        /* The same, changed by a function that it calls, which returns to the changed place. */
        "own_call:\n"
        "    mov x6, x30\n"
        "    mov x5, x0\n"
        "    mov x0, #0\n"
        "    adr x2, 1f\n"
        "    ldr w1, =0x91000400\n"
        "0:  bl 2f\n"
        "1:  add x0, x0, #0\n"
        "    add w1, w1, #0x400\n"
        "    subs x5, x5, #1\n"
        "    b.ne 0b\n"
        "    ret x6\n"
        "2:  changed\n"
        "    ret\n"
        /* A branch over count, count - 1, ... 1 additions of 1. */
        "own_branch:\n"
        "    mov x5, x0\n"
        "    mov x0, #0\n"
        "    adr x2, 1f\n"
        "0:  mov w4, #65\n"
        "    sub w4, w4, w5\n"
        "    ldr w1, =0x14000000\n" /* b . + 4 * w4 */
        "    orr w1, w1, w4\n"
        "    changed\n"
        "1:  nop\n"
        "    .rept 64\n"
        "    add x0, x0, #1\n"
        "    .endr\n"
        "    subs x5, x5, #1\n"
        "    b.ne 0b\n"
        "    ret\n"
        "    .ltorg\n"
        "own_end:\n"
        ".popsection\n");

static long run_own(char *buffer, const char *function, long count)
{
    return ((long (*)(long))(buffer + (function - own_start)))(count);
}

static void own_code(char *buffer)
{
    memcpy(buffer, own_start, (size_t)(own_end - own_start));
    code_flush(buffer, (size_t)(own_end - own_start));
    for (int i = 0; i < 3; i++)
        printf("own code: %ld %ld %ld\n", run_own(buffer, own_loop, 200),
               run_own(buffer, own_call, 300), run_own(buffer, own_branch, 64));
}
#else
static void own_code(char *buffer)
{
    for (int i = 0; i < 3; i++)
        printf("own code: %d %d %d\n", 200 * 201 / 2, 300 * 301 / 2, 64 * 65 / 2);
}
#endif

/* A compiler that uses its buffer again and again: neither memory nor time may grow with it. */
static void reuse(char *buffer)
{
    struct rusage before, after;
    int wrong = 0;
    for (unsigned i = 0; i < REUSES; i++) {
        char *at = buffer + i % 61 * 64;
        if (i == REUSES / 10)
            getrusage(RUSAGE_SELF, &before);
        code_put(at, i & 0xffff);
        wrong += code_run(at) != (int)(i & 0xffff);
    }
    getrusage(RUSAGE_SELF, &after);
    printf("used again: %d wrong, memory %s\n", wrong,
           after.ru_maxrss - before.ru_maxrss < 16 << 10 ? "bounded" : "grows");
}

int main(void)
{
    char *buffer =
        mmap(NULL, BUFFER, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (buffer == MAP_FAILED)
        return 1;
    each_order(buffer);
    own_code(buffer);
    reuse(buffer);
    return 0;
}
