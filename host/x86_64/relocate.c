/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Code at another place. What depends on it are displacements from one part of the unit to the
 * other and from the code to guest addresses; emission notes where they are:
 *
 *   31           1      0
 *   [  offset    ] [ guest ]    offset: of the 4 bytes; guest: they lead to a guest address
 *
 * Everything else is the same anywhere, for parts begin at multiples of 16 and C is called through
 * slots.
 */
#include <string.h>

#include "host/host.h"

static uint32_t moved(const struct host_relocation *r, uint32_t offset)
{
    return offset < r->cold_was ? offset : offset - r->cold_was + r->cold;
}

static bool shift(const struct host_relocation *r, uint32_t s)
{
    uint32_t was = s >> 1, at = moved(r, was);
    int64_t part = (int64_t)r->cold - r->cold_was, by;
    int32_t disp;

    if (s & 1)
        by = r->nearer - (was < r->cold_was ? 0 : part);
    else
        by = was < r->cold_was ? part : -part;
    memcpy(&disp, r->rw + at, sizeof disp);
    if (disp + by != (int32_t)(disp + by))
        return false;
    disp = (int32_t)(disp + by);
    memcpy(r->rw + at, &disp, sizeof disp);
    return true;
}

bool host_relocate(const struct host_relocation *r)
{
    for (unsigned n = 0; n < r->n_shifts; n++)
        if (!shift(r, r->shifts[n]))
            return false;
    for (unsigned n = 0; n < r->n_links; n++) {
        struct host_link *l = &r->links[n];

        l->patch = moved(r, l->patch);
        l->unlinked = moved(r, l->unlinked);
        l->site = moved(r, l->site);
        host_patch(l, r->rw, r->rx, NULL);
    }
    for (unsigned n = 0; n < r->n_traps; n++) {
        r->traps[n].offset = moved(r, r->traps[n].offset);
        r->traps[n].resume = moved(r, r->traps[n].resume);
    }
    return true;
}
