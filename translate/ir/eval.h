/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the evaluator share: lanes, the functions of WIDE operations and of lanes. */
#ifndef DRAGOMAN_IR_EVAL_H
#define DRAGOMAN_IR_EVAL_H

#include "base/bits.h"
#include "translate/ir/ir.h"

/* Lane k of 1 << log2 bytes (log2 0..3), lane 0 lowest. */
static inline uint64_t ir_lane_get(const union vec *v, unsigned log2, unsigned k)
{
    unsigned byte = k << log2;

    return v->q[byte >> 3] >> (byte & 7) * 8 & bits_mask(8u << log2);
}

static inline void ir_lane_put(union vec *v, unsigned log2, unsigned k, uint64_t x)
{
    unsigned byte = k << log2, shift = (byte & 7) * 8;
    uint64_t mask = bits_mask(8u << log2);

    v->q[byte >> 3] = (v->q[byte >> 3] & ~(mask << shift)) | (x & mask) << shift;
}

static inline uint64_t ir_mask(unsigned bits)
{
    return bits_mask(bits);
}

static inline uint64_t ir_sext(uint64_t x, unsigned bits)
{
    return (uint64_t)bits_sext(x, bits);
}

/* One lane; s.. are sign-extended. Named in ops.def, which says what they mean. */
uint64_t ir_lane_mulhu(uint64_t a, uint64_t b, unsigned bits);
uint64_t ir_lane_mulhs(int64_t sa, int64_t sb, unsigned bits);
uint64_t ir_lane_divs(int64_t sa, int64_t sb);
uint64_t ir_lane_rems(int64_t sa, int64_t sb);
uint64_t ir_lane_clz(uint64_t a, unsigned bits);
uint64_t ir_lane_rbit(uint64_t a, unsigned bits);
uint64_t ir_lane_crc32(uint64_t a, uint64_t b, unsigned n);
uint64_t ir_lane_uqadd(uint64_t a, uint64_t b, unsigned bits);
uint64_t ir_lane_sqadd(int64_t sa, int64_t sb, unsigned bits);
uint64_t ir_lane_sqsub(int64_t sa, int64_t sb, unsigned bits);
uint64_t ir_lane_uavg(uint64_t a, uint64_t b, unsigned n);
uint64_t ir_lane_savg(int64_t sa, int64_t sb, unsigned n);
uint64_t ir_lane_ushl(uint64_t a, int shift, unsigned bits, unsigned u);
uint64_t ir_lane_sshl(int64_t sa, int shift, unsigned bits, unsigned u);
uint64_t ir_lane_sqdmulh(int64_t sa, int64_t sb, unsigned bits, unsigned u);
uint64_t ir_lane_pmul(uint64_t a, uint64_t b);

/* WIDE operations: d is zero on entry and none of a, b, c. */
typedef void ir_eval_fn(const struct ir_insn *i, union vec *d, const union vec *a,
                        const union vec *b, const union vec *c);
ir_eval_fn ir_eval_zext, ir_eval_sext, ir_eval_trunc, ir_eval_select, ir_eval_cond, ir_eval_nzcv;
ir_eval_fn ir_eval_vfrom, ir_eval_vto, ir_eval_vcast, ir_eval_vdup, ir_eval_vdupl, ir_eval_vget,
    ir_eval_vput, ir_eval_vmovl, ir_eval_vpair, ir_eval_zip1, ir_eval_zip2, ir_eval_uzp1,
    ir_eval_uzp2, ir_eval_trn1, ir_eval_trn2, ir_eval_vext, ir_eval_vrev, ir_eval_tbl,
    ir_eval_vnonzero, ir_eval_vwidenu, ir_eval_vwidens, ir_eval_vnarrow, ir_eval_pmull,
    ir_eval_vredadd, ir_eval_vred;
ir_eval_fn ir_eval_aes_subshift, ir_eval_aes_isubshift, ir_eval_aes_mix, ir_eval_aes_imix;
ir_eval_fn ir_eval_sha256_rounds, ir_eval_sha256_sigma0, ir_eval_sha256_sigma1;

#endif
