/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The instructions, from the encoding tables of the manual (C4.1.95, C4.1.96). */
#include "tests/fp/line.h"

struct maker {
    struct fp_line *all;
    unsigned n;
};
#define NMD (2u << 16 | 1u << 5) /* Rm 2, Rn 1, Rd 0 */
#define Q (1u << 30)
#define SCALAR (1u << 28 | Q) /* of a vector's word */

static struct fp_line *add(struct maker *m, uint32_t word, unsigned form, unsigned op,
                           unsigned from, unsigned to, unsigned lanes, unsigned n)
{
    struct fp_line *l = &m->all[m->n++];

    *l = (struct fp_line){.word = word,
                          .form = (uint8_t)form,
                          .n = (uint8_t)n,
                          .from = (uint8_t)from,
                          .lanes = (uint8_t)lanes,
                          .index = -1};
    l->i = (struct ir_insn){.op = (uint8_t)op, .type = IR_TYPE(to, 0)};
    l->i.a = 1;
    l->i.b = n > 1;
    l->i.c = n > 2;
    return l;
}

/* ftype of scalar words: H 3, S 0, D 1. */
static uint32_t ftype(unsigned log2)
{
    return (log2 == 1 ? 3u : log2 - 2) << 22;
}

static void scalar_two(struct maker *m, unsigned log2)
{
    static const uint8_t ops[] = {IR_FMUL, IR_FDIV,   IR_FADD,   IR_FSUB, IR_FMAX,
                                  IR_FMIN, IR_FMAXNM, IR_FMINNM, IR_FMUL};
    static const uint8_t fma[] = {0, IR_FMA_NEG_B, IR_FMA_NEG_A | IR_FMA_NEG_B, IR_FMA_NEG_A};

    for (unsigned k = 0; k < 9; k++) {
        struct fp_line *l =
            add(m, 0x1e200800 | ftype(log2) | NMD | k << 12, LINE_LANES, ops[k], log2, log2, 1, 2);
        l->change = k == 8 ? LINE_NEG_RESULT : 0;
    }
    for (unsigned k = 0; k < 4; k++)
        add(m, 0x1f000000 | ftype(log2) | NMD | 3 << 10 | (k >> 1) << 21 | (k & 1) << 15,
            LINE_LANES, IR_FMA, log2, log2, 1, 3)
            ->i.aux = fma[k];
    for (unsigned k = 0; k < 6; k++) { /* FCMP, FCMPE, each also with zero, FCCMP, FCCMPE */
        bool zero = k < 4 && (k & 1), signals = k < 4 ? k >> 1 : k & 1;
        uint32_t how = k >= 4 ? 0x1e20e400 | (uint32_t)signals << 4 : 0x1e202000 | k << 3;
        struct fp_line *l = add(m, how | ftype(log2) | 1 << 5 | (zero ? 0 : 2 << 16), LINE_NZCV,
                                IR_FLAGS, log2, log2, 1, 2);

        l->i.aux = signals ? IR_FLAGS_FCMPE : IR_FLAGS_FCMP;
        l->change = zero ? LINE_ZERO : 0;
    }
}

/* FRINTN ... FRINTI in the order of the scalar encodings. */
static const uint8_t round_modes[8] = {IR_ROUND_EVEN,
                                       IR_ROUND_UP,
                                       IR_ROUND_DOWN,
                                       IR_ROUND_ZERO,
                                       IR_ROUND_AWAY,
                                       0xff,
                                       IR_ROUND_MODE | IR_ROUND_EXACT,
                                       IR_ROUND_MODE};

