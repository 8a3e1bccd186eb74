/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program that only ends: what is left is dragoman's own start. */
    .globl _start
_start:
    mov x0, #0
    mov x8, #94
    svc #0
