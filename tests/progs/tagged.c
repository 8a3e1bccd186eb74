/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tagged pointers on AArch64: the top byte of an address is ignored, in system calls only where
 * the program has asked for it. Elsewhere there are none, and all is said to be well.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static void say(const char *what, bool ok)
{
    printf("%s: %s\n", what, ok ? "well" : "not well");
}

#ifdef __aarch64__
    #define CHECK(what, condition) say(what, condition)

static sigjmp_buf back;
static volatile uintptr_t fault_address;
static volatile int fault_code;

static void on_fault(int sig, siginfo_t *info, void *context)
{
    (void)sig;
    (void)context;
    fault_address = (uintptr_t)info->si_addr;
    fault_code = info->si_code;
    siglongjmp(back, 1);
}

static void *tag(const void *p, unsigned t)
{
    return (void *)((uintptr_t)p | (uint64_t)t << 56);
}

static bool faults(uintptr_t address, uintptr_t told)
{
    fault_address = 0;
    if (!sigsetjmp(back, 1))
        *(volatile char *)address = 1;
    return fault_address == told && fault_code == SEGV_MAPERR;
}
#else
    #define CHECK(what, condition) say(what, true)
#endif

static void memory(char *buffer)
{
    CHECK("stores", (memset(tag(buffer, 0x55), 'x', 100), buffer[0] == 'x' && buffer[99] == 'x'));
    CHECK("loads", strlen(tag(strcpy(buffer, "hello"), 0xff)) == 5);
    CHECK("copies",
          (memcpy(tag(buffer + 100, 1), tag(buffer, 2), 6), !strcmp(buffer + 100, buffer)));
    CHECK("atomics", (*(int *)buffer = 5,
                      __atomic_fetch_add((int *)tag(buffer, 3), 2, __ATOMIC_SEQ_CST) == 5 &&
                          *(int *)buffer == 7));
    CHECK("fault behind a tag", faults(0x3300000000001000, 0x1000));
    CHECK("fault beyond the host", faults(0x0012000000001000, 0x0012000000001000));
}

static void calls(char *buffer, const int fd[2])
{
    char room[32] = "";
    struct iovec v = {buffer, 5};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1};

    (void)room;
    (void)m;
    (void)fd;
    strcpy(buffer, "hello");
    CHECK("not asked for", write(fd[1], tag(buffer, 0x12), 5) == -1 && errno == EFAULT);
    CHECK("not on", prctl(PR_GET_TAGGED_ADDR_CTRL, 0, 0, 0, 0) == 0);
    CHECK("on", prctl(PR_SET_TAGGED_ADDR_CTRL, PR_TAGGED_ADDR_ENABLE, 0, 0, 0) == 0);
    CHECK("is on", prctl(PR_GET_TAGGED_ADDR_CTRL, 0, 0, 0, 0) == PR_TAGGED_ADDR_ENABLE);
    CHECK("write", write(fd[1], tag(buffer, 0x12), 5) == 5);
    CHECK("read", read(fd[0], tag(room, 0xfe), 32) == 5 && !strcmp(room, "hello"));
    CHECK("writev", (v.iov_base = tag(buffer, 7), writev(fd[1], tag(&v, 1), 1) == 5));
    CHECK("sendmsg", (m.msg_iov = tag(&v, 3), sendmsg(fd[1], tag(&m, 9), 0) == 5));
    CHECK("off", prctl(PR_SET_TAGGED_ADDR_CTRL, 0, 0, 0, 0) == 0);
    CHECK("refused", write(fd[1], tag(buffer, 0x12), 5) == -1 && errno == EFAULT);
}

int main(void)
{
    char *buffer = aligned_alloc(64, 4096);
    int fd[2];

    if (!buffer || socketpair(AF_UNIX, SOCK_STREAM, 0, fd) != 0)
        return 1;
#ifdef __aarch64__
    struct sigaction a = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};

    sigaction(SIGSEGV, &a, NULL);
#endif
    memory(buffer);
    calls(buffer, fd);
    return 0;
}
