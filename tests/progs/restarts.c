/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a handler does to a blocking call: EINTR, or the call is made again (signal(7)). A helper
 * process sends the signal when it sees the caller asleep, so no delay decides what happens. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LONG_TIME = 30000 }; /* ms; only a defect lets it pass */

static _Atomic int *hits; /* seen by the helper */
static int ends[2], pair[2], timed[2], go[2], queue, semaphores, epoll, locked;
static uint32_t word = 1;

static void on_signal(int sig)
{
    ++*hits;
}

static const struct timespec *until(int ms)
{
    static struct timespec t;
    t = (struct timespec){ms / 1000, ms % 1000 * 1000000l};
    return &t;
}

static const struct timespec *at(int ms)
{
    static struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_nsec += ms * 1000000l;
    t.tv_sec += t.tv_nsec / 1000000000;
    t.tv_nsec %= 1000000000;
    return &t;
}

static long do_read(void)
{
    char c;
    return read(ends[0], &c, 1);
}

static long do_recv(void)
{
    char c;
    return recv(pair[0], &c, 1, 0);
}

/* With a timeout on the socket the kernel never makes the call again. */
static long do_recv_timed(void)
{
    char c;
    return recv(timed[0], &c, 1, 0);
}

/* What is left counts up to the time that the timer may be late (PR_SET_TIMERSLACK): a caller that
 * is interrupted at once has more left than it asked for. */
static long do_nanosleep(void)
{
    struct timespec left = {-1, -1};
    long r = nanosleep(until(LONG_TIME), &left);
    return left.tv_sec >= 0 && left.tv_sec <= LONG_TIME / 1000 ? r : 99;
}

static long do_clock_nanosleep(void)
{
    int r = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, at(LONG_TIME), NULL);
    errno = r;
    return r ? -1 : 0;
}

static long do_poll(void)
{
    struct pollfd p = {ends[0], POLLIN, 0};
    return poll(&p, 1, LONG_TIME);
}

static long do_ppoll(void)
{
    sigset_t none;
    sigemptyset(&none);
    return ppoll(NULL, 0, until(LONG_TIME), &none);
}

static long do_select(void)
{
    struct timeval t = {LONG_TIME / 1000, 0};
    return select(0, NULL, NULL, NULL, &t);
}

static long do_epoll(void)
{
    struct epoll_event e;
    return epoll_wait(epoll, &e, 1, LONG_TIME);
}

static long do_futex(void)
{
    return syscall(SYS_futex, &word, FUTEX_WAIT, 1, until(LONG_TIME), NULL, 0);
}

static long do_futex_bitset(void)
{
    return syscall(SYS_futex, &word, FUTEX_WAIT_BITSET, 1, at(LONG_TIME), NULL, ~0u);
}

static long do_wait(void)
{
    int status;
    long r = wait4(-1, &status, 0, NULL);
    return r > 0 ? 0 : r;
}

static long do_waitid(void)
{
    siginfo_t info;
    return waitid(P_ALL, 0, &info, WEXITED);
}

static long do_msgrcv(void)
{
    struct {
        long type;
        char text[8];
    } m;
    return msgrcv(queue, &m, 8, 0, 0);
}

static long do_semtimedop(void)
{
    struct sembuf op = {0, -1, 0};
    return semtimedop(semaphores, &op, 1, until(LONG_TIME));
}

static long do_accept(void)
{
    int s = socket(AF_UNIX, SOCK_STREAM, 0), r;
    struct timeval t = {LONG_TIME / 1000, 0};
    struct sockaddr_un_any {
        sa_family_t family;
    } a = {AF_UNIX};
    bind(s, (struct sockaddr *)&a, sizeof(a));
    listen(s, 1);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof(t));
    r = accept(s, NULL, NULL);
    int error = errno;
    close(s);
    errno = error;
    return r;
}

static long do_pause(void)
{
    return pause();
}

static long do_sigsuspend(void)
{
    sigset_t none;
    sigemptyset(&none);
    return sigsuspend(&none);
}

static long do_sigtimedwait(void)
{
    sigset_t s;
    sigemptyset(&s);
    sigaddset(&s, SIGUSR2);
    return sigtimedwait(&s, NULL, until(LONG_TIME));
}

static long do_flock(void)
{
    char name[64];
    sprintf(name, "/proc/self/fd/%d", locked);
    FILE *other = fopen(name, "r");
    if (!other)
        return 77;
    long r = flock(fileno(other), LOCK_EX);
    int error = errno;
    fclose(other);
    errno = error;
    return r;
}

