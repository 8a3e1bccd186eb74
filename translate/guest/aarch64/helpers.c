/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The helpers of the AArch64 front end. */
#include "translate/guest/aarch64/helpers.h"

#include <sys/random.h>
#include <time.h>

#include "base/bits.h"
#include "base/process.h"
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/mops.h"
#include "translate/guest/aarch64/simd-helpers.h"

static uint64_t cntvct(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* A number of 0 is given back as none: nobody can tell. */
static uint64_t random_number(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t v = 0;

    return getrandom(&v, sizeof(v), GRND_NONBLOCK) == (ssize_t)sizeof(v) ? v : 0;
}

static uint64_t get_fpsr(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    a64_fpsr_seen(cpu);
    return a64_fpsr(cpu);
}

static uint64_t set_fpsr(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    a64_fpsr_seen(cpu);
    a64_set_fpsr(cpu, (uint32_t)a);
    return 0;
}

static uint64_t set_fpcr(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    a64_set_fpcr(cpu, (uint32_t)a);
    return 0;
}

static uint64_t ic_ivau(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    struct process *p = cpu->process;

    p->ops->code_changed(p, bits_align_down(a, 64), 64);
    return 0;
}

static uint64_t pair_met(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    const struct process_ops *ops = cpu->process->ops;

    if (ops->pair_met && ops->pair_met(cpu))
        cpu->exit = CPU_EXIT_MODE;
    return 0;
}

const struct ir_helper a64_helpers[A64_N_HELPERS] = {
    /* Not pure: it must not be shared. */
    [A64_HELPER_CNTVCT] = {"cntvct", IR_HELPER_READS, cntvct},
    [A64_HELPER_GET_FPSR] = {"get_fpsr", IR_HELPER_READS | IR_HELPER_FP, get_fpsr},
    [A64_HELPER_SET_FPSR] = {"set_fpsr", IR_HELPER_WRITES | IR_HELPER_FP, set_fpsr},
    [A64_HELPER_SET_FPCR] = {"set_fpcr", IR_HELPER_WRITES | IR_HELPER_FP, set_fpcr},
    [A64_HELPER_IC_IVAU] = {"ic_ivau", IR_HELPER_READS, ic_ivau},
    [A64_HELPER_RANDOM] = {"random", IR_HELPER_READS, random_number},
    [A64_HELPER_COPY] = {"copy", IR_HELPER_FAULTS, a64_help_copy},
    [A64_HELPER_SET] = {"set", IR_HELPER_FAULTS, a64_help_set},
    [A64_HELPER_FCVTXN] = {"fcvtxn", IR_HELPER_FP, .vector = a64_help_fcvtxn},
    [A64_HELPER_URECPE] = {"urecpe", .vector = a64_help_urecpe},
    [A64_HELPER_URSQRTE] = {"ursqrte", .vector = a64_help_ursqrte},
    [A64_HELPER_FMLAL] = {"fmlal", IR_HELPER_FP, .vector = a64_help_fmlal},
    [A64_HELPER_BFCVT] = {"bfcvt", IR_HELPER_FP, .vector = a64_help_bfcvt},
    [A64_HELPER_BFDOT] = {"bfdot", .vector = a64_help_bfdot},
    [A64_HELPER_BFMMLA] = {"bfmmla", .vector = a64_help_bfmmla},
    [A64_HELPER_FRINT_SIZED] = {"frint_sized", IR_HELPER_FP, .vector = a64_help_frint_sized},
    [A64_HELPER_FJCVTZS] = {"fjcvtzs", IR_HELPER_FP, a64_help_fjcvtzs},
    [A64_HELPER_SM3SS1] = {"sm3ss1", .vector = a64_help_sm3ss1},
    [A64_HELPER_SM3TT1A] = {"sm3tt1a", .vector = a64_help_sm3tt1a},
    [A64_HELPER_SM3TT1B] = {"sm3tt1b", .vector = a64_help_sm3tt1b},
    [A64_HELPER_SM3TT2A] = {"sm3tt2a", .vector = a64_help_sm3tt2a},
    [A64_HELPER_SM3TT2B] = {"sm3tt2b", .vector = a64_help_sm3tt2b},
    [A64_HELPER_SM3PARTW1] = {"sm3partw1", .vector = a64_help_sm3partw1},
    [A64_HELPER_SM3PARTW2] = {"sm3partw2", .vector = a64_help_sm3partw2},
    [A64_HELPER_SM4E] = {"sm4e", .vector = a64_help_sm4e},
    [A64_HELPER_SM4EKEY] = {"sm4ekey", .vector = a64_help_sm4ekey},
    [A64_HELPER_PAIR] = {"pair", IR_HELPER_FAULTS, pair_met},
};
