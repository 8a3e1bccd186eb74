/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Queens on a board, by sets of bits and by trying squares; with two more searches of that kind. */
#include "bench.h"

static unsigned by_bits(unsigned n, unsigned columns, unsigned left, unsigned right)
{
    unsigned all = (1u << n) - 1, found = 0;
    if (columns == all)
        return 1;
    for (unsigned free = all & ~(columns | left | right); free; free &= free - 1) {
        unsigned bit = free & -free;
        found += by_bits(n, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    }
    return found;
}

static unsigned by_squares(int8_t *queen, int row, int n)
{
    unsigned found = 0;
    if (row == n)
        return 1;
    for (int c = 0; c < n; c++) {
        int k = 0;
        while (k < row && queen[k] != c && queen[k] - c != row - k && c - queen[k] != row - k)
            k++;
        if (k < row)
            continue;
        queen[row] = (int8_t)c;
        found += by_squares(queen, row + 1, n);
    }
    return found;
}

/* Subsets of the weights that add up to a target. */
static unsigned subsets(const int *weight, int n, int target)
{
    if (target == 0)
        return 1;
    if (n == 0 || target < 0)
        return 0;
    return subsets(weight + 1, n - 1, target) + subsets(weight + 1, n - 1, target - weight[0]);
}

int main(void)
{
    int8_t queen[16];
    int weight[26];
    uint32_t state = 3;
    for (int i = 0; i < 26; i++)
        weight[i] = 20 + (int)(bench_random(&state) % 80);
    uint64_t sum = by_bits(15, 0, 0, 0);
    sum = bench_add(sum, by_squares(queen, 0, 11));
    return bench_result(bench_add(sum, subsets(weight, 26, 1000)));
}
