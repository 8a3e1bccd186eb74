/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * prctl(2) options of AArch64: keys of pointer authentication and tagged addresses in system calls
 * (Documentation/arch/arm64/pointer-authentication.rst, tagged-address-abi.rst).
 */
#include <errno.h>
#include <linux/prctl.h>

#include "linux-user/aarch64/aarch64.h"
#include "translate/guest/aarch64/aarch64.h"

uint64_t a64_address(const struct cpu *cpu, uint64_t addr)
{
    const struct a64_cold *c = (const struct a64_cold *)cpu->cold;
    /* The kernel's untagged_addr(): of its own half nothing is taken away. */
    uint64_t bare = (uint64_t)((int64_t)(addr << 8) >> 8);
    return c->tagged_addr ? bare & addr : addr;
}

static int64_t set_tagged_addr(struct cpu *cpu, const uint64_t args[4])
{
    if ((args[0] & ~(uint64_t)PR_TAGGED_ADDR_ENABLE) || args[1] || args[2] || args[3]) {
        return -EINVAL;
    }
    a64_cold(cpu)->tagged_addr = args[0] != 0;
    return 0;
}

static int64_t get_tagged_addr(struct cpu *cpu, const uint64_t args[4])
{
    if (args[0] || args[1] || args[2] || args[3]) {
        return -EINVAL;
    }
    return a64_cold(cpu)->tagged_addr;
}

static int64_t reset_keys(struct cpu *cpu, const uint64_t args[4])
{
    if (!a64_has_pauth(cpu) || args[0] & ~(uint64_t)A64_ALL_KEYS || args[1] || args[2] || args[3]) {
        return -EINVAL;
    }
    a64_new_keys(cpu, args[0] ? (unsigned)args[0] : A64_ALL_KEYS);
    return 0;
}

/* The keys for addresses cannot be switched off. */
static int64_t enabled_keys(struct cpu *cpu, bool set, const uint64_t args[4])
{
    const uint64_t keys = PR_PAC_APIAKEY | PR_PAC_APIBKEY | PR_PAC_APDAKEY | PR_PAC_APDBKEY;
    if (!a64_has_pauth(cpu) || args[2] || args[3]) {
        return -EINVAL;
    }
    if (set) {
        return (args[0] & ~keys) || args[1] != args[0] ? -EINVAL : 0;
    }
    return args[0] || args[1] ? -EINVAL : (int64_t)keys;
}

bool a64_prctl(struct cpu *cpu, int option, const uint64_t args[4], int64_t *result)
{
    switch (option) {
    case PR_SET_TAGGED_ADDR_CTRL:
        *result = set_tagged_addr(cpu, args);
        return true;
    case PR_GET_TAGGED_ADDR_CTRL:
        *result = get_tagged_addr(cpu, args);
        return true;
    case PR_PAC_RESET_KEYS:
        *result = reset_keys(cpu, args);
        return true;
    case PR_PAC_SET_ENABLED_KEYS:
    case PR_PAC_GET_ENABLED_KEYS:
        *result = enabled_keys(cpu, option == PR_PAC_SET_ENABLED_KEYS, args);
        return true;
    default:
        return false;
    }
}
