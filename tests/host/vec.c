/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Vector and floating-point operations: host code against ir_eval, on special and random values, at
 * several sets of host features.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/host/run.h"
#include "translate/guest/aarch64/aarch64.h"
#include "translate/guest/guest.h"

#define VALUES 160

/* Sets of types an operation is tested with. */
static const uint8_t t_int[] = {IR_V8B, IR_V4H, IR_V2S, IR_F64, IR_V16B, IR_V8H, IR_V4S, IR_V2D, 0};
static const uint8_t t_bytes[] = {IR_V8B, IR_V16B, 0};
static const uint8_t t_b128[] = {IR_V16B, 0};
static const uint8_t t_bits[] = {IR_F32, IR_F64, IR_V8B, IR_V2D, 0};
static const uint8_t t_lanes[] = {IR_V8B, IR_V4H, IR_V2S, IR_V16B, IR_V8H, IR_V4S, IR_V2D, 0};
static const uint8_t t_hs[] = {IR_V4H, IR_V2S, IR_V8H, IR_V4S, 0};
static const uint8_t t_wide[] = {IR_V8H, IR_V4S, IR_V2D, 0};
static const uint8_t t_narrow[] = {IR_V8B, IR_V4H, IR_V2S, 0};
static const uint8_t t_fp[] = {IR_F32, IR_F64, IR_V2S, IR_V4S, IR_V2D, 0};
static const uint8_t t_sf[] = {IR_F32, IR_F64, 0};
static const uint8_t t_1q[] = {IR_V2D, 0};
static const uint8_t t_rev[] = {IR_V8B, IR_V16B, 0};
static const uint8_t t_w[] = {IR_I32, IR_I64, 0};
static const uint8_t t_f16[] = {IR_F16, IR_V4H, IR_V8H, 0};

enum { A_NONE, A_SHIFT, A_LANE, A_BYTES, A_SCALAR, A_REF_N };

/* One family of operations: each aux from..to by step, each imm likewise. */
struct op_test {
    uint8_t op;
    uint8_t n; /* vector operands */
    const uint8_t *types;
    uint8_t scalar;            /* operand number (1, 2) that is an integer of type stype; 0: none */
    uint8_t stype;             /* type of the scalar; 0xff: of the lane */
    uint16_t aux_from, aux_to; /* aux_to 0xffff: lanes - 1; 0xfffe: bytes - 1 */
    uint16_t aux_step;         /* 0: 1 */
    int16_t imm_from, imm_to;  /* imm_to -1: lane bits - 1 (a constant operand b of shifts) */
    bool shift;                /* b is the constant imm */
};

static const uint8_t t_d[] = {IR_F64, 0}, t_s[] = {IR_F32, 0}, t_h[] = {IR_F16, 0};
static const uint8_t t_2d[] = {IR_V2D, 0}, t_2s[] = {IR_V2S, 0}, t_4s[] = {IR_V4S, 0};
static const uint8_t t_4h[] = {IR_V4H, 0};

#define TO_ZERO(t) .aux_from = (t) | IR_ROUND_ZERO << 8, .aux_to = (t) | IR_ROUND_ZERO << 8
#define FROM(t)                                                                                    \
    .stype = (t), .aux_from = (t) | IR_ROUND_MODE << 8, .aux_to = (t) | IR_ROUND_MODE << 8

