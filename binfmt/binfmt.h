/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Registration of guests with binfmt_misc (the kernel's Documentation/admin-guide/binfmt-misc.rst),
 * and the forms in which systemd and Debian's update-binfmts keep it. Everything about a guest
 * comes from its struct guest.
 */
#ifndef DRAGOMAN_BINFMT_H
#define DRAGOMAN_BINFMT_H

#include <stddef.h>
#include <stdint.h>

struct guest; /* translate/guest/guest.h */

#define BINFMT_PATTERN_MAX 52 /* to the end of e_flags of an ELFCLASS64 file */
#define BINFMT_NAME_MAX 64
#define BINFMT_LINE_MAX 1920 /* what the kernel takes, its MAX_REGISTER_LENGTH */
#define BINFMT_FLAGS "OCFP"

/* The bytes at the start of a guest's programs, where mask has ones. */
struct binfmt_pattern {
    unsigned len;
    uint8_t magic[BINFMT_PATTERN_MAX], mask[BINFMT_PATTERN_MAX];
};

struct binfmt_entry {
    char name[BINFMT_NAME_MAX];
    const struct guest *guest;
    const char *interpreter; /* absolute */
    const char *flags;       /* of "OCFP" */
};

void binfmt_pattern(const struct guest *g, struct binfmt_pattern *p);

/* The guest of that name ("aarch64", or Debian's "arm64"), or NULL. */
const struct guest *binfmt_guest(const char *name);

/* The line for the kernel's register file and for binfmt.d, without a newline. Its length, or
 * -ENAMETOOLONG where it does not fit in size, -EINVAL where the interpreter's name has every
 * delimiter in it. */
int binfmt_line(const struct binfmt_entry *e, char *buf, size_t size);

/* What `update-binfmts --import` reads. Its length, or -ENAMETOOLONG. */
int binfmt_template(const struct binfmt_entry *e, char *buf, size_t size);

/* Writes the entry to the register file in directory dirfd, where binfmt_misc is mounted. 0, or
 * -errno. */
int binfmt_register(int dirfd, const struct binfmt_entry *e);

/* A mount of binfmt_misc that is in no directory yet: the user namespace's own (Linux 6.7).
 * A descriptor, or -errno. */
int binfmt_new_mount(void);

/* `dragoman binfmt`: argv[0] is "binfmt", self the file that shall be registered. The exit status,
 * after lines on standard output and standard error. */
int binfmt_command(int argc, char **argv, const char *self);

extern const char binfmt_help[];

#endif
