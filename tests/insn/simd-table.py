#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes docs/simd.md: how each Advanced SIMD and floating-point instruction is done on the host.

    simd-table.py BUILD/tests/insn/insn-run > docs/simd.md

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
`translate/guest/aarch64/*helpers.c`. In any floating-point mode but the default one (rounding,
flushing, default NaN) arithmetic is done by `C`; so is the arithmetic of half precision. Loads and
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
    print('\n'.join(textwrap.wrap(text, 99, initial_indent='* ', subsequent_indent='  ',
                                  break_on_hyphens=False)))


def helped(codes):
    """Mnemonics with a C helper, and for which operands where that is not all."""
    forms = {}
    for text, code in codes.items():
        if re.search(r'\bh\b|\.\d*h', shape(text)) and (text[0] == 'f' or 'cvtf' in text):
            continue
        mine = forms.setdefault(text.split()[0], ([], []))['C' not in code]
        first = shape(text).split(' ')[0]
        if first not in mine:
            mine.append(first)
    for mnemonic, (with_c, without) in sorted(forms.items()):
        if with_c:
            yield mnemonic + (f' ({" ".join(with_c)})' if without else '')


def main():
    run = sys.argv[1]
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
        codes = {level: host_code(run, f'{tmp}/t.t', level) for level in LEVELS}
    print(HEAD)
    for (mnemonic, code), forms in sorted(rows_of(codes['avx2']).items()):
        item(f'{mnemonic} `{"`, `".join(brief(f) for f in forms)}`: {short(code)}')
    print('\n## By a C helper\n\nBut for half precision arithmetic:\n')
    for level in LEVELS:
        item(f'with `{level}`: {", ".join(helped(codes[level]))}.')


main()
