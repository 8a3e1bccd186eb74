/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A process without code, to make system calls as a guest of any data model would. */
#ifndef DRAGOMAN_TESTS_SYSCALL_GUEST_H
#define DRAGOMAN_TESTS_SYSCALL_GUEST_H

#include <stdint.h>

#include "syscall/syscall.h"

enum { GUEST_MEMORY = 65536 };

/* AArch64's ABI; the same numbers with words of 32 bits in either byte order. */
extern const struct sys_abi guest_arm64, guest_le32, guest_be32, guest_be64;

/* Starts anew with this ABI: state, prefix, and memory (below 4 GiB) full of zeroes. */
void guest_start(const struct sys_abi *abi, const char *prefix);
/* Guest address of byte at in the memory. */
uint64_t guest_at(unsigned at);
/* Our pointer to it. */
void *guest_bytes(unsigned at);
/* The guest's integer of size bytes at a place, in its byte order. */
uint64_t guest_get(unsigned at, unsigned size);
void guest_put(unsigned at, unsigned size, uint64_t value);
/* A string at a place: its guest address. */
uint64_t guest_string(unsigned at, const char *s);
/* A call by enum sys_id, with the number that the ABI has for it. */
int64_t guest_call(unsigned id, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e,
                   uint64_t f);
struct process *guest_process(void);
/* What the host call gives instead, once; 0: the kernel's own result. */
void guest_result(int64_t result);

#endif
