/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Regions: which instructions become one unit, and their blocks. Breadth first over direct branches
 * and fall-through from the entry; a call ends its block and its return point stays in the region
 * as one more entry. A loop's region is what leads back to its head, without calls. Blocks are
 * translated in the order of guest addresses; exits stand behind.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "base/bits.h"
#include "base/process.h"
#include "translate/private.h"

static const struct code_line *code_line(struct tr *t, uint64_t address)
{
    struct tr_region *r = t->region;
    uint64_t start = bits_align_down(address, sizeof(r->lines[0].bytes));
    if (r->last_line && r->last_line->address == start)
        return r->last_line;
    for (unsigned i = 0; i < REGION_LINES; i++)
        if (r->lines[i].len && r->lines[i].address == start)
            return r->last_line = &r->lines[i];
    struct process *p = t->cpu->process;
    if (address < r->limit_start || address >= r->limit_end) {
        struct mem_area a;
        if (!mem_find(p->mem, address, &a) || a.start > address || !(a.prot & PROT_EXEC))
            return NULL;
        r->shared |= a.flags & MAP_SHARED;
        r->writable |= a.prot & PROT_WRITE;
        if (r->limit_end == 0) {
            r->limit_start = a.start;
            r->limit_end = a.end;
        }
    }
    if (r->shared && !r->watches)
        return NULL;
    struct code_line *l = &r->lines[r->n_lines++ % REGION_LINES];
    l->address = start;
    l->len = sizeof(l->bytes);
    int e = r->shared
                ? shared_fetch(p->translator, start, l->bytes, sizeof(l->bytes))
                : p->ops->safe_copy(l->bytes, (const void *)(uintptr_t)start, sizeof(l->bytes));
    if (e != 0) {
        r->failed |= e != -EFAULT;
        l->len = 0;
        r->last_line = NULL;
        return NULL;
    }
    return r->last_line = l;
}

static __attribute__((noinline)) int fetch_lines(struct tr *t, uint64_t address, uint8_t *out,
                                                 size_t len)
{
    while (len) {
        const struct code_line *l = code_line(t, address);
        if (!l)
            return -EFAULT;
        size_t at = address - l->address, left = sizeof(l->bytes) - at, n = left < len ? left : len;
        memcpy(out, l->bytes + at, n);
        out += n;
        address += n;
        len -= n;
    }
    return 0;
}

int tr_fetch(struct tr *t, uint64_t address, void *buf, size_t len)
{
    const struct code_line *last = t->region ? t->region->last_line : NULL;
    if (len == 4 && last && address - last->address <= sizeof(last->bytes) - 4) {
        memcpy(buf, last->bytes + (address - last->address), 4);
        return 0;
    }
    /* Without a region a word alone is looked at. */
    return t->region ? fetch_lines(t, address, buf, len) : -EFAULT;
}

void tr_follows_from(struct tr *t, uint64_t start, uint64_t end)
{
    struct tr_region *r = t->region;
    if (!r)
        return;
    start = r->ahead_end && r->ahead_start < start ? r->ahead_start : start;
    end = r->ahead_end > end ? r->ahead_end : end;
    if (end - start > REGION_MAX_AHEAD) {
        r->ahead_far = true;
        return;
    }
    r->ahead_start = start;
    r->ahead_end = end;
}

/*
 * Searches among the blocks, a few, without branches on what is found.
 *
 * Where the next block above pc starts, or the end of the address space.
 */
static uint64_t next_block(const struct tr_region *r, uint64_t pc)
{
    uint64_t next = ~0ull;
    for (unsigned i = 0; i < r->n_blocks; i++) {
        uint64_t start = r->blocks[i].start > pc ? r->blocks[i].start : ~0ull;
        next = start < next ? start : next;
    }
    return next;
}

static struct region_block *block_at(struct tr_region *r, uint64_t pc)
{
    unsigned found = REGION_MAX_BLOCKS;
    for (unsigned i = 0; i < r->n_blocks; i++)
        found = pc - r->blocks[i].start < r->blocks[i].end - r->blocks[i].start ? i : found;
    return found < REGION_MAX_BLOCKS ? &r->blocks[found] : NULL;
}

