/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tagged pointers (Arm ARM D8.8, Documentation/arch/arm64/tagged-pointers.rst): the top byte of an
 * address is ignored. The host's is not, so that an access by a tagged pointer faults there without
 * an address. The first such fault switches its thread to code that masks addresses
 * (A64_MODE_TBI); other faults without an address get the guest's own one here.
 */
#include <signal.h>
#include <sys/mman.h>

#include "base/mem.h"
#include "base/process.h"
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"

#define BITS_55_0 0x00ffffffffffffffull

uint64_t a64_without_tag(uint64_t address)
{
    return address >> 55 & 1 ? address : address & BITS_55_0;
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
    a64_check_base(t, n);
    return a64_untag(t, a64_get_sp(t, IR_I64, n));
}

/* A load that is merged with what follows faults where the store would: those the guest must see
 * one by one. */
static bool is_merged(struct cpu *cpu)
{
    struct mem_area area;

    return !(cpu->mode & A64_MODE_APART) && cpu->fault_code == SEGV_ACCERR &&
           mem_find(cpu->process->mem, cpu->fault_addr, &area) && area.start <= cpu->fault_addr &&
           (area.prot & PROT_READ);
}

/* A pointer that did not authenticate, what is signed being an address of the host: the load made
 * it one that is none. */
static void signed_wrongly(struct cpu *cpu, const struct a64_access *access)
{
    unsigned top = access->address >> 47 & 0x1ff;
    struct a64_insn a;
    uint32_t word;

    if (top != 0 && top != 0x1ff)
        return;
    if (mem_read(cpu->process, &word, cpu->pc, sizeof(word)) == 0 && a64_decode(word, &a) >= 0 &&
        a64_patterns[a.pattern].function == a64_load_auth)
        cpu->fault_addr = a64_signed_address(access->address, a.key, true);
}

/* The address of the fault, its tag as the program gave it. */
static void tell_address(struct cpu *cpu, const struct a64_access *access)
{
    bool unclear = cpu->exit == CPU_EXIT_FAULT && cpu->fault_code == SI_KERNEL;
    uint64_t high = access->address & ~BITS_55_0;

    if (unclear || access->address >> 55 & 1 || access->kind == A64_ACCESS_ZERO)
        cpu->fault_addr = access->address;
    else
        cpu->fault_addr = (cpu->fault_addr & BITS_55_0) | high;
    if (unclear) {
        cpu->fault_code = SEGV_MAPERR;
        signed_wrongly(cpu, access);
    }
}

/* A misaligned access, or SP that becomes so. */
static bool misaligned(struct cpu *cpu, const struct a64_access *access)
{
    if (access->sp && a64_hot(cpu)->sp & 15 && cpu->mode & A64_MODE_SP) {
        cpu->fault_addr = a64_hot(cpu)->sp;
        return false;
    }
    if (!access->aligned && !(cpu->mode & A64_MODE_SP)) {
        cpu->mode |= A64_MODE_SP;
        return true;
    }
    tell_address(cpu, access);
    return false;
}

bool a64_fault(struct cpu *cpu)
{
    struct a64_access access;

    if (cpu->exit == CPU_EXIT_EXEC_FAULT) {
        if (a64_without_tag(cpu->pc) == cpu->pc)
            return false;
        cpu->pc = a64_without_tag(cpu->pc);
        return true;
    }
    a64_access_at(cpu, &access);
    if (cpu->exit == CPU_EXIT_ALIGN)
        return misaligned(cpu, &access);
    if (access.kind == A64_ACCESS_NONE)
        return false;
    if (cpu->fault_code == SI_KERNEL && a64_without_tag(access.address) != access.address &&
        !(cpu->mode & A64_MODE_TBI)) {
        cpu->mode |= A64_MODE_TBI;
        return true;
    }
    if (access.kind == A64_ACCESS_READ && is_merged(cpu)) {
        cpu->mode |= A64_MODE_APART;
        return true;
    }
    tell_address(cpu, &access);
    return false;
}
