/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SM3 and SM4 (FEAT_SM3, FEAT_SM4): steps of long chains of 32-bit operations, which C helpers do.
 */
#include "translate/guest/aarch64/simd.h"
#include "translate/guest/aarch64/simd-helpers.h"

static uint32_t rol(uint32_t x, unsigned n)
{
    return x << n | x >> (32 - n);
}

static uint32_t choose(uint32_t x, uint32_t y, uint32_t z)
{
    return (x & y) | (~x & z);
}

static uint32_t majority(uint32_t x, uint32_t y, uint32_t z)
{
    return (x & y) | (x & z) | (y & z);
}

void a64_help_sm3ss1(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                     const union vec *c)
{
    uint32_t sum = rol(a->d[3], 12) + b->d[3] + c->d[3];

    *d = (union vec){.d = {0, 0, 0, rol(sum, 7)}};
}

/* What all four have in common: turn is the rotation of the third word, top the new first one. */
static void sm3_turn(union vec *d, const union vec *a, unsigned turn, uint32_t top)
{
    *d = (union vec){.d = {a->d[1], rol(a->d[2], turn), a->d[3], top}};
}

static uint32_t sm3_tt1(const union vec *a, const union vec *b, const union vec *c, uint32_t f)
{
    return f + a->d[0] + (b->d[3] ^ rol(a->d[3], 12)) + c->d[0];
}

static uint32_t sm3_tt2(const union vec *a, const union vec *b, const union vec *c, uint32_t f)
{
    uint32_t x = f + a->d[0] + b->d[3] + c->d[0];

    return x ^ rol(x, 9) ^ rol(x, 17);
}

void a64_help_sm3tt1a(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                      const union vec *c)
{
    sm3_turn(d, a, 9, sm3_tt1(a, b, c, a->d[1] ^ a->d[3] ^ a->d[2]));
}

void a64_help_sm3tt1b(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                      const union vec *c)
{
    sm3_turn(d, a, 9, sm3_tt1(a, b, c, majority(a->d[3], a->d[1], a->d[2])));
}

void a64_help_sm3tt2a(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                      const union vec *c)
{
    sm3_turn(d, a, 19, sm3_tt2(a, b, c, a->d[1] ^ a->d[3] ^ a->d[2]));
}

void a64_help_sm3tt2b(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                      const union vec *c)
{
    sm3_turn(d, a, 19, sm3_tt2(a, b, c, choose(a->d[3], a->d[2], a->d[1])));
}

static uint32_t sm3_spread(uint32_t x)
{
    return x ^ rol(x, 15) ^ rol(x, 23);
}

void a64_help_sm3partw1(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                        const union vec *c)
{
    union vec r = {{0}};

    for (unsigned i = 0; i < 4; i++) {
        uint32_t turned = i < 3 ? c->d[i + 1] : r.d[0];

        r.d[i] = sm3_spread(a->d[i] ^ b->d[i] ^ rol(turned, 15));
    }
    *d = r;
}

void a64_help_sm3partw2(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                        const union vec *c)
{
    union vec r = {{0}};

    for (unsigned i = 0; i < 4; i++)
        r.d[i] = a->d[i] ^ b->d[i] ^ rol(c->d[i], 7);
    r.d[3] ^= sm3_spread(rol(b->d[0] ^ rol(c->d[0], 7), 15));
    *d = r;
}

