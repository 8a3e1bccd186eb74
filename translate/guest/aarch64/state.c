/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NZCV, FPSR and FPCR of a thread as the architecture shows them, out of the form they are kept in.
 *
 *   FPSR   27 | 7   | 4   3   2   1   0      MXCSR   15  14 13 | 12 .. 7 | 6   | 5  4  3  2  1  0
 *          QC | IDC | IXC UFC OFC DZC IOC           FTZ   RC   | masks   | DAZ | PE UE OE ZE DE IE
 */
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/model.h"

#define FPSR_QC (1u << 27)
#define FPSR_EXCEPTIONS 0x9fu
#define FPCR_BITS 0x07c00000u /* AHP, DN, FZ, RMode */
#define FPCR_FZ16 (1u << 19)  /* with FEAT_FP16 */
#define MXCSR_STATUS 0x3fu
#define MXCSR_MASKS 0x1f00u /* Invalid alone is unmasked: there the host's result is repaired */
#define MXCSR_DAZ (1u << 6)
#define MXCSR_FTZ (1u << 15)

uint32_t a64_nzcv(const struct cpu *cpu)
{
    return ir_flags_nzcv(&((const struct a64_hot *)cpu->hot)->nzcv);
}

void a64_set_nzcv(struct cpu *cpu, uint32_t nzcv)
{
    a64_hot(cpu)->nzcv = (struct cpu_flags){
        .kind = IR_FLAGS_RAW | IR_I32 << 8,
        .a = nzcv & 0xf0000000,
    };
}

static uint32_t from_mxcsr(uint32_t mxcsr)
{
    return (mxcsr & 1) | (mxcsr & 0x3c) >> 1;
}

uint32_t a64_fpsr(struct cpu *cpu)
{
    const struct a64_cold *c = a64_cold(cpu);
    uint32_t v = (c->fpsr & FPSR_EXCEPTIONS) | from_mxcsr(cpu->guest_mxcsr);

    return v | (c->qc[0] | c->qc[1] ? FPSR_QC : 0);
}

void a64_set_fpsr(struct cpu *cpu, uint32_t fpsr)
{
    struct a64_cold *c = a64_cold(cpu);

    c->fpsr = fpsr & FPSR_EXCEPTIONS;
    c->qc[0] = c->qc[1] = fpsr & FPSR_QC ? ~0ull : 0;
    cpu->guest_mxcsr &= ~MXCSR_STATUS;
}

void a64_set_fpcr(struct cpu *cpu, uint32_t fpcr)
{
    static const uint8_t rc[4] = {0, 2, 1, 3}; /* nearest, up, down, zero */
    struct a64_cold *c = a64_cold(cpu);
    uint32_t class, mxcsr = (cpu->guest_mxcsr & MXCSR_STATUS) | MXCSR_MASKS;

    fpcr &= FPCR_BITS | (a64_model(cpu)->isa & A64_ISA_FP16 ? FPCR_FZ16 : 0);
    c->fpcr = fpcr;
    class = a64_fpcr_class(fpcr);
    mxcsr |= (uint32_t)rc[class & A64_MODE_RMODE] << 13;
    if (class & A64_MODE_FZ)
        mxcsr |= MXCSR_DAZ | MXCSR_FTZ;
    cpu->guest_mxcsr = mxcsr;
    cpu->mode = (cpu->mode & ~A64_MODE_FPCR) | class;
}
