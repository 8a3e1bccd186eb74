/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entering and leaving generated code, helpers, the return stack, signals inside generated code. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/host/run.h"
#include "translate/guest/aarch64/aarch64.h"
#include "translate/guest/guest.h"

static const char *const levels[] = {"sse4.1", "avx2", "all"};
#define N_LEVELS (sizeof(levels) / sizeof(levels[0]))

static void fill(struct cpu *cpu, unsigned seed)
{
    for (unsigned i = 0; i < 31; i++) {
        a64_hot(cpu)->x[i] = 0x1111111111111111u * (i + 1) ^ seed;
    }
    a64_hot(cpu)->sp = 0x7000 + seed;
    for (unsigned i = 0; i < 32; i++) {
        a64_cold(cpu)->v[i][0] = 0x0101010101010101u * (i + 1) ^ seed;
        a64_cold(cpu)->v[i][1] = ~a64_cold(cpu)->v[i][0];
    }
}

struct registers {
    struct a64_hot hot;
    uint64_t v[32][2];
};

static struct registers snapshot(struct cpu *cpu)
{
    struct registers s;
    memset(&s, 0, sizeof(s));
    memcpy(s.hot.x, a64_hot(cpu)->x, sizeof(s.hot.x));
    s.hot.sp = a64_hot(cpu)->sp;
    memcpy(s.v, a64_cold(cpu)->v, sizeof(s.v));
    return s;
}

static void assert_registers(struct cpu *cpu, const struct registers *want)
{
    struct registers s = snapshot(cpu);
    for (unsigned i = 0; i < 31; i++) {
        assert_int_equal(s.hot.x[i], want->hot.x[i]);
    }
    assert_int_equal(s.hot.sp, want->hot.sp);
    for (unsigned i = 0; i < 32; i++) {
        assert_int_equal(s.v[i][0], want->v[i][0]);
        assert_int_equal(s.v[i][1], want->v[i][1]);
    }
}

static ir_ref constant(struct ir *ir, uint64_t v)
{
    return ir_const(ir, IR_I64, v);
}

static void trap(struct ir *ir, uint64_t pc)
{
    ir_emit(ir, IR_TRAP, IR_I64, constant(ir, pc), IR_NONE, IR_NONE, CPU_EXIT_SYSCALL, 0);
}

static void round_trip(void **state)
{
    for (unsigned l = 0; l < N_LEVELS; l++) {
        struct run *r = run_new(levels[l], NULL);
        struct ir *ir = run_begin(r);
        ir_block(ir, 0x1000, IR_BLOCK_ENTRY);
        trap(ir, 0x1234);
        fill(r->cpu, l);
        struct registers before = snapshot(r->cpu);
        run_ir(r);
        assert_int_equal(r->cpu->exit, CPU_EXIT_SYSCALL);
        assert_int_equal(r->cpu->pc, 0x1234);
        assert_int_equal(r->cpu->in_code, 0);
        assert_registers(r->cpu, &before);
    }
}

/* Helpers that change all a C function may. */
static void clobber(void)
{
    __asm__ volatile("pcmpeqd %%xmm0, %%xmm0\n\tmovdqa %%xmm0, %%xmm1\n\tmovdqa %%xmm0, %%xmm5\n\t"
                     "movdqa %%xmm0, %%xmm12\n\tmovdqa %%xmm0, %%xmm15\n\t"
                     "mov $-1, %%rsi\n\tmov $-1, %%rdi\n\tmov $-1, %%r8\n\tmov $-1, %%r9\n\t"
                     "mov $-1, %%r10\n\tmov $-1, %%r11"
                     :
                     :
                     : "memory", "rsi", "rdi", "r8", "r9", "r10", "r11", "xmm0", "xmm1", "xmm5",
                       "xmm12", "xmm15");
}

static uint64_t pure(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    clobber();
    return a + b * 10 + c * 100;
}

static uint64_t reads(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    clobber();
    return a64_hot(cpu)->x[1] + a64_hot(cpu)->x[20] + a64_cold(cpu)->v[3][1];
}

static uint64_t writes(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    clobber();
    a64_hot(cpu)->x[2] = 22;
    a64_hot(cpu)->x[25] = 25;
    a64_cold(cpu)->v[7][1] = 77;
    return 0;
}

static uint64_t leaves(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    clobber();
    if (a) {
        cpu->exit = CPU_EXIT_ILLEGAL;
        cpu->pc = 0x4444;
    }
    return a;
}

