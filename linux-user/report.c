/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of a profile. Written where the process ends, so the C library's heap is free for it. */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "linux-user/listing.h"
#include "linux-user/profile.h"
#include "linux-user/symbols.h"
#include "syscall/syscall_numbers.h"
#include "translate/translate.h"

enum {
    HELPERS_SHOWN = 40,
    CALLS_SHOWN = 25,
    KINDS_SHOWN = 40,
    FUNCTIONS_SHOWN = 50,
    FUNCTIONS_LISTED = 12
};

/* A signal and a pipe that is full for now cost nothing; behind an error nothing is written. */
static void flush(struct report *r)
{
    for (size_t at = 0; at < r->used && r->error == 0;) {
        ssize_t n = write(r->fd, r->text + at, r->used - at);
        if (n > 0) {
            at += (size_t)n;
        } else if (n < 0 && errno == EAGAIN) {
            struct pollfd wait = {.fd = r->fd, .events = POLLOUT};
            poll(&wait, 1, -1);
        } else if (n == 0 || errno != EINTR) {
            r->error = n < 0 ? errno : EIO;
        }
    }
    r->used = 0;
}

void report_put(struct report *r, const char *format, ...)
{
    va_list args;
    if (sizeof(r->text) - r->used < REPORT_LINE) {
        flush(r);
    }
    va_start(args, format);
    int n = vsnprintf(r->text + r->used, REPORT_LINE, format, args);
    va_end(args);
    if (n > 0) {
        r->used += (size_t)n < REPORT_LINE ? (size_t)n : REPORT_LINE - 1;
    }
}

void report_plain(char *out, size_t size, const char *text)
{
    size_t n = 0;
    for (; text[n] && n + 1 < size; n++) {
        out[n] = (unsigned char)text[n] < ' ' || text[n] == 0x7f ? '?' : text[n];
    }
    out[n] = '\0';
}

unsigned report_permille(uint64_t part, uint64_t all)
{
    return all ? (unsigned)((part * 1000 + all / 2) / all) : 0;
}

/* Hundredths of part / of. */
static unsigned long long ratio(uint64_t part, uint64_t of)
{
    return of ? (unsigned long long)((part * 100 + of / 2) / of) : 0;
}

static void put_time(struct report *r, const char *name, uint64_t ms)
{
    unsigned share = report_permille(ms, r->total);
    report_put(r, "  %-34s %8llu.%03llu s %4u.%u %%\n", name, (unsigned long long)ms / 1000,
               (unsigned long long)ms % 1000, share / 10, share % 10);
}

static void put_number(struct report *r, const char *name, uint64_t n)
{
    report_put(r, "  %-34s %14llu\n", name, (unsigned long long)n);
}

static void put_ratio(struct report *r, const char *name, uint64_t part, uint64_t of)
{
    unsigned long long x = ratio(part, of);
    report_put(r, "  %-34s %11llu.%02llu\n", name, x / 100, x % 100);
}

static void put_times(struct report *r, const struct profile *p, const struct tr_profile *t)
{
    static const char *const names[TR_N_PLACES] = {
        [TR_PLACE_CODE] = "translated code",
        [TR_PLACE_STUB] = "between code and C",
        [TR_PLACE_HELPER] = "helpers",
        [TR_PLACE_REPAIR] = "repairs by signal handlers",
        [TR_PLACE_INTERPRETER] = "interpreter",
        [TR_PLACE_TRANSLATION] = "translation",
        [TR_PLACE_LOOP] = "run loop, lookups, signals",
    };
    report_put(r, "\nCPU time, by %llu samples\n", (unsigned long long)p->samples);
    put_time(r, "all", p->weight);
    for (unsigned i = 0; i < TR_N_PLACES; i++) {
        put_time(r, names[i], t->place[i]);
    }
    put_time(r, "system calls: the kernel", p->in_kernel);
    put_time(r, "system calls: around it", p->in_emulation);
}

static void put_translation(struct report *r, const struct tr_profile *t, struct process *process)
{
    report_put(r, "\ntranslation\n");
    put_number(r, "units (regions)", t->units);
    put_number(r, "blocks", t->blocks);
    put_number(r, "guest instructions", t->insns);
    if (t->executed > 0) {
        put_number(r, "  of these never executed", t->never_insns);
    }
    if (t->stored_units) {
        put_number(r, "units from files", t->stored_units);
        put_number(r, "  guest instructions", t->stored_insns);
    }
    uint64_t all = t->insns + t->stored_insns;
    put_number(r, "ns of CPU per guest instruction", all ? t->ns / all : 0);
    put_ratio(r, "host code bytes per instruction", t->code_bytes, t->insns);
    put_number(r, "host code in use, bytes", t->arena_bytes);
    put_number(r, "records in use, bytes", t->record_bytes);
    put_number(r, "flushes of everything", t->flushes);
    report_put(r, "  registers by the map of now: ");
    const char *name;
    for (unsigned i = 0; (name = tr_profile_mapped(process, i)); i++) {
        report_put(r, " %s", name);
    }
    report_put(r, "\n");
    if (t->uncounted) {
        put_number(r, "units too many to be counted", t->uncounted);
    }
    if (t->lost) {
        put_time(r, "samples without a place", t->lost);
    }
}

