/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump-layouts WORD ALIGN64: guest offsets of all layouts, for layouts.py. Lines are
 *   layout SIZE ALIGN                 then for its members
 *   . member OFFSET BYTES
 */
#include <stdio.h>
#include <stdlib.h>

#include "syscall/engine.h"

static const struct sys_layout *const layouts[] = {
#define SYS_LAYOUT(x) &sys_layout_##x,
#include "syscall/layouts.def"
};

static unsigned field_bytes(const struct sys_layout *l, const struct sys_model *m, unsigned n)
{
    const struct sys_field one[] = {l->fields[n], {NULL, SYS_END}};
    const struct sys_layout alone = {"", 0, one};
    const struct sys_field *f = &l->fields[n];
    unsigned align;

    if (f->type == SYS_STRUCT)
        return f->count * sys_layout_size(f->inner, m, &align);
    return sys_layout_size(&alone, m, &align);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const struct sys_model m = {(uint8_t)atoi(argv[1]), (uint8_t)atoi(argv[2]), false};

    for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
        const struct sys_layout *l = layouts[i];
        unsigned align, size = sys_layout_size(l, &m, &align);

        printf("%s %u %u\n", l->name, size, align);
        for (unsigned n = 0; l->fields[n].type != SYS_END; n++) {
            if (l->fields[n].name)
                printf(". %s %u %u\n", l->fields[n].name, sys_layout_offset(l, &m, n),
                       field_bytes(l, &m, n));
        }
    }
    return 0;
}
