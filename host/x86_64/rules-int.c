/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules: integer arithmetic and logic. */
#include "host/x86_64/emit.h"

static bool scalar(const struct ir_insn *i)
{
    return i->type == IR_I32 || i->type == IR_I64;
}

static void swap_for_tie(struct emit *e, ir_ref d, ir_ref *a, ir_ref *b)
{
    ir_ref t = *a;

    if (alloc_tie_score(e->alloc, d, *b) > alloc_tie_score(e->alloc, d, *a)) {
        *a = *b;
        *b = t;
    }
}

/* d = a op b, two-address, flags as x86 sets them. */
static void alu(struct emit *e, unsigned op, unsigned type, ir_ref d, ir_ref a, ir_ref b)
{
    unsigned w = em_width(type), rd;
    struct x86_rm rb;
    int32_t imm;

    if (em_imm32(e, b, type, &imm)) {
        rd = em_gpr_def_tied(e, d, a);
        em_clobber(e);
        as_alu_imm(&e->as, op, w, as_reg(rd), imm);
        return;
    }
    rb = em_gpr_rm(e, b, w);
    rd = em_gpr_def_tied(e, d, a);
    em_clobber(e);
    as_alu(&e->as, op, w, rd, rb);
}

/* d = a + b or a + imm by lea where that saves a move or EFLAGS. */
static void add_lea(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = em_width(i->type), ra = em_gpr(e, i->a), rb = 0, rd;
    int32_t imm = 0;
    bool is_imm = em_imm32(e, i->b, i->type, &imm), live = em_flags_live(e);

    if (!is_imm)
        rb = em_gpr(e, i->b);
    rd = em_gpr_def(e, d);
    if (!live && is_imm && rd == ra) {
        em_clobber(e);
        as_alu_imm(&e->as, ALU_ADD, w, as_reg(rd), imm);
    } else if (!live && !is_imm && (rd == ra || rd == rb)) {
        em_clobber(e);
        as_alu(&e->as, ALU_ADD, w, rd, as_reg(rd == ra ? rb : ra));
    } else {
        as_lea(&e->as, w, rd, is_imm ? as_mem((int)ra, imm) : as_sib((int)ra, (int)rb, 0, 0));
    }
}

static bool in_register(struct emit *e, ir_ref v)
{
    return alloc_reg(e->alloc, v) != ALLOC_NONE;
}

/* a + b as the subtraction of a constant whose flags the FLAGS behind wants. */
static bool subtract(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned f = alloc_flags_for(e->alloc, d), w = em_width(i->type), rd;
    int32_t imm;

    if (!f || e->ir->insn[f].aux != IR_FLAGS_SUB || !em_imm32(e, e->ir->insn[f].b, i->type, &imm))
        return false;
    rd = em_gpr_def_tied(e, d, i->a);
    em_clobber(e);
    as_alu_imm(&e->as, ALU_SUB, w, as_reg(rd), imm);
    em_flags_made(e, d, false);
    return true;
}

bool em_rule_add(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    ir_ref a = i->a, b = i->b;
    int32_t imm;

    if (!ir_is_int(i->type))
        return false;
    if (subtract(e, i, d))
        return true;
    if (!alloc_flags_for(e->alloc, d) &&
        (em_flags_live(e) ||
         (in_register(e, a) && (in_register(e, b) || em_imm32(e, b, i->type, &imm))))) {
        add_lea(e, i, d);
        return true;
    }
    if (!em_imm32(e, b, i->type, &imm))
        swap_for_tie(e, d, &a, &b);
    alu(e, ALU_ADD, i->type, d, a, b);
    em_flags_made(e, d, true);
    return true;
}

bool em_rule_addsl(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned ra, rb;

    if (!scalar(i))
        return false;
    ra = em_gpr(e, i->a);
    rb = em_gpr(e, i->b);
    as_lea(&e->as, em_width(i->type), em_gpr_def(e, d),
           as_sib((int)ra, (int)rb, (unsigned)i->imm, 0));
    return true;
}

