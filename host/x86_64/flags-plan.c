/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which flags need not be stored when they are made. Memory holds a flags variable as
 * {kind, a, b}, and the operands mostly stay in guest variables: then exits, polls and faults make
 * the memory right from there, and a loop stores nothing.
 *
 *   SUBS x0, x0, 1 ; LDR ... ; B.NE      between: pending {SUB, a = x0 + 1, b = 1}
 *
 * A SET is deferred if wherever somebody may look before the next one, both operands are to be had
 * as a variable plus a constant. Where not all ways into a block bring the same, they store: the
 * compare where all ways behind it want that, else the edge. What is pending at a block's start is
 * in em_block.flags; a block that loses the operands stores them at its start.
 * Only the guest's first flags variable takes part.
 */
#include <string.h>

#include "host/x86_64/emit.h"
#include "host/x86_64/rules-vec.h"
#include "translate/ir/op-flags.h"

enum { ROOT_CONST = 0xffff, ROOT_UNKNOWN = 0xfffe, ROOT_VAR = 0x8000 };

static bool is_int_type(unsigned type)
{
    return type == IR_I32 || type == IR_I64;
}

static bool fits(int64_t v)
{
    return v == (int32_t)v;
}

/* The value that v is when only type's bits of it matter: a root and what is added to it. */
static struct em_operand canon(const struct emit *e, ir_ref v, unsigned type)
{
    const struct ir_insn *x = e->ir->insn;
    struct em_operand o = {.root = v};

    while (o.root < ROOT_VAR) {
        const struct ir_insn *i = &x[o.root];

        if (i->op == IR_COPY ||
            (i->op == IR_VCAST && !is_int_type(type) &&
             ir_bytes(ir_result_type(&x[i->a])) >= ir_bytes(type)) ||
            (type == IR_I32 && (i->op == IR_TRUNC || (i->op == IR_ZEXT && i->aux >= IR_I32) ||
                                (i->op == IR_SEXT && i->aux >= IR_I32)))) {
            o.root = i->a;
        } else if (i->op == IR_ADD && is_int_type(type) && i->type >= type &&
                   is_int_type(i->type) && x[i->b].op == IR_CONST) {
            o.add = (int64_t)((uint64_t)o.add + x[i->b].imm64);
            o.root = i->a;
        } else if (i->op == IR_GET && e->value_at[o.root] != o.root) {
            o.root = e->value_at[o.root];
        } else {
            break;
        }
    }
    if (type == IR_I32)
        o.add = (int32_t)o.add;
    return o;
}

/* An operand of FLAGS. */
static struct em_operand operand(const struct emit *e, ir_ref v, unsigned type)
{
    const struct ir_insn *i = &e->ir->insn[v];

    if (!v)
        return (struct em_operand){ROOT_CONST, 0};
    if (i->op == IR_CONST)
        return (struct em_operand){ROOT_CONST,
                                   type == IR_I32 ? (int32_t)i->imm64 : (int64_t)i->imm64};
    if (i->op == IR_VCONST && !i->imm64)
        return (struct em_operand){ROOT_CONST, 0};
    return canon(e, v, type);
}

/* Is operand k of the pending flags variable v plus a constant? */
static bool operand_is_at(const struct emit *e, struct em_plan *p, unsigned k, unsigned v)
{
    unsigned type = (k < 2 ? p->d.kind : p->d.if_kind) >> 8;
    const struct ir_guest *g = e->ir->guest;
    const struct em_operand *o = &p->operand[k];
    struct em_operand now;
    int64_t away;

    if (is_int_type(type) ? g->vars[v].type != IR_I64 : !ir_is_vec(g->vars[v].type))
        return false;
    now = canon(e, p->var_value[v], type);
    away = (int64_t)((uint64_t)o->add - (uint64_t)now.add);
    if (type == IR_I32)
        away = (int32_t)away;
    if (now.root != o->root || !fits(away))
        return false;
    p->d.var[k] = (uint8_t)v;
    p->d.imm[k] = (int32_t)away;
    return true;
}

/* Finds operand k of the pending flags in a guest variable: where it was, if it still is there
 * (may_be_lazy relies on that), else in the first one. */
