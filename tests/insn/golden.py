#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The host code made for instructions, as text to be reviewed as a diff.

    golden.py --run BUILD/tests/insn/insn-run [--second OTHER-BUILD'S] --dir tests/insn/golden
              [--rewrite] file.t ...

For x.t the golden file is x.txt. --rewrite brings the files up to date; whoever changes what code
is made commits them with the change. Without it a difference is shown, but is no error: the files
show what a change does, they do not forbid it. Errors are: another text from a second run (or
from another build: the same input must give the same code), an instruction that no golden file has
yet, and a file whose code has grown by more than a quarter.

Only the first line of each mnemonic is taken, host addresses and the way out behind the
instruction are left out: they change with everything else. The cold part of the code stands behind
"cold:", as far as it has more than stubs of links; jumps to it go to ADDRESS.
"""
import argparse
import difflib
import os
import re
import subprocess
import sys


# The way out at the end of every test, by its instructions.
PLACE = r'\[(?:state|rbp \+ 0x[0-9a-f]+)\]'
EXIT = [r'mov edx, (0x[0-9a-f]+)', r'mov qword ptr ' + PLACE + ', 0', r'mov ecx, 3',
        r'mov rax, qword ptr ' + PLACE, r'jmp qword ptr \[rax\]']


LINKS = ['cold:', r'mov rax, qword ptr ' + PLACE, r'jmp qword ptr \[rax \+ 8\]']


def without_stubs(code):
    """Lines of code without a cold part that has nothing but the stubs of links."""
    out, i = [], 0
    while i < len(code):
        if code[i] == 'cold:':
            end = i + 1
            part = code[i:i + 3]
            if len(part) == 3 and all(re.fullmatch(e, c) for e, c in zip(LINKS, part)):
                end = i + 3
                while end < len(code) and re.match('call [-+]', code[end]):
                    end += 1
            if end == len(code) or code[end] == 'next unit:':
                i = end
                continue
        out.append(code[i])
        i += 1
    return out


def without_exit(code):
    """Lines of code with each whole way out as one line."""
    out, i = [], 0
    while i < len(code):
        part = code[i:i + len(EXIT)]
        if len(part) == len(EXIT) and all(re.fullmatch(e, c) for e, c in zip(EXIT, part)):
            out.append(f'exit at {re.fullmatch(EXIT[0], part[0])[1]}')
            i += len(EXIT)
        else:
            out.append(code[i])
            i += 1
    return without_stubs(out)


def relative(code, start):
    """An instruction without absolute host addresses and places in the cold part of the state."""
    def near(m):
        distance = int(m[0], 16) - start
        return f'{distance:+#x}' if abs(distance) < 4096 else 'ADDRESS'
    code = re.sub(r'0x[0-9a-f]{8,}', near, code)
    code = re.sub(r'\[rbp \+ 0x[0-9a-f]{3,}\]', '[state]', code)
    code = re.sub(r'\[rip \+ 0x[0-9a-f]{5,}\]', '[constant]', code)
    return ' '.join(code.split())


def golden(run, path):
    """The golden text of a .t file."""
    env = dict(os.environ, DRAGOMAN_ENGINE='jit', DRAGOMAN_HOST_FEATURES='avx2')
    out = subprocess.run([run, '-g', path], capture_output=True, text=True, env=env,
                         check=False).stdout
    cases, seen = [], set()
    for line in out.splitlines():
        m = re.match(r'0x([0-9a-f]+):\s+(.*)', line)
        if line.startswith('== '):
            cases.append((line[3:], []))
            start = None
        elif line.startswith('OUT: ') and cases:
            if cases[-1][1]:
                cases[-1][1].append('next unit:')
            start = None
        elif line.startswith('COLD: ') and cases:
            cases[-1][1].append('cold:')
            start = None
        elif m and cases:
            start = int(m[1], 16) if start is None else start
            cases[-1][1].append(relative(m[2], start))
    text = []
    for title, code in cases:
        mnemonic = title.split()[0]
        if mnemonic not in seen:
            seen.add(mnemonic)
            text += [title] + ['    ' + c for c in without_exit(code)] + ['']
    return '\n'.join(text)


def titles(text):
    return {line.split()[0] for line in text.splitlines() if line and line[0] != ' '}


def titles_of_all(folder):
    known = set()
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding='utf-8') as f:
            known |= titles(f.read())
    return known


def errors(name, old, text, second, known):
    """What is wrong with the code, beside being different."""
    if second != text:
        yield f'{name}: the same input gave different code'
        yield from difflib.unified_diff(text.splitlines(), second.splitlines(), 'one', 'other',
                                        lineterm='')
    missing = sorted(titles(text) - known)
    if missing:
        yield f'{name}: no golden code of {" ".join(missing)}; run ninja golden'
    if len(text.splitlines()) > len(old.splitlines()) * 5 / 4 + 8:
        yield f'{name}: the code has grown by more than a quarter'


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--run', required=True)
    ap.add_argument('--second')
    ap.add_argument('--dir', required=True)
    ap.add_argument('--rewrite', action='store_true')
    ap.add_argument('tests', nargs='+')
    args = ap.parse_args()
    differ = bad = 0
    known = titles_of_all(args.dir)
    for path in args.tests:
        name = os.path.join(args.dir, os.path.basename(path)[:-2] + '.txt')
        text = golden(args.run, path)
        old = ''
        if os.path.exists(name):
            with open(name, encoding='utf-8') as f:
                old = f.read()
        differ += text != old
        if args.rewrite:
            with open(name, 'w', encoding='utf-8') as f:
                f.write(text)
            continue
        if text != old:
            diff = difflib.unified_diff(old.splitlines(), text.splitlines(), name, 'now',
                                        lineterm='')
            print('\n'.join(list(diff)[:200]))
        wrong = list(errors(name, old, text, golden(args.second or args.run, path),
                            known))
        if wrong:
            print('\n'.join(wrong[:200]))
            bad += 1
    print(f'{len(args.tests)} golden files, {differ} {"rewritten" if args.rewrite else "differ"}, '
          f'{bad} wrong')
    sys.exit(bad != 0)


if __name__ == '__main__':
    main()
