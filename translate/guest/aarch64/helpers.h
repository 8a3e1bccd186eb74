/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The C functions that translated code of an AArch64 guest calls: one enum and one table (in
 * helpers.c) for the whole front end. The index is aux of IR_HELPER and IR_VHELPER.
 */
#ifndef DRAGOMAN_GUEST_AARCH64_HELPERS_H
#define DRAGOMAN_GUEST_AARCH64_HELPERS_H

#include "translate/ir/ir.h"

enum a64_helper {
    A64_HELPER_CNTVCT,   /* the virtual counter */
    A64_HELPER_GET_FPSR, /* FPSR, the host's sticky bits merged */
    A64_HELPER_SET_FPSR, /* FPSR = a */
    A64_HELPER_SET_FPCR, /* FPCR = a, with it the mode word */
    A64_HELPER_IC_IVAU,  /* the 64 bytes around a changed */
    A64_HELPER_RANDOM,   /* a random number; 0: there is none now */
    A64_HELPER_COPY,     /* a step of FEAT_MOPS (mops.h) */
    A64_HELPER_SET,
    /* floating point and SIMD (simd-helpers.h) */
    A64_HELPER_FCVTXN,
    A64_HELPER_URECPE,
    A64_HELPER_URSQRTE,
    A64_HELPER_FMLAL,
    A64_HELPER_BFCVT,
    A64_HELPER_BFDOT,
    A64_HELPER_BFMMLA,
    A64_HELPER_FRINT_SIZED,
    A64_HELPER_FJCVTZS,
    A64_HELPER_SM3SS1,
    A64_HELPER_SM3TT1A, /* the order of the four is the instructions' */
    A64_HELPER_SM3TT1B,
    A64_HELPER_SM3TT2A,
    A64_HELPER_SM3TT2B,
    A64_HELPER_SM3PARTW1,
    A64_HELPER_SM3PARTW2,
    A64_HELPER_SM4E,
    A64_HELPER_SM4EKEY,
    A64_HELPER_PAIR, /* in front of an exclusive pair that must see every store */
    A64_N_HELPERS
};

extern const struct ir_helper a64_helpers[A64_N_HELPERS];

#endif
