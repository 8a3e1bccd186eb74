/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "tests/fuzz/second.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static struct fuzz_exchange *exchange;
static int to, from;
static pid_t child;

static void run_command(const char *command, int file, int in, int out)
{
    char *words = strdup(command), *argv[32];
    struct itimerval none = {{0, 0}, {0, 0}};
    int n = 0;

    for (char *w = strtok(words, " "); w && n < 31; w = strtok(NULL, " "))
        argv[n++] = w;
    argv[n] = NULL;
    setitimer(ITIMER_REAL, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(in, 0);
    dup2(out, 1);
    if (file != 3)
        dup2(file, 3);
    execvp(argv[0], argv);
    _exit(127);
}

bool second_start(const char *command)
{
    int in[2], out[2], file = memfd_create("fuzz", 0);

    if (file < 0 || ftruncate(file, sizeof(*exchange)) != 0 || pipe2(in, O_CLOEXEC) != 0 ||
        pipe2(out, O_CLOEXEC) != 0)
        return false;
    exchange = mmap(NULL, sizeof(*exchange), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (exchange == MAP_FAILED)
        return false;
    signal(SIGPIPE, SIG_IGN);
    child = fork();
    if (child == 0)
        run_command(command, file, in[0], out[1]);
    close(in[0]);
    close(out[1]);
    close(file);
    to = in[1];
    from = out[0];
    return child > 0;
}

void second_stop(void)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(to);
    close(from);
    munmap(exchange, sizeof(*exchange));
}

bool second_run(const struct fuzz_case *c, const uint32_t *words)
{
    char byte = 0;

    exchange->start = c->start;
    exchange->n_words = c->n;
    exchange->n_states = c->n_states;
    memcpy(exchange->words, words, c->n * 4);
    memcpy(exchange->before, c->before, c->n_states * sizeof(c->before[0]));
    memcpy(exchange->data, c->data, sizeof(c->data));
    return write(to, &byte, 1) == 1 && read(from, &byte, 1) == 1;
}

const struct fuzz_exchange *second_result(void)
{
    return exchange;
}
