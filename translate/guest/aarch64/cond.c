/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conditional selection and comparison, and direct work on NZCV (Arm ARM C4.1.96, FEAT_FlagM). */
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"

ir_ref a64_cond(struct tr *t, unsigned cc)
{
    return ir_emit(t->ir, IR_COND, IR_I32, a64_get_flags(t), IR_NONE, IR_NONE, cc, 0);
}

/* CSEL, CSINC, CSINV, CSNEG: inv and inc say what happens to rm. */
enum tr_status a64_csel(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    ir_ref x = a64_get(t, type, a->rn), y, c;

    if (a->cond >= IR_CC_AL) {
        a64_set(t, type, a->rd, x);
        return TR_NEXT;
    }
    /* CSET, CSETM */
    if (a->rn == A64_ZR && a->rm == A64_ZR && (a->inc ^ a->inv)) {
        c = a64_cond(t, a->cond ^ 1);
        if (type == IR_I64)
            c = a64_extend(t, IR_I32, c);
        a64_set(t, type, a->rd, a->inv ? ir_op1(t->ir, IR_NEG, type, c) : c);
        return TR_NEXT;
    }
    y = a64_get(t, type, a->rm);
    if (a->inv && a->inc)
        y = ir_op1(t->ir, IR_NEG, type, y);
    else if (a->inv)
        y = ir_op1(t->ir, IR_NOT, type, y);
    else if (a->inc)
        y = ir_op2(t->ir, IR_ADD, type, y, a64_const(t, type, 1));
    c = a64_cond(t, a->cond);
    a64_set(t, type, a->rd, ir_op3(t->ir, IR_SELECT, type, x, y, c));
    return TR_NEXT;
}

static ir_ref raw_flags(struct tr *t, ir_ref nzcv)
{
    return ir_emit(t->ir, IR_FLAGS, IR_I32, nzcv, IR_NONE, IR_NONE, IR_FLAGS_RAW, 0);
}

/* CCMP and CCMN, register or immediate (immediate): kind is the comparison's. */
enum tr_status a64_ccmp(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    ir_ref x = a64_get(t, type, a->rn);
    ir_ref y = a->immediate ? a64_const(t, type, a->rm) : a64_get(t, type, a->rm);
    ir_ref compared = ir_emit(t->ir, IR_FLAGS, type, x, y, IR_NONE, a->kind, 0);
    ir_ref fixed, c;

    if (a->cond < IR_CC_AL) {
        fixed = raw_flags(t, a64_const(t, IR_I32, (uint64_t)a->nzcv << 28));
        c = a64_cond(t, a->cond);
        compared = ir_op3(t->ir, IR_FLAGSEL, IR_FLAGS_T, compared, fixed, c);
    }
    a64_set_flags(t, compared);
    return TR_NEXT;
}

static ir_ref nzcv(struct tr *t)
{
    return ir_op1(t->ir, IR_NZCV, IR_I32, a64_get_flags(t));
}

/* v & mask, an I32 */
static ir_ref masked(struct tr *t, ir_ref v, uint32_t mask)
{
    return ir_op2(t->ir, IR_AND, IR_I32, v, a64_const(t, IR_I32, mask));
}

enum tr_status a64_cfinv(struct tr *t, const struct a64_insn *a)
{
    ir_ref c = a64_const(t, IR_I32, 1u << 29);

    a64_set_flags(t, raw_flags(t, ir_op2(t->ir, IR_XOR, IR_I32, nzcv(t), c)));
    return TR_NEXT;
}

enum tr_status a64_rmif(struct tr *t, const struct a64_insn *a)
{
    ir_ref x = a64_shift(t, IR_I64, a64_get(t, IR_I64, a->rn), 3, a->imm);
    ir_ref bits = ir_emit(t->ir, IR_TRUNC, IR_I32, x, IR_NONE, IR_NONE, IR_I64, 0);
    ir_ref fresh = a64_shift(t, IR_I32, masked(t, bits, a->nzcv), 0, 28);
    ir_ref kept = masked(t, nzcv(t), ~((uint32_t)a->nzcv << 28));

