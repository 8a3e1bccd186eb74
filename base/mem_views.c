/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory objects that are mapped more than once: files, shared anonymous memory, System V segments.
 * Code written through one view must become stale in every other.
 */
#include <errno.h>
#include <sys/mman.h>

#include "base/mem_space.h"
#include "base/process.h"

static bool same_object(const struct mem_area *a, const struct mem_area *b)
{
    return a->ino == b->ino && a->dev == b->dev;
}

void mem_views_note(struct guest_mem *m, const struct mem_area *a)
{
    if (!a->ino || m->has_views) {
        return;
    }
    for (unsigned i = 0; i < m->tree.n; i++) {
        const struct mem_area *b = &m->tree.areas[i];
        bool other = b->end <= a->start || b->start >= a->end;
        if (other && same_object(a, b) && ((a->flags | b->flags) & MAP_SHARED) &&
            ((a->prot | b->prot) & PROT_EXEC)) {
            m->has_views = true;
            return;
        }
    }
}

void mem_views_note_range(struct guest_mem *m, uint64_t start, uint64_t end)
{
    for (unsigned i = mem_tree_index(&m->tree, start);
         i < m->tree.n && m->tree.areas[i].start < end; i++) {
        mem_views_note(m, &m->tree.areas[i]);
    }
}

uint64_t mem_views_new_object(struct guest_mem *m)
{
    return ++m->n_objects;
}

bool mem_has_views(const struct guest_mem *m)
{
    return m->has_views;
}

bool mem_find_view(struct guest_mem *m, const struct mem_area *of, uint64_t addr,
                   struct mem_area *out)
{
    uint64_t last = of->offset + (of->end - of->start);
    bool found = false;
    lock_take(&m->lock);
    for (unsigned i = mem_tree_index(&m->tree, addr); i < m->tree.n && !found; i++) {
        const struct mem_area *a = &m->tree.areas[i];
        found = (a->prot & PROT_EXEC) && same_object(a, of) && a->offset < last &&
                a->offset + (a->end - a->start) > of->offset;
        if (found) {
            *out = *a;
        }
    }
    lock_give(&m->lock);
    return found;
}

int mem_set_object(struct guest_mem *m, uint64_t addr, uint64_t len, uint64_t dev, uint64_t ino)
{
    int r = 0;
    lock_take(&m->lock);
    unsigned i = mem_tree_index(&m->tree, addr);
    bool found =
        i < m->tree.n && m->tree.areas[i].start <= addr && m->tree.areas[i].end >= addr + len;
    if (!mem_tree_room(&m->tree, 2)) {
        r = -ENOMEM;
    } else if (found) {
        struct mem_area a = m->tree.areas[i];
        mem_tree_remove(&m->tree, addr, addr + len);
        a.start = addr;
        a.end = addr + len;
        a.flags = (a.flags & ~MAP_TYPE) | MAP_SHARED;
        a.dev = dev;
        a.ino = ino;
        a.offset = 0;
        mem_tree_insert(&m->tree, &a);
        mem_views_note(m, &a);
    }
    lock_give(&m->lock);
    return r;
}

/* As the kernel does it: what is still there of the segment, the guest may have put other things in
 * its place. */
void mem_detached(struct guest_mem *m, uint64_t addr)
{
    uint64_t ino = 0, end = addr;
    bool was_code = false;
    lock_take(&m->lock);
    for (unsigned i = mem_tree_index(&m->tree, addr); i < m->tree.n;) {
        const struct mem_area a = m->tree.areas[i];
        if (a.dev != MEM_DEV_SYSV || a.start < addr || a.start - addr != a.offset ||
            (ino && a.ino != ino)) {
            i++;
            continue;
        }
        ino = a.ino;
        end = a.end;
        was_code |= a.prot & PROT_EXEC;
        mem_tree_remove(&m->tree, a.start, a.end);
    }
    lock_give(&m->lock);
    if (was_code) {
        m->process->ops->code_changed(m->process, addr, end - addr);
    }
}

void mem_file_changed(struct guest_mem *m, uint64_t dev, uint64_t ino)
{
    const struct mem_area file = {.end = INT64_MAX, .dev = dev, .ino = ino};
    struct mem_area a;
    for (uint64_t at = 0; mem_find_view(m, &file, at, &a); at = a.end) {
        m->process->ops->code_changed(m->process, a.start, a.end - a.start);
    }
}
