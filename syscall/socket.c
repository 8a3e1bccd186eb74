/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets: addresses, messages and their ancillary data, options. */
#define _GNU_SOURCE
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>

#include "base/bits.h"
#include "syscall/engine.h"
#include "syscall/kernel.h"

#define MAX_CONTROL 65536
#define MAX_MESSAGES 1024 /* UIO_MAXIOV */

/* sa_family is in the guest's byte order; what follows is in the network's, but for these. */
static void swap_address(uint8_t *addr, unsigned len)
{
    uint16_t family;
    uint32_t word;

    if (len < sizeof(family))
        return;
    memcpy(&family, addr, sizeof(family));
    family = __builtin_bswap16(family);
    memcpy(addr, &family, sizeof(family));
    /* sockaddr_nl: pid and groups; both spellings of the family have been seen by now. */
    for (unsigned at = 4;
         (family == AF_NETLINK || family == AF_NETLINK << 8) && at + 4 <= len && at < 12; at += 4) {
        memcpy(&word, addr + at, sizeof(word));
        word = __builtin_bswap32(word);
        memcpy(addr + at, &word, sizeof(word));
    }
}

/* The guest's address in *host: its own memory in the host's byte order, else a copy. */
static int get_address(struct sys_frame *f, uint64_t addr, uint64_t len, uint64_t *host)
{
    uint8_t *copy;
    int r;

    *host = addr;
    if (!addr)
        return 0;
    if ((int64_t)len < 0)
        return -EINVAL;
    if (!mem_range_ok(addr, len))
        return -EFAULT;
    if (!f->model->big_endian || len > sizeof(struct sockaddr_storage))
        return 0;
    copy = sys_scratch(f, sizeof(struct sockaddr_storage));
    if (!copy)
        return -ENOMEM;
    r = mem_read(f->process, copy, addr, len);
    swap_address(copy, (unsigned)len);
    *host = (uintptr_t)copy;
    return r;
}

/* What a call returned at host (room bytes) into the guest's room. */
static int put_address(struct sys_frame *f, uint64_t addr, uint64_t room, uint8_t *host,
                       uint32_t len)
{
    if (f->model->big_endian)
        swap_address(host, len);
    return mem_write(f->process, addr, host, len < room ? len : room);
}

/* A call that returns an address: makes it with room of ours and gives the guest its part. */
static int64_t with_address(struct sys_frame *f, uint64_t addr, uint64_t len_addr, unsigned a)
{
    struct sockaddr_storage room;
    uint64_t host[6], len;
    uint32_t got = sizeof(room);
    int64_t result;
    int r;

    memcpy(host, f->host, sizeof(host));
    if (!addr) {
        host[a] = host[a + 1] = 0;
        return sys_host(f, sys_host_nr[f->id], host[0], host[1], host[2], host[3], host[4],
                        host[5]);
    }
    r = sys_get_int(f, 4, len_addr, &len);
    if (r < 0)
        return r;
    if ((int32_t)len < 0)
        return -EINVAL;
    host[a] = (uintptr_t)&room;
    host[a + 1] = (uintptr_t)&got;
    result = sys_host(f, sys_host_nr[f->id], host[0], host[1], host[2], host[3], host[4], host[5]);
    if (result < 0)
        return result;
    r = put_address(f, addr, len, (uint8_t *)&room, got);
    if (r == 0)
        r = sys_put_int(f, 4, len_addr, got);
    return r < 0 ? r : result;
}

int64_t sys_bind(struct sys_frame *f)
{
    uint64_t addr;
    int r = get_address(f, f->arg[1], f->arg[2], &addr);

    return r < 0 ? r : sys_host(f, sys_host_nr[f->id], f->arg[0], addr, f->arg[2], 0, 0, 0);
}

int64_t sys_accept(struct sys_frame *f)
{
    memcpy(f->host, f->arg, sizeof(f->host));
    f->host[3] =
        f->id == SYS_ID_accept4 ? sys_flags_to_host(f->abi, sys_flags_socktype, f->arg[3]) : 0;
    return with_address(f, f->arg[1], f->arg[2], 1);
}

int64_t sys_sendto(struct sys_frame *f)
{
    uint64_t addr;
    int r = get_address(f, f->arg[4], f->arg[5], &addr);

    if (r < 0 || !mem_range_ok(f->arg[1], f->arg[2]))
        return r < 0 ? r : -EFAULT;
    return sys_host(f, SYS_sendto, f->arg[0], f->arg[1], f->arg[2], f->arg[3], addr, f->arg[5]);
}

