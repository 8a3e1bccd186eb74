/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of ioctls. Private to syscall/. */
#ifndef DRAGOMAN_SYSCALL_IOCTL_H
#define DRAGOMAN_SYSCALL_IOCTL_H

#include "syscall/engine.h"

struct sys_ioctl {
    const char *name;
    uint64_t request;   /* the host's number */
    struct sys_arg arg; /* ARG_NONE: an integer; ARG_MEM, ARG_IN, ARG_OUT, ARG_INOUT */
};

/* NULL: not in the table. */
const struct sys_ioctl *sys_ioctl_find(uint64_t request);

#endif
