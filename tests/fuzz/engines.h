/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several translators in one process, each with its own process and cpu, over one guest memory. */
#ifndef DRAGOMAN_TESTS_FUZZ_ENGINES_H
#define DRAGOMAN_TESTS_FUZZ_ENGINES_H

#include "base/process.h"
#include "tests/fuzz/exchange.h"
#include "translate/translate.h"

struct engine {
    const char *name;
    enum tr_engine kind;
    const char *features; /* host_features */
    bool tagged;          /* stores are, as in a process with threads and exclusive pairs */
    bool maps;            /* each case has a register map of its own */
    struct process process;
    struct cpu *cpu;
};
enum { N_ENGINES = 10 };
/* The interpreter is the first one. */
extern struct engine engines[N_ENGINES];

/* Starts all engines, maps the guest's memory, catches signals; dies where that is impossible. */
void engines_start(void);
/* The fuzzer's alarm: every us microseconds the engine that runs is asked to leave its code at the
 * next poll; a run longer than limit microseconds is taken for endless and ends the process by
 * SIGALRM. */
void engines_interrupt(unsigned us, unsigned limit);
/* Do the runs from here on start as programs do that have looked at FPSR (so that it is exact)?
 * They do unless told otherwise. */
void engines_exact(bool on);
/* A run begins now, here or elsewhere. */
void engines_begin(void);
/* Puts the words of a case at start, FUZZ_END around them, and drops what was translated there. */
void engines_load(uint32_t start, const uint32_t *words, unsigned n);
/* Runs from r on data until something ends it; data_after may be NULL. The number of instructions
 * (0 for all but the interpreter). */
unsigned engine_run(struct engine *e, const struct fuzz_regs *r, const uint8_t *data,
                    struct fuzz_end *end, uint8_t *data_after);

#endif
