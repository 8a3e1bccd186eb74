/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The -d log of one translation: guest code, IR, host code. */
#include "base/log.h"
#include "translate/private.h"

void dump_in_asm(const struct tr *t)
{
    const struct tr_region *r = t->region;
    char text[128];
    log_line("IN: 0x%llx mode %x\n", (unsigned long long)r->entry, t->mode);
    for (unsigned i = 0; i < r->n_blocks; i++)
        for (unsigned k = 0; k < r->blocks[i].n_insns; k++) {
            const struct region_insn *insn = &r->insns[r->blocks[i].first + k];
            uint8_t code[16];
            unsigned len = insn->flow.length < sizeof(code) ? insn->flow.length : sizeof(code);
            if (tr_fetch((struct tr *)t, insn->pc, code, len) != 0)
                continue;
            t->guest->disassemble(insn->pc, code, len, t->mode, text, sizeof(text));
            log_line("0x%llx:  %s\n", (unsigned long long)insn->pc, text);
        }
}

void dump_ir(const struct ir *ir, const char *title)
{
    char text[512];
    log_line("%s:\n", title);
    for (unsigned i = 1; i < ir->n; i++) {
        ir_print_insn(ir, i, text, sizeof(text));
        log_line("%s\n", text);
    }
}

static void dump_part(const struct host_unit *u, size_t at, size_t size)
{
    char text[160];
    for (size_t end = at + size; at < end;) {
        unsigned len = host_disassemble(u->rx + at, u->rw + at, end - at, text, sizeof(text));
        log_line("0x%llx:  %s\n", (unsigned long long)(u->rx + at), text);
        at += len ? len : 1;
    }
}

void dump_out_asm(const struct host_unit *u)
{
    log_line("OUT: %zu bytes\n", u->size);
    dump_part(u, 0, u->size);
    log_line("COLD: %zu bytes\n", u->cold_size);
    dump_part(u, u->cold, u->cold_code);
}
