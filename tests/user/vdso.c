/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vdso, read as C libraries read it: by program headers, hash table and versions. */
#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "linux-user/aarch64/aarch64.h"

struct vdso {
    uint8_t image[4096] __attribute__((aligned(16)));
    size_t size;
    uint64_t sigreturn;
    uint64_t entry[64]; /* DT_* -> value */
};

static uint32_t sysv_hash(const char *s)
{
    uint32_t h = 0, g;
    for (; *s; s++) {
        h = (h << 4) + (uint8_t)*s;
        g = h & 0xf0000000;
        h ^= g >> 24;
        h &= ~g;
    }
    return h;
}

static int set_up(void **state)
{
    static struct vdso v;
    v.size = a64_vdso(v.image, sizeof(v.image), &v.sigreturn);
    const Elf64_Ehdr *e = (const Elf64_Ehdr *)v.image;
    const Elf64_Phdr *h = (const Elf64_Phdr *)(v.image + e->e_phoff);
    for (unsigned i = 0; i < e->e_phnum; i++) {
        if (h[i].p_type == PT_LOAD) {
            assert_int_equal(h[i].p_vaddr, h[i].p_offset);
            assert_int_equal(h[i].p_filesz, v.size);
        } else if (h[i].p_type == PT_DYNAMIC) {
            const Elf64_Dyn *d = (const Elf64_Dyn *)(v.image + h[i].p_offset);
            for (; d->d_tag != DT_NULL; d++) {
                unsigned tag = d->d_tag < 40 ? (unsigned)d->d_tag : (unsigned)(d->d_tag & 15) + 40;
                v.entry[tag] = d->d_un.d_val;
            }
        }
    }
    *state = &v;
    return v.size ? 0 : -1;
}

static uint64_t entry(const struct vdso *v, uint64_t tag)
{
    return v->entry[tag < 40 ? tag : (tag & 15) + 40];
}

/* The version name of a symbol's versym index. */
static const char *version_name(const struct vdso *v, unsigned index, uint32_t *hash)
{
    const uint8_t *at = v->image + entry(v, DT_VERDEF);
    for (;;) {
        const Elf64_Verdef *d = (const Elf64_Verdef *)at;
        if (d->vd_ndx == index) {
            const Elf64_Verdaux *a = (const Elf64_Verdaux *)(at + d->vd_aux);
            *hash = d->vd_hash;
            return (const char *)v->image + entry(v, DT_STRTAB) + a->vda_name;
        }
        assert_int_not_equal(d->vd_next, 0);
        at += d->vd_next;
    }
}

static uint64_t find(const struct vdso *v, const char *name)
{
    const uint32_t *hash = (const uint32_t *)(v->image + entry(v, DT_HASH));
    const Elf64_Sym *sym = (const Elf64_Sym *)(v->image + entry(v, DT_SYMTAB));
    const uint16_t *versym = (const uint16_t *)(v->image + entry(v, DT_VERSYM));
    const char *strings = (const char *)v->image + entry(v, DT_STRTAB);
    uint32_t version_hash;
    for (uint32_t i = hash[2 + sysv_hash(name) % hash[0]]; i; i = hash[2 + hash[0] + i]) {
        assert_in_range(i, 1, hash[1] - 1);
        if (strcmp(strings + sym[i].st_name, name) == 0) {
            assert_int_not_equal(sym[i].st_shndx, SHN_UNDEF);
            assert_string_equal(version_name(v, versym[i], &version_hash), "LINUX_2.6.39");
            assert_int_equal(version_hash, sysv_hash("LINUX_2.6.39"));
            return sym[i].st_value;
        }
    }
    fail_msg("%s is missing", name);
    return 0;
}

static void check_function(const struct vdso *v, const char *name, unsigned number, uint32_t last)
{
    uint64_t at = find(v, name);
    assert_int_equal(at % 4, 0);
    assert_true(at + 12 <= v->size);
    const uint32_t *code = (const uint32_t *)(v->image + at);
    assert_int_equal(code[0], 0xd2800008 | number << 5);
    assert_int_equal(code[1], 0xd4000001);
    if (last) {
        assert_int_equal(code[2], last);
    }
}

static void test_functions(void **state)
{
    const struct vdso *v = *state;
    check_function(v, "__kernel_clock_gettime", 113, 0xd65f03c0);
    check_function(v, "__kernel_clock_getres", 114, 0xd65f03c0);
    check_function(v, "__kernel_gettimeofday", 169, 0xd65f03c0);
    check_function(v, "__kernel_rt_sigreturn", 139, 0);
    assert_int_equal(find(v, "__kernel_rt_sigreturn"), v->sigreturn);
}

static void test_strings(void **state)
{
    const struct vdso *v = *state;
    const char *strings = (const char *)v->image + entry(v, DT_STRTAB);
    assert_string_equal(strings + entry(v, DT_SONAME), "linux-vdso.so.1");
    assert_int_equal(strings[0], '\0');
    assert_int_equal(strings[entry(v, DT_STRSZ) - 1], '\0');
    assert_int_equal(entry(v, DT_VERDEFNUM), 2);
    assert_int_equal(a64_vdso((uint8_t *)v->image, 64, &(uint64_t){0}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_functions),
        cmocka_unit_test(test_strings),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
