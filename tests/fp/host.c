/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Host code against the soft library, in every class of FPCR and at several sets of host features,
 * also as units that trap often are translated: scalars, and vectors with every pair of values in
 * every lane. FPSR must be exact, from any FPSR before.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fp/ops.h"
#include "tests/host/run.h"
#include "translate/guest/aarch64/aarch64.h"
#include "translate/guest/guest.h"

/* The unit of i, operands in V1, V2, V3 or X1, the result to V4 or X3. */
static void build(struct run *r, const struct ir_insn *i, unsigned src_type, unsigned n,
                  uint32_t mode)
{
    struct ir *ir = run_begin(r);
    unsigned dtype = ir_result_type(i);
    ir_ref v[3] = {IR_NONE, IR_NONE, IR_NONE}, d;

    ir_reset(ir, mode);
    ir_block(ir, 0x1000, IR_BLOCK_ENTRY);
    ir_insn_mark(ir, 0x1000, 0);
    for (unsigned k = 0; k < n; k++)
        v[k] = ir_get(ir, src_type, ir_is_int(src_type) ? A64_X0 + 1 : A64_V0 + 1 + k);
    d = ir_emit(ir, i->op, i->type, v[0], v[1], v[2], i->aux, i->imm);
    if (dtype == IR_FLAGS_T) {
        ir_set(ir, A64_NZCV, d);
    } else if (ir_is_int(dtype)) {
        if (dtype != IR_I64)
            d = ir_emit(ir, IR_ZEXT, IR_I64, d, IR_NONE, IR_NONE, dtype, 0);
        ir_set(ir, A64_X0 + 3, d);
    } else {
        ir_set(ir, A64_V0 + 4, ir_bytes(dtype) < 16 ? ir_op1(ir, IR_VCAST, IR_V2D, d) : d);
    }
    ir_emit(ir, IR_TRAP, IR_I64, ir_const(ir, IR_I64, 0x1004), IR_NONE, IR_NONE, CPU_EXIT_SYSCALL,
            0);
    run_emit(r);
}

static unsigned check(struct run *r, const struct ir_insn *i, unsigned src_type, unsigned n,
                      uint32_t fpcr, uint32_t fpsr, const union vec in[3])
{
    struct a64_cold *cold = a64_cold(r->cpu);
    struct a64_hot *hot = a64_hot(r->cpu);
    union vec want = {0}, got = {0}, cut[3];
    unsigned dtype = ir_result_type(i), bytes = ir_bytes(src_type);
    uint32_t want_fpsr;

    memset(cut, 0, sizeof(cut));
    for (unsigned k = 0; k < n; k++) {
        memcpy(&cut[k], &in[k], bytes);
        memcpy(cold->v[1 + k], &in[k], 16);
    }
    hot->x[1] = in[0].q[0];
    a64_set_fpsr(r->cpu, fpsr);
    ir_eval(guest_aarch64.ir, r->cpu, i, &want, &cut[0], &cut[1], &cut[2]);
    want_fpsr = a64_fpsr(r->cpu);
    a64_set_fpsr(r->cpu, fpsr);
    run_entry(r, 0);
    assert_int_equal(r->cpu->exit, CPU_EXIT_SYSCALL);
    if (dtype == IR_FLAGS_T)
        got.q[0] = a64_nzcv(r->cpu);
    else if (ir_is_int(dtype))
        got.q[0] = hot->x[3];
    else
        memcpy(&got, cold->v[4], 16);
    if (!memcmp(&got, &want, 16) && a64_fpsr(r->cpu) == want_fpsr)
        return 0;
    print_error("%s type %x from %x aux %x imm %d fpcr %x fpsr %x checked %d: %016" PRIx64
                "%016" PRIx64 " %016" PRIx64 "%016" PRIx64 " %016" PRIx64 "%016" PRIx64
                ": %016" PRIx64 "%016" PRIx64 " fpsr %x, wanted %016" PRIx64 "%016" PRIx64
                " fpsr %x\n",
                ir_op_texts[i->op].name, i->type, src_type, i->aux, i->imm, fpcr, fpsr,
                r->unit.check_fp, in[0].q[1], in[0].q[0], in[1].q[1], in[1].q[0], in[2].q[1],
                in[2].q[0], got.q[1], got.q[0], a64_fpsr(r->cpu), want.q[1], want.q[0], want_fpsr);
    return 1;
}

