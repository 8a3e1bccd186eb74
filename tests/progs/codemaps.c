/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mappings of code that change: unmapped, replaced, moved, protected, emptied, cut off; and memory
 * objects that are mapped more than once. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "code.h"

enum { RWX = PROT_READ | PROT_WRITE | PROT_EXEC, RX = PROT_READ | PROT_EXEC };

static char *map(void *at, size_t len, int prot, int flags, int fd)
{
    char *p = mmap(at, len, prot, flags, fd, 0);
    if (p == MAP_FAILED) {
        perror("mmap");
        exit(1);
    }
    return p;
}

static char *anonymous(void *at, int prot)
{
    return map(at, PAGE, prot, MAP_PRIVATE | MAP_ANONYMOUS | (at ? MAP_FIXED : 0), -1);
}

static int object(size_t size)
{
    int fd = memfd_create("code", 0);
    if (fd < 0 || ftruncate(fd, (off_t)size) != 0)
        exit(1);
    return fd;
}

/* A page of code from file offset 0 without a mapping of it. */
static void put_in_file(int fd, unsigned n)
{
    char code[CODE_LEN];
    code_write(code, n);
    if (pwrite(fd, code, CODE_LEN, 0) != CODE_LEN)
        exit(1);
}

static void unmapped(void)
{
    char *p = anonymous(NULL, RWX);
    code_put(p, 10);
    code_report("mapped", p);
    munmap(p, PAGE);
    code_report("unmapped", p);
    anonymous(p, PROT_READ | PROT_WRITE);
    code_put(p, 11);
    code_report("without execution", p);
    mprotect(p, PAGE, RX);
    code_report("executable", p);
    anonymous(p, RWX);
    code_put(p, 12);
    code_report("replaced", p);
    int fd = object(PAGE);
    put_in_file(fd, 13);
    map(p, PAGE, RX, MAP_PRIVATE | MAP_FIXED, fd);
    code_report("replaced by a file", p);
    munmap(p, PAGE);
    close(fd);
}

static void protected(void)
{
    char *p = anonymous(NULL, RWX);
    code_put(p, 20);
    code_report("before", p);
    mprotect(p, PAGE, PROT_READ);
    code_report("read only", p);
    mprotect(p, PAGE, PROT_NONE);
    code_report("none", p);
    mprotect(p, PAGE, RX);
    code_report("back", p);
    mprotect(p, PAGE, PROT_READ | PROT_WRITE);
    code_put(p, 21);
    code_report("writable", p);
    mprotect(p, PAGE, RX);
    code_report("back, changed", p);
    int sum = 0;
    for (int i = 0; i < 300; i++) {
        mprotect(p, PAGE, PROT_READ | PROT_WRITE);
        code_put(p, (unsigned)i);
        mprotect(p, PAGE, RX);
        sum += code_run(p);
    }
    printf("300 times: %d\n", sum);
    munmap(p, PAGE);
}

static void moved(void)
{
    char *p = anonymous(NULL, RWX), *q = anonymous(NULL, RWX);
    code_put(p, 30);
    code_put(q, 31);
    code_report("one", p);
    code_report("other", q);
    if (mremap(p, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, q) != q)
        exit(1);
    code_report("moved from", p);
    code_report("moved to", q);
    code_put(q, 32);
    code_report("changed there", q);
    p = map(NULL, 2 * PAGE, RWX, MAP_SHARED | MAP_ANONYMOUS, -1);
    code_put(p + PAGE, 33);
    code_report("shared", p + PAGE);
    /* A length of 0 makes a second view. */
    char *view = mremap(p + PAGE, 0, PAGE, MREMAP_MAYMOVE);
    if (view == MAP_FAILED)
        exit(1);
    code_report("view", view);
    code_put(p + PAGE, 34);
    code_report("view, written in the first", view);
    code_put(view, 35);
    code_report("first, written in the view", p + PAGE);
    munmap(view, PAGE);
    munmap(q, PAGE);
    munmap(p, 2 * PAGE);
}

static void emptied(void)
{
    int fd = object(2 * PAGE);
    put_in_file(fd, 40);
    char *p = map(NULL, 2 * PAGE, RWX, MAP_PRIVATE, fd);
    code_report("of the file", p);
    code_put(p, 41);
    code_report("own copy", p);
    madvise(p, PAGE, MADV_DONTNEED);
    code_report("of the file again", p);
    code_put(p, 42);
    code_report("own copy again", p);
    /* ENOMEM because of the hole, but done. */
    munmap(p + PAGE, PAGE);
    printf("with a hole: %d\n", madvise(p, 2 * PAGE, MADV_DONTNEED));
    code_report("of the file", p);
    char *q = anonymous(NULL, RWX);
    code_put(q, 43);
    code_report("anonymous", q);
    madvise(q, PAGE, MADV_DONTNEED);
#if defined(__aarch64__)
    code_report("emptied", q);
#else
    printf("emptied: signal %d, code %d, address right\n", SIGILL, ILL_ILLOPC);
#endif
    code_put(q, 44);
    code_report("filled", q);
    munmap(p, PAGE);
    munmap(q, PAGE);
    close(fd);
}

enum { FTRUNCATE, HOLE, TRUNCATE, OPEN, OPEN2 };

