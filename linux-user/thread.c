/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Threads of a thread group: each a pthread on a stack of ours. What the kernel does at a thread's
 * end for the guest (robust list, clear_child_tid) is done here, because the host's own are the C
 * library's.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"
#include "linux-user/user.h"
#include "translate/translate.h"

#define STACK_SIZE (256u << 10)
#define ROBUST_LIMIT 2048 /* the kernel's ROBUST_LIST_LIMIT */

/* At the low end of the thread's stack; outlives the thread until it is joined. */
struct host_thread {
    pthread_t id;
    struct host_thread *next;
};

struct start {
    struct cpu *cpu; /* the new thread's */
    struct host_thread *host;
    const struct sys_clone *args;
    _Atomic int tid; /* 0: the thread does not run yet */
};

static void futex_wake(const void *address, int op)
{
    syscall(SYS_futex, address, op, 1, NULL, NULL, 0);
}

/* A mutex whose owner dies: mark it, and wake one of who waits. */
static void release_robust(struct cpu *cpu, uint64_t address, uint32_t tid)
{
    uint32_t value;
    if ((address & 3) || mem_read(cpu->process, &value, address, sizeof(value)) < 0) {
        return;
    }
    _Atomic uint32_t *word = (_Atomic uint32_t *)(uintptr_t)address;
    while ((value & FUTEX_TID_MASK) == tid) {
        uint32_t died = (value & FUTEX_WAITERS) | FUTEX_OWNER_DIED;
        if (atomic_compare_exchange_weak(word, &value, died)) {
            if (value & FUTEX_WAITERS) {
                futex_wake(word, FUTEX_WAKE);
            }
            return;
        }
    }
}

/* set_robust_list(2): {next, offset of the futex word, pending}, a circle; bit 0 of a pointer is
 * PI. */
static void release_robust_list(struct cpu *cpu)
{
    struct thread *t = cpu->user;
    uint64_t head[3], entry;
    uint32_t tid = (uint32_t)syscall(SYS_gettid);
    if (!t->robust_head || mem_read(cpu->process, head, t->robust_head, sizeof(head)) < 0) {
        return;
    }
    entry = head[0];
    for (unsigned i = 0; i < ROBUST_LIMIT && (entry & ~1ull) != t->robust_head; i++) {
        uint64_t next;
        int r = mem_read(cpu->process, &next, entry & ~1ull, sizeof(next));
        if (entry != head[2]) {
            release_robust(cpu, (entry & ~1ull) + head[1], tid);
        }
        if (r < 0) {
            return;
        }
        entry = next;
    }
    if (head[2]) {
        release_robust(cpu, (head[2] & ~1ull) + head[1], tid);
    }
}

static void free_thread(struct cpu *cpu)
{
    struct thread *t = cpu->user;
    if (cpu->translator) {
        tr_thread_free(cpu);
    }
    if (t) {
        signal_free_thread(cpu);
        own_unmap(t, sizeof(*t));
    }
    own_unmap(cpu, sizeof(*cpu));
}

/* All signals are blocked. */
static void end_thread(struct cpu *cpu, struct host_thread *host)
{
    struct user *u = user_of(cpu);
    struct thread *t = cpu->user;
    uint32_t zero = 0;
    release_robust_list(cpu);
    if (t->clear_tid && mem_write(cpu->process, t->clear_tid, &zero, sizeof(zero)) == 0) {
        futex_wake((const void *)(uintptr_t)t->clear_tid, FUTEX_WAKE);
    }
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    current = NULL;
    free_thread(cpu);
    pthread_mutex_lock(&u->thread_lock);
    host->next = u->finished;
    u->finished = host;
    pthread_mutex_unlock(&u->thread_lock);
}

static void *run_thread(void *argument)
{
    struct start *s = argument;
    struct cpu *cpu = s->cpu;
    struct thread *t = cpu->user;
    struct host_thread *host = s->host;
    const struct sys_clone *args = s->args;
    int tid = (int)syscall(SYS_gettid);
    uint64_t not_shared = ~args->flags & (CLONE_FILES | CLONE_FS | CLONE_SYSVSEM);
    current = cpu;
    signal_use_stack(cpu);
    if (not_shared) {
        unshare((int)not_shared);
    }
    if (args->flags & CLONE_PARENT_SETTID) {
        mem_write(cpu->process, args->parent_tid, &tid, sizeof(tid));
    }
    if (args->flags & CLONE_CHILD_SETTID) {
        mem_write(cpu->process, args->child_tid, &tid, sizeof(tid));
    }
    atomic_store(&s->tid, tid);
    futex_wake(&s->tid, FUTEX_WAKE_PRIVATE);
    if (sigsetjmp(t->end, 0) == 0) {
        signal_host_mask(t->mask);
        run_loop(cpu);
    }
    end_thread(cpu, host);
    return NULL;
}

