/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of translations that are damaged, of other code, of another build or written by several:
 * a unit is taken if it is right, else there is none; what is written is all that there was.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/fuzz/case.h"
#include "tests/translate/stored.h"
#include "translate/cache.h"
#include "translate/guest/aarch64/aarch64.h"

enum { BUILD = 78, FLIPS = 4000, CUTS = 600, CODE = PROT_READ | PROT_EXEC };

static struct text text;
static struct side a, b;
static uint64_t seed;

/* The unit at start, from a file, alone in its arena. */
static struct unit *take(struct side *s, uint32_t start)
{
    flush_all(s->tr, s->cpu);
    lock_take(&s->tr->lock);
    struct unit *u = cache_take(s->tr, s->cpu, s->base + start, guest_aarch64.mode(s->cpu), false);
    lock_give(&s->tr->lock);
    return u;
}

/* How many of the starts have a unit in the file. */
static unsigned count_taken(struct side *s)
{
    unsigned n = 0;
    for (unsigned i = 0; i < text.n_starts; i++)
        n += take(s, text.starts[i]) != NULL;
    return n;
}

static void begin(struct side *s, const struct text *t)
{
    side_start(s, BUILD, NULL);
    side_map(s, t, 0, CODE, MAP_PRIVATE);
}

/* A file with all the text's units; b has it open. How many can be taken. */
static unsigned write_file(void)
{
    stored_drop();
    begin(&a, &text);
    side_make_all(&a, &text);
    side_keep(&a);
    assert_int_equal(stored.stores, 1);
    begin(&b, &text);
    unsigned n = count_taken(&b);
    assert_true(n > text.n_starts / 2);
    return n;
}

static const struct cache_head *head(void)
{
    return (const void *)stored.data;
}

static const struct cache_record *record_at(const uint8_t *file, uint32_t start)
{
    const struct cache_head *h = (const void *)file;
    const struct cache_slot *slots = (const void *)(h + 1);
    uint64_t key = cache_record_key(start, guest_aarch64.mode(current), false);
    for (uint32_t i = 0; i < h->n_slots; i++)
        if (slots[i].key == key)
            return (const void *)(file + slots[i].at * 16ull);
    return NULL;
}

/* The first unit that can be taken from start number i on. */
static uint32_t some_start(unsigned i)
{
    while (!take(&b, text.starts[i % text.n_starts]))
        i++;
    return text.starts[i % text.n_starts];
}

static void turn_bit(uint64_t at, uint8_t bit)
{
    uint8_t byte;
    assert_int_equal(pread(text.fd, &byte, 1, (off_t)at), 1);
    byte ^= bit;
    assert_int_equal(pwrite(text.fd, &byte, 1, (off_t)at), 1);
}

/* A bit of a unit's code is another one, and is as it was again. */
static void test_changed_text(void **state)
{
    unsigned all = write_file();
    for (unsigned i = 0; i < FLIPS; i++) {
        uint32_t start = some_start(fuzz_below(&seed, text.n_starts));
        const struct cache_record *r = record_at(b.tr->modules[0].file, start);
        const struct cache_range *ranges =
            (const void *)((const uint8_t *)r + cache_layout(r).ranges);
        const struct cache_range *range = &ranges[fuzz_below(&seed, r->n_ranges)];
        uint64_t at = start + (uint64_t)(int64_t)range->start + fuzz_below(&seed, range->size);
        uint8_t bit = (uint8_t)(1u << fuzz_below(&seed, 8));
        turn_bit(at, bit);
        assert_null(take(&b, start));
        if (i % 512 == 0)
            assert_in_range(count_taken(&b), all * 8 / 10, all - 1);
        turn_bit(at, bit);
        assert_non_null(take(&b, start));
    }
    assert_int_equal(count_taken(&b), all);
}

struct right {
    struct unit u;
    uint64_t text, blocks; /* bytes of code in blocks, and a sum of where they are */
    uint8_t code[1 << 16], links[1 << 14];
};

static void remember(struct right *r, const struct side *s, const struct unit *u)
{
    const struct tr_region *region = &s->tr->region;
    r->text = r->blocks = 0;
    for (unsigned i = 0; i < region->n_blocks; i++) {
        uint64_t start = region->blocks[i].start, end = region->blocks[i].end;
        r->text += end - start;
        r->blocks += (start ^ end << 20) * (end - start);
    }
    r->u = *u;
    assert_true(u->size + u->cold_size <= sizeof(r->code));
    memcpy(r->code, u->rw, u->size);
    memcpy(r->code + u->size, u->rw + u->cold, u->cold_size);
    memcpy(r->links, u->links, u->n_links * sizeof(u->links[0]));
}

