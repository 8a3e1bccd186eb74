/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of this folder share: the configuration, the contract between units and stubs, and
 * the interface of emission rules.
 *
 * Registers in generated code:
 *   rbp            cpu + CPU_BIAS
 *   rsp            the host call/return stack of the guest
 *   rax rcx rdx    scratch
 *   rbx rsi rdi r8-r15   the first 11 guest variables of guest->gpr_order; within some units of
 *                        loops others (moved.c)
 *   xmm0-12 mapped, xmm13-15 scratch; with AVX-512VL xmm0-25 mapped, xmm26-31 scratch
 */
#ifndef DRAGOMAN_X86_H
#define DRAGOMAN_X86_H

#include "host/host.h"
#include "host/x86_64/asm.h"
#include "translate/alloc/alloc.h"

/*
 * Stubs, reached from units through cpu->helpers[slot] (units may lie anywhere), by
 *     mov rax, [rbp + helpers] ; jmp or call [rax + 8 * slot]
 * rax is lost on the way. Registers on entry:
 *
 * EXIT      jmp. ecx = enum cpu_exit, rdx = guest pc. cpu->exit_info, fault_addr, mode were
 *           stored by the unit where they matter. Stores ecx to cpu->exit and rdx to cpu->pc, the
 *           mapped registers to struct cpu, rsp to cpu->return_sp, swaps MXCSR and returns to the
 *           caller of host_enter.
 * LINK      call (through one more jump). As EXIT with CPU_EXIT_LINK; the address of the call, the
 *           link's stub (rx address of the unit + host_link.unlinked), goes to cpu->link_site; the
 *           guest pc is in its record.
 * LOOKUP    jmp. rdx = guest pc whose key is not in the jump table (cpu->mode is right): jumps by
 *           the second table, or EXIT with CPU_EXIT_LOOKUP. (For an indirect call the return
 *           address has been pushed.)
 * MISMATCH  jmp. rdx = guest pc a return goes to, which is not the one expected: rsp = return_base,
 *           cpu->mismatches++, then jumps there by the jump table, or EXIT with CPU_EXIT_MISMATCH.
 *           The word at return_base is the address of this stub too.
 * HELPER    call. ecx = index of the guest's helper, arguments in cpu->helper_arg[0..2]; result in
 *           rax. cpu->pc and insn_word are set by the unit for helpers with any of READS, WRITES,
 *           FAULTS.
 * VHELPER   call. ecx = index; cpu->helper_vec[1..3] -> helper_vec[0].
 * EVAL      call. rcx = address of a struct ir_insn; operands in helper_vec[1..3], zero-extended;
 *           result in helper_vec[0] (ir_eval).
 * FP        call. As EVAL for operations that raise FP exceptions, operands up to 16 bytes and not
 *           zero-extended. Keeps the scratch vector registers.
 * LIGHT     call. As EVAL for PMULL of 64 bits, by C that uses general registers only. Keeps
 *           the scratch vector registers.
 * FLAGS     call. rcx = address of a struct cpu_flags; result: eax = its N Z C V (ir_flags_nzcv).
 * INTERP_ATOMIC  call. rcx = address of a struct ir_insn (an atomic operation, LL or SC, of 16
 *           bytes or with a monitor); address in helper_arg[0], operands in helper_vec[2..3];
 *           result in helper_vec[0]. May fault as a helper with FAULTS.
 * TAG + n   call. Before a store of 1 << n bytes at cpu->storing. Keeps all registers but rax, and
 *           EFLAGS.
 * TAG_WAIT  call. rcx = address of a struct tag: waits for its lock. Keeps the scratch vector
 *           registers.
 *
 * The called stubs keep all mapped registers (saving to struct cpu what C may clobber: all mapped
 * ones if the helper reads or writes variables, and loading them again if it writes) and rsp; they
 * clobber rax, rcx, rdx, EFLAGS and the scratch vector registers. They switch rsp to cpu->host_sp,
 * and MXCSR unless the helper has IR_HELPER_FP.
 */
enum x86_slot {
    X86_SLOT_EXIT,
    X86_SLOT_LINK,
    X86_SLOT_LOOKUP,
    X86_SLOT_MISMATCH,
    X86_SLOT_HELPER,
    X86_SLOT_VHELPER,
    X86_SLOT_EVAL,
    X86_SLOT_FLAGS,
    X86_SLOT_INTERP_ATOMIC,
    X86_SLOT_FP,
    X86_SLOT_LIGHT,
    X86_SLOT_TAG_WAIT,
    X86_SLOT_TAG,
    X86_SLOT_TAG_LAST = X86_SLOT_TAG + 6,
    X86_N_SLOTS = 24
};

