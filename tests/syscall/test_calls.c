/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls as guests make them: conversion, bad pointers, hidden descriptors, restart codes. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cpu.h"
#include "base/mem.h"
#include "guest.h"
#include "syscall/syscall_numbers.h"

#define CALL6(name, a, b, c, d, e, f, ...) guest_call(SYS_ID_##name, a, b, c, d, e, f)
#define CALL(name, ...) CALL6(name, __VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define AT ((uint64_t)(int64_t)AT_FDCWD)
#define ARM_O_DIRECTORY 040000
#define ARM_O_NOFOLLOW 0100000
#define NOWHERE 0x1000ull /* nothing is mapped there */

static const uint64_t bad[] = {
    NOWHERE,    MEM_GUEST_END - 1, MEM_GUEST_END, MEM_IMAGE_BASE, MEM_MODULES + MEM_WINDOW_DISTANCE,
    1ull << 47, UINT64_MAX - 7};

static void bad_pointers(void **state)
{
    int pipe[2];

    guest_start(&guest_arm64, NULL);
    assert_int_equal(pipe2(pipe, O_NONBLOCK), 0);
    assert_int_equal(write(pipe[1], "x", 1), 1);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        uint64_t p = bad[i], rfd = (uint64_t)pipe[0], wfd = (uint64_t)pipe[1];

        assert_int_equal(CALL(write, wfd, p, 8), -EFAULT);
        assert_int_equal(CALL(read, rfd, p, 8), -EFAULT);
        assert_int_equal(CALL(readv, rfd, p, 1), -EFAULT);
        assert_int_equal(CALL(openat, AT, p, 0), -EFAULT);
        assert_int_equal(CALL(fstat, rfd, p), -EFAULT);
        assert_int_equal(CALL(newfstatat, AT, guest_string(0, "/"), p, 0), -EFAULT);
        assert_int_equal(CALL(getcwd, p, 4096), -EFAULT);
        assert_int_equal(CALL(nanosleep, p, 0), -EFAULT);
        assert_int_equal(CALL(clock_gettime, 0, p), -EFAULT);
        assert_int_equal(CALL(uname, p), -EFAULT);
        assert_int_equal(CALL(pipe2, p, 0), -EFAULT);
        assert_int_equal(CALL(chdir, p), -EFAULT);
        assert_int_equal(CALL(getrandom, p, 16, 0), -EFAULT);
        assert_int_equal(CALL(ppoll, p, 1, 0, 0, 0), -EFAULT);
        assert_int_equal(CALL(recvmsg, rfd, p, 0), -EFAULT);
        assert_int_equal(CALL(prlimit64, 0, RLIMIT_CORE, p, 0), -EFAULT);
        assert_int_equal(CALL(prlimit64, 0, RLIMIT_CORE, 0, p), -EFAULT);
        assert_int_equal(CALL(fcntl, rfd, F_GETLK, p), -EFAULT);
        assert_int_equal(CALL(ioctl, rfd, 0x541b /* FIONREAD */, p), -EFAULT);
        /* A vector that is good, of a buffer that is not. */
        guest_put(64, 8, p);
        guest_put(72, 8, 8);
        assert_int_equal(CALL(writev, wfd, guest_at(64), 1), -EFAULT);
        assert_int_equal(CALL(readlinkat, AT, guest_string(0, "/proc/self/exe"), p, 64), -EFAULT);
    }
    close(pipe[0]);
    close(pipe[1]);
}

