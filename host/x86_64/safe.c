/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The signal handlers' side of safe.S, and the C side of the safe system call. */
#define _GNU_SOURCE
#include <errno.h>
#include <ucontext.h>

#include "base/cpu.h"
#include "host/host.h"
#include "host/x86_64/safe.h"

extern const char x86_copy_begin[], x86_copy_end[], x86_copy_fault[];
extern const char x86_syscall_begin[], x86_syscall_insn[], x86_syscall_done[], x86_syscall_cancel[];
_Static_assert(__builtin_offsetof(struct cpu, poll) == SAFE_CPU_POLL, "as safe.S has it");

void host_syscall_restart(void *context)
{
    greg_t *rip = &((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];

    if (*rip >= (greg_t)x86_syscall_begin && *rip <= (greg_t)x86_syscall_insn) {
        *rip = (greg_t)x86_syscall_cancel;
    }
}

bool host_fixup(void *context)
{
    greg_t *rip = &((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];

    if (*rip < (greg_t)x86_copy_begin || *rip >= (greg_t)x86_copy_end) {
        return false;
    }
    *rip = (greg_t)x86_copy_fault;
    return true;
}

/* The instruction leaves the address behind it in rcx: so a call that was backed up differs from
 * one that was not made yet, where rcx is an argument's. */
enum host_interruption host_syscall_interruption(const void *context)
{
    const greg_t *g = ((const ucontext_t *)context)->uc_mcontext.gregs;

    if (g[REG_RIP] == (greg_t)x86_syscall_done && g[REG_RAX] == -EINTR) {
        return HOST_ENDED;
    }
    if (g[REG_RIP] == (greg_t)x86_syscall_insn && g[REG_RCX] == (greg_t)x86_syscall_done) {
        return HOST_BACKED_UP;
    }
    return HOST_NOT_INTERRUPTED;
}

void host_syscall_end(void *context, int64_t result)
{
    greg_t *g = ((ucontext_t *)context)->uc_mcontext.gregs;

    g[REG_RIP] = (greg_t)x86_syscall_done;
    g[REG_RAX] = result;
}

bool host_in_syscall(const void *context)
{
    greg_t rip = ((const ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];

    return rip >= (greg_t)x86_syscall_insn && rip <= (greg_t)x86_syscall_done;
}
