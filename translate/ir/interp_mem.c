/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory operations of the interpreter, made on guest memory itself: a guest address is a host
 * address. Aligned accesses of up to 8 bytes are single copies, as every guest demands.
 */
#include <string.h>

#include "base/bits.h"
#include "translate/ir/interp.h"
#include "base/tags.h"

typedef uint16_t __attribute__((aligned(1), may_alias)) any16;
typedef uint32_t __attribute__((aligned(1), may_alias)) any32;
typedef uint64_t __attribute__((aligned(1), may_alias)) any64;

static uint64_t swap_bytes(uint64_t x, unsigned log2)
{
    return __builtin_bswap64(x) >> (64 - (8u << log2));
}

static uint64_t read_up_to_8(uint64_t addr, unsigned log2)
{
    switch (log2) {
    case 0:
        return *(volatile uint8_t *)addr;
    case 1:
        return *(volatile any16 *)addr;
    case 2:
        return *(volatile any32 *)addr;
    default:
        return *(volatile any64 *)addr;
    }
}

static void write_up_to_8(uint64_t addr, unsigned log2, uint64_t x)
{
    switch (log2) {
    case 0:
        *(volatile uint8_t *)addr = (uint8_t)x;
        break;
    case 1:
        *(volatile any16 *)addr = (uint16_t)x;
        break;
    case 2:
        *(volatile any32 *)addr = (uint32_t)x;
        break;
    default:
        *(volatile any64 *)addr = x;
        break;
    }
}