/* clang-format off */
static const uint8_t sm4_sbox[256] = {
    0xd6, 0x90, 0xe9, 0xfe, 0xcc, 0xe1, 0x3d, 0xb7, 0x16, 0xb6, 0x14, 0xc2, 0x28, 0xfb, 0x2c, 0x05,
    0x2b, 0x67, 0x9a, 0x76, 0x2a, 0xbe, 0x04, 0xc3, 0xaa, 0x44, 0x13, 0x26, 0x49, 0x86, 0x06, 0x99,
    0x9c, 0x42, 0x50, 0xf4, 0x91, 0xef, 0x98, 0x7a, 0x33, 0x54, 0x0b, 0x43, 0xed, 0xcf, 0xac, 0x62,
    0xe4, 0xb3, 0x1c, 0xa9, 0xc9, 0x08, 0xe8, 0x95, 0x80, 0xdf, 0x94, 0xfa, 0x75, 0x8f, 0x3f, 0xa6,
    0x47, 0x07, 0xa7, 0xfc, 0xf3, 0x73, 0x17, 0xba, 0x83, 0x59, 0x3c, 0x19, 0xe6, 0x85, 0x4f, 0xa8,
    0x68, 0x6b, 0x81, 0xb2, 0x71, 0x64, 0xda, 0x8b, 0xf8, 0xeb, 0x0f, 0x4b, 0x70, 0x56, 0x9d, 0x35,
    0x1e, 0x24, 0x0e, 0x5e, 0x63, 0x58, 0xd1, 0xa2, 0x25, 0x22, 0x7c, 0x3b, 0x01, 0x21, 0x78, 0x87,
    0xd4, 0x00, 0x46, 0x57, 0x9f, 0xd3, 0x27, 0x52, 0x4c, 0x36, 0x02, 0xe7, 0xa0, 0xc4, 0xc8, 0x9e,
    0xea, 0xbf, 0x8a, 0xd2, 0x40, 0xc7, 0x38, 0xb5, 0xa3, 0xf7, 0xf2, 0xce, 0xf9, 0x61, 0x15, 0xa1,
    0xe0, 0xae, 0x5d, 0xa4, 0x9b, 0x34, 0x1a, 0x55, 0xad, 0x93, 0x32, 0x30, 0xf5, 0x8c, 0xb1, 0xe3,
    0x1d, 0xf6, 0xe2, 0x2e, 0x82, 0x66, 0xca, 0x60, 0xc0, 0x29, 0x23, 0xab, 0x0d, 0x53, 0x4e, 0x6f,
    0xd5, 0xdb, 0x37, 0x45, 0xde, 0xfd, 0x8e, 0x2f, 0x03, 0xff, 0x6a, 0x72, 0x6d, 0x6c, 0x5b, 0x51,
    0x8d, 0x1b, 0xaf, 0x92, 0xbb, 0xdd, 0xbc, 0x7f, 0x11, 0xd9, 0x5c, 0x41, 0x1f, 0x10, 0x5a, 0xd8,
    0x0a, 0xc1, 0x31, 0x88, 0xa5, 0xcd, 0x7b, 0xbd, 0x2d, 0x74, 0xd0, 0x12, 0xb8, 0xe5, 0xb4, 0xb0,
    0x89, 0x69, 0x97, 0x4a, 0x0c, 0x96, 0x77, 0x7e, 0x65, 0xb9, 0xf1, 0x09, 0xc5, 0x6e, 0xc6, 0x84,
    0x18, 0xf0, 0x7d, 0xec, 0x3a, 0xdc, 0x4d, 0x20, 0x79, 0xee, 0x5f, 0x3e, 0xd7, 0xcb, 0x39, 0x48,
};
/* clang-format on */

static uint32_t sm4_substitute(uint32_t x)
{
    uint32_t r = 0;

    for (unsigned i = 0; i < 32; i += 8)
        r |= (uint32_t)sm4_sbox[x >> i & 255] << i;
    return r;
}

static uint32_t sm4_data(uint32_t x)
{
    return x ^ rol(x, 2) ^ rol(x, 10) ^ rol(x, 18) ^ rol(x, 24);
}

static uint32_t sm4_key(uint32_t x)
{
    return x ^ rol(x, 13) ^ rol(x, 23);
}

static void sm4_rounds(union vec *d, const union vec *state, const union vec *key,
                       uint32_t (*linear)(uint32_t x))
{
    union vec s = *state;

    for (unsigned i = 0; i < 4; i++) {
        uint32_t x = linear(sm4_substitute(s.d[3] ^ s.d[2] ^ s.d[1] ^ key->d[i])) ^ s.d[0];

        s = (union vec){.d = {s.d[1], s.d[2], s.d[3], x}};
    }
    *d = s;
}

void a64_help_sm4e(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                   const union vec *c)
{
    sm4_rounds(d, a, b, sm4_data);
}

void a64_help_sm4ekey(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                      const union vec *c)
{
    sm4_rounds(d, b, c, sm4_key);
}

enum tr_status a64_sm3ss1(struct tr *t, const struct a64_insn *a)
{
    ir_ref n = simd_get(t, IR_V2D, a->rn), m = simd_get(t, IR_V2D, a->rm);

    simd_set(t, a->rd, simd_helper(t, A64_HELPER_SM3SS1, n, m, simd_get(t, IR_V2D, a->ra)));
    return TR_NEXT;
}

static enum tr_status by_helper(struct tr *t, const struct a64_insn *a, unsigned helper, ir_ref m)
{
    ir_ref d = simd_get(t, IR_V2D, a->rd), n = simd_get(t, IR_V2D, a->rn);

    simd_set(t, a->rd, simd_helper(t, helper, d, n, m));
    return TR_NEXT;
}

/* SM3TT1A, SM3TT1B, SM3TT2A, SM3TT2B: aux 0 to 3. */
enum tr_status a64_sm3tt(struct tr *t, const struct a64_insn *a)
{
    return by_helper(t, a, A64_HELPER_SM3TT1A + a->aux, simd_element(t, IR_V4S, a->rm, a->lane));
}

enum tr_status a64_sm3partw1(struct tr *t, const struct a64_insn *a)
{
    return by_helper(t, a, A64_HELPER_SM3PARTW1, simd_get(t, IR_V2D, a->rm));
}

enum tr_status a64_sm3partw2(struct tr *t, const struct a64_insn *a)
{
    return by_helper(t, a, A64_HELPER_SM3PARTW2, simd_get(t, IR_V2D, a->rm));
}

/* SM4E (no rm) and SM4EKEY. */
enum tr_status a64_sm4(struct tr *t, const struct a64_insn *a)
{
    return by_helper(t, a, (unsigned)a->helper, simd_get(t, IR_V2D, a->rm));
}
