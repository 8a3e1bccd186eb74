/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits, names and process attributes that must be the guest's own and not dragoman's. */
#define _GNU_SOURCE
#include <linux/capability.h>
#include <linux/prctl.h>
#include <linux/utsname.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "base/bits.h"
#include "syscall/engine.h"

/* RLIMIT_AS and RLIMIT_DATA would hit dragoman's reservations: the guest's values are kept. -1. */
static int own_limit(uint64_t resource)
{
    return resource == RLIMIT_AS ? 0 : resource == RLIMIT_DATA ? 1 : -1;
}

static void use_limits(struct process *p)
{
    const struct sys_state *s = p->syscall;

    mem_set_limits(p, s->limit_set[0] ? s->limits[0][0] : RLIM_INFINITY,
                   s->limit_set[1] ? s->limits[1][0] : RLIM_INFINITY);
}

void sys_limits_take(struct process *p)
{
    static const int resources[2] = {RLIMIT_AS, RLIMIT_DATA};
    struct sys_state *s = p->syscall;

    for (unsigned i = 0; i < 2; i++) {
        struct rlimit l;

        if (sys_raw(SYS_prlimit64, 0, (uint64_t)resources[i], 0, (uintptr_t)&l, 0, 0) < 0 ||
            l.rlim_cur == RLIM_INFINITY)
            continue;
        if (!s->limit_set[i]) {
            s->limits[i][0] = l.rlim_cur;
            s->limits[i][1] = l.rlim_max;
            s->limit_set[i] = true;
        }
        l.rlim_cur = l.rlim_max;
        sys_raw(SYS_prlimit64, 0, (uint64_t)resources[i], (uintptr_t)&l, 0, 0, 0);
    }
    use_limits(p);
}

void sys_limits_lend(struct process *p, bool lend)
{
    static const int resources[2] = {RLIMIT_AS, RLIMIT_DATA};
    const struct sys_state *s = p->syscall;

    for (unsigned i = 0; i < 2; i++) {
        struct rlimit l;

        if (!s->limit_set[i] ||
            sys_raw(SYS_prlimit64, 0, (uint64_t)resources[i], 0, (uintptr_t)&l, 0, 0) < 0)
            continue;
        l.rlim_cur = lend && s->limits[i][0] < l.rlim_max ? s->limits[i][0] : l.rlim_max;
        sys_raw(SYS_prlimit64, 0, (uint64_t)resources[i], (uintptr_t)&l, 0, 0, 0);
    }
}

/* A thread's number stands for its process. */
static bool is_own_process(int64_t pid)
{
    int64_t self = sys_raw(SYS_getpid, 0, 0, 0, 0, 0, 0);

    return pid == 0 || pid == self ||
           sys_raw(SYS_tgkill, (uint64_t)self, (uint64_t)pid, 0, 0, 0, 0) == 0;
}

static int64_t get_limit(struct sys_frame *f, int64_t pid, uint64_t resource, struct rlimit *l)
{
    struct sys_state *s = f->state;
    int own = own_limit(resource);

    if (own >= 0 && s->limit_set[own] && is_own_process(pid)) {
        *l = (struct rlimit){s->limits[own][0], s->limits[own][1]};
        return 0;
    }
    return sys_raw(SYS_prlimit64, (uint64_t)pid, resource, 0, (uintptr_t)l, 0, 0);
}

/* Does the thread have CAP_SYS_RESOURCE? */
static bool may_raise(void)
{
    struct __user_cap_header_struct h = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct d[2] = {{0}};

    sys_raw(SYS_capget, (uintptr_t)&h, (uintptr_t)d, 0, 0, 0, 0);
    return d[0].effective >> CAP_SYS_RESOURCE & 1;
}

