#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Damaged ELF files: dragoman must refuse them or run them, not crash or hang itself.

    fuzz-elf.py [--count N] [--seed S] DRAGOMAN GUEST-PROGRAM

Bytes of the ELF header, the program headers and the file's length are changed at random. A run may
end by an exit status, by dragoman's message, or by a signal that the guest's code earned, which
-strace tells by its last line. It fails when it lasts longer than 5 s, or dies by a signal without
that line: then it was dragoman that died.
"""
import argparse
import os
import random
import resource
import signal
import struct
import subprocess
import sys
import tempfile

CRASHES = {-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGFPE, -signal.SIGABRT, -signal.SIGILL,
           128 + signal.SIGSEGV, 128 + signal.SIGABRT}


def damage(data, rng):
    """A copy of an ELF file with something wrong in it."""
    out = bytearray(data)
    phoff, = struct.unpack_from('<Q', data, 32)
    phnum, = struct.unpack_from('<H', data, 56)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        kind = rng.randrange(6)
        if kind == 0:
            out[rng.randrange(64)] = rng.randrange(256)
        elif kind in (1, 2) and len(out) > phoff + 56 * phnum:
            at = phoff + rng.randrange(56 * phnum)
            out[at] = rng.randrange(256)
        elif kind in (3, 4) and len(out) > phoff + 56 * phnum:
            at = phoff + rng.randrange(phnum) * 56 + rng.choice((8, 16, 32, 40, 48))
            value = rng.choice((0, 1, 4095, 1 << 31, 1 << 47, 1 << 63, (1 << 64) - 1,
                                rng.getrandbits(64), 0x700000000000, 0x6f0000000000))
            struct.pack_into('<Q', out, at, value)
        elif kind == 5:
            del out[rng.randrange(len(out)):]
        if len(out) < 64:
            break
    return out


def limits():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def guest_died(command):
    """Was it the guest that the signal ended?"""
    try:
        run = subprocess.run([command[0], '-strace', command[1]], capture_output=True, timeout=5,
                             check=False, preexec_fn=limits)
    except subprocess.TimeoutExpired:
        return True
    return run.returncode >= 0 or b' +++ killed by SIG' in run.stderr


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--count', type=int, default=1000)
    ap.add_argument('--seed', type=int, default=1)
    ap.add_argument('dragoman')
    ap.add_argument('guest')
    args = ap.parse_args()
    with open(args.guest, 'rb') as f:
        data = f.read()
    bad, ends = 0, {}
    with tempfile.TemporaryDirectory() as tmp:
        path = os.path.join(tmp, 'damaged')
        command = [os.path.abspath(args.dragoman), path]
        for i in range(args.seed, args.seed + args.count):
            damaged = damage(data, random.Random(i))
            with open(path, 'wb') as f:
                f.write(damaged)
            os.chmod(path, 0o755)
            try:
                code = subprocess.run(command, capture_output=True, timeout=5, check=False,
                                      preexec_fn=limits).returncode
            except subprocess.TimeoutExpired:
                print(f'seed {i}: longer than 5 s')
                bad += 1
                continue
            ends[code] = ends.get(code, 0) + 1
            if code in CRASHES and not guest_died(command):
                print(f'seed {i}: dragoman died with {code}')
                bad += 1
    print(f'{args.count} files, {bad} bad; exit statuses {dict(sorted(ends.items()))}')
    sys.exit(bad != 0)


main()
