/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What signals say: every number, senders and values, children, job control, fault codes, changed
 * contexts, stacks. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

static siginfo_t last;
static volatile int taken, depth, deepest;
static sigjmp_buf out;
static volatile char *volatile nowhere = (volatile char *)8;

static void note(int sig, siginfo_t *info, void *context)
{
    last = *info;
    taken++;
}

static void escape(int sig, siginfo_t *info, void *context)
{
    last = *info;
    siglongjmp(out, 1);
}

static void set(int sig, void (*handler)(int, siginfo_t *, void *), int flags)
{
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags};
    sigaction(sig, &sa, NULL);
}

/* All but the C library's own two. */
static void numbers(void)
{
    int good = 0;
    for (int sig = 1; sig <= 64; sig++) {
        union sigval v = {.sival_int = sig * 3};
        if (sig == SIGKILL || sig == SIGSTOP || sig == 32 || sig == 33)
            continue;
        taken = 0;
        set(sig, note, 0);
        good += sigqueue(getpid(), sig, v) == 0 && taken == 1 && last.si_signo == sig &&
                last.si_value.sival_int == sig * 3 && last.si_code == SI_QUEUE &&
                last.si_pid == getpid() && last.si_uid == getuid();
        signal(sig, SIG_DFL);
    }
    printf("numbers %d\n", good);
    printf("refused %d %d\n", signal(SIGKILL, SIG_IGN) == SIG_ERR && errno == EINVAL,
           signal(65, SIG_IGN) == SIG_ERR && errno == EINVAL);
}

static void senders(void)
{
    set(SIGUSR1, note, 0);
    kill(getpid(), SIGUSR1);
    printf("kill: code %d self %d\n", last.si_code, last.si_pid == getpid());
    syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1);
    printf("tgkill: code %d self %d\n", last.si_code, last.si_pid == getpid());
    siginfo_t own = {.si_signo = SIGUSR1, .si_code = -77};
    own.si_pid = 123;
    own.si_uid = 456;
    own.si_value.sival_ptr = (void *)0x123456789abcdef;
    printf("queued %ld", syscall(SYS_rt_sigqueueinfo, getpid(), SIGUSR1, &own));
    printf(": code %d pid %d uid %d value %p\n", last.si_code, last.si_pid, last.si_uid,
           last.si_value.sival_ptr);
    struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 3};
    struct itimerspec when = {.it_value = {0, 1000000}};
    timer_t t;
    e.sigev_value.sival_int = 4711;
    set(SIGRTMIN + 3, note, 0);
    timer_create(CLOCK_MONOTONIC, &e, &t);
    timer_settime(t, 0, &when, NULL);
    for (taken = 0; !taken;)
        pause();
    printf("timer: code %d value %d overrun %d\n", last.si_code, last.si_value.sival_int,
           last.si_overrun);
    timer_delete(t);
}

static void print_child(const char *what)
{
    printf("%s: taken %d signal %d code %d status %d\n", what, taken, last.si_signo == SIGCHLD,
           last.si_code, last.si_status);
    taken = 0;
}

static void wait_taken(void)
{
    for (int i = 0; i < 2000 && !taken; i++)
        usleep(1000);
}

static void children(void)
{
    int status;
    set(SIGCHLD, note, 0);
    taken = 0;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        _exit(42);
    wait_taken();
    print_child("exited");
    waitpid(pid, &status, 0);
    fflush(stdout);
    pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    setpgid(pid, 0); /* in an orphaned group SIGTSTP would do nothing */
    kill(pid, SIGSTOP);
    wait_taken();
    print_child("stopped");
    waitpid(pid, &status, WUNTRACED);
    printf("stopped %d by %d\n", WIFSTOPPED(status), WSTOPSIG(status));
    kill(pid, SIGCONT);
    wait_taken();
    print_child("continued");
    waitpid(pid, &status, WCONTINUED);
    printf("continued %d\n", WIFCONTINUED(status));
    set(SIGCHLD, note, SA_NOCLDSTOP);
    kill(pid, SIGTSTP);
    waitpid(pid, &status, WUNTRACED);
    printf("again %d by %d, told %d\n", WIFSTOPPED(status), WSTOPSIG(status), taken);
    kill(pid, SIGKILL);
    wait_taken();
    print_child("killed");
    waitpid(pid, &status, 0);
    set(SIGCHLD, note, SA_NOCLDWAIT);
    fflush(stdout);
    pid = fork();
    if (pid == 0)
        _exit(0);
    printf("no zombie %d\n", waitpid(pid, &status, 0) < 0 && errno == ECHILD);
    signal(SIGCHLD, SIG_DFL);
}