#define X86_NO_REG 0xff
#define X86_IN_MEMORY 0x80 /* of an operand of what may trap: offset in struct cpu << 8 */
enum { X86_MAX_VARS = 256 };

struct host_config {
    const struct ir_guest *guest;
    int64_t features;   /* HOST_* */
    unsigned n_vec;     /* mapped vector registers are 0 .. n_vec - 1 */
    unsigned n_scratch; /* behind them scratch ones */
    uint8_t var_reg
        [X86_MAX_VARS];   /* of each guest variable: X86_NO_REG, 0-15, or 32 + vector register */
    uint16_t gpr_var[16]; /* the variable mapped to each general register; 0xffff: none */
    uint16_t vec_var[32];
    struct alloc_facts facts;
    const void *slots[X86_N_SLOTS]; /* cpu->helpers points here */
    /* Written by stubs.c. */
    void (*enter)(struct cpu *cpu, const void *code);
    const void *leave; /* EXIT behind its stores: all state is in struct cpu */
    uint64_t stubs_rx;
    void *stubs_rw;
    size_t stubs_size;
};

/* The part of host_init that is not stubs: guest, features, register map, facts. */
void x86_config_init(struct host_config *c, const struct ir_guest *guest, int64_t features);
/* The same for another map of general registers: variables that the guest's own order maps, too,
 * have the same registers as there. */
void x86_config_map(struct host_config *c, const uint16_t *gpr_order);

/* Scalar integer registers that a C function of the System V ABI may clobber, of the mapped
 * ones. */
#define X86_C_CLOBBERS (1u << RSI | 1u << RDI | 1u << R8 | 1u << R9 | 1u << R10 | 1u << R11)

/*
 * Emission. struct emit is the state of one host_emit. A rule writes the code of one IR operation:
 *
 *   bool rule(struct emit *e, const struct ir_insn *i, ir_ref d);
 *
 * d is the operation's value. False: this rule does not do this case (type, features): it must have
 * done nothing yet; the operation is then evaluated by ir_eval through the EVAL stub.
 *
 * The order in a rule: first ask for all operands (em_gpr, em_vec, em_vec_rm ...), then scratch
 * registers, then the destination; then write code. Registers asked for stay pinned until the rule
 * returns; asking twice for the same value gives the same register. Operand registers must not be
 * written (they may hold guest variables), except through a tied destination.
 *
 *   em_*_def        may be the register of an operand that dies here: for rules whose only
 *                   instruction that reads operands is the one that writes the destination
 *   em_*_def_early  differs from every pinned register: may be written before operands are read
 *   em_*_def_tied   already holds operand a's value, and differs from every other pinned register
 *                   (ask for the other operands before; do not ask for a)
 *
 * At most three scratch registers of a class are to be had for operands not in mapped registers,
 * temps and the destination together; when they run out a mapped register is borrowed (saved to the
 * spill area and restored behind the rule), which costs two memory accesses but is always right
 * except in rules whose host instructions may fault on guest memory.
 *
 * Upper parts: an integer value's register holds unspecified bits above its type, except for what
 * em_zero_extended tells. A vector value's register holds unspecified bytes above its type's size,
 * except for what em_upper_zero tells; a rule whose result is zero above calls em_set_upper_zero.
 * Values of 32 bytes do not come to rules (they live in memory, in em_generic).
 */
struct emit;
typedef bool (*em_rule)(struct emit *e, const struct ir_insn *i, ir_ref d);

/* The rules of vector and floating-point operations, by opcode; NULL: none. Looked up for
 * results of vector type, for stores of vectors, and for operations that the integer table lacks
 * (VTO, VGET, VNONZERO,
 * SFTOS ...). In rules-vec.c. */
extern const em_rule em_vec_rules[IR_N_OPS];
/* The rules of integer, control and memory operations (LOAD and STORE of vectors too). */
extern const em_rule em_int_rules[IR_N_OPS];

/* The assembler, features and configuration behind e. */
struct x86_asm *em_asm(struct emit *e);
bool em_has(const struct emit *e, int64_t features);           /* all of HOST_* */
const struct ir_insn *em_insn(const struct emit *e, ir_ref v); /* the definition of v */

/* Integer operands, temps and destinations. */
unsigned em_gpr(struct emit *e, ir_ref v);
struct x86_rm em_gpr_rm(struct emit *e, ir_ref v, unsigned w); /* may be memory of w bytes (4, 8) */
struct x86_rm em_gpr_mem(struct emit *e, ir_ref v, unsigned w); /* so, even if it is needed again */
unsigned em_gpr_zx(struct emit *e, ir_ref v,
                   unsigned type); /* in a register, zero-extended to 64 */
