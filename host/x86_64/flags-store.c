/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags in registers as NZCV and in memory as the operation that made them. */
#include <assert.h>

#include "host/x86_64/emit.h"

static struct x86_mem field(const struct emit *e, unsigned var, size_t offset)
{
    return as_cpu(e->ir->guest->vars[var].offset + offset);
}

static void store_operand(struct emit *e, struct x86_mem m, unsigned type, ir_ref v)
{
    int32_t imm;

    if (em_imm32(e, v, type, &imm))
        as_store_imm(&e->as, 8, m, imm);
    else
        as_store(&e->as, 8, m, em_gpr(e, v));
}

static void store_kind(struct emit *e, unsigned var, uint32_t kind)
{
    if (e->fl_kind == kind && e->fl_kind_var == var)
        return;
    as_store_imm(&e->as, 4, field(e, var, offsetof(struct cpu_flags, kind)), (int32_t)kind);
}

struct host_flags em_pending(const struct emit *e)
{
    if (e->plan.pending && e->plan.resolved)
        return e->plan.d;
    return (struct host_flags){.kind = HOST_FLAGS_STORED};
}

struct host_flags em_where_flags_are(const struct emit *e)
{
    struct host_flags d = em_pending(e);

    if (!e->fl_unstored)
        return em_flags_form(&d);
    assert(e->fl_value == e->fl_unstored);
    return (struct host_flags){
        .kind = HOST_FLAGS_REGISTER,
        .if_kind = HOST_FLAGS_STORED,
        .imm = {e->fl_carry || e->ir->insn[e->fl_value].aux == IR_FLAGS_LOGIC}};
}

static void store_pending(struct emit *e, const struct host_flags *d, unsigned k, unsigned t)
{
    size_t offset = k ? offsetof(struct cpu_flags, b) : offsetof(struct cpu_flags, a);
    struct x86_mem m = field(e, e->fl_kind_var, offset);
    unsigned home, size;

    if (d->var[k] == HOST_FLAGS_CONST) {
        as_store_imm(&e->as, 8, m, d->imm[k]);
        return;
    }
    home = e->var_reg[d->var[k]];
    if (home != X86_NO_REG && home >= 32) {
        size = ir_bytes(d->kind >> 8);
        as_vstore(&e->as, size, m, home - 32);
        return;
    }
    if (home == X86_NO_REG) {
        as_load(&e->as, 8, t, as_cpu(e->ir->guest->vars[d->var[k]].offset));
        home = t;
    }
    if (d->imm[k]) {
        as_lea(&e->as, 8, t, as_mem((int)home, d->imm[k]));
        home = t;
    }
    as_store(&e->as, 8, m, home);
}

/* Operand k of d in register t, or where it is. */
static struct x86_rm pending_operand(struct emit *e, const struct host_flags *d, unsigned k,
                                     unsigned t)
{
    unsigned home;

    if (d->var[k] == HOST_FLAGS_CONST) {
        as_mov_imm(&e->as, t, (uint64_t)(int64_t)d->imm[k]);
        return as_reg(t);
    }
    home = e->var_reg[d->var[k]];
    if (home == X86_NO_REG) {
        struct x86_mem m = as_cpu(e->ir->guest->vars[d->var[k]].offset);

        if (!d->imm[k])
            return as_rm_mem(m);
        as_load(&e->as, 8, t, m);
        home = t;
    }
    if (!d->imm[k])
        return as_reg(home);
    as_lea(&e->as, 8, t, as_mem((int)home, d->imm[k]));
    return as_reg(t);
}

static void store_simple(struct emit *e, const struct host_flags *d, unsigned t)
{
    uint32_t kind = d->var[1] == HOST_FLAGS_CONST ? em_kind_with_b(d->kind, d->imm[1]) : d->kind;

    store_pending(e, d, 0, t);
    if ((kind & 0xff) != IR_FLAGS_LOGIC && !(kind & IR_FLAGS_HAS_B))
        store_pending(e, d, 1, t);
    as_store_imm(&e->as, 4, field(e, e->fl_kind_var, offsetof(struct cpu_flags, kind)),
                 (int32_t)kind);
}

