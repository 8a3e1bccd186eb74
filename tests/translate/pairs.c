/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which pairs of exclusives want tagged stores, and when a process gets them. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/tags.h"
#include "host/host.h"
#include "translate/guest/aarch64/aarch64.h"
#include "translate/guest/guest.h"
#include "translate/translate.h"

#define CODE 0x20000000ull
#define DATA 0x30000000ull

enum {
    LDXR = 0xc85f7c20, /* ldxr x0, [x1] */
    STXR = 0xc8027c20, /* stxr w2, x0, [x1] */
    LDXP = 0xc87f0c20, /* ldxp x0, x3, [x1] */
    STXP = 0xc8220c20, /* stxp w2, x0, x3, [x1] */
    LDR = 0xf9400003,  /* ldr x3, [x0] */
    STR = 0xf9000083,  /* str x3, [x4] */
    ZVA = 0xd50b7424,  /* dc zva, x4 */
    PRFM = 0xf9800020, /* prfm pldl1keep, [x1] */
    MUL = 0x9b007c03,  /* mul x3, x0, x0 */
    CMP = 0xeb05001f,  /* cmp x0, x5 */
    CLREX = 0xd5033f5f,
    RET = 0xd65f03c0,
    SVC = 0xd4000001,
};
#define B_NE(words) (0x54000001u | (uint32_t)(words) << 5)
#define B(words) (0x14000000u | ((uint32_t)(words)&0x3ffffff))
#define BL(words) (0x94000000u | (uint32_t)(words))

static struct process process;
static unsigned met;
static bool real;

static bool pair_met(struct cpu *cpu)
{
    met++;
    return real && tr_pair_met(cpu);
}

static void code_changed(struct process *p, uint64_t start, uint64_t len)
{
    if (p->translator)
        tr_invalidate(p, start, len);
}

static const struct process_ops ops = {
    .code_changed = code_changed, .pair_met = pair_met, .safe_copy = host_safe_copy};

static struct cpu *new_thread(void)
{
    struct cpu *cpu = own_map(sizeof(struct cpu), PROT_READ | PROT_WRITE, 0);

    assert_non_null(cpu);
    cpu->process = &process;
    assert_int_equal(guest_aarch64.cpu_init(cpu, NULL), 0);
    assert_int_equal(tr_thread_init(cpu), 0);
    return cpu;
}

static void map(uint64_t at)
{
    assert_int_equal(mem_mmap(process.mem, at, MEM_PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
                     (int64_t)at);
}

static void begin(enum tr_engine engine)
{
    struct tr_config config = {.engine = engine, .host_features = host_features(NULL)};

    process = (struct process){.ops = &ops, .guest = &guest_aarch64};
    process.mem = mem_new(&process, 48);
    assert_int_equal(tr_init(&process, &config), 0);
    map(CODE);
    map(DATA);
    current = new_thread();
    met = 0;
}

/* Runs the words until SVC, which is put behind them. The status of the last store-exclusive. */
static uint64_t run(struct cpu *cpu, const uint32_t *words, size_t size)
{
    struct a64_hot *hot = a64_hot(cpu);
    uint32_t end = SVC;

    memcpy((void *)(uintptr_t)CODE, words, size);
    memcpy((char *)(uintptr_t)CODE + size, &end, sizeof(end));
    tr_invalidate(&process, CODE, MEM_PAGE);
    *(uint64_t *)(uintptr_t)DATA = DATA;
    hot->x[1] = hot->x[5] = DATA;
    hot->x[4] = DATA + 256;
    hot->x[30] = CODE + size;
    cpu->pc = CODE;
    current = cpu;
    do {
        tr_run(cpu);
    } while (cpu->exit == CPU_EXIT_POLL);
    assert_int_equal(cpu->exit, CPU_EXIT_SYSCALL);
    return hot->x[2];
}

static const struct {
    unsigned wants; /* to be told of it */
    uint32_t words[8];
} pairs[] = {
    {0, {LDXR, MUL, STXR}},
    {0, {LDXP, MUL, STXP}},
    {0, {LDXR, PRFM, STXR}},
    {0, {LDXR, B(2), LDR, STXR}},
    {0, {LDXR, CMP, B_NE(2), STXR}},
    {0, {LDXR, CMP, B_NE(3), STXR, SVC, LDR}},
    {0, {LDXR, CMP, B_NE(3), STXR, SVC, CLREX, LDR, B(-4)}},
    {1, {LDXR, LDR, STXR}},
    {1, {LDXR, STR, STXR}},
    {1, {LDXR, ZVA, STXR}},
    {1, {LDXP, LDR, STXP}},
    {1, {LDXR, CMP, B_NE(3), STXR, SVC, LDR, B(-3)}},
    {1, {LDXR, BL(3), STXR, B(2), RET}},
    {1, {LDXR, MUL}},
};

static void which(void **state)
{
    static const enum tr_engine engines[] = {TR_ENGINE_INTERP, TR_ENGINE_JIT_NOOPT, TR_ENGINE_JIT};

    real = false;
    for (unsigned e = 0; e < sizeof(engines) / sizeof(engines[0]); e++) {
        begin(engines[e]);
        for (unsigned i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
            size_t n = 0;

            while (n < 8 && pairs[i].words[n])
                n++;
            met = 0;
            run(current, pairs[i].words, n * 4);
            if (met != pairs[i].wants)
                fail_msg("engine %u, pair %u: %u", e, i, met);
        }
    }
}

static const uint32_t plain[] = {LDXR, MUL, STXR}, with_load[] = {LDXR, LDR, STXR};

static bool tagged(const struct cpu *cpu)
{
    return cpu->mode & A64_MODE_TAG;
}

/* One thread needs no tags; with a second one all have them. */
static void second_thread(void **state)
{
    real = true;
    begin(TR_ENGINE_JIT);
    struct cpu *one = current;
    assert_int_equal(run(one, with_load, sizeof(with_load)), 0);
    assert_false(tagged(one));
    struct cpu *two = new_thread();
    assert_int_equal(run(two, plain, sizeof(plain)), 0);
    assert_true(tagged(two));
    assert_int_equal(run(one, with_load, sizeof(with_load)), 0);
    assert_true(tagged(one));
    assert_int_equal(met, 1);
}

/* Two threads have none until one of them runs such a pair. */
static void first_pair(void **state)
{
    real = true;
    begin(TR_ENGINE_JIT);
    struct cpu *one = current, *two = new_thread();
    assert_int_equal(run(one, plain, sizeof(plain)), 0);
    assert_false(tagged(one));
    assert_int_equal(run(two, with_load, sizeof(with_load)), 0);
    assert_true(tagged(two));
    assert_int_equal(run(one, plain, sizeof(plain)), 0);
    assert_true(tagged(one));
    tr_thread_free(one);
    assert_int_equal(run(two, with_load, sizeof(with_load)), 0);
    assert_true(tagged(two));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(which),
        cmocka_unit_test(second_thread),
        cmocka_unit_test(first_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
