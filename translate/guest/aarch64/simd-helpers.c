/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the operations of the IR do not have. */
#include "translate/guest/aarch64/simd-helpers.h"

#include "translate/guest/aarch64/a64.h"
#include "translate/soft/soft.h"

void a64_help_fcvtxn(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                     const union vec *c)
{
    struct a64_cold *cold = a64_cold(cpu);
    struct soft_status s = {.rules = &soft_arm};
    union vec r = {0};

    s.mode = (cold->fpcr & 1u << 24 ? SOFT_FZ : 0) | (cold->fpcr & 1u << 25 ? SOFT_DN : 0);
    r.d[0] = (uint32_t)soft_convert_odd(&s, a->q[0]);
    r.d[1] = (uint32_t)soft_convert_odd(&s, a->q[1]);
    cold->fpsr |= s.exceptions;
    *d = r;
}

void a64_help_urecpe(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                     const union vec *c)
{
    for (unsigned i = 0; i < 4; i++)
        d->d[i] = soft_u32_recpe(a->d[i]);
}

void a64_help_ursqrte(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                      const union vec *c)
{
    for (unsigned i = 0; i < 4; i++)
        d->d[i] = soft_u32_rsqrte(a->d[i]);
}