/* Compares operands k and k + 1 of d, of a kind SUB or LOGIC. t, u: registers for it. */
static void compare_pending(struct emit *e, const struct host_flags *d, unsigned kind, unsigned k,
                            unsigned t, unsigned u)
{
    unsigned w = ir_bytes(kind >> 8);
    struct x86_rm a = pending_operand(e, d, k, t), b;

    if ((kind & 0xff) == IR_FLAGS_LOGIC || d->var[k + 1] == HOST_FLAGS_CONST) {
        as_alu_imm(&e->as, ALU_CMP, w, a, (kind & 0xff) == IR_FLAGS_LOGIC ? 0 : d->imm[k + 1]);
        return;
    }
    if (a.is_mem) {
        as_load(&e->as, 8, t, a.mem);
        a = as_reg(t);
    }
    b = pending_operand(e, d, k + 1, u);
    as_alu(&e->as, ALU_CMP, w, a.reg, b);
}

static void store_constant(struct emit *e, unsigned var, unsigned nzcv)
{
    as_store_imm(&e->as, 4, field(e, var, offsetof(struct cpu_flags, kind)),
                 (int32_t)ir_flags_constant(nzcv));
}

void em_store_flags(struct emit *e, const struct host_flags *d, unsigned t)
{
    uint32_t other, end;

    if (d->kind == HOST_FLAGS_STORED)
        return;
    if (d->known & EM_KNOWN) {
        store_constant(e, e->fl_kind_var, d->known & 15u);
        return;
    }
    if (d->if_kind == HOST_FLAGS_STORED) {
        store_simple(e, d, t);
        return;
    }
    compare_pending(e, d, d->if_kind, 2, RAX, RCX);
    other = as_jcc_short(&e->as, em_borrow_cc(d->if_cc) ^ 1u);
    store_simple(e, d, RAX);
    end = as_jmp_short(&e->as);
    as_here8(&e->as, other);
    store_constant(e, e->fl_kind_var, d->nzcv);
    as_here8(&e->as, end);
}

void em_flags_home(struct emit *e)
{
    if (!e->plan.pending)
        return;
    if (!em_plan_resolve(e, &e->plan))
        assert(!"flags that nobody can find");
    em_store_flags(e, &e->plan.d, RAX);
    e->plan.pending = false;
}

static void store_floats(struct emit *e, unsigned var, const struct ir_insn *f)
{
    const ir_ref v[2] = {f->a, f->b};

    for (unsigned k = 0; k < 2; k++)
        as_vstore(&e->as, ir_bytes(f->type),
                  field(e, var, k ? offsetof(struct cpu_flags, b) : offsetof(struct cpu_flags, a)),
                  em_vec(e, v[k]));
}

/* Of an addition with carry: N and Z are in its result, C and V come from EFLAGS. */
static void store_parts(struct emit *e, unsigned var, ir_ref f)
{
    unsigned reg;

    if (alloc_flags_kept(e->alloc, (ir_ref)e->now)) {
        assert(e->fl_value == f);
        reg = em_gpr(e, (ir_ref)alloc_flags_source(e->alloc, f));
    } else {
        reg = em_make_flags(e, f);
    }
    as_setcc_mem(&e->as, e->fl_carry ? CC_B : CC_AE, field(e, var, offsetof(struct cpu_flags, b)));
    as_setcc_mem(&e->as, CC_O, field(e, var, offsetof(struct cpu_flags, b) + 1));
    as_store(&e->as, 8, field(e, var, offsetof(struct cpu_flags, a)), reg);
    store_kind(e, var, IR_FLAGS_PARTS | (uint32_t)e->ir->insn[f].type << 8);
}