static void scalar_one(struct maker *m, unsigned log2)
{
    uint32_t word = 0x1e204000 | ftype(log2) | 1 << 5;

    add(m, word | 1 << 15, LINE_BITS, 0, log2, log2, 1, 1)->change = LINE_ABS_RESULT;
    add(m, word | 2 << 15, LINE_BITS, 0, log2, log2, 1, 1)->change = LINE_NEG_RESULT;
    add(m, word | 3 << 15, LINE_LANES, IR_FSQRT, log2, log2, 1, 1);
    for (unsigned k = 0; k < 8; k++)
        if (round_modes[k] != 0xff)
            add(m, word | (8 + k) << 15, LINE_LANES, IR_FRINT, log2, log2, 1, 1)->i.aux =
                round_modes[k];
    for (unsigned k = 0; k < 4 && log2 > 1; k++) {
        struct fp_line *l = add(m, word | (16 + k) << 15, LINE_INT_N, IR_FRINT, log2, log2, 1, 1);
        l->i.aux = k & 1 ? IR_ROUND_MODE : IR_ROUND_ZERO;
        l->change = k & 2 ? LINE_INT_64 : 0;
    }
    for (unsigned to = 1; to <= 3; to++)
        if (to != log2)
            add(m, word | (to == 1 ? 7u : 2 + to) << 15, LINE_LANES, IR_FCVT, log2, to, 1, 1)
                ->i.aux = IR_TYPE(log2, 0);
}

static void to_gpr(struct maker *m, uint32_t word, unsigned log2, unsigned sf, bool is_signed,
                   unsigned round, unsigned fbits)
{
    struct fp_line *l = add(m, word | sf << 31 | ftype(log2) | 1 << 5 | 4, LINE_TO_GPR,
                            is_signed ? IR_SFTOS : IR_SFTOU, log2, log2, 1, 1);

    l->i.type = sf ? IR_I64 : IR_I32;
    l->i.aux = (uint16_t)(IR_TYPE(log2, 0) | round << 8);
    l->i.imm = (int32_t)fbits;
}

static void from_gpr(struct maker *m, uint32_t word, unsigned log2, unsigned sf, bool is_signed,
                     unsigned fbits)
{
    struct fp_line *l = add(m, word | sf << 31 | ftype(log2) | 3 << 5, LINE_FROM_GPR,
                            is_signed ? IR_SSTOF : IR_SUTOF, 2 + sf, log2, 1, 1);

    l->i.aux = (uint16_t)((sf ? IR_I64 : IR_I32) | IR_ROUND_MODE << 8);
    l->i.imm = (int32_t)fbits;
}

static void scalar_convert(struct maker *m, unsigned log2)
{
    for (unsigned sf = 0; sf < 2; sf++) {
        for (unsigned k = 0; k < 4; k++) /* N, P, M, Z */
            for (unsigned u = 0; u < 2; u++)
                to_gpr(m, 0x1e200000 | k << 19 | u << 16, log2, sf, !u, k, 0);
        for (unsigned u = 0; u < 2; u++) {
            to_gpr(m, 0x1e240000 | u << 16, log2, sf, !u, IR_ROUND_AWAY, 0);
            from_gpr(m, 0x1e220000 | u << 16, log2, sf, !u, 0);
            for (unsigned fbits = 1; fbits <= (sf ? 64 : 32); fbits += fbits == 1 ? 16 : 15) {
                to_gpr(m, 0x1e180000 | u << 16 | (64 - fbits) << 10, log2, sf, !u, IR_ROUND_ZERO,
                       fbits);
                from_gpr(m, 0x1e020000 | u << 16 | (64 - fbits) << 10, log2, sf, !u, fbits);
            }
        }
    }
}

/* A word of the group for a shape: lanes 1 is the scalar. S, D: sz; H: another word. */
static uint32_t shaped(uint32_t word, uint32_t word16, unsigned log2, unsigned lanes)
{
    uint32_t w = log2 == 1 ? word16 : word | (log2 - 2) << 22;

    return w | (lanes == 1 ? SCALAR : lanes << log2 == 16 ? Q : 0);
}

