/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One line of disassembly, for -d out_asm and the golden files. */
#include <capstone/capstone.h>
#include <stdio.h>

#include "host/host.h"

unsigned host_disassemble(uint64_t address, const void *code, size_t len, char *buf, size_t size)
{
    const uint8_t *p = code;
    unsigned used = 1;
    cs_insn *insn;
    csh handle;

    if (cs_open(CS_ARCH_X86, CS_MODE_64, &handle) == CS_ERR_OK) {
        if (cs_disasm(handle, code, len, address, 1, &insn) == 1) {
            snprintf(buf, size, "%s%s%s", insn->mnemonic, insn->op_str[0] ? " " : "", insn->op_str);
            used = insn->size;
            cs_free(insn, 1);
            cs_close(&handle);
            return used;
        }
        cs_close(&handle);
    }
    snprintf(buf, size, ".byte 0x%02x", *p);
    return used;
}
