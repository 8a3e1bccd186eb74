/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules: atomic operations. The address is in a register; results are the old value, zero-extended.
 * Nothing here borrows a mapped register, as the accesses may fault: an operand that is in none
 * goes through memory.
 */
#include "host/x86_64/emit.h"

#include "base/bits.h"

static unsigned log2_size(const struct ir_insn *i)
{
    return i->aux & IR_MEM_SIZE;
}

/* The address in a register, checked with the help of scratch register t. */
static struct x86_mem location(struct emit *e, const struct ir_insn *i, unsigned t)
{
    struct x86_mem m = as_mem((int)em_gpr_zx(e, i->a, ir_result_type(&e->ir->insn[i->a])), 0);

    em_check_align(e, i, m, t);
    em_may_fault(e);
    if (em_tagged(e) && em_stores(i))
        em_tag(e, log2_size(i), m);
    return m;
}

/* Operand v as a mapped register or in memory; scratch registers are needed otherwise. */
static struct x86_rm operand(struct emit *e, ir_ref v)
{
    struct x86_mem m = as_cpu(offsetof(struct cpu, helper_arg));
    unsigned reg = alloc_reg(e->alloc, v);
    uint64_t value;

    if (reg != ALLOC_NONE && reg > RDX)
        return as_reg(em_gpr(e, v));
    if (reg == ALLOC_NONE && em_const(e, v, &value) && (int64_t)value == (int32_t)value) {
        as_store_imm(&e->as, 8, m, (int32_t)value);
        return as_rm_mem(m);
    }
    if (reg == ALLOC_NONE)
        alloc_use_fixed(e->alloc, v, RDX);
    as_store(&e->as, 8, m, reg == ALLOC_NONE ? RDX : reg);
    return as_rm_mem(m);
}

static void unpin(struct emit *e)
{
    alloc_insn_end(e->alloc, e->now);
}

/* d = reg, of which size bytes are the result. */
static void result(struct emit *e, ir_ref d, unsigned reg, unsigned size)
{
    if (!alloc_used(e->alloc, d))
        return;
    if (size < 8)
        as_movzx(&e->as, size, reg, as_reg(reg));
    em_gpr_def_fixed(e, d, reg);
}

static bool takes(const struct ir_insn *i)
{
    return log2_size(i) <= 3;
}

static unsigned lock_op(unsigned op, unsigned w)
{
    return (op | (w == 1 ? 0 : 1)) | AS_LOCK;
}

bool em_rule_atomic_add(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = 1u << log2_size(i);
    struct x86_rm b;
    struct x86_mem m;

    if (!takes(i)) {
        em_interp_atomic(e, i, d);
        return true;
    }
    b = operand(e, i->b);
    if (b.is_mem)
        unpin(e);
    em_gpr_temp_fixed(e, RAX);
    m = location(e, i, RAX);
    em_clobber(e);
    as_rx(&e->as, 0x8b, 8, RAX, b);
    as_rm(&e->as, AS_OP(0, 1, w == 1 ? 0xc0 : 0xc1) | AS_LOCK, w, RAX, m);
    result(e, d, RAX, w);
    return true;
}

bool em_rule_swap(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = 1u << log2_size(i);
    struct x86_rm b;
    struct x86_mem m;

    if (!takes(i)) {
        em_interp_atomic(e, i, d);
        return true;
    }
    b = operand(e, i->b);
    if (b.is_mem)
        unpin(e);
    em_gpr_temp_fixed(e, RAX);
    m = location(e, i, RAX);
    em_clobber(e);
    as_rx(&e->as, 0x8b, 8, RAX, b);
    as_xchg(&e->as, w, RAX, m);
    result(e, d, RAX, w);
    return true;
}

/* t = t op b */
static void combine(struct emit *e, unsigned op, unsigned w, unsigned t, struct x86_rm b)
{
    static const uint8_t cc[] = {[IR_ATOMIC_SMAX - IR_ATOMIC_SMAX] = CC_L,
                                 [IR_ATOMIC_SMIN - IR_ATOMIC_SMAX] = CC_G,
                                 [IR_ATOMIC_UMAX - IR_ATOMIC_SMAX] = CC_B,
                                 [IR_ATOMIC_UMIN - IR_ATOMIC_SMAX] = CC_A};

    switch (op) {
    case IR_ATOMIC_CLR: /* ~(~m | b) */
        as_g3(&e->as, G3_NOT, 8, as_reg(t));
        as_alu(&e->as, ALU_OR, 8, t, b);
        as_g3(&e->as, G3_NOT, 8, as_reg(t));
        break;
    case IR_ATOMIC_SET:
    case IR_ATOMIC_XOR:
        as_alu(&e->as, op == IR_ATOMIC_SET ? ALU_OR : ALU_XOR, 8, t, b);
        break;
    default:
        as_alu(&e->as, ALU_CMP, w, t, b);
        as_cmov(&e->as, cc[op - IR_ATOMIC_SMAX], 8, t, b);
        break;
    }
}

