/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clocks and waiting. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(void)
{
    double start = now(CLOCK_MONOTONIC), last = start;
    int backwards = 0;
    for (int i = 0; i < 1000; i++) {
        double t = now(CLOCK_MONOTONIC);
        backwards += t < last;
        last = t;
    }
    struct timespec nap = {0, 20000000};
    nanosleep(&nap, NULL);
    double slept = now(CLOCK_MONOTONIC) - last;
    printf("backwards %d slept %d\n", backwards, slept >= 0.02 && slept < 2);
    struct timeval tv;
    gettimeofday(&tv, NULL);
    double wall = (double)tv.tv_sec + (double)tv.tv_usec / 1e6 - now(CLOCK_REALTIME);
    printf("same clock %d\n", wall > -1 && wall < 1 && time(NULL) - tv.tv_sec <= 1);
    start = now(CLOCK_MONOTONIC);
    printf("poll %d\n", poll(NULL, 0, 15));
    struct timeval wait = {0, 15000};
    printf("select %d\n", select(0, NULL, NULL, NULL, &wait));
    printf("waited %d\n", now(CLOCK_MONOTONIC) - start >= 0.029);
    printf("bad clock %d\n", clock_gettime(12345, &nap) < 0 && errno == EINVAL);
    setenv("TZ", "UTC", 1);
    time_t t = 1700000000;
    char text[64];
    strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S %j %a", localtime(&t));
    printf("%s\n", text);
    volatile double x = 1;
    clock_t before = clock();
    while (clock() - before < CLOCKS_PER_SEC / 50)
        x *= 1.0000001;
    printf("cpu %d\n", now(CLOCK_PROCESS_CPUTIME_ID) >= 0.02);
    return 0;
}
