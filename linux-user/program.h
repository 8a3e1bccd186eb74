/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loading of the program that dragoman was started for. */
#ifndef DRAGOMAN_LINUX_USER_PROGRAM_H
#define DRAGOMAN_LINUX_USER_PROGRAM_H

#include "linux-user/user.h"
#include "loader/loader.h"

/* The guest that programs of this kind are for, or NULL. */
const struct user_abi *program_abi(const struct loader_kind *kind);
/* Loads fd, which messages and AT_EXECFN call file, with its interpreter; makes the vdso, the
 * stack, the break and cpu's registers. 0, or the exit status after a line on standard error. */
int program_load(struct cpu *cpu, const char *file, int fd, char **argv, char **env);

/* identity.c: tells the host's kernel what this process is; name: the file that was executed. */
void identity_set(const char *name, const struct loader_image *image, const struct loader_stack *s);

#endif
