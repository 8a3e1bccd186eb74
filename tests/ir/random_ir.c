/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random IR: what a front end might emit, with values picked among the live ones of each class. */
#include "tests/ir/guest.h"

struct gen {
    struct ir *ir;
    uint64_t *seed;
    ir_ref base;        /* x0 in this block */
    ir_ref pool[5][16]; /* I32, I64, V2D, F64, FLAGS */
    unsigned n[5];
    unsigned blocks;
    bool raw; /* every operation as it is, none folded */
};

enum { P32, P64, PV, PF, PFLAGS };
static const uint8_t pool_type[5] = {IR_I32, IR_I64, IR_V2D, IR_F64, IR_FLAGS_T};

static unsigned below(struct gen *g, unsigned n)
{
    return (unsigned)(random_next(g->seed) >> 33) % n;
}

static ir_ref append(struct gen *g, struct ir_insn i)
{
    g->ir->insn[g->ir->n] = i;
    return (ir_ref)g->ir->n++;
}

static ir_ref emit(struct gen *g, unsigned op, unsigned type, ir_ref a, ir_ref b, ir_ref c,
                   unsigned aux, int32_t imm)
{
    struct ir_insn i = {.op = op, .type = type, .aux = aux, .imm = imm};
    ir_ref r;

    if (!g->raw)
        return ir_emit(g->ir, op, type, a, b, c, aux, imm);
    i.a = a;
    i.b = b;
    i.c = c;
    r = append(g, i);
    return ir_result_type(&i) == IR_VOID ? IR_NONE : r;
}

static ir_ref op1(struct gen *g, unsigned op, unsigned type, ir_ref a)
{
    return emit(g, op, type, a, IR_NONE, IR_NONE, 0, 0);
}

static ir_ref op2(struct gen *g, unsigned op, unsigned type, ir_ref a, ir_ref b)
{
    return emit(g, op, type, a, b, IR_NONE, 0, 0);
}

static ir_ref op3(struct gen *g, unsigned op, unsigned type, ir_ref a, ir_ref b, ir_ref c)
{
    return emit(g, op, type, a, b, c, 0, 0);
}

static ir_ref immediate(struct gen *g, unsigned op, unsigned type, int32_t imm, uint64_t value)
{
    struct ir_insn i = {.op = op, .type = type, .imm = imm};

    i.imm64 = value;
    return append(g, i);
}

static ir_ref put_const(struct gen *g, unsigned type, uint64_t value)
{
    uint64_t mask = ~0ull >> (64 - ir_lane_bits(type));

    return g->raw ? immediate(g, IR_CONST, type, 0, value & mask) : ir_const(g->ir, type, value);
}

static ir_ref vconst(struct gen *g, unsigned type, uint64_t pattern, bool low_only)
{
    return g->raw ? immediate(g, IR_VCONST, type, low_only, pattern)
                  : ir_vconst(g->ir, type, pattern, low_only);
}

static ir_ref gaddr(struct gen *g, uint64_t address)
{
    return g->raw ? immediate(g, IR_GADDR, IR_I64, 0, address) : ir_gaddr(g->ir, address);
}

static ir_ref get(struct gen *g, unsigned type, unsigned var)
{
    return emit(g, IR_GET, type, IR_NONE, IR_NONE, IR_NONE, var, 0);
}

static void set(struct gen *g, unsigned var, ir_ref value)
{
    emit(g, IR_SET, g->ir->guest->vars[var].type, value, IR_NONE, IR_NONE, var, 0);
}

static uint64_t any_constant(struct gen *g)
{
    static const uint64_t edge[] = {0,
                                    1,
                                    2,
                                    3,
                                    8,
                                    31,
                                    32,
                                    63,
                                    255,
                                    0x7fffffff,
                                    0x80000000,
                                    0xffffffff,
                                    0x7fffffffffffffff,
                                    0x8000000000000000,
                                    ~0ull};

    return below(g, 2) ? edge[below(g, sizeof(edge) / sizeof(edge[0]))] : random_next(g->seed);
}

static void keep(struct gen *g, unsigned p, ir_ref v)
{
    if (v)
        g->pool[p][g->n[p]++ % 16] = v;
}

static ir_ref pick(struct gen *g, unsigned p)
{
    unsigned n = g->n[p] < 16 ? g->n[p] : 16;

    if (n && below(g, 2)) /* chains of operations are what folding is about */
        return g->pool[p][(g->n[p] - 1 - below(g, n < 3 ? n : 3)) % 16];
    if (n && below(g, 4))
        return g->pool[p][below(g, n)];
    switch (p) {
    case P32:
        return put_const(g, IR_I32, any_constant(g));
    case P64:
        return below(g, 2) ? put_const(g, IR_I64, any_constant(g))
                           : get(g, IR_I64, 1 + below(g, 6));
    case PV:
        return below(g, 4) ? get(g, IR_V2D, VAR_V0 + below(g, 4))
                           : vconst(g, IR_V2D, any_constant(g), below(g, 2));
    case PF:
        return get(g, IR_F64, VAR_V0 + below(g, 4));
    default:
        return get(g, IR_FLAGS_T, VAR_NZCV + below(g, 2));
    }
}

