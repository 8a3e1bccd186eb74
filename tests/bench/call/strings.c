/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The C library's string functions on strings of few to many bytes. */
#include "bench.h"
#include <stdlib.h>

#define ROOM 65536

static char text[ROOM], copy[ROOM * 2], words[512][24];

static uint64_t short_strings(void)
{
    uint64_t sum = 0;
    char line[256];
    for (int i = 0; i < 400000; i++) {
        const char *a = words[i & 511], *b = words[i * 7 & 511];
        size_t n = strlen(a);
        memcpy(line, a, n);
        line[n] = ':';
        strcpy(line + n + 1, b);
        sum += (uint64_t)(strchr(line, ':') - line) + strlen(line);
        sum += (uint64_t)(strcmp(a, b) > 0) + (uint64_t)(strncmp(a, b, 3) == 0);
        sum += (uint64_t)(memcmp(line, b, 4) > 0);
        sum += strspn(line, "abcdefgh") + strcspn(line, "xyz:");
        if (strstr(line, "ab"))
            sum += 5;
        char *last = strrchr(line, 'e');
        sum += last ? (uint64_t)(last - line) : 1;
    }
    return sum;
}

static uint64_t long_strings(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < 1500; i++) {
        size_t from = (size_t)(i * 37 % 300), n = ROOM / 2 + (size_t)(i * 11 % 4000);
        memcpy(copy + from, text, n);
        copy[from + n] = 0;
        sum += strlen(copy + from);
        memmove(copy + from + 5, copy + from, n);
        char *p = memchr(copy + from, '\1', n);
        sum += p ? (uint64_t)(p - copy) : 3;
        sum += (uint64_t)(memcmp(copy + from + 5, text, n) == 0);
        memset(copy + n / 2, 'a' + i % 26, n / 3);
        p = strstr(copy + from, "nothing of that kind");
        sum += p ? 1 : strnlen(copy, (size_t)(i * 50));
    }
    return sum;
}

int main(void)
{
    uint32_t state = 13;
    for (int i = 0; i < ROOM - 1; i++)
        text[i] = (char)('a' + bench_random(&state) % 26);
    for (int i = 0; i < 512; i++)
        for (uint32_t k = 0, n = 2 + bench_random(&state) % 20; k < n; k++)
            words[i][k] = (char)('a' + bench_random(&state) % 26);
    uint64_t sum = 0;
    for (int i = 0; i < 32; i++)
        sum = bench_add(bench_add(sum, short_strings()), long_strings());
    return bench_result(sum);
}
