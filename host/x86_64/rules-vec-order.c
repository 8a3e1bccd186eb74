/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lanes in another order. */
#include "host/x86_64/rules-vec.h"

static const unsigned unpack_low[4] = {V_PUNPCKLBW, V_PUNPCKLWD, V_PUNPCKLDQ, V_PUNPCKLQDQ};
static const unsigned unpack_high[4] = {V_PUNPCKHBW, V_PUNPCKHWD, V_PUNPCKHDQ, V_PUNPCKHQDQ};

/* d = s shifted right by n bytes. */
static void shift_bytes_right(struct emit *e, unsigned d, unsigned s, unsigned n)
{
    if (!em_has(e, HOST_AVX)) {
        vmov(e, d, s);
        s = d;
    }
    as_vshift(em_asm(e), V_66(0x73), 3, d, s, n);
}

bool x86_rule_zip(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);
    bool half = ir_bytes(i->type) == 8;

    if (log2 > 3 || ir_bytes(i->type) < 8 || ir_lanes(i->type) < 2) {
        return false;
    }
    if (!half || i->op == IR_ZIP1) {
        em_v3(e, (i->op == IR_ZIP1 ? unpack_low : unpack_high)[log2], d, i->a, i->b, false);
        return true;
    }
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), rd = em_vec_def_early(e, d);
    v3(e, unpack_low[log2], rd, a, b);
    v2i(e, V_PSHUFD, rd, rd, 0xee);
    return true;
}

/* s with the even (odd) lanes of 1, 2 bytes, zero-extended to twice the width, for a pack. */
static void uzp_part(struct emit *e, unsigned log2, bool odd, unsigned d, unsigned s)
{
    if (odd) {
        x86_vshift_imm(e, X86_SHR, log2 + 1, d, s, 8u << log2);
    } else {
        v3m(e, V_PAND, d, s, x86_vpattern(e, log2 ? 0x0000ffff0000ffff : 0x00ff00ff00ff00ff));
    }
}

/* Of two whole registers; d and t differ from a and b. */
static void uzp_full(struct emit *e, unsigned log2, bool odd, unsigned d, unsigned a, unsigned b,
                     unsigned t)
{
    if (log2 == 3) {
        v3(e, odd ? V_PUNPCKHQDQ : V_PUNPCKLQDQ, d, a, b);
    } else if (log2 == 2) {
        v3i(e, V_SHUFPS, d, a, b, odd ? 0xdd : 0x88);
    } else {
        uzp_part(e, log2, odd, d, a);
        if (a != b) {
            uzp_part(e, log2, odd, t, b);
        }
        v3(e, log2 ? V_PACKUSDW : V_PACKUSWB, d, d, a != b ? t : d);
    }
}

bool x86_rule_uzp(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);
    bool odd = i->op == IR_UZP2;

    if (log2 > 3 || ir_bytes(i->type) < 8 || ir_lanes(i->type) < 2) {
        return false;
    }
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), t = em_vec_temp(e);
    unsigned rd = em_vec_def_early(e, d);
    if (ir_bytes(i->type) == 16) {
        uzp_full(e, log2, odd, rd, a, b, t);
    } else if (log2 == 2) {
        v3(e, V_PUNPCKLDQ, rd, a, b);
        if (odd) {
            v2i(e, V_PSHUFD, rd, rd, 0xee);
        }
    } else {
        v3(e, V_PUNPCKLQDQ, t, a, b);
        uzp_full(e, log2, odd, rd, t, t, t);
    }
    return true;
}

bool x86_rule_trn(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), width = 8u << log2;
    bool odd = i->op == IR_TRN2;

    if (log2 > 3 || ir_lanes(i->type) < 2) {
        return false;
    }
    if (log2 == 3) {
        em_v3(e, odd ? V_PUNPCKHQDQ : V_PUNPCKLQDQ, d, i->a, i->b, false);
        return true;
    }
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), t = em_vec_temp(e);
    unsigned rd = em_vec_def_early(e, d);
    uint64_t even = x86_vrepeat(log2 + 1, (1ull << width) - 1);
    if (odd) {
        x86_vshift_imm(e, X86_SHR, log2 + 1, rd, a, width);
        v3m(e, V_PAND, t, b, x86_vpattern(e, ~even));
    } else {
        x86_vshift_imm(e, X86_SHL, log2 + 1, t, b, width);
        v3m(e, V_PAND, rd, a, x86_vpattern(e, even));
    }
    v3(e, V_POR, rd, rd, t);
    return true;
}

bool x86_rule_vext(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned size = ir_bytes(i->type);

    if (size < 8 || i->aux >= size) {
        return false;
    }
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), rd = em_vec_def_early(e, d);
    if (size == 8) {
        v3(e, V_PUNPCKLQDQ, rd, a, b);
        shift_bytes_right(e, rd, rd, i->aux);
    } else if (a == b && i->aux % 4 == 0) {
        v2i(e, V_PSHUFD, rd, a, 0xe4e4u >> i->aux / 2 & 255);
    } else {
        v3i(e, V_PALIGNR, rd, b, a, i->aux);
    }
    return true;
}

bool x86_rule_vrev(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), group = 1u << i->aux;
    uint8_t table[16];

    if (log2 > 3 || i->aux > 4 || i->aux < log2) {
        return false;
    }
    bool zero = ir_bytes(i->type) == 8 && em_upper_zero(e, i->a, 8);
    unsigned a = em_vec(e, i->a);
    if (log2 == 2 && i->aux == 3) {
        v2i(e, V_PSHUFD, em_vec_def(e, d), a, 0xb1);
    } else {
        unsigned rd = em_vec_def_early(e, d);
        for (unsigned k = 0; k < 16; k++) {
            table[k] = (uint8_t)(k ^ ((group - 1) & ~((1u << log2) - 1)));
        }
        v3m(e, V_PSHUFB, rd, a, em_pool(e, table, 16));
    }
    if (zero) {
        em_set_upper_zero(e, d, 8);
    }
    return true;
}

/* PSHUFB takes the low four bits of an index, and gives zero if its bit 7 is set: adding 0x70 with
 * saturation sets it for 16 and more. A table of 8 bytes has zeroes behind it. */
bool x86_rule_tbl(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned size = ir_bytes(i->type);

    if (size < 8) {
        return false;
    }
    unsigned b = em_vec(e, i->b), a = size == 8 ? x86_vec_low8(e, i->a) : em_vec(e, i->a);
    unsigned t = em_vec_temp(e), rd = em_vec_def_early(e, d);
    v3m(e, V_PADDUSB, t, b, x86_vpattern(e, 0x7070707070707070));
    v3(e, V_PSHUFB, rd, a, t);
    return true;
}
