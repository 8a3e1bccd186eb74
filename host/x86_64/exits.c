/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ends of blocks: jumps inside the unit, links to other units, calls, returns, traps, polls. */
#include "host/x86_64/emit.h"

#include <string.h>

void em_jump_stub(struct emit *e, unsigned slot)
{
    as_load(&e->as, 8, RAX, as_cpu(offsetof(struct cpu, helpers)));
    as_jmp_mem(&e->as, as_mem(RAX, (int32_t)(slot * 8)));
}

void em_call_stub(struct emit *e, unsigned slot)
{
    em_map_end(e);
    as_load(&e->as, 8, RAX, as_cpu(offsetof(struct cpu, helpers)));
    as_call_mem(&e->as, as_mem(RAX, (int32_t)(slot * 8)));
    em_map_begin(e);
}

/* Jumps to the unit's one copy of the jump to a stub. */
static void jump_tail(struct emit *e, unsigned slot)
{
    if (e->tail_at[slot]) {
        as_jmp(&e->as, e->as.rx + e->tail_at[slot]);
        return;
    }
    e->tail_at[slot] = as_offset(&e->as);
    em_jump_stub(e, slot);
}

static void add_fixup(struct emit *e, unsigned block)
{
    if (e->n_fixups >= EM_MAX_FIXUPS) {
        e->failed = true;
        return;
    }
    e->fixups[e->n_fixups++] = (struct em_fixup){as_offset(&e->as) - 4, (uint16_t)block};
}

/* Pads so that the 4 bytes that begin ahead bytes from here lie in one aligned 8-byte word. */
static void align_patch(struct emit *e, unsigned ahead)
{
    unsigned at = (unsigned)(as_here(&e->as) + ahead) & 7;

    if (at > 4)
        as_nops(&e->as, 8 - at);
}

/* Exits that are no links, in struct em_exit's link. */
enum {
    EXIT_POLL = -1,
    EXIT_LOOKUP = -2,
    EXIT_LOOKUP_CALL = -3,
    EXIT_MISMATCH = -4,
    EXIT_EDGE = -5,
    EXIT_STORE = -6, /* stores flags on the way to block number pc */
};

/* The displacement that was just written leads to an exit out of line. */
static void add_exit(struct emit *e, int link, uint64_t pc, uint32_t mode)
{
    if (e->n_exits >= EM_MAX_EXITS) {
        e->failed = true;
        return;
    }
    e->exits[e->n_exits++] = (struct em_exit){
        .at = as_offset(&e->as) - 4, .link = link, .flags = em_pending(e), .pc = pc, .mode = mode};
}

static int new_link(struct emit *e, uint64_t pc, uint32_t mode, bool call)
{
    struct host_unit *u = e->u;

    if (u->n_links >= u->max_links) {
        e->failed = true;
        return 0;
    }
    u->links[u->n_links] =
        (struct host_link){.patch = as_offset(&e->as) - 4,
                           .call = call,
                           .pc = pc,
                           .mode = mode,
                           .slot = !(pc >= e->u->near_start && pc < e->u->near_end)};
    add_exit(e, (int)u->n_links, pc, mode);
    return (int)u->n_links++;
}

enum link_how { LINK_JMP, LINK_CALL, LINK_JCC };

/*
 * A direct link. Near: a displacement that host_patch rewrites. Far: through an 8-byte slot among
 * the out-of-line code; the displacement of the jump reaches the slot, jcc goes round it.
 */
static void direct_link(struct emit *e, enum link_how how, unsigned cc, uint64_t pc, uint32_t mode)
{
    bool far = !(pc >= e->u->near_start && pc < e->u->near_end);
    uint64_t here;

    if (!far) {
        align_patch(e, how == LINK_JCC ? 2 : 1);
        here = as_here(&e->as);
        if (how == LINK_JMP)
            as_jmp(&e->as, here);
        else if (how == LINK_CALL)
            as_call(&e->as, here);
        else
            as_jcc(&e->as, cc, here);
        new_link(e, pc, mode, how == LINK_CALL);
        return;
    }
    if (how == LINK_JCC) {
        uint32_t skip = as_jcc_short(&e->as, cc ^ 1u);

        as_jmp_mem(&e->as, as_rip(as_here(&e->as)));
        new_link(e, pc, mode, false);
        as_here8(&e->as, skip);
        return;
    }
    if (how == LINK_CALL)
        as_call_mem(&e->as, as_rip(as_here(&e->as)));
    else
        as_jmp_mem(&e->as, as_rip(as_here(&e->as)));
    new_link(e, pc, mode, how == LINK_CALL);
}

