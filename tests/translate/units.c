/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Translations that become stale: by IC IVAU, by munmap, mmap and mprotect, through another view
 * of the same memory; a code arena that fills up; all of it with several threads, and where memory
 * that is writable and executable is refused. Where units end inside of long blocks.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "host/host.h"
#include "translate/guest/aarch64/aarch64.h"
#include "translate/guest/guest.h"
#include "translate/private.h"

#define GATE 0x10000000ull
#define CODE 0x20000000ull
#define VIEW 0x30000000ull /* of the memory at CODE */
#define STRIDE 256         /* bytes between functions */
#define FUNCTIONS 2000
#define CODE_SIZE (FUNCTIONS * STRIDE)
#define THREADS 4
#define SMALL_ARENA (256 << 10)

enum { RETURN = 0xd65f03c0 };

/* x9 is called, after the instruction cache line at x10 was made stale. */
static const uint32_t gate[] = {
    0xd50b752a, /* ic ivau, x10 */
    0xd5033b9f, /* dsb ish */
    0xd5033fdf, /* isb */
    0xd63f0120, /* blr x9 */
    0xd4000001, /* svc #0 */
};
enum { GATE_CALL = 3 };

static struct process process;

static void on_fault(int sig, siginfo_t *info, void *uc)
{
    if (tr_host_fault(current, sig, info, uc) == TR_FAULT_OURS) {
        signal(sig, SIG_DFL);
    }
}

static void code_changed(struct process *p, uint64_t start, uint64_t len)
{
    if (p->translator) {
        tr_invalidate(p, start, len);
    }
}

static const struct process_ops ops = {.code_changed = code_changed, .safe_copy = host_safe_copy};

static void start_thread(void)
{
    stack_t ss = {.ss_sp = own_map(65536, PROT_READ | PROT_WRITE, 0), .ss_size = 65536};
    sigaltstack(&ss, NULL);
    current = own_map(sizeof(struct cpu), PROT_READ | PROT_WRITE, 0);
    assert_non_null(current);
    current->process = &process;
    assert_int_equal(guest_aarch64.cpu_init(current, NULL), 0);
    if (process.translator) {
        assert_int_equal(tr_thread_init(current), 0);
    }
}

static void map(uint64_t at, uint64_t size, int prot, int flags, int fd)
{
    int64_t r = mem_mmap(process.mem, at, size, prot, flags | MAP_FIXED, fd, 0);
    assert_int_equal(r, at);
}

