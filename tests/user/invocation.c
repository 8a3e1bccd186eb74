/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What dragoman's own name and the auxiliary vector say, and which variables and options follow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "linux-user/options.h"
#include "translate/guest/guest.h"

#define ARGS(...) ((char *[]){__VA_ARGS__, NULL})

static const struct invocation_auxv plain = {.execfn = "/bin/dragoman", .exec_fd = -1};

static void read_args(struct invocation *inv, char **argv, const struct invocation_auxv *auxv)
{
    int argc = 0;
    while (argv[argc]) {
        argc++;
    }
    invocation_read(inv, argc, argv, auxv);
}

static enum options_action parse(struct options *o, const struct invocation *inv, char **argv,
                                 char **envp)
{
    char **env;
    int argc = 0;
    while (argv[argc]) {
        argc++;
    }
    return options_parse(o, inv, argc, argv, envp, &env);
}

static void test_names(void **state)
{
    static const struct {
        char *name;
        enum invocation_style style;
        bool guest;
    } names[] = {
        {"dragoman", STYLE_DRAGOMAN, false},
        {"/usr/bin/qemu-aarch64", STYLE_QEMU, true},
        {"qemu-aarch64-static", STYLE_QEMU, true},
        {"./qemu-arm64", STYLE_QEMU, true},
        {"qemu-arm64-static", STYLE_QEMU, true},
        {"qemu-vax", STYLE_DRAGOMAN, false},
        {"aarch64", STYLE_DRAGOMAN, false},
        {"/usr/bin/buildkit-qemu-aarch64", STYLE_BUILDKIT, true},
        {"/dev/.buildkit_qemu_emulator", STYLE_BUILDKIT, false},
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct invocation inv;
        read_args(&inv, ARGS(names[i].name, "prog"), &plain);
        assert_int_equal(inv.style, names[i].style);
        assert_ptr_equal(inv.guest, names[i].guest ? &guest_aarch64 : NULL);
        assert_string_equal(inv.variables, inv.style == STYLE_DRAGOMAN ? "DRAGOMAN_" : "QEMU_");
        assert_string_equal(inv.self_name, names[i].name);
        assert_false(inv.by_binfmt);
    }
}

static void test_version(void **state)
{
    char line[160];
    struct invocation inv;
    read_args(&inv, ARGS("qemu-aarch64-static", "-version"), &plain);
    invocation_version(&inv, line, sizeof(line));
    assert_ptr_equal(strstr(line, "qemu-aarch64 version "), line);
    assert_non_null(strstr(line, "Dragoman"));
    read_args(&inv, ARGS("dragoman"), &plain);
    invocation_version(&inv, line, sizeof(line));
    assert_ptr_equal(strstr(line, "dragoman version "), line);
}

static void test_binfmt(void **state)
{
    struct options o;
    char *none[] = {NULL};
    struct invocation_auxv auxv = {.execfn = "-prog", .exec_fd = -1};
    char **argv = ARGS("/usr/bin/dragoman", "-prog", "arg");
    struct invocation inv;
    read_args(&inv, argv, &auxv);
    assert_true(inv.by_binfmt);
    assert_int_equal(parse(&o, &inv, argv, none), OPTIONS_RUN);
    assert_string_equal(o.file, "-prog");
    assert_string_equal(argv[o.first], "-prog");

    auxv = (struct invocation_auxv){.execfn = "script", .exec_fd = 7, .flags = 1};
    argv = ARGS("/usr/bin/dragoman", "/bin/prog", "name", "arg");
    read_args(&inv, argv, &auxv);
    assert_true(inv.by_binfmt && inv.preserve_argv0);
    assert_int_equal(parse(&o, &inv, argv, none), OPTIONS_RUN);
    assert_string_equal(o.file, "/bin/prog");
    assert_string_equal(argv[o.first], "name");
    assert_int_equal(o.exec_fd, 7);

    argv = ARGS("/usr/libexec/qemu-binfmt/aarch64-binfmt-P", "/bin/prog", "name");
    read_args(&inv, argv, &plain);
    assert_true(inv.by_binfmt && inv.preserve_argv0);
    assert_int_equal(inv.style, STYLE_QEMU);
    assert_string_equal(inv.self_name, "qemu-aarch64"); /* without P: there is no name in front */
}

static void test_variables(void **state)
{
    struct options o;
    char **argv = ARGS("qemu-aarch64", "prog");
    char **both = ARGS("QEMU_LD_PREFIX=/q", "DRAGOMAN_LD_PREFIX=/d", "QEMU_STRACE=1");
    struct invocation inv;
    read_args(&inv, argv, &plain);
    assert_int_equal(parse(&o, &inv, argv, both), OPTIONS_RUN);
    assert_string_equal(o.prefix, "/q");
    assert_int_equal(o.log_mask, LOG_STRACE);
    argv = ARGS("dragoman", "prog");
    read_args(&inv, argv, &plain);
    assert_int_equal(parse(&o, &inv, argv, both), OPTIONS_RUN);
    assert_string_equal(o.prefix, "/d");
    assert_int_equal(o.log_mask, 0);
}

static void test_secure(void **state)
{
    struct options o;
    struct invocation_auxv auxv = plain;
    char **argv = ARGS("qemu-aarch64", "-D", "/f", "-L", "/p", "-strace", "-d", "exec",
                       "-profile=/f", "prog");
    auxv.secure = true;
    struct invocation inv;
    read_args(&inv, argv, &auxv);
    assert_int_equal(parse(&o, &inv, argv,
                           ARGS("QEMU_LOG_FILENAME=/f", "QEMU_LOG=exec", "QEMU_LD_PREFIX=/p",
                                "QEMU_PROFILE=/f", "QEMU_SET_ENV=A=1", "DRAGOMAN_ENGINE=nonsense")),
                     OPTIONS_RUN);
    assert_string_equal(o.file, "prog");
    assert_null(o.log_file);
    assert_null(o.log_items);
    assert_null(o.prefix);
    assert_int_equal(o.log_mask, 0);
    assert_false(o.profile);
}

static void test_without_effect(void **state)
{
    struct options o;
    char *none[] = {NULL};
    char **argv = ARGS("qemu-aarch64", "-B", "0x1000", "-R", "4G", "-t", "34 35 2", "-tb-size",
                       "32", "-one-insn-per-tb", "-singlestep", "-p", "4096", "-seed", "7", "-d",
                       "op,nochain,cpu", "prog", "-g");
    struct invocation inv;
    read_args(&inv, argv, &plain);
    assert_int_equal(parse(&o, &inv, argv, none), OPTIONS_RUN);
    assert_string_equal(o.file, "prog");
    assert_string_equal(o.seed, "7");
    assert_int_equal(o.log_mask, LOG_IR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),  cmocka_unit_test(test_version),
        cmocka_unit_test(test_binfmt), cmocka_unit_test(test_variables),
        cmocka_unit_test(test_secure), cmocka_unit_test(test_without_effect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
