/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conversions. Out of range and NaN raise Invalid on the host too, so saturation is the trap's;
 * where a wider host conversion does not raise it, the result tells, and the slow path evaluates.
 */
#include "host/x86_64/rules-vec.h"

#define NONE X86_NO_REG
#define GPR(n) ((n) | 0x40u)

static bool fp_type(unsigned type)
{
    return ir_lane_log2(type) == 2 || ir_lane_log2(type) == 3;
}

/* Between binary32 and binary64. */
static void convert_sd(struct emit *e, const struct ir_insn *i, unsigned rd, unsigned a)
{
    unsigned from = ir_lane_log2(i->aux);

    if (ir_lanes(i->type) > 1) { /* cvtps2pd, cvtpd2ps */
        as_v2(em_asm(e), AS_OP(from == 3 ? AS_P66 : AS_P0, 1, 0x5a) | (from == 3 ? AS_EW : AS_N8),
              rd, as_reg(a));
    } else {
        as_v3(em_asm(e), v_fp(0x5a, from, false), rd, a, as_reg(a));
    }
}

/* With binary16: vcvtph2ps, vcvtps2ph. */
static bool convert_half(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    bool widen = i->type == IR_F32 || i->type == IR_V4S, scalar = ir_lanes(i->type) == 1;
    static const uint64_t low[2][2] = {{0xffffffff, 0}, {0xffff, 0}};

    if (!em_has(e, HOST_F16C) || (!widen && i->aux != IR_F32 && i->aux != IR_V4S)) {
        return false;
    }
    unsigned a = em_vec(e, i->a), s = a, rd = em_vec_def_early(e, d);
    if (scalar) {
        v3m(e, V_PAND, rd, a, em_pool(e, low[widen], 16));
        s = rd;
    }
    uint32_t at = as_offset(em_asm(e));
    if (widen) {
        as_v2(em_asm(e), V_66_38(0x13) | AS_N8, rd, as_reg(s));
    } else {
        as_v2i(em_asm(e), V_66_3A(0x1d), s, as_reg(rd), 4);
    }
    em_fp_trap(e, at, i, rd, a, NONE, NONE);
    return true;
}

bool x86_rule_fcvt(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    bool packed = ir_lanes(i->type) > 1;

    if (!x86_fp_fast(e)) {
        return false;
    }
    if (ir_lane_log2(i->type) == 1 || ir_lane_log2(i->aux) == 1) {
        return convert_half(e, i, d);
    }
    if (!fp_type(i->type) || !fp_type(i->aux) || ir_bytes(i->type) > 16 || ir_bytes(i->aux) > 16) {
        return false;
    }
    bool zero = !packed && ir_bytes(i->aux) == 4 && em_upper_zero(e, i->a, 4);
    unsigned a = em_vec(e, i->a), rd = em_vec_def_early(e, d);
    if (!packed && !em_has(e, HOST_AVX)) {
        vmov(e, rd, a);
        a = rd;
    }
    uint32_t at = as_offset(em_asm(e));
    convert_sd(e, i, rd, a);
    em_fp_trap(e, at, i, rd, a, NONE, NONE);
    if (zero || (packed && ir_bytes(i->type) == 8)) {
        em_set_upper_zero(e, d, 8);
    }
    return true;
}

/* The scalar conversion of a float register to a general one: truncating or in the current mode (to
 * nearest), signed or (AVX-512) unsigned. */
static void to_gpr(struct emit *e, unsigned log2, bool truncate, bool is_unsigned, bool wide,
                   unsigned d, unsigned s)
{
    unsigned op = is_unsigned ? (truncate ? 0x78 : 0x79) | AS_EVEX : truncate ? 0x2c : 0x2d;
    as_v2(em_asm(e),
          (op & AS_EVEX) | AS_OP(log2 == 3 ? AS_PF2 : AS_PF3, 1, op & 255) | (wide ? AS_W : 0), d,
          as_reg(s));
}

/* Without AVX-512 unsigned numbers go through signed 64 bits: what is not in range there traps or
 * shows in the result's upper part. */
static uint32_t check_unsigned(struct emit *e, bool wide, unsigned d, unsigned t)
{
    struct x86_asm *as = em_asm(e);

    if (wide) {
        as_test(as, 8, d, d);
        return em_jcc_far(e, CC_S);
    }
    as_mov(as, 4, t, d);
    as_alu(as, ALU_CMP, 8, t, as_reg(d));
    return em_jcc_far(e, CC_NE);
}

/* Rounds s to t as round wants, without Inexact; converting s itself tells that. u is a temp.
 * Returns the offset of an instruction behind the first that may trap, too; 0: none. */
