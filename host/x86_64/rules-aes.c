/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The AES steps, by AES instructions, else by table look-ups of 16 entries (pshufb).
 *
 * For those, a byte is k + i * U, where k and i are in the subfield of 16 elements and U is a root
 * of z^2 + a z + a. With j = i + k, p = 1 / (1 / (1 / i + a / k) + j) and the same with i and j
 * exchanged, q, the inverse is a sum of multiples of p and q (M. Hamburg, "Accelerating AES with
 * Vector Permute Instructions", 2009). 1 / 0 has bit 7 set, which gives 0 when it is looked up.
 */
#include "host/x86_64/rules-vec.h"

/* Nibbles stand for elements of the subfield; a byte of both is k | i << 4. */
static const uint64_t inverse[2] = {0x06070b0d0e090180, 0x0803040a050c020f};
static const uint64_t a_over[2] = {0x0903020b06050a80, 0x0f0d0e080401070c};

struct substitution {
    uint64_t in_low[2], in_high[2]; /* to nibbles, by the low and the high nibble of a byte */
    uint64_t out_p[2], out_q[2];    /* from 1 / p and 1 / q */
    uint64_t out;                   /* to be added */
    uint64_t rows[2];               /* ShiftRows */
};
static const struct substitution substitutions[2] = {
    {
        .in_low = {0xe2e35150b2b30100, 0xb8b90b0ae8e95b5a},
        .in_high = {0x3f48087f40377700, 0x730444330c7b3b4c},
        .out_p = {0xe41e7490415ffa00, 0xa5d1cf8e356a2bbb},
        .out_q = {0x1293e5f77cef8100, 0x6e8b186499760afd},
        .out = 0x6363636363636363,
        .rows = {0x030e09040f0a0500, 0x0b06010c07020d08},
    },
    {
        /* the inverse */
        .in_low = {0xc056ab3dac3ac751, 0x7bed108617817cea},
        .in_high = {0x87aca3880f242b00, 0xe1cac5ee69424d66},
        .out_p = {0xd74b5681d8939c00, 0x0f5912ca8e1dc544},
        .out_q = {0x305f9dad045b6f00, 0x34a9f6f299c2c66b},
        .rows = {0x0b0e0104070a0d00, 0x0306090c0f020508},
    },
};

/* Each byte of a column takes the one that many rows below. */
static const uint64_t below[4][2] = {
    [1] = {0x0407060500030201, 0x0c0f0e0d080b0a09},
    [2] = {0x0504070601000302, 0x0d0c0f0e09080b0a},
    [3] = {0x0605040702010003, 0x0e0d0c0f0a09080b},
};

/* d = the bytes of table indexed by s; d is not s. */
static void look_up(struct emit *e, unsigned d, const uint64_t table[2], unsigned s)
{
    as_vload(em_asm(e), 16, d, em_pool(e, table, 16));
    v3(e, V_PSHUFB, d, d, s);
}

static void shuffle(struct emit *e, unsigned d, unsigned s, const uint64_t order[2])
{
    v3m(e, V_PSHUFB, d, s, em_pool(e, order, 16));
}

/* high = the high nibbles of low, where the low ones stay. */
static void nibbles(struct emit *e, unsigned high, unsigned low)
{
    struct x86_mem mask = x86_vpattern(e, 0x0f0f0f0f0f0f0f0f);

    x86_vshift_imm(e, X86_SHR, 2, high, low, 4);
    v3m(e, V_PAND, high, high, mask);
    v3m(e, V_PAND, low, low, mask);
}

/* d = 1 / s + x */
static void invert_add(struct emit *e, unsigned d, unsigned s, unsigned x)
{
    look_up(e, d, inverse, s);
    v3(e, V_PXOR, d, d, x);
}

static void substitute(struct emit *e, const struct substitution *s, const struct ir_insn *insn,
                       ir_ref result)
{
    unsigned a = em_vec(e, insn->a), i = em_vec_temp(e), t = em_vec_temp(e), u = em_vec_temp(e);
    unsigned v = em_vec_temp(e), d = em_vec_def_early(e, result);

    shuffle(e, d, a, s->rows);
    nibbles(e, i, d);
    look_up(e, t, s->in_low, d);
    look_up(e, d, s->in_high, i);
    v3(e, V_PXOR, d, d, t);
    nibbles(e, i, d);
    look_up(e, t, a_over, d);
    v3(e, V_PXOR, d, d, i); /* j */
    invert_add(e, u, i, t);
    invert_add(e, v, d, t);
    invert_add(e, t, u, d); /* 1 / p */
    invert_add(e, u, v, i); /* 1 / q */
    look_up(e, d, s->out_p, t);
    look_up(e, t, s->out_q, u);
    v3(e, V_PXOR, d, d, t);
    if (s->out) {
        v3m(e, V_PXOR, d, d, x86_vpattern(e, s->out));
    }
}

/* d *= 2; t and u are temps. */
static void twice(struct emit *e, unsigned d, unsigned t, unsigned u)
{
    static const uint64_t reduce[2] = {0x1b00, 0};

    x86_vshift_imm(e, X86_SHR, 1, t, d, 7);
    v3m(e, V_PAND, t, t, x86_vpattern(e, 0x0101010101010101));
    look_up(e, u, reduce, t);
    v3(e, V_PADDB, d, d, d);
    v3(e, V_PXOR, d, d, u);
}

/* By columns: 2 3 1 1 is 2 a + (2 a + a) below + a 2 below + a 3 below; the inverse 14 11 13 9 is
 * the same of a + 4 (a + a 2 below). */
static void mix(struct emit *e, bool inverse_mix, const struct ir_insn *insn, ir_ref result)
{
    unsigned a = em_vec(e, insn->a), b = inverse_mix ? em_vec_temp(e) : a, t = em_vec_temp(e);
    unsigned u = em_vec_temp(e), v = em_vec_temp(e), d = em_vec_def_early(e, result);

    if (inverse_mix) {
        shuffle(e, b, a, below[2]);
        v3(e, V_PXOR, b, b, a);
        twice(e, b, t, u);
        twice(e, b, t, u);
        v3(e, V_PXOR, b, b, a);
    }
    vmov(e, v, b);
    twice(e, v, t, u);
    v3(e, V_PXOR, d, b, v);
    shuffle(e, d, d, below[1]);
    v3(e, V_PXOR, d, d, v);
    shuffle(e, t, b, below[2]);
    v3(e, V_PXOR, d, d, t);
    shuffle(e, t, b, below[3]);
    v3(e, V_PXOR, d, d, t);
}

/* A round without its key is one step; a mix alone is a round, its substitution undone first. */
static void by_instructions(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned a = em_vec(e, i->a), zero = em_vec_temp(e), rd = em_vec_def_early(e, d);
    bool inverse_first = i->op == IR_AES_ISUBSHIFT || i->op == IR_AES_MIX;

    vzero(e, zero);
    v3(e, inverse_first ? V_AESDECLAST : V_AESENCLAST, rd, a, zero);
    if (i->op == IR_AES_MIX) {
        v3(e, V_AESENC, rd, rd, zero);
    } else if (i->op == IR_AES_IMIX) {
        v3(e, V_AESDEC, rd, rd, zero);
    }
}

bool x86_rule_aes(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    if (em_has(e, HOST_AES)) {
        by_instructions(e, i, d);
    } else if (i->op == IR_AES_MIX || i->op == IR_AES_IMIX) {
        mix(e, i->op == IR_AES_IMIX, i, d);
    } else {
        substitute(e, &substitutions[i->op == IR_AES_ISUBSHIFT], i, d);
    }
    return true;
}
