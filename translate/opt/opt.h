/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Passes over a unit's IR: free functions in the order of one list. Each takes time linear in the
 * IR and no memory but its scratch.
 */
#ifndef DRAGOMAN_TRANSLATE_OPT_H
#define DRAGOMAN_TRANSLATE_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "translate/ir/ir.h"

/* The bits of the host's vector register above the result of an operation. */
enum opt_upper {
    OPT_UPPER_UNKNOWN,
    OPT_UPPER_ZERO,
    OPT_UPPER_A,     /* one lane: those of operand a's register */
    OPT_UPPER_ALL,   /* zero where those of all operands' registers are */
    OPT_UPPER_A_ALL, /* one lane: as A; more lanes: as ALL */
};

/* What passes must know of the host, filled by it, and how to run them. */
struct opt_facts {
    uint8_t upper[IR_N_OPS]; /* enum opt_upper */
    bool verify;             /* check the IR behind each pass */
};

struct opt_pass {
    const char *name;
    void (*run)(struct ir *ir, const struct opt_facts *facts, void *scratch);
};
/* All passes in their order; ends with a NULL name. */
extern const struct opt_pass opt_passes[];

/* Bytes of scratch, 8-aligned, for IR of at most max_insns instructions. */
size_t opt_scratch_size(unsigned max_insns);
/* Runs all passes. */
void opt_run(struct ir *ir, const struct opt_facts *facts, void *scratch);

/* LOAD and STORE take constants, scaled and extended indices into their address, where it is I64:
 * for I32 a host would have to keep the wrap at 4 GiB in its address arithmetic. */
void opt_address(struct ir *ir, const struct opt_facts *facts, void *scratch);
/* Drops SETs, of flags too, that another SET overwrites before anybody could see them, and values
 * that nobody uses; closes gaps. Seen are variables by GETs, by whatever may fault or leave the
 * unit, at the start of POLL blocks and where a branch goes back to. Operations that may raise FP
 * exceptions stay. */
void opt_dead(struct ir *ir, const struct opt_facts *facts, void *scratch);
/* Moves a product of variables to right before the sum that reads it, in units that add with
 * carry. */
void opt_product(struct ir *ir, const struct opt_facts *facts, void *scratch);
/* Moves a FLAGS or comparison that only the end of its block reads to the end of its block. */
void opt_sink(struct ir *ir, const struct opt_facts *facts, void *scratch);
/* Sets imm = 1 at each growing VCAST whose operand's host register is zero above it already. */
void opt_upper(struct ir *ir, const struct opt_facts *facts, void *scratch);

#endif
