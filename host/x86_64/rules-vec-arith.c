/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lane arithmetic, logic and comparisons. */
#include "host/x86_64/rules-vec.h"

/* Operations that are one instruction for every lane width that is not 0. */
static const struct lanes_op {
    uint8_t op;
    bool comm;
    unsigned code[4];
} lanes_ops[] = {
    {IR_ADD, true, {V_PADDB, V_PADDW, V_PADDD, V_PADDQ}},
    {IR_SUB, false, {V_PSUBB, V_PSUBW, V_PSUBD, V_PSUBQ}},
    {IR_AND, true, {V_PAND, V_PAND, V_PAND, V_PAND}},
    {IR_OR, true, {V_POR, V_POR, V_POR, V_POR}},
    {IR_XOR, true, {V_PXOR, V_PXOR, V_PXOR, V_PXOR}},
    {IR_UMIN, true, {V_66(0xda), V_66_38(0x3a), V_66_38(0x3b), V_66_38(0x3b) | AS_W | AS_EVEX}},
    {IR_UMAX, true, {V_66(0xde), V_66_38(0x3e), V_66_38(0x3f), V_66_38(0x3f) | AS_W | AS_EVEX}},
    {IR_SMIN, true, {V_66_38(0x38), V_66(0xea), V_66_38(0x39), V_66_38(0x39) | AS_W | AS_EVEX}},
    {IR_SMAX, true, {V_66_38(0x3c), V_66(0xee), V_66_38(0x3d), V_66_38(0x3d) | AS_W | AS_EVEX}},
    {IR_UQADD, true, {V_PADDUSB, V_PADDUSW}},
    {IR_SQADD, true, {V_PADDSB, V_PADDSW}},
    {IR_UQSUB, false, {V_PSUBUSB, V_PSUBUSW}},
    {IR_SQSUB, false, {V_PSUBSB, V_PSUBSW}},
    {IR_MUL, true, {0, V_PMULLW, V_PMULLD, V_PMULLQ}},
};

static const struct lanes_op *find(unsigned op)
{
    for (unsigned n = 0; n < sizeof(lanes_ops) / sizeof(lanes_ops[0]); n++) {
        if (lanes_ops[n].op == op) {
            return &lanes_ops[n];
        }
    }
    return NULL;
}

/* The instruction for op on lanes, 0: none at this level. */
static unsigned lane_code(const struct emit *e, unsigned op, unsigned log2)
{
    unsigned code = find(op)->code[log2];
    return code & AS_EVEX && !has512(e) ? 0 : code;
}

bool x86_rule_lanes(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned size = ir_bytes(i->type);
    bool zero;

    if (ir_lane_log2(i->type) > 3 || !lane_code(e, i->op, ir_lane_log2(i->type))) {
        return false;
    }
    zero = size < 16 && em_upper_zero(e, i->a, size) && em_upper_zero(e, i->b, size);
    em_v3(e, lane_code(e, i->op, ir_lane_log2(i->type)), d, i->a, i->b, find(i->op)->comm);
    if (zero) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}

/* Bytes: the even ones in place, the odd ones from above. */
static void mul_bytes(struct emit *e, unsigned d, unsigned a, unsigned b, unsigned t)
{
    x86_vshift_imm(e, X86_SHR, 1, d, a, 8);
    x86_vshift_imm(e, X86_SHR, 1, t, b, 8);
    v3(e, V_PMULLW, t, t, d);
    x86_vshift_imm(e, X86_SHL, 1, t, t, 8);
    v3(e, V_PMULLW, d, a, b);
    v3m(e, V_PAND, d, d, x86_vpattern(e, 0x00ff00ff00ff00ff));
    v3(e, V_POR, d, d, t);
}

