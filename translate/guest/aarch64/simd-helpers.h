/* SPDX-License-Identifier: GPL-2.0-or-later */
/* C helpers of rare SIMD instructions (VHELPER), for the table of helpers.c. */
#ifndef DRAGOMAN_GUEST_AARCH64_SIMD_HELPERS_H
#define DRAGOMAN_GUEST_AARCH64_SIMD_HELPERS_H

#include "base/cpu.h"

typedef void a64_vhelper(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                         const union vec *c);

/* a: two binary64, d: two binary32 rounded to odd, zeroes above. */
a64_vhelper a64_help_fcvtxn;
/* Each 32-bit lane of a. */
a64_vhelper a64_help_urecpe, a64_help_ursqrte;

#endif