    a64_set_flags(t, raw_flags(t, ir_op2(t->ir, IR_OR, IR_I32, fresh, kept)));
    return TR_NEXT;
}

/* SETF8, SETF16 (width): N and Z of the low bits, V where bit width and the one below differ. */
enum tr_status a64_setf(struct tr *t, const struct a64_insn *a)
{
    unsigned sh = 32 - a->width;
    ir_ref w = a64_get(t, IR_I32, a->rn);
    ir_ref n = masked(t, a64_shift(t, IR_I32, w, 0, sh), 1u << 31);
    ir_ref low = masked(t, w, (1u << a->width) - 1);
    ir_ref z =
        a64_shift(t, IR_I32, ir_op2(t->ir, IR_EQ, IR_I32, low, a64_const(t, IR_I32, 0)), 0, 30);
    ir_ref up = a64_shift(t, IR_I32, w, 1, 1);
    ir_ref x = ir_op2(t->ir, IR_XOR, IR_I32, w, up);
    ir_ref v = a64_shift(t, IR_I32, masked(t, x, 1u << (a->width - 1)), 0, 28 - (a->width - 1));
    ir_ref c = masked(t, nzcv(t), 1u << 29);
    ir_ref nz = ir_op2(t->ir, IR_OR, IR_I32, n, z);
    ir_ref cv = ir_op2(t->ir, IR_OR, IR_I32, c, v);

    a64_set_flags(t, raw_flags(t, ir_op2(t->ir, IR_OR, IR_I32, nz, cv)));
    return TR_NEXT;
}

/* Arm's to the alternative floating-point flags: Z |= V, C &= ~V, N = V = 0. */
enum tr_status a64_axflag(struct tr *t, const struct a64_insn *a)
{
    ir_ref f = nzcv(t);
    ir_ref v_at_z = a64_shift(t, IR_I32, f, 0, 2);
    ir_ref v_at_c = a64_shift(t, IR_I32, f, 0, 1);
    ir_ref z = masked(t, ir_op2(t->ir, IR_OR, IR_I32, f, v_at_z), 1u << 30);
    ir_ref c = masked(t, ir_op2(t->ir, IR_ANDN, IR_I32, f, v_at_c), 1u << 29);

    a64_set_flags(t, raw_flags(t, ir_op2(t->ir, IR_OR, IR_I32, z, c)));
    return TR_NEXT;
}

/* And back: N = !C & !Z, Z &= C, C |= Z, V = !C & Z. */
enum tr_status a64_xaflag(struct tr *t, const struct a64_insn *a)
{
    ir_ref f = nzcv(t);
    ir_ref c_at_z = a64_shift(t, IR_I32, f, 0, 1);
    ir_ref or = ir_op2(t->ir, IR_OR, IR_I32, f, c_at_z); /* bit 30: Z | C */
    ir_ref none = masked(t, ir_op1(t->ir, IR_NOT, IR_I32, or), 1u << 30);
    ir_ref n = a64_shift(t, IR_I32, none, 0, 1);
    ir_ref z = masked(t, ir_op2(t->ir, IR_AND, IR_I32, f, c_at_z), 1u << 30);
    ir_ref c = a64_shift(t, IR_I32, masked(t, or, 1u << 30), 1, 1);
    ir_ref only_z = masked(t, ir_op2(t->ir, IR_ANDN, IR_I32, f, c_at_z), 1u << 30);
    ir_ref v = a64_shift(t, IR_I32, only_z, 1, 2);
    ir_ref nz = ir_op2(t->ir, IR_OR, IR_I32, n, z);
    ir_ref cv = ir_op2(t->ir, IR_OR, IR_I32, c, v);

    a64_set_flags(t, raw_flags(t, ir_op2(t->ir, IR_OR, IR_I32, nz, cv)));
    return TR_NEXT;
}
