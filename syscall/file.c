/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening, descriptors, vectors and directories. */
#define _GNU_SOURCE
#include "syscall/engine.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/bits.h"
#include "syscall/text.h"

/* What an open with flags gave: O_TRUNC shortens a file that may be mapped. */
static int64_t opened(struct sys_frame *f, int64_t fd, uint64_t flags)
{
    if (fd >= 0 && (flags & O_TRUNC))
        sys_file_cut(f, (uint64_t)fd);
    return fd;
}

static int64_t open_path(struct sys_frame *f, uint64_t dirfd, uint64_t addr, uint64_t guest_flags,
                         uint64_t mode)
{
    uint64_t flags = sys_flags_to_host(f->abi, sys_flags_open, guest_flags);
    int error;
    char *path = sys_string(f, addr, &error), *buf = sys_scratch(f, PATH_MAX);
    int64_t r;

    if (!path || !buf)
        return path ? -ENOMEM : error;
    r = sys_proc_open(f, path, (int)flags);
    if (r != -ENOSYS)
        return r;
    r = sys_host(f, SYS_openat, dirfd, (uintptr_t)sys_path(f->process, path, buf), flags, mode, 0,
                 0);
    return opened(f, r, flags);
}

int64_t sys_open(struct sys_frame *f)
{
    return open_path(f, (uint64_t)AT_FDCWD, f->arg[0], f->arg[1], f->arg[2]);
}

int64_t sys_openat(struct sys_frame *f)
{
    return open_path(f, f->arg[0], f->arg[1], f->arg[2], f->arg[3]);
}

int64_t sys_creat(struct sys_frame *f)
{
    uint64_t flags = O_CREAT | O_WRONLY | O_TRUNC;

    return open_path(f, (uint64_t)AT_FDCWD, f->arg[0],
                     sys_flags_to_guest(f->abi, sys_flags_open, flags), f->arg[1]);
}

int64_t sys_openat2(struct sys_frame *f)
{
    struct open_how how;
    int error;
    const char *path;
    int64_t r;

    if (f->arg[3] < sizeof(how))
        return -EINVAL;
    if (f->arg[3] > MEM_PAGE)
        return -E2BIG;
    error = sys_get_rest(f, f->arg[2], sizeof(how), f->arg[3]);
    if (error == 0)
        error = sys_get(f, &sys_layout_open_how, &how, f->arg[2]);
    if (error < 0)
        return error;
    how.flags = sys_flags_to_host(f->abi, sys_flags_open, how.flags);
    path = how.resolve ? sys_string(f, f->arg[1], &error) : sys_path_arg(f, f->arg[1], &error);
    if (!path)
        return error;
    r = sys_host(f, SYS_openat2, f->arg[0], (uintptr_t)path, (uintptr_t)&how, sizeof(how), 0, 0);
    return opened(f, r, how.flags);
}

int64_t sys_open_by_handle(struct sys_frame *f)
{
    int64_t r = sys_plain(f);

    return opened(f, r, f->host[2]);
}

/* The hidden descriptors stay open: the range is closed around them. */
int64_t sys_close_range(struct sys_frame *f)
{
    uint64_t at = f->arg[0], last = f->arg[1], flags = f->arg[2];

    if (at > last)
        return -EINVAL;
    for (;;) {
        uint64_t next = UINT32_MAX + 1ull;
        int64_t r = 0;

        for (unsigned i = 0; i < SYS_HIDDEN_MAX; i++) {
            int fd = sys_fd_of(f->process, i);

            if (fd >= 0 && (uint64_t)fd >= at && (uint64_t)fd < next)
                next = (uint64_t)fd;
        }
        if (next > last)
            return sys_raw(SYS_close_range, at, last, flags, 0, 0, 0);
        if (next > at)
            r = sys_raw(SYS_close_range, at, next - 1, flags, 0, 0, 0);
        if (r < 0 || next == last)
            return r;
        at = next + 1;
    }
}

int64_t sys_dup2(struct sys_frame *f)
{
    int error =
        sys_fd_hidden(f->process, (int)f->arg[1]) ? sys_fd_move(f->process, (int)f->arg[1]) : 0;

    return error < 0 ? error : sys_host(f, SYS_dup2, f->arg[0], f->arg[1], 0, 0, 0, 0);
}

int64_t sys_dup3(struct sys_frame *f)
{
    int error =
        sys_fd_hidden(f->process, (int)f->arg[1]) ? sys_fd_move(f->process, (int)f->arg[1]) : 0;

    if (error < 0)
        return error;
    return sys_host(f, SYS_dup3, f->arg[0], f->arg[1],
                    sys_flags_to_host(f->abi, sys_flags_open, f->arg[2]), 0, 0, 0);
}