static uint64_t block_pc(const struct emit *e, unsigned b)
{
    return e->ir->insn[e->blocks[b].insn].imm64;
}

static uint64_t exit_pc(const struct emit *e, unsigned b)
{
    const struct ir_insn *x = &e->ir->insn[e->blocks[b].exit];

    return e->ir->insn[x->a].imm64;
}

/* What is pending on the way to block b, which is resolved. */
static struct host_flags edge_flags(const struct emit *e, unsigned b)
{
    const struct ir_insn *i = &e->ir->insn[e->now];

    return e->has_edges ? e->edge[b != (unsigned)i->imm] : e->plan.d;
}

/* The unit as a target: its first block can be reached without a link. */
static void jump_block(struct emit *e, unsigned b, bool fall)
{
    e->plan.d = edge_flags(e, b);
    e->plan.resolved |= e->has_edges;
    if (e->blocks[b].exit && b != 0) {
        em_flags_home(e);
        em_map_end(e);
        direct_link(e, LINK_JMP, 0, exit_pc(e, b), e->ir->mode);
        return;
    }
    if (em_wants_stored(e, b))
        em_flags_home(e);
    if (fall && b == e->next)
        return;
    if (e->blocks[b].placed) {
        int64_t away = (int64_t)e->blocks[b].offset - (as_offset(&e->as) + 2);

        if (away >= -128) {
            uint32_t at = as_jmp_short(&e->as);

            e->as.start[at] = (uint8_t)away;
            return;
        }
    }
    as_jmp(&e->as, as_here(&e->as));
    add_fixup(e, b);
}

/* jcc out of line, where d is stored. */
static void jcc_edge(struct emit *e, unsigned cc, const struct host_flags *d, int how, uint64_t pc,
                     uint32_t mode)
{
    as_jcc(&e->as, cc, as_here(&e->as));
    add_exit(e, how, pc, mode);
    if (e->plan.pending && e->n_exits)
        e->exits[e->n_exits - 1].flags = *d;
}

/* d: what is pending on the way. */
static void jcc_block(struct emit *e, unsigned cc, unsigned b, const struct host_flags *d)
{
    if (e->blocks[b].exit && b != 0) {
        if (e->plan.pending || e->u->n_moved)
            jcc_edge(e, cc, d, EXIT_EDGE, exit_pc(e, b), e->ir->mode);
        else
            direct_link(e, LINK_JCC, cc, exit_pc(e, b), e->ir->mode);
        return;
    }
    if (e->plan.pending && em_wants_stored(e, b)) {
        jcc_edge(e, cc, d, EXIT_STORE, b, 0);
        return;
    }
    if (e->blocks[b].placed) {
        int64_t away = (int64_t)e->blocks[b].offset - (as_offset(&e->as) + 2);

        if (away >= -128) {
            uint32_t at = as_jcc_short(&e->as, cc);

            e->as.start[at] = (uint8_t)away;
            return;
        }
    }
    as_jcc(&e->as, cc, as_here(&e->as));
    add_fixup(e, b);
}

static void branch(struct emit *e, struct em_cc c, unsigned taken, unsigned other)
{
    struct host_flags d;

    if (c.how == EM_ALWAYS || c.how == EM_NEVER) {
        jump_block(e, c.how == EM_ALWAYS ? taken : other, true);
        return;
    }
    if (taken == e->next || (e->blocks[other].exit && !e->blocks[taken].exit && other != e->next)) {
        unsigned t = taken;

        taken = other;
        other = t;
        c = em_invert(c);
    }
    d = edge_flags(e, taken);
    if (c.how == EM_IF_BOTH) {
        uint32_t skip = as_jcc_short(&e->as, c.cc ^ 1u);

        jcc_block(e, c.cc2, taken, &d);
        as_here8(&e->as, skip);
    } else {
        jcc_block(e, c.cc, taken, &d);
        if (c.how == EM_IF_EITHER)
            jcc_block(e, c.cc2, taken, &d);
    }
    jump_block(e, other, true);
}

