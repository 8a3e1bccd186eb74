/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The signal frame (arch/arm64/include/uapi/asm/sigcontext.h and arch/arm64/kernel/signal.c):
 *
 *   top    frame record: x29, x30                        <- x29 of the handler
 *          struct frame, its reserved part filled with records {magic, size, ...}:
 *            fpsimd_context, esr_context after a fault, {0, 0}
 *   sp     of the handler, 16-byte aligned
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "base/bits.h"
#include "base/mem.h"
#include "base/process.h"
#include "linux-user/aarch64/aarch64.h"
#include "translate/guest/aarch64/aarch64.h"

#define FPSIMD_MAGIC 0x46508001u
#define ESR_MAGIC 0x45535201u
#define RESERVED_SIZE 4096

#ifndef SA_EXPOSE_TAGBITS
    #define SA_EXPOSE_TAGBITS 0x800u
#endif

#define PSTATE_NZCV 0xf0000000u

/* Exception syndrome of a fault from EL0 (Arm ARM D17.2.37). */
#define ESR_EC_INSN (0x20u << 26)
#define ESR_EC_DATA (0x24u << 26)
#define ESR_EC_ALIGN_PC (0x22u << 26)
#define ESR_EC_ALIGN_SP (0x26u << 26)
#define ESR_IL (1u << 25)
#define ESR_CM (1u << 8)
#define ESR_WNR (1u << 6)
#define ESR_TRANSLATION_0 0x04u
#define ESR_TRANSLATION_3 0x07u
#define ESR_PERMISSION_3 0x0fu
#define ESR_ALIGNMENT 0x21u

struct record {
    uint32_t magic, size;
};

struct fpsimd_context {
    struct record head;
    uint32_t fpsr, fpcr;
    uint64_t v[32][2];
};

struct esr_context {
    struct record head;
    uint64_t esr;
};

struct stack {
    uint64_t sp;
    int32_t flags, pad;
    uint64_t size;
};

struct frame {
    uint8_t info[128];
    /* struct ucontext */
    uint64_t uc_flags, uc_link;
    struct stack stack;
    uint64_t mask;
    uint8_t unused[128 - 8];
    uint64_t pad;
    /* struct sigcontext */
    uint64_t fault_address;
    uint64_t x[31];
    uint64_t sp, pc, pstate;
    uint64_t pad2;
    uint8_t reserved[RESERVED_SIZE];
};
_Static_assert(offsetof(struct frame, fault_address) == 128 + 176, "sigcontext in ucontext");
_Static_assert(offsetof(struct frame, reserved) == 128 + 176 + 288, "reserved in sigcontext");
_Static_assert(sizeof(struct frame) % 16 == 0, "the stack stays aligned");
_Static_assert(sizeof(struct frame) + 16 + 15 <= A64_MIN_SIGSTACK, "MINSIGSTKSZ holds a frame");

static bool is_user(uint64_t address)
{
    return address >> 48 == 0;
}

/* SP is looked at before the address. */
static bool is_sp_fault(struct cpu *cpu, const struct a64_access *a)
{
    return a->sp && (a64_hot(cpu)->sp & 15);
}

/* Data faults: the walk finds no page, a page that refuses, or does not begin. */
static uint64_t status(struct cpu *cpu, const struct signal_frame *f, uint64_t addr)
{
    struct mem_area area;
    if (!is_user(addr)) {
        return ESR_TRANSLATION_0; /* all that Linux tells of it */
    }
    /* A page without any access has no valid descriptor. */
    if (f->info->si_code != SEGV_ACCERR || !mem_find(cpu->process->mem, addr, &area) ||
        area.start > addr || area.prot == PROT_NONE) {
        return ESR_TRANSLATION_3;
    }
    return ESR_PERMISSION_3;
}

/* Of an access that reads and writes the read is what faults, unless it may read. */
static uint64_t direction(const struct a64_access *a, uint64_t status)
{
    switch (a->kind) {
    case A64_ACCESS_WRITE:
    case A64_ACCESS_ZERO:
        return ESR_WNR;
    case A64_ACCESS_UPDATE:
        return status == ESR_PERMISSION_3 ? ESR_WNR : 0;
    case A64_ACCESS_CACHE:
        return ESR_CM | ESR_WNR;
    default:
        return 0;
    }
}

static bool is_misaligned(const struct signal_frame *f)
{
    return f->info->si_signo == SIGBUS && f->info->si_code == BUS_ADRALN;
}

static uint64_t fault_syndrome(struct cpu *cpu, const struct signal_frame *f)
{
    struct a64_access a;
    uint64_t addr = a64_without_tag(f->fault_addr), why;
    bool fetch = addr == cpu->pc;
    if (is_misaligned(f)) {
        a64_access_at(cpu, &a);
        if (fetch) {
            return ESR_IL | ESR_EC_ALIGN_PC;
        }
        if (is_sp_fault(cpu, &a)) {
            return ESR_IL | ESR_EC_ALIGN_SP;
        }
        return ESR_IL | ESR_EC_DATA | ESR_ALIGNMENT | direction(&a, ESR_ALIGNMENT);
    }
    why = status(cpu, f, addr);
    if (fetch) {
        return ESR_IL | ESR_EC_INSN | why;
    }
    a64_access_at(cpu, &a);
    return ESR_IL | ESR_EC_DATA | why | direction(&a, why);
}

