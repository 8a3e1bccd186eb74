/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The code between C and units, written at start for the guest's register map (x86.h lists what
 * each stub takes). All of it runs with rbp = cpu + CPU_BIAS.
 *
 *   C stack while generated code runs:   host_sp -> | 8 unused | r15 r14 r13 r12 rbp rbx | pc
 *   host call/return stack:              rsp -> ... return addresses ... | return_base: MISMATCH
 */
#include <assert.h>
#include <string.h>

#include "host/x86_64/stubs.h"
#include "base/tags.h"

enum { STUBS_SIZE = 16384 };

/* All registers that hold guest variables, and those of them that a C function may change. */
#define ALL_GPRS 0xffffu

struct writer {
    struct x86_asm a;
    const struct host_config *c;
    uint64_t leave_call; /* leave, from a stub that was called */
};

static struct x86_mem field(size_t offset)
{
    return as_cpu(offset);
}
#define FIELD(name) field(offsetof(struct cpu, name))

/* Bytes from the start of union vec array helper_vec. */
static struct x86_mem vec_arg(unsigned n)
{
    return field(offsetof(struct cpu, helper_vec) + n * sizeof(union vec));
}

static unsigned vec_size(const struct ir_var *v)
{
    unsigned size = ir_bytes(v->type);
    return size > 16 ? 16 : size;
}

static void move_gprs(struct writer *w, unsigned mask, bool save)
{
    for (unsigned reg = 0; reg < 16; reg++) {
        unsigned var = w->c->gpr_var[reg];
        if (var == 0xffff || !(mask >> reg & 1)) {
            continue;
        }
        const struct ir_var *v = &w->c->guest->vars[var];
        if (save) {
            as_store(&w->a, ir_bytes(v->type), field(v->offset), reg);
        } else {
            as_load(&w->a, ir_bytes(v->type), reg, field(v->offset));
        }
    }
}

static void move_vecs(struct writer *w, bool save)
{
    for (unsigned reg = 0; reg < 32; reg++) {
        unsigned var = w->c->vec_var[reg];
        if (var == 0xffff) {
            continue;
        }
        const struct ir_var *v = &w->c->guest->vars[var];
        if (save) {
            as_vstore(&w->a, vec_size(v), field(v->offset), reg);
        } else {
            as_vload(&w->a, vec_size(v), reg, field(v->offset));
        }
    }
}

/* ldmxcsr (0F AE /2) and stmxcsr (0F AE /3). */
static void ldmxcsr(struct writer *w, struct x86_mem m)
{
    as_rm(&w->a, AS_OP(AS_P0, 1, 0xae), 4, 2, m);
}

static void stmxcsr(struct writer *w, struct x86_mem m)
{
    as_rm(&w->a, AS_OP(AS_P0, 1, 0xae), 4, 3, m);
}

static const void *here(struct writer *w)
{
    while (as_offset(&w->a) % 16) {
        as_nops(&w->a, 16 - as_offset(&w->a) % 16);
    }
    return (const void *)as_here(&w->a);
}

static const uint8_t saved_by_c[] = {RBX, RBP, R12, R13, R14, R15};

/* void enter(struct cpu *cpu, const void *code) */
static void write_enter(struct writer *w)
{
    struct x86_asm *a = &w->a;

    for (unsigned i = 0; i < sizeof(saved_by_c); i++) {
        as_push(a, saved_by_c[i]);
    }
    as_lea(a, 8, RSP, as_mem(RSP, -8));
    as_lea(a, 8, RBP, as_mem(RDI, CPU_BIAS));
    as_mov(a, 8, RAX, RSI);
    as_store(a, 8, FIELD(host_sp), RSP);
    stmxcsr(w, FIELD(host_mxcsr));
    ldmxcsr(w, FIELD(guest_mxcsr));
    as_store_imm(a, 4, FIELD(in_code), 1);
    move_gprs(w, ALL_GPRS, false);
    move_vecs(w, false);
    as_load(a, 8, RSP, FIELD(return_sp));
    as_rr(a, 0xff, 4, 4, RAX); /* jmp rax */
}

