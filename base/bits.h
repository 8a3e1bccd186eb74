/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bit fields and sign extension. */
#ifndef DRAGOMAN_BASE_BITS_H
#define DRAGOMAN_BASE_BITS_H

#include <stdbool.h>
#include <stdint.h>

/* The len low bits set; len 0..64. */
static inline uint64_t bits_mask(unsigned len)
{
    return len >= 64 ? ~0ull : (1ull << len) - 1;
}

/* Bits lsb .. lsb + len - 1 of x. */
static inline uint64_t bits_get(uint64_t x, unsigned lsb, unsigned len)
{
    return x >> lsb & bits_mask(len);
}

/* The low len bits of x (1..64) as a signed number. */
static inline int64_t bits_sext(uint64_t x, unsigned len)
{
    return (int64_t)(x << (64 - len)) >> (64 - len);
}

static inline uint64_t bits_align_down(uint64_t x, uint64_t size)
{
    return x & ~(size - 1);
}

static inline uint64_t bits_align_up(uint64_t x, uint64_t size)
{
    return (x + size - 1) & ~(size - 1);
}

#endif
