/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random programs under a storm of signals:
 *
 *     storm [--programs N] [--interrupts N] [--interval US] [--seed N] COMMAND ...
 *
 * A COMMAND runs storm-guest.c (with its name; split at blanks). A program is a loop that begins
 * each turn with the same registers; every signal must show the state in front of one of its
 * instructions, with all registers, and the end must be that of a run without signals. --interrupts
 * is for each program and COMMAND.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "a64_decode.h"
#include "tests/fuzz/case.h"
#include "tests/fuzz/engines.h"
#include "tests/fuzz/peer.h"
#include "tests/precise/access.h"
#include "tests/precise/storm.h"
#include "translate/guest/aarch64/model.h"

enum { MAX_PEERS = 16, BODY = 150, MAX_SUBS = 4, TRIES = 300 };

/* Registers with a purpose. */
enum {
    TARGET = 20,  /* of indirect branches */
    UPDATED = 21, /* points to what is updated */
    INDEX = 22,
    STORED = 24,
    LOADED = 25,
    INNER = 26, /* counts inner loops */
    STATE = 27, /* points to what each turn begins with */
    COUNTER = STORM_COUNTER,
    LINK = 30,
    SP = 31,
};
#define PROTECTED                                                                                  \
    (1u << TARGET | 1u << UPDATED | 1u << INDEX | 1u << STORED | 1u << LOADED | 1u << INNER |      \
     1u << STATE | 1u << COUNTER | 1u << LINK | 1u << SP)

struct maker {
    struct storm_exchange *x;
    uint64_t seed;
    unsigned calls[MAX_SUBS], n_calls, memory;
};

static unsigned below(struct maker *m, unsigned n)
{
    return fuzz_below(&m->seed, n);
}

static unsigned add(struct maker *m, uint32_t word)
{
    if (m->x->n_words == STORM_WORDS)
        abort();
    m->x->words[m->x->n_words] = word;
    return m->x->n_words++;
}

static uint32_t field(uint32_t word, unsigned low, unsigned n, uint32_t value)
{
    uint32_t mask = ((1u << n) - 1) << low;

    return (word & ~mask) | (value << low & mask);
}

static void patch(struct maker *m, unsigned at, unsigned low, unsigned n, unsigned target)
{
    m->x->words[at] = field(m->x->words[at], low, n, target - at);
}

/* MOVZ, MOVK of 32 bits. */
static void set_register(struct maker *m, unsigned reg, uint32_t value)
{
    add(m, 0xd2800000 | (value & 0xffff) << 5 | reg);
    add(m, 0xf2a00000 | (value >> 16) << 5 | reg);
}

static void set_pointers(struct maker *m)
{
    set_register(m, LOADED, STORM_LOADS + STORM_SIZE / 2);
    set_register(m, STORED, STORM_STORES + STORM_SIZE / 2);
}

/* The registers that a turn begins with. */
static void load_state(struct maker *m)
{
    static const struct {
        uint32_t msr, offset;
    } special[] = {{0xd51b4200, STORM_NZCV}, {0xd51b4400, STORM_FPCR}, {0xd51b4420, STORM_FPSR}};

    for (unsigned i = 0; i < 3; i++) {
        add(m, 0xf9400000 | special[i].offset / 8 << 10 | STATE << 5);
        add(m, special[i].msr);
    }
    for (unsigned i = 0; i < TARGET; i += 2)
        add(m, 0xa9400000 | (STORM_X / 8 + i) << 15 | (i + 1) << 10 | STATE << 5 | i);
    add(m, 0xf9400000 | (STORM_X / 8 + 23) << 10 | STATE << 5 | 23);
    add(m, 0xf9400000 | (STORM_X / 8 + 29) << 10 | STATE << 5 | 29);
    for (unsigned i = 0; i < 32; i += 2)
        add(m, 0xad400000 | (STORM_V / 16 + i) << 15 | (i + 1) << 10 | STATE << 5 | i);
    set_register(m, TARGET, below(m, 1000));
    set_register(m, INNER, below(m, 1000));
    set_register(m, LINK, below(m, 1000));
    set_pointers(m);
}

