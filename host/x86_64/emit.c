/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Emission of a unit: one walk over its blocks. Registers come from translate/alloc, the code of
 * each operation from a rule; what has no rule is evaluated by ir_eval.
 */
#include "host/x86_64/emit.h"
#include "host/x86_64/rules-vec.h"
#include "translate/ir/op-flags.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

size_t host_scratch_size(unsigned max_insns)
{
    return sizeof(struct emit) + alloc_size(max_insns) + max_insns * sizeof(uint16_t) +
           max_insns / 4 + 128;
}

struct x86_asm *em_asm(struct emit *e)
{
    return &e->as;
}

bool em_has(const struct emit *e, int64_t features)
{
    return (e->cfg->features & features) == features;
}

const struct ir_insn *em_insn(const struct emit *e, ir_ref v)
{
    return &e->ir->insn[alloc_root(e->alloc, v)];
}

/* The allocator's moves. None of them touches EFLAGS. */
static void op_move(void *host, unsigned d, unsigned s)
{
    struct emit *e = host;

    if (d >= 32)
        as_vmov(&e->as, d - 32, s - 32);
    else
        as_mov(&e->as, 8, d, s);
}

static struct x86_mem slot_mem(unsigned slot)
{
    return as_cpu(offsetof(struct cpu, spill) + slot * sizeof(union vec));
}

static void op_spill(void *host, unsigned slot, unsigned s)
{
    struct emit *e = host;

    if (s >= 32)
        as_vstore(&e->as, 16, slot_mem(slot), s - 32);
    else
        as_store(&e->as, 8, slot_mem(slot), s);
}

static void op_load_slot(void *host, unsigned d, unsigned slot)
{
    struct emit *e = host;

    if (d >= 32)
        as_vload(&e->as, 16, d - 32, slot_mem(slot));
    else
        as_load(&e->as, 8, d, slot_mem(slot));
}

static struct x86_mem var_mem(const struct emit *e, unsigned var)
{
    return as_cpu(e->ir->guest->vars[var].offset);
}

static void op_load_var(void *host, unsigned d, unsigned var)
{
    struct emit *e = host;
    unsigned type = e->ir->guest->vars[var].type;

    if (d >= 32)
        as_vload(&e->as, ir_bytes(type), d - 32, var_mem(e, var));
    else
        as_movzx(&e->as, ir_bytes(type), d, as_rm_mem(var_mem(e, var)));
}

void em_guest_address(struct emit *e, unsigned reg, uint64_t pc)
{
    int64_t away = (int64_t)(pc - as_here(&e->as));

    if (pc > INT32_MAX && away > -0x7fffff00 && away < 0x7fffff00) {
        as_lea(&e->as, 8, reg, as_rip(pc));
        return;
    }
    e->u->absolute = true;
    as_mov_imm(&e->as, reg, pc);
}

/* The 16 bytes of a VCONST's register. imm 1: zero above 64 bits. */
static void vconst_bytes(const struct ir_insn *i, uint64_t q[2])
{
    unsigned size = ir_bytes(i->type);

    q[0] = i->imm64;
    q[1] = i->imm & 1 || size <= 8 ? 0 : i->imm64;
    if (size < 8)
        q[0] &= (1ull << size * 8) - 1;
}

static void load_vconst(struct emit *e, const struct ir_insn *i, unsigned d)
{
    uint64_t q[2];

    vconst_bytes(i, q);
    if (!(q[0] | q[1]))
        as_v3(&e->as, AS_OP(e->as.avx ? AS_P66 : AS_P0, 1, e->as.avx ? 0xef : 0x57), d, d,
              as_reg(d));
    else
        as_vload(&e->as, 16, d, em_pool(e, q, 16));
}

static void op_load_const(void *host, unsigned d, ir_ref v)
{
    struct emit *e = host;
    const struct ir_insn *i = &e->ir->insn[v];

    if (i->op == IR_VCONST)
        load_vconst(e, i, d - 32);
    else if (i->op == IR_GADDR)
        em_guest_address(e, d, i->imm64);
    else
        as_mov_imm(&e->as, d,
                   i->type == IR_I64 ? i->imm64 : i->imm64 & ((1ull << ir_lane_bits(i->type)) - 1));
}

