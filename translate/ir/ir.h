/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The intermediate representation: a linear array of small operations. Values are numbered inside a
 * block; guest registers are variables that live across blocks (GET, SET).
 *
 *   BLOCK pc ; INSN pc ; v3 = GET.i64 x1 ; v4 = LOAD.i64 [v3+8] ; SET x0, v4 ; ... ; JUMP b2
 *
 * Invariants, checked by ir_verify:
 * - A value is used only in its block, behind its definition, with the class its use asks for.
 * - Every block ends with exactly one END operation; blocks stand in the order of guest addresses,
 *   cold exit blocks behind.
 * - Of one guest instruction, everything that may fault stands before its SETs (stores commit in
 *   order), so at each fault the variables hold the state before the instruction at INSN.
 */
#ifndef DRAGOMAN_IR_H
#define DRAGOMAN_IR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

/*
 * Types are one byte:  0 V LLL EEE
 *   EEE   log2 of a lane's bytes (0..4)
 *   LLL   log2 of the number of lanes
 *   V     1: vector register class (floating point of any kind, SIMD); 0: integer class, one lane
 */
enum ir_type {
    IR_I8 = 0,
    IR_I16 = 1,
    IR_I32 = 2,
    IR_I64 = 3,
    IR_VEC = 0x40,
    IR_F16 = 0x41,
    IR_F32 = 0x42,
    IR_F64 = 0x43, /* also: any bits in a vector register */
    IR_V8B = 0x58,
    IR_V4H = 0x51,
    IR_V2S = 0x4a, /* 64 bits in all; 1D is IR_F64 */
    IR_V16B = 0x60,
    IR_V8H = 0x59,
    IR_V4S = 0x52,
    IR_V2D = 0x4b, /* 128 */
    IR_V32B = 0x68,
    IR_V16H = 0x61,
    IR_V8S = 0x5a,
    IR_V4D = 0x53,     /* 256 */
    IR_FLAGS_T = 0x80, /* the type of a FLAGS value or variable */
    IR_VOID = 0xff,
};

#define IR_TYPE(lane_log2, lanes_log2) (IR_VEC | (lanes_log2) << 3 | (lane_log2))

static inline unsigned ir_lane_log2(unsigned t)
{
    return t & 7;
}
static inline unsigned ir_lane_bits(unsigned t)
{
    return 8u << (t & 7);
}
static inline unsigned ir_lanes(unsigned t)
{
    return 1u << (t >> 3 & 7);
}
static inline unsigned ir_bytes(unsigned t)
{
    return 1u << ((t & 7) + (t >> 3 & 7));
}
static inline bool ir_is_vec(unsigned t)
{
    return t < 0x80 && (t & IR_VEC);
}
static inline bool ir_is_int(unsigned t)
{
    return t <= IR_I64;
}

enum ir_opcode {
#define IR_OP(name, result, operands, flags, meaning) IR_##name,
#include "translate/ir/ops.def"
#undef IR_OP
    IR_N_OPS
};

typedef uint16_t ir_ref; /* index of the defining instruction; IR_NONE: no operand */
#define IR_NONE 0

struct ir_insn {
    uint8_t op;   /* enum ir_opcode */
    uint8_t type; /* enum ir_type of the result, or of the operands where there is none */
    uint16_t aux;
    int32_t imm;
    union {
        struct {
            ir_ref a, b, c;
            uint16_t pass; /* free for passes and the allocator */
        };
        uint64_t imm64;
    };
};
_Static_assert(sizeof(struct ir_insn) == 16, "four instructions a cache line");

