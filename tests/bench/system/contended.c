/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Four threads that want the same locks: short sections, handing on by a condition, atomics. */
#include "bench.h"
#include <pthread.h>
#include <stdatomic.h>

#define THREADS 4
#define ROUNDS 400000
#define TURNS 12000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static uint64_t total, turn;
static _Atomic uint64_t count;

static void *work(void *own)
{
    uint64_t number = *(uint64_t *)own, x = number + 1;
    for (int i = 0; i < ROUNDS; i++) {
        for (int k = 0; k < 20; k++)
            x = x * 6364136223846793005u + 1442695040888963407u;
        pthread_mutex_lock(&lock);
        total += x >> 60;
        pthread_mutex_unlock(&lock);
        atomic_fetch_add(&count, x >> 62);
    }
    for (int i = 0; i < TURNS; i++) {
        pthread_mutex_lock(&lock);
        while (turn % THREADS != number)
            pthread_cond_wait(&changed, &lock);
        turn++;
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    uint64_t numbers[THREADS];
    for (uint64_t i = 0; i < THREADS; i++) {
        numbers[i] = i;
        if (pthread_create(&threads[i], NULL, work, &numbers[i]) != 0)
            return 1;
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    return bench_result(bench_add(bench_add(total, count), turn));
}
