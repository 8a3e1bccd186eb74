/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules: shifts, bit fields, bit counts and orders. */
#include "base/bits.h"
#include "host/x86_64/emit.h"

static bool scalar(const struct ir_insn *i)
{
    return i->type == IR_I32 || i->type == IR_I64;
}

static const uint8_t shift_number[] = {[IR_SHL - IR_SHL] = SH_SHL,
                                       [IR_SHR - IR_SHL] = SH_SHR,
                                       [IR_SAR - IR_SHL] = SH_SAR,
                                       [IR_ROR - IR_SHL] = SH_ROR};

/* shlx, shrx, sarx; rorx has only an immediate. */
enum { RORX = AS_OP(AS_PF2, 3, 0xf0) | AS_VEX };
static const uint8_t bmi_prefix[] = {
    [IR_SHL - IR_SHL] = AS_P66, [IR_SHR - IR_SHL] = AS_PF2, [IR_SAR - IR_SHL] = AS_PF3};

bool em_rule_shift(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned k = i->op - IR_SHL, w = em_width(i->type), rd;
    uint64_t n;

    if (!scalar(i))
        return false;
    if (em_const(e, i->b, &n)) {
        n &= ir_lane_bits(i->type) - 1;
        if (i->op == IR_SHL && n >= 1 && n <= 3 && alloc_tie_score(e->alloc, d, i->a) == 0 &&
            alloc_reg(e->alloc, i->a) != ALLOC_NONE) {
            unsigned ra = em_gpr(e, i->a);

            rd = em_gpr_def(e, d);
            as_lea(&e->as, w, rd, as_sib(AS_NONE, (int)ra, (unsigned)n, 0));
            return true;
        }
        if (i->op == IR_ROR && n && em_has(e, HOST_BMI) && alloc_tie_score(e->alloc, d, i->a) < 2) {
            struct x86_rm ra = em_gpr_rm(e, i->a, w);

            as_v2i(&e->as, RORX | (w == 8 ? AS_W : 0), em_gpr_def(e, d), ra, (unsigned)n);
            return true;
        }
        rd = em_gpr_def_tied(e, d, i->a);
        em_clobber(e);
        if (n)
            as_shift_imm(&e->as, shift_number[k], w, rd, (unsigned)n);
        else if (w == 4)
            as_mov(&e->as, 4, rd, rd);
        return true;
    }
    if (i->op != IR_ROR && em_has(e, HOST_BMI)) {
        unsigned rb = em_gpr(e, i->b);
        struct x86_rm ra = em_gpr_rm(e, i->a, w);

        rd = em_gpr_def(e, d);
        as_v3(&e->as, AS_OP(bmi_prefix[k], 2, 0xf7) | AS_VEX | (w == 8 ? AS_W : 0), rd, rb, ra);
        return true;
    }
    alloc_use_fixed(e->alloc, i->b, RCX);
    rd = em_gpr_def_tied(e, d, i->a);
    em_clobber(e);
    as_shift_cl(&e->as, shift_number[k], w, rd);
    if (w == 4) /* a count of 0 leaves the upper half as it was */
        as_mov(&e->as, 4, rd, rd);
    return true;
}

/* Leading zeroes of s in d; d is not s. */
static void leading_zeroes(struct emit *e, unsigned w, unsigned d, unsigned s)
{
    if (em_has(e, HOST_BMI)) {
        as_rr(&e->as, AS_OP(AS_PF3, 1, 0xbd), w, d, s);
        return;
    }
    /* bsr leaves d undefined for 0: a cmov by its ZF puts 2 * bits - 1 there */
    as_rr(&e->as, AS_OP(0, 1, 0xbd), w, d, s);
}

static bool count_leading(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = em_width(i->type), bits = w * 8, ra = em_gpr(e, i->a), src = ra, t = 0, rd;
    bool bmi = em_has(e, HOST_BMI);

    if (i->op == IR_CLS || !bmi)
        t = em_gpr_temp(e);
    rd = em_gpr_def_early(e, d);
    em_clobber(e);
    if (i->op == IR_CLS) {
        as_mov(&e->as, w, t, ra);
        as_shift_imm(&e->as, SH_SAR, w, t, bits - 1);
        as_alu(&e->as, ALU_XOR, w, t, as_reg(ra));
        as_lea(&e->as, w, t, as_sib((int)t, (int)t, 0, 1));
        src = t; /* never 0: bit 0 is set */
    }
    leading_zeroes(e, w, rd, src);
    if (bmi)
        return true;
    if (i->op == IR_CLZ) {
        as_mov_imm(&e->as, t, 2 * bits - 1);
        as_cmov(&e->as, CC_E, 4, rd, as_reg(t));
    }
    as_alu_imm(&e->as, ALU_XOR, 4, as_reg(rd), (int32_t)bits - 1);
    return true;
}