static void expect_right(const struct right *r, const struct unit *u)
{
    assert_int_equal(u->size, r->u.size);
    assert_int_equal(u->cold_size, r->u.cold_size);
    assert_memory_equal(u->rw, r->code, u->size);
    assert_memory_equal(u->rw + u->cold, r->code + u->size, u->cold_size);
    assert_int_equal(u->n_links, r->u.n_links);
    assert_memory_equal(u->links, r->links, u->n_links * sizeof(u->links[0]));
    assert_int_equal(u->n_entries, r->u.n_entries);
    assert_int_equal(u->end - u->start, r->u.end - r->u.start);
}

/* The unit at start as it is made, unlinked. */
static bool remember_new(struct right *r, struct side *s, uint32_t start)
{
    uint64_t build = s->tr->cache_build;
    s->tr->cache_build = 0;
    flush_all(s->tr, s->cpu);
    struct unit *u = side_make(s, start, guest_aarch64.mode(s->cpu));
    s->tr->cache_build = build;
    for (unsigned i = 0; u && i < u->n_links; i++)
        host_patch(&u->links[i], u->rw, u->rx, NULL);
    if (u)
        remember(r, s, u);
    return u;
}

static bool is_like(const struct right *a, const struct right *b)
{
    return a->u.size == b->u.size && a->u.cold_size == b->u.cold_size &&
           a->u.n_links == b->u.n_links && !memcmp(a->code, b->code, a->u.size + a->u.cold_size);
}

/* Are they of the same blocks? Where a unit ends depends on what is behind it. */
static bool has_blocks(const struct right *a, const struct right *b)
{
    return a->text == b->text && a->blocks == b->blocks;
}

/* A bit anywhere near a unit is another one: what is taken is what would be made of that. */
static void test_changed_near(void **state)
{
    static struct right right, taken, now;
    unsigned n = 0, others = 0;
    write_file();
    for (unsigned i = 0; i < FLIPS; i++) {
        uint32_t start = some_start(fuzz_below(&seed, text.n_starts));
        remember(&taken, &b, take(&b, start));
        /* It may have ended where another one was. */
        if (!remember_new(&right, &b, start) || !is_like(&right, &taken))
            continue;
        uint64_t at = taken.u.start - b.base - 32 +
                      fuzz_below(&seed, (unsigned)(taken.u.end - taken.u.start) + 160);
        uint8_t bit = (uint8_t)(1u << fuzz_below(&seed, 8));
        turn_bit(at, bit);
        const struct unit *u = take(&b, start);
        if (u) {
            remember(&taken, &b, u);
            n++;
            if (!remember_new(&now, &b, start) ||
                (has_blocks(&now, &right) && !is_like(&now, &taken)))
                fail_msg("unit at %x: the change at %llx is not seen", start,
                         (unsigned long long)at);
        } else {
            others++;
        }
        turn_bit(at, bit);
    }
    assert_true(n > FLIPS / 20 && others > FLIPS / 20);
}

/* A bit of the record, or of where it is looked for, is wrong. */
static void test_flips(void **state)
{
    static struct right right;
    unsigned taken = 0;
    write_file();
    uint8_t *file = (uint8_t *)b.tr->modules[0].file;
    const struct cache_head *h = (const void *)file;
    uint64_t first = sizeof(*h) + h->n_slots * sizeof(struct cache_slot);
    for (unsigned i = 0; i < FLIPS; i++) {
        uint32_t start = some_start(fuzz_below(&seed, text.n_starts));
        const struct cache_record *r = record_at(file, start);
        bool of_slots = i % 8 == 0, of_start = i % 8 < 4;
        uint32_t bytes = of_start ? sizeof(*r) : r->bytes;
        uint8_t *at = (uint8_t *)r + fuzz_below(&seed, bytes);
        remember(&right, &b, take(&b, start));
        if (of_slots)
            at = file + sizeof(*h) + fuzz_below(&seed, (unsigned)(first - sizeof(*h)));
        uint8_t bit = (uint8_t)(1u << fuzz_below(&seed, 8));
        *at ^= bit;
        struct unit *u = take(&b, start);
        if (u)
            expect_right(&right, u);
        /* Gaps between parts and behind them are in no sum. */
        taken += u && !of_slots;
        *at ^= bit;
    }
    printf("of %u damaged records %u were taken\n", FLIPS, taken);
    assert_in_range(taken, 0, FLIPS / 20);
}

/* A bit of the head is wrong: there is no such file, but for what is not looked at. */
static void test_heads(void **state)
{
    unsigned all = write_file();
    uint32_t start = some_start(0);
    for (unsigned i = 0; i < 8 * sizeof(struct cache_head); i++) {
        stored.data[i / 8] ^= (uint8_t)(1u << i % 8);
        side_forget(&b);
        bool found = take(&b, start) != NULL;
        size_t at = i / 8;
        if (at < offsetof(struct cache_head, n_slots))
            assert_false(found);
        stored.data[i / 8] ^= (uint8_t)(1u << i % 8);
    }
    side_forget(&b);
    assert_int_equal(count_taken(&b), all);
}

