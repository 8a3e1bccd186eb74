/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wrong ELF files are refused with a line, right ones and the stack are as the kernel makes
 * them. */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/process.h"
#include "loader/loader.h"

#define FILE_SIZE (4 * MEM_PAGE)
#define LOW 0x400000ull

/* A program with a code and a data segment, and what a test changes in it. */
struct file {
    Elf64_Ehdr ehdr;
    Elf64_Phdr phdr[4];
};

static const struct loader_kind kind = {EM_AARCH64, ELFCLASS64, ELFDATA2LSB, 0};

static void code_changed(struct process *p, uint64_t start, uint64_t len)
{
}

static int plain_copy(void *dst, const void *src, size_t len)
{
    memcpy(dst, src, len);
    return 0;
}

static const struct process_ops ops = {.code_changed = code_changed, .safe_copy = plain_copy};

static int set_up(void **state)
{
    struct process *p = calloc(1, sizeof(*p));
    p->ops = &ops;
    p->mem = mem_new(p, 64);
    *state = p;
    return p->mem ? 0 : -1;
}

static int tear_down(void **state)
{
    struct process *p = *state;
    mem_munmap(p->mem, 0, MEM_GUEST_END);
    free(p);
    return 0;
}

static struct file good_file(uint16_t type, uint64_t base)
{
    return (struct file){
        .ehdr = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
                             EV_CURRENT},
                 .e_type = type,
                 .e_machine = EM_AARCH64,
                 .e_version = EV_CURRENT,
                 .e_entry = base + 0x100,
                 .e_phoff = sizeof(Elf64_Ehdr),
                 .e_ehsize = sizeof(Elf64_Ehdr),
                 .e_phentsize = sizeof(Elf64_Phdr),
                 .e_phnum = 2},
        .phdr = {{.p_type = PT_LOAD,
                  .p_flags = PF_R | PF_X,
                  .p_vaddr = base,
                  .p_filesz = MEM_PAGE,
                  .p_memsz = MEM_PAGE,
                  .p_align = 0x10000},
                 {.p_type = PT_LOAD,
                  .p_flags = PF_R | PF_W,
                  .p_offset = MEM_PAGE,
                  .p_vaddr = base + 0x11000,
                  .p_filesz = 100,
                  .p_memsz = 3 * MEM_PAGE,
                  .p_align = 0x10000}},
    };
}

static int write_file(const struct file *f, size_t size)
{
    static char bytes[FILE_SIZE];
    int fd = memfd_create("program", MFD_CLOEXEC);
    memset(bytes, 'x', sizeof(bytes));
    memcpy(bytes, f, sizeof(*f));
    assert_int_equal(write(fd, bytes, size), size);
    return fd;
}

static int map_file(struct process *p, const struct file *f, size_t size,
                    struct loader_image *image, struct loader_error *err)
{
    int fd = write_file(f, size), r = loader_map(p, fd, &kind, image, err);
    close(fd);
    return r;
}

static void check_image(struct process *p, const struct loader_image *image)
{
    struct mem_area a;
    uint64_t base = image->start, data = base + 0x11000;
    assert_int_equal(image->entry, base + 0x100);
    assert_int_equal(image->phdr, base + sizeof(Elf64_Ehdr));
    assert_int_equal(image->data_end, data + 3 * MEM_PAGE);
    assert_int_equal(image->end, data + 3 * MEM_PAGE);
    assert_true(mem_find(p->mem, base, &a));
    assert_int_equal(a.prot, PROT_READ | PROT_EXEC);
    assert_int_equal(a.end, base + MEM_PAGE);
    assert_true(mem_find(p->mem, a.end, &a)); /* the hole was given back */
    assert_int_equal(a.start, data);
    assert_int_equal(a.prot, PROT_READ | PROT_WRITE);
    assert_int_equal(*(char *)(data + 99), 'x');
    for (uint64_t i = 100; i < 3 * MEM_PAGE; i++) {
        assert_int_equal(*(char *)(data + i), 0);
    }
}

static void test_fixed(void **state)
{
    struct file f = good_file(ET_EXEC, LOW);
    struct loader_image image;
    struct loader_error err;
    assert_int_equal(map_file(*state, &f, FILE_SIZE, &image, &err), 0);
    assert_int_equal(image.start, LOW);
    assert_true(image.fixed);
    check_image(*state, &image);
}

static void test_position_independent(void **state)
{
    struct file f = good_file(ET_DYN, 0);
    struct loader_image image;
    struct loader_error err;
    struct mem_area a;
    struct process *p = *state;
    assert_int_equal(map_file(p, &f, FILE_SIZE, &image, &err), 0);
    assert_false(image.fixed);
    assert_int_equal(image.start % 0x10000, 0);
    check_image(p, &image);
    assert_true(mem_find(p->mem, image.start, &a));
    assert_int_equal(a.module, image.start);
    assert_true(mem_find(p->mem, image.start + 0x12000, &a));
    assert_int_equal(a.module, image.start); /* bss too */
}