static uint64_t status(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    return cpu->guest_mxcsr;
}

static void vector(struct cpu *cpu, union vec *d, const union vec *a, const union vec *b,
                   const union vec *c)
{
    clobber();
    d->q[0] = a->q[0] + b->q[1];
    d->q[1] = a->q[1] ^ c->q[0];
}

enum { H_PURE, H_READS, H_WRITES, H_LEAVES, H_STATUS, H_VECTOR, N_HELPERS };
static const struct ir_helper helpers[N_HELPERS] = {
    [H_PURE] = {"pure", 0, .scalar = pure},
    [H_READS] = {"reads", IR_HELPER_READS, .scalar = reads},
    [H_WRITES] = {"writes", IR_HELPER_READS | IR_HELPER_WRITES, .scalar = writes},
    [H_LEAVES] = {"leaves", IR_HELPER_READS | IR_HELPER_FAULTS, .scalar = leaves},
    [H_STATUS] = {"status", IR_HELPER_FP, .scalar = status},
    [H_VECTOR] = {"vector", 0, .vector = vector},
};

static void call_helpers(void **state)
{
    struct ir_guest guest = *guest_aarch64.ir;

    guest.helpers = helpers;
    guest.n_helpers = N_HELPERS;
    for (unsigned l = 0; l < N_LEVELS; l++) {
        struct run *r = run_new(levels[l], &guest);
        struct ir *ir = run_begin(r);
        ir_block(ir, 0x1000, IR_BLOCK_ENTRY);
        ir_insn_mark(ir, 0x1000, 0);
        ir_ref x = ir_get(ir, IR_I64, A64_X0 + 4);
        ir_ref kept = ir_op2(ir, IR_ADD, IR_I64, x, constant(ir, 5));
        ir_ref p = ir_emit(ir, IR_HELPER, IR_I64, constant(ir, 1), constant(ir, 2), constant(ir, 3),
                           H_PURE, 0);
        ir_ref q = ir_emit(ir, IR_HELPER, IR_I64, IR_NONE, IR_NONE, IR_NONE, H_READS, 0);
        ir_set(ir, A64_X0 + 10, p);
        ir_set(ir, A64_X0 + 11, q);
        ir_set(ir, A64_X0 + 12, kept);
        ir_ref v =
            ir_emit(ir, IR_VHELPER, IR_V2D, ir_get(ir, IR_V2D, A64_V0 + 1),
                    ir_get(ir, IR_V2D, A64_V0 + 2), ir_get(ir, IR_V2D, A64_V0 + 30), H_VECTOR, 0);
        ir_set(ir, A64_V0 + 16, v);
        ir_emit(ir, IR_HELPER, IR_I64, IR_NONE, IR_NONE, IR_NONE, H_WRITES, 0);
        ir_ref s = ir_emit(ir, IR_HELPER, IR_I64, IR_NONE, IR_NONE, IR_NONE, H_STATUS, 0);
        ir_set(ir, A64_X0 + 13, s);
        ir_emit(ir, IR_HELPER, IR_I64, ir_get(ir, IR_I64, A64_X0), IR_NONE, IR_NONE, H_LEAVES, 0);
        ir_set(ir, A64_X0 + 14, constant(ir, 14));
        trap(ir, 0x1004);
        for (unsigned leave = 0; leave < 2; leave++) {
            fill(r->cpu, l);
            a64_hot(r->cpu)->x[0] = leave;
            a64_set_fpsr(r->cpu, 0);
            struct registers want = snapshot(r->cpu);
            want.hot.x[10] = 321;
            want.hot.x[11] = want.hot.x[1] + want.hot.x[20] + want.v[3][1];
            want.hot.x[12] = want.hot.x[4] + 5;
            want.v[16][0] = want.v[1][0] + want.v[2][1];
            want.v[16][1] = want.v[1][1] ^ want.v[30][0];
            want.hot.x[2] = 22;
            want.hot.x[25] = 25;
            want.v[7][1] = 77;
            want.hot.x[13] = r->cpu->rounds_falsely ? 0xf00 : 0x1f00;
            want.hot.x[14] = leave ? want.hot.x[14] : 14;
            run_ir(r);
            assert_int_equal(r->cpu->exit, leave ? CPU_EXIT_ILLEGAL : CPU_EXIT_SYSCALL);
            assert_int_equal(r->cpu->pc, leave ? 0x4444 : 0x1004);
            assert_int_equal(r->cpu->in_code, 0);
            assert_registers(r->cpu, &want);
        }
    }
}

