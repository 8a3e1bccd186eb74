/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is wanted of a fault: Arm ARM D17.2.37 (ESR_EL1), D17.2.40 (FAR_EL1), and what Linux makes
 * of it (arch/arm64/mm/fault.c): si_addr without the tag unless the handler asked for it
 * (SA_EXPOSE_TAGBITS), the frame's fault_address without it, and above user space a syndrome that
 * tells no more than a translation fault of level 0.
 */
#include "tests/precise/make.h"

#include <signal.h>
#include <string.h>

#include "tests/fuzz/case.h"
#include "tests/precise/access.h"

#define NOP 0xd503201fu

#define ESR_DATA (0x24ull << 26 | 1u << 25)
#define ESR_FETCH (0x20ull << 26 | 1u << 25)
#define ESR_PC (0x22ull << 26 | 1u << 25)
#define ESR_SP (0x26ull << 26 | 1u << 25)
#define ESR_CM (1u << 8)
#define ESR_WNR (1u << 6)
#define ESR_LEVEL_0 0x04u /* translation fault */
#define ESR_LEVEL_3 0x07u
#define ESR_PERMISSION 0x0fu
#define ESR_ALIGNMENT 0x21u

#define TAG 0x5aull
#define KERNEL 0xffff900000001000
#define NO_SPACE 0x0012000000001000
#define COPY_BYTES 200u
#define COPY_OTHER (PRECISE_WINDOW + 2 * FUZZ_PAGE + 8)

static uint32_t with_field(uint32_t word, unsigned low, unsigned n, uint32_t value)
{
    uint32_t mask = ((1u << n) - 1) << low;

    return (word & ~mask) | (value << low & mask);
}

static bool in_bad(uint64_t address)
{
    return address - PRECISE_BAD < FUZZ_PAGE;
}

static bool above(uint64_t address)
{
    return address >> 48;
}

/* Does the page refuse the access? */
static bool refuses(enum precise_page page, const struct access *a)
{
    if (a->kind == ACCESS_PREFETCH || a->kind == ACCESS_NONE)
        return false;
    if (page == PAGE_READ_ONLY)
        return access_writes(a);
    return page != PAGE_WRITABLE;
}

static uint64_t direction(const struct access *a, bool by_read)
{
    switch (a->kind) {
    case ACCESS_MAINTENANCE:
        return ESR_CM | ESR_WNR;
    case ACCESS_UPDATE:
        return by_read ? 0 : ESR_WNR;
    default:
        return access_writes(a) ? ESR_WNR : 0;
    }
}

/* The fault of an access at address, without its tag, that page refuses. */
static void want_refused(struct precise_want *w, const struct access *a, enum precise_page page,
                         uint64_t address)
{
    w->faults = true;
    w->signal = SIGSEGV;
    w->code = page == PAGE_HOLE || above(address) ? SEGV_MAPERR : SEGV_ACCERR;
    w->address = w->fault_address = address;
    w->esr = ESR_DATA | direction(a, page != PAGE_READ_ONLY);
    w->esr |= above(address) ? ESR_LEVEL_0 : page == PAGE_READ_ONLY ? ESR_PERMISSION : ESR_LEVEL_3;
}

static void want_misaligned(struct precise_want *w, const struct access *a, uint64_t address)
{
    w->faults = true;
    w->signal = SIGBUS;
    w->code = BUS_ADRALN;
    w->address = w->fault_address = address;
    w->esr = ESR_DATA | ESR_ALIGNMENT | direction(a, true);
}

static void want_sp(struct precise_want *w, uint64_t sp)
{
    w->faults = true;
    w->signal = SIGBUS;
    w->code = BUS_ADRALN;
    w->address = sp;
    w->fault_address = 0;
    w->esr = ESR_SP;
    w->plain = false;
}