static const struct op_test op_tests[] = {
    {IR_COPY, 1, t_int},
    {IR_ADD, 2, t_int},
    {IR_SUB, 2, t_int},
    {IR_MUL, 2, t_int},
    {IR_NEG, 1, t_int},
    {IR_NOT, 1, t_int},
    {IR_AND, 2, t_bits},
    {IR_OR, 2, t_bits},
    {IR_XOR, 2, t_bits},
    {IR_ANDN, 2, t_bits},
    {IR_ORN, 2, t_bits},
    {IR_BITSEL, 3, t_bits},
    {IR_SHL, 1, t_int, .imm_to = -1, .shift = true},
    {IR_SHR, 1, t_int, .imm_to = -1, .shift = true},
    {IR_SAR, 1, t_int, .imm_to = -1, .shift = true},
    {IR_ROR, 1, t_int, .imm_to = -1, .shift = true},
    {IR_ABS, 1, t_int},
    {IR_UMIN, 2, t_int},
    {IR_UMAX, 2, t_int},
    {IR_SMIN, 2, t_int},
    {IR_SMAX, 2, t_int},
    {IR_VEQ, 2, t_int},
    {IR_VGTU, 2, t_int},
    {IR_VGEU, 2, t_int},
    {IR_VGTS, 2, t_int},
    {IR_VGES, 2, t_int},
    {IR_UQADD, 2, t_int},
    {IR_SQADD, 2, t_int},
    {IR_UQSUB, 2, t_int},
    {IR_SQSUB, 2, t_int},
    {IR_UAVG, 2, t_lanes, .imm_to = 1},
    {IR_SAVG, 2, t_lanes, .imm_to = 1},
    {IR_UABD, 2, t_lanes},
    {IR_SABD, 2, t_lanes},
    {IR_USHLV, 2, t_int, .aux_to = 3},
    {IR_SSHLV, 2, t_int, .aux_to = 3},
    {IR_SQRDMULH, 2, t_hs, .aux_to = 1},
    {IR_CLZ, 1, t_lanes},
    {IR_CLS, 1, t_lanes},
    {IR_POPCNT, 1, t_bytes},
    {IR_RBIT, 1, t_bytes},
    {IR_PMUL, 2, t_bytes},
    {IR_VDUPL, 1, t_lanes, .aux_to = 0xffff},
    {IR_VEXT, 2, t_rev, .aux_to = 0xfffe},
    {IR_VREV, 1, t_rev, .aux_from = 1, .aux_to = 3},
    {IR_TBL, 2, t_bytes},
    {IR_ZIP1, 2, t_lanes},
    {IR_ZIP2, 2, t_lanes},
    {IR_UZP1, 2, t_lanes},
    {IR_UZP2, 2, t_lanes},
    {IR_TRN1, 2, t_lanes},
    {IR_TRN2, 2, t_lanes},
    {IR_VWIDENU, 1, t_wide, .aux_to = 1},
    {IR_VWIDENS, 1, t_wide, .aux_to = 1},
    {IR_VNARROW, 1, t_narrow, .aux_to = 3},
    {IR_VREDADD, 1, t_lanes},
    {IR_VRED, 1, t_lanes, .aux_to = 3},
    {IR_PMULL, 2, t_1q, .imm_from = 3, .imm_to = 3},
    {IR_PMULL, 2, t_1q, .imm_to = 0},
    {IR_VCAST, 1, t_lanes},
    {IR_VDUP, 0, t_lanes, .scalar = 1, .stype = 0xff},
    {IR_VPUT, 1, t_lanes, .scalar = 2, .stype = 0xff, .aux_to = 0xffff},
    {IR_VMOVL, 2, t_lanes, .aux_to = 0xffff},
    {IR_VFROM, 0, t_sf, .scalar = 1, .stype = 0xff},
    {IR_VPAIR, 0, t_1q, .scalar = 3, .stype = IR_I64},
    {IR_VTO, 1, t_w},
    {IR_VGET, 1, t_w, .aux_to = 1, .imm_to = 3},
    {IR_VNONZERO, 1, t_lanes},
    {IR_AES_SUBSHIFT, 1, t_b128},
    {IR_AES_ISUBSHIFT, 1, t_b128},
    {IR_AES_MIX, 1, t_b128},
    {IR_AES_IMIX, 1, t_b128},
    {IR_FADD, 2, t_fp},
    {IR_FSUB, 2, t_fp},
    {IR_FMUL, 2, t_fp},
    {IR_FDIV, 2, t_fp},
    {IR_FSQRT, 1, t_fp},
    {IR_FNEG, 1, t_fp},
    {IR_FABS, 1, t_fp},
    {IR_FNEG, 1, t_f16},
    {IR_FABS, 1, t_f16},
    {IR_FADD, 2, t_f16},
    {IR_FMA, 3, t_fp, .aux_to = 3},
    {IR_FMAX, 2, t_fp},
    {IR_FMIN, 2, t_fp},
    {IR_FMAXNM, 2, t_fp},
    {IR_FMINNM, 2, t_fp},
    {IR_FMULX, 2, t_fp},
    {IR_FRECPS, 2, t_fp},
    {IR_FRSQRTS, 2, t_fp},
    {IR_FRECPE, 1, t_fp},
    {IR_FRSQRTE, 1, t_fp},
    {IR_FRECPX, 1, t_sf},
    {IR_FEQ, 2, t_fp},
    {IR_FGE, 2, t_fp},
    {IR_FGT, 2, t_fp},
    {IR_FRINT, 1, t_fp, .aux_to = 5},
    {IR_FRINT, 1, t_fp, .aux_from = 8, .aux_to = 13},
    {IR_FTOS, 1, t_fp, .aux_to = 5},
    {IR_FTOU, 1, t_fp, .aux_to = 5},
    {IR_FTOS, 1, t_fp, .aux_from = 3, .aux_to = 3, .imm_from = 1, .imm_to = 12},
    {IR_FTOU, 1, t_fp, .aux_from = 3, .aux_to = 3, .imm_from = 1, .imm_to = 12},
    {IR_STOF, 1, t_fp, .imm_to = 9},
    {IR_UTOF, 1, t_fp, .imm_to = 9},
    {IR_SFTOS, 1, t_w, .aux_from = IR_F32, .aux_to = IR_F32 | 4 << 8, .aux_step = 256},
    {IR_SFTOS, 1, t_w, .aux_from = IR_F64, .aux_to = IR_F64 | 4 << 8, .aux_step = 256},
    {IR_SFTOU, 1, t_w, .aux_from = IR_F32, .aux_to = IR_F32 | 4 << 8, .aux_step = 256},
    {IR_SFTOU, 1, t_w, .aux_from = IR_F64, .aux_to = IR_F64 | 4 << 8, .aux_step = 256},
    {IR_SFTOS, 1, t_w, TO_ZERO(IR_F64), .imm_from = 1, .imm_to = 32},
    {IR_SSTOF, 0, t_sf, .scalar = 1, FROM(IR_I32), .imm_to = 32},
    {IR_SSTOF, 0, t_sf, .scalar = 1, FROM(IR_I64), .imm_to = 64},
    {IR_SUTOF, 0, t_sf, .scalar = 1, FROM(IR_I32), .imm_to = 32},
    {IR_SUTOF, 0, t_sf, .scalar = 1, FROM(IR_I64), .imm_to = 64},
    {IR_FCVT, 1, t_d, .aux_from = IR_F32, .aux_to = IR_F32},
    {IR_FCVT, 1, t_s, .aux_from = IR_F64, .aux_to = IR_F64},
    {IR_FCVT, 1, t_2d, .aux_from = IR_V2S, .aux_to = IR_V2S},
    {IR_FCVT, 1, t_2s, .aux_from = IR_V2D, .aux_to = IR_V2D},
    {IR_FCVT, 1, t_s, .aux_from = IR_F16, .aux_to = IR_F16},
    {IR_FCVT, 1, t_d, .aux_from = IR_F16, .aux_to = IR_F16},
    {IR_FCVT, 1, t_h, .aux_from = IR_F32, .aux_to = IR_F32},
    {IR_FCVT, 1, t_h, .aux_from = IR_F64, .aux_to = IR_F64},
    {IR_FCVT, 1, t_4s, .aux_from = IR_V4H, .aux_to = IR_V4H},
    {IR_FCVT, 1, t_4h, .aux_from = IR_V4S, .aux_to = IR_V4S},
};

