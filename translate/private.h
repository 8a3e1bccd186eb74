/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of translate/ share. Everything here but the thread's part is written under
 * translator.lock only; readers that hold no lock are named at each field. */
#ifndef DRAGOMAN_TRANSLATE_PRIVATE_H
#define DRAGOMAN_TRANSLATE_PRIVATE_H

#include <setjmp.h>
#include <stdatomic.h>

#include "base/lock.h"
#include "base/mem.h"
#include "host/host.h"
#include "translate/guest/guest.h"
#include "base/tags.h"
#include "translate/opt/opt.h"
#include "translate/translate.h"

#define REGION_MAX_INSNS 50  /* measured: larger regions win nothing and translate more in vain */
#define REGION_MORE_INSNS 8  /* for a block to come to its end: compares stay with their readers */
#define REGION_LESS_INSNS 24 /* of a block that does not end: chains of carries stay together */
#define REGION_MAX_COPIED 64 /* instructions of loop heads that are translated twice */
#define REGION_SMALL_HEAD 8  /* of which one more copy is made */
#define REGION_MORE_LOOP 32  /* for what a loop leads through */
#define REGION_NEAR 256      /* bytes: forward branches that are followed, loops kept whole */
#define REGION_MAX_LOOP 128  /* instructions of a loop's region */
#define REGION_MAX_SEEN 300  /* that are looked at to find them */
#define REGION_MAX_BLOCKS 128
#define REGION_MAX_EXITS 128
#define REGION_MAX_AHEAD 1024 /* bytes of code that is looked at besides */
#define REGION_LINES 8        /* of 256 bytes that are fetched at once */
#define UNIT_MAX_IR 8192
#define UNIT_MAX_LINKS 256
#define UNIT_MAX_FAULTS 2048
#define FAULT_BYTES 48 /* of a record, at most */
#define UNIT_MAX_TRAPS 2048
#define UNIT_MAX_ENTRIES 64
#define UNIT_MAX_SHIFTS 1024
#define UNIT_MAX_LINES 4096 /* of a profile */
#define UNIT_MAX_BLOCKS 1024
#define UNIT_MAX_CODE (512 * 1024)
#define UNIT_FP_TRAPS 50 /* repairs, before it is translated again with tests in front */
#define CHECKED_PCS 1024
#define PAGE_BUCKETS 16384
#define SHARED_BUCKETS 64
#define DEAD_MIN (8u << 20) /* bytes of dropped translations before a flush is worth it */
#define MAX_ARENAS 1024
#define MAX_MODULES 512

struct unit;

/* A place where a unit can be entered, in the table of (pc, mode). */
struct entry {
    uint64_t pc;
    const void *code; /* NULL in the interpreter */
    struct unit *unit;
};

/* A patched link: in the list of the unit it leads to. */
struct incoming {
    struct unit *from;
    unsigned link;
    struct incoming *next;
};

/* A unit's membership in the list of one page. */
struct page_ref {
    uint64_t page; /* address / MEM_PAGE */
    struct unit *unit;
    struct page_ref *_Atomic next; /* read without the lock by threads that run code */
};

/* What a profile wants to know of a unit. */
struct unit_block {
    uint64_t pc;
    uint16_t n_insns;
    uint8_t end; /* enum ir_opcode */
    bool direct; /* the end's target */
};
struct unit_profile {
    uint32_t first_count; /* UINT32_MAX: it does not count */
    unsigned n_blocks, n_lines;
    struct unit_block *blocks;
    struct host_line *lines;
};

/* Guest code from start on, relative to its unit's pc. */
struct cache_range {
    int32_t start;
    uint32_t size;
};
/* What cache.c wants to know of a unit that may be written to a file. */
struct unit_kept {
    struct cache_module *module;
    uint64_t text; /* sum of the guest code it was made from */
    const struct cache_range *ranges;
    const uint32_t *shifts; /* host_unit.shifts */
    unsigned n_ranges, n_shifts, n_insns;
    bool check_fp, absolute; /* as in host_unit; or some guest address is a constant */
};
/* A file that is mapped, with code that was met, and the file of its translations, or NULL, as it
 * was then. */
struct cache_module {
    uint64_t base, dev, ino;
    uint64_t key; /* of the file; 0: there shall be none */
    const uint8_t *file;
    uint64_t size;
    uint32_t n_slots, n_insns;
    uint32_t unsaved; /* instructions of units that are in no file */
    uint32_t read;    /* bytes of the file, since its pages were given back */
};

