/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The assembler: prefixes, ModRM and the general-register instructions. */
#include "host/x86_64/asm.h"

#include <string.h>

#include "host/x86_64/asm-encode.h"

void as_init(struct x86_asm *a, void *rw, size_t size, uint64_t rx, bool avx)
{
    memset(a, 0, sizeof *a);
    a->start = a->part = a->p = rw;
    a->end = a->start + size;
    a->rx = rx;
    a->avx = avx;
    a->second = UINT32_MAX;
    a->full = size < AS_LONGEST * 2;
}

void as_continue(struct x86_asm *a, size_t offset, size_t size)
{
    a->part = a->p = a->start + offset;
    a->second = (uint32_t)offset;
    a->end = a->part + size;
    a->full |= size < AS_LONGEST * 2;
}

void as_byte(struct x86_asm *a, unsigned byte)
{
    as_room(a);
    *a->p++ = (uint8_t)byte;
}

void as_u32(struct x86_asm *a, uint32_t v)
{
    as_room(a);
    as_put32(a, v);
}

void as_u64(struct x86_asm *a, uint64_t v)
{
    as_room(a);
    memcpy(a->p, &v, 8);
    a->p += 8;
}

void as_nops(struct x86_asm *a, unsigned n)
{
    static const uint8_t nops[9][9] = {
        {0x90},
        {0x66, 0x90},
        {0x0f, 0x1f, 0x00},
        {0x0f, 0x1f, 0x40, 0x00},
        {0x0f, 0x1f, 0x44, 0x00, 0x00},
        {0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00},
        {0x0f, 0x1f, 0x80, 0, 0, 0, 0},
        {0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0},
        {0x66, 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0},
    };

    while (n) {
        unsigned k = n > 9 ? 9 : n;

        as_room(a);
        memcpy(a->p, nops[k - 1], k);
        a->p += k;
        n -= k;
    }
}

static void note_shift(struct x86_asm *a, uint32_t shift)
{
    if (a->n_shifts < a->max_shifts)
        a->shifts[a->n_shifts] = shift;
    a->n_shifts++;
}

void as_shifts(struct x86_asm *a, uint32_t at, uint32_t target)
{
    if (a->shifts && (at >= a->second) != (target >= a->second))
        note_shift(a, at << 1);
}

void as_shifts_guest(struct x86_asm *a, uint32_t at)
{
    if (a->shifts)
        note_shift(a, at << 1 | 1);
}

/* Operands relative to rip, and those without a base. */
static void modrm_absolute(struct x86_asm *a, unsigned r, const struct x86_mem *m, unsigned imm)
{
    int32_t disp = m->disp;

    if (m->base == AS_NONE) {
        as_put8(a, 4 | r);
        as_put8(a, (m->index == AS_NONE ? 4u : (unsigned)m->index & 7) << 3 | 5 |
                       (unsigned)m->scale << 6);
        as_put32(a, (uint32_t)disp);
        return;
    }
    as_put8(a, 5 | r);
    if (!m->pool) {
        /* What leads to this unit will be set when it is known where to. */
        if (m->target - a->rx > as_offset(a))
            as_shifts_guest(a, as_offset(a));
        as_put32(a, (uint32_t)(m->target + (uint64_t)(int64_t)disp - (as_here(a) + 4 + imm)));
        return;
    }
    if (a->n_pool_refs < AS_MAX_POOL_REFS)
        a->pool_refs[a->n_pool_refs++] =
            (struct as_pool_ref){as_offset(a), as_offset(a) + 4 + imm, (uint32_t)m->target};
    else
        a->full = true;
    as_put32(a, 0);
}

/* ModRM, SIB and displacement; n: log2 of the scale of an 8-bit displacement; imm: bytes behind. */
void as_modrm_mem(struct x86_asm *a, unsigned reg, const struct x86_mem *m, unsigned n,
                  unsigned imm)
{
    unsigned r = (reg & 7) << 3, base = (unsigned)m->base & 7, mod;
    int32_t disp = m->disp, scaled = disp >> n;
    uint8_t *p = a->p; /* bytes may alias it: once is enough */

    if (m->base < 0) {
        modrm_absolute(a, r, m, imm);
        return;
    }
    if (disp == 0 && base != 5)
        mod = 0;
    else
        mod = scaled == (int8_t)scaled && (int32_t)((uint32_t)scaled << n) == disp ? 1 : 2;
    if (m->index != AS_NONE) {
        *p++ = (uint8_t)(mod << 6 | r | 4);
        *p++ = (uint8_t)((unsigned)m->scale << 6 | ((unsigned)m->index & 7) << 3 | base);
    } else {
        *p++ = (uint8_t)(mod << 6 | r | base);
        *p = 0x24;
        p += base == 4;
    }
    memcpy(p, mod == 2 ? &disp : &scaled, 4);
    a->p = p + (mod == 2 ? 4 : mod);
}

