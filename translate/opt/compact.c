/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The gaps that passes leave. */
#include <string.h>

#include "translate/opt/scratch.h"

/*
 * The operands are anybody's guess, so there are no branches but the loops'; they are taken out of
 * and put into one word, not stored one by one and loaded together.
 */
void opt_compact(struct ir *ir, const uint8_t *alive, ir_ref *map)
{
    unsigned out = 1, n = ir->n;
    struct ir_insn *insn = ir->insn;

    map[IR_NONE] = IR_NONE;
    for (unsigned k = 1; k < n; k++) {
        uint64_t head, refs = opt_refs(&insn[k]);
        uint64_t moved = map[refs & 0xffff] | (uint64_t)map[refs >> 16 & 0xffff] << 16 |
                         (uint64_t)map[refs >> 32] << 32;

        memcpy(&head, &insn[k], 8);
        memcpy(&insn[out], &head, 8);
        insn[out].imm64 = (insn[k].imm64 ^ refs) | moved;
        map[k] = (ir_ref)out;
        out += alive[k];
    }
    ir->n = out;
}