static uint64_t random64(void)
{
    static uint64_t x = 0x9e3779b97f4a7c15;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return x * 0x2545f4914f6cdd1d;
}

static const uint32_t special32[] = {
    0,          0x80000000, 0x3f800000, 0xbf800000, 0x3fc00000, 0x7f800000, 0xff800000, 0x7fc00001,
    0xffc12345, 0x7f800001, 0xffa00000, 1,          0x80000001, 0x007fffff, 0x00800000, 0x80800000,
    0x7f7fffff, 0xff7fffff, 0x4effffff, 0x4f000000, 0xcf000000, 0xcf000001, 0x4f7fffff, 0x4f800000,
    0x3f000000, 0xbf000000, 0x3effffff, 0x40200000, 0xc0200000, 0x5f000000, 0x5f800000, 0xdf000000,
    0x4b000001, 0x4affffff, 0x7fffffff, 0xffffffff, 0x33800000, 0x34000000, 0x3f800001, 0x40000000,
};
static const uint64_t special64[] = {
    0,
    0x8000000000000000,
    0x3ff0000000000000,
    0xbff0000000000000,
    0x3ff8000000000000,
    0x7ff0000000000000,
    0xfff0000000000000,
    0x7ff8000000000001,
    0xfff8000000012345,
    0x7ff0000000000001,
    0xfff4000000000000,
    1,
    0x8000000000000001,
    0x000fffffffffffff,
    0x0010000000000000,
    0x8010000000000000,
    0x7fefffffffffffff,
    0xffefffffffffffff,
    0x41dfffffffc00000,
    0x41e0000000000000,
    0xc1e0000000000000,
    0xc1e0000000200000,
    0x41efffffffe00000,
    0x41f0000000000000,
    0x43e0000000000000,
    0x43dfffffffffffff,
    0xc3e0000000000000,
    0xc3e0000000000001,
    0x43f0000000000000,
    0x43efffffffffffff,
    0x3fe0000000000000,
    0xbfe0000000000000,
    0x3fdfffffffffffff,
    0x4004000000000000,
    0xc004000000000000,
    0x4330000000000001,
    0x432fffffffffffff,
    0x7fffffffffffffff,
    0xffffffffffffffff,
    0x3810000000000000,
    0x47efffffe0000000,
    0x47effffff0000000,
    0x36a0000000000000,
};

