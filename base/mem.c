/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "base/mem.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bits.h"
#include "base/mem_space.h"
#include "base/process.h"

#define PROT_RWX (PROT_READ | PROT_WRITE | PROT_EXEC)
#define AREA_FLAGS (MAP_SHARED | MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN | MAP_STACK)
#define LIMIT_32 0xfffff000ull
#define TREE_ROOM 4 /* areas that one change may add, and some */

/* The host never executes guest memory; what the guest may execute, the translator reads. */
static int host_prot(int prot)
{
    int p = prot & ~PROT_EXEC & (PROT_READ | PROT_WRITE);
    return prot & PROT_EXEC ? p | PROT_READ : p;
}

struct guest_mem *mem_new(struct process *p, int word)
{
    struct guest_mem *m = own_map(sizeof(*m), PROT_READ | PROT_WRITE, 0);
    if (!m) {
        return NULL;
    }
    if (mem_tree_init(&m->tree) < 0) {
        own_unmap(m, sizeof(*m));
        return NULL;
    }
    m->process = p;
    m->limit = word == 32 ? LIMIT_32 : MEM_GUEST_END;
    m->top = m->limit;
    m->module_next = MEM_MODULES;
    p->limit_all = p->limit_data = UINT64_MAX;
    return m;
}

void mem_task_died(struct guest_mem *m, const struct cpu *cpu)
{
    lock_break(&m->lock, cpu);
}

void mem_fork_begin(struct guest_mem *m)
{
    lock_take(&m->lock);
}

void mem_fork_end(struct guest_mem *m)
{
    lock_give(&m->lock);
}

void mem_set_limits(struct process *p, uint64_t all, uint64_t data)
{
    lock_take(&p->mem->lock);
    p->limit_all = all;
    p->limit_data = data;
    lock_give(&p->mem->lock);
}

void mem_set_top(struct guest_mem *m, uint64_t top)
{
    m->top = top;
}

bool mem_find(struct guest_mem *m, uint64_t addr, struct mem_area *out)
{
    lock_take(&m->lock);
    unsigned i = mem_tree_index(&m->tree, addr);
    bool found = i < m->tree.n;
    if (found) {
        *out = m->tree.areas[i];
    }
    lock_give(&m->lock);
    return found;
}

/* Takes [start, end) from the host, only where the guest has something: never a code window. */
static int unmap_host(struct guest_mem *m, uint64_t start, uint64_t end)
{
    for (unsigned i = mem_tree_index(&m->tree, start); i < m->tree.n; i++) {
        const struct mem_area *a = &m->tree.areas[i];
        if (a->start >= end) {
            break;
        }
        uint64_t from = a->start > start ? a->start : start, to = a->end < end ? a->end : end;
        if (munmap((void *)from, to - from) < 0) {
            return -errno;
        }
    }
    return 0;
}

static int check_file(int fd, uint64_t offset, struct mem_area *a, bool *is_module)
{
    struct stat st;
    if (fstat(fd, &st) < 0) {
        return -errno;
    }
    a->dev = st.st_dev;
    a->ino = st.st_ino;
    a->offset = offset;
    *is_module = false;
    if (S_ISREG(st.st_mode) && offset == 0 && (a->flags & MAP_PRIVATE)) {
        char magic[4];
        *is_module = pread(fd, magic, sizeof(magic), 0) == 4 && memcmp(magic, "\177ELF", 4) == 0;
    }
    return 0;
}

/* A mapping where we choose; the host may hold what we do not know of, then the next best. */
static int64_t map_anywhere(struct guest_mem *m, struct mem_area *a, uint64_t hint, uint64_t len,
                            bool is_module, int flags, int fd)
{
    uint64_t high = m->top;
    for (;;) {
        uint64_t at = 0;
        a->module = a->module_end = 0;
        if (is_module && hint == 0) {
            at = mem_space_place_module(m, len, &a->module_end);
            a->module = at;
        }
        if (at == 0) {
            at = mem_space_place(m, hint, len, high);
        }
        if (at == 0) {
            return -ENOMEM;
        }
        void *r = mmap((void *)at, len, host_prot(a->prot), flags | MAP_FIXED_NOREPLACE, fd,
                       (off_t)a->offset);
        if (r == (void *)at) {
            return (int64_t)at;
        }
        if (r != MAP_FAILED) {
            munmap(r, len);
        } else if (errno != EEXIST) {
            return -errno;
        }
        if (a->module == 0 && hint == 0) {
            high = at;
        }
        hint = 0;
    }
}

