/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How code finds code: the key and index of the jump table, and the patching of links.
 *
 * A displacement or a slot lies inside one aligned 8 bytes, so one store of its size is atomic for
 * a thread that fetches the instruction or loads the slot at the same time (Intel SDM volume 3A,
 * 9.1.1 and 9.1.3: a store to code that is not being changed in length).
 */
#include "host/host.h"

uint64_t host_jump_key(uint64_t pc, uint32_t mode)
{
    return pc ^ ((uint64_t)mode << 48 | (uint64_t)mode >> 16);
}

unsigned host_jump_index(uint64_t pc, uint32_t mode)
{
    return (unsigned)(pc >> HOST_JUMP_SHIFT ^ mode ^ mode >> 16) & (HOST_JUMP_ENTRIES - 1);
}

unsigned host_jump_second(uint64_t pc, uint32_t mode)
{
    uint64_t key = host_jump_key(pc, mode);

    return HOST_JUMP_ENTRIES +
           (unsigned)((key ^ key >> 16) >> HOST_JUMP_SHIFT & (HOST_JUMP_ENTRIES - 1));
}

bool host_link_reaches(const struct host_link *l, uint64_t unit_rx, const void *target)
{
    int64_t away = (int64_t)((uint64_t)target - (unit_rx + l->patch + 4));

    return l->slot || away == (int32_t)away;
}

void host_patch(const struct host_link *l, void *unit_rw, uint64_t unit_rx, const void *target)
{
    uint64_t to = target ? (uint64_t)target : unit_rx + l->unlinked;
    uint8_t *where = (uint8_t *)unit_rw + l->patch;

    if (l->slot) {
        __atomic_store_n((uint64_t *)where, to, __ATOMIC_RELEASE);
    } else {
        __atomic_store_n((uint32_t *)where, (uint32_t)(to - (unit_rx + l->patch + 4)),
                         __ATOMIC_RELEASE);
    }
}
