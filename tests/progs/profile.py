#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What --profile reports of a program whose work is known (profiled.c).

    profile.py DRAGOMAN PROGRAM SEQUENCES

SEQUENCES: tools/profile-sequences.py.
"""
import os
import re
import struct
import subprocess
import sys
import tempfile

DRAGOMAN, PROGRAM, SEQUENCES = (os.path.abspath(p) for p in sys.argv[1:4])
failures = []


def check(what, good, text=''):
    if not good:
        failures.append(what)
        print(f'FAILED {what}\n{text}')


def run(what, variable=False, name='--profile'):
    """The exit status, standard error, and the reports by file name."""
    with tempfile.TemporaryDirectory() as tmp:
        option, env = [name + '=report'], dict(os.environ)
        if variable:
            option, env['DRAGOMAN_PROFILE'] = [], 'report'
        r = subprocess.run([DRAGOMAN] + option + [PROGRAM, what], cwd=tmp, env=env, check=False,
                           capture_output=True, text=True, timeout=100)
        reports = {}
        for name in os.listdir(tmp):
            with open(os.path.join(tmp, name), encoding='utf-8') as f:
                reports[name] = f.read()
        return r.returncode, r.stderr, reports


def sections(text):
    """[(the first line, {function: its row's numbers})] of a report."""
    result = []
    for part in re.split(r"^(?=dragoman's profile of)", text, flags=re.M):
        rows = {}
        for m in re.finditer(r'^ *([\d.]+) % +(\d+) ms +(\d+) ms +(\d+) +([\d.]+) +(\d+)  (\S+) ',
                             part, re.M):
            rows[m[7]] = (float(m[1]), int(m[4]), int(m[6]))
        if part:
            result.append((part.split('\n', 1)[0], rows))
    return result


def loops(text, function='work'):
    """How often the function's one multiplication ran, over all its copies."""
    part = re.search(rf'^{function} .*: [\d.]+ %\n((?:.+\n)+)', text, re.M)
    counts = re.findall(r'^ *(\d+) +(?:[\d.]+ +)?[0-9a-f]+  smulh ', part[1] if part else '', re.M)
    return sum(int(c) for c in counts)


def one(what, status, why, **how):
    code, err, reports = run(what, **how)
    check(f'{what}: exit status {code}', code == status, err)
    check(f'{what}: reports {sorted(reports)}', sorted(reports) == ['report'])
    text = reports.get('report', '')
    found = sections(text)
    check(f'{what}: sections', len(found) == 1 and found[0][0].endswith(f', until {why}'), text)
    return text, found[0][1] if found else {}


def test_loop():
    text, rows = one('loop', 0, 'exit 0')
    check('loop: work is first', rows and next(iter(rows)) == 'work', text)
    check('loop: work has the time', rows.get('work', (0,))[0] > 60, text)
    check('loop: entered once', rows['work'][2] == 1, text)
    check('loop: counts', loops(text) == 30000000, text)


def test_sequences():
    text = run('loop')[2]['report']
    with tempfile.NamedTemporaryFile('w', suffix='.txt') as f:
        f.write(text)
        f.flush()
        out = subprocess.run([sys.executable, SEQUENCES, f.name], check=False, capture_output=True,
                             text=True).stdout
    m = re.search(r'smulh +([\d.]+) % of guest instructions, +([\d.]+) each', out)
    check('sequences: smulh is one of 13 instructions', m and abs(float(m[1]) - 100 / 13) < 1, out)
    check('sequences: of few host instructions', m and 1 <= float(m[2]) <= 5, out)


def test_time():
    text, rows = one('loop', 0, 'exit 0', name='--profile-time')
    check('time: work is first', rows and next(iter(rows)) == 'work', text)
    check('time: nothing is counted', rows['work'][1:] == (0, 0) and loops(text) == 0, text)


def test_ends():
    one('abort', -6, 'signal 6', variable=True)
    one('segv', -11, 'signal 11')
    one('last', 0, 'the end of its last thread')


def test_threads():
    text, rows = one('threads', 0, 'exit 0')
    check('threads: entered by all', rows['work'][2] == 3, text)
    per_loop = rows['work'][1] / 6000000
    check('threads: counts', abs(per_loop - round(per_loop)) < 1e-4, text)


def instructions(found):
    return [rows['work'][1] for _, rows in found if 'work' in rows]


def test_processes():
    _, _, reports = run('forks')
    check('forks: a report each', len(reports) == 3 and
          all(re.fullmatch(r'report(\.\d+)?', r) for r in reports), sorted(reports))
    counts = {n: instructions(sections(t)) for n, t in reports.items()}
    parent = counts.pop('report', [0])
    check('forks: own counts', all(len(c) == 1 and abs(c[0] / parent[0] - 2) < 1e-3
                                   for c in counts.values()), counts)
    code, err, reports = run('children')
    made = [int(re.search(r'^ *units \(regions\) +(\d+)', reports[n], re.M)[1])
            for n in sorted(reports, key=lambda n: int('0' + n[7:])) if n != 'report']
    check('children: the parent translates for the later ones', code == 0 and len(made) == 5 and
          made[0] > 20 and 4 * made[3] < made[0] and 4 * made[4] < made[0], made)
    code, err, reports = run('spawns')
    check('spawns: exit status', code == 0, err)
    found = sections(reports.get('report', ''))
    check('spawns: two programs in one process', len(found) == 2 and
          ' until execve of ' in found[0][0] and found[1][0].endswith(' until exit 0'), reports)
    check('spawns: a file for the child', len(reports) == 2, sorted(reports))


def test_full():
    r = subprocess.run([DRAGOMAN, '--profile=/dev/full', PROGRAM, 'last'], check=False,
                       capture_output=True, text=True, timeout=100)
    check('a full disk', r.returncode == 0 and 'No space left' in r.stderr, r.stderr)


def wrap_sizes(elf, section):
    """The end of each symbol is address 0."""
    offset, size = struct.unpack_from('<QQ', elf, section + 24)
    for at in range(offset, offset + size, 24):
        value, = struct.unpack_from('<Q', elf, at + 8)
        struct.pack_into('<Q', elf, at + 16, -value % 2**64)


def no_entries(elf, section):
    """A table without names, in place of the section before, and one of entries without size."""
    elf[section - 64:section] = elf[section:section + 64]
    struct.pack_into('<Q', elf, section - 64 + 32, 24)
    struct.pack_into('<Q', elf, section + 56, 0)


def strange_name(elf, section):
    """A function whose name is no text."""
    header, = struct.unpack_from('<Q', elf, 40)
    link, = struct.unpack_from('<I', elf, section + 40)
    offset, size = struct.unpack_from('<QQ', elf, header + 64 * link + 24)
    name = elf.index(b'\0work\0', offset, offset + size)
    elf[name:name + 6] = b'\0\n\x1b[m\0'


def test_broken(change):
    """A report of a program whose symbol table is no good."""
    with open(PROGRAM, 'rb') as f:
        elf = bytearray(f.read())
    header, = struct.unpack_from('<Q', elf, 40)
    count, = struct.unpack_from('<H', elf, 60)
    for section in range(header, header + 64 * count, 64):
        if struct.unpack_from('<I', elf, section + 4)[0] == 2:
            change(elf, section)
            break
    else:
        check(f'{change.__name__}: no symbol table', False)
    with tempfile.TemporaryDirectory() as tmp:
        program, report = os.path.join(tmp, 'program'), os.path.join(tmp, 'report')
        with open(program, 'wb') as f:
            f.write(elf)
        os.chmod(program, 0o755)
        r = subprocess.run([DRAGOMAN, f'--profile={report}', program, 'last'], check=False,
                           capture_output=True, text=True, timeout=100)
        with open(report, 'rb') as f:
            text = f.read()
        check(f'{change.__name__}: status {r.returncode}, a report of {len(text)} bytes',
              r.returncode == 0 and len(text) > 1000, r.stderr)
        check(f'{change.__name__}: only text', not re.search(rb'[\0-\x09\x0b-\x1f\x7f]', text),
              text[:1000])


test_full()
test_broken(wrap_sizes)
test_broken(no_entries)
test_broken(strange_name)
test_loop()
test_sequences()
test_time()
test_ends()
test_threads()
test_processes()
sys.exit(bool(failures))
