/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opcode words of the vector instructions that rules use (Intel SDM volume 2). Lane width first: an
 * array of four is indexed by the log2 of a lane's bytes, 0 where there is no such instruction.
 */
#ifndef DRAGOMAN_HOST_X86_VEC_OPS_H
#define DRAGOMAN_HOST_X86_VEC_OPS_H

#include "host/x86_64/asm.h"

#define V_66(byte) AS_OP(AS_P66, 1, byte)
#define V_66_38(byte) AS_OP(AS_P66, 2, byte)
#define V_66_3A(byte) (AS_OP(AS_P66, 3, byte) | AS_IMM8)
#define V_F3(byte) AS_OP(AS_PF3, 1, byte)
#define V_F2(byte) AS_OP(AS_PF2, 1, byte)

enum {
    /* bits */
    V_PAND = V_66(0xdb),
    V_PANDN = V_66(0xdf),
    V_POR = V_66(0xeb),
    V_PXOR = V_66(0xef),
    V_PTERNLOG = V_66_3A(0x25) | AS_EVEX, /* d = table(d, s1, s2) */
    V_PTEST = V_66_38(0x17),
    /* arithmetic */
    V_PADDB = V_66(0xfc),
    V_PADDW = V_66(0xfd),
    V_PADDD = V_66(0xfe),
    V_PADDQ = V_66(0xd4) | AS_EW,
    V_PSUBB = V_66(0xf8),
    V_PSUBW = V_66(0xf9),
    V_PSUBD = V_66(0xfa),
    V_PSUBQ = V_66(0xfb) | AS_EW,
    V_PMULLW = V_66(0xd5),
    V_PMULLD = V_66_38(0x40),
    V_PMULLQ = V_66_38(0x40) | AS_W | AS_EVEX,
    V_PMULUDQ = V_66(0xf4) | AS_EW,
    V_PMULDQ = V_66_38(0x28) | AS_EW,
    V_PMULHW = V_66(0xe5),
    V_PMULHRSW = V_66_38(0x0b),
    V_PMADDUBSW = V_66_38(0x04),
    V_PMADDWD = V_66(0xf5),
    V_PSADBW = V_66(0xf6),
    V_PHMINPOSUW = V_66_38(0x41),
    V_PABSB = V_66_38(0x1c),
    V_PABSW = V_66_38(0x1d),
    V_PABSD = V_66_38(0x1e),
    V_PABSQ = V_66_38(0x1f) | AS_W | AS_EVEX,
    V_PADDSB = V_66(0xec),
    V_PADDSW = V_66(0xed),
    V_PADDUSB = V_66(0xdc),
    V_PADDUSW = V_66(0xdd),
    V_PSUBSB = V_66(0xe8),
    V_PSUBSW = V_66(0xe9),
    V_PSUBUSB = V_66(0xd8),
    V_PSUBUSW = V_66(0xd9),
    V_PAVGB = V_66(0xe0),
    V_PAVGW = V_66(0xe3),
    V_PSIGNB = V_66_38(0x08),
    /* comparisons; as VEX and legacy only: EVEX makes masks */
    V_PCMPEQB = V_66(0x74),
    V_PCMPEQW = V_66(0x75),
    V_PCMPEQD = V_66(0x76),
    V_PCMPEQQ = V_66_38(0x29),
    V_PCMPGTB = V_66(0x64),
    V_PCMPGTW = V_66(0x65),
    V_PCMPGTD = V_66(0x66),
    V_PCMPGTQ = V_66_38(0x37), /* SSE4.2 */
    /* order of lanes */
    V_PUNPCKLBW = V_66(0x60),
    V_PUNPCKLWD = V_66(0x61),
    V_PUNPCKLDQ = V_66(0x62),
    V_PUNPCKLQDQ = V_66(0x6c) | AS_EW,
    V_PUNPCKHBW = V_66(0x68),
    V_PUNPCKHWD = V_66(0x69),
    V_PUNPCKHDQ = V_66(0x6a),
    V_PUNPCKHQDQ = V_66(0x6d) | AS_EW,
    V_PACKSSWB = V_66(0x63),
    V_PACKSSDW = V_66(0x6b),
    V_PACKUSWB = V_66(0x67),
    V_PACKUSDW = V_66_38(0x2b),
    V_PSHUFB = V_66_38(0x00),
    V_PSHUFD = V_66(0x70) | AS_IMM8,
    V_PSHUFLW = V_F2(0x70) | AS_IMM8,
    V_PSHUFHW = V_F3(0x70) | AS_IMM8,
    V_PALIGNR = V_66_3A(0x0f),
    V_SHUFPS = AS_OP(AS_P0, 1, 0xc6) | AS_IMM8,
    V_SHUFPD = V_66(0xc6) | AS_EW | AS_IMM8,
    V_PBLENDW = V_66_3A(0x0e),
    V_MOVQ = V_F3(0x7e) | AS_EW | AS_N8,
    V_INSERTPS = V_66_3A(0x21) | AS_N4,
    V_PBROADCASTB = V_66_38(0x78),
    V_PBROADCASTW = V_66_38(0x79),
    V_PBROADCASTD = V_66_38(0x58),
    V_PBROADCASTQ = V_66_38(0x59) | AS_EW,
    V_PMOVZXBW = V_66_38(0x30),
    V_PMOVZXWD = V_66_38(0x33),
    V_PMOVZXDQ = V_66_38(0x35),
    V_PMOVSXBW = V_66_38(0x20),
    V_PMOVSXWD = V_66_38(0x23),
    V_PMOVSXDQ = V_66_38(0x25),
    /* to and from general registers; the 8-byte forms have AS_W */
    V_MOVD = V_66(0x6e) | AS_N4,
    V_MOVD_TO = V_66(0x7e) | AS_N4,
    V_PINSRB = V_66_3A(0x20) | AS_N1,
    V_PINSRW = V_66(0xc4) | AS_IMM8 | AS_N2,
    V_PINSRD = V_66_3A(0x22) | AS_N4,
    V_PEXTRB = V_66_3A(0x14) | AS_N1,
    V_PEXTRW = V_66(0xc5) | AS_IMM8,
    V_PEXTRD = V_66_3A(0x16) | AS_N4,
    /* cryptography */
    V_AESENC = V_66_38(0xdc),
    V_AESENCLAST = V_66_38(0xdd),
    V_AESDEC = V_66_38(0xde),
    V_AESDECLAST = V_66_38(0xdf),
    V_AESIMC = V_66_38(0xdb),
    V_PCLMULQDQ = V_66_3A(0x44),
    V_GF2P8AFFINEQB = V_66_3A(0xce) | AS_W,
    V_GF2P8MULB = V_66_38(0xcf),
    /* floating point: packed single; see v_fp for the others */
    F_SQRT = 0x51,
    F_AND = 0x54,
    F_ANDN = 0x55,
    F_ADD = 0x58,
    F_MUL = 0x59,
    F_SUB = 0x5c,
    F_MIN = 0x5d,
    F_DIV = 0x5e,
    F_MAX = 0x5f,
};

/* 0F map arithmetic opcode for type log2 (2 single, 3 double), packed or scalar. */
static inline unsigned v_fp(unsigned opcode, unsigned log2, bool packed)
{
    if (packed) {
        return AS_OP(log2 == 3 ? AS_P66 : AS_P0, 1, opcode) | (log2 == 3 ? AS_EW : 0);
    }
    return AS_OP(log2 == 3 ? AS_PF2 : AS_PF3, 1, opcode) | (log2 == 3 ? AS_EW | AS_N8 : AS_N4);
}

static const unsigned v_padd[4] = {V_PADDB, V_PADDW, V_PADDD, V_PADDQ};
static const unsigned v_psub[4] = {V_PSUBB, V_PSUBW, V_PSUBD, V_PSUBQ};
static const unsigned v_pcmpeq[4] = {V_PCMPEQB, V_PCMPEQW, V_PCMPEQD, V_PCMPEQQ};
static const unsigned v_pcmpgt[4] = {V_PCMPGTB, V_PCMPGTW, V_PCMPGTD, V_PCMPGTQ};

#endif
