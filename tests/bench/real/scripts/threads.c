/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Four threads over one body of work, so that the time on one core and on two tells how it scales.
 *
 *     threads compute | queue | table
 *
 * compute: rows of a picture taken by an atomic counter; queue: jobs through a ring with a mutex
 * and two conditions; table: counts in a shared hash table with a lock per stripe.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 4

static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9;
    x ^= x >> 27;
    x *= 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

/* compute */
#define SIDE 1600
static atomic_int next_row;

static void *rows(void *result)
{
    uint64_t sum = 0;
    for (int y; (y = atomic_fetch_add(&next_row, 1)) < SIDE;)
        for (int x = 0; x < SIDE; x++) {
            double cr = 3.0 * x / SIDE - 2, ci = 2.4 * y / SIDE - 1.2, a = 0, b = 0;
            int n = 0;
            for (; n < 2000 && a * a + b * b < 4; n++) {
                double t = a * a - b * b + cr;
                b = 2 * a * b + ci;
                a = t;
            }
            sum += mix((uint64_t)(unsigned)(y * SIDE + x) << 16 | (unsigned)n);
        }
    *(uint64_t *)result = sum;
    return NULL;
}

/* queue */
#define RING 64
#define JOBS 600000
static struct {
    pthread_mutex_t lock;
    pthread_cond_t more, room;
    uint64_t job[RING];
    unsigned in, out;
} ring = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER, {0}, 0, 0};

static void put(uint64_t job)
{
    pthread_mutex_lock(&ring.lock);
    while (ring.in - ring.out == RING)
        pthread_cond_wait(&ring.room, &ring.lock);
    ring.job[ring.in++ % RING] = job;
    pthread_cond_signal(&ring.more);
    pthread_mutex_unlock(&ring.lock);
}

static uint64_t get(void)
{
    pthread_mutex_lock(&ring.lock);
    while (ring.in == ring.out)
        pthread_cond_wait(&ring.more, &ring.lock);
    uint64_t job = ring.job[ring.out++ % RING];
    pthread_cond_signal(&ring.room);
    pthread_mutex_unlock(&ring.lock);
    return job;
}

static void *serve(void *result)
{
    uint64_t sum = 0, words[32];
    for (uint64_t job; (job = get()) != 0;) {
        for (unsigned i = 0; i < 32; i++)
            words[i] = job + i;
        for (int round = 0; round < 90; round++)
            for (unsigned i = 0; i < 32; i++)
                words[i] = mix(words[i] + words[(i + 7) % 32]);
        sum += words[job % 32];
    }
    *(uint64_t *)result = sum;
    return NULL;
}

/* table */
#define SLOTS (1u << 16)
#define STRIPES 64
#define KEYS 30000000
static struct {
    uint64_t key, count;
} slots[SLOTS];
static pthread_mutex_t stripes[STRIPES];

static void *fill(void *result)
{
    uint64_t seed = *(uint64_t *)result;
    for (int i = 0; i < KEYS; i++) {
        uint64_t key = mix(seed * KEYS + (unsigned)i) % 40000 + 1;
        unsigned stripe = (unsigned)(mix(key) % STRIPES), size = SLOTS / STRIPES;
        unsigned at = (unsigned)(mix(key) >> 32) % size;
        pthread_mutex_lock(&stripes[stripe]);
        while (slots[stripe * size + at].key && slots[stripe * size + at].key != key)
            at = (at + 1) % size;
        slots[stripe * size + at].key = key;
        slots[stripe * size + at].count++;
        pthread_mutex_unlock(&stripes[stripe]);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "compute";
    void *(*run)(void *) = !strcmp(what, "queue") ? serve : !strcmp(what, "table") ? fill : rows;
    uint64_t results[THREADS], sum = 0;
    pthread_t threads[THREADS];
    for (int i = 0; i < STRIPES; i++)
        pthread_mutex_init(&stripes[i], NULL);
    for (int i = 0; i < THREADS; i++) {
        results[i] = (uint64_t)i;
        if (pthread_create(&threads[i], NULL, run, &results[i]) != 0)
            return 1;
    }
    if (run == serve) {
        for (uint64_t job = 1; job <= JOBS; job++)
            put(job * 977);
        for (int i = 0; i < THREADS; i++)
            put(0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        sum += run == fill ? 0 : results[i];
    }
    for (unsigned i = 0; i < SLOTS; i++)
        sum += mix(slots[i].key) * slots[i].count;
    printf("%s %016llx\n", what, (unsigned long long)sum);
    return 0;
}