/* The number of the block that starts at pc, or -1; they are sorted. */
static int block_number(const struct tr_region *r, uint64_t pc)
{
    unsigned first = 0, n = r->n_blocks;
    for (; n > 1; n -= n / 2)
        first += r->blocks[first + n / 2].start <= pc ? n / 2 : 0;
    return r->blocks[first].start == pc ? (int)first : -1;
}

/* Makes pc, inside b, the start of a block of its own. False: it is inside an instruction of b, or
 * there are too many blocks. */
static bool split(struct tr_region *r, struct region_block *b, uint64_t pc)
{
    unsigned i = 0;
    while (i < b->n_insns && r->insns[b->first + i].pc < pc)
        i++;
    if (i == b->n_insns || r->insns[b->first + i].pc != pc || r->n_blocks == REGION_MAX_BLOCKS)
        return false;
    struct region_block *n = &r->blocks[r->n_blocks++];
    *n = (struct region_block){.start = pc,
                               .end = b->end,
                               .first = b->first + i,
                               .n_insns = b->n_insns - i,
                               .ends = b->ends};
    b->end = pc;
    b->n_insns = i;
    b->ends = false;
    return true;
}

/* The block b, the last one, did not come to its end: it ends before the last instruction that sets
 * the flags, so that nobody reads them in another unit. One that begins with it is left out. */
static void cut(struct tr *t, struct region_block *b)
{
    struct tr_region *r = t->region;
    unsigned n = b->n_insns;
    r->full = true;
    unsigned least = r->n_blocks == 0; /* there must be something */
    for (unsigned i = n; t->guest->sets_flags && i > least && n - i < REGION_LESS_INSNS;) {
        i--;
        const struct region_insn *insn = &r->insns[b->first + i];
        if (!t->guest->sets_flags(insn->flow.decoded))
            continue;
        b->n_insns = i;
        b->end = insn->pc;
        r->n_insns = b->first + i;
        return;
    }
}

/* Collects the block that starts at pc. True if it has any instruction. */
static bool scan_block(struct tr *t, uint64_t pc)
{
    struct tr_region *r = t->region;
    if (r->n_blocks == REGION_MAX_BLOCKS || r->full)
        return false;
    struct region_block *b = &r->blocks[r->n_blocks];
    *b = (struct region_block){.start = pc, .end = pc, .first = r->n_insns};
    uint64_t stop = next_block(r, pc);
    uint64_t head = r->loop ? ~0ull : adapt_next_head(t->cpu->process->translator, pc);
    stop = head < stop ? head : stop;
    unsigned max = r->loop ? REGION_MAX_SEEN : r->max_insns;
    if (max == REGION_MAX_INSNS && r->n_insns < max)
        max += REGION_MORE_INSNS;
    while (r->n_insns < max && pc < stop) {
        struct region_insn *i = &r->insns[r->n_insns];
        bool outside = r->limit_end && (pc < r->limit_start || pc >= r->limit_end);
        if (outside || t->guest->flow(t, pc, &i->flow) != 0)
            break;
        i->pc = pc;
        r->n_insns++;
        b->n_insns++;
        pc += i->flow.length;
        b->end = pc;
        if (i->flow.kind != TR_FLOW_NEXT) {
            b->ends = true;
            break;
        }
    }
    if (r->n_insns == max && !b->ends && pc < stop)
        cut(t, b);
    if (!b->n_insns)
        return false;
    r->n_blocks++;
    return true;
}

static const struct region_insn *last_insn(const struct tr_region *r, const struct region_block *b)
{
    return &r->insns[b->first + b->n_insns - 1];
}

/* Is there code for pc already, or shall it be a unit? Then the region ends there, by a link. */
static bool translated(const struct tr *t, uint64_t pc)
{
    struct translator *tr = t->cpu->process->translator;
    return unit_find(tr, pc, t->mode) != NULL || adapt_is_head(tr, pc);
}

