/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AES, SHA-1 and SHA-256 (Arm ARM C4.1.96, "cryptographic"). */
#include "translate/guest/aarch64/simd.h"

/* AESE, AESD: rd ^ rn through op. */
enum tr_status a64_aes_round(struct tr *t, const struct a64_insn *a)
{
    ir_ref d = simd_get(t, IR_V16B, a->rd), n = simd_get(t, IR_V16B, a->rn);

    d = ir_op2(t->ir, IR_XOR, IR_V16B, d, n);
    simd_set(t, a->rd, ir_op1(t->ir, a->op, IR_V16B, d));
    return TR_NEXT;
}

/* AESMC, AESIMC. */
enum tr_status a64_aes_mix(struct tr *t, const struct a64_insn *a)
{
    simd_set(t, a->rd, ir_op1(t->ir, a->op, IR_V16B, simd_get(t, IR_V16B, a->rn)));
    return TR_NEXT;
}

/* Helpers of rd, rn and, with three, rm. */
enum tr_status a64_sha(struct tr *t, const struct a64_insn *a)
{
    ir_ref d = simd_get(t, IR_V2D, a->rd), n = simd_get(t, IR_V2D, a->rn), m = IR_NONE;

    if (a->three)
        m = simd_get(t, IR_V2D, a->rm);
    simd_set(t, a->rd, simd_helper(t, (unsigned)a->helper, d, n, m));
    return TR_NEXT;
}

/* SHA1H: a rotation of one word. */
enum tr_status a64_sha1h(struct tr *t, const struct a64_insn *a)
{
    ir_ref n = ir_op1(t->ir, IR_VTO, IR_I32, simd_get(t, IR_F32, a->rn));

    n = ir_op2(t->ir, IR_ROR, IR_I32, n, a64_const(t, IR_I32, 2));
    simd_set(t, a->rd, ir_op1(t->ir, IR_VFROM, IR_F32, n));
    return TR_NEXT;
}
