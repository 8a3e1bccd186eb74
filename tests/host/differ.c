/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The IR interpreter against host code: random IR, the same state before, the same state after.
 *
 *   test-host-differ [-s SEED] [-n COUNT] [-f FEATURES] [-p (print)] [-o (optimise first)]
 *                    [-c (crowded: no more than the usual scratch registers)]
 *                    [-t FILE (instead of random IR, cases: a line === TITLE, then the IR; each
 *                    from as many states)]
 */
#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/host.h"
#include "tests/ir/guest.h"
#include "translate/guest/guest.h"
#include "translate/opt/opt.h"

enum { MAX_INSNS = 4000, CODE = 1 << 20, MAX = 2000, FILLERS = 40 };

static struct machine {
    struct ir_guest guest;
    struct ir_var vars[N_VARS + FILLERS];
    uint16_t gpr_order[16], vec_order[40];
    struct host_config *config;
    struct cpu *cpu, *reference;
    struct host_unit unit;
    uint8_t *code, *memory, *before, *after;
    void *scratch, *opt_scratch;
    struct ir *ir;
    union vec *values;
    struct host_link links[MAX];
    struct host_fault faults[MAX];
    struct host_fp_trap traps[MAX];
    struct host_entry entries[MAX];
    uint64_t seed;
    int64_t features;
} * m;

static void disassemble_part(size_t at, size_t size)
{
    const uint8_t *p = m->unit.rw + at, *end = p + size;
    char line[200];

    while (p < end && (p[0] || p[1] || p[2] || p[3])) {
        unsigned len = host_disassemble((uint64_t)p, p, (size_t)(end - p), line, sizeof line);

        printf("%5tx: %s\n", p - m->unit.rw, line);
        p += len ? len : 1;
    }
}

static void disassemble(void)
{
    disassemble_part(0, m->unit.size);
    disassemble_part(m->unit.cold, m->unit.cold_code);
}

static void print_ir(void)
{
    static char text[1 << 20];

    ir_print(m->ir, text, sizeof text);
    puts(text);
}

static void on_signal(int sig, siginfo_t *info, void *uc)
{
    if (sig == SIGFPE) {
        for (unsigned k = 0; k < m->unit.n_traps; k++) {
            if (m->unit.rx + m->unit.traps[k].offset == host_context_pc(uc)) {
                host_fp_repair(m->config, m->cpu, &m->unit.traps[k], m->unit.rx, uc);
                return;
            }
        }
    }
    if (sig == SIGSEGV && host_return_overflow(m->cpu, info->si_addr, uc))
        return;
    printf("seed %#lx: signal %d at unit + %#lx, main + %#lx, address %p\n", m->seed, sig,
           host_context_pc(uc) - m->unit.rx, host_context_pc(uc) - (uint64_t)on_signal,
           info->si_addr);
    print_ir();
    disassemble();
    exit(1);
}

static void install(void)
{
    static uint8_t stack[65536];
    stack_t ss = {.ss_sp = stack, .ss_size = sizeof(stack)};
    struct sigaction sa = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    static const int signals[] = {SIGFPE, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT};

    sigaltstack(&ss, NULL);
    for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        sigaction(signals[i], &sa, NULL);
}

static struct cpu *new_cpu(void)
{
    struct cpu *cpu = aligned_alloc(64, (sizeof(struct cpu) + 63) & ~63ul);

    memset(cpu, 0, sizeof *cpu);
    return cpu;
}

/* The test guest, its register map filled up with variables that nobody uses: three scratch
 * registers of each class are left, as in real guests. */
static void crowd(void)
{
    unsigned n = 0, g = 0, v = 0;

    for (; n < N_VARS; n++) {
        m->vars[n] = test_guest.vars[n];
        if (m->vars[n].type == IR_I64 && g < 5)
            m->gpr_order[g++] = (uint16_t)n;
        if (m->vars[n].type == IR_V2D && v < 2)
            m->vec_order[v++] = (uint16_t)n;
    }
    for (unsigned k = 0; k < FILLERS; k++, n++) {
        bool vec = k >= 11;

        m->vars[n] =
            (struct ir_var){"filler", (uint16_t)(offsetof(struct cpu, cold) + 1024 + 16 * k),
                            vec ? IR_V2D : IR_I64};
        if (vec)
            m->vec_order[v++] = (uint16_t)n;
        else if (g < 15)
            m->gpr_order[g++] = (uint16_t)n;
    }
    m->gpr_order[g] = m->vec_order[v] = 0xffff;
    m->guest.vars = m->vars;
    m->guest.n_vars = n;
    m->guest.gpr_order = m->gpr_order;
    m->guest.vec_order = m->vec_order;
}

