/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of the instruction tables, and what each of them does, read off its IR. */
#include <stdlib.h>
#include <string.h>

#include "a64_decode.h"
#include "tests/fuzz/case.h"
#include "tests/fuzz/engines.h"
#include "translate/guest/aarch64/aarch64.h"
#include "translate/guest/aarch64/sysreg.h"
#include "translate/ir/ir.h"

enum { MAX_IR = 2048, MAX_FUNCTIONS = 400, TRIES = 1000 };

static struct ir *scratch(void)
{
    static struct ir *ir;

    if (!ir)
        ir = ir_init(malloc(ir_size(MAX_IR)), MAX_IR, guest_aarch64.ir);
    ir_reset(ir, 0);
    ir_block(ir, FUZZ_CODE, IR_BLOCK_ENTRY);
    ir_insn_mark(ir, FUZZ_CODE, 0);
    return ir;
}

static void look_at_ir(const struct ir *ir, struct word_facts *f)
{
    for (unsigned k = 1; k < ir->n; k++) {
        const struct ir_insn *i = &ir->insn[k];
        uint64_t to;

        if (i->op == IR_SET && i->aux <= A64_SP)
            f->writes |= 1u << (i->aux - A64_X0);
        if (i->op == IR_SET && i->aux == A64_NZCV)
            f->flags = true;
        if (ir_ops[i->op].flags & IR_F_MEM)
            f->memory = true;
        if (ir_ops[i->op].flags & IR_F_MEM && i->op != IR_HELPER && i->op != IR_VHELPER &&
            i->op != IR_ALIGNED)
            f->accesses = true;
        if (i->op == IR_CALL || i->op == IR_RET)
            f->leaves = true;
        if (i->op == IR_EXIT && !ir_is_const(ir, i->a, &to))
            f->leaves = true;
        if (i->op == IR_TRAP && i->aux != CPU_EXIT_MODE)
            f->leaves = true;
    }
}

/* What cannot be asked outside a region: loads that may begin a loop of exclusives. */
static void look_at_exclusive(uint32_t word, struct word_facts *f)
{
    f->memory = f->accesses = true;
    f->writes = 1u << (word & 31);
    if (word >> 21 & 1)
        f->writes |= 1u << (word >> 10 & 31);
    f->writes &= 0x7fffffff;
}

void word_look(uint32_t word, struct word_facts *f)
{
    struct a64_insn a;
    /* With tagged stores a word's neighbours do not matter. */
    struct tr t = {.guest = &guest_aarch64,
                   .cpu = engines[0].cpu,
                   .pc = FUZZ_CODE,
                   .length = 4,
                   .mode = A64_MODE_TAG};

    memset(f, 0, sizeof(*f));
    f->pattern = a64_decode(word, &a);
    if (f->pattern < 0) {
        f->illegal = true;
        return;
    }
    const struct a64_pattern *p = &a64_patterns[f->pattern];
    if (p->function == a64_load_exclusive) {
        look_at_exclusive(word, f);
        return;
    }
    if (p->function == a64_isb)
        return; /* of interest to the region only */
    if (p->flow != TR_FLOW_NEXT && p->flow != TR_FLOW_END) {
        f->leaves = true;
        return;
    }
    t.ir = scratch();
    if (p->function(&t, &a) == TR_ILLEGAL)
        f->illegal = true;
    look_at_ir(t.ir, f);
}

/* Patterns sorted by their functions, so that each function is met as often as the others. */
static struct {
    enum tr_status (*function)(struct tr *t, const struct a64_insn *a);
    unsigned n;
    int16_t patterns[A64_N_INSNS];
} functions[MAX_FUNCTIONS];
static unsigned n_functions;

static void sort_patterns(void)
{
    for (int p = 0; p < A64_N_INSNS; p++) {
        unsigned f = 0;

        while (f < n_functions && functions[f].function != a64_patterns[p].function)
            f++;
        if (f == MAX_FUNCTIONS)
            abort();
        n_functions += f == n_functions;
        functions[f].function = a64_patterns[p].function;
        functions[f].patterns[functions[f].n++] = (int16_t)p;
    }
}

/* A system register that everybody gives the same value. */
static uint32_t with_sysreg(uint64_t *seed, uint32_t word)
{
    static const uint16_t registers[] = {A64_SYSREG_NZCV, A64_SYSREG_FPSR, A64_SYSREG_FPCR,
                                         A64_SYSREG_TPIDR_EL0, A64_SYSREG_DCZID_EL0};

    word &= ~(0xffffu << 5);
    return word | (uint32_t)registers[fuzz_below(seed, 5)] << 5;
}

/* A word that may be none: a fixed bit of q is turned. Exceptions and what leaves are left alone.
 * */
static uint32_t turned(uint64_t *seed, const struct a64_pattern *q, uint32_t word)
{
    unsigned bit;

    do
        bit = fuzz_below(seed, 32);
    while (!(q->mask >> bit & 1));
    word ^= 1u << bit;
    return (word & 0x1c000000) == 0x14000000 && a64_match(word) < 0 ? 0xd503201f : word;
}

uint32_t word_near(uint64_t *seed)
{
    for (;;) {
        const struct a64_pattern *q = &a64_patterns[fuzz_below(seed, A64_N_INSNS)];
        uint32_t word = turned(seed, q, q->value | ((uint32_t)fuzz_random(seed) & ~q->mask));

        if (a64_match(word) < 0)
            return word;
    }
}

static bool excluded(const struct a64_pattern *p)
{
    return p->function == a64_svc || p->function == a64_brk;
}

uint32_t word_random(uint64_t *seed, int pattern)
{
    if (!n_functions)
        sort_patterns();
    for (unsigned k = 0; k < TRIES; k++) {
        unsigned f = fuzz_below(seed, n_functions);
        int p = pattern >= 0 ? pattern : functions[f].patterns[fuzz_below(seed, functions[f].n)];
        const struct a64_pattern *q = &a64_patterns[p];
        uint32_t word = q->value | ((uint32_t)fuzz_random(seed) & ~q->mask);

        if (excluded(q))
            continue;
        if (q->function == a64_mrs || q->function == a64_msr)
            word = with_sysreg(seed, word);
        if (a64_match(word) == p)
            return word;
    }
    return 0xd503201f; /* nop */
}

const char *word_mnemonic(int pattern)
{
    return a64_patterns[pattern].mnemonic;
}

unsigned word_patterns(void)
{
    return A64_N_INSNS;
}
