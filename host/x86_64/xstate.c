/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Registers in a signal frame. The vector registers of a frame, as the kernel's
 * arch/x86/kernel/fpu/signal.c writes it (standard XSAVE format, Intel SDM volume 1 chapter 13):
 *
 *   fpstate + 0    FXSAVE area: MXCSR at 24, xmm0-15 at 160, software bytes at 464
 *           + 512  XSAVE header: 64 bits XSTATE_BV, which components are not in their initial state
 *           + ...  component 2: upper halves of ymm0-15; component 7: zmm16-31, 64 bytes each
 * Where a component lies is told by CPUID leaf 0xD.
 */
#define _GNU_SOURCE
#include <cpuid.h>
#include <string.h>
#include <ucontext.h>

#include "host/x86_64/xstate.h"

#define XSTATE_MAGIC 0x46505853u
#define SOFTWARE_BYTES 464
#define XSAVE_HEADER 512

static const uint8_t greg_index[16] = {
    REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
    REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15,
};

void x86_xstate_init(struct x86_xstate *x)
{
    uint32_t a, b, c, d;

    memset(x, 0, sizeof(*x));
    if (__get_cpuid_count(0xd, 2, &a, &b, &c, &d) && a) {
        x->ymm_offset = b;
    }
    if (__get_cpuid_count(0xd, 7, &a, &b, &c, &d) && a) {
        x->zmm16_offset = b;
    }
    x->known = true;
}

uint64_t x86_frame_gpr(const void *uc, unsigned reg)
{
    return (uint64_t)((const ucontext_t *)uc)->uc_mcontext.gregs[greg_index[reg]];
}

void x86_frame_set_gpr(void *uc, unsigned reg, uint64_t value)
{
    ((ucontext_t *)uc)->uc_mcontext.gregs[greg_index[reg]] = (greg_t)value;
}

uint64_t x86_frame_pc(const void *uc)
{
    return (uint64_t)((const ucontext_t *)uc)->uc_mcontext.gregs[REG_RIP];
}

void x86_frame_set_pc(void *uc, uint64_t pc)
{
    ((ucontext_t *)uc)->uc_mcontext.gregs[REG_RIP] = (greg_t)pc;
}

uint64_t x86_frame_flags(const void *uc)
{
    return (uint64_t)((const ucontext_t *)uc)->uc_mcontext.gregs[REG_EFL];
}

void x86_frame_set_flags(void *uc, uint64_t flags)
{
    ((ucontext_t *)uc)->uc_mcontext.gregs[REG_EFL] = (greg_t)flags;
}

static uint8_t *fpstate(const void *uc)
{
    return (uint8_t *)((const ucontext_t *)uc)->uc_mcontext.fpregs;
}

uint32_t x86_frame_mxcsr(const void *uc)
{
    return ((const ucontext_t *)uc)->uc_mcontext.fpregs->mxcsr;
}

void x86_frame_set_mxcsr(void *uc, uint32_t mxcsr)
{
    ((ucontext_t *)uc)->uc_mcontext.fpregs->mxcsr = mxcsr;
}

/* Room of a register's component in the frame, or NULL where the frame does not have it. */
static uint8_t *component(const void *uc, unsigned number, uint32_t offset, size_t len)
{
    uint8_t *fp = fpstate(uc);
    uint32_t magic, xstate_size;
    uint64_t saved;

    memcpy(&magic, fp + SOFTWARE_BYTES, 4);
    memcpy(&saved, fp + SOFTWARE_BYTES + 8, 8);
    memcpy(&xstate_size, fp + SOFTWARE_BYTES + 16, 4);
    if (magic != XSTATE_MAGIC || !offset || !(saved >> number & 1) || offset + len > xstate_size) {
        return NULL;
    }
    return fp + offset;
}

static bool component_live(const void *uc, unsigned number)
{
    uint64_t xstate_bv;
    memcpy(&xstate_bv, fpstate(uc) + XSAVE_HEADER, 8);
    return xstate_bv >> number & 1;
}

/* A component that was in its initial state, all zero, must be made so in memory before a part of
 * it is written. */
static void component_wake(void *uc, unsigned number, uint8_t *area, size_t len)
{
    uint64_t xstate_bv;

    if (!component_live(uc, number)) {
        memset(area, 0, len);
        memcpy(&xstate_bv, fpstate(uc) + XSAVE_HEADER, 8);
        xstate_bv |= 1ull << number;
        memcpy(fpstate(uc) + XSAVE_HEADER, &xstate_bv, 8);
    }
}

void x86_frame_vec(const struct x86_xstate *x, const void *uc, unsigned reg, union vec *v)
{
    memset(v, 0, sizeof(*v));
    if (reg < 16) {
        memcpy(v, ((const ucontext_t *)uc)->uc_mcontext.fpregs->_xmm[reg].element, 16);
        const uint8_t *upper = component(uc, 2, x->ymm_offset, 16 * 16);
        if (upper && component_live(uc, 2)) {
            memcpy(&v->q[2], upper + reg * 16, 16);
        }
        return;
    }
    const uint8_t *area = component(uc, 7, x->zmm16_offset, 16 * 64);
    if (area && component_live(uc, 7)) {
        memcpy(v, area + (reg - 16) * 64, 32);
    }
}

void x86_frame_set_vec(const struct x86_xstate *x, void *uc, unsigned reg, const union vec *v)
{
    if (reg < 16) {
        memcpy(((ucontext_t *)uc)->uc_mcontext.fpregs->_xmm[reg].element, v, 16);
        uint8_t *upper = component(uc, 2, x->ymm_offset, 16 * 16);
        if (upper && (component_live(uc, 2) || v->q[2] || v->q[3])) {
            component_wake(uc, 2, upper, 16 * 16);
            memcpy(upper + reg * 16, &v->q[2], 16);
        }
        return;
    }
    uint8_t *area = component(uc, 7, x->zmm16_offset, 16 * 64);
    if (area) {
        component_wake(uc, 7, area, 16 * 64);
        memset(area + (reg - 16) * 64, 0, 64);
        memcpy(area + (reg - 16) * 64, v, 32);
    }
}