/* Legacy prefixes, REX, escape and opcode. rex: W R X B as in the prefix's low bits. */
static void legacy_head(struct x86_asm *a, unsigned op, bool p66, unsigned rex, bool force)
{
    static const uint8_t mandatory[4] = {0, 0x66, 0xf3, 0xf2};
    unsigned pp = op >> 10 & 3, map = op >> 8 & 3;
    uint8_t *p;

    as_room(a);
    p = a->p; /* bytes may alias it: once is enough */
    if (op & AS_LOCK)
        *p++ = 0xf0;
    if (p66 && pp != AS_P66)
        *p++ = 0x66;
    if (pp)
        *p++ = mandatory[pp];
    *p = (uint8_t)(0x40 | rex);
    p += rex || force;
    if (map) {
        *p++ = 0x0f;
        if (map > 1)
            *p++ = map == 2 ? 0x38 : 0x3a;
    }
    *p++ = op & 0xff;
    a->p = p;
}

void as_rr(struct x86_asm *a, unsigned op, unsigned w, unsigned reg, unsigned rm)
{
    unsigned rex = (w == 8 || op & AS_W ? 8u : 0) | (reg >> 3 & 1) << 2 | (rm >> 3 & 1);
    bool bytes = (w == 1 || op & AS_B8) && ((reg & ~3u) == 4 || (rm & ~3u) == 4);

    legacy_head(a, op, w == 2, rex, bytes);
    as_put8(a, 0xc0 | (reg & 7) << 3 | (rm & 7));
}

/* What most accesses are: one byte of opcode, 4 or 8 bytes, a base and a displacement. */
static void plain_rm(struct x86_asm *a, unsigned op, unsigned w, unsigned reg,
                     const struct x86_mem *m)
{
    unsigned rex = (w & 8) | (reg >> 1 & 4) | (unsigned)m->base >> 3, base = (unsigned)m->base & 7;
    int32_t disp = m->disp;
    unsigned size = disp == (int8_t)disp ? disp != 0 || base == 5 : 4;
    uint8_t *p;

    as_room(a);
    p = a->p;
    *p = (uint8_t)(0x40 | rex);
    p += rex != 0;
    *p++ = (uint8_t)op;
    *p++ = (uint8_t)((size == 4 ? 2 : size) << 6 | (reg & 7) << 3 | base);
    *p = 0x24;
    p += base == 4;
    memcpy(p, &disp, 4);
    a->p = p + size;
}

void as_rm(struct x86_asm *a, unsigned op, unsigned w, unsigned reg, struct x86_mem m)
{
    unsigned rex;
    bool bytes;

    if (op <= 0xff && w >= 4 && m.base >= 0 && m.index == AS_NONE) {
        plain_rm(a, op, w, reg, &m);
        return;
    }
    rex = (w == 8 || op & AS_W ? 8u : 0) | (reg >> 3 & 1) << 2 | as_rex_mem(&m);
    bytes = (w == 1 || op & AS_B8) && (reg & ~3u) == 4;
    legacy_head(a, op, w == 2, rex, bytes);
    as_modrm_mem(a, reg, &m, 0, as_imm_bytes(op));
}

void as_rx(struct x86_asm *a, unsigned op, unsigned w, unsigned reg, struct x86_rm rm)
{
    if (rm.is_mem)
        as_rm(a, op, w, reg, rm.mem);
    else
        as_rr(a, op, w, reg, rm.reg);
}

void as_alu(struct x86_asm *a, unsigned alu, unsigned w, unsigned reg, struct x86_rm rm)
{
    as_rx(a, alu << 3 | (w == 1 ? 2 : 3), w, reg, rm);
}

void as_alu_store(struct x86_asm *a, unsigned alu, unsigned w, struct x86_mem m, unsigned reg)
{
    as_rm(a, alu << 3 | (w == 1 ? 0 : 1), w, reg, m);
}