bool em_rule_count(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = em_width(i->type), rd, t;
    struct x86_rm ra;

    if (!scalar(i))
        return false;
    if (i->op == IR_CLZ || i->op == IR_CLS)
        return count_leading(e, i, d);
    if (i->op == IR_POPCNT && !em_has(e, HOST_POPCNT))
        return false;
    ra = em_gpr_rm(e, i->a, w);
    if (i->op == IR_POPCNT || em_has(e, HOST_BMI)) {
        rd = em_gpr_def(e, d);
        em_clobber(e);
        as_rx(&e->as, AS_OP(AS_PF3, 1, i->op == IR_POPCNT ? 0xb8 : 0xbc), w, rd, ra);
        return true;
    }
    t = em_gpr_temp(e);
    rd = em_gpr_def_early(e, d);
    em_clobber(e);
    as_mov_imm(&e->as, t, w * 8);
    as_rx(&e->as, AS_OP(0, 1, 0xbc), w, rd, ra); /* bsf */
    as_cmov(&e->as, CC_E, 4, rd, as_reg(t));
    return true;
}

static void bswap(struct emit *e, unsigned w, unsigned reg)
{
    unsigned rex = (w == 8 ? 8u : 0) | reg >> 3;

    if (rex)
        as_byte(&e->as, 0x40 | rex);
    as_byte(&e->as, 0x0f);
    as_byte(&e->as, 0xc8 | (reg & 7));
}

/* Bits of reg where mask is set change places with those n above them: t is lost. */
static void swap_bits(struct emit *e, unsigned w, unsigned reg, unsigned t, unsigned mt, unsigned n,
                      uint64_t mask)
{
    if (w == 4)
        mask &= UINT32_MAX;
    as_mov_imm(&e->as, mt, mask);
    as_mov(&e->as, w, t, reg);
    as_shift_imm(&e->as, SH_SHR, w, t, n);
    as_alu(&e->as, ALU_AND, w, t, as_reg(mt));
    as_alu(&e->as, ALU_AND, w, reg, as_reg(mt));
    as_shift_imm(&e->as, SH_SHL, w, reg, n);
    as_alu(&e->as, ALU_OR, w, reg, as_reg(t));
}

bool em_rule_bswap(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = em_width(i->type), rd;

    if (!scalar(i))
        return false;
    if (i->op == IR_BSWAP16 && w == 8) {
        unsigned t = em_gpr_temp(e), m = em_gpr_temp(e);

        rd = em_gpr_def_tied(e, d, i->a);
        em_clobber(e);
        swap_bits(e, w, rd, t, m, 8, 0x00ff00ff00ff00ff);
        return true;
    }
    rd = em_gpr_def_tied(e, d, i->a);
    em_clobber(e);
    bswap(e, w, rd);
    /* In halves: all bytes, then the halves back. */
    if (i->op == IR_BSWAP16 || (i->op == IR_BSWAP32 && w == 8))
        as_shift_imm(&e->as, SH_ROR, w, rd, w * 4);
    return true;
}

bool em_rule_rbit(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = em_width(i->type), t, m, rd;

    if (!scalar(i))
        return false;
    t = em_gpr_temp(e);
    m = em_gpr_temp(e);
    rd = em_gpr_def_tied(e, d, i->a);
    em_clobber(e);
    bswap(e, w, rd);
    swap_bits(e, w, rd, t, m, 4, 0x0f0f0f0f0f0f0f0f);
    swap_bits(e, w, rd, t, m, 2, 0x3333333333333333);
    swap_bits(e, w, rd, t, m, 1, 0x5555555555555555);
    return true;
}

