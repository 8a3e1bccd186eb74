/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fp/pseudo.h"

#include "tests/fp/pseudo-base.h"

static uint64_t fp_add(struct fp *f, uint64_t op1, uint64_t op2, bool subtract)
{
    struct unpacked v[2] = {fp_unpack(f, op1), fp_unpack(f, op2)};
    uint64_t ops[2] = {op1, op2}, result;
    struct real r;

    if (fp_process_nans(f, v, ops, 2, &result))
        return result;
    v[1].sign ^= subtract;
    v[1].value.negative ^= subtract;
    if (v[0].type == FP_INFINITY && v[1].type == FP_INFINITY && v[0].sign != v[1].sign)
        return fp_invalid(f);
    for (int k = 0; k < 2; k++)
        if (v[k].type == FP_INFINITY)
            return fp_infinity(f, v[k].sign);
    if (v[0].type == FP_ZERO && v[1].type == FP_ZERO && v[0].sign == v[1].sign)
        return fp_zero(f, v[0].sign);
    r = real_add(&v[0].value, &v[1].value);
    return fp_round_sum(f, &r);
}

static uint64_t fp_mul(struct fp *f, uint64_t op1, uint64_t op2, bool extended)
{
    struct unpacked v[2] = {fp_unpack(f, op1), fp_unpack(f, op2)};
    uint64_t ops[2] = {op1, op2}, result;
    bool sign = v[0].sign != v[1].sign;
    struct real r;

    if (fp_process_nans(f, v, ops, 2, &result))
        return result;
    if ((v[0].type == FP_INFINITY && v[1].type == FP_ZERO) ||
        (v[0].type == FP_ZERO && v[1].type == FP_INFINITY))
        return extended ? fp_number(f, sign, 1, 0) : fp_invalid(f);
    if (v[0].type == FP_INFINITY || v[1].type == FP_INFINITY)
        return fp_infinity(f, sign);
    if (v[0].type == FP_ZERO || v[1].type == FP_ZERO)
        return fp_zero(f, sign);
    r = fp_product(&v[0], &v[1]);
    return fp_round(f, &r, f->rounding);
}

static uint64_t fp_div(struct fp *f, uint64_t op1, uint64_t op2)
{
    struct unpacked v[2] = {fp_unpack(f, op1), fp_unpack(f, op2)};
    uint64_t ops[2] = {op1, op2}, result;
    bool sign = v[0].sign != v[1].sign;
    struct real r;

    if (fp_process_nans(f, v, ops, 2, &result))
        return result;
    if ((v[0].type == FP_INFINITY && v[1].type == FP_INFINITY) ||
        (v[0].type == FP_ZERO && v[1].type == FP_ZERO))
        return fp_invalid(f);
    if (v[0].type == FP_INFINITY || v[1].type == FP_ZERO) {
        if (v[0].type != FP_INFINITY)
            f->fpsr |= FP_DZC;
        return fp_infinity(f, sign);
    }
    if (v[0].type == FP_ZERO || v[1].type == FP_INFINITY)
        return fp_zero(f, sign);
    r = fp_quotient(&v[0], &v[1]);
    return fp_round(f, &r, f->rounding);
}

static uint64_t fp_sqrt(struct fp *f, uint64_t op)
{
    struct unpacked v = fp_unpack(f, op);
    uint64_t result;
    struct real r;

    if (fp_process_nans(f, &v, &op, 1, &result))
        return result;
    if (v.type == FP_ZERO)
        return fp_zero(f, v.sign);
    if (v.type == FP_INFINITY && !v.sign)
        return fp_infinity(f, v.sign);
    if (v.sign)
        return fp_invalid(f);
    r = fp_root(&v);
    return fp_round(f, &r, f->rounding);
}