void thread_copy_cpu(struct cpu *new, const struct cpu *cpu, struct thread *t)
{
    *new = *cpu;
    new->poll = 0;
    new->in_code = 0;
    new->mismatches = 0;
    new->translator = new->host = NULL;
    new->user = t;
    new->monitor_addr = UINT64_MAX;
}

/* The guest state of a new thread, a copy of the caller's. NULL: no memory. */
static struct cpu *make_thread(struct cpu *cpu, const struct sys_clone *args)
{
    const struct thread *parent = cpu->user;
    struct cpu *new = own_map(sizeof(*new), PROT_READ | PROT_WRITE, 0);
    struct thread *t = own_map(sizeof(*t), PROT_READ | PROT_WRITE, 0);
    if (!new || !t) {
        if (new) {
            own_unmap(new, sizeof(*new));
        }
        return NULL;
    }
    thread_copy_cpu(new, cpu, t);
    t->created = true;
    t->mask = parent->mask;
    t->altstack.flags = SS_DISABLE;
    t->clear_tid = args->flags & CLONE_CHILD_CLEARTID ? args->child_tid : 0;
    if (signal_make_stack(new) < 0 || tr_thread_init(new) < 0) {
        free_thread(new);
        return NULL;
    }
    const uint64_t *tls = args->flags & CLONE_SETTLS ? &args->tls : NULL;
    user_of(cpu)->abi->clone_child(new, args->stack ? args->stack + args->stack_size : 0, tls);
    return new;
}

/* A stack that a finished thread left, or a new one. */
static struct host_thread *get_stack(struct user *u)
{
    pthread_mutex_lock(&u->thread_lock);
    struct host_thread *h = u->finished;
    if (h) {
        u->finished = h->next;
    }
    pthread_mutex_unlock(&u->thread_lock);
    if (h) {
        pthread_join(h->id, NULL);
        return h;
    }
    return own_map(STACK_SIZE, PROT_READ | PROT_WRITE, MAP_NORESERVE);
}

static int create(struct start *s)
{
    pthread_attr_t attr;
    struct user *u = user_of(s->cpu);
    s->host = get_stack(u);
    if (!s->host) {
        return -EAGAIN;
    }
    pthread_attr_init(&attr);
    pthread_attr_setstack(&attr, (char *)s->host + MEM_PAGE, STACK_SIZE - MEM_PAGE);
    pthread_mutex_lock(&u->thread_lock);
    int r = pthread_create(&s->host->id, &attr, run_thread, s);
    pthread_mutex_unlock(&u->thread_lock);
    pthread_attr_destroy(&attr);
    if (r) {
        own_unmap(s->host, STACK_SIZE);
        return -EAGAIN;
    }
    return 0;
}

int64_t thread_create(struct cpu *cpu, const struct sys_clone *args)
{
    if (!(args->flags & CLONE_SIGHAND)) {
        return -EINVAL;
    }
    struct start s = {.cpu = make_thread(cpu, args), .args = args};
    if (!s.cpu) {
        return -EAGAIN;
    }
    uint64_t all = ~0ull, old;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &old, sizeof(all));
    int r = create(&s);
    if (r < 0) {
        free_thread(s.cpu);
    } else {
        while (atomic_load(&s.tid) == 0) {
            syscall(SYS_futex, &s.tid, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
        }
        r = atomic_load(&s.tid);
    }
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &old, NULL, sizeof(old));
    return r;
}

void thread_exit(struct cpu *cpu, int status)
{
    struct thread *t = cpu->user;
    uint64_t all = ~0ull;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, NULL, sizeof(all));
    if (t->created) {
        siglongjmp(t->end, 1);
    }
    syscall(SYS_exit, status);
}

int64_t thread_set_tid_address(struct cpu *cpu, uint64_t addr)
{
    struct thread *t = cpu->user;
    if (!t->created) {
        return syscall(SYS_set_tid_address, addr);
    }
    t->clear_tid = addr;
    return syscall(SYS_gettid);
}

/* The host walks the first thread's list when it ends, by its own layout: a guest's with its
 * word. */
int64_t thread_set_robust_list(struct cpu *cpu, uint64_t head, uint64_t len)
{
    struct thread *t = cpu->user;
    if (user_of(cpu)->abi->sys->model.word != sizeof(void *)) {
        return -ENOSYS;
    }
    if (len != 3 * sizeof(uint64_t)) {
        return -EINVAL;
    }
    t->robust_head = head;
    if (t->created) {
        return 0;
    }
    return syscall(SYS_set_robust_list, head, len) < 0 ? -errno : 0;
}

int64_t thread_get_robust_list(struct cpu *cpu, int tid, uint64_t *head, uint64_t *len)
{
    const struct thread *t = cpu->user;
    if (tid == 0 || tid == (int)syscall(SYS_gettid)) {
        *head = t->robust_head;
        *len = 3 * sizeof(uint64_t);
        return 0;
    }
    return syscall(SYS_get_robust_list, tid, head, len) < 0 ? -errno : 0;
}
