/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest address space against a naive model: one record a page. */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/mem_space.h"
#include "base/process.h"

#define BASE 0x120000000000ull /* fixed mappings of the random test */
#define PAGES 64u
#define STEPS 20000u
#define SEED 1u

struct page {
    bool mapped;
    int prot;
};

struct world {
    struct process process;
    struct page page[PAGES];
    uint64_t changed_start, changed_len; /* of the last code_changed */
    unsigned n_changed;
    uint32_t seed;
};

static void code_changed(struct process *p, uint64_t start, uint64_t len)
{
    struct world *w = (struct world *)p;
    w->changed_start = start;
    w->changed_len = len;
    w->n_changed++;
}

static int plain_copy(void *dst, const void *src, size_t len)
{
    memcpy(dst, src, len);
    return 0;
}

static const struct process_ops ops = {.code_changed = code_changed, .safe_copy = plain_copy};

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    w->process.ops = &ops;
    w->process.mem = mem_new(&w->process, 64);
    w->seed = SEED;
    *state = w;
    return w->process.mem ? 0 : -1;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    mem_munmap(w->process.mem, 0, MEM_GUEST_END);
    free(w);
    return 0;
}

static unsigned pick(struct world *w, unsigned n)
{
    w->seed = w->seed * 1664525u + 1013904223u;
    return (w->seed >> 8) % n;
}

/* Every page of the tree as the model has it, areas in order, without overlap, maximally merged. */
static void check(struct world *w)
{
    struct mem_area a, previous = {0};
    for (unsigned i = 0; i < PAGES; i++) {
        uint64_t at = BASE + i * MEM_PAGE;
        bool found = mem_find(w->process.mem, at, &a) && a.start <= at;
        assert_int_equal(found, w->page[i].mapped);
        if (found) {
            assert_int_equal(a.prot, w->page[i].prot);
        }
    }
    for (uint64_t at = BASE; mem_find(w->process.mem, at, &a) && a.start < BASE + PAGES * MEM_PAGE;
         at = a.end) {
        assert_true(a.start >= previous.end && a.end > a.start);
        assert_false(a.start == previous.end && a.prot == previous.prot);
        previous = a;
    }
}

