/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Address modes. An ADD is taken into an address only if that keeps no register alive for it: not
 * when the sum sits in a guest register already, nor when a part of it was overwritten there.
 */
#include <string.h>

#include "translate/opt/scratch.h"

struct fold {
    struct ir *ir;
    struct opt_scratch *s;
    uint8_t *set; /* by value: a SET put it into a variable */
    unsigned block_start;
};

/* Is v the old value of a variable that has a new one? */
static bool overwritten(const struct fold *f, ir_ref v)
{
    const struct ir_insn *i = &f->ir->insn[v];

    return i->op == IR_GET && f->s->last_set[i->aux] > v;
}

static bool constant(const struct fold *f, ir_ref v, int64_t *c)
{
    *c = (int64_t)f->ir->insn[v].imm64;
    return f->ir->insn[v].op == IR_CONST;
}

static bool add_imm(struct ir_insn *i, int64_t c)
{
    int64_t sum;

    if (__builtin_add_overflow(i->imm, c, &sum) || sum != (int32_t)sum)
        return false;
    i->imm = (int32_t)sum;
    return true;
}

static void fold_displacement(const struct fold *f, struct ir_insn *i)
{
    for (;;) {
        const struct ir_insn *a = &f->ir->insn[i->a];
        int64_t c;

        if (a->op != IR_ADD || f->set[i->a] || overwritten(f, a->a) || !constant(f, a->b, &c) ||
            !add_imm(i, c))
            return;
        i->a = a->a;
    }
}

static void fold_extension(const struct fold *f, struct ir_insn *i)
{
    const struct ir_insn *b = &f->ir->insn[i->b];

    if ((b->op != IR_ZEXT && b->op != IR_SEXT) || b->aux != IR_I32 || b->type != IR_I64 ||
        f->set[i->b])
        return;
    /* A truncated variable is no shorter-lived than the extension. */
    if (overwritten(f, b->a) ||
        (f->ir->insn[b->a].op == IR_TRUNC && overwritten(f, f->ir->insn[b->a].a)))
        return;
    i->aux |= IR_MEM_INDEX32 | (b->op == IR_SEXT ? IR_MEM_SIGN32 : 0);
    i->b = b->a;
}

static bool is_scaled(const struct fold *f, ir_ref v)
{
    const struct ir_insn *i = &f->ir->insn[v];
    int64_t c;

    return i->op == IR_SHL && !f->set[v] && constant(f, i->b, &c) && (uint64_t)c <= 3 &&
           !overwritten(f, i->a);
}

static void fold_index(const struct fold *f, struct ir_insn *i)
{
    const struct ir_insn *a = &f->ir->insn[i->a];
    ir_ref base, index;
    int64_t c = 0;

    if (!i->b && a->op == IR_ADDSL && !f->set[i->a] && !overwritten(f, a->a) &&
        !overwritten(f, a->b)) {
        i->aux |= (uint16_t)(a->imm << IR_MEM_SCALE_SHIFT);
        i->b = a->b;
        i->a = a->a;
        fold_extension(f, i);
        return;
    }
    if (i->b || a->op != IR_ADD || f->set[i->a] || overwritten(f, a->a) || overwritten(f, a->b) ||
        constant(f, a->b, &c))
        return;
    base = a->a;
    index = a->b;
    if (is_scaled(f, base) && !is_scaled(f, index)) {
        base = a->b;
        index = a->a;
    }
    c = 0;
    if (is_scaled(f, index)) {
        constant(f, f->ir->insn[index].b, &c);
        index = f->ir->insn[index].a;
    }
    i->a = base;
    i->b = index;
    i->aux |= (uint16_t)(c << IR_MEM_SCALE_SHIFT);
    fold_extension(f, i);
}

/* An index that came scaled by the front end. */
static void fold_given_index(const struct fold *f, struct ir_insn *i)
{
    const struct ir_insn *b = &f->ir->insn[i->b];
    unsigned scale = (i->aux & IR_MEM_SCALE) >> IR_MEM_SCALE_SHIFT;
    int64_t c;

    if (i->aux & IR_MEM_INDEX32)
        return;
    if (is_scaled(f, i->b)) {
        constant(f, b->b, &c);
        if (scale + (unsigned)c > 3)
            return;
        i->aux = (uint16_t)((i->aux & ~IR_MEM_SCALE) | (scale + (unsigned)c) << IR_MEM_SCALE_SHIFT);
        i->b = b->a;
    }
    fold_extension(f, i);
}

/* a + (b << n) in one operation. */
static void fold_sum(const struct fold *f, struct ir_insn *i)
{
    const struct ir_insn *a = &f->ir->insn[i->a], *b;
    int64_t c;

    if (i->type != IR_I32 && i->type != IR_I64)
        return;
    if (a->type == i->type && is_scaled(f, i->a) && !is_scaled(f, i->b)) {
        ir_ref t = i->a;

        i->a = i->b;
        i->b = t;
    }
    b = &f->ir->insn[i->b];
    if (b->type != i->type || !is_scaled(f, i->b) || !constant(f, b->b, &c) || !c)
        return;
    i->op = IR_ADDSL;
    i->imm = (int32_t)c;
    i->b = b->a;
}

void opt_address(struct ir *ir, const struct opt_facts *facts, void *scratch)
{
    struct opt_scratch *s = scratch;
    struct fold f = {.ir = ir, .s = s, .set = opt_mark(s, ir->n)};
    struct ir_insn *x = ir->insn, *end = x + ir->n;

    memset(f.set, 0, ir->n);
    memset(s->last_set, 0, sizeof(s->last_set));
    for (struct ir_insn *i = x + 1; i < end; i++) {
        if (i->op == IR_SET) {
            f.set[i->a] = 1;
            s->last_set[i->aux] = (ir_ref)(i - x);
        } else if (i->op == IR_ADD) {
            fold_sum(&f, i);
        } else if ((i->op == IR_LOAD || i->op == IR_STORE) && ir_result_type(&x[i->a]) == IR_I64) {
            fold_displacement(&f, i);
            if (i->b)
                fold_given_index(&f, i);
            else
                fold_index(&f, i);
            fold_displacement(&f, i);
        }
    }
}
