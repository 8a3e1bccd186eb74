/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of /proc that would tell about dragoman or the host instead of the guest, made in a
 * memfd. */
#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "syscall/engine.h"
#include "syscall/text.h"

#define MAPS_START (64 * 1024)
#define MAPS_MOST (64 * 1024 * 1024)
#define NAME_COLUMN 73 /* where the kernel's seq_pad puts the name */

static int write_all(int fd, const void *data, size_t len)
{
    const char *p = data;

    while (len > 0) {
        int64_t n = sys_raw(SYS_write, (uint64_t)fd, (uintptr_t)p, len, 0, 0, 0);

        if (n == -EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? (int)n : -EIO;
        p += n;
        len -= (size_t)n;
    }
    return 0;
}

/* All of a file of the host's /proc in own memory of *size bytes; NULL: no memory or no file. */
static char *host_file(const char *path, size_t *size)
{
    for (*size = MAPS_START; *size <= MAPS_MOST; *size *= 4) {
        char *buf = own_map(*size, PROT_READ | PROT_WRITE, 0);
        int64_t fd, n = 1;
        size_t len = 0;

        if (!buf)
            return NULL;
        fd =
            sys_raw(SYS_openat, (uint64_t)AT_FDCWD, (uintptr_t)path, O_RDONLY | O_CLOEXEC, 0, 0, 0);
        while (fd >= 0 && n > 0 && len + 1 < *size) {
            n = sys_raw(SYS_read, (uint64_t)fd, (uintptr_t)buf + len, *size - 1 - len, 0, 0, 0);
            len += n > 0 ? (size_t)n : 0;
        }
        if (fd >= 0)
            sys_raw(SYS_close, (uint64_t)fd, 0, 0, 0, 0, 0);
        if (fd >= 0 && n == 0) {
            buf[len] = '\0';
            return buf;
        }
        own_unmap(buf, *size);
        if (fd < 0 || n < 0)
            return NULL;
    }
    return NULL;
}

static const char *hex(const char *p, uint64_t *v)
{
    *v = 0;
    for (;; p++) {
        if (*p >= '0' && *p <= '9')
            *v = *v << 4 | (uint64_t)(*p - '0');
        else if (*p >= 'a' && *p <= 'f')
            *v = *v << 4 | (uint64_t)(*p - 'a' + 10);
        else
            return p;
    }
}

/* One line of the host's table: start-end perms offset dev inode name. */
struct map_line {
    uint64_t start, end, offset;
    const char *device; /* "dev inode", ends before name */
    size_t device_len;
    const char *name; /* ends with the line */
    size_t name_len;
    char shared;
};

static const char *parse_line(const char *p, struct map_line *m)
{
    const char *end = strchrnul(p, '\n');

    p = hex(p, &m->start);
    p = hex(p + 1, &m->end);
    m->shared = p[4];
    m->device = hex(p + 6, &m->offset) + 1;
    p = m->device + strcspn(m->device, " ") + 1;
    p += strcspn(p, " \n");
    m->device_len = (size_t)(p - m->device);
    p += strspn(p, " ");
    m->name = p < end ? p : end;
    m->name_len = (size_t)(end - m->name);
    return *end ? end + 1 : end;
}

static const char *special_name(struct sys_frame *f, uint64_t start, uint64_t end)
{
    const struct sys_program *g = &f->state->program;
    uint64_t heap = mem_brk(f->process->mem, 0);

    if (start < g->stack_high && end > g->stack_low)
        return "[stack]";
    if (g->vdso && start <= g->vdso && end > g->vdso)
        return "[vdso]";
    return heap > start && heap <= end ? "[heap]" : NULL;
}

/* The guest's part [start, end) of a host mapping. */
static int write_line(struct sys_frame *f, int fd, const struct map_line *m, uint64_t start,
                      uint64_t end, int prot)
{
    char buf[PATH_MAX + 128];
    const char *name = m->name_len ? NULL : special_name(f, start, end);
    struct text t;

    text_init(&t, buf, sizeof(buf));
    text_hex(&t, start, 8);
    text_char(&t, '-');
    text_hex(&t, end, 8);
    text_char(&t, ' ');
    text_char(&t, prot & PROT_READ ? 'r' : '-');
    text_char(&t, prot & PROT_WRITE ? 'w' : '-');
    text_char(&t, prot & PROT_EXEC ? 'x' : '-');
    text_char(&t, m->shared);
    text_char(&t, ' ');
    text_hex(&t, m->offset || m->name_len ? m->offset + (start - m->start) : 0, 8);
    text_char(&t, ' ');
    for (size_t i = 0; i < m->device_len; i++)
        text_char(&t, m->device[i]);
    text_char(&t, ' ');
    if (name || m->name_len)
        text_pad(&t, NAME_COLUMN);
    for (size_t i = 0; !name && i < m->name_len; i++)
        text_char(&t, m->name[i]);
    text_str(&t, name ? name : "");
    text_char(&t, '\n');
    return write_all(fd, buf, t.len);
}

static int write_maps(struct sys_frame *f, int fd)
{
    size_t size;
    char *maps = host_file("/proc/self/maps", &size);
    int r = 0;

    if (!maps)
        return -ENOMEM;
    for (const char *p = maps; *p && r == 0;) {
        struct map_line m;
        struct mem_area a;
        uint64_t at;

        p = parse_line(p, &m);
        for (at = m.start; r == 0 && at < m.end && mem_find(f->process->mem, at, &a); at = a.end) {
            uint64_t start = a.start > at ? a.start : at;
            uint64_t end = a.end < m.end ? a.end : m.end;

            if (start >= m.end)
                break;
            r = write_line(f, fd, &m, start, end, a.prot);
        }
    }
    own_unmap(maps, size);
    return r;
}

/* Of another process of dragoman's: which pages it may execute is not to be had. */
static int write_other_maps(int64_t pid, int fd)
{
    char path[40], *maps;
    size_t size;
    int r = 0;

    sys_proc_name(path, sizeof(path), pid, "/maps");
    maps = host_file(path, &size);
    if (!maps)
        return -ENOMEM;
    for (const char *p = maps; *p && r == 0;) {
        const char *line = p;
        struct map_line m;

        p = parse_line(p, &m);
        if (mem_range_ok(m.start, m.end - m.start))
            r = write_all(fd, line, (size_t)(p - line));
    }
    own_unmap(maps, size);
    return r;
}

static int write_cpuinfo(struct sys_frame *f, int fd)
{
    static const char word[] = "processor";
    char buf[2048];
    size_t size;
    char *host = host_file("/proc/cpuinfo", &size);
    unsigned number = 0;
    int r = 0;

    if (!host)
        return -ENOMEM;
    for (const char *p = host; *p && r == 0; p = *p ? p + 1 : p) {
        if (strncmp(p, word, sizeof(word) - 1) == 0) {
            size_t len = f->state->ops->cpuinfo(f->cpu, number++, buf, sizeof(buf));

            r = write_all(fd, buf, len);
        }
        p = strchrnul(p, '\n');
    }
    own_unmap(host, size);
    return r;
}

/* The path of the file in which process pid has the address, in buf of PATH_MAX bytes. */
static bool file_at(int64_t pid, uint64_t address, char *buf)
{
    char path[40], *maps;
    size_t size;
    bool found = false;

    sys_proc_name(path, sizeof(path), pid, "/maps");
    maps = host_file(path, &size);
    for (const char *p = maps; p && *p && !found;) {
        struct map_line m;

        p = parse_line(p, &m);
        found = m.start <= address && address < m.end && m.name_len > 0 && m.name_len < PATH_MAX;
        if (found) {
            memcpy(buf, m.name, m.name_len);
            buf[m.name_len] = '\0';
        }
    }
    if (maps)
        own_unmap(maps, size);
    return found;
}

bool sys_proc_exe(int64_t pid, char *buf)
{
    char path[40];
    uint64_t auxv[2 * 64];
    int64_t fd, n;

    sys_proc_name(path, sizeof(path), pid, "/auxv");
    fd = sys_raw(SYS_openat, (uint64_t)AT_FDCWD, (uintptr_t)path, O_RDONLY | O_CLOEXEC, 0, 0, 0);
    if (fd < 0)
        return false;
    n = sys_raw(SYS_read, (uint64_t)fd, (uintptr_t)auxv, sizeof(auxv), 0, 0, 0);
    sys_raw(SYS_close, (uint64_t)fd, 0, 0, 0, 0, 0);
    for (unsigned i = 0; (int64_t)(16 * (i + 1)) <= n && auxv[2 * i] != AT_NULL; i++) {
        if (auxv[2 * i] == AT_PHDR)
            return mem_range_ok(auxv[2 * i + 1], 1) && file_at(pid, auxv[2 * i + 1], buf);
    }
    return false;
}

/* Guest memory [start, end) as the file's contents. */
static int write_memory(struct sys_frame *f, int fd, uint64_t start, uint64_t end)
{
    char buf[1024];
    int r = 0;

    while (start < end && r == 0) {
        size_t n = end - start < sizeof(buf) ? end - start : sizeof(buf);

        r = mem_read(f->process, buf, start, n);
        if (r == 0)
            r = write_all(fd, buf, n);
        start += n;
    }
    return r;
}

enum proc_file { PROC_NONE, PROC_MAPS, PROC_CMDLINE, PROC_ENVIRON, PROC_AUXV, PROC_CPUINFO };

static enum proc_file proc_file(const char *name)
{
    static const struct {
        const char *name;
        enum proc_file file;
    } files[] = {
        {"maps", PROC_MAPS},
        {"cmdline", PROC_CMDLINE},
        {"environ", PROC_ENVIRON},
        {"auxv", PROC_AUXV},
    };

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        if (strcmp(name, files[i].name) == 0)
            return files[i].file;
    }
    return PROC_NONE;
}