static void cut(size_t size)
{
    side_forget(&b);
    stored.size = size;
    for (unsigned i = 0; i < 8; i++)
        assert_null(take(&b, text.starts[fuzz_below(&seed, text.n_starts)]));
}

/* Files end anywhere. */
static void test_short_files(void **state)
{
    unsigned all = write_file();
    size_t size = stored.size;
    for (size_t n = 0; n < 200; n++)
        cut(n);
    for (unsigned i = 0; i < CUTS; i++)
        cut(i < 64 ? size - 1 - i : fuzz_random(&seed) % size);
    side_forget(&b);
    stored.size = size;
    assert_int_equal(count_taken(&b), all);
}

/* A file that is cut while it is mapped: what is gone faults. */
static void test_cut_files(void **state)
{
    unsigned all = write_file(), before = all;
    stored.fd = memfd_create("file", 0);
    assert_int_equal(write(stored.fd, stored.data, stored.size), stored.size);
    side_forget(&b);
    assert_int_equal(count_taken(&b), all);
    for (unsigned i = 8; i-- > 0;) {
        assert_int_equal(ftruncate(stored.fd, (off_t)(stored.size / 8 * i)), 0);
        unsigned n = count_taken(&b);
        assert_in_range(n, 0, before);
        before = n;
    }
    assert_int_equal(before, 0);
    /* Who writes has what is left of it. */
    side_make_all(&b, &text);
    side_keep(&b);
    close(stored.fd);
    stored.fd = -1;
    begin(&b, &text);
    assert_int_equal(count_taken(&b), all);
}

static void test_other_builds(void **state)
{
    unsigned all = write_file();
    side_start(&b, BUILD + 1, NULL);
    side_map(&b, &text, 0, CODE, MAP_PRIVATE);
    assert_int_equal(count_taken(&b), 0);
    stored.any_key = true;
    side_forget(&b);
    assert_int_equal(count_taken(&b), 0);
    stored.any_key = false;
    side_start(&b, BUILD, "sse4.1");
    side_map(&b, &text, 0, CODE, MAP_PRIVATE);
    assert_int_equal(count_taken(&b), 0);
    side_start(&b, 0, NULL);
    side_map(&b, &text, 0, CODE, MAP_PRIVATE);
    unsigned loads = stored.loads;
    assert_int_equal(count_taken(&b), 0);
    assert_int_equal(stored.loads, loads);
    begin(&b, &text);
    assert_int_equal(count_taken(&b), all);
}

static void check_fp(struct side *s, uint64_t pc)
{
    for (unsigned i = 0; i < CHECKED_PCS; i++)
        atomic_store(&s->tr->checked[i], pc);
}

/* Units that trap often are made again with tests; these do for all. */
static void test_traps(void **state)
{
    write_file();
    uint32_t start = some_start(0);
    check_fp(&b, b.base + start);
    assert_null(take(&b, start));
    check_fp(&b, b.base + start + 4);
    assert_non_null(take(&b, start));
    stored_drop();
    begin(&a, &text);
    check_fp(&a, a.base + start);
    side_make_all(&a, &text);
    side_keep(&a);
    begin(&b, &text);
    assert_non_null(take(&b, start));
    check_fp(&b, b.base + start);
    assert_non_null(take(&b, start));
}

/* Another file in the place of the text: its units are not the text's, nor kept as such. */
static void test_replaced(void **state)
{
    static struct text other;
    write_file();
    text_make(&other, seed, true);
    uint32_t start = some_start(0);
    side_map(&b, &other, b.base, CODE, MAP_PRIVATE);
    unsigned n = 0;
    for (unsigned i = 0; i < other.n_starts; i++)
        n += take(&b, other.starts[i]) != NULL;
    assert_int_equal(n, 0);
    side_map(&b, &text, b.base, CODE, MAP_PRIVATE);
    assert_non_null(take(&b, start));

    stored_drop();
    begin(&a, &text);
    side_make_all(&a, &text);
    side_map(&a, &other, a.base, CODE, MAP_PRIVATE);
    side_keep(&a);
    assert_int_equal(stored.stores, 0);
    side_make_all(&a, &other);
    side_keep(&a);
    assert_int_equal(stored.stores, 1);
    begin(&b, &text);
    assert_int_equal(count_taken(&b), 0);
    close(other.fd);
}