static int shorten(int fd, int how)
{
    struct {
        uint64_t flags, mode, resolve;
    } open_how = {O_RDWR | O_TRUNC, 0, 0};
    char path[40];
    sprintf(path, "/proc/self/fd/%d", fd);
    switch (how) {
    case TRUNCATE:
        return truncate(path, 0);
    case OPEN:
        return close(open(path, O_RDWR | O_TRUNC));
    case OPEN2:
        return close((int)syscall(SYS_openat2, AT_FDCWD, path, &open_how, sizeof(open_how)));
    default:
        return ftruncate(fd, 0);
    }
}

static void cut_off(const char *name, int flags, int how)
{
    int fd = object(2 * PAGE);
    put_in_file(fd, 50);
    char *p = map(NULL, 2 * PAGE, RX, flags, fd);
    printf("%s\n", name);
    code_report("whole", p);
    if (how == HOLE) {
        if (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, PAGE) != 0)
            exit(1);
    } else {
        if (shorten(fd, how) != 0)
            exit(1);
        code_report("cut off", p);
        if (ftruncate(fd, 2 * PAGE) != 0)
            exit(1);
    }
    put_in_file(fd, 51);
    code_flush(p, CODE_LEN);
    code_report("written again", p);
    munmap(p, 2 * PAGE);
    close(fd);
}

/* One object, written and flushed through any of three views. */
static void views(const char *name, char *view[3])
{
    int wrong = 0;
    for (unsigned i = 0; i < 60; i++) {
        char *w = view[i % 3], *x = view[i / 3 % 3];
        unsigned at = i * 64 % PAGE;
        code_write(w + at, 1000 + i);
        code_flush(w + at, CODE_LEN);
        code_flush(x + at, CODE_LEN);
        for (unsigned v = 0; v < 3; v++)
            wrong += code_run(view[v] + at) != (int)(1000 + i);
        code_put(w + at, 2000 + i);
        for (unsigned v = 0; v < 3; v++)
            wrong += code_run(view[v] + at) != (int)(2000 + i);
    }
    printf("%s: %d wrong\n", name, wrong);
}

static void all_views(void)
{
    int fd = object(3 * PAGE), id = shmget(IPC_PRIVATE, 2 * PAGE, IPC_CREAT | 0700);
    char *v[3], *big;
    for (int i = 0; i < 3; i++)
        v[i] = map(NULL, PAGE, RWX, MAP_SHARED, fd);
    views("memfd", v);
    big = map(NULL, 3 * PAGE, RWX, MAP_SHARED, fd);
    v[0] = big + 2 * PAGE;
    for (int i = 1; i < 3; i++)
        v[i] = mmap(NULL, PAGE, RWX, MAP_SHARED, fd, 2 * PAGE);
    views("memfd at an offset", v);
    for (int i = 0; i < 3; i++) {
        v[i] = shmat(id, NULL, SHM_EXEC);
        if (v[i] == (void *)-1)
            exit(1);
        v[i] += PAGE;
    }
    views("segment", v);
    for (int i = 0; i < 3; i++)
        shmdt(v[i] - PAGE);
    shmctl(id, IPC_RMID, NULL);
    /* A writable view, and a private one that nobody has written to. */
    char *w = map(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
    char *x = map(NULL, PAGE, RX, MAP_PRIVATE, fd);
    int sum = 0;
    for (unsigned i = 0; i < 50; i++) {
        code_write(w, i);
        code_flush(i % 2 ? w : x, CODE_LEN);
        sum += code_run(x);
    }
    printf("private view: %d\n", sum);
    close(fd);
}

/* A child changes its own copy. */
static void forked(void)
{
    char *p = anonymous(NULL, RWX);
    int status, wrong = 0;
    for (unsigned i = 0; i < 10; i++) {
        code_put(p, 60 + i);
        wrong += code_run(p) != (int)(60 + i);
        pid_t child = fork();
        if (child == 0) {
            int mine = code_run(p) != (int)(60 + i);
            code_put(p, 90 + i);
            mine += code_run(p) != (int)(90 + i);
            _exit(mine);
        }
        if (i & 1)
            code_put(p, 70 + i);
        waitpid(child, &status, 0);
        wrong += status != 0;
        wrong += code_run(p) != (int)((i & 1 ? 70 : 60) + i);
    }
    printf("forked: %d wrong\n", wrong);
    munmap(p, PAGE);
}

int main(void)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    code_catch();
    unmapped();
    protected();
    moved();
    emptied();
    cut_off("shared, ftruncate", MAP_SHARED, FTRUNCATE);
    cut_off("private, ftruncate", MAP_PRIVATE, FTRUNCATE);
    cut_off("shared, truncate", MAP_SHARED, TRUNCATE);
    cut_off("private, truncate", MAP_PRIVATE, TRUNCATE);
    cut_off("shared, hole", MAP_SHARED, HOLE);
    cut_off("private, hole", MAP_PRIVATE, HOLE);
    cut_off("shared, O_TRUNC", MAP_SHARED, OPEN);
    cut_off("private, O_TRUNC", MAP_PRIVATE, OPEN);
    cut_off("private, openat2", MAP_PRIVATE, OPEN2);
    all_views();
    forked();
    return 0;
}
