/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System calls that do little: process numbers, a pipe, files' states, clocks, mappings. */
#include "bench.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
    uint64_t sum = 0;
    int ends[2], null = open("/dev/null", O_RDWR);
    char buffer[64] = "words";
    if (pipe(ends) != 0)
        return 1;
    long self = syscall(SYS_getpid);
    for (int i = 0; i < 120000; i++) {
        struct iovec parts[2] = {{buffer, 5}, {buffer + 1, 3}};
        struct pollfd p = {ends[0], POLLIN, 0};
        struct stat st;
        struct timespec t;
        sum += (uint64_t)(syscall(SYS_getpid) == self);
        sum += (uint64_t)syscall(SYS_lseek, null, 0, SEEK_CUR);
        sum += (uint64_t)writev(ends[1], parts, 2);
        sum += (uint64_t)poll(&p, 1, 0);
        sum += (uint64_t)read(ends[0], buffer, 8);
        sum += (uint64_t)write(null, buffer, 64);
        if (i % 4 == 0) {
            sum += (uint64_t)(fstat(null, &st) == 0 && S_ISCHR(st.st_mode));
            sum += (uint64_t)(fstatat(AT_FDCWD, "/nothing of that name", &st, 0) == -1);
            sum += (uint64_t)(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
            sum += (uint64_t)(syscall(SYS_clock_gettime, CLOCK_REALTIME, &t) == 0);
            sum += (uint64_t)(fcntl(null, F_GETFL) != -1);
        }
        if (i % 16 == 0) {
            int fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);
            sum += (uint64_t)read(fd, buffer + 8, 16);
            close(fd);
            char *page =
                mmap(NULL, 16384, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            if (page == MAP_FAILED)
                return 1;
            page[5] = 1;
            mprotect(page, 4096, PROT_READ);
            munmap(page, 16384);
        }
    }
    return bench_result(sum);
}
