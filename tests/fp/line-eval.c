/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instructions by the manual's pseudocode (C7.2), on top of its shared functions for one lane. */
#include <string.h>

#include "tests/fp/line.h"
#include "tests/fp/pseudo.h"

enum { CACHE_BITS = 18 };

struct known {
    uint64_t what, a, b, c, r;
    uint32_t fpcr, fpsr;
};

/* pseudo_eval; vectors bring the same values in every lane. */
static uint64_t lane_eval(uint32_t fpcr, uint32_t *fpsr, const struct ir_insn *i, unsigned from,
                          uint64_t a, uint64_t b, uint64_t c)
{
    static struct known cache[1 << CACHE_BITS];
    uint64_t what = 1ull << 63 | (uint64_t)i->op << 48 | (uint64_t)i->type << 40 |
                    (uint64_t)i->aux << 16 | (uint64_t)i->imm << 8 | from;
    uint64_t h = (what ^ fpcr) * 0x9e3779b97f4a7c15;
    struct known *k;

    h = (h ^ a) * 0xbf58476d1ce4e5b9;
    h = (h ^ h >> 31 ^ b) * 0x94d049bb133111eb;
    h = (h ^ h >> 29 ^ c) * 0x9e3779b97f4a7c15;
    k = &cache[h >> (64 - CACHE_BITS)];
    if (k->what != what || k->a != a || k->b != b || k->c != c || k->fpcr != fpcr) {
        *k = (struct known){.what = what, .a = a, .b = b, .c = c, .fpcr = fpcr};
        k->r = pseudo_eval(fpcr, &k->fpsr, i, from, a, b, c);
        if (i->op != IR_FLAGS)
            k->r &= ~0ull >> (64 - ir_lane_bits(i->type));
    }
    *fpsr |= k->fpsr;
    return k->r;
}

static uint64_t sign_bit(unsigned log2)
{
    return 1ull << ((8u << log2) - 1);
}

static uint64_t get(const union vec *v, unsigned log2, unsigned lane)
{
    uint64_t r = 0;

    memcpy(&r, &v->b[lane << log2], 1u << log2);
    return r;
}

static void put(union vec *v, unsigned log2, unsigned lane, uint64_t r)
{
    memcpy(&v->b[lane << log2], &r, 1u << log2);
}

/* The operation with what l changes about it. */
static uint64_t changed(const struct fp_line *l, uint32_t fpcr, uint32_t *fpsr, uint64_t a,
                        uint64_t b, uint64_t c)
{
    uint64_t sign = sign_bit(l->from), r, t;
    uint32_t raised = 0;

    if (l->change & LINE_ZERO)
        b = 0;
    if (l->change & LINE_ABS_OPERANDS) {
        a &= ~sign;
        b &= ~sign;
    }
    if (l->change & LINE_SWAPPED) {
        t = a;
        a = b;
        b = t;
    }
    if (l->change & LINE_ODD) { /* FPRounding_ODD: towards zero, the last bit for the rest */
        r = lane_eval(fpcr | 3 << 22, &raised, &l->i, l->from, a, b, c);
        r |= raised >> 4 & 1;
        *fpsr |= raised;
        return r;
    }
    r = lane_eval(fpcr, fpsr, &l->i, l->from, a, b, c);
    if (l->change & LINE_NEG_RESULT)
        r ^= sign;
    if (l->change & LINE_ABS_RESULT)
        r &= ~sign;
    return r;
}

/* FPRoundIntN: what does not fit is the most negative integer, as a number. */
static uint64_t round_int_n(const struct fp_line *l, uint32_t fpcr, uint32_t *fpsr, uint64_t a)
{
    unsigned fraction = l->from == 3 ? 52 : 23, width = 8u << l->from;
    unsigned size = l->change & LINE_INT_64 ? 64 : 32, bias = l->from == 3 ? 1023 : 127;
    uint64_t exp_mask = (sign_bit(l->from) - 1) >> fraction, exp, r;
    uint64_t least = sign_bit(l->from) | (uint64_t)(bias + size - 1) << fraction;
    struct ir_insn i = l->i;
    uint32_t raised = 0;

    if ((a >> fraction & exp_mask) == exp_mask) {
        *fpsr |= 1;
        return least;
    }
    i.aux |= IR_ROUND_EXACT;
    r = lane_eval(fpcr, &raised, &i, l->from, a, 0, 0);
    exp = r >> fraction & exp_mask;
    if (exp >= bias + size - 1 && r != least) {
        *fpsr |= 1;
        return least;
    }
    *fpsr |= raised;
    return r & ~0ull >> (64 - width);
}

