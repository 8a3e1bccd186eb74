/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The operations, classes of FPCR and values of the tests of floating point. */
#ifndef DRAGOMAN_TESTS_FP_OPS_H
#define DRAGOMAN_TESTS_FP_OPS_H

#include "translate/ir/ir.h"

enum fp_form {
    FP_SAME,     /* result and operands of one format */
    FP_TO_INT,   /* lanes to integers of their width */
    FP_FROM_INT, /* and back */
    FP_TO_GPR,
    FP_FROM_GPR,
    FP_CONVERT, /* between formats */
};
struct fp_op {
    uint8_t op, n, form;
    uint16_t aux_from, aux_to, aux_step;
    int32_t imm;
};
extern const struct fp_op fp_ops[]; /* op 0 at the end */

enum { FP_CLASSES = 22, FP_MAX_VALUES = 64 };
extern const uint32_t fp_classes[FP_CLASSES]; /* values of FPCR */

/* The scalar instruction from operands of 1 << from bytes to a result of 1 << to; false: none. */
bool fp_insn(struct ir_insn *i, const struct fp_op *o, unsigned from, unsigned to, unsigned aux);
/* Special values of a format, and the fewer for triples: their number. */
unsigned fp_values(unsigned log2, uint64_t v[FP_MAX_VALUES]);
unsigned fp_few_values(unsigned log2, uint64_t v[FP_MAX_VALUES]);

#endif