/* What big numbers are made of: both halves of a product, two registers shifted. */
static void long_op(struct gen *g, unsigned p, ir_ref a, ir_ref b)
{
    unsigned type = pool_type[p], first = below(g, 2) ? IR_MUL : IR_MULHU;

    if (below(g, 3) == 0) {
        keep(g, p, emit(g, IR_EXTR, type, a, b, IR_NONE, 0, (int)below(g, ir_lane_bits(type))));
        return;
    }
    keep(g, p, op2(g, first, type, a, b));
    if (below(g, 2))
        keep(g, p, op2(g, first == IR_MUL ? IR_MULHU : IR_MUL, type, b, a));
}

static void integer_op(struct gen *g)
{
    static const uint8_t ops2[] = {
        IR_ADD,   IR_SUB,   IR_MUL,  IR_AND,  IR_OR,   IR_XOR,  IR_ANDN, IR_ORN,
        IR_MULHU, IR_MULHS, IR_DIVU, IR_DIVS, IR_REMU, IR_REMS, IR_UMIN, IR_UMAX,
        IR_SMIN,  IR_SMAX,  IR_SHL,  IR_SHR,  IR_SAR,  IR_ROR,  IR_VEQ,  IR_VGTU,
    };
    static const uint8_t ops1[] = {IR_NEG,    IR_NOT,  IR_CLZ,   IR_CLS,     IR_CTZ,
                                   IR_POPCNT, IR_RBIT, IR_BSWAP, IR_BSWAP16, IR_ABS};
    static const uint8_t decide[] = {IR_EQ, IR_NE, IR_LTU, IR_LEU, IR_LTS, IR_LES};
    unsigned p = below(g, 2), type = pool_type[p], bits = ir_lane_bits(type);
    ir_ref a = pick(g, p), b = below(g, 2) ? pick(g, p) : put_const(g, type, any_constant(g));

    switch (below(g, 7)) {
    case 0:
    case 1:
    case 2:
        keep(g, p, op2(g, ops2[below(g, sizeof(ops2))], type, a, b));
        break;
    case 6:
        long_op(g, p, a, b);
        break;
    case 3:
        keep(g, p, op1(g, ops1[below(g, sizeof(ops1))], type, a));
        break;
    case 4:
        keep(g, P32, op2(g, decide[below(g, sizeof(decide))], type, a, b));
        break;
    default: {
        static const uint8_t fields[] = {IR_UBFX, IR_SBFX, IR_BFI};
        unsigned lsb = below(g, bits), len = 1 + below(g, bits - lsb), op = fields[below(g, 3)];

        keep(g, p,
             emit(g, op, type, a, op == IR_BFI ? b : IR_NONE, IR_NONE, 0, (int)(lsb | len << 8)));
        break;
    }
    }
}

static void width_op(struct gen *g)
{
    ir_ref a;

    switch (below(g, 4)) {
    case 0:
        a = pick(g, P64);
        keep(g, P32, emit(g, IR_TRUNC, IR_I32, a, 0, 0, IR_I64, 0));
        break;
    case 1: {
        unsigned small = below(g, 2);

        a = pick(g, P32);
        a = emit(g, IR_TRUNC, small, a, 0, 0, IR_I32, 0);
        keep(g, P32, emit(g, below(g, 2) ? IR_SEXT : IR_ZEXT, IR_I32, a, 0, 0, small, 0));
        break;
    }
    default:
        a = pick(g, P32);
        keep(g, P64, emit(g, below(g, 2) ? IR_SEXT : IR_ZEXT, IR_I64, a, 0, 0, IR_I32, 0));
        break;
    }
}

/* The operation whose own code may leave flags of that kind of a, b and c. */
static ir_ref result_of_flags(struct gen *g, unsigned kind, unsigned type, ir_ref a, ir_ref b,
                              ir_ref c)
{
    switch (kind) {
    case IR_FLAGS_ADC:
        return op3(g, IR_ADDC, type, a, b, c);
    case IR_FLAGS_SBC:
        return op3(g, IR_ADDC, type, a, op1(g, IR_NOT, type, b), c);
    default:
        return op2(g, kind == IR_FLAGS_ADD ? IR_ADD : IR_SUB, type, a, b);
    }
}

