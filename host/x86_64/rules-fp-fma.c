/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fused multiply-adds without FMA.
 *
 * binary32 goes through binary64, where the product is exact, and so is the result if rounding the
 * sum twice does not matter: it lies not half-way between two numbers of binary32, nor at or below
 * the smallest normal one. (In the directed modes rounding twice is rounding once.)
 *
 * binary64, to nearest: product and sum are made with their errors (T. J. Dekker 1971; Knuth, TAOCP
 * 4.2.2), and the result is the rounded sum plus the rounded sum of the errors. With P the rounded
 * product, S = P + A rounded, e and t their errors, l = t + e rounded:
 *
 *  - The operands' ranges are checked first, so that nothing overflows and e is a multiple of the
 *    smallest subnormal number: e and t are exact, and so are sums that are subnormal.
 *  - If t is not 0, then P < 4 |S|, else P and A would cancel exactly. So |l| < 3 ulp(S).
 *  - The points where the rounding of S + l changes are multiples of ulp(S) / 4, and so near that
 *    their distance from S is a number of few bits. Rounding is monotonous: l lies on the same side
 *    of such a point as t + e, or on it.
 *  - So the result may be wrong only if l has less than 5 bits and was rounded. That is looked at
 *    out of line, and evaluated.
 *  - All that is spared where P is small beside S, as it is in polynomials and long sums: from
 *    |S| >= 4 |P| on, t is P - (S - A), and t and the points where the rounding of S + t changes
 *    are multiples of ulp(P). So e, which is less, matters only where t is such a point, a power
 *    of 2.
 *
 * Inexact is told wrongly on the way. So it traps, for the library, until it is set, from where on
 * this changes nothing (cpu->rounds_falsely). Before, what has not trapped was exact.
 */
#include "host/x86_64/emit.h"
#include "host/x86_64/rules-fp.h"

#define SIGN (1ull << 63)

enum {
    PMAXSD = V_66_38(0x3d),
    MOVMSKPD = V_66(0x50),
    MOVMSKPS = AS_OP(AS_P0, 1, 0x50),
    PEXTRQ = V_PEXTRD | AS_W
};

static bool is_packed(const struct x86_fp *o)
{
    return ir_lanes(o->type) > 1;
}

/* d = d op s of lanes of 8 bytes, or of the lowest. */
static void wide(struct emit *e, const struct x86_fp *o, unsigned code, unsigned d, unsigned s)
{
    as_v3(em_asm(e), v_fp(code, 3, is_packed(o)), d, d, as_reg(s));
}

/* d = a op s, where d is not s. */
static void wide_to(struct emit *e, const struct x86_fp *o, unsigned code, unsigned d, unsigned a,
                    unsigned s)
{
    em_v3r(e, v_fp(code, 3, is_packed(o)), d, a, as_reg(s));
}

/* d = -d, of each lane of 8 bytes. */
static void negate(struct emit *e, unsigned d)
{
    v3m(e, V_PXOR, d, d, x86_vpattern(e, SIGN));
}

static void may_trap(struct emit *e, struct x86_fp *o)
{
    o->at[o->n_at++] = as_offset(em_asm(e));
}

/* What is done in binary64 with the factor (k 1) or addend (k 2) that u has got, t being the other
 * factor, then the product. */
static void join(struct emit *e, struct x86_fp *o, unsigned k, unsigned t, unsigned u)
{
    if (k == 2 && (o->i->aux & IR_FMA_NEG_A)) {
        negate(e, u);
    }
    if (k > 0) {
        may_trap(e, o);
        wide(e, o, k == 1 ? F_MUL : F_ADD, t, u);
    }
    if (k == 1 && (o->i->aux & IR_FMA_NEG_B)) {
        negate(e, t);
    }
}

