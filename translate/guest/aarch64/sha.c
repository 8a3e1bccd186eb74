/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SHA-1 and SHA-256 (Arm ARM C4.1.96, "cryptographic"; SHA256hash of the pseudocode). SHA-1 is
 * written out: rounds on words, schedules on vectors.
 */
#include "translate/guest/aarch64/simd.h"

static ir_ref op2(struct tr *t, unsigned op, ir_ref a, ir_ref b)
{
    return ir_op2(t->ir, op, IR_I32, a, b);
}

static ir_ref ror(struct tr *t, ir_ref a, unsigned n)
{
    return op2(t, IR_ROR, a, a64_const(t, IR_I32, n));
}

static ir_ref word(struct tr *t, ir_ref v, unsigned lane)
{
    return ir_emit(t->ir, IR_VGET, IR_I32, v, IR_NONE, IR_NONE, lane, 2);
}

/* Four words as a vector. */
static ir_ref vector(struct tr *t, const ir_ref x[4])
{
    ir_ref half[2];

    for (unsigned i = 0; i < 2; i++) {
        ir_ref low = a64_extend(t, IR_I32, x[2 * i]), high = a64_extend(t, IR_I32, x[2 * i + 1]);

        high = ir_op2(t->ir, IR_SHL, IR_I64, high, a64_const(t, IR_I32, 32));
        half[i] = ir_op2(t->ir, IR_OR, IR_I64, low, high);
    }
    return ir_op2(t->ir, IR_VPAIR, IR_V2D, half[0], half[1]);
}

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

static ir_ref parity(struct tr *t, ir_ref x, ir_ref y, ir_ref z)
{
    return op2(t, IR_XOR, op2(t, IR_XOR, x, y), z);
}

/* SHA1C, SHA1P, SHA1M: four rounds; aux says which function. */
enum tr_status a64_sha1_hash(struct tr *t, const struct a64_insn *a)
{
    ir_ref (*const f[3])(struct tr *, ir_ref, ir_ref, ir_ref) = {choose, parity, majority};
    ir_ref d = simd_get(t, IR_V2D, a->rd), m = simd_get(t, IR_V2D, a->rm), x[4];
    ir_ref y = ir_op1(t->ir, IR_VTO, IR_I32, simd_get(t, IR_F32, a->rn));

    for (unsigned i = 0; i < 4; i++)
        x[i] = word(t, d, i);
    for (unsigned i = 0; i < 4; i++) {
        y = op2(t, IR_ADD, y, word(t, m, i));
        y = op2(t, IR_ADD, y, f[a->aux](t, x[1], x[2], x[3]));
        y = op2(t, IR_ADD, y, ror(t, x[0], 27));
        d = x[3];
        x[3] = x[2];
        x[2] = ror(t, x[1], 2);
        x[1] = x[0];
        x[0] = y;
        y = d;
    }
    simd_set(t, a->rd, vector(t, x));
    return TR_NEXT;
}

/* SHA1H: a rotation of one word. */
enum tr_status a64_sha1h(struct tr *t, const struct a64_insn *a)
{
    ir_ref n = ir_op1(t->ir, IR_VTO, IR_I32, simd_get(t, IR_F32, a->rn));

    simd_set(t, a->rd, ir_op1(t->ir, IR_VFROM, IR_F32, ror(t, n, 2)));
    return TR_NEXT;
}

enum { PAIRS = 3 }; /* of VREV: within 8 bytes */

/* What v is a VREV of a ZIP of, or NULL. */
static const struct ir_insn *unpacked(const struct tr *t, ir_ref v, unsigned zip)
{
    const struct ir_insn *x = t->ir->insn;

    return x[v].op == IR_VREV && x[v].type == IR_V4S && x[v].aux == PAIRS && x[x[v].a].op == zip
               ? &x[x[v].a]
               : NULL;
}

/* Was the state made by the rounds before, of what they left as *x = F E B A, *y = H G D C? */
static bool packed(const struct tr *t, ir_ref abcd, ir_ref efgh, ir_ref *x, ir_ref *y)
{
    const struct ir_insn *high = unpacked(t, abcd, IR_ZIP2), *low = unpacked(t, efgh, IR_ZIP1);

    if (!high || !low || high->a != low->a || high->b != low->b ||
        t->ir->insn[high->a].op != IR_SHA256_ROUNDS)
        return false;
    *x = high->a;
    *y = high->b;
    return true;
}

/* Four rounds by IR_SHA256_ROUNDS, which wants the state as F E B A and H G D C. A pair of SHA256H
 * and SHA256H2 with the same operands shares all but the last step. */