struct three {
    uint8_t u, a, opcode, op, form, scalar;
    uint16_t change, aux;
};
static const struct three threes[] = {
    {0, 0, 24, IR_FMAXNM, LINE_LANES, 0, 0, 0},
    {0, 0, 25, IR_FMA, LINE_LANES, 0, LINE_ADDEND, 0},
    {0, 0, 26, IR_FADD, LINE_LANES, 0, 0, 0},
    {0, 0, 27, IR_FMULX, LINE_LANES, 1, 0, 0},
    {0, 0, 28, IR_FEQ, LINE_LANES, 1, 0, 0},
    {0, 0, 30, IR_FMAX, LINE_LANES, 0, 0, 0},
    {0, 0, 31, IR_FRECPS, LINE_LANES, 1, 0, 0},
    {0, 1, 24, IR_FMINNM, LINE_LANES, 0, 0, 0},
    {0, 1, 25, IR_FMA, LINE_LANES, 0, LINE_ADDEND, IR_FMA_NEG_B},
    {0, 1, 26, IR_FSUB, LINE_LANES, 0, 0, 0},
    {0, 1, 30, IR_FMIN, LINE_LANES, 0, 0, 0},
    {0, 1, 31, IR_FRSQRTS, LINE_LANES, 1, 0, 0},
    {1, 0, 24, IR_FMAXNM, LINE_PAIRS, 0, 0, 0},
    {1, 0, 26, IR_FADD, LINE_PAIRS, 0, 0, 0},
    {1, 0, 27, IR_FMUL, LINE_LANES, 0, 0, 0},
    {1, 0, 28, IR_FGE, LINE_LANES, 1, 0, 0},
    {1, 0, 29, IR_FGE, LINE_LANES, 1, LINE_ABS_OPERANDS, 0},
    {1, 0, 30, IR_FMAX, LINE_PAIRS, 0, 0, 0},
    {1, 0, 31, IR_FDIV, LINE_LANES, 0, 0, 0},
    {1, 1, 24, IR_FMINNM, LINE_PAIRS, 0, 0, 0},
    {1, 1, 26, IR_FSUB, LINE_LANES, 1, LINE_ABS_RESULT, 0},
    {1, 1, 28, IR_FGT, LINE_LANES, 1, 0, 0},
    {1, 1, 29, IR_FGT, LINE_LANES, 1, LINE_ABS_OPERANDS, 0},
    {1, 1, 30, IR_FMIN, LINE_PAIRS, 0, 0, 0},
};

static void vector_three(struct maker *m, unsigned log2, unsigned lanes)
{
    for (unsigned k = 0; k < sizeof(threes) / sizeof(threes[0]); k++) {
        const struct three *t = &threes[k];
        uint32_t bits = (uint32_t)t->u << 29 | (uint32_t)t->a << 23 | NMD, op = t->opcode;
        struct fp_line *l;

        if (lanes == 1 && !t->scalar)
            continue;
        l = add(m, shaped(0x0e200400 | op << 11, 0x0e400400 | (op & 7) << 11, log2, lanes) | bits,
                t->form, t->op, log2, log2, lanes, t->op == IR_FMA ? 3 : 2);
        l->change = t->change;
        l->i.aux = t->aux;
    }
}