/* The first byte of the access; 0: it cannot be made to fault so. */
static uint64_t place(uint64_t *seed, const struct access *a, enum precise_fault_kind kind)
{
    unsigned step = a->base == 32 ? 4 : a->align == ALIGN_ANY ? 1 : a->size, n;

    switch (kind) {
    case FAULT_CROSS:
        n = a->size / step - 1;
        if (a->align != ALIGN_ANY || a->size <= step || a->kind == ACCESS_ZERO)
            return 0;
        return PRECISE_BAD - step * (1 + fuzz_below(seed, n));
    case FAULT_MISALIGNED:
        if (a->align == ALIGN_ANY || a->size == 1)
            return 0;
        n = a->align == ALIGN_16 ? 17 - a->size : 1;
        n += fuzz_below(seed, 16 - n);
        return PRECISE_BAD + 16 * fuzz_below(seed, 100) + (n % a->size ? n : n | 1);
    case FAULT_TAG:
    case FAULT_TAG_SEEN:
        return a->base == 32 ? 0 : (PRECISE_BAD + 16 * fuzz_below(seed, 200)) | TAG << 56;
    case FAULT_KERNEL:
        return a->base == 32 ? 0 : KERNEL;
    case FAULT_NO_SPACE:
        return a->base == 32 ? 0 : NO_SPACE;
    case FAULT_SP:
        return a->base == 31 ? PRECISE_BAD + 16 : 0;
    default:
        return PRECISE_BAD + step * fuzz_below(seed, 2000 / step);
    }
}

static void random_state(uint64_t *seed, struct precise_case *c)
{
    value_regs(seed, &c->before);
    c->before.sp = PRECISE_WINDOW + 0x800;
    c->before.pc = FUZZ_CODE;
    c->repair = true;
}

static void set_base(struct precise_case *c, unsigned n, uint64_t value)
{
    *(n == 31 ? &c->before.sp : &c->before.x[n]) = value;
}

/* The value that makes the access begin at address. */
static uint64_t base_value(uint64_t *seed, uint32_t word, const struct access *a,
                           struct precise_case *c, uint64_t address)
{
    uint64_t index = fuzz_below(seed, 64), junk = fuzz_random(seed) << 32;

    if (a->index < 0 || a->index == 31)
        return address - (uint64_t)a->offset;
    /* UXTW, SXTW look at the low half only. */
    c->before.x[a->index] = index | (word >> 13 & 1 ? 0 : junk);
    return address - (index << a->shift);
}

/* A store-exclusive comes in a loop with its load, merged with it or not. */
static void around_store(uint64_t *seed, uint32_t word, bool apart, bool store_faults,
                         struct precise_case *c, struct precise_want *w)
{
    unsigned rs = word >> 16 & 31, t = 0;
    uint32_t load;

    while (t == rs || t + 1 == rs || t == (word >> 5 & 31) || t + 1 == (word >> 5 & 31) ||
           t == (word & 31) || t + 1 == (word & 31))
        t++;
    load = with_field(word, 16, 5, 31) | 1u << 22;
    load = with_field(load, 0, 5, t);
    if (word >> 21 & 1)
        load = with_field(load, 10, 5, t + 1);
    c->n_words = 0;
    c->words[c->n_words++] = load;
    if (apart)
        c->words[c->n_words++] = NOP;
    c->at = store_faults ? c->n_words : 0;
    c->words[c->n_words++] = word;
    /* CBNZ to the load */
    c->words[c->n_words] = with_field(0x35000000 | rs, 5, 19, -c->n_words);
    c->n_words++;
    if (!store_faults && w->faults)
        w->esr &= ~(uint64_t)ESR_WNR;
}

static bool distinct(uint32_t word, const struct access *a)
{
    unsigned rt = word & 31, rn = word >> 5 & 31, rt2 = word >> 10 & 31, rm = word >> 16 & 31;

    if (a->kind == ACCESS_COPY || a->kind == ACCESS_SET)
        return rt != rn && rt != rm && rm != rn && rt != 31 && rn != 31 && rm != 31;
    if (a->base != (word >> 5 & 31))
        return a->base != 31 || a->kind == ACCESS_READ || a->kind == ACCESS_PREFETCH;
    if (a->exclusive && rm == 31)
        return false;
    return rt != rn && rt2 != rn && rm != rn && rt != rt2 && rt != rm && rt2 != rm;
}

