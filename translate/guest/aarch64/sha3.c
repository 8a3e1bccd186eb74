/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-512 and SHA-3 (Arm ARM C4.1.96, "cryptographic three-register"). */
#include "translate/guest/aarch64/simd.h"

static ir_ref op2(struct tr *t, unsigned op, ir_ref a, ir_ref b)
{
    return ir_op2(t->ir, op, IR_I64, a, b);
}

static ir_ref ror(struct tr *t, ir_ref a, unsigned n)
{
    return op2(t, IR_ROR, a, a64_const(t, IR_I64, n));
}

static ir_ref half(struct tr *t, unsigned reg, unsigned lane)
{
    ir_ref v = simd_get(t, IR_V2D, reg);

    if (!lane)
        return ir_op1(t->ir, IR_VTO, IR_I64, v);
    return ir_emit(t->ir, IR_VGET, IR_I64, v, IR_NONE, IR_NONE, lane, 3);
}

static ir_ref rotations(struct tr *t, ir_ref v, unsigned a, unsigned b, unsigned c)
{
    ir_ref x = ror(t, v, a), y = ror(t, v, b), z = ror(t, v, c);

    return op2(t, IR_XOR, op2(t, IR_XOR, x, y), z);
}

/* (x & y) ^ (~x & z) */
static ir_ref choose(struct tr *t, ir_ref x, ir_ref y, ir_ref z)
{
    ir_ref r = op2(t, IR_AND, op2(t, IR_XOR, y, z), x);

    return op2(t, IR_XOR, r, z);
}

static ir_ref majority(struct tr *t, ir_ref x, ir_ref y, ir_ref z)
{
    ir_ref both = op2(t, IR_AND, x, y), one = op2(t, IR_OR, x, y);

    one = op2(t, IR_AND, one, z);
    return op2(t, IR_OR, both, one);
}

static void set_pair(struct tr *t, const struct a64_insn *a, ir_ref low, ir_ref high)
{
    simd_set(t, a->rd, ir_op2(t->ir, IR_VPAIR, IR_V2D, low, high));
}

enum tr_status a64_sha512h(struct tr *t, const struct a64_insn *a)
{
    ir_ref x0 = half(t, a->rn, 0), x1 = half(t, a->rn, 1);
    ir_ref y0 = half(t, a->rm, 0), y1 = half(t, a->rm, 1);
    ir_ref w0 = half(t, a->rd, 0), w1 = half(t, a->rd, 1);
    ir_ref high, low, sum, chosen, rotated;

    chosen = choose(t, y1, x0, x1);
    rotated = rotations(t, y1, 14, 18, 41);
    high = op2(t, IR_ADD, chosen, rotated);
    high = op2(t, IR_ADD, high, w1);
    sum = op2(t, IR_ADD, high, y0);
    chosen = choose(t, sum, y1, x0);
    rotated = rotations(t, sum, 14, 18, 41);
    low = op2(t, IR_ADD, chosen, rotated);
    set_pair(t, a, op2(t, IR_ADD, low, w0), high);
    return TR_NEXT;
}

enum tr_status a64_sha512h2(struct tr *t, const struct a64_insn *a)
{
    ir_ref x = half(t, a->rn, 0), y0 = half(t, a->rm, 0), y1 = half(t, a->rm, 1);
    ir_ref w0 = half(t, a->rd, 0), w1 = half(t, a->rd, 1), high, low, most, rotated;

    most = majority(t, x, y1, y0);
    rotated = rotations(t, y0, 28, 34, 39);
    high = op2(t, IR_ADD, most, rotated);
    high = op2(t, IR_ADD, high, w1);
    most = majority(t, high, y0, y1);
    rotated = rotations(t, high, 28, 34, 39);
    low = op2(t, IR_ADD, most, rotated);
    set_pair(t, a, op2(t, IR_ADD, low, w0), high);
    return TR_NEXT;
}

static ir_ref ror_lanes(struct tr *t, ir_ref v, unsigned n)
{
    return ir_op2(t->ir, IR_ROR, IR_V2D, v, ir_const(t->ir, IR_I32, n));
}

/* ROR a ^ ROR b ^ LSR c of each lane. */
static ir_ref sigma(struct tr *t, ir_ref v, unsigned a, unsigned b, unsigned c)
{
    ir_ref x = ror_lanes(t, v, a), y = ror_lanes(t, v, b);

    x = ir_op2(t->ir, IR_XOR, IR_V2D, x, y);
    y = simd_shr(t, IR_V2D, false, false, v, c);
    return ir_op2(t->ir, IR_XOR, IR_V2D, x, y);
}

enum tr_status a64_sha512su0(struct tr *t, const struct a64_insn *a)
{
    ir_ref d = simd_get(t, IR_V2D, a->rd), n = simd_get(t, IR_V2D, a->rn);

    n = ir_emit(t->ir, IR_VEXT, IR_V2D, d, n, IR_NONE, 8, 0);
    simd_set(t, a->rd, ir_op2(t->ir, IR_ADD, IR_V2D, d, sigma(t, n, 1, 8, 7)));
    return TR_NEXT;
}

enum tr_status a64_sha512su1(struct tr *t, const struct a64_insn *a)
{
    ir_ref d = simd_get(t, IR_V2D, a->rd), n = simd_get(t, IR_V2D, a->rn);
    ir_ref m = simd_get(t, IR_V2D, a->rm);

    d = ir_op2(t->ir, IR_ADD, IR_V2D, d, sigma(t, n, 19, 61, 6));
    simd_set(t, a->rd, ir_op2(t->ir, IR_ADD, IR_V2D, d, m));
    return TR_NEXT;
}

/* EOR3 and BCAX: rn ^ (rm op ra). */
enum tr_status a64_eor3(struct tr *t, const struct a64_insn *a)
{
    ir_ref n = simd_get(t, IR_V2D, a->rn), m = simd_get(t, IR_V2D, a->rm);

    m = ir_op2(t->ir, a->op, IR_V2D, m, simd_get(t, IR_V2D, a->ra));
    simd_set(t, a->rd, ir_op2(t->ir, IR_XOR, IR_V2D, n, m));
    return TR_NEXT;
}

enum tr_status a64_rax1(struct tr *t, const struct a64_insn *a)
{
    ir_ref n = simd_get(t, IR_V2D, a->rn), m = simd_get(t, IR_V2D, a->rm);

    simd_set(t, a->rd, ir_op2(t->ir, IR_XOR, IR_V2D, n, ror_lanes(t, m, 63)));
    return TR_NEXT;
}

enum tr_status a64_xar(struct tr *t, const struct a64_insn *a)
{
    ir_ref n = simd_get(t, IR_V2D, a->rn), m = simd_get(t, IR_V2D, a->rm);

    n = ir_op2(t->ir, IR_XOR, IR_V2D, n, m);
    simd_set(t, a->rd, ror_lanes(t, n, a->shift6));
    return TR_NEXT;
}
