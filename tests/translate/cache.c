/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Translations from files: what one process made of random code, and another takes with the code at
 * another address and its units elsewhere, must be what is made there anew, byte by byte.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "tests/fuzz/case.h"
#include "tests/translate/stored.h"
#include "translate/guest/aarch64/aarch64.h"

#define LOW 0x40000000ull      /* as of a program that is linked to an address */
#define MIDDLE 0xc0000000ull   /* that is no immediate operand */
#define HIGH 0x500000000000ull /* out of reach of all code */
enum { BUILD = 77, MAX_MADE = 8192, MAX_QUEUE = 16384, NONE = 0xffff, ROOM = 128 << 10 };

/* A unit that one process made: where from, and whether a file can hold it. */
struct made {
    uint32_t start, mode, from;
    uint16_t link; /* of the unit at from, for a loop's unit; else NONE */
    bool checked, kept, absolute;
    uint64_t ir; /* sum of the optimised IR */
};
static struct made made[MAX_MADE];
static unsigned n_made;

/* All that a unit is that leads nowhere yet. */
struct picture {
    struct unit u;
    uint8_t *hot, *cold;
    struct host_link *links;
    struct host_fp_trap *traps;
    struct entry *entries;
    struct host_moved *moved;
    struct host_fault *faults; /* of each byte */
};

/* What was met. */
static struct {
    unsigned units, loops, shifts, guest_shifts, links, slots, back, entries, traps, moved, faults,
        cold_faults, checked, absolute, others, out_of_reach;
    uint64_t bytes;
} met;

static void *copy(const void *from, size_t size)
{
    void *to = calloc(1, size + 1);
    assert_non_null(to);
    if (size)
        memcpy(to, from, size);
    return to;
}

static struct host_fault *all_faults(const struct unit *u)
{
    struct host_fault *f = calloc(u->size + u->cold_size + 1, sizeof(*f));
    for (uint32_t i = 0; i < u->size + u->cold_size; i++) {
        uint32_t offset = i < u->size ? i : i - u->size + u->cold;
        if (!fault_find(u, offset, &f[i]))
            memset(&f[i], 0, sizeof(f[i]));
        else
            f[i].offset -= i < u->size ? 0 : u->fault_cold;
    }
    return f;
}

static void take_picture(struct picture *p, const struct unit *u)
{
    *p = (struct picture){
        .u = *u,
        .hot = copy(u->rw, u->size),
        .cold = copy(u->rw + u->cold, u->cold_size),
        .links = copy(u->links, u->n_links * sizeof(u->links[0])),
        .traps = copy(u->traps, u->n_traps * sizeof(u->traps[0])),
        .entries = copy(u->entries, u->n_entries * sizeof(u->entries[0])),
        .moved = copy(u->moved, u->n_moved * sizeof(u->moved[0])),
        .faults = all_faults(u),
    };
}

static void drop_picture(struct picture *p)
{
    free(p->hot);
    free(p->cold);
    free(p->links);
    free(p->traps);
    free(p->entries);
    free(p->moved);
    free(p->faults);
}

static void compare_bytes(const char *what, const struct made *m, const uint8_t *a,
                          const uint8_t *b, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++)
        if (a[i] != b[i])
            fail_msg("unit at %x, mode %x, loop %d: %s part differs at %x of %x: %02x, not %02x",
                     m->start, m->mode, m->link != NONE, what, i, size, b[i], a[i]);
}

static void compare_links(const struct picture *a, const struct picture *b)
{
    for (unsigned i = 0; i < a->u.n_links; i++) {
        const struct host_link *x = &a->links[i], *y = &b->links[i];
        assert_int_equal(x->patch, y->patch);
        assert_int_equal(x->unlinked, y->unlinked);
        assert_int_equal(x->site, y->site);
        assert_int_equal(x->slot, y->slot);
        assert_int_equal(x->call, y->call);
        assert_int_equal(x->back, y->back);
        assert_int_equal(x->pc, y->pc);
        assert_int_equal(x->mode, y->mode);
        met.slots += x->slot;
        met.back += x->back;
    }
    met.links += a->u.n_links;
}

