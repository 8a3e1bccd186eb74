/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the stubs' code and the C functions around it. */
#ifndef DRAGOMAN_HOST_X86_STUBS_H
#define DRAGOMAN_HOST_X86_STUBS_H

#include "host/x86_64/x86.h"
#include "host/x86_64/xstate.h"

/* A thread's: cpu->host. */
struct x86_thread {
    const struct host_config *config;
    struct x86_xstate xstate;
    void *stack_map;
    size_t stack_size;
};

static inline struct x86_thread *x86_thread(const struct cpu *cpu)
{
    return cpu->host;
}

/* Writes all stubs; sets slots, enter, leave and stubs_size. */
void x86_write_stubs(struct host_config *c, void *rx, void *rw);

/* Writes the TAG stub for stores of 1 << log2 bytes; wait is the address of TAG_WAIT. */
void x86_write_tag(struct x86_asm *a, unsigned log2, uint64_t wait);

/* What the EVAL, LIGHT and INTERP_ATOMIC stubs call. */
void x86_eval(struct cpu *cpu, const struct ir_insn *i);
void x86_eval_light(struct cpu *cpu, const struct ir_insn *i);
void x86_interp_atomic(struct cpu *cpu, const struct ir_insn *i);

#endif