struct unit {
    uint64_t pc;
    uint32_t mode;
    _Atomic uint32_t dead; /* read without the lock */
    struct arena *arena;
    uint8_t *rw;
    uint64_t rx;
    uint32_t size, cold, cold_size; /* as in struct host_unit */
    uint32_t memory;                /* bytes of code and records */
    bool loop;                      /* a loop's region */
    bool syncs;                     /* goes on behind a context synchronisation by a lookup */
    uint16_t n_links, n_faults, n_traps, n_entries;
    uint32_t fp_traps; /* repairs of the host's floating-point traps so far */
    struct host_link *links;
    const uint8_t *faults; /* fault_table.c */
    uint32_t fault_bytes;
    uint32_t fault_cold;          /* where in the records the cold part begins */
    const struct unit_kept *kept; /* or NULL: it is in a file already, or cannot be */
    struct host_fp_trap *traps;
    struct entry *entries;
    struct incoming *incoming;
    struct incoming *outgoing; /* one for each link, in their order */
    const struct host_moved *moved;
    unsigned n_moved;
    struct ir *ir;                /* the interpreter's copy */
    uint64_t start, end;          /* hull of the guest code that it follows from */
    struct unit_profile *profile; /* or NULL */
};

/* Code memory: a module's window, or anonymous. Units lie in it in the order of their creation,
 * their cold parts in the same order from offset cold on. */
struct arena {
    uint64_t rx;
    uint8_t *rw; /* = rx where RWX memory is to be had */
    size_t size, used, cold, cold_used;
    size_t touched, cold_touched;  /* of either part, the pages that are there */
    uint64_t near_start, near_end; /* guest addresses whose units belong here */
    struct unit **units;           /* read without the lock up to n_units */
    _Atomic uint32_t n_units;
    uint32_t max_units;
    bool full; /* a window without room: its module goes on in the anonymous one */
};

/* Memory for units' records; emptied at a flush only. */
struct pool {
    uint8_t *start;
    size_t size, used, touched;
};

/* Per-thread part: cpu->translator. */
struct tr_thread {
    struct cpu *cpu;
    struct tr_thread *next;
    _Atomic uint32_t running;      /* inside generated code (or the interpreter) */
    uint32_t generation;           /* of the translations its return stack may point to */
    uint64_t trapping;             /* code of a unit that traps often: to be dropped; 0: none */
    struct host_jump_entry *table; /* own, so that entries are replaced without a race */
    union vec *values;             /* the interpreter's */
    sigjmp_buf interp_exit;
    uint64_t stale, stale_end;      /* to be invalidated before it enters code; empty: both 0 */
    struct profile_thread *profile; /* or NULL */
};

struct region_insn {
    uint64_t pc;
    struct tr_flow flow;
};

struct region_block {
    uint64_t start, end;     /* guest addresses, end behind the last instruction */
    unsigned first, n_insns; /* in tr_region.insns */
    unsigned flags;          /* IR_BLOCK_* */
    unsigned number;         /* of its IR block */
    bool copied;             /* the IR block in front is a copy */
    uint8_t heads;       /* 2: the block behind is a copy, for all ends but the first, which is */
    uint64_t first_back; /* a branch here */
    bool ends;           /* its last instruction ends it (else: falls into the next address) */
};

struct region_exit {
    uint64_t target;
    unsigned flags; /* 0 or IR_BLOCK_RETURN */
    bool poll;
};

/* Bytes of guest code, checked to be executable. */
struct code_line {
    uint64_t address;
    unsigned len;
    uint8_t bytes[256];
};

struct tr_region {
    uint64_t entry;
    uint64_t limit_start, limit_end; /* the mapping the region stays in */
    uint64_t ahead_start, ahead_end; /* code that was looked at besides; empty: both 0 */
    bool ahead_far;                  /* there was more, elsewhere */
    struct region_insn insns[REGION_MAX_SEEN + 1];
    struct region_block blocks[REGION_MAX_BLOCKS];
    struct region_exit exits[REGION_MAX_EXITS];
    unsigned n_insns, n_blocks, n_exits, max_insns;
    unsigned first_exit; /* number of the first exit's block */
    bool inside;         /* begins in the midst of a loop: IR block 0 is a copy of its first */
    struct code_line lines[REGION_LINES];
    const struct code_line *last_line; /* the one used last, or NULL */
    unsigned n_lines;                  /* fetched, some of them perhaps in the place of others */
    bool full;                         /* no more blocks */
    bool loop;                         /* in: the loop at the entry, not its surroundings */
    uint64_t from_start, from_end;     /* in, then: the unit that the counted branch is in */
    bool failed;
    bool watches;  /* shared memory is fetched, and watched from then on */
    bool shared;   /* from memory that other processes may write */
    bool writable; /* from memory that the guest may write */
    bool syncs;    /* as in struct unit */
};

