/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Code that writes code: an anonymous page, a page made writable again, one file mapped twice. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef int function(int);

/* return x + n */
static size_t assemble(void *at, int n)
{
#if defined(__aarch64__)
    uint32_t code[] = {0x11000000 | (uint32_t)(n & 0xfff) << 10, 0xd65f03c0};
    memcpy(at, code, sizeof(code));
    return sizeof(code);
#else
    uint8_t code[] = {0x8d, 0x87, 0, 0, 0, 0, 0xc3};
    memcpy(code + 2, &n, 4);
    memcpy(at, code, sizeof(code));
    return sizeof(code);
#endif
}

static void put(void *at, int n)
{
    size_t len = assemble(at, n);
    __builtin___clear_cache(at, (char *)at + len);
}

int main(void)
{
    int sum = 0;
    char *p =
        mmap(NULL, 16384, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < 3000; i++) {
        char *at = p + i % 40 * 64;
        put(at, i % 4000);
        sum += ((function *)(void *)at)(1);
    }
    printf("rewritten %d\n", sum);
    for (int i = 0; i < 200; i++) {
        mprotect(p, 4096, PROT_READ | PROT_WRITE);
        put(p, i);
        mprotect(p, 4096, PROT_READ | PROT_EXEC);
        sum += ((function *)(void *)p)(2);
    }
    printf("protected %d\n", sum);
    for (int i = 0; i < 100; i++) {
        char *q = mmap(p, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        put(q, 3 * i);
        sum += ((function *)(void *)q)(3);
    }
    printf("mapped again %d\n", sum);
    int fd = memfd_create("code", 0);
    if (fd < 0 || ftruncate(fd, 4096) != 0)
        return 1;
    char *w = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    char *x = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
    for (int i = 0; i < 500; i++) {
        size_t len = assemble(w, i);
        __builtin___clear_cache(w, w + len);
        __builtin___clear_cache(x, x + len);
        sum += ((function *)(void *)x)(4);
    }
    printf("two views %d\n", sum);
    return 0;
}