/* Flags of FLAGSEL i, which has no code of its own. */
static void store_select(struct emit *e, unsigned var, const struct ir_insn *i)
{
    const struct ir_insn *x = e->ir->insn, *f = &x[i->a], *c = &x[i->c];
    uint32_t kind = em_flags_kind(e, i->a), nzcv = (uint32_t)x[x[i->b].a].imm64, other, end;
    struct x86_mem a = field(e, var, offsetof(struct cpu_flags, a));
    struct em_cc cc;
    uint64_t b;
    int32_t imm;

    if (em_const(e, f->b, &b))
        kind = em_kind_with_b(kind, f->type == IR_I32 ? (int32_t)b : (int64_t)b);
    /* Registers are found on the way that both take. */
    if (!em_imm32(e, f->a, f->type, &imm))
        em_gpr(e, f->a);
    if (!(kind & IR_FLAGS_HAS_B) && !em_imm32(e, f->b, f->type, &imm))
        em_gpr(e, f->b);
    if (em_is_select(e, (unsigned)(i - x))) {
        cc = em_condition(e, c->a, c->aux);
        assert(cc.how == EM_IF);
    } else {
        unsigned reg = em_gpr(e, i->c);

        em_clobber(e);
        as_test(&e->as, 4, reg, reg);
        cc = (struct em_cc){.how = EM_IF, .cc = CC_NE};
    }
    other = as_jcc_short(&e->as, cc.cc ^ 1u);
    store_operand(e, a, f->type, f->a);
    if (!(kind & IR_FLAGS_HAS_B))
        store_operand(e, field(e, var, offsetof(struct cpu_flags, b)), f->type, f->b);
    as_store_imm(&e->as, 4, field(e, var, offsetof(struct cpu_flags, kind)), (int32_t)kind);
    end = as_jmp_short(&e->as);
    as_here8(&e->as, other);
    store_constant(e, var, nzcv >> 28);
    as_here8(&e->as, end);
}

void em_set_flags(struct emit *e, unsigned var, ir_ref f)
{
    const struct ir_insn *i = em_insn(e, f);
    struct x86_mem a = field(e, var, offsetof(struct cpu_flags, a));
    unsigned kind = em_flags_kind(e, f); /* of a GET: RAW, as em_plan_insn said */

    if (var == e->fl_kind_var) {
        e->fl_unstored = IR_NONE;
        if (e->plan.pending)
            return; /* e->plan is at this SET */
        if (alloc_flags_unstored(e->alloc, e->now)) {
            e->fl_unstored = f;
            e->plan.kind = e->fl_memory;
            return;
        }
    }
    if (em_is_fused(e, f)) {
        store_select(e, var, i);
        return;
    }
    if ((kind & 0xff) == IR_FLAGS_PARTS) {
        store_parts(e, var, f);
        return;
    }
    if (kind != EM_KIND_RAW && (kind & 0xff) >= IR_FLAGS_FCMP) {
        store_floats(e, var, i);
        store_kind(e, var, kind);
        return;
    }
    if (kind != EM_KIND_RAW) {
        uint32_t word = var == e->fl_kind_var ? e->plan.kind : kind;

        store_operand(e, a, i->type, i->a);
        if (i->aux != IR_FLAGS_LOGIC && !(word & IR_FLAGS_HAS_B))
            store_operand(e, field(e, var, offsetof(struct cpu_flags, b)), i->type, i->b);
        store_kind(e, var, word);
        return;
    }
    if ((i->op != IR_FLAGS || i->aux == IR_FLAGS_RAW) && alloc_root(e->alloc, f) != e->fl_lazy) {
        store_operand(e, a, IR_I32, i->op == IR_FLAGS ? i->a : f);
    } else {
        em_gpr_temp_fixed(e, RAX);
        em_gpr_temp_fixed(e, RCX);
        em_raw_flags(e, f);
        as_store(&e->as, 8, a, RAX);
    }
    store_kind(e, var, EM_KIND_RAW);
}

bool em_rule_nzcv(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    em_gpr_temp_fixed(e, RAX);
    em_gpr_temp_fixed(e, RCX);
    em_raw_flags(e, i->a);
    em_gpr_def_fixed(e, d, RAX);
    return true;
}

