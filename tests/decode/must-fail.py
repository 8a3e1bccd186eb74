#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables that the decoder generator must refuse, each with the message its first line names."""
import glob
import os
import subprocess
import sys
import tempfile

decode, folder = sys.argv[1:3]
failed = 0
cases = sorted(glob.glob(os.path.join(folder, '*.insn')))
with tempfile.TemporaryDirectory() as tmp:
    for case in cases:
        with open(case, encoding='utf-8') as f:
            wanted = f.readline()[2:].strip()
        run = subprocess.run([sys.executable, decode, '--prefix', 'x', '--header', tmp + '/x.h',
                              '--source', tmp + '/x.c', case], capture_output=True, text=True)
        message = run.stderr.strip()
        if run.returncode != 1 or wanted not in message or 'Traceback' in message:
            print(f'{os.path.basename(case)}: wanted "{wanted}", got {run.returncode} "{message}"')
            failed += 1
        if os.path.exists(tmp + '/x.h') or os.path.exists(tmp + '/x.c'):
            sys.exit(f'{case}: wrote output in spite of the error')
print(f'{len(cases) - failed} refused, {failed} wrong')
sys.exit(failed != 0 or not cases)