void as_alu_imm(struct x86_asm *a, unsigned alu, unsigned w, struct x86_rm rm, int32_t imm)
{
    if (w == 1) {
        as_rx(a, 0x80 | AS_IMM8, w, alu, rm);
        as_put8(a, (unsigned)imm & 0xff);
    } else if (imm >= -128 && imm <= 127) {
        as_rx(a, 0x83 | AS_IMM8, w, alu, rm);
        as_put8(a, (unsigned)imm & 0xff);
    } else if (w == 2) {
        as_rx(a, 0x81 | AS_IMM16, w, alu, rm);
        as_put8(a, (unsigned)imm & 0xff);
        as_put8(a, (unsigned)imm >> 8 & 0xff);
    } else {
        as_rx(a, 0x81 | AS_IMM32, w, alu, rm);
        as_put32(a, (uint32_t)imm);
    }
}

void as_test(struct x86_asm *a, unsigned w, unsigned x, unsigned y)
{
    as_rr(a, w == 1 ? 0x84 : 0x85, w, y, x);
}

void as_test_imm(struct x86_asm *a, unsigned w, unsigned x, int32_t imm)
{
    if (w >= 4 && (imm & ~0x7f) == 0 && x < 4)
        w = 1;
    as_rr(a, w == 1 ? 0xf6 : 0xf7, w, 0, x);
    if (w == 1) {
        as_put8(a, (unsigned)imm & 0xff);
    } else if (w == 2) {
        as_put8(a, (unsigned)imm & 0xff);
        as_put8(a, (unsigned)imm >> 8 & 0xff);
    } else {
        as_put32(a, (uint32_t)imm);
    }
}

void as_test_mem_imm(struct x86_asm *a, unsigned w, struct x86_mem m, int32_t imm)
{
    as_rx(a, w == 1 ? 0xf6 | AS_IMM8 : 0xf7 | AS_IMM32, w, 0, as_rm_mem(m));
    if (w == 1)
        as_put8(a, (unsigned)imm & 0xff);
    else
        as_put32(a, (uint32_t)imm);
}

void as_mov(struct x86_asm *a, unsigned w, unsigned d, unsigned s)
{
    as_rr(a, 0x8b, w, d, s);
}

void as_mov_imm(struct x86_asm *a, unsigned d, uint64_t imm)
{
    if (imm <= UINT32_MAX) {
        as_room(a);
        if (d > 7)
            as_put8(a, 0x41);
        as_put8(a, 0xb8 | (d & 7));
        as_put32(a, (uint32_t)imm);
    } else if ((int64_t)imm == (int32_t)imm) {
        as_rr(a, 0xc7, 8, 0, d);
        as_put32(a, (uint32_t)imm);
    } else {
        as_room(a);
        as_put8(a, 0x48 | (d > 7));
        as_put8(a, 0xb8 | (d & 7));
        as_u64(a, imm);
    }
}

void as_load(struct x86_asm *a, unsigned w, unsigned d, struct x86_mem m)
{
    as_rm(a, 0x8b, w, d, m);
}

void as_store(struct x86_asm *a, unsigned w, struct x86_mem m, unsigned s)
{
    as_rm(a, w == 1 ? 0x88 : 0x89, w, s, m);
}

void as_store_imm(struct x86_asm *a, unsigned w, struct x86_mem m, int32_t imm)
{
    static const unsigned imm_flag[9] = {
        [1] = AS_IMM8, [2] = AS_IMM16, [4] = AS_IMM32, [8] = AS_IMM32};

    as_rm(a, (w == 1 ? 0xc6u : 0xc7u) | imm_flag[w], w, 0, m);
    if (w >= 4) {
        as_put32(a, (uint32_t)imm);
        return;
    }
    as_put8(a, (unsigned)imm & 0xff);
    if (w == 2)
        as_put8(a, (unsigned)imm >> 8 & 0xff);
}

void as_movzx(struct x86_asm *a, unsigned from, unsigned d, struct x86_rm s)
{
    if (from >= 4)
        as_rx(a, 0x8b, from, d, s);
    else if (from == 1)
        as_rx(a, AS_OP(0, 1, 0xb6) | AS_B8, 4, d, s);
    else
        as_rx(a, AS_OP(0, 1, 0xb7), 4, d, s);
}

