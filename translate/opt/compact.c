/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The gaps that passes leave. */
#include <string.h>

#include "translate/opt/scratch.h"

/*
 * Half of the operations are moved and their operands are anybody's guess, so there are no branches
 * here but the loop's; the operands are taken out of and put into one word, not stored one by one
 * and loaded together.
 */
void opt_compact(struct ir *ir, const struct opt_facts *facts, void *scratch)
{
    ir_ref *map = opt_map(scratch);
    unsigned out = 1, n_insns = ir->n;
    struct ir_insn *insn = ir->insn;

    map[IR_NONE] = IR_NONE;
    for (unsigned k = 1; k < n_insns; k++) {
        unsigned n = ir_n_operands(&insn[k]);
        bool dropped = opt_dropped(&insn[k]);
        uint64_t head, refs, mask = n ? ~0ull >> (64 - 16 * n) : 0;

        memcpy(&head, &insn[k], 8);
        refs = insn[k].imm64;
        uint64_t used = refs & mask;
        uint64_t moved = map[used & 0xffff] | (uint64_t)map[used >> 16 & 0xffff] << 16 |
                         (uint64_t)map[used >> 32 & 0xffff] << 32;
        refs = (refs & ~mask) | moved;
        memcpy(&insn[out], &head, 8);
        insn[out].imm64 = refs;
        map[k] = (ir_ref)out;
        out += !dropped;
    }
    ir->n = out;
}