bool em_rule_flagsel(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    struct x86_mem other = as_cpu(offsetof(struct cpu, helper_arg));
    const struct ir_insn *b = em_insn(e, i->b);
    uint64_t constant;
    bool is_const = b->op == IR_FLAGS && b->aux == IR_FLAGS_RAW && em_const(e, b->a, &constant);
    unsigned c;

    em_gpr_temp_fixed(e, RAX);
    em_gpr_temp_fixed(e, RCX);
    if (!is_const) {
        em_raw_flags(e, i->b);
        as_store(&e->as, 8, other, RAX);
    }
    em_raw_flags(e, i->a);
    c = em_gpr(e, i->c);
    as_test(&e->as, 4, c, c);
    e->fl_value = IR_NONE;
    if (is_const)
        as_mov_imm(&e->as, RCX, (uint32_t)constant);
    as_cmov(&e->as, CC_E, 4, RAX, is_const ? as_reg(RCX) : as_rm_mem(other));
    em_gpr_def_fixed(e, d, RAX);
    return true;
}

/* Do all that read d, a GET of flags, ask for the carry? set: by a COND. */
static bool only_carry(const struct emit *e, ir_ref d, bool set)
{
    unsigned last = alloc_last_use(e->alloc, d);
    const struct ir_insn *x = e->ir->insn;

    for (unsigned n = e->now + 1; n <= last; n++) {
        unsigned count = ir_n_operands(&x[n]);
        bool reads = (count > 0 && x[n].a && alloc_root(e->alloc, x[n].a) == d) ||
                     (count > 1 && x[n].b && alloc_root(e->alloc, x[n].b) == d) ||
                     (count > 2 && x[n].c && alloc_root(e->alloc, x[n].c) == d);

        bool carry = x[n].aux == IR_CC_CS || x[n].aux == IR_CC_CC;

        if (reads && !(carry && (x[n].op == IR_COND || (x[n].op == IR_BRF && !set))))
            return false;
    }
    return true;
}

/* May the uses of d, a GET of flags, find them in memory? */
static bool may_be_lazy(const struct emit *e, const struct ir_insn *i, ir_ref d)
{
    const struct ir_insn *x = e->ir->insn;
    unsigned kind = e->fl_kind & 0xff, last = alloc_last_use(e->alloc, d);

    if (e->fl_kind_var != i->aux || e->fl_kind == EM_KIND_UNKNOWN ||
        (kind != IR_FLAGS_SUB && kind != IR_FLAGS_ADD && kind != IR_FLAGS_LOGIC &&
         !(kind == IR_FLAGS_PARTS && only_carry(e, d, false))))
        return false;
    for (unsigned n = e->now + 1; n < last; n++)
        if ((x[n].op == IR_SET && x[n].aux == i->aux) || x[n].op == IR_HELPER ||
            x[n].op == IR_VHELPER)
            return false;
    return true;
}

/* Operand k of fl_lazy in register t, or where it is. */
static struct x86_rm lazy_operand(struct emit *e, unsigned k, unsigned t)
{
    size_t offset = k ? offsetof(struct cpu_flags, b) : offsetof(struct cpu_flags, a);

    if (e->fl_lazy_from.kind == HOST_FLAGS_STORED) {
        if (!k || !(e->fl_lazy_kind & IR_FLAGS_HAS_B))
            return as_rm_mem(field(e, e->fl_kind_var, offset));
        as_mov_imm(&e->as, t, (uint64_t)(int64_t)ir_flags_b(e->fl_lazy_kind));
        return as_reg(t);
    }
    return pending_operand(e, &e->fl_lazy_from, k, t);
}

/* The registers that the pending flags d are in are not to be borrowed, as no value of the present
 * operation is said to be in them. */
static void pin_operands(struct emit *e, const struct host_flags *d)
{
    unsigned n = d->kind == HOST_FLAGS_STORED ? 0 : d->if_kind == HOST_FLAGS_STORED ? 2 : 4;

    for (unsigned k = 0; k < n; k++)
        if (d->var[k] != HOST_FLAGS_CONST && e->var_reg[d->var[k]] != X86_NO_REG)
            alloc_pin(e->alloc, e->var_reg[d->var[k]]);
}

