/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program and its interpreter into memory, and everything it finds at its start. */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "linux-user/program.h"
#include "loader/loader.h"

/* Of position-independent programs; images that are not lie far below. */
#define BRK_BASE 0x100000000000ull
#define STACK_UNLIMITED (1ull << 30)
#define CLOCK_TICKS 100

struct loading {
    struct cpu *cpu;
    const char *file;
    struct loader_kind kind;
    struct loader_image image, interp;
    struct loader_error err;
};

const struct user_abi *program_abi(const struct loader_kind *kind)
{
    for (unsigned i = 0; user_abis[i]; i++) {
        const struct guest *g = user_abis[i]->guest;
        if (g->elf_machine == kind->machine && g->elf_class == kind->class &&
            g->elf_data == kind->data) {
            return user_abis[i];
        }
    }
    return NULL;
}

/* Maps the interpreter that the program names. 0, or an exit status. */
static int load_interpreter(struct loading *l)
{
    char path[PATH_MAX];
    const char *name = l->image.interp;
    const char *host = sys_path(l->cpu->process, name, path);
    int fd = open(host, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        log_error("%s: cannot open its interpreter %s: %s%s", l->file, name, strerror(errno),
                  errno == ENOENT ? " (-L names the directory of its libraries)" : "");
        return errno == ENOENT ? LOADER_NOT_FOUND : LOADER_CANNOT;
    }
    int r = loader_map(l->cpu->process, fd, &l->kind, &l->interp, &l->err);
    close(fd);
    if (r < 0) {
        log_error("%s: its interpreter %s: %s", l->file, name, l->err.text);
        return LOADER_CANNOT;
    }
    return 0;
}

static int map_vdso(struct cpu *cpu)
{
    struct process *p = cpu->process;
    struct user *u = p->user;
    uint8_t image[MEM_PAGE];
    uint64_t sigreturn;
    size_t size = u->abi->vdso(image, sizeof(image), &sigreturn);
    int64_t at =
        mem_mmap(p->mem, 0, MEM_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at < 0) {
        return (int)at;
    }
    u->vdso = (uint64_t)at;
    u->vdso_end = u->vdso + MEM_PAGE;
    u->sigreturn = u->vdso + sigreturn;
    int r = mem_write(p, u->vdso, image, size);
    return r < 0 ? r : mem_mprotect(p->mem, u->vdso, MEM_PAGE, PROT_READ | PROT_EXEC);
}

static uint64_t stack_size(const struct options *o)
{
    struct rlimit limit;
    if (o->stack_size) {
        return o->stack_size;
    }
    if (getrlimit(RLIMIT_STACK, &limit) < 0 || limit.rlim_cur > STACK_UNLIMITED) {
        return STACK_UNLIMITED;
    }
    return limit.rlim_cur < 32 * MEM_PAGE ? 32 * MEM_PAGE : limit.rlim_cur;
}

/* AT_RANDOM: the kernel's, or with -seed the same ones each time. */
static bool random_bytes(uint8_t *out, size_t len, const char *seed)
{
    if (!seed) {
        return getrandom(out, len, 0) == (ssize_t)len;
    }
    uint64_t x = strtoull(seed, NULL, 0);
    for (size_t i = 0; i < len; i++) {
        x = x * 6364136223846793005 + 1442695040888963407; /* Knuth's MMIX generator */
        out[i] = (uint8_t)(x >> 56);
    }
    return true;
}

static int make_stack(struct loading *l, struct loader_stack *s, char **argv, char **env)
{
    struct cpu *cpu = l->cpu;
    const struct user *u = user_of(cpu);
    const struct user_abi *abi = u->abi;
    const struct loader_auxv auxv[] = {
        {AT_SYSINFO_EHDR, u->vdso},    {AT_MINSIGSTKSZ, abi->min_sigstack},
        {AT_HWCAP, abi->hwcap(cpu)},   {AT_PAGESZ, abi->guest->page_size},
        {AT_CLKTCK, CLOCK_TICKS},      {AT_PHDR, l->image.phdr},
        {AT_PHENT, l->image.phent},    {AT_PHNUM, l->image.phnum},
        {AT_BASE, l->interp.start},    {AT_FLAGS, 0},
        {AT_ENTRY, l->image.entry},    {AT_UID, getauxval(AT_UID)},
        {AT_EUID, getauxval(AT_EUID)}, {AT_GID, getauxval(AT_GID)},
        {AT_EGID, getauxval(AT_EGID)}, {AT_SECURE, getauxval(AT_SECURE)},
        {AT_HWCAP2, abi->hwcap2(cpu)},
    };
    *s = (struct loader_stack){
        .word = abi->sys->model.word,
        .swap = abi->sys->model.big_endian != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__),
        .size = stack_size(u->options),
        .exec = l->image.exec_stack,
        .argv = argv,
        .envp = env,
        .execfn = u->options->name ? u->options->name : l->file,
        .platform = abi->platform,
        .auxv = auxv,
        .n_auxv = sizeof(auxv) / sizeof(auxv[0]),
    };
    if (!random_bytes(s->random, sizeof(s->random), u->options->seed)) {
        return -EIO;
    }
    return loader_make_stack(cpu->process, s);
}

