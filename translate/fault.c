/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Synchronous host signals: the guest's fault, something to mend inside, or a defect of ours. */
#define _GNU_SOURCE
#include <signal.h>

#include "translate/private.h"

static const struct host_fp_trap *find_trap(const struct unit *u, uint32_t offset)
{
    for (unsigned i = 0; i < u->n_traps; i++)
        if (u->traps[i].offset == offset)
            return &u->traps[i];
    return NULL;
}

static void describe(struct cpu *cpu, int sig, const siginfo_t *info)
{
    cpu->exit = CPU_EXIT_FAULT;
    /* x86 says so of an address that is none, where C formed it on the stack's registers. */
    if (sig == SIGBUS && info->si_code == SI_KERNEL)
        sig = SIGSEGV;
    cpu->fault_signal = sig;
    cpu->fault_code = info->si_code;
    cpu->fault_addr = (uint64_t)(uintptr_t)info->si_addr;
}

static void leave_interpreter(void)
{
    siglongjmp(thread_of(current)->interp_exit, 1);
}

static enum tr_fault fault_in_unit(struct cpu *cpu, struct unit *u, int sig, const siginfo_t *info,
                                   void *uc)
{
    struct translator *tr = translator_of(cpu);
    uint32_t offset = (uint32_t)(host_context_pc(uc) - u->rx);
    if (sig == SIGFPE) {
        const struct host_fp_trap *t = find_trap(u, offset);
        if (!t)
            return TR_FAULT_OURS;
        host_fp_repair(tr->host, cpu, t, u->rx, uc);
        if (++u->fp_traps >= UNIT_FP_TRAPS)
            unit_traps(cpu, u);
        return TR_FAULT_FIXED;
    }
    struct host_fault f;
    if ((sig != SIGSEGV && sig != SIGBUS) || !fault_find(u, offset, &f))
        return TR_FAULT_OURS;
    host_context_save(tr->host, cpu, uc, u->moved, u->n_moved);
    host_flags_restore(tr->host, cpu, &f.flags, uc);
    cpu->pc = f.pc;
    cpu->insn_word = f.insn_word;
    describe(cpu, sig, info);
    host_context_leave(tr->host, cpu, uc);
    return TR_FAULT_GUEST;
}

/* May there be memory of dragoman's? The guest may try any address, the kernel's half included. */
static bool is_own(const void *address)
{
    return (uint64_t)(uintptr_t)address - MEM_GUEST_END < (1ull << 47) - MEM_GUEST_END;
}

enum tr_fault tr_host_fault(struct cpu *cpu, int sig, const void *info, void *uc)
{
    const siginfo_t *i = info;
    bool memory = sig == SIGSEGV || sig == SIGBUS;
    if (memory && host_fixup(uc))
        return TR_FAULT_FIXED;
    if (!cpu || !cpu->translator)
        return TR_FAULT_OURS;
    if (memory && host_return_overflow(cpu, i->si_addr, uc))
        return TR_FAULT_FIXED;
    if (memory && cpu->in_code == 1 && host_context_pc(uc) == 0) {
        /* An indirect branch met an empty or withdrawn entry of the jump table. */
        host_context_save(translator_of(cpu)->host, cpu, uc, NULL, 0);
        cpu->pc = host_context_target(cpu, cpu->process->guest->ir, uc);
        cpu->exit = CPU_EXIT_LOOKUP;
        host_context_leave(translator_of(cpu)->host, cpu, uc);
        return TR_FAULT_FIXED;
    }
    struct unit *u = arena_find_unit(translator_of(cpu), host_context_pc(uc));
    if (u)
        return fault_in_unit(cpu, u, sig, i, uc);
    if (cpu->in_code == 3 && memory) {
        describe(cpu, sig, i);
        host_context_jump(uc, leave_interpreter);
        return TR_FAULT_GUEST;
    }
    if (cpu->in_code == 2 && memory && !is_own(i->si_addr)) {
        /* A C function that touches guest memory for a unit: pc and variables are in cpu. */
        describe(cpu, sig, i);
        host_context_leave(translator_of(cpu)->host, cpu, uc);
        return TR_FAULT_GUEST;
    }
    return TR_FAULT_OURS;
}

bool tr_in_code(const struct cpu *cpu, const void *uc)
{
    struct translator *tr = cpu->process->translator;
    uint64_t pc = host_context_pc(uc);
    return cpu->in_code || arena_find_unit(tr, pc) || host_in_stubs(tr->host, pc);
}
