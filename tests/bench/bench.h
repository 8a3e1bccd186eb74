/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once
/* What every benchmark program shares: numbers that are the same everywhere, and its result. */

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The next of a full sequence of 32-bit numbers (Marsaglia's xorshift); *state is never 0. */
static inline uint32_t bench_random(uint32_t *state)
{
    uint32_t x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

/* Adds a value to a checksum whose order counts. */
static inline uint64_t bench_add(uint64_t sum, uint64_t value)
{
    return (sum ^ value) * 0x9e3779b97f4a7c15 + (sum >> 29);
}

static inline uint64_t bench_add_double(uint64_t sum, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bench_add(sum, bits);
}

/* Prints the checksum by which two machines' runs are compared; returns main's value. */
static inline int bench_result(uint64_t sum)
{
    printf("%016llx\n", (unsigned long long)sum);
    return 0;
}
