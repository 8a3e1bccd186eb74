/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The operation table and what follows from it. */
#include "translate/ir/ir.h"

enum {
    T = 'T', N = 'N', B = 'B', F = 'F',
    COMM = IR_F_COMM, PURE = IR_F_PURE, LANE = IR_F_LANE, FP = IR_F_FP, MEM = IR_F_MEM,
    END = IR_F_END, WIDE = IR_F_WIDE, FX = IR_F_FX,
};

const struct ir_op_info ir_ops[IR_N_OPS] = {
#define IR_OP(name, result, operands, flags, meaning) [IR_##name] = {#name, result, operands, flags},
#include "translate/ir/ops.def"
#undef IR_OP
};

unsigned ir_result_type(const struct ir_insn *i)
{
    switch (ir_ops[i->op].result) {
    case 'T': return i->type;
    case 'B': return IR_I32;
    case 'F': return IR_FLAGS_T;
    default: return IR_VOID;
    }
}

bool ir_raises_fp(const struct ir_insn *i)
{
    return (ir_ops[i->op].flags & IR_F_FP) || (i->op == IR_FLAGS && i->aux >= IR_FLAGS_FCMP);
}

unsigned ir_n_operands(const struct ir_insn *i)
{
    unsigned n = 0;

    for (const char *s = ir_ops[i->op].operands; *s; s++)
        n += *s == 'v' || *s == 's' || *s == 'x' || *s == 'f';
    return n;
}
