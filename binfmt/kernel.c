/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's side: mounts of binfmt_misc and its register file. */
#define _GNU_SOURCE
#include "binfmt/kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "binfmt/binfmt.h"

#define BINFMTFS_MAGIC 0x42494e4d /* linux/magic.h */
#define FS_TYPE "binfmt_misc"

/* linux/mount.h, which cannot stand beside sys/mount.h. */
#define FSOPEN_CLOEXEC_FLAG 1u
#define FSMOUNT_CLOEXEC_FLAG 1u
#define FSCONFIG_CREATE 6u

static bool is_mounted(int dirfd)
{
    struct statfs fs;
    return fstatfs(dirfd, &fs) == 0 && fs.f_type == BINFMTFS_MAGIC;
}

/* The "." is for an automounter: only a look inside makes it mount. */
static int open_directory(void)
{
    int fd = open(BINFMT_DIRECTORY "/.", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

enum binfmt_state binfmt_open(bool mount_it, int *dirfd, int *error)
{
    int fd = open_directory();
    *error = 0;
    if (fd < 0) {
        *error = -fd;
        return fd == -ENOENT ? BINFMT_ABSENT : BINFMT_UNREADABLE;
    }
    if (!is_mounted(fd)) {
        close(fd);
        if (!mount_it) {
            return BINFMT_NOT_MOUNTED;
        }
        if (mount(FS_TYPE, BINFMT_DIRECTORY, FS_TYPE, MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0) {
            *error = errno;
            return errno == ENODEV ? BINFMT_ABSENT : BINFMT_NOT_MOUNTED;
        }
        fd = open_directory();
        if (fd < 0) {
            *error = -fd;
            return BINFMT_UNREADABLE;
        }
    }
    *dirfd = fd;
    return BINFMT_MOUNTED;
}

/* Writes text to a file of the directory in one write, as the kernel wants it. 0, or -errno. */
static int write_file(int dirfd, const char *name, const char *text)
{
    int fd = openat(dirfd, name, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        return -errno;
    }
    int r = write(fd, text, strlen(text)) < 0 ? -errno : 0;
    close(fd);
    return r;
}

int binfmt_register(int dirfd, const struct binfmt_entry *e)
{
    char line[BINFMT_LINE_MAX + 1];
    int r = binfmt_line(e, line, sizeof(line));
    return r < 0 ? r : write_file(dirfd, "register", line);
}

int binfmt_remove(int dirfd, const char *name)
{
    return write_file(dirfd, name, "-1");
}

int binfmt_read(int dirfd, const char *name, char *buf, size_t size)
{
    int fd = openat(dirfd, name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return -errno;
    }
    ssize_t n = read(fd, buf, size - 1);
    int r = n < 0 ? -errno : (int)n;
    close(fd);
    buf[n < 0 ? 0 : n] = '\0';
    return r;
}

/* The raw calls: Linux 5.2's, younger than some C libraries. */
int binfmt_new_mount(void)
{
    int fs = (int)syscall(SYS_fsopen, FS_TYPE, FSOPEN_CLOEXEC_FLAG), r = -1;
    if (fs < 0) {
        return -errno;
    }
    if (syscall(SYS_fsconfig, fs, FSCONFIG_CREATE, NULL, NULL, 0) == 0) {
        r = (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC_FLAG, 0);
    }
    int error = errno;
    close(fs);
    return r < 0 ? -error : r;
}
