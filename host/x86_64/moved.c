/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A map of registers for the unit of a loop. Variables that the loop uses often and the fixed map
 * leaves in memory take the registers of ones that it uses less: they are exchanged where the unit
 * is entered and left, and around calls of stubs.
 *
 *   entered   [x19] = r12 ; r12 = [x9]
 *   left      [x9] = r12, if x9 is SET here ; r12 = [x19]
 *
 * Neither touches EFLAGS or another register. What a fault finds is in host_unit.moved.
 */
#include <string.h>

#include "host/x86_64/emit.h"

enum {
    MAX_DEPTH = 4,
    /* In units of loops that are known to go round often a round counts eight times. Elsewhere
     * twice, and the more ways lead out, the more is to be gained to try. */
    OFTEN_LOG2 = 3,
    TWICE_LOG2 = 1,
    /* More accesses, of this weight, must be saved: there are four on the way in and out. */
    WORTH_OFTEN = 15,
    WORTH_EXIT = 4,
};

/* Is there a call, around which registers go back and forth? */
static bool calls(const struct emit *e, const struct em_block *block)
{
    for (unsigned n = block->insn; n < block->end; n++)
        if (e->ir->insn[n].op == IR_HELPER || e->ir->insn[n].op == IR_VHELPER)
            return true;
    return false;
}

static bool is_direct(const struct emit *e, const struct ir_insn *exit)
{
    return e->ir->insn[exit->a].op == IR_GADDR;
}

/* Is there a loop, and can all ways out of the unit bring the registers back? An indirect branch
 * may be the dispatch of an interpreter: it leaves in each round. */
static bool suits(const struct emit *e, unsigned n_blocks)
{
    const struct ir_insn *x = e->ir->insn;
    bool loop = false;

    if (em_tagged(e))
        return false;
    for (unsigned b = 0; b < n_blocks; b++) {
        const struct ir_insn *end = &x[e->blocks[b].end];

        if (b != e->ir->entry && x[e->blocks[b].insn].aux & (IR_BLOCK_ENTRY | IR_BLOCK_RETURN))
            return false;
        if (end->op == IR_CALL)
            return false;
        if (!e->u->loop && (calls(e, &e->blocks[b]) || (end->op == IR_EXIT && !is_direct(e, end))))
            return false;
        loop |= e->blocks[b].next[0] <= b || e->blocks[b].next[1] <= b;
    }
    return loop;
}

/* In how many loops each block is, as far as branches backwards tell. */
static void find_depths(const struct emit *e, unsigned n_blocks, uint8_t *depth)
{
    uint16_t last[EM_MAX_BLOCKS] = {0}; /* 1 + the last block that goes back to this one */

    for (unsigned b = 0; b < n_blocks; b++)
        for (unsigned k = 0; k < 2; k++)
            if (e->blocks[b].next[k] <= b)
                last[e->blocks[b].next[k]] = (uint16_t)(b + 1);
    memset(depth, 0, n_blocks);
    for (unsigned head = 0; head < n_blocks; head++)
        for (unsigned b = head; b < last[head]; b++)
            depth[b] += depth[b] < MAX_DEPTH;
}

static void weigh(struct emit *e, unsigned n_blocks, uint32_t *weight)
{
    uint8_t depth[EM_MAX_BLOCKS];
    unsigned log2 = e->u->loop ? OFTEN_LOG2 : TWICE_LOG2;

    find_depths(e, n_blocks, depth);
    for (unsigned b = 0; b < n_blocks; b++)
        for (unsigned n = e->blocks[b].insn; n < e->blocks[b].end; n++) {
            const struct ir_insn *i = &e->ir->insn[n];

            if (i->op == IR_SET)
                e->own_sets[i->aux >> 6] |= 1ull << (i->aux & 63);
            /* What is SET is loaded again, or carries over to the next round. */
            if (i->op == IR_GET || i->op == IR_SET)
                weight[i->aux] += (i->op == IR_SET ? 2u : 1u) << depth[b] * log2;
        }
}

/* More than this weight is to be gained by a register. */
static uint32_t worth(const struct emit *e, unsigned n_blocks)
{
    uint32_t exits = 0;

    if (e->u->loop)
        return WORTH_OFTEN;
    for (unsigned b = 0; b < n_blocks; b++)
        exits += e->blocks[b].next[0] == EM_MAX_BLOCKS;
    return exits * WORTH_EXIT;
}

bool em_choose_map(struct emit *e, unsigned n_blocks)
{
    const struct ir_guest *g = e->ir->guest;
    uint32_t weight[ALLOC_VARS] = {0}, least;

    if (!suits(e, n_blocks))
        return false;
    memset(e->own_sets, 0, sizeof e->own_sets);
    weigh(e, n_blocks, weight);
    least = worth(e, n_blocks);
    memcpy(e->own_map, e->cfg->var_reg, sizeof e->own_map);
    while (e->u->n_moved < HOST_MOVED) {
        unsigned in = HOST_FLAGS_CONST, out = HOST_FLAGS_CONST;

        for (const uint16_t *v = g->gpr_order; *v != 0xffff; v++) {
            if (g->vars[*v].type != IR_I64)
                continue;
            if (e->own_map[*v] == X86_NO_REG && e->cfg->var_reg[*v] == X86_NO_REG &&
                (in == HOST_FLAGS_CONST || weight[*v] > weight[in]))
                in = *v;
            if (e->own_map[*v] != X86_NO_REG && e->cfg->var_reg[*v] != X86_NO_REG &&
                (out == HOST_FLAGS_CONST || weight[*v] < weight[out]))
                out = *v;
        }
        if (in == HOST_FLAGS_CONST || out == HOST_FLAGS_CONST || weight[in] <= weight[out] + least)
            break;
        e->own_map[in] = e->own_map[out];
        e->own_map[out] = X86_NO_REG;
        e->moved_out[e->u->n_moved] = (uint16_t)out;
        e->u->moved[e->u->n_moved++] = (struct host_moved){(uint16_t)in, e->own_map[in]};
    }
    return e->u->n_moved;
}

static struct x86_mem home(const struct emit *e, unsigned var)
{
    return as_cpu(e->ir->guest->vars[var].offset);
}

void em_map_begin(struct emit *e)
{
    for (unsigned k = 0; k < e->u->n_moved; k++) {
        const struct host_moved *m = &e->u->moved[k];

        as_store(&e->as, 8, home(e, e->moved_out[k]), m->reg);
        as_load(&e->as, 8, m->reg, home(e, m->var));
    }
}

void em_map_end(struct emit *e)
{
    for (unsigned k = 0; k < e->u->n_moved; k++) {
        const struct host_moved *m = &e->u->moved[k];

        if (e->own_sets[m->var >> 6] >> (m->var & 63) & 1)
            as_store(&e->as, 8, home(e, m->var), m->reg);
        as_load(&e->as, 8, m->reg, home(e, e->moved_out[k]));
    }
}
