/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a processor tells of itself, in the guest: features [NAME ...]
 *
 * AT_HWCAP, AT_HWCAP2, the ID registers and /proc/cpuinfo have to agree as the kernel's
 * Documentation/arch/arm64/elf_hwcaps.rst says. With NAMEs, these are what cpuinfo has to list.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#define REGISTERS(X)                                                                               \
    X(PFR0, ID_AA64PFR0_EL1)                                                                       \
    X(PFR1, ID_AA64PFR1_EL1)                                                                       \
    X(ISAR0, ID_AA64ISAR0_EL1)                                                                     \
    X(ISAR1, ID_AA64ISAR1_EL1)                                                                     \
    X(ISAR2, S3_0_C0_C6_2)                                                                         \
    X(MMFR2, S3_0_C0_C7_2)

enum {
#define X(name, id) name,
    REGISTERS(X)
#undef X
        N_REGISTERS
};
static uint64_t id[N_REGISTERS], midr;

static const struct capability {
    const char *name;
    uint8_t word, bit;            /* of AT_HWCAP (0) or AT_HWCAP2 */
    uint8_t reg, shift, at_least; /* the field that tells of it, and from which value on */
} capabilities[] = {
    {"aes", 0, 3, ISAR0, 4, 1},        {"pmull", 0, 4, ISAR0, 4, 2},
    {"sha1", 0, 5, ISAR0, 8, 1},       {"sha2", 0, 6, ISAR0, 12, 1},
    {"crc32", 0, 7, ISAR0, 16, 1},     {"atomics", 0, 8, ISAR0, 20, 2},
    {"asimdrdm", 0, 12, ISAR0, 28, 1}, {"jscvt", 0, 13, ISAR1, 12, 1},
    {"fcma", 0, 14, ISAR1, 16, 1},     {"lrcpc", 0, 15, ISAR1, 20, 1},
    {"dcpop", 0, 16, ISAR1, 0, 1},     {"sha3", 0, 17, ISAR0, 32, 1},
    {"sm3", 0, 18, ISAR0, 36, 1},      {"sm4", 0, 19, ISAR0, 40, 1},
    {"asimddp", 0, 20, ISAR0, 44, 1},  {"sha512", 0, 21, ISAR0, 12, 2},
    {"sve", 0, 22, PFR0, 32, 1},       {"asimdfhm", 0, 23, ISAR0, 48, 1},
    {"dit", 0, 24, PFR0, 48, 1},       {"uscat", 0, 25, MMFR2, 32, 1},
    {"ilrcpc", 0, 26, ISAR1, 20, 2},   {"flagm", 0, 27, ISAR0, 52, 1},
    {"ssbs", 0, 28, PFR1, 4, 2},       {"sb", 0, 29, ISAR1, 36, 1},
    {"dcpodp", 1, 0, ISAR1, 0, 2},     {"flagm2", 1, 7, ISAR0, 52, 2},
    {"frint", 1, 8, ISAR1, 32, 1},     {"i8mm", 1, 13, ISAR1, 52, 1},
    {"bf16", 1, 14, ISAR1, 44, 1},     {"dgh", 1, 15, ISAR1, 48, 1},
    {"rng", 1, 16, ISAR0, 60, 1},      {"bti", 1, 17, PFR1, 0, 1},
    {"mte", 1, 18, PFR1, 8, 2},        {"ecv", 1, 19, N_REGISTERS, 0, 1},
    {"afp", 1, 20, N_REGISTERS, 0, 1}, {"rpres", 1, 21, ISAR2, 4, 1},
    {"wfxt", 1, 31, ISAR2, 0, 2},      {"ebf16", 1, 32, ISAR1, 44, 2},
    {"cssc", 1, 34, ISAR2, 52, 1},     {"rprfm", 1, 35, ISAR2, 48, 1},
    {"mops", 1, 43, ISAR2, 16, 1},     {"hbc", 1, 44, ISAR2, 20, 1},
    {"lrcpc3", 1, 46, ISAR1, 20, 3},   {"lse128", 1, 47, ISAR0, 20, 3},
};
#define N (sizeof(capabilities) / sizeof(capabilities[0]))

static char features[4096];
static unsigned wrong;