/* 64 bits: low * low + ((high * low + low * high) << 32). */
static void mul_quads(struct emit *e, unsigned d, unsigned a, unsigned b, unsigned t)
{
    x86_vshift_imm(e, X86_SHR, 3, d, a, 32);
    v3(e, V_PMULUDQ, d, d, b);
    x86_vshift_imm(e, X86_SHR, 3, t, b, 32);
    v3(e, V_PMULUDQ, t, t, a);
    v3(e, V_PADDQ, d, d, t);
    x86_vshift_imm(e, X86_SHL, 3, d, d, 32);
    vmov(e, t, a);
    v3(e, V_PMULUDQ, t, t, b);
    v3(e, V_PADDQ, d, d, t);
}

static bool widened(struct emit *e, const struct ir_insn *i, unsigned op)
{
    return em_insn(e, i->a)->op == op && em_insn(e, i->b)->op == op;
}

bool x86_rule_mul(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);

    if (log2 > 3) {
        return false;
    }
    if (log2 == 3 && widened(e, i, IR_VWIDENU)) {
        em_v3(e, V_PMULUDQ, d, i->a, i->b, true);
        return true;
    }
    if (log2 == 3 && widened(e, i, IR_VWIDENS)) {
        em_v3(e, V_PMULDQ, d, i->a, i->b, true);
        return true;
    }
    if (lane_code(e, IR_MUL, log2)) {
        return x86_rule_lanes(e, i, d);
    }
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), t = em_vec_temp(e);
    unsigned rd = em_vec_def_early(e, d);
    (log2 == 0 ? mul_bytes : mul_quads)(e, rd, a, b, t);
    return true;
}

bool x86_rule_neg(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned a = em_vec(e, i->a), rd = em_vec_def_early(e, d);

    vzero(e, rd);
    v3(e, v_psub[ir_lane_log2(i->type)], rd, rd, a);
    return true;
}

bool x86_rule_vnot(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned a = em_vec(e, i->a), rd = em_vec_def_early(e, d);

    if (has512(e)) {
        as_v3i(em_asm(e), V_PTERNLOG, rd, rd, as_reg(a), 0x55);
    } else {
        x86_vones(e, rd);
        v3(e, V_PXOR, rd, rd, a);
    }
    return true;
}

bool x86_rule_vandn(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned size = ir_bytes(i->type);
    bool zero = size < 16 && em_upper_zero(e, i->a, size);

    em_v3(e, V_PANDN, d, i->b, i->a, false);
    if (zero) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}

bool x86_rule_vorn(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), rd = em_vec_def_early(e, d);

    if (has512(e)) {
        vmov(e, rd, a);
        as_v3i(em_asm(e), V_PTERNLOG, rd, rd, as_reg(b), 0xf5); /* A | ~C, table index A B C */
    } else {
        x86_vones(e, rd);
        v3(e, V_PXOR, rd, rd, b);
        v3(e, V_POR, rd, rd, a);
    }
    return true;
}

bool x86_rule_bitsel(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), c = em_vec(e, i->c);
    unsigned rd = em_vec_def_early(e, d);

    if (has512(e)) {
        vmov(e, rd, a);
        as_v3i(em_asm(e), V_PTERNLOG, rd, b, as_reg(c), 0xca);
    } else {
        v3(e, V_PXOR, rd, b, c);
        v3(e, V_PAND, rd, rd, a);
        v3(e, V_PXOR, rd, rd, c);
    }
    return true;
}

bool x86_rule_vabs(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    static const unsigned code[4] = {V_PABSB, V_PABSW, V_PABSD, V_PABSQ};
    unsigned log2 = ir_lane_log2(i->type);

    if (log2 > 3) {
        return false;
    }
    if (log2 < 3 || has512(e)) {
        em_v2(e, code[log2], d, i->a);
        return true;
    }
    unsigned a = em_vec(e, i->a), t = em_vec_temp(e), rd = em_vec_def_early(e, d);
    x86_vshift_imm(e, X86_SAR, 2, t, a, 31);
    v2i(e, V_PSHUFD, t, t, 0xf5);
    v3(e, V_PXOR, rd, a, t);
    v3(e, V_PSUBQ, rd, rd, t);
    return true;
}

/* Bytes and words have a rounding average of unsigned lanes; others follow by complements (floor)
 * and by moving the sign (signed). */
