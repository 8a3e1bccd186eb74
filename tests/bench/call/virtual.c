/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls by tables of functions: objects of many kinds in lists, visitors, chains of filters. */
#include "bench.h"
#include <stdlib.h>

#define OBJECTS 4000

struct object;

struct kind {
    int64_t (*area)(const struct object *);
    void (*grow)(struct object *, int by);
    int (*compare)(const struct object *, const struct object *);
};

struct object {
    const struct kind *kind;
    int32_t a, b;
};

static int64_t area_box(const struct object *o)
{
    return (int64_t)o->a * o->b;
}

static int64_t area_square(const struct object *o)
{
    return (int64_t)o->a * o->a;
}

static int64_t area_ring(const struct object *o)
{
    return ((int64_t)o->a * o->a - (int64_t)o->b * o->b) * 22 / 7;
}

static int64_t area_point(const struct object *o)
{
    return o->a & 1;
}

static int64_t area_double(const struct object *o)
{
    return 2 * area_box(o) + area_point(o);
}

static void grow_both(struct object *o, int by)
{
    o->a = (o->a + by) & 0xffff;
    o->b = (o->b + by) & 0xffff;
}

static void grow_one(struct object *o, int by)
{
    o->a = (o->a + by * 3) & 0xffff;
}

static void grow_not(struct object *o, int by)
{
    o->b ^= by;
}

static int by_area(const struct object *x, const struct object *y)
{
    int64_t a = x->kind->area(x), b = y->kind->area(y);
    return (a > b) - (a < b);
}

static int by_side(const struct object *x, const struct object *y)
{
    return x->a - y->a;
}

static const struct kind kinds[] = {
    {area_box, grow_both, by_area},    {area_square, grow_one, by_side},
    {area_ring, grow_both, by_area},   {area_point, grow_not, by_side},
    {area_double, grow_one, by_area},  {area_box, grow_not, by_side},
    {area_square, grow_both, by_area},
};

/* Filters in a chain, each of which calls the next with a state of its own. */
struct filter {
    int (*put)(struct filter *, int value);
    struct filter *next;
    int state;
};

static int put_sum(struct filter *f, int value)
{
    return f->state += value;
}

static int put_delta(struct filter *f, int value)
{
    int d = value - f->state;
    f->state = value;
    return f->next->put(f->next, d);
}

static int put_odd(struct filter *f, int value)
{
    return value & 1 ? f->next->put(f->next, value >> 1) : f->state++;
}

static int put_clip(struct filter *f, int value)
{
    return f->next->put(f->next, value > 1000 ? 1000 : value);
}

int main(void)
{
    struct object *objects = calloc(OBJECTS, sizeof *objects);
    uint32_t state = 3;
    uint64_t sum = 0;
    for (int i = 0; i < OBJECTS; i++) {
        uint32_t r = bench_random(&state);
        objects[i] = (struct object){&kinds[r % 7], (int)(r >> 8 & 255), (int)(r >> 20)};
    }
    for (int round = 0; round < 9000; round++) {
        int64_t total = 0;
        for (int i = 0; i < OBJECTS; i++)
            total += objects[i].kind->area(&objects[i]);
        for (int i = round % 3; i < OBJECTS; i += 3)
            objects[i].kind->grow(&objects[i], round & 7);
        for (int i = 1; i < OBJECTS; i += 5)
            total += objects[i].kind->compare(&objects[i], &objects[i - 1]);
        sum = bench_add(sum, (uint64_t)total);
    }
    struct filter last = {put_sum, NULL, 0}, odd = {put_odd, &last, 0}, clip = {put_clip, &odd, 0};
    struct filter first = {put_delta, &clip, 0};
    for (int i = 0; i < 30000000; i++)
        sum += (uint64_t)first.put(&first, (int)((uint32_t)i * 2654435761u >> 20));
    return bench_result(sum);
}