/* A mapping inside a module keeps the module's footprint. */
static void inherit_module(const struct guest_mem *m, struct mem_area *a)
{
    unsigned i = mem_tree_index(&m->tree, a->start);
    if (i == m->tree.n || m->tree.areas[i].start >= a->end) {
        return;
    }
    const struct mem_area *old = &m->tree.areas[i];
    if (old->module && a->start >= old->module && a->end <= old->module_end) {
        a->module = old->module;
        a->module_end = old->module_end;
    }
}

static int64_t map_fixed(struct guest_mem *m, struct mem_area *a, uint64_t addr, uint64_t len,
                         int flags, int fd, bool *was_code)
{
    if (addr & (MEM_PAGE - 1)) {
        return -EINVAL;
    }
    if (!mem_space_allowed(m, addr, len)) {
        return -ENOMEM;
    }
    bool is_free = mem_tree_is_free(&m->tree, addr, addr + len);
    if ((flags & MAP_FIXED_NOREPLACE) == MAP_FIXED_NOREPLACE && !is_free) {
        return -EEXIST;
    }
    a->start = addr;
    a->end = addr + len;
    inherit_module(m, a);
    void *r = mmap((void *)addr, len, host_prot(a->prot), flags, fd, (off_t)a->offset);
    if (r == MAP_FAILED) {
        return -errno;
    }
    if (r != (void *)addr) {
        munmap(r, len);
        return -EEXIST;
    }
    *was_code = mem_tree_has_exec(&m->tree, addr, addr + len);
    mem_tree_remove(&m->tree, addr, addr + len);
    return (int64_t)addr;
}

int64_t mem_mmap(struct guest_mem *m, uint64_t addr, uint64_t len, int prot, int flags, int fd,
                 uint64_t offset)
{
    struct mem_area a = {.prot = prot & PROT_RWX, .flags = flags & AREA_FLAGS};
    bool is_module = false, was_code = false;
    if (len == 0 || (offset & (MEM_PAGE - 1))) {
        return -EINVAL;
    }
    if (len > m->limit) {
        return -ENOMEM;
    }
    len = bits_align_up(len, MEM_PAGE);
    if ((flags & MAP_TYPE) == MAP_SHARED_VALIDATE) {
        a.flags = (a.flags & ~MAP_TYPE) | MAP_SHARED;
    }
    if (!(flags & MAP_ANONYMOUS)) {
        int r = check_file(fd, offset, &a, &is_module);
        if (r < 0) {
            return r;
        }
    }
    lock_take(&m->lock);
    if ((flags & MAP_ANONYMOUS) && (a.flags & MAP_SHARED)) {
        a.dev = MEM_DEV_ANONYMOUS;
        a.ino = mem_views_new_object(m);
    }
    int64_t r = -ENOMEM;
    uint64_t replaced = flags & (MAP_FIXED | MAP_FIXED_NOREPLACE) ? addr : 0;
    if (mem_tree_room(&m->tree, TREE_ROOM) &&
        mem_space_may_grow(m, replaced, len, a.prot, a.flags)) {
        if (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) {
            r = map_fixed(m, &a, addr, len, flags, fd, &was_code);
        } else {
            r = map_anywhere(m, &a, bits_align_down(addr, MEM_PAGE), len, is_module, flags, fd);
        }
    }
    if (r > 0) {
        a.start = (uint64_t)r;
        a.end = a.start + len;
        mem_tree_insert(&m->tree, &a);
        mem_views_note(m, &a);
    }
    lock_give(&m->lock);
    if (was_code) {
        m->process->ops->code_changed(m->process, addr, len);
    }
    return r;
}

int mem_munmap(struct guest_mem *m, uint64_t addr, uint64_t len)
{
    if ((addr & (MEM_PAGE - 1)) || len == 0 || len > m->limit || addr > m->limit - len) {
        return -EINVAL;
    }
    uint64_t end = bits_align_up(addr + len, MEM_PAGE);
    lock_take(&m->lock);
    int r = mem_tree_room(&m->tree, TREE_ROOM) ? unmap_host(m, addr, end) : -ENOMEM;
    bool was_code = mem_tree_has_exec(&m->tree, addr, end);
    if (r == 0) {
        mem_tree_remove(&m->tree, addr, end);
    }
    lock_give(&m->lock);
    if (was_code) {
        m->process->ops->code_changed(m->process, addr, end - addr);
    }
    return r;
}

