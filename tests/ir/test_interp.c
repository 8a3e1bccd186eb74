/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interpreter: memory, order, alignment, atomics, LL/SC, control flow, state at faults. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/ir/guest.h"

#define CAP 512

static struct cpu cpu;
static uint8_t memory[256] __attribute__((aligned(64)));

static void put64(unsigned at, uint64_t x)
{
    memcpy(memory + at, &x, 8);
}

static uint64_t get64(unsigned at)
{
    uint64_t x;

    memcpy(&x, memory + at, 8);
    return x;
}

/* Runs text: x0 points to memory; other variables are what the test set. */
static void run(const char *text)
{
    struct ir *ir = ir_init(malloc(ir_size(CAP)), CAP, &test_guest);
    union vec *values;
    char err[256] = "";

    if (ir_parse(ir, text, err, sizeof(err)) || ir_verify(ir, err, sizeof(err)))
        fail_msg("%s", err);
    values = malloc(ir->n * sizeof(*values));
    memset(values, 0xa5, ir->n * sizeof(*values));
    cpu.hot[0] = (uintptr_t)memory;
    ir_interpret(ir, &cpu, values);
    free(values);
    free(ir);
}

static int clear(void **state)
{
    memset(&cpu, 0, sizeof(cpu));
    cpu.monitor_addr = UINT64_MAX;
    for (unsigned k = 0; k < sizeof(memory); k++)
        memory[k] = (uint8_t)(0x80 + k);
    return 0;
}

static void test_loads(void **state)
{
    run("BLOCK 0x1000\nv1 = GET.i64 x0\n"
        "v2 = LOAD.i64 [v1 + 1] size=1\nSET x1 v2\n"
        "v3 = LOAD.i64 [v1 + 1] size=2 sign\nSET x2 v3\n"
        "v4 = LOAD.i32 [v1 + 1] size=2 sign\nv5 = ZEXT.i64 v4 u=i32\nSET x3 v5\n"
        "v6 = LOAD.i64 [v1 + 4] size=8 swap\nSET x4 v6\n"
        "v7 = LOAD.i64 [v1] size=4 sign swap\nSET x5 v7\n"
        "v8 = CONST.i64 0x2\nv9 = LOAD.i64 [v1 + v8<<3 - 8] size=8\nSET x6 v9\n"
        "v10 = CONST.i32 0xfffffffc\n"
        "v11 = LOAD.i64 [v1 + v10<<1 + 16] size=1 index32 sign32\nSET x7 v11\n"
        "v12 = GADDR.i64 0x2000\nEXIT v12 mode=7\n");
    assert_int_equal(cpu.hot[1], 0x81);
    assert_int_equal(cpu.hot[2], 0xffffffffffff8281);
    assert_int_equal(cpu.hot[3], 0xffff8281);
    assert_int_equal(cpu.hot[4], 0x8485868788898a8b);
    assert_int_equal(cpu.hot[5], 0xffffffff80818283);
    assert_int_equal(cpu.hot[6], 0x8f8e8d8c8b8a8988);
    assert_int_equal(cpu.hot[7], 0x88);
    assert_int_equal(cpu.pc, 0x2000);
    assert_int_equal(cpu.mode, 7);
    assert_int_equal(cpu.exit, CPU_EXIT_LOOKUP);
}

static void test_stores(void **state)
{
    cpu.hot[1] = 0x1122334455667788;
    run("BLOCK 0x1000\nv1 = GET.i64 x0\nv2 = GET.i64 x1\n"
        "STORE.i64 [v1] v2 size=2\nSTORE.i64 [v1 + 8] v2 size=8 swap\n"
        "STORE.i64 [v1 + 17] v2 size=4 release\n"
        "v3 = CONST.i64 0x3\nSTORE.i64 [v1 + v3<<3] v2 size=1\nEXIT v2 mode=0\n");
    assert_int_equal(get64(0), 0x8786858483827788);
    assert_int_equal(get64(8), 0x8877665544332211);
    assert_int_equal(get64(16), 0x9796955566778890);
    assert_int_equal(memory[24], 0x88);
    assert_int_equal(memory[25], 0x99);
}

