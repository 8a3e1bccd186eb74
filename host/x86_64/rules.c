/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which rule writes which operation, and what the allocator must know of them. */
#include "host/x86_64/emit.h"

#include <string.h>

const em_rule em_int_rules[IR_N_OPS] = {
    [IR_GET] = em_rule_get_flags, /* of flags variables; the others need no code */
    [IR_ADD] = em_rule_add,
    [IR_ADDSL] = em_rule_addsl,
    [IR_SUB] = em_rule_sub,
    [IR_MUL] = em_rule_mul,
    [IR_NEG] = em_rule_neg_not,
    [IR_NOT] = em_rule_neg_not,
    [IR_VEQ] = em_rule_mask,
    [IR_VGTU] = em_rule_mask,
    [IR_AND] = em_rule_logic,
    [IR_OR] = em_rule_logic,
    [IR_XOR] = em_rule_logic,
    [IR_ANDN] = em_rule_andn,
    [IR_ORN] = em_rule_andn,
    [IR_SHL] = em_rule_shift,
    [IR_SHR] = em_rule_shift,
    [IR_SAR] = em_rule_shift,
    [IR_ROR] = em_rule_shift,
    [IR_MULHU] = em_rule_mulh,
    [IR_MULHS] = em_rule_mulh,
    [IR_DIVU] = em_rule_div,
    [IR_DIVS] = em_rule_div,
    [IR_REMU] = em_rule_div,
    [IR_REMS] = em_rule_div,
    [IR_ADDC] = em_rule_addc,
    [IR_CLZ] = em_rule_count,
    [IR_CLS] = em_rule_count,
    [IR_CTZ] = em_rule_count,
    [IR_POPCNT] = em_rule_count,
    [IR_RBIT] = em_rule_rbit,
    [IR_BSWAP] = em_rule_bswap,
    [IR_BSWAP16] = em_rule_bswap,
    [IR_BSWAP32] = em_rule_bswap,
    [IR_UBFX] = em_rule_extract,
    [IR_SBFX] = em_rule_extract,
    [IR_BFI] = em_rule_bfi,
    [IR_EXTR] = em_rule_extr,
    [IR_UMIN] = em_rule_minmax,
    [IR_UMAX] = em_rule_minmax,
    [IR_SMIN] = em_rule_minmax,
    [IR_SMAX] = em_rule_minmax,
    [IR_ABS] = em_rule_abs,
    [IR_CRC32] = em_rule_crc32,
    [IR_ZEXT] = em_rule_extend,
    [IR_SEXT] = em_rule_extend,
    [IR_EQ] = em_rule_compare,
    [IR_NE] = em_rule_compare,
    [IR_LTU] = em_rule_compare,
    [IR_LEU] = em_rule_compare,
    [IR_LTS] = em_rule_compare,
    [IR_LES] = em_rule_compare,
    [IR_SELECT] = em_rule_select,
    [IR_FLAGS] = em_rule_flags,
    [IR_COND] = em_rule_cond,
    [IR_FLAGSEL] = em_rule_flagsel,
    [IR_NZCV] = em_rule_nzcv,
    [IR_LOAD] = em_rule_load,
    [IR_STORE] = em_rule_store,
    [IR_ATOMIC_ADD] = em_rule_atomic_add,
    [IR_ATOMIC_CLR] = em_rule_atomic_loop,
    [IR_ATOMIC_SET] = em_rule_atomic_loop,
    [IR_ATOMIC_XOR] = em_rule_atomic_loop,
    [IR_ATOMIC_SMAX] = em_rule_atomic_loop,
    [IR_ATOMIC_SMIN] = em_rule_atomic_loop,
    [IR_ATOMIC_UMAX] = em_rule_atomic_loop,
    [IR_ATOMIC_UMIN] = em_rule_atomic_loop,
    [IR_ATOMIC_SWAP] = em_rule_swap,
    [IR_CAS] = em_rule_cas,
    [IR_LL] = em_rule_ll,
    [IR_SC] = em_rule_sc,
    [IR_CLREX] = em_rule_clrex,
    [IR_FENCE] = em_rule_fence,
    [IR_PREFETCH] = em_rule_prefetch,
    [IR_ALIGNED] = em_rule_aligned,
    [IR_ZERO_BLOCK] = em_rule_zero_block,
    [IR_HELPER] = em_rule_helper,
    [IR_VHELPER] = em_rule_vhelper,
};

