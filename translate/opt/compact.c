/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The gaps that passes leave. */
#include <string.h>

#include "translate/opt/scratch.h"

/*
 * The operands are anybody's guess, so there are no branches but the loops'; they are taken out of
 * and put into one word, not stored one by one and loaded together.
 */
void opt_compact(struct ir *ir, const uint64_t *alive, ir_ref *map)
{
    unsigned out = 1, words = ir->n / 64 + 1;
    struct ir_insn *insn = ir->insn;

    map[IR_NONE] = IR_NONE;
    for (unsigned w = 0; w < words; w++) {
        for (uint64_t left = alive[w]; left; left &= left - 1) {
            unsigned k = w * 64 + (unsigned)__builtin_ctzll(left), n = ir_n_operands(&insn[k]);
            uint64_t head, refs = insn[k].imm64, mask = n ? ~0ull >> (64 - 16 * n) : 0;
            uint64_t used = refs & mask;
            uint64_t moved = map[used & 0xffff] | (uint64_t)map[used >> 16 & 0xffff] << 16 |
                             (uint64_t)map[used >> 32 & 0xffff] << 32;

            memcpy(&head, &insn[k], 8);
            memcpy(&insn[out], &head, 8);
            insn[out].imm64 = (refs & ~mask) | moved;
            map[k] = (ir_ref)out++;
        }
    }
    ir->n = out;
}