static void avg_small(struct emit *e, const struct ir_insn *i, unsigned d, unsigned a, unsigned b,
                      unsigned t)
{
    unsigned log2 = ir_lane_log2(i->type);
    uint64_t flip = (i->op == IR_SAVG ? 1ull << ((8u << log2) - 1) : 0) ^ (i->imm ? 0 : ~0ull);
    unsigned avg = log2 ? V_PAVGW : V_PAVGB;

    if (!x86_vrepeat(log2, flip)) {
        v3(e, avg, d, a, b);
        return;
    }
    as_v2(em_asm(e), V_66(0x6f), t, as_rm_mem(x86_vpattern(e, x86_vrepeat(log2, flip))));
    v3(e, V_PXOR, d, a, t);
    v3(e, V_PXOR, t, t, b);
    v3(e, avg, d, d, t);
    v3m(e, V_PXOR, d, d, x86_vpattern(e, x86_vrepeat(log2, flip)));
}

/* (a & b) + ((a ^ b) >> 1), or (a | b) - ((a ^ b) >> 1). */
static void avg_large(struct emit *e, const struct ir_insn *i, unsigned d, unsigned a, unsigned b,
                      unsigned t)
{
    v3(e, V_PXOR, t, a, b);
    x86_vshift_imm(e, i->op == IR_SAVG ? X86_SAR : X86_SHR, 2, t, t, 1);
    v3(e, i->imm ? V_POR : V_PAND, d, a, b);
    v3(e, i->imm ? V_PSUBD : V_PADDD, d, d, t);
}

bool x86_rule_avg(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);

    if (log2 > 2) {
        return false;
    }
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), t = em_vec_temp(e);
    unsigned rd = em_vec_def_early(e, d);
    (log2 < 2 ? avg_small : avg_large)(e, i, rd, a, b, t);
    return true;
}

bool x86_rule_abd(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);
    bool sign = i->op == IR_SABD;

    if (!lane_code(e, IR_UMIN, log2)) {
        return false;
    }
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), t = em_vec_temp(e);
    unsigned rd = em_vec_def_early(e, d);
    v3(e, lane_code(e, sign ? IR_SMIN : IR_UMIN, log2), t, a, b);
    v3(e, lane_code(e, sign ? IR_SMAX : IR_UMAX, log2), rd, a, b);
    v3(e, v_psub[log2], rd, rd, t);
    return true;
}

bool x86_rule_uqadd(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);

    if (lane_code(e, i->op, log2)) {
        return x86_rule_lanes(e, i, d);
    }
    if (!lane_code(e, IR_UMIN, log2)) {
        return false;
    }
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), rd = em_vec_def_early(e, d);
    if (i->op == IR_UQSUB) { /* max(a, b) - b */
        v3(e, lane_code(e, IR_UMAX, log2), rd, a, b);
        v3(e, v_psub[log2], rd, rd, b);
    } else { /* min(~a, b) + a */
        x86_vones(e, rd);
        v3(e, V_PXOR, rd, rd, a);
        v3(e, lane_code(e, IR_UMIN, log2), rd, rd, b);
        v3(e, v_padd[log2], rd, rd, a);
    }
    return true;
}

/* 32 and 64 bits: where the sum overflows, the sign of a against the largest number. */
bool x86_rule_sqadd(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), msb = (8u << log2) - 1;
    bool sub = i->op == IR_SQSUB;

    if (lane_code(e, i->op, log2)) {
        return x86_rule_lanes(e, i, d);
    }
    if (log2 == 3 && !has512(e)) {
        return false;
    }
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), t = em_vec_temp(e), u = em_vec_temp(e);
    unsigned rd = em_vec_def_early(e, d);
    /* t: sign set where it overflowed; (a ^ sum) & ~(a ^ b), for a difference & (a ^ b) */
    v3(e, sub ? v_psub[log2] : v_padd[log2], rd, a, b);
    v3(e, V_PXOR, t, rd, a);
    v3(e, V_PXOR, u, a, b);
    if (sub) {
        v3(e, V_PAND, t, t, u);
    } else {
        v3(e, V_PANDN, u, u, t);
        vmov(e, t, u);
    }
    x86_vshift_imm(e, X86_SAR, log2, t, t, msb);
    x86_vshift_imm(e, X86_SAR, log2, u, a, msb);
    v3m(e, V_PXOR, u, u, x86_vpattern(e, x86_vrepeat(log2, ~0ull >> (64 - msb))));
    /* d = t ? u : d */
    v3(e, V_PXOR, u, u, rd);
    v3(e, V_PAND, u, u, t);
    v3(e, V_PXOR, rd, rd, u);
    return true;
}

