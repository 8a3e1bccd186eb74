#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Lists the instructions of programs that the tables of a guest do not have.

    coverage.py [-w] ELF ...        by mnemonic: how many, and an example; -w: every word once

The code is what the cross binutils disassemble; the tables are read as the decoder generator reads
them. Only AArch64 programs.
"""
import collections
import os
import re
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'tools'))
import decode  # pylint: disable=wrong-import-position

FOLDER = os.path.join(ROOT, 'translate', 'guest', 'aarch64')
LOW = 21  # patterns are looked up by the bits from here on


def read_tables():
    tables = decode.Tables(32)
    # int.insn first: the order of the build.
    names = sorted((n for n in os.listdir(FOLDER) if n.endswith('.insn')),
                   key=lambda n: (n != 'int.insn', n))
    for name in names:
        tables.read(os.path.join(FOLDER, name))
    return tables.patterns


class Matcher:
    def __init__(self, patterns):
        self.patterns, self.buckets, self.known = patterns, {}, {}

    def matches(self, word):
        if word not in self.known:
            high = word >> LOW << LOW
            top = ~((1 << LOW) - 1)
            if high not in self.buckets:
                self.buckets[high] = [p for p in self.patterns
                                      if (high ^ p.value) & p.mask & top == 0]
            self.known[word] = any(word & p.mask == p.value and
                                   not any(word & m == v for m, v in p.excluded)
                                   for p in self.buckets[high])
        return self.known[word]


def words_of(path):
    """(word, text) of the code of an ELF file."""
    run = subprocess.Popen(['aarch64-linux-gnu-objdump', '-d', path], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, text=True)
    for line in run.stdout:
        m = re.match(r'\s*[0-9a-f]+:\t([0-9a-f]{8}) \t(\S+)\s*(.*)', line)
        if m and m[2] not in ('.inst', 'udf', '.word'):
            yield int(m[1], 16), m[2], re.sub(r'\s*(//|<).*', '', m[3])


def main():
    paths = [a for a in sys.argv[1:] if a != '-w']
    matcher = Matcher(read_tables())
    total, missing, example = 0, collections.Counter(), {}
    for path in paths:
        for word, mnemonic, operands in words_of(path):
            total += 1
            if not matcher.matches(word):
                key = f'{mnemonic} {operands} {word:08x}' if '-w' in sys.argv else mnemonic
                missing[key] += 1
                example.setdefault(key, f'{word:08x} {mnemonic} {operands}')
    for key, n in missing.most_common():
        print(f'{n:8} {key}' + ('' if '-w' in sys.argv else f'    {example[key]}'))
    print(f'{total} instructions, {sum(missing.values())} not in the tables')


main()