/* a - b as a + ~b + 1, which keeps EFLAGS. */
static void sub_beside_flags(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = em_width(i->type), ra, rd;
    int32_t imm;

    if (em_imm32(e, i->b, i->type, &imm) && imm != INT32_MIN) {
        ra = em_gpr(e, i->a);
        as_lea(&e->as, w, em_gpr_def(e, d), as_mem((int)ra, -imm));
        return;
    }
    ra = em_gpr(e, i->a);
    rd = em_gpr_def_tied(e, d, i->b);
    as_g3(&e->as, G3_NOT, w, as_reg(rd));
    as_lea(&e->as, w, rd, as_sib((int)ra, (int)rd, 0, 1));
}

bool em_rule_sub(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    uint64_t zero;

    if (!ir_is_int(i->type))
        return false;
    if (em_flags_live(e) && !alloc_flags_for(e->alloc, d)) {
        sub_beside_flags(e, i, d);
        return true;
    }
    if (em_const(e, i->a, &zero) && !zero && !alloc_flags_for(e->alloc, d)) {
        unsigned rd = em_gpr_def_tied(e, d, i->b);

        em_clobber(e);
        as_g3(&e->as, G3_NEG, em_width(i->type), as_reg(rd));
        return true;
    }
    alu(e, ALU_SUB, i->type, d, i->a, i->b);
    em_flags_made(e, d, false);
    return true;
}

/* AND whose value nobody needs: test. */
static void test(struct emit *e, const struct ir_insn *i)
{
    unsigned w = em_width(i->type), rb;
    struct x86_rm ra = em_gpr_rm(e, i->a, w);
    int32_t imm;

    if (em_imm32(e, i->b, i->type, &imm)) {
        em_clobber(e);
        if (ra.is_mem)
            as_test_mem_imm(&e->as, imm >= 0 && imm <= 0x7f ? 1 : w, ra.mem, imm);
        else
            as_test_imm(&e->as, w, ra.reg, imm);
        return;
    }
    if (ra.is_mem)
        ra = as_reg(em_gpr(e, i->a));
    rb = em_gpr(e, i->b);
    em_clobber(e);
    as_test(&e->as, w, ra.reg, rb);
}

/* a & imm whose flags nobody needs, where one instruction can copy, too. */
static bool mask(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned bytes;
    struct x86_rm ra;
    int32_t imm;

    if (i->op != IR_AND || alloc_flags_for(e->alloc, d) || alloc_flags_until(e->alloc, d) ||
        !em_imm32(e, i->b, i->type, &imm) || (imm != 0xff && imm != 0xffff))
        return false;
    bytes = imm == 0xff ? 1 : 2;
    ra = em_gpr_rm(e, i->a, bytes);
    as_movzx(&e->as, bytes, em_gpr_def(e, d), ra);
    return true;
}

bool em_rule_logic(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    ir_ref a = i->a, b = i->b;
    int32_t imm;

    if (!ir_is_int(i->type))
        return false;
    if (i->op == IR_AND && !alloc_used(e->alloc, d)) {
        test(e, i);
    } else if (mask(e, i, d)) {
        return true;
    } else {
        unsigned type = i->type;

        if (!em_imm32(e, b, type, &imm))
            swap_for_tie(e, d, &a, &b);
        else if (i->op == IR_AND && imm >= 0)
            type = IR_I32; /* what is above is zero, and so is the sign */
        alu(e, i->op == IR_AND ? ALU_AND : i->op == IR_OR ? ALU_OR : ALU_XOR, type, d, a, b);
    }
    em_flags_made(e, d, false);
    return true;
}

/* a & ~b, a | ~b */
bool em_rule_andn(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = em_width(i->type), rd;
    struct x86_rm ra;

    if (!ir_is_int(i->type))
        return false;
    if (i->op == IR_ANDN && em_has(e, HOST_BMI)) {
        unsigned rb = em_gpr(e, i->b);

        ra = em_gpr_rm(e, i->a, w);
        rd = em_gpr_def(e, d);
        em_clobber(e);
        as_v3(&e->as, AS_OP(AS_P0, 2, 0xf2) | AS_VEX | (w == 8 ? AS_W : 0), rd, rb, ra);
        return true;
    }
    ra = em_gpr_rm(e, i->a, w);
    rd = em_gpr_def_tied(e, d, i->b);
    em_clobber(e);
    as_g3(&e->as, G3_NOT, w, as_reg(rd));
    as_alu(&e->as, i->op == IR_ANDN ? ALU_AND : ALU_OR, w, rd, ra);
    return true;
}