static void lanes(const struct fp_line *l, uint32_t fpcr, struct line_state *s, union vec *r)
{
    unsigned to = ir_lane_log2(l->i.type);

    for (unsigned k = 0; k < l->lanes; k++) {
        uint64_t n = get(&s->v[1], l->from, k), x;
        uint64_t m = get(&s->v[2], l->from, l->index < 0 ? k : (unsigned)l->index);
        uint64_t a = get(&s->v[0], l->from, k);

        if (l->change & LINE_ADDEND) /* FPMulAdd(addend, n, m) */
            x = changed(l, fpcr, &s->fpsr, a, n, m);
        else if (l->n == 3)
            x = changed(l, fpcr, &s->fpsr, get(&s->v[3], l->from, k), n, m);
        else
            x = changed(l, fpcr, &s->fpsr, n, m, 0);
        put(r, to, k, x);
    }
}

static void pairs(const struct fp_line *l, uint32_t fpcr, struct line_state *s, union vec *r)
{
    for (unsigned k = 0; k < l->lanes; k++) {
        const union vec *v = &s->v[2 * k < l->lanes ? 1 : 2];
        unsigned at = 2 * k % l->lanes;

        put(r, l->from, k,
            changed(l, fpcr, &s->fpsr, get(v, l->from, at), get(v, l->from, at + 1), 0));
    }
}

/* Reduce() */
static uint64_t reduced(const struct fp_line *l, uint32_t fpcr, struct line_state *s, unsigned at,
                        unsigned n)
{
    uint64_t low, high;

    if (n == 1)
        return get(&s->v[1], l->from, at);
    low = reduced(l, fpcr, s, at, n / 2);
    high = reduced(l, fpcr, s, at + n / 2, n / 2);
    return changed(l, fpcr, &s->fpsr, low, high, 0);
}

static void complex_add(const struct fp_line *l, uint32_t fpcr, struct line_state *s, union vec *r)
{
    uint64_t sign = sign_bit(l->from);

    for (unsigned k = 0; k < l->lanes; k += 2) {
        uint64_t even = get(&s->v[2], l->from, k), odd = get(&s->v[2], l->from, k + 1);

        if (l->rotation == 1)
            odd ^= sign;
        else
            even ^= sign;
        put(r, l->from, k, changed(l, fpcr, &s->fpsr, get(&s->v[1], l->from, k), odd, 0));
        put(r, l->from, k + 1, changed(l, fpcr, &s->fpsr, get(&s->v[1], l->from, k + 1), even, 0));
    }
}

static void complex_mul_add(const struct fp_line *l, uint32_t fpcr, struct line_state *s,
                            union vec *r)
{
    uint64_t sign = sign_bit(l->from);

    for (unsigned k = 0; k < l->lanes; k += 2) {
        unsigned at = l->index < 0 ? k : 2 * (unsigned)l->index;
        uint64_t even = get(&s->v[2], l->from, at), odd = get(&s->v[2], l->from, at + 1);
        uint64_t e1 = l->rotation & 1 ? odd : even, e3 = l->rotation & 1 ? even : odd;
        uint64_t e2 = get(&s->v[1], l->from, k + (l->rotation & 1));

        if (l->rotation == 1 || l->rotation == 2)
            e1 ^= sign;
        if (l->rotation >= 2)
            e3 ^= sign;
        put(r, l->from, k, changed(l, fpcr, &s->fpsr, get(&s->v[0], l->from, k), e2, e1));
        put(r, l->from, k + 1, changed(l, fpcr, &s->fpsr, get(&s->v[0], l->from, k + 1), e2, e3));
    }
}

