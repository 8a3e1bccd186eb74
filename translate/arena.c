/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Code memory. Each module (a file-backed mapping in the module area) has a window at a fixed
 * distance from it, so that its units reach guest addresses relative to rip; everything else goes
 * to one anonymous arena. Memory is private RWX where that is to be had (fork then copies it on
 * write by itself), else a memfd with two views.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/bits.h"
#include "translate/private.h"

#define ANONYMOUS_SIZE (128ull << 20)
#define MIN_ROOM 65536  /* the anonymous arena with less is full */
#define TOUCHED 65536ul /* bytes of fresh memory that are asked for at once */
#define COLD_SHARE 4    /* of an arena, one part in so many is for what is executed rarely */

/* There shall be pages for what is written up to wanted of room bytes at start. */
static void touch(uint8_t *start, size_t room, size_t wanted, size_t *touched)
{
    if (wanted <= *touched || *touched + TOUCHED > room)
        return;
    own_touch(start + *touched, TOUCHED);
    *touched += TOUCHED;
}

void *pool_alloc(struct pool *p, size_t size)
{
    size = bits_align_up(size, 16);
    if (size > p->size - p->used)
        return NULL;
    void *m = p->start + p->used;
    p->used += size;
    touch(p->start, p->size, p->used, &p->touched);
    return m;
}

void pool_give_back(struct pool *p, size_t used)
{
    memset(p->start + used, 0, p->used - used);
    p->used = used;
}