/* The scalar: in the lowest lane of a copy of a. */
static void single(struct emit *e, struct x86_fp *o)
{
    struct x86_asm *as = em_asm(e);
    const unsigned reg[3] = {o->b, o->c, o->a};
    unsigned t = em_vec_temp(e), u = em_vec_temp(e), g = em_gpr_temp(e);

    o->rd = em_vec_def_early(e, o->d);
    x86_fp_operands(e, o);
    for (unsigned k = 0; k < 3; k++) {
        unsigned x = k == 0 ? t : u;
        vzero(e, x);
        may_trap(e, o);
        as_v3(as, v_fp(0x5a, 2, false), x, x, as_reg(reg[k]));
        join(e, o, k, t, u);
    }
    x86_jump_unordered(e, o, IR_F64, t, t, 0);
    as_v2(as, V_MOVD_TO, t, as_reg(g));
    as_alu_imm(as, ALU_AND, 4, as_reg(g), 0x1fffffff);
    as_alu_imm(as, ALU_CMP, 4, as_reg(g), 0x10000000);
    o->from[o->n_from++] = em_jcc_far(e, CC_E);
    /* 0 < |t| <= 2^-126, by 2t - 1 as an unsigned number */
    as_v2(as, V_MOVD_TO | AS_W, t, as_reg(g));
    as_alu(as, ALU_ADD, 8, g, as_reg(g));
    as_alu_imm(as, ALU_SUB, 8, as_reg(g), 1);
    as_shift_imm(as, SH_SHR, 8, g, 32);
    as_alu_imm(as, ALU_CMP, 4, as_reg(g), 0x70200000);
    o->from[o->n_from++] = em_jcc_far(e, CC_B);
    vmov(e, o->rd, o->a); /* what is above */
    may_trap(e, o);
    as_v3(as, v_fp(0x5a, 3, false), o->rd, o->rd, as_reg(t));
}

/* t = the sum of lanes 2 * half and 2 * half + 1 in binary64. u is a temp. */
static void half_sum(struct emit *e, struct x86_fp *o, unsigned half, unsigned t, unsigned u)
{
    const unsigned reg[3] = {o->b, o->c, o->a};
    struct x86_asm *as = em_asm(e);

    for (unsigned k = 0; k < 3; k++) {
        unsigned x = k == 0 ? t : u, s = reg[k];
        if (half) {
            v2i(e, V_PSHUFD, x, s, 0xee);
            s = x;
        }
        may_trap(e, o);
        as_v2(as, AS_OP(AS_P0, 1, 0x5a) | AS_N8, x, as_reg(s)); /* cvtps2pd */
        join(e, o, k, t, u);
    }
}

/* d, with its low halves in binary32: ones in the low words of lanes of t that lie half-way. */
static void mark_ties(struct emit *e, unsigned d, unsigned t)
{
    v3m(e, V_PAND, d, t, x86_vpattern(e, 0x1fffffff));
    v3m(e, V_PCMPEQD, d, d, x86_vpattern(e, 0xffffffff10000000));
}

/* Two or four lanes. */
static void singles(struct emit *e, struct x86_fp *o)
{
    bool four = ir_lanes(o->type) == 4;
    const unsigned narrow = V_66(0x5a) | AS_EW; /* cvtpd2ps */
    struct x86_asm *as = em_asm(e);
    unsigned t = em_vec_temp(e), u = em_vec_temp(e), ties = em_vec_temp(e), g = em_gpr_temp(e);

    o->rd = em_vec_def_early(e, o->d);
    half_sum(e, o, 0, t, u);
    mark_ties(e, ties, t);
    may_trap(e, o);
    as_v2(as, narrow, o->rd, as_reg(t));
    if (four) {
        half_sum(e, o, 1, t, u);
        mark_ties(e, u, t);
        v3(e, V_POR, ties, ties, u);
        may_trap(e, o);
        as_v2(as, narrow, t, as_reg(t));
        v3(e, V_PUNPCKLQDQ, o->rd, o->rd, t);
    }
    /* 0 < |r| <= 2^-126, by |r| - 1 as an unsigned number; a NaN's, too, by |r| - infinity - 1 */
    v3m(e, V_PAND, t, o->rd, x86_vpattern(e, 0x7fffffff7fffffff));
    vmov(e, u, t);
    v3m(e, V_PCMPGTD, u, u, x86_vpattern(e, 0x7f8000007f800000));
    v3(e, V_POR, ties, ties, u);
    v3m(e, V_PADDD, t, t, x86_vpattern(e, 0x7fffffff7fffffff));
    as_vload(as, 16, u, x86_vpattern(e, 0x8080000080800000));
    v3(e, V_PCMPGTD, u, u, t);
    v3(e, V_POR, ties, ties, u);
    as_v2(as, MOVMSKPS, g, as_reg(ties));
    as_test(as, 4, g, g);
    o->from[o->n_from++] = em_jcc_far(e, CC_NE);
}

