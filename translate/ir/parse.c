/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parser of the text form (text.h). It builds exactly what is written: nothing is folded. */
#include <errno.h>
#include <string.h>

#include "translate/ir/build.h"
#include "translate/ir/text.h"

/* Names v1.. below are free; the printer's names above are those of the lines themselves. */
#define FREE_NAMES (1u << IR_VN_LOG2)

struct parse {
    struct ir *ir;
    const char *s; /* what is left of the line */
    unsigned line;
    const char *error; /* static text of the first error */
    struct ir_insn *i;
};

static bool fail(struct parse *p, const char *text)
{
    if (!p->error)
        p->error = text;
    return false;
}

static void skip_space(struct parse *p)
{
    while (*p->s == ' ' || *p->s == '\t' || *p->s == ',')
        p->s++;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The next word's length; p->s is at its start. */
static size_t word(struct parse *p)
{
    size_t n = 0;

    skip_space(p);
    while (is_word(p->s[n]))
        n++;
    return n;
}

static bool take(struct parse *p, const char *text)
{
    size_t n = strlen(text);

    skip_space(p);
    if (strncmp(p->s, text, n))
        return false;
    p->s += n;
    return true;
}

static bool end_of_line(struct parse *p)
{
    skip_space(p);
    return !*p->s || *p->s == '\n' || *p->s == '#';
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

static bool number(struct parse *p, int64_t *out)
{
    bool minus = take(p, "-");
    unsigned base = take(p, "0x") ? 16 : 10, n = 0;
    uint64_t x = 0;

    for (; (unsigned)digit(*p->s) < base; p->s++, n++)
        x = x * base + (unsigned)digit(*p->s);
    *out = (int64_t)(minus ? -x : x);
    return n || base == 16 ? true : fail(p, "number expected");
}

static bool ref(struct parse *p, ir_ref *out)
{
    int64_t x;

    *out = IR_NONE;
    if (take(p, "_"))
        return true;
    if (!take(p, "v") || !number(p, &x))
        return fail(p, "value expected");
    if (x > 0 && x < FREE_NAMES)
        x = p->ir->vn_table[x]; /* not in use while parsing: it serves as the table of names */
    if (x <= 0 || x >= p->ir->n)
        return fail(p, "value is not defined");
    *out = (ir_ref)x;
    return true;
}

static bool operands(struct parse *p)
{
    ir_ref *refs[3] = {&p->i->a, &p->i->b, &p->i->c};
    unsigned n = ir_n_operands(p->i);

    for (unsigned k = 0; k < n; k++)
        if (!ref(p, refs[k]))
            return false;
    return true;
}

static bool aux(struct parse *p)
{
    const struct ir_name *names = ir_aux_names(p->i->op), *found;
    size_t n;
    int64_t x;

    if (!take(p, "u="))
        return true;
    n = word(p);
    found = names ? ir_name_find(names, p->s, n) : NULL;
    if (found) {
        p->s += n;
        p->i->aux = (uint16_t)found->value;
        return true;
    }
    if (!number(p, &x))
        return false;
    p->i->aux = (uint16_t)x;
    return true;
}

static bool imm(struct parse *p, const char *name)
{
    int64_t x;

    if (!take(p, name))
        return true;
    if (!number(p, &x))
        return false;
    p->i->imm = (int32_t)x;
    return true;
}

/* Names of list until the line ends. */
static bool bits(struct parse *p, const struct ir_name *list)
{
    while (!end_of_line(p)) {
        size_t n = word(p);
        const struct ir_name *found = ir_name_find(list, p->s, n);

        if (!found)
            return fail(p, "unknown attribute");
        p->i->aux |= (uint16_t)found->value;
        p->s += n;
    }
    return true;
}

static bool access_of(struct parse *p)
{
    int64_t size;

    if (!take(p, "size=") || !number(p, &size))
        return fail(p, "size= expected");
    if (size <= 0 || size > 32 || (size & (size - 1)))
        return fail(p, "bad size");
    p->i->aux |= (uint16_t)__builtin_ctzll((uint64_t)size);
    return bits(p, ir_mem_names);
}

static bool memory(struct parse *p)
{
    int64_t x;

    if (!take(p, "[") || !ref(p, &p->i->a))
        return fail(p, "[address] expected");
    if (take(p, "+ v")) {
        p->s--;
        if (!ref(p, &p->i->b) || !take(p, "<<") || !number(p, &x))
            return fail(p, "index expected");
        p->i->aux |= (uint16_t)(x << IR_MEM_SCALE_SHIFT & IR_MEM_SCALE);
    }
    if (take(p, "+")) {
        if (!number(p, &x))
            return false;
        p->i->imm = (int32_t)x;
    } else if (take(p, "-")) {
        if (!number(p, &x))
            return false;
        p->i->imm = (int32_t)-x;
    }
    if (!take(p, "]"))
        return fail(p, "] expected");
    if (p->i->op == IR_STORE && !ref(p, &p->i->c))
        return false;
    return access_of(p);
}

static bool variable(struct parse *p)
{
    size_t n = word(p);

    for (unsigned k = 0; k < p->ir->guest->n_vars; k++) {
        const char *name = p->ir->guest->vars[k].name;

        if (strlen(name) == n && !memcmp(name, p->s, n)) {
            p->s += n;
            p->i->aux = (uint16_t)k;
            if (p->i->op == IR_SET)
                p->i->type = p->ir->guest->vars[k].type;
            return operands(p);
        }
    }
    return fail(p, "unknown variable");
}

static bool helper(struct parse *p)
{
    size_t n = word(p);

    for (unsigned k = 0; k < p->ir->guest->n_helpers; k++) {
        const char *name = p->ir->guest->helpers[k].name;

        if (strlen(name) == n && !memcmp(name, p->s, n)) {
            p->s += n;
            p->i->aux = (uint16_t)k;
            return operands(p);
        }
    }
    return fail(p, "unknown helper");
}

static bool block_number(struct parse *p, int64_t *x)
{
    if (!take(p, "b") || !number(p, x) || *x < 0 || *x > UINT16_MAX)
        return fail(p, "block expected");
    return true;
}

static bool branch(struct parse *p)
{
    int64_t x;

    if (!operands(p) || !aux(p) || !block_number(p, &x))
        return false;
    p->i->imm = (int32_t)x;
    if (p->i->op == IR_JUMP)
        return true;
    if (!block_number(p, &x))
        return false;
    p->i->c = (uint16_t)x;
    return true;
}

static bool exit_of(struct parse *p)
{
    int64_t x;

    if (!operands(p) || !imm(p, "mode=") || !aux(p))
        return false;
    if (p->i->op != IR_CALL)
        return true;
    if (!block_number(p, &x))
        return false;
    p->i->c = (uint16_t)x;
    return true;
}

static bool block(struct parse *p)
{
    int64_t x;

    if (!number(p, &x))
        return false;
    p->i->imm64 = (uint64_t)x;
    if (p->i->op == IR_BLOCK) {
        p->i->imm = (int32_t)p->ir->n_blocks++;
        p->ir->block_start = p->ir->n;
        return bits(p, ir_block_names);
    }
    if (end_of_line(p))
        return true;
    if (!number(p, &x))
        return false;
    p->i->imm = (int32_t)x;
    return true;
}

static bool body(struct parse *p)
{
    int64_t x;

    switch (ir_form(p->i->op)) {
    case IR_FORM_IMM64:
        if (!number(p, &x))
            return false;
        p->i->imm64 = (uint64_t)x;
        return imm(p, "i=");
    case IR_FORM_VAR:
        return variable(p);
    case IR_FORM_MEMORY:
        return memory(p);
    case IR_FORM_ATOMIC:
        return operands(p) && access_of(p);
    case IR_FORM_HELPER:
        return helper(p);
    case IR_FORM_BLOCK:
        return block(p);
    case IR_FORM_BRANCH:
        return branch(p);
    case IR_FORM_EXIT:
        return exit_of(p);
    default:
        return operands(p) && aux(p) && imm(p, "i=");
    }
}

static bool opcode(struct parse *p)
{
    const struct ir_name *type;
    size_t n = word(p);
    int64_t x;
    unsigned op = 0;

    while (op < IR_N_OPS &&
           (strlen(ir_op_texts[op].name) != n || memcmp(ir_op_texts[op].name, p->s, n)))
        op++;
    if (op == IR_N_OPS)
        return fail(p, "unknown operation");
    p->s += n;
    p->i->op = (uint8_t)op;
    p->i->type = IR_VOID;
    if (*p->s != '.')
        return true;
    p->s++;
    n = word(p);
    type = ir_name_find(ir_type_names, p->s, n);
    if (type) {
        p->i->type = (uint8_t)type->value;
        p->s += n;
        return true;
    }
    if (!take(p, "t") || !number(p, &x))
        return fail(p, "unknown type");
    p->i->type = (uint8_t)x;
    return true;
}

static bool instruction(struct parse *p)
{
    int64_t name = -1;

    if (*p->s == 'v') {
        if (!take(p, "v") || !number(p, &name) || !take(p, "="))
            return fail(p, "v<number> = expected");
        if (name <= 0 || (name >= FREE_NAMES && name != p->ir->n))
            return fail(p, "a name of v512 and above is the number of its instruction");
    }
    if (!opcode(p) || !body(p))
        return false;
    if (name > 0 && name < FREE_NAMES)
        p->ir->vn_table[name] = (ir_ref)p->ir->n;
    if ((name < 0) != (ir_result_type(p->i) == IR_VOID))
        return fail(p, "result missing, or where there is none");
    return end_of_line(p) ? true : fail(p, "text behind the instruction");
}

static void message(const struct parse *p, char *err, size_t size)
{
    char line[16];
    unsigned n = 0, k = 0, x = p->line;

    do {
        line[n++] = (char)('0' + x % 10);
        x /= 10;
    } while (x);
    for (const char *s = "line "; *s && k + 1 < size; s++)
        err[k++] = *s;
    while (n && k + 1 < size)
        err[k++] = line[--n];
    for (const char *s = ": "; *s && k + 1 < size; s++)
        err[k++] = *s;
    for (const char *s = p->error; *s && k + 1 < size; s++)
        err[k++] = *s;
    if (size)
        err[k] = '\0';
}

int ir_parse(struct ir *ir, const char *text, char *err, size_t size)
{
    struct parse p = {.ir = ir, .s = text};

    ir_reset(ir, ir->mode);
    memset(ir->vn_table, 0, FREE_NAMES * sizeof(ir_ref));
    while (*p.s) {
        struct ir_insn i = {0};

        p.line++;
        p.i = &i;
        if (!end_of_line(&p)) {
            if (ir->n >= ir->cap)
                fail(&p, "too many instructions");
            if (p.error || !instruction(&p)) {
                message(&p, err, size);
                return -EINVAL;
            }
            ir->insn[ir->n++] = i;
        }
        while (*p.s && *p.s != '\n')
            p.s++;
        p.s += *p.s == '\n';
    }
    return 0;
}
