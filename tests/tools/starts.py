#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Starts a program many times: the kernel's random places must never meet the image's.

    starts.py COUNT PROGRAM [ARGUMENT ...]
"""
import os
import subprocess
import sys

count, command = int(sys.argv[1]), [os.path.abspath(sys.argv[2])] + sys.argv[3:]
for i in range(count):
    run = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if run.returncode:
        sys.exit(f'start {i} of {count}: exit status {run.returncode}\n{run.stdout}')
print(f'{count} starts')
