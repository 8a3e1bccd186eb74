/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The state of one host_emit, shared by the files that write code. Rules see only x86.h. */
#ifndef DRAGOMAN_X86_EMIT_H
#define DRAGOMAN_X86_EMIT_H

#include "host/x86_64/x86.h"

enum { EM_MAX_BLOCKS = 512, EM_MAX_FIXUPS = 2048, EM_MAX_SLOW = 1024, EM_MAX_EXITS = 1024 };

struct em_block {
    uint32_t insn;   /* index of its BLOCK */
    uint32_t offset; /* of its code; 0: not written yet (offset 0 is never asked for: see placed) */
    uint16_t exit;   /* a cold block that only leaves by this direct EXIT; 0: no such */
    bool placed, cold;
    /* By em_plan_unit: */
    uint16_t end;             /* index of its END operation */
    uint16_t next[2];         /* the blocks that it goes on with (EM_MAX_BLOCKS: none) */
    uint32_t flags_kind;      /* kind word of the flags variable at its start; EM_KIND_UNKNOWN */
    struct host_flags flags;  /* what is pending there */
    bool reached, forced;     /* forced: nothing may be pending */
    bool reads, dead;         /* reads the flags it finds; sets them before anybody looks */
    bool plain;               /* neither dead nor an exit */
    bool store;               /* what is pending at its start is stored there */
    bool sets;                /* may change them */
    bool stores;              /* has an operation before which all flags are stored */
    bool joined;              /* flags are what several ways have in common: they store others */
    bool changed, saw_stored; /* to be gone through again; what its successors wanted then */
    uint64_t set_vars[ALLOC_VARS / 64]; /* the variables that it SETs */
};
#define EM_KIND_UNKNOWN UINT32_MAX
enum { EM_KIND_RAW = IR_FLAGS_RAW | IR_I32 << 8 };
/* host_flags.known. */
enum { EM_KNOWN = 16 /* | N Z C V */, EM_NO_SIGN = 32 /* N is 0 */ };

/* Flags made but not stored (flags-plan.c). */
struct em_operand {
    uint16_t root;
    int64_t add;
};
struct em_plan {
    bool pending, resolved; /* resolved: d says where the operands are now */
    bool quiet;             /* nothing changes up to the block's end */
    uint32_t kind;          /* kind word of the last flags; EM_KIND_UNKNOWN */
    uint16_t set_at;        /* their SET; 0: they come from the block's start */
    struct host_flags d;
    struct host_flags from; /* where GETs read what was pending at the block's start; or STORED */
    struct em_operand operand[4];
    uint16_t var_value[ALLOC_VARS]; /* the value of each variable now */
    uint8_t touched[ALLOC_VARS];    /* the variables whose value is not that of the block's start */
    unsigned n_touched;
};
enum em_plan_step {
    EM_PLAN_GO,
    EM_PLAN_STORE, /* plan.d is to be stored before the code of this operation */
    EM_PLAN_FAIL,  /* never while code is written */
};

/* A 32-bit displacement that leads to a block. */
struct em_fixup {
    uint32_t at;
    uint16_t block;
};
/* An exit written out of line: the stub of link, a poll, a miss or mismatch. */
struct em_exit {
    uint32_t at;             /* displacement to fix */
    uint32_t back;           /* of a missed call: where its return goes on */
    int32_t link;            /* index in u->links; less than 0: see exits.c */
    struct host_flags flags; /* to be stored there */
    uint64_t pc;
    uint32_t mode;
    uint8_t target;            /* of a lookup: the register of the guest address, */
    struct x86_mem target_key; /* or what rdx is to be xored with for it */
    bool moved;                /* leaves from inside: the unit's own map ends there */
};

struct emit {
    struct x86_asm as;
    struct host_config *cfg;
    const struct ir *ir;
    struct host_unit *u;
    struct alloc *alloc;
    unsigned now; /* index of the operation */
    bool failed;  /* some room was too small */

