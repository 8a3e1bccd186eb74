/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System registers by number (op0:op1:CRn:CRm:op2), and the ones that read as constants. */
#ifndef DRAGOMAN_GUEST_AARCH64_SYSREG_H
#define DRAGOMAN_GUEST_AARCH64_SYSREG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cpu.h"

#define A64_SYSREG(op0, op1, crn, crm, op2)                                                        \
    ((op0) << 14 | (op1) << 11 | (crn) << 7 | (crm) << 3 | (op2))

enum {
    A64_SYSREG_MIDR_EL1 = A64_SYSREG(3, 0, 0, 0, 0),
    A64_SYSREG_MPIDR_EL1 = A64_SYSREG(3, 0, 0, 0, 5),
    A64_SYSREG_REVIDR_EL1 = A64_SYSREG(3, 0, 0, 0, 6),
    A64_SYSREG_ID_AA64PFR0_EL1 = A64_SYSREG(3, 0, 0, 4, 0),
    A64_SYSREG_ID_AA64PFR1_EL1 = A64_SYSREG(3, 0, 0, 4, 1),
    A64_SYSREG_ID_AA64DFR0_EL1 = A64_SYSREG(3, 0, 0, 5, 0),
    A64_SYSREG_ID_AA64ISAR0_EL1 = A64_SYSREG(3, 0, 0, 6, 0),
    A64_SYSREG_ID_AA64ISAR1_EL1 = A64_SYSREG(3, 0, 0, 6, 1),
    A64_SYSREG_ID_AA64ISAR2_EL1 = A64_SYSREG(3, 0, 0, 6, 2),
    A64_SYSREG_ID_AA64MMFR0_EL1 = A64_SYSREG(3, 0, 0, 7, 0),
    A64_SYSREG_ID_AA64MMFR2_EL1 = A64_SYSREG(3, 0, 0, 7, 2),
    A64_SYSREG_CTR_EL0 = A64_SYSREG(3, 3, 0, 0, 1),
    A64_SYSREG_DCZID_EL0 = A64_SYSREG(3, 3, 0, 0, 7),
    A64_SYSREG_RNDR = A64_SYSREG(3, 3, 2, 4, 0),
    A64_SYSREG_RNDRRS = A64_SYSREG(3, 3, 2, 4, 1),
    A64_SYSREG_NZCV = A64_SYSREG(3, 3, 4, 2, 0),
    A64_SYSREG_DIT = A64_SYSREG(3, 3, 4, 2, 5),
    A64_SYSREG_SSBS = A64_SYSREG(3, 3, 4, 2, 6),
    A64_SYSREG_FPCR = A64_SYSREG(3, 3, 4, 4, 0),
    A64_SYSREG_FPSR = A64_SYSREG(3, 3, 4, 4, 1),
    A64_SYSREG_TPIDR_EL0 = A64_SYSREG(3, 3, 13, 0, 2),
    A64_SYSREG_TPIDRRO_EL0 = A64_SYSREG(3, 3, 13, 0, 3),
    A64_SYSREG_CNTFRQ_EL0 = A64_SYSREG(3, 3, 14, 0, 0),
    A64_SYSREG_CNTVCT_EL0 = A64_SYSREG(3, 3, 14, 0, 2),
};

/* The value of a register that never changes, as EL0 sees it under Linux. False: not such one. */
bool a64_sysreg_value(const struct cpu *cpu, unsigned id, uint64_t *value);

#endif
