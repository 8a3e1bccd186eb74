/* SPDX-License-Identifier: GPL-2.0-or-later */
/* C helpers of FEAT_MOPS, for the table of helpers.c. */
#ifndef DRAGOMAN_GUEST_AARCH64_MOPS_H
#define DRAGOMAN_GUEST_AARCH64_MOPS_H

#include <stdint.h>

#include "base/cpu.h"

/*
 * One step. c (COPY) and b (SET) is Xn: minus the bytes left, or when copying backwards the bytes
 * left; a and b are the address of the next byte (backwards: behind it) to write and read. SET
 * writes the low byte of c. The result is the new Xn. A fault comes before any effect.
 */
uint64_t a64_help_copy(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c);
uint64_t a64_help_set(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c);

#endif