/* The temps of one of binary64. */
struct parts {
    unsigned t, u, v, q; /* u is the destination; t X86_NO_REG: to be lent out of line */
    unsigned g, g2;      /* g2: of scalars */
};

/*
 * b and c lie from 2^-256 up to 2^256, so that nothing of their product is lost. A NaN addend goes
 * through to the result, an infinite one traps in the sum.
 */
enum { BIAS = 1023, LEAST = BIAS - 256, LOG2_WIDTH = 9 };

/* d = ones in the upper halves of lanes where v is 2^1023 or more, infinite or a NaN. */
static void mark_large(struct emit *e, unsigned d, unsigned v)
{
    v3m(e, V_PAND, d, v, x86_vpattern(e, ~SIGN));
    v3m(e, V_PCMPGTD, d, d, x86_vpattern(e, (2ull * BIAS << 52) - 1));
}

/* t = the same where b or c is not in its range. u is a temp. */
static void mark_range(struct emit *e, unsigned t, unsigned u, unsigned b, unsigned c)
{
    const uint64_t biased = SIGN - ((uint64_t)LEAST << 52), width = 1ull << (52 + LOG2_WIDTH);

    v3m(e, V_PAND, t, b, x86_vpattern(e, ~SIGN));
    v3m(e, V_PADDD, t, t, x86_vpattern(e, biased));
    v3m(e, V_PAND, u, c, x86_vpattern(e, ~SIGN));
    v3m(e, V_PADDD, u, u, x86_vpattern(e, biased));
    v3(e, PMAXSD, t, t, u);
    v3m(e, V_PCMPGTD, t, t, x86_vpattern(e, SIGN + width - 1));
}

/* ZF: is no lane that counts marked in t? */
static void test_marks(struct emit *e, const struct x86_fp *o, unsigned g, unsigned t)
{
    as_v2(em_asm(e), MOVMSKPD, g, as_reg(t));
    if (is_packed(o)) {
        as_test(em_asm(e), 4, g, g);
    } else {
        as_alu_imm(em_asm(e), ALU_AND, 4, as_reg(g), 1);
    }
}

/* Out of line, temps are in arg[0]. */
static unsigned temp(const struct em_slow *s, unsigned n)
{
    return s->arg[0] >> 8 * n & 31;
}

static bool is_lent(const struct em_slow *s)
{
    return (s->arg[0] & 0xff) == X86_NO_REG;
}

static struct x86_mem lent_home(void)
{
    return as_cpu(offsetof(struct cpu, helper_vec[3])); /* of the evaluation, which comes behind */
}

/* Temp 0, which few come to need: borrowed from whatever it holds, until give_back. */
static unsigned lend(struct emit *e, const struct em_slow *s)
{
    uint32_t busy = 1u << temp(s, 1) | 1u << temp(s, 2) | 1u << temp(s, 3);

    if (!is_lent(s)) {
        return temp(s, 0);
    }
    for (unsigned n = 0; n < 4; n++) {
        busy |= 1u << s->reg[n];
    }
    unsigned t = (unsigned)__builtin_ctz(~busy);
    as_vstore(em_asm(e), 16, lent_home(), t);
    return t;
}