/* adapt.c */
enum { ADAPT_SAMPLES = 64, ADAPT_MAX_MAPPED = 16, ADAPT_MAX_HEADS = 16 };
enum adapt_state { ADAPT_NEW, ADAPT_SAMPLING, ADAPT_SAMPLED, ADAPT_DONE };
struct adapt {
    _Atomic uint32_t state; /* enum adapt_state; written by the handler while it is SAMPLING */
    uint32_t units;         /* made before the samples */
    uint64_t insns;         /* translated so far */
    uint32_t n, ticks;      /* samples in code, all */
    struct adapt_sample {
        uint64_t pc;
        uint32_t mode;
    } samples[ADAPT_SAMPLES];
    uint64_t code[ADAPT_SAMPLES]; /* host addresses of the first samples */
    uint32_t n_code;
    bool looked_for_loops;
    uint64_t heads[ADAPT_MAX_HEADS]; /* of loops that are to have units of their own */
    uint32_t n_heads;
    uint16_t order[ADAPT_MAX_MAPPED]; /* the map to be, with remap */
    bool remap;                       /* flush_all is to change the map */
};

struct translator {
    struct process *process;
    struct tr_config config;
    struct host_config *host;
    struct lock lock;
    struct tr_thread *threads;
    _Atomic uint32_t n_threads;
    _Atomic uint32_t stop; /* nobody may enter code */
    _Atomic uint32_t generation;
    _Atomic uint32_t mode; /* bits of the mode word that hold for all threads */
    uint32_t tag_mode;     /* the one of them that makes stores be tagged, or 0 */
    /* Has code run that is exact only with tagged stores, should there be other threads? */
    _Atomic uint32_t pair_met;
    struct tags *tags;
    /* Entries of units that trapped often, by address; written without the lock. */
    _Atomic uint64_t checked[CHECKED_PCS];
    _Atomic uint64_t *slots;          /* of entries; read without the lock */
    _Atomic uint32_t n_slots;         /* a power of two */
    uint32_t n_used;                  /* of them, those of entries taken out included */
    struct page_ref *_Atomic *pages;  /* PAGE_BUCKETS */
    _Atomic uint32_t translating;     /* a unit is being made and not yet in the page lists */
    struct host_jump_entry *miss;     /* a table that never hits */
    struct arena *arenas[MAX_ARENAS]; /* read without the lock up to n_arenas */
    _Atomic uint32_t n_arenas;
    struct arena *anonymous;
    struct pool pool;
    uint64_t used_memory, dead_memory; /* of units since the last flush, of the dropped ones */
    /* shared.c: copies of pages with code in shared memory. */
    struct shared_page *shared[SHARED_BUCKETS], *shared_free;
    _Atomic uint32_t n_shared, n_checks; /* pages; comparisons begun */
    struct forked *forked; /* forked.c: what children wanted translated; NULL: never forked */
    uint32_t notes_taken;  /* of them */
    bool is_child;
    bool watched; /* there was one: units behind a context synchronisation compare first */
    /* The translation under way. */
    struct ir *ir;
    struct tr_region region;
    void *host_scratch, *opt_scratch;
    struct opt_facts opt_facts;
    struct host_unit out;
    struct host_link links[UNIT_MAX_LINKS];
    struct host_fault faults[UNIT_MAX_FAULTS];
    uint8_t packed[UNIT_MAX_FAULTS * FAULT_BYTES];
    struct host_fp_trap traps[UNIT_MAX_TRAPS];
    struct host_entry entry_list[UNIT_MAX_ENTRIES];
    struct profile *profile; /* or NULL */
    struct adapt adapt;
    uint64_t cache_build; /* what all files have in their names; 0: there are none */
    bool cache_keeps;     /* new units are for them, too */
    struct cache_module modules[MAX_MODULES];
    unsigned n_modules;
    uint32_t shifts[UNIT_MAX_SHIFTS];
    uint64_t record[8192]; /* of a unit that is taken from a file, without its code */
};