/* Operations whose code keeps EFLAGS; LOAD, STORE and GET depend on more (the allocator's scan). */
static const uint8_t keeps_flags[] = {
    IR_CONST, IR_GADDR, IR_VCONST, IR_COPY,  IR_GET,    IR_SET,   IR_ADD,  IR_NOT,
    IR_ADDSL, IR_ZEXT,  IR_SEXT,   IR_TRUNC, IR_SELECT, IR_FLAGS, IR_COND, IR_LOAD,
    IR_STORE, IR_BLOCK, IR_INSN,   IR_CLREX, IR_JUMP,   IR_BRF,   IR_BRNZ, IR_PREFETCH,
};

static const uint8_t booleans[] = {IR_EQ, IR_NE, IR_LTU, IR_LEU, IR_LTS, IR_LES, IR_COND, IR_SC};

/* Operations that write a 32-bit register last: their I32 (and narrower) results have zeroes
 * above. */
static const uint8_t zero_extends[] = {
    IR_ADD,   IR_SUB,  IR_MUL,    IR_NEG,  IR_NOT,    IR_AND,  IR_OR,    IR_XOR,     IR_ANDN,
    IR_ORN,   IR_SHL,  IR_SHR,    IR_SAR,  IR_ROR,    IR_DIVU, IR_DIVS,  IR_REMU,    IR_REMS,
    IR_ADDC,  IR_CLZ,  IR_CLS,    IR_CTZ,  IR_POPCNT, IR_RBIT, IR_BSWAP, IR_BSWAP16, IR_BSWAP32,
    IR_UBFX,  IR_SBFX, IR_BFI,    IR_EXTR, IR_UMIN,   IR_UMAX, IR_SMIN,  IR_SMAX,    IR_ABS,
    IR_CRC32, IR_SEXT, IR_SELECT, IR_NZCV, IR_VTO,    IR_VGET, IR_ADDSL, IR_VEQ,     IR_VGTU,
};

/* Scalar floating point as x86 does it keeps the rest of its first operand. */
static const uint8_t keeps_upper[] = {IR_FADD, IR_FSUB, IR_FMUL,  IR_FDIV,  IR_FNEG,
                                      IR_FABS, IR_FMA,  IR_FSQRT, IR_FRINT, IR_FMULX};

/* Lane by lane; of zero lanes they make zero. FSUB and the FMA family do not in all modes. */
static const uint8_t zero_of_zero[] = {
    IR_ADD,   IR_SUB,    IR_AND,  IR_OR,   IR_XOR,  IR_ANDN,  IR_SHL,   IR_SHR,
    IR_SAR,   IR_UMIN,   IR_UMAX, IR_SMIN, IR_SMAX, IR_UQADD, IR_SQADD, IR_UQSUB,
    IR_SQSUB, IR_UABD,   IR_SABD, IR_UAVG, IR_SAVG, IR_VGTU,  IR_VGTS,  IR_NEG,
    IR_ABS,   IR_BITSEL, IR_FADD, IR_FMUL, IR_FABS, IR_FSQRT, IR_FMULX, IR_ROR,
};

static const uint8_t zeroes_upper[] = {IR_VFROM, IR_VCONST, IR_VCAST, IR_SSTOF, IR_SUTOF,
                                       IR_FTOS,  IR_FTOU,   IR_STOF,  IR_UTOF};

static void mark(struct alloc_facts *f, const uint8_t *ops, unsigned n, unsigned set,
                 unsigned clear)
{
    for (unsigned k = 0; k < n; k++)
        f->op[ops[k]] = (uint8_t)((f->op[ops[k]] | set) & ~clear);
}

#define MARK(f, list, set, clear) mark(f, list, sizeof(list), set, clear)

