/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stddef.h>

#include "tests/ir/guest.h"

#define X(n)                                                                                       \
    {                                                                                              \
        "x" #n, offsetof(struct cpu, hot) + 8 * (n), IR_I64                                        \
    }
static const struct ir_var vars[N_VARS] = {
    X(0),
    X(1),
    X(2),
    X(3),
    X(4),
    X(5),
    X(6),
    X(7),
    {"nzcv", offsetof(struct cpu, hot) + 64, IR_FLAGS_T},
    {"cf", offsetof(struct cpu, hot) + 96, IR_FLAGS_T},
    {"q0", offsetof(struct cpu, cold), IR_V2D},
    {"q1", offsetof(struct cpu, cold) + 16, IR_V2D},
    {"q2", offsetof(struct cpu, cold) + 32, IR_V2D},
    {"q3", offsetof(struct cpu, cold) + 48, IR_V2D},
    {"status", offsetof(struct cpu, cold) + 64, IR_I32},
};

static uint64_t helper_sum(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    return a + 3 * b + 5 * c;
}

static uint64_t helper_reads(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    return cpu->hot[1] + a;
}

static uint64_t helper_writes(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    cpu->hot[2] += a + 1;
    return cpu->hot[2];
}

static uint64_t helper_leave(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    if (a)
        cpu->exit = CPU_EXIT_GUEST;
    return a;
}

static void vhelper_sum(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                        const union vec *c)
{
    d->q[0] = a->q[0] + b->q[0] + c->q[0];
    d->q[1] = a->q[1] + b->q[1] + c->q[1];
}

static const struct ir_helper helpers[N_HELPERS] = {
    {"sum", 0, helper_sum, NULL},
    {"reads", IR_HELPER_READS, helper_reads, NULL},
    {"writes", IR_HELPER_READS | IR_HELPER_WRITES, helper_writes, NULL},
    {"fp", IR_HELPER_FP, helper_sum, NULL},
    {"leave", IR_HELPER_FAULTS, helper_leave, NULL},
    {"vsum", 0, NULL, vhelper_sum},
};

/* No arithmetic, but different for each operation, operand and order; counts as its exceptions. */
static uint64_t fp_eval(struct cpu *cpu, const struct ir_insn *insn, unsigned src_log2, uint64_t a,
                        uint64_t b, uint64_t c)
{
    uint64_t seed = insn->op * 0x10001u + src_log2 + a * 3 + b * 5 + c * 7;

    cpu->cold[64] |= (uint8_t)(1u << (insn->op & 7));
    return random_next(&seed);
}

static const uint16_t order[] = {0, 1, 2, 3, 0xffff}, vec_order[] = {VAR_V0, 0xffff};
const struct ir_guest test_guest = {
    .name = "test",
    .vars = vars,
    .n_vars = N_VARS,
    .gpr_order = order,
    .vec_order = vec_order,
    .helpers = helpers,
    .n_helpers = N_HELPERS,
    .word = IR_I64,
    .fp_eval = fp_eval,
};
