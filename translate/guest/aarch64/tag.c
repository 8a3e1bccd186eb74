/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tagged pointers (Arm ARM D8.8, Documentation/arch/arm64/tagged-pointers.rst): the top byte of an
 * address is ignored. The host's is not, so that an access by a tagged pointer faults there without
 * an address. The first such fault switches its thread to code that masks addresses
 * (A64_MODE_TBI); other faults without an address get the guest's own one here.
 */
#include <signal.h>

#include "base/mem.h"
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"

uint64_t a64_without_tag(uint64_t address)
{
    return address >> 55 & 1 ? address : address & 0x00ffffffffffffff;
}

ir_ref a64_untag(struct tr *t, ir_ref address)
{
    if (!(t->mode & A64_MODE_TBI))
        return address;
    /* With bit 55 set it faults one way or the other, and a64_fault finds what it was. */
    return ir_emit(t->ir, IR_SBFX, IR_I64, address, IR_NONE, IR_NONE, 0, 0 | 56 << 8);
}

ir_ref a64_base(struct tr *t, unsigned n)
{
    return a64_untag(t, a64_get_sp(t, IR_I64, n));
}

static uint64_t x(const struct cpu *cpu, unsigned n)
{
    const struct a64_hot *h = (const struct a64_hot *)cpu->hot;

    return n == A64_ZR ? 0 : h->x[n];
}

static uint64_t index_value(const struct cpu *cpu, const struct a64_insn *a)
{
    uint64_t v = x(cpu, a->rm);

    if (!(a->option & 1))
        v = a->option & 4 ? (uint64_t)(int32_t)v : (uint32_t)v;
    return v << (a->sh ? a->sz : 0);
}

static bool is_pair(const struct a64_insn *a)
{
    return a64_patterns[a->pattern].function == a64_load_pair ||
           a64_patterns[a->pattern].function == a64_store_pair;
}

/* Of a copy (FEAT_MOPS): where it writes, unless that is an address. */
static uint64_t copy_address(const struct cpu *cpu, const struct a64_insn *a)
{
    uint64_t to = x(cpu, a->rd) + x(cpu, a->rn), from = x(cpu, a->rs) + x(cpu, a->rn);

    return mem_range_ok(a64_without_tag(to), 1) ? from : to;
}

/* The address that the memory access a begins with, in the state of cpu. */
static uint64_t address(const struct cpu *cpu, const struct a64_insn *a)
{
    enum tr_status (*f)(struct tr * t, const struct a64_insn *a) =
        a64_patterns[a->pattern].function;
    const struct a64_hot *h = (const struct a64_hot *)cpu->hot;
    uint64_t base = a->rn == A64_ZR ? h->sp : h->x[a->rn], offset = (uint64_t)(int64_t)a->imm;

    if (f == a64_cpy_rest)
        return copy_address(cpu, a);
    if (f == a64_set_rest)
        return x(cpu, a->rd) + x(cpu, a->rn);
    if (f == a64_dc_clean || f == a64_dc_zva || f == a64_ic_ivau)
        return x(cpu, a->rt);
    if (f == a64_load_ordered || f == a64_store_ordered)
        return base + offset;
    if (f == a64_load || f == a64_store || is_pair(a)) {
        switch (a->mode) {
        case A64_ADDR_REG:
            return base + index_value(cpu, a);
        case A64_ADDR_SCALED:
            return base + (offset << a->sz);
        case A64_ADDR_POST:
            return base;
        default:
            return base + (is_pair(a) ? offset << a->sz : offset);
        }
    }
    return base;
}

bool a64_fault(struct cpu *cpu)
{
    struct a64_insn a;
    uint32_t word;
    uint64_t where;

    if (cpu->exit == CPU_EXIT_EXEC_FAULT) {
        if (a64_without_tag(cpu->pc) == cpu->pc)
            return false;
        cpu->pc = a64_without_tag(cpu->pc);
        return true;
    }
    if (mem_read(cpu->process, &word, cpu->pc, sizeof(word)) != 0 || a64_decode(word, &a) < 0)
        return false;
    where = address(cpu, &a);
    if (a64_without_tag(where) != where && !(cpu->mode & A64_MODE_TBI)) {
        cpu->mode |= A64_MODE_TBI;
        return true;
    }
    cpu->fault_addr = a64_without_tag(where);
    cpu->fault_code = SEGV_MAPERR;
    return false;
}
