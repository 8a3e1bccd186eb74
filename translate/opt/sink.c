/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compare sinking: what the host's flags must carry to the branch is made right before it, with the
 * SET of the flags variable between the two.
 *
 *   v5 = FLAGS v1 v2 ; SET nzcv v5 ; (others) ; BRF v5   ->   (others) ; v5 ; SET nzcv v5 ; BRF v5
 *
 * Only if the others may destroy the host's flags: where they do not, an ADD or SUB of the same
 * operands beside the FLAGS makes both.
 */
#include "translate/opt/scratch.h"

static bool is_compare(const struct ir_insn *i)
{
    return (i->op == IR_FLAGS && !ir_raises_fp(i)) || (i->op >= IR_EQ && i->op <= IR_LES);
}

/* May a host's code for i destroy its flags register? */
static bool clobbers(const struct ir_insn *i)
{
    switch (i->op) {
    case IR_CONST:
    case IR_GADDR:
    case IR_VCONST:
    case IR_COPY:
    case IR_GET:
    case IR_SET:
    case IR_INSN:
    case IR_TRUNC:
    case IR_ZEXT:
    case IR_SEXT:
    case IR_NOT:
    case IR_ADDSL:
    case IR_LOAD:
    case IR_STORE:
        return false;
    default:
        return !ir_is_vec(i->type);
    }
}

static bool clobbered(const struct ir *ir, unsigned from, unsigned end)
{
    for (unsigned k = from; k < end; k++)
        if (clobbers(&ir->insn[k]))
            return true;
    return false;
}

/* Is v at hand just before end anyway, without a register kept for it? */
static bool at_hand(const struct ir *ir, ir_ref v, unsigned from, unsigned end)
{
    const struct ir_insn *i = &ir->insn[v];

    if (!v || i->op == IR_CONST)
        return true;
    if (i->op != IR_GET)
        return false;
    for (unsigned k = from; k < end; k++) {
        const struct ir_insn *m = &ir->insn[k];

        if (m->op == IR_SET && m->aux == i->aux)
            return false;
        if ((m->op == IR_HELPER || m->op == IR_VHELPER) &&
            (ir->guest->helpers[m->aux].flags & IR_HELPER_WRITES))
            return false;
    }
    return true;
}

/*
 * The readers of v in (v, end): 0 none; else the one reader, a SET that may be moved to end; or
 * -1, v must stay.
 */
static int movable_set(const struct ir *ir, ir_ref v, unsigned end)
{
    int set = 0;

    for (unsigned k = v + 1u; k < end; k++) {
        struct ir_insn *i = &ir->insn[k];
        ir_ref *refs[3];
        unsigned n = opt_operands(i, refs);

        for (unsigned j = 0; j < n; j++) {
            if (*refs[j] != v)
                continue;
            if (set || i->op != IR_SET)
                return -1;
            set = (int)k;
        }
        if (set && (int)k != set &&
            (opt_observes(ir, i) ||
             ((i->op == IR_GET || i->op == IR_SET) && i->aux == ir->insn[set].aux)))
            return -1;
    }
    return set;
}

/* Moves the instruction at from to just before end; values in between move down by one. */
static void move_before(struct ir *ir, unsigned from, unsigned end)
{
    struct ir_insn moved = ir->insn[from];

    for (unsigned k = from + 1; k <= end; k++) {
        struct ir_insn *i = &ir->insn[k];
        ir_ref *refs[3];
        unsigned n = opt_operands(i, refs);

        for (unsigned j = 0; j < n; j++) {
            if (*refs[j] == from)
                *refs[j] = (ir_ref)(end - 1);
            else if (*refs[j] > from)
                --*refs[j];
        }
        if (k < end)
            ir->insn[k - 1] = *i;
    }
    ir->insn[end - 1] = moved;
}

/* For the block of (start, end], whose last operation is a BRF or BRNZ. */
static void sink(struct ir *ir, unsigned start, unsigned end)
{
    const struct ir_insn *last = &ir->insn[end];
    ir_ref v = last->a;
    int set;

    if (v <= start || !is_compare(&ir->insn[v]) || !clobbered(ir, v + 1u, end))
        return;
    set = movable_set(ir, v, end);
    if (set < 0)
        return;
    if (!at_hand(ir, ir->insn[v].a, v, end) || !at_hand(ir, ir->insn[v].b, v, end) ||
        !at_hand(ir, ir->insn[v].c, v, end))
        return;
    if (set) {
        move_before(ir, (unsigned)set, end);
        move_before(ir, v, end - 1);
        ir->insn[end].a = (ir_ref)(end - 2);
    } else {
        move_before(ir, v, end);
    }
}

void opt_sink(struct ir *ir, const struct opt_facts *facts, void *scratch)
{
    unsigned start = 1; /* of the block */
    const struct ir_insn *x = ir->insn;

    for (unsigned k = 1, n = ir->n; k < n; k++) {
        if (!(ir_ops[x[k].op].flags & IR_F_END))
            continue;
        if (x[k].op == IR_BRF || x[k].op == IR_BRNZ)
            sink(ir, start, k);
        start = k + 1;
    }
}
