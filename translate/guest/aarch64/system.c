/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exceptions, barriers, system registers and cache maintenance (Arm ARM C4.1.94). */
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"
#include "translate/guest/aarch64/model.h"
#include "translate/guest/aarch64/sysreg.h"

static ir_ref helper(struct tr *t, enum a64_helper h, ir_ref arg)
{
    return ir_emit(t->ir, IR_HELPER, IR_I64, arg, IR_NONE, IR_NONE, h, 0);
}

static void fence(struct tr *t, unsigned kind)
{
    ir_emit(t->ir, IR_FENCE, IR_VOID, IR_NONE, IR_NONE, IR_NONE, kind, 0);
}

enum tr_status a64_nop(struct tr *t, const struct a64_insn *a)
{
    return TR_NEXT;
}

/* Linux does not look at the immediate. */
enum tr_status a64_svc(struct tr *t, const struct a64_insn *a)
{
    tr_trap(t, CPU_EXIT_SYSCALL, t->pc + 4, IR_NONE);
    return TR_END;
}

enum tr_status a64_brk(struct tr *t, const struct a64_insn *a)
{
    tr_trap(t, CPU_EXIT_BREAK, t->pc, a64_const(t, IR_I64, (uint64_t)a->imm));
    return TR_END;
}

enum tr_status a64_clrex(struct tr *t, const struct a64_insn *a)
{
    ir_emit(t->ir, IR_CLREX, IR_VOID, IR_NONE, IR_NONE, IR_NONE, 0, 0);
    return TR_NEXT;
}

enum tr_status a64_dmb(struct tr *t, const struct a64_insn *a)
{
    static const uint8_t kinds[4] = {
        IR_FENCE_FULL,
        IR_FENCE_LOAD,
        IR_FENCE_STORE,
        IR_FENCE_FULL,
    };

    fence(t, kinds[a->types]);
    return TR_NEXT;
}

enum tr_status a64_dsb(struct tr *t, const struct a64_insn *a)
{
    fence(t, IR_FENCE_FULL);
    return TR_NEXT;
}

enum tr_status a64_isb(struct tr *t, const struct a64_insn *a)
{
    fence(t, IR_FENCE_CODE);
    tr_synchronize(t);
    return TR_END;
}

static bool has(const struct tr *t, uint64_t isa)
{
    return a64_model(t->cpu)->isa & isa;
}

/* RNDR, RNDRRS: NZCV tells whether there was a number. */
static ir_ref random_number(struct tr *t)
{
    ir_ref v = helper(t, A64_HELPER_RANDOM, IR_NONE);
    ir_ref none = ir_op2(t->ir, IR_EQ, IR_I64, v, a64_const(t, IR_I64, 0));

    none = ir_op2(t->ir, IR_SHL, IR_I32, none, a64_const(t, IR_I32, 30));
    a64_set_flags(t, ir_emit(t->ir, IR_FLAGS, IR_I32, none, IR_NONE, IR_NONE, IR_FLAGS_RAW, 0));
    return v;
}

static ir_ref pstate_bit(struct tr *t, uint32_t bit)
{
    ir_ref v = ir_get(t->ir, IR_I32, A64_PSTATE);

    return a64_extend(t, IR_I32, ir_op2(t->ir, IR_AND, IR_I32, v, a64_const(t, IR_I32, bit)));
}

/* The registers that only some models have; IR_NONE: not one of these, or not here. */
static ir_ref optional_register(struct tr *t, unsigned id)
{
    switch (id) {
    case A64_SYSREG_RNDR:
    case A64_SYSREG_RNDRRS:
        return has(t, A64_ISA_RNG) ? random_number(t) : IR_NONE;
    case A64_SYSREG_SSBS:
        return has(t, A64_ISA_SSBS) ? pstate_bit(t, A64_PSTATE_SSBS) : IR_NONE;
    case A64_SYSREG_DIT:
        return has(t, A64_ISA_DIT) ? pstate_bit(t, A64_PSTATE_DIT) : IR_NONE;
    default:
        return IR_NONE;
    }
}

enum tr_status a64_mrs(struct tr *t, const struct a64_insn *a)
{
    uint64_t value;
    ir_ref v;

    switch (a->sysreg) {
    case A64_SYSREG_NZCV:
        v = a64_extend(t, IR_I32, ir_op1(t->ir, IR_NZCV, IR_I32, a64_get_flags(t)));
        break;
    case A64_SYSREG_FPCR:
        v = a64_extend(t, IR_I32, ir_get(t->ir, IR_I32, A64_FPCR));
        break;
    case A64_SYSREG_TPIDR_EL0:
        v = ir_get(t->ir, IR_I64, A64_TPIDR);
        break;
    case A64_SYSREG_TPIDRRO_EL0:
        v = ir_get(t->ir, IR_I64, A64_TPIDRRO);
        break;
    case A64_SYSREG_CNTVCT_EL0:
        v = helper(t, A64_HELPER_CNTVCT, IR_NONE);
        break;
    default:
        v = optional_register(t, a->sysreg);
        if (v == IR_NONE && !a64_sysreg_value(t->cpu, a->sysreg, &value))
            return TR_ILLEGAL;
        if (v == IR_NONE)
            v = a64_const(t, IR_I64, value);
    }
    a64_set(t, IR_I64, a->rt, v);
    return TR_NEXT;
}

