/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -strace: calls in strace's format, out of the kinds, layouts and flags of the table. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "syscall/ioctl.h"
#include "syscall/show.h"

#define ELEMENTS_SHOWN 16
#define LINE 3500

static void put_vector(struct sys_frame *f, struct text *t, uint64_t addr, uint64_t n,
                       int64_t bytes)
{
    unsigned align, size = sys_layout_size(&sys_layout_iovec, f->model, &align);
    struct iovec v;

    text_char(t, '[');
    for (uint64_t i = 0; i < n && i < ELEMENTS_SHOWN; i++) {
        if (sys_get(f, &sys_layout_iovec, &v, addr + i * size) < 0)
            break;
        uint64_t shown = bytes < 0                     ? v.iov_len
                         : (uint64_t)bytes < v.iov_len ? (uint64_t)bytes
                                                       : v.iov_len;

        text_str(t, i ? ", {iov_base=" : "{iov_base=");
        sys_show_buffer(f, t, (uintptr_t)v.iov_base, shown);
        text_str(t, ", iov_len=");
        text_udec(t, v.iov_len);
        text_char(t, '}');
        bytes = bytes < 0 ? bytes : bytes - (int64_t)shown;
    }
    text_char(t, ']');
}

/* argv in full, the environment as a count. */
static void put_strings(struct sys_frame *f, struct text *t, uint64_t addr, bool in_full)
{
    uint64_t n = 0, s;

    if (in_full)
        text_char(t, '[');
    else
        sys_show_address(t, addr);
    while (addr && sys_read_vector(f->process, addr, n, &s) == 0 && s) {
        if (in_full && n <= ELEMENTS_SHOWN) {
            text_str(t, n ? ", " : "");
            if (n == ELEMENTS_SHOWN)
                text_str(t, "...");
            else
                sys_show_string(f, t, s);
        }
        n++;
    }
    if (in_full) {
        text_char(t, ']');
        return;
    }
    text_str(t, " /* ");
    text_udec(t, n);
    text_str(t, n == 1 ? " var */" : " vars */");
}

static void put_futex(struct sys_frame *f, struct text *t, uint64_t op)
{
    sys_show_enum(f, t, sys_flags_futex, op & FUTEX_CMD_MASK);
    text_str(t, op & FUTEX_PRIVATE_FLAG ? "_PRIVATE" : "");
    text_str(t, op & FUTEX_CLOCK_REALTIME ? "|FUTEX_CLOCK_REALTIME" : "");
}

static void put_ioctl_argument(struct sys_frame *f, struct text *t, int64_t result)
{
    const struct sys_ioctl *c = sys_ioctl_find(f->arg[1]);

    if (c && c->arg.table && (c->arg.kind == ARG_IN || result >= 0))
        sys_show_structures(f, t, c->arg.table, f->arg[2], 1, false);
    else if (c && c->arg.kind == ARG_NONE)
        text_dec(t, (int64_t)f->arg[2]);
    else
        sys_show_address(t, f->arg[2]);
}

static void put_number(struct sys_frame *f, struct text *t, uint8_t kind, uint64_t v)
{
    switch (kind) {
    case ARG_INT:
    case ARG_FD:
    case ARG_TIMER:
    case ARG_LONG:
    case ARG_OFF:
        text_dec(t, (int64_t)v);
        break;
    case ARG_DIRFD:
        if ((int32_t)v == AT_FDCWD)
            text_str(t, "AT_FDCWD");
        else
            text_dec(t, (int64_t)v);
        break;
    case ARG_MODE:
        text_char(t, '0');
        if (v)
            text_oct(t, v);
        break;
    case ARG_SIG:
        text_str(t, sys_signal_name(sys_signal_to_host(f->abi, (int)v)));
        break;
    case ARG_UINT:
    case ARG_ULONG:
        text_udec(t, v);
        break;
    case ARG_HEX:
        if (v)
            sys_show_hex(t, v);
        else
            text_char(t, '0');
        break;
    default:
        sys_show_address(t, v);
        break;
    }
}

