/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes cases. Registers have roles in a case, so that memory is met and loops end:
 *
 *   pointers  into DATA (or, in some states, at its edges, a hole, the read-only page); only the
 *             instruction's own writeback changes them; SP may be one
 *   indices   small, added to pointers
 *   counters  of loops
 *   link      x30, where there are calls
 *
 * A sequence is made of pieces: single words, loops, forward branches, calls of subroutines behind
 * the end, indirect jumps, loops of exclusives, returns to nowhere; in every other sequence mostly
 * flags that are read some blocks later, when the registers they were made of have changed.
 */
#include <string.h>

#include "a64_decode.h"
#include "tests/fuzz/case.h"
#include "tests/fuzz/flags.h"
#include "translate/guest/aarch64/model.h"

enum { N_SUBS = 3, MAX_DEPTH = 2, TRIES = 200 };
#define NOP 0xd503201fu
#define RET 0xd65f03c0u

struct maker {
    struct fuzz_case *c;
    uint64_t *seed;
    uint32_t pointers, indices, counters; /* registers by bits, 31: SP */
    uint32_t protected;                   /* all that words must not write */
    uint8_t liked[6];                     /* registers that words use more often */
    uint8_t few[4];                       /* that flags are made of */
    unsigned length;
    bool link, far_flags;
    unsigned depth;
    /* Branches to be given their targets after some more pieces of the same depth. */
    struct {
        uint16_t item;
        uint8_t left, depth;
    } open[64];
    unsigned n_open;
    struct {
        uint16_t item[8];
        unsigned n;
    } calls[N_SUBS];
};

static unsigned below(struct maker *m, unsigned n)
{
    return fuzz_below(m->seed, n);
}

static unsigned add(struct maker *m, uint32_t word, unsigned kind, unsigned target)
{
    struct fuzz_case *c = m->c;

    if (c->n >= FUZZ_MAX_WORDS - 8)
        return c->n - 1;
    c->item[c->n] = (struct item){word, (uint8_t)kind, (int16_t)a64_match(word), (uint16_t)target};
    return c->n++;
}

/* One of the registers in set. */
static unsigned one_of(struct maker *m, uint32_t set)
{
    unsigned k = below(m, (unsigned)__builtin_popcount(set));

    while (k--)
        set &= set - 1;
    return (unsigned)__builtin_ctz(set);
}

static unsigned free_register(struct maker *m)
{
    for (;;) {
        unsigned r = below(m, 31);

        if (!(m->protected >> r & 1))
            return r;
    }
}

static uint32_t with_field(uint32_t word, unsigned lsb, unsigned n, uint32_t value)
{
    uint32_t mask = ((1u << n) - 1) << lsb;

    return (word & ~mask) | (value << lsb & mask);
}

/* Fields that the architecture wants to be ones, or else it may do as it likes: of SMULH and UMULH,
 * of ordered accesses and exclusives of one register. */
static uint32_t with_ones(uint32_t word)
{
    if ((word & 0xff600000) == 0x9b400000)
        return word | 31 << 10;
    if ((word & 0x3f200000) == 0x08000000)
        word |= 31 << 10;
    if ((word & 0x3f800000) == 0x08800000 && !(word >> 21 & 1))
        word |= 31 << 16;
    if ((word & 0x3fc00000) == 0x08400000)
        word |= 31 << 16;
    return word;
}

/* Registers that are met often. */
static uint32_t with_liked(struct maker *m, uint32_t word)
{
    uint32_t mask = a64_patterns[a64_match(word)].mask;
    static const uint8_t fields[] = {0, 5, 16};

    for (unsigned i = 0; i < ((word & 0xffc00000) == 0xd5000000 ? 1 : 3); i++)
        if (!(mask & 31u << fields[i]) && below(m, 10) < 6)
            word = with_field(word, fields[i], 5, m->liked[below(m, 6)]);
    return word;
}

static bool is_literal(uint32_t word)
{
    return (word & 0x3b000000) == 0x18000000;
}

static bool is_by_rt(uint32_t word)
{
    return (word & 0xfff00000) == 0xd5000000; /* cache maintenance */
}