static bool is_memory_fault(const struct signal_frame *f)
{
    return f->fault && (f->info->si_signo == SIGSEGV || f->info->si_signo == SIGBUS);
}

/* The kernel notes the address of aborts only, not of a misaligned pc or SP. */
static uint64_t fault_address(struct cpu *cpu, const struct signal_frame *f)
{
    struct a64_access a;
    if (!is_memory_fault(f)) {
        return 0;
    }
    a64_access_at(cpu, &a);
    if (is_misaligned(f) && (f->fault_addr == cpu->pc || is_sp_fault(cpu, &a))) {
        return 0;
    }
    return a64_without_tag(f->fault_addr);
}

/* Only who asks for it sees a tag. */
static void put_info(const struct signal_frame *f, uint8_t *at)
{
    siginfo_t info = *f->info;
    if (is_memory_fault(f) && !(f->flags & SA_EXPOSE_TAGBITS)) {
        info.si_addr = (void *)(uintptr_t)a64_without_tag((uintptr_t)info.si_addr);
    }
    memcpy(at, &info, sizeof(info));
}

static void fill_reserved(struct cpu *cpu, const struct signal_frame *f, uint8_t *at)
{
    struct a64_cold *cold = a64_cold(cpu);
    a64_fpsr_seen(cpu);
    struct fpsimd_context fp = {
        .head = {FPSIMD_MAGIC, sizeof(fp)}, .fpsr = a64_fpsr(cpu), .fpcr = cold->fpcr};
    memcpy(fp.v, cold->v, sizeof(fp.v));
    memcpy(at, &fp, sizeof(fp));
    at += sizeof(fp);
    if (is_memory_fault(f)) {
        struct esr_context esr = {{ESR_MAGIC, sizeof(esr)}, fault_syndrome(cpu, f)};
        memcpy(at, &esr, sizeof(esr));
    }
}

int a64_push_frame(struct cpu *cpu, const struct signal_frame *f)
{
    struct a64_hot *r = a64_hot(cpu);
    uint64_t record_at = bits_align_down(f->top - 16, 16);
    uint64_t at = record_at - sizeof(struct frame);
    uint64_t record[2] = {r->x[29], r->x[30]};
    struct frame frame = {
        .stack = {.sp = f->altstack.sp, .flags = f->altstack.flags, .size = f->altstack.size},
        .mask = f->mask,
        .fault_address = fault_address(cpu, f),
        .sp = r->sp,
        .pc = cpu->pc,
        .pstate = a64_nzcv(cpu),
    };
    memcpy(frame.x, r->x, sizeof(frame.x));
    if (f->flags & SA_SIGINFO) {
        put_info(f, frame.info);
    }
    fill_reserved(cpu, f, frame.reserved);
    if (mem_write(cpu->process, record_at, record, sizeof(record)) < 0 ||
        mem_write(cpu->process, at, &frame, sizeof(frame)) < 0) {
        return -EFAULT;
    }
    r->x[0] = (uint64_t)f->sig;
    if (f->flags & SA_SIGINFO) {
        r->x[1] = at + offsetof(struct frame, info);
        r->x[2] = at + offsetof(struct frame, uc_flags);
    }
    r->x[29] = record_at;
    r->x[30] = f->restorer;
    r->sp = at;
    cpu->pc = f->handler;
    return 0;
}

/* The records of the reserved part: fp gets the FPSIMD one. 0, or -EFAULT: broken. */
static int read_records(const uint8_t *at, const struct fpsimd_context **fp)
{
    size_t left = RESERVED_SIZE;
    *fp = NULL;
    while (left >= sizeof(struct record)) {
        struct record head;
        memcpy(&head, at, sizeof(head));
        if (head.magic == 0) {
            return head.size == 0 && *fp ? 0 : -EFAULT;
        }
        if (head.size < sizeof(head) || head.size > left || head.size % 16 != 0) {
            return -EFAULT;
        }
        if (head.magic == FPSIMD_MAGIC) {
            if (*fp || head.size < sizeof(**fp)) {
                return -EFAULT;
            }
            *fp = (const struct fpsimd_context *)at;
        } else if (head.magic != ESR_MAGIC) {
            return -EFAULT;
        }
        at += head.size;
        left -= head.size;
    }
    return -EFAULT;
}

int a64_pop_frame(struct cpu *cpu, uint64_t *mask, struct sys_sigaltstack *altstack)
{
    struct a64_hot *r = a64_hot(cpu);
    struct frame frame;
    const struct fpsimd_context *fp;
    if ((r->sp & 15) || mem_read(cpu->process, &frame, r->sp, sizeof(frame)) < 0 ||
        read_records(frame.reserved, &fp) < 0) {
        return -EFAULT;
    }
    memcpy(r->x, frame.x, sizeof(r->x));
    r->sp = frame.sp;
    cpu->pc = frame.pc;
    a64_set_nzcv(cpu, (uint32_t)frame.pstate & PSTATE_NZCV);
    memcpy(a64_cold(cpu)->v, fp->v, sizeof(fp->v));
    a64_set_fpcr(cpu, fp->fpcr);
    a64_set_fpsr(cpu, fp->fpsr);
    *mask = frame.mask;
    *altstack = (struct sys_sigaltstack){
        .sp = frame.stack.sp, .size = frame.stack.size, .flags = frame.stack.flags};
    return 0;
}
