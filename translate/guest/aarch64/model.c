/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The cpu models. MIDR_EL1 and features are those of the cores' technical reference manuals, as far
 * as they are implemented here.
 */
#include "translate/guest/aarch64/model.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "translate/guest/aarch64/aarch64.h"

#define ALL ((2ull << (A64_N_FEATURES - 1)) - 1)
#define ARMV8_0 (A64_ISA_AES | A64_ISA_PMULL | A64_ISA_SHA1 | A64_ISA_SHA256 | A64_ISA_CRC32)
#define ARMV8_2                                                                                    \
    (ARMV8_0 | A64_ISA_LOR | A64_ISA_LSE | A64_ISA_RDM | A64_ISA_FP16 | A64_ISA_SIMD16 |           \
     A64_ISA_DPB | A64_ISA_LRCPC | A64_ISA_DOTPROD | A64_ISA_SSBS)
#define ARMV8_4                                                                                    \
    (ARMV8_2 | A64_ISA_JSCVT | A64_ISA_FCMA | A64_ISA_SHA3 | A64_ISA_SM3 | A64_ISA_SM4 |           \
     A64_ISA_SHA512 | A64_ISA_FHM | A64_ISA_DIT | A64_ISA_LSE2 | A64_ISA_LRCPC2 | A64_ISA_FLAGM)

static const struct a64_model models[] = {
    /* Reserved for software use; the ID registers tell of features. */
    {"max", 0x000f0000, ALL},
    {"cortex-a35", 0x411fd040, ARMV8_0},
    {"cortex-a53", 0x410fd034, ARMV8_0},
    {"cortex-a57", 0x411fd070, ARMV8_0},
    {"cortex-a72", 0x410fd083, ARMV8_0},
    {"cortex-a76", 0x414fd0b1, ARMV8_2},
    {"neoverse-n1", 0x414fd0c1, ARMV8_2},
    {"neoverse-v1", 0x411fd402,
     ARMV8_4 | A64_ISA_PAUTH | A64_ISA_PACGA | A64_ISA_DPB2 | A64_ISA_I8MM | A64_ISA_BF16 |
         A64_ISA_DGH | A64_ISA_RNG},
};

int a64_model_find(const char *name)
{
    if (!name)
        return 0;
    for (unsigned i = 0; i < sizeof(models) / sizeof(models[0]); i++)
        if (strcmp(models[i].name, name) == 0)
            return (int)i;
    return -EINVAL;
}

const char *a64_model_name(unsigned n)
{
    return n < sizeof(models) / sizeof(models[0]) ? models[n].name : NULL;
}

const struct a64_model *a64_model(const struct cpu *cpu)
{
    const struct a64_cold *c = (const struct a64_cold *)cpu->cold;

    return &models[c->model];
}

uint32_t a64_midr(const struct cpu *cpu)
{
    return a64_model(cpu)->midr;
}
