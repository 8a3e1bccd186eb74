/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The mounted binfmt_misc. */
#ifndef DRAGOMAN_BINFMT_KERNEL_H
#define DRAGOMAN_BINFMT_KERNEL_H

#include <stdbool.h>
#include <stddef.h>

#define BINFMT_DIRECTORY "/proc/sys/fs/binfmt_misc"

enum binfmt_state {
    BINFMT_MOUNTED,
    BINFMT_ABSENT,      /* not in the kernel, or there is no /proc */
    BINFMT_NOT_MOUNTED, /* nor could it be, if that was wanted */
    BINFMT_UNREADABLE,
};

/* Opens the directory, after mounting binfmt_misc there if it is wanted and not done. error is an
 * errno value, or 0. */
enum binfmt_state binfmt_open(bool mount_it, int *dirfd, int *error);
/* Takes an entry out. 0, or -errno. */
int binfmt_remove(int dirfd, const char *name);
/* Reads an entry or the status file; buf ends with a NUL. The length, or -errno. */
int binfmt_read(int dirfd, const char *name, char *buf, size_t size);

#endif