static uint64_t expect(const struct tr *t, uint64_t pc)
{
    entry_expect(t->cpu->process->translator, pc, t->mode);
    return pc;
}

/* Does pc lie in a small loop whose head and end the region has? */
static bool in_loop(struct tr_region *r, uint64_t pc)
{
    bool found = false;
    for (unsigned i = 0; i < r->n_blocks; i++) {
        const struct region_insn *last = last_insn(r, &r->blocks[i]);
        uint64_t head = last->flow.target;
        bool branch = last->flow.kind == TR_FLOW_JUMP || last->flow.kind == TR_FLOW_BRANCH;
        if (branch && head <= pc && pc < last->pc && last->pc - head <= REGION_NEAR)
            found |= block_at(r, head) != NULL;
    }
    return found;
}

/* Where collect still has to go, and what it left out. */
struct search {
    uint64_t queue[2 * REGION_MAX_BLOCKS + 1], left[2 * REGION_MAX_BLOCKS + 1];
    unsigned head, tail, n_left;
};

static void search_for(const struct tr *t, struct search *s, uint64_t pc)
{
    if (s->tail < sizeof(s->queue) / sizeof(s->queue[0]))
        s->queue[s->tail++] = expect(t, pc);
}

/* Adds the places that are reached from the last block. Compilers put what is rarely executed far
 * behind the branches that lead there; it is left out. */
static void search_next(struct tr *t, struct search *s)
{
    const struct tr_region *r = t->region;
    const struct region_block *b = &r->blocks[r->n_blocks - 1];
    const struct region_insn *last = last_insn(r, b);
    uint64_t target = last->flow.target;
    bool next = last->flow.kind != TR_FLOW_JUMP && last->flow.kind != TR_FLOW_END &&
                !(r->loop && last->flow.kind == TR_FLOW_CALL);
    bool near = r->loop || target < last->pc || target - last->pc <= REGION_NEAR;
    if (next)
        search_for(t, s, b->end);
    if (last->flow.kind == TR_FLOW_JUMP || (last->flow.kind == TR_FLOW_BRANCH && near))
        search_for(t, s, target);
}

/* Adds the blocks that are reached from s->queue, of which the first may have code already. */
static void search(struct tr *t, struct search *s)
{
    struct tr_region *r = t->region;
    bool first = true;
    for (; s->head < s->tail; first = false) {
        uint64_t pc = s->queue[s->head++];
        struct region_block *b = block_at(r, pc);
        if (b) {
            if (b->start != pc)
                split(r, b, pc);
        } else if ((first || r->loop || !translated(t, pc)) && scan_block(t, pc)) {
            search_next(t, s);
        } else if (!first) {
            s->left[s->n_left++] = pc;
        }
    }
}

/* Adds the blocks that were left out, since they have code already or for want of room, but that a
 * loop of the region would have to go through. */
static void close_loops(struct tr *t, struct search *s)
{
    struct tr_region *r = t->region;
    for (unsigned i = 0; i < s->n_left;) {
        uint64_t pc = s->left[i++];
        if (!pc || !in_loop(r, pc) || s->tail == sizeof(s->queue) / sizeof(s->queue[0]))
            continue;
        s->left[i - 1] = 0;
        r->full = false;
        s->queue[s->tail++] = pc;
        search(t, s);
        i = 0;
    }
}

/* Collects the blocks, breadth first. The order of r->blocks is that of discovery. */
static int collect(struct tr *t)
{
    struct tr_region *r = t->region;
    struct search s;
    s.queue[0] = r->entry;
    s.head = s.n_left = 0;
    s.tail = 1;
    search(t, &s);
    if (r->n_blocks == 0)
        return -EFAULT;
    if (r->max_insns == REGION_MAX_INSNS) {
        r->max_insns += REGION_MORE_LOOP;
        close_loops(t, &s);
        r->max_insns = REGION_MAX_INSNS;
    }
    return 0;
}

