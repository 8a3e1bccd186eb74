/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Structures that system calls exchange. A field gives the guest's type and the host's member; the
 * order is the guest's. Types are those of the kernel's uapi headers (include/uapi/).
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <linux/utsname.h>
#include <mqueue.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <time.h>
#include <utime.h>

#include "syscall/engine.h"
#include "syscall/kernel.h"
#include "syscall/layout-macros.h"

LAYOUT_OF(s32, int32_t, WHOLE(S32, int32_t))
LAYOUT_OF(u32, uint32_t, WHOLE(U32, uint32_t))
LAYOUT_OF(s64, int64_t, WHOLE(S64, int64_t))
LAYOUT_OF(u64, uint64_t, WHOLE(U64, uint64_t))
LAYOUT_OF(slong, long, WHOLE(LONG, long))
LAYOUT_OF(ulong, unsigned long, WHOLE(ULONG, unsigned long))
LAYOUT_OF(s32pair, int32_t[2], ELEMENTS(S32, int32_t, 2))

/* include/uapi/asm-generic/stat.h and arch/x86/include/uapi/asm/stat.h */
LAYOUT(stat, F(stat, ULONG, st_dev), F(stat, ULONG, st_ino), F(stat, ULONG, st_nlink),
       F(stat, U32, st_mode), F(stat, U32, st_uid), F(stat, U32, st_gid), PAD(U32, 1),
       F(stat, ULONG, st_rdev), F(stat, LONG, st_size), F(stat, LONG, st_blksize),
       F(stat, LONG, st_blocks), F(stat, LONG, st_atim.tv_sec), F(stat, ULONG, st_atim.tv_nsec),
       F(stat, LONG, st_mtim.tv_sec), F(stat, ULONG, st_mtim.tv_nsec),
       F(stat, LONG, st_ctim.tv_sec), F(stat, ULONG, st_ctim.tv_nsec), PAD(LONG, 3))
LAYOUT_OF(stat_generic, struct stat, F(stat, ULONG, st_dev), F(stat, ULONG, st_ino),
          F(stat, U32, st_mode), F(stat, U32, st_nlink), F(stat, U32, st_uid), F(stat, U32, st_gid),
          F(stat, ULONG, st_rdev), PAD(ULONG, 1), F(stat, LONG, st_size), F(stat, S32, st_blksize),
          PAD(S32, 1), F(stat, LONG, st_blocks), F(stat, LONG, st_atim.tv_sec),
          F(stat, ULONG, st_atim.tv_nsec), F(stat, LONG, st_mtim.tv_sec),
          F(stat, ULONG, st_mtim.tv_nsec), F(stat, LONG, st_ctim.tv_sec),
          F(stat, ULONG, st_ctim.tv_nsec), PAD(U32, 2))
#define STATX_TIME(m) F(statx, S64, m.tv_sec), F(statx, U32, m.tv_nsec), PAD(S32, 1)
LAYOUT(statx, F(statx, U32, stx_mask), F(statx, U32, stx_blksize), F(statx, U64, stx_attributes),
       F(statx, U32, stx_nlink), F(statx, U32, stx_uid), F(statx, U32, stx_gid),
       F(statx, U16, stx_mode), PAD(U16, 1), F(statx, U64, stx_ino), F(statx, U64, stx_size),
       F(statx, U64, stx_blocks), F(statx, U64, stx_attributes_mask), STATX_TIME(stx_atime),
       STATX_TIME(stx_btime), STATX_TIME(stx_ctime), STATX_TIME(stx_mtime),
       F(statx, U32, stx_rdev_major), F(statx, U32, stx_rdev_minor), F(statx, U32, stx_dev_major),
       F(statx, U32, stx_dev_minor), F(statx, U64, stx_mnt_id), F(statx, U32, stx_dio_mem_align),
       F(statx, U32, stx_dio_offset_align), REST(statx, U64, __spare3))
LAYOUT(statfs, F(statfs, LONG, f_type), F(statfs, LONG, f_bsize), F(statfs, ULONG, f_blocks),
       F(statfs, ULONG, f_bfree), F(statfs, ULONG, f_bavail), F(statfs, ULONG, f_files),
       F(statfs, ULONG, f_ffree), A(statfs, S32, f_fsid.__val), F(statfs, LONG, f_namelen),
       F(statfs, LONG, f_frsize), F(statfs, LONG, f_flags), A(statfs, LONG, f_spare))
LAYOUT(flock, F(flock, S16, l_type), F(flock, S16, l_whence), F(flock, LONG, l_start),
       F(flock, LONG, l_len), F(flock, S32, l_pid))
LAYOUT(f_owner_ex, F(f_owner_ex, S32, type), F(f_owner_ex, S32, pid))
LAYOUT(open_how, F(open_how, U64, flags), F(open_how, U64, mode), F(open_how, U64, resolve))
LAYOUT(file_clone_range, F(file_clone_range, S64, src_fd), F(file_clone_range, U64, src_offset),
       F(file_clone_range, U64, src_length), F(file_clone_range, U64, dest_offset))

