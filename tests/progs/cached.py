#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The directory of translations (-cache): whatever is the matter with it, a program does what it
does without one.

    cached.py DRAGOMAN PROGRAM     (PROGRAM is cached.c for the guest, static)

What needs the superuser or a file system of its own is left out where there is none.
"""
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

DRAGOMAN, PROGRAM = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
FILE = re.compile('[0-9a-f]{16}')
OTHER = 65534
passed = failed = 0


def check(name, got, want):
    global passed, failed
    if got == want:
        passed += 1
    else:
        failed += 1
        print(f'FAILED {name}:\n  got  {got!r}\n  want {want!r}')


def run(*arguments, options=(), program=PROGRAM, dragoman=DRAGOMAN, variables=None, **kwargs):
    """(status, output, errors)"""
    environment = {k: v for k, v in os.environ.items() if not k.startswith('DRAGOMAN')}
    r = subprocess.run([dragoman, *options, program, *arguments], capture_output=True, text=True,
                       timeout=60, stdin=subprocess.DEVNULL, check=False,
                       env={**environment, **(variables or {})}, **kwargs)
    return r.returncode, r.stdout, r.stderr


def cached(directory, *arguments, **kwargs):
    return run(*arguments, options=['-cache', directory], **kwargs)


def entries(directory):
    return sorted(os.listdir(directory))


def only_file(directory):
    """The name of the one file, and that it is alone."""
    names = entries(directory)
    check('one file', [bool(FILE.fullmatch(n)) for n in names], [True])
    return os.path.join(directory, names[0])


def units_from_files(directory):
    with tempfile.NamedTemporaryFile() as report:
        run(options=['-cache', directory, f'--profile-time={report.name}'])
        text = open(report.name, encoding='utf-8').read()
    m = re.search(r'units from files\D+(\d+)', text)
    return int(m.group(1)) if m else 0


def test_new(place, plain):
    directory = os.path.join(place, 'dir')
    check('new directory', cached(directory), plain)
    check('its mode', os.stat(directory).st_mode & 0o777, 0o700)
    name = only_file(directory)
    check('the mode of a file', os.stat(name).st_mode & 0o777, 0o600)
    was = os.stat(name)
    check('second run', cached(directory), plain)
    check('units from files', units_from_files(directory) > 20, True)
    check('nothing new', os.stat(name).st_ino, was.st_ino)
    check('by variable', run(variables={'DRAGOMAN_CACHE': directory}), plain)
    check('other arguments', cached(directory, 'x', 'y'), run('x', 'y'))


def test_options(place, plain):
    directory = os.path.join(place, 'dir')
    os.mkdir(directory, 0o700)
    check('relative path', cached('dir', cwd=place)[0], 2)
    check('relative path, by variable', run(variables={'DRAGOMAN_CACHE': 'dir'}, cwd=place)[0], 2)
    check('empty variable', run(variables={'DRAGOMAN_CACHE': ''}), plain)
    check('empty option', cached(''), plain)
    check('option before variable',
          cached(directory, variables={'DRAGOMAN_CACHE': os.path.join(place, 'other')}), plain)
    check('only one directory', entries(place), ['dir'])
    only_file(directory)


def test_directories(place, plain):
    missing = os.path.join(place, 'missing', 'dir')
    check('no parent', cached(missing), plain)
    check('made nothing', entries(place), [])
    a_file = os.path.join(place, 'file')
    open(a_file, 'w', encoding='utf-8').close()
    check('a file', cached(a_file), plain)
    check('the same', os.path.getsize(a_file), 0)
    for mode in 0o777, 0o770, 0o702, 0o1777:
        directory = os.path.join(place, f'{mode:o}')
        os.mkdir(directory)
        os.chmod(directory, mode)
        check(f'mode {mode:o}', cached(directory), plain)
        check(f'mode {mode:o}, kept', entries(directory), [])
    link = os.path.join(place, 'link')
    own = os.path.join(place, 'own')
    os.mkdir(own, 0o755)
    os.symlink(own, link)
    check('a link', cached(link), plain)
    only_file(own)
    if os.geteuid() == 0:
        directory = os.path.join(place, 'theirs')
        os.mkdir(directory, 0o755)
        os.chown(directory, OTHER, OTHER)
        check('of another', cached(directory), plain)
        check('of another, kept', entries(directory), [])


def test_files(place, plain):
    directory, other = os.path.join(place, 'dir'), os.path.join(place, 'other')
    cached(directory)
    name = only_file(directory)
    shutil.copy(name, other)
    good = open(name, 'rb').read()

    def expect(what, units, kept=True):
        check(f'{what}: units', units_from_files(directory) > 0, units)
        check(what, cached(directory), plain)
        check(f'{what}: is a file then', os.path.isfile(name) and not os.path.islink(name), kept)

    os.unlink(name)
    os.symlink(other, name)
    expect('link', False)
    check('what it led to', open(other, 'rb').read(), good)
    os.chmod(name, 0o666)
    expect('writable by others', False)
    os.unlink(name)
    os.mkfifo(name, 0o600)
    expect('fifo', False)
    os.unlink(name)
    os.mkdir(name, 0o700)
    expect('directory', False, False)
    os.rmdir(name)
    expect('none', False)
    expect('again', True)
    if os.geteuid() == 0:
        os.chown(name, OTHER, OTHER)
        expect('of another', False)


def test_damage(place, plain):
    directory = os.path.join(place, 'dir')
    cached(directory)
    name = only_file(directory)
    good = open(name, 'rb').read()
    seed = random.randrange(1 << 32)
    r = random.Random(seed)
    for i in range(40):
        bad = bytearray(good)
        if i % 4 == 0:
            bad = bad[:r.randrange(len(bad))]
        elif i % 4 == 1:
            at = r.randrange(len(bad))
            bad[at:at + 4096] = r.randbytes(min(4096, len(bad) - at))
        else:
            for _ in range(1000):
                bad[r.randrange(len(bad))] ^= 1 << r.randrange(8)
        with open(name, 'wb') as f:
            f.write(bad)
        check(f'damage {i} of seed {seed}', cached(directory), plain)


def test_limits(place, plain):
    directory = os.path.join(place, 'dir')

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    check('limit of the caller', cached(directory, preexec_fn=limit), plain)
    check('limit of the caller, kept', entries(directory), [])
    check('limit of the program', cached(directory, 'limit'), run('limit'))
    check('limit of the program, kept', entries(directory), [])
    check('killed', cached(directory, 'kill'), run('kill'))
    check('killed, kept', entries(directory), [])
    check('executed', cached(directory, 'execute'), run('execute'))
    only_file(directory)


def test_full(place, plain):
    inside = os.path.join(place, 'full')
    os.mkdir(inside)
    script = f'''mount -t tmpfs -o size=64k none {inside} && mkdir -m 700 {inside}/dir &&
        "$@"; echo status $?; ls {inside}/dir'''
    command = ['unshare', '-m'] if os.geteuid() == 0 else ['unshare', '-Urm']
    if subprocess.run([*command, 'mount', '-t', 'tmpfs', 'none', inside], check=False,
                      stderr=subprocess.DEVNULL).returncode:
        print('no file system of our own')
        return
    r = subprocess.run([*command, 'sh', '-c', script, 'sh', DRAGOMAN, '-cache', f'{inside}/dir',
                        PROGRAM], capture_output=True, text=True, timeout=60, check=False,
                       stdin=subprocess.DEVNULL)
    check('no space', (r.stdout, r.stderr), (plain[1] + f'status {plain[0]}\n', ''))


def test_many(place, plain):
    directory = os.path.join(place, 'dir')
    for _ in range(4):
        shutil.rmtree(directory, ignore_errors=True)
        started = [subprocess.Popen([DRAGOMAN, '-cache', directory, PROGRAM],
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                    stdin=subprocess.DEVNULL) for _ in range(16)]
        for p in started:
            out, err = p.communicate(timeout=60)
            check('one of many', (p.returncode, out, err), plain)
        only_file(directory)
    check('from many', units_from_files(directory) > 20, True)


def test_left_behind(place, plain):
    directory = os.path.join(place, 'dir')
    cached(directory)
    name = only_file(directory)
    new = name + '.new'
    os.unlink(name)
    with open(new, 'w', encoding='utf-8') as f:
        f.write('another writes')
    check('another writes', cached(directory), plain)
    check('it is left to it', entries(directory), [os.path.basename(new)])
    os.utime(new, (time.time() - 1000, time.time() - 1000))
    check('an old one', cached(directory), plain)
    only_file(directory)
    check('it is whole', units_from_files(directory) > 20, True)


def test_privilege(place, plain):
    if os.geteuid() != 0:
        return
    os.chmod(place, 0o755)
    dragoman, program = os.path.join(place, 'dragoman'), os.path.join(place, 'program')
    shutil.copy(DRAGOMAN, dragoman)
    shutil.copy(PROGRAM, program)
    directory = os.path.join(place, 'dir')
    os.mkdir(directory, 0o700)

    def start():
        return cached(directory, dragoman=dragoman, program=program, user=OTHER, group=OTHER,
                      variables={'DRAGOMAN_CACHE': directory})

    os.chmod(dragoman, 0o755)
    check('without a privilege', start(), plain)
    os.chmod(dragoman, 0o4755)
    check('with one', start(), plain)
    check('kept', entries(directory), [])


def variant(place, number):
    """The program with other bytes in its header that nobody reads: another module."""
    text = bytearray(open(PROGRAM, 'rb').read())
    text[9:13] = number.to_bytes(4, 'little')
    name = os.path.join(place, f'program{number}')
    with open(name, 'wb') as f:
        f.write(text)
    os.chmod(name, 0o755)
    return name


def test_old(place, plain):
    directory = os.path.join(place, 'dir')
    os.mkdir(directory, 0o700)
    old = [f'{i:016x}' for i in range(1, 6)]
    for i, name in enumerate(old):
        with open(os.path.join(directory, name), 'wb') as f:
            f.truncate(300 << 20)
        os.utime(os.path.join(directory, name), (1000000 - i, 2000000 + i))
    for i in range(1, 400):
        program = variant(place, i)
        check('another program', cached(directory, program=program)[0], plain[0])
        os.unlink(program)
        left = [n for n in old if n in entries(directory)]
        if left != old:
            break
    check('the ones used last are left', left, old[:3])
    check('and all new ones', len(entries(directory)), 3 + i)


def main():
    plain = run()
    check('without', plain[0], 7)
    for test in test_new, test_options, test_directories, test_files, test_damage, test_limits, \
            test_full, test_many, test_left_behind, test_privilege, test_old:
        with tempfile.TemporaryDirectory() as place:
            test(place, plain)
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


main()
