/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "tests/translate/stored.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/fuzz/case.h"
#include "tests/fuzz/engines.h"
#include "translate/guest/aarch64/aarch64.h"

struct stored stored = {.fd = -1};

void stored_drop(void)
{
    free(stored.data);
    stored = (struct stored){.fd = -1};
}

/* A mapped file, as the real one: its pages may be given back. Tests damage it. */
static const void *load(uint64_t key, size_t *size)
{
    stored.loads++;
    if ((key != stored.key && !stored.any_key) || !stored.size)
        return NULL;
    uint8_t *m = own_map(stored.size, PROT_READ | PROT_WRITE, 0);
    int fd = stored.fd >= 0 ? stored.fd : memfd_create("stored", MFD_CLOEXEC);
    assert_non_null(m);
    if (stored.fd < 0)
        assert_int_equal(write(fd, stored.data, stored.size), stored.size);
    const int prot = stored.fd < 0 ? PROT_READ | PROT_WRITE : PROT_READ;
    assert_ptr_equal(mmap(m, stored.size, prot, MAP_SHARED | MAP_FIXED, fd, 0), m);
    if (stored.fd < 0)
        close(fd);
    *size = stored.size;
    return m;
}

static int create(uint64_t key)
{
    stored.stores++;
    return stored.refuse ? stored.refuse : memfd_create("stored", MFD_CLOEXEC);
}

static int write_at(int fd, const void *data, size_t size, uint64_t offset)
{
    return pwrite(fd, data, size, (off_t)offset) == (ssize_t)size ? 0 : -EIO;
}

static int finish(int fd, uint64_t key, bool drop)
{
    if (!drop) {
        free(stored.data);
        stored.size = (size_t)lseek(fd, 0, SEEK_END);
        stored.data = malloc(stored.size);
        assert_int_equal(pread(fd, stored.data, stored.size, 0), stored.size);
        stored.key = key;
    }
    close(fd);
    return 0;
}

static void on_fault(int sig, siginfo_t *info, void *uc)
{
    if (tr_host_fault(current, sig, info, uc) == TR_FAULT_OURS)
        signal(sig, SIG_DFL);
}

static void code_changed(struct process *p, uint64_t start, uint64_t len)
{
    if (p->translator)
        tr_invalidate(p, start, len);
}

static const struct process_ops ops = {.code_changed = code_changed,
                                       .safe_copy = host_safe_copy,
                                       .cache_load = load,
                                       .cache_create = create,
                                       .cache_write = write_at,
                                       .cache_finish = finish};

static void put(struct text *t, uint32_t word)
{
    assert_int_equal(pwrite(t->fd, &word, sizeof(word), t->size), sizeof(word));
    t->size += sizeof(word);
}

static void add_start(struct text *t, uint32_t at)
{
    if (t->n_starts < MAX_STARTS)
        t->starts[t->n_starts++] = at;
}

/* Sequences with branches in themselves. */
static void add_case(struct text *t, struct fuzz_case *c, uint64_t seed)
{
    uint32_t words[FUZZ_MAX_WORDS];

    case_make(c, seed, TEXT_LENGTH);
    case_words(c, words);
    add_start(t, t->size);
    for (unsigned i = 0; i < c->n; i++) {
        if (c->item[i].kind == ITEM_26 || c->item[i].kind == ITEM_14)
            add_start(t, t->size + (c->item[i].target - i) * 4);
        put(t, words[i]);
    }
    put(t, FUZZ_END);
}

/* A word that goes on with the next one. */
static uint32_t plain_word(uint64_t *seed)
{
    for (;;) {
        struct word_facts f;
        uint32_t word = word_random(seed, -1);

        word_look(word, &f);
        if (!f.leaves && !f.illegal)
            return word;
    }
}

/* A loop, too long for a region but not for its own unit, and ways out that lead far away. */
static void add_loop(struct text *t, uint64_t *seed)
{
    unsigned n = 60 + fuzz_below(seed, 50);

    add_start(t, t->size);
    for (unsigned i = 0; i < n; i++)
        put(t, i % 32 ? plain_word(seed) : 0xb4100000 | fuzz_below(seed, 1 << 19)); /* cbz */
    put(t, 0x54000001 | (-n & 0x7ffff) << 5);                                       /* b.ne */
    put(t, 0x94000000 | fuzz_below(seed, 1 << 26));                                 /* bl */
    add_start(t, t->size);
    put(t, 0x14000000 | fuzz_below(seed, 1 << 26)); /* b */
}

/* A loop of exclusives that begins where a unit may end: it follows from what is behind that. */
static void add_exclusive(struct text *t, uint64_t *seed)
{
    unsigned n = 46 + fuzz_below(seed, 5), within = 1 + fuzz_below(seed, 10);

    add_start(t, t->size);
    for (unsigned i = 0; i < n; i++)
        put(t, 0x91000421); /* add x1, x1, #1 */
    put(t, 0xc85f7c40);     /* ldxr x0, [x2] */
    for (unsigned i = 0; i < within; i++)
        put(t, 0x91000400);                              /* add x0, x0, #1 */
    put(t, 0xc8037c40);                                  /* stxr w3, x0, [x2] */
    put(t, 0x35000003 | (-(within + 2) & 0x7ffff) << 5); /* cbnz w3 */
    put(t, FUZZ_END);
}

