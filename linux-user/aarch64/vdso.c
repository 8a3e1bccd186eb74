/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The vdso, made at run time: an ELF image of one page that exports what the kernel's does, each
 * function a system call. Its shape is what C libraries look for: PT_LOAD and PT_DYNAMIC, DT_HASH,
 * symbols of version LINUX_2.6.39.
 *
 *   ELF header, program headers, dynamic section, symbols, versions, hash table, strings, code
 */
#include <elf.h>
#include <string.h>

#include "base/bits.h"
#include "linux-user/aarch64/aarch64.h"

#define MOV_X8(number) (0xd2800008u | (uint32_t)(number) << 5) /* movz x8, #number */
#define SVC 0xd4000001u                                        /* svc #0 */
#define RET 0xd65f03c0u                                        /* ret */
#define NOP 0xd503201fu

#define VERSION "LINUX_2.6.39"
#define SONAME "linux-vdso.so.1"

/* Numbers of AArch64's system calls. Unwinders know rt_sigreturn's two instructions by their
 * code. */
static const struct {
    const char *name;
    uint32_t code[3];
} functions[] = {
    {"__kernel_rt_sigreturn", {MOV_X8(139), SVC, NOP}},
    {"__kernel_gettimeofday", {MOV_X8(169), SVC, RET}},
    {"__kernel_clock_gettime", {MOV_X8(113), SVC, RET}},
    {"__kernel_clock_getres", {MOV_X8(114), SVC, RET}},
};
enum { N_FUNCTIONS = sizeof(functions) / sizeof(functions[0]) };
enum { N_SYMBOLS = 1 + N_FUNCTIONS + 1 }; /* null, the functions, the version's own */
enum { VERSION_BASE = 1, VERSION_OWN = 2 };

struct verdef {
    Elf64_Verdef def;
    Elf64_Verdaux aux;
};

struct image {
    Elf64_Ehdr ehdr;
    Elf64_Phdr phdr[2];
    Elf64_Dyn dynamic[11];
    Elf64_Sym symbol[N_SYMBOLS];
    struct verdef verdef[2];
    uint32_t hash[2 + 1 + N_SYMBOLS]; /* one bucket, so that the chain is the list of symbols */
    uint16_t versym[N_SYMBOLS];
    char strings[192];
    uint32_t code[N_FUNCTIONS][4] __attribute__((aligned(16)));
};

/* The hash of the System V ABI. */
static uint32_t elf_hash(const char *name)
{
    uint32_t h = 0;
    for (; *name; name++) {
        h = (h << 4) + (uint8_t)*name;
        h = (h ^ (h >> 24 & 0xf0)) & 0x0fffffff;
    }
    return h;
}

/* Appends a string; its offset in the string table. */
static uint32_t add_string(struct image *v, size_t *used, const char *text)
{
    size_t at = *used, len = strlen(text) + 1;
    memcpy(v->strings + at, text, len);
    *used += len;
    return (uint32_t)at;
}

static void fill_headers(struct image *v)
{
    v->ehdr = (Elf64_Ehdr){
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_DYN,
        .e_machine = EM_AARCH64,
        .e_version = EV_CURRENT,
        .e_phoff = offsetof(struct image, phdr),
        .e_ehsize = sizeof(Elf64_Ehdr),
        .e_phentsize = sizeof(Elf64_Phdr),
        .e_phnum = 2,
        .e_shentsize = sizeof(Elf64_Shdr),
    };
    v->phdr[0] = (Elf64_Phdr){.p_type = PT_LOAD,
                              .p_flags = PF_R | PF_X,
                              .p_filesz = sizeof(*v),
                              .p_memsz = sizeof(*v),
                              .p_align = 4096};
    v->phdr[1] = (Elf64_Phdr){.p_type = PT_DYNAMIC,
                              .p_flags = PF_R,
                              .p_offset = offsetof(struct image, dynamic),
                              .p_vaddr = offsetof(struct image, dynamic),
                              .p_paddr = offsetof(struct image, dynamic),
                              .p_filesz = sizeof(v->dynamic),
                              .p_memsz = sizeof(v->dynamic),
                              .p_align = 8};
}

static void fill_symbols(struct image *v, size_t *used, uint32_t version_name)
{
    for (unsigned i = 0; i < N_FUNCTIONS; i++) {
        memcpy(v->code[i], functions[i].code, sizeof(functions[i].code));
        v->code[i][3] = NOP;
        v->symbol[1 + i] = (Elf64_Sym){
            .st_name = add_string(v, used, functions[i].name),
            .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC),
            .st_shndx = 1, /* defined; there are no sections to name */
            .st_value = offsetof(struct image, code) + i * sizeof(v->code[0]),
            .st_size = sizeof(functions[i].code),
        };
        v->versym[1 + i] = VERSION_OWN;
    }
    v->symbol[N_SYMBOLS - 1] = (Elf64_Sym){.st_name = version_name,
                                           .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT),
                                           .st_shndx = SHN_ABS};
    v->versym[N_SYMBOLS - 1] = VERSION_OWN;
    v->hash[0] = 1;
    v->hash[1] = N_SYMBOLS;
    v->hash[2] = 1;
    for (uint32_t i = 1; i < N_SYMBOLS; i++) {
        v->hash[3 + i] = i + 1 < N_SYMBOLS ? i + 1 : 0;
    }
}

static void fill_version(struct verdef *d, unsigned index, unsigned flags, const char *name,
                         uint32_t name_at, bool last)
{
    d->def = (Elf64_Verdef){.vd_version = VER_DEF_CURRENT,
                            .vd_flags = (uint16_t)flags,
                            .vd_ndx = (uint16_t)index,
                            .vd_cnt = 1,
                            .vd_hash = elf_hash(name),
                            .vd_aux = offsetof(struct verdef, aux),
                            .vd_next = last ? 0 : sizeof(*d)};
    d->aux = (Elf64_Verdaux){.vda_name = name_at};
}

size_t a64_vdso(uint8_t *buf, size_t size, uint64_t *sigreturn)
{
    struct image v = {0};
    size_t used = 1;
    if (size < sizeof(v)) {
        return 0;
    }
    uint32_t soname = add_string(&v, &used, SONAME), version = add_string(&v, &used, VERSION);
    fill_headers(&v);
    fill_symbols(&v, &used, version);
    fill_version(&v.verdef[0], VERSION_BASE, VER_FLG_BASE, SONAME, soname, false);
    fill_version(&v.verdef[1], VERSION_OWN, 0, VERSION, version, true);
    const Elf64_Dyn dynamic[] = {
        {DT_HASH, {offsetof(struct image, hash)}},
        {DT_STRTAB, {offsetof(struct image, strings)}},
        {DT_SYMTAB, {offsetof(struct image, symbol)}},
        {DT_STRSZ, {used}},
        {DT_SYMENT, {sizeof(Elf64_Sym)}},
        {DT_SONAME, {soname}},
        {DT_VERSYM, {offsetof(struct image, versym)}},
        {DT_VERDEF, {offsetof(struct image, verdef)}},
        {DT_VERDEFNUM, {2}},
        {DT_NULL, {0}},
    };
    memcpy(v.dynamic, dynamic, sizeof(dynamic));
    memcpy(buf, &v, sizeof(v));
    *sigreturn = offsetof(struct image, code);
    return sizeof(v);
}