static void compare_traps(const struct picture *a, const struct picture *b)
{
    for (unsigned i = 0; i < a->u.n_traps; i++) {
        const struct host_fp_trap *x = &a->traps[i], *y = &b->traps[i];
        assert_int_equal(x->offset, y->offset);
        assert_int_equal(x->resume, y->resume);
        assert_memory_equal(&x->insn, &y->insn, sizeof(x->insn));
        assert_int_equal(x->dst, y->dst);
        assert_memory_equal(x->src, y->src, sizeof(x->src));
        assert_int_equal(x->memory, y->memory);
    }
    met.traps += a->u.n_traps;
}

static void compare_faults(const struct picture *a, const struct picture *b)
{
    for (uint32_t i = 0; i < a->u.size + a->u.cold_size; i++) {
        const struct host_fault *x = &a->faults[i], *y = &b->faults[i];
        assert_int_equal(x->offset, y->offset);
        assert_int_equal(x->pc, y->pc);
        assert_int_equal(x->insn_word, y->insn_word);
        assert_memory_equal(&x->flags, &y->flags, sizeof(x->flags));
        met.faults += x->pc != 0;
        met.cold_faults += x->pc != 0 && i >= a->u.size;
    }
}

static void compare_rest(const struct picture *a, const struct picture *b)
{
    const struct unit *u = &a->u, *v = &b->u;
    assert_int_equal(u->pc, v->pc);
    assert_int_equal(u->mode, v->mode);
    assert_ptr_equal(u->arena, v->arena);
    assert_int_equal(u->rx, v->rx);
    assert_ptr_equal(u->rw, v->rw);
    assert_int_equal(u->cold, v->cold);
    assert_int_equal(u->loop, v->loop);
    assert_int_equal(u->syncs, v->syncs);
    assert_int_equal(u->start, v->start);
    assert_int_equal(u->end, v->end);
    assert_int_equal(u->n_moved, v->n_moved);
    for (unsigned i = 0; i < u->n_moved; i++) {
        assert_int_equal(a->moved[i].var, b->moved[i].var);
        assert_int_equal(a->moved[i].reg, b->moved[i].reg);
    }
    assert_int_equal(u->n_entries, v->n_entries);
    for (unsigned i = 0; i < u->n_entries; i++) {
        assert_int_equal(a->entries[i].pc, b->entries[i].pc);
        assert_ptr_equal(a->entries[i].code, b->entries[i].code);
    }
    met.entries += u->n_entries;
    met.moved += u->n_moved;
    met.loops += u->loop;
}

static void compare(const struct made *m, const struct picture *a, const struct picture *b)
{
    if (a->u.size != b->u.size || a->u.cold_size != b->u.cold_size)
        fail_msg("unit at %x, mode %x, loop %d, from %x: %x and %x bytes, not %x and %x", m->start,
                 m->mode, m->link != NONE, m->from, b->u.size, b->u.cold_size, a->u.size,
                 a->u.cold_size);
    compare_bytes("hot", m, a->hot, b->hot, a->u.size);
    compare_bytes("cold", m, a->cold, b->cold, a->u.cold_size);
    assert_int_equal(a->u.n_links, b->u.n_links);
    assert_int_equal(a->u.n_traps, b->u.n_traps);
    compare_links(a, b);
    compare_traps(a, b);
    compare_faults(a, b);
    compare_rest(a, b);
    met.units++;
    met.checked += m->checked;
    met.bytes += a->u.size + a->u.cold_size;
}

/* The sum of the IR translated last, addresses being relative to s->base. Values are numbered by a
 * table that may lose some, by their hashes; so it may differ. */
static uint64_t sum_ir(const struct side *s)
{
    const struct ir *ir = s->tr->ir;
    uint64_t sum = ir->n;
    for (unsigned n = 1; n < ir->n; n++) {
        struct ir_insn i = ir->insn[n];
        if (i.op == IR_GADDR || i.op == IR_BLOCK || i.op == IR_INSN)
            i.imm64 -= s->base;
        uint64_t w[2];
        memcpy(w, &i, sizeof(w));
        sum = (sum ^ w[0]) * 0x9e3779b97f4a7c15;
        sum = (sum ^ sum >> 29 ^ w[1]) * 0x9e3779b97f4a7c15;
    }
    return sum;
}

