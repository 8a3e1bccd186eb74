/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linked and moved as dragoman is: everything that start-up code must get right. */
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BASE 0x700000000000u

static __thread int initialised = 42;
static __thread char zeroed[100];
static bool constructed;
static const char *const strings[] = {"zero", "one"};

__attribute__((constructor)) static void construct(void)
{
    constructed = true;
}

static int plain(int x)
{
    return x + 1;
}
static int (*const pointer)(int) = plain;

__attribute__((used)) static int (*resolve(void))(int)
{
    return plain;
}
int indirect(int x) __attribute__((ifunc("resolve")));
int absent(void) __attribute__((weak));

static void *thread(void *arg)
{
    initialised += *(int *)arg;
    return (void *)(intptr_t)(initialised + zeroed[3]);
}

static unsigned failed;

static void expect(bool holds, const char *what)
{
    if (!holds) {
        printf("FAILED: %s\n", what);
        failed++;
    }
}

int main(int argc, char **argv)
{
    int one = 1;
    void *result = NULL;
    pthread_t t;
    expect((uintptr_t)main >= BASE && (uintptr_t)main < BASE + (1u << 30), "place");
    expect((uintptr_t)sbrk(0) > BASE, "brk follows the image");
    expect(pthread_create(&t, NULL, thread, &one) == 0 && pthread_join(t, &result) == 0, "thread");
    expect((intptr_t)result == 43 && initialised == 42, "thread-local storage");
    expect(constructed, "constructor");
    expect(pointer(1) == 2 && indirect(1) == 2 && !absent, "function pointers");
    expect(strcmp(strings[argc > 0], "one") == 0, "pointers in constants");
    char *p = malloc(1 << 20), q[64];
    memset(p, 7, 1 << 20);
    memcpy(q, p, sizeof(q));
    expect(q[63] == 7, "malloc and the string functions");
    char text[64];
    snprintf(text, sizeof(text), "%s %.3f", argv[0] ? "x" : "", 1.5);
    expect(strcmp(text, "x 1.500") == 0, "stdio");
    free(p);
    return failed != 0;
}
