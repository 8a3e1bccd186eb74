/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names and values of flags and enumerations, for conversion and for -strace. Host and guest value
 * are the same but in the tables of single guests at the end.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/futex.h>
#include <linux/memfd.h>
#include <linux/mount.h>
#include <linux/prctl.h>
#include <linux/random.h>
#include <linux/stat.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "syscall/engine.h"

/* A name with the same value everywhere; one value of a field of bits. */
#define V(x)                                                                                       \
    {                                                                                              \
        #x, x, x, 0                                                                                \
    }
#define IN_MASK(x, m)                                                                              \
    {                                                                                              \
        #x, x, x, m                                                                                \
    }

/* clang-format off */
const struct sys_flag sys_flags_open[] = {
    IN_MASK(O_RDONLY, O_ACCMODE), IN_MASK(O_WRONLY, O_ACCMODE), IN_MASK(O_RDWR, O_ACCMODE),
    V(O_CREAT), V(O_EXCL), V(O_NOCTTY), V(O_TRUNC), V(O_APPEND), V(O_NONBLOCK), V(O_SYNC),
    V(O_DSYNC), V(O_ASYNC), V(O_DIRECT), {"O_LARGEFILE", 0100000, 0100000, 0}, V(O_TMPFILE),
    V(O_DIRECTORY), V(O_NOFOLLOW), V(O_NOATIME), V(O_CLOEXEC), V(O_PATH), {NULL},
};

const struct sys_flag sys_flags_at[] = {
    V(AT_SYMLINK_NOFOLLOW), V(AT_SYMLINK_FOLLOW), V(AT_NO_AUTOMOUNT), V(AT_EMPTY_PATH),
    V(AT_STATX_FORCE_SYNC), V(AT_STATX_DONT_SYNC), {NULL},
};

const struct sys_flag sys_flags_unlink[] = {
    V(AT_REMOVEDIR), {NULL},
};

const struct sys_flag sys_flags_prot[] = {
    V(PROT_NONE), V(PROT_READ), V(PROT_WRITE), V(PROT_EXEC), V(PROT_GROWSDOWN), V(PROT_GROWSUP),
    {NULL},
};

const struct sys_flag sys_flags_mmap[] = {
    IN_MASK(MAP_SHARED, MAP_TYPE), IN_MASK(MAP_PRIVATE, MAP_TYPE),
    IN_MASK(MAP_SHARED_VALIDATE, MAP_TYPE), V(MAP_FIXED), V(MAP_ANONYMOUS), V(MAP_GROWSDOWN),
    V(MAP_DENYWRITE), V(MAP_EXECUTABLE), V(MAP_LOCKED), V(MAP_NORESERVE), V(MAP_POPULATE),
    V(MAP_NONBLOCK), V(MAP_STACK), V(MAP_HUGETLB), V(MAP_SYNC), V(MAP_FIXED_NOREPLACE), {NULL},
};

const struct sys_flag sys_flags_mremap[] = {
    V(MREMAP_MAYMOVE), V(MREMAP_FIXED), V(MREMAP_DONTUNMAP), {NULL},
};

const struct sys_flag sys_flags_msync[] = {
    V(MS_ASYNC), V(MS_INVALIDATE), V(MS_SYNC), {NULL},
};

const struct sys_flag sys_flags_mlockall[] = {
    V(MCL_CURRENT), V(MCL_FUTURE), V(MCL_ONFAULT), {NULL},
};

const struct sys_flag sys_flags_madvise[] = {
    V(MADV_NORMAL), V(MADV_RANDOM), V(MADV_SEQUENTIAL), V(MADV_WILLNEED), V(MADV_DONTNEED),
    V(MADV_FREE), V(MADV_REMOVE), V(MADV_DONTFORK), V(MADV_DOFORK), V(MADV_MERGEABLE),
    V(MADV_UNMERGEABLE), V(MADV_HUGEPAGE), V(MADV_NOHUGEPAGE), V(MADV_DONTDUMP), V(MADV_DODUMP),
    V(MADV_WIPEONFORK), V(MADV_KEEPONFORK), V(MADV_COLD), V(MADV_PAGEOUT), V(MADV_POPULATE_READ),
    V(MADV_POPULATE_WRITE), {NULL},
};

const struct sys_flag sys_flags_access[] = {
    V(X_OK), V(W_OK), V(R_OK), V(F_OK), {NULL},
};

const struct sys_flag sys_flags_whence[] = {
    V(SEEK_SET), V(SEEK_CUR), V(SEEK_END), V(SEEK_DATA), V(SEEK_HOLE), {NULL},
};

