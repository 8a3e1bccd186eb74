/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is tested around a floating-point instruction, where the host's trap does not tell that it
 * differs from the guest's: of results that a value is a NaN or rounded up to the smallest normal
 * number, of operands that they are unordered, out of an integer's range, or (in units that trap
 * often) infinite or NaN. Whoever is found is evaluated out of line by the guest's rules.
 */
#include "host/x86_64/emit.h"
#include "host/x86_64/rules-fp.h"

/* For measuring only: leaves the tests of FMA, MAX and MIN out. */
#ifndef UNCHECKED_FP
    #define UNCHECKED_FP 0
#endif

/* vfpclass */
enum { CLASS_NAN_INF = 0x99, CLASS_ZERO = 0x06, CLASS_NEGATIVE = 0x54 };

unsigned x86_fp_mode(const struct emit *e)
{
    const struct ir_guest *g = e->ir->guest;

    return g->fp_mode ? g->fp_mode(e->ir->mode) : 0;
}

bool x86_fp_flush(const struct emit *e)
{
    return x86_fp_mode(e) & IR_FP_FLUSH;
}

bool x86_fp_checked(const struct emit *e)
{
    return e->u->check_fp;
}

/* x in each lane of type, zeroes elsewhere, or ones. */
static struct x86_mem lanes(struct emit *e, unsigned type, uint64_t x, bool ones)
{
    unsigned log2 = ir_lane_log2(type), size = ir_bytes(type);
    uint64_t repeated = x86_vrepeat(log2, x), q[2] = {repeated, repeated};

    for (unsigned k = 0; k < 2; k++) {
        uint64_t used = size >= 8 * k + 8 ? ~0ull : size > 8 * k ? (1ull << 8 * size) - 1 : 0;
        q[k] = (q[k] & used) | (ones ? ~used : 0);
    }
    return em_pool(e, q, 16);
}

static uint64_t exponent(unsigned log2)
{
    return log2 == 3 ? 0x7ffull << 52 : 0x7f800000;
}

static uint64_t magnitude(unsigned log2)
{
    return log2 == 3 ? INT64_MAX : INT32_MAX;
}

/* With FZ rounding and converting to integers do not tell of subnormal operands, comparing does. */
void x86_tell_subnormals(struct emit *e, struct x86_fp *o, unsigned t)
{
    unsigned log2 = ir_lane_log2(o->type);

    if (!x86_fp_flush(e)) {
        return;
    }
    o->at[o->n_at++] = as_offset(em_asm(e));
    if (ir_lanes(o->type) == 1) {
        x86_ucomis(e, log2, false, o->a, o->a);
    } else if (has512(e)) {
        as_v3i(em_asm(e), v_fp(0xc2, log2, true) | AS_EVEX, 1, o->a, as_reg(o->a), 0);
    } else {
        vmov(e, t, o->a);
        o->at[o->n_at - 1] = as_offset(em_asm(e));
        as_v3i(em_asm(e), v_fp(0xc2, log2, true), t, t, as_reg(o->a), 0);
    }
}

/* ucomis, or with signal comis. */
void x86_ucomis(struct emit *e, unsigned log2, bool signal, unsigned a, unsigned b)
{
    unsigned op = AS_OP(log2 == 3 ? AS_P66 : AS_P0, 1, signal ? 0x2f : 0x2e);

    as_v2(em_asm(e), op | (log2 == 3 ? AS_EW : 0), a, as_reg(b));
}

void x86_kortest(struct emit *e, unsigned k, unsigned k2)
{
    as_v2(em_asm(e), AS_OP(AS_P66, 1, 0x98) | AS_VEX, k, as_reg(k2));
}

void x86_jump_unordered(struct emit *e, struct x86_fp *o, unsigned type, unsigned a, unsigned b,
                        unsigned t)
{
    struct x86_asm *as = em_asm(e);
    unsigned log2 = ir_lane_log2(type), cmp = v_fp(0xc2, log2, true);

    if (UNCHECKED_FP) {
        return;
    }
    if (ir_lanes(type) > 1 && !em_has(e, HOST_AVX)) {
        vmov(e, t, a);
        a = t;
    }
    o->at[o->n_at++] = as_offset(as);
    if (ir_lanes(type) == 1) {
        x86_ucomis(e, log2, false, a, b);
    } else if (has512(e)) {
        as_v3i(as, cmp | AS_EVEX, 1, a, as_reg(b), 3);
        x86_kortest(e, 1, 1);
    } else {
        as_v3i(as, cmp, t, a, as_reg(b), 3);
        as_v2(as, V_PTEST, t, as_reg(t));
    }
    o->from[o->n_from++] = em_jcc_far(e, ir_lanes(type) == 1 ? CC_P : CC_NE);
}

/* If the magnitude of a lane of r is the smallest normal number's. */
static uint32_t jump_smallest(struct emit *e, unsigned type, unsigned r, unsigned t, unsigned g)
{
    struct x86_asm *as = em_asm(e);
    unsigned log2 = ir_lane_log2(type);
    uint64_t smallest = log2 == 3 ? 1ull << 52 : 1ull << 23;

    if (ir_lanes(type) == 1) {
        as_v2(as, V_MOVD_TO | (log2 == 3 ? AS_W : 0), r, as_reg(g));
        as_alu(as, ALU_ADD, 1u << log2, g, as_reg(g));
        as_shift_imm(as, SH_ROR, 1u << log2, g, log2 == 3 ? 53 : 24);
        as_alu_imm(as, ALU_CMP, 1u << log2, as_reg(g), 1);
        return em_jcc_far(e, CC_E);
    }
    v3m(e, V_PAND, t, r, lanes(e, type, magnitude(log2), false));
    if (has512(e)) {
        as_v3(as, (log2 == 3 ? V_PCMPEQQ | AS_W : V_PCMPEQD) | AS_EVEX, 1, t,
              as_rm_mem(x86_vpattern(e, x86_vrepeat(log2, smallest))));
        x86_kortest(e, 1, 1);
    } else {
        v3m(e, log2 == 3 ? V_PCMPEQQ : V_PCMPEQD, t, t,
            x86_vpattern(e, x86_vrepeat(log2, smallest)));
        as_v2(as, V_PTEST, t, as_reg(t));
    }
    return em_jcc_far(e, CC_NE);
}