static uint64_t some_lane(unsigned log2)
{
    static const uint16_t special16[] = {0,      0x8000, 0x3c00, 0x7c00, 0xfc00, 0x7e01,
                                         0x7c01, 1,      0x7fff, 0xffff, 0x0400, 0x7bff};
    static const uint8_t special8[] = {0, 1, 0x7f, 0x80, 0x81, 0xff, 7, 8, 9, 0xf8, 0xf7, 15, 16};
    uint64_t r = random64();

    switch (r % 5) {
    case 0:
    case 1:
        return log2 == 3   ? special64[random64() % (sizeof(special64) / 8)]
               : log2 == 2 ? special32[random64() % (sizeof(special32) / 4)]
               : log2 == 1 ? special16[random64() % (sizeof(special16) / 2)]
                           : special8[random64() % sizeof(special8)];
    case 2:
        return (uint64_t)((int64_t)random64() >> (random64() % 64));
    case 3: /* a float near one */
        r = random64();
        return log2 == 3   ? (r & 0x80fffffffffffffful) + (0x3f00000000000000ul | (r & 7) << 53)
               : log2 == 2 ? (r & 0x83ffffff) + 0x3c000000
                           : r;
    default:
        return random64();
    }
}

static void some_vec(union vec *v, unsigned type)
{
    unsigned log2 = ir_is_vec(type) ? ir_lane_log2(type) : 3;

    memset(v, 0, sizeof(*v));
    for (unsigned i = 0; i < 16u >> log2; i++) {
        uint64_t x = some_lane(log2);
        memcpy(&v->b[i << log2], &x, 1u << log2);
    }
}

/* The instruction under test and where its operands lie. */
struct subject {
    struct ir_insn insn;
    const struct op_test *t;
    unsigned src_type; /* of vector operands */
    unsigned stype;
};

static unsigned operand_type(const struct op_test *t, unsigned type, unsigned aux)
{
    switch (t->op) {
    case IR_VWIDENU:
    case IR_VWIDENS:
        return IR_TYPE(ir_lane_log2(type) - 1, 5 - ir_lane_log2(type));
    case IR_VNARROW:
        return IR_TYPE(ir_lane_log2(type) + 1, 3 - ir_lane_log2(type));
    case IR_VTO:
    case IR_VGET:
    case IR_VCAST:
        return IR_V2D;
    case IR_SFTOS:
    case IR_SFTOU:
    case IR_FCVT:
        return aux & 255;
    default:
        return type;
    }
}