static bool find_operand(const struct emit *e, struct em_plan *p, unsigned k)
{
    const struct em_operand *o = &p->operand[k];
    unsigned first = HOST_FLAGS_CONST;

    if (o->root == ROOT_CONST) {
        p->d.var[k] = HOST_FLAGS_CONST;
        p->d.imm[k] = (int32_t)o->add;
        return fits(o->add);
    }
    if (p->d.var[k] != HOST_FLAGS_CONST && operand_is_at(e, p, k, p->d.var[k]))
        return true;
    /* A variable that was not touched holds nothing but what it held at the block's start. */
    if (o->root != ROOT_UNKNOWN && o->root >= ROOT_VAR && p->var_value[o->root & 0xff] == o->root)
        first = o->root & 0xff;
    for (unsigned n = 0; n < p->n_touched; n++)
        if (p->touched[n] < first && operand_is_at(e, p, k, p->touched[n]))
            first = p->touched[n];
    return first < HOST_FLAGS_CONST && operand_is_at(e, p, k, first);
}

bool em_plan_edges(const struct emit *e, const struct em_plan *p, const struct ir_insn *i,
                   struct host_flags edge[2])
{
    const struct ir_insn *x = e->ir->insn, *f = &x[i->a];
    bool ours = p->set_at ? x[p->set_at].a == i->a : f->op == IR_GET && f->aux == e->fl_kind_var;

    if (i->op != IR_BRF || !p->pending || !ours || i->aux >= IR_CC_AL || i->imm == i->c)
        return false;
    for (unsigned k = 0; k < 2; k++) {
        edge[k] = em_flags_if(p->d, i->aux ^ k);
        if (!p->resolved)
            edge[k] = edge[k].known & EM_KNOWN ? em_flags_only_known(&edge[k])
                                               : (struct host_flags){.kind = HOST_FLAGS_STORED};
    }
    return true;
}

bool em_plan_resolve(const struct emit *e, struct em_plan *p)
{
    if (!p->pending || p->resolved)
        return true;
    p->resolved =
        find_operand(e, p, 0) && find_operand(e, p, 1) &&
        (p->d.if_kind == HOST_FLAGS_STORED || (find_operand(e, p, 2) && find_operand(e, p, 3)));
    if (!p->resolved && p->d.known & EM_KNOWN) {
        p->d = em_flags_only_known(&p->d);
        for (unsigned k = 0; k < 2; k++)
            p->operand[k] = (struct em_operand){ROOT_CONST, p->d.imm[k]};
        p->resolved = true;
    }
    return p->resolved;
}

unsigned em_flags_kind(const struct emit *e, ir_ref v)
{
    const struct ir_insn *f = &e->ir->insn[v];

    if (f->op != IR_FLAGS)
        return EM_KIND_RAW;
    switch (f->aux) {
    case IR_FLAGS_ADD:
    case IR_FLAGS_SUB:
    case IR_FLAGS_LOGIC:
        return f->aux | (unsigned)f->type << 8;
    case IR_FLAGS_ADC:
    case IR_FLAGS_SBC:
        return is_int_type(f->type) ? IR_FLAGS_PARTS | (unsigned)f->type << 8 : EM_KIND_RAW;
    case IR_FLAGS_FCMP:
    case IR_FLAGS_FCMPE:
        if ((f->type == IR_F32 || f->type == IR_F64) && !x86_fp_flush(e))
            return f->aux | (unsigned)f->type << 8;
        return EM_KIND_RAW;
    default:
        return EM_KIND_RAW;
    }
}

/* Conditions that one jump decides behind a compare of kind. */
static bool simple_condition(unsigned kind, unsigned cc)
{
    switch (cc) {
    case IR_CC_EQ:
    case IR_CC_NE:
    case IR_CC_MI:
    case IR_CC_PL:
    case IR_CC_GE:
    case IR_CC_LT:
    case IR_CC_GT:
    case IR_CC_LE:
        return kind == IR_FLAGS_SUB || kind == IR_FLAGS_LOGIC;
    default:
        return cc < IR_CC_AL && kind == IR_FLAGS_SUB;
    }
}

