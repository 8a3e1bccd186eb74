/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AES (Arm ARM C4.1.96, "cryptographic"). */
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
