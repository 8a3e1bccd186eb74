/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One lane of a floating-point operation by Arm's rules: the fp_eval of the guest. */
#include "translate/guest/aarch64/a64.h"
#include "translate/ir/ir.h"
#include "translate/soft/soft.h"

/* FPCR's bits. */
enum { FZ16 = 1 << 19, RMODE_SHIFT = 22, FZ = 1 << 24, DN = 1 << 25, AHP = 1 << 26 };

typedef uint64_t unary(struct soft_status *, const struct soft_format *, uint64_t);
typedef uint64_t binary(struct soft_status *, const struct soft_format *, uint64_t, uint64_t);

static unary *const unary_ops[IR_N_OPS] = {
    [IR_FSQRT] = soft_sqrt,
    [IR_FRECPE] = soft_recpe,
    [IR_FRSQRTE] = soft_rsqrte,
    [IR_FRECPX] = soft_recpx,
};

static binary *const binary_ops[IR_N_OPS] = {
    [IR_FADD] = soft_add,     [IR_FSUB] = soft_sub,       [IR_FMUL] = soft_mul,
    [IR_FDIV] = soft_div,     [IR_FMAX] = soft_max,       [IR_FMIN] = soft_min,
    [IR_FMAXNM] = soft_maxnm, [IR_FMINNM] = soft_minnm,   [IR_FMULX] = soft_mulx,
    [IR_FRECPS] = soft_recps, [IR_FRSQRTS] = soft_rsqrts,
};

void a64_soft_status(struct soft_status *s, uint32_t fpcr)
{
    s->rules = &soft_arm;
    s->rounding = fpcr >> RMODE_SHIFT & 3;
    s->mode = (fpcr & FZ ? SOFT_FZ : 0) | (fpcr & FZ16 ? SOFT_FZ16 : 0) |
              (fpcr & DN ? SOFT_DN : 0) | (fpcr & AHP ? SOFT_AHP : 0);
    s->exceptions = 0;
}

/* enum ir_round to the soft library's, whose order is the same. */
static unsigned rounding(const struct soft_status *s, unsigned round)
{
    round &= IR_ROUND_EXACT - 1;
    return round == IR_ROUND_MODE ? s->rounding : round;
}

static uint32_t compare(struct soft_status *s, const struct soft_format *f, bool signal, uint64_t a,
                        uint64_t b)
{
    static const uint32_t nzcv[] = {
        [SOFT_LESS] = 8u << 28,
        [SOFT_EQUAL] = 6u << 28,
        [SOFT_GREATER] = 2u << 28,
        [SOFT_UNORDERED] = 3u << 28,
    };

    return nzcv[soft_compare(s, f, signal, a, b)];
}

static uint64_t mask(struct soft_status *s, const struct soft_format *f, unsigned op, uint64_t a,
                     uint64_t b)
{
    enum soft_order o = soft_compare(s, f, op != IR_FEQ, a, b);
    bool holds = op == IR_FEQ ? o == SOFT_EQUAL : o == SOFT_GREATER;

    if (op == IR_FGE)
        holds = o == SOFT_GREATER || o == SOFT_EQUAL;
    return holds ? ~0ull : 0;
}

static uint64_t fused(struct soft_status *s, const struct soft_format *f, unsigned aux, uint64_t a,
                      uint64_t b, uint64_t c)
{
    uint64_t sign = 1ull << (f->exp_bits + f->frac_bits);

    return soft_fma(s, f, aux & IR_FMA_NEG_A ? a ^ sign : a, aux & IR_FMA_NEG_B ? b ^ sign : b, c);
}

static uint64_t extend(uint64_t a, unsigned bits, bool is_signed)
{
    if (bits == 64)
        return a;
    return is_signed ? (uint64_t)((int64_t)(a << (64 - bits)) >> (64 - bits))
                     : a & ((1ull << bits) - 1);
}

static uint64_t convert(struct soft_status *s, const struct ir_insn *i, unsigned src_log2,
                        uint64_t a)
{
    const struct soft_format *from = &soft_formats[src_log2 & 3];
    const struct soft_format *to = &soft_formats[ir_lane_log2(i->type) & 3];
    unsigned src_bits = 8u << src_log2, bits = ir_lane_bits(i->type), n = (unsigned)i->imm;
    bool is_signed = false;

    switch (i->op) {
    case IR_FTOS:
    case IR_FTOU:
        return soft_to_int(s, from, rounding(s, i->aux), i->op == IR_FTOS, bits, n, a);
    case IR_SFTOS:
    case IR_SFTOU:
        return soft_to_int(s, from, rounding(s, i->aux >> 8), i->op == IR_SFTOS, bits, n, a);
    case IR_STOF:
        is_signed = true;
        /* fall through */
    case IR_UTOF:
        return soft_from_int(s, to, s->rounding, is_signed, n, extend(a, src_bits, is_signed));
    case IR_SSTOF:
        is_signed = true;
        /* fall through */
    case IR_SUTOF:
        return soft_from_int(s, to, rounding(s, i->aux >> 8), is_signed, n,
                             extend(a, src_bits, is_signed));
    default:
        return soft_convert(s, to, from, a);
    }
}

