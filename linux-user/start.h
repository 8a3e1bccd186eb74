/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file that the program on the command line is in. */
#ifndef DRAGOMAN_LINUX_USER_START_H
#define DRAGOMAN_LINUX_USER_START_H

#include "linux-user/options.h"

struct start {
    const char *file; /* its name */
    int fd;           /* it, open */
    char **args;      /* argv */
};

/* Opens s->file, of which s->args is argv. A script is replaced by its interpreter, as execve does
 * it; what buildkit starts is also looked for in PATH. 0, or an exit status after a line on
 * standard error. */
int start_find(const struct options *o, struct start *s);

#endif
