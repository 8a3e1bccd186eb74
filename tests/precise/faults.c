/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Precise state at faults: every line of the instruction tables that accesses memory, through every
 * way an access can fail, in a guest program with handlers of its own:
 *
 *     faults [--words N] [--seed N] [--line NAME] [--second COMMAND] COMMAND ...
 *
 * A COMMAND runs faults-guest.c (with its name; split at blanks). What the handler is told, the
 * state in its frame and the end state after it made the access good and returned are held against
 * what the manual and Linux want; COMMAND of --second only where it is known to follow them.
 * --words: of each line. --line: only that one.
 */
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "a64_decode.h"
#include "tests/fuzz/case.h"
#include "tests/fuzz/engines.h"
#include "tests/fuzz/peer.h"
#include "tests/precise/access.h"
#include "tests/precise/make.h"

enum { MAX_PEERS = 16, SHOWN = 20 };

struct party {
    const char *command;
    bool second;
    struct peer peer;
};

static struct test {
    struct party party[MAX_PEERS];
    unsigned n_parties, n_words;
    uint64_t seed;
    const char *line;
    struct precise_case cases[PRECISE_BATCH];
    struct precise_want want[PRECISE_BATCH];
    unsigned n;
    unsigned long run, faults, failed, lines;
} test = {.n_words = 1, .seed = 1};

static void say(const char *what, unsigned n, uint64_t want, uint64_t got)
{
    if (want != got)
        printf("    %s%u: wanted %016" PRIx64 ", got %016" PRIx64 "\n", what, n, want, got);
}

static void say_regs(const struct fuzz_regs *want, const struct fuzz_regs *got)
{
    for (unsigned i = 0; i < 31; i++)
        say("x", i, want->x[i], got->x[i]);
    for (unsigned i = 0; i < 32; i++) {
        say("low half of v", i, want->v[i][0], got->v[i][0]);
        say("high half of v", i, want->v[i][1], got->v[i][1]);
    }
    say("sp", 0, want->sp, got->sp);
    say("pc", 0, want->pc, got->pc);
    say("tpidr", 0, want->tpidr, got->tpidr);
    say("nzcv", 0, want->nzcv, got->nzcv);
    say("fpcr", 0, want->fpcr, got->fpcr);
    say("fpsr", 0, want->fpsr, got->fpsr);
}

static bool failed(const struct party *p, const struct precise_case *c, const char *what)
{
    if (test.failed++ < SHOWN) {
        printf("%s\n  %s:", p->command, what);
        for (unsigned i = 0; i < c->n_words; i++)
            printf(" %08x%s", c->words[i],
                   a64_match(c->words[i]) < 0 ? "" : word_mnemonic(a64_match(c->words[i])));
        printf(" (word %u, page %u)\n", c->at, c->page);
    }
    return false;
}

/* Of a copy under way: as much may be done as lies in front of the fault. */
static bool same_progress(const struct precise_case *c, const struct precise_want *w,
                          struct fuzz_regs *want)
{
    unsigned rn = (unsigned)w->progress, rd = c->words[0] & 31, rs = c->words[0] >> 16 & 31;
    uint64_t left = c->fault.r.x[rn], back = (int64_t)left > 0;

    want->x[rn] = left;
    return c->fault.r.x[rd] + left - back == w->address ||
           c->fault.r.x[rs] + left - back == w->address;
}

static bool check_fault(const struct party *p, const struct precise_case *c,
                        const struct precise_want *w)
{
    const struct precise_fault *f = &c->fault;
    struct fuzz_regs want = c->reached;
    bool exact = !p->second;

    want.pc = w->branch ? w->address : FUZZ_CODE + 4 * c->at;
    for (unsigned i = 0; i < 31; i++)
        if (w->changed >> i & 1)
            want.x[i] = w->change.x[i];
    if (f->signal != w->signal || (exact && f->code != w->code) ||
        (exact ? f->address != w->address : (f->address ^ w->address) & ~0xfffull) ||
        (exact && (f->esr != w->esr || f->fault_address != w->fault_address))) {
        if (test.failed < SHOWN) {
            printf("  signal %d code %d address %" PRIx64 " in frame %" PRIx64 " esr %" PRIx64
                   ", got %d %d %" PRIx64 " %" PRIx64 " %" PRIx64 "\n",
                   w->signal, w->code, w->address, w->fault_address, w->esr, f->signal, f->code,
                   f->address, f->fault_address, f->esr);
        }
        return failed(p, c, "the fault is another");
    }
    if (exact && w->progress >= 0 && !same_progress(c, w, &want))
        return failed(p, c, "a copy is somewhere else");
    if (w->progress >= 0 && p->second)
        return true;
    if (memcmp(&want, &f->r, sizeof(want)) != 0) {
        failed(p, c, "registers differ at the fault");
        if (test.failed <= SHOWN)
            say_regs(&want, &f->r);
        return false;
    }
    return true;
}

static bool check(const struct party *p, unsigned i)
{
    const struct precise_exchange *x = p->peer.exchange;
    const struct precise_case *c = &x->cases[i];
    const struct precise_want *w = &test.want[i];

    bool ends = !w->faults || c->repair;

    if (p->second && !w->plain)
        return true;
    if (c->end.faults != w->faults)
        return failed(p, c, w->faults ? "there is no fault" : "there is a fault");
    if (w->faults && !check_fault(p, c, w))
        return false;
    if (!ends)
        return true;
    if (c->end.signal != SIGTRAP || c->good.signal != SIGTRAP)
        return failed(p, c, "it does not come to its end");
    if (memcmp(&c->end.r, &c->good.r, sizeof(c->end.r)) != 0) {
        failed(p, c, "registers differ at the end");
        if (test.failed <= SHOWN)
            say_regs(&c->good.r, &c->end.r);
        return false;
    }
    if (memcmp(x->after[i][0], x->after[i][1], sizeof(x->after[i][0])) != 0)
        return failed(p, c, "memory differs at the end");
    return true;
}