/* A branch on a conditional compare: one on its condition, where the constant decides, and one on
 * the compare. */
static void branch_both(struct emit *e, const struct ir_insn *i)
{
    const struct ir_insn *x = e->ir->insn, *f = &x[i->a], *c = &x[f->c];
    bool taken = ir_cc_holds(i->aux, (uint32_t)x[x[f->b].a].imm64);
    struct em_cc first = em_invert(em_condition(e, c->a, c->aux)), second;
    struct host_flags fixed = {.kind = EM_KIND_RAW,
                               .if_kind = HOST_FLAGS_STORED,
                               .known = (uint16_t)(EM_KNOWN | (uint32_t)x[x[f->b].a].imm64 >> 28)};

    alloc_insn_end(e->alloc, e->now); /* gives borrowed registers back */
    if (first.how == EM_IF)
        jcc_block(e, first.cc, taken ? (unsigned)i->imm : i->c, &fixed);
    for (unsigned k = 0; k < 2 && e->has_edges; k++)
        e->edge[k] = em_flags_if(em_flags_compared(e->plan.d), i->aux ^ k);
    second = em_condition(e, f->a, i->aux);
    alloc_insn_end(e->alloc, e->now);
    branch(e, second, (unsigned)i->imm, i->c);
}

/* cmp poll, 0; jne out of line */
static void poll(struct emit *e, uint64_t pc, uint32_t mode)
{
    as_alu_imm(&e->as, ALU_CMP, 4, as_rm_mem(as_cpu(offsetof(struct cpu, poll))), 0);
    as_jcc(&e->as, CC_NE, as_here(&e->as));
    add_exit(e, EXIT_POLL, pc, mode);
}

static void store_mode(struct emit *e, uint32_t mode)
{
    if (mode != e->ir->mode)
        as_store_imm(&e->as, 4, as_cpu(offsetof(struct cpu, mode)), (int32_t)mode);
}

/* The register with the guest address v, which is no scratch register but rdx. */
static unsigned target_register(struct emit *e, ir_ref v)
{
    unsigned reg = alloc_reg(e->alloc, v);

    if (reg != ALLOC_NONE && !(e->cfg->facts.scratch[0] >> reg & 1) && !e->u->n_moved)
        return em_gpr(e, v);
    alloc_use_fixed(e->alloc, v, RDX);
    return RDX;
}

/* Jump (or call) by the table to the guest address in reg. The chain from it to the jump is what a
 * mispredicted one waits for: and, load. A withdrawn entry is a jump to NULL: it is found again by
 * rcx and rax (host_context_target). */
static void indirect(struct emit *e, uint32_t mode, bool call, unsigned reg)
{
    /* index * 4 = (pc >> 2 ^ hash) * 4; 4 more by the address mode */
    const unsigned shift = HOST_JUMP_SHIFT;
    uint32_t own = ir_own_mode(e->ir->guest, mode);
    unsigned hash = (own ^ own >> 16) & (HOST_JUMP_ENTRIES - 1);
    uint64_t key = host_jump_key(0, own);
    struct x86_mem entry = as_sib(RCX, RAX, 4 - HOST_JUMP_SHIFT, 0), in_pool = {0};

    as_mov(&e->as, 4, RAX, reg);
    as_alu_imm(&e->as, ALU_AND, 4, as_reg(RAX), (HOST_JUMP_ENTRIES - 1) << shift);
    if (hash)
        as_alu_imm(&e->as, ALU_XOR, 4, as_reg(RAX), (int32_t)(hash << shift));
    as_load(&e->as, 8, RCX, as_cpu(offsetof(struct cpu, jump_table)));
    if (key) {
        if (reg != RDX)
            as_mov(&e->as, 8, RDX, reg);
        reg = RDX;
        in_pool = em_pool(e, &key, sizeof key);
        as_alu(&e->as, ALU_XOR, 8, RDX, as_rm_mem(in_pool));
    }
    as_alu(&e->as, ALU_CMP, 8, reg, as_rm_mem(entry));
    as_jcc(&e->as, CC_NE, as_here(&e->as));
    add_exit(e, call ? EXIT_LOOKUP_CALL : EXIT_LOOKUP, 0, 0);
    e->exits[e->n_exits ? e->n_exits - 1 : 0].target = (uint8_t)reg;
    e->exits[e->n_exits ? e->n_exits - 1 : 0].target_key = in_pool;
    entry.disp = offsetof(struct host_jump_entry, code);
    if (call) {
        as_call_mem(&e->as, entry);
        e->exits[e->n_exits ? e->n_exits - 1 : 0].back = as_offset(&e->as);
    } else {
        as_jmp_mem(&e->as, entry);
    }
}

