/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest functions by what they cost, with their code. */
#include "linux-user/listing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "host/host.h"
#include "linux-user/symbols.h"
#include "linux-user/user.h"
#include "translate/translate.h"

enum {
    GUEST_COLUMN = 46,
    UNIT_SHARE = 50 /* a unit below this part of its function is left out */
};

struct function {
    struct symbol symbol;
    uint64_t weight, below; /* samples in it, and in C called by it */
    uint64_t executed;      /* guest instructions */
    uint64_t entered;       /* how often its first instruction ran */
    uint64_t bytes;
};

struct code {
    struct tr_profile_line line;
    unsigned function; /* its number */
};

/* Lines first .. end - 1, of one unit. */
struct part {
    size_t first, end;
    uint64_t cost;
};

struct listing {
    struct report *report;
    struct function *functions; /* a hash table by start; then ordered */
    size_t n, room;
    /* Of the first n_listed functions. */
    unsigned n_listed;
    struct code *code;
    size_t n_code, code_room;
};

static uint64_t cost(const struct function *f)
{
    return f->weight + f->below;
}

static struct function *slot(struct listing *l, uint64_t start)
{
    size_t at = (start * 0x9e3779b97f4a7c15 >> 20) & (l->room - 1);
    while (l->functions[at].symbol.end && l->functions[at].symbol.start != start) {
        at = (at + 1) & (l->room - 1);
    }
    return &l->functions[at];
}

static bool grow(struct listing *l)
{
    struct function *old = l->functions;
    size_t old_room = l->room, room = old_room ? 2 * old_room : 1024;
    struct function *f = calloc(room, sizeof(*f));
    if (!f) {
        return false;
    }
    l->functions = f;
    l->room = room;
    for (size_t i = 0; i < old_room; i++) {
        if (old[i].symbol.end) {
            *slot(l, old[i].symbol.start) = old[i];
        }
    }
    free(old);
    return true;
}

/* The function that line is of: without a name or bounds its unit. */
static void symbol_of(struct listing *l, const struct tr_profile_line *line, struct symbol *s)
{
    symbols_find(l->report->symbols, line->pc, s);
    if (s->end == s->start + 1) {
        symbols_find(l->report->symbols, line->unit, s);
    }
}

static void add_line(void *arg, const struct tr_profile_line *line)
{
    struct listing *l = arg;
    struct symbol s;
    if (2 * l->n >= l->room && !grow(l)) {
        return;
    }
    symbol_of(l, line, &s);
    struct function *f = slot(l, s.start);
    l->n += f->symbol.end == 0;
    f->symbol = s;
    f->weight += line->weight;
    f->below += line->below;
    f->bytes += line->size;
    f->executed += line->insn || !line->code ? line->count : 0;
    f->entered += line->insn && line->pc == s.start ? line->count : 0;
}

static int by_cost(const void *a, const void *b)
{
    const struct function *x = a, *y = b;
    if (cost(x) != cost(y)) {
        return cost(x) < cost(y) ? 1 : -1;
    }
    return x->executed < y->executed ? 1 : x->executed > y->executed ? -1 : 0;
}

static void sort(struct listing *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->room; i++) {
        if (l->functions[i].symbol.end) {
            l->functions[n++] = l->functions[i];
        }
    }
    if (n > 0) {
        qsort(l->functions, n, sizeof(l->functions[0]), by_cost);
    }
}

/* Room for both names of a function. */
enum { NAME = 160 };

/* "function file" */
static void name_of(const struct symbol *s, char *name)
{
    const char *slash = strrchr(s->file, '/');
    if (s->name) {
        report_plain(name, NAME, s->name);
    } else {
        snprintf(name, NAME, "0x%llx", (unsigned long long)s->in_file);
    }
    size_t n = strlen(name);
    name[n] = ' ';
    report_plain(name + n + 1, NAME, slash ? slash + 1 : s->file);
}

static void put_functions(struct report *r, const struct listing *l, unsigned shown)
{
    char name[2 * NAME];
    report_put(r, "\nfunctions\n   share      code   helpers  instructions     ns/ins"
                  "        entered  function\n");
    for (size_t i = 0; i < l->n && i < shown; i++) {
        const struct function *f = &l->functions[i];
        unsigned share = report_permille(cost(f), r->total);
        uint64_t ns = f->executed ? cost(f) * 100000000 / f->executed : 0;
        name_of(&f->symbol, name);
        report_put(r, "%4u.%u %% %6llu ms %6llu ms %13llu %7llu.%02llu %14llu  %s\n", share / 10,
                   share % 10, (unsigned long long)f->weight, (unsigned long long)f->below,
                   (unsigned long long)f->executed, (unsigned long long)ns / 100,
                   (unsigned long long)ns % 100, (unsigned long long)f->entered, name);
    }
}

/* Is the line of f? Where f has no bounds it is a unit. */
static bool is_of(const struct tr_profile_line *line, const struct function *f)
{
    const struct symbol *s = &f->symbol;
    bool unit = s->end == s->start + 1;
    return unit ? line->unit == s->start : line->pc >= s->start && line->pc < s->end;
}

