/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Samples of where a program is, for the translator: a timer of a thread's CPU time sends a signal
 * that only dragoman sees. -profile has timers of the same kind.
 */
#ifndef DRAGOMAN_LINUX_USER_SAMPLE_H
#define DRAGOMAN_LINUX_USER_SAMPLE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/cpu.h"

/* The timers' signal: one that the host is always given and never asked to block (SIGNAL_SYNC), and
 * that nothing in a host program raises by itself. */
#define SAMPLE_SIGNAL SIGILL

struct sampler {
    int timer; /* 1 + the number of the host's timer; 0: none */
    int pid;   /* of the process whose it is */
};

/* Makes a timer of the CPU time of the thread that calls, its signals to carry tag: the first after
 * first ns, then one every period ns. Its number, or -errno. */
int sample_timer(void *tag, uint64_t first, uint64_t period);
/* In the handler: the kernel ends or backs up a system call for the sake of a timer's signal. The
 * guest sees what it would have seen without. */
void sample_hide(struct cpu *cpu, void *context);

/* struct process_ops' sample. */
int sample_thread(struct cpu *cpu);
/* In the handler of host signal sig: was it the timer's? */
bool sample_signal(struct cpu *cpu, int sig, const siginfo_t *info, void *context);
bool sample_owns_timer(struct cpu *cpu, int id);
/* This process has no timer: at the start, and in the child of a fork. */
void sample_begin(struct cpu *cpu);

#endif
