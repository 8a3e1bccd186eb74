/* SPDX-License-Identifier: GPL-2.0-or-later */
/* C functions below the EVAL and INTERP_ATOMIC stubs. */
#include <string.h>

#include "host/x86_64/stubs.h"
#include "base/tags.h"

void x86_eval(struct cpu *cpu, const struct ir_insn *i)
{
    union vec d;

    memset(&d, 0, sizeof(d));
    ir_eval(x86_thread(cpu)->config->guest, cpu, i, &d, &cpu->helper_vec[1], &cpu->helper_vec[2],
            &cpu->helper_vec[3]);
    cpu->helper_vec[0] = d;
}

typedef unsigned __int128 u128;

/*
 * The product without carries. Every fourth bit at a time, sums of up to 15 bits stay in their
 * places: so the lowest 4 bits of x are left out, and added at the end.
 */
__attribute__((target("general-regs-only"))) static u128 multiply(uint64_t x, uint64_t y)
{
    const uint64_t fourth = 0x1111111111111111;
    uint64_t b[4] = {y & fourth, y & fourth << 1, y & fourth << 2, y & fourth << 3};
    u128 r = 0;

    for (unsigned n = 0; n < 4; n++) { /* the bits of x and y whose numbers add up to n modulo 4 */
        u128 sum = 0;
        for (unsigned k = 0; k < 4; k++)
            sum ^= (u128)(x & (fourth & ~15ull) << k) * b[(n - k) & 3];
        r |= sum & ((u128)fourth << 64 | fourth) << n;
    }
    for (unsigned k = 0; k < 4; k++)
        r ^= (u128)(-(x >> k & 1) & y) << k;
    return r;
}

__attribute__((target("general-regs-only"))) void x86_eval_light(struct cpu *cpu,
                                                                 const struct ir_insn *i)
{
    u128 r = multiply(cpu->helper_vec[1].q[0], cpu->helper_vec[2].q[0]);

    cpu->helper_vec[0].q[0] = (uint64_t)r;
    cpu->helper_vec[0].q[1] = (uint64_t)(r >> 64);
}

/* lock cmpxchg16b; the compiler's builtin may call a library. p is aligned. */
static bool cas16(uint64_t *p, uint64_t expected[2], const uint64_t value[2])
{
    bool ok;
    __asm__ volatile("lock cmpxchg16b %1"
                     : "=@ccz"(ok), "+m"(*(u128 *)p), "+a"(expected[0]), "+d"(expected[1])
                     : "b"(value[0]), "c"(value[1])
                     : "memory");
    return ok;
}

/* One access where the processor has AVX (Intel SDM 9.1.1, AMD APM 7.3.2); p is aligned. */
static void load16(const void *p, uint64_t value[2])
{
    __asm__ volatile("movdqa %1, %%xmm0\n\tmovdqu %%xmm0, %0"
                     : "=m"(*(u128 *)value)
                     : "m"(*(const u128 *)p)
                     : "xmm0");
}

static uint64_t load(const void *p, unsigned log2)
{
    switch (log2) {
    case 0:
        return __atomic_load_n((const uint8_t *)p, __ATOMIC_SEQ_CST);
    case 1:
        return __atomic_load_n((const uint16_t *)p, __ATOMIC_SEQ_CST);
    case 2:
        return __atomic_load_n((const uint32_t *)p, __ATOMIC_SEQ_CST);
    default:
        return __atomic_load_n((const uint64_t *)p, __ATOMIC_SEQ_CST);
    }
}

