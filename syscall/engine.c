/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One system call: widened, converted, made, converted back. */
#define _GNU_SOURCE
#include "syscall/engine.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/bits.h"

void *sys_scratch(struct sys_frame *f, size_t len)
{
    size_t size = bits_align_up(len, 16), total = bits_align_up(len + 16, MEM_PAGE);
    uint8_t *p = f->scratch + f->used;

    if (size <= SYS_SCRATCH - f->used) {
        f->used += size;
        return p;
    }
    uint64_t *head = own_map(total, PROT_READ | PROT_WRITE, 0);

    if (!head)
        return NULL;
    head[0] = (uintptr_t)f->big;
    head[1] = total;
    f->big = head;
    return head + 2;
}

static void scratch_free(struct sys_frame *f)
{
    while (f->big) {
        uint64_t *head = f->big;

        f->big = (void *)(uintptr_t)head[0];
        own_unmap(head, head[1]);
    }
}

const void *sys_own(const struct sys_abi *abi, const void *standard)
{
    for (const struct sys_override *o = abi->overrides; o && o->standard; o++) {
        if (o->standard == standard)
            return o->own;
    }
    return standard;
}

int64_t sys_raw(long nr, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t g)
{
    long r = syscall(nr, a, b, c, d, e, g);

    return r == -1 ? -errno : r;
}

int sys_get(struct sys_frame *f, const struct sys_layout *l, void *host, uint64_t addr)
{
    uint8_t guest[512];
    unsigned align, size;
    int r;

    l = sys_own(f->abi, l);
    size = sys_layout_size(l, f->model, &align);
    if (sys_layout_same(l, f->model))
        return mem_read(f->process, host, addr, size);
    r = mem_read(f->process, guest, addr, size);
    if (r == 0)
        sys_layout_to_host(l, f->model, host, guest);
    return r;
}

int sys_put(struct sys_frame *f, const struct sys_layout *l, uint64_t addr, const void *host)
{
    uint8_t guest[512];
    unsigned align, size;
    int r;

    l = sys_own(f->abi, l);
    size = sys_layout_size(l, f->model, &align);
    if (sys_layout_same(l, f->model))
        return mem_write(f->process, addr, host, size);
    r = sys_layout_to_guest(l, f->model, guest, host);
    return r < 0 ? r : mem_write(f->process, addr, guest, size);
}

int sys_get_int(struct sys_frame *f, unsigned size, uint64_t addr, uint64_t *value)
{
    uint8_t b[8];
    int r = mem_read(f->process, b, addr, size);

    *value = 0;
    for (unsigned i = 0; r == 0 && i < size; i++)
        *value |= (uint64_t)b[i] << 8 * (f->model->big_endian ? size - 1 - i : i);
    return r;
}

int sys_put_int(struct sys_frame *f, unsigned size, uint64_t addr, uint64_t value)
{
    uint8_t b[8];

    for (unsigned i = 0; i < size; i++)
        b[i] = (uint8_t)(value >> 8 * (f->model->big_endian ? size - 1 - i : i));
    return mem_write(f->process, addr, b, size);
}

int sys_get_rest(struct sys_frame *f, uint64_t addr, uint64_t known, uint64_t size)
{
    uint8_t byte = 0;
    int r = 0;

    for (uint64_t at = known; at < size && r == 0 && !byte; at++)
        r = mem_read(f->process, &byte, addr + at, 1);
    return r == 0 && byte ? -E2BIG : r;
}

void *sys_array(struct sys_frame *f, const struct sys_layout *l, uint64_t addr, size_t n, bool in,
                int *error)
{
    unsigned align, size;
    uint8_t *host;

    l = sys_own(f->abi, l);
    size = sys_layout_size(l, f->model, &align);
    *error = 0;
    if (n > INT_MAX / sizeof(struct sys_frame) || !mem_range_ok(addr, n * size)) {
        *error = -EFAULT;
        return NULL;
    }
    if (sys_layout_same(l, f->model))
        return sys_pointer(addr);
    host = sys_scratch(f, n * l->host_size);
    if (!host)
        *error = -ENOMEM;
    for (size_t i = 0; in && i < n && !*error; i++)
        *error = sys_get(f, l, host + i * l->host_size, addr + i * size);
    return *error ? NULL : host;
}

int sys_array_put(struct sys_frame *f, const struct sys_layout *l, uint64_t addr, size_t n,
                  const void *host)
{
    unsigned align, size;
    int r = 0;

    l = sys_own(f->abi, l);
    size = sys_layout_size(l, f->model, &align);
    if (host == sys_pointer(addr))
        return 0;
    for (size_t i = 0; i < n && r == 0; i++)
        r = sys_put(f, l, addr + i * size, (const uint8_t *)host + i * l->host_size);
    return r;
}