static void setup(bool crowded)
{
    static struct host_jump_entry misses[HOST_JUMP_ALL];
    size_t stubs = (host_stubs_size() + 63) & ~63ul;

    for (unsigned i = 0; i < HOST_JUMP_ALL; i++) /* never looked for here */
        misses[i].pc = i < HOST_JUMP_ENTRIES         ? (i + 1) << HOST_JUMP_SHIFT
                       : i == host_jump_second(4, 0) ? 8
                                                     : 4;
    m->guest = test_guest;
    m->guest.fp_eval = guest_aarch64.ir->fp_eval;
    if (crowded)
        crowd();
    m->cpu = new_cpu();
    m->reference = new_cpu();
    m->code =
        mmap(NULL, CODE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    m->config = aligned_alloc(64, (host_config_size() + 63) & ~63ul);
    host_init(m->config, &m->guest, m->features, m->code, m->code);
    if (host_thread_init(m->config, m->cpu))
        abort();
    m->cpu->jump_table = misses;
    m->ir = ir_init(malloc(ir_size(MAX_INSNS)), MAX_INSNS, &m->guest);
    m->scratch = malloc(host_scratch_size(MAX_INSNS));
    m->opt_scratch = malloc(opt_scratch_size(MAX_INSNS));
    m->values = malloc(MAX_INSNS * sizeof *m->values);
    m->memory = aligned_alloc(64, RANDOM_MEMORY);
    m->before = malloc(RANDOM_MEMORY);
    m->after = malloc(RANDOM_MEMORY);
    m->unit.rw = m->code + stubs;
    m->unit.rx = (uint64_t)m->unit.rw;
    m->unit.links = m->links;
    m->unit.faults = m->faults;
    m->unit.traps = m->traps;
    m->unit.entries = m->entries;
    m->unit.max_links = m->unit.max_faults = m->unit.max_traps = m->unit.max_entries = MAX;
    install();
}

static void fill(struct cpu *cpu, uint64_t seed)
{
    memset(cpu->hot, 0, sizeof cpu->hot);
    for (unsigned k = 0; k < sizeof cpu->cold / 8; k++)
        ((uint64_t *)cpu->cold)[k] = k >= 128 && k < 128 + 2 * FILLERS ? random_next(&seed) : 0;
    for (unsigned k = 1; k < 7; k++)
        cpu->hot[k] = random_next(&seed) >> (random_next(&seed) & 63);
    cpu->hot[0] = (uintptr_t)m->memory + RANDOM_MEMORY / 4;
    cpu->hot[7] = 3;
    for (unsigned k = 0; k < 64; k++)
        cpu->cold[k] = (uint8_t)random_next(&seed);
    for (unsigned v = VAR_NZCV; v <= VAR_CF; v++) {
        struct cpu_flags *f = (void *)((uint8_t *)cpu + m->guest.vars[v].offset);

        f->kind = IR_FLAGS_SUB | IR_I64 << 8;
        f->a = random_next(&seed) & 3;
        f->b = random_next(&seed) & 3;
    }
    cpu->pc = 0;
}

static bool same_var(const struct ir_var *v)
{
    const uint8_t *a = (uint8_t *)m->cpu + v->offset, *b = (uint8_t *)m->reference + v->offset;

    if (v->type == IR_FLAGS_T)
        return ir_flags_nzcv((const void *)a) == ir_flags_nzcv((const void *)b);
    return !memcmp(a, b, ir_bytes(v->type));
}

static bool compare(void)
{
    bool same = m->cpu->pc == m->reference->pc && !memcmp(m->memory, m->after, RANDOM_MEMORY);

    if (m->cpu->pc != m->reference->pc)
        printf("pc: interpreter %#lx, host %#lx\n", m->reference->pc, m->cpu->pc);
    for (unsigned v = 0; v < m->guest.n_vars; v++) {
        const uint64_t *a = (void *)((uint8_t *)m->cpu + m->guest.vars[v].offset);
        const uint64_t *b = (void *)((uint8_t *)m->reference + m->guest.vars[v].offset);

        if (same_var(&m->guest.vars[v]))
            continue;
        same = false;
        printf("%s: interpreter %#lx %#lx, host %#lx %#lx\n", m->guest.vars[v].name, b[0], b[1],
               a[0], a[1]);
    }
    return same;
}

/* What the run loop does: a link's target is in its record. */
static void take_link(void)
{
    for (unsigned k = 0; k < m->unit.n_links; k++)
        if (m->unit.rx + m->unit.links[k].site == (uint64_t)m->cpu->link_site)
            m->cpu->pc = m->unit.links[k].pc;
}

/* Runs m->ir both ways, from the state that seed makes. */
static bool one(uint64_t seed, bool optimise, bool print)
{
    static const struct opt_facts facts = {.verify = true};
    uint64_t s = ~seed;
    int error;

    for (unsigned k = 0; k < RANDOM_MEMORY; k++)
        m->before[k] = (uint8_t)random_next(&s);
    memcpy(m->memory, m->before, RANDOM_MEMORY);
    fill(m->reference, seed);
    ir_interpret(m->ir, m->reference, m->values);
    memcpy(m->after, m->memory, RANDOM_MEMORY);
    if (optimise)
        opt_run(m->ir, &facts, m->opt_scratch);
    memcpy(m->memory, m->before, RANDOM_MEMORY);
    fill(m->cpu, seed);
    m->unit.size = CODE / 2 - (size_t)(m->unit.rw - m->code);
    m->unit.cold = (uint32_t)m->unit.size;
    m->unit.cold_size = CODE / 2;
    m->unit.near_start = seed & 2 ? 0x4000 : 0;
    m->unit.near_end = seed & 2 ? 0x6000 : 0;
    error = host_emit(m->config, m->ir, &m->unit, m->scratch);
    if (error) {
        printf("seed %#lx: host_emit: %d\n", seed, error);
        return false;
    }
    if (print) {
        print_ir();
        disassemble();
    }
    host_enter(m->config, m->cpu, (void *)(m->unit.rx + m->unit.entries[0].offset));
    if (m->cpu->exit == CPU_EXIT_LINK)
        take_link();
    if (compare())
        return true;
    printf("seed %#lx differs\n", seed);
    return false;
}

static bool random_one(uint64_t seed, bool optimise, bool print)
{
    uint64_t s = seed;

    m->seed = seed;
    random_ir(m->ir, &s, 200 + seed % 1200, seed & 1);
    return one(seed, optimise, print);
}

/* The cases in text, from the states of count seeds each. */
static bool cases(char *text, uint64_t seed, uint64_t count, bool optimise, bool print)
{
    char error[256] = "";

    for (char *at = strstr(text, "=== "), *next; at; at = next) {
        char *ir = strchr(at, '\n');

        next = strstr(at + 1, "=== ");
        *ir++ = 0;
        if (next)
            next[-1] = 0;
        for (uint64_t n = 0; n < count; n++) {
            m->seed = seed + n;
            if (ir_parse(m->ir, ir, error, sizeof error) || ir_verify(m->ir, error, sizeof error) ||
                !one(seed + n, optimise, print)) {
                printf("%s %s\n", at, error);
                return false;
            }
        }
    }
    return true;
}

static char *read_file(const char *path)
{
    static char text[1 << 16];
    FILE *f = fopen(path, "r");
    size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;

    if (!n || fclose(f)) {
        perror(path);
        exit(2);
    }
    return text;
}

int main(int argc, char **argv)
{
    const char *features = "all", *file = NULL;
    uint64_t seed = 1, count = 2000;
    bool print = false, optimise = false, crowded = false;
    int c;

    while ((c = getopt(argc, argv, "s:n:f:t:poc")) != -1) {
        switch (c) {
        case 's':
            seed = strtoull(optarg, NULL, 0);
            break;
        case 'n':
            count = strtoull(optarg, NULL, 0);
            break;
        case 'f':
            features = optarg;
            break;
        case 't':
            file = optarg;
            break;
        case 'p':
            print = true;
            break;
        case 'o':
            optimise = true;
            break;
        case 'c':
            crowded = true;
            break;
        default:
            return 2;
        }
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    m = calloc(1, sizeof *m);
    m->features = host_features(features);
    setup(crowded);
    current = m->cpu;
    if (file)
        return !cases(read_file(file), seed, count, optimise, print);
    for (; count; count--, seed++)
        if (!random_one(seed, optimise, print))
            return 1;
    return 0;
}
