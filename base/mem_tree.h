/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The mappings of an address space: an array sorted by address, without overlaps, neighbours that
 * differ in nothing merged. Found by bisection; private to base/.
 */
#ifndef DRAGOMAN_BASE_MEM_TREE_H
#define DRAGOMAN_BASE_MEM_TREE_H

#include "base/mem.h"

struct mem_tree {
    struct mem_area *areas;
    unsigned n, cap;
};

/* Room for as many areas as the host can have. 0, or -ENOMEM. */
int mem_tree_init(struct mem_tree *t);
void mem_tree_free(struct mem_tree *t);
/* Is there room for n more areas? Every change below needs at most 2. */
bool mem_tree_room(const struct mem_tree *t, unsigned n);
/* Index of the first area that ends above addr (t->n: none). */
unsigned mem_tree_index(const struct mem_tree *t, uint64_t addr);
/* Are all / is none of the pages of [start, end) mapped? */
bool mem_tree_covers(const struct mem_tree *t, uint64_t start, uint64_t end);
bool mem_tree_is_free(const struct mem_tree *t, uint64_t start, uint64_t end);
/* Is any page of [start, end) executable? */
bool mem_tree_has_exec(const struct mem_tree *t, uint64_t start, uint64_t end);
/* Takes [start, end) out; areas that stick out of it are cut. */
void mem_tree_remove(struct mem_tree *t, uint64_t start, uint64_t end);
/* Puts a in; [a.start, a.end) must be free. */
void mem_tree_insert(struct mem_tree *t, const struct mem_area *a);
void mem_tree_protect(struct mem_tree *t, uint64_t start, uint64_t end, int prot);
/* The highest len bytes that are free in [low, high): their address, or 0. */
uint64_t mem_tree_gap_down(const struct mem_tree *t, uint64_t low, uint64_t high, uint64_t len);

#endif
