#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs a program that checks itself in several engines.

    engines.py DRAGOMAN PROGRAM ENGINE=ARGUMENT...

The program gets the argument; it has to end with 0.
"""
import os
import subprocess
import sys


def main():
    dragoman, program = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    good = True
    for item in sys.argv[3:]:
        engine, argument = item.split('=')
        result = subprocess.run([dragoman, program, argument], capture_output=True, text=True,
                                env=dict(os.environ, DRAGOMAN_ENGINE=engine), check=False)
        print(f'{engine}: status {result.returncode}\n{result.stdout[:20000]}{result.stderr}')
        good &= result.returncode == 0
    sys.exit(0 if good else 1)


main()
