#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Rules about the source that a compiler does not check.

    check.py layers|style ROOT

layers: which folder may include what, and only public headers of another folder.
style: lengths of functions, files and lines, licence lines, words and paths that must not stand in
the tree, binary files; and that facts which stand twice agree.
"""
import os
import re
import sys

# folder: (its public headers, whose public headers it may include). The longest match counts.
LAYERS = {
    'base': ([r'base/\w+\.h'], []),
    'translate/ir': (['translate/ir/ir.h', 'translate/ir/ops.def', 'translate/ir/op-flags.h'],
                     ['base']),
    'translate/opt': (['translate/opt/opt.h'], ['base', 'translate/ir']),
    'translate/alloc': (['translate/alloc/alloc.h'], ['base', 'translate/ir']),
    'translate/soft': (['translate/soft/soft.h'], ['base', 'translate/ir']),
    'translate/guest': (['translate/guest/guest.h'], ['base', 'translate/ir']),
    'translate/guest/*': ([r'translate/guest/(\w+)/\1\.h'],
                          ['base', 'translate/ir', 'translate/guest', 'translate/soft']),
    'translate': (['translate/translate.h'],
                  ['base', 'translate/ir', 'translate/opt', 'translate/alloc', 'translate/guest',
                   'translate/soft', 'host']),
    'host': (['host/host.h'], ['base', 'translate/ir']),
    'host/*': ([], ['base', 'translate/ir', 'translate/opt', 'translate/alloc', 'host']),
    'loader': (['loader/loader.h'], ['base']),
    'syscall': (['syscall/syscall.h', 'syscall/syscall_numbers.h'], ['base']),
    'binfmt': (['binfmt/binfmt.h'], ['base', 'translate/guest']),
    'linux-user': ([r'linux-user/\w+\.h'],
                   ['base', 'translate/guest', 'translate/guest/*', 'translate', 'host', 'loader',
                    'syscall', 'binfmt']),
    'linux-user/*': ([r'linux-user/\w+/\w+\.h'],
                     ['base', 'translate/guest', 'translate/guest/*', 'translate', 'host', 'loader',
                      'syscall', 'linux-user']),
}
SOURCE = ('.c', '.h', '.S')
TABLES = ('.def', '.insn', '.t', '.tbl', '.ir', '.txt')
WORDS = re.compile(r'\b(TODO|FIXME|XXX)\b')
PATHS = re.compile(r'(?<![\w.])/(work|home|root)/')
MAX_FUNCTION, MAX_FILE, MAX_LINE, MAX_BINARY = 80, 800, 100, 65536


def files(root):
    """Paths below root, without build folders and version control."""
    for folder, subs, names in os.walk(root):
        subs[:] = sorted(s for s in subs if s[0] != '.' and s != '__pycache__' and
                         not s.startswith('build') and
                         not os.path.exists(os.path.join(folder, s, 'build.ninja')))
        for name in sorted(names):
            yield os.path.relpath(os.path.join(folder, name), root)


def layer_of(path):
    folder = os.path.dirname(path)
    while folder:
        if folder in LAYERS:
            return folder
        star = os.path.dirname(folder) + '/*'
        if star in LAYERS:
            return star
        folder = os.path.dirname(folder)
    return None


def public(layer, path):
    return any(re.fullmatch(p, path) for p in LAYERS[layer][0])


def check_includes(root, path):
    own = layer_of(path)
    if not own or not path.endswith(SOURCE + ('.def',)):
        return
    with open(os.path.join(root, path), encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            m = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
            if not m:
                continue
            header = m[1]
            if '/' not in header:
                yield f'{path}:{number}: "{header}" is not named from the root'
                continue
            if re.search(r'\.c$', header):
                yield f'{path}:{number}: includes code'
            other = layer_of(header)
            if other is None:
                yield f'{path}:{number}: "{header}" is in no layer'
            elif os.path.dirname(header) == os.path.dirname(path):
                continue
            elif other == own and own.endswith('*') and '/*' in own:
                yield f'{path}:{number}: {own} folders never include each other: "{header}"'
            elif other != own and other not in LAYERS[own][1]:
                yield f'{path}:{number}: {own} may not use {other}: "{header}"'
            elif not public(other, header):
                yield f'{path}:{number}: "{header}" is private to its folder'


def check_functions(path, lines):
    start = None
    for number, line in enumerate(lines, 1):
        if line == '{' and number > 1 and lines[number - 2].endswith(')'):
            start = number
        elif line == '}' and start:
            if number - start + 1 > MAX_FUNCTION:
                yield f'{path}:{start}: a function of {number - start + 1} lines'
            start = None


def check_text(path, text):
    lines = text.split('\n')
    source = path.endswith(SOURCE + ('.py',))
    if source or path.endswith(('.insn', '.t')) and '/fail/' not in path:
        if not any('SPDX-License-Identifier: GPL-2.0' in x for x in lines[:2]):
            yield f'{path}: no SPDX line'
    if source and len(lines) - 1 > MAX_FILE:
        yield f'{path}: {len(lines) - 1} lines'
    if path.endswith(SOURCE):
        yield from check_functions(path, lines)
    foreign = path == 'COPYING' or path.endswith('.tbl')
    for number, line in enumerate(lines, 1):
        if foreign:
            continue
        if len(line) > MAX_LINE and not path.endswith(TABLES):
            yield f'{path}:{number}: {len(line)} columns'
        if line.rstrip() != line or '\t' in line and source:
            yield f'{path}:{number}: blanks at the end, or a tab'
        if path != 'tests/layers/check.py' and (WORDS.search(line) or PATHS.search(line)):
            yield f'{path}:{number}: {line.strip()}'


def check_style(root, path):
    with open(os.path.join(root, path), 'rb') as f:
        data = f.read()
    try:
        yield from check_text(path, data.decode())
    except UnicodeDecodeError:
        if len(data) > MAX_BINARY:
            yield f'{path}: a binary file of {len(data)} bytes'
    if os.path.basename(path) in ('utils.c', 'misc.c', 'common.c'):
        yield f'{path}: a file is named after what it is about'


def check_facts(root):
    def value(path, pattern):
        with open(os.path.join(root, path), encoding='utf-8') as f:
            return int(re.search(pattern, f.read())[1], 16)
    if (value('base/mem.h', r'MEM_IMAGE_BASE (0x\w+?)u?l*\b') !=
            value('meson.build', r"image_base = '(0x\w+)'")):
        yield 'base/mem.h and meson.build: MEM_IMAGE_BASE is not image_base'


def main():
    what, root = sys.argv[1:3]
    bad = []
    for path in files(root):
        bad += check_includes(root, path) if what == 'layers' else check_style(root, path)
    if what == 'style':
        bad += check_facts(root)
    print('\n'.join(bad + [f'{len(bad)} violations']))
    sys.exit(bool(bad))


main()
