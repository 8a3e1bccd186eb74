/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pointers followed: a ring in random order, sorted lists, a search tree. */
#include "bench.h"
#include <stdlib.h>

#define RING 60000
#define NODES 40000

struct link {
    struct link *next;
    uint64_t value[3];
};

struct node {
    struct node *side[2];
    uint32_t key, count;
};

static uint64_t ring(int laps)
{
    struct link *links = calloc(RING, sizeof *links);
    uint32_t *order = malloc(RING * sizeof *order), state = 11;
    uint64_t sum = 0;
    for (uint32_t i = 0; i < RING; i++)
        order[i] = i;
    for (uint32_t i = RING - 1; i > 0; i--) {
        uint32_t j = bench_random(&state) % (i + 1), t = order[i];
        order[i] = order[j];
        order[j] = t;
    }
    for (uint32_t i = 0; i < RING; i++) {
        links[order[i]].next = &links[order[(i + 1) % RING]];
        links[order[i]].value[i % 3] = i;
    }
    for (struct link *l = links; laps > 0; laps--)
        do {
            sum += l->value[1];
            l = l->next;
        } while (l != links);
    free(order);
    free(links);
    return sum;
}

static struct link *merge(struct link *a, struct link *b)
{
    struct link out, *tail = &out;
    while (a && b) {
        struct link **least = a->value[0] <= b->value[0] ? &a : &b;
        tail->next = *least;
        tail = *least;
        *least = tail->next;
    }
    tail->next = a ? a : b;
    return out.next;
}

static struct link *sort_list(struct link *l)
{
    if (!l || !l->next)
        return l;
    struct link *slow = l, *fast = l->next;
    while (fast && fast->next) {
        slow = slow->next;
        fast = fast->next->next;
    }
    fast = slow->next;
    slow->next = NULL;
    l = sort_list(l);
    return merge(l, sort_list(fast));
}

static uint64_t tree(int searches)
{
    struct node *nodes = calloc(NODES, sizeof *nodes), *root = NULL;
    uint32_t state = 17;
    uint64_t sum = 0;
    for (int i = 0; i < NODES; i++) {
        struct node **at = &root;
        nodes[i].key = bench_random(&state);
        while (*at)
            at = &(*at)->side[nodes[i].key > (*at)->key];
        *at = &nodes[i];
    }
    while (searches-- > 0) {
        uint32_t key = nodes[bench_random(&state) % NODES].key + (state >> 31);
        struct node *n = root;
        while (n && n->key != key)
            n = n->side[key > n->key];
        sum += n ? ++n->count : 1;
    }
    free(nodes);
    return sum;
}

int main(void)
{
    uint32_t state = 5;
    uint64_t sum = ring(80);
    for (int k = 0; k < 8; k++) {
        struct link *links = calloc(50000, sizeof *links);
        for (int i = 0; i < 50000; i++) {
            links[i].next = i + 1 < 50000 ? &links[i + 1] : NULL;
            links[i].value[0] = bench_random(&state) >> 4;
        }
        for (struct link *l = sort_list(links); l; l = l->next)
            sum = bench_add(sum, l->value[0]);
        free(links);
    }
    return bench_result(bench_add(sum, tree(900000)));
}
