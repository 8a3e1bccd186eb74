/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mmap and its relatives, and what must fail. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <unistd.h>

enum { PAGE = 4096 };

/* Which of the first pages at p are there? */
static unsigned there(char *p, unsigned pages)
{
    unsigned bits = 0;
    unsigned char core;
    for (unsigned i = 0; i < pages; i++)
        bits |= (unsigned)(mincore(p + i * PAGE, PAGE, &core) == 0) << i;
    return bits;
}

/* Segments in whose place other things are when they are detached. */
static void segments(void)
{
    enum { MANY = 300, RW = PROT_READ | PROT_WRITE, FIXED = MAP_ANONYMOUS | MAP_FIXED };
    int id = shmget(IPC_PRIVATE, 4 * PAGE, IPC_CREAT | 0600), fail = 0;
    char *p = shmat(id, NULL, 0), *q, *many[MANY];
    strcpy(p, "segment");
    q = mmap(p + PAGE, PAGE, RW, MAP_PRIVATE | FIXED, -1, 0);
    strcpy(q, "other");
    munmap(p + 2 * PAGE, PAGE);
    printf("shmdt %d", shmdt(p));
    printf(" left %x %s,", there(p, 4), q);
    printf(" again %d\n", shmdt(p));
    p = shmat(id, NULL, 0);
    mmap(p, PAGE, RW, MAP_PRIVATE | FIXED, -1, 0);
    printf("without its start: %d", shmdt(p));
    printf(" left %x\n", there(p, 4));
    p = shmat(id, NULL, 0);
    q = mmap(NULL, 4 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    p = mremap(p, 4 * PAGE, 4 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, q);
    printf("moved: %s", p == q ? p : "not");
    printf(" %d", shmdt(q));
    printf(" left %x\n", there(q, 4));
    p = shmat(id, NULL, 0);
    printf("replaced %d", shmat(id, p, SHM_REMAP) == p);
    printf(" %d", shmdt(p));
    printf(" left %x\n", there(p, 4));
    for (int i = 0; i < MANY; i++) {
        many[i] = shmat(id, NULL, SHM_RDONLY);
        fail += many[i] == (char *)-1;
    }
    for (int i = 0; i < MANY; i++)
        fail += shmdt(many[i]) != 0;
    shmctl(id, IPC_RMID, NULL);
    printf("segments: %d failed\n", fail);
}

int main(void)
{
    int fail = 0;
    char *p = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(p, 1, 65536);
    fail += munmap(p + 16384, 16384) != 0;
    char *q = mmap(p + 16384, 16384, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    printf("fixed %d zero %d\n", q == p + 16384, q[5] == 0);
    printf("no replace %d\n",
           mmap(p, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) ==
                   MAP_FAILED &&
               errno == EEXIST);
    char *r = mremap(p, 4096, 1 << 20, MREMAP_MAYMOVE);
    printf("moved %d kept %d\n", r != p, r[100] == 1 && r[4096] == 0);
    fail += mprotect(r, 4096, PROT_NONE) != 0;
    int ends[2];
    fail += pipe(ends) != 0;
    printf("efault %d\n", write(ends[1], r, 10) < 0 && errno == EFAULT);
    fail += mprotect(r, 4096, PROT_READ) != 0;
    printf("readable %ld\n", (long)write(ends[1], r, 10));
    printf("read only %d\n", read(ends[0], r, 10) < 0 && errno == EFAULT);
    int fd = memfd_create("x", 0);
    fail += ftruncate(fd, 8192) != 0 || pwrite(fd, "shared", 6, 4096) != 6;
    char *a = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    char *b = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 4096);
    a[4096] = 'S';
    b[1] = 'H';
    printf("%.6s %.6s\n", a + 4096, b);
    printf("bad length %d bad fd %d\n",
           mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED &&
               errno == EINVAL,
           mmap(NULL, 1, PROT_READ, MAP_PRIVATE, 999, 0) == MAP_FAILED && errno == EBADF);
    printf("unaligned %d\n", munmap(p + 1, 4096) < 0 && errno == EINVAL);
    char *brk0 = sbrk(0);
    fail += sbrk(100000) != brk0;
    memset(brk0, 3, 100000);
    printf("brk %d\n", (char *)sbrk(-50000) == brk0 + 100000);
    printf("madvise %d ", madvise(r + 4096, 8192, MADV_DONTNEED));
    printf("%d\n", r[5000]);
    unsigned char core[16];
    printf("mincore %d\n", mincore(p + 16384, 4096, core));
    int odd = 0;
    for (int i = 0; i < 2000; i++) {
        size_t n = (size_t)(i % 17 + 1) * 4096;
        char *m = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        odd += m == MAP_FAILED || m[n - 1] != 0;
        m[n / 2] = 1;
        odd += munmap(m, n) != 0;
    }
    printf("odd %d fail %d\n", odd, fail);
    segments();
    return 0;
}