const struct alloc_ops em_alloc_ops = {op_move,       op_spill, op_load_slot, op_load_var,
                                       op_load_const, op_spill, op_load_slot};

/* Operands for rules. */
bool em_const(struct emit *e, ir_ref v, uint64_t *value)
{
    const struct ir_insn *i = em_insn(e, v);

    if (i->op != IR_CONST)
        return false;
    *value = i->imm64;
    return true;
}

bool em_imm32(struct emit *e, ir_ref v, unsigned type, int32_t *imm)
{
    uint64_t value;

    if (!v || !em_const(e, v, &value))
        return false;
    *imm = (int32_t)value;
    return type != IR_I64 || (int64_t)value == (int32_t)value;
}

unsigned em_gpr(struct emit *e, ir_ref v)
{
    return alloc_use(e->alloc, v);
}

struct x86_rm em_gpr_mem(struct emit *e, ir_ref v, unsigned w)
{
    unsigned var, slot;

    if (alloc_reg(e->alloc, v) == ALLOC_NONE && alloc_memory(e->alloc, v, &var, &slot)) {
        if (var == ALLOC_NO_VAR)
            return as_rm_mem(slot_mem(slot));
        if (ir_bytes(e->ir->guest->vars[var].type) >= w)
            return as_rm_mem(var_mem(e, var));
    }
    return as_reg(em_gpr(e, v));
}

struct x86_rm em_gpr_rm(struct emit *e, ir_ref v, unsigned w)
{
    return alloc_next_use(e->alloc, v) ? as_reg(em_gpr(e, v)) : em_gpr_mem(e, v, w);
}

bool em_zero_extended(struct emit *e, ir_ref v, unsigned from_bits)
{
    return alloc_int_bits(e->alloc, v) <= from_bits;
}

unsigned em_gpr_zx(struct emit *e, ir_ref v, unsigned type)
{
    unsigned reg = em_gpr(e, v), t;

    if (type == IR_I64 || em_zero_extended(e, v, ir_lane_bits(type)))
        return reg;
    t = em_gpr_temp(e);
    as_movzx(&e->as, ir_bytes(type), t, as_reg(reg));
    return t;
}

unsigned em_gpr_temp(struct emit *e)
{
    return alloc_temp(e->alloc, 0);
}

unsigned em_gpr_temp_fixed(struct emit *e, unsigned reg)
{
    alloc_temp_fixed(e->alloc, reg);
    return reg;
}

unsigned em_gpr_def(struct emit *e, ir_ref d)
{
    return alloc_def(e->alloc, d, 0, false, IR_NONE);
}

unsigned em_gpr_def_early(struct emit *e, ir_ref d)
{
    return alloc_def(e->alloc, d, 0, true, IR_NONE);
}

unsigned em_gpr_def_tied(struct emit *e, ir_ref d, ir_ref a)
{
    return alloc_def(e->alloc, d, 0, true, a);
}

void em_gpr_def_fixed(struct emit *e, ir_ref d, unsigned reg)
{
    alloc_def_fixed(e->alloc, d, reg);
}

unsigned em_vec(struct emit *e, ir_ref v)
{
    return alloc_use(e->alloc, v) - 32;
}

struct x86_rm em_vec_rm(struct emit *e, ir_ref v)
{
    const struct ir_insn *i = em_insn(e, v);
    unsigned var, slot;

    if (alloc_reg(e->alloc, v) == ALLOC_NONE && !alloc_next_use(e->alloc, v)) {
        if (alloc_memory(e->alloc, v, &var, &slot)) {
            if (var == ALLOC_NO_VAR)
                return as_rm_mem(slot_mem(slot));
            if (ir_bytes(e->ir->guest->vars[var].type) >= 16)
                return as_rm_mem(var_mem(e, var));
        } else if (i->op == IR_VCONST && i->imm64) {
            uint64_t q[2];

            vconst_bytes(i, q);
            return as_rm_mem(em_pool(e, q, 16));
        }
    }
    return as_reg(em_vec(e, v));
}

