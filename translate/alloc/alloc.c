/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Register assignment: where values are, and the moves that follow from it. */
#include "translate/alloc/alloc.h"

#include <assert.h>
#include <string.h>

#include "translate/alloc/alloc-state.h"

enum {
    USES_PER_INSN = 7, /* FLAGSEL: a condition and the operands of two FLAGS */
    NEVER = 1 << 20,   /* later than any operation */
    NEAR_HALF = 12,    /* operations that a half of a product may wait in a scratch register */
};

size_t alloc_size(unsigned max_insns)
{
    return sizeof(struct alloc) + (size_t)max_insns * sizeof(struct alloc_value) +
           ((size_t)max_insns * USES_PER_INSN + 1) * sizeof(struct alloc_use) + 64;
}

struct alloc *alloc_init(void *memory, unsigned max_insns)
{
    struct alloc *a = memory;

    memset(a, 0, sizeof *a);
    a->value = (struct alloc_value *)(a + 1);
    a->use = (struct alloc_use *)(a->value + max_insns);
    return a;
}

void alloc_begin(struct alloc *a, const struct alloc_facts *facts, const struct alloc_ops *ops,
                 void *host, const struct ir *ir)
{
    a->facts = facts;
    a->ops = ops;
    a->host = host;
    a->failed = false;
    a->ir = ir;
}

void alloc_plain_fcmp(struct alloc *a, bool plain)
{
    a->plain_fcmp = plain;
}

void alloc_fused(struct alloc *a, const uint8_t *fused)
{
    a->fused = fused;
}

void alloc_stored(struct alloc *a, unsigned var, const uint8_t *stored)
{
    a->flags_var = var;
    a->stored = stored;
}

void alloc_block(struct alloc *a, unsigned index)
{
    a->now = index;
    a->pinned = 0;
    a->n_borrowed = 0;
    memset(a->reg_value, 0, sizeof a->reg_value);
    memset(a->copy, 0, sizeof a->copy);
    memset(a->slot_value, 0, sizeof a->slot_value);
    alloc_scan_block(a, index);
}

/* The first use at operation at or behind it; 0: none. */
static unsigned use_from(const struct alloc *a, ir_ref v, unsigned at)
{
    unsigned u = a->value[a->value[v].root].uses;

    while (u && a->use[u].at < at)
        u = a->use[u].next;
    return u ? a->use[u].at : 0;
}

unsigned alloc_next_use(const struct alloc *a, ir_ref v)
{
    return use_from(a, v, a->now + 1);
}

unsigned alloc_last_use(const struct alloc *a, ir_ref v)
{
    unsigned last = 0;

    for (unsigned u = a->value[a->value[v].root].uses; u; u = a->use[u].next)
        last = a->use[u].at;
    return last;
}

static unsigned var_reg(const struct alloc *a, unsigned var)
{
    return var == ALLOC_NO_VAR ? ALLOC_NONE : a->facts->var_reg[var];
}

unsigned alloc_reg(const struct alloc *a, ir_ref v)
{
    const struct alloc_value *x = &a->value[a->value[v].root];

    return x->reg != ALLOC_NONE ? x->reg : var_reg(a, x->var);
}

static bool is_const(const struct alloc *a, ir_ref root)
{
    unsigned op = a->ir->insn[root].op;

    return op == IR_CONST || op == IR_GADDR || op == IR_VCONST;
}

unsigned alloc_tie_score(const struct alloc *a, ir_ref d, ir_ref v)
{
    ir_ref root = a->value[v].root;
    unsigned reg = alloc_reg(a, root), home = var_reg(a, a->value[d].pref);

    if (reg == ALLOC_NONE)
        return is_const(a, root) ? 0 : 1;
    if (home != ALLOC_NONE)
        return reg == home ? 3 : 0;
    return a->value[root].reg != ALLOC_NONE && !use_from(a, root, a->now + 1) ? 2 : 0;
}

bool alloc_memory(const struct alloc *a, ir_ref v, unsigned *var, unsigned *slot)
{
    const struct alloc_value *x = &a->value[a->value[v].root];

    *var = ALLOC_NO_VAR;
    if (x->var != ALLOC_NO_VAR && var_reg(a, x->var) == ALLOC_NONE) {
        *var = x->var;
        return true;
    }
    *slot = x->slot;
    return x->slot != ALLOC_NONE;
}

