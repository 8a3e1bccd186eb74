/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Structures of signals, sockets, terminals and inter-process communication; see layouts.c. */
#define _GNU_SOURCE
#include <net/if.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/sem.h>
#include <sys/socket.h>

#include "syscall/engine.h"
#include "syscall/kernel.h"
#include "syscall/layout-macros.h"

#define K(l) struct kernel_##l

LAYOUT_OF(sigaction, K(sigaction), N("sa_", kernel_sigaction, ULONG, handler),
          N("sa_", kernel_sigaction, ULONG, flags), N("sa_", kernel_sigaction, PTR, restorer),
          N("sa_", kernel_sigaction, U64, mask))
LAYOUT_OF(sigset, uint64_t, WHOLE(U64, uint64_t))
LAYOUT_OF(sigset_arg, K(sigset_arg), F(kernel_sigset_arg, PTR, set),
          F(kernel_sigset_arg, ULONG, size))
LAYOUT_OF(stack, stack_t, {"ss_sp", SYS_PTR, 8, 1, offsetof(stack_t, ss_sp), NULL},
          {"ss_flags", SYS_S32, 4, 1, offsetof(stack_t, ss_flags), NULL},
          {"ss_size", SYS_ULONG, 8, 1, offsetof(stack_t, ss_size), NULL})
LAYOUT_OF(sigevent, K(sigevent), F(kernel_sigevent, PTR, sigev_value),
          F(kernel_sigevent, S32, sigev_signo), F(kernel_sigevent, S32, sigev_notify),
          F(kernel_sigevent, S32, sigev_tid), PAD(S32, 11))

/* si_value is a word; the forms end early, the rest of the 128 bytes is padding. */
#define SIGINFO_HEAD(s) N("si_", s, S32, signo), N("si_", s, S32, error), N("si_", s, S32, code)
LAYOUT_OF(siginfo, K(siginfo), SIGINFO_HEAD(kernel_siginfo), PAD(PTR, 0),
          N("si_", kernel_siginfo, S32, pid), N("si_", kernel_siginfo, S32, uid),
          N("si_", kernel_siginfo, PTR, value), PAD(BYTES, 96))
LAYOUT_OF(siginfo_child, K(siginfo_child), SIGINFO_HEAD(kernel_siginfo_child), PAD(PTR, 0),
          N("si_", kernel_siginfo_child, S32, pid), N("si_", kernel_siginfo_child, S32, uid),
          N("si_", kernel_siginfo_child, S32, status), N("si_", kernel_siginfo_child, LONG, utime),
          N("si_", kernel_siginfo_child, LONG, stime), PAD(BYTES, 80))
LAYOUT_OF(siginfo_fault, K(siginfo_fault), SIGINFO_HEAD(kernel_siginfo_fault), PAD(PTR, 0),
          N("si_", kernel_siginfo_fault, PTR, addr), N("si_", kernel_siginfo_fault, S16, addr_lsb),
          N("si_", kernel_siginfo_fault, PTR, lower), N("si_", kernel_siginfo_fault, PTR, upper),
          PAD(BYTES, 80))
LAYOUT_OF(siginfo_timer, K(siginfo_timer), SIGINFO_HEAD(kernel_siginfo_timer), PAD(PTR, 0),
          N("si_", kernel_siginfo_timer, S32, tid), N("si_", kernel_siginfo_timer, S32, overrun),
          N("si_", kernel_siginfo_timer, PTR, value), PAD(BYTES, 96))
LAYOUT_OF(siginfo_poll, K(siginfo_poll), SIGINFO_HEAD(kernel_siginfo_poll), PAD(PTR, 0),
          N("si_", kernel_siginfo_poll, LONG, band), N("si_", kernel_siginfo_poll, S32, fd),
          PAD(BYTES, 100))

LAYOUT_OF(msghdr, K(msghdr), F(kernel_msghdr, PTR, name), F(kernel_msghdr, S32, namelen),
          F(kernel_msghdr, PTR, iov), F(kernel_msghdr, ULONG, iovlen),
          F(kernel_msghdr, PTR, control), F(kernel_msghdr, ULONG, controllen),
          F(kernel_msghdr, U32, flags))
