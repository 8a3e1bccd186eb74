/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CLONE_VM without CLONE_THREAD (vfork, posix_spawn): a process that shares all memory, dragoman's
 * too. It has a cpu, a stack, thread-local storage, dispositions and descriptors of its own, and
 * may be killed at any moment; the parent then gives back in its place what it held.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"
#include "linux-user/task.h"
#include "translate/translate.h"

static void free_sharing(struct user *u, struct task *s)
{
    for (unsigned i = 0; i < 2; i++) {
        if (s->thread.exec_memory[i]) {
            own_unmap(s->thread.exec_memory[i], s->thread.exec_size[i]);
        }
    }
    tr_task_died(s->cpu);
    mem_task_died(s->process.mem, s->cpu);
    task_clear(s);
    if (s->own_syscall) {
        sys_free_state(&s->process);
    }
    if (s->process.user == &s->user) {
        for (struct task *f = s->user.finished, *next; f; f = next) {
            next = f->next;
            f->busy = 0;
            task_put(u, f);
        }
    }
    task_put(u, s);
}

/* Takes one that is gone off the list. NULL: none. */
static struct task *take_gone(struct user *u)
{
    lock_take(&u->thread_lock);
    struct task **at = &u->sharing, *s;
    while ((s = *at) && (syscall(SYS_tgkill, s->pid, s->pid, 0) == 0 || errno != ESRCH)) {
        at = &s->next;
    }
    if (s) {
        *at = s->next;
    }
    lock_give(&u->thread_lock);
    return s;
}

/* With CLONE_SIGHAND the dispositions are the same, else a copy. */
static void share_user(struct task *s, struct user *u, uint64_t flags)
{
    if (flags & CLONE_SIGHAND) {
        return;
    }
    lock_take(&u->signal_lock);
    memcpy(&s->user, u, sizeof(*u));
    lock_give(&u->signal_lock);
    s->user.signal_lock = s->user.thread_lock = (struct lock){0};
    s->user.finished = s->user.sharing = NULL;
    s->process.user = &s->user;
}

static struct task *make(struct cpu *cpu, const struct sys_clone *args)
{
    struct task *s = task_get(cpu);
    if (!s) {
        return NULL;
    }
    int r = 0;
    s->own_syscall = false;
    s->process = *cpu->process;
    s->cpu->process = &s->process;
    s->clear_handlers = args->flags & CLONE_CLEAR_SIGHAND;
    share_user(s, user_of(cpu), args->flags);
    if (args->flags & CLONE_VFORK) {
        s->thread.altstack = thread_of_cpu(cpu)->altstack;
    }
    if (!(args->flags & CLONE_FILES)) {
        r = sys_copy_state(&s->process);
        s->own_syscall = r == 0;
    }
    if (r < 0 || task_complete(s, cpu, args) < 0) {
        free_sharing(user_of(cpu), s);
        return NULL;
    }
    return s;
}

/* All signals are blocked. */
static int run_child(void *argument)
{
    struct task *s = argument;
    current = s->cpu;
    signal_use_stack(s->cpu);
    if (s->clear_handlers) {
        process_clear_handlers(&s->user);
    }
    signal_host_mask(s->thread.mask);
    run_loop(s->cpu);
}

int64_t share_process(struct cpu *cpu, const struct sys_clone *args)
{
    struct user *u = user_of(cpu);
    struct task *s;
    while ((s = take_gone(u))) {
        free_sharing(u, s);
    }
    s = make(cpu, args);
    if (!s) {
        return -ENOMEM;
    }
    int64_t r = task_start(s, run_child, args, args->flags & ~(uint64_t)CLONE_CLEAR_SIGHAND);
    if (r < 0 || (args->flags & CLONE_VFORK)) {
        free_sharing(u, s);
        return r;
    }
    lock_take(&u->thread_lock);
    s->pid = (pid_t)r;
    s->next = u->sharing;
    u->sharing = s;
    lock_give(&u->thread_lock);
    return r;
}
