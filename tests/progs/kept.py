#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Translations that another process left: where they must not be taken.

    kept.py DRAGOMAN STATIC-KEPT
"""
import os
import shutil
import subprocess
import sys
import tempfile


class Place:
    """A directory of translations, and programs that run with it."""

    def __init__(self, dragoman, tmp):
        self.dragoman = dragoman
        self.tmp = tmp
        self.cache = os.path.join(tmp, 'cache')
        os.mkdir(self.cache, 0o700)

    def run(self, *command):
        """Its output and exit status."""
        r = subprocess.run([self.dragoman, '-cache', self.cache, *command], cwd=self.tmp,
                           capture_output=True, text=True, timeout=60, check=False)
        return r.stdout + r.stderr, r.returncode


def expect(what, got, want):
    if got != want:
        sys.exit(f'{what}: {got}, not {want}')


def check_parts(place, kept):
    """A unit from private memory does not do where a part of it is shared."""
    for what in 'private', 'private', 'shared', 'shared':
        expect(what, place.run(kept, 'halves', what), ('5300\n', 0))


def check_ahead(place, kept):
    """Nor where what the translation looked ahead at is other code."""
    for what, want in ('alone', '0\n'), ('alone', '0\n'), ('together', '150\n'):
        expect(what, place.run(kept, 'pairs', what), (want, 0))


def main():
    dragoman, kept = (os.path.abspath(a) for a in sys.argv[1:])
    for check, program in ((check_parts, kept), (check_ahead, kept)):
        with tempfile.TemporaryDirectory() as tmp:
            os.chmod(tmp, 0o755)
            copy = shutil.copy(program, tmp)
            check(Place(dragoman, tmp), copy)


main()
