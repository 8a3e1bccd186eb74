/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ioctl(2) by ioctls.def. */
#define _GNU_SOURCE
#include <asm/ioctls.h>
#include <linux/fs.h>
#include <linux/loop.h>
#include <linux/nsfs.h>
#include <linux/sockios.h>
#include <sys/syscall.h>

#include "syscall/engine.h"
#include "syscall/ioctl.h"
#include "syscall/kernel.h"

/* Requests that carry the size of the kernel's termios2. */
#undef TCGETS2
#undef TCSETS2
#undef TCSETSW2
#undef TCSETSF2
#define TCGETS2 _IOR('T', 0x2a, struct kernel_termios2)
#define TCSETS2 _IOW('T', 0x2b, struct kernel_termios2)
#define TCSETSW2 _IOW('T', 0x2c, struct kernel_termios2)
#define TCSETSF2 _IOW('T', 0x2d, struct kernel_termios2)

#define VALUE                                                                                      \
    {                                                                                              \
        ARG_NONE                                                                                   \
    }
#define MEM                                                                                        \
    {                                                                                              \
        ARG_MEM                                                                                    \
    }
#define IFREQ                                                                                      \
    {                                                                                              \
        ARG_INOUT, 0, &sys_layout_ifreq                                                            \
    }
#define IN(l)                                                                                      \
    {                                                                                              \
        ARG_IN, 0, &sys_layout_##l                                                                 \
    }
#define OUT(l)                                                                                     \
    {                                                                                              \
        ARG_OUT, 0, &sys_layout_##l                                                                \
    }
#define INOUT(l)                                                                                   \
    {                                                                                              \
        ARG_INOUT, 0, &sys_layout_##l                                                              \
    }
#define IOCTL(name, ...) {#name, name, __VA_ARGS__},

static const struct sys_ioctl ioctls[] = {
#include "syscall/ioctls.def"
};

const struct sys_ioctl *sys_ioctl_find(uint64_t request)
{
    for (size_t i = 0; i < sizeof(ioctls) / sizeof(ioctls[0]); i++) {
        if (ioctls[i].request == request)
            return &ioctls[i];
    }
    return NULL;
}

static int64_t host_ioctl(struct sys_frame *f, uint64_t request, uint64_t v)
{
    return sys_host(f, SYS_ioctl, f->arg[0], request, v, 0, 0, 0);
}

/* A structure between guest and kernel in our memory. */
static int64_t structure(struct sys_frame *f, const struct sys_ioctl *c)
{
    uint8_t host[512];
    const struct sys_layout *l = c->arg.table;
    int r = c->arg.kind == ARG_OUT ? 0 : sys_get(f, l, host, f->arg[2]);
    int64_t result;

    if (r < 0)
        return r;
    result = host_ioctl(f, c->request, (uintptr_t)host);
    if (result < 0 || c->arg.kind == ARG_IN)
        return result;
    r = sys_put(f, l, f->arg[2], host);
    return r < 0 ? r : result;
}

int64_t sys_ioctl(struct sys_frame *f)
{
    uint64_t request = sys_flags_to_host(f->abi, sys_flags_ioctl, f->arg[1]), v = f->arg[2];
    const struct sys_ioctl *c = sys_ioctl_find(request);
    const struct sys_model *m = f->model;

    if (!c) {
        if (log_on(LOG_UNIMP))
            log_line("unknown ioctl 0x%llx\n", (unsigned long long)request);
        if (m->word != 8 || m->big_endian)
            return -ENOTTY;
        /* A pointer into dragoman's own memory is none of the guest's. */
        if (v >= MEM_GUEST_END && v < 1ull << 47)
            return -EFAULT;
        return host_ioctl(f, request, v);
    }
    switch (c->arg.kind) {
    case ARG_NONE:
        return host_ioctl(f, request, v);
    case ARG_MEM:
        return mem_range_ok(v, 1) ? host_ioctl(f, request, v) : -EFAULT;
    default:
        return structure(f, c);
    }
}
