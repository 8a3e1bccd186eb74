/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What programs that write code share: small functions as machine code, cache maintenance, faults
 * that are caught. */
#ifndef TESTS_PROGS_CODE_H
#define TESTS_PROGS_CODE_H

#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { PAGE = 4096, CODE_LEN = 8 };
typedef int code_function(void);

/* return n, 0 to 65535: CODE_LEN bytes. */
static inline void code_write(void *at, unsigned n)
{
#if defined(__aarch64__)
    uint32_t code[] = {0x52800000 | n << 5, 0xd65f03c0};
    memcpy(at, code, CODE_LEN);
#else
    uint8_t code[CODE_LEN] = {0xb8, (uint8_t)n, (uint8_t)(n >> 8), 0, 0, 0xc3, 0, 0};
    memcpy(at, code, CODE_LEN);
#endif
}

static inline void code_flush(void *at, size_t len)
{
    __builtin___clear_cache((char *)at, (char *)at + len);
}

static inline void code_put(void *at, unsigned n)
{
    code_write(at, n);
    code_flush(at, CODE_LEN);
}

static inline int code_run(void *at)
{
    return ((code_function *)at)();
}

/* A context synchronisation without a system call; one place for all callers. */
__attribute__((noinline, unused)) static void code_synchronize(void)
{
#if defined(__aarch64__)
    __asm__ volatile("isb" ::: "memory");
#else
    uint32_t a = 0, b, c = 0, d;
    __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d)::"memory");
#endif
}

static sigjmp_buf code_back;
static volatile int code_expected, code_signal, code_si_code;
static void *volatile code_address;

static void code_on_fault(int sig, siginfo_t *info, void *context)
{
    if (!code_expected) {
        signal(sig, SIG_DFL);
        return;
    }
    code_expected = 0;
    code_signal = sig;
    code_si_code = info->si_code;
    code_address = info->si_addr;
    siglongjmp(code_back, 1);
}

static inline void code_catch(void)
{
    struct sigaction sa = {.sa_sigaction = code_on_fault, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &sa, NULL);
    sigaction(SIGBUS, &sa, NULL);
    sigaction(SIGILL, &sa, NULL);
}

/* Runs what is there: prints its result, or the signal it ended by. */
static inline void code_report(const char *what, void *at)
{
    code_expected = 1;
    if (sigsetjmp(code_back, 1)) {
        printf("%s: signal %d, code %d, address %s\n", what, code_signal, code_si_code,
               code_address == at ? "right" : "wrong");
    } else {
        int result = code_run(at);
        code_expected = 0;
        printf("%s: %d\n", what, result);
    }
}

#endif
