/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * litmus ROUNDS: outcomes that the memory model forbids (Arm ARM B2.3) must not be seen. Each test
 * is a few threads that access x and y; a round has a pair of its own, and the threads run through
 * the rounds of a batch side by side. AArch64 only.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 2000, MAX_THREADS = 4 };

struct place {
    uint64_t x __attribute__((aligned(64))), y __attribute__((aligned(64)));
};
struct result {
    uint64_t a, b;
};
typedef void body(struct place *p, struct result *r);

static struct place places[BATCH];
static struct result results[MAX_THREADS][BATCH];
static struct {
    volatile int round __attribute__((aligned(64)));
} progress[MAX_THREADS];
static body *const *bodies;
static int n_threads, stop;
static pthread_barrier_t begin, end;

/* x, y: addresses; a, b: what was read; v: 1; t: scratch. */
#define BODY(name, text)                                                                           \
    __attribute__((target("arch=armv8.3-a"))) static void name(struct place *p, struct result *r)  \
    {                                                                                              \
        uint64_t a = 0, b = 0, t;                                                                  \
        __asm__ volatile(text                                                                      \
                         : [a] "+&r"(a), [b] "+&r"(b), [t] "=&r"(t)                                \
                         : [x] "r"(&p->x), [y] "r"(&p->y), [v] "r"(1ull)                           \
                         : "memory");                                                              \
        r->a = a;                                                                                  \
        r->b = b;                                                                                  \
    }

BODY(store_x, "str %[v], [%[x]]")
BODY(store_y, "str %[v], [%[y]]")
BODY(release_x, "stlr %[v], [%[x]]")
BODY(release_y, "stlr %[v], [%[y]]")

BODY(mp_write_dmb, "str %[v], [%[x]]\n dmb ishst\n str %[v], [%[y]]")
BODY(mp_write_rel, "str %[v], [%[x]]\n stlr %[v], [%[y]]")
BODY(mp_write_swap, "str %[v], [%[x]]\n swpl %[v], %[t], [%[y]]")
BODY(mp_read_dmb, "ldr %[a], [%[y]]\n dmb ishld\n ldr %[b], [%[x]]")
BODY(mp_read_acq, "ldar %[a], [%[y]]\n ldr %[b], [%[x]]")
BODY(mp_read_rcpc, "ldapr %[a], [%[y]]\n ldr %[b], [%[x]]")
BODY(mp_read_dep, "ldr %[a], [%[y]]\n eor %[t], %[a], %[a]\n ldr %[b], [%[x], %[t]]")

BODY(sb_x, "str %[v], [%[x]]\n ldr %[a], [%[y]]")
BODY(sb_y, "str %[v], [%[y]]\n ldr %[a], [%[x]]")
BODY(sb_x_dmb, "str %[v], [%[x]]\n dmb ish\n ldr %[a], [%[y]]")
BODY(sb_y_dmb, "str %[v], [%[y]]\n dmb ish\n ldr %[a], [%[x]]")
BODY(sb_x_dsb, "str %[v], [%[x]]\n dsb ish\n ldr %[a], [%[y]]")
BODY(sb_x_ra, "stlr %[v], [%[x]]\n ldar %[a], [%[y]]")
BODY(sb_y_ra, "stlr %[v], [%[y]]\n ldar %[a], [%[x]]")
BODY(sb_x_swap, "swpal %[v], %[t], [%[x]]\n ldar %[a], [%[y]]")
BODY(sb_y_excl, "1: ldaxr %[t], [%[y]]\n stlxr %w[t], %[v], [%[y]]\n cbnz %w[t], 1b\n"
                "ldar %[a], [%[x]]")

BODY(lb_x_acq, "ldar %[a], [%[x]]\n str %[v], [%[y]]")
BODY(lb_y_acq, "ldar %[a], [%[y]]\n str %[v], [%[x]]")
BODY(lb_x_rel, "ldr %[a], [%[x]]\n stlr %[v], [%[y]]")
BODY(lb_y_rel, "ldr %[a], [%[y]]\n stlr %[v], [%[x]]")
BODY(lb_x_dep, "ldr %[a], [%[x]]\n eor %[t], %[a], %[a]\n add %[t], %[t], %[v]\n str %[t], [%[y]]")
BODY(lb_y_dmb, "ldr %[a], [%[y]]\n dmb ishld\n str %[v], [%[x]]")

BODY(wrc_middle_dmb, "ldr %[a], [%[x]]\n dmb ish\n str %[v], [%[y]]")
BODY(wrc_middle_ra, "ldar %[a], [%[x]]\n stlr %[v], [%[y]]")
BODY(wrc_last_dmb, "ldr %[a], [%[y]]\n dmb ish\n ldr %[b], [%[x]]")
BODY(wrc_last_acq, "ldar %[a], [%[y]]\n ldr %[b], [%[x]]")

BODY(iriw_xy_dmb, "ldr %[a], [%[x]]\n dmb ish\n ldr %[b], [%[y]]")
BODY(iriw_yx_dmb, "ldr %[a], [%[y]]\n dmb ish\n ldr %[b], [%[x]]")
BODY(iriw_xy_acq, "ldar %[a], [%[x]]\n ldar %[b], [%[y]]")
BODY(iriw_yx_acq, "ldar %[a], [%[y]]\n ldar %[b], [%[x]]")

