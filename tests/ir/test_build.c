/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The builder: folding rules against the evaluator, canonical forms, value numbering, variables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/ir/guest.h"

#define CAP 256

static int setup(void **state)
{
    *state = ir_init(malloc(ir_size(CAP)), CAP, &test_guest);
    return 0;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

static struct ir *fresh(void **state)
{
    ir_reset(*state, 0);
    ir_block(*state, 0x1000, IR_BLOCK_ENTRY);
    return *state;
}

/* The value of v where GETs give x[var]. */
static uint64_t value_of(const struct ir *ir, ir_ref v, const uint64_t *x)
{
    union vec values[CAP] = {{{0}}};

    for (unsigned k = 1; k <= v; k++) {
        const struct ir_insn *i = &ir->insn[k];

        if (i->op == IR_GET)
            values[k].q[0] = i->type == IR_I64 ? x[i->aux] : (uint32_t)x[i->aux];
        else if (ir_ops[i->op].flags & IR_F_PURE)
            ir_eval(&test_guest, NULL, i, &values[k], &values[i->op == IR_CONST ? 0 : i->a],
                    &values[i->op == IR_CONST ? 0 : i->b], &values[i->op == IR_CONST ? 0 : i->c]);
    }
    return values[v].q[0];
}

static uint64_t eval(unsigned op, unsigned type, unsigned aux, int32_t imm, uint64_t a, uint64_t b)
{
    struct ir_insn i = {.op = op, .type = type, .aux = aux, .imm = imm};
    union vec x = {{a}}, y = {{b}}, z = {{0}}, d;

    ir_eval(&test_guest, NULL, &i, &d, &x, &y, &z);
    return d.q[0];
}

/* One step of a chain: an operation with a constant on either side, or a bit field or width. */
struct link {
    uint8_t op,
        form; /* 0: op(v, c); 1: op(c, v); 2: imm; 3: op(v); 4: op(v, v); 5: via width aux */
    uint16_t aux;
    int32_t imm;
};
static const struct link links[] = {
    {IR_ADD, 0, 0, 0},
    {IR_ADD, 1, 0, 0},
    {IR_SUB, 0, 0, 0},
    {IR_SUB, 1, 0, 0},
    {IR_MUL, 0, 0, 0},
    {IR_AND, 0, 0, 0},
    {IR_OR, 1, 0, 0},
    {IR_XOR, 0, 0, 0},
    {IR_ANDN, 0, 0, 0},
    {IR_ANDN, 1, 0, 0},
    {IR_ORN, 0, 0, 0},
    {IR_ORN, 1, 0, 0},
    {IR_SHL, 0, 0, 0},
    {IR_SHR, 0, 0, 0},
    {IR_SAR, 0, 0, 0},
    {IR_ROR, 0, 0, 0},
    {IR_SHL, 1, 0, 0},
    {IR_DIVU, 0, 0, 0},
    {IR_REMU, 0, 0, 0},
    {IR_DIVS, 0, 0, 0},
    {IR_REMS, 0, 0, 0},
    {IR_MULHU, 0, 0, 0},
    {IR_UMIN, 0, 0, 0},
    {IR_SMAX, 1, 0, 0},
    {IR_NEG, 3, 0, 0},
    {IR_NOT, 3, 0, 0},
    {IR_RBIT, 3, 0, 0},
    {IR_BSWAP, 3, 0, 0},
    {IR_BSWAP16, 3, 0, 0},
    {IR_CLZ, 3, 0, 0},
    {IR_ABS, 3, 0, 0},
    {IR_SUB, 4, 0, 0},
    {IR_XOR, 4, 0, 0},
    {IR_AND, 4, 0, 0},
    {IR_ORN, 4, 0, 0},
    {IR_UBFX, 2, 0, 0 | 8 << 8},
    {IR_UBFX, 2, 0, 3 | 7 << 8},
    {IR_UBFX, 2, 0, 16 | 16 << 8},
    {IR_UBFX, 2, 0, 0 | 32 << 8},
    {IR_SBFX, 2, 0, 0 | 8 << 8},
    {IR_SBFX, 2, 0, 5 | 11 << 8},
    {IR_SBFX, 2, 0, 24 | 8 << 8},
    {IR_BFI, 0, 0, 4 | 8 << 8},
    {IR_BFI, 1, 0, 0 | 32 << 8},
    {IR_EXTR, 0, 0, 7},
    {IR_EXTR, 4, 0, 9},
    {IR_EXTR, 1, 0, 0},
    {IR_TRUNC, 5, IR_I8, 0},
    {IR_TRUNC, 5, IR_I16, 0},
    {IR_TRUNC, 5, IR_I32, 0},
    {IR_ZEXT, 5, IR_I8, 0},
    {IR_SEXT, 5, IR_I8, 0},
    {IR_SEXT, 5, IR_I16, 0},
    {IR_SEXT, 5, IR_I32, 0},
    {IR_ZEXT, 5, IR_I32, 0},
    {IR_EQ, 0, 0, 0},
    {IR_NE, 0, 0, 0},
    {IR_LTU, 0, 0, 0},
    {IR_LEU, 0, 0, 0},
    {IR_LTS, 0, 0, 0},
    {IR_LES, 1, 0, 0},
    {IR_EQ, 4, 0, 0},
    {IR_LTU, 4, 0, 0},
};
#define N_LINKS (sizeof(links) / sizeof(links[0]))

/* Does link on v and its value x; both results have type again. */
static ir_ref do_link(struct ir *ir, const struct link *l, unsigned type, ir_ref v, uint64_t c,
                      uint64_t *x)
{
    bool decision = l->op >= IR_EQ && l->op <= IR_LES;
    bool amount = l->op >= IR_SHL && l->op <= IR_ROR;
    uint64_t old = *x;
    ir_ref r, k = ir_const(ir, amount && l->form == 0 ? IR_I32 : type, c), s;

    c = ir->insn[k].imm64;
    switch (l->form) {
    case 0:
        r = ir_emit(ir, l->op, type, v, k, 0, l->aux, l->imm);
        *x = eval(l->op, type, l->aux, l->imm, old, c);
        break;
    case 1:
        r = ir_emit(ir, l->op, type, k, v, 0, l->aux, l->imm);
        *x = eval(l->op, type, l->aux, l->imm, c, old);
        break;
    case 4:
        r = ir_emit(ir, l->op, type, v, v, 0, l->aux, l->imm);
        *x = eval(l->op, type, l->aux, l->imm, old, old);
        break;
    case 5: /* narrow, then widen */
        s = ir_emit(ir, IR_TRUNC, l->aux, v, 0, 0, type, 0);
        r = ir_emit(ir, l->op == IR_SEXT ? IR_SEXT : IR_ZEXT, type, s, 0, 0, l->aux, 0);
        *x = old & (~0ull >> (64 - ir_lane_bits(l->aux)));
        if (l->op == IR_SEXT)
            *x = eval(IR_SEXT, type, l->aux, 0, *x, 0);
        break;
    default:
        r = ir_emit(ir, l->op, type, v, 0, 0, l->aux, l->imm);
        *x = eval(l->op, type, l->aux, l->imm, old, 0);
        break;
    }
    if (decision && type == IR_I64)
        r = ir_emit(ir, IR_ZEXT, IR_I64, r, 0, 0, IR_I32, 0);
    return r;
}

static const uint64_t edge[] = {0,
                                1,
                                2,
                                7,
                                8,
                                24,
                                31,
                                32,
                                255,
                                0x7fffffff,
                                0x80000000,
                                0xffffffff,
                                0x8000000000000000,
                                0xfedcba9876543210,
                                ~0ull};
#define N_EDGE (sizeof(edge) / sizeof(edge[0]))

static void check_chain(void **state, unsigned type, unsigned one, unsigned two, uint64_t c,
                        uint64_t d)
{
    struct ir *ir = fresh(state);
    uint64_t vars[8] = {0, 0x123456789abcdef5};
    uint64_t x = type == IR_I64 ? vars[1] : (uint32_t)vars[1], got;
    ir_ref v = ir_get(ir, type, 1);

    v = do_link(ir, &links[one], type, v, c, &x);
    v = do_link(ir, &links[two], type, v, d, &x);
    got = value_of(ir, v, vars);
    if (got != x) {
        char text[4096];

        ir_print(ir, text, sizeof(text));
        fail_msg("%s %llx then %s %llx: %llx, not %llx\n%s", ir_op_texts[links[one].op].name,
                 (unsigned long long)c, ir_op_texts[links[two].op].name, (unsigned long long)d,
                 (unsigned long long)got, (unsigned long long)x, text);
    }
}

static void test_pairs_of_operations(void **state)
{
    for (unsigned type = IR_I32; type <= IR_I64; type++)
        for (unsigned one = 0; one < N_LINKS; one++)
            for (unsigned two = 0; two < N_LINKS; two++)
                for (unsigned c = 0; c < N_EDGE; c++)
                    check_chain(state, type, one, two, edge[c], edge[(c * 7 + one + two) % N_EDGE]);
}

static void test_constants_fold(void **state)
{
    struct ir *ir = fresh(state);
    ir_ref a = ir_const(ir, IR_I32, 40), b = ir_const(ir, IR_I32, 2), r;
    uint64_t c;

    r = ir_op2(ir, IR_ADD, IR_I32, a, b);
    assert_true(ir_is_const(ir, r, &c));
    assert_int_equal(c, 42);
    r = ir_emit(ir, IR_FLAGS, IR_I32, a, a, 0, IR_FLAGS_SUB, 0);
    r = ir_emit(ir, IR_COND, IR_I32, r, 0, 0, IR_CC_EQ, 0);
    assert_true(ir_is_const(ir, r, &c));
    assert_int_equal(c, 1);
    r = ir_vconst(ir, IR_V4S, 0x0000000100000002, false);
    r = ir_op2(ir, IR_ADD, IR_V4S, r, r);
    assert_int_equal(ir->insn[r].op, IR_VCONST);
    assert_int_equal(ir->insn[r].imm64, 0x0000000200000004);
}

static void test_address_stays_relative(void **state)
{
    struct ir *ir = fresh(state);
    ir_ref a = ir_gaddr(ir, 0x400000), c = ir_const(ir, IR_I64, 16), r;

    r = ir_op2(ir, IR_ADD, IR_I64, c, a);
    assert_int_equal(ir->insn[r].op, IR_GADDR);
    assert_int_equal(ir->insn[r].imm64, 0x400010);
    r = ir_op2(ir, IR_XOR, IR_I64, a, c);
    assert_int_equal(ir->insn[r].op, IR_XOR);
}

static void test_add_chain(void **state)
{
    struct ir *ir = fresh(state);
    ir_ref x = ir_get(ir, IR_I64, 1), r;

    r = ir_op2(ir, IR_SUB, IR_I64, x, ir_const(ir, IR_I64, 16));
    r = ir_op2(ir, IR_ADD, IR_I64, ir_const(ir, IR_I64, 24), r);
    assert_int_equal(ir->insn[r].op, IR_ADD);
    assert_int_equal(ir->insn[r].a, x);
    assert_int_equal(ir->insn[ir->insn[r].b].imm64, 8);
    r = ir_op2(ir, IR_SUB, IR_I64, r, ir_const(ir, IR_I64, 8));
    assert_int_equal(r, x);
}

static void test_sharing(void **state)
{
    struct ir *ir = fresh(state);
    ir_ref x = ir_get(ir, IR_I64, 1), y = ir_get(ir, IR_I64, 2), a, b, h;

    a = ir_op2(ir, IR_MUL, IR_I64, x, y);
    b = ir_op2(ir, IR_MUL, IR_I64, x, y);
    assert_int_equal(a, b);
    ir_emit(ir, IR_JUMP, IR_VOID, 0, 0, 0, 0, 1);
    ir_block(ir, 0x2000, 0);
    x = ir_get(ir, IR_I64, 1);
    y = ir_get(ir, IR_I64, 2);
    b = ir_op2(ir, IR_MUL, IR_I64, x, y);
    assert_int_not_equal(a, b);
    h = ir_emit(ir, IR_HELPER, IR_I64, x, 0, 0, HELPER_PURE, 0);
    assert_int_equal(h, ir_emit(ir, IR_HELPER, IR_I64, x, 0, 0, HELPER_PURE, 0));
    h = ir_emit(ir, IR_HELPER, IR_I64, x, 0, 0, HELPER_READS, 0);
    assert_int_not_equal(h, ir_emit(ir, IR_HELPER, IR_I64, x, 0, 0, HELPER_READS, 0));
}

static void test_floats_are_shared_only(void **state)
{
    struct ir *ir = fresh(state);
    ir_ref a = ir_vconst(ir, IR_F64, 0x3ff0000000000000, false), r, s, h;

    r = ir_op2(ir, IR_FADD, IR_F64, a, a);
    assert_int_equal(ir->insn[r].op, IR_FADD);
    assert_int_equal(ir_op2(ir, IR_FADD, IR_F64, a, a), r);
    h = ir_const(ir, IR_I64, 0);
    ir_emit(ir, IR_HELPER, IR_I64, h, 0, 0, HELPER_FP, 0);
    s = ir_op2(ir, IR_FADD, IR_F64, a, a); /* must raise its exceptions anew */
    assert_int_not_equal(s, r);
    r = ir_emit(ir, IR_FLAGS, IR_F64, a, a, 0, IR_FLAGS_FCMP, 0);
    assert_int_equal(ir->insn[r].aux, IR_FLAGS_FCMP);
}

static void test_variables(void **state)
{
    struct ir *ir = fresh(state);
    ir_ref x = ir_get(ir, IR_I64, 1), y, v, n;

    assert_int_equal(ir_get(ir, IR_I64, 1), x);
    y = ir_get(ir, IR_I32, 1);
    assert_int_equal(ir->insn[y].op, IR_TRUNC);
    v = ir_op1(ir, IR_NOT, IR_I64, x);
    ir_set(ir, 1, v);
    assert_int_equal(ir_get(ir, IR_I64, 1), v);
    n = ir->n;
    ir_set(ir, 1, v); /* holds it already */
    assert_int_equal(ir->n, n);
    v = ir_vconst(ir, IR_V2D, 5, false);
    ir_set(ir, VAR_V0, v);
    assert_int_equal(ir_get(ir, IR_V4S, VAR_V0), v);
    y = ir_get(ir, IR_F64, VAR_V0);
    assert_int_equal(ir->insn[y].op, IR_VCONST);
    ir_emit(ir, IR_HELPER, IR_I64, x, 0, 0, HELPER_WRITES, 0);
    y = ir_get(ir, IR_I64, 1);
    assert_int_equal(ir->insn[y].op, IR_GET);
    x = ir_get(ir, IR_I32, 3);
    y = ir_get(ir, IR_I64, 3); /* wider than what is known */
    assert_int_equal(ir->insn[y].op, IR_GET);
    assert_int_not_equal(x, y);
}

static void test_branches(void **state)
{
    struct ir *ir = fresh(state);
    ir_ref x = ir_get(ir, IR_I64, 1), f, r;
    const struct ir_insn *last;

    r = ir_op2(ir, IR_EQ, IR_I64, x, ir_const(ir, IR_I64, 0));
    ir_emit(ir, IR_BRNZ, IR_I32, r, 0, 2, 0, 1);
    last = &ir->insn[ir->n - 1];
    assert_int_equal(last->a, x);
    assert_int_equal(last->imm, 2);
    assert_int_equal(last->c, 1);
    ir_block(ir, 0x2000, 0);
    f = ir_get(ir, IR_FLAGS_T, VAR_NZCV);
    r = ir_emit(ir, IR_COND, IR_I32, f, 0, 0, IR_CC_GT, 0);
    r = ir_op2(ir, IR_EQ, IR_I32, r, ir_const(ir, IR_I32, 0));
    ir_emit(ir, IR_BRNZ, IR_I32, r, 0, 2, 0, 1);
    last = &ir->insn[ir->n - 1];
    assert_int_equal(last->op, IR_BRF);
    assert_int_equal(last->aux, IR_CC_LE);
    r = ir_op3(ir, IR_FLAGSEL, IR_FLAGS_T, f, f, x);
    assert_int_equal(r, f);
    r = ir_const(ir, IR_I64, 0);
    ir_emit(ir, IR_BRNZ, IR_I64, r, 0, 2, 0, 1);
    last = &ir->insn[ir->n - 1];
    assert_int_equal(last->op, IR_JUMP);
    assert_int_equal(last->imm, 2);
    ir_emit(ir, IR_BRF, IR_VOID, f, 0, 2, IR_CC_AL, 1);
    last = &ir->insn[ir->n - 1];
    assert_int_equal(last->op, IR_JUMP);
    assert_int_equal(last->imm, 1);
}

/* A condition on a conditional compare: of the compare, and the one that decides. */
static void test_conditional_compare(void **state)
{
    struct ir *ir = fresh(state);
    ir_ref x = ir_get(ir, IR_I64, 1), y = ir_get(ir, IR_I64, 2), r, s, c, p, q;
    ir_ref f = ir_emit(ir, IR_FLAGS, IR_I64, x, y, 0, IR_FLAGS_SUB, 0);
    ir_ref nzcv = ir_const(ir, IR_I32, 0x40000000); /* equal */
    ir_ref raw = ir_emit(ir, IR_FLAGS, IR_I32, nzcv, 0, 0, IR_FLAGS_RAW, 0);

    c = ir_emit(ir, IR_COND, IR_I32, ir_get(ir, IR_FLAGS_T, VAR_NZCV), 0, 0, IR_CC_GT, 0);
    s = ir_op3(ir, IR_FLAGSEL, IR_FLAGS_T, f, raw, c);
    r = ir_emit(ir, IR_COND, IR_I32, s, 0, 0, IR_CC_NE, 0);
    assert_int_equal(ir->insn[r].op, IR_AND);
    q = ir_emit(ir, IR_COND, IR_I32, f, 0, 0, IR_CC_NE, 0);
    assert_int_equal(r, ir_op2(ir, IR_AND, IR_I32, c, q));
    p = ir_emit(ir, IR_COND, IR_I32, s, 0, 0, IR_CC_EQ, 0);
    assert_int_equal(p, ir_op2(ir, IR_XOR, IR_I32, r, ir_const(ir, IR_I32, 1)));
    assert_int_equal(ir_op3(ir, IR_SELECT, IR_I64, x, y, p),
                     ir_op3(ir, IR_SELECT, IR_I64, y, x, r));
    s = ir_op3(ir, IR_FLAGSEL, IR_FLAGS_T, f, raw, p); /* a chain keeps its order */
    assert_int_equal(ir->insn[s].a, f);
    assert_int_equal(ir->insn[s].b, raw);
    r = ir_emit(ir, IR_COND, IR_I32, s, 0, 0, IR_CC_NE, 0);
    assert_int_equal(r, ir_op2(ir, IR_AND, IR_I32, p, q));
}

static unsigned marks(const struct ir *ir, uint64_t pc)
{
    unsigned n = 0;

    for (unsigned k = 1; k < ir->n; k++)
        n += ir->insn[k].op == IR_INSN && ir->insn[k].imm64 == pc;
    return n;
}

/* An instruction is marked where its mark matters: before what may fault, and behind a
 * floating-point comparison. */
static void test_marks(void **state)
{
    struct ir *ir = fresh(state);
    ir_ref x, y;

    ir_insn_mark(ir, 0x1000, 0);
    x = ir_get(ir, IR_I64, VAR_X0 + 1);
    ir_set(ir, VAR_X0 + 2, ir_op2(ir, IR_ADD, IR_I64, x, ir_const(ir, IR_I64, 5)));
    ir_insn_mark(ir, 0x1004, 7);
    y = ir_op2(ir, IR_XOR, IR_I64, x, ir_const(ir, IR_I64, 3));
    ir_emit(ir, IR_LOAD, IR_I64, y, IR_NONE, IR_NONE, 3, 0);
    ir_emit(ir, IR_LOAD, IR_I64, y, IR_NONE, IR_NONE, 3, 8);
    assert_int_equal(ir->insn[ir->n - 3].op, IR_INSN);
    assert_int_equal(ir->insn[ir->n - 3].imm, 7);
    ir_insn_mark(ir, 0x1008, 0);
    ir_emit(ir, IR_FLAGS, IR_F64, ir_get(ir, IR_F64, VAR_V0), ir_get(ir, IR_F64, VAR_V0 + 1),
            IR_NONE, IR_FLAGS_FCMP, 0);
    ir_insn_mark(ir, 0x100c, 0);
    ir_insn_mark(ir, 0x1010, 0);
    ir_block(ir, 0x1014, 0);
    ir_emit(ir, IR_EXIT, IR_I64, ir_gaddr(ir, 0x2000), IR_NONE, IR_NONE, 0, 0);
    assert_int_equal(marks(ir, 0x1000), 0);
    assert_int_equal(marks(ir, 0x1004), 1);
    assert_int_equal(marks(ir, 0x1008), 1);
    assert_int_equal(marks(ir, 0x100c), 1);
    assert_int_equal(marks(ir, 0x1010), 0);
    ir->marks_all = true;
    fresh(state);
    ir_insn_mark(ir, 0x1000, 0);
    assert_int_equal(marks(ir, 0x1000), 1);
    ir->marks_all = false;
}

static void test_full(void **state)
{
    struct ir *ir = fresh(state);

    for (unsigned k = 0; k < CAP; k++)
        ir_const(ir, IR_I64, k);
    assert_true(ir->failed);
    assert_true(ir->n <= ir->cap);
    assert_int_equal(ir_const(ir, IR_I64, 9999), IR_NONE);
    ir_reset(ir, 0);
    assert_false(ir->failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs_of_operations),
        cmocka_unit_test(test_constants_fold),
        cmocka_unit_test(test_address_stays_relative),
        cmocka_unit_test(test_add_chain),
        cmocka_unit_test(test_sharing),
        cmocka_unit_test(test_floats_are_shared_only),
        cmocka_unit_test(test_variables),
        cmocka_unit_test(test_branches),
        cmocka_unit_test(test_conditional_compare),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_full),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
