/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The loop of a guest thread: run code, and do what it left for. */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/mman.h>

#include "base/log.h"
#include "base/mem.h"
#include "linux-user/profile.h"
#include "linux-user/user.h"
#include "translate/translate.h"

/* After a wait with a mask of its own: a signal that only that mask let through is delivered as if
 * the mask were still there. */
static void finish_wait(struct thread *t)
{
    if (!t->in_wait) {
        return;
    }
    t->in_wait = false;
    if (t->n_captured > 0) {
        t->saved_mask = t->mask;
        t->has_saved_mask = true;
        t->mask = t->wait_mask;
    }
}

static void do_syscall(struct cpu *cpu)
{
    const struct user_abi *abi = user_of(cpu)->abi;
    struct thread *t = cpu->user;
    uint64_t nr, args[6];
    if (t->n_captured > 0 && signal_pending(cpu)) {
        cpu->pc -= abi->syscall_length;
        signal_deliver(cpu);
        return;
    }
    cpu->monitor_addr = UINT64_MAX;
    abi->syscall_args(cpu, &nr, args);
    bool profile = user_of(cpu)->profile;
    if (profile) {
        profile_call_begin(cpu, nr);
    }
    tr_memory_written(cpu);
    int64_t result = sys_call(cpu, nr, args);
    tr_memory_written(cpu);
    if (profile) {
        profile_call_end(cpu);
    }
    finish_wait(t);
    if (t->no_result) {
        t->no_result = false;
    } else if (result == -SYS_ERESTARTNOINTR) {
        cpu->pc -= abi->syscall_length;
    } else {
        abi->syscall_result(cpu, result);
    }
    if (t->n_captured > 0) {
        signal_deliver(cpu);
    }
}

/* An address that cannot be executed: no instruction's, nothing there, not executable, or behind
 * the end of its file. */
static void exec_fault(struct cpu *cpu)
{
    struct mem_area a;
    uint64_t addr = cpu->exit_info;
    if (addr & (user_of(cpu)->abi->insn_align - 1)) {
        signal_fault(cpu, SIGBUS, BUS_ADRALN, addr);
        return;
    }
    bool mapped = mem_find(cpu->process->mem, addr, &a) && a.start <= addr;
    if (mapped && (a.prot & PROT_EXEC)) {
        uint8_t byte;
        if (mem_read(cpu->process, &byte, addr, 1) < 0) {
            signal_fault(cpu, SIGBUS, BUS_ADRERR, addr);
        }
        return; /* else it was made executable meanwhile */
    }
    signal_fault(cpu, SIGSEGV, mapped ? SEGV_ACCERR : SEGV_MAPERR, addr);
}

static void illegal(struct cpu *cpu)
{
    uint8_t bytes[4] = {0};
    if (log_on(LOG_UNIMP) && mem_read(cpu->process, bytes, cpu->pc, sizeof(bytes)) == 0) {
        log_line("unimplemented instruction at 0x%llx: bytes %02x %02x %02x %02x\n",
                 (unsigned long long)cpu->pc, bytes[0], bytes[1], bytes[2], bytes[3]);
    }
    signal_fault(cpu, SIGILL, ILL_ILLOPC, cpu->pc);
}

static void memory_fault(struct cpu *cpu)
{
    signal_fault(cpu, cpu->fault_signal, cpu->fault_code, cpu->fault_addr);
}

void run_loop(struct cpu *cpu)
{
    struct thread *t = cpu->user;
    for (;;) {
        tr_run(cpu);
        switch ((enum cpu_exit)cpu->exit) {
        case CPU_EXIT_SYSCALL:
            do_syscall(cpu);
            break;
        case CPU_EXIT_POLL:
            tr_request_clear(cpu);
            if (t->n_captured > 0) {
                signal_deliver(cpu);
            }
            break;
        case CPU_EXIT_BREAK:
            signal_fault(cpu, SIGTRAP, TRAP_BRKPT, cpu->pc);
            break;
        case CPU_EXIT_ILLEGAL:
            illegal(cpu);
            break;
        case CPU_EXIT_EXEC_FAULT:
            exec_fault(cpu);
            break;
        case CPU_EXIT_FAULT:
            memory_fault(cpu);
            break;
        case CPU_EXIT_ALIGN:
            signal_fault(cpu, SIGBUS, BUS_ADRALN, cpu->fault_addr);
            break;
        default:
            log_error("unexpected exit %u at 0x%llx", cpu->exit, (unsigned long long)cpu->pc);
            signal_die(SIGABRT);
        }
    }
}
