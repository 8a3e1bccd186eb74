/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one dragoman tells the next one through exec. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/memfd.h>
#include <string.h>
#include <sys/syscall.h>

#include "syscall/engine.h"

#define HANDOVER_MAGIC 0x3172657664676172ull
#define HANDOVER_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

struct handover {
    uint64_t magic, size;
    uint64_t limits[2][2];
    uint32_t limit_set[2];
    uint32_t personality, reserved;
};

int sys_handover_make(struct process *p)
{
    const struct sys_state *s = p->syscall;
    struct handover h = {.magic = HANDOVER_MAGIC,
                         .size = sizeof(h),
                         .limit_set = {s->limit_set[0], s->limit_set[1]},
                         .personality = s->personality};
    int64_t fd;

    if (!s->limit_set[0] && !s->limit_set[1] && !s->personality)
        return -1;
    memcpy(h.limits, s->limits, sizeof(h.limits));
    fd = sys_raw(SYS_memfd_create, (uintptr_t) "dragoman", MFD_ALLOW_SEALING, 0, 0, 0, 0);
    if (fd < 0)
        return -1;
    if (sys_raw(SYS_write, (uint64_t)fd, (uintptr_t)&h, sizeof(h), 0, 0, 0) != sizeof(h) ||
        sys_raw(SYS_fcntl, (uint64_t)fd, F_ADD_SEALS, HANDOVER_SEALS | F_SEAL_SEAL, 0, 0, 0) < 0) {
        sys_raw(SYS_close, (uint64_t)fd, 0, 0, 0, 0, 0);
        return -1;
    }
    return (int)fd;
}

void sys_handover_take(struct process *p, int fd)
{
    struct sys_state *s = p->syscall;
    struct handover h;
    int64_t seals = sys_raw(SYS_fcntl, (uint64_t)fd, F_GET_SEALS, 0, 0, 0, 0);
    int64_t n = sys_raw(SYS_pread64, (uint64_t)fd, (uintptr_t)&h, sizeof(h), 0, 0, 0);

    if (seals < 0)
        return;
    if ((seals & HANDOVER_SEALS) == HANDOVER_SEALS && n == sizeof(h) && h.magic == HANDOVER_MAGIC &&
        h.size == sizeof(h)) {
        memcpy(s->limits, h.limits, sizeof(h.limits));
        s->limit_set[0] = h.limit_set[0];
        s->limit_set[1] = h.limit_set[1];
        s->personality = h.personality;
    }
    sys_raw(SYS_close, (uint64_t)fd, 0, 0, 0, 0, 0);
}