static unsigned new_slot(struct alloc *a, ir_ref root)
{
    for (unsigned s = 0; s < CPU_SPILL_SLOTS - ALLOC_BORROW; s++) {
        ir_ref owner = a->slot_value[s];

        if (owner && use_from(a, owner, a->now))
            continue;
        if (owner && a->value[owner].slot == s)
            a->value[owner].slot = ALLOC_NONE;
        a->slot_value[s] = root;
        return s;
    }
    a->failed = true;
    return 0;
}

/* Is root to be had elsewhere than in its scratch register? */
static bool elsewhere(const struct alloc *a, ir_ref root)
{
    const struct alloc_value *x = &a->value[root];

    return x->var != ALLOC_NO_VAR || x->slot != ALLOC_NONE || is_const(a, root);
}

static void spill_to_slot(struct alloc *a, ir_ref root, unsigned reg)
{
    unsigned s = new_slot(a, root);

    a->value[root].slot = (uint8_t)s;
    a->ops->spill(a->host, s, reg);
}

/* Takes reg's value out of it; a value used at or behind operation from is kept somewhere. */
static void evict(struct alloc *a, unsigned reg, unsigned from)
{
    ir_ref root = a->reg_value[reg];

    a->copy[reg] = IR_NONE;
    if (!root)
        return;
    a->reg_value[reg] = IR_NONE;
    a->value[root].reg = ALLOC_NONE;
    if (use_from(a, root, from) && !elsewhere(a, root))
        spill_to_slot(a, root, reg);
}

/* A mapped register as a scratch register until the operation is done. */
static unsigned borrow(struct alloc *a, unsigned cls)
{
    uint64_t busy = a->pinned, mapped = 0;
    unsigned reg, n = a->n_borrowed;

    if (n >= ALLOC_BORROW) {
        a->failed = true;
        return cls * 32;
    }
    for (unsigned v = 0; v < a->ir->guest->n_vars; v++) {
        if (var_reg(a, v) == ALLOC_NONE)
            continue;
        mapped |= 1ull << var_reg(a, v);
        if (a->cur[v] && use_from(a, a->cur[v], a->now) == a->now)
            busy |= 1ull << var_reg(a, v);
    }
    for (reg = cls * 32; reg < cls * 32 + 32; reg++)
        if (mapped >> reg & 1 && !(busy >> reg & 1) && !a->reg_value[reg])
            break;
    if (reg >= cls * 32 + 32) {
        a->failed = true;
        return cls * 32;
    }
    a->n_borrowed++;
    a->borrowed[n].reg = (uint8_t)reg;
    a->borrowed[n].slot = (uint8_t)(CPU_SPILL_SLOTS - 1 - n);
    a->ops->save(a->host, a->borrowed[n].slot, reg);
    return reg;
}

/* A scratch register not pinned, emptied; rather one whose content is but a copy than one with a
 * value. from: values used from there on are live. */
static unsigned pick(struct alloc *a, unsigned cls, unsigned from)
{
    uint64_t free = a->facts->scratch[cls] & ~a->pinned;
    unsigned best = ALLOC_NONE, best_use = 0;

    for (uint64_t m = free; m; m &= m - 1) {
        unsigned reg = (unsigned)__builtin_ctzll(m), use;

        use = a->reg_value[reg] ? use_from(a, a->reg_value[reg], from) : 0;
        if (!use && a->copy[reg] && use_from(a, a->copy[reg], from))
            use = NEVER;
        if (!use) {
            evict(a, reg, from);
            return reg;
        }
        /* What need not be stored goes before what must. */
        if (use != NEVER)
            use = use << 1 | elsewhere(a, a->reg_value[reg]);
        if (best == ALLOC_NONE || use > best_use) {
            best = reg;
            best_use = use;
        }
    }
    if (best == ALLOC_NONE)
        return borrow(a, cls);
    evict(a, best, from);
    return best;
}

static unsigned class_of(const struct alloc *a, ir_ref root)
{
    return ir_is_vec(ir_result_type(&a->ir->insn[root]));
}

/* Writes v's value into register d from wherever it is. */
static void fetch(struct alloc *a, ir_ref root, unsigned d)
{
    const struct alloc_value *x = &a->value[root];
    unsigned reg = alloc_reg(a, root);

    if (reg != ALLOC_NONE) {
        if (reg != d)
            a->ops->move(a->host, d, reg);
    } else if (x->slot != ALLOC_NONE) {
        a->ops->load_slot(a->host, d, x->slot);
    } else if (x->var != ALLOC_NO_VAR) {
        a->ops->load_var(a->host, d, x->var);
    } else {
        assert(is_const(a, root));
        a->ops->load_const(a->host, d, root);
    }
}

