/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The short names that ops.def has for IR_F_*, for files that make tables from it. */
#ifndef DRAGOMAN_IR_OP_FLAGS_H
#define DRAGOMAN_IR_OP_FLAGS_H

#include "translate/ir/ir.h"

enum {
    COMM = IR_F_COMM,
    PURE = IR_F_PURE,
    LANE = IR_F_LANE,
    FP = IR_F_FP,
    MEM = IR_F_MEM,
    END = IR_F_END,
    WIDE = IR_F_WIDE,
    FX = IR_F_FX
};

#endif
