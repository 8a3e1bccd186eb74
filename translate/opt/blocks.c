/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks and their successors. */
#include "translate/opt/scratch.h"

bool opt_find_blocks(const struct ir *ir, struct opt_scratch *s)
{
    s->n_blocks = 0;
    if (ir->n_blocks > OPT_MAX_BLOCKS || ir->guest->n_vars > IR_MAX_VARS)
        return false;
    for (unsigned k = 1; k < ir->n; k++) {
        if (ir->insn[k].op == IR_BLOCK) {
            if (s->n_blocks)
                s->blocks[s->n_blocks - 1].end = k;
            s->blocks[s->n_blocks++].start = k;
        }
    }
    if (s->n_blocks)
        s->blocks[s->n_blocks - 1].end = ir->n;
    return s->n_blocks != 0;
}

unsigned opt_successors(const struct ir_insn *i, unsigned out[2])
{
    switch (i->op) {
    case IR_JUMP:
        out[0] = (unsigned)i->imm;
        return 1;
    case IR_BRF:
    case IR_BRNZ:
        out[0] = (unsigned)i->imm;
        out[1] = i->c;
        return 2;
    default:
        return 0;
    }
}