struct two {
    uint8_t u, a, opcode, op, form, n;
    uint16_t change, aux;
};
static const struct two twos[] = {
    {0, 0, 24, IR_FRINT, LINE_LANES, 1, 0, IR_ROUND_EVEN},
    {0, 0, 25, IR_FRINT, LINE_LANES, 1, 0, IR_ROUND_DOWN},
    {0, 0, 26, IR_FTOS, LINE_LANES, 1, 0, IR_ROUND_EVEN},
    {0, 0, 27, IR_FTOS, LINE_LANES, 1, 0, IR_ROUND_DOWN},
    {0, 0, 28, IR_FTOS, LINE_LANES, 1, 0, IR_ROUND_AWAY},
    {0, 0, 29, IR_STOF, LINE_LANES, 1, 0, 0},
    {0, 0, 30, IR_FRINT, LINE_INT_N, 1, 0, IR_ROUND_ZERO},
    {0, 0, 31, IR_FRINT, LINE_INT_N, 1, LINE_INT_64, IR_ROUND_ZERO},
    {0, 1, 12, IR_FGT, LINE_LANES, 2, LINE_ZERO, 0},
    {0, 1, 13, IR_FEQ, LINE_LANES, 2, LINE_ZERO, 0},
    {0, 1, 14, IR_FGT, LINE_LANES, 2, LINE_ZERO | LINE_SWAPPED, 0},
    {0, 1, 15, 0, LINE_BITS, 1, LINE_ABS_RESULT, 0},
    {0, 1, 24, IR_FRINT, LINE_LANES, 1, 0, IR_ROUND_UP},
    {0, 1, 25, IR_FRINT, LINE_LANES, 1, 0, IR_ROUND_ZERO},
    {0, 1, 26, IR_FTOS, LINE_LANES, 1, 0, IR_ROUND_UP},
    {0, 1, 27, IR_FTOS, LINE_LANES, 1, 0, IR_ROUND_ZERO},
    {0, 1, 29, IR_FRECPE, LINE_LANES, 1, 0, 0},
    {0, 1, 31, IR_FRECPX, LINE_LANES, 1, 0, 0},
    {1, 0, 24, IR_FRINT, LINE_LANES, 1, 0, IR_ROUND_AWAY},
    {1, 0, 25, IR_FRINT, LINE_LANES, 1, 0, IR_ROUND_MODE | IR_ROUND_EXACT},
    {1, 0, 26, IR_FTOU, LINE_LANES, 1, 0, IR_ROUND_EVEN},
    {1, 0, 27, IR_FTOU, LINE_LANES, 1, 0, IR_ROUND_DOWN},
    {1, 0, 28, IR_FTOU, LINE_LANES, 1, 0, IR_ROUND_AWAY},
    {1, 0, 29, IR_UTOF, LINE_LANES, 1, 0, 0},
    {1, 0, 30, IR_FRINT, LINE_INT_N, 1, 0, IR_ROUND_MODE},
    {1, 0, 31, IR_FRINT, LINE_INT_N, 1, LINE_INT_64, IR_ROUND_MODE},
    {1, 1, 12, IR_FGE, LINE_LANES, 2, LINE_ZERO, 0},
    {1, 1, 13, IR_FGE, LINE_LANES, 2, LINE_ZERO | LINE_SWAPPED, 0},
    {1, 1, 15, 0, LINE_BITS, 1, LINE_NEG_RESULT, 0},
    {1, 1, 25, IR_FRINT, LINE_LANES, 1, 0, IR_ROUND_MODE},
    {1, 1, 26, IR_FTOU, LINE_LANES, 1, 0, IR_ROUND_UP},
    {1, 1, 27, IR_FTOU, LINE_LANES, 1, 0, IR_ROUND_ZERO},
    {1, 1, 29, IR_FRSQRTE, LINE_LANES, 1, 0, 0},
    {1, 1, 31, IR_FSQRT, LINE_LANES, 1, 0, 0},
};

/* Is there the instruction t as a scalar, or as a vector? */
static bool has_shape(const struct two *t, unsigned log2, unsigned lanes)
{
    if (t->form == LINE_INT_N)
        return log2 > 1 && lanes > 1;
    if (t->op == IR_FRECPX)
        return lanes == 1;
    return lanes > 1 || (t->op != IR_FRINT && t->op != IR_FSQRT && t->form != LINE_BITS);
}