/* The guest address v in rdx. */
static void target_in_rdx(struct emit *e, ir_ref v)
{
    alloc_use_fixed(e->alloc, v, RDX);
}

static bool direct(const struct emit *e, ir_ref v, uint64_t *pc)
{
    const struct ir_insn *i = &e->ir->insn[v];

    *pc = i->imm64;
    return i->op == IR_GADDR || i->op == IR_CONST;
}

static void end_exit(struct emit *e, const struct ir_insn *i)
{
    uint32_t mode = (uint32_t)i->imm;
    unsigned reg;
    uint64_t pc;

    if (direct(e, i->a, &pc)) {
        em_flags_home(e);
        em_map_end(e);
        store_mode(e, mode);
        if (i->aux & IR_EXIT_POLL)
            poll(e, pc, mode);
        direct_link(e, LINK_JMP, 0, pc, mode);
        if (i->aux & IR_EXIT_POLL && e->u->n_links && !e->u->links[e->u->n_links - 1].slot)
            e->u->links[e->u->n_links - 1].back = true;
        return;
    }
    reg = target_register(e, i->a);
    em_flags_home(e);
    em_map_end(e);
    store_mode(e, mode);
    indirect(e, mode, false, reg);
}

/* Behind the call: rdx is where the guest returned to. */
static void return_check(struct emit *e, unsigned block)
{
    uint64_t pc = block_pc(e, block);

    if (pc <= INT32_MAX) {
        as_alu_imm(&e->as, ALU_CMP, 8, as_reg(RDX), (int32_t)pc);
    } else {
        em_guest_address(e, RAX, pc);
        as_alu(&e->as, ALU_CMP, 8, RDX, as_reg(RAX));
    }
    as_jcc(&e->as, CC_NE, as_here(&e->as));
    add_exit(e, EXIT_MISMATCH, 0, 0);
}

/* A call that changes the mode is an exit: its return finds no call and is looked up. */
static void end_call(struct emit *e, const struct ir_insn *i)
{
    uint32_t mode = (uint32_t)i->imm;
    uint64_t pc;

    if (mode != e->ir->mode) {
        end_exit(e, i);
        return;
    }
    if (direct(e, i->a, &pc)) {
        em_flags_home(e);
        if (i->aux & IR_EXIT_POLL)
            poll(e, pc, mode);
        direct_link(e, LINK_CALL, 0, pc, mode);
    } else {
        unsigned reg = target_register(e, i->a);

        em_flags_home(e);
        indirect(e, mode, true, reg);
    }
    return_check(e, i->c);
    jump_block(e, i->c, true);
}

static void end_ret(struct emit *e, const struct ir_insn *i)
{
    if ((uint32_t)i->imm != e->ir->mode) {
        end_exit(e, i);
        return;
    }
    target_in_rdx(e, i->a);
    em_flags_home(e);
    em_map_end(e);
    as_ret(&e->as);
}

static void end_trap(struct emit *e, const struct ir_insn *i)
{
    int32_t imm;

    if (i->b) {
        if (em_imm32(e, i->b, IR_I64, &imm))
            as_store_imm(&e->as, 8, as_cpu(offsetof(struct cpu, exit_info)), imm);
        else
            as_store(&e->as, 8, as_cpu(offsetof(struct cpu, exit_info)),
                     em_gpr_zx(e, i->b, ir_result_type(&e->ir->insn[i->b])));
    }
    target_in_rdx(e, i->a);
    em_flags_home(e);
    em_map_end(e);
    as_store_imm(&e->as, 8, as_cpu(offsetof(struct cpu, insn_word)), e->insn_word);
    as_mov_imm(&e->as, RCX, i->aux);
    jump_tail(e, X86_SLOT_EXIT);
}

