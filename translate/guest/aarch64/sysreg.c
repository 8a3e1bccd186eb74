/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the cpu model tells: ID registers, AT_HWCAP and AT_HWCAP2, all from features.def. */
#include "translate/guest/aarch64/sysreg.h"

#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/model.h"

enum {
    NO = 0xffff,
    ISAR0 = A64_SYSREG_ID_AA64ISAR0_EL1,
    ISAR1 = A64_SYSREG_ID_AA64ISAR1_EL1,
    ISAR2 = A64_SYSREG_ID_AA64ISAR2_EL1,
    PFR0 = A64_SYSREG_ID_AA64PFR0_EL1,
    PFR1 = A64_SYSREG_ID_AA64PFR1_EL1,
};

struct field {
    uint16_t id;            /* register that tells of it */
    uint8_t shift;          /* of its 4-bit field */
    uint8_t value;          /* the highest one of a field counts */
    uint16_t hwcap, hwcap2; /* bits of the auxiliary vector, or NO */
};

static const struct field features[A64_N_FEATURES] = {
#define A64_FEATURE(name, id, shift, value, cap, cap2)                                             \
    [A64_FEATURE_##name] = {id, shift, value, cap, cap2},
#include "translate/guest/aarch64/features.def"
#undef A64_FEATURE
};

/* What every model has. */
static const struct field always[] = {
    {PFR0, 0, 1, NO, NO}, /* EL0 and EL1 in AArch64 only */
    {PFR0, 4, 1, NO, NO},
    {NO, 0, 0, 0, NO},                             /* FP */
    {NO, 0, 0, 1, NO},                             /* Advanced SIMD */
    {NO, 0, 0, 11, NO},                            /* ID registers are readable */
    {A64_SYSREG_ID_AA64DFR0_EL1, 0, 6, NO, NO},    /* debug version */
    {A64_SYSREG_ID_AA64MMFR0_EL1, 24, 15, NO, NO}, /* granules are not told */
    {A64_SYSREG_ID_AA64MMFR0_EL1, 28, 15, NO, NO},
};

#define N_ALWAYS (sizeof(always) / sizeof(always[0]))

/* Field n of the model's: first those that all have; NULL: the model lacks it. */
static const struct field *field(uint64_t isa, unsigned n)
{
    if (n < N_ALWAYS)
        return &always[n];
    n -= N_ALWAYS;
    return isa >> n & 1 ? &features[n] : NULL;
}

static uint64_t id_value(uint64_t isa, unsigned id)
{
    uint64_t v = 0;

    for (unsigned i = 0; i < N_ALWAYS + A64_N_FEATURES; i++) {
        const struct field *f = field(isa, i);

        if (f && f->id == id && (v >> f->shift & 15) < f->value)
            v = (v & ~(15ull << f->shift)) | (uint64_t)f->value << f->shift;
    }
    return v;
}

/* Linux lets EL0 read these by emulation, unknown ones as 0 (arch/arm64/kernel/cpufeature.c). */
static bool is_emulated(unsigned id)
{
    unsigned crm = id >> 3 & 15;

    return id >> 7 == A64_SYSREG(3, 0, 0, 0, 0) >> 7 && crm >= 2 && crm <= 7;
}

bool a64_sysreg_value(const struct cpu *cpu, unsigned id, uint64_t *value)
{
    switch (id) {
    case A64_SYSREG_MIDR_EL1:
        *value = a64_model(cpu)->midr;
        return true;
    case A64_SYSREG_MPIDR_EL1:
        *value = 1ull << 31;
        return true;
    case A64_SYSREG_REVIDR_EL1:
        *value = 0;
        return true;
    case A64_SYSREG_CTR_EL0:
        /* Lines of 64 bytes, PIPT; IDC = DIC = 0: software must clean and invalidate. */
        *value = 1u << 31 | 4 << 24 | 4 << 20 | 4 << 16 | 3 << 14 | 4;
        return true;
    case A64_SYSREG_DCZID_EL0:
        *value = 4; /* 64 bytes */
        return true;
    case A64_SYSREG_CNTFRQ_EL0:
        *value = 1000000000; /* the counter counts nanoseconds */
        return true;
    default:
        if (!is_emulated(id))
            return false;
        *value = id_value(a64_model(cpu)->isa, id);
        return true;
    }
}

/* The hwcap bits (second: hwcap2) of cpu's model. */
static uint64_t hwcap(const struct cpu *cpu, bool second)
{
    uint64_t v = 0, isa = a64_model(cpu)->isa;

    for (unsigned i = 0; i < N_ALWAYS + A64_N_FEATURES; i++) {
        const struct field *f = field(isa, i);
        unsigned bit = !f ? (unsigned)NO : second ? f->hwcap2 : f->hwcap;

        if (bit != NO)
            v |= 1ull << bit;
    }
    return v;
}

uint64_t a64_hwcap(const struct cpu *cpu)
{
    return hwcap(cpu, false);
}

uint64_t a64_hwcap2(const struct cpu *cpu)
{
    return hwcap(cpu, true);
}
