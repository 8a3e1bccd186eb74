/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sorting: the C library's qsort with two orders, and quick, heap, shell and radix sort. */
#include "bench.h"
#include <stdlib.h>

#define N 200000

struct item {
    uint32_t key;
    uint16_t second;
    char name[10];
};

static uint32_t a[N], b[N];
static struct item items[N / 4];

static int by_number(const void *x, const void *y)
{
    uint32_t p = *(const uint32_t *)x, q = *(const uint32_t *)y;
    return (p > q) - (p < q);
}

static int by_item(const void *x, const void *y)
{
    const struct item *p = x, *q = y;
    if (p->second != q->second)
        return p->second < q->second ? -1 : 1;
    int order = strcmp(p->name, q->name);
    return order ? order : by_number(&p->key, &q->key);
}

static void quick(uint32_t *v, long low, long high)
{
    while (low < high) {
        uint32_t pivot = v[(low + high) / 2];
        long i = low, j = high;
        while (i <= j) {
            while (v[i] < pivot)
                i++;
            while (v[j] > pivot)
                j--;
            if (i <= j) {
                uint32_t t = v[i];
                v[i++] = v[j];
                v[j--] = t;
            }
        }
        quick(v, low, j);
        low = i;
    }
}

static void sift(uint32_t *v, size_t at, size_t n)
{
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        child += child + 1 < n && v[child + 1] > v[child];
        if (v[at] >= v[child])
            return;
        uint32_t t = v[at];
        v[at] = v[child];
        v[child] = t;
    }
}

static void heap(uint32_t *v, size_t n)
{
    for (size_t i = n / 2; i-- > 0;)
        sift(v, i, n);
    for (size_t i = n - 1; i > 0; i--) {
        uint32_t t = v[0];
        v[0] = v[i];
        v[i] = t;
        sift(v, 0, i);
    }
}

static void shell(uint32_t *v, long n)
{
    for (long gap = n / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11)
        for (long i = gap; i < n; i++) {
            uint32_t t = v[i];
            long j = i;
            for (; j >= gap && v[j - gap] > t; j -= gap)
                v[j] = v[j - gap];
            v[j] = t;
        }
}

static void radix(uint32_t *v, uint32_t *spare, size_t n)
{
    for (int shift = 0; shift < 32; shift += 8) {
        size_t at[256] = {0}, sum = 0;
        for (size_t i = 0; i < n; i++)
            at[v[i] >> shift & 255]++;
        for (int k = 0; k < 256; k++) {
            size_t t = at[k];
            at[k] = sum;
            sum += t;
        }
        for (size_t i = 0; i < n; i++)
            spare[at[v[i] >> shift & 255]++] = v[i];
        uint32_t *t = v;
        v = spare;
        spare = t;
    }
}

int main(void)
{
    uint64_t sum = 0;
    uint32_t state = 21;
    for (int round = 0; round < 35; round++) {
        for (int i = 0; i < N; i++)
            a[i] = bench_random(&state);
        switch (round % 5) {
        case 0:
            qsort(a, N, sizeof *a, by_number);
            break;
        case 1:
            quick(a, 0, N - 1);
            break;
        case 2:
            heap(a, N);
            break;
        case 3:
            shell(a, N);
            break;
        default:
            radix(a, b, N);
        }
        for (int i = 0; i < N; i += 997)
            sum = bench_add(sum, a[i]);
    }
    for (int i = 0; i < N / 4; i++) {
        items[i].key = bench_random(&state);
        items[i].second = (uint16_t)(state >> 27);
        for (int k = 0; k < 6; k++)
            items[i].name[k] = (char)('a' + (bench_random(&state) >> 30));
    }
    qsort(items, N / 4, sizeof *items, by_item);
    return bench_result(bench_add(sum, items[1234].key));
}
