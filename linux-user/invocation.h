/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How dragoman was started: under which name, and by whom. Links named qemu-<arch>,
 * qemu-<arch>-static and buildkit-qemu-<arch> behave like the programs of these names; binfmt_misc
 * puts the program's path in front of its arguments, and says more in the auxiliary vector.
 */
#ifndef DRAGOMAN_LINUX_USER_INVOCATION_H
#define DRAGOMAN_LINUX_USER_INVOCATION_H

#include <stdbool.h>

struct guest;

enum invocation_style {
    STYLE_DRAGOMAN,
    STYLE_QEMU,     /* QEMU_* variables, and messages that scripts look for */
    STYLE_BUILDKIT, /* as STYLE_QEMU; the program is looked for in PATH */
};

/* What the kernel says in the auxiliary vector (getauxval(3)). */
struct invocation_auxv {
    const char *execfn;  /* AT_EXECFN */
    unsigned long flags; /* AT_FLAGS */
    int exec_fd;         /* AT_EXECFD, -1: none */
    bool secure;         /* AT_SECURE */
};

struct invocation {
    enum invocation_style style;
    const struct guest *guest; /* the only one, by the name; NULL: any */
    const char *variables;     /* prefix of the variables that count */
    char *self_name;           /* argv[0] for a dragoman that this one executes */
    char plain_name[48];       /* that, where argv[0] will not do */
    bool by_binfmt;            /* there are no options: argv[1] is the program's path */
    bool preserve_argv0;       /* binfmt's P: argv[2] is the program's argv[0] */
    int exec_fd;               /* binfmt's O: the program's file; -1 */
    bool secure;               /* with somebody else's privilege */
};

struct invocation_auxv invocation_auxv(void);
void invocation_read(struct invocation *inv, int argc, char **argv,
                     const struct invocation_auxv *auxv);
/* The line that -version prints. */
void invocation_version(const struct invocation *inv, char *buf, unsigned long size);

#endif