/* dst: variable number of the result; operands are V1, V2, V3 and X1, X2. */
static void build(struct run *r, struct subject *s, unsigned dst)
{
    struct ir *ir = run_begin(r);
    const struct op_test *t = s->t;
    ir_ref v[3] = {IR_NONE, IR_NONE, IR_NONE};
    unsigned type = s->insn.type, n = 0;

    ir_block(ir, 0x1000, IR_BLOCK_ENTRY);
    ir_insn_mark(ir, 0x1000, 0);
    for (unsigned i = 0; i < t->n; i++) {
        v[n++] = ir_get(ir, s->src_type, A64_V0 + 1 + i);
    }
    if (t->shift) {
        v[n++] = ir_const(ir, IR_I32, (uint64_t)s->insn.imm);
    }
    for (unsigned i = 0; i < 2 && t->scalar; i++) {
        if (t->scalar == 3 || i == 0) {
            v[n++] = ir_get(ir, s->stype, A64_X0 + 1 + i);
        }
    }
    ir_ref d = ir_emit(ir, t->op, type, v[0], v[1], v[2], s->insn.aux, t->shift ? 0 : s->insn.imm);
    unsigned dtype = ir_result_type(&s->insn);
    if (ir_is_int(dtype)) {
        if (dtype != IR_I64) {
            d = ir_emit(ir, IR_ZEXT, IR_I64, d, IR_NONE, IR_NONE, dtype, 0);
        }
        ir_set(ir, A64_X0 + 3, d);
    } else {
        ir_set(ir, A64_V0 + dst, ir_bytes(dtype) < 16 ? ir_op1(ir, IR_VCAST, IR_V2D, d) : d);
    }
    ir_emit(ir, IR_TRAP, IR_I64, ir_const(ir, IR_I64, 0x1004), IR_NONE, IR_NONE, CPU_EXIT_SYSCALL,
            0);
}

static void mask_to(union vec *v, unsigned bytes)
{
    memset(&v->b[bytes], 0, sizeof(*v) - bytes);
}

static void expected(struct run *r, const struct subject *s, const union vec *in, const uint64_t *x,
                     union vec *out)
{
    union vec o[3];
    unsigned n = 0;

    memset(o, 0, sizeof(o));
    memset(out, 0, sizeof(*out));
    for (unsigned i = 0; i < s->t->n; i++) {
        o[n] = in[i];
        mask_to(&o[n++], ir_bytes(s->src_type));
    }
    if (s->t->shift) {
        o[n++].q[0] = (uint64_t)s->insn.imm;
    }
    for (unsigned i = 0; i < 2 && s->t->scalar; i++) {
        if (s->t->scalar == 3 || i == 0) {
            o[n].q[0] = x[i];
            mask_to(&o[n++], ir_bytes(s->stype));
        }
    }
    ir_eval(guest_aarch64.ir, r->cpu, &s->insn, out, &o[0], &o[1], &o[2]);
}

/* UFC differs by design where tininess is detected (FP only; see docs). */
#define FPSR_COMPARED 0x97u