static const struct {
    const char *name;
    long (*call)(void);
    int needs_end; /* it has no time of its own */
} calls[] = {
    {"read", do_read, 1},
    {"recv", do_recv, 1},
    {"recv with SO_RCVTIMEO", do_recv_timed, 0},
    {"nanosleep", do_nanosleep, 0},
    {"clock_nanosleep", do_clock_nanosleep, 0},
    {"poll", do_poll, 0},
    {"ppoll", do_ppoll, 0},
    {"select", do_select, 0},
    {"epoll_wait", do_epoll, 0},
    {"futex", do_futex, 0},
    {"futex bitset", do_futex_bitset, 0},
    {"wait4", do_wait, 1},
    {"waitid", do_waitid, 1},
    {"msgrcv", do_msgrcv, 1},
    {"semtimedop", do_semtimedop, 0},
    {"accept with SO_RCVTIMEO", do_accept, 0},
    {"pause", do_pause, 0},
    {"sigsuspend", do_sigsuspend, 0},
    {"sigtimedwait", do_sigtimedwait, 0},
    {"flock", do_flock, 1},
};

/* Until the process sleeps in a system call. */
static void await_sleep(pid_t pid)
{
    char name[32], text[512], *state;
    sprintf(name, "/proc/%d/stat", (int)pid);
    for (;;) {
        int fd = open(name, O_RDONLY);
        ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);
        close(fd);
        text[n > 0 ? n : 0] = '\0';
        state = strrchr(text, ')');
        if (state && state[2] == 'S')
            return;
        usleep(500);
    }
}

/* Interrupts the caller, then ends every wait that has no time of its own, wait4 by its end. */
static void helper(pid_t caller, int needs_end)
{
    struct {
        long type;
        char text[8];
    } m = {1, "x"};
    char c;
    if (read(go[0], &c, 1) != 1)
        _exit(1);
    await_sleep(caller);
    kill(caller, SIGALRM);
    while (*hits == 0)
        usleep(500);
    if (!needs_end)
        _exit(0);
    await_sleep(caller);
    if (write(ends[1], "x", 1) != 1 || write(pair[1], "x", 1) != 1)
        _exit(1);
    msgsnd(queue, &m, 8, 0);
    flock(locked, LOCK_UN);
    _exit(0);
}

static void drain(pid_t child)
{
    char buf[16];
    int status;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    struct pollfd p[2] = {{ends[0], POLLIN, 0}, {pair[0], POLLIN, 0}};
    poll(p, 2, 0);
    if ((p[0].revents & POLLIN) && read(ends[0], buf, sizeof(buf)) < 0)
        puts("drain");
    if ((p[1].revents & POLLIN) && read(pair[0], buf, sizeof(buf)) < 0)
        puts("drain");
    while (msgrcv(queue, buf, 8, 0, IPC_NOWAIT) >= 0)
        ;
    flock(locked, LOCK_EX);
}

static void one(unsigned i, int flags)
{
    struct sigaction sa = {.sa_handler = on_signal, .sa_flags = flags};
    pid_t caller = getpid(), child;
    fflush(stdout);
    *hits = 0;
    sigaction(SIGALRM, &sa, NULL);
    child = fork();
    if (child == 0)
        helper(caller, calls[i].needs_end);
    if (child < 0 || write(go[1], "x", 1) != 1)
        exit(1);
    errno = 0;
    long r = calls[i].call();
    int error = errno;
    printf("%s %s: %s %s, %d\n", calls[i].name, flags ? "SA_RESTART" : "0", r < 0 ? "-1" : "done",
           r < 0 ? strerror(error) : "", *hits);
    drain(child);
}

int main(void)
{
    struct timeval t = {LONG_TIME / 1000, 0};
    signal(SIGUSR2, SIG_DFL);
    locked = open("lock-file", O_RDWR | O_CREAT, 0600);
    queue = msgget(IPC_PRIVATE, 0600);
    semaphores = semget(IPC_PRIVATE, 1, 0600);
    epoll = epoll_create1(0);
    hits = mmap(NULL, sizeof(*hits), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (hits == MAP_FAILED || pipe(go) || pipe(ends) || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) ||
        socketpair(AF_UNIX, SOCK_STREAM, 0, timed))
        return 1;
    setsockopt(timed[0], SOL_SOCKET, SO_RCVTIMEO, &t, sizeof(t));
    flock(locked, LOCK_EX);
    for (unsigned i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        one(i, 0);
        one(i, SA_RESTART);
    }
    msgctl(queue, IPC_RMID, NULL);
    semctl(semaphores, 0, IPC_RMID);
    return 0;
}
