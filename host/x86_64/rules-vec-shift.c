/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shifts of lanes, and bits counted and reversed in lanes. */
#include "host/x86_64/rules-vec.h"

/* Bytes are shifted as words and cut off; a sign is put back by (x ^ m) - m. */
static void shift_bytes(struct emit *e, unsigned kind, unsigned d, unsigned a, unsigned n,
                        unsigned t)
{
    uint64_t keep = kind == X86_SHL ? 0xffull << n : 0xffull >> n;

    if (kind == X86_SHL && n == 1) {
        v3(e, V_PADDB, d, a, a);
        return;
    }
    x86_vshift_imm(e, kind == X86_SHL ? X86_SHL : X86_SHR, 1, d, a, n);
    v3m(e, V_PAND, d, d, x86_vpattern(e, x86_vrepeat(0, keep)));
    if (kind == X86_SAR) {
        as_v2(em_asm(e), V_66(0x6f), t, as_rm_mem(x86_vpattern(e, x86_vrepeat(0, 0x80u >> n))));
        v3(e, V_PXOR, d, d, t);
        v3(e, V_PSUBB, d, d, t);
    }
}

/* 64 bits, arithmetic, without AVX-512: the high halves are 32-bit shifts. */
static void sar_quads(struct emit *e, unsigned d, unsigned a, unsigned n, unsigned t)
{
    if (n < 32) {
        x86_vshift_imm(e, X86_SAR, 2, t, a, n);
        x86_vshift_imm(e, X86_SHR, 3, d, a, n);
    } else {
        x86_vshift_imm(e, X86_SAR, 2, t, a, n - 32);
        v2i(e, V_PSHUFD, d, t, 0xf5);
        x86_vshift_imm(e, X86_SAR, 2, t, a, 31);
    }
    v3i(e, V_PBLENDW, d, d, t, 0xcc);
}

bool x86_rule_vshift(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), size = ir_bytes(i->type);
    unsigned kind = i->op == IR_SHL ? X86_SHL : i->op == IR_SHR ? X86_SHR : X86_SAR;
    uint64_t amount;

    if (log2 > 3 || !em_const(e, i->b, &amount)) {
        return false;
    }
    unsigned n = (unsigned)amount & ((8u << log2) - 1);
    bool zero = size < 16 && em_upper_zero(e, i->a, size);
    unsigned a = em_vec(e, i->a);
    if (n == 0) {
        vmov(e, em_vec_def(e, d), a);
    } else if (log2 == 0 || (log2 == 3 && kind == X86_SAR && !has512(e))) {
        unsigned t = em_vec_temp(e), rd = em_vec_def_early(e, d);
        if (log2 == 0) {
            shift_bytes(e, kind, rd, a, n, t);
        } else {
            sar_quads(e, rd, a, n, t);
        }
    } else {
        x86_vshift_imm(e, kind, log2, em_vec_def(e, d), a, n);
    }
    if (zero) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}

/* Rotation of lanes by a number of bytes. */
static void rotate_bytes(struct emit *e, unsigned log2, unsigned d, unsigned a, unsigned bytes)
{
    unsigned mask = (1u << log2) - 1;
    uint8_t table[16];

    for (unsigned k = 0; k < 16; k++) {
        table[k] = (uint8_t)((k & ~mask) | ((k + bytes) & mask));
    }
    v3m(e, V_PSHUFB, d, a, em_pool(e, table, 16));
}

/* By a constant. Zero lanes stay zero, so what is known of the upper bits stays known. */
bool x86_rule_vror(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), size = ir_bytes(i->type), bits = 8u << log2;
    uint64_t amount;

    if (log2 > 3 || !em_const(e, i->b, &amount)) {
        return false;
    }
    unsigned n = (unsigned)amount & (bits - 1);
    bool zero = size < 16 && em_upper_zero(e, i->a, size);
    unsigned a = em_vec(e, i->a);
    if (n == 0) {
        vmov(e, em_vec_def(e, d), a);
    } else if (log2 >= 2 && has512(e)) {
        unsigned op = V_66(0x72) | AS_EVEX | (log2 == 3 ? AS_W : 0); /* vprord, vprorq */
        as_vshift(em_asm(e), op, 0, em_vec_def(e, d), a, n);
    } else if (n % 8 == 0) {
        rotate_bytes(e, log2, em_vec_def(e, d), a, n / 8);
    } else {
        unsigned t = em_vec_temp(e), rd = em_vec_def(e, d);
        if (log2 == 0) {
            shift_bytes(e, X86_SHR, t, a, n, t);
            shift_bytes(e, X86_SHL, rd, a, bits - n, rd);
        } else {
            x86_vshift_imm(e, X86_SHR, log2, t, a, n);
            x86_vshift_imm(e, X86_SHL, log2, rd, a, bits - n);
        }
        v3(e, V_POR, rd, rd, t);
    }
    if (zero) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}

