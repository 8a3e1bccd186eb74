/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest memory <-> ours, without trusting the address. */
#include <errno.h>
#include <string.h>

#include "base/bits.h"
#include "base/mem.h"
#include "base/process.h"

int mem_read(struct process *p, void *dst, uint64_t addr, size_t len)
{
    if (!mem_range_ok(addr, len)) {
        return -EFAULT;
    }
    return p->ops->safe_copy(dst, (const void *)addr, len);
}

int mem_write(struct process *p, uint64_t addr, const void *src, size_t len)
{
    if (!mem_range_ok(addr, len)) {
        return -EFAULT;
    }
    return p->ops->safe_copy((void *)addr, src, len);
}

int64_t mem_read_string(struct process *p, char *dst, uint64_t addr, size_t size)
{
    size_t done = 0;
    while (done < size) {
        /* Never beyond the page of a byte that must be there: the string may end before the
         * next. */
        uint64_t at = addr + done, page_end = bits_align_down(at, MEM_PAGE) + MEM_PAGE;
        size_t n = size - done < page_end - at ? size - done : page_end - at;
        int r = mem_read(p, dst + done, at, n);
        if (r < 0) {
            return r;
        }
        const char *nul = memchr(dst + done, '\0', n);
        if (nul) {
            return nul - dst;
        }
        done += n;
    }
    return -ENAMETOOLONG;
}
