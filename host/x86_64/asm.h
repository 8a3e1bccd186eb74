/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The assembler: writes x86-64 instructions to a buffer. Encodings: Intel SDM volume 2.
 *
 * Operand order is Intel's: destination first. Register numbers are the hardware's, 0-15 for
 * general registers, 0-31 for vector registers.
 */
#ifndef DRAGOMAN_X86_ASM_H
#define DRAGOMAN_X86_ASM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

enum { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15 };

/* A memory operand: [base + (index << scale) + disp]. */
enum { AS_NONE = -1, AS_RIP = -2 };
struct x86_mem {
    int8_t base;   /* a register, AS_NONE, or AS_RIP: target is the address meant */
    int8_t index;  /* a register or AS_NONE */
    uint8_t scale; /* 0..3 */
    bool pool;     /* target is an offset in the unit's constant pool (em_pool) */
    int32_t disp;
    uint64_t target;
};
/* A register or memory operand. */
struct x86_rm {
    bool is_mem;
    uint8_t reg;
    struct x86_mem mem;
};

static inline struct x86_mem as_mem(int base, int32_t disp)
{
    return (struct x86_mem){.base = (int8_t)base, .index = AS_NONE, .disp = disp};
}
static inline struct x86_mem as_sib(int base, int index, unsigned scale, int32_t disp)
{
    return (struct x86_mem){
        .base = (int8_t)base, .index = (int8_t)index, .scale = (uint8_t)scale, .disp = disp};
}
/* A field of struct cpu by its offset. */
static inline struct x86_mem as_cpu(size_t offset)
{
    return as_mem(RBP, (int32_t)offset - CPU_BIAS);
}
static inline struct x86_mem as_rip(uint64_t address)
{
    return (struct x86_mem){.base = AS_RIP, .index = AS_NONE, .target = address};
}
static inline struct x86_rm as_reg(unsigned reg)
{
    return (struct x86_rm){.reg = (uint8_t)reg};
}
static inline struct x86_rm as_rm_mem(struct x86_mem m)
{
    return (struct x86_rm){.is_mem = true, .mem = m};
}

/* A reference into the constant pool, resolved when the pool is placed. */
struct as_pool_ref {
    uint32_t at;     /* offset of the displacement */
    uint32_t end;    /* offset of the instruction's end */
    uint32_t offset; /* in the pool */
};
enum { AS_MAX_POOL = 8192, AS_MAX_POOL_REFS = 1024 };

/* The buffer. When it is full, writing goes on nowhere and full is set. */
struct x86_asm {
    uint8_t *start, *p, *end;
    uint8_t *part; /* where the part being written begins: start, or see as_continue */
    uint64_t rx;   /* the address that start will have */
    bool full;
    bool avx;                      /* write VEX instead of legacy SSE */
    struct as_pool_ref *pool_refs; /* NULL: no pool */
    unsigned n_pool_refs;
    uint32_t second;  /* offset of the second part; UINT32_MAX: it was not begun */
    uint32_t *shifts; /* NULL, or room for what host_unit.shifts is to say */
    unsigned n_shifts, max_shifts;
};

void as_init(struct x86_asm *a, void *rw, size_t size, uint64_t rx, bool avx);
/* Goes on writing at offset, with size bytes of room there. */
void as_continue(struct x86_asm *a, size_t offset, size_t size);
static inline uint32_t as_offset(const struct x86_asm *a)
{
    return (uint32_t)(a->p - a->start);
}
static inline uint64_t as_here(const struct x86_asm *a)
{
    return a->rx + as_offset(a);
}
void as_byte(struct x86_asm *a, unsigned byte);
void as_u32(struct x86_asm *a, uint32_t v);
void as_u64(struct x86_asm *a, uint64_t v);
/* n bytes of nops. */
void as_nops(struct x86_asm *a, unsigned n);

/*
 * An opcode word:  bits 0-7 the opcode byte, 8-9 the map (0: one byte, 1: 0F, 2: 0F38, 3: 0F3A),
 * 10-11 the mandatory prefix (0: none, 1: 66, 2: F3, 3: F2), and the flags below.
 */
