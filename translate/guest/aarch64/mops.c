/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory copy and memory set (FEAT_MOPS), the architecture's option A. The prologue only writes the
 * registers; the other parts work a page at a time, and go on with themselves while bytes are left,
 * so that they can be interrupted there:
 *
 *   forwards   Xn = -bytes left, Xd and Xs the ends;   next byte Xd + Xn
 *   backwards  Xn = bytes left, Xd and Xs the starts;  next byte Xd + Xn - 1
 */
#include "translate/guest/aarch64/mops.h"

#include <string.h>

#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"
#include "base/tags.h"

#define PAGE 4096u

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* The top byte is no part of an address. */
static uint8_t *pointer(uint64_t address)
{
    return (uint8_t *)((int64_t)(address << 8) >> 8);
}

/* Faults, as the access would, if p cannot be read, written. */
static void probe_read(const uint8_t *p)
{
    (void)*(const volatile uint8_t *)p;
}

static void probe_write(uint8_t *p)
{
    __asm__ volatile("lock orb $0, %0" : "+m"(*p) : : "cc");
}

static uint64_t to_page_end(const uint8_t *p)
{
    return PAGE - ((uintptr_t)p & (PAGE - 1));
}

/* In front of a step that writes n bytes at to. */
static void tag(struct cpu *cpu, const uint8_t *to, uint64_t n)
{
    if (ir_tagged(&a64_ir_guest, cpu->mode))
        tags_store(cpu, (uintptr_t)to, n);
}

static uint64_t copy_forwards(struct cpu *cpu, uint8_t *to, const uint8_t *from, uint64_t left)
{
    uint64_t n = smaller(left, smaller(to_page_end(to), to_page_end(from)));

    probe_read(from);
    tag(cpu, to, n);
    probe_write(to);
    memmove(to, from, n);
    tags_stored(cpu);
    return n;
}

/* to and from are the last bytes. */
static uint64_t copy_backwards(struct cpu *cpu, uint8_t *to, const uint8_t *from, uint64_t left)
{
    uint64_t below = smaller((uintptr_t)to & (PAGE - 1), (uintptr_t)from & (PAGE - 1));
    uint64_t n = smaller(left, below + 1);

    probe_read(from);
    tag(cpu, to - (n - 1), n);
    probe_write(to);
    memmove(to - (n - 1), from - (n - 1), n);
    tags_stored(cpu);
    return n;
}

uint64_t a64_help_copy(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    if (!c)
        return 0;
    if ((int64_t)c < 0)
        return c + copy_forwards(cpu, pointer(a), pointer(b), -c);
    return c - copy_backwards(cpu, pointer(a - 1), pointer(b - 1), c);
}

uint64_t a64_help_set(struct cpu *cpu, uint64_t a, uint64_t b, uint64_t c)
{
    uint8_t *to = pointer(a);
    uint64_t n;

    if (!b)
        return 0;
    n = smaller(-b, to_page_end(to));
    tag(cpu, to, n);
    probe_write(to);
    memset(to, (uint8_t)c, n);
    tags_stored(cpu);
    return b + n;
}

static ir_ref op2(struct tr *t, unsigned op, ir_ref a, ir_ref b)
{
    return ir_op2(t->ir, op, IR_I64, a, b);
}

static ir_ref number(struct tr *t, uint64_t v)
{
    return a64_const(t, IR_I64, v);
}

static bool registers_ok(const struct a64_insn *a, bool zero_source)
{
    if (a->rd == A64_ZR || a->rn == A64_ZR || (a->rs == A64_ZR && !zero_source))
        return false;
    return a->rd != a->rn && a->rd != a->rs && a->rn != a->rs;
}

/* NZCV 0: this is option A. */
static void clear_flags(struct tr *t)
{
    ir_ref zero = a64_const(t, IR_I32, 0);

    a64_set_flags(t, ir_emit(t->ir, IR_FLAGS, IR_I32, zero, IR_NONE, IR_NONE, IR_FLAGS_RAW, 0));
}

