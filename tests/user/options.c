/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line: QEMU's forms, and one line for wrong use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "linux-user/options.h"

#define MAX_ARGS 12

static char *no_env[] = {NULL};

/* Parses up to MAX_ARGS arguments behind argv[0]. */
static enum options_action parse(struct options *o, char **args, char **envp, char ***env)
{
    char *argv[MAX_ARGS + 2] = {"dragoman"};
    int argc = 1;
    for (; args[argc - 1]; argc++) {
        argv[argc] = args[argc - 1];
    }
    argv[argc] = NULL;
    static const struct invocation inv = {.variables = "DRAGOMAN_", .exec_fd = -1};
    return options_parse(o, &inv, argc, argv, envp, env);
}

#define ARGS(...) ((char *[]){__VA_ARGS__, NULL})

static void test_plain(void **state)
{
    struct options o;
    char **env, *envp[] = {"A=1", "B=2", NULL};
    assert_int_equal(parse(&o, ARGS("prog", "-L", "x"), envp, &env), OPTIONS_RUN);
    assert_int_equal(o.first, 1);
    assert_null(o.prefix);
    assert_int_equal(o.engine, TR_ENGINE_JIT);
    assert_int_equal(o.exec_fd, -1);
    assert_string_equal(env[0], "A=1");
    assert_string_equal(env[1], "B=2");
    assert_null(env[2]);
}

static void test_all(void **state)
{
    struct options o;
    char **env, *envp[] = {"A=1", "B=2", "C=3", NULL};
    assert_int_equal(parse(&o,
                           ARGS("-L", "/root", "-cpu", "max", "-0", "name", "-s", "16M", "-d",
                                "ir,exec", "-strace", "-"),
                           envp, &env),
                     OPTIONS_RUN);
    assert_string_equal(o.prefix, "/root");
    assert_string_equal(o.argv0, "name");
    assert_int_equal(o.stack_size, 16 << 20);
    assert_int_equal(o.log_mask, LOG_IR | LOG_EXEC | LOG_STRACE);
    assert_int_equal(o.first, 12);
    assert_int_equal(
        parse(&o, ARGS("-E", "A=9,D=4", "-U", "B", "-D", "file", "--", "-prog"), envp, &env),
        OPTIONS_RUN);
    assert_string_equal(env[0], "A=9");
    assert_string_equal(env[1], "C=3");
    assert_string_equal(env[2], "D=4");
    assert_null(env[3]);
    assert_string_equal(o.log_file, "file");
    assert_int_equal(o.first, 8);
}

static void test_profile(void **state)
{
    struct options o;
    char **env, *file[] = {"DRAGOMAN_PROFILE=a", NULL}, *one[] = {"DRAGOMAN_PROFILE=1", NULL};
    assert_int_equal(parse(&o, ARGS("prog", "--profile"), no_env, &env), OPTIONS_RUN);
    assert_false(o.profile);
    assert_int_equal(parse(&o, ARGS("--profile", "prog"), no_env, &env), OPTIONS_RUN);
    assert_true(o.profile && !o.profile_file && !o.profile_uncounted && o.first == 2);
    assert_int_equal(parse(&o, ARGS("-profile=b", "prog"), file, &env), OPTIONS_RUN);
    assert_string_equal(o.profile_file, "b");
    assert_int_equal(parse(&o, ARGS("prog"), file, &env), OPTIONS_RUN);
    assert_string_equal(o.profile_file, "a");
    assert_int_equal(parse(&o, ARGS("prog"), one, &env), OPTIONS_RUN);
    assert_true(o.profile && !o.profile_file);
    assert_int_equal(parse(&o, ARGS("--profile-time=c", "prog"), no_env, &env), OPTIONS_RUN);
    assert_true(o.profile && o.profile_uncounted);
    assert_string_equal(o.profile_file, "c");
    assert_int_equal(parse(&o, ARGS("-strace=x", "prog"), no_env, &env), OPTIONS_WRONG);
}

static void test_questions(void **state)
{
    struct options o;
    char **env;
    assert_int_equal(parse(&o, ARGS("-h"), no_env, &env), OPTIONS_HELP);
    assert_int_equal(parse(&o, ARGS("--help"), no_env, &env), OPTIONS_HELP);
    assert_int_equal(parse(&o, ARGS("-version"), no_env, &env), OPTIONS_VERSION);
    assert_int_equal(parse(&o, ARGS("--version", "x"), no_env, &env), OPTIONS_VERSION);
    assert_int_equal(parse(&o, ARGS("x", "-version"), no_env, &env), OPTIONS_RUN);
}

