/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs the fuzzer's cases on whatever executes AArch64: a static program, given the exchange file
 * as descriptor 3, commands on 0, answers on 1.
 *
 * Registers are set and read by signal frames only: the handler of main's own brk puts a case's
 * state into its frame, and the handler of whatever ends the case takes it out of that one.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ucontext.h>
#include <unistd.h>

#include "tests/fuzz/exchange.h"
#include "tests/fuzz/frame.h"

static struct fuzz_exchange *x;
static unsigned state;
static bool inside;
static mcontext_t home;
static uint64_t home_tpidr;

static void begin(mcontext_t *m)
{
    const struct fuzz_regs *r = &x->before[state];

    frame_put(m, r);
    __asm__ volatile("msr tpidr_el0, %0" : : "r"(r->tpidr));
}

static void end(mcontext_t *m, int sig, const siginfo_t *info)
{
    struct fuzz_end *e = &x->after[state];
    uint64_t tpidr;

    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(tpidr));
    __asm__ volatile("msr tpidr_el0, %0" : : "r"(home_tpidr));
    frame_take(m, &e->r);
    e->r.tpidr = tpidr;
    e->signal = sig;
    e->code = info->si_code;
    e->address = (uint64_t)info->si_addr;
}

static void on_signal(int sig, siginfo_t *info, void *context)
{
    mcontext_t *m = &((ucontext_t *)context)->uc_mcontext;

    if (!inside) {
        memcpy(&home, m, sizeof(home));
        inside = true;
        begin(m);
    } else {
        end(m, sig, info);
        memcpy(m, &home, sizeof(home));
        m->pc += 4;
        inside = false;
    }
}

static void catch_signals(void)
{
    static char stack[65536];
    const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE};
    stack_t ss = {.ss_sp = stack, .ss_size = sizeof(stack)};
    struct sigaction sa = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};

    sigaltstack(&ss, NULL);
    for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        sigaction(signals[i], &sa, NULL);
}

static bool map(uint64_t at, size_t size, int prot)
{
    return mmap((void *)at, size, prot, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) ==
           (void *)at;
}

static void run_case(void)
{
    uint32_t *code = (uint32_t *)(uintptr_t)x->start, *first = code - (x->start > FUZZ_CODE);

    *first = FUZZ_END;
    memcpy(code, x->words, x->n_words * 4);
    for (unsigned i = 0; i < 4; i++)
        code[x->n_words + i] = FUZZ_END;
    __builtin___clear_cache((char *)first, (char *)(code + x->n_words + 4));
    for (state = 0; state < x->n_states; state++) {
        memcpy((void *)(uintptr_t)FUZZ_DATA, x->data, FUZZ_DATA_SIZE);
        __asm__ volatile("clrex\n\tbrk #0" : : : "memory");
        memcpy(x->data_after[state], (void *)(uintptr_t)FUZZ_DATA, FUZZ_DATA_SIZE);
    }
}

int main(void)
{
    char byte;

    x = mmap(NULL, sizeof(*x), PROT_READ | PROT_WRITE, MAP_SHARED, 3, 0);
    if (x == MAP_FAILED || !map(FUZZ_CODE, FUZZ_CODE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC) ||
        !map(FUZZ_DATA, FUZZ_DATA_SIZE, PROT_READ | PROT_WRITE) ||
        !map(FUZZ_READ_ONLY, FUZZ_PAGE, PROT_READ))
        return 2;
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(home_tpidr));
    catch_signals();
    while (read(0, &byte, 1) == 1) {
        run_case();
        if (write(1, &byte, 1) != 1)
            return 2;
    }
    return 0;
}
