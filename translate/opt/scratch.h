/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the passes share. */
#ifndef DRAGOMAN_OPT_SCRATCH_H
#define DRAGOMAN_OPT_SCRATCH_H

#include "translate/opt/opt.h"

/* Region-wide passes leave units with more blocks alone; regions are far smaller. */
#define OPT_MAX_BLOCKS 256

struct opt_set {
    uint64_t w[IR_MAX_VARS / 64];
};

struct opt_block {
    unsigned start, end; /* BLOCK; behind the END operation */
    struct opt_set live; /* variables that are seen from the start on */
    bool reached;
};

struct opt_scratch {
    struct opt_block blocks[OPT_MAX_BLOCKS];
    unsigned n_blocks;
    ir_ref last_set[IR_MAX_VARS];
    uint8_t upper[OPT_MAX_BLOCKS][IR_MAX_VARS]; /* at the blocks' starts */
    /* ir_ref map[max_insns], uint8_t mark[max_insns] */
};

/* Behind it for n instructions. */
static inline ir_ref *opt_map(struct opt_scratch *s)
{
    return (ir_ref *)(s + 1);
}

static inline uint8_t *opt_mark(struct opt_scratch *s, unsigned n)
{
    return (uint8_t *)(opt_map(s) + n);
}

/* Fills in the blocks' bounds. False: too many of them. */
bool opt_find_blocks(const struct ir *ir, struct opt_scratch *s);
/* Closes the gaps between the operations that are alive (1, else 0) and numbers them anew.
 * map: room for the new numbers by the old. */
void opt_compact(struct ir *ir, const uint8_t *alive, ir_ref *map);
/* The blocks that i, an END, goes to inside the unit: 0, 1 or 2. */
unsigned opt_successors(const struct ir_insn *i, unsigned out[2]);
/* May whatever i does see guest variables (besides a GET the one it names)? */
static inline bool opt_observes(const struct ir *ir, const struct ir_insn *i)
{
    switch (i->op) {
    case IR_HELPER:
    case IR_VHELPER:
        return ir->guest->helpers[i->aux].flags != 0;
    case IR_EXIT:
    case IR_CALL:
    case IR_RET:
    case IR_TRAP:
        return true;
    case IR_BLOCK:
        return i->aux & IR_BLOCK_POLL;
    default:
        return ir_ops[i->op].flags & IR_F_MEM;
    }
}

/* The value operands of i: a, b and c, 16 bits each; 0 for what is none. */
static inline uint64_t opt_refs(const struct ir_insn *i)
{
    static const uint64_t masks[] = {0, 0xffff, 0xffffffff, 0xffffffffffff};

    return i->imm64 & masks[ir_n_operands(i)];
}

/* The value operands of i that are there; their number. */
static inline unsigned opt_operands(struct ir_insn *i, ir_ref *out[3])
{
    unsigned n = ir_n_operands(i), found = 0;

    if (n > 0 && i->a)
        out[found++] = &i->a;
    if (n > 1 && i->b)
        out[found++] = &i->b;
    if (n > 2 && i->c)
        out[found++] = &i->c;
    return found;
}

#endif
