/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "tests/fuzz/engines.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/mem.h"
#include "host/host.h"
#include "tests/maps.h"
#include "translate/guest/aarch64/aarch64.h"
#include "translate/guest/guest.h"

enum { ARENA = 4 << 20 };

struct engine engines[N_ENGINES] = {
    {"interp", TR_ENGINE_INTERP, "sse4.1"},
    {"jit-noopt sse4.1", TR_ENGINE_JIT_NOOPT, "sse4.1"},
    {"jit-noopt avx2", TR_ENGINE_JIT_NOOPT, "avx2"},
    {"jit-noopt all", TR_ENGINE_JIT_NOOPT, "all"},
    {"jit sse4.1", TR_ENGINE_JIT, "sse4.1"},
    {"jit avx2", TR_ENGINE_JIT, "avx2"},
    {"jit all", TR_ENGINE_JIT, "all"},
    {"interp tagged", TR_ENGINE_INTERP, "sse4.1", .tagged = true},
    {"jit tagged", TR_ENGINE_JIT, "avx2", .tagged = true},
    {"jit maps", TR_ENGINE_JIT, "all", .maps = true},
};

/* Microseconds between alarms, and how long the present run has lasted. */
static unsigned interval, longest = 5000000;
static volatile unsigned lasted;
static bool exact = true;

static void on_fault(int sig, siginfo_t *info, void *uc)
{
    if (tr_host_fault(current, sig, info, uc) == TR_FAULT_OURS)
        signal(sig, SIG_DFL);
}

static void on_alarm(int sig)
{
    lasted += interval;
    if (lasted > longest) {
        signal(SIGALRM, SIG_DFL);
        raise(SIGALRM);
    }
    if (current && current->translator)
        tr_request(current);
}

static void code_changed(struct process *p, uint64_t start, uint64_t len)
{
    if (p->translator)
        tr_invalidate(p, start, len);
}

static const struct process_ops ops = {.code_changed = code_changed, .safe_copy = host_safe_copy};

static void die(const char *what)
{
    printf("fuzz: %s\n", what);
    exit(2);
}

static void catch_signals(void)
{
    static char stack[65536];
    const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    stack_t ss = {.ss_sp = stack, .ss_size = sizeof(stack)};
    struct sigaction sa = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    struct sigaction alarm = {.sa_handler = on_alarm, .sa_flags = SA_ONSTACK | SA_RESTART};

    sigaltstack(&ss, NULL);
    for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        sigaction(signals[i], &sa, NULL);
    sigaction(SIGALRM, &alarm, NULL);
}

