/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tree's users, read from its own files: the C library would ask the host's services. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "linux-user/shell.h"

#define MAX_FIELDS 7

/* A file of the tree: its symbolic links lead to the tree. */
static FILE *open_in_tree(int rootfd, const char *path)
{
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK, .resolve = RESOLVE_IN_ROOT};
    int fd = (int)syscall(SYS_openat2, rootfd, path, &how, sizeof(how));
    return fd < 0 ? NULL : fdopen(fd, "r");
}

/* Cuts a line at its colons. The number of fields. */
static unsigned split(char *line, char *fields[MAX_FIELDS])
{
    unsigned n = 0;
    line[strcspn(line, "\n")] = '\0';
    for (char *rest = line; rest && n < MAX_FIELDS;) {
        fields[n++] = strsep(&rest, ":");
    }
    return n;
}

static void copy(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from);
}

/* name:password:uid:gid:comment:home:shell */
static bool read_passwd(int rootfd, const char *name, bool by_number, struct shell_user *u)
{
    FILE *f = open_in_tree(rootfd, "/etc/passwd");
    char *line = NULL, *field[MAX_FIELDS];
    size_t size = 0;
    bool found = false;
    while (f && !found && getline(&line, &size, f) > 0) {
        if (split(line, field) < MAX_FIELDS) {
            continue;
        }
        uid_t uid = (uid_t)strtoul(field[2], NULL, 10);
        found = by_number ? uid == u->uid : strcmp(field[0], name) == 0;
        if (found) {
            u->uid = uid;
            u->gid = (gid_t)strtoul(field[3], NULL, 10);
            copy(u->name, sizeof(u->name), field[0]);
            copy(u->home, sizeof(u->home), field[5]);
            copy(u->shell, sizeof(u->shell), field[6][0] ? field[6] : "/bin/sh");
        }
    }
    free(line);
    if (f) {
        fclose(f);
    }
    return found;
}

static bool is_member(char *members, const char *name)
{
    for (char *member; (member = strsep(&members, ","));) {
        if (strcmp(member, name) == 0) {
            return true;
        }
    }
    return false;
}

/* name:password:gid:members */
static void read_groups(int rootfd, struct shell_user *u)
{
    FILE *f = open_in_tree(rootfd, "/etc/group");
    char *line = NULL, *field[MAX_FIELDS];
    size_t size = 0;
    u->groups[u->n_groups++] = u->gid;
    while (f && u->n_groups < SHELL_MAX_GROUPS && getline(&line, &size, f) > 0) {
        if (split(line, field) >= 4 && is_member(field[3], u->name)) {
            u->groups[u->n_groups++] = (gid_t)strtoul(field[2], NULL, 10);
        }
    }
    free(line);
    if (f) {
        fclose(f);
    }
}

int shell_find_user(int rootfd, const char *name, struct shell_user *u)
{
    char *end = NULL;
    unsigned long number = name ? strtoul(name, &end, 10) : 0;
    bool by_number = !name || (*name && *end == '\0');
    *u = (struct shell_user){.uid = (uid_t)number, .gid = (gid_t)number};
    copy(u->name, sizeof(u->name), name ? name : "root");
    copy(u->home, sizeof(u->home), number || !by_number ? "/" : "/root");
    copy(u->shell, sizeof(u->shell), "/bin/sh");
    if (by_number && number >= (uid_t)-1) {
        return -ENOENT;
    }
    if (!read_passwd(rootfd, name, by_number, u) && !by_number) {
        return -ENOENT;
    }
    read_groups(rootfd, u);
    return 0;
}
