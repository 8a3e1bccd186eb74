/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's address space. Guest address = host address (plus the base of a 32-bit guest, 0 where
 * low memory is to be had). An interval tree holds each guest mapping's protection and file
 * identity; the host never maps guest memory executable.
 *
 *   MEM_MIN .. MEM_MODULES          fixed ET_EXEC images, brk, hinted mappings
 *   MEM_MODULES .. MEM_MODULES_END  file-backed modules: in every 2 GiB the lower half is guest
 *                                   memory, the upper half the code window of what lies 1 GiB below
 *   MEM_MODULES_END .. MEM_GUEST_END anonymous memory, top down, and the stack
 *   MEM_GUEST_END ..                dragoman's own: image, heap, stacks, tables
 */
#ifndef DRAGOMAN_BASE_MEM_H
#define DRAGOMAN_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MEM_PAGE 4096ull
#define MEM_MIN 0x10000ull /* the kernel's usual vm.mmap_min_addr */
#define MEM_MODULES 0x200000000000ull
#define MEM_MODULES_END 0x300000000000ull
#define MEM_GUEST_END 0x6f0000000000ull   /* dragoman's window starts here */
#define MEM_OWN_BASE 0x6f0000000000ull    /* where own_map places dragoman's memory */
#define MEM_IMAGE_BASE 0x700000000000ull  /* where the executable is linked */
#define MEM_WINDOW_DISTANCE 0x40000000ull /* code window of a module = its address + 1 GiB */
/* mem_area.dev of shared memory that is no file; ino is a number of ours, the segment's id + 1. */
#define MEM_DEV_ANONYMOUS UINT64_MAX
#define MEM_DEV_SYSV (UINT64_MAX - 1)
#define MEM_WINDOW_FACTOR 8 /* the window's size is this many times the module's, at least 1 MiB */

struct cpu;
struct guest_mem;
struct process;

/* One mapping, as found in the tree. */
struct mem_area {
    uint64_t start, end; /* guest addresses, end exclusive */
    int prot;            /* the guest's PROT_* (PROT_EXEC lives only here) */
    int flags;           /* MAP_SHARED or MAP_PRIVATE, MAP_ANONYMOUS, MAP_GROWSDOWN, MAP_STACK */
    uint64_t dev, ino;   /* of the file or other memory object, ino 0: private and anonymous */
    uint64_t offset;     /* in the object, of start */
    uint64_t module, module_end; /* the footprint this lies in (window at + 1 GiB), or 0, 0 */
};

/* A new, empty address space of word bits 32 or 64 for p. NULL: no memory. */
struct guest_mem *mem_new(struct process *p, int word);

/* Is [addr, addr + len) an address range a guest may have at all? Compares, no tree. */
static inline bool mem_range_ok(uint64_t addr, uint64_t len)
{
    const uint64_t gib = MEM_WINDOW_DISTANCE;

    if (len > MEM_GUEST_END || addr > MEM_GUEST_END - len)
        return false;
    if (addr + len <= MEM_MODULES || addr >= MEM_MODULES_END || len == 0)
        return true;
    /* Every other GiB of the module area is dragoman's code. */
    return addr >= MEM_MODULES && !(addr & gib) && (addr ^ (addr + len - 1)) < gib;
}

/* mmap(2) and relatives for the guest: guest protection, flags of the host's numbering. The result
 * is a guest address or 0, else -errno. They call ops->code_changed where code may have been. */
int64_t mem_mmap(struct guest_mem *m, uint64_t addr, uint64_t len, int prot, int flags, int fd,
                 uint64_t offset);
int mem_munmap(struct guest_mem *m, uint64_t addr, uint64_t len);
int mem_mprotect(struct guest_mem *m, uint64_t addr, uint64_t len, int prot);
int64_t mem_mremap(struct guest_mem *m, uint64_t old, uint64_t old_len, uint64_t new_len, int flags,
                   uint64_t new_addr);
/* brk(2): the new or unchanged break. */
uint64_t mem_brk(struct guest_mem *m, uint64_t brk);
/* Where the loader puts the break after it mapped the program. */
void mem_set_brk(struct guest_mem *m, uint64_t start);
/* Mappings that leave the address to us end at or below top (page-aligned), the kernel's mmap_base:
 * the loader keeps room for the stack's guard above it. */
void mem_set_top(struct guest_mem *m, uint64_t top);
/* The guest's RLIMIT_AS and RLIMIT_DATA in bytes, UINT64_MAX: none. What is mapped stays. They are
 * the process's that asks for memory: others may share it. */
void mem_set_limits(struct process *p, uint64_t all, uint64_t data);
/* Where the break starts and is now. */
void mem_brk_range(struct guest_mem *m, uint64_t *start, uint64_t *end);
/* The task that ran as cpu was killed, with this address space shared: a lock it held is free. */
void mem_task_died(struct guest_mem *m, const struct cpu *cpu);
/* Around fork: the lock is held across it, parent and child give it back. */
void mem_fork_begin(struct guest_mem *m);
void mem_fork_end(struct guest_mem *m);

/* The mapping that holds addr, or the first one above it. False: none. */
bool mem_find(struct guest_mem *m, uint64_t addr, struct mem_area *out);

/* The first executable mapping at or above addr that shows any of the bytes of its object that the
 * mapping *of shows (*of itself included, if it is executable). False: none. */
bool mem_find_view(struct guest_mem *m, const struct mem_area *of, uint64_t addr,
                   struct mem_area *out);
/* Was there ever an executable mapping of an object that is mapped a second time, and one of the
 * two shared? Read without the lock. */
bool mem_has_views(const struct guest_mem *m);
/* What mem_mmap mapped at [addr, addr + len) has become the shared memory object (dev, ino). 0,
 * also where another thread has unmapped it, or -ENOMEM: there are too many mappings. */
int mem_set_object(struct guest_mem *m, uint64_t addr, uint64_t len, uint64_t dev, uint64_t ino);
/* The host has detached the System V segment that was attached at addr. */
void mem_detached(struct guest_mem *m, uint64_t addr);
/* The file (dev, ino) became shorter or got a hole: code from it is stale. */
void mem_file_changed(struct guest_mem *m, uint64_t dev, uint64_t ino);

/* Guest memory <-> ours. 0, or -EFAULT. Lengths in bytes. */
int mem_read(struct process *p, void *dst, uint64_t addr, size_t len);
int mem_write(struct process *p, uint64_t addr, const void *src, size_t len);
/* A C string of at most size bytes with its NUL: its length, -EFAULT, or -ENAMETOOLONG. */
int64_t mem_read_string(struct process *p, char *dst, uint64_t addr, size_t size);

/* Memory of dragoman itself, in its window, page-granular, readable and writable, never freed to
 * the guest. NULL: none. prot and flags as mmap, MAP_ANONYMOUS and, unless it is to be MAP_SHARED,
 * MAP_PRIVATE being added. */
void *own_map(size_t len, int prot, int flags);
void own_unmap(void *p, size_t len);
/* The pages of own memory will be written: has the kernel make them at once, which costs half of
 * what one fault for each does. It may be for nothing (Linux before 5.14). */
void own_touch(void *p, size_t len);
/* Makes own memory zero again, by giving its pages back if the guest has not locked them
 * (mlockall). p at the start of a page. */
void own_empty(void *p, size_t len);

#endif
