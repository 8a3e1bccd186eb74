/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tree as root directory. What comes from the host is taken as mounts that are nowhere yet
 * (open_tree, fsmount) while the host's directories are still there, and put in place when the tree
 * is the root, so that its symbolic links mean what they mean in it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"
#include "binfmt/binfmt.h"
#include "linux-user/shell.h"
#include "translate/guest/guest.h"

/* linux/mount.h, which cannot stand beside sys/mount.h. */
#define TREE_CLONE 1u
#define MOVE_EMPTY_SOURCE 4u
#define MOVE_TO_LINK 0x10u
#define TREE_RECURSIVE 0x8000u /* AT_RECURSIVE */

static int fail(const char *what)
{
    log_error("shell: %s: %s", what, strerror(errno));
    return SHELL_FAILED;
}

static int take_tree(const char *source)
{
    return (int)syscall(SYS_open_tree, AT_FDCWD, source, TREE_CLONE | TREE_RECURSIVE | O_CLOEXEC);
}

static int put_tree(int tree, const char *target)
{
    return (int)syscall(SYS_move_mount, tree, "", AT_FDCWD, target,
                        MOVE_EMPTY_SOURCE | MOVE_TO_LINK);
}

/* The directories above path, and it itself as what it shall be. */
static int make_target(const char *path, bool directory)
{
    char part[PATH_MAX];
    struct stat st;
    if (stat(path, &st) == 0) {
        return 0;
    }
    for (const char *p = path + 1; (p = strchr(p, '/')); p++) {
        snprintf(part, sizeof(part), "%.*s", (int)(p - path), path);
        mkdir(part, 0755);
    }
    if (directory) {
        return mkdir(path, 0755);
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    return fd < 0 ? -1 : close(fd);
}

/* This user namespace's own binfmt_misc with every guest in it; a descriptor, -1 where the kernel
 * has none to give. */
static int take_binfmt(const struct shell *s)
{
    int fd = binfmt_new_mount();
    for (unsigned i = 0; fd >= 0 && guests[i]; i++) {
        struct binfmt_entry e = {.guest = guests[i], .flags = BINFMT_FLAGS};
        e.interpreter = s->self;
        snprintf(e.name, sizeof(e.name), "qemu-%s", guests[i]->name);
        if (binfmt_register(fd, &e) < 0) {
            close(fd);
            fd = -1;
        }
    }
    return fd < 0 ? -1 : fd;
}

/* A new /proc for the new pid namespace; where a container's is covered in part the kernel refuses
 * one, and the host's is taken. */
static int put_proc(int host_proc)
{
    make_target("/proc", true);
    if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0) {
        return 0;
    }
    return host_proc >= 0 ? put_tree(host_proc, "/proc") : -1;
}

static int put_binds(struct shell *s)
{
    for (unsigned i = 0; i < s->n_binds; i++) {
        const struct shell_bind *b = &s->binds[i];
        if (make_target(b->target, b->directory) < 0 || put_tree(b->tree, b->target) < 0) {
            return fail(b->target);
        }
        close(b->tree);
    }
    return 0;
}

static int take_binds(struct shell *s)
{
    for (unsigned i = 0; i < s->n_binds; i++) {
        struct shell_bind *b = &s->binds[i];
        struct stat st;
        b->tree = take_tree(b->source);
        if (b->tree < 0 || fstat(b->tree, &st) < 0) {
            return fail(b->source);
        }
        b->directory = S_ISDIR(st.st_mode);
    }
    return 0;
}

/* The tree becomes the root; the host's directories stay mounted over it, invisible, for the
 * kernel's check that a new /proc shows nothing that was hidden. */
static int change_root(const struct shell *s)
{
    if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0) {
        return fail("/");
    }
    if (mount(s->root, s->root, NULL, MS_BIND | MS_REC, NULL) < 0 || chdir(s->root) < 0 ||
        syscall(SYS_pivot_root, ".", ".") < 0) {
        return fail(s->root);
    }
    return 0;
}

int shell_enter_tree(struct shell *s)
{
    int binfmt = s->want_binfmt ? take_binfmt(s) : -1;
    int dev = take_tree("/dev"), proc = take_tree("/proc");
    int status = take_binds(s);
    if (status == 0) {
        status = change_root(s);
    }
    if (status) {
        return status;
    }
    if (put_proc(proc) < 0) {
        return fail("/proc of the tree");
    }
    s->has_binfmt = binfmt >= 0 && put_tree(binfmt, "/proc/sys/fs/binfmt_misc") == 0;
    make_target("/dev", true);
    if (dev < 0 || put_tree(dev, "/dev") < 0) {
        return fail("/dev of the tree");
    }
    make_target("/tmp", true);
    if (mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777") < 0) {
        return fail("/tmp of the tree");
    }
    status = put_binds(s);
    if (status == 0 && (umount2(".", MNT_DETACH) < 0 || chdir("/") < 0)) {
        status = fail("/");
    }
    /* The binfmt_misc lives as long as a mount of it: in a borrowed /proc it may have no place. */
    if (binfmt >= 0 && s->has_binfmt) {
        close(binfmt);
    }
    close(dev);
    close(proc);
    return status;
}