/* The bit of PSTATE becomes that bit of v, an I32. */
static void set_pstate(struct tr *t, uint32_t bit, ir_ref v)
{
    ir_ref old = ir_get(t->ir, IR_I32, A64_PSTATE);

    old = ir_op2(t->ir, IR_AND, IR_I32, old, a64_const(t, IR_I32, ~bit));
    v = ir_op2(t->ir, IR_AND, IR_I32, v, a64_const(t, IR_I32, bit));
    ir_set(t->ir, A64_PSTATE, ir_op2(t->ir, IR_OR, IR_I32, old, v));
}

/* MSR SSBS, #imm and MSR DIT, #imm. */
enum tr_status a64_msr_pstate(struct tr *t, const struct a64_insn *a)
{
    set_pstate(t, (uint32_t)a->pstate, a64_const(t, IR_I32, a->one ? ~0u : 0));
    return TR_NEXT;
}

static enum tr_status msr_optional(struct tr *t, const struct a64_insn *a)
{
    bool dit = a->sysreg == A64_SYSREG_DIT;

    if (!has(t, dit ? A64_ISA_DIT : A64_ISA_SSBS))
        return TR_ILLEGAL;
    set_pstate(t, dit ? A64_PSTATE_DIT : A64_PSTATE_SSBS, a64_get(t, IR_I32, a->rt));
    return TR_NEXT;
}

enum tr_status a64_msr(struct tr *t, const struct a64_insn *a)
{
    ir_ref v;

    switch (a->sysreg) {
    case A64_SYSREG_NZCV:
        v = ir_op2(t->ir, IR_AND, IR_I32, a64_get(t, IR_I32, a->rt),
                   a64_const(t, IR_I32, 0xf0000000));
        a64_set_flags(t, ir_emit(t->ir, IR_FLAGS, IR_I32, v, IR_NONE, IR_NONE, IR_FLAGS_RAW, 0));
        return TR_NEXT;
    case A64_SYSREG_TPIDR_EL0:
        ir_set(t->ir, A64_TPIDR, a64_get(t, IR_I64, a->rt));
        return TR_NEXT;
    case A64_SYSREG_DIT:
    case A64_SYSREG_SSBS:
        return msr_optional(t, a);
    default:
        return TR_ILLEGAL;
    }
}

/* The first look at FPSR changes the mode (A64_MODE_FPSR). */
static enum tr_status fpsr_seen(struct tr *t)
{
    if (t->mode & A64_MODE_FPSR)
        tr_jump(t, t->pc + 4);
    else
        tr_trap(t, CPU_EXIT_MODE, t->pc + 4, IR_NONE);
    return TR_END;
}

enum tr_status a64_mrs_fpsr(struct tr *t, const struct a64_insn *a)
{
    a64_set(t, IR_I64, a->rt, helper(t, A64_HELPER_GET_FPSR, IR_NONE));
    return fpsr_seen(t);
}

enum tr_status a64_msr_fpsr(struct tr *t, const struct a64_insn *a)
{
    helper(t, A64_HELPER_SET_FPSR, a64_get(t, IR_I64, a->rt));
    return fpsr_seen(t);
}

/* The new mode word is known only at run time: back to the run loop, which goes on in it. */
enum tr_status a64_msr_fpcr(struct tr *t, const struct a64_insn *a)
{
    helper(t, A64_HELPER_SET_FPCR, a64_get(t, IR_I64, a->rt));
    tr_trap(t, CPU_EXIT_MODE, t->pc + 4, IR_NONE);
    return TR_END;
}

/* The access that cache maintenance must be allowed to make. */
static ir_ref probed(struct tr *t, const struct a64_insn *a)
{
    ir_ref address = a64_untag(t, a64_get(t, IR_I64, a->rt));

    ir_emit(t->ir, IR_LOAD, IR_I32, address, IR_NONE, IR_NONE, 0, 0);
    return address;
}

enum tr_status a64_dc_clean(struct tr *t, const struct a64_insn *a)
{
    probed(t, a);
    return TR_NEXT;
}

enum tr_status a64_dc_zva(struct tr *t, const struct a64_insn *a)
{
    ir_ref address = a64_untag(t, a64_get(t, IR_I64, a->rt));

    ir_emit(t->ir, IR_ZERO_BLOCK, IR_VOID, address, IR_NONE, IR_NONE, 0, 64);
    return TR_NEXT;
}

/* This unit itself may be stale then. */
enum tr_status a64_ic_ivau(struct tr *t, const struct a64_insn *a)
{
    helper(t, A64_HELPER_IC_IVAU, probed(t, a));
    tr_poll_next(t);
    return TR_END;
}
