/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The host: makes code for a unit, enters and leaves it, patches links, and takes the thread's
 * state out of a signal context. One host is linked in; these functions are its public face.
 *
 * Conventions of generated code (x86-64): rbp = cpu + CPU_BIAS; guest variables that are mapped
 * live in their host registers at every unit boundary, all others in struct cpu; flags variables
 * always live in struct cpu at a boundary; rsp is the host call/return stack of the guest, no C
 * stack; direction flag clear; MXCSR is the guest's.
 */
#ifndef DRAGOMAN_HOST_H
#define DRAGOMAN_HOST_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "translate/ir/ir.h"

/* Host features that code generation may use. */
enum {
    HOST_SSE41 = 1, /* always: the baseline */
    HOST_AVX = 2,
    HOST_AVX2 = 4,
    HOST_BMI = 8 /* BMI1 and BMI2, LZCNT */,
    HOST_FMA = 16,
    HOST_AVX512 = 32 /* F, VL, BW, DQ, CD */,
    HOST_AES = 64,
    HOST_PCLMUL = 128,
    HOST_SHA = 256,
    HOST_F16C = 512,
    HOST_POPCNT = 1024,
    HOST_MOVBE = 2048,
    HOST_VBMI = 4096,
    HOST_GFNI = 8192,
    /* Not of the CPU: units and stubs count in cpu->counts, for a profile. */
    HOST_COUNTS = 1 << 30,
};
/* cpu->counts: calls by the stubs, of helpers by number and of operations by opcode; then what
 * units count, each from its host_unit.first_count on. */
enum {
    HOST_COUNT_HELPER = 0,
    HOST_COUNT_EVAL = 512,    /* an operation without a rule */
    HOST_COUNT_FP = 768,      /* one that raises floating-point exceptions */
    HOST_COUNT_ATOMIC = 1024, /* one that the interpreter of atomics does */
    HOST_COUNT_FLAGS = 1280,  /* flags made from a variable in memory */
    HOST_COUNT_UNITS = 2048,
};
/* What this CPU has, cut down to DRAGOMAN_HOST_FEATURES' value names (NULL: all; sse4.1, avx, avx2,
 * avx512 and all are levels; names joined by + or , list more, e.g. avx2+aes). -EINVAL: an unknown
 * name. */
int64_t host_features(const char *names);

/* Fixed for a process: features, the guest's register map. */
struct host_config;
/* In the memory given (host_config_size bytes). Also writes the stubs (entry, exit, lookup, helper
 * calls, mismatch) at stubs, host_stubs_size bytes of executable memory. */
size_t host_config_size(void);
size_t host_stubs_size(void);
void host_init(struct host_config *c, const struct ir_guest *guest, int64_t features,
               void *stubs_rx, void *stubs_rw);

/* How many integer variables have registers, and whether var has one. */
unsigned host_n_mapped(const struct host_config *c);
bool host_is_mapped(const struct host_config *c, unsigned var);
/* From now on the integer variables order[0 .. host_n_mapped - 1] have the registers. Writes the
 * stubs again, where they are. The caller sees to it that no thread runs code, drops all units and
 * resets the return stacks. What is done twice, or once more after half of it, is done. */
void host_map(struct host_config *c, const uint16_t *order);

/* What the host's vector registers hold above the result of each operation, for passes (the values
 * of enum opt_upper: 0 unknown, 1 zero, 2 what operand a's has, 3 zero if all operands' are). */
void host_upper_facts(const struct host_config *c, uint8_t upper[IR_N_OPS]);

/* The inline lookup table: index (pc >> HOST_JUMP_SHIFT ^ mode ^ mode >> 16) & (entries - 1). The
 * key is pc ^ mode rotated left by 48 as 64 bits: exact for guests with 48-bit addresses whose mode
 * words differ in their low 16 bits only. mode is ir_own_mode: a thread's table is emptied when it
 * gets other bits of process_mode. */
#define HOST_JUMP_ENTRIES 65536u
#define HOST_JUMP_SHIFT 2
/* Behind it is a second one of as many entries, with another index: the stub that a unit goes to
 * when its target is not in the first looks there. Targets 256 KiB apart take turns without C. */
#define HOST_JUMP_ALL (2 * HOST_JUMP_ENTRIES)
/* An entry whose code is NULL is empty, whatever its key: a branch to NULL faults, and the handler
 * turns that into a lookup. */
struct host_jump_entry {
    uint64_t pc; /* host_jump_key */
    void *code;
};
uint64_t host_jump_key(uint64_t pc, uint32_t mode);
unsigned host_jump_index(uint64_t pc, uint32_t mode);
/* Its index in the second table, from the start of the first. */
unsigned host_jump_second(uint64_t pc, uint32_t mode);

/* Where in cpu->loops a backward branch to pc counts down until it is linked: the same where its
 * page lies elsewhere, for code is moved. */
static inline unsigned host_loop_index(uint64_t pc)
{
    return (unsigned)(pc >> 2 ^ (pc >> 10 & 3)) % CPU_LOOPS;
}