/* entry: x0--; x0 ? call entry : go to the return point.
 * return point: x1++; x1 == x2 ? trap : ret. */
static void build_recursion(struct ir *ir)
{
    ir_block(ir, 0x1000, IR_BLOCK_ENTRY);
    ir_insn_mark(ir, 0x1000, 0);
    ir_ref n = ir_op2(ir, IR_SUB, IR_I64, ir_get(ir, IR_I64, A64_X0), constant(ir, 1));
    ir_set(ir, A64_X0, n);
    ir_emit(ir, IR_BRNZ, IR_I64, n, IR_NONE, 2, 0, 1);
    ir_block(ir, 0x1008, 0);
    ir_emit(ir, IR_CALL, IR_I64, ir_gaddr(ir, 0x1000), IR_NONE, 2, 0, 0);
    ir_block(ir, 0x2000, IR_BLOCK_ENTRY | IR_BLOCK_RETURN);
    ir_insn_mark(ir, 0x2000, 0);
    ir_ref m = ir_op2(ir, IR_ADD, IR_I64, ir_get(ir, IR_I64, A64_X0 + 1), constant(ir, 1));
    ir_set(ir, A64_X0 + 1, m);
    ir_ref left = ir_op2(ir, IR_SUB, IR_I64, ir_get(ir, IR_I64, A64_X0 + 2), m);
    ir_emit(ir, IR_BRNZ, IR_I64, left, IR_NONE, 4, 0, 3);
    ir_block(ir, 0x2008, 0);
    ir_emit(ir, IR_RET, IR_I64, constant(ir, 0x2000), IR_NONE, IR_NONE, 0, 0);
    ir_block(ir, 0x2010, IR_BLOCK_COLD);
    trap(ir, 0x3000);
}

static const struct host_entry *entry_of(struct run *r, uint64_t pc)
{
    for (unsigned i = 0; i < r->unit.n_entries; i++) {
        if (r->unit.entries[i].pc == pc) {
            return &r->unit.entries[i];
        }
    }
    fail_msg("no entry");
    return NULL;
}

/* The run loop's part: links are patched, lookups done. */
static void run_on(struct run *r, uint64_t pc)
{
    for (;;) {
        run_entry(r, (unsigned)(entry_of(r, pc) - r->unit.entries));
        if (r->cpu->exit == CPU_EXIT_LINK) {
            for (unsigned i = 0; i < r->unit.n_links; i++) {
                struct host_link *l = &r->unit.links[i];
                host_patch(l, r->unit.rw, r->unit.rx,
                           (void *)(r->unit.rx + entry_of(r, l->pc)->offset));
                if (r->unit.rx + l->site == (uint64_t)r->cpu->link_site)
                    r->cpu->pc = l->pc;
            }
        } else if (r->cpu->exit != CPU_EXIT_LOOKUP && r->cpu->exit != CPU_EXIT_MISMATCH) {
            return;
        }
        pc = r->cpu->pc;
    }
}

static void return_stack(void **state)
{
    for (unsigned l = 0; l < N_LEVELS; l++) {
        for (unsigned known = 0; known < 2; known++) {
            const uint64_t depths[] = {1, 3, 1000, 700000, 2000000};
            struct run *r = run_new(levels[l], NULL);
            run_begin(r);
            build_recursion(r->ir);
            run_emit(r);
            if (known) {
                struct host_jump_entry *j = &r->jumps[host_jump_index(0x2000, 0)];
                j->pc = host_jump_key(0x2000, 0);
                j->code = (void *)(r->unit.rx + entry_of(r, 0x2000)->offset);
            }
            for (unsigned d = 0; d < sizeof(depths) / sizeof(depths[0]) - !known; d++) {
                a64_hot(r->cpu)->x[0] = a64_hot(r->cpu)->x[2] = depths[d];
                a64_hot(r->cpu)->x[1] = 0;
                r->cpu->mismatches = 0;
                run_on(r, 0x1000);
                assert_int_equal(r->cpu->exit, CPU_EXIT_SYSCALL);
                assert_int_equal(a64_hot(r->cpu)->x[1], depths[d]);
                assert_true(depths[d] > 500000 ? r->cpu->mismatches > 0 : r->cpu->mismatches <= 2);
                assert_true(r->cpu->return_sp >= r->cpu->return_limit &&
                            r->cpu->return_sp <= r->cpu->return_base);
            }
            host_thread_free(r->cpu);
        }
    }
}

