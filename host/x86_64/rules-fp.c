/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Floating-point arithmetic. The host runs with Invalid unmasked: an instruction that raises it
 * does nothing but trap, and the operation is done again by the guest's rules (host_fp_repair).
 * Operands are never exchanged, for the first NaN is the result. A packed instruction must not see
 * what lies above an 8-byte vector: it could raise exceptions. docs/floating-point.md has the
 * whole scheme.
 */
#include "host/x86_64/emit.h"
#include "host/x86_64/rules-fp.h"

#define NONE X86_NO_REG

bool x86_fp_type(unsigned type)
{
    return ir_lane_log2(type) >= 2 && ir_lane_log2(type) <= 3 && ir_bytes(type) <= 16;
}

unsigned x86_fp_operand(struct emit *e, unsigned type, ir_ref v)
{
    return type == IR_V2S ? x86_vec_low8(e, v) : em_vec(e, v);
}

static bool is_packed(unsigned type)
{
    return ir_lanes(type) > 1;
}

/* The destination; where it must be written before the operands are read last, one of its own. */
static unsigned fp_def(struct emit *e, const struct x86_fp *o)
{
    return x86_fp_early(e, o) || e->u->check_fp || !em_has(e, HOST_AVX) ? em_vec_def_early(e, o->d)
                                                                        : em_vec_def(e, o->d);
}

/* Is o one instruction that only traps? Then it may overwrite its first operand, as the legacy form
 * does, and read the second one in memory: both are still there when it is done again. */
static bool is_alone(struct emit *e, const struct x86_fp *o)
{
    return !x86_fp_early(e, o) && !e->u->check_fp && o->type != IR_V2S;
}

/* The second operand of o: in a register or, if o is alone, in struct cpu. */
static struct x86_rm second_operand(struct emit *e, struct x86_fp *o)
{
    struct x86_rm b;

    if (!is_alone(e, o) || em_insn(e, o->i->b)->op == IR_VCONST) {
        o->b = x86_fp_operand(e, o->type, o->i->b);
        return as_reg(o->b);
    }
    b = em_vec_rm(e, o->i->b);
    o->b = b.is_mem ? X86_IN_MEMORY | (unsigned)(b.mem.disp + CPU_BIAS) << 8 : b.reg;
    return b;
}

/* Is 0 - 0 not 0 but -0? */
static bool rounds_down(struct emit *e)
{
    return (x86_fp_mode(e) & IR_FP_ROUND) == IR_ROUND_DOWN;
}

bool x86_rule_fp2(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    static const uint8_t code[IR_N_OPS] = {
        [IR_FADD] = F_ADD,  [IR_FSUB] = F_SUB, [IR_FMUL] = F_MUL,
        [IR_FMULX] = F_MUL, [IR_FDIV] = F_DIV,
    };
    static const uint64_t ones_above[2] = {0, 0x3f8000003f800000};
    unsigned op = v_fp(code[i->op], ir_lane_log2(i->type), is_packed(i->type));
    unsigned size = ir_bytes(i->type);
    struct x86_fp o = {.i = i, .d = d};

    if (!x86_fp_type(i->type)) {
        return x86_half_two(e, i, d);
    }
    x86_fp_begin(e, &o);
    bool zero = size == 8 && is_packed(i->type) ? i->op != IR_FSUB || !rounds_down(e)
                                                : size < 16 && em_upper_zero(e, i->a, size);
    bool tied = is_alone(e, &o) && !em_has(e, HOST_AVX);
    struct x86_rm b = second_operand(e, &o);
    if (!tied) {
        o.a = x86_fp_operand(e, i->type, i->a);
    }
    if (i->op == IR_FDIV && i->type == IR_V2S) { /* not 0 / 0 above */
        unsigned t = em_vec_temp(e);
        v3m(e, V_POR, t, o.b, em_pool(e, ones_above, 16));
        o.b = t;
        b = as_reg(t);
    }
    x86_fp_temps(e, &o);
    o.rd = tied ? em_vec_def_tied(e, d, i->a) : fp_def(e, &o);
    o.a = tied ? o.rd : o.a;
    x86_fp_operands(e, &o);
    unsigned a = o.a;
    if (!em_has(e, HOST_AVX)) {
        vmov(e, o.rd, a);
        a = o.rd;
    }
    o.at[o.n_at++] = as_offset(em_asm(e));
    as_v3(em_asm(e), op, o.rd, a, b);
    x86_fp_end(e, &o);
    if (zero) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}