/* fcntl with a structure behind the pointer. */
static int64_t fcntl_structure(struct sys_frame *f, const struct sys_layout *l, bool in, bool out)
{
    uint64_t host[8];
    int64_t r = in ? sys_get(f, l, host, f->arg[2]) : 0;

    if (r < 0)
        return r;
    r = sys_host(f, SYS_fcntl, f->arg[0], f->arg[1], (uintptr_t)host, 0, 0, 0);
    if (r >= 0 && out) {
        int error = sys_put(f, l, f->arg[2], host);

        return error < 0 ? error : r;
    }
    return r;
}

int64_t sys_fcntl(struct sys_frame *f)
{
    uint64_t v = f->arg[2];
    int64_t r;

    switch (f->arg[1]) {
    case F_GETFL:
        r = sys_host(f, SYS_fcntl, f->arg[0], F_GETFL, 0, 0, 0, 0);
        return r < 0 ? r : (int64_t)sys_flags_to_guest(f->abi, sys_flags_open, (uint64_t)r);
    case F_SETFL:
        v = sys_flags_to_host(f->abi, sys_flags_open, v);
        break;
    case F_GETLK:
    case F_OFD_GETLK:
        return fcntl_structure(f, &sys_layout_flock, true, true);
    case F_SETLK:
    case F_SETLKW:
    case F_OFD_SETLK:
    case F_OFD_SETLKW:
        return fcntl_structure(f, &sys_layout_flock, true, false);
    case F_SETOWN_EX:
        return fcntl_structure(f, &sys_layout_f_owner_ex, true, false);
    case F_GETOWN_EX:
        return fcntl_structure(f, &sys_layout_f_owner_ex, false, true);
    case F_SETSIG:
        v = (uint64_t)sys_signal_to_host(f->abi, (int)v);
        break;
    case F_GETSIG:
        r = sys_host(f, SYS_fcntl, f->arg[0], F_GETSIG, 0, 0, 0, 0);
        return r < 0 ? r : sys_signal_to_guest(f->abi, (int)r);
    case F_GET_RW_HINT:
    case F_SET_RW_HINT:
    case F_GET_FILE_RW_HINT:
    case F_SET_FILE_RW_HINT:
        if (!mem_range_ok(v, 8))
            return -EFAULT;
        break;
    default:
        break;
    }
    return sys_host(f, SYS_fcntl, f->arg[0], f->arg[1], v, 0, 0, 0);
}

struct iovec *sys_iov_remote(struct sys_frame *f, uint64_t addr, uint64_t n, int *error)
{
    struct iovec *host;
    unsigned align, size = sys_layout_size(&sys_layout_iovec, f->model, &align);

    *error = n > IOV_MAX ? -EINVAL : 0;
    host = *error ? NULL : sys_scratch(f, (n ? n : 1) * sizeof(*host));
    if (!host) {
        *error = *error ? *error : -ENOMEM;
        return NULL;
    }
    if (sys_layout_same(&sys_layout_iovec, f->model))
        *error = n ? mem_read(f->process, host, addr, n * sizeof(*host)) : 0;
    else
        for (uint64_t i = 0; i < n && !*error; i++)
            *error = sys_get(f, &sys_layout_iovec, &host[i], addr + i * size);
    return *error ? NULL : host;
}

struct iovec *sys_iov(struct sys_frame *f, uint64_t addr, uint64_t n, int *error)
{
    struct iovec *host = sys_iov_remote(f, addr, n, error);

    for (uint64_t i = 0; host && i < n; i++) {
        host[i].iov_base = (void *)(uintptr_t)sys_address(f, (uintptr_t)host[i].iov_base);
        if ((int64_t)host[i].iov_len < 0)
            *error = -EINVAL;
        else if (host[i].iov_len && !mem_range_ok((uintptr_t)host[i].iov_base, host[i].iov_len))
            *error = -EFAULT;
        if (*error)
            return NULL;
    }
    return host;
}

/* readv, writev and the positioned ones: the offset is two words, low and high. */
int64_t sys_vector(struct sys_frame *f)
{
    int error;
    struct iovec *iov = sys_iov(f, f->arg[1], f->arg[2], &error);
    uint64_t low = f->arg[3], high = f->arg[4];

    if (!iov)
        return error;
    if (f->model->word == 4) {
        low = (uint32_t)low | high << 32;
        high = 0;
    }
    return sys_host(f, sys_host_nr[f->id], f->arg[0], (uintptr_t)iov, f->arg[2], low, high,
                    f->arg[5]);
}

static bool on_proc(uint64_t fd)
{
    struct statfs s;

    return sys_raw(SYS_fstatfs, fd, (uintptr_t)&s, 0, 0, 0, 0) == 0 && s.f_type == PROC_SUPER_MAGIC;
}