/* Do operands get tested for what traps, in the units of that address? */
static void check_fp(struct side *s, uint64_t pc, bool on)
{
    for (unsigned i = 0; i < CHECKED_PCS; i++)
        atomic_store(&s->tr->checked[i], on ? pc : 0);
}

static void note(struct side *s, const struct made *m, const struct unit *u)
{
    assert_true(n_made < MAX_MADE);
    made[n_made] = *m;
    made[n_made].kept = u->kept != NULL;
    made[n_made].ir = sum_ir(s);
    if (u->kept) {
        met.shifts += u->kept->n_shifts;
        for (unsigned i = 0; i < u->kept->n_shifts; i++)
            met.guest_shifts += u->kept->shifts[i] & 1;
        made[n_made].absolute = u->kept->absolute;
        met.absolute += u->kept->absolute;
    }
    n_made++;
}

static bool is_noted(uint32_t start, uint32_t mode, bool loop)
{
    for (unsigned i = 0; i < n_made; i++)
        if (made[i].start == start && made[i].mode == mode && (made[i].link != NONE) == loop)
            return true;
    return false;
}

/* The unit of the loop that link i of from closes, from and the loop's head being all there is. */
static void make_loop(struct side *s, const struct made *m, struct unit *from, unsigned i)
{
    const struct host_link *l = &from->links[i];
    uint32_t to = (uint32_t)(l->pc - s->base);
    struct unit *head = l->back ? side_make(s, to, l->mode) : NULL;
    if (head && head != from)
        head->kept = NULL;
    if (!head || l->mode != m->mode || is_noted(to, m->mode, true))
        return;
    check_fp(s, l->pc, m->checked);
    struct unit *u = side_make_loop(s, from, i);
    if (u)
        note(s, &(struct made){to, m->mode, m->start, (uint16_t)i, m->checked}, u);
}

/* Makes the unit at start and those of the loops it closes. What there is already would end them,
 * so that is forgotten. */
static struct unit *make_and_note(struct side *s, const struct made *m)
{
    struct unit *u = NULL;
    if (is_noted(m->start, m->mode, false))
        return NULL;
    for (unsigned i = 0; !u || i < u->n_links; i++) {
        entries_empty(s->tr);
        check_fp(s, s->base + m->start, m->checked);
        struct unit *again = side_make(s, m->start, m->mode);
        if (!again)
            return NULL;
        if (u)
            again->kept = NULL;
        else
            note(s, m, again);
        u = again;
        if (u->n_links)
            make_loop(s, m, u, i);
    }
    return u;
}

static uint32_t some_mode(const struct side *s, uint64_t *seed)
{
    static const uint32_t modes[] = {0,
                                     A64_MODE_FPSR,
                                     A64_MODE_TAG,
                                     A64_MODE_FPSR | A64_MODE_FZ | A64_MODE_DN,
                                     A64_MODE_FPSR | 1,
                                     A64_MODE_SP | A64_MODE_TBI,
                                     A64_MODE_AHP | A64_MODE_APART,
                                     A64_MODE_FZ16 | A64_MODE_FPSR};
    return guest_aarch64.mode(s->cpu) | modes[fuzz_below(seed, 8)];
}

/* Makes the units at all starts, and those that they lead to. */
static void make_them(struct side *s, const struct text *t, uint64_t seed)
{
    static struct made queue[MAX_QUEUE];
    unsigned tail = 0;
    for (unsigned i = 0; i < t->n_starts; i++) {
        uint32_t mode = some_mode(s, &seed);
        bool checked = fuzz_below(&seed, 4) == 0;
        queue[tail++] = (struct made){t->starts[i], mode, 0, NONE, checked};
    }
    n_made = 0;
    for (unsigned i = 0; i < tail; i++) {
        const struct unit *u = make_and_note(s, &queue[i]);
        for (unsigned k = 0; u && k < u->n_links && tail < MAX_QUEUE; k++) {
            uint64_t to = u->links[k].pc - s->base;
            if (to < t->size)
                queue[tail++] =
                    (struct made){(uint32_t)to, u->links[k].mode, 0, NONE, queue[i].checked};
        }
    }
}

