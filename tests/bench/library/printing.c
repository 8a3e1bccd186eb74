/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers to text and back, tokens, wide characters, searches: the C library's larger functions. */
#include "bench.h"
#include <ctype.h>
#include <locale.h>
#include <stdlib.h>
#include <time.h>
#include <wchar.h>

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static uint64_t numbers(int count)
{
    uint64_t sum = 0;
    uint32_t state = 3;
    char line[160];
    for (int i = 0; i < count; i++) {
        uint32_t r = bench_random(&state);
        int n = snprintf(line, sizeof line, "%d %08x %5.3f %s %c %lld %g", (int)r, r, r * 0x1p-20,
                         "text", 'a' + (int)(r & 15), (long long)r * r, r * 0x1p-40);
        sum = bench_add(sum, (uint64_t)n);
        char *end;
        long a = strtol(line, &end, 10);
        unsigned long b = strtoul(end, &end, 16);
        double d = strtod(end, &end);
        int scanned = 0;
        char word[16];
        sscanf(end, "%15s %*c %d", word, &scanned);
        sum = bench_add(sum, (uint64_t)a + b + (uint64_t)(d * 1000) + (uint64_t)scanned);
    }
    return sum;
}

static uint64_t tokens(int count)
{
    uint64_t sum = 0;
    char *parts[64];
    for (int i = 0; i < count; i++) {
        char text[] = "alpha=1,beta=22;gamma=333, delta = 4444;epsilon=5,zeta;eta=77,theta=8,iota";
        int n = 0;
        char *state, *p = strtok_r(text, ",;", &state);
        for (; p; p = strtok_r(NULL, ",;", &state)) {
            while (isspace((unsigned char)*p))
                p++;
            parts[n++] = p;
            char *equal = strchr(p, '=');
            sum += equal ? (uint64_t)atoi(equal + 1) : strlen(p);
            for (char *q = p; *q; q++)
                *q = (char)((i ^ n) & 1 ? toupper((unsigned char)*q) : tolower((unsigned char)*q));
        }
        qsort(parts, (size_t)n, sizeof *parts, by_text);
        char *key = parts[i % n];
        sum += (uint64_t)((char **)bsearch(&key, parts, (size_t)n, sizeof *parts, by_text) - parts);
        sum = bench_add(sum, (uint64_t)(unsigned char)parts[n / 2][0]);
    }
    return sum;
}

static uint64_t wide(int count)
{
    uint64_t sum = 0;
    wchar_t to[64];
    char back[256];
    for (int i = 0; i < count; i++) {
        size_t n = mbstowcs(to, "plain text and more of it", 64);
        to[i % (int)n] = L'x';
        sum += wcslen(to) + (uint64_t)(wcschr(to, L'x') - to);
        sum += wcstombs(back, to, sizeof back);
        time_t t = 86400L * i;
        struct tm tm;
        gmtime_r(&t, &tm);
        sum = bench_add(sum, strftime(back, sizeof back, "%Y-%m-%d %H:%M:%S %j", &tm));
    }
    return sum;
}

int main(void)
{
    uint64_t sum = numbers(400000);
    sum = bench_add(sum, tokens(200000));
    return bench_result(bench_add(sum, wide(200000)));
}
