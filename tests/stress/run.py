#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the mixture in every engine, alone in user, mount and pid namespaces with limits.

    run.py SECONDS DRAGOMAN PROGRAM [ENGINE...]

Each engine gets its part of the seconds. Nothing may crash, hang or be left over: the end of the
namespace's first process ends all others.
"""
import os
import resource
import subprocess
import sys

ENGINES = ('jit', 'jit-noopt', 'interp')
START = 30  # seconds beyond those asked for until it counts as a hang


def limits():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))


def run(engine, seconds, seed, dragoman, program):
    command = ['unshare', '-Urmpf', '--kill-child', '--mount-proc', 'timeout', '-k', '1',
               str(seconds + START), dragoman, program, str(seconds), str(seed), '8']
    env = dict(os.environ, DRAGOMAN_ENGINE=engine)
    result = subprocess.run(command, env=env, capture_output=True, text=True, check=False,
                            preexec_fn=limits, timeout=seconds + 2 * START)
    good = result.returncode == 0 and result.stdout == 'done 1\n'
    print(f'{engine} seed {seed}: {"good" if good else result.returncode}\n{result.stderr}')
    return good


def main():
    seconds, dragoman, program = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    engines = sys.argv[4:] or ENGINES
    if subprocess.run(['unshare', '-Urmpf', '--mount-proc', 'true'], check=False).returncode:
        print('no user namespaces to be had')
        sys.exit(77)
    each = max(1, seconds // len(engines))
    seed = int.from_bytes(os.urandom(3), 'little')
    good = [run(e, min(each, 60), seed + i, os.path.abspath(dragoman), os.path.abspath(program))
            for e in engines for i in range(max(1, each // 60))]
    sys.exit(0 if all(good) else 1)


main()
