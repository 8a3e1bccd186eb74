/* SPDX-License-Identifier: GPL-2.0-or-later */
/* syscalls.def as a table by enum sys_id. */
#include "syscall/engine.h"

/* clang-format off */
#define INT {ARG_INT}
#define UINT {ARG_UINT}
#define LONG {ARG_LONG}
#define ULONG {ARG_ULONG}
#define HEX {ARG_HEX}
#define MODE {ARG_MODE}
#define OFF {ARG_OFF}
#define FD {ARG_FD}
#define DIRFD {ARG_DIRFD}
#define SIG {ARG_SIG}
#define TIMER {ARG_TIMER}
#define PATH {ARG_PATH}
#define STR {ARG_STR}
#define ADDR {ARG_ADDR}
#define MEM {ARG_MEM}
#define RAW {ARG_RAW}
#define IOCTL {ARG_IOCTL}
#define FUTEX {ARG_FUTEX}
#define STRV {ARG_STRV}
#define STRC {ARG_STRC}
#define SIGSET {ARG_SIGSET}
#define OUT_SIGSET {ARG_OUT_SIGSET}
#define BUF_IN(n) {ARG_BUF_IN, n}
#define BUF_OUT(n) {ARG_BUF_OUT, n}
#define IOV_IN(n) {ARG_IOV_IN, n}
#define IOV_OUT(n) {ARG_IOV_OUT, n}
#define RANGE(n) {ARG_RANGE, n}
#define STATUS {ARG_STATUS}
#define SOCKADDR(n) {ARG_SOCKADDR, n}
#define IN(l) {ARG_IN, 0, &sys_layout_##l}
#define OUT(l) {ARG_OUT, 0, &sys_layout_##l}
#define INOUT(l) {ARG_INOUT, 0, &sys_layout_##l}
#define INV(l, n) {ARG_INV, n, &sys_layout_##l}
#define OUTV(l, n) {ARG_OUTV, n, &sys_layout_##l}
#define INOUTV(l, n) {ARG_INOUTV, n, &sys_layout_##l}
#define FLAGS(t) {ARG_FLAGS, 0, sys_flags_##t}
#define ENUM(t) {ARG_ENUM, 0, sys_flags_##t}

#define SYS(name, ...) [SYS_ID_##name] = {#name, NULL, {__VA_ARGS__}},
#define SYS_FN(name, fn, ...) [SYS_ID_##name] = {#name, fn, {__VA_ARGS__}},
/* clang-format on */

const struct sys_def sys_table[SYS_N_IDS] = {
#include "syscall/syscalls.def"
};