/* The base of LDRAA is signed in front of it. */
static bool sign(uint32_t word, struct precise_case *c)
{
    unsigned rn = word >> 5 & 31;

    if (rn == 31)
        return false;
    c->words[0] = (word >> 23 & 1 ? 0xdac12fe0u : 0xdac12be0u) | rn; /* PACDZB, PACDZA */
    c->words[1] = word;
    c->n_words = 2;
    c->at = 1;
    return true;
}

/* In front of a case: what is in host registers and flags only when it faults. */
enum { LEAD = 3 };
static void put_lead(uint64_t *seed, uint32_t word, struct precise_case *c)
{
    static const uint32_t compares[] = {
        0xeb00001f, /* cmp x, x */
        0x6b00001f, /* cmp w, w */
        0xea00001f, /* tst x, x */
        0x2b00001f, /* cmn w, w */
        0x1e602000, /* fcmp d, d */
    };
    unsigned rd = 0, a = fuzz_below(seed, 31), b = fuzz_below(seed, 31);

    while (rd == (word & 31) || rd == (word >> 5 & 31) || rd == (word >> 10 & 31) ||
           rd == (word >> 16 & 31))
        rd++;
    memmove(&c->words[LEAD], c->words, c->n_words * 4);
    c->words[0] = 0x8b000000 | a << 16 | b << 5 | rd;                   /* add x */
    c->words[1] = 0x6e201c00 | b << 16 | a << 5 | fuzz_below(seed, 32); /* eor v */
    c->words[2] = compares[fuzz_below(seed, 5)] | a << 16 | b << 5;
    c->n_words += LEAD;
    c->at += LEAD;
}

/* Main part or epilogue alone, in the middle of a copy from or to the bad page. */
static bool make_copy(uint64_t *seed, uint32_t word, struct access *a, enum precise_fault_kind kind,
                      enum precise_page page, struct precise_case *c, struct precise_want *w)
{
    unsigned rd = word & 31, rn = word >> 5 & 31, rs = word >> 16 & 31;
    bool from = a->kind == ACCESS_COPY && fuzz_below(seed, 2);
    bool back = a->kind == ACCESS_COPY && (word >> 26 & 1) && fuzz_below(seed, 2);
    uint64_t at = PRECISE_BAD + fuzz_below(seed, 1000), left = COPY_BYTES, first;
    uint64_t to, source;

    if (kind == FAULT_CROSS)
        at = PRECISE_BAD - 1 - fuzz_below(seed, COPY_BYTES - 1);
    else if (kind != FAULT_FIRST)
        return false;
    to = from ? COPY_OTHER : at;
    source = from ? at : COPY_OTHER;
    c->before.x[rn] = back ? left : -left;
    c->before.x[rd] = back ? to : to + left;
    if (a->kind == ACCESS_COPY)
        c->before.x[rs] = back ? source : source + left;
    c->before.nzcv = 0;
    a->kind = from ? ACCESS_READ : ACCESS_WRITE;
    first = back ? at + left - 1 : at < PRECISE_BAD ? PRECISE_BAD : at;
    if (refuses(page, a))
        want_refused(w, a, page, first);
    w->progress = (int)rn;
    w->plain = false;
    c->words[0] = word;
    c->n_words = 1;
    return true;
}

/* What is signed in no half of the space does not authenticate: bits 54:53 name the key. */
static uint64_t not_authenticated(uint32_t word, uint64_t address)
{
    return (address & ~(0x7full << 48)) | (word >> 23 & 1 ? 2ull : 1ull) << 53;
}

static void want_access(struct precise_want *w, const struct access *a, uint32_t word,
                        enum precise_fault_kind kind, enum precise_page page, uint64_t address)
{
    uint64_t plain = address, far;

    if (kind == FAULT_TAG || kind == FAULT_TAG_SEEN)
        plain &= ~(TAG << 56);
    if (kind == FAULT_MISALIGNED) {
        want_misaligned(w, a, plain);
        return;
    }
    if (a->authenticated && kind == FAULT_NO_SPACE)
        plain = not_authenticated(word, plain);
    far = in_bad(plain) || above(plain) ? plain : PRECISE_BAD;
    if (above(plain) ? refuses(PAGE_HOLE, a) : refuses(page, a))
        want_refused(w, a, page, far);
    if (kind == FAULT_TAG_SEEN)
        w->address |= TAG << 56;
}

