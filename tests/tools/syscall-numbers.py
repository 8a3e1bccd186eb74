#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The generated system call numbers against the headers of the compilers that are installed."""
import re
import shutil
import subprocess
import sys

COMPILERS = {'x86_64': 'gcc', 'aarch64': 'aarch64-linux-gnu-gcc', 'arm': 'arm-linux-gnueabihf-gcc',
             'riscv64': 'riscv64-linux-gnu-gcc', 'ppc': 'powerpc-linux-gnu-gcc',
             'ppc64': 'powerpc64le-linux-gnu-gcc', 's390x': 's390x-linux-gnu-gcc',
             'mips_o32': 'mips-linux-gnu-gcc', 'mips_n64': 'mips64-linux-gnuabi64-gcc'}

with open(sys.argv[1], encoding='utf-8') as f:
    source = f.read()
failed = compared = 0
for abi, cc in COMPILERS.items():
    if not shutil.which(cc):
        continue
    table = re.search(rf'sys_map_{abi}\[\] = {{(.*?)}};', source, re.S)[1]
    ours = {n: int(i) for i, n in re.findall(r'\[(\d+)\] = SYS_ID_(\w+)', table)}
    macros = subprocess.run([cc, '-dM', '-E', '-include', 'asm/unistd.h', '-'], input='',
                            capture_output=True, text=True, check=True).stdout
    header = dict(re.findall(r'#define __NR_(\w+) (\d+)$', macros, re.M))
    both = [n for n in ours if n in header and not n.endswith('16') and n + '32' not in header]
    for name in both:
        if ours[name] != int(header[name]):
            print(f'{abi}: {name} is {header[name]}, not {ours[name]}')
            failed += 1
    compared += len(both)
    if len(both) < 250:
        print(f'{abi}: only {len(both)} calls known to both')
        failed += 1
print(f'{compared} numbers compared, {failed} wrong')
sys.exit(failed != 0)
