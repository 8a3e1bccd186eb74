/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Register assignment inside a block, greedy and forward, with what a backward scan found out:
 * where each value is used next and to which variable it will be SET. The host walks the operations
 * in order and asks for registers; this module decides which, and has values moved by the host's
 * callbacks. Nothing here knows an instruction set.
 *
 * A value may be found in any of these places at once:
 *   reg    a scratch register of its own, or that of the mapped variable it is about to be SET to
 *   var    a guest variable that holds it now: its register if it is mapped, else memory
 *   slot   a spill slot
 *   const  made again at any time
 * Registers 0..31 are of the integer class, 32..63 of the vector class.
 */
#ifndef DRAGOMAN_ALLOC_H
#define DRAGOMAN_ALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "translate/ir/ir.h"

#define ALLOC_VARS 256  /* at most */
#define ALLOC_NONE 0xff /* no register, no slot */
#define ALLOC_NO_VAR 0xffff

/* What an operation does, for the host at hand. */
enum {
    ALLOC_CLOBBERS = 1, /* its code destroys the host's flags register */
    ALLOC_ZEXT = 2,     /* an integer result is zero-extended in its register */
    ALLOC_BARRIER = 4,  /* all variables must be in their homes: it may fault or leave */
    ALLOC_BOOL = 8,     /* the result is 0 or 1, zero-extended */
    ALLOC_VKEEP = 16,   /* a result of one lane keeps operand a's upper part */
    ALLOC_VZERO = 32,   /* a vector result is zero above its type */
    ALLOC_VALL = 64,    /* so if all its operands are */
    ALLOC_KEEPS = 128,  /* of words it keeps the flags register, whatever ALLOC_CLOBBERS says;
                         * SUB, which is longer then, only a carry in it */
};
struct alloc_facts {
    uint64_t scratch[2];    /* register masks by class */
    const uint8_t *var_reg; /* of each variable: ALLOC_NONE (memory) or its register */
    uint8_t op[IR_N_OPS];   /* ALLOC_* */
    bool products;          /* MUL and MULHU of I64 are better made at once */
};

/* Moves that the allocator wants. */
struct alloc_ops {
    void (*move)(void *host, unsigned d, unsigned s);     /* whole registers */
    void (*spill)(void *host, unsigned slot, unsigned s); /* whole register to slot */
    void (*load_slot)(void *host, unsigned d, unsigned slot);
    void (*load_var)(void *host, unsigned d, unsigned var); /* from struct cpu */
    void (*load_const)(void *host, unsigned d, ir_ref v);   /* must keep the flags register */
    void (*save)(void *host, unsigned slot, unsigned s);    /* borrowing: out ... */
    void (*restore)(void *host, unsigned d, unsigned slot); /* ... and back */
};

struct alloc;
size_t alloc_size(unsigned max_insns);
struct alloc *alloc_init(void *memory, unsigned max_insns);

/* Starts a unit: scans all blocks. */
void alloc_begin(struct alloc *a, const struct alloc_facts *facts, const struct alloc_ops *ops,
                 void *host, const struct ir *ir);
/* Does storing the flags of an FCMP of F32 or F64 keep the flags register? */
void alloc_plain_fcmp(struct alloc *a, bool plain);
/* A bit for each operation: FLAGSELs that have no code of their own. The branch and the SETs behind
 * read the operands of its a and of the flags that its c reads; if c is no condition of FLAGS, the
 * SETs read c. */
void alloc_fused(struct alloc *a, const uint8_t *fused);
/* A bit for each operation: SETs of the flags variable var that store. */
void alloc_stored(struct alloc *a, unsigned var, const uint8_t *stored);
/* Did a block need more spill slots or registers than there are? Its code is wrong then. */
bool alloc_failed(const struct alloc *a);
/* At each BLOCK: no value is anywhere. */
void alloc_block(struct alloc *a, unsigned index);
/* Before and behind each operation's code: counts its uses, unpins, gives back borrowed
 * registers. */
void alloc_insn_begin(struct alloc *a, unsigned index);
void alloc_insn_end(struct alloc *a, unsigned index);

/* The value that v is a mere name of (TRUNC, free ZEXT, COPY ...); v itself where there is none. */
ir_ref alloc_root(const struct alloc *a, ir_ref v);
/* Is d's value a name of another, so that no code is needed? */
bool alloc_is_alias(const struct alloc *a, ir_ref d);
/* Is v used behind the present operation? Its next use, 0: none. */
unsigned alloc_next_use(const struct alloc *a, ir_ref v);
/* Its last use, 0: none. */
unsigned alloc_last_use(const struct alloc *a, ir_ref v);
/* Bits of an integer value's register that may be non-zero, 64 if nothing is known. */
unsigned alloc_int_bits(const struct alloc *a, ir_ref v);
/* Bytes of a vector value's register that may be non-zero. */
unsigned alloc_vec_bytes(const struct alloc *a, ir_ref v);
void alloc_set_vec_bytes(struct alloc *a, ir_ref v, unsigned bytes); /* found out later */
/* Is v used by anything that needs it outside the flags register? (At its definition.) */
bool alloc_used(const struct alloc *a, ir_ref v);

