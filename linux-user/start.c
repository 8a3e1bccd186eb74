/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "linux-user/start.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "loader/loader.h"

#define SCRIPT_LINE 256 /* the kernel's BINPRM_BUF_SIZE */
#define SCRIPT_DEPTH 5

static int fail(const char *file, int error)
{
    log_error("%s: %s", file, strerror(error));
    return error == ENOENT || error == ENOTDIR ? LOADER_NOT_FOUND : LOADER_CANNOT;
}

/* A name without a slash that is no file here: the first of PATH's directories that has one. */
static const char *search(const char *name)
{
    const char *path = getenv("PATH");
    char found[PATH_MAX];
    if (strchr(name, '/') || access(name, F_OK) == 0) {
        return name;
    }
    for (; path && *path; path += strcspn(path, ":"), path += *path == ':') {
        snprintf(found, sizeof(found), "%.*s/%s", (int)strcspn(path, ":"), path, name);
        if (access(found, X_OK) == 0) {
            char *copy = strdup(found);
            return copy ? copy : name;
        }
    }
    return name;
}

/* A script's interpreter is the foreign tree's. */
static int open_interpreter(const struct options *o, const char *name)
{
    char path[PATH_MAX];
    int fd = -1;
    if (o->prefix && name[0] == '/') {
        snprintf(path, sizeof(path), "%s%s", o->prefix, name);
        fd = open(path, O_RDONLY | O_CLOEXEC);
    }
    return fd >= 0 ? fd : open(name, O_RDONLY | O_CLOEXEC);
}

/* Cuts "#!interpreter [argument]" into its parts; argument may stay NULL. False: there is none. */
static bool split_line(char *line, char **interpreter, char **argument)
{
    char *end = line + strcspn(line, "\n");
    while (end > line && (end[-1] == ' ' || end[-1] == '\t')) {
        end--;
    }
    *end = '\0';
    *interpreter = line + 2 + strspn(line + 2, " \t");
    *argument = *interpreter + strcspn(*interpreter, " \t");
    if (**argument) {
        *(*argument)++ = '\0';
        *argument += strspn(*argument, " \t");
    } else {
        *argument = NULL;
    }
    return **interpreter != '\0';
}

/* The script becomes an argument of its interpreter. 0, or an exit status. */
static int take_script(const struct options *o, struct start *s, const char *head)
{
    char *line = strdup(head), *interpreter, *argument;
    size_t n = 0, lead = 0;
    if (!line || !split_line(line, &interpreter, &argument)) {
        return fail(s->file, ENOEXEC);
    }
    while (s->args[n]) {
        n++;
    }
    char **args = calloc(n + 4, sizeof(*args));
    if (!args) {
        return fail(s->file, ENOMEM);
    }
    args[lead++] = interpreter;
    if (argument) {
        args[lead++] = argument;
    }
    args[lead++] = (char *)s->file;
    if (n > 1) {
        memcpy(args + lead, s->args + 1, (n - 1) * sizeof(*args));
    }
    close(s->fd);
    s->file = interpreter;
    s->args = args;
    s->fd = open_interpreter(o, interpreter);
    return s->fd < 0 ? fail(interpreter, errno) : 0;
}

static ssize_t read_head(int fd, char *head)
{
    ssize_t n = pread(fd, head, SCRIPT_LINE - 1, 0);
    head[n < 0 ? 0 : n] = '\0';
    return n;
}

int start_find(const struct options *o, struct start *s)
{
    char head[SCRIPT_LINE];
    if (o->exec_fd >= 0) {
        fcntl(o->exec_fd, F_SETFD, FD_CLOEXEC);
        s->fd = o->exec_fd;
    } else {
        if (o->invocation->style == STYLE_BUILDKIT) {
            s->file = search(s->file);
        }
        s->fd = open(s->file, O_RDONLY | O_CLOEXEC);
        if (s->fd < 0) {
            return fail(s->file, errno);
        }
    }
    if (o->argv0) {
        s->args[0] = (char *)o->argv0;
    }
    for (unsigned depth = 0; read_head(s->fd, head) > 2 && memcmp(head, "#!", 2) == 0; depth++) {
        int status = depth < SCRIPT_DEPTH ? take_script(o, s, head) : fail(s->file, ELOOP);
        if (status) {
            return status;
        }
    }
    return 0;
}
