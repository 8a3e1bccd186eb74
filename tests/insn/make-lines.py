#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes instruction tests for every line of a table, with what a processor makes of them.

    make-lines.py [-s PATTERN] [-n STATES] [-w WORDS] FILE.insn > FILE.t

Needs the AArch64 cross tools, and qemu-aarch64-static or an AArch64 machine. -s takes the parts of
the table under the comments that match PATTERN. Registers: v0 the result, v1 to v4 the operands, x1
the address. The same table gives the same lines.
"""
import argparse
import importlib.util
import os
import platform
import random
import re
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CROSS = '' if platform.machine() == 'aarch64' else 'aarch64-linux-gnu-'
RUN = [] if platform.machine() == 'aarch64' else ['qemu-aarch64-static', '-cpu', 'max']
ARCH = '-march=armv8.7-a+crypto+sha3+sm4+fp16fml+memtag+bf16+i8mm+rng+mops'
STATE = '<IIII6Q16Q128s'
ILLEGAL = 0xdead
DATA = 0x20000
NUMBERS = {'rd': 0, 'rt': 0, 'rn': 1, 'rm': 2, 'ra': 3}
SPECIAL = {
    64: [0, 1 << 63, 0x3ff0000000000000, 0xc008000000000000, 0x7ff0000000000000,
         0xfff0000000000000, 0x7ff8000000000001, 0x7ff0000000000001, 0x7fefffffffffffff, 1,
         0x0010000000000000, 0x000fffffffffffff, 0x41e0000000000000, 0x4004000000000000,
         (1 << 63) - 1, (1 << 64) - 1],
    32: [0, 1 << 31, 0x3f800000, 0xc0400000, 0x7f800000, 0xff800000, 0x7fc00001, 0x7f800001,
         0x7f7fffff, 1, 0x00800000, 0x007fffff, 0x4f000000, 0x40200000, (1 << 31) - 1,
         (1 << 32) - 1],
    16: [0, 1, 0x7fff, 0x8000, 0xffff, 0x3c00, 0xc000, 0x7c00, 0x7e01, 0x7d01, 0x0400],
    8: [0, 1, 0x7f, 0x80, 0xff, 2, 9, 0xf8],
}


def decoder():
    """tools/decode.py as a module."""
    path = os.path.join(HERE, '../../tools/decode.py')
    spec = importlib.util.spec_from_file_location('decode', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def section_of(path, section):
    """Line numbers of the part asked for."""
    wanted, inside = set(), not section
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            if section and line.startswith('# '):
                inside = re.match(section, line[2:]) is not None
            if inside:
                wanted.add(number)
    return wanted


class Case:
    """One word and one state."""

    def __init__(self, rand, word, memory_access):
        self.word, self.rand = word, rand
        self.fpcr = rand.choice([0] * 8 + [1 << 22, 2 << 22, 3 << 22, 1 << 24, 1 << 25, 1 << 19])
        self.nzcv = 5
        self.x = [0x5a5a0000deadbe00 + i for i in range(6)]
        self.v = [(0xc3c3c3c300fedc00 + i) << 64 | 0x1234567800abcd00 + i for i in range(8)]
        self.memory = bytes(rand.getrandbits(8) for _ in range(64)) if memory_access else b''
        self.bits = 32

    def vector(self):
        return sum(self.lane(self.bits) << i for i in range(0, 128, self.bits))

    def lane(self, bits):
        if self.rand.random() < .6:
            return self.rand.choice(SPECIAL[bits])
        if bits >= 32 and self.rand.random() < .5:
            form = '<d' if bits == 64 else '<f'
            return int.from_bytes(struct.pack(form, self.rand.uniform(-99, 99)), 'little')
        return self.rand.getrandbits(bits)

    def name(self, text):
        """Gives the registers that text names values; what is to be written of them."""
        names = []
        numbers = {int(n) for n in re.findall(r'\b[bhsdqv](\d+)\b', text)}
        for a, b in re.findall(r'\bv(\d+)\.\w+-v(\d+)', text):
            numbers |= set(range(int(a), int(b) + 1))
        lanes = re.findall(r'\b([bhsd])\d', text) + re.findall(r'v\d+\.\d*([bhsd])', text)
        for n in sorted(numbers):
            self.bits = {'b': 8, 'h': 16, 's': 32, 'd': 64}[self.rand.choice(lanes or 'bhsd')]
            self.v[n] = self.vector()
            names.append(f'v{n}={self.v[n]:032x}')
        for n in sorted({int(n) for n in re.findall(r'\b[xw](\d+)\b', text)}):
            self.x[n] = DATA if self.memory and n == 1 else self.lane(64)
            names.append(f'x{n}={self.x[n]:x}')
        if self.memory:
            names.append(f'[{DATA:x}]={self.memory.hex()}')
        if re.match(r'fcsel|fccmp', text):
            self.nzcv = self.rand.getrandbits(4)
            names.append(f'nzcv={self.nzcv:x}')
        if self.fpcr and re.match('f|bf|[su]cvtf', text):
            names.append(f'fpcr={self.fpcr:x}')
        else:
            self.fpcr = 0
        self.before = ' '.join(names)

    def pack(self):
        halves = [h for v in self.v for h in (v & (1 << 64) - 1, v >> 64)]
        memory = self.memory + b'\xcc' * (128 - len(self.memory))
        return struct.pack(STATE, self.word, self.fpcr, 0, self.nzcv << 28, *self.x, *halves,
                           memory)

    def after(self, result):
        _, _, fpsr, nzcv, *rest = struct.unpack(STATE, result)
        if fpsr == ILLEGAL:
            return None
        out = [f'x{i}={rest[i]:x}' for i in range(6) if rest[i] != self.x[i]]
        for i in range(8):
            v = rest[7 + 2 * i] << 64 | rest[6 + 2 * i]
            if v != self.v[i]:
                out.append(f'v{i}={v:032x}')
        memory = rest[22][:len(self.memory)]
        if memory != self.memory:
            out.append(f'[{DATA:x}]={memory.hex()}')
        if nzcv >> 28 != self.nzcv:
            out.append(f'nzcv={nzcv >> 28:x}')
        if fpsr:
            out.append(f'fpsr={fpsr:x}')
        return ' '.join(out)


def random_word(rand, decode, pattern):
    for _ in range(200):
        word = pattern.value | rand.getrandbits(32) & ~(pattern.mask | pattern.ignored)
        for name, operand in pattern.operands.items():
            if not isinstance(operand, decode.Field) or name not in NUMBERS:
                continue
            number = NUMBERS[name]
            if name == 'rm' and 'rt' in pattern.operands and rand.random() < .5:
                number = 31
            for i, bit in enumerate(reversed(operand.bits())):
                word = word & ~(1 << bit) | (number >> i & 1) << bit
            if len(operand.bits()) == 4:
                word &= ~(1 << 20) # the fifth bit of an element's register
        if all(word & m != v for m, v in pattern.excluded):
            return word
    return None


def texts_of(words, tmp):
    with open(f'{tmp}/t.s', 'w', encoding='utf-8') as f:
        f.writelines(f'.inst {w:#x}\n' for w in words)
    subprocess.run([CROSS + 'as', ARCH, '-o', f'{tmp}/t.o', f'{tmp}/t.s'], check=True)
    out = subprocess.run([CROSS + 'objdump', '-d', '-z', f'{tmp}/t.o'], check=True,
                         capture_output=True, text=True).stdout
    lines = re.findall(r'^\s*[0-9a-f]+:\t[0-9a-f]{8} \t(.*)', out, re.M)
    return [' '.join(re.sub(r'\s*//.*', '', x).split()) for x in lines]


def run(cases, tmp):
    subprocess.run([CROSS + 'gcc', '-O1', '-static', '-o', f'{tmp}/run',
                    os.path.join(HERE, 'make-lines.c')], check=True)
    out = subprocess.run(RUN + [f'{tmp}/run'], input=b''.join(c.pack() for c in cases), check=True,
                         capture_output=True).stdout
    size = struct.calcsize(STATE)
    return [out[i:i + size] for i in range(0, len(out), size)]


def choose(cases, lines):
    """Few states of one word: those with flags, and different ones, first."""
    flagged = [c for c in cases if 'fpsr' in c[1]]
    plain = [c for c in cases if 'fpsr' not in c[1]]
    return (plain[:1] + flagged[:max(1, lines - 1)] + plain[1:])[:lines]


def main():
    ap = argparse.ArgumentParser(description='tests of a table of instructions')
    ap.add_argument('-s', '--section', default='')
    ap.add_argument('-n', '--lines', type=int, default=3, help='states of a word')
    ap.add_argument('-w', '--words', type=int, default=2, help='words of a line of the table')
    ap.add_argument('table')
    args = ap.parse_args()
    decode = decoder()
    tables = decode.Tables(32)
    tables.read(args.table)
    wanted = section_of(args.table, args.section)
    rand = random.Random(1)
    words = []
    for pattern in tables.patterns:
        if int(pattern.where.split(':')[1]) in wanted:
            tries = {random_word(rand, decode, pattern) for _ in range(6 * args.words)} - {None}
            words.append((pattern, rand.sample(sorted(tries), len(tries))))
    with tempfile.TemporaryDirectory() as tmp:
        flat = [(p, w) for p, ws in words for w in ws]
        texts = texts_of([w for _, w in flat], tmp)
        cases = []
        for (pattern, word), text in zip(flat, texts):
            for _ in range(12):
                case = Case(rand, word, 'rt' in pattern.operands)
                case.name(text)
                cases.append((pattern, text, case))
        results = run([c for _, _, c in cases], tmp)
    done = {}
    if len(results) != len(cases):
        sys.exit("the runner gave up")
    for (pattern, text, case), result in zip(cases, results):
        after = case.after(result)
        if after is not None and not text.startswith(('.inst', 'undefined')):
            done.setdefault(pattern.where, {}).setdefault((text, case.word), []).append(
                (case, after))
    print('# SPDX-License-Identifier: GPL-2.0-or-later\n'
          f'# Made by make-lines.py of {os.path.basename(args.table)}'
          f'{" (" + args.section + ")" if args.section else ""}.')
    for where in done:
        for (text, word), states in list(done[where].items())[:args.words]:
            head = f'{text:<40}  {word:08x}'
            for case, after in choose(states, args.lines):
                print(f'{head}  {case.before} -> {after}'.rstrip())
                head = ' ' * 50
    missing = [p.name for p, _ in words if p.where not in done]
    if missing:
        sys.exit(f'no line for {" ".join(missing)}')


if __name__ == '__main__':
    main()
