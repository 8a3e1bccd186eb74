/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The scan of a block before its code is written: names, known-zero upper parts, wished variables,
 * the flags register, and the lists of uses.
 */
#include <string.h>

#include "translate/alloc/alloc-state.h"

enum {
    NEAR = 4,      /* operations between a COND and a SELECT that makes its flags again */
    PRODUCTS = 16, /* multiplications whose other half may come */
};

/* State of the forward scan. */
struct scan {
    unsigned barrier; /* the last operation that needs all variables at home */
    unsigned clobber; /* the last that destroys the flags register */
    ir_ref kept;      /* whose flags are kept there, and until where */
    unsigned kept_until;
    unsigned flags; /* the last FLAGS */
    unsigned set;   /* the last SET of flags, if up to here it need not store; 0 */
    unsigned n_products;
    uint16_t product[PRODUCTS]; /* the last ones */
    unsigned read;              /* the last that reads its flags from there */
    uint16_t
        touch[ALLOC_MAX_VARS]; /* the last GET (not of a known value) or SET of each variable */
};

/* What is special about an operation. */
enum {
    NAMES = 1, /* its value may be a mere name */
    READS = 2, /* flags, or a decision that may be made by them */
    MAKES = 4, /* flags */
    CALLS = 8,
    MEMORY = 16,
    MULTIPLIES = 32,
};
static const uint8_t kinds[IR_N_OPS] = {
    [IR_COPY] = NAMES,     [IR_TRUNC] = NAMES,      [IR_ZEXT] = NAMES,    [IR_VCAST] = NAMES,
    [IR_SELECT] = READS,   [IR_ADDC] = READS,       [IR_BRNZ] = READS,    [IR_COND] = READS,
    [IR_BRF] = READS,      [IR_NZCV] = READS,       [IR_FLAGSEL] = READS, [IR_FLAGS] = MAKES,
    [IR_HELPER] = CALLS,   [IR_VHELPER] = CALLS,    [IR_LOAD] = MEMORY,   [IR_STORE] = MEMORY,
    [IR_MUL] = MULTIPLIES, [IR_MULHU] = MULTIPLIES,
};

static unsigned bits_of_const(const struct ir_insn *i)
{
    uint64_t v = i->type == IR_I64 ? i->imm64 : i->imm64 & ((1ull << ir_lane_bits(i->type)) - 1);

    return v ? 64 - (unsigned)__builtin_clzll(v) : 0;
}

static unsigned known_int_bits(const struct alloc *a, const struct ir_insn *i)
{
    unsigned flags = a->facts->op[i->op];

    switch (i->op) {
    case IR_CONST:
        return bits_of_const(i);
    case IR_LOAD:
        if (i->aux & IR_MEM_SIGN)
            return i->type == IR_I64 ? 64 : 32;
        return 8u << (i->aux & IR_MEM_SIZE);
    case IR_ATOMIC_ADD ... IR_CAS:
    case IR_LL:
        return 8u << (i->aux & IR_MEM_SIZE);
    case IR_UBFX:
        return flags & ALLOC_ZEXT ? (unsigned)i->imm >> 8 : 64;
    case IR_ZEXT:
        return ir_lane_bits(i->aux);
    default:
        if (flags & ALLOC_BOOL)
            return 1;
        return flags & ALLOC_ZEXT && i->type <= IR_I32 ? 32 : 64;
    }
}

static bool all_zero_above(const struct alloc *a, const struct ir_insn *i, unsigned size)
{
    const ir_ref operand[3] = {i->a, i->b, i->c};

    for (unsigned k = 0; k < ir_n_operands(i); k++)
        if (operand[k] && ir_is_vec(ir_result_type(&a->ir->insn[operand[k]])) &&
            a->value[a->value[operand[k]].root].bits > size)
            return false;
    return true;
}