/* Keeps EFLAGS. */
static void give_back(struct emit *e, const struct em_slow *s, unsigned t)
{
    if (is_lent(s)) {
        as_vload(em_asm(e), 16, t, lent_home());
    }
}

/* A jump from from, to come back behind o; arg is for fn. */
static void defer(struct emit *e, const struct x86_fp *o, const struct parts *x, uint32_t from,
                  uint32_t arg, void (*fn)(struct emit *, const struct em_slow *))
{
    struct em_slow s = {
        .fn = fn,
        .from = {from},
        .back = as_offset(em_asm(e)),
        .insn = o->d,
        .reg = {(uint8_t)o->rd, (uint8_t)o->a, (uint8_t)o->b, (uint8_t)o->c, (uint8_t)x->g},
        .arg = {x->t | x->u << 8 | x->v << 16 | x->q << 24, arg},
    };

    em_defer(e, &s);
}

/*
 * Goes back if all operands that are out of range belong to products of zero with finite numbers,
 * which do no harm, but that a sum of two -0 would be 0. Else evaluates.
 */
static void slow_range(struct emit *e, const struct em_slow *s)
{
    const struct x86_fp o = {.type = e->ir->insn[s->insn].type};
    unsigned a = s->reg[1], b = s->reg[2], c = s->reg[3];
    unsigned zero = lend(e, s), bad = temp(s, 1), t = temp(s, 2), u = temp(s, 3);

    v3m(e, V_PAND, zero, b, x86_vpattern(e, ~SIGN));
    v3m(e, V_PCMPEQQ, zero, zero, x86_vpattern(e, 0));
    v3m(e, V_PAND, t, c, x86_vpattern(e, ~SIGN));
    v3m(e, V_PCMPEQQ, t, t, x86_vpattern(e, 0));
    v3(e, V_POR, zero, zero, t);
    mark_range(e, bad, t, b, c);
    v3m(e, V_PAND, t, a, x86_vpattern(e, ~SIGN));
    v3m(e, V_PCMPEQQ, t, t, x86_vpattern(e, 0));
    v3(e, V_PAND, t, t, zero);
    v3(e, V_PANDN, zero, zero, bad);
    v3(e, V_POR, zero, zero, t);
    mark_large(e, bad, a);
    mark_large(e, t, b);
    mark_large(e, u, c);
    v3(e, V_POR, bad, bad, zero);
    v3(e, V_POR, bad, bad, t);
    v3(e, V_POR, bad, bad, u);
    give_back(e, s, zero);
    test_marks(e, &o, s->reg[4], bad);
    as_jcc(em_asm(e), CC_E, em_asm(e)->rx + s->arg[1]);
    x86_slow_eval(e, s);
}

/* d = a's lanes, doubled for the sign to go, less the least. */
static void above_least(struct emit *e, unsigned d, unsigned a)
{
    v3(e, V_PADDQ, d, a, a);
    v3m(e, V_PSUBQ, d, d, x86_vpattern(e, (uint64_t)LEAST << 53));
}

/* Returns the jump out of line if b or c is not in its range. */
static uint32_t check_ranges(struct emit *e, struct x86_fp *o, const struct parts *x)
{
    if (is_packed(o)) {
        above_least(e, x->t, o->b);
        above_least(e, x->q, o->c);
        v3(e, V_POR, x->q, x->q, x->t);
    } else {
        vmov(e, x->v, o->b);
        v3(e, V_PUNPCKLQDQ, x->v, x->v, o->c);
        above_least(e, x->q, x->v);
    }
    as_v2(em_asm(e), V_PTEST, x->q, as_rm_mem(x86_vpattern(e, ~0ull << (53 + LOG2_WIDTH))));
    return em_jcc_far(e, CC_NE);
}

