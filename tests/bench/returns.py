#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs returns.c natively and under dragoman and prints the ratios; fails if the results differ.

usage: returns.py DRAGOMAN [RUNS]
"""
import os
import subprocess
import sys
import tempfile

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "returns.c")
FLAGS = ["-O2", "-fno-optimize-sibling-calls", "-static"]


def run(command):
    p = subprocess.run(command, capture_output=True, text=True, check=True)
    return p.stdout, {name: float(s) for name, s in map(str.split, p.stderr.splitlines())}


def main():
    dragoman, runs = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as folder:
        native, guest = os.path.join(folder, "native"), os.path.join(folder, "guest")
        subprocess.run(["gcc", *FLAGS, SOURCE, "-o", native], check=True)
        subprocess.run(["aarch64-linux-gnu-gcc", *FLAGS, SOURCE, "-o", guest], check=True)
        pairs = [(run([native]), run([dragoman, guest])) for _ in range(runs)]
    for name in pairs[0][0][1]:
        a, b = (min(pair[side][1][name] for pair in pairs) for side in (0, 1))
        print(f"{name:16} native {a:.3f} s, dragoman {b:.3f} s, ratio {b / a:.2f}")
    return any(a[0] != b[0] for a, b in pairs)


if __name__ == "__main__":
    sys.exit(main())