bool x86_rule_fsqrt(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned op = v_fp(F_SQRT, ir_lane_log2(i->type), is_packed(i->type));
    struct x86_fp o = {.i = i, .d = d};

    if (!x86_fp_type(i->type)) {
        return x86_half_sqrt(e, i, d);
    }
    x86_fp_begin(e, &o);
    o.a = x86_fp_operand(e, i->type, i->a);
    x86_fp_temps(e, &o);
    o.rd = fp_def(e, &o);
    x86_fp_operands(e, &o);
    if (is_packed(i->type)) {
        o.at[o.n_at++] = as_offset(em_asm(e));
        as_v2(em_asm(e), op, o.rd, as_reg(o.a));
    } else {
        unsigned a = o.a;
        if (!em_has(e, HOST_AVX)) {
            vmov(e, o.rd, a);
            a = o.rd;
        }
        o.at[o.n_at++] = as_offset(em_asm(e));
        as_v3(em_asm(e), op, o.rd, a, as_reg(o.a));
    }
    x86_fp_end(e, &o);
    return true;
}

/* FNEG and FABS: the sign bits, which no exception or mode touches. */
bool x86_rule_fsign(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type), size = ir_bytes(i->type);
    uint64_t sign = x86_vrepeat(log2, 1ull << ((8u << log2) - 1));
    uint64_t mask[2] = {i->op == IR_FNEG ? sign : ~sign, 0};
    bool zero = size < 16 && em_upper_zero(e, i->a, size);

    if (log2 < 1 || log2 > 3) {
        return false;
    }
    if (size < 8) {
        mask[0] &= (1ull << 8 * size) - 1;
    } else if (size == 16) {
        mask[1] = mask[0];
    }
    unsigned a = em_vec(e, i->a), rd = em_vec_def(e, d);
    v3m(e, i->op == IR_FNEG ? V_PXOR : V_PAND, rd, a, em_pool(e, mask, 16));
    if (size < 16 && (zero || i->op == IR_FABS)) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}

/*
 * Fused: what the trap does not catch are a quiet NaN addend and the signs of NaNs; then the result
 * is a NaN, and the operation is evaluated out of line.
 */
bool x86_rule_fma(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    /* d = +-(s1 * s2) +- d, by NEG_A | NEG_B */
    static const uint8_t code[4] = {0xb8, 0xba, 0xbc, 0xbe};
    unsigned log2 = ir_lane_log2(i->type), size = ir_bytes(i->type);
    unsigned op = V_66_38(code[i->aux & 3]) + !is_packed(i->type);
    struct x86_fp o = {.i = i, .d = d};

    if (!x86_fp_type(i->type)) {
        return x86_half_fma(e, i, d);
    }
    if (!em_has(e, HOST_FMA)) {
        return x86_unfused_fma(e, i, d);
    }
    x86_fp_begin(e, &o);
    o.a = x86_fp_operand(e, i->type, i->a);
    o.b = x86_fp_operand(e, i->type, i->b);
    o.c = x86_fp_operand(e, i->type, i->c);
    bool zero = size < 16 && em_upper_zero(e, i->a, size) &&
                (!is_packed(i->type) || (!rounds_down(e) && !(i->aux & IR_FMA_NEG_A)));
    x86_fp_temps(e, &o);
    o.rd = em_vec_def_early(e, d);
    x86_fp_operands(e, &o);
    vmov(e, o.rd, o.a);
    o.at[o.n_at++] = as_offset(em_asm(e));
    as_v3(em_asm(e), op | (log2 == 3 ? AS_W : 0), o.rd, o.b, as_reg(o.c));
    x86_fp_end(e, &o);
    if (zero) {
        em_set_upper_zero(e, d, size);
    }
    return true;
}

/* VRANGE with the rules of maxNum and minNum for numbers and quiet NaNs; packed MAX and MIN put a
 * NaN operand's sum where the operands are unordered. */
static void minmax_by_range(struct emit *e, struct x86_fp *o, bool max, bool nm)
{
    bool packed = is_packed(o->type), wide = ir_lane_log2(o->type) == 3;
    unsigned range = V_66_3A(packed ? 0x50 : 0x51) | (wide ? AS_W : 0) | AS_EVEX;

    o->at[o->n_at++] = as_offset(em_asm(e));
    as_v3i(em_asm(e), range, o->rd, o->a, as_reg(o->b), max ? 5 : 4);
    if (packed && !nm) {
        as_v3i(em_asm(e), v_fp(0xc2, wide ? 3 : 2, true) | AS_EVEX, 1, o->a, as_reg(o->b), 3);
        as_v3(em_asm(e), v_fp(F_ADD, wide ? 3 : 2, true) | AS_EVEX | 1u << AS_K_SHIFT, o->rd, o->a,
              as_reg(o->b));
    }
}

/*
 * MAX and MIN give their second operand for zeroes of both signs: the two orders differ only there,
 * and the signs are combined. They trap on quiet NaNs, which are looked for before.
 */