/* UBFX, SBFX */
bool em_rule_extract(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned lsb = i->imm & 255, width = (unsigned)i->imm >> 8, w = em_width(i->type);
    unsigned bits = w * 8, rd;
    bool is_signed = i->op == IR_SBFX;

    if (!scalar(i))
        return false;
    if (lsb == 0 && (width == 8 || width == 16 || width == 32)) {
        struct x86_rm ra = as_reg(em_gpr(e, i->a));

        rd = em_gpr_def(e, d);
        if (is_signed)
            as_movsx(&e->as, width / 8, w, rd, ra);
        else
            as_movzx(&e->as, width / 8, rd, ra);
        return true;
    }
    rd = em_gpr_def_tied(e, d, i->a);
    em_clobber(e);
    if (!is_signed && width < 32) {
        if (lsb)
            as_shift_imm(&e->as, SH_SHR, w, rd, lsb);
        if (lsb + width < bits)
            as_alu_imm(&e->as, ALU_AND, 4, as_reg(rd), (int32_t)bits_mask(width));
        return true;
    }
    if (lsb + width < bits)
        as_shift_imm(&e->as, SH_SHL, w, rd, bits - lsb - width);
    if (width < bits)
        as_shift_imm(&e->as, is_signed ? SH_SAR : SH_SHR, w, rd, bits - width);
    else if (w == 4)
        as_mov(&e->as, 4, rd, rd);
    return true;
}

/* d = a with width bits at lsb from b: a ^ (((a >> lsb ^ b) & mask) << lsb) */
bool em_rule_bfi(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned lsb = i->imm & 255, width = (unsigned)i->imm >> 8, w = em_width(i->type);
    unsigned bits = w * 8, rb, t, rd;

    if (!scalar(i))
        return false;
    rb = em_gpr(e, i->b);
    t = em_gpr_temp(e);
    rd = em_gpr_def_tied(e, d, i->a);
    em_clobber(e);
    as_mov(&e->as, w, t, rd);
    if (lsb)
        as_shift_imm(&e->as, SH_SHR, w, t, lsb);
    as_alu(&e->as, ALU_XOR, w, t, as_reg(rb));
    if (width < bits)
        as_shift_imm(&e->as, SH_SHL, w, t, bits - width);
    if (bits - width - lsb)
        as_shift_imm(&e->as, SH_SHR, w, t, bits - width - lsb);
    as_alu(&e->as, ALU_XOR, w, rd, as_reg(t));
    return true;
}

/* shlx, shrx: d = s shifted by the count in register n. */
static void shift_beside_flags(struct emit *e, unsigned op, unsigned w, unsigned d, unsigned s,
                               unsigned n)
{
    as_v3(&e->as, AS_OP(bmi_prefix[op - IR_SHL], 2, 0xf7) | AS_VEX | (w == 8 ? AS_W : 0), d, n,
          as_reg(s));
}

/* While EFLAGS are needed: d = (d >> n) + (a << bits - n), n not 0. */
static void extract_beside_flags(struct emit *e, unsigned w, unsigned d, unsigned a, unsigned n)
{
    unsigned t = em_gpr_temp(e), left = w * 8 - n;

    as_mov_imm(&e->as, t, n);
    shift_beside_flags(e, IR_SHR, w, d, d, t);
    if (left <= 3) {
        as_lea(&e->as, w, d, as_sib((int)d, (int)a, left, 0));
        return;
    }
    as_mov_imm(&e->as, t, left);
    shift_beside_flags(e, IR_SHL, w, t, a, t);
    as_lea(&e->as, w, d, as_sib((int)d, (int)t, 0, 0));
}

bool em_rule_extr(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = em_width(i->type), n = (unsigned)i->imm, ra, rd;

    if (!scalar(i))
        return false;
    ra = em_gpr(e, i->a);
    rd = em_gpr_def_tied(e, d, i->b);
    if (n && em_flags_live(e)) {
        extract_beside_flags(e, w, rd, ra, n);
        return true;
    }
    if (n) {
        em_clobber(e);
        as_rr(&e->as, AS_OP(0, 1, 0xac) | AS_IMM8, w, ra, rd); /* shrd d, a, n */
        as_byte(&e->as, n);
    } else if (w == 4) {
        as_mov(&e->as, 4, rd, rd);
    }
    return true;
}

/* CRC-32C has an instruction of SSE4.2, which every host with AVX has. */
bool em_rule_crc32(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned bytes = i->imm & 255, rb, rd;

    if (!(i->imm & 256) || !em_has(e, HOST_AVX))
        return false;
    rb = em_gpr(e, i->b);
    rd = em_gpr_def_tied(e, d, i->a);
    as_rr(&e->as, AS_OP(AS_PF2, 2, bytes == 1 ? 0xf0 : 0xf1), bytes, rd, rb);
    return true;
}
