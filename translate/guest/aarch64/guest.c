/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AArch64 guest: cpu models, decoding, disassembly. */
#include <capstone/capstone.h>
#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "translate/guest/aarch64/a64.h"
#include "translate/guest/aarch64/a64_decode.h"
#include "translate/guest/aarch64/llsc.h"
#include "translate/guest/aarch64/model.h"

static int cpu_init(struct cpu *cpu, const char *model)
{
    int index = a64_model_find(model);

    if (index < 0)
        return index;
    memset(cpu->hot, 0, sizeof(cpu->hot));
    memset(cpu->cold, 0, sizeof(cpu->cold));
    a64_cold(cpu)->model = (uint32_t)index;
    a64_cold(cpu)->pstate = A64_PSTATE_SSBS;
    a64_new_keys(cpu, A64_ALL_KEYS);
    a64_set_nzcv(cpu, 0);
    cpu->monitor_addr = UINT64_MAX;
    cpu->mode = 0;
    cpu->guest_mxcsr = 0;
    a64_set_fpcr(cpu, 0);
    return 0;
}

static uint32_t mode(const struct cpu *cpu)
{
    const struct a64_cold *c = (const struct a64_cold *)cpu->cold;
    const struct a64_hot *h = (const struct a64_hot *)cpu->hot;
    uint32_t sp = h->sp & 15 ? A64_MODE_SP : 0;

    return (cpu->mode & ~(A64_MODE_FPCR | A64_MODE_APART)) | a64_fpcr_class(c->fpcr) | sp;
}

/* flow leaves the word and, in the upper half, its pattern in decoded. */

/* A loop of exclusives that is one operation counts as one instruction. */
static void exclusive_flow(struct tr *t, uint64_t address, struct tr_flow *out)
{
    struct a64_llsc m;

    if (t->mode & A64_MODE_APART)
        return;
    a64_llsc_match(t, address, &m);
    if (m.kind == A64_LLSC_NONE)
        return;
    out->length = m.length;
    if (m.kind == A64_LLSC_CMP || m.kind == A64_LLSC_CBNZ) {
        out->kind = TR_FLOW_BRANCH;
        out->target = m.out;
    }
}

/* The pattern of word that cpu's model has; -1: none. */
static int match(const struct cpu *cpu, uint32_t word)
{
    int pattern = a64_match(word);
    uint64_t isa = pattern < 0 ? 0 : a64_patterns[pattern].isa;

    return isa && isa & ~a64_model(cpu)->isa ? -1 : pattern;
}

static int flow(struct tr *t, uint64_t address, struct tr_flow *out)
{
    struct a64_insn a;
    uint32_t word;
    int pattern;
    int e = address & 3 ? -EFAULT : tr_fetch(t, address, &word, sizeof(word));

    if (e != 0)
        return e;
    pattern = match(t->cpu, word);
    *out = (struct tr_flow){
        .kind = TR_FLOW_END, .length = 4, .decoded = word | (uint64_t)(uint32_t)pattern << 32};
    if (pattern < 0)
        return 0;
    out->kind = a64_patterns[pattern].flow;
    if (out->kind != TR_FLOW_NEXT) {
        a64_extract(pattern, word, &a);
        out->target = address + (uint64_t)(int64_t)a.target;
    } else if (a64_patterns[pattern].function == a64_load_exclusive) {
        exclusive_flow(t, address, out);
    }
    return 0;
}

static bool sets_flags(uint64_t decoded)
{
    uint32_t word = (uint32_t)decoded;
    int pattern = (int)(decoded >> 32);
    enum tr_status (*fn)(struct tr *, const struct a64_insn *);

    if (pattern < 0)
        return false;
    fn = a64_patterns[pattern].function;
    if (fn == a64_addsub_imm || fn == a64_addsub_shift || fn == a64_addsub_ext)
        return word >> 29 & 1;
    return (fn == a64_logic_imm || fn == a64_logic_shift) && (word >> 29 & 3) == 3;
}

static enum tr_status translate(struct tr *t)
{
    int pattern = (int)(t->decoded >> 32);
    struct a64_insn a;

    if (pattern < 0)
        return TR_ILLEGAL;
    a64_extract(pattern, (uint32_t)t->decoded, &a);
    return a64_patterns[pattern].function(t, &a);
}

static unsigned disassemble(uint64_t address, const void *code, size_t len, uint32_t mode,
                            char *buf, size_t size)
{
    cs_insn *insn = NULL;
    uint32_t word = 0;
    csh handle;

    memcpy(&word, code, len < sizeof(word) ? len : sizeof(word));
    snprintf(buf, size, ".inst 0x%08" PRIx32, word);
    if (cs_open(CS_ARCH_ARM64, CS_MODE_LITTLE_ENDIAN, &handle) != CS_ERR_OK)
        return 4;
    if (len >= 4 && cs_disasm(handle, code, 4, address, 1, &insn) == 1) {
        snprintf(buf, size, "%s %s", insn->mnemonic, insn->op_str);
        cs_free(insn, 1);
    }
    cs_close(&handle);
    return 4;
}

const struct guest guest_aarch64 = {
    .name = "aarch64",
    .elf_machine = EM_AARCH64,
    .elf_class = ELFCLASS64,
    .elf_data = ELFDATA2LSB,
    .ir = &a64_ir_guest,
    .page_size = 4096,
    .cpu_init = cpu_init,
    .cpu_model = a64_model_name,
    .mode = mode,
    .flow = flow,
    .sets_flags = sets_flags,
    .translate = translate,
    .fault = a64_fault,
    .branch_address = a64_without_tag,
    .disassemble = disassemble,
};