void em_end(struct emit *e, const struct ir_insn *i)
{
    struct em_cc c;

    if (i->op == IR_BRF || i->op == IR_BRNZ)
        em_plan_resolve(e, &e->plan);
    e->has_edges = em_plan_edges(e, &e->plan, i, e->edge);
    switch (i->op) {
    case IR_JUMP:
        jump_block(e, (unsigned)i->imm, true);
        break;
    case IR_BRF:
        if (em_is_fused(e, i->a)) {
            branch_both(e, i);
            break;
        }
        c = em_condition(e, i->a, i->aux);
        alloc_insn_end(e->alloc, e->now); /* gives borrowed registers back */
        branch(e, c, (unsigned)i->imm, i->c);
        break;
    case IR_BRNZ:
        c = em_decision(e, i->a);
        alloc_insn_end(e->alloc, e->now); /* gives borrowed registers back */
        branch(e, c, (unsigned)i->imm, i->c);
        break;
    case IR_EXIT:
        end_exit(e, i);
        break;
    case IR_CALL:
        end_call(e, i);
        break;
    case IR_RET:
        end_ret(e, i);
        break;
    default:
        end_trap(e, i);
        break;
    }
}

/* One more execution of block b. Nothing is in EFLAGS at its start, and rax is free. */
static void count(struct emit *e, unsigned b)
{
    uint32_t index = e->u->first_count + b;

    as_load(&e->as, 8, RAX, as_cpu(offsetof(struct cpu, counts)));
    as_alu_imm(&e->as, ALU_ADD, 8, as_rm_mem(as_mem(RAX, (int32_t)(index * sizeof(uint64_t)))), 1);
}

void em_block_start(struct emit *e, unsigned b, bool store_flags)
{
    const struct ir_insn *i = &e->ir->insn[e->blocks[b].insn];
    struct host_unit *u = e->u;

    e->blocks[b].offset = as_offset(&e->as);
    e->blocks[b].placed = true;
    /* A return point outside the region is no entry: it would be linked to itself. */
    if (b == e->ir->entry || i->aux & IR_BLOCK_ENTRY) {
        if (u->n_entries >= u->max_entries) {
            e->failed = true;
            return;
        }
        u->entries[u->n_entries++] = (struct host_entry){as_offset(&e->as), i->imm64};
    }
    em_line(e, i->imm64, false);
    if (store_flags)
        em_store_flags(e, &e->plan.d, RAX);
    if (i->aux & IR_BLOCK_POLL) {
        poll(e, i->imm64, e->ir->mode);
        if (e->n_exits)
            e->exits[e->n_exits - 1].moved = true;
    }
    /* Behind the poll: who leaves by it comes back to the block. */
    if (em_has(e, HOST_COUNTS) && u->first_count != UINT32_MAX)
        count(e, b);
}

static void write_poll_exit(struct emit *e, const struct em_exit *x)
{
    em_guest_address(e, RDX, x->pc);
    as_mov_imm(&e->as, RCX, CPU_EXIT_POLL);
    jump_tail(e, X86_SLOT_EXIT);
}

/* A call tells where it was: LINK finds exit and target by that. */
static uint32_t call_link(struct emit *e)
{
    uint32_t at = as_offset(&e->as);

    as_call(&e->as, e->as.rx + e->tail_at[X86_SLOT_LINK]);
    return at;
}

/* A backward branch is counted until it is linked, and goes on by another link meanwhile. */
static void count_loop(struct emit *e, uint64_t pc, uint32_t mode)
{
    size_t counter = offsetof(struct cpu, loops) + host_loop_index(pc) * sizeof(uint32_t);
    struct host_unit *u = e->u;
    struct host_link *l = &u->links[u->n_links];
    uint32_t often;

    if (u->n_links >= u->max_links) {
        e->failed = true;
        return;
    }
    u->n_links++;
    as_alu_imm(&e->as, ALU_SUB, 4, as_rm_mem(as_cpu(counter)), 1);
    often = as_jcc_short(&e->as, CC_S);
    align_patch(e, 1);
    as_jmp(&e->as, as_here(&e->as));
    *l = (struct host_link){.patch = as_offset(&e->as) - 4, .pc = pc, .mode = mode};
    as_fix32(&e->as, l->patch, as_offset(&e->as));
    l->unlinked = l->site = call_link(e);
    as_here8(&e->as, often);
}

