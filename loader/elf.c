/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libelf gives the headers in one form for every class and byte order; what they claim is ours to
 * check. */
#include "loader/elf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/bits.h"
#include "base/mem.h"

#define ALIGN_MAX (1ull << 30)

int elf_fail(struct loader_error *err, int status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    err->status = status;
    vsnprintf(err->text, sizeof(err->text), format, args);
    va_end(args);
    return -EINVAL;
}

static int check_header(const struct elf_file *f, struct loader_error *err)
{
    const GElf_Ehdr *e = &f->ehdr;
    size_t phent = f->kind.class == ELFCLASS64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
    if (e->e_ident[EI_VERSION] != EV_CURRENT || e->e_version != EV_CURRENT) {
        return elf_fail(err, LOADER_CANNOT, "unknown ELF version");
    }
    if (e->e_type != ET_EXEC && e->e_type != ET_DYN) {
        return elf_fail(err, LOADER_CANNOT, "not an executable (ELF type %u)", e->e_type);
    }
    if (e->e_phnum == 0 || e->e_phnum > ELF_MAX_PHNUM) {
        return elf_fail(err, LOADER_CANNOT, "%u program headers", e->e_phnum);
    }
    if (e->e_phentsize != phent) {
        return elf_fail(err, LOADER_CANNOT, "program headers of %u bytes", e->e_phentsize);
    }
    if (e->e_phoff > f->size || f->size - e->e_phoff < (uint64_t)e->e_phnum * phent) {
        return elf_fail(err, LOADER_CANNOT, "truncated: no program headers at %#llx",
                        (unsigned long long)e->e_phoff);
    }
    return 0;
}

static Elf *open_elf(int fd, struct loader_error *err)
{
    elf_version(EV_CURRENT);
    Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
    if (!elf || elf_kind(elf) != ELF_K_ELF) {
        elf_end(elf);
        elf_fail(err, LOADER_CANNOT, "not an ELF file");
        return NULL;
    }
    return elf;
}

int elf_read_header(int fd, struct elf_file *f, struct loader_error *err)
{
    struct stat st;
    if (fstat(fd, &st) < 0) {
        return elf_fail(err, LOADER_CANNOT, "%s", strerror(errno));
    }
    if (!S_ISREG(st.st_mode)) {
        return elf_fail(err, LOADER_CANNOT,
                        S_ISDIR(st.st_mode) ? "is a directory" : "not a regular file");
    }
    f->size = (uint64_t)st.st_size;
    Elf *elf = open_elf(fd, err);
    if (!elf) {
        return -EINVAL;
    }
    GElf_Ehdr *e = gelf_getehdr(elf, &f->ehdr);
    elf_end(elf);
    if (!e) {
        return elf_fail(err, LOADER_CANNOT, "broken ELF header");
    }
    f->kind = (struct loader_kind){.machine = f->ehdr.e_machine,
                                   .class = f->ehdr.e_ident[EI_CLASS],
                                   .data = f->ehdr.e_ident[EI_DATA],
                                   .flags = f->ehdr.e_flags};
    f->n_phdr = f->ehdr.e_phnum;
    f->phent = f->ehdr.e_phentsize;
    return check_header(f, err);
}

/* One PT_LOAD; previous_end is where the last one ended. */
static int check_load(const struct elf_file *f, const GElf_Phdr *h, unsigned index,
                      uint64_t previous_end, struct loader_error *err)
{
    if (h->p_memsz < h->p_filesz) {
        return elf_fail(err, LOADER_CANNOT, "segment %u is larger in the file than in memory",
                        index);
    }
    if (!mem_range_ok(h->p_vaddr, h->p_memsz)) {
        return elf_fail(err, LOADER_CANNOT, "segment %u at %#llx is out of the address space",
                        index, (unsigned long long)h->p_vaddr);
    }
    if (h->p_filesz > 0 && (h->p_offset > f->size || f->size - h->p_offset < h->p_filesz)) {
        return elf_fail(err, LOADER_CANNOT, "truncated: segment %u ends behind the file", index);
    }
    if (h->p_vaddr < previous_end) {
        return elf_fail(err, LOADER_CANNOT, "segment %u overlaps another or is out of order",
                        index);
    }
    if ((h->p_align & (h->p_align - 1)) || h->p_align > ALIGN_MAX) {
        return elf_fail(err, LOADER_CANNOT, "segment %u has alignment %#llx", index,
                        (unsigned long long)h->p_align);
    }
    if (h->p_filesz > 0 && ((h->p_vaddr ^ h->p_offset) & (MEM_PAGE - 1))) {
        return elf_fail(err, LOADER_CANNOT,
                        "segment %u cannot be mapped: offset and address differ", index);
    }
    return 0;
}

static int check_segments(struct elf_file *f, struct loader_error *err)
{
    uint64_t previous_end = 0;
    bool any = false;
    f->align = MEM_PAGE;
    for (unsigned i = 0; i < f->n_phdr; i++) {
        const GElf_Phdr *h = &f->phdr[i];
        if (h->p_type != PT_LOAD || h->p_memsz == 0) {
            if (h->p_type == PT_LOAD && h->p_filesz > 0) {
                return elf_fail(err, LOADER_CANNOT,
                                "segment %u is larger in the file than in memory", i);
            }
            continue;
        }
        int r = check_load(f, h, i, previous_end, err);
        if (r < 0) {
            return r;
        }
        if (!any) {
            f->start = bits_align_down(h->p_vaddr, MEM_PAGE);
            any = true;
        }
        previous_end = h->p_vaddr + h->p_memsz;
        f->end = bits_align_up(previous_end, MEM_PAGE);
        f->align = h->p_align > f->align ? h->p_align : f->align;
    }
    if (!any) {
        return elf_fail(err, LOADER_CANNOT, "nothing to load");
    }
    return 0;
}

int elf_read_segments(int fd, struct elf_file *f, struct loader_error *err)
{
    Elf *elf = open_elf(fd, err);
    if (!elf) {
        return -EINVAL;
    }
    for (unsigned i = 0; i < f->n_phdr; i++) {
        if (!gelf_getphdr(elf, (int)i, &f->phdr[i])) {
            elf_end(elf);
            return elf_fail(err, LOADER_CANNOT, "broken program headers");
        }
    }
    elf_end(elf);
    return check_segments(f, err);
}