bool em_rule_atomic_loop(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = 1u << log2_size(i), t;
    struct x86_rm b;
    struct x86_mem m;
    uint64_t loop;

    if (!takes(i)) {
        em_interp_atomic(e, i, d);
        return true;
    }
    b = operand(e, i->b);
    if (b.is_mem)
        unpin(e);
    em_gpr_temp_fixed(e, RAX);
    m = location(e, i, RAX);
    t = em_gpr_temp(e);
    em_clobber(e);
    if (!alloc_used(e->alloc, d) &&
        (i->op == IR_ATOMIC_SET || i->op == IR_ATOMIC_XOR || i->op == IR_ATOMIC_CLR)) {
        as_rx(&e->as, 0x8b, 8, t, b);
        if (i->op == IR_ATOMIC_CLR)
            as_g3(&e->as, G3_NOT, 8, as_reg(t));
        as_rm(&e->as,
              lock_op(i->op == IR_ATOMIC_SET   ? 0x08
                      : i->op == IR_ATOMIC_XOR ? 0x30
                                               : 0x20,
                      w),
              w, t, m);
        return true;
    }
    as_movzx(&e->as, w, RAX, as_rm_mem(m));
    loop = as_here(&e->as);
    as_mov(&e->as, 8, t, RAX);
    combine(e, i->op, w, t, b);
    as_rm(&e->as, AS_OP(0, 1, w == 1 ? 0xb0 : 0xb1) | AS_LOCK, w, t, m);
    as_jcc(&e->as, CC_NE, loop);
    result(e, d, RAX, w);
    return true;
}

bool em_rule_cas(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = 1u << log2_size(i), c;
    struct x86_mem m;

    if (!takes(i) || ir_is_vec(i->type)) {
        em_interp_atomic(e, i, d);
        return true;
    }
    em_gpr_temp_fixed(e, RAX);
    m = location(e, i, RAX);
    c = em_gpr(e, i->c);
    alloc_fetch(e->alloc, i->b, RAX);
    em_clobber(e);
    as_rm(&e->as, AS_OP(0, 1, w == 1 ? 0xb0 : 0xb1) | AS_LOCK, w, c, m);
    result(e, d, RAX, w);
    return true;
}

static struct x86_mem monitor(size_t offset)
{
    return as_cpu(offset);
}

bool em_rule_ll(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = 1u << log2_size(i), rd;
    struct x86_mem m;

    bool value = em_tagged(e) && i->aux & IR_MEM_VALUE;

    if (!takes(i) || ir_is_vec(i->type) || (em_tagged(e) && !value)) {
        em_interp_atomic(e, i, d);
        return true;
    }
    rd = em_gpr_temp(e);
    m = location(e, i, rd);
    as_movzx(&e->as, w, rd, as_rm_mem(m));
    as_store(&e->as, 8, monitor(offsetof(struct cpu, monitor_addr)), (unsigned)m.base);
    as_store(&e->as, 8, monitor(offsetof(struct cpu, monitor_value)), rd);
    as_store_imm(&e->as, 4, monitor(offsetof(struct cpu, monitor_size)),
                 (int32_t)(w | (value ? CPU_MONITOR_VALUE : 0)));
    em_gpr_def_fixed(e, d, rd);
    return true;
}

bool em_rule_sc(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = 1u << log2_size(i), b;
    uint32_t other, size;
    struct x86_mem m;

    if (!takes(i) || ir_is_vec(ir_result_type(&e->ir->insn[i->b])) || em_tagged(e)) {
        em_interp_atomic(e, i, d);
        return true;
    }
    em_gpr_temp_fixed(e, RAX);
    m = location(e, i, RAX);
    b = em_gpr(e, i->b);
    em_clobber(e);
    as_alu_imm(&e->as, ALU_CMP, 4, as_rm_mem(monitor(offsetof(struct cpu, monitor_size))),
               (int32_t)w);
    size = as_jcc_short(&e->as, CC_NE);
    as_alu(&e->as, ALU_CMP, 8, (unsigned)m.base,
           as_rm_mem(monitor(offsetof(struct cpu, monitor_addr))));
    other = as_jcc_short(&e->as, CC_NE);
    as_load(&e->as, 8, RAX, monitor(offsetof(struct cpu, monitor_value)));
    as_rm(&e->as, AS_OP(0, 1, w == 1 ? 0xb0 : 0xb1) | AS_LOCK, w, b, m);
    as_here8(&e->as, other);
    as_here8(&e->as, size);
    as_setcc(&e->as, CC_NE, RAX);
    as_movzx(&e->as, 1, RAX, as_reg(RAX));
    as_store_imm(&e->as, 8, monitor(offsetof(struct cpu, monitor_addr)), -1);
    em_gpr_def_fixed(e, d, RAX);
    return true;
}

bool em_rule_clrex(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    as_store_imm(&e->as, 8, monitor(offsetof(struct cpu, monitor_addr)), -1);
    return true;
}

/* x86 orders everything but a store before a later load. */
bool em_rule_fence(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    if (i->aux != IR_FENCE_FULL)
        return true;
    em_clobber(e);
    as_rm(&e->as, 0x83 | AS_LOCK | AS_IMM8, 4, ALU_OR, as_mem(RSP, 0));
    as_byte(&e->as, 0);
    return true;
}

bool em_rule_zero_block(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned a = em_gpr_zx(e, i->a, ir_result_type(&e->ir->insn[i->a])), t = em_gpr_temp(e), v;

    v = em_vec_temp(e);
    em_clobber(e);
    as_mov(&e->as, 8, t, a);
    as_alu_imm(&e->as, ALU_AND, 8, as_reg(t), -i->imm);
    em_may_fault(e);
    if (em_tagged(e))
        em_tag(e, (unsigned)__builtin_ctz((unsigned)i->imm), as_mem((int)t, 0));
    if (i->imm < 16) {
        for (int k = 0; k < i->imm; k += 4)
            as_store_imm(&e->as, 4, as_mem((int)t, k), 0);
        return true;
    }
    em_v3r(e, AS_OP(AS_P66, 1, 0xef), v, v, as_reg(v));
    for (int k = 0; k < i->imm; k += 16)
        as_vstore(&e->as, 16, as_mem((int)t, k), v);
    return true;
}
