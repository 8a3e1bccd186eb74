/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `dragoman shell`: a command in a foreign tree, in namespaces of its own. */
#ifndef DRAGOMAN_LINUX_USER_SHELL_H
#define DRAGOMAN_LINUX_USER_SHELL_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

#define SHELL_MAX_BINDS 64
#define SHELL_MAX_GROUPS 64
#define SHELL_FAILED 125 /* exit status, as chroot(1)'s: not the command's */

/* Who the command runs as: from the tree's /etc/passwd and /etc/group. */
struct shell_user {
    uid_t uid;
    gid_t gid;
    char name[64];
    char home[PATH_MAX];
    char shell[PATH_MAX];
    gid_t groups[SHELL_MAX_GROUPS];
    unsigned n_groups;
};

struct shell_bind {
    const char *source; /* of the host */
    const char *target; /* absolute, in the tree */
    int tree;           /* open_tree's descriptor */
    bool directory;
};

struct shell {
    const char *root;
    const char *self; /* dragoman's file */
    char **command;   /* NULL: the user's shell, or /bin/sh if it is not there */
    struct shell_user user;
    struct shell_bind binds[SHELL_MAX_BINDS];
    unsigned n_binds;
    bool want_binfmt;
    bool has_binfmt;
};

/* argv[0] is "shell", self dragoman's own file. The command's exit status, 128 + n after signal n;
 * SHELL_FAILED, 126 or 127 after a line on standard error. */
int shell_command(int argc, char **argv, const char *self);
extern const char shell_help[];

/* shell_user.c: name is a login name, a number, or NULL for root; rootfd is the tree's directory.
 * 0, or -ENOENT: no such name. */
int shell_find_user(int rootfd, const char *name, struct shell_user *u);

/* shell_tree.c: makes the tree the root directory of this process, in its own mount namespace and
 * as the first process of its own pid namespace. 0, or SHELL_FAILED after a line. */
int shell_enter_tree(struct shell *s);

#endif
