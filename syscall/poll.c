/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for descriptors, with the signal mask that goes with it. */
#define _GNU_SOURCE
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/time.h>

#include "base/bits.h"
#include "syscall/engine.h"
#include "syscall/kernel.h"

#define MAX_POLL (1u << 20)

/* The timeout at argument i; *t NULL: forever. */
static int get_timeout(struct sys_frame *f, unsigned i, struct timespec *room, struct timespec **t)
{
    *t = f->arg[i] ? room : NULL;
    return *t ? sys_get(f, &sys_layout_timespec, room, f->arg[i]) : 0;
}

/* What is left of the time; a place that cannot be written is no error (poll_select_finish). */
static void put_timeout(struct sys_frame *f, unsigned i, const struct timespec *t)
{
    if (t)
        sys_put(f, &sys_layout_timespec, f->arg[i], t);
}

int64_t sys_ppoll(struct sys_frame *f)
{
    struct timespec room, *timeout;
    struct pollfd *fds;
    uint64_t *mask, n = f->arg[1];
    int64_t result;
    int r = get_timeout(f, 2, &room, &timeout);

    if (r == 0)
        r = sys_wait_mask(f, f->arg[3], f->arg[4], &mask);
    if (r < 0)
        return r;
    if (n > MAX_POLL)
        return -EINVAL;
    fds = sys_array(f, &sys_layout_pollfd, f->arg[0], n, true, &r);
    if (r < 0)
        return r;
    result = sys_host(f, SYS_ppoll, (uintptr_t)fds, n, (uintptr_t)timeout, (uintptr_t)mask, 8, 0);
    put_timeout(f, 2, timeout);
    if (result >= 0)
        r = sys_array_put(f, &sys_layout_pollfd, f->arg[0], n, fds);
    return r < 0 ? r : result;
}

/* Words of n bits, from the guest's words to the host's and back. */
static int get_fd_set(struct sys_frame *f, uint64_t addr, unsigned n, uint64_t *set)
{
    unsigned word = f->model->word, bits = word * 8;
    int r = 0;

    memset(set, 0, bits_align_up(n, 64) / 8);
    for (unsigned i = 0; i < n && r == 0; i += bits) {
        uint64_t v;

        r = sys_get_int(f, word, addr + i / 8, &v);
        set[i / 64] |= v << i % 64;
    }
    return r;
}

static int put_fd_set(struct sys_frame *f, uint64_t addr, unsigned n, const uint64_t *set)
{
    unsigned word = f->model->word, bits = word * 8;
    int r = 0;

    for (unsigned i = 0; i < n && r == 0; i += bits)
        r = sys_put_int(f, word, addr + i / 8, set[i / 64] >> i % 64 & bits_mask(bits));
    return r;
}

static int64_t select_sets(struct sys_frame *f, struct timespec *timeout, uint64_t *mask)
{
    struct kernel_sigset_arg arg = {(uintptr_t)mask, 8};
    uint64_t *sets[3] = {NULL, NULL, NULL};
    int n = (int)f->arg[0], r = 0;
    int64_t result;

    if (n < 0)
        return -EINVAL;
    if (n > 1 << 20)
        n = 1 << 20; /* the kernel cuts it at the table's size, too */
    for (unsigned i = 0; i < 3 && r == 0; i++) {
        if (!f->arg[1 + i])
            continue;
        sets[i] = sys_scratch(f, bits_align_up((unsigned)n, 64) / 8 + 8);
        r = sets[i] ? get_fd_set(f, f->arg[1 + i], (unsigned)n, sets[i]) : -ENOMEM;
    }
    if (r < 0)
        return r;
    result = sys_host(f, SYS_pselect6, (uint64_t)n, (uintptr_t)sets[0], (uintptr_t)sets[1],
                      (uintptr_t)sets[2], (uintptr_t)timeout, (uintptr_t)&arg);
    for (unsigned i = 0; i < 3 && r == 0 && result >= 0; i++) {
        if (sets[i])
            r = put_fd_set(f, f->arg[1 + i], (unsigned)n, sets[i]);
    }
    return r < 0 ? r : result;
}

