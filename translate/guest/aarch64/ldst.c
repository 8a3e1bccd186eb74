/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loads and stores of one register and of pairs, of both register files (Arm ARM C4.1.95).
 *
 * Where the architecture leaves the choice: with writeback to a register that is also loaded, the
 * loaded value stays; such a store stores the register's old value; a pair loaded into one register
 * leaves the second value there.
 */
#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"

struct address {
    ir_ref base, index;
    int32_t offset;
    unsigned aux;
};

/* The register offset with its extension, shifted by scale. */
static ir_ref extended_index(struct tr *t, const struct a64_insn *a, unsigned scale)
{
    bool w = !(a->option & 1), sign = a->option & 4;
    ir_ref index = a64_get(t, w ? IR_I32 : IR_I64, a->rm);

    if (w)
        index =
            ir_emit(t->ir, sign ? IR_SEXT : IR_ZEXT, IR_I64, index, IR_NONE, IR_NONE, IR_I32, 0);
    return a64_shift(t, IR_I64, index, 0, scale);
}

static void register_offset(struct tr *t, const struct a64_insn *a, struct address *at)
{
    unsigned scale = a->sh ? a->sz : 0;
    bool w = !(a->option & 1), sign = a->option & 4, mask = t->mode & A64_MODE_TBI;

    if (scale <= 3 && !mask) {
        at->index = a64_get(t, w ? IR_I32 : IR_I64, a->rm);
        at->aux |= scale << IR_MEM_SCALE_SHIFT;
        if (w)
            at->aux |= IR_MEM_INDEX32 | (sign ? IR_MEM_SIGN32 : 0);
        return;
    }
    at->index = extended_index(t, a, scale);
    if (mask) {
        /* Either register may hold the tag. */
        at->base = a64_untag(t, ir_op2(t->ir, IR_ADD, IR_I64, at->base, at->index));
        at->index = IR_NONE;
    }
}

/* The base register with writeback. */
static ir_ref stepped(struct tr *t, unsigned n, int32_t step)
{
    ir_ref base = a64_get_sp(t, IR_I64, n);
    ir_ref by = a64_const(t, IR_I64, (uint64_t)(int64_t)step);

    return ir_op2(t->ir, IR_ADD, IR_I64, base, by);
}

static struct address address(struct tr *t, const struct a64_insn *a, int32_t imm)
{
    struct address at = {.index = IR_NONE, .aux = a->sz};

    if (a->mode == A64_ADDR_LITERAL) {
        at.base = ir_gaddr(t->ir, t->pc + (uint64_t)(int64_t)imm);
        return at;
    }
    if (a->mode == A64_ADDR_REG) {
        a64_check_base(t, a->rn);
        at.base = a64_get_sp(t, IR_I64, a->rn);
        register_offset(t, a, &at);
        return at;
    }
    at.base = a64_base(t, a->rn);
    if (a->mode == A64_ADDR_SCALED)
        at.offset = imm << a->sz;
    else if (a->mode != A64_ADDR_POST)
        at.offset = imm;
    /* Not for nothing: its sum would be made in front of the access. */
    if (a->rn == A64_ZR && imm & 15 && (a->mode == A64_ADDR_POST || a->mode == A64_ADDR_PRE))
        a64_check_new_sp(t, a->rn, stepped(t, a->rn, imm));
    return at;
}

/*
 * PRFM, PRFUM, by rt = type:2 level:2 once:1 (Arm ARM C6.2, prefetch). Hints for the instruction
 * cache, for levels that a host does not name and for ranges do nothing. SP is not checked.
 */
enum tr_status a64_prefetch(struct tr *t, const struct a64_insn *a)
{
    static const uint8_t levels[] = {IR_PREFETCH_L1, IR_PREFETCH_L2, IR_PREFETCH_L3};
    unsigned type = a->rt >> 3, level = a->rt >> 1 & 3, hint;
    int32_t offset = a->mode == A64_ADDR_SCALED ? a->imm << a->sz : a->imm;
    ir_ref base;

    if (type & 1 || level == 3)
        return TR_NEXT;
    hint = type ? IR_PREFETCH_WRITE : a->rt & 1 ? IR_PREFETCH_ONCE : levels[level];
    if (a->mode == A64_ADDR_LITERAL) {
        base = ir_gaddr(t->ir, t->pc + (uint64_t)(int64_t)offset);
        offset = 0;
    } else {
        base = a64_get_sp(t, IR_I64, a->rn);
    }
    if (a->mode == A64_ADDR_REG) {
        base = ir_op2(t->ir, IR_ADD, IR_I64, base, extended_index(t, a, a->sh ? a->sz : 0));
        offset = 0;
    }
    if (t->mode & A64_MODE_TBI)
        base = a64_untag(t, base);
    ir_emit(t->ir, IR_PREFETCH, IR_I64, base, IR_NONE, IR_NONE, hint, offset);
    return TR_NEXT;
}

