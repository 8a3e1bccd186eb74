/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AArch64 signal frame: at the offsets a handler of a C library's reads, and back unchanged. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/process.h"
#include "linux-user/aarch64/aarch64.h"
#include "translate/guest/aarch64/aarch64.h"

#define STACK 0x120000000000ull
#define STACK_END (STACK + 16 * MEM_PAGE)

/* Of struct rt_sigframe: siginfo, then ucontext, in it sigcontext (arch/arm64/kernel/signal.c). */
#define UC 128
#define UC_STACK (UC + 16)
#define UC_MASK (UC + 40)
#define SC (UC + 176)
#define SC_REGS (SC + 8)
#define SC_SP (SC + 256)
#define SC_PC (SC + 264)
#define SC_PSTATE (SC + 272)
#define SC_RESERVED (SC + 288)

struct world {
    struct process process;
    struct cpu *cpu;
};

static void code_changed(struct process *p, uint64_t start, uint64_t len)
{
}

static int plain_copy(void *dst, const void *src, size_t len)
{
    memcpy(dst, src, len);
    return 0;
}

static const struct process_ops ops = {.code_changed = code_changed, .safe_copy = plain_copy};

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    w->process.ops = &ops;
    w->process.mem = mem_new(&w->process, 64);
    w->cpu = own_map(sizeof(*w->cpu), PROT_READ | PROT_WRITE, 0);
    mem_mmap(w->process.mem, STACK, STACK_END - STACK, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    guest_aarch64.cpu_init(w->cpu, NULL);
    w->cpu->process = &w->process;
    struct a64_hot *hot = a64_hot(w->cpu);
    for (unsigned i = 0; i < 31; i++) {
        hot->x[i] = 0x1111111111111111ull * (i + 1);
    }
    for (unsigned i = 0; i < 32; i++) {
        a64_cold(w->cpu)->v[i][0] = 0x100 + i;
        a64_cold(w->cpu)->v[i][1] = 0x200 + i;
    }
    hot->sp = STACK_END - 24;
    w->cpu->pc = STACK;
    *(uint32_t *)STACK = 0xf9000020; /* str x0, [x1] */
    a64_set_nzcv(w->cpu, 0xa0000000);
    a64_set_fpcr(w->cpu, 0x00c00000);
    a64_set_fpsr(w->cpu, 0x00000011);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    mem_munmap(w->process.mem, 0, MEM_GUEST_END);
    free(w);
    return 0;
}

static uint64_t word(uint64_t at)
{
    return *(const uint64_t *)(uintptr_t)at;
}

static struct signal_frame frame_of(const siginfo_t *info, bool fault)
{
    return (struct signal_frame){
        .sig = info->si_signo,
        .info = info,
        .handler = 0x500000,
        .flags = SA_SIGINFO,
        .restorer = 0x600000,
        .mask = 0x123456789abcdef0,
        .altstack = {.sp = 0x7000, .size = 0x8000, .flags = SS_DISABLE},
        .top = STACK_END - 24,
        .fault = fault,
        .fault_addr = (uint64_t)(uintptr_t)info->si_addr,
    };
}

static void test_layout(void **state)
{
    struct world *w = *state;
    struct a64_hot *hot = a64_hot(w->cpu);
    siginfo_t info = {.si_signo = SIGSEGV, .si_code = SEGV_MAPERR};
    info.si_addr = (void *)0xdead000;
    struct signal_frame f = frame_of(&info, true);
    uint64_t x29 = hot->x[29], x30 = hot->x[30];
    assert_int_equal(user_abi_aarch64.push_frame(w->cpu, &f), 0);
    uint64_t at = hot->sp;
    assert_int_equal(at % 16, 0);
    assert_int_equal(w->cpu->pc, 0x500000);
    assert_int_equal(hot->x[0], SIGSEGV);
    assert_int_equal(hot->x[1], at);
    assert_int_equal(hot->x[2], at + UC);
    assert_int_equal(hot->x[30], 0x600000);
    assert_int_equal(word(hot->x[29]), x29);
    assert_int_equal(word(hot->x[29] + 8), x30);
    assert_true(hot->x[29] >= at + SC_RESERVED + 4096 && hot->x[29] + 16 <= STACK_END - 24);
    assert_memory_equal((void *)at, &info, sizeof(info));
    assert_int_equal(word(at + UC_STACK), 0x7000);
    assert_int_equal((uint32_t)word(at + UC_STACK + 8), SS_DISABLE);
    assert_int_equal(word(at + UC_STACK + 16), 0x8000);
    assert_int_equal(word(at + UC_MASK), 0x123456789abcdef0);
    assert_int_equal(word(at + SC), 0xdead000);
    assert_int_equal(word(at + SC_REGS + 8 * 7), 0x8888888888888888ull);
    assert_int_equal(word(at + SC_SP), STACK_END - 24);
    assert_int_equal(word(at + SC_PC), STACK);
    assert_int_equal(word(at + SC_PSTATE), 0xa0000000);
    assert_int_equal(word(at + SC_RESERVED), 528ull << 32 | 0x46508001);
    assert_int_equal(word(at + SC_RESERVED + 8), 0x00c00000ull << 32 | 0x11);
    assert_int_equal(word(at + SC_RESERVED + 16 + 16 * 5 + 8), 0x205);
    assert_int_equal(word(at + SC_RESERVED + 528), 16ull << 32 | 0x45535201);
    /* A data abort from EL0, by a write, of a page that is not there. */
    assert_int_equal(word(at + SC_RESERVED + 536), 0x92000047);
    assert_int_equal(word(at + SC_RESERVED + 544), 0);
}