/* With AVX-512: a mask register, and the mask to lanes. */
static void compare_512(struct emit *e, const struct ir_insn *i, unsigned d, unsigned a, unsigned b)
{
    unsigned log2 = ir_lane_log2(i->type), w = log2 & 1 ? AS_W : 0;
    bool is_unsigned = i->op == IR_VGTU || i->op == IR_VGEU;
    unsigned op = V_66_3A(log2 < 2 ? 0x3f : 0x1f) - is_unsigned;
    unsigned how = i->op == IR_VEQ ? 0 : i->op == IR_VGTU || i->op == IR_VGTS ? 6 : 5;

    as_v3i(em_asm(e), op | w | AS_EVEX, 1, a, as_reg(b), how);
    as_v2(em_asm(e), AS_OP(AS_PF3, 2, log2 < 2 ? 0x28 : 0x38) | w | AS_EVEX, d, as_reg(1));
}

/* a >= b where the minimum or maximum of the two is a; a > b where it is not so the other way. */
static void compare_by_max(struct emit *e, const struct ir_insn *i, unsigned d, unsigned a,
                           unsigned b, unsigned t)
{
    unsigned log2 = ir_lane_log2(i->type);

    switch (i->op) {
    case IR_VEQ:
        v3(e, v_pcmpeq[log2], d, a, b);
        return;
    case IR_VGTS:
        v3(e, v_pcmpgt[log2], d, a, b);
        return;
    case IR_VGES:
    case IR_VGEU:
        v3(e, lane_code(e, i->op == IR_VGES ? IR_SMAX : IR_UMAX, log2), d, a, b);
        v3(e, v_pcmpeq[log2], d, d, a);
        return;
    default: /* VGTU */
        v3(e, lane_code(e, IR_UMIN, log2), d, a, b);
        v3(e, v_pcmpeq[log2], d, d, a);
        x86_vones(e, t);
        v3(e, V_PXOR, d, d, t);
    }
}

/* d = x > y of lanes of 8 bytes without PCMPGTQ: by the high halves, and where they are equal by
 * the sign that y - x has there. t and u are temps. */
static void greater_quads(struct emit *e, bool is_unsigned, unsigned d, unsigned x, unsigned y,
                          unsigned t, unsigned u)
{
    v3(e, V_PSUBQ, d, y, x);
    v3(e, V_PCMPEQD, t, x, y);
    v3(e, V_PAND, d, d, t);
    if (is_unsigned) {
        struct x86_mem sign = x86_vpattern(e, 1ull << 63);
        v3m(e, V_PXOR, t, x, sign);
        v3m(e, V_PXOR, u, y, sign);
        v3(e, V_PCMPGTD, t, t, u);
    } else {
        v3(e, V_PCMPGTD, t, x, y);
    }
    v3(e, V_POR, d, d, t);
    v2i(e, V_PSHUFD, d, d, 0xf5);
}

static void compare_quads(struct emit *e, const struct ir_insn *i, unsigned d, unsigned a,
                          unsigned b, unsigned t)
{
    bool ge = i->op == IR_VGES || i->op == IR_VGEU;
    unsigned x = ge ? b : a, y = ge ? a : b;

    if (!em_has(e, HOST_POPCNT)) {
        greater_quads(e, i->op == IR_VGTU || i->op == IR_VGEU, d, x, y, t, em_vec_temp(e));
    } else if (i->op == IR_VGTU || i->op == IR_VGEU) {
        struct x86_mem sign = x86_vpattern(e, 1ull << 63);
        as_v2(em_asm(e), V_66(0x6f), t, as_rm_mem(sign));
        v3(e, V_PXOR, d, x, t);
        v3(e, V_PXOR, t, t, y);
        v3(e, V_PCMPGTQ, d, d, t);
    } else {
        v3(e, V_PCMPGTQ, d, x, y);
    }
    if (ge) {
        x86_vones(e, t);
        v3(e, V_PXOR, d, d, t);
    }
}

