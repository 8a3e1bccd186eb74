/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operations on whole values. Unused parameters belong to the common signature. */
#include "translate/ir/eval.h"

#define PARAMETERS                                                                                 \
    const struct ir_insn *i, union vec *d, const union vec *a, const union vec *b,                 \
        const union vec *c

/* v cut to the size of type. */
static void cut(union vec *v, unsigned type)
{
    unsigned bytes = ir_bytes(type);

    for (unsigned k = 0; k < 4; k++)
        v->q[k] &= bytes >= 8 * k + 8 ? ~0ull : bytes > 8 * k ? bits_mask(8 * (bytes - 8 * k)) : 0;
}

void ir_eval_zext(PARAMETERS)
{
    d->q[0] = a->q[0] & bits_mask(ir_lane_bits(i->aux));
}

void ir_eval_sext(PARAMETERS)
{
    d->q[0] = ir_sext(a->q[0], ir_lane_bits(i->aux)) & bits_mask(ir_lane_bits(i->type));
}

void ir_eval_trunc(PARAMETERS)
{
    d->q[0] = a->q[0] & bits_mask(ir_lane_bits(i->type));
}

void ir_eval_select(PARAMETERS)
{
    *d = (uint32_t)c->q[0] ? *a : *b;
}

void ir_eval_cond(PARAMETERS)
{
    d->q[0] = ir_cc_holds(i->aux, (uint32_t)a->q[0]);
}

void ir_eval_nzcv(PARAMETERS)
{
    d->q[0] = a->q[0] & 0xf0000000;
}

void ir_eval_vfrom(PARAMETERS)
{
    d->q[0] = a->q[0];
    cut(d, i->type);
}

void ir_eval_vto(PARAMETERS)
{
    d->q[0] = a->q[0] & bits_mask(ir_lane_bits(i->type));
}

void ir_eval_vcast(PARAMETERS)
{
    *d = *a;
    cut(d, i->type);
}

static void fill(const struct ir_insn *i, union vec *d, uint64_t x)
{
    for (unsigned k = 0; k < ir_lanes(i->type); k++)
        ir_lane_put(d, ir_lane_log2(i->type), k, x);
}

void ir_eval_vdup(PARAMETERS)
{
    fill(i, d, a->q[0]);
}

void ir_eval_vdupl(PARAMETERS)
{
    fill(i, d, ir_lane_get(a, ir_lane_log2(i->type), i->aux));
}

void ir_eval_vget(PARAMETERS)
{
    d->q[0] = ir_lane_get(a, (unsigned)i->imm, i->aux) & bits_mask(ir_lane_bits(i->type));
}

void ir_eval_vput(PARAMETERS)
{
    *d = *a;
    ir_lane_put(d, ir_lane_log2(i->type), i->aux, b->q[0]);
}

void ir_eval_vmovl(PARAMETERS)
{
    unsigned log2 = ir_lane_log2(i->type);

    *d = *a;
    ir_lane_put(d, log2, i->aux & 255, ir_lane_get(b, log2, i->aux >> 8));
}

void ir_eval_vpair(PARAMETERS)
{
    d->q[0] = a->q[0];
    d->q[1] = b->q[0];
}

/* Lanes of a and b in turn; lane 2k from lane from + k * step of a, 2k + 1 from the same of b. */
static void interleave(const struct ir_insn *i, union vec *d, const union vec *a,
                       const union vec *b, unsigned from)
{
    unsigned log2 = ir_lane_log2(i->type), n = ir_lanes(i->type);

    for (unsigned k = 0; k < n / 2; k++) {
        ir_lane_put(d, log2, 2 * k, ir_lane_get(a, log2, from + k));
        ir_lane_put(d, log2, 2 * k + 1, ir_lane_get(b, log2, from + k));
    }
}

void ir_eval_zip1(PARAMETERS)
{
    interleave(i, d, a, b, 0);
}

void ir_eval_zip2(PARAMETERS)
{
    interleave(i, d, a, b, ir_lanes(i->type) / 2);
}

static void unzip(const struct ir_insn *i, union vec *d, const union vec *a, const union vec *b,
                  unsigned odd)
{
    unsigned log2 = ir_lane_log2(i->type), n = ir_lanes(i->type);

    for (unsigned k = 0; k < n / 2; k++) {
        ir_lane_put(d, log2, k, ir_lane_get(a, log2, 2 * k + odd));
        ir_lane_put(d, log2, n / 2 + k, ir_lane_get(b, log2, 2 * k + odd));
    }
}

void ir_eval_uzp1(PARAMETERS)
{
    unzip(i, d, a, b, 0);
}

void ir_eval_uzp2(PARAMETERS)
{
    unzip(i, d, a, b, 1);
}

static void transpose(const struct ir_insn *i, union vec *d, const union vec *a, const union vec *b,
                      unsigned odd)
{
    unsigned log2 = ir_lane_log2(i->type), n = ir_lanes(i->type);

    for (unsigned k = 0; k < n; k += 2) {
        ir_lane_put(d, log2, k, ir_lane_get(a, log2, k + odd));
        ir_lane_put(d, log2, k + 1, ir_lane_get(b, log2, k + odd));
    }
}