LAYOUT(utimbuf, F(utimbuf, LONG, actime), F(utimbuf, LONG, modtime))
LAYOUT(timespec, F(timespec, LONG, tv_sec), F(timespec, LONG, tv_nsec))
LAYOUT_OF(timespec64, struct timespec, F(timespec, S64, tv_sec), F(timespec, S64, tv_nsec))
LAYOUT_OF(timespecs, struct timespec[2], INNER_ARRAY(timespec, 2))
LAYOUT(timeval, F(timeval, LONG, tv_sec), F(timeval, LONG, tv_usec))
LAYOUT_OF(timevals, struct timeval[2], INNER_ARRAY(timeval, 2))
LAYOUT(timezone, F(timezone, S32, tz_minuteswest), F(timezone, S32, tz_dsttime))
LAYOUT(itimerval, S(itimerval, timeval, it_interval), S(itimerval, timeval, it_value))
LAYOUT(itimerspec, S(itimerspec, timespec, it_interval), S(itimerspec, timespec, it_value))
LAYOUT(timex, F(timex, U32, modes), F(timex, LONG, offset), F(timex, LONG, freq),
       F(timex, LONG, maxerror), F(timex, LONG, esterror), F(timex, S32, status),
       F(timex, LONG, constant), F(timex, LONG, precision), F(timex, LONG, tolerance),
       S(timex, timeval, time), F(timex, LONG, tick), F(timex, LONG, ppsfreq),
       F(timex, LONG, jitter), F(timex, S32, shift), F(timex, LONG, stabil), F(timex, LONG, jitcnt),
       F(timex, LONG, calcnt), F(timex, LONG, errcnt), F(timex, LONG, stbcnt), F(timex, S32, tai),
       PAD(S32, 11))
LAYOUT(tms, F(tms, LONG, tms_utime), F(tms, LONG, tms_stime), F(tms, LONG, tms_cutime),
       F(tms, LONG, tms_cstime))

LAYOUT(rusage, S(rusage, timeval, ru_utime), S(rusage, timeval, ru_stime),
       F(rusage, LONG, ru_maxrss), F(rusage, LONG, ru_ixrss), F(rusage, LONG, ru_idrss),
       F(rusage, LONG, ru_isrss), F(rusage, LONG, ru_minflt), F(rusage, LONG, ru_majflt),
       F(rusage, LONG, ru_nswap), F(rusage, LONG, ru_inblock), F(rusage, LONG, ru_oublock),
       F(rusage, LONG, ru_msgsnd), F(rusage, LONG, ru_msgrcv), F(rusage, LONG, ru_nsignals),
       F(rusage, LONG, ru_nvcsw), F(rusage, LONG, ru_nivcsw))
LAYOUT(rlimit, F(rlimit, ULONG, rlim_cur), F(rlimit, ULONG, rlim_max))
LAYOUT_OF(rlimit64, struct rlimit, F(rlimit, U64, rlim_cur), F(rlimit, U64, rlim_max))
LAYOUT(sysinfo, F(sysinfo, LONG, uptime), A(sysinfo, ULONG, loads), F(sysinfo, ULONG, totalram),
       F(sysinfo, ULONG, freeram), F(sysinfo, ULONG, sharedram), F(sysinfo, ULONG, bufferram),
       F(sysinfo, ULONG, totalswap), F(sysinfo, ULONG, freeswap), F(sysinfo, U16, procs),
       PAD(U16, 1), F(sysinfo, ULONG, totalhigh), F(sysinfo, ULONG, freehigh),
       F(sysinfo, U32, mem_unit))
LAYOUT_OF(utsname, struct new_utsname, TEXT(new_utsname, sysname), TEXT(new_utsname, nodename),
          TEXT(new_utsname, release), TEXT(new_utsname, version), TEXT(new_utsname, machine),
          TEXT(new_utsname, domainname))

LAYOUT(iovec, F(iovec, PTR, iov_base), F(iovec, ULONG, iov_len))
LAYOUT(pollfd, F(pollfd, S32, fd), F(pollfd, S16, events), F(pollfd, S16, revents))
LAYOUT(epoll_event, F(epoll_event, U32, events), F(epoll_event, U64, data.u64))
LAYOUT(clone_args, F(clone_args, U64, flags), F(clone_args, U64, pidfd),
       F(clone_args, U64, child_tid), F(clone_args, U64, parent_tid),
       F(clone_args, U64, exit_signal), F(clone_args, U64, stack), F(clone_args, U64, stack_size),
       F(clone_args, U64, tls), F(clone_args, U64, set_tid), F(clone_args, U64, set_tid_size),
       F(clone_args, U64, cgroup))
LAYOUT_OF(cap_header, struct __user_cap_header_struct, F(__user_cap_header_struct, U32, version),
          F(__user_cap_header_struct, S32, pid))
LAYOUT(mq_attr, F(mq_attr, LONG, mq_flags), F(mq_attr, LONG, mq_maxmsg),
       F(mq_attr, LONG, mq_msgsize), F(mq_attr, LONG, mq_curmsgs), PAD(LONG, 4))