static void flags_op(struct gen *g)
{
    unsigned p = below(g, 2);
    ir_ref a = pick(g, p), b = pick(g, p), c = pick(g, P32), f = pick(g, PFLAGS);

    switch (below(g, 6)) {
    case 5: /* on with a chain of carries */
        b = below(g, 2) ? put_const(g, pool_type[p], 0) : b;
        c = emit(g, IR_COND, IR_I32, f, 0, 0, IR_CC_CS, 0);
        keep(g, p, op3(g, IR_ADDC, pool_type[p], a, b, c));
        keep(g, PFLAGS, emit(g, IR_FLAGS, pool_type[p], a, b, c, IR_FLAGS_ADC, 0));
        break;
    case 0:
    case 1: {
        unsigned kind = IR_FLAGS_ADD + below(g, 5);
        bool carry = kind == IR_FLAGS_ADC || kind == IR_FLAGS_SBC;

        c = carry ? op2(g, IR_NE, IR_I32, c, put_const(g, IR_I32, 0)) : IR_NONE;
        if (below(g, 2)) {
            b = below(g, 2) ? put_const(g, pool_type[p], any_constant(g)) : b;
            if (kind == IR_FLAGS_LOGIC)
                a = op2(g, below(g, 2) ? IR_AND : IR_OR, pool_type[p], a, b);
            else
                keep(g, p, result_of_flags(g, kind, pool_type[p], a, b, c));
        }
        keep(g, PFLAGS,
             emit(g, IR_FLAGS, pool_type[p], a, kind == IR_FLAGS_LOGIC ? IR_NONE : b, c, kind, 0));
        break;
    }
    case 2:
        keep(g, P32, emit(g, IR_COND, IR_I32, f, 0, 0, below(g, 15), 0));
        break;
    case 3:
        a = pick(g, PFLAGS);
        keep(g, PFLAGS, emit(g, IR_FLAGSEL, IR_FLAGS_T, f, a, c, 0, 0));
        break;
    default:
        keep(g, p, op3(g, IR_SELECT, pool_type[p], a, b, c));
        break;
    }
}

static void vector_op(struct gen *g)
{
    static const uint8_t types[] = {IR_V16B, IR_V8H, IR_V4S, IR_V2D};
    static const uint8_t ops[] = {IR_ADD,   IR_SUB, IR_AND,  IR_XOR,  IR_UMIN, IR_SMAX, IR_UQADD,
                                  IR_SQSUB, IR_VEQ, IR_VGTS, IR_ZIP1, IR_UZP2, IR_TRN1, IR_SSHLV};
    unsigned type = types[below(g, 4)];
    ir_ref a = pick(g, PV), b = pick(g, PV), s;

    switch (below(g, 6)) {
    case 0:
    case 1:
        keep(g, PV, op2(g, ops[below(g, sizeof(ops))], type, a, b));
        break;
    case 2:
        keep(g, PF, op1(g, IR_VCAST, IR_F64, a));
        break;
    case 3:
        s = pick(g, PF);
        keep(g, PV, op1(g, IR_VCAST, IR_V2D, s));
        break;
    case 4:
        s = pick(g, PF);
        b = pick(g, PF);
        keep(g, PF, op2(g, IR_FADD, IR_F64, s, b));
        break;
    default:
        if (below(g, 2)) {
            keep(g, P64, op1(g, IR_VTO, IR_I64, a));
        } else {
            s = pick(g, P64);
            keep(g, PV, op1(g, IR_VFROM, IR_V2D, s));
        }
        break;
    }
}

/* base + masked index (scaled or not) + displacement, inside the memory */
static void memory_op(struct gen *g)
{
    unsigned log2 = below(g, 4), scale = below(g, 4);
    ir_ref index = pick(g, P64), a, v;

    if (below(g, 2)) {
        index = op2(g, IR_AND, IR_I64, index, put_const(g, IR_I64, 127));
        v = emit(g, IR_TRUNC, IR_I32, index, 0, 0, IR_I64, 0);
        if (below(g, 2))
            index = emit(g, IR_ZEXT, IR_I64, v, 0, 0, IR_I32, 0);
    } else { /* also below the base */
        index = emit(g, IR_SBFX, IR_I64, index, 0, 0, 0, 8 << 8);
        v = emit(g, IR_TRUNC, IR_I32, index, 0, 0, IR_I64, 0);
        if (below(g, 2))
            index = emit(g, IR_SEXT, IR_I64, v, 0, 0, IR_I32, 0);
    }
    if (below(g, 2))
        index = op2(g, IR_SHL, IR_I64, index, put_const(g, IR_I32, scale));
    a = below(g, 3) ? op2(g, IR_ADD, IR_I64, g->base, index) : g->base;
    if (below(g, 2))
        a = op2(g, IR_ADD, IR_I64, a, put_const(g, IR_I64, 8 * below(g, 64)));
    switch (below(g, 3)) {
    case 0:
        v = pick(g, P64);
        emit(g, IR_STORE, IR_I64, a, 0, v, log2, (int)below(g, 32));
        break;
    case 1:
        keep(g, P64,
             emit(g, IR_LOAD, IR_I64, a, 0, 0, log2 | (below(g, 2) ? IR_MEM_SIGN : 0),
                  (int)below(g, 32)));
        break;
    default:
        if (below(g, 4)) {
            keep(g, PF, emit(g, IR_LOAD, IR_F64, a, 0, 0, 3, 0));
        } else {
            v = pick(g, P64);
            keep(g, P64, emit(g, IR_ATOMIC_ADD, IR_I64, a, v, 0, 3, 0));
        }
        break;
    }
}

