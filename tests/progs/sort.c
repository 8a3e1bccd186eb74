/* SPDX-License-Identifier: GPL-2.0-or-later */
/* qsort, bsearch, a heap, and much malloc. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t seed = 12345;

static uint32_t next(void)
{
    return seed = seed * 1664525 + 1013904223;
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort(void)
{
    enum { N = 20000 };
    static uint32_t v[N];
    static char *s[N];
    for (int i = 0; i < N; i++) {
        v[i] = next() >> 8;
        s[i] = malloc(16);
        snprintf(s[i], 16, "%x", next());
    }
    qsort(v, N, sizeof(v[0]), by_value);
    qsort(s, N, sizeof(s[0]), by_text);
    uint32_t key = v[777], *found = bsearch(&key, v, N, sizeof(v[0]), by_value);
    printf("%u %u %s %s %d\n", v[0], v[N - 1], s[0], s[N - 1], found && *found == key);
    for (int i = 0; i < N; i++)
        free(s[i]);
}

static void allocate(void)
{
    static char *p[1000];
    static size_t size[1000];
    unsigned bad = 0;
    for (int i = 0; i < 100000; i++) {
        unsigned k = next() >> 16 & 511;
        if (p[k] && (p[k][0] != (char)k || p[k][size[k] - 1] != (char)k))
            bad++;
        if (next() >> 31) {
            free(p[k]);
            p[k] = NULL;
            continue;
        }
        size[k] = (next() >> 16) % (i % 1000 ? 2000 : 300000) + 1;
        p[k] = realloc(p[k], size[k]);
        memset(p[k], (char)k, size[k]);
    }
    printf("damaged %u\n", bad);
}

int main(void)
{
    sort();
    allocate();
    return 0;
}