const struct sys_flag sys_flags_fcntl[] = {
    V(F_DUPFD), V(F_GETFD), V(F_SETFD), V(F_GETFL), V(F_SETFL), V(F_GETLK), V(F_SETLK),
    V(F_SETLKW), V(F_SETOWN), V(F_GETOWN), V(F_SETSIG), V(F_GETSIG), V(F_SETOWN_EX),
    V(F_GETOWN_EX), V(F_OFD_GETLK), V(F_OFD_SETLK), V(F_OFD_SETLKW), V(F_SETLEASE), V(F_GETLEASE),
    V(F_NOTIFY), V(F_DUPFD_CLOEXEC), V(F_SETPIPE_SZ), V(F_GETPIPE_SZ), V(F_ADD_SEALS),
    V(F_GET_SEALS), V(F_GET_RW_HINT), V(F_SET_RW_HINT), V(F_GET_FILE_RW_HINT),
    V(F_SET_FILE_RW_HINT), {NULL},
};

const struct sys_flag sys_flags_flock[] = {
    V(LOCK_SH), V(LOCK_EX), V(LOCK_NB), V(LOCK_UN), {NULL},
};

const struct sys_flag sys_flags_close_range[] = {
    V(CLOSE_RANGE_UNSHARE), V(CLOSE_RANGE_CLOEXEC), {NULL},
};

const struct sys_flag sys_flags_memfd[] = {
    V(MFD_CLOEXEC), V(MFD_ALLOW_SEALING), V(MFD_HUGETLB), {NULL},
};

const struct sys_flag sys_flags_inotify[] = {
    V(IN_ACCESS), V(IN_MODIFY), V(IN_ATTRIB), V(IN_CLOSE_WRITE), V(IN_CLOSE_NOWRITE), V(IN_OPEN),
    V(IN_MOVED_FROM), V(IN_MOVED_TO), V(IN_CREATE), V(IN_DELETE), V(IN_DELETE_SELF),
    V(IN_MOVE_SELF), V(IN_ONLYDIR), V(IN_DONT_FOLLOW), V(IN_EXCL_UNLINK), V(IN_MASK_CREATE),
    V(IN_MASK_ADD), V(IN_ISDIR), V(IN_ONESHOT), {NULL},
};

const struct sys_flag sys_flags_rename[] = {
    V(RENAME_NOREPLACE), V(RENAME_EXCHANGE), V(RENAME_WHITEOUT), {NULL},
};

const struct sys_flag sys_flags_statx[] = {
    V(STATX_TYPE), V(STATX_MODE), V(STATX_NLINK), V(STATX_UID), V(STATX_GID), V(STATX_ATIME),
    V(STATX_MTIME), V(STATX_CTIME), V(STATX_INO), V(STATX_SIZE), V(STATX_BLOCKS), V(STATX_BTIME),
    V(STATX_MNT_ID), {NULL},
};

const struct sys_flag sys_flags_mount[] = {
    V(MS_RDONLY), V(MS_NOSUID), V(MS_NODEV), V(MS_NOEXEC), V(MS_SYNCHRONOUS), V(MS_REMOUNT),
    V(MS_MANDLOCK), V(MS_DIRSYNC), V(MS_NOATIME), V(MS_NODIRATIME), V(MS_BIND), V(MS_MOVE),
    V(MS_REC), V(MS_SILENT), V(MS_POSIXACL), V(MS_UNBINDABLE), V(MS_PRIVATE), V(MS_SLAVE),
    V(MS_SHARED), V(MS_RELATIME), V(MS_STRICTATIME), V(MS_LAZYTIME), {NULL},
};

const struct sys_flag sys_flags_umount[] = {
    V(MNT_FORCE), V(MNT_DETACH), V(MNT_EXPIRE), V(UMOUNT_NOFOLLOW), {NULL},
};

const struct sys_flag sys_flags_splice[] = {
    V(SPLICE_F_MOVE), V(SPLICE_F_NONBLOCK), V(SPLICE_F_MORE), V(SPLICE_F_GIFT), {NULL},
};

const struct sys_flag sys_flags_epoll_ctl[] = {
    V(EPOLL_CTL_ADD), V(EPOLL_CTL_DEL), V(EPOLL_CTL_MOD), {NULL},
};

