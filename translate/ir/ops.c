/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The operation table and what follows from it. */
#include "translate/ir/op-flags.h"

enum {
    T = 'T',
    N = 'N',
    B = 'B',
    F = 'F',
};

/* Letters of values among the seven of an operand string; padded, so that all seven are there. */
#define IS_VALUE(s, k)                                                                             \
    ((s "       ")[k] == 'v' || (s "       ")[k] == 's' || (s "       ")[k] == 'x' ||              \
     (s "       ")[k] == 'f')
#define VALUES(s)                                                                                  \
    (IS_VALUE(s, 0) + IS_VALUE(s, 1) + IS_VALUE(s, 2) + IS_VALUE(s, 3) + IS_VALUE(s, 4) +          \
     IS_VALUE(s, 5) + IS_VALUE(s, 6))

#define TYPE(result)                                                                               \
    ((result) == T ? IR_OWN_TYPE : (result) == B ? IR_I32 : (result) == F ? IR_FLAGS_T : IR_VOID)

const struct ir_op_info ir_ops[IR_N_OPS] = {
#define IR_OP(name, result, operands, flags, meaning)                                              \
    [IR_##name] = {flags, VALUES(operands), TYPE(result), 0},
#include "translate/ir/ops.def"
#undef IR_OP
};

const struct ir_op_text ir_op_texts[IR_N_OPS] = {
#define IR_OP(name, result, operands, flags, meaning) [IR_##name] = {#name, result, operands},
#include "translate/ir/ops.def"
#undef IR_OP
};
