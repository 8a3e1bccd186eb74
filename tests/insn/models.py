#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the instruction tests on every cpu model: what a model lacks is SIGILL, all else as ever.

    models.py --run INSN-RUN [--cpu MODEL] file.t ...

What a model has is the cross assembler's word, which knows the cores or their features by name: a
line whose text it refuses for that core must be an illegal instruction. Nothing is taken from the
tables of the translator.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

AS = 'aarch64-linux-gnu-as'
OBJDUMP = 'aarch64-linux-gnu-objdump'
# The optional parts that our models have, from the cores' reference manuals.
MODELS = {
    'cortex-a35': 'armv8-a+crypto+crc',
    'cortex-a53': 'armv8-a+crypto+crc',
    'cortex-a57': 'armv8-a+crypto+crc',
    'cortex-a72': 'armv8-a+crypto+crc',
    'cortex-a76': 'armv8.2-a+crypto+fp16+dotprod+rcpc+ssbs',
    'neoverse-n1': 'armv8.2-a+crypto+fp16+dotprod+rcpc+ssbs',
    'neoverse-v1': 'armv8.4-a+crypto+sha3+sm4+fp16+fp16fml+bf16+i8mm+rng+ssbs',
    'max': 'armv8.8-a+crypto+sha3+sm4+fp16+fp16fml+bf16+i8mm+rng+mops+cssc+ssbs+sb+predres',
}
# Where binutils 2.40 is no judge: it takes SHA-512 for part of every crypto, and DC CVADP for one
# of Armv8.5 only, which Neoverse V1 has too (FEAT_DPB2; its TRM, ID_AA64ISAR1_EL1).
OTHERWISE = {'sha512': ['neoverse-v1', 'max'], 'dc\tcvadp': ['neoverse-v1', 'max']}
# Lines that come out otherwise where a feature lacks, without being illegal: text, models with it.
DEPENDS = [
    (r'mrs\t.*(id_aa64|midr)', ['max']),
    (r'xpaclri|(pac|aut)i[ab](1716|z|sp)$', ['neoverse-v1', 'max']),  # hints
]
FZ16 = 0x80000
WITH_LSE2 = ['neoverse-v1', 'max']  # what is misaligned faults otherwise


def cases(path):
    """[words, the line and those that continue it, about alignment]"""
    found, alignment = [], False
    with open(path, encoding='utf-8') as f:
        for line in f:
            if line[0] == '#':
                alignment = line.startswith('# Misaligned:')
            if line[0] in '#\n':
                continue
            m = re.match(r'\S+(?: \S+)*\s\s+((?:[0-9a-f]{8}\s+)+)', line)
            if m:
                found.append(([int(w, 16) for w in m[1].split()], [line], alignment))
            elif found:
                found[-1][1].append(line)
    return found


def texts(words, tmp):
    """{word: objdump's text, addresses as .+N}"""
    with open(f'{tmp}/w.s', 'w', encoding='utf-8') as f:
        f.writelines(f'.inst {w:#x}\n' for w in words)
    subprocess.run([AS, '-march=armv8.8-a+memtag', '-o', f'{tmp}/w.o', f'{tmp}/w.s'], check=True)
    out = subprocess.run([OBJDUMP, '-d', '-z', f'{tmp}/w.o'], check=True, capture_output=True,
                         text=True).stdout
    found = {}
    for line in out.splitlines():
        m = re.match(r'\s*([0-9a-f]+):\t([0-9a-f]{8}) \t(.*)', line)
        if m:
            text = re.sub(r'\s*//.*', '', m[3])
            text = re.sub(r'\b([0-9a-f]+) <[^>]*>',
                          lambda t, at=int(m[1], 16): f'.+{int(t[1], 16) - at}', text)
            found[int(m[2], 16)] = text.strip()
    return found


def refused(march, known, tmp):
    """The words whose text the assembler does not take for that core."""
    order = [w for w in known if '.inst' not in known[w] and 'undefined' not in known[w]]
    with open(f'{tmp}/m.s', 'w', encoding='utf-8') as f:
        f.writelines(known[w].replace('.+-', '.-') + '\n' for w in order)
    r = subprocess.run([AS, '-march=' + march, '-o', '/dev/null', f'{tmp}/m.s'], check=False,
                       capture_output=True, text=True)
    bad = {int(n) for n in re.findall(r'm\.s:(\d+): Error', r.stderr)}
    return {order[n - 1] for n in bad}


def lines_for(model, found, known, no):
    """The lines as the model has to run them, and how many of them it lacks."""
    out, lacking = [], 0
    march = MODELS[model]
    for words, lines, alignment in found:
        skip = alignment and model not in WITH_LSE2
        for pattern, having in DEPENDS:
            if model not in having:
                skip |= any(re.match(pattern, known[w]) for w in words)
        if skip:
            continue
        if words[0] in no:
            line = re.sub(r'->.*', '-> sigill pc=10000', lines[0])
            out.append(re.sub(r' fp[cs]r=\S+', '', line))
            lacking += 1
        elif not any(w in no for w in words):
            fits = [line for line in lines if 'fp16' in march or not has_fz16(line)]
            out += fits if fits and fits[0] is lines[0] else []
    return out, lacking


def has_fz16(line):
    return any(int(v, 16) & FZ16 for v in re.findall(r'fpcr=([0-9a-f]+)', line))


def lacked_by(model, known, tmp):
    """The words that the model does not have."""
    no = refused(MODELS[model], known, tmp)
    for start, having in OTHERWISE.items():
        words = {w for w, text in known.items() if text.startswith(start)}
        no = no - words if model in having else no | words
    return no


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--run', required=True)
    parser.add_argument('--cpu')
    parser.add_argument('tests', nargs='+')
    o = parser.parse_args()
    found = [c for path in o.tests for c in cases(path)]
    bad = 0
    with tempfile.TemporaryDirectory() as tmp:
        known = texts(sorted({w for words, _, _ in found for w in words}), tmp)
        for model in [o.cpu] if o.cpu else MODELS:
            lines, lacking = lines_for(model, found, known, lacked_by(model, known, tmp))
            with open(f'{tmp}/{model}.t', 'w', encoding='utf-8') as f:
                f.writelines(lines)
            env = {**os.environ, 'DRAGOMAN_CPU': model}
            r = subprocess.run([o.run, f'{tmp}/{model}.t'], env=env, check=False,
                               capture_output=True, text=True)
            print(f'{model}: {lacking} instructions lacking, {r.stdout.splitlines()[-1]}')
            if r.returncode != 0:
                bad += 1
                print(r.stdout)
    return bad != 0


sys.exit(main())
