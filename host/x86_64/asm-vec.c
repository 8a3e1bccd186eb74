/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The assembler: vector instructions in legacy SSE, VEX and EVEX encodings. */
#include <assert.h>

#include "host/x86_64/asm-encode.h"

/*
 * VEX   C5 [~R vvvv L pp]   C4 [~R ~X ~B mmmmm] [W vvvv L pp]
 * EVEX  62 [~R ~X ~B ~R' 0 mmm] [W vvvv 1 pp] [z L'L b V' aaa]
 */
static void vex_head(struct x86_asm *a, unsigned op, unsigned reg, unsigned v, unsigned xb)
{
    unsigned map = op >> 8 & 3, pp = op >> 10 & 3, w = op & AS_W ? 0x80 : 0;
    unsigned tail = (~v & 15) << 3 | (op & AS_L1 ? 4 : 0) | pp, r = reg & 8 ? 0 : 0x80;

    if (map == 1 && !w && !xb) {
        as_put8(a, 0xc5);
        as_put8(a, r | tail);
    } else {
        as_put8(a, 0xc4);
        as_put8(a, r | (~xb & 3) << 5 | map);
        as_put8(a, w | tail);
    }
    as_put8(a, op & 0xff);
}

static void evex_head(struct x86_asm *a, unsigned op, unsigned reg, unsigned v, unsigned xb)
{
    unsigned map = op >> 8 & 3, pp = op >> 10 & 3;

    as_put8(a, 0x62);
    as_put8(a, (reg & 8 ? 0 : 0x80) | (~xb & 3) << 5 | (reg & 16 ? 0 : 0x10) | map);
    as_put8(a, (op & (AS_W | AS_EW) ? 0x80 : 0) | (~v & 15) << 3 | 4 | pp);
    as_put8(a, (op & AS_Z ? 0x80 : 0) | (op & AS_L2 ? 0x40 : 0) | (op & AS_L1 ? 0x20 : 0) |
                   (op & AS_EB ? 0x10 : 0) | (v & 16 ? 0 : 8) | (op >> AS_K_SHIFT & 7));
    as_put8(a, op & 0xff);
}

static bool needs_evex(unsigned op, unsigned reg, unsigned v, unsigned rm)
{
    return op & (AS_EVEX | AS_Z | AS_EB | AS_L2 | 7u << AS_K_SHIFT) || (reg | v | rm) > 15;
}

/* Log2 of the bytes that an EVEX 8-bit displacement counts in. */
static unsigned disp_scale(unsigned op)
{
    unsigned n = op >> AS_N_SHIFT & 7;

    if (n)
        return n - 1;
    return op & AS_L2 ? 6 : op & AS_L1 ? 5 : 4;
}

static void encode(struct x86_asm *a, unsigned op, unsigned reg, unsigned v, struct x86_rm s)
{
    unsigned rm = s.is_mem ? 0 : s.reg, imm = as_imm_bytes(op);
    unsigned xb = s.is_mem ? as_rex_mem(&s.mem) : (rm >> 3 & 1) | (rm >> 4 & 1) << 1;
    unsigned n = 0;

    as_room(a);
    if (needs_evex(op, reg, v, rm)) {
        evex_head(a, op, reg, v, xb);
        n = disp_scale(op);
    } else if (a->avx || op & (AS_VEX | AS_L1)) {
        vex_head(a, op, reg, v, xb);
    } else {
        unsigned w = op & AS_W ? 8 : 4;

        op &= ~((7u << AS_N_SHIFT) | (7u << AS_K_SHIFT) | AS_B8 | AS_LOCK | AS_EW);
        if (s.is_mem)
            as_rm(a, op, w, reg, s.mem);
        else
            as_rr(a, op, w, reg, rm);
        return;
    }
    if (s.is_mem)
        as_modrm_mem(a, reg, &s.mem, n, imm);
    else
        as_put8(a, 0xc0 | (reg & 7) << 3 | (rm & 7));
}

void as_v3(struct x86_asm *a, unsigned op, unsigned d, unsigned s1, struct x86_rm s2)
{
    assert(a->avx || op & (AS_VEX | AS_EVEX) || d == s1);
    encode(a, op, d, s1, s2);
}

void as_v3i(struct x86_asm *a, unsigned op, unsigned d, unsigned s1, struct x86_rm s2, unsigned imm)
{
    as_v3(a, op | AS_IMM8, d, s1, s2);
    as_put8(a, imm & 0xff);
}

void as_v2(struct x86_asm *a, unsigned op, unsigned d, struct x86_rm s)
{
    encode(a, op, d, 0, s);
}

void as_v2i(struct x86_asm *a, unsigned op, unsigned d, struct x86_rm s, unsigned imm)
{
    encode(a, op | AS_IMM8, d, 0, s);
    as_put8(a, imm & 0xff);
}

void as_vm(struct x86_asm *a, unsigned op, struct x86_mem m, unsigned s)
{
    encode(a, op, s, 0, as_rm_mem(m));
}

void as_vshift(struct x86_asm *a, unsigned op, unsigned ext, unsigned d, unsigned s, unsigned imm)
{
    op |= AS_IMM8;
    if (a->avx) {
        encode(a, op, ext, d, as_reg(s));
    } else {
        assert(d == s);
        encode(a, op, ext, 0, as_reg(d));
    }
    as_put8(a, imm & 0xff);
}

void as_vmov(struct x86_asm *a, unsigned d, unsigned s)
{
    as_v2(a, AS_OP(AS_P0, 1, 0x28), d, as_reg(s)); /* movaps */
}

void as_vload(struct x86_asm *a, unsigned size, unsigned d, struct x86_mem m)
{
    if (size == 4)
        as_v2(a, AS_OP(AS_PF3, 1, 0x10) | AS_N4, d, as_rm_mem(m)); /* movss */
    else if (size == 8)
        as_v2(a, AS_OP(AS_PF2, 1, 0x10) | AS_N8 | AS_EW, d, as_rm_mem(m)); /* movsd */
    else
        as_v2(a, AS_OP(AS_P0, 1, 0x10), d, as_rm_mem(m)); /* movups */
}

void as_vstore(struct x86_asm *a, unsigned size, struct x86_mem m, unsigned s)
{
    if (size == 4)
        as_vm(a, AS_OP(AS_PF3, 1, 0x11) | AS_N4, m, s);
    else if (size == 8)
        as_vm(a, AS_OP(AS_PF2, 1, 0x11) | AS_N8 | AS_EW, m, s);
    else
        as_vm(a, AS_OP(AS_P0, 1, 0x11), m, s);
}

void as_v2i_mem(struct x86_asm *a, unsigned op, struct x86_mem m, unsigned s, unsigned imm)
{
    as_vm(a, op | AS_IMM8, m, s);
    as_put8(a, imm & 0xff);
}
