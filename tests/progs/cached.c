/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For cached.py: says what it sees, and ends as its arguments want. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static int by_number(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* The descriptors that are open, but for the one that is read. */
static void descriptors(void)
{
    DIR *d = opendir("/proc/self/fd");
    const struct dirent *e;
    int fd[256], n = 0;
    while (d && n < 256 && (e = readdir(d)))
        if (e->d_name[0] != '.' && atoi(e->d_name) != dirfd(d))
            fd[n++] = atoi(e->d_name);
    qsort(fd, (size_t)n, sizeof(fd[0]), by_number);
    for (int i = 0; i < n; i++)
        printf("descriptor %d\n", fd[i]);
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    const struct rlimit limit = {100, 100};
    printf("%d arguments, %s\n", argc, what);
    descriptors();
    fflush(stdout);
    if (strcmp(what, "limit") == 0)
        setrlimit(RLIMIT_FSIZE, &limit);
    if (strcmp(what, "kill") == 0)
        raise(SIGKILL);
    if (strcmp(what, "execute") == 0)
        execl(argv[0], argv[0], "kill", (char *)NULL);
    return 7;
}