static uint64_t fp_mul_add(struct fp *f, uint64_t addend, uint64_t op1, uint64_t op2)
{
    struct unpacked v[3] = {fp_unpack(f, addend), fp_unpack(f, op1), fp_unpack(f, op2)};
    uint64_t ops[3] = {addend, op1, op2}, result;
    bool inf1 = v[1].type == FP_INFINITY, zero1 = v[1].type == FP_ZERO;
    bool inf2 = v[2].type == FP_INFINITY, zero2 = v[2].type == FP_ZERO;
    bool done = fp_process_nans(f, v, ops, 3, &result);
    struct real r;

    if (v[0].type == FP_QNAN && ((inf1 && zero2) || (zero1 && inf2)))
        return fp_invalid(f);
    if (done)
        return result;
    bool infa = v[0].type == FP_INFINITY, zeroa = v[0].type == FP_ZERO;
    bool signa = v[0].sign, signp = v[1].sign != v[2].sign;
    bool infp = inf1 || inf2, zerop = zero1 || zero2;
    if ((inf1 && zero2) || (zero1 && inf2) || (infa && infp && signa != signp))
        return fp_invalid(f);
    if ((infa && !signa) || (infp && !signp))
        return fp_infinity(f, false);
    if ((infa && signa) || (infp && signp))
        return fp_infinity(f, true);
    if (zeroa && zerop && signa == signp)
        return fp_zero(f, signa);
    r = fp_product(&v[1], &v[2]);
    r = real_add(&v[0].value, &r);
    return fp_round_sum(f, &r);
}

/* FPMax, FPMin. */
static uint64_t fp_max(struct fp *f, uint64_t op1, uint64_t op2, bool min)
{
    struct unpacked v[2] = {fp_unpack(f, op1), fp_unpack(f, op2)}, *r;
    uint64_t ops[2] = {op1, op2}, result;

    if (fp_process_nans(f, v, ops, 2, &result))
        return result;
    int order = fp_order(&v[0], &v[1]);
    r = (min ? order < 0 : order > 0) ? &v[0] : &v[1];
    if (r->type == FP_INFINITY)
        return fp_infinity(f, r->sign);
    if (r->type == FP_ZERO)
        return fp_zero(f, min ? v[0].sign || v[1].sign : v[0].sign && v[1].sign);
    return fp_round(f, &r->value, f->rounding);
}

static uint64_t fp_max_num(struct fp *f, uint64_t op1, uint64_t op2, bool min)
{
    struct unpacked v[2] = {fp_unpack(f, op1), fp_unpack(f, op2)};

    if (v[0].type == FP_QNAN && v[1].type != FP_QNAN)
        op1 = fp_infinity(f, !min);
    else if (v[0].type != FP_QNAN && v[1].type == FP_QNAN)
        op2 = fp_infinity(f, !min);
    return fp_max(f, op1, op2, min);
}

/* FPRecipStepFused, FPRSqrtStepFused. */
static uint64_t fp_step(struct fp *f, uint64_t op1, uint64_t op2, bool sqrt)
{
    op1 ^= fp_zero(f, true);
    struct unpacked v[2] = {fp_unpack(f, op1), fp_unpack(f, op2)};
    uint64_t ops[2] = {op1, op2}, result;
    bool inf1 = v[0].type == FP_INFINITY, zero1 = v[0].type == FP_ZERO;
    bool inf2 = v[1].type == FP_INFINITY, zero2 = v[1].type == FP_ZERO;
    struct real r, constant = real_make(false, sqrt ? 3 : 2, 0);

    if (fp_process_nans(f, v, ops, 2, &result))
        return result;
    if ((inf1 && zero2) || (zero1 && inf2))
        return sqrt ? fp_number(f, false, 0, 1) : fp_number(f, false, 1, 0);
    if (inf1 || inf2)
        return fp_infinity(f, v[0].sign != v[1].sign);
    r = fp_product(&v[0], &v[1]);
    r = real_add(&constant, &r);
    if (sqrt && !real_is_zero(&r))
        r = real_scale(&r, -1);
    return fp_round_sum(f, &r);
}

static uint32_t fp_compare(struct fp *f, uint64_t op1, uint64_t op2, bool signal_nans)
{
    struct unpacked v[2] = {fp_unpack(f, op1), fp_unpack(f, op2)};

    if (v[0].type >= FP_QNAN || v[1].type >= FP_QNAN) {
        if (v[0].type == FP_SNAN || v[1].type == FP_SNAN || signal_nans)
            f->fpsr |= FP_IOC;
        return 3;
    }
    int order = fp_order(&v[0], &v[1]);
    return order == 0 ? 6 : order < 0 ? 8 : 2;
}

