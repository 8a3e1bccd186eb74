/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bodies that attract each other: a few exactly, many with softened pull, and rigid spheres. */
#include "bench.h"
#include <math.h>

#define FEW 6
#define MANY 220

struct body {
    double at[3], speed[3], mass;
};

static struct body few[FEW];
static struct {
    float x, y, z, vx, vy, vz;
} many[MANY];

static double uniform(uint32_t *state)
{
    return bench_random(state) * 0x1p-31 - 1;
}

static void step_few(double dt)
{
    for (int i = 0; i < FEW; i++)
        for (int j = i + 1; j < FEW; j++) {
            struct body *a = &few[i], *b = &few[j];
            double x = a->at[0] - b->at[0], y = a->at[1] - b->at[1], z = a->at[2] - b->at[2];
            double square = x * x + y * y + z * z, pull = dt / (square * sqrt(square));
            a->speed[0] -= x * b->mass * pull;
            a->speed[1] -= y * b->mass * pull;
            a->speed[2] -= z * b->mass * pull;
            b->speed[0] += x * a->mass * pull;
            b->speed[1] += y * a->mass * pull;
            b->speed[2] += z * a->mass * pull;
        }
    for (int i = 0; i < FEW; i++)
        for (int k = 0; k < 3; k++)
            few[i].at[k] += dt * few[i].speed[k];
}

static void step_many(float dt)
{
    for (int i = 0; i < MANY; i++) {
        float fx = 0, fy = 0, fz = 0;
        for (int j = 0; j < MANY; j++) {
            float x = many[j].x - many[i].x, y = many[j].y - many[i].y, z = many[j].z - many[i].z;
            float square = x * x + y * y + z * z + 0.01f, pull = 1 / (square * sqrtf(square));
            fx += x * pull;
            fy += y * pull;
            fz += z * pull;
        }
        many[i].vx += fx * dt;
        many[i].vy += fy * dt;
        many[i].vz += fz * dt;
    }
    for (int i = 0; i < MANY; i++) {
        many[i].x += many[i].vx * dt;
        many[i].y += many[i].vy * dt;
        many[i].z += many[i].vz * dt;
        if (fabsf(many[i].x) > 2)
            many[i].vx = -many[i].vx;
    }
}

int main(void)
{
    uint32_t state = 8;
    uint64_t sum = 0;
    for (int i = 0; i < FEW; i++) {
        for (int k = 0; k < 3; k++) {
            few[i].at[k] = uniform(&state) * 10;
            few[i].speed[k] = uniform(&state);
        }
        few[i].mass = i == 0 ? 30 : 0.01 * (i + 1);
    }
    for (int i = 0; i < MANY; i++) {
        many[i].x = (float)uniform(&state);
        many[i].y = (float)uniform(&state);
        many[i].z = (float)uniform(&state);
    }
    for (int i = 0; i < 1600000; i++)
        step_few(0.001);
    for (int i = 0; i < 1800; i++)
        step_many(0.00001f);
    for (int i = 0; i < FEW; i++)
        sum = bench_add_double(sum, few[i].at[i % 3]);
    for (int i = 0; i < MANY; i++)
        sum = bench_add_double(sum, many[i].x);
    return bench_result(sum);
}
