#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs gcc's own execution tests as guests: every test that passes natively must pass.

    torture.py DRAGOMAN SOURCES [-O LEVEL]... [-k NAME]... [--second COMMAND] [-j N]

SOURCES is the folder gcc/testsuite/gcc.c-torture/execute of a gcc source. Each test is compiled by
the cross compiler and run at each level: statically, but for those that define a function of the C
library, which run with the libraries below --prefix. One that fails is compiled and run natively at
the same level: if it fails there, too, it is not counted, and listed as such. --second runs the
guest program that fails by another emulator and says what that makes of it. Tests that the cross
compiler refuses both ways are listed; they are not dragoman's. Ends with `N passed, N failed`.
"""
import argparse
import collections
import concurrent.futures
import glob
import os
import re
import shlex
import subprocess
import sys
import tempfile

LEVELS = ['0', '1', '2', '3', 's']
# What builtins.exp gives to all tests of its folder.
BUILTINS = ['-fno-tree-dse', '-fno-tree-loop-distribute-patterns', '-fno-tracer', '-fno-ipa-ra',
            '-fno-inline-functions']
# Selectors of options for targets that are neither of the two.
FOREIGN = re.compile(r'hppa|newlib|loongarch|i\?86|x86_64|powerpc|! signal')
TIMEOUT = 120

Job = collections.namedtuple('Job', 'name level sources flags')


def options_of(path):
    """The options that a test asks for in its comments, and in the file .x beside it."""
    with open(path, encoding='latin-1') as f:
        text = f.read()
    flags = []
    for found, rest in re.findall(r'dg-(?:additional-)?options\s+\{?\s*"([^"]*)"([^\n]*)', text):
        if not FOREIGN.search(rest):
            flags += found.split()
    try:
        with open(path[:-2] + '.x', encoding='latin-1') as f:
            text = f.read()
    except OSError:
        return flags
    # What stands in a condition is for other targets.
    for found in re.findall(r'^(?:lappend|set) additional_flags (.*)', text, re.M):
        flags += found.replace('"', ' ').split()
    return flags


def tests_in(folder):
    """(name, sources, flags) of every test below folder."""
    for path in sorted(glob.glob(os.path.join(folder, '*.c'))):
        yield os.path.basename(path)[:-2], [path], options_of(path)
    for path in sorted(glob.glob(os.path.join(folder, 'ieee', '*.c'))):
        yield 'ieee/' + os.path.basename(path)[:-2], [path], options_of(path)
    main = os.path.join(folder, 'builtins', 'lib', 'main.c')
    for path in sorted(glob.glob(os.path.join(folder, 'builtins', '*.c'))):
        if not path.endswith('-lib.c'):
            yield ('builtins/' + os.path.basename(path)[:-2], [path, path[:-2] + '-lib.c', main],
                   BUILTINS + options_of(path))


def build(compiler, job, program, link=('-static',)):
    command = compiler + ['-w', *link, '-pipe', '-O' + job.level] + job.flags
    command += ['-o', program] + job.sources + ['-lm']
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def run(command, folder):
    try:
        p = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                           timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        return 'no end'
    return p.returncode


def check(job, args):
    """The outcome: passed, failed, refused (by the cross compiler), natively (fails there)."""
    with tempfile.TemporaryDirectory() as folder:
        guest, native = os.path.join(folder, 'guest'), os.path.join(folder, 'native')
        prefix = []
        if not build(args.cc, job, guest):
            prefix = ['-L', args.prefix]
            if not build(args.cc, job, guest, ()):
                return 'refused', ''
        got = run([args.dragoman, *prefix, guest], folder)
        if got == 0:
            return 'passed', ''
        if not build(args.native_cc, job, native):
            return 'natively', 'does not compile'
        want = run([native], folder)
        if want != 0:
            return 'natively', f'ends with {want}'
        text = f'ends with {got}'
        if args.second:
            text += f', by the second with {run(args.second + prefix + [guest], folder)}'
        return 'failed', text


def main():
    ap = argparse.ArgumentParser(description=__doc__.split('\n', maxsplit=1)[0])
    ap.add_argument('dragoman', type=os.path.abspath)
    ap.add_argument('sources')
    ap.add_argument('-O', dest='levels', action='append', choices=LEVELS)
    ap.add_argument('-k', dest='names', action='append', help='only this test')
    ap.add_argument('-j', dest='jobs', type=int, default=2)
    ap.add_argument('--cc', type=shlex.split, default=['aarch64-linux-gnu-gcc'])
    ap.add_argument('--native-cc', type=shlex.split, default=['gcc'])
    ap.add_argument('--prefix', default='/usr/aarch64-linux-gnu')
    ap.add_argument('--second', type=shlex.split)
    args = ap.parse_args()
    jobs = [Job(name, level, sources, flags)
            for level in args.levels or LEVELS
            for name, sources, flags in tests_in(os.path.abspath(args.sources))
            if not args.names or name in args.names]
    if not jobs:
        sys.exit('no tests there')
    count = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for job, (outcome, text) in zip(jobs, pool.map(lambda j: check(j, args), jobs)):
            count[outcome] += 1
            if outcome != 'passed':
                print(f'{outcome:8} -O{job.level} {job.name} {text}'.rstrip(), flush=True)
    print(f"{count['refused']} refused by the compiler, {count['natively']} fail natively")
    print(f"{count['passed']} passed, {count['failed']} failed")
    return count['failed'] != 0 or not count['passed']


if __name__ == '__main__':
    sys.exit(main())
