/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fuzz/compare.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tests/fuzz/engines.h"
#include "tests/fuzz/second.h"

#define FPSR_UFC 8u

/* An access that reaches into a page where it faults may have stored a part before it. */
static unsigned compared_data(const struct fuzz_end *e, unsigned *first)
{
    *first = 0;
    if (e->signal != SIGSEGV)
        return FUZZ_DATA_SIZE;
    if (e->address <= FUZZ_DATA)
        *first = 64;
    return e->address >= FUZZ_DATA + FUZZ_DATA_SIZE ? FUZZ_DATA_SIZE - 64 : FUZZ_DATA_SIZE;
}

static bool same_data(const struct fuzz_end *e, const uint8_t *a, const uint8_t *b)
{
    unsigned first, end = compared_data(e, &first);

    return memcmp(a + first, b + first, end - first) == 0;
}

static bool same_fpsr(uint32_t want, uint32_t got, bool no_underflow)
{
    return want == got || (no_underflow && want == (got | FPSR_UFC));
}

static bool same(const struct fuzz_end *want, const struct fuzz_end *got, bool no_underflow)
{
    struct fuzz_regs r = got->r;

    if (same_fpsr(want->r.fpsr, r.fpsr, no_underflow))
        r.fpsr = want->r.fpsr;
    return memcmp(&r, &want->r, sizeof(r)) == 0 && got->signal == want->signal &&
           got->code == want->code && got->address == want->address;
}

/* Would another processor be right to end otherwise? */
static bool undecided(const struct fuzz_case *c, const struct fuzz_end *a, const struct fuzz_end *b)
{
    uint64_t at = (a->r.pc - c->start) / 4;

    /* A loop of exclusives is one operation, which faults at its beginning. */
    if (a->signal == SIGSEGV && at < c->n && (c->item[at].word & 0x3fc00000) == 0x08400000)
        return true;

    /* Where misaligned atomics fault depends on FEAT_LSE2. Non-canonical addresses are the host's.
     * */
    /* An access across a page may have been made in part. */
    return a->signal == SIGBUS || (a->signal == SIGSEGV && !(a->address & (FUZZ_PAGE - 1))) ||
           b->signal == SIGBUS || (a->signal == SIGSEGV && a->code == SI_KERNEL);
}

/* Of signals only Linux's own facts, and of the address the page where accesses cross one. */
static void level(const struct fuzz_end *want, struct fuzz_end *got)
{
    got->r.reserved = 0;
    if (got->signal != SIGSEGV || got->address == got->r.pc) {
        got->address = want->address;
        got->code = want->code;
    } else if (!(want->address & (FUZZ_PAGE - 1)) && want->address - got->address < 64) {
        got->address = want->address;
    }
}

static bool against_second(const struct fuzz_case *c, struct verdict *v, unsigned s)
{
    const struct fuzz_exchange *x = second_result();
    struct fuzz_end theirs = x->after[s];

    level(&v->want, &theirs);
    v->second++;
    if (undecided(c, &v->want, &theirs) ||
        (same(&theirs, &v->want, false) && same_data(&theirs, v->want_data, x->data_after[s])))
        return true;
    strcpy(v->engine, "interp, not second");
    v->differs = v->by_second = true;
    v->got = v->want;
    memcpy(v->got_data, v->want_data, sizeof(v->got_data));
    v->want = theirs;
    memcpy(v->want_data, x->data_after[s], sizeof(v->want_data));
    return false;
}

static bool run_state(const struct fuzz_case *c, bool second, bool others, bool no_underflow,
                      struct verdict *v, unsigned s)
{
    v->state = s;
    strcpy(v->engine, engines[0].name);
    v->executions += engine_run(&engines[0], &c->before[s], c->data, &v->want, v->want_data);
    v->faults += v->want.signal == SIGSEGV;
    if (second && !against_second(c, v, s))
        return false;
    for (unsigned e = 1; others && e < N_ENGINES; e++) {
        strcpy(v->engine, engines[e].name);
        engine_run(&engines[e], &c->before[s], c->data, &v->got, NULL);
        const uint8_t *data = (const uint8_t *)(uintptr_t)FUZZ_DATA;
        if (same(&v->want, &v->got, no_underflow) && same_data(&v->want, v->want_data, data))
            continue;
        memcpy(v->got_data, data, FUZZ_DATA_SIZE);
        v->differs = true;
        return false;
    }
    return true;
}

bool verdict_of(const struct fuzz_case *c, bool second, bool others, bool no_underflow,
                struct verdict *v)
{
    uint32_t words[FUZZ_MAX_WORDS];

    case_words(c, words);
    second = second && !c->own;
    strcpy(v->engine, "second");
    engines_begin();
    if (second && !second_run(c, words)) {
        v->differs = v->by_second = true;
        return false;
    }
    engines_load(c->start, words, c->n);
    for (unsigned s = 0; s < c->n_states; s++)
        if (!run_state(c, second, others, no_underflow, v, s))
            return false;
    return true;
}

static void say(const char *name, unsigned number, uint64_t want_high, uint64_t want,
                uint64_t got_high, uint64_t got)
{
    if (want == got && want_high == got_high)
        return;
    printf("    %s%u: wanted %016" PRIx64 " %016" PRIx64 ", got %016" PRIx64 " %016" PRIx64 "\n",
           name, number, want_high, want, got_high, got);
}

void verdict_print(const struct verdict *v)
{
    const struct fuzz_end *w = &v->want, *g = &v->got;

    printf("  %s %s in state %u\n", v->engine, v->differs ? "differs" : "dies", v->state);
    if (!v->differs)
        return;
    for (unsigned i = 0; i < 31; i++)
        say("x", i, 0, w->r.x[i], 0, g->r.x[i]);
    for (unsigned i = 0; i < 32; i++)
        say("v", i, w->r.v[i][1], w->r.v[i][0], g->r.v[i][1], g->r.v[i][0]);
    say("sp", 0, 0, w->r.sp, 0, g->r.sp);
    say("pc", 0, 0, w->r.pc, 0, g->r.pc);
    say("tpidr", 0, 0, w->r.tpidr, 0, g->r.tpidr);
    say("nzcv", 0, 0, w->r.nzcv, 0, g->r.nzcv);
    say("fpsr", 0, 0, w->r.fpsr, 0, g->r.fpsr);
    say("fpcr", 0, 0, w->r.fpcr, 0, g->r.fpcr);
    say("signal", 0, 0, (uint64_t)w->signal, 0, (uint64_t)g->signal);
    say("si_code", 0, 0, (uint64_t)w->code, 0, (uint64_t)g->code);
    say("address", 0, 0, w->address, 0, g->address);
    unsigned first, end = compared_data(w, &first), n = 0;
    for (unsigned i = first; i < end; i++)
        if (v->want_data[i] != v->got_data[i] && n++ < 8)
            printf("    [%x]: wanted %02x, got %02x\n", FUZZ_DATA + i, v->want_data[i],
                   v->got_data[i]);
}
