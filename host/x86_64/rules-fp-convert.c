/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conversions. Out of range and NaN raise Invalid on the host too, so saturation is the trap's;
 * where a wider host conversion does not raise it, the result tells, and the slow path evaluates.
 */
#include "host/x86_64/emit.h"
#include "host/x86_64/rules-fp.h"

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

uint32_t x86_jump_smallest_half(struct emit *e, unsigned r, unsigned t)
{
    v3m(e, V_PAND, t, r, x86_vpattern(e, 0x7fff7fff7fff7fff));
    if (has512(e)) {
        as_v3(em_asm(e), V_PCMPEQW | AS_EVEX, 1, t, as_rm_mem(x86_vpattern(e, 0x0400040004000400)));
        as_v2(em_asm(e), AS_OP(AS_P66, 1, 0x98) | AS_VEX, 1, as_reg(1)); /* kortestb k1, k1 */
    } else {
        v3m(e, V_PCMPEQW, t, t, x86_vpattern(e, 0x0400040004000400));
        as_v2(em_asm(e), V_PTEST, t, as_reg(t));
    }
    return em_jcc_far(e, CC_NE);
}

/* With binary16: vcvtph2ps, vcvtps2ph. */
static bool convert_half(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    bool widen = ir_lane_log2(i->type) > 1, scalar = ir_lanes(i->type) == 1;
    static const uint64_t low[2][2] = {{0xffffffff, 0}, {0xffff, 0}};
    unsigned mode = x86_fp_mode(e);
    struct x86_fp o = {.i = i, .d = d};

    if (!em_has(e, HOST_F16C) || (mode & IR_FP_HALF_ALT) || i->aux == IR_F64 ||
        (!scalar && (widen ? i->type : i->aux) != IR_V4S)) {
        return false;
    }
    x86_fp_begin(e, &o);
    o.smallest = false;
    o.a = em_vec(e, i->a);
    o.t = em_vec_temp(e);
    o.rd = em_vec_def_early(e, d);
    unsigned s = o.a;
    if (scalar) {
        v3m(e, V_PAND, o.rd, s, em_pool(e, low[widen], 16));
        s = o.rd;
    }
    if (o.nan && !widen) {
        x86_jump_unordered(e, &o, i->aux, o.a, o.a, o.t);
        o.nan = false;
    }
    o.at[o.n_at++] = as_offset(em_asm(e));
    if (widen) {
        as_v2(em_asm(e), V_66_38(0x13) | AS_N8, o.rd, as_reg(s));
        if (i->type == IR_F64) {
            as_v3(em_asm(e), v_fp(0x5a, 2, false), o.rd, o.rd, as_reg(o.rd));
        }
    } else {
        as_v2i(em_asm(e), V_66_3A(0x1d), s, as_reg(o.rd), 4);
        if (mode & (IR_FP_EXACT | IR_FP_FLUSH)) {
            o.from[o.n_from++] = x86_jump_smallest_half(e, o.rd, o.t);
        }
    }
    x86_fp_end(e, &o);
    return true;
}