/* Replaces *expected by value; false, and what memory holds in *expected, if it is another. */
static bool cas(void *p, unsigned log2, uint64_t *expected, uint64_t value)
{
    uint8_t x8 = (uint8_t)*expected;
    uint16_t x16 = (uint16_t)*expected;
    uint32_t x32 = (uint32_t)*expected;
    bool ok;

    switch (log2) {
    case 0:
        ok = __atomic_compare_exchange_n((uint8_t *)p, &x8, (uint8_t)value, false, __ATOMIC_SEQ_CST,
                                         __ATOMIC_SEQ_CST);
        *expected = x8;
        return ok;
    case 1:
        ok = __atomic_compare_exchange_n((uint16_t *)p, &x16, (uint16_t)value, false,
                                         __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
        *expected = x16;
        return ok;
    case 2:
        ok = __atomic_compare_exchange_n((uint32_t *)p, &x32, (uint32_t)value, false,
                                         __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
        *expected = x32;
        return ok;
    default:
        return __atomic_compare_exchange_n((uint64_t *)p, expected, value, false, __ATOMIC_SEQ_CST,
                                           __ATOMIC_SEQ_CST);
    }
}

/* The value that old becomes by operation op with operand b, in bits of the access. */
static uint64_t combine(unsigned op, unsigned log2, uint64_t old, uint64_t b)
{
    unsigned shift = 64 - (8u << log2);
    int64_t so = (int64_t)(old << shift), sb = (int64_t)(b << shift);

    switch (op) {
    case IR_ATOMIC_ADD:
        return old + b;
    case IR_ATOMIC_CLR:
        return old & ~b;
    case IR_ATOMIC_SET:
        return old | b;
    case IR_ATOMIC_XOR:
        return old ^ b;
    case IR_ATOMIC_SMAX:
        return so > sb ? old : b;
    case IR_ATOMIC_SMIN:
        return so < sb ? old : b;
    case IR_ATOMIC_UMAX:
        return (uint64_t)so > (uint64_t)sb ? old : b;
    case IR_ATOMIC_UMIN:
        return (uint64_t)so < (uint64_t)sb ? old : b;
    default:
        return b;
    }
}

static uint64_t swap_bytes(uint64_t v, const struct ir_insn *i)
{
    unsigned log2 = i->aux & IR_MEM_SIZE;
    return i->aux & IR_MEM_SWAP ? __builtin_bswap64(v) >> (64 - (8u << log2)) : v;
}

static void read_modify_write(const struct ir_insn *i, void *p, union vec *d, uint64_t b)
{
    unsigned log2 = i->aux & IR_MEM_SIZE;
    uint64_t old = load(p, log2), value;

    do {
        value = swap_bytes(combine(i->op, log2, swap_bytes(old, i), b), i);
    } while (!cas(p, log2, &old, value));
    d->q[0] = swap_bytes(old, i);
}

/* Values of 16 bytes are two words, low first, each in the guest's order. */
static void swap_pair(uint64_t q[2], const struct ir_insn *i)
{
    if (i->aux & IR_MEM_SWAP) {
        uint64_t low = q[0];
        q[0] = __builtin_bswap64(q[1]);
        q[1] = __builtin_bswap64(low);
    }
}

static void compare_and_swap(const struct ir_insn *i, void *p, union vec *d, const union vec *b,
                             const union vec *c)
{
    unsigned log2 = i->aux & IR_MEM_SIZE;
    uint64_t old[2] = {b->q[0], b->q[1]}, value[2] = {c->q[0], c->q[1]};

    if (log2 == 4) {
        swap_pair(old, i);
        swap_pair(value, i);
        cas16(p, old, value);
        swap_pair(old, i);
    } else {
        old[0] = swap_bytes(old[0], i);
        cas(p, log2, &old[0], swap_bytes(value[0], i));
        old[0] = swap_bytes(old[0], i);
        old[1] = 0;
    }
    memcpy(d, old, 16);
}

static void load_linked(struct cpu *cpu, const struct ir_insn *i, void *p, union vec *d,
                        bool tagged)
{
    unsigned log2 = i->aux & IR_MEM_SIZE;
    uint64_t value[2] = {0, 0};
    bool value_only = tagged && i->aux & IR_MEM_VALUE;
    bool held = !tagged || value_only || tags_load(cpu, (uint64_t)p);

    if (log2 == 4) {
        load16(p, value);
    } else {
        value[0] = load(p, log2);
    }
    cpu->monitor_addr = held ? (uint64_t)p : UINT64_MAX;
    cpu->monitor_size = 1u << log2 | (value_only ? CPU_MONITOR_VALUE : 0);
    memcpy(cpu->monitor_value, value, 16);
    if (log2 == 4) {
        swap_pair(value, i);
    } else {
        value[0] = swap_bytes(value[0], i);
    }
    memcpy(d, value, 16);
}

static void store_conditional(struct cpu *cpu, const struct ir_insn *i, void *p, union vec *d,
                              const union vec *b, bool tagged)
{
    unsigned log2 = i->aux & IR_MEM_SIZE;
    uint64_t old[2] = {cpu->monitor_value[0], cpu->monitor_value[1]};
    uint64_t value[2] = {b->q[0], b->q[1]};
    bool ok =
        cpu->monitor_addr == (uint64_t)p && (cpu->monitor_size & ~CPU_MONITOR_VALUE) == 1u << log2;

    if (ok && tagged) {
        ok = tags_take(cpu, cpu->monitor_size & CPU_MONITOR_VALUE);
    }
    if (ok && log2 == 4) {
        swap_pair(value, i);
        ok = cas16(p, old, value);
    } else if (ok) {
        ok = cas(p, log2, &old[0], swap_bytes(value[0], i));
    }
    if (tagged) {
        tags_give(cpu);
    }
    cpu->monitor_addr = UINT64_MAX;
    d->q[0] = !ok;
}

void x86_interp_atomic(struct cpu *cpu, const struct ir_insn *i)
{
    uint64_t address = cpu->helper_arg[0];
    unsigned log2 = i->aux & IR_MEM_SIZE;
    union vec *v = cpu->helper_vec;
    void *p = (void *)address;
    bool tagged = ir_tagged(x86_thread(cpu)->config->guest, cpu->mode);

    /* Exclusive and 16-byte accesses must be aligned always: a split lock stops the machine. */
    if (address & ((1u << log2) - 1) && (i->aux & IR_MEM_ALIGN || log2 == 4 || i->op == IR_SC)) {
        cpu->fault_addr = address;
        cpu->exit = CPU_EXIT_ALIGN;
        return;
    }
    memset(&v[0], 0, sizeof(v[0]));
    if (i->op == IR_LL) {
        load_linked(cpu, i, p, &v[0], tagged);
    } else if (i->op == IR_SC) {
        store_conditional(cpu, i, p, &v[0], &v[2], tagged);
    } else {
        if (tagged) {
            tags_store(cpu, address, 1u << log2);
        }
        if (i->op == IR_CAS) {
            compare_and_swap(i, p, &v[0], &v[2], &v[3]);
        } else {
            read_modify_write(i, p, &v[0], v[2].q[0]);
        }
    }
}
