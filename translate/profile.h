/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a profile is made of: written by running threads (profile.c), read at its end
 * (profile_read.c). Everything lies in memory of its own that costs only what is touched.
 */
#ifndef DRAGOMAN_TRANSLATE_PROFILE_H
#define DRAGOMAN_TRANSLATE_PROFILE_H

#include "translate/private.h"

enum {
    PROFILE_COUNTS = 4 << 20,   /* of blocks between two flushes */
    PROFILE_SAMPLES = 64 << 10, /* different host addresses */
    PROFILE_GONE = 1 << 20,     /* units that were flushed */
};

/* A thread's; also the sum of the threads that have ended. */
struct profile_thread {
    uint64_t place[TR_N_PLACES];
    uint64_t exits[CPU_EXIT_NONE + 1];
    uint64_t runs, mismatches;
    uint32_t translating;
    uint64_t below[HOST_COUNT_UNITS]; /* weights of samples in C functions */
    uint64_t counts[PROFILE_COUNTS];  /* cpu->counts */
};

/* Host address (PROFILE_BELOW + the address that is returned to, in a C function) and weight. */
#define PROFILE_BELOW (1ull << 63)
struct profile_sample {
    _Atomic uint64_t pc; /* 0: free */
    _Atomic uint64_t weight;
};

struct profile_gone {
    uint64_t pc, executed, weight, below;
    uint32_t mode;
};

struct profile {
    struct profile_thread *ended;
    struct profile_sample *samples;
    struct profile_gone *gone;
    unsigned n_gone;
    uint32_t n_counts; /* given to units */
    _Atomic uint64_t lost;
    uint64_t clock_cost; /* ns that reading the clock takes */
    uint64_t units, blocks, insns, code_bytes, ns, flushes, uncounted, stored_units, stored_insns;
    uint64_t own_bytes; /* of the pool */
    struct host_line lines[UNIT_MAX_LINES];
};

/* The sum over all threads of count index; lock held. */
uint64_t profile_count(const struct translator *tr, uint32_t index);
/* Samples by host address, ascending, n of them: memory to be given back by own_unmap, or NULL. */
struct profile_sample *profile_sorted(const struct profile *p, unsigned *n, size_t *size);
/* Of samples in [rx, rx + size) by addresses | mark. */
uint64_t profile_weight(const struct profile_sample *sorted, unsigned n, uint64_t rx, uint32_t size,
                        uint64_t mark);

#endif
