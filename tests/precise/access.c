/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/precise/access.h"

#include <string.h>

#include "base/bits.h"

#define SCALE(x, log2) ((x) * (int64_t)(1 << (log2)))

static unsigned field(uint32_t word, unsigned low, unsigned n)
{
    return word >> low & ((1u << n) - 1);
}

static int64_t signed_field(uint32_t word, unsigned low, unsigned n)
{
    return bits_sext(field(word, low, n), n);
}

/* Exclusives, ordered accesses, compare and swap. */
static void exclusives(uint32_t word, struct access *a)
{
    unsigned size = field(word, 30, 2), o2 = field(word, 23, 1), o1 = field(word, 21, 1);
    bool load = field(word, 22, 1);

    a->size = 1u << size;
    a->kind = load ? ACCESS_READ : ACCESS_WRITE;
    a->align = ALIGN_16;
    if (!o2 && o1 && size < 2) { /* CASP */
        a->size = 8u << size;
        a->kind = ACCESS_UPDATE;
    } else if (!o2) {
        a->align = ALIGN_SIZE;
        a->size <<= o1;
        a->exclusive = !load;
    } else if (o1) {
        a->kind = ACCESS_UPDATE;
    }
}

static void simd_multiple(uint32_t word, struct access *a)
{
    static const uint8_t regs[16] = {4, 0, 4, 0, 3, 0, 3, 1, 2, 0, 2};

    a->kind = field(word, 22, 1) ? ACCESS_READ : ACCESS_WRITE;
    a->size = regs[field(word, 12, 4)] * (field(word, 30, 1) ? 16u : 8u);
    a->writeback = field(word, 23, 1);
}

static void simd_single(uint32_t word, struct access *a)
{
    unsigned opcode = field(word, 13, 3), size = field(word, 10, 2), scale = opcode >> 1;
    unsigned elements = ((opcode & 1) << 1 | field(word, 21, 1)) + 1;

    if (scale == 3)
        scale = size;
    else if (scale == 2 && (size & 1))
        scale = 3;
    a->kind = field(word, 22, 1) ? ACCESS_READ : ACCESS_WRITE;
    a->size = elements << scale;
    a->writeback = field(word, 23, 1);
}

static void literal(uint32_t word, struct access *a)
{
    static const uint8_t general[4] = {4, 8, 4, 0};
    unsigned opc = field(word, 30, 2);

    a->base = 32;
    a->offset = signed_field(word, 5, 19) * 4;
    a->size = field(word, 26, 1) ? 4u << opc : general[opc];
    a->kind = a->size ? ACCESS_READ : ACCESS_PREFETCH;
}

static void pair(uint32_t word, struct access *a)
{
    unsigned opc = field(word, 30, 2), mode = field(word, 23, 2);
    unsigned log2 = field(word, 26, 1) ? 2 + opc : opc == 2 ? 3 : 2;

    a->kind = field(word, 22, 1) ? ACCESS_READ : ACCESS_WRITE;
    a->size = 2u << log2;
    a->writeback = mode & 1;
    a->offset = mode == 1 ? 0 : SCALE(signed_field(word, 15, 7), log2);
}

/* log2 of the size of one register, and the kind, by size, V and opc. */
static unsigned one_register(uint32_t word, struct access *a)
{
    unsigned size = field(word, 30, 2), opc = field(word, 22, 2);
    unsigned log2 = field(word, 26, 1) ? size | (opc & 2) << 1 : size;

    a->size = 1u << log2;
    if (field(word, 26, 1))
        a->kind = opc & 1 ? ACCESS_READ : ACCESS_WRITE;
    else if (size == 3 && opc == 2)
        a->kind = ACCESS_PREFETCH;
    else
        a->kind = opc ? ACCESS_READ : ACCESS_WRITE;
    return log2;
}

/* Those with bit 21: atomic, register offset, signed base. */
static void register_form(uint32_t word, struct access *a)
{
    unsigned log2 = one_register(word, a);

    if (field(word, 10, 1)) { /* LDRAA, LDRAB */
        a->kind = ACCESS_READ;
        a->size = 8;
        a->authenticated = true;
        a->offset = bits_sext(field(word, 22, 1) << 9 | field(word, 12, 9), 10) * 8;
        a->writeback = field(word, 11, 1);
    } else if (field(word, 11, 1)) {
        a->index = (int)field(word, 16, 5);
        a->shift = field(word, 12, 1) ? log2 : 0;
    } else {
        a->kind = (word & 0x3ffffc00) == 0x38bfc000 ? ACCESS_READ : ACCESS_UPDATE; /* LDAPR */
        a->align = ALIGN_16;
    }
}

static void immediate_form(uint32_t word, struct access *a)
{
    unsigned mode = field(word, 10, 2);

    one_register(word, a);
    a->offset = mode == 1 ? 0 : signed_field(word, 12, 9);
    a->writeback = mode & 1;
}

static void system_instruction(uint32_t word, struct access *a)
{
    unsigned crm = field(word, 8, 4), op2 = field(word, 5, 3);

    if (op2 != 1 || crm < 4)
        return;
    a->base = field(word, 0, 5);
    a->size = 1;
    a->kind = ACCESS_MAINTENANCE;
    if (crm == 4) {
        a->kind = ACCESS_ZERO;
        a->size = 64;
    }
}

static void copy_or_set(uint32_t word, struct access *a)
{
    unsigned op1 = field(word, 22, 2), stage = op1 == 3 ? field(word, 14, 2) : op1;

    if (stage == 0)
        return; /* a prologue writes registers only */
    a->kind = op1 == 3 ? ACCESS_SET : ACCESS_COPY;
}

void access_of(uint32_t word, struct access *a)
{
    *a = (struct access){.base = field(word, 5, 5), .index = -1};
    if ((word & 0xfffff000) == 0xd50b7000)
        system_instruction(word, a);
    else if ((word & 0x0a000000) != 0x08000000)
        return;
    else if ((word & 0x3f000000) == 0x08000000)
        exclusives(word, a);
    else if ((word & 0xbf000000) == 0x0c000000)
        simd_multiple(word, a);
    else if ((word & 0xbf000000) == 0x0d000000)
        simd_single(word, a);
    else if ((word & 0x3b200c00) == 0x19000400)
        copy_or_set(word, a);
    else if ((word & 0x3f200c00) == 0x19000000) { /* LDAPUR, STLUR */
        one_register(word, a);
        a->offset = signed_field(word, 12, 9);
        a->align = ALIGN_16;
        a->kind = field(word, 22, 2) ? ACCESS_READ : ACCESS_WRITE;
    } else if ((word & 0x3b000000) == 0x18000000)
        literal(word, a);
    else if ((word & 0x3a000000) == 0x28000000)
        pair(word, a);
    else if ((word & 0x3b200000) == 0x38200000)
        register_form(word, a);
    else if ((word & 0x3b000000) == 0x38000000)
        immediate_form(word, a);
    else if ((word & 0x3b000000) == 0x39000000)
        a->offset = SCALE((int64_t)field(word, 10, 12), one_register(word, a));
}