/* EXIT; its tail, leave, is where a signal handler sends a thread whose state is in struct cpu. */
static void write_exit(struct writer *w, struct host_config *c)
{
    struct x86_asm *a = &w->a;

    c->slots[X86_SLOT_EXIT] = here(w);
    as_store(a, 4, FIELD(exit), RCX);
    as_store(a, 8, FIELD(pc), RDX);
    move_gprs(w, ALL_GPRS, true);
    move_vecs(w, true);
    as_store(a, 8, FIELD(return_sp), RSP);
    stmxcsr(w, FIELD(guest_mxcsr));
    c->leave = (const void *)as_here(a);
    ldmxcsr(w, FIELD(host_mxcsr));
    as_load(a, 8, RSP, FIELD(host_sp));
    as_store_imm(a, 4, FIELD(in_code), 0);
    as_lea(a, 8, RSP, as_mem(RSP, 8));
    for (unsigned i = sizeof(saved_by_c); i-- > 0;) {
        as_pop(a, saved_by_c[i]);
    }
    as_ret(a);

    w->leave_call = (uint64_t)here(w);
    as_alu_imm(a, ALU_ADD, 8, as_rm_mem(FIELD(return_sp)), 8);
    as_jmp(a, (uint64_t)c->leave);

    c->slots[X86_SLOT_LINK] = here(w);
    as_pop(a, RCX);
    as_alu_imm(a, ALU_SUB, 8, as_reg(RCX), 5); /* the call's length */
    as_store(a, 8, FIELD(link_site), RCX);
    as_mov_imm(a, RCX, CPU_EXIT_LINK);
    as_jmp(a, (uint64_t)c->slots[X86_SLOT_EXIT]);
}

/* rax = the key of the guest address in rdx. */
static void jump_key(struct writer *w)
{
    struct x86_asm *a = &w->a;

    as_load(a, 4, RAX, FIELD(mode));
    as_alu_imm(a, ALU_AND, 4, as_reg(RAX), (int32_t)~w->c->guest->process_mode);
    as_shift_imm(a, SH_ROR, 8, RAX, 16);
    as_alu(a, ALU_XOR, 8, RAX, as_reg(RDX));
}

/* Goes to the entry of a jump table that begins at base, with the index in ecx << HOST_JUMP_SHIFT
 * (and what lies above and below it), if its key is rax; else leaves with exit. */
static void jump_or_leave(struct writer *w, int32_t base, unsigned exit)
{
    struct x86_asm *a = &w->a;
    static_assert(sizeof(struct host_jump_entry) == 16 && HOST_JUMP_SHIFT == 2, "index * 16");

    as_alu_imm(a, ALU_AND, 4, as_reg(RCX), (HOST_JUMP_ENTRIES - 1) << HOST_JUMP_SHIFT);
    as_shift_imm(a, SH_SHL, 4, RCX, 4 - HOST_JUMP_SHIFT);
    as_alu(a, ALU_ADD, 8, RCX, as_rm_mem(FIELD(jump_table)));
    if (base)
        as_alu_imm(a, ALU_ADD, 8, as_reg(RCX), base);
    as_alu(a, ALU_CMP, 8, RAX, as_rm_mem(as_mem(RCX, offsetof(struct host_jump_entry, pc))));
    uint32_t miss = as_jcc_short(a, CC_NE);
    as_alu(a, ALU_XOR, 4, RAX, as_reg(RAX)); /* for host_context_target */
    as_jmp_mem(a, as_mem(RCX, offsetof(struct host_jump_entry, code)));
    as_here8(a, miss);
    as_mov_imm(a, RCX, exit);
    as_jmp(a, (uint64_t)w->c->slots[X86_SLOT_EXIT]);
}