/* Is n, a FLAGSEL, a compare of words or a constant? */
static bool is_record(const struct emit *e, unsigned n)
{
    const struct ir_insn *x = e->ir->insn, *i = &x[n], *a = &x[i->a], *b = &x[i->b];

    return i->op == IR_FLAGSEL && a->op == IR_FLAGS &&
           (a->aux == IR_FLAGS_SUB || a->aux == IR_FLAGS_ADD) && is_int_type(a->type) &&
           b->op == IR_FLAGS && b->aux == IR_FLAGS_RAW && x[b->a].op == IR_CONST;
}

/* Is it a condition of known flags that decides in FLAGSEL n? */
static bool decides_by_flags(const struct emit *e, unsigned n)
{
    const struct ir_insn *x = e->ir->insn, *c = &x[x[n].c];

    return c->op == IR_COND && x[c->a].op == IR_FLAGS;
}

bool em_is_select(const struct emit *e, unsigned n)
{
    const struct ir_insn *x = e->ir->insn, *c = &x[x[n].c];

    return is_record(e, n) && decides_by_flags(e, n) && is_int_type(x[c->a].type) &&
           simple_condition(x[c->a].aux, c->aux);
}

uint32_t em_kind_with_b(unsigned kind, int64_t b)
{
    bool fits = (kind & 0xff) <= IR_FLAGS_SUB && is_int_type(kind >> 8) && b == (int16_t)b;

    return fits ? kind | IR_FLAGS_HAS_B | (uint32_t)b << 16 : kind;
}

static void set_operands(const struct emit *e, struct em_plan *p, unsigned k,
                         const struct ir_insn *f)
{
    p->operand[k] = operand(e, f->a, f->type);
    p->operand[k + 1] = operand(e, f->aux == IR_FLAGS_LOGIC ? IR_NONE : f->b, f->type);
}

static void set_flags(struct emit *e, struct em_plan *p, unsigned n)
{
    const struct ir_insn *x = e->ir->insn, *f = &x[x[n].a];
    bool select = em_is_select(e, x[n].a), stored = e->stored[n >> 3] >> (n & 7) & 1;

    p->resolved = false;
    p->set_at = (uint16_t)n;
    p->kind = em_flags_kind(e, x[n].a);
    if ((p->kind & 0xff) == IR_FLAGS_PARTS || (em_is_fused(e, x[n].a) && !select)) {
        e->stored[n >> 3] |= (uint8_t)(1u << (n & 7));
        stored = true;
    }
    p->pending = !stored &&
                 (select || (p->kind != EM_KIND_RAW && (f->type > IR_I64 || is_int_type(f->type))));
    p->d = (struct host_flags){.kind = (uint16_t)p->kind, .if_kind = HOST_FLAGS_STORED};
    if (em_is_fused(e, x[n].a))
        p->kind = EM_KIND_UNKNOWN; /* memory will have one of two */
    if (p->kind != EM_KIND_RAW && !select && x[f->b].op == IR_CONST)
        p->kind = em_kind_with_b(p->kind, operand(e, f->b, f->type).add);
    if (!p->pending) {
        p->d.kind = HOST_FLAGS_STORED;
        return;
    }
    if (select) {
        const struct ir_insn *c = &x[f->c], *other = &x[c->a];

        p->kind = EM_KIND_UNKNOWN; /* memory will have one of two */
        p->d.if_kind = (uint16_t)(other->aux | (unsigned)other->type << 8);
        p->d.if_cc = (uint8_t)c->aux;
        p->d.nzcv = (uint8_t)(x[x[f->b].a].imm64 >> 28 & 15);
        set_operands(e, p, 2, other);
        f = &x[f->a];
        p->d.kind = (uint16_t)(f->aux | (unsigned)f->type << 8);
    }
    set_operands(e, p, 0, f);
    p->d.known = em_flags_known(e, f);
}

static void set_variable(struct em_plan *p, unsigned var, ir_ref value)
{
    if (p->var_value[var] == (ROOT_VAR | var))
        p->touched[p->n_touched++] = (uint8_t)var;
    p->var_value[var] = value;
    for (unsigned k = 0; k < 4; k++)
        if (p->d.var[k] == var)
            p->resolved = false;
}

