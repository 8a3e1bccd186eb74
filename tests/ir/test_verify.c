/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IR that the verifier or the parser must refuse, each with the reason it must give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/ir/guest.h"

#define CAP 64
#define END "v60 = GADDR.i64 0x2000\nEXIT v60 mode=0\n"

static const struct {
    const char *text, *message;
} bad[] = {
    {"", "the number of blocks is wrong"},
    {"v1 = CONST.i64 0x1\n", "an instruction outside of blocks"},
    {"BLOCK 0x1000\nv1 = CONST.i64 0x1\n", "the last block has no end"},
    {"BLOCK 0x1000\nBLOCK 0x1004\n" END, "a block begins before the last one has ended"},
    {"BLOCK 0x1000\n" END "v2 = CONST.i64 0x1\n", "an instruction outside of blocks"},
    {"BLOCK 0x1000\nv1 = CONST.i64 0x1\nJUMP b1\nBLOCK 0x1004\nSET x1 v1\n" END,
     "operand is not defined before in its block"},
    {"BLOCK 0x1000\nv1 = CONST.i32 0x1\nv2 = NOT.i64 v1\n" END,
     "operand has another type than the operation"},
    {"BLOCK 0x1000\nv1 = CONST.i64 0x1\nv2 = NOT.v2d v1\n" END,
     "operand has another size or class than the operation"},
    {"BLOCK 0x1000\nv1 = VCONST.v2s 0x1\nv2 = NOT.v2d v1\n" END,
     "operand has another size or class than the operation"},
    {"BLOCK 0x1000\nv1 = CONST.i64 0x1\nv2 = VCAST.v2d v1\n" END,
     "operand is not of the vector class"},
    {"BLOCK 0x1000\nv1 = VCONST.v2d 0x1\nv2 = VFROM.v2d v1\n" END, "operand is no integer scalar"},
    {"BLOCK 0x1000\nv1 = CONST.i64 0x1\nv2 = COND.i32 v1 u=eq\n" END, "operand is no FLAGS value"},
    {"BLOCK 0x1000\nv1 = CONST.i64 0x1\nv2 = ADD.i64 v1 _\n" END, "operand is missing"},
    {"BLOCK 0x1000\nSTORE.i64 [_] _ size=8\n" END, "operand is missing"},
    {"BLOCK 0x1000\nv1 = CONST.i32 0x1\nSET x1 v1\n" END, "SET of another type"},
    {"BLOCK 0x1000\nv1 = GET.v2d x1\n" END, "GET wider than its variable"},
    {"BLOCK 0x1000\nv1 = GET.i64 nzcv\n" END, "flags variable mixed with another type"},
    {"BLOCK 0x1000\nv1 = CONST.i32 0x1\nv2 = UBFX.i32 v1 i=2080\n" END,
     "bit field outside its value"}, /* lsb 32 */
    {"BLOCK 0x1000\nv1 = CONST.i32 0x1\nv2 = UBFX.i32 v1 i=3\n" END, "bit field outside its value"},
    {"BLOCK 0x1000\nv1 = CONST.i32 0x1\nv2 = EXTR.i32 v1 v1 i=32\n" END,
     "EXTR by its width or more"},
    {"BLOCK 0x1000\nv1 = CONST.i32 0x1\nv2 = ZEXT.i64 v1 u=i16\n" END,
     "extension from a type that the operand has not"},
    {"BLOCK 0x1000\nv1 = CONST.i32 0x1\nv2 = TRUNC.i64 v1 u=i32\n" END,
     "truncation from a type that the operand has not"},
    {"BLOCK 0x1000\nv1 = CONST.i64 0x1\nv2 = LOAD.i32 [v1] size=8\n" END,
     "access wider than its value"},
    {"BLOCK 0x1000\nv1 = CONST.i64 0x1\nv2 = GET.i32 x1\nv3 = LOAD.i64 [v1 + v2<<0] size=8\n" END,
     "index is not as wide as the base"},
    {"BLOCK 0x1000\nv1 = CONST.i64 0x1\nv3 = LOAD.i64 [v1 + v1<<0] size=8 index32\n" END,
     "INDEX32 of an index that is not I32"},
    {"BLOCK 0x1000\nv1 = CONST.i64 0x1\nv3 = VHELPER.v2d sum _ _ _\n" END,
     "helper of the other class"},
    {"BLOCK 0x1000\nJUMP b1\n", "there is no such block"},
    {"BLOCK 0x1000\nv1 = CONST.i64 0x1\nBRNZ.i64 v1 b0 b7\n", "there is no such block"},
    {"BLOCK 0x1000\nv1 = GET.flags nzcv\nBRF v1 u=19 b0 b0\n", "there is no such condition"},
    {"BLOCK 0x1000\nv1 = CONST.t57 0x1\n" END, "there is no such type"},
    {"BLOCK 0x1000\nv1 = GET.flags nzcv\nv2 = FLAGS.i64 v1 _ _ u=raw\n" END,
     "operand has another type than the operation"},
    /* the parser's */
    {"BLOCK 0x1000\nv1 = FROB.i64 0x1\n" END, "line 2: unknown operation"},
    {"BLOCK 0x1000\nv1 = CONST.i65 0x1\n" END, "line 2: unknown type"},
    {"BLOCK 0x1000\nv1 = GET.i64 y1\n" END, "line 2: unknown variable"},
    {"BLOCK 0x1000\nv1 = HELPER.i64 nobody _ _ _\n" END, "line 2: unknown helper"},
    {"BLOCK 0x1000\nv1 = NOT.i64 v5\n" END, "line 2: value is not defined"},
    {"BLOCK 0x1000\nCONST.i64 0x1\n" END, "line 2: result missing, or where there is none"},
    {"BLOCK 0x1000\n\n# a comment\nv1 = CONST.i64 0x1 nonsense\n" END,
     "line 4: text behind the instruction"},
    {"BLOCK 0x1000 sometimes\n" END, "line 1: unknown attribute"},
    {"BLOCK 0x1000\nv1 = CONST.i64 0x1\nv2 = LOAD.i64 [v1] size=3\n" END, "line 3: bad size"},
};