static int64_t set_limit(struct sys_frame *f, int64_t pid, uint64_t resource,
                         const struct rlimit *l)
{
    struct sys_state *s = f->state;
    int own = own_limit(resource);
    struct rlimit old;
    int64_t r;

    if (own < 0 || !is_own_process(pid))
        return sys_raw(SYS_prlimit64, (uint64_t)pid, resource, (uintptr_t)l, 0, 0, 0);
    r = get_limit(f, pid, resource, &old);
    if (r < 0)
        return r;
    if (l->rlim_cur > l->rlim_max)
        return -EINVAL;
    if (l->rlim_max > old.rlim_max && !may_raise())
        return -EPERM;
    s->limits[own][0] = l->rlim_cur;
    s->limits[own][1] = l->rlim_max;
    s->limit_set[own] = true;
    use_limits(f->process);
    return 0;
}

/* The guest's word of all ones is infinity, as is everything that does not fit. */
static uint64_t limit_to_guest(const struct sys_model *m, uint64_t v)
{
    return v > bits_mask(m->word * 8u) ? bits_mask(m->word * 8u) : v;
}

static uint64_t limit_to_host(const struct sys_model *m, uint64_t v)
{
    return v == bits_mask(m->word * 8u) ? RLIM_INFINITY : v;
}

int64_t sys_getrlimit(struct sys_frame *f)
{
    struct rlimit l;
    int64_t r = get_limit(f, 0, sys_flags_to_host(f->abi, sys_flags_rlimit, f->arg[0]), &l);

    if (r < 0)
        return r;
    l.rlim_cur = limit_to_guest(f->model, l.rlim_cur);
    l.rlim_max = limit_to_guest(f->model, l.rlim_max);
    return sys_put(f, &sys_layout_rlimit, f->arg[1], &l);
}

int64_t sys_setrlimit(struct sys_frame *f)
{
    struct rlimit l;
    int r = sys_get(f, &sys_layout_rlimit, &l, f->arg[1]);

    if (r < 0)
        return r;
    l.rlim_cur = limit_to_host(f->model, l.rlim_cur);
    l.rlim_max = limit_to_host(f->model, l.rlim_max);
    return set_limit(f, 0, sys_flags_to_host(f->abi, sys_flags_rlimit, f->arg[0]), &l);
}

int64_t sys_prlimit64(struct sys_frame *f)
{
    uint64_t resource = sys_flags_to_host(f->abi, sys_flags_rlimit, f->arg[1]);
    int64_t pid = (int64_t)f->arg[0], r = 0;
    struct rlimit new, old;

    if (f->arg[2])
        r = sys_get(f, &sys_layout_rlimit64, &new, f->arg[2]);
    if (r == 0)
        r = get_limit(f, pid, resource, &old);
    if (r == 0 && f->arg[2])
        r = set_limit(f, pid, resource, &new);
    if (r == 0 && f->arg[3])
        r = sys_put(f, &sys_layout_rlimit64, f->arg[3], &old);
    return r;
}

int64_t sys_uname(struct sys_frame *f)
{
    struct new_utsname u;
    int64_t r = sys_raw(SYS_uname, (uintptr_t)&u, 0, 0, 0, 0, 0);

    if (r < 0)
        return r;
    memset(u.machine, 0, sizeof(u.machine));
    strncpy(u.machine, f->abi->machine, sizeof(u.machine) - 1);
    if (f->state->release[0]) {
        memset(u.release, 0, sizeof(u.release));
        memcpy(u.release, f->state->release, sizeof(u.release));
    }
    return sys_put(f, &sys_layout_utsname, f->arg[0], &u);
}

/* prctl options by what their second argument is. */
enum prctl_kind {
    PRCTL_REFUSED, /* the kernel's answer where a feature is not built in: EINVAL */
    PRCTL_VALUES,  /* integers only */
    PRCTL_OUT_INT, /* an int is returned through argument 2 */
    PRCTL_NAME,    /* 16 bytes */
};

