/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "guest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/cpu.h"
#include "base/mem.h"
#include "base/process.h"
#include "syscall/syscall_numbers.h"

static const struct sys_override arm64_overrides[] = {
    {&sys_layout_stat, &sys_layout_stat_generic},
    {&sys_layout_semid_ds, &sys_layout_semid_ds_generic},
    {sys_flags_open, sys_flags_open_arm},
    {NULL, NULL},
};

#define ABI(label, word_, align, big)                                                              \
    {                                                                                              \
        .name = label, .machine = label, .model = {word_, align, big}, .numbers = sys_map_aarch64, \
        .n_numbers = SYS_N_aarch64, .first_number = SYS_FIRST_aarch64,                             \
        .clone_order = SYS_CLONE_PTID_TLS_CTID, .overrides = arm64_overrides                       \
    }
const struct sys_abi guest_arm64 = ABI("aarch64", 8, 8, false);
const struct sys_abi guest_le32 = ABI("le32", 4, 4, false);
const struct sys_abi guest_be32 = ABI("be32", 4, 8, true);
const struct sys_abi guest_be64 = ABI("be64", 8, 8, true);

static struct process process;
static struct cpu cpu;
static uint8_t *memory;
static int64_t forced;

static int64_t safe_syscall(struct cpu *c, long nr, uint64_t a0, uint64_t a1, uint64_t a2,
                            uint64_t a3, uint64_t a4, uint64_t a5)
{
    int64_t r = forced;

    forced = 0;
    if (r)
        return r;
    r = syscall(nr, a0, a1, a2, a3, a4, a5);
    return r == -1 ? -errno : r;
}

static const struct sys_ops ops = {.safe_syscall = safe_syscall};

static void code_changed(struct process *p, uint64_t start, uint64_t len)
{
}

/* The kernel copies, and finds bad addresses on either side. */
static int safe_copy(void *dst, const void *src, size_t len)
{
    struct iovec to = {dst, len}, from = {(void *)(uintptr_t)src, len};

    return process_vm_readv(getpid(), &to, 1, &from, 1, 0) == (ssize_t)len ? 0 : -EFAULT;
}

static const struct process_ops process_ops = {.code_changed = code_changed,
                                               .safe_copy = safe_copy};

void guest_start(const struct sys_abi *abi, const char *prefix)
{
    const struct sys_options options = {.prefix = prefix, .release = "6.1.2-test"};

    if (!memory)
        memory = mmap(NULL, GUEST_MEMORY, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    memset(memory, 0, GUEST_MEMORY);
    forced = 0;
    process.ops = &process_ops;
    if (!process.mem)
        process.mem = mem_new(&process, 64);
    if (sys_init(&process, abi, &ops, &options) < 0)
        abort();
    cpu.process = &process;
    current = &cpu;
}

uint64_t guest_at(unsigned at)
{
    return (uintptr_t)memory + at;
}

void *guest_bytes(unsigned at)
{
    return memory + at;
}

static const struct sys_abi *abi_of(void)
{
    /* The state begins with its ABI. */
    return *(const struct sys_abi *const *)process.syscall;
}

uint64_t guest_get(unsigned at, unsigned size)
{
    uint64_t v = 0;

    for (unsigned i = 0; i < size; i++)
        v |= (uint64_t)memory[at + i] << 8 * (abi_of()->model.big_endian ? size - 1 - i : i);
    return v;
}

void guest_put(unsigned at, unsigned size, uint64_t value)
{
    for (unsigned i = 0; i < size; i++)
        memory[at + i] = (uint8_t)(value >> 8 * (abi_of()->model.big_endian ? size - 1 - i : i));
}

uint64_t guest_string(unsigned at, const char *s)
{
    strcpy((char *)memory + at, s);
    return guest_at(at);
}

int64_t guest_call(unsigned id, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e,
                   uint64_t f)
{
    const uint64_t args[6] = {a, b, c, d, e, f};

    for (unsigned nr = 0; nr < SYS_N_aarch64; nr++) {
        if (sys_map_aarch64[nr] == id)
            return sys_call(&cpu, nr, args);
    }
    abort();
}

struct process *guest_process(void)
{
    return &process;
}

void guest_result(int64_t result)
{
    forced = result;
}