static unsigned known_vec_bytes(const struct alloc *a, const struct ir_insn *i)
{
    unsigned flags = a->facts->op[i->op], size = ir_bytes(i->type);

    if (i->op == IR_VCAST) {
        unsigned from = ir_bytes(a->ir->insn[i->a].type);

        return from < size ? from : size < 16 ? 16 : size;
    }
    if (i->op == IR_LOAD && size > 1u << (i->aux & IR_MEM_SIZE))
        return 1u << (i->aux & IR_MEM_SIZE);
    if (size >= 16)
        return size;
    if (i->op == IR_LOAD || flags & ALLOC_VZERO)
        return size;
    if (flags & ALLOC_VKEEP && ir_lanes(i->type) == 1 && a->value[a->value[i->a].root].bits <= size)
        return size;
    if (flags & ALLOC_VALL && all_zero_above(a, i, size))
        return size;
    return 16;
}

static bool is_fused(const struct alloc *a, ir_ref v)
{
    return a->fused && a->fused[v >> 3] >> (v & 7) & 1;
}

/* Operation n reads v's value. */
static void add_use(struct alloc *a, ir_ref v, unsigned n)
{
    struct alloc_value *values = a->value, *value = &values[values[v].root];
    struct alloc_use *use = a->use;
    unsigned last = value->last_use, at = a->n_uses;

    if (last && use[last].at == n)
        return;
    a->n_uses = at + 1;
    use[at] = (struct alloc_use){(uint16_t)n, 0};
    *(last ? &use[last].next : &value->uses) = (uint16_t)at;
    value->last_use = (uint16_t)at;
}

void alloc_insert_use(struct alloc *a, ir_ref v, unsigned n)
{
    struct alloc_value *value = &a->value[a->value[v].root];
    uint16_t *at = &value->uses;

    while (*at && a->use[*at].at < n)
        at = &a->use[*at].next;
    if (*at && a->use[*at].at == n)
        return;
    a->use[a->n_uses] = (struct alloc_use){(uint16_t)n, *at};
    *at = (uint16_t)a->n_uses++;
}

static void add_flags_uses(struct alloc *a, ir_ref f, unsigned n)
{
    ir_ref root = a->value[f].root;
    const struct ir_insn *i = &a->ir->insn[root];

    if (i->op != IR_FLAGS) {
        add_use(a, root, n);
        return;
    }
    if (i->a)
        add_use(a, i->a, n);
    if (i->b)
        add_use(a, i->b, n);
    if (i->c)
        add_use(a, i->c, n);
}

static void scan_get(struct alloc *a, struct scan *s, unsigned n, const struct ir_insn *i)
{
    const struct ir_var *var = &a->ir->guest->vars[i->aux];
    struct alloc_value *v = &a->value[n];
    ir_ref now = a->cur[i->aux];

    if (now && ir_bytes(i->type) <= ir_bytes(var->type)) {
        v->root = now;
        return;
    }
    a->cur[i->aux] = (ir_ref)n;
    s->touch[i->aux] = (uint16_t)n;
    if (ir_is_vec(var->type))
        v->bits = (uint8_t)ir_bytes(var->type);
    else
        v->bits = var->type == IR_I64 || var->type > IR_I64 ? 64 : (uint8_t)ir_lane_bits(var->type);
}

/* Does variable var hold all of v's register, so that v can be found there? */
bool alloc_var_holds(const struct alloc *a, unsigned var, ir_ref root)
{
    unsigned type = a->ir->guest->vars[var].type;

    return !ir_is_int(type) || type == IR_I64 || a->value[root].bits <= ir_lane_bits(type);
}

/* Names: TRUNC and COPY always, ZEXT and VCAST where the upper part is known. */
static bool scan_alias(struct alloc *a, unsigned n, const struct ir_insn *i)
{
    unsigned from, to = ir_bytes(i->type), known;
    ir_ref root;
    bool alias;

    root = a->value[i->a].root;
    known = a->value[root].bits;
    from = ir_bytes(i->op == IR_VCAST ? a->ir->insn[i->a].type : i->aux);
    if (i->op == IR_ZEXT)
        alias = known <= from * 8;
    else if (i->op == IR_VCAST)
        alias = to <= 16 && from <= 16 && (to <= from || known <= from || i->imm & 1);
    else
        alias = true;
    if (alias)
        a->value[n].root = root;
    return alias;
}

