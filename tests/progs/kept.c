/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Functions in a file that is mapped, whose translations another process may have left.
 *
 *   kept FILE private           makes the file, and calls its functions
 *   kept FILE shared            page 1, where one half of each is, is mapped shared
 *   kept FILE nobody            in a user namespace where nobody has a number
 *   kept FILE alone | together  makes a file where a pair of exclusives has its store elsewhere;
 *                               together: behind other accesses, while a second thread stores twice
 *   kept FILE written           the one file, and in memory then the stores of the other
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { WORDS = 1024, PAGES = 24, HALVES = 100, PAIRS = 150, AWAY = 100 };
static uint32_t file[PAGES][WORDS];

static const uint32_t add = 0x91000400 /* add x0, x0, #1 */, ret = 0xd65f03c0;

static uint32_t jump(uint32_t opcode, unsigned mask, unsigned shift, const uint32_t *at,
                     const uint32_t *to)
{
    return opcode | ((uint32_t)(to - at) & mask) << shift;
}

/* Each is at page 2, and branches back to page 1 if x1 is even. */
static void make_halves(void)
{
    for (int k = 0; k < HALVES; k++) {
        uint32_t *first = &file[2][8 * k], *second = &file[1][8 * k];
        first[0] = 0xf240003f; /* tst x1, #1 */
        first[1] = jump(0x54000000, 0x7ffff, 5, &first[1], second);
        first[2] = add;
        first[3] = ret;
        for (int i = 0; i < 5; i++)
            second[i] = add;
        second[5] = jump(0x14000000, 0x3ffffff, 0, &second[5], &first[2]);
    }
}

static void call_halves(char *at)
{
    long sum = 0;
    for (int k = 0; k < HALVES; k++)
        sum += ((long (*)(long, long))(at + 32 * k))(k, k);
    printf("%ld\n", sum);
}

/* Too far away to be translated with the load, but looked at. */
static void make_pairs(int together)
{
    static const uint32_t alone[] = {0xc8037c01 /* stxr w3, x1, [x0] */, 0xaa0303e0, ret};
    static const uint32_t behind[] = {
        0xd2800024,             /* mov x4, #1 */
        0xf9000044,             /* str x4, [x2] */
        0xf9400445, 0xb4ffffe5, /* ldr x5, [x2, #8]; cbz x5, .-4 */
        0xc8037c01, 0xaa0303e0, /* stxr w3, x1, [x0]; mov x0, x3 */
        ret,
    };
    for (int k = 0; k < PAIRS; k++) {
        uint32_t *at = &file[1][0] + 128 * k;
        at[0] = 0xc85f7c07; /* ldxr x7, [x0] */
        at[1] = jump(0xb4000001, 0x7ffff, 5, &at[1], &at[AWAY]);
        at[2] = 0xc8037c01;
        at[3] = ret;
        memcpy(&at[AWAY], together ? behind : alone, together ? sizeof(behind) : sizeof(alone));
    }
}

static volatile long flags[2], value = 5;

static void *store_twice(void *unused)
{
    (void)unused;
    for (int k = 0; k < PAIRS; k++) {
        while (!flags[0])
            sched_yield();
        flags[0] = 0;
        value = 6;
        value = 5;
        __sync_synchronize();
        flags[1] = 1;
        while (flags[1])
            sched_yield();
    }
    return NULL;
}

/* How many stores failed. */
static void call_pairs(char *at, int together)
{
    long sum = 0;
    pthread_t t;
    if (together && pthread_create(&t, NULL, store_twice, NULL) != 0)
        return;
    for (int k = 0; k < PAIRS; k++) {
        sum += ((long (*)(volatile long *, long, volatile long *))(at + 512 * k))(&value, 0, flags);
        value = 5;
        flags[1] = 0;
    }
    if (together)
        pthread_join(t, NULL);
    printf("%ld\n", sum);
}

static void write_stores(char *at)
{
    call_pairs(at, 0);
    make_pairs(1);
    for (int k = 0; k < PAIRS; k++, at += 512) {
        memcpy(at + 4 * AWAY, &file[1][0] + 128 * k + AWAY, 28);
        __builtin___clear_cache(at + 4 * AWAY, at + 4 * AWAY + 28);
    }
}

int main(int argc, char **argv)
{
    const char *what = argc == 3 ? argv[2] : "";
    int fd = open(argc > 1 ? argv[1] : "", O_RDWR | O_CREAT, 0600);
    int together = what[0] == 't', written = what[0] == 'w', pairs = together || what[0] == 'a';
    if (pairs || written)
        make_pairs(together);
    else
        make_halves();
    if (what[0] != 's' && what[0] != 'n' && pwrite(fd, file, sizeof(file), 0) != sizeof(file))
        return 1;
    if (what[0] == 'n' && unshare(CLONE_NEWUSER) != 0)
        return 77;
    int prot = PROT_READ | PROT_EXEC | (written ? PROT_WRITE : 0);
    char *m = mmap(NULL, sizeof(file), prot, MAP_PRIVATE, fd, 0);
    if (m == MAP_FAILED)
        return 1;
    if (what[0] == 's' &&
        mmap(m + 4096, 4096, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED, fd, 4096) == MAP_FAILED)
        return 1;
    if (written)
        write_stores(m + 4096);
    if (pairs || written)
        call_pairs(m + 4096, together || written);
    else
        call_halves(m + 8192);
    return 0;
}
