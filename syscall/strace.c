/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -strace: calls in strace's format, out of the kinds, layouts and flags of the table. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "base/bits.h"
#include "syscall/engine.h"
#include "syscall/ioctl.h"
#include "syscall/text.h"

#define STRING_SHOWN 32 /* strace -s */
#define ELEMENTS_SHOWN 16
#define LINE 3500

static void put_hex(struct text *t, uint64_t v)
{
    text_str(t, "0x");
    text_hex(t, v, 1);
}

static void put_address(struct text *t, uint64_t v)
{
    if (v)
        put_hex(t, v);
    else
        text_str(t, "NULL");
}

/* len bytes with C escapes, without the quotes. */
static void put_bytes(struct text *t, const uint8_t *s, size_t len)
{
    static const char escapes[] = "\a\b\t\n\v\f\r\"\\", letters[] = "abtnvfr\"\\";

    for (size_t i = 0; i < len; i++) {
        const char *e = s[i] ? strchr(escapes, s[i]) : NULL;

        if (e && s[i] != '\a' && s[i] != '\b') {
            text_char(t, '\\');
            text_char(t, letters[e - escapes]);
        } else if (s[i] >= ' ' && s[i] < 0x7f) {
            text_char(t, (char)s[i]);
        } else {
            bool digit = i + 1 < len && s[i + 1] >= '0' && s[i + 1] <= '9';

            text_char(t, '\\');
            if (digit && s[i] < 0100)
                text_str(t, s[i] < 010 ? "00" : "0");
            text_oct(t, s[i]);
        }
    }
}

/* Guest bytes in quotes, cut; in full where they are a path. */
static void put_buffer(struct sys_frame *f, struct text *t, uint64_t addr, uint64_t len)
{
    uint8_t buf[STRING_SHOWN];
    size_t n = len < sizeof(buf) ? len : sizeof(buf);

    if (!addr || mem_read(f->process, buf, addr, n) < 0) {
        put_address(t, addr);
        return;
    }
    text_char(t, '"');
    put_bytes(t, buf, n);
    text_str(t, len > n ? "\"..." : "\"");
}

static void put_string(struct sys_frame *f, struct text *t, uint64_t addr)
{
    char buf[PATH_MAX];
    int64_t n = addr ? mem_read_string(f->process, buf, addr, sizeof(buf)) : -1;

    if (n < 0) {
        put_address(t, addr);
        return;
    }
    text_char(t, '"');
    put_bytes(t, (const uint8_t *)buf, (size_t)n);
    text_char(t, '"');
}

static void put_flags(struct sys_frame *f, struct text *t, const struct sys_flag *table,
                      uint64_t guest)
{
    uint64_t v = sys_flags_to_host(f->abi, table, guest), left = v;
    bool any = false;

    for (const struct sys_flag *e = table; e->name; e++) {
        bool whole = e->mask   ? (v & e->mask) == e->host
                     : e->host ? (left & e->host) == e->host
                               : v == 0;

        if (!whole)
            continue;
        text_str(t, any ? "|" : "");
        text_str(t, e->name);
        any = true;
        left &= ~(e->mask ? e->mask : e->host);
    }
    if (left || !any) {
        text_str(t, any ? "|" : "");
        if (left)
            put_hex(t, left);
        else
            text_char(t, '0');
    }
}

static void put_enum(struct sys_frame *f, struct text *t, const struct sys_flag *table,
                     uint64_t guest)
{
    uint64_t v = sys_flags_to_host(f->abi, table, guest);

    for (const struct sys_flag *e = table; e->name; e++) {
        if ((uint32_t)e->host == (uint32_t)v) {
            text_str(t, e->name);
            return;
        }
    }
    put_hex(t, v);
}

