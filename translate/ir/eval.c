/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operations on values: lanes by the meaning of ops.def, whole values by functions. */
#include "translate/ir/eval.h"

static ir_eval_fn *const wide[IR_N_OPS] = {
    [IR_ZEXT] = ir_eval_zext,
    [IR_SEXT] = ir_eval_sext,
    [IR_TRUNC] = ir_eval_trunc,
    [IR_SELECT] = ir_eval_select,
    [IR_FLAGSEL] = ir_eval_select,
    [IR_COND] = ir_eval_cond,
    [IR_NZCV] = ir_eval_nzcv,
    [IR_VFROM] = ir_eval_vfrom,
    [IR_VTO] = ir_eval_vto,
    [IR_VCAST] = ir_eval_vcast,
    [IR_VDUP] = ir_eval_vdup,
    [IR_VDUPL] = ir_eval_vdupl,
    [IR_VGET] = ir_eval_vget,
    [IR_VPUT] = ir_eval_vput,
    [IR_VMOVL] = ir_eval_vmovl,
    [IR_VPAIR] = ir_eval_vpair,
    [IR_ZIP1] = ir_eval_zip1,
    [IR_ZIP2] = ir_eval_zip2,
    [IR_UZP1] = ir_eval_uzp1,
    [IR_UZP2] = ir_eval_uzp2,
    [IR_TRN1] = ir_eval_trn1,
    [IR_TRN2] = ir_eval_trn2,
    [IR_VEXT] = ir_eval_vext,
    [IR_VREV] = ir_eval_vrev,
    [IR_TBL] = ir_eval_tbl,
    [IR_VNONZERO] = ir_eval_vnonzero,
    [IR_VWIDENU] = ir_eval_vwidenu,
    [IR_VWIDENS] = ir_eval_vwidens,
    [IR_VNARROW] = ir_eval_vnarrow,
    [IR_PMULL] = ir_eval_pmull,
    [IR_VREDADD] = ir_eval_vredadd,
    [IR_VRED] = ir_eval_vred,
    [IR_AES_SUBSHIFT] = ir_eval_aes_subshift,
    [IR_AES_ISUBSHIFT] = ir_eval_aes_isubshift,
    [IR_AES_MIX] = ir_eval_aes_mix,
    [IR_AES_IMIX] = ir_eval_aes_imix,
    [IR_SHA256_ROUNDS] = ir_eval_sha256_rounds,
    [IR_SHA256_SIGMA0] = ir_eval_sha256_sigma0,
    [IR_SHA256_SIGMA1] = ir_eval_sha256_sigma1,
};

static uint64_t lane(const struct ir_insn *i, unsigned bits, uint64_t a, uint64_t b, uint64_t c)
{
    int64_t sa = bits_sext(a, bits), sb = bits_sext(b, bits);
    unsigned n = (unsigned)i->imm, u = i->aux;

    switch (i->op) {
#define IR_OP(name, result, operands, flags, meaning)                                              \
    case IR_##name:                                                                                \
        return (uint64_t)(meaning);
#include "translate/ir/ops.def"
#undef IR_OP
    }
    return 0;
}

/* The widest lanes that are computed at once; logic on 128-bit lanes goes by halves. */
static unsigned work_log2(unsigned type)
{
    return ir_lane_log2(type) > 3 ? 3 : ir_lane_log2(type);
}

static void eval_lanes(const struct ir_insn *i, union vec *d, const union vec *a,
                       const union vec *b, const union vec *c)
{
    unsigned log2 = work_log2(i->type), bits = 8u << log2, n = ir_bytes(i->type) >> log2;
    const char *operands = ir_op_texts[i->op].operands;
    bool scalar_b = operands[1] == 's', scalar_c = operands[2] == 's';

    for (unsigned k = 0; k < n; k++) {
        uint64_t x = ir_lane_get(a, log2, k);
        uint64_t y = scalar_b ? b->q[0] : ir_lane_get(b, log2, k);
        uint64_t z = scalar_c ? c->q[0] : ir_lane_get(c, log2, k);

        ir_lane_put(d, log2, k, lane(i, bits, x, y, z));
    }
}

/* Lanes by the guest's rules; FCVT and the scalar conversions say the source type in aux. */
static void eval_fp(const struct ir_guest *guest, struct cpu *cpu, const struct ir_insn *i,
                    union vec *d, const union vec *a, const union vec *b, const union vec *c)
{
    unsigned to = ir_lane_log2(i->type), from = to, n = ir_lanes(i->type);

    if (ir_ops[i->op].flags & IR_F_WIDE) {
        from = ir_lane_log2(i->aux & 255);
        if (i->op == IR_FCVT && ir_lanes(i->aux & 255) < n)
            n = ir_lanes(i->aux & 255);
    }
    for (unsigned k = 0; k < n; k++) {
        uint64_t x = ir_lane_get(a, from, k), y = ir_lane_get(b, from, k);
        uint64_t z = ir_lane_get(c, from, k);

        ir_lane_put(d, to, k, guest->fp_eval(cpu, i, from, x, y, z));
    }
}

static void eval_flags(const struct ir_guest *guest, struct cpu *cpu, const struct ir_insn *i,
                       union vec *d, const union vec *a, const union vec *b, const union vec *c)
{
    unsigned bits = ir_lane_bits(i->type);
    uint64_t x = a->q[0] & bits_mask(bits), y = b->q[0] & bits_mask(bits);

    if (i->aux >= IR_FLAGS_FCMP)
        d->q[0] = guest->fp_eval(cpu, i, ir_lane_log2(i->type), x, y, 0) & 0xf0000000;
    else
        d->q[0] = ir_flags_eval(i->aux, bits, x, y, (unsigned)c->q[0]);
}

static void eval_vconst(const struct ir_insn *i, union vec *d)
{
    unsigned bytes = ir_bytes(i->type);

    d->q[0] = bytes < 8 ? i->imm64 & bits_mask(8 * bytes) : i->imm64;
    if (!i->imm)
        for (unsigned k = 1; k < bytes / 8; k++)
            d->q[k] = i->imm64;
}

void ir_eval(const struct ir_guest *guest, struct cpu *cpu, const struct ir_insn *i, union vec *d,
             const union vec *a, const union vec *b, const union vec *c)
{
    unsigned flags = ir_ops[i->op].flags;
    union vec r = {{0}};

    if ((flags & IR_F_LANE) && !(flags & IR_F_FP)) {
        if (ir_is_int(i->type)) {
            unsigned bits = ir_lane_bits(i->type);

            r.q[0] = lane(i, bits, a->q[0], b->q[0], c->q[0]) & bits_mask(bits);
        } else {
            eval_lanes(i, &r, a, b, c);
        }
    } else if (flags & IR_F_FP) {
        eval_fp(guest, cpu, i, &r, a, b, c);
    } else if (i->op == IR_FLAGS) {
        eval_flags(guest, cpu, i, &r, a, b, c);
    } else if (i->op == IR_VCONST) {
        eval_vconst(i, &r);
    } else if (wide[i->op]) {
        wide[i->op](i, &r, a, b, c);
    } else { /* CONST, GADDR */
        r.q[0] = i->imm64;
    }
    *d = r;
}
