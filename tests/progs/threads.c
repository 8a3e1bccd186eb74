/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Threads: mutexes, conditions, keys, once, detached ones, signals to one of them. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { N = 6 };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER, emptied = PTHREAD_COND_INITIALIZER;
static int queue[8], head, tail, sum, done;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int once_count, freed;
static sem_t ready;
static __thread volatile sig_atomic_t hits;

static void make_key_value_free(void *p)
{
    pthread_mutex_lock(&lock);
    freed++;
    pthread_mutex_unlock(&lock);
    free(p);
}

static void init(void)
{
    once_count++;
    pthread_key_create(&key, make_key_value_free);
}

static void *consume(void *arg)
{
    pthread_once(&once, init);
    pthread_setspecific(key, malloc(10));
    pthread_mutex_lock(&lock);
    for (;;) {
        while (head == tail && !done)
            pthread_cond_wait(&filled, &lock);
        if (head == tail)
            break;
        sum += queue[tail++ % 8];
        pthread_cond_signal(&emptied);
    }
    pthread_mutex_unlock(&lock);
    return arg;
}

static void on_signal(int sig)
{
    hits++;
}

static void *wait_for_signal(void *arg)
{
    sem_post(&ready);
    while (!hits)
        usleep(100);
    return (void *)(intptr_t)hits;
}

static void *detached(void *arg)
{
    sem_post(arg);
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, consume, (void *)(intptr_t)i);
    for (int i = 1; i <= 5000; i++) {
        pthread_mutex_lock(&lock);
        while (head - tail == 8)
            pthread_cond_wait(&emptied, &lock);
        queue[head++ % 8] = i;
        pthread_cond_signal(&filled);
        pthread_mutex_unlock(&lock);
    }
    pthread_mutex_lock(&lock);
    done = 1;
    pthread_cond_broadcast(&filled);
    pthread_mutex_unlock(&lock);
    intptr_t ids = 0;
    for (int i = 0; i < N; i++) {
        void *r;
        pthread_join(t[i], &r);
        ids += (intptr_t)r;
    }
    printf("sum %d ids %ld once %d freed %d\n", sum, (long)ids, once_count, freed);
    void *r;
    sem_init(&ready, 0, 0);
    signal(SIGUSR1, on_signal);
    pthread_create(&t[0], NULL, wait_for_signal, NULL);
    sem_wait(&ready);
    pthread_kill(t[0], SIGUSR1);
    pthread_join(t[0], &r);
    printf("signalled %ld, here %d\n", (long)(intptr_t)r, (int)hits);
    for (int i = 0; i < 50; i++) {
        pthread_create(&t[0], NULL, detached, &ready);
        pthread_detach(t[0]);
        sem_wait(&ready);
    }
    printf("try %d\n", sem_trywait(&ready) < 0 && errno == EAGAIN);
    return 0;
}