/* fork's signal in the low byte of clone's flags. */
static void put_clone_flags(struct sys_frame *f, struct text *t, uint64_t v)
{
    int sig = sys_signal_to_host(f->abi, (int)(v & 0xff));

    if (v & ~0xffull)
        put_flags(f, t, sys_flags_clone, v & ~0xffull);
    if (sig) {
        text_str(t, v & ~0xffull ? "|" : "");
        text_str(t, sys_signal_name(sig));
    }
    if (!v)
        text_char(t, '0');
}

static const char *const signal_names[] = {
    "0",         "SIGHUP",  "SIGINT",    "SIGQUIT", "SIGILL",   "SIGTRAP", "SIGABRT", "SIGBUS",
    "SIGFPE",    "SIGKILL", "SIGUSR1",   "SIGSEGV", "SIGUSR2",  "SIGPIPE", "SIGALRM", "SIGTERM",
    "SIGSTKFLT", "SIGCHLD", "SIGCONT",   "SIGSTOP", "SIGTSTP",  "SIGTTIN", "SIGTTOU", "SIGURG",
    "SIGXCPU",   "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO",   "SIGPWR",  "SIGSYS",
};

const char *sys_signal_name(int sig)
{
    if (sig >= 0 && (size_t)sig < sizeof(signal_names) / sizeof(signal_names[0]))
        return signal_names[sig];
    return sig <= 64 ? "SIGRT" : "SIG?";
}

/* By name; a set with most signals by those that it lacks. */
static void put_set(struct text *t, uint64_t set)
{
    bool any = false, most = __builtin_popcountll(set) > 32;

    text_str(t, most ? "~[" : "[");
    for (int i = 1; i <= 64; i++) {
        if ((set >> (i - 1) & 1) == most)
            continue;
        text_str(t, any ? " " : "");
        text_str(t, i < 32 ? sys_signal_name(i) + 3 : "RT_");
        if (i >= 32)
            text_dec(t, i - 32);
        any = true;
    }
    text_char(t, ']');
}

static void put_sigset(struct sys_frame *f, struct text *t, uint64_t addr)
{
    uint64_t set;

    if (addr && sys_get_sigset(f, addr, 8, &set) == 0)
        put_set(t, set);
    else
        put_address(t, addr);
}

static bool signed_type(uint8_t type)
{
    return type == SYS_S8 || type == SYS_S16 || type == SYS_S32 || type == SYS_S64 ||
           type == SYS_LONG;
}

static uint64_t host_value(const struct sys_field *e, const uint8_t *p)
{
    uint64_t v = 0;

    memcpy(&v, p, e->host_size);
    return signed_type(e->type) ? (uint64_t)bits_sext(v, e->host_size * 8u) : v;
}

/* Members whose numbers are read otherwise than in decimal. */
static void put_scalar(struct sys_frame *f, struct text *t, const struct sys_field *e, uint64_t v)
{
    if (e->type == SYS_PTR) {
        put_address(t, v);
    } else if (strcmp(e->name, "st_mode") == 0 || strcmp(e->name, "stx_mode") == 0) {
        static const char *const types[16] = {
            [1] = "S_IFIFO", [2] = "S_IFCHR",  [4] = "S_IFDIR",  [6] = "S_IFBLK",
            [8] = "S_IFREG", [10] = "S_IFLNK", [12] = "S_IFSOCK"};
        const char *type = types[v >> 12 & 15];

        text_str(t, type ? type : "0");
        text_str(t, "|0");
        text_oct(t, v & 07777);
    } else if (strcmp(e->name, "st_dev") == 0 || strcmp(e->name, "st_rdev") == 0) {
        text_str(t, "makedev(");
        put_hex(t, v >> 8 & 0xfff);
        text_str(t, ", ");
        put_hex(t, (v & 0xff) | (v >> 12 & 0xfff00));
        text_char(t, ')');
    } else if (strcmp(e->name, "events") == 0 || strcmp(e->name, "revents") == 0) {
        put_flags(f, t, sys_flags_pollev, (uint32_t)v);
    } else if (strncmp(e->name, "rlim_", 5) == 0 && v == UINT64_MAX) {
        text_str(t, "RLIM_INFINITY");
    } else if (strcmp(e->name, "sa_handler") == 0 && v <= 1) {
        text_str(t, v ? "SIG_IGN" : "SIG_DFL");
    } else if (strcmp(e->name, "sa_handler") == 0) {
        put_hex(t, v);
    } else if (strcmp(e->name, "sa_mask") == 0) {
        put_set(t, v);
    } else if (strcmp(e->name, "sa_flags") == 0) {
        put_flags(f, t, sys_flags_sa, v);
    } else if (signed_type(e->type)) {
        text_dec(t, (int64_t)v);
    } else if (v > UINT32_MAX || strstr(e->name, "flag")) {
        put_hex(t, v);
    } else {
        text_udec(t, v);
    }
}

