/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Products that only a sum waits for are made right before it: programs for processors that
 * execute in order multiply long before they add, and the products would have to be kept in memory.
 *
 *   v3 = MUL v1 v2 ; (others) ; v9 = ADDC v8 v3 v7   ->   (others) ; v3 ; v9 = ADDC v8 v3 v7
 *
 * The operands must be values of variables that hold them up to there.
 */
#include <string.h>

#include "translate/opt/scratch.h"

enum {
    WAITING = 12, /* at most */
    AHEAD = 150,  /* operations */
};

/* Where the walk is: operations are written again, with new numbers. */
struct walk {
    struct ir *ir;
    ir_ref *map; /* the new number of each operation */
    unsigned out, n;
    struct {
        struct ir_insn insn; /* its operands have their new numbers */
        ir_ref old;
    } wait[WAITING];
};

static bool reads(const struct ir_insn *i, ir_ref v)
{
    uint64_t refs = opt_refs(i);

    return (refs & 0xffff) == v || (refs >> 16 & 0xffff) == v || refs >> 32 == v;
}

/* Is v a product that a sum is the first to read, where its operands can still be had? */
static bool may_wait(const struct ir *ir, ir_ref v)
{
    const struct ir_insn *x = ir->insn, *a = &x[x[v].a], *b = &x[x[v].b];
    unsigned k = x[v].a < x[v].b ? x[v].a : x[v].b;

    if (a->op != IR_GET || b->op != IR_GET)
        return false;
    for (k++; k < v + 0u + AHEAD; k++) {
        const struct ir_insn *i = &x[k];

        if (k > v && reads(i, v))
            return i->type == IR_I64 && (i->op == IR_ADD || i->op == IR_ADDC);
        if (ir_ops[i->op].flags & IR_F_END || i->op == IR_HELPER || i->op == IR_VHELPER ||
            (i->op == IR_SET && (i->aux == a->aux || i->aux == b->aux)))
            return false;
    }
    return false;
}

/* Marks the products that wait. False: there are none. */
static bool find(const struct ir *ir, uint8_t *waits)
{
    bool any = false;

    for (unsigned k = 1; k < ir->n; k++) {
        const struct ir_insn *i = &ir->insn[k];

        waits[k] = i->op == IR_MUL && i->type == IR_I64 && may_wait(ir, (ir_ref)k);
        any |= waits[k];
    }
    return any;
}

static void write_insn(struct walk *w, unsigned old, const struct ir_insn *i)
{
    w->map[old] = (ir_ref)w->out;
    w->ir->insn[w->out++] = *i;
}

/* Those that i waits for. */
static void write_waiting(struct walk *w, const struct ir_insn *i)
{
    unsigned left = 0;

    for (unsigned n = 0; n < w->n; n++) {
        if (reads(i, w->wait[n].old))
            write_insn(w, w->wait[n].old, &w->wait[n].insn);
        else
            w->wait[left++] = w->wait[n];
    }
    w->n = left;
}

static void move_products(struct walk *w, const uint8_t *waits)
{
    w->map[IR_NONE] = IR_NONE;
    for (unsigned k = 1; k < w->ir->n; k++) {
        struct ir_insn i = w->ir->insn[k];
        ir_ref *refs[3];
        unsigned n = opt_operands(&i, refs);

        if (w->n)
            write_waiting(w, &i);
        for (unsigned j = 0; j < n; j++)
            *refs[j] = w->map[*refs[j]];
        if (waits[k] && w->n < WAITING)
            w->wait[w->n++] = (typeof(w->wait[0])){i, (ir_ref)k};
        else
            write_insn(w, k, &i);
    }
}

void opt_product(struct ir *ir, const struct opt_facts *facts, void *scratch)
{
    struct walk w = {.ir = ir, .map = opt_map(scratch), .out = 1};
    uint8_t *waits = opt_mark(scratch, ir->n);
    unsigned k = 1;

    while (k < ir->n && ir->insn[k].op != IR_ADDC)
        k++;
    if (k < ir->n && find(ir, waits))
        move_products(&w, waits);
}
