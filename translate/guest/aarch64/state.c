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
#define FPSR_UFC (1u << 3)
#define FPSR_IXC (1u << 4)
#define FPSR_IDC (1u << 7)
#define FPCR_BITS 0x07c00000u /* AHP, DN, FZ, RMode */
#define FPCR_FZ16 (1u << 19)  /* with FEAT_FP16 */
#define MXCSR_DAZ (1u << 6)
#define MXCSR_FTZ (1u << 15)
/* Masks of the host's traps. */
#define MASK_DENORMAL (1u << 8)
#define MASK_DIVZERO (1u << 9)
#define MASK_OVERFLOW (1u << 10)
#define MASK_UNDERFLOW (1u << 11)
#define MASK_INEXACT (1u << 12)

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

/*
 * What the host does by itself, and what it traps for the soft library. Invalid always traps. With
 * FZ the host flushes as Arm does, but tells other exceptions: a flushed operand none (Arm IDC), a
 * flushed result Inexact, too. So it flushes only when that loses nothing, because what it tells
 * wrongly is set already; before, what might be told wrongly traps. A zero divisor, too: then the
 * host does not tell of a subnormal dividend. Inexact also where generated code tells it wrongly.
 */
static uint32_t control(const struct cpu *cpu)
{
    static const uint8_t rc[4] = {0, 2, 1, 3}; /* nearest, up, down, zero */
    const struct a64_cold *c = (const struct a64_cold *)cpu->cold;
    uint32_t class = a64_fpcr_class(c->fpcr), m = (uint32_t)rc[class & A64_MODE_RMODE] << 13;

    m |= MASK_OVERFLOW;
    if (c->fpsr & FPSR_IXC || !(class & A64_MODE_FZ || cpu->rounds_falsely))
        m |= MASK_INEXACT;
    if (!(class & A64_MODE_FZ))
        return m | MASK_DENORMAL | MASK_DIVZERO | MASK_UNDERFLOW;
    if (c->fpsr & FPSR_IDC)
        m |= MXCSR_DAZ | MASK_DENORMAL | MASK_DIVZERO;
    if ((c->fpsr & (FPSR_UFC | FPSR_IXC)) == (FPSR_UFC | FPSR_IXC))
        m |= MXCSR_FTZ | MASK_UNDERFLOW;
    return m;
}

void a64_fp_control(struct cpu *cpu)
{
    struct a64_cold *c = a64_cold(cpu);

    c->fpsr |= from_mxcsr(cpu->guest_mxcsr);
    cpu->guest_mxcsr = control(cpu);
}

void a64_set_fpsr(struct cpu *cpu, uint32_t fpsr)
{
    struct a64_cold *c = a64_cold(cpu);

    c->fpsr = fpsr & FPSR_EXCEPTIONS;
    c->qc[0] = c->qc[1] = fpsr & FPSR_QC ? ~0ull : 0;
    cpu->guest_mxcsr = control(cpu);
}

void a64_set_fpcr(struct cpu *cpu, uint32_t fpcr)
{
    struct a64_cold *c = a64_cold(cpu);

    c->fpcr = fpcr & (FPCR_BITS | (a64_model(cpu)->isa & A64_ISA_FP16 ? FPCR_FZ16 : 0));
    cpu->mode = (cpu->mode & ~A64_MODE_FPCR) | a64_fpcr_class(c->fpcr);
    a64_fp_control(cpu);
}
