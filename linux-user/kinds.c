/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest instructions by kind: how often each runs, how long its host code is, what it costs. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "linux-user/listing.h"
#include "linux-user/user.h"
#include "translate/translate.h"

/* What runs less often than this part of all is not looked at: disassembling is slow. */
#define RARE 1000000
enum { KINDS = 1024, NAME = 16 };

struct kind {
    char name[NAME];
    uint64_t count, bytes, weight, below;
};

struct kinds {
    struct report *report;
    uint64_t least, executed;
    unsigned n;
    struct kind kind[KINDS];
};

static struct kind *kind_of(struct kinds *k, const char *text)
{
    size_t len = strcspn(text, " ");
    len = len < NAME - 1 ? len : NAME - 1;
    for (unsigned i = 0; i < k->n; i++) {
        if (strncmp(k->kind[i].name, text, len) == 0 && k->kind[i].name[len] == '\0') {
            return &k->kind[i];
        }
    }
    if (k->n == KINDS) {
        return NULL;
    }
    memcpy(k->kind[k->n].name, text, len);
    return &k->kind[k->n++];
}

static void add_line(void *arg, const struct tr_profile_line *line)
{
    struct kinds *k = arg;
    const struct process *p = k->report->cpu->process;
    char text[160] = "(block)";
    uint8_t code[4];
    if (!line->code || (line->count < k->least && line->weight + line->below == 0)) {
        return;
    }
    if (line->out) {
        strcpy(text, "(out-of-line)");
    } else if (line->insn) {
        if (mem_read(k->report->cpu->process, code, line->pc, sizeof(code)) != 0) {
            return;
        }
        p->guest->disassemble(line->pc, code, sizeof(code), line->mode, text, sizeof(text));
    }
    struct kind *kind = kind_of(k, text);
    if (kind) {
        kind->count += line->count;
        kind->bytes += line->count * line->size;
        kind->weight += line->weight;
        kind->below += line->below;
    }
}

static int by_cost(const void *a, const void *b)
{
    const struct kind *x = a, *y = b;
    uint64_t cost_x = x->weight + x->below, cost_y = y->weight + y->below;
    if (cost_x != cost_y) {
        return cost_x < cost_y ? 1 : -1;
    }
    return x->count < y->count ? 1 : x->count > y->count;
}

void kinds_write(struct report *r, uint64_t executed, unsigned shown)
{
    struct kinds *k = calloc(1, sizeof(*k));
    if (!k) {
        return;
    }
    k->report = r;
    k->least = executed / RARE + 1;
    tr_profile_lines(r->cpu->process, add_line, k);
    qsort(k->kind, k->n, sizeof(k->kind[0]), by_cost);
    report_put(r, "\ninstructions   share of them   of time   helpers   host bytes     ns each\n");
    for (unsigned i = 0; i < k->n && i < shown; i++) {
        const struct kind *x = &k->kind[i];
        unsigned part = report_permille(x->count, executed);
        unsigned time = report_permille(x->weight, r->total);
        unsigned below = report_permille(x->below, r->total);
        uint64_t bytes = x->count ? x->bytes * 10 / x->count : 0;
        uint64_t ns = x->count ? (x->weight + x->below) * 100000000 / x->count : 0;
        report_put(r, "  %-14s %7u.%u %%  %5u.%u %%  %5u.%u %%  %9llu.%llu  %7llu.%02llu\n",
                   x->name, part / 10, part % 10, time / 10, time % 10, below / 10, below % 10,
                   (unsigned long long)bytes / 10, (unsigned long long)bytes % 10,
                   (unsigned long long)ns / 100, (unsigned long long)ns % 100);
    }
    free(k);
}
