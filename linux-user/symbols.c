/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Nothing else of a running process uses the C library's heap, so that is free here. Files are
 * mapped into dragoman's window: the guest's address space stays as it is.
 */
#define _GNU_SOURCE
#include "linux-user/symbols.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define MAPS_SIZE (4u << 20)
#define NEAR 16 /* how many symbols before an address may be longer than the last one */

struct function {
    uint64_t start, size; /* the file's addresses */
    const char *name;     /* NULL: of the unwinding table */
};

struct module {
    struct module *next;
    const char *path;
    bool read;   /* what follows was looked for */
    void *image; /* of the file, NULL: not to be had */
    size_t size;
    Elf *elf;
    struct function *functions; /* with names; then those of the unwinding table: both ascending */
    size_t n_named, n_bounds;
    struct function *bounds;
};

struct mapping {
    uint64_t start, end, offset;
    struct module *module;
};

struct symbols {
    char *maps; /* text of /proc/self/maps: the paths are in it */
    struct mapping *mappings;
    size_t n_mappings;
    struct module *modules;
    struct symbol last; /* found */
};

static void *map_file(const char *path, size_t *size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat st;
    void *image = NULL;
    if (fd < 0) {
        return NULL;
    }
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
        *size = (size_t)st.st_size;
        image = own_map(*size, PROT_READ | PROT_WRITE, MAP_NORESERVE);
    }
    if (image &&
        mmap(image, *size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED) {
        own_unmap(image, *size);
        image = NULL;
    }
    close(fd);
    return image;
}

static int by_start(const void *a, const void *b)
{
    const struct function *x = a, *y = b;
    if (x->start != y->start) {
        return x->start < y->start ? -1 : 1;
    }
    return x->size < y->size ? -1 : x->size > y->size;
}

/* Functions of one symbol table behind what is there. */
static void add_symbols(struct module *m, Elf_Scn *section, const GElf_Shdr *header)
{
    Elf_Data *data = elf_getdata(section, NULL);
    size_t n = data && data->d_buf ? data->d_size / sizeof(Elf64_Sym) : 0;
    struct function *f = n ? realloc(m->functions, (m->n_named + n) * sizeof(*f)) : NULL;
    if (!f) {
        return;
    }
    m->functions = f;
    for (size_t i = 0; i < n; i++) {
        GElf_Sym s;
        if (!gelf_getsym(data, (int)i, &s) || s.st_shndx == SHN_UNDEF || s.st_value == 0) {
            continue;
        }
        unsigned type = GELF_ST_TYPE(s.st_info);
        const char *name = elf_strptr(m->elf, header->sh_link, s.st_name);
        if ((type != STT_FUNC && type != STT_GNU_IFUNC) || !name || !name[0]) {
            continue;
        }
        f[m->n_named++] = (struct function){s.st_value, s.st_size, name};
    }
}

/* .symtab has all that .dynsym has. */
static void read_symbols(struct module *m)
{
    static const unsigned types[] = {SHT_SYMTAB, SHT_DYNSYM};
    for (unsigned t = 0; t < 2 && m->n_named == 0; t++) {
        Elf_Scn *section = NULL;
        while ((section = elf_nextscn(m->elf, section))) {
            GElf_Shdr header;
            if (gelf_getshdr(section, &header) && header.sh_type == types[t]) {
                add_symbols(m, section, &header);
            }
        }
    }
    if (m->n_named > 0) {
        qsort(m->functions, m->n_named, sizeof(m->functions[0]), by_start);
    }
    /* Assembly code often does not say how long it is. */
    for (size_t i = 0; i + 1 < m->n_named; i++) {
        struct function *f = &m->functions[i];
        f->size = f->size ? f->size : f[1].start - f->start;
    }
}

static int32_t word_at(const struct module *m, uint64_t offset)
{
    int32_t value;
    memcpy(&value, (const char *)m->image + offset, sizeof(value));
    return value;
}