/* A handler for SIGTSTP that stops as shells' children do, and one for SIGCONT. */
static void on_stop(int sig)
{
    signal(SIGTSTP, SIG_DFL);
    sigset_t s;
    sigemptyset(&s);
    sigaddset(&s, SIGTSTP);
    raise(SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &s, NULL);
    taken = 10;
}

static void job_control(void)
{
    int status;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        signal(SIGTSTP, on_stop);
        set(SIGCONT, note, 0);
        kill(getpid(), SIGTSTP);
        _exit(taken);
    }
    waitpid(pid, &status, WUNTRACED);
    printf("job stopped %d\n", WIFSTOPPED(status) && WSTOPSIG(status) == SIGTSTP);
    kill(pid, SIGCONT);
    waitpid(pid, &status, 0);
    printf("job ended %d with %d\n", WIFEXITED(status), WEXITSTATUS(status));
}

static void deaths(void)
{
    static const int signals[] = {SIGTERM, SIGSEGV, SIGABRT, SIGFPE, SIGUSR1, SIGHUP,
                                  SIGTRAP, SIGILL,  SIGBUS,  SIGSYS, SIGPIPE, SIGXCPU};
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        int status;
        fflush(stdout);
        pid_t pid = fork();
        if (pid == 0) {
            signal(signals[i], SIG_DFL);
            kill(getpid(), signals[i]);
            pause();
        }
        waitpid(pid, &status, 0);
        printf("death %d: %d\n", signals[i], WIFSIGNALED(status) ? WTERMSIG(status) : -1);
    }
}

static void codes(void)
{
    char name[] = "bus-XXXXXX";
    int fd = mkstemp(name);
    unlink(name);
    char *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    set(SIGBUS, escape, 0);
    set(SIGILL, escape, 0);
    set(SIGTRAP, escape, 0);
    set(SIGSEGV, escape, 0);
    if (!sigsetjmp(out, 1))
        p[7] = 1;
    printf("behind the file: %d code %d offset %ld\n", last.si_signo, last.si_code,
           (long)((char *)last.si_addr - p));
    if (!sigsetjmp(out, 1)) {
#ifdef __aarch64__
        __asm__ volatile("udf #0");
#else
        __asm__ volatile("ud2");
#endif
    }
    printf("illegal: %d addr %d\n", last.si_signo, last.si_addr != NULL);
    /* Blocked: the program would die; a child does. */
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        sigset_t s;
        sigfillset(&s);
        sigprocmask(SIG_BLOCK, &s, NULL);
        *(volatile char *)p = 1;
        _exit(3);
    }
    int status;
    waitpid(pid, &status, 0);
    printf("blocked fault: %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : -1);
    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        signal(SIGSEGV, SIG_IGN);
        kill(getpid(), SIGSEGV);
        *nowhere = 1;
        _exit(3);
    }
    waitpid(pid, &status, 0);
    printf("ignored fault: %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : -1);
}

static void change_context(int sig, siginfo_t *info, void *context)
{
    ucontext_t *u = context;
    sigaddset(&u->uc_sigmask, SIGUSR2);
#ifdef __aarch64__
    u->uc_mcontext.pc += 4;
    u->uc_mcontext.regs[3] = 0x1122334455667788;
#else
    u->uc_mcontext.gregs[REG_RIP] += 2;
    u->uc_mcontext.gregs[REG_RCX] = 0x1122334455667788;
#endif
}

static void contexts(void)
{
    uint64_t r;
    sigset_t s;
    set(SIGILL, change_context, 0);
#ifdef __aarch64__
    __asm__ volatile("mov x3, #5\n\tudf #0\n\tmov %0, x3" : "=r"(r)::"x3");
#else
    __asm__ volatile("mov $5, %%ecx\n\tud2\n\tmov %%rcx, %0" : "=r"(r)::"rcx");
#endif
    sigprocmask(SIG_BLOCK, NULL, &s);
    printf("changed %lx blocked %d\n", (unsigned long)r, sigismember(&s, SIGUSR2));
    sigemptyset(&s);
    sigprocmask(SIG_SETMASK, &s, NULL);
}

