/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls of C from generated code: helpers of the guest, and ir_eval for operations without a
 * rule. */
#include "host/x86_64/emit.h"

#include <assert.h>

static struct x86_mem vec_arg(unsigned k, unsigned offset)
{
    return as_cpu(offsetof(struct cpu, helper_vec) + k * sizeof(union vec) + offset);
}

static void zero_qwords(struct emit *e, unsigned k, unsigned from, unsigned to)
{
    for (unsigned q = from; q < to; q++)
        as_store_imm(&e->as, 8, vec_arg(k, q * 8), 0);
}

/* Stores v, zero-extended, as operand k of the call. */
static void store_operand(struct emit *e, unsigned k, ir_ref v)
{
    unsigned type = ir_result_type(&e->ir->insn[v]), size;

    if (type == IR_FLAGS_T) {
        em_gpr_temp_fixed(e, RAX);
        em_gpr_temp_fixed(e, RCX);
        em_raw_flags(e, v);
        as_store(&e->as, 8, vec_arg(k, 0), RAX);
        return;
    }
    if (ir_is_int(type)) {
        uint64_t value;

        if (em_const(e, v, &value) && value <= INT32_MAX)
            as_store_imm(&e->as, 8, vec_arg(k, 0), (int32_t)value);
        else
            as_store(&e->as, 8, vec_arg(k, 0), em_gpr_zx(e, v, type));
        zero_qwords(e, k, 1, 2);
        return;
    }
    size = ir_bytes(type);
    if (size >= 8)
        as_vstore(&e->as, size > 16 ? 16 : size, vec_arg(k, 0), em_vec(e, v));
    if (size == 8)
        zero_qwords(e, k, 1, 2);
    if (size < 8) {
        unsigned reg = em_vec(e, v);

        as_store_imm(&e->as, 8, vec_arg(k, 0), 0);
        if (size == 4)
            as_vstore(&e->as, 4, vec_arg(k, 0), reg);
        else /* pextrb, pextrw */
            as_v2i_mem(&e->as,
                       AS_OP(AS_P66, 3, size == 2 ? 0x15 : 0x14) | (size == 2 ? AS_N2 : AS_N1),
                       vec_arg(k, 0), reg, 0);
        zero_qwords(e, k, 1, 2);
    }
}

static void take_result(struct emit *e, ir_ref d, unsigned type)
{
    if (type == IR_VOID || !alloc_used(e->alloc, d))
        return;
    if (ir_is_vec(type))
        as_vload(&e->as, ir_bytes(type) == 4 || ir_bytes(type) == 8 ? ir_bytes(type) : 16,
                 em_vec_def_early(e, d), vec_arg(0, 0));
    else
        as_load(&e->as, 8, em_gpr_def_early(e, d), vec_arg(0, 0));
}

/* The operation's description, for C. */
static void insn_address(struct emit *e, const struct ir_insn *i)
{
    as_lea(&e->as, 8, RCX, em_pool(e, i, sizeof *i));
}

static void unpin(struct emit *e)
{
    alloc_insn_end(e->alloc, e->now);
}

/* Which stub evaluates i: x86_eval_light does what multiplies 64 bits without carries. */
static unsigned slot_of(const struct ir_insn *i)
{
    if (ir_raises_fp(i) && ir_bytes(i->type) <= 16)
        return X86_SLOT_FP;
    return i->op == IR_PMULL && i->imm == 3 ? X86_SLOT_LIGHT : X86_SLOT_EVAL;
}

void em_generic(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    const ir_ref operand[3] = {i->a, i->b, i->c};
    unsigned n = ir_n_operands(i);

    for (unsigned k = 0; k < n; k++) {
        if (operand[k]) {
            store_operand(e, k + 1, operand[k]);
            unpin(e);
        }
    }
    em_clobber(e);
    alloc_evict_all(e->alloc);
    insn_address(e, i);
    em_call_stub(e, slot_of(i));
    take_result(e, d, ir_result_type(i));
}

void em_store_pc(struct emit *e)
{
    em_guest_address(e, RCX, e->pc);
    as_store(&e->as, 8, as_cpu(offsetof(struct cpu, pc)), RCX);
    as_store_imm(&e->as, 8, as_cpu(offsetof(struct cpu, insn_word)), e->insn_word);
}

/* What every call of C needs before its registers are loaded. */
static void before_call(struct emit *e, unsigned flags)
{
    em_clobber(e);
    if (flags & IR_HELPER_WRITES) {
        alloc_before_write(e->alloc);
    }
    unpin(e);
    alloc_evict_all(e->alloc);
    if (flags & (IR_HELPER_READS | IR_HELPER_WRITES | IR_HELPER_FAULTS))
        em_store_pc(e);
    em_may_fault(e);
}

bool em_rule_helper(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    const ir_ref operand[3] = {i->a, i->b, i->c};

    for (unsigned k = 0; k < 3; k++) {
        struct x86_mem m = as_cpu(offsetof(struct cpu, helper_arg) + k * 8);
        uint64_t value;

        if (!operand[k])
            continue;
        if (em_const(e, operand[k], &value) && value <= INT32_MAX)
            as_store_imm(&e->as, 8, m, (int32_t)value);
        else
            as_store(&e->as, 8, m,
                     em_gpr_zx(e, operand[k], ir_result_type(&e->ir->insn[operand[k]])));
        unpin(e);
    }
    before_call(e, e->ir->guest->helpers[i->aux].flags);
    as_mov_imm(&e->as, RCX, i->aux);
    em_call_stub(e, X86_SLOT_HELPER);
    if (alloc_used(e->alloc, d))
        em_gpr_def_fixed(e, d, RAX);
    return true;
}

bool em_rule_vhelper(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    const ir_ref operand[3] = {i->a, i->b, i->c};

    for (unsigned k = 0; k < 3; k++) {
        if (operand[k]) {
            store_operand(e, k + 1, operand[k]);
            unpin(e);
        }
    }
    before_call(e, e->ir->guest->helpers[i->aux].flags);
    as_mov_imm(&e->as, RCX, i->aux);
    em_call_stub(e, X86_SLOT_VHELPER);
    take_result(e, d, i->type);
    return true;
}

void em_interp_atomic(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    const ir_ref operand[3] = {IR_NONE, i->b, i->c};
    unsigned n = ir_n_operands(i);

    as_store(&e->as, 8, as_cpu(offsetof(struct cpu, helper_arg)),
             em_gpr_zx(e, i->a, ir_result_type(&e->ir->insn[i->a])));
    unpin(e);
    for (unsigned k = 1; k < n; k++) {
        store_operand(e, k + 1, operand[k]);
        unpin(e);
    }
    before_call(e, IR_HELPER_FAULTS);
    insn_address(e, i);
    em_call_stub(e, X86_SLOT_INTERP_ATOMIC);
    take_result(e, d, ir_result_type(i));
}
