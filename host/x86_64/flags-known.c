/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of pending flags without their operands. A branch says something of them: behind
 * B.EQ they are a constant, and where the constant of a conditional compare does not lead its
 * condition held. That is carried beside the operands (host_flags.known), for the ways may meet
 * again.
 */
#include <string.h>

#include "host/x86_64/emit.h"

/* A comparison of constants with the flags nzcv. */
static struct host_flags constant(unsigned nzcv)
{
    static const struct {
        uint8_t kind;
        int8_t a, b;
    } compares[] = {[0] = {IR_FLAGS_SUB, 0, -1},
                    [2] = {IR_FLAGS_SUB, 1, 0},
                    [4] = {IR_FLAGS_LOGIC, 0, 0},
                    [6] = {IR_FLAGS_SUB, 0, 0}};

    return (struct host_flags){.kind = (uint16_t)(compares[nzcv].kind | IR_I32 << 8),
                               .if_kind = HOST_FLAGS_STORED,
                               .var = {HOST_FLAGS_CONST, HOST_FLAGS_CONST},
                               .imm = {compares[nzcv].a, compares[nzcv].b}};
}

struct host_flags em_flags_form(const struct host_flags *d)
{
    struct host_flags f = d->known & EM_KNOWN ? constant(d->known & 15u) : *d;

    f.known = 0;
    return f;
}

struct host_flags em_flags_only_known(const struct host_flags *d)
{
    struct host_flags f = constant(d->known & 15u);

    f.known = d->known;
    return f;
}

struct host_flags em_flags_compared(struct host_flags d)
{
    d.if_kind = HOST_FLAGS_STORED;
    d.if_cc = d.nzcv = 0;
    d.var[2] = d.var[3] = 0;
    d.imm[2] = d.imm[3] = 0;
    return d;
}

struct host_flags em_flags_if(struct host_flags d, unsigned cc)
{
    unsigned kind = d.kind & 0xff;

    if (d.if_kind != HOST_FLAGS_STORED && !ir_cc_holds(cc, (uint32_t)d.nzcv << 28))
        d = em_flags_compared(d);
    if (d.if_kind != HOST_FLAGS_STORED || d.known & EM_KNOWN)
        return d;
    if (cc == IR_CC_EQ && kind != IR_FLAGS_ADD)
        d.known = EM_KNOWN | (kind == IR_FLAGS_LOGIC ? 4 : 6);
    else if (cc == IR_CC_NE && d.known & EM_NO_SIGN)
        d.known = EM_KNOWN | (kind == IR_FLAGS_LOGIC ? 0 : 2);
    return d;
}

/* Is the sign of v, an operand of FLAGS of type, clear? */
static bool no_sign(const struct ir *ir, ir_ref v, unsigned type)
{
    const struct ir_insn *i = &ir->insn[v];

    switch (i->op) {
    case IR_LOAD:
        return !(i->aux & IR_MEM_SIGN) && 8u << (i->aux & IR_MEM_SIZE) < ir_lane_bits(type);
    case IR_AND:
        return ir->insn[i->b].op == IR_CONST &&
               ir->insn[i->b].imm64 < 1ull << (ir_lane_bits(type) - 1);
    case IR_ZEXT:
        return ir_lane_bits(i->aux) < ir_lane_bits(type);
    default:
        return false;
    }
}

uint16_t em_flags_known(const struct emit *e, const struct ir_insn *f)
{
    const struct ir_insn *b = &e->ir->insn[f->b];

    if (!(f->type == IR_I32 || f->type == IR_I64) ||
        (f->aux != IR_FLAGS_LOGIC && (f->aux != IR_FLAGS_SUB || b->op != IR_CONST || b->imm64)))
        return 0;
    return no_sign(e->ir, f->a, f->type) ? EM_NO_SIGN : 0;
}

bool em_flags_join(struct host_flags *s, const struct host_flags *d)
{
    struct host_flags a = *s, b = *d;

    a.known = b.known = 0;
    if (!memcmp(&a, &b, sizeof a)) {
        s->known &= s->known == d->known ? 0xffff : s->known & d->known & EM_NO_SIGN;
        return true;
    }
    if (!(s->known & EM_KNOWN) || s->known != d->known)
        return false;
    *s = em_flags_only_known(s);
    return true;
}

unsigned em_flags_stored_kind(const struct host_flags *d)
{
    if (d->known & EM_KNOWN)
        return ir_flags_constant(d->known & 15u);
    if (d->if_kind != HOST_FLAGS_STORED)
        return EM_KIND_UNKNOWN;
    return d->var[1] == HOST_FLAGS_CONST ? em_kind_with_b(d->kind, d->imm[1]) : d->kind;
}