/* Lengths that are ints to the kernel. */
static void bad_lengths(void **state)
{
    int s = socket(AF_UNIX, SOCK_STREAM, 0);

    guest_start(&guest_arm64, NULL);
    assert_int_equal(CALL(bind, (uint64_t)s, guest_at(0), 0xffffffff), -EINVAL);
    guest_put(64, 4, 0xffffffff);
    assert_int_equal(CALL(getsockname, (uint64_t)s, guest_at(0), guest_at(64)), -EINVAL);
    assert_int_equal(CALL(getsockopt, (uint64_t)s, SOL_SOCKET, SO_TYPE, guest_at(0), guest_at(64)),
                     -EINVAL);
    assert_int_equal(CALL(readlinkat, AT, guest_string(128, "/proc/self/exe"), guest_at(0), 0),
                     -EINVAL);
    assert_int_equal(CALL(writev, (uint64_t)s, guest_at(0), 1025), -EINVAL);
    assert_int_equal(CALL(epoll_pwait, (uint64_t)s, guest_at(0), 0, 0, 0), -EINVAL);
    assert_int_equal(CALL(rt_sigprocmask, 0, guest_at(0), 0, 16), -EINVAL);
    close(s);
}

/* struct stat of asm-generic: mode at 16, nlink at 20, size at 48. */
static void stat_of_arm64(void **state)
{
    struct stat st;

    guest_start(&guest_arm64, NULL);
    assert_int_equal(stat("/bin/sh", &st), 0);
    assert_int_equal(CALL(newfstatat, AT, guest_string(0, "/bin/sh"), guest_at(512), 0), 0);
    assert_int_equal(guest_get(512 + 8, 8), st.st_ino);
    assert_int_equal(guest_get(512 + 16, 4), st.st_mode);
    assert_int_equal(guest_get(512 + 20, 4), st.st_nlink);
    assert_int_equal(guest_get(512 + 48, 8), st.st_size);
    assert_int_equal(guest_get(512 + 88, 8), st.st_mtim.tv_sec);
}

static void open_flags(void **state)
{
    int64_t fd;

    guest_start(&guest_arm64, NULL);
    guest_string(0, "/");
    fd = CALL(openat, AT, guest_at(0), ARM_O_DIRECTORY | O_NONBLOCK);
    assert_true(fd >= 0);
    assert_int_equal(CALL(fcntl, (uint64_t)fd, F_GETFL) & 0777777,
                     ARM_O_DIRECTORY | O_NONBLOCK |
                         (fcntl((int)fd, F_GETFL) & 0100000 ? 0400000 : 0));
    close((int)fd);
    guest_string(0, "/bin/sh");
    assert_int_equal(CALL(openat, AT, guest_at(0), ARM_O_DIRECTORY), -ENOTDIR);
    guest_string(0, "/proc/self/cwd");
    assert_int_equal(CALL(openat, AT, guest_at(0), ARM_O_NOFOLLOW), -ELOOP);
}

static void epoll_unpacked(void **state)
{
    int pipe[2];
    int64_t ep;

    guest_start(&guest_arm64, NULL);
    assert_int_equal(pipe2(pipe, 0), 0);
    assert_int_equal(write(pipe[1], "x", 1), 1);
    ep = CALL(epoll_create1, O_CLOEXEC);
    assert_true(ep >= 0);
    guest_put(0, 4, EPOLLIN);
    guest_put(8, 8, 0x1122334455667788);
    assert_int_equal(CALL(epoll_ctl, (uint64_t)ep, EPOLL_CTL_ADD, (uint64_t)pipe[0], guest_at(0)),
                     0);
    assert_int_equal(CALL(epoll_pwait, (uint64_t)ep, guest_at(64), 4, 0, 0, 0), 1);
    assert_int_equal(guest_get(64, 4), EPOLLIN);
    assert_int_equal(guest_get(72, 8), 0x1122334455667788);
    close((int)ep);
    close(pipe[0]);
    close(pipe[1]);
}

