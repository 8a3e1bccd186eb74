/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Structures in data models that differ from the host's in size, alignment and byte order. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#include "syscall/engine.h"

static const struct sys_model host = {8, 8, false}, le32 = {4, 8, false};
static const struct sys_model i386 = {4, 4, false}, be32 = {4, 8, true}, be64 = {8, 8, true};

static const struct sys_layout *const layouts[] = {
#define SYS_LAYOUT(x) &sys_layout_##x,
#include "syscall/layouts.def"
};

/* In the host's own model a layout derives the host's offsets, or it is one of another kernel. */
static void same_on_host(void **state)
{
    static const struct sys_layout *const others[] = {
        &sys_layout_stat_generic, &sys_layout_semid_ds_generic,
        &sys_layout_epoll_event, /* packed on x86-64 alone */
    };

    for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
        bool other = false;

        for (size_t j = 0; j < sizeof(others) / sizeof(others[0]); j++)
            other |= layouts[i] == others[j];
        if (sys_layout_same(layouts[i], &host) == other)
            fail_msg("%s", layouts[i]->name);
        assert_false(sys_layout_same(layouts[i], &be64));
    }
}

static void sizes(void **state)
{
    unsigned align;

    assert_int_equal(sys_layout_size(&sys_layout_timespec, &le32, &align), 8);
    assert_int_equal(align, 4);
    assert_int_equal(sys_layout_size(&sys_layout_timespec64, &le32, &align), 16);
    assert_int_equal(align, 8);
    assert_int_equal(sys_layout_size(&sys_layout_epoll_event, &le32, &align), 16);
    assert_int_equal(sys_layout_size(&sys_layout_epoll_event, &i386, &align), 12);
    assert_int_equal(sys_layout_offset(&sys_layout_epoll_event, &i386, 1), 4);
    assert_int_equal(sys_layout_size(&sys_layout_stat_generic, &host, &align), 128);
    assert_int_equal(sys_layout_size(&sys_layout_siginfo, &host, &align), 128);
    assert_int_equal(sys_layout_size(&sys_layout_siginfo_child, &host, &align), 128);
}

static void big_endian(void **state)
{
    static const uint8_t want[8] = {0x12, 0x34, 0x56, 0x78, 0xff, 0xff, 0xff, 0xfe};
    struct timespec t = {0x12345678, -2}, back;
    uint8_t guest[8];

    assert_int_equal(sys_layout_to_guest(&sys_layout_timespec, &be32, guest, &t), 0);
    assert_memory_equal(guest, want, sizeof(want));
    sys_layout_to_host(&sys_layout_timespec, &be32, &back, guest);
    assert_true(back.tv_sec == 0x12345678 && back.tv_nsec == -2);
}

static void overflow(void **state)
{
    struct timespec t = {1ll << 31, 0};
    struct stat st;
    uint8_t guest[256];

    assert_int_equal(sys_layout_to_guest(&sys_layout_timespec, &le32, guest, &t), -EOVERFLOW);
    t.tv_sec = -(1ll << 31);
    assert_int_equal(sys_layout_to_guest(&sys_layout_timespec, &le32, guest, &t), 0);
    memset(&st, 0, sizeof(st));
    st.st_ino = 0xffffffff;
    assert_int_equal(sys_layout_to_guest(&sys_layout_stat_generic, &le32, guest, &st), 0);
    st.st_ino++;
    assert_int_equal(sys_layout_to_guest(&sys_layout_stat_generic, &le32, guest, &st), -EOVERFLOW);
}

/* Every layout survives there and back in every model: values that fit all of them. */
static void round_trip(void **state)
{
    static const struct sys_model *const models[] = {&host, &le32, &i386, &be32, &be64};
    uint8_t guest[512], again[512], in[512], out[512];

    for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
        const struct sys_layout *l = layouts[i];

        for (size_t j = 0; j < sizeof(models) / sizeof(models[0]); j++) {
            unsigned align, size = sys_layout_size(l, models[j], &align);

            assert_true(size <= sizeof(guest) && l->host_size <= sizeof(in));
            for (unsigned k = 0; k < size; k++)
                guest[k] = (uint8_t)(k * 7 + 3) & 0x7f;
            sys_layout_to_host(l, models[j], in, guest);
            assert_int_equal(sys_layout_to_guest(l, models[j], again, in), 0);
            sys_layout_to_host(l, models[j], out, again);
            assert_memory_equal(in, out, l->host_size);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_on_host), cmocka_unit_test(sizes),      cmocka_unit_test(big_endian),
        cmocka_unit_test(overflow),     cmocka_unit_test(round_trip),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