    /* What EFLAGS hold: the flags of FLAGS, comparison or AND value fl_value. */
    ir_ref fl_value;
    bool fl_carry;        /* CF is the carry (as of additions), not the borrow */
    bool fl_swapped;      /* a floating-point compare with its operands exchanged */
    uint32_t fl_kind;     /* kind word that the memory of flags variable fl_kind_var holds, */
    uint32_t fl_memory;   /* even while others are pending */
    uint16_t fl_kind_var; /* the first of the guest's; of others nothing is known */
    ir_ref fl_lazy;       /* a GET of it that is read where it is used: from memory ... */
    uint32_t fl_lazy_kind;
    struct host_flags fl_lazy_from; /* ... or from here */
    struct em_plan plan;
    const uint8_t *var_reg;
    bool has_edges; /* the block ends by a branch that says something of what is pending: */
    struct host_flags edge[2]; /* what it is where the branch goes, and where not */
    bool has_select;           /* there is a FLAGSEL */
    bool upper_assumed;        /* there is code that relies on zero upper parts of registers */
    uint16_t *value_at;        /* by GET: the value that it gives */
    uint8_t *stored;           /* bit set: this SET of flags stores */
    uint8_t *fused; /* bit set: this FLAGSEL has no code, its branch reads both compares */
    struct host_flags fault_flags;
    ir_ref fl_carry_get; /* a GET of it that is its carry as a number */
    ir_ref fl_unstored;  /* the flags variable's value, if EFLAGS alone hold it */

    ir_ref sha_rounds; /* the SHA256_ROUNDS of this block whose result cpu->sha_words has, */
    uint8_t sha_low;   /* which of them */

    uint64_t pc; /* of the guest instruction */
    int32_t insn_word;
    bool may_fault; /* it has host code that may fault since the last record */

    unsigned block, next; /* number of the block, of the one written behind it */
    bool out;             /* out of line: behind all blocks */
    unsigned n_fixups, n_slow, n_exits, n_pool, tail;
    uint32_t tail_at[X86_N_SLOTS]; /* of the shared jumps to stubs */
    struct em_block blocks[EM_MAX_BLOCKS + 1];
    uint16_t order[EM_MAX_BLOCKS];
    struct em_fixup fixups[EM_MAX_FIXUPS];
    struct em_slow slow[EM_MAX_SLOW];
    struct em_exit exits[EM_MAX_EXITS];
    struct as_pool_ref pool_refs[AS_MAX_POOL_REFS];
    uint8_t pool[AS_MAX_POOL] __attribute__((aligned(16)));
    /* Where variables are: cfg->var_reg, or of a unit with a map of its own own_map. */
    struct alloc_facts own_facts;
    uint8_t own_map[X86_MAX_VARS];
    uint64_t own_sets[X86_MAX_VARS / 64]; /* the variables that the unit SETs */
    uint16_t moved_out[HOST_MOVED];       /* the variables whose registers those of u->moved have */
};

extern const struct alloc_ops em_alloc_ops;

/* EFLAGS are about to be destroyed. */
void em_clobber(struct emit *e);
/* Are EFLAGS needed behind this operation (then it must keep them)? */
bool em_flags_live(const struct emit *e);
/* EFLAGS hold the flags of f now. */
void em_flags_are(struct emit *e, ir_ref f, bool carry);
/* The code of the present operation n (ADD, SUB, AND ...) left its flags in EFLAGS. */
void em_flags_made(struct emit *e, ir_ref n, bool carry);

/* A decision: jump, move or set if the condition(s) hold. */
struct em_cc {
    enum { EM_IF, EM_IF_BOTH, EM_IF_EITHER, EM_ALWAYS, EM_NEVER } how;
    uint8_t cc, cc2;
};
/* x86's condition for cc behind a subtraction. */
unsigned em_borrow_cc(unsigned cc);
/* Gets the condition cc of flags value f into EFLAGS. */
struct em_cc em_condition(struct emit *e, ir_ref f, unsigned cc);
/* The same for "v != 0", v the c of SELECT or the a of BRNZ (of operation n). */
struct em_cc em_decision(struct emit *e, ir_ref v);
struct em_cc em_invert(struct em_cc c);
/* Makes the flags of FLAGS operation f in EFLAGS from its operands. The register of the sum for
 * ADD, ADC and SBC. */
