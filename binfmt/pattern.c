/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A guest's magic and mask from its ELF header, and the text forms of an entry. */
#include "binfmt/binfmt.h"

#include <elf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "translate/guest/guest.h"

/* Debian's names of architectures that have another one in the kernel and in QEMU. */
static const struct {
    const char *debian, *name;
} aliases[] = {
    {"amd64", "x86_64"},        {"arm64", "aarch64"}, {"armel", "arm"},       {"armhf", "arm"},
    {"loong64", "loongarch64"}, {"powerpc", "ppc"},   {"ppc64el", "ppc64le"},
};

const struct guest *binfmt_guest(const char *name)
{
    for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
        if (strcmp(name, aliases[i].debian) == 0) {
            name = aliases[i].name;
        }
    }
    for (unsigned i = 0; guests[i]; i++) {
        if (strcmp(name, guests[i]->name) == 0) {
            return guests[i];
        }
    }
    return NULL;
}

/* size bytes of value at offset, in the file's byte order; mask says which bits count. */
static void put(struct binfmt_pattern *p, const struct guest *g, unsigned offset, unsigned size,
                uint32_t value, uint32_t mask)
{
    for (unsigned i = 0; i < size; i++) {
        unsigned at = offset + (g->elf_data == ELFDATA2MSB ? size - 1 - i : i);
        p->magic[at] = (uint8_t)((value & mask) >> 8 * i);
        p->mask[at] = (uint8_t)(mask >> 8 * i);
    }
    p->len = p->len < offset + size ? offset + size : p->len;
}

/*
 *  0      4      5     6        7      8           9..15   16      18         20         36 or 48
 *  magic  class  data  version  OSABI  ABIVERSION  zeros   e_type  e_machine  e_version  e_flags
 *
 * Any OSABI will do. The low bit of e_type is free: ET_EXEC is 2 and ET_DYN is 3. What lies behind
 * e_machine counts only where e_flags tell one ABI of a machine from another.
 */
void binfmt_pattern(const struct guest *g, struct binfmt_pattern *p)
{
    *p = (struct binfmt_pattern){.len = EI_NIDENT};
    memcpy(p->magic, ELFMAG, SELFMAG);
    p->magic[EI_CLASS] = g->elf_class;
    p->magic[EI_DATA] = g->elf_data;
    p->magic[EI_VERSION] = EV_CURRENT;
    memset(p->mask, 0xff, EI_NIDENT);
    p->mask[EI_OSABI] = 0;
    p->mask[EI_ABIVERSION] = g->elf_any_abi_version ? 0 : 0xff;
    put(p, g, offsetof(Elf64_Ehdr, e_type), 2, ET_EXEC, 0xfffe);
    put(p, g, offsetof(Elf64_Ehdr, e_machine), 2, g->elf_machine, 0xffff);
    if (g->elf_flags_mask) {
        bool small = g->elf_class == ELFCLASS32;
        unsigned at = small ? offsetof(Elf32_Ehdr, e_flags) : offsetof(Elf64_Ehdr, e_flags);
        put(p, g, offsetof(Elf64_Ehdr, e_version), 4, EV_CURRENT, 0xffffffff);
        put(p, g, at, 4, g->elf_flags, g->elf_flags_mask);
    }
}

/* A text that is built piece by piece; len grows beyond size where it does not fit. */
struct text {
    char *buf;
    size_t size, len;
};

static void add(struct text *t, const char *s)
{
    size_t n = strlen(s);
    if (t->len + n < t->size) {
        memcpy(t->buf + t->len, s, n + 1);
    }
    t->len += n;
}

/* Bytes as \xff; the three letters of an ELF file's magic stay letters, as everyone writes them. */
static void add_bytes(struct text *t, const uint8_t *bytes, unsigned len)
{
    char piece[5];
    for (unsigned i = 0; i < len; i++) {
        bool letter = i > 0 && i < SELFMAG && bytes[i] == (uint8_t)ELFMAG[i];
        snprintf(piece, sizeof(piece), letter ? "%c" : "\\x%02x", bytes[i]);
        add(t, piece);
    }
}

static int finish(const struct text *t)
{
    return t->len < t->size ? (int)t->len : -ENAMETOOLONG;
}

int binfmt_line(const struct binfmt_entry *e, char *buf, size_t size)
{
    struct binfmt_pattern p;
    struct text t = {buf, size, 0};
    const char *d = ":|,;@!";
    while (*d && strchr(e->interpreter, *d)) {
        d++;
    }
    if (!*d) {
        return -EINVAL;
    }
    char delimiter[2] = {*d, '\0'};
    binfmt_pattern(e->guest, &p);
    add(&t, delimiter);
    add(&t, e->name);
    add(&t, delimiter);
    add(&t, "M");
    add(&t, delimiter);
    add(&t, delimiter);
    add_bytes(&t, p.magic, p.len);
    add(&t, delimiter);
    add_bytes(&t, p.mask, p.len);
    add(&t, delimiter);
    add(&t, e->interpreter);
    add(&t, delimiter);
    add(&t, e->flags);
    return finish(&t);
}

int binfmt_template(const struct binfmt_entry *e, char *buf, size_t size)
{
    struct binfmt_pattern p;
    struct text t = {buf, size, 0};
    binfmt_pattern(e->guest, &p);
    add(&t, "package dragoman\ninterpreter ");
    add(&t, e->interpreter);
    add(&t, "\nmagic ");
    add_bytes(&t, p.magic, p.len);
    add(&t, "\nmask ");
    add_bytes(&t, p.mask, p.len);
    add(&t, strchr(e->flags, 'C') ? "\ncredentials yes" : "\ncredentials no");
    add(&t, strchr(e->flags, 'P') ? "\npreserve yes" : "\npreserve no");
    add(&t, strchr(e->flags, 'F') ? "\nfix_binary yes\n" : "\nfix_binary no\n");
    return finish(&t);
}
