/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SP as the base of an access must be a multiple of 16 (CheckSPAlignment, Arm ARM D1.8.2), because
 * Linux sets SCTLR_EL1.SA0. Accesses are checked only in threads that had another SP
 * (A64_MODE_SP). For the others it is enough to look at what SP becomes, where the instructions
 * before do not say that themselves: that leaves the unit, and a64_fault changes the mode.
 */
#include "translate/guest/aarch64/a64.h"

enum { MAX_DEPTH = 8 };

static void check(struct tr *t, ir_ref v)
{
    ir_emit(t->ir, IR_ALIGNED, IR_VOID, v, IR_NONE, IR_NONE, 4 | IR_MEM_ALIGN, 0);
}

/* Is v a multiple of 16 if SP is? */
static bool is_aligned(const struct tr *t, ir_ref v, ir_ref sp, unsigned depth)
{
    const struct ir_insn *i = &t->ir->insn[v];
    uint64_t x;

    if (v == sp)
        return true;
    if (ir_is_const(t->ir, v, &x))
        return !(x & 15);
    if (depth == MAX_DEPTH)
        return false;
    switch (i->op) {
    case IR_ADD:
    case IR_SUB:
        return is_aligned(t, i->a, sp, depth + 1) && is_aligned(t, i->b, sp, depth + 1);
    case IR_AND:
        return is_aligned(t, i->a, sp, depth + 1) || is_aligned(t, i->b, sp, depth + 1);
    case IR_SHL:
        return ir_is_const(t->ir, i->b, &x) && x >= 4;
    default:
        return false;
    }
}

void a64_check_base(struct tr *t, unsigned n)
{
    if (n == A64_ZR && (t->mode & A64_MODE_SP))
        check(t, ir_get(t->ir, IR_I64, A64_SP));
}

void a64_check_new_sp(struct tr *t, unsigned n, ir_ref v)
{
    if (n != A64_ZR || (t->mode & A64_MODE_SP))
        return;
    if (!is_aligned(t, v, ir_get(t->ir, IR_I64, A64_SP), 0))
        check(t, v);
}