bool x86_rule_compare(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);

    if (log2 > 3) {
        return false;
    }
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), t = em_vec_temp(e);
    unsigned rd = em_vec_def_early(e, d);
    if (has512(e)) {
        compare_512(e, i, rd, a, b);
    } else if (log2 == 3 && i->op != IR_VEQ) {
        compare_quads(e, i, rd, a, b, t);
    } else {
        compare_by_max(e, i, rd, a, b, t);
    }
    return true;
}

/* Lanes of 32 bits: twice the products of the even and of the odd ones, their high halves. Only
 * -1 * -1 gives 0x80000000. t and u are temps. */
static void double_high(struct emit *e, unsigned rd, unsigned a, unsigned b, unsigned t, unsigned u,
                        bool rounding)
{
    v3(e, V_PMULDQ, t, a, b);
    v2i(e, V_PSHUFD, u, a, 0xf5);
    v2i(e, V_PSHUFD, rd, b, 0xf5);
    v3(e, V_PMULDQ, rd, rd, u);
    v3(e, V_PADDQ, t, t, t);
    v3(e, V_PADDQ, rd, rd, rd);
    if (rounding) {
        struct x86_mem half = x86_vpattern(e, 1ull << 31);
        v3m(e, V_PADDQ, t, t, half);
        v3m(e, V_PADDQ, rd, rd, half);
    }
    v3i(e, V_SHUFPS, t, t, rd, 0xdd);
    v2i(e, V_PSHUFD, rd, t, 0xd8);
}

/* rd = 0x7f... where it is 0x80...; t is a temp. */
static void saturate_least(struct emit *e, unsigned log2, unsigned rd, unsigned t)
{
    uint64_t least = x86_vrepeat(log2, 1ull << ((8u << log2) - 1));
    unsigned equal = log2 == 1 ? V_PCMPEQW : V_PCMPEQD;

    if (has512(e)) { /* vpblendmw, vpblendmd */
        unsigned blend = log2 == 1 ? V_66_38(0x66) | AS_W : V_66_38(0x64);
        as_v3(em_asm(e), equal | AS_EVEX, 1, rd, as_rm_mem(x86_vpattern(e, least)));
        as_v3(em_asm(e), blend | AS_EVEX | 1u << AS_K_SHIFT, rd, rd,
              as_rm_mem(x86_vpattern(e, ~least)));
        return;
    }
    as_v2(em_asm(e), V_66(0x6f), t, as_rm_mem(x86_vpattern(e, least)));
    v3(e, equal, t, t, rd);
    v3(e, V_PXOR, rd, rd, t);
}

/* Words: PMULHRSW, or without rounding the product in halves; -1 * -1 gives 0x8000, mended then. */
bool x86_rule_sqrdmulh(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);

    if (log2 != 1 && log2 != 2) {
        return false;
    }
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), t = em_vec_temp(e);
    unsigned u = log2 == 2 ? em_vec_temp(e) : 0, rd = em_vec_def_early(e, d);
    if (log2 == 2) {
        double_high(e, rd, a, b, t, u, i->aux);
    } else if (i->aux) {
        v3(e, V_PMULHRSW, rd, a, b);
    } else { /* twice the high half, and the top bit of the low one */
        v3(e, V_66(0xd5), t, a, b);
        v3(e, V_66(0xe5), rd, a, b);
        x86_vshift_imm(e, X86_SHR, 1, t, t, 15);
        v3(e, V_PADDW, rd, rd, rd);
        v3(e, V_POR, rd, rd, t);
    }
    saturate_least(e, log2, rd, t);
    return true;
}