static void test_vectors(void **state)
{
    uint64_t *q = (uint64_t *)cpu.cold;

    run("BLOCK 0x1000\nv1 = GET.i64 x0\nv2 = LOAD.v2d [v1 + 1] size=16\nSET q0 v2\n"
        "v3 = LOAD.v2d [v1] size=4\nSET q1 v3\n"
        "v4 = LOAD.v4s [v1] size=16 swap\nSET q2 v4\nSTORE.v4s [v1 + 32] v4 size=16 swap\n"
        "v5 = VCAST.f64 v2\nSTORE.f64 [v1 + 64] v5 size=8\nEXIT v1 mode=0\n");
    assert_int_equal(q[0], 0x8887868584838281);
    assert_int_equal(q[1], 0x908f8e8d8c8b8a89);
    assert_int_equal(q[2], 0x83828180);
    assert_int_equal(q[3], 0);
    assert_int_equal(q[4], 0x8485868780818283);
    assert_memory_equal(memory + 32, memory, 16);
    assert_int_equal(get64(64), 0x8887868584838281);
    assert_int_equal(get64(72), 0xcfcecdcccbcac9c8);
}

static void test_wrap_at_4_gib(void **state)
{
    /* 0xfffffff0 + memory's low half + 16: an I32 address wraps; only its value is looked at */
    run("BLOCK 0x1000\nv1 = CONST.i32 0xfffffff0\nv2 = CONST.i32 0x14\n"
        "v3 = CONST.i64 0x1\nINSN 0x1004 0\nSTORE.i64 [v1 + v2<<0 + 1] v3 size=4 align\n"
        "v4 = GADDR.i64 0x2000\nEXIT v4 mode=0\n");
    assert_int_equal(cpu.exit, CPU_EXIT_ALIGN);
    assert_int_equal(cpu.fault_addr, 5);
}

static void test_alignment(void **state)
{
    run("BLOCK 0x1000\nv1 = GET.i64 x0\nv2 = CONST.i64 0x7\nSET x1 v2\nINSN 0x1004 9\n"
        "v3 = LOAD.i64 [v1 + 2] size=4 align\nSET x1 v3\nEXIT v3 mode=0\n");
    assert_int_equal(cpu.exit, CPU_EXIT_ALIGN);
    assert_int_equal(cpu.pc, 0x1004);
    assert_int_equal(cpu.insn_word, 9);
    assert_int_equal(cpu.fault_addr, (uintptr_t)memory + 2);
    assert_int_equal(cpu.hot[1], 7);
    run("BLOCK 0x1000\nv1 = GET.i64 x0\nv3 = LOAD.i64 [v1 + 6] size=8 align16\nSET x1 v3\n"
        "INSN 0x1008 0\nv4 = LOAD.i64 [v1 + 9] size=8 align16\nEXIT v3 mode=0\n");
    assert_int_equal(cpu.exit, CPU_EXIT_ALIGN);
    assert_int_equal(cpu.pc, 0x1008);
    assert_int_equal(cpu.hot[1], 0x8d8c8b8a89888786);
}

static void atomic(const char *op, unsigned size, uint64_t m, uint64_t b, uint64_t expected)
{
    char text[512];
    uint64_t mask = ~0ull >> (64 - 8 * size);

    put64(64, m);
    cpu.hot[1] = b;
    snprintf(text, sizeof(text),
             "BLOCK 0x1000\nv1 = GET.i64 x0\nv2 = CONST.i64 0x40\n"
             "v3 = ADD.i64 v1 v2\nv4 = GET.i64 x1\nv5 = ATOMIC_%s.i64 v3 v4 size=%u acquire\n"
             "SET x2 v5\nEXIT v1 mode=0\n",
             op, size);
    run(text);
    assert_int_equal(cpu.hot[2], m & mask);
    assert_int_equal(get64(64), (m & ~mask) | (expected & mask));
}

static void test_atomics(void **state)
{
    atomic("ADD", 8, ~0ull, 2, 1);
    atomic("ADD", 1, 0x11223344556677ff, 2, 1);
    atomic("CLR", 4, 0xffffffffffffffff, 0xf0f0f0f0, 0x0f0f0f0f);
    atomic("SET", 2, 0x1000, 0x0234, 0x1234);
    atomic("XOR", 8, 0xff, 0x0f, 0xf0);
    atomic("SMAX", 4, 0x80000000, 1, 1);
    atomic("SMIN", 4, 0x80000000, 1, 0x80000000);
    atomic("UMAX", 4, 0x80000000, 1, 0x80000000);
    atomic("UMIN", 1, 0x80, 0x101, 1);
    atomic("SWAP", 8, 5, 6, 6);
    put64(64, 0x0000000002000000);
    cpu.hot[1] = 1;
    run("BLOCK 0x1000\nv1 = GET.i64 x0\nv2 = CONST.i64 0x40\nv3 = ADD.i64 v1 v2\n"
        "v4 = GET.i64 x1\nv5 = ATOMIC_ADD.i64 v3 v4 size=4 swap\nSET x2 v5\nEXIT v1 mode=0\n");
    assert_int_equal(cpu.hot[2], 2);
    assert_int_equal(get64(64), 0x03000000);
}

