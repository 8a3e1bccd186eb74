/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers in a signal frame: integer registers by their number in encodings (rax rcx rdx rbx rsp
 * rbp rsi rdi r8-r15), vector registers 0-31. uc is a handler's ucontext_t. */
#ifndef DRAGOMAN_HOST_X86_XSTATE_H
#define DRAGOMAN_HOST_X86_XSTATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

/* Offsets in the XSAVE area; 0: the CPU does not have the component. */
struct x86_xstate {
    uint32_t ymm_offset;
    uint32_t zmm16_offset;
    bool known;
};

/* Asks the CPU, which may take tens of microseconds in a virtual machine. Async-signal-safe. */
void x86_xstate_init(struct x86_xstate *x);

uint64_t x86_frame_gpr(const void *uc, unsigned reg);
void x86_frame_set_gpr(void *uc, unsigned reg, uint64_t value);
uint64_t x86_frame_pc(const void *uc);
void x86_frame_set_pc(void *uc, uint64_t pc);
uint64_t x86_frame_flags(const void *uc);
void x86_frame_set_flags(void *uc, uint64_t flags);
uint32_t x86_frame_mxcsr(const void *uc);
void x86_frame_set_mxcsr(void *uc, uint32_t mxcsr);
/* The low 256 bits; those above are zero in every register of ours. */
void x86_frame_vec(const struct x86_xstate *x, const void *uc, unsigned reg, union vec *v);
void x86_frame_set_vec(const struct x86_xstate *x, void *uc, unsigned reg, const union vec *v);

#endif