bool x86_rule_fcvt(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    bool packed = ir_lanes(i->type) > 1;
    struct x86_fp o = {.i = i, .d = d};

    if (ir_lane_log2(i->type) == 1 || ir_lane_log2(i->aux) == 1) {
        return convert_half(e, i, d);
    }
    if (!x86_fp_type(i->type) || !x86_fp_type(i->aux)) {
        return false;
    }
    x86_fp_begin(e, &o);
    o.smallest = ir_lane_log2(i->type) == 2 && x86_fp_mode(e) & (IR_FP_FLUSH | IR_FP_EXACT);
    bool zero = !packed && ir_bytes(i->aux) == 4 && em_upper_zero(e, i->a, 4);
    o.a = em_vec(e, i->a);
    x86_fp_temps(e, &o);
    o.rd = em_vec_def_early(e, d);
    unsigned a = o.a;
    if (!packed && !em_has(e, HOST_AVX)) {
        vmov(e, o.rd, a);
        a = o.rd;
    }
    o.at[o.n_at++] = as_offset(em_asm(e));
    convert_sd(e, i, o.rd, a);
    x86_fp_end(e, &o);
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

/* The rounding that a conversion to integers means. */
static unsigned rounding(const struct emit *e, unsigned round)
{
    round &= IR_ROUND_EXACT - 1;
    return round == IR_ROUND_MODE ? x86_fp_mode(e) & IR_FP_ROUND : round;
}

/* Is it what a conversion instruction does? */
static bool is_direct(const struct emit *e, unsigned round)
{
    return round == IR_ROUND_ZERO || round == (x86_fp_mode(e) & IR_FP_ROUND);
}

/* t = o->a * 2^n as type, exactly, where it is not far beyond integers: it stays so, but does not
 * overflow. */
static void scale_up(struct emit *e, struct x86_fp *o, unsigned type, unsigned t, unsigned n)
{
    struct x86_asm *as = em_asm(e);
    unsigned log2 = ir_lane_log2(type);
    bool packed = ir_lanes(type) > 1;
    uint64_t far = log2 == 3 ? (1023ull + 66 - n) << 52 : (127ull + 66 - n) << 23;
    uint64_t factor = log2 == 3 ? (1023ull + n) << 52 : (127ull + n) << 23;
    uint64_t sign = 1ull << ((8u << log2) - 1);

    vmov(e, t, o->a);
    o->at[o->n_at++] = as_offset(as);
    as_v3(as, v_fp(F_MIN, log2, packed), t, t, as_rm_mem(x86_vpattern(e, x86_vrepeat(log2, far))));
    as_v3(as, v_fp(F_MAX, log2, packed), t, t,
          as_rm_mem(x86_vpattern(e, x86_vrepeat(log2, far | sign))));
    as_v3(as, v_fp(F_MUL, log2, packed), t, t,
          as_rm_mem(x86_vpattern(e, x86_vrepeat(log2, factor))));
}

/* If a bit of t is set. */
static uint32_t jump_any(struct emit *e, unsigned t)
{
    if (has512(e)) {
        as_v3(em_asm(e), V_66_38(0x27) | AS_EVEX, 1, t, as_reg(t));      /* vptestmd k1, t, t */
        as_v2(em_asm(e), AS_OP(AS_P66, 1, 0x98) | AS_VEX, 1, as_reg(1)); /* kortestb k1, k1 */
    } else {
        as_v2(em_asm(e), V_PTEST, t, as_reg(t));
    }
    return em_jcc_far(e, CC_NE);
}

/* In units that trap often: jumps away if a lane is beyond the integers of bits, told by its (or
 * its high half's) pattern. */
static void jump_beyond(struct emit *e, struct x86_fp *o, unsigned bits, bool is_unsigned,
                        unsigned t)
{
    bool wide = ir_lane_log2(o->type) == 3;
    unsigned exp = bits - !is_unsigned - (unsigned)o->i->imm;
    uint32_t limit = (wide ? (1023 + exp) << 20 : (127 + exp) << 23) - 1, n = 0;
    uint32_t magnitude[4], limits[4], sign[4];

    if (!e->u->check_fp) {
        return;
    }
    for (; n < 4; n++) {
        bool counts = n < ir_bytes(o->type) / 4 && (!wide || n % 2);
        magnitude[n] = counts ? INT32_MAX : 0;
        limits[n] = counts ? limit : INT32_MAX;
        sign[n] = counts ? 1u << 31 : 0;
    }
    v3m(e, V_PAND, t, o->a, em_pool(e, magnitude, 16));
    v3m(e, V_PSUBD, t, t, em_pool(e, limits, 16));   /* not positive: within */
    v3m(e, V_66_38(0x3d), t, t, x86_vpattern(e, 0)); /* pmaxsd */
    o->from[o->n_from++] = jump_any(e, t);
    if (is_unsigned) {
        v3m(e, V_PAND, t, o->a, em_pool(e, sign, 16));
        o->from[o->n_from++] = jump_any(e, t);
    }
}

/* What conversions to integers begin with. */
static void begin_to_int(struct emit *e, struct x86_fp *o, unsigned type)
{
    x86_fp_begin(e, o);
    o->type = type;
    o->nan = o->smallest = false;
}

/* The register to convert: o->a's, or t with its value scaled by the fraction bits. */
static unsigned source(struct emit *e, struct x86_fp *o, unsigned t)
{
    unsigned n = (unsigned)o->i->imm;

    if (!n) {
        return o->a;
    }
    scale_up(e, o, o->type, t, n);
    return t;
}

bool x86_rule_sfto(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned type = i->aux & 0xff, log2 = ir_lane_log2(type), round = rounding(e, i->aux >> 8);
    bool is_unsigned = i->op == IR_SFTOU, wide = i->type == IR_I64;
    bool by_signed = is_unsigned && !has512(e), direct = !by_signed && is_direct(e, round);
    struct x86_fp o = {.i = i, .d = d};

    if (!fp_type(type) || !ir_is_int(i->type) || ir_bytes(i->type) < 4 ||
        (i->imm && round != IR_ROUND_ZERO)) {
        return false;
    }
    begin_to_int(e, &o, type);
    o.a = em_vec(e, i->a);
    unsigned t = direct && !i->imm && !e->u->check_fp ? 0 : em_vec_temp(e);
    unsigned u = round == IR_ROUND_AWAY || (i->imm && !direct) ? em_vec_temp(e) : 0;
    unsigned g = direct ? 0 : em_gpr_temp(e), rd = em_gpr_def_early(e, d);
    o.rd = GPR(rd);
    x86_tell_subnormals(e, &o, t);
    jump_beyond(e, &o, ir_lane_bits(i->type), is_unsigned, t);
    unsigned s = source(e, &o, t), r = i->imm ? u : t;
    o.at[o.n_at++] = as_offset(em_asm(e));
    if (!direct) {
        uint32_t middle = round_to(e, type, round, r, s, u);
        if (middle) {
            o.at[o.n_at++] = middle;
        }
        o.at[o.n_at++] = as_offset(em_asm(e));
        to_gpr(e, log2, true, is_unsigned && !by_signed, wide || by_signed, rd, r);
        if (by_signed) {
            o.from[o.n_from++] = check_unsigned(e, wide, rd, g);
        }
        o.at[o.n_at++] = as_offset(em_asm(e));
        to_gpr(e, log2, true, is_unsigned && !by_signed, wide || by_signed, g, s); /* Inexact */
    } else {
        to_gpr(e, log2, round == IR_ROUND_ZERO, is_unsigned, wide, rd, s);
    }
    x86_fp_end(e, &o);
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

/* rd = unsigned g, whose sign bit may be set: half of it, its lost bit kept in the lowest, doubled.
 * t is a temp. The two conversions are at at. */
static void unsigned64(struct emit *e, unsigned op, unsigned log2, unsigned rd, unsigned g,
                       unsigned t, uint32_t at[2])
{
    struct x86_asm *as = em_asm(e);

    as_test(as, 8, g, g);
    uint32_t large = as_jcc_short(as, CC_S);
    at[0] = as_offset(as);
    as_v3(as, op, rd, rd, as_reg(g));
    uint32_t done = as_jmp_short(as);
    as_here8(as, large);
    as_mov(as, 8, t, g);
    as_shift_imm(as, SH_SHR, 8, t, 1);
    uint32_t even = as_jcc_short(as, CC_AE);
    as_alu_imm(as, ALU_OR, 8, as_reg(t), 1);
    as_here8(as, even);
    at[1] = as_offset(as);
    as_v3(as, op, rd, rd, as_reg(t));
    as_v3(as, v_fp(F_ADD, log2, false), rd, rd, as_reg(rd));
    as_here8(as, done);
}

bool x86_rule_stof(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned from = i->aux & 0xff, log2 = ir_lane_log2(i->type);
    bool is_unsigned = i->op == IR_SUTOF, wide = from == IR_I64;
    bool split = is_unsigned && wide && !has512(e);

    if (!fp_type(i->type) || (from != IR_I32 && from != IR_I64)) {
        return false;
    }
    bool extend = is_unsigned && !wide && !has512(e);
    unsigned a = extend ? em_gpr_zx(e, i->a, IR_I32) : em_gpr(e, i->a);
    unsigned t = split ? em_gpr_temp(e) : 0, rd = em_vec_def_early(e, d);
    unsigned op = AS_OP(log2 == 3 ? AS_PF2 : AS_PF3, 1, 0x2a);
    if (is_unsigned && has512(e)) {
        op = AS_OP(log2 == 3 ? AS_PF2 : AS_PF3, 1, 0x7b) | AS_EVEX;
    }
    op |= wide || extend ? AS_W : 0;
    vzero(e, rd);
    uint32_t at[2] = {as_offset(em_asm(e)), 0};
    if (split) {
        unsigned64(e, op, log2, rd, a, t, at);
    } else {
        as_v3(em_asm(e), op, rd, rd, as_reg(a));
    }
    scale_down(e, log2, false, rd, (unsigned)i->imm);
    for (unsigned n = 0; n < (split ? 2 : 1); n++) {
        em_fp_trap(e, at[n], i, rd, GPR(a), NONE, NONE);
    }
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

/* Each 64-bit lane of s to o->rd, through general registers. u and g are temps. */
static void quads_to_int(struct emit *e, struct x86_fp *o, bool truncate, unsigned s, unsigned u,
                         unsigned g)
{
    struct x86_asm *as = em_asm(e);

    for (unsigned k = 0; k < ir_lanes(o->i->type); k++) {
        if (k) {
            v2i(e, V_PSHUFD, u, s, 0xee);
        }
        o->at[o->n_at++] = as_offset(as);
        to_gpr(e, 3, truncate, false, true, g, k ? u : s);
        if (o->i->op == IR_FTOU) {
            as_test(as, 8, g, g);
            o->from[o->n_from++] = em_jcc_far(e, CC_S);
        }
        if (k) {
            as_v3i(as, V_PINSRD | AS_W, o->rd, o->rd, as_reg(g), 1);
        } else {
            as_v2(as, V_MOVD | AS_W, o->rd, as_reg(g));
        }
    }
}

/* Lanes of 64 bits without AVX-512. */
static bool vfto_quads(struct emit *e, const struct ir_insn *i, ir_ref d, unsigned round)
{
    bool is_unsigned = i->op == IR_FTOU, direct = !is_unsigned && is_direct(e, round);
    unsigned size = ir_bytes(i->type), s;
    struct x86_fp o = {.i = i, .d = d};

    begin_to_int(e, &o, IR_V2D);
    o.a = only(e, i->a, size);
    unsigned t = em_vec_temp(e), u = em_vec_temp(e), g = em_gpr_temp(e);
    o.rd = em_vec_def_early(e, d);
    x86_tell_subnormals(e, &o, t);
    jump_beyond(e, &o, is_unsigned ? 63 : 64, is_unsigned, t);
    s = source(e, &o, t);
    if (direct) {
        quads_to_int(e, &o, round == IR_ROUND_ZERO, s, u, g);
    } else {
        unsigned whole = i->imm ? o.rd : t;

        o.at[o.n_at++] = as_offset(em_asm(e));
        uint32_t middle = round_to(e, IR_V2D, round, whole, s, u);
        if (middle) {
            o.at[o.n_at++] = middle;
        }
        if (i->imm) { /* t is what was scaled */
            vmov(e, u, t);
            vmov(e, t, o.rd);
            quads_to_int(e, &o, true, t, t, g);
            s = u;
        } else {
            quads_to_int(e, &o, true, t, u, g);
        }
        o.at[o.n_at++] = as_offset(em_asm(e));
        x86_round(e, IR_V2D, t, s, 3); /* Inexact */
    }
    x86_fp_end(e, &o);
    if (size < 16) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}

bool x86_rule_vfto(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), round = rounding(e, i->aux), size = ir_bytes(i->type);
    bool is_unsigned = i->op == IR_FTOU, by_signed = is_unsigned && !has512(e);
    bool direct = !by_signed && is_direct(e, round);
    unsigned op =
        packed_to_int(e, log2, round == IR_ROUND_ZERO || !direct, is_unsigned && !by_signed);
    unsigned vt = IR_TYPE(log2, 4 - log2); /* as 128 bits */
    struct x86_fp o = {.i = i, .d = d};

    if (i->type == IR_V2D || i->type == IR_F64) {
        if (!has512(e) && !(i->imm && round != IR_ROUND_ZERO)) {
            return vfto_quads(e, i, d, round);
        }
    }
    if (!fp_type(i->type) || !op || size > 16 || (i->imm && round != IR_ROUND_ZERO)) {
        return false;
    }
    begin_to_int(e, &o, vt);
    o.a = only(e, i->a, size);
    unsigned t = direct && !i->imm && !e->u->check_fp ? 0 : em_vec_temp(e);
    unsigned u = round == IR_ROUND_AWAY || (by_signed && i->imm) ? em_vec_temp(e) : 0;
    o.rd = em_vec_def_early(e, d);
    x86_tell_subnormals(e, &o, o.rd);
    jump_beyond(e, &o, (8u << log2) - by_signed, is_unsigned, t);
    unsigned s = source(e, &o, t);
    if (by_signed && i->imm) {
        vmov(e, u, s); /* t is written */
        s = u;
    }
    o.at[o.n_at++] = as_offset(em_asm(e));
    if (direct) {
        as_v2(em_asm(e), op, o.rd, as_reg(s));
    } else {
        uint32_t middle = round_to(e, vt, round, t, s, u);
        if (middle) {
            o.at[o.n_at++] = middle;
        }
        o.at[o.n_at++] = as_offset(em_asm(e));
        as_v2(em_asm(e), op, o.rd, as_reg(t));
        if (by_signed) { /* numbers of 32 bits trap, negative ones show */
            as_v2(em_asm(e), V_PTEST, o.rd, as_rm_mem(x86_vpattern(e, 0x8000000080000000)));
            o.from[o.n_from++] = em_jcc_far(e, CC_NE);
        }
        o.at[o.n_at++] = as_offset(em_asm(e));
        as_v2(em_asm(e), op, t, as_reg(s)); /* Inexact */
    }
    x86_fp_end(e, &o);
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
    uint32_t at = as_offset(em_asm(e)), second = 0;
    as_v3(em_asm(e), convert, rd, rd, as_reg(g));
    if (two) {
        as_v2i(em_asm(e), V_PEXTRD | AS_W, a, as_reg(g), 1);
        vzero(e, t);
        second = as_offset(em_asm(e));
        as_v3(em_asm(e), convert, t, t, as_reg(g));
        v3(e, V_PUNPCKLQDQ, rd, rd, t);
    }
    scale_down(e, 3, two, rd, (unsigned)i->imm);
    em_fp_trap(e, at, i, rd, a, NONE, NONE);
    if (second) {
        em_fp_trap(e, second, i, rd, a, NONE, NONE);
    }
    if (!two) {
        em_set_upper_zero(e, d, 8);
    }
}

/*
 * Unsigned lanes without AVX-512: their halves as the fractions of 2^23 and 2^39 (2^52 and 2^84),
 * which are subtracted exactly, so that the sum is rounded once.
 */
static void unsigned_lanes(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), size = ir_bytes(i->type);
    bool wide = log2 == 3;
    uint64_t low = wide ? 0x4330000000000000 : 0x4b0000004b000000;
    uint64_t high = wide ? 0x4530000000000000 : 0x5300000053000000;
    uint64_t both = wide ? 0x4530000000100000 : 0x5300008053000080;
    uint64_t sign = wide ? 1ull << 63 : 0x8000000080000000;
    unsigned a = only(e, i->a, size), t = em_vec_temp(e), rd = em_vec_def_early(e, d);

    x86_vshift_imm(e, X86_SHR, log2, t, a, 4u << log2);
    v3m(e, V_POR, t, t, x86_vpattern(e, high));
    v3m(e, v_fp(F_SUB, log2, true), t, t, x86_vpattern(e, both));
    x86_vshift_imm(e, X86_SHL, log2, rd, a, 4u << log2);
    x86_vshift_imm(e, X86_SHR, log2, rd, rd, 4u << log2);
    v3m(e, V_POR, rd, rd, x86_vpattern(e, low));
    uint32_t at = as_offset(em_asm(e));
    as_v3(em_asm(e), v_fp(F_ADD, log2, true), rd, rd, as_reg(t));
    if ((x86_fp_mode(e) & IR_FP_ROUND) == IR_ROUND_DOWN) { /* 0 is -0 */
        v3m(e, V_PAND, rd, rd, x86_vpattern(e, ~sign));
    }
    scale_down(e, log2, true, rd, (unsigned)i->imm);
    em_fp_trap(e, at, i, rd, a, NONE, NONE);
    if (size < 16) {
        em_set_upper_zero(e, d, size);
    }
}

bool x86_rule_vtof(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), size = ir_bytes(i->type), op;
    bool is_unsigned = i->op == IR_UTOF;

    if (log2 == 3 && size <= 16 && !is_unsigned && !has512(e)) {
        quads_to_f64(e, i, d);
        return true;
    }
    if (!fp_type(i->type) || size > 16) {
        return false;
    }
    if (is_unsigned && !has512(e)) {
        unsigned_lanes(e, i, d);
        return true;
    }
    if (log2 == 2) {
        op = is_unsigned ? AS_OP(AS_PF2, 1, 0x7a) | AS_EVEX : AS_OP(AS_P0, 1, 0x5b);
    } else {
        op = AS_OP(AS_PF3, 1, is_unsigned ? 0x7a : 0xe6) | AS_W | AS_EVEX;
    }
    unsigned a = only(e, i->a, size), rd = em_vec_def_early(e, d);
    uint32_t at = as_offset(em_asm(e));
    as_v2(em_asm(e), op, rd, as_reg(a));
    scale_down(e, log2, true, rd, (unsigned)i->imm);
    em_fp_trap(e, at, i, rd, a, NONE, NONE);
    if (size < 16) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}
