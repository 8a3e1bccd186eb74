/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A loop in registers that are not mapped at the start is sampled, and they are; one without calls
 * becomes a unit. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>

#include <cmocka.h>

#include "base/mem.h"
#include "host/host.h"
#include "tests/maps.h"
#include "translate/guest/aarch64/aarch64.h"

#define CODE 0x20000000ull
#define CODE_SIZE (4 * MEM_PAGE)

enum {
    FUNCTIONS = 300, /* each a unit */
    LOOP = 2 * FUNCTIONS,
    PLAIN = LOOP + 16, /* one without a call, behind an instruction */
    ROUNDS = 5000000,
    MAX_RUNS = 400,
};

static struct process process;
static volatile bool sampling, done;

static int sample(struct cpu *cpu)
{
    sampling = true;
    return 0;
}

static void on_timer(int sig, siginfo_t *info, void *uc)
{
    if (sampling && tr_sample(current, uc)) {
        sampling = false;
        done = true;
    }
}

static void on_fault(int sig, siginfo_t *info, void *uc)
{
    if (tr_host_fault(current, sig, info, uc) == TR_FAULT_OURS)
        signal(sig, SIG_DFL);
}

static const struct process_ops ops = {.sample = sample, .safe_copy = host_safe_copy};

static uint32_t *code(unsigned n)
{
    return (uint32_t *)(uintptr_t)CODE + n;
}

