/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Private to syscall/: the table, layouts, the frame of one call, helpers of its functions. */
#ifndef DRAGOMAN_SYSCALL_ENGINE_H
#define DRAGOMAN_SYSCALL_ENGINE_H

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/process.h"
#include "syscall/syscall.h"
#include "syscall/syscall_numbers.h"

/* ---- layouts ---- */

enum sys_type {
    SYS_END,
    SYS_S8,
    SYS_U8,
    SYS_S16,
    SYS_U16,
    SYS_S32,
    SYS_U32,
    SYS_S64,
    SYS_U64,
    SYS_LONG,
    SYS_ULONG,
    SYS_PTR,    /* the guest's word */
    SYS_BYTES,  /* bytes, copied as they are */
    SYS_STRUCT, /* inner */
};

/* One member, or count equal ones. */
struct sys_field {
    const char *name;  /* NULL: padding that only the guest has */
    uint8_t type;      /* enum sys_type: the guest's type */
    uint8_t host_size; /* of an element of the host's member (scalars) */
    uint16_t count;
    uint16_t host_offset;
    const struct sys_layout *inner;
};

/* A structure: fields in the guest's order, with the place of each in the host's structure. */
struct sys_layout {
    const char *name;
    uint16_t host_size;
    const struct sys_field *fields; /* ends with SYS_END */
};

/* Guest bytes of a structure, and of its alignment. */
unsigned sys_layout_size(const struct sys_layout *l, const struct sys_model *m, unsigned *align);
/* Is the guest's structure the host's, byte for byte? */
bool sys_layout_same(const struct sys_layout *l, const struct sys_model *m);
/* Conversion between guest bytes and the host's structure. The host members that the guest lacks
 * become 0. to_guest: -EOVERFLOW if a value does not fit, else 0. */
void sys_layout_to_host(const struct sys_layout *l, const struct sys_model *m, void *host,
                        const void *guest);
int sys_layout_to_guest(const struct sys_layout *l, const struct sys_model *m, void *guest,
                        const void *host);
/* Guest offset of field number n (its index in fields). */
unsigned sys_layout_offset(const struct sys_layout *l, const struct sys_model *m, unsigned n);

#define SYS_LAYOUT(x) extern const struct sys_layout sys_layout_##x;
#include "syscall/layouts.def"
#undef SYS_LAYOUT

/* ---- flags ---- */

#define SYS_FLAGS(x) extern const struct sys_flag sys_flags_##x[];
#include "syscall/flags.def"
#undef SYS_FLAGS

/* ---- the table ---- */

enum sys_kind {
    ARG_NONE,
    ARG_INT,
    ARG_UINT,
    ARG_LONG,
    ARG_ULONG,
    ARG_HEX,  /* HEX: ULONG, shown in hexadecimal */
    ARG_MODE, /* permission bits */
    ARG_OFF,  /* 64 bits, in a pair of registers where words have 32 */
    ARG_FD,
    ARG_DIRFD,
    ARG_SIG,   /* signal number */
    ARG_TIMER, /* number of a timer */
    ARG_PATH,  /* translated path */
    ARG_STR,   /* any other string */
    ARG_ADDR,  /* an address that is not followed */
    ARG_MEM,   /* memory of byte or unknown form, given to the kernel as it is */
    ARG_BUF_IN,
    ARG_BUF_OUT, /* bytes; n: the argument that has their number */
    ARG_IN,
    ARG_OUT,
    ARG_INOUT, /* one structure of table's layout */
    ARG_INV,
    ARG_INOUTV, /* as many as argument n says */
    ARG_OUTV,   /* room for as many; as many as the result says are written */
    ARG_IOV_IN,
    ARG_IOV_OUT,  /* struct iovec[argument n] */
    ARG_RANGE,    /* pages; n: the argument that has their length */
    ARG_STATUS,   /* wait status that is returned */
    ARG_SOCKADDR, /* n: the argument that has the length */
    ARG_STRV,
    ARG_STRC, /* array of strings; the same, but only counted by strace */
    ARG_SIGSET,
    ARG_OUT_SIGSET, /* the guest's sigset_t of 64 bits */
    ARG_RAW,        /* an integer or a pointer, as another argument says */
    ARG_IOCTL,
    ARG_FUTEX, /* request, operation */
    ARG_FLAGS,
    ARG_ENUM, /* int with names in table */
    ARG_KINDS,
};