static uint64_t evaluate(struct soft_status *s, const struct ir_insn *i, unsigned src_log2,
                         uint64_t a, uint64_t b, uint64_t c)
{
    const struct soft_format *f = &soft_formats[src_log2 & 3];

    if (unary_ops[i->op])
        return unary_ops[i->op](s, f, a);
    if (binary_ops[i->op])
        return binary_ops[i->op](s, f, a, b);
    switch (i->op) {
    case IR_FMA:
        return fused(s, f, i->aux, a, b, c);
    case IR_FLAGS:
        return compare(s, f, i->aux == IR_FLAGS_FCMPE, a, b);
    case IR_FEQ:
    case IR_FGE:
    case IR_FGT:
        return mask(s, f, i->op, a, b);
    case IR_FRINT:
        return soft_rint(s, f, rounding(s, i->aux), i->aux & IR_ROUND_EXACT, a);
    default:
        return convert(s, i, src_log2, a);
    }
}

uint64_t a64_fp_eval(struct cpu *cpu, const struct ir_insn *insn, unsigned src_log2, uint64_t a,
                     uint64_t b, uint64_t c)
{
    struct a64_cold *cold = a64_cold(cpu);
    struct soft_status s;
    uint64_t result;

    a64_soft_status(&s, cold->fpcr);
    result = evaluate(&s, insn, src_log2, a, b, c);
    cold->fpsr |= s.exceptions;
    return result;
}

static uint64_t lane_of(const union vec *v, unsigned log2, unsigned k)
{
    return v->q[k << log2 >> 3] >> ((k << log2) & 7) * 8 & ~0ull >> (64 - (8u << log2));
}

/* Into a lane that is zero. No memcpy or memset in here: the C library's use vector registers. */
static void put_lane(union vec *v, unsigned log2, unsigned k, uint64_t x)
{
    v->q[k << log2 >> 3] |= (x & ~0ull >> (64 - (8u << log2))) << ((k << log2) & 7) * 8;
}

/* FMADD and its kind of ordinary numbers, which hosts without the instruction do often. */
static bool fused_binary64(struct a64_cold *cold, unsigned aux, union vec *v)
{
    const uint64_t sign = 1ull << 63;
    uint64_t a = aux & IR_FMA_NEG_A ? v[1].q[0] ^ sign : v[1].q[0];
    uint64_t b = aux & IR_FMA_NEG_B ? v[2].q[0] ^ sign : v[2].q[0];
    bool inexact;

    if (cold->fpcr >> RMODE_SHIFT & 3 || !soft_fma64_nearest(a, b, v[3].q[0], &v[0].q[0], &inexact))
        return false;
    v[0].q[1] = 0;
    cold->fpsr |= inexact ? SOFT_INEXACT : 0;
    return true;
}

/* Operands of FCVT and of the scalar conversions have the type in aux. */
void a64_fp_values(struct cpu *cpu, const struct ir_insn *i, union vec *v)
{
    unsigned to = ir_lane_log2(i->type), from = to, n = ir_lanes(i->type);
    struct a64_cold *cold = a64_cold(cpu);
    struct soft_status s;

    if (i->op == IR_FMA && i->type == IR_F64 && fused_binary64(cold, i->aux, v))
        return;
    a64_soft_status(&s, cold->fpcr);
    if (i->op == IR_FLAGS) {
        n = 1;
    } else if (ir_ops[i->op].flags & IR_F_WIDE) {
        from = ir_lane_log2(i->aux & 255);
        if (i->op == IR_FCVT && ir_lanes(i->aux & 255) < n)
            n = ir_lanes(i->aux & 255);
    }
    v[0].q[0] = v[0].q[1] = 0;
    for (unsigned k = 0; k < n; k++) {
        uint64_t a = lane_of(&v[1], from, k), b = lane_of(&v[2], from, k);
        uint64_t r = evaluate(&s, i, from, a, b, lane_of(&v[3], from, k));

        if (i->op == IR_FLAGS)
            v[0].q[0] = r;
        else
            put_lane(&v[0], to, k, r);
    }
    cold->fpsr |= s.exceptions;
}

unsigned a64_fp_mode(uint32_t mode)
{
    return (mode & A64_MODE_RMODE) | (mode & A64_MODE_FZ ? IR_FP_FLUSH : 0) |
           (mode & A64_MODE_DN ? IR_FP_DEFAULT_NAN : 0) |
           (mode & A64_MODE_AHP ? IR_FP_HALF_ALT : 0) |
           (mode & A64_MODE_FZ16 ? IR_FP_HALF_FLUSH : 0) | (mode & A64_MODE_FPSR ? IR_FP_EXACT : 0);
}