int64_t sys_recvfrom(struct sys_frame *f)
{
    if (!mem_range_ok(f->arg[1], f->arg[2]))
        return -EFAULT;
    memcpy(f->host, f->arg, sizeof(f->host));
    return with_address(f, f->arg[4], f->arg[5], 4);
}

/* Does ancillary data need conversion at all? */
static bool same_control(const struct sys_frame *f)
{
    return sys_layout_same(&sys_layout_cmsghdr, f->model);
}

/* The payload of a message, where its form depends on the guest; to: into the guest's order. */
static void convert_payload(struct sys_frame *f, const struct kernel_cmsghdr *h, uint8_t *data,
                            size_t len)
{
    bool words = h->level == SOL_SOCKET && (h->type == SCM_RIGHTS || h->type == SCM_CREDENTIALS);

    for (size_t at = 0; f->model->big_endian && words && at + 4 <= len; at += 4) {
        uint32_t v;

        memcpy(&v, data + at, sizeof(v));
        v = __builtin_bswap32(v);
        memcpy(data + at, &v, sizeof(v));
    }
}

/* Guest control bytes as the host's in scratch. The length, or -errno. */
static int64_t get_control(struct sys_frame *f, uint64_t addr, uint64_t len, uint8_t **out)
{
    unsigned align, head = sys_layout_size(&sys_layout_cmsghdr, f->model, &align);
    uint64_t at = 0, to = 0;

    *out = sys_scratch(f, 2 * len + 64);
    if (!*out)
        return -ENOMEM;
    while (at + head <= len) {
        struct kernel_cmsghdr h;
        uint64_t data;
        int r = sys_get(f, &sys_layout_cmsghdr, &h, addr + at);

        if (r < 0)
            return r;
        if (h.len < head || h.len > len - at)
            return -EINVAL;
        data = h.len - head;
        if (to + sizeof(h) + data > 2 * len + 64)
            return -EINVAL;
        r = mem_read(f->process, *out + to + sizeof(h), addr + at + head, data);
        if (r < 0)
            return r;
        convert_payload(f, &h, *out + to + sizeof(h), data);
        at += bits_align_up(h.len, f->model->word);
        h.len = sizeof(h) + data;
        memcpy(*out + to, &h, sizeof(h));
        to += bits_align_up(h.len, 8);
    }
    return (int64_t)to;
}

/* Host control bytes to the guest; *used is what its buffer holds then. */
static int put_control(struct sys_frame *f, uint64_t addr, uint64_t room, uint8_t *host,
                       uint64_t len, uint64_t *used, uint32_t *flags)
{
    unsigned align, head = sys_layout_size(&sys_layout_cmsghdr, f->model, &align);
    uint64_t at = 0, to = 0;
    int r = 0;

    while (at + sizeof(struct kernel_cmsghdr) <= len && r == 0) {
        struct kernel_cmsghdr h;
        uint64_t data, next;

        memcpy(&h, host + at, sizeof(h));
        if (h.len < sizeof(h) || h.len > len - at)
            break;
        data = h.len - sizeof(h);
        next = at + bits_align_up(h.len, 8);
        if (to + head + data > room) {
            *flags |= MSG_CTRUNC;
            break;
        }
        convert_payload(f, &h, host + at + sizeof(h), data);
        r = mem_write(f->process, addr + to + head, host + at + sizeof(h), data);
        h.len = head + data;
        if (r == 0)
            r = sys_put(f, &sys_layout_cmsghdr, addr + to, &h);
        to += bits_align_up(h.len, f->model->word);
        at = next;
    }
    *used = to < room ? to : room;
    return r;
}

/* A message header on its way: the guest's, and the one for the kernel. */
struct message {
    struct kernel_msghdr guest, host;
    struct sockaddr_storage name;
    uint8_t *control;
};