unsigned em_make_flags(struct emit *e, ir_ref f);
/* NZCV of flags value f in eax; needs rax and rcx taken by em_gpr_temp_fixed. */
void em_raw_flags(struct emit *e, ir_ref f);
void em_set_flags(struct emit *e, unsigned var, ir_ref f);
/* The flags that the variable's memory describes, in EFLAGS as the value of f (a fl_lazy). */
void em_memory_flags(struct emit *e, ir_ref f);
/* If fl_lazy is a conditional compare: its condition cc, in EFLAGS as behind a subtraction. */
bool em_select_condition(struct emit *e, unsigned cc);
/* The COND i as a number from the variable's memory, if it holds the carry as one. */
bool em_load_carry(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_flags(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_cond(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_compare(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_select(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_flagsel(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_nzcv(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_get_flags(struct emit *e, const struct ir_insn *i, ir_ref d);

/* What is pending where. em_plan_look at each block, whose end it finds, and em_plan_unit first,
 * then em_plan_begin at each block, em_plan_insn before each operation's code unless plan.quiet;
 * em_plan_resolve before plan.d is used. */
void em_plan_look(struct emit *e, struct em_block *block);
void em_plan_unit(struct emit *e, unsigned n_blocks);
enum em_plan_step em_plan_begin(struct emit *e, struct em_plan *p, unsigned b);
enum em_plan_step em_plan_insn(struct emit *e, struct em_plan *p, unsigned n);
/* Must the flags be stored at the start of block b? Who comes there with pending ones stores. */
bool em_wants_stored(const struct emit *e, unsigned b);
/* May em_plan_insn do anything at operation n? */
static inline bool em_plan_matters(const struct emit *e, unsigned n)
{
    return ir_ops[e->ir->insn[n].op].flags & (IR_F_FX | IR_F_MEM);
}
bool em_plan_resolve(const struct emit *e, struct em_plan *p);
/* What is known of the flags of FLAGS f (flags-known.c). */
uint16_t em_flags_known(const struct emit *e, const struct ir_insn *f);
/* What is pending where branch i goes and where it does not; STORED: neither operands nor value can
 * be told. False: the same on both ways, or nothing. */
bool em_plan_edges(const struct emit *e, const struct em_plan *p, const struct ir_insn *i,
                   struct host_flags edge[2]);
/* The flags d of which condition cc holds. */
struct host_flags em_flags_if(struct host_flags d, unsigned cc);
/* Of a conditional compare the compare, whose condition holds. */
struct host_flags em_flags_compared(struct host_flags d);
/* d, whose value is known, without its operands. */
struct host_flags em_flags_only_known(const struct host_flags *d);
/* Makes *s what s and d have in common: the operands, or what is known. False: nothing. */
bool em_flags_join(struct host_flags *s, const struct host_flags *d);
/* The kind word that storing d leaves in memory; EM_KIND_UNKNOWN. */
unsigned em_flags_stored_kind(const struct host_flags *d);
/* d for a record: a comparison of constants if its value is known. */
struct host_flags em_flags_form(const struct host_flags *d);
/* What flags value v is: its kind and type, or EM_KIND_RAW. */
unsigned em_flags_kind(const struct emit *e, ir_ref v);
/* Is n, a FLAGSEL, a compare of words on condition of another, else a constant? */
bool em_is_select(const struct emit *e, unsigned n);
/* Notes the FLAGSELs that have no code of their own: before em_plan_unit. Is n one of them? */
void em_plan_fuse(struct emit *e);
static inline bool em_is_fused(const struct emit *e, ir_ref n)
{
    return e->has_select && e->fused[n >> 3] >> (n & 7) & 1;
}
/* Stores d's flags in memory; t: a register for it. EFLAGS are kept, but with a condition, for
 * which rax and rcx must be free. */
void em_store_flags(struct emit *e, const struct host_flags *d, unsigned t);
/* The kind word of flags of kind whose b is constant: with b where it fits. */
uint32_t em_kind_with_b(unsigned kind, int64_t b);
/* At an access: what is pending, that they are in EFLAGS, or HOST_FLAGS_STORED. */
struct host_flags em_where_flags_are(const struct emit *e);
/* What is pending, or HOST_FLAGS_STORED. */
struct host_flags em_pending(const struct emit *e);
/* Stores what is pending: at ends of blocks, where rax is free. */
void em_flags_home(struct emit *e);

/* A map of its own for a loop's unit (moved.c). False: it stays with the fixed one. */
bool em_choose_map(struct emit *e, unsigned n_blocks);
/* Where it is entered and left. */
void em_map_begin(struct emit *e);
void em_map_end(struct emit *e);

/* Ends the range of host code of the present guest instruction. */
void em_fault_record(struct emit *e);
/* From here on, host code is of guest address pc. */
void em_line(struct emit *e, uint64_t pc, bool insn);

/* Ends of blocks (exits.c). */
void em_end(struct emit *e, const struct ir_insn *i);
/* Starts block number b: label, entry record, poll. */
void em_block_start(struct emit *e, unsigned b, bool store_flags);
/* The out-of-line exits, when all code is written: those that are taken as often as not, and the
 * others. */
void em_write_edges(struct emit *e);
void em_write_exits(struct emit *e);
void em_write_slots(struct emit *e);
/* mov rax, [rbp + helpers]; jmp [rax + slot] */
void em_jump_stub(struct emit *e, unsigned slot);
void em_call_stub(struct emit *e, unsigned slot);
/* Puts guest address pc into reg. */
void em_guest_address(struct emit *e, unsigned reg, uint64_t pc);

/* Operands in memory (rules-mem.c, rules-atomic.c). */
bool em_rule_aligned(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_load(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_store(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_atomic_add(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_atomic_loop(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_swap(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_cas(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_ll(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_sc(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_clrex(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_fence(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_prefetch(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_zero_block(struct emit *e, const struct ir_insn *i, ir_ref d);
/* Checks the alignment of the address m as i's aux wants. t: a scratch register for it, or
 * X86_NO_REG: it takes its own. */
void em_check_align(struct emit *e, const struct ir_insn *i, struct x86_mem m, unsigned t);
/* The present guest instruction's code may fault up to here. */
void em_may_fault(struct emit *e);

/* Tagged stores (tags.c). Are those of this unit? Does i write to memory (SC apart)? */
bool em_tagged(const struct emit *e);
bool em_stores(const struct ir_insn *i);
/* Before and behind a store of 1 << log2 bytes at m; all registers and EFLAGS are kept. */
void em_tag(struct emit *e, unsigned log2, struct x86_mem m);
void em_tag_end(struct emit *e);

/* Calls of C (calls.c). */
bool em_rule_helper(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_vhelper(struct emit *e, const struct ir_insn *i, ir_ref d);
void em_interp_atomic(struct emit *e, const struct ir_insn *i, ir_ref d);
void em_store_pc(struct emit *e);

/* Integer arithmetic (rules-int.c, rules-bits.c). */
bool em_rule_add(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_addsl(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_sub(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_logic(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_andn(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_mask(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_neg_not(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_mul(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_mulh(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_div(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_addc(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_minmax(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_abs(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_extend(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_shift(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_count(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_bswap(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_rbit(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_extract(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_bfi(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_extr(struct emit *e, const struct ir_insn *i, ir_ref d);
bool em_rule_crc32(struct emit *e, const struct ir_insn *i, ir_ref d);

/* Bytes of the register operation that type's values want: 4 or 8. */
static inline unsigned em_width(unsigned type)
{
    return type == IR_I64 ? 8 : 4;
}

#endif
