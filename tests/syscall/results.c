/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls that the other programs do not make, with their results and errors: runs natively and as a
 * guest, and must print the same.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void show(const char *name, long result)
{
    printf("%-20s %ld %s\n", name, result, result == -1 ? strerror(errno) : "");
}

static void shared_memory(void)
{
    int id = shmget(IPC_PRIVATE, 8192, IPC_CREAT | 0600);
    char *a = shmat(id, NULL, 0), *b = shmat(id, NULL, SHM_RDONLY);
    struct shmid_ds ds;

    strcpy(a, "shared");
    show("shmat", strcmp(b, "shared"));
    show("shmctl", shmctl(id, IPC_STAT, &ds));
    show("shm_nattch", (long)ds.shm_nattch);
    show("shm_segsz", (long)ds.shm_segsz);
    show("shmdt", shmdt(a));
    show("shmdt", shmdt(b));
    show("shmdt again", shmdt(b));
    show("IPC_RMID", shmctl(id, IPC_RMID, NULL));
}

/* openat2 with structures of other sizes: what is not known must be zero. */
static void sizes(void)
{
    static const size_t size[] = {0, 8, 23, 24, 25, 32, 4096, 4097};
    static uint64_t how[1024]; /* O_RDONLY */
    char name[32];
    long page = sysconf(_SC_PAGESIZE);
    char *end =
        mmap(NULL, 2 * (size_t)page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    for (unsigned i = 0; i < sizeof(size) / sizeof(size[0]); i++) {
        long r = syscall(SYS_openat2, AT_FDCWD, "/dev/null", how, size[i]);

        sprintf(name, "openat2 %zu", size[i]);
        show(name, r < 0 ? r : close((int)r));
    }
    how[5] = 1ull << 63;
    show("openat2 newer", syscall(SYS_openat2, AT_FDCWD, "/dev/null", how, 48));
    munmap(end + page, (size_t)page);
    show("openat2 beyond", syscall(SYS_openat2, AT_FDCWD, "/dev/null", end + page - 24, 32));
}

static void semaphores(void)
{
    union {
        int value;
        struct semid_ds *ds;
        unsigned short *array;
    } u;
    unsigned short values[3] = {4, 5, 6};
    struct sembuf op = {1, -2, 0};
    struct timespec t = {0, 1000000};
    struct semid_ds ds;
    int s = semget(IPC_PRIVATE, 3, 0600);

    u.array = values;
    show("SETALL", semctl(s, 0, SETALL, u));
    memset(values, 0, sizeof(values));
    show("GETALL", semctl(s, 0, GETALL, u));
    show("value", values[2]);
    show("semop", semop(s, &op, 1));
    show("GETVAL", semctl(s, 1, GETVAL));
    u.ds = &ds;
    show("semctl", semctl(s, 0, IPC_STAT, u));
    show("sem_nsems", (long)ds.sem_nsems);
    show("sem_otime", ds.sem_otime > 0);
    show("sem_ctime", ds.sem_ctime > 0);
    op.sem_op = -30;
    show("semtimedop", semtimedop(s, &op, 1, &t));
    show("IPC_RMID", semctl(s, 0, IPC_RMID));
}

static void messages(void)
{
    struct {
        long type;
        char text[10];
    } m = {7, "msg"};
    struct msqid_ds ds;
    int q = msgget(IPC_PRIVATE, 0600);

    show("msgsnd", msgsnd(q, &m, 4, 0));
    m.type = 0;
    show("msgrcv", msgrcv(q, &m, sizeof(m.text), 0, 0));
    show("type", m.type);
    show("msgrcv none", msgrcv(q, &m, sizeof(m.text), 0, IPC_NOWAIT));
    show("msgctl", msgctl(q, IPC_STAT, &ds));
    show("msg_qbytes", ds.msg_qbytes > 0);
    show("IPC_RMID", msgctl(q, IPC_RMID, NULL));
}

static void signals_and_timers(void)
{
    struct itimerspec when = {{0, 0}, {0, 1000000}};
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    struct signalfd_siginfo si;
    siginfo_t info;
    uint64_t n = 0;
    sigset_t set;
    timer_t timer;
    int fd;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    fd = signalfd(-1, &set, SFD_NONBLOCK);
    kill(getpid(), SIGUSR1);
    show("signalfd", read(fd, &si, sizeof(si)));
    show("ssi_signo", si.ssi_signo);
    fd = timerfd_create(CLOCK_MONOTONIC, 0);
    show("timerfd_settime", timerfd_settime(fd, 0, &when, NULL));
    show("timerfd", read(fd, &n, sizeof(n)));
    show("expirations", (long)n);
    show("timer_create", timer_create(CLOCK_REALTIME, &event, &timer));
    show("timer_settime", timer_settime(timer, 0, &when, NULL));
    show("sigwaitinfo", sigwaitinfo(&set, &info));
    show("si_code", info.si_code);
    show("timer_getoverrun", timer_getoverrun(timer));
    show("timer_delete", timer_delete(timer));
    show("sigqueue", sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 42}));
    show("sigwaitinfo", sigwaitinfo(&set, &info));
    show("si_value", info.si_value.sival_int);
}

