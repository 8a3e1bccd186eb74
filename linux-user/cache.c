/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of translations. Whoever may write one decides what code runs here, so directory and files
 * must be the user's own. A file is written beside and renamed, so there is a whole one at any
 * time; who finds another process at it leaves it to that one. When all are too large together,
 * those that were used last longest ago go.
 *
 *   DIR/0123456789abcdef      a file, by its key
 *   DIR/0123456789abcdef.new  one being written
 */
#define _GNU_SOURCE
#include "linux-user/cache.h"

#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/bits.h"
#include "base/cpu.h"
#include "base/log.h"
#include "base/mem.h"
#include "linux-user/program.h"

#define LARGEST_FILE (256 << 20)
#define HIGH_FD 512
#define LARGEST_ALL (1ll << 30)
#define LOOK_EACH 16 /* new files, of which one makes that all are looked at */
#define ABANDONED 60 /* seconds: nobody writes for that long */
#define NOBODY 65534 /* /proc/sys/kernel/overflowuid */
enum { KEY_DIGITS = 16, NAME_SIZE = 24 };
#define LOG_CODE (LOG_IN_ASM | LOG_IR | LOG_IR_OPT | LOG_OUT_ASM)

static uint64_t add(uint64_t hash, const void *data, size_t size)
{
    const uint8_t *p = data;
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ p[i]) * 0x100000001b3; /* FNV-1a */
    }
    return hash;
}

/* The linker's sum of this executable, as its note has it. 0: there is none. */
static uint64_t build_id(void)
{
    extern const char __ehdr_start[];
    const Elf64_Ehdr *e = (const void *)__ehdr_start;
    const Elf64_Phdr *p = (const void *)(__ehdr_start + e->e_phoff);
    for (unsigned i = 0; i < e->e_phnum; i++) {
        /* The first segment holds the file from its start on; addresses are of before linking. */
        const char *note = __ehdr_start + p[i].p_offset, *end = note + p[i].p_filesz;
        while (p[i].p_type == PT_NOTE && note + sizeof(Elf64_Nhdr) < end) {
            const Elf64_Nhdr *n = (const void *)note;
            const char *id = note + sizeof(*n) + bits_align_up(n->n_namesz, 4);
            if (n->n_type == NT_GNU_BUILD_ID) {
                return add(0xcbf29ce484222325, id, n->n_descsz) | 1;
            }
            note = id + bits_align_up(n->n_descsz, 4);
        }
    }
    return 0;
}

uint64_t cache_begin(const struct options *o)
{
    uint64_t build = o->cache && !(o->log_mask & LOG_CODE) ? build_id() : 0;
    if (build) {
        mkdir(o->cache, 0700);
        build = add(build, o->cpu ? o->cpu : "", o->cpu ? strlen(o->cpu) : 0) | 1;
    }
    return build;
}

/* Is what fd is our own, of that kind, and nobody else may write it? Who has no number in this user
 * namespace is NOBODY, all of them, and perhaps we. */
static bool is_ours(int fd, mode_t kind, struct stat *st)
{
    return fstat(fd, st) == 0 && (st->st_mode & S_IFMT) == kind && st->st_uid == geteuid() &&
           st->st_uid != NOBODY && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

static int open_directory(int how)
{
    struct stat st;
    const char *name = user_of(current)->options->cache;
    int fd = open(name, how | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && !is_ours(fd, S_IFDIR, &st)) {
        close(fd);
        return -1;
    }
    return fd;
}

static void *map_file(int fd, size_t size)
{
    void *place = own_map(size, PROT_NONE, MAP_NORESERVE);
    if (!place) {
        return NULL;
    }
    void *m = mmap(place, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0);
    if (m == MAP_FAILED) {
        own_unmap(place, size);
        return NULL;
    }
    return m;
}

const void *cache_load(uint64_t key, size_t *size)
{
    char name[NAME_SIZE];
    struct stat st;
    const void *file = NULL;
    int dir = open_directory(O_PATH);
    if (dir < 0) {
        return NULL;
    }
    snprintf(name, sizeof(name), "%016llx", (unsigned long long)key);
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0 && is_ours(fd, S_IFREG, &st) && st.st_size > 0 && st.st_size <= LARGEST_FILE) {
        *size = (size_t)st.st_size;
        file = map_file(fd, *size);
    }
    if (fd >= 0) {
        close(fd);
    }
    close(dir);
    return file;
}

