/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls that change the guest's address space. */
#define _GNU_SOURCE
#include <linux/mman.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "base/bits.h"
#include "syscall/engine.h"

static int64_t map(struct sys_frame *f, uint64_t offset)
{
    uint64_t flags = sys_flags_to_host(f->abi, sys_flags_mmap, f->arg[3]);

    if (offset % MEM_PAGE)
        return -EINVAL;
    if (!(flags & MAP_ANONYMOUS) && (int)f->arg[4] < 0)
        return -EBADF;
    return mem_mmap(f->process->mem, f->arg[0], f->arg[1], (int)f->arg[2], (int)flags,
                    (int)f->arg[4], offset);
}

int64_t sys_mmap(struct sys_frame *f)
{
    return map(f, f->arg[5]);
}

/* The offset counts units of 4096 bytes, whatever the page size. */
int64_t sys_mmap2(struct sys_frame *f)
{
    return map(f, f->arg[5] << 12);
}

int64_t sys_munmap(struct sys_frame *f)
{
    return mem_munmap(f->process->mem, f->arg[0], f->arg[1]);
}

int64_t sys_mprotect(struct sys_frame *f)
{
    return mem_mprotect(f->process->mem, f->arg[0], f->arg[1], (int)f->arg[2]);
}

int64_t sys_pkey_mprotect(struct sys_frame *f)
{
    /* No guest has protection keys: only "none" exists. */
    return (int32_t)f->arg[3] == -1 ? sys_mprotect(f) : -EINVAL;
}

int64_t sys_mremap(struct sys_frame *f)
{
    return mem_mremap(f->process->mem, f->arg[0], f->arg[1], f->arg[2], (int)f->arg[3], f->arg[4]);
}

int64_t sys_brk(struct sys_frame *f)
{
    return (int64_t)mem_brk(f->process->mem, f->arg[0]);
}

static bool drops_contents(uint64_t advice)
{
    return advice == MADV_DONTNEED || advice == MADV_DONTNEED_LOCKED || advice == MADV_REMOVE ||
           advice == MADV_FREE;
}

int64_t sys_madvise(struct sys_frame *f)
{
    uint64_t start = f->arg[0], len = bits_align_up(f->arg[1], MEM_PAGE), end = start + len;
    struct mem_area a;
    int64_t r;

    if (len < f->arg[1] || start % MEM_PAGE)
        return -EINVAL;
    if (!mem_range_ok(start, len))
        return -ENOMEM;
    r = sys_host(f, SYS_madvise, start, len, f->arg[2], 0, 0, 0);
    /* ENOMEM tells of holes; what is there was done. */
    if ((r < 0 && r != -ENOMEM) || !drops_contents(f->arg[2]))
        return r;
    /* The bytes are others now: code made of them is stale. */
    for (uint64_t at = start; mem_find(f->process->mem, at, &a) && a.start < end; at = a.end) {
        uint64_t from = a.start > start ? a.start : start, to = a.end < end ? a.end : end;

        if (a.prot & PROT_EXEC)
            f->process->ops->code_changed(f->process, from, to - from);
    }
    return r;
}

/* Private mappings of a file that is shortened lose their pages, too. */
static void cut(struct sys_frame *f, long stat_nr, uint64_t file)
{
    struct stat st;

    if (sys_raw(stat_nr, file, (uintptr_t)&st, 0, 0, 0, 0) == 0)
        mem_file_changed(f->process->mem, st.st_dev, st.st_ino);
}

void sys_file_cut(struct sys_frame *f, uint64_t fd)
{
    cut(f, SYS_fstat, fd);
}

/* ftruncate, truncate, fallocate */
int64_t sys_truncate(struct sys_frame *f)
{
    int64_t r = sys_plain(f);

    if (r >= 0)
        cut(f, f->id == SYS_ID_truncate ? SYS_stat : SYS_fstat, f->host[0]);
    return r;
}

/* A place from mem_mmap, so that the tree knows it, which the segment then replaces. */
int64_t sys_shmat(struct sys_frame *f)
{
    uint64_t flags = f->arg[2], addr = f->arg[1];
    int prot = PROT_READ | (flags & SHM_RDONLY ? 0 : PROT_WRITE);
    struct shmid_ds ds;
    int64_t r, at;

    if (addr && (flags & SHM_RND))
        addr = bits_align_down(addr, MEM_PAGE);
    if (addr % MEM_PAGE || (!addr && (flags & SHM_REMAP)))
        return -EINVAL;
    r = sys_raw(SYS_shmctl, f->arg[0], IPC_STAT, (uintptr_t)&ds, 0, 0, 0);
    if (r < 0)
        return r;
    if (flags & SHM_EXEC)
        prot |= PROT_EXEC;
    at = mem_mmap(f->process->mem, addr, ds.shm_segsz, prot,
                  MAP_PRIVATE | MAP_ANONYMOUS |
                      (!addr               ? 0
                       : flags & SHM_REMAP ? MAP_FIXED
                                           : MAP_FIXED_NOREPLACE),
                  -1, 0);
    if (at < 0)
        return at == -EEXIST ? -EINVAL : at;
    r = mem_set_object(f->process->mem, (uint64_t)at, bits_align_up(ds.shm_segsz, MEM_PAGE),
                       MEM_DEV_SYSV, (uint32_t)f->arg[0] + 1ull);
    if (r == 0)
        r = sys_raw(SYS_shmat, f->arg[0], (uint64_t)at,
                    (flags & ~(uint64_t)(SHM_RND | SHM_EXEC)) | SHM_REMAP, 0, 0, 0);
    if (r < 0)
        mem_munmap(f->process->mem, (uint64_t)at, ds.shm_segsz);
    return r < 0 ? r : at;
}

int64_t sys_shmdt(struct sys_frame *f)
{
    uint64_t addr = f->arg[0];
    int64_t r;

    if (addr == 0 || addr % MEM_PAGE)
        return -EINVAL;
    r = sys_raw(SYS_shmdt, addr, 0, 0, 0, 0, 0);
    if (r == 0)
        mem_detached(f->process->mem, addr);
    return r;
}

/* The other process's addresses are checked by nobody: it is a guest like this one, or foreign. */
int64_t sys_process_vm(struct sys_frame *f)
{
    int error;
    struct iovec *local = sys_iov(f, f->arg[1], f->arg[2], &error);
    struct iovec *remote = local ? sys_iov_remote(f, f->arg[3], f->arg[4], &error) : NULL;

    if (!remote)
        return error;
    return sys_host(f, sys_host_nr[f->id], f->arg[0], (uintptr_t)local, f->arg[2],
                    (uintptr_t)remote, f->arg[4], f->arg[5]);
}
