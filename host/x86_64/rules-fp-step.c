/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Newton steps by FMA. Operand a is negated by the instruction, which keeps a NaN's sign: NaNs are
 * evaluated out of line. Infinity times zero traps.
 */
#include "host/x86_64/rules-fp.h"

static struct x86_mem constant(struct emit *e, unsigned type, uint64_t f32, uint64_t f64)
{
    unsigned log2 = ir_lane_log2(type);

    return x86_vpattern(e, x86_vrepeat(log2, log2 == 3 ? f64 : f32));
}

/* rd -= a * b, fused. */
static void subtract_product(struct emit *e, struct x86_fp *o, unsigned a)
{
    unsigned op = V_66_38(0xbc) + (ir_lanes(o->type) == 1);

    o->at[o->n_at++] = as_offset(em_asm(e));
    as_v3(em_asm(e), op | (ir_lane_log2(o->type) == 3 ? AS_W : 0), o->rd, a, as_reg(o->b));
}

bool x86_rule_frecps(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    struct x86_fp o = {.i = i, .d = d};

    if (!x86_fp_type(i->type) || !em_has(e, HOST_FMA)) {
        return false;
    }
    x86_fp_begin(e, &o);
    o.nan = true;
    o.a = x86_fp_operand(e, i->type, i->a);
    o.b = x86_fp_operand(e, i->type, i->b);
    x86_fp_temps(e, &o);
    o.rd = em_vec_def_early(e, d);
    x86_fp_operands(e, &o);
    as_vload(em_asm(e), 16, o.rd, constant(e, i->type, 0x40000000, 2ull << 61));
    subtract_product(e, &o, o.a);
    x86_fp_end(e, &o);
    return true;
}

/* Jumps away if a lane of a, halved by its exponent, would not be: zero, subnormal, the smallest
 * exponent, infinity, NaN. t and u are temps. */
static uint32_t jump_if_not_halved(struct emit *e, unsigned type, unsigned a, unsigned t,
                                   unsigned u)
{
    struct x86_asm *as = em_asm(e);
    bool wide = ir_lane_log2(type) == 3;
    uint64_t mask[3][2], used = ir_bytes(type) == 4 ? UINT32_MAX : ~0ull;

    for (unsigned k = 0; k < 3; k++) { /* all, the least, the greatest exponent */
        static const uint64_t f32[3] = {0x7f8000007f800000, 0x0100000001000000, 0x7f0000007f000000};
        static const uint64_t f64[3] = {0x7ff0000000000000, 0x0020000000000000, 0x7fe0000000000000};
        mask[k][0] = (wide ? f64 : f32)[k] & used;
        mask[k][1] = ir_bytes(type) == 16 ? mask[k][0] : 0;
    }
    v3m(e, V_PAND, t, a, em_pool(e, mask[0], 16));
    v3m(e, V_66_38(0x3b), u, t, em_pool(e, mask[2], 16)); /* pminud */
    v3m(e, V_66_38(0x3f), u, u, em_pool(e, mask[1], 16)); /* pmaxud */
    v3(e, V_PXOR, t, t, u);
    if (has512(e)) {
        as_v3(as, V_66_38(0x27) | AS_EVEX, 1, t, as_reg(t));      /* vptestmd k1 */
        as_v2(as, AS_OP(AS_P66, 1, 0x98) | AS_VEX, 1, as_reg(1)); /* kortestb k1, k1 */
    } else {
        as_v2(as, V_PTEST, t, as_reg(t));
    }
    return em_jcc_far(e, CC_NE);
}

/* 3/2 - a/2 * b: a sum of 3 - a * b might overflow before it is halved. */
bool x86_rule_frsqrts(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    struct x86_fp o = {.i = i, .d = d};

    if (!x86_fp_type(i->type) || !em_has(e, HOST_FMA)) {
        return false;
    }
    x86_fp_begin(e, &o);
    o.nan = true;
    o.a = x86_fp_operand(e, i->type, i->a);
    o.b = x86_fp_operand(e, i->type, i->b);
    x86_fp_temps(e, &o);
    unsigned t = em_vec_temp(e);
    o.rd = em_vec_def_early(e, d);
    x86_fp_operands(e, &o);
    o.from[o.n_from++] = jump_if_not_halved(e, i->type, o.a, t, o.rd);
    v3m(e, ir_lane_log2(i->type) == 3 ? V_PSUBQ : V_PSUBD, t, o.a,
        constant(e, i->type, 1ull << 23, 1ull << 52));
    as_vload(em_asm(e), 16, o.rd, constant(e, i->type, 0x3fc00000, 0x3ff8000000000000));
    subtract_product(e, &o, t);
    x86_fp_end(e, &o);
    return true;
}
