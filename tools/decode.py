#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes an instruction decoder from tables.

    decode.py --prefix a64 --width 32 --include FILE.h --header OUT.h --source OUT.c IN.insn ...

All tables given form one decoder. A line is one of the following; # starts a comment, a backslash
at the end of a line continues it.

Fields: which bits of the word make an operand.

    %rd     0:5             bits 4..0
    %simm9  s12:9           signed
    %offset s0:26 <<2       multiplied by 4 (a shift to the left)
    %imm21  s5:19,29:2      parts joined, the first one is the most significant
    %esize  22:2 +3         a number added
    %rot    12:1 ?rotation  int rotation(int raw), a C function, makes the operand (prefix added)

Formats: operands that go together. Name=%field renames, name=NUMBER is a constant, @other takes
over the operands of another format.

    @rrr    %rd %rn %rm
    @addi   @rr imm=%imm12 sf=1

Instructions: name, bits, operands, the function that translates it, and facts.

    add_imm sf:1 00 10001 0 . ............ ..... .....   @addi  arith_imm  op=IR_ADD
    bl      1 00101 ..........................           %offset  branch   link=1 flow=call
    smax    0 Q 0 01110 ss 1 mmmmm 011001 nnnnn ddddd    simd_rrr op=IR_SMAX size!=3

* The name is the mnemonic; what follows its first underscore tells variants apart and is not part
  of the mnemonic. Names may repeat.
* Bits: 0 and 1 are fixed; a dot belongs to a field of the format or of the line and must be read
  by one; a dash is ignored on purpose. name:LEN and name:sLEN are operands in place; a letter, or
  a run of the same letter, is an operand of that name (runs of one letter are joined, the first
  one is the most significant).
* op=VALUE: a constant operand, any C expression without blanks.
* name!=VALUE: the line does not match where the operand's raw bits have that value; 0b11. takes
  dots for "any". name==VALUE: it matches only there.
* flow=jump|branch|call|end: where control goes (enum tr_flow_kind); default next.
* isa=EXPRESSION: the features it belongs to, a C expression without blanks.

Two lines that match the same word are an error, unless both stand in one block

    {
      nop     1101 0101 0000 0011 0010 0000 0001 1111   nop
      hint    1101 0101 0000 0011 0010 imm:7 1 1111     hint
    }

