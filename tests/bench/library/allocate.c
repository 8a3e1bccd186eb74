/* SPDX-License-Identifier: GPL-2.0-or-later */
/* malloc, realloc, calloc and free of small and large blocks, long and short lives. */
#include "bench.h"
#include <stdlib.h>

#define LIVE 4000

struct text {
    struct text *next;
    char data[];
};

static void *blocks[LIVE];
static uint32_t sizes[LIVE];

int main(void)
{
    uint32_t state = 41;
    uint64_t sum = 0;
    struct text *list = NULL;
    for (int i = 0; i < 20000000; i++) {
        uint32_t r = bench_random(&state), at = r % LIVE, size = 16 + (r >> 16) % 200;
        if ((r >> 12 & 255) == 0)
            size *= 100;
        if (blocks[at] && (r >> 28) == 3) {
            blocks[at] = realloc(blocks[at], size + sizes[at]);
            sizes[at] += size;
            if (sizes[at] > 50000)
                sizes[at] = 0;
        } else if (blocks[at]) {
            sum = bench_add(sum, *(uint32_t *)blocks[at]);
            free(blocks[at]);
            blocks[at] = NULL;
            continue;
        } else {
            blocks[at] = (r >> 28) == 5 ? calloc(1, size) : malloc(size);
            sizes[at] = size;
        }
        *(uint32_t *)blocks[at] = r;
        if (i % 4 == 0) {
            struct text *t = malloc(sizeof *t + (r & 31));
            t->next = list;
            list = t;
        }
        if (i % 8192 == 0)
            while (list) {
                struct text *next = list->next;
                free(list);
                list = next;
            }
    }
    return bench_result(sum);
}
