/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says what it was started with; then, as asked for:
 *     exec FILE ARGUMENT...   executes a program by that name
 *     signal N                ends by that signal
 *     exit N
 *     cat FILE...             copies files to standard output
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/utsname.h>
#include <unistd.h>

static void show_start(int argc, char **argv)
{
    struct utsname u;
    uname(&u);
    printf("%s", u.machine);
    for (int i = 0; i < argc; i++) {
        printf(" [%s]", argv[i]);
    }
    printf("\nexecfn %s\n", (const char *)getauxval(AT_EXECFN));
    printf("ids %d %d %d secure %lu\n", (int)getuid(), (int)geteuid(), (int)getgid(),
           getauxval(AT_SECURE));
    printf("SHOW=%s\n", getenv("SHOW") ? getenv("SHOW") : "");
    fflush(stdout);
}

static void copy_out(const char *file)
{
    char buf[512];
    ssize_t n;
    int fd = open(file, O_RDONLY);
    if (fd < 0) {
        perror(file);
        exit(1);
    }
    while ((n = read(fd, buf, sizeof(buf))) > 0) {
        fwrite(buf, 1, (size_t)n, stdout);
    }
    close(fd);
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "cat") == 0) {
        for (int i = 2; i < argc; i++) {
            copy_out(argv[i]);
        }
        return 0;
    }
    show_start(argc, argv);
    if (argc > 2 && strcmp(argv[1], "exec") == 0) {
        execv(argv[2], argv + 2);
        perror(argv[2]);
        return 1;
    }
    if (argc > 2 && strcmp(argv[1], "signal") == 0) {
        raise(atoi(argv[2]));
    }
    return argc > 2 && strcmp(argv[1], "exit") == 0 ? atoi(argv[2]) : 0;
}