static void begin(enum tr_engine engine)
{
    const struct tr_config config = {.engine = engine, .host_features = host_features(NULL)};
    struct sigaction fault = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    struct sigaction timer = {.sa_sigaction = on_timer, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    stack_t ss = {.ss_sp = own_map(65536, PROT_READ | PROT_WRITE, 0), .ss_size = 65536};

    sigaltstack(&ss, NULL);
    sigaction(SIGSEGV, &fault, NULL);
    sigaction(SIGPROF, &timer, NULL);
    sampling = done = false;
    process = (struct process){.ops = &ops, .guest = &guest_aarch64};
    process.mem = mem_new(&process, 48);
    assert_int_equal(tr_init(&process, &config), 0);
    assert_int_equal(mem_mmap(process.mem, CODE, CODE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
                     (int64_t)CODE);
    current = own_map(sizeof(struct cpu), PROT_READ | PROT_WRITE, 0);
    assert_non_null(current);
    current->process = &process;
    assert_int_equal(guest_aarch64.cpu_init(current, NULL), 0);
    assert_int_equal(tr_thread_init(current), 0);
    for (unsigned n = 0; n < FUNCTIONS; n++) {
        *code(2 * n) = 0x91000400;     /* add x0, x0, #1 */
        *code(2 * n + 1) = 0xd4000001; /* svc #0 */
    }
    for (unsigned n = 21; n < 29; n++)
        *code(LOOP + n - 21) = 0x91000400 | n << 5 | n; /* add xn, xn, #1 */
    /* A loop without calls has a map of its own. */
    *code(LOOP + 8) = 0x94000000 | 4;                      /* bl */
    *code(LOOP + 9) = 0xf10004e7;                          /* subs x7, x7, #1 */
    *code(LOOP + 10) = 0x54000001 | (-10u & 0x7ffff) << 5; /* b.ne */
    *code(LOOP + 11) = 0xd4000001;                         /* svc #0 */
    *code(LOOP + 12) = 0xd65f03c0;                         /* ret */
    *code(PLAIN) = 0x91000421;                             /* add x1, x1, #1 */
    for (unsigned n = 21; n < 29; n++)
        *code(PLAIN + 1 + n - 21) = 0x91000400 | n << 5 | n;
    *code(PLAIN + 9) = 0xf10004e7;
    *code(PLAIN + 10) = 0x54000001 | (-9u & 0x7ffff) << 5;
    *code(PLAIN + 11) = 0xd4000001;
}

static void run(unsigned n)
{
    current->pc = CODE + 4ull * n;
    do {
        tr_run(current);
    } while (current->exit == CPU_EXIT_POLL);
    assert_int_equal(current->exit, CPU_EXIT_SYSCALL);
}

static void run_loop(void)
{
    uint64_t *x = a64_hot(current)->x;

    for (unsigned n = 0; n < 31; n++)
        x[n] = 1000 * n;
    x[7] = ROUNDS;
    run(LOOP);
    assert_int_equal(x[30], CODE + 4 * (LOOP + 9));
    for (unsigned n = 0; n < 30; n++)
        assert_int_equal(x[n], n == 7 ? 0 : 1000 * n + (n >= 21 && n < 29 ? ROUNDS : 0));
}

static bool mapped(unsigned n)
{
    return host_is_mapped(process.translator->host, A64_X0 + n);
}

static void test_samples(void **state)
{
    const struct itimerval period = {{0, 1000}, {0, 1000}}, none = {{0, 0}, {0, 0}};

    begin(*(enum tr_engine *)*state);
    assert_false(mapped(21));
    for (unsigned n = 0; n < FUNCTIONS; n++)
        run(2 * n);
    assert_true(sampling);
    setitimer(ITIMER_PROF, &period, NULL);
    for (unsigned n = 0; n < MAX_RUNS && !done; n++)
        run_loop();
    setitimer(ITIMER_PROF, &none, NULL);
    assert_true(done);
    run_loop();
    for (unsigned n = 21; n < 29; n++)
        assert_true(mapped(n));
}

static void run_plain(void)
{
    uint64_t *x = a64_hot(current)->x;

    for (unsigned n = 0; n < 31; n++)
        x[n] = 1000 * n;
    x[7] = ROUNDS;
    run(PLAIN);
    for (unsigned n = 0; n < 31; n++)
        assert_int_equal(x[n], n == 7   ? 0
                               : n == 1 ? 1001
                                        : 1000 * n + (n >= 21 && n < 29 ? ROUNDS : 0));
}

/* The loop, inside of a unit that it is not the start of, becomes one, behind a flush, too. */
static void test_loop(void **state)
{
    const struct itimerval period = {{0, 1000}, {0, 1000}}, none = {{0, 0}, {0, 0}};
    struct translator *tr;
    const uint64_t head = CODE + 4 * (PLAIN + 1);

    begin(*(enum tr_engine *)*state);
    tr = process.translator;
    for (unsigned n = 0; n < FUNCTIONS; n++)
        run(2 * n);
    run_plain();
    assert_ptr_equal(unit_find(tr, head, current->mode)->unit,
                     unit_find(tr, head - 4, current->mode)->unit);
    setitimer(ITIMER_PROF, &period, NULL);
    for (unsigned n = 0; n < MAX_RUNS && !tr->adapt.looked_for_loops; n++)
        run_plain();
    setitimer(ITIMER_PROF, &none, NULL);
    assert_int_equal(tr->adapt.n_heads, 1);
    assert_int_equal(tr->adapt.heads[0], head);
    for (unsigned n = 0; n < 2; n++) {
        run_plain();
        assert_true(unit_find(tr, head, current->mode)->unit->loop);
        assert_false(unit_find(tr, head - 4, current->mode)->unit->loop);
        flush_all(tr, current);
    }
}

/* A loop that an indirect branch leaves in each round keeps the registers as they are. */
static void test_dispatch(void **state)
{
    struct translator *tr;
    uint64_t *x;

    begin(*(enum tr_engine *)*state);
    tr = process.translator;
    *code(PLAIN + 11) = 0xb500006a; /* cbnz x10, over two */
    *code(PLAIN + 12) = 0x14000000 | (-11u & 0x3ffffff);
    *code(PLAIN + 13) = 0xd4000001;
    *code(PLAIN + 14) = 0xd61f00c0; /* br x6 */
    x = a64_hot(current)->x;
    x[6] = CODE + 4 * (PLAIN + 13);
    x[7] = 10;
    x[10] = 1;
    run(PLAIN);
    assert_int_equal(unit_find(tr, CODE + 4 * PLAIN, current->mode)->unit->n_moved, 0);
    *code(PLAIN + 14) = 0xd4000001;
    tr_invalidate(&process, CODE + 4 * PLAIN, 64);
    x[7] = 10;
    run(PLAIN);
    assert_true(unit_find(tr, CODE + 4 * PLAIN, current->mode)->unit->n_moved);
}

/* And it becomes no unit. */
static void test_dispatch_sampled(void **state)
{
    const struct itimerval period = {{0, 1000}, {0, 1000}}, none = {{0, 0}, {0, 0}};
    const struct adapt *a;
    uint64_t *x;

    begin(*(enum tr_engine *)*state);
    a = &process.translator->adapt;
    for (unsigned n = 0; n < FUNCTIONS; n++)
        run(2 * n);
    *code(PLAIN + 10) = 0xb4000087; /* cbz x7, over three */
    *code(PLAIN + 11) = 0xb400004a; /* cbz x10, over one */
    *code(PLAIN + 12) = 0xd61f00c0; /* br x6 */
    *code(PLAIN + 13) = 0x14000000 | (-12u & 0x3ffffff);
    *code(PLAIN + 14) = 0xd4000001;
    x = a64_hot(current)->x;
    setitimer(ITIMER_PROF, &period, NULL);
    for (unsigned n = 0; n < MAX_RUNS && !a->looked_for_loops; n++) {
        x[6] = CODE + 4 * (PLAIN + 1);
        x[7] = ROUNDS;
        x[10] = 1;
        run(PLAIN);
    }
    setitimer(ITIMER_PROF, &none, NULL);
    assert_true(a->looked_for_loops);
    assert_int_equal(a->n_heads, 0);
}

/* Any map does. */
static void test_maps(void **state)
{
    uint64_t seed = 1;

    begin(*(enum tr_engine *)*state);
    for (unsigned n = 0; n < 20; n++) {
        maps_change(current, &seed);
        run_loop();
    }
}

/* Without samples in code there is nothing to go by. */
static void test_elsewhere(void **state)
{
    begin(*(enum tr_engine *)*state);
    for (unsigned n = 0; n < FUNCTIONS; n++)
        run(2 * n);
    ucontext_t uc = {0};
    unsigned n = 0;
    while (!tr_sample(current, &uc))
        assert_true(++n < 1000);
    run_loop();
    assert_false(mapped(21));
}

int main(void)
{
    static enum tr_engine jit = TR_ENGINE_JIT, noopt = TR_ENGINE_JIT_NOOPT;
    const struct CMUnitTest tests[] = {
        {"samples", test_samples, NULL, NULL, &jit},
        {"samples, noopt", test_samples, NULL, NULL, &noopt},
        {"loop", test_loop, NULL, NULL, &jit},
        {"loop, noopt", test_loop, NULL, NULL, &noopt},
        {"dispatch", test_dispatch, NULL, NULL, &jit},
        {"dispatch, sampled", test_dispatch_sampled, NULL, NULL, &jit},
        {"maps", test_maps, NULL, NULL, &jit},
        {"elsewhere", test_elsewhere, NULL, NULL, &jit},
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
