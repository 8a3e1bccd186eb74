/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Moves between the register classes, and of single lanes. */
#include "host/x86_64/rules-vec.h"

/* d = s with zeroes above size bytes (2, 4, 8). */
static void cut(struct emit *e, unsigned d, unsigned s, unsigned size)
{
    static const uint64_t low16[2] = {0xffff, 0};

    if (size == 8) {
        vlow8(e, d, s);
    } else if (size == 4) {
        v3i(e, V_INSERTPS, d, s, s, 0x0e);
    } else {
        v3m(e, V_PAND, d, s, em_pool(e, low16, 16));
    }
}

bool x86_rule_vcast(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned to = ir_bytes(i->type), from = ir_bytes(x86_type(e, i->a));
    unsigned size = from < to ? from : to;

    if (from >= to || em_upper_zero(e, i->a, from)) {
        bool zero = em_upper_zero(e, i->a, size);
        unsigned a = em_vec(e, i->a);
        vmov(e, em_vec_def(e, d), a);
        if (zero) {
            em_set_upper_zero(e, d, size);
        }
        return true;
    }
    unsigned a = em_vec(e, i->a), rd = em_vec_def(e, d);
    cut(e, rd, a, size);
    em_set_upper_zero(e, d, size);
    return true;
}

bool x86_rule_vfrom(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned from = ir_bytes(x86_type(e, i->a)), to = ir_bytes(i->type);
    unsigned size = from < to ? from : to;
    unsigned a = size < 4 ? em_gpr_zx(e, i->a, size == 1 ? IR_I8 : IR_I16) : em_gpr(e, i->a);
    unsigned rd = em_vec_def(e, d);

    as_v2(em_asm(e), V_MOVD | (size == 8 ? AS_W | AS_N8 : 0), rd, as_reg(a));
    em_set_upper_zero(e, d, size < 4 ? size : size == 8 ? 8 : 4);
    return true;
}

bool x86_rule_vto(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned a = em_vec(e, i->a), rd = em_gpr_def(e, d);

    as_v2(em_asm(e), V_MOVD_TO | (i->type == IR_I64 ? AS_W : 0), a, as_reg(rd));
    if (ir_bytes(x86_type(e, i->a)) < ir_bytes(i->type)) {
        unsigned bytes = ir_bytes(x86_type(e, i->a));
        if (bytes == 4) {
            as_mov(em_asm(e), 4, rd, rd);
        } else {
            as_movzx(em_asm(e), bytes, rd, as_reg(rd));
        }
    }
    return true;
}

/* All lanes of d = the lowest of s. t: a temp (bytes without AVX2 only). */
static void broadcast(struct emit *e, unsigned log2, unsigned d, unsigned s, unsigned t)
{
    static const unsigned code[4] = {V_PBROADCASTB, V_PBROADCASTW, V_PBROADCASTD, V_PBROADCASTQ};

    if (em_has(e, HOST_AVX2)) {
        v2(e, code[log2], d, s);
    } else if (log2 == 0) {
        vzero(e, t);
        v3(e, V_PSHUFB, d, s, t);
    } else if (log2 == 1) {
        v2i(e, V_PSHUFLW, d, s, 0);
        v2i(e, V_PSHUFD, d, d, 0);
    } else {
        v2i(e, V_PSHUFD, d, s, log2 == 2 ? 0 : 0x44);
    }
}

bool x86_rule_vdup(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);

    if (log2 > 3) {
        return false;
    }
    unsigned a = em_gpr(e, i->a);
    unsigned t = log2 == 0 && !em_has(e, HOST_AVX2) ? em_vec_temp(e) : 0;
    unsigned rd = em_vec_def_early(e, d);
    if (has512(e)) {
        static const uint8_t code[4] = {0x7a, 0x7b, 0x7c, 0x7c};
        as_v2(em_asm(e), V_66_38(code[log2]) | AS_EVEX | (log2 == 3 ? AS_W : 0), rd, as_reg(a));
        return true;
    }
    as_v2(em_asm(e), V_MOVD | (log2 == 3 ? AS_W : 0), rd, as_reg(a));
    broadcast(e, log2, rd, rd, t);
    return true;
}