static void hidden_descriptor(void **state)
{
    struct process *p;
    char name[32];
    int64_t n, dir;
    int fd, moved;
    bool found = false;

    guest_start(&guest_arm64, NULL);
    p = guest_process();
    fd = sys_fd_hide(p, open("/dev/null", O_RDONLY));
    assert_true(fd >= 0 && sys_fd_hidden(p, fd));
    assert_int_equal(CALL(read, (uint64_t)fd, guest_at(0), 1), -EBADF);
    assert_int_equal(CALL(close, (uint64_t)fd), -EBADF);
    assert_int_equal(CALL(dup, (uint64_t)fd), -EBADF);
    assert_int_equal(CALL(fcntl, (uint64_t)fd, F_DUPFD, 0), -EBADF);
    snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
    assert_int_equal(CALL(openat, AT, guest_string(0, name), 0), -ENOENT);
    assert_int_equal(CALL(close_range, 100, UINT32_MAX, 0), 0);
    assert_true(fcntl(fd, F_GETFD) == FD_CLOEXEC);

    dir = open("/proc/self/fd", O_RDONLY | O_DIRECTORY);
    snprintf(name, sizeof(name), "%d", fd);
    while ((n = CALL(getdents64, (uint64_t)dir, guest_at(4096), 1024)) > 0) {
        for (int64_t at = 0; at < n; at += (int64_t)guest_get(4096 + (unsigned)at + 16, 2))
            found |= strcmp(guest_bytes(4096 + (unsigned)at + 19), name) == 0;
    }
    assert_false(found);
    close((int)dir);

    /* The guest may have the number, but not the descriptor. */
    assert_int_equal(CALL(dup3, 0, (uint64_t)fd, O_CLOEXEC), fd);
    moved = sys_fd_of(p, 0);
    assert_true(moved >= 0 && moved != fd && !sys_fd_hidden(p, fd));
    assert_int_equal(CALL(close, (uint64_t)fd), 0);
    assert_int_equal(fcntl(moved, F_GETFD), FD_CLOEXEC);
    close(moved);
}

static void restart_codes(void **state)
{
    guest_start(&guest_arm64, NULL);
    guest_result(-EINTR);
    assert_int_equal(CALL(read, 0, guest_at(0), 1), -EINTR);
    guest_result(-512);
    assert_int_equal(CALL(read, 0, guest_at(0), 1), -SYS_ERESTARTNOINTR);
    guest_result(-512);
    assert_int_equal(CALL(ppoll, 0, 0, guest_at(0), 0, 0), -SYS_ERESTARTNOINTR);
    guest_result(-EINTR);
    assert_int_equal(CALL(close, 99), -EINTR);
}

static void unknown_calls(void **state)
{
    const uint64_t args[6] = {0};
    static struct cpu cpu;

    guest_start(&guest_arm64, NULL);
    cpu.process = guest_process();
    assert_int_equal(sys_call(&cpu, 100000, args), -ENOSYS);
    assert_int_equal(sys_call(&cpu, UINT64_MAX, args), -ENOSYS);
    assert_int_equal(CALL(rseq, 0, 0, 0, 0), -ENOSYS);
}

/* The machine is the guest's, the release the one that was asked for. */
static void names(void **state)
{
    guest_start(&guest_arm64, NULL);
    assert_int_equal(CALL(uname, guest_at(0)), 0);
    assert_string_equal(guest_bytes(2 * 65), "6.1.2-test");
    assert_string_equal(guest_bytes(4 * 65), "aarch64");
}