/* FLAGS kinds (aux). A memory flags variable's kind word is kind | type << 8. */
enum ir_flags_kind {
    IR_FLAGS_RAW,   /* a: N Z C V in bits 31..28 (as NZCV gives them) */
    IR_FLAGS_ADD,   /* of a + b */
    IR_FLAGS_SUB,   /* of a - b, C = no borrow */
    IR_FLAGS_ADC,   /* of a + b + c */
    IR_FLAGS_SBC,   /* of a + ~b + c */
    IR_FLAGS_LOGIC, /* N and Z of a; C = V = 0 */
    IR_FLAGS_PARTS, /* in memory only: N and Z of a; C and V, 0 or 1, are bytes 0 and 1 of b */
    IR_FLAGS_FCMP,  /* floats a ? b: less N; equal Z C; greater C; unordered C V; quiet */
    IR_FLAGS_FCMPE, /* the same, signalling */
};
/* Conditions, in Arm's encoding: bit 0 inverts. */
enum ir_cc {
    IR_CC_EQ,
    IR_CC_NE,
    IR_CC_CS,
    IR_CC_CC,
    IR_CC_MI,
    IR_CC_PL,
    IR_CC_VS,
    IR_CC_VC,
    IR_CC_HI,
    IR_CC_LS,
    IR_CC_GE,
    IR_CC_LT,
    IR_CC_GT,
    IR_CC_LE,
    IR_CC_AL,
};

/* aux of memory operations. */
#define IR_MEM_SIZE 7u        /* log2 of the bytes accessed, 0..5 */
#define IR_MEM_SIGN (1u << 3) /* sign-extend */
#define IR_MEM_SWAP (1u << 4) /* the guest's byte order is not the host's */
#define IR_MEM_ACQUIRE (1u << 5)
#define IR_MEM_RELEASE (1u << 6)
#define IR_MEM_ALIGN (1u << 7) /* misaligned: CPU_EXIT_ALIGN before any effect */
#define IR_MEM_SCALE_SHIFT 8   /* index scale 0..3 (b << scale) */
#define IR_MEM_SCALE (3u << 8)
#define IR_MEM_ALIGN16 (1u << 10) /* fault only if the access crosses 16 bytes (LSE2) */
#define IR_MEM_INDEX32 (1u << 11) /* b is I32, zero-extended (with IR_MEM_SIGN32: sign-extended) */
#define IR_MEM_SIGN32 (1u << 12)
#define IR_MEM_VALUE (1u << 13) /* LL: for its SC the value is enough, whoever wrote in between */
/* LOAD: the next operation is one of the 8 bytes behind, and the 16 bytes are aligned, so that it
 * does not fault if this one does not. */
#define IR_MEM_PAIR (1u << 14)

enum { IR_FENCE_LOAD = 1, IR_FENCE_STORE = 2, IR_FENCE_FULL = 3, IR_FENCE_CODE = 4 };
/* Into which cache: the nearest, the second, the third; used once; to be written. */
enum { IR_PREFETCH_L1, IR_PREFETCH_L2, IR_PREFETCH_L3, IR_PREFETCH_ONCE, IR_PREFETCH_WRITE };
enum { IR_SHIFT_ROUND = 1, IR_SHIFT_SAT = 2 };
enum { IR_NARROW_TRUNC, IR_NARROW_UQ, IR_NARROW_SQ, IR_NARROW_SQU }; /* SQU: signed to unsigned */
enum { IR_RED_UMIN, IR_RED_UMAX, IR_RED_SMIN, IR_RED_SMAX };
enum { IR_FMA_NEG_A = 1, IR_FMA_NEG_B = 2 };
enum ir_round {
    IR_ROUND_EVEN,
    IR_ROUND_UP,
    IR_ROUND_DOWN,
    IR_ROUND_ZERO,
    IR_ROUND_AWAY,      /* ties away */
    IR_ROUND_MODE,      /* the current mode */
    IR_ROUND_EXACT = 8, /* FRINT: raise Inexact */
};
enum {
    IR_BLOCK_ENTRY = 1,  /* reachable from outside by a lookup or link */
    IR_BLOCK_RETURN = 2, /* where a CALL returns to: the host checks the address there */
    IR_BLOCK_POLL = 4,   /* target of a backward branch: poll at its start */
    IR_BLOCK_COLD = 8,   /* an exit: emit out of line */
};
enum { IR_EXIT_POLL = 1 };

