/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What one guest process consists of, and the calls from the lower layers up to the one that
 * composes them (linux-user fills the operations).
 */
#ifndef DRAGOMAN_BASE_PROCESS_H
#define DRAGOMAN_BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cpu;
struct process;
struct guest;      /* translate/guest/guest.h */
struct guest_mem;  /* base/mem.h */
struct translator; /* translate/translate.h */

#define LOG_RANGES 8

/* -dfilter: guest addresses from first to last, none: all. */
struct log_filter {
    unsigned n;
    struct {
        uint64_t first, last;
    } ranges[LOG_RANGES];
};

/* What is logged and where (base/log.h). */
struct log {
    uint32_t mask; /* enum log_item; 0: nothing */
    int fd;
    struct log_filter filter;
    int perf_fd, perf_pid; /* -perfmap: the file, 0 none, and the process it is of */
};

struct process_ops {
    /* The bytes or the executability of [start, start + len) changed: translations are stale.
     * Called with the memory lock not held, after the change. */
    void (*code_changed)(struct process *p, uint64_t start, uint64_t len);
    /* cpu is about to run code that other threads' stores must be tagged for (translate.h,
     * tr_pair_met). True: it has to leave its code first. May be NULL: there are no others. */
    bool (*pair_met)(struct cpu *cpu);
    /* From now on tr_sample shall be called every few milliseconds of CPU time, for the thread that
     * calls this, until it wants no more. 0, or -errno (-EAGAIN: not now). May be NULL. */
    int (*sample)(struct cpu *cpu);
    /* memcpy where one side may be bad guest memory. 0, or -EFAULT with an unknown part copied. */
    int (*safe_copy)(void *dst, const void *src, size_t len);
    /* Files of translations (translate/cache.h), by their keys. Maps one in dragoman's window, to
     * be read by safe_copy and given to own_unmap; *size in bytes. NULL: none. May be NULL. */
    const void *(*cache_load)(uint64_t key, size_t *size);
    /* Begins one, to come in the place of what is there: its descriptor, or -errno. May be NULL. */
    int (*cache_create)(uint64_t key);
    /* 0, or -errno. */
    int (*cache_write)(int fd, const void *data, size_t size, uint64_t offset);
    /* Closes it; it takes its place, unless drop. 0, or -errno. */
    int (*cache_finish)(int fd, uint64_t key, bool drop);
};

struct process {
    const struct process_ops *ops;
    const struct guest *guest;
    struct guest_mem *mem;
    uint64_t limit_all, limit_data; /* mem_set_limits */
    struct translator *translator;
    void *syscall; /* state of syscall/ */
    void *user;    /* state of linux-user/ */
    struct log log;
};

#endif
