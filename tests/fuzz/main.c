/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The fuzzer of the AArch64 guest. Random instructions from random states through the interpreter,
 * unoptimised and optimised host code at three levels of host features, and a second opinion:
 *
 *     fuzz [--seed N] [--count N] [--executions N] [--time S] [--length N] [--second COMMAND]
 *          [--keep-going] [--coverage] [--case SEED] [--no-underflow] [--near] [--alarm US]
 *
 * --count is in cases, --executions in instructions run by each engine, --time in seconds; the
 * first one reached ends it. --second is the program that runs driver.c, and driver.c's own name;
 * without it only the engines are compared. --case runs the one case of that seed (as a failure
 * names it). --keep-going goes on after a failure. --coverage lists how often each line of the
 * tables was run. --no-underflow starts as programs do that have not looked at FPSR, and takes a
 * missing UFC for equal.
 *
 * Cases run in child processes, so that a crash is a failure like others. A failing case is made
 * smaller as long as it fails, then printed.
 */
#define _GNU_SOURCE
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/fuzz/compare.h"
#include "tests/fuzz/engines.h"
#include "tests/fuzz/second.h"

enum { MAX_PATTERNS = 4096, TRIAL_SECONDS = 20 };

/* What the processes share. */
static struct shared {
    uint64_t index; /* of the case under way */
    uint64_t cases, executions, seconds_opinions, faults;
    struct verdict verdict;
    uint32_t alone[MAX_PATTERNS], within[MAX_PATTERNS]; /* how often a pattern was run */
    uint32_t faulted[MAX_PATTERNS]; /* and how often a state ended by its access, alone */
} * shared;

static struct options {
    uint64_t seed, count, executions, one;
    unsigned seconds, length, alarm;
    const char *second;
    bool keep_going, coverage, no_underflow, near;
} options = {
    .seed = 1, .count = UINT64_MAX, .executions = UINT64_MAX, .length = 200, .alarm = 1000};

static uint64_t seed_of(uint64_t index)
{
    uint64_t s = options.seed * 0x9e3779b97f4a7c15 + index * 0xd1342543de82ef95;

    return options.one ? options.one : fuzz_random(&s);
}

static void make(struct fuzz_case *c, uint64_t seed)
{
    if (options.near)
        case_make_near(c, seed);
    else
        case_make(c, seed, options.length);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* What a case is held against: the second opinion takes longest, and where it differs the other
 * engines need not be asked again. */
static bool check(const struct fuzz_case *c, bool second, bool others, struct verdict *v)
{
    return verdict_of(c, second, others, options.no_underflow, v);
}

static void count(const struct fuzz_case *c, const struct verdict *v)
{
    shared->cases++;
    shared->executions += v->executions;
    shared->seconds_opinions += v->second;
    shared->faults += v->faults;
    uint32_t *times = c->n == 1 ? shared->alone : shared->within;
    for (unsigned i = 0; i < c->n; i++)
        if (c->item[i].pattern >= 0)
            times[c->item[i].pattern]++;
    if (c->n == 1 && c->item[0].pattern >= 0)
        shared->faulted[c->item[0].pattern] += (uint32_t)v->faults;
}

/* Runs cases from shared->index on. */
static void work(double until)
{
    static struct fuzz_case c;

    if (options.second && !second_start(options.second))
        _exit(2);
    engines_interrupt(options.alarm, 5000000);
    while (shared->index < options.count && shared->executions < options.executions &&
           now() < until) {
        make(&c, seed_of(shared->index));
        shared->verdict = (struct verdict){0};
        if (!check(&c, options.second, true, &shared->verdict))
            _exit(1);
        count(&c, &shared->verdict);
        shared->index++;
    }
    _exit(0);
}

/* Does c fail, by whatever? In a process of its own; shared->verdict says how. Taking a piece out
 * of a case may make it endless: that is no failure, unless it was endless in a host engine. */
static bool fails(const struct fuzz_case *c, bool second)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        shared->verdict = (struct verdict){0};
        close(2); /* assertions would repeat themselves */
        if (second && !second_start(options.second))
            _exit(0);
        engines_interrupt(options.alarm, second ? 1000000 : 300000);
        _exit(!check(c, second, !second, &shared->verdict));
    }
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        return strncmp(shared->verdict.engine, "jit", 3) == 0;
    return status != 0;
}

static void keep_if_fails(struct fuzz_case *c, const struct fuzz_case *smaller, bool second)
{
    if (fails(smaller, second))
        *c = *smaller;
}

/* One state, at the usual place. */
static void fewer_states(struct fuzz_case *c, bool second)
{
    static struct fuzz_case t;

    for (unsigned i = 0; i < c->n_states; i++) {
        t = *c;
        t.n_states = 1;
        t.before[0] = c->before[i];
        if (fails(&t, second)) {
            *c = t;
            break;
        }
    }
    t = *c;
    t.start = FUZZ_CODE;
    for (unsigned i = 0; i < t.n_states; i++)
        t.before[i].pc = FUZZ_CODE;
    keep_if_fails(c, &t, second);
}

static void fewer_items(struct fuzz_case *c, bool second)
{
    static struct fuzz_case t;

    for (unsigned step = c->n / 2 ? c->n / 2 : 1; step; step /= 2) {
        for (unsigned i = 0; i < c->n;) {
            unsigned n = c->n;

            t = *c;
            for (unsigned k = 0; k < step && i < t.n; k++)
                case_drop(&t, i);
            if (t.n)
                keep_if_fails(c, &t, second);
            if (c->n == n)
                i += step;
        }
    }
}