bool alloc_compares_alone(const struct alloc *a, ir_ref f)
{
    const struct ir_insn *x = a->ir->insn;

    if (x[f].op != IR_FLAGS || !ir_raises_fp(&x[f]))
        return false;
    for (unsigned n = f + 1; x[n].op != IR_INSN; n++) {
        unsigned operands = ir_n_operands(&x[n]);

        if ((operands > 0 && x[n].a == f) || (operands > 1 && x[n].b == f))
            return false;
        if (ir_ops[x[n].op].flags & IR_F_END)
            return true;
    }
    return true;
}

/* Does sum add the operands of the ADC f, or of the SBC f with the second inverted? */
static bool is_carry_sum(const struct ir_insn *x, const struct ir_insn *sum,
                         const struct ir_insn *f)
{
    ir_ref b = sum->b;

    if (sum->op != IR_ADDC || sum->type != f->type || sum->a != f->a || sum->c != f->c)
        return false;
    return f->aux == IR_FLAGS_ADC ? b == f->b : x[b].op == IR_NOT && x[b].a == f->b;
}

/* Does sum add what the SUB f takes away, a constant? Not the smallest number, which is its own
 * negative: their overflows differ. */
static bool is_negative_sum(const struct ir_insn *x, const struct ir_insn *sum,
                            const struct ir_insn *f)
{
    unsigned above = f->type == IR_I64 ? 0 : 32;
    uint64_t b = x[f->b].imm64 << above;

    return sum->op == IR_ADD && x[sum->b].op == IR_CONST && x[f->b].op == IR_CONST &&
           x[sum->b].imm64 << above == -b && b != 1ull << 63;
}

/* The operation whose own code leaves the flags of f in the flags register: an ADD, SUB or ADDC of
 * the same operands, an ADD for the SUB of a constant, or the logical operation behind a LOGIC. 0:
 * none. */
static unsigned flags_source(const struct alloc *a, unsigned f)
{
    const struct ir_insn *i = &a->ir->insn[f], *x = a->ir->insn;
    unsigned low = f > 6 ? f - 6 : 1;

    if (i->type < IR_I32 || i->type > IR_I64)
        return 0; /* narrow operations are done on wider registers */
    if (i->aux == IR_FLAGS_LOGIC) {
        ir_ref v = i->a;

        return (x[v].op == IR_AND || x[v].op == IR_OR || x[v].op == IR_XOR) && x[v].type == i->type
                   ? v
                   : 0;
    }
    if (i->aux == IR_FLAGS_ADC || i->aux == IR_FLAGS_SBC) {
        for (unsigned n = f - 1; n >= low && x[n].op != IR_BLOCK; n--)
            if (is_carry_sum(x, &x[n], i))
                return n;
        return 0;
    }
    if (i->aux != IR_FLAGS_ADD && i->aux != IR_FLAGS_SUB)
        return 0;
    for (unsigned n = f - 1; n >= low && x[n].op != IR_BLOCK; n--)
        if (x[n].a == i->a && x[n].type == i->type &&
            ((x[n].op == (i->aux == IR_FLAGS_ADD ? IR_ADD : IR_SUB) && x[n].b == i->b) ||
             (i->aux == IR_FLAGS_SUB && is_negative_sum(x, &x[n], i))))
            return n;
    return 0;
}

/* The flags that decide in FLAGSEL v. */
static ir_ref deciding(const struct alloc *a, ir_ref v)
{
    return a->value[a->ir->insn[a->ir->insn[v].c].a].root;
}

