/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A case: a sequence of instructions with labels in place of offsets, and states to run it from.
 * Everything comes from one number, the case's seed.
 */
#ifndef DRAGOMAN_TESTS_FUZZ_CASE_H
#define DRAGOMAN_TESTS_FUZZ_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/fuzz/exchange.h"

/* What of a word says where target is. */
enum item_kind {
    ITEM_PLAIN, /* nothing */
    ITEM_26,    /* B, BL */
    ITEM_19,    /* B.cond, CBZ, CBNZ, literal loads */
    ITEM_14,    /* TBZ, TBNZ */
    ITEM_ADR,
};

struct item {
    uint32_t word;
    uint8_t kind;
    int16_t pattern; /* index in a64_patterns, or -1 */
    uint16_t target; /* the item that the word points to; the number of items: the end */
};

struct fuzz_case {
    uint64_t seed;
    uint32_t start;
    unsigned n, n_states;
    struct item item[FUZZ_MAX_WORDS];
    struct fuzz_regs before[FUZZ_MAX_STATES];
    uint8_t data[FUZZ_DATA_SIZE];
    bool own; /* the second opinion would differ by right: exclusives out of context */
};

/* Random numbers (splitmix64). */
uint64_t fuzz_random(uint64_t *seed);
/* 0 .. n - 1 */
static inline unsigned fuzz_below(uint64_t *seed, unsigned n)
{
    return (unsigned)((fuzz_random(seed) >> 32) * n >> 32);
}

/* Needs engines_start first. length: longest sequence (1..200). Every fourth case is a single
 * instruction. */
void case_make(struct fuzz_case *c, uint64_t seed, unsigned length);
/* A single word that should be none. */
void case_make_near(struct fuzz_case *c, uint64_t seed);
/* The words with their offsets. */
void case_words(const struct fuzz_case *c, uint32_t *words);
/* Takes item i out. */
void case_drop(struct fuzz_case *c, unsigned i);
/* Prints it: the instructions, and the line that tests/insn would have, from one state to what is
 * wanted after it. */
void case_print(const struct fuzz_case *c, unsigned state, const struct fuzz_end *want,
                const uint8_t *data_after);
/* The registers and the memory that a line of tests/insn begins with. */
void case_plain_regs(struct fuzz_regs *r);

/* values.c: a general register's value, a vector register's, a whole state without pointers. */
uint64_t value_int(uint64_t *seed);
void value_vec(uint64_t *seed, uint64_t out[2]);
void value_regs(uint64_t *seed, struct fuzz_regs *r);

/* words.c: what a word does, as its translation says. */
struct word_facts {
    int pattern;     /* in a64_patterns, -1: none */
    bool illegal;    /* it is not one */
    bool leaves;     /* control goes elsewhere by it */
    bool memory;     /* touches memory by address, or may by a helper */
    bool accesses;   /* has an operation on memory */
    bool flags;      /* writes NZCV */
    uint32_t writes; /* general registers, bit 31: SP */
};
void word_look(uint32_t word, struct word_facts *f);
/* A random word of a random line of the tables, of pattern if that is not -1. */
uint32_t word_random(uint64_t *seed, int pattern);
/* A word that no line matches, one bit beside one that does. */
uint32_t word_near(uint64_t *seed);
/* How often words of each pattern were run: alone, in sequences. */
const char *word_mnemonic(int pattern);
unsigned word_patterns(void);

#endif
