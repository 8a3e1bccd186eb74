/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Magic and mask, written as everyone who registers such programs writes them. */
#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "binfmt/binfmt.h"
#include "translate/guest/guest.h"

/* elf.h's name for bit 5 of e_flags differs between C libraries. */
#ifndef EF_MIPS_ABI2
    #define EF_MIPS_ABI2 0x20
#endif

const struct guest *const guests[] = {&guest_aarch64, NULL};

static const struct {
    struct guest guest;
    const char *magic, *mask;
} expected[] = {
    {{.name = "aarch64",
      .elf_machine = EM_AARCH64,
      .elf_class = ELFCLASS64,
      .elf_data = ELFDATA2LSB},
     "\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00"
     "\\xb7\\x00",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xfe\\xff\\xff\\xff"},
    {{.name = "aarch64_be",
      .elf_machine = EM_AARCH64,
      .elf_class = ELFCLASS64,
      .elf_data = ELFDATA2MSB},
     "\\x7fELF\\x02\\x02\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02"
     "\\x00\\xb7",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xff\\xfe\\xff\\xff"},
    {{.name = "arm", .elf_machine = EM_ARM, .elf_class = ELFCLASS32, .elf_data = ELFDATA2LSB},
     "\\x7fELF\\x01\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00"
     "\\x28\\x00",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xfe\\xff\\xff\\xff"},
    {{.name = "armeb", .elf_machine = EM_ARM, .elf_class = ELFCLASS32, .elf_data = ELFDATA2MSB},
     "\\x7fELF\\x01\\x02\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02"
     "\\x00\\x28",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xff\\xfe\\xff\\xff"},
    {{.name = "mips",
      .elf_machine = EM_MIPS,
      .elf_class = ELFCLASS32,
      .elf_data = ELFDATA2MSB,
      .elf_any_abi_version = true,
      .elf_flags_mask = EF_MIPS_ABI2},
     "\\x7fELF\\x01\\x02\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02"
     "\\x00\\x08\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
     "\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xff\\xfe\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\x00\\x00\\x00\\x00"
     "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x20"},
    {{.name = "mipsel",
      .elf_machine = EM_MIPS,
      .elf_class = ELFCLASS32,
      .elf_data = ELFDATA2LSB,
      .elf_any_abi_version = true,
      .elf_flags_mask = EF_MIPS_ABI2},
     "\\x7fELF\\x01\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00"
     "\\x08\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
     "\\x00\\x00\\x00\\x00\\x00\\x00\\x00",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xfe\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\x00\\x00\\x00\\x00"
     "\\x00\\x00\\x00\\x00\\x00\\x00\\x20\\x00\\x00\\x00"},
    {{.name = "mipsn32",
      .elf_machine = EM_MIPS,
      .elf_class = ELFCLASS32,
      .elf_data = ELFDATA2MSB,
      .elf_any_abi_version = true,
      .elf_flags_mask = EF_MIPS_ABI2,
      .elf_flags = EF_MIPS_ABI2},
     "\\x7fELF\\x01\\x02\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02"
     "\\x00\\x08\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
     "\\x00\\x00\\x00\\x00\\x00\\x00\\x20",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xff\\xfe\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\x00\\x00\\x00\\x00"
     "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x20"},
    {{.name = "mipsn32el",
      .elf_machine = EM_MIPS,
      .elf_class = ELFCLASS32,
      .elf_data = ELFDATA2LSB,
      .elf_any_abi_version = true,
      .elf_flags_mask = EF_MIPS_ABI2,
      .elf_flags = EF_MIPS_ABI2},
     "\\x7fELF\\x01\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00"
     "\\x08\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
     "\\x00\\x00\\x00\\x20\\x00\\x00\\x00",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xfe\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\x00\\x00\\x00\\x00"
     "\\x00\\x00\\x00\\x00\\x00\\x00\\x20\\x00\\x00\\x00"},
    {{.name = "mips64",
      .elf_machine = EM_MIPS,
      .elf_class = ELFCLASS64,
      .elf_data = ELFDATA2MSB,
      .elf_any_abi_version = true},
     "\\x7fELF\\x02\\x02\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02"
     "\\x00\\x08",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xff\\xfe\\xff\\xff"},
    {{.name = "mips64el",
      .elf_machine = EM_MIPS,
      .elf_class = ELFCLASS64,
      .elf_data = ELFDATA2LSB,
      .elf_any_abi_version = true},
     "\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00"
     "\\x08\\x00",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xfe\\xff\\xff\\xff"},
    {{.name = "ppc", .elf_machine = EM_PPC, .elf_class = ELFCLASS32, .elf_data = ELFDATA2MSB},
     "\\x7fELF\\x01\\x02\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02"
     "\\x00\\x14",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xff\\xfe\\xff\\xff"},
    {{.name = "ppc64", .elf_machine = EM_PPC64, .elf_class = ELFCLASS64, .elf_data = ELFDATA2MSB},
     "\\x7fELF\\x02\\x02\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02"
     "\\x00\\x15",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xff\\xfe\\xff\\xff"},
    {{.name = "riscv32", .elf_machine = EM_RISCV, .elf_class = ELFCLASS32, .elf_data = ELFDATA2LSB},
     "\\x7fELF\\x01\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00"
     "\\xf3\\x00",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xfe\\xff\\xff\\xff"},
    {{.name = "riscv64", .elf_machine = EM_RISCV, .elf_class = ELFCLASS64, .elf_data = ELFDATA2LSB},
     "\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00"
     "\\xf3\\x00",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xfe\\xff\\xff\\xff"},
    {{.name = "s390x", .elf_machine = EM_S390, .elf_class = ELFCLASS64, .elf_data = ELFDATA2MSB},
     "\\x7fELF\\x02\\x02\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02"
     "\\x00\\x16",
     "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
     "\\xff\\xff\\xfe\\xff\\xff"},
};

#define N_EXPECTED (sizeof(expected) / sizeof(expected[0]))

static void check_line(const struct guest *g, const char *magic, const char *mask)
{
    char line[BINFMT_LINE_MAX], want[BINFMT_LINE_MAX];
    struct binfmt_entry e = {.name = "x", .guest = g, .interpreter = "/i", .flags = "OCFP"};
    int n = binfmt_line(&e, line, sizeof(line));
    snprintf(want, sizeof(want), ":x:M::%s:%s:/i:OCFP", magic, mask);
    assert_string_equal(line, want);
    assert_int_equal(n, strlen(want));
}

static void test_layouts(void **state)
{
    for (size_t i = 0; i < N_EXPECTED; i++) {
        check_line(&expected[i].guest, expected[i].magic, expected[i].mask);
    }
}

/* The guests that are there say the right thing of themselves. */
static void test_registry(void **state)
{
    for (unsigned g = 0; guests[g]; g++) {
        size_t i = 0;
        while (i < N_EXPECTED && strcmp(expected[i].guest.name, guests[g]->name) != 0) {
            i++;
        }
        assert_true(i < N_EXPECTED);
        check_line(guests[g], expected[i].magic, expected[i].mask);
    }
}

static void test_names(void **state)
{
    assert_ptr_equal(binfmt_guest("aarch64"), &guest_aarch64);
    assert_ptr_equal(binfmt_guest("arm64"), &guest_aarch64);
    assert_null(binfmt_guest("arm65"));
    assert_null(binfmt_guest(""));
}

static void test_odd_paths(void **state)
{
    char line[BINFMT_LINE_MAX], small[32];
    struct binfmt_entry e = {
        .name = "x", .guest = &guest_aarch64, .interpreter = "/a:b", .flags = ""};
    assert_true(binfmt_line(&e, line, sizeof(line)) > 0);
    assert_int_equal(line[0], '|');
    assert_non_null(strstr(line, "|/a:b|"));
    e.interpreter = "/:|,;@!";
    assert_true(binfmt_line(&e, line, sizeof(line)) < 0);
    e.interpreter = "/i";
    assert_true(binfmt_line(&e, small, sizeof(small)) < 0);
    assert_true(binfmt_template(&e, small, sizeof(small)) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layouts),
        cmocka_unit_test(test_registry),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_odd_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
