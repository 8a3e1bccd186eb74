/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The builder. Its tables are never cleared: an entry counts only if it points into the open block
 * and the instruction there is the one looked for, so what earlier blocks or units left is void.
 */
#include <string.h>

#include "translate/ir/build.h"
#include "translate/ir/op-flags.h"

/* Does the operation want the INSN of its instruction? FLAGS: sometimes. */
static const bool wants_mark[IR_N_OPS] = {
#define IR_OP(name, result, operands, flags, meaning)                                              \
    [IR_##name] = IR_##name != IR_GET && IR_##name != IR_SET && IR_##name != IR_BLOCK &&           \
                  IR_##name != IR_INSN && ((flags) & (PURE | FP)) != PURE,
#include "translate/ir/ops.def"
#undef IR_OP
    [IR_FLAGS] = true,
};

size_t ir_size(unsigned cap)
{
    return sizeof(struct ir) + 16 + cap * sizeof(struct ir_insn) +
           ((1u << IR_VN_LOG2) + IR_MAX_VARS) * sizeof(ir_ref);
}

struct ir *ir_init(void *memory, unsigned cap, const struct ir_guest *guest)
{
    struct ir *ir = memory;
    uintptr_t insns = ((uintptr_t)memory + sizeof(*ir) + 15) & ~(uintptr_t)15;

    memset(ir, 0, sizeof(*ir));
    ir->guest = guest;
    ir->cap = cap < UINT16_MAX ? cap : UINT16_MAX;
    ir->insn = (struct ir_insn *)insns;
    ir->vn_table = (ir_ref *)(ir->insn + cap);
    ir->var_table = ir->vn_table + (1u << IR_VN_LOG2);
    memset(ir->vn_table, 0, ((1u << IR_VN_LOG2) + IR_MAX_VARS) * sizeof(ir_ref));
    ir_reset(ir, 0);
    return ir;
}

void ir_reset(struct ir *ir, uint32_t mode)
{
    memset(&ir->insn[0], 0, sizeof(ir->insn[0]));
    ir->n = 1;
    ir->mode = mode;
    ir->failed = false;
    ir->n_blocks = ir->entry = 0;
    ir->block_start = 0;
    ir->var_barrier = ir->fp_barrier = 0;
    ir->mark_due = ir->marks_next = false;
}

static ir_ref append_plain(struct ir *ir, const struct ir_insn *i)
{
    if (ir->n >= ir->cap) {
        ir->failed = true;
        return IR_NONE;
    }
    ir->insn[ir->n] = *i;
    return ir->n++;
}

static void append_mark(struct ir *ir)
{
    struct ir_insn i = {.op = IR_INSN, .type = IR_VOID, .imm = ir->mark_word};

    i.imm64 = ir->mark_pc;
    ir->mark_due = ir->marks_next = false;
    append_plain(ir, &i);
}

static ir_ref append(struct ir *ir, const struct ir_insn *i)
{
    if (wants_mark[i->op] && (i->op != IR_FLAGS || ir_raises_fp(i))) {
        if (ir->mark_due)
            append_mark(ir);
        ir->marks_next |= i->op == IR_FLAGS;
    }
    return append_plain(ir, i);
}

/* The value of i: one that exists behind start, or a new one. */
static ir_ref number(struct ir *ir, const struct ir_insn *i, unsigned start)
{
    uint64_t w[2], old[2];
    ir_ref *slot, r;

    memcpy(w, i, sizeof(w));
    slot = &ir->vn_table[((w[0] * 0x9e3779b97f4a7c15 ^ w[1]) * 0xd6e8feb86659fd93) >>
                         (64 - IR_VN_LOG2)];
    r = *slot;
    if (r > start && r < ir->n) {
        memcpy(old, &ir->insn[r], sizeof(old));
        if (old[0] == w[0] && old[1] == w[1])
            return r;
    }
    r = append(ir, i);
    if (r)
        *slot = r;
    return r;
}

static ir_ref emit_helper(struct ir *ir, const struct ir_insn *i)
{
    unsigned flags = ir->guest->helpers[i->aux].flags;
    ir_ref r;

    if (!flags)
        return number(ir, i, ir->block_start);
    r = append(ir, i);
    if (flags & IR_HELPER_WRITES)
        ir->var_barrier = r;
    if (flags & (IR_HELPER_FP | IR_HELPER_WRITES))
        ir->fp_barrier = r;
    return r;
}

static ir_ref emit_effect(struct ir *ir, struct ir_insn *i)
{
    uint64_t c;
    struct ir_insn *a;

    switch (i->op) {
    case IR_GET:
        return ir_get(ir, i->type, i->aux);
    case IR_SET:
        ir_set(ir, i->aux, i->a);
        return IR_NONE;
    case IR_HELPER:
    case IR_VHELPER:
        return emit_helper(ir, i);
    case IR_BRNZ:
        a = &ir->insn[i->a];
        if (a->op == IR_CONST) {
            *i = (struct ir_insn){
                .op = IR_JUMP, .type = IR_VOID, .imm = a->imm64 ? i->imm : (int32_t)i->c};
        } else if (a->op == IR_COND) { /* the host branches on the flags themselves */
            *i = (struct ir_insn){.op = IR_BRF, .aux = a->aux, .imm = i->imm, .a = a->a, .c = i->c};
        } else if ((a->op == IR_EQ || a->op == IR_NE) && ir_konst(ir, a->b, &c) && !c) {
            if (a->op == IR_EQ) {
                uint16_t other = i->c;
                i->c = (uint16_t)i->imm;
                i->imm = other;
            }
            i->type = a->type;
            i->a = a->a;
        }
        break;
    case IR_BRF:
        if (i->aux >= IR_CC_AL)
            *i = (struct ir_insn){.op = IR_JUMP, .type = IR_VOID, .imm = i->imm};
        break;
    }
    return append(ir, i);
}

ir_ref ir_emit(struct ir *ir, unsigned op, unsigned type, ir_ref a, ir_ref b, ir_ref c,
               unsigned aux, int32_t imm)
{
    struct ir_insn i = {.op = op, .type = type, .aux = aux, .imm = imm};
    unsigned start = ir->block_start;
    ir_ref r;

    i.a = a;
    i.b = b;
    i.c = c;
    i.pass = 0;
    if (!(ir_ops[op].flags & IR_F_PURE))
        return emit_effect(ir, &i);
    if (ir_raises_fp(&i)) {
        if (ir->fp_barrier > start)
            start = ir->fp_barrier;
    } else {
        r = ir_fold(ir, &i);
        if (r)
            return r;
    }
    return number(ir, &i, start);
}

ir_ref ir_const(struct ir *ir, unsigned type, uint64_t value)
{
    struct ir_insn i = {.op = IR_CONST, .type = type};

    i.imm64 = value & ir_type_mask(type);
    return number(ir, &i, ir->block_start);
}

ir_ref ir_gaddr(struct ir *ir, uint64_t address)
{
    struct ir_insn i = {.op = IR_GADDR, .type = ir->guest->word};

    i.imm64 = address & ir_type_mask(i.type);
    return number(ir, &i, ir->block_start);
}

ir_ref ir_vconst(struct ir *ir, unsigned type, uint64_t pattern, bool low_only)
{
    struct ir_insn i = {.op = IR_VCONST, .type = type};
    unsigned bytes = ir_bytes(type);

    i.imm64 = bytes < 8 ? pattern & ~0ull >> (64 - 8 * bytes) : pattern;
    i.imm = low_only && bytes > 8 && pattern;
    return number(ir, &i, ir->block_start);
}

ir_ref ir_get(struct ir *ir, unsigned type, unsigned var)
{
    struct ir_insn i = {.op = IR_GET, .type = type, .aux = var};
    ir_ref r = ir->var_table[var], v;

    if (r > ir->block_start && r > ir->var_barrier && r < ir->n && ir->insn[r].aux == var &&
        (ir->insn[r].op == IR_GET || ir->insn[r].op == IR_SET)) {
        v = ir->insn[r].op == IR_SET ? ir->insn[r].a : r;
        unsigned have = ir_result_type(&ir->insn[v]);

        if (have == type ||
            (ir_is_vec(type) && ir_is_vec(have) && ir_bytes(type) == ir_bytes(have)))
            return v;
        if (ir_is_int(type) && ir_is_int(have) && type < have)
            return ir_emit(ir, IR_TRUNC, type, v, IR_NONE, IR_NONE, have, 0);
        if (ir_is_vec(type) && ir_is_vec(have) && ir_bytes(type) <= ir_bytes(have))
            return ir_emit(ir, IR_VCAST, type, v, IR_NONE, IR_NONE, 0, 0);
        if (ir_is_vec(type) && ir_is_int(have) && ir_bytes(type) <= ir_bytes(have))
            return ir_emit(ir, IR_VFROM, type, v, IR_NONE, IR_NONE, 0, 0);
        if (ir_is_int(type) && ir_is_vec(have) && ir_bytes(type) <= ir_bytes(have))
            return ir_emit(ir, IR_VTO, type, v, IR_NONE, IR_NONE, 0, 0);
    }
    r = append(ir, &i);
    if (r)
        ir->var_table[var] = r;
    return r;
}

void ir_set(struct ir *ir, unsigned var, ir_ref value)
{
    struct ir_insn i = {.op = IR_SET, .type = ir->guest->vars[var].type, .aux = var};
    ir_ref r = ir->var_table[var];

    if (r > ir->block_start && r > ir->var_barrier && r < ir->n && ir->insn[r].aux == var) {
        const struct ir_insn *last = &ir->insn[r];

        if ((last->op == IR_SET && last->a == value) ||
            (last->op == IR_GET && r == value && ir_bytes(last->type) == ir_bytes(i.type)))
            return;
    }
    i.a = value;
    r = append(ir, &i);
    if (r)
        ir->var_table[var] = r;
}

unsigned ir_block(struct ir *ir, uint64_t pc, unsigned flags)
{
    struct ir_insn i = {.op = IR_BLOCK, .type = IR_VOID, .aux = flags, .imm = (int)ir->n_blocks};

    i.imm64 = pc;
    ir->block_start = ir->n;
    ir->mark_due = ir->marks_next = false;
    append(ir, &i);
    return ir->n_blocks++;
}

void ir_insn_mark(struct ir *ir, uint64_t pc, int32_t word)
{
    ir->mark_due = true;
    ir->mark_pc = pc;
    ir->mark_word = word;
    if (ir->marks_next || ir->marks_all)
        append_mark(ir);
}

bool ir_is_const(const struct ir *ir, ir_ref v, uint64_t *value)
{
    *value = ir->insn[v].imm64;
    return ir->insn[v].op == IR_CONST || ir->insn[v].op == IR_GADDR;
}