/* region.c: finds the region at t->pc and translates it into t->ir. 0; -EFAULT: nothing to execute
 * at the entry; -ENOSPC: too large, try again with fewer instructions. */
int region_translate(struct tr *t);
/* Guest code is fetched as for a new region from here on; with watches false none of shared memory,
 * for it is looked at only. */
void region_begin(struct tr *t, bool watches);

/* arena.c */
int arena_init(struct translator *tr);
/* Maps a->size bytes of code memory at a host address, or anywhere of dragoman's if that is 0. */
int arena_map(struct translator *tr, struct arena *a, uint64_t at);
/* The arena for code of guest address pc with room for a unit, or NULL: flush first. */
struct arena *arena_for(struct translator *tr, uint64_t pc);
/* A unit did not fit: true if its window is full from now on, and it goes to another arena. */
bool arena_fill(struct translator *tr, struct arena *a);
/* The arena or unit whose code holds host address rx, or NULL. Async-signal-safe. */
struct unit *arena_find_unit(struct translator *tr, uint64_t rx);
int arena_add_unit(struct arena *a, struct unit *u);
/* Empties all arenas; in a forked child with shared views, maps new ones. */
void arena_reset_all(struct translator *tr);
int arena_after_fork(struct translator *tr);
/* Zeroed memory for records, or NULL. */
void *pool_alloc(struct pool *p, size_t size);
/* What was taken since used bytes were in use was for nothing. */
void pool_give_back(struct pool *p, size_t used);

/* entry.c */
/* Bytes of zeroed memory that tr->slots wants; entries_empty makes it a table. */
size_t entries_size(void);
void entries_empty(struct translator *tr);
/* Its place in the table will be asked for. */
void entry_expect(const struct translator *tr, uint64_t pc, uint32_t mode);
/* The entry at (pc, mode), or NULL. Without the lock an entry may be missed. */
struct entry *unit_find(struct translator *tr, uint64_t pc, uint32_t mode);
/* Room for so many more. 0, or -ENOSPC: flush. */
int entries_reserve(struct translator *tr, unsigned count);
/* Puts e, which lies in the pool, into the table, room for it being reserved; takes it out. */
void entry_publish(struct translator *tr, const struct entry *e);
void entry_withdraw(struct translator *tr, const struct entry *e);

/* fault_table.c */
/* Packs a unit's records, which are in the order of their offsets, into at most n * FAULT_BYTES of
 * out; pc is the unit's. The bytes used. */
size_t fault_pack(uint8_t *out, const struct host_fault *faults, unsigned n, uint64_t pc);
/* The record whose range of host code holds offset. False: none. Async-signal-safe. */
bool fault_find(const struct unit *u, uint32_t offset, struct host_fault *f);

/* unit.c */
/* Translates at (pc, mode), lock held. The entry, or NULL with *error -EFAULT. */
struct entry *unit_make(struct translator *tr, struct cpu *cpu, uint64_t pc, uint32_t mode,
                        int *error);
/* From a signal handler: u, which cpu runs, traps often; it is replaced when cpu leaves it. */
void unit_traps(struct cpu *cpu, struct unit *u);
/* Drops the unit found so; lock not held. */
void unit_drop_trapping(struct tr_thread *t);
/* After CPU_EXIT_LINK, before anybody may flush: cpu->pc, as the link's record has it. */
void unit_link_target(struct translator *tr, struct cpu *cpu);
/* Links the exit at cpu->link_site to e, lock held; where that is a loop's backward branch, which
 * was taken often, to a unit of the whole loop. */
void unit_link(struct translator *tr, struct cpu *cpu, struct entry *e);
/* Links all exits whose targets are there, lock held. */
void units_link_all(struct translator *tr);
void unit_kill(struct translator *tr, struct unit *u);
/* Did a unit that can be entered at pc trap often? */
bool unit_is_checked(const struct translator *tr, uint64_t pc);

/* invalidate.c: the lists of units by page. */
int pages_add(struct translator *tr, struct unit *u, const struct tr_region *r);
/* Kills all units with code in [start, start + len) or in another view of that memory, lock held.
 * True if there were any. */
