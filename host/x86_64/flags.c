/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Flags: FLAGS values live in EFLAGS from their producer to their consumers where nothing destroys
 * them in between, and are made again from their operands otherwise. In EFLAGS, CF is the borrow of
 * SUB and SBC (not C), or with fl_carry the carry (C).
 */
#include <assert.h>

#include "host/x86_64/emit.h"

bool em_flags_live(const struct emit *e)
{
    return e->fl_value && alloc_flags_until(e->alloc, e->fl_value) > e->now;
}

void em_clobber(struct emit *e)
{
    assert(!em_flags_live(e));
    e->fl_value = IR_NONE;
}

void em_flags_are(struct emit *e, ir_ref f, bool carry)
{
    e->fl_value = f;
    e->fl_carry = carry;
    e->fl_swapped = false;
}

void em_flags_made(struct emit *e, ir_ref n, bool carry)
{
    unsigned f = alloc_flags_for(e->alloc, n);

    if (f)
        em_flags_are(e, (ir_ref)f, carry);
    else if (alloc_flags_until(e->alloc, n))
        em_flags_are(e, n, carry);
}

/* cmp a, b for values of type. */
static void compare(struct emit *e, unsigned type, ir_ref a, ir_ref b)
{
    unsigned w = ir_bytes(type);
    struct x86_rm ra = w >= 4 ? em_gpr_rm(e, a, w) : as_reg(em_gpr(e, a)), rb;
    int32_t imm;

    if (em_imm32(e, b, type, &imm)) {
        em_clobber(e);
        if (imm == 0 && !ra.is_mem)
            as_test(&e->as, w, ra.reg, ra.reg);
        else
            as_alu_imm(&e->as, ALU_CMP, w, ra, imm);
        return;
    }
    rb = w >= 4 && !ra.is_mem ? em_gpr_rm(e, b, w) : as_reg(em_gpr(e, b));
    em_clobber(e);
    if (ra.is_mem)
        as_alu_store(&e->as, ALU_CMP, w, ra.mem, rb.reg);
    else
        as_alu(&e->as, ALU_CMP, w, ra.reg, rb);
}

/* CF = c, or its inverse. */
static void carry_in(struct emit *e, ir_ref c, bool inverse)
{
    as_rr(&e->as, AS_OP(0, 1, 0xba) | AS_IMM8, 4, 4, em_gpr(e, c)); /* bt c, 0 */
    as_byte(&e->as, 0);
    if (inverse)
        as_byte(&e->as, 0xf5); /* cmc */
}

unsigned em_make_flags(struct emit *e, ir_ref f)
{
    const struct ir_insn *i = &e->ir->insn[f];
    unsigned w = ir_bytes(i->type), t = X86_NO_REG;
    bool carry = false;

    switch (i->aux) {
    case IR_FLAGS_SUB:
        compare(e, i->type, i->a, i->b);
        break;
    case IR_FLAGS_LOGIC:
        t = em_gpr(e, i->a);
        em_clobber(e);
        as_test(&e->as, w, t, t);
        break;
    case IR_FLAGS_ADD:
    case IR_FLAGS_ADC:
    case IR_FLAGS_SBC: {
        unsigned ra = em_gpr(e, i->a), rb = em_gpr(e, i->b);
        bool sbc = i->aux == IR_FLAGS_SBC;

        t = em_gpr_temp(e);
        em_clobber(e);
        as_mov(&e->as, 8, t, ra);
        if (i->aux != IR_FLAGS_ADD)
            carry_in(e, i->c, sbc);
        as_alu(&e->as,
               i->aux == IR_FLAGS_ADD ? ALU_ADD
               : sbc                  ? ALU_SBB
                                      : ALU_ADC,
               w, t, as_reg(rb));
        carry = !sbc;
        break;
    }
    default:
        assert(i->aux == IR_FLAGS_FCMP || i->aux == IR_FLAGS_FCMPE);
        em_clobber(e);
        em_fcmp(e, i, false);
        break;
    }
    em_flags_are(e, f, carry);
    return t;
}

