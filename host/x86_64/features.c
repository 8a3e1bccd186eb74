/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the host CPU has, and what of it the user lets us see.
 *
 * A level stands for itself and everything older, and hides everything newer:
 *   sse4.1   SSE4.1
 *   avx      and AVX, SSE4.2 with POPCNT
 *   avx2     and AVX2, BMI1, BMI2, LZCNT, FMA, F16C, MOVBE, AES, PCLMUL
 *   avx512   and AVX-512 F, VL, BW, DQ, CD
 *   all      what the CPU has
 * SHA, VBMI and GFNI belong to no level: they came and went by product line. So did AES and PCLMUL
 * before AVX2, and no other part of a level takes them for granted.
 */
#include <errno.h>
#include <string.h>
#include <sys/platform/x86.h>

#include "host/host.h"

#define LEVEL_SSE41 HOST_SSE41
#define LEVEL_AVX (LEVEL_SSE41 | HOST_AVX | HOST_POPCNT)
#define LEVEL_AVX2 (LEVEL_AVX | HOST_AVX2 | HOST_BMI | HOST_FMA | HOST_F16C | HOST_MOVBE)
#define LEVEL_AVX512 (LEVEL_AVX2 | HOST_AVX512)
#define ALL (~0u >> 1)

static const struct feature_name {
    const char *name;
    int64_t mask;
} feature_names[] = {
    {"sse4.1", LEVEL_SSE41},
    {"avx", LEVEL_AVX},
    {"avx2", LEVEL_AVX2 | HOST_AES | HOST_PCLMUL},
    {"avx512", LEVEL_AVX512 | HOST_AES | HOST_PCLMUL},
    {"all", ALL},
    {"popcnt", HOST_POPCNT},
    {"bmi", HOST_BMI},
    {"fma", HOST_AVX | HOST_FMA},
    {"f16c", HOST_AVX | HOST_F16C},
    {"movbe", HOST_MOVBE},
    {"aes", HOST_AES},
    {"pclmul", HOST_PCLMUL},
    {"sha", HOST_SHA},
    {"vbmi", LEVEL_AVX512 | HOST_VBMI},
    {"gfni", HOST_GFNI},
};

/* One CPUID bit (Intel SDM volume 2A, CPUID) and what it tells. */
struct cpuid_bit {
    uint8_t reg; /* 0..3: eax ebx ecx edx */
    uint8_t bit;
    uint16_t feature;
};

static const struct cpuid_bit leaf_1[] = {
    {2, 19, HOST_SSE41}, {2, 28, HOST_AVX},  {2, 12, HOST_FMA},   {2, 25, HOST_AES},
    {2, 1, HOST_PCLMUL}, {2, 29, HOST_F16C}, {2, 22, HOST_MOVBE}, {2, 23, HOST_POPCNT},
};
static const struct cpuid_bit leaf_7[] = {
    {1, 5, HOST_AVX2},    {1, 3, HOST_BMI},  {1, 29, HOST_SHA},
    {1, 16, HOST_AVX512}, {2, 1, HOST_VBMI}, {2, 8, HOST_GFNI},
};

/* What CPUID says, as the C library read it at start: the instruction leaves a virtual machine,
 * which costs microseconds. */
static const uint32_t *leaf(unsigned index)
{
    return __x86_get_cpuid_feature_leaf(index)->cpuid_array;
}

static int64_t bits_of(const uint32_t regs[4], const struct cpuid_bit *bits, unsigned n)
{
    int64_t f = 0;
    for (unsigned i = 0; i < n; i++) {
        if (regs[bits[i].reg] >> bits[i].bit & 1) {
            f |= bits[i].feature;
        }
    }
    return f;
}

static uint32_t enabled_state(void)
{
    uint32_t lo, hi;
    __asm__("xgetbv" : "=a"(lo), "=d"(hi) : "c"(0));
    return lo;
}

static int64_t cpu_features(void)
{
    enum { OSXSAVE = 1 << 27, SSE42 = 1 << 20, BMI2 = 1 << 8, LZCNT = 1 << 5 };
    const uint32_t avx512 = 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31;
    const uint32_t *r1 = leaf(CPUID_INDEX_1), *r7 = leaf(CPUID_INDEX_7);
    const uint32_t *rx = leaf(CPUID_INDEX_80000001);

    int64_t f = bits_of(r1, leaf_1, sizeof(leaf_1) / sizeof(leaf_1[0])) |
                bits_of(r7, leaf_7, sizeof(leaf_7) / sizeof(leaf_7[0]));
    uint32_t state = r1[2] & OSXSAVE ? enabled_state() : 0;
    if (!(r1[2] & SSE42)) {
        f &= ~(int64_t)HOST_POPCNT;
    }
    if (!(r7[1] & BMI2) || !(rx[2] & LZCNT)) {
        f &= ~(int64_t)HOST_BMI;
    }
    /* The levels are a chain: code for one takes the ones below for granted. */
    if ((state & 6) != 6 || !(f & HOST_POPCNT)) {
        f &= ~(int64_t)HOST_AVX;
    }
    if (!(f & HOST_AVX)) {
        f &= ~(int64_t)(HOST_AVX2 | HOST_FMA | HOST_F16C);
    }
    if ((f & LEVEL_AVX2) != LEVEL_AVX2 || (state & 0xe0) != 0xe0 || (r7[1] & avx512) != avx512) {
        f &= ~(int64_t)HOST_AVX512;
    }
    if (!(f & HOST_AVX512)) {
        f &= ~(int64_t)HOST_VBMI;
    }
    return f;
}

/* With AVX-512 all 32 vector registers are in use, which AES and PCLMUL instructions reach in their
 * EVEX forms only: those are features of their own. */
static int64_t without_low_only(int64_t f)
{
    enum { VAES = 1 << 9, VPCLMUL = 1 << 10 };
    const uint32_t *r = leaf(CPUID_INDEX_7);

    if (f & HOST_AVX512) {
        f &= ~(int64_t)((r[2] & VAES ? 0 : HOST_AES) | (r[2] & VPCLMUL ? 0 : HOST_PCLMUL));
    }
    return f;
}

static const struct feature_name *find_name(const char *s, size_t len)
{
    for (unsigned i = 0; i < sizeof(feature_names) / sizeof(feature_names[0]); i++) {
        if (strlen(feature_names[i].name) == len && !memcmp(feature_names[i].name, s, len)) {
            return &feature_names[i];
        }
    }
    return NULL;
}

int64_t host_features(const char *names)
{
    int64_t wanted = names ? HOST_SSE41 : ALL;
    const char *s = names;

    while (s) {
        size_t len = strcspn(s, "+,");
        const struct feature_name *f = find_name(s, len);
        if (!f) {
            return -EINVAL;
        }
        wanted |= f->mask;
        s = s[len] ? s + len + 1 : NULL;
    }
    return without_low_only(cpu_features() & wanted);
}
