/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -strace writes what strace would. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/mem.h"
#include "guest.h"
#include "syscall/syscall_numbers.h"

#define CALL6(name, a, b, c, d, e, f, ...) guest_call(SYS_ID_##name, a, b, c, d, e, f)
#define CALL(name, ...) CALL6(name, __VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define AT ((uint64_t)(int64_t)AT_FDCWD)

static int log_pipe[2];

static int start(void **state)
{
    guest_start(&guest_arm64, NULL);
    if (pipe2(log_pipe, O_NONBLOCK) < 0)
        return -1;
    log_set(LOG_STRACE, log_pipe[1]);
    return 0;
}

static int stop(void **state)
{
    log_set(0, 2);
    close(log_pipe[0]);
    close(log_pipe[1]);
    return 0;
}

/* The lines since the last time are format, behind the thread's number; memory is %p. */
static void expect(const char *format, ...)
{
    char got[8192], want[8192], text[8000];
    ssize_t n = read(log_pipe[0], got, sizeof(got) - 1);
    va_list args;

    assert_true(n > 0);
    got[n] = '\0';
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    snprintf(want, sizeof(want), "%d %s\n", gettid(), text);
    assert_string_equal(got, want);
}

static void strings(void **state)
{
    memcpy(guest_bytes(0), "a\"\\\n\t\0011\377z", 9);
    int fd = open("/dev/null", O_WRONLY);

    CALL(write, (uint64_t)fd, guest_at(0), 9);
    expect("write(%d, \"a\\\"\\\\\\n\\t\\0011\\377z\", 9) = 9", fd);
    memset(guest_bytes(0), 'x', 100);
    CALL(write, (uint64_t)fd, guest_at(0), 40);
    expect("write(%d, \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"..., 40) = 40", fd);
    CALL(write, (uint64_t)fd, 0x1000, 3);
    expect("write(%d, 0x1000, 3) = 3", fd);
    CALL(write, (uint64_t)fd, MEM_GUEST_END, 3);
    expect("write(%d, 0x%llx, 3) = -1 EFAULT (Bad address)", fd, MEM_GUEST_END);
    close(fd);
}

static void flags(void **state)
{
    CALL(openat, AT, guest_string(0, "/nonexistent"), O_RDONLY | O_CLOEXEC | 040000, 0);
    expect("openat(AT_FDCWD, \"/nonexistent\", O_RDONLY|O_DIRECTORY|O_CLOEXEC) = -1 ENOENT (No "
           "such file or directory)");
    CALL(openat, AT, guest_string(0, "/nonexistent/x"), O_RDWR | O_CREAT | O_TRUNC, 0644);
    expect("openat(AT_FDCWD, \"/nonexistent/x\", O_RDWR|O_CREAT|O_TRUNC, 0644) = -1 ENOENT (No "
           "such file or directory)");
    CALL(faccessat, AT, guest_at(0), F_OK);
    expect("faccessat(AT_FDCWD, \"/nonexistent/x\", F_OK) = -1 ENOENT (No such file or directory)");
    CALL(faccessat, AT, guest_at(0), R_OK | X_OK);
    expect("faccessat(AT_FDCWD, \"/nonexistent/x\", X_OK|R_OK) = -1 ENOENT (No such file or "
           "directory)");
    CALL(unlinkat, AT, guest_at(0), AT_REMOVEDIR);
    expect("unlinkat(AT_FDCWD, \"/nonexistent/x\", AT_REMOVEDIR) = -1 ENOENT (No such file or "
           "directory)");
    CALL(clone, CLONE_VM | CLONE_VFORK | SIGCHLD, guest_at(0));
    expect("clone(CLONE_VM|CLONE_VFORK|SIGCHLD, 0x%llx, NULL, NULL, NULL) = -1 ENOSYS (Function "
           "not implemented)",
           (unsigned long long)guest_at(0));
    CALL(kill, (uint64_t)getpid(), 0);
    expect("kill(%d, 0) = 0", getpid());
    CALL(mprotect, 1, 4096, PROT_READ | PROT_WRITE);
    expect("mprotect(0x1, 4096, PROT_READ|PROT_WRITE) = -1 EINVAL (Invalid argument)");
}

static void structures(void **state)
{
    struct stat st;
    char mode[32];

    guest_put(0, 8, 0);
    guest_put(8, 8, 1000);
    CALL(nanosleep, guest_at(0), 0);
    expect("nanosleep({tv_sec=0, tv_nsec=1000}, NULL) = 0");
    guest_put(0, 8, 1);
    guest_put(8, 4, 0x10000000);
    guest_put(24, 8, 1ull << (SIGINT - 1) | 1ull << (SIGCHLD - 1));
    CALL(rt_sigaction, SIGTERM, guest_at(0), 0, 8);
    expect("rt_sigaction(SIGTERM, {sa_handler=SIG_IGN, sa_flags=SA_RESTART, sa_restorer=NULL, "
           "sa_mask=[INT CHLD]}, NULL, 8) = -1 ENOSYS (Function not implemented)");
    assert_int_equal(stat("/bin/sh", &st), 0);
    CALL(newfstatat, AT, guest_string(64, "/bin/sh"), guest_at(512), 0);
    char line[4096];
    ssize_t n = read(log_pipe[0], line, sizeof(line) - 1);

    assert_true(n > 0);
    line[n] = '\0';
    snprintf(mode, sizeof(mode), "st_mode=S_IFREG|0%o", st.st_mode & 07777);
    assert_non_null(strstr(line, mode));
    snprintf(mode, sizeof(mode), "st_size=%ld", (long)st.st_size);
    assert_non_null(strstr(line, mode));
}

static void waiting(void **state)
{
    pid_t pid = fork();

    if (pid == 0)
        _exit(7);
    CALL(wait4, (uint64_t)pid, guest_at(0), 0, 0);
    expect("wait4(%d, [{WIFEXITED(s) && WEXITSTATUS(s) == 7}], 0, NULL) = %d", pid, pid);
    CALL(wait4, (uint64_t)pid, guest_at(0), WNOHANG, 0);
    expect("wait4(%d, 0x%llx, WNOHANG, NULL) = -1 ECHILD (No child processes)", pid,
           (unsigned long long)guest_at(0));
    guest_result(-512);
    CALL(read, 0, guest_at(0), 1);
    expect("read(0, 0x%llx, 1) = ? ERESTARTNOINTR (To be restarted)",
           (unsigned long long)guest_at(0));
}

static void programs(void **state)
{
    guest_put(0, 8, guest_string(128, "ls"));
    guest_put(8, 8, guest_string(160, "-l"));
    guest_put(32, 8, guest_string(192, "A=1"));
    CALL(execve, guest_string(256, "/bin/ls"), guest_at(0), guest_at(32));
    expect("execve(\"/bin/ls\", [\"ls\", \"-l\"], 0x%llx /* 1 var */ <unfinished ...>\n"
           "%d <... execve resumed>) = -1 ENOSYS (Function not implemented)",
           (unsigned long long)guest_at(32), gettid());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(strings, start, stop),
        cmocka_unit_test_setup_teardown(flags, start, stop),
        cmocka_unit_test_setup_teardown(structures, start, stop),
        cmocka_unit_test_setup_teardown(waiting, start, stop),
        cmocka_unit_test_setup_teardown(programs, start, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