/* waitpid(2)'s status, as the macros would take it apart. */
static void put_status(struct sys_frame *f, struct text *t, uint64_t addr)
{
    uint64_t v;
    int status;

    if (!addr || sys_get_int(f, 4, addr, &v) < 0) {
        sys_show_address(t, addr);
        return;
    }
    status = (int)v;
    text_str(t, "[{");
    if (WIFEXITED(status)) {
        text_str(t, "WIFEXITED(s) && WEXITSTATUS(s) == ");
        text_dec(t, WEXITSTATUS(status));
    } else if (WIFSTOPPED(status)) {
        text_str(t, "WIFSTOPPED(s) && WSTOPSIG(s) == ");
        text_str(t, sys_signal_name(sys_signal_to_host(f->abi, WSTOPSIG(status))));
    } else if (WIFCONTINUED(status)) {
        text_str(t, "WIFCONTINUED(s)");
    } else {
        text_str(t, "WIFSIGNALED(s) && WTERMSIG(s) == ");
        text_str(t, sys_signal_name(sys_signal_to_host(f->abi, WTERMSIG(status))));
        text_str(t, WCOREDUMP(status) ? " && WCOREDUMP(s)" : "");
    }
    text_str(t, "}]");
}

/* What a call returns through a pointer: written only when it succeeded. */
static void put_output(struct sys_frame *f, struct text *t, unsigned i, int64_t result)
{
    const struct sys_arg *a = &f->def->args[i];
    uint64_t v = f->arg[i], n = f->arg[a->n], count = (uint64_t)result < n ? (uint64_t)result : n;

    switch (a->kind) {
    case ARG_BUF_OUT:
        sys_show_buffer(f, t, v, count);
        break;
    case ARG_OUTV:
        sys_show_structures(f, t, a->table, v, count, true);
        break;
    case ARG_OUT_SIGSET:
        sys_show_sigset(f, t, v);
        break;
    case ARG_STATUS:
        if (result > 0)
            put_status(f, t, v);
        else
            sys_show_address(t, v);
        break;
    default:
        sys_show_structures(f, t, a->table, v, 1, false);
        break;
    }
}

/* Vectors of structures, buffers and strings. */
static void put_many(struct sys_frame *f, struct text *t, unsigned i, int64_t result)
{
    const struct sys_arg *a = &f->def->args[i];
    uint64_t v = f->arg[i], n = f->arg[a->n];

    switch (a->kind) {
    case ARG_IOV_IN:
        put_vector(f, t, v, n, -1);
        break;
    case ARG_IOV_OUT:
        put_vector(f, t, v, n, result < 0 ? 0 : result);
        break;
    case ARG_STRV:
    case ARG_STRC:
        put_strings(f, t, v, a->kind == ARG_STRV);
        break;
    default:
        sys_show_structures(f, t, a->table, v, n, true);
        break;
    }
}

/* Values that mean something else than a number. */
static void put_meaning(struct sys_frame *f, struct text *t, unsigned i, int64_t result)
{
    const struct sys_arg *a = &f->def->args[i];
    uint64_t v = f->arg[i];

    switch (a->kind) {
    case ARG_FLAGS:
        if (a->table == sys_flags_clone)
            sys_show_clone_flags(f, t, v);
        else
            sys_show_flags(f, t, a->table, v);
        break;
    case ARG_ENUM:
        sys_show_enum(f, t, a->table, v);
        break;
    case ARG_FUTEX:
        put_futex(f, t, v);
        break;
    case ARG_IOCTL:
        if (sys_ioctl_find(v))
            text_str(t, sys_ioctl_find(v)->name);
        else
            sys_show_hex(t, v);
        break;
    default:
        if (f->id == SYS_ID_ioctl)
            put_ioctl_argument(f, t, result);
        else
            put_number(f, t, v < 4096 ? ARG_ULONG : ARG_ADDR, v);
        break;
    }
}

/* Argument i; result: of the call, -1 where output has not been written. */
static void put_argument(struct sys_frame *f, struct text *t, unsigned i, int64_t result)
{
    const struct sys_arg *a = &f->def->args[i];
    uint64_t v = f->arg[i];

    switch (a->kind) {
    case ARG_PATH:
    case ARG_STR:
        sys_show_string(f, t, v);
        break;
    case ARG_BUF_IN:
        sys_show_buffer(f, t, v, f->arg[a->n]);
        break;
    case ARG_IN:
    case ARG_INOUT:
        sys_show_structures(f, t, a->table, v, 1, false);
        break;
    case ARG_BUF_OUT:
    case ARG_OUT:
    case ARG_OUTV:
    case ARG_OUT_SIGSET:
    case ARG_STATUS:
        if (result >= 0)
            put_output(f, t, i, result);
        else
            sys_show_address(t, v);
        break;
    case ARG_INV:
    case ARG_INOUTV:
    case ARG_IOV_IN:
    case ARG_IOV_OUT:
    case ARG_STRV:
    case ARG_STRC:
        put_many(f, t, i, result);
        break;
    case ARG_SIGSET:
        sys_show_sigset(f, t, v);
        break;
    case ARG_FLAGS:
    case ARG_ENUM:
    case ARG_FUTEX:
    case ARG_IOCTL:
    case ARG_RAW:
        put_meaning(f, t, i, result);
        break;
    default:
        put_number(f, t, a->kind, v);
        break;
    }
}

