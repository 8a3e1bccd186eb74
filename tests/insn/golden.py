#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The host code made for instructions, as text to be reviewed as a diff.

    golden.py --run BUILD/tests/insn/insn-run --dir tests/insn/golden [--rewrite] file.t ...

For x.t the golden file is x.txt. Without --rewrite a difference is an error. Host addresses are
taken out: they change with everything else.
"""
import argparse
import difflib
import os
import re
import subprocess
import sys


def golden(run, path):
    """The golden text of a .t file."""
    env = dict(os.environ, DRAGOMAN_ENGINE='jit', DRAGOMAN_HOST_FEATURES='avx2')
    out = subprocess.run([run, '-g', path], capture_output=True, text=True, env=env,
                         check=False).stdout
    text, start = [], 0
    for line in out.splitlines():
        if line.startswith('== '):
            text += ['', line[3:]]
            continue
        m = re.match(r'0x([0-9a-f]+):\s+(.*)', line)
        if not m:
            start = None if line.startswith('OUT:') else start
            continue
        address = int(m[1], 16)
        start = address if start is None else start
        code = re.sub(r'0x[0-9a-f]{8,}',
                      lambda a: f'{int(a[0], 16) - start:+#x}'
                      if abs(int(a[0], 16) - start) < 1 << 20 else 'ADDRESS', m[2])
        text.append(f'    {address - start:4x}  {" ".join(code.split())}')
    return '\n'.join(text).lstrip('\n') + '\n'


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--run', required=True)
    ap.add_argument('--dir', required=True)
    ap.add_argument('--rewrite', action='store_true')
    ap.add_argument('tests', nargs='+')
    args = ap.parse_args()
    differ = 0
    for path in args.tests:
        name = os.path.join(args.dir, os.path.basename(path)[:-2] + '.txt')
        text = golden(args.run, path)
        old = ''
        if os.path.exists(name):
            with open(name, encoding='utf-8') as f:
                old = f.read()
        if text == old:
            continue
        differ += 1
        if args.rewrite:
            with open(name, 'w', encoding='utf-8') as f:
                f.write(text)
        else:
            diff = difflib.unified_diff(old.splitlines(), text.splitlines(), name, 'now',
                                        lineterm='')
            print('\n'.join(list(diff)[:200]))
    print(f'{len(args.tests)} golden files, {differ} {"rewritten" if args.rewrite else "differ"}')
    sys.exit(differ != 0 and not args.rewrite)


main()