const struct sys_flag sys_flags_clone[] = {
    V(CLONE_VM), V(CLONE_FS), V(CLONE_FILES), V(CLONE_SIGHAND), V(CLONE_PIDFD), V(CLONE_PTRACE),
    V(CLONE_VFORK), V(CLONE_PARENT), V(CLONE_THREAD), V(CLONE_NEWNS), V(CLONE_SYSVSEM),
    V(CLONE_SETTLS), V(CLONE_PARENT_SETTID), V(CLONE_CHILD_CLEARTID), V(CLONE_DETACHED),
    V(CLONE_UNTRACED), V(CLONE_CHILD_SETTID), V(CLONE_NEWCGROUP), V(CLONE_NEWUTS),
    V(CLONE_NEWIPC), V(CLONE_NEWUSER), V(CLONE_NEWPID), V(CLONE_NEWNET), V(CLONE_IO), {NULL},
};

const struct sys_flag sys_flags_wait[] = {
    V(WNOHANG), V(WUNTRACED), V(WEXITED), V(WCONTINUED), V(WNOWAIT), V(__WNOTHREAD), V(__WALL),
    V(__WCLONE), {NULL},
};

const struct sys_flag sys_flags_waitid[] = {
    V(P_ALL), V(P_PID), V(P_PGID), V(P_PIDFD), {NULL},
};

const struct sys_flag sys_flags_prctl[] = {
    V(PR_SET_PDEATHSIG), V(PR_GET_PDEATHSIG), V(PR_GET_DUMPABLE), V(PR_SET_DUMPABLE),
    V(PR_GET_UNALIGN), V(PR_SET_UNALIGN), V(PR_GET_KEEPCAPS), V(PR_SET_KEEPCAPS), V(PR_SET_NAME),
    V(PR_GET_NAME), V(PR_GET_SECCOMP), V(PR_SET_SECCOMP), V(PR_CAPBSET_READ), V(PR_CAPBSET_DROP),
    V(PR_GET_SECUREBITS), V(PR_SET_SECUREBITS), V(PR_SET_TIMERSLACK), V(PR_GET_TIMERSLACK),
    V(PR_MCE_KILL), V(PR_MCE_KILL_GET), V(PR_SET_MM), V(PR_SET_PTRACER),
    V(PR_SET_CHILD_SUBREAPER), V(PR_GET_CHILD_SUBREAPER), V(PR_SET_NO_NEW_PRIVS),
    V(PR_GET_NO_NEW_PRIVS), V(PR_GET_TID_ADDRESS), V(PR_SET_THP_DISABLE), V(PR_GET_THP_DISABLE),
    V(PR_CAP_AMBIENT), V(PR_SVE_SET_VL), V(PR_SVE_GET_VL), V(PR_GET_SPECULATION_CTRL),
    V(PR_SET_SPECULATION_CTRL), V(PR_PAC_RESET_KEYS), V(PR_SET_TAGGED_ADDR_CTRL),
    V(PR_GET_TAGGED_ADDR_CTRL), V(PR_SET_VMA), {NULL},
};

const struct sys_flag sys_flags_rlimit[] = {
    V(RLIMIT_CPU), V(RLIMIT_FSIZE), V(RLIMIT_DATA), V(RLIMIT_STACK), V(RLIMIT_CORE),
    V(RLIMIT_RSS), V(RLIMIT_NPROC), V(RLIMIT_NOFILE), V(RLIMIT_MEMLOCK), V(RLIMIT_AS),
    V(RLIMIT_LOCKS), V(RLIMIT_SIGPENDING), V(RLIMIT_MSGQUEUE), V(RLIMIT_NICE), V(RLIMIT_RTPRIO),
    V(RLIMIT_RTTIME), {NULL},
};

const struct sys_flag sys_flags_rusage[] = {
    V(RUSAGE_SELF), V(RUSAGE_CHILDREN), V(RUSAGE_THREAD), {NULL},
};

const struct sys_flag sys_flags_grnd[] = {
    V(GRND_NONBLOCK), V(GRND_RANDOM), V(GRND_INSECURE), {NULL},
};

const struct sys_flag sys_flags_sched[] = {
    V(SCHED_OTHER), V(SCHED_FIFO), V(SCHED_RR), V(SCHED_BATCH), V(SCHED_IDLE), V(SCHED_DEADLINE),
    {NULL},
};

const struct sys_flag sys_flags_sighow[] = {
    V(SIG_BLOCK), V(SIG_UNBLOCK), V(SIG_SETMASK), {NULL},
};

