/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stack of a new program, high addresses first (fs/exec.c, fs/binfmt_elf.c):
 *
 *   high   one null word
 *          file name, environment strings, argument strings (the first one lowest)
 *          platform string, 16 random bytes
 *          auxiliary vector, NULL, envp[], NULL, argv[]
 *   sp     argc
 */
#include <elf.h>
#include <endian.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "base/bits.h"
#include "base/mem.h"
#include "base/process.h"
#include "loader/loader.h"

#define GUARD_GAP (1ull << 20) /* the kernel's stack_guard_gap */
#define TOP_GAP (1ull << 16)   /* an overrun at the top faults in the guest's own range */

struct builder {
    struct process *p;
    struct loader_stack *s;
    uint64_t at;     /* strings grow down from here */
    uint8_t *vector; /* argc, argv, envp, auxv in guest form */
    size_t used;
    int status;
};

static unsigned count(char *const *strings)
{
    unsigned n = 0;
    while (strings[n]) {
        n++;
    }
    return n;
}

static void push_bytes(struct builder *b, const void *data, size_t len)
{
    if (b->status < 0) {
        return;
    }
    if (b->at - b->s->low < len + GUARD_GAP / 16) {
        b->status = -E2BIG;
        return;
    }
    b->at -= len;
    b->status = mem_write(b->p, b->at, data, len);
}

static void push_string(struct builder *b, const char *text)
{
    push_bytes(b, text, strlen(text) + 1);
}

static void put_word(struct builder *b, uint64_t value)
{
    if (b->s->word == 8) {
        uint64_t v = b->s->swap ? __builtin_bswap64(value) : value;
        memcpy(b->vector + b->used, &v, 8);
    } else {
        uint32_t v = b->s->swap ? __builtin_bswap32((uint32_t)value) : (uint32_t)value;
        memcpy(b->vector + b->used, &v, 4);
    }
    b->used += b->s->word;
}

/* Addresses of n strings that lie one behind the other from at. */
static void put_pointers(struct builder *b, char *const *strings, unsigned n, uint64_t at)
{
    for (unsigned i = 0; i < n; i++) {
        put_word(b, at);
        at += strlen(strings[i]) + 1;
    }
    put_word(b, 0);
}

static void put_auxv(struct builder *b, uint64_t type, uint64_t value)
{
    put_word(b, type);
    put_word(b, value);
}

static int map_stack(struct process *p, struct loader_stack *s)
{
    uint64_t size = bits_align_up(s->size, MEM_PAGE);
    struct mem_area a;
    uint64_t high = MEM_GUEST_END - TOP_GAP;
    if (s->word == 4) {
        high = (1ull << 32) - TOP_GAP;
    }
    if (size < 2 * GUARD_GAP / 16 || size > high / 2) {
        return -ENOMEM;
    }
    s->high = high;
    s->low = high - size;
    if (mem_find(p->mem, s->low, &a) && a.start < s->high) {
        return -ENOMEM;
    }
    int prot = PROT_READ | PROT_WRITE | (s->exec ? PROT_EXEC : 0);
    int64_t r = mem_mmap(
        p->mem, s->low, size, prot,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK | MAP_FIXED_NOREPLACE, -1, 0);
    if (r < 0) {
        return (int)r;
    }
    mem_set_top(p->mem, s->low - GUARD_GAP);
    return 0;
}

static void push_strings(struct builder *b, unsigned argc, unsigned envc)
{
    struct loader_stack *s = b->s;
    static const uint64_t null_word;
    push_bytes(b, &null_word, sizeof(null_word));
    push_string(b, s->execfn);
    s->env_end = b->at;
    for (unsigned i = envc; i-- > 0;) {
        push_string(b, s->envp[i]);
    }
    s->env_start = s->arg_end = b->at;
    for (unsigned i = argc; i-- > 0;) {
        push_string(b, s->argv[i]);
    }
    s->arg_start = b->at;
}

int loader_make_stack(struct process *p, struct loader_stack *s)
{
    unsigned argc = count(s->argv), envc = count(s->envp);
    size_t words = 1 + argc + 1 + envc + 1 + 2 * (s->n_auxv + 4ul);
    struct builder b = {.p = p, .s = s};
    int r = map_stack(p, s);
    if (r < 0) {
        return r;
    }
    b.at = s->high;
    push_strings(&b, argc, envc);
    uint64_t execfn = s->env_end;
    b.at = bits_align_down(b.at, 16);
    push_string(&b, s->platform);
    uint64_t platform = b.at;
    push_bytes(&b, s->random, sizeof(s->random));
    uint64_t random = b.at;
    if (b.status < 0) {
        return b.status;
    }
    size_t bytes = words * s->word;
    b.vector = own_map(bytes, PROT_READ | PROT_WRITE, 0);
    if (!b.vector) {
        return -ENOMEM;
    }
    put_word(&b, argc);
    put_pointers(&b, s->argv, argc, s->arg_start);
    put_pointers(&b, s->envp, envc, s->env_start);
    size_t auxv = b.used;
    for (unsigned i = 0; i < s->n_auxv; i++) {
        put_auxv(&b, s->auxv[i].type, s->auxv[i].value);
    }
    put_auxv(&b, AT_RANDOM, random);
    put_auxv(&b, AT_EXECFN, execfn);
    put_auxv(&b, AT_PLATFORM, platform);
    put_auxv(&b, AT_NULL, 0);
    b.at = bits_align_down(b.at - bytes, 16) + bytes;
    push_bytes(&b, b.vector, bytes);
    own_unmap(b.vector, bytes);
    s->sp = b.at;
    s->auxv_at = s->sp + auxv;
    s->auxv_len = bytes - auxv;
    return b.status;
}