static int get_message(struct sys_frame *f, uint64_t addr, struct message *m, bool sending)
{
    struct kernel_msghdr *h = &m->host;
    int r = sys_get(f, &sys_layout_msghdr, &m->guest, addr);

    if (r < 0)
        return r;
    m->guest.name = sys_address(f, m->guest.name);
    m->guest.iov = sys_address(f, m->guest.iov);
    m->guest.control = sys_address(f, m->guest.control);
    *h = m->guest;
    if (h->namelen < 0)
        return -EINVAL;
    h->iov = (uintptr_t)sys_iov(f, h->iov, h->iovlen, &r);
    if (r < 0)
        return r == -EINVAL && h->iovlen > MAX_MESSAGES ? -EMSGSIZE : r;
    if (h->name && !sending) {
        h->name = (uintptr_t)&m->name;
        h->namelen = sizeof(m->name);
    } else if (h->name) {
        r = get_address(f, m->guest.name, (uint32_t)h->namelen, &h->name);
    }
    if (r < 0 || !h->control || !h->controllen)
        return r;
    if (!mem_range_ok(h->control, h->controllen))
        return -EFAULT;
    if (same_control(f))
        return 0;
    if (h->controllen > MAX_CONTROL)
        return -ENOBUFS;
    if (sending) {
        int64_t n = get_control(f, h->control, h->controllen, &m->control);

        h->controllen = n < 0 ? 0 : (uint64_t)n;
        r = n < 0 ? (int)n : 0;
    } else {
        h->controllen = 2 * h->controllen + 64;
        m->control = sys_scratch(f, h->controllen);
        r = m->control ? 0 : -ENOMEM;
    }
    h->control = (uintptr_t)m->control;
    return r;
}

/* After recvmsg: names, control data, lengths and flags go back. */
static int put_message(struct sys_frame *f, uint64_t addr, struct message *m)
{
    struct kernel_msghdr out = m->guest;
    int r = 0;

    out.flags = m->host.flags;
    out.controllen = m->host.controllen;
    if (m->guest.name) {
        r = put_address(f, m->guest.name, (uint64_t)m->guest.namelen, (uint8_t *)&m->name,
                        (uint32_t)m->host.namelen);
        out.namelen = m->host.namelen;
    }
    if (r == 0 && m->control)
        r = put_control(f, m->guest.control, m->guest.controllen, m->control, m->host.controllen,
                        &out.controllen, &out.flags);
    return r < 0 ? r : sys_put(f, &sys_layout_msghdr, addr, &out);
}

int64_t sys_sendmsg(struct sys_frame *f)
{
    struct message m = {0};
    int r = get_message(f, f->arg[1], &m, true);

    return r < 0 ? r : sys_host(f, SYS_sendmsg, f->arg[0], (uintptr_t)&m.host, f->arg[2], 0, 0, 0);
}

int64_t sys_recvmsg(struct sys_frame *f)
{
    struct message m = {0};
    int64_t result;
    int r = get_message(f, f->arg[1], &m, false);

    if (r < 0)
        return r;
    result = sys_host(f, SYS_recvmsg, f->arg[0], (uintptr_t)&m.host, f->arg[2], 0, 0, 0);
    r = result < 0 ? 0 : put_message(f, f->arg[1], &m);
    return r < 0 ? r : result;
}

/* n messages with their headers for the kernel side by side. */
static int get_messages(struct sys_frame *f, struct message **m, struct kernel_mmsghdr **host,
                        uint64_t *n, bool sending)
{
    unsigned align, size = sys_layout_size(&sys_layout_mmsghdr, f->model, &align);

    if (*n > MAX_MESSAGES)
        *n = MAX_MESSAGES;
    *m = sys_scratch(f, (*n + 1) * sizeof(**m));
    *host = sys_scratch(f, (*n + 1) * sizeof(**host));
    if (!*m || !*host)
        return -ENOMEM;
    memset(*m, 0, *n * sizeof(**m));
    memset(*host, 0, *n * sizeof(**host));
    for (uint64_t i = 0; i < *n; i++) {
        int r = get_message(f, f->arg[1] + i * size, &(*m)[i], sending);

        if (r < 0 && i == 0)
            return r;
        if (r < 0) {
            *n = i; /* those before are sent; the next call meets the error */
            return 0;
        }
        (*host)[i].hdr = (*m)[i].host;
    }
    return 0;
}

/* msg_len of each message that was done, and for received ones the rest. */
static int put_messages(struct sys_frame *f, struct message *m, const struct kernel_mmsghdr *host,
                        int64_t n, bool sending)
{
    unsigned align, size = sys_layout_size(&sys_layout_mmsghdr, f->model, &align);
    unsigned len_at = sys_layout_offset(&sys_layout_mmsghdr, f->model, 1);
    int r = 0;

    for (int64_t i = 0; i < n && r == 0; i++) {
        uint64_t addr = f->arg[1] + (uint64_t)i * size;

        m[i].host = host[i].hdr;
        if (!sending)
            r = put_message(f, addr, &m[i]);
        if (r == 0)
            r = sys_put_int(f, 4, addr + len_at, host[i].len);
    }
    return r;
}