static void state_op(struct gen *g)
{
    ir_ref v;

    switch (below(g, 8)) {
    case 0:
    case 1:
    case 2:
        v = pick(g, P64);
        set(g, 1 + below(g, 6), v);
        break;
    case 3:
    case 4:
        v = pick(g, PFLAGS);
        set(g, VAR_NZCV + below(g, 2), v);
        break;
    case 5:
        v = pick(g, PV);
        set(g, VAR_V0 + below(g, 4), v);
        break;
    case 6:
        keep(g, P64, get(g, IR_I64, 1 + below(g, 6)));
        keep(g, P32, get(g, IR_I32, 1 + below(g, 6)));
        break;
    default:
        v = pick(g, P64);
        keep(g, P64, emit(g, IR_HELPER, IR_I64, v, 0, 0, below(g, 4), 0));
        break;
    }
}

/* Makes what was computed last visible in x1.. */
static void show(struct gen *g)
{
    ir_ref v;

    for (unsigned k = 1; k < 4; k++) {
        v = pick(g, P64);
        set(g, k, v);
        v = pick(g, P32);
        v = emit(g, IR_ZEXT, IR_I64, v, 0, 0, IR_I32, 0);
        set(g, 3 + k, v);
    }
}

static void end_block(struct gen *g, unsigned number)
{
    unsigned forward = number + 1 + below(g, g->blocks - number);
    ir_ref v;

    if (number + 1 >= g->blocks) {
        v = below(g, 2) ? gaddr(g, 0x5000) : pick(g, P64);
        emit(g, IR_EXIT, IR_VOID, v, 0, 0, 0, 0);
        return;
    }
    if (forward >= g->blocks)
        forward = g->blocks - 1;
    switch (below(g, 4)) {
    case 0:
        emit(g, IR_JUMP, IR_VOID, 0, 0, 0, 0, (int)forward);
        break;
    case 1: /* a loop: x7 counts down to 0 and stays there */
        v = get(g, IR_I64, VAR_X7);
        v = op2(g, IR_SUB, IR_I64, v,
                emit(g, IR_ZEXT, IR_I64, op2(g, IR_NE, IR_I64, v, put_const(g, IR_I64, 0)), 0, 0,
                     IR_I32, 0));
        set(g, VAR_X7, v);
        emit(g, IR_BRNZ, IR_I64, v, 0, (ir_ref)(number + 1), 0, (int)below(g, number + 1));
        break;
    case 2:
        v = pick(g, PFLAGS);
        emit(g, IR_BRF, IR_VOID, v, 0, (ir_ref)(number + 1), below(g, 15), (int)forward);
        break;
    default:
        v = pick(g, P32);
        emit(g, IR_BRNZ, IR_I32, v, 0, (ir_ref)(number + 1), 0, (int)forward);
        break;
    }
}

void random_ir(struct ir *ir, uint64_t *seed, unsigned max_insns, bool raw)
{
    struct gen g = {.ir = ir, .seed = seed, .raw = raw};
    unsigned each;

    ir_reset(ir, 0);
    g.blocks = 1 + below(&g, 6);
    each = max_insns / g.blocks / 8;
    for (unsigned b = 0; b < g.blocks; b++) {
        for (unsigned p = 0; p < 5; p++)
            g.n[p] = 0;
        ir_block(ir, 0x1000 + 0x100 * b, b ? below(&g, 8) ? 0 : IR_BLOCK_ENTRY : IR_BLOCK_ENTRY);
        g.base = get(&g, IR_I64, VAR_X0);
        for (unsigned k = 0; k < each; k++) {
            static void (*const kinds[])(struct gen *) = {integer_op, integer_op, width_op,
                                                          flags_op,   vector_op,  memory_op,
                                                          state_op,   state_op};

            if (k % 4 == 0)
                ir_insn_mark(ir, 0x1000 + 0x100 * b + k, 0);
            kinds[below(&g, 8)](&g);
        }
        show(&g);
        end_block(&g, b);
    }
}
