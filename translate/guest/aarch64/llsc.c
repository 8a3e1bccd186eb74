/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loops of exclusives as single atomic operations; see llsc.h. */
#include "translate/guest/aarch64/llsc.h"

#include "translate/guest/aarch64/a64.h"

enum { MAX_INSNS = 5 };

/* One operation that may stand between the load and the store. */
struct operation {
    uint16_t pattern;
    uint8_t atomic;                 /* the IR operation on memory */
    uint8_t op;                     /* the IR operation that gives the new value */
    bool immediate, negate, invert; /* what the atomic operation wants done to the operand */
};

static const struct operation operations[] = {
    {A64_INSN_ADD_SHIFT, IR_ATOMIC_ADD, IR_ADD, false, false, false},
    {A64_INSN_SUB_SHIFT, IR_ATOMIC_ADD, IR_SUB, false, true, false},
    {A64_INSN_AND_SHIFT, IR_ATOMIC_CLR, IR_AND, false, false, true},
    {A64_INSN_BIC_SHIFT, IR_ATOMIC_CLR, IR_ANDN, false, false, false},
    {A64_INSN_ORR_SHIFT, IR_ATOMIC_SET, IR_OR, false, false, false},
    {A64_INSN_ORN_SHIFT, IR_ATOMIC_SET, IR_ORN, false, false, true},
    {A64_INSN_EOR_SHIFT, IR_ATOMIC_XOR, IR_XOR, false, false, false},
    {A64_INSN_ADD_IMM, IR_ATOMIC_ADD, IR_ADD, true, false, false},
    {A64_INSN_SUB_IMM, IR_ATOMIC_ADD, IR_SUB, true, true, false},
    {A64_INSN_AND_IMM, IR_ATOMIC_CLR, IR_AND, true, false, true},
    {A64_INSN_ORR_IMM, IR_ATOMIC_SET, IR_OR, true, false, false},
    {A64_INSN_EOR_IMM, IR_ATOMIC_XOR, IR_XOR, true, false, false},
};

