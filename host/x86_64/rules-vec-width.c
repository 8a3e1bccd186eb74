/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wider and narrower lanes, reductions, carry-less products and AES. */
#include "base/bits.h"
#include "host/x86_64/rules-vec.h"

bool x86_rule_vwiden(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    static const unsigned zx[4] = {0, V_PMOVZXBW, V_PMOVZXWD, V_PMOVZXDQ};
    static const unsigned sx[4] = {0, V_PMOVSXBW, V_PMOVSXWD, V_PMOVSXDQ};
    unsigned log2 = ir_lane_log2(i->type);
    unsigned op = (i->op == IR_VWIDENU ? zx : sx)[log2 & 3];

    if (log2 < 1 || log2 > 3) {
        return false;
    }
    unsigned from = ir_bytes(i->type) / 2, a = em_vec(e, i->a);
    if (!i->aux) {
        v2(e, op, em_vec_def(e, d), a);
        return true;
    }
    unsigned rd = em_vec_def_early(e, d);
    if (from == 8) {
        v2i(e, V_PSHUFD, rd, a, 0xee);
    } else {
        v2i(e, V_PSHUFD, rd, a, 0xe5);
    }
    v2(e, op, rd, rd);
    return true;
}

/* Brings lanes of twice the width into what the pack keeps; the pack to use, 0: none. */
static unsigned prepare_narrow(struct emit *e, const struct ir_insn *i, unsigned log2, unsigned d,
                               unsigned a)
{
    uint64_t max = x86_vrepeat(log2 + 1, (1ull << (8u << log2)) - 1);

    switch (i->aux) {
    case IR_NARROW_TRUNC:
        v3m(e, V_PAND, d, a, x86_vpattern(e, max));
        return log2 ? V_PACKUSDW : V_PACKUSWB;
    case IR_NARROW_UQ:
        v3m(e, log2 ? V_66_38(0x3b) : V_66_38(0x3a), d, a, x86_vpattern(e, max));
        return log2 ? V_PACKUSDW : V_PACKUSWB;
    case IR_NARROW_SQ:
        vmov(e, d, a);
        return log2 ? V_PACKSSDW : V_PACKSSWB;
    default:
        vmov(e, d, a);
        return log2 ? V_PACKUSDW : V_PACKUSWB;
    }
}

/* 64 to 32 bits. */
static bool narrow_quads(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    if (i->aux == IR_NARROW_TRUNC) {
        em_v2i(e, V_PSHUFD, d, i->a, 0x08);
        return true;
    }
    if (!has512(e)) {
        return false;
    }
    unsigned a = em_vec(e, i->a), rd = em_vec_def_early(e, d);
    unsigned op = AS_OP(AS_PF3, 2, i->aux == IR_NARROW_SQ ? 0x25 : 0x15) | AS_EVEX;
    if (i->aux == IR_NARROW_SQU) {
        vzero(e, rd);
        v3(e, V_66_38(0x3d) | AS_W | AS_EVEX, rd, rd, a);
        a = rd;
    }
    as_v2(em_asm(e), op, a, as_reg(rd));
    em_set_upper_zero(e, d, 8);
    return true;
}

bool x86_rule_vnarrow(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);

    if (log2 > 2 || ir_bytes(i->type) != 8) {
        return false;
    }
    if (log2 == 2) {
        return narrow_quads(e, i, d);
    }
    unsigned a = em_vec(e, i->a), rd = em_vec_def_early(e, d);
    unsigned pack = prepare_narrow(e, i, log2, rd, a);
    v3(e, pack, rd, rd, rd);
    return true;
}

/* d = lane 0 of d, zeroes above. */
static void keep_lane(struct emit *e, unsigned log2, unsigned d)
{
    if (log2 == 3) {
        vlow8(e, d, d);
    } else {
        uint64_t low[2] = {bits_mask(8u << log2), 0};

        v3m(e, V_PAND, d, d, em_pool(e, low, 16));
    }
}

/* d = all lanes of a combined by op into lane 0: halves onto each other. */
static void fold_lanes(struct emit *e, unsigned op, unsigned type, unsigned d, unsigned a,
                       unsigned t)
{
    for (unsigned size = ir_bytes(type) / 2; size >= 1u << ir_lane_log2(type); size /= 2) {
        unsigned s = size == ir_bytes(type) / 2 ? a : d;
        if (size >= 4) {
            v2i(e, V_PSHUFD, t, s, size == 8 ? 0xee : 0xe5);
        } else {
            if (!em_has(e, HOST_AVX)) {
                vmov(e, t, s);
            }
            as_vshift(em_asm(e), V_66(0x73), 3, t, em_has(e, HOST_AVX) ? s : t, size);
        }
        v3(e, op, d, s, t);
    }
}

bool x86_rule_vredadd(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), size = ir_bytes(i->type);

    if (log2 > 3 || size < 8 || ir_lanes(i->type) < 2) {
        return false;
    }
    unsigned a = em_vec(e, i->a), t = em_vec_temp(e), rd = em_vec_def_early(e, d);
    if (log2 == 0) {
        vzero(e, t);
        v3(e, V_PSADBW, rd, a, t);
        if (size == 16) {
            v2i(e, V_PSHUFD, t, rd, 0xee);
            v3(e, V_PADDD, rd, rd, t);
        }
    } else {
        fold_lanes(e, v_padd[log2], i->type, rd, a, t);
    }
    keep_lane(e, log2, rd);
    em_set_upper_zero(e, d, 8);
    return true;
}

bool x86_rule_vred(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    static const unsigned code[4][3] = {
        [IR_RED_UMIN] = {V_66(0xda), V_66_38(0x3a), V_66_38(0x3b)},
        [IR_RED_UMAX] = {V_66(0xde), V_66_38(0x3e), V_66_38(0x3f)},
        [IR_RED_SMIN] = {V_66_38(0x38), V_66(0xea), V_66_38(0x39)},
        [IR_RED_SMAX] = {V_66_38(0x3c), V_66(0xee), V_66_38(0x3d)},
    };
    unsigned log2 = ir_lane_log2(i->type);

    if (log2 > 2 || ir_bytes(i->type) < 8 || i->aux > 3) {
        return false;
    }
    unsigned a = em_vec(e, i->a), t = em_vec_temp(e), rd = em_vec_def_early(e, d);
    fold_lanes(e, code[i->aux][log2], i->type, rd, a, t);
    keep_lane(e, log2, rd);
    em_set_upper_zero(e, d, 8);
    return true;
}

bool x86_rule_pmull(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    if (i->imm != 3 || !em_has(e, HOST_PCLMUL)) {
        return false;
    }
    em_v3i(e, V_PCLMULQDQ, d, i->a, i->b, 0);
    return true;
}
