/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules: loads and stores. */
#include "host/x86_64/emit.h"

/* The index register of i's address, extended to 64 bits where the IR says so. The register that it
 * is extended from is not needed then: the access may fault, so nothing may be borrowed for it. */
static unsigned index_register(struct emit *e, const struct ir_insn *i, unsigned base)
{
    unsigned reg, t;

    if (!(i->aux & IR_MEM_INDEX32))
        return em_gpr(e, i->b);
    reg = em_gpr(e, i->b);
    if (!(i->aux & IR_MEM_SIGN32) && em_zero_extended(e, i->b, 32))
        return reg;
    t = em_gpr_temp(e);
    if (i->aux & IR_MEM_SIGN32)
        as_movsx(&e->as, 4, 8, t, as_reg(reg));
    else
        as_mov(&e->as, 4, t, reg);
    if (reg != base)
        alloc_unpin(e->alloc, reg);
    return t;
}

/* The address a + (b << scale) + imm. 32-bit guests' addresses wrap: they are computed apart. */
static struct x86_mem address(struct emit *e, const struct ir_insn *i)
{
    unsigned ra = em_gpr(e, i->a), type = ir_result_type(&e->ir->insn[i->a]), t;
    struct x86_mem m = as_mem((int)ra, i->imm);

    if (i->b) {
        m.index = (int8_t)index_register(e, i, ra);
        m.scale = (uint8_t)((i->aux & IR_MEM_SCALE) >> IR_MEM_SCALE_SHIFT);
    }
    if (type != IR_I32 || (!i->b && !i->imm && em_zero_extended(e, i->a, 32)))
        return m;
    t = em_gpr_temp(e);
    as_lea(&e->as, 4, t, m);
    return as_mem((int)t, 0);
}

/* Out of line: the address that the check found misaligned is in reg[0]. */
static void misaligned(struct emit *e, const struct em_slow *s)
{
    as_store(&e->as, 8, as_cpu(offsetof(struct cpu, fault_addr)), s->reg[0]);
    em_store_flags(e, &s->flags, RCX);
    em_map_end(e);
    em_guest_address(e, RDX, s->pc);
    as_store_imm(&e->as, 8, as_cpu(offsetof(struct cpu, insn_word)), s->insn_word);
    as_mov_imm(&e->as, RCX, CPU_EXIT_ALIGN);
    em_jump_stub(e, X86_SLOT_EXIT);
}

void em_check_align(struct emit *e, const struct ir_insn *i, struct x86_mem m, unsigned t)
{
    unsigned size = 1u << (i->aux & IR_MEM_SIZE), reg = (unsigned)m.base;
    bool simple = m.index == AS_NONE && !m.disp, own = t == X86_NO_REG;
    struct em_slow s = {.fn = misaligned};

    if (!(i->aux & (IR_MEM_ALIGN | IR_MEM_ALIGN16)) || size == 1)
        return;
    em_clobber(e);
    own = own && !(simple && i->aux & IR_MEM_ALIGN);
    if (own)
        t = em_gpr_temp(e);
    if (!simple) {
        as_lea(&e->as, 8, t, m);
        reg = t;
    }
    if (i->aux & IR_MEM_ALIGN) {
        as_test_imm(&e->as, 4, reg, (int32_t)size - 1);
        s.from[0] = em_jcc_far(e, CC_NE);
    } else {
        /* (address & 15) + size > 16 */
        if (simple)
            as_mov(&e->as, 8, t, reg);
        as_alu_imm(&e->as, ALU_AND, 4, as_reg(t), 15);
        as_alu_imm(&e->as, ALU_CMP, 4, as_reg(t), (int32_t)(16 - size));
        as_lea(&e->as, 8, t, m);
        reg = t;
        s.from[0] = em_jcc_far(e, CC_A);
    }
    s.reg[0] = (uint8_t)reg;
    em_defer(e, &s);
    if (own)
        alloc_unpin(e->alloc, t);
}

bool em_rule_aligned(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    em_check_align(e, i, as_mem((int)em_gpr(e, i->a), 0), X86_NO_REG);
    return true;
}

/* prefetcht0, t1, t2, nta (0F 18 /1, /2, /3, /0); prefetchw (0F 0D /1) is a no-op where it is not
 * there (Intel SDM). */
bool em_rule_prefetch(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    static const uint8_t hints[] = {1, 2, 3, 0, 1};
    unsigned op = i->aux == IR_PREFETCH_WRITE ? 0x0d : 0x18;

    as_rm(&e->as, AS_OP(AS_P0, 1, op), 4, hints[i->aux], address(e, i));
    return true;
}

static void swap_bytes(struct emit *e, unsigned w, unsigned reg)
{
    if (w == 2) {
        em_clobber(e);
        as_shift_imm(&e->as, SH_ROL, 2, reg, 8);
        return;
    }
    as_byte(&e->as, 0x40 | (w == 8 ? 8u : 0) | reg >> 3);
    as_byte(&e->as, 0x0f);
    as_byte(&e->as, 0xc8 | (reg & 7));
}

