/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the assembler's two files. */
#ifndef DRAGOMAN_X86_ASM_ENCODE_H
#define DRAGOMAN_X86_ASM_ENCODE_H

#include <string.h>

#include "host/x86_64/asm.h"

/* No instruction with its prefixes, and nothing else that is written at once, is longer. */
enum { AS_LONGEST = 32 };

/* Makes sure that AS_LONGEST bytes may be written. */
void as_room(struct x86_asm *a);
/* ModRM, SIB, displacement of m; n: scale of an 8-bit displacement; imm: bytes of immediate
 * behind. */
void as_modrm_mem(struct x86_asm *a, unsigned reg, const struct x86_mem *m, int n, unsigned imm);
unsigned as_imm_bytes(unsigned op);

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
