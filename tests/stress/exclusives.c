/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * exclusives ROUNDS [THREADS]: what lies between a load-exclusive and its store-exclusive.
 * Lock-free stacks that pop by reading the first link in between, their nodes reused at once;
 * and every way in which another may write the same value again, one after the other. AArch64 only.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_THREADS = 8, NODES = 6, TAG_SPAN = 4 << 20 };

struct node {
    struct node *next;
    volatile uint32_t taken; /* by how many */
} __attribute__((aligned(64)));

static long rounds;
static int n_threads = 4;
static struct node nodes[NODES];
static struct node *head __attribute__((aligned(64)));
static struct {
    struct node *first;
    uint64_t count;
} pair __attribute__((aligned(64)));
static int failures;

#define CHECK(what)                                                                                \
    do {                                                                                           \
        if (!(what)) {                                                                             \
            printf("line %d: %s\n", __LINE__, #what);                                              \
            __atomic_fetch_add(&failures, 1, __ATOMIC_SEQ_CST);                                    \
        }                                                                                          \
    } while (0)

/* The delay makes room for others; it accesses no memory. */
static struct node *pop(unsigned delay)
{
    struct node *n, *next;
    uint32_t failed;

    __asm__ volatile("1: ldaxr %0, [%3]\n"
                     "   cbz %0, 3f\n"
                     "   ldr %1, [%0]\n"
                     "   mov %w2, %w4\n"
                     "2: sub %w2, %w2, #1\n"
                     "   cbnz %w2, 2b\n"
                     "   stlxr %w2, %1, [%3]\n"
                     "   cbnz %w2, 1b\n"
                     "3:"
                     : "=&r"(n), "=&r"(next), "=&r"(failed)
                     : "r"(&head), "r"(delay)
                     : "memory");
    return n;
}

static void push(struct node *n)
{
    struct node *first;
    uint32_t failed;

    __asm__ volatile("1: ldxr %0, [%2]\n"
                     "   str %0, [%3]\n"
                     "   stlxr %w1, %3, [%2]\n"
                     "   cbnz %w1, 1b\n"
                     : "=&r"(first), "=&r"(failed)
                     : "r"(&head), "r"(n)
                     : "memory");
}

/* The second word counts, and is written back as it was. */
static struct node *pop_pair(unsigned delay)
{
    struct node *n, *next;
    uint64_t count;
    uint32_t failed;

    __asm__ volatile("1: ldaxp %0, %2, [%4]\n"
                     "   cbz %0, 3f\n"
                     "   ldr %1, [%0]\n"
                     "   mov %w3, %w5\n"
                     "2: sub %w3, %w3, #1\n"
                     "   cbnz %w3, 2b\n"
                     "   stlxp %w3, %1, %2, [%4]\n"
                     "   cbnz %w3, 1b\n"
                     "3:"
                     : "=&r"(n), "=&r"(next), "=&r"(count), "=&r"(failed)
                     : "r"(&pair), "r"(delay)
                     : "memory");
    return n;
}

static void push_pair(struct node *n)
{
    struct node *first;
    uint64_t count;
    uint32_t failed;

    __asm__ volatile("1: ldxp %0, %1, [%3]\n"
                     "   str %0, [%4]\n"
                     "   stlxp %w2, %4, %1, [%3]\n"
                     "   cbnz %w2, 1b\n"
                     : "=&r"(first), "=&r"(count), "=&r"(failed)
                     : "r"(&pair), "r"(n)
                     : "memory");
}

static void take(struct node *n)
{
    CHECK(__atomic_exchange_n(&n->taken, 1, __ATOMIC_SEQ_CST) == 0);
}

static void give(struct node *n)
{
    CHECK(__atomic_exchange_n(&n->taken, 0, __ATOMIC_SEQ_CST) == 1);
}

static void spin(unsigned n)
{
    while (n--)
        __asm__ volatile("");
}

/* Two are taken; the first one comes back before the second, with another one behind it then. */
static void *work(void *arg)
{
    struct node *(*get)(unsigned) = arg ? pop_pair : pop;
    void (*put)(struct node *) = arg ? push_pair : push;

    for (long i = 0; i < rounds; i++) {
        unsigned delay = i % 16 ? 1 : 20000;
        struct node *a = get(delay), *b = get(1);

        if (a)
            take(a);
        if (b)
            take(b);
        if (a) {
            give(a);
            put(a);
        }
        spin(i % 4 == 2 ? 20000 : 0);
        if (b) {
            give(b);
            put(b);
        }
    }
    return NULL;
}

static void stack(const char *name, int pairs)
{
    pthread_t t[MAX_THREADS];
    int found = 0;

    for (int i = 0; i < NODES; i++) {
        nodes[i].taken = 0;
        (pairs ? push_pair : push)(&nodes[i]);
    }
    for (int i = 0; i < n_threads; i++)
        pthread_create(&t[i], NULL, work, pairs ? &pair : NULL);
    for (int i = 0; i < n_threads; i++)
        pthread_join(t[i], NULL);
    while (found <= NODES && (pairs ? pop_pair : pop)(1))
        found++;
    CHECK(found == NODES);
    printf("%s: %d of %d nodes\n", name, found, NODES);
}

/* One thread waits between its load and its store until the other has written. */
static uint64_t cell[16] __attribute__((aligned(128)));
static volatile int turn; /* 1: write; 2: written */
static void (*writer)(void);
static pthread_t first;
static volatile int handled;
static int to_cell[2];

static void store_plain(void)
{
    *(volatile uint64_t *)cell = 2;
    *(volatile uint64_t *)cell = 1;
}

static void store_same(void)
{
    *(volatile uint64_t *)cell = 1;
}

static void store_byte(void)
{
    *(volatile uint8_t *)cell = 1;
}

static void store_pair(void)
{
    __asm__ volatile("stp %0, %1, [%2]" ::"r"(2ull), "r"(0ull), "r"(cell) : "memory");
    __asm__ volatile("stp %0, %1, [%2]" ::"r"(1ull), "r"(0ull), "r"(cell) : "memory");
}

/* Begins in the line before. */
static void store_across(void)
{
    char *end = (char *)cell + 64;

    __asm__ volatile("str %q0, [%1, #-8]" ::"w"((__uint128_t)1 << 64), "r"(end) : "memory");
}

static void store_vector(void)
{
    __asm__ volatile("ld1 {v0.16b}, [%0]\n st1 {v0.16b}, [%0]" ::"r"(cell) : "v0", "memory");
}

static void store_release(void)
{
    __atomic_store_n(cell, 2, __ATOMIC_RELEASE);
    __atomic_store_n(cell, 1, __ATOMIC_RELEASE);
}

static void store_exclusive(void)
{
    uint64_t v;
    uint32_t failed;

    __asm__ volatile("1: ldxr %0, [%2]\n stxr %w1, %0, [%2]\n cbnz %w1, 1b"
                     : "=&r"(v), "=&r"(failed)
                     : "r"(cell)
                     : "memory");
}

static void zero_block(void)
{
    __asm__ volatile("dc zva, %0" ::"r"(cell) : "memory");
    *(volatile uint64_t *)cell = 1;
}

__attribute__((target("+lse"))) static void add_atomic(void)
{
    __asm__ volatile("ldadd %0, xzr, [%1]\n neg x9, %0\n ldadd x9, xzr, [%1]" ::"r"(1ull), "r"(cell)
                     : "x9", "memory");
}

__attribute__((target("+lse"))) static void swap_pair(void)
{
    register uint64_t x0 __asm__("x0") = 1, x1 __asm__("x1") = 0;
    register uint64_t x2 __asm__("x2") = 1, x3 __asm__("x3") = 0;

    __asm__ volatile("casp x0, x1, x2, x3, [%4]"
                     : "+r"(x0), "+r"(x1)
                     : "r"(x2), "r"(x3), "r"(cell)
                     : "memory");
}

static void system_call(void)
{
    uint64_t v[2] = {2, 1};

    CHECK(write(to_cell[1], v, sizeof(v)) == sizeof(v));
    CHECK(read(to_cell[0], cell, 8) == 8 && read(to_cell[0], cell, 8) == 8);
}

static void on_signal(int sig)
{
    handled = 1;
}

static void send_signal(void)
{
    pthread_kill(first, SIGUSR1);
    while (!handled)
        ;
}

static void *other(void *arg)
{
    while (turn != 1)
        ;
    writer();
    turn = 2;
    return NULL;
}

/* The status of a store-exclusive whose pair was open while f ran in another thread. */
static uint32_t open_pair(void (*f)(void), void *at)
{
    pthread_t t;
    uint64_t v;
    uint32_t status;

    writer = f;
    turn = 0;
    pthread_create(&t, NULL, other, NULL);
    __asm__ volatile("   mov w9, #1\n"
                     "   ldxr %0, [%2]\n"
                     "   str w9, [%3]\n"
                     "1: ldr %w1, [%3]\n"
                     "   cmp %w1, #2\n"
                     "   b.ne 1b\n"
                     "   stxr %w1, %0, [%2]\n"
                     : "=&r"(v), "=&r"(status)
                     : "r"(at), "r"(&turn)
                     : "x9", "cc", "memory");
    pthread_join(t, NULL);
    return status;
}

static uint32_t pair_around(void (*f)(void), uint64_t *at)
{
    uint32_t status;

    cell[0] = 1;
    cell[1] = 0;
    *at = 1;
    status = open_pair(f, at);
    CHECK(cell[0] == 1);
    return status;
}

/* The first node of a stack is the same again, the second one is another. */
static void recycle(void)
{
    struct node *a = pop(1);

    pop(1);
    push(a);
}

static void recycled(void)
{
    for (int i = 0; i < 3; i++)
        push(&nodes[i]);
    CHECK(open_pair(recycle, &head) == 1);
    CHECK(pop(1) == &nodes[2] && pop(1) == &nodes[0] && !pop(1));
}

/* Nobody disturbs: loads, stores of the thread itself elsewhere, even where the tag is the same. */
static uint32_t undisturbed(volatile uint64_t *elsewhere)
{
    uint64_t v;
    uint32_t status = 1;

    for (int tries = 0; tries < 1000 && status; tries++)
        __asm__ volatile("   ldxr %0, [%2]\n"
                         "   ldr x9, [%3]\n"
                         "   str x9, [%3]\n"
                         "   stxr %w1, %0, [%2]\n"
                         : "=&r"(v), "=&r"(status)
                         : "r"(cell), "r"(elsewhere)
                         : "x9", "memory");
    return status;
}

static void *wait_for_turn(void *arg)
{
    while (turn != 2)
        usleep(1000);
    return NULL;
}

static void lone_pairs(void)
{
    char *far =
        mmap(NULL, 2 * TAG_SPAN, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uint64_t same = ((uintptr_t)cell - (uintptr_t)far) % TAG_SPAN;
    uint64_t local = 0;
    pthread_t t;

    turn = 0;
    pthread_create(&t, NULL, wait_for_turn, NULL);
    CHECK(undisturbed(&local) == 0);
    CHECK(undisturbed((uint64_t *)(far + same)) == 0);
    turn = 2;
    pthread_join(t, NULL);
}

static const struct {
    const char *name;
    void (*write)(void);
} writers[] = {
    {"plain", store_plain},         {"same value", store_same},
    {"byte", store_byte},           {"pair", store_pair},
    {"vector", store_vector},       {"release", store_release},
    {"exclusive", store_exclusive}, {"zva", zero_block},
    {"ldadd", add_atomic},          {"casp", swap_pair},
    {"read(2)", system_call},       {"signal", send_signal},
};

/* One thread counts in the line of a pair that others hold open: while one succeeds the counter
 * does not move, though nobody else writes to the word of the pair itself. */
static volatile uint64_t *counter = cell + 1;
static volatile int counting;

static void *count(void *arg)
{
    while (counting)
        for (uint64_t i = 0; i < 200; i++)
            __asm__ volatile("str %0, [%1]" ::"r"(i), "r"(counter) : "memory");
    return NULL;
}

static void *hold(void *arg)
{
    for (long i = 0; i < rounds; i++) {
        uint64_t v, before, after;
        uint32_t status;

        __asm__ volatile("   ldaxr %0, [%4]\n"
                         "   ldr %1, [%5]\n"
                         "   mov %w3, %w6\n"
                         "1: sub %w3, %w3, #1\n"
                         "   cbnz %w3, 1b\n"
                         "   dmb ish\n"
                         "   ldr %2, [%5]\n"
                         "   stxr %w3, %0, [%4]\n"
                         : "=&r"(v), "=&r"(before), "=&r"(after), "=&r"(status)
                         : "r"(cell), "r"(counter), "r"(1 + i % 64)
                         : "memory");
        CHECK(status || before == after);
        spin((unsigned)i % 512);
    }
    return NULL;
}

static void neighbours(void)
{
    pthread_t writer_thread, t[2];

    counting = 1;
    pthread_create(&writer_thread, NULL, count, NULL);
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, hold, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    counting = 0;
    pthread_join(writer_thread, NULL);
}

/* A store, and a store-exclusive, that fault: the handler lets them go on. */
static uint64_t *page;
static volatile int faults;

static void *use_page(void *arg)
{
    uint64_t v;
    uint32_t status;

    __asm__ volatile("1: ldxr %0, [%2]\n"
                     "   ldr x9, [%2, #8]\n"
                     "   add %0, %0, #1\n"
                     "   stxr %w1, %0, [%2]\n"
                     "   cbnz %w1, 1b\n"
                     : "=&r"(v), "=&r"(status)
                     : "r"(page)
                     : "x9", "memory");
    return NULL;
}

/* Nothing of what faulted may keep another thread waiting. */
static void on_fault(int sig)
{
    pthread_t t;

    faults++;
    mprotect(page, 4096, PROT_READ | PROT_WRITE);
    pthread_create(&t, NULL, use_page, NULL);
    pthread_join(t, NULL);
}

static void faulting(void)
{
    page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    signal(SIGSEGV, on_fault);
    faults = 0;
    for (int i = 0; i < 2; i++) {
        mprotect(page, 4096, PROT_READ);
        if (i)
            use_page(NULL);
        else
            *(volatile uint64_t *)page = 1;
        CHECK(faults == i + 1);
    }
    CHECK(*page == 3);
    munmap(page, 4096);
}

static void all_writers(void)
{
    for (unsigned i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
        uint32_t status = pair_around(writers[i].write, cell);

        printf("%s: %u\n", writers[i].name, status);
        CHECK(status == 1);
    }
    CHECK(pair_around(store_across, cell + 8) == 1);
    lone_pairs();
    recycled();
    faulting();
}

static void in_child(void (*f)(void))
{
    int status = 0;
    pid_t pid;

    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        first = pthread_self();
        f();
        fflush(stdout);
        _exit(failures != 0);
    }
    CHECK(waitpid(pid, &status, 0) == pid && status == 0);
}

static void both_stacks(void)
{
    stack("single", 0);
    stack("pairs", 1);
    neighbours();
}

/* A process with threads meets its first pair; one that met a pair gets threads; one is forked from
 * threads that use pairs. */
int main(int argc, char **argv)
{
    rounds = argc > 1 ? atol(argv[1]) : 1000;
    n_threads = argc > 2 ? atoi(argv[2]) : n_threads;
    if (pipe(to_cell) != 0 || signal(SIGUSR1, on_signal) == SIG_ERR)
        return 1;
    first = pthread_self();
    in_child(all_writers);
    CHECK(!pop(1));
    all_writers();
    both_stacks();
    rounds /= 10;
    in_child(both_stacks);
    return failures != 0;
}