static bool set_clobbers(const struct alloc *a, const struct ir_insn *i)
{
    const struct ir_insn *f = &a->ir->insn[a->value[i->a].root];

    if (f->op == IR_GET)
        return true; /* of another variable, maybe made NZCV only here */
    if (i->type != IR_FLAGS_T || f->op != IR_FLAGS || f->aux == IR_FLAGS_RAW)
        return false;
    if (a->ir->insn[i->a].op != IR_FLAGS)
        return true; /* by another variable: as NZCV */
    return f->aux != IR_FLAGS_ADD && f->aux != IR_FLAGS_SUB && f->aux != IR_FLAGS_LOGIC &&
           !(a->plain_fcmp && f->aux >= IR_FLAGS_FCMP && f->type != IR_F16);
}

/* Does i add nothing but a carry? */
static bool adds_carry(const struct alloc *a, const struct ir_insn *i)
{
    const struct ir_insn *b = &a->ir->insn[i->b];

    return i->op == IR_ADDC && b->op == IR_CONST && !b->imm64 &&
           (i->type == IR_I32 || i->type == IR_I64);
}

/* Neither GET nor SET. */
static bool clobbers(const struct alloc *a, const struct ir_insn *i)
{
    if (kinds[i->op] & MEMORY)
        return i->aux & (IR_MEM_ALIGN | IR_MEM_ALIGN16 | IR_MEM_SWAP | IR_MEM_RELEASE) ||
               ir_is_vec(i->type);
    if (a->facts->op[i->op] & ALLOC_KEEPS && (i->type == IR_I32 || i->type == IR_I64))
        return false;
    return a->facts->op[i->op] & ALLOC_CLOBBERS && !adds_carry(a, i);
}

/* Is the last that may be in the flags register a carry, which costs more to make again than SUB
 * does that keeps it? */
static bool carry_waits(const struct alloc *a, const struct scan *s)
{
    const struct ir_insn *f = &a->ir->insn[s->flags];

    return s->flags > s->clobber &&
           (f->aux == IR_FLAGS_ADD || f->aux == IR_FLAGS_ADC || f->aux == IR_FLAGS_SBC);
}

/* The value that operation i decides by, if it can do so from the flags register; of an ADDC, the
 * carry. */
static ir_ref decision_of(const struct ir_insn *i)
{
    return i->op == IR_SELECT || i->op == IR_ADDC ? i->c : i->op == IR_BRNZ ? i->a : IR_NONE;
}

/* Operation n reads flags made by operation f: from the flags register if nothing in between
 * destroys them, or has been promised the register already. */
static bool keep_flags(struct alloc *a, struct scan *s, unsigned n, ir_ref f)
{
    unsigned made = a->value[f].flags_source ? a->value[f].flags_source : f;
    const struct ir_insn *i = &a->ir->insn[f];

    /* A number is never in the flags register, a floating-point comparison is made where its flags
     * are used, in the order of operands that the condition wants. */
    if (i->op == IR_FLAGS && (i->aux == IR_FLAGS_RAW || ir_raises_fp(i)))
        return false;
    if (s->clobber > f || (s->kept != f && s->kept_until > made))
        return false;
    s->kept = f;
    s->kept_until = n;
    a->value[n].flags_kept = true;
    a->value[f].keep_until = (uint16_t)n;
    if (s->set && a->ir->insn[s->set].a == f && !(kinds[a->ir->insn[n].op] & MEMORY))
        s->read = n;
    return true;
}

/* The last SET of flags is to store them: for its sake they need not be in the flags register. */
static void give_up(struct alloc *a, struct scan *s)
{
    ir_ref f = a->ir->insn[s->set].a;

    a->value[f].keep_until = (uint16_t)s->read;
    if (s->kept == f)
        s->kept_until = s->read;
    s->set = 0;
}

static bool is_carry_flags(const struct ir_insn *f)
{
    return f->op == IR_FLAGS && (f->aux == IR_FLAGS_ADC || f->aux == IR_FLAGS_SBC) &&
           (f->type == IR_I32 || f->type == IR_I64);
}

/* Are the flags that operation f makes in the host's register all there is to know of them? */
static bool is_plain_flags(const struct ir_insn *f)
{
    return f->op == IR_FLAGS && f->aux != IR_FLAGS_RAW && !ir_raises_fp(f) &&
           (f->type == IR_I32 || f->type == IR_I64);
}