/* struct linux_dirent64: ino and off of 8 bytes, reclen of 2, type, name. */
enum { DIRENT_RECLEN = 16, DIRENT_NAME = 19 };

/* Takes dragoman's descriptors out of n bytes of directory entries; the bytes left. */
static size_t filter(struct sys_frame *f, uint8_t *buf, size_t n)
{
    size_t from = 0, to = 0;

    while (from < n) {
        uint16_t len;
        const char *name = (const char *)buf + from + DIRENT_NAME;

        memcpy(&len, buf + from + DIRENT_RECLEN, sizeof(len));
        if (!sys_fd_hidden(f->process, (int)text_number(name))) {
            memmove(buf + to, buf + from, len);
            to += len;
        }
        from += len;
    }
    return to;
}

static void swap_entries(uint8_t *buf, size_t n)
{
    for (size_t at = 0; at < n;) {
        uint64_t v[2];
        uint16_t len, swapped;

        memcpy(v, buf + at, sizeof(v));
        memcpy(&len, buf + at + DIRENT_RECLEN, sizeof(len));
        v[0] = __builtin_bswap64(v[0]);
        v[1] = __builtin_bswap64(v[1]);
        swapped = __builtin_bswap16(len);
        memcpy(buf + at, v, sizeof(v));
        memcpy(buf + at + DIRENT_RECLEN, &swapped, sizeof(swapped));
        at += len;
    }
}

int64_t sys_getdents64(struct sys_frame *f)
{
    uint64_t size = f->arg[2];
    uint8_t *buf;
    int error;

    if (!mem_range_ok(f->arg[1], size))
        return -EFAULT;
    if (!f->model->big_endian && !on_proc(f->arg[0]))
        return sys_host(f, SYS_getdents64, f->arg[0], f->arg[1], size, 0, 0, 0);
    size = size < PATH_MAX ? size : PATH_MAX;
    buf = sys_scratch(f, size);
    if (!buf)
        return -ENOMEM;
    for (;;) {
        int64_t n = sys_host(f, SYS_getdents64, f->arg[0], (uintptr_t)buf, size, 0, 0, 0);
        size_t kept;

        if (n <= 0)
            return n;
        kept = filter(f, buf, (size_t)n);
        if (kept == 0)
            continue; /* nothing is left, but it is not the end */
        if (f->model->big_endian)
            swap_entries(buf, kept);
        error = mem_write(f->process, f->arg[1], buf, kept);
        return error < 0 ? error : (int64_t)kept;
    }
}

/* struct linux_dirent: ino and off are words, the type is the record's last byte. */
int64_t sys_getdents(struct sys_frame *f)
{
    unsigned word = f->model->word;
    uint64_t size = f->arg[2] < PATH_MAX ? f->arg[2] : PATH_MAX, to = 0;
    uint8_t *buf = sys_scratch(f, size);
    int64_t n, error = buf ? 0 : -ENOMEM;
    uint8_t out[512];

    /* Records of the guest are never longer than those of 64 bits. */
    n = error ? error : sys_host(f, SYS_getdents64, f->arg[0], (uintptr_t)buf, size, 0, 0, 0);
    if (n <= 0)
        return n;
    n = (int64_t)filter(f, buf, (size_t)n);
    for (int64_t at = 0; at < n && error == 0;) {
        const char *name = (const char *)buf + at + DIRENT_NAME;
        size_t name_len = strlen(name) + 1;
        size_t len = bits_align_up(2 * word + 2 + name_len + 1, word);
        uint64_t v[2];
        uint16_t reclen;

        memcpy(v, buf + at, sizeof(v));
        memcpy(&reclen, buf + at + DIRENT_RECLEN, sizeof(reclen));
        if (word == 4 && (v[0] >> 32 || v[1] >> 32))
            return -EOVERFLOW;
        memset(out, 0, sizeof(out));
        memcpy(out + 2 * word + 2, name, name_len);
        out[len - 1] = buf[at + 18];
        error = mem_write(f->process, f->arg[1] + to, out, len);
        if (error == 0)
            error = sys_put_int(f, word, f->arg[1] + to, v[0]);
        if (error == 0)
            error = sys_put_int(f, word, f->arg[1] + to + word, v[1]);
        if (error == 0)
            error = sys_put_int(f, 2, f->arg[1] + to + 2 * word, len);
        to += len;
        at += reclen;
    }
    return error < 0 ? error : (int64_t)to;
}

int64_t sys_pidfd_getfd(struct sys_frame *f)
{
    /* The target may be this very process: a copy of what is hidden is not to be had. */
    if (sys_fd_hidden(f->process, (int)f->arg[1]))
        return -EBADF;
    return sys_host(f, SYS_pidfd_getfd, f->arg[0], f->arg[1], f->arg[2], 0, 0, 0);
}