static void test_large_alignment(void **state)
{
    struct file f = good_file(ET_DYN, 0x200000);
    struct loader_image image;
    struct loader_error err;
    f.phdr[0].p_align = f.phdr[1].p_align = 4ull << 20;
    f.phdr[0].p_vaddr += 0x1000;
    f.phdr[0].p_offset = 0x1000;
    assert_int_equal(map_file(*state, &f, FILE_SIZE, &image, &err), 0);
    assert_int_equal(image.bias % (4ull << 20), 0);
}

/* What is wrong, and a word of the message. */
struct bad {
    const char *word;
    size_t size;
    void (*change)(struct file *f);
};

static void wrong_magic(struct file *f)
{
    f->ehdr.e_ident[1] = 'F';
}
static void wrong_class(struct file *f)
{
    f->ehdr.e_ident[EI_CLASS] = 7;
}
static void other_class(struct file *f)
{
    f->ehdr.e_ident[EI_CLASS] = 1;
}
static void wrong_machine(struct file *f)
{
    f->ehdr.e_machine = EM_386;
}
static void wrong_version(struct file *f)
{
    f->ehdr.e_version = 2;
}
static void object_file(struct file *f)
{
    f->ehdr.e_type = ET_REL;
}
static void no_headers(struct file *f)
{
    f->ehdr.e_phnum = 0;
}
static void many_headers(struct file *f)
{
    f->ehdr.e_phnum = 0xffff;
}
static void header_size(struct file *f)
{
    f->ehdr.e_phentsize = 55;
}
static void far_headers(struct file *f)
{
    f->ehdr.e_phoff = FILE_SIZE - 8;
}
static void wild_headers(struct file *f)
{
    f->ehdr.e_phoff = UINT64_MAX - 7;
}
static void no_load(struct file *f)
{
    f->phdr[0].p_type = f->phdr[1].p_type = PT_NOTE;
}
static void file_larger(struct file *f)
{
    f->phdr[0].p_memsz = 8;
}
static void empty_larger(struct file *f)
{
    f->phdr[0].p_memsz = 0;
}
static void bad_offset(struct file *f)
{
    f->phdr[0].p_offset = 0x800;
}
static void far_offset(struct file *f)
{
    f->phdr[0].p_offset = -MEM_PAGE;
}
static void overlap(struct file *f)
{
    f->phdr[0].p_memsz = 0x11001;
}
static void order(struct file *f)
{
    f->phdr[0].p_vaddr += 0x40000;
}
static void huge(struct file *f)
{
    f->phdr[1].p_memsz = 1ull << 60;
}
static void wraps(struct file *f)
{
    f->phdr[1].p_memsz = -(LOW + 0x11000);
}
static void high(struct file *f)
{
    f->phdr[1].p_vaddr = MEM_IMAGE_BASE;
}
static void alignment(struct file *f)
{
    f->phdr[0].p_align = 3 * MEM_PAGE;
}
static void window(struct file *f)
{
    f->phdr[0].p_vaddr = MEM_MODULES + 0x40000000 - 0x10000;
    f->phdr[1].p_vaddr = f->phdr[0].p_vaddr + 0x11000;
}
static void long_interp(struct file *f)
{
    f->phdr[2] = ((Elf64_Phdr){.p_type = PT_INTERP, .p_filesz = 1 << 20});
    f->ehdr.e_phnum = 3;
}
static void open_interp(struct file *f)
{
    f->phdr[2] = ((Elf64_Phdr){.p_type = PT_INTERP, .p_offset = 2 * MEM_PAGE, .p_filesz = 20});
    f->ehdr.e_phnum = 3;
}
static void far_interp(struct file *f)
{
    f->phdr[2] = ((Elf64_Phdr){.p_type = PT_INTERP, .p_offset = UINT64_MAX - 2, .p_filesz = 20});
    f->ehdr.e_phnum = 3;
}
static void unchanged(struct file *f)
{
}

static const struct bad bad_files[] = {
    {"not an ELF", FILE_SIZE, wrong_magic},
    {"ELF", FILE_SIZE, wrong_class},
    {"", FILE_SIZE, other_class},
    {"processor", FILE_SIZE, wrong_machine},
    {"version", FILE_SIZE, wrong_version},
    {"not an executable", FILE_SIZE, object_file},
    {"program headers", FILE_SIZE, no_headers},
    {"program headers", FILE_SIZE, many_headers},
    {"55 bytes", FILE_SIZE, header_size},
    {"truncated", FILE_SIZE, far_headers},
    {"truncated", FILE_SIZE, wild_headers},
    {"nothing to load", FILE_SIZE, no_load},
    {"larger", FILE_SIZE, file_larger},
    {"larger", FILE_SIZE, empty_larger},
    {"offset", FILE_SIZE, bad_offset},
    {"truncated", FILE_SIZE, far_offset},
    {"overlaps", FILE_SIZE, overlap},
    {"order", FILE_SIZE, order},
    {"address space", FILE_SIZE, huge},
    {"address space", FILE_SIZE, wraps},
    {"address space", FILE_SIZE, high},
    {"alignment", FILE_SIZE, alignment},
    {"address space", FILE_SIZE, window},
    {"interpreter", FILE_SIZE, long_interp},
    {"interpreter", FILE_SIZE, open_interp},
    {"interpreter", FILE_SIZE, far_interp},
    {"truncated", MEM_PAGE + 50, unchanged},
    {"truncated", sizeof(Elf64_Ehdr) + 60, unchanged},
    {"", 40, unchanged},
    {"not an ELF", 3, unchanged},
    {"not an ELF", 0, unchanged},
};