bool em_rule_neg_not(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned rd;

    if (!ir_is_int(i->type))
        return false;
    rd = em_gpr_def_tied(e, d, i->a);
    if (i->op == IR_NEG)
        em_clobber(e);
    as_g3(&e->as, i->op == IR_NEG ? G3_NEG : G3_NOT, em_width(i->type), as_reg(rd));
    return true;
}

/* A mask of whether a is zero: it is a borrow. */
bool em_rule_mask(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = em_width(i->type), rd;
    struct x86_rm ra;
    uint64_t zero;

    if (!scalar(i) || !em_const(e, i->b, &zero) || zero)
        return false;
    if (i->op == IR_VGTU && alloc_tie_score(e->alloc, d, i->a) > 1) {
        rd = em_gpr_def_tied(e, d, i->a);
        em_clobber(e);
        as_g3(&e->as, G3_NEG, w, as_reg(rd));
        as_alu(&e->as, ALU_SBB, w, rd, as_reg(rd));
        return true;
    }
    ra = em_gpr_rm(e, i->a, w);
    rd = em_gpr_def(e, d);
    em_clobber(e);
    as_alu_imm(&e->as, ALU_CMP, w, ra, 1);
    as_alu(&e->as, ALU_SBB, w, rd, as_reg(rd));
    if (i->op == IR_VGTU)
        as_g3(&e->as, G3_NOT, w, as_reg(rd));
    return true;
}

/* mulx: high and low = rdx * rm, EFLAGS are kept. The same register twice gets the high half. */
static void mulx(struct emit *e, unsigned w, unsigned high, unsigned low, struct x86_rm rm)
{
    as_v3(&e->as, AS_OP(AS_PF2, 2, 0xf6) | AS_VEX | (w == 8 ? AS_W : 0), high, low, rm);
}

/* rdx and rm, what i multiplies. A factor that is in rdx already, or is needed again first, stays
 * there; the other one may stay in memory. */
static struct x86_rm factors(struct emit *e, const struct ir_insn *i, unsigned w)
{
    unsigned next[2] = {alloc_next_use(e->alloc, i->a), alloc_next_use(e->alloc, i->b)};
    bool swap = alloc_is_in(e->alloc, i->b, RDX) || (next[1] && (!next[0] || next[1] < next[0]));
    ir_ref other;

    if (alloc_is_in(e->alloc, i->a, RDX))
        swap = false;
    other = swap ? i->a : i->b;
    alloc_use_in(e->alloc, swap ? i->b : i->a, RDX);
    return em_gpr_mem(e, other, w);
}

/* Both halves of a product, d and the one whose place comes later. EFLAGS are kept. */
static void multiply_both(struct emit *e, const struct ir_insn *i, ir_ref d, ir_ref later)
{
    struct x86_rm rb = factors(e, i, 8);
    unsigned rd = em_gpr_def_early(e, d), rlater = alloc_def_ahead(e->alloc, later, RDX), var;

    if (i->op == IR_MUL)
        mulx(e, 8, rlater, rd, rb);
    else
        mulx(e, 8, rd, rlater, rb);
    var = alloc_store_ahead(e->alloc, later);
    if (var != ALLOC_NO_VAR)
        as_store(&e->as, 8, as_cpu(e->ir->guest->vars[var].offset), rlater);
}

/* Are both halves of a product wanted? The first operation makes them. */
static bool is_half(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned other = alloc_other_half(e->alloc, d);

    if (other > d && alloc_other_waits(e->alloc, d))
        return false;
    if (other > d)
        multiply_both(e, i, d, (ir_ref)other);
    return other;
}

/* While a carry waits in EFLAGS. */
static void multiply_beside_flags(struct emit *e, const struct ir_insn *i, ir_ref d, unsigned w)
{
    struct x86_rm rb = factors(e, i, w);
    unsigned rd = em_gpr_def(e, d);

    mulx(e, w, rd == RDX ? em_gpr_temp(e) : alloc_temp_or(e->alloc, RDX), rd, rb);
}

