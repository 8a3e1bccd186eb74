/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What memory a word of A64 touches, read off its encoding (Arm ARM C4.1.94, C4.1.95) and not off
 * the instruction tables: the test holds them against each other.
 */
#ifndef DRAGOMAN_TESTS_PRECISE_ACCESS_H
#define DRAGOMAN_TESTS_PRECISE_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/fuzz/exchange.h"

enum access_kind {
    ACCESS_NONE,
    ACCESS_READ,
    ACCESS_WRITE,
    ACCESS_UPDATE,      /* reads and writes in one: the read decides where both would fault */
    ACCESS_ZERO,        /* DC ZVA */
    ACCESS_MAINTENANCE, /* of caches: wants to be allowed to read */
    ACCESS_PREFETCH,    /* never faults */
    ACCESS_COPY,        /* FEAT_MOPS, main part and epilogue */
    ACCESS_SET,
};

enum access_align {
    ALIGN_ANY,
    ALIGN_SIZE, /* exclusives: a multiple of the size */
    ALIGN_16,   /* FEAT_LSE2: within 16 bytes */
};

struct access {
    enum access_kind kind;
    enum access_align align;
    unsigned size;  /* bytes */
    unsigned base;  /* register that the address is made of, 31: SP, 32: the pc */
    int64_t offset; /* of the first byte from the base, the index apart */
    int index;      /* register added to it, or -1; with shift */
    unsigned shift;
    bool writeback;     /* base changes */
    bool exclusive;     /* a store-exclusive, which needs its load in front */
    bool authenticated; /* the base is a signed pointer (LDRAA) */
};

void access_of(uint32_t word, struct access *a);
/* Does it write memory? */
static inline bool access_writes(const struct access *a)
{
    return a->kind == ACCESS_WRITE || a->kind == ACCESS_UPDATE || a->kind == ACCESS_ZERO ||
           a->kind == ACCESS_SET;
}

#endif
