/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Children that are forked, that begin this program anew, and that hand a word through a pipe. */
#include "bench.h"
#include <sys/wait.h>
#include <unistd.h>

#define FORKS 250
#define EXECS 250

int main(int argc, char **argv)
{
    char number[16];
    volatile uint64_t sum = 0;
    if (argc > 1)
        return argv[1][0] & 63;
    for (int i = 0; i < FORKS; i++) {
        int ends[2], status;
        uint32_t word = 0;
        if (pipe(ends) != 0)
            return 1;
        pid_t child = fork();
        if (child == 0) {
            word = (uint32_t)i * 31;
            _exit(write(ends[1], &word, sizeof word) == sizeof word ? i & 63 : 99);
        }
        if (read(ends[0], &word, sizeof word) != sizeof word || waitpid(child, &status, 0) != child)
            return 1;
        close(ends[0]);
        close(ends[1]);
        sum = bench_add(sum, word + (uint64_t)WEXITSTATUS(status));
    }
    for (int i = 0; i < EXECS; i++) {
        int status;
        snprintf(number, sizeof number, "%c", 'A' + i % 26);
        pid_t child = vfork();
        if (child == 0) {
            execl("/proc/self/exe", argv[0], number, (char *)NULL);
            _exit(99);
        }
        if (waitpid(child, &status, 0) != child)
            return 1;
        sum = bench_add(sum, (uint64_t)WEXITSTATUS(status));
    }
    return bench_result(sum);
}