static bool is_borrowed(const struct alloc *a, unsigned reg)
{
    for (unsigned n = 0; n < a->n_borrowed; n++)
        if (a->borrowed[n].reg == reg)
            return true;
    return false;
}

unsigned alloc_use(struct alloc *a, ir_ref v)
{
    ir_ref root = a->value[v].root;
    unsigned reg = alloc_reg(a, root);

    if (reg == ALLOC_NONE) {
        reg = pick(a, class_of(a, root), a->now);
        fetch(a, root, reg);
        if (a->facts->scratch[reg >= 32] >> reg & 1) {
            a->reg_value[reg] = root;
            a->value[root].reg = (uint8_t)reg;
        }
    }
    a->pinned |= 1ull << reg;
    return reg;
}

/* Empties the scratch register reg, by a move where another one is free. */
static void vacate(struct alloc *a, unsigned reg, unsigned from)
{
    ir_ref root = a->reg_value[reg];
    uint64_t free = a->facts->scratch[reg >= 32] & ~a->pinned & ~(1ull << reg);

    assert(!(a->pinned >> reg & 1));
    a->copy[reg] = IR_NONE;
    if (!root)
        return;
    if (use_from(a, root, from) && !elsewhere(a, root)) {
        for (uint64_t m = free; m; m &= m - 1) {
            unsigned other = (unsigned)__builtin_ctzll(m);

            if (a->reg_value[other] && use_from(a, a->reg_value[other], a->now))
                continue;
            evict(a, other, a->now);
            a->ops->move(a->host, other, reg);
            a->reg_value[other] = root;
            a->value[root].reg = (uint8_t)other;
            a->reg_value[reg] = IR_NONE;
            return;
        }
    }
    evict(a, reg, from);
}

void alloc_use_fixed(struct alloc *a, ir_ref v, unsigned reg)
{
    ir_ref root = a->value[v].root;

    if (a->value[root].reg == reg) {
        /* The register keeps the content when its value moves out; a value that dies here
         * stays, for it may be the operation's other operand too. */
        if (use_from(a, root, a->now + 1))
            vacate(a, reg, a->now + 1);
    } else {
        vacate(a, reg, a->now);
        fetch(a, root, reg);
    }
    a->pinned |= 1ull << reg;
}

bool alloc_is_in(const struct alloc *a, ir_ref v, unsigned reg)
{
    ir_ref root = a->value[v].root;

    return a->value[root].reg == reg || a->copy[reg] == root;
}

void alloc_use_in(struct alloc *a, ir_ref v, unsigned reg)
{
    ir_ref root = a->value[v].root;

    if (!alloc_is_in(a, v, reg)) {
        bool has_reg = alloc_reg(a, root) != ALLOC_NONE;

        vacate(a, reg, a->now);
        fetch(a, root, reg);
        if (has_reg) {
            a->copy[reg] = root;
        } else {
            a->reg_value[reg] = root;
            a->value[root].reg = (uint8_t)reg;
        }
    }
    a->pinned |= 1ull << reg;
}

/* When what the scratch register reg holds is used next; 0: it is free. */
static unsigned next_use_in(const struct alloc *a, unsigned reg)
{
    ir_ref root = a->reg_value[reg] ? a->reg_value[reg] : a->copy[reg];

    return root ? use_from(a, root, a->now + 1) : 0;
}

unsigned alloc_temp_or(struct alloc *a, unsigned reg)
{
    uint64_t other = a->facts->scratch[reg >= 32] & ~a->pinned & ~(1ull << reg);
    unsigned best = reg, last = next_use_in(a, reg);
    bool copy = a->copy[reg]; /* of a register: a move brings it back */

    for (; other && last; other &= other - 1) {
        unsigned r = (unsigned)__builtin_ctzll(other), use = next_use_in(a, r);

        if (use == 0 || (use > last && !copy)) {
            best = r;
            last = use;
        }
    }
    evict(a, best, a->now + 1);
    a->pinned |= 1ull << best;
    return best;
}

void alloc_fetch(struct alloc *a, ir_ref v, unsigned reg)
{
    fetch(a, a->value[v].root, reg);
}

void alloc_pin(struct alloc *a, unsigned reg)
{
    a->pinned |= 1ull << reg;
}

void alloc_unpin(struct alloc *a, unsigned reg)
{
    if (is_borrowed(a, reg))
        return; /* to be borrowed once only */
    a->pinned &= ~(1ull << reg);
}

