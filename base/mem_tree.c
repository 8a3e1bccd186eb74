/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/mem_tree.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#define MAX_AREAS                                                                                  \
    (1u << 20) /* reserved, not used: what hosts with a raised vm.max_map_count allow */
#define MIN_AREAS (1u << 12)

int mem_tree_init(struct mem_tree *t)
{
    for (unsigned cap = MAX_AREAS; cap >= MIN_AREAS; cap /= 2) {
        t->areas = own_map(cap * sizeof(t->areas[0]), PROT_READ | PROT_WRITE, MAP_NORESERVE);
        if (t->areas) {
            t->n = 0;
            t->cap = cap;
            return 0;
        }
    }
    return -ENOMEM;
}

void mem_tree_free(struct mem_tree *t)
{
    own_unmap(t->areas, t->cap * sizeof(t->areas[0]));
}

bool mem_tree_room(const struct mem_tree *t, unsigned n)
{
    return t->cap - t->n >= n;
}

unsigned mem_tree_index(const struct mem_tree *t, uint64_t addr)
{
    unsigned low = 0, high = t->n;
    while (low < high) {
        unsigned mid = low + (high - low) / 2;
        if (t->areas[mid].end > addr) {
            high = mid;
        } else {
            low = mid + 1;
        }
    }
    return low;
}

bool mem_tree_covers(const struct mem_tree *t, uint64_t start, uint64_t end)
{
    for (unsigned i = mem_tree_index(t, start); start < end; i++) {
        if (i == t->n || t->areas[i].start > start) {
            return false;
        }
        start = t->areas[i].end;
    }
    return true;
}

bool mem_tree_is_free(const struct mem_tree *t, uint64_t start, uint64_t end)
{
    unsigned i = mem_tree_index(t, start);
    return i == t->n || t->areas[i].start >= end;
}

bool mem_tree_has_exec(const struct mem_tree *t, uint64_t start, uint64_t end)
{
    for (unsigned i = mem_tree_index(t, start); i < t->n && t->areas[i].start < end; i++) {
        if (t->areas[i].prot & PROT_EXEC) {
            return true;
        }
    }
    return false;
}

static void make_gap(struct mem_tree *t, unsigned at)
{
    memmove(t->areas + at + 1, t->areas + at, (t->n - at) * sizeof(t->areas[0]));
    t->n++;
}

static void close_gap(struct mem_tree *t, unsigned at, unsigned count)
{
    memmove(t->areas + at, t->areas + at + count, (t->n - at - count) * sizeof(t->areas[0]));
    t->n -= count;
}

static void cut_front(struct mem_area *a, uint64_t start)
{
    if (a->ino) {
        a->offset += start - a->start;
    }
    a->start = start;
}

/* Makes addr a border between areas. */
static void split(struct mem_tree *t, uint64_t addr)
{
    unsigned i = mem_tree_index(t, addr);
    if (i == t->n || t->areas[i].start >= addr) {
        return;
    }
    make_gap(t, i);
    t->areas[i].end = addr;
    cut_front(&t->areas[i + 1], addr);
}

static bool same_kind(const struct mem_area *a, const struct mem_area *b)
{
    return a->end == b->start && a->prot == b->prot && a->flags == b->flags && a->dev == b->dev &&
           a->ino == b->ino && a->module == b->module && a->module_end == b->module_end &&
           (!a->ino || a->offset + (a->end - a->start) == b->offset);
}

/* Joins area i to the one below it where nothing tells them apart. */
static bool merge_below(struct mem_tree *t, unsigned i)
{
    if (i == 0 || i >= t->n || !same_kind(&t->areas[i - 1], &t->areas[i])) {
        return false;
    }
    t->areas[i - 1].end = t->areas[i].end;
    close_gap(t, i, 1);
    return true;
}

void mem_tree_remove(struct mem_tree *t, uint64_t start, uint64_t end)
{
    split(t, start);
    split(t, end);
    unsigned i = mem_tree_index(t, start), count = 0;
    while (i + count < t->n && t->areas[i + count].start < end) {
        count++;
    }
    if (count > 0) {
        close_gap(t, i, count);
    }
}

void mem_tree_insert(struct mem_tree *t, const struct mem_area *a)
{
    unsigned i = mem_tree_index(t, a->start);
    make_gap(t, i);
    t->areas[i] = *a;
    merge_below(t, i + 1);
    merge_below(t, i);
}

void mem_tree_protect(struct mem_tree *t, uint64_t start, uint64_t end, int prot)
{
    split(t, start);
    split(t, end);
    unsigned first = mem_tree_index(t, start), i = first;
    for (; i < t->n && t->areas[i].start < end; i++) {
        t->areas[i].prot = prot;
    }
    for (; i + 1 > first; i--) {
        merge_below(t, i);
        if (i == 0) {
            break;
        }
    }
}

uint64_t mem_tree_gap_down(const struct mem_tree *t, uint64_t low, uint64_t high, uint64_t len)
{
    uint64_t end = high;
    unsigned i = mem_tree_index(t, high);
    if (i < t->n && t->areas[i].start < high) {
        end = t->areas[i].start;
    }
    for (;;) {
        if (end < low || end - low < len) {
            return 0;
        }
        uint64_t below = i > 0 ? t->areas[i - 1].end : 0;
        if (end - len >= below) {
            return end - len;
        }
        end = t->areas[--i].start;
    }
}
