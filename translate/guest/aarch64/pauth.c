/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pointer authentication (FEAT_PAuth, Arm ARM D8.10) by an algorithm of our own, a keyed hash that
 * is cheap on the host. With 48 bits of address and the top byte ignored, as Linux has it:
 *
 *   63   56 |  55   | 54      48 | 47       0
 *     tag   | which |    PAC     | address
 *
 * A pointer that fails to authenticate gets bits 54:53 = 01 (A keys) or 10 (B keys), so that it
 * faults where it is used.
 */
#include <string.h>
#include <sys/random.h>

#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"
#include "translate/guest/aarch64/model.h"

#define PAC_MASK 0x007f000000000000ull
#define ERROR_MASK (3ull << 53)
#define ERROR(key) ((key)&1 ? 2ull << 53 : 1ull << 53)

bool a64_has_pauth(const struct cpu *cpu)
{
    return a64_model(cpu)->isa & A64_ISA_PAUTH;
}

void a64_new_keys(struct cpu *cpu, unsigned set)
{
    uint64_t fresh[5][2];

    /* Without random numbers the keys stay what they are: all works, but nobody is protected. */
    if (getrandom(fresh, sizeof(fresh), GRND_NONBLOCK) != (ssize_t)sizeof(fresh))
        return;
    for (unsigned i = 0; i < 5; i++)
        if (set >> i & 1)
            memcpy(a64_cold(cpu)->keys[i], fresh[i], sizeof(fresh[i]));
}

uint64_t a64_signed_address(uint64_t pointer, unsigned key, bool wrong)
{
    uint64_t address = pointer >> 55 & 1 ? pointer | PAC_MASK : pointer & ~PAC_MASK;

    return wrong ? (address & ~ERROR_MASK) | ERROR(key) : address;
}

static ir_ref op2(struct tr *t, unsigned op, ir_ref a, ir_ref b)
{
    return ir_op2(t->ir, op, IR_I64, a, b);
}

static ir_ref number(struct tr *t, uint64_t v)
{
    return a64_const(t, IR_I64, v);
}

/* v with the bits of the PAC all equal to bit 55: the address that was signed. */
static ir_ref original(struct tr *t, ir_ref v)
{
    ir_ref ext = ir_emit(t->ir, IR_SBFX, IR_I64, v, IR_NONE, IR_NONE, 0, 55 | 1 << 8);

    ext = op2(t, IR_AND, ext, number(t, PAC_MASK));
    return op2(t, IR_OR, op2(t, IR_AND, v, number(t, ~PAC_MASK)), ext);
}

/* 64 mixed bits, the best ones highest. */
static ir_ref hash(struct tr *t, unsigned key, ir_ref v, ir_ref modifier)
{
    ir_ref low = ir_get(t->ir, IR_I64, A64_KEY + 2 * key);
    ir_ref high = ir_get(t->ir, IR_I64, A64_KEY + 2 * key + 1), h;

    v = op2(t, IR_XOR, v, low);
    h = op2(t, IR_MUL, v, number(t, 0x9e3779b97f4a7c15));
    h = op2(t, IR_XOR, h, op2(t, IR_XOR, modifier, high));
    h = op2(t, IR_XOR, h, a64_shift(t, IR_I64, h, 1, 32));
    return op2(t, IR_MUL, h, number(t, 0xd6e8feb86659fd93));
}

/* The PAC in its place, zeroes elsewhere. The tag takes no part. */
static ir_ref code(struct tr *t, unsigned key, ir_ref address, ir_ref modifier)
{
    ir_ref h, bare = ir_emit(t->ir, IR_UBFX, IR_I64, address, IR_NONE, IR_NONE, 0, 0 | 56 << 8);

    h = hash(t, key, bare, modifier);
    return op2(t, IR_AND, a64_shift(t, IR_I64, h, 1, 8), number(t, PAC_MASK));
}

/* AddPAC: what is no address of one half of the space gets a wrong code. */
static ir_ref sign(struct tr *t, unsigned key, ir_ref v, ir_ref modifier)
{
    ir_ref address = original(t, v), pac = code(t, key, address, modifier);
    ir_ref bad = a64_extend(t, IR_I32, op2(t, IR_NE, address, v));

    pac = op2(t, IR_XOR, pac, a64_shift(t, IR_I64, bad, 0, 54));
    return op2(t, IR_OR, op2(t, IR_AND, v, number(t, ~PAC_MASK)), pac);
}

