/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "translate/ir/text.h"

const struct ir_name ir_type_names[] = {
    {"i8", IR_I8},          {"i16", IR_I16},
    {"i32", IR_I32},        {"i64", IR_I64},
    {"f16", IR_F16},        {"f32", IR_F32},
    {"f64", IR_F64},        {"q", IR_TYPE(4, 0)},
    {"b", IR_TYPE(0, 0)},   {"v8b", IR_V8B},
    {"v4h", IR_V4H},        {"v2s", IR_V2S},
    {"v16b", IR_V16B},      {"v8h", IR_V8H},
    {"v4s", IR_V4S},        {"v2d", IR_V2D},
    {"v32b", IR_V32B},      {"v16h", IR_V16H},
    {"v8s", IR_V8S},        {"v4d", IR_V4D},
    {"v2b", IR_TYPE(0, 1)}, {"v4b", IR_TYPE(0, 2)},
    {"v2h", IR_TYPE(1, 1)}, {"flags", IR_FLAGS_T},
    {"void", IR_VOID},      {NULL, 0},
};
const struct ir_name ir_flags_names[] = {
    {"raw", IR_FLAGS_RAW},   {"add", IR_FLAGS_ADD},     {"sub", IR_FLAGS_SUB},
    {"adc", IR_FLAGS_ADC},   {"sbc", IR_FLAGS_SBC},     {"logic", IR_FLAGS_LOGIC},
    {"fcmp", IR_FLAGS_FCMP}, {"fcmpe", IR_FLAGS_FCMPE}, {NULL, 0},
};
const struct ir_name ir_cc_names[] = {
    {"eq", IR_CC_EQ}, {"ne", IR_CC_NE}, {"cs", IR_CC_CS}, {"cc", IR_CC_CC},
    {"mi", IR_CC_MI}, {"pl", IR_CC_PL}, {"vs", IR_CC_VS}, {"vc", IR_CC_VC},
    {"hi", IR_CC_HI}, {"ls", IR_CC_LS}, {"ge", IR_CC_GE}, {"lt", IR_CC_LT},
    {"gt", IR_CC_GT}, {"le", IR_CC_LE}, {"al", IR_CC_AL}, {NULL, 0},
};
const struct ir_name ir_mem_names[] = {
    {"sign", IR_MEM_SIGN},
    {"swap", IR_MEM_SWAP},
    {"acquire", IR_MEM_ACQUIRE},
    {"release", IR_MEM_RELEASE},
    {"align", IR_MEM_ALIGN},
    {"align16", IR_MEM_ALIGN16},
    {"index32", IR_MEM_INDEX32},
    {"sign32", IR_MEM_SIGN32},
    {"value", IR_MEM_VALUE},
    {"pair", IR_MEM_PAIR},
    {NULL, 0},
};
const struct ir_name ir_block_names[] = {
    {"entry", IR_BLOCK_ENTRY},
    {"return", IR_BLOCK_RETURN},
    {"poll", IR_BLOCK_POLL},
    {"cold", IR_BLOCK_COLD},
    {NULL, 0},
};

const char *ir_name_of(const struct ir_name *list, unsigned value)
{
    for (; list->name; list++)
        if (list->value == value)
            return list->name;
    return NULL;
}

const struct ir_name *ir_name_find(const struct ir_name *list, const char *s, size_t len)
{
    for (; list->name; list++)
        if (strlen(list->name) == len && !memcmp(list->name, s, len))
            return list;
    return NULL;
}

const struct ir_name *ir_aux_names(unsigned op)
{
    switch (op) {
    case IR_FLAGS:
        return ir_flags_names;
    case IR_COND:
    case IR_BRF:
        return ir_cc_names;
    case IR_ZEXT:
    case IR_SEXT:
    case IR_TRUNC:
    case IR_FCVT:
        return ir_type_names;
    default:
        return NULL;
    }
}

enum ir_form ir_form(unsigned op)
{
    switch (op) {
    case IR_CONST:
    case IR_GADDR:
    case IR_VCONST:
        return IR_FORM_IMM64;
    case IR_GET:
    case IR_SET:
        return IR_FORM_VAR;
    case IR_LOAD:
    case IR_STORE:
        return IR_FORM_MEMORY;
    case IR_HELPER:
    case IR_VHELPER:
        return IR_FORM_HELPER;
    case IR_BLOCK:
    case IR_INSN:
        return IR_FORM_BLOCK;
    case IR_JUMP:
    case IR_BRF:
    case IR_BRNZ:
        return IR_FORM_BRANCH;
    case IR_EXIT:
    case IR_CALL:
    case IR_RET:
        return IR_FORM_EXIT;
    case IR_ZERO_BLOCK:
        return IR_FORM_PLAIN;
    default:
        return ir_ops[op].flags & IR_F_MEM ? IR_FORM_ATOMIC : IR_FORM_PLAIN;
    }
}