/* word with the pointers that are meant for its access. False: it is none for here. */
static bool with_memory(struct maker *m, uint32_t *word, const struct access *a)
{
    static const uint8_t base[] = {
        [ACCESS_READ] = LOADED, [ACCESS_WRITE] = STORED,       [ACCESS_UPDATE] = UPDATED,
        [ACCESS_ZERO] = STORED, [ACCESS_MAINTENANCE] = LOADED, [ACCESS_PREFETCH] = LOADED};

    if (a->exclusive || a->authenticated || a->base == 32 || a->kind >= ACCESS_COPY)
        return false;
    if (a->kind == ACCESS_ZERO || a->kind == ACCESS_MAINTENANCE) {
        *word = field(*word, 0, 5, base[a->kind]);
        return true;
    }
    *word = field(*word, 5, 5, base[a->kind]);
    if (a->index >= 0)
        *word = field(*word, 16, 5, INDEX);
    if ((*word & 0xbe800000) == 0x0c800000) /* post-index of structures */
        *word = field(*word, 16, 5, below(m, 2) ? INDEX : 31);
    if ((*word & 0x3b000000) == 0x39000000)
        *word = field(*word, 10, 12, below(m, 40));
    if ((*word & 0x3f200c00) == 0x19000000) /* LDAPUR, STLUR stay aligned */
        *word = field(*word, 12, 9, 0);
    return true;
}

/* The turns that are left differ from turn to turn; TPIDR_EL0 is the handler's. Branches by
 * register are for piece. */
static bool is_fixed(uint32_t word)
{
    static const uint8_t fields[] = {0, 5, 10, 16};

    for (unsigned i = 0; i < 4; i++)
        if ((word >> fields[i] & 31) == COUNTER)
            return false;
    return (word & 0xffffffe0) != 0xd51bd040 && (word & 0xfe000000) != 0xd6000000;
}

static bool plain(struct maker *m, bool memory)
{
    struct word_facts f;
    struct access a;

    for (unsigned k = 0; k < TRIES; k++) {
        uint32_t word = word_random(&m->seed, -1), writes;
        int pattern = a64_match(word);

        access_of(word, &a);
        if ((a.kind != ACCESS_NONE) != memory || !is_fixed(word) ||
            (memory && !with_memory(m, &word, &a)) || a64_match(word) != pattern)
            continue;
        word_look(word, &f);
        writes = f.writes;
        if (a.writeback)
            writes &= ~(1u << (word >> 5 & 31));
        if (f.illegal || f.leaves || writes & PROTECTED ||
            f.accesses != (memory && a.kind != ACCESS_PREFETCH))
            continue;
        /* The pointer is not what is loaded. */
        if (a.writeback && (word & 31) == (word >> 5 & 31))
            continue;
        if (a.writeback && (word >> 10 & 31) == (word >> 5 & 31))
            continue;
        if (a.align != ALIGN_ANY)
            set_pointers(m);
        if (a.kind == ACCESS_UPDATE)
            add(m, 0xa9007c1f | UPDATED << 5 | 31 << 10); /* stp xzr, xzr, [x21] */
        add(m, word);
        return true;
    }
    return false;
}

static void piece(struct maker *m, unsigned depth);

static void pieces(struct maker *m, unsigned n, unsigned depth)
{
    while (n--)
        piece(m, depth);
}

/* Flags of a few registers, so that they are changed before the flags are looked at. */
static void flags(struct maker *m)
{
    uint32_t rn = 1 + below(m, 4), rm = 1 + below(m, 4), rd = below(m, 2) ? 31 : 1 + below(m, 4);
    uint32_t wide = below(m, 2) << 31, sub = below(m, 4) ? 1u << 30 : 0;

    switch (below(m, 6)) {
    case 0:
    case 1: /* ADDS, SUBS of a number */
        add(m, 0x31000000 | wide | sub | below(m, 4) << 10 | rn << 5 | rd);
        break;
    case 2:
        add(m, 0x2b000000 | wide | sub | rm << 16 | rn << 5 | rd);
        break;
    case 3:
        add(m, 0x6a000000 | wide | rm << 16 | rn << 5 | rd); /* ANDS */
        break;
    case 4:
        add(m, 0x3a000000 | wide | sub | rm << 16 | rn << 5 | rd); /* ADCS, SBCS */
        break;
    default: /* CCMN, CCMP */
        add(m, 0x3a400000 | wide | sub | rm << 16 | below(m, 14) << 12 | below(m, 2) << 11 |
                   rn << 5 | below(m, 16));
    }
}

