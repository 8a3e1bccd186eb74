/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Structures between the guest's data model and the host's. */
#include <string.h>

#include "base/bits.h"
#include "syscall/engine.h"

static bool is_signed(uint8_t type)
{
    return type == SYS_S8 || type == SYS_S16 || type == SYS_S32 || type == SYS_S64 ||
           type == SYS_LONG;
}

/* Size and alignment of one element in the guest. */
static unsigned element_size(const struct sys_field *f, const struct sys_model *m, unsigned *align)
{
    unsigned size = 1;

    switch (f->type) {
    case SYS_S16:
    case SYS_U16:
        size = 2;
        break;
    case SYS_S32:
    case SYS_U32:
        size = 4;
        break;
    case SYS_S64:
    case SYS_U64:
        *align = m->align64;
        return 8;
    case SYS_LONG:
    case SYS_ULONG:
    case SYS_PTR:
        size = m->word;
        break;
    case SYS_STRUCT:
        return sys_layout_size(f->inner, m, align);
    default:
        break;
    }
    *align = size;
    return size;
}

unsigned sys_layout_offset(const struct sys_layout *l, const struct sys_model *m, unsigned n)
{
    unsigned at = 0;

    for (unsigned i = 0;; i++) {
        unsigned align, size = element_size(&l->fields[i], m, &align);

        at = bits_align_up(at, align);
        if (i == n)
            return at;
        at += size * l->fields[i].count;
    }
}

unsigned sys_layout_size(const struct sys_layout *l, const struct sys_model *m, unsigned *align)
{
    unsigned at = 0, most = 1;

    for (const struct sys_field *f = l->fields; f->type != SYS_END; f++) {
        unsigned a, size = element_size(f, m, &a);

        at = bits_align_up(at, a) + size * f->count;
        if (a > most)
            most = a;
    }
    *align = most;
    return bits_align_up(at, most);
}

bool sys_layout_same(const struct sys_layout *l, const struct sys_model *m)
{
    unsigned at = 0, most = 1;

    if (m->big_endian)
        return false;
    for (const struct sys_field *f = l->fields; f->type != SYS_END; f++) {
        unsigned a, size = element_size(f, m, &a);

        at = bits_align_up(at, a);
        if (f->name && at != f->host_offset)
            return false;
        if (f->type == SYS_STRUCT ? !sys_layout_same(f->inner, m)
                                  : f->name && f->type != SYS_BYTES && size != f->host_size)
            return false;
        at += size * f->count;
        if (a > most)
            most = a;
    }
    return bits_align_up(at, most) == l->host_size;
}

static uint64_t load(const uint8_t *p, unsigned size, bool big)
{
    uint64_t v = 0;

    for (unsigned i = 0; i < size; i++)
        v |= (uint64_t)p[i] << 8 * (big ? size - 1 - i : i);
    return v;
}

static void store(uint8_t *p, unsigned size, bool big, uint64_t v)
{
    for (unsigned i = 0; i < size; i++)
        p[i] = (uint8_t)(v >> 8 * (big ? size - 1 - i : i));
}

static void field_to_host(const struct sys_field *f, const struct sys_model *m, uint8_t *host,
                          const uint8_t *guest, unsigned size)
{
    if (f->type == SYS_BYTES) {
        memcpy(host, guest, f->count);
        return;
    }
    for (unsigned i = 0; i < f->count; i++) {
        if (f->type == SYS_STRUCT) {
            sys_layout_to_host(f->inner, m, host + i * f->inner->host_size, guest + i * size);
        } else {
            uint64_t v = load(guest + i * size, size, m->big_endian);

            if (is_signed(f->type))
                v = (uint64_t)bits_sext(v, size * 8);
            store(host + i * f->host_size, f->host_size, false, v);
        }
    }
}

static int field_to_guest(const struct sys_field *f, const struct sys_model *m, uint8_t *guest,
                          const uint8_t *host, unsigned size)
{
    if (f->type == SYS_BYTES) {
        memcpy(guest, host, f->count);
        return 0;
    }
    for (unsigned i = 0; i < f->count; i++) {
        if (f->type == SYS_STRUCT) {
            int r =
                sys_layout_to_guest(f->inner, m, guest + i * size, host + i * f->inner->host_size);

            if (r < 0)
                return r;
        } else {
            uint64_t v = load(host + i * f->host_size, f->host_size, false);

            if (is_signed(f->type)) {
                v = (uint64_t)bits_sext(v, f->host_size * 8);
                if ((uint64_t)bits_sext(v, size * 8) != v)
                    return -EOVERFLOW;
            } else if (v & ~bits_mask(size * 8)) {
                return -EOVERFLOW;
            }
            store(guest + i * size, size, m->big_endian, v);
        }
    }
    return 0;
}

void sys_layout_to_host(const struct sys_layout *l, const struct sys_model *m, void *host,
                        const void *guest)
{
    unsigned at = 0;

    memset(host, 0, l->host_size);
    for (const struct sys_field *f = l->fields; f->type != SYS_END; f++) {
        unsigned align, size = element_size(f, m, &align);

        at = bits_align_up(at, align);
        if (f->name)
            field_to_host(f, m, (uint8_t *)host + f->host_offset, (const uint8_t *)guest + at,
                          size);
        at += size * f->count;
    }
}

int sys_layout_to_guest(const struct sys_layout *l, const struct sys_model *m, void *guest,
                        const void *host)
{
    unsigned at = 0, align;

    memset(guest, 0, sys_layout_size(l, m, &align));
    for (const struct sys_field *f = l->fields; f->type != SYS_END; f++) {
        unsigned size = element_size(f, m, &align);
        int r;

        at = bits_align_up(at, align);
        if (f->name) {
            r = field_to_guest(f, m, (uint8_t *)guest + at, (const uint8_t *)host + f->host_offset,
                               size);
            if (r < 0)
                return r;
        }
        at += size * f->count;
    }
    return 0;
}
