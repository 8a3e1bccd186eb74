/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values in strace's form, appended to a text. Private to syscall/. */
#ifndef DRAGOMAN_SYSCALL_SHOW_H
#define DRAGOMAN_SYSCALL_SHOW_H

#include "syscall/engine.h"
#include "syscall/text.h"

/* 0x...; an address is NULL where it is 0. */
void sys_show_hex(struct text *t, uint64_t v);
void sys_show_address(struct text *t, uint64_t v);
/* Guest bytes in quotes, cut at 32; the address if they cannot be read. */
void sys_show_buffer(struct sys_frame *f, struct text *t, uint64_t addr, uint64_t len);
/* A guest string in full, as a path is shown. */
void sys_show_string(struct sys_frame *f, struct text *t, uint64_t addr);
/* Flags: names joined by "|", then what has none. Enum: the name of a value. Clone: with the
 * signal in the low byte. */
void sys_show_flags(struct sys_frame *f, struct text *t, const struct sys_flag *table,
                    uint64_t guest);
void sys_show_enum(struct sys_frame *f, struct text *t, const struct sys_flag *table,
                   uint64_t guest);
void sys_show_clone_flags(struct sys_frame *f, struct text *t, uint64_t v);
/* A guest sigset_t at addr. */
void sys_show_sigset(struct sys_frame *f, struct text *t, uint64_t addr);
/* n structures at addr, converted; vector: in brackets. */
void sys_show_structures(struct sys_frame *f, struct text *t, const struct sys_layout *standard,
                         uint64_t addr, uint64_t n, bool vector);

#endif
