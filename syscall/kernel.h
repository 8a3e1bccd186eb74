/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host kernel's structures that the C library hides or declares otherwise. */
#ifndef DRAGOMAN_SYSCALL_KERNEL_H
#define DRAGOMAN_SYSCALL_KERNEL_H

#include <stdint.h>

/* rt_sigaction(2) without SA_RESTORER left out. */
struct kernel_sigaction {
    uint64_t handler, flags, restorer, mask;
};

/* include/uapi/asm-generic/termbits.h */
struct kernel_termios {
    uint32_t c_iflag, c_oflag, c_cflag, c_lflag;
    uint8_t c_line;
    uint8_t c_cc[19];
};
struct kernel_termios2 {
    uint32_t c_iflag, c_oflag, c_cflag, c_lflag;
    uint8_t c_line;
    uint8_t c_cc[19];
    uint32_t c_ispeed, c_ospeed;
};

/* include/uapi/asm-generic/siginfo.h: the forms of the union behind si_code. */
struct kernel_siginfo {
    int32_t signo, error, code, reserved;
    int32_t pid, uid;
    uint64_t value;
    uint8_t rest[96];
};
struct kernel_siginfo_child {
    int32_t signo, error, code, reserved;
    int32_t pid, uid, status, reserved2;
    int64_t utime, stime;
    uint8_t rest[80];
};
struct kernel_siginfo_fault {
    int32_t signo, error, code, reserved;
    uint64_t addr;
    int16_t addr_lsb, reserved2[3];
    uint64_t lower, upper;
    uint8_t rest[80];
};
struct kernel_siginfo_timer {
    int32_t signo, error, code, reserved;
    int32_t tid, overrun;
    uint64_t value;
    uint8_t rest[96];
};
struct kernel_siginfo_poll {
    int32_t signo, error, code, reserved;
    int64_t band;
    int32_t fd;
    uint8_t rest[100];
};
struct kernel_sigevent {
    uint64_t sigev_value;
    int32_t sigev_signo, sigev_notify, sigev_tid;
    int32_t rest[11];
};

/* The sixth argument of pselect6(2). */
struct kernel_sigset_arg {
    uint64_t set, size;
};

struct kernel_msghdr {
    uint64_t name;
    int32_t namelen, reserved;
    uint64_t iov, iovlen, control, controllen;
    uint32_t flags, reserved2;
};
struct kernel_mmsghdr {
    struct kernel_msghdr hdr;
    uint32_t len, reserved;
};
struct kernel_cmsghdr {
    uint64_t len;
    int32_t level, type;
};

/* ipc64_perm and its users as x86-64 has them. */
struct kernel_ipc_perm {
    int32_t key;
    uint32_t uid, gid, cuid, cgid, mode;
    uint16_t seq, reserved;
    uint64_t unused[2];
};
struct kernel_shmid_ds {
    struct kernel_ipc_perm perm;
    uint64_t segsz;
    int64_t atime, dtime, ctime;
    int32_t cpid, lpid;
    uint64_t nattch, unused[2];
};
struct kernel_semid_ds {
    struct kernel_ipc_perm perm;
    int64_t otime, unused1, ctime, unused2;
    uint64_t nsems, unused3, unused4;
};
struct kernel_msqid_ds {
    struct kernel_ipc_perm perm;
    int64_t stime, rtime, ctime;
    uint64_t cbytes, qnum, qbytes;
    int32_t lspid, lrpid;
    uint64_t unused[2];
};

#endif
