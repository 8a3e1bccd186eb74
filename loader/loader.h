/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ELF files into guest memory, and the stack a new program finds (elf(5), the kernel's
 * fs/binfmt_elf.c). What a file says is never trusted: everything that is wrong with it ends in one
 * line of text and the exit status a shell would give.
 */
#ifndef DRAGOMAN_LOADER_H
#define DRAGOMAN_LOADER_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct process;

enum {
    LOADER_CANNOT = 126,    /* the file is there but cannot be run */
    LOADER_NOT_FOUND = 127, /* it, or its interpreter, is not there */
};

struct loader_error {
    int status;     /* LOADER_*; 0: no error */
    char text[256]; /* without the file's name */
};

/* Which processor a file is for. */
struct loader_kind {
    uint16_t machine; /* EM_* */
    uint8_t class;    /* ELFCLASS* */
    uint8_t data;     /* ELFDATA* */
    uint32_t flags;   /* e_flags */
};

/* A program in memory; addresses are the guest's. */
struct loader_image {
    uint64_t bias;       /* what was added to the file's addresses */
    uint64_t start, end; /* of its segments, page-aligned */
    uint64_t data_end;   /* behind its last byte (bss included) */
    uint64_t entry;
    uint64_t phdr; /* address of the program headers, 0: not in memory */
    unsigned phnum, phent;
    bool fixed;            /* ET_EXEC */
    bool exec_stack;       /* PT_GNU_STACK asks for it */
    char interp[PATH_MAX]; /* "" none */
};

/* Reads the kind of fd. 0, or -EINVAL with err filled. */
int loader_probe(int fd, struct loader_kind *kind, struct loader_error *err);
/* Maps fd, which must be of that kind. An interpreter is only named, not loaded. 0, or -EINVAL with
 * err filled; guest memory may then hold a part. */
int loader_map(struct process *p, int fd, const struct loader_kind *kind,
               struct loader_image *image, struct loader_error *err);

struct loader_auxv {
    uint64_t type, value;
};

/* What the new stack holds. */
struct loader_stack {
    unsigned word; /* bytes of a pointer: 4 or 8 */
    bool swap;     /* the guest's byte order is not the host's */
    uint64_t size; /* bytes of stack, rounded up to pages */
    bool exec;     /* executable */
    char *const *argv, *const *envp;
    const char *execfn;
    const char *platform;
    uint8_t random[16];
    /* The rest of the auxiliary vector; AT_RANDOM, AT_EXECFN, AT_PLATFORM and AT_NULL are added. */
    const struct loader_auxv *auxv;
    unsigned n_auxv;

    /* Results. */
    uint64_t sp; /* 16-byte aligned, at argc */
    uint64_t low, high;
    uint64_t arg_start, arg_end, env_start, env_end;
    uint64_t auxv_at, auxv_len;
};

/* Maps and fills the stack, and puts the top of anonymous memory below it. 0, -ENOMEM or -E2BIG. */
int loader_make_stack(struct process *p, struct loader_stack *s);

#endif
