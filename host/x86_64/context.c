/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's state in a signal context of generated code, and repairs of floating-point traps. */
#include <string.h>

#include "host/x86_64/stubs.h"

#define MXCSR_STATUS 0x3fu
#define MXCSR_MASK_SHIFT 7
#define EFLAGS_UNORDERED (1u << 0 | 1u << 2 | 1u << 6) /* CF PF ZF */
#define EFLAGS_LESS (1u << 0)
#define EFLAGS_EQUAL (1u << 6)
#define EFLAGS_CARRY (1u << 0)
#define EFLAGS_SIGN (1u << 7)
#define EFLAGS_OVERFLOW (1u << 11)
#define EFLAGS_COMPARE (EFLAGS_UNORDERED | 1u << 4 | 1u << 7 | 1u << 11)

uint64_t host_context_pc(const void *uc)
{
    return x86_frame_pc(uc);
}

/* By the entry of the jump table, at rcx + rax * 4 (indirect in exits.c): nobody but the thread
 * itself changes its key. */
uint64_t host_context_target(const struct cpu *cpu, const struct ir_guest *guest, const void *uc)
{
    uint64_t entry = x86_frame_gpr(uc, RCX) + (x86_frame_gpr(uc, RAX) << (4 - HOST_JUMP_SHIFT));

    return host_jump_key(((const struct host_jump_entry *)entry)->pc,
                         ir_own_mode(guest, cpu->mode));
}

/* Does generated code run in the context, not a C function that it called? */
static bool on_return_stack(const struct cpu *cpu, const void *uc)
{
    uint64_t rsp = x86_frame_gpr(uc, RSP);

    return rsp >= (uint64_t)cpu->return_limit && rsp <= (uint64_t)cpu->return_base + 8;
}

/* Where the components lie: asked for by the first signal that needs it. */
static const struct x86_xstate *xstate_of(const struct cpu *cpu)
{
    struct x86_xstate *x = &x86_thread(cpu)->xstate;

    if (!x->known) {
        x86_xstate_init(x);
    }
    return x;
}

/* The variable in general register reg; 0xffff: none. */
static unsigned variable_in(const struct host_config *c, unsigned reg,
                            const struct host_moved *moved, unsigned n_moved)
{
    for (unsigned k = 0; k < n_moved; k++) {
        if (moved[k].reg == reg) {
            return moved[k].var;
        }
    }
    return c->gpr_var[reg];
}

void host_context_save(struct host_config *c, struct cpu *cpu, const void *uc,
                       const struct host_moved *moved, unsigned n_moved)
{
    const struct x86_xstate *x = xstate_of(cpu);
    union vec v;

    if (!on_return_stack(cpu, uc)) {
        return; /* a helper with FAULTS: the stub saved everything */
    }
    for (unsigned reg = 0; reg < 16; reg++) {
        unsigned v = variable_in(c, reg, moved, n_moved);
        if (v != 0xffff) {
            const struct ir_var *var = &c->guest->vars[v];
            uint64_t value = x86_frame_gpr(uc, reg);
            memcpy((uint8_t *)cpu + var->offset, &value, ir_bytes(var->type));
        }
    }
    for (unsigned reg = 0; reg < 32; reg++) {
        if (c->vec_var[reg] != 0xffff) {
            const struct ir_var *var = &c->guest->vars[c->vec_var[reg]];
            x86_frame_vec(x, uc, reg, &v);
            memcpy((uint8_t *)cpu + var->offset, &v,
                   ir_bytes(var->type) > 16 ? 16 : ir_bytes(var->type));
        }
    }
    cpu->guest_mxcsr = x86_frame_mxcsr(uc);
    cpu->return_sp = (void *)x86_frame_gpr(uc, RSP);
}

/* N Z C V in bits 31..28. carry: CF is C, not its inverse. */
static uint32_t nzcv_of(uint64_t eflags, bool carry)
{
    bool cf = eflags & EFLAGS_CARRY;

    return (eflags & EFLAGS_SIGN ? 1u << 31 : 0) | (eflags & EFLAGS_EQUAL ? 1u << 30 : 0) |
           (cf == carry ? 1u << 29 : 0) | (eflags & EFLAGS_OVERFLOW ? 1u << 28 : 0);
}

void host_flags_restore(struct host_config *c, struct cpu *cpu, const struct host_flags *f,
                        const void *uc)
{
    const struct ir_guest *g = c->guest;
    struct cpu_flags *flags;
    uint64_t value[4];
    unsigned v = 0;

    if (f->kind == HOST_FLAGS_STORED) {
        return;
    }
    while (g->vars[v].type != IR_FLAGS_T) {
        v++;
    }
    flags = (struct cpu_flags *)((uint8_t *)cpu + g->vars[v].offset);
    if (f->kind == HOST_FLAGS_REGISTER) {
        *flags = (struct cpu_flags){.kind = IR_FLAGS_RAW | IR_I32 << 8,
                                    .a = nzcv_of(x86_frame_flags(uc), f->imm[0])};
        return;
    }
    for (unsigned k = 0; k < 4; k++) {
        value[k] = (uint64_t)(int64_t)f->imm[k];
        if (f->var[k] != HOST_FLAGS_CONST) {
            uint64_t x;
            memcpy(&x, (const uint8_t *)cpu + g->vars[f->var[k]].offset, sizeof(x));
            value[k] += x;
        }
    }
    *flags = (struct cpu_flags){.kind = f->kind, .a = value[0], .b = value[1]};
    if (f->if_kind != HOST_FLAGS_STORED &&
        !ir_cc_holds(f->if_cc, ir_flags_eval(f->if_kind & 0xff, ir_lane_bits(f->if_kind >> 8),
                                             value[2], value[3], 0))) {
        *flags =
            (struct cpu_flags){.kind = IR_FLAGS_RAW | IR_I32 << 8, .a = (uint32_t)f->nzcv << 28};
    }
}