/* Memory is about to be made right. */
static enum em_plan_step store_now(struct emit *e, struct em_plan *p)
{
    if (!p->pending)
        return EM_PLAN_GO;
    if (p->d.if_kind != HOST_FLAGS_STORED || !em_plan_resolve(e, p))
        return EM_PLAN_FAIL; /* a condition wants registers and EFLAGS */
    p->pending = false;
    return EM_PLAN_STORE;
}

static enum em_plan_step call_helper(struct emit *e, struct em_plan *p, unsigned flags)
{
    enum em_plan_step step = flags ? store_now(e, p) : EM_PLAN_GO;

    if (flags & IR_HELPER_WRITES) {
        for (unsigned v = 0; v < e->ir->guest->n_vars; v++)
            set_variable(p, v, ROOT_UNKNOWN);
        p->kind = EM_KIND_UNKNOWN;
    }
    return step;
}

/* The rarer operations, and an access where something is to be found out. */
static __attribute__((noinline)) enum em_plan_step plan_other(struct emit *e, struct em_plan *p,
                                                              unsigned n)
{
    const struct ir_insn *i = &e->ir->insn[n];

    switch (i->op) {
    case IR_SET:
        set_flags(e, p, n);
        return EM_PLAN_GO;
    case IR_LOAD:
    case IR_STORE:
    case IR_ALIGNED:
        return em_plan_resolve(e, p) ? EM_PLAN_GO : EM_PLAN_FAIL;
    case IR_HELPER:
    case IR_VHELPER:
        return call_helper(e, p, e->ir->guest->helpers[i->aux].flags);
    default:
        return ir_ops[i->op].flags & IR_F_MEM ? store_now(e, p) : EM_PLAN_GO;
    }
}

static inline enum em_plan_step plan_insn(struct emit *e, struct em_plan *p, unsigned n)
{
    const struct ir_insn *i = &e->ir->insn[n];

    if (i->op == IR_SET && i->aux != e->fl_kind_var) {
        set_variable(p, i->aux, i->a);
        return EM_PLAN_GO;
    }
    if (i->op == IR_GET) {
        e->value_at[n] = p->var_value[i->aux];
        if (e->value_at[n] == ROOT_UNKNOWN)
            e->value_at[n] = p->var_value[i->aux] = (uint16_t)n;
        return EM_PLAN_GO;
    }
    if ((i->op == IR_LOAD || i->op == IR_STORE) && (!p->pending || p->resolved))
        return EM_PLAN_GO;
    return plan_other(e, p, n);
}

enum em_plan_step em_plan_insn(struct emit *e, struct em_plan *p, unsigned n)
{
    return plan_insn(e, p, n);
}

static bool reads_value(const struct ir_insn *i, unsigned v)
{
    unsigned count = ir_n_operands(i);

    return (count > 0 && i->a == v) || (count > 1 && i->b == v) || (count > 2 && i->c == v);
}

static bool is_var_of(const struct host_flags *d, unsigned var)
{
    bool select = d->if_kind != HOST_FLAGS_STORED;

    return var == d->var[0] || var == d->var[1] ||
           (select && (var == d->var[2] || var == d->var[3]));
}

/* May GETs of the flags in the block read what is pending at its start from the variables? Those
 * must keep their values up to the last read; a condition is a barrier to the allocator. */
static bool may_be_lazy(const struct emit *e, unsigned start, const struct host_flags *d)
{
    const struct ir_insn *x = e->ir->insn;
    bool select = d->if_kind != HOST_FLAGS_STORED, lost = false;
    unsigned get = 0;

    if ((d->kind & 0xff) >= IR_FLAGS_FCMP || (select && (d->kind & 0xff) != IR_FLAGS_SUB))
        return false;
    for (unsigned n = start;; n++) {
        const struct ir_insn *i = &x[n];

        if (get && reads_value(i, get) && (lost || (i->op != IR_COND && i->op != IR_BRF)))
            return false;
        if (ir_ops[i->op].flags & IR_F_END)
            return true;
        if (i->op == IR_GET && i->aux == e->fl_kind_var) {
            if (get || lost)
                return false;
            get = n;
        }
        lost |= i->op == IR_HELPER || i->op == IR_VHELPER ||
                (i->op == IR_SET && (i->aux == e->fl_kind_var || is_var_of(d, i->aux)));
    }
}