/* Does control go from b to where in says, by a branch or by falling through? */
static bool leads(const struct tr_region *r, const struct region_block *b, const bool *in)
{
    const struct region_insn *last = last_insn(r, b);
    bool jump = last->flow.kind == TR_FLOW_JUMP, branch = last->flow.kind == TR_FLOW_BRANCH;
    int next = jump || (b->ends && !branch) ? -1 : block_number(r, b->end);
    int to = jump || branch ? block_number(r, last->flow.target) : -1;
    return (next >= 0 && in[next]) || (to >= 0 && in[to]);
}

/* Marks the blocks up to address last that lead back to the entry. How many instructions they have;
 * 0: the entry is none of them. */
static unsigned leads_back(const struct tr_region *r, uint64_t first, uint64_t last, bool *in)
{
    unsigned entry = (unsigned)block_number(r, r->entry), n_insns = 0;
    bool found = true;
    memset(in, 0, REGION_MAX_BLOCKS * sizeof(in[0]));
    in[entry] = true;
    while (found) {
        found = false;
        for (unsigned i = r->n_blocks; i-- > 0;)
            if (!in[i] && r->blocks[i].start >= first && r->blocks[i].start <= last &&
                leads(r, &r->blocks[i], in))
                in[i] = found = true;
    }
    if (!leads(r, &r->blocks[entry], in))
        return 0;
    for (unsigned i = 0; i < r->n_blocks; i++)
        n_insns += in[i] ? r->blocks[i].n_insns : 0;
    return n_insns;
}

/* The last branch back to the entry in front of before, 0: there is none. */
static uint64_t last_back(const struct tr_region *r, uint64_t before)
{
    uint64_t last = 0;
    for (unsigned i = 0; i < r->n_blocks; i++) {
        const struct region_insn *end = last_insn(r, &r->blocks[i]);
        bool branch = end->flow.kind == TR_FLOW_JUMP || end->flow.kind == TR_FLOW_BRANCH;
        if (branch && end->flow.target == r->entry && end->pc < before && end->pc > last)
            last = end->pc;
    }
    return last;
}

/* Leaves of the sorted blocks only those that lead back to the entry; where these are too many, as
 * loops around it lead there, too, those of them up to a branch back to it. -ENOSPC: there are
 * none, or still too many, or the branch that was counted is not among them: more than they goes
 * round. */
static int keep_loop(struct tr_region *r)
{
    bool in[REGION_MAX_BLOCKS], counted = false;
    uint64_t last = ~0ull;
    unsigned n = 0, n_insns = leads_back(r, 0, last, in);
    while (n_insns > r->max_insns && (last = last_back(r, last)) > r->entry)
        n_insns = leads_back(r, r->entry, last, in);
    if (n_insns == 0 || n_insns > r->max_insns)
        return -ENOSPC;
    for (unsigned i = 0; i < r->n_blocks; i++) {
        if (!in[i])
            continue;
        counted |= r->blocks[i].start < r->from_end && r->blocks[i].end > r->from_start;
        r->blocks[n++] = r->blocks[i];
    }
    r->n_blocks = n;
    return counted ? 0 : -ENOSPC;
}

static void sort_blocks(struct tr_region *r)
{
    for (unsigned i = 1; i < r->n_blocks; i++) {
        struct region_block b = r->blocks[i];
        unsigned j = i;
        for (; j && r->blocks[j - 1].start > b.start; j--)
            r->blocks[j] = r->blocks[j - 1];
        r->blocks[j] = b;
    }
}

/* b is where the branch at pc goes back to. */
static void mark_head(struct region_block *b, uint64_t pc)
{
    if (!(b->flags & IR_BLOCK_POLL))
        b->first_back = pc;
    b->heads = b->flags & IR_BLOCK_POLL ? 2 : 1;
    b->flags |= IR_BLOCK_POLL;
}

