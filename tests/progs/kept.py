#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Translations that another process left: where they must not be taken, and which files go.

    kept.py DRAGOMAN STATIC-KEPT STATIC-NOTHING
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

REFUSED = 77


class Place:
    """A directory of translations, and programs that run with it."""

    def __init__(self, dragoman, tmp):
        self.dragoman = dragoman
        self.tmp = tmp
        self.cache = os.path.join(tmp, 'cache')
        os.mkdir(self.cache, 0o700)

    def run(self, *command):
        """Its output, exit status and how many units it took."""
        report = os.path.join(self.tmp, 'report')
        r = subprocess.run([self.dragoman, '-cache', self.cache, *command], cwd=self.tmp,
                           capture_output=True, text=True, timeout=60, check=False)
        subprocess.run([self.dragoman, '-cache', self.cache, '--profile-time=' + report, *command],
                       cwd=self.tmp, capture_output=True, timeout=60, check=False)
        taken = 0
        if os.path.exists(report):
            with open(report, encoding='utf-8') as f:
                found = re.search(r'units from files +(\d+)', f.read())
            taken = int(found.group(1)) if found else 0
            os.remove(report)
        return r.stdout + r.stderr, r.returncode, taken


def expect(what, got, want):
    if got != want:
        sys.exit(f'{what}: {got}, not {want}')


def check_parts(place, kept):
    """A unit from private memory does not do where a part of it is shared."""
    for what in 'private', 'private', 'shared', 'shared':
        expect(what, place.run(kept, 'halves', what)[:2], ('5300\n', 0))


def check_ahead(place, kept):
    """Nor where what the translation looked ahead at is other code."""
    for what, want in ('alone', '0\n'), ('alone', '0\n'), ('together', '150\n'):
        expect(what, place.run(kept, 'pairs', what)[:2], (want, 0))


def check_written(place, kept):
    """Nor is it the same translation when that is written."""
    expect('written', place.run(kept, 'pairs', 'written')[:2], ('0\n150\n', 0))


def check_nobody(place, kept):
    """In a namespace where all owners are one, files are another's."""
    if os.geteuid() != 0:
        return
    place.run(kept, 'halves', 'private')
    expect('own', place.run(kept, 'halves', 'private')[2] > 0, True)
    os.chmod(place.cache, 0o755)
    for name in [place.cache] + [os.path.join(place.cache, n) for n in os.listdir(place.cache)]:
        os.chown(name, 1, 1)
        os.chmod(name, 0o755)
    output, status, taken = place.run(kept, 'halves', 'nobody')
    if status != REFUSED:
        expect('nobody', (output, taken), ('5300\n', 0))


def check_limit(place, nothing):
    """When all are too large, those that were used last longest ago go, and abandoned ones."""
    def path(name):
        return os.path.join(place.cache, name)
    old = time.time() - 86400
    names = f'{1:016x}', f'{2:016x}', f'{3:016x}', f'{4:016x}.new'
    for n, name in enumerate(names):
        with open(path(name), 'wb') as f:
            f.truncate(400 << 20)
        if n % 2:
            os.utime(path(name), (old, old))
    with open(nothing, 'rb') as f:
        program = bytearray(f.read())
    for n in range(250):
        program[9] = n # padding in the ELF header: another module
        with open(os.path.join(place.tmp, 'nothing'), 'wb') as f:
            f.write(program)
        os.chmod(f.name, 0o700)
        subprocess.run([place.dragoman, '-cache', place.cache, f.name], timeout=60, check=False,
                       stdout=subprocess.DEVNULL)
    left = [n for n in os.listdir(place.cache) if n.startswith('0' * 15)]
    expect('left', sorted(left), [names[0], names[2]])


def main():
    dragoman, kept, nothing = (os.path.abspath(a) for a in sys.argv[1:])
    for check, program in ((check_parts, kept), (check_ahead, kept), (check_written, kept),
                           (check_nobody, kept), (check_limit, nothing)):
        with tempfile.TemporaryDirectory() as tmp:
            os.chmod(tmp, 0o755)
            copy = shutil.copy(program, tmp)
            check(Place(dragoman, tmp), copy)


main()
