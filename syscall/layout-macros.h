/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How layouts are written: see layouts.c. Private to the files that describe structures. */
#ifndef DRAGOMAN_SYSCALL_LAYOUT_MACROS_H
#define DRAGOMAN_SYSCALL_LAYOUT_MACROS_H

/* clang-format off */
#define MEMBER(s, m) (((struct s *)0)->m)

/* A scalar member. */
#define F(s, type, m) {#m, SYS_##type, sizeof(MEMBER(s, m)), 1, offsetof(struct s, m), NULL}
/* A scalar member that is shown with a prefix: <signal.h> has macros of some full names. */
#define N(prefix, s, type, m)                                                                     \
    {prefix #m, SYS_##type, sizeof(MEMBER(s, m)), 1, offsetof(struct s, m), NULL}
/* An array member; its elements are scalars. */
#define A(s, type, m)                                                                             \
    {#m, SYS_##type, sizeof(MEMBER(s, m)[0]), sizeof(MEMBER(s, m)) / sizeof(MEMBER(s, m)[0]),    \
      offsetof(struct s, m), NULL}
/* A member that is a structure. */
#define S(s, l, m) {#m, SYS_STRUCT, 0, 1, offsetof(struct s, m), &sys_layout_##l}
/* The host's structure from this member to its end, as elements of one type. */
#define REST(s, type, m)                                                                          \
    {NULL, SYS_##type, sizeof(MEMBER(s, m)[0]),                                                  \
      (sizeof(struct s) - offsetof(struct s, m)) / sizeof(MEMBER(s, m)[0]), 0, NULL}
/* Characters. */
#define TEXT(s, m) {#m, SYS_BYTES, 1, sizeof(MEMBER(s, m)), offsetof(struct s, m), NULL}
/* Room that only the guest's structure has. */
#define PAD(type, n) {NULL, SYS_##type, 0, n, 0, NULL}
/* No structure but a scalar, an array of them, an array of structures. */
#define WHOLE(type, host) {"value", SYS_##type, sizeof(host), 1, 0, NULL}
#define ELEMENTS(type, host, n) {"value", SYS_##type, sizeof(host), n, 0, NULL}
#define INNER_ARRAY(l, n) {"value", SYS_STRUCT, 0, n, 0, &sys_layout_##l}

#define LAYOUT_OF(l, host, ...)                                                                   \
    const struct sys_layout sys_layout_##l = {                                                   \
        #l, sizeof(host), (const struct sys_field[]){__VA_ARGS__, {NULL, SYS_END}}            \
   };
#define LAYOUT(l, ...) LAYOUT_OF(l, struct l, __VA_ARGS__)
/* clang-format on */

#endif