uint64_t sys_flags_to_host(const struct sys_abi *abi, const struct sys_flag *t, uint64_t guest)
{
    const struct sys_flag *own = sys_own(abi, t);
    uint64_t known = 0, host = 0;

    if (own == t)
        return guest;
    for (; own->name; own++) {
        uint64_t mask = own->mask ? own->mask : own->guest;

        known |= mask;
        if ((guest & mask) == own->guest)
            host |= own->host;
    }
    return host | (guest & ~known);
}

uint64_t sys_flags_to_guest(const struct sys_abi *abi, const struct sys_flag *t, uint64_t host)
{
    const struct sys_flag *own = sys_own(abi, t);
    uint64_t known = 0, guest = 0;

    if (own == t)
        return host;
    for (; own->name; own++) {
        uint64_t mask = own->mask ? own->mask : own->host;

        known |= mask;
        if ((host & mask) == own->host)
            guest |= own->guest;
    }
    return guest | (host & ~known);
}

int sys_signal_to_host(const struct sys_abi *abi, int sig)
{
    return abi->signal_to_host && sig > 0 && sig <= 64 ? abi->signal_to_host[sig] : sig;
}

int sys_signal_to_guest(const struct sys_abi *abi, int sig)
{
    return abi->signal_to_guest && sig > 0 && sig <= 64 ? abi->signal_to_guest[sig] : sig;
}

int64_t sys_result(const struct sys_abi *abi, int64_t result)
{
    if (result >= 0 || result < -4095 || !abi->errno_to_guest || -result >= abi->n_errno)
        return result;
    return -(int64_t)abi->errno_to_guest[-result];
}

uint64_t sys_address(const struct sys_frame *f, uint64_t addr)
{
    return f->abi->address ? f->abi->address(f->cpu, addr) : addr;
}

/* What is done with an argument, by its kind. */
enum {
    INT = 1,      /* an int, */
    UINT = 2,     /* an unsigned int, */
    LONG = 4,     /* a long, */
    OFF = 8,      /* 64 bits; else a word */
    ADDRESS = 16, /* where the kernel reads, writes or changes pages; else at most a number of it */
    HIDES = 32,   /* some do not exist for the guest */
};
static const uint8_t traits[ARG_KINDS] = {
    [ARG_INT] = INT,           [ARG_UINT] = UINT,        [ARG_LONG] = LONG,
    [ARG_MODE] = UINT,         [ARG_OFF] = OFF,          [ARG_FD] = INT | HIDES,
    [ARG_DIRFD] = INT | HIDES, [ARG_SIG] = INT,          [ARG_TIMER] = INT | HIDES,
    [ARG_PATH] = ADDRESS,      [ARG_STR] = ADDRESS,      [ARG_ADDR] = ADDRESS,
    [ARG_MEM] = ADDRESS,       [ARG_BUF_IN] = ADDRESS,   [ARG_BUF_OUT] = ADDRESS,
    [ARG_IN] = ADDRESS,        [ARG_OUT] = ADDRESS,      [ARG_INOUT] = ADDRESS,
    [ARG_INV] = ADDRESS,       [ARG_INOUTV] = ADDRESS,   [ARG_OUTV] = ADDRESS,
    [ARG_IOV_IN] = ADDRESS,    [ARG_IOV_OUT] = ADDRESS,  [ARG_RANGE] = ADDRESS,
    [ARG_STATUS] = ADDRESS,    [ARG_SOCKADDR] = ADDRESS, [ARG_STRV] = ADDRESS,
    [ARG_STRC] = ADDRESS,      [ARG_SIGSET] = ADDRESS,   [ARG_OUT_SIGSET] = ADDRESS,
    [ARG_RAW] = ADDRESS,       [ARG_IOCTL] = UINT,       [ARG_FUTEX] = UINT,
    [ARG_FLAGS] = UINT,        [ARG_ENUM] = UINT,
};

/* A place, not memory, to these. */
static bool places(const struct sys_frame *f, unsigned i)
{
    return f->def->args[i].kind == ARG_ADDR &&
           (f->id == SYS_ID_mmap || f->id == SYS_ID_brk || f->id == SYS_ID_mremap);
}