static uint64_t two_operands(struct fp *f, const struct ir_insn *i, uint64_t a, uint64_t b)
{
    uint32_t nzcv;

    switch (i->op) {
    case IR_FADD:
    case IR_FSUB:
        return fp_add(f, a, b, i->op == IR_FSUB);
    case IR_FMUL:
    case IR_FMULX:
        return fp_mul(f, a, b, i->op == IR_FMULX);
    case IR_FDIV:
        return fp_div(f, a, b);
    case IR_FMAX:
    case IR_FMIN:
        return fp_max(f, a, b, i->op == IR_FMIN);
    case IR_FMAXNM:
    case IR_FMINNM:
        return fp_max_num(f, a, b, i->op == IR_FMINNM);
    case IR_FRECPS:
    case IR_FRSQRTS:
        return fp_step(f, a, b, i->op == IR_FRSQRTS);
    case IR_FLAGS:
        return (uint64_t)fp_compare(f, a, b, i->aux == IR_FLAGS_FCMPE) << 28;
    default: /* FEQ, FGE, FGT */
        nzcv = fp_compare(f, a, b, i->op != IR_FEQ);
        return nzcv == 3                                     ? 0
               : i->op == IR_FEQ                             ? (nzcv == 6 ? ~0ull : 0)
               : nzcv == 2 || (nzcv == 6 && i->op == IR_FGE) ? ~0ull
                                                             : 0;
    }
}

static unsigned rounding(const struct fp *f, unsigned round)
{
    return (round & 7) == IR_ROUND_MODE ? f->rounding : round & 7;
}

static uint64_t conversion(struct fp *f, const struct ir_insn *i, unsigned src_log2, uint64_t a)
{
    unsigned bits = ir_lane_bits(i->type), fbits = (unsigned)i->imm;
    bool is_signed = i->op == IR_FTOS || i->op == IR_SFTOS || i->op == IR_STOF || i->op == IR_SSTOF;

    switch (i->op) {
    case IR_FTOS:
    case IR_FTOU:
        return fp_to_fixed(f, a, fbits, bits, is_signed, rounding(f, i->aux));
    case IR_SFTOS:
    case IR_SFTOU:
        return fp_to_fixed(f, a, fbits, bits, is_signed, rounding(f, i->aux >> 8));
    case IR_STOF:
    case IR_UTOF:
    case IR_SSTOF:
    case IR_SUTOF:
        return fp_from_fixed(f, a, fbits, 8u << src_log2, is_signed, f->rounding);
    default:
        return fp_convert(f, src_log2, a);
    }
}

uint64_t pseudo_eval(uint32_t fpcr, uint32_t *fpsr, const struct ir_insn *i, unsigned src_log2,
                     uint64_t a, uint64_t b, uint64_t c)
{
    bool from_int = i->op == IR_STOF || i->op == IR_UTOF || i->op == IR_SSTOF || i->op == IR_SUTOF;
    bool convert = from_int || i->op == IR_FCVT;
    /* FPUnpack and FPRound ignore AHP. */
    uint32_t ahp = i->op == IR_FCVT ? 0 : 1u << 26;
    struct fp f = fp_format(fpcr & ~ahp, convert ? ir_lane_log2(i->type) : src_log2);
    uint64_t r;

    switch (i->op) {
    case IR_FSQRT:
        r = fp_sqrt(&f, a);
        break;
    case IR_FRECPE:
        r = fp_recip_estimate(&f, a);
        break;
    case IR_FRSQRTE:
        r = fp_rsqrt_estimate(&f, a);
        break;
    case IR_FRECPX:
        r = fp_recpx(&f, a);
        break;
    case IR_FRINT:
        r = fp_round_int(&f, a, rounding(&f, i->aux), i->aux & IR_ROUND_EXACT);
        break;
    case IR_FMA:
        r = fp_mul_add(&f, i->aux & IR_FMA_NEG_A ? a ^ fp_zero(&f, true) : a,
                       i->aux & IR_FMA_NEG_B ? b ^ fp_zero(&f, true) : b, c);
        break;
    case IR_FTOS ... IR_FCVT:
        r = conversion(&f, i, src_log2, a);
        break;
    default:
        r = two_operands(&f, i, a, b);
    }
    *fpsr |= f.fpsr;
    return r;
}
