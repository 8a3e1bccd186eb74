/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The order in which blocks are written: as the guest has them, but where that would end a block
 * with a jump to one that nothing else runs into, that one comes next.
 */
#include "host/x86_64/emit.h"

/* The two blocks that b may go on with (EM_MAX_BLOCKS: none), the return point of a call among
 * them. */
static void successors(const struct emit *e, unsigned b, uint16_t next[2])
{
    const struct em_block *block = &e->blocks[b];
    const struct ir_insn *i = &e->ir->insn[block->end];

    next[0] = block->next[0];
    next[1] = i->op == IR_CALL ? i->c : block->next[1];
}

static bool is_free(const struct emit *e, unsigned b)
{
    return b < EM_MAX_BLOCKS && !e->blocks[b].cold && !e->blocks[b].ordered;
}

static bool goes_to(const struct emit *e, unsigned b, unsigned to)
{
    uint16_t next[2];

    successors(e, b, next);
    return next[0] == to || next[1] == to;
}

/* The block to write behind b, 0: whichever is the next. */
static unsigned behind(const struct emit *e, unsigned b, unsigned n_blocks)
{
    uint16_t next[2];

    if (b + 1 < n_blocks && is_free(e, b + 1) && goes_to(e, b, b + 1))
        return b + 1;
    successors(e, b, next);
    for (unsigned k = 2; k-- > 0;)
        if (next[k] && is_free(e, next[k]) &&
            !(is_free(e, next[k] - 1u) && goes_to(e, next[k] - 1u, next[k])))
            return next[k];
    return 0;
}

unsigned em_order_blocks(struct emit *e, unsigned n_blocks)
{
    unsigned n = 0;

    for (unsigned b = 0; b < n_blocks; b++) {
        unsigned at = b;

        if (b && !is_free(e, b))
            continue;
        do {
            e->blocks[at].ordered = true;
            e->order[n++] = (uint16_t)at;
            at = behind(e, at, n_blocks);
        } while (at);
    }
    /* Branches to exits go straight to the link. */
    for (unsigned b = 1; b < n_blocks; b++)
        if (e->blocks[b].cold && !e->blocks[b].exit)
            e->order[n++] = (uint16_t)b;
    return n;
}
