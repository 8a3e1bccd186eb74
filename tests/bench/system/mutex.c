/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locks nobody else wants: mutexes, spin locks, read-write locks, semaphores, atomics. */
#include "bench.h"
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

int main(void)
{
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER, again;
    pthread_mutexattr_t recursive;
    pthread_rwlock_t readers = PTHREAD_RWLOCK_INITIALIZER;
    pthread_spinlock_t spin;
    sem_t semaphore;
    _Atomic uint64_t a = 1, b = 2;
    uint64_t sum = 0, seen = 1;
    pthread_mutexattr_init(&recursive);
    pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&again, &recursive);
    pthread_spin_init(&spin, 0);
    sem_init(&semaphore, 0, 1);
    for (uint64_t i = 0; i < 12000000; i++) {
        pthread_mutex_lock(&mutex);
        sum += i;
        pthread_mutex_unlock(&mutex);
        pthread_spin_lock(&spin);
        sum ^= i << 7;
        pthread_spin_unlock(&spin);
        if (i % 4 == 0) {
            pthread_mutex_lock(&again);
            pthread_mutex_lock(&again);
            pthread_mutex_unlock(&again);
            pthread_mutex_unlock(&again);
            pthread_rwlock_rdlock(&readers);
            sum += 3;
            pthread_rwlock_unlock(&readers);
            sem_wait(&semaphore);
            sem_post(&semaphore);
        }
        atomic_fetch_add(&a, i);
        atomic_fetch_or_explicit(&b, i, memory_order_acq_rel);
        seen = atomic_exchange(&b, seen + i);
        uint64_t old = atomic_load(&a);
        atomic_compare_exchange_strong(&a, &old, old ^ 5);
    }
    return bench_result(bench_add(sum, a ^ b ^ seen));
}