/* A number of binary16 as one of binary32, a NaN with its kind: FPMulAddH takes it like one. */
static uint64_t widened(uint32_t fpcr, uint64_t h)
{
    struct ir_insn i = {.op = IR_FCVT, .type = IR_F32, .aux = IR_F16};
    uint32_t ignored = 0;

    if ((h & 0x7c00) == 0x7c00)
        return (h & 0x8000) << 16 | 0x7f800000 | (h & 0x3ff) << 13;
    if (!(h & 0x7c00) && fpcr >> 19 & 1)
        return (h & 0x8000) << 16;
    return lane_eval(0, &ignored, &i, 1, h, 0, 0);
}

static void multiply_long(const struct fp_line *l, uint32_t fpcr, struct line_state *s,
                          union vec *r)
{
    struct fp_line add = *l;

    add.from = 2;
    for (unsigned k = 0; k < l->lanes; k++) {
        unsigned at = k + (l->change & LINE_UPPER ? l->lanes : 0);
        uint64_t n = get(&s->v[1], 1, at);
        uint64_t m = get(&s->v[2], 1, l->index < 0 ? at : (unsigned)l->index);

        if (l->change & LINE_NEG_FIRST)
            n ^= 0x8000;
        put(r, 2, k,
            changed(&add, fpcr, &s->fpsr, get(&s->v[0], 2, k), widened(fpcr, n), widened(fpcr, m)));
    }
}

static void widths(const struct fp_line *l, uint32_t fpcr, struct line_state *s, union vec *r)
{
    unsigned to = ir_lane_log2(l->i.type);
    bool upper = l->change & LINE_UPPER;

    if (l->form == LINE_NARROW && upper)
        *r = s->v[0];
    for (unsigned k = 0; k < l->lanes; k++) {
        unsigned from = k + (l->form == LINE_LONG && upper ? l->lanes : 0);
        unsigned at = k + (l->form == LINE_NARROW && upper ? l->lanes : 0);

        put(r, to, at, changed(l, fpcr, &s->fpsr, get(&s->v[1], l->from, from), 0, 0));
    }
}

static void single(const struct fp_line *l, uint32_t fpcr, struct line_state *s, union vec *r)
{
    for (unsigned k = 0; k < l->lanes; k++) {
        uint64_t n = get(&s->v[1], l->from, k), sign = sign_bit(l->from);

        if (l->form == LINE_INT_N)
            n = round_int_n(l, fpcr, &s->fpsr, n);
        else
            n = l->change & LINE_ABS_RESULT ? n & ~sign : n ^ sign;
        put(r, l->from, k, n);
    }
}

void line_eval(const struct fp_line *l, uint32_t fpcr, struct line_state *s)
{
    union vec r = {0};

    switch (l->form) {
    case LINE_TO_GPR:
        s->x4 = changed(l, fpcr, &s->fpsr, get(&s->v[1], l->from, 0), 0, 0);
        return;
    case LINE_NZCV:
        s->nzcv = (uint32_t)changed(l, fpcr, &s->fpsr, get(&s->v[1], l->from, 0),
                                    get(&s->v[2], l->from, 0), 0);
        return;
    case LINE_FROM_GPR:
        put(&r, ir_lane_log2(l->i.type), 0, changed(l, fpcr, &s->fpsr, s->x3, 0, 0));
        break;
    case LINE_LANES:
        lanes(l, fpcr, s, &r);
        break;
    case LINE_PAIRS:
        pairs(l, fpcr, s, &r);
        break;
    case LINE_SCALAR_2:
        put(&r, l->from, 0, reduced(l, fpcr, s, 0, 2));
        break;
    case LINE_ACROSS:
        put(&r, l->from, 0, reduced(l, fpcr, s, 0, l->lanes));
        break;
    case LINE_CADD:
        complex_add(l, fpcr, s, &r);
        break;
    case LINE_CMLA:
        complex_mul_add(l, fpcr, s, &r);
        break;
    case LINE_MLAL:
        multiply_long(l, fpcr, s, &r);
        break;
    case LINE_LONG:
    case LINE_NARROW:
        widths(l, fpcr, s, &r);
        break;
    default:
        single(l, fpcr, s, &r);
        break;
    }
    s->v[0] = r;
}