static bool is_fcmp(const struct ir_insn *i)
{
    return i->op == IR_FLAGS && (i->aux == IR_FLAGS_FCMP || i->aux == IR_FLAGS_FCMPE);
}

static bool is_raw(const struct ir_insn *i)
{
    return i->op != IR_FLAGS || i->aux == IR_FLAGS_RAW;
}

/*
 * After ucomis a, b: less CF, equal ZF, greater none, unordered all. With b, a: less and greater
 * exchanged. Every condition but EQ and NE is one jump in one of the two orders.
 */
static const struct {
    uint8_t swap, cc;
} fcmp_how[14] = {
    [IR_CC_CS] = {1, CC_BE}, [IR_CC_CC] = {1, CC_A},  [IR_CC_MI] = {1, CC_A},
    [IR_CC_PL] = {1, CC_BE}, [IR_CC_VS] = {0, CC_P},  [IR_CC_VC] = {0, CC_NP},
    [IR_CC_HI] = {1, CC_B},  [IR_CC_LS] = {1, CC_AE}, [IR_CC_GE] = {0, CC_AE},
    [IR_CC_LT] = {0, CC_B},  [IR_CC_GT] = {0, CC_A},  [IR_CC_LE] = {0, CC_BE},
};

/* A floating-point compare is made in any case, for its exceptions: in the order that suits the
 * first condition that reads it. */
static bool first_fcmp(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    const struct ir_insn *x = e->ir->insn;
    bool swap = false;

    for (unsigned n = e->now + 1; n <= alloc_flags_until(e->alloc, d); n++) {
        if ((x[n].op == IR_COND || x[n].op == IR_BRF) && x[n].a == d && x[n].aux < IR_CC_AL) {
            swap = fcmp_how[x[n].aux].swap;
            break;
        }
    }
    em_clobber(e);
    em_fcmp(e, i, swap);
    em_flags_are(e, d, false);
    e->fl_swapped = swap;
    return true;
}

/* A FLAGS operation by itself: only if somebody will find its flags in EFLAGS, or for the
 * exceptions of a comparison. */
bool em_rule_flags(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    if (alloc_compares_alone(e->alloc, d)) {
        em_clobber(e);
        em_fcmp(e, i, false);
        em_flags_are(e, d, false);
        return true;
    }
    if (is_fcmp(i))
        return first_fcmp(e, i, d);
    if (e->fl_value == d || !alloc_flags_until(e->alloc, d) || is_raw(i))
        return true;
    em_make_flags(e, d);
    return true;
}

static const uint8_t borrow_cc[14] = {CC_E,  CC_NE, CC_AE, CC_B,  CC_S, CC_NS, CC_O,
                                      CC_NO, CC_A,  CC_BE, CC_GE, CC_L, CC_G,  CC_LE};

unsigned em_borrow_cc(unsigned cc)
{
    return borrow_cc[cc];
}

static struct em_cc just(unsigned cc)
{
    return (struct em_cc){.how = EM_IF, .cc = (uint8_t)cc};
}

/* Condition cc of NZCV held as a number (bits 31..28) in reg: CF by a table of 16 bits. */
static struct em_cc raw_condition(struct emit *e, ir_ref raw, unsigned cc)
{
    unsigned reg = em_gpr(e, raw), t = em_gpr_temp(e), u = em_gpr_temp(e), table = 0;

    for (unsigned n = 0; n < 16; n++)
        if (ir_cc_holds(cc, n << 28))
            table |= 1u << n;
    em_clobber(e);
    as_mov(&e->as, 4, t, reg);
    as_shift_imm(&e->as, SH_SHR, 4, t, 28);
    as_mov_imm(&e->as, u, table);
    as_rr(&e->as, AS_OP(0, 1, 0xa3), 4, t, u); /* bt u, t */
    alloc_unpin(e->alloc, t);
    alloc_unpin(e->alloc, u);
    return just(CC_B);
}

