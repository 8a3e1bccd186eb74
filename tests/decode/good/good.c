/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The decoder made from good.insn against words worked out by hand, and against its own table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "good_decode.h"

#define FUNCTION(name)                                                                             \
    enum tr_status good_##name(struct tr *t, const struct good_insn *a)                            \
    {                                                                                              \
        return a->rd == t->length ? TR_NEXT : TR_END;                                              \
    }
FUNCTION(unary)
FUNCTION(memory)
FUNCTION(simd)
FUNCTION(joined)
FUNCTION(sums)
FUNCTION(branch)
FUNCTION(special)
FUNCTION(some)
FUNCTION(all)

int good_square(int raw)
{
    return raw * raw;
}

static struct good_insn decode(uint32_t word, int pattern)
{
    struct good_insn a = {0};
    assert_int_equal(good_decode(word, &a), pattern);
    if (pattern >= 0) {
        assert_int_equal(a.word, word);
        assert_int_equal(a.pattern, pattern);
    }
    return a;
}

static void test_fields(void **state)
{
    struct good_insn a = decode(0x015aff21, GOOD_INSN_REG);
    assert_int_equal(a.rd, 1);
    assert_int_equal(a.rn, 2);
    assert_int_equal(a.off, -4);
    assert_int_equal(a.imm, 0);
    a = decode(0x02400005 | 0x60u << 11, GOOD_INSN_MEM_W);
    assert_int_equal(a.size, 1);
    assert_int_equal(a.s, 0);
    assert_int_equal(a.imm, -32);
    assert_int_equal(a.rd, 5);
    a = decode(0x02e00007 | 0x1fu << 11, GOOD_INSN_MEM_X);
    assert_int_equal(a.size, 3);
    assert_int_equal(a.s, 1);
    assert_int_equal(a.imm, 31);
    decode(0x02400005 | 1u << 18, -1);
    decode(0x02400005 | 1u << 10, -1);
    a = decode(0x03000000 | 1u << 23 | 2u << 21 | 1u << 15 | 5u << 3 | 6, GOOD_INSN_PAIR);
    assert_int_equal(a.Q, 1);
    assert_int_equal(a.s, 2 << 2 | 1);
    assert_int_equal(a.d, 5);
    assert_int_equal(a.rn, 6);
}

static void test_joined(void **state)
{
    struct good_insn a = decode(0x4f80000c, GOOD_INSN_JOIN);
    assert_int_equal(a.split, -4);
    a = decode(0x47800003, GOOD_INSN_JOIN);
    assert_int_equal(a.split, 0x73);
    a = decode(0x10000b25, GOOD_INSN_SUMS);
    assert_int_equal(a.plus, 14);
    assert_int_equal(a.more, 8);
    assert_int_equal(a.sq, 121);
    assert_int_equal(a.kind, 7);
    assert_int_equal(a.kind2, -1);
    assert_int_equal(a.rd, 5);
    assert_int_equal(a.rn, 2);
}

static void test_constraints(void **state)
{
    assert_int_equal(decode(0x21000100, GOOD_INSN_COND).off, 4);
    assert_int_equal(decode(0x2100010d, GOOD_INSN_COND).cond, 13);
    assert_int_equal(decode(0x2100010e, GOOD_INSN_CALL).cond, 14);
    assert_int_equal(decode(0x2100800f, GOOD_INSN_CALL).off, -512);
    decode(0x3000000f, GOOD_INSN_SPECIAL);
    decode(0x30000003, GOOD_INSN_ALL);
    decode(0x30000002, GOOD_INSN_SOME);
    decode(0x3000001f, GOOD_INSN_ALL);
    decode(0x30000100, -1);
    decode(0xffffffff, -1);
    decode(0, -1);
}

static void test_facts(void **state)
{
    assert_string_equal(good_patterns[GOOD_INSN_MEM_X].mnemonic, "mem");
    assert_int_equal(good_patterns[GOOD_INSN_MEM_X].isa, 9);
    assert_int_equal(good_patterns[GOOD_INSN_MEM_W].isa, 0);
    assert_int_equal(good_patterns[GOOD_INSN_REG].flow, TR_FLOW_NEXT);
    assert_int_equal(good_patterns[GOOD_INSN_JUMP].flow, TR_FLOW_JUMP);
    assert_int_equal(good_patterns[GOOD_INSN_COND].flow, TR_FLOW_BRANCH);
    assert_int_equal(good_patterns[GOOD_INSN_CALL].flow, TR_FLOW_CALL);
    assert_int_equal(good_patterns[GOOD_INSN_SPECIAL].flow, TR_FLOW_END);
    assert_ptr_equal(good_patterns[GOOD_INSN_SOME].function, good_some);
    assert_int_equal(sizeof(((struct good_insn *)0)->rd), 1);
    assert_int_equal(sizeof(((struct good_insn *)0)->off), 4);
}

/* The tree finds a pattern exactly where a linear search of mask and value finds one. */
static void test_against_table(void **state)
{
    uint32_t seed = 1;
    for (unsigned i = 0; i < 2000000; i++) {
        seed = seed * 1664525 + 1013904223;
        uint32_t word = seed ^ seed >> 15;
        const struct good_pattern *near = &good_patterns[i % GOOD_N_INSNS];
        if (i & 1)
            word = (word & ~near->mask) | near->value;
        int found = good_match(word), listed = 0;
        for (int k = 0; k < GOOD_N_INSNS; k++) {
            if ((word & good_patterns[k].mask) == good_patterns[k].value)
                listed++;
        }
        if (found >= 0)
            assert_int_equal(word & good_patterns[found].mask, good_patterns[found].value);
        else
            assert_true(listed == 0); /* every exclusion of good.insn has a line that takes it */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),        cmocka_unit_test(test_joined),
        cmocka_unit_test(test_constraints),   cmocka_unit_test(test_facts),
        cmocka_unit_test(test_against_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