/* A memory word with a pointer for a base, and an index where it has one. */
static uint32_t with_address(struct maker *m, uint32_t word)
{
    unsigned base = one_of(m, m->pointers);

    if (is_literal(word))
        return word;
    if (is_by_rt(word))
        return with_field(word, 0, 5, one_of(m, m->pointers & 0x7fffffff));
    word = with_field(word, 5, 5, base);
    if ((word & 0x3b200c00) == 0x38200800 || (word & 0xbe800000) == 0x0c800000)
        word = with_field(word, 16, 5, below(m, 8) ? one_of(m, m->indices) : 31);
    if ((word & 0x3b000000) == 0x39000000)
        word = with_field(word, 10, 12, below(m, 40)); /* scaled offset */
    return word;
}

/* Is it an instruction whose registers must differ for its effect to be defined? */
static bool unpredictable(uint32_t word, const struct word_facts *f)
{
    unsigned rt = word & 31, rn = word >> 5 & 31, rt2 = word >> 10 & 31, rs = word >> 16 & 31;
    bool vector = word >> 26 & 1;

    if (!f->memory || is_by_rt(word) || is_literal(word))
        return false;
    if ((word & 0x3a000000) == 0x28000000) /* pairs */
        return ((word >> 22 & 1) && rt == rt2) ||
               (!vector && (word & 0x00800000) && rn != 31 && (rt == rn || rt2 == rn));
    if ((word & 0x3f000000) == 0x08000000) /* exclusives, ordered, compare and swap */
        return (!(word >> 23 & 1) && (rs == rt || rs == rt2 || rs == rn)) ||
               ((word >> 22 & 1) && (word >> 21 & 1) && rt == rt2);
    return !vector && (f->writes >> rn & 1) && rt == rn && rn != 31;
}

static bool is_cas_pair(uint32_t word)
{
    return (word & 0xbfa07c00) == 0x08207c00;
}

/* Is n one of the registers of word, its base apart? */
static bool names(uint32_t word, unsigned n)
{
    unsigned pair = is_cas_pair(word);

    return ((word | pair) & 31) == n || (word >> 10 & 31) == n || ((word >> 16 | pair) & 31) == n ||
           (word >> 16 & 31) == n || (word & 31) == n;
}

/* May word stand in the sequence? */
static bool fits(struct maker *m, uint32_t word, const struct word_facts *f)
{
    uint32_t writes = f->writes;

    if (f->leaves || (f->pattern >= 0 && a64_patterns[f->pattern].isa & A64_ISA_MOPS) ||
        (f->illegal && (m->length > 1 && below(m, 100))))
        return false;
    if (f->memory && (m->pointers >> (word >> 5 & 31) & 1)) {
        uint32_t base = 1u << (word >> 5 & 31);

        /* Only by writeback, not as what is loaded. */
        if ((writes & base) && base != 1u << 31 && names(word, word >> 5 & 31))
            return false;
        writes &= ~base;
    }
    return !(writes & m->protected) && !unpredictable(word, f);
}

/* May another processor do otherwise? Exclusive stores fail or not as the implementation likes,
 * blocks of DC ZVA have different sizes, cache maintenance of no memory may do nothing. */
static void judge(struct maker *m, uint32_t word)
{
    bool exclusive = (word & 0x3f800000) == 0x08000000 && !(word >> 22 & 1);
    /* What an older emulator does not know, or has other keys for. */
    const uint64_t others = A64_ISA_PAUTH | A64_ISA_PACGA | A64_ISA_CSSC | A64_ISA_MOPS |
                            A64_ISA_JSCVT | A64_ISA_WFXT | A64_ISA_LOR | A64_ISA_SSBS |
                            A64_ISA_DIT | A64_ISA_HBC;
    int pattern = a64_match(word);
    bool later = pattern >= 0 && a64_patterns[pattern].isa & others;
    bool block = (word & 0xffffffe0) == 0xd53b00e0; /* DCZID_EL0 */

    /* To fixed point of 16 bits: the sign reaches too far. */
    bool fixed = (word & 0xdff8fc00) == 0x5f10fc00 || (word & 0xdff8fc00) == 0x5f18fc00;
    /* Bits of FPCR and FPSR for another state of execution. */
    bool control = (word & 0xffffffc0) == 0xd51b4400;

    /* A pair whose upper register is XZR. */
    bool pair = is_cas_pair(word) && ((word & 31) == 30 || (word >> 16 & 31) == 30);
    /* Fields that should be ones: the word may be none. */
    bool ones = with_ones(word) != word;

    if (exclusive || fixed || pair || ones || control || later || block || is_by_rt(word))
        m->c->own = true;
}