static void put_host(struct sys_frame *f, struct text *t, const struct sys_layout *l,
                     const uint8_t *host);

static void put_field(struct sys_frame *f, struct text *t, const struct sys_field *e,
                      const uint8_t *host)
{
    const uint8_t *p = host + e->host_offset;
    unsigned size = e->type == SYS_STRUCT ? e->inner->host_size : e->host_size;

    if (e->type == SYS_BYTES) {
        text_char(t, '"');
        put_bytes(t, p, strnlen((const char *)p, e->count));
        text_char(t, '"');
        return;
    }
    text_str(t, e->count > 1 ? "[" : "");
    for (unsigned i = 0; i < e->count; i++) {
        text_str(t, i ? ", " : "");
        if (e->type == SYS_STRUCT)
            put_host(f, t, e->inner, p + i * size);
        else
            put_scalar(f, t, e, host_value(e, p + i * size));
    }
    text_str(t, e->count > 1 ? "]" : "");
}

/* Is a member of l left out, as strace does without -v? */
static bool abbreviated(const struct sys_layout *l, const struct sys_field *e)
{
    if (strncmp(l->name, "stat", 4) != 0 || strncmp(e->name, "st", 2) != 0)
        return false;
    return !strstr(e->name, "_mode") && !strstr(e->name, "_size") && !strstr(e->name, "x_mask");
}

/* The host's form of a structure; a scalar or an array has one field called "value". */
static void put_host(struct sys_frame *f, struct text *t, const struct sys_layout *l,
                     const uint8_t *host)
{
    bool plain = l->fields[0].name && strcmp(l->fields[0].name, "value") == 0;
    bool any = false, more = false;

    text_str(t, plain ? "" : "{");
    for (const struct sys_field *e = l->fields; e->type != SYS_END; e++) {
        if (!e->name)
            continue;
        if (abbreviated(l, e)) {
            more = true;
            continue;
        }
        text_str(t, any ? ", " : "");
        any = true;
        if (!plain) {
            text_str(t, e->name);
            text_char(t, '=');
        }
        put_field(f, t, e, host);
    }
    text_str(t, more ? ", ..." : "");
    text_str(t, plain ? "" : "}");
}