/* t = what b * c loses by rounding. b is cut into 26 and 27 digits, c into 26 and 26 and a sign, so
 * that all products of halves are exact. */
static void product_error(struct emit *e, struct x86_fp *o, const struct parts *x)
{
    const uint64_t upper = ~0ull << 27, half = 1ull << 26;

    v3m(e, V_PADDQ, x->v, o->c, x86_vpattern(e, half));
    v3m(e, V_PAND, x->v, x->v, x86_vpattern(e, upper));
    v3m(e, V_PAND, x->t, o->b, x86_vpattern(e, upper));
    wide_to(e, o, F_SUB, x->u, o->b, x->t);
    wide(e, o, F_MUL, x->t, x->v);
    vmov(e, x->q, o->b);
    may_trap(e, o);
    wide(e, o, F_MUL, x->q, o->c);
    wide(e, o, F_SUB, x->t, x->q);
    wide_to(e, o, F_MUL, x->q, x->v, x->u);
    wide(e, o, F_ADD, x->t, x->q);
    wide(e, o, F_SUB, x->v, o->c);          /* its lower half, negative */
    wide_to(e, o, F_SUB, x->q, o->b, x->u); /* its upper half again */
    wide(e, o, F_MUL, x->q, x->v);
    wide(e, o, F_SUB, x->t, x->q);
    wide(e, o, F_MUL, x->u, x->v);
    wide(e, o, F_SUB, x->t, x->u);
}

/* q = b * c, u = +-a +- q, v = u -+ a. */
static void rounded_sum(struct emit *e, struct x86_fp *o, const struct parts *x)
{
    bool minus = o->i->aux & IR_FMA_NEG_A, product = !(o->i->aux & IR_FMA_NEG_B);

    vmov(e, x->q, o->b);
    may_trap(e, o);
    wide(e, o, F_MUL, x->q, o->c);
    vmov(e, x->u, o->a);
    if (minus) { /* what is above a scalar stays as it is */
        const uint64_t sign[2] = {SIGN, is_packed(o) ? SIGN : 0};
        v3m(e, V_PXOR, x->u, x->u, em_pool(e, sign, 16));
    }
    may_trap(e, o);
    wide(e, o, product ? F_ADD : F_SUB, x->u, x->q);
    vmov(e, x->v, x->u);
    may_trap(e, o);
    wide(e, o, minus ? F_ADD : F_SUB, x->v, o->a);
}

/* u = +-a +- b * c: the rounded sum and v, the sum of the errors: q of the sum and t. */
static void sum(struct emit *e, struct x86_fp *o, const struct parts *x)
{
    bool minus = o->i->aux & IR_FMA_NEG_A, product = !(o->i->aux & IR_FMA_NEG_B);

    if (!product) {
        negate(e, x->t);
    }
    rounded_sum(e, o, x);
    if (!product) {
        negate(e, x->q);
    }
    wide(e, o, F_SUB, x->q, x->v);
    wide(e, o, F_SUB, x->v, x->u);
    wide(e, o, minus ? F_SUB : F_ADD, x->v, o->a);
    wide(e, o, F_ADD, x->q, x->v);
    wide_to(e, o, F_ADD, x->v, x->q, x->t);
    wide(e, o, F_ADD, x->u, x->v);
}

/* Jumps, returned in from, if v, the sum of q and t, is not exact: taking away either from it would
 * leave the other. */
static void jump_inexact(struct emit *e, const struct x86_fp *o, const struct parts *x,
                         uint32_t from[2])
{
    const uint64_t magnitude[2] = {~SIGN, is_packed(o) ? ~SIGN : 0};

    for (unsigned n = 0; n < 2; n++) {
        if (n == 1) {
            wide_to(e, o, F_ADD, x->v, x->q, x->t);
        }
        wide(e, o, F_SUB, x->v, n == 0 ? x->q : x->t);
        wide(e, o, F_SUB, x->v, n == 0 ? x->t : x->q);
        as_v2(em_asm(e), V_PTEST, x->v, as_rm_mem(em_pool(e, magnitude, 16)));
        from[n] = em_jcc_far(e, CC_NE);
    }
}

