/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Register maps made at random, for programs that test with them. */
#ifndef DRAGOMAN_TESTS_MAPS_H
#define DRAGOMAN_TESTS_MAPS_H

#include "translate/guest/guest.h"
#include "translate/private.h"

/* Gives cpu's process another map and goes on with the seed. */
static inline void maps_change(struct cpu *cpu, uint64_t *seed)
{
    struct translator *tr = cpu->process->translator;
    uint16_t order[IR_MAX_VARS];
    unsigned n = 0;

    for (const uint16_t *from = cpu->process->guest->ir->gpr_order; *from != 0xffff; from++) {
        *seed = *seed * 6364136223846793005u + 1442695040888963407u;
        unsigned at = (unsigned)(*seed >> 33) % (n + 1);
        order[n++] = order[at];
        order[at] = *from;
    }
    lock_take(&tr->lock);
    adapt_map(tr, cpu, order);
    lock_give(&tr->lock);
}

#endif