/* Looks rdx and cpu->mode up in the second jump table, by host_jump_second. */
static void write_lookup(struct writer *w, struct host_config *c)
{
    struct x86_asm *a = &w->a;

    c->slots[X86_SLOT_LOOKUP] = here(w);
    jump_key(w);
    as_mov(a, 8, RCX, RAX);
    as_shift_imm(a, SH_SHR, 8, RCX, 16);
    as_alu(a, ALU_XOR, 4, RCX, as_reg(RAX));
    jump_or_leave(w, HOST_JUMP_ENTRIES * sizeof(struct host_jump_entry), CPU_EXIT_LOOKUP);
}

/* Looks rdx and cpu->mode up in the jump table, by host_jump_index. */
static void write_mismatch(struct writer *w, struct host_config *c)
{
    struct x86_asm *a = &w->a;

    c->slots[X86_SLOT_MISMATCH] = here(w);
    as_load(a, 8, RSP, FIELD(return_base));
    as_alu_imm(a, ALU_ADD, 8, as_rm_mem(FIELD(mismatches)), 1);
    as_load(a, 4, RAX, FIELD(mode));
    as_alu_imm(a, ALU_AND, 4, as_reg(RAX), (int32_t)~w->c->guest->process_mode);
    as_mov(a, 4, RCX, RAX);
    as_shift_imm(a, SH_SHR, 4, RCX, 16);
    as_alu(a, ALU_XOR, 4, RCX, as_reg(RAX));
    as_shift_imm(a, SH_SHL, 4, RCX, HOST_JUMP_SHIFT);
    as_alu(a, ALU_XOR, 4, RCX, as_reg(RDX));
    jump_key(w);
    jump_or_leave(w, 0, CPU_EXIT_MISMATCH);
}

/* Counts at index first, plus what is in reg if that is one, and says so to who looks. rax and rdx
 * are lost. */
static void count(struct writer *w, unsigned first, unsigned reg)
{
    struct x86_asm *a = &w->a;

    if (!(w->c->features & HOST_COUNTS)) {
        return;
    }
    if (reg == X86_NO_REG) {
        as_mov_imm(a, RAX, first);
    } else {
        as_lea(a, 4, RAX, as_mem((int)reg, (int32_t)first));
    }
    as_store(a, 4, FIELD(counted), RAX);
    as_load(a, 8, RDX, FIELD(counts));
    as_alu_imm(a, ALU_ADD, 8, as_rm_mem(as_sib(RDX, RAX, 3, 0)), 1);
}

/* The same for the operation that rcx describes. */
static void count_operation(struct writer *w, unsigned first)
{
    if (w->c->features & HOST_COUNTS) {
        as_movzx(&w->a, 1, RAX, as_rm_mem(as_mem(RCX, offsetof(struct ir_insn, op))));
        count(w, first, RAX);
    }
}

/* What surrounds a call of C. vecs: the C function may change vector registers and must have the
 * host's MXCSR. all: the mapped registers must be in struct cpu while it runs. */
struct call_kind {
    bool vecs, all, reload, exits;
    bool light; /* the C function uses general registers only, and sees no FP status */
};

static void before_call(struct writer *w, struct call_kind k)
{
    struct x86_asm *a = &w->a;

    as_store(a, 8, FIELD(return_sp), RSP);
    as_load(a, 8, RSP, FIELD(host_sp));
    move_gprs(w, k.all ? ALL_GPRS : X86_C_CLOBBERS, true);
    if (k.vecs || k.all) {
        move_vecs(w, true);
    }
    if (!k.light) {
        stmxcsr(w, FIELD(guest_mxcsr));
    }
    if (k.vecs) {
        ldmxcsr(w, FIELD(host_mxcsr));
    }
    if (k.exits) {
        as_store_imm(a, 4, FIELD(exit), CPU_EXIT_NONE);
    }
    as_store_imm(a, 4, FIELD(in_code), 2);
    as_lea(a, 8, RDI, as_mem(RBP, -CPU_BIAS));
}

