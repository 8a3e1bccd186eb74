/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of guest functions, by the files that the guest has mapped: symbols where there are any,
 * else the bounds of functions that the unwinding tables give, else sections. To be used where the
 * process ends: it allocates, reads /proc and the files.
 */
#ifndef DRAGOMAN_LINUX_USER_SYMBOLS_H
#define DRAGOMAN_LINUX_USER_SYMBOLS_H

#include <stdint.h>

struct symbol {
    uint64_t start, end; /* guest addresses */
    uint64_t in_file;    /* the start as the file's own address (st_value) */
    const char *name;    /* NULL: none is known */
    const char *file;    /* path, or what the kernel calls the mapping; "" is possible */
};

struct symbols;
/* Of the present mappings. NULL: no memory. */
struct symbols *symbols_open(void);
void symbols_close(struct symbols *s);
/* The function at guest address pc; strings live as long as s. Where nothing is known, start is pc
 * and end pc + 1. */
void symbols_find(struct symbols *s, uint64_t pc, struct symbol *out);

#endif
