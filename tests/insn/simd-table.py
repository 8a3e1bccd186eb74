#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes docs/simd.md: how each Advanced SIMD and floating-point instruction is done on the host.

    simd-table.py BUILD/tests/insn/insn-run > docs/simd.md
    simd-table.py BUILD/tests/insn/insn-run --check docs/simd.md

--check fails where the document lacks an instruction or names one too many, or says otherwise about
C helpers; host code that has changed is not its matter, nor the level `all`, which is the host's.

Every line of the tables is translated once for each of its lane sizes and vector lengths; the
table is read off the host code that comes out. Needs the AArch64 cross tools.
"""
import itertools
import os
import re
import subprocess
import sys
import tempfile
import textwrap

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', '..', 'tools'))
sys.path.insert(0, HERE)
import decode  # pylint: disable=wrong-import-position
import golden  # pylint: disable=wrong-import-position

FOLDER = os.path.join(HERE, '..', '..', 'translate', 'guest', 'aarch64')
ARCH = '-march=armv8.7-a+crypto+sha3+sm4+fp16fml+bf16+i8mm'
LEVELS = ('sse4.1', 'avx2', 'all')
NUMBERS = {'rd': 0, 'rt': 0, 'rn': 1, 'rm': 2, 'ra': 3}
SHAPES = ('q', 'size', 'sf', 'imm5', 'immhb', 'cmode', 'inv', 'rot', 'len', 's')
FIXED = {'immhb': (9, 17, 33, 65), 'imm5': (1, 2, 4, 8), 'imm4': (1,), 'scale': (60,),
         'cmode': (0, 8, 12, 14, 15), 'imm8': (0x47,), 'shift6': (9,), 'h': (0,), 'l': (0,)}

# What reads the flags is translated behind a comparison that makes them.
COMPARE = 'cmp x4, x5; '
COMPARE_WORD = 'eb05009f '

HEAD = """# How Advanced SIMD and floating point are done

Made by `tests/insn/simd-table.py`; not to be edited. For each instruction of the tables: the host
instructions that its translation consists of, in order, with AVX2 (`DRAGOMAN_HOST_FEATURES=avx2`),
in the default floating-point mode. Moves to and from the state in memory belong to registers that
the host does not hold. What stands out of line (NaNs, Invalid, saturation of conversions) is not
shown; FCCMP and FCSEL stand behind a CMP. `C` is a call of a C helper: the evaluation of the
operation in `translate/ir/eval*.c` or `translate/soft`, or a function of
`translate/guest/aarch64/*helpers.c`. The other floating-point modes have the same host instructions
and more tests, but for half precision: flushing and default NaNs are done by `C` there. Loads and
stores with writeback differ by one addition and are left out.
"""


def words_of(pattern):
    """Words of a line of a table: all its shapes, registers 0, 1, 2, 3."""
    choices, fields = [], []
    for name, operand in pattern.operands.items():
        if not isinstance(operand, decode.Field):
            continue
        bits = operand.bits()
        if name in NUMBERS:
            values = (NUMBERS[name],)
        elif name in FIXED:
            values = FIXED[name]
        elif name in SHAPES:
            values = range(1 << len(bits))
        else:
            values = (0,)
        fields.append(bits)
        choices.append(values)
    for values in itertools.product(*choices):
        word = pattern.value
        for bits, value in zip(fields, values):
            for i, bit in enumerate(reversed(bits)):
                word = word & ~(1 << bit) | (value >> i & 1) << bit
        if (word & pattern.mask == pattern.value and
                all(word & m != v for m, v in pattern.excluded)):
            yield word


def texts_of(words, tmp):
    with open(f'{tmp}/t.s', 'w', encoding='utf-8') as f:
        f.writelines(f'.inst {w:#x}\n' for w in words)
    subprocess.run(['aarch64-linux-gnu-as', ARCH, '-o', f'{tmp}/t.o', f'{tmp}/t.s'], check=True)
    out = subprocess.run(['aarch64-linux-gnu-objdump', '-d', '-z', f'{tmp}/t.o'], check=True,
                         capture_output=True, text=True).stdout
    lines = re.findall(r'^\s*[0-9a-f]+:\t[0-9a-f]{8} \t(.*)', out, re.M)
    return [' '.join(re.sub(r'\s*//.*', '', x).split()) for x in lines]


def host_code(run, path, level):
    """{text: host instructions, with C for a call of a helper}"""
    env = dict(os.environ, DRAGOMAN_ENGINE='jit', DRAGOMAN_HOST_FEATURES=level)
    out = subprocess.run([run, '-g', path], capture_output=True, text=True, env=env,
                         check=False).stdout
    cases, title = {}, None
    for line in out.splitlines():
        m = re.match(r'0x([0-9a-f]+):\s+(.*)', line)
        if line.startswith('== '):
            title = line[3:].removeprefix(COMPARE)
            cases[title] = []
        elif m and title:
            cases[title].append(golden.relative(m[2], int(m[1], 16)))
    return {t: steps(golden.without_exit(code)) for t, code in cases.items()}


def steps(code):
    """Mnemonics up to the way out; a helper's call with what it needs is one."""
    out = []
    for line in code:
        if line.startswith('exit at'):
            break
        if line.startswith('call qword ptr'):
            # Operands go to memory and the function's number to a register before it.
            while out and out[-1] in ('mov', 'lea', 'vmovups', 'movups', 'vmovdqu', 'movaps',
                                      'vmovaps', 'vmovdqa'):
                out.pop()
            out.append('C')
        else:
            out.append(line.split()[0])
    return out