void em_memory_flags(struct emit *e, ir_ref f)
{
    unsigned kind = e->fl_lazy_kind & 0xff, w = ir_bytes(ir_flags_type(e->fl_lazy_kind)), t, u;
    bool stored = e->fl_lazy_from.kind == HOST_FLAGS_STORED;
    bool constant =
        stored ? e->fl_lazy_kind & IR_FLAGS_HAS_B : e->fl_lazy_from.var[1] == HOST_FLAGS_CONST;
    struct x86_rm a, b;

    if (e->fl_value == f)
        return;
    if (kind == IR_FLAGS_PARTS) {
        em_clobber(e);
        /* Of the byte that was stored: more of it would wait until that is in the cache. */
        as_alu_imm(&e->as, ALU_CMP, 1,
                   as_rm_mem(field(e, e->fl_kind_var, offsetof(struct cpu_flags, b))), 1);
        em_flags_are(e, f, false);
        return;
    }
    pin_operands(e, &e->fl_lazy_from);
    t = em_gpr_temp(e);
    em_clobber(e);
    a = lazy_operand(e, 0, t);
    if (kind == IR_FLAGS_LOGIC) {
        as_alu_imm(&e->as, ALU_CMP, w, a, 0);
    } else if (kind == IR_FLAGS_SUB && constant) {
        as_alu_imm(&e->as, ALU_CMP, w, a,
                   stored ? ir_flags_b(e->fl_lazy_kind) : e->fl_lazy_from.imm[1]);
    } else {
        u = em_gpr_temp(e);
        b = lazy_operand(e, 1, u);
        if (a.is_mem || (a.reg != t && kind == IR_FLAGS_ADD)) {
            as_movzx(&e->as, w, t, a);
            a = as_reg(t);
        }
        as_alu(&e->as, kind == IR_FLAGS_SUB ? ALU_CMP : ALU_ADD, w, a.reg, b);
        alloc_unpin(e->alloc, u);
    }
    alloc_unpin(e->alloc, t);
    em_flags_are(e, f, kind == IR_FLAGS_ADD);
}

bool em_load_carry(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    ir_ref f = alloc_root(e->alloc, i->a);

    if (f && f == e->fl_carry_get) {
        unsigned rd = em_gpr_def_tied(e, d, f);

        if (i->aux == IR_CC_CC) {
            em_clobber(e);
            as_alu_imm(&e->as, ALU_XOR, 4, as_reg(rd), 1);
        }
        return true;
    }
    if (!f || f != e->fl_lazy || e->fl_lazy_from.kind != HOST_FLAGS_STORED ||
        (e->fl_lazy_kind & 0xff) != IR_FLAGS_PARTS || i->aux != IR_CC_CS)
        return false;
    as_movzx(&e->as, 1, em_gpr_def(e, d),
             as_rm_mem(field(e, e->fl_kind_var, offsetof(struct cpu_flags, b))));
    return true;
}

/* The flags are no PARTS. Those of an addition may begin a chain. */
static void slow_carry(struct emit *e, const struct em_slow *s)
{
    unsigned var = e->fl_kind_var;
    uint32_t other;

    as_alu_imm(&e->as, ALU_CMP, 4, as_rm_mem(field(e, var, offsetof(struct cpu_flags, kind))),
               IR_FLAGS_ADD | IR_I64 << 8);
    other = as_jcc_short(&e->as, CC_NE);
    as_load(&e->as, 8, RAX, field(e, var, offsetof(struct cpu_flags, a)));
    as_alu(&e->as, ALU_ADD, 8, RAX, as_rm_mem(field(e, var, offsetof(struct cpu_flags, b))));
    as_setcc(&e->as, CC_B, RAX);
    as_movzx(&e->as, 1, RAX, as_reg(RAX));
    as_jmp(&e->as, e->as.rx + s->back);
    as_here8(&e->as, other);
    as_lea(&e->as, 8, RCX, field(e, var, 0));
    em_call_stub(e, X86_SLOT_FLAGS);
    as_shift_imm(&e->as, SH_SHR, 4, RAX, 29);
    as_alu_imm(&e->as, ALU_AND, 4, as_reg(RAX), 1);
    as_jmp(&e->as, e->as.rx + s->back);
}