unsigned alloc_temp(struct alloc *a, unsigned cls)
{
    unsigned reg = pick(a, cls, a->now);

    a->pinned |= 1ull << reg;
    return reg;
}

void alloc_temp_fixed(struct alloc *a, unsigned reg)
{
    vacate(a, reg, a->now);
    a->pinned |= 1ull << reg;
}

static void own(struct alloc *a, ir_ref d, unsigned reg)
{
    a->copy[reg] = IR_NONE;
    a->reg_value[reg] = d;
    a->value[d].reg = (uint8_t)reg;
    a->pinned |= 1ull << reg;
}

static void forget_reg(struct alloc *a, unsigned reg)
{
    a->copy[reg] = IR_NONE;
    if (a->reg_value[reg])
        a->value[a->reg_value[reg]].reg = ALLOC_NONE;
    a->reg_value[reg] = IR_NONE;
}

/*
 * Variable var is about to get a new value in its register, and its old one is still needed: it
 * goes to a free scratch register, so that the new one need not be moved at its SET. False: there
 * is no such register, or the old value can be had cheaper.
 */
static bool move_out(struct alloc *a, unsigned var, ir_ref old)
{
    struct alloc_value *x = &a->value[old];
    unsigned home = var_reg(a, var);

    if (x->var != var || x->reg != ALLOC_NONE || x->slot != ALLOC_NONE || is_const(a, old))
        return false;
    for (unsigned v = 0; v < a->ir->guest->n_vars; v++) {
        if (v != var && a->cur[v] == old && var_reg(a, v) != ALLOC_NONE) {
            x->var = (uint16_t)v;
            return true;
        }
    }
    for (uint64_t m = a->facts->scratch[home >= 32] & ~a->pinned; m; m &= m - 1) {
        unsigned reg = (unsigned)__builtin_ctzll(m);

        if (a->reg_value[reg] && use_from(a, a->reg_value[reg], a->now))
            continue;
        forget_reg(a, reg);
        a->ops->move(a->host, reg, home);
        a->reg_value[reg] = old;
        x->reg = (uint8_t)reg;
        return true;
    }
    return false;
}

static bool single_use(const struct alloc *a, ir_ref v)
{
    return a->use[a->value[v].uses].next == 0;
}

/* May the result take over the register of a variable from the value on its way there? */
static bool goes_on(struct alloc *a, unsigned reg, bool early, ir_ref tied)
{
    ir_ref v = a->reg_value[reg];

    if (use_from(a, v, a->now + 1) || (v != tied && early) || (v == tied && a->pinned >> reg & 1))
        return false;
    if (v != tied)
        forget_reg(a, reg);
    return true;
}

/* The register of the variable that d will be SET to, if it may be written already. */
static unsigned preferred(struct alloc *a, ir_ref d, bool early, ir_ref tied)
{
    unsigned var = a->value[d].pref, reg = var_reg(a, var);
    ir_ref old;

    if (reg == ALLOC_NONE || is_borrowed(a, reg) || (a->value[d].on_way && !single_use(a, d)))
        return ALLOC_NONE;
    if (a->reg_value[reg])
        return goes_on(a, reg, early, tied) ? reg : ALLOC_NONE;
    old = a->cur[var];
    if (!old)
        return reg;
    if (a->value[d].on_way && use_from(a, old, a->now + 1))
        return ALLOC_NONE;
    if (use_from(a, old, a->now) && old != tied && (early || tied))
        return ALLOC_NONE;
    if (old == tied && a->pinned >> reg & 1)
        return ALLOC_NONE;
    if (use_from(a, old, a->now + 1) && !move_out(a, var, old))
        return ALLOC_NONE;
    return reg;
}

/* The scratch register of an operand that dies here. */
static unsigned dying(struct alloc *a, unsigned cls)
{
    for (uint64_t m = a->facts->scratch[cls] & a->pinned; m; m &= m - 1) {
        unsigned reg = (unsigned)__builtin_ctzll(m);

        if (a->reg_value[reg] && !use_from(a, a->reg_value[reg], a->now + 1))
            return reg;
    }
    return ALLOC_NONE;
}

