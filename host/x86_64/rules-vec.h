/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shorthand for vector rules, and the rules themselves (listed in rules-vec.c). All sequences are
 * on register numbers; d must be an early destination where it is written before the last read.
 */
#ifndef DRAGOMAN_HOST_X86_RULES_VEC_H
#define DRAGOMAN_HOST_X86_RULES_VEC_H

#include "host/x86_64/vec-ops.h"
#include "host/x86_64/x86.h"

static inline void v3(struct emit *e, unsigned op, unsigned d, unsigned a, unsigned b)
{
    em_v3r(e, op, d, a, as_reg(b));
}
static inline void v3m(struct emit *e, unsigned op, unsigned d, unsigned a, struct x86_mem m)
{
    em_v3r(e, op, d, a, as_rm_mem(m));
}
static inline void v2(struct emit *e, unsigned op, unsigned d, unsigned a)
{
    as_v2(em_asm(e), op, d, as_reg(a));
}
static inline void v2i(struct emit *e, unsigned op, unsigned d, unsigned a, unsigned imm)
{
    as_v2i(em_asm(e), op, d, as_reg(a), imm);
}
static inline void vmov(struct emit *e, unsigned d, unsigned s)
{
    if (d != s) {
        as_vmov(em_asm(e), d, s);
    }
}
/* d != b in the legacy form. */
static inline void v3i(struct emit *e, unsigned op, unsigned d, unsigned a, unsigned b,
                       unsigned imm)
{
    if (!em_has(e, HOST_AVX)) {
        vmov(e, d, a);
        a = d;
    }
    as_v3i(em_asm(e), op, d, a, as_reg(b), imm);
}
static inline void vzero(struct emit *e, unsigned d)
{
    as_v3(em_asm(e), V_PXOR, d, d, as_reg(d));
}
/* Zeroes every byte above the low 8. */
static inline void vlow8(struct emit *e, unsigned d, unsigned s)
{
    v2(e, V_MOVQ, d, s);
}
static inline bool has512(const struct emit *e)
{
    return em_has(e, HOST_AVX512);
}

enum { X86_SHL, X86_SHR, X86_SAR };

/* In rules-vec.c. */
/* The type of value v itself (em_insn may lead to a wider one that it is a part of). */
unsigned x86_type(const struct emit *e, ir_ref v);
void x86_vones(struct emit *e, unsigned d);
/* Shift of lanes of 2, 4, 8 bytes by an immediate; SAR of 8 bytes with AVX-512 only. */
void x86_vshift_imm(struct emit *e, unsigned kind, unsigned log2, unsigned d, unsigned s,
                    unsigned n);
/* 16 bytes in the pool, every 8 of them pattern. */
struct x86_mem x86_vpattern(struct emit *e, uint64_t pattern);
/* The byte, word ... x in every lane of a 64-bit pattern. */
uint64_t x86_vrepeat(unsigned log2, uint64_t x);
/* A register that holds v with zeroes above size bytes (8): v's own or a temp. */
unsigned x86_vec_low8(struct emit *e, ir_ref v);

/* rules-vec-arith.c */
bool x86_rule_lanes(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_mul(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_neg(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vnot(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vandn(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vorn(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_bitsel(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vabs(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_avg(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_abd(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_uqadd(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_sqadd(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_compare(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_sqrdmulh(struct emit *e, const struct ir_insn *i, ir_ref d);
/* rules-vec-shift.c */
bool x86_rule_vshift(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vror(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_ushlv(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vpopcnt(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vrbit(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vclz(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vcls(struct emit *e, const struct ir_insn *i, ir_ref d);
/* rules-vec-move.c */
bool x86_rule_vcast(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vfrom(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vto(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vdup(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vdupl(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vget(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vput(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vmovl(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vpair(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vnonzero(struct emit *e, const struct ir_insn *i, ir_ref d);
/* rules-vec-order.c */
bool x86_rule_zip(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_uzp(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_trn(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vext(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vrev(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_tbl(struct emit *e, const struct ir_insn *i, ir_ref d);
/* rules-vec-width.c */
bool x86_rule_vwiden(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vnarrow(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vredadd(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vred(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_pmull(struct emit *e, const struct ir_insn *i, ir_ref d);
/* rules-aes.c, rules-sha.c */
bool x86_rule_aes(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_sha256(struct emit *e, const struct ir_insn *i, ir_ref d);
/* rules-fp.c */
bool x86_rule_fp2(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_fsqrt(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_fsign(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_fma(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_fminmax(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_fcompare(struct emit *e, const struct ir_insn *i, ir_ref d);
/* rules-fp-check.c: are subnormal numbers flushed in the unit? Then NZCV of operands in memory does
 * not tell how they compare. */
bool x86_fp_flush(const struct emit *e);
/* rules-fp-round.c, rules-fp-step.c */
bool x86_rule_frint(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_frecps(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_frsqrts(struct emit *e, const struct ir_insn *i, ir_ref d);
/* rules-fp-convert.c */
bool x86_rule_fcvt(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_sfto(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_stof(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vfto(struct emit *e, const struct ir_insn *i, ir_ref d);
bool x86_rule_vtof(struct emit *e, const struct ir_insn *i, ir_ref d);

/*
 * In rules-slow.c. An em_slow.fn: evaluates s->insn by ir_eval. s->reg[0] is the destination,
 * reg[1] to reg[3] the operands (vector registers; 0x40 + n: general ones; X86_NO_REG: none),
 * arg[0] the operands' width in bytes. Keeps all other registers.
 */
void x86_slow_eval(struct emit *e, const struct em_slow *s);
/* Raises the exceptions of a FLAGS operation s->insn of vector registers reg[1], reg[2], by the
 * guest's rules; keeps all registers but EFLAGS. */
void x86_fp_exceptions(struct emit *e, const struct em_slow *s);
/* Floating-point compare f by ir_eval; EFLAGS as ucomis (of b with a: swap) leaves them. */
void x86_fcmp_slow(struct emit *e, const struct ir_insn *f, bool swap);

#endif
