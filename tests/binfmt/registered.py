#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""dragoman binfmt, and programs that run by it.

    registered.py DRAGOMAN PROGRAM     (PROGRAM is show.c for the guest)

What needs a kernel with private binfmt_misc runs in namespaces of its own; where the kernel has
none (before Linux 6.7) or forbids them, that part is left out. The last line counts.
"""
import os
import shutil
import subprocess
import sys
import tempfile

MAGIC = (r'\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00',
         r'\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff')
UNSHARE = ['unshare', '-Urmpf', '--mount-proc']
passed = failed = 0


def check(name, got, want):
    global passed, failed
    if got == want:
        passed += 1
    else:
        failed += 1
        print(f'FAILED {name}:\n  got  {got!r}\n  want {want!r}')


def run(*args, **kwargs):
    """(status, output, errors)"""
    r = subprocess.run([str(a) for a in args], capture_output=True, text=True, timeout=60,
                       stdin=subprocess.DEVNULL, check=False, **kwargs)
    return r.returncode, r.stdout, r.stderr


def line(name='qemu-aarch64', flags='OCFP'):
    return f':{name}:M::{MAGIC[0]}:{MAGIC[1]}:/usr/bin/x:{flags}\n'


def test_formats(dragoman, folder):
    def binfmt(*args):
        return run(dragoman, 'binfmt', *args, '--interpreter', '/usr/bin/x')
    check('print', binfmt('--print')[:2], (0, line()))
    check('alias', binfmt('--print', 'arm64')[:2], (0, line()))
    check('old name', binfmt('--print', 'qemu-aarch64')[:2], (0, line()))
    check('flags', binfmt('--print', '--flags', 'F')[:2], (0, line(flags='F')))
    check('prefix', binfmt('--print', '--prefix', 'dragoman-')[:2], (0, line('dragoman-aarch64')))
    check('systemd', binfmt('--print', '--format=systemd')[:2], (0, line()))
    template = ('package dragoman\ninterpreter /usr/bin/x\n'
                f'magic {MAGIC[0]}\nmask {MAGIC[1]}\n'
                'credentials yes\npreserve yes\nfix_binary yes\n')
    check('debian', binfmt('--print', '--format=debian')[:2], (0, template))
    check('debian flags', binfmt('--print', '--format=debian', '--flags', '')[1],
          template.replace('yes', 'no'))
    for form, name, text in ('systemd', 'qemu-aarch64.conf', line()), \
            ('debian', 'qemu-aarch64', template):
        where = os.path.join(folder, name)
        check(f'{form} file', binfmt('--install', '--format', form, '--directory', folder)[:2],
              (0, where + '\n'))
        with open(where, encoding='ascii') as f:
            check(f'{form} text', f.read(), text)
        check(f'{form} gone', binfmt('--uninstall', '--format', form, '--directory', folder)[0], 0)
        check(f'{form} is not there', os.path.exists(where), False)
        check(f'{form} twice', binfmt('--uninstall', '--format', form, '--directory', folder)[0],
              1)
    for args in ([], ['--print', '--list'], ['--print', 'vax'], ['--print', '--flags', 'Q'],
                 ['--nonsense'], ['--print', '--format', 'x'], ['--print', '--prefix', '../']):
        status, out, errors = binfmt(*args)
        check(f'wrong use {args}', (status, out, errors.count('\n')), (2, '', 1))
    check('relative', run(dragoman, 'binfmt', '--print', '--interpreter', 'x')[0], 2)


def private(script, *args):
    """A shell script in fresh namespaces, where binfmt_misc is not mounted yet."""
    return run(*UNSHARE, 'sh', '-c', script, 'sh', *args)


def test_kernel(dragoman, show, folder):
    status, out, errors = private('"$1" binfmt --list', dragoman)
    check('not mounted', (status, out, 'not mounted' in errors, errors.count('\n')),
          (1, '', True, 1))
    status, out, errors = private(
        '"$1" binfmt --install && "$1" binfmt --install && "$1" binfmt --list && '
        '"$2" a "b c" && "$1" binfmt --uninstall && "$1" binfmt --list; "$1" binfmt --uninstall',
        dragoman, show)
    check('install', out, f'aarch64: qemu-aarch64 enabled {dragoman} POCF\n'
          f'aarch64 [{show}] [a] [b c]\nexecfn {show}\nids 0 0 0 secure 0\nSHOW=\n'
          'aarch64: not registered\n')
    check('uninstall twice', (status, errors),
          (1, 'dragoman: binfmt: qemu-aarch64 is not registered\n'))
    status, out, errors = private('"$1" binfmt --install --interpreter /nonexistent', dragoman)
    check('no interpreter', (status, out, errors.count('\n'), '/nonexistent' in errors),
          (1, '', 1, True))
    status, out, errors = private('"$1" binfmt --install && echo 0 >/proc/sys/fs/binfmt_misc/status'
                                  '&& "$1" binfmt --list', dragoman)
    check('switched off', (status, 'switched off' in errors), (0, True))


# Every combination of flags, by any name, gives the program what it would have natively.
def test_arguments(dragoman, show, folder):
    for verb in 'shell', '-version':
        shutil.copy(show, os.path.join(folder, verb))
    names = {'dragoman': dragoman}
    for name in 'qemu-aarch64', 'qemu-arm64-static', 'aarch64-binfmt-P':
        names[name] = os.path.join(folder, name)
        os.symlink(dragoman, names[name])
    script = ('"$1" binfmt --install --flags "$2" --interpreter "$3" && cd "$4" && '
              'exec python3 -c \'import os, sys; os.execv(sys.argv[1], ["zero", "one"])\' "$5"')
    for name, path in names.items():
        for flags in '', 'F', 'P', 'O', 'C', 'FP', 'OP', 'OCFP':
            if name.endswith('-P') and 'P' not in flags:
                continue
            for program in show, 'shell', '-version':
                status, out, errors = private(script, dragoman, flags, path, folder, program)
                argv0 = 'zero' if 'P' in flags else program
                check(f'{name} {flags} {program}',
                      (status, out.split('\n')[:2], errors),
                      (0, [f'aarch64 [{argv0}] [one]', f'execfn {program}'], ''))


def main():
    dragoman, show = (os.path.abspath(a) for a in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        test_formats(dragoman, folder)
        if private('mount -t binfmt_misc b /proc/sys/fs/binfmt_misc')[0] == 0:
            test_kernel(dragoman, show, folder)
            test_arguments(dragoman, show, folder)
        else:
            print('no private binfmt_misc here: only the formats')
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


main()
