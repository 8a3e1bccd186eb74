#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The examples of docs/cross-testing.md, built and run as they stand there.

    examples.py TOOL DRAGOMAN cross-testing.md     (TOOL is cmake, meson or cargo)

A file is what is indented below its name, up to the first line of commands. 77, skipped, where a
tool is not installed.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

TARGET = 'aarch64-unknown-linux-gnu'
SKIPPED = 77


def examples(document):
    """{path: text}: the indented lines below `path`:."""
    found = {}
    with open(document, encoding='utf-8') as f:
        for m in re.finditer(r'^`([\w./-]+)`:\n\n((?:    .*\n|\n)+)', f.read(), re.M):
            found[m[1]] = re.sub(r'^    ', '', m[2], flags=re.M).rstrip('\n') + '\n'
    return found


def write_all(folder, files):
    for path, text in files.items():
        # Commands follow the last file of a tool.
        text = re.split(r'\n\n(?=cmake -S|meson setup|rustup )', text)[0] + '\n'
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)


def run(folder, env, *command):
    r = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    print('$', *command)
    print(r.stdout, r.stderr)
    if r.returncode:
        sys.exit(1)
    return r.stdout


def expect(text, *patterns):
    for pattern in patterns:
        if not re.search(pattern, text):
            sys.exit(f'no {pattern}')


def cmake(folder, env):
    run(folder, env, 'cmake', '-S', 'cmake', '-B', 'build-cmake',
        '-DCMAKE_TOOLCHAIN_FILE=toolchain.cmake')
    run(folder, env, 'cmake', '--build', 'build-cmake')
    expect(run(folder, env, 'ctest', '--test-dir', 'build-cmake', '--verbose'),
           r'\n1: aarch64\n', '100% tests passed')


def meson(folder, env):
    run(folder, env, 'meson', 'setup', '--cross-file', 'meson/aarch64.ini', 'build-meson', 'meson')
    expect(run(folder, env, 'meson', 'test', '-C', 'build-meson', '--verbose'),
           r'\naarch64\n', r'Ok: +1\b')


def cargo(folder, env):
    below = os.path.join(folder, 'cargo')
    expect(run(below, env, 'cargo', 'test', '--offline', '--target', TARGET), '1 passed')


def skip_without(tool):
    needed = {'cmake': ['cmake', 'ctest', 'make', 'aarch64-linux-gnu-gcc'],
              'meson': ['meson', 'ninja', 'aarch64-linux-gnu-gcc'],
              'cargo': ['cargo', 'rustc', 'aarch64-linux-gnu-gcc']}[tool]
    for program in needed:
        if not shutil.which(program):
            print(f'{program} is not installed')
            sys.exit(SKIPPED)
    if not os.path.isdir('/usr/aarch64-linux-gnu/lib'):
        print('no libraries of the guest')
        sys.exit(SKIPPED)
    if tool == 'cargo':
        r = subprocess.run(['rustc', '--print', 'sysroot'], capture_output=True, text=True,
                           check=True)
        if not os.path.isdir(os.path.join(r.stdout.strip(), 'lib/rustlib', TARGET, 'lib')):
            print(f'rust has no {TARGET}')
            sys.exit(SKIPPED)


def main():
    tool, dragoman, document = sys.argv[1:]
    skip_without(tool)
    with tempfile.TemporaryDirectory() as folder:
        bin_folder = os.path.join(folder, 'bin')
        os.mkdir(bin_folder)
        os.symlink(os.path.abspath(dragoman), os.path.join(bin_folder, 'dragoman'))
        write_all(folder, examples(document))
        env = {k: v for k, v in os.environ.items()
               if not re.match('MESON|NINJA|CFLAGS|LDFLAGS|CC$|DESTDIR', k)}
        env['PATH'] = bin_folder + ':' + env['PATH']
        globals()[tool](folder, env)


main()
