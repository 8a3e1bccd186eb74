/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CLONE_VM without CLONE_THREAD (vfork, posix_spawn): a process that shares all memory, dragoman's
 * too. It has a cpu, a stack, thread-local storage, dispositions and descriptors of its own, and
 * may be killed at any moment; the parent then gives back in its place what it held.
 *
 *   | cpu | struct sharing | thread-local storage | stack |
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/bits.h"
#include "base/mem.h"
#include "host/host.h"
#include "linux-user/user.h"
#include "translate/translate.h"

#define STACK_SIZE (256u << 10)

struct sharing {
    struct sharing *next;
    size_t size; /* of all, from cpu on */
    struct cpu *cpu;
    pid_t pid;
    uint64_t tls;
    bool own_syscall, clear_handlers;
    struct process process;
    struct user user;
    struct thread thread;
    char *stack_end;
};

static void free_sharing(struct sharing *s)
{
    for (unsigned i = 0; i < 2; i++) {
        if (s->thread.exec_memory[i]) {
            own_unmap(s->thread.exec_memory[i], s->thread.exec_size[i]);
        }
    }
    if (s->cpu->translator) {
        tr_task_died(s->cpu);
        mem_task_died(s->process.mem, s->cpu);
        tr_thread_free(s->cpu);
    }
    signal_free_thread(s->cpu);
    if (s->own_syscall) {
        sys_free_state(&s->process);
    }
    own_unmap(s->cpu, s->size);
}

/* Frees those that are gone. */
static void sweep(struct user *u)
{
    pthread_mutex_lock(&u->thread_lock);
    for (struct sharing **at = &u->sharing; *at;) {
        struct sharing *s = *at;
        if (syscall(SYS_tgkill, s->pid, s->pid, 0) < 0 && errno == ESRCH) {
            *at = s->next;
            free_sharing(s);
        } else {
            at = &s->next;
        }
    }
    pthread_mutex_unlock(&u->thread_lock);
}

/* With CLONE_SIGHAND the dispositions are the same, else a copy. */
static void share_user(struct sharing *s, struct user *u, uint64_t flags)
{
    if (flags & CLONE_SIGHAND) {
        return;
    }
    pthread_mutex_lock(&u->signal_lock);
    memcpy(&s->user, u, sizeof(*u));
    pthread_mutex_unlock(&u->signal_lock);
    pthread_mutex_init(&s->user.signal_lock, NULL);
    pthread_mutex_init(&s->user.thread_lock, NULL);
    s->user.finished = NULL;
    s->user.sharing = NULL;
    s->process.user = &s->user;
}

static int share_syscall(struct sharing *s, uint64_t flags)
{
    if (flags & CLONE_FILES) {
        return 0;
    }
    int r = sys_copy_state(&s->process);
    s->own_syscall = r == 0;
    return r;
}

static void share_thread(struct sharing *s, const struct cpu *cpu, uint64_t flags)
{
    const struct thread *parent = cpu->user;
    struct thread *t = &s->thread;
    thread_copy_cpu(s->cpu, cpu, t);
    s->cpu->process = &s->process;
    t->mask = parent->mask;
    t->altstack = parent->altstack;
    if (!(flags & CLONE_VFORK)) {
        t->altstack = (struct sys_sigaltstack){.flags = SS_DISABLE};
    }
}

static struct sharing *make(struct cpu *cpu, const struct sys_clone *args)
{
    size_t front = bits_align_up(sizeof(*cpu), MEM_PAGE),
           tls = bits_align_up(sizeof(struct sharing), 64);
    size_t size = bits_align_up(front + tls + host_tls_size() + STACK_SIZE, MEM_PAGE);
    char *memory = own_map(size, PROT_READ | PROT_WRITE, MAP_NORESERVE);
    if (!memory) {
        return NULL;
    }
    struct sharing *s = (struct sharing *)(memory + front);
    s->cpu = (struct cpu *)memory;
    s->size = size;
    s->process = *cpu->process;
    s->clear_handlers = args->flags & CLONE_CLEAR_SIGHAND;
    s->stack_end = memory + size;
    share_user(s, user_of(cpu), args->flags);
    share_thread(s, cpu, args->flags);
    if (share_syscall(s, args->flags) < 0 || signal_make_stack(s->cpu) < 0 ||
        tr_thread_init(s->cpu) < 0) {
        free_sharing(s);
        return NULL;
    }
    s->tls = host_tls_copy(memory + front + tls);
    uint64_t sp = args->stack ? args->stack + args->stack_size : 0;
    user_of(cpu)->abi->clone_child(s->cpu, sp, args->flags & CLONE_SETTLS ? &args->tls : NULL);
    return s;
}

/* All signals are blocked. */
static int run_child(void *argument)
{
    struct sharing *s = argument;
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
    sweep(u);
    struct sharing *s = make(cpu, args);
    if (!s) {
        return -ENOMEM;
    }
    uint64_t flags = (args->flags & ~(uint64_t)CLONE_CLEAR_SIGHAND) | CLONE_SETTLS;
    uint64_t parent_tid = flags & CLONE_PIDFD ? args->pidfd : args->parent_tid;
    uint64_t all = ~0ull, old;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &old, sizeof(all));
    int r = clone(run_child, s->stack_end, (int)(flags | args->exit_signal), s, parent_tid, s->tls,
                  args->child_tid);
    int error = errno;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &old, NULL, sizeof(old));
    if (r < 0 || (flags & CLONE_VFORK)) {
        free_sharing(s);
        return r < 0 ? -error : r;
    }
    pthread_mutex_lock(&u->thread_lock);
    s->pid = r;
    s->next = u->sharing;
    u->sharing = s;
    pthread_mutex_unlock(&u->thread_lock);
    return r;
}
