/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs cases that fault, on whatever executes AArch64: a static program (exchange.h). The frame of
 * a fault is written down, what is wrong is made good, and the handler returns.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ucontext.h>
#include <unistd.h>

#include "tests/fuzz/frame.h"
#include "tests/precise/exchange.h"

#ifndef SA_EXPOSE_TAGBITS
    #define SA_EXPOSE_TAGBITS 0x800
#endif

static struct precise_exchange *x;
static struct precise_case *c;
static struct precise_end *out;
static bool inside, faulty;
static mcontext_t home;
static uint64_t home_tpidr;

static void take(mcontext_t *m, struct fuzz_regs *r)
{
    frame_take(m, r);
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(r->tpidr));
}

/* By system calls, which are fast in every engine. */
static void copy_window(uint64_t from, uint64_t to)
{
    off_t at = (off_t)(offsetof(struct precise_exchange, window) + from - PRECISE_WINDOW);

    if (pread(3, (void *)(uintptr_t)from, to - from, at) != (ssize_t)(to - from))
        _exit(2);
}

static void set_page(enum precise_page page)
{
    static const int prot[] = {[PAGE_WRITABLE] = PROT_READ | PROT_WRITE,
                               [PAGE_NONE] = PROT_NONE,
                               [PAGE_READ_ONLY] = PROT_READ};

    if (page == PAGE_HOLE)
        munmap((void *)(uintptr_t)PRECISE_BAD, FUZZ_PAGE);
    else
        mprotect((void *)(uintptr_t)PRECISE_BAD, FUZZ_PAGE, prot[page]);
}

static void repair(void)
{
    if (c->page == PAGE_HOLE) {
        mmap((void *)(uintptr_t)PRECISE_BAD, FUZZ_PAGE, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        copy_window(PRECISE_BAD, PRECISE_BAD + FUZZ_PAGE);
    } else {
        set_page(PAGE_WRITABLE);
    }
}

static void describe(mcontext_t *m, int sig, const siginfo_t *info)
{
    struct esr_context *e = frame_record(m, ESR_MAGIC);

    take(m, &c->fault.r);
    c->fault.address = (uint64_t)(uintptr_t)info->si_addr;
    c->fault.fault_address = m->fault_address;
    c->fault.esr = e->head.magic ? e->esr : 0;
    c->fault.signal = sig;
    c->fault.code = info->si_code;
}

static void leave(mcontext_t *m, int sig)
{
    take(m, &out->r);
    out->signal = sig;
    __asm__ volatile("msr tpidr_el0, %0" : : "r"(home_tpidr));
    memcpy(m, &home, sizeof(home));
    m->pc += 4;
    inside = false;
}

static void on_signal(int sig, siginfo_t *info, void *context)
{
    mcontext_t *m = &((ucontext_t *)context)->uc_mcontext;
    bool memory = sig == SIGSEGV || sig == SIGBUS;

    if (!inside) {
        memcpy(&home, m, sizeof(home));
        inside = true;
        frame_put(m, &c->before);
        __asm__ volatile("msr tpidr_el0, %0" : : "r"(c->before.tpidr));
        return;
    }
    if (memory && !out->faults++ && faulty) {
        describe(m, sig, info);
        if (c->repair) {
            repair();
            return;
        }
    }
    leave(m, sig);
}

static void catch_signals(int flags)
{
    static char stack[65536];
    const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE};
    stack_t ss = {.ss_sp = stack, .ss_size = sizeof(stack)};
    struct sigaction sa = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK | flags};

    sigaltstack(&ss, NULL);
    for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        sigaction(signals[i], &sa, NULL);
}

static void put_code(unsigned n)
{
    uint32_t *code = (uint32_t *)(uintptr_t)FUZZ_CODE;

    memcpy(code, c->words, n * 4);
    for (unsigned i = n; i < PRECISE_WORDS + 1; i++)
        code[i] = FUZZ_END;
    __builtin___clear_cache((char *)code, (char *)(code + PRECISE_WORDS + 1));
}

/* One run from the beginning of the case, with page 1 as page says. */
static void run(enum precise_page page, struct precise_end *end, uint64_t *after)
{
    memset(end, 0, sizeof(*end));
    out = end;
    copy_window(PRECISE_WINDOW, PRECISE_WINDOW + PRECISE_PAGES * FUZZ_PAGE);
    set_page(page);
    __asm__ volatile("clrex\n\tbrk #0" : : : "memory");
    if (page == PAGE_HOLE && (!faulty || !c->repair || !end->faults))
        repair();
    set_page(PAGE_WRITABLE);
    if (after && pwrite(3, (void *)(uintptr_t)PRECISE_WINDOW, PRECISE_PAGES * FUZZ_PAGE,
                        (char *)after - (char *)x) < 0)
        _exit(2);
}

static void run_case(void)
{
    struct precise_end reached;

    faulty = false;
    put_code(c->at);
    run(PAGE_WRITABLE, &reached, NULL);
    c->reached = reached.r;
    put_code(c->n_words);
    run(PAGE_WRITABLE, &c->good, x->after[c - x->cases][0]);
    memset(&c->fault, 0, sizeof(c->fault));
    faulty = true;
    if (c->expose)
        catch_signals(SA_EXPOSE_TAGBITS);
    run((enum precise_page)c->page, &c->end, x->after[c - x->cases][1]);
    if (c->expose)
        catch_signals(0);
}

static bool map(uint64_t at, size_t size, int prot)
{
    return mmap((void *)(uintptr_t)at, size, prot, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
                0) == (void *)(uintptr_t)at;
}

int main(void)
{
    char byte;

    x = mmap(NULL, sizeof(*x), PROT_READ | PROT_WRITE, MAP_SHARED, 3, 0);
    if (x == MAP_FAILED || !map(FUZZ_CODE, FUZZ_PAGE, PROT_READ | PROT_WRITE | PROT_EXEC) ||
        !map(PRECISE_WINDOW, PRECISE_PAGES * FUZZ_PAGE, PROT_READ | PROT_WRITE))
        return 2;
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(home_tpidr));
    catch_signals(0);
    while (read(0, &byte, 1) == 1) {
        for (c = x->cases; c < x->cases + x->n; c++)
            run_case();
        if (write(1, &byte, 1) != 1)
            return 2;
    }
    return 0;
}
