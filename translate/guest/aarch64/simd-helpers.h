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
/* a + b * c of four lanes, a single, b and c the low four halves. */
a64_vhelper a64_help_fmlal;
/* a: four singles, d: four bfloat16 lanes, zeroes above. */
a64_vhelper a64_help_bfcvt;
/* a: sums, b and c: bfloat16 operands. */
a64_vhelper a64_help_bfdot, a64_help_bfmmla;
/* a: lanes, b: bytes log2 of the lane, rounding, bits of the integers, number of lanes. */
a64_vhelper a64_help_frint_sized;
/* rd, rn, rm (the lane of SM3TT in every lane); SM3SS1: rn, rm, ra. */
a64_vhelper a64_help_sm3ss1, a64_help_sm3partw1, a64_help_sm3partw2;
a64_vhelper a64_help_sm3tt1a, a64_help_sm3tt1b, a64_help_sm3tt2a, a64_help_sm3tt2b;
a64_vhelper a64_help_sm4e, a64_help_sm4ekey;
/* a: a binary64; the result, and NZCV in the upper word. */
uint64_t a64_help_fjcvtzs(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c);

#endif