static void init_facts(struct host_config *c)
{
    struct alloc_facts *f = &c->facts;

    f->scratch[0] = 1u << RAX | 1u << RCX | 1u << RDX;
    f->scratch[1] = ((1ull << c->n_scratch) - 1) << (32 + c->n_vec);
    /* A guest with fewer variables leaves registers over. */
    for (unsigned reg = RBX; reg <= R15; reg++)
        if (reg != RSP && reg != RBP && c->gpr_var[reg] == 0xffff)
            f->scratch[0] |= 1ull << reg;
    for (unsigned reg = 0; reg < c->n_vec; reg++)
        if (c->vec_var[reg] == 0xffff)
            f->scratch[1] |= 1ull << (32 + reg);
    f->var_reg = c->var_reg;
    memset(f->op, ALLOC_CLOBBERS, sizeof f->op);
    MARK(f, keeps_flags, 0, ALLOC_CLOBBERS);
    f->op[IR_SUB] |= ALLOC_KEEPS; /* not, lea */
    if (c->features & HOST_BMI) { /* mulx, shlx, shrx */
        f->op[IR_MUL] |= ALLOC_KEEPS;
        f->op[IR_MULHU] |= ALLOC_KEEPS;
        f->op[IR_EXTR] |= ALLOC_KEEPS;
    }
    f->products = c->features & HOST_BMI;
    MARK(f, booleans, ALLOC_BOOL | ALLOC_ZEXT, 0);
    MARK(f, zero_extends, ALLOC_ZEXT, 0);
    MARK(f, keeps_upper, ALLOC_VKEEP, 0);
    MARK(f, zeroes_upper, ALLOC_VZERO, 0);
    MARK(f, zero_of_zero, ALLOC_VALL, 0);
    for (unsigned op = 0; op < IR_N_OPS; op++)
        if (ir_ops[op].flags & (IR_F_MEM | IR_F_END))
            f->op[op] |= ALLOC_BARRIER;
}

static const uint8_t gprs[] = {RBX, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15};

/* The first so many of the guest's own order have registers at the start. */
static unsigned n_in_order(const struct ir_guest *g)
{
    unsigned n = 0;

    while (n < sizeof gprs && g->gpr_order && g->gpr_order[n] != 0xffff)
        n++;
    return n;
}

static void map_gprs(struct host_config *c, const uint16_t *order)
{
    const struct ir_guest *g = c->guest;
    unsigned n_mapped = n_in_order(g), at = 0;

    for (unsigned v = 0; v < g->n_vars; v++)
        if (c->var_reg[v] < 16)
            c->var_reg[v] = X86_NO_REG;
    memset(c->gpr_var, 0xff, sizeof c->gpr_var);
    for (unsigned n = 0; n < n_mapped; n++)
        for (unsigned k = 0; k < n_mapped; k++)
            if (order[k] == g->gpr_order[n])
                c->gpr_var[gprs[n]] = order[k];
    for (unsigned k = 0; k < n_mapped; k++) {
        bool has = false;
        for (unsigned n = 0; n < n_mapped; n++)
            has |= c->gpr_var[gprs[n]] == order[k];
        while (!has && c->gpr_var[gprs[at]] != 0xffff)
            at++;
        if (!has)
            c->gpr_var[gprs[at]] = order[k];
    }
    for (unsigned n = 0; n < n_mapped; n++)
        c->var_reg[c->gpr_var[gprs[n]]] = gprs[n];
}

static void map_vecs(struct host_config *c)
{
    const struct ir_guest *g = c->guest;

    memset(c->vec_var, 0xff, sizeof c->vec_var);
    for (unsigned n = 0; n < c->n_vec && g->vec_order && g->vec_order[n] != 0xffff; n++) {
        c->var_reg[g->vec_order[n]] = (uint8_t)(32 + n);
        c->vec_var[n] = g->vec_order[n];
    }
}

void x86_config_init(struct host_config *c, const struct ir_guest *guest, int64_t features)
{
    c->guest = guest;
    c->features = features | HOST_SSE41;
    c->n_vec = features & HOST_AVX512 ? 26 : 13;
    c->n_scratch = (features & HOST_AVX512 ? 32 : 16) - c->n_vec;
    memset(c->var_reg, X86_NO_REG, sizeof c->var_reg);
    map_gprs(c, guest->gpr_order);
    map_vecs(c);
    init_facts(c);
}

void x86_config_map(struct host_config *c, const uint16_t *gpr_order)
{
    map_gprs(c, gpr_order);
}

unsigned host_n_mapped(const struct host_config *c)
{
    return n_in_order(c->guest);
}

bool host_is_mapped(const struct host_config *c, unsigned var)
{
    return c->var_reg[var] != X86_NO_REG;
}

void host_upper_facts(const struct host_config *c, uint8_t upper[IR_N_OPS])
{
    enum { UNKNOWN, ZERO, OF_A, OF_ALL, OF_A_OR_ALL };

    for (unsigned op = 0; op < IR_N_OPS; op++) {
        unsigned f = c->facts.op[op];

        upper[op] = f & ALLOC_VZERO || op == IR_LOAD     ? ZERO
                    : !(~f & (ALLOC_VKEEP | ALLOC_VALL)) ? OF_A_OR_ALL
                    : f & ALLOC_VKEEP                    ? OF_A
                    : f & ALLOC_VALL                     ? OF_ALL
                                                         : UNKNOWN;
    }
}
