#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What it costs to start: CPU time of programs that do nothing, under dragoman and without.

    bench-startup.py [--runs N] DRAGOMAN GUEST-PROGRAM NATIVE-PROGRAM [GUEST NATIVE]...

Runs of the commands alternate on one processor; the kernel counts their CPU time exactly.
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
    ap.add_argument('--runs', type=int, default=500)
    ap.add_argument('dragoman')
    ap.add_argument('programs', nargs='+')
    args = ap.parse_args()
    if len(args.programs) % 2:
        ap.error('programs come in pairs')
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for guest, native in zip(args.programs[::2], args.programs[1::2]):
        commands = {native: [native], guest: [args.dragoman, guest]}
        times = {name: [] for name in commands}
        for _ in range(args.runs):
            for name, command in commands.items():
                times[name].append(cpu_ms(command))
        rows = []
        for name, values in times.items():
            values.sort()
            rows.append((values[0], values[len(values) // 20], statistics.median(values)))
            print('%-28s min %.3f  5%% %.3f  median %.3f ms of CPU'
                  % ((os.path.basename(name),) + rows[-1]))
        print('%-28s min %.3f  5%% %.3f  median %.3f'
              % (('  difference',) + tuple(g - n for n, g in zip(*rows))))


main()