static void test_bad_files(void **state)
{
    struct loader_image image;
    struct loader_error err;
    for (size_t i = 0; i < sizeof(bad_files) / sizeof(bad_files[0]); i++) {
        struct file f = good_file(ET_EXEC, LOW);
        bad_files[i].change(&f);
        err.text[0] = '\0';
        int r = map_file(*state, &f, bad_files[i].size, &image, &err);
        if (r == 0 || !strstr(err.text, bad_files[i].word) || err.status != LOADER_CANNOT) {
            fail_msg("file %zu (%s): %d, %s", i, bad_files[i].word, r, err.text);
        }
        mem_munmap(((struct process *)*state)->mem, 0, MEM_GUEST_END);
    }
}

/* Nothing that a file holds may crash; the result is a line or a mapped program. */
static void test_random_files(void **state)
{
    struct loader_image image;
    struct loader_error err;
    uint32_t seed = 7;
    for (unsigned i = 0; i < 3000; i++) {
        struct file f = good_file(i % 2 ? ET_EXEC : ET_DYN, LOW);
        uint8_t *bytes = (uint8_t *)&f;
        for (unsigned k = 0; k < 1 + i % 6; k++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[4 + (seed >> 8) % (sizeof(Elf64_Ehdr) + 2 * sizeof(Elf64_Phdr) - 4)] =
                (uint8_t)(seed >> 24);
        }
        int r = map_file(*state, &f, FILE_SIZE, &image, &err);
        assert_true(r == 0 || (err.status == LOADER_CANNOT && err.text[0]));
        mem_munmap(((struct process *)*state)->mem, 0, MEM_GUEST_END);
    }
}

static void test_directory(void **state)
{
    struct loader_kind k;
    struct loader_error err;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(loader_probe(ends[0], &k, &err), -EINVAL);
    assert_string_equal(err.text, "not a regular file");
    assert_int_equal(loader_probe(-1, &k, &err), -EINVAL);
    close(ends[0]);
    close(ends[1]);
}

static void test_stack(void **state)
{
    char *argv[] = {"first", "second", NULL}, *envp[] = {"A=1", NULL};
    const struct loader_auxv auxv[] = {{AT_PAGESZ, 4096}};
    struct loader_stack s = {.word = 8,
                             .size = 1 << 20,
                             .argv = argv,
                             .envp = envp,
                             .execfn = "/bin/first",
                             .platform = "aarch64",
                             .random = "0123456789abcde",
                             .auxv = auxv,
                             .n_auxv = 1};
    struct process *p = *state;
    assert_int_equal(loader_make_stack(p, &s), 0);
    assert_int_equal(s.sp % 16, 0);
    const uint64_t *w = (const uint64_t *)s.sp;
    assert_int_equal(w[0], 2);
    assert_string_equal((char *)w[1], "first");
    assert_string_equal((char *)w[2], "second");
    assert_int_equal(w[3], 0);
    assert_string_equal((char *)w[4], "A=1");
    assert_int_equal(w[5], 0);
    assert_int_equal((uint64_t)&w[6], s.auxv_at);
    assert_int_equal(w[6], AT_PAGESZ);
    assert_int_equal(w[7], 4096);
    assert_int_equal(w[8], AT_RANDOM);
    assert_string_equal((char *)w[9], "0123456789abcde");
    assert_int_equal(w[10], AT_EXECFN);
    assert_string_equal((char *)w[11], "/bin/first");
    assert_int_equal(w[12], AT_PLATFORM);
    assert_string_equal((char *)w[13], "aarch64");
    assert_int_equal(w[14], AT_NULL);
    assert_int_equal(s.auxv_at + s.auxv_len, (uint64_t)&w[16]);
    assert_int_equal(s.arg_start, w[1]);
    assert_int_equal(s.env_start, w[4]);
    assert_int_equal(*(uint64_t *)(s.high - 8), 0);
    /* Anonymous memory goes below, with a gap. */
    int64_t r = mem_mmap(p->mem, 0, MEM_PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true((uint64_t)r + MEM_PAGE + (1 << 20) <= s.low);
}

static void test_stack_too_small(void **state)
{
    static char text[200 << 10];
    memset(text, 'x', sizeof(text) - 1);
    char *argv[] = {text, NULL}, *envp[] = {NULL};
    struct loader_stack s = {
        .word = 8, .size = 256 << 10, .argv = argv, .envp = envp, .execfn = "x", .platform = "x"};
    assert_int_equal(loader_make_stack(*state, &s), -E2BIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_fixed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_position_independent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_large_alignment, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bad_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_random_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_directory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stack, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stack_too_small, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