static void test_compare_and_swap(void **state)
{
    static const char text[] = "BLOCK 0x1000\nv1 = GET.i64 x0\nv2 = GET.i64 x1\nv3 = GET.i64 x2\n"
                               "v4 = CAS.i64 v1 v2 v3 size=4\nSET x3 v4\nEXIT v1 mode=0\n";
    static const char pair[] = "BLOCK 0x1000\nv1 = GET.i64 x0\nv2 = GET.v2d q0\nv3 = GET.v2d q1\n"
                               "v4 = CAS.v2d v1 v2 v3 size=16\nSET q2 v4\nEXIT v1 mode=0\n";
    uint64_t *q = (uint64_t *)cpu.cold;

    put64(0, 0xaaaaaaaa00000005);
    cpu.hot[1] = 0x700000005; /* only the access counts */
    cpu.hot[2] = 9;
    run(text);
    assert_int_equal(cpu.hot[3], 5);
    assert_int_equal(get64(0), 0xaaaaaaaa00000009);
    run(text);
    assert_int_equal(cpu.hot[3], 9);
    assert_int_equal(get64(0), 0xaaaaaaaa00000009);

    put64(8, 77);
    q[0] = 0xaaaaaaaa00000009;
    q[1] = 77;
    q[2] = 1;
    q[3] = 2;
    run(pair);
    assert_int_equal(q[4], 0xaaaaaaaa00000009);
    assert_int_equal(q[5], 77);
    assert_int_equal(get64(0), 1);
    assert_int_equal(get64(8), 2);
    run(pair);
    assert_int_equal(q[5], 2);
    assert_int_equal(get64(8), 2);
}

#define LL "BLOCK 0x1000\nv1 = GET.i64 x0\nv2 = LL.i64 v1 size=8 acquire\nSET x1 v2\n"
#define SC "v3 = GET.i64 x2\nv4 = SC.i64 v1 v3 size=8 release\nv5 = ZEXT.i64 v4 u=i32\nSET x3 v5\n"
#define LEAVE "EXIT v1 mode=0\n"

static void test_exclusives(void **state)
{
    put64(0, 10);
    cpu.hot[2] = 11;
    run(LL SC LEAVE);
    assert_int_equal(cpu.hot[1], 10);
    assert_int_equal(cpu.hot[3], 0);
    assert_int_equal(get64(0), 11);
    run("BLOCK 0x1000\nv1 = GET.i64 x0\n" SC LEAVE); /* the monitor is clear */
    assert_int_equal(cpu.hot[3], 1);
    run(LL "CLREX\n" SC LEAVE);
    assert_int_equal(cpu.hot[3], 1);
    run(LL "v6 = CONST.i64 0x63\nSTORE.i64 [v1] v6 size=8\n" SC LEAVE); /* another value */
    assert_int_equal(cpu.hot[3], 1);
    assert_int_equal(get64(0), 0x63);
    run("BLOCK 0x1000\nv1 = GET.i64 x0\nv2 = LL.i64 v1 size=4\n" SC LEAVE); /* another size */
    assert_int_equal(cpu.hot[3], 1);
    run("BLOCK 0x1000\nv9 = GET.i64 x0\nv7 = CONST.i64 0x8\nv1 = ADD.i64 v9 v7\n"
        "v2 = LL.i64 v9 size=8\n" SC LEAVE); /* another address */
    assert_int_equal(cpu.hot[3], 1);
}