static void writeback(struct tr *t, const struct a64_insn *a, int32_t step)
{
    if (a->mode == A64_ADDR_POST || a->mode == A64_ADDR_PRE)
        a64_set_sp(t, IR_I64, a->rn, stepped(t, a->rn, step));
}

/* A vector register is loaded as a whole: an access of fewer bytes leaves zeroes above. */
static unsigned load_type(const struct a64_insn *a)
{
    return a->v ? IR_V2D : (unsigned)a->type;
}

static unsigned store_type(const struct a64_insn *a)
{
    static const uint8_t vector[] = {IR_F16, IR_F16, IR_F32, IR_F64, IR_V2D};

    return a->v ? vector[a->sz] : (unsigned)a->type;
}

/* IR_MEM_PAIR for the first load of a pair of X registers on the stack: SP is a multiple of 16. */
static unsigned pair_on_stack(const struct a64_insn *a, const struct address *at)
{
    bool aligned = a->rn == A64_ZR && !(at->offset & 15);

    return aligned && !a->v && a->sz == 3 ? IR_MEM_PAIR : 0;
}

static ir_ref load(struct tr *t, const struct a64_insn *a, const struct address *at, int32_t more)
{
    unsigned aux = at->aux | (!a->v && a->sign ? IR_MEM_SIGN : 0);

    return ir_emit(t->ir, IR_LOAD, load_type(a), at->base, at->index, IR_NONE, aux,
                   at->offset + more);
}

static void loaded(struct tr *t, const struct a64_insn *a, unsigned reg, ir_ref v)
{
    if (a->v)
        a64_set_v(t, IR_V2D, reg, v);
    else
        a64_set(t, a->type, reg, v);
}

static void store(struct tr *t, const struct a64_insn *a, const struct address *at, unsigned reg,
                  int32_t more)
{
    unsigned type = store_type(a);
    ir_ref v = a->v ? a64_get_v(t, type, reg) : a64_get(t, type, reg);

    ir_emit(t->ir, IR_STORE, type, at->base, at->index, v, at->aux, at->offset + more);
}

enum tr_status a64_load(struct tr *t, const struct a64_insn *a)
{
    struct address at = address(t, a, a->imm);
    ir_ref v = load(t, a, &at, 0);

    writeback(t, a, a->imm);
    loaded(t, a, a->rt, v);
    return TR_NEXT;
}

enum tr_status a64_store(struct tr *t, const struct a64_insn *a)
{
    struct address at = address(t, a, a->imm);

    store(t, a, &at, a->rt, 0);
    writeback(t, a, a->imm);
    return TR_NEXT;
}

enum tr_status a64_load_pair(struct tr *t, const struct a64_insn *a)
{
    int32_t imm = a->imm * (1 << a->sz);
    struct address at = address(t, a, imm);
    unsigned second = at.aux;
    ir_ref x, y;

    at.aux |= pair_on_stack(a, &at);
    x = load(t, a, &at, 0);
    at.aux = second;
    y = load(t, a, &at, 1 << a->sz);

    writeback(t, a, imm);
    loaded(t, a, a->rt, x);
    loaded(t, a, a->rt2, y);
    return TR_NEXT;
}

enum tr_status a64_store_pair(struct tr *t, const struct a64_insn *a)
{
    int32_t imm = a->imm * (1 << a->sz);
    struct address at = address(t, a, imm);

    store(t, a, &at, a->rt, 0);
    store(t, a, &at, a->rt2, 1 << a->sz);
    writeback(t, a, imm);
    return TR_NEXT;
}

/* LDAR, LDLAR, LDAPR, LDAPUR: on a host with acquire loads one is as good as the other. */
enum tr_status a64_load_ordered(struct tr *t, const struct a64_insn *a)
{
    ir_ref base = a64_base(t, a->rn);
    unsigned aux = a->sz | IR_MEM_ACQUIRE | a64_align(t) | (a->sign ? IR_MEM_SIGN : 0);
    ir_ref v = ir_emit(t->ir, IR_LOAD, a->type, base, IR_NONE, IR_NONE, aux, a->imm);

    a64_set(t, a->type, a->rt, v);
    return TR_NEXT;
}

enum tr_status a64_store_ordered(struct tr *t, const struct a64_insn *a)
{
    ir_ref base = a64_base(t, a->rn);
    ir_ref v = a64_get(t, a->type, a->rt);

    ir_emit(t->ir, IR_STORE, a->type, base, IR_NONE, v, a->sz | IR_MEM_RELEASE | a64_align(t),
            a->imm);
    return TR_NEXT;
}
