/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/cpuinfo in the form of AArch64 (arch/arm64/kernel/cpuinfo.c). */
#include "linux-user/aarch64/aarch64.h"

#include <stdio.h>

#include "base/bits.h"
#include "translate/guest/aarch64/aarch64.h"

/* By bit of AT_HWCAP, then of AT_HWCAP2. */
static const char *const names[2][64] = {
    {"fp",      "asimd", "evtstrm", "aes",   "pmull",    "sha1",   "sha2", "crc32",
     "atomics", "fphp",  "asimdhp", "cpuid", "asimdrdm", "jscvt",  "fcma", "lrcpc",
     "dcpop",   "sha3",  "sm3",     "sm4",   "asimddp",  "sha512", "sve",  "asimdfhm",
     "dit",     "uscat", "ilrcpc",  "flagm", "ssbs",     "sb",     "paca", "pacg"},
    {"dcpodp",    "sve2",      "sveaes",  "svepmull",  "svebitperm", "svesha3",    "svesm4",
     "flagm2",    "frint",     "svei8mm", "svef32mm",  "svef64mm",   "svebf16",    "i8mm",
     "bf16",      "dgh",       "rng",     "bti",       "mte",        "ecv",        "afp",
     "rpres",     "mte3",      "sme",     "smei16i64", "smef64f64",  "smei8i32",   "smef16f32",
     "smeb16f32", "smef32f32", "smefa64", "wfxt",      "ebf16",      "sveebf16",   "cssc",
     "rprfm",     "sve2p1",    "sme2",    "sme2p1",    "smei16i32",  "smebi32i32", "smeb16b16",
     "smef16f16", "mops",      "hbc",     "sveb16b16", "lrcpc3",     "lse128"},
};

static size_t put_names(char *buf, size_t size, size_t used, const char *const *table,
                        uint64_t bits)
{
    for (unsigned i = 0; i < 64 && used < size; i++) {
        if ((bits >> i & 1) && table[i]) {
            used += (size_t)snprintf(buf + used, size - used, " %s", table[i]);
        }
    }
    return used < size ? used : size;
}

size_t a64_cpuinfo(const struct cpu *cpu, unsigned number, char *buf, size_t size)
{
    uint32_t midr = a64_midr(cpu);
    size_t used =
        (size_t)snprintf(buf, size, "processor\t: %u\nBogoMIPS\t: 100.00\nFeatures\t:", number);
    used = put_names(buf, size, used, names[0], a64_hwcap(cpu));
    used = put_names(buf, size, used, names[1], a64_hwcap2(cpu));
    used += (size_t)snprintf(buf + used, size - used,
                             "\nCPU implementer\t: 0x%02x\nCPU architecture: 8\n"
                             "CPU variant\t: 0x%x\nCPU part\t: 0x%03x\nCPU revision\t: %u\n\n",
                             (unsigned)bits_get(midr, 24, 8), (unsigned)bits_get(midr, 20, 4),
                             (unsigned)bits_get(midr, 4, 12), (unsigned)bits_get(midr, 0, 4));
    return used < size ? used : size;
}