/* Operation n reads FLAGSEL v by parts. */
static void scan_fused(struct alloc *a, struct scan *s, unsigned n, ir_ref v)
{
    const struct ir_insn *x = a->ir->insn, *c = &x[x[v].c];

    add_flags_uses(a, x[v].a, n);
    if (c->op != IR_COND || x[c->a].op != IR_FLAGS) {
        add_use(a, x[v].c, n);
        s->clobber = n;
        return;
    }
    add_flags_uses(a, deciding(a, v), n);
    if (!keep_flags(a, s, n, deciding(a, v)))
        s->clobber = n;
}

/* SET number n of flags, i. What is stored of those of an addition with carry is its result and
 * what the flags register says of carry and overflow. */
static void scan_set_flags(struct alloc *a, struct scan *s, unsigned n, const struct ir_insn *i)
{
    ir_ref root = a->value[i->a].root;
    unsigned source = a->value[root].flags_source;
    const struct ir_insn *f = &a->ir->insn[i->a];

    a->value[n].flags_kept = a->value[n].unstored = false;
    if (i->aux == a->flags_var) {
        if (s->set)
            a->value[s->set].unstored = true;
        s->set = a->stored && a->stored[n >> 3] >> (n & 7) & 1 && is_plain_flags(f) ? n : 0;
        s->read = a->value[root].keep_until;
    }
    if (is_fused(a, root)) {
        if (a->stored[n >> 3] >> (n & 7) & 1)
            scan_fused(a, s, n, root);
        return;
    }
    if (is_carry_flags(f) && source && keep_flags(a, s, n, root)) {
        add_use(a, (ir_ref)source, n);
        return;
    }
    add_flags_uses(a, i->a, n);
    if (set_clobbers(a, i))
        s->clobber = n;
}

/* The operation whose code makes v. */
static unsigned made_at(const struct alloc *a, ir_ref v)
{
    unsigned other = a->value[v].other_half;

    return other && other < v ? other : v;
}

/* Operation n, a multiplication: is it made by an earlier one that gives the other half? */
static bool scan_product(struct alloc *a, struct scan *s, unsigned n, const struct ir_insn *i)
{
    ir_ref p = a->value[i->a].root, q = a->value[i->b].root;
    unsigned first = s->n_products > PRODUCTS ? s->n_products - PRODUCTS : 0;

    if (i->type != IR_I64)
        return false;
    for (unsigned k = first; k < s->n_products; k++) {
        unsigned other = s->product[k % PRODUCTS];
        const struct ir_insn *o = &a->ir->insn[other];
        ir_ref u = a->value[o->a].root, v = a->value[o->b].root;

        if (o->op == i->op || a->value[other].other_half ||
            !((u == p && v == q) || (u == q && v == p)))
            continue;
        a->value[other].other_half = (uint16_t)n;
        a->value[n].other_half = (uint16_t)other;
        return true;
    }
    s->product[s->n_products++ % PRODUCTS] = (uint16_t)n;
    return false;
}

/* The last operation up to which no fault shows that the value v is in the register of a variable
 * before its SET. */
static unsigned safe_until(const struct alloc *a, ir_ref v)
{
    const struct ir_insn *i = &a->ir->insn[v];

    return i[0].op == IR_LOAD && i[0].aux & IR_MEM_PAIR && i[1].op == IR_LOAD ? v + 1u
                                                                              : made_at(a, v);
}

/* The operand that the code of v may begin with in the register of its result. */
static ir_ref first_operand(const struct alloc *a, ir_ref v, unsigned k)
{
    const struct ir_insn *i = &a->ir->insn[v];

    switch (i->op) {
    case IR_ADD:
    case IR_ADDC:
    case IR_AND:
    case IR_OR:
    case IR_XOR:
    case IR_MUL:
        return k == 0 ? i->a : k == 1 ? i->b : IR_NONE;
    case IR_SUB:
    case IR_NEG:
    case IR_NOT:
    case IR_VGTU:
    case IR_SHL:
    case IR_SHR:
    case IR_SAR:
    case IR_ROR:
    case IR_UBFX:
    case IR_SBFX:
    case IR_BFI:
        return k == 0 ? i->a : IR_NONE;
    default:
        return IR_NONE;
    }
}