/* A file that another process began to write long ago is in nobody's way. */
static int create(int dir, const char *name)
{
    struct stat st;
    const int how = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(dir, name, how, 0600);
    if (fd < 0 && errno == EEXIST && fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
        time(NULL) - st.st_mtime > ABANDONED && unlinkat(dir, name, 0) == 0) {
        fd = openat(dir, name, how, 0600);
    }
    int e = -errno, high = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, HIGH_FD);
    /* Other threads may look for descriptors to close, from the lowest on. */
    if (high >= 0) {
        close(fd);
        fd = high;
    }
    return fd < 0 ? e : fd;
}

struct oldest {
    char name[NAME_SIZE];
    struct timespec used;
    int64_t all; /* bytes of all files */
};

static bool is_before(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

/* What was begun long ago goes on the way: who wrote it was killed. */
static void look_at(int dir, const char *name, struct oldest *o)
{
    struct stat st;
    bool begun = strcmp(name + strnlen(name, KEY_DIGITS), ".new") == 0;
    if (strspn(name, "0123456789abcdef") != KEY_DIGITS || (name[KEY_DIGITS] && !begun) ||
        fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode)) {
        return;
    }
    if (begun) {
        if (time(NULL) - st.st_mtime > ABANDONED) {
            unlinkat(dir, name, 0);
        }
        return;
    }
    if (!o->all || is_before(&st.st_atim, &o->used)) {
        o->used = st.st_atim;
        snprintf(o->name, sizeof(o->name), "%s", name);
    }
    o->all += st.st_size;
}

/* Reads the directory; without malloc, so without readdir. */
static void find_oldest(int dir, struct oldest *o)
{
    uint8_t buf[4096];
    ssize_t n, at;
    lseek(dir, 0, SEEK_SET);
    while ((n = getdents64(dir, buf, sizeof(buf))) > 0) {
        for (at = 0; at < n; at += ((struct dirent64 *)(buf + at))->d_reclen) {
            look_at(dir, ((struct dirent64 *)(buf + at))->d_name, o);
        }
    }
}

/* A new file came. */
static void drop_old(void)
{
    int dir = open_directory(O_RDONLY);
    for (int64_t all = INT64_MAX; dir >= 0;) {
        struct oldest o = {.all = 0};
        find_oldest(dir, &o);
        if (o.all <= LARGEST_ALL || o.all >= all || unlinkat(dir, o.name, 0) != 0) {
            break;
        }
        all = o.all;
    }
    if (dir >= 0) {
        close(dir);
    }
}

/* A signal for too large a file would be the program's end. */
static bool is_limited(void)
{
    struct rlimit limit;
    return getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur != RLIM_INFINITY;
}

static void make_names(uint64_t key, char name[NAME_SIZE], char temporary[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "%016llx", (unsigned long long)key);
    snprintf(temporary, NAME_SIZE, "%016llx.new", (unsigned long long)key);
}

int cache_create(uint64_t key)
{
    char name[NAME_SIZE], temporary[NAME_SIZE];
    make_names(key, name, temporary);
    int dir = is_limited() ? -1 : open_directory(O_PATH);
    if (dir < 0) {
        return -EACCES;
    }
    int fd = create(dir, temporary);
    close(dir);
    return fd;
}

int cache_write(int fd, const void *data, size_t size, uint64_t offset)
{
    const uint8_t *p = data;
    while (size) {
        ssize_t n = pwrite(fd, p, size, (off_t)offset);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return n < 0 ? -errno : -EIO;
        }
        p += n;
        offset += (size_t)n;
        size -= (size_t)n;
    }
    return 0;
}

int cache_finish(int fd, uint64_t key, bool drop)
{
    char name[NAME_SIZE], temporary[NAME_SIZE];
    make_names(key, name, temporary);
    int dir = open_directory(O_PATH), e = 0;
    bool new = dir >= 0 && faccessat(dir, name, F_OK, AT_SYMLINK_NOFOLLOW) != 0;
    if (close(fd) != 0 || drop || dir < 0) {
        e = -EIO;
    } else if (renameat(dir, temporary, dir, name) != 0) {
        e = -errno;
    }
    if (e != 0 && dir >= 0) {
        unlinkat(dir, temporary, 0);
    }
    /* Its lowest bit is always set. */
    if (e == 0 && new && (key >> 8) % LOOK_EACH == 0) {
        drop_old();
    }
    if (dir >= 0) {
        close(dir);
    }
    return e;
}
