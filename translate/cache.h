/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of translations, one for each module: their format, and what their reading (cache.c) and
 * writing (cache_write.c) share.
 *
 *   cache_head | cache_slot[n_slots] | records
 *
 * The slots are a hash table by (pc, mode, loop). Addresses are relative to the module, code is as
 * it was where it ran, but unlinked (host_relocate). All numbers are the host's: a file is of one
 * build of dragoman, one set of host features and one model of processor, which are in its key.
 *
 * A record: struct cache_record, cache_range[], host_entry[], host_link[], host_fp_trap[], shifts,
 * host_moved[], fault bytes, both parts of the code, each from a multiple of 8 on.
 */
#ifndef DRAGOMAN_TRANSLATE_CACHE_H
#define DRAGOMAN_TRANSLATE_CACHE_H

#include "translate/private.h"

#define CACHE_MAGIC "dragoman"
#define CACHE_MAX_FILE (256u << 20)
#define CACHE_MAX_RECORD (1u << 20)

struct cache_head {
    char magic[8];
    uint64_t build, module, size;
    uint32_t n_slots, n_records, n_insns, unused;
};

struct cache_slot {
    uint64_t key; /* 0: empty */
    uint32_t at;  /* the record's place in the file, in units of 16 bytes */
    uint32_t bytes;
};

struct cache_record {
    uint64_t sum;  /* of what follows in the record */
    uint64_t pc;   /* of the unit, relative to the module */
    uint64_t text; /* sum of the guest code */
    uint64_t away; /* the code's distance from the module */
    uint64_t base; /* where the module was */
    uint32_t bytes, mode;
    uint32_t size, cold, cold_size, n_insns, n_shifts, fault_bytes, fault_cold;
    uint16_t n_ranges, n_entries, n_links, n_traps, n_faults;
    uint8_t n_moved, flags; /* CACHE_* */
};
enum { CACHE_LOOP = 1, CACHE_SYNCS = 2, CACHE_CHECK_FP = 4, CACHE_ABSOLUTE = 8 };

/* Offsets of a record's parts, and its size. */
struct cache_layout {
    size_t ranges, entries, links, traps, shifts, moved, faults, code, cold, end;
};
struct cache_layout cache_layout(const struct cache_record *r);
/* The record's sum, its parts being together at r, and its key. */
uint64_t cache_record_sum(const struct cache_record *r, const struct cache_layout *l);
uint64_t cache_record_key(uint64_t pc, uint32_t mode, bool loop);
/* The key of the module at base: its first page has its build id, or at least its headers. 0: it
 * cannot be read. */
uint64_t cache_module_key(const struct translator *tr, uint64_t base);
/* The file of that key as it is now, for own_unmap, and its head; read it by safe_copy. Or NULL. */
const uint8_t *cache_map_file(const struct translator *tr, uint64_t key, struct cache_head *h);

#endif