bool x86_rule_fminmax(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    bool max = i->op == IR_FMAX || i->op == IR_FMAXNM, packed = is_packed(i->type);
    bool nm = i->op == IR_FMAXNM || i->op == IR_FMINNM, by_range = has512(e) && !x86_fp_flush(e);
    unsigned log2 = ir_lane_log2(i->type), op = v_fp(max ? F_MAX : F_MIN, log2, packed);
    struct x86_fp o = {.i = i, .d = d};

    if (!x86_fp_type(i->type)) {
        return x86_half_minmax(e, i, d);
    }
    x86_fp_begin(e, &o);
    o.a = x86_fp_operand(e, i->type, i->a);
    o.b = x86_fp_operand(e, i->type, i->b);
    x86_fp_temps(e, &o);
    unsigned t = by_range ? 0 : em_vec_temp(e);
    o.rd = em_vec_def_early(e, d);
    if (!by_range || (!packed && !nm)) {
        x86_jump_unordered(e, &o, i->type, o.a, o.b, t);
        o.nan = false;
    }
    if (by_range) {
        minmax_by_range(e, &o, max, nm);
    } else {
        vmov(e, o.rd, o.a);
        as_v3(em_asm(e), op, o.rd, o.rd, as_reg(o.b));
        v3(e, op, t, o.b, o.a);
        v3(e, max ? V_PAND : V_POR, o.rd, o.rd, t);
    }
    x86_fp_end(e, &o);
    return true;
}

/* Do comparisons have to look for unordered operands first? With FZ the host does not tell of a
 * subnormal beside a NaN. */
static bool unordered_first(const struct emit *e, bool signal)
{
    return x86_fp_flush(e) || (e->u->check_fp && signal);
}

bool x86_rule_fcompare(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned log2 = ir_lane_log2(i->type);
    unsigned op = v_fp(0xc2, log2, is_packed(i->type));
    /* a >= b is b <= a: the predicates that every encoding has; LT and LE signal */
    unsigned how = i->op == IR_FEQ ? 0 : i->op == IR_FGE ? 2 : 1;
    bool first = unordered_first(e, how != 0);
    struct x86_fp o = {.i = i, .d = d};

    if (!x86_fp_type(i->type)) {
        return x86_half_compare(e, i, d);
    }
    x86_fp_begin(e, &o);
    o.nan = false;
    o.a = x86_fp_operand(e, i->type, i->a);
    o.b = x86_fp_operand(e, i->type, i->b);
    o.rd = em_vec_def_early(e, d);
    if (first) {
        x86_jump_unordered(e, &o, i->type, o.a, o.b, o.rd);
    }
    if (!has512(e)) {
        vmov(e, o.rd, o.b);
    }
    o.at[o.n_at++] = as_offset(em_asm(e));
    if (has512(e)) {
        as_v3i(em_asm(e), op | AS_EVEX, 1, o.b, as_reg(o.a), how);
        as_v2(em_asm(e), AS_OP(AS_PF3, 2, 0x38) | (log2 == 3 ? AS_W : 0) | AS_EVEX, o.rd,
              as_reg(1));
    } else {
        as_v3i(em_asm(e), op, o.rd, o.rd, as_reg(o.a), how);
    }
    x86_fp_end(e, &o);
    return true;
}

/* EFLAGS of unordered operands, whose exceptions are raised by the guest's rules. */
static void slow_unordered(struct emit *e, const struct em_slow *s)
{
    x86_fp_exceptions(e, s);
    as_alu(em_asm(e), ALU_CMP, 4, RSP, as_reg(RSP)); /* OF = SF = 0 */
    x86_ucomis(e, s->arg[0], false, s->reg[1], s->reg[2]);
    as_jmp(em_asm(e), em_asm(e)->rx + s->back);
}

void em_fcmp(struct emit *e, const struct ir_insn *f, bool swap)
{
    unsigned log2 = ir_lane_log2(f->type);
    bool signal = f->aux == IR_FLAGS_FCMPE;

    if (!x86_fp_type(f->type)) {
        x86_fcmp_slow(e, f, swap);
        return;
    }
    unsigned a = em_vec(e, f->a), b = em_vec(e, f->b);
    uint32_t at = as_offset(em_asm(e));
    if (!unordered_first(e, signal)) {
        x86_ucomis(e, log2, signal, swap ? b : a, swap ? a : b);
        em_fp_trap(e, at, f, swap, a, b, NONE);
        return;
    }
    struct em_slow s = {.fn = slow_unordered,
                        .insn = (ir_ref)(f - e->ir->insn),
                        .reg = {NONE, (uint8_t)a, (uint8_t)b, NONE},
                        .arg = {log2}};
    x86_ucomis(e, log2, false, swap ? b : a, swap ? a : b);
    s.from[0] = em_jcc_far(e, CC_P);
    s.back = as_offset(em_asm(e));
    em_fp_trap(e, at, f, swap, a, b, NONE);
    em_defer(e, &s);
}
