/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Threads of a thread group: each is made by the host's clone with the guest's own flags, so that
 * the kernel does for it what it does for the guest (tid words, robust list, shared and unshared
 * things). The host's C library knows nothing of them: they have its thread-local storage, but it
 * has no lock that one of them could leave behind.
 *
 *   | stack ... | cpu | struct task | thread-local storage |
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/bits.h"
#include "base/mem.h"
#include "host/host.h"
#include "linux-user/profile.h"
#include "linux-user/task.h"
#include "translate/translate.h"

#define STACK_SIZE (256u << 10)

static void task_init(struct task *s, const struct cpu *cpu)
{
    memset(&s->thread, 0, sizeof(s->thread));
    *s->cpu = *cpu;
    s->cpu->poll = 0;
    s->cpu->in_code = 0;
    s->cpu->mismatches = 0;
    s->cpu->system_call = 0;
    s->cpu->counts = NULL;
    s->cpu->translator = s->cpu->host = NULL;
    s->cpu->user = &s->thread;
    s->cpu->monitor_addr = UINT64_MAX;
    s->thread.task = s;
    s->thread.mask = thread_of_cpu(cpu)->mask;
    s->thread.altstack.flags = SS_DISABLE;
}

/* Memory with a cpu that is a copy of the caller's, and thread state to fit. NULL: none. */
static struct task *task_make(const struct cpu *cpu)
{
    size_t cpu_size = bits_align_up(sizeof(*cpu), MEM_PAGE);
    size_t task_size = bits_align_up(sizeof(struct task), 64);
    size_t size = bits_align_up(STACK_SIZE + cpu_size + task_size + host_tls_size(), MEM_PAGE);
    char *memory = own_map(size, PROT_READ | PROT_WRITE, MAP_NORESERVE);
    if (!memory) {
        return NULL;
    }
    char *stack_end = memory + STACK_SIZE;
    struct task *s = (struct task *)(stack_end + cpu_size);
    s->memory = memory;
    s->size = size;
    s->stack_end = stack_end;
    s->cpu = (struct cpu *)stack_end;
    s->tls_room = (char *)s + task_size;
    task_init(s, cpu);
    return s;
}

int task_complete(struct task *s, const struct cpu *cpu, const struct sys_clone *args)
{
    if (signal_make_stack(s->cpu) < 0 || tr_thread_init(s->cpu) < 0) {
        return -ENOMEM;
    }
    s->tls = host_tls_copy(s->tls_room);
    const uint64_t *tls = args->flags & CLONE_SETTLS ? &args->tls : NULL;
    user_of(cpu)->abi->clone_child(s->cpu, args->stack ? args->stack + args->stack_size : 0, tls);
    return 0;
}

void task_clear(struct task *s)
{
    if (s->cpu->translator) {
        tr_thread_free(s->cpu);
    }
    signal_free_thread(s->cpu);
}

int64_t task_start(struct task *s, int (*run)(void *), const struct sys_clone *args, uint64_t flags)
{
    uint64_t parent_tid = flags & CLONE_PIDFD ? args->pidfd : args->parent_tid;
    uint64_t all = ~0ull, old;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &old, sizeof(all));
    int r = clone(run, s->stack_end, (int)((flags | CLONE_SETTLS) | args->exit_signal), s,
                  parent_tid, s->tls, args->child_tid);
    int64_t result = r < 0 ? -errno : r;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &old, NULL, sizeof(old));
    return result;
}

/* All signals are blocked. */
static int run_thread(void *argument)
{
    struct task *s = argument;
    current = s->cpu;
    signal_use_stack(s->cpu);
    signal_host_mask(s->thread.mask);
    profile_thread_start(s->cpu);
    run_loop(s->cpu);
}

struct task *task_get(const struct cpu *cpu)
{
    struct user *u = user_of(cpu);
    lock_take(&u->thread_lock);
    struct task **at = &u->finished, *s;
    while ((s = *at) && __atomic_load_n(&s->busy, __ATOMIC_ACQUIRE)) {
        at = &s->next;
    }
    if (s) {
        *at = s->next;
    }
    lock_give(&u->thread_lock);
    if (!s) {
        return task_make(cpu);
    }
    task_init(s, cpu);
    return s;
}

void task_put(struct user *u, struct task *s)
{
    lock_take(&u->thread_lock);
    s->next = u->finished;
    u->finished = s;
    lock_give(&u->thread_lock);
}

int64_t thread_create(struct cpu *cpu, const struct sys_clone *args)
{
    if (!(args->flags & CLONE_SIGHAND) || args->n_set_tid) {
        return -EINVAL;
    }
    struct task *s = task_get(cpu);
    if (!s) {
        return -EAGAIN;
    }
    s->busy = 1;
    profile_thread_make(cpu, 1);
    int64_t r = task_complete(s, cpu, args);
    if (r == 0) {
        r = task_start(s, run_thread, args, args->flags);
    }
    if (r < 0) {
        profile_thread_make(cpu, -1);
        task_clear(s);
        s->busy = 0;
        task_put(user_of(cpu), s);
    }
    return r == -ENOMEM ? -EAGAIN : r;
}

/* A signal to the process that this thread took, and nobody will see now, is sent again. */
static void pass_on(const struct thread *t)
{
    for (unsigned i = 0; i < t->n_captured; i++) {
        const siginfo_t *info = &t->captured[i].info;
        if (info->si_code != SI_TKILL &&
            syscall(SYS_rt_sigqueueinfo, getpid(), t->captured[i].sig, info) < 0) {
            kill(getpid(), t->captured[i].sig);
        }
    }
}

void thread_exit(struct cpu *cpu, int status)
{
    struct thread *t = cpu->user;
    struct task *s = t->task;
    uint64_t all = ~0ull;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, NULL, sizeof(all));
    pass_on(t);
    profile_thread_end(cpu);
    if (s && s->busy) {
        stack_t none = {.ss_flags = SS_DISABLE};
        sigaltstack(&none, NULL);
        task_clear(s);
        task_put(user_of(cpu), s);
        host_thread_end(&s->busy, status);
    }
    syscall(SYS_exit, status);
}

void thread_after_fork(struct user *u)
{
    for (struct task *s = u->finished; s; s = s->next) {
        s->busy = 0;
    }
}

int64_t thread_set_tid_address(struct cpu *cpu, uint64_t addr)
{
    return syscall(SYS_set_tid_address, addr);
}

/* The host walks the list when the thread ends, by its own layout: a guest's with its word. */
int64_t thread_set_robust_list(struct cpu *cpu, uint64_t head, uint64_t len)
{
    if (user_of(cpu)->abi->sys->model.word != sizeof(void *)) {
        return -ENOSYS;
    }
    return syscall(SYS_set_robust_list, head, len) < 0 ? -errno : 0;
}

int64_t thread_get_robust_list(struct cpu *cpu, int tid, uint64_t *head, uint64_t *len)
{
    return syscall(SYS_get_robust_list, tid, head, len) < 0 ? -errno : 0;
}