static struct em_cc fcmp_condition(struct emit *e, ir_ref f, unsigned cc)
{
    bool either = cc == IR_CC_EQ || cc == IR_CC_NE || cc == IR_CC_VS || cc == IR_CC_VC;

    if (e->fl_value != f || (!either && e->fl_swapped != fcmp_how[cc].swap)) {
        e->fl_value = IR_NONE;
        em_fcmp(e, &e->ir->insn[f], fcmp_how[cc].swap);
        em_flags_are(e, f, false);
        e->fl_swapped = fcmp_how[cc].swap;
    }
    if (cc == IR_CC_EQ)
        return (struct em_cc){EM_IF_BOTH, CC_E, CC_NP};
    if (cc == IR_CC_NE)
        return (struct em_cc){EM_IF_EITHER, CC_NE, CC_P};
    return just(fcmp_how[cc].cc);
}

static struct em_cc logic_condition(unsigned cc)
{
    static const struct em_cc always = {.how = EM_ALWAYS}, never = {.how = EM_NEVER};

    switch (cc) {
    case IR_CC_CS:
    case IR_CC_VS:
    case IR_CC_HI:
        return never;
    case IR_CC_CC:
    case IR_CC_VC:
    case IR_CC_LS:
        return always;
    default:
        return just(borrow_cc[cc]);
    }
}

/* Of flags of an integer operation, which are in EFLAGS. */
static struct em_cc borrow_condition(struct emit *e, unsigned kind, unsigned cc)
{
    if (kind == IR_FLAGS_LOGIC)
        return logic_condition(cc);
    if (!e->fl_carry)
        return just(borrow_cc[cc]);
    if (cc == IR_CC_CS || cc == IR_CC_CC)
        return just(cc == IR_CC_CS ? CC_B : CC_AE);
    if (cc == IR_CC_HI || cc == IR_CC_LS) {
        as_byte(&e->as, 0xf5); /* cmc: CF is the borrow */
        e->fl_carry = false;
    }
    return just(borrow_cc[cc]);
}

struct em_cc em_condition(struct emit *e, ir_ref f, unsigned cc)
{
    const struct ir_insn *i = em_insn(e, f);
    ir_ref root = alloc_root(e->alloc, f);

    if (cc >= IR_CC_AL)
        return (struct em_cc){.how = EM_ALWAYS};
    if (root == e->fl_lazy && root) {
        if (em_select_condition(e, cc))
            return just(borrow_cc[cc]);
        em_memory_flags(e, root);
        return borrow_condition(e, e->fl_lazy_kind & 0xff, cc);
    }
    if (is_raw(i))
        return raw_condition(e, i->op == IR_FLAGS ? i->a : root, cc);
    if (is_fcmp(i))
        return fcmp_condition(e, root, cc);
    if (e->fl_value != root)
        em_make_flags(e, root);
    return borrow_condition(e, i->aux, cc);
}

static unsigned compare_cc(unsigned op)
{
    switch (op) {
    case IR_EQ:
        return CC_E;
    case IR_NE:
        return CC_NE;
    case IR_LTU:
        return CC_B;
    case IR_LEU:
        return CC_BE;
    case IR_LTS:
        return CC_L;
    default:
        return CC_LE;
    }
}

struct em_cc em_decision(struct emit *e, ir_ref v)
{
    const struct ir_insn *c = em_insn(e, v);
    struct x86_rm rm;
    unsigned w;

