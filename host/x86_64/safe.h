/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What safe.S, which is no C, has to know of struct cpu; safe.c checks it. */
#define SAFE_CPU_POLL 280
