/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-256's steps (FIPS 180-4 4.1.2 and 6.2.2). */
#include "translate/ir/eval.h"

static uint32_t word(const union vec *v, unsigned n)
{
    return (uint32_t)ir_lane_get(v, 2, n);
}

static uint32_t ror(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

void ir_eval_sha256_rounds(const struct ir_insn *i, union vec *d, const union vec *x,
                           const union vec *y, const union vec *z)
{
    uint32_t a = word(y, 3), b = word(y, 2), c = word(x, 3), dd = word(x, 2);
    uint32_t e = word(y, 1), f = word(y, 0), g = word(x, 1), h = word(x, 0);

    for (unsigned n = 0; n < 2; n++) {
        uint32_t t1 = h + (ror(e, 6) ^ ror(e, 11) ^ ror(e, 25)) + ((e & f) ^ (~e & g));
        uint32_t t2 = (ror(a, 2) ^ ror(a, 13) ^ ror(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));

        t1 += word(z, n);
        h = g;
        g = f;
        f = e;
        e = dd + t1;
        dd = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    ir_lane_put(d, 2, 0, f);
    ir_lane_put(d, 2, 1, e);
    ir_lane_put(d, 2, 2, b);
    ir_lane_put(d, 2, 3, a);
}

void ir_eval_sha256_sigma0(const struct ir_insn *i, union vec *d, const union vec *a,
                           const union vec *b, const union vec *c)
{
    for (unsigned n = 0; n < 4; n++) {
        uint32_t next = n < 3 ? word(a, n + 1) : word(b, 0);

        ir_lane_put(d, 2, n, word(a, n) + (ror(next, 7) ^ ror(next, 18) ^ next >> 3));
    }
}

void ir_eval_sha256_sigma1(const struct ir_insn *i, union vec *d, const union vec *a,
                           const union vec *b, const union vec *c)
{
    uint32_t w[6] = {word(b, 2), word(b, 3)};

    for (unsigned n = 0; n < 4; n++) {
        w[n + 2] = word(a, n) + (ror(w[n], 17) ^ ror(w[n], 19) ^ w[n] >> 10);
        ir_lane_put(d, 2, n, w[n + 2]);
    }
}
