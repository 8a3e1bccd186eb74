/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loops of load-exclusive and store-exclusive that are one atomic operation. They are taken as one
 * long instruction that starts at the load:
 *
 *   again: ldxr  t, [n]            again: ldxr  t, [n]          again: ldxr  t, [n]
 *          alu   d, t, operand            cmp   t, operand             (nothing, or cbnz t, out)
 *          stxr  s, d, [n]                b.ne  out                    stxr  s, m, [n]
 *          cbnz  s, again                 stxr  s, m, [n]              cbnz  s, again
 *                                         cbnz  s, again
 *
 * All registers are left as by a first pass that succeeds. A fault that only the store can have is
 * told by taking them apart (A64_MODE_APART).
 */
#ifndef DRAGOMAN_GUEST_AARCH64_LLSC_H
#define DRAGOMAN_GUEST_AARCH64_LLSC_H

#include <stdbool.h>

#include "translate/guest/aarch64/a64_decode.h"

enum a64_llsc_kind {
    A64_LLSC_NONE,
    A64_LLSC_OP,   /* store of a result computed from the loaded value */
    A64_LLSC_SWAP, /* store of a register */
    A64_LLSC_CMP,  /* compare, leave if not equal, store */
    A64_LLSC_CBNZ, /* leave if not zero, store */
};

struct a64_llsc {
    enum a64_llsc_kind kind;
    unsigned length;                     /* bytes, from the load to behind the loop */
    uint64_t out;                        /* where it leaves to (CMP, CBNZ) */
    struct a64_insn load, middle, store; /* middle: the operation or comparison */
};

/* Looks for such a loop at address, where there is a load-exclusive. */
void a64_llsc_match(struct tr *t, uint64_t address, struct a64_llsc *out);
/* Translates the one at t->pc. */
enum tr_status a64_llsc_translate(struct tr *t);

/*
 * Is it enough for the store-exclusive of the load-exclusive at t->pc to compare the value
 * (pair.c)? It is if nothing is accessed in between: then the pair can be thought to happen at
 * once, at the store.
 */
bool a64_pair_by_value(struct tr *t);

#endif