unsigned em_vec_temp(struct emit *e)
{
    return alloc_temp(e->alloc, 1) - 32;
}

unsigned em_vec_def(struct emit *e, ir_ref d)
{
    return alloc_def(e->alloc, d, 1, false, IR_NONE) - 32;
}

unsigned em_vec_def_early(struct emit *e, ir_ref d)
{
    return alloc_def(e->alloc, d, 1, true, IR_NONE) - 32;
}

unsigned em_vec_def_tied(struct emit *e, ir_ref d, ir_ref a)
{
    return alloc_def(e->alloc, d, 1, true, a) - 32;
}

bool em_upper_zero(struct emit *e, ir_ref v, unsigned size)
{
    return alloc_vec_bytes(e->alloc, v) <= size;
}

void em_set_upper_zero(struct emit *e, ir_ref d, unsigned size)
{
    alloc_set_vec_bytes(e->alloc, d, size);
}

void em_v3r(struct emit *e, unsigned op, unsigned d, unsigned s1, struct x86_rm s2)
{
    if (!e->as.avx && d != s1) {
        assert(s2.is_mem || s2.reg != d);
        as_vmov(&e->as, d, s1);
        s1 = d;
    }
    as_v3(&e->as, op, d, s1, s2);
}

void em_v3i(struct emit *e, unsigned op, ir_ref d, ir_ref a, ir_ref b, unsigned imm)
{
    em_v3(e, op | AS_IMM8, d, a, b, false);
    as_byte(&e->as, imm & 0xff);
}

void em_v3(struct emit *e, unsigned op, ir_ref d, ir_ref a, ir_ref b, bool comm)
{
    struct x86_rm rb;
    unsigned rd, ra;

    if (comm && alloc_tie_score(e->alloc, d, b) > alloc_tie_score(e->alloc, d, a)) {
        ir_ref t = a;

        a = b;
        b = t;
    }
    if (e->as.avx) {
        ra = em_vec(e, a);
        rb = em_vec_rm(e, b);
        rd = em_vec_def(e, d);
        as_v3(&e->as, op, rd, ra, rb);
        return;
    }
    rb = em_vec_rm(e, b);
    rd = em_vec_def_tied(e, d, a);
    as_v3(&e->as, op, rd, rd, rb);
}

void em_v2(struct emit *e, unsigned op, ir_ref d, ir_ref a)
{
    struct x86_rm ra = em_vec_rm(e, a);
    unsigned rd = em_vec_def(e, d);

    as_v2(&e->as, op, rd, ra);
}

void em_v2i(struct emit *e, unsigned op, ir_ref d, ir_ref a, unsigned imm)
{
    struct x86_rm ra = em_vec_rm(e, a);
    unsigned rd = em_vec_def(e, d);

    as_v2i(&e->as, op, rd, ra, imm);
}

struct x86_mem em_pool(struct emit *e, const void *data, unsigned size)
{
    struct x86_mem m = {.base = AS_RIP, .index = AS_NONE, .pool = true};
    unsigned at;

    for (at = 0; at + size <= e->n_pool; at += 16)
        if (!memcmp(e->pool + at, data, size))
            break;
    if (at + size > e->n_pool) {
        at = (e->n_pool + 15) & ~15u;
        if (at + size > sizeof e->pool) {
            e->failed = true;
            return m;
        }
        memset(e->pool + e->n_pool, 0, at - e->n_pool);
        memcpy(e->pool + at, data, size);
        e->n_pool = (at + size + 15) & ~15u;
        memset(e->pool + at + size, 0, e->n_pool - (at + size));
    }
    m.target = at;
    return m;
}

