/* SPDX-License-Identifier: GPL-2.0-or-later */
/* C helpers of the floating-point extensions: FEAT_FHM, FEAT_BF16, FEAT_FRINTTS, FEAT_JSCVT. */
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/simd-helpers.h"
#include "translate/soft/soft.h"

static const struct soft_format bfloat = {8, 7, false};

/* A half as FPMulAddH takes it: FZ16 flushes, AHP has no say, a NaN stays what it is. */
static uint64_t widen(const struct soft_status *s, uint16_t h)
{
    uint64_t sign = (uint64_t)(h >> 15) << 31, frac = h & 0x3ff;
    unsigned exp = h >> 10 & 31;

    if (exp == 31)
        return sign | 0x7f800000 | frac << 13;
    if (exp)
        return sign | (uint64_t)(exp + 112) << 23 | frac << 13;
    if (!frac || s->mode & SOFT_FZ16)
        return sign;
    exp = (unsigned)__builtin_clzll(frac) - 54;
    return sign | (uint64_t)(112 - exp) << 23 | (frac << (exp + 1) & 0x3ff) << 13;
}

void a64_help_fmlal(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                    const union vec *c)
{
    struct soft_status s;
    union vec r = {{0}};

    a64_soft_status(&s, a64_cold(cpu)->fpcr);
    for (unsigned i = 0; i < 4; i++)
        r.d[i] = (uint32_t)soft_fma(&s, &soft_formats[2], a->d[i], widen(&s, b->h[i]),
                                    widen(&s, c->h[i]));
    a64_cold(cpu)->fpsr |= s.exceptions;
    *d = r;
}

void a64_help_bfcvt(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                    const union vec *c)
{
    struct soft_status s;
    union vec r = {{0}};

    a64_soft_status(&s, a64_cold(cpu)->fpcr);
    for (unsigned i = 0; i < 4; i++)
        r.h[i] = (uint16_t)soft_convert(&s, &bfloat, &soft_formats[2], a->d[i]);
    a64_cold(cpu)->fpsr |= s.exceptions;
    *d = r;
}

/* BFMul and BFAdd: rounded to odd, subnormals are zero, overflow is infinite, no exceptions. */
static const struct soft_status odd = {
    .rules = &soft_arm, .rounding = SOFT_ODD, .mode = SOFT_FZ | SOFT_DN};

static uint32_t or_infinity(const struct soft_status *s, uint64_t r)
{
    return s->exceptions & SOFT_OVERFLOW ? (uint32_t)r + 1 : (uint32_t)r;
}

static uint32_t bf_mul(uint16_t a, uint16_t b)
{
    struct soft_status s = odd;
    uint64_t r = soft_mul(&s, &soft_formats[2], (uint64_t)a << 16, (uint64_t)b << 16);

    return or_infinity(&s, r);
}

static uint32_t bf_add(uint32_t a, uint32_t b)
{
    struct soft_status s = odd;
    uint64_t r = soft_add(&s, &soft_formats[2], a, b);

    return or_infinity(&s, r);
}

/* sum + (a[0] * b[0] + a[1] * b[1]) */
static uint32_t bf_dot(uint32_t sum, const uint16_t *a, const uint16_t *b)
{
    uint32_t x = bf_mul(a[0], b[0]), y = bf_mul(a[1], b[1]);

    return bf_add(sum, bf_add(x, y));
}

void a64_help_bfdot(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                    const union vec *c)
{
    union vec r = {{0}};

    for (unsigned i = 0; i < 4; i++)
        r.d[i] = bf_dot(a->d[i], &b->h[2 * i], &c->h[2 * i]);
    *d = r;
}

void a64_help_bfmmla(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                     const union vec *c)
{
    union vec r = {{0}};

    for (unsigned i = 0; i < 4; i++) {
        const uint16_t *n = &b->h[4 * (i / 2)], *m = &c->h[4 * (i % 2)];

        r.d[i] = bf_dot(bf_dot(a->d[i], n, m), n + 2, m + 2);
    }
    *d = r;
}

/* FPRoundIntN: to an integral number of bits, else the smallest such integer. */
static uint64_t round_sized(struct soft_status *s, unsigned log2, unsigned round, unsigned bits,
                            uint64_t a)
{
    const struct soft_format *f = &soft_formats[log2];
    struct soft_status whole = *s, range = *s;
    uint64_t r = soft_rint(&whole, f, round, true, a);

    soft_to_int(&range, f, round, true, bits, 0, a);
    if (range.exceptions & SOFT_INVALID) {
        s->exceptions |= SOFT_INVALID;
        return soft_from_int(&range, f, SOFT_ZERO, true, 0, -(1ull << (bits - 1)));
    }
    s->exceptions |= whole.exceptions;
    return r;
}

/* b: log2 of a lane's bytes, the rounding, the bits of the integer, the number of lanes. */
void a64_help_frint_sized(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                          const union vec *c)
{
    unsigned log2 = b->b[0], round = b->b[1];
    uint32_t exceptions = 0;
    union vec r = {{0}};

    for (unsigned i = 0; i < b->b[3]; i++) {
        struct soft_status s;
        uint64_t v;

        a64_soft_status(&s, a64_cold(cpu)->fpcr);
        round = b->b[1] == IR_ROUND_MODE ? s.rounding : b->b[1];
        v = round_sized(&s, log2, round, b->b[2], log2 == 3 ? a->q[i] : a->d[i]);
        exceptions |= s.exceptions;
        if (log2 == 3)
            r.q[i] = v;
        else
            r.d[i] = (uint32_t)v;
    }
    a64_cold(cpu)->fpsr |= exceptions;
    *d = r;
}

/* The low 32 bits of the binary64 a rounded towards zero; beyond 2^84 they are zero. */
static uint32_t low_integer(uint64_t a)
{
    unsigned exp = a >> 52 & 0x7ff, shift = exp - 1023;
    uint64_t frac = (a & ((1ull << 52) - 1)) | 1ull << 52;
    uint32_t value;

    if (exp < 1023 || exp >= 1023 + 84)
        return 0;
    value = (uint32_t)(shift > 52 ? frac << (shift - 52) : frac >> (52 - shift));
    return a >> 63 ? -value : value;
}

/* FPToFixedJS of the binary64 a: the integer modulo 2^32, and above it NZCV. */
uint64_t a64_help_fjcvtzs(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    unsigned exp = a >> 52 & 0x7ff;
    uint64_t zero = 1ull << 62;
    struct soft_status s;

    /* Numbers of 32 bits are most of what comes; they lose only what stands behind the point. */
    if (exp >= 1023 && exp < 1023 + 31) {
        if (a & ((1ull << (1075 - exp)) - 1)) {
            a64_cold(cpu)->fpsr |= SOFT_INEXACT;
            zero = 0;
        }
        return zero | low_integer(a);
    }
    a64_soft_status(&s, a64_cold(cpu)->fpcr);
    soft_to_int(&s, &soft_formats[3], SOFT_ZERO, true, 32, 0, a);
    a64_cold(cpu)->fpsr |= s.exceptions;
    if (s.exceptions || a == 1ull << 63)
        zero = 0;
    return zero | low_integer(a);
}
