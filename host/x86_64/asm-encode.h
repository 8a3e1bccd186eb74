/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the assembler's two files. */
#ifndef DRAGOMAN_X86_ASM_ENCODE_H
#define DRAGOMAN_X86_ASM_ENCODE_H

#include <string.h>

#include "host/x86_64/asm.h"

/* No instruction with its prefixes, and nothing else that is written at once, is longer. */
enum { AS_LONGEST = 32 };

/* Makes sure that AS_LONGEST bytes may be written. */
static inline void as_room(struct x86_asm *a)
{
    if (__builtin_expect(a->end - a->p < AS_LONGEST, 0)) {
        a->full = true;
        a->p = a->part;
    }
}
/* ModRM, SIB, displacement of m; n: log2 of the scale of an 8-bit displacement; imm: bytes of
 * immediate behind. */
void as_modrm_mem(struct x86_asm *a, unsigned reg, const struct x86_mem *m, unsigned n,
                  unsigned imm);

/* Bytes of the immediate that op says follows. */
static inline unsigned as_imm_bytes(unsigned op)
{
    return (op >> 28 & 1) | (op >> 27 & 4) | (op >> 29 & 2);
}
_Static_assert(AS_IMM8 == 1 << 28 && AS_IMM32 == 1 << 29 && AS_IMM16 == 1 << 30, "as_imm_bytes");

/* These two write without asking for room. */
static inline void as_put8(struct x86_asm *a, unsigned v)
{
    *a->p++ = (uint8_t)v;
}
static inline void as_put32(struct x86_asm *a, uint32_t v)
{
    memcpy(a->p, &v, 4);
    a->p += 4;
}

/* REX.X and REX.B for a memory operand. */
static inline unsigned as_rex_mem(const struct x86_mem *m)
{
    return (m->base >= 8 ? 1u : 0) | (m->index >= 8 ? 2u : 0);
}

#endif