/* A direct exit of a unit that can be linked to its target. */
struct host_link {
    uint32_t patch;    /* offset in the unit of the 4-byte displacement, or of the 8-byte slot */
    uint32_t unlinked; /* offset of the stub it goes to when not linked */
    uint32_t site;     /* that of the call in it: cpu->link_site then */
    bool slot;         /* through a slot (target in another arena) instead of rel32 */
    bool call;
    bool back;   /* a backward branch, not to be linked before cpu->loops says so */
    uint64_t pc; /* target */
    uint32_t mode;
};
/*
 * Flags that are not in memory: the kind word, and for each operand a guest variable and what is to
 * be added to it, or a constant. With if_kind they are so only if condition if_cc of other flags
 * holds (operands 2 and 3), else they are the constant nzcv: a conditional compare.
 */
struct host_flags {
    uint16_t kind, if_kind; /* HOST_FLAGS_STORED: in memory; no condition */
    uint8_t var[4];         /* HOST_FLAGS_CONST: none */
    int32_t imm[4];
    uint8_t if_cc, nzcv; /* nzcv: in bits 3..0 */
    uint16_t known;      /* the host's own, 0 in records */
};
#define HOST_FLAGS_STORED 0xffff
#define HOST_FLAGS_REGISTER 0xfffe /* in the host's flags register; imm[0]: its carry is C */
#define HOST_FLAGS_CONST 0xff
/* A variable that in one unit has a register that is another's by the fixed map. */
struct host_moved {
    uint16_t var;
    uint8_t reg;
};
#define HOST_MOVED 8 /* at most */
/* Host pc -> guest pc. */
struct host_fault {
    uint32_t offset; /* in the unit: end of the range of host code of this record */
    uint32_t insn_word;
    uint64_t pc;
    struct host_flags flags; /* of the guest's first flags variable */
};
/* A host instruction that may raise SIGFPE, and the IR operation to do instead. */
struct host_fp_trap {
    uint32_t offset, resume; /* of the instruction, of where to go on */
    struct ir_insn insn;
    uint8_t dst, src[3]; /* vector registers; 0x40 + n: general ones; 0xff: none; 0x80: ... */
    uint16_t memory;     /* ... a vector at this offset in struct cpu */
};
struct host_entry {
    uint32_t offset;
    uint64_t pc;
};
/* Where host code of a guest instruction begins, for a profile; in the order of offsets. */
struct host_line {
    uint32_t offset;
    uint16_t block; /* number of the IR block that counts it */
    bool insn;      /* not the start of a block, or what follows all code */
    bool out;       /* out of line: nobody counts how often it runs */
    uint64_t pc;
};

/*
 * A code buffer and what the emission of a unit leaves behind. Arrays are the caller's. The code
 * has two parts: what is executed rarely or once (stubs of links, polls, slow paths) and constants
 * are cold bytes behind rx, so that the code of consecutive units is dense. Offsets in either part
 * are from rx, those of records ascend.
 */
struct host_unit {
    uint8_t *rw;      /* where to write */
    uint64_t rx;      /* the address it will run at */
    size_t size;      /* room; after: bytes used */
    uint32_t cold;    /* offset of the cold part, a multiple of 16, not less than size */
    size_t cold_size; /* as size */
    size_t cold_code; /* after: bytes of it in front of slots and constants */
    /* Guest addresses whose code may lie in this arena (rel32 links). */
    uint64_t near_start, near_end;
    bool loop;     /* in: of a loop that is known to go round often */
    bool check_fp; /* in: test operands for what traps, because it often does */
    struct host_link *links;
    struct host_fault *faults;
    struct host_fp_trap *traps;
    struct host_entry *entries; /* the blocks that are entries */
    unsigned n_links, max_links, n_faults, max_faults, n_traps, max_traps, n_entries, max_entries;
    struct host_moved moved[HOST_MOVED];
    unsigned n_moved;
    uint32_t first_count;    /* in: with HOST_COUNTS, the index in cpu->counts of block 0's count;
                                UINT32_MAX: blocks are not counted */
    struct host_line *lines; /* those that fit */
    unsigned n_lines, max_lines;
    /* What host_relocate wants to know: NULL, or room. n_shifts > max_shifts: there were more. */
    uint32_t *shifts;
    unsigned n_shifts, max_shifts;
    bool absolute; /* there are guest addresses that are constants, for they are out of reach */
};
/* Code for ir. 0, or -ENOSPC: a room was too small (nothing is kept). scratch has
 * host_scratch_size bytes. */
size_t host_scratch_size(unsigned max_insns);
int host_emit(struct host_config *c, const struct ir *ir, struct host_unit *u, void *scratch);

/*
 * Code of a unit that was made for another place, or for the same guest code at other addresses:
 * the two parts, copied to rw and rw + cold, are made right for there. Its links lead to their
 * stubs afterwards, and their records, like those of entries and traps, are changed likewise (not
 * the faults: those of the cold part have offsets from cold_was on). nearer: how many bytes the
 * code comes nearer to the guest code (its distance is the address of the code - that of the guest
 * code). False: a displacement cannot reach as far.
 */
