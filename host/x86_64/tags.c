/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tagged stores (base/tags.h): the stub before a store, and its call. */
#include "host/x86_64/emit.h"
#include "host/x86_64/stubs.h"
#include "base/tags.h"

#include "base/bits.h"

_Static_assert(sizeof(struct tag) == 8 && offsetof(struct tag, owner) == 0, "index << 3");
_Static_assert(offsetof(struct tags, line) == 0, "cpu->tags is the table");

#define FIELD(name) as_cpu(offsetof(struct cpu, name))

static struct x86_mem saved(unsigned n)
{
    return as_cpu(offsetof(struct cpu, tag_save) + n * sizeof(uint64_t));
}

/* All of EFLAGS but AF and DF: lahf has no OF. */
static void save_flags(struct x86_asm *a)
{
    as_byte(a, 0x9f); /* lahf */
    as_setcc(a, CC_O, RAX);
    as_store(a, 8, saved(2), RAX);
}

static void restore_flags(struct x86_asm *a)
{
    as_load(a, 8, RAX, saved(2));
    as_alu_imm(a, ALU_ADD, 1, as_reg(RAX), 0x7f); /* 1 + 127 overflows */
    as_byte(a, 0x9e);                             /* sahf */
}

/* If another thread had the tag (eax), a monitor there is lost. */
static void check_monitor(struct x86_asm *a)
{
    uint32_t mine, other;

    as_alu(a, ALU_XOR, 4, RAX, as_rm_mem(FIELD(tag_owner)));
    as_alu_imm(a, ALU_CMP, 4, as_reg(RAX), TAGS_STORED);
    mine = as_jcc_short(a, CC_BE);
    as_load(a, 4, RAX, FIELD(monitor_addr));
    as_alu(a, ALU_XOR, 4, RAX, as_reg(RDX));
    as_test_imm(a, 4, RAX, (int32_t)((TAGS_LINES - 1) * TAGS_LINE));
    other = as_jcc_short(a, CC_NE);
    as_store_imm(a, 8, FIELD(monitor_addr), -1);
    as_here8(a, other);
    as_here8(a, mine);
}

/* The tag of rdx's line becomes the thread's. */
static void own_tag(struct x86_asm *a, uint64_t wait)
{
    const unsigned shift = 3; /* of sizeof(struct tag) */
    uint32_t is_free, is_own;

    as_mov(a, 4, RCX, RDX);
    as_shift_imm(a, SH_SHR, 4, RCX, 6 - shift);
    as_alu_imm(a, ALU_AND, 4, as_reg(RCX), (TAGS_LINES - 1) << shift);
    as_alu(a, ALU_ADD, 8, RCX, as_rm_mem(FIELD(tags)));
    as_load(a, 4, RAX, FIELD(tag_fast));
    as_alu(a, ALU_CMP, 4, RAX, as_rm_mem(as_mem(RCX, 0)));
    is_own = as_offset(a) + 2;
    as_jcc(a, CC_E, as_here(a));
    as_load(a, 4, RAX, FIELD(tag_owner));
    as_xchg(a, 4, RAX, as_mem(RCX, 0));
    as_alu_imm(a, ALU_CMP, 4, as_rm_mem(as_mem(RCX, offsetof(struct tag, lock))), 0);
    is_free = as_jcc_short(a, CC_E);
    as_store(a, 8, saved(3), RAX);
    as_store(a, 8, saved(4), RDX);
    as_call(a, wait);
    as_load(a, 8, RAX, saved(3));
    as_load(a, 8, RDX, saved(4));
    as_here8(a, is_free);
    check_monitor(a);
    as_fix32(a, is_own, as_offset(a));
}

void x86_write_tag(struct x86_asm *a, unsigned log2, uint64_t wait)
{
    int32_t last = (1 << log2) - 1;
    uint32_t one_line;

    as_store(a, 8, saved(0), RCX);
    as_store(a, 8, saved(1), RDX);
    save_flags(a);
    as_load(a, 8, RDX, FIELD(storing));
    own_tag(a, wait);
    if (last && last < (int32_t)TAGS_LINE - 1) {
        as_lea(a, 8, RAX, as_mem(RDX, last));
        as_alu(a, ALU_XOR, 4, RAX, as_reg(RDX));
        as_test_imm(a, 4, RAX, TAGS_LINE);
        one_line = as_offset(a) + 2;
        as_jcc(a, CC_E, as_here(a));
        as_alu_imm(a, ALU_ADD, 8, as_reg(RDX), last);
        own_tag(a, wait);
        as_fix32(a, one_line, as_offset(a));
    }
    restore_flags(a);
    as_load(a, 8, RCX, saved(0));
    as_load(a, 8, RDX, saved(1));
    as_ret(a);
}

bool em_tagged(const struct emit *e)
{
    return ir_tagged(e->ir->guest, e->ir->mode);
}

/* Of the memory operations, the one that writes for certain. */
bool em_stores(const struct ir_insn *i)
{
    switch (i->op) {
    case IR_STORE:
    case IR_CAS:
    case IR_ZERO_BLOCK:
        return true;
    default:
        return i->op >= IR_ATOMIC_ADD && i->op <= IR_ATOMIC_SWAP;
    }
}

/* Any register but what m names may hold a value, rax too; so may EFLAGS. */
void em_tag(struct emit *e, unsigned log2, struct x86_mem m)
{
    struct x86_asm *a = &e->as;

    as_store(a, 8, saved(5), RAX);
    as_lea(a, 8, RAX, m);
    as_store(a, 8, FIELD(storing), RAX);
    em_call_stub(e, X86_SLOT_TAG + log2);
    as_load(a, 8, RAX, saved(5));
}

void em_tag_end(struct emit *e)
{
    as_store_imm(&e->as, 8, FIELD(storing), 0);
}
