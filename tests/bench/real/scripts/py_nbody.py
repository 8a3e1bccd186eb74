# SPDX-License-Identifier: GPL-2.0-or-later
"""Moves five bodies that attract each other, with floats in lists and in tuples."""
import math

BODIES = [
    # mass, place, speed
    [39.47841760435743, [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]],
    [0.0376936749, [4.8414314, -1.1603200, -0.1036220], [0.6063263, 2.8119868, -0.0252183]],
    [0.0112863261, [8.3433667, 4.1247985, -0.4035234], [-1.0107743, 1.8256623, 0.0084157]],
    [0.0017237240, [12.8943695, -15.1111514, -0.2233075], [1.0827910, 0.8687130, -0.0108326]],
    [0.0020336868, [15.3796971, -25.9193146, 0.1792587], [0.9790907, 0.5946989, -0.0347559]],
]


def energy(bodies):
    e = 0.0
    for i, (mass, place, speed) in enumerate(bodies):
        e += 0.5 * mass * sum(v * v for v in speed)
        for other in bodies[i + 1:]:
            e -= mass * other[0] / math.dist(place, other[1])
    return e


def advance(bodies, pairs, dt, steps):
    for _ in range(steps):
        for (m1, p1, v1), (m2, p2, v2) in pairs:
            dx = p1[0] - p2[0]
            dy = p1[1] - p2[1]
            dz = p1[2] - p2[2]
            square = dx * dx + dy * dy + dz * dz
            pull = dt / (square * math.sqrt(square))
            a, b = m2 * pull, m1 * pull
            v1[0] -= dx * a
            v1[1] -= dy * a
            v1[2] -= dz * a
            v2[0] += dx * b
            v2[1] += dy * b
            v2[2] += dz * b
        for _, p, v in bodies:
            p[0] += dt * v[0]
            p[1] += dt * v[1]
            p[2] += dt * v[2]


def main():
    pairs = [(a, b) for i, a in enumerate(BODIES) for b in BODIES[i + 1:]]
    print(f"{energy(BODIES):.10f}")
    for _ in range(5):
        advance(BODIES, pairs, 0.003, 180000)
        print(f"{energy(BODIES):.10f}")


main()