static void test_wrong(void **state)
{
    char **lines[] = {
        ARGS("-nonsense", "p"),
        ARGS("-L"),
        ARGS("-d", "nonsense", "p"),
        ARGS("-g", "1234", "p"),
        ARGS("-jitdump", "p"),
        ARGS("-dfilter", "", "p"),
        ARGS("-dfilter", "1", "p"),
        ARGS("-dfilter", "1.2", "p"),
        ARGS("-dfilter", "1..2,", "p"),
        ARGS("-dfilter", "1+0", "p"),
        ARGS("-dfilter", "-1..2", "p"),
        ARGS("-dfilter", "x..2", "p"),
        ARGS("-seed", "x", "p"),
        ARGS("-d", "", "p"),
        ARGS("-s", "x", "p"),
        ARGS("-s", "1", "p"),
        ARGS("-s", "-1", "p"),
        ARGS("-s", "99999999999G", "p"),
        ARGS("-E", "A", "p"),
        ARGS("-E", "=1", "p"),
        ARGS("-U", "A=1", "p"),
        ARGS("-strace"),
        ARGS("--"),
    };
    struct options o;
    char **env;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        if (parse(&o, lines[i], no_env, &env) != OPTIONS_WRONG || o.error[0] == '\0' ||
            strchr(o.error, '\n')) {
            fail_msg("line %zu: %s", i, lines[i][0]);
        }
    }
    assert_int_equal(parse(&o, ARGS(NULL), no_env, &env), OPTIONS_WRONG);
}

static void test_filter(void **state)
{
    struct options o;
    char **env;
    assert_int_equal(parse(&o, ARGS("-dfilter", "0x10..0x20,64+8,0x100-0x10", "p"), no_env, &env),
                     OPTIONS_RUN);
    const struct log_filter *f = &o.log_filter;
    assert_int_equal(f->n, 3);
    assert_int_equal(f->ranges[0].first, 0x10);
    assert_int_equal(f->ranges[0].last, 0x20);
    assert_int_equal(f->ranges[1].first, 64);
    assert_int_equal(f->ranges[1].last, 71);
    assert_int_equal(f->ranges[2].first, 0xf1);
    assert_int_equal(f->ranges[2].last, 0x100);
}

static void test_variables(void **state)
{
    struct options o;
    char **env;
    assert_int_equal(parse(&o, ARGS("p"), ARGS("DRAGOMAN_ENGINE=interp"), &env), OPTIONS_RUN);
    assert_int_equal(o.engine, TR_ENGINE_INTERP);
    assert_string_equal(env[0], "DRAGOMAN_ENGINE=interp"); /* the guest's children use it, too */
    assert_int_equal(parse(&o, ARGS("p"), ARGS("DRAGOMAN_ENGINE=jit-noopt"), &env), OPTIONS_RUN);
    assert_int_equal(o.engine, TR_ENGINE_JIT_NOOPT);
    assert_int_equal(parse(&o, ARGS("p"), ARGS("DRAGOMAN_ENGINE="), &env), OPTIONS_WRONG);
    assert_int_equal(parse(&o, ARGS("p"), ARGS("DRAGOMAN_ENGINE=fast"), &env), OPTIONS_WRONG);
    assert_int_equal(parse(&o, ARGS("p"), ARGS("DRAGOMAN_HOST_FEATURES=sse9"), &env),
                     OPTIONS_WRONG);
    assert_int_equal(parse(&o, ARGS("p"), ARGS("DRAGOMAN_HOST_FEATURES=sse4.1"), &env),
                     OPTIONS_RUN);
    assert_int_equal(parse(&o, ARGS("-L", "/b", "p"), ARGS("DRAGOMAN_LD_PREFIX=/a"), &env),
                     OPTIONS_RUN);
    assert_string_equal(o.prefix, "/b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),   cmocka_unit_test(test_all),
        cmocka_unit_test(test_profile), cmocka_unit_test(test_questions),
        cmocka_unit_test(test_wrong),   cmocka_unit_test(test_variables),
        cmocka_unit_test(test_filter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
