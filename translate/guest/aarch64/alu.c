/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addition, subtraction, logic and moves (Arm ARM C4.1.93, C4.1.96). */
#include "base/bits.h"
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"

/* rd = x op y with op IR_ADD or IR_SUB; S: with flags, and 31 as rd is the zero register. */
static void addsub(struct tr *t, const struct a64_insn *a, ir_ref x, ir_ref y, bool rd_sp)
{
    unsigned type = a64_word(a->sf);
    ir_ref r = ir_op2(t->ir, a->op, type, x, y);

    if (a->s) {
        unsigned kind = a->op == IR_ADD ? IR_FLAGS_ADD : IR_FLAGS_SUB;
        a64_set_flags(t, ir_emit(t->ir, IR_FLAGS, type, x, y, IR_NONE, kind, 0));
    }
    if (rd_sp) {
        a64_check_new_sp(t, a->rd, r);
        a64_set_sp(t, type, a->rd, r);
    } else {
        a64_set(t, type, a->rd, r);
    }
}

enum tr_status a64_addsub_imm(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    ir_ref x = a64_get_sp(t, type, a->rn), y;
    uint64_t imm = (uint64_t)a->imm << (a->sh ? 12 : 0);

    /* CMN of a constant is CMP of its negative, but that of zero carries. */
    if (a->s && a->op == IR_ADD && a->rd == A64_ZR && imm) {
        y = a64_const(t, type, -imm);
        a64_set_flags(t, ir_emit(t->ir, IR_FLAGS, type, x, y, IR_NONE, IR_FLAGS_SUB, 0));
        return TR_NEXT;
    }
    y = a64_const(t, type, imm);
    addsub(t, a, x, y, !a->s);
    return TR_NEXT;
}

ir_ref a64_shift(struct tr *t, unsigned type, ir_ref v, unsigned shift, unsigned amount)
{
    static const uint8_t ops[4] = {IR_SHL, IR_SHR, IR_SAR, IR_ROR};

    if (!amount)
        return v;
    return ir_op2(t->ir, ops[shift], type, v, a64_const(t, IR_I32, amount));
}

enum tr_status a64_addsub_shift(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    ir_ref x, y;

    if (a->shift == 3 || (!a->sf && a->imm >= 32))
        return TR_ILLEGAL;
    x = a64_get(t, type, a->rn);
    y = a64_shift(t, type, a64_get(t, type, a->rm), a->shift, a->imm);
    addsub(t, a, x, y, false);
    return TR_NEXT;
}

/* Register rm extended as option says: UXTB .. SXTX. */
static ir_ref extended(struct tr *t, unsigned type, unsigned rm, unsigned option)
{
    unsigned from = option & 3; /* IR_I8 .. IR_I64 */

    if (from >= type)
        return a64_get(t, type, rm);
    return ir_emit(t->ir, option & 4 ? IR_SEXT : IR_ZEXT, type, a64_get(t, from, rm), IR_NONE,
                   IR_NONE, from, 0);
}

enum tr_status a64_addsub_ext(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    ir_ref x, y;

    if (a->imm > 4)
        return TR_ILLEGAL;
    x = a64_get_sp(t, type, a->rn);
    y = a64_shift(t, type, extended(t, type, a->rm, a->option), 0, a->imm);
    addsub(t, a, x, y, !a->s);
    return TR_NEXT;
}

enum tr_status a64_adc(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    ir_ref x = a64_get(t, type, a->rn);
    ir_ref y = a64_get(t, type, a->rm);
    ir_ref carry = ir_emit(t->ir, IR_COND, IR_I32, a64_get_flags(t), IR_NONE, IR_NONE, IR_CC_CS, 0);
    ir_ref y2 = a->op == IR_SUB ? ir_op1(t->ir, IR_NOT, type, y) : y;
    ir_ref r = ir_op3(t->ir, IR_ADDC, type, x, y2, carry);

    if (a->s) {
        unsigned kind = a->op == IR_SUB ? IR_FLAGS_SBC : IR_FLAGS_ADC;
        a64_set_flags(t, ir_emit(t->ir, IR_FLAGS, type, x, y, carry, kind, 0));
    }
    a64_set(t, type, a->rd, r);
    return TR_NEXT;
}