def shape(text):
    """What tells the forms of a mnemonic apart."""
    operands = text.split(' ', 1)[1] if ' ' in text else ''
    operands = re.sub(r'\b([bhsdqwx])\d+\b', r'\1', operands)
    operands = re.sub(r'\bv\d+', '', operands)
    operands = re.sub(r'\[\d+\]', '[i]', re.sub(r'#[^,]+', '#', operands)).replace(' ', '')
    return operands.replace('},{', '}, {').replace(',', ' ')


def rows_of(cases):
    """(mnemonic, shapes, steps), forms with the same code joined."""
    rows = {}
    for text, code in cases.items():
        mnemonic = text.split()[0]
        forms = rows.setdefault((mnemonic, tuple(code)), [])
        if shape(text) not in forms:
            forms.append(shape(text))
    return rows


def short(code):
    if len(code) > 16 and 'C' not in code:
        return f'{len(code)} instructions'
    out = []
    for name, group in itertools.groupby(code):
        n = len(list(group))
        out.append(name if n == 1 else f'{n} {name}')
    return ', '.join(out) if out else 'nothing: the registers are renamed'


def brief(form):
    """Operands of one shape are named once."""
    shapes = form.split(' ')
    return shapes[0] if len(set(shapes)) == 1 else form


def item(text):
    return '\n'.join(textwrap.wrap(text, 99, initial_indent='* ', subsequent_indent='  ',
                                   break_on_hyphens=False))


def helped(codes, below):
    """Mnemonics with a C helper, and for which operands where that is not all. What a lower level
    does without has none: the disassembler does not know all that is new."""
    forms = {}
    for text, code in codes.items():
        by_c = 'C' in code and 'C' in below[text]
        mine = forms.setdefault(text.split()[0], ([], []))[not by_c]
        first = shape(text).split(' ')[0]
        if first not in mine:
            mine.append(first)
    for mnemonic, (with_c, without) in sorted(forms.items()):
        if with_c:
            yield mnemonic + (f' ({" ".join(with_c)})' if without else '')


def translations(run):
    """{level: {text: host instructions}} of every word."""
    tables = decode.Tables(32)
    for name in ('fp.insn', 'simd.insn', 'fp16.insn', 'ext.insn'):
        tables.read(os.path.join(FOLDER, name))
    patterns = [p for p in tables.patterns if not p.name.endswith('_post')]
    words = sorted({w for p in patterns for w in words_of(p)})
    with tempfile.TemporaryDirectory() as tmp:
        texts = texts_of(words, tmp)
        with open(f'{tmp}/t.t', 'w', encoding='utf-8') as f:
            for text, word in zip(texts, words):
                if text.startswith(('.inst', 'undefined')):
                    continue
                flags = text.startswith(('fcsel', 'fccmp'))
                f.write(f'{COMPARE if flags else ""}{text}  {COMPARE_WORD if flags else ""}'
                        f'{word:08x}  x1=20000 ->\n')
        return {level: host_code(run, f'{tmp}/t.t', level) for level in LEVELS}


def document(codes):
    lines = [HEAD]
    for (mnemonic, code), forms in sorted(rows_of(codes['avx2']).items()):
        lines.append(item(f'{mnemonic} `{"`, `".join(brief(f) for f in forms)}`: {short(code)}'))
    lines.append('\n## By a C helper\n')
    for level, below in zip(LEVELS, LEVELS[:1] + LEVELS):
        lines.append(item(f'with `{level}`: {", ".join(helped(codes[level], codes[below]))}.'))
    return '\n'.join(lines) + '\n'


def facts(text):
    """What --check compares: the forms of each mnemonic, and which are done by C at which level."""
    found = set()
    for line in re.findall(r'^\* (.*(?:\n  .*)*)', text, re.M):
        line = ' '.join(line.split())
        if line.startswith('with `'):
            level, rest = line[5:].split(': ', 1)
            if level != '`all`':
                found.update((level, x) for x in re.split(r', ', rest.rstrip('.')))
        else:
            mnemonic, forms = line.split(': ', 1)[0].split(' ', 1)
            found.update((mnemonic, form) for form in forms.split(', '))
    return found


def main():
    made = document(translations(sys.argv[1]))
    if len(sys.argv) < 3:
        print(made, end='')
        return
    with open(sys.argv[3], encoding='utf-8') as f:
        there = facts(f.read())
    for who, what in ('too much', there - facts(made)), ('missing', facts(made) - there):
        for fact in sorted(what):
            print(f'{who}: {" ".join(fact)}')
    sys.exit(there != facts(made))


main()