/* Is there a carry as a number that is still to be read? One only is remembered. */
static bool carry_waits(const struct emit *e)
{
    return e->fl_carry_get && alloc_next_use(e->alloc, e->fl_carry_get);
}

/* d is the carry as a number, of flags of which nothing is known: mostly a chain of additions goes
 * on, over the border of two units. */
static void get_carry(struct emit *e, ir_ref d)
{
    struct em_slow s = {.fn = slow_carry};

    em_clobber(e);
    alloc_evict_all(e->alloc);
    as_alu_imm(&e->as, ALU_CMP, 4,
               as_rm_mem(field(e, e->fl_kind_var, offsetof(struct cpu_flags, kind))),
               IR_FLAGS_PARTS | IR_I64 << 8);
    s.from[0] = em_jcc_far(e, CC_NE);
    as_movzx(&e->as, 1, RAX, as_rm_mem(field(e, e->fl_kind_var, offsetof(struct cpu_flags, b))));
    s.back = as_offset(&e->as);
    em_defer(e, &s);
    em_gpr_def_fixed(e, d, RAX);
    e->fl_carry_get = d;
}

bool em_select_condition(struct emit *e, unsigned cc)
{
    /* Compares of constants, one of which decides as NZCV of the record does. */
    static const struct {
        uint32_t a, b, nzcv;
    } compares[] = {{0, 0, 6u << 28}, {0, 1, 8u << 28}, {1, 0, 2u << 28}, {1u << 31, 1, 3u << 28}};
    const struct host_flags *d = &e->fl_lazy_from;
    unsigned t, u, n = 0;
    uint32_t other, end;

    if (d->kind == HOST_FLAGS_STORED || d->if_kind == HOST_FLAGS_STORED)
        return false;
    while (ir_cc_holds(cc, compares[n].nzcv) != ir_cc_holds(cc, (uint32_t)d->nzcv << 28))
        n++;
    pin_operands(e, d);
    t = em_gpr_temp(e);
    u = em_gpr_temp(e);
    em_clobber(e);
    compare_pending(e, d, d->if_kind, 2, t, u);
    other = as_jcc_short(&e->as, em_borrow_cc(d->if_cc) ^ 1u);
    compare_pending(e, d, d->kind, 0, t, u);
    end = as_jmp_short(&e->as);
    as_here8(&e->as, other);
    as_mov_imm(&e->as, t, compares[n].a);
    as_alu_imm(&e->as, ALU_CMP, 4, as_reg(t), (int32_t)compares[n].b);
    as_here8(&e->as, end);
    alloc_unpin(e->alloc, t);
    alloc_unpin(e->alloc, u);
    return true;
}

bool em_rule_get_flags(struct emit *e, const struct ir_insn *i, ir_ref d)
{
    assert(i->type == IR_FLAGS_T);
    if (i->aux == e->fl_kind_var && e->plan.from.kind != HOST_FLAGS_STORED) {
        e->fl_lazy = d;
        e->fl_lazy_kind = e->plan.from.kind;
        e->fl_lazy_from = e->plan.from;
        return true;
    }
    /* What a SET of the block left is d's value itself, else it was stored at the start. */
    assert(i->aux != e->fl_kind_var || !e->plan.pending);
    if (may_be_lazy(e, i, d)) {
        e->fl_lazy_from.kind = HOST_FLAGS_STORED;
        e->fl_lazy = d;
        e->fl_lazy_kind = e->fl_kind;
        return true;
    }
    if (e->fl_kind_var == i->aux && e->fl_kind == EM_KIND_RAW) {
        as_load(&e->as, 4, em_gpr_def(e, d), field(e, i->aux, offsetof(struct cpu_flags, a)));
        return true;
    }
    if (i->aux == e->fl_kind_var && !carry_waits(e) && only_carry(e, d, true)) {
        get_carry(e, d);
        return true;
    }
    em_clobber(e);
    alloc_evict_all(e->alloc);
    as_lea(&e->as, 8, RCX, field(e, i->aux, 0));
    em_call_stub(e, X86_SLOT_FLAGS);
    em_gpr_def_fixed(e, d, RAX);
    return true;
}
