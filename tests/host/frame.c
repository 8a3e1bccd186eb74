/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feature names, safe copies and system calls, registers in signal frames. */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cpu.h"
#include "host/host.h"
#include "host/x86_64/xstate.h"

/* What the handler does and saw: the test's only channel into it. */
static struct {
    struct x86_xstate x;
    union vec in[32], out[32];
    uint32_t mxcsr;
    unsigned fixed;
} seen;

extern const char x86_syscall_insn[], x86_syscall_begin[];

static void features(void **state)
{
    int64_t all = host_features(NULL);

    assert_int_equal(host_features("all"), all);
    assert_true(all & HOST_SSE41);
    assert_int_equal(host_features("sse4.1"), HOST_SSE41);
    assert_int_equal(host_features("avx") & ~(int64_t)(HOST_SSE41 | HOST_AVX | HOST_POPCNT), 0);
    assert_int_equal(host_features("avx2") & (HOST_AVX512 | HOST_SHA | HOST_VBMI), 0);
    assert_int_equal(host_features("avx2+sha"), host_features("avx2") | (all & HOST_SHA));
    assert_int_equal(host_features("avx512") & ~all, 0);
    if (all & HOST_AVX512) {
        assert_true(all & HOST_AVX2 && all & HOST_FMA && all & HOST_BMI && all & HOST_POPCNT);
    }
    assert_int_equal(host_features("sse4"), -EINVAL);
    assert_int_equal(host_features(""), -EINVAL);
    assert_int_equal(host_features("avx2+"), -EINVAL);
}

static void on_fault(int sig, siginfo_t *info, void *uc)
{
    if (host_fixup(uc)) {
        seen.fixed++;
        return;
    }
    _exit(99);
}

static void handle(int sig, void (*fn)(int, siginfo_t *, void *))
{
    struct sigaction sa = {.sa_sigaction = fn, .sa_flags = SA_SIGINFO};
    sigaction(sig, &sa, NULL);
}

static void safe_copy(void **state)
{
    uint8_t *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uint8_t buf[256], want[256];

    assert_ptr_not_equal(p, MAP_FAILED);
    munmap(p + 4096, 4096);
    handle(SIGSEGV, on_fault);
    for (unsigned len = 0; len < 100; len++) {
        for (unsigned i = 0; i < 256; i++) {
            want[i] = (uint8_t)(i * 7 + len);
        }
        memset(buf, 0xee, sizeof(buf));
        assert_int_equal(host_safe_copy(buf + 3, want, len), 0);
        assert_memory_equal(buf + 3, want, len);
        assert_int_equal(buf[2], 0xee);
        assert_int_equal(buf[3 + len], 0xee);
        assert_int_equal(host_safe_copy(p + 4096 - len, want, len), 0);
        for (unsigned over = 1; over <= len; over++) {
            assert_int_equal(host_safe_copy(p + 4096 - len + over, want, len), -EFAULT);
            assert_int_equal(host_safe_copy(buf, p + 4096 - len + over, len), -EFAULT);
        }
    }
    assert_int_equal(host_safe_copy(buf, (void *)0x8000000000000000, 8), -EFAULT);
    assert_int_equal(host_safe_copy(buf, NULL, 0), 0);
    assert_true(seen.fixed > 100);
    signal(SIGSEGV, SIG_DFL);
    munmap(p, 4096);
}

/* Every byte of a page, seen only where its line is asked for. */
static void safe_differ(void **state)
{
    uint8_t *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uint8_t copy[4097];

    assert_ptr_not_equal(p, MAP_FAILED);
    munmap(p + 4096, 4096);
    handle(SIGSEGV, on_fault);
    for (unsigned i = 0; i < 4096; i++) {
        p[i] = copy[i + 1] = (uint8_t)(i * 7);
    }
    assert_int_equal(host_safe_differ(p, copy + 1, ~0ull), 0);
    for (unsigned i = 0; i < 4096; i++) {
        p[i] ^= 1 << i % 8;
        assert_int_equal(host_safe_differ(p, copy + 1, ~0ull), 1);
        assert_int_equal(host_safe_differ(p, copy + 1, 1ull << i / 64), 1);
        assert_int_equal(host_safe_differ(p, copy + 1, ~(1ull << i / 64)), 0);
        p[i] ^= 1 << i % 8;
    }
    assert_int_equal(host_safe_differ(p + 4096, copy + 1, 1ull << 63), -EFAULT);
    assert_int_equal(host_safe_differ(p + 4096, copy + 1, 0), 0);
    signal(SIGSEGV, SIG_DFL);
    munmap(p, 4096);
}

static void on_restart(int sig, siginfo_t *info, void *uc)
{
    host_syscall_restart(uc);
}

/* Single-steps into the window between the check and the system call. */
static void on_step(int sig, siginfo_t *info, void *uc)
{
    greg_t *g = ((ucontext_t *)uc)->uc_mcontext.gregs;

    if (g[REG_RIP] == (greg_t)x86_syscall_insn) {
        host_syscall_restart(uc);
        g[REG_EFL] &= ~0x100;
    }
}