static void literal(struct maker *m, uint32_t word)
{
    add(m, word, ITEM_19, below(m, m->c->n + 1));
}

/* A random instruction; flags: one that sets them. */
static void plain(struct maker *m, int pattern, bool flags)
{
    struct word_facts f;

    for (unsigned k = 0; k < TRIES; k++) {
        uint32_t word = with_liked(m, word_random(m->seed, pattern));

        if (below(m, 16))
            word = with_ones(word);
        if (pattern >= 0 && a64_match(word) != pattern)
            continue;
        word_look(word, &f);
        if (f.memory)
            word = with_address(m, word);
        if (f.memory && a64_match(word) != f.pattern)
            continue;
        word_look(word, &f);
        if ((flags && !f.flags) || !fits(m, word, &f))
            continue;
        judge(m, word);
        if (f.memory && is_literal(word))
            literal(m, word);
        else
            add(m, word, ITEM_PLAIN, 0);
        return;
    }
    add(m, NOP, ITEM_PLAIN, 0);
}

/* A conditional branch of any kind, its target still open. */
static unsigned condition(struct maker *m)
{
    unsigned r = below(m, 31);

    if (below(m, 2) && m->length > 1)
        plain(m, -1, true);
    switch (below(m, 5)) {
    case 0: /* CBZ, CBNZ */
        return add(m, 0x34000000 | below(m, 2) << 31 | below(m, 2) << 24 | r, ITEM_19, 0);
    case 1: /* TBZ, TBNZ */
        return add(m, 0x36000000 | below(m, 2) << 31 | below(m, 32) << 19 | below(m, 2) << 24 | r,
                   ITEM_14, 0);
    default:
        if (below(m, 16))
            return add(m, 0x54000000 | below(m, 16), ITEM_19, 0);
        m->c->own = true; /* BC.cond (FEAT_HBC) is not known everywhere */
        return add(m, 0x54000010 | below(m, 16), ITEM_19, 0);
    }
}

/* Branch i goes to a place behind some more pieces. */
static void leave_open(struct maker *m, unsigned i)
{
    if (m->n_open == 64) {
        m->c->item[i].target = (uint16_t)m->c->n;
        return;
    }
    m->open[m->n_open].item = (uint16_t)i;
    m->open[m->n_open].depth = (uint8_t)m->depth;
    m->open[m->n_open++].left = (uint8_t)(1 + below(m, 6));
}

static void forward(struct maker *m)
{
    leave_open(m, below(m, 6) ? condition(m) : add(m, 0x14000000, ITEM_26, 0));
}

/* A piece of this depth is complete (or, at the end, all are). */
static void settle(struct maker *m, bool end)
{
    for (unsigned i = 0; i < m->n_open;) {
        if (m->open[i].depth == m->depth && (--m->open[i].left == 0 || end)) {
            m->c->item[m->open[i].item].target = (uint16_t)m->c->n;
            m->open[i] = m->open[--m->n_open];
        } else {
            i++;
        }
    }
}

static struct flag_words words_of(struct maker *m)
{
    struct flag_words w = {.seed = m->seed, .pointers = m->pointers};

    memcpy(w.few, m->few, sizeof(w.few));
    return w;
}

/* One of the words that flags are about: by a function of flags.c. */
static void about_flags(struct maker *m, uint32_t (*make)(struct flag_words *))
{
    struct flag_words w = words_of(m);

    add(m, make(&w), ITEM_PLAIN, 0);
}

/* A chain of carries, and what is done meanwhile. */
static void carries(struct maker *m)
{
    for (unsigned links = 1 + below(m, 5); links--;) {
        about_flags(m, flags_carry);
        for (unsigned n = below(m, 4); n--;)
            about_flags(m, flags_beside);
    }
}

static void settle(struct maker *m, bool end);

/* Flags, and the blocks where they are read. */
static void far_flags(struct maker *m)
{
    if (below(m, 3) == 0) {
        carries(m);
        return;
    }
    about_flags(m, flags_make);
    for (unsigned blocks = 1 + below(m, 5); blocks--;) {
        for (unsigned n = below(m, 4); n--;)
            about_flags(m, flags_change);
        switch (below(m, 10)) {
        case 0: /* CBZ, CBNZ */
            leave_open(
                m, add(m, 0x34000000 | below(m, 2) << 31 | below(m, 2) << 24 | m->few[below(m, 4)],
                       ITEM_19, 0));
            break;
        case 1:
            leave_open(m, add(m, 0x14000000, ITEM_26, 0));
            break;
        case 2:
            about_flags(m, flags_read);
            break;
        case 3:
        case 4:
        case 5:
            about_flags(m, flags_compare);
            if (below(m, 3) == 0)
                about_flags(m, flags_change);
            /* fall through */
        default:
            leave_open(m, add(m, 0x54000000 | below(m, 14), ITEM_19, 0));
        }
        settle(m, false);
    }
    about_flags(m, flags_read);
}

