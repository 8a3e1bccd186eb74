/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SHA-256 by the SHA extensions. Their instructions have the legacy encoding only: they reach
 * registers 0 to 15, overwrite the first operand, and sha256rnds2 reads xmm0. Guest variables that
 * are in the way stand aside in scratch registers, which costs moves only.
 *
 * Without them rounds are made in general registers and the schedule in vectors.
 */
#include <string.h>

#include "host/x86_64/emit.h"
#include "host/x86_64/rules-vec.h"

enum { RNDS2 = 0xcb, MSG1 = 0xcc, MSG2 = 0xcd };

/* Registers that stood aside: from low to aside. */
struct moved {
    unsigned n;
    uint8_t low[3], aside[3];
};

static void stand_aside(struct emit *e, struct moved *m, unsigned low)
{
    vmov(e, m->aside[m->n], low);
    m->low[m->n++] = (uint8_t)low;
}

/* A register of 1..15 that is none of these. */
static unsigned other_low(const struct moved *m, unsigned a, unsigned b, unsigned c)
{
    unsigned reg = 1;

    while (reg == a || reg == b || reg == c || memchr(m->aside, (int)reg, sizeof(m->aside)))
        reg++;
    return reg;
}

/*
 * Rounds by words. cpu->sha_words has the state's eight words between one pair of rounds and the
 * next: the vector before, F E B A, and the one before that, H G D C, whose place the new one takes
 * word by word. In a block that goes on with the state (e->sha_rounds) nothing waits for vectors.
 */
struct rounds {
    unsigned e, a, t, u, v; /* registers: two words of the state, temps */
    unsigned low;           /* which vector is H G D C */
};

static struct x86_mem state_word(unsigned vec, unsigned n)
{
    return as_cpu(offsetof(struct cpu, sha_words[vec][n]));
}

/* d = s rotated right by n. */
static void rotate(struct emit *e, unsigned d, unsigned s, unsigned n)
{
    if (em_has(e, HOST_BMI)) {
        as_v2i(em_asm(e), AS_OP(AS_PF2, 3, 0xf0) | AS_VEX, d, as_reg(s), n); /* rorx */
    } else {
        as_mov(em_asm(e), 4, d, s);
        as_shift_imm(em_asm(e), SH_ROR, 4, d, n);
    }
}

/* d = three rotations of s, by xor. */
static void rotations(struct emit *e, unsigned d, unsigned s, const uint8_t by[3], unsigned t)
{
    rotate(e, d, s, by[0]);
    for (unsigned n = 1; n < 3; n++) {
        rotate(e, t, s, by[n]);
        as_alu(em_asm(e), ALU_XOR, 4, d, as_reg(t));
    }
}

/* Round n, 0 or 1: e and a become the new ones, in their registers and in memory. */
static void one_round(struct emit *e, const struct rounds *r, unsigned n)
{
    static const uint8_t of_e[3] = {6, 11, 25}, of_a[3] = {2, 13, 22};
    unsigned low = r->low, high = !low;
    struct x86_rm g = as_rm_mem(n ? state_word(high, 0) : state_word(low, 1));
    struct x86_mem h = n ? state_word(low, 1) : state_word(low, 0);
    struct x86_mem c = n ? state_word(high, 2) : state_word(low, 3);
    struct x86_asm *as = em_asm(e);

    as_load(as, 4, r->t, state_word(high, n)); /* choose e, f, g */
    as_alu(as, ALU_XOR, 4, r->t, g);
    as_alu(as, ALU_AND, 4, r->t, as_reg(r->e));
    as_alu(as, ALU_XOR, 4, r->t, g);
    as_alu(as, ALU_ADD, 4, r->t, as_rm_mem(h));
    as_alu(as, ALU_ADD, 4, r->t, as_rm_mem(state_word(2, n)));
    rotations(e, r->u, r->e, of_e, r->v);
    as_alu(as, ALU_ADD, 4, r->t, as_reg(r->u));
    as_load(as, 4, r->e, state_word(low, 2 + n)); /* d */
    as_alu(as, ALU_ADD, 4, r->e, as_reg(r->t));
    as_load(as, 4, r->u, state_word(high, 2 + n)); /* b: of a, b, c the majority */
    as_mov(as, 4, r->v, r->u);
    as_alu(as, ALU_AND, 4, r->v, as_reg(r->a));
    as_alu(as, ALU_XOR, 4, r->u, as_reg(r->a));
    as_alu(as, ALU_AND, 4, r->u, as_rm_mem(c));
    as_alu(as, ALU_ADD, 4, r->u, as_reg(r->v));
    as_alu(as, ALU_ADD, 4, r->u, as_reg(r->t));
    rotations(e, r->t, r->a, of_a, r->v);
    as_lea(as, 4, r->a, as_sib((int)r->t, (int)r->u, 0, 0));
    as_store(as, 4, state_word(low, n), r->e);
    as_store(as, 4, state_word(low, 2 + n), r->a);
}

/* Gets e and a into their registers. */
static void begin_rounds(struct emit *e, const struct ir_insn *i, struct rounds *r)
{
    ir_ref before = alloc_root(e->alloc, i->b);
    struct x86_asm *as = em_asm(e);

    if (e->sha_rounds == before && e->ir->insn[before].b == i->a) {
        r->low = !e->sha_low;
        as_load(as, 4, r->e, state_word(e->sha_low, 1));
        as_load(as, 4, r->a, state_word(e->sha_low, 3));
        return;
    }
    unsigned y = em_vec(e, i->a), x = em_vec(e, i->b);
    r->low = 0;
    as_vstore(as, 16, state_word(0, 0), y);
    as_vstore(as, 16, state_word(1, 0), x);
    as_v2i(as, V_PEXTRD, x, as_reg(r->e), 1);
    as_v2i(as, V_PEXTRD, x, as_reg(r->a), 3);
}