/* Compares and swaps up to 8 bytes: true, or false with what memory holds in *expected. */
static bool cas(uint64_t addr, unsigned log2, uint64_t *expected, uint64_t x)
{
    uint8_t e8 = (uint8_t)*expected;
    uint16_t e16 = (uint16_t)*expected;
    uint32_t e32 = (uint32_t)*expected;
    bool ok;

    switch (log2) {
    case 0:
        ok = __atomic_compare_exchange_n((uint8_t *)addr, &e8, (uint8_t)x, false, __ATOMIC_SEQ_CST,
                                         __ATOMIC_SEQ_CST);
        *expected = e8;
        return ok;
    case 1:
        ok = __atomic_compare_exchange_n((uint16_t *)addr, &e16, (uint16_t)x, false,
                                         __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
        *expected = e16;
        return ok;
    case 2:
        ok = __atomic_compare_exchange_n((uint32_t *)addr, &e32, (uint32_t)x, false,
                                         __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
        *expected = e32;
        return ok;
    default:
        return __atomic_compare_exchange_n((uint64_t *)addr, expected, x, false, __ATOMIC_SEQ_CST,
                                           __ATOMIC_SEQ_CST);
    }
}

/* The same for 16 bytes, low half first; addr is a multiple of 16. */
static bool cas16(uint64_t addr, uint64_t expected[2], const uint64_t x[2])
{
#if defined(__x86_64__)
    bool ok;

    __asm__ volatile("lock cmpxchg16b %1"
                     : "=@ccz"(ok), "+m"(*(unsigned __int128 *)addr), "+a"(expected[0]),
                       "+d"(expected[1])
                     : "b"(x[0]), "c"(x[1])
                     : "memory");
    return ok;
#else
    unsigned __int128 e = (unsigned __int128)expected[1] << 64 | expected[0];
    bool ok = __atomic_compare_exchange_n((unsigned __int128 *)addr, &e,
                                          (unsigned __int128)x[1] << 64 | x[0], false,
                                          __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);

    expected[0] = (uint64_t)e;
    expected[1] = (uint64_t)(e >> 64);
    return ok;
#endif
}

static uint64_t address(const struct ir *ir, const struct ir_insn *i, const union vec *values)
{
    bool indexed = i->op == IR_LOAD || i->op == IR_STORE;
    uint64_t addr = values[i->a].q[0], index;

    if (indexed && i->b) {
        index = values[i->b].q[0];
        if (i->aux & IR_MEM_INDEX32)
            index = i->aux & IR_MEM_SIGN32 ? (uint64_t)(int32_t)index : (uint32_t)index;
        addr += index << ((i->aux & IR_MEM_SCALE) >> IR_MEM_SCALE_SHIFT);
    }
    if (indexed)
        addr += (uint64_t)(int64_t)i->imm;
    return ir_result_type(&ir->insn[i->a]) == IR_I32 ? (uint32_t)addr : addr;
}

static bool aligned(struct cpu *cpu, const struct ir_insn *i, uint64_t addr)
{
    uint64_t size = 1u << (i->aux & IR_MEM_SIZE);

    if (((i->aux & IR_MEM_ALIGN) && (addr & (size - 1))) ||
        ((i->aux & IR_MEM_ALIGN16) && (addr & 15) + size > 16 && (addr & (size - 1)))) {
        cpu->exit = CPU_EXIT_ALIGN;
        cpu->fault_addr = addr;
        return false;
    }
    return true;
}

/* Byte order of vectors: in each lane of the type. */
static void swap_vector(union vec *v, unsigned type)
{
    unsigned lane = 1u << ir_lane_log2(type);
    union vec r = *v;

    for (unsigned k = 0; k < ir_bytes(type); k++)
        r.b[k] = v->b[k ^ (lane - 1)];
    *v = r;
}

static void load(const struct ir_insn *i, union vec *d, uint64_t addr)
{
    unsigned log2 = i->aux & IR_MEM_SIZE;

    *d = (union vec){{0}};
    if (log2 <= 3) {
        uint64_t x = read_up_to_8(addr, log2);

        if (ir_is_int(i->type)) {
            x = i->aux & IR_MEM_SWAP ? swap_bytes(x, log2) : x;
            if (i->aux & IR_MEM_SIGN)
                x = (uint64_t)bits_sext(x, 8u << log2) & bits_mask(ir_lane_bits(i->type));
        }
        d->q[0] = x;
    } else {
        for (unsigned k = 0; k < 1u << (log2 - 3); k++)
            d->q[k] = read_up_to_8(addr + 8 * k, 3);
    }
    if ((i->aux & IR_MEM_SWAP) && ir_is_vec(i->type))
        swap_vector(d, i->type);
    if (i->aux & IR_MEM_ACQUIRE)
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
}

static void store(const struct ir_insn *i, const union vec *value, uint64_t addr)
{
    unsigned log2 = i->aux & IR_MEM_SIZE;
    union vec v = *value;

    if ((i->aux & IR_MEM_SWAP) && ir_is_vec(i->type))
        swap_vector(&v, i->type);
    if (i->aux & IR_MEM_RELEASE)
        __atomic_thread_fence(__ATOMIC_RELEASE);
    if (log2 <= 3) {
        if ((i->aux & IR_MEM_SWAP) && ir_is_int(i->type))
            v.q[0] = swap_bytes(v.q[0], log2);
        write_up_to_8(addr, log2, v.q[0]);
    } else {
        for (unsigned k = 0; k < 1u << (log2 - 3); k++)
            write_up_to_8(addr + 8 * k, 3, v.q[k]);
    }
    /* A release store before an acquire load stays in order, as with Arm's RCsc pairs. */
    if (i->aux & IR_MEM_RELEASE)
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

static uint64_t combine(unsigned op, unsigned bits, uint64_t m, uint64_t b)
{
    int64_t sm = bits_sext(m, bits), sb = bits_sext(b, bits);

    switch (op) {
    case IR_ATOMIC_ADD:
        return m + b;
    case IR_ATOMIC_CLR:
        return m & ~b;
    case IR_ATOMIC_SET:
        return m | b;
    case IR_ATOMIC_XOR:
        return m ^ b;
    case IR_ATOMIC_SMAX:
        return sm > sb ? m : b;
    case IR_ATOMIC_SMIN:
        return sm < sb ? m : b;
    case IR_ATOMIC_UMAX:
        return m > b ? m : b;
    case IR_ATOMIC_UMIN:
        return m < b ? m : b;
    default:
        return b;
    }
}

static uint64_t atomic(const struct ir_insn *i, uint64_t addr, uint64_t b)
{
    unsigned log2 = i->aux & IR_MEM_SIZE, bits = 8u << log2;
    bool swap = i->aux & IR_MEM_SWAP;
    uint64_t raw = read_up_to_8(addr, log2), old, new;

    b &= bits_mask(bits);
    do {
        old = swap ? swap_bytes(raw, log2) : raw;
        new = combine(i->op, bits, old, b) & bits_mask(bits);
        new = swap ? swap_bytes(new, log2) : new;
    } while (!cas(addr, log2, &raw, new));
    return old;
}

/* CAS and the store half of SC: swaps old for new, true if done; memory's value goes to old. */
static bool exchange(const struct ir_insn *i, uint64_t addr, union vec *old, const union vec *value)
{
    unsigned log2 = i->aux & IR_MEM_SIZE;
    bool swap = i->aux & IR_MEM_SWAP, ok;
    union vec new = *value;
    unsigned step = log2 < 3 ? log2 : 3;

    for (unsigned k = 0; k < (log2 == 4 ? 2 : 1); k++) {
        old->q[k] &= bits_mask(8u << step);
        new.q[k] &= bits_mask(8u << step);
        if (swap) {
            old->q[k] = swap_bytes(old->q[k], step);
            new.q[k] = swap_bytes(new.q[k], step);
        }
    }
    ok = log2 == 4 ? cas16(addr, old->q, new.q) : cas(addr, log2, &old->q[0], new.q[0]);
    for (unsigned k = 0; swap && k < (log2 == 4 ? 2 : 1); k++)
        old->q[k] = swap_bytes(old->q[k], step);
    return ok;
}

static void load_linked(struct cpu *cpu, const struct ir_insn *i, union vec *d, uint64_t addr,
                        bool tagged)
{
    unsigned log2 = i->aux & IR_MEM_SIZE;
    unsigned step = log2 < 3 ? log2 : 3;
    bool value = tagged && i->aux & IR_MEM_VALUE, held = !tagged || value || tags_load(cpu, addr);

    *d = (union vec){{0}};
    for (unsigned k = 0; k < (log2 == 4 ? 2 : 1); k++) {
        d->q[k] = read_up_to_8(addr + 8 * k, step);
        if (i->aux & IR_MEM_SWAP)
            d->q[k] = swap_bytes(d->q[k], step);
    }
    cpu->monitor_addr = held ? addr : UINT64_MAX;
    cpu->monitor_size = 1u << log2 | (value ? CPU_MONITOR_VALUE : 0);
    cpu->monitor_value[0] = d->q[0];
    cpu->monitor_value[1] = d->q[1];
    if (i->aux & IR_MEM_ACQUIRE)
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
}

static uint64_t store_conditional(struct cpu *cpu, const struct ir_insn *i, uint64_t addr,
                                  const union vec *value, bool tagged)
{
    union vec seen = {{cpu->monitor_value[0], cpu->monitor_value[1]}};
    uint32_t size = 1u << (i->aux & IR_MEM_SIZE);
    bool held = cpu->monitor_addr == addr && (cpu->monitor_size & ~CPU_MONITOR_VALUE) == size;

    /* A fault of the store leaves the monitor as it was: it is cleared behind. */
    if (held && tagged)
        held = tags_take(cpu, cpu->monitor_size & CPU_MONITOR_VALUE);
    if (held)
        held = exchange(i, addr, &seen, value);
    if (tagged)
        tags_give(cpu);
    cpu->monitor_addr = UINT64_MAX;
    return !held;
}

/* Tags what i is about to write. False: it writes nothing, or sees to it by itself. */
static bool tag(struct cpu *cpu, const struct ir_insn *i, uint64_t addr)
{
    if (i->op == IR_LOAD || i->op == IR_ALIGNED || i->op == IR_LL || i->op == IR_SC)
        return false;
    if (i->op == IR_ZERO_BLOCK)
        tags_store(cpu, bits_align_down(addr, (uint64_t)i->imm), (size_t)i->imm);
    else
        tags_store(cpu, addr, 1u << (i->aux & IR_MEM_SIZE));
    return true;
}

bool ir_interpret_memory(struct cpu *cpu, const struct ir *ir, const struct ir_insn *i,
                         union vec *d, const union vec *values)
{
    uint64_t addr = address(ir, i, values);
    bool tagged = ir_tagged(ir->guest, ir->mode), storing;
    union vec old;

    if (i->op != IR_ZERO_BLOCK && !aligned(cpu, i, addr))
        return false;
    storing = tagged && tag(cpu, i, addr);
    switch (i->op) {
    case IR_LOAD:
        load(i, d, addr);
        break;
    case IR_STORE:
        store(i, &values[i->c], addr);
        break;
    case IR_CAS:
        old = values[i->b];
        if ((i->aux & IR_MEM_SIZE) < 4)
            old.q[1] = 0;
        exchange(i, addr, &old, &values[i->c]);
        *d = old;
        break;
    case IR_LL:
        load_linked(cpu, i, d, addr, tagged);
        break;
    case IR_SC:
        *d = (union vec){{0}};
        d->q[0] = store_conditional(cpu, i, addr, &values[i->b], tagged);
        break;
    case IR_ALIGNED:
        break;
    case IR_ZERO_BLOCK:
        addr = bits_align_down(addr, (uint64_t)i->imm);
        for (int k = 0; k < i->imm; k += 8)
            write_up_to_8(addr + (unsigned)k, 3, 0);
        break;
    default:
        *d = (union vec){{0}};
        d->q[0] = atomic(i, addr, values[i->b].q[0]);
        break;
    }
    if (storing)
        tags_stored(cpu);
    return true;
}