void as_movsx(struct x86_asm *a, unsigned from, unsigned to, unsigned d, struct x86_rm s)
{
    unsigned w = to < 4 ? 4 : to;

    if (from >= w)
        as_rx(a, 0x8b, w, d, s);
    else if (from == 4)
        as_rx(a, 0x63, w, d, s);
    else if (from == 1)
        as_rx(a, AS_OP(0, 1, 0xbe) | AS_B8, w, d, s);
    else
        as_rx(a, AS_OP(0, 1, 0xbf), w, d, s);
}

void as_lea(struct x86_asm *a, unsigned w, unsigned d, struct x86_mem m)
{
    as_rm(a, 0x8d, w, d, m);
}

void as_xchg(struct x86_asm *a, unsigned w, unsigned reg, struct x86_mem m)
{
    as_rm(a, w == 1 ? 0x86 : 0x87, w, reg, m);
}

void as_shift_imm(struct x86_asm *a, unsigned sh, unsigned w, unsigned reg, unsigned n)
{
    if (n == 1) {
        as_rr(a, w == 1 ? 0xd0 : 0xd1, w, sh, reg);
        return;
    }
    as_rr(a, w == 1 ? 0xc0 : 0xc1, w, sh, reg);
    as_put8(a, n);
}

void as_shift_cl(struct x86_asm *a, unsigned sh, unsigned w, unsigned reg)
{
    as_rr(a, w == 1 ? 0xd2 : 0xd3, w, sh, reg);
}

void as_g3(struct x86_asm *a, unsigned n, unsigned w, struct x86_rm rm)
{
    as_rx(a, w == 1 ? 0xf6 : 0xf7, w, n, rm);
}

void as_setcc(struct x86_asm *a, unsigned cc, unsigned reg)
{
    as_rr(a, AS_OP(0, 1, 0x90 | cc) | AS_B8, 4, 0, reg);
}

void as_setcc_mem(struct x86_asm *a, unsigned cc, struct x86_mem m)
{
    as_rm(a, AS_OP(0, 1, 0x90 | cc), 4, 0, m);
}

void as_cmov(struct x86_asm *a, unsigned cc, unsigned w, unsigned d, struct x86_rm s)
{
    as_rx(a, AS_OP(0, 1, 0x40 | cc), w, d, s);
}

static void displacement(struct x86_asm *a, uint64_t target)
{
    as_shifts(a, as_offset(a), (uint32_t)(target - a->rx));
    as_put32(a, (uint32_t)(target - (as_here(a) + 4)));
}

void as_jcc(struct x86_asm *a, unsigned cc, uint64_t target)
{
    as_room(a);
    as_put8(a, 0x0f);
    as_put8(a, 0x80 | cc);
    displacement(a, target);
}

void as_jmp(struct x86_asm *a, uint64_t target)
{
    as_room(a);
    as_put8(a, 0xe9);
    displacement(a, target);
}

void as_call(struct x86_asm *a, uint64_t target)
{
    as_room(a);
    as_put8(a, 0xe8);
    displacement(a, target);
}

uint32_t as_jcc_short(struct x86_asm *a, unsigned cc)
{
    as_room(a);
    as_put8(a, 0x70 | cc);
    as_put8(a, 0);
    return as_offset(a) - 1;
}

uint32_t as_jmp_short(struct x86_asm *a)
{
    as_room(a);
    as_put8(a, 0xeb);
    as_put8(a, 0);
    return as_offset(a) - 1;
}

void as_here8(struct x86_asm *a, uint32_t at)
{
    a->start[at] = (uint8_t)(as_offset(a) - (at + 1));
}

void as_fix32(struct x86_asm *a, uint32_t at, uint32_t target)
{
    uint32_t disp = target - (at + 4);

    as_shifts(a, at, target);
    if (!a->full)
        memcpy(a->start + at, &disp, 4);
}

void as_jmp_mem(struct x86_asm *a, struct x86_mem m)
{
    as_rm(a, 0xff, 4, 4, m);
}

void as_call_mem(struct x86_asm *a, struct x86_mem m)
{
    as_rm(a, 0xff, 4, 2, m);
}

void as_push(struct x86_asm *a, unsigned reg)
{
    as_room(a);
    if (reg > 7)
        as_put8(a, 0x41);
    as_put8(a, 0x50 | (reg & 7));
}

void as_pop(struct x86_asm *a, unsigned reg)
{
    as_room(a);
    if (reg > 7)
        as_put8(a, 0x41);
    as_put8(a, 0x58 | (reg & 7));
}

void as_ret(struct x86_asm *a)
{
    as_byte(a, 0xc3);
}
