/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs programs under a storm of timer signals, on whatever executes AArch64: a static program
 * (storm.h). First a program is stepped through, its words put one by one between breakpoints, and
 * the state at every instruction written down. Then it runs whole, and each signal has to find one
 * of these states. The handler leaves no register as it was.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/ucontext.h>
#include <unistd.h>

#include "tests/fuzz/frame.h"
#include "tests/precise/storm.h"

enum { MAX_STEPS = 20000 };

static struct storm_exchange *x;
static enum { HOME, STEPPING, RUNNING } doing;
static mcontext_t home;
static struct fuzz_regs *trace; /* x->steps of them */
static int *before_of;          /* the step before of the same pc, or -1 */
static int last_of[STORM_WORDS + 1];

static uint32_t *code(void)
{
    return (uint32_t *)(uintptr_t)FUZZ_CODE;
}

/* The turns that are left do not count. */
static void take(mcontext_t *m, struct fuzz_regs *r)
{
    frame_take(m, r);
    r->x[STORM_COUNTER] = 0;
}

static void go_home(mcontext_t *m)
{
    memcpy(m, &home, sizeof(home));
    m->pc += 4;
    doing = HOME;
}

/* The words of the step at index i, or breakpoints in their place. */
static void put_step(unsigned i, bool real)
{
    unsigned n = x->group[i] ? x->group[i] : 1;

    for (unsigned k = i; k < i + n; k++)
        code()[k] = real ? x->words[k] : FUZZ_END;
    __builtin___clear_cache((char *)&code()[i], (char *)&code()[i + n]);
}

/* At a breakpoint: the state in front of the instruction at pc. */
static void step(mcontext_t *m)
{
    static unsigned placed;
    unsigned i = (unsigned)(m->pc - FUZZ_CODE) / 4, n = x->steps;

    if (n)
        put_step(placed, false);
    take(m, &trace[n]);
    before_of[n] = last_of[i];
    last_of[i] = (int)n;
    x->steps++;
    if (i >= x->n_words || x->steps == MAX_STEPS) {
        go_home(m);
        return;
    }
    put_step(i, true);
    placed = i;
}

static unsigned differences(const struct fuzz_regs *a, const struct fuzz_regs *b)
{
    const uint64_t *p = (const uint64_t *)a, *q = (const uint64_t *)b;
    unsigned n = 0;

    for (unsigned i = 0; i < sizeof(*a) / 8; i++)
        n += p[i] != q[i];
    return n;
}

static bool is_within(unsigned i)
{
    for (unsigned k = 1; k <= i && k < 8; k++)
        if (x->group[i - k] > k)
            return true;
    return false;
}

static void complain(const struct fuzz_regs *got, int first)
{
    unsigned least = ~0u;

    if (x->wrong++)
        return;
    x->got = *got;
    for (int s = first; s >= 0; s = before_of[s]) {
        unsigned n = differences(got, &trace[s]);

        if (n < least)
            x->want = trace[s];
        least = n < least ? n : least;
    }
}

static void check(mcontext_t *m)
{
    struct fuzz_regs r;
    unsigned i = (unsigned)(m->pc - FUZZ_CODE) / 4;

    if (m->pc < FUZZ_CODE || i > x->n_words || m->pc & 3) {
        take(m, &r);
        complain(&r, -1);
        return;
    }
    x->seen++;
    if (is_within(i)) {
        x->within++;
        return;
    }
    take(m, &r);
    for (int s = last_of[i]; s >= 0; s = before_of[s])
        if (memcmp(&r, &trace[s], sizeof(r)) == 0)
            return;
    complain(&r, last_of[i]);
}

/* What the frame does not bring back is lost. */
static void spoil_registers(void)
{
    __asm__ volatile("mvni v0.4s, #0\n\tmvni v1.4s, #1\n\tmvni v2.4s, #2\n\tmvni v3.4s, #3\n\t"
                     "mvni v4.4s, #4\n\tmvni v5.4s, #5\n\tmvni v6.4s, #6\n\tmvni v7.4s, #7\n\t"
                     "mvni v16.4s, #16\n\tmvni v17.4s, #17\n\tmvni v18.4s, #18\n\t"
                     "mvni v19.4s, #19\n\tmvni v20.4s, #20\n\tmvni v21.4s, #21\n\t"
                     "mvni v22.4s, #22\n\tmvni v23.4s, #23\n\tmvni v24.4s, #24\n\t"
                     "mvni v25.4s, #25\n\tmvni v26.4s, #26\n\tmvni v27.4s, #27\n\t"
                     "mvni v28.4s, #28\n\tmvni v29.4s, #29\n\tmvni v30.4s, #30\n\t"
                     "mvni v31.4s, #31\n\tmvni v8.4s, #8\n\tmvni v15.4s, #15\n\t"
                     "msr fpsr, %0\n\tmsr fpcr, %1\n\tmsr fpcr, xzr\n\t"
                     "mov x9, #-9\n\tmov x10, #-10\n\tmov x11, #-11\n\tmov x12, #-12\n\t"
                     "mov x13, #-13\n\tmov x14, #-14\n\tmov x15, #-15\n\tmov x16, #-16\n\t"
                     "mov x17, #-17\n\tcmn x9, x10"
                     :
                     : "r"(0x9ful), "r"(0x00c00000ul)
                     : "memory", "cc", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17",
                       "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v15", "v16", "v17",
                       "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28",
                       "v29", "v30", "v31");
}

