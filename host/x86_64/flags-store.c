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
    if (e->fl_kind_var == var)
        e->fl_kind = (uint16_t)kind;
}

void em_set_flags(struct emit *e, unsigned var, ir_ref f)
{
    const struct ir_insn *i = em_insn(e, f);
    struct x86_mem a = field(e, var, offsetof(struct cpu_flags, a));

    if (i->op == IR_FLAGS &&
        (i->aux == IR_FLAGS_ADD || i->aux == IR_FLAGS_SUB || i->aux == IR_FLAGS_LOGIC)) {
        store_operand(e, a, i->type, i->a);
        if (i->aux != IR_FLAGS_LOGIC)
            store_operand(e, field(e, var, offsetof(struct cpu_flags, b)), i->type, i->b);
        store_kind(e, var, i->aux | (unsigned)i->type << 8);
        return;
    }
    if ((i->op != IR_FLAGS || i->aux == IR_FLAGS_RAW) && alloc_root(e->alloc, f) != e->fl_lazy) {
        store_operand(e, a, IR_I32, i->op == IR_FLAGS ? i->a : f);
    } else {
        em_gpr_temp_fixed(e, RAX);
        em_gpr_temp_fixed(e, RCX);
        em_raw_flags(e, f);
        as_store(&e->as, 8, a, RAX);
    }
    store_kind(e, var, EM_KIND_RAW);
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
    const struct ir_insn *b = em_insn(e, i->b);
    uint64_t constant;
    bool is_const = b->op == IR_FLAGS && b->aux == IR_FLAGS_RAW && em_const(e, b->a, &constant);
    unsigned c;

    em_gpr_temp_fixed(e, RAX);
    em_gpr_temp_fixed(e, RCX);
    if (!is_const) {
        em_raw_flags(e, i->b);
        as_store(&e->as, 8, other, RAX);
    }
    em_raw_flags(e, i->a);
    c = em_gpr(e, i->c);
    as_test(&e->as, 4, c, c);
    e->fl_value = IR_NONE;
    if (is_const)
        as_mov_imm(&e->as, RCX, (uint32_t)constant);
    as_cmov(&e->as, CC_E, 4, RAX, is_const ? as_reg(RCX) : as_rm_mem(other));
    em_gpr_def_fixed(e, d, RAX);
    return true;
}

/* May the uses of d, a GET of flags, find them in memory? */
static bool may_be_lazy(const struct emit *e, const struct ir_insn *i, ir_ref d)
{
    const struct ir_insn *x = e->ir->insn;
    unsigned kind = e->fl_kind & 0xff, last = alloc_last_use(e->alloc, d);

    if (e->fl_kind_var != i->aux || e->fl_kind >= EM_KIND_NONE ||
        (kind != IR_FLAGS_SUB && kind != IR_FLAGS_ADD && kind != IR_FLAGS_LOGIC))
        return false;
    for (unsigned n = e->now + 1; n < last; n++)
        if ((x[n].op == IR_SET && x[n].aux == i->aux) || x[n].op == IR_HELPER ||
            x[n].op == IR_VHELPER)
            return false;
    return true;
}

void em_memory_flags(struct emit *e, ir_ref f)
{
    struct x86_mem a = field(e, e->fl_kind_var, offsetof(struct cpu_flags, a));
    struct x86_mem b = field(e, e->fl_kind_var, offsetof(struct cpu_flags, b));
    unsigned kind = e->fl_lazy_kind & 0xff, w = ir_bytes(e->fl_lazy_kind >> 8), t;

    if (e->fl_value == f)
        return;
    if (kind == IR_FLAGS_LOGIC) {
        em_clobber(e);
        as_alu_imm(&e->as, ALU_CMP, w, as_rm_mem(a), 0);
    } else {
        t = em_gpr_temp(e);
        em_clobber(e);
        as_load(&e->as, 8, t, a);
        as_alu(&e->as, kind == IR_FLAGS_SUB ? ALU_CMP : ALU_ADD, w, t, as_rm_mem(b));
        alloc_unpin(e->alloc, t);
    }
    em_flags_are(e, f, kind == IR_FLAGS_ADD);
}

bool em_rule_get_flags(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    assert(i->type == IR_FLAGS_T);
    if (may_be_lazy(e, i, d)) {
        e->fl_lazy = d;
        e->fl_lazy_kind = e->fl_kind;
        return true;
    }
    if (e->fl_kind_var == i->aux && e->fl_kind == EM_KIND_RAW) {
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
