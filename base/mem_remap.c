/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mremap(2). */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/mman.h>

#include "base/bits.h"
#include "base/mem_space.h"
#include "base/process.h"

#define TREE_ROOM 4

struct remap {
    uint64_t old, old_len, new_len, new_addr;
    int flags;
    bool old_was_code, new_was_code;
};

static int check_arguments(const struct guest_mem *m, const struct remap *r)
{
    int flags = r->flags;
    bool fixed = flags & MREMAP_FIXED, keep = flags & MREMAP_DONTUNMAP;
    if ((flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP)) ||
        ((fixed || keep) && !(flags & MREMAP_MAYMOVE)) || (keep && r->old_len != r->new_len) ||
        (r->old & (MEM_PAGE - 1)) || r->new_len == 0) {
        return -EINVAL;
    }
    if (r->old_len > m->limit || r->old > m->limit - r->old_len) {
        return -EFAULT;
    }
    if (r->new_len > m->limit) {
        return -ENOMEM;
    }
    if (fixed) {
        if ((r->new_addr & (MEM_PAGE - 1)) ||
            (r->new_addr < r->old + r->old_len && r->old < r->new_addr + r->new_len)) {
            return -EINVAL;
        }
        if (!mem_space_allowed(m, r->new_addr, r->new_len)) {
            return -EINVAL;
        }
    }
    return 0;
}

/* Moves (or, with old_len 0, duplicates) the mapping of *old to r->new_addr or where we choose. */
static int64_t move(struct guest_mem *m, struct remap *r, const struct mem_area *old)
{
    uint64_t to = r->new_addr;
    if (!(r->flags & MREMAP_FIXED)) {
        to = mem_space_place(m, 0, r->new_len, m->top);
        if (to == 0) {
            return -ENOMEM;
        }
    }
    void *result =
        mremap((void *)r->old, r->old_len, r->new_len, r->flags | MREMAP_FIXED, (void *)to);
    if (result == MAP_FAILED) {
        return -errno;
    }
    struct mem_area a = *old;
    if (a.ino) {
        a.offset += r->old - a.start;
    }
    a.start = to;
    a.end = to + r->new_len;
    a.module = a.module_end = 0;
    r->new_was_code = mem_tree_has_exec(&m->tree, to, a.end);
    mem_tree_remove(&m->tree, to, a.end);
    if (!(r->flags & MREMAP_DONTUNMAP)) {
        mem_tree_remove(&m->tree, r->old, r->old + r->old_len);
    }
    mem_tree_insert(&m->tree, &a);
    mem_views_note(m, &a);
    return (int64_t)to;
}

static int64_t grow_in_place(struct guest_mem *m, const struct remap *r, const struct mem_area *old)
{
    uint64_t from = r->old + r->old_len, to = r->old + r->new_len;
    if (old->end != from || !mem_space_allowed(m, from, to - from) ||
        !mem_tree_is_free(&m->tree, from, to) || (old->module && to > old->module_end)) {
        return -ENOMEM;
    }
    if (mremap((void *)r->old, r->old_len, r->new_len, 0) == MAP_FAILED) {
        return -errno;
    }
    struct mem_area a = *old;
    if (a.ino) {
        a.offset += from - a.start;
    }
    a.start = from;
    a.end = to;
    mem_tree_insert(&m->tree, &a);
    return (int64_t)r->old;
}

static int64_t remap_locked(struct guest_mem *m, struct remap *r)
{
    unsigned i = mem_tree_index(&m->tree, r->old);
    if (i == m->tree.n || m->tree.areas[i].start > r->old) {
        return -EFAULT;
    }
    if (!mem_tree_room(&m->tree, TREE_ROOM)) {
        return -ENOMEM;
    }
    struct mem_area old = m->tree.areas[i];
    r->old_was_code = mem_tree_has_exec(&m->tree, r->old, r->old + r->old_len);
    bool must_move = r->flags & (MREMAP_FIXED | MREMAP_DONTUNMAP);
    if (r->new_len < r->old_len) {
        uint64_t from = r->old + r->new_len, to = r->old + r->old_len;
        /* A shrinking may span several mappings; only what is the guest's is taken. */
        if (!mem_tree_covers(&m->tree, from, to)) {
            return -EFAULT;
        }
        if (munmap((void *)from, to - from) < 0) {
            return -errno;
        }
        mem_tree_remove(&m->tree, from, to);
        r->old_len = r->new_len;
        old.end = old.end < from ? old.end : from;
    }
    if (r->old + r->old_len > old.end) {
        return -EFAULT;
    }
    if (r->old_len == 0 && (!(old.flags & MAP_SHARED) || !(r->flags & MREMAP_MAYMOVE))) {
        return -EINVAL;
    }
    if (r->new_len == r->old_len && !must_move) {
        return (int64_t)r->old;
    }
    uint64_t more = r->new_len - (r->flags & MREMAP_DONTUNMAP ? 0 : r->old_len);
    if (more > 0 && !mem_space_may_grow(m, 0, more, old.prot, old.flags)) {
        return -ENOMEM;
    }
    if (!must_move && r->old_len > 0) {
        int64_t result = grow_in_place(m, r, &old);
        if (result > 0 || !(r->flags & MREMAP_MAYMOVE)) {
            return result;
        }
    }
    return move(m, r, &old);
}

int64_t mem_mremap(struct guest_mem *m, uint64_t old, uint64_t old_len, uint64_t new_len, int flags,
                   uint64_t new_addr)
{
    struct remap r = {
        .old = old,
        .old_len = bits_align_up(old_len, MEM_PAGE),
        .new_len = bits_align_up(new_len, MEM_PAGE),
        .new_addr = new_addr,
        .flags = flags,
    };
    if (old_len > m->limit) {
        return -EINVAL;
    }
    int status = check_arguments(m, &r);
    if (status < 0) {
        return status;
    }
    uint64_t whole = r.old_len;
    lock_take(&m->lock);
    int64_t result = remap_locked(m, &r);
    lock_give(&m->lock);
    if (r.old_was_code && whole > 0) {
        m->process->ops->code_changed(m->process, old, whole);
    }
    if (r.new_was_code) {
        m->process->ops->code_changed(m->process, (uint64_t)result, r.new_len);
    }
    return result;
}