LAYOUT_OF(mmsghdr, K(mmsghdr), S(kernel_mmsghdr, msghdr, hdr), F(kernel_mmsghdr, U32, len))
LAYOUT_OF(cmsghdr, K(cmsghdr), F(kernel_cmsghdr, ULONG, len), F(kernel_cmsghdr, S32, level),
          F(kernel_cmsghdr, S32, type))
LAYOUT(linger, F(linger, S32, l_onoff), F(linger, S32, l_linger))

LAYOUT(sembuf, F(sembuf, U16, sem_num), F(sembuf, S16, sem_op), F(sembuf, S16, sem_flg))
LAYOUT_OF(ipc_perm, K(ipc_perm), F(kernel_ipc_perm, S32, key), F(kernel_ipc_perm, U32, uid),
          F(kernel_ipc_perm, U32, gid), F(kernel_ipc_perm, U32, cuid),
          F(kernel_ipc_perm, U32, cgid), F(kernel_ipc_perm, U32, mode),
          F(kernel_ipc_perm, U16, seq), PAD(U16, 1), PAD(ULONG, 2))
LAYOUT_OF(shmid_ds, K(shmid_ds), S(kernel_shmid_ds, ipc_perm, perm),
          F(kernel_shmid_ds, ULONG, segsz), F(kernel_shmid_ds, LONG, atime),
          F(kernel_shmid_ds, LONG, dtime), F(kernel_shmid_ds, LONG, ctime),
          F(kernel_shmid_ds, S32, cpid), F(kernel_shmid_ds, S32, lpid),
          F(kernel_shmid_ds, ULONG, nattch), PAD(ULONG, 2))
LAYOUT_OF(semid_ds, K(semid_ds), S(kernel_semid_ds, ipc_perm, perm),
          F(kernel_semid_ds, LONG, otime), PAD(ULONG, 1), F(kernel_semid_ds, LONG, ctime),
          PAD(ULONG, 1), F(kernel_semid_ds, ULONG, nsems), PAD(ULONG, 2))
LAYOUT_OF(semid_ds_generic, K(semid_ds), S(kernel_semid_ds, ipc_perm, perm),
          F(kernel_semid_ds, LONG, otime), F(kernel_semid_ds, LONG, ctime),
          F(kernel_semid_ds, ULONG, nsems), PAD(ULONG, 2))
LAYOUT_OF(msqid_ds, K(msqid_ds), S(kernel_msqid_ds, ipc_perm, perm),
          F(kernel_msqid_ds, LONG, stime), F(kernel_msqid_ds, LONG, rtime),
          F(kernel_msqid_ds, LONG, ctime), F(kernel_msqid_ds, ULONG, cbytes),
          F(kernel_msqid_ds, ULONG, qnum), F(kernel_msqid_ds, ULONG, qbytes),
          F(kernel_msqid_ds, S32, lspid), F(kernel_msqid_ds, S32, lrpid), PAD(ULONG, 2))

LAYOUT_OF(termios, K(termios), F(kernel_termios, U32, c_iflag), F(kernel_termios, U32, c_oflag),
          F(kernel_termios, U32, c_cflag), F(kernel_termios, U32, c_lflag),
          F(kernel_termios, U8, c_line), A(kernel_termios, U8, c_cc))
LAYOUT_OF(termios2, K(termios2), F(kernel_termios2, U32, c_iflag), F(kernel_termios2, U32, c_oflag),
          F(kernel_termios2, U32, c_cflag), F(kernel_termios2, U32, c_lflag),
          F(kernel_termios2, U8, c_line), A(kernel_termios2, U8, c_cc),
          F(kernel_termios2, U32, c_ispeed), F(kernel_termios2, U32, c_ospeed))
LAYOUT(winsize, F(winsize, U16, ws_row), F(winsize, U16, ws_col), F(winsize, U16, ws_xpixel),
       F(winsize, U16, ws_ypixel))
/* The union is bytes: names, addresses in the network's order, and integers of few requests. */
LAYOUT(ifreq, TEXT(ifreq, ifr_ifrn.ifrn_name),
       {"ifr_ifru", SYS_BYTES, 1, sizeof(((struct ifreq *)0)->ifr_ifru),
        offsetof(struct ifreq, ifr_ifru), NULL})
LAYOUT(ifconf, F(ifconf, S32, ifc_len), F(ifconf, PTR, ifc_ifcu.ifcu_buf))
