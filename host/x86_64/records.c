/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a unit's record says about its code: traps, faults, lines. */
#include "host/x86_64/emit.h"

#include <string.h>

void em_fp_trap(struct emit *e, uint32_t at, const struct ir_insn *i, unsigned dst, unsigned a,
                unsigned b, unsigned c)
{
    struct host_unit *u = e->u;

    if (u->n_traps >= u->max_traps) {
        e->failed = true;
        return;
    }
    u->traps[u->n_traps++] = (struct host_fp_trap){.offset = at,
                                                   .resume = as_offset(&e->as),
                                                   .insn = *i,
                                                   .dst = (uint8_t)dst,
                                                   .src = {(uint8_t)a, (uint8_t)b, (uint8_t)c},
                                                   .memory = (uint16_t)(b >> 8)};
}

void em_fault_record(struct emit *e)
{
    struct host_unit *u = e->u;

    if (!e->may_fault)
        return;
    e->may_fault = false;
    if (u->n_faults >= u->max_faults) {
        e->failed = true;
        return;
    }
    u->faults[u->n_faults++] = (struct host_fault){.offset = as_offset(&e->as),
                                                   .insn_word = (uint32_t)e->insn_word,
                                                   .pc = e->pc,
                                                   .flags = e->fault_flags};
}

void em_may_fault(struct emit *e)
{
    struct host_flags now = em_where_flags_are(e);

    /* The instruction stored its flags since its last access: that one still found them pending. */
    if (e->may_fault && memcmp(&now, &e->fault_flags, sizeof now))
        em_fault_record(e);
    e->may_fault = true;
    e->fault_flags = now;
}

void em_line(struct emit *e, uint64_t pc, bool insn)
{
    struct host_unit *u = e->u;
    struct host_line line = {.offset = as_offset(&e->as),
                             .block = (uint16_t)e->block,
                             .insn = insn,
                             .out = e->out,
                             .pc = pc};

    if (u->n_lines < u->max_lines)
        u->lines[u->n_lines++] = line;
}