static void run_batch(void)
{
    for (struct party *p = test.party; test.n && p < test.party + test.n_parties; p++) {
        struct precise_exchange *x = p->peer.exchange;

        x->n = test.n;
        for (unsigned i = 0; i < PRECISE_PAGES * FUZZ_PAGE / 8; i++)
            x->window[i] = precise_pattern(PRECISE_WINDOW + 8 * i);
        memcpy(x->cases, test.cases, sizeof(test.cases));
        if (!peer_turn(&p->peer)) {
            printf("%s died\n", p->command);
            exit(1);
        }
        for (unsigned i = 0; i < test.n; i++) {
            test.run++;
            test.faults += x->cases[i].end.faults;
            check(p, i);
        }
    }
    test.n = 0;
}

static void added(void)
{
    if (++test.n == PRECISE_BATCH)
        run_batch();
}

/* All that can go wrong with a word. */
static unsigned try_word(uint64_t *seed, uint32_t word)
{
    static const enum precise_page pages[] = {PAGE_HOLE, PAGE_NONE, PAGE_READ_ONLY, PAGE_WRITABLE};
    unsigned made = 0;

    for (unsigned kind = 0; kind < N_FAULT_KINDS; kind++)
        for (unsigned page = 0; page < 4; page++) {
            bool all = kind == FAULT_FIRST || kind == FAULT_CROSS;
            bool good = kind == FAULT_MISALIGNED || kind == FAULT_TAG;

            if (page == 3 ? !good : (page && !all))
                continue;
            for (unsigned k = 0; k < 4; k++)
                if (make_case(seed, word, kind, pages[page], &test.cases[test.n],
                              &test.want[test.n])) {
                    added();
                    made++;
                    break;
                }
        }
    return made;
}

/* A word of the line with registers apart, SP as its base or not. */
static bool try_line(uint64_t *seed, int pattern, bool sp)
{
    struct word_facts f;

    for (unsigned k = 0; k < 400; k++) {
        uint32_t word = word_random(seed, pattern);

        if (sp)
            word |= 31u << 5;
        if (a64_match(word) != pattern)
            continue;
        word_look(word, &f);
        if (!f.illegal && try_word(seed, word))
            return true;
    }
    return false;
}

static void test_line(uint64_t *seed, int pattern)
{
    struct word_facts f;
    struct access a;
    uint32_t word = word_random(seed, pattern);

    if (test.line && strcmp(test.line, word_mnemonic(pattern)) != 0)
        return;
    access_of(word, &a);
    word_look(word, &f);
    bool touches = a.kind != ACCESS_NONE && a.kind != ACCESS_PREFETCH;
    if (a64_match(word) == pattern && f.accesses && !touches) {
        printf("%s: access.c does not know that it touches memory\n", word_mnemonic(pattern));
        test.failed++;
    }
    if (a.kind == ACCESS_NONE)
        return;
    test.lines++;
    for (unsigned k = 0; k < test.n_words; k++) {
        if (!try_line(seed, pattern, false)) {
            printf("%s: there is no case\n", word_mnemonic(pattern));
            test.failed++;
        }
        if (a.base == (word >> 5 & 31) && !a.authenticated)
            try_line(seed, pattern, true);
    }
}

static void test_others(uint64_t *seed)
{
    for (unsigned n = 0; make_loop(seed, n, &test.cases[test.n], &test.want[test.n]); n++)
        added();
    for (unsigned n = 0; make_branch(seed, n, &test.cases[test.n], &test.want[test.n]); n++)
        added();
}

static void add_party(const char *command, bool second)
{
    struct party *p = &test.party[test.n_parties++];

    if (test.n_parties > MAX_PEERS)
        exit(2);
    p->command = command;
    p->second = second;
    if (!peer_start(&p->peer, command, sizeof(struct precise_exchange))) {
        printf("%s: does not start\n", command);
        exit(2);
    }
}

static void options(int argc, char **argv)
{
    static const struct option names[] = {{"words", 1, NULL, 'w'},
                                          {"seed", 1, NULL, 's'},
                                          {"line", 1, NULL, 'l'},
                                          {"second", 1, NULL, '2'},
                                          {NULL, 0, NULL, 0}};

    for (int c; (c = getopt_long(argc, argv, "", names, NULL)) >= 0;) {
        switch (c) {
        case 'w':
            test.n_words = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 's':
            test.seed = strtoull(optarg, NULL, 10);
            break;
        case 'l':
            test.line = optarg;
            break;
        case '2':
            add_party(optarg, true);
            break;
        default:
            exit(2);
        }
    }
    while (optind < argc)
        add_party(argv[optind++], false);
}

int main(int argc, char **argv)
{
    options(argc, argv);
    engines_start();
    for (int pattern = 0; pattern < A64_N_INSNS; pattern++) {
        uint64_t seed = test.seed * 0x9e3779b97f4a7c15 + (unsigned)pattern;
        test_line(&seed, pattern);
    }
    if (!test.line)
        test_others(&test.seed);
    run_batch();
    for (unsigned i = 0; i < test.n_parties; i++)
        peer_stop(&test.party[i].peer);
    printf("%lu lines, %lu cases, %lu faults, %lu failed\n", test.lines, test.run, test.faults,
           test.failed);
    return test.failed || test.run == 0;
}
