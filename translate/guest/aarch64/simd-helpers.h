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
/* a is Vd, b Vn, c Vm of the instruction. */
a64_vhelper a64_help_sha1c, a64_help_sha1p, a64_help_sha1m, a64_help_sha1su0, a64_help_sha1su1;
a64_vhelper a64_help_sha256h, a64_help_sha256h2, a64_help_sha256su0, a64_help_sha256su1;

#endif