static void inner_loop(struct maker *m)
{
    bool compares = below(m, 2);
    unsigned start;

    add(m, 0xd2800000 | (2 + below(m, 3)) << 5 | INNER);
    start = m->x->n_words;
    pieces(m, 1 + below(m, 4), 1);
    /* sub x26, x26, #1; cbnz x26   or   subs x26, x26, #1; b.ne */
    add(m, (compares ? 0xf1000400 : 0xd1000400) | INNER << 5 | INNER);
    patch(m, add(m, compares ? 0x54000001 : 0xb5000000 | INNER), 5, 19, start);
}

static void forward(struct maker *m, unsigned depth)
{
    unsigned at = add(m, below(m, 2) ? 0x54000000 | below(m, 15) : 0x34000000 | below(m, 20));

    pieces(m, 1 + below(m, 3), depth);
    patch(m, at, 5, 19, m->x->n_words);
}

static void indirect(struct maker *m)
{
    add(m, 0x10000040 | TARGET); /* adr x20, the word behind */
    add(m, 0xd61f0000 | TARGET << 5);
}

/* [x21] grows by a loop of exclusives, merged or not; the status is 0 in the end. */
static void exclusives(struct maker *m)
{
    unsigned start;

    add(m, 0xa9007c1f | UPDATED << 5 | 31 << 10);
    start = add(m, 0xc85f7c00 | UPDATED << 5 | 1); /* ldxr x1 */
    if (below(m, 2))
        add(m, 0xd503201f);
    add(m, 0x8b030022);                              /* add x2, x1, x3 */
    add(m, 0xc8007c00 | 4 << 16 | UPDATED << 5 | 2); /* stxr w4, x2 */
    patch(m, add(m, 0x35000004), 5, 19, start);      /* cbnz w4 */
    m->x->group[start] = (uint8_t)(m->x->n_words - start);
}

static void piece(struct maker *m, unsigned depth)
{
    switch (below(m, 17)) {
    case 14:
    case 15:
    case 16:
        flags(m);
        return;
    case 0:
        if (depth == 0)
            inner_loop(m);
        return;
    case 1:
        if (depth < 2)
            forward(m, depth + 1);
        return;
    case 2:
        indirect(m);
        return;
    case 3:
        if (m->n_calls < MAX_SUBS)
            m->calls[m->n_calls++] = add(m, 0x94000000);
        return;
    case 4:
        exclusives(m);
        return;
    case 5:
    case 6:
    case 7:
        if (++m->memory % 2 == 0)
            set_pointers(m);
        plain(m, true);
        return;
    default:
        plain(m, false);
        return;
    }
}

static void make_state(struct maker *m)
{
    struct storm_exchange *x = m->x;
    struct fuzz_regs *r = &x->before, begin;
    uint64_t special;

    value_regs(&m->seed, &begin);
    special = begin.nzcv;
    memcpy(x->state + STORM_NZCV, &special, 8);
    special = begin.fpcr;
    memcpy(x->state + STORM_FPCR, &special, 8);
    special = begin.fpsr;
    memcpy(x->state + STORM_FPSR, &special, 8);
    memcpy(x->state + STORM_X, begin.x, sizeof(begin.x));
    memcpy(x->state + STORM_V, begin.v, sizeof(begin.v));
    for (unsigned i = 0; i < STORM_SIZE; i += 16) {
        uint64_t v[2];
        value_vec(&m->seed, v);
        memcpy(x->loads + i, v, sizeof(v));
    }
    value_regs(&m->seed, r);
    r->pc = FUZZ_CODE;
    r->sp = STORM_STORES + STORM_SIZE;
    r->x[UPDATED] = STORM_UPDATES + 64;
    r->x[INDEX] = below(m, 32);
    r->x[STATE] = STORM_STATE;
}

/* A program; all of it comes from seed. */
static void make(struct storm_exchange *x, uint64_t seed)
{
    struct maker m = {.x = x, .seed = seed};
    unsigned end;

    memset(x, 0, sizeof(*x));
    make_state(&m);
    load_state(&m);
    while (x->n_words < BODY)
        piece(&m, 0);
    add(&m, 0xd1000400 | COUNTER << 5 | COUNTER);
    patch(&m, add(&m, 0xb5000000 | COUNTER), 5, 19, 0);
    end = add(&m, 0x14000000);
    for (unsigned s = 0; s < m.n_calls; s++) {
        patch(&m, m.calls[s], 0, 26, x->n_words);
        for (unsigned k = 0; k < 5; k++)
            plain(&m, false);
        add(&m, 0xd65f03c0);
    }
    patch(&m, end, 0, 26, x->n_words);
}