static void plainer_state(struct fuzz_case *c, bool second)
{
    static struct fuzz_case t;
    struct fuzz_regs plain;

    case_plain_regs(&plain);
    t = *c;
    memset(t.data, 0xcc, sizeof(t.data));
    keep_if_fails(c, &t, second);
    for (unsigned i = 0; i < sizeof(plain) / 8; i++) {
        uint64_t *to = (uint64_t *)&t.before[0] + i, *from = (uint64_t *)&plain + i;

        t = *c;
        if (i == offsetof(struct fuzz_regs, pc) / 8)
            continue;
        for (unsigned s = 0; s < c->n_states; s++)
            to[s * sizeof(plain) / 8] = *from;
        if (memcmp(&t, c, sizeof(t)) != 0)
            keep_if_fails(c, &t, second);
    }
}

static void report(uint64_t index, int status)
{
    static struct fuzz_case c;
    static struct verdict v;

    make(&c, seed_of(index));
    printf("FAILED: case %" PRIu64 " of seed %" PRIu64 " (--case %" PRIu64 ", %u instructions)\n",
           index, options.seed, c.seed, c.n);
    if (WIFSIGNALED(status))
        printf("  signal %d\n", WTERMSIG(status));
    verdict_print(&shared->verdict);
    fflush(stdout);
    bool second = shared->verdict.by_second;
    if (!fails(&c, second)) {
        printf("  does not fail again alone\n");
        return;
    }
    fewer_states(&c, second);
    fewer_items(&c, second);
    plainer_state(&c, second);
    fewer_items(&c, second);
    fails(&c, second);
    v = shared->verdict;
    printf("  made smaller: %u instructions\n", c.n);
    verdict_print(&v);
    case_print(&c, v.state, &v.want, v.want_data);
    fflush(stdout);
}

static void print_coverage(void)
{
    unsigned never = 0, faulted = 0;

    for (unsigned p = 0; p < word_patterns(); p++) {
        never += !shared->alone[p] && !shared->within[p];
        faulted += shared->faulted[p] != 0;
        if (options.coverage)
            printf("%-12s %8u alone %8u in sequences %8u faults alone\n", word_mnemonic((int)p),
                   shared->alone[p], shared->within[p], shared->faulted[p]);
    }
    printf("%u of %u table lines run, %u of them seen to fault\n", word_patterns() - never,
           word_patterns(), faulted);
}

static unsigned run(double until)
{
    unsigned failures = 0;

    for (;;) {
        int status = 0;
        pid_t child = fork();

        if (child == 0)
            work(until);
        if (child < 0 || waitpid(child, &status, 0) != child)
            return failures + 1;
        if (status == 0)
            return failures;
        if (WIFEXITED(status) && WEXITSTATUS(status) == 2) {
            printf("the second opinion does not start\n");
            return failures + 1;
        }
        failures++;
        report(shared->index++, status);
        if (!options.keep_going)
            return failures;
    }
}

static bool parse(int argc, char **argv)
{
    enum {
        SEED = 1,
        COUNT,
        EXECUTIONS,
        TIME,
        LENGTH,
        SECOND,
        KEEP,
        COVERAGE,
        CASE,
        UNDERFLOW,
        NEAR,
        ALARM
    };
    static const struct option longs[] = {
        {"seed", 1, NULL, SEED},
        {"count", 1, NULL, COUNT},
        {"executions", 1, NULL, EXECUTIONS},
        {"time", 1, NULL, TIME},
        {"length", 1, NULL, LENGTH},
        {"second", 1, NULL, SECOND},
        {"keep-going", 0, NULL, KEEP},
        {"coverage", 0, NULL, COVERAGE},
        {"case", 1, NULL, CASE},
        {"no-underflow", 0, NULL, UNDERFLOW},
        {"near", 0, NULL, NEAR},
        {"alarm", 1, NULL, ALARM},
        {NULL, 0, NULL, 0},
    };

    for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) {
        switch (c) {
        case SEED:
            options.seed = strtoull(optarg, NULL, 0);
            break;
        case COUNT:
            options.count = strtoull(optarg, NULL, 0);
            break;
        case EXECUTIONS:
            options.executions = strtoull(optarg, NULL, 0);
            break;
        case TIME:
            options.seconds = (unsigned)strtoul(optarg, NULL, 0);
            break;
        case LENGTH:
            options.length = (unsigned)strtoul(optarg, NULL, 0);
            break;
        case SECOND:
            options.second = optarg;
            break;
        case KEEP:
            options.keep_going = true;
            break;
        case COVERAGE:
            options.coverage = true;
            break;
        case CASE:
            options.one = strtoull(optarg, NULL, 0);
            options.count = 1;
            break;
        case UNDERFLOW:
            options.no_underflow = true;
            engines_exact(false);
            break;
        case NEAR:
            options.near = true;
            break;
        case ALARM:
            options.alarm = (unsigned)strtoul(optarg, NULL, 0);
            break;
        default:
            return false;
        }
    }
    return optind == argc && options.length >= 1 && options.length <= 200;
}

int main(int argc, char **argv)
{
    if (!parse(argc, argv))
        return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED || word_patterns() > MAX_PATTERNS)
        return 2;
    engines_start();
    double start = now();
    printf("seed %" PRIu64 "\n", options.seed);
    unsigned failures = run(options.seconds ? start + options.seconds : 1e18);
    double lasted = now() - start;
    printf("%" PRIu64 " cases, %" PRIu64 " instruction executions in each of %d engines (%.0f/s in "
           "all), %" PRIu64 " states with a second opinion, %" PRIu64 " faults, %u failures\n",
           shared->cases, shared->executions, N_ENGINES,
           (double)shared->executions * N_ENGINES / lasted, shared->seconds_opinions,
           shared->faults, failures);
    print_coverage();
    return failures != 0;
}
