#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Proves the layouts of syscall/ against a cross compiler's own headers.

    layouts.py DUMP WORD ALIGN64 COMPILER [layout=standard_layout ...]

DUMP prints what the tables say; this makes C files of static assertions about the headers'
structures, and compiles them. Exit 77 (skipped) where the compiler is not installed.
"""
import os
import shutil
import subprocess
import sys
import tempfile

# What the C library's headers and the kernel's declare cannot be included together.
LIBC = '''#define _GNU_SOURCE
#include <fcntl.h>
#include <mqueue.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/msg.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <time.h>
#include <utime.h>
'''
KERNEL = '''#include <stddef.h>
#include <linux/types.h>
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/msg.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <linux/sem.h>
#include <linux/shm.h>
#include <linux/signal.h>
#include <linux/stat.h>
#include <linux/time.h>
#include <linux/utsname.h>
#include <asm/stat.h>
#include <asm/statfs.h>
#include <asm/termbits.h>
'''

SI = {'si_signo': 'si_signo', 'si_error': 'si_errno', 'si_code': 'si_code'}
SF = '_sifields.'


def si(**members):
    return {**SI, **{k: SF + v for k, v in members.items()}}


# layout: (headers, C type, {member of ours: member of theirs}, compare the size, too)
STRUCTURES = {
    'stat': (KERNEL, 'struct stat', {
        f'st_{k}tim.tv_{a}': f'st_{k}time{b}' for k in 'amc'
        for a, b in (('sec', ''), ('nsec', '_nsec'))}, True),
    'statx': (KERNEL, 'struct statx', {}, True),
    'statfs': (KERNEL, 'struct statfs', {'f_fsid.__val': 'f_fsid'}, True),
    'flock': (LIBC, 'struct flock', {}, True),
    'f_owner_ex': (LIBC, 'struct f_owner_ex', {}, True),
    'open_how': (KERNEL, 'struct open_how', {}, True),
    'file_clone_range': (KERNEL, 'struct file_clone_range', {}, True),
    'utimbuf': (LIBC, 'struct utimbuf', {}, True),
    'timespec': (LIBC, 'struct timespec', {}, True),
    'timeval': (LIBC, 'struct timeval', {}, True),
    'timezone': (LIBC, 'struct timezone', {}, True),
    'itimerval': (LIBC, 'struct itimerval', {}, True),
    'itimerspec': (LIBC, 'struct itimerspec', {}, True),
    'timex': (LIBC, 'struct timex', {}, True),
    'tms': (LIBC, 'struct tms', {}, True),
    'rusage': (LIBC, 'struct rusage', {}, True),
    'rlimit': (LIBC, 'struct rlimit', {}, True),
    'rlimit64': (LIBC, 'struct rlimit64', {}, True),
    'sysinfo': (LIBC, 'struct sysinfo', {}, True),
    'utsname': (KERNEL, 'struct new_utsname', {}, True),
    'iovec': (LIBC, 'struct iovec', {}, True),
    'pollfd': (LIBC, 'struct pollfd', {}, True),
    'epoll_event': (LIBC, 'struct epoll_event', {}, True),
    'clone_args': (KERNEL, 'struct clone_args', {}, True),
    'cap_header': (KERNEL, 'struct __user_cap_header_struct', {}, True),
    'sigaction': (KERNEL, 'struct sigaction', {}, True),
    'stack': (LIBC, 'stack_t', {}, True),
    'sigevent': (KERNEL, 'struct sigevent', {'sigev_tid': '_sigev_un._tid'}, True),
    'siginfo': (KERNEL, 'siginfo_t', si(
        si_pid='_rt._pid', si_uid='_rt._uid', si_value='_rt._sigval'), True),
    'siginfo_child': (KERNEL, 'siginfo_t', si(
        si_pid='_sigchld._pid', si_uid='_sigchld._uid', si_status='_sigchld._status',
        si_utime='_sigchld._utime', si_stime='_sigchld._stime'), True),
    'siginfo_fault': (KERNEL, 'siginfo_t', si(
        si_addr='_sigfault._addr', si_addr_lsb='_sigfault._addr_lsb',
        si_lower='_sigfault._addr_bnd._lower', si_upper='_sigfault._addr_bnd._upper'), True),
    'siginfo_timer': (KERNEL, 'siginfo_t', si(
        si_tid='_timer._tid', si_overrun='_timer._overrun', si_value='_timer._sigval'), True),
    'siginfo_poll': (KERNEL, 'siginfo_t', si(
        si_band='_sigpoll._band', si_fd='_sigpoll._fd'), True),
    'msghdr': (LIBC, 'struct msghdr', {
        m: 'msg_' + m for m in ('name', 'namelen', 'iov', 'iovlen', 'control', 'controllen',
                                'flags')}, True),
    'mmsghdr': (LIBC, 'struct mmsghdr', {'hdr': 'msg_hdr', 'len': 'msg_len'}, True),
    'cmsghdr': (LIBC, 'struct cmsghdr', {
        m: 'cmsg_' + m for m in ('len', 'level', 'type')}, True),
    'linger': (LIBC, 'struct linger', {}, True),
    'sembuf': (LIBC, 'struct sembuf', {}, True),
    'ipc_perm': (KERNEL, 'struct ipc64_perm', {}, True),
    'shmid_ds': (KERNEL, 'struct shmid64_ds', {
        'perm': 'shm_perm', 'segsz': 'shm_segsz', 'atime': 'shm_atime', 'dtime': 'shm_dtime',
        'ctime': 'shm_ctime', 'cpid': 'shm_cpid', 'lpid': 'shm_lpid', 'nattch': 'shm_nattch'},
        True),
    'semid_ds': (KERNEL, 'struct semid64_ds', {
        'perm': 'sem_perm', 'otime': 'sem_otime', 'ctime': 'sem_ctime', 'nsems': 'sem_nsems'},
        True),
    'msqid_ds': (KERNEL, 'struct msqid64_ds', {
        'perm': 'msg_perm', 'stime': 'msg_stime', 'rtime': 'msg_rtime', 'ctime': 'msg_ctime',
        'cbytes': 'msg_cbytes', 'qnum': 'msg_qnum', 'qbytes': 'msg_qbytes',
        'lspid': 'msg_lspid', 'lrpid': 'msg_lrpid'}, True),
    'mq_attr': (LIBC, 'struct mq_attr', {}, True),
    'termios': (KERNEL, 'struct termios', {}, True),
    'termios2': (KERNEL, 'struct termios2', {}, True),
    'winsize': (LIBC, 'struct winsize', {}, True),
    'ifreq': (LIBC, 'struct ifreq', {}, True),
    'ifconf': (LIBC, 'struct ifconf', {}, True),
}
# Scalars and arrays of structures that stand here: nothing of their own to prove.
PLAIN = {'s32', 'u32', 's64', 'u64', 'slong', 'ulong', 's32pair', 'timespec64', 'timespecs',
         'timevals', 'sigset', 'sigset_arg'}


def dump(program, word, align):
    layouts = {}
    out = subprocess.run([program, word, align], check=True, capture_output=True, text=True)
    for line in out.stdout.splitlines():
        words = line.split()
        if words[0] == '.':
            layouts[name][1].append((words[1], int(words[2]), int(words[3])))
        else:
            name = words[0]
            layouts[name] = (int(words[1]), [])
    return layouts


def assertions(layouts, own, headers):
    """The lines about the structures that headers declare, each with its name."""
    lines = [headers]
    for name, (their_headers, ctype, members, whole) in STRUCTURES.items():
        if their_headers != headers:
            continue
        size, fields = layouts[own.get(name, name)]
        if whole:
            lines.append(f'_Static_assert(sizeof({ctype}) == {size}, "{name}: size {size}");')
        for member, offset, length in fields:
            theirs = members.get(member, member)
            lines.append(f'_Static_assert(offsetof({ctype}, {theirs}) == {offset}, '
                         f'"{name}.{member}: offset {offset}");')
            lines.append(f'_Static_assert(sizeof((({ctype} *)0)->{theirs}) == {length}, '
                         f'"{name}.{member}: {length} bytes");')
    return '\n'.join(lines) + '\n'


def main():
    program, word, align, compiler = sys.argv[1:5]
    own = dict(a.split('=') for a in sys.argv[5:])
    if not shutil.which(compiler):
        sys.exit(77)
    layouts = dump(program, word, align)
    unknown = set(layouts) - set(STRUCTURES) - PLAIN - {n for n in layouts if '_generic' in n}
    if unknown:
        sys.exit(f'no structure to compare with: {sorted(unknown)}')
    failed = False
    with tempfile.TemporaryDirectory() as tmp:
        for headers in (LIBC, KERNEL):
            source = os.path.join(tmp, 'layouts.c')
            with open(source, 'w', encoding='utf-8') as f:
                f.write(assertions(layouts, own, headers))
            failed |= subprocess.run([compiler, '-fsyntax-only', source]).returncode != 0
    sys.exit(failed)


main()
