/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "tests/fuzz/peer.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

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

bool peer_start(struct peer *p, const char *command, size_t size)
{
    int in[2], out[2], file = memfd_create("exchange", MFD_CLOEXEC);

    if (file < 0 || ftruncate(file, (off_t)size) != 0 || pipe2(in, O_CLOEXEC) != 0 ||
        pipe2(out, O_CLOEXEC) != 0)
        return false;
    p->size = size;
    p->exchange = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (p->exchange == MAP_FAILED)
        return false;
    signal(SIGPIPE, SIG_IGN);
    p->child = fork();
    if (p->child == 0) {
        if (file == 3)
            fcntl(file, F_SETFD, 0);
        run_command(command, file, in[0], out[1]);
    }
    close(in[0]);
    close(out[1]);
    close(file);
    p->to = in[1];
    p->from = out[0];
    return p->child > 0;
}

void peer_stop(struct peer *p)
{
    kill(p->child, SIGKILL);
    waitpid(p->child, NULL, 0);
    close(p->to);
    close(p->from);
    munmap(p->exchange, p->size);
}

bool peer_turn(struct peer *p)
{
    char byte = 0;

    return write(p->to, &byte, 1) == 1 && read(p->from, &byte, 1) == 1;
}
