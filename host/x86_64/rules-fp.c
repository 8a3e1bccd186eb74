/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Floating-point arithmetic. The host runs with Invalid unmasked: an instruction that raises it
 * does nothing but trap, and the operation is done again by the guest's rules (host_fp_repair).
 * Operands are never exchanged, for the first NaN is the result. A packed instruction must not see
 * what lies above an 8-byte vector: it could raise exceptions.
 */
#include "host/x86_64/emit.h"
#include "host/x86_64/rules-vec.h"

#define NONE X86_NO_REG

bool x86_fp_fast(const struct emit *e)
{
    return !(e->ir->mode & 0xff); /* the guest's default FP mode */
}

/* Can host instructions do operations of type? */
static bool host_type(const struct emit *e, unsigned type)
{
    return x86_fp_fast(e) && ir_lane_log2(type) >= 2 && ir_lane_log2(type) <= 3;
}

/* The register of v, for packed operations on 8 bytes with zeroes above. */
static unsigned fp_operand(struct emit *e, unsigned type, ir_ref v)
{
    return type == IR_V2S ? x86_vec_low8(e, v) : em_vec(e, v);
}

static bool is_packed(unsigned type)
{
    return ir_lanes(type) > 1;
}

bool x86_rule_fp2(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    static const uint8_t code[IR_N_OPS] = {
        [IR_FADD] = F_ADD,  [IR_FSUB] = F_SUB, [IR_FMUL] = F_MUL,
        [IR_FMULX] = F_MUL, [IR_FDIV] = F_DIV,
    };
    static const uint64_t ones_above[2] = {0, 0x3f8000003f800000};
    unsigned op = v_fp(code[i->op], ir_lane_log2(i->type), is_packed(i->type));
    unsigned size = ir_bytes(i->type);

    if (!host_type(e, i->type)) {
        return false;
    }
    bool zero = size == 8 && is_packed(i->type) ? true : size < 16 && em_upper_zero(e, i->a, size);
    unsigned b = fp_operand(e, i->type, i->b), a = fp_operand(e, i->type, i->a), rd;
    if (i->op == IR_FDIV && i->type == IR_V2S) { /* not 0 / 0 above */
        unsigned t = em_vec_temp(e);
        v3m(e, V_POR, t, b, em_pool(e, ones_above, 16));
        b = t;
    }
    if (em_has(e, HOST_AVX)) {
        rd = em_vec_def(e, d);
    } else {
        rd = em_vec_def_early(e, d);
        vmov(e, rd, a);
        a = rd;
    }
    uint32_t at = as_offset(em_asm(e));
    as_v3(em_asm(e), op, rd, a, as_reg(b));
    em_fp_trap(e, at, i, rd, a, b, NONE);
    if (zero) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}

bool x86_rule_fsqrt(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned op = v_fp(F_SQRT, ir_lane_log2(i->type), is_packed(i->type));

    if (!host_type(e, i->type)) {
        return false;
    }
    unsigned a = fp_operand(e, i->type, i->a), rd = em_vec_def(e, d);
    uint32_t at;
    if (is_packed(i->type)) {
        at = as_offset(em_asm(e));
        as_v2(em_asm(e), op, rd, as_reg(a));
    } else {
        if (!em_has(e, HOST_AVX)) {
            vmov(e, rd, a);
            a = rd;
        }
        at = as_offset(em_asm(e));
        as_v3(em_asm(e), op, rd, a, as_reg(a));
    }
    em_fp_trap(e, at, i, rd, a, NONE, NONE);
    return true;
}

/* FNEG and FABS: the sign bits, which no exception or mode touches. */
bool x86_rule_fsign(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), size = ir_bytes(i->type);
    uint64_t sign = x86_vrepeat(log2, 1ull << ((8u << log2) - 1));
    uint64_t mask[2] = {i->op == IR_FNEG ? sign : ~sign, 0};
    bool zero = size < 16 && em_upper_zero(e, i->a, size);

    if (log2 < 1 || log2 > 3) {
        return false;
    }
    if (size < 8) {
        mask[0] &= (1ull << 8 * size) - 1;
    } else if (size == 16) {
        mask[1] = mask[0];
    }
    unsigned a = em_vec(e, i->a), rd = em_vec_def(e, d);
    v3m(e, i->op == IR_FNEG ? V_PXOR : V_PAND, rd, a, em_pool(e, mask, 16));
    if (size < 16 && (zero || i->op == IR_FABS)) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}

