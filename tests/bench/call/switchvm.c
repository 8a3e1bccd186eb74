/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An interpreter of a register machine by a switch in a loop; it sorts and counts over and over. */
#include "bench.h"

enum op { MOVE, SET, ADD, SUB, AND, MULTIPLY, SHIFT, LOAD, STORE, LESS, EQUAL, GO, GO_IF, STOP };

struct instruction {
    uint8_t op, a, b, c;
    int32_t value;
};

static int64_t registers[16], memory[256];

static uint64_t run(const struct instruction *code)
{
    uint64_t count = 0;
    for (const struct instruction *i = code;; i++) {
        int64_t *r = registers;
        count++;
        switch ((enum op)i->op) {
        case MOVE:
            r[i->a] = r[i->b];
            break;
        case SET:
            r[i->a] = i->value;
            break;
        case ADD:
            r[i->a] = r[i->b] + r[i->c] + i->value;
            break;
        case SUB:
            r[i->a] = r[i->b] - r[i->c];
            break;
        case AND:
            r[i->a] = r[i->b] & i->value;
            break;
        case MULTIPLY:
            r[i->a] = (int64_t)(uint32_t)r[i->b] * (uint32_t)r[i->c] & 0xffffffff;
            break;
        case SHIFT:
            r[i->a] = r[i->b] >> i->value;
            break;
        case LOAD:
            r[i->a] = memory[(r[i->b] + i->value) & 255];
            break;
        case STORE:
            memory[(r[i->b] + i->value) & 255] = r[i->a];
            break;
        case LESS:
            r[i->a] = r[i->b] < r[i->c];
            break;
        case EQUAL:
            r[i->a] = r[i->b] == r[i->c];
            break;
        case GO:
            i = code + i->value - 1;
            break;
        case GO_IF:
            if (r[i->a])
                i = code + i->value - 1;
            break;
        case STOP:
            return count;
        default:
            __builtin_unreachable();
        }
    }
}

/* Register 0 is 0. 1: i, 2: j, 3: size, 4 and 5: elements, 6: condition, 7: random, 8: sum. */
static const struct instruction code[] = {
    {SET, 1, 0, 0, 0},                                  /* 0: fill memory with random numbers */
    {SET, 9, 0, 0, 1664525},    {MULTIPLY, 7, 7, 9, 0}, /* 2 */
    {ADD, 7, 7, 0, 1013904223}, {AND, 7, 7, 0, 0x7fffffff}, {SHIFT, 4, 7, 0, 8},
    {STORE, 4, 1, 0, 0},        {ADD, 1, 1, 0, 1},          {LESS, 6, 1, 3, 0},
    {GO_IF, 6, 0, 0, 2},        {SET, 1, 0, 0, 1},   /* 10: sort by insertion */
    {LOAD, 4, 1, 0, 0},                              /* 11 */
    {MOVE, 2, 1, 0, 0},         {EQUAL, 6, 2, 0, 0}, /* 13 */
    {GO_IF, 6, 0, 0, 21},       {LOAD, 5, 2, 0, -1},        {LESS, 6, 4, 5, 0},
    {EQUAL, 6, 6, 0, 0},        {GO_IF, 6, 0, 0, 21},       {STORE, 5, 2, 0, 0},
    {GO, 0, 0, 0, 27},          {STORE, 4, 2, 0, 0}, /* 21 */
    {ADD, 8, 8, 4, 0},          {ADD, 1, 1, 0, 1},          {LESS, 6, 1, 3, 0},
    {GO_IF, 6, 0, 0, 11},       {STOP, 0, 0, 0, 0},         {ADD, 2, 2, 0, -1}, /* 27 */
    {GO, 0, 0, 0, 13},
};

int main(void)
{
    uint64_t sum = 0;
    registers[7] = 4711;
    for (int round = 0; round < 5500; round++) {
        registers[3] = 120 + round % 100;
        sum = bench_add(sum, run(code));
        sum = bench_add(sum, (uint64_t)registers[8] + (uint64_t)memory[round % 100]);
    }
    return bench_result(sum);
}