static void piece(struct maker *m);

/* mov wc, #n; L: ...; sub(s) wc, wc, #1; cbnz wc, L or b.ne L */
static void loop(struct maker *m)
{
    unsigned c = (unsigned)__builtin_ctz(m->counters), body = 1 + below(m, 10);
    bool flags = below(m, 2);

    m->counters &= m->counters - 1;
    add(m, 0x52800000 | (1 + below(m, 6)) << 5 | c, ITEM_PLAIN, 0);
    unsigned top = m->c->n;
    if (m->far_flags && below(m, 2))
        about_flags(m, flags_read);
    m->depth++;
    while (body-- && m->c->n < m->length + 20)
        piece(m);
    settle(m, true);
    m->depth--;
    add(m, (flags ? 0x71000400 : 0x51000400) | c << 5 | c, ITEM_PLAIN, 0);
    add(m, flags ? 0x54000001 : 0x35000000 | c, ITEM_19, top);
    m->counters |= 1u << c;
}

/* paciza r; braaz r, or with a modifier and key B, or BLR: the address in r is signed first, mostly
 * by what it is authenticated with. Keys differ elsewhere. */
static void signed_branch(struct maker *m, uint32_t plain, unsigned r)
{
    unsigned b = below(m, 2), modifier = below(m, 31);

    m->c->own = true;
    if (below(m, 2) || modifier == r) {
        add(m, 0xdac123e0 | b << 10 | r, ITEM_PLAIN, 0);
        add(m, (plain | 0x81f | r << 5) ^ b << 10, ITEM_PLAIN, 0);
    } else {
        add(m, 0xdac10000 | b << 10 | modifier << 5 | r, ITEM_PLAIN, 0);
        if (below(m, 16) == 0)
            b ^= 1;
        add(m, plain | 0x01000800 | b << 10 | r << 5 | modifier, ITEM_PLAIN, 0);
    }
}

/* paciasp; retaa, x30 being an address. */
static void signed_return(struct maker *m)
{
    unsigned b = below(m, 2);

    m->c->own = true;
    add(m, 0xd503233f | b << 6, ITEM_PLAIN, 0);
    add(m, 0xd65f0bff | b << 10, ITEM_PLAIN, 0);
}

static void call(struct maker *m)
{
    unsigned s = below(m, N_SUBS);

    if (m->calls[s].n == 8) {
        plain(m, -1, false);
    } else if (below(m, 3)) {
        m->calls[s].item[m->calls[s].n++] = (uint16_t)add(m, 0x94000000, ITEM_26, 0);
    } else {
        unsigned r = free_register(m);

        m->calls[s].item[m->calls[s].n++] = (uint16_t)add(m, 0x10000000 | r, ITEM_ADR, 0);
        if (below(m, 8))
            add(m, 0xd63f0000 | r << 5, ITEM_PLAIN, 0);
        else
            signed_branch(m, 0xd63f0000, r);
    }
}

/* adr r, L; br r; ...; L:  or, a return that met no call, with x30 and ret. */
static void jump(struct maker *m)
{
    bool back = m->link && below(m, 2);
    unsigned r = back ? 30 : free_register(m), i = add(m, 0x10000000 | r, ITEM_ADR, 0);

    if (below(m, 8))
        add(m, back ? RET : 0xd61f0000 | r << 5, ITEM_PLAIN, 0);
    else if (back)
        signed_return(m);
    else
        signed_branch(m, 0xd61f0000, r);
    for (unsigned k = below(m, 3); k--;)
        plain(m, -1, false);
    m->c->item[i].target = (uint16_t)m->c->n;
}

