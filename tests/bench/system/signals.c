/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals one after another: raised, out of faults, on a stack of their own, waited for. */
#include "bench.h"
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static volatile uint64_t handled, faults;
static char *page;
static sigjmp_buf back;

static void on_signal(int number)
{
    handled += (uint64_t)number;
}

static void on_info(int number, siginfo_t *info, void *context)
{
    handled += (uint64_t)(number + info->si_value.sival_int + (context != NULL));
}

static void on_fault(int number, siginfo_t *info, void *context)
{
    (void)number, (void)context;
    faults += (uint64_t)((char *)info->si_addr - page);
    if (faults % 2)
        siglongjmp(back, 1);
    mprotect(page, 4096, PROT_READ | PROT_WRITE);
}

int main(void)
{
    struct sigaction plain = {.sa_handler = on_signal}, fault = {.sa_sigaction = on_fault};
    struct sigaction info = {.sa_sigaction = on_info};
    stack_t other = {.ss_sp = malloc(65536), .ss_size = 65536};
    sigset_t set;
    info.sa_flags = SA_SIGINFO | SA_ONSTACK;
    fault.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigaltstack(&other, NULL);
    sigaction(SIGUSR1, &plain, NULL);
    sigaction(SIGUSR2, &info, NULL);
    sigaction(SIGSEGV, &fault, NULL);
    sigemptyset(&set);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (volatile int i = 0; i < 60000; i++) {
        raise(SIGUSR1);
        sigqueue(getpid(), SIGUSR2, (union sigval){.sival_int = i & 7});
        if (i % 4 == 0) {
            kill(getpid(), SIGHUP);
            int got = sigwaitinfo(&set, NULL);
            handled += (uint64_t)got;
        }
        if (i % 2 == 0 && sigsetjmp(back, 1) == 0)
            ((volatile char *)page)[1 + i % 64] = 1;
        mprotect(page, 4096, PROT_NONE);
    }
    return bench_result(bench_add(handled, faults));
}