bool make_case(uint64_t *seed, uint32_t word, enum precise_fault_kind kind, enum precise_page page,
               struct precise_case *c, struct precise_want *w)
{
    struct access a;
    uint64_t address, base = 0;
    bool lead = fuzz_below(seed, 2);

    access_of(word, &a);
    memset(c, 0, sizeof(*c));
    memset(w, 0, sizeof(*w));
    if (a.kind == ACCESS_NONE || !distinct(word, &a))
        return false;
    w->plain = true;
    w->progress = -1;
    random_state(seed, c);
    c->page = page;
    if (a.kind == ACCESS_COPY || a.kind == ACCESS_SET)
        return make_copy(seed, word, &a, kind, page, c, w);
    address = place(seed, &a, kind);
    if (!address || (a.authenticated && !sign(word, c)))
        return false;
    if (a.base == 32) {
        a.offset = (int64_t)(address - FUZZ_CODE - (lead ? 4 * LEAD : 0));
        word = with_field(word, 5, 19, (uint32_t)(a.offset / 4));
    }
    want_access(w, &a, word, kind, page, address);
    /* What emulators are known to do otherwise; a load of several may have made a part of them. */
    w->plain =
        kind == FAULT_FIRST || kind == FAULT_TAG || (kind == FAULT_CROSS && a.kind == ACCESS_WRITE);
    w->plain &= a.kind != ACCESS_MAINTENANCE && a.kind != ACCESS_ZERO;
    c->repair = kind != FAULT_MISALIGNED && kind != FAULT_KERNEL && kind != FAULT_NO_SPACE;
    c->expose = kind == FAULT_TAG_SEEN;
    if (!a.authenticated) {
        c->words[0] = word;
        c->n_words = 1;
    }
    if (a.exclusive)
        around_store(seed, word, fuzz_below(seed, 2), page == PAGE_READ_ONLY, c, w);
    if (a.base != 32) {
        base = base_value(seed, word, &a, c, address);
        if (kind == FAULT_SP)
            base |= 8;
        set_base(c, a.base, base);
    }
    if (a.base == 31 && (base & 15)) {
        if (kind != FAULT_SP)
            return false;
        if (a.kind != ACCESS_PREFETCH) {
            want_sp(w, base);
            c->repair = false;
            c->at = 0;
        }
    }
    if (lead)
        put_lead(seed, word, c);
    return true;
}

/* Loops of exclusives that are one operation: what comes between load and store. */
bool make_loop(uint64_t *seed, unsigned n, struct precise_case *c, struct precise_want *w)
{
    /* [x1], loaded w2 and x2, stored w3 and x3, status w4; operand x5. */
    static const uint32_t middle[][2] = {
        {0x0b050043, 0x8b050043}, /* add x3, x2, x5 */
        {0x4b050043, 0xcb050043}, /* sub */
        {0x0a050043, 0x8a050043}, /* and */
        {0x2a250043, 0xaa250043}, /* orn */
        {0x11000443, 0x91000443}, /* add x3, x2, #1 */
        {0x52000043, 0xd2400043}, /* eor x3, x2, #1 */
        {0x6b05005f, 0xeb05005f}, /* cmp x2, x5, and then b.ne */
        {0x35000062, 0xb5000062}, /* cbnz x2, behind */
    };
    static const enum precise_page pages[] = {PAGE_HOLE, PAGE_NONE, PAGE_READ_ONLY};
    const unsigned n_middle = sizeof(middle) / sizeof(middle[0]);
    unsigned k = n % n_middle, wide = n / n_middle & 1, page = n / n_middle / 2;
    struct access a = {.kind = ACCESS_READ};

    if (page >= 3)
        return false;
    memset(c, 0, sizeof(*c));
    memset(w, 0, sizeof(*w));
    random_state(seed, c);
    w->plain = true;
    w->progress = -1;
    c->page = pages[page];
    c->before.x[1] = PRECISE_BAD + 8 * fuzz_below(seed, 100);
    c->before.x[5] = precise_pattern(c->before.x[1]) & (wide ? ~0ull : 0xffffffff);
    c->words[c->n_words++] = 0x885f7c22 | wide << 30; /* ldxr */
    c->words[c->n_words++] = middle[k][wide];
    if (k == 6)
        c->words[c->n_words++] = 0x54000061; /* b.ne behind */
    if (c->page == PAGE_READ_ONLY) {
        c->at = c->n_words;
        a.kind = ACCESS_WRITE;
    }
    c->words[c->n_words++] = 0x88047c23 | wide << 30;                  /* stxr */
    c->words[c->n_words] = with_field(0x35000004, 5, 19, -c->n_words); /* cbnz */
    c->n_words++;
    /* The pattern of memory is not 0: the loop is left. */
    if (k == 7 && c->page == PAGE_READ_ONLY)
        w->faults = false;
    else
        want_refused(w, &a, (enum precise_page)c->page, c->before.x[1]);
    return true;
}

