/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Exclusives and single-instruction atomics (Arm ARM C4.1.95.35 ff., FEAT_LSE). An exclusive must
 * be aligned to its whole size.
 */
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"
#include "translate/guest/aarch64/llsc.h"
#include "translate/guest/aarch64/model.h"

unsigned a64_align(const struct tr *t)
{
    return a64_model(t->cpu)->isa & A64_ISA_LSE2 ? IR_MEM_ALIGN16 : IR_MEM_ALIGN;
}

static unsigned order(const struct a64_insn *a, unsigned align)
{
    return align | (a->acq ? IR_MEM_ACQUIRE : 0) | (a->rel ? IR_MEM_RELEASE : 0);
}

/* Low and high register of a pair as one value: I64 of two W, V2D of two X registers (sz is that of
 * one). */
static ir_ref join(struct tr *t, unsigned sz, unsigned low, unsigned high)
{
    ir_ref x, y;

    if (sz == 3) {
        x = a64_get(t, IR_I64, low);
        y = a64_get(t, IR_I64, high);
        return ir_op2(t->ir, IR_VPAIR, IR_V2D, x, y);
    }
    x = a64_extend(t, IR_I32, a64_get(t, IR_I32, low));
    y = a64_get(t, IR_I64, high);
    return ir_emit(t->ir, IR_BFI, IR_I64, x, y, IR_NONE, 0, 32 | 32 << 8);
}

static void split(struct tr *t, unsigned sz, ir_ref v, unsigned low, unsigned high)
{
    ir_ref x, y;

    if (sz == 3) {
        x = ir_op1(t->ir, IR_VTO, IR_I64, v);
        y = ir_emit(t->ir, IR_VGET, IR_I64, v, IR_NONE, IR_NONE, 1, 3);
    } else {
        x = ir_emit(t->ir, IR_UBFX, IR_I64, v, IR_NONE, IR_NONE, 0, 0 | 32 << 8);
        y = a64_shift(t, IR_I64, v, 1, 32);
    }
    a64_set(t, IR_I64, low, x);
    a64_set(t, IR_I64, high, y);
}

/* In front of a load-exclusive: its IR_MEM_VALUE. Where the value is not enough the process has to
 * tag its stores from here on. */
static unsigned pair_begins(struct tr *t)
{
    if (a64_pair_by_value(t))
        return IR_MEM_VALUE;
    if (!(t->mode & A64_MODE_TAG))
        ir_emit(t->ir, IR_HELPER, IR_I64, IR_NONE, IR_NONE, IR_NONE, A64_HELPER_PAIR, 0);
    return 0;
}

enum tr_status a64_load_exclusive(struct tr *t, const struct a64_insn *a)
{
    unsigned aux = a->sz | order(a, IR_MEM_ALIGN);
    ir_ref base, v;

    if (t->length > 4)
        return a64_llsc_translate(t);
    aux |= pair_begins(t);
    base = a64_base(t, a->rn);
    v = ir_emit(t->ir, IR_LL, a->type, base, IR_NONE, IR_NONE, aux, 0);
    a64_set(t, a->type, a->rt, v);
    return TR_NEXT;
}

enum tr_status a64_store_exclusive(struct tr *t, const struct a64_insn *a)
{
    ir_ref base = a64_base(t, a->rn);
    ir_ref v = a64_get(t, a->type, a->rt);
    ir_ref failed =
        ir_emit(t->ir, IR_SC, a->type, base, v, IR_NONE, a->sz | order(a, IR_MEM_ALIGN), 0);

    a64_set(t, IR_I32, a->rs, failed);
    return TR_NEXT;
}

enum tr_status a64_load_exclusive_pair(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a->sz == 3 ? IR_V2D : IR_I64;
    unsigned aux = (a->sz + 1) | order(a, IR_MEM_ALIGN) | pair_begins(t);
    ir_ref base = a64_base(t, a->rn);
    ir_ref v = ir_emit(t->ir, IR_LL, type, base, IR_NONE, IR_NONE, aux, 0);

    split(t, a->sz, v, a->rt, a->rt2);
    return TR_NEXT;
}

enum tr_status a64_store_exclusive_pair(struct tr *t, const struct a64_insn *a)
{
    ir_ref base = a64_base(t, a->rn);
    unsigned type = a->sz == 3 ? IR_V2D : IR_I64;
    ir_ref v = join(t, a->sz, a->rt, a->rt2);
    ir_ref failed =
        ir_emit(t->ir, IR_SC, type, base, v, IR_NONE, (a->sz + 1) | order(a, IR_MEM_ALIGN), 0);

    a64_set(t, IR_I32, a->rs, failed);
    return TR_NEXT;
}

enum tr_status a64_cas(struct tr *t, const struct a64_insn *a)
{
    ir_ref base = a64_base(t, a->rn);
    ir_ref expected = a64_get(t, a->type, a->rs);
    ir_ref fresh = a64_get(t, a->type, a->rt);
    ir_ref old =
        ir_emit(t->ir, IR_CAS, a->type, base, expected, fresh, a->sz | order(a, a64_align(t)), 0);

    a64_set(t, a->type, a->rs, old);
    return TR_NEXT;
}

enum tr_status a64_casp(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a->sz == 3 ? IR_V2D : IR_I64;
    ir_ref base, expected, fresh, old;

    if ((a->rs | a->rt) & 1)
        return TR_ILLEGAL;
    base = a64_base(t, a->rn);
    expected = join(t, a->sz, a->rs, a->rs + 1);
    fresh = join(t, a->sz, a->rt, a->rt + 1);
    old = ir_emit(t->ir, IR_CAS, type, base, expected, fresh, (a->sz + 1) | order(a, a64_align(t)),
                  0);
    split(t, a->sz, old, a->rs, a->rs + 1);
    return TR_NEXT;
}

enum tr_status a64_atomic(struct tr *t, const struct a64_insn *a)
{
    ir_ref base = a64_base(t, a->rn);
    ir_ref v = a64_get(t, a->type, a->rs);
    ir_ref old =
        ir_emit(t->ir, a->op, a->type, base, v, IR_NONE, a->sz | order(a, a64_align(t)), 0);

    a64_set(t, a->type, a->rt, old);
    return TR_NEXT;
}
