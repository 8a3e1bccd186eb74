/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Floating-point instructions of the guest, through the host engines, against the reference:
 *
 *     lines [--full] [--random N] [--engine N] [--line WORD] [--operands N] [--fpcr VALUE]
 *
 * Every instruction and shape runs on all pairs (triples) of special values, in classes of FPCR,
 * in a loop that reads the results, FPSR and NZCV. --full takes all 64 classes (rounding, FZ, FZ16,
 * DN, AHP) and, for pairs, also the values of the formats' edges; by default it is 6 classes.
 * --random takes random finite numbers instead, near each other in every second tuple, N times 4096
 * tuples: code that nothing traps in stays as it was translated first.
 * --engine takes one of tests/fuzz/engines.h, 0 being the interpreter; the others take one line's
 * word, the lines of so many operands, and one class.
 */
#define _GNU_SOURCE
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "a64_decode.h"
#include "base/mem.h"
#include "tests/fp/line.h"
#include "tests/fp/ops.h"
#include "tests/fuzz/engines.h"

enum { IN = 0x100000, OUT = 0x180000, SPACE = 0x100000, MAX_TUPLES = 4608, MAX_BAD = 40 };
enum { FPSR_IXC = 1 << 4 };

/* What the guest's loop reads and writes. */
struct quad {
    uint64_t q[2];
};
struct tuple {
    struct quad v[3], addend;
};
struct result {
    struct quad v0;
    uint64_t x4, fpsr, nzcv, unused;
};

static struct options {
    bool full;
    unsigned random, operands;
    int engine;
    uint32_t line;
    int64_t fpcr;
} options = {.engine = -1, .fpcr = -1};

static uint64_t comparisons, executions;
static unsigned bad;

static const uint32_t loop[] = {
    0xacc10801, /* ldp q1, q2, [x0], #32 */
    0xacc10003, /* ldp q3, q0, [x0], #32 */
    0xf85c0003, /* ldur x3, [x0, #-64] */
    0xd51b4427, /* msr fpsr, x7 */
    0xd503201f, /* the instruction */
    0xd53b4425, /* mrs x5, fpsr */
    0xd53b4206, /* mrs x6, nzcv */
    0x3d800020, /* str q0, [x1] */
    0xa9011424, /* stp x4, x5, [x1, #16] */
    0xf9001026, /* str x6, [x1, #32] */
    0x9100c021, /* add x1, x1, #48 */
    0xf1000442, /* subs x2, x2, #1 */
    0x54fffe81, /* b.ne */
    FUZZ_END,
};
enum { LINE_AT = 4, LOOP_WORDS = sizeof(loop) / sizeof(loop[0]) };

