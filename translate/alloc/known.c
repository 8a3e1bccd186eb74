/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the scan of a block found out, for the host to ask. */
#include "translate/alloc/alloc-state.h"

ir_ref alloc_root(const struct alloc *a, ir_ref v)
{
    return a->value[v].root;
}

bool alloc_is_alias(const struct alloc *a, ir_ref d)
{
    return a->value[d].root != d;
}

bool alloc_flags_kept(const struct alloc *a, ir_ref n)
{
    return a->value[n].flags_kept;
}

unsigned alloc_flags_until(const struct alloc *a, ir_ref f)
{
    return a->value[f].keep_until;
}

unsigned alloc_flags_source(const struct alloc *a, ir_ref f)
{
    return a->value[f].flags_source;
}

bool alloc_flags_unstored(const struct alloc *a, unsigned n)
{
    return a->value[n].unstored;
}

unsigned alloc_flags_for(const struct alloc *a, ir_ref n)
{
    unsigned f = a->value[n].flags_for;

    return f && a->value[f].keep_until ? f : 0;
}

unsigned alloc_other_half(const struct alloc *a, ir_ref n)
{
    return a->value[n].other_half;
}

bool alloc_failed(const struct alloc *a)
{
    return a->failed;
}

bool alloc_used(const struct alloc *a, ir_ref v)
{
    return a->value[v].uses != 0;
}

unsigned alloc_int_bits(const struct alloc *a, ir_ref v)
{
    return a->value[a->value[v].root].bits;
}

unsigned alloc_vec_bytes(const struct alloc *a, ir_ref v)
{
    return a->value[a->value[v].root].bits;
}

void alloc_set_vec_bytes(struct alloc *a, ir_ref v, unsigned bytes)
{
    a->value[v].bits = (uint8_t)bytes;
}
