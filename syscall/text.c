/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "syscall/text.h"

void text_init(struct text *t, char *buf, size_t size)
{
    *t = (struct text){buf, size, 0};
    buf[0] = '\0';
}

void text_char(struct text *t, char c)
{
    if (t->len + 1 < t->size) {
        t->buf[t->len++] = c;
        t->buf[t->len] = '\0';
    }
}

void text_str(struct text *t, const char *s)
{
    while (*s)
        text_char(t, *s++);
}

static void number(struct text *t, uint64_t v, unsigned base, unsigned width)
{
    char digits[24];
    unsigned n = 0;

    do {
        digits[n++] = "0123456789abcdef"[v % base];
        v /= base;
    } while (v);
    while (n < width && n < sizeof(digits))
        digits[n++] = '0';
    while (n)
        text_char(t, digits[--n]);
}

void text_udec(struct text *t, uint64_t v)
{
    number(t, v, 10, 1);
}

void text_dec(struct text *t, int64_t v)
{
    if (v < 0)
        text_char(t, '-');
    number(t, v < 0 ? -(uint64_t)v : (uint64_t)v, 10, 1);
}

void text_hex(struct text *t, uint64_t v, unsigned width)
{
    number(t, v, 16, width);
}

void text_oct(struct text *t, uint64_t v)
{
    number(t, v, 8, 1);
}

void text_pad(struct text *t, size_t column)
{
    while (t->len < column && t->len + 1 < t->size)
        text_char(t, ' ');
}

int64_t text_number(const char *s)
{
    int64_t v = 0;

    if (!*s)
        return -1;
    for (; *s; s++) {
        if (*s < '0' || *s > '9' || v > INT32_MAX)
            return -1;
        v = v * 10 + (*s - '0');
    }
    return v;
}
