/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments by kind: from the guest's form to the kernel's, and results back. */
#define _GNU_SOURCE
#include <string.h>

#include "syscall/engine.h"

/* More elements than any call takes; the kernel says EINVAL to them by itself. */
#define MAX_ELEMENTS (1u << 20)

static unsigned guest_size(struct sys_frame *f, const struct sys_layout *l)
{
    unsigned align;

    return sys_layout_size(l, f->model, &align);
}

static int structure_in(struct sys_frame *f, unsigned i)
{
    const struct sys_arg *a = &f->def->args[i];
    const struct sys_layout *l = sys_own(f->abi, a->table);
    void *host;

    if (!f->arg[i])
        return 0;
    if (!mem_range_ok(f->arg[i], guest_size(f, l)))
        return -EFAULT;
    if (sys_layout_same(l, f->model))
        return 0;
    host = sys_scratch(f, l->host_size);
    if (!host)
        return -ENOMEM;
    f->host[i] = (uintptr_t)host;
    return a->kind == ARG_OUT ? 0 : sys_get(f, l, host, f->arg[i]);
}

static int array_in(struct sys_frame *f, unsigned i)
{
    const struct sys_arg *a = &f->def->args[i];
    uint64_t n = f->arg[a->n];
    int error;

    if (!f->arg[i])
        return 0;
    if (n > MAX_ELEMENTS)
        n = 0; /* the kernel refuses the number */
    f->host[i] = (uintptr_t)sys_array(f, a->table, f->arg[i], n, a->kind != ARG_OUTV, &error);
    return error;
}

char *sys_string(struct sys_frame *f, uint64_t addr, int *error)
{
    char *s = sys_scratch(f, PATH_MAX);
    int64_t r = s ? mem_read_string(f->process, s, addr, PATH_MAX) : -ENOMEM;

    *error = r < 0 ? (int)r : 0;
    return r < 0 ? NULL : s;
}

const char *sys_path_arg(struct sys_frame *f, uint64_t addr, int *error)
{
    char *s = sys_string(f, addr, error), *buf;

    if (!s || s[0] != '/')
        return s;
    buf = sys_scratch(f, PATH_MAX);
    if (!buf) {
        *error = -ENOMEM;
        return NULL;
    }
    return sys_path(f->process, s, buf);
}

static int path_in(struct sys_frame *f, unsigned i)
{
    int error = 0;

    /* A null path is the kernel's to judge: some calls with a descriptor allow it. */
    f->host[i] = f->arg[i] ? (uintptr_t)sys_path_arg(f, f->arg[i], &error) : 0;
    return error;
}

static int bytes_in(struct sys_frame *f, unsigned i)
{
    uint64_t v = f->arg[i];

    return mem_range_ok(v, f->arg[f->def->args[i].n]) || !v ? 0 : -EFAULT;
}

static int pages_in(struct sys_frame *f, unsigned i)
{
    return mem_range_ok(f->arg[i], f->arg[f->def->args[i].n]) ? 0 : -ENOMEM;
}

static int address_in(struct sys_frame *f, unsigned i)
{
    return mem_range_ok(f->arg[i], 1) ? 0 : -EFAULT;
}

static int raw_in(struct sys_frame *f, unsigned i)
{
    return f->arg[i] >= MEM_GUEST_END && f->arg[i] < 1ull << 47 ? -EFAULT : 0;
}

static int flags_in(struct sys_frame *f, unsigned i)
{
    f->host[i] = sys_flags_to_host(f->abi, f->def->args[i].table, f->arg[i]);
    return 0;
}

static int signal_in(struct sys_frame *f, unsigned i)
{
    f->host[i] = (uint64_t)sys_signal_to_host(f->abi, (int)f->arg[i]);
    return 0;
}

sys_arg_fn *const sys_arg_in[ARG_KINDS] = {
    [ARG_SIG] = signal_in,      [ARG_PATH] = path_in,    [ARG_STR] = address_in,
    [ARG_ADDR] = address_in,    [ARG_MEM] = address_in,  [ARG_BUF_IN] = bytes_in,
    [ARG_BUF_OUT] = bytes_in,   [ARG_IN] = structure_in, [ARG_OUT] = structure_in,
    [ARG_INOUT] = structure_in, [ARG_INV] = array_in,    [ARG_INOUTV] = array_in,
    [ARG_OUTV] = array_in,      [ARG_RANGE] = pages_in,  [ARG_SOCKADDR] = bytes_in,
    [ARG_STRV] = address_in,    [ARG_STRC] = address_in, [ARG_RAW] = raw_in,
    [ARG_FLAGS] = flags_in,     [ARG_ENUM] = flags_in,
};

int sys_arg_out(struct sys_frame *f, unsigned i, int64_t result)
{
    const struct sys_arg *a = &f->def->args[i];
    const void *host = (const void *)(uintptr_t)f->host[i];

    if (!f->arg[i] || f->host[i] == f->arg[i])
        return 0;
    switch (a->kind) {
    case ARG_OUT:
    case ARG_INOUT:
        return sys_put(f, a->table, f->arg[i], host);
    case ARG_OUTV:
        if ((uint64_t)result > f->arg[a->n])
            return 0;
        return sys_array_put(f, a->table, f->arg[i], (size_t)result, host);
    case ARG_INOUTV:
        return sys_array_put(f, a->table, f->arg[i], f->arg[a->n], host);
    default:
        return 0;
    }
}