/* rax is kept. */
static void after_call(struct writer *w, struct call_kind k)
{
    struct x86_asm *a = &w->a;

    if (k.exits) {
        as_alu_imm(a, ALU_CMP, 4, as_rm_mem(FIELD(exit)), CPU_EXIT_NONE);
        as_jcc(a, CC_NE, w->leave_call);
    }
    as_store_imm(a, 4, FIELD(in_code), 1);
    move_gprs(w, k.reload ? ALL_GPRS : X86_C_CLOBBERS, false);
    if (k.vecs || k.reload) {
        move_vecs(w, false);
    }
    if (!k.light) {
        ldmxcsr(w, FIELD(guest_mxcsr));
    }
    as_load(a, 8, RSP, FIELD(return_sp));
    as_ret(a);
}

static void call_absolute(struct writer *w, const void *fn)
{
    as_mov_imm(&w->a, RAX, (uint64_t)fn);
    as_rr(&w->a, 0xff, 4, 2, RAX); /* call rax */
}

/* rax: the struct ir_helper. */
static void write_helper_variant(struct writer *w, struct call_kind k, bool vector)
{
    struct x86_asm *a = &w->a;

    before_call(w, k);
    if (vector) {
        as_lea(a, 8, RSI, vec_arg(0));
        as_lea(a, 8, RDX, vec_arg(1));
        as_lea(a, 8, RCX, vec_arg(2));
        as_lea(a, 8, R8, vec_arg(3));
        as_call_mem(a, as_mem(RAX, offsetof(struct ir_helper, vector)));
    } else {
        as_load(a, 8, RSI, field(offsetof(struct cpu, helper_arg[0])));
        as_load(a, 8, RDX, field(offsetof(struct cpu, helper_arg[1])));
        as_load(a, 8, RCX, field(offsetof(struct cpu, helper_arg[2])));
        as_call_mem(a, as_mem(RAX, offsetof(struct ir_helper, scalar)));
    }
    after_call(w, k);
}

/* Dispatches on the helper's flags: six forms of what must be kept around the call. */
static void write_helper(struct writer *w, bool vector)
{
    struct x86_asm *a = &w->a;
    const int flags = offsetof(struct ir_helper, flags);
    static_assert(sizeof(struct ir_helper) == 32, "index << 5");

    count(w, HOST_COUNT_HELPER, RCX);
    as_mov_imm(a, RAX, (uint64_t)w->c->guest->helpers);
    as_shift_imm(a, SH_SHL, 8, RCX, 5);
    as_alu(a, ALU_ADD, 8, RAX, as_reg(RCX));
    as_movzx(a, 1, RCX, as_rm_mem(as_mem(RAX, flags)));
    for (unsigned n = 0; n < 5; n++) {
        static const struct {
            uint8_t test, value;
            struct call_kind kind;
        } form[5] = {
            {15, 0, {.vecs = true}},
            {15, IR_HELPER_FP, {.vecs = false}},
            {IR_HELPER_WRITES | IR_HELPER_FAULTS, 0, {.vecs = true, .all = true}},
            {IR_HELPER_WRITES, 0, {.vecs = true, .all = true, .exits = true}},
            {IR_HELPER_FP, IR_HELPER_FP, {.all = true, .reload = true, .exits = true}},
        };
        as_mov(a, 4, RDX, RCX);
        as_alu_imm(a, ALU_AND, 4, as_reg(RDX), form[n].test);
        as_alu_imm(a, ALU_CMP, 4, as_reg(RDX), form[n].value);
        uint32_t at = as_offset(a) + 2;
        as_jcc(a, CC_NE, as_here(a));
        write_helper_variant(w, form[n].kind, vector);
        as_fix32(a, at, as_offset(a));
    }
    write_helper_variant(w, (struct call_kind){true, true, true, true}, vector);
}