static void put_structures(struct sys_frame *f, struct text *t, const struct sys_layout *standard,
                           uint64_t addr, uint64_t n, bool vector)
{
    const struct sys_layout *l = sys_own(f->abi, standard);
    unsigned align, size = sys_layout_size(l, f->model, &align);
    bool scalar = l->fields[0].name && strcmp(l->fields[0].name, "value") == 0;
    _Alignas(16) uint8_t host[512];

    if (!addr || sys_get(f, l, host, addr) < 0) {
        put_address(t, addr);
        return;
    }
    text_str(t, vector || (scalar && l->fields[0].count == 1) ? "[" : "");
    for (uint64_t i = 0; i < n; i++) {
        text_str(t, i ? ", " : "");
        if (i == ELEMENTS_SHOWN) {
            text_str(t, "...");
            break;
        }
        if (sys_get(f, l, host, addr + i * size) < 0)
            break;
        put_host(f, t, l, host);
    }
    text_str(t, vector || (scalar && l->fields[0].count == 1) ? "]" : "");
}

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
        put_buffer(f, t, (uintptr_t)v.iov_base, shown);
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
        put_address(t, addr);
    while (addr && sys_read_vector(f->process, addr, n, &s) == 0 && s) {
        if (in_full && n <= ELEMENTS_SHOWN) {
            text_str(t, n ? ", " : "");
            if (n == ELEMENTS_SHOWN)
                text_str(t, "...");
            else
                put_string(f, t, s);
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
    put_enum(f, t, sys_flags_futex, op & FUTEX_CMD_MASK);
    text_str(t, op & FUTEX_PRIVATE_FLAG ? "_PRIVATE" : "");
    text_str(t, op & FUTEX_CLOCK_REALTIME ? "|FUTEX_CLOCK_REALTIME" : "");
}

static void put_ioctl_argument(struct sys_frame *f, struct text *t, int64_t result)
{
    const struct sys_ioctl *c = sys_ioctl_find(f->arg[1]);

    if (c && c->arg.table && (c->arg.kind == ARG_IN || result >= 0))
        put_structures(f, t, c->arg.table, f->arg[2], 1, false);
    else if (c && c->arg.kind == ARG_NONE)
        text_dec(t, (int64_t)f->arg[2]);
    else
        put_address(t, f->arg[2]);
}

static void put_number(struct sys_frame *f, struct text *t, uint8_t kind, uint64_t v)
{
    switch (kind) {
    case ARG_INT:
    case ARG_FD:
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
            put_hex(t, v);
        else
            text_char(t, '0');
        break;
    default:
        put_address(t, v);
        break;
    }
}

/* waitpid(2)'s status, as the macros would take it apart. */
static void put_status(struct sys_frame *f, struct text *t, uint64_t addr)
{
    uint64_t v;
    int status;

    if (!addr || sys_get_int(f, 4, addr, &v) < 0) {
        put_address(t, addr);
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
        put_buffer(f, t, v, count);
        break;
    case ARG_OUTV:
        put_structures(f, t, a->table, v, count, true);
        break;
    case ARG_OUT_SIGSET:
        put_sigset(f, t, v);
        break;
    case ARG_STATUS:
        if (result > 0)
            put_status(f, t, v);
        else
            put_address(t, v);
        break;
    default:
        put_structures(f, t, a->table, v, 1, false);
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
        put_structures(f, t, a->table, v, n, true);
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
            put_clone_flags(f, t, v);
        else
            put_flags(f, t, a->table, v);
        break;
    case ARG_ENUM:
        put_enum(f, t, a->table, v);
        break;
    case ARG_FUTEX:
        put_futex(f, t, v);
        break;
    case ARG_IOCTL:
        if (sys_ioctl_find(v))
            text_str(t, sys_ioctl_find(v)->name);
        else
            put_hex(t, v);
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
        put_string(f, t, v);
        break;
    case ARG_BUF_IN:
        put_buffer(f, t, v, f->arg[a->n]);
        break;
    case ARG_IN:
    case ARG_INOUT:
        put_structures(f, t, a->table, v, 1, false);
        break;
    case ARG_BUF_OUT:
    case ARG_OUT:
    case ARG_OUTV:
    case ARG_OUT_SIGSET:
    case ARG_STATUS:
        if (result >= 0)
            put_output(f, t, i, result);
        else
            put_address(t, v);
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
        put_sigset(f, t, v);
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
            put_hex(t, (uint64_t)result);
        else
            text_dec(t, result);
    } else if (result <= -SYS_ERESTARTSYS && result >= -SYS_ERESTARTNOHAND) {
        static const char *const names[] = {"ERESTARTSYS", "ERESTARTNOINTR", "ERESTARTNOHAND"};

        text_str(t, "? ");
        text_str(t, names[-result - SYS_ERESTARTSYS]);
        text_str(t, " (To be restarted)");
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