    if (alloc_flags_kept(e->alloc, (ir_ref)e->now)) {
        if (c->op == IR_COND)
            return em_condition(e, c->a, c->aux);
        assert(e->fl_value == alloc_root(e->alloc, v));
        return just(c->op == IR_AND ? CC_NE : compare_cc(c->op));
    }
    w = em_width(ir_result_type(&e->ir->insn[v]));
    if (ir_bytes(ir_result_type(&e->ir->insn[v])) < 4)
        w = ir_bytes(ir_result_type(&e->ir->insn[v]));
    rm = em_gpr_rm(e, v, w);
    em_clobber(e);
    if (rm.is_mem)
        as_alu_imm(&e->as, ALU_CMP, w, rm, 0);
    else
        as_test(&e->as, w, rm.reg, rm.reg);
    return just(CC_NE);
}

struct em_cc em_invert(struct em_cc c)
{
    static const uint8_t other[] = {[EM_IF] = EM_IF,
                                    [EM_IF_BOTH] = EM_IF_EITHER,
                                    [EM_IF_EITHER] = EM_IF_BOTH,
                                    [EM_ALWAYS] = EM_NEVER,
                                    [EM_NEVER] = EM_ALWAYS};

    c.how = other[c.how];
    c.cc ^= 1;
    c.cc2 ^= 1;
    return c;
}

/* d = the decision as 0 or 1. EFLAGS are kept. */
static void set_bool(struct emit *e, struct em_cc c, ir_ref d)
{
    unsigned rd = em_gpr_def_early(e, d), t;

    switch (c.how) {
    case EM_ALWAYS:
    case EM_NEVER:
        as_mov_imm(&e->as, rd, c.how == EM_ALWAYS);
        return;
    case EM_IF:
        as_setcc(&e->as, c.cc, rd);
        break;
    default:
        t = em_gpr_temp(e);
        as_mov_imm(&e->as, rd, c.how == EM_IF_EITHER);
        as_mov_imm(&e->as, t, c.how != EM_IF_EITHER);
        /* both: 1 unless one fails; either: the same with everything inverted */
        as_cmov(&e->as, c.how == EM_IF_BOTH ? c.cc : c.cc ^ 1u, 4, rd, as_reg(t));
        as_mov_imm(&e->as, t, c.how == EM_IF_EITHER);
        as_cmov(&e->as, c.how == EM_IF_BOTH ? c.cc2 ^ 1u : c.cc2, 4, rd, as_reg(t));
        return;
    }
    as_movzx(&e->as, 1, rd, as_reg(rd));
}

bool em_rule_cond(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    if (!alloc_used(e->alloc, d))
        return true;
    if (em_load_carry(e, i, d))
        return true;
    set_bool(e, em_condition(e, i->a, i->aux), d);
    return true;
}

bool em_rule_compare(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    if (!ir_is_int(i->type))
        return false;
    compare(e, i->type, i->a, i->b);
    em_flags_are(e, d, false);
    if (alloc_used(e->alloc, d))
        set_bool(e, just(compare_cc(i->op)), d);
    return true;
}

static void select_vector(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    unsigned ra = em_vec(e, i->a), rd;
    struct em_cc c = em_decision(e, i->c);
    uint32_t skip;

    rd = em_vec_def_tied(e, d, i->b);
    if (c.how == EM_NEVER)
        return;
    if (c.how == EM_IF_EITHER) {
        uint32_t take = as_jcc_short(&e->as, c.cc);

        skip = as_jcc_short(&e->as, c.cc2 ^ 1u);
        as_here8(&e->as, take);
        as_vmov(&e->as, rd, ra);
        as_here8(&e->as, skip);
    } else if (c.how == EM_ALWAYS) {
        as_vmov(&e->as, rd, ra);
    } else {
        uint32_t skip2 = 0;

        skip = as_jcc_short(&e->as, c.cc ^ 1u);
        if (c.how == EM_IF_BOTH)
            skip2 = as_jcc_short(&e->as, c.cc2 ^ 1u);
        as_vmov(&e->as, rd, ra);
        as_here8(&e->as, skip);
        if (skip2)
            as_here8(&e->as, skip2);
    }
}

