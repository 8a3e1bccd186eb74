/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loops that are longer than a region: their units, faults in them, and code that changes. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "base/mem.h"
#include "host/host.h"
#include "translate/guest/aarch64/aarch64.h"
#include "translate/guest/guest.h"
#include "translate/translate.h"

#define CODE 0x20000000ull
#define DATA 0x30000000ull
#define SHARED 0x40000000ull

enum {
    ADD = 0x91000421,  /* add x1, x1, #1 */
    ADD2 = 0x91000821, /* add x1, x1, #2 */
    LDR = 0xf8408483,  /* ldr x3, [x4], #8 */
    SUBS = 0xf1000400, /* subs x0, x0, #1 */
    STR = 0xb9000107,  /* str w7, [x8] */
    FADD = 0x1e622820, /* fadd d0, d1, d2 */
    B3 = 0x14000003,   /* b, over two */
    BLR = 0xd63f00c0,  /* blr x6 */
    RET = 0xd65f03c0,
    SVC = 0xd4000001,
    ADDS = 70, /* in front of the loop's load */
    LOOP = ADDS + 3,
    RETURN = LOOP + 1, /* where a RET is */
    WORDS,
    ROUNDS = MEM_PAGE / 8,
    FIRST = 58, /* instructions of a region without branches */
};
#define CBZ_X0(words) (0xb4000000u | (uint32_t)(words) << 5)
#define B_NE(words) (0x54000001u | ((uint32_t)(words)&0x7ffff) << 5)

static struct process process;
static unsigned repairs;

static void on_fault(int sig, siginfo_t *info, void *uc)
{
    repairs += sig == SIGFPE;
    if (tr_host_fault(current, sig, info, uc) == TR_FAULT_OURS)
        signal(sig, SIG_DFL);
}

static const struct process_ops ops = {.safe_copy = host_safe_copy};

static void map(uint64_t at, uint64_t len, int prot, int flags)
{
    assert_int_equal(mem_mmap(process.mem, at, len, prot, MAP_ANONYMOUS | MAP_FIXED | flags, -1, 0),
                     (int64_t)at);
}

static uint32_t *code(unsigned n)
{
    return (uint32_t *)(uintptr_t)CODE + n;
}

static void begin(enum tr_engine engine, uint32_t loops)
{
    const struct tr_config config = {
        .engine = engine, .host_features = host_features(NULL), .loops = loops, .profile = true};
    struct sigaction sa = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    stack_t ss = {.ss_sp = own_map(65536, PROT_READ | PROT_WRITE, 0), .ss_size = 65536};

    sigaltstack(&ss, NULL);
    sigaction(SIGSEGV, &sa, NULL);
    sigaction(SIGFPE, &sa, NULL);
    process = (struct process){.ops = &ops, .guest = &guest_aarch64};
    process.mem = mem_new(&process, 48);
    assert_int_equal(tr_init(&process, &config), 0);
    map(CODE, MEM_PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE);
    map(DATA, MEM_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE);
    current = own_map(sizeof(struct cpu), PROT_READ | PROT_WRITE, 0);
    assert_non_null(current);
    current->process = &process;
    assert_int_equal(guest_aarch64.cpu_init(current, NULL), 0);
    assert_int_equal(tr_thread_init(current), 0);
    for (unsigned n = 0; n < ADDS; n++)
        *code(n) = ADD;
    *code(ADDS) = LDR;
    *code(ADDS + 1) = SUBS;
    *code(ADDS + 2) = B_NE(-(ADDS + 2));
    *code(LOOP) = SVC;
    *code(RETURN) = RET;
}

static struct a64_hot *run_at(uint64_t pc, unsigned rounds)
{
    struct a64_hot *hot = a64_hot(current);

    hot->x[0] = rounds;
    hot->x[1] = 0;
    hot->x[4] = DATA;
    hot->x[6] = CODE + RETURN * 4;
    current->pc = pc;
    do {
        tr_run(current);
    } while (current->exit == CPU_EXIT_POLL);
    return hot;
}

static struct a64_hot *run(unsigned rounds)
{
    return run_at(CODE, rounds);
}

