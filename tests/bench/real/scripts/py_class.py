# SPDX-License-Identifier: GPL-2.0-or-later
"""A small language made of objects: classes, properties, dunder methods, generators, closures,
exceptions and dataclasses do most of the work."""
import functools
import heapq
from dataclasses import dataclass, field


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left, self.right = left, right

    def simplify(self):
        a, b = self.left.simplify(), self.right.simplify()
        if type(a) is type(b) is Number:
            return Number(self.apply(a.value, b.value))
        return type(self)(a, b)

    def evaluate(self, names):
        return self.apply(self.left.evaluate(names), self.right.evaluate(names))

    def __iter__(self):
        yield from self.left
        yield self
        yield from self.right


class Add(Node):
    def apply(self, a, b):
        return (a + b) % 1000003


class Multiply(Node):
    def apply(self, a, b):
        return a * b % 1000003

    def simplify(self):
        node = super().simplify()
        if isinstance(node, Multiply) and Number(0) in (node.left, node.right):
            return Number(0)
        return node


class Number:
    def __init__(self, value):
        self._value = value

    @property
    def value(self):
        return self._value

    def __eq__(self, other):
        return type(other) is type(self) and self.value == other.value

    def __hash__(self):
        return hash(self.value)

    def simplify(self):
        return self

    def evaluate(self, names):
        return self.value

    def __iter__(self):
        yield self


class Name(Number):
    def evaluate(self, names):
        try:
            return names[self.value]
        except KeyError:
            return 1


def grow(depth, seed):
    """A tree of the given depth from a simple congruence."""
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    if depth == 0:
        return Name(seed >> 8 & 7) if seed >> 12 & 1 else Number(seed >> 8 & 15)
    kind = Add if seed >> 16 & 3 else Multiply
    return kind(grow(depth - 1, seed), grow(depth - 1, seed ^ 0x5bd1e995))


@dataclass(order=True)
class Event:
    time: int
    target: "Process" = field(compare=False)


class Process:
    count = 0

    def __init__(self, name, period):
        self.name, self.period, self.log = name, period, []
        Process.count += 1

    def __repr__(self):
        return f"<{self.name}/{self.period}: {len(self.log)}>"

    def happen(self, time):
        self.log.append(time)
        if len(self.log) > 50:
            del self.log[:25]
        return time + self.period + len(self.log) % 3


class Noisy(Process):
    def happen(self, time):
        later = super().happen(time)
        if later % 17 == 0:
            raise ValueError(self.name)
        return later


def simulate(steps):
    queue = [Event(i, (Noisy if i % 3 else Process)(f"p{i}", 7 + i % 13)) for i in range(90)]
    heapq.heapify(queue)
    errors = 0
    for _ in range(steps):
        event = heapq.heappop(queue)
        try:
            event.time = event.target.happen(event.time)
        except ValueError:
            errors += 1
            event.time += 1
        heapq.heappush(queue, event)
    return errors, sorted(queue)[:3]


@functools.lru_cache(maxsize=512)
def ways(total, largest):
    if total == 0:
        return 1
    return sum(ways(total - k, k) for k in range(1, min(total, largest) + 1))


def main():
    for seed in range(90):
        tree = grow(11, seed * 7919 + 1)
        small = tree.simplify()
        same = {small.evaluate({k: k + j for k in range(8)}) ==
                tree.evaluate({k: k + j for k in range(8)}) for j in range(6)}
        print(seed, same, small.evaluate({}), sum(isinstance(n, Multiply) for n in small))
    print(simulate(2000000), Process.count)
    print(ways(55, 55))


main()
