/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes and threads: what goes up to linux-user, and waiting. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "syscall/engine.h"
#include "syscall/kernel.h"

#include <linux/sched.h>

static int64_t up_clone(struct sys_frame *f, struct sys_clone *c)
{
    c->exit_signal = (uint64_t)sys_signal_to_host(f->abi, (int)c->exit_signal);
    return f->state->ops->clone ? f->state->ops->clone(f->cpu, c) : -ENOSYS;
}

int64_t sys_fork(struct sys_frame *f)
{
    struct sys_clone c = {.exit_signal = SIGCHLD};

    return up_clone(f, &c);
}

int64_t sys_vfork(struct sys_frame *f)
{
    struct sys_clone c = {.flags = CLONE_VM | CLONE_VFORK, .exit_signal = SIGCHLD};

    return up_clone(f, &c);
}

/* clone(2): one stack pointer; CLONE_PIDFD shares the place of CLONE_PARENT_SETTID. */
int64_t sys_clone(struct sys_frame *f)
{
    bool tls_first = f->abi->clone_order == SYS_CLONE_PTID_TLS_CTID;
    struct sys_clone c = {
        .flags = (uint32_t)f->arg[0] & ~(uint64_t)CSIGNAL,
        .exit_signal = f->arg[0] & CSIGNAL,
        .stack = f->arg[1],
        .parent_tid = f->arg[2],
        .tls = f->arg[tls_first ? 3 : 4],
        .child_tid = f->arg[tls_first ? 4 : 3],
    };

    if (c.flags & CLONE_PIDFD) {
        if (c.flags & (CLONE_PARENT_SETTID | CLONE_DETACHED))
            return -EINVAL;
        c.pidfd = c.parent_tid;
    }
    return up_clone(f, &c);
}

int64_t sys_clone3(struct sys_frame *f)
{
    struct clone_args a;
    struct sys_clone c;
    uint64_t size = f->arg[1];
    uint8_t guest[sizeof(a)] = {0};
    int r;

    if (size > MEM_PAGE)
        return -E2BIG;
    if (size < CLONE_ARGS_SIZE_VER0)
        return -EINVAL;
    r = sys_get_rest(f, f->arg[0], sizeof(a), size);
    if (r < 0)
        return r;
    r = mem_read(f->process, guest, f->arg[0], size < sizeof(a) ? size : sizeof(a));
    if (r < 0)
        return r;
    sys_layout_to_host(&sys_layout_clone_args, f->model, &a, guest);
    if (a.set_tid_size > 32 || !a.set_tid != !a.set_tid_size || a.exit_signal > 64 ||
        (a.flags & CLONE_DETACHED) || (a.flags & CSIGNAL) || !a.stack != !a.stack_size)
        return -EINVAL;
    c = (struct sys_clone){
        .flags = a.flags,
        .exit_signal = a.exit_signal,
        .stack = a.stack,
        .stack_size = a.stack_size,
        .tls = a.tls,
        .parent_tid = a.parent_tid,
        .child_tid = a.child_tid,
        .pidfd = a.pidfd,
        .n_set_tid = (unsigned)a.set_tid_size,
        .cgroup = (int)a.cgroup,
    };
    for (unsigned i = 0; i < c.n_set_tid; i++) {
        r = sys_get_int(f, 4, a.set_tid + 4 * i, &c.set_tid[i]);
        if (r < 0)
            return r;
    }
    return up_clone(f, &c);
}

static int64_t up_exec(struct sys_frame *f, uint64_t dirfd, uint64_t addr, uint64_t argv,
                       uint64_t envp, uint64_t flags)
{
    char *buf = sys_scratch(f, PATH_MAX), *guest_path;
    int error;

    guest_path = sys_string(f, addr, &error);
    if (!guest_path || !buf)
        return guest_path ? -ENOMEM : error;
    if (!f->state->ops->exec)
        return -ENOSYS;
    return f->state->ops->exec(f->cpu, (int)dirfd, sys_path(f->process, guest_path, buf),
                               guest_path, argv, envp, (int)flags);
}

