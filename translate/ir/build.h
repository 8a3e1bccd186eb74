/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the builder share. */
#ifndef DRAGOMAN_IR_BUILD_H
#define DRAGOMAN_IR_BUILD_H

#include "translate/ir/ir.h"

#define IR_VN_LOG2 9 /* log2 of the entries of vn_table */

static inline uint64_t ir_type_mask(unsigned type)
{
    return ~0ull >> (64 - ir_lane_bits(type));
}

/*
 * Simplifies the PURE operation k, which cannot raise FP exceptions. Either an equal value that
 * exists now, or IR_NONE with k possibly rewritten.
 */
ir_ref ir_fold(struct ir *ir, struct ir_insn *k);
/* Rules of ir_fold by group (fold_*.c); results as of ir_fold. */
ir_ref ir_fold_logic(struct ir *ir, struct ir_insn *k);
ir_ref ir_fold_shift(struct ir *ir, struct ir_insn *k);
ir_ref ir_fold_width(struct ir *ir, struct ir_insn *k);
ir_ref ir_fold_decide(struct ir *ir, struct ir_insn *k);
/* Of NEG of what may be a decision. */
ir_ref ir_fold_mask(struct ir *ir, const struct ir_insn *k);

/* Is v a CONST? (GADDR is none: its value must stay relative to the code.) */
static inline bool ir_konst(const struct ir *ir, ir_ref v, uint64_t *value)
{
    *value = ir->insn[v].imm64;
    return ir->insn[v].op == IR_CONST;
}

static inline ir_ref ir_with_const(struct ir *ir, unsigned op, unsigned type, ir_ref a, uint64_t c)
{
    ir_ref k = ir_const(ir, type, c);

    return ir_emit(ir, op, type, a, k, IR_NONE, 0, 0);
}

#endif