where the earlier one wins; a line there that can never match is an error.
"""
import argparse
import os
import re
import sys

FLOWS = ('next', 'jump', 'branch', 'call', 'end')
RESERVED = ('word', 'pattern')
NAME = r'[A-Za-z_][A-Za-z0-9_]*'


class Bad(Exception):
    """A defect of the tables, with its place."""

    def __init__(self, where, text):
        super().__init__(f'{where}: {text}')


class Field:
    """An operand taken from the word: parts [(lsb, len, signed)], then shift, add, function."""

    def __init__(self, parts, shift=0, add=0, func=None):
        self.parts, self.shift, self.add, self.func = parts, shift, add, func

    def mask(self):
        return sum(((1 << n) - 1) << lsb for lsb, n, _ in self.parts)

    def bits(self):
        """Bit numbers in the word, most significant first."""
        return [b for lsb, n, _ in self.parts for b in range(lsb + n - 1, lsb - 1, -1)]

    def signed(self):
        return self.parts[0][2]

    def width(self):
        """Bits of the result as an unsigned number, or None if it needs a signed type."""
        if self.signed() or self.func or self.add < 0:
            return None
        top = ((1 << len(self.bits())) - 1 << self.shift) + self.add
        return top.bit_length()

    def code(self, prefix):
        """The C expression, of word."""
        terms, rest = [], len(self.bits())
        for lsb, n, signed in self.parts:
            rest -= n
            if signed:
                down = f'(int32_t)(word << {32 - lsb - n}) >> {32 - n}'
                terms.append(f'({down}) * {1 << rest}' if rest else f'({down})')
            else:
                down = f'word >> {lsb}' if lsb else 'word'
                down = f'{down} & {hex((1 << n) - 1)}'
                terms.append(f'(int32_t)(({down}) << {rest})' if rest else f'(int32_t)({down})')
        text = ' + '.join(terms)
        if self.shift:
            text = f'({text}) * {1 << self.shift}'
        if self.add:
            text = f'{text} {"+-"[self.add < 0]} {abs(self.add)}'
        if self.func:
            text = f'{prefix}_{self.func}({text})'
        return text


class Const:
    def __init__(self, text):
        self.text = text

    def width(self):
        try:
            value = int(self.text, 0)
        except ValueError:
            return None
        return None if value < 0 or value >= 1 << 31 else value.bit_length()


class Pattern:
    """One line: fixed bits, exclusions [(mask, value)], operands, function and facts."""

    def __init__(self, where, name):
        self.where, self.name = where, name
        self.mask = self.value = self.ignored = 0
        self.excluded = []
        self.operands = {}
        self.function = None
        self.flow, self.isa = 'next', None
        self.group = None
        self.index = None

    def overlap(self, other):
        """Is there a word that both match?"""
        if (self.value ^ other.value) & self.mask & other.mask:
            return False
        mask, value = self.mask | other.mask, self.value | other.value
        return not any(mask & m == m and value & m == v
                       for m, v in self.excluded + other.excluded)

    def covers(self, other):
        """Does this match every word that other matches? (Only sure answers are yes.)"""
        if other.mask & self.mask != self.mask or (self.value ^ other.value) & self.mask:
            return False
        for m, v in self.excluded:
            apart = other.mask & m and (other.value ^ v) & m & other.mask
            if not apart and (m, v) not in other.excluded:
                return False
        return True


class Tables:
    """What the input says."""

    def __init__(self, width):
        self.width = width
        self.fields, self.formats, self.patterns = {}, {}, []

    def read(self, path):
        group, number, pending = None, 0, ''
        with open(path, encoding='utf-8') as f:
            for number, line in enumerate(f, 1):
                line = pending + line.split('#')[0].rstrip()
                pending = ''
                if line.endswith('\\'):
                    pending = line[:-1] + ' '
                    continue
                where = f'{os.path.basename(path)}:{number}'
                words = line.split()
                if not words:
                    continue
                if words == ['{']:
                    if group:
                        raise Bad(where, 'a block inside a block')
                    group = where
                elif words == ['}']:
                    if not group:
                        raise Bad(where, '} without {')
                    group = None
                elif words[0][0] == '%':
                    self.field(where, words)
                elif words[0][0] == '@':
                    self.format(where, words)
                else:
                    self.pattern(where, words, group)
        if group:
            raise Bad(group, 'this block is not closed')
        if pending:
            raise Bad(f'{os.path.basename(path)}:{number}', 'the last line is continued')

    def field(self, where, words):
        name = self.new_name(where, words[0][1:], self.fields, 'field')
        if len(words) < 2:
            raise Bad(where, f'field %{name} has no bits')
        parts = []
        for i, part in enumerate(words[1].split(',')):
            m = re.fullmatch(r'(s?)(\d+):(\d+)', part)
            if not m:
                raise Bad(where, f'"{part}" is not [s]position:length')
            lsb, n = int(m[2]), int(m[3])
            if n == 0 or lsb + n > self.width:
                raise Bad(where, f'"{part}" is outside the word')
            if m[1] and i:
                raise Bad(where, f'"{part}": only the first part can be signed')
            parts.append((lsb, n, bool(m[1])))
        field = Field(parts)
        for word in words[2:]:
            if re.fullmatch(r'<<\d+', word):
                field.shift = int(word[2:])
            elif re.fullmatch(r'[+-]\d+', word):
                field.add = int(word)
            elif re.fullmatch(r'\?' + NAME, word):
                field.func = word[1:]
            else:
                raise Bad(where, f'"{word}" is no option of a field')
        if len(field.bits()) + field.shift > 32:
            raise Bad(where, f'field %{name} does not fit 32 bits')
        self.fields[name] = field

    @staticmethod
    def new_name(where, name, names, what):
        if not re.fullmatch(NAME, name) or (what == 'field' and name in RESERVED):
            raise Bad(where, f'"{name}" cannot be the name of a {what}')
        if name in names:
            raise Bad(where, f'{what} "{name}" stands twice')
        return name

    def format(self, where, words):
        name = self.new_name(where, words[0][1:], self.formats, 'format')
        operands = {}
        for word in words[1:]:
            if not self.operand(where, word, operands):
                raise Bad(where, f'"{word}" is no operand')
        self.formats[name] = operands

    def operand(self, where, word, operands):
        """Takes up %field, name=%field, name=constant or @format. False: it is none of them."""
        m = re.fullmatch(rf'(?:({NAME})=)?%({NAME})', word)
        if m:
            if m[2] not in self.fields:
                raise Bad(where, f'there is no field %{m[2]}')
            self.add(where, operands, m[1] or m[2], self.fields[m[2]])
            return True
        m = re.fullmatch(rf'@({NAME})', word)
        if m:
            if m[1] not in self.formats:
                raise Bad(where, f'there is no format @{m[1]}')
            for name, operand in self.formats[m[1]].items():
                self.add(where, operands, name, operand)
            return True
        m = re.fullmatch(rf'({NAME})=([^=].*)', word)
        if m and m[1] not in ('flow', 'isa'):
            self.add(where, operands, m[1], Const(m[2]))
            return True
        return False

    @staticmethod
    def add(where, operands, name, operand):
        if name in RESERVED:
            raise Bad(where, f'"{name}" cannot be the name of an operand')
        if name in operands:
            raise Bad(where, f'operand "{name}" is given twice')
        operands[name] = operand

    def pattern(self, where, words, group):
        if not re.fullmatch(r'[A-Za-z][A-Za-z0-9_.]*', words[0]):
            raise Bad(where, f'"{words[0]}" cannot be the name of an instruction')
        p = Pattern(where, words[0])
        p.group = group
        rest = self.bits(p, words[1:])
        later = []
        for word in rest:
            if re.fullmatch(NAME, word):
                if p.function:
                    raise Bad(where, f'two functions, {p.function} and {word}')
                p.function = word
            elif word.startswith('flow='):
                p.flow = word[5:]
                if p.flow not in FLOWS:
                    raise Bad(where, f'"{p.flow}" is no flow')
            elif word.startswith('isa='):
                p.isa = word[4:]
            elif re.fullmatch(rf'{NAME}[!=]=.*', word):
                later.append(word)
            elif not self.operand(where, word, p.operands):
                raise Bad(where, f'"{word}" is not understood')
        if not p.function:
            raise Bad(where, f'{p.name} has no function')
        for word in later:
            self.constraint(p, word)
        read = p.mask | p.ignored
        for operand in p.operands.values():
            read |= operand.mask() if isinstance(operand, Field) else 0
        lost = ~read & (1 << self.width) - 1
        if lost:
            raise Bad(where, f'no operand reads bit {lost.bit_length() - 1}')
        p.index = len(self.patterns)
        self.patterns.append(p)

    def bits(self, p, words):
        """Takes the bits from the front of words; the rest."""
        pos, runs, used = self.width, {}, 0
        for word in words:
            if pos == 0 or not re.fullmatch(rf'[-.01A-Za-z]+|{NAME}:s?\d+', word):
                break
            used += 1
            m = re.fullmatch(rf'({NAME}):(s?)(\d+)', word)
            if m:
                pos -= int(m[3])
                self.add(p.where, p.operands, m[1], Field([(pos, int(m[3]), bool(m[2]))]))
                continue
            last = None
            for c in word:
                pos -= 1
                if c in '01':
                    p.mask |= 1 << max(pos, 0)
                    p.value |= int(c) << max(pos, 0)
                elif c == '-':
                    p.ignored |= 1 << max(pos, 0)
                elif c.isalpha() and c == last:
                    runs[c][-1] = (pos, runs[c][-1][1] + 1, False)
                elif c.isalpha():
                    runs.setdefault(c, []).append((pos, 1, False))
                last = c
        if pos:
            raise Bad(p.where, f'{p.name} has {self.width - pos} bits, not {self.width}')
        for name, parts in runs.items():
            self.add(p.where, p.operands, name, Field(parts))
        return words[used:]

    @staticmethod
    def constraint(p, word):
        name, relation, text = re.fullmatch(rf'({NAME})([!=]=)(.*)', word).groups()
        field = p.operands.get(name)
        if not isinstance(field, Field):
            raise Bad(p.where, f'"{word}": {name} is no field of {p.name}')
        bits = field.bits()
        if re.fullmatch(r'0b[01.]+', text):
            digits = text[2:]
        elif re.fullmatch(r'0x[0-9a-fA-F]+|\d+', text):
            digits = format(int(text, 0), f'0{len(bits)}b')
        else:
            raise Bad(p.where, f'"{word}": "{text}" is no number')
        if len(digits) != len(bits):
            raise Bad(p.where, f'"{word}": {name} has {len(bits)} bits')
        mask = sum(1 << b for b, d in zip(bits, digits) if d != '.')
        value = sum(1 << b for b, d in zip(bits, digits) if d == '1')
        never = (p.value ^ value) & mask & p.mask
        if relation == '==':
            if never:
                raise Bad(p.where, f'"{word}" is never true')
            p.mask |= mask
            p.value |= value
        else:
            if never or (p.mask & mask == mask):
                raise Bad(p.where, f'"{word}" is {"always" if never else "never"} true')
            p.excluded.append((mask, value))

    def check(self):
        """All defects in how patterns meet."""
        bad = []
        for i, p in enumerate(self.patterns):
            for q in self.patterns[:i]:
                if not q.overlap(p):
                    continue
                if not p.group or p.group != q.group:
                    bad.append(f'{p.where}: {p.name} overlaps {q.name} of {q.where}')
                elif q.covers(p):
                    bad.append(f'{p.where}: {p.name} never matches, {q.name} of {q.where} does')
        return bad


def split_cost(patterns, lo, n, known):
    """How good a switch on bits lo..lo+n-1 is: (cost, candidates of each value)."""
    window = (1 << n) - 1
    if known >> lo & window:
        return None
    values = [[] for _ in range(1 << n)]
    for p in patterns:
        mask, value = p.mask >> lo & window, p.value >> lo & window
        free = window & ~mask
        sub = free
        while True:
            values[value | sub].append(p)
            if not sub:
                break
            sub = (sub - 1) & free
    counts = [len(v) for v in values]
    total = sum(counts)
    if max(counts) == len(patterns):
        return None
    # The candidates that are left for a pattern, and a price for copies and for empty room.
    left = sum(c * c for c in counts) / total
    return left * (total / len(patterns)) ** 0.5 * (1 + n / 16), values


class Writer:
    """The C text of a decoder."""

    def __init__(self, tables, prefix, includes, sources):
        self.t, self.prefix, self.includes = tables, prefix, includes
        self.note = (f'/* Made by tools/decode.py from {" ".join(sources)}; not to be edited. */\n')
        self.upper = prefix.upper()
        self.ids = self.make_ids()
        self.types = self.make_types()

    def make_ids(self):
        ids, seen = [], {}
        for p in self.t.patterns:
            name = f'{self.upper}_INSN_{p.name.upper().replace(".", "_")}'
            seen[name] = seen.get(name, 0) + 1
            ids.append(name if seen[name] == 1 else f'{name}_{seen[name]}')
        for name in ids:
            if ids.count(name) > 1:
                raise Bad(self.prefix, f'instruction names give {name} twice')
        return ids

    def make_types(self):
        widths = {}
        for p in self.t.patterns:
            for name, operand in p.operands.items():
                w = operand.width()
                old = widths.get(name, 0)
                widths[name] = None if w is None or old is None else max(w, old)
        types = {}
        for name, w in sorted(widths.items()):
            types[name] = ('int32_t' if w is None else 'uint8_t' if w <= 8 else
                           'uint16_t' if w <= 16 else 'uint32_t')
        return types

    def header(self):
        p, u = self.prefix, self.upper
        out = [self.note, f'#ifndef {u}_DECODE_H\n#define {u}_DECODE_H\n\n#include <stdint.h>\n\n',
               '#include "translate/guest/guest.h"\n\n',
               f'/* A decoded instruction; operands that it does not have are 0. */\n'
               f'struct {p}_insn {{\n    uint32_t word;\n    uint16_t pattern; /* enum */\n']
        size = {'int32_t': 0, 'uint32_t': 0, 'uint16_t': 1, 'uint8_t': 2}
        for name, ctype in sorted(self.types.items(), key=lambda x: size[x[1]]):
            out.append(f'    {ctype} {name};\n')
        out += ['};\n\nenum {\n'] + [f'    {i},\n' for i in self.ids]
        out += [f'    {u}_N_INSNS\n}};\n\n', f'struct {p}_pattern {{\n'
                '    const char *mnemonic;\n    uint32_t mask, value; /* word & mask == value */\n'
                '    uint8_t flow;         /* enum tr_flow_kind */\n'
                '    uint64_t isa;         /* features, 0: always there */\n'
                f'    enum tr_status (*function)(struct tr *t, const struct {p}_insn *a);\n}};\n'
                f'extern const struct {p}_pattern {p}_patterns[{u}_N_INSNS];\n\n'
                '/* The index of the pattern that word matches, or -1. */\n'
                f'int {p}_match(uint32_t word);\n'
                '/* The operands of word, which matches pattern. */\n'
                f'void {p}_extract(int pattern, uint32_t word, struct {p}_insn *out);\n'
                '/* Both: the index or -1, and then nothing is written. */\n'
                f'int {p}_decode(uint32_t word, struct {p}_insn *out);\n\n']
        for f in sorted({q.function for q in self.t.patterns}):
            out.append(f'enum tr_status {p}_{f}(struct tr *t, const struct {p}_insn *a);\n')
        funcs = {o.func for q in self.t.patterns for o in q.operands.values()
                 if isinstance(o, Field) and o.func}
        for f in sorted(funcs):
            out.append(f'int {p}_{f}(int raw);\n')
        out.append('\n#endif\n')
        return ''.join(out)

    def source(self, header):
        out = [self.note, f'#include "{header}"\n\n#include <string.h>\n\n']
        out += [f'#include "{i}"\n' for i in self.includes]
        out += [self.pattern_table(), self.match_function(), self.extract_functions()]
        out.append(f'int {self.prefix}_decode(uint32_t word, struct {self.prefix}_insn *out)\n{{\n'
                   f'    int pattern = {self.prefix}_match(word);\n    if (pattern >= 0)\n'
                   f'        {self.prefix}_extract(pattern, word, out);\n    return pattern;\n}}\n')
        return ''.join(out)

    def pattern_table(self):
        out = [f'\nconst struct {self.prefix}_pattern {self.prefix}_patterns[] = {{\n']
        for p, i in zip(self.t.patterns, self.ids):
            out.append(f'    [{i}] = {{"{p.name.split("_")[0]}", {p.mask:#010x}, {p.value:#010x}, '
                       f'TR_FLOW_{p.flow.upper()}, {p.isa or 0}, {self.prefix}_{p.function}}},\n')
        return ''.join(out) + '};\n\n'

    def match_function(self):
        self.out = [f'int {self.prefix}_match(uint32_t word)\n{{\n']
        self.tree(self.t.patterns, 0, 1)
        return ''.join(self.out) + '}\n\n'

    def tree(self, patterns, known, depth):
        """Tests for patterns (in the order of the tables); every path returns."""
        pad = '    ' * depth
        best = None
        if len(patterns) > 2:
            union = 0
            for p in patterns:
                union |= p.mask
            union &= ~known
            for n in range(1, 8):
                for lo in range(self.t.width - n + 1):
                    if not (union >> lo & 1 and union >> lo + n - 1 & 1):
                        continue
                    cost = split_cost(patterns, lo, n, known)
                    if cost and (best is None or cost[0] < best[0]):
                        best = cost + (lo, n)
        if best is None:
            for p in patterns:
                tests = [f'(word & {p.mask:#x}) == {p.value:#x}']
                tests += [f'(word & {m:#x}) != {v:#x}' for m, v in p.excluded]
                self.out.append(f'{pad}if ({" && ".join(tests)})\n'
                                f'{pad}    return {self.ids[p.index]};\n')
            self.out.append(f'{pad}return -1;\n')
            return
        _, values, lo, n = best
        self.out.append(f'{pad}switch (word >> {lo} & {(1 << n) - 1:#x}) {{\n')
        same = {}
        for value, ps in enumerate(values):
            if ps:
                same.setdefault(tuple(p.index for p in ps), []).append(value)
        for indices, cases in same.items():
            for value in cases:
                self.out.append(f'{pad}case {value}:\n')
            self.tree([self.t.patterns[i] for i in indices], known | ((1 << n) - 1) << lo,
                      depth + 1)
        self.out.append(f'{pad}}}\n{pad}return -1;\n')

    def extract_functions(self):
        kinds, cases = {}, {}
        for p, i in zip(self.t.patterns, self.ids):
            take = ''.join(f'    out->{name} = ({self.types[name]})({o.code(self.prefix)});\n'
                           for name, o in sorted(p.operands.items()) if isinstance(o, Field))
            consts = ''.join(f'        out->{name} = {o.text};\n'
                             for name, o in sorted(p.operands.items()) if isinstance(o, Const))
            kind = kinds.setdefault(take, len(kinds)) if take else None
            cases.setdefault((kind, consts), []).append(i)
        out = []
        for take, kind in kinds.items():
            out.append(f'static void extract_{kind}(uint32_t word, struct {self.prefix}_insn *out)'
                       f'\n{{\n{take}}}\n\n')
        out.append(f'void {self.prefix}_extract(int pattern, uint32_t word, struct {self.prefix}_'
                   'insn *out)\n{\n    memset(out, 0, sizeof(*out));\n    out->word = word;\n'
                   '    out->pattern = (uint16_t)pattern;\n    switch (pattern) {\n')
        for (kind, consts), ids in cases.items():
            out += [f'    case {i}:\n' for i in ids]
            if kind is not None:
                out.append(f'        extract_{kind}(word, out);\n')
            out.append(f'{consts}        break;\n')
        out.append('    }\n}\n\n')
        return ''.join(out)


def main():
    ap = argparse.ArgumentParser(description='instruction tables -> decoder')
    ap.add_argument('--prefix', required=True)
    ap.add_argument('--width', type=int, default=32, choices=(8, 16, 32))
    ap.add_argument('--include', action='append', default=[])
    ap.add_argument('--header', required=True)
    ap.add_argument('--source', required=True)
    ap.add_argument('tables', nargs='+')
    args = ap.parse_args()
    try:
        tables = Tables(args.width)
        for path in args.tables:
            tables.read(path)
        if not tables.patterns:
            raise Bad(args.tables[0], 'there is no instruction')
        bad = tables.check()
        if bad:
            sys.exit('\n'.join(bad))
        writer = Writer(tables, args.prefix, args.include,
                        [os.path.basename(p) for p in args.tables])
        header = writer.header()
        source = writer.source(os.path.basename(args.header))
    except Bad as e:
        sys.exit(str(e))
    for path, text in ((args.header, header), (args.source, source)):
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)


if __name__ == '__main__':
    main()