static void expect(const char *what, uint64_t want, uint64_t got)
{
    if (want != got) {
        printf("%s: %" PRIx64 ", not %" PRIx64 "\n", what, got, want);
        wrong++;
    }
}

static void read_registers(void)
{
#define X(name, reg) __asm__("mrs %0, " #reg : "=r"(id[name]));
    REGISTERS(X)
#undef X
    __asm__("mrs %0, midr_el1" : "=r"(midr));
}

static uint64_t number_in(const char *text, const char *key)
{
    const char *at = strstr(text, key);

    return at ? strtoull(strchr(at, ':') + 1, NULL, 0) : UINT64_MAX;
}

static void read_cpuinfo(void)
{
    static char text[65536];
    FILE *f = fopen("/proc/cpuinfo", "r");
    size_t n = f ? fread(text, 1, sizeof(text) - 1, f) : 0;
    const char *at = strstr(text, "Features\t:");

    if (f)
        fclose(f);
    if (!n || !at) {
        printf("cpuinfo has no features\n");
        exit(1);
    }
    snprintf(features, sizeof(features), "%.*s ", (int)strcspn(at + 10, "\n"), at + 10);
    expect("implementer", midr >> 24 & 0xff, number_in(text, "CPU implementer"));
    expect("variant", midr >> 20 & 15, number_in(text, "CPU variant"));
    expect("part", midr >> 4 & 0xfff, number_in(text, "CPU part"));
    expect("revision", midr & 15, number_in(text, "CPU revision"));
}

static bool listed(const char *name)
{
    char word[32];

    snprintf(word, sizeof(word), " %s ", name);
    return strstr(features, word) != NULL;
}

/* Fields that are signed, 15 being none: FP, Advanced SIMD and their half precision. */
static void check_fp(const uint64_t cap[2])
{
    unsigned fp = id[PFR0] >> 16 & 15, simd = id[PFR0] >> 20 & 15;

    expect("fp", fp != 15, cap[0] & 1);
    expect("asimd", simd != 15, cap[0] >> 1 & 1);
    expect("fphp", fp == 1, cap[0] >> 9 & 1);
    expect("asimdhp", simd == 1, cap[0] >> 10 & 1);
    expect("cpuid", 1, cap[0] >> 11 & 1);
    expect("fp listed", cap[0] & 1, listed("fp"));
    expect("asimd listed", cap[0] >> 1 & 1, listed("asimd"));
    expect("fphp listed", cap[0] >> 9 & 1, listed("fphp"));
    expect("asimdhp listed", cap[0] >> 10 & 1, listed("asimdhp"));
    expect("cpuid listed", 1, listed("cpuid"));
}

/* An address or a generic code, of the architecture's algorithm, another, or (API 3) a third. */
static void check_pauth(const uint64_t cap[2])
{
    unsigned address = (id[ISAR1] >> 4 & 15) || (id[ISAR1] >> 8 & 15) || (id[ISAR2] >> 12 & 15);
    unsigned generic = (id[ISAR1] >> 24 & 15) || (id[ISAR1] >> 28 & 15) || (id[ISAR2] >> 8 & 15);

    expect("paca", address, cap[0] >> 30 & 1);
    expect("pacg", generic, cap[0] >> 31 & 1);
    expect("paca listed", address, listed("paca"));
    expect("pacg listed", generic, listed("pacg"));
}

int main(int argc, char **argv)
{
    const uint64_t cap[2] = {getauxval(AT_HWCAP), getauxval(AT_HWCAP2)};

    read_registers();
    read_cpuinfo();
    for (unsigned i = 0; i < N; i++) {
        const struct capability *c = &capabilities[i];
        uint64_t there = cap[c->word] >> c->bit & 1;

        if (c->reg != N_REGISTERS)
            expect(c->name, (id[c->reg] >> c->shift & 15) >= c->at_least, there);
        expect(c->name, there, listed(c->name));
    }
    check_fp(cap);
    check_pauth(cap);
    for (int i = 1; i < argc; i++)
        expect(argv[i], 1, listed(argv[i]));
    if (argc > 1) {
        unsigned n = 0;
        for (const char *p = features; *p; p++)
            n += *p == ' ' && p[1] && p[1] != ' ';
        expect("how many are listed", (unsigned)argc - 1, n);
    }
    printf("%s\n", wrong ? features : "all agree");
    return wrong != 0;
}
