/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an instruction accesses, for telling its fault. */
#include <signal.h>

#include "base/mem.h"
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"

typedef enum tr_status (*function)(struct tr *t, const struct a64_insn *a);

static uint64_t x(const struct cpu *cpu, unsigned n)
{
    const struct a64_hot *h = (const struct a64_hot *)cpu->hot;

    return n == A64_ZR ? 0 : h->x[n];
}

static uint64_t index_value(const struct cpu *cpu, const struct a64_insn *a)
{
    uint64_t v = x(cpu, a->rm);

    if (!(a->option & 1))
        v = a->option & 4 ? (uint64_t)(int32_t)v : (uint32_t)v;
    return v << (a->sh ? a->sz : 0);
}

/* The byte that a copy goes on with (mops.c). */
static uint64_t next_byte(const struct cpu *cpu, const struct a64_insn *a, unsigned reg)
{
    uint64_t left = x(cpu, a->rn);

    return x(cpu, reg) + left - ((int64_t)left > 0);
}

static void copy(const struct cpu *cpu, const struct a64_insn *a, struct a64_access *out)
{
    uint64_t to = next_byte(cpu, a, a->rd), from = next_byte(cpu, a, a->rs);
    bool write = a64_without_tag(cpu->fault_addr) == a64_without_tag(to);

    /* Without an address: one of them is none. */
    if (cpu->fault_code == SI_KERNEL)
        write = !mem_range_ok((uint64_t)((int64_t)(to << 8) >> 8), 1);
    out->kind = write ? A64_ACCESS_WRITE : A64_ACCESS_READ;
    out->address = write ? to : from;
}

static const struct {
    function function;
    enum a64_access_kind kind; /* NONE: the operand load says */
    bool aligned;
} kinds[] = {
    {a64_load, A64_ACCESS_READ, false},
    {a64_load_pair, A64_ACCESS_READ, false},
    {a64_load_auth, A64_ACCESS_READ, false},
    {a64_simd_load_repeat, A64_ACCESS_READ, false},
    {a64_load_ordered, A64_ACCESS_READ, true},
    {a64_load_exclusive, A64_ACCESS_READ, true},
    {a64_load_exclusive_pair, A64_ACCESS_READ, true},
    {a64_store, A64_ACCESS_WRITE, false},
    {a64_store_pair, A64_ACCESS_WRITE, false},
    {a64_store_ordered, A64_ACCESS_WRITE, true},
    {a64_store_exclusive, A64_ACCESS_WRITE, true},
    {a64_store_exclusive_pair, A64_ACCESS_WRITE, true},
    {a64_simd_ldst_multiple, A64_ACCESS_NONE, false},
    {a64_simd_ldst_single, A64_ACCESS_NONE, false},
    {a64_cas, A64_ACCESS_UPDATE, true},
    {a64_casp, A64_ACCESS_UPDATE, true},
    {a64_atomic, A64_ACCESS_UPDATE, true},
};

static void find_kind(function f, const struct a64_insn *a, struct a64_access *out)
{
    for (unsigned i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (kinds[i].function != f)
            continue;
        out->kind = kinds[i].kind;
        out->aligned = kinds[i].aligned;
        if (out->kind == A64_ACCESS_NONE)
            out->kind = a->load ? A64_ACCESS_READ : A64_ACCESS_WRITE;
    }
}

static uint64_t offset_of(const struct cpu *cpu, function f, const struct a64_insn *a)
{
    uint64_t imm = (uint64_t)(int64_t)a->imm;
    bool pair = f == a64_load_pair || f == a64_store_pair;

    if (f == a64_load_ordered || f == a64_store_ordered || f == a64_load_auth)
        return imm;
    if (f != a64_load && f != a64_store && !pair)
        return 0;
    switch (a->mode) {
    case A64_ADDR_REG:
        return index_value(cpu, a);
    case A64_ADDR_SCALED:
        return imm << a->sz;
    case A64_ADDR_POST:
        return 0;
    default:
        return pair ? imm << a->sz : imm;
    }
}

static void decoded(struct cpu *cpu, const struct a64_insn *a, struct a64_access *out)
{
    function f = a64_patterns[a->pattern].function;
    const struct a64_hot *h = (const struct a64_hot *)cpu->hot;

    if (f == a64_cpy_rest) {
        copy(cpu, a, out);
        return;
    }
    if (f == a64_set_rest) {
        out->kind = A64_ACCESS_WRITE;
        out->address = next_byte(cpu, a, a->rd);
        return;
    }
    if (f == a64_dc_clean || f == a64_ic_ivau || f == a64_dc_zva) {
        out->kind = f == a64_dc_zva ? A64_ACCESS_ZERO : A64_ACCESS_CACHE;
        out->address = x(cpu, a->rt);
        return;
    }
    find_kind(f, a, out);
    if (f == a64_load && a->mode == A64_ADDR_LITERAL) {
        out->address = cpu->pc + (uint64_t)(int64_t)a->imm;
        return;
    }
    out->sp = out->kind != A64_ACCESS_NONE && a->rn == A64_ZR;
    out->address = a->rn == A64_ZR ? h->sp : h->x[a->rn];
    if (f == a64_load_auth)
        out->address = a64_signed_address(out->address, a->key, false);
    out->address += offset_of(cpu, f, a);
}

void a64_access_at(struct cpu *cpu, struct a64_access *out)
{
    struct a64_insn a;
    uint32_t word;

    *out = (struct a64_access){.kind = A64_ACCESS_NONE};
    if (mem_read(cpu->process, &word, cpu->pc, sizeof(word)) == 0 && a64_decode(word, &a) >= 0)
        decoded(cpu, &a, out);
}