static void put_execution(struct report *r, const struct tr_profile *t)
{
    uint64_t ns = t->place[TR_PLACE_CODE] * PROFILE_PERIOD;
    report_put(r, "\nexecution\n");
    if (t->executed > 0) {
        put_number(r, "guest instructions", t->executed);
        put_ratio(r, "ns in code per instruction", ns, t->executed);
        put_number(r, "direct exits from units", t->jumps);
        put_number(r, "indirect jumps", t->indirect_jumps);
        put_number(r, "direct calls", t->calls);
        put_number(r, "indirect calls", t->indirect_calls);
        put_number(r, "returns", t->returns);
    }
    put_number(r, "returns that met no call", t->mismatches);
    put_number(r, "  of these looked up by C", t->mismatch_lookups);
    put_number(r, "indirect branches looked up by C", t->lookups);
    put_number(r, "exits not linked yet", t->unlinked);
    put_number(r, "polls that left code", t->polls);
    put_number(r, "entries into code from C", t->runs);
}

static int by_call_cost(const void *a, const void *b)
{
    const struct tr_profile_call *x = a, *y = b;
    if (x->weight != y->weight) {
        return x->weight < y->weight ? 1 : -1;
    }
    return x->calls < y->calls ? 1 : x->calls > y->calls ? -1 : 0;
}

static void put_helpers(struct report *r, struct process *process)
{
    struct tr_profile_call call, *calls = NULL, *more;
    size_t n = 0;
    for (unsigned i = 0; tr_profile_call(process, i, &call); i++) {
        if (call.calls + call.weight > 0 && (more = realloc(calls, (n + 1) * sizeof(*calls)))) {
            calls = more;
            calls[n++] = call;
        }
    }
    report_put(r,
               "\nhelpers                                           calls        time   share\n");
    if (n > 0) {
        qsort(calls, n, sizeof(*calls), by_call_cost);
    }
    for (size_t i = 0; i < n && i < HELPERS_SHOWN; i++) {
        unsigned share = report_permille(calls[i].weight, r->total);
        report_put(r, "  %-14s %-22s %14llu %7llu ms %4u.%u %%\n", calls[i].kind, calls[i].name,
                   (unsigned long long)calls[i].calls, (unsigned long long)calls[i].weight,
                   share / 10, share % 10);
    }
    free(calls);
}

static const char *call_name(const struct sys_abi *abi, unsigned nr)
{
    unsigned at = nr - abi->first_number;
    unsigned id = nr >= abi->first_number && at < abi->n_numbers ? abi->numbers[at] : SYS_ID_none;
    return id == SYS_ID_none ? "?" : sys_names[id];
}

static void put_calls(struct report *r, const struct profile *p, const struct sys_abi *abi)
{
    bool shown[PROFILE_CALLS] = {false};
    report_put(r,
               "\nsystem calls                                      calls        time   share\n");
    for (unsigned i = 0; i < CALLS_SHOWN; i++) {
        unsigned best = PROFILE_CALLS;
        for (unsigned n = 0; n < PROFILE_CALLS; n++) {
            uint64_t w = best < PROFILE_CALLS ? p->call_weight[best] : 0;
            uint64_t c = best < PROFILE_CALLS ? p->calls[best] : 0;
            if (!shown[n] &&
                (p->call_weight[n] > w || (p->call_weight[n] == w && p->calls[n] > c))) {
                best = n;
            }
        }
        if (best == PROFILE_CALLS) {
            break;
        }
        shown[best] = true;
        unsigned share = report_permille(p->call_weight[best], r->total);
        report_put(r, "  %-37s %14llu %7llu ms %4u.%u %%\n", call_name(abi, best),
                   (unsigned long long)p->calls[best], (unsigned long long)p->call_weight[best],
                   share / 10, share % 10);
    }
}

void report_write(struct cpu *cpu, const struct profile *p, int fd, const char *why)
{
    struct report *r = calloc(1, sizeof(*r));
    char program[REPORT_LINE / 3], reason[REPORT_LINE / 3];
    struct tr_profile t;
    if (!r) {
        return;
    }
    r->cpu = cpu;
    r->fd = fd;
    r->total = p->weight;
    r->symbols = symbols_open();
    tr_profile_get(cpu->process, &t);
    report_plain(program, sizeof(program), p->program);
    report_plain(reason, sizeof(reason), why);
    report_put(r, "dragoman's profile of %s, process %d, until %s\n", program, p->pid, reason);
    put_times(r, p, &t);
    put_translation(r, &t, cpu->process);
    put_execution(r, &t);
    put_helpers(r, cpu->process);
    put_calls(r, p, user_of(cpu)->abi->sys);
    kinds_write(r, t.executed, KINDS_SHOWN);
    if (r->symbols) {
        listing_write(r, FUNCTIONS_SHOWN, FUNCTIONS_LISTED);
        symbols_close(r->symbols);
    }
    report_put(r, "\n");
    flush(r);
    if (r->error) {
        log_error("profile of %s: %s", p->program, strerror(r->error));
    }
    free(r);
}
