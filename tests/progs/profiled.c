/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a profile must tell: work(n) runs its loop n times, and nothing else costs as much.
 * profiled loop|threads|forks|children|spawns|abort|segv|last */
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

__attribute__((noinline)) long work(long n)
{
    long x = 1;
    for (long i = 0; i < n; i++) {
        x = x * 3 + (x >> 7) % 11;
        __asm__ volatile("" : "+r"(x));
    }
    return x;
}

static void *thread(void *argument)
{
    work((long)argument);
    return NULL;
}

static void run_threads(void)
{
    pthread_t t[3];
    for (long i = 0; i < 3; i++) {
        pthread_create(&t[i], NULL, thread, (void *)(1000000 * (i + 1)));
    }
    for (int i = 0; i < 3; i++) {
        pthread_join(t[i], NULL);
    }
}

static void run_forks(void)
{
    work(1000000);
    for (long i = 0; i < 2; i++) {
        if (fork() == 0) {
            work(2000000);
            _exit(0);
        }
    }
    while (wait(NULL) > 0) {
    }
}

/* One after the other, all run code that the parent does not. */
static void run_children(void)
{
    for (int i = 0; i < 5; i++) {
        if (fork() == 0) {
            char text[100];
            snprintf(text, sizeof(text), "%g %d %s", strtod("1.5e300", NULL), i, "text");
            _exit(strchr(text, 't') == NULL);
        }
        wait(NULL);
    }
}

static void run_spawn(char *self)
{
    char *arguments[] = {self, "loop", NULL};
    pid_t pid;
    work(1000000);
    if (posix_spawn(&pid, self, NULL, NULL, arguments, environ) == 0) {
        waitpid(pid, NULL, 0);
    }
    execv(self, arguments);
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "loop";
    if (strcmp(what, "threads") == 0) {
        run_threads();
        return 0;
    }
    if (strcmp(what, "forks") == 0) {
        run_forks();
        return 0;
    }
    if (strcmp(what, "children") == 0) {
        run_children();
        return 0;
    }
    if (strcmp(what, "spawns") == 0) {
        run_spawn(argv[0]);
        return 1;
    }
    work(30000000);
    if (strcmp(what, "abort") == 0) {
        abort();
    }
    if (strcmp(what, "segv") == 0) {
        kill(getpid(), SIGSEGV);
    }
    if (strcmp(what, "last") == 0) {
        syscall(SYS_exit, 0);
    }
    return 0;
}
