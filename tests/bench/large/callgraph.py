#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes a C program of many functions that call one another, more code than caches hold.

usage: callgraph.py FUNCTIONS > callgraph.c

Each function has some arithmetic, a loop or a switch, tables of its own, and calls functions of
the next layers, some of them by pointers. The same number gives the same text.
"""
import random
import sys

LAYERS = 8


def expression(rng, depth):
    if depth == 0:
        return rng.choice(("a", "b", "t[a & 15]", "(a >> 3)", f"{rng.getrandbits(16):#x}u"))
    x, y = expression(rng, depth - 1), expression(rng, depth - 1)
    kind = rng.randrange(8)
    if kind < 6:
        return f"({x} {'+-*^&|'[kind]} {y})"
    if kind == 6:
        return f"({x} < {y} ? {expression(rng, depth - 1)} : {y})"
    return f"({x} % ({y} | 17u))"


def body(rng, number, callees):
    numbers = ", ".join(str(rng.getrandbits(12)) for _ in range(16))
    lines = [f"    static const uint32_t t[16] = {{{numbers}}};", "    a += t[b & 15];"]
    kind = rng.randrange(4)
    if kind == 0:
        lines += [f"    for (uint32_t i = 0; i < (b & {rng.choice((3, 7))}) + 1; i++)",
                  f"        a += t[(a ^ i) & 15] + {expression(rng, 1)};"]
    elif kind == 1:
        lines.append(f"    switch (a % {rng.randint(4, 9)}) {{")
        for c in range(rng.randint(2, 4)):
            lines += [f"    case {c}:", f"        b += {expression(rng, 1)};", "        break;"]
        lines += ["    default:", f"        b ^= {expression(rng, 1)};", "    }"]
    elif kind == 2:
        lines += [f"    if (({expression(rng, 1)}) & {1 << rng.randrange(5)})",
                  f"        a ^= {expression(rng, 2)};", "    else",
                  f"        b -= {expression(rng, 2)};"]
    else:
        lines += [f"    a += {expression(rng, 2)};", f"    shared[{number % 64}] += a;"]
    if callees:
        first, second = rng.choice(callees), rng.choice(callees)
        lines += [f"    if (a & {1 << rng.randrange(6)})", f"        a = f{first}(a + 1, b);",
                  "    else", f"        b = f{second}(b, a ^ {rng.getrandbits(10)}u);"]
        if rng.random() < 0.3:
            lines.append(f"    a ^= pointers[{min(first, callees[-1] - 31)} + (b & 31)](b, a);")
    lines.append(f"    return a + b * {rng.randint(3, 99)}u;")
    return lines


def main():
    count, rng = int(sys.argv[1]), random.Random(1)
    out = ['#include "bench.h"', "typedef uint32_t function(uint32_t, uint32_t);",
           "static uint32_t shared[64];", f"static function *const pointers[{count}];"]
    out += [f"static function f{i};" for i in range(count)]
    size = count // LAYERS
    for i in range(count):
        low, high = (i // size + 1) * size, (i // size + 2) * size
        callees = list(range(low, min(high, count))) if low < count else []
        out += [f"__attribute__((noinline)) static uint32_t f{i}(uint32_t a, uint32_t b)", "{"]
        out += body(rng, i, callees) + ["}"]
    out.append(f"static function *const pointers[{count}] = {{")
    out += [f"    f{i}," for i in range(count)]
    out += ["};", "int main(void)", "{", "    uint32_t state = 1;", "    uint64_t sum = 0;",
            "    for (int i = 0; i < 600000; i++)",
            f"        sum = bench_add(sum, pointers[bench_random(&state) % {size}]"
            "(state, sum & 255));",
            "    for (int i = 0; i < 64; i++)", "        sum = bench_add(sum, shared[i]);",
            "    return bench_result(sum);", "}"]
    print("\n".join(out))


main()