static unsigned run_case(struct run *r, struct subject *s, unsigned dst)
{
    struct a64_cold *cold = a64_cold(r->cpu);
    struct a64_hot *hot = a64_hot(r->cpu);
    unsigned bad = 0;
    int shift = s->insn.imm;
    char text[200];

    build(r, s, dst);
    ir_print(r->ir, text, sizeof(text));
    for (unsigned k = 0; k < VALUES; k++) {
        union vec in[3], want, got = {0};
        uint64_t x[2] = {random64(), random64()};
        for (unsigned i = 0; i < 3; i++) {
            some_vec(&in[i], s->src_type);
            memcpy(cold->v[1 + i], &in[i], 16);
            hot->x[1 + i] = i < 2 ? x[i] : 0x5555;
        }
        if (dst == 4) {
            memset(cold->v[4], 0xa5, 16);
        }
        struct subject e = *s;
        if (s->t->shift) {
            e.insn.imm = shift;
        }
        a64_set_fpsr(r->cpu, 0);
        expected(r, &e, in, x, &want);
        uint32_t want_fpsr = a64_fpsr(r->cpu) & FPSR_COMPARED;
        a64_set_fpsr(r->cpu, 0);
        if (k == 0) {
            run_ir(r);
        } else {
            run_entry(r, 0);
        }
        assert_int_equal(r->cpu->exit, CPU_EXIT_SYSCALL);
        uint32_t fpsr = a64_fpsr(r->cpu) & FPSR_COMPARED;
        if (ir_is_int(ir_result_type(&s->insn))) {
            got.q[0] = hot->x[3];
        } else {
            memcpy(&got, cold->v[dst], 16);
        }
        if (memcmp(&got, &want, 16) || fpsr != want_fpsr) {
            if (bad++ < 2) {
                print_error(
                    "op %s type %02x aux %x imm %d dst %u\n a %016lx%016lx b %016lx%016lx "
                    "c %016lx%016lx x %lx %lx\n got %016lx%016lx want %016lx%016lx fpsr %x %x\n",
                    ir_op_texts[s->t->op].name, s->insn.type, s->insn.aux, shift, dst, in[0].q[1],
                    in[0].q[0], in[1].q[1], in[1].q[0], in[2].q[1], in[2].q[0], x[0], x[1],
                    got.q[1], got.q[0], want.q[1], want.q[0], fpsr, want_fpsr);
            }
        }
    }
    return bad;
}

static unsigned run_type(struct run *r, const struct op_test *t, unsigned type)
{
    unsigned bad = 0, lanes = ir_is_vec(type) ? ir_lanes(type) : 1;
    unsigned aux_to = t->aux_to == 0xffff   ? lanes - 1
                      : t->aux_to == 0xfffe ? ir_bytes(type) - 1
                                            : t->aux_to;
    int imm_to = t->imm_to == -1 ? (int)ir_lane_bits(type) - 1 : t->imm_to;

    for (unsigned aux = t->aux_from; aux <= aux_to; aux += t->aux_step ? t->aux_step : 1) {
        for (int imm = t->imm_from; imm <= imm_to; imm++) {
            for (unsigned dst = 4; dst > 0; dst -= 1 + (dst == 4)) {
                struct subject s = {.t = t};
                s.insn = (struct ir_insn){
                    .op = t->op, .type = (uint8_t)type, .aux = (uint16_t)aux, .imm = imm};
                s.src_type = operand_type(t, type, aux);
                s.stype = t->stype == 0xff ? ir_lane_log2(type) : t->stype;
                if (t->op == IR_VMOVL) {
                    s.insn.aux = (uint16_t)(aux | (lanes - 1 - aux / 2) << 8);
                }
                if (t->op == IR_VGET && type == IR_I32 && imm == 3) {
                    continue;
                }
                if (t->op == IR_VREV && ir_lane_log2(type) >= aux) {
                    continue;
                }
                if ((t->op == IR_FTOS || t->op == IR_FTOU) && aux == IR_ROUND_MODE) {
                    continue;
                }
                bad += run_case(r, &s, dst);
            }
        }
    }
    return bad;
}

