/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the cpu model has: one table gives the ID registers (Arm ARM D19.2), AT_HWCAP and AT_HWCAP2
 * (Linux, arch/arm64/include/uapi/asm/hwcap.h). A line says that all of the feature is implemented.
 */
#include "translate/guest/aarch64/sysreg.h"

#include "translate/guest/aarch64/a64.h"

struct feature {
    const char *name;
    uint16_t id;   /* register that tells of it */
    uint8_t shift; /* of its 4-bit field */
    uint8_t value; /* the highest one of a field counts */
    uint64_t hwcap, hwcap2;
};

#define CAP(n) (1ull << (n))
#define ISAR0 A64_SYSREG_ID_AA64ISAR0_EL1
#define ISAR1 A64_SYSREG_ID_AA64ISAR1_EL1
#define PFR0 A64_SYSREG_ID_AA64PFR0_EL1

static const struct feature features[] = {
    {"EL0, AArch64 only", PFR0, 0, 1, 0, 0},
    {"EL1, AArch64 only", PFR0, 4, 1, 0, 0},
    {"FP", PFR0, 16, 0, CAP(0), 0},
    {"AdvSIMD", PFR0, 20, 0, CAP(1), 0},
    {"ID registers readable", PFR0, 0, 1, CAP(11), 0},
    {"FEAT_AES", ISAR0, 4, 1, CAP(3), 0},
    {"FEAT_PMULL", ISAR0, 4, 2, CAP(4), 0},
    {"FEAT_SHA1", ISAR0, 8, 1, CAP(5), 0},
    {"FEAT_SHA256", ISAR0, 12, 1, CAP(6), 0},
    {"FEAT_RDM", ISAR0, 28, 1, CAP(12), 0},
    {"FEAT_RDM", ISAR0, 28, 1, CAP(12), 0},
    {"FEAT_DotProd", ISAR0, 44, 1, CAP(20), 0},
    {"FEAT_AES", ISAR0, 4, 1, CAP(3), 0},
    {"FEAT_PMULL", ISAR0, 4, 2, CAP(4), 0},
    {"FEAT_SHA1", ISAR0, 8, 1, CAP(5), 0},
    {"FEAT_SHA256", ISAR0, 12, 1, CAP(6), 0},
    {"FEAT_CRC32", ISAR0, 16, 1, CAP(7), 0},
    {"FEAT_LSE", ISAR0, 20, 2, CAP(8), 0},
    {"FEAT_RDM", ISAR0, 28, 1, CAP(12), 0},
    {"FEAT_DotProd", ISAR0, 44, 1, CAP(20), 0},
    {"FEAT_FlagM", ISAR0, 52, 1, CAP(27), 0},
    {"FEAT_FlagM2", ISAR0, 52, 2, 0, CAP(7)},
    {"FEAT_DPB", ISAR1, 0, 1, CAP(16), 0},
    {"FEAT_DPB2", ISAR1, 0, 2, 0, CAP(0)},
    {"FEAT_LRCPC", ISAR1, 20, 1, CAP(15), 0},
    {"FEAT_LRCPC2", ISAR1, 20, 2, CAP(26), 0},
    {"FEAT_SB", ISAR1, 36, 1, CAP(29), 0},
    {"debug version", A64_SYSREG_ID_AA64DFR0_EL1, 0, 6, 0, 0},
    {"no 4 KiB granule told", A64_SYSREG_ID_AA64MMFR0_EL1, 28, 15, 0, 0},
    {"no 64 KiB granule told", A64_SYSREG_ID_AA64MMFR0_EL1, 24, 15, 0, 0},
};

static uint64_t id_value(unsigned id)
{
    uint64_t v = 0;

    for (unsigned i = 0; i < sizeof(features) / sizeof(features[0]); i++) {
        const struct feature *f = &features[i];
        if (f->id == id && (v >> f->shift & 15) < f->value)
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

bool a64_sysreg_value(unsigned id, uint64_t *value)
{
    switch (id) {
    case A64_SYSREG_MIDR_EL1:
        *value = 0x000f0000; /* reserved for software use; features are told by the ID registers */
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
        *value = id_value(id);
        return true;
    }
}

uint64_t a64_hwcap(const struct cpu *cpu)
{
    uint64_t v = 0;

    for (unsigned i = 0; i < sizeof(features) / sizeof(features[0]); i++)
        v |= features[i].hwcap;
    return v;
}

uint64_t a64_hwcap2(const struct cpu *cpu)
{
    uint64_t v = 0;

    for (unsigned i = 0; i < sizeof(features) / sizeof(features[0]); i++)
        v |= features[i].hwcap2;
    return v;
}
