/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Evaluation by ir_eval inside a rule: out of line, where a fast path does not do, or in line. */
#include "host/x86_64/emit.h"
#include "host/x86_64/rules-vec.h"

static struct x86_mem helper_vec(unsigned n, unsigned offset)
{
    return as_cpu(offsetof(struct cpu, helper_vec) + n * sizeof(union vec) + offset);
}

/* Operand n (1 to 3) from vector register reg or general register reg - 0x40. */
static void store_operand(struct emit *e, unsigned n, unsigned reg)
{
    if (reg == X86_NO_REG) {
        return;
    }
    if (reg & 0x40) {
        as_store(em_asm(e), 8, helper_vec(n, 0), reg & 15);
    } else {
        as_vstore(em_asm(e), 16, helper_vec(n, 0), reg);
    }
}

/* Saves or restores the scratch registers that the stub may change, but dst. */
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
}

static void evaluate(struct emit *e, const struct em_slow *s)
{
    for (unsigned n = 0; n < 3; n++) {
        store_operand(e, n + 1, s->reg[n + 1]);
    }
    as_lea(em_asm(e), 8, RCX, em_pool(e, &e->ir->insn[s->insn], sizeof(struct ir_insn)));
    em_call_stub(e, X86_SLOT_FP);
}

void x86_slow_eval(struct emit *e, const struct em_slow *s)
{
    struct x86_asm *as = em_asm(e);
    unsigned dst = s->reg[0];

    move_scratch(e, dst, true);
    evaluate(e, s);
    if (dst & 0x40) {
        as_load(as, 8, dst & 15, helper_vec(0, 0));
    } else {
        as_vload(as, 16, dst, helper_vec(0, 0));
    }
    move_scratch(e, dst, false);
    as_jmp(as, as->rx + s->back);
}

void x86_fp_exceptions(struct emit *e, const struct em_slow *s)
{
    move_scratch(e, X86_NO_REG, true);
    evaluate(e, s);
    move_scratch(e, X86_NO_REG, false);
}

void x86_fcmp_slow(struct emit *e, const struct ir_insn *f, bool swap)
{
    /* by NZCV: less, equal, greater, unordered as CF ZF PF */
    static const uint8_t flags[16] = {[8] = 0x01, [6] = 0x40, [2] = 0, [3] = 0x45};
    static const uint8_t swapped[16] = {[8] = 0, [6] = 0x40, [2] = 0x01, [3] = 0x45};
    struct x86_asm *as = em_asm(e);
    unsigned a = em_vec(e, f->a), b = em_vec(e, f->b);

    move_scratch(e, X86_NO_REG, true);
    store_operand(e, 1, a);
    store_operand(e, 2, b);
    as_lea(as, 8, RCX, em_pool(e, f, sizeof(*f)));
    em_call_stub(e, X86_SLOT_FP);
    as_load(as, 4, RAX, helper_vec(0, 0));
    as_shift_imm(as, SH_SHR, 4, RAX, 28);
    as_lea(as, 8, RCX, em_pool(e, swap ? swapped : flags, 16));
    as_movzx(as, 1, RAX, as_rm_mem(as_sib(RCX, RAX, 0, 0)));
    as_shift_imm(as, SH_SHL, 4, RAX, 8);
    as_test(as, 4, RAX, RAX); /* OF = 0 */
    as_byte(as, 0x9e);        /* sahf */
    move_scratch(e, X86_NO_REG, false);
}
