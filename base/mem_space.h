/* SPDX-License-Identifier: GPL-2.0-or-later */
/* struct guest_mem and where new mappings go; private to base/. */
#ifndef DRAGOMAN_BASE_MEM_SPACE_H
#define DRAGOMAN_BASE_MEM_SPACE_H

#include "base/lock.h"
#include "base/mem_tree.h"

struct guest_mem {
    struct lock lock;
    struct process *process;
    struct mem_tree tree;
    uint64_t limit; /* end of what the guest may have */
    uint64_t top;   /* anonymous mappings end here */
    uint64_t brk_start, brk;
    uint64_t module_next; /* footprints are given out upward, so that a window is not soon reused */
    uint64_t n_objects;   /* shared anonymous mappings made so far */
    _Atomic bool has_views; /* mem_has_views */
};

/* Is [addr, addr + len) what a guest may ask for: in bounds and in no code window? */
bool mem_space_allowed(const struct guest_mem *m, uint64_t addr, uint64_t len);
/* Do the guest's limits let it have len bytes more (at addr if that is replaced, else 0)? */
bool mem_space_may_grow(const struct guest_mem *m, uint64_t addr, uint64_t len, int prot,
                        int flags);
/* Do they let it make len bytes of a what prot says? */
bool mem_space_may_protect(const struct guest_mem *m, const struct mem_area *a, uint64_t len,
                           int prot);
/* A free place for len bytes: at hint if that can be had (0: no hint), else top down below high
 * (m->top, or less after a collision). The address, or 0. */
uint64_t mem_space_place(const struct guest_mem *m, uint64_t hint, uint64_t len, uint64_t high);
/* A place with a footprint for a module. The address, or 0: none or too large. */
uint64_t mem_space_place_module(struct guest_mem *m, uint64_t len, uint64_t *footprint_end);

/* a is in the tree now, or may be executed now: are there two views of its object? */
void mem_views_note(struct guest_mem *m, const struct mem_area *a);
void mem_views_note_range(struct guest_mem *m, uint64_t start, uint64_t end);
/* A number for the object of a new shared anonymous mapping (mem_area.ino). */
uint64_t mem_views_new_object(struct guest_mem *m);

#endif
