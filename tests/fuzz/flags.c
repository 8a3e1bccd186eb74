/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that make, read and outlive flags. */
#include "tests/fuzz/flags.h"

#include "tests/fuzz/case.h"

#define NOP 0xd503201fu

static unsigned below(struct flag_words *w, unsigned n)
{
    return fuzz_below(w->seed, n);
}

static uint32_t pointer(struct flag_words *w)
{
    uint32_t set = w->pointers;

    for (unsigned k = below(w, (unsigned)__builtin_popcount(set)); k--;)
        set &= set - 1;
    return (uint32_t)__builtin_ctz(set);
}

static uint32_t few(struct flag_words *w)
{
    return w->few[below(w, 4)];
}

/* Vector registers, some of them in memory on hosts with few. */
static uint32_t few_vec(struct flag_words *w)
{
    return below(w, 2) ? below(w, 3) : 12 + below(w, 3);
}

/* Operands and, at times, a result of words on general registers. */
static uint32_t three(struct flag_words *w, unsigned d)
{
    return below(w, 2) << 31 | few(w) << 16 | few(w) << 5 | d;
}

uint32_t flags_compare(struct flag_words *w)
{
    return 0x3a400000 | three(w, below(w, 16)) | below(w, 2) << 30 | below(w, 2) << 11 |
           below(w, 14) << 12;
}

uint32_t flags_make(struct flag_words *w)
{
    unsigned d = below(w, 2) ? 31 : few(w), n = below(w, 2) ? below(w, 4) : below(w, 4096);
    uint32_t sub = below(w, 4) ? 1u << 30 : 0;

    switch (below(w, 12)) {
    case 0:
    case 1:
    case 2: /* ADDS, SUBS of a number */
        return 0x31000000 | sub | below(w, 2) << 31 | n << 10 | few(w) << 5 | d;
    case 3:
    case 4:
    case 5:
        return 0x2b000000 | sub | three(w, d) | (below(w, 4) ? 0 : below(w, 32) << 10);
    case 6:
        return 0x2b200000 | sub | three(w, d) | below(w, 8) << 13;
    case 7: /* ANDS, BICS */
        return 0x6a000000 | three(w, d) | below(w, 2) << 21;
    case 8: /* ADCS, SBCS */
        return 0x3a000000 | sub | three(w, d);
    case 9:
        return flags_compare(w);
    default: /* FCMP, FCMPE, also with zero */
        return 0x1e202000 | below(w, 2) << 22 | few_vec(w) << 16 | few_vec(w) << 5 |
               below(w, 4) << 3;
    }
}

uint32_t flags_read(struct flag_words *w)
{
    switch (below(w, 8)) {
    case 0: /* ADC, SBC */
        return 0x1a000000 | three(w, few(w)) | below(w, 2) << 30;
    case 1:
    case 2:
    case 3:
        return flags_compare(w);
    case 4:
        return 0xd53b4200 | few(w); /* MRS */
    case 5:                         /* FCSEL, FCCMP */
        return 0x1e200400 | below(w, 2) << 22 | few_vec(w) << 16 | below(w, 14) << 12 |
               below(w, 2) << 11 | few_vec(w) << 5 | below(w, 3);
    default: /* CSEL, CSINC, CSINV, CSNEG */
        return 0x1a800000 | three(w, few(w)) | below(w, 2) << 30 | below(w, 14) << 12 |
               below(w, 2) << 10;
    }
}

uint32_t flags_change(struct flag_words *w)
{
    uint32_t d = few(w), p = pointer(w) << 5 | below(w, 16) << 10;

    switch (below(w, 10)) {
    case 0:
    case 1:
    case 2: /* ADD, SUB of a number */
        return 0x11000000 | below(w, 2) << 31 | below(w, 2) << 30 | below(w, 8) << 10 |
               (below(w, 2) ? d : few(w)) << 5 | d;
    case 3: /* MOV */
        return 0x2a0003e0 | below(w, 2) << 31 | few(w) << 16 | d;
    case 4:
        return 0xd2800000 | below(w, 2) << 15 << 5 | below(w, 4) << 21 | below(w, 8) << 5 | d;
    case 5:
        return 0xf9400000 | p | d; /* LDR */
    case 6:
        return 0xf9000000 | p | d; /* STR */
    case 7:                        /* LDR, STR of a vector register */
        return 0xfd000000 | below(w, 2) << 22 | p | few_vec(w);
    case 8: /* FMOV */
        return 0x1e204000 | below(w, 2) << 22 | few_vec(w) << 5 | few_vec(w);
    default: /* FADD */
        return 0x1e202800 | below(w, 2) << 22 | few_vec(w) << 16 | few_vec(w) << 5 | few_vec(w);
    }
}

/* ADDS, SUBS, ADCS, SBCS; the last of a chain: ADC, SBC. */
uint32_t flags_carry(struct flag_words *w)
{
    uint32_t sub = below(w, 2) << 30, d = below(w, 4) ? few(w) : 31;

    switch (below(w, 6)) {
    case 0:
        return 0x2b000000 | sub | three(w, d);
    case 1:
        return flags_make(w);
    case 2:
        return 0x1a000000 | sub | three(w, d);
    default:
        return 0x3a000000 | sub | three(w, d);
    }
}

uint32_t flags_beside(struct flag_words *w)
{
    uint32_t d = few(w), n = few(w), m = few(w), p = pointer(w) << 5, wide = below(w, 2);

    switch (below(w, 13)) {
    case 0:
    case 1: /* MUL */
        return 0x9b007c00 | m << 16 | n << 5 | d;
    case 2: /* UMULH */
        return 0x9bc07c00 | m << 16 | n << 5 | d;
    case 3:
        return 0x1b007c00 | three(w, d);
    case 4: /* EXTR */
        return 0x13800000 | wide << 31 | wide << 22 | m << 16 | below(w, wide ? 64 : 32) << 10 |
               n << 5 | d;
    case 5: /* LDR, STR */
        return 0xf9000000 | wide << 22 | below(w, 16) << 10 | p | d;
    case 6:
    case 7: /* LDP */
        return n == d ? NOP : 0xa9400000 | below(w, 128) << 15 | n << 10 | p | d;
    case 8:
        return 0xa9000000 | below(w, 128) << 15 | n << 10 | p | d;
    case 9: /* MOV, MVN */
        return 0x2a0003e0 | wide << 31 | below(w, 2) << 21 | m << 16 | d;
    case 10: /* numbers, the smallest among them */
        return 0xd2800000 | below(w, 4) << 21 | (below(w, 2) << 15 | below(w, 2)) << 5 | d;
    case 11: /* CSEL ... */
        return 0x1a800000 | three(w, d) | below(w, 2) << 30 | below(w, 14) << 12 |
               below(w, 2) << 10;
    default:
        return 0x11000000 | wide << 31 | below(w, 2) << 30 | below(w, 8) << 10 | n << 5 | d;
    }
}