/* Marks entries, return points and targets of backward branches. */
static void mark_blocks(struct tr_region *r)
{
    for (unsigned i = 0; i < r->n_blocks; i++) {
        const struct region_insn *last = last_insn(r, &r->blocks[i]);
        int to;
        switch (last->flow.kind) {
        case TR_FLOW_CALL:
            to = block_number(r, r->blocks[i].end);
            if (to >= 0)
                r->blocks[to].flags |= IR_BLOCK_ENTRY | IR_BLOCK_RETURN;
            break;
        case TR_FLOW_JUMP:
        case TR_FLOW_BRANCH:
            to = block_number(r, last->flow.target);
            if (to >= 0 && last->flow.target <= last->pc)
                mark_head(&r->blocks[to], last->pc);
            break;
        case TR_FLOW_NEXT:
        case TR_FLOW_END:
            break;
        }
    }
    r->blocks[block_number(r, r->entry)].flags |= IR_BLOCK_ENTRY;
}

/* The number of the IR block for target as seen from the present instruction, -1: outside. */
static int ir_block_number(const struct tr *t, uint64_t target)
{
    int i = block_number(t->region, target);
    if (i < 0)
        return -1;
    const struct region_block *b = &t->region->blocks[i];
    if (b->copied && target > t->pc)
        return (int)b->number - 1;
    return (int)b->number + (b->heads > 1 && t->pc != b->first_back);
}

/* A cold block that leaves for target; flags 0 or IR_BLOCK_RETURN. */
static unsigned exit_block(struct tr *t, uint64_t target, bool poll, unsigned flags)
{
    struct tr_region *r = t->region;
    for (unsigned i = 0; i < r->n_exits; i++) {
        const struct region_exit *e = &r->exits[i];
        if (e->target == target && e->poll == poll && e->flags == flags && !flags)
            return r->first_exit + i;
    }
    if (r->n_exits == REGION_MAX_EXITS) {
        r->failed = true;
        return 0;
    }
    r->exits[r->n_exits] = (struct region_exit){target, flags, poll};
    return r->first_exit + r->n_exits++;
}

/* The block to branch to for target: one of the region, or a new cold exit. */
static unsigned target_block(struct tr *t, uint64_t target)
{
    int b = ir_block_number(t, target);
    return b >= 0 ? (unsigned)b : exit_block(t, target, target <= t->pc, 0);
}

static void exit_to(struct tr *t, uint64_t target, bool poll)
{
    ir_emit(t->ir, IR_EXIT, t->guest->ir->word, ir_gaddr(t->ir, target), IR_NONE, IR_NONE,
            poll ? IR_EXIT_POLL : 0, (int32_t)t->mode);
}

void tr_jump(struct tr *t, uint64_t target)
{
    int b = ir_block_number(t, target);
    if (b >= 0)
        ir_emit(t->ir, IR_JUMP, IR_VOID, IR_NONE, IR_NONE, IR_NONE, 0, b);
    else
        exit_to(t, target, target <= t->pc);
}

/* Is v a comparison of numbers? */
static bool is_compare(const struct ir *ir, ir_ref v)
{
    const struct ir_insn *i = &ir->insn[v];
    return i->op == IR_FLAGS && i->aux != IR_FLAGS_RAW && i->aux < IR_FLAGS_FCMP;
}

/* One conditional compare and its branch are two branches on compares; what is more than that is a
 * branch on a number made of conditions. */
static bool is_chain(const struct ir *ir, ir_ref flags)
{
    const struct ir_insn *i = &ir->insn[flags], *c = &ir->insn[i->c];
    return i->op == IR_FLAGSEL &&
           (!is_compare(ir, i->a) || c->op != IR_COND || !is_compare(ir, c->a));
}

void tr_branch_flags(struct tr *t, ir_ref flags, unsigned cc, uint64_t target)
{
    if (is_chain(t->ir, flags)) {
        ir_ref v = ir_emit(t->ir, IR_COND, IR_I32, flags, IR_NONE, IR_NONE, cc, 0);
        bool inverse = t->ir->insn[v].op == IR_XOR; /* with 1 */
        tr_branch_value(t, inverse ? t->ir->insn[v].a : v, inverse, target);
        return;
    }
    unsigned taken = target_block(t, target), next = target_block(t, t->pc + t->length);
    ir_emit(t->ir, IR_BRF, IR_FLAGS_T, flags, IR_NONE, (ir_ref)next, cc, (int32_t)taken);
}