/* Does nothing in the block touch what is pending at its start? */
static bool is_quiet(const struct em_block *block, const struct em_plan *p)
{
    unsigned n = p->d.if_kind == HOST_FLAGS_STORED ? 2 : 4;

    if (block->sets)
        return false;
    if (!p->pending)
        return true;
    for (unsigned k = 0; k < n; k++) {
        unsigned v = p->d.var[k];

        if (v != HOST_FLAGS_CONST && block->set_vars[v >> 6] >> (v & 63) & 1)
            return false;
    }
    return !block->stores;
}

enum em_plan_step em_plan_begin(struct emit *e, struct em_plan *p, unsigned b)
{
    const struct em_block *block = &e->blocks[b];
    enum em_plan_step step = EM_PLAN_GO;

    while (p->n_touched) {
        unsigned v = p->touched[--p->n_touched];

        p->var_value[v] = (uint16_t)(ROOT_VAR | v);
    }
    p->set_at = 0;
    p->d = block->flags;
    p->kind = block->flags_kind;
    p->pending = p->resolved = p->d.kind != HOST_FLAGS_STORED;
    p->from = (struct host_flags){.kind = HOST_FLAGS_STORED};
    if (p->pending && block->reads && may_be_lazy(e, block->insn, &p->d)) {
        p->from = p->d;
        p->from.known = 0;
    }
    if (p->pending && (block->store || (block->reads && p->from.kind == HOST_FLAGS_STORED))) {
        p->pending = false;
        step = EM_PLAN_STORE;
    }
    p->quiet = is_quiet(block, p);
    for (unsigned k = 0; k < 4 && p->pending && !p->quiet; k++)
        p->operand[k] = (struct em_operand){
            p->d.var[k] == HOST_FLAGS_CONST ? ROOT_CONST : ROOT_VAR | p->d.var[k], p->d.imm[k]};
    return step;
}