static void test_there_and_back(void **state)
{
    struct world *w = *state;
    siginfo_t info = {.si_signo = SIGUSR1, .si_code = SI_USER};
    struct signal_frame f = frame_of(&info, false);
    struct cpu *copy = aligned_alloc(64, sizeof(*copy));
    uint64_t mask;
    struct sys_sigaltstack altstack;
    *copy = *w->cpu;
    assert_int_equal(user_abi_aarch64.push_frame(w->cpu, &f), 0);
    assert_int_equal(word(a64_hot(w->cpu)->sp + SC), 0); /* no fault, no address */
    uint64_t sp = a64_hot(w->cpu)->sp;
    memset(a64_hot(w->cpu)->x, 0x55, sizeof(a64_hot(w->cpu)->x));
    memset(a64_cold(w->cpu)->v, 0x55, sizeof(a64_cold(w->cpu)->v));
    a64_set_nzcv(w->cpu, 0x50000000);
    a64_set_fpcr(w->cpu, 0);
    a64_set_fpsr(w->cpu, 0);
    a64_hot(w->cpu)->sp = sp;
    assert_int_equal(user_abi_aarch64.pop_frame(w->cpu, &mask, &altstack), 0);
    assert_memory_equal(a64_hot(w->cpu)->x, a64_hot(copy)->x, sizeof(a64_hot(copy)->x));
    assert_memory_equal(a64_cold(w->cpu)->v, a64_cold(copy)->v, sizeof(a64_cold(copy)->v));
    assert_int_equal(a64_hot(w->cpu)->sp, STACK_END - 24);
    assert_int_equal(w->cpu->pc, STACK);
    assert_int_equal(a64_nzcv(w->cpu), 0xa0000000);
    assert_int_equal(a64_fpsr(w->cpu), 0x11);
    assert_int_equal(a64_cold(w->cpu)->fpcr, 0x00c00000);
    assert_int_equal(mask, 0x123456789abcdef0);
    assert_int_equal(altstack.size, 0x8000);
    free(copy);
}

static void test_broken_frames(void **state)
{
    struct world *w = *state;
    siginfo_t info = {.si_signo = SIGUSR1};
    struct signal_frame f = frame_of(&info, false);
    uint64_t mask;
    struct sys_sigaltstack altstack;
    assert_int_equal(user_abi_aarch64.push_frame(w->cpu, &f), 0);
    uint64_t sp = a64_hot(w->cpu)->sp;
    uint32_t *record = (uint32_t *)(uintptr_t)(sp + SC_RESERVED);
    const uint32_t wrong[][2] = {{0x46508001, 8},  {0x46508001, 0},   {0x46508001, 0xfffffff0},
                                 {0x46508001, 96}, {0x12345678, 528}, {0, 0},
                                 {0, 16},          {0x46508001, 529}};
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        memcpy(record, wrong[i], sizeof(wrong[i]));
        assert_true(user_abi_aarch64.pop_frame(w->cpu, &mask, &altstack) < 0);
        assert_int_equal(a64_hot(w->cpu)->sp, sp);
    }
    a64_hot(w->cpu)->sp = sp + 8;
    assert_true(user_abi_aarch64.pop_frame(w->cpu, &mask, &altstack) < 0);
    a64_hot(w->cpu)->sp = MEM_GUEST_END - 16;
    assert_true(user_abi_aarch64.pop_frame(w->cpu, &mask, &altstack) < 0);
}

static void test_no_stack(void **state)
{
    struct world *w = *state;
    siginfo_t info = {.si_signo = SIGUSR1};
    struct signal_frame f = frame_of(&info, false);
    struct cpu *copy = aligned_alloc(64, sizeof(*copy));
    *copy = *w->cpu;
    f.top = MEM_GUEST_END + 8192;
    assert_true(user_abi_aarch64.push_frame(w->cpu, &f) < 0);
    copy->mode = w->cpu->mode; /* the frame reads FPSR, which code that checks more follows */
    assert_memory_equal(copy, w->cpu, sizeof(*copy));
    free(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_layout, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_there_and_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_broken_frames, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_stack, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