static uint64_t random_bits(void)
{
    static uint64_t seed = 1;
    uint64_t z = seed += 0x9e3779b97f4a7c15;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

static void put(struct quad *q, unsigned log2, unsigned lane, uint64_t value)
{
    memcpy((uint8_t *)q + (lane << log2), &value, 1u << log2);
}

/* Behind the tuples of a fused multiply-add: sums about the smallest normal number, where Arm finds
 * a result tiny that the host does not. */
static unsigned add_boundary(const struct fp_line *l, unsigned at)
{
    static const uint8_t fraction[] = {0, 10, 23, 52}, bias[] = {0, 15, 127, 0};
    struct tuple *t = (struct tuple *)(uintptr_t)IN;
    unsigned log2 = l->form == LINE_MLAL ? 2 : l->from, f = fraction[log2];
    uint64_t unit = 1ull << f, one = (uint64_t)(log2 == 3 ? 1023 : bias[log2]) << f;
    uint64_t sign = 1ull << ((8u << log2) - 1);
    uint64_t n[] = {one - unit + 1, one - 1, one, (one - unit + 1) | sign};
    uint64_t m[] = {2 * unit - 2, 2 * unit - 1, unit, unit - 1, unit + 1};
    uint64_t a[] = {0, 1, 2, unit / 2, unit - 1, unit};

    if (l->form == LINE_MLAL)
        return at; /* products of binary16 are far from it */
    for (unsigned k = 0; k < 4 * 5 * 12; k++, at++)
        for (unsigned lane = 0; lane < 16u >> log2; lane++) {
            unsigned x = (k + lane * 7) % (4 * 5 * 12);
            uint64_t c = a[x / 40] ^ (x / 20 % 2 ? sign : 0);

            put(&t[at].v[0], log2, lane, n[x % 4]);
            put(&t[at].v[1], log2, lane, m[x / 4 % 5]);
            put(&t[at].v[2], log2, lane, c);
            put(&t[at].addend, log2, lane, c);
        }
    return at;
}

/* Every tuple of values once in the lowest lane, and once in each other lane, where operands are
 * lanes of the same number. Pairs within a vector take the second value from the next lane. */
static unsigned make_tuples(const struct fp_line *l)
{
    struct tuple *t = (struct tuple *)(uintptr_t)IN;
    uint64_t values[FP_MAX_VALUES], wide[FP_MAX_VALUES];
    bool within = l->form == LINE_PAIRS || l->form == LINE_SCALAR_2 || l->form == LINE_ACROSS;
    unsigned log2 = l->from, lanes = 16u >> log2;
    unsigned count =
        l->n == 3 || !options.full ? fp_few_values(log2, values) : fp_values(log2, values);
    unsigned total = l->n == 1 ? count : l->n == 2 ? count * count : count * count * count;

    fp_few_values(2, wide);
    for (unsigned k = 0; k < total; k++) {
        for (unsigned lane = 0; lane < lanes; lane++) {
            unsigned x = (k + (within ? lane / 2 : lane) * 37) % total;
            uint64_t a = values[x % count], b = values[x / count % count];
            uint64_t c = l->n == 3 ? values[x / count / count] : random_bits();

            if (within)
                a = lane & 1 ? b : a;
            put(&t[k].v[0], log2, lane, a);
            put(&t[k].v[1], log2, lane, within ? a : b);
            put(&t[k].v[2], log2, lane, c);
            put(&t[k].addend, log2, lane, c);
        }
        if (l->form == LINE_MLAL)
            for (unsigned lane = 0; lane < 4; lane++)
                put(&t[k].addend, 2, lane, wide[(k / count / count + lane * 5) % count]);
        if (l->index >= 0 && l->form != LINE_CMLA) /* all lanes take this one */
            put(&t[k].v[1], log2, (unsigned)l->index, t[k].v[1].q[0]);
    }
    return l->n == 3 ? add_boundary(l, total) : total;
}

/* Random finite numbers; near: their exponents lie near the middle's. */
static uint64_t number(unsigned log2, bool near)
{
    static const uint8_t fraction[] = {0, 10, 23, 52};
    unsigned f = fraction[log2], bits = (8u << log2) - 1 - f;
    uint64_t r = random_bits(), exp = random_bits() % ((1ull << bits) - 1);

    if (near)
        exp = (1ull << (bits - 1)) - 1 - 7 + random_bits() % 15;
    if (random_bits() % 4 == 0) /* few digits */
        r &= ~0ull << (f - 4);
    return (r & ((1ull << f) - 1)) | exp << f | (r >> 63) << (f + bits);
}

static unsigned random_tuples(const struct fp_line *l)
{
    struct tuple *t = (struct tuple *)(uintptr_t)IN;
    unsigned log2 = l->from, addend = l->form == LINE_MLAL ? 2 : log2;

    for (unsigned k = 0; k < 4096; k++)
        for (unsigned lane = 0; lane < 16u >> log2; lane++) {
            put(&t[k].v[0], log2, lane, number(log2, k & 1));
            put(&t[k].v[1], log2, lane, number(log2, k & 1));
            put(&t[k].v[2], log2, lane, number(log2, k & 1));
            if (lane < 16u >> addend)
                put(&t[k].addend, addend, lane, number(addend, k & 1));
        }
    return 4096;
}

static void complain(const struct engine *e, const struct fp_line *l, uint32_t fpcr,
                     const struct tuple *t, const struct result *got, const struct line_state *want)
{
    if (bad++ >= MAX_BAD)
        return;
    printf("%s: %08x %s fpcr %08x:", e->name, l->word, a64_patterns[a64_match(l->word)].mnemonic,
           fpcr);
    for (unsigned k = 0; k < 4; k++) {
        const struct quad *v = k < 3 ? &t->v[k] : &t->addend;
        printf(" %016" PRIx64 "%016" PRIx64, v->q[1], v->q[0]);
    }
    printf("\n    %016" PRIx64 "%016" PRIx64 " x4 %" PRIx64 " fpsr %" PRIx64 " nzcv %" PRIx64
           ", wanted %016" PRIx64 "%016" PRIx64 " x4 %" PRIx64 " fpsr %x nzcv %x\n",
           got->v0.q[1], got->v0.q[0], got->x4, got->fpsr, got->nzcv, want->v[0].q[1],
           want->v[0].q[0], want->x4, want->fpsr, want->nzcv);
}

/* fpsr: what it was before. */
static void compare(const struct engine *e, const struct fp_line *l, uint32_t fpcr, uint32_t fpsr,
                    unsigned count, const struct line_state *want)
{
    const struct result *got = (const struct result *)(uintptr_t)OUT;

    for (unsigned k = 0; k < count; k++) {
        const struct line_state *w = &want[k];

        executions++;
        comparisons += l->form == LINE_NARROW || l->form == LINE_ACROSS ? 1 : l->lanes;
        if (memcmp(&got[k].v0, &w->v[0], 16) || (l->form == LINE_TO_GPR && got[k].x4 != w->x4) ||
            got[k].fpsr != (w->fpsr | fpsr) || (l->form == LINE_NZCV && got[k].nzcv != w->nzcv))
            complain(e, l, fpcr, (const struct tuple *)(uintptr_t)IN + k, &got[k], w);
    }
}

static void run_line(const struct fp_line *l, uint32_t fpcr, uint32_t fpsr, unsigned count,
                     const struct line_state *want)
{
    static uint8_t data[FUZZ_DATA_SIZE];
    uint32_t words[LOOP_WORDS];

    memcpy(words, loop, sizeof(words));
    words[LINE_AT] = l->word;
    engines_load(FUZZ_CODE, words, LOOP_WORDS);
    for (int n = options.engine < 0 ? 1 : options.engine;
         n < (options.engine < 0 ? N_ENGINES : options.engine + 1); n++) {
        struct fuzz_regs r = {.pc = FUZZ_CODE, .fpcr = fpcr, .sp = FUZZ_DATA};
        struct fuzz_end end;

        r.x[0] = IN;
        r.x[1] = OUT;
        r.x[2] = count;
        r.x[7] = fpsr;
        for (unsigned k = 4; k < 32; k++)
            r.v[k][0] = r.v[k][1] = k * 0x0101010101010101;
        memset((void *)(uintptr_t)OUT, 0xee, count * sizeof(struct result));
        engine_run(&engines[n], &r, data, &end, NULL);
        if (end.r.pc != FUZZ_CODE + 4 * (LOOP_WORDS - 1) ||
            memcmp(&r.v[4], &end.r.v[4], sizeof(r.v) - sizeof(r.v[0]) * 4)) {
            printf("%s: %08x fpcr %08x ends at %" PRIx64 ", or changes V4 to V31\n",
                   engines[n].name, l->word, fpcr, end.r.pc);
            bad++;
            continue;
        }
        compare(&engines[n], l, fpcr, fpsr, count, want);
    }
}

/* The 64 classes, or of them the default one, each rounding, and each bit. */
static bool class_wanted(unsigned k, uint32_t *fpcr)
{
    static const uint8_t some[] = {0, 1 | 1 << 2, 2 | 1 << 3, 3 | 1 << 4, 1 << 5, 15 << 2};
    bool wanted = options.full || memchr(some, (int)k, sizeof(some));

    *fpcr = (k & 3) << 22 | (k >> 2 & 1) << 24 | (k >> 3 & 1) << 19 | (k >> 4 & 1) << 25 |
            (k >> 5 & 1) << 26;
    return wanted && (options.fpcr < 0 || *fpcr == (uint32_t)options.fpcr);
}

static void all_classes(const struct fp_line *l)
{
    static struct line_state want[MAX_TUPLES];
    const struct tuple *t = (const struct tuple *)(uintptr_t)IN;
    unsigned count = options.random ? random_tuples(l) : make_tuples(l);
    uint32_t fpcr;

    for (unsigned k = 0; k < 64; k++) {
        if (!class_wanted(k, &fpcr))
            continue;
        for (unsigned n = 0; n < count; n++) {
            want[n] = (struct line_state){.x3 = t[n].v[0].q[0]};
            memcpy(&want[n].v[0], &t[n].addend, 16);
            for (unsigned v = 0; v < 3; v++)
                memcpy(&want[n].v[1 + v], &t[n].v[v], 16);
            line_eval(l, fpcr, &want[n]);
        }
        run_line(l, fpcr, 0, count, want);
        if (l->n == 3) /* what is set need not be told: host code may be another */
            run_line(l, fpcr, FPSR_IXC, count, want);
    }
}

static bool parse(int argc, char **argv)
{
    static const struct option longs[] = {{"full", 0, NULL, 'f'},   {"random", 1, NULL, 'r'},
                                          {"engine", 1, NULL, 'e'}, {"line", 1, NULL, 'l'},
                                          {"fpcr", 1, NULL, 'c'},   {"operands", 1, NULL, 'o'},
                                          {NULL, 0, NULL, 0}};

    for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) {
        if (c == 'f')
            options.full = true;
        else if (c == 'r')
            options.random = (unsigned)atoi(optarg);
        else if (c == 'e')
            options.engine = atoi(optarg);
        else if (c == 'l')
            options.line = (uint32_t)strtoul(optarg, NULL, 16);
        else if (c == 'o')
            options.operands = (unsigned)atoi(optarg);
        else if (c == 'c')
            options.fpcr = (int64_t)strtoul(optarg, NULL, 16);
        else
            return false;
    }
    return optind == argc && options.engine < N_ENGINES;
}

int main(int argc, char **argv)
{
    static struct fp_line lines[MAX_LINES];
    unsigned n;

    if (!parse(argc, argv))
        return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    engines_start();
    for (unsigned k = 0; k < N_ENGINES; k++)
        if (mem_mmap(engines[k].process.mem, IN, SPACE, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != IN)
            return 2;
    n = fp_lines(lines);
    for (unsigned times = options.random ? options.random : 1; times--;)
        for (unsigned k = 0; k < n; k++)
            if ((!options.line || lines[k].word == options.line) &&
                (!options.operands || lines[k].n == options.operands))
                all_classes(&lines[k]);
    printf("%u instructions, %" PRIu64 " executions, %" PRIu64 " results compared, %u differ\n", n,
           executions, comparisons, bad);
    return bad != 0;
}
