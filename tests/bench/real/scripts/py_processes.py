# SPDX-License-Identifier: GPL-2.0-or-later
"""Four worker processes count primes and sort, fed through multiprocessing's pipes."""
import multiprocessing


def work(low):
    primes, high = 0, low + 3000
    for n in range(low | 1, high, 2):
        for d in range(3, int(n ** .5) + 1, 2):
            if n % d == 0:
                break
        else:
            primes += 1
    words = sorted(str(n * 7919 % 100003) for n in range(low, high))
    return primes, words[0], words[-1], len("".join(words))


def main():
    with multiprocessing.get_context("fork").Pool(4) as pool:
        results = pool.map(work, range(100000, 2300000, 3000), chunksize=4)
    print(len(results), sum(r[0] for r in results), min(r[1] for r in results),
          max(r[2] for r in results), sum(r[3] for r in results))


main()
