/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The printer. No stdio: -d ir prints while a guest runs. */
#include <string.h>

#include "translate/ir/text.h"

struct out {
    char *buf;
    size_t size, len; /* len counts on when buf is full */
};

static void put_char(struct out *o, char c)
{
    if (o->len + 1 < o->size)
        o->buf[o->len] = c;
    o->len++;
}

static void put(struct out *o, const char *s)
{
    while (*s)
        put_char(o, *s++);
}

static void put_unsigned(struct out *o, uint64_t x, unsigned base)
{
    char digits[24];
    unsigned n = 0;

    do {
        digits[n++] = "0123456789abcdef"[x % base];
        x /= base;
    } while (x);
    while (n)
        put_char(o, digits[--n]);
}

static void put_number(struct out *o, const char *before, int64_t x)
{
    put(o, before);
    if (x < 0)
        put_char(o, '-');
    put_unsigned(o, x < 0 ? -(uint64_t)x : (uint64_t)x, 10);
}

static void put_hex(struct out *o, uint64_t x)
{
    put(o, " 0x");
    put_unsigned(o, x, 16);
}

static void put_ref(struct out *o, ir_ref v)
{
    if (!v)
        put(o, "_");
    else
        put_number(o, "v", v);
}

static void put_bits(struct out *o, const struct ir_name *list, unsigned bits)
{
    for (; list->name; list++) {
        if (bits & list->value) {
            put_char(o, ' ');
            put(o, list->name);
        }
    }
}

static void put_operands(struct out *o, const struct ir_insn *i)
{
    const ir_ref refs[3] = {i->a, i->b, i->c};
    unsigned n = ir_n_operands(i);

    for (unsigned k = 0; k < n; k++) {
        put_char(o, ' ');
        put_ref(o, refs[k]);
    }
}

static void put_aux(struct out *o, const struct ir_insn *i)
{
    const struct ir_name *names = ir_aux_names(i->op);
    const char *name = names ? ir_name_of(names, i->aux) : NULL;

    if (!strchr(ir_op_texts[i->op].operands, 'u'))
        return;
    if (name) {
        put(o, " u=");
        put(o, name);
    } else {
        put_number(o, " u=", i->aux);
    }
}

static void put_access(struct out *o, const struct ir_insn *i)
{
    put_number(o, " size=", 1 << (i->aux & IR_MEM_SIZE));
    put_bits(o, ir_mem_names, i->aux & ~(IR_MEM_SIZE | IR_MEM_SCALE));
}

static void put_memory(struct out *o, const struct ir_insn *i)
{
    put(o, " [");
    put_ref(o, i->a);
    if (i->b) {
        put(o, " + ");
        put_ref(o, i->b);
        put_number(o, "<<", (i->aux & IR_MEM_SCALE) >> IR_MEM_SCALE_SHIFT);
    }
    if (i->imm)
        put_number(o, i->imm < 0 ? " - " : " + ", i->imm < 0 ? -(int64_t)i->imm : i->imm);
    put(o, "]");
    if (i->op == IR_STORE) {
        put_char(o, ' ');
        put_ref(o, i->c);
    }
    put_access(o, i);
}

static void put_body(struct out *o, const struct ir *ir, const struct ir_insn *i)
{
    switch (ir_form(i->op)) {
    case IR_FORM_PLAIN:
        put_operands(o, i);
        put_aux(o, i);
        if (strchr(ir_op_texts[i->op].operands, 'i') || i->imm)
            put_number(o, " i=", i->imm);
        break;
    case IR_FORM_IMM64:
        put_hex(o, i->imm64);
        if (i->op == IR_VCONST && i->imm)
            put_number(o, " i=", i->imm);
        break;
    case IR_FORM_VAR:
        put_char(o, ' ');
        put(o, ir->guest->vars[i->aux].name);
        put_operands(o, i);
        break;
    case IR_FORM_MEMORY:
        put_memory(o, i);
        break;
    case IR_FORM_ATOMIC:
        put_operands(o, i);
        put_access(o, i);
        break;
    case IR_FORM_HELPER:
        put_char(o, ' ');
        put(o, ir->guest->helpers[i->aux].name);
        put_operands(o, i);
        break;
    case IR_FORM_BLOCK:
        put_hex(o, i->imm64);
        if (i->op == IR_BLOCK)
            put_bits(o, ir_block_names, i->aux);
        else
            put_number(o, " ", i->imm);
        break;
    case IR_FORM_BRANCH:
        put_operands(o, i);
        put_aux(o, i);
        put_number(o, " b", i->imm);
        if (i->op != IR_JUMP)
            put_number(o, " b", i->c);
        break;
    case IR_FORM_EXIT:
        put_operands(o, i);
        put_number(o, " mode=", i->imm);
        put_aux(o, i);
        if (i->op == IR_CALL)
            put_number(o, " b", i->c);
        break;
    }
}

static void put_insn(struct out *o, const struct ir *ir, unsigned index)
{
    const struct ir_insn *i = &ir->insn[index];
    const char *type = i->type == IR_VOID ? NULL : ir_name_of(ir_type_names, i->type);

    if (ir_result_type(i) != IR_VOID) {
        put_ref(o, (ir_ref)index);
        put(o, " = ");
    }
    put(o, ir_op_texts[i->op].name);
    if (i->type != IR_VOID && i->op != IR_SET) { /* a SET has its variable's type */
        put_char(o, '.');
        if (type)
            put(o, type);
        else
            put_number(o, "t", i->type);
    }
    put_body(o, ir, i);
}

static size_t finish(struct out *o)
{
    if (o->size)
        o->buf[o->len < o->size ? o->len : o->size - 1] = '\0';
    return o->len;
}

size_t ir_print_insn(const struct ir *ir, unsigned index, char *buf, size_t size)
{
    struct out o = {buf, size, 0};

    put_insn(&o, ir, index);
    return finish(&o);
}

size_t ir_print(const struct ir *ir, char *buf, size_t size)
{
    struct out o = {buf, size, 0};

    for (unsigned k = 1; k < ir->n; k++) {
        put_insn(&o, ir, k);
        put_char(&o, '\n');
    }
    return finish(&o);
}