static void gather_line(void *arg, const struct tr_profile_line *line)
{
    struct listing *l = arg;
    unsigned n = 0;
    while (n < l->n_listed && !is_of(line, &l->functions[n])) {
        n++;
    }
    if (n == l->n_listed || !line->code) {
        return;
    }
    if (l->n_code == l->code_room) {
        size_t room = l->code_room ? 2 * l->code_room : 1024;
        struct code *more = realloc(l->code, room * sizeof(*more));
        if (!more) {
            return;
        }
        l->code = more;
        l->code_room = room;
    }
    l->code[l->n_code++] = (struct code){*line, n};
}

static void guest_text(const struct report *r, const struct tr_profile_line *line, char *text,
                       size_t size)
{
    const struct process *p = r->cpu->process;
    uint8_t code[16];
    if (!line->insn || mem_read(r->cpu->process, code, line->pc, 4) != 0) {
        snprintf(text, size, "%s", line->out ? "out of line" : "");
        return;
    }
    p->guest->disassemble(line->pc, code, 4, line->mode, text, size);
}

/* One guest instruction: its first host instruction stands beside it. */
static void put_line(struct report *r, const struct tr_profile_line *line)
{
    char guest[160], host[160], count[24] = "", share[16] = "";
    guest_text(r, line, guest, sizeof(guest));
    if (line->count) {
        snprintf(count, sizeof(count), "%llu", (unsigned long long)line->count);
    }
    if (line->weight + line->below) {
        unsigned x = report_permille(line->weight + line->below, r->total);
        snprintf(share, sizeof(share), "%u.%u", x / 10, x % 10);
    }
    for (uint32_t at = 0; at < line->size || at == 0;) {
        unsigned len = line->size ? host_disassemble(line->rx + at, line->code + at,
                                                     line->size - at, host, sizeof(host))
                                  : 0;
        if (at == 0) {
            report_put(r, "%14s %5s %12llx  %-*.*s| %s\n", count, share,
                       (unsigned long long)line->pc, GUEST_COLUMN, GUEST_COLUMN, guest,
                       len ? host : "");
        } else {
            report_put(r, "%14s %5s %12s  %-*s| %s\n", "", "", "", GUEST_COLUMN, "", host);
        }
        at += len ? len : 1;
    }
}

static void put_part(struct listing *l, const struct part *p, unsigned function)
{
    report_put(l->report, "  unit %llx\n", (unsigned long long)l->code[p->first].line.unit);
    for (size_t i = p->first; i < p->end; i++) {
        const struct tr_profile_line *line = &l->code[i].line;
        if (l->code[i].function == function && (!line->out || line->weight + line->below)) {
            put_line(l->report, line);
        }
    }
}

static int by_part_cost(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    if (x->cost != y->cost) {
        return x->cost < y->cost ? 1 : -1;
    }
    return x->first < y->first ? -1 : x->first > y->first;
}

/* The units that function's code is in, those that cost most first. */
static struct part *parts_of(const struct listing *l, unsigned function, size_t *n)
{
    struct part *parts = NULL, *more;
    *n = 0;
    for (size_t i = 0, end; i < l->n_code; i = end) {
        struct part p = {.first = i};
        bool any = false;
        for (end = i; end < l->n_code && l->code[end].line.unit == l->code[i].line.unit; end++) {
            const struct tr_profile_line *line = &l->code[end].line;
            if (l->code[end].function == function) {
                any = true;
                p.cost += line->weight + line->below;
            }
        }
        p.end = end;
        if (any && (more = realloc(parts, (*n + 1) * sizeof(*parts)))) {
            parts = more;
            parts[(*n)++] = p;
        }
    }
    if (*n > 0) {
        qsort(parts, *n, sizeof(*parts), by_part_cost);
    }
    return parts;
}

static void put_listing(struct listing *l, unsigned function)
{
    const struct function *f = &l->functions[function];
    unsigned share = report_permille(cost(f), l->report->total);
    char name[2 * NAME];
    size_t n;
    struct part *parts = parts_of(l, function, &n);
    name_of(&f->symbol, name);
    report_put(l->report, "\n%s: %u.%u %%\n", name, share / 10, share % 10);
    for (size_t i = 0; i < n && parts[i].cost * UNIT_SHARE >= cost(f); i++) {
        put_part(l, &parts[i], function);
    }
    free(parts);
}

void listing_write(struct report *r, unsigned functions, unsigned listed)
{
    struct listing l = {.report = r};
    tr_profile_lines(r->cpu->process, add_line, &l);
    sort(&l);
    put_functions(r, &l, functions);
    while (l.n_listed < l.n && l.n_listed < listed && cost(&l.functions[l.n_listed]) > 0) {
        l.n_listed++;
    }
    tr_profile_lines(r->cpu->process, gather_line, &l);
    report_put(r, "\ncode: executions, %% of time, guest, host\n");
    for (unsigned i = 0; i < l.n_listed; i++) {
        put_listing(&l, i);
    }
    free(l.functions);
    free(l.code);
}