bool x86_rule_vdupl(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), lane = i->aux;

    if (log2 > 3) {
        return false;
    }
    unsigned a = em_vec(e, i->a);
    if (log2 == 2 || log2 == 3) {
        unsigned how = log2 == 2 ? lane * 0x55 : lane ? 0xee : 0x44;
        v2i(e, V_PSHUFD, em_vec_def(e, d), a, how);
        return true;
    }
    if (lane == 0 && em_has(e, HOST_AVX2)) {
        broadcast(e, log2, em_vec_def(e, d), a, 0);
        return true;
    }
    unsigned rd = em_vec_def_early(e, d);
    if (log2 == 1) {
        unsigned how = (lane & 3) * 0x55;
        v2i(e, lane & 4 ? V_PSHUFHW : V_PSHUFLW, rd, a, how);
        v2i(e, V_PSHUFD, rd, rd, lane & 4 ? 0xff : 0);
    } else {
        v3m(e, V_PSHUFB, rd, a, x86_vpattern(e, x86_vrepeat(0, lane)));
    }
    return true;
}

bool x86_rule_vget(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = (unsigned)i->imm, lane = i->aux;
    struct x86_asm *as = em_asm(e);
    unsigned a = em_vec(e, i->a), rd = em_gpr_def(e, d);

    switch (log2) {
    case 0:
        as_v2i(as, V_PEXTRB, a, as_reg(rd), lane);
        break;
    case 1: /* the form of SSE2: the general register is the destination */
        as_v2i(as, V_PEXTRW, rd, as_reg(a), lane);
        break;
    default:
        if (lane == 0) {
            as_v2(as, V_MOVD_TO | (log2 == 3 ? AS_W : 0), a, as_reg(rd));
        } else {
            as_v2i(as, V_PEXTRD | (log2 == 3 ? AS_W : 0), a, as_reg(rd), lane);
        }
    }
    return true;
}

bool x86_rule_vput(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    static const unsigned code[4] = {V_PINSRB, V_PINSRW, V_PINSRD, V_PINSRD | AS_W};
    unsigned log2 = ir_lane_log2(i->type), size = ir_bytes(i->type);

    if (log2 > 3) {
        return false;
    }
    bool zero = size < 16 && em_upper_zero(e, i->a, size);
    unsigned a = em_vec(e, i->a), b = em_gpr(e, i->b), rd = em_vec_def(e, d);
    if (!em_has(e, HOST_AVX)) {
        vmov(e, rd, a);
        a = rd;
    }
    as_v3i(em_asm(e), code[log2], rd, a, as_reg(b), i->aux);
    if (zero) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}

bool x86_rule_vmovl(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), to = i->aux & 255, from = i->aux >> 8;

    if (log2 > 3) {
        return false;
    }
    if (log2 < 2) {
        static const unsigned get[2] = {V_PEXTRB, V_PEXTRW}, put[2] = {V_PINSRB, V_PINSRW};
        unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), t = em_gpr_temp(e);
        unsigned rd = em_vec_def_early(e, d);
        if (log2 == 0) {
            as_v2i(em_asm(e), get[0], b, as_reg(t), from);
        } else {
            as_v2i(em_asm(e), get[1], t, as_reg(b), from);
        }
        vmov(e, rd, a);
        as_v3i(em_asm(e), put[log2], rd, rd, as_reg(t), to);
        return true;
    }
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), rd = em_vec_def_early(e, d);
    if (log2 == 2) {
        v3i(e, V_INSERTPS, rd, a, b, from << 6 | to << 4);
    } else if (to) { /* low of a, chosen of b */
        v3i(e, V_SHUFPD, rd, a, b, from << 1);
    } else { /* chosen of b, high of a */
        v3i(e, V_SHUFPD, rd, b, a, from | 2);
    }
    return true;
}

bool x86_rule_vpair(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned a = em_gpr(e, i->a), b = em_gpr(e, i->b), rd = em_vec_def_early(e, d);

    as_v2(em_asm(e), V_MOVD | AS_W, rd, as_reg(a));
    as_v3i(em_asm(e), V_PINSRD | AS_W, rd, rd, as_reg(b), 1);
    return true;
}

bool x86_rule_vnonzero(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    struct x86_asm *as = em_asm(e);
    unsigned size = ir_bytes(i->type);

    if (size < 8) {
        return false;
    }
    unsigned a = size == 8 ? x86_vec_low8(e, i->a) : em_vec(e, i->a), rd = em_gpr_def(e, d);
    if (has512(e)) {
        as_v3(as, V_66_38(0x27) | AS_EVEX, 1, a, as_reg(a));       /* vptestmd k1 */
        as_v2(as, AS_OP(AS_P66, 1, 0x93) | AS_VEX, rd, as_reg(1)); /* kmovb */
        as_test(as, 4, rd, rd);
    } else {
        as_v2(as, V_PTEST, a, as_reg(a));
    }
    as_setcc(as, CC_NE, rd);
    as_movzx(as, 1, rd, as_reg(rd));
    return true;
}
