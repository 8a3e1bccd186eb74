/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tagged stores (base/tags.h), as the interpreter and host code at each feature level do them: what
 * a store makes another thread's store-conditional notice, and the other way round.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/tags.h"
#include "tests/host/run.h"
#include "translate/guest/aarch64/aarch64.h"

enum { LINES = 3 };

static uint8_t memory[(LINES + 1) * TAGS_LINE] __attribute__((aligned(64)));
static struct tags tags;
static struct cpu other __attribute__((aligned(64)));
static struct run *r;
static bool interpreted;

/* The operation under test: the second line of memory is in base. */
typedef void operation(struct ir *ir, ir_ref base);

static uint64_t line(unsigned n)
{
    return (uint64_t)(uintptr_t)memory + n * TAGS_LINE;
}

static void run_operation(operation *op)
{
    static union vec values[RUN_MAX_INSNS];
    struct ir *ir = run_begin(r);
    ir_ref base;

    ir_reset(ir, A64_MODE_TAG);
    r->cpu->mode = A64_MODE_TAG;
    ir_block(ir, 0x1000, IR_BLOCK_ENTRY);
    ir_insn_mark(ir, 0x1000, 0);
    base = ir_get(ir, IR_I64, A64_X0);
    op(ir, base);
    ir_emit(ir, IR_TRAP, IR_I64, ir_const(ir, IR_I64, 0x1004), IR_NONE, IR_NONE, CPU_EXIT_SYSCALL,
            0);
    a64_hot(r->cpu)->x[0] = line(1);
    if (interpreted)
        ir_interpret(ir, r->cpu, values);
    else
        run_ir(r);
    assert_int_equal(r->cpu->exit, CPU_EXIT_SYSCALL);
    assert_int_equal(r->cpu->storing, 0);
    assert_null(r->cpu->tag_lock);
}

static ir_ref word(struct ir *ir)
{
    return ir_get(ir, IR_I64, A64_X0 + 1);
}

static ir_ref vector(struct ir *ir)
{
    return ir_get(ir, IR_V2D, A64_V0);
}

static void store(struct ir *ir, unsigned type, unsigned log2, ir_ref base, ir_ref v, unsigned aux,
                  int32_t at)
{
    ir_emit(ir, IR_STORE, type, base, IR_NONE, v, log2 | aux, at);
}

static void store_byte(struct ir *ir, ir_ref base)
{
    store(ir, IR_I64, 0, base, word(ir), 0, 63);
}

static void store_constant(struct ir *ir, ir_ref base)
{
    store(ir, IR_I32, 2, base, ir_const(ir, IR_I32, 7), 0, 60);
}

static void store_release(struct ir *ir, ir_ref base)
{
    store(ir, IR_I64, 3, base, word(ir), IR_MEM_RELEASE, 8);
}

static void store_vector(struct ir *ir, ir_ref base)
{
    store(ir, IR_V2D, 4, base, vector(ir), 0, 48);
}

static void store_indexed(struct ir *ir, ir_ref base)
{
    ir_ref index = ir_const(ir, IR_I64, 2);

    ir_emit(ir, IR_STORE, IR_I64, base, index, word(ir), 3 | 3 << IR_MEM_SCALE_SHIFT, 0);
}

static void store_across(struct ir *ir, ir_ref base)
{
    store(ir, IR_I64, 3, base, word(ir), 0, 57);
}

static void store_vector_across(struct ir *ir, ir_ref base)
{
    store(ir, IR_V2D, 4, base, vector(ir), 0, 49);
}

static void atomic_add(struct ir *ir, ir_ref base)
{
    ir_emit(ir, IR_ATOMIC_ADD, IR_I64, base, word(ir), IR_NONE, 3, 0);
}

static void atomic_umax(struct ir *ir, ir_ref base)
{
    ir_ref old = ir_emit(ir, IR_ATOMIC_UMAX, IR_I32, base, ir_const(ir, IR_I32, 5), IR_NONE, 2, 0);

    ir_set(ir, A64_X0 + 2, ir_emit(ir, IR_ZEXT, IR_I64, old, IR_NONE, IR_NONE, IR_I32, 0));
}

