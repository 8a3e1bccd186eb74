/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dead code, and the gaps that passes leave. */
#include <string.h>

#include "translate/opt/scratch.h"

/* May i be dropped when nobody uses its value? FP exceptions are state: they stay. */
static bool droppable(const struct ir *ir, const struct ir_insn *i)
{
    if (ir_ops[i->op].flags & IR_F_PURE)
        return !ir_raises_fp(i);
    if (i->op == IR_HELPER || i->op == IR_VHELPER)
        return !ir->guest->helpers[i->aux].flags;
    return i->op == IR_GET;
}

void opt_dead_code(struct ir *ir, const struct opt_facts *facts, void *scratch)
{
    uint8_t *used = opt_mark(scratch, ir->n);

    memset(used, 0, ir->n);
    for (unsigned k = ir->n; k-- > 1;) {
        struct ir_insn *i = &ir->insn[k];
        unsigned n = ir_n_operands(i);

        if (!used[k] && droppable(ir, i)) {
            opt_drop(i);
            continue;
        }
        /* IR_NONE may be marked, too. */
        used[i->a & -(n > 0)] = 1;
        used[i->b & -(n > 1)] = 1;
        used[i->c & -(n > 2)] = 1;
    }
}

void opt_compact(struct ir *ir, const struct opt_facts *facts, void *scratch)
{
    ir_ref *map = opt_map(scratch);
    unsigned out = 1;

    map[IR_NONE] = IR_NONE;
    for (unsigned k = 1; k < ir->n; k++) {
        struct ir_insn i = ir->insn[k];
        unsigned n = ir_n_operands(&i);

        /* Without branches on n: what is no operand stays. */
        ir_ref a = n > 0 ? 0xffff : 0, b = n > 1 ? 0xffff : 0, c = n > 2 ? 0xffff : 0;
        i.a = (ir_ref)(map[i.a & a] | (i.a & ~a));
        i.b = (ir_ref)(map[i.b & b] | (i.b & ~b));
        i.c = (ir_ref)(map[i.c & c] | (i.c & ~c));
        ir->insn[out] = i;
        map[k] = (ir_ref)out;
        out += !opt_dropped(&i);
    }
    ir->n = out;
}