static uint32_t round_to(struct emit *e, unsigned type, unsigned round, unsigned t, unsigned s,
                         unsigned u)
{
    if (round == IR_ROUND_AWAY) {
        return x86_round_away(e, type, t, s, u);
    }
    x86_round(e, type, t, s, x86_round_imm(round));
    return 0;
}

bool x86_rule_sfto(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned type = i->aux & 0xff, round = i->aux >> 8 & 7, log2 = ir_lane_log2(type);
    bool is_unsigned = i->op == IR_SFTOU, wide = i->type == IR_I64, z = round == IR_ROUND_ZERO;
    bool by_signed = is_unsigned && !has512(e);
    bool direct = !by_signed && (z || round == IR_ROUND_EVEN);

    if (!x86_fp_fast(e) || !fp_type(type) || i->imm || !ir_is_int(i->type) ||
        ir_bytes(i->type) < 4 || round == IR_ROUND_MODE) {
        return false;
    }
    unsigned a = em_vec(e, i->a), t = direct ? 0 : em_vec_temp(e);
    unsigned u = round == IR_ROUND_AWAY ? em_vec_temp(e) : 0;
    unsigned g = direct ? 0 : em_gpr_temp(e), rd = em_gpr_def_early(e, d);
    struct em_slow s = {.fn = x86_slow_eval,
                        .insn = d,
                        .reg = {(uint8_t)GPR(rd), (uint8_t)a, NONE, NONE},
                        .arg = {ir_bytes(type)}};
    uint32_t at = as_offset(em_asm(e)), second = 0, middle = 0;
    if (!direct) {
        middle = round_to(e, type, round, t, a, u);
        second = as_offset(em_asm(e));
        to_gpr(e, log2, true, is_unsigned && !by_signed, wide || by_signed, rd, t);
        s.from[0] = by_signed ? check_unsigned(e, wide, rd, g) : 0;
        to_gpr(e, log2, true, is_unsigned && !by_signed, wide || by_signed, g, a); /* Inexact */
        s.back = as_offset(em_asm(e));
    } else {
        to_gpr(e, log2, z, is_unsigned, wide, rd, a);
    }
    if (by_signed) {
        em_defer(e, &s);
    }
    em_fp_trap(e, at, i, GPR(rd), a, NONE, NONE);
    if (middle) {
        em_fp_trap(e, middle, i, GPR(rd), a, NONE, NONE);
    }
    if (second) {
        em_fp_trap(e, second, i, GPR(rd), a, NONE, NONE);
    }
    return true;
}

/* d *= 2^-n, exactly. */
static void scale_down(struct emit *e, unsigned log2, bool packed, unsigned d, unsigned n)
{
    uint64_t factor = log2 == 3 ? (uint64_t)(1023 - n) << 52 : (uint64_t)(127 - n) << 23;

    if (n) {
        v3m(e, v_fp(F_MUL, log2, packed), d, d, x86_vpattern(e, x86_vrepeat(log2, factor)));
    }
}

bool x86_rule_stof(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned from = i->aux & 0xff, log2 = ir_lane_log2(i->type);
    bool is_unsigned = i->op == IR_SUTOF, wide = from == IR_I64;

    if (!x86_fp_fast(e) || !fp_type(i->type) || (from != IR_I32 && from != IR_I64) ||
        (is_unsigned && wide && !has512(e))) {
        return false;
    }
    bool extend = is_unsigned && !wide && !has512(e);
    unsigned a = extend ? em_gpr_zx(e, i->a, IR_I32) : em_gpr(e, i->a);
    unsigned rd = em_vec_def_early(e, d);
    unsigned op = AS_OP(log2 == 3 ? AS_PF2 : AS_PF3, 1, 0x2a);
    if (is_unsigned && has512(e)) {
        op = AS_OP(log2 == 3 ? AS_PF2 : AS_PF3, 1, 0x7b) | AS_EVEX;
    }
    vzero(e, rd);
    as_v3(em_asm(e), op | (wide || extend ? AS_W : 0), rd, rd, as_reg(a));
    scale_down(e, log2, false, rd, (unsigned)i->imm);
    em_set_upper_zero(e, d, ir_bytes(i->type));
    return true;
}