static void say(const char *name, unsigned i, uint64_t want, uint64_t got)
{
    if (want != got)
        printf("    %s%u: %016" PRIx64 ", not %016" PRIx64 "\n", name, i, got, want);
}

static void report(const struct storm_exchange *x, const char *command, uint64_t seed)
{
    const struct fuzz_regs *w = &x->want, *g = &x->got;
    unsigned at = (unsigned)(g->pc - FUZZ_CODE) / 4;

    printf("%s\n  program %" PRIu64
           ": %u signals, %u wrong, %u wrong ends, ended by %d, pc %" PRIx64,
           command, seed, x->seen, x->wrong, x->wrong_end, x->signal, g->pc);
    printf(" (%08x)\n", at < x->n_words ? x->words[at] : 0);
    if (!x->wrong)
        return;
    for (unsigned i = 0; i < 31; i++)
        say("x", i, w->x[i], g->x[i]);
    for (unsigned i = 0; i < 32; i++) {
        say("low half of v", i, w->v[i][0], g->v[i][0]);
        say("high half of v", i, w->v[i][1], g->v[i][1]);
    }
    say("sp", 0, w->sp, g->sp);
    say("nzcv", 0, w->nzcv, g->nzcv);
    say("fpcr", 0, w->fpcr, g->fpcr);
    say("fpsr", 0, w->fpsr, g->fpsr);
}

static struct options {
    unsigned programs, interrupts, interval;
    uint64_t seed;
} options = {.programs = 20, .interrupts = 100, .interval = 30, .seed = 1};

static void read_options(int argc, char **argv)
{
    static const struct option names[] = {{"programs", 1, NULL, 'p'},
                                          {"interrupts", 1, NULL, 'i'},
                                          {"interval", 1, NULL, 'v'},
                                          {"seed", 1, NULL, 's'},
                                          {NULL, 0, NULL, 0}};

    for (int c; (c = getopt_long(argc, argv, "", names, NULL)) >= 0;) {
        uint64_t n = optarg ? strtoull(optarg, NULL, 10) : 0;

        if (c == 'p')
            options.programs = (unsigned)n;
        else if (c == 'i')
            options.interrupts = (unsigned)n;
        else if (c == 'v')
            options.interval = (unsigned)n;
        else if (c == 's')
            options.seed = n;
        else
            exit(2);
    }
}

int main(int argc, char **argv)
{
    static struct storm_exchange program;
    struct peer peers[MAX_PEERS];
    unsigned n, failed = 0;
    unsigned long seen = 0, within = 0, steps = 0;

    read_options(argc, argv);
    n = (unsigned)(argc - optind);
    if (n == 0 || n > MAX_PEERS)
        return 2;
    engines_start();
    for (unsigned i = 0; i < n; i++)
        if (!peer_start(&peers[i], argv[optind + (int)i], sizeof(program)))
            return 2;
    for (unsigned p = 0; p < options.programs; p++) {
        uint64_t seed = options.seed * 1000003 + p;

        make(&program, seed);
        program.interrupts = options.interrupts;
        program.interval = options.interval;
        program.turns = 2000;
        for (unsigned i = 0; i < n; i++) {
            struct storm_exchange *x = peers[i].exchange;

            memcpy(x, &program, sizeof(program));
            if (!peer_turn(&peers[i])) {
                printf("%s died of program %" PRIu64 "\n", argv[optind + (int)i], seed);
                return 1;
            }
            seen += x->seen;
            within += x->within;
            steps += x->steps;
            if (x->wrong || x->wrong_end || x->signal || x->seen < x->interrupts) {
                failed++;
                report(x, argv[optind + (int)i], seed);
            }
        }
    }
    for (unsigned i = 0; i < n; i++)
        peer_stop(&peers[i]);
    printf("%u programs, %lu steps, %lu signals, %lu inside loops of exclusives, %u failed\n",
           options.programs, steps, seen, within, failed);
    return failed != 0;
}