/*
 * The host's flags register. Operations that make flags are FLAGS, comparisons (EQ ... LES) and
 * AND; those that read them COND, BRF, NZCV, SELECT, BRNZ, ADDC, and SET where the flags are those
 * of an addition with carry.
 */
/* Does n find the flags it reads in the flags register, or make them there (a SELECT right behind
 * the COND)? In the first case their operands may be gone. */
bool alloc_flags_kept(const struct alloc *a, ir_ref n);
/* The last operation that finds the flags of f in the flags register; 0: none does. */
unsigned alloc_flags_until(const struct alloc *a, ir_ref f);
/* The FLAGS whose flags the code of operation n must leave in the register; 0: none. */
unsigned alloc_flags_for(const struct alloc *a, ir_ref n);
/* The operation whose code leaves the flags of f in the register, if not that of f itself; 0. */
unsigned alloc_flags_source(const struct alloc *a, ir_ref f);
/* Need n, a SET of flags that is to store, not store, as at every LOAD and STORE before the next
 * SET they are in the flags register, and nobody else looks at them? */
bool alloc_flags_unstored(const struct alloc *a, unsigned n);
/* Is f a floating-point comparison that no operation of the same guest instruction looks at? Its
 * exceptions are due all the same. */
bool alloc_compares_alone(const struct alloc *a, ir_ref f);
/* The MULHU or MUL of the same operands as n, a MUL or MULHU: the code of the first of the two
 * makes both, by alloc_def_ahead the other one. 0: none. */
unsigned alloc_other_half(const struct alloc *a, ir_ref n);
/* Is the other half of d, which comes later, better made there, as it would but wait in a spill
 * slot? The two are none of a pair then. */
bool alloc_other_waits(struct alloc *a, ir_ref d);
/* How good an operand v is to start d from (two-address code); higher is better. */
unsigned alloc_tie_score(const struct alloc *a, ir_ref d, ir_ref v);

/* Where v is. alloc_reg: its register (mapped or scratch) or ALLOC_NONE; no code. */
unsigned alloc_reg(const struct alloc *a, ir_ref v);
/* Its memory: the variable in *var or the slot in *slot. False: in none. */
bool alloc_memory(const struct alloc *a, ir_ref v, unsigned *var, unsigned *slot);

/* Brings v into a register and pins it. */
unsigned alloc_use(struct alloc *a, ir_ref v);
/* A copy of v in a particular scratch register, pinned (v's other places stay valid). */
void alloc_use_fixed(struct alloc *a, ir_ref v, unsigned reg);
/* v in a particular scratch register, pinned, whose content the code but reads: operations to come
 * find it there. */
void alloc_use_in(struct alloc *a, ir_ref v, unsigned reg);
/* Is it there? */
bool alloc_is_in(const struct alloc *a, ir_ref v, unsigned reg);
/* A pinned register for a result, at the end of an operation's code: another scratch register, or
 * reg, that of alloc_use_in, where what it holds is used last of all. */
unsigned alloc_temp_or(struct alloc *a, unsigned reg);
/* v's value into reg, which is pinned already. */
void alloc_fetch(struct alloc *a, ir_ref v, unsigned reg);
/* The operation reads reg, the register of a variable: it is not borrowed until the end. */
void alloc_pin(struct alloc *a, unsigned reg);
/* The operation does not need reg any more. */
void alloc_unpin(struct alloc *a, unsigned reg);
/* A pinned register with no content. */
unsigned alloc_temp(struct alloc *a, unsigned cls);
void alloc_temp_fixed(struct alloc *a, unsigned reg);
/* A destination for d, see x86.h's em_*_def; tied: IR_NONE or the operand it starts with. */
unsigned alloc_def(struct alloc *a, ir_ref d, unsigned cls, bool early, ir_ref tied);
/* d's value is in this pinned scratch register. */
void alloc_def_fixed(struct alloc *a, ir_ref d, unsigned reg);
/* A destination for d, whose place in the block comes later: the register of its variable if that
 * may be written already, else as alloc_temp_or. */
unsigned alloc_def_ahead(struct alloc *a, ir_ref d, unsigned reg);
/* The variable without a register that d, in one, is to be stored to behind the present code, as
 * nobody will look at it before d's SET; ALLOC_NO_VAR: none. */
unsigned alloc_store_ahead(struct alloc *a, ir_ref d);
/* d's value was left in a spill slot by the host: which one to write to. */
unsigned alloc_def_slot(struct alloc *a, ir_ref d);
/* Spills everything that lives in scratch registers (before a call that clobbers them). */
void alloc_evict_all(struct alloc *a);

/*
 * SET of var to v: saves the old value if it is still needed. Returns the register that the host
 * must move or store to the variable's home, or ALLOC_NONE if it is there already. For constants,
 * v may be in no register: then *is_const is true and the host stores the constant itself.
 */
unsigned alloc_set(struct alloc *a, unsigned var, ir_ref v, bool *is_const);
/* GET of var: d is there. */
void alloc_get(struct alloc *a, ir_ref d, unsigned var);
/* The variables were changed behind the allocator's back (a helper that writes state): values that
 * they held and that are needed are saved first by alloc_before_write. */
void alloc_before_write(struct alloc *a);

#endif