/* The packed conversion to integers of the lane's width, 0: none at this level. */
static unsigned packed_to_int(const struct emit *e, unsigned log2, bool truncate, bool is_unsigned)
{
    if (log2 == 2 && !is_unsigned) {
        return truncate ? AS_OP(AS_PF3, 1, 0x5b) : AS_OP(AS_P66, 1, 0x5b);
    }
    if (!has512(e)) {
        return 0;
    }
    if (log2 == 2) {
        return AS_OP(AS_P0, 1, truncate ? 0x78 : 0x79) | AS_EVEX;
    }
    return AS_OP(AS_P66, 1, (truncate ? 0x7a : 0x7b) - (is_unsigned ? 2 : 0)) | AS_W | AS_EVEX;
}

/* v with zeroes above its 4 or 8 bytes. */
static unsigned only(struct emit *e, ir_ref v, unsigned size)
{
    if (size == 8) {
        return x86_vec_low8(e, v);
    }
    unsigned r = em_vec(e, v);
    if (size == 16 || em_upper_zero(e, v, size)) {
        return r;
    }
    unsigned t = em_vec_temp(e);
    v3i(e, V_INSERTPS, t, r, r, 0x0e);
    return t;
}

bool x86_rule_vfto(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), round = i->aux & 7, size = ir_bytes(i->type);
    bool is_unsigned = i->op == IR_FTOU;
    bool direct = round == IR_ROUND_ZERO || round == IR_ROUND_EVEN;
    unsigned op = packed_to_int(e, log2, round != IR_ROUND_EVEN, is_unsigned);
    unsigned vt = IR_TYPE(log2, 4 - log2); /* as 128 bits */

    if (!x86_fp_fast(e) || !fp_type(i->type) || i->imm || !op || round == IR_ROUND_MODE ||
        (round == IR_ROUND_AWAY && !has512(e))) {
        return false;
    }
    unsigned a = only(e, i->a, size), t = direct ? 0 : em_vec_temp(e);
    unsigned u = round == IR_ROUND_AWAY ? em_vec_temp(e) : 0, rd = em_vec_def_early(e, d);
    uint32_t at = as_offset(em_asm(e)), second = 0, middle = 0;
    if (direct) {
        as_v2(em_asm(e), op, rd, as_reg(a));
    } else {
        middle = round_to(e, vt, round, t, a, u);
        second = as_offset(em_asm(e));
        as_v2(em_asm(e), op, rd, as_reg(t));
        as_v2(em_asm(e), op, t, as_reg(a));
    }
    em_fp_trap(e, at, i, rd, a, NONE, NONE);
    if (middle) {
        em_fp_trap(e, middle, i, rd, a, NONE, NONE);
    }
    if (second) {
        em_fp_trap(e, second, i, rd, a, NONE, NONE);
    }
    if (size < 16) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}

/* Signed 64-bit lanes, one or two, through a general register. */
static void quads_to_f64(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    const unsigned convert = AS_OP(AS_PF2, 1, 0x2a) | AS_W;
    bool two = i->type == IR_V2D;
    unsigned a = em_vec(e, i->a), g = em_gpr_temp(e), t = two ? em_vec_temp(e) : 0;
    unsigned rd = em_vec_def_early(e, d);

    as_v2(em_asm(e), V_MOVD_TO | AS_W, a, as_reg(g));
    vzero(e, rd);
    as_v3(em_asm(e), convert, rd, rd, as_reg(g));
    if (two) {
        as_v2i(em_asm(e), V_PEXTRD | AS_W, a, as_reg(g), 1);
        vzero(e, t);
        as_v3(em_asm(e), convert, t, t, as_reg(g));
        v3(e, V_PUNPCKLQDQ, rd, rd, t);
    }
    scale_down(e, 3, two, rd, (unsigned)i->imm);
    if (!two) {
        em_set_upper_zero(e, d, 8);
    }
}

bool x86_rule_vtof(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), size = ir_bytes(i->type), op;
    bool is_unsigned = i->op == IR_UTOF;

    if (log2 == 3 && size <= 16 && !is_unsigned && !has512(e) && x86_fp_fast(e)) {
        quads_to_f64(e, i, d);
        return true;
    }
    if (!x86_fp_fast(e) || !fp_type(i->type) || ((log2 == 3 || is_unsigned) && !has512(e))) {
        return false;
    }
    if (log2 == 2) {
        op = is_unsigned ? AS_OP(AS_PF2, 1, 0x7a) | AS_EVEX : AS_OP(AS_P0, 1, 0x5b);
    } else {
        op = AS_OP(AS_PF3, 1, is_unsigned ? 0x7a : 0xe6) | AS_W | AS_EVEX;
    }
    unsigned a = only(e, i->a, size), rd = em_vec_def(e, d);
    as_v2(em_asm(e), op, rd, as_reg(a));
    scale_down(e, log2, true, rd, (unsigned)i->imm);
    if (size < 16) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}
