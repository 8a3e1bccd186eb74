/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of a profile's text that is about guest functions; and the text itself. */
#ifndef DRAGOMAN_LINUX_USER_LISTING_H
#define DRAGOMAN_LINUX_USER_LISTING_H

#include <stddef.h>
#include <stdint.h>

struct cpu;
struct symbols;

enum { REPORT_LINE = 1024 };

struct report {
    struct cpu *cpu;
    struct symbols *symbols;
    uint64_t total; /* weight of all samples */
    int fd;
    int error; /* errno of the write that failed, 0: none has */
    size_t used;
    char text[16384];
};

/* Appends text of less than REPORT_LINE bytes. */
void report_put(struct report *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* text without control characters, cut to fit: files, and who names them, may say anything. */
void report_plain(char *out, size_t size, const char *text);
/* Thousandths that part is of all. */
unsigned report_permille(uint64_t part, uint64_t all);

/* The kinds of guest instructions that cost most; executed: of all, how many ran. */
void kinds_write(struct report *r, uint64_t executed, unsigned shown);
/* The functions that cost most, and the first ones' guest and host code side by side. */
void listing_write(struct report *r, unsigned functions, unsigned listed);

#endif