enum tr_status a64_cpy_prologue(struct tr *t, const struct a64_insn *a)
{
    uint64_t limit = a->forward ? INT64_MAX : 0x007fffffffffffff;
    ir_ref to, from, n, ends, shift;

    if (!registers_ok(a, false))
        return TR_ILLEGAL;
    to = a64_get(t, IR_I64, a->rd);
    from = a64_get(t, IR_I64, a->rs);
    n = op2(t, IR_UMIN, a64_get(t, IR_I64, a->rn), number(t, limit));
    if (a->forward) {
        ends = n;
        shift = op2(t, IR_SUB, number(t, 0), n);
    } else {
        /* Backwards if the destination starts inside the source; tags do not count. */
        ir_ref apart = op2(t, IR_SUB, to, from), inside, back;

        apart = ir_emit(t->ir, IR_UBFX, IR_I64, apart, IR_NONE, IR_NONE, 0, 0 | 56 << 8);
        inside = op2(t, IR_LTU, apart, n);
        back = ir_op2(t->ir, IR_AND, IR_I32, inside, op2(t, IR_NE, apart, number(t, 0)));
        ends = ir_op3(t->ir, IR_SELECT, IR_I64, number(t, 0), n, back);
        shift = ir_op3(t->ir, IR_SELECT, IR_I64, n, op2(t, IR_SUB, number(t, 0), n), back);
    }
    a64_set(t, IR_I64, a->rd, op2(t, IR_ADD, to, ends));
    a64_set(t, IR_I64, a->rs, op2(t, IR_ADD, from, ends));
    a64_set(t, IR_I64, a->rn, shift);
    clear_flags(t);
    return TR_NEXT;
}

static ir_ref helper(struct tr *t, unsigned h, ir_ref a, ir_ref b, ir_ref c)
{
    return ir_emit(t->ir, IR_HELPER, IR_I64, a, b, c, h, 0);
}

/* One step of the main part or the epilogue; nothing is left when Xn is 0. */
enum tr_status a64_cpy_rest(struct tr *t, const struct a64_insn *a)
{
    ir_ref to, from, n;

    if (!registers_ok(a, false))
        return TR_ILLEGAL;
    n = a64_get(t, IR_I64, a->rn);
    to = op2(t, IR_ADD, a64_get(t, IR_I64, a->rd), n);
    from = op2(t, IR_ADD, a64_get(t, IR_I64, a->rs), n);
    n = helper(t, A64_HELPER_COPY, to, from, n);
    a64_set(t, IR_I64, a->rn, n);
    tr_branch_value(t, n, false, t->pc);
    return TR_END;
}

enum tr_status a64_set_prologue(struct tr *t, const struct a64_insn *a)
{
    ir_ref n, end;

    if (!registers_ok(a, true))
        return TR_ILLEGAL;
    n = op2(t, IR_UMIN, a64_get(t, IR_I64, a->rn), number(t, INT64_MAX));
    end = op2(t, IR_ADD, a64_get(t, IR_I64, a->rd), n);
    a64_set(t, IR_I64, a->rd, end);
    a64_set(t, IR_I64, a->rn, op2(t, IR_SUB, number(t, 0), n));
    clear_flags(t);
    return TR_NEXT;
}

enum tr_status a64_set_rest(struct tr *t, const struct a64_insn *a)
{
    ir_ref to, n;

    if (!registers_ok(a, true))
        return TR_ILLEGAL;
    n = a64_get(t, IR_I64, a->rn);
    to = op2(t, IR_ADD, a64_get(t, IR_I64, a->rd), n);
    n = helper(t, A64_HELPER_SET, to, n, a64_get(t, IR_I64, a->rs));
    a64_set(t, IR_I64, a->rn, n);
    tr_branch_value(t, n, false, t->pc);
    return TR_END;
}
