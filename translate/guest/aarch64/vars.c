/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest registers as IR variables, and the order in which a host should map them. */
#include "translate/guest/aarch64/a64.h"

/* clang-format off */
#define HOT(field) (uint16_t)(offsetof(struct cpu, hot) + offsetof(struct a64_hot, field))
#define COLD(field) (uint16_t)(offsetof(struct cpu, cold) + offsetof(struct a64_cold, field))
#define X(n) [A64_X0 + n] = {"x" #n, HOT(x[n]), IR_I64}
#define V(n) [A64_V0 + n] = {"v" #n, COLD(v[n]), IR_V2D}

#define KEY(n, name)                                                                               \
    [A64_KEY + 2 * n] = {name "_lo", COLD(keys[n][0]), IR_I64},                                    \
    [A64_KEY + 2 * n + 1] = {name "_hi", COLD(keys[n][1]), IR_I64}

static const struct ir_var vars[A64_N_VARS] = {
    X(0), X(1), X(2), X(3), X(4), X(5), X(6), X(7),
    X(8), X(9), X(10), X(11), X(12), X(13), X(14), X(15),
    X(16), X(17), X(18), X(19), X(20), X(21), X(22), X(23),
    X(24), X(25), X(26), X(27), X(28), X(29), X(30),
    [A64_SP] = {"sp", HOT(sp), IR_I64},
    [A64_NZCV] = {"nzcv", HOT(nzcv), IR_FLAGS_T},
    V(0), V(1), V(2), V(3), V(4), V(5), V(6), V(7),
    V(8), V(9), V(10), V(11), V(12), V(13), V(14), V(15),
    V(16), V(17), V(18), V(19), V(20), V(21), V(22), V(23),
    V(24), V(25), V(26), V(27), V(28), V(29), V(30), V(31),
    [A64_QC] = {"qc", COLD(qc), IR_V2D},
    [A64_TPIDR] = {"tpidr", COLD(tpidr), IR_I64},
    [A64_TPIDRRO] = {"tpidrro", COLD(tpidrro), IR_I64},
    [A64_FPCR] = {"fpcr", COLD(fpcr), IR_I32},
    [A64_FPSR] = {"fpsr", COLD(fpsr), IR_I32},
    [A64_PSTATE] = {"pstate", COLD(pstate), IR_I32},
    KEY(0, "apia"), KEY(1, "apib"), KEY(2, "apda"), KEY(3, "apdb"), KEY(4, "apga"),
};

/* Measured dynamic use; x30 and two callee-saved registers early, as calls are frequent. */
static const uint16_t gpr_order[] = {
    0, 1, 2, 3, 4, 5, 6, 19, 20, 30, A64_SP,
    21, 7, 22, 8, 29, 23, 24, 9, 10, 25, 11, 26, 12, 27, 28, 13, 14, 15, 16, 17, 18, 0xffff,
};

#define N(n) (A64_V0 + n)
static const uint16_t vec_order[] = {
    N(0), N(1), N(2), N(3), N(4), N(5), N(6), N(7), N(16), N(17), N(18), N(19), N(20),
    N(21), N(22), N(23), N(24), N(25), N(26), N(27), N(28), N(29), N(30), N(31),
    N(8), N(9), N(10), N(11), N(12), N(13), N(14), N(15), 0xffff,
};
/* clang-format on */

const struct ir_guest a64_ir_guest = {
    .name = "aarch64",
    .vars = vars,
    .n_vars = A64_N_VARS,
    .gpr_order = gpr_order,
    .vec_order = vec_order,
    .helpers = a64_helpers,
    .n_helpers = A64_N_HELPERS,
    .word = IR_I64,
    .tag_mode = A64_MODE_TAG,
    .process_mode = A64_MODE_FPSR | A64_MODE_TAG,
    .fp_eval = a64_fp_eval,
    .fp_mode = a64_fp_mode,
    .fp_values = a64_fp_values,
    .fp_control = a64_fp_control,
};