/*
 * By each lane's signed low byte, without rounding and saturation: the host's shifts by lanes give
 * zero (or the sign) for amounts of the width and more, so b & 255 is right for left shifts and
 * -b & 255 for right ones, each being too far for the other direction.
 */
bool x86_rule_ushlv(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);
    bool sign = i->op == IR_SSHLV;
    /* by width: 2 (AVX512BW), 4, 8 */
    unsigned w = log2 == 1 || log2 == 3 ? AS_W : 0, evex = log2 == 1 ? AS_EVEX : 0;
    unsigned left = V_66_38(log2 == 1 ? 0x12 : 0x47) | w | evex;
    unsigned right = V_66_38(log2 == 1 ? 0x10 : 0x45) | w | evex;
    unsigned right_sign = V_66_38(log2 == 1 ? 0x11 : 0x46) | w | (log2 == 2 ? 0 : AS_EVEX);

    if (i->aux || log2 == 0 || log2 > 3 || (sign ? !has512(e) : !em_has(e, HOST_AVX2)) ||
        (log2 == 1 && !has512(e))) {
        return false;
    }
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), t = em_vec_temp(e);
    unsigned rd = em_vec_def_early(e, d);
    struct x86_mem low = x86_vpattern(e, x86_vrepeat(log2, 255));
    vzero(e, rd);
    v3(e, v_psub[log2], rd, rd, b);
    v3m(e, V_PAND, rd, rd, low);
    v3m(e, V_PAND, t, b, low);
    v3(e, sign ? right_sign : right, rd, a, rd);
    v3(e, left, t, a, t);
    if (!sign) {
        v3(e, V_POR, rd, rd, t);
        return true;
    }
    /* The sign of the amount chooses: bit 7 of each lane into a mask register, left where clear. */
    unsigned test = AS_OP(AS_PF3, 2, log2 == 1 ? 0x26 : 0x27) | w | AS_EVEX; /* vptestnm */
    unsigned blend = V_66_38(log2 == 1 ? 0x66 : 0x64) | w | AS_EVEX | 1u << AS_K_SHIFT;
    as_v3(em_asm(e), test, 1, b, as_rm_mem(x86_vpattern(e, x86_vrepeat(log2, 128))));
    as_v3(em_asm(e), blend, rd, rd, as_reg(t));
    return true;
}

/* table[low nibble] op table[high nibble] of each byte, by PSHUFB; t is a temp. */
static void nibbles(struct emit *e, unsigned a, unsigned low, unsigned high, unsigned t,
                    const uint8_t *low_table, const uint8_t *high_table)
{
    struct x86_mem mask = x86_vpattern(e, 0x0f0f0f0f0f0f0f0f);

    v3m(e, V_PAND, t, a, mask);
    as_v2(em_asm(e), V_66(0x6f), low, as_rm_mem(em_pool(e, low_table, 16)));
    v3(e, V_PSHUFB, low, low, t);
    x86_vshift_imm(e, X86_SHR, 1, t, a, 4);
    v3m(e, V_PAND, t, t, mask);
    as_v2(em_asm(e), V_66(0x6f), high, as_rm_mem(em_pool(e, high_table, 16)));
    v3(e, V_PSHUFB, high, high, t);
}

bool x86_rule_vpopcnt(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    static const uint8_t count[16] = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4};

    if (!ir_is_vec(i->type) || ir_lane_log2(i->type) != 0) {
        return false;
    }
    unsigned a = em_vec(e, i->a), t = em_vec_temp(e), u = em_vec_temp(e);
    unsigned rd = em_vec_def_early(e, d);
    nibbles(e, a, rd, t, u, count, count);
    v3(e, V_PADDB, rd, rd, t);
    return true;
}

bool x86_rule_vrbit(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    static const uint8_t low[16] = {0x00, 0x80, 0x40, 0xc0, 0x20, 0xa0, 0x60, 0xe0,
                                    0x10, 0x90, 0x50, 0xd0, 0x30, 0xb0, 0x70, 0xf0};
    static const uint8_t high[16] = {0x0, 0x8, 0x4, 0xc, 0x2, 0xa, 0x6, 0xe,
                                     0x1, 0x9, 0x5, 0xd, 0x3, 0xb, 0x7, 0xf};

    if (!ir_is_vec(i->type) || ir_lane_log2(i->type) != 0) {
        return false;
    }
    unsigned a = em_vec(e, i->a);
    if (em_has(e, HOST_GFNI) && em_has(e, HOST_AVX)) {
        as_v3i(em_asm(e), V_GF2P8AFFINEQB, em_vec_def(e, d), a,
               as_rm_mem(x86_vpattern(e, 0x8040201008040201)), 0);
        return true;
    }
    unsigned t = em_vec_temp(e), u = em_vec_temp(e), rd = em_vec_def_early(e, d);
    nibbles(e, a, rd, t, u, low, high);
    v3(e, V_POR, rd, rd, t);
    return true;
}