/* Jumps away if a lane of r is a NaN; the displacement's offset. */
static uint32_t jump_if_nan(struct emit *e, unsigned type, unsigned r, unsigned t)
{
    struct x86_asm *as = em_asm(e);
    unsigned log2 = ir_lane_log2(type);

    if (!is_packed(type)) {
        as_v2(as, AS_OP(log2 == 3 ? AS_P66 : AS_P0, 1, 0x2e) | (log2 == 3 ? AS_EW : 0), r,
              as_reg(r));
        return em_jcc_far(e, CC_P);
    }
    unsigned cmp = v_fp(0xc2, log2, true);
    if (has512(e)) {
        as_v3i(as, cmp | AS_EVEX, 1, r, as_reg(r), 3);
        as_v2(as, AS_OP(AS_P66, 1, 0x98) | AS_VEX, 1, as_reg(1)); /* kortestb k1, k1 */
    } else {
        as_v3i(as, cmp, t, r, as_reg(r), 3);
        as_v2(as, V_PTEST, t, as_reg(t));
    }
    return em_jcc_far(e, CC_NE);
}

/*
 * Fused: what the trap does not catch are a quiet NaN addend and the signs of NaNs; then the result
 * is a NaN, and the operation is evaluated out of line.
 */
bool x86_rule_fma(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    /* d = +-(s1 * s2) +- d, by NEG_A | NEG_B */
    static const uint8_t code[4] = {0xb8, 0xba, 0xbc, 0xbe};
    unsigned log2 = ir_lane_log2(i->type);
    unsigned op = V_66_38(code[i->aux & 3]) + !is_packed(i->type);

    if (!host_type(e, i->type) || !em_has(e, HOST_FMA)) {
        return false;
    }
    unsigned a = fp_operand(e, i->type, i->a), b = fp_operand(e, i->type, i->b);
    unsigned c = fp_operand(e, i->type, i->c);
    unsigned t = is_packed(i->type) && !has512(e) ? em_vec_temp(e) : 0;
    unsigned rd = em_vec_def_early(e, d);
    bool zero = ir_bytes(i->type) < 16 && em_upper_zero(e, i->a, ir_bytes(i->type));
    vmov(e, rd, a);
    uint32_t at = as_offset(em_asm(e));
    as_v3(em_asm(e), op | (log2 == 3 ? AS_W : 0), rd, b, as_reg(c));
    struct em_slow s = {.fn = x86_slow_eval,
                        .insn = d,
                        .reg = {(uint8_t)rd, (uint8_t)a, (uint8_t)b, (uint8_t)c},
                        .arg = {ir_bytes(i->type)}};
    s.from[0] = jump_if_nan(e, i->type, rd, t);
    s.back = as_offset(em_asm(e));
    em_fp_trap(e, at, i, rd, a, b, c);
    em_defer(e, &s);
    if (zero) {
        em_set_upper_zero(e, d, ir_bytes(i->type));
    }
    return true;
}

/*
 * MAX and MIN give their second operand for zeroes of both signs and for NaNs (which trap): the two
 * orders differ only for zeroes, whose signs are combined. VRANGE has maxNum's rules itself.
 */
bool x86_rule_fminmax(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    bool max = i->op == IR_FMAX || i->op == IR_FMAXNM, packed = is_packed(i->type);
    bool nm = i->op == IR_FMAXNM || i->op == IR_FMINNM;
    unsigned log2 = ir_lane_log2(i->type), op = v_fp(max ? F_MAX : F_MIN, log2, packed);

    if (!host_type(e, i->type)) {
        return false;
    }
    unsigned a = fp_operand(e, i->type, i->a), b = fp_operand(e, i->type, i->b);
    uint32_t at;
    unsigned rd;
    if (nm && has512(e)) {
        rd = em_vec_def(e, d);
        at = as_offset(em_asm(e));
        as_v3i(em_asm(e), V_66_3A(packed ? 0x50 : 0x51) | (log2 == 3 ? AS_W : 0) | AS_EVEX, rd, a,
               as_reg(b), max ? 5 : 4);
    } else {
        unsigned t = em_vec_temp(e);
        rd = em_vec_def_early(e, d);
        vmov(e, rd, a);
        at = as_offset(em_asm(e));
        as_v3(em_asm(e), op, rd, rd, as_reg(b));
        v3(e, op, t, b, a);
        v3(e, max ? V_PAND : V_POR, rd, rd, t);
    }
    em_fp_trap(e, at, i, rd, a, b, NONE);
    return true;
}

bool x86_rule_fcompare(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);
    unsigned op = v_fp(0xc2, log2, is_packed(i->type));
    /* a >= b is b <= a: the predicates that every encoding has; LT and LE signal */
    unsigned how = i->op == IR_FEQ ? 0 : i->op == IR_FGE ? 2 : 1;

    if (!host_type(e, i->type)) {
        return false;
    }
    unsigned a = fp_operand(e, i->type, i->a), b = fp_operand(e, i->type, i->b);
    unsigned rd = em_vec_def_early(e, d);
    uint32_t at = as_offset(em_asm(e));
    if (has512(e)) {
        as_v3i(em_asm(e), op | AS_EVEX, 1, b, as_reg(a), how);
        as_v2(em_asm(e), AS_OP(AS_PF3, 2, 0x38) | (log2 == 3 ? AS_W : 0) | AS_EVEX, rd, as_reg(1));
    } else {
        vmov(e, rd, b);
        at = as_offset(em_asm(e));
        as_v3i(em_asm(e), op, rd, rd, as_reg(a), how);
    }
    em_fp_trap(e, at, i, rd, a, b, NONE);
    return true;
}

