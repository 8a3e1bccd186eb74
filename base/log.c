/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cpu.h"
#include "base/process.h"

#define LINE_SIZE 4096

static const struct {
    const char *name;
    uint32_t item;
} items_by_name[] = {
    {"in_asm", LOG_IN_ASM},
    {"ir", LOG_IR},
    {"ir_opt", LOG_IR_OPT},
    {"out_asm", LOG_OUT_ASM},
    {"exec", LOG_EXEC},
    {"unimp", LOG_UNIMP},
    {"page", LOG_PAGE},
    {"strace", LOG_STRACE},
    /* QEMU's names for these, and its items that have nothing here to show. */
    {"op", LOG_IR},
    {"op_opt", LOG_IR_OPT},
    {"op_ind", LOG_IR_OPT},
    {"int", 0},
    {"cpu", 0},
    {"fpu", 0},
    {"mmu", 0},
    {"pcall", 0},
    {"cpu_reset", 0},
    {"guest_errors", 0},
    {"nochain", 0},
    {"tid", 0},
    {"vpu", 0},
    {"invalid_mem", 0},
};

/* The item of a name of that length, or -EINVAL. */
static int64_t item_of(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof(items_by_name) / sizeof(items_by_name[0]); i++) {
        const char *n = items_by_name[i].name;
        if (strlen(n) == len && memcmp(n, name, len) == 0) {
            return items_by_name[i].item;
        }
    }
    return -EINVAL;
}

int log_parse(const char *items, uint32_t *mask)
{
    uint32_t result = 0;
    for (const char *p = items;; p++) {
        size_t len = strcspn(p, ",");
        int64_t item = item_of(p, len);
        if (item < 0) {
            return -EINVAL;
        }
        result |= (uint32_t)item;
        p += len;
        if (*p == '\0') {
            break;
        }
    }
    *mask |= result;
    return 0;
}

/* The number at *p, which moves behind it. False: there is none. */
static bool take_number(const char **p, uint64_t *value)
{
    char *end;
    errno = 0;
    *value = strtoull(*p, &end, 0);
    bool good = end != *p && **p >= '0' && **p <= '9' && errno == 0;
    *p = end;
    return good;
}

int log_parse_filter(const char *text, struct log_filter *filter)
{
    const char *p = text;
    for (filter->n = 0; filter->n < LOG_RANGES; p++) {
        uint64_t a, b;
        bool good = take_number(&p, &a);
        char form = *p++;
        if (!good || (form == '.' && *p++ != '.') || !take_number(&p, &b)) {
            return -EINVAL;
        }
        bool up = form == '+', down = form == '-';
        if ((!up && !down && form != '.') || ((up || down) && b == 0)) {
            return -EINVAL;
        }
        filter->ranges[filter->n].first = down ? a - (b - 1) : a;
        filter->ranges[filter->n].last = up ? a + (b - 1) : down ? a : b;
        filter->n++;
        if (*p != ',') {
            return *p ? -EINVAL : 0;
        }
    }
    return -EINVAL;
}

void log_set(uint32_t mask, int fd)
{
    current->process->log = (struct log){.mask = mask, .fd = fd};
}

bool log_on(enum log_item item)
{
    return current && current->process && (current->process->log.mask & item);
}

bool log_on_at(enum log_item item, uint64_t pc)
{
    if (!log_on(item)) {
        return false;
    }
    const struct log_filter *f = &current->process->log.filter;
    for (unsigned i = 0; i < f->n; i++) {
        if (pc >= f->ranges[i].first && pc <= f->ranges[i].last) {
            return true;
        }
    }
    return f->n == 0;
}

/* All of the text, or as much as the descriptor takes. */
static void write_all(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, text, len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return;
        }
        text += n;
        len -= (size_t)n;
    }
}

static size_t clamp_length(int printed, size_t size)
{
    if (printed < 0) {
        return 0;
    }
    return (size_t)printed < size ? (size_t)printed : size - 1;
}

void log_line(const char *format, ...)
{
    char line[LINE_SIZE];
    va_list args;
    int saved = errno;
    va_start(args, format);
    size_t len = clamp_length(vsnprintf(line, sizeof(line), format, args), sizeof(line));
    va_end(args);
    int fd = current && current->process && current->process->log.mask ? current->process->log.fd
                                                                       : STDERR_FILENO;
    write_all(fd, line, len);
    errno = saved;
}

void log_perf(const void *start, uint64_t size, uint64_t pc)
{
    const struct log *l = &current->process->log;
    char line[64];
    if (l->perf_fd <= 0 || l->perf_pid != getpid()) {
        return;
    }
    int n = snprintf(line, sizeof(line), "%llx %llx 0x%llx\n", (unsigned long long)(uintptr_t)start,
                     (unsigned long long)size, (unsigned long long)pc);
    write_all(l->perf_fd, line, clamp_length(n, sizeof(line)));
}

void log_error(const char *format, ...)
{
    char line[LINE_SIZE] = "dragoman: ";
    size_t start = strlen(line), room = sizeof(line) - start - 1;
    va_list args;
    int saved = errno;
    va_start(args, format);
    size_t len = start + clamp_length(vsnprintf(line + start, room, format, args), room);
    va_end(args);
    line[len++] = '\n';
    write_all(STDERR_FILENO, line, len);
    errno = saved;
}