/* Scalar compares in every condition, in FP mode word mode (FPCR to match). */
static unsigned compares(struct run *r, unsigned type, unsigned kind, uint32_t mode)
{
    struct ir_insn insn = {.op = IR_FLAGS, .type = (uint8_t)type, .aux = (uint16_t)kind};
    unsigned bad = 0;

    a64_set_fpcr(r->cpu, mode << 22);
    for (unsigned cc = 0; cc < IR_CC_AL; cc++) {
        ir_reset(r->ir, mode);
        ir_block(r->ir, 0x1000, IR_BLOCK_ENTRY);
        ir_insn_mark(r->ir, 0x1000, 0);
        ir_ref a = ir_get(r->ir, type, A64_V0 + 1), b = ir_get(r->ir, type, A64_V0 + 2);
        ir_ref f = ir_emit(r->ir, IR_FLAGS, type, a, b, IR_NONE, kind, 0);
        ir_ref v = ir_emit(r->ir, IR_COND, IR_I32, f, IR_NONE, IR_NONE, cc, 0);
        ir_set(r->ir, A64_X0 + 3, ir_emit(r->ir, IR_ZEXT, IR_I64, v, IR_NONE, IR_NONE, IR_I32, 0));
        ir_ref s = ir_op3(r->ir, IR_SELECT, type, b, a, v);
        ir_set(r->ir, A64_V0 + 4, ir_op1(r->ir, IR_VCAST, IR_V2D, s));
        ir_set(r->ir, A64_NZCV, f);
        ir_emit(r->ir, IR_BRF, IR_I64, f, IR_NONE, 2, cc, 1);
        for (unsigned k = 0; k < 2; k++) {
            ir_block(r->ir, 0x1004 + 4 * k, 0);
            ir_emit(r->ir, IR_TRAP, IR_I64, ir_const(r->ir, IR_I64, 0x2000 + k), IR_NONE, IR_NONE,
                    CPU_EXIT_SYSCALL, 0);
        }
        run_emit(r);
        for (unsigned n = 0; n < VALUES; n++) {
            union vec in[2], nzcv;
            for (unsigned k = 0; k < 2; k++) {
                some_vec(&in[k], type);
                memcpy(a64_cold(r->cpu)->v[1 + k], &in[k], 16);
                mask_to(&in[k], ir_bytes(type));
            }
            a64_set_fpsr(r->cpu, 0);
            memset(&nzcv, 0, sizeof(nzcv));
            ir_eval(guest_aarch64.ir, r->cpu, &insn, &nzcv, &in[0], &in[1], &in[1]);
            uint32_t want_fpsr = a64_fpsr(r->cpu) & FPSR_COMPARED;
            a64_set_fpsr(r->cpu, 0);
            run_entry(r, 0);
            bool holds = ir_cc_holds(cc, nzcv.d[0]);
            uint64_t chosen = in[holds ? 1 : 0].q[0];
            if (a64_hot(r->cpu)->x[3] != (uint64_t)holds || r->cpu->pc != 0x2000u + !holds ||
                a64_nzcv(r->cpu) != nzcv.d[0] || a64_cold(r->cpu)->v[4][0] != chosen ||
                (a64_fpsr(r->cpu) & FPSR_COMPARED) != want_fpsr) {
                if (bad++ < 2) {
                    print_error(
                        "fcmp type %x kind %u cc %u mode %x a %lx b %lx: x3 %lx pc %lx nzcv %x "
                        "want %x select %lx fpsr %x %x\n",
                        type, kind, cc, mode, in[0].q[0], in[1].q[0], a64_hot(r->cpu)->x[3],
                        r->cpu->pc, a64_nzcv(r->cpu), nzcv.d[0], a64_cold(r->cpu)->v[4][0],
                        a64_fpsr(r->cpu), want_fpsr);
                }
            }
        }
    }
    a64_set_fpcr(r->cpu, 0);
    return bad;
}

static void all_ops(const char *features)
{
    struct run *r = run_new(features, NULL);
    unsigned bad = 0;
    const char *only = getenv("TEST_OP");

    for (unsigned i = 0; i < sizeof(op_tests) / sizeof(op_tests[0]); i++) {
        const struct op_test *t = &op_tests[i];
        if (only && strcmp(only, ir_op_texts[t->op].name)) {
            continue;
        }
        for (const uint8_t *type = t->types; *type; type++) {
            bad += run_type(r, t, *type);
        }
    }
    for (unsigned kind = IR_FLAGS_FCMP; kind <= IR_FLAGS_FCMPE && !only; kind++) {
        for (unsigned mode = 0; mode < 2; mode++) {
            bad += compares(r, IR_F32, kind, mode);
            bad += compares(r, IR_F64, kind, mode);
            bad += compares(r, IR_F16, kind, mode);
        }
    }
    assert_int_equal(bad, 0);
}

static void level(void **state)
{
    all_ops(*state);
}

int main(void)
{
    static char names[][32] = {
        "sse4.1", "sse4.1+popcnt+aes+pclmul", "avx", "avx2", "avx2+aes+pclmul+gfni", "avx512",
        "all",
    };
    struct CMUnitTest tests[sizeof(names) / sizeof(names[0])];

    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        tests[i] =
            (struct CMUnitTest){.name = names[i], .test_func = level, .initial_state = names[i]};
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
