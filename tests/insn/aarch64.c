/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AArch64 for the instruction tests. Names: x0..x30, w0..w30, sp, nzcv, tpidr, tpidrro, fpcr, fpsr;
 * v0 (32 digits), q0 d0 s0 h0 b0 (zeros above), v0.16b .8h .4s .2d .8b .4h .2s (lane 0 first). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/insn/state.h"
#include "translate/guest/aarch64/aarch64.h"

static int number(const char *digits, const char **rest)
{
    char *end;
    long n = strtol(digits, &end, 10);
    *rest = end;
    return end == digits || n < 0 || n > 31 ? -1 : (int)n;
}

static int vector(const char *name, unsigned *type)
{
    static const struct {
        const char *name;
        uint8_t type;
    } shapes[] = {{".16b", IR_V16B}, {".8h", IR_V8H}, {".4s", IR_V4S}, {".2d", IR_V2D},
                  {".8b", IR_V8B},   {".4h", IR_V4H}, {".2s", IR_V2S}};
    const char *rest;
    int n = number(name + 1, &rest);
    if (n < 0)
        return -1;
    for (unsigned i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        if (strcmp(rest, shapes[i].name) == 0) {
            *type = shapes[i].type;
            return A64_V0 + n;
        }
    }
    *type = IR_TYPE(4, 0); /* 128 bits as one number */
    return *rest ? -1 : A64_V0 + n;
}

static int variable(const char *name, unsigned *type)
{
    static const char scalars[] = "bhsdq";
    const struct ir_guest *ir = guest_aarch64.ir;
    for (unsigned v = 0; v < ir->n_vars; v++) {
        if (strcmp(name, ir->vars[v].name) == 0 && !ir_is_vec(ir->vars[v].type)) {
            *type = ir->vars[v].type;
            return (int)v;
        }
    }
    if (name[0] == 'v')
        return vector(name, type);
    const char *rest, *scalar = strchr(scalars, name[0]);
    int n = number(name + 1, &rest);
    if (n < 0 || *rest)
        return -1;
    if (name[0] == 'w' && n != 31) {
        *type = IR_I32;
        return A64_X0 + n;
    }
    *type = IR_TYPE((unsigned)(scalar - scalars), 0);
    return scalar ? A64_V0 + n : -1;
}

static void fill(struct state *s)
{
    for (unsigned i = 0; i < 31; i++)
        s->var[A64_X0 + i].q[0] = 0x5a5a0000deadbe00 + i;
    s->var[A64_SP].q[0] = DATA + 0x1f00;
    s->var[A64_NZCV].q[0] = 5;
    for (unsigned i = 0; i < 32; i++) {
        s->var[A64_V0 + i].q[0] = 0x1234567800abcd00 + i;
        s->var[A64_V0 + i].q[1] = 0xc3c3c3c300fedc00 + i;
    }
    s->var[A64_TPIDR].q[0] = DATA + 0x1000;
}

static void put(struct cpu *cpu, const struct state *s)
{
    a64_set_nzcv(cpu, (uint32_t)s->var[A64_NZCV].q[0] << 28);
    a64_set_fpcr(cpu, (uint32_t)s->var[A64_FPCR].q[0]);
    a64_set_fpsr(cpu, (uint32_t)s->var[A64_FPSR].q[0]);
}

static void take(struct cpu *cpu, struct state *s)
{
    s->var[A64_NZCV].q[0] = a64_nzcv(cpu) >> 28;
    s->var[A64_FPSR].q[0] = a64_fpsr(cpu);
}

/* QC is a bit of FPSR. */
static bool compared(unsigned v)
{
    return v != A64_QC;
}

const struct insn_guest insn_aarch64 = {
    .guest = &guest_aarch64,
    .filler = {0x01, 0x00, 0x00, 0xd4}, /* svc #0 */
    .filler_size = 4,
    .variable = variable,
    .fill = fill,
    .put = put,
    .take = take,
    .compared = compared,
};