/* May v, an operand of operation n, be made in the register of var, which nobody asks for from v to
 * n? */
static bool may_begin(const struct alloc *a, const struct scan *s, ir_ref v, unsigned var,
                      unsigned n)
{
    const struct alloc_value *x = &a->value[v];
    unsigned op = a->ir->insn[v].op;

    return v && op != IR_CONST && op != IR_GADDR && op != IR_GET &&
           ir_is_int(a->ir->insn[v].type) && x->root == v && x->pref == ALLOC_NO_VAR &&
           made_at(a, v) == v && a->use[x->uses].at == n && x->uses == x->last_use &&
           s->touch[var] <= v && s->barrier <= safe_until(a, v);
}

/* The operand of v that may be made in the register of var, as v will be: then v needs no copy. */
static ir_ref begins_with(const struct alloc *a, const struct scan *s, ir_ref v, unsigned var)
{
    for (unsigned k = 0; first_operand(a, v, k); k++) {
        ir_ref t = a->value[first_operand(a, v, k)].root;

        if (may_begin(a, s, t, var, v))
            return t;
    }
    return IR_NONE;
}

static void prefer_chain(struct alloc *a, const struct scan *s, ir_ref v, unsigned var)
{
    while ((v = begins_with(a, s, v, var))) {
        a->value[v].pref = (uint16_t)var;
        a->value[v].on_way = true;
    }
}

static void scan_set(struct alloc *a, struct scan *s, unsigned n, const struct ir_insn *i)
{
    ir_ref root = a->value[i->a].root;
    struct alloc_value *v = &a->value[root];

    a->cur[i->aux] = alloc_var_holds(a, i->aux, root) ? root : IR_NONE;
    if (a->cur[i->aux] && v->pref == ALLOC_NO_VAR &&
        (a->facts->var_reg[i->aux] != ALLOC_NONE || made_at(a, root) != root)) {
        bool free = s->barrier <= safe_until(a, root) && s->touch[i->aux] <= made_at(a, root);

        v->pref = free ? i->aux : ALLOC_NO_VAR;
        if (free && made_at(a, root) == root && ir_is_int(a->ir->insn[root].type))
            prefer_chain(a, s, root, i->aux);
    }
    s->touch[i->aux] = (uint16_t)n;
    if (i->type == IR_FLAGS_T)
        scan_set_flags(a, s, n, i);
    else
        add_use(a, i->a, n);
}

/* Operation i may show the guest's state: are the flags to be had from the flags register there,
 * so that their SET need not store them? */
static void look_at_flags(struct alloc *a, struct scan *s, unsigned n, const struct ir_insn *i)
{
    bool access = i->op == IR_LOAD || i->op == IR_STORE;

    if (!access && i->op != IR_HELPER && i->op != IR_VHELPER &&
        !(ir_ops[i->op].flags & (IR_F_MEM | IR_F_END)))
        return;
    if (!access || clobbers(a, i) || !keep_flags(a, s, n, a->ir->insn[s->set].a))
        give_up(a, s);
}

/* Flags that are made again by one instruction. */
static bool is_compare(const struct ir_insn *f)
{
    return is_plain_flags(f) && (f->aux == IR_FLAGS_SUB || f->aux == IR_FLAGS_LOGIC);
}

