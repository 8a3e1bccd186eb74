/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Atomic operations of every size, alone and by four threads at once. */
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>

enum { THREADS = 4, ROUNDS = 50000 };
static _Atomic uint8_t a8;
static _Atomic uint16_t a16;
static _Atomic uint32_t a32;
static _Atomic uint64_t a64, maximum;
static atomic_flag spin = ATOMIC_FLAG_INIT;
static uint64_t guarded;
static _Atomic(struct node *) stack;
static struct node {
    struct node *next;
    int value;
} nodes[THREADS][1000];
static __thread unsigned own;

static void *work(void *arg)
{
    int id = (int)(intptr_t)arg;
    for (int i = 0; i < ROUNDS; i++) {
        atomic_fetch_add(&a8, 1);
        atomic_fetch_add_explicit(&a16, 3, memory_order_relaxed);
        atomic_fetch_xor(&a32, 1u << (i % 32));
        uint64_t seen = atomic_load(&a64);
        while (!atomic_compare_exchange_weak(&a64, &seen, seen + 7))
            ;
        uint64_t value = (uint64_t)i * 4 + (unsigned)id, old = atomic_load(&maximum);
        while (old < value && !atomic_compare_exchange_strong(&maximum, &old, value))
            ;
        if (i % 16 == 0) {
            while (atomic_flag_test_and_set_explicit(&spin, memory_order_acquire))
                ;
            guarded += 2;
            atomic_flag_clear_explicit(&spin, memory_order_release);
        }
        own++;
    }
    for (int i = 0; i < 1000; i++) {
        struct node *n = &nodes[id][i];
        n->value = i;
        n->next = atomic_load(&stack);
        while (!atomic_compare_exchange_weak(&stack, &n->next, n))
            ;
    }
    return (void *)(uintptr_t)own;
}

static void alone(void)
{
    _Atomic uint32_t x = 5;
    uint32_t want = 6;
    printf("%u ", atomic_exchange(&x, 9));
    printf("%u ", atomic_fetch_sub(&x, 2));
    printf("%u ", atomic_fetch_or(&x, 16));
    printf("%u ", atomic_fetch_and(&x, 18));
    printf("%d ", atomic_compare_exchange_strong(&x, &want, 1));
    printf("%u %u\n", want, (unsigned)x);
    static _Alignas(16) unsigned char bytes[16];
    __atomic_store_n((uint16_t *)(void *)(bytes + 6), 0xabcd, __ATOMIC_RELEASE);
    __atomic_fetch_add(bytes + 6, 0x40, __ATOMIC_ACQ_REL);
    printf("%02x %02x %02x\n", bytes[5], bytes[6], bytes[7]);
}

int main(void)
{
    pthread_t t[THREADS];
    uintptr_t total = 0;
    int n = 0, sum = 0;
    alone();
    for (int i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, work, (void *)(intptr_t)i);
    for (int i = 0; i < THREADS; i++) {
        void *r;
        pthread_join(t[i], &r);
        total += (uintptr_t)r;
    }
    for (struct node *p = stack; p; p = p->next, n++)
        sum += p->value;
    printf("%u %u %u %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", a8, a16, a32, a64, maximum, guarded);
    printf("own %lu, stack %d nodes %d\n", (unsigned long)total, n, sum);
    return 0;
}