static void proc_exe(void **state)
{
    const struct sys_program program = {
        .exe = "/bin/sh", .arg_start = guest_at(0), .arg_end = guest_at(6)};
    struct stat st;
    int64_t fd;
    char buf[32];

    guest_start(&guest_arm64, NULL);
    assert_int_equal(sys_set_program(guest_process(), &program), 0);
    memcpy(guest_bytes(0), "a\0bcd", 6);
    guest_string(64, "/proc/self/exe");
    assert_int_equal(CALL(readlinkat, AT, guest_at(64), guest_at(128), 64), 7);
    assert_memory_equal(guest_bytes(128), "/bin/sh", 7);
    assert_int_equal(CALL(readlinkat, AT, guest_at(64), guest_at(192), 3), 3);
    assert_memory_equal(guest_bytes(192), "/bi\0", 4);
    assert_int_equal(stat("/bin/sh", &st), 0);
    assert_int_equal(CALL(newfstatat, AT, guest_at(64), guest_at(512), 0), 0);
    assert_int_equal(guest_get(512 + 8, 8), st.st_ino);
    snprintf(buf, sizeof(buf), "/proc/%d/cmdline", getpid());
    fd = CALL(openat, AT, guest_string(64, buf), O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(read((int)fd, buf, sizeof(buf)), 6);
    assert_memory_equal(buf, "a\0bcd", 6);
    close((int)fd);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void prefix(void **state)
{
    char dir[] = "/tmp/dragoman-prefix-XXXXXX", path[64], got[16] = "";
    int64_t fd;

    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/etc", dir);
    assert_int_equal(mkdir(path, 0755), 0);
    snprintf(path, sizeof(path), "%s/etc/passwd", dir);
    write_file(path, "prefixed");
    guest_start(&guest_arm64, dir);
    fd = CALL(openat, AT, guest_string(0, "/etc/passwd"), O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(read((int)fd, got, sizeof(got)), 8);
    assert_string_equal(got, "prefixed");
    close((int)fd);
    /* What the prefix lacks, and directories, are the system's. */
    assert_int_equal(CALL(faccessat, AT, guest_string(0, "/bin/sh"), X_OK), 0);
    fd = CALL(openat, AT, guest_string(0, "/etc"), ARM_O_DIRECTORY);
    assert_int_equal(CALL(faccessat, (uint64_t)fd, guest_string(0, "group"), R_OK), 0);
    close((int)fd);
    unlink(path);
    snprintf(path, sizeof(path), "%s/etc", dir);
    rmdir(path);
    rmdir(dir);
}

/* Guests of 32 bits, and of the other byte order. */
static void other_models(void **state)
{
    static const struct sys_abi *const abis[] = {&guest_le32, &guest_be32, &guest_be64};

    for (size_t i = 0; i < 3; i++) {
        unsigned word = abis[i]->model.word;
        int64_t n;

        guest_start(abis[i], NULL);
        assert_int_equal(CALL(pipe2, guest_at(0), O_NONBLOCK), 0);
        uint64_t rfd = guest_get(0, 4), wfd = guest_get(4, 4);

        guest_put(64, word, guest_at(256));
        guest_put(64 + word, word, 3);
        guest_put(64 + 2 * word, word, guest_at(300));
        guest_put(64 + 3 * word, word, 2);
        memcpy(guest_bytes(256), "abc", 3);
        memcpy(guest_bytes(300), "de", 2);
        assert_int_equal(CALL(writev, wfd, guest_at(64), 2), 5);
        assert_int_equal(CALL(ioctl, rfd, 0x541b /* FIONREAD */, guest_at(16)), 0);
        assert_int_equal(guest_get(16, 4), 5);
        guest_put(128, 4, rfd);
        guest_put(132, 2, 1 /* POLLIN */);
        assert_int_equal(CALL(ppoll, guest_at(128), 1, 0, 0, 0), 1);
        assert_int_equal(guest_get(134, 2), 1);
        n = CALL(read, rfd, guest_at(400), 16);
        assert_int_equal(n, 5);
        assert_memory_equal(guest_bytes(400), "abcde", 5);
        assert_int_equal(CALL(clock_gettime, CLOCK_REALTIME, guest_at(512)), 0);
        assert_in_range(guest_get(512, word), time(NULL) - 2, time(NULL) + 2);
        assert_int_equal(CALL(lseek, rfd, UINT64_MAX >> (64 - 8 * word), 0), -ESPIPE);
        CALL(close, rfd);
        CALL(close, wfd);
    }
}

/* Descriptors over a socket: ancillary data has another head in every model. */
static void ancillary(void **state)
{
    static const struct sys_abi *const abis[] = {&guest_arm64, &guest_le32, &guest_be32,
                                                 &guest_be64};

    for (size_t i = 0; i < 4; i++) {
        unsigned word = abis[i]->model.word, head = word + 8, len = head + 4;
        unsigned iov = 2 * word, control = 4 * word, control_len = 5 * word;
        int s[2];
        char c;

        guest_start(abis[i], NULL);
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
        for (unsigned m = 0; m < 2; m++) {
            guest_put(1024 * m + iov, word, guest_at(1024 * m + 200));
            guest_put(1024 * m + 3 * word, word, 1);
            guest_put(1024 * m + control, word, guest_at(1024 * m + 300));
            guest_put(1024 * m + control_len, word, len + word);
            guest_put(1024 * m + 200, word, guest_at(1024 * m + 400));
            guest_put(1024 * m + 200 + word, word, 1);
        }
        guest_put(control_len, word, len);
        guest_put(300, word, len);
        guest_put(300 + word, 4, SOL_SOCKET);
        guest_put(300 + word + 4, 4, SCM_RIGHTS);
        guest_put(300 + head, 4, (uint64_t)s[0]);
        assert_int_equal(CALL(sendmsg, (uint64_t)s[0], guest_at(0), 0), 1);
        assert_int_equal(CALL(recvmsg, (uint64_t)s[1], guest_at(1024), 0), 1);
        assert_int_equal(guest_get(1324, word), len);
        assert_int_equal(guest_get(1324 + word, 4), SOL_SOCKET);
        uint64_t copy = guest_get(1324 + head, 4);

        assert_int_equal(CALL(write, copy, guest_at(256), 1), 1);
        assert_int_equal(read(s[1], &c, 1), 1);
        close((int)copy);
        close(s[0]);
        close(s[1]);
    }
}

/* Limits on address space are the guest's; dragoman is not to be hit by them. */
static void limits(void **state)
{
    struct rlimit before, after;

    guest_start(&guest_arm64, NULL);
    assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
    guest_put(0, 8, 1 << 20);
    guest_put(8, 8, 1 << 21);
    assert_int_equal(CALL(prlimit64, 0, RLIMIT_AS, guest_at(0), 0), 0);
    assert_int_equal(CALL(prlimit64, 0, RLIMIT_AS, 0, guest_at(64)), 0);
    assert_int_equal(guest_get(64, 8), 1 << 20);
    assert_int_equal(guest_get(72, 8), 1 << 21);
    assert_int_equal(getrlimit(RLIMIT_AS, &after), 0);
    assert_true(before.rlim_cur == after.rlim_cur);
}

static void security_modules(void **state)
{
    uint64_t own[64] = {0};
    uint32_t size = sizeof(own);
    long want = syscall(461, own, &size, 0); /* SYS_lsm_list_modules of Linux 6.8 */
    want = want < 0 ? -errno : want;
    guest_start(&guest_arm64, NULL);
    guest_put(0, 4, sizeof(own));
    assert_int_equal(CALL(lsm_list_modules, guest_at(8), guest_at(0), 0), want);
    assert_memory_equal(guest_bytes(8), own, sizeof(own));
    guest_put(0, 4, sizeof(own));
    assert_true(CALL(lsm_list_modules, NOWHERE, guest_at(0), 0) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_pointers),
        cmocka_unit_test(bad_lengths),
        cmocka_unit_test(stat_of_arm64),
        cmocka_unit_test(open_flags),
        cmocka_unit_test(epoll_unpacked),
        cmocka_unit_test(hidden_descriptor),
        cmocka_unit_test(restart_codes),
        cmocka_unit_test(unknown_calls),
        cmocka_unit_test(names),
        cmocka_unit_test(proc_exe),
        cmocka_unit_test(prefix),
        cmocka_unit_test(other_models),
        cmocka_unit_test(ancillary),
        cmocka_unit_test(limits),
        cmocka_unit_test(security_modules),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