static void logic_flags(struct tr *t, unsigned type, ir_ref r)
{
    a64_set_flags(t, ir_emit(t->ir, IR_FLAGS, type, r, IR_NONE, IR_NONE, IR_FLAGS_LOGIC, 0));
}

enum tr_status a64_logic_shift(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    ir_ref x, y, r;

    if (!a->sf && a->imm >= 32)
        return TR_ILLEGAL;
    y = a64_shift(t, type, a64_get(t, type, a->rm), a->shift, a->imm);
    /* MOV and MVN, which have the zero register as rn. */
    if (a->rn == A64_ZR && a->op == IR_OR) {
        a64_set(t, type, a->rd, y);
        return TR_NEXT;
    }
    if (a->rn == A64_ZR && a->op == IR_ORN) {
        a64_set(t, type, a->rd, ir_op1(t->ir, IR_NOT, type, y));
        return TR_NEXT;
    }
    x = a64_get(t, type, a->rn);
    r = ir_op2(t->ir, a->op, type, x, y);
    if (a->inv)
        r = ir_op1(t->ir, IR_NOT, type, r);
    if (a->s)
        logic_flags(t, type, r);
    a64_set(t, type, a->rd, r);
    return TR_NEXT;
}

/* DecodeBitMasks of the manual for logical immediates: n:imms:immr. False: reserved. */
bool a64_bitmask(unsigned n, unsigned immr, unsigned imms, uint64_t *out)
{
    unsigned combined = n << 6 | (~imms & 0x3f), len, size, ones, rot;
    uint64_t elem;

    if (combined < 2)
        return false;
    len = 31 - (unsigned)__builtin_clz(combined);
    size = 1u << len;
    ones = (imms & (size - 1)) + 1;
    rot = immr & (size - 1);
    if (ones == size)
        return false;
    elem = bits_mask(ones);
    if (rot)
        elem = (elem >> rot | elem << (size - rot)) & bits_mask(size);
    for (; size < 64; size *= 2)
        elem |= elem << size;
    *out = elem;
    return true;
}

enum tr_status a64_logic_imm(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    uint64_t mask;
    ir_ref x, r;

    if (!a->sf && a->n)
        return TR_ILLEGAL;
    if (!a64_bitmask(a->n, a->immr, a->imms, &mask))
        return TR_ILLEGAL;
    x = a64_get(t, type, a->rn);
    r = ir_op2(t->ir, a->op, type, x, a64_const(t, type, mask));
    if (a->s) {
        logic_flags(t, type, r);
        a64_set(t, type, a->rd, r);
    } else {
        a64_check_new_sp(t, a->rd, r);
        a64_set_sp(t, type, a->rd, r);
    }
    return TR_NEXT;
}

/* MOVZ and MOVN (inv). */
enum tr_status a64_movz(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    uint64_t v = (uint64_t)a->imm << (a->hw * 16);

    if (!a->sf && a->hw > 1)
        return TR_ILLEGAL;
    a64_set(t, type, a->rd, a64_const(t, type, a->inv ? ~v : v));
    return TR_NEXT;
}

enum tr_status a64_movk(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a64_word(a->sf);
    ir_ref x, y;

    if (!a->sf && a->hw > 1)
        return TR_ILLEGAL;
    x = a64_get(t, type, a->rd);
    y = a64_const(t, type, (uint64_t)a->imm);
    a64_set(t, type, a->rd,
            ir_emit(t->ir, IR_BFI, type, x, y, IR_NONE, 0, (int)a->hw * 16 | 16 << 8));
    return TR_NEXT;
}

enum tr_status a64_adr(struct tr *t, const struct a64_insn *a)
{
    a64_set(t, IR_I64, a->rd, ir_gaddr(t->ir, t->pc + (uint64_t)(int64_t)a->imm));
    return TR_NEXT;
}

enum tr_status a64_adrp(struct tr *t, const struct a64_insn *a)
{
    uint64_t page = bits_align_down(t->pc, 4096);

    a64_set(t, IR_I64, a->rd, ir_gaddr(t->ir, page + (uint64_t)a->imm * 4096));
    return TR_NEXT;
}