/* Calls fn(cpu, rcx). */
static void write_eval(struct writer *w, const void *fn, unsigned first, struct call_kind k)
{
    count_operation(w, first);
    before_call(w, k);
    as_mov(&w->a, 8, RSI, RCX);
    call_absolute(w, fn);
    after_call(w, k);
}

/* fp_values of the guest, which leaves vector registers and MXCSR alone. */
static void write_fp(struct writer *w)
{
    const struct call_kind k = {.light = true};

    if (!w->c->guest->fp_values) {
        write_eval(w, (const void *)x86_eval, HOST_COUNT_FP, (struct call_kind){.vecs = true});
        return;
    }
    count_operation(w, HOST_COUNT_FP);
    before_call(w, k);
    as_mov(&w->a, 8, RSI, RCX);
    as_lea(&w->a, 8, RDX, vec_arg(0));
    call_absolute(w, (const void *)w->c->guest->fp_values);
    after_call(w, k);
}

static void write_light(struct writer *w)
{
    const struct call_kind k = {.light = true};

    write_eval(w, (const void *)x86_eval_light, HOST_COUNT_EVAL, k);
}

/* eax = N Z C V of EFLAGS, whose CF is C. */
static void collect_nzcv(struct x86_asm *a)
{
    as_setcc(a, CC_O, RDX);
    as_byte(a, 0x9f); /* lahf: ah = SF ZF - AF - PF - CF */
    as_shift_imm(a, SH_SHL, 4, RDX, 28);
    as_shift_imm(a, SH_SHR, 4, RAX, 8);
    as_mov(a, 4, RCX, RAX);
    as_alu_imm(a, ALU_AND, 4, as_reg(RAX), 0xc0);
    as_alu_imm(a, ALU_AND, 4, as_reg(RCX), 1);
    as_shift_imm(a, SH_SHL, 4, RAX, 24);
    as_shift_imm(a, SH_SHL, 4, RCX, 29);
    as_alu(a, ALU_OR, 4, RAX, as_reg(RDX));
    as_alu(a, ALU_OR, 4, RAX, as_reg(RCX));
    as_ret(a);
}

/* eax = N Z C V of IR_FLAGS_PARTS: N and Z of rax, C and V two bytes at b. */
static void collect_parts(struct x86_asm *a, unsigned width, struct x86_mem b)
{
    struct x86_mem v = b;

    v.disp++; /* apart, as they were stored */
    as_movzx(a, 1, RDX, as_rm_mem(b));
    as_movzx(a, 1, RCX, as_rm_mem(v));
    as_lea(a, 4, RDX, as_sib(RCX, RDX, 1, 0));
    as_shift_imm(a, SH_SHL, 4, RDX, 28);
    as_mov_imm(a, RCX, 0);
    as_test(a, width, RAX, RAX);
    as_mov_imm(a, RAX, 1u << 30);
    as_cmov(a, CC_E, 4, RCX, as_reg(RAX));
    as_mov_imm(a, RAX, 1u << 31);
    as_cmov(a, CC_NS, 4, RAX, as_reg(RCX));
    as_alu(a, ALU_OR, 4, RAX, as_reg(RDX));
    as_ret(a);
}

/* reg is a float whose sign is moved to bit 0: is it a NaN? Its displacement to fix. rcx: the
 * infinity, negative. */
static uint32_t is_nan(struct x86_asm *a, unsigned reg)
{
    as_shift_imm(a, SH_ROL, 8, reg, 1);
    as_alu(a, ALU_CMP, 8, reg, as_reg(RCX));
    return as_jcc_short(a, CC_A);
}

