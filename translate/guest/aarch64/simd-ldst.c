/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loads and stores of structures (Arm ARM C4.1.94). Elements of a structure are adjacent in memory,
 * each in a register of its own: LD2 to LD4 take lanes apart, ST2 to ST4 put them together.
 */
#include "translate/guest/aarch64/simd.h"

/* Access of 1 << log2 bytes at base + offset. */
static ir_ref load(struct tr *t, unsigned type, unsigned log2, ir_ref base, unsigned offset)
{
    return ir_emit(t->ir, IR_LOAD, type, base, IR_NONE, IR_NONE, log2, (int32_t)offset);
}

static void store(struct tr *t, unsigned type, unsigned log2, ir_ref base, unsigned offset,
                  ir_ref v)
{
    ir_emit(t->ir, IR_STORE, type, base, IR_NONE, v, log2, (int32_t)offset);
}

/* Post-index: rm, or the bytes of the access if that is 31. */
static ir_ref indexed(struct tr *t, const struct a64_insn *a, unsigned bytes)
{
    ir_ref step = a->rm == 31 ? a64_const(t, IR_I64, bytes) : a64_get(t, IR_I64, a->rm);

    return ir_op2(t->ir, IR_ADD, IR_I64, a64_get_sp(t, IR_I64, a->rn), step);
}

static void post_index(struct tr *t, const struct a64_insn *a, unsigned bytes)
{
    if (a->post)
        a64_set_sp(t, IR_I64, a->rn, indexed(t, a, bytes));
}

/* The base of an access of so many bytes. */
static ir_ref base_of(struct tr *t, const struct a64_insn *a, unsigned bytes)
{
    if (a->rn == A64_ZR && a->post)
        a64_check_new_sp(t, a->rn, indexed(t, a, bytes));
    return a64_base(t, a->rn);
}

/*
 * Vector number to of a structure of three elements, from the three vectors v as they lie in
 * memory; inverse: the vector in memory from the three registers. Each of v gives some bytes; those
 * that come from another one have index 255, for which TBL gives 0.
 */
static ir_ref pick3(struct tr *t, unsigned type, unsigned size, bool inverse, unsigned to,
                    const ir_ref v[3])
{
    unsigned bytes = ir_bytes(type), lanes = bytes >> size;
    ir_ref r = IR_NONE;

    for (unsigned part = 0; part < 3; part++) {
        uint8_t index[16];
        uint64_t low = 0, high = 0;
        ir_ref table;

        for (unsigned j = 0; j < 16; j++) {
            unsigned lane = (j % bytes) >> size, at = inverse ? to * lanes + lane : lane * 3 + to;
            unsigned source = inverse ? at % 3 : at / lanes;
            unsigned source_lane = inverse ? at / 3 : at % lanes;

            index[j] =
                source == part ? (uint8_t)(source_lane << size | (j & ((1u << size) - 1))) : 255;
        }
        for (unsigned j = 0; j < 8; j++) {
            low |= (uint64_t)index[j] << j * 8;
            high |= (uint64_t)index[j + 8] << j * 8;
        }
        if (bytes == 16) {
            ir_ref x = ir_const(t->ir, IR_I64, low), y = ir_const(t->ir, IR_I64, high);

            table = simd_cast(t, type, ir_op2(t->ir, IR_VPAIR, IR_V2D, x, y));
        } else {
            table = ir_vconst(t->ir, type, low, true);
        }
        table = ir_op2(t->ir, IR_TBL, type, v[part], table);
        r = r ? ir_op2(t->ir, IR_OR, type, r, table) : table;
    }
    return r;
}

/* Two vectors apart (UZP) or together (ZIP). */
static void pair(struct tr *t, unsigned type, bool zip, ir_ref *a, ir_ref *b)
{
    ir_ref x = ir_op2(t->ir, zip ? IR_ZIP1 : IR_UZP1, type, *a, *b);
    ir_ref y = ir_op2(t->ir, zip ? IR_ZIP2 : IR_UZP2, type, *a, *b);

    *a = x;
    *b = y;
}

/* All lanes of r shuffled as a pack of cards: its halves are put together lane by lane. */
static void shuffle4(struct tr *t, unsigned type, ir_ref *r)
{
    ir_ref low;

    pair(t, type, true, &r[0], &r[2]);
    pair(t, type, true, &r[1], &r[3]);
    low = r[1];
    r[1] = r[2];
    r[2] = low;
}

