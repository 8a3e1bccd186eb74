/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/host/run.h"
#include "translate/guest/guest.h"

/* The one that runs, for the handlers. */
static struct run *running;

static const struct host_fp_trap *find_trap(struct run *r, uint64_t pc)
{
    for (unsigned i = 0; i < r->unit.n_traps; i++) {
        if (r->unit.rx + r->unit.traps[i].offset == pc) {
            return &r->unit.traps[i];
        }
    }
    return NULL;
}

static void on_signal(int sig, siginfo_t *info, void *uc)
{
    struct run *r = running;
    static const char died[] = "unexpected signal in generated code\n";

    if (sig == SIGFPE) {
        const struct host_fp_trap *t = find_trap(r, host_context_pc(uc));
        if (t) {
            r->repairs++;
            host_fp_repair(r->config, r->cpu, t, r->unit.rx, uc);
            return;
        }
    }
    if (sig == SIGSEGV && host_return_overflow(r->cpu, info->si_addr, uc)) {
        return;
    }
    if (sig == SIGALRM && r->save_on_alarm) {
        host_context_save(r->config, r->cpu, uc, r->unit.moved, r->unit.n_moved);
        r->cpu->exit = CPU_EXIT_FAULT;
        host_context_leave(r->config, r->cpu, uc);
        return;
    }
    (void)!write(2, died, sizeof(died) - 1);
    signal(sig, SIG_DFL);
}

static void install(void)
{
    static uint8_t stack[65536];
    stack_t ss = {.ss_sp = stack, .ss_size = sizeof(stack)};
    struct sigaction sa = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    static const int signals[] = {SIGFPE, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGALRM};

    sigaltstack(&ss, NULL);
    for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        sigaction(signals[i], &sa, NULL);
    }
}

struct run *run_new(const char *features, const struct ir_guest *guest)
{
    struct run *r = calloc(1, sizeof(*r));
    int64_t f = host_features(features);

    assert_non_null(r);
    assert_true(f > 0);
    r->cpu = aligned_alloc(64, (sizeof(struct cpu) + 63) & ~63ul);
    memset(r->cpu, 0, sizeof(struct cpu));
    r->code = mmap(NULL, RUN_CODE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                   -1, 0);
    assert_ptr_not_equal(r->code, MAP_FAILED);
    r->stubs = (host_stubs_size() + 63) & ~63ul;
    r->config = aligned_alloc(64, (host_config_size() + 63) & ~63ul);
    guest = guest ? guest : guest_aarch64.ir;
    host_init(r->config, guest, f, r->code, r->code);
    assert_int_equal(guest_aarch64.cpu_init(r->cpu, NULL), 0);
    assert_int_equal(host_thread_init(r->config, r->cpu), 0);
    r->ir = ir_init(malloc(ir_size(RUN_MAX_INSNS)), RUN_MAX_INSNS, guest);
    r->scratch = malloc(host_scratch_size(RUN_MAX_INSNS));
    r->jumps = calloc(HOST_JUMP_ALL, sizeof(r->jumps[0]));
    for (unsigned i = 0; i < HOST_JUMP_ALL; i++) {
        r->jumps[i].pc = ~0ull;
    }
    r->cpu->jump_table = r->jumps;
    current = r->cpu;
    install();
    return r;
}

struct ir *run_begin(struct run *r)
{
    ir_reset(r->ir, 0);
    return r->ir;
}

void run_entry(struct run *r, unsigned entry)
{
    running = r;
    current = r->cpu;
    host_enter(r->config, r->cpu, (const void *)(r->unit.rx + r->unit.entries[entry].offset));
}

void run_emit(struct run *r)
{
    char err[200];

    assert_false(r->ir->failed);
    if (ir_verify(r->ir, err, sizeof(err))) {
        fail_msg("%s", err);
    }
    memset(&r->unit, 0, sizeof(r->unit));
    r->unit.rw = r->code + r->stubs;
    r->unit.rx = (uint64_t)r->unit.rw;
    r->unit.size = RUN_CODE / 2 - r->stubs;
    r->unit.cold = (uint32_t)(RUN_CODE / 2 - r->stubs);
    r->unit.cold_size = RUN_CODE / 2;
    r->unit.check_fp = r->check_fp;
    r->unit.links = r->links;
    r->unit.faults = r->faults;
    r->unit.traps = r->traps;
    r->unit.entries = r->entries;
    r->unit.max_links = sizeof(r->links) / sizeof(r->links[0]);
    r->unit.max_faults = sizeof(r->faults) / sizeof(r->faults[0]);
    r->unit.max_traps = sizeof(r->traps) / sizeof(r->traps[0]);
    r->unit.max_entries = sizeof(r->entries) / sizeof(r->entries[0]);
    assert_int_equal(host_emit(r->config, r->ir, &r->unit, r->scratch), 0);
}

void run_ir(struct run *r)
{
    run_emit(r);
    run_entry(r, 0);
}
