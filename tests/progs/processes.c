/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fork, wait, pipes, exec of itself, exit codes and deaths by signal. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int child_main(int argc, char **argv)
{
    printf("child: %d arguments, last \"%s\", TEST=%s\n", argc, argv[argc - 1], getenv("TEST"));
    return 7;
}

static void *volatile nowhere = (void *)8;

static int status_of(pid_t pid)
{
    int status = -1;
    fflush(stdout);
    waitpid(pid, &status, 0);
    return status;
}

static void deaths(void)
{
    for (int i = 0; i < 4; i++) {
        fflush(stdout);
        pid_t pid = fork();
        if (pid == 0) {
            if (i == 0)
                _exit(33);
            if (i == 1)
                raise(SIGKILL);
            if (i == 2)
                *(volatile int *)nowhere = 1;
            signal(SIGTERM, SIG_DFL);
            for (;;)
                pause();
        }
        if (i == 3) {
            usleep(10000);
            kill(pid, SIGTERM);
        }
        int s = status_of(pid);
        printf("child %d: exited %d code %d signal %d\n", i, WIFEXITED(s), WEXITSTATUS(s),
               WIFSIGNALED(s) ? WTERMSIG(s) : 0);
    }
}

static void pipeline(void)
{
    int ends[2], sum = 0, n = 0;
    char buf[1000];
    if (pipe(ends) != 0)
        return;
    fflush(stdout);
    for (int i = 0; i < 5; i++) {
        if (fork() == 0) {
            memset(buf, 'a' + i, sizeof(buf));
            _exit(write(ends[1], buf, sizeof(buf)) != sizeof(buf));
        }
    }
    close(ends[1]);
    for (long r; (r = read(ends[0], buf, sizeof(buf))) > 0; n += (int)r)
        for (long k = 0; k < r; k++)
            sum += buf[k];
    for (int i = 0, s; i < 5; i++)
        wait(&s);
    printf("%d bytes sum %d, more children %d\n", n, sum, wait(NULL) < 0 && errno == ECHILD);
}

int main(int argc, char **argv)
{
    extern char **environ;
    if (argc > 1)
        return child_main(argc, argv);
    setvbuf(stdout, NULL, _IOFBF, 4096);
    deaths();
    pipeline();
    setenv("TEST", "value", 1);
    char *const args[] = {argv[0], "one", "two words", NULL};
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        execv("/proc/self/exe", args);
        _exit(99);
    }
    printf("exec: %d\n", WEXITSTATUS(status_of(pid)));
    fflush(stdout);
    if (posix_spawn(&pid, "/proc/self/exe", NULL, NULL, args, environ) == 0)
        printf("spawn: %d\n", WEXITSTATUS(status_of(pid)));
    fflush(stdout);
    pid = vfork();
    if (pid == 0)
        _exit(5);
    printf("vfork: %d\n", WEXITSTATUS(status_of(pid)));
    printf("no such file: %d\n", execv("/nonexistent", args) < 0 && errno == ENOENT);
    return 0;
}
