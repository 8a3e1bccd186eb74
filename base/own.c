/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Dragoman's own memory: MEM_OWN_BASE upward to the image. The window's first page is the allocator
 * itself, so that no state outside of it is needed: whoever maps that page first has made it.
 */
#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#include "base/bits.h"
#include "base/mem.h"

#ifndef MADV_POPULATE_WRITE
    #define MADV_POPULATE_WRITE 23 /* linux/mman.h since 5.14 */
#endif
#define OWN_ATTEMPTS 4096

struct own_window {
    _Atomic uint64_t next; /* where to try next; 0: the window's first page was just made */
};

static struct own_window *own_window(void)
{
    void *p = (void *)MEM_OWN_BASE;
    void *r = mmap(p, MEM_PAGE, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (r != p && r != MAP_FAILED) {
        munmap(r, MEM_PAGE);
        return NULL;
    }
    return r == p || errno == EEXIST ? p : NULL;
}

void *own_map(size_t len, int prot, int flags)
{
    struct own_window *w = own_window();
    flags |= flags & MAP_SHARED ? 0 : MAP_PRIVATE;
    uint64_t size = bits_align_up(len, MEM_PAGE), first = MEM_OWN_BASE + 2 * MEM_PAGE;
    if (!w || size == 0 || size > MEM_IMAGE_BASE - first) {
        return NULL;
    }
    for (unsigned i = 0; i < OWN_ATTEMPTS; i++) {
        /* One page stays free behind every piece, so that an overrun faults. */
        uint64_t at = atomic_fetch_add(&w->next, size + MEM_PAGE);
        if (at < first || at > MEM_IMAGE_BASE - size) {
            atomic_store(&w->next, first);
            continue;
        }
        void *r = mmap((void *)at, size, prot, flags | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
        if (r == (void *)at) {
            return r;
        }
        if (r != MAP_FAILED) {
            munmap(r, size);
            return NULL;
        }
        if (errno != EEXIST) {
            return NULL;
        }
    }
    return NULL;
}

void own_unmap(void *p, size_t len)
{
    munmap(p, bits_align_up(len, MEM_PAGE));
}

void own_touch(void *p, size_t len)
{
    int e = errno;
    madvise(p, len, MADV_POPULATE_WRITE);
    errno = e;
}

void own_empty(void *p, size_t len)
{
    if (madvise(p, len, MADV_DONTNEED) != 0) {
        memset(p, 0, len);
    }
}
