/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the fuzzer and the program that runs its cases elsewhere (driver.c) exchange: a file that
 * both map, and one byte each way to say that it is the other's turn.
 */
#ifndef DRAGOMAN_TESTS_FUZZ_EXCHANGE_H
#define DRAGOMAN_TESTS_FUZZ_EXCHANGE_H

#include <stdint.h>

/* Where things lie in the guest's memory; DATA and behind as in tests/insn/state.h. */
#define FUZZ_CODE 0x10000u
#define FUZZ_CODE_SIZE 0x4000u
#define FUZZ_DATA 0x20000u /* to read and write, between holes of a page */
#define FUZZ_DATA_SIZE 0x2000u
#define FUZZ_HOLE 0x22000u
#define FUZZ_READ_ONLY 0x23000u /* one page of zeroes */
#define FUZZ_PAGE 0x1000u

#define FUZZ_MAX_WORDS 512
#define FUZZ_MAX_STATES 8
#define FUZZ_END 0xd43ff000u /* brk #0xff80: what a case runs into at its end, fills the code */

/* A thread's registers. */
struct fuzz_regs {
    uint64_t x[31], sp, pc, tpidr;
    uint64_t v[32][2];
    uint32_t nzcv, fpcr, fpsr, reserved; /* nzcv in bits 31..28 */
};

/* How a case ended: the registers and the signal that a process would have got. */
struct fuzz_end {
    struct fuzz_regs r;
    uint64_t address; /* si_addr of SIGSEGV and SIGBUS */
    int32_t signal, code;
};

struct fuzz_exchange {
    uint32_t start; /* address of the first word */
    uint32_t n_words, n_states;
    uint32_t reserved;
    uint32_t words[FUZZ_MAX_WORDS];
    struct fuzz_regs before[FUZZ_MAX_STATES];
    struct fuzz_end after[FUZZ_MAX_STATES];
    uint8_t data[FUZZ_DATA_SIZE];
    uint8_t data_after[FUZZ_MAX_STATES][FUZZ_DATA_SIZE];
};

#endif
