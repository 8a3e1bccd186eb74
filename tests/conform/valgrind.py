#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs valgrind's instruction tests for arm64 as guests and compares with the expected outputs.

    valgrind.py DRAGOMAN SOURCES [-k NAME]... [--cc COMMAND]

SOURCES is the folder none/tests/arm64 of a valgrind source. Every expected line must come, but for
those of WRONG, where the manual decides against the expected file. Ends with `N passed, N failed`
(programs), after the number of lines compared.
"""
import argparse
import itertools
import os
import shlex
import subprocess
import sys
import tempfile

# Program: (flags, expected file) as the Makefile.am there has them.
PROGRAMS = {
    'atomics_v81': (['-march=armv8.1-a'], 'atomics_v81'),
    'crc32': (['-march=armv8-a+crc'], 'crc32'),
    'cvtf_imm': ([], 'cvtf_imm'),
    'fmadd_sub': ([], 'fmadd_sub'),
    'fp_and_simd': (['-march=armv8-a+crypto'], 'fp_and_simd'),
    'fp_and_simd_v82': (['-march=armv8.2-a+fp16+crypto'], 'fp_and_simd_v82'),
    'integer': (['-g', '-O0', '-DTEST_BFM=0'], 'integer'),
    'ldxp_stxp': ([], 'ldxp_stxp_basisimpl'),
    'memory': ([], 'memory'),
    'simd_v81': (['-march=armv8.1-a+crypto'], 'simd_v81'),
}
FLAGS = ['-w', '-g', '-fno-stack-protector', '-static']

# The one function that the programs take from valgrind's tests/malloc.h.
MALLOC_H = """
#include <stdlib.h>
static inline void *memalign16(size_t n) { return aligned_alloc(16, (n + 15) & ~15ul); }
"""

# Program: {expected line: (what is wrong, what is right)}.
WRONG = {
    'fp_and_simd': {
        # 8ecc8dd7 - b674e239 * 207696b4 lies 0.233 above 176be125, in units of the last place: the
        # file has the difference of the rounded product, FMLS is fused.
        26565: ('176be126', '176be125'),
        # FCVTXN rounds to odd: a number too small becomes the smallest subnormal one, and a number
        # too large the largest finite one (FPRoundingMode_ODD in FPRound), never 0 or infinity.
        26838: ('00000000000000000000000000000000 ', '00000000000000000000000000000001 '),
        26839: ('0000000000000000190a948900000000', '0000000000000000190a948900000001'),
        26840: ('ff8000008000000093bd9b3960111dfc', 'ff7fffff8000000193bd9b3960111dfc'),
    },
}


def expected(sources, name):
    with open(os.path.join(sources, PROGRAMS[name][1] + '.stdout.exp'), encoding='latin-1') as f:
        lines = f.read().splitlines()
    for number, (wrong, right) in WRONG.get(name, {}).items():
        if lines[number - 1].count(wrong) != 1:
            sys.exit(f'{name}: line {number} of the expected file is another one')
        lines[number - 1] = lines[number - 1].replace(wrong, right)
    return lines


def check(args, name, folder):
    """The number of expected lines, those that differ as (number, wanted, got)."""
    program = os.path.join(folder, name)
    subprocess.run(args.cc + FLAGS + PROGRAMS[name][0] +
                   ['-I' + folder, '-o', program, os.path.join(args.sources, name + '.c'), '-lm'],
                   check=True)
    p = subprocess.run([args.dragoman, program], capture_output=True, timeout=600, check=False)
    got = p.stdout.decode('latin-1').splitlines()
    want = expected(args.sources, name)
    bad = [(n, w, g) for n, (w, g) in enumerate(itertools.zip_longest(want, got), 1) if w != g]
    if p.returncode:
        bad.append((0, 'exit status 0', f'exit status {p.returncode}'))
    return len(want), bad


def main():
    ap = argparse.ArgumentParser(description=__doc__.split('\n', maxsplit=1)[0])
    ap.add_argument('dragoman', type=os.path.abspath)
    ap.add_argument('sources', type=os.path.abspath)
    ap.add_argument('-k', dest='names', action='append', choices=PROGRAMS)
    ap.add_argument('--cc', type=shlex.split, default=['aarch64-linux-gnu-gcc'])
    args = ap.parse_args()
    passed = failed = lines = 0
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, 'tests'))
        with open(os.path.join(folder, 'tests', 'malloc.h'), 'w', encoding='ascii') as f:
            f.write(MALLOC_H)
        for name in args.names or PROGRAMS:
            n, bad = check(args, name, folder)
            lines += n
            passed, failed = passed + (not bad), failed + bool(bad)
            print('FAIL' if bad else 'ok  ', name, f'{n} lines', flush=True)
            for number, want, got in bad[:20]:
                print(f'  {number}: wanted {want}\n  {" " * len(str(number))}  got    {got}')
    corrected = sum(len(WRONG.get(n, {})) for n in args.names or PROGRAMS)
    print(f'{lines} lines compared, {corrected} of them corrected')
    print(f'{passed} passed, {failed} failed')
    return failed != 0


if __name__ == '__main__':
    sys.exit(main())
