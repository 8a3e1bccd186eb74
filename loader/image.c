/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Segments of a checked ELF file into guest memory. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/bits.h"
#include "base/mem.h"
#include "base/process.h"
#include "loader/elf.h"

static int segment_prot(const GElf_Phdr *h)
{
    return (h->p_flags & PF_R ? PROT_READ : 0) | (h->p_flags & PF_W ? PROT_WRITE : 0) |
           (h->p_flags & PF_X ? PROT_EXEC : 0);
}

static int fail_map(struct loader_error *err, int64_t r)
{
    return elf_fail(err, LOADER_CANNOT, "cannot map it: %s", strerror((int)-r));
}

/* The bytes behind the file's part, to the end of its last page. */
static int clear_tail(struct process *p, uint64_t from, uint64_t to)
{
    static const char zeros[MEM_PAGE];
    return from < to ? mem_write(p, from, zeros, to - from) : 0;
}

static int map_segment(struct process *p, int fd, const GElf_Phdr *h, uint64_t bias,
                       struct loader_error *err)
{
    uint64_t start = h->p_vaddr + bias, file_end = start + h->p_filesz;
    uint64_t end = bits_align_up(start + h->p_memsz, MEM_PAGE);
    uint64_t page = bits_align_down(start, MEM_PAGE), bss = page;
    int prot = segment_prot(h);
    if (h->p_filesz > 0) {
        bss = bits_align_up(file_end, MEM_PAGE);
        int64_t r = mem_mmap(p->mem, page, bss - page, prot, MAP_PRIVATE | MAP_FIXED, fd,
                             bits_align_down(h->p_offset, MEM_PAGE));
        if (r < 0) {
            return fail_map(err, r);
        }
        /* A segment that is not writable keeps what the file has there, as on Linux. */
        if (h->p_memsz > h->p_filesz && (prot & PROT_WRITE) && clear_tail(p, file_end, bss) < 0) {
            return fail_map(err, -EFAULT);
        }
    }
    if (bss < end) {
        int64_t r =
            mem_mmap(p->mem, bss, end - bss, prot, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        if (r < 0) {
            return fail_map(err, r);
        }
    }
    return 0;
}

/* Reserves the room of all segments: where the file says, or where modules go. The bias. */
static int64_t reserve(struct process *p, int fd, const struct elf_file *f,
                       struct loader_error *err)
{
    uint64_t len = f->end - f->start;
    if (f->ehdr.e_type == ET_EXEC) {
        int64_t r =
            mem_mmap(p->mem, f->start, len, PROT_NONE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
        return r < 0 ? fail_map(err, r) : 0;
    }
    uint64_t room = f->align > MEM_PAGE ? f->align : 0;
    int64_t r = mem_mmap(p->mem, 0, len + room, PROT_NONE, MAP_PRIVATE | MAP_NORESERVE, fd, 0);
    if (r < 0) {
        return fail_map(err, r);
    }
    /* The next address that is as far from a multiple of the alignment as the file's. */
    uint64_t got = (uint64_t)r, at = got + ((f->start - got) & (f->align - 1));
    if (at > got) {
        mem_munmap(p->mem, got, at - got);
    }
    if (at + len < got + len + room) {
        mem_munmap(p->mem, at + len, got + room - at);
    }
    return (int64_t)(at - f->start);
}

/* Gives back what the reservation has between segments. */
static void release_holes(struct process *p, const struct elf_file *f, uint64_t bias)
{
    uint64_t at = f->start;
    for (unsigned i = 0; i < f->n_phdr; i++) {
        const GElf_Phdr *h = &f->phdr[i];
        if (h->p_type != PT_LOAD || h->p_memsz == 0) {
            continue;
        }
        uint64_t page = bits_align_down(h->p_vaddr, MEM_PAGE);
        if (page > at) {
            mem_munmap(p->mem, at + bias, page - at);
        }
        at = bits_align_up(h->p_vaddr + h->p_memsz, MEM_PAGE);
    }
}

static int read_interp(int fd, const struct elf_file *f, const GElf_Phdr *h, char *interp,
                       struct loader_error *err)
{
    if (h->p_filesz < 2 || h->p_filesz > PATH_MAX || h->p_offset > f->size ||
        f->size - h->p_offset < h->p_filesz) {
        return elf_fail(err, LOADER_CANNOT, "bad interpreter name");
    }
    ssize_t n = pread(fd, interp, h->p_filesz, (off_t)h->p_offset);
    if (n != (ssize_t)h->p_filesz || interp[n - 1] != '\0' || interp[0] == '\0') {
        return elf_fail(err, LOADER_CANNOT, "bad interpreter name");
    }
    return 0;
}

/* Where the program headers are in memory. */
static uint64_t phdr_address(const struct elf_file *f, uint64_t bias)
{
    for (unsigned i = 0; i < f->n_phdr; i++) {
        const GElf_Phdr *h = &f->phdr[i];
        if (h->p_type == PT_LOAD && f->ehdr.e_phoff >= h->p_offset &&
            f->ehdr.e_phoff - h->p_offset < h->p_filesz) {
            return f->ehdr.e_phoff - h->p_offset + h->p_vaddr + bias;
        }
    }
    return 0;
}

static int map_file(struct process *p, int fd, const struct elf_file *f, struct loader_image *image,
                    struct loader_error *err)
{
    int64_t bias = reserve(p, fd, f, err);
    if (err->status) {
        return -EINVAL;
    }
    *image = (struct loader_image){
        .bias = (uint64_t)bias,
        .start = f->start + (uint64_t)bias,
        .end = f->end + (uint64_t)bias,
        .entry = f->ehdr.e_entry + (uint64_t)bias,
        .phdr = phdr_address(f, (uint64_t)bias),
        .phnum = f->n_phdr,
        .phent = f->phent,
        .fixed = f->ehdr.e_type == ET_EXEC,
    };
    for (unsigned i = 0; i < f->n_phdr; i++) {
        const GElf_Phdr *h = &f->phdr[i];
        int r = 0;
        if (h->p_type == PT_LOAD && h->p_memsz > 0) {
            r = map_segment(p, fd, h, image->bias, err);
            image->data_end = h->p_vaddr + h->p_memsz + image->bias;
        } else if (h->p_type == PT_INTERP && image->interp[0] == '\0') {
            r = read_interp(fd, f, h, image->interp, err);
        } else if (h->p_type == PT_GNU_STACK) {
            image->exec_stack = h->p_flags & PF_X;
        }
        if (r < 0) {
            return r;
        }
    }
    release_holes(p, f, image->bias);
    return 0;
}

int loader_probe(int fd, struct loader_kind *kind, struct loader_error *err)
{
    struct elf_file *f = own_map(sizeof(*f), PROT_READ | PROT_WRITE, 0);
    if (!f) {
        return elf_fail(err, LOADER_CANNOT, "out of memory");
    }
    int r = elf_read_header(fd, f, err);
    *kind = f->kind;
    own_unmap(f, sizeof(*f));
    return r;
}

int loader_map(struct process *p, int fd, const struct loader_kind *kind,
               struct loader_image *image, struct loader_error *err)
{
    struct elf_file *f = own_map(sizeof(*f), PROT_READ | PROT_WRITE, 0);
    err->status = 0;
    if (!f) {
        return elf_fail(err, LOADER_CANNOT, "out of memory");
    }
    int r = elf_read_header(fd, f, err);
    if (r == 0 && (f->kind.machine != kind->machine || f->kind.class != kind->class ||
                   f->kind.data != kind->data)) {
        r = elf_fail(err, LOADER_CANNOT, "for another processor");
    }
    if (r == 0) {
        r = elf_read_segments(fd, f, err);
    }
    if (r == 0) {
        r = map_file(p, fd, f, image, err);
    }
    own_unmap(f, sizeof(*f));
    return r;
}
