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

struct listing {
    struct report *report;
    struct function *functions; /* a hash table by start; then ordered */
    size_t n, room;
    const struct function *one; /* whose lines are gathered */
    struct tr_profile_line *lines;
    size_t n_lines, lines_room;
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

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void name_of(const struct symbol *s, char *name, size_t size)
{
    if (s->name) {
        snprintf(name, size, "%s", s->name);
    } else {
        snprintf(name, size, "0x%llx", (unsigned long long)s->in_file);
    }
}

static void put_functions(struct report *r, const struct listing *l, unsigned shown)
{
    char name[160];
    report_put(r, "\nfunctions\n   share      code   helpers  instructions     ns/ins"
                  "        entered  function\n");
    for (size_t i = 0; i < l->n && i < shown; i++) {
        const struct function *f = &l->functions[i];
        unsigned share = report_permille(cost(f), r->total);
        uint64_t ns = f->executed ? cost(f) * 100000000 / f->executed : 0;
        name_of(&f->symbol, name, sizeof(name));
        report_put(r, "%4u.%u %% %6llu ms %6llu ms %13llu %7llu.%02llu %14llu  %s %s\n", share / 10,
                   share % 10, (unsigned long long)f->weight, (unsigned long long)f->below,
                   (unsigned long long)f->executed, (unsigned long long)ns / 100,
                   (unsigned long long)ns % 100, (unsigned long long)f->entered, name,
                   base_name(f->symbol.file));
    }
}

static void gather_line(void *arg, const struct tr_profile_line *line)
{
    struct listing *l = arg;
    struct symbol s;
    if (!line->code) {
        return;
    }
    symbol_of(l, line, &s);
    if (s.start != l->one->symbol.start) {
        return;
    }
    if (l->n_lines == l->lines_room) {
        size_t room = l->lines_room ? 2 * l->lines_room : 1024;
        struct tr_profile_line *more = realloc(l->lines, room * sizeof(*more));
        if (!more) {
            return;
        }
        l->lines = more;
        l->lines_room = room;
    }
    l->lines[l->n_lines++] = *line;
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

/* The lines of one unit, from first to before last. */
static void put_unit(struct report *r, const struct tr_profile_line *first,
                     const struct tr_profile_line *last)
{
    report_put(r, "  unit %llx\n", (unsigned long long)first->unit);
    for (const struct tr_profile_line *i = first; i < last; i++) {
        if (!i->out || i->weight + i->below) {
            put_line(r, i);
        }
    }
}

static void put_listing(struct listing *l, const struct function *f)
{
    struct report *r = l->report;
    char name[160];
    l->one = f;
    l->n_lines = 0;
    tr_profile_lines(r->cpu->process, gather_line, l);
    unsigned share = report_permille(cost(f), r->total);
    name_of(&f->symbol, name, sizeof(name));
    report_put(r, "\n%s %s: %u.%u %%\n", name, base_name(f->symbol.file), share / 10, share % 10);
    for (size_t i = 0, end; i < l->n_lines; i = end) {
        uint64_t weight = 0;
        for (end = i; end < l->n_lines && l->lines[end].unit == l->lines[i].unit; end++) {
            weight += l->lines[end].weight + l->lines[end].below;
        }
        if (weight * UNIT_SHARE >= cost(f)) {
            put_unit(r, &l->lines[i], &l->lines[end]);
        }
    }
}

void listing_write(struct report *r, unsigned functions, unsigned listed)
{
    struct listing l = {.report = r};
    tr_profile_lines(r->cpu->process, add_line, &l);
    sort(&l);
    put_functions(r, &l, functions);
    report_put(r, "\ncode: executions, %% of time, guest, host\n");
    for (size_t i = 0; i < l.n && i < listed && cost(&l.functions[i]) > 0; i++) {
        put_listing(&l, &l.functions[i]);
    }
    free(l.functions);
    free(l.lines);
}
