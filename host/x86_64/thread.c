/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a thread needs to run generated code, and the host call/return stack. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "base/bits.h"
#include "base/mem.h"
#include "host/x86_64/stubs.h"

/*
 *   stack_map | guard page | 512K entries ... | return_base: MISMATCH | unused |
 *                          ^ return_limit       grows down
 *
 * Only pages that calls have reached cost memory. In front, struct x86_thread has pages of its own.
 */
#define RETURN_ENTRIES (512u << 10)
#define STACK_TOP 64 /* bytes from return_base to the end */
#define MXCSR_INVALID_MASK 0x80u

size_t host_config_size(void)
{
    return sizeof(struct host_config);
}

void host_init(struct host_config *c, const struct ir_guest *guest, int64_t features,
               void *stubs_rx, void *stubs_rw)
{
    memset(c, 0, sizeof(*c));
    x86_config_init(c, guest, features);
    c->stubs_rw = stubs_rw;
    x86_write_stubs(c, stubs_rx, stubs_rw);
}

void host_map(struct host_config *c, const uint16_t *order)
{
    x86_config_map(c, order);
    x86_write_stubs(c, (void *)c->stubs_rx, c->stubs_rw);
}

int host_thread_init(struct host_config *c, struct cpu *cpu)
{
    size_t front = bits_align_up(sizeof(struct x86_thread), MEM_PAGE);
    size_t size = bits_align_up(front + MEM_PAGE + RETURN_ENTRIES * 8 + STACK_TOP, MEM_PAGE);
    uint8_t *map = own_map(size, PROT_READ | PROT_WRITE, MAP_NORESERVE);

    if (!map) {
        return -ENOMEM;
    }
    if (mprotect(map + front, MEM_PAGE, PROT_NONE)) {
        own_unmap(map, size);
        return -ENOMEM;
    }
    struct x86_thread *t = (struct x86_thread *)map;
    t->config = c;
    t->stack_map = map;
    t->stack_size = size;
    cpu->host = t;
    cpu->helpers = c->slots;
    cpu->return_base = map + size - STACK_TOP;
    cpu->return_limit = map + front + MEM_PAGE;
    host_return_reset(cpu);
    cpu->rounds_falsely = !(c->features & HOST_FMA); /* rules-fp-fma.c */
    if (!cpu->guest_mxcsr) {
        cpu->guest_mxcsr = 0x1f80;
    }
    cpu->guest_mxcsr &= ~MXCSR_INVALID_MASK;
    if (c->guest->fp_control) {
        c->guest->fp_control(cpu);
    }
    return 0;
}

void host_thread_free(struct cpu *cpu)
{
    struct x86_thread *t = x86_thread(cpu);

    cpu->host = NULL;
    cpu->return_sp = cpu->return_base = cpu->return_limit = NULL;
    own_unmap(t->stack_map, t->stack_size);
}

void host_return_reset(struct cpu *cpu)
{
    *(const void **)cpu->return_base = x86_thread(cpu)->config->slots[X86_SLOT_MISMATCH];
    cpu->return_sp = cpu->return_base;
}

void host_enter(struct host_config *c, struct cpu *cpu, const void *code)
{
    c->enter(cpu, code);
}

bool host_return_overflow(struct cpu *cpu, const void *fault_addr, void *uc)
{
    uint64_t addr = (uint64_t)fault_addr, limit = (uint64_t)cpu->return_limit;
    uint64_t base = (uint64_t)cpu->return_base, rsp = x86_frame_gpr(uc, RSP);

    if (!cpu->in_code || addr >= limit || addr < limit - MEM_PAGE || rsp < limit || rsp > base) {
        return false;
    }
    uint64_t keep = (base - rsp) / 16 * 8;
    memmove((void *)(base - keep), (void *)rsp, keep);
    x86_frame_set_gpr(uc, RSP, base - keep);
    return true;
}