/* reg, moved back, as an integer in the order of floats; both zeros are 0. rcx is lost. */
static void make_ordered(struct x86_asm *a, unsigned reg)
{
    as_shift_imm(a, SH_ROR, 8, reg, 1);
    as_mov_imm(a, RCX, 1ull << 63);
    as_alu(a, ALU_SUB, 8, RCX, as_reg(reg));
    as_test(a, 8, reg, reg);
    as_cmov(a, CC_S, 8, reg, as_reg(RCX));
}

/* Flags of a floating-point compare, by integers: it was made before, maybe with another FPCR, and
 * nothing is to be raised. */
static void write_float_flags(struct writer *w, unsigned type)
{
    struct x86_asm *a = &w->a;
    unsigned bytes = ir_bytes(type);

    as_load(a, bytes, RAX, as_mem(RCX, offsetof(struct cpu_flags, a)));
    as_load(a, bytes, RDX, as_mem(RCX, offsetof(struct cpu_flags, b)));
    as_mov_imm(a, RCX, type == IR_F64 ? 0xffe0000000000001 : 0xff00000000000001);
    if (type == IR_F32) { /* in the upper half it is a number of 64 bits */
        as_shift_imm(a, SH_SHL, 8, RAX, 32);
        as_shift_imm(a, SH_SHL, 8, RDX, 32);
    }
    uint32_t nan = is_nan(a, RAX), nan2 = is_nan(a, RDX);
    make_ordered(a, RAX);
    make_ordered(a, RDX);
    as_alu(a, ALU_CMP, 8, RAX, as_reg(RDX));
    as_mov_imm(a, RAX, 2u << 28);
    as_mov_imm(a, RDX, 8u << 28);
    as_cmov(a, CC_L, 4, RAX, as_reg(RDX));
    as_mov_imm(a, RDX, 6u << 28);
    as_cmov(a, CC_E, 4, RAX, as_reg(RDX));
    as_ret(a);
    as_here8(a, nan);
    as_here8(a, nan2);
    as_mov_imm(a, RAX, 3u << 28);
    as_ret(a);
}

/* Flags of words and floats are made here, all others by C. */
static void write_flags(struct writer *w)
{
    static const uint8_t kinds[] = {IR_FLAGS_SUB, IR_FLAGS_PARTS, IR_FLAGS_ADD, IR_FLAGS_LOGIC};
    struct x86_asm *a = &w->a;
    struct x86_mem x = as_mem(RCX, offsetof(struct cpu_flags, a));
    struct x86_rm y = as_rm_mem(as_mem(RCX, offsetof(struct cpu_flags, b)));

    count(w, HOST_COUNT_FLAGS, X86_NO_REG);
    as_load(a, 4, RDX, as_mem(RCX, offsetof(struct cpu_flags, kind)));
    as_test_imm(a, 4, RDX, IR_FLAGS_HAS_B);
    uint32_t plain = as_jcc_short(a, CC_E);
    as_test(a, 1, RDX, RDX);
    uint32_t has_b = as_jcc_short(a, CC_NE);
    as_mov(a, 4, RAX, RDX);
    as_alu_imm(a, ALU_AND, 4, as_reg(RAX), (int32_t)0xf0000000);
    as_ret(a);
    as_here8(a, has_b);
    as_movsx(a, 2, 8, RAX, as_rm_mem(as_mem(RCX, offsetof(struct cpu_flags, kind) + 2)));
    as_store(a, 8, y.mem, RAX);
    as_alu_imm(a, ALU_AND, 4, as_reg(RDX), IR_FLAGS_HAS_B - 1);
    as_here8(a, plain);
    as_load(a, 8, RAX, x);
    as_test(a, 1, RDX, RDX);
    uint32_t raw = as_jcc_short(a, CC_NE);
    as_ret(a);
    as_here8(a, raw);
    for (unsigned n = 0; n < 2 * sizeof(kinds); n++) {
        unsigned type = n & 1 ? IR_I32 : IR_I64, kind = kinds[n / 2];
        as_alu_imm(a, ALU_CMP, 4, as_reg(RDX), (int32_t)(kind | type << 8));
        uint32_t other = as_jcc_short(a, CC_NE);
        if (kind == IR_FLAGS_PARTS) {
            collect_parts(a, ir_bytes(type), y.mem);
            as_here8(a, other);
            continue;
        }
        if (kind == IR_FLAGS_LOGIC) {
            as_test(a, ir_bytes(type), RAX, RAX);
        } else {
            as_alu(a, kind == IR_FLAGS_SUB ? ALU_CMP : ALU_ADD, ir_bytes(type), RAX, y);
        }
        if (kind == IR_FLAGS_SUB) {
            as_byte(a, 0xf5); /* cmc: C is no borrow */
        }
        collect_nzcv(a);
        as_here8(a, other);
    }
    for (unsigned n = 0; n < 4; n++) {
        unsigned type = n & 1 ? IR_F32 : IR_F64, kind = n & 2 ? IR_FLAGS_FCMPE : IR_FLAGS_FCMP;
        as_alu_imm(a, ALU_CMP, 4, as_reg(RDX), (int32_t)(kind | type << 8));
        uint32_t at = as_offset(a) + 2;
        as_jcc(a, CC_NE, as_here(a));
        write_float_flags(w, type);
        as_fix32(a, at, as_offset(a));
    }
    before_call(w, (struct call_kind){.vecs = true});
    as_mov(a, 8, RDI, RCX);
    call_absolute(w, (const void *)ir_flags_nzcv);
    after_call(w, (struct call_kind){.vecs = true});
}