/* v[0..n-1], as they lie in memory, become one vector a structure element (zip: the way back). */
static void interleave(struct tr *t, unsigned q, unsigned size, unsigned n, bool zip, ir_ref *v)
{
    unsigned type = simd_type(q, size), bytes = simd_type(q, 0);
    ir_ref r[4];

    for (unsigned i = 0; i < n; i++)
        r[i] = simd_cast(t, n == 3 ? bytes : type, v[i]);
    if (n == 2) {
        pair(t, type, zip, &r[0], &r[1]);
    } else if (n == 3) {
        for (unsigned i = 0; i < 3; i++)
            v[i] = pick3(t, bytes, size, zip, i, r);
        return;
    } else if (n == 4) {
        /* Each shuffle turns the bits of all lanes' numbers round by one: two put together, the
         * rest of them takes apart. (A host does ZIP in one instruction, UZP of bytes in five.) */
        for (unsigned i = zip ? 2 : (q ? 4 : 3) - size; i; i--)
            shuffle4(t, type, r);
    }
    for (unsigned i = 0; i < n; i++)
        v[i] = r[i];
}

/* LD1 .. LD4, ST1 .. ST4 of whole registers: regs of them, each structure of n elements. */
enum tr_status a64_simd_ldst_multiple(struct tr *t, const struct a64_insn *a)
{
    unsigned type = a->q ? IR_V2D : IR_F64, log2 = a->q ? 4 : 3;
    unsigned regs = a->regs, n = a->elements;
    ir_ref base, v[4];

    if (n > 1 && !a->q && a->size == 3)
        return TR_ILLEGAL;
    base = base_of(t, a, regs << log2);
    if (a->load) {
        for (unsigned i = 0; i < regs; i++)
            v[i] = load(t, type, log2, base, i << log2);
        if (n > 1)
            interleave(t, a->q, a->size, n, false, v);
        for (unsigned i = 0; i < regs; i++)
            simd_set(t, (a->rt + i) & 31, v[i]);
    } else {
        for (unsigned i = 0; i < regs; i++)
            v[i] = simd_get(t, type, (a->rt + i) & 31);
        if (n > 1)
            interleave(t, a->q, a->size, n, true, v);
        for (unsigned i = 0; i < regs; i++)
            store(t, type, log2, base, i << log2, simd_cast(t, type, v[i]));
    }
    post_index(t, a, regs << log2);
    return TR_NEXT;
}

/* One lane of n registers; size and index from opcode (its top bits), S and size. */
enum tr_status a64_simd_ldst_single(struct tr *t, const struct a64_insn *a)
{
    unsigned log2 = a->scale, index = (unsigned)a->q << 3 | a->s << 2 | a->size, type;
    unsigned n = a->elements;
    ir_ref base, v[4];

    if (log2 == 2 && (a->size & 1)) {
        log2 = 3;
        if (a->s)
            return TR_ILLEGAL;
    }
    if ((log2 == 1 && (a->size & 1)) || (log2 == 2 && (a->size & 2)) ||
        (log2 == 3 && (a->size & 2)))
        return TR_ILLEGAL;
    index >>= log2;
    type = simd_type(1, log2);
    base = base_of(t, a, n << log2);
    for (unsigned i = 0; i < n; i++) {
        ir_ref old = simd_get(t, type, (a->rt + i) & 31);

        if (a->load) {
            v[i] = load(t, log2, log2, base, i << log2);
            v[i] = ir_emit(t->ir, IR_VPUT, type, old, v[i], IR_NONE, index, 0);
        } else {
            old = ir_emit(t->ir, IR_VGET, log2, old, IR_NONE, IR_NONE, index, (int32_t)log2);
            store(t, log2, log2, base, i << log2, old);
        }
    }
    for (unsigned i = 0; a->load && i < n; i++)
        simd_set(t, (a->rt + i) & 31, v[i]);
    post_index(t, a, n << log2);
    return TR_NEXT;
}

/* LD1R .. LD4R: one structure to every lane. */
enum tr_status a64_simd_load_repeat(struct tr *t, const struct a64_insn *a)
{
    unsigned n = a->elements;
    ir_ref base = base_of(t, a, n << a->size), v[4];

    for (unsigned i = 0; i < n; i++) {
        v[i] = load(t, a->size, a->size, base, (unsigned)i << a->size);
        v[i] = ir_op1(t->ir, IR_VDUP, simd_type(a->q, a->size), v[i]);
    }
    for (unsigned i = 0; i < n; i++)
        simd_set(t, (a->rt + i) & 31, v[i]);
    post_index(t, a, n << a->size);
    return TR_NEXT;
}
