/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/mem_space.h"

#include <sys/mman.h>

#include "base/bits.h"
#include "base/cpu.h"
#include "base/process.h"

#define FOOTPRINT_MIN (1ull << 20)
#define STACK_COUNTED (132ull << 10) /* of a program at its start */
#define HUGE_PAGE (2ull << 20)
#define SLOT_SIZE (2 * MEM_WINDOW_DISTANCE)

/* Does [addr, addr + len) touch the upper half of a slot of the module area? */
static bool touches_window(uint64_t addr, uint64_t len)
{
    uint64_t end = addr + len;
    if (end <= MEM_MODULES || addr >= MEM_MODULES_END) {
        return false;
    }
    if (addr < MEM_MODULES || end > MEM_MODULES_END) {
        return true;
    }
    return (addr & MEM_WINDOW_DISTANCE) ||
           (addr & (MEM_WINDOW_DISTANCE - 1)) + len > MEM_WINDOW_DISTANCE;
}

bool mem_space_allowed(const struct guest_mem *m, uint64_t addr, uint64_t len)
{
    return len <= m->limit && addr <= m->limit - len && !touches_window(addr, len);
}

/* What RLIMIT_DATA counts: private and writable, but no stack (mm/mmap.c, is_data_mapping). */
static bool is_data(int prot, int flags)
{
    return (prot & PROT_WRITE) && (flags & MAP_TYPE) == MAP_PRIVATE && !(flags & MAP_GROWSDOWN);
}

static uint64_t overlap(const struct mem_area *a, uint64_t start, uint64_t end)
{
    uint64_t from = a->start > start ? a->start : start, to = a->end < end ? a->end : end;
    return to > from ? to - from : 0;
}

bool mem_space_may_grow(const struct guest_mem *m, uint64_t addr, uint64_t len, int prot, int flags)
{
    const struct process *p = current ? current->process : m->process;
    uint64_t all = len, data = is_data(prot, flags) ? len : 0;
    if (p->limit_all == UINT64_MAX && (p->limit_data == UINT64_MAX || data == 0)) {
        return true;
    }
    for (unsigned i = 0; i < m->tree.n; i++) {
        const struct mem_area *a = &m->tree.areas[i];
        /* The kernel counts of the first stack what has been touched; its place is reserved here.
         * */
        uint64_t size = a->start >= m->top ? STACK_COUNTED : a->end - a->start;
        size -= addr ? overlap(a, addr, addr + len) : 0;
        all += size;
        data += is_data(a->prot, a->flags) && a->start < m->top ? size : 0;
    }
    return all <= p->limit_all && (data <= p->limit_data || !is_data(prot, flags));
}

/* Memory that becomes data is asked for as if it were new (mm/mprotect.c, mprotect_fixup). */
bool mem_space_may_protect(const struct guest_mem *m, const struct mem_area *a, uint64_t len,
                           int prot)
{
    return !(prot & PROT_WRITE) || mem_space_may_grow(m, 0, len, prot, a->flags) ||
           !mem_space_may_grow(m, 0, len, a->prot, a->flags);
}

/* The highest gap; whole huge pages start at one, as the kernel places them. */
static uint64_t gap_down(const struct mem_tree *t, uint64_t low, uint64_t high, uint64_t len)
{
    uint64_t at = mem_tree_gap_down(t, low, high, len);
    uint64_t aligned = bits_align_down(at, HUGE_PAGE);
    bool huge = at != 0 && len % HUGE_PAGE == 0 && aligned >= low;
    return huge && mem_tree_is_free(t, aligned, aligned + len) ? aligned : at;
}

uint64_t mem_space_place(const struct guest_mem *m, uint64_t hint, uint64_t len, uint64_t high)
{
    if (hint >= MEM_MIN && mem_space_allowed(m, hint, len) &&
        mem_tree_is_free(&m->tree, hint, hint + len)) {
        return hint;
    }
    uint64_t at = 0;
    if (m->limit > MEM_MODULES_END && high > MEM_MODULES_END) {
        at = gap_down(&m->tree, MEM_MODULES_END, high, len);
    }
    if (at == 0) {
        at = gap_down(&m->tree, MEM_MIN, high < MEM_MODULES ? high : MEM_MODULES, len);
    }
    return at;
}

uint64_t mem_space_place_module(struct guest_mem *m, uint64_t len, uint64_t *footprint_end)
{
    if (m->limit < MEM_MODULES_END || len > MEM_WINDOW_DISTANCE) {
        return 0;
    }
    uint64_t footprint = bits_align_up(len, FOOTPRINT_MIN) * MEM_WINDOW_FACTOR;
    if (len <= FOOTPRINT_MIN / MEM_WINDOW_FACTOR) {
        footprint = FOOTPRINT_MIN;
    }
    if (footprint > MEM_WINDOW_DISTANCE) {
        footprint = MEM_WINDOW_DISTANCE;
    }
    uint64_t at = m->module_next;
    for (unsigned wraps = 0; wraps < 2;) {
        if ((at & (SLOT_SIZE - 1)) + footprint > MEM_WINDOW_DISTANCE) {
            at = bits_align_up(at + 1, SLOT_SIZE);
        }
        if (at >= MEM_MODULES_END) {
            at = MEM_MODULES;
            wraps++;
            continue;
        }
        unsigned i = mem_tree_index(&m->tree, at);
        if (i == m->tree.n || m->tree.areas[i].start >= at + footprint) {
            m->module_next = at + footprint;
            *footprint_end = at + footprint;
            return at;
        }
        const struct mem_area *a = &m->tree.areas[i];
        at = bits_align_up(a->module_end > a->end ? a->module_end : a->end, FOOTPRINT_MIN);
    }
    return 0;
}
