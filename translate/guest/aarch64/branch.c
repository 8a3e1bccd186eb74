/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Branches (Arm ARM C4.1.94). */
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"

static uint64_t target(const struct tr *t, const struct a64_insn *a)
{
    return t->pc + (uint64_t)(int64_t)a->target;
}

static void set_link(struct tr *t)
{
    a64_set(t, IR_I64, 30, ir_gaddr(t->ir, t->pc + 4));
}

enum tr_status a64_b(struct tr *t, const struct a64_insn *a)
{
    tr_jump(t, target(t, a));
    return TR_END;
}

enum tr_status a64_bl(struct tr *t, const struct a64_insn *a)
{
    set_link(t);
    tr_call(t, ir_gaddr(t->ir, target(t, a)));
    return TR_END;
}

enum tr_status a64_b_cond(struct tr *t, const struct a64_insn *a)
{
    if (a->cond >= IR_CC_AL)
        tr_jump(t, target(t, a));
    else
        tr_branch_flags(t, a64_get_flags(t), a->cond, target(t, a));
    return TR_END;
}

enum tr_status a64_cbz(struct tr *t, const struct a64_insn *a)
{
    tr_branch_value(t, a64_get(t, a64_word(a->sf), a->rt), a->zero, target(t, a));
    return TR_END;
}

enum tr_status a64_tbz(struct tr *t, const struct a64_insn *a)
{
    ir_ref v;

    if (a->bit == 63)
        v = ir_op2(t->ir, IR_LTS, IR_I64, a64_get(t, IR_I64, a->rt), a64_const(t, IR_I64, 0));
    else if (a->bit < 32)
        v = ir_op2(t->ir, IR_AND, IR_I32, a64_get(t, IR_I32, a->rt),
                   a64_const(t, IR_I32, 1u << a->bit));
    else
        v = ir_emit(t->ir, IR_UBFX, IR_I64, a64_get(t, IR_I64, a->rt), IR_NONE, IR_NONE, 0,
                    (int32_t)(a->bit | 1 << 8));
    tr_branch_value(t, v, a->zero, target(t, a));
    return TR_END;
}

enum tr_status a64_br(struct tr *t, const struct a64_insn *a)
{
    tr_jump_indirect(t, a64_get(t, IR_I64, a->rn));
    return TR_END;
}

enum tr_status a64_blr(struct tr *t, const struct a64_insn *a)
{
    ir_ref to = a64_get(t, IR_I64, a->rn);

    set_link(t);
    tr_call(t, to);
    return TR_END;
}

enum tr_status a64_ret(struct tr *t, const struct a64_insn *a)
{
    tr_return(t, a64_get(t, IR_I64, a->rn));
    return TR_END;
}