static void map(struct engine *e, uint64_t address, uint64_t size, int prot)
{
    int64_t at = mem_mmap(e->process.mem, address, size, prot,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

    if (at != (int64_t)address)
        die("no guest memory");
}

static void start(struct engine *e)
{
    struct tr_config config = {.engine = e->kind, .arena_size = ARENA, .loops = 1};

    config.host_features = host_features(e->features);
    e->process.ops = &ops;
    e->process.guest = &guest_aarch64;
    e->process.mem = mem_new(&e->process, 64);
    e->cpu = own_map(sizeof(struct cpu), PROT_READ | PROT_WRITE, 0);
    if (!e->process.mem || !e->cpu)
        die("no memory");
    e->cpu->process = &e->process;
    current = e->cpu;
    if (guest_aarch64.cpu_init(e->cpu, NULL) != 0 || tr_init(&e->process, &config) != 0 ||
        tr_thread_init(e->cpu) != 0)
        die("the translator does not start");
    /* Each engine's own view of it; the memory itself is mapped again, the last one counts. */
    map(e, FUZZ_CODE, FUZZ_CODE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC);
    map(e, FUZZ_DATA, FUZZ_DATA_SIZE, PROT_READ | PROT_WRITE);
    map(e, FUZZ_READ_ONLY, FUZZ_PAGE, PROT_READ);
}

void engines_start(void)
{
    for (unsigned i = 0; i < N_ENGINES; i++)
        start(&engines[i]);
    catch_signals();
}

void engines_interrupt(unsigned us, unsigned limit)
{
    struct itimerval t = {{0, us}, {0, us}};

    interval = us;
    longest = limit;
    setitimer(ITIMER_REAL, &t, NULL);
}

void engines_exact(bool on)
{
    exact = on;
}

void engines_begin(void)
{
    lasted = 0;
}

void engines_load(uint32_t start, const uint32_t *words, unsigned n)
{
    uint32_t *code = (uint32_t *)(uintptr_t)start;

    memcpy(code, words, n * 4);
    if (start > FUZZ_CODE)
        code[-1] = FUZZ_END;
    for (unsigned i = 0; i < 4; i++) /* a literal may reach behind the end */
        code[n + i] = FUZZ_END;
    uint64_t seed = 1;
    for (unsigned i = 0; i < n; i++)
        seed = seed * 31 + words[i];
    for (unsigned i = 0; i < N_ENGINES; i++) {
        tr_invalidate(&engines[i].process, start - 4, n * 4 + 8);
        if (engines[i].maps)
            maps_change(engines[i].cpu, &seed);
    }
}

static void put(const struct engine *e, const struct fuzz_regs *r)
{
    struct cpu *cpu = e->cpu;
    struct a64_hot *hot = a64_hot(cpu);
    struct a64_cold *cold = a64_cold(cpu);

    memcpy(hot->x, r->x, sizeof(r->x));
    hot->sp = r->sp;
    a64_set_nzcv(cpu, r->nzcv);
    memcpy(cold->v, r->v, sizeof(r->v));
    cold->tpidr = r->tpidr;
    a64_set_fpcr(cpu, r->fpcr);
    a64_set_fpsr(cpu, r->fpsr);
    /* Keys of pointer authentication: the same for all. */
    for (unsigned i = 0; i < 10; i++)
        cold->keys[i / 2][i % 2] = 0x123456789abcdef0ull * (i + 1);
    cpu->pc = r->pc;
    cpu->mode = guest_aarch64.mode(cpu) & ~(A64_MODE_FPSR | A64_MODE_SP | A64_MODE_APART);
    if (r->sp & 15)
        cpu->mode |= A64_MODE_SP;
    if (e->tagged)
        cpu->mode |= A64_MODE_TAG;
    if (exact)
        a64_fpsr_seen(cpu);
    cpu->monitor_addr = UINT64_MAX;
}

static void take(struct cpu *cpu, struct fuzz_regs *r)
{
    struct a64_hot *hot = a64_hot(cpu);
    struct a64_cold *cold = a64_cold(cpu);

    memcpy(r->x, hot->x, sizeof(r->x));
    r->sp = hot->sp;
    r->nzcv = a64_nzcv(cpu);
    memcpy(r->v, cold->v, sizeof(r->v));
    r->tpidr = cold->tpidr;
    r->fpcr = cold->fpcr;
    r->fpsr = a64_fpsr(cpu);
    r->pc = cpu->pc;
    r->reserved = 0;
}

/* The signal that the Linux ABI makes of cpu's exit. */
static void describe(const struct cpu *cpu, struct fuzz_end *end)
{
    end->address = 0;
    end->code = 0;
    switch (cpu->exit) {
    case CPU_EXIT_BREAK:
        end->signal = SIGTRAP;
        break;
    case CPU_EXIT_ILLEGAL:
        end->signal = SIGILL;
        break;
    case CPU_EXIT_ALIGN:
        end->signal = SIGBUS;
        end->code = BUS_ADRALN;
        end->address = a64_without_tag(cpu->fault_addr);
        break;
    case CPU_EXIT_FAULT:
        end->signal = cpu->fault_signal;
        end->code = cpu->fault_code;
        end->address = a64_without_tag(cpu->fault_addr);
        break;
    case CPU_EXIT_EXEC_FAULT:
        end->signal = SIGSEGV;
        end->address = cpu->exit_info;
        break;
    default:
        end->signal = -(int)cpu->exit;
        break;
    }
}

unsigned engine_run(struct engine *e, const struct fuzz_regs *r, const uint8_t *data,
                    struct fuzz_end *end, uint8_t *data_after)
{
    struct cpu *cpu = e->cpu;
    uint32_t before = cpu->interpreted;

    memcpy((void *)(uintptr_t)FUZZ_DATA, data, FUZZ_DATA_SIZE);
    put(e, r);
    engines_begin();
    current = cpu;
    for (;;) {
        tr_run(cpu);
        if (cpu->exit != CPU_EXIT_POLL)
            break;
        tr_request_clear(cpu);
    }
    take(cpu, &end->r);
    describe(cpu, end);
    if (data_after)
        memcpy(data_after, (void *)(uintptr_t)FUZZ_DATA, FUZZ_DATA_SIZE);
    return cpu->interpreted - before;
}
