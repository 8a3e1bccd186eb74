/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rounding to integers in the vector registers. */
#include "host/x86_64/rules-fp.h"

/* t = s rounded to an integer by imm (bit 3: without Inexact). */
void x86_round(struct emit *e, unsigned type, unsigned d, unsigned s, unsigned imm)
{
    unsigned log2 = ir_lane_log2(type);
    unsigned op =
        V_66_3A((ir_lanes(type) > 1 ? 0x08 : 0x0a) + (log2 == 3)) | (log2 == 3 ? AS_EW : 0);

    if (ir_lanes(type) > 1 || !em_has(e, HOST_AVX)) {
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
    unsigned log2 = ir_lane_log2(type), add = v_fp(F_ADD, log2, ir_lanes(type) > 1);
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
    as_v3(em_asm(e), v_fp(F_SUB, log2, ir_lanes(type) > 1), d, d, as_reg(t));
    as_v3(em_asm(e), add, d, d, as_reg(d));
    x86_round(e, type, d, d, 11);
    as_v3(em_asm(e), add, d, d, as_reg(t));
    v3m(e, V_PAND, t, s, sign);
    if ((x86_fp_mode(e) & IR_FP_ROUND) == IR_ROUND_DOWN) { /* the sum of zeroes is -0 */
        v3m(e, V_PAND, d, d, x86_vpattern(e, x86_vrepeat(log2, log2 == 3 ? INT64_MAX : INT32_MAX)));
    }
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
    struct x86_fp o = {.i = i, .d = d};
    uint32_t second = 0;

    if (!x86_fp_type(i->type)) {
        return x86_half_round(e, i, d);
    }
    if (away && exact) {
        return false;
    }
    x86_fp_begin(e, &o);
    imm = x86_round_imm(round) & (exact ? 7u : 15u);
    o.a = x86_fp_operand(e, i->type, i->a);
    x86_fp_temps(e, &o);
    unsigned t = away ? em_vec_temp(e) : 0;
    o.rd = em_vec_def_early(e, d);
    x86_tell_subnormals(e, &o, o.rd);
    if (!em_has(e, HOST_AVX)) { /* the first instruction must be the one that traps */
        vmov(e, away ? t : o.rd, o.a);
    }
    o.at[o.n_at++] = as_offset(em_asm(e));
    if (away) {
        second = x86_round_away(e, i->type, o.rd, o.a, t);
    } else {
        x86_round(e, i->type, o.rd, o.a, imm);
    }
    if (second) {
        o.at[o.n_at++] = second;
    }
    x86_fp_end(e, &o);
    return true;
}