/* A guest register. */
struct ir_var {
    const char *name;
    uint16_t offset; /* in struct cpu */
    uint8_t type;    /* enum ir_type: IR_I64, IR_V2D, IR_FLAGS_T (struct cpu_flags) ... */
};

/* What a helper may do; none of the bits: a pure function. */
enum {
    IR_HELPER_READS = 1,  /* reads guest variables from struct cpu */
    IR_HELPER_WRITES = 2, /* writes guest variables in struct cpu */
    IR_HELPER_FAULTS = 4, /* touches guest memory directly, or leaves the unit by setting cpu->exit
                             (and pc), which is CPU_EXIT_NONE on entry */
    IR_HELPER_FP = 8,     /* reads or accumulates FP status; built -mgeneral-regs-only */
};
struct ir_helper {
    const char *name;
    uint8_t flags;
    /* exactly one of the two */
    uint64_t (*scalar)(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c);
    void (*vector)(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                   const union vec *c);
};

/* What the IR needs to know of a guest. */
struct ir_guest {
    const char *name;
    const struct ir_var *vars;
    unsigned n_vars;
    /* Variables by falling dynamic use, for the host's fixed map; ends with 0xffff. */
    const uint16_t *gpr_order, *vec_order;
    const struct ir_helper *helpers;
    unsigned n_helpers;
    uint8_t word;      /* IR_I32 or IR_I64: type of addresses */
    uint32_t tag_mode; /* bit of the mode word: in such units LL sets tags, and whatever writes
                          memory tags it (tags.h); 0: never */
    /* Bits of the mode word that all threads have from when one of them does. */
    uint32_t process_mode;
    /* One lane of a floating-point operation by the guest's rules and cpu's FP mode, exceptions
     * accumulated in cpu. a, b, c are lanes of 1 << src_log2 bytes, the result of the type's. For
     * FLAGS kinds FCMP and FCMPE the result is as NZCV. */
    uint64_t (*fp_eval)(struct cpu *cpu, const struct ir_insn *insn, unsigned src_log2, uint64_t a,
                        uint64_t b, uint64_t c);
    /* What a unit's mode word says about floating point (IR_FP_*). */
    unsigned (*fp_mode)(uint32_t mode);
    /* v[0] = an operation that may raise FP exceptions of v[1], v[2], v[3], by fp_eval (what lies
     * above the operands' types does not matter). Uses general registers only: hosts may call it
     * with the guest's values in vector registers and in the guest's FP mode. */
    void (*fp_values)(struct cpu *cpu, const struct ir_insn *insn, union vec *v);
    /* Makes the host's FP control in cpu (guest_mxcsr) anew, after a repair of the host's trap. */
    void (*fp_control)(struct cpu *cpu);
};

/* FP modes: what host code must do about an operation. */
enum {
    IR_FP_ROUND = 3,       /* the current rounding: an enum ir_round */
    IR_FP_FLUSH = 4,       /* subnormal operands and results are zeroes */
    IR_FP_DEFAULT_NAN = 8, /* NaNs do not propagate */
    IR_FP_HALF_ALT = 16,   /* conversions of binary16 take the alternative format */
    IR_FP_HALF_FLUSH = 32, /* as FLUSH for binary16 */
    IR_FP_EXACT = 64,      /* exceptions are looked at: every underflow must be told */
};

