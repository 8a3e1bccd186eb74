/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a unit of IR as host code, alone: for the tests of the host. The guest is AArch64. */
#ifndef DRAGOMAN_TESTS_HOST_RUN_H
#define DRAGOMAN_TESTS_HOST_RUN_H

#include "base/cpu.h"
#include "host/host.h"
#include "translate/ir/ir.h"

enum { RUN_MAX_INSNS = 2000, RUN_CODE = 1 << 20 };

struct run {
    struct host_config *config;
    struct cpu *cpu;
    struct ir *ir;
    struct host_unit unit;
    struct host_jump_entry *jumps; /* the jump table, of entries that never match */
    uint8_t *code;                 /* executable and writable: stubs, then the unit */
    size_t stubs;
    void *scratch;
    unsigned repairs;   /* SIGFPEs that were traps of the unit */
    bool check_fp;      /* emit units as those that trap often */
    bool save_on_alarm; /* copy the registers out of the context of a SIGALRM and leave */
    struct host_link links[64];
    struct host_fault faults[512];
    struct host_fp_trap traps[512];
    struct host_entry entries[64];
};

/* For host features by name; signal handlers are installed. Fails the test where it cannot. guest:
 * AArch64's description, or one like it (NULL: AArch64's). */
struct run *run_new(const char *features, const struct ir_guest *guest);
/* Empties the IR. */
struct ir *run_begin(struct run *r);
/* Emits r->ir. */
void run_emit(struct run *r);
/* Emits r->ir and runs its first entry until it exits. */
void run_ir(struct run *r);
/* Runs what was emitted last, from entry number. */
void run_entry(struct run *r, unsigned entry);

#endif