void text_make(struct text *t, uint64_t seed, bool is_elf)
{
    struct fuzz_case *c = malloc(sizeof(*c));

    t->fd = memfd_create("text", 0);
    t->size = TEXT_START;
    t->n_starts = 0;
    for (unsigned i = 0; i < TEXT_CASES; i++) {
        add_case(t, c, fuzz_random(&seed));
        if (i % 4 == 0)
            add_loop(t, &seed);
        if (i % 2 == 0)
            add_exclusive(t, &seed);
    }
    if (is_elf)
        pwrite(t->fd, "\177ELF", 4, 0);
    pwrite(t->fd, &seed, sizeof(seed), 64);
    assert_true(t->size < TEXT_SIZE);
    t->size = TEXT_SIZE;
    assert_int_equal(ftruncate(t->fd, t->size), 0);
    free(c);
}

static void catch_signals(void)
{
    struct sigaction sa = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    const int signals[] = {SIGSEGV, SIGBUS, SIGFPE};
    stack_t ss = {.ss_sp = own_map(65536, PROT_READ | PROT_WRITE, 0), .ss_size = 65536};

    sigaltstack(&ss, NULL);
    for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        sigaction(signals[i], &sa, NULL);
}

void side_enter(struct side *s)
{
    current = s->cpu;
    engines[0].cpu = s->cpu; /* for the maker of cases */
}

void side_start(struct side *s, uint64_t build, const char *features)
{
    struct tr_config config = {.engine = TR_ENGINE_JIT,
                               .loops = 1,
                               .host_features = host_features(features),
                               .cache_build = build};

    catch_signals();
    *s = (struct side){.process = {.ops = &ops, .guest = &guest_aarch64}};
    s->process.mem = mem_new(&s->process, 64);
    s->cpu = own_map(sizeof(struct cpu), PROT_READ | PROT_WRITE, 0);
    assert_non_null(s->process.mem);
    assert_non_null(s->cpu);
    s->cpu->process = &s->process;
    side_enter(s);
    assert_int_equal(guest_aarch64.cpu_init(s->cpu, NULL), 0);
    assert_int_equal(tr_init(&s->process, &config), 0);
    assert_int_equal(tr_thread_init(s->cpu), 0);
    s->tr = s->process.translator;
}

void side_map(struct side *s, const struct text *t, uint64_t at, int prot, int flags)
{
    int64_t r = mem_mmap(s->process.mem, at, t->size, prot, flags | (at ? MAP_FIXED : 0), t->fd, 0);

    assert_true(r > 0);
    s->base = (uint64_t)r;
}

struct unit *side_make(struct side *s, uint32_t start, uint32_t mode)
{
    int error;
    lock_take(&s->tr->lock);
    struct entry *e = unit_find(s->tr, s->base + start, mode);
    if (!e)
        e = unit_make(s->tr, s->cpu, s->base + start, mode, &error);
    lock_give(&s->tr->lock);
    return e ? e->unit : NULL;
}

struct unit *side_make_loop(struct side *s, struct unit *from, unsigned link)
{
    const struct host_link *l = &from->links[link];
    if (!l->back || !side_make(s, (uint32_t)(l->pc - s->base), l->mode) || from->dead)
        return NULL;
    struct entry *e = unit_find(s->tr, l->pc, l->mode);
    if (e->unit->loop)
        return NULL;
    s->cpu->link_site = (void *)(uintptr_t)(from->rx + l->site);
    lock_take(&s->tr->lock);
    unit_link(s->tr, s->cpu, e);
    lock_give(&s->tr->lock);
    e = unit_find(s->tr, l->pc, l->mode);
    return e->unit->loop ? e->unit : NULL;
}

unsigned side_make_all(struct side *s, const struct text *t)
{
    uint32_t mode = guest_aarch64.mode(s->cpu);
    unsigned n = 0;
    for (unsigned i = 0; i < t->n_starts; i++) {
        struct unit *u = side_make(s, t->starts[i], mode);
        for (unsigned k = 0; u && k < u->n_links; k++)
            n += side_make_loop(s, u, k) != NULL;
        n += u != NULL;
    }
    return n;
}

void side_keep(struct side *s)
{
    side_enter(s);
    tr_keep(s->cpu);
}

void side_forget(struct side *s)
{
    for (unsigned i = 0; i < s->tr->n_modules; i++)
        if (s->tr->modules[i].file)
            own_unmap((void *)(uintptr_t)s->tr->modules[i].file, s->tr->modules[i].size);
    memset(s->tr->modules, 0, sizeof(s->tr->modules));
    s->tr->n_modules = 0;
}