static unsigned def_tied(struct alloc *a, ir_ref d, unsigned cls, ir_ref tied)
{
    unsigned there = alloc_reg(a, tied), from = a->value[tied].reg;
    unsigned reg = preferred(a, d, true, tied);

    if (reg == ALLOC_NONE && from != ALLOC_NONE && !use_from(a, tied, a->now + 1) &&
        !(a->pinned >> from & 1) && a->facts->scratch[cls] >> from & 1) {
        forget_reg(a, from);
        own(a, d, from);
        return from;
    }
    if (reg == ALLOC_NONE)
        reg = pick(a, cls, a->now);
    if (reg != there)
        fetch(a, tied, reg);
    forget_reg(a, reg);
    own(a, d, reg);
    return reg;
}

/* The register of a variable was written before its SET: what it held is gone, unless the register
 * was but borrowed for d. */
static void lose_var(struct alloc *a, ir_ref d)
{
    unsigned var = a->value[d].pref;
    ir_ref old;

    if (var == ALLOC_NO_VAR || a->value[d].reg != var_reg(a, var) ||
        is_borrowed(a, a->value[d].reg))
        return;
    old = a->cur[var];
    if (old && a->value[old].var == var)
        a->value[old].var = ALLOC_NO_VAR;
    a->cur[var] = IR_NONE;
}

unsigned alloc_def(struct alloc *a, ir_ref d, unsigned cls, bool early, ir_ref tied)
{
    unsigned reg;

    if (tied) {
        reg = def_tied(a, d, cls, a->value[tied].root);
    } else {
        reg = preferred(a, d, early, IR_NONE);
        if (reg == ALLOC_NONE && !early)
            reg = dying(a, cls);
        if (reg == ALLOC_NONE)
            reg = pick(a, cls, a->now);
        forget_reg(a, reg);
        own(a, d, reg);
    }
    lose_var(a, d);
    return reg;
}

void alloc_def_fixed(struct alloc *a, ir_ref d, unsigned reg)
{
    if (a->reg_value[reg])
        evict(a, reg, a->now + 1);
    own(a, d, reg);
}

unsigned alloc_def_ahead(struct alloc *a, ir_ref d, unsigned reg)
{
    unsigned home = preferred(a, d, true, IR_NONE);

    if (home == ALLOC_NONE) {
        reg = alloc_temp_or(a, reg);
        own(a, d, reg);
        return reg;
    }
    forget_reg(a, home);
    own(a, d, home);
    lose_var(a, d);
    return home;
}

bool alloc_other_waits(struct alloc *a, ir_ref d)
{
    unsigned n = a->value[d].other_half;
    const struct ir_insn *i = &a->ir->insn[d];

    if (a->value[n].pref != ALLOC_NO_VAR || n <= d + (unsigned)NEAR_HALF)
        return false;
    a->value[n].other_half = a->value[d].other_half = 0;
    alloc_insert_use(a, i->a, n);
    alloc_insert_use(a, i->b, n);
    return true;
}

unsigned alloc_store_ahead(struct alloc *a, ir_ref d)
{
    struct alloc_value *x = &a->value[d];
    unsigned var = x->pref;
    ir_ref old;

    if (var == ALLOC_NO_VAR || var_reg(a, var) != ALLOC_NONE)
        return ALLOC_NO_VAR;
    old = a->cur[var];
    if (old && a->value[old].var == var) {
        if (use_from(a, old, a->now + 1) && a->value[old].reg == ALLOC_NONE &&
            a->value[old].slot == ALLOC_NONE)
            return ALLOC_NO_VAR;
        a->value[old].var = ALLOC_NO_VAR;
    }
    a->cur[var] = d;
    x->var = (uint16_t)var;
    return var;
}

unsigned alloc_def_slot(struct alloc *a, ir_ref d)
{
    unsigned s = new_slot(a, d);

    a->value[d].slot = (uint8_t)s;
    return s;
}

void alloc_evict_all(struct alloc *a)
{
    for (unsigned cls = 0; cls < 2; cls++)
        for (uint64_t m = a->facts->scratch[cls]; m; m &= m - 1)
            evict(a, (unsigned)__builtin_ctzll(m), a->now + 1);
}

/* Variable var is about to get another value: keeps the present one if it is needed. */
static void relocate(struct alloc *a, unsigned var)
{
    ir_ref old = a->cur[var];
    struct alloc_value *x = &a->value[old];
    unsigned reg;

    a->cur[var] = IR_NONE;
    if (!old || x->var != var)
        return;
    x->var = ALLOC_NO_VAR;
    if (!use_from(a, old, a->now + 1))
        return;
    for (unsigned v = 0; v < a->ir->guest->n_vars; v++)
        if (a->cur[v] == old)
            x->var = (uint16_t)v;
    if (x->reg != ALLOC_NONE || elsewhere(a, old))
        return;
    reg = pick(a, class_of(a, old), a->now);
    if (var_reg(a, var) != ALLOC_NONE)
        a->ops->move(a->host, reg, var_reg(a, var));
    else
        a->ops->load_var(a->host, reg, var);
    a->reg_value[reg] = old;
    x->reg = (uint8_t)reg;
}