/* Jumps, of whom from has the displacements, if v has less than 5 bits. */
static void jump_doubtful(struct emit *e, const struct x86_fp *o, const struct parts *x,
                          uint32_t from[2])
{
    for (unsigned n = 0; n < ir_lanes(o->type); n++) {
        as_v2i(em_asm(e), PEXTRQ, x->v, as_reg(x->g), n);
        as_shift_imm(em_asm(e), SH_SHL, 8, x->g, 16);
        from[n] = em_jcc_far(e, CC_E);
    }
}

static void jumps_here(struct emit *e, const uint32_t *from, unsigned n)
{
    while (n-- > 0) {
        as_fix32(em_asm(e), from[n], as_offset(em_asm(e)));
    }
}

/* Jumps back if a v that is 0 or a power of 2 (packed: which, says t) is 0. */
static void back_if_zero(struct emit *e, const struct x86_fp *o, const struct parts *x,
                         uint32_t back)
{
    struct x86_asm *as = em_asm(e);

    if (is_packed(o)) {
        v3(e, V_PADDQ, x->q, x->v, x->v);
        v3m(e, V_PCMPEQQ, x->q, x->q, x86_vpattern(e, 0));
        v3(e, V_PANDN, x->q, x->q, x->t);
        as_v2(as, V_PTEST, x->q, as_reg(x->q));
    } else {
        as_v2(as, V_MOVD_TO | AS_W, x->v, as_reg(x->g));
        as_alu(as, ALU_ADD, 8, x->g, as_reg(x->g));
    }
    as_jcc(as, CC_E, as->rx + back);
}

/*
 * Where v is 0 or a power of 2: all is well if it is 0. Then, where arg[1] leads, too: sums by the
 * errors of product and sum. Nothing traps here that has not before; a NaN stays one.
 */
static void slow_sum(struct emit *e, const struct em_slow *s)
{
    const struct ir_insn *i = &e->ir->insn[s->insn];
    struct x86_fp o = {.i = i, .type = i->type, .a = s->reg[1], .b = s->reg[2], .c = s->reg[3]};
    struct parts x = {.t = temp(s, 0), .u = s->reg[0], .v = temp(s, 2), .q = temp(s, 3)};
    struct x86_asm *as = em_asm(e);
    uint32_t doubtful[2], inexact[2];

    x.g = s->reg[4];
    back_if_zero(e, &o, &x, s->back);
    as_fix32(as, s->arg[1], as_offset(as));
    x.t = lend(e, s);
    product_error(e, &o, &x);
    sum(e, &o, &x);
    jump_doubtful(e, &o, &x, doubtful);
    uint64_t done = as_here(as);
    give_back(e, s, x.t);
    as_jmp(as, as->rx + s->back);
    jumps_here(e, doubtful, ir_lanes(o.type));
    jump_inexact(e, &o, &x, inexact);
    as_jmp(as, done);
    jumps_here(e, inexact, 2);
    give_back(e, s, x.t);
    x86_slow_eval(e, s);
}

/* The product is small beside the sum if it is not above it when multiplied by this power of 2. The
 * less, the more sums are short, but the less foreseeably. */
enum { LOG2_SMALL = 5 };

/* Jumps to *large if the product is not small beside the sum, to *tie if v, the error of the sum,
 * is then 0 or a power of 2. */
