/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The functions are those of the Arm manual's pseudocode: SHAparity, SHA256hash ... */
#include "translate/guest/aarch64/simd-helpers.h"

#include "translate/guest/aarch64/a64.h"
#include "translate/soft/soft.h"

void a64_help_fcvtxn(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                     const union vec *c)
{
    struct a64_cold *cold = a64_cold(cpu);
    struct soft_status s = {.rules = &soft_arm};
    union vec r = {0};

    s.mode = (cold->fpcr & 1u << 24 ? SOFT_FZ : 0) | (cold->fpcr & 1u << 25 ? SOFT_DN : 0);
    r.d[0] = (uint32_t)soft_convert_odd(&s, a->q[0]);
    r.d[1] = (uint32_t)soft_convert_odd(&s, a->q[1]);
    cold->fpsr |= s.exceptions;
    *d = r;
}

void a64_help_urecpe(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                     const union vec *c)
{
    for (unsigned i = 0; i < 4; i++)
        d->d[i] = soft_u32_recpe(a->d[i]);
}

void a64_help_ursqrte(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                      const union vec *c)
{
    for (unsigned i = 0; i < 4; i++)
        d->d[i] = soft_u32_rsqrte(a->d[i]);
}

static uint32_t rol(uint32_t x, unsigned n)
{
    return x << n | x >> (32 - n);
}

static uint32_t ror(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static uint32_t choose(uint32_t x, uint32_t y, uint32_t z)
{
    return ((y ^ z) & x) ^ z;
}

static uint32_t majority(uint32_t x, uint32_t y, uint32_t z)
{
    return (x & y) | ((x | y) & z);
}

static uint32_t parity(uint32_t x, uint32_t y, uint32_t z)
{
    return x ^ y ^ z;
}

/* Four rounds of SHA-1: state a, e in the first word of n, the schedule (with constants) in w. */
static void sha1(union vec *d, const union vec *state, const union vec *n, const union vec *w,
                 uint32_t (*f)(uint32_t, uint32_t, uint32_t))
{
    union vec x = *state;
    uint32_t y = n->d[0];

    for (unsigned i = 0; i < 4; i++) {
        uint32_t t = f(x.d[1], x.d[2], x.d[3]);

        y += rol(x.d[0], 5) + t + w->d[i];
        x.d[1] = rol(x.d[1], 30);
        t = y;
        y = x.d[3];
        x.d[3] = x.d[2];
        x.d[2] = x.d[1];
        x.d[1] = x.d[0];
        x.d[0] = t;
    }
    *d = x;
}

void a64_help_sha1c(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                    const union vec *c)
{
    sha1(d, a, b, c, choose);
}

void a64_help_sha1p(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                    const union vec *c)
{
    sha1(d, a, b, c, parity);
}

void a64_help_sha1m(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                    const union vec *c)
{
    sha1(d, a, b, c, majority);
}

void a64_help_sha1su0(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                      const union vec *c)
{
    union vec r = {0};

    r.q[0] = a->q[1] ^ a->q[0] ^ c->q[0];
    r.q[1] = b->q[0] ^ a->q[1] ^ c->q[1];
    *d = r;
}

void a64_help_sha1su1(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                      const union vec *c)
{
    union vec r = {0};

    for (unsigned i = 0; i < 3; i++)
        r.d[i] = rol(a->d[i] ^ b->d[i + 1], 1);
    r.d[3] = rol(a->d[3], 1) ^ rol(a->d[0] ^ b->d[1], 2);
    *d = r;
}

/* Four rounds of SHA-256; x is a to d, y is e to h. */
static void sha256(union vec *x, union vec *y, const union vec *w)
{
    for (unsigned i = 0; i < 4; i++) {
        uint32_t ch = choose(y->d[0], y->d[1], y->d[2]);
        uint32_t maj = majority(x->d[0], x->d[1], x->d[2]);
        uint32_t s1 = ror(y->d[0], 6) ^ ror(y->d[0], 11) ^ ror(y->d[0], 25);
        uint32_t s0 = ror(x->d[0], 2) ^ ror(x->d[0], 13) ^ ror(x->d[0], 22);
        uint32_t t = y->d[3] + s1 + ch + w->d[i];

        y->d[3] = y->d[2];
        y->d[2] = y->d[1];
        y->d[1] = y->d[0];
        y->d[0] = x->d[3] + t;
        x->d[3] = x->d[2];
        x->d[2] = x->d[1];
        x->d[1] = x->d[0];
        x->d[0] = t + s0 + maj;
    }
}

void a64_help_sha256h(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                      const union vec *c)
{
    union vec x = *a, y = *b;

    sha256(&x, &y, c);
    *d = x;
}

void a64_help_sha256h2(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                       const union vec *c)
{
    union vec x = *b, y = *a;

    sha256(&x, &y, c);
    *d = y;
}

void a64_help_sha256su0(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                        const union vec *c)
{
    union vec r = {0};

    for (unsigned i = 0; i < 4; i++) {
        uint32_t x = i < 3 ? a->d[i + 1] : b->d[0];

        r.d[i] = a->d[i] + (ror(x, 7) ^ ror(x, 18) ^ x >> 3);
    }
    *d = r;
}

void a64_help_sha256su1(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                        const union vec *c)
{
    union vec r = {0};

    for (unsigned i = 0; i < 4; i++) {
        uint32_t x = i < 2 ? c->d[i + 2] : r.d[i - 2];
        uint32_t y = i < 3 ? b->d[i + 1] : c->d[0];

        r.d[i] = a->d[i] + y + (ror(x, 17) ^ ror(x, 19) ^ x >> 10);
    }
    *d = r;
}