static void atomic_swap(struct ir *ir, ir_ref base)
{
    ir_set(ir, A64_X0 + 2, ir_emit(ir, IR_ATOMIC_SWAP, IR_I64, base, word(ir), IR_NONE, 3, 0));
}

static void compare_and_swap(struct ir *ir, ir_ref base)
{
    ir_emit(ir, IR_CAS, IR_I64, base, word(ir), ir_const(ir, IR_I64, 1), 3, 0);
}

static void compare_and_swap_16(struct ir *ir, ir_ref base)
{
    ir_ref v = vector(ir);

    ir_emit(ir, IR_CAS, IR_V2D, base, v, v, 4, 0);
}

static void zero_block(struct ir *ir, ir_ref base)
{
    ir_ref inside = ir_op2(ir, IR_ADD, IR_I64, base, ir_const(ir, IR_I64, 40));

    ir_emit(ir, IR_ZERO_BLOCK, IR_I64, inside, IR_NONE, IR_NONE, 0, 64);
}

static void load(struct ir *ir, ir_ref base)
{
    ir_set(ir, A64_X0 + 2, ir_emit(ir, IR_LOAD, IR_I64, base, IR_NONE, IR_NONE, 3, 0));
}

static void load_linked(struct ir *ir, ir_ref base)
{
    ir_set(ir, A64_X0 + 2, ir_emit(ir, IR_LL, IR_I64, base, IR_NONE, IR_NONE, 3, 0));
}

static void load_linked_value(struct ir *ir, ir_ref base)
{
    ir_set(ir, A64_X0 + 2, ir_emit(ir, IR_LL, IR_I64, base, IR_NONE, IR_NONE, 3 | IR_MEM_VALUE, 0));
}

static void store_conditional(struct ir *ir, ir_ref base)
{
    ir_ref failed = ir_emit(ir, IR_SC, IR_I64, base, word(ir), IR_NONE, 3, 0);

    ir_set(ir, A64_X0 + 3, ir_emit(ir, IR_ZEXT, IR_I64, failed, IR_NONE, IR_NONE, IR_I32, 0));
}

static const struct {
    operation *op;
    bool first, second; /* which of two lines it writes */
} operations[] = {
    {load},
    {store_byte, true},
    {store_constant, true},
    {store_release, true},
    {store_vector, true},
    {store_indexed, true},
    {store_across, true, true},
    {store_vector_across, true, true},
    {atomic_add, true},
    {atomic_umax, true},
    {atomic_swap, true},
    {compare_and_swap, true},
    {compare_and_swap_16, true},
    {zero_block, true},
};

static bool other_succeeds(void)
{
    bool ok = tags_take(&other, false);

    tags_give(&other);
    return ok;
}

static void other_links(uint64_t at)
{
    assert_true(tags_load(&other, at));
    other.monitor_addr = at;
}

/* Stores are noticed by the lines they touch, and by no others. */
static void stores_are_noticed(void)
{
    for (unsigned i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
        for (unsigned n = 0; n < LINES; n++) {
            bool touched = (n == 1 && operations[i].first) || (n == 2 && operations[i].second);

            other_links(line(n));
            run_operation(operations[i].op);
            assert_int_equal(other_succeeds(), !touched);
        }
    }
}

static bool succeeds(void)
{
    run_operation(store_conditional);
    assert_int_equal(tags.line[line(1) / TAGS_LINE % TAGS_LINES].lock, 0);
    return a64_hot(r->cpu)->x[3] == 0;
}

static void other_stores(uint64_t at)
{
    tags_store(&other, at, 8);
    tags_stored(&other);
}

