/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The string functions at every alignment and at the end of a page. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

int main(void)
{
    unsigned long sum = 0;
    char *area = mmap(NULL, 12288, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(area + 8192, 4096, PROT_NONE);
    char *end = area + 8192;
    for (int align = 0; align < 64; align++) {
        for (int len = 0; len < 200; len += 1 + len / 20) {
            char *s = end - len - 1, *d = area + align;
            for (int i = 0; i < len; i++)
                s[i] = (char)('a' + (i * 7 + align) % 26);
            s[len] = 0;
            sum = sum * 31 + strlen(s);
            memset(d, '#', 400);
            strcpy(d, s);
            sum = sum * 31 + (unsigned long)(strcmp(d, s) == 0);
            memmove(d + 3, d, (size_t)len + 1);
            sum = sum * 31 + (unsigned long)(memcmp(d + 3, s, (size_t)len) == 0);
            char *p = memchr(s, 'q', (size_t)len), *q = strrchr(s, 'c'), *r = strstr(s, "hov");
            sum = sum * 31 + (p ? (unsigned long)(p - s) : 999);
            sum = sum * 31 + (q ? (unsigned long)(q - s) : 998);
            sum = sum * 31 + (r ? (unsigned long)(r - s) : 997);
            sum = sum * 31 + strspn(s, "ahov") + strcspn(s, "xyz") + strnlen(s, 77);
            d[len / 2] ^= 1;
            int order = memcmp(d, s, (size_t)len);
            sum = sum * 31 + (unsigned long)(order < 0 ? 1 : order > 0 ? 2 : 3);
        }
    }
    printf("%lu\n", sum);
    char text[] = "one,two;three four";
    for (char *t = strtok(text, ",; "); t; t = strtok(NULL, ",; "))
        printf("<%s>", t);
    char *copy = strdup("Mixed Case"), *stop;
    for (char *c = copy; *c; c++)
        *c = (char)(isupper((unsigned char)*c) ? tolower(*c) : toupper(*c));
    printf("\n%s %ld %lu %d\n", copy, strtol("-0x7fz", &stop, 16), strtoul("777", NULL, 8),
           atoi(" 42x"));
    printf("%s|%5d|%-5d|%05d|%x|%#o|%c|%%|%10.3s|%lld|%zu\n", stop, 42, 42, 42, 0xbeef, 8, 'c',
           "abcdef", -1ll << 40, sizeof(int));
    return 0;
}