/* Tells syscall/ what /proc shall say. */
static void announce(struct loading *l, const struct loader_stack *s, int fd)
{
    const struct user *u = user_of(l->cpu);
    char link[40], exe[PATH_MAX];
    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, exe, sizeof(exe) - 1);
    exe[n < 0 ? 0 : n] = '\0';
    const struct sys_program program = {
        .exe = n > 0 ? exe : l->file,
        .arg_start = s->arg_start,
        .arg_end = s->arg_end,
        .env_start = s->env_start,
        .env_end = s->env_end,
        .auxv = s->auxv_at,
        .auxv_len = s->auxv_len,
        .stack_low = s->low,
        .stack_high = s->high,
        .vdso = u->vdso,
        .vdso_end = u->vdso_end,
    };
    sys_set_program(l->cpu->process, &program);
    const char *name = u->options->name ? u->options->name : l->file;
    if (strncmp(name, "/dev/fd/", 8) == 0) {
        name = program.exe;
    }
    identity_set(name, &l->image, s);
}

/* A program that cannot run its first instruction gets a line, not only the signal. */
static bool can_start(struct process *p, uint64_t entry)
{
    const struct user *u = p->user;
    struct mem_area a;
    return (entry & (u->abi->insn_align - 1)) == 0 && mem_find(p->mem, entry, &a) &&
           a.start <= entry && (a.prot & PROT_EXEC);
}

/* -d page: the program's memory when it starts. */
static void log_areas(struct process *p)
{
    struct mem_area a;
    for (uint64_t at = 0; log_on(LOG_PAGE) && mem_find(p->mem, at, &a); at = a.end) {
        log_line("%012llx-%012llx %c%c%c%c %08llx %llx:%llu\n", (unsigned long long)a.start,
                 (unsigned long long)a.end, a.prot & PROT_READ ? 'r' : '-',
                 a.prot & PROT_WRITE ? 'w' : '-', a.prot & PROT_EXEC ? 'x' : '-',
                 a.flags & MAP_SHARED ? 's' : 'p', (unsigned long long)a.offset,
                 (unsigned long long)a.dev, (unsigned long long)a.ino);
    }
}

int program_load(struct cpu *cpu, const char *file, int fd, char **argv, char **env)
{
    struct process *p = cpu->process;
    struct loading l = {.cpu = cpu, .file = file};
    struct loader_stack stack;
    l.kind = (struct loader_kind){
        .machine = p->guest->elf_machine, .class = p->guest->elf_class, .data = p->guest->elf_data};
    if (loader_map(p, fd, &l.kind, &l.image, &l.err) < 0) {
        log_error("%s: %s", file, l.err.text);
        return l.err.status;
    }
    bool dynamic = l.image.interp[0] != '\0';
    if (dynamic) {
        int status = load_interpreter(&l);
        if (status) {
            return status;
        }
    }
    uint64_t entry = dynamic ? l.interp.entry : l.image.entry;
    if (!can_start(p, entry)) {
        log_error("%s: its entry point %#llx is not executable", file, (unsigned long long)entry);
        return LOADER_CANNOT;
    }
    mem_set_brk(p->mem, l.image.fixed ? l.image.end : BRK_BASE);
    int r = map_vdso(cpu);
    if (r == 0) {
        r = make_stack(&l, &stack, argv, env);
    }
    if (r < 0) {
        log_error("%s: %s", file, strerror(-r));
        return LOADER_CANNOT;
    }
    announce(&l, &stack, fd);
    log_areas(p);
    user_of(cpu)->abi->start(cpu, entry, stack.sp);
    cpu->mode = p->guest->mode(cpu);
    return 0;
}