static void map_code(void)
{
    map(CODE, CODE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

static void *memory(uint64_t at)
{
    return (void *)(uintptr_t)at;
}

/* movz w0, #value; ret */
static void write_function(uint64_t at, unsigned value)
{
    uint32_t words[] = {0x52800000 | value << 5, RETURN};
    memcpy(memory(at), words, sizeof(words));
}

static void run(uint64_t pc, uint64_t function, uint64_t stale)
{
    struct a64_hot *hot = a64_hot(current);
    hot->x[9] = function;
    hot->x[10] = stale;
    hot->x[0] = 0xdead;
    current->pc = pc;
    current->mode = guest_aarch64.mode(current);
    do {
        tr_run(current);
    } while (current->exit == CPU_EXIT_POLL);
}

static uint64_t call(uint64_t function)
{
    run(GATE + GATE_CALL * 4, function, 0);
    assert_int_equal(current->exit, CPU_EXIT_SYSCALL);
    return a64_hot(current)->x[0];
}

static uint64_t call_after_ic(uint64_t function, uint64_t stale)
{
    run(GATE, function, stale);
    assert_int_equal(current->exit, CPU_EXIT_SYSCALL);
    return a64_hot(current)->x[0];
}

static void expect_exec_fault(uint64_t function)
{
    run(GATE + GATE_CALL * 4, function, 0);
    assert_int_equal(current->exit, CPU_EXIT_EXEC_FAULT);
    assert_int_equal(current->exit_info, function);
}

static void start(const struct tr_config *wanted)
{
    struct tr_config config = *wanted;
    struct sigaction sa = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    const int signals[] = {SIGSEGV, SIGBUS, SIGFPE};
    for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        sigaction(signals[i], &sa, NULL);
    }
    config.host_features = host_features(NULL);
    process = (struct process){.ops = &ops, .guest = &guest_aarch64};
    process.mem = mem_new(&process, 48);
    assert_non_null(process.mem);
    start_thread();
    assert_int_equal(tr_init(&process, &config), 0);
    assert_int_equal(tr_thread_init(current), 0);
    map(GATE, MEM_PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    memcpy(memory(GATE), gate, sizeof(gate));
}

static void test_ic_ivau(void)
{
    map_code();
    for (unsigned i = 1; i < 40; i++) {
        write_function(CODE, i);
        assert_int_equal(call_after_ic(CODE, CODE), i);
        assert_int_equal(call(CODE), i);
    }
}

static void test_mappings(void)
{
    map_code();
    write_function(CODE, 100);
    assert_int_equal(call_after_ic(CODE, CODE), 100);

    map_code(); /* in its place: what was translated is gone */
    write_function(CODE, 101);
    assert_int_equal(call(CODE), 101);

    mem_munmap(process.mem, CODE, CODE_SIZE);
    expect_exec_fault(CODE);

    map_code();
    write_function(CODE, 102);
    assert_int_equal(call(CODE), 102);
    assert_int_equal(mem_mprotect(process.mem, CODE, MEM_PAGE, PROT_READ | PROT_WRITE), 0);
    expect_exec_fault(CODE);
    write_function(CODE, 103);
    assert_int_equal(mem_mprotect(process.mem, CODE, MEM_PAGE, PROT_READ | PROT_EXEC), 0);
    assert_int_equal(call(CODE), 103);
}

/* One memory object, writable here and executable there. */
static void test_two_views(void)
{
    int fd = memfd_create("code", 0);
    assert_int_equal(ftruncate(fd, MEM_PAGE), 0);
    map(VIEW, MEM_PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
    map(CODE, MEM_PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, fd);
    for (unsigned i = 1; i < 20; i++) {
        write_function(VIEW, i);
        assert_int_equal(call_after_ic(CODE, i % 2 ? VIEW : CODE), i);
        assert_int_equal(call(CODE), i);
    }
    close(fd);
}

static void write_functions(void)
{
    map_code();
    for (unsigned i = 0; i < FUNCTIONS; i++) {
        write_function(CODE + i * STRIDE, i);
    }
}

static void call_functions(unsigned from, unsigned rounds)
{
    for (unsigned i = 0; i < rounds * FUNCTIONS; i++) {
        unsigned n = (from + i * 7) % FUNCTIONS;
        assert_int_equal(call(CODE + n * STRIDE), n);
    }
}

static void test_many_units(void)
{
    write_functions();
    call_functions(0, 4);
}

static void *thread(void *arg)
{
    unsigned number = (unsigned)(uintptr_t)arg;
    uint64_t own = VIEW + number * STRIDE;
    start_thread();
    for (unsigned i = 0; i < 40; i++) {
        call_functions(number * 311, 1);
        write_function(own, i);
        assert_int_equal(call_after_ic(own, own), i);
    }
    tr_thread_free(current);
    return NULL;
}

/* Each thread runs all functions, and changes one of its own. */
static void test_threads(void)
{
    pthread_t threads[THREADS];
    write_functions();
    map(VIEW, MEM_PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    for (unsigned i = 0; i < THREADS; i++) {
        pthread_create(&threads[i], NULL, thread, (void *)(uintptr_t)i);
    }
    for (unsigned i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
}

static uint64_t executed(void)
{
    struct tr_profile p;
    tr_profile_get(&process, &p);
    return p.executed;
}

/* A chain of carries over the place where a unit of one block would end. */
static void test_chain(void)
{
    enum { LENGTH = 100, CHAIN = 50, ADDS = 0xab000000, ADCS = 0xba000000 };
    uint32_t *words = memory(CODE);
    map_code();
    for (unsigned i = 0; i < LENGTH; i++) {
        words[i] = i >= CHAIN ? ADCS : ADDS;
    }
    words[LENGTH] = RETURN;
    call(CODE);
    assert_non_null(unit_find(process.translator, CODE + 4 * (CHAIN - 1), current->mode));
    for (unsigned i = CHAIN; i < LENGTH; i++) {
        assert_null(unit_find(process.translator, CODE + 4 * i, current->mode));
    }
}

/* A block for which a region has room for one instruction, a compare, is none of the region's. */
static void test_compare(void)
{
    enum { NOP = 0xd503201f, CMP = 0xeb1f03ff, NEXT = 0xb4000029 /* cbz x9, its next */ };
    enum { HEAD = 25, END = 86, LAST = 79 };
    uint32_t *words = memory(CODE);
    map_code();
    for (unsigned i = 0; i < END; i++) {
        words[i] = NOP;
    }
    words[HEAD] = 0xb4000009 | (END - HEAD) << 5; /* cbz x9, END */
    words[30] = words[LAST - 1] = NEXT;
    words[LAST] = words[END] = CMP;
    words[LAST + 1] = words[END + 1] = 0x54000001 | ((HEAD - END - 1) & 0x7ffff) << 5; /* b.ne */
    words[END + 2] = RETURN;
    call(CODE);
    assert_non_null(unit_find(process.translator, CODE + 4 * LAST, current->mode));
    assert_null(unit_find(process.translator, CODE + 4 * (LAST + 1), current->mode));
}

/* The blocks of the last unit that begin at word i of the code. */
static unsigned copies(unsigned i)
{
    const struct ir *ir = process.translator->ir;
    unsigned count = 0;
    for (unsigned n = 0; n < ir->n; n++) {
        count += ir->insn[n].op == IR_BLOCK && ir->insn[n].imm64 == CODE + 4 * i;
    }
    return count;
}

/* The head of a loop is there twice, and so is where a region begins in a loop. */
static void test_copies(void)
{
    static const uint32_t words[] = {
        0x14000002, /* b 2 */
        0xd503201f, /* nop, the head */
        0xeb1f03ff, /* cmp xzr, xzr */
        0x54ffffc1, /* b.ne 1 */
        RETURN,
    };
    for (unsigned first = 0; first < 4; first++) {
        map_code();
        memcpy(memory(CODE), words, sizeof(words));
        call(CODE + 4 * first);
        assert_int_equal(copies(1), 2);
        assert_int_equal(copies(2), first % 2 ? 0 : 1 + first / 2);
        assert_int_equal(copies(3), first == 3 ? 2 : 0);
    }
}

/* A region begins at the head of a loop that another falls into: who enters it has a copy. */
static void test_two_loops(void)
{
    enum { NOP = 0xd503201f };
#define CBNZ_X10(words) (0xb500000au | ((uint32_t)(words)&0x7ffff) << 5)
    static const uint32_t words[] = {NOP, CBNZ_X10(-1), NOP, CBNZ_X10(-1), CBNZ_X10(-4), RETURN};
    for (unsigned first = 0; first < 4; first += 2) {
        map_code();
        memcpy(memory(CODE), words, sizeof(words));
        call(CODE + 4 * first);
        assert_int_equal(copies(2), first ? 3 : 2);
    }
}

/* Counts are exact, over flushes and of threads that have ended. */
static void test_profile(bool flushes)
{
    enum { ROUNDS = 5, CALL = 4, CALL_AFTER_IC = 7 };
    struct tr_profile p;
    uint64_t before;
    write_functions();
    before = executed();
    call_functions(0, ROUNDS);
    assert_int_equal(executed() - before, ROUNDS * FUNCTIONS * CALL);
    before = executed();
    test_threads();
    assert_int_equal(executed() - before, THREADS * 40 * (FUNCTIONS * CALL + CALL_AFTER_IC));
    tr_profile_get(&process, &p);
    assert_int_equal(p.flushes > 0, flushes);
    assert_true(p.units >= FUNCTIONS && p.insns >= 2 * FUNCTIONS);
    tr_profile_reset(current);
    assert_int_equal(executed(), 0);
    assert_int_equal(call(CODE), 0);
    assert_int_equal(executed(), CALL);
}

/* Pages of this process. */
static uint64_t mapped(void)
{
    char text[64] = "";
    int fd = open("/proc/self/statm", O_RDONLY);
    assert_true(read(fd, text, sizeof(text) - 1) > 0);
    close(fd);
    return strtoull(text, NULL, 10);
}

/* With a little more memory each time, until there is enough for a thread. */
static void test_no_memory(void)
{
    enum { STEP = 256 << 10 };
    struct cpu *cpu = own_map(sizeof(*cpu), PROT_READ | PROT_WRITE, 0);
    uint64_t before = mapped();
    struct rlimit old, l;
    int e = -1;
    assert_int_equal(getrlimit(RLIMIT_AS, &old), 0);
    for (unsigned i = 0; e != 0; i++) {
        l = (struct rlimit){before * MEM_PAGE + i * STEP, old.rlim_max};
        memcpy(cpu, current, sizeof(*cpu));
        cpu->translator = cpu->host = NULL;
        assert_int_equal(setrlimit(RLIMIT_AS, &l), 0);
        e = tr_thread_init(cpu);
        assert_int_equal(setrlimit(RLIMIT_AS, &old), 0);
        if (e == 0) {
            assert_true(i > 4);
            tr_thread_free(cpu);
        }
        assert_int_equal(mapped(), before);
    }
}

static void all(void **state)
{
    start(*state);
    test_ic_ivau();
    test_mappings();
    test_two_views();
    test_chain();
    test_compare();
    test_copies();
    test_two_loops();
    test_many_units();
    if (((const struct tr_config *)*state)->engine != TR_ENGINE_INTERP) {
        test_threads();
    }
    test_no_memory();
    if (((const struct tr_config *)*state)->profile) {
        test_profile(((const struct tr_config *)*state)->arena_size != 0);
    }
}

static const struct tr_config jit = {.engine = TR_ENGINE_JIT};
static const struct tr_config jit_noopt = {.engine = TR_ENGINE_JIT_NOOPT};
static const struct tr_config interp = {.engine = TR_ENGINE_INTERP};
static const struct tr_config small = {.engine = TR_ENGINE_JIT, .arena_size = SMALL_ARENA};
static const struct tr_config profile = {.engine = TR_ENGINE_JIT, .profile = true};
static const struct tr_config profile_small = {
    .engine = TR_ENGINE_JIT, .profile = true, .arena_size = SMALL_ARENA};
static const struct tr_config two_maps = {.engine = TR_ENGINE_JIT, .double_map = true};
static const struct tr_config small_two_maps = {
    .engine = TR_ENGINE_JIT, .arena_size = SMALL_ARENA, .double_map = true};

#define CASE(config)                                                                               \
    {                                                                                              \
        #config, all, NULL, NULL, (void *)&(config)                                                \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(jit),     CASE(jit_noopt),     CASE(interp),   CASE(small),
        CASE(profile), CASE(profile_small), CASE(two_maps), CASE(small_two_maps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