#define AS_OP(prefix, map, byte) ((unsigned)(prefix) << 10 | (unsigned)(map) << 8 | (byte))
enum {
    AS_P0 = 0,
    AS_P66 = 1,
    AS_PF3 = 2,
    AS_PF2 = 3,
    AS_W = 1 << 12,    /* W = 1 in every encoding */
    AS_EW = 1 << 13,   /* W = 1 in EVEX only */
    AS_B8 = 1 << 14,   /* byte registers: REX where spl..dil are meant */
    AS_LOCK = 1 << 15, /* F0 prefix */
    AS_L1 = 1 << 16,   /* VEX.L / EVEX.LL = 1: 256 bits */
    AS_EVEX = 1 << 17, /* EVEX even with low registers */
    AS_VEX = 1 << 18,  /* VEX for a general-register instruction (BMI) */
    AS_Z = 1 << 19,    /* EVEX zeroing-masking */
    AS_EB = 1 << 20,   /* EVEX.b (with registers: embedded rounding, LL is AS_L1 | AS_L2) */
    AS_L2 = 1 << 21,
    AS_N_SHIFT = 22, /* EVEX disp8 scale: log2 + 1; 0: 16 bytes (or the vector length) */
    AS_N1 = 1 << 22,
    AS_N2 = 2 << 22,
    AS_N4 = 3 << 22,
    AS_N8 = 4 << 22,
    AS_N16 = 5 << 22,
    AS_K_SHIFT = 25,   /* EVEX mask register 1..7: k << AS_K_SHIFT */
    AS_IMM8 = 1 << 28, /* an imm8 follows: rip-relative displacements need to know */
    AS_IMM32 = 1 << 29,
    AS_IMM16 = 1 << 30,
};

/* General: opcode with ModRM. w is the operand size in bytes (1, 2, 4, 8): sets the 66 prefix,
 * REX.W and, for 1, the byte register rule (the caller gives the byte form's opcode). */
void as_rr(struct x86_asm *a, unsigned op, unsigned w, unsigned reg, unsigned rm);
void as_rm(struct x86_asm *a, unsigned op, unsigned w, unsigned reg, struct x86_mem m);
void as_rx(struct x86_asm *a, unsigned op, unsigned w, unsigned reg, struct x86_rm rm);

/* The eight classic operations, by number; w as above. */
enum { ALU_ADD, ALU_OR, ALU_ADC, ALU_SBB, ALU_AND, ALU_SUB, ALU_XOR, ALU_CMP };
void as_alu(struct x86_asm *a, unsigned alu, unsigned w, unsigned reg, struct x86_rm rm);
void as_alu_store(struct x86_asm *a, unsigned alu, unsigned w, struct x86_mem m, unsigned reg);
void as_alu_imm(struct x86_asm *a, unsigned alu, unsigned w, struct x86_rm rm, int32_t imm);
void as_test(struct x86_asm *a, unsigned w, unsigned x, unsigned y);
void as_test_imm(struct x86_asm *a, unsigned w, unsigned x, int32_t imm);

/* Moves. 4-byte forms clear the upper half. */
void as_test_mem_imm(struct x86_asm *a, unsigned w, struct x86_mem m, int32_t imm); /* w: 1 4 8 */
void as_mov(struct x86_asm *a, unsigned w, unsigned d, unsigned s);                 /* w 4 or 8 */
void as_mov_imm(struct x86_asm *a, unsigned d, uint64_t imm); /* shortest; flags are kept */
void as_load(struct x86_asm *a, unsigned w, unsigned d, struct x86_mem m);  /* w 4 or 8 */
void as_store(struct x86_asm *a, unsigned w, struct x86_mem m, unsigned s); /* w 1, 2, 4, 8 */
void as_store_imm(struct x86_asm *a, unsigned w, struct x86_mem m, int32_t imm);
void as_movzx(struct x86_asm *a, unsigned from, unsigned d, struct x86_rm s); /* from 1, 2, 4 */
void as_movsx(struct x86_asm *a, unsigned from, unsigned to, unsigned d, struct x86_rm s);
void as_lea(struct x86_asm *a, unsigned w, unsigned d, struct x86_mem m);
void as_xchg(struct x86_asm *a, unsigned w, unsigned reg, struct x86_mem m);