static void begin(mcontext_t *m, uint64_t turns)
{
    memcpy(&home, m, sizeof(home));
    frame_put(m, &x->before);
    m->regs[STORM_COUNTER] = turns;
}

static void on_trap(mcontext_t *m)
{
    struct fuzz_regs r;

    switch (doing) {
    case HOME:
        if (x->steps == 0) {
            doing = STEPPING;
            begin(m, STORM_TURNS_TRACED);
        } else {
            doing = RUNNING;
            begin(m, x->turns);
        }
        return;
    case STEPPING:
        step(m);
        return;
    case RUNNING:
        take(m, &r);
        if (memcmp(&r, &trace[x->steps - 1], sizeof(r)) != 0)
            x->wrong_end++;
        go_home(m);
    }
}

/* One signal; the handler asks for the next, so that the program gets on however slow it is. */
static void set_timer(unsigned us)
{
    struct itimerval t = {{0, 0}, {0, us}};

    setitimer(ITIMER_REAL, &t, NULL);
}

static void on_signal(int sig, siginfo_t *info, void *context)
{
    mcontext_t *m = &((ucontext_t *)context)->uc_mcontext;

    if (sig == SIGALRM) {
        if (doing == RUNNING)
            check(m);
        if (x->seen < x->interrupts && !x->wrong)
            set_timer(x->interval);
        spoil_registers();
    } else if (sig == SIGTRAP) {
        on_trap(m);
    } else {
        x->signal = sig;
        take(m, &x->got);
        if (doing == HOME)
            _exit(3);
        go_home(m);
    }
}

static void catch_signals(void)
{
    static char stack[65536];
    const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGALRM};
    stack_t ss = {.ss_sp = stack, .ss_size = sizeof(stack)};
    struct sigaction sa = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};

    sigfillset(&sa.sa_mask);
    sigaltstack(&ss, NULL);
    for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        sigaction(signals[i], &sa, NULL);
}

static void put_memory(void)
{
    memcpy((void *)(uintptr_t)STORM_LOADS, x->loads, sizeof(x->loads));
    memcpy((void *)(uintptr_t)STORM_STATE, x->state, sizeof(x->state));
    memset((void *)(uintptr_t)STORM_STORES, 0, STORM_SIZE);
    memset((void *)(uintptr_t)STORM_UPDATES, 0, FUZZ_PAGE);
}

static void run(void)
{
    static uint8_t stored[STORM_SIZE];

    x->steps = x->seen = x->within = x->wrong = x->wrong_end = 0;
    x->signal = 0;
    for (unsigned i = 0; i <= x->n_words; i++)
        last_of[i] = -1;
    for (unsigned i = 0; i < x->n_words + 8; i++)
        code()[i] = FUZZ_END;
    __builtin___clear_cache((char *)code(), (char *)(code() + x->n_words + 8));
    put_memory();
    __asm__ volatile("brk #0" : : : "memory");
    memcpy(stored, (void *)(uintptr_t)STORM_STORES, sizeof(stored));
    memcpy(code(), x->words, x->n_words * 4);
    __builtin___clear_cache((char *)code(), (char *)(code() + x->n_words));
    for (unsigned k = 0; k < 100000 && !x->signal && x->seen < x->interrupts; k++) {
        set_timer(x->interval);
        __asm__ volatile("brk #0" : : : "memory");
        set_timer(0);
        if (memcmp(stored, (void *)(uintptr_t)STORM_STORES, sizeof(stored)) != 0)
            x->wrong_end++;
        if (x->wrong || x->wrong_end)
            break;
    }
}

static void *map(uint64_t at, size_t size, int prot)
{
    void *p = mmap((void *)(uintptr_t)at, size, prot,
                   MAP_PRIVATE | MAP_ANONYMOUS | (at ? MAP_FIXED : 0), -1, 0);

    if (p == MAP_FAILED)
        _exit(2);
    return p;
}

int main(void)
{
    char byte;

    x = mmap(NULL, sizeof(*x), PROT_READ | PROT_WRITE, MAP_SHARED, 3, 0);
    if (x == MAP_FAILED)
        return 2;
    map(FUZZ_CODE, FUZZ_PAGE, PROT_READ | PROT_WRITE | PROT_EXEC);
    map(STORM_LOADS, STORM_SIZE, PROT_READ | PROT_WRITE);
    map(STORM_STORES, STORM_SIZE, PROT_READ | PROT_WRITE);
    map(STORM_UPDATES, 2 * FUZZ_PAGE, PROT_READ | PROT_WRITE);
    trace = map(0, MAX_STEPS * sizeof(*trace), PROT_READ | PROT_WRITE);
    before_of = map(0, MAX_STEPS * sizeof(*before_of), PROT_READ | PROT_WRITE);
    catch_signals();
    while (read(0, &byte, 1) == 1) {
        run();
        if (write(1, &byte, 1) != 1)
            return 2;
    }
    return 0;
}
