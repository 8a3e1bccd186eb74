/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State of the allocator, shared by its files. */
#ifndef DRAGOMAN_ALLOC_STATE_H
#define DRAGOMAN_ALLOC_STATE_H

#include "translate/alloc/alloc.h"

enum { ALLOC_MAX_VARS = ALLOC_VARS, ALLOC_BORROW = 8 /* at once */ };

struct alloc_value {
    ir_ref root;           /* the value this is a name of, or itself */
    uint16_t uses;         /* list of uses not yet passed */
    uint16_t last_use;     /* its end while it is made */
    uint16_t var;          /* a variable that holds it, or ALLOC_NO_VAR */
    uint16_t pref;         /* the mapped variable whose register it may be computed into */
    uint16_t keep_until;   /* FLAGS: the last operation that finds it in the flags register */
    uint16_t flags_source; /* FLAGS: the operation whose code leaves it in the flags register */
    uint16_t flags_for;    /* the FLAGS that has this as its flags_source */
    uint16_t flags_before; /* FLAGS: the one before it in the block */
    uint16_t other_half;   /* MUL, MULHU: the one of the same operands; the first makes both */
    uint8_t reg;           /* scratch register, or that of pref before its SET */
    uint8_t slot;
    uint8_t bits;    /* integer: bits, vector: bytes of its register that may be non-zero */
    bool flags_kept; /* reads its flags from the flags register */
    bool on_way;     /* to pref: it is not SET itself, but the only use makes of it what is */
    bool compares;   /* SELECT: makes them there again from their operands */
    bool unstored;   /* SET of flags: whoever may look at them finds them in the flags register */
};

/* A use: operation at reads the value; next use behind it. */
struct alloc_use {
    uint16_t at, next;
};

struct alloc {
    const struct alloc_facts *facts;
    const struct alloc_ops *ops;
    void *host;
    const struct ir *ir;
    unsigned now; /* the operation being written */
    unsigned n_uses, n_borrowed;
    bool failed;
    bool plain_fcmp;
    const uint8_t *fused, *stored;
    unsigned flags_var;
    uint64_t pinned;
    ir_ref reg_value[64];
    ir_ref copy[64]; /* of a scratch register without a value: it still holds this one's bits */
    ir_ref slot_value[CPU_SPILL_SLOTS];
    ir_ref cur[ALLOC_MAX_VARS]; /* the value each variable holds, IR_NONE: not known */
    struct {
        uint8_t reg, slot;
    } borrowed[ALLOC_BORROW];
    struct alloc_value *value;
    struct alloc_use *use;
};

unsigned alloc_scan_block(struct alloc *a, unsigned start);
/* Operation n reads v's value; later uses may be known already. */
void alloc_insert_use(struct alloc *a, ir_ref v, unsigned n);
bool alloc_var_holds(const struct alloc *a, unsigned var, ir_ref root);

#endif