bool em_rule_mul(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = em_width(i->type), rd;
    ir_ref a = i->a, b = i->b;
    struct x86_rm rb;
    int32_t imm;

    if (!ir_is_int(i->type))
        return false;
    if (is_half(e, i, d))
        return true;
    if (em_flags_live(e)) {
        multiply_beside_flags(e, i, d, w);
        return true;
    }
    if (em_imm32(e, b, i->type, &imm)) {
        rb = em_gpr_rm(e, a, w);
        rd = em_gpr_def(e, d);
        em_clobber(e);
        as_rx(&e->as, 0x69 | AS_IMM32, w, rd, rb);
        as_u32(&e->as, (uint32_t)imm);
        return true;
    }
    swap_for_tie(e, d, &a, &b);
    rb = em_gpr_rm(e, b, w);
    rd = em_gpr_def_tied(e, d, a);
    em_clobber(e);
    as_rx(&e->as, AS_OP(0, 1, 0xaf), w, rd, rb);
    return true;
}

bool em_rule_mulh(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    struct x86_rm rb;

    if (is_half(e, i, d))
        return true;
    if (i->op == IR_MULHU && em_has(e, HOST_BMI) && (i->type == IR_I32 || i->type == IR_I64)) {
        unsigned w = em_width(i->type), rd;

        rb = factors(e, i, w);
        rd = em_gpr_def(e, d);
        mulx(e, w, rd, rd, rb);
        return true;
    }
    if (i->type != IR_I64)
        return false;
    alloc_use_fixed(e->alloc, i->a, RAX);
    em_gpr_temp_fixed(e, RDX);
    rb = em_gpr_rm(e, i->b, 8);
    em_clobber(e);
    as_g3(&e->as, i->op == IR_MULHU ? G3_MUL : G3_IMUL, 8, rb);
    em_gpr_def_fixed(e, d, RDX);
    return true;
}

/* What x86 has no answer for: x / 0 = 0, x % 0 = x, MIN / -1 = MIN, MIN % -1 = 0. */
bool em_rule_div(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    bool is_signed = i->op == IR_DIVS || i->op == IR_REMS,
         rem = i->op == IR_REMU || i->op == IR_REMS;
    unsigned w = em_width(i->type), rb;
    uint32_t zero, minus = 0, done, done2 = 0;

    if (!scalar(i))
        return false;
    alloc_use_fixed(e->alloc, i->a, RAX);
    em_gpr_temp_fixed(e, RDX);
    rb = em_gpr(e, i->b);
    em_clobber(e);
    as_test(&e->as, w, rb, rb);
    zero = as_jcc_short(&e->as, CC_E);
    if (is_signed) {
        as_alu_imm(&e->as, ALU_CMP, w, as_reg(rb), -1);
        minus = as_jcc_short(&e->as, CC_E);
        if (w == 8)
            as_byte(&e->as, 0x48);
        as_byte(&e->as, 0x99); /* cdq, cqo */
    } else {
        as_alu(&e->as, ALU_XOR, 4, RDX, as_reg(RDX));
    }
    as_g3(&e->as, is_signed ? G3_IDIV : G3_DIV, w, as_reg(rb));
    done = as_jmp_short(&e->as);
    if (is_signed) {
        as_here8(&e->as, minus);
        if (rem)
            as_alu(&e->as, ALU_XOR, 4, RDX, as_reg(RDX));
        else
            as_g3(&e->as, G3_NEG, w, as_reg(RAX));
        done2 = as_jmp_short(&e->as);
    }
    as_here8(&e->as, zero);
    if (rem)
        as_mov(&e->as, w, RDX, RAX);
    else
        as_alu(&e->as, ALU_XOR, 4, RAX, as_reg(RAX));
    as_here8(&e->as, done);
    if (is_signed)
        as_here8(&e->as, done2);
    em_gpr_def_fixed(e, d, rem ? RDX : RAX);
    return true;
}

