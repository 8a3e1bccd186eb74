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
    /* floating point and SIMD (simd-helpers.h) */
    A64_HELPER_FCVTXN,
    A64_HELPER_URECPE,
    A64_HELPER_URSQRTE,
    A64_N_HELPERS
};

extern const struct ir_helper a64_helpers[A64_N_HELPERS];

#endif
