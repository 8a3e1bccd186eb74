/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the interpreter share. */
#ifndef DRAGOMAN_IR_INTERP_H
#define DRAGOMAN_IR_INTERP_H

#include "translate/ir/ir.h"

/*
 * Runs the memory operation i (LOAD .. ZERO_BLOCK) on values. False: it left by cpu->exit, before
 * any effect. A fault is a host signal; cpu->pc and all variables are exact then.
 */
bool ir_interpret_memory(struct cpu *cpu, const struct ir *ir, const struct ir_insn *i,
                         union vec *d, const union vec *values);

#endif