/* Shifts: by number as ModRM.reg has it; by an immediate, or by cl. */
enum { SH_ROL, SH_ROR, SH_RCL, SH_RCR, SH_SHL, SH_SHR, SH_SAR = 7 };
void as_shift_imm(struct x86_asm *a, unsigned sh, unsigned w, unsigned reg, unsigned n);
void as_shift_cl(struct x86_asm *a, unsigned sh, unsigned w, unsigned reg);
/* Group 3: F7 /n. */
enum { G3_NOT = 2, G3_NEG, G3_MUL, G3_IMUL, G3_DIV, G3_IDIV };
void as_g3(struct x86_asm *a, unsigned n, unsigned w, struct x86_rm rm);

/* Conditions of jcc, setcc, cmovcc. */
enum {
    CC_O,
    CC_NO,
    CC_B,
    CC_AE,
    CC_E,
    CC_NE,
    CC_BE,
    CC_A,
    CC_S,
    CC_NS,
    CC_P,
    CC_NP,
    CC_L,
    CC_GE,
    CC_LE,
    CC_G
};
void as_setcc(struct x86_asm *a, unsigned cc, unsigned reg); /* the low byte only */
void as_setcc_mem(struct x86_asm *a, unsigned cc, struct x86_mem m);
void as_cmov(struct x86_asm *a, unsigned cc, unsigned w, unsigned d, struct x86_rm s);

/* Control. as_jcc and as_jmp to an address, 32-bit displacement; the _short ones return the
 * offset of an 8-bit displacement for as_here8 to fill in. */
void as_jcc(struct x86_asm *a, unsigned cc, uint64_t target);
void as_jmp(struct x86_asm *a, uint64_t target);
void as_call(struct x86_asm *a, uint64_t target);
uint32_t as_jcc_short(struct x86_asm *a, unsigned cc);
uint32_t as_jmp_short(struct x86_asm *a);
void as_here8(struct x86_asm *a, uint32_t at);
/* The displacement at offset at leads to offset target of this unit, or (as_shifts_guest) to a
 * guest address: notes it, if it depends on where the parts lie. */
void as_shifts(struct x86_asm *a, uint32_t at, uint32_t target);
void as_shifts_guest(struct x86_asm *a, uint32_t at);
/* Sets the 32-bit displacement at offset at (which ends its instruction) to reach offset target. */
void as_fix32(struct x86_asm *a, uint32_t at, uint32_t target);
void as_jmp_mem(struct x86_asm *a, struct x86_mem m);
void as_call_mem(struct x86_asm *a, struct x86_mem m);
void as_push(struct x86_asm *a, unsigned reg);
void as_pop(struct x86_asm *a, unsigned reg);
void as_ret(struct x86_asm *a);

/*
 * Vector instructions. as_v3: d = op(s1, s2). Written as EVEX where a register is above 15 or the
 * opcode says so, as VEX where AVX is there, else as legacy SSE, for which d must be s1 (as_v3 then
 * asserts it; em_v3 in x86.h inserts the move). Instructions with two operands pass s1 = 0 to
 * as_v2. as_vm: the store form, register to memory. For general registers as an operand of vector
 * instructions (movd, cvtsi2sd, pextr ...) the same functions take their number.
 */
void as_v3(struct x86_asm *a, unsigned op, unsigned d, unsigned s1, struct x86_rm s2);
void as_v3i(struct x86_asm *a, unsigned op, unsigned d, unsigned s1, struct x86_rm s2,
            unsigned imm);
void as_v2(struct x86_asm *a, unsigned op, unsigned d, struct x86_rm s);
void as_v2i(struct x86_asm *a, unsigned op, unsigned d, struct x86_rm s, unsigned imm);
void as_vm(struct x86_asm *a, unsigned op, struct x86_mem m, unsigned s);
void as_v2i_mem(struct x86_asm *a, unsigned op, struct x86_mem m, unsigned s, unsigned imm);
/* Shifts by an immediate: /ext ib, d = s shifted (legacy: d must be s). */
void as_vshift(struct x86_asm *a, unsigned op, unsigned ext, unsigned d, unsigned s, unsigned imm);
/* Whole-register moves: 16 bytes (32 with op flag AS_L1 through as_v2 by the caller). */
void as_vmov(struct x86_asm *a, unsigned d, unsigned s);
/* size bytes (4, 8, 16): loads clear what is above. */
void as_vload(struct x86_asm *a, unsigned size, unsigned d, struct x86_mem m);
void as_vstore(struct x86_asm *a, unsigned size, struct x86_mem m, unsigned s);

#endif