/* The guest's registers as the arguments that the table names. */
static void widen(struct sys_frame *f, const uint64_t regs[6])
{
    unsigned word = f->model->word;
    bool pairs = word == 4;
    unsigned r = 0;

    for (unsigned i = 0; i < 6; i++) {
        uint64_t v = r < 6 ? regs[r++] : 0;
        unsigned is = traits[f->def->args[i].kind];

        if (is & INT) {
            v = (uint64_t)(int64_t)(int32_t)v;
        } else if (is & UINT) {
            v = (uint32_t)v;
        } else if (is & LONG) {
            v = (uint64_t)bits_sext(v, word * 8);
        } else if (!(is & OFF)) {
            v &= bits_mask(word * 8);
        } else if (pairs) {
            /* ABIs that align 64-bit values start a pair at an even register. */
            if (f->model->align64 == 8 && !(r & 1))
                v = r < 6 ? regs[r++] : 0;
            uint64_t next = r < 6 ? regs[r++] : 0;

            v = f->model->big_endian ? v << 32 | (uint32_t)next : next << 32 | (uint32_t)v;
        }
        if (is & ADDRESS && f->abi->address && !places(f, i))
            v = f->abi->address(f->cpu, v);
        f->arg[i] = v;
    }
}

/* Descriptors and timers of dragoman do not exist for the guest. 0 or -errno. */
static int hidden_argument(struct sys_frame *f)
{
    const struct sys_ops *ops = f->state->ops;

    for (unsigned i = 0; i < 6; i++) {
        uint8_t kind = f->def->args[i].kind;
        int number = (int)f->arg[i];

        if (!(traits[kind] & HIDES))
            continue;
        if (kind != ARG_TIMER && sys_fd_hidden(f->process, number))
            return -EBADF;
        if (kind == ARG_TIMER && ops->own_timer && ops->own_timer(f->cpu, number))
            return -EINVAL;
    }
    return 0;
}

/* A sleep, which gives the remaining time when it is interrupted. */
static bool gives_rest(const struct sys_frame *f)
{
    return f->id == SYS_ID_nanosleep ||
           (f->id == SYS_ID_clock_nanosleep && !(f->host[1] & TIMER_ABSTIME));
}

static inline int64_t plain_as(struct sys_frame *f, long nr)
{
    int64_t result;
    int r = 0;

    for (unsigned i = 0; i < 6 && r == 0; i++) {
        sys_arg_fn *convert = sys_arg_in[f->def->args[i].kind];

        f->host[i] = f->arg[i];
        if (convert)
            r = convert(f, i);
    }
    if (r < 0)
        return r;
    result =
        sys_host(f, nr, f->host[0], f->host[1], f->host[2], f->host[3], f->host[4], f->host[5]);
    if (result < 0 && !(result == -EINTR && gives_rest(f)))
        return result;
    for (unsigned i = 0; i < 6 && r == 0; i++)
        if (f->host[i] != f->arg[i])
            r = sys_arg_out(f, i, result < 0 ? 0 : result);
    return r < 0 ? r : result;
}

int64_t sys_plain_as(struct sys_frame *f, long nr)
{
    return plain_as(f, nr);
}

int64_t sys_plain(struct sys_frame *f)
{
    return plain_as(f, sys_host_nr[f->id]);
}

static int64_t run(struct sys_frame *f, const uint64_t args[6])
{
    int64_t result;

    widen(f, args);
    if (f->state->ops->hook && f->state->ops->hook(f->cpu, f->id, f->arg, &result))
        return result;
    bool trace = log_on(LOG_STRACE);

    if (trace)
        sys_strace_enter(f);
    result = hidden_argument(f);
    if (result == 0)
        result = f->def->fn ? f->def->fn(f) : plain_as(f, sys_host_nr[f->id]);
    if (trace)
        sys_strace_exit(f, result);
    scratch_free(f);
    return sys_result(f->abi, result);
}

int64_t sys_call(struct cpu *cpu, uint64_t nr, const uint64_t args[6])
{
    struct sys_state *s = cpu->process->syscall;
    const struct sys_abi *abi = s->abi;
    struct sys_frame f;
    unsigned id = SYS_ID_none;

    if (nr >= abi->first_number && nr - abi->first_number < abi->n_numbers)
        id = abi->numbers[nr - abi->first_number];
    if (id == SYS_ID_none || !sys_table[id].name) {
        if (log_on(LOG_UNIMP))
            log_line("unimplemented system call %llu %s\n", (unsigned long long)nr, sys_names[id]);
        return sys_result(abi, -ENOSYS);
    }
    f.cpu = cpu;
    f.process = cpu->process;
    f.state = s;
    f.abi = abi;
    f.model = &abi->model;
    f.def = &sys_table[id];
    f.id = id;
    f.big = NULL;
    f.used = 0;
    return run(&f, args);
}