/* L: ldxr a, [p]; op b, a, d; stxr s, b, [p]; cbnz s, L */
static void exclusives(struct maker *m)
{
    static const uint32_t ops[] = {0x0b000000, 0x4b000000, 0x0a000000, 0x2a000000,
                                   0x4a000000, 0x0a200000, 0x2a200000};
    unsigned p = one_of(m, m->pointers), a = free_register(m), b = free_register(m),
             s = free_register(m), size = below(m, 4);

    if (a == b || a == s || b == s) {
        plain(m, -1, false);
        return;
    }
    unsigned top = m->c->n;
    add(m, 0x085f7c00 | size << 30 | below(m, 2) << 15 | p << 5 | a, ITEM_PLAIN, 0);
    if (below(m, 8))
        add(m,
            ops[below(m, 7)] | (size == 3 || below(m, 4) == 0 ? 1u << 31 : 0) | below(m, 31) << 16 |
                a << 5 | b,
            ITEM_PLAIN, 0);
    add(m, 0x08007c00 | size << 30 | below(m, 2) << 15 | s << 16 | p << 5 | b, ITEM_PLAIN, 0);
    add(m, 0x35000000 | s, ITEM_19, top);
}

/* CPY or SET of some bytes at a pointer: prologue, main, epilogue (FEAT_MOPS). */
static void copy(struct maker *m)
{
    unsigned d = free_register(m), s = free_register(m), n = free_register(m);
    uint32_t prologue = below(m, 3) ? 0x19000400 | below(m, 2) << 26 : 0x19c00400;
    unsigned next = prologue == 0x19c00400 ? 14 : 22; /* where the stage is told */

    if (d == s || d == n || s == n) {
        plain(m, -1, false);
        return;
    }
    m->c->own = true;
    add(m, 0x91000000 | one_of(m, m->pointers) << 5 | d, ITEM_PLAIN, 0);
    add(m, 0x91000000 | below(m, 64) << 10 | one_of(m, m->pointers) << 5 | s, ITEM_PLAIN, 0);
    add(m, 0xd2800000 | below(m, 200) << 5 | n, ITEM_PLAIN, 0);
    for (unsigned stage = 0; stage < 3; stage++)
        add(m, prologue | stage << next | s << 16 | n << 5 | d, ITEM_PLAIN, 0);
}

static void piece(struct maker *m)
{
    unsigned r = below(m, 100);

    if (m->far_flags && r < 60)
        far_flags(m);
    else if (r < 72)
        plain(m, -1, false);
    else if (r < 84)
        forward(m);
    else if (r < 89 && m->depth < MAX_DEPTH && m->counters)
        loop(m);
    else if (r < 93 && m->link)
        call(m);
    else if (r < 96)
        jump(m);
    else if (r < 98)
        exclusives(m);
    else if (r < 99)
        copy(m);
    else
        plain(m, -1, true);
    settle(m, false);
}

static void subroutine(struct maker *m, unsigned s)
{
    if (!m->calls[s].n)
        return;
    for (unsigned i = 0; i < m->calls[s].n; i++)
        m->c->item[m->calls[s].item[i]].target = (uint16_t)m->c->n;
    for (unsigned k = below(m, 8); k--;)
        plain(m, -1, false);
    add(m, RET, ITEM_PLAIN, 0);
}

static uint32_t take_registers(struct maker *m, unsigned n, bool sp)
{
    uint32_t set = 0;

    while (n--) {
        unsigned r = sp && below(m, 6) == 0 ? 31 : free_register(m);

        set |= 1u << r;
        m->protected |= 1u << r;
    }
    return set;
}

static void choose_roles(struct maker *m)
{
    m->link = below(m, 2);
    m->protected = m->link ? 1u << 30 : 0;
    m->pointers = take_registers(m, 1, false) | take_registers(m, 2, true);
    m->indices = take_registers(m, 1, false);
    m->counters = m->length > 1 ? take_registers(m, 2, false) : 0;
    for (unsigned i = 0; i < 6; i++)
        m->liked[i] = (uint8_t)below(m, 32);
    m->far_flags = m->length > 1 && below(m, 2);
    for (unsigned i = 0; i < 4; i++) {
        /* Hosts have the low ones in registers, and not all others. */
        unsigned low = below(m, 3);

        m->few[i] = (uint8_t)(i < 2 && !(m->protected >> low & 1) ? low : free_register(m));
    }
}

static uint64_t bad_pointer(struct maker *m)
{
    switch (below(m, 4)) {
    case 0:
        return FUZZ_HOLE + (below(m, 128) << 4);
    case 1:
        return FUZZ_READ_ONLY + 0x400 + (below(m, 128) << 4);
    case 2:
        return FUZZ_DATA + FUZZ_DATA_SIZE - below(m, 80);
    default:
        return FUZZ_DATA - 32 + below(m, 80);
    }
}