struct host_relocation {
    uint8_t *rw;
    uint64_t rx;
    uint32_t cold_was, cold; /* offsets of the cold part */
    int64_t nearer;
    const uint32_t *shifts; /* host_unit.shifts */
    unsigned n_shifts;
    struct host_link *links;
    struct host_fp_trap *traps;
    unsigned n_links, n_traps;
};
bool host_relocate(const struct host_relocation *r);

/* Per-thread state: sets cpu->host, return stack fields (own_map), helpers. 0, or -ENOMEM. */
int host_thread_init(struct host_config *c, struct cpu *cpu);
void host_thread_free(struct cpu *cpu);
/* Forgets all host return addresses (after a flush). Only from C code of the thread. */
void host_return_reset(struct cpu *cpu);
/* Runs code (an entry's address) until an exit; cpu->exit says which, cpu->pc where. */
void host_enter(struct host_config *c, struct cpu *cpu, const void *code);
/* Can the link be pointed there? (A window that is full has units elsewhere.) */
bool host_link_reaches(const struct host_link *l, uint64_t unit_rx, const void *target);
/* Points the link at target (an entry's address), or back at its stub (target NULL), atomically
 * with respect to threads that run it. unit_rx/unit_rw: the unit's addresses. */
void host_patch(const struct host_link *l, void *unit_rw, uint64_t unit_rx, const void *target);

/* Signals. In the handler, with ucontext uc whose pc is inside the unit (or stubs): */
uint64_t host_context_pc(const void *uc);
/* Copies mapped guest registers and FP state from the context into cpu; moved: of the unit. */
void host_context_save(struct host_config *c, struct cpu *cpu, const void *uc,
                       const struct host_moved *moved, unsigned n_moved);
/* Then: brings the flags that were not in memory there. */
void host_flags_restore(struct host_config *c, struct cpu *cpu, const struct host_flags *f,
                        const void *uc);
/* Makes the handler return to the exit of host_enter, with cpu->exit as the caller set it. */
void host_context_leave(struct host_config *c, struct cpu *cpu, void *uc);
/* The guest address that an indirect branch in the context was going to, where it jumped to
 * NULL. */
uint64_t host_context_target(const struct cpu *cpu, const struct ir_guest *guest, const void *uc);
/* Where the stub in the context will return to, if it was called. */
uint64_t host_context_caller(const void *uc);
/* Makes the handler return to fn, on the interrupted stack below what is in use there. */
void host_context_jump(void *uc, void (*fn)(void));
/* Is pc in the stubs, where registers are the guest's but no unit is? */
bool host_in_stubs(const struct host_config *c, uint64_t pc);
/* SIGSEGV on the return stack's guard page: drops its oldest half and goes on. True if it was
 * one. */
bool host_return_overflow(struct cpu *cpu, const void *fault_addr, void *uc);
/* SIGFPE at a trap record: does the operation by ir_eval and goes on behind it. */
void host_fp_repair(struct host_config *c, struct cpu *cpu, const struct host_fp_trap *t,
                    uint64_t unit_rx, void *uc);
/* SIGSEGV or SIGBUS in host_safe_copy or host_safe_syscall: redirects the context. */
bool host_fixup(void *uc);

/* memcpy that gives -EFAULT instead of a signal. */
int host_safe_copy(void *dst, const void *src, size_t len);
/* Compares a page of 4 KiB with a copy of it in those lines of 64 bytes that lines has a bit for: 1
 * if any differs, 0, or -EFAULT. The page is aligned. */
int host_safe_differ(const void *page, const void *copy, uint64_t lines);
/* The host system call nr, unless cpu->poll is set before it enters the kernel: then -ERESTARTSYS
 * (-512) without having been made. A signal handler that finds the context between the check and
 * the kernel's entry moves it back (host_syscall_restart). */
int64_t host_safe_syscall(struct cpu *cpu, long nr, uint64_t a, uint64_t b, uint64_t c, uint64_t d,
                          uint64_t e, uint64_t f);
void host_syscall_restart(void *uc);
/* Of a handler that nobody shall notice: what did its signal do to the call in the context? */
enum host_interruption {
    HOST_NOT_INTERRUPTED,
    HOST_ENDED,    /* it ends with EINTR */
    HOST_BACKED_UP /* it is about to be made again (SA_RESTART) */
};
enum host_interruption host_syscall_interruption(const void *uc);
/* Gives the call that was interrupted another end. */
void host_syscall_end(void *uc, int64_t result);
/* Is the context in the kernel, on its way in or just out of it, for host_safe_syscall? */
bool host_in_syscall(const void *uc);

/* Thread-local storage for a task that clone shall make: its size in bytes, and a copy of the
 * caller's own in memory (16-aligned); the thread pointer to give to CLONE_SETTLS. */
size_t host_tls_size(void);
uint64_t host_tls_copy(void *memory);
/* Ends the thread with exit(2); *busy becomes 0 when its stack is not used any more. */
void host_thread_end(uint32_t *busy, int status) __attribute__((noreturn));

/* Disassembles for -d out_asm: one line, its length in bytes. */
unsigned host_disassemble(uint64_t address, const void *code, size_t len, char *buf, size_t size);

#endif
