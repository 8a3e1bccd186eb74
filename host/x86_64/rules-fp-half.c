/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Arithmetic of binary16 by binary32 (F16C, AVX2). Sums, products, quotients and roots may be
 * rounded twice: binary32 has more than twice the digits, and 2 more. So may anything in the
 * directed modes. Fused multiply-adds are evaluated where the first rounding lies half-way between
 * two numbers of binary16, or at its subnormal ones, where also a lost rest would not be told as
 * underflow. Signalling NaNs trap when they are widened.
 *
 * Flushing and default NaNs are left to the library, and so are units that trap often.
 */
#include "host/x86_64/emit.h"
#include "host/x86_64/rules-fp.h"

static bool is_half(const struct emit *e, const struct ir_insn *i)
{
    unsigned mode = x86_fp_mode(e), lanes = ir_lanes(i->type);

    return em_has(e, HOST_F16C) && em_has(e, HOST_AVX2) && ir_lane_log2(i->type) == 1 &&
           (lanes == 1 || lanes == 4 || lanes == 8) && !x86_fp_checked(e) &&
           !(mode & (IR_FP_FLUSH | IR_FP_HALF_FLUSH | IR_FP_DEFAULT_NAN));
}

/* Of an instruction on the widened lanes: packed single (256 bits for eight), or scalar. */
static unsigned op_of(const struct x86_fp *o, unsigned code)
{
    unsigned lanes = ir_lanes(o->type);

    return v_fp(code, 2, lanes > 1) | (lanes == 8 ? AS_L1 : 0);
}

/* Integer instructions have no scalar form. */
static unsigned whole(const struct x86_fp *o, unsigned op)
{
    return op | (ir_lanes(o->type) == 8 ? AS_L1 : 0);
}

static void begin(struct emit *e, struct x86_fp *o)
{
    x86_fp_begin(e, o);
    o->nan = o->smallest = false;
    o->a = em_vec(e, o->i->a);
    if (o->i->b) {
        o->b = em_vec(e, o->i->b);
    }
    if (o->i->c) {
        o->c = em_vec(e, o->i->c);
    }
}

/* t = the lanes of s in binary32, zeroes above. All registers must have been taken before: behind
 * a trap, those that are borrowed are given back. */
static void widen(struct emit *e, struct x86_fp *o, unsigned t, unsigned s)
{
    static const uint64_t low[2] = {0xffff, 0};

    if (ir_lanes(o->type) == 1) {
        v3m(e, V_PAND, t, s, em_pool(e, low, 16));
        s = t;
    }
    o->at[o->n_at++] = as_offset(em_asm(e));
    as_v2(em_asm(e), whole(o, V_66_38(0x13)), t, as_reg(s));
}

/* An instruction that may trap: t = t op u. */
static void combine(struct emit *e, struct x86_fp *o, unsigned code, unsigned t, unsigned u)
{
    o->at[o->n_at++] = as_offset(em_asm(e));
    as_v3(em_asm(e), op_of(o, code), t, t, as_reg(u));
}

/* The upper halves of wide registers are left clean for code that does not know them. */
static void clean_upper(struct emit *e, const struct x86_fp *o)
{
    if (ir_lanes(o->type) == 8) {
        as_byte(em_asm(e), 0xc5);
        as_byte(em_asm(e), 0xf8);
        as_byte(em_asm(e), 0x77); /* vzeroupper */
    }
}

/* rd = t in binary16. */
static void narrow(struct emit *e, const struct x86_fp *o, unsigned t)
{
    as_v2i(em_asm(e), whole(o, V_66_3A(0x1d)), t, as_reg(o->rd), 4);
    clean_upper(e, o);
}

/* Takes rd and n temps, not fewer than operands: t[0], t[1], t[2] = the widened a, b, c. */
static void begin_wide(struct emit *e, struct x86_fp *o, unsigned n, unsigned t[])
{
    begin(e, o);
    for (unsigned k = 0; k < n; k++) {
        t[k] = em_vec_temp(e);
    }
    o->rd = em_vec_def_early(e, o->d);
    widen(e, o, t[0], o->a);
    if (o->i->b) {
        widen(e, o, t[1], o->b);
    }
    if (o->i->c) {
        widen(e, o, t[2], o->c);
    }
}

