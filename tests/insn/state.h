/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A guest thread's registers and the test memory as plain values: set from text, put into a cpu,
 * taken out of it, compared. */
#ifndef DRAGOMAN_TESTS_INSN_STATE_H
#define DRAGOMAN_TESTS_INSN_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cpu.h"
#include "translate/guest/guest.h"

/* Where things lie in the guest's memory. */
#define CODE 0x10000u /* one page: the words of a line, all else is the filler */
#define DATA 0x20000u /* two pages to read and write; each byte not named is 0xcc */
#define DATA_SIZE 0x2000u
#define HOLE 0x22000u      /* one page that is not mapped */
#define READ_ONLY 0x23000u /* one page */

#define MAX_VARS 128

struct state {
    union vec var[MAX_VARS]; /* by the guest's variable number; flags: a nibble N Z C V */
    uint64_t pc;
    uint8_t data[DATA_SIZE];
};

/* What the runner needs to know of a guest beside struct guest. */
struct insn_guest {
    const struct guest *guest;
    uint8_t filler[4]; /* the system call instruction: where it runs, a test has ended */
    unsigned filler_size;
    /* The variable that name stands for and its shape as an IR type (a whole register, a part of
     * it with zeros above, or lanes). -1: none. */
    int (*variable)(const char *name, unsigned *type);
    /* Values of a fresh state, before a line's own. */
    void (*fill)(struct state *s);
    /* Registers that are more than a place in struct cpu; called after or instead of copying. */
    void (*put)(struct cpu *cpu, const struct state *s);
    void (*take)(struct cpu *cpu, struct state *s);
    /* Is variable v compared? (Some are parts of others.) */
    bool (*compared)(unsigned v);
};
extern const struct insn_guest insn_aarch64;

void state_fill(const struct insn_guest *g, struct state *s);
/* Takes up "x1=5", "[20000]=0102", "pc=10008". NULL, or what is wrong with it. */
const char *state_set(const struct insn_guest *g, struct state *s, char *assignment);
void state_put(const struct insn_guest *g, const struct state *s, struct cpu *cpu);
void state_take(const struct insn_guest *g, struct state *s, struct cpu *cpu);
/* Prints each difference on standard output; how many there are. */
unsigned state_compare(const struct insn_guest *g, const struct state *want,
                       const struct state *got);

#endif