int64_t sys_execve(struct sys_frame *f)
{
    return up_exec(f, (uint64_t)AT_FDCWD, f->arg[0], f->arg[1], f->arg[2], 0);
}

int64_t sys_execveat(struct sys_frame *f)
{
    return up_exec(f, f->arg[0], f->arg[1], f->arg[2], f->arg[3], f->arg[4]);
}

int sys_read_vector(struct process *p, uint64_t addr, uint64_t n, uint64_t *value)
{
    const struct sys_state *s = p->syscall;
    const struct sys_model *m = &s->abi->model;
    uint32_t half;
    int r;

    if (m->word == 8) {
        r = mem_read(p, value, addr + n * 8, 8);
        *value = m->big_endian ? __builtin_bswap64(*value) : *value;
        return r;
    }
    r = mem_read(p, &half, addr + n * 4, 4);
    *value = m->big_endian ? __builtin_bswap32(half) : half;
    return r;
}

int64_t sys_exit(struct sys_frame *f)
{
    f->state->ops->exit(f->cpu, (int)f->arg[0] & 0xff);
    return 0;
}

int64_t sys_exit_group(struct sys_frame *f)
{
    f->state->ops->exit_group(f->cpu, (int)f->arg[0] & 0xff);
    return 0;
}

/* The signal in a wait status, in the guest's numbers. */
static int status_to_guest(const struct sys_abi *abi, int status)
{
    if (WIFSIGNALED(status))
        return (status & ~0x7f) | sys_signal_to_guest(abi, WTERMSIG(status));
    if (WIFSTOPPED(status))
        return (status & ~0xff00) | sys_signal_to_guest(abi, WSTOPSIG(status)) << 8;
    return status;
}

int64_t sys_wait4(struct sys_frame *f)
{
    struct rusage usage;
    int status = 0, error = 0;
    int64_t r;

    r = sys_host(f, SYS_wait4, f->arg[0], (uintptr_t)&status, f->arg[2],
                 f->arg[3] ? (uintptr_t)&usage : 0, 0, 0);
    if (r <= 0)
        return r;
    if (f->arg[1])
        error = sys_put_int(f, 4, f->arg[1], (uint32_t)status_to_guest(f->abi, status));
    if (f->arg[3] && error == 0)
        error = sys_put(f, &sys_layout_rusage, f->arg[3], &usage);
    return error < 0 ? error : r;
}

int64_t sys_waitid(struct sys_frame *f)
{
    struct kernel_siginfo_child info;
    struct rusage usage;
    int error = 0;
    int64_t r;

    memset(&info, 0, sizeof(info));
    memset(&usage, 0, sizeof(usage));
    r = sys_host(f, SYS_waitid, f->arg[0], f->arg[1], (uintptr_t)&info, f->arg[3],
                 f->arg[4] ? (uintptr_t)&usage : 0, 0);
    if (r < 0)
        return r;
    if (info.signo) {
        info.signo = sys_signal_to_guest(f->abi, info.signo);
        if (info.code != CLD_EXITED)
            info.status = sys_signal_to_guest(f->abi, info.status);
    }
    if (f->arg[2])
        error = sys_put(f, &sys_layout_siginfo_child, f->arg[2], &info);
    if (f->arg[4] && error == 0 && info.signo)
        error = sys_put(f, &sys_layout_rusage, f->arg[4], &usage);
    return error < 0 ? error : r;
}

int64_t sys_set_tid_address(struct sys_frame *f)
{
    if (f->state->ops->set_tid_address)
        return f->state->ops->set_tid_address(f->cpu, f->arg[0]);
    return sys_raw(SYS_gettid, 0, 0, 0, 0, 0, 0);
}

int64_t sys_set_robust_list(struct sys_frame *f)
{
    if (f->arg[1] != 3u * f->model->word)
        return -EINVAL;
    if (!f->state->ops->set_robust_list)
        return -ENOSYS;
    return f->state->ops->set_robust_list(f->cpu, f->arg[0], f->arg[1]);
}

