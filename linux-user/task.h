/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory of a task that shares our address space: a thread, or a process after CLONE_VM. */
#ifndef DRAGOMAN_LINUX_USER_TASK_H
#define DRAGOMAN_LINUX_USER_TASK_H

#include <sys/types.h>

#include "linux-user/user.h"

struct task {
    struct task *next;
    char *memory; /* of all, size bytes */
    size_t size;
    char *stack_end;
    struct cpu *cpu;
    void *tls_room;
    uint64_t tls;
    uint32_t busy; /* of a thread: it may still run on the stack */
    struct thread thread;
    /* Of a process. */
    pid_t pid;
    bool own_syscall, clear_handlers;
    struct process process;
    struct user user;
};

/* Memory of a task that is gone, or new, with a cpu that is a copy of the caller's and thread state
 * to fit. NULL: none. It is given back, never unmapped: others may look at a cpu at any time. */
struct task *task_get(const struct cpu *cpu);
void task_put(struct user *u, struct task *s);
/* Everything else that the task needs to run, and the guest's registers for it. 0 or -ENOMEM. */
int task_complete(struct task *s, const struct cpu *cpu, const struct sys_clone *args);
/* Frees what task_complete made. */
void task_clear(struct task *s);
/* The host's clone: run(s) in the new task. Its id, or -errno. */
int64_t task_start(struct task *s, int (*run)(void *), const struct sys_clone *args,
                   uint64_t flags);

#endif
