/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest paths: the prefix of -L, and the names under /proc that mean the guest's program. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "syscall/engine.h"
#include "syscall/text.h"

#define MAX_LINKS 16

static const char *skip(const char *path, const char *start)
{
    size_t len = strlen(start);

    return strncmp(path, start, len) == 0 ? path + len : NULL;
}

/* Behind a decimal number and a slash. */
static const char *skip_number(const char *path, int64_t *number)
{
    char digits[16];
    size_t len = strcspn(path, "/");

    if (len == 0 || len >= sizeof(digits) || path[len] != '/')
        return NULL;
    memcpy(digits, path, len);
    digits[len] = '\0';
    *number = text_number(digits);
    return *number < 0 ? NULL : path + len + 1;
}

const char *sys_proc_self(const char *path)
{
    const char *rest = skip(path, "/proc/"), *r, *task;
    int64_t pid;

    if (!rest)
        return NULL;
    r = skip(rest, "self/");
    if (!r)
        r = skip(rest, "thread-self/");
    if (!r) {
        r = skip_number(rest, &pid);
        if (!r || pid != sys_raw(SYS_getpid, 0, 0, 0, 0, 0, 0))
            return NULL;
    }
    task = skip(r, "task/");
    if (task && skip_number(task, &pid))
        r = skip_number(task, &pid);
    return r;
}

void sys_proc_name(char *buf, size_t size, int64_t pid, const char *rest)
{
    struct text t;

    text_init(&t, buf, size);
    text_str(&t, "/proc/");
    text_dec(&t, pid);
    text_str(&t, rest);
}

/* Is /proc/pid/exe the file that this process runs, dragoman? */
static bool is_dragoman(struct process *p, int64_t pid)
{
    struct stat own, other;
    char path[40];

    sys_proc_name(path, sizeof(path), pid, "/exe");
    return sys_raw(SYS_newfstatat, (uint64_t)AT_FDCWD, (uintptr_t)path, (uintptr_t)&other, 0, 0,
                   0) == 0 &&
           sys_raw(SYS_fstat, (uint64_t)sys_fd_of(p, 0), (uintptr_t)&own, 0, 0, 0, 0) == 0 &&
           own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

const char *sys_proc_other(struct process *p, const char *path, int64_t *pid)
{
    const char *r = skip(path, "/proc/"), *task;
    int64_t tid;

    r = r ? skip_number(r, pid) : NULL;
    if (!r || *pid == sys_raw(SYS_getpid, 0, 0, 0, 0, 0, 0))
        return NULL;
    task = skip(r, "task/");
    if (task && skip_number(task, &tid))
        r = skip_number(task, &tid);
    if ((strcmp(r, "exe") != 0 && strcmp(r, "maps") != 0) || !is_dragoman(p, *pid))
        return NULL;
    return r;
}

static bool in_tree(const char *path, const char *top)
{
    const char *r = skip(path, top);

    return r && (*r == '\0' || *r == '/');
}

/* Prefix and path in buf, if something is there that is no directory. */
static bool prefixed(const struct sys_state *s, const char *path, char *buf, mode_t *mode)
{
    size_t len = strlen(path);
    struct stat st;

    if (s->prefix_len + len >= PATH_MAX)
        return false;
    memmove(buf + s->prefix_len, path, len + 1);
    memcpy(buf, s->prefix, s->prefix_len);
    if (sys_raw(SYS_newfstatat, (uint64_t)AT_FDCWD, (uintptr_t)buf, (uintptr_t)&st,
                AT_SYMLINK_NOFOLLOW, 0, 0) < 0)
        return false;
    *mode = st.st_mode;
    return !S_ISDIR(st.st_mode);
}

/* Applies the prefix; an absolute link under it leads to a name under it again. */
static const char *with_prefix(const struct sys_state *s, const char *path, char *buf, bool follow)
{
    char target[PATH_MAX];
    mode_t mode;

    if (in_tree(path, "/proc") || in_tree(path, "/dev") || in_tree(path, "/sys") ||
        !prefixed(s, path, buf, &mode))
        return path;
    for (unsigned i = 0; follow && S_ISLNK(mode) && i < MAX_LINKS; i++) {
        int64_t n = sys_raw(SYS_readlinkat, (uint64_t)AT_FDCWD, (uintptr_t)buf, (uintptr_t)target,
                            sizeof(target) - 1, 0, 0);

        if (n <= 0 || target[0] != '/')
            break;
        target[n] = '\0';
        if (!prefixed(s, target, buf, &mode)) {
            memcpy(buf, target, (size_t)n + 1);
            break;
        }
    }
    return buf;
}

static const char *translate(struct process *p, const char *path, char *buf, bool follow)
{
    struct sys_state *s = p->syscall;
    const char *rest = sys_proc_self(path), *number;

    if (rest && strcmp(rest, "exe") == 0 && s->exe[0])
        return s->exe;
    if (!rest) {
        int64_t pid;
        const char *other = sys_proc_other(p, path, &pid);

        if (other && strcmp(other, "exe") == 0 && sys_proc_exe(pid, buf))
            return buf;
    }
    number = rest ? skip(rest, "fd/") : skip(path, "/dev/fd/");
    if (number && sys_fd_hidden(p, (int)text_number(number)))
        return "/proc/self/fd/none";
    if (s->prefix_len && path[0] == '/')
        return with_prefix(s, path, buf, follow);
    return path;
}

const char *sys_path(struct process *p, const char *path, char *buf)
{
    return translate(p, path, buf, true);
}

/* readlink(2) at path, which may be the guest's program. buf and size are arguments b and b + 1. */
static int64_t read_link(struct sys_frame *f, uint64_t dirfd, unsigned b, const char *path)
{
    struct sys_state *s = f->state;
    uint64_t size = (uint32_t)f->arg[b + 1]; /* the kernel has it as an int */
    const char *rest;
    int error;

    if ((int32_t)size <= 0)
        return -EINVAL;
    if (!mem_range_ok(f->arg[b], size))
        return -EFAULT;
    char *buf = sys_scratch(f, PATH_MAX);
    const char *exe = NULL;
    int64_t pid;

    if (!buf)
        return -ENOMEM;
    rest = sys_proc_self(path);
    if (rest && strcmp(rest, "exe") == 0 && s->exe[0])
        exe = s->exe;
    if (!rest && (rest = sys_proc_other(f->process, path, &pid)) && strcmp(rest, "exe") == 0 &&
        sys_proc_exe(pid, buf))
        exe = buf;
    if (exe) {
        uint64_t len = strlen(exe);

        len = len < size ? len : size;
        error = mem_write(f->process, f->arg[b], exe, len);
        return error < 0 ? error : (int64_t)len;
    }
    return sys_host(f, SYS_readlinkat, dirfd, (uintptr_t)translate(f->process, path, buf, false),
                    f->arg[b], size, 0, 0);
}

int64_t sys_readlink(struct sys_frame *f)
{
    int error;
    const char *path = sys_string(f, f->arg[0], &error);

    return path ? read_link(f, (uint64_t)AT_FDCWD, 1, path) : error;
}

int64_t sys_readlinkat(struct sys_frame *f)
{
    int error;
    const char *path = sys_string(f, f->arg[1], &error);

    return path ? read_link(f, f->arg[0], 2, path) : error;
}