static void expect_not_kept(int prot, int flags)
{
    struct unit *u;
    stored_drop();
    side_start(&a, BUILD, NULL);
    side_map(&a, &text, 0, prot, flags);
    assert_true(side_make_all(&a, &text) > 100);
    for (unsigned i = 0; i < text.n_starts; i++)
        if ((u = side_make(&a, text.starts[i], guest_aarch64.mode(a.cpu))))
            assert_null(u->kept);
    side_keep(&a);
    assert_int_equal(stored.stores, 0);
}

/* Code that the program or others may write. */
static void test_writable(void **state)
{
    expect_not_kept(PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE);
    expect_not_kept(CODE, MAP_SHARED);
}

/* Two processes that knew nothing of each other. */
static void test_merge(void **state)
{
    static struct side c;
    struct text first = text, second = text;
    unsigned all = write_file();
    first.n_starts = text.n_starts / 2;
    second.n_starts -= first.n_starts;
    memmove(second.starts, second.starts + first.n_starts,
            second.n_starts * sizeof(second.starts[0]));
    stored_drop();
    begin(&a, &text);
    begin(&b, &text);
    side_enter(&a);
    side_make_all(&a, &first);
    side_enter(&b);
    side_make_all(&b, &second);
    side_keep(&a);
    unsigned n = head()->n_records;
    size_t size = stored.size;
    side_keep(&b);
    assert_int_equal(stored.stores, 2);
    assert_true(head()->n_records > n && stored.size > size);
    begin(&c, &text);
    /* Where one unit ends depends on which there are. */
    assert_in_range(count_taken(&c), all - all / 50, all + all / 50);
}

static void make_unknowing(struct side *s)
{
    side_enter(s);
    side_make_all(s, &text);
    side_keep(s);
}

/* Nothing new makes no larger file: what was taken is none, and who did not know of the file makes
 * it again. Units with addresses in them may differ in length. */
static void test_again(void **state)
{
    static struct side c, d;
    stored_drop();
    begin(&c, &text);
    take(&c, text.starts[0]); /* looks for a file */
    begin(&d, &text);
    take(&d, text.starts[0]);
    write_file();
    const struct cache_head before = *head();
    side_keep(&a);
    side_enter(&b);
    for (unsigned i = 0; i < text.n_starts; i++)
        if (take(&b, text.starts[i]))
            assert_null(side_make(&b, text.starts[i], guest_aarch64.mode(b.cpu))->kept);
    assert_int_equal(b.tr->modules[0].unsaved, 0);
    side_keep(&b);
    assert_int_equal(stored.stores, 1);
    make_unknowing(&c);
    assert_int_equal(stored.stores, 2);
    assert_int_equal(head()->n_records, before.n_records);
    assert_int_equal(head()->n_insns, before.n_insns);
    /* There was to be room for new ones. */
    assert_in_range(head()->n_slots, before.n_slots, before.n_slots * 2);
    assert_in_range(head()->size, before.size / 100 * 99, before.size / 100 * 110);
    uint32_t n_slots = head()->n_slots;
    make_unknowing(&d);
    assert_int_equal(head()->n_records, before.n_records);
    assert_int_equal(head()->n_slots, n_slots);
    assert_int_equal(stored.size, head()->size);
}

/* What could not be written is written with what comes later, if it is not gone by then. */
static void test_refused(void **state)
{
    struct text first = text;
    unsigned all = write_file();
    first.n_starts /= 2;
    stored_drop();
    begin(&a, &text);
    side_make_all(&a, &first);
    stored.refuse = -ENOSPC;
    side_keep(&a);
    assert_null(stored.data);
    stored.refuse = 0;
    side_make_all(&a, &text);
    side_keep(&a);
    begin(&b, &text);
    assert_int_equal(count_taken(&b), all);

    stored_drop();
    begin(&a, &text);
    side_make_all(&a, &text);
    flush_all(a.tr, a.cpu);
    side_keep(&a);
    assert_int_equal(stored.stores, 0);
}

static int start(void **state)
{
    seed = (uint64_t)getpid() << 32 ^ (uint64_t)time(NULL);
    const char *given = getenv("SEED");
    seed = given ? strtoull(given, NULL, 0) : seed;
    printf("SEED=%llu\n", (unsigned long long)seed);
    side_start(&a, 0, NULL);
    text_make(&text, seed, true);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changed_text), cmocka_unit_test(test_changed_near),
        cmocka_unit_test(test_flips),        cmocka_unit_test(test_heads),
        cmocka_unit_test(test_short_files),  cmocka_unit_test(test_cut_files),
        cmocka_unit_test(test_other_builds), cmocka_unit_test(test_traps),
        cmocka_unit_test(test_replaced),     cmocka_unit_test(test_writable),
        cmocka_unit_test(test_merge),        cmocka_unit_test(test_again),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