static ir_ref four_rounds(struct tr *t, ir_ref abcd, ir_ref efgh, ir_ref m, bool low)
{
    ir_ref x, y, next;

    if (!packed(t, abcd, efgh, &x, &y)) {
        x = ir_op2(t->ir, IR_ZIP1, IR_V2D, efgh, abcd);
        y = ir_op2(t->ir, IR_ZIP2, IR_V2D, efgh, abcd);
        x = ir_emit(t->ir, IR_VREV, IR_V4S, x, IR_NONE, IR_NONE, PAIRS, 0);
        y = ir_emit(t->ir, IR_VREV, IR_V4S, y, IR_NONE, IR_NONE, PAIRS, 0);
    }
    next = ir_op3(t->ir, IR_SHA256_ROUNDS, IR_V4S, y, x, m);
    m = ir_op2(t->ir, IR_ZIP2, IR_V2D, m, m);
    y = ir_op3(t->ir, IR_SHA256_ROUNDS, IR_V4S, x, next, m);
    y = ir_op2(t->ir, low ? IR_ZIP1 : IR_ZIP2, IR_V2D, y, next);
    return ir_emit(t->ir, IR_VREV, IR_V4S, y, IR_NONE, IR_NONE, PAIRS, 0);
}

/* SHA256H, and SHA256H2 (aux 1), which has the two halves of the state the other way round. */
enum tr_status a64_sha256_hash(struct tr *t, const struct a64_insn *a)
{
    ir_ref first = simd_get(t, IR_V2D, a->aux ? a->rn : a->rd);
    ir_ref second = simd_get(t, IR_V2D, a->aux ? a->rd : a->rn);
    ir_ref m = simd_get(t, IR_V2D, a->rm);

    simd_set(t, a->rd, four_rounds(t, first, second, m, a->aux));
    return TR_NEXT;
}

/* Bytes n.. of high:low. */
static ir_ref ext(struct tr *t, ir_ref low, ir_ref high, unsigned n)
{
    return ir_emit(t->ir, IR_VEXT, IR_V4S, low, high, IR_NONE, n, 0);
}

static ir_ref ror_lanes(struct tr *t, ir_ref v, unsigned n)
{
    return ir_op2(t->ir, IR_ROR, IR_V4S, v, ir_const(t->ir, IR_I32, n));
}

enum tr_status a64_sha1su0(struct tr *t, const struct a64_insn *a)
{
    ir_ref d = simd_get(t, IR_V4S, a->rd), n = simd_get(t, IR_V4S, a->rn);
    ir_ref m = simd_get(t, IR_V4S, a->rm);

    n = ir_op2(t->ir, IR_XOR, IR_V4S, ext(t, d, n, 8), d);
    simd_set(t, a->rd, ir_op2(t->ir, IR_XOR, IR_V4S, n, m));
    return TR_NEXT;
}

/* The last lane takes in the first lane of the result. */
enum tr_status a64_sha1su1(struct tr *t, const struct a64_insn *a)
{
    ir_ref d = simd_get(t, IR_V4S, a->rd), n = simd_get(t, IR_V4S, a->rn);
    ir_ref zero = simd_const(t, IR_V4S, 0);

    d = ir_op2(t->ir, IR_XOR, IR_V4S, d, ext(t, n, zero, 4));
    d = ror_lanes(t, d, 31);
    n = ror_lanes(t, ext(t, zero, d, 4), 31);
    simd_set(t, a->rd, ir_op2(t->ir, IR_XOR, IR_V4S, d, n));
    return TR_NEXT;
}

enum tr_status a64_sha256su0(struct tr *t, const struct a64_insn *a)
{
    ir_ref d = simd_get(t, IR_V4S, a->rd), n = simd_get(t, IR_V4S, a->rn);

    simd_set(t, a->rd, ir_op2(t->ir, IR_SHA256_SIGMA0, IR_V4S, d, n));
    return TR_NEXT;
}

enum tr_status a64_sha256su1(struct tr *t, const struct a64_insn *a)
{
    ir_ref d = simd_get(t, IR_V4S, a->rd), n = simd_get(t, IR_V4S, a->rn);
    ir_ref m = simd_get(t, IR_V4S, a->rm);

    d = ir_op2(t->ir, IR_ADD, IR_V4S, d, ext(t, n, m, 4));
    simd_set(t, a->rd, ir_op2(t->ir, IR_SHA256_SIGMA1, IR_V4S, d, m));
    return TR_NEXT;
}
