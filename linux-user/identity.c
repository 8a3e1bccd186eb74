/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the host's /proc says of this process to everybody: its name, and by PR_SET_MM_MAP (a kernel
 * with CONFIG_CHECKPOINT_RESTORE; no privilege) its arguments, environment, auxiliary vector and
 * the places of code and stack. Where the kernel refuses, only the guest itself is told the guest's
 * (syscall/proc.c).
 */
#define _GNU_SOURCE
#include <linux/prctl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "linux-user/program.h"

/* As the kernel does at exec: the last part of the file's name. */
static void set_name(const char *file)
{
    const char *slash = strrchr(file, '/');
    syscall(SYS_prctl, PR_SET_NAME, slash ? slash + 1 : file, 0, 0, 0);
}

void identity_set(const char *name, const struct loader_image *image, const struct loader_stack *s)
{
    set_name(name);
    /* Memory that the kernel reads for /proc must be in its own form. */
    if (s->word != sizeof(void *) || s->swap) {
        return;
    }
    uint64_t heap = (uint64_t)(uintptr_t)sbrk(0);
    struct prctl_mm_map map = {
        .start_code = image->start,
        .end_code = image->end,
        .start_data = image->start,
        .end_data = image->data_end,
        .start_brk = heap, /* dragoman's own, which goes on growing there */
        .brk = heap,
        .start_stack = s->sp,
        .arg_start = s->arg_start,
        .arg_end = s->arg_end,
        .env_start = s->env_start,
        .env_end = s->env_end,
        .auxv = (void *)(uintptr_t)s->auxv_at,
        .auxv_size = (uint32_t)s->auxv_len,
        .exe_fd = (uint32_t)-1,
    };
    syscall(SYS_prctl, PR_SET_MM, PR_SET_MM_MAP, &map, sizeof(map), 0);
}
