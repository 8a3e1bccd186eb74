/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What linux-user needs to know of a guest's Linux ABI beyond its system calls. */
#ifndef DRAGOMAN_LINUX_USER_ABI_H
#define DRAGOMAN_LINUX_USER_ABI_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#include "syscall/syscall.h"
#include "translate/guest/guest.h"

/* Everything that goes into a signal frame, or comes back from one. */
struct signal_frame {
    int sig;                 /* guest number */
    const siginfo_t *info;   /* host form, guest number in it */
    uint64_t handler, flags; /* of the guest's sigaction */
    uint64_t restorer;       /* where the handler returns to: SA_RESTORER's or the vdso's */
    uint64_t mask;           /* to restore */
    struct sys_sigaltstack altstack;
    uint64_t top; /* the frame goes below this address */
    bool fault;   /* a synchronous fault: fault_addr and whether it wrote are known */
    uint64_t fault_addr;
};

struct user_abi {
    const struct guest *guest;
    const struct sys_abi *sys;
    const char *platform;    /* AT_PLATFORM */
    unsigned syscall_length; /* bytes of the system call instruction */
    unsigned insn_align;     /* of instructions in bytes: elsewhere is the guest's SIGBUS */
    unsigned min_sigstack;   /* AT_MINSIGSTKSZ */
    uint64_t (*hwcap)(const struct cpu *cpu);
    uint64_t (*hwcap2)(const struct cpu *cpu);

    /* A new program: cpu is fresh but for its model. */
    void (*start)(struct cpu *cpu, uint64_t entry, uint64_t sp);
    void (*syscall_args)(struct cpu *cpu, uint64_t *nr, uint64_t args[6]);
    void (*syscall_result)(struct cpu *cpu, int64_t result);
    /* The child of clone: its result is 0; sp and tls where not 0. */
    void (*clone_child)(struct cpu *cpu, uint64_t sp, const uint64_t *tls);
    uint64_t (*sp)(struct cpu *cpu);

    /* Writes the frame and sets the registers for the handler. 0, or -EFAULT with cpu unchanged. */
    int (*push_frame)(struct cpu *cpu, const struct signal_frame *f);
    /* Reads the frame at sp back: registers, mask and altstack. 0, or -EFAULT. */
    int (*pop_frame)(struct cpu *cpu, uint64_t *mask, struct sys_sigaltstack *altstack);
    /* The vdso as an ELF image for address 0 in buf (size bytes), and the offset of its
     * rt_sigreturn code. Its length in bytes. */
    size_t (*vdso)(uint8_t *buf, size_t size, uint64_t *sigreturn);
    /* What /proc/cpuinfo says of one processor, cut off at size bytes. Its length. */
    size_t (*cpuinfo)(const struct cpu *cpu, unsigned number, char *buf, size_t size);
};

extern const struct user_abi user_abi_aarch64;
/* By guest; NULL at the end. */
extern const struct user_abi *const user_abis[];

#endif