void ir_eval_trn1(PARAMETERS)
{
    transpose(i, d, a, b, 0);
}

void ir_eval_trn2(PARAMETERS)
{
    transpose(i, d, a, b, 1);
}

void ir_eval_vext(PARAMETERS)
{
    unsigned n = ir_bytes(i->type);

    for (unsigned k = 0; k < n; k++) {
        unsigned from = k + i->aux;

        ir_lane_put(d, 0, k,
                    from < n       ? ir_lane_get(a, 0, from)
                    : from < 2 * n ? ir_lane_get(b, 0, from - n)
                                   : 0);
    }
}

void ir_eval_vrev(PARAMETERS)
{
    unsigned log2 = ir_lane_log2(i->type), group = (1u << i->aux) >> log2;

    for (unsigned k = 0; k < ir_lanes(i->type); k++)
        ir_lane_put(d, log2, k, ir_lane_get(a, log2, k ^ (group ? group - 1 : 0)));
}

void ir_eval_tbl(PARAMETERS)
{
    unsigned n = ir_bytes(i->type);

    for (unsigned k = 0; k < n; k++) {
        unsigned index = (unsigned)ir_lane_get(b, 0, k);

        ir_lane_put(d, 0, k, index < n ? ir_lane_get(a, 0, index) : 0);
    }
}

void ir_eval_vnonzero(PARAMETERS)
{
    union vec v = *a;

    cut(&v, i->type);
    d->q[0] = (v.q[0] | v.q[1] | v.q[2] | v.q[3]) != 0;
}

void ir_eval_vwidenu(PARAMETERS)
{
    unsigned log2 = ir_lane_log2(i->type), n = ir_lanes(i->type);

    for (unsigned k = 0; k < n; k++)
        ir_lane_put(d, log2, k, ir_lane_get(a, log2 - 1, k + (i->aux ? n : 0)));
}

void ir_eval_vwidens(PARAMETERS)
{
    unsigned log2 = ir_lane_log2(i->type), n = ir_lanes(i->type);

    for (unsigned k = 0; k < n; k++)
        ir_lane_put(d, log2, k,
                    ir_sext(ir_lane_get(a, log2 - 1, k + (i->aux ? n : 0)), 4u << log2));
}

static uint64_t narrow(uint64_t x, unsigned bits, unsigned how)
{
    int64_t s = bits_sext(x, 2 * bits), max = (int64_t)bits_mask(bits - 1);

    switch (how) {
    case IR_NARROW_UQ:
        return x > bits_mask(bits) ? bits_mask(bits) : x;
    case IR_NARROW_SQ:
        return (uint64_t)(s > max ? max : s < -max - 1 ? -max - 1 : s);
    case IR_NARROW_SQU:
        return s < 0 ? 0 : (uint64_t)s > bits_mask(bits) ? bits_mask(bits) : (uint64_t)s;
    default:
        return x;
    }
}

void ir_eval_vnarrow(PARAMETERS)
{
    unsigned log2 = ir_lane_log2(i->type);

    for (unsigned k = 0; k < ir_lanes(i->type); k++)
        ir_lane_put(d, log2, k, narrow(ir_lane_get(a, log2 + 1, k), 8u << log2, i->aux));
}

void ir_eval_pmull(PARAMETERS)
{
    unsigned __int128 r = 0, x = a->q[0];

    if (i->imm == 0) {
        for (unsigned k = 0; k < 8; k++)
            ir_lane_put(d, 1, k, ir_lane_pmul(ir_lane_get(a, 0, k), ir_lane_get(b, 0, k)));
        return;
    }
    for (unsigned k = 0; k < 64; k++)
        r ^= b->q[0] >> k & 1 ? x << k : 0;
    d->q[0] = (uint64_t)r;
    d->q[1] = (uint64_t)(r >> 64);
}

void ir_eval_vredadd(PARAMETERS)
{
    unsigned log2 = ir_lane_log2(i->type);
    uint64_t sum = 0;

    for (unsigned k = 0; k < ir_lanes(i->type); k++)
        sum += ir_lane_get(a, log2, k);
    ir_lane_put(d, log2, 0, sum);
}

void ir_eval_vred(PARAMETERS)
{
    unsigned log2 = ir_lane_log2(i->type), bits = 8u << log2;
    uint64_t best = ir_lane_get(a, log2, 0);

    for (unsigned k = 1; k < ir_lanes(i->type); k++) {
        uint64_t x = ir_lane_get(a, log2, k);
        int64_t s = bits_sext(x, bits), t = bits_sext(best, bits);
        bool better = i->aux == IR_RED_UMIN   ? x < best
                      : i->aux == IR_RED_UMAX ? x > best
                      : i->aux == IR_RED_SMIN ? s < t
                                              : s > t;

        if (better)
            best = x;
    }
    ir_lane_put(d, log2, 0, best);
}