static void attributes(void)
{
    struct sysinfo s;
    struct statx x;
    struct stat st;
    struct statfs fs;
    char name[16];
    int v = 0;

    show("PR_SET_NAME", prctl(PR_SET_NAME, "abcdefghijklmnopqrst"));
    prctl(PR_GET_NAME, name);
    puts(name);
    show("prctl unknown", prctl(9999, 0, 0, 0, 0));
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_GET_PDEATHSIG, &v);
    show("PR_GET_PDEATHSIG", v);
    show("sysinfo", sysinfo(&s));
    show("mem_unit", s.mem_unit);
    show("statx", statx(AT_FDCWD, "/", 0, STATX_BASIC_STATS, &x));
    stat("/", &st);
    show("stx_ino", x.stx_ino == st.st_ino);
    show("statfs", statfs("/proc", &fs));
    show("f_type", fs.f_type);
    show("sched_getscheduler", sched_getscheduler(0));
    show("sched_setscheduler", sched_setscheduler(0, SCHED_BATCH, &(struct sched_param){0}));
    show("getcpu", sched_getcpu() >= 0);
}

static void memory(void)
{
    char *p = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    unsigned char vec[3];

    show("mmap nothing",
         mmap(NULL, 0, 1, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0);
    show("mmap bad fd", mmap(NULL, 4096, 1, MAP_PRIVATE, 99, 0) == MAP_FAILED ? -1 : 0);
    show("munmap", munmap(p + 4096, 4096));
    show("mprotect hole", mprotect(p, 3 * 4096, PROT_READ));
    show("msync hole", msync(p + 4096, 4096, MS_SYNC));
    show("mincore", mincore(p, 4096, vec));
    show("madvise hole", madvise(p + 4096, 4096, MADV_DONTNEED));
    show("mlock", mlock(p, 4096));
    show("mremap hole", mremap(p, 2 * 4096, 4 * 4096, 0) == MAP_FAILED ? -1 : 0);
}

static void errors(void)
{
    char b[16];
    struct timespec t = {0, 2000000000};
    int v = 0, fds[2];

    show("read bad fd", read(77, b, 1));
    show("write bad memory", syscall(SYS_write, 1, 8, 1));
    show("open bad memory", open((void *)8, O_RDONLY));
    show("open below a file", open("/proc/self/exe/x", O_RDONLY));
    show("open O_DIRECTORY", open("/dev/null", O_DIRECTORY));
    show("open O_TMPFILE", open("/tmp", O_TMPFILE | O_RDWR, 0600) > 0);
    show("dup3 same", dup3(1, 1, 0));
    show("pipe2 flags", pipe2(fds, 1));
    show("clock_getres", clock_getres(99, &t));
    show("nanosleep", syscall(SYS_nanosleep, &t, NULL));
    show("ppoll count", syscall(SYS_ppoll, NULL, -1, NULL, NULL, 0));
    show("futex value", syscall(SYS_futex, &v, 0, v + 1, NULL, NULL, 0));
    t.tv_nsec = 1000;
    show("futex timeout", syscall(SYS_futex, &v, 0, v, &t, NULL, 0));
    show("unknown", syscall(9999));
    show("getcwd", syscall(SYS_getcwd, b, 1));
    show("setns", setns(-1, 0));
}

static void many_messages(void)
{
    struct iovec out = {"hello", 5};
    struct mmsghdr m[2] = {{.msg_hdr = {.msg_iov = &out, .msg_iovlen = 1}},
                           {.msg_hdr = {.msg_iov = &out, .msg_iovlen = 1}}};
    char room[2][10];
    struct iovec in[2] = {{room[0], 10}, {room[1], 10}};
    struct timespec t = {0, 100};
    struct ucred peer;
    socklen_t len = sizeof(peer);
    fd_set set;
    int s[2];

    socketpair(AF_UNIX, SOCK_DGRAM, 0, s);
    show("sendmmsg", sendmmsg(s[0], m, 2, 0));
    show("msg_len", m[1].msg_len);
    m[0].msg_hdr.msg_iov = &in[0];
    m[1].msg_hdr.msg_iov = &in[1];
    show("recvmmsg", recvmmsg(s[1], m, 2, MSG_DONTWAIT, NULL));
    show("msg_len", m[1].msg_len);
    show("SO_PEERCRED", getsockopt(s[0], SOL_SOCKET, SO_PEERCRED, &peer, &len));
    show("pid", peer.pid == getpid());
    show("ppoll", ppoll(&(struct pollfd){s[0], POLLOUT, 0}, 1, &t, NULL));
    FD_ZERO(&set);
    FD_SET(s[0], &set);
    show("pselect", pselect(s[0] + 1, NULL, &set, NULL, &t, NULL));
    show("isset", FD_ISSET(s[0], &set));
}

static void descriptors(void)
{
    char name[] = "/tmp/dragoman-results-XXXXXX";
    struct flock lock = {F_WRLCK, SEEK_SET, 0, 10, 0};
    struct rlimit limit;
    struct mq_attr attr;
    int fd = mkstemp(name);
    mqd_t q = mq_open("/dragoman-results", O_CREAT | O_RDWR, 0600, NULL);

    show("F_SETLK", fcntl(fd, F_SETLK, &lock));
    show("F_OFD_GETLK", fcntl(fd, F_OFD_GETLK, &lock));
    show("l_type", lock.l_type);
    show("F_DUPFD_CLOEXEC", fcntl(fd, F_DUPFD_CLOEXEC, 50));
    show("F_GETFL", fcntl(fd, F_GETFL) & O_ACCMODE);
    fcntl(fd, F_SETOWN, getpid());
    show("F_GETOWN", fcntl(fd, F_GETOWN) == getpid());
    unlink(name);
    show("mq_send", mq_send(q, "x", 1, 3));
    show("mq_getattr", mq_getattr(q, &attr));
    show("mq_curmsgs", attr.mq_curmsgs);
    mq_unlink("/dragoman-results");
    getrlimit(RLIMIT_DATA, &limit);
    limit.rlim_cur = 1 << 30;
    show("setrlimit", setrlimit(RLIMIT_DATA, &limit));
    getrlimit(RLIMIT_DATA, &limit);
    show("rlim_cur", (long)limit.rlim_cur);
    show("close_range", close_range(40, ~0u, 0));
}

static void processes(void)
{
    struct iovec to = {(char[4]){0}, 4}, from = {"peek", 4};
    siginfo_t info;
    pid_t child = fork();

    if (child == 0) {
        kill(getpid(), SIGTERM);
        pause();
    }
    show("waitid", waitid(P_PID, (id_t)child, &info, WEXITED));
    show("si_status", info.si_status);
    show("si_code", info.si_code);
    show("wait", wait(NULL));
    show("process_vm_readv", process_vm_readv(getpid(), &to, 1, &from, 1, 0));
    show("read", memcmp(to.iov_base, "peek", 4));
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    shared_memory();
    sizes();
    semaphores();
    messages();
    signals_and_timers();
    attributes();
    memory();
    errors();
    many_messages();
    descriptors();
    processes();
    return 0;
}