void host_context_leave(struct host_config *c, struct cpu *cpu, void *uc)
{
    if (cpu->in_code == 2) {
        cpu->return_sp = (uint64_t *)cpu->return_sp + 1; /* nobody returns from the stub */
    }
    x86_frame_set_pc(uc, (uint64_t)c->leave);
    x86_frame_set_gpr(uc, RBP, (uint64_t)cpu + CPU_BIAS);
}

bool host_in_stubs(const struct host_config *c, uint64_t pc)
{
    return pc - c->stubs_rx < c->stubs_size;
}

/* Bytes of operand number n of i; vector-class ones may differ from the type. */
static unsigned operand_bytes(const struct ir_insn *i, unsigned n)
{
    switch (i->op) {
    case IR_FCVT:
    case IR_SFTOS:
    case IR_SFTOU:
    case IR_SSTOF:
    case IR_SUTOF:
        return ir_bytes(i->aux & 0xff);
    default:
        return ir_bytes(i->type);
    }
}

static void read_operand(const struct cpu *cpu, const void *uc, const struct host_fp_trap *t,
                         unsigned n, union vec *v)
{
    unsigned bytes = operand_bytes(&t->insn, n), reg = t->src[n];

    memset(v, 0, sizeof(*v));
    if (reg == X86_NO_REG) {
        return;
    }
    if (reg == X86_IN_MEMORY) {
        memcpy(v, (const uint8_t *)cpu + t->memory, 16);
    } else if (reg & 0x40) {
        v->q[0] = x86_frame_gpr(uc, reg & 15);
    } else {
        x86_frame_vec(xstate_of(cpu), uc, reg, v);
    }
    memset(&v->b[bytes], 0, sizeof(*v) - bytes);
}

/* EFLAGS as ucomis leaves them, of the operands or, swapped, in the other order, for N Z C V. */
static uint64_t compare_flags(uint32_t nzcv, bool swapped)
{
    switch (nzcv >> 28) {
    case 3:
        return EFLAGS_UNORDERED;
    case 6:
        return EFLAGS_EQUAL;
    default:
        return (nzcv >> 31) != swapped ? EFLAGS_LESS : 0;
    }
}

static void write_result(const struct x86_xstate *x, void *uc, const struct host_fp_trap *t,
                         union vec *v)
{
    unsigned type = ir_result_type(&t->insn);

    if (type == IR_FLAGS_T) {
        x86_frame_set_flags(uc, (x86_frame_flags(uc) & ~(uint64_t)EFLAGS_COMPARE) |
                                    compare_flags(v->d[0], t->dst));
        return;
    }
    memset(&v->b[ir_bytes(type)], 0, sizeof(*v) - ir_bytes(type));
    if (t->dst & 0x40) {
        x86_frame_set_gpr(uc, t->dst & 15, v->q[0]);
    } else {
        x86_frame_set_vec(x, uc, t->dst, v);
    }
}

void host_fp_repair(struct host_config *c, struct cpu *cpu, const struct host_fp_trap *t,
                    uint64_t unit_rx, void *uc)
{
    const struct x86_xstate *x = xstate_of(cpu);
    union vec v[3], d;

    for (unsigned n = 0; n < 3; n++) {
        read_operand(cpu, uc, t, n, &v[n]);
    }
    memset(&d, 0, sizeof(d));
    /* What can trap was not set before: the operation's own exceptions are the guest's to tell. */
    cpu->guest_mxcsr = x86_frame_mxcsr(uc);
    cpu->guest_mxcsr &= cpu->guest_mxcsr >> MXCSR_MASK_SHIFT | ~MXCSR_STATUS;
    ir_eval(c->guest, cpu, &t->insn, &d, &v[0], &v[1], &v[2]);
    write_result(x, uc, t, &d);
    if (c->guest->fp_control) {
        c->guest->fp_control(cpu);
    }
    x86_frame_set_mxcsr(uc, cpu->guest_mxcsr);
    x86_frame_set_pc(uc, unit_rx + t->resume);
}

uint64_t host_context_caller(const void *uc)
{
    return *(const uint64_t *)x86_frame_gpr(uc, RSP);
}

void host_context_jump(void *uc, void (*fn)(void))
{
    /* Below the red zone, aligned as behind a call instruction. */
    uint64_t rsp = ((x86_frame_gpr(uc, RSP) - 128) & ~15ull) - 8;

    x86_frame_set_gpr(uc, RSP, rsp);
    x86_frame_set_pc(uc, (uint64_t)(uintptr_t)fn);
}