/* The next unit lies at these offsets of its arena; all others are gone. */
static struct arena *place(struct side *s, uint64_t pc, uint32_t hot, uint32_t cold)
{
    flush_all(s->tr, s->cpu);
    struct arena *a = arena_for(s->tr, pc);
    a->used = (size_t)hot % (a->cold - ROOM) & ~15ull;
    a->cold_used = (size_t)cold % (a->size - a->cold - ROOM) & ~15ull;
    return a;
}

static void use_files(struct side *s, bool on, uint64_t build)
{
    s->tr->cache_build = on ? build : 0;
    s->tr->cache_keeps = false;
}

/* The unit as it is made. */
static struct unit *fresh(struct side *s, const struct made *m, uint32_t hot, uint32_t cold)
{
    struct unit *from = NULL;
    uint64_t pc = s->base + m->start;
    check_fp(s, pc, m->checked && m->link == NONE);
    if (m->link == NONE) {
        place(s, pc, hot, cold);
        return side_make(s, m->start, m->mode);
    }
    flush_all(s->tr, s->cpu);
    check_fp(s, s->base + m->from, m->checked);
    from = side_make(s, m->from, m->mode);
    assert_true(m->link < from->n_links && side_make(s, m->start, m->mode));
    struct arena *a = arena_for(s->tr, pc);
    a->used += (size_t)hot % (a->cold - a->used - ROOM) & ~15ull;
    a->cold_used += (size_t)cold % (a->size - a->cold - a->cold_used - ROOM) & ~15ull;
    check_fp(s, pc, m->checked);
    return side_make_loop(s, from, m->link);
}

/* Do both take the same targets to be near? What is beside a module is, or not. */
static bool are_alike(const struct picture *a, const struct picture *b)
{
    for (unsigned i = 0; i < a->u.n_links && i < b->u.n_links; i++)
        if (a->links[i].slot != b->links[i].slot)
            return false;
    return true;
}

/* Is what the file gives for m what is made? */
static bool same(struct side *s, const struct made *m, uint64_t *seed)
{
    struct picture a, b;
    uint64_t build = s->tr->cache_build, pc = s->base + m->start;
    uint32_t hot = (uint32_t)fuzz_random(seed), cold = (uint32_t)fuzz_random(seed);
    use_files(s, false, build);
    struct unit *u = fresh(s, m, hot, cold);
    assert_non_null(u);
    bool as_there = sum_ir(s) == m->ir;
    for (unsigned i = 0; i < u->n_links; i++)
        host_patch(&u->links[i], u->rw, u->rx, NULL);
    take_picture(&a, u);
    use_files(s, true, build);
    struct arena *at = place(s, pc, hot, cold);
    at->used = (size_t)(a.u.rw - a.u.arena->rw);
    at->cold_used = at->used + a.u.cold - at->cold;
    lock_take(&s->tr->lock);
    u = cache_take(s->tr, s->cpu, pc, m->mode, m->link != NONE);
    lock_give(&s->tr->lock);
    if (u) {
        take_picture(&b, u);
        if (as_there && are_alike(&a, &b))
            compare(m, &a, &b);
        else
            met.others++;
        drop_picture(&b);
    }
    drop_picture(&a);
    return u != NULL;
}

/* Where the code is in the first process and in the second; 0: where there is room for a module. */
struct places {
    const char *features;
    uint64_t first, second;
    uint32_t odd; /* in the second, it lies so far behind the start of another module */
};

