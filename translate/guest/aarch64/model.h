/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cpu models: which features each has, by the bits that the instruction tables name (isa=). */
#ifndef DRAGOMAN_GUEST_AARCH64_MODEL_H
#define DRAGOMAN_GUEST_AARCH64_MODEL_H

#include <stdint.h>

#include "base/cpu.h"

enum a64_feature {
#define A64_FEATURE(name, id, shift, value, cap, cap2) A64_FEATURE_##name,
#include "translate/guest/aarch64/features.def"
#undef A64_FEATURE
    A64_N_FEATURES
};
_Static_assert(A64_N_FEATURES <= 64, "a bit each");

enum a64_isa {
#define A64_FEATURE(name, id, shift, value, cap, cap2) A64_ISA_##name = 1ull << A64_FEATURE_##name,
#include "translate/guest/aarch64/features.def"
#undef A64_FEATURE
    A64_ISA_NONE = 0
};

struct a64_model {
    const char *name; /* of -cpu */
    uint32_t midr;    /* MIDR_EL1 */
    uint64_t isa;     /* A64_ISA_* */
};

/* The index of the model of that name (NULL: max), for struct a64_cold; -EINVAL: none. */
int a64_model_find(const char *name);
/* The name of model n, NULL behind the last. */
const char *a64_model_name(unsigned n);
/* What cpu is. */
const struct a64_model *a64_model(const struct cpu *cpu);

#endif