/* CF = the carry that flags in EFLAGS hold. */
static void carry_of(struct emit *e, struct em_cc c)
{
    if (c.how == EM_ALWAYS || c.how == EM_NEVER)
        as_byte(&e->as, c.how == EM_ALWAYS ? 0xf9 : 0xf8); /* stc, clc */
    else if (c.cc != CC_B)
        as_byte(&e->as, 0xf5); /* cmc: it was the borrow */
}

/* a + c while EFLAGS are needed, c from there or a number. */
static void add_carry_beside_flags(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    bool kept = alloc_flags_kept(e->alloc, (ir_ref)e->now);
    struct em_cc carry = {0};
    unsigned ra, c;

    if (kept)
        carry = em_decision(e, i->c);
    ra = em_gpr(e, i->a);
    c = kept ? em_gpr_temp(e) : em_gpr_zx(e, i->c, IR_I32);
    if (carry.how == EM_IF && kept) {
        as_setcc(&e->as, carry.cc, c);
        as_movzx(&e->as, 1, c, as_reg(c));
    } else if (kept) {
        as_mov_imm(&e->as, c, carry.how == EM_ALWAYS);
    }
    as_lea(&e->as, em_width(i->type), em_gpr_def(e, d), as_sib((int)ra, (int)c, 0, 0));
}

/* a + b + c */
bool em_rule_addc(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    ir_ref a = i->a, b = i->b;
    unsigned w = em_width(i->type), c = 0, rd;
    bool is_imm, kept = alloc_flags_kept(e->alloc, (ir_ref)e->now);
    struct em_cc carry = {0};
    struct x86_rm rb;
    int32_t imm = 0;

    if (!ir_is_int(i->type))
        return false;
    if (em_flags_live(e)) {
        add_carry_beside_flags(e, i, d);
        return true;
    }
    if (kept)
        carry = em_decision(e, i->c);
    is_imm = em_imm32(e, b, i->type, &imm);
    if (!is_imm)
        swap_for_tie(e, d, &a, &b);
    if (!kept)
        c = em_gpr(e, i->c);
    rb = is_imm ? as_reg(0) : em_gpr_rm(e, b, w);
    rd = em_gpr_def_tied(e, d, a);
    em_clobber(e);
    if (kept) {
        carry_of(e, carry);
    } else {
        as_rr(&e->as, AS_OP(0, 1, 0xba) | AS_IMM8, 4, 4, c); /* bt c, 0 */
        as_byte(&e->as, 0);
    }
    if (is_imm)
        as_alu_imm(&e->as, ALU_ADC, w, as_reg(rd), imm);
    else
        as_alu(&e->as, ALU_ADC, w, rd, rb);
    em_flags_made(e, d, true);
    return true;
}

bool em_rule_minmax(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    static const uint8_t cc[] = {[IR_UMIN - IR_UMIN] = CC_A,
                                 [IR_UMAX - IR_UMIN] = CC_B,
                                 [IR_SMIN - IR_UMIN] = CC_G,
                                 [IR_SMAX - IR_UMIN] = CC_L};
    unsigned w = em_width(i->type), rb, rd;

    if (!scalar(i))
        return false;
    rb = em_gpr(e, i->b);
    rd = em_gpr_def_tied(e, d, i->a);
    em_clobber(e);
    as_alu(&e->as, ALU_CMP, w, rd, as_reg(rb));
    as_cmov(&e->as, cc[i->op - IR_UMIN], w, rd, as_reg(rb));
    return true;
}

bool em_rule_abs(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned w = em_width(i->type), ra, rd;

    if (!scalar(i))
        return false;
    ra = em_gpr(e, i->a);
    rd = em_gpr_def_early(e, d);
    em_clobber(e);
    as_mov(&e->as, w, rd, ra);
    as_g3(&e->as, G3_NEG, w, as_reg(rd));
    as_cmov(&e->as, CC_S, w, rd, as_reg(ra));
    return true;
}

/* ZEXT and SEXT that are not free. */
bool em_rule_extend(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned from = ir_bytes(i->aux), rd;
    struct x86_rm ra = em_gpr_rm(e, i->a, from);

    rd = em_gpr_def(e, d);
    if (i->op == IR_ZEXT)
        as_movzx(&e->as, from, rd, ra);
    else
        as_movsx(&e->as, from, ir_bytes(i->type), rd, ra);
    return true;
}