/* Direct exits from units so far. */
static uint64_t jumps(void)
{
    struct tr_profile p;

    tr_profile_get(&process, &p);
    return p.jumps;
}

/* Writes a word and says so, of this word only. */
static void change(unsigned n, uint32_t word)
{
    *code(n) = word;
    tr_invalidate(&process, CODE + 4ull * n, 4);
}

static void expect(unsigned round, unsigned adds)
{
    struct a64_hot *hot = run(round);

    assert_int_equal(current->exit, CPU_EXIT_SYSCALL);
    assert_int_equal(hot->x[1], round * adds);
    assert_int_equal(hot->x[4], DATA + round * 8);
}

static void test_unit(enum tr_engine engine)
{
    uint64_t before;

    begin(engine, 1u << 30);
    expect(ROUNDS, ADDS);
    assert_true(jumps() > ROUNDS);

    begin(engine, 8);
    expect(ROUNDS, ADDS);
    assert_true(jumps() < 50);
    before = jumps();
    expect(ROUNDS, ADDS);
    assert_true(jumps() - before < 5);
}

/* A loop of which most has a unit of its own, made before the loop was seen, stays in one unit. */
static void test_through(enum tr_engine engine)
{
    uint64_t before;

    begin(engine, 1u << 30);
    *code(60) = SUBS;
    *code(61) = B_NE(-61);
    *code(62) = SVC;
    run_at(CODE + 2 * 4, 1);
    assert_int_equal(a64_hot(current)->x[1], 58);
    before = jumps();
    run_at(CODE, ROUNDS);
    assert_int_equal(a64_hot(current)->x[1], ROUNDS * 60);
    assert_true(jumps() - before < 5);
}

/* A loop whose head is that of one around it, too, which is too long for a unit. */
static void test_inner(enum tr_engine engine)
{
    struct a64_hot *hot;
    uint64_t before;

    begin(engine, 8);
    *code(ADDS) = SUBS;
    *code(ADDS + 1) = B_NE(-(ADDS + 1));
    for (unsigned n = ADDS + 2; n < 3 * ADDS; n++)
        *code(n) = ADD;
    *code(3 * ADDS) = 0xd2800000 | ROUNDS << 5; /* mov x0, ROUNDS */
    *code(3 * ADDS + 1) = 0xf1000529;           /* subs x9, x9, #1 */
    *code(3 * ADDS + 2) = B_NE(-(3 * ADDS + 2));
    *code(3 * ADDS + 3) = SVC;
    for (unsigned n = 0; n < 2; n++) {
        a64_hot(current)->x[9] = 20;
        before = jumps();
        hot = run(ROUNDS);
        assert_int_equal(hot->x[1], 20 * (ROUNDS * ADDS + 2 * ADDS - 2));
    }
    assert_true(jumps() - before < 20 * 10);
}

/* An interpreter's dispatch leads back to itself, but goes round by an indirect branch and code
 * elsewhere: the units that it takes are the same whether rounds are counted or not. */
static uint64_t units_of_dispatch(enum tr_engine engine, uint32_t loops)
{
    struct tr_profile p;

    begin(engine, loops);
    *code(0) = SUBS;
    *code(1) = 0x54000060;                        /* b.eq 4 */
    *code(2) = 0xb4000007 | (-2u & 0x7ffff) << 5; /* cbz x7, 0 */
    *code(3) = 0xd61f00c0;                        /* br x6 */
    *code(4) = SVC;
    *code(RETURN) = 0x14000000 | (-RETURN & 0x3ffffff); /* b 0 */
    a64_hot(current)->x[7] = 1;
    run(ROUNDS);
    assert_int_equal(a64_hot(current)->x[0], 0);
    tr_profile_get(&process, &p);
    return p.units;
}

static void test_dispatch(enum tr_engine engine)
{
    assert_int_equal(units_of_dispatch(engine, 8), units_of_dispatch(engine, 1u << 30));
}

