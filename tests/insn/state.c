/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/insn/state.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void state_fill(const struct insn_guest *g, struct state *s)
{
    memset(s, 0, sizeof(*s));
    memset(s->data, 0xcc, sizeof(s->data));
    s->pc = CODE;
    g->fill(s);
}

/* Up to 32 bytes of hexadecimal digits as one number. */
static const char *parse_hex(const char *text, union vec *out, unsigned bytes)
{
    size_t n = strlen(text);
    memset(out, 0, sizeof(*out));
    if (n == 0 || n > 2 * bytes)
        return "a number of the wrong size";
    for (size_t i = 0; i < n; i++) {
        char c = text[n - 1 - i];
        if (!isxdigit((unsigned char)c))
            return "no hexadecimal number";
        unsigned digit = isdigit((unsigned char)c) ? c - '0' : tolower(c) - 'a' + 10;
        out->b[i / 2] |= (uint8_t)(digit << (i % 2 * 4));
    }
    return NULL;
}

/* One lane: hexadecimal, or with a point a decimal number of the lane's float type. */
static const char *parse_lane(const char *text, union vec *out, unsigned bytes)
{
    if (!strchr(text, '.'))
        return parse_hex(text, out, bytes);
    char *end;
    double d = strtod(text, &end);
    float f = (float)d;
    memset(out, 0, sizeof(*out));
    if (*end || (bytes != 4 && bytes != 8))
        return "no number";
    memcpy(out, bytes == 4 ? (void *)&f : (void *)&d, bytes);
    return NULL;
}

static const char *set_lanes(union vec *reg, unsigned type, char *text)
{
    unsigned bytes = ir_lane_bits(type) / 8, lanes = ir_lanes(type);
    memset(reg, 0, sizeof(*reg));
    for (unsigned i = 0; i < lanes; i++) {
        char *lane = strsep(&text, ",");
        union vec value;
        if (!lane)
            return "too few lanes";
        const char *bad = parse_lane(lane, &value, bytes);
        if (bad)
            return bad;
        memcpy(&reg->b[i * bytes], value.b, bytes);
    }
    return text ? "too many lanes" : NULL;
}

/* [address]=bytes in the order of memory. */
static const char *set_memory(struct state *s, const char *where, const char *text)
{
    char *end;
    uint64_t address = strtoull(where + 1, &end, 16);
    size_t n = strlen(text) / 2;
    if (strcmp(end, "]") != 0)
        return "no address";
    if (address < DATA || n > DATA_SIZE || address + n > DATA + DATA_SIZE)
        return "outside the test's memory";
    if (strlen(text) % 2)
        return "an odd number of digits";
    for (size_t i = 0; i < n; i++) {
        char digits[3] = {text[2 * i], text[2 * i + 1], 0};
        s->data[address - DATA + i] = (uint8_t)strtoul(digits, &end, 16);
        if (*end)
            return "no hexadecimal digits";
    }
    return NULL;
}

const char *state_set(const struct insn_guest *g, struct state *s, char *assignment)
{
    char *value = strchr(assignment, '=');
    if (!value)
        return "neither an assignment nor an outcome";
    *value++ = 0;
    if (assignment[0] == '[')
        return set_memory(s, assignment, value);
    union vec number;
    if (strcmp(assignment, "pc") == 0) {
        const char *bad = parse_hex(value, &number, 8);
        s->pc = number.q[0];
        return bad;
    }
    unsigned type;
    int v = g->variable(assignment, &type);
    if (v < 0)
        return "no register";
    if (type == IR_FLAGS_T)
        return parse_hex(value, &s->var[v], 1);
    if (ir_is_vec(type) && ir_lanes(type) > 1)
        return set_lanes(&s->var[v], type, value);
    return parse_lane(value, &s->var[v], ir_bytes(type));
}

void state_put(const struct insn_guest *g, const struct state *s, struct cpu *cpu)
{
    const struct ir_guest *ir = g->guest->ir;
    for (unsigned v = 0; v < ir->n_vars; v++) {
        if (ir->vars[v].type != IR_FLAGS_T)
            memcpy((char *)cpu + ir->vars[v].offset, &s->var[v], ir_bytes(ir->vars[v].type));
    }
    cpu->pc = s->pc;
    g->put(cpu, s);
    mem_write(cpu->process, DATA, s->data, DATA_SIZE);
}

void state_take(const struct insn_guest *g, struct state *s, struct cpu *cpu)
{
    const struct ir_guest *ir = g->guest->ir;
    memset(s, 0, sizeof(*s));
    for (unsigned v = 0; v < ir->n_vars; v++) {
        if (ir->vars[v].type != IR_FLAGS_T)
            memcpy(&s->var[v], (char *)cpu + ir->vars[v].offset, ir_bytes(ir->vars[v].type));
    }
    s->pc = cpu->pc;
    g->take(cpu, s);
    mem_read(cpu->process, s->data, DATA, DATA_SIZE);
}

static unsigned compare_data(const struct state *want, const struct state *got)
{
    unsigned differ = 0;
    for (unsigned i = 0; i < DATA_SIZE; i++) {
        if (want->data[i] == got->data[i])
            continue;
        if (differ++ < 16)
            printf("    [%x] is %02x, not %02x\n", DATA + i, got->data[i], want->data[i]);
    }
    return differ;
}

unsigned state_compare(const struct insn_guest *g, const struct state *want,
                       const struct state *got)
{
    const struct ir_guest *ir = g->guest->ir;
    unsigned differ = 0;
    for (unsigned v = 0; v < ir->n_vars; v++) {
        const union vec *a = &want->var[v], *b = &got->var[v];
        if (!g->compared(v) || memcmp(a, b, sizeof(*a)) == 0)
            continue;
        differ++;
        printf("    %s is %016" PRIx64 "%016" PRIx64 ", not %016" PRIx64 "%016" PRIx64 "\n",
               ir->vars[v].name, b->q[1], b->q[0], a->q[1], a->q[0]);
    }
    if (want->pc != got->pc) {
        printf("    pc is %" PRIx64 ", not %" PRIx64 "\n", got->pc, want->pc);
        differ++;
    }
    return differ + compare_data(want, got);
}