static void deeper(int sig)
{
    depth++;
    deepest = depth > deepest ? depth : deepest;
    if (depth < 5 && taken++ < 10)
        raise(sig);
    depth--;
}

static void *blocker(void *arg)
{
    sigset_t s;
    int sig;
    sigemptyset(&s);
    sigaddset(&s, SIGUSR2);
    sigwait(&s, &sig);
    return (void *)(intptr_t)sig;
}

static void flags(void)
{
    struct sigaction sa = {.sa_handler = deeper, .sa_flags = SA_NODEFER}, old;
    taken = 0;
    sigaction(SIGUSR1, &sa, NULL);
    raise(SIGUSR1);
    sa.sa_flags = 0;
    int with = deepest;
    deepest = depth = taken = 0;
    sigaction(SIGUSR1, &sa, NULL);
    raise(SIGUSR1);
    printf("nested %d, without %d\n", with, deepest >= 1 && deepest <= 1);
    set(SIGUSR1, note, SA_RESETHAND);
    raise(SIGUSR1);
    sigaction(SIGUSR1, NULL, &old);
    printf("reset %d\n", old.sa_handler == SIG_DFL);
    sigset_t s;
    struct signalfd_siginfo si;
    union sigval v = {.sival_int = 99};
    sigemptyset(&s);
    sigaddset(&s, SIGUSR2);
    sigaddset(&s, SIGSEGV);
    sigprocmask(SIG_BLOCK, &s, NULL);
    int fd = signalfd(-1, &s, SFD_NONBLOCK);
    printf("nothing %d\n", read(fd, &si, sizeof(si)) < 0 && errno == EAGAIN);
    sigqueue(getpid(), SIGUSR2, v);
    printf("signalfd %d", read(fd, &si, sizeof(si)) == sizeof(si));
    printf(" %d %d\n", si.ssi_signo == SIGUSR2, si.ssi_int);
    pthread_t t;
    void *r;
    pthread_create(&t, NULL, blocker, NULL);
    kill(getpid(), SIGUSR2);
    pthread_join(t, &r);
    printf("waited for %d\n", (int)(intptr_t)r == SIGUSR2);
    siginfo_t info;
    struct timespec zero = {0, 0};
    printf("no more %d\n", sigtimedwait(&s, &info, &zero) < 0 && errno == EAGAIN);
    kill(getpid(), SIGSEGV);
    printf("fault number waited for %d\n", sigtimedwait(&s, &info, &zero) == SIGSEGV);
}

static char *stack_at;
static void on_stack(int sig, siginfo_t *info, void *context)
{
    char here;
    stack_t now, wrong = {.ss_flags = SS_DISABLE};
    sigaltstack(NULL, &now);
    printf("on it %d flags %d change %d\n", &here > stack_at && &here < stack_at + 65536,
           now.ss_flags & (SS_ONSTACK | SS_DISABLE), sigaltstack(&wrong, NULL) == 0);
}

static void stacks(void)
{
    stack_t ss = {.ss_size = 65536}, now, small = {.ss_size = 100};
    stack_at = ss.ss_sp = small.ss_sp = malloc(65536);
    printf("small %d\n", sigaltstack(&small, NULL) < 0 && errno == ENOMEM);
    sigaltstack(&ss, NULL);
    set(SIGUSR1, on_stack, SA_ONSTACK);
    raise(SIGUSR1);
    ss.ss_flags = (int)(1u << 31); /* SS_AUTODISARM */
    sigaltstack(&ss, NULL);
    raise(SIGUSR1);
    sigaltstack(NULL, &now);
    printf("back %d\n", now.ss_sp == ss.ss_sp && now.ss_flags == ss.ss_flags);
}

int main(void)
{
    signal(SIGPIPE, SIG_DFL);
    numbers();
    senders();
    children();
    job_control();
    deaths();
    codes();
    contexts();
    flags();
    stacks();
    return 0;
}
