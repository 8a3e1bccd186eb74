/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the AArch64 Linux ABI; private to linux-user/aarch64. */
#ifndef DRAGOMAN_LINUX_USER_AARCH64_H
#define DRAGOMAN_LINUX_USER_AARCH64_H

#include "linux-user/abi.h"

/* The signal frame, its frame record and the alignment of both (arch/arm64/kernel/signal.c). */
#define A64_MIN_SIGSTACK 4720

/* struct user_abi's functions. */
int a64_push_frame(struct cpu *cpu, const struct signal_frame *f);
int a64_pop_frame(struct cpu *cpu, uint64_t *mask, struct sys_sigaltstack *altstack);
/* struct sys_abi's functions. */
uint64_t a64_address(const struct cpu *cpu, uint64_t addr);
bool a64_prctl(struct cpu *cpu, int option, const uint64_t args[4], int64_t *result);
size_t a64_cpuinfo(const struct cpu *cpu, unsigned number, char *buf, size_t size);
size_t a64_vdso(uint8_t *buf, size_t size, uint64_t *sigreturn);

#endif
