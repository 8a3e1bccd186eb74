#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What it costs to start: CPU time of a program that does nothing, under dragoman and without.

    bench-startup.py [--runs N] DRAGOMAN GUEST-PROGRAM NATIVE-PROGRAM
"""
import argparse
import os
import statistics


def cpu_ms(command):
    """User and system time of one run in milliseconds."""
    pid = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f'{command}: status {status:#x}')
    return (usage.ru_utime + usage.ru_stime) * 1e3


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--runs', type=int, default=1000)
    ap.add_argument('dragoman')
    ap.add_argument('guest')
    ap.add_argument('native')
    args = ap.parse_args()
    commands = {'native': [args.native], 'dragoman': [args.dragoman, args.guest]}
    times = {name: [] for name in commands}
    for _ in range(args.runs):
        for name, command in commands.items():
            times[name].append(cpu_ms(command))
    low = {}
    for name, values in times.items():
        values.sort()
        low[name] = values[0]
        print(f'{name:18} min {values[0]:.3f}  5% {values[len(values) // 20]:.3f}  '
              f'median {statistics.median(values):.3f} ms CPU')
    print(f'difference         min {low["dragoman"] - low["native"]:.3f} ms')


main()
