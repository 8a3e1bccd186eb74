/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -profile: what a program's time goes into. A timer of each thread's CPU time sends a signal that
 * only dragoman sees; the report is written where the process ends.
 */
#ifndef DRAGOMAN_LINUX_USER_PROFILE_H
#define DRAGOMAN_LINUX_USER_PROFILE_H

#include <signal.h>
#include <stdbool.h>

#include "linux-user/user.h"

#define PROFILE_PERIOD 1000000u /* ns of CPU that a sample stands for */
enum { PROFILE_CALLS = 1024, PROFILE_TIMERS = 4096 };

struct profile {
    const char *file; /* absolute, NULL: standard error as it was at the start */
    const char *program;
    unsigned descriptor;      /* the report's, by sys_fd_of; of the first process */
    int pid;                  /* of the process that counts */
    bool forked;              /* it is not the first one: its file has its id in the name */
    uint32_t reporting;       /* somebody writes the report */
    uint32_t threads;         /* of the process that have not ended */
    uint64_t samples, weight; /* of time in ms; of system calls below: */
    uint64_t in_kernel, in_emulation;
    uint64_t calls[PROFILE_CALLS], call_weight[PROFILE_CALLS]; /* by the guest's number */
    uint64_t timers[PROFILE_TIMERS / 64]; /* bit set: the host's timer of that number is ours */
};

/* Opens the report's file and counts from here. 0, or -errno. */
int profile_open(struct cpu *cpu, const struct options *o);
/* All of the following do nothing without a profile. There are n threads more. */
void profile_thread_make(struct cpu *cpu, int n);
/* The thread that calls is sampled from here on, until it ends. */
void profile_thread_start(struct cpu *cpu);
void profile_thread_end(struct cpu *cpu);
/* The child of a fork has its own profile. */
void profile_fork_child(struct cpu *cpu);
/* In the handler of host signal sig: was it a sample? */
bool profile_signal(struct cpu *cpu, int sig, const siginfo_t *info, void *context);
/* Around a system call. */
void profile_call_begin(struct cpu *cpu, uint64_t nr);
void profile_call_end(struct cpu *cpu);
/* Writes the report; the text says what the process does now. */
void profile_report(struct cpu *cpu, const char *why, ...) __attribute__((format(printf, 2, 3)));
/* For the next dragoman that this process executes: the option that its profile is like ours, with
 * the file, or NULL, that follows. */
const char *profile_option(const struct cpu *cpu, const char **file);
/* Is the host's timer id ours? */
bool profile_owns_timer(struct cpu *cpu, int id);

/* report.c: the text, to descriptor fd. */
void report_write(struct cpu *cpu, const struct profile *p, int fd, const char *why);

#endif
