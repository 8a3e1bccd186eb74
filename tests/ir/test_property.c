/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Properties of random IR, whose seed is printed when one fails (and may be given as argument): the
 * text form keeps it, passes keep what it does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/ir/guest.h"
#include "translate/opt/opt.h"

#define CAP 4096
#define TEXT (1u << 18)

static uint64_t first_seed = 1;
static unsigned runs = 1500;

struct world {
    struct cpu cpu;
    uint8_t memory[RANDOM_MEMORY] __attribute__((aligned(64)));
};

static struct ir *new_ir(void)
{
    return ir_init(malloc(ir_size(CAP)), CAP, &test_guest);
}

static void copy_ir(struct ir *to, const struct ir *from)
{
    ir_reset(to, from->mode);
    memcpy(to->insn, from->insn, from->n * sizeof(*from->insn));
    to->n = from->n;
    to->n_blocks = from->n_blocks;
}

static void fill_world(struct world *w, uint64_t seed, uint8_t *memory)
{
    memset(&w->cpu, 0, sizeof(w->cpu));
    for (unsigned k = 1; k < 7; k++)
        w->cpu.hot[k] = random_next(&seed) >> (k & 1 ? 0 : 56);
    w->cpu.hot[0] = (uintptr_t)memory + RANDOM_MEMORY / 4;
    w->cpu.hot[VAR_X7] = 3;
    for (unsigned k = 0; k < 64; k++)
        w->cpu.cold[k] = (uint8_t)random_next(&seed);
    w->cpu.hot[8] = IR_FLAGS_SUB | IR_I64 << 8;
    w->cpu.hot[9] = random_next(&seed);
    w->cpu.hot[10] = random_next(&seed);
    for (unsigned k = 0; k < RANDOM_MEMORY; k++)
        memory[k] = (uint8_t)random_next(&seed);
}

/* Variables by their values: a flags variable may be held in several ways. INSNs may be dropped. */
static void normalize(struct world *w)
{
    w->cpu.interpreted = 0;
    for (unsigned v = VAR_NZCV; v <= VAR_CF; v++) {
        struct cpu_flags *f = (struct cpu_flags *)((uint8_t *)&w->cpu + test_guest.vars[v].offset);

        *f = (struct cpu_flags){.kind = 0, .a = ir_flags_nzcv(f)};
    }
}

static void fail_with(uint64_t seed, const char *what, const struct ir *before,
                      const struct ir *after)
{
    static char text[TEXT];

    print_error("seed %llu: %s\n", (unsigned long long)seed, what);
    ir_print(before, text, sizeof(text));
    print_error("%s\n", text);
    if (after) {
        ir_print(after, text, sizeof(text));
        print_error("becomes\n%s\n", text);
    }
    fail();
}

static void test_round_trip(void **state)
{
    struct ir *a = new_ir(), *b = new_ir();
    char *one = malloc(TEXT), *two = malloc(TEXT), err[256] = "";

    for (uint64_t seed = first_seed; seed < first_seed + runs; seed++) {
        uint64_t s = seed;

        random_ir(a, &s, 900, seed & 1);
        assert_false(a->failed);
        if (ir_verify(a, err, sizeof(err)))
            fail_with(seed, err, a, NULL);
        assert_true(ir_print(a, one, TEXT) < TEXT);
        if (ir_parse(b, one, err, sizeof(err)))
            fail_with(seed, err, a, NULL);
        ir_print(b, two, TEXT);
        if (strcmp(one, two) || a->n != b->n || a->n_blocks != b->n_blocks ||
            memcmp(a->insn, b->insn, a->n * sizeof(*a->insn)))
            fail_with(seed, "text does not give the same IR", a, b);
    }
    free(one);
    free(two);
    free(a);
    free(b);
}

static void run_world(const struct ir *ir, struct world *w, uint64_t seed, uint8_t *memory)
{
    union vec *values = calloc(ir->n, sizeof(*values));

    fill_world(w, seed, memory);
    ir_interpret(ir, &w->cpu, values);
    memcpy(w->memory, memory, RANDOM_MEMORY);
    normalize(w);
    free(values);
}

static void test_folding_keeps_meaning(void **state)
{
    struct ir *raw = new_ir(), *folded = new_ir();
    struct world *one = malloc(sizeof(*one)), *two = malloc(sizeof(*two));
    uint8_t *memory = aligned_alloc(64, RANDOM_MEMORY);

    for (uint64_t seed = first_seed; seed < first_seed + runs; seed++) {
        uint64_t s = seed, t = seed;

        random_ir(raw, &s, 900, true);
        random_ir(folded, &t, 900, false);
        run_world(raw, one, seed, memory);
        run_world(folded, two, seed, memory);
        if (s != t || memcmp(one, two, sizeof(*one)))
            fail_with(seed, "folding changes the meaning", raw, folded);
    }
    free(memory);
    free(one);
    free(two);
    free(raw);
    free(folded);
}

static void test_passes_keep_meaning(void **state)
{
    struct ir *a = new_ir(), *b = new_ir();
    struct world *one = malloc(sizeof(*one)), *two = malloc(sizeof(*two));
    uint8_t *memory = aligned_alloc(64, RANDOM_MEMORY);
    void *scratch = malloc(opt_scratch_size(CAP));
    struct opt_facts facts = {.verify = false};
    char err[256] = "";

    for (uint64_t seed = first_seed; seed < first_seed + runs; seed++) {
        uint64_t s = seed;

        random_ir(a, &s, 900, seed & 1);
        copy_ir(b, a);
        run_world(a, one, seed, memory);
        for (const struct opt_pass *p = opt_passes; p->name; p++) {
            p->run(b, &facts, scratch);
            if (ir_verify(b, err, sizeof(err))) {
                print_error("pass %s: %s\n", p->name, err);
                fail_with(seed, p->name, a, b);
            }
            run_world(b, two, seed, memory);
            if (memcmp(one, two, sizeof(*one)))
                fail_with(seed, p->name, a, b);
        }
    }
    free(memory);
    free(scratch);
    free(one);
    free(two);
    free(a);
    free(b);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_folding_keeps_meaning),
        cmocka_unit_test(test_passes_keep_meaning),
    };

    if (argc > 1) {
        first_seed = strtoull(argv[1], NULL, 0);
        runs = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 0) : 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