/* Auth: the address, or one that faults. */
static ir_ref authenticate(struct tr *t, unsigned key, ir_ref v, ir_ref modifier)
{
    ir_ref address = original(t, v), pac = code(t, key, address, modifier);
    ir_ref good = op2(t, IR_EQ, op2(t, IR_AND, v, number(t, PAC_MASK)), pac);
    ir_ref wrong = op2(t, IR_AND, address, number(t, ~ERROR_MASK));

    wrong = op2(t, IR_OR, wrong, number(t, ERROR(key)));
    return ir_op3(t->ir, IR_SELECT, IR_I64, address, wrong, good);
}

static ir_ref modifier(struct tr *t, const struct a64_insn *a, unsigned reg)
{
    if (a->with == A64_PAC_ZERO)
        return number(t, 0);
    if (a->with == A64_PAC_SP)
        return ir_get(t->ir, IR_I64, A64_SP);
    return a64_get_sp(t, IR_I64, reg);
}

enum tr_status a64_pac(struct tr *t, const struct a64_insn *a)
{
    ir_ref v = a64_get(t, IR_I64, a->rd), m = modifier(t, a, a->rn);

    a64_set(t, IR_I64, a->rd, sign(t, a->key, v, m));
    return TR_NEXT;
}

enum tr_status a64_aut(struct tr *t, const struct a64_insn *a)
{
    ir_ref v = a64_get(t, IR_I64, a->rd), m = modifier(t, a, a->rn);

    a64_set(t, IR_I64, a->rd, authenticate(t, a->key, v, m));
    return TR_NEXT;
}

static bool enabled(const struct tr *t)
{
    return a64_has_pauth(t->cpu);
}

/* PACIASP, AUTIB1716 ...: hints. */
enum tr_status a64_pac_hint(struct tr *t, const struct a64_insn *a)
{
    return enabled(t) ? a64_pac(t, a) : TR_NEXT;
}

enum tr_status a64_aut_hint(struct tr *t, const struct a64_insn *a)
{
    return enabled(t) ? a64_aut(t, a) : TR_NEXT;
}

/* XPACI, XPACD and, as a hint, XPACLRI. */
enum tr_status a64_xpac(struct tr *t, const struct a64_insn *a)
{
    if (enabled(t))
        a64_set(t, IR_I64, a->rd, original(t, a64_get(t, IR_I64, a->rd)));
    return TR_NEXT;
}

enum tr_status a64_pacga(struct tr *t, const struct a64_insn *a)
{
    ir_ref v = a64_get(t, IR_I64, a->rn), m = a64_get_sp(t, IR_I64, a->rm);
    ir_ref h = hash(t, A64_PAC_GA, v, m);

    a64_set(t, IR_I64, a->rd, op2(t, IR_AND, h, number(t, 0xffffffff00000000)));
    return TR_NEXT;
}

enum tr_status a64_br_auth(struct tr *t, const struct a64_insn *a)
{
    ir_ref v = a64_get(t, IR_I64, a->rn), m = modifier(t, a, a->rm);

    tr_jump_indirect(t, authenticate(t, a->key, v, m));
    return TR_END;
}

enum tr_status a64_blr_auth(struct tr *t, const struct a64_insn *a)
{
    ir_ref v = a64_get(t, IR_I64, a->rn), m = modifier(t, a, a->rm);
    ir_ref to = authenticate(t, a->key, v, m);

    a64_set(t, IR_I64, 30, ir_gaddr(t->ir, t->pc + 4));
    tr_call(t, to);
    return TR_END;
}

enum tr_status a64_ret_auth(struct tr *t, const struct a64_insn *a)
{
    ir_ref v = a64_get(t, IR_I64, 30), m = ir_get(t->ir, IR_I64, A64_SP);

    tr_return(t, authenticate(t, a->key, v, m));
    return TR_END;
}

/* LDRAA, LDRAB: the base is authenticated; writeback makes it the address, without a code. */
enum tr_status a64_load_auth(struct tr *t, const struct a64_insn *a)
{
    ir_ref base, to, v;

    a64_check_base(t, a->rn);
    base = authenticate(t, a->key, a64_get_sp(t, IR_I64, a->rn), number(t, 0));
    to = op2(t, IR_ADD, base, number(t, (uint64_t)(int64_t)a->imm));
    if (a->mode == A64_ADDR_PRE)
        a64_check_new_sp(t, a->rn, to);
    v = ir_emit(t->ir, IR_LOAD, IR_I64, a64_untag(t, base), IR_NONE, IR_NONE, 3, a->imm);
    if (a->mode == A64_ADDR_PRE)
        a64_set_sp(t, IR_I64, a->rn, to);
    a64_set(t, IR_I64, a->rt, v);
    return TR_NEXT;
}