unsigned em_gpr_temp(struct emit *e);
unsigned em_gpr_temp_fixed(struct emit *e,
                           unsigned reg); /* rax, rcx or rdx: moves its value away */
unsigned em_gpr_def(struct emit *e, ir_ref d);
unsigned em_gpr_def_early(struct emit *e, ir_ref d);
unsigned em_gpr_def_tied(struct emit *e, ir_ref d, ir_ref a);
void em_gpr_def_fixed(struct emit *e, ir_ref d,
                      unsigned reg); /* the result is left in this scratch */
/* Is v a constant that fits a sign-extended imm32 (for type's width)? */
bool em_imm32(struct emit *e, ir_ref v, unsigned type, int32_t *imm);
bool em_const(struct emit *e, ir_ref v, uint64_t *value);
bool em_zero_extended(struct emit *e, ir_ref v, unsigned from_bits);

/* Vector operands. */
unsigned em_vec(struct emit *e, ir_ref v);
struct x86_rm em_vec_rm(struct emit *e, ir_ref v); /* may be memory, 16-byte aligned, of the value's
                                                       type's size at least */
unsigned em_vec_temp(struct emit *e);
unsigned em_vec_def(struct emit *e, ir_ref d);
unsigned em_vec_def_early(struct emit *e, ir_ref d);
unsigned em_vec_def_tied(struct emit *e, ir_ref d, ir_ref a);
/* Are the bytes of v's register above size (4, 8) known to be zero? */
bool em_upper_zero(struct emit *e, ir_ref v, unsigned size);
void em_set_upper_zero(struct emit *e, ir_ref d, unsigned size);

/* d = op(a, b) in one instruction, for any feature level: operands, destination and the legacy
 * form's move. comm: a and b may be exchanged where it saves a move. */
void em_v3(struct emit *e, unsigned op, ir_ref d, ir_ref a, ir_ref b, bool comm);
void em_v3i(struct emit *e, unsigned op, ir_ref d, ir_ref a, ir_ref b, unsigned imm);
/* d = op(a) likewise. */
void em_v2(struct emit *e, unsigned op, ir_ref d, ir_ref a);
void em_v2i(struct emit *e, unsigned op, ir_ref d, ir_ref a, unsigned imm);
/* Registers only: d = op(s1, s2); legacy: moves s1 to d first where they differ (s2 must not be d
 * then). */
void em_v3r(struct emit *e, unsigned op, unsigned d, unsigned s1, struct x86_rm s2);

/* 16 (or size) bytes in the unit's constant pool; equal data is shared. */
struct x86_mem em_pool(struct emit *e, const void *data, unsigned size);

/* Out-of-line code: em_defer queues fn, called when all blocks are written, which writes a slow
 * path and jumps back. from: offsets of 32-bit displacements that lead to it. A slow path sees the
 * registers as they were at the jump; it may clobber only what the rule pinned for it. */
struct em_slow {
    void (*fn)(struct emit *e, const struct em_slow *s);
    uint32_t from[6]; /* offsets of displacements to fix; 0: none */
    uint32_t back;    /* offset of the code to go back to */
    ir_ref insn;      /* operation */
    uint8_t reg[6];   /* registers, the rule's own use */
    uint32_t arg[2];
    uint64_t pc; /* of the guest instruction: set by em_defer, as insn_word and flags */
    int32_t insn_word;
    struct host_flags flags;
};
void em_defer(struct emit *e, const struct em_slow *s);
/* jcc with a 32-bit displacement to be fixed; the offset of the displacement. */
uint32_t em_jcc_far(struct emit *e, unsigned cc);

/* Records that the host instruction from offset at to the present one may raise SIGFPE, to be
 * redone as i with these vector registers. */
void em_fp_trap(struct emit *e, uint32_t at, const struct ir_insn *i, unsigned dst, unsigned a,
                unsigned b, unsigned c);

/* Evaluates i by the EVAL stub; for rules that do only the common case inline, use em_defer. */
void em_generic(struct emit *e, const struct ir_insn *i, ir_ref d);

/* Floating-point compare of FLAGS value f (kind FCMP, FCMPE): ucomis or comis, a with b, or with
 * swap b with a. In rules-fp.c; EFLAGS afterwards as x86 has them. */
void em_fcmp(struct emit *e, const struct ir_insn *f, bool swap);

#endif