static void vector_two(struct maker *m, unsigned log2, unsigned lanes)
{
    for (unsigned k = 0; k < sizeof(twos) / sizeof(twos[0]); k++) {
        const struct two *t = &twos[k];
        uint32_t bits = (uint32_t)t->u << 29 | (uint32_t)t->a << 23 | (uint32_t)t->opcode << 12;
        struct fp_line *l;

        if (!has_shape(t, log2, lanes))
            continue;
        l = add(m, shaped(0x0e200800, 0x0e780800, log2, lanes) | bits | 1 << 5, t->form, t->op,
                log2, log2, lanes, t->n);
        l->change = t->change;
        l->i.aux = t->aux;
    }
    for (unsigned u = 0; u < 2; u++) /* with fraction bits */
        for (unsigned fbits = 1; fbits <= 8u << log2; fbits += fbits == 1 ? 8 : (8u << log2) - 9) {
            uint32_t word = (0x0f000400 | u << 29 | ((16u << log2) - fbits) << 16 | 1 << 5) |
                            (lanes == 1            ? SCALAR
                             : lanes << log2 == 16 ? Q
                                                   : 0);
            struct fp_line *l =
                add(m, word | 0xe000, LINE_LANES, u ? IR_UTOF : IR_STOF, log2, log2, lanes, 1);

            l->i.imm = (int32_t)fbits;
            l = add(m, word | 0xf800, LINE_LANES, u ? IR_FTOU : IR_FTOS, log2, log2, lanes, 1);
            l->i.imm = (int32_t)fbits;
            l->i.aux = IR_ROUND_ZERO;
        }
}

/* The bits H, L, M of index for lanes of 1 << log2. */
static uint32_t index_bits(unsigned log2, unsigned index)
{
    return log2 == 1   ? (index >> 2) << 11 | (index >> 1 & 1) << 21 | (index & 1) << 20
           : log2 == 2 ? (index >> 1) << 11 | (index & 1) << 21
                       : index << 11;
}

static void by_element(struct maker *m, unsigned log2, unsigned lanes)
{
    static const struct {
        uint32_t word;
        uint8_t op;
        uint16_t change, aux;
    } elements[] = {{0x0f001000, IR_FMA, LINE_ADDEND, 0},
                    {0x0f005000, IR_FMA, LINE_ADDEND, IR_FMA_NEG_B},
                    {0x0f009000, IR_FMUL, 0, 0},
                    {0x2f009000, IR_FMULX, 0, 0}};

    for (unsigned k = 0; k < 4; k++)
        for (unsigned index = 0; index < 16u >> log2; index += (16u >> log2) - 1) {
            struct fp_line *l =
                add(m,
                    shaped(elements[k].word | 0x00800000, elements[k].word, log2, lanes) | NMD |
                        index_bits(log2, index),
                    LINE_LANES, elements[k].op, log2, log2, lanes, elements[k].change ? 3 : 2);

            l->index = (int8_t)index;
            l->change = elements[k].change;
            l->i.aux = elements[k].aux;
        }
}

static void complex_numbers(struct maker *m, unsigned log2, unsigned lanes)
{
    uint32_t shape = log2 << 22 | (lanes << log2 == 16 ? Q : 0) | NMD;

    for (unsigned k = 0; k < 2; k++)
        add(m, 0x2e00e400 | shape | k << 12, LINE_CADD, IR_FADD, log2, log2, lanes, 2)->rotation =
            (uint8_t)(2 * k + 1);
    for (unsigned k = 0; k < 4; k++) {
        add(m, 0x2e00c400 | shape | k << 11, LINE_CMLA, IR_FMA, log2, log2, lanes, 3)->rotation =
            (uint8_t)k;
        if (log2 < 3 && lanes << log2 >= (log2 == 2 ? 16 : 8)) {
            unsigned index = lanes << log2 == 16 ? 1 : 0;
            uint32_t bits = log2 == 1 ? index << 21 : index << 11;
            struct fp_line *l = add(m, 0x2f001000 | shape | k << 13 | bits, LINE_CMLA, IR_FMA, log2,
                                    log2, lanes, 3);

            l->rotation = (uint8_t)k;
            l->index = (int8_t)index;
        }
    }
}