static void test_must_fail(void **state)
{
    struct ir *ir = ir_init(malloc(ir_size(CAP)), CAP, &test_guest);

    for (unsigned k = 0; k < sizeof(bad) / sizeof(bad[0]); k++) {
        char err[256] = "no error";
        int refused = ir_parse(ir, bad[k].text, err, sizeof(err));

        if (!refused)
            refused = ir_verify(ir, err, sizeof(err));
        if (!refused || strncmp(err, bad[k].message, strlen(bad[k].message)))
            fail_msg("%s\ngives: %s\nnot: %s", bad[k].text, err, bad[k].message);
    }
    free(ir);
}

static void test_message_is_cut(void **state)
{
    struct ir *ir = ir_init(malloc(ir_size(CAP)), CAP, &test_guest);
    char err[9] = "........";

    assert_int_not_equal(ir_parse(ir, "FROB\n", err, 8), 0);
    assert_string_equal(err, "line 1:");
    free(ir);
}

static void test_too_long(void **state)
{
    struct ir *ir = ir_init(malloc(ir_size(2)), 2, &test_guest);
    char err[64];

    assert_int_not_equal(ir_parse(ir, "BLOCK 0x1000\n" END, err, sizeof(err)), 0);
    assert_string_equal(err, "line 2: too many instructions");
    free(ir);
}

/* The length is that of the whole text whatever the room; what fits ends with a NUL. */
static void test_printer_length(void **state)
{
    struct ir *ir = ir_init(malloc(ir_size(CAP)), CAP, &test_guest);
    char text[256], few[10], err[64];
    size_t n;

    assert_int_equal(ir_parse(ir, "BLOCK 0x1000\n" END, err, sizeof(err)), 0);
    n = ir_print(ir, text, sizeof(text));
    assert_int_equal(n, strlen(text));
    assert_string_equal(text, "BLOCK 0x1000\nv2 = GADDR.i64 0x2000\nEXIT v2 mode=0 u=0\n");
    assert_int_equal(ir_print(ir, few, sizeof(few)), n);
    assert_string_equal(few, "BLOCK 0x1");
    assert_int_equal(ir_print(ir, NULL, 0), n);
    free(ir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_must_fail),
        cmocka_unit_test(test_message_is_cut),
        cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_printer_length),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