static enum prctl_kind prctl_kind(uint64_t option)
{
    switch (option) {
    case PR_SET_PDEATHSIG:
    case PR_GET_DUMPABLE:
    case PR_SET_DUMPABLE:
    case PR_GET_KEEPCAPS:
    case PR_SET_KEEPCAPS:
    case PR_GET_SECCOMP:
    case PR_CAPBSET_READ:
    case PR_CAPBSET_DROP:
    case PR_GET_SECUREBITS:
    case PR_SET_SECUREBITS:
    case PR_SET_TIMERSLACK:
    case PR_GET_TIMERSLACK:
    case PR_MCE_KILL:
    case PR_MCE_KILL_GET:
    case PR_SET_CHILD_SUBREAPER:
    case PR_SET_NO_NEW_PRIVS:
    case PR_GET_NO_NEW_PRIVS:
    case PR_SET_THP_DISABLE:
    case PR_GET_THP_DISABLE:
    case PR_CAP_AMBIENT:
    case PR_SET_PTRACER:
    case PR_GET_SPECULATION_CTRL:
    case PR_SET_SPECULATION_CTRL:
    case PR_SET_IO_FLUSHER:
    case PR_GET_IO_FLUSHER:
        return PRCTL_VALUES;
    case PR_GET_PDEATHSIG:
    case PR_GET_CHILD_SUBREAPER:
        return PRCTL_OUT_INT;
    case PR_SET_NAME:
    case PR_GET_NAME:
        return PRCTL_NAME;
    default:
        return PRCTL_REFUSED;
    }
}

static int64_t prctl_name(struct sys_frame *f)
{
    char name[16] = "";
    int64_t r;

    if (f->arg[0] == PR_SET_NAME) {
        r = mem_read_string(f->process, name, f->arg[1], sizeof(name));
        if (r < 0 && r != -ENAMETOOLONG)
            return r;
        name[15] = '\0';
        return sys_raw(SYS_prctl, PR_SET_NAME, (uintptr_t)name, 0, 0, 0, 0);
    }
    r = sys_raw(SYS_prctl, PR_GET_NAME, (uintptr_t)name, 0, 0, 0, 0);
    return r < 0 ? r : mem_write(f->process, f->arg[1], name, sizeof(name));
}

/* Naming anonymous memory; the guest's mappings are the host's. */
static int64_t prctl_vma(struct sys_frame *f)
{
    if (!mem_range_ok(f->arg[2], f->arg[3]) || !mem_range_ok(f->arg[4], 1))
        return -EFAULT;
    return sys_raw(SYS_prctl, f->arg[0], f->arg[1], f->arg[2], f->arg[3], f->arg[4], 0);
}

int64_t sys_prctl(struct sys_frame *f)
{
    uint64_t a1 = f->arg[1];
    int32_t value = 0;
    int64_t r;

    if (f->state->ops->prctl) {
        r = f->state->ops->prctl(f->cpu, (int)f->arg[0], f->arg + 1);
        if (r != -ENOSYS)
            return r;
    }
    if (f->abi->prctl && f->abi->prctl(f->cpu, (int)f->arg[0], f->arg + 1, &r))
        return r;
    if (f->arg[0] == PR_SET_VMA)
        return prctl_vma(f);
    switch (prctl_kind(f->arg[0])) {
    case PRCTL_VALUES:
        if (f->arg[0] == PR_SET_PDEATHSIG)
            a1 = (uint64_t)sys_signal_to_host(f->abi, (int)a1);
        return sys_raw(SYS_prctl, f->arg[0], a1, f->arg[2], f->arg[3], f->arg[4], 0);
    case PRCTL_OUT_INT:
        r = sys_raw(SYS_prctl, f->arg[0], (uintptr_t)&value, 0, 0, 0, 0);
        if (f->arg[0] == PR_GET_PDEATHSIG)
            value = sys_signal_to_guest(f->abi, value);
        return r < 0 ? r : sys_put_int(f, 4, a1, (uint32_t)value);
    case PRCTL_NAME:
        return prctl_name(f);
    default:
        if (log_on(LOG_UNIMP))
            log_line("unimplemented prctl %d\n", (int)f->arg[0]);
        return -EINVAL;
    }
}