static const struct operation *operation(const struct a64_insn *a)
{
    for (unsigned i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
        if (operations[i].pattern == a->pattern)
            return &operations[i];
    return NULL;
}

static bool logic_immediate(const struct a64_insn *a)
{
    return a->pattern == A64_INSN_AND_IMM || a->pattern == A64_INSN_ORR_IMM ||
           a->pattern == A64_INSN_EOR_IMM;
}

static bool shifted(const struct a64_insn *a)
{
    return a->imm != 0 || a->shift != 0;
}

static bool calls(const struct a64_insn *a,
                  enum tr_status (*f)(struct tr *, const struct a64_insn *))
{
    return a64_patterns[a->pattern].function == f;
}

/* Is a the store of the loop, with base register n, and b the branch back to address? */
static bool closes(const struct a64_insn *a, const struct a64_insn *b, const struct a64_insn *load,
                   uint64_t address, uint64_t branch_at)
{
    return calls(a, a64_store_exclusive) && a->rn == load->rn && a->sz == load->sz &&
           b->pattern == A64_INSN_CBNZ && b->rt == a->rs && a->rs != A64_ZR &&
           branch_at + (uint64_t)(int64_t)b->target == address;
}

/* A register that the loop writes must not be one that a second pass reads. */
static bool match_op(struct a64_llsc *m)
{
    const struct a64_insn *l = &m->load, *o = &m->middle, *s = &m->store;
    const struct operation *op = operation(o);
    uint64_t mask;

    if (!op || o->rn != l->rt || o->rd != s->rt || o->rd == A64_ZR || l->rt == A64_ZR)
        return false;
    if (s->rs == o->rd || s->rs == l->rn || o->rd == l->rn || l->rt == l->rn)
        return false;
    if (o->sf != (l->sz == 3))
        return false;
    if (logic_immediate(o))
        return (o->sf || !o->n) && a64_bitmask(o->n, o->immr, o->imms, &mask);
    if (op->immediate)
        return true;
    return !shifted(o) && o->rm != l->rt && o->rm != o->rd && o->rm != s->rs;
}

static bool match_swap(const struct a64_llsc *m)
{
    const struct a64_insn *l = &m->load, *s = &m->store;

    return s->rt != l->rt && s->rt != s->rs && s->rs != l->rn && l->rt != l->rn && s->rs != l->rt &&
           l->rt != A64_ZR;
}

static bool match_cmp(const struct a64_llsc *m)
{
    const struct a64_insn *l = &m->load, *c = &m->middle;
    unsigned extend = l->sz; /* UXTB, UXTH */

    if (!match_swap(m) || c->rn != l->rt || c->rd != A64_ZR || c->sf != (l->sz == 3))
        return false;
    if (c->pattern == A64_INSN_SUBS_IMM)
        return l->sz >= 2 || (!c->sh && c->imm < 1 << (8 << l->sz));
    if (c->rm == l->rt || c->rm == m->store.rs)
        return false;
    /* A byte or halfword is compared as a word: only an extended operand can be given to CAS. */
    if (c->pattern == A64_INSN_SUBS_SHIFT)
        return l->sz >= 2 && !shifted(c);
    return c->pattern == A64_INSN_SUBS_EXT && l->sz < 2 && c->option == extend && c->imm == 0;
}

static bool fetch(struct tr *t, uint64_t address, struct a64_insn *out, unsigned n)
{
    uint32_t words[MAX_INSNS];

    tr_follows_from(t, address, address + 4 * n);
    for (unsigned i = 0; i < n; i++) {
        if (tr_fetch(t, address + 4 * i, &words[i], 4) != 0)
            return false;
        if (a64_decode(words[i], &out[i]) < 0)
            return false;
    }
    return true;
}

static void accept(struct a64_llsc *m, enum a64_llsc_kind kind, unsigned insns, uint64_t out)
{
    m->kind = kind;
    m->length = 4 * insns;
    m->out = out;
}

/* Four instructions: an operation, or a branch out if the value is not zero. */
static void match_4(struct a64_llsc *m, const struct a64_insn *a, uint64_t address)
{
    m->middle = a[1];
    m->store = a[2];
    if (!closes(&a[2], &a[3], &a[0], address, address + 12))
        return;
    if (a[1].pattern == A64_INSN_CBNZ) {
        if (a[1].rt == a[0].rt && a[1].sf == (a[0].sz == 3) && match_swap(m))
            accept(m, A64_LLSC_CBNZ, 4, address + 4 + (uint64_t)(int64_t)a[1].target);
    } else if (match_op(m)) {
        accept(m, A64_LLSC_OP, 4, 0);
    }
}

void a64_llsc_match(struct tr *t, uint64_t address, struct a64_llsc *out)
{
    struct a64_insn a[MAX_INSNS];

    out->kind = A64_LLSC_NONE;
    if (!fetch(t, address, a, 3) || !calls(&a[0], a64_load_exclusive))
        return;
    out->load = a[0];
    out->store = a[1];
    if (closes(&a[1], &a[2], &a[0], address, address + 8)) {
        if (match_swap(out))
            accept(out, A64_LLSC_SWAP, 3, 0);
        return;
    }
    if (!fetch(t, address, a, 4))
        return;
    match_4(out, a, address);
    if (out->kind != A64_LLSC_NONE || !fetch(t, address, a, 5))
        return;
    out->store = a[3];
    if (a[2].pattern == A64_INSN_B_COND && a[2].cond == IR_CC_NE &&
        closes(&a[3], &a[4], &a[0], address, address + 16) && match_cmp(out))
        accept(out, A64_LLSC_CMP, 5, address + 8 + (uint64_t)(int64_t)a[2].target);
}

static unsigned order(const struct a64_llsc *m)
{
    return m->load.sz | IR_MEM_ALIGN | (m->load.acq ? IR_MEM_ACQUIRE : 0) |
           (m->store.rel ? IR_MEM_RELEASE : 0);
}

/* The operand of an operation or a comparison. */
static ir_ref operand(struct tr *t, const struct a64_insn *a, unsigned type)
{
    uint64_t mask = 0;

    if (logic_immediate(a)) {
        a64_bitmask(a->n, a->immr, a->imms, &mask);
        return a64_const(t, type, mask);
    }
    switch (a->pattern) {
    case A64_INSN_ADD_IMM:
    case A64_INSN_SUB_IMM:
    case A64_INSN_SUBS_IMM:
        return a64_const(t, type, (uint64_t)a->imm << (a->sh ? 12 : 0));
    case A64_INSN_SUBS_EXT:
        return ir_emit(t->ir, IR_ZEXT, type, a64_get(t, a->option, a->rm), IR_NONE, IR_NONE,
                       a->option, 0);
    default:
        return a64_get(t, type, a->rm);
    }
}

static void translate_op(struct tr *t, const struct a64_llsc *m, ir_ref base, unsigned type)
{
    const struct operation *op = operation(&m->middle);
    ir_ref y = operand(t, &m->middle, type), given = y, old;

    if (op->negate)
        given = ir_op1(t->ir, IR_NEG, type, y);
    else if (op->invert)
        given = ir_op1(t->ir, IR_NOT, type, y);
    old = ir_emit(t->ir, op->atomic, type, base, given, IR_NONE, order(m), 0);
    a64_set(t, type, m->load.rt, old);
    a64_set(t, type, m->middle.rd, ir_op2(t->ir, op->op, type, old, y));
    a64_set(t, IR_I32, m->store.rs, a64_const(t, IR_I32, 0));
}

static void translate_swap(struct tr *t, const struct a64_llsc *m, ir_ref base, unsigned type)
{
    ir_ref v = a64_get(t, type, m->store.rt);
    ir_ref old = ir_emit(t->ir, IR_ATOMIC_SWAP, type, base, v, IR_NONE, order(m), 0);

    a64_set(t, type, m->load.rt, old);
    a64_set(t, IR_I32, m->store.rs, a64_const(t, IR_I32, 0));
}

/* Compare and swap; where it leaves early the status register keeps its value. */
static void translate_cas(struct tr *t, const struct a64_llsc *m, ir_ref base, unsigned type)
{
    bool flags = m->kind == A64_LLSC_CMP;
    ir_ref expected = flags ? operand(t, &m->middle, type) : a64_const(t, type, 0);
    ir_ref fresh = a64_get(t, type, m->store.rt);
    ir_ref status = a64_get(t, IR_I64, m->store.rs);
    ir_ref old = ir_emit(t->ir, IR_CAS, type, base, expected, fresh, order(m), 0);
    ir_ref f = ir_emit(t->ir, IR_FLAGS, type, old, expected, IR_NONE, IR_FLAGS_SUB, 0);
    ir_ref ne = ir_emit(t->ir, IR_COND, IR_I32, f, IR_NONE, IR_NONE, IR_CC_NE, 0);
    ir_ref zero = a64_const(t, IR_I64, 0);

    a64_set(t, IR_I64, m->store.rs, ir_op3(t->ir, IR_SELECT, IR_I64, status, zero, ne));
    a64_set(t, type, m->load.rt, old);
    if (flags) {
        a64_set_flags(t, f);
        tr_branch_flags(t, f, IR_CC_NE, m->out);
    } else {
        tr_branch_value(t, old, false, m->out);
    }
}

enum tr_status a64_llsc_translate(struct tr *t)
{
    struct a64_llsc m;
    unsigned type;
    ir_ref base;

    a64_llsc_match(t, t->pc, &m);
    if (m.kind == A64_LLSC_NONE || m.length != t->length) {
        /* Another thread is changing this code: look again. */
        tr_trap(t, CPU_EXIT_LOOKUP, t->pc, IR_NONE);
        return TR_END;
    }
    type = (unsigned)m.load.type;
    base = a64_base(t, m.load.rn);
    if (m.kind == A64_LLSC_OP) {
        translate_op(t, &m, base, type);
        return TR_NEXT;
    }
    if (m.kind == A64_LLSC_SWAP) {
        translate_swap(t, &m, base, type);
        return TR_NEXT;
    }
    translate_cas(t, &m, base, type);
    return TR_END;
}
