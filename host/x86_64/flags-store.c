/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags in registers as NZCV and in memory as the operation that made them. */
#include <assert.h>

#include "host/x86_64/emit.h"

static struct x86_mem field(const struct emit *e, unsigned var, size_t offset)
{
    return as_cpu(e->ir->guest->vars[var].offset + offset);
}

static void store_operand(struct emit *e, struct x86_mem m, unsigned type, ir_ref v)
{
    int32_t imm;

    if (em_imm32(e, v, type, &imm))
        as_store_imm(&e->as, 8, m, imm);
    else
        as_store(&e->as, 8, m, em_gpr(e, v));
}

static void store_kind(struct emit *e, unsigned var, unsigned kind)
{
    if (e->fl_kind == kind && e->fl_kind_var == var)
        return;
    as_store_imm(&e->as, 4, field(e, var, offsetof(struct cpu_flags, kind)), (int32_t)kind);
    e->fl_kind = (uint16_t)kind;
    e->fl_kind_var = (uint16_t)var;
}

void em_set_flags(struct emit *e, unsigned var, ir_ref f)
{
    const struct ir_insn *i = em_insn(e, f);
    struct x86_mem a = field(e, var, offsetof(struct cpu_flags, a));

    if (i->op == IR_FLAGS && (i->aux == IR_FLAGS_ADD || i->aux == IR_FLAGS_SUB ||
                              i->aux == IR_FLAGS_LOGIC)) {
        store_operand(e, a, i->type, i->a);
        if (i->aux != IR_FLAGS_LOGIC)
            store_operand(e, field(e, var, offsetof(struct cpu_flags, b)), i->type, i->b);
        store_kind(e, var, i->aux | (unsigned)i->type << 8);
        return;
    }
    if (i->op != IR_FLAGS || i->aux == IR_FLAGS_RAW) {
        store_operand(e, a, IR_I32, i->op == IR_FLAGS ? i->a : f);
    } else {
        em_gpr_temp_fixed(e, RAX);
        em_gpr_temp_fixed(e, RCX);
        em_raw_flags(e, f);
        as_store(&e->as, 8, a, RAX);
    }
    store_kind(e, var, IR_FLAGS_RAW | IR_I32 << 8);
}

bool em_rule_nzcv(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    em_gpr_temp_fixed(e, RAX);
    em_gpr_temp_fixed(e, RCX);
    em_raw_flags(e, i->a);
    em_gpr_def_fixed(e, d, RAX);
    return true;
}

bool em_rule_flagsel(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    struct x86_mem other = as_cpu(offsetof(struct cpu, helper_arg));
    unsigned c;

    em_gpr_temp_fixed(e, RAX);
    em_gpr_temp_fixed(e, RCX);
    em_raw_flags(e, i->b);
    as_store(&e->as, 8, other, RAX);
    em_raw_flags(e, i->a);
    c = em_gpr(e, i->c);
    as_test(&e->as, 4, c, c);
    e->fl_value = IR_NONE;
    as_cmov(&e->as, CC_E, 4, RAX, as_rm_mem(other));
    em_gpr_def_fixed(e, d, RAX);
    return true;
}

bool em_rule_get_flags(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    assert(i->type == IR_FLAGS_T);
    if (e->fl_kind_var == i->aux && (e->fl_kind & 0xff) == IR_FLAGS_RAW) {
        as_load(&e->as, 4, em_gpr_def(e, d), field(e, i->aux, offsetof(struct cpu_flags, a)));
        return true;
    }
    em_clobber(e);
    alloc_evict_all(e->alloc);
    as_lea(&e->as, 8, RCX, field(e, i->aux, 0));
    em_call_stub(e, X86_SLOT_FLAGS);
    em_gpr_def_fixed(e, d, RAX);
    return true;
}