void em_defer(struct emit *e, const struct em_slow *s)
{
    if (e->n_slow >= EM_MAX_SLOW) {
        e->failed = true;
        return;
    }
    e->slow[e->n_slow] = *s;
    e->slow[e->n_slow].pc = e->pc;
    e->slow[e->n_slow].flags = em_pending(e);
    e->slow[e->n_slow++].insn_word = e->insn_word;
}

uint32_t em_jcc_far(struct emit *e, unsigned cc)
{
    as_jcc(&e->as, cc, as_here(&e->as));
    return as_offset(&e->as) - 4;
}

/* A constant that one instruction can store in w bytes of memory, and that is not better made in a
 * register for what comes behind. */
static bool storable(const struct emit *e, ir_ref v, unsigned w)
{
    const struct ir_insn *c = em_insn(e, v);

    if (c->op == IR_GADDR)
        return w == 8 && c->imm64 <= INT32_MAX && !alloc_next_use(e->alloc, v);
    return c->op == IR_CONST && (w < 8 || (int64_t)c->imm64 == (int32_t)c->imm64);
}

static bool is_constant(const struct ir_insn *c)
{
    return c->op == IR_CONST || c->op == IR_GADDR || c->op == IR_VCONST;
}

/* SET of a variable: a register that is not in its home yet is moved there. */
static void emit_set(struct emit *e, const struct ir_insn *i)
{
    const struct ir_var *var = &e->ir->guest->vars[i->aux];
    const struct ir_insn *value = em_insn(e, i->a);
    unsigned home = e->var_reg[i->aux], reg, w = ir_bytes(var->type);
    bool constant;

    if (var->type == IR_FLAGS_T) {
        em_set_flags(e, i->aux, i->a);
        return;
    }
    if (home == X86_NO_REG && is_constant(value) && !storable(e, i->a, w))
        alloc_use(e->alloc, i->a);
    reg = alloc_set(e->alloc, i->aux, i->a, &constant);
    if (constant) {
        if (home != X86_NO_REG)
            op_load_const(e, home, (ir_ref)(value - e->ir->insn));
        else
            as_store_imm(&e->as, w, var_mem(e, i->aux), (int32_t)value->imm64);
    }
    if (reg == ALLOC_NONE)
        return;
    if (home != X86_NO_REG) {
        if (home >= 32)
            as_vmov(&e->as, home - 32, reg - 32);
        else
            as_movzx(&e->as, w, home, as_reg(reg));
    } else if (reg >= 32) {
        as_vstore(&e->as, w, var_mem(e, i->aux), reg - 32);
    } else {
        as_store(&e->as, w, var_mem(e, i->aux), reg);
    }
}

static void emit_by_rule(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    em_rule rule = NULL;

    if (ir_is_vec(i->type) || !em_int_rules[i->op])
        rule = em_vec_rules[i->op];
    if (rule && e->cfg->facts.op[i->op] & ALLOC_CLOBBERS)
        em_clobber(e); /* checks of results are made by the way */
    if (rule && rule(e, i, d))
        return;
    rule = em_int_rules[i->op];
    if (rule && rule(e, i, d))
        return;
    em_generic(e, i, d);
}

/* A value without effect; one that nobody uses needs no code. */
static void emit_value(struct emit *e, const struct ir_insn *i)
{
    ir_ref d = (ir_ref)e->now;

    if (e->has_select && e->fused[d >> 3] >> (d & 7) & 1)
        return;
    if (!ir_raises_fp(i) && !alloc_used(e->alloc, d) && !alloc_flags_until(e->alloc, d) &&
        !alloc_flags_for(e->alloc, d) && !alloc_other_half(e->alloc, d))
        return;
    emit_by_rule(e, i, d);
}

static void emit_get(struct emit *e, const struct ir_insn *i)
{
    ir_ref d = (ir_ref)e->now;

    if (alloc_is_alias(e->alloc, d))
        return;
    if (i->type == IR_FLAGS_T)
        emit_by_rule(e, i, d);
    else
        alloc_get(e->alloc, d, i->aux);
}