static void map_second(struct side *b, struct text *t, const struct places *p)
{
    const int prot = PROT_READ | PROT_EXEC;
    uint64_t at = p->second;
    for (unsigned i = 0; !at && i < 2; i++)
        mem_mmap(b->process.mem, 0, t->size, prot, MAP_PRIVATE, t->fd, 0);
    if (p->odd)
        at = p->odd +
             (uint64_t)mem_mmap(b->process.mem, 0, t->size + p->odd, prot, MAP_PRIVATE, t->fd, 0);
    side_map(b, t, at, prot, MAP_PRIVATE);
}

/* Was enough of everything met? */
static void check_met(const struct places *p, unsigned taken)
{
    bool moves = p->first != p->second, module = !p->first;
    assert_true(n_made > 1500 && met.units > 200 && met.bytes > 100000);
    assert_in_range(met.others, 0, taken / 100);
    assert_in_range(met.out_of_reach, 0, n_made / 100);
    assert_true(met.traps > 200 && met.entries > 500 && met.links > 200 && met.checked > 50);
    if (!moves || module)
        assert_true(taken > n_made / 10 * 9 && met.loops > 2 && met.moved > 100 && met.back > 50);
    if (module)
        assert_true(met.guest_shifts > 5000 && met.shifts > 30000 && met.slots > 100);
}

static void report(const struct places *p, unsigned taken)
{
    printf("%s, at %llx and %llx + %x: %u units, %u taken; of loops %u, of their own map %u, with "
           "tests %u; shifts %u, to guest addresses %u, links %u, far %u, back %u, entries %u, "
           "traps %u, absolute %u, bytes %llu, of other IR %u, out of reach %u\n",
           p->features, (unsigned long long)p->first, (unsigned long long)p->second, p->odd, n_made,
           taken, met.loops, met.moved, met.checked, met.shifts, met.guest_shifts, met.links,
           met.slots, met.back, met.entries, met.traps, met.absolute, (unsigned long long)met.bytes,
           met.others, met.out_of_reach);
}

static void test_places(void **state)
{
    static struct text t;
    static struct side a, b;
    const struct places *p = *state;
    const char *given = getenv("SEED");
    uint64_t seed = p->first + p->second + p->odd + (given ? strtoull(given, NULL, 0) : 0);
    unsigned taken = 0;
    memset(&met, 0, sizeof(met));
    side_start(&a, BUILD, p->features);
    text_make(&t, seed, !p->first);
    side_map(&a, &t, p->first, PROT_READ | PROT_EXEC, MAP_PRIVATE);
    stored_drop();
    make_them(&a, &t, seed);
    side_keep(&a);
    assert_int_equal(stored.stores, 1);
    side_start(&b, BUILD, p->features);
    map_second(&b, &t, p);
    assert_int_equal(a.base == b.base, p->first && p->first == p->second);
    for (unsigned i = 0; i < n_made; i++) {
        bool done = same(&b, &made[i], &seed);
        bool can = made[i].kept && (!made[i].absolute || a.base == b.base);
        if (done && !can)
            fail_msg("unit at %x, mode %x, loop %d is taken", made[i].start, made[i].mode,
                     made[i].link != NONE);
        taken += done;
        met.out_of_reach += can && !done;
    }
    report(p, taken);
    check_met(p, taken);
}

int main(void)
{
    static struct places cases[] = {{"sse4.1", 0, 0, 0},
                                    {"avx2", 0, 0, 0x5000},
                                    {"all", 0, 0, 0},
                                    {"all", LOW, LOW, 0},
                                    {"avx2", MIDDLE, MIDDLE, 0},
                                    {"all", HIGH, HIGH, 0},
                                    {"all", HIGH, HIGH + 0x5000, 0}};
    const struct CMUnitTest tests[] = {
        {"modules, sse4.1", test_places, NULL, NULL, &cases[0]},
        {"modules, avx2", test_places, NULL, NULL, &cases[1]},
        {"modules, all", test_places, NULL, NULL, &cases[2]},
        {"low addresses", test_places, NULL, NULL, &cases[3]},
        {"up to 4 GiB", test_places, NULL, NULL, &cases[4]},
        {"far away", test_places, NULL, NULL, &cases[5]},
        {"far away, moved", test_places, NULL, NULL, &cases[6]},
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