/* Does i read flags, and are they lost? Then its code makes them again. */
static bool scan_flags_use(struct alloc *a, struct scan *s, unsigned n, const struct ir_insn *i)
{
    const struct ir_insn *x = a->ir->insn;
    ir_ref v = decision_of(i), f;

    if (v) {
        v = a->value[v].root;
        if (i->op == IR_ADDC && (x[v].op != IR_COND || x[v].aux != IR_CC_CS ||
                                 (i->type != IR_I32 && i->type != IR_I64)))
            return true;
        switch (x[v].op) {
        case IR_COND:
            f = a->value[x[v].a].root;
            if (x[f].op == IR_FLAGS && keep_flags(a, s, n, f))
                return false;
            a->value[n].compares = i->op == IR_SELECT && n - v <= NEAR && is_compare(&x[f]);
            a->value[n].flags_kept |= a->value[n].compares;
            return true;
        case IR_EQ:
        case IR_NE:
        case IR_LTU:
        case IR_LEU:
        case IR_LTS:
        case IR_LES:
            return !ir_is_int(x[v].type) || !keep_flags(a, s, n, v);
        case IR_AND:
            return (i->op != IR_BRNZ && i->op != IR_SELECT) ||
                   x[decision_of(i)].type != x[v].type || /* by the low part of it */
                   x[v].type < IR_I32 || x[v].type > IR_I64 || !keep_flags(a, s, n, v);
        default:
            return true;
        }
    }
    if (i->op != IR_COND && i->op != IR_BRF && i->op != IR_NZCV)
        return false;
    f = a->value[i->a].root;
    if (is_fused(a, f)) {
        keep_flags(a, s, n, deciding(a, f));
        return true;
    }
    return x[f].op != IR_FLAGS || !keep_flags(a, s, n, f);
}

static bool is_flags(const struct alloc *a, ir_ref v)
{
    return ir_result_type(&a->ir->insn[v]) == IR_FLAGS_T;
}

static void add_uses(struct alloc *a, unsigned n, const struct ir_insn *i)
{
    const ir_ref operand[3] = {i->a, i->b, i->c};
    unsigned count = ir_n_operands(i);

    if (is_fused(a, (ir_ref)n))
        return;
    if (i->op == IR_BRF && is_fused(a, a->value[i->a].root)) {
        ir_ref f = a->value[i->a].root;

        add_flags_uses(a, a->ir->insn[f].a, n);
        add_flags_uses(a, deciding(a, f), n);
        return;
    }
    for (unsigned k = 0; k < count; k++) {
        if (!operand[k])
            continue;
        if (a->value[n].flags_kept && decision_of(i) && k == (i->op == IR_BRNZ ? 0 : 2)) {
            if (a->value[n].compares)
                add_flags_uses(a, a->ir->insn[a->value[i->c].root].a, n);
            continue;
        }
        if (!is_flags(a, operand[k]))
            add_use(a, operand[k], n);
        else if (!a->value[n].flags_kept)
            add_flags_uses(a, operand[k], n);
    }
}

/* The operands of FLAGS that have code of their own, which is known at the block's end. */
static void add_uses_of_flags(struct alloc *a, unsigned f)
{
    for (; f; f = a->value[f].flags_before) {
        const struct ir_insn *i = &a->ir->insn[f];

        if ((a->value[f].flags_source || !a->value[f].keep_until) &&
            !alloc_compares_alone(a, (ir_ref)f))
            continue;
        if (i->a)
            alloc_insert_use(a, i->a, f);
        if (i->b)
            alloc_insert_use(a, i->b, f);
        if (i->c)
            alloc_insert_use(a, i->c, f);
    }
}

static void scan_flags(struct alloc *a, struct scan *s, unsigned n)
{
    unsigned source = flags_source(a, n);

    if (ir_raises_fp(&a->ir->insn[n])) /* compares where it stands, for the exceptions */
        s->clobber = n;
    if (source && s->clobber <= source && !a->value[source].flags_for) {
        a->value[n].flags_source = (uint16_t)source;
        a->value[source].flags_for = (uint16_t)n;
    }
    a->value[n].flags_before = (uint16_t)s->flags;
    s->flags = n;
}

