/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Private to the AArch64 front end: access to guest registers from translation functions, the C
 * helpers, the system registers. A value of type IR_I32 is a W register, IR_I64 an X register.
 */
#ifndef DRAGOMAN_GUEST_AARCH64_A64_H
#define DRAGOMAN_GUEST_AARCH64_A64_H

#include <stdbool.h>
#include <stdint.h>

#include "translate/guest/aarch64/aarch64.h"
#include "translate/guest/aarch64/helpers.h"
#include "translate/guest/guest.h"
#include "translate/soft/soft.h"

#define A64_ZR 31 /* number 31 is the zero register or SP, as the instruction says */

/* IR_I64 where the instruction's sf bit is 1, else IR_I32. */
static inline unsigned a64_word(unsigned sf)
{
    return sf ? IR_I64 : IR_I32;
}

/* Register n, 31 is the zero register; type IR_I8..IR_I64: its low part. */
static inline ir_ref a64_get(struct tr *t, unsigned type, unsigned n)
{
    return n == A64_ZR ? ir_const(t->ir, type, 0) : ir_get(t->ir, type, A64_X0 + n);
}

/* Register n, 31 is SP. */
static inline ir_ref a64_get_sp(struct tr *t, unsigned type, unsigned n)
{
    return ir_get(t->ir, type, n == A64_ZR ? A64_SP : A64_X0 + n);
}

/* Zero-extends v of type IR_I8..IR_I64 to an X register's value. */
static inline ir_ref a64_extend(struct tr *t, unsigned type, ir_ref v)
{
    return type == IR_I64 ? v : ir_emit(t->ir, IR_ZEXT, IR_I64, v, IR_NONE, IR_NONE, type, 0);
}

/* Register n becomes v of type IR_I8..IR_I64, zero-extended; 31: dropped. */
static inline void a64_set(struct tr *t, unsigned type, unsigned n, ir_ref v)
{
    if (n != A64_ZR)
        ir_set(t->ir, A64_X0 + n, a64_extend(t, type, v));
}

/* The same, 31 is SP. */
static inline void a64_set_sp(struct tr *t, unsigned type, unsigned n, ir_ref v)
{
    ir_set(t->ir, n == A64_ZR ? A64_SP : A64_X0 + n, a64_extend(t, type, v));
}

/* NZCV as a FLAGS value, and a new one. */
static inline ir_ref a64_get_flags(struct tr *t)
{
    return ir_get(t->ir, IR_FLAGS_T, A64_NZCV);
}

static inline void a64_set_flags(struct tr *t, ir_ref flags)
{
    ir_set(t->ir, A64_NZCV, flags);
}

/* The low part of V register n as a value of vector class type (16 bytes or fewer). */
static inline ir_ref a64_get_v(struct tr *t, unsigned type, unsigned n)
{
    return ir_get(t->ir, type, A64_V0 + n);
}

/* V register n becomes v of vector class type, zeroes above. */
static inline void a64_set_v(struct tr *t, unsigned type, unsigned n, ir_ref v)
{
    if (ir_bytes(type) < 16)
        v = ir_op1(t->ir, IR_VCAST, IR_V2D, v);
    ir_set(t->ir, A64_V0 + n, v);
}

/* An integer constant. */
static inline ir_ref a64_const(struct tr *t, unsigned type, uint64_t value)
{
    return ir_const(t->ir, type, value);
}

/* How a load or store of the tables makes its address (operand mode). */
enum {
    A64_ADDR_SCALED,  /* base + imm << sz */
    A64_ADDR_OFFSET,  /* base + imm (pairs: << sz, as in POST and PRE) */
    A64_ADDR_POST,    /* base, which then becomes base + imm */
    A64_ADDR_PRE,     /* base + imm, which base becomes */
    A64_ADDR_REG,     /* base + rm, extended by option and shifted by sh ? sz : 0 */
    A64_ADDR_LITERAL, /* pc + imm */
};

/* How atomic and ordered accesses but the exclusives must be aligned: to their size, or with
 * FEAT_LSE2's rules lie within 16 bytes. */
unsigned a64_align(const struct tr *t);

/* Which bitwise selection (operand aux). */
enum { A64_BSL, A64_BIT, A64_BIF };

/* Keys of pointer authentication (operand key), and where the modifier comes from (with). */
enum { A64_PAC_IA, A64_PAC_IB, A64_PAC_DA, A64_PAC_DB, A64_PAC_GA };
enum { A64_PAC_ZERO, A64_PAC_SP, A64_PAC_REG };

/* v shifted (0..3: LSL, LSR, ASR, ROR) by a constant amount. */
ir_ref a64_shift(struct tr *t, unsigned type, ir_ref v, unsigned shift, unsigned amount);
/* Whether condition cc (0..13) holds, an I32. */
ir_ref a64_cond(struct tr *t, unsigned cc);
/* Decodes a logical immediate. False: reserved. */
bool a64_bitmask(unsigned n, unsigned immr, unsigned imms, uint64_t *out);
/* One lane of a floating-point operation by Arm's rules (struct ir_guest.fp_eval). */
uint64_t a64_fp_eval(struct cpu *cpu, const struct ir_insn *insn, unsigned src_log2, uint64_t a,
                     uint64_t b, uint64_t c);
/* The soft library's status for a value of FPCR, no exceptions. */
void a64_soft_status(struct soft_status *s, uint32_t fpcr);
/* fp_mode, fp_values and fp_control of struct ir_guest. */
unsigned a64_fp_mode(uint32_t mode);
void a64_fp_values(struct cpu *cpu, const struct ir_insn *i, union vec *v);
void a64_fp_control(struct cpu *cpu);

extern const struct ir_guest a64_ir_guest;

/* Register n (31: SP) as the base of an access, and an address: without the tag where the unit's
 * mode asks for that. */
ir_ref a64_base(struct tr *t, unsigned n);
ir_ref a64_untag(struct tr *t, ir_ref address);
/* SP as a base must be a multiple of 16. Before an access: is register n (31: SP) fit for a base?
 * And before register n gets value v, and before the instruction has changed anything. */
void a64_check_base(struct tr *t, unsigned n);
void a64_check_new_sp(struct tr *t, unsigned n, ir_ref v);
/* struct guest's fault. */
bool a64_fault(struct cpu *cpu);
/* The address of a pointer that the key signed, or (wrong) what it becomes if it is not. */
uint64_t a64_signed_address(uint64_t pointer, unsigned key, bool wrong);

/* The class of FPCR (mode word bits, A64_MODE_FPCR) for a value of FPCR. */
static inline uint32_t a64_fpcr_class(uint32_t fpcr)
{
    return (fpcr >> 22 & 0x1f) | (fpcr >> 19 & 1) << 5;
}

#endif