const struct sys_flag sys_flags_clock[] = {
    V(CLOCK_REALTIME), V(CLOCK_MONOTONIC), V(CLOCK_PROCESS_CPUTIME_ID),
    V(CLOCK_THREAD_CPUTIME_ID), V(CLOCK_MONOTONIC_RAW), V(CLOCK_REALTIME_COARSE),
    V(CLOCK_MONOTONIC_COARSE), V(CLOCK_BOOTTIME), V(CLOCK_REALTIME_ALARM),
    V(CLOCK_BOOTTIME_ALARM), V(CLOCK_TAI), {NULL},
};

const struct sys_flag sys_flags_itimer[] = {
    V(ITIMER_REAL), V(ITIMER_VIRTUAL), V(ITIMER_PROF), {NULL},
};

const struct sys_flag sys_flags_domain[] = {
    V(AF_UNSPEC), V(AF_UNIX), V(AF_INET), V(AF_INET6), V(AF_NETLINK), V(AF_PACKET), V(AF_ALG),
    V(AF_VSOCK), V(AF_BLUETOOTH), V(AF_KEY), {NULL},
};

const struct sys_flag sys_flags_socktype[] = {
    IN_MASK(SOCK_STREAM, 15), IN_MASK(SOCK_DGRAM, 15), IN_MASK(SOCK_RAW, 15),
    IN_MASK(SOCK_RDM, 15), IN_MASK(SOCK_SEQPACKET, 15), IN_MASK(SOCK_PACKET, 15), V(SOCK_CLOEXEC),
    V(SOCK_NONBLOCK), {NULL},
};

const struct sys_flag sys_flags_msg[] = {
    V(MSG_OOB), V(MSG_PEEK), V(MSG_DONTROUTE), V(MSG_CTRUNC), V(MSG_TRUNC), V(MSG_DONTWAIT),
    V(MSG_EOR), V(MSG_WAITALL), V(MSG_CONFIRM), V(MSG_ERRQUEUE), V(MSG_NOSIGNAL), V(MSG_MORE),
    V(MSG_WAITFORONE), V(MSG_FASTOPEN), V(MSG_CMSG_CLOEXEC), {NULL},
};

const struct sys_flag sys_flags_sol[] = {
    V(SOL_SOCKET), {"SOL_IP", 0, 0, 0}, {"SOL_TCP", 6, 6, 0}, {"SOL_UDP", 17, 17, 0},
    {"SOL_IPV6", 41, 41, 0}, {"SOL_NETLINK", 270, 270, 0}, {NULL},
};

const struct sys_flag sys_flags_shutdown[] = {
    V(SHUT_RD), V(SHUT_WR), V(SHUT_RDWR), {NULL},
};

const struct sys_flag sys_flags_futex[] = {
    V(FUTEX_WAIT), V(FUTEX_WAKE), V(FUTEX_REQUEUE), V(FUTEX_CMP_REQUEUE), V(FUTEX_WAKE_OP),
    V(FUTEX_LOCK_PI), V(FUTEX_UNLOCK_PI), V(FUTEX_TRYLOCK_PI), V(FUTEX_WAIT_BITSET),
    V(FUTEX_WAKE_BITSET), V(FUTEX_WAIT_REQUEUE_PI), V(FUTEX_CMP_REQUEUE_PI), V(FUTEX_LOCK_PI2),
    {NULL},
};

const struct sys_flag sys_flags_sa[] = {
    V(SA_NOCLDSTOP), V(SA_NOCLDWAIT), V(SA_SIGINFO), {"SA_RESTORER", 0x4000000, 0x4000000, 0},
    V(SA_ONSTACK), V(SA_RESTART), V(SA_NODEFER), V(SA_RESETHAND), {NULL},
};

const struct sys_flag sys_flags_pollev[] = {
    V(POLLIN), V(POLLPRI), V(POLLOUT), V(POLLERR), V(POLLHUP), V(POLLNVAL), V(POLLRDNORM),
    V(POLLRDBAND), V(POLLWRNORM), V(POLLWRBAND), V(POLLRDHUP), {NULL},
};

const struct sys_flag sys_flags_dirfd[] = {
    V(AT_FDCWD), {NULL},
};

/* arch/arm64 and arch/arm include/uapi/asm/fcntl.h */
const struct sys_flag sys_flags_open_arm[] = {
    {"O_DIRECTORY", O_DIRECTORY, 040000, 0},
    {"O_NOFOLLOW", O_NOFOLLOW, 0100000, 0},
    {"O_DIRECT", O_DIRECT, 0200000, 0},
    {"O_LARGEFILE", 0100000, 0400000, 0},
    {NULL},
};

/* Requests whose number depends on the architecture; the standard has none to convert. */
const struct sys_flag sys_flags_ioctl[] = {
    {NULL},
};
/* clang-format on */
