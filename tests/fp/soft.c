/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The soft library, as the guest uses it, against the reference: all operand pairs, and triples for
 * FMA, of special values, in every class of FPCR. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fp/ops.h"
#include "tests/fp/pseudo.h"
#include "translate/guest/aarch64/a64.h"

static struct cpu *cpu;

static unsigned compare(const struct ir_insn *i, unsigned src_log2, uint32_t fpcr, uint64_t a,
                        uint64_t b, uint64_t c)
{
    struct a64_cold *cold = a64_cold(cpu);
    uint64_t mask = ~0ull >> (64 - ir_lane_bits(i->type)), got, want;
    uint32_t fpsr = 0;

    cold->fpcr = fpcr;
    cold->fpsr = 0;
    got = a64_fp_eval(cpu, i, src_log2, a, b, c) & mask;
    want = pseudo_eval(fpcr, &fpsr, i, src_log2, a, b, c) & mask;
    if (got == want && cold->fpsr == fpsr)
        return 0;
    print_error("%s type %x from %u aux %x imm %d fpcr %x: %" PRIx64 " %" PRIx64 " %" PRIx64
                ": %" PRIx64 " fpsr %x, wanted %" PRIx64 " fpsr %x\n",
                ir_op_texts[i->op].name, i->type, src_log2, i->aux, i->imm, fpcr, a, b, c, got,
                cold->fpsr, want, fpsr);
    return 1;
}

/* All values of one operand, or all pairs, or all triples. */
static unsigned all_values(const struct ir_insn *i, unsigned src_log2, unsigned n, uint32_t fpcr)
{
    uint64_t v[FP_MAX_VALUES];
    unsigned count = n == 3 ? fp_few_values(src_log2, v) : fp_values(src_log2, v), bad = 0;

    for (unsigned x = 0; x < count && bad < 5; x++)
        for (unsigned y = 0; y < (n > 1 ? count : 1); y++)
            for (unsigned z = 0; z < (n > 2 ? count : 1); z++)
                bad += compare(i, src_log2, fpcr, v[x], v[y], v[z]);
    return bad;
}

static void all(void **state)
{
    unsigned bad = 0;

    cpu = aligned_alloc(64, (sizeof(*cpu) + 63) & ~63ul);
    memset(cpu, 0, sizeof(*cpu));
    for (const struct fp_op *o = fp_ops; o->op; o++)
        for (unsigned aux = o->aux_from; aux <= o->aux_to; aux += o->aux_step ? o->aux_step : 1)
            for (unsigned log2 = 1; log2 <= 3; log2++)
                for (unsigned to = 1; to <= 3; to++)
                    for (unsigned k = 0; k < FP_CLASSES && bad < 20; k++) {
                        struct ir_insn i;
                        if (fp_insn(&i, o, log2, to, aux))
                            bad += all_values(&i, log2, o->n, fp_classes[k]);
                    }
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