static void now_in_var(struct alloc *a, unsigned var, ir_ref root)
{
    struct alloc_value *x = &a->value[root];

    if (!alloc_var_holds(a, var, root))
        return;
    a->cur[var] = root;
    if (x->var == ALLOC_NO_VAR ||
        (var_reg(a, x->var) == ALLOC_NONE && var_reg(a, var) != ALLOC_NONE))
        x->var = (uint16_t)var;
    /* The copy in a scratch register is not needed beside a mapped one. */
    if (x->reg != ALLOC_NONE && var_reg(a, x->var) != ALLOC_NONE) {
        a->reg_value[x->reg] = IR_NONE;
        x->reg = ALLOC_NONE;
    }
}

unsigned alloc_set(struct alloc *a, unsigned var, ir_ref v, bool *constant)
{
    ir_ref root = a->value[v].root;
    unsigned home = var_reg(a, var), reg;

    *constant = false;
    if (var >= ALLOC_MAX_VARS || a->cur[var] == root)
        return ALLOC_NONE;
    if (home != ALLOC_NONE && a->value[root].reg == home) {
        relocate(a, var);
        a->reg_value[home] = IR_NONE;
        a->value[root].reg = ALLOC_NONE;
        now_in_var(a, var, root);
        return ALLOC_NONE;
    }
    if (home != ALLOC_NONE && a->reg_value[home]) {
        /* What was on the way to root, which was made elsewhere. */
        assert(!use_from(a, a->reg_value[home], a->now + 1));
        forget_reg(a, home);
    }
    if (alloc_reg(a, root) != ALLOC_NONE)
        a->pinned |= 1ull << alloc_reg(a, root);
    relocate(a, var);
    reg = alloc_reg(a, root);
    if (reg == ALLOC_NONE && is_const(a, root)) {
        *constant = true;
    } else if (reg == ALLOC_NONE && home != ALLOC_NONE && alloc_var_holds(a, var, root)) {
        fetch(a, root, home);
    } else {
        reg = alloc_use(a, root);
    }
    now_in_var(a, var, root);
    return reg;
}

void alloc_get(struct alloc *a, ir_ref d, unsigned var)
{
    a->cur[var] = d;
    a->value[d].var = (uint16_t)var;
}

void alloc_before_write(struct alloc *a)
{
    for (unsigned v = 0; v < a->ir->guest->n_vars; v++) {
        ir_ref old = a->cur[v];
        struct alloc_value *x = &a->value[old];
        unsigned reg;

        a->cur[v] = IR_NONE;
        if (!old || x->var != v)
            continue;
        reg = alloc_reg(a, old);
        x->var = ALLOC_NO_VAR;
        if (!use_from(a, old, a->now + 1) || elsewhere(a, old))
            continue;
        if (reg == ALLOC_NONE) {
            reg = pick(a, class_of(a, old), a->now);
            a->ops->load_var(a->host, reg, v);
        }
        spill_to_slot(a, old, reg);
    }
}

void alloc_insn_begin(struct alloc *a, unsigned index)
{
    a->now = index;
    a->pinned = 0;
}

/* Gives borrowed registers back. */
static void end_borrowing(struct alloc *a, unsigned index)
{
    for (unsigned n = 0; n < a->n_borrowed; n++)
        a->pinned |= 1ull << a->borrowed[n].reg;
    for (unsigned n = 0; n < a->n_borrowed; n++) {
        unsigned reg = a->borrowed[n].reg;
        ir_ref root = a->reg_value[reg];

        if (root) {
            unsigned other = pick(a, reg >= 32, index + 1);

            a->ops->move(a->host, other, reg);
            forget_reg(a, reg);
            a->reg_value[other] = root;
            a->value[root].reg = (uint8_t)other;
        }
        a->ops->restore(a->host, reg, a->borrowed[n].slot);
    }
    a->n_borrowed = 0;
}

void alloc_insn_end(struct alloc *a, unsigned index)
{
    a->pinned = 0;
    if (!a->n_borrowed)
        return;
    end_borrowing(a, index);
    a->pinned = 0;
}
