/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a program is given: arguments, environment, auxiliary vector, limits, its own paths. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

int main(int argc, char **argv, char **envp)
{
    extern char **environ;
    char path[4096], line[256];
    struct rlimit limit;
    struct utsname name;
    printf("%d arguments, %d, %d\n", argc, argv[argc] == NULL, envp == environ);
    printf("page %ld %lu, random %d, phdr %d, secure %lu\n", sysconf(_SC_PAGESIZE),
           getauxval(AT_PAGESZ), getauxval(AT_RANDOM) != 0, getauxval(AT_PHDR) != 0,
           getauxval(AT_SECURE));
    printf("ids %d %d %d\n", getauxval(AT_UID) == getuid(), getauxval(AT_EGID) == getegid(),
           getppid() > 0);
    long n = readlink("/proc/self/exe", path, sizeof(path) - 1);
    path[n > 0 ? n : 0] = 0;
    const char *self = strrchr(path, '/'), *zero = strrchr(argv[0], '/');
    printf("exe is argv[0]: %d\n", self && zero && strcmp(self, zero) == 0);
    printf("file name is argv[0]: %d\n", strcmp((char *)getauxval(AT_EXECFN), argv[0]) == 0);
    FILE *f = fopen("/proc/self/cmdline", "r");
    n = f ? (long)fread(line, 1, sizeof(line) - 1, f) : 0;
    line[n] = 0;
    printf("cmdline: %d\n", strcmp(line, argv[0]) == 0);
    getrlimit(RLIMIT_STACK, &limit);
    printf("stack limit known: %d\n", limit.rlim_cur > 100000);
    uname(&name);
#if defined(__aarch64__)
    printf("machine: %d\n", strcmp(name.machine, "aarch64") == 0);
#else
    printf("machine: %d\n", strcmp(name.machine, "x86_64") == 0);
#endif
    printf("exit status follows\n");
    return 41;
}