void tr_branch_value(struct tr *t, ir_ref value, bool zero, uint64_t target)
{
    unsigned taken = target_block(t, target), next = target_block(t, t->pc + t->length);
    unsigned type = ir_result_type(&t->ir->insn[value]);
    if (zero)
        ir_emit(t->ir, IR_BRNZ, type, value, IR_NONE, (ir_ref)taken, 0, (int32_t)next);
    else
        ir_emit(t->ir, IR_BRNZ, type, value, IR_NONE, (ir_ref)next, 0, (int32_t)taken);
}

void tr_jump_indirect(struct tr *t, ir_ref target)
{
    tr_jump_indirect_mode(t, target, t->mode);
}

void tr_jump_indirect_mode(struct tr *t, ir_ref target, uint32_t mode)
{
    ir_emit(t->ir, IR_EXIT, t->guest->ir->word, target, IR_NONE, IR_NONE, 0, (int32_t)mode);
}

void tr_call(struct tr *t, ir_ref target)
{
    uint64_t to;
    bool poll = ir_is_const(t->ir, target, &to) && to <= t->pc;
    /* Without room in the region the return point is a block that only leaves again: the host's
     * calls and returns must pair in any case. */
    int next = ir_block_number(t, t->pc + t->length);
    unsigned back =
        next >= 0 ? (unsigned)next : exit_block(t, t->pc + t->length, false, IR_BLOCK_RETURN);
    ir_emit(t->ir, IR_CALL, t->guest->ir->word, target, IR_NONE, (ir_ref)back,
            poll ? IR_EXIT_POLL : 0, (int32_t)t->mode);
}

void tr_return(struct tr *t, ir_ref target)
{
    ir_emit(t->ir, IR_RET, t->guest->ir->word, target, IR_NONE, IR_NONE, 0, (int32_t)t->mode);
}

void tr_trap(struct tr *t, unsigned exit, uint64_t pc, ir_ref info)
{
    ir_emit(t->ir, IR_TRAP, t->guest->ir->word, ir_gaddr(t->ir, pc), info, IR_NONE, exit, 0);
}

void tr_poll_next(struct tr *t)
{
    exit_to(t, t->pc + t->length, true);
}

void tr_synchronize(struct tr *t)
{
    if (t->region) /* none where a word alone is looked at */
        t->region->syncs = true;
    if (t->cpu->process->translator->watched)
        tr_trap(t, CPU_EXIT_SYNC, t->pc + t->length, IR_NONE);
    else
        tr_poll_next(t);
}

static void translate_block(struct tr *t, const struct region_block *b)
{
    const struct tr_region *r = t->region;
    enum tr_status status = TR_NEXT;
    ir_block(t->ir, b->start, b->flags);
    for (unsigned i = 0; i < b->n_insns && status == TR_NEXT; i++) {
        const struct region_insn *insn = &r->insns[b->first + i];
        t->pc = insn->pc;
        t->length = insn->flow.length;
        t->decoded = insn->flow.decoded;
        ir_insn_mark(t->ir, t->pc, 0);
        status = t->guest->translate(t);
        if (status == TR_ILLEGAL)
            tr_trap(t, CPU_EXIT_ILLEGAL, t->pc, IR_NONE);
    }
    if (status == TR_NEXT)
        tr_jump(t, b->end);
}

/* Is the region's first block led to by others? If it is the head of a loop, from in front: the
 * others meet the head itself. */
