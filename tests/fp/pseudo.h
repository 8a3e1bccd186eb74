/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The reference of floating point: the shared pseudocode of the Arm Architecture Reference Manual
 * (FPRound, FPProcessNaNs, FPMulAdd ...) written down in C, on exact numbers. Nothing of it is
 * shared with the soft library.
 */
#ifndef DRAGOMAN_TESTS_FP_PSEUDO_H
#define DRAGOMAN_TESTS_FP_PSEUDO_H

#include "translate/ir/ir.h"

/* One lane of an operation, as struct ir_guest.fp_eval; exceptions are added to *fpsr. */
uint64_t pseudo_eval(uint32_t fpcr, uint32_t *fpsr, const struct ir_insn *insn, unsigned src_log2,
                     uint64_t a, uint64_t b, uint64_t c);

#endif