static void load_vector(struct emit *e, const struct ir_insn *i, struct x86_mem m, ir_ref d)
{
    unsigned log2 = i->aux & IR_MEM_SIZE, rd = em_vec_def(e, d);

    if (log2 >= 2) {
        as_vload(&e->as, 1u << log2, rd, m);
        return;
    }
    /* pinsrb, pinsrw into zero; the load itself comes before the destination is written */
    {
        unsigned t = em_gpr_temp(e);

        as_movzx(&e->as, 1u << log2, t, as_rm_mem(m));
        as_v2(&e->as, AS_OP(AS_P66, 1, 0x6e) | AS_N4, rd, as_reg(t));
    }
}

bool em_rule_load(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned size = 1u << (i->aux & IR_MEM_SIZE), to = em_width(i->type), rd;
    struct x86_mem m;

    if (ir_is_vec(i->type) && (ir_bytes(i->type) > 16 || i->aux & IR_MEM_SWAP)) {
        e->failed = true; /* no guest has such */
        return true;
    }
    m = address(e, i);
    em_check_align(e, i, m, X86_NO_REG);
    em_may_fault(e);
    if (ir_is_vec(i->type)) {
        load_vector(e, i, m, d);
        return true;
    }
    rd = em_gpr_def(e, d);
    if (i->aux & IR_MEM_SWAP && size > 1) {
        as_movzx(&e->as, size, rd, as_rm_mem(m));
        swap_bytes(e, size, rd);
        if (i->aux & IR_MEM_SIGN && size < to)
            as_movsx(&e->as, size, to, rd, as_reg(rd));
    } else if (i->aux & IR_MEM_SIGN) {
        as_movsx(&e->as, size, to, rd, as_rm_mem(m));
    } else {
        as_movzx(&e->as, size, rd, as_rm_mem(m));
    }
    return true;
}

static void store_vector(struct emit *e, const struct ir_insn *i, struct x86_mem m)
{
    unsigned log2 = i->aux & IR_MEM_SIZE, reg = em_vec(e, i->c);

    if (log2 >= 2)
        as_vstore(&e->as, 1u << log2, m, reg);
    else /* pextrb, pextrw */
        as_v2i_mem(&e->as, AS_OP(AS_P66, 3, log2 ? 0x15 : 0x14) | (log2 ? AS_N2 : AS_N1), m, reg,
                   0);
    if (i->aux & IR_MEM_RELEASE) {
        as_byte(&e->as, 0x0f); /* mfence */
        as_byte(&e->as, 0xae);
        as_byte(&e->as, 0xf0);
    }
}

/* The address in one register: a store that needs a copy of its value has no more to spare. */
static struct x86_mem one_register(struct emit *e, struct x86_mem m)
{
    unsigned t;

    if (m.index == AS_NONE)
        return m;
    t = em_gpr_temp(e);
    as_lea(&e->as, 8, t, m);
    alloc_unpin(e->alloc, (unsigned)m.base);
    alloc_unpin(e->alloc, (unsigned)m.index);
    return as_mem((int)t, 0);
}

bool em_rule_store(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned size = 1u << (i->aux & IR_MEM_SIZE), reg, type = ir_result_type(&e->ir->insn[i->c]);
    bool swap = i->aux & IR_MEM_SWAP && size > 1, release = i->aux & IR_MEM_RELEASE;
    struct x86_mem m;
    uint64_t value;

    if (ir_is_vec(type) && (ir_bytes(type) > 16 || i->aux & IR_MEM_SWAP)) {
        e->failed = true;
        return true;
    }
    m = address(e, i);
    em_check_align(e, i, m, X86_NO_REG);
    em_may_fault(e);
    if (em_tagged(e))
        em_tag(e, i->aux & IR_MEM_SIZE, m);
    if (ir_is_vec(type)) {
        store_vector(e, i, m);
        return true;
    }
    if (!swap && !release && alloc_reg(e->alloc, i->c) == ALLOC_NONE && em_const(e, i->c, &value) &&
        (size < 8 || (int64_t)value == (int32_t)value)) {
        as_store_imm(&e->as, size, m, (int32_t)value);
        return true;
    }
    if (swap || release)
        m = one_register(e, m);
    reg = em_gpr(e, i->c);
    if (swap || release) {
        unsigned t = em_gpr_temp(e);

        /* The value's own register may be a guest's. */
        as_mov(&e->as, 8, t, reg);
        if (swap)
            swap_bytes(e, size, t);
        reg = t;
    }
    if (release) {
        as_xchg(&e->as, size, reg, m);
        return true;
    }
    as_store(&e->as, size, m, reg);
    return true;
}
