/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A guest architecture, as the translator sees it: a const struct, and the context its translation
 * functions work in.
 */
#ifndef DRAGOMAN_TRANSLATE_GUEST_H
#define DRAGOMAN_TRANSLATE_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "translate/ir/ir.h"

/* What the translation of one instruction came to. */
enum tr_status {
    TR_NEXT,    /* go on with the next instruction */
    TR_END,     /* the instruction ended its block (an END operation was emitted) */
    TR_ILLEGAL, /* not an instruction, or not one of this cpu; nothing was emitted */
};

/* Where control goes behind an instruction; what region formation needs before translation. */
enum tr_flow_kind {
    TR_FLOW_NEXT,   /* only to the next instruction */
    TR_FLOW_JUMP,   /* to target */
    TR_FLOW_BRANCH, /* to target or the next instruction */
    TR_FLOW_CALL,   /* to target (or anywhere), and back to the next instruction */
    TR_FLOW_END,    /* elsewhere: indirect jump, return, trap, mode change */
};
struct tr_flow {
    enum tr_flow_kind kind;
    unsigned length; /* bytes of the instruction, its delay slot included */
    uint64_t target;
    uint64_t decoded; /* the guest's own: what its translation need not find out again */
};

/* One translation under way. */
struct tr {
    struct ir *ir;
    const struct guest *guest;
    struct cpu *cpu;          /* for the model's features only */
    uint64_t pc;              /* of the instruction being translated */
    unsigned length;          /* its length in bytes, set before its function runs */
    uint64_t decoded;         /* as flow left it for this instruction */
    uint32_t mode;            /* mode word of the unit */
    struct tr_region *region; /* translate/'s own */
};

/*
 * Control flow for translation functions; each ends the block, the caller returns TR_END. Targets
 * inside the region become blocks of the unit, others exits. All keep the unit's mode word, those
 * ending in _mode take a new one.
 */
void tr_jump(struct tr *t, uint64_t target);
/* To target if condition cc of flags holds, else to the next instruction. */
void tr_branch_flags(struct tr *t, ir_ref flags, unsigned cc, uint64_t target);
/* To target if value is not 0 (or, with zero, is 0), else to the next instruction. */
void tr_branch_value(struct tr *t, ir_ref value, bool zero, uint64_t target);
void tr_jump_indirect(struct tr *t, ir_ref target);
void tr_jump_indirect_mode(struct tr *t, ir_ref target, uint32_t mode);
/* Call: target a GADDR for a direct one; returns to the next instruction. */
void tr_call(struct tr *t, ir_ref target);
void tr_return(struct tr *t, ir_ref target);
/* Leaves for the run loop (enum cpu_exit) with pc, and info (or IR_NONE) as exit_info. */
void tr_trap(struct tr *t, unsigned exit, uint64_t pc, ir_ref info);
/* Goes on with the next instruction, and leaves code before it if something is asked of the thread
 * (dropped translations, by a helper in front, too). */
void tr_poll_next(struct tr *t);
/* A context synchronisation: goes on with the next instruction as its bytes are then, whoever wrote
 * them. */
void tr_synchronize(struct tr *t);
/* The bytes of guest code at address, len up to 16: 0, or -EFAULT where it is not executable. */
int tr_fetch(struct tr *t, uint64_t address, void *buf, size_t len);
/* The translation follows from the code in [start, end), too, which need not be the unit's. */
void tr_follows_from(struct tr *t, uint64_t start, uint64_t end);

struct guest {
    const char *name;     /* "aarch64" */
    uint16_t elf_machine; /* EM_* */
    uint8_t elf_class;    /* ELFCLASS* */
    uint8_t elf_data;     /* ELFDATA* */
    const struct ir_guest *ir;
    unsigned page_size; /* smallest the ABI allows, as told in AT_PAGESZ */

    /* A fresh cpu of model name (NULL: max). 0, or -EINVAL: no such model. */
    int (*cpu_init)(struct cpu *cpu, const char *model);
    /* The name of model n (0, 1 ...), NULL behind the last. */
    const char *(*cpu_model)(unsigned n);
    /* The mode word of cpu's present state (after a signal return or a new program). */
    uint32_t (*mode)(const struct cpu *cpu);

    /* Decodes the instruction at address (mode as in the unit) for its flow only. 0, or -EFAULT. */
    int (*flow)(struct tr *t, uint64_t address, struct tr_flow *out);
    /* Does the instruction set all flags, whatever they were before? decoded as flow left it. Units
     * that do not end with a block end before such a one. NULL: nobody knows. */
    bool (*sets_flags)(uint64_t decoded);
    /* Translates the instruction at t->pc; flow was called for it before. */
    enum tr_status (*translate)(struct tr *t);
    /* What pc becomes by an indirect branch to address, where that is not address itself (tags);
     * NULL: it always is. Asked only where nothing can be executed at address. */
    uint64_t (*branch_address)(uint64_t address);
    /* The instruction at cpu->pc made an access that faults (exit is CPU_EXIT_FAULT; SI_KERNEL in
     * fault_code: the host does not tell the address) or is misaligned (CPU_EXIT_ALIGN), or cannot
     * be fetched (CPU_EXIT_EXEC_FAULT). True: go on at cpu->pc in cpu->mode, which may be new ones.
     * False: it is the program's fault, fault_addr and fault_code are filled in. May be NULL. */
    bool (*fault)(struct cpu *cpu);
    /* Disassembles for -d in_asm; buf gets one line without its newline. The length in bytes. */
    unsigned (*disassemble)(uint64_t address, const void *code, size_t len, uint32_t mode,
                            char *buf, size_t size);

    /* Which e_flags bits tell this ABI from others of the same machine, and what they are; 0: none
     * do. May EI_ABIVERSION be anything (float ABIs of MIPS)? */
    uint32_t elf_flags_mask, elf_flags;
    bool elf_any_abi_version;
};

extern const struct guest guest_aarch64;
/* All guests, NULL at the end. */
extern const struct guest *const guests[];

#endif