static int mp(const struct result *r)
{
    return r[BATCH].a == 1 && r[BATCH].b == 0;
}

static int sb(const struct result *r)
{
    return r[0].a == 0 && r[BATCH].a == 0;
}

static int lb(const struct result *r)
{
    return r[0].a == 1 && r[BATCH].a == 1;
}

static int wrc(const struct result *r)
{
    return r[BATCH].a == 1 && r[2 * BATCH].a == 1 && r[2 * BATCH].b == 0;
}

static int iriw(const struct result *r)
{
    return r[2 * BATCH].a == 1 && r[2 * BATCH].b == 0 && r[3 * BATCH].a == 1 && r[3 * BATCH].b == 0;
}

static const struct test {
    const char *name;
    int (*weak)(const struct result *r);
    body *bodies[MAX_THREADS];
    int allowed; /* seen on processors, too: says whether this machine can show it */
} tests[] = {
    {"SB", sb, {sb_x, sb_y}, 1},
    {"MP dmb", mp, {mp_write_dmb, mp_read_dmb}},
    {"MP stlr ldar", mp, {mp_write_rel, mp_read_acq}},
    {"MP stlr ldapr", mp, {mp_write_rel, mp_read_rcpc}},
    {"MP swpl address", mp, {mp_write_swap, mp_read_dep}},
    {"SB dmb", sb, {sb_x_dmb, sb_y_dmb}},
    {"SB dsb dmb", sb, {sb_x_dsb, sb_y_dmb}},
    {"SB stlr ldar", sb, {sb_x_ra, sb_y_ra}},
    {"SB swpal stlxr", sb, {sb_x_swap, sb_y_excl}},
    {"LB ldar", lb, {lb_x_acq, lb_y_acq}},
    {"LB stlr", lb, {lb_x_rel, lb_y_rel}},
    {"LB data dmb", lb, {lb_x_dep, lb_y_dmb}},
    {"WRC dmb", wrc, {store_x, wrc_middle_dmb, wrc_last_dmb}},
    {"WRC ldar stlr", wrc, {store_x, wrc_middle_ra, wrc_last_acq}},
    {"IRIW dmb", iriw, {store_x, store_y, iriw_xy_dmb, iriw_yx_dmb}},
    {"IRIW stlr ldar", iriw, {release_x, release_y, iriw_xy_acq, iriw_yx_acq}},
};

/* Waits for the others to come to the same round: at the first until they run, then not for long,
 * as one may have been stopped. */
static void meet(int id, int round)
{
    int patience = round ? 500 : 3000000;

    progress[id].round = round;
    for (int i = 0; i < n_threads; i++)
        for (int n = 0; n < patience && progress[i].round < round; n++)
            ;
}

/* Who came first sees it late: delays of different lengths bring the threads together. */
static void delay(unsigned n)
{
    while (n--)
        __asm__ volatile("");
}

static void run(int id)
{
    for (int i = 0; i < BATCH; i++) {
        meet(id, i);
        delay((unsigned)i * (7 + 6 * (unsigned)id) % 251);
        bodies[id](&places[i], &results[id][i]);
    }
}

static void *work(void *arg)
{
    int id = (int)(intptr_t)arg;

    for (;;) {
        pthread_barrier_wait(&begin);
        if (stop)
            return NULL;
        run(id);
        pthread_barrier_wait(&end);
    }
}

static long count(const struct test *t, long rounds)
{
    pthread_t thread[MAX_THREADS];
    long weak = 0;

    for (n_threads = 0; n_threads < MAX_THREADS && t->bodies[n_threads];)
        n_threads++;
    bodies = t->bodies;
    stop = 0;
    pthread_barrier_init(&begin, NULL, (unsigned)n_threads);
    pthread_barrier_init(&end, NULL, (unsigned)n_threads);
    for (int i = 1; i < n_threads; i++)
        pthread_create(&thread[i], NULL, work, (void *)(intptr_t)i);
    for (long done = 0; done < rounds; done += BATCH) {
        memset(places, 0, sizeof(places));
        for (int i = 0; i < n_threads; i++)
            progress[i].round = -1;
        pthread_barrier_wait(&begin);
        run(0);
        pthread_barrier_wait(&end);
        for (int i = 0; i < BATCH; i++)
            weak += t->weak(&results[0][i]);
    }
    stop = 1;
    pthread_barrier_wait(&begin);
    for (int i = 1; i < n_threads; i++)
        pthread_join(thread[i], NULL);
    return weak;
}

int main(int argc, char **argv)
{
    long rounds = argc > 1 ? atol(argv[1]) : 10000;
    int failed = 0;

    for (unsigned i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        long weak = count(&tests[i], rounds);

        printf("%s: weak %ld of %ld%s\n", tests[i].name, weak, rounds,
               tests[i].allowed ? ", as it may" : "");
        failed |= weak && !tests[i].allowed;
    }
    return failed;
}
