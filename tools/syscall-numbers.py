#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the system call numbers of all ABIs from the kernel's own tables.

    syscall-numbers.py --host x86_64 --header OUT.h --source OUT.c abis generic.tbl arm.tbl ...

One enum sys_id names every call that some ABI has. A call is named as the kernel's tables name it,
but for entries that mean another thing under the same name: mmap that is sys_old_mmap becomes
old_mmap, chown that is sys_chown16 becomes chown16 and chown32 that is sys_chown becomes chown.
Calls that every kernel refuses (sys_ni_syscall) have no number.
"""
import argparse
import os
import re
import sys


def call_id(name, entry):
    """The name of what entry does."""
    entry = re.sub(r'^(compat_)?sys_(s390_)?', '', entry)
    if entry == 'old_' + name or entry == name + '16':
        return entry
    if name == entry + '32':
        return entry
    return name


def read_table(path, abis):
    """{number: id} of the lines of a table that belong to abis."""
    calls = {}
    with open(path, encoding='utf-8') as f:
        for line in f:
            words = line.split('#')[0].split()
            if len(words) < 3 or words[1] not in abis:
                continue
            entry = words[3] if len(words) > 3 else 'sys_ni_syscall'
            if entry in ('sys_ni_syscall', '-'):
                continue
            number = int(words[0])
            if number in calls:
                sys.exit(f'{path}: number {number} stands twice')
            calls[number] = call_id(words[2], entry)
    if not calls:
        sys.exit(f'{path}: nothing for {abis}')
    return calls


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--host', required=True)
    ap.add_argument('--header', required=True)
    ap.add_argument('--source', required=True)
    ap.add_argument('abis')
    ap.add_argument('tables', nargs='+')
    args = ap.parse_args()
    tables = {os.path.basename(t)[:-len('.tbl')]: t for t in args.tables}
    note = '/* Made by tools/syscall-numbers.py from tools/syscall-tables; not to be edited. */\n'

    abis = {}
    with open(args.abis, encoding='utf-8') as f:
        for line in f:
            words = line.split('#')[0].split()
            if words:
                abis[words[0]] = (read_table(tables[words[1]], words[2].split(',')),
                                  int(words[3]))
    names = sorted({n for calls, _ in abis.values() for n in calls.values()})

    h = [note, '#ifndef DRAGOMAN_SYSCALL_NUMBERS_H\n#define DRAGOMAN_SYSCALL_NUMBERS_H\n\n'
         '#include <stdint.h>\n\n/* Every call that some ABI has. */\nenum sys_id {\n'
         '    SYS_ID_none,\n']
    h += [f'    SYS_ID_{n},\n' for n in names]
    h.append('    SYS_N_IDS\n};\n\n/* By enum sys_id: the name, and the number for the host\'s '
             'kernel, -1 where it has none. */\nextern const char *const sys_names[SYS_N_IDS];\n'
             'extern const int16_t sys_host_nr[SYS_N_IDS];\n\n/* Of each ABI: guest number - '
             'SYS_FIRST_* -> enum sys_id, SYS_ID_none where there is no call. */\n')
    c = [note, f'#include "{os.path.basename(args.header)}"\n\n',
         'const char *const sys_names[] = {\n    [SYS_ID_none] = "",\n']
    c += [f'    [SYS_ID_{n}] = "{n}",\n' for n in names]
    host = {n: number for number, n in abis[args.host][0].items()}
    c.append('};\n\nconst int16_t sys_host_nr[] = {\n    [SYS_ID_none] = -1,\n')
    c += [f'    [SYS_ID_{n}] = {host.get(n, -1)},\n' for n in names]
    c.append('};\n')
    for abi, (calls, first) in abis.items():
        h.append(f'enum {{ SYS_FIRST_{abi} = {first}, SYS_N_{abi} = {max(calls) + 1} }};\n'
                 f'extern const uint16_t sys_map_{abi}[SYS_N_{abi}];\n')
        c.append(f'\nconst uint16_t sys_map_{abi}[] = {{\n')
        c += [f'    [{number}] = SYS_ID_{n},\n' for number, n in sorted(calls.items())]
        c.append('};\n')
    h.append('\n#endif\n')
    for path, text in ((args.header, h), (args.source, c)):
        with open(path, 'w', encoding='utf-8') as f:
            f.write(''.join(text))


main()
