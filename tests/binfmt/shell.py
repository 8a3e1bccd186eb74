#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""dragoman shell, in a tree of one program, as whoever runs this and as an ordinary user.

    shell.py DRAGOMAN PROGRAM          (PROGRAM is show.c for the guest)
"""
import os
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


def run(*args, **kwargs):
    """(status, output, errors)"""
    r = subprocess.run([str(a) for a in args], capture_output=True, text=True, timeout=60,
                       stdin=subprocess.DEVNULL, check=False, **kwargs)
    return r.returncode, r.stdout, r.stderr


def write(path, text, mode=0o644):
    with open(path, 'w', encoding='ascii') as f:
        f.write(text)
    os.chmod(path, mode)


def make_tree(tree, show):
    for folder in 'bin', 'etc', 'proc', 'dev', 'tmp', 'data':
        os.mkdir(os.path.join(tree, folder))
        os.chmod(os.path.join(tree, folder), 0o777)
    for name in 'show', 'sh':
        shutil.copy(show, os.path.join(tree, 'bin', name))
    write(os.path.join(tree, 'bin/script'), '#!/bin/show opt\n', 0o755)
    # Absolute links lead to the tree, not to the host.
    os.symlink('/data', os.path.join(tree, 'link'))
    write(os.path.join(tree, 'etc/passwd.tree'), 'root:x:0:0::/root:/bin/sh\n'
          'someone:x:1000:1001:A Name,,,:/data:/bin/script\n'
          'other:x:1003:1003:::/bin/nothing\n')
    os.symlink('/etc/passwd.tree', os.path.join(tree, 'etc/passwd'))
    write(os.path.join(tree, 'etc/group'), 'root:x:0:\nsome:x:1001:\nmore:x:1002:x,someone\n')


def started(program, *args, execfn=None, ids='0 0 0', name=None):
    words = ''.join(f' [{a}]' for a in (name or program,) + args)
    return f'aarch64{words}\nexecfn {execfn or program}\nids {ids} secure 0\nSHOW=here\n'


class Shell:
    def __init__(self, dragoman, tree, prefix, env):
        self.dragoman, self.tree, self.prefix, self.env = dragoman, tree, prefix, env

    def __call__(self, *args, options=()):
        return run(*self.prefix, self.dragoman, 'shell', *options, self.tree, *args, env=self.env)


def test_commands(who, shell, options):
    def go(*args, more=()):
        return shell(*args, options=list(options) + list(more))
    check(f'{who} command', go('/bin/show', 'a', ''), (0, started('/bin/show', 'a', ''), ''))
    check(f'{who} PATH', go('show', '-x'),
          (0, started('show', '-x', execfn='/bin/show'), ''))
    check(f'{who} default', go(), (0, started('/bin/sh'), ''))
    status, out, errors = go('/bin/show', 'exec', '/bin/show', 'deeper')
    check(f'{who} exec', (status, out[len(started('/bin/show', 'exec', '/bin/show', 'deeper')):],
                          errors), (0, started('/bin/show', 'deeper'), ''))
    status, out, errors = go('/bin/script', 'a')
    check(f'{who} script', (status, out.split('\n')[0], errors),
          (0, 'aarch64 [/bin/show] [opt] [/bin/script] [a]', ''))
    check(f'{who} status', go('/bin/show', 'exit', '7')[0], 7)
    check(f'{who} signal', go('/bin/show', 'signal', '15')[0], 128 + signal.SIGTERM)
    status, out, errors = go('/bin/nothing')
    check(f'{who} no command', (status, out, errors.count('\n')), (127, '', 1))
    status, out, errors = go('/etc/group')
    check(f'{who} no program', (status, out), (126, ''))
    check(f'{who} pid', go('show', 'cat', '/proc/self/stat')[1].split()[0], '2')
    check(f'{who} dev', go('show', 'cat', '/dev/null')[0], 0)
    folder = os.path.dirname(shell.tree)
    for target in '/link', '/data', '/new/folder':
        check(f'{who} bind {target}',
              go('show', 'cat', target + '/file', more=['--bind', f'{folder}/host:{target}']),
              (0, 'host\n', ''))
    check(f'{who} bind file', go('show', 'cat', '/data/one',
                                 more=['--bind', f'{folder}/host/file:/data/one']),
          (0, 'host\n', ''))
    check(f'{who} bind nothing', go('show', more=['--bind', '/nonexistent:/x'])[0], 125)


def test_users(who, shell, full):
    ids = '1000 1000 1001'
    for user in 'someone', '1000':
        check(f'{who} user {user}', shell('show', 'x', options=['--user', user]),
              (0, started('show', 'x', execfn='/bin/show', ids=ids), ''))
    status, out, _ = shell(options=['--user', 'someone'])
    check(f'{who} user\'s shell', (status, out.split('\n')[0]),
          (0, 'aarch64 [/bin/show] [opt] [/bin/script]'))
    status, out, _ = shell(options=['--user', 'other'])
    check(f'{who} a shell that is not there', (status, out.split('\n')[0]),
          (0, 'aarch64 [/bin/sh]'))
    status, out, errors = shell('show', options=['--user', 'nosuch'])
    check(f'{who} no user', (status, out, errors.count('\n')), (125, '', 1))
    maps = shell('show', 'cat', '/proc/self/uid_map')[1].split()
    check(f'{who} map', maps[::2], ['0', '65536' if full else '1'])
    out = shell('show', 'cat', '/proc/self/status', options=['--user', 'someone'])[1]
    groups = [x for x in out.split('\n') if x.startswith('Groups:')]
    if full:
        check(f'{who} groups', groups[0].split()[1:], ['1001', '1002'])


# A set-uid program does not write where its user's variables say.
def test_privilege(shell, tree):
    path = os.path.join(tree, 'bin/raised')
    shutil.copy(os.path.join(tree, 'bin/show'), path)
    os.chmod(path, 0o4755)
    if os.statvfs(path).f_flag & os.ST_NOSUID:
        return
    for env in ({}, {'DRAGOMAN_STRACE': '1', 'DRAGOMAN_LOG_FILENAME': '/data/log'},
                {'DRAGOMAN_LD_PREFIX': '/data', 'DRAGOMAN_ENGINE': 'nonsense'}):
        raised = Shell(shell.dragoman, tree, shell.prefix, dict(shell.env, **env))
        status, out, errors = raised('/bin/raised', options=['--user', 'someone'])
        check(f'set-uid {env}', (status, out.split('\n')[2:3], errors),
              (0, ['ids 1000 0 1001 secure 1'], ''))
    check('no log', os.path.exists(os.path.join(tree, 'data/log')), False)


def test_wrong(dragoman):
    for args in ([], ['--nonsense', '/'], ['--bind', 'a:b', '/'], ['--user']):
        status, out, errors = run(dragoman, 'shell', *args)
        check(f'wrong use {args}', (status, out, errors.count('\n')), (2, '', 1))
    status, out, errors = run(dragoman, 'shell', '/nonexistent')
    check('no tree', (status, out, errors.count('\n')), (125, '', 1))
    check('help', run(dragoman, 'shell', '--help')[0::2], (0, ''))


def main():
    if subprocess.run(['unshare', '-Urmpf', '--mount-proc', 'true'], check=False).returncode:
        print('user namespaces are forbidden here: skipped')
        sys.exit(77)
    env = {'PATH': os.environ['PATH'], 'SHOW': 'here'}
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        dragoman, tree = os.path.join(folder, 'dragoman'), os.path.join(folder, 'tree')
        shutil.copy(sys.argv[1], dragoman)
        for name in tree, os.path.join(folder, 'host'):
            os.mkdir(name)
            os.chmod(name, 0o777)
        write(os.path.join(folder, 'host/file'), 'host\n')
        make_tree(tree, sys.argv[2])
        root = os.geteuid() == 0
        test_wrong(dragoman)
        mine = Shell(dragoman, tree, [], env)
        test_commands('root' if root else 'user', mine, [])
        test_commands('without binfmt', mine, ['--no-binfmt'])
        test_users('root' if root else 'user', mine, root)
        if root:
            nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups']
            ordinary = Shell(dragoman, tree, nobody, env)
            test_commands('nobody', ordinary, [])
            test_users('nobody', ordinary, False)
            test_privilege(mine, tree)
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


main()