/* A unit's IR. insn[0] is unused, so that 0 can mean none. */
struct ir {
    const struct ir_guest *guest;
    struct ir_insn *insn;
    unsigned n, cap; /* used, allocated */
    uint32_t mode;   /* of the unit key */
    bool failed;     /* out of room: the unit is too large */
    unsigned n_blocks;
    unsigned entry;                   /* the block that the unit starts with */
    unsigned block_start;             /* index of the open block's BLOCK */
    unsigned var_barrier, fp_barrier; /* last HELPER that writes variables, that sees FP status */
    /* The guest instruction under way; its INSN is due with its first operation that wants one. */
    bool mark_due;
    bool marks_next; /* the next instruction's is due at once */
    bool marks_all;  /* every instruction's is, for somebody who counts them */
    int32_t mark_word;
    uint64_t mark_pc;
    ir_ref *vn_table;  /* value numbering: a value by the hash of its instruction */
    ir_ref *var_table; /* the last GET or SET of a variable */
};
#define IR_MAX_VARS 256

/* Are the stores of units of this mode tagged? */
static inline bool ir_tagged(const struct ir_guest *guest, uint32_t mode)
{
    return mode & guest->tag_mode;
}

/* What of a mode word tells apart units that one thread may meet at an address. */
static inline uint32_t ir_own_mode(const struct ir_guest *guest, uint32_t mode)
{
    return mode & ~guest->process_mode;
}

/* Static facts of an operation. */
enum {
    IR_F_COMM = 1,
    IR_F_PURE = 2,
    IR_F_LANE = 4,
    IR_F_FP = 8,
    IR_F_MEM = 16,
    IR_F_END = 32,
    IR_F_WIDE = 64,
    IR_F_FX = 128
};
struct ir_op_info {
    uint8_t flags;       /* IR_F_* */
    uint8_t n_operands;  /* how many of a, b, c are values (some may be IR_NONE) */
    uint8_t result_type; /* enum ir_type; IR_OWN_TYPE: the operation's */
    uint8_t zero;
};
#define IR_OWN_TYPE 0xfe
extern const struct ir_op_info ir_ops[IR_N_OPS];
/* An operation's line in ops.def, as text. */
struct ir_op_text {
    const char *name;
    char result; /* T N B F */
    char operands[8];
};
extern const struct ir_op_text ir_op_texts[IR_N_OPS];
/* The type of the value that i defines (IR_VOID if none). */
static inline unsigned ir_result_type(const struct ir_insn *i)
{
    unsigned type = ir_ops[i->op].result_type;

    return type == IR_OWN_TYPE ? i->type : type;
}
/* May i raise floating-point exceptions (kinds FCMP and FCMPE of FLAGS do, too)? */
static inline bool ir_raises_fp(const struct ir_insn *i)
{
    return (ir_ops[i->op].flags & IR_F_FP) || (i->op == IR_FLAGS && i->aux >= IR_FLAGS_FCMP);
}
/* How many of a, b, c are operands of i (some may be IR_NONE). */
static inline unsigned ir_n_operands(const struct ir_insn *i)
{
    return ir_ops[i->op].n_operands;
}

/* An empty IR with room for cap instructions in memory of the caller's, ir_size(cap) bytes. */
size_t ir_size(unsigned cap);
struct ir *ir_init(void *memory, unsigned cap, const struct ir_guest *guest);
void ir_reset(struct ir *ir, uint32_t mode);

/*
 * Building. Pure operations are folded and shared within the block; GET after SET or GET gives the
 * same value (also narrower). Every function returns the value, or IR_NONE where there is none.
 */
ir_ref ir_emit(struct ir *ir, unsigned op, unsigned type, ir_ref a, ir_ref b, ir_ref c,
               unsigned aux, int32_t imm);
ir_ref ir_const(struct ir *ir, unsigned type, uint64_t value);
ir_ref ir_gaddr(struct ir *ir, uint64_t address);
ir_ref ir_vconst(struct ir *ir, unsigned type, uint64_t pattern, bool low_only);
ir_ref ir_get(struct ir *ir, unsigned type, unsigned var);
void ir_set(struct ir *ir, unsigned var, ir_ref value);
/* Opens block ir->n_blocks++ at guest address pc; flags IR_BLOCK_*. Its number. */
unsigned ir_block(struct ir *ir, uint64_t pc, unsigned flags);
/* Begins a guest instruction. Its INSN is written before its first operation that may fault, leave
 * the unit or raise a floating-point exception; where there is none it is none of anybody's
 * business, but that one behind a floating-point comparison, which ends that instruction: hosts ask
 * whether the same one reads the flags. */
