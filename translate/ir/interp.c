/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The interpreter: the oracle for passes and hosts. A pass over the array; variables are in struct
 * cpu all the time, so that a fault anywhere finds them exact.
 */
#include <string.h>

#include "translate/ir/interp.h"

struct run {
    const struct ir *ir;
    struct cpu *cpu;
    union vec *values;
    const ir_ref *blocks; /* index of each BLOCK */
};

static void get(struct run *r, const struct ir_insn *i, union vec *d)
{
    const struct ir_var *v = &r->ir->guest->vars[i->aux];
    const uint8_t *p = (const uint8_t *)r->cpu + v->offset;

    *d = (union vec){{0}};
    if (i->type == IR_FLAGS_T)
        d->q[0] = ir_flags_nzcv((const struct cpu_flags *)p);
    else
        memcpy(d, p, ir_bytes(i->type));
}

static void set(struct run *r, const struct ir_insn *i)
{
    const struct ir_var *v = &r->ir->guest->vars[i->aux];
    uint8_t *p = (uint8_t *)r->cpu + v->offset;
    const union vec *value = &r->values[i->a];

    if (v->type == IR_FLAGS_T) {
        *(struct cpu_flags *)p = (struct cpu_flags){
            .kind = IR_FLAGS_RAW | IR_I32 << 8,
            .a = value->q[0],
        };
    } else {
        memcpy(p, value, ir_bytes(v->type));
    }
}

/* False: the helper left by cpu->exit. */
static bool call_helper(struct run *r, const struct ir_insn *i, union vec *d)
{
    const struct ir_helper *h = &r->ir->guest->helpers[i->aux];
    const union vec *v = r->values;
    union vec args[3] = {v[i->a], v[i->b], v[i->c]}, result = {{0}};

    if (h->flags & IR_HELPER_FAULTS)
        r->cpu->exit = CPU_EXIT_NONE;
    if (i->op == IR_HELPER)
        result.q[0] = h->scalar(r->cpu, args[0].q[0], args[1].q[0], args[2].q[0]);
    else
        h->vector(r->cpu, &result, &args[0], &args[1], &args[2]);
    *d = result;
    return !(h->flags & IR_HELPER_FAULTS) || r->cpu->exit == CPU_EXIT_NONE;
}

static void leave(struct run *r, const struct ir_insn *i)
{
    struct cpu *cpu = r->cpu;

    cpu->pc = r->values[i->a].q[0];
    if (i->op == IR_TRAP) {
        cpu->exit = i->aux;
        if (i->b)
            cpu->exit_info = r->values[i->b].q[0];
        return;
    }
    cpu->mode = (uint32_t)i->imm;
    cpu->exit = (i->aux & IR_EXIT_POLL) && __atomic_load_n(&cpu->poll, __ATOMIC_ACQUIRE)
                    ? CPU_EXIT_POLL
                    : CPU_EXIT_LOOKUP;
}

static bool poll(struct run *r, const struct ir_insn *i)
{
    struct cpu *cpu = r->cpu;

    if (!(i->aux & IR_BLOCK_POLL) || !__atomic_load_n(&cpu->poll, __ATOMIC_ACQUIRE))
        return false;
    cpu->pc = i->imm64;
    cpu->exit = CPU_EXIT_POLL;
    return true;
}

/* The block that i, the END of its block, goes to, or -1: it leaves the unit. */
static int next_block(struct run *r, const struct ir_insn *i)
{
    uint64_t a = r->values[i->a].q[0];

    switch (i->op) {
    case IR_JUMP:
        return i->imm;
    case IR_BRF:
        return ir_cc_holds(i->aux, (uint32_t)a) ? i->imm : i->c;
    case IR_BRNZ:
        return a ? i->imm : i->c;
    default:
        leave(r, i);
        return -1;
    }
}

static void fence(const struct ir_insn *i)
{
    if (i->aux == IR_FENCE_LOAD)
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
    else if (i->aux == IR_FENCE_STORE)
        __atomic_thread_fence(__ATOMIC_RELEASE);
    else
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/* Does the operation at *index and moves it on. False: control left the unit. */
static bool step(struct run *r, unsigned *index)
{
    const struct ir_insn *i = &r->ir->insn[*index];
    union vec *d = &r->values[*index];
    int block;

    ++*index;
    switch (i->op) {
    case IR_GET:
        get(r, i, d);
        return true;
    case IR_SET:
        set(r, i);
        return true;
    case IR_HELPER:
    case IR_VHELPER:
        return call_helper(r, i, d);
    case IR_BLOCK:
        return !poll(r, i);
    case IR_INSN:
        r->cpu->pc = i->imm64;
        r->cpu->insn_word = (uint64_t)(int64_t)i->imm;
        r->cpu->interpreted++;
        return true;
    case IR_CLREX:
        r->cpu->monitor_addr = UINT64_MAX;
        return true;
    case IR_FENCE:
        fence(i);
        return true;
    case IR_PREFETCH:
        return true;
    case IR_CONST:
    case IR_GADDR:
        *d = (union vec){{i->imm64}};
        return true;
    case IR_VCONST:
        ir_eval(r->ir->guest, r->cpu, i, d, NULL, NULL, NULL);
        return true;
    case IR_JUMP:
    case IR_BRF:
    case IR_BRNZ:
    case IR_EXIT:
    case IR_CALL:
    case IR_RET:
    case IR_TRAP:
        block = next_block(r, i);
        if (block >= 0)
            *index = r->blocks[block];
        return block >= 0;
    default:
        if (ir_ops[i->op].flags & IR_F_MEM)
            return ir_interpret_memory(r->cpu, r->ir, i, d, r->values);
        ir_eval(r->ir->guest, r->cpu, i, d, &r->values[i->a], &r->values[i->b], &r->values[i->c]);
        return true;
    }
}

void ir_interpret(const struct ir *ir, struct cpu *cpu, union vec *values)
{
    ir_ref blocks[ir->n_blocks + 1];
    struct run r = {.ir = ir, .cpu = cpu, .values = values, .blocks = blocks};
    unsigned n = 0, index;

    for (unsigned k = 1; k < ir->n; k++)
        if (ir->insn[k].op == IR_BLOCK && n < ir->n_blocks)
            blocks[n++] = (ir_ref)k;
    values[0] = (union vec){{0}};
    index = blocks[ir->entry];
    while (step(&r, &index))
        ;
}