enum { PLZCNTD = V_66_38(0x44) | AS_EVEX };

/* rd = the leading zeroes of bytes of a, by nibbles: the high one's count, and if that is 4 the low
 * one's too. t and u are temps. */
static void clz_bytes(struct emit *e, unsigned rd, unsigned a, unsigned t, unsigned u)
{
    static const uint8_t low[16] = {8, 7, 6, 6, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 4, 4};
    static const uint8_t high[16] = {8, 3, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0};

    nibbles(e, a, rd, t, u, low, high);
    /* pminub: with a high nibble its count is below the low table's */
    v3(e, V_66(0xda), rd, rd, t);
}

/* rd = the leading zeroes of a's lanes of 1 << log2 bytes, by those of their halves: the high
 * one's, and if that is all zeroes the low one's too. */
static void clz_lanes(struct emit *e, unsigned log2, unsigned rd, unsigned a, unsigned t,
                      unsigned u)
{
    clz_bytes(e, rd, a, t, u);
    for (unsigned k = 1; k <= log2; k++) {
        unsigned half = 4u << k;
        x86_vshift_imm(e, X86_SHR, k, u, rd, half);
        v3m(e, v_pcmpeq[k], t, u, x86_vpattern(e, x86_vrepeat(k, half)));
        v3m(e, V_PAND, rd, rd, x86_vpattern(e, x86_vrepeat(k, (1ull << half) - 1)));
        v3(e, V_PAND, rd, rd, t);
        v3(e, v_padd[k], rd, rd, u);
    }
}

/* The same of lanes of 2 bytes by those of 4, with AVX-512. */
static void clz_halves(struct emit *e, unsigned rd, unsigned a, unsigned t)
{
    struct x86_mem low = x86_vpattern(e, 0x0000ffff0000ffff);

    x86_vshift_imm(e, X86_SHL, 2, t, a, 16);
    v3m(e, V_POR, t, t, low);
    v2(e, PLZCNTD, t, t);
    v3m(e, V_POR, rd, a, low);
    v2(e, PLZCNTD, rd, rd);
    x86_vshift_imm(e, X86_SHL, 2, rd, rd, 16);
    v3(e, V_POR, rd, rd, t);
}

/* rd = the leading zeroes of a's lanes, which is not rd. */
static void leading_zeroes(struct emit *e, unsigned log2, unsigned rd, unsigned a, unsigned t,
                           unsigned u)
{
    if (log2 >= 2 && has512(e)) {
        v2(e, PLZCNTD | (log2 == 3 ? AS_W : 0), rd, a);
    } else if (log2 == 1 && has512(e)) {
        clz_halves(e, rd, a, t);
    } else {
        clz_lanes(e, log2, rd, a, t, u);
    }
}

bool x86_rule_vclz(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);

    if (!ir_is_vec(i->type) || log2 > (has512(e) ? 3u : 2u)) {
        return false;
    }
    if (log2 >= 2 && has512(e)) {
        em_v2(e, PLZCNTD | (log2 == 3 ? AS_W : 0), d, i->a);
        return true;
    }
    unsigned a = em_vec(e, i->a), t = em_vec_temp(e), u = em_vec_temp(e);
    leading_zeroes(e, log2, em_vec_def_early(e, d), a, t, u);
    return true;
}

/* The leading zeroes of a number or of its inverse, whichever is not negative, less the sign. */
bool x86_rule_vcls(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    static const unsigned max[3] = {V_66_38(0x3c), V_66(0xee), V_66_38(0x3d)}; /* pmaxs */
    unsigned log2 = ir_lane_log2(i->type);

    if (!ir_is_vec(i->type) || log2 > 2) {
        return false;
    }
    unsigned a = em_vec(e, i->a), y = em_vec_temp(e), t = em_vec_temp(e), u = em_vec_temp(e);
    unsigned rd = em_vec_def_early(e, d);
    struct x86_mem ones = x86_vpattern(e, ~0ull);

    v3m(e, V_PXOR, y, a, ones);
    v3(e, max[log2], y, y, a);
    leading_zeroes(e, log2, rd, y, t, u);
    v3m(e, v_padd[log2], rd, rd, ones);
    return true;
}