/* What reads flags, or calls a helper. */
static void scan_special(struct alloc *a, struct scan *s, unsigned n, const struct ir_insn *i)
{
    bool call = kinds[i->op] & CALLS;

    if (scan_flags_use(a, s, n, i) || i->op == IR_NZCV ||
        (!is_fused(a, (ir_ref)n) && clobbers(a, i)))
        s->clobber = n;
    if (call && a->ir->guest->helpers[i->aux].flags & IR_HELPER_WRITES)
        memset(a->cur, 0, a->ir->guest->n_vars * sizeof *a->cur);
    add_uses(a, n, i);
}

/* Does i ask for flags that the code may make from variables as they are at that place? */
static bool reads_variable_flags(const struct alloc *a, const struct ir_insn *i)
{
    return i->op == IR_COND && a->ir->insn[a->value[i->a].root].op == IR_GET;
}

/* What is neither GET, SET nor a constant. */
static void scan_operation(struct alloc *a, struct scan *s, unsigned n, const struct ir_insn *i)
{
    struct alloc_value *v = &a->value[n];
    unsigned kind = kinds[i->op], operands = ir_n_operands(i), type;

    if (kind & NAMES && scan_alias(a, n, i))
        return; /* its uses are its root's; no such operation clobbers or is a barrier */
    type = ir_result_type(i);
    if (ir_is_int(type))
        v->bits = (uint8_t)known_int_bits(a, i);
    else if (ir_is_vec(type))
        v->bits = (uint8_t)known_vec_bytes(a, i);
    if (kind & MAKES) {
        scan_flags(a, s, n);
        return;
    }
    if (s->set)
        look_at_flags(a, s, n, i);
    if (a->facts->op[i->op] & ALLOC_BARRIER || reads_variable_flags(a, i))
        s->barrier = n;
    if (kind & (READS | CALLS)) {
        scan_special(a, s, n, i);
        return;
    }
    if (kind & MULTIPLIES && a->facts->products && scan_product(a, s, n, i))
        return;
    if (clobbers(a, i) || (i->op == IR_SUB && !carry_waits(a, s)))
        s->clobber = n;
    if (operands > 0 && i->a)
        add_use(a, i->a, n);
    if (operands > 1 && i->b)
        add_use(a, i->b, n);
    if (operands > 2 && i->c)
        add_use(a, i->c, n);
}

static void scan_insn(struct alloc *a, struct scan *s, unsigned n, const struct ir_insn *i)
{
    if (i->op == IR_SET) {
        scan_set(a, s, n, i);
        return;
    }
    a->value[n] = (struct alloc_value){.root = (ir_ref)n,
                                       .pref = ALLOC_NO_VAR,
                                       .var = ALLOC_NO_VAR,
                                       .reg = ALLOC_NONE,
                                       .slot = ALLOC_NONE,
                                       .bits = 64};
    switch (i->op) {
    case IR_CONST:
        a->value[n].bits = (uint8_t)bits_of_const(i);
        break;
    case IR_GADDR:
        break;
    case IR_GET:
        scan_get(a, s, n, i);
        s->clobber = i->type == IR_FLAGS_T ? n : s->clobber;
        break;
    default:
        scan_operation(a, s, n, i);
        break;
    }
}

unsigned alloc_scan_block(struct alloc *a, unsigned start)
{
    struct scan s;
    unsigned n = start;

    s.barrier = s.clobber = start;
    s.kept = IR_NONE;
    s.kept_until = s.flags = s.set = s.read = s.n_products = 0;
    a->n_uses = 1;
    memset(s.touch, 0, a->ir->guest->n_vars * sizeof *s.touch);
    memset(a->cur, 0, a->ir->guest->n_vars * sizeof *a->cur);
    for (const struct ir_insn *i = &a->ir->insn[n];; i++, n++) {
        if (i->op != IR_INSN)
            scan_insn(a, &s, n, i);
        if (ir_ops[i->op].flags & IR_F_END)
            break;
    }
    add_uses_of_flags(a, s.flags);
    memset(a->cur, 0, a->ir->guest->n_vars * sizeof *a->cur);
    return n;
}
