/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A thread's registers in the frame of an AArch64 signal, for the static programs that run cases.
 * Frames do not hold TPIDR_EL0. The layout is that of the kernel's uapi/asm/sigcontext.h.
 */
#ifndef DRAGOMAN_TESTS_FUZZ_FRAME_H
#define DRAGOMAN_TESTS_FUZZ_FRAME_H

#include <signal.h>
#include <string.h>
#include <sys/ucontext.h>

#include <asm/sigcontext.h>

#include "tests/fuzz/exchange.h"

/* The record of the frame with this magic, or the one at its end, whose magic is 0. */
static inline void *frame_record(mcontext_t *m, uint32_t magic)
{
    struct _aarch64_ctx *r = (struct _aarch64_ctx *)m->__reserved;

    while (r->magic && r->magic != magic)
        r = (struct _aarch64_ctx *)((char *)r + r->size);
    return r;
}

/* The frame's registers become those of r. */
static inline void frame_put(mcontext_t *m, const struct fuzz_regs *r)
{
    struct fpsimd_context *f = frame_record(m, FPSIMD_MAGIC);

    memcpy(m->regs, r->x, sizeof(r->x));
    m->sp = r->sp;
    m->pc = r->pc;
    m->pstate = r->nzcv;
    memcpy(f->vregs, r->v, sizeof(r->v));
    f->fpcr = r->fpcr;
    f->fpsr = r->fpsr;
}

/* *r = the frame's registers; tpidr is 0. */
static inline void frame_take(mcontext_t *m, struct fuzz_regs *r)
{
    struct fpsimd_context *f = frame_record(m, FPSIMD_MAGIC);

    memcpy(r->x, m->regs, sizeof(r->x));
    r->sp = m->sp;
    r->pc = m->pc;
    r->tpidr = 0;
    r->nzcv = (uint32_t)m->pstate & 0xf0000000;
    memcpy(r->v, f->vregs, sizeof(r->v));
    r->fpcr = f->fpcr;
    r->fpsr = f->fpsr;
    r->reserved = 0;
}

#endif
