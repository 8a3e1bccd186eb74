/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The fault records of a unit as bytes, for there are twenty times as many of them as anybody looks
 * for. Each is what changed since the one before it:
 *
 *   number    offset - offset before, << 3 | WORD | how the flags changed
 *   number    pc - pc before, signed (the first: - the unit's pc)
 *   number    insn_word, with WORD (else: as before, at first 0)
 *   flags     PLAIN: kind, var[0], imm[0], var[1], imm[1]   GIVEN: struct host_flags
 *
 * Numbers take seven bits a byte, the lowest first; signed ones have their sign in bit 0.
 */
#include <string.h>

#include "translate/private.h"

enum { SAME, STORED, PLAIN, GIVEN, FLAGS = 3, WORD = 4 };
_Static_assert(FAULT_BYTES >= 5 + 10 + 5 + sizeof(struct host_flags), "the longest record");

static uint8_t *put(uint8_t *to, uint64_t v)
{
    for (; v > 127; v >>= 7)
        *to++ = (uint8_t)(v | 128);
    *to++ = (uint8_t)v;
    return to;
}

static uint64_t get(const uint8_t **from)
{
    uint64_t v = 0;
    unsigned shift = 0;

    for (; **from & 128; shift += 7)
        v |= (uint64_t)(*(*from)++ & 127) << shift;
    return v | (uint64_t) * (*from)++ << shift;
}

static uint64_t fold_sign(int64_t v)
{
    return (uint64_t)v << 1 ^ (uint64_t)(v >> 63);
}

static int64_t unfold_sign(uint64_t v)
{
    return (int64_t)(v >> 1 ^ -(v & 1));
}

static struct host_flags plain(const struct host_flags *f)
{
    return (struct host_flags){.kind = f->kind,
                               .if_kind = HOST_FLAGS_STORED,
                               .var = {f->var[0], f->var[1]},
                               .imm = {f->imm[0], f->imm[1]}};
}

static bool same(const struct host_flags *a, const struct host_flags *b)
{
    return !memcmp(a, b, sizeof(*a));
}

static unsigned how(const struct host_flags *f, const struct host_flags *before)
{
    const struct host_flags stored = {.kind = HOST_FLAGS_STORED}, p = plain(f);

    return same(f, before) ? SAME : same(f, &stored) ? STORED : same(f, &p) ? PLAIN : GIVEN;
}

static uint8_t *put_flags(uint8_t *to, unsigned form, const struct host_flags *f)
{
    if (form == PLAIN) {
        to = put(to, f->kind);
        for (unsigned k = 0; k < 2; k++) {
            *to++ = f->var[k];
            to = put(to, fold_sign(f->imm[k]));
        }
    } else if (form == GIVEN) {
        memcpy(to, f, sizeof(*f));
        to += sizeof(*f);
    }
    return to;
}

static void get_flags(const uint8_t **from, unsigned form, struct host_flags *f)
{
    if (form == STORED) {
        *f = (struct host_flags){.kind = HOST_FLAGS_STORED};
    } else if (form == PLAIN) {
        *f = (struct host_flags){.kind = (uint16_t)get(from)};
        for (unsigned k = 0; k < 2; k++) {
            f->var[k] = *(*from)++;
            f->imm[k] = (int32_t)unfold_sign(get(from));
        }
        *f = plain(f);
    } else if (form == GIVEN) {
        memcpy(f, *from, sizeof(*f));
        *from += sizeof(*f);
    }
}

size_t fault_pack(uint8_t *out, const struct host_fault *faults, unsigned n, uint64_t pc)
{
    struct host_fault before = {.pc = pc, .flags = {.kind = HOST_FLAGS_STORED}};
    uint8_t *to = out;

    for (unsigned i = 0; i < n; i++) {
        const struct host_fault *f = &faults[i];
        unsigned word = f->insn_word != before.insn_word ? WORD : 0;
        unsigned form = how(&f->flags, &before.flags);

        to = put(to, (uint64_t)(f->offset - before.offset) << 3 | word | form);
        to = put(to, fold_sign((int64_t)(f->pc - before.pc)));
        if (word)
            to = put(to, f->insn_word);
        to = put_flags(to, form, &f->flags);
        before = *f;
    }
    return (size_t)(to - out);
}

bool fault_find(const struct unit *u, uint32_t offset, struct host_fault *f)
{
    const uint8_t *from = u->faults;

    if (offset >= u->cold)
        offset += u->fault_cold - u->cold;
    *f = (struct host_fault){.pc = u->pc, .flags = {.kind = HOST_FLAGS_STORED}};
    for (unsigned i = 0; i < u->n_faults; i++) {
        uint64_t head = get(&from);

        f->offset += (uint32_t)(head >> 3);
        f->pc += (uint64_t)unfold_sign(get(&from));
        if (head & WORD)
            f->insn_word = (uint32_t)get(&from);
        get_flags(&from, head & FLAGS, &f->flags);
        if (f->offset > offset)
            return true;
    }
    return false;
}