/* .eh_frame_hdr, in the form that linkers write: a table of 32-bit starts, relative to itself. */
static void read_bounds(struct module *m, const GElf_Phdr *p)
{
    static const uint8_t form[] = {1, 0x1b, 0x03, 0x3b}; /* version, encodings (DW_EH_PE_*) */
    if (p->p_offset > m->size || m->size - p->p_offset < 12 ||
        memcmp((const char *)m->image + p->p_offset, form, sizeof(form)) != 0) {
        return;
    }
    size_t n = (uint32_t)word_at(m, p->p_offset + 8);
    if (n > (m->size - p->p_offset - 12) / 8) {
        return;
    }
    m->bounds = malloc((n + 1) * sizeof(m->bounds[0]));
    for (size_t i = 0; m->bounds && i < n; i++) {
        uint64_t start = p->p_vaddr + (uint64_t)(int64_t)word_at(m, p->p_offset + 12 + 8 * i);
        m->bounds[i] = (struct function){.start = start};
        if (i > 0) {
            m->bounds[i - 1].size = start - m->bounds[i - 1].start;
        }
        m->n_bounds = i + 1;
    }
}

static void read_module(struct module *m)
{
    GElf_Phdr p;
    size_t n = 0;
    m->image = m->path[0] == '/' ? map_file(m->path, &m->size) : NULL;
    if (!m->image) {
        return;
    }
    elf_version(EV_CURRENT);
    m->elf = elf_memory(m->image, m->size);
    if (!m->elf || elf_kind(m->elf) != ELF_K_ELF) {
        return;
    }
    read_symbols(m);
    const char *ident = elf_getident(m->elf, NULL);
    bool native = ident && ident[EI_DATA] == ELFDATA2LSB;
    elf_getphdrnum(m->elf, &n);
    for (size_t i = 0; native && i < n && m->n_bounds == 0; i++) {
        if (gelf_getphdr(m->elf, (int)i, &p) && p.p_type == PT_GNU_EH_FRAME) {
            read_bounds(m, &p);
        }
    }
}

static struct module *module_of(struct symbols *s, const char *path)
{
    struct module *m = s->modules;
    while (m && strcmp(m->path, path) != 0) {
        m = m->next;
    }
    if (!m && (m = calloc(1, sizeof(*m)))) {
        m->path = path;
        m->next = s->modules;
        s->modules = m;
    }
    return m;
}

/* "START-END PROT OFFSET DEVICE INODE   PATH" */
static bool parse_mapping(char *line, struct mapping *m, char **path)
{
    unsigned long long start, end, offset;
    int at = 0;
    if (sscanf(line, "%llx-%llx %*s %llx %*s %*s %n", &start, &end, &offset, &at) < 3 || !at) {
        return false;
    }
    *m = (struct mapping){.start = start, .end = end, .offset = offset};
    *path = line + at;
    return end <= MEM_GUEST_END;
}

static void read_mappings(struct symbols *s, char *text)
{
    char *path = NULL, *save = NULL;
    size_t room = 0;
    for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        struct mapping m;
        if (!parse_mapping(line, &m, &path)) {
            continue;
        }
        if (s->n_mappings == room) {
            room = room ? 2 * room : 256;
            struct mapping *more = realloc(s->mappings, room * sizeof(*more));
            if (!more) {
                return;
            }
            s->mappings = more;
        }
        m.module = module_of(s, path);
        s->mappings[s->n_mappings++] = m;
    }
}

struct symbols *symbols_open(void)
{
    struct symbols *s = calloc(1, sizeof(*s));
    int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    size_t n = 0;
    ssize_t r = 0;
    if (s && (s->maps = malloc(MAPS_SIZE))) {
        while (fd >= 0 && n < MAPS_SIZE - 1 && (r = read(fd, s->maps + n, MAPS_SIZE - 1 - n)) > 0) {
            n += (size_t)r;
        }
        s->maps[n] = '\0';
        read_mappings(s, s->maps);
    }
    if (fd >= 0) {
        close(fd);
    }
    return s;
}