struct sys_arg {
    uint8_t kind;
    uint8_t n;
    const void *table;
};

struct sys_frame;
typedef int64_t sys_fn(struct sys_frame *f);

struct sys_def {
    const char *name;
    sys_fn *fn; /* NULL: the host's call with converted arguments */
    struct sys_arg args[6];
};
extern const struct sys_def sys_table[];

/* ---- one call ---- */

#define SYS_SCRATCH 12288

struct sys_state {
    const struct sys_abi *abi;
    const struct sys_ops *ops;
    int hidden[SYS_HIDDEN_MAX]; /* -1: free */
    uint64_t limits[2][2];      /* the guest's RLIMIT_AS and RLIMIT_DATA: current, maximum */
    bool limit_set[2];
    uint32_t personality;
    struct sys_program program; /* its exe points to exe below */
    char exe[PATH_MAX];
    char prefix[PATH_MAX];
    unsigned prefix_len;
    char release[65];
};

struct sys_frame {
    struct cpu *cpu;
    struct process *process;
    struct sys_state *state;
    const struct sys_abi *abi;
    const struct sys_model *model;
    const struct sys_def *def;
    unsigned id;
    uint64_t arg[6];  /* widened: what the guest means; pointers are the guest's */
    uint64_t host[6]; /* for the kernel */
    void *big;        /* scratch that did not fit: a list by its first word */
    unsigned used;
    _Alignas(16) uint8_t scratch[SYS_SCRATCH];
};

/* len bytes of scratch, not cleared, 16-aligned, until the call ends. NULL: no memory. */
void *sys_scratch(struct sys_frame *f, size_t len);
/* Our pointer to guest memory, for the kernel's use only. */
static inline void *sys_pointer(uint64_t addr)
{
    return (void *)(uintptr_t)addr;
}

/* What the guest has in a standard table's place. */
const void *sys_own(const struct sys_abi *abi, const void *standard);

/* A structure out of, into guest memory. 0, -EFAULT, -EOVERFLOW (put). */
int sys_get(struct sys_frame *f, const struct sys_layout *l, void *host, uint64_t addr);
int sys_put(struct sys_frame *f, const struct sys_layout *l, uint64_t addr, const void *host);
/* One integer of size bytes in the guest's byte order; one guest word. 0 or -EFAULT. */
int sys_get_int(struct sys_frame *f, unsigned size, uint64_t addr, uint64_t *value);
int sys_put_int(struct sys_frame *f, unsigned size, uint64_t addr, uint64_t value);
/* What a structure of size bytes at addr has behind the first known ones must be zero: it is newer
 * than ours. 0, -EFAULT or -E2BIG. */
int sys_get_rest(struct sys_frame *f, uint64_t addr, uint64_t known, uint64_t size);
/* n structures at addr as the host's array: the guest's own memory where equal, else a converted
 * copy in scratch (in: with the guest's values). *error: 0, -EFAULT, -ENOMEM. */
void *sys_array(struct sys_frame *f, const struct sys_layout *l, uint64_t addr, size_t n, bool in,
                int *error);
/* Writes back n elements of what sys_array gave (nothing to do where it is the guest's memory). */
int sys_array_put(struct sys_frame *f, const struct sys_layout *l, uint64_t addr, size_t n,
                  const void *host);

/* Flags between guest and host numbering. */
uint64_t sys_flags_to_host(const struct sys_abi *abi, const struct sys_flag *t, uint64_t guest);
uint64_t sys_flags_to_guest(const struct sys_abi *abi, const struct sys_flag *t, uint64_t host);

/* Host call through ops->safe_syscall; -SYS_ERESTARTNOINTR: to be made again. Behind a system call
 * every return costs a misprediction: inline. */