static void short_double(struct emit *e, struct x86_fp *o, const struct parts *x, uint32_t *large,
                         uint32_t *tie)
{
    const uint64_t small = (uint64_t)LOG2_SMALL << 53;
    struct x86_asm *as = em_asm(e);

    as_v2(as, V_MOVD_TO | AS_W, x->u, as_reg(x->g));
    as_alu(as, ALU_ADD, 8, x->g, as_reg(x->g));
    as_v2(as, V_MOVD_TO | AS_W, x->q, as_reg(x->g2));
    as_alu(as, ALU_ADD, 8, x->g2, as_reg(x->g2));
    as_alu(as, ALU_ADD, 8, x->g2, as_rm_mem(em_pool(e, &small, 8)));
    as_alu(as, ALU_CMP, 8, x->g2, as_reg(x->g));
    *large = em_jcc_far(e, CC_AE);
    wide(e, o, o->i->aux & IR_FMA_NEG_B ? F_ADD : F_SUB, x->v, x->q); /* -+ the error */
    as_v2(as, V_MOVD_TO | AS_W, x->v, as_reg(x->g2));
    as_shift_imm(as, SH_SHL, 8, x->g2, 12);
    *tie = em_jcc_far(e, CC_E);
}

/* The same of two; high halves suffice to compare. t: lanes with ties. */
static void short_doubles(struct emit *e, struct x86_fp *o, const struct parts *x, uint32_t *large,
                          uint32_t *tie)
{
    struct x86_asm *as = em_asm(e);

    wide(e, o, o->i->aux & IR_FMA_NEG_B ? F_ADD : F_SUB, x->v, x->q);
    as_vload(as, 16, x->t, x86_vpattern(e, ~SIGN));
    v3(e, V_PAND, x->q, x->q, x->t);
    v3(e, V_PAND, x->t, x->t, x->u);
    v3m(e, V_PADDQ, x->q, x->q, x86_vpattern(e, (uint64_t)LOG2_SMALL << 52));
    v3(e, V_PCMPGTD, x->q, x->q, x->t);
    test_marks(e, o, x->g, x->q);
    *large = em_jcc_far(e, CC_NE);
    x86_vshift_imm(e, X86_SHL, 3, x->t, x->v, 12);
    v3m(e, V_PCMPEQQ, x->t, x->t, x86_vpattern(e, 0));
    as_v2(as, V_PTEST, x->t, as_reg(x->t));
    *tie = em_jcc_far(e, CC_NE);
}

static void doubles(struct emit *e, struct x86_fp *o)
{
    struct parts x = {.t = X86_NO_REG, .q = em_vec_temp(e), .v = em_vec_temp(e)};
    uint32_t large, tie;

    x.g = em_gpr_temp(e);
    if (is_packed(o)) {
        x.t = o->t = em_vec_temp(e);
    } else {
        x.g2 = em_gpr_temp(e);
    }
    o->rd = x.u = em_vec_def_early(e, o->d);
    uint32_t range = check_ranges(e, o, &x), back = as_offset(em_asm(e));
    rounded_sum(e, o, &x);
    (is_packed(o) ? short_doubles : short_double)(e, o, &x, &large, &tie);
    defer(e, o, &x, range, back, slow_range);
    defer(e, o, &x, tie, large, slow_sum);
}

bool x86_unfused_fma(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    bool is_double = ir_lane_log2(i->type) == 3, packed = ir_lanes(i->type) > 1;
    unsigned size = ir_bytes(i->type), mode = x86_fp_mode(e);
    struct x86_fp o = {.i = i, .d = d};

    if (is_double && (mode & (IR_FP_ROUND | IR_FP_FLUSH))) {
        return false;
    }
    if (!is_double && (e->u->check_fp || (packed && mode & IR_FP_FLUSH))) {
        return false;
    }
    x86_fp_begin(e, &o);
    o.a = em_vec(e, i->a);
    o.b = em_vec(e, i->b);
    o.c = em_vec(e, i->c);
    bool zero = size < 16 && em_upper_zero(e, i->a, size) && !packed;
    if (is_double) {
        doubles(e, &o);
    } else if (packed) {
        singles(e, &o);
    } else {
        single(e, &o);
    }
    o.nan = is_double && mode & IR_FP_DEFAULT_NAN;
    o.smallest = false;
    x86_fp_end(e, &o);
    if (zero || (packed && size == 8)) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}