static void write_link(struct emit *e, const struct em_exit *x)
{
    struct host_link *l = &e->u->links[x->link];

    l->unlinked = as_offset(&e->as);
    if (!l->slot)
        as_fix32(&e->as, x->at, l->unlinked);
    if (l->back)
        count_loop(e, l->pc, l->mode);
    l->site = call_link(e);
}

/* The slots of far links, with the addresses of their stubs. */
void em_write_slots(struct emit *e)
{
    bool any = false;

    for (unsigned n = 0; n < e->u->n_links; n++)
        any |= e->u->links[n].slot;
    if (!any)
        return;
    as_nops(&e->as, (unsigned)-as_here(&e->as) & 7);
    for (unsigned n = 0; n < e->n_exits && !e->as.full; n++) {
        const struct em_exit *x = &e->exits[n];
        struct host_link *l = x->link >= 0 ? &e->u->links[x->link] : NULL;

        if (!l || !l->slot)
            continue;
        as_fix32(&e->as, x->at, as_offset(&e->as));
        l->patch = as_offset(&e->as);
        as_u64(&e->as, e->as.rx + l->unlinked);
    }
}

/* Who enters from outside brings the registers of the fixed map. */
static void write_entries(struct emit *e)
{
    for (unsigned n = 0; n < e->u->n_entries; n++) {
        uint32_t block = e->u->entries[n].offset;

        e->u->entries[n].offset = as_offset(&e->as);
        em_map_begin(e);
        as_jmp(&e->as, e->as.rx + block);
    }
}

void em_write_edges(struct emit *e)
{
    if (e->u->n_moved)
        write_entries(e);
    for (unsigned n = 0; n < e->n_exits && !e->failed && !e->as.full; n++) {
        const struct em_exit *x = &e->exits[n];

        if (x->link != EXIT_EDGE && x->link != EXIT_STORE)
            continue;
        as_fix32(&e->as, x->at, as_offset(&e->as));
        em_store_flags(e, &x->flags, RAX);
        if (x->link == EXIT_EDGE) {
            em_map_end(e);
            direct_link(e, LINK_JMP, 0, x->pc, x->mode);
        } else {
            as_jmp(&e->as, e->as.rx + e->blocks[x->pc].offset);
        }
    }
}

static void lookup_target(struct emit *e, const struct em_exit *x)
{
    if (x->target_key.pool)
        as_alu(&e->as, ALU_XOR, 8, RDX, as_rm_mem(x->target_key));
    else if (x->target != RDX)
        as_mov(&e->as, 8, RDX, x->target);
}

/* An exit that is a jump to a stub and nothing else goes there at once. */
static void write_exit(struct emit *e, const struct em_exit *x)
{
    bool lookup = x->link == EXIT_LOOKUP || x->link == EXIT_LOOKUP_CALL;
    unsigned slot = lookup ? X86_SLOT_LOOKUP : X86_SLOT_MISMATCH;
    bool plain = x->flags.kind == HOST_FLAGS_STORED && e->tail_at[slot] &&
                 !(lookup && (x->target != RDX || x->target_key.pool));

    if (plain && (x->link == EXIT_LOOKUP || x->link == EXIT_MISMATCH)) {
        as_fix32(&e->as, x->at, e->tail_at[slot]);
        return;
    }
    as_fix32(&e->as, x->at, as_offset(&e->as));
    em_store_flags(e, &x->flags, RAX);
    if (x->moved)
        em_map_end(e);
    if (lookup)
        lookup_target(e, x);
    if (x->link == EXIT_POLL) {
        write_poll_exit(e, x);
    } else if (x->link == EXIT_LOOKUP_CALL) {
        em_call_stub(e, X86_SLOT_LOOKUP);
        as_jmp(&e->as, e->as.rx + x->back);
    } else {
        jump_tail(e, slot);
    }
}

void em_write_exits(struct emit *e)
{
    if (e->u->n_links) {
        e->tail_at[X86_SLOT_LINK] = as_offset(&e->as);
        em_jump_stub(e, X86_SLOT_LINK);
    }
    for (unsigned n = 0; n < e->n_exits && !e->failed && !e->as.full; n++) {
        const struct em_exit *x = &e->exits[n];

        if (x->link >= 0)
            write_link(e, x);
        else if (x->link != EXIT_EDGE && x->link != EXIT_STORE)
            write_exit(e, x);
    }
}