static void write_tags(struct writer *w, struct host_config *c)
{
    const struct call_kind k = {.light = true};

    c->slots[X86_SLOT_TAG_WAIT] = here(w);
    before_call(w, k);
    as_mov(&w->a, 8, RSI, RCX);
    call_absolute(w, (const void *)tags_wait);
    after_call(w, k);
    for (unsigned slot = X86_SLOT_TAG; slot <= X86_SLOT_TAG_LAST; slot++) {
        c->slots[slot] = here(w);
        x86_write_tag(&w->a, slot - X86_SLOT_TAG, (uint64_t)c->slots[X86_SLOT_TAG_WAIT]);
    }
}

void x86_write_stubs(struct host_config *c, void *rx, void *rw)
{
    struct writer w = {.c = c};

    as_init(&w.a, rw, STUBS_SIZE, (uint64_t)rx, c->features & HOST_AVX);
    c->stubs_rx = (uint64_t)rx;
    c->enter = (void (*)(struct cpu *, const void *))(uint64_t)here(&w);
    write_enter(&w);
    write_exit(&w, c);
    write_lookup(&w, c);
    write_mismatch(&w, c);
    c->slots[X86_SLOT_HELPER] = here(&w);
    write_helper(&w, false);
    c->slots[X86_SLOT_VHELPER] = here(&w);
    write_helper(&w, true);
    c->slots[X86_SLOT_EVAL] = here(&w);
    write_eval(&w, (const void *)x86_eval, HOST_COUNT_EVAL, (struct call_kind){.vecs = true});
    c->slots[X86_SLOT_FP] = here(&w);
    write_fp(&w);
    c->slots[X86_SLOT_LIGHT] = here(&w);
    write_light(&w);
    c->slots[X86_SLOT_FLAGS] = here(&w);
    write_flags(&w);
    c->slots[X86_SLOT_INTERP_ATOMIC] = here(&w);
    write_eval(&w, (const void *)x86_interp_atomic, HOST_COUNT_ATOMIC,
               (struct call_kind){.vecs = true, .all = true, .exits = true});
    write_tags(&w, c);
    assert(!w.a.full);
    c->stubs_size = as_offset(&w.a);
}

size_t host_stubs_size(void)
{
    return STUBS_SIZE;
}