/* How many arguments are shown: the mode of open only where a file may be made. */
static unsigned count_arguments(const struct sys_frame *f)
{
    unsigned n = 0;

    while (n < 6 && f->def->args[n].kind != ARG_NONE)
        n++;
    for (unsigned i = 0; i < n; i++) {
        if (f->def->args[i].table == sys_flags_open && i + 2 == n &&
            f->def->args[n - 1].kind == ARG_MODE &&
            !(sys_flags_to_host(f->abi, sys_flags_open, f->arg[i]) &
              (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))))
            return n - 1;
    }
    return n;
}

static void put_call(struct sys_frame *f, struct text *t, int64_t result)
{
    unsigned n = count_arguments(f);

    text_dec(t, sys_raw(SYS_gettid, 0, 0, 0, 0, 0, 0));
    text_char(t, ' ');
    text_str(t, f->def->name);
    text_char(t, '(');
    for (unsigned i = 0; i < n; i++) {
        text_str(t, i ? ", " : "");
        put_argument(f, t, i, result);
    }
    text_char(t, ')');
}

static void put_result(struct sys_frame *f, struct text *t, int64_t result)
{
    text_str(t, " = ");
    if (result >= 0 || result < -4095) {
        if (f->id == SYS_ID_mmap || f->id == SYS_ID_brk || f->id == SYS_ID_mremap ||
            f->id == SYS_ID_shmat || f->id == SYS_ID_mmap2)
            sys_show_hex(t, (uint64_t)result);
        else
            text_dec(t, result);
    } else if (result == -SYS_ERESTARTNOINTR) {
        text_str(t, "? ERESTARTNOINTR (To be restarted)");
    } else {
        const char *name = strerrorname_np((int)-result), *text = strerrordesc_np((int)-result);

        text_str(t, "-1 ");
        text_str(t, name ? name : "E?");
        text_str(t, " (");
        text_str(t, text ? text : "Unknown error");
        text_char(t, ')');
    }
    text_char(t, '\n');
}

/* Calls that do not come back are shown before they are made. */
void sys_strace_enter(struct sys_frame *f)
{
    char line[LINE];
    struct text t;

    text_init(&t, line, sizeof(line));
    if (f->id == SYS_ID_exit || f->id == SYS_ID_exit_group || f->id == SYS_ID_rt_sigreturn) {
        put_call(f, &t, -1);
        text_str(&t, " = ?\n");
        if (f->id == SYS_ID_exit_group) {
            text_dec(&t, sys_raw(SYS_gettid, 0, 0, 0, 0, 0, 0));
            text_str(&t, " +++ exited with ");
            text_udec(&t, f->arg[0] & 0xff);
            text_str(&t, " +++\n");
        }
        log_line("%s", line);
    } else if (f->id == SYS_ID_execve || f->id == SYS_ID_execveat) {
        put_call(f, &t, -1);
        t.len--; /* the parenthesis */
        text_str(&t, " <unfinished ...>\n");
        log_line("%s", line);
    }
}

void sys_strace_exit(struct sys_frame *f, int64_t result)
{
    char line[LINE];
    struct text t;

    if (f->id == SYS_ID_rt_sigreturn)
        return;
    text_init(&t, line, sizeof(line) - 100); /* the result always has room */
    if (f->id == SYS_ID_execve || f->id == SYS_ID_execveat) {
        text_dec(&t, sys_raw(SYS_gettid, 0, 0, 0, 0, 0, 0));
        text_str(&t, " <... ");
        text_str(&t, f->def->name);
        text_str(&t, " resumed>)");
    } else {
        put_call(f, &t, result);
    }
    t.size = sizeof(line);
    put_result(f, &t, result);
    log_line("%s", line);
}