int64_t sys_pselect6(struct sys_frame *f)
{
    struct kernel_sigset_arg arg = {0, 8};
    struct timespec room, *timeout;
    uint64_t *mask;
    int64_t result;
    int r = get_timeout(f, 4, &room, &timeout);

    if (r == 0 && f->arg[5])
        r = sys_get(f, &sys_layout_sigset_arg, &arg, f->arg[5]);
    if (r == 0)
        r = sys_wait_mask(f, arg.set, arg.size, &mask);
    if (r < 0)
        return r;
    result = select_sets(f, timeout, mask);
    put_timeout(f, 4, timeout);
    return result;
}

int64_t sys_select(struct sys_frame *f)
{
    struct timeval tv;
    struct timespec t;
    int64_t result;
    int r = f->arg[4] ? sys_get(f, &sys_layout_timeval, &tv, f->arg[4]) : 0;

    if (r < 0)
        return r;
    if (f->arg[4]) {
        if (tv.tv_sec < 0 || tv.tv_usec < 0)
            return -EINVAL;
        t.tv_sec = tv.tv_sec + tv.tv_usec / 1000000;
        t.tv_nsec = tv.tv_usec % 1000000 * 1000;
    }
    result = select_sets(f, f->arg[4] ? &t : NULL, NULL);
    if (f->arg[4]) {
        tv.tv_sec = t.tv_sec;
        tv.tv_usec = t.tv_nsec / 1000;
        sys_put(f, &sys_layout_timeval, f->arg[4], &tv);
    }
    return result;
}

/* Room for the events of epoll_wait; the host's may be of another size. */
static int64_t wait_events(struct sys_frame *f, long nr, uint64_t timeout, const uint64_t *mask)
{
    uint64_t n = f->arg[2];
    struct epoll_event *events;
    int64_t result;
    int r;

    if ((int32_t)n <= 0 || n > INT32_MAX / sizeof(*events))
        return -EINVAL;
    events = sys_array(f, &sys_layout_epoll_event, f->arg[1], n, false, &r);
    if (r < 0)
        return r;
    result = sys_host(f, nr, f->arg[0], (uintptr_t)events, n, timeout, (uintptr_t)mask, 8);
    if (result > 0)
        r = sys_array_put(f, &sys_layout_epoll_event, f->arg[1], (size_t)result, events);
    return r < 0 ? r : result;
}

/* epoll_wait is epoll_pwait without a mask. */
int64_t sys_epoll_wait(struct sys_frame *f)
{
    bool with_mask = f->id == SYS_ID_epoll_pwait;
    uint64_t *mask;
    int r = sys_wait_mask(f, with_mask ? f->arg[4] : 0, f->arg[5], &mask);

    return r < 0 ? r : wait_events(f, SYS_epoll_pwait, f->arg[3], mask);
}

int64_t sys_epoll_pwait2(struct sys_frame *f)
{
    struct timespec timeout;
    uint64_t *mask;
    int r = f->arg[3] ? sys_get(f, &sys_layout_timespec64, &timeout, f->arg[3]) : 0;

    if (r == 0)
        r = sys_wait_mask(f, f->arg[4], f->arg[5], &mask);
    if (r < 0)
        return r;
    return wait_events(f, SYS_epoll_pwait2, f->arg[3] ? (uintptr_t)&timeout : 0, mask);
}

int64_t sys_signalfd(struct sys_frame *f)
{
    bool with_flags = f->id == SYS_ID_signalfd4;
    uint64_t set;
    int r = sys_get_sigset(f, f->arg[1], f->arg[2], &set);

    if (r < 0)
        return r;
    if (f->state->ops->wait_mask)
        set = f->state->ops->wait_mask(f->cpu, set);
    return sys_host(f, SYS_signalfd4, f->arg[0], (uintptr_t)&set, 8,
                    with_flags ? sys_flags_to_host(f->abi, sys_flags_open, f->arg[3]) : 0, 0, 0);
}
