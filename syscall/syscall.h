/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Guest system calls. One table (syscalls.def) serves every guest: an argument's kind says how it
 * is widened, converted and checked; structures are described once and a guest's offsets follow
 * from its data model. What a guest's kernel defines differently is stated in its struct sys_abi
 * (linux-user/<arch>/). What touches threads, signals or the image goes up through struct sys_ops.
 *
 * Results are the kernel's: a value, or -errno; in addition -SYS_ERESTARTNOINTR, which asks the
 * caller to deliver signals first and to make the call again: it has not been made, or the host has
 * interrupted it for a handler with SA_RESTART. (EINTR is the guest's as it is: linux-user's host
 * handlers have SA_RESTART where the guest's have it, so that the host decides as signal(7) says.)
 */
#ifndef DRAGOMAN_SYSCALL_H
#define DRAGOMAN_SYSCALL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cpu;
struct process;
struct sys_layout;
/* One bit, or one value of a field, of a flags word. */
struct sys_flag {
    const char *name; /* NULL: the end */
    uint64_t host, guest;
    uint64_t mask; /* a field with several values: its bits; 0: single bits of host */
};

enum {
    SYS_ERESTARTSYS = 512,
    SYS_ERESTARTNOINTR = 513,
    SYS_HIDDEN_MAX = 4, /* descriptors of dragoman itself */
};

/* A guest's data model: what C types are to its compiler. */
struct sys_model {
    uint8_t word;    /* bytes of long and of pointers: 4 or 8 */
    uint8_t align64; /* alignment of a 64-bit integer in a structure: 4 or 8 */
    bool big_endian;
};

/* The order of clone(2)'s arguments behind flags and stack (CONFIG_CLONE_BACKWARDS*). */
enum sys_clone_order {
    SYS_CLONE_PTID_CTID_TLS, /* x86-64 */
    SYS_CLONE_PTID_TLS_CTID, /* CLONE_BACKWARDS: arm, arm64, mips, ppc, riscv */
};

/* A table of this layer (a layout or a list of flags) and what this guest has in its place. */
struct sys_override {
    const void *standard;
    const void *own;
};

/* What the kernel defines differently per architecture. */
struct sys_abi {
    const char *name;    /* "aarch64" */
    const char *machine; /* utsname.machine */
    struct sys_model model;
    const uint16_t *numbers; /* guest number -> enum sys_id (sys_map_<abi>), 0: none */
    unsigned n_numbers;
    unsigned first_number; /* guest number of numbers[0] */
    enum sys_clone_order clone_order;
    const struct sys_override *overrides; /* ends with { NULL, NULL } */
    const uint16_t *errno_to_guest;       /* by host errno, NULL: the same */
    unsigned n_errno;
    const uint8_t *signal_to_guest, *signal_to_host; /* 65 entries each, NULL: the same */
    /* An address the program gave to a call, without what cpu has told the kernel to ignore
     * of it. NULL: as it is. */
    uint64_t (*address)(const struct cpu *cpu, uint64_t addr);
    /* prctl(2) options of the architecture, args behind the option: true if it is one of them. */
    bool (*prctl)(struct cpu *cpu, int option, const uint64_t args[4], int64_t *result);
};

/* Tables that guests override, and what asm-generic (arm64, riscv) has in their place. */
extern const struct sys_layout sys_layout_stat, sys_layout_stat_generic;
extern const struct sys_layout sys_layout_semid_ds, sys_layout_semid_ds_generic;
extern const struct sys_layout sys_layout_sigaction, sys_layout_termios;
extern const struct sys_flag sys_flags_open[], sys_flags_open_arm[];

/* clone3(2)'s arguments with the guest's addresses; clone, fork and vfork arrive in the same form.
 * The new stack pointer is stack + stack_size, or the caller's if stack is 0. */
struct sys_clone {
    uint64_t flags;       /* CLONE_* without the exit signal */
    uint64_t exit_signal; /* host number */
    uint64_t stack, stack_size, tls;
    uint64_t parent_tid, child_tid, pidfd; /* guest addresses */
    uint64_t set_tid[32];
    unsigned n_set_tid;
    int cgroup;
};

struct sys_sigaction {
    uint64_t handler, flags, restorer, mask; /* guest values; the mask is a host mask */
};

struct sys_sigaltstack {
    uint64_t sp, size;
    int flags;
};

/* Calls up to linux-user. All but the first two may be NULL: the guest then sees ENOSYS.
 * Results are as sys_call's. Signal numbers and masks are the host's (bit n - 1: signal n). */
struct sys_ops {
    /* host_safe_syscall: a call during which no signal is lost. -512: not made, the poll is set. */
    int64_t (*safe_syscall)(struct cpu *cpu, long nr, uint64_t a, uint64_t b, uint64_t c,
                            uint64_t d, uint64_t e, uint64_t f);
    /* exit(2) of the thread, exit_group(2) of the process. Do not return. */
    void (*exit)(struct cpu *cpu, int status);
    void (*exit_group)(struct cpu *cpu, int status);

    /* First look at any call, before conversion: true if *result is the answer. id: enum sys_id. */
    bool (*hook)(struct cpu *cpu, unsigned id, const uint64_t args[6], int64_t *result);

    int64_t (*clone)(struct cpu *cpu, const struct sys_clone *args);
    /* path has been translated (prefix, /proc/self/exe) and is ours; guest_path is what the guest
     * gave (for AT_EXECFN and error messages). argv and envp are guest addresses of arrays of
     * pointers (sys_read_vector), 0 allowed. flags: AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW. */
    int64_t (*exec)(struct cpu *cpu, int dirfd, const char *path, const char *guest_path,
                    uint64_t argv, uint64_t envp, int flags);

    int64_t (*sigaction)(struct cpu *cpu, int sig, const struct sys_sigaction *act,
                         struct sys_sigaction *old); /* either may be NULL */
    int64_t (*sigprocmask)(struct cpu *cpu, int how, const uint64_t *set, uint64_t *old);
    int64_t (*sigpending)(struct cpu *cpu, uint64_t *set);
    /* The guest's registers are the frame's afterwards; the result is not to be stored. */
    int64_t (*sigreturn)(struct cpu *cpu);
    int64_t (*sigsuspend)(struct cpu *cpu, uint64_t mask);
    /* siginfo: 128 host bytes. timeout: host struct timespec *, NULL forever. */
    int64_t (*sigtimedwait)(struct cpu *cpu, uint64_t set, void *siginfo, const void *timeout);
    int64_t (*sigaltstack)(struct cpu *cpu, const struct sys_sigaltstack *ss,
                           struct sys_sigaltstack *old);
    /* The host's mask for a wait (ppoll, pselect6, epoll_pwait) with the guest's mask: without the
     * signals dragoman needs itself. NULL: the same. */
    uint64_t (*wait_mask)(struct cpu *cpu, uint64_t mask);
    /* kill, tkill, tgkill and rt_*sigqueueinfo to this very process or thread: NULL: the host's. */
    int64_t (*raise)(struct cpu *cpu, int tgid, int tid, int sig, const void *siginfo);

    /* Is the host's timer id dragoman's? The guest gets EINVAL for it. */
    bool (*own_timer)(struct cpu *cpu, int id);

    int64_t (*set_tid_address)(struct cpu *cpu, uint64_t addr);
    int64_t (*set_robust_list)(struct cpu *cpu, uint64_t head, uint64_t len);
    /* Of thread tid, 0 the caller. */
    int64_t (*get_robust_list)(struct cpu *cpu, int tid, uint64_t *head, uint64_t *len);
    /* /proc/cpuinfo's text for processor number, cut off at size bytes: its length. */
    size_t (*cpuinfo)(struct cpu *cpu, unsigned number, char *buf, size_t size);
    /* prctl options that are the architecture's (arch_prctl, SVE vector length, pointer
     * authentication, ...): -ENOSYS if it is none of these, and the table goes on. */
    int64_t (*prctl)(struct cpu *cpu, int option, const uint64_t args[5]);
};

/* The program that runs, for /proc: strings are copied, addresses are the guest's. */
struct sys_program {
    const char *exe;             /* absolute, as /proc/self/exe shall read */
    uint64_t arg_start, arg_end; /* the argument strings */
    uint64_t env_start, env_end;
    uint64_t auxv, auxv_len;        /* address and bytes */
    uint64_t stack_low, stack_high; /* the main thread's stack */
    uint64_t vdso, vdso_end;        /* 0: none */
};

struct sys_options {
    const char *prefix;  /* -L: tried first for absolute paths; NULL or "": none */
    const char *release; /* utsname.release, NULL: the host's */
};

/* Sets p->syscall for a guest of this ABI; everything given must outlive p but the strings. 0 or
 * -ENOMEM. */
int sys_init(struct process *p, const struct sys_abi *abi, const struct sys_ops *ops,
             const struct sys_options *options);
/* What must outlive an exec and the host does not keep (the guest's own limits and personality),
 * for the dragoman that is executed: a sealed memfd that is not close-on-exec. -1: nothing, or none
 * to be had. The taker closes it; one that is not sealed, or of another form, is not believed. */
int sys_handover_make(struct process *p);
void sys_handover_take(struct process *p, int fd);
/* The guest's own RLIMIT_AS and RLIMIT_DATA, which the host's would hit dragoman with: taken over
 * from the host, whose soft limits are raised (after sys_handover_take); and the host's soft limits
 * set to them for a program of the host's own, or raised again. */
void sys_limits_take(struct process *p);
void sys_limits_lend(struct process *p, bool lend);
/* For a process that shares another's memory but not its descriptors: p, a copy of that one's
 * struct process, gets a state of its own. 0 or -ENOMEM. */
int sys_copy_state(struct process *p);
void sys_free_state(struct process *p);
/* 0, or -ENAMETOOLONG. */
int sys_set_program(struct process *p, const struct sys_program *program);

/* Descriptor fd is dragoman's: the guest gets EBADF for it, cannot replace it and does not find it
 * in /proc/self/fd. It is moved to a high number and marked close-on-exec. The new number, or
 * -errno. Ask again with sys_fd_of before use: the guest's dup2 may have moved it. */
int sys_fd_hide(struct process *p, int fd);
/* The present number of the descriptor that sys_fd_hide hid as the nth (from 0), or -EBADF. */
int sys_fd_of(struct process *p, unsigned nth);
bool sys_fd_hidden(struct process *p, int fd);

/* Makes the guest's system call nr of its ABI with the guest's argument registers (already
 * zero-extended for a 32-bit guest). On -SYS_ERESTARTNOINTR the caller rewinds. */
int64_t sys_call(struct cpu *cpu, uint64_t nr, const uint64_t args[6]);

/* The host path for a guest path: prefix and /proc/self/exe applied. buf holds PATH_MAX bytes;
 * returns path itself where nothing changes. */
const char *sys_path(struct process *p, const char *path, char *buf);

/* Entry n of an array of guest pointers (argv, envp, ...). 0, or -EFAULT. */
int sys_read_vector(struct process *p, uint64_t addr, uint64_t n, uint64_t *value);

/* Signal numbers between guest and host; numbers that do not exist come back unchanged. */
int sys_signal_to_host(const struct sys_abi *abi, int sig);
int sys_signal_to_guest(const struct sys_abi *abi, int sig);

/* -strace's lines: a signal (host numbers) reaches the guest; it ends the process. */
void sys_strace_signal(const siginfo_t *info);
void sys_strace_killed(int sig);

#endif