static inline int64_t sys_host(struct sys_frame *f, long nr, uint64_t a, uint64_t b, uint64_t c,
                               uint64_t d, uint64_t e, uint64_t g)
{
    if (nr < 0)
        return -ENOSYS;
    int64_t r = f->state->ops->safe_syscall(f->cpu, nr, a, b, c, d, e, g);

    return r == -SYS_ERESTARTSYS ? -SYS_ERESTARTNOINTR : r;
}
/* Host call that cannot block and must not be refused (in the middle of several). */
int64_t sys_raw(long nr, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t g);
/* By kind: converts argument i into f->host[i], which is arg[i] so far. 0 or -errno. NULL: it stays
 * as it is. */
typedef int sys_arg_fn(struct sys_frame *f, unsigned i);
extern sys_arg_fn *const sys_arg_in[ARG_KINDS];
/* Writes result structures of argument i back. */
int sys_arg_out(struct sys_frame *f, unsigned i, int64_t result);
/* The call as the table has it. */
int64_t sys_plain(struct sys_frame *f);
/* The same, as another host call (a function that only changes arguments). */
int64_t sys_plain_as(struct sys_frame *f, long nr);

/* An address out of a guest structure, as memory is addressed (struct sys_abi.address). */
uint64_t sys_address(const struct sys_frame *f, uint64_t addr);
/* A guest string into scratch: NULL with *error set (-EFAULT, -ENAMETOOLONG). */
char *sys_string(struct sys_frame *f, uint64_t addr, int *error);
/* A guest path into scratch, translated. */
const char *sys_path_arg(struct sys_frame *f, uint64_t addr, int *error);

/* Host errno result as the guest's. */
int64_t sys_result(const struct sys_abi *abi, int64_t result);

/* n iovecs at addr as the host's, each checked. NULL with *error: -EFAULT, -EINVAL, -ENOMEM. */
struct iovec *sys_iov(struct sys_frame *f, uint64_t addr, uint64_t n, int *error);
/* The same with addresses of another process, which are not checked. */
struct iovec *sys_iov_remote(struct sys_frame *f, uint64_t addr, uint64_t n, int *error);
/* A signal set of the guest (8 bytes, size says so). 0, -EINVAL, -EFAULT. */
int sys_get_sigset(struct sys_frame *f, uint64_t addr, uint64_t size, uint64_t *set);
/* As sys_get_sigset, into scratch and for the kernel (ops->wait_mask); NULL where addr is 0. */
int sys_wait_mask(struct sys_frame *f, uint64_t addr, uint64_t size, uint64_t **set);
int sys_put_sigset(struct sys_frame *f, uint64_t addr, uint64_t set);
/* siginfo of 128 host bytes into guest memory and out of it, by the form that its code implies. */
int sys_put_siginfo(struct sys_frame *f, uint64_t addr, const void *info);
int sys_get_siginfo(struct sys_frame *f, void *info, uint64_t addr);

/* Makes room at hidden descriptor fd: it gets another number. 0 or -errno. */
int sys_fd_move(struct process *p, int fd);

/* The file open at fd was made shorter: code made from mappings of it is stale. */
void sys_file_cut(struct sys_frame *f, uint64_t fd);

/* ---- /proc (proc.c) ---- */

/* The part of a path behind /proc/self/, /proc/thread-self/ or /proc/<own pid>/, or NULL. */
const char *sys_proc_self(const char *path);
/* If path is exe or maps of another process that runs dragoman: its id, and that name; else NULL.
 * */
const char *sys_proc_other(struct process *p, const char *path, int64_t *pid);
/* The guest program that such a process runs, in buf of PATH_MAX bytes. */
bool sys_proc_exe(int64_t pid, char *buf);
/* "/proc/" pid rest in buf. */
void sys_proc_name(char *buf, size_t size, int64_t pid, const char *rest);
/* An open descriptor of the emulated /proc file at path; -ENOSYS: none such, open the host's. */
int64_t sys_proc_open(struct sys_frame *f, const char *path, int flags);

/* ---- strace.c ---- */

void sys_strace_enter(struct sys_frame *f);
void sys_strace_exit(struct sys_frame *f, int64_t result);
/* "SIGINT"; of the host's number. */
const char *sys_signal_name(int sig);

/* ---- functions of the table ---- */

#define SYS(name, ...)
#define SYS_FN(name, function, ...) sys_fn function;
#include "syscall/syscalls.def"
#undef SYS
#undef SYS_FN

#endif
