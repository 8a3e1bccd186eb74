#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the listings of a profile say of code generation (docs/profiling.md).

    profile-sequences.py REPORT...

Of the functions that a report lists: host instructions run for each guest instruction, by mnemonic;
and the host sequences that cost most more than one instruction, with an example. What a profile
itself adds to a block is left out.
"""
import collections
import re
import sys

LINE = re.compile(r'^(.{14}) (.{5}) (.{12})  (.{46})\| ?(.*)$')
COUNT = re.compile(r'add qword ptr \[rax \+ 0x[0-9a-f]+\], 1$')
MNEMONICS, SEQUENCES, SHOWN = 25, 15, 150


def without_count(host):
    for at in range(len(host) - 1):
        if host[at].startswith('mov rax, qword ptr [rbp +') and COUNT.match(host[at + 1]):
            return host[:at] + host[at + 2:]
    return host


def read(name):
    """[(executions, guest text or '(block)', [host instruction])] of a report."""
    rows = []
    with open(name, encoding='utf-8') as f:
        for line in f:
            m = LINE.match(line.rstrip('\n'))
            if not m:
                continue
            if m[3].strip():
                rows.append((int(m[1]) if m[1].strip() else 0, m[4].strip() or '(block)', []))
            if rows and m[5]:
                rows[-1][2].append(m[5])
    return [(n, guest, without_count(host)) for n, guest, host in rows if n]


def report(name):
    guest, host = collections.Counter(), collections.Counter()
    forms, example = collections.Counter(), {}
    for n, text, code in read(name):
        mnemonic = text.split()[0]
        guest[mnemonic] += n
        host[mnemonic] += n * len(code)
        key = mnemonic, len(code)
        forms[key] += n
        if n > example.get(key, (0,))[0]:
            example[key] = n, text, code
    insns = sum(n for m, n in guest.items() if m != '(block)')
    if not insns:
        print(f'{name}: nothing was counted')
        return
    print(f'{name}: {sum(host.values()) / insns:.2f} host instructions for a guest instruction')
    for mnemonic, n in host.most_common(MNEMONICS):
        print(f'  {mnemonic:14} {100 * guest[mnemonic] / insns:5.1f} % of guest instructions, '
              f'{n / guest[mnemonic]:5.2f} each, {100 * n / sum(host.values()):5.1f} % of host')
    for key, n in sorted(forms.items(), key=lambda f: -(f[0][1] - 1) * f[1])[:SEQUENCES]:
        text, code = example[key][1:]
        print(f'  {100 * n / insns:5.2f} %  {text}:  ' + ('; '.join(code))[:SHOWN])


for path in sys.argv[1:]:
    report(path)
