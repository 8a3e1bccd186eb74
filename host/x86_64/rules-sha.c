/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SHA-256 by the SHA extensions. Their instructions have the legacy encoding only: they reach
 * registers 0 to 15, overwrite the first operand, and sha256rnds2 reads xmm0. Guest variables that
 * are in the way stand aside in scratch registers, which costs moves only.
 */
#include <string.h>

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

bool x86_rule_sha256(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    bool rounds = i->op == IR_SHA256_ROUNDS;
    unsigned op = rounds ? RNDS2 : i->op == IR_SHA256_SIGMA0 ? MSG1 : MSG2;
    struct moved moved = {0};

    if (!em_has(e, HOST_SHA) || ir_bytes(i->type) != 16)
        return false;
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