static int map_double(struct arena *a, uint64_t at)
{
    int fd = memfd_create("dragoman-code", MFD_CLOEXEC);
    if (fd < 0)
        return -errno;
    int e = 0;
    void *rx = MAP_FAILED;
    a->rw = NULL;
    if (ftruncate(fd, (off_t)a->size) != 0)
        e = -errno;
    if (e == 0 && at)
        rx = mmap((void *)(uintptr_t)at, a->size, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED, fd,
                  0);
    uint8_t *rw = own_map(a->size, PROT_NONE, MAP_NORESERVE);
    if (e == 0 && !at) {
        void *place = own_map(a->size, PROT_NONE, MAP_NORESERVE);
        if (place)
            rx = mmap(place, a->size, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED, fd, 0);
    }
    if (e == 0 &&
        (rx == MAP_FAILED || !rw ||
         mmap(rw, a->size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED))
        e = -ENOMEM;
    close(fd);
    a->rx = (uint64_t)(uintptr_t)rx;
    a->rw = rw;
    return e;
}

int arena_map(struct translator *tr, struct arena *a, uint64_t at)
{
    int prot = PROT_READ | PROT_WRITE | PROT_EXEC;
    void *m = NULL;
    if (!tr->config.double_map && at) {
        m = mmap((void *)(uintptr_t)at, a->size, prot,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
        if (m == MAP_FAILED)
            m = NULL;
    } else if (!tr->config.double_map) {
        m = own_map(a->size, prot, MAP_NORESERVE);
    }
    if (!m)
        return map_double(a, at);
    a->rx = (uint64_t)(uintptr_t)m;
    a->rw = m;
    return 0;
}

static struct arena *new_arena(struct translator *tr, uint64_t at, size_t size)
{
    uint32_t n = atomic_load_explicit(&tr->n_arenas, memory_order_relaxed);
    if (n == MAX_ARENAS)
        return NULL;
    struct arena *a = own_map(sizeof(*a), PROT_READ | PROT_WRITE, 0);
    if (!a)
        return NULL;
    a->size = size;
    a->cold = bits_align_up(size - size / COLD_SHARE, MEM_PAGE);
    a->max_units = (uint32_t)(size / 64);
    a->units = own_map(a->max_units * sizeof(a->units[0]), PROT_READ | PROT_WRITE, MAP_NORESERVE);
    if (!a->units || arena_map(tr, a, at) != 0) {
        own_unmap(a, sizeof(*a));
        return NULL;
    }
    tr->arenas[n] = a;
    atomic_store_explicit(&tr->n_arenas, n + 1, memory_order_release);
    return a;
}

int arena_init(struct translator *tr)
{
    size_t size = tr->config.arena_size ? tr->config.arena_size : ANONYMOUS_SIZE;
    tr->anonymous = new_arena(tr, 0, size);
    tr->pool.size = size;
    tr->pool.start = own_map(size, PROT_READ | PROT_WRITE, MAP_NORESERVE);
    return tr->anonymous && tr->pool.start ? 0 : -ENOMEM;
}

static bool has_room(const struct arena *a)
{
    return a->cold - a->used >= MIN_ROOM && a->size - a->cold - a->cold_used >= MIN_ROOM / 2 &&
           a->n_units < a->max_units;
}

static struct arena *window_of(struct translator *tr, uint64_t pc)
{
    uint32_t n = atomic_load_explicit(&tr->n_arenas, memory_order_relaxed);
    for (uint32_t i = 1; i < n; i++)
        if (pc >= tr->arenas[i]->near_start && pc < tr->arenas[i]->near_end)
            return tr->arenas[i];
    return NULL;
}

struct arena *arena_for(struct translator *tr, uint64_t pc)
{
    struct mem_area area;
    struct arena *a = NULL;
    if (pc >= MEM_MODULES && pc < MEM_MODULES_END) {
        a = window_of(tr, pc);
        if (!a && mem_find(tr->process->mem, pc, &area) && area.start <= pc && area.module) {
            uint64_t size = area.module_end - area.module;
            a = new_arena(tr, area.module + MEM_WINDOW_DISTANCE, size);
            if (a) {
                a->near_start = area.module;
                a->near_end = area.module_end;
            }
        }
    }
    if (a && !a->full)
        return a;
    return has_room(tr->anonymous) ? tr->anonymous : NULL;
}

bool arena_fill(struct translator *tr, struct arena *a)
{
    if (a == tr->anonymous || has_room(a))
        return false;
    a->full = true;
    return true;
}

static struct arena *arena_of(struct translator *tr, uint64_t rx)
{
    uint32_t n = atomic_load_explicit(&tr->n_arenas, memory_order_acquire);
    for (uint32_t i = 0; i < n; i++)
        if (rx - tr->arenas[i]->rx < tr->arenas[i]->size)
            return tr->arenas[i];
    return NULL;
}

struct unit *arena_find_unit(struct translator *tr, uint64_t rx)
{
    struct arena *a = arena_of(tr, rx);
    if (!a)
        return NULL;
    bool cold = rx - a->rx >= a->cold;
    uint32_t low = 0, high = atomic_load_explicit(&a->n_units, memory_order_acquire);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct unit *u = a->units[middle];
        if (u->rx + (cold ? u->cold : 0) <= rx)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NULL;
    struct unit *u = a->units[low - 1];
    return rx - u->rx < u->size || rx - u->rx - u->cold < u->cold_size ? u : NULL;
}

int arena_add_unit(struct arena *a, struct unit *u)
{
    uint32_t n = atomic_load_explicit(&a->n_units, memory_order_relaxed);
    if (n == a->max_units)
        return -ENOSPC;
    a->units[n] = u;
    a->used = bits_align_up(a->used + u->size, 16);
    a->cold_used = bits_align_up(a->cold_used + u->cold_size, 16);
    touch(a->rw, a->cold, a->used + TOUCHED / 4, &a->touched);
    touch(a->rw + a->cold, a->size - a->cold, a->cold_used + TOUCHED / 8, &a->cold_touched);
    atomic_store_explicit(&a->n_units, n + 1, memory_order_release);
    return 0;
}

void arena_reset_all(struct translator *tr)
{
    uint32_t n = atomic_load_explicit(&tr->n_arenas, memory_order_relaxed);
    for (uint32_t i = 0; i < n; i++) {
        atomic_store_explicit(&tr->arenas[i]->n_units, 0, memory_order_relaxed);
        tr->arenas[i]->used = tr->arenas[i]->cold_used = 0;
        tr->arenas[i]->full = false;
    }
    memset(tr->pool.start, 0, tr->pool.used);
    tr->pool.used = 0;
    for (unsigned i = 0; i < tr->n_modules; i++)
        tr->modules[i].unsaved = 0;
}

int arena_after_fork(struct translator *tr)
{
    uint32_t n = atomic_load_explicit(&tr->n_arenas, memory_order_relaxed);
    for (uint32_t i = 0; i < n; i++) {
        struct arena *a = tr->arenas[i];
        if ((uint64_t)(uintptr_t)a->rw == a->rx)
            continue;
        uint64_t rx = a->rx;
        own_unmap(a->rw, a->size);
        int e = map_double(a, rx);
        if (e != 0)
            return e;
    }
    return 0;
}
