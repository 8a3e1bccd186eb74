/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The state of an AArch64 thread inside struct cpu, for its translation and its Linux ABI. */
#ifndef DRAGOMAN_GUEST_AARCH64_H
#define DRAGOMAN_GUEST_AARCH64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

/* In front of struct cpu. x0-x6 are mapped on every host that can, so they need no short reach. */
struct a64_hot {
    uint64_t x[31];
    uint64_t sp;
    struct cpu_flags nzcv;
};
_Static_assert(sizeof(struct a64_hot) <= CPU_HOT_GUEST, "fits the hot part");

struct a64_cold {
    uint64_t v[32][2];    /* low half first */
    uint64_t qc[2];       /* FPSR.QC is set if any bit is */
    uint64_t tpidr;       /* TPIDR_EL0 */
    uint64_t tpidrro;     /* TPIDRRO_EL0 */
    uint32_t fpcr;        /* as MRS reads it */
    uint32_t fpsr;        /* accumulated by C code; the host's sticky bits are merged on reading */
    uint32_t model;       /* index of the -cpu model */
    uint32_t pstate;      /* A64_PSTATE_* */
    uint32_t tagged_addr; /* PR_TAGGED_ADDR_ENABLE: system calls take tagged pointers */
    uint32_t reserved;
    /* Pointer authentication: 128 bits each of IA, IB, DA, DB, GA, low half first. */
    uint64_t keys[5][2];
};
_Static_assert(sizeof(struct a64_cold) <= CPU_COLD_GUEST, "fits the cold part");

/* Bits of PSTATE that a program may change, besides NZCV. */
#define A64_PSTATE_SSBS (1u << 12)
#define A64_PSTATE_DIT (1u << 24)

static inline struct a64_hot *a64_hot(struct cpu *cpu)
{
    return (struct a64_hot *)cpu->hot;
}

static inline struct a64_cold *a64_cold(struct cpu *cpu)
{
    return (struct a64_cold *)cpu->cold;
}

/* Indices of the guest variables (struct ir_guest.vars). */
enum {
    A64_X0 = 0, /* .. X30 = 30 */
    A64_SP = 31,
    A64_NZCV,
    A64_V0, /* .. V31 */
    A64_QC = A64_V0 + 32,
    A64_TPIDR,
    A64_TPIDRRO,
    A64_FPCR,
    A64_FPSR,
    A64_PSTATE,
    A64_KEY, /* low and high half of IA, IB, DA, DB, GA */
    A64_KEY_END = A64_KEY + 9,
    A64_N_VARS
};

/*
 * The mode word of a unit's key:
 *
 *   31   13 12    11 10  9    8   7 6    5    4   3  2  1 0
 *   | 0    |APART|SP|TBI|STEP|TAG|0|FPSR|FZ16|AHP|DN|FZ|RMode|
 *
 * The low six bits are the class of FPCR (0: round to nearest, no flushing, NaNs propagate, IEEE
 * half precision). FPSR: the process has looked at FPSR, all its exceptions are exact. TAG: stores
 * are tagged for exclusives. STEP: units of one instruction. TBI: the top byte of addresses is
 * masked off, for a thread that uses tagged pointers. SP: the thread had an SP that is no multiple
 * of 16, accesses by SP check it. APART: loops of exclusives are not one operation (a fault in one
 * is to be told exactly); until the next signal handler.
 */
#define A64_MODE_FPCR 0x3fu
#define A64_MODE_RMODE 3u
#define A64_MODE_FZ (1u << 2)
#define A64_MODE_DN (1u << 3)
#define A64_MODE_AHP (1u << 4)
#define A64_MODE_FZ16 (1u << 5)
#define A64_MODE_FPSR (1u << 6)
#define A64_MODE_TAG (1u << 8)
#define A64_MODE_STEP (1u << 9)
#define A64_MODE_TBI (1u << 10)
#define A64_MODE_SP (1u << 11)
#define A64_MODE_APART (1u << 12)

/* NZCV as PSTATE holds it (bits 31..28), and back. */
uint32_t a64_nzcv(const struct cpu *cpu);
void a64_set_nzcv(struct cpu *cpu, uint32_t nzcv);
/* FPSR and FPCR as MRS reads and MSR writes them; the host's exception flags in
 * cpu->guest_mxcsr are merged or set. Callers in C code only (no generated code runs). */
uint32_t a64_fpsr(struct cpu *cpu);
void a64_set_fpsr(struct cpu *cpu, uint32_t fpsr);
void a64_set_fpcr(struct cpu *cpu, uint32_t fpcr);
/* Has cpu's model pointer authentication? New random keys for it, of those in set (bits in the
 * order of struct a64_cold); exec gives a program all. */
bool a64_has_pauth(const struct cpu *cpu);
void a64_new_keys(struct cpu *cpu, unsigned set);
#define A64_ALL_KEYS 0x1fu
/* MIDR_EL1 of cpu's model. */
uint32_t a64_midr(const struct cpu *cpu);
/* FPSR is looked at from here on (MRS, MSR, a signal frame): units of this mode tell all its
 * bits. */
static inline void a64_fpsr_seen(struct cpu *cpu)
{
    cpu->mode |= A64_MODE_FPSR;
}
/* What the instruction at pc does to memory, as far as the syndrome of a fault tells. */
enum a64_access_kind {
    A64_ACCESS_NONE,
    A64_ACCESS_READ,
    A64_ACCESS_WRITE,
    A64_ACCESS_UPDATE, /* both, by one instruction */
    A64_ACCESS_ZERO,   /* DC ZVA; its fault is at the address it was given */
    A64_ACCESS_CACHE,  /* cache maintenance */
};
struct a64_access {
    enum a64_access_kind kind;
    uint64_t address; /* of the first byte, as the program gave it */
    bool sp;          /* SP is its base */
    bool aligned;     /* it must be aligned */
};
/* In the state of cpu, which is that before the instruction. fault_addr tells the parts of a copy
 * (FEAT_MOPS) apart. */
void a64_access_at(struct cpu *cpu, struct a64_access *out);
/* The address that the processor makes of one with a tag (AddrTop with TBI0 = 1, TBI1 = 0, as Linux
 * sets them): also AArch64.BranchAddr and the kernel's untagged_addr. */
uint64_t a64_without_tag(uint64_t address);
/* AT_HWCAP, AT_HWCAP2 of cpu's model. */
uint64_t a64_hwcap(const struct cpu *cpu);
uint64_t a64_hwcap2(const struct cpu *cpu);

#endif