static void pairs(void)
{
    run_operation(load_linked);
    assert_true(succeeds());
    assert_false(succeeds());

    run_operation(load_linked);
    other_stores(line(1) + 56);
    assert_false(succeeds());

    run_operation(load_linked);
    other_stores(line(0));
    assert_true(succeeds());

    run_operation(load_linked);
    atomic_fetch_add(&tags.writes, 1);
    assert_false(succeeds());

    /* One that goes by the value is a store to others. */
    run_operation(load_linked_value);
    other_stores(line(1));
    assert_true(succeeds());
    run_operation(load_linked_value);
    memory[TAGS_LINE]++;
    assert_false(succeeds());
    other_links(line(1));
    run_operation(load_linked_value);
    assert_true(other_succeeds());
    other_links(line(1));
    run_operation(load_linked_value);
    assert_true(succeeds());
    assert_false(other_succeeds());

    /* Its own stores do not count, nor do they hide another's. */
    run_operation(load_linked);
    run_operation(store_byte);
    assert_true(succeeds());
    run_operation(load_linked);
    other_stores(line(1));
    run_operation(store_byte);
    assert_false(succeeds());

    /* A store that has begun before and is not done; a load-linked of another in between. */
    tags_store(&other, line(1), 8);
    run_operation(load_linked);
    tags_stored(&other);
    assert_false(succeeds());
    tags_store(&other, line(1), 8);
    run_operation(load_linked);
    run_operation(load_linked);
    tags_stored(&other);
    assert_false(succeeds());
    run_operation(load_linked);
    assert_true(succeeds());

    run_operation(load_linked);
    other_links(line(1));
    assert_false(succeeds());
}

static _Atomic int released;

static void *release(void *arg)
{
    usleep(20000);
    atomic_store(&released, 1);
    tags_give(&other);
    return NULL;
}

/* Nobody stores, or loads to store, while a store-conditional is under way. */
static void locked(void)
{
    static operation *const ops[] = {store_byte, store_across, compare_and_swap_16, load_linked};

    for (unsigned i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
        pthread_t t;

        other_links(line(i == 1 ? 2 : 1));
        assert_true(tags_take(&other, false));
        atomic_store(&released, 0);
        pthread_create(&t, NULL, release, NULL);
        run_operation(ops[i]);
        assert_int_equal(atomic_load(&released), 1);
        pthread_join(t, NULL);
    }
}

static void begin(const char *features, bool fast)
{
    memset(&tags, 0, sizeof(tags));
    if (fast)
        tags_begin(&tags);
    memset(&other, 0, sizeof(other));
    interpreted = !features;
    r = run_new(features ? features : "sse4.1", NULL);
    assert_int_equal(tags_join(&tags, r->cpu), 0);
    assert_int_equal(tags_join(&tags, &other), 0);
    assert_int_not_equal(r->cpu->tag_owner, other.tag_owner);
}

static void everywhere(void **state)
{
    static const char *const levels[] = {NULL, "sse4.1", "avx2", "all"};

    for (unsigned l = 0; l < 2 * sizeof(levels) / sizeof(levels[0]); l++) {
        begin(levels[l / 2], l % 2);
        stores_are_noticed();
        pairs();
        locked();
    }
}

/* What was under way when a thread left its code, or died. */
static void leaving(void **state)
{
    begin(NULL, false);
    other_links(line(1));
    assert_true(tags_take(&other, false));
    tags_store(&other, line(2), 8);
    tags_leave(&other);
    assert_int_equal(other.storing, 0);
    run_operation(store_byte);
    tags_part(&other);
    assert_int_equal(tags_join(&tags, &other), 0);
    assert_int_equal(other.tag_owner >> 1, 2);
}

/* A store of more than a line. */
static void ranges(void **state)
{
    begin(NULL, false);
    other_links(line(2));
    tags_store(r->cpu, line(0) + 5, 2 * TAGS_LINE);
    assert_false(other_succeeds());
    assert_false(tags_load(&other, line(2)));
    tags_stored(r->cpu);
    assert_true(tags_load(&other, line(2)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everywhere),
        cmocka_unit_test(leaving),
        cmocka_unit_test(ranges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
