#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Links with the names of QEMU's programs and buildkit's, and options that are seen from outside.

    names.py DRAGOMAN PROGRAM          (PROGRAM is show.c for the guest)
"""
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile

passed = failed = 0


def check(name, got, want):
    global passed, failed
    if got == want:
        passed += 1
    else:
        failed += 1
        print(f'FAILED {name}:\n  got  {got!r}\n  want {want!r}')


def run(*args, cwd=None, **env):
    """(status, output, errors)"""
    r = subprocess.run([str(a) for a in args], capture_output=True, text=True, timeout=60,
                       stdin=subprocess.DEVNULL, check=False, cwd=cwd,
                       env=dict(os.environ, **env))
    return r.returncode, r.stdout, r.stderr


def first(result):
    return result[0], result[1].split('\n')[0], result[2]


def test_qemu(qemu, dragoman, show):
    status, out, _ = run(qemu, '-version')
    check('version', (status, out.startswith('qemu-aarch64 version ')), (0, True))
    check('--version', run(qemu, '--version')[:2], (status, out))
    for sig, text in (6, 'Aborted'), (11, 'Segmentation fault'), (3, 'Quit'):
        message = f'qemu: uncaught target signal {sig} ({text}) - core dumped\n'
        status, _, errors = run(qemu, show, 'signal', sig)
        check(f'signal {sig}', (status, errors), (-sig, message))
        # What it executes has the same manners.
        status, _, errors = run(qemu, show, 'exec', show, 'signal', sig)
        check(f'signal {sig} after exec', (status, errors), (-sig, message))
        status, _, errors = run(dragoman, show, 'signal', sig)
        check(f'signal {sig} as dragoman', (status, errors), (-sig, ''))
    check('signal 15', run(qemu, show, 'signal', 15)[0::2], (-15, ''))
    out = run(qemu, show, QEMU_SET_ENV='SHOW=yes', DRAGOMAN_SET_ENV='SHOW=no')[1]
    check('variables', out.split('\n')[3], 'SHOW=yes')
    out = run(dragoman, show, QEMU_SET_ENV='SHOW=yes', DRAGOMAN_SET_ENV='SHOW=no')[1]
    check('our variables', out.split('\n')[3], 'SHOW=no')
    check('argv0', first(run(qemu, show, 'x', QEMU_ARGV0='name')), (0, 'aarch64 [name] [x]', ''))
    status, out, errors = run(qemu, '/bin/sh')
    check('host program', (status, out, errors.count('\n')), (126, '', 1))


def test_scripts(qemu, folder, show):
    script = os.path.join(folder, 'script')
    with open(script, 'w', encoding='ascii') as f:
        f.write(f'#! {show} two words \n')
    check('script', first(run(qemu, script, 'a')),
          (0, f'aarch64 [{show}] [two words] [{script}] [a]', ''))
    check('prefix', first(run(qemu, '-L', folder, script, 'a'))[0], 0)
    with open(script, 'w', encoding='ascii') as f:
        f.write('#!/deep/program\n')
    os.mkdir(os.path.join(folder, 'deep'))
    shutil.copy(show, os.path.join(folder, 'deep/program'))
    check('script below -L', first(run(qemu, '-L', folder, script)),
          (0, f'aarch64 [/deep/program] [{script}]', ''))
    with open(script, 'w', encoding='ascii') as f:
        f.write(f'#!{script}\n')
    status, out, errors = run(qemu, script)
    check('script of itself', (status, out, errors.count('\n')), (126, '', 1))


def test_buildkit(folder, dragoman, show):
    for name in '.buildkit_qemu_emulator', 'buildkit-qemu-aarch64':
        emulator = os.path.join(folder, name)
        os.symlink(dragoman, emulator)
        below = os.path.join(folder, name + '-bin')
        os.mkdir(below)
        shutil.copy(show, os.path.join(below, 'tool'))
        path = below + ':' + os.environ['PATH']
        check(f'{name} PATH', first(run(emulator, 'tool', 'a', PATH=path)),
              (0, 'aarch64 [tool] [a]', ''))
        check(f'{name} here', first(run(emulator, 'tool', 'a', cwd=below, PATH='/nowhere')),
              (0, 'aarch64 [tool] [a]', ''))
        check(f'{name} not there', run(emulator, 'tool2', PATH=path)[0], 127)
        check(f'{name} exec', run(emulator, 'tool', 'exec', show, 'b', PATH=path)[1].split('\n')[4],
              f'aarch64 [{show}] [b]')


def test_options(dragoman, folder, show):
    log = os.path.join(folder, 'log-%d')
    check('log by pid', run(dragoman, '-strace', '-D', log, show)[0::2], (0, ''))
    check('its name', [n[:4] for n in os.listdir(folder) if n[4:].isdigit()], ['log-'])
    check('-g', run(dragoman, '-g', '1234', show)[0], 2)
    status, out, _ = run(dragoman, '-cpu', 'help')
    check('-cpu help', (status, 'aarch64 max' in out.split('\n')), (0, True))
    whole, none = (run(dragoman, '-d', 'in_asm,op,out_asm,exec', *args, show,
                       DRAGOMAN_ENGINE='jit')[2]
                   for args in ([], ['-dfilter', '0x10+1']))
    check('no filter', [f'\n{x}' in whole for x in ('IN: ', 'IR', 'OUT: ', 'exec ')], [True] * 4)
    check('filter', none, '')
    first_pc = int(whole.split()[1], 16)
    some = run(dragoman, '-d', 'in_asm', '-dfilter', f'{first_pc}+4', show)[2]
    check('filtered', [x.split()[1] for x in some.split('\n') if x.startswith('IN:')],
          [hex(first_pc)])
    out = run(dragoman, '-d', 'page', show)[2]
    check('pages', 'r-x' in out, True)
    r = subprocess.Popen([dragoman, '-perfmap', show], stdout=subprocess.DEVNULL,
                         env=dict(os.environ, DRAGOMAN_ENGINE='jit'))
    check('perfmap status', r.wait(), 0)
    name = f'/tmp/perf-{r.pid}.map'
    with open(name, encoding='ascii') as f:
        lines = f.readlines()
    os.unlink(name)
    check('perfmap', (len(lines) > 50, len(lines[0].split()), lines[0].split()[2][:3]),
          (True, 3, '0x4'))
    for args in ('-seed', '1'), ('-B', '0'), ('-one-insn-per-tb',), ('-d', 'nochain'):
        check(f'{args}', first(run(dragoman, *args, show)), (0, f'aarch64 [{show}]', ''))
    text = run(dragoman, '-help')[1]
    for word in '-L', '-E', '-U', '-0', '-cpu', '-r', '-s', '-seed', '-strace', '-d', '-D', '-B', \
            '-R', '-t', '-p', '-tb-size', '-one-insn-per-tb', '-g', 'shell', 'binfmt':
        check(f'help has {word}', word in text.replace(',', ' ').split(), True)


def main():
    dragoman, show = (os.path.abspath(a) for a in sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)  # a shell's background jobs ignore it
    with tempfile.TemporaryDirectory() as folder:
        qemu = os.path.join(folder, 'qemu-aarch64-static')
        os.symlink(dragoman, qemu)
        test_qemu(qemu, dragoman, show)
        test_scripts(qemu, folder, show)
        test_buildkit(folder, dragoman, show)
        test_options(dragoman, folder, show)
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


main()