static void make_state(struct maker *m, struct fuzz_regs *r)
{
    uint32_t bad = below(m, m->length > 1 ? 4 : 2) == 0 ? 1u << one_of(m, m->pointers) : 0;

    value_regs(m->seed, r);
    r->pc = m->c->start;
    for (unsigned i = 0; i < 32; i++) {
        uint64_t *x = i == 31 ? &r->sp : &r->x[i];

        if (m->indices >> i & 1)
            *x = below(m, 4) ? (int64_t)(8 * below(m, 16)) : -(int64_t)(8 * below(m, 16));
        if (m->pointers >> i & 1)
            *x = bad >> i & 1 ? bad_pointer(m) : FUZZ_DATA + 0x800 + 16 * below(m, 256);
    }
}

static void make_data(struct maker *m)
{
    uint64_t v[2];

    for (unsigned i = 0; i < FUZZ_DATA_SIZE; i += 16) {
        if (i % 512 == 0 || below(m, 4) == 0)
            value_vec(m->seed, v);
        memcpy(m->c->data + i, v, 16);
        v[0] += v[1] << 1;
    }
}

static void sequence(struct maker *m)
{
    while (m->c->n < m->length)
        piece(m);
    settle(m, true);
    if (below(m, 64)) {
        add(m, FUZZ_END, ITEM_PLAIN, 0);
    } else {
        m->c->own = true; /* a system call would be made elsewhere */
        add(m, 0xd4000001 | below(m, 65536) << 5, ITEM_PLAIN, 0);
    }
    for (unsigned s = 0; s < N_SUBS; s++)
        subroutine(m, s);
}

static void begin(struct maker *m, uint64_t seed)
{
    m->c->seed = seed;
    m->c->n = 0;
    m->c->own = false;
    fuzz_random(m->seed);
}

/* The place, the states and the memory of the case whose instructions are there. */
static void finish(struct maker *m, unsigned states)
{
    struct fuzz_case *c = m->c;

    c->start = FUZZ_CODE;
    if (below(m, 4) == 0)
        c->start += 4 * below(m, FUZZ_CODE_SIZE / 4 - FUZZ_MAX_WORDS - 4);
    c->n_states = states;
    for (unsigned i = 0; i < c->n_states; i++)
        make_state(m, &c->before[i]);
    make_data(m);
}

void case_make(struct fuzz_case *c, uint64_t seed, unsigned length)
{
    uint64_t s = seed;
    struct maker m = {.c = c, .seed = &s};

    begin(&m, seed);
    bool single = below(&m, 4) == 0;
    m.length = single ? 1 : 1 + below(&m, below(&m, 2) ? length : (length + 9) / 10);
    choose_roles(&m);
    if (single)
        plain(&m, (int)below(&m, A64_N_INSNS), false);
    else
        sequence(&m);
    finish(&m, single ? FUZZ_MAX_STATES : 3);
}

void case_make_near(struct fuzz_case *c, uint64_t seed)
{
    uint64_t s = seed;
    struct maker m = {.c = c, .seed = &s, .length = 1};

    begin(&m, seed);
    choose_roles(&m);
    add(&m, word_near(&s), ITEM_PLAIN, 0);
    finish(&m, 1);
}

void case_words(const struct fuzz_case *c, uint32_t *words)
{
    for (unsigned i = 0; i < c->n; i++) {
        const struct item *k = &c->item[i];
        uint32_t to = (uint32_t)((k->target > c->n ? c->n : k->target) - i);

        words[i] = k->kind == ITEM_26    ? with_field(k->word, 0, 26, to)
                   : k->kind == ITEM_19  ? with_field(k->word, 5, 19, to)
                   : k->kind == ITEM_14  ? with_field(k->word, 5, 14, to)
                   : k->kind == ITEM_ADR ? with_field(k->word, 5, 19, to)
                                         : k->word;
    }
}

void case_drop(struct fuzz_case *c, unsigned i)
{
    for (unsigned k = 0; k < c->n; k++)
        if (c->item[k].target > i)
            c->item[k].target--;
    memmove(&c->item[i], &c->item[i + 1], (c->n - i - 1) * sizeof(c->item[0]));
    c->n--;
}
