/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of vector and floating-point rules, and what they all build from. */
#include "host/x86_64/emit.h"
#include "host/x86_64/rules-vec.h"

const em_rule em_vec_rules[IR_N_OPS] = {
    [IR_ADD] = x86_rule_lanes,
    [IR_SUB] = x86_rule_lanes,
    [IR_AND] = x86_rule_lanes,
    [IR_OR] = x86_rule_lanes,
    [IR_XOR] = x86_rule_lanes,
    [IR_UMIN] = x86_rule_lanes,
    [IR_UMAX] = x86_rule_lanes,
    [IR_SMIN] = x86_rule_lanes,
    [IR_SMAX] = x86_rule_lanes,
    [IR_UQSUB] = x86_rule_uqadd,
    [IR_UQADD] = x86_rule_uqadd,
    [IR_SQADD] = x86_rule_sqadd,
    [IR_SQSUB] = x86_rule_sqadd,
    [IR_MUL] = x86_rule_mul,
    [IR_NEG] = x86_rule_neg,
    [IR_NOT] = x86_rule_vnot,
    [IR_ANDN] = x86_rule_vandn,
    [IR_ORN] = x86_rule_vorn,
    [IR_BITSEL] = x86_rule_bitsel,
    [IR_ABS] = x86_rule_vabs,
    [IR_UAVG] = x86_rule_avg,
    [IR_SAVG] = x86_rule_avg,
    [IR_UABD] = x86_rule_abd,
    [IR_SABD] = x86_rule_abd,
    [IR_VEQ] = x86_rule_compare,
    [IR_VGTU] = x86_rule_compare,
    [IR_VGEU] = x86_rule_compare,
    [IR_VGTS] = x86_rule_compare,
    [IR_VGES] = x86_rule_compare,
    [IR_SQRDMULH] = x86_rule_sqrdmulh,
    [IR_SHL] = x86_rule_vshift,
    [IR_SHR] = x86_rule_vshift,
    [IR_SAR] = x86_rule_vshift,
    [IR_ROR] = x86_rule_vror,
    [IR_USHLV] = x86_rule_ushlv,
    [IR_SSHLV] = x86_rule_ushlv,
    [IR_POPCNT] = x86_rule_vpopcnt,
    [IR_RBIT] = x86_rule_vrbit,
    [IR_CLZ] = x86_rule_vclz,
    [IR_CLS] = x86_rule_vcls,
    [IR_VCAST] = x86_rule_vcast,
    [IR_VFROM] = x86_rule_vfrom,
    [IR_VTO] = x86_rule_vto,
    [IR_VDUP] = x86_rule_vdup,
    [IR_VDUPL] = x86_rule_vdupl,
    [IR_VGET] = x86_rule_vget,
    [IR_VPUT] = x86_rule_vput,
    [IR_VMOVL] = x86_rule_vmovl,
    [IR_VPAIR] = x86_rule_vpair,
    [IR_VNONZERO] = x86_rule_vnonzero,
    [IR_ZIP1] = x86_rule_zip,
    [IR_ZIP2] = x86_rule_zip,
    [IR_UZP1] = x86_rule_uzp,
    [IR_UZP2] = x86_rule_uzp,
    [IR_TRN1] = x86_rule_trn,
    [IR_TRN2] = x86_rule_trn,
    [IR_VEXT] = x86_rule_vext,
    [IR_VREV] = x86_rule_vrev,
    [IR_TBL] = x86_rule_tbl,
    [IR_VWIDENU] = x86_rule_vwiden,
    [IR_VWIDENS] = x86_rule_vwiden,
    [IR_VNARROW] = x86_rule_vnarrow,
    [IR_VREDADD] = x86_rule_vredadd,
    [IR_VRED] = x86_rule_vred,
    [IR_PMULL] = x86_rule_pmull,
    [IR_AES_SUBSHIFT] = x86_rule_aes,
    [IR_AES_ISUBSHIFT] = x86_rule_aes,
    [IR_AES_MIX] = x86_rule_aes,
    [IR_AES_IMIX] = x86_rule_aes,
    [IR_FADD] = x86_rule_fp2,
    [IR_FSUB] = x86_rule_fp2,
    [IR_FMUL] = x86_rule_fp2,
    [IR_FDIV] = x86_rule_fp2,
    [IR_FMULX] = x86_rule_fp2,
    [IR_FSQRT] = x86_rule_fsqrt,
    [IR_FNEG] = x86_rule_fsign,
    [IR_FABS] = x86_rule_fsign,
    [IR_FMA] = x86_rule_fma,
    [IR_FMAX] = x86_rule_fminmax,
    [IR_FMIN] = x86_rule_fminmax,
    [IR_FRECPS] = x86_rule_frecps,
    [IR_FRSQRTS] = x86_rule_frsqrts,
    [IR_FMAXNM] = x86_rule_fminmax,
    [IR_FMINNM] = x86_rule_fminmax,
    [IR_FEQ] = x86_rule_fcompare,
    [IR_FGE] = x86_rule_fcompare,
    [IR_FGT] = x86_rule_fcompare,
    [IR_FRINT] = x86_rule_frint,
    [IR_FCVT] = x86_rule_fcvt,
    [IR_SFTOS] = x86_rule_sfto,
    [IR_SFTOU] = x86_rule_sfto,
    [IR_SSTOF] = x86_rule_stof,
    [IR_SUTOF] = x86_rule_stof,
    [IR_FTOS] = x86_rule_vfto,
    [IR_FTOU] = x86_rule_vfto,
    [IR_STOF] = x86_rule_vtof,
    [IR_UTOF] = x86_rule_vtof,
    [IR_SHA256_ROUNDS] = x86_rule_sha256,
    [IR_SHA256_SIGMA0] = x86_rule_sha256,
    [IR_SHA256_SIGMA1] = x86_rule_sha256,
};