bool make_branch(uint64_t *seed, unsigned n, struct precise_case *c, struct precise_want *w)
{
    static const uint32_t words[] = {
        0xd61f00a0, /* br x5 */
        0xd63f00a0, /* blr x5 */
        0xd65f00a0, /* ret x5 */
        0x14000000, /* b */
        0x94000000, /* bl */
    };
    static const struct {
        uint64_t target;
        uint32_t page;
        int signal, code;
        uint64_t esr;
    } to[] = {
        {PRECISE_BAD + 2, PAGE_WRITABLE, SIGBUS, BUS_ADRALN, ESR_PC},
        {PRECISE_BAD + 1, PAGE_HOLE, SIGBUS, BUS_ADRALN, ESR_PC},
        {PRECISE_BAD + 16, PAGE_HOLE, SIGSEGV, SEGV_MAPERR, ESR_FETCH | ESR_LEVEL_3},
        {PRECISE_BAD + 20, PAGE_WRITABLE, SIGSEGV, SEGV_ACCERR, ESR_FETCH | ESR_PERMISSION},
        {PRECISE_BAD + 20, PAGE_READ_ONLY, SIGSEGV, SEGV_ACCERR, ESR_FETCH | ESR_PERMISSION},
        {PRECISE_BAD + 24, PAGE_NONE, SIGSEGV, SEGV_ACCERR, ESR_FETCH | ESR_LEVEL_3},
        {PRECISE_BAD + 16 + (TAG << 56), PAGE_HOLE, SIGSEGV, SEGV_MAPERR, ESR_FETCH | ESR_LEVEL_3},
        {KERNEL, PAGE_WRITABLE, SIGSEGV, SEGV_MAPERR, ESR_FETCH | ESR_LEVEL_0},
        {KERNEL + 2, PAGE_WRITABLE, SIGBUS, BUS_ADRALN, ESR_PC},
        {NO_SPACE, PAGE_WRITABLE, SIGSEGV, SEGV_MAPERR, ESR_FETCH | ESR_LEVEL_0},
    };
    const unsigned n_words = sizeof(words) / sizeof(words[0]), n_to = sizeof(to) / sizeof(to[0]);
    unsigned k = n % n_words, t = n / n_words;
    uint64_t target;

    if (t >= n_to)
        return false;
    target = to[t].target;
    memset(c, 0, sizeof(*c));
    memset(w, 0, sizeof(*w));
    random_state(seed, c);
    c->repair = false;
    c->page = to[t].page;
    c->before.x[5] = target;
    c->words[0] = words[k];
    c->n_words = 1;
    if (k >= 3) {
        if (target >> 32 || target & 3)
            target = PRECISE_BAD + 16, c->page = PAGE_HOLE, t = 2;
        c->words[0] = with_field(words[k], 0, 26, (uint32_t)(target - FUZZ_CODE) / 4);
    }
    target = target == (KERNEL | (target & 3)) ? target : target & ~(0xffull << 56);
    *w = (struct precise_want){.faults = true,
                               .signal = to[t].signal,
                               .code = to[t].code,
                               .address = target,
                               .esr = to[t].esr,
                               .branch = true,
                               .progress = -1,
                               .plain = to[t].signal != SIGBUS};
    w->fault_address = to[t].signal == SIGBUS ? 0 : target;
    if (k == 1 || k == 4) {
        w->changed = 1u << 30;
        w->change.x[30] = FUZZ_CODE + 4;
    }
    return true;
}