static void signal_in_code(void **state)
{
    for (unsigned l = 0; l < N_LEVELS; l++) {
        struct run *r = run_new(levels[l], NULL);
        struct ir *ir = run_begin(r);
        ir_block(ir, 0x1000, IR_BLOCK_ENTRY);
        ir_set(ir, A64_X0, ir_op2(ir, IR_ADD, IR_I64, ir_get(ir, IR_I64, A64_X0), constant(ir, 1)));
        ir_ref v = ir_op2(ir, IR_ADD, IR_V2D, ir_get(ir, IR_V2D, A64_V0 + 1),
                          ir_get(ir, IR_V2D, A64_V0 + 1));
        ir_set(ir, A64_V0 + 2, v);
        ir_emit(ir, IR_JUMP, IR_I64, IR_NONE, IR_NONE, IR_NONE, 0, 0);
        r->save_on_alarm = true;
        fill(r->cpu, l);
        a64_hot(r->cpu)->x[0] = 0;
        struct registers want = snapshot(r->cpu);
        want.v[2][0] = 2 * want.v[1][0];
        want.v[2][1] = 2 * want.v[1][1];
        ualarm(20000, 0);
        run_ir(r);
        assert_int_equal(r->cpu->exit, CPU_EXIT_FAULT);
        assert_int_equal(r->cpu->in_code, 0);
        assert_true(a64_hot(r->cpu)->x[0] > 1000);
        want.hot.x[0] = a64_hot(r->cpu)->x[0];
        assert_registers(r->cpu, &want);
    }
}

enum { N_FLOATS = 17 };

/* A flags variable left in memory as operands, read by other code. */
static void flags_from_memory(void **state)
{
    static const uint64_t values[] = {0,          1,          ~0ull,      1ull << 63, 1ull << 31,
                                      0x7fffffff, 0xffffffff, ~0ull >> 1, 5,          0x123456789};
    const unsigned n = sizeof(values) / sizeof(values[0]);
    struct run *r = run_new(NULL, NULL);
    struct ir *ir = run_begin(r);

    ir_block(ir, 0x1000, IR_BLOCK_ENTRY);
    ir_insn_mark(ir, 0x1000, 0);
    ir_ref f = ir_op1(ir, IR_NZCV, IR_I32, ir_get(ir, IR_FLAGS_T, A64_NZCV));
    ir_set(ir, A64_X0, ir_emit(ir, IR_ZEXT, IR_I64, f, IR_NONE, IR_NONE, IR_I32, 0));
    trap(ir, 0x1004);
    run_emit(r);
    for (unsigned kind = IR_FLAGS_RAW; kind <= IR_FLAGS_PARTS; kind++) {
        for (unsigned k = 0; k < 4 * n * n; k++) {
            struct cpu_flags *m = &a64_hot(r->cpu)->nzcv;
            unsigned type = k % 4;
            *m = (struct cpu_flags){kind | type << 8, k / 4 & 1, values[k / 4 % n],
                                    values[k / 4 / n]};
            if (kind == IR_FLAGS_RAW) {
                m->a = (uint64_t)k << 28 & 0xf0000000;
            }
            if (kind == IR_FLAGS_PARTS) {
                m->b = (k / 4 / n & 1) | (k / 4 / n & 2) << 7;
            }
            uint32_t want = ir_flags_nzcv(m);
            run_entry(r, 0);
            assert_int_equal(a64_hot(r->cpu)->x[0], want);
        }
    }
    for (unsigned nzcv = 0; nzcv < 16; nzcv++) {
        a64_hot(r->cpu)->nzcv = (struct cpu_flags){.kind = ir_flags_constant(nzcv), .a = ~0ull};
        run_entry(r, 0);
        assert_int_equal(a64_hot(r->cpu)->x[0], nzcv << 28);
    }
    for (unsigned k = 0; k < 4 * N_FLOATS * N_FLOATS; k++) {
        static const uint64_t floats[N_FLOATS] = {
            0, 1, 0x000fffffffffffff, 0x0010000000000000, 0x3ff0000000000000, 0x7fefffffffffffff,
            0x7ff0000000000000, 0x7ff0000000000001, 0x7ff8000000000000, 0x7fffffffffffffff,
            /* and of 32 bits: */
            0x007fffff, 0x00800000, 0x3f800000, 0x7f7fffff, 0x7f800000, 0x7f800001, 0x7fc00000};
        struct cpu_flags *m = &a64_hot(r->cpu)->nzcv;
        unsigned type = k & 1 ? IR_F32 : IR_F64, kind = k & 2 ? IR_FLAGS_FCMP : IR_FLAGS_FCMPE;
        uint64_t a = floats[k / 4 % N_FLOATS], b = floats[k / 4 / N_FLOATS];
        for (unsigned sign = 0; sign < 4; sign++) {
            *m = (struct cpu_flags){kind | type << 8, 0,
                                    a | (uint64_t)(sign & 1) << (type == IR_F32 ? 31 : 63),
                                    b | (uint64_t)(sign >> 1) << (type == IR_F32 ? 31 : 63)};
            uint32_t want = ir_flags_nzcv(m);
            run_entry(r, 0);
            assert_int_equal(a64_hot(r->cpu)->x[0], want);
        }
    }
}

