/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line and environment, as QEMU's user mode has them. */
#ifndef DRAGOMAN_LINUX_USER_OPTIONS_H
#define DRAGOMAN_LINUX_USER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/process.h"
#include "linux-user/invocation.h"
#include "translate/translate.h"

enum options_action {
    OPTIONS_RUN, /* the program at argv[first] */
    OPTIONS_HELP,
    OPTIONS_VERSION,
    OPTIONS_CPU_HELP, /* the list of models */
    OPTIONS_WRONG,    /* error says why: exit status 2 */
};

struct options {
    const struct invocation *invocation;
    const char *file;      /* the program's */
    const char *cache;     /* -cache, an absolute path; NULL: none */
    const char *prefix;    /* -L, NULL: none */
    const char *cpu;       /* -cpu, NULL: the default */
    const char *argv0;     /* -0, NULL: the file's name */
    const char *release;   /* -r, NULL: the host's */
    const char *log_file;  /* -D, NULL: standard error */
    const char *log_items; /* -d as given, for programs this one executes */
    uint32_t log_mask;
    uint64_t stack_size;   /* -s in bytes, 0: RLIMIT_STACK */
    int exec_fd;           /* -execfd: the program's file, from a dragoman that executes; -1 */
    int self_fd;           /* -selffd: dragoman's own file, from the same; -1 */
    enum tr_engine engine; /* DRAGOMAN_ENGINE */
    int64_t host_features; /* DRAGOMAN_HOST_FEATURES */
    const char *filter;    /* -dfilter as given */
    struct log_filter log_filter;
    bool perf_map;    /* -perfmap */
    const char *seed; /* -seed: of AT_RANDOM, NULL: the kernel's bytes */
    int handover_fd;  /* -handover: sys_handover_make's, from a dragoman that executes; -1 */
    const char *name; /* -comm: the script that was executed, NULL: the program */
    bool profile;     /* -profile */
    const char *profile_file; /* its FILE, NULL: standard error */
    bool profile_uncounted;   /* -profile-time */
    bool profile_forked;      /* FILE's name gets the process id: -profilechild */
    int first;                /* index in argv of the program's argv[0] */
    char error[160];
};

/*
 * Reads argv and the variables of envp that count under the name dragoman was started with. With
 * somebody else's privilege nothing counts that would write files, load code or show memory. env
 * receives the guest's environment after -E and -U: NULL-terminated, malloc'd, the strings are
 * argv's and envp's or malloc'd.
 */
enum options_action options_parse(struct options *o, const struct invocation *inv, int argc,
                                  char **argv, char **envp, char ***env);
extern const char options_help[];

#endif
