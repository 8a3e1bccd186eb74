#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Holds the text of instruction tests against objdump's reading of their words.

    check-text.py file.t ...             every text must be what objdump says
    check-text.py --assemble file.t ...  writes the word where it is given as ?

Every line becomes a section of one object file, so that each word stands at 10000 as in the test.
A word that objdump does not know is allowed behind a comment line that begins "# Encoding:" and
gives the manual's diagram. Addresses are written 0x10010.
"""
import os
import re
import subprocess
import sys
import tempfile

TOOLS = {'aarch64': ('aarch64-linux-gnu-', '.inst',
                     '-march=armv8.7-a+crypto+sha3+sm4+fp16fml+memtag+bf16+i8mm+rng+mops')}
CODE = 0x10000


def lines_of(path):
    """(line number, text, words) of the lines that have a text; words may be ['?']."""
    encoding = False
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            if line.startswith('# Encoding:'):
                encoding = True
            if line[0] in ' \t\n#':
                continue
            m = re.match(r'(\S+(?: \S+)*)\s\s+((?:(?:[0-9a-f]{8}|\?)\s+)+)', line)
            if not m:
                sys.exit(f'{path}:{number}: no text and word')
            yield number, m[1], m[2].split(), encoding
            encoding = False


def normal(text):
    """An objdump line's instruction as it stands in a test."""
    text = re.sub(r'\s*//.*', '', text)
    text = re.sub(r'\b([0-9a-f]+) <[^>]*>', r'0x\1', text)
    return ' '.join(text.split())


def disassemble(tools, cases, tmp):
    """{case index: [instruction text]}"""
    with open(f'{tmp}/t.s', 'w', encoding='utf-8') as f:
        for i, (_, _, words, _) in enumerate(cases):
            f.write(f'.section .t{i},"ax"\n')
            f.writelines(f'{tools[1]} 0x{w}\n' for w in words)
    subprocess.run([tools[0] + 'as', tools[2], '-o', f'{tmp}/t.o', f'{tmp}/t.s'], check=True)
    out = subprocess.run([tools[0] + 'objdump', '-d', '-z', f'--adjust-vma={CODE:#x}',
                          f'{tmp}/t.o'], check=True, capture_output=True, text=True).stdout
    texts, at = {}, None
    for line in out.splitlines():
        m = re.match(r'Disassembly of section \.t(\d+):', line)
        if m:
            at = texts.setdefault(int(m[1]), [])
        m = re.match(r'\s*[0-9a-f]+:\t[0-9a-f]{8} \t(.*)', line)
        if m:
            at.append(normal(m[1]))
    return texts


def check(path, tools, tmp):
    cases = list(lines_of(path))
    texts = disassemble(tools, cases, tmp)
    bad = 0
    for i, (number, text, words, encoding) in enumerate(cases):
        said = '; '.join(texts[i])
        unknown = re.search(r'\.inst|undefined', said)
        if unknown and encoding:
            continue
        if text != said:
            print(f'{path}:{number}: {" ".join(words)} is "{said}", not "{text}"')
            bad += 1
    return len(cases), bad


def assemble(path, tools, tmp):
    with open(path, encoding='utf-8') as f:
        lines = f.readlines()
    for number, text, words, _ in lines_of(path):
        if '?' not in words:
            continue
        with open(f'{tmp}/a.s', 'w', encoding='utf-8') as f:
            f.write('.text\n' + ''.join(t + '\n' for t in text.split('; ')))
        run = subprocess.run([tools[0] + 'as', tools[2], '-o', f'{tmp}/a.o', f'{tmp}/a.s'],
                             capture_output=True, text=True, check=False)
        if run.returncode:
            sys.exit(f'{path}:{number}: {run.stderr}')
        subprocess.run([tools[0] + 'objcopy', '-O', 'binary', '-j', '.text', f'{tmp}/a.o',
                        f'{tmp}/a.bin'], check=True)
        with open(f'{tmp}/a.bin', 'rb') as f:
            code = f.read()
        given = ' '.join(f'{int.from_bytes(code[i:i + 4], "little"):08x}'
                         for i in range(0, len(code), 4))
        head, rest = lines[number - 1].split('?', 1)
        lines[number - 1] = head + given + rest
    with open(path, 'w', encoding='utf-8') as f:
        f.writelines(lines)


def main():
    paths = [p for p in sys.argv[1:] if p != '--assemble']
    total = bad = 0
    with tempfile.TemporaryDirectory() as tmp:
        for path in paths:
            tools = TOOLS[os.path.basename(path).split('-')[0]]
            if '--assemble' in sys.argv:
                assemble(path, tools, tmp)
            n, wrong = check(path, tools, tmp)
            total += n
            bad += wrong
    print(f'{total} texts, {bad} wrong')
    sys.exit(bad != 0)


main()