int64_t sys_get_robust_list(struct sys_frame *f)
{
    uint64_t head = 0, len = 0;
    int64_t r;
    int error;

    if (!f->state->ops->get_robust_list)
        return -ENOSYS;
    r = f->state->ops->get_robust_list(f->cpu, (int)f->arg[0], &head, &len);
    if (r < 0)
        return r;
    error = sys_put_int(f, f->model->word, f->arg[2], len);
    if (error == 0)
        error = sys_put_int(f, f->model->word, f->arg[1], head);
    return error < 0 ? error : r;
}

/* Operations with a timeout in argument 3; in all others it is a number. */
static bool futex_waits(uint64_t command)
{
    switch (command) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
    case FUTEX_LOCK_PI:
    case FUTEX_LOCK_PI2:
    case FUTEX_WAIT_REQUEUE_PI:
        return true;
    default:
        return false;
    }
}

/* Operations on two words. */
static bool futex_two(uint64_t command)
{
    return command == FUTEX_REQUEUE || command == FUTEX_CMP_REQUEUE || command == FUTEX_WAKE_OP ||
           command == FUTEX_WAIT_REQUEUE_PI || command == FUTEX_CMP_REQUEUE_PI;
}

/* The kernel compares with values in memory: they are in the guest's order there. What it computes
 * with (thread ids, sums) cannot be had in the other order. False: such an operation. */
static bool futex_swap(uint64_t command, uint64_t *value, uint64_t *third)
{
    switch (command) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
        *value = __builtin_bswap32((uint32_t)*value);
        return true;
    case FUTEX_CMP_REQUEUE:
        *third = __builtin_bswap32((uint32_t)*third);
        return true;
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
    case FUTEX_REQUEUE:
        return true;
    default:
        return false;
    }
}

int64_t sys_futex(struct sys_frame *f)
{
    uint64_t command = f->arg[1] & FUTEX_CMD_MASK;
    uint64_t value = f->arg[2], fourth = f->arg[3], third = f->arg[5];
    struct timespec timeout;
    int64_t r;

    if (!mem_range_ok(f->arg[0], 4) || (futex_two(command) && !mem_range_ok(f->arg[4], 4)))
        return -EFAULT;
    if (f->model->big_endian && !futex_swap(command, &value, &third))
        return -ENOSYS;
    if (futex_waits(command) && fourth) {
        r = sys_get(f, &sys_layout_timespec, &timeout, fourth);
        if (r < 0)
            return r;
        fourth = (uintptr_t)&timeout;
    }
    r = sys_host(f, SYS_futex, f->arg[0], f->arg[1], value, fourth, f->arg[4], third);
    return r;
}

/* Calls whose structures have the host's form in every guest of the host's byte order. */
int64_t sys_same_order(struct sys_frame *f)
{
    return f->model->big_endian ? -ENOSYS : sys_plain(f);
}

/* Calls whose structures we only know in the host's form. */
int64_t sys_same_model(struct sys_frame *f)
{
    return f->model->word == 8 ? sys_same_order(f) : -ENOSYS;
}

int64_t sys_sched_affinity(struct sys_frame *f)
{
    uint64_t size = f->arg[1];

    if (!mem_range_ok(f->arg[2], size))
        return -EFAULT;
    return sys_same_order(f);
}

int64_t sys_ptrace(struct sys_frame *f)
{
    if (log_on(LOG_UNIMP))
        log_line("unimplemented system call ptrace %d\n", (int)f->arg[0]);
    return -EPERM;
}

int64_t sys_personality(struct sys_frame *f)
{
    struct sys_state *s = f->state;
    uint32_t old = s->personality;

    /* Address-space flags are for the guest's next image, the host's own must not change. */
    if ((uint32_t)f->arg[0] != UINT32_MAX)
        s->personality = (uint32_t)f->arg[0];
    return old;
}
