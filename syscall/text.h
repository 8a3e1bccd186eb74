/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text in a fixed buffer; what does not fit is dropped. Private to syscall/. */
#ifndef DRAGOMAN_SYSCALL_TEXT_H
#define DRAGOMAN_SYSCALL_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct text {
    char *buf;
    size_t size, len; /* len < size; a NUL follows */
};

void text_init(struct text *t, char *buf, size_t size);
void text_char(struct text *t, char c);
void text_str(struct text *t, const char *s);
void text_dec(struct text *t, int64_t v);
void text_udec(struct text *t, uint64_t v);
/* At least width digits, without 0x. */
void text_hex(struct text *t, uint64_t v, unsigned width);
void text_oct(struct text *t, uint64_t v);
/* Spaces up to column. */
void text_pad(struct text *t, size_t column);
/* A number of decimal digits that ends the string, or -1. */
int64_t text_number(const char *s);

#endif