static bool rounds_by_words(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned z = em_vec(e, i->c);
    struct rounds r = {.e = em_gpr_temp(e), .a = em_gpr_temp(e), .t = em_gpr_temp(e)};
    struct x86_asm *as = em_asm(e);

    r.u = em_gpr_temp(e);
    r.v = em_gpr_temp(e);
    begin_rounds(e, i, &r);
    unsigned rd = em_vec_def(e, d);
    as_vstore(as, 8, state_word(2, 0), z);
    one_round(e, &r, 0);
    as_v2(as, V_MOVD, rd, as_reg(r.e));
    as_v3i(as, V_PINSRD, rd, rd, as_reg(r.a), 2);
    one_round(e, &r, 1);
    as_v3i(as, V_PINSRD, rd, rd, as_reg(r.e), 1);
    as_v3i(as, V_PINSRD, rd, rd, as_reg(r.a), 3);
    e->sha_rounds = d;
    e->sha_low = (uint8_t)r.low;
    return true;
}

static bool sigma0(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b);
    unsigned t = em_vec_temp(e), u = em_vec_temp(e), rd = em_vec_def_early(e, d);

    v3i(e, V_PALIGNR, t, b, a, 4);
    x86_vshift_imm(e, X86_SHR, 2, u, t, 3);
    vmov(e, rd, u);
    x86_vshift_imm(e, X86_SHR, 2, u, u, 7 - 3);
    v3(e, V_PXOR, rd, rd, u);
    x86_vshift_imm(e, X86_SHR, 2, u, u, 18 - 7);
    v3(e, V_PXOR, rd, rd, u);
    x86_vshift_imm(e, X86_SHL, 2, t, t, 32 - 18);
    v3(e, V_PXOR, rd, rd, t);
    x86_vshift_imm(e, X86_SHL, 2, t, t, 18 - 7);
    v3(e, V_PXOR, rd, rd, t);
    v3(e, V_PADDD, rd, rd, a);
    return true;
}

/* t = sigma1 of lanes 0 and 2 of u, which has each twice, side by side. */
static void two_sigma1(struct emit *e, unsigned t, unsigned u)
{
    x86_vshift_imm(e, X86_SHR, 2, t, u, 10);
    x86_vshift_imm(e, X86_SHR, 3, u, u, 17);
    v3(e, V_PXOR, t, t, u);
    x86_vshift_imm(e, X86_SHR, 3, u, u, 19 - 17);
    v3(e, V_PXOR, t, t, u);
    v2i(e, V_PSHUFD, t, t, 0x88);
}

static bool sigma1(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b);
    unsigned t = em_vec_temp(e), u = em_vec_temp(e), rd = em_vec_def_early(e, d);

    v2i(e, V_PSHUFD, u, b, 0xfa);
    two_sigma1(e, t, u);
    vlow8(e, t, t);
    v3(e, V_PADDD, rd, a, t);
    v2i(e, V_PSHUFD, u, rd, 0x50);
    two_sigma1(e, t, u);
    vzero(e, u);
    v3(e, V_PUNPCKLQDQ, u, u, t);
    v3(e, V_PADDD, rd, rd, u);
    return true;
}

static bool by_extensions(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    bool rounds = i->op == IR_SHA256_ROUNDS;
    unsigned op = rounds ? RNDS2 : i->op == IR_SHA256_SIGMA0 ? MSG1 : MSG2;
    struct moved moved = {0};

    unsigned a = em_vec(e, i->a), b = em_vec(e, i->b), c = rounds ? em_vec(e, i->c) : b;
    for (unsigned n = 0; n < sizeof(moved.aside); n++)
        moved.aside[n] = (uint8_t)em_vec_temp(e);
    unsigned rd = em_vec_def_early(e, d), work = rd, second = b;
    bool own = rd < 16 && !(rounds && rd == 0);

    if (!own) {
        work = other_low(&moved, b, c, rd);
        stand_aside(e, &moved, work);
    }
    vmov(e, work, a);
    if (b >= 16 || (rounds && b == 0)) {
        second = other_low(&moved, work, c, rd);
        stand_aside(e, &moved, second);
        vmov(e, second, b);
    }
    if (rounds && c != 0) {
        stand_aside(e, &moved, 0);
        vmov(e, 0, c);
    }
    as_rr(em_asm(e), AS_OP(AS_P0, 2, op), 4, work, second);
    for (unsigned n = moved.n; n-- > 0;)
        if (moved.low[n] != work && moved.low[n] != rd)
            vmov(e, moved.low[n], moved.aside[n]);
    vmov(e, rd, work);
    if (!own)
        vmov(e, moved.low[0], moved.aside[0]);
    return true;
}

bool x86_rule_sha256(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    if (ir_bytes(i->type) != 16)
        return false;
    if (em_has(e, HOST_SHA))
        return by_extensions(e, i, d);
    return i->op == IR_SHA256_ROUNDS   ? rounds_by_words(e, i, d)
           : i->op == IR_SHA256_SIGMA0 ? sigma0(e, i, d)
                                       : sigma1(e, i, d);
}
