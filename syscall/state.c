/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The state of a process's system calls, and dragoman's own descriptors. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "syscall/engine.h"

int sys_init(struct process *p, const struct sys_abi *abi, const struct sys_ops *ops,
             const struct sys_options *options)
{
    struct sys_state *s = own_map(sizeof(*s), PROT_READ | PROT_WRITE, 0);
    size_t len = options->prefix ? strlen(options->prefix) : 0;

    if (!s)
        return -ENOMEM;
    s->abi = abi;
    s->ops = ops;
    for (unsigned i = 0; i < SYS_HIDDEN_MAX; i++)
        s->hidden[i] = -1;
    while (len > 0 && options->prefix[len - 1] == '/')
        len--;
    if (len >= sizeof(s->prefix))
        len = 0;
    memcpy(s->prefix, options->prefix ? options->prefix : "", len);
    s->prefix_len = (unsigned)len;
    if (options->release)
        strncpy(s->release, options->release, sizeof(s->release) - 1);
    s->program.exe = s->exe;
    p->syscall = s;
    return 0;
}

int sys_copy_state(struct process *p)
{
    const struct sys_state *old = p->syscall;
    struct sys_state *s = own_map(sizeof(*s), PROT_READ | PROT_WRITE, 0);

    if (!s)
        return -ENOMEM;
    *s = *old;
    s->program.exe = s->exe;
    p->syscall = s;
    return 0;
}

void sys_free_state(struct process *p)
{
    own_unmap(p->syscall, sizeof(struct sys_state));
}

int sys_set_program(struct process *p, const struct sys_program *program)
{
    struct sys_state *s = p->syscall;
    size_t len = strlen(program->exe);

    if (len >= sizeof(s->exe))
        return -ENAMETOOLONG;
    s->program = *program;
    memcpy(s->exe, program->exe, len + 1);
    s->program.exe = s->exe;
    return 0;
}

bool sys_fd_hidden(struct process *p, int fd)
{
    struct sys_state *s = p->syscall;

    for (unsigned i = 0; fd >= 0 && i < SYS_HIDDEN_MAX; i++) {
        if (__atomic_load_n(&s->hidden[i], __ATOMIC_RELAXED) == fd)
            return true;
    }
    return false;
}

/* A copy of fd as high as may be, not to be inherited. */
static int64_t high_copy(int fd)
{
    struct rlimit l = {1024, 1024};
    int64_t r = -EMFILE;

    sys_raw(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, (uintptr_t)&l, 0, 0);
    if (l.rlim_cur > 1 << 20)
        l.rlim_cur = 1 << 20;
    for (uint64_t at = l.rlim_cur; at > 4 && r<0; at = at> 256 ? at - at / 8 : at / 2)
        r = sys_raw(SYS_fcntl, (uint64_t)fd, F_DUPFD_CLOEXEC, at - 4, 0, 0, 0);
    return r;
}

int sys_fd_hide(struct process *p, int fd)
{
    struct sys_state *s = p->syscall;
    int64_t copy;

    for (unsigned i = 0; i < SYS_HIDDEN_MAX; i++) {
        if (s->hidden[i] >= 0)
            continue;
        copy = high_copy(fd);
        if (copy < 0)
            return (int)copy;
        s->hidden[i] = (int)copy;
        sys_raw(SYS_close, (uint64_t)fd, 0, 0, 0, 0, 0);
        return (int)copy;
    }
    return -EMFILE;
}

int sys_fd_of(struct process *p, unsigned nth)
{
    struct sys_state *s = p->syscall;

    return nth < SYS_HIDDEN_MAX && s->hidden[nth] >= 0 ? s->hidden[nth] : -EBADF;
}

int sys_fd_move(struct process *p, int fd)
{
    struct sys_state *s = p->syscall;

    for (unsigned i = 0; i < SYS_HIDDEN_MAX; i++) {
        if (s->hidden[i] != fd)
            continue;
        int64_t copy = sys_raw(SYS_fcntl, (uint64_t)fd, F_DUPFD_CLOEXEC, (uint64_t)fd + 1, 0, 0, 0);

        if (copy < 0)
            copy = high_copy(fd);
        if (copy < 0)
            return (int)copy;
        __atomic_store_n(&s->hidden[i], (int)copy, __ATOMIC_RELAXED);
        if (p->log.fd == fd)
            p->log.fd = (int)copy;
    }
    return 0;
}