/* t = s rounded to an integer by imm (bit 3: without Inexact). */
void x86_round(struct emit *e, unsigned type, unsigned d, unsigned s, unsigned imm)
{
    unsigned log2 = ir_lane_log2(type);
    unsigned op = V_66_3A((is_packed(type) ? 0x08 : 0x0a) + (log2 == 3)) | (log2 == 3 ? AS_EW : 0);

    if (is_packed(type) || !em_has(e, HOST_AVX)) {
        as_v2i(em_asm(e), op, d, as_reg(s), imm); /* legacy: the rest of d is kept */
    } else {
        as_v3i(em_asm(e), op, d, s, as_reg(s), imm);
    }
}

/*
 * d = s to the nearest integer, ties away from zero, without Inexact; t is a temp.
 *
 * AVX-512: towards zero after adding the largest number below a half of s's sign, to nearest,
 * its exceptions suppressed; a signalling NaN traps at the first instruction. Else: t = s towards
 * zero, and one more if twice the exact rest s - t says so; infinities trap at the subtraction,
 * whose offset is returned.
 */
uint32_t x86_round_away(struct emit *e, unsigned type, unsigned d, unsigned s, unsigned t)
{
    unsigned log2 = ir_lane_log2(type), add = v_fp(F_ADD, log2, is_packed(type));
    uint64_t below_half = x86_vrepeat(log2, log2 == 3 ? 0x3fdfffffffffffff : 0x3effffff);
    struct x86_mem sign = x86_vpattern(e, x86_vrepeat(log2, 1ull << ((8u << log2) - 1)));

    if (has512(e)) {
        x86_round(e, type, d, s, 11);
        v3m(e, V_PAND, d, s, sign);
        v3m(e, V_POR, d, d, x86_vpattern(e, below_half));
        as_v3(em_asm(e), add | AS_EVEX | AS_EB, d, s, as_reg(d));
        x86_round(e, type, d, d, 11);
        return 0;
    }
    x86_round(e, type, t, s, 11);
    vmov(e, d, s);
    uint32_t at = as_offset(em_asm(e));
    as_v3(em_asm(e), v_fp(F_SUB, log2, is_packed(type)), d, d, as_reg(t));
    as_v3(em_asm(e), add, d, d, as_reg(d));
    x86_round(e, type, d, d, 11);
    as_v3(em_asm(e), add, d, d, as_reg(t));
    v3m(e, V_PAND, t, s, sign);
    v3(e, V_POR, d, d, t);
    return at;
}

/* The immediate of ROUND for an enum ir_round, without Inexact. */
unsigned x86_round_imm(unsigned round)
{
    static const uint8_t imm[] = {[IR_ROUND_EVEN] = 8,  [IR_ROUND_UP] = 10,  [IR_ROUND_DOWN] = 9,
                                  [IR_ROUND_ZERO] = 11, [IR_ROUND_AWAY] = 0, [IR_ROUND_MODE] = 12};
    return imm[round];
}

bool x86_rule_frint(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned round = i->aux & 7, imm;
    bool exact = i->aux & IR_ROUND_EXACT, away = round == IR_ROUND_AWAY;

    if (!host_type(e, i->type) || (away && exact)) {
        return false;
    }
    imm = x86_round_imm(round) & (exact ? 7u : 15u);
    unsigned a = fp_operand(e, i->type, i->a), t = away ? em_vec_temp(e) : 0;
    unsigned rd = em_vec_def_early(e, d);
    uint32_t second = 0;
    if (!em_has(e, HOST_AVX)) { /* the first instruction must be the one that traps */
        vmov(e, away ? t : rd, a);
    }
    uint32_t at = as_offset(em_asm(e));
    if (away) {
        second = x86_round_away(e, i->type, rd, a, t);
    } else {
        x86_round(e, i->type, rd, a, imm);
    }
    em_fp_trap(e, at, i, rd, a, NONE, NONE);
    if (second) {
        em_fp_trap(e, second, i, rd, a, NONE, NONE);
    }
    return true;
}

void em_fcmp(struct emit *e, const struct ir_insn *f, bool swap)
{
    unsigned log2 = ir_lane_log2(f->type);
    unsigned op = f->aux == IR_FLAGS_FCMPE ? 0x2f : 0x2e;

    if (!host_type(e, f->type)) {
        x86_fcmp_slow(e, f, swap);
        return;
    }
    unsigned a = em_vec(e, f->a), b = em_vec(e, f->b);
    uint32_t at = as_offset(em_asm(e));
    op = AS_OP(log2 == 3 ? AS_P66 : AS_P0, 1, op) | (log2 == 3 ? AS_EW : 0);
    as_v2(em_asm(e), op, swap ? b : a, as_reg(swap ? a : b));
    em_fp_trap(e, at, f, NONE, a, b, NONE);
}