int64_t sys_sendmmsg(struct sys_frame *f)
{
    struct message *m;
    struct kernel_mmsghdr *host;
    uint64_t n = f->arg[2];
    int64_t result;
    int r = get_messages(f, &m, &host, &n, true);

    if (r < 0)
        return r;
    result = sys_host(f, SYS_sendmmsg, f->arg[0], (uintptr_t)host, n, f->arg[3], 0, 0);
    r = put_messages(f, m, host, result, true);
    return r < 0 ? r : result;
}

int64_t sys_recvmmsg(struct sys_frame *f)
{
    struct timespec timeout;
    struct message *m;
    struct kernel_mmsghdr *host;
    uint64_t n = f->arg[2];
    int64_t result;
    int r = f->arg[4] ? sys_get(f, &sys_layout_timespec, &timeout, f->arg[4]) : 0;

    if (r == 0)
        r = get_messages(f, &m, &host, &n, false);
    if (r < 0)
        return r;
    result = sys_host(f, SYS_recvmmsg, f->arg[0], (uintptr_t)host, n, f->arg[3],
                      f->arg[4] ? (uintptr_t)&timeout : 0, 0);
    r = put_messages(f, m, host, result, false);
    if (r == 0 && f->arg[4] && result >= 0)
        r = sys_put(f, &sys_layout_timespec, f->arg[4], &timeout);
    return r < 0 ? r : result;
}

/* Options whose value is a structure with words in it, or more than one integer. */
static const struct sys_layout *option_layout(uint64_t level, uint64_t name)
{
    if (level != SOL_SOCKET)
        return NULL;
    switch (name) {
    case SO_LINGER:
        return &sys_layout_linger;
    case SO_RCVTIMEO:
    case SO_SNDTIMEO:
        return &sys_layout_timeval;
    default:
        return NULL;
    }
}

int64_t sys_setsockopt(struct sys_frame *f)
{
    const struct sys_layout *l = option_layout(f->arg[1], f->arg[2]);
    uint64_t len = f->arg[4], v;
    uint8_t host[64];
    unsigned align;
    int r;

    if (!mem_range_ok(f->arg[3], (uint32_t)len))
        return -EFAULT;
    if (l && !sys_layout_same(l, f->model)) {
        if (len < sys_layout_size(l, f->model, &align))
            return -EINVAL;
        r = sys_get(f, l, host, f->arg[3]);
        if (r < 0)
            return r;
        return sys_host(f, SYS_setsockopt, f->arg[0], f->arg[1], f->arg[2], (uintptr_t)host,
                        l->host_size, 0);
    }
    if (f->model->big_endian && len == 4) {
        uint32_t word;

        r = sys_get_int(f, 4, f->arg[3], &v);
        word = (uint32_t)v;
        return r < 0 ? r
                     : sys_host(f, SYS_setsockopt, f->arg[0], f->arg[1], f->arg[2],
                                (uintptr_t)&word, 4, 0);
    }
    return sys_host(f, SYS_setsockopt, f->arg[0], f->arg[1], f->arg[2], f->arg[3], len, 0);
}

int64_t sys_getsockopt(struct sys_frame *f)
{
    const struct sys_layout *l = option_layout(f->arg[1], f->arg[2]);
    uint64_t len;
    uint32_t got, word = 0;
    uint8_t host[64];
    unsigned align, size = l ? sys_layout_size(l, f->model, &align) : 4;
    int64_t result;
    int r = sys_get_int(f, 4, f->arg[4], &len);

    if (r < 0)
        return r;
    if ((int32_t)len < 0)
        return -EINVAL;
    if (!mem_range_ok(f->arg[3], len))
        return -EFAULT;
    if (l && !sys_layout_same(l, f->model) && len >= size) {
        got = l->host_size;
        result = sys_host(f, SYS_getsockopt, f->arg[0], f->arg[1], f->arg[2], (uintptr_t)host,
                          (uintptr_t)&got, 0);
        r = result < 0 ? 0 : sys_put(f, l, f->arg[3], host);
        got = size;
    } else if (f->model->big_endian && len == 4) {
        got = 4;
        result = sys_host(f, SYS_getsockopt, f->arg[0], f->arg[1], f->arg[2], (uintptr_t)&word,
                          (uintptr_t)&got, 0);
        r = result < 0 ? 0 : sys_put_int(f, 4, f->arg[3], word);
    } else {
        got = (uint32_t)len;
        result = sys_host(f, SYS_getsockopt, f->arg[0], f->arg[1], f->arg[2], f->arg[3],
                          (uintptr_t)&got, 0);
    }
    if (result >= 0 && r == 0)
        r = sys_put_int(f, 4, f->arg[4], got);
    return r < 0 ? r : result;
}