static void long_multiply(struct maker *m, unsigned lanes)
{
    for (unsigned k = 0; k < 4; k++) { /* bit 0: subtract, bit 1: upper */
        uint32_t shape = (lanes == 4 ? Q : 0) | NMD;
        uint16_t change = (uint16_t)((k & 1 ? LINE_NEG_FIRST : 0) | (k & 2 ? LINE_UPPER : 0));
        struct fp_line *l = add(m, (k & 2 ? 0x2e20cc00 : 0x0e20ec00) | (k & 1) << 23 | shape,
                                LINE_MLAL, IR_FMA, 1, 2, lanes, 3);

        l->change = change;
        for (unsigned index = 0; index < 8; index += 7) {
            l = add(
                m, (k & 2 ? 0x2f808000 : 0x0f800000) | (k & 1) << 14 | shape | index_bits(1, index),
                LINE_MLAL, IR_FMA, 1, 2, lanes, 3);
            l->change = change;
            l->index = (int8_t)index;
        }
    }
}

static void widths(struct maker *m)
{
    for (unsigned upper = 0; upper < 2; upper++) {
        uint16_t change = upper ? LINE_UPPER : 0;

        for (unsigned from = 1; from <= 2; from++) {
            struct fp_line *l = add(m, 0x0e217800 | (upper ? Q : 0) | (from - 1) << 22 | 1 << 5,
                                    LINE_LONG, IR_FCVT, from, from + 1, 8 >> from, 1);
            l->i.aux = IR_TYPE(from, 0);
            l->change = change;
            l = add(m, 0x0e216800 | (upper ? Q : 0) | (from - 1) << 22 | 1 << 5, LINE_NARROW,
                    IR_FCVT, from + 1, from, 8 >> from, 1);
            l->i.aux = IR_TYPE(from + 1, 0);
            l->change = change;
        }
        struct fp_line *l =
            add(m, 0x2e616800 | (upper ? Q : 0) | 1 << 5, LINE_NARROW, IR_FCVT, 3, 2, 2, 1);
        l->i.aux = IR_TYPE(3, 0);
        l->change = change | LINE_ODD;
    }
    struct fp_line *l = add(m, 0x7e616820, LINE_LANES, IR_FCVT, 3, 2, 1, 1);
    l->i.aux = IR_TYPE(3, 0);
    l->change = LINE_ODD;
}

/* Between lanes of V1: pairs as scalars, and across all. */
static void reductions(struct maker *m, unsigned log2)
{
    static const uint8_t ops[2][3] = {{IR_FMAXNM, IR_FADD, IR_FMAX}, {IR_FMINNM, 0, IR_FMIN}};
    static const uint8_t opcodes[3] = {12, 13, 15};

    for (unsigned a = 0; a < 2; a++)
        for (unsigned k = 0; k < 3; k++) {
            uint32_t bits = (log2 == 1 ? 0 : 1u << 29 | (log2 - 2) << 22) | a << 23 |
                            (uint32_t)opcodes[k] << 12 | 1 << 5;

            if (!ops[a][k])
                continue;
            add(m, 0x5e300800 | bits, LINE_SCALAR_2, ops[a][k], log2, log2, 1, 2);
            if (k == 1 || log2 == 3)
                continue;
            for (unsigned lanes = log2 == 1 ? 4 : 8; lanes <= 8u; lanes += 4)
                add(m, 0x0e300800 | bits | (lanes == 8 ? Q : 0), LINE_ACROSS, ops[a][k], log2, log2,
                    lanes == 8 ? 16u >> log2 : lanes, 2);
        }
}

unsigned fp_lines(struct fp_line all[MAX_LINES])
{
    struct maker m = {.all = all};

    for (unsigned log2 = 1; log2 <= 3; log2++) {
        scalar_two(&m, log2);
        scalar_one(&m, log2);
        scalar_convert(&m, log2);
        reductions(&m, log2);
        for (unsigned lanes = 1; lanes << log2 <= 16; lanes *= 2) {
            if (lanes > 1 && lanes << log2 < 8)
                continue;
            vector_three(&m, log2, lanes);
            vector_two(&m, log2, lanes);
            by_element(&m, log2, lanes);
            if (lanes > 1)
                complex_numbers(&m, log2, lanes);
        }
    }
    long_multiply(&m, 2);
    long_multiply(&m, 4);
    widths(&m);
    return m.n;
}