void symbols_close(struct symbols *s)
{
    struct module *m = s->modules, *next;
    for (; m; m = next) {
        next = m->next;
        elf_end(m->elf);
        if (m->image) {
            own_unmap(m->image, m->size);
        }
        free(m->functions);
        free(m->bounds);
        free(m);
    }
    free(s->mappings);
    free(s->maps);
    free(s);
}

/* The last of n functions that starts at or below addr: its number + 1. */
static size_t below(const struct function *f, size_t n, uint64_t addr)
{
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (f[middle].start <= addr) {
            low = middle + 1;
        } else {
            n = middle;
        }
    }
    return low;
}

/* The function of the file that holds addr, NULL: unknown. */
static const struct function *find_function(const struct module *m, uint64_t addr)
{
    size_t at = below(m->functions, m->n_named, addr);
    for (size_t i = at; i > 0 && i + NEAR > at; i--) {
        const struct function *f = &m->functions[i - 1];
        if (addr - f->start < (f->size ? f->size : 1)) {
            return f;
        }
    }
    at = below(m->bounds, m->n_bounds, addr);
    return at > 0 && addr - m->bounds[at - 1].start < m->bounds[at - 1].size ? &m->bounds[at - 1]
                                                                             : NULL;
}

/* The section that holds addr, as a function: veneers and assembly code without any table. */
static bool find_section(const struct module *m, uint64_t addr, struct function *f)
{
    Elf_Scn *section = NULL;
    size_t strings;
    if (elf_getshdrstrndx(m->elf, &strings) < 0) {
        return false;
    }
    while ((section = elf_nextscn(m->elf, section))) {
        GElf_Shdr h;
        if (gelf_getshdr(section, &h) && (h.sh_flags & SHF_EXECINSTR) && addr >= h.sh_addr &&
            addr - h.sh_addr < h.sh_size) {
            *f = (struct function){h.sh_addr, h.sh_size, elf_strptr(m->elf, strings, h.sh_name)};
            return true;
        }
    }
    return false;
}

/* The file's own address of offset. */
static bool address_of(const struct module *m, uint64_t offset, uint64_t *addr)
{
    size_t n = 0;
    elf_getphdrnum(m->elf, &n);
    for (size_t i = 0; i < n; i++) {
        GElf_Phdr p;
        if (gelf_getphdr(m->elf, (int)i, &p) && p.p_type == PT_LOAD && offset >= p.p_offset &&
            offset - p.p_offset < p.p_filesz) {
            *addr = offset - p.p_offset + p.p_vaddr;
            return true;
        }
    }
    return false;
}

/* False: only a section is known, of which there may be functions that are. */
static bool find_in(const struct mapping *g, uint64_t pc, struct symbol *out)
{
    struct module *m = g->module;
    struct function found;
    uint64_t addr;
    out->file = m->path;
    if (!m->read) {
        m->read = true;
        read_module(m);
    }
    if (!m->elf || !address_of(m, pc - g->start + g->offset, &addr)) {
        return true;
    }
    const struct function *f = find_function(m, addr);
    bool certain = f != NULL;
    out->in_file = addr;
    if (!f && find_section(m, addr, &found)) {
        f = &found;
    }
    if (f) {
        out->in_file = f->start;
        out->start = pc - addr + f->start;
        /* A file may say anything: the end does not wrap. */
        out->end = out->start + (f->size && f->size <= ~out->start ? f->size : 1);
        out->name = f->name;
    }
    return certain;
}

void symbols_find(struct symbols *s, uint64_t pc, struct symbol *out)
{
    if (pc >= s->last.start && pc < s->last.end) {
        *out = s->last;
        return;
    }
    *out = (struct symbol){.start = pc, .end = pc + 1, .in_file = pc, .file = ""};
    for (size_t i = 0; i < s->n_mappings; i++) {
        const struct mapping *g = &s->mappings[i];
        if (pc >= g->start && pc < g->end && g->module) {
            if (find_in(g, pc, out)) {
                s->last = *out;
            }
            break;
        }
    }
}
