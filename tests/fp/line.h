/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Floating-point instructions as words, each with what its lanes do by the reference (pseudo.h).
 * Operands are V1, V2, V3 (or X3), the result goes to V0 (or X4, NZCV); V0 has a value before.
 */
#ifndef DRAGOMAN_TESTS_FP_LINE_H
#define DRAGOMAN_TESTS_FP_LINE_H

#include "translate/ir/ir.h"

enum line_form {
    LINE_LANES,    /* lane by lane; lanes 1 is a scalar */
    LINE_PAIRS,    /* of neighbours in V1, then in V2 */
    LINE_SCALAR_2, /* of the two lowest lanes of V1 */
    LINE_ACROSS,   /* halves with halves, down to one lane */
    LINE_CADD,     /* FCADD */
    LINE_CMLA,     /* FCMLA */
    LINE_MLAL,     /* FMLAL and kin: halves of lanes with lanes of V0 */
    LINE_LONG,     /* lanes of half the width */
    LINE_NARROW,
    LINE_TO_GPR,
    LINE_FROM_GPR,
    LINE_NZCV,
    LINE_BITS, /* FABS, FNEG */
    LINE_INT_N /* FRINT32X and kin */
};
enum line_change {
    LINE_NEG_RESULT = 1,
    LINE_ABS_RESULT = 2,
    LINE_ABS_OPERANDS = 4,
    LINE_SWAPPED = 8,
    LINE_ZERO = 16,    /* the second operand is +0 */
    LINE_UPPER = 32,   /* reads, or writes, the upper half */
    LINE_ADDEND = 64,  /* V0 is the first operand */
    LINE_ODD = 128,    /* rounds to odd */
    LINE_INT_64 = 256, /* FRINT64X, FRINT64Z */
    LINE_NEG_FIRST = 512,
};
struct fp_line {
    uint32_t word;
    uint8_t form, n;     /* values that an operation takes */
    uint8_t from, lanes; /* log2 of the bytes of operand lanes; lanes of the result */
    uint8_t rotation;    /* of complex numbers, in units of 90 degrees */
    int8_t index;        /* the lane of V2 that all lanes take, -1: none */
    uint16_t change;
    struct ir_insn i; /* the operation for one lane */
};

enum { MAX_LINES = 2048 };
/* Fills all; the number of lines. */
unsigned fp_lines(struct fp_line all[MAX_LINES]);

struct line_state {
    union vec v[4]; /* V0 (before and after) to V3 */
    uint64_t x3, x4;
    uint32_t fpsr, nzcv;
};
/* What the manual says of l on s; only what the instruction writes is changed, exceptions are
 * those of this instruction. */
void line_eval(const struct fp_line *l, uint32_t fpcr, struct line_state *s);

#endif
