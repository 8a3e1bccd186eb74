#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs one program as a guest and natively: output, errors and exit status must be the same.

    compare.py [--prefix ROOT] [--option OPTION]... [--argument ARGUMENT]... [--cache RUNS]
               DRAGOMAN GUEST-PROGRAM NATIVE-PROGRAM

Both run in a directory of their own under the same program name. A guest killed by a signal must
have a native twin killed by the same. With --cache the guest runs so many times with one directory
for its translations: what the first run made is taken by the others.
"""
import argparse
import difflib
import os
import shutil
import subprocess
import sys
import tempfile


def run(command, program, arguments, timeout):
    with tempfile.TemporaryDirectory() as tmp:
        place = os.path.join(tmp, 'program')
        shutil.copy(program, place)
        try:
            result = subprocess.run(command + [place] + arguments, cwd=tmp, capture_output=True,
                                    timeout=timeout, check=False)
        except subprocess.TimeoutExpired as e:
            return 'none in time', (e.stdout or b'').decode(errors='backslashreplace')
        text = result.stdout + result.stderr
        return result.returncode, text.decode(errors='backslashreplace').replace(tmp, 'TMP')


def check(want, got):
    if want == got:
        return
    print(f'exit status {got[0]}, natively {want[0]}')
    print('\n'.join(difflib.unified_diff(want[1].splitlines(), got[1].splitlines(), 'native',
                                         'guest', lineterm='')))
    sys.exit(1)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--prefix')
    ap.add_argument('--option', action='append', default=[])
    ap.add_argument('--argument', action='append', default=[])
    ap.add_argument('--cache', type=int, metavar='RUNS')
    ap.add_argument('--timeout', type=int, default=120)
    ap.add_argument('dragoman')
    ap.add_argument('guest')
    ap.add_argument('native')
    args = ap.parse_args()
    command = [os.path.abspath(args.dragoman)] + args.option
    if args.prefix:
        command += ['-L', args.prefix]
    want = run([], args.native, args.argument, args.timeout)
    if not args.cache:
        check(want, run(command, args.guest, args.argument, args.timeout))
        return
    with tempfile.TemporaryDirectory() as cache:
        for _ in range(args.cache):
            check(want, run(command + ['-cache', cache], args.guest, args.argument, args.timeout))
            if not os.listdir(cache):
                sys.exit('no translations were kept')


main()