static void test_exclusive_pair(void **state)
{
    uint64_t *q = (uint64_t *)cpu.cold;

    q[0] = 1;
    q[1] = 2;
    run("BLOCK 0x1000\nv1 = GET.i64 x0\nv2 = LL.v2d v1 size=16\nSET q1 v2\nv3 = GET.v2d q0\n"
        "v4 = SC.v2d v1 v3 size=16\nv5 = ZEXT.i64 v4 u=i32\nSET x3 v5\n" LEAVE);
    assert_int_equal(q[2], 0x8786858483828180);
    assert_int_equal(q[3], 0x8f8e8d8c8b8a8988);
    assert_int_equal(cpu.hot[3], 0);
    assert_int_equal(get64(0), 1);
    assert_int_equal(get64(8), 2);
}

static void test_zero_block(void **state)
{
    run("BLOCK 0x1000\nv1 = GET.i64 x0\nv2 = CONST.i64 0x51\nv3 = ADD.i64 v1 v2\n"
        "ZERO_BLOCK.i64 v3 i=64\nEXIT v1 mode=0\n");
    assert_int_equal(memory[63], 0x80 + 63);
    for (unsigned k = 64; k < 128; k++)
        assert_int_equal(memory[k], 0);
    assert_int_equal(memory[128], 0);
    assert_int_equal(memory[129], 1);
}

static void test_loop_and_branches(void **state)
{
    cpu.hot[1] = 5;
    run("BLOCK 0x1000\nJUMP b1\n"
        "BLOCK 0x1004 poll\nv1 = GET.i64 x1\nv2 = GET.i64 x2\nv3 = ADD.i64 v1 v2\nSET x2 v3\n"
        "v4 = CONST.i64 0x1\nv5 = SUB.i64 v1 v4\nSET x1 v5\nv6 = FLAGS.i64 v1 v4 _ u=sub\n"
        "SET nzcv v6\nBRF v6 u=ne b1 b2\n"
        "BLOCK 0x1010\nv7 = GET.flags nzcv\nv8 = NZCV.i32 v7\nv9 = ZEXT.i64 v8 u=i32\nSET x3 v9\n"
        "BRNZ.i64 v9 b3 b0\nBLOCK 0x1020\nv10 = GET.i64 x2\nRET v10 mode=0\n");
    assert_int_equal(cpu.hot[2], 15);
    assert_int_equal(cpu.hot[3], 0x60000000);
    assert_int_equal(cpu.pc, 15);
}

static void test_poll(void **state)
{
    cpu.poll = 1;
    run("BLOCK 0x1000\nJUMP b1\nBLOCK 0x1004 poll\nv1 = CONST.i64 0x1\nSET x1 v1\n"
        "EXIT v1 mode=0\n");
    assert_int_equal(cpu.exit, CPU_EXIT_POLL);
    assert_int_equal(cpu.pc, 0x1004);
    assert_int_equal(cpu.hot[1], 0);
    run("BLOCK 0x1000\nv1 = GADDR.i64 0x3000\nEXIT v1 mode=4 u=1\n");
    assert_int_equal(cpu.exit, CPU_EXIT_POLL);
    assert_int_equal(cpu.pc, 0x3000);
    assert_int_equal(cpu.mode, 4);
}

static void test_leaving(void **state)
{
    run("BLOCK 0x1000\nv1 = GADDR.i64 0x1004\nv2 = CONST.i64 0x7b\nTRAP v1 v2 u=4\n");
    assert_int_equal(cpu.exit, CPU_EXIT_BREAK);
    assert_int_equal(cpu.pc, 0x1004);
    assert_int_equal(cpu.exit_info, 123);
    run("BLOCK 0x1000\nv1 = GADDR.i64 0x2000\nCALL v1 mode=1 u=0 b1\nBLOCK 0x1004 return\n"
        "v2 = GADDR.i64 0x3000\nEXIT v2 mode=0\n");
    assert_int_equal(cpu.exit, CPU_EXIT_LOOKUP);
    assert_int_equal(cpu.pc, 0x2000);
    assert_int_equal(cpu.mode, 1);
}

static void test_helpers(void **state)
{
    cpu.hot[1] = 100;
    cpu.hot[2] = 200;
    run("BLOCK 0x1000\nv1 = GET.i64 x1\nv2 = HELPER.i64 writes v1 _ _\nv3 = GET.i64 x2\nSET x3 v3\n"
        "v4 = HELPER.i64 sum v1 v2 v3\nSET x4 v4\nEXIT v1 mode=0\n");
    assert_int_equal(cpu.hot[3], 301);
    assert_int_equal(cpu.hot[4], 100 + 3 * 301 + 5 * 301);
    run("BLOCK 0x1000\nINSN 0x1008 0\nv1 = GET.i64 x1\nv2 = HELPER.i64 leave v1 _ _\nSET x4 v1\n"
        "EXIT v1 mode=0\n");
    assert_int_equal(cpu.exit, CPU_EXIT_GUEST);
    assert_int_equal(cpu.pc, 0x1008);
    assert_int_equal(cpu.hot[4], 100 + 3 * 301 + 5 * 301);
}

