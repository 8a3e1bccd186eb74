/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Evaluation by ir_eval inside a rule: out of line, where a fast path does not do, or in line. */
#include "host/x86_64/emit.h"
#include "host/x86_64/rules-vec.h"

static struct x86_mem helper_vec(unsigned n, unsigned offset)
{
    return as_cpu(offsetof(struct cpu, helper_vec) + n * sizeof(union vec) + offset);
}

static struct x86_mem scratch_save(unsigned n)
{
    return as_cpu(offsetof(struct cpu, scratch_save) + n * sizeof(union vec));
}

/* Operand n (1 to 3), bytes wide, from vector register reg or general register reg - 0x40. */
static void store_operand(struct emit *e, unsigned n, unsigned reg, unsigned bytes)
{
    struct x86_asm *as = em_asm(e);

    if (reg == X86_NO_REG) {
        return;
    }
    if (reg & 0x40) {
        as_store(as, 8, helper_vec(n, 0), reg & 15);
    } else {
        as_vstore(as, 16, helper_vec(n, 0), reg);
        if (bytes == 8) {
            as_store_imm(as, 8, helper_vec(n, 8), 0);
        }
    }
    if (bytes == 4) {
        as_store_imm(as, 4, helper_vec(n, 4), 0);
        as_store_imm(as, 8, helper_vec(n, 8), 0);
    }
}

/* Saves or restores the scratch registers that C may change, but dst. */
static void move_scratch(struct emit *e, unsigned dst, bool save)
{
    const uint32_t c_keeps = 1u << RBX | 1u << R12 | 1u << R13 | 1u << R14 | 1u << R15;
    struct x86_asm *as = em_asm(e);

    for (uint64_t m = e->cfg->facts.scratch[0] & ~(uint64_t)c_keeps; m; m &= m - 1) {
        unsigned reg = (unsigned)__builtin_ctzll(m);
        struct x86_mem slot = as_cpu(offsetof(struct cpu, scratch_gprs) + reg * 8);
        if (dst == (0x40 | reg)) {
            continue;
        }
        if (save) {
            as_store(as, 8, slot, reg);
        } else {
            as_load(as, 8, reg, slot);
        }
    }
    for (uint64_t m = e->cfg->facts.scratch[1] >> 32; m; m &= m - 1) {
        unsigned reg = (unsigned)__builtin_ctzll(m);
        if (dst == reg) {
            continue;
        }
        if (save) {
            as_vstore(as, 16, scratch_save(reg), reg);
        } else {
            as_vload(as, 16, reg, scratch_save(reg));
        }
    }
}

void x86_slow_eval(struct emit *e, const struct em_slow *s)
{
    struct x86_asm *as = em_asm(e);
    const struct ir_insn *i = &e->ir->insn[s->insn];
    unsigned dst = s->reg[0];

    move_scratch(e, dst, true);
    for (unsigned n = 0; n < 3; n++) {
        store_operand(e, n + 1, s->reg[n + 1], s->arg[0]);
    }
    as_lea(as, 8, RCX, em_pool(e, i, sizeof(*i)));
    em_call_stub(e, X86_SLOT_EVAL);
    if (dst & 0x40) {
        as_load(as, 8, dst & 15, helper_vec(0, 0));
    } else {
        as_vload(as, 16, dst, helper_vec(0, 0));
    }
    move_scratch(e, dst, false);
    as_jmp(as, as->rx + s->back);
}

void x86_fcmp_slow(struct emit *e, const struct ir_insn *f, bool swap)
{
    /* by NZCV: less, equal, greater, unordered as CF ZF PF */
    static const uint8_t flags[16] = {[8] = 0x01, [6] = 0x40, [2] = 0, [3] = 0x45};
    static const uint8_t swapped[16] = {[8] = 0, [6] = 0x40, [2] = 0x01, [3] = 0x45};
    struct x86_asm *as = em_asm(e);
    unsigned a = em_vec(e, f->a), b = em_vec(e, f->b), bytes = ir_bytes(f->type);

    move_scratch(e, X86_NO_REG, true);
    store_operand(e, 1, a, bytes);
    store_operand(e, 2, b, bytes);
    if (bytes == 2) { /* the low half of what is stored */
        for (unsigned n = 1; n < 3; n++) {
            as_movzx(as, 2, RAX, as_rm_mem(helper_vec(n, 0)));
            as_store(as, 8, helper_vec(n, 0), RAX);
            as_store_imm(as, 8, helper_vec(n, 8), 0);
        }
    }
    as_lea(as, 8, RCX, em_pool(e, f, sizeof(*f)));
    em_call_stub(e, X86_SLOT_EVAL);
    as_load(as, 4, RAX, helper_vec(0, 0));
    as_shift_imm(as, SH_SHR, 4, RAX, 28);
    as_lea(as, 8, RCX, em_pool(e, swap ? swapped : flags, 16));
    as_movzx(as, 1, RAX, as_rm_mem(as_sib(RCX, RAX, 0, 0)));
    as_shift_imm(as, SH_SHL, 4, RAX, 8);
    as_test(as, 4, RAX, RAX); /* OF = 0 */
    as_byte(as, 0x9e);        /* sahf */
    move_scratch(e, X86_NO_REG, false);
}