/* What em_plan_look looks at. */
enum {
    SETS = 1,
    GETS = 2,
    CALLS = 4,
    ACCESSES = 8,
    STORES = 16, /* memory in other ways: with all flags stored before */
    SELECTS = 32,
    CASTS = 64,
    ENDS = 128,
};
static const uint8_t looked_at[IR_N_OPS] = {
#define IR_OP(name, result, operands, flags, meaning)                                              \
    [IR_##name] = IR_##name == IR_SET                                 ? SETS                       \
                  : IR_##name == IR_GET                               ? GETS                       \
                  : IR_##name == IR_HELPER || IR_##name == IR_VHELPER ? CALLS                      \
                  : IR_##name == IR_LOAD || IR_##name == IR_STORE     ? ACCESSES                   \
                  : IR_##name == IR_FLAGSEL                           ? SELECTS                    \
                  : IR_##name == IR_VCAST                             ? CASTS                      \
                  : ((flags)&END)                                     ? ENDS                       \
                  : ((flags)&MEM)                                     ? STORES                     \
                                                                      : 0,
#include "translate/ir/ops.def"
#undef IR_OP
};

/* The blocks behind the one that i ends: two, the same twice, or one that there is not. */
static void set_next(struct em_block *block, const struct ir_insn *i)
{
    block->next[0] = block->next[1] = EM_MAX_BLOCKS;
    if (i->op == IR_JUMP || i->op == IR_BRF || i->op == IR_BRNZ)
        block->next[0] = block->next[1] = (uint16_t)i->imm;
    if (i->op == IR_BRF || i->op == IR_BRNZ)
        block->next[1] = i->c;
}

/* Without regard to other blocks, and without branches: the order of operations is anybody's
 * guess. */
void em_plan_look(struct emit *e, struct em_block *block)
{
    const struct ir_insn *x = e->ir->insn, *i = &x[block->insn];
    unsigned kind, all = 0, upper = 0, var = e->fl_kind_var;
    unsigned set = 0, early = 0; /* are flags SET? what comes before that */
    bool poll = i->aux & IR_BLOCK_POLL;

    while (!((kind = looked_at[(++i)->op]) & ENDS)) {
        unsigned flags = i->aux == var;

        early |= kind & (~(unsigned)(SETS | GETS) | flags * GETS) & (set - 1);
        set |= kind & flags & SETS;
        all |= kind;
        upper |= kind / CASTS & (unsigned)i->imm;
        block->set_vars[i->aux / 64 % (ALLOC_VARS / 64)] |= (uint64_t)(kind & SETS) << i->aux % 64;
    }
    block->reads = early & GETS;
    block->dead = set && !poll && !(early & (GETS | CALLS | ACCESSES | STORES));
    block->sets = set || all & CALLS;
    block->stores = all & STORES;
    block->end = (uint16_t)(i - x);
    e->has_select |= !!(all & SELECTS);
    e->upper_assumed |= upper;
    set_next(block, i);
}

static bool same(const struct host_flags *a, const struct host_flags *b)
{
    return !memcmp(a, b, sizeof *a);
}

/* From now on the flags are in memory at the start of b. */
static void force(struct em_block *block, unsigned kind)
{
    block->forced = block->changed = true;
    block->flags = (struct host_flags){.kind = HOST_FLAGS_STORED};
    block->flags_kind = kind;
}

/* What comes to block s. */
static void meet(struct em_block *s, const struct host_flags *d, unsigned kind)
{
    struct host_flags both;

    if (!s->plain || (s->forced && (s->flags_kind == kind || s->flags_kind == EM_KIND_UNKNOWN)))
        return;
    if (!s->reached) {
        s->reached = s->changed = true;
        s->flags = *d;
        s->flags_kind = kind;
        s->forced = d->kind == HOST_FLAGS_STORED;
        return;
    }
    if (same(&s->flags, d) && s->flags_kind == kind)
        return;
    both = s->flags;
    if (!s->forced && d->kind != HOST_FLAGS_STORED && em_flags_join(&both, d)) {
        if (!same(&both, &s->flags))
            s->changed = s->joined = true;
        s->flags = both;
        s->flags_kind = em_flags_stored_kind(&both);
        s->joined |= s->flags_kind != kind;
        return;
    }
    force(s, s->flags_kind == kind && !s->joined ? kind : EM_KIND_UNKNOWN);
}

bool em_wants_stored(const struct emit *e, unsigned b)
{
    return e->blocks[b].plain & e->blocks[b].forced;
}

/* Must all that comes behind it find the flags stored? Else only the way there stores them. */
static bool all_want_stored(const struct emit *e, const struct em_block *block)
{
    return em_wants_stored(e, block->next[0]) && em_wants_stored(e, block->next[1]);
}

/* May what is pending stay so at the end of block? stored: what comes behind wants it stored. */
static bool may_end(const struct emit *e, struct em_plan *p, const struct em_block *block,
                    bool stored)
{
    struct host_flags edge[2];
    bool dead[2] = {e->blocks[block->next[0]].dead, e->blocks[block->next[1]].dead};

    if (dead[0] && dead[1])
        return true;
    if (stored)
        return false;
    if (em_plan_resolve(e, p))
        return true;
    return em_plan_edges(e, p, &e->ir->insn[block->end], edge) &&
           (dead[0] || edge[0].kind != HOST_FLAGS_STORED) &&
           (dead[1] || edge[1].kind != HOST_FLAGS_STORED);
}

/* Goes through block b. False: something cannot be deferred, it was noted, try again. */
static bool plan_block(struct emit *e, struct em_plan *p, unsigned b, bool stored)
{
    const struct em_block *block = &e->blocks[b];
    enum em_plan_step step = em_plan_begin(e, p, b);

    for (unsigned n = block->insn + 1; !p->quiet && n < block->end && step != EM_PLAN_FAIL; n++)
        if (em_plan_matters(e, n))
            step = plan_insn(e, p, n);
    if (step != EM_PLAN_FAIL && p->pending && !may_end(e, p, block, stored))
        step = EM_PLAN_FAIL;
    if (step != EM_PLAN_FAIL)
        return true;
    if (p->set_at)
        e->stored[p->set_at >> 3] |= (uint8_t)(1u << (p->set_at & 7));
    else if (e->ir->insn[e->blocks[b].insn].aux & IR_BLOCK_POLL &&
             p->d.if_kind == HOST_FLAGS_STORED)
        /* as often there as behind the compare, which is cheaper */
        force(&e->blocks[b], block->joined ? EM_KIND_UNKNOWN : p->kind);
    else
        e->blocks[b].store = true;
    return false;
}

/* Goes through block b if what comes to it or is wanted of it changed. True if it did. */
static bool flow(struct emit *e, struct em_plan *p, unsigned b)
{
    struct em_block *block = &e->blocks[b];
    struct host_flags out[2] = {{.kind = HOST_FLAGS_STORED}, {.kind = HOST_FLAGS_STORED}};
    unsigned kind = block->flags_kind;
    bool stored = all_want_stored(e, block), pending = false;

    if (!block->changed && stored == block->saw_stored)
        return false;
    block->saw_stored = stored;
    if (block->sets || block->flags.kind != HOST_FLAGS_STORED) {
        while (!plan_block(e, p, b, stored))
            ;
        pending = p->pending;
        kind = p->kind;
        if (pending && !em_plan_edges(e, p, &e->ir->insn[block->end], out))
            out[0] = out[1] = p->d;
    }
    block->changed = false;
    for (unsigned k = 0; k < 2; k++)
        meet(&e->blocks[block->next[k]], &out[k], pending ? em_flags_stored_kind(&out[k]) : kind);
    return true;
}

void em_plan_unit(struct emit *e, unsigned n_blocks)
{
    bool changed = true;
    uint16_t *value = e->plan.var_value;
    unsigned n_vars = e->ir->guest->n_vars;

    memset(e->stored, 0, e->ir->n / 8 + 1);
    e->blocks[EM_MAX_BLOCKS] = (struct em_block){0};
    for (unsigned v = 0; v < n_vars; v++)
        value[v] = (uint16_t)(ROOT_VAR | v);
    for (unsigned b = 0; b < n_blocks; b++) {
        struct em_block *block = &e->blocks[b];
        bool entry =
            b == e->ir->entry || e->ir->insn[block->insn].aux & (IR_BLOCK_ENTRY | IR_BLOCK_RETURN);

        block->reached = entry || block->dead;
        block->plain = !block->dead && !block->exit;
        force(block, EM_KIND_UNKNOWN);
        block->forced = entry;
    }
    while (changed) {
        changed = false;
        for (unsigned b = 0; b < n_blocks; b++)
            if (e->blocks[b].reached)
                changed |= flow(e, &e->plan, b);
        for (unsigned b = 0; b < n_blocks && !changed; b++) {
            struct em_block *block = &e->blocks[b];

            if (block->reached || block->exit)
                continue;
            block->reached = block->forced = block->changed = changed =
                true; /* nobody comes here */
        }
    }
}

/* Does nobody but SETs of the flags and, if branch, the block's branch read FLAGSEL n? */
static bool only_set_reads(const struct emit *e, unsigned n, bool branch)
{
    const struct ir_insn *x = e->ir->insn;

    for (unsigned k = n + 1;; k++) {
        bool reads = reads_value(&x[k], n);

        if (x[k].op == IR_GET && x[k].type == IR_FLAGS_T)
            return false;
        if (reads && x[k].op == IR_SET && x[k].aux != e->fl_kind_var)
            return false;
        if (reads && x[k].op != IR_SET && !(branch && x[k].op == IR_BRF))
            return false;
        if (ir_ops[x[k].op].flags & IR_F_END)
            return true;
    }
}

void em_plan_fuse(struct emit *e)
{
    memset(e->fused, 0, e->ir->n / 8 + 1);
    for (unsigned n = 1; e->has_select && n < e->ir->n; n++)
        if (em_is_select(e, n)
                ? only_set_reads(e, n, true)
                : is_record(e, n) && !decides_by_flags(e, n) && only_set_reads(e, n, false))
            e->fused[n >> 3] |= (uint8_t)(1u << (n & 7));
}
