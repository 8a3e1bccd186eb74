/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state of one guest thread. Generated code addresses it through one host register that points
 * CPU_BIAS bytes into it, so that the hot part (guest integer registers the host could not map,
 * flag operands, the poll word) is within a signed 8-bit displacement.
 *
 *   0            CPU_BIAS-128        CPU_BIAS              CPU_BIAS+127
 *   | mapped regs | unmapped registers, flags ... | common hot slots | cold ...
 */
#ifndef DRAGOMAN_BASE_CPU_H
#define DRAGOMAN_BASE_CPU_H

#include <stdint.h>

#define CPU_HOT_GUEST 280   /* bytes of guest state in front, laid out by the guest */
#define CPU_COLD_GUEST 4096 /* bytes of guest state behind, laid out by the guest */
#define CPU_BIAS 184
#define CPU_SPILL_SLOTS 64 /* 32-byte slots of the register allocator */

#define CPU_MONITOR_VALUE 0x100u /* the store-conditional goes by the value alone */

struct process;

/* One register's worth of anything: the widest value of the IR. */
union vec {
    uint64_t q[4];
    uint32_t d[8];
    uint16_t h[16];
    uint8_t b[32];
};

/*
 * A flags variable in memory: the operation that made the flags and its operands; they are computed
 * only when somebody looks. kind is an IR_FLAGS_* word (translate/ir/ir.h), which may hold b, too.
 */
struct cpu_flags {
    uint32_t kind;
    uint32_t reserved;
    uint64_t a;
    uint64_t b;
};

/* Why generated code returned to the run loop. */
enum cpu_exit {
    CPU_EXIT_LOOKUP,     /* continue at pc: no translation was found */
    CPU_EXIT_LINK,       /* as LOOKUP, and the exit named by link_site may be patched */
    CPU_EXIT_POLL,       /* the poll word was set; pc is the next instruction */
    CPU_EXIT_SYSCALL,    /* pc is behind the system call instruction */
    CPU_EXIT_BREAK,      /* a breakpoint instruction at pc; exit_info is its immediate */
    CPU_EXIT_ILLEGAL,    /* an instruction that is not implemented or not defined, at pc */
    CPU_EXIT_EXEC_FAULT, /* pc cannot be executed: exit_info is the address */
    CPU_EXIT_FAULT,      /* a memory access at pc faulted: signal, code and address in fault_* */
    CPU_EXIT_ALIGN,      /* a misaligned access that the guest forbids, at pc; fault_addr is set */
    CPU_EXIT_MODE,       /* continue at pc after the mode word was changed */
    CPU_EXIT_MISMATCH,   /* a return did not meet its call: continue at pc */
    CPU_EXIT_SYNC,       /* continue at pc; code in shared memory may have been written by others */
    CPU_EXIT_GUEST,      /* guest-specific: exit_info says what */
    CPU_EXIT_NONE,       /* while a helper runs: it asks for no exit */
};

#define CPU_LOOPS 256

struct cpu {
    /* Laid out by the guest (struct <isa>_hot). */
    union {
        uint64_t hot[CPU_HOT_GUEST / 8];
        uint8_t hot_bytes[CPU_HOT_GUEST];
    };
    /* Common hot slots, all within CPU_BIAS + 127. */
    uint32_t poll;    /* non-zero: leave generated code at the next poll */
    uint32_t mode;    /* mode word of the unit key */
    void *jump_table; /* struct tr_jump_entry[], or an always-miss table */
    uint64_t pc;      /* guest program counter; exact whenever C code runs */
    void *reserved_hot;

    /* Common state. */
    struct process *process;
    void *host_sp;      /* C stack while generated code runs */
    void *return_sp;    /* host call/return stack while C code runs */
    void *return_base;  /* its highest address; the word there is the mismatch stub */
    void *return_limit; /* its lowest usable address, above the guard page */
    void *link_site;    /* address of the stub of a CPU_EXIT_LINK, which leaves pc to its record */
    uint64_t exit_info;
    uint64_t fault_addr;        /* guest address of a fault */
    int32_t fault_signal;       /* host signal number of a fault */
    int32_t fault_code;         /* si_code */
    uint32_t exit;              /* enum cpu_exit */
    uint32_t guest_mxcsr;       /* the host's FP control and status while C code runs */
    uint32_t host_mxcsr;        /* the C code's while generated code runs */
    uint32_t in_code;           /* 1: generated code or its stubs run, 2: C called by it, 3: the
                                interpreter */
    uint64_t insn_word;         /* guest-defined, of the instruction at pc (delay slot, IT state) */
    const void *const *helpers; /* addresses that generated code calls, by slot number */
    void *translator;           /* per-thread state of translate/ */
    void *host;                 /* per-thread state of host/ */
    void *user;                 /* per-thread state of linux-user/ */
    uint64_t mismatches;        /* returns that did not meet their call */

    /* Exclusive monitor, guest-neutral: the address, size and value of the last load-linked. */
    uint64_t monitor_addr; /* UINT64_MAX: clear */
    uint64_t monitor_value[2];
    uint32_t monitor_size; /* with tagged stores perhaps | CPU_MONITOR_VALUE */
    uint32_t interpreted;  /* instructions begun by the interpreter, modulo 2^32 */

    /* Tagged stores (base/tags.h). */
    struct tags *tags;
    uint64_t storing;        /* where the store under way begins, perhaps | TAGS_PAGE; 0: none */
    uint64_t monitor_writes; /* of tags->writes at the load-linked */
    void *tag_lock;          /* the lock that a store-conditional holds or waits for, or NULL */
    uint32_t tag_owner;      /* this thread's TAGS_STORED word */
    uint32_t tag_fast;    /* an owner word with which a store needs no exchange: its own, or none */
    uint64_t tag_save[6]; /* registers inside a stub, and around its call */

    uint64_t helper_arg[4];                               /* operands of integer helpers */
    union vec helper_vec[4] __attribute__((aligned(64))); /* operands of vector helpers; 0 result */
    union vec spill[CPU_SPILL_SLOTS];
    union vec scratch_save[32]; /* scratch registers around an out-of-line evaluation */
    uint32_t sha_words[3][4];   /* host code's own, of rounds of SHA-256 */
    uint64_t scratch_gprs[32];
    uint8_t cold[CPU_COLD_GUEST] __attribute__((aligned(64)));

    /* For a profile (host/host.h). */
    uint64_t *counts;     /* what units and stubs count, or NULL */
    uint32_t counted;     /* index in counts of the C function that a stub called last */
    uint32_t system_call; /* 1 + the guest's number of the one under way; 0: none */

    /* How many more backward branches out of units, by their targets, until one of them is for C
     * code to look at (host/host.h). */
    uint32_t loops[CPU_LOOPS];

    /* Generated code may tell Inexact wrongly: so it traps until it is set. */
    uint32_t rounds_falsely;
};

_Static_assert(__builtin_offsetof(struct cpu, poll) == CPU_HOT_GUEST, "behind the guest's slots");
_Static_assert(__builtin_offsetof(struct cpu, reserved_hot) + 8 <= CPU_BIAS + 128, "disp8 reach");

/* The thread's cpu, for signal handlers and for C code below generated code. */
extern __thread struct cpu *current;

#endif
