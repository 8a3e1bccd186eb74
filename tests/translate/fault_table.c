/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fault records come out of their packed form as they went in, for each offset of host code. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "translate/private.h"

enum { RECORDS = 300, ROUNDS = 200 };
#define PC 0x400000ull

static uint64_t state = 1;

static uint64_t next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static struct host_flags flags(const struct host_flags *before)
{
    struct host_flags f = {.kind = (uint16_t)next(), .if_kind = HOST_FLAGS_STORED};

    switch (next() % 4) {
    case 0:
        return *before;
    case 1:
        return (struct host_flags){.kind = HOST_FLAGS_STORED};
    case 2:
        f.if_kind = (uint16_t)next();
        f.if_cc = next() & 15;
        f.nzcv = next() & 15;
        break;
    }
    for (unsigned k = 0; k < (f.if_kind == HOST_FLAGS_STORED ? 2 : 4); k++) {
        f.var[k] = (uint8_t)next();
        f.imm[k] = (int32_t)(next() >> (32 + next() % 32)) * (next() & 1 ? 1 : -1);
    }
    return f;
}

static void make(struct host_fault *f, unsigned n)
{
    struct host_flags before = {.kind = HOST_FLAGS_STORED};
    uint32_t offset = 0;

    for (unsigned i = 0; i < n; i++) {
        offset += 1 + (uint32_t)(next() >> (50 + next() % 14));
        before = flags(&before);
        f[i] = (struct host_fault){.offset = offset,
                                   .insn_word = next() % 8 ? 0 : (uint32_t)next(),
                                   .pc = next() % 16 ? PC + next() % 256 * 4 : next(),
                                   .flags = before};
    }
}

static void check(const struct unit *u, uint32_t offset, const struct host_fault *wanted)
{
    struct host_fault found;

    assert_true(fault_find(u, offset, &found));
    assert_memory_equal(&found, wanted, sizeof(found));
}

static void test_round_trip(void **unused)
{
    static struct host_fault f[RECORDS], found;
    static uint8_t packed[RECORDS * FAULT_BYTES + 1];
    struct unit u = {.pc = PC, .faults = packed};

    for (unsigned round = 0; round < ROUNDS; round++) {
        u.n_faults = (uint16_t)(next() % RECORDS);
        make(f, u.n_faults);
        memset(packed, 0xee, sizeof(packed));
        size_t size = fault_pack(packed, f, u.n_faults, u.pc);
        assert_true(size <= u.n_faults * FAULT_BYTES);
        assert_int_equal(packed[size], 0xee);
        for (unsigned i = 0; i < u.n_faults; i++) {
            check(&u, i ? f[i - 1].offset : 0, &f[i]);
            check(&u, f[i].offset - 1, &f[i]);
        }
        assert_false(fault_find(&u, u.n_faults ? f[u.n_faults - 1].offset : 0, &found));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_round_trip)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
