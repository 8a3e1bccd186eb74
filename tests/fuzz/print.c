/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A case as text: a listing, and lines for tests/insn. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tests/fuzz/case.h"
#include "translate/guest/guest.h"

void case_plain_regs(struct fuzz_regs *r)
{
    memset(r, 0, sizeof(*r));
    for (unsigned i = 0; i < 31; i++)
        r->x[i] = 0x5a5a0000deadbe00 + i;
    r->sp = FUZZ_DATA + 0x1f00;
    r->tpidr = FUZZ_DATA + 0x1000;
    r->nzcv = 5u << 28;
    for (unsigned i = 0; i < 32; i++) {
        r->v[i][0] = 0x1234567800abcd00 + i;
        r->v[i][1] = 0xc3c3c3c300fedc00 + i;
    }
}

/* The registers of r that are not as in from. */
static void print_regs(const struct fuzz_regs *from, const struct fuzz_regs *r)
{
    for (unsigned i = 0; i < 31; i++)
        if (r->x[i] != from->x[i])
            printf(" x%u=%" PRIx64, i, r->x[i]);
    if (r->sp != from->sp)
        printf(" sp=%" PRIx64, r->sp);
    if (r->nzcv != from->nzcv)
        printf(" nzcv=%x", r->nzcv >> 28);
    for (unsigned i = 0; i < 32; i++)
        if (memcmp(r->v[i], from->v[i], 16) != 0)
            printf(" v%u=%016" PRIx64 "%016" PRIx64, i, r->v[i][1], r->v[i][0]);
    if (r->fpcr != from->fpcr)
        printf(" fpcr=%x", r->fpcr);
    if (r->fpsr != from->fpsr)
        printf(" fpsr=%x", r->fpsr);
    if (r->tpidr != from->tpidr)
        printf(" tpidr=%" PRIx64, r->tpidr);
}

static void print_data(const uint8_t *from, const uint8_t *data)
{
    for (unsigned i = 0; i < FUZZ_DATA_SIZE; i++) {
        if (data[i] == from[i])
            continue;
        printf(" [%x]=", FUZZ_DATA + i);
        for (; i < FUZZ_DATA_SIZE && data[i] != from[i]; i++)
            printf("%02x", data[i]);
    }
}

static void print_outcome(const struct fuzz_case *c, const struct fuzz_end *e)
{
    uint64_t end = c->start + c->n * 4;

    if (e->signal == SIGSEGV)
        printf(" sigsegv=%" PRIx64, e->address);
    else if (e->signal == SIGBUS)
        printf(" sigbus=%" PRIx64, e->address);
    else if (e->signal == SIGILL)
        printf(" sigill");
    else if (e->r.pc != end)
        printf(" signal %d", e->signal);
    if (e->r.pc != end - (e->signal == SIGTRAP ? 0 : 4))
        printf(" pc=%" PRIx64, e->r.pc);
}

void case_print(const struct fuzz_case *c, unsigned state, const struct fuzz_end *want,
                const uint8_t *data_after)
{
    uint8_t plain_data[FUZZ_DATA_SIZE];
    uint32_t words[FUZZ_MAX_WORDS];
    struct fuzz_regs plain;
    char text[128];

    case_words(c, words);
    for (unsigned i = 0; i < c->n; i++) {
        guest_aarch64.disassemble(c->start + 4 * i, &words[i], 4, 0, text, sizeof(text));
        printf("    %x: %08x  %s\n", c->start + 4 * i, words[i], text);
    }
    case_plain_regs(&plain);
    memset(plain_data, 0xcc, sizeof(plain_data));
    printf("?  ");
    for (unsigned i = 0; i < c->n; i++)
        printf("%08x ", words[i]);
    print_regs(&plain, &c->before[state]);
    print_data(plain_data, c->data);
    printf(" ->");
    print_regs(&c->before[state], &want->r);
    print_data(c->data, data_after);
    print_outcome(c, want);
    printf("\n");
}