/* x4 = [x1], exclusively; [x1] = x2 if still so; x3: did it fail? */
static void build_exclusive(struct ir *ir, unsigned log2)
{
    unsigned type = log2 == 4 ? IR_V2D : log2, aux = log2 | IR_MEM_ALIGN;

    ir_block(ir, 0x1000, IR_BLOCK_ENTRY);
    ir_insn_mark(ir, 0x1000, 0);
    ir_ref p = ir_get(ir, IR_I64, A64_X0 + 1);
    ir_ref old = ir_emit(ir, IR_LL, type, p, IR_NONE, IR_NONE, aux, 0);
    if (log2 == 4) {
        ir_set(ir, A64_V0 + 4, old);
    } else {
        ir_set(ir, A64_X0 + 4,
               log2 == 3 ? old : ir_emit(ir, IR_ZEXT, IR_I64, old, IR_NONE, IR_NONE, type, 0));
    }
    ir_insn_mark(ir, 0x1004, 0);
    ir_ref v = log2 == 4 ? ir_get(ir, IR_V2D, A64_V0 + 2) : ir_get(ir, type, A64_X0 + 2);
    for (unsigned k = 0; k < 2; k++) { /* the second one finds no monitor */
        ir_ref failed = ir_emit(ir, IR_SC, type, p, v, IR_NONE, aux, 0);
        ir_set(ir, A64_X0 + 3 + 7 * k,
               ir_emit(ir, IR_ZEXT, IR_I64, failed, IR_NONE, IR_NONE, IR_I32, 0));
    }
    trap(ir, 0x1008);
}

static void exclusives(void **state)
{
    for (unsigned l = 0; l < N_LEVELS; l++) {
        struct run *r = run_new(levels[l], NULL);
        for (unsigned log2 = 0; log2 <= 4; log2++) {
            union vec memory = {.q = {0x1122334455667788, 0x99aabbccddeeff00}}, want = memory,
                      old = {{0}};
            build_exclusive(run_begin(r), log2);
            run_emit(r);
            fill(r->cpu, l);
            a64_hot(r->cpu)->x[1] = (uint64_t)&memory;
            memcpy(&old, &memory, 1u << log2);
            memcpy(&want, log2 == 4 ? a64_cold(r->cpu)->v[2] : &a64_hot(r->cpu)->x[2], 1u << log2);
            run_entry(r, 0);
            assert_int_equal(r->cpu->exit, CPU_EXIT_SYSCALL);
            assert_int_equal(a64_hot(r->cpu)->x[3], 0);
            assert_int_equal(a64_hot(r->cpu)->x[10], 1);
            assert_memory_equal(&memory, &want, 16);
            assert_memory_equal(log2 == 4 ? a64_cold(r->cpu)->v[4] : &a64_hot(r->cpu)->x[4], &old,
                                log2 == 4 ? 16 : 8);
            if (log2) {
                a64_hot(r->cpu)->x[1] = (uint64_t)&memory + 1;
                run_entry(r, 0);
                assert_int_equal(r->cpu->exit, CPU_EXIT_ALIGN);
                assert_int_equal(r->cpu->fault_addr, (uint64_t)&memory + 1);
                assert_int_equal(r->cpu->pc, 0x1000);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip),        cmocka_unit_test(call_helpers),
        cmocka_unit_test(return_stack),      cmocka_unit_test(signal_in_code),
        cmocka_unit_test(flags_from_memory), cmocka_unit_test(exclusives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