void ir_insn_mark(struct ir *ir, uint64_t pc, int32_t word);
/* Is v a constant (CONST or GADDR)? */
bool ir_is_const(const struct ir *ir, ir_ref v, uint64_t *value);
static inline ir_ref ir_op1(struct ir *ir, unsigned op, unsigned type, ir_ref a)
{
    return ir_emit(ir, op, type, a, IR_NONE, IR_NONE, 0, 0);
}
static inline ir_ref ir_op2(struct ir *ir, unsigned op, unsigned type, ir_ref a, ir_ref b)
{
    return ir_emit(ir, op, type, a, b, IR_NONE, 0, 0);
}
static inline ir_ref ir_op3(struct ir *ir, unsigned op, unsigned type, ir_ref a, ir_ref b, ir_ref c)
{
    return ir_emit(ir, op, type, a, b, c, 0, 0);
}

/* Text. The printer writes what the parser reads. buf gets a NUL; the result is the full length. */
size_t ir_print(const struct ir *ir, char *buf, size_t size);
size_t ir_print_insn(const struct ir *ir, unsigned index, char *buf, size_t size);
/* 0, or -EINVAL and a message with its line in err (size bytes). */
int ir_parse(struct ir *ir, const char *text, char *err, size_t size);
/* 0, or -EINVAL and the first broken invariant in err. */
int ir_verify(const struct ir *ir, char *err, size_t size);

/* One operation on values: the oracle, the folder, and the helper for hosts without a rule. Works
 * for every operation with PURE in its flags. cpu is needed for FP only. FLAGS values are held as
 * raw NZCV in q[0]. */
void ir_eval(const struct ir_guest *guest, struct cpu *cpu, const struct ir_insn *i, union vec *d,
             const union vec *a, const union vec *b, const union vec *c);
/* The types of a, b, c's values where the operation does not say (from their definitions) are not
 * needed: values are held zero-extended. */

/* N Z C V (bits 31..28) of FLAGS kind over a, b of bits width and the carry of ADC and SBC; FCMP
 * and FCMPE compare without exceptions and without flushing of denormals. */
uint32_t ir_flags_eval(unsigned kind, unsigned bits, uint64_t a, uint64_t b, unsigned carry);
/*
 * The kind word of a flags variable in memory:
 *   31           16 15 14   8 7        0
 *   | b            | 1 | type | IR_FLAGS_* |     b, sign-extended, is not in its field
 *   | 0            | 0 | type | IR_FLAGS_* |
 *   | N Z C V    0 | 1 | I32  | RAW        |     all is in the word
 */
#define IR_FLAGS_HAS_B 0x8000u
static inline uint32_t ir_flags_constant(unsigned nzcv)
{
    return nzcv << 28 | IR_FLAGS_HAS_B | IR_I32 << 8 | IR_FLAGS_RAW;
}
static inline unsigned ir_flags_type(uint32_t kind)
{
    return kind >> 8 & 0x7f;
}
static inline int32_t ir_flags_b(uint32_t kind)
{
    return (int16_t)(kind >> 16);
}
/* N Z C V (bits 31..28) of a flags variable in memory; the carry of ADC and SBC is in reserved. */
uint32_t ir_flags_nzcv(const struct cpu_flags *f);
/* Does condition cc hold for these? */
bool ir_cc_holds(unsigned cc, uint32_t nzcv);

/* Runs ir from its entry block on cpu until it leaves the unit; sets cpu->pc, exit, exit_info and
 * mode. At each INSN it sets cpu->pc and cpu->insn_word, so that a fault in it is precise.
 * values: room for ir->n values. */
void ir_interpret(const struct ir *ir, struct cpu *cpu, union vec *values);

#endif