static void safe_syscall(void **state)
{
    static struct cpu cpu;
    int fd[2];
    char c;

    cpu.poll = 0;
    assert_int_equal(host_safe_syscall(&cpu, SYS_getpid, 0, 0, 0, 0, 0, 0), getpid());
    uint8_t *p = (uint8_t *)host_safe_syscall(&cpu, SYS_mmap, 0, 4096, PROT_READ,
                                              MAP_PRIVATE | MAP_ANONYMOUS, (uint64_t)-1, 0);
    assert_int_equal(p[0], 0);
    munmap(p, 4096);
    assert_int_equal(host_safe_syscall(&cpu, SYS_close, (uint64_t)-1, 0, 0, 0, 0, 0), -EBADF);
    cpu.poll = 1;
    assert_int_equal(host_safe_syscall(&cpu, SYS_getpid, 0, 0, 0, 0, 0, 0), -512);

    /* A blocking read is interrupted and given back; with SA_RESTART it is ours to cancel. */
    cpu.poll = 0;
    assert_int_equal(pipe(fd), 0);
    struct sigaction sa = {.sa_sigaction = on_restart, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigaction(SIGALRM, &sa, NULL);
    ualarm(20000, 0);
    assert_int_equal(host_safe_syscall(&cpu, SYS_read, (uint64_t)fd[0], (uint64_t)&c, 1, 0, 0, 0),
                     -512);

    /* A signal right before the instruction: the write must not happen. */
    handle(SIGTRAP, on_step);
    __asm__ volatile("pushfq; orq $0x100, (%%rsp); popfq" ::: "memory", "cc");
    int64_t r = host_safe_syscall(&cpu, SYS_write, (uint64_t)fd[1], (uint64_t) "x", 1, 0, 0, 0);
    assert_int_equal(r, -512);
    signal(SIGTRAP, SIG_DFL);
    close(fd[1]);
    assert_int_equal(read(fd[0], &c, 1), 0);
    close(fd[0]);
}

static void on_ill(int sig, siginfo_t *info, void *uc)
{
    for (unsigned i = 0; i < 32; i++) {
        x86_frame_vec(&seen.x, uc, i, &seen.in[i]);
        x86_frame_set_vec(&seen.x, uc, i, &seen.out[i]);
    }
    seen.mxcsr = x86_frame_mxcsr(uc);
    x86_frame_set_mxcsr(uc, 0x1f81);
    x86_frame_set_gpr(uc, 0, x86_frame_gpr(uc, 0) + 1);
    x86_frame_set_pc(uc, x86_frame_pc(uc) + 2);
}

static void frame_xmm(void **state)
{
    uint8_t in[16][16], out[16][16];
    uint64_t rax = 41;
    uint32_t mxcsr = 0x1fa0, after;

    x86_xstate_init(&seen.x);
    handle(SIGILL, on_ill);
    for (unsigned i = 0; i < 16; i++) {
        for (unsigned j = 0; j < 16; j++) {
            in[i][j] = (uint8_t)(i * 16 + j);
        }
        memset(&seen.out[i], 0, 32);
        memset(&seen.out[i], (int)i + 1, 16);
    }
    __asm__ volatile("ldmxcsr %3\n\t"
                     "movdqu 0x30(%1), %%xmm3\n\tmovdqu 0xf0(%1), %%xmm15\n\tud2\n\t"
                     "movdqu %%xmm3, 0x30(%2)\n\tmovdqu %%xmm15, 0xf0(%2)\n\tstmxcsr %4"
                     : "+a"(rax)
                     : "r"(in), "r"(out), "m"(mxcsr), "m"(after)
                     : "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
                       "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
    assert_int_equal(rax, 42);
    assert_int_equal(seen.mxcsr, 0x1fa0);
    assert_int_equal(after, 0x1f81);
    assert_memory_equal(&seen.in[3], in[3], 16);
    assert_memory_equal(&seen.in[15], in[15], 16);
    assert_memory_equal(out[3], &seen.out[3], 16);
    assert_memory_equal(out[15], &seen.out[15], 16);
}

__attribute__((target("avx512vl,avx512f"))) static void zmm_through_signal(const void *in,
                                                                           void *out)
{
    __asm__ volatile("vmovdqu64 (%0), %%ymm17\n\tvmovdqu64 (%0), %%ymm5\n\tvzeroupper\n\t"
                     "vmovdqu64 32(%0), %%xmm31\n\tud2\n\t"
                     "vmovdqu64 %%ymm17, (%1)\n\tvmovdqu64 %%ymm31, 32(%1)\n\t"
                     "vmovdqu64 %%ymm5, 64(%1)\n\tvzeroupper"
                     :
                     : "r"(in), "r"(out)
                     : "memory", "rax", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6",
                       "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15",
                       "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23",
                       "xmm24", "xmm25", "xmm26", "xmm27", "xmm28", "xmm29", "xmm30", "xmm31");
}

static void frame_zmm(void **state)
{
    union vec in[2], out[3];

    if (!(host_features(NULL) & HOST_AVX512)) {
        skip();
    }
    x86_xstate_init(&seen.x);
    handle(SIGILL, on_ill);
    for (unsigned i = 0; i < 64; i++) {
        in[i / 32].b[i % 32] = (uint8_t)(i + 1);
    }
    for (unsigned i = 0; i < 32; i++) {
        memset(&seen.out[i], (int)i + 100, 32);
    }
    zmm_through_signal(in, out);
    assert_memory_equal(&seen.in[17], &in[0], 32);
    assert_memory_equal(&seen.in[5], &in[0], 16);
    assert_memory_equal(&seen.in[31], &in[1], 16);
    assert_int_equal(seen.in[5].q[2] | seen.in[5].q[3] | seen.in[31].q[2], 0);
    assert_memory_equal(&out[0], &seen.out[17], 32);
    assert_memory_equal(&out[1], &seen.out[31], 32);
    assert_memory_equal(&out[2], &seen.out[5], 32);
    signal(SIGILL, SIG_DFL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features),     cmocka_unit_test(safe_copy), cmocka_unit_test(safe_differ),
        cmocka_unit_test(safe_syscall), cmocka_unit_test(frame_xmm), cmocka_unit_test(frame_zmm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
