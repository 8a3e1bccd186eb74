/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <string.h>

#include "tests/fp/real.h"

static bool bit(const struct real *a, int n)
{
    return n >= 0 && n < REAL_WORDS * 64 && a->w[n / 64] >> n % 64 & 1;
}

struct real real_make(bool negative, real_u128 m, int exp)
{
    struct real r = {.negative = negative};

    for (int k = 0; k < 128; k++) {
        if (m >> k & 1) {
            int n = REAL_POINT + exp + k;

            assert(n >= 0 && n < REAL_WORDS * 64);
            r.w[n / 64] |= 1ull << n % 64;
        }
    }
    return r;
}

struct real real_scale(const struct real *a, int exp)
{
    struct real r = {.negative = a->negative};

    for (int n = 0; n < REAL_WORDS * 64; n++) {
        if (a->w[n / 64] == 0) {
            n |= 63;
            continue;
        }
        if (bit(a, n)) {
            assert(n + exp >= 0 && n + exp < REAL_WORDS * 64);
            r.w[(n + exp) / 64] |= 1ull << (n + exp) % 64;
        }
    }
    return r;
}

bool real_is_zero(const struct real *a)
{
    for (int k = 0; k < REAL_WORDS; k++)
        if (a->w[k])
            return false;
    return true;
}

static int compare_magnitudes(const struct real *a, const struct real *b)
{
    for (int k = REAL_WORDS; k-- > 0;)
        if (a->w[k] != b->w[k])
            return a->w[k] < b->w[k] ? -1 : 1;
    return 0;
}

int real_compare(const struct real *a, const struct real *b)
{
    if (real_is_zero(a) && real_is_zero(b))
        return 0;
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    return a->negative ? compare_magnitudes(b, a) : compare_magnitudes(a, b);
}

struct real real_add(const struct real *a, const struct real *b)
{
    bool subtract = a->negative != b->negative;
    struct real r;

    if (subtract && compare_magnitudes(a, b) < 0)
        return real_add(b, a);
    memset(&r, 0, sizeof(r));
    r.negative = a->negative;
    for (unsigned k = 0, carry = 0; k < REAL_WORDS; k++) {
        real_u128 x = a->w[k];

        x = subtract ? x - b->w[k] - carry : x + b->w[k] + carry;
        r.w[k] = (uint64_t)x;
        carry = x >> 64 & 1;
    }
    return r;
}

int real_exponent(const struct real *a)
{
    for (int k = REAL_WORDS; k-- > 0;)
        if (a->w[k])
            return k * 64 + 63 - __builtin_clzll(a->w[k]) - REAL_POINT;
    assert(false);
    return 0;
}

real_u128 real_units(const struct real *a, int ulp, int *error)
{
    int low = REAL_POINT + ulp;
    real_u128 m = 0;

    *error = 0;
    for (int n = 0; n < REAL_WORDS * 64; n++) {
        if (!bit(a, n))
            continue;
        if (n >= low) {
            assert(n - low < 128);
            m |= (real_u128)1 << (n - low);
        } else {
            *error |= n == low - 1 ? 2 : 1;
        }
    }
    return m;
}