/* If a lane of a, or of b (X86_NO_REG: none), is infinite or a NaN; or a, with negative, less than
 * zero; or b, with zero, zero. */
static uint32_t jump_class(struct emit *e, unsigned type, unsigned a, unsigned b, unsigned class_a,
                           unsigned class_b)
{
    bool packed = ir_lanes(type) > 1, wide = ir_lane_log2(type) == 3;
    unsigned op = V_66_3A(packed ? 0x66 : 0x67) | AS_EVEX | (wide ? AS_W : 0);

    as_v2i(em_asm(e), op, 1, as_reg(a), class_a);
    if (b != X86_NO_REG) {
        as_v2i(em_asm(e), op, 2, as_reg(b), class_b);
    }
    x86_kortest(e, 1, b != X86_NO_REG ? 2 : 1);
    return em_jcc_far(e, CC_NE);
}

/* If a lane of a has pattern in the bits of mask. */
static uint32_t jump_bits(struct emit *e, unsigned type, unsigned a, unsigned t, uint64_t mask,
                          uint64_t pattern)
{
    v3m(e, V_PAND, t, a, lanes(e, type, mask, false));
    v3m(e, ir_lane_log2(type) == 3 ? V_PCMPEQQ : V_PCMPEQD, t, t, lanes(e, type, pattern, true));
    as_v2(em_asm(e), V_PTEST, t, as_reg(t));
    return em_jcc_far(e, CC_NE);
}

void x86_fp_begin(struct emit *e, struct x86_fp *o)
{
    unsigned mode = x86_fp_mode(e), op = o->i->op;
    bool two = o->i->b != IR_NONE, multiplies = op == IR_FMUL || op == IR_FMULX || op == IR_FMA;

    o->type = o->i->type;
    o->nan = (mode & IR_FP_DEFAULT_NAN) || op == IR_FMA || (two && (mode & IR_FP_FLUSH));
    o->nan = o->nan && !UNCHECKED_FP;
    o->smallest = multiplies && mode & (IR_FP_FLUSH | IR_FP_EXACT);
    o->b = o->c = o->t = o->g = X86_NO_REG;
    o->n_at = o->n_from = 0;
}

void x86_fp_temps(struct emit *e, struct x86_fp *o)
{
    bool packed = ir_lanes(o->type) > 1;

    if ((packed && (o->smallest || (o->nan && !has512(e)))) || (e->u->check_fp && !has512(e))) {
        o->t = em_vec_temp(e);
    }
    if (!packed && o->smallest) {
        o->g = em_gpr_temp(e);
    }
}

void x86_fp_operands(struct emit *e, struct x86_fp *o)
{
    unsigned op = o->i->op, type = o->type, log2 = ir_lane_log2(type);
    const unsigned reg[3] = {o->a, o->b, o->c};

    if (!e->u->check_fp) {
        return;
    }
    if (has512(e)) {
        o->from[o->n_from++] =
            jump_class(e, type, o->a, o->b, CLASS_NAN_INF | (op == IR_FSQRT ? CLASS_NEGATIVE : 0),
                       CLASS_NAN_INF | (op == IR_FDIV ? CLASS_ZERO : 0));
        if (o->c != X86_NO_REG) {
            o->from[o->n_from++] =
                jump_class(e, type, o->c, X86_NO_REG, CLASS_NAN_INF, CLASS_NAN_INF);
        }
        return;
    }
    for (unsigned k = 0; k < 3 && reg[k] != X86_NO_REG; k++) {
        uint64_t special = exponent(log2);
        o->from[o->n_from++] = jump_bits(e, type, reg[k], o->t, special, special);
    }
    if (op == IR_FDIV) {
        o->from[o->n_from++] = jump_bits(e, type, o->b, o->t, magnitude(log2), 0);
    } else if (op == IR_FSQRT) {
        uint64_t sign = magnitude(log2) + 1;
        o->from[o->n_from++] = jump_bits(e, type, o->a, o->t, sign, sign);
    }
}

void x86_fp_end(struct emit *e, struct x86_fp *o)
{
    struct em_slow s = {.fn = x86_slow_eval,
                        .insn = o->d,
                        .reg = {(uint8_t)o->rd, (uint8_t)o->a, (uint8_t)o->b, (uint8_t)o->c}};

    unsigned n_at = o->n_at;

    if (o->nan) {
        x86_jump_unordered(e, o, o->type, o->rd, o->rd, o->t);
    }
    if (o->smallest) {
        o->from[o->n_from++] = jump_smallest(e, o->type, o->rd, o->t, o->g);
    }
    s.back = as_offset(em_asm(e));
    for (unsigned k = 0; k < o->n_from; k++) {
        s.from[k] = o->from[k];
    }
    if (o->n_from) {
        em_defer(e, &s);
    }
    for (unsigned k = 0; k < n_at; k++) { /* the checks of a result do not trap */
        em_fp_trap(e, o->at[k], o->i, o->rd, o->a, o->b, o->c);
    }
}
