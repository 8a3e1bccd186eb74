/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of passes. */
#include <assert.h>

#include "translate/opt/scratch.h"

const struct opt_pass opt_passes[] = {
    {"address", opt_address}, {"dead", opt_dead},   {"product", opt_product},
    {"sink", opt_sink},       {"upper", opt_upper}, {NULL, NULL},
};

size_t opt_scratch_size(unsigned max_insns)
{
    return sizeof(struct opt_scratch) + max_insns * (sizeof(ir_ref) + 1) + 8;
}

void opt_run(struct ir *ir, const struct opt_facts *facts, void *scratch)
{
    for (const struct opt_pass *p = opt_passes; p->name; p++) {
        p->run(ir, facts, scratch);
        if (facts->verify) {
            char err[256] = "";
            int broken = ir_verify(ir, err, sizeof(err));

            assert(!broken);
            (void)broken;
        }
    }
}