static bool begins_inside(const struct tr_region *r, bool head)
{
    for (unsigned i = 0; i < r->n_blocks; i++) {
        const struct region_block *b = &r->blocks[i];
        const struct region_insn *last = last_insn(r, b);
        bool jump = last->flow.kind == TR_FLOW_JUMP, branch = last->flow.kind == TR_FLOW_BRANCH;
        bool leads = ((jump || branch) && last->flow.target == r->entry) ||
                     ((branch || !b->ends) && b->end == r->entry);
        if (leads && !(head && last->pc >= r->entry))
            return true;
    }
    return false;
}

/*
 * The head of a loop is translated twice: the copy stands in front of it, is entered from outside
 * of the loop and runs once. So the head is reached from inside only, and what is known of
 * registers and flags at the loop's end is known at its head. A small head that is reached from two
 * ends and more is there for the first of them once more. Where a region begins in the midst of a
 * loop, because another one ended there, that block has a copy, too, in front of all.
 */
static void number_blocks(struct tr_region *r)
{
    const struct region_block *first = &r->blocks[block_number(r, r->entry)];
    r->inside = begins_inside(r, first->heads) && !(first->flags & IR_BLOCK_RETURN) &&
                first->n_insns <= REGION_MAX_COPIED;
    unsigned n = r->inside, room = REGION_MAX_COPIED - (r->inside ? first->n_insns : 0);
    for (unsigned i = 0; i < r->n_blocks; i++) {
        struct region_block *b = &r->blocks[i];
        b->copied = b->flags & IR_BLOCK_POLL && !(b->flags & IR_BLOCK_RETURN) && b->n_insns <= room;
        if (b->copied) {
            room -= b->n_insns;
            n++;
        }
        if (b->heads > 1 && (!b->copied || b->n_insns > REGION_SMALL_HEAD || b->n_insns > room))
            b->heads = 1;
        room -= b->heads > 1 ? b->n_insns : 0;
        b->number = n;
        n += b->heads > 1 ? 2 : 1;
    }
    r->first_exit = n;
}

static void translate_blocks(struct tr *t)
{
    struct tr_region *r = t->region;
    if (r->inside) {
        struct region_block *first = &r->blocks[block_number(r, r->entry)];
        unsigned poll = first->flags & IR_BLOCK_POLL;
        first->flags -= poll;
        translate_block(t, first);
        first->flags = poll;
    }
    for (unsigned i = 0; i < r->n_blocks; i++) {
        struct region_block b = r->blocks[i];
        if (b.copied) {
            b.flags &= ~(unsigned)IR_BLOCK_POLL;
            translate_block(t, &b);
            b.flags = IR_BLOCK_POLL;
        }
        if (b.heads > 1)
            translate_block(t, &b);
        translate_block(t, &b);
    }
}

void region_begin(struct tr *t, bool watches)
{
    struct tr_region *r = t->region;
    r->watches = watches;
    r->n_lines = 0;
    r->failed = r->shared = r->writable = r->ahead_far = false;
    r->limit_start = r->limit_end = r->ahead_start = r->ahead_end = 0;
    r->last_line = NULL;
    for (unsigned i = 0; i < REGION_LINES; i++)
        r->lines[i].len = 0;
}

int region_translate(struct tr *t)
{
    struct tr_region *r = t->region;
    r->n_insns = r->n_blocks = r->n_exits = 0;
    r->full = r->syncs = false;
    region_begin(t, true);
    r->entry = t->pc;
    int e = collect(t);
    if (e != 0)
        return r->failed ? -ENOSPC : e;
    sort_blocks(r);
    if (r->loop && keep_loop(r) != 0)
        return -ENOSPC;
    mark_blocks(r);
    ir_reset(t->ir, t->mode);
    number_blocks(r);
    const struct region_block *first = &r->blocks[block_number(r, r->entry)];
    t->ir->entry = r->inside ? 0 : first->number - first->copied;
    translate_blocks(t);
    for (unsigned i = 0; i < r->n_exits; i++) {
        ir_block(t->ir, r->exits[i].target, IR_BLOCK_COLD | r->exits[i].flags);
        exit_to(t, r->exits[i].target, r->exits[i].poll);
    }
    return r->failed || t->ir->failed ? -ENOSPC : 0;
}