/* x in the first lane or, for vectors, in each lane in turn; the others hold other values. */
static unsigned values(struct run *r, const struct ir_insn *i, unsigned src_type, unsigned n,
                       uint32_t fpcr)
{
    unsigned log2 = ir_is_int(src_type) ? (src_type == IR_I64 ? 3 : 2) : ir_lane_log2(src_type);
    unsigned lanes = ir_is_int(src_type) ? 1 : ir_lanes(src_type), bad = 0, at = 0;
    uint64_t v[FP_MAX_VALUES];
    unsigned count = n == 3 ? fp_few_values(log2, v) : fp_values(log2, v);
    unsigned total = count * (n > 1 ? count : 1) * (n > 2 ? count : 1);
    /* Vectors take every value or combination of them once a lane, in other orders. */
    for (unsigned k = 0; k < total && bad < 3; k++) {
        union vec in[3];

        for (unsigned lane = 0; lane < 16u >> log2; lane++) {
            unsigned x = lane < lanes ? (k + lane * 37) % total : (unsigned)rand() % total;
            for (unsigned o = 0; o < 3; o++, x /= count)
                memcpy(&in[o].b[lane << log2], &v[x % count], 1u << log2);
        }
        bad += check(r, i, src_type, n, fpcr, at++ % 3 ? 0 : (unsigned)rand() & 0x9f, in);
    }
    return bad;
}

static unsigned one(struct run *r, const struct fp_op *o, struct ir_insn i, unsigned from,
                    unsigned lanes, uint32_t fpcr)
{
    unsigned src_type = IR_TYPE(from, 0);

    if (o->form == FP_FROM_GPR)
        src_type = from == 3 ? IR_I64 : IR_I32;
    if (lanes) {
        unsigned to = ir_lane_log2(i.type);
        if (o->form == FP_TO_GPR || o->form == FP_FROM_GPR || o->op == IR_FLAGS ||
            o->op == IR_FRECPX || from + lanes > 4 || to + lanes > 4 || from + lanes < 3)
            return 0;
        src_type = IR_TYPE(from, lanes);
        i.type = IR_TYPE(to, lanes);
        if (o->form == FP_CONVERT)
            i.aux = (uint16_t)src_type;
    }
    a64_set_fpcr(r->cpu, fpcr);
    build(r, &i, src_type, o->n, (r->cpu->mode & A64_MODE_FPCR) | A64_MODE_FPSR);
    return values(r, &i, src_type, o->n, a64_cold(r->cpu)->fpcr);
}

/* Vectors in two roundings, and units with tests in front in one. */
static bool is_wanted(unsigned class, bool checked, unsigned lanes)
{
    if (class >= 16)
        return true;
    return class % 4 == 0 || (!checked && (lanes == 0 || class % 4 == 2));
}

static void level(void **state)
{
    struct run *r = run_new(*state, NULL);
    const char *only = getenv("TEST_OP");
    unsigned bad = 0;

    for (unsigned checked = 0; checked < 2; checked++) {
        r->check_fp = checked;
        for (const struct fp_op *o = fp_ops; o->op; o++)
            for (unsigned aux = o->aux_from; aux <= o->aux_to; aux += o->aux_step ? o->aux_step : 1)
                for (unsigned from = 1; from <= 3; from++)
                    for (unsigned to = 1; to <= 3; to++)
                        for (unsigned k = 0; k < FP_CLASSES && bad < 30; k++) {
                            struct ir_insn i;
                            if ((only && strcmp(only, ir_op_texts[o->op].name)) ||
                                !fp_insn(&i, o, from, to, aux))
                                continue;
                            for (unsigned lanes = 0; lanes < 4; lanes++)
                                if (is_wanted(k, checked, lanes))
                                    bad += one(r, o, i, from, lanes, fp_classes[k]);
                        }
    }
    assert_int_equal(bad, 0);
}

int main(int argc, char **argv)
{
    char *name = argc > 1 ? argv[1] : "all";
    const struct CMUnitTest tests[] = {{.name = name, .test_func = level, .initial_state = name}};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
