/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every operation on edge values, against results worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "tests/ir/guest.h"

#define MIN8 0x80ull
#define MIN32 0x80000000ull
#define MIN64 0x8000000000000000ull
#define MAX64 0x7fffffffffffffffull
#define ONES ~0ull
#define FIELD(lsb, len) ((lsb) | (len) << 8)

struct eval_case {
    uint8_t op, type;
    uint16_t aux;
    int32_t imm;
    uint64_t a[2], b[2], c[2], d[2];
};

static const struct eval_case cases[] = {
#include "tests/ir/eval_scalar.def"
#include "tests/ir/eval_vector.def"
};
#define N_CASES (sizeof(cases) / sizeof(cases[0]))

static void test_cases(void **state)
{
    for (unsigned k = 0; k < N_CASES; k++) {
        const struct eval_case *e = &cases[k];
        struct ir_insn i = {.op = e->op, .type = e->type, .aux = e->aux, .imm = e->imm};
        union vec a = {{e->a[0], e->a[1]}}, b = {{e->b[0], e->b[1]}}, c = {{e->c[0], e->c[1]}}, d;

        memset(&d, 0xa5, sizeof(d));
        ir_eval(&test_guest, NULL, &i, &d, &a, &b, &c);
        if (d.q[0] != e->d[0] || d.q[1] != e->d[1] || d.q[2] || d.q[3])
            fail_msg(
                "case %u: %s type %x aux %u imm %d of %llx:%llx %llx:%llx %llx: %llx:%llx, not "
                "%llx:%llx",
                k, ir_op_texts[e->op].name, e->type, e->aux, e->imm, (unsigned long long)e->a[1],
                (unsigned long long)e->a[0], (unsigned long long)e->b[1],
                (unsigned long long)e->b[0], (unsigned long long)e->c[0],
                (unsigned long long)d.q[1], (unsigned long long)d.q[0], (unsigned long long)e->d[1],
                (unsigned long long)e->d[0]);
    }
}

/* Operations without a line would go unnoticed. */
static void test_all_have_cases(void **state)
{
    for (unsigned op = 0; op < IR_N_OPS; op++) {
        bool found = (ir_ops[op].flags & (IR_F_PURE | IR_F_FP)) != IR_F_PURE || op == IR_CONST ||
                     op == IR_GADDR || op == IR_VCONST;

        for (unsigned k = 0; k < N_CASES; k++)
            found |= cases[k].op == op;
        if (!found)
            fail_msg("%s has no case", ir_op_texts[op].name);
    }
}

static void test_constants(void **state)
{
    struct ir_insn i = {.op = IR_CONST, .type = IR_I32};
    union vec d, none = {{0}};

    i.imm64 = 0x12345678;
    ir_eval(&test_guest, NULL, &i, &d, &none, &none, &none);
    assert_int_equal(d.q[0], 0x12345678);
    assert_int_equal(d.q[1], 0);
    i = (struct ir_insn){.op = IR_VCONST, .type = IR_V4S};
    i.imm64 = 0x0102030405060708;
    ir_eval(&test_guest, NULL, &i, &d, &none, &none, &none);
    assert_int_equal(d.q[0], i.imm64);
    assert_int_equal(d.q[1], i.imm64);
    assert_int_equal(d.q[2], 0);
    i.imm = 1;
    ir_eval(&test_guest, NULL, &i, &d, &none, &none, &none);
    assert_int_equal(d.q[1], 0);
    i.imm = 0;
    i.type = IR_F32;
    ir_eval(&test_guest, NULL, &i, &d, &none, &none, &none);
    assert_int_equal(d.q[0], 0x05060708);
    i.type = IR_V4D;
    ir_eval(&test_guest, NULL, &i, &d, &none, &none, &none);
    assert_int_equal(d.q[3], i.imm64);
}

/* Lanes of floats reach the guest's function with their width, and in order. */
static uint64_t probe(struct cpu *cpu, const struct ir_insn *insn, unsigned src_log2, uint64_t a,
                      uint64_t b, uint64_t c)
{
    return a * 100 + b * 10 + c + ((uint64_t)src_log2 << 12);
}

static void test_float_lanes(void **state)
{
    struct ir_guest g = {.fp_eval = probe};
    struct ir_insn i = {.op = IR_FMA, .type = IR_V4S};
    union vec a = {.d = {1, 2, 3, 4}}, b = {.d = {5, 6, 7, 8}}, c = {.d = {9, 1, 2, 3}}, d;

    ir_eval(&g, NULL, &i, &d, &a, &b, &c);
    assert_int_equal(d.d[0], 159 + 0x2000);
    assert_int_equal(d.d[3], 483 + 0x2000);
    assert_int_equal(d.d[4], 0);
    i = (struct ir_insn){.op = IR_FADD, .type = IR_F32};
    ir_eval(&g, NULL, &i, &d, &a, &b, &c);
    assert_int_equal(d.d[0], 159 + 0x2000);
    assert_int_equal(d.d[1], 0); /* one lane only */
    i = (struct ir_insn){.op = IR_FCVT, .type = IR_V2D, .aux = IR_V4S};
    ir_eval(&g, NULL, &i, &d, &a, &b, &c);
    assert_int_equal(d.q[0] - 0x2000, 159);
    assert_int_equal(d.q[1] - 0x2000, 261);
    i = (struct ir_insn){.op = IR_FCVT, .type = IR_V4S, .aux = IR_V2D};
    a = (union vec){{7, 8}};
    b = c = (union vec){{0}};
    ir_eval(&g, NULL, &i, &d, &a, &b, &c);
    assert_int_equal(d.d[0], 700 + 0x3000);
    assert_int_equal(d.d[1], 800 + 0x3000);
    assert_int_equal(d.q[1], 0);
    i = (struct ir_insn){.op = IR_SFTOS, .type = IR_I64, .aux = IR_F32 | IR_ROUND_ZERO << 8};
    a = (union vec){{0x100000007}};
    ir_eval(&g, NULL, &i, &d, &a, &b, &c);
    assert_int_equal(d.q[0], 700 + 0x2000);
    i = (struct ir_insn){.op = IR_FLAGS, .type = IR_F64, .aux = IR_FLAGS_FCMP};
    a = (union vec){{0x10000000}};
    ir_eval(&g, NULL, &i, &d, &a, &b, &c);
    assert_int_equal(d.q[0], (0x10000000ull * 100 + 0x3000) & 0xf0000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_all_have_cases),
        cmocka_unit_test(test_constants),
        cmocka_unit_test(test_float_lanes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