/* All kinds of flags variables in memory mean what FLAGS of that kind means. */
static void test_flags_in_memory(void **state)
{
    struct cpu_flags f = {.kind = IR_FLAGS_SUB | IR_I32 << 8, .a = 1, .b = 2};

    assert_int_equal(ir_flags_nzcv(&f), 0x80000000);
    f.kind = IR_FLAGS_ADD | IR_I64 << 8;
    f.a = f.b = 1ull << 63;
    assert_int_equal(ir_flags_nzcv(&f), 0x70000000);
    f.kind = IR_FLAGS_SBC | IR_I64 << 8;
    f.a = f.b = 5;
    assert_int_equal(ir_flags_nzcv(&f), 0x80000000);
    f.reserved = 1;
    assert_int_equal(ir_flags_nzcv(&f), 0x60000000);
    f.kind = IR_FLAGS_ADC | IR_I32 << 8;
    f.a = 0xffffffff;
    f.b = 0;
    assert_int_equal(ir_flags_nzcv(&f), 0x60000000);
    f.kind = IR_FLAGS_LOGIC | IR_I32 << 8;
    f.a = 0xffffffff00000000;
    assert_int_equal(ir_flags_nzcv(&f), 0x40000000);
    f.kind = IR_FLAGS_FCMP | IR_F32 << 8;
    f.a = 0x3f800000;
    f.b = 0x40000000;
    assert_int_equal(ir_flags_nzcv(&f), 0x80000000);
    f.a = 0x80000000; /* -0 and 0 are equal */
    f.b = 0;
    assert_int_equal(ir_flags_nzcv(&f), 0x60000000);
    f.a = 0x7f800001;
    assert_int_equal(ir_flags_nzcv(&f), 0x30000000);
    f.a = 0xbf800000;
    f.b = 0xc0000000;
    assert_int_equal(ir_flags_nzcv(&f), 0x20000000);
    f.kind = IR_FLAGS_RAW;
    f.a = 0x9fffffff;
    assert_int_equal(ir_flags_nzcv(&f), 0x90000000);
    for (unsigned nzcv = 0; nzcv < 16; nzcv++) {
        f.kind = ir_flags_constant(nzcv);
        assert_int_equal(ir_flags_nzcv(&f), nzcv << 28);
    }
}

/* Every condition on every NZCV, by the table of the Arm manual (C1.2.4) written as sets. */
static void test_conditions(void **state)
{
    for (unsigned x = 0; x < 16; x++) {
        bool n = x & 8, z = x & 4, c = x & 2, v = x & 1;
        const bool holds[15] = {z,   !z,      c,       !c,     n,      !n,           v,
                                !v,  c && !z, !c || z, n == v, n != v, !z && n == v, z || n != v,
                                true};

        for (unsigned cc = 0; cc < 15; cc++)
            assert_int_equal(ir_cc_holds(cc, x << 28), holds[cc]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_loads, clear),
        cmocka_unit_test_setup(test_stores, clear),
        cmocka_unit_test_setup(test_vectors, clear),
        cmocka_unit_test_setup(test_wrap_at_4_gib, clear),
        cmocka_unit_test_setup(test_alignment, clear),
        cmocka_unit_test_setup(test_atomics, clear),
        cmocka_unit_test_setup(test_compare_and_swap, clear),
        cmocka_unit_test_setup(test_exclusives, clear),
        cmocka_unit_test_setup(test_exclusive_pair, clear),
        cmocka_unit_test_setup(test_zero_block, clear),
        cmocka_unit_test_setup(test_loop_and_branches, clear),
        cmocka_unit_test_setup(test_poll, clear),
        cmocka_unit_test_setup(test_leaving, clear),
        cmocka_unit_test_setup(test_helpers, clear),
        cmocka_unit_test_setup(test_flags_in_memory, clear),
        cmocka_unit_test_setup(test_conditions, clear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
