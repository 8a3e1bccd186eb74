/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux on AArch64: registers at the start of a program, of a system call, of a new thread. */
#include "linux-user/aarch64/aarch64.h"

#include "syscall/syscall_numbers.h"
#include "translate/guest/aarch64/aarch64.h"

static const struct sys_override overrides[] = {
    {&sys_layout_stat, &sys_layout_stat_generic},
    {&sys_layout_semid_ds, &sys_layout_semid_ds_generic},
    {sys_flags_open, sys_flags_open_arm},
    {NULL, NULL},
};

static const struct sys_abi sys_abi_aarch64 = {
    .name = "aarch64",
    .machine = "aarch64",
    .model = {.word = 8, .align64 = 8, .big_endian = false},
    .numbers = sys_map_aarch64,
    .n_numbers = SYS_N_aarch64,
    .first_number = SYS_FIRST_aarch64,
    .clone_order = SYS_CLONE_PTID_TLS_CTID,
    .overrides = overrides,
    .address = a64_address,
    .prctl = a64_prctl,
};

static void start(struct cpu *cpu, uint64_t entry, uint64_t sp)
{
    cpu->pc = entry;
    a64_hot(cpu)->sp = sp;
}

static void syscall_args(struct cpu *cpu, uint64_t *nr, uint64_t args[6])
{
    const struct a64_hot *r = a64_hot(cpu);
    /* The kernel looks at w8. */
    *nr = (uint32_t)r->x[8];
    for (int i = 0; i < 6; i++) {
        args[i] = r->x[i];
    }
}

static void syscall_result(struct cpu *cpu, int64_t result)
{
    a64_hot(cpu)->x[0] = (uint64_t)result;
}

static void clone_child(struct cpu *cpu, uint64_t sp, const uint64_t *tls)
{
    a64_hot(cpu)->x[0] = 0;
    if (sp) {
        a64_hot(cpu)->sp = sp;
        cpu->mode = guest_aarch64.mode(cpu);
    }
    if (tls) {
        a64_cold(cpu)->tpidr = *tls;
    }
}

static uint64_t stack_pointer(struct cpu *cpu)
{
    return a64_hot(cpu)->sp;
}

const struct user_abi user_abi_aarch64 = {
    .guest = &guest_aarch64,
    .sys = &sys_abi_aarch64,
    .platform = "aarch64",
    .syscall_length = 4,
    .insn_align = 4,
    .min_sigstack = A64_MIN_SIGSTACK,
    .hwcap = a64_hwcap,
    .hwcap2 = a64_hwcap2,
    .start = start,
    .syscall_args = syscall_args,
    .syscall_result = syscall_result,
    .clone_child = clone_child,
    .sp = stack_pointer,
    .push_frame = a64_push_frame,
    .pop_frame = a64_pop_frame,
    .vdso = a64_vdso,
    .cpuinfo = a64_cpuinfo,
};
