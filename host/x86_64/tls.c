/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Thread-local storage of tasks that are no threads of the C library's. Its block lies below the
 * thread pointer, the thread's descriptor above it (System V ABI, variant II):
 *
 *   | .tdata, .tbss | tcb: itself, dtv, itself again, ... descriptor |
 *                   ^ fs base
 */
#define _GNU_SOURCE
#include <elf.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>

#include "base/bits.h"
#include "host/host.h"

#define DESCRIPTOR_SIZE 4096 /* not less than the C library's */
#define SELF_OFFSET 16       /* the descriptor's second pointer to itself */
#define ALIGNMENT 64

static size_t block_size(void)
{
    const Elf64_Phdr *p = (const Elf64_Phdr *)getauxval(AT_PHDR);
    for (unsigned long i = 0; p && i < getauxval(AT_PHNUM); i++) {
        if (p[i].p_type == PT_TLS) {
            return bits_align_up(p[i].p_memsz, p[i].p_align ? p[i].p_align : 1);
        }
    }
    return 0;
}

size_t host_tls_size(void)
{
    return bits_align_up(block_size(), ALIGNMENT) + DESCRIPTOR_SIZE;
}

uint64_t host_tls_copy(void *memory)
{
    size_t block = block_size();
    const char *own = __builtin_thread_pointer();
    char *copy = (char *)memory + bits_align_up(block, ALIGNMENT);
    memcpy(copy - block, own - block, block);
    /* The end of the caller's may be the end of what is mapped there. */
    for (size_t at = 0; at < DESCRIPTOR_SIZE; at += ALIGNMENT) {
        if (host_safe_copy(copy + at, own + at, ALIGNMENT) < 0) {
            break;
        }
    }
    uint64_t self = (uint64_t)(uintptr_t)copy;
    memcpy(copy, &self, sizeof(self));
    memcpy(copy + SELF_OFFSET, &self, sizeof(self));
    return self;
}

void host_thread_end(uint32_t *busy, int status)
{
    __asm__ volatile("movl $0, (%0)\n\tsyscall"
                     :
                     : "r"(busy), "a"(SYS_exit), "D"(status)
                     : "rcx", "r11", "memory");
    __builtin_unreachable();
}