static int protect_locked(struct guest_mem *m, uint64_t addr, uint64_t end, int prot)
{
    if (!mem_tree_room(&m->tree, TREE_ROOM)) {
        return -ENOMEM;
    }
    /* As the kernel does: what stands before a hole is changed, then ENOMEM. */
    uint64_t at = addr;
    for (;;) {
        unsigned i = mem_tree_index(&m->tree, at);
        if (i == m->tree.n || m->tree.areas[i].start > at) {
            return -ENOMEM;
        }
        uint64_t to = m->tree.areas[i].end < end ? m->tree.areas[i].end : end;
        if (!mem_space_may_protect(m, &m->tree.areas[i], to - at, prot)) {
            return -ENOMEM;
        }
        if (mprotect((void *)at, to - at, host_prot(prot)) < 0) {
            return -errno;
        }
        mem_tree_protect(&m->tree, at, to, prot & PROT_RWX);
        if (to == end) {
            return 0;
        }
        at = to;
    }
}

int mem_mprotect(struct guest_mem *m, uint64_t addr, uint64_t len, int prot)
{
    if (addr & (MEM_PAGE - 1)) {
        return -EINVAL;
    }
    if (len == 0) {
        return 0;
    }
    if (len > m->limit || addr > m->limit - len) {
        return -ENOMEM;
    }
    uint64_t end = bits_align_up(addr + len, MEM_PAGE);
    lock_take(&m->lock);
    if (prot & PROT_GROWSDOWN) {
        unsigned i = mem_tree_index(&m->tree, addr);
        if (i < m->tree.n && m->tree.areas[i].start <= addr &&
            (m->tree.areas[i].flags & (MAP_GROWSDOWN | MAP_STACK))) {
            addr = m->tree.areas[i].start;
        }
    }
    bool was_code = mem_tree_has_exec(&m->tree, addr, end);
    int r = protect_locked(m, addr, end, prot);
    if (prot & PROT_EXEC) {
        mem_views_note_range(m, addr, end);
    }
    lock_give(&m->lock);
    if (was_code) {
        m->process->ops->code_changed(m->process, addr, end - addr);
    }
    return r;
}

void mem_set_brk(struct guest_mem *m, uint64_t start)
{
    m->brk_start = m->brk = start;
}

void mem_brk_range(struct guest_mem *m, uint64_t *start, uint64_t *end)
{
    lock_take(&m->lock);
    *start = m->brk_start;
    *end = m->brk;
    lock_give(&m->lock);
}

static bool brk_grow(struct guest_mem *m, uint64_t from, uint64_t to)
{
    struct mem_area a = {.start = from,
                         .end = to,
                         .prot = PROT_READ | PROT_WRITE,
                         .flags = MAP_PRIVATE | MAP_ANONYMOUS};
    if (!mem_space_allowed(m, from, to - from) || !mem_tree_is_free(&m->tree, from, to) ||
        !mem_space_may_grow(m, 0, to - from, a.prot, a.flags) ||
        !mem_tree_room(&m->tree, TREE_ROOM)) {
        return false;
    }
    void *r = mmap((void *)from, to - from, a.prot, a.flags | MAP_FIXED_NOREPLACE, -1, 0);
    if (r == MAP_FAILED) {
        return false;
    }
    if (r != (void *)from) {
        munmap(r, to - from);
        return false;
    }
    mem_tree_insert(&m->tree, &a);
    return true;
}

uint64_t mem_brk(struct guest_mem *m, uint64_t brk)
{
    bool was_code = false;
    lock_take(&m->lock);
    uint64_t old = bits_align_up(m->brk, MEM_PAGE), new = bits_align_up(brk, MEM_PAGE);
    if (brk >= m->brk_start && brk <= m->limit) {
        if (new == old || (new > old &&brk_grow(m, old, new))) {
            m->brk = brk;
        } else if (new < old && mem_tree_room(&m->tree, TREE_ROOM) &&
                   unmap_host(m, new, old) == 0) {
            was_code = mem_tree_has_exec(&m->tree, new, old);
            mem_tree_remove(&m->tree, new, old);
            m->brk = brk;
        }
    }
    uint64_t r = m->brk;
    lock_give(&m->lock);
    if (was_code) {
        m->process->ops->code_changed(m->process, new, old - new);
    }
    return r;
}