static void one_step(struct world *w)
{
    static const int prots[] = {PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE,
                                PROT_READ | PROT_EXEC};
    unsigned first = pick(w, PAGES), n = 1 + pick(w, PAGES - first), i;
    uint64_t addr = BASE + first * MEM_PAGE, len = n * MEM_PAGE;
    int prot = prots[pick(w, 4)];
    bool had_code = false, had_hole = false;
    for (i = first; i < first + n; i++) {
        had_code |= w->page[i].mapped && (w->page[i].prot & PROT_EXEC);
        had_hole |= !w->page[i].mapped;
    }
    w->n_changed = 0;
    switch (pick(w, 3)) {
    case 0:
        assert_int_equal(mem_mmap(w->process.mem, addr, len, prot,
                                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
                         (int64_t)addr);
        for (i = first; i < first + n; i++) {
            w->page[i] = (struct page){true, prot};
        }
        break;
    case 1:
        assert_int_equal(mem_munmap(w->process.mem, addr, len), 0);
        for (i = first; i < first + n; i++) {
            w->page[i].mapped = false;
        }
        break;
    default:
        assert_int_equal(mem_mprotect(w->process.mem, addr, len, prot), had_hole ? -ENOMEM : 0);
        for (i = first; i < first + n && w->page[i].mapped; i++) {
            w->page[i].prot = prot;
        }
    }
    assert_int_equal(w->n_changed, had_code ? 1 : 0);
    if (had_code) {
        assert_int_equal(w->changed_start, addr);
        assert_int_equal(w->changed_len, len);
    }
}

static void test_random(void **state)
{
    struct world *w = *state;
    for (unsigned i = 0; i < STEPS; i++) {
        one_step(w);
        if (i % 8 == 0) {
            check(w);
        }
    }
    check(w);
}

static void test_refused(void **state)
{
    struct world *w = *state;
    struct guest_mem *m = w->process.mem;
    int anon = MAP_PRIVATE | MAP_ANONYMOUS, fixed = anon | MAP_FIXED;
    uint64_t window = MEM_MODULES + MEM_WINDOW_DISTANCE;
    assert_int_equal(mem_mmap(m, MEM_GUEST_END, MEM_PAGE, 3, fixed, -1, 0), -ENOMEM);
    assert_int_equal(mem_mmap(m, MEM_GUEST_END - MEM_PAGE, 2 * MEM_PAGE, 3, fixed, -1, 0), -ENOMEM);
    assert_int_equal(mem_mmap(m, -MEM_PAGE, 2 * MEM_PAGE, 3, fixed, -1, 0), -ENOMEM);
    assert_int_equal(mem_mmap(m, MEM_IMAGE_BASE, MEM_PAGE, 3, fixed, -1, 0), -ENOMEM);
    assert_int_equal(mem_mmap(m, window, MEM_PAGE, 3, fixed, -1, 0), -ENOMEM);
    assert_int_equal(mem_mmap(m, window - MEM_PAGE, 2 * MEM_PAGE, 3, fixed, -1, 0), -ENOMEM);
    assert_int_equal(mem_mmap(m, MEM_MODULES - MEM_PAGE, 2 * MEM_PAGE, 3, fixed, -1, 0), -ENOMEM);
    assert_int_equal(mem_mmap(m, BASE + 1, MEM_PAGE, 3, fixed, -1, 0), -EINVAL);
    assert_int_equal(mem_mmap(m, 0, 0, 3, anon, -1, 0), -EINVAL);
    assert_int_equal(mem_mmap(m, 0, UINT64_MAX, 3, anon, -1, 0), -ENOMEM);
    assert_int_equal(mem_mmap(m, 0, MEM_PAGE, 3, MAP_PRIVATE, -1, 0), -EBADF);
    assert_int_equal(mem_munmap(m, 1, MEM_PAGE), -EINVAL);
    assert_int_equal(mem_munmap(m, MEM_GUEST_END, MEM_PAGE), -EINVAL);
    /* A hint that cannot be had is no error. */
    int64_t r = mem_mmap(m, window, MEM_PAGE, 3, anon, -1, 0);
    assert_true(r > 0 && !((uint64_t)r >= MEM_MODULES && (uint64_t)r < MEM_MODULES_END));
}

static void test_placement(void **state)
{
    struct world *w = *state;
    struct guest_mem *m = w->process.mem;
    int anon = MAP_PRIVATE | MAP_ANONYMOUS;
    uint64_t top = MEM_GUEST_END - 0x1000000;
    mem_set_top(m, top);
    assert_int_equal(mem_mmap(m, 0, MEM_PAGE, 3, anon, -1, 0), top - MEM_PAGE);
    assert_int_equal(mem_mmap(m, 0, 1, 3, anon, -1, 0), top - 2 * MEM_PAGE);
    assert_int_equal(mem_munmap(m, top - MEM_PAGE, MEM_PAGE), 0);
    assert_int_equal(mem_mmap(m, 0, 2 * MEM_PAGE, 3, anon, -1, 0), top - 4 * MEM_PAGE);
    assert_int_equal(mem_mmap(m, 0, MEM_PAGE, 3, anon, -1, 0), top - MEM_PAGE);
    /* Whole huge pages are aligned to them. */
    int64_t huge = mem_mmap(m, 0, 4 << 20, 3, anon, -1, 0);
    assert_int_equal(huge % (2 << 20), 0);
    assert_true(huge > (int64_t)(top - (7 << 20)));
    assert_int_equal(mem_mmap(m, BASE, MEM_PAGE, 3, anon, -1, 0), BASE);
    assert_true(mem_mmap(m, BASE, MEM_PAGE, 3, anon, -1, 0) > (int64_t)MEM_MODULES_END);
    assert_int_equal(mem_mmap(m, BASE, MEM_PAGE, 3, anon | MAP_FIXED_NOREPLACE, -1, 0), -EEXIST);
}

static int elf_file(size_t size)
{
    int fd = memfd_create("module", MFD_CLOEXEC);
    assert_int_equal(ftruncate(fd, (off_t)size), 0);
    assert_int_equal(pwrite(fd, "\177ELF", 4, 0), 4);
    return fd;
}

static void test_modules(void **state)
{
    struct world *w = *state;
    struct guest_mem *m = w->process.mem;
    struct mem_area a;
    uint64_t previous_end = MEM_MODULES;
    int fd = elf_file(64 << 20);
    for (unsigned i = 0; i < 40; i++) {
        uint64_t len = (1ull << (12 + i % 15)) + MEM_PAGE;
        int64_t r = mem_mmap(m, 0, len, PROT_READ, MAP_PRIVATE, fd, 0);
        assert_true(r >= (int64_t)previous_end && (uint64_t)r + len <= MEM_MODULES_END);
        assert_true(mem_find(m, (uint64_t)r, &a));
        assert_int_equal(a.module, r);
        assert_true(a.module_end - a.module >= len);
        assert_true(a.module_end - a.module >= 1 << 20);
        /* The footprint is in the lower half of its 2 GiB, and the window above it in the upper. */
        assert_int_equal(a.module & MEM_WINDOW_DISTANCE, 0);
        assert_int_equal((a.module_end - 1) & MEM_WINDOW_DISTANCE, 0);
        previous_end = a.module_end;
    }
    /* What is mapped over a part keeps the footprint; the file's identity differs. */
    int64_t r = mem_mmap(m, a.start, MEM_PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    struct mem_area b;
    assert_true(mem_find(m, (uint64_t)r, &b));
    assert_int_equal(b.module, a.module);
    assert_int_equal(b.module_end, a.module_end);
    assert_int_equal(b.ino, 0);
    assert_true(mem_find(m, (uint64_t)r + MEM_PAGE, &b));
    assert_int_equal(b.offset, MEM_PAGE);
    assert_int_not_equal(b.ino, 0);
    close(fd);
}

static void test_not_a_module(void **state)
{
    struct world *w = *state;
    int fd = memfd_create("data", MFD_CLOEXEC);
    assert_int_equal(ftruncate(fd, 1 << 20), 0);
    int64_t r = mem_mmap(w->process.mem, 0, 1 << 20, PROT_READ, MAP_PRIVATE, fd, 0);
    assert_true(r > (int64_t)MEM_MODULES_END);
    close(fd);
}

static void test_brk(void **state)
{
    struct world *w = *state;
    struct guest_mem *m = w->process.mem;
    mem_set_brk(m, BASE);
    assert_int_equal(mem_brk(m, 0), BASE);
    assert_int_equal(mem_brk(m, BASE + 100), BASE + 100);
    *(volatile char *)BASE = 1;
    assert_int_equal(mem_brk(m, BASE + 3 * MEM_PAGE), BASE + 3 * MEM_PAGE);
    assert_int_equal(mem_brk(m, BASE + 1), BASE + 1);
    assert_int_equal(*(volatile char *)BASE, 1);
    struct mem_area a;
    assert_true(mem_find(m, BASE, &a));
    assert_int_equal(a.end, BASE + MEM_PAGE);
    /* Something in the way: the break stays. */
    mem_mmap(m, BASE + 2 * MEM_PAGE, MEM_PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    assert_int_equal(mem_brk(m, BASE + 4 * MEM_PAGE), BASE + 1);
    assert_int_equal(mem_brk(m, BASE + 2 * MEM_PAGE), BASE + 2 * MEM_PAGE);
}

static void test_mremap(void **state)
{
    struct world *w = *state;
    struct guest_mem *m = w->process.mem;
    int anon = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
    struct mem_area a;
    mem_mmap(m, BASE, 4 * MEM_PAGE, 3, anon, -1, 0);
    *(volatile char *)BASE = 42;
    assert_int_equal(mem_mremap(m, BASE, 4 * MEM_PAGE, 6 * MEM_PAGE, 0, 0), BASE);
    assert_int_equal(mem_mremap(m, BASE, 6 * MEM_PAGE, 2 * MEM_PAGE, 0, 0), BASE);
    assert_true(mem_find(m, BASE, &a) && a.end == BASE + 2 * MEM_PAGE);
    mem_mmap(m, BASE + 2 * MEM_PAGE, MEM_PAGE, 1, anon, -1, 0);
    assert_int_equal(mem_mremap(m, BASE, 2 * MEM_PAGE, 4 * MEM_PAGE, 0, 0), -ENOMEM);
    int64_t r = mem_mremap(m, BASE, 2 * MEM_PAGE, 4 * MEM_PAGE, MREMAP_MAYMOVE, 0);
    assert_true(r > (int64_t)MEM_MODULES_END);
    assert_int_equal(*(volatile char *)r, 42);
    assert_true(mem_find(m, BASE, &a) && a.start == BASE + 2 * MEM_PAGE);
    uint64_t to = BASE + 16 * MEM_PAGE;
    mem_mmap(m, to, MEM_PAGE, PROT_READ | PROT_EXEC, anon, -1, 0);
    w->n_changed = 0;
    r = mem_mremap(m, (uint64_t)r, 4 * MEM_PAGE, MEM_PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to);
    assert_int_equal(r, to);
    assert_int_equal(w->n_changed, 1);
    assert_int_equal(*(volatile char *)to, 42);
    assert_int_equal(
        mem_mremap(m, to, MEM_PAGE, MEM_PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, MEM_GUEST_END),
        -EINVAL);
    assert_int_equal(mem_mremap(m, BASE + 40 * MEM_PAGE, MEM_PAGE, 2 * MEM_PAGE, 0, 0), -EFAULT);
    assert_int_equal(mem_mremap(m, to, UINT64_MAX, MEM_PAGE, 0, 0), -EINVAL);
}

static void test_never_executable(void **state)
{
    struct world *w = *state;
    char line[256];
    mem_mmap(w->process.mem, BASE, MEM_PAGE, PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
             0);
    assert_int_equal(*(volatile char *)BASE, 0); /* the translator reads what the guest executes */
    FILE *maps = fopen("/proc/self/maps", "r");
    bool seen = false;
    while (fgets(line, sizeof(line), maps)) {
        if (strtoull(line, NULL, 16) == BASE) {
            seen = true;
            assert_non_null(strstr(line, " r--p "));
        }
    }
    fclose(maps);
    assert_true(seen);
}

static void test_own(void **state)
{
    char *a = own_map(1, PROT_READ | PROT_WRITE, 0),
         *b = own_map(3 << 20, PROT_READ, MAP_NORESERVE);
    assert_true((uint64_t)a > MEM_OWN_BASE && (uint64_t)a < MEM_IMAGE_BASE);
    assert_true((uint64_t)b > (uint64_t)a && (uint64_t)b < MEM_IMAGE_BASE);
    a[MEM_PAGE - 1] = 1;
    own_empty(a, MEM_PAGE);
    assert_int_equal(a[MEM_PAGE - 1], 0);
    if (mlock(a, MEM_PAGE) == 0) { /* as mlockall of a guest; not every user may */
        a[MEM_PAGE - 1] = 1;
        own_empty(a, MEM_PAGE);
        assert_int_equal(a[MEM_PAGE - 1], 0);
    }
    own_unmap(a, 1);
    own_unmap(b, 3 << 20);
    assert_null(own_map(0, PROT_READ, 0));
    assert_null(own_map(SIZE_MAX - MEM_PAGE, PROT_READ, 0));
}

static void test_access(void **state)
{
    struct world *w = *state;
    struct process *p = &w->process;
    char text[8];
    mem_mmap(p->mem, BASE, 2 * MEM_PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    assert_int_equal(mem_write(p, BASE + MEM_PAGE - 3, "hello", 6), 0);
    assert_int_equal(mem_read_string(p, text, BASE + MEM_PAGE - 3, sizeof(text)), 5);
    assert_string_equal(text, "hello");
    assert_int_equal(mem_read_string(p, text, BASE + MEM_PAGE - 3, 5), -ENAMETOOLONG);
    assert_int_equal(mem_read(p, text, MEM_GUEST_END, 1), -EFAULT);
    assert_int_equal(mem_read(p, text, MEM_GUEST_END - 4, 5), -EFAULT);
    assert_int_equal(mem_write(p, UINT64_MAX, text, 2), -EFAULT);
}

/* Views of one object, by what they show of it; a flag that says whether there are any. */
static void test_views(void **state)
{
    struct world *w = *state;
    struct guest_mem *m = w->process.mem;
    struct mem_area first, v;
    int fd = memfd_create("views", MFD_CLOEXEC), rx = PROT_READ | PROT_EXEC;
    uint64_t second = BASE + 16 * MEM_PAGE, third = BASE + 32 * MEM_PAGE;
    assert_int_equal(ftruncate(fd, 8 * MEM_PAGE), 0);
    mem_mmap(m, BASE, 4 * MEM_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0);
    mem_mmap(m, second, 4 * MEM_PAGE, rx, MAP_PRIVATE | MAP_FIXED, fd, 2 * MEM_PAGE);
    assert_false(mem_has_views(m)); /* none of them is shared */
    mem_mmap(m, third, 2 * MEM_PAGE, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 4 * MEM_PAGE);
    assert_true(mem_has_views(m));
    assert_true(mem_find(m, BASE, &first));
    assert_true(mem_find_view(m, &first, 0, &v) && v.start == second);
    assert_false(mem_find_view(m, &first, v.end, &v));
    first.end = first.start + 2 * MEM_PAGE; /* what the second does not show */
    assert_false(mem_find_view(m, &first, 0, &v));
    w->n_changed = 0;
    mem_file_changed(m, first.dev, first.ino);
    assert_int_equal(w->n_changed, 1);
    assert_int_equal(w->changed_start, second);
    close(fd);
}

/* Shared memory without a file: an object of its own each, found in a second mapping and a moved
 * part of it. */
static void test_shared_objects(void **state)
{
    struct world *w = *state;
    struct guest_mem *m = w->process.mem;
    struct mem_area a, b;
    int rwx = PROT_READ | PROT_WRITE | PROT_EXEC, flags = MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED;
    mem_mmap(m, BASE, 2 * MEM_PAGE, rwx, flags, -1, 0);
    mem_mmap(m, BASE + 2 * MEM_PAGE, 2 * MEM_PAGE, rwx, flags, -1, 0);
    assert_true(mem_find(m, BASE, &a) && a.end == BASE + 2 * MEM_PAGE);
    assert_true(mem_find(m, a.end, &b) && b.ino != a.ino);
    assert_false(mem_has_views(m));
    int64_t r = mem_mremap(m, BASE + MEM_PAGE, 0, MEM_PAGE, MREMAP_MAYMOVE, 0);
    assert_true(r > 0 && mem_has_views(m));
    assert_true(mem_find(m, (uint64_t)r, &b));
    assert_int_equal(b.ino, a.ino);
    assert_int_equal(b.offset, MEM_PAGE);
    assert_int_equal(mem_set_object(m, BASE + 2 * MEM_PAGE, 2 * MEM_PAGE, MEM_DEV_SYSV, 7), 0);
    assert_true(mem_find(m, BASE + 3 * MEM_PAGE, &b));
    assert_true(b.ino == 7 && b.dev == MEM_DEV_SYSV && b.offset == 0);
    /* No room for it in the list. */
    unsigned cap = m->tree.cap;
    m->tree.cap = m->tree.n + 1;
    assert_int_equal(mem_set_object(m, BASE, MEM_PAGE, MEM_DEV_SYSV, 8), -ENOMEM);
    m->tree.cap = cap;
    assert_true(mem_find(m, BASE, &b) && b.ino == a.ino);
    mem_detached(m, BASE + 2 * MEM_PAGE);
    assert_false(mem_find(m, BASE + 2 * MEM_PAGE, &b) && b.start <= BASE + 2 * MEM_PAGE);
    assert_true(mem_find(m, BASE, &b) && b.start == BASE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_random, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_placement, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_modules, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_not_a_module, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_brk, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_mremap, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_views, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_shared_objects, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_never_executable, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_access, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
