/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values in strace's form: strings, flags, signal sets, structures by their layouts. */
#define _GNU_SOURCE
#include "syscall/show.h"

#include <string.h>

#include "base/bits.h"

#define STRING_SHOWN 32 /* strace -s */
#define ELEMENTS_SHOWN 16

void sys_show_hex(struct text *t, uint64_t v)
{
    text_str(t, "0x");
    text_hex(t, v, 1);
}

void sys_show_address(struct text *t, uint64_t v)
{
    if (v)
        sys_show_hex(t, v);
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
void sys_show_buffer(struct sys_frame *f, struct text *t, uint64_t addr, uint64_t len)
{
    uint8_t buf[STRING_SHOWN];
    size_t n = len < sizeof(buf) ? len : sizeof(buf);

    if (!addr || mem_read(f->process, buf, addr, n) < 0) {
        sys_show_address(t, addr);
        return;
    }
    text_char(t, '"');
    put_bytes(t, buf, n);
    text_str(t, len > n ? "\"..." : "\"");
}

void sys_show_string(struct sys_frame *f, struct text *t, uint64_t addr)
{
    char buf[PATH_MAX];
    int64_t n = addr ? mem_read_string(f->process, buf, addr, sizeof(buf)) : -1;

    if (n < 0) {
        sys_show_address(t, addr);
        return;
    }
    text_char(t, '"');
    put_bytes(t, (const uint8_t *)buf, (size_t)n);
    text_char(t, '"');
}

void sys_show_flags(struct sys_frame *f, struct text *t, const struct sys_flag *table,
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
            sys_show_hex(t, left);
        else
            text_char(t, '0');
    }
}

void sys_show_enum(struct sys_frame *f, struct text *t, const struct sys_flag *table,
                   uint64_t guest)
{
    uint64_t v = sys_flags_to_host(f->abi, table, guest);

    for (const struct sys_flag *e = table; e->name; e++) {
        if ((uint32_t)e->host == (uint32_t)v) {
            text_str(t, e->name);
            return;
        }
    }
    sys_show_hex(t, v);
}

/* fork's signal in the low byte of clone's flags. */
void sys_show_clone_flags(struct sys_frame *f, struct text *t, uint64_t v)
{
    int sig = sys_signal_to_host(f->abi, (int)(v & 0xff));

    if (v & ~0xffull)
        sys_show_flags(f, t, sys_flags_clone, v & ~0xffull);
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

void sys_show_sigset(struct sys_frame *f, struct text *t, uint64_t addr)
{
    uint64_t set;

    if (addr && sys_get_sigset(f, addr, 8, &set) == 0)
        put_set(t, set);
    else
        sys_show_address(t, addr);
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
        sys_show_address(t, v);
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
        sys_show_hex(t, v >> 8 & 0xfff);
        text_str(t, ", ");
        sys_show_hex(t, (v & 0xff) | (v >> 12 & 0xfff00));
        text_char(t, ')');
    } else if (strcmp(e->name, "events") == 0 || strcmp(e->name, "revents") == 0) {
        sys_show_flags(f, t, sys_flags_pollev, (uint32_t)v);
    } else if (strncmp(e->name, "rlim_", 5) == 0 && v == UINT64_MAX) {
        text_str(t, "RLIM_INFINITY");
    } else if (strcmp(e->name, "sa_handler") == 0 && v <= 1) {
        text_str(t, v ? "SIG_IGN" : "SIG_DFL");
    } else if (strcmp(e->name, "sa_handler") == 0) {
        sys_show_hex(t, v);
    } else if (strcmp(e->name, "sa_mask") == 0) {
        put_set(t, v);
    } else if (strcmp(e->name, "sa_flags") == 0) {
        sys_show_flags(f, t, sys_flags_sa, v);
    } else if (signed_type(e->type)) {
        text_dec(t, (int64_t)v);
    } else if (v > UINT32_MAX || strstr(e->name, "flag")) {
        sys_show_hex(t, v);
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

void sys_show_structures(struct sys_frame *f, struct text *t, const struct sys_layout *standard,
                         uint64_t addr, uint64_t n, bool vector)
{
    const struct sys_layout *l = sys_own(f->abi, standard);
    unsigned align, size = sys_layout_size(l, f->model, &align);
    bool scalar = l->fields[0].name && strcmp(l->fields[0].name, "value") == 0;
    _Alignas(16) uint8_t host[512];

    if (!addr || sys_get(f, l, host, addr) < 0) {
        sys_show_address(t, addr);
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
