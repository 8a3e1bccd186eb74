/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An ELF file's headers, checked; private to loader/. */
#ifndef DRAGOMAN_LOADER_ELF_H
#define DRAGOMAN_LOADER_ELF_H

#include <gelf.h>

#include "loader/loader.h"

#define ELF_MAX_PHNUM 1024

struct elf_file {
    struct loader_kind kind;
    GElf_Ehdr ehdr;
    unsigned n_phdr, phent;
    uint64_t size;       /* of the file, bytes */
    uint64_t start, end; /* of all PT_LOADs, page-aligned, before the bias */
    uint64_t align;      /* the largest of their alignments */
    GElf_Phdr phdr[ELF_MAX_PHNUM];
};

/* Writes err; always -EINVAL. */
int elf_fail(struct loader_error *err, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Reads and checks the ELF header. 0, or -EINVAL with err filled. */
int elf_read_header(int fd, struct elf_file *f, struct loader_error *err);
/* Reads and checks the program headers after it: segments ascend without overlap, lie in the file
 * and in an address space, and can be mapped. */
int elf_read_segments(int fd, struct elf_file *f, struct loader_error *err);

#endif
