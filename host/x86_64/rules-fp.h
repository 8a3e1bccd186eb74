/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the rules of floating-point operations share. */
#ifndef DRAGOMAN_HOST_X86_RULES_FP_H
#define DRAGOMAN_HOST_X86_RULES_FP_H

#include "host/x86_64/rules-vec.h"

/* The FP mode of the unit: IR_FP_*. */
unsigned x86_fp_mode(const struct emit *e);

/*
 * One operation with its checks. In this order: x86_fp_begin; the operands' registers to a, b, c;
 * x86_fp_temps; the destination to rd, not one of the operands' if x86_fp_early; x86_fp_operands;
 * the code, with the offsets of its instructions that may trap in at; x86_fp_end.
 */
struct x86_fp {
    const struct ir_insn *i;
    ir_ref d;
    unsigned type;
    unsigned rd, a, b, c, t, g; /* t and g: temps of the checks; X86_NO_REG: none */
    bool nan;                   /* the host's NaN result may not be the guest's */
    bool smallest;              /* a result may be the smallest normal number by rounding up */
    uint32_t at[14];            /* offsets of instructions that may trap */
    uint32_t from[6];           /* jumps to the evaluation */
    unsigned n_at, n_from;
};
void x86_fp_begin(struct emit *e, struct x86_fp *o);
void x86_fp_temps(struct emit *e, struct x86_fp *o);
static inline bool x86_fp_early(const struct emit *e, const struct x86_fp *o)
{
    return o->nan || o->smallest || o->n_from;
}
void x86_fp_operands(struct emit *e, struct x86_fp *o);
void x86_fp_end(struct emit *e, struct x86_fp *o);

/* With FZ: an instruction that tells of a subnormal o->a, for others that do not. t: a temp. */
void x86_tell_subnormals(struct emit *e, struct x86_fp *o, unsigned t);
/* Jumps to o's evaluation if a lane of a and the one of b are unordered, or traps. t: a temp, for
 * packed operands without AVX-512. */
void x86_jump_unordered(struct emit *e, struct x86_fp *o, unsigned type, unsigned a, unsigned b,
                        unsigned t);
/* kortestb k, k2: ZF if both masks are empty. */
void x86_kortest(struct emit *e, unsigned k, unsigned k2);
void x86_ucomis(struct emit *e, unsigned log2, bool signal, unsigned a, unsigned b);
/* The register of v, for packed operations on 8 bytes with zeroes above. */
unsigned x86_fp_operand(struct emit *e, unsigned type, ir_ref v);
/* Can host instructions do operations on lanes of type? */
bool x86_fp_type(unsigned type);

/* Jumps away if a lane of binary16 r is the smallest normal number. t: a temp. */
uint32_t x86_jump_smallest_half(struct emit *e, unsigned r, unsigned t);
bool x86_fp_checked(const struct emit *e);

/* rules-fp-half.c: what rules do with lanes of binary16, if they can. */
bool x86_half_two(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_half_sqrt(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_half_fma(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_half_minmax(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_half_compare(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_half_round(struct emit *e, const struct ir_insn *i, ir_ref d);

/* rules-fp-fma.c: FMA without the host's instruction. */
bool x86_unfused_fma(struct emit *e, const struct ir_insn *i, ir_ref d);

/* rules-fp-round.c: see there. */
void x86_round(struct emit *e, unsigned type, unsigned d, unsigned s, unsigned imm);
uint32_t x86_round_away(struct emit *e, unsigned type, unsigned d, unsigned s, unsigned t);
unsigned x86_round_imm(unsigned round);

#endif