int64_t sys_proc_open(struct sys_frame *f, const char *path, int flags)
{
    const struct sys_program *g = &f->state->program;
    const char *rest = sys_proc_self(path);
    enum proc_file file = rest ? proc_file(rest) : PROC_NONE;
    int64_t fd, pid = 0;
    int r = 0;

    if (f->state->ops->cpuinfo && strcmp(path, "/proc/cpuinfo") == 0) {
        file = PROC_CPUINFO;
        rest = "cpuinfo";
    }
    if (!rest) {
        rest = sys_proc_other(f->process, path, &pid);
        file = rest && strcmp(rest, "maps") == 0 ? PROC_MAPS : PROC_NONE;
    }
    if (file == PROC_NONE || (flags & O_PATH) || g->arg_start == 0)
        return -ENOSYS;
    if ((flags & O_ACCMODE) != O_RDONLY)
        return -EACCES;
    if (flags & O_DIRECTORY)
        return -ENOTDIR;
    fd =
        sys_raw(SYS_memfd_create, (uintptr_t)rest, flags & O_CLOEXEC ? MFD_CLOEXEC : 0, 0, 0, 0, 0);
    if (fd < 0)
        return fd;
    switch (file) {
    case PROC_MAPS:
        r = pid ? write_other_maps(pid, (int)fd) : write_maps(f, (int)fd);
        break;
    case PROC_CMDLINE:
        r = write_memory(f, (int)fd, g->arg_start, g->arg_end);
        break;
    case PROC_CPUINFO:
        r = write_cpuinfo(f, (int)fd);
        break;
    case PROC_ENVIRON:
        r = write_memory(f, (int)fd, g->env_start, g->env_end);
        break;
    default:
        r = write_memory(f, (int)fd, g->auxv, g->auxv + g->auxv_len);
        break;
    }
    if (r < 0) {
        sys_raw(SYS_close, (uint64_t)fd, 0, 0, 0, 0, 0);
        return r;
    }
    sys_raw(SYS_lseek, (uint64_t)fd, 0, 0, 0, 0, 0);
    return fd;
}