bool x86_half_two(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    static const uint8_t code[IR_N_OPS] = {
        [IR_FADD] = F_ADD,  [IR_FSUB] = F_SUB, [IR_FMUL] = F_MUL,
        [IR_FMULX] = F_MUL, [IR_FDIV] = F_DIV,
    };
    bool exact = x86_fp_mode(e) & IR_FP_EXACT && i->op != IR_FADD && i->op != IR_FSUB;
    struct x86_fp o = {.i = i, .d = d};
    unsigned t[2];

    if (!is_half(e, i)) {
        return false;
    }
    begin_wide(e, &o, 2, t);
    combine(e, &o, code[i->op], t[0], t[1]);
    narrow(e, &o, t[0]);
    if (exact) {
        o.from[o.n_from++] = x86_jump_smallest_half(e, o.rd, t[0]);
    }
    x86_fp_end(e, &o);
    return true;
}

bool x86_half_sqrt(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    struct x86_fp o = {.i = i, .d = d};
    unsigned t;

    if (!is_half(e, i)) {
        return false;
    }
    begin_wide(e, &o, 1, &t);
    o.at[o.n_at++] = as_offset(em_asm(e));
    as_v2(em_asm(e), whole(&o, v_fp(F_SQRT, 2, true)), t, as_reg(t));
    narrow(e, &o, t);
    x86_fp_end(e, &o);
    return true;
}

/* Jumps away if a lane of a and the one of b are unordered. t is a temp. */
static void jump_unordered(struct emit *e, struct x86_fp *o, unsigned a, unsigned b, unsigned t)
{
    struct x86_asm *as = em_asm(e);
    unsigned op = whole(o, v_fp(0xc2, 2, true));

    if (has512(e)) {
        as_v3i(as, op | AS_EVEX, 1, a, as_reg(b), 3);
        x86_kortest(e, 1, 1);
    } else {
        as_v3i(as, op, t, a, as_reg(b), 3);
        as_v2(as, whole(o, V_PTEST), t, as_reg(t));
    }
    o->from[o->n_from++] = em_jcc_far(e, CC_NE);
}

/* Eight lanes of x. */
static struct x86_rm eight(struct emit *e, uint32_t x)
{
    const uint32_t lanes[8] = {x, x, x, x, x, x, x, x};

    return as_rm_mem(em_pool(e, lanes, sizeof(lanes)));
}

/* Jumps away if a lane of r is a NaN, half-way between two numbers of binary16, or not zero and at
 * most the smallest normal one: told by 2 |r| - 1 as an unsigned number. t and u are temps. */
static void jump_doubtful(struct emit *e, struct x86_fp *o, unsigned r, unsigned t, unsigned u)
{
    const uint32_t rest = 0x1fff, half = 0x1000, small = 0x70ffffff;
    struct x86_asm *as = em_asm(e);

    as_v3(as, whole(o, V_PADDD), t, r, as_reg(r));
    as_v3(as, whole(o, V_PSUBD), t, t, eight(e, 1));
    as_v3(as, whole(o, V_PAND), u, r, eight(e, rest));
    if (has512(e)) {
        as_v3i(as, whole(o, V_66_3A(0x1e)) | AS_EVEX, 1, t, eight(e, small), 2); /* vpcmpud LE */
        as_v3(as, whole(o, V_PCMPEQD) | AS_EVEX, 2, u, eight(e, half));
        x86_kortest(e, 1, 2);
    } else {
        as_v3(as, whole(o, V_PCMPEQD), u, u, eight(e, half));
        as_v3(as, whole(o, V_66_38(0x3b)), o->rd, t, eight(e, small)); /* vpminud */
        as_v3(as, whole(o, V_PCMPEQD), t, t, as_reg(o->rd));
        as_v3(as, whole(o, V_POR), t, t, as_reg(u));
        as_v2(as, whole(o, V_PTEST), t, as_reg(t));
    }
    o->from[o->n_from++] = em_jcc_far(e, CC_NE);
    jump_unordered(e, o, r, r, t);
}