bool pages_kill(struct translator *tr, uint64_t start, uint64_t len);
/* The same for these addresses only; copies of shared memory stay. */
bool pages_kill_range(struct translator *tr, uint64_t start, uint64_t end);
/* Kills the units that contain a context synchronisation. */
bool pages_kill_syncing(struct translator *tr);
/* Units were killed: no thread may return into one behind its next safepoint. Lock held. */
void announce_stale(struct translator *tr);
/* Waits for all threads but cpu's to leave code, and keeps them out of it; lock held. */
void stop_others(struct translator *tr, const struct cpu *cpu);
void go_on(struct translator *tr);
/* Drops all translations; lock held, waits for the other threads to leave code. */
void flush_all(struct translator *tr, struct cpu *cpu);

/* adapt.c, lock held: a unit was made for cpu. */
void adapt_unit_made(struct translator *tr, struct cpu *cpu);
/* Maps host_n_mapped variables by order, and drops all translations. */
void adapt_map(struct translator *tr, struct cpu *cpu, const uint16_t *order);
/* Is pc the head of a loop that samples found, which is to be a unit? */
bool adapt_is_head(const struct translator *tr, uint64_t pc);
/* The next one above pc, or the end of the address space. */
uint64_t adapt_next_head(const struct translator *tr, uint64_t pc);
void adapt_after_fork(struct translator *tr);
/* Without the lock: cpu's thread left code for POLL_MAP. */
void adapt(struct translator *tr, struct cpu *cpu);

/* forked.c: a child of a fork had to translate at (pc, mode). */
void forked_note(struct translator *tr, uint64_t pc, uint32_t mode);

/* shared.c, lock held but for shared_check: len bytes of one page of shared memory, whole lines of
 * 64, as a unit may be made from them; from now on they are watched. 0, -EFAULT, -ENOSPC (the
 * pool), or -EAGAIN: there are others than this translation may have had before. */
int shared_fetch(struct translator *tr, uint64_t address, void *buf, size_t len);
/* Units of [start, end) were killed: it need not be watched. */
void shared_forget(struct translator *tr, uint64_t start, uint64_t end);
/* A context synchronisation: units made from shared memory that has changed since are killed. */
void shared_check(struct translator *tr);
/* All units are gone. */
void shared_reset(struct translator *tr);

/* cache.c: files of translations, lock held. */
void cache_init(struct translator *tr);
/* The unit at (pc, mode) from a file, linked nowhere and its entries in no table; tr->region has
 * its guest code as blocks. NULL: there is none. */
struct unit *cache_take(struct translator *tr, struct cpu *cpu, uint64_t pc, uint32_t mode,
                        bool loop);
/* u was made from t: it may be for a file. */
void cache_unit_made(struct tr *t, struct unit *u);
/* Writes the files whose modules have much that is new. */
void cache_save(struct translator *tr);
/* In a child of fork. */
void cache_forked(struct translator *tr);

/* run.c: bits of cpu->poll. */
enum {
    POLL_REQUEST = 1, /* tr_request */
    POLL_STALE = 2,   /* translations were dropped: forget return addresses */
    POLL_MAP = 4,     /* the samples are taken */
};
/* Makes cpu leave code at its next poll or indirect branch, for the reason bit. */
void request(struct cpu *cpu, uint32_t bit);
/* Does what IC IVAU put off. */
void invalidate_stale(struct translator *tr, struct tr_thread *t);

/* profile.c. Called with a profile only. */
int profile_init(struct translator *tr);
int profile_thread_init(struct translator *tr, struct tr_thread *t);
void profile_thread_free(struct translator *tr, struct tr_thread *t);
/* Room for the lines and counts of the unit to be emitted; afterwards what u is to keep of them.
 * -ENOSPC: the pool is full. */
void profile_prepare(struct translator *tr);
int profile_unit(struct translator *tr, struct unit *u, const struct ir *ir);
/* u with n_insns instructions came from a file. */
int profile_stored(struct translator *tr, struct unit *u, unsigned n_insns);
/* Around the making of a unit by t, which may find that there is one: the time it began. */
uint64_t profile_begin(struct tr_thread *t);
void profile_end(struct tr_thread *t, uint64_t begun, bool made);
/* Code left with cpu->exit. */
void profile_exit(struct tr_thread *t);
/* All units are about to go. */
void profile_flush(struct translator *tr);

/* dump.c: the -d log of one translation. */
void dump_in_asm(const struct tr *t);
void dump_ir(const struct ir *ir, const char *title);
void dump_out_asm(const struct host_unit *u);

static inline struct tr_thread *thread_of(struct cpu *cpu)
{
    return cpu->translator;
}

static inline struct translator *translator_of(struct cpu *cpu)
{
    return cpu->process->translator;
}

#endif