/* The load in the loop's unit leaves the page. */
static void test_fault(enum tr_engine engine)
{
    struct a64_hot *hot;

    begin(engine, 8);
    hot = run(ROUNDS + 7);
    assert_int_equal(current->exit, CPU_EXIT_FAULT);
    assert_int_equal(current->fault_addr, DATA + MEM_PAGE);
    assert_int_equal(current->pc, CODE + ADDS * 4);
    assert_int_equal(hot->x[0], 7);
    assert_int_equal(hot->x[1], (ROUNDS + 1) * ADDS);
}

/* Words that lie in the loop's unit and in one or the other of the units it was made for. */
static void test_changes(enum tr_engine engine)
{
    begin(engine, 8);
    for (unsigned i = 0; i < 4; i++) {
        expect(ROUNDS, ADDS);
        change(i % 2 ? ADDS - 1 : 1, ADD2);
        expect(ROUNDS, ADDS + 1);
        change(i % 2 ? ADDS - 1 : 1, ADD);
    }
    change(2, SVC);
    run(1);
    assert_int_equal(current->exit, CPU_EXIT_SYSCALL);
    assert_int_equal(current->pc, CODE + 3 * 4);
}

/* Branches that lie in each other: blocks are not found in the order of their addresses. */
static void test_branches(enum tr_engine engine)
{
    uint64_t before;

    begin(engine, 8);
    *code(10) = CBZ_X0(50);
    *code(20) = CBZ_X0(20);
    *code(30) = CBZ_X0(5);
    expect(ROUNDS, ADDS - 3);
    before = jumps();
    expect(ROUNDS, ADDS - 3);
    assert_true(jumps() - before < 5);
}

/* The unit whose start became a loop's traps often in what the loop leaves to it. */
static void test_traps(enum tr_engine engine)
{
    begin(engine, 8);
    *code(10) = CBZ_X0(30);
    *code(39) = B3;
    *code(40) = FADD;
    *code(41) = SVC;
    a64_cold(current)->v[1][0] = 0x7ff0000000000001;
    expect(ROUNDS, ADDS - 4);
    repairs = 0;
    for (unsigned i = 0; i < 100; i++) {
        run(0);
        assert_int_equal(a64_cold(current)->v[0][0], 0x7ff8000000000001);
    }
    assert_in_range(repairs, 1, 60);
}

/* Shared memory whose change is found where the loop's unit is to be made: the head's unit goes,
 * the one that leads back to it, in the next page, stays. */
static void test_shared(enum tr_engine engine)
{
    uint32_t *head;
    struct a64_hot *hot;

    begin(engine, 8);
    map(SHARED, 2 * MEM_PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_SHARED);
    head = (uint32_t *)(uintptr_t)(SHARED + MEM_PAGE) - FIRST;
    for (unsigned n = 0; n < FIRST; n++)
        head[n] = ADD;
    head[FIRST] = STR;
    head[FIRST + 1] = SUBS;
    head[FIRST + 2] = B_NE(-(FIRST + 2));
    head[FIRST + 3] = SVC;
    hot = a64_hot(current);
    hot->x[7] = ADD2;
    hot->x[8] = (uintptr_t)(head + 3);
    run_at((uintptr_t)head, ROUNDS);
    hot = run_at((uintptr_t)head, ROUNDS);
    assert_int_equal(hot->x[1], ROUNDS * (FIRST + 1));
}

/* A loop with a call is left as it is. */
static void test_call(enum tr_engine engine)
{
    begin(engine, 8);
    *code(20) = BLR;
    expect(ROUNDS, ADDS - 1);
    expect(ROUNDS, ADDS - 1);
}

static void all(void **state)
{
    const enum tr_engine *engine = *state;

    test_unit(*engine);
    test_through(*engine);
    test_inner(*engine);
    test_dispatch(*engine);
    test_fault(*engine);
    test_changes(*engine);
    test_branches(*engine);
    test_traps(*engine);
    test_shared(*engine);
    test_call(*engine);
}

int main(void)
{
    static enum tr_engine jit = TR_ENGINE_JIT, noopt = TR_ENGINE_JIT_NOOPT;
    const struct CMUnitTest tests[] = {
        {"jit", all, NULL, NULL, &jit},
        {"jit-noopt", all, NULL, NULL, &noopt},
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