bool x86_half_fma(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    static const uint8_t code[4] = {0xb8, 0xba, 0xbc, 0xbe}; /* by NEG_A | NEG_B */
    struct x86_fp o = {.i = i, .d = d};
    unsigned t[3];

    if (!is_half(e, i) || !em_has(e, HOST_FMA)) {
        return false;
    }
    begin_wide(e, &o, 3, t);
    o.at[o.n_at++] = as_offset(em_asm(e));
    as_v3(em_asm(e), whole(&o, V_66_38(code[i->aux & 3]) + (ir_lanes(i->type) == 1)), t[0], t[1],
          as_reg(t[2]));
    jump_doubtful(e, &o, t[0], t[1], t[2]);
    narrow(e, &o, t[0]);
    x86_fp_end(e, &o);
    return true;
}

/* As x86_rule_fminmax without VRANGE. */
bool x86_half_minmax(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    bool max = i->op == IR_FMAX || i->op == IR_FMAXNM;
    struct x86_asm *as = em_asm(e);
    struct x86_fp o = {.i = i, .d = d};
    unsigned t[3];

    if (!is_half(e, i)) {
        return false;
    }
    begin_wide(e, &o, 3, t);
    jump_unordered(e, &o, t[0], t[1], t[2]);
    as_v3(as, whole(&o, v_fp(max ? F_MAX : F_MIN, 2, true)), t[2], t[1], as_reg(t[0]));
    as_v3(as, whole(&o, v_fp(max ? F_MAX : F_MIN, 2, true)), t[0], t[0], as_reg(t[1]));
    as_v3(as, whole(&o, max ? V_PAND : V_POR), t[0], t[0], as_reg(t[2]));
    narrow(e, &o, t[0]);
    x86_fp_end(e, &o);
    return true;
}

/* GE and GT signal, as LE and LT of the operands exchanged. */
bool x86_half_compare(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned how = i->op == IR_FEQ ? 0 : i->op == IR_FGE ? 2 : 1;
    struct x86_asm *as = em_asm(e);
    struct x86_fp o = {.i = i, .d = d};
    unsigned t[2];

    if (!is_half(e, i)) {
        return false;
    }
    begin_wide(e, &o, 2, t);
    o.at[o.n_at++] = as_offset(as);
    if (has512(e)) {
        as_v3i(as, op_of(&o, 0xc2) | AS_EVEX, 1, t[1], as_reg(t[0]), how);
        as_v2(as, AS_OP(AS_PF3, 2, 0x28) | AS_W | AS_EVEX, o.rd, as_reg(1)); /* vpmovm2w */
    } else {
        as_v3i(as, op_of(&o, 0xc2), t[1], t[1], as_reg(t[0]), how);
        if (ir_lanes(i->type) == 8) {
            /* vextracti128 t[0], t[1], 1 */
            as_v2i(as, V_66_3A(0x39) | AS_L1, t[1], as_reg(t[0]), 1);
        } else {
            vzero(e, t[0]);
        }
        v3(e, V_PACKSSDW, o.rd, t[1], t[0]);
    }
    clean_upper(e, &o);
    x86_fp_end(e, &o);
    return true;
}

/* But for ties away. */
bool x86_half_round(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned round = i->aux & 7, imm = x86_round_imm(round);
    struct x86_fp o = {.i = i, .d = d};
    unsigned t;

    if (!is_half(e, i) || round == IR_ROUND_AWAY) {
        return false;
    }
    begin_wide(e, &o, 1, &t);
    as_v2i(em_asm(e), whole(&o, V_66_3A(0x08)), t, as_reg(t),
           imm & (i->aux & IR_ROUND_EXACT ? 7u : 15u));
    narrow(e, &o, t);
    x86_fp_end(e, &o);
    return true;
}