unsigned x86_type(const struct emit *e, ir_ref v)
{
    return ir_result_type(&e->ir->insn[v]);
}

void x86_vones(struct emit *e, unsigned d)
{
    if (d > 15) {
        as_v3i(em_asm(e), V_PTERNLOG, d, d, as_reg(d), 0xff);
    } else {
        as_v3(em_asm(e), V_PCMPEQD, d, d, as_reg(d));
    }
}

void x86_vshift_imm(struct emit *e, unsigned kind, unsigned log2, unsigned d, unsigned s,
                    unsigned n)
{
    static const uint8_t opcode[4] = {0, 0x71, 0x72, 0x73};
    static const uint8_t ext[3] = {6, 2, 4};
    unsigned op = V_66(opcode[log2]) | (log2 == 3 ? AS_EW : 0);

    if (kind == X86_SAR && log2 == 3) {
        op = V_66(0x72) | AS_W | AS_EVEX;
    }
    if (!em_has(e, HOST_AVX)) {
        vmov(e, d, s);
        s = d;
    }
    as_vshift(em_asm(e), op, ext[kind], d, s, n);
}

struct x86_mem x86_vpattern(struct emit *e, uint64_t pattern)
{
    uint64_t both[2] = {pattern, pattern};
    return em_pool(e, both, 16);
}

uint64_t x86_vrepeat(unsigned log2, uint64_t x)
{
    static const uint64_t ones[4] = {0x0101010101010101, 0x0001000100010001, 0x0000000100000001, 1};
    uint64_t mask = log2 == 3 ? ~0ull : (1ull << (8u << log2)) - 1;
    return (x & mask) * ones[log2];
}

unsigned x86_vec_low8(struct emit *e, ir_ref v)
{
    unsigned r = em_vec(e, v);

    if (em_upper_zero(e, v, 8)) {
        return r;
    }
    unsigned t = em_vec_temp(e);
    vlow8(e, t, r);
    return t;
}
