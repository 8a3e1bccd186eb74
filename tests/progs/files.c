/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files and directories: what is written, found, renamed and told by stat. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list(const char *path)
{
    char *names[64];
    int n = 0;
    DIR *d = opendir(path);
    for (struct dirent *e; d && (e = readdir(d)) && n < 64;)
        names[n++] = strdup(e->d_name);
    qsort(names, (size_t)n, sizeof(names[0]), by_name);
    for (int i = 0; i < n; i++)
        printf("%s%c", names[i], i == n - 1 ? '\n' : ' ');
    if (d)
        closedir(d);
}

static void tell(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        printf("%s: %s\n", path, strerror(errno));
    else
        printf("%s: mode %o links %d size %ld mine %d\n", path, st.st_mode, (int)st.st_nlink,
               S_ISDIR(st.st_mode) ? 0 : (long)st.st_size, st.st_uid == getuid());
}

int main(void)
{
    char dir[] = "files.XXXXXX", buf[64] = "";
    umask(022);
    if (!mkdtemp(dir) || chdir(dir) != 0)
        return 1;
    int fd = open("a", O_RDWR | O_CREAT | O_EXCL, 0666);
    struct iovec v[2] = {{"hello ", 6}, {"world\n", 6}};
    printf("writev %ld\n", (long)writev(fd, v, 2));
    printf("pwrite %ld\n", (long)pwrite(fd, "END", 3, 100));
    printf("seek %ld\n", (long)lseek(fd, -3, SEEK_END));
    printf("read %ld\n", (long)read(fd, buf, 10));
    printf("\"%s\" again %d\n", buf, open("a", O_CREAT | O_EXCL, 0600) < 0 && errno == EEXIST);
    tell("a");
    printf("%d ", ftruncate(fd, 12));
    printf("%d ", symlink("a", "link"));
    printf("%d\n", link("a", "b"));
    long n = readlink("link", buf, sizeof(buf));
    printf("%.*s\n", (int)n, buf);
    mkdir("sub", 0750);
    tell("sub");
    tell("b");
    tell("link");
    rename("b", "sub/c");
    chmod("sub/c", 0600);
    tell("sub/c");
    list(".");
    list("sub");
    FILE *f = fopen("link", "r+");
    printf("%s", fgets(buf, sizeof(buf), f));
    fseek(f, 0, SEEK_SET);
    fprintf(f, "J");
    fclose(f);
    printf("%c %d\n", pread(fd, buf, 1, 0) == 1 ? buf[0] : '?', fcntl(fd, F_GETFL) & O_ACCMODE);
    tell("none");
    printf("%d %d\n", rmdir("sub") < 0 && errno == ENOTEMPTY, access("a", X_OK) < 0);
    struct timespec t[2] = {{1000000000, 5}, {1100000000, 7}};
    struct stat st;
    futimens(fd, t);
    fstat(fd, &st);
    printf("%ld.%ld %ld.%ld\n", (long)st.st_atim.tv_sec, st.st_atim.tv_nsec,
           (long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
    unlink("sub/c");
    unlink("link");
    unlink("a");
    printf("%d ", rmdir("sub"));
    printf("%d\n", chdir(".."));
    printf("%d\n", rmdir(dir));
    return 0;
}
