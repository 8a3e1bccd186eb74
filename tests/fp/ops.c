/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fp/ops.h"

#define ROUNDS(step) .aux_from = 0, .aux_to = IR_ROUND_MODE * (step), .aux_step = (step)

const struct fp_op fp_ops[] = {
    {IR_FADD, 2},
    {IR_FSUB, 2},
    {IR_FMUL, 2},
    {IR_FDIV, 2},
    {IR_FSQRT, 1},
    {IR_FMA, 3, .aux_to = 3},
    {IR_FMAX, 2},
    {IR_FMIN, 2},
    {IR_FMAXNM, 2},
    {IR_FMINNM, 2},
    {IR_FMULX, 2},
    {IR_FRECPS, 2},
    {IR_FRSQRTS, 2},
    {IR_FRECPE, 1},
    {IR_FRSQRTE, 1},
    {IR_FRECPX, 1},
    {IR_FEQ, 2},
    {IR_FGE, 2},
    {IR_FGT, 2},
    {IR_FLAGS, 2, .aux_from = IR_FLAGS_FCMP, .aux_to = IR_FLAGS_FCMPE},
    {IR_FRINT, 1, ROUNDS(1)},
    {IR_FRINT, 1, .aux_from = IR_ROUND_MODE | IR_ROUND_EXACT,
     .aux_to = IR_ROUND_MODE | IR_ROUND_EXACT},
    {IR_FTOS, 1, FP_TO_INT, ROUNDS(1)},
    {IR_FTOU, 1, FP_TO_INT, ROUNDS(1)},
    {IR_FTOS, 1, FP_TO_INT, .aux_from = IR_ROUND_ZERO, .aux_to = IR_ROUND_ZERO, .imm = 9},
    {IR_FTOU, 1, FP_TO_INT, .aux_from = IR_ROUND_ZERO, .aux_to = IR_ROUND_ZERO, .imm = 16},
    {IR_STOF, 1, FP_FROM_INT},
    {IR_UTOF, 1, FP_FROM_INT},
    {IR_STOF, 1, FP_FROM_INT, .imm = 13},
    {IR_SFTOS, 1, FP_TO_GPR, ROUNDS(256)},
    {IR_SFTOU, 1, FP_TO_GPR, ROUNDS(256)},
    {IR_SFTOS, 1, FP_TO_GPR, .aux_from = IR_ROUND_ZERO << 8, .aux_to = IR_ROUND_ZERO << 8,
     .imm = 32},
    {IR_SFTOU, 1, FP_TO_GPR, .aux_from = IR_ROUND_ZERO << 8, .aux_to = IR_ROUND_ZERO << 8,
     .imm = 1},
    {IR_SSTOF, 1, FP_FROM_GPR},
    {IR_SUTOF, 1, FP_FROM_GPR},
    {IR_SUTOF, 1, FP_FROM_GPR, .imm = 32},
    {IR_FCVT, 1, FP_CONVERT},
    {0},
};

#define RMODE(n) ((n) << 22)
#define FZ16 (1u << 19)
#define FZ (1u << 24)
#define DN (1u << 25)
#define AHP (1u << 26)
#define FOUR(x) RMODE(0u) | (x), RMODE(1u) | (x), RMODE(2u) | (x), RMODE(3u) | (x)

const uint32_t fp_classes[FP_CLASSES] = {
    FOUR(0), FOUR(FZ), FOUR(DN), FOUR(FZ | DN), FOUR(AHP | FZ16), FZ16, AHP | DN | FZ,
};

bool fp_insn(struct ir_insn *i, const struct fp_op *o, unsigned from, unsigned to, unsigned aux)
{
    *i = (struct ir_insn){.op = o->op, .type = IR_TYPE(to, 0), .aux = (uint16_t)aux, .imm = o->imm};
    i->a = 1;
    i->b = o->n > 1;
    i->c = o->n > 2;
    switch (o->form) {
    case FP_TO_GPR:
        i->type = to == 3 ? IR_I64 : IR_I32;
        i->aux |= IR_TYPE(from, 0);
        return to >= 2;
    case FP_FROM_GPR:
        i->aux = (uint16_t)((from == 3 ? IR_I64 : IR_I32) | IR_ROUND_MODE << 8);
        return from >= 2;
    case FP_CONVERT:
        i->aux = IR_TYPE(from, 0);
        return from != to;
    default:
        return from == to;
    }
}

/* Numbers of binary64, to be cut to a format, beside what every format has. */
unsigned fp_few_values(unsigned log2, uint64_t v[FP_MAX_VALUES])
{
    static const unsigned fraction[4] = {0, 10, 23, 52};
    unsigned f = fraction[log2], width = 8u << log2, n = 0;
    uint64_t sign = 1ull << (width - 1), inf = (sign - 1) >> f << f, quiet = 1ull << (f - 1);
    uint64_t one = (inf >> 1 & inf),
             some[] = {
                 0, one, inf, inf | quiet | 5, inf | 3, 1ull << f, one + quiet, inf - 1,
             };

    for (unsigned k = 0; k < sizeof(some) / sizeof(some[0]); k++) {
        v[n++] = some[k];
        v[n++] = some[k] | sign;
    }
    return n;
}

unsigned fp_values(unsigned log2, uint64_t v[FP_MAX_VALUES])
{
    static const unsigned fraction[4] = {0, 10, 23, 52};
    unsigned f = fraction[log2], width = 8u << log2, n = fp_few_values(log2, v);
    uint64_t sign = 1ull << (width - 1), unit = 1ull << f, inf = (sign - 1) >> f << f;
    uint64_t one = inf >> 1 & inf, bias = one >> f;
    uint64_t some[] = {
        1, /* subnormal numbers */
        unit - 1,
        unit + 1, /* above the smallest normal number */
        2 * unit - 2,
        one - 1,
        one - unit + 1, /* a half */
        one + unit,
        one + 2,
        (bias + f) << f | 1, /* the last odd integer, and the last with a half */
        (bias + f - 1) << f | 3,
        (bias + 14) << f | 7,
        (bias + (f > 20 ? 31 : 13)) << f,
        (bias + (f > 20 ? 62 : 12)) << f | (unit - 1),
        log2 == 3 ? 0x3810000000000000 : 3, /* about the smallest number of binary32 */
        log2 == 3   ? 0x380fffffffffffff
        : log2 == 2 ? 0x387fffff
                    : 2, /* and of binary16 */
        log2 == 3   ? 0x47efffffffffffff
        : log2 == 2 ? 0x477ff000
                    : 4,
        log2 == 3   ? 0x001ffffffffffffe
        : log2 == 2 ? 0x00fffffe
                    : 0x7fe, /* products there */
        log2 == 3   ? 0x3fe0000000000001
        : log2 == 2 ? 0x3f000001
                    : 0x3801,
    };

    for (unsigned k = 0; k < sizeof(some) / sizeof(some[0]); k++) {
        v[n++] = some[k];
        v[n++] = some[k] | sign;
    }
    return n;
}
