/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names that the printer and the parser share. The text form, one instruction a line, # comments:
 *
 *   BLOCK 0x400000 entry poll
 *   INSN 0x400000 0
 *   v3 = GET.i64 x1
 *   v4 = CONST.i32 0x10
 *   v5 = LOAD.i64 [v3 + v4<<3 + 8] size=4 sign acquire
 *   STORE.i64 [v3] v5 size=8
 *   v6 = FLAGS.i64 v3 v5 _ u=sub
 *   SET x0 v5
 *   BRF v6 u=eq b2 b1
 *   EXIT v3 mode=0 u=poll
 *
 * Operands a, b, c stand in order, _ for none; u= is aux and i= imm where the operation has them.
 */
#ifndef DRAGOMAN_IR_TEXT_H
#define DRAGOMAN_IR_TEXT_H

#include "translate/ir/ir.h"

struct ir_name {
    const char *name;
    unsigned value;
};

/* Lists that end with a NULL name. */
extern const struct ir_name ir_type_names[], ir_flags_names[], ir_cc_names[], ir_mem_names[],
    ir_block_names[];

/* The name of value in list, or NULL. */
const char *ir_name_of(const struct ir_name *list, unsigned value);
/* The entry of list whose name is the len characters at s, or NULL. */
const struct ir_name *ir_name_find(const struct ir_name *list, const char *s, size_t len);
/* The names of u's values: kinds of flags, conditions; NULL: it is a number. */
const struct ir_name *ir_aux_names(unsigned op);

/* How an operation is written. */
enum ir_form {
    IR_FORM_PLAIN,  /* operands, u=, i= */
    IR_FORM_IMM64,  /* the 64-bit immediate, i= if it has imm */
    IR_FORM_VAR,    /* GET, SET: the variable, the operand */
    IR_FORM_MEMORY, /* LOAD, STORE: [address], the value, the access */
    IR_FORM_ATOMIC, /* other MEM: operands, the access */
    IR_FORM_HELPER, /* the helper's name, operands */
    IR_FORM_BLOCK,  /* BLOCK, INSN: address, flags or word */
    IR_FORM_BRANCH, /* JUMP, BRF, BRNZ: operand, u=, blocks */
    IR_FORM_EXIT,   /* EXIT, CALL, RET: address, mode=, u=, return block */
};
enum ir_form ir_form(unsigned op);

#endif