bool em_rule_select(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    ir_ref a = i->a, b = i->b;
    unsigned w = em_width(i->type), rd;
    struct x86_rm ra;
    struct em_cc c;

    if (ir_is_vec(i->type)) {
        if (ir_bytes(i->type) > 16)
            return false;
        select_vector(e, i, d);
        return true;
    }
    c = em_decision(e, i->c);
    if (alloc_tie_score(e->alloc, d, a) > alloc_tie_score(e->alloc, d, b)) {
        a = i->b;
        b = i->a;
        c = em_invert(c);
    }
    /* Two conditions: each may move on its own if either is enough. */
    if (c.how == EM_IF_BOTH) {
        ir_ref t = a;

        a = b;
        b = t;
        c = em_invert(c);
    }
    ra = em_gpr_rm(e, a, w);
    rd = em_gpr_def_tied(e, d, b);
    if (c.how == EM_NEVER) {
        if (w == 4)
            as_mov(&e->as, 4, rd, rd);
        return true;
    }
    if (c.how == EM_ALWAYS) {
        as_movzx(&e->as, w, rd, ra);
        return true;
    }
    as_cmov(&e->as, c.cc, w, rd, ra);
    if (c.how == EM_IF_EITHER)
        as_cmov(&e->as, c.cc2, w, rd, ra);
    return true;
}

/* From EFLAGS after ucomis a, b. */
static void raw_of_fcmp(struct emit *e)
{
    as_mov_imm(&e->as, RAX, 0x20000000);
    as_mov_imm(&e->as, RCX, 0x80000000);
    as_cmov(&e->as, CC_B, 4, RAX, as_reg(RCX));
    as_mov_imm(&e->as, RCX, 0x60000000);
    as_cmov(&e->as, CC_E, 4, RAX, as_reg(RCX));
    as_mov_imm(&e->as, RCX, 0x30000000);
    as_cmov(&e->as, CC_P, 4, RAX, as_reg(RCX));
}

void em_raw_flags(struct emit *e, ir_ref f)
{
    const struct ir_insn *i = em_insn(e, f);
    ir_ref root = alloc_root(e->alloc, f);
    unsigned kind = i->aux;

    if (root == e->fl_lazy && root) {
        kind = e->fl_lazy_kind & 0xff;
        em_memory_flags(e, root);
    } else if (is_raw(i)) {
        unsigned reg = em_gpr(e, i->op == IR_FLAGS ? i->a : root);

        as_mov(&e->as, 4, RAX, reg);
        return;
    } else if (is_fcmp(i)) {
        e->fl_value = IR_NONE;
        em_fcmp(e, i, false);
        raw_of_fcmp(e);
        return;
    } else if (e->fl_value != root) {
        em_make_flags(e, root);
    }
    if (kind == IR_FLAGS_LOGIC) {
        e->fl_carry = false;
        as_byte(&e->as, 0xf9); /* stc: CF is the borrow */
    }
    if (!e->fl_carry)
        as_byte(&e->as, 0xf5); /* cmc */
    as_byte(&e->as, 0x9f);     /* lahf: S Z . . . . . C */
    as_setcc(&e->as, CC_O, RAX);
    as_mov(&e->as, 4, RCX, RAX);
    as_alu_imm(&e->as, ALU_AND, 4, as_reg(RCX), 0xc000);
    as_shift_imm(&e->as, SH_SHL, 4, RCX, 16);
    /* C from bit 8 to 29, V from bit 0 to 28. */
    as_alu_imm(&e->as, ALU_AND, 4, as_reg(RAX), 0x101);
    as_rr(&e->as, 0x69 | AS_IMM32, 4, RAX, RAX);
    as_u32(&e->as, 1u << 28 | 1u << 21);
    as_alu_imm(&e->as, ALU_AND, 4, as_reg(RAX), 3 << 28);
    as_alu(&e->as, ALU_OR, 4, RAX, as_reg(RCX));
    e->fl_value = IR_NONE;
}