static void emit_effect(struct emit *e, const struct ir_insn *i)
{
    emit_by_rule(e, i, (ir_ref)e->now);
    if (em_tagged(e) && em_stores(i))
        em_tag_end(e);
}

/* Keeps track of pending flags. */
static void plan_insn(struct emit *e, unsigned n)
{
    if (!e->plan.pending)
        e->fl_memory = e->plan.kind;
    e->fl_kind = e->plan.pending ? EM_KIND_UNKNOWN : e->plan.kind;
    switch (em_plan_insn(e, &e->plan, n)) {
    case EM_PLAN_GO:
        break;
    case EM_PLAN_STORE: {
        unsigned t = em_gpr_temp(e);

        em_store_flags(e, &e->plan.d, t);
        alloc_unpin(e->alloc, t);
        break;
    }
    case EM_PLAN_FAIL:
        assert(!"flags that nobody can find");
        break;
    }
}

static void emit_mark(struct emit *e, const struct ir_insn *i)
{
    em_fault_record(e);
    e->pc = i->imm64;
    e->insn_word = i->imm;
    em_line(e, e->pc, true);
}

/* What is to be done for an operation. */
enum step { DO_NOTHING, DO_MARK, DO_GET, DO_SET, DO_NAME, DO_VALUE, DO_EFFECT, DO_END };
static const uint8_t steps[IR_N_OPS] = {
#define IR_OP(name, result, operands, flags, meaning)                                              \
    [IR_##name] = IR_##name == IR_CONST || IR_##name == IR_GADDR || IR_##name == IR_VCONST         \
                      ? DO_NOTHING /* they come into being where they are used */                  \
                  : IR_##name == IR_INSN ? DO_MARK                                                 \
                  : IR_##name == IR_GET  ? DO_GET                                                  \
                  : IR_##name == IR_SET  ? DO_SET                                                  \
                  : IR_##name == IR_COPY || IR_##name == IR_TRUNC || IR_##name == IR_ZEXT ||       \
                          IR_##name == IR_VCAST                                                    \
                      ? DO_NAME                                                                    \
                  : ((flags)&PURE) ? DO_VALUE                                                      \
                  : ((flags)&END)  ? DO_END                                                        \
                                   : DO_EFFECT,
#include "translate/ir/ops.def"
#undef IR_OP
};

/* Operation n, which has code. */
static void emit_step(struct emit *e, enum step step, unsigned n)
{
    const struct ir_insn *i = &e->ir->insn[n];

    e->now = n;
    alloc_insn_begin(e->alloc, n);
    if (step != DO_VALUE && !e->plan.quiet)
        plan_insn(e, n);
    switch (step) {
    case DO_GET:
        emit_get(e, i);
        break;
    case DO_SET:
        emit_set(e, i);
        break;
    case DO_VALUE:
        emit_value(e, i);
        break;
    default:
        emit_effect(e, i);
        break;
    }
    alloc_insn_end(e->alloc, n);
}

static void emit_block(struct emit *e, unsigned b)
{
    unsigned n = e->blocks[b].insn, step;
    const struct ir_insn *x = e->ir->insn;

    alloc_block(e->alloc, n);
    e->fl_value = e->fl_lazy = e->fl_carry_get = e->fl_unstored = IR_NONE;
    e->sha_rounds = IR_NONE;
    e->pc = x[n].imm64;
    e->now = n;
    em_block_start(e, b, em_plan_begin(e, &e->plan, b) == EM_PLAN_STORE);
    e->fl_kind = e->fl_memory = e->plan.pending ? EM_KIND_UNKNOWN : e->plan.kind;
    for (n++; !e->failed && (step = steps[x[n].op]) != DO_END; n++) {
        switch (step) {
        case DO_NOTHING:
            break;
        case DO_MARK:
            emit_mark(e, &x[n]);
            break;
        case DO_NAME:
            if (!alloc_is_alias(e->alloc, (ir_ref)n))
                emit_step(e, DO_VALUE, n);
            break;
        default:
            emit_step(e, step, n);
            break;
        }
    }
    if (!e->failed) {
        e->now = n;
        alloc_insn_begin(e->alloc, n);
        em_end(e, &x[n]);
    }
    em_fault_record(e);
    e->fl_unstored = IR_NONE;
}

/* Is the block that starts at insn n nothing but a direct EXIT? Its index then. */
static unsigned only_exit(const struct ir *ir, unsigned n)
{
    const struct ir_insn *x = ir->insn;

    if (!(x[n].aux & IR_BLOCK_COLD) || x[n].aux & (IR_BLOCK_ENTRY | IR_BLOCK_POLL))
        return 0;
    for (n++; x[n].op == IR_INSN || x[n].op == IR_GADDR; n++)
        ;
    return x[n].op == IR_EXIT && x[x[n].a].op == IR_GADDR && !(x[n].aux & IR_EXIT_POLL) &&
                   (uint32_t)x[n].imm == ir->mode
               ? n
               : 0;
}

static void find_flags_variable(struct emit *e)
{
    unsigned v = 0;

    while (v < e->ir->guest->n_vars && e->ir->guest->vars[v].type != IR_FLAGS_T)
        v++;
    e->fl_kind_var = (uint16_t)v;
}

/* Finds the blocks and the order to write them in: cold ones last. */
static unsigned find_blocks(struct emit *e)
{
    unsigned n = 0, n_order = 0;

    for (unsigned k = 1; k < e->ir->n; k = e->blocks[n++].end + 1u) {
        if (n >= EM_MAX_BLOCKS) {
            e->failed = true;
            return 0;
        }
        e->blocks[n] = (struct em_block){.insn = k,
                                         .exit = (uint16_t)only_exit(e->ir, k),
                                         .cold = e->ir->insn[k].aux & IR_BLOCK_COLD};
        em_plan_look(e, &e->blocks[n]);
    }
    em_plan_fuse(e);
    em_plan_unit(e, n);
    for (unsigned b = 0; b < n; b++)
        if (!e->blocks[b].cold || b == 0)
            e->order[n_order++] = (uint16_t)b;
    /* Branches to exits go straight to the link. */
    for (unsigned b = 1; b < n; b++)
        if (e->blocks[b].cold && !e->blocks[b].exit)
            e->order[n_order++] = (uint16_t)b;
    return n_order;
}

/*
 * Blocks whose code takes nothing for granted of those before it are entries, too: another unit
 * that comes there links to it and is not translated from there again. Without room they are not.
 */
static void add_entries(struct emit *e, unsigned n_blocks)
{
    const struct ir_insn *x = e->ir->insn;
    uint64_t first = x[e->blocks[e->ir->entry].insn].imm64;
    struct host_unit *u = e->u;

    if (e->upper_assumed)
        return; /* upper parts are zero if one comes the right way */
    for (unsigned b = 0; b < n_blocks && u->n_entries < u->max_entries; b++) {
        const struct em_block *block = &e->blocks[b];
        const struct ir_insn *i = &x[block->insn];
        bool any_flags = block->flags.kind == HOST_FLAGS_STORED &&
                         (block->dead || block->flags_kind == EM_KIND_UNKNOWN);

        if (block->placed && !block->cold && any_flags && !(i->aux & IR_BLOCK_ENTRY) &&
            i->imm64 != first)
            u->entries[u->n_entries++] = (struct host_entry){block->offset, i->imm64};
    }
}

static void write_slow(struct emit *e)
{
    for (unsigned n = 0; n < e->n_slow && !e->failed; n++) {
        struct em_slow *s = &e->slow[n];

        for (unsigned k = 0; k < sizeof(s->from) / sizeof(s->from[0]); k++)
            if (s->from[k])
                as_fix32(&e->as, s->from[k], as_offset(&e->as));
        e->pc = s->pc;
        e->insn_word = s->insn_word;
        em_line(e, e->pc, true);
        e->plan.d = s->flags;
        e->plan.pending = e->plan.resolved = s->flags.kind != HOST_FLAGS_STORED;
        s->fn(e, s);
        em_fault_record(e);
    }
}

/* Constants: at the end of the cold part, so that no line holds both code and data. */
static void write_pool(struct emit *e)
{
    uint32_t at;

    if (!e->n_pool)
        return;
    as_nops(&e->as, (unsigned)-as_here(&e->as) & 15);
    at = as_offset(&e->as);
    if ((size_t)(e->as.end - e->as.p) < e->n_pool + 32) {
        e->failed = true;
        return;
    }
    memcpy(e->as.p, e->pool, e->n_pool);
    e->as.p += e->n_pool;
    for (unsigned n = 0; n < e->as.n_pool_refs; n++) {
        const struct as_pool_ref *r = &e->pool_refs[n];
        uint32_t disp = at + r->offset - r->end;

        as_shifts(&e->as, r->at, at);
        memcpy(e->as.start + r->at, &disp, 4);
    }
}

int host_emit(struct host_config *c, const struct ir *ir, struct host_unit *u, void *scratch)
{
    struct emit *e = scratch;
    uint32_t size;
    unsigned n;

    memset(e, 0, offsetof(struct emit, blocks));
    as_init(&e->as, u->rw, u->size, u->rx, c->features & HOST_AVX);
    e->as.pool_refs = e->pool_refs;
    e->as.shifts = u->shifts;
    e->as.max_shifts = u->max_shifts;
    e->cfg = c;
    e->var_reg = c->var_reg;
    e->ir = ir;
    e->u = u;
    u->n_links = u->n_faults = u->n_traps = u->n_entries = u->n_lines = u->n_moved = 0;
    e->value_at = (uint16_t *)(e + 1);
    e->stored = (uint8_t *)(e->value_at + ir->n);
    e->fused = e->stored + ir->n / 8 + 1;
    e->alloc = alloc_init((void *)(((uintptr_t)(e->fused + ir->n / 8 + 1) + 15) & ~15ull), ir->n);
    alloc_begin(e->alloc, &c->facts, &em_alloc_ops, e, ir);
    alloc_plain_fcmp(e->alloc, !x86_fp_flush(e));
    find_flags_variable(e);
    n = find_blocks(e);
    if (em_choose_map(e, ir->n_blocks)) {
        e->own_facts = c->facts;
        e->own_facts.var_reg = e->var_reg = e->own_map;
        alloc_begin(e->alloc, &e->own_facts, &em_alloc_ops, e, ir);
    }
    alloc_fused(e->alloc, e->has_select ? e->fused : NULL);
    alloc_stored(e->alloc, e->fl_kind_var, e->stored);
    for (unsigned k = 0; k < n && !e->failed && !e->as.full; k++) {
        e->block = e->order[k];
        e->next = k + 1 < n ? e->order[k + 1] : EM_MAX_BLOCKS;
        emit_block(e, e->block);
    }
    if (!e->failed)
        add_entries(e, ir->n_blocks);
    e->out = true;
    em_line(e, e->pc, false);
    if (!e->failed)
        em_write_edges(e);
    size = as_offset(&e->as);
    as_continue(&e->as, u->cold, u->cold_size);
    if (!e->failed)
        write_slow(e);
    em_line(e, e->pc, false);
    if (!e->failed)
        em_write_exits(e);
    u->cold_code = as_offset(&e->as) - u->cold;
    em_write_slots(e);
    for (unsigned k = 0; k < e->n_fixups && !e->failed; k++)
        as_fix32(&e->as, e->fixups[k].at, e->blocks[e->fixups[k].block].offset);
    if (!e->failed)
        write_pool(e);
    if (e->failed || e->as.full || alloc_failed(e->alloc))
        return -ENOSPC;
    u->size = size;
    u->cold_size = as_offset(&e->as) - u->cold;
    u->n_shifts = e->as.n_shifts;
    return 0;
}
