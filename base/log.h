/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The -d log: items, and lines written with one write(2) each; no malloc, no stdio stream. */
#ifndef DRAGOMAN_BASE_LOG_H
#define DRAGOMAN_BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>

enum log_item {
    LOG_IN_ASM = 1 << 0,
    LOG_IR = 1 << 1,
    LOG_IR_OPT = 1 << 2,
    LOG_OUT_ASM = 1 << 3,
    LOG_EXEC = 1 << 4,
    LOG_UNIMP = 1 << 5,
    LOG_PAGE = 1 << 6,
    LOG_STRACE = 1 << 7,
};

/* Parses a comma-separated list of item names. 0, or -EINVAL with nothing changed. */
int log_parse(const char *items, uint32_t *mask);
struct log_filter;
/* Parses FIRST..LAST, START+LENGTH or LAST-LENGTH, several with commas between them. 0, or -EINVAL
 * with an unknown part stored. */
int log_parse_filter(const char *text, struct log_filter *filter);
/* Chooses what current's process logs and the descriptor it goes to. */
void log_set(uint32_t mask, int fd);
/* Is item wanted? False where the thread has no cpu yet. */
bool log_on(enum log_item item);
/* Is it wanted for the code at this guest address? */
bool log_on_at(enum log_item item, uint64_t pc);
/* One formatted line (the caller writes its newline), at most 4 KiB, async-signal-safe. */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A line of perf's map of generated code (perf-report(1)): size bytes at start are of guest code at
 * pc. Nothing without -perfmap, and in processes that came from fork. */
void log_perf(const void *start, uint64_t size, uint64_t pc);
/* "dragoman: ..." and a newline on standard error, whatever is logged. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
