# SPDX-License-Identifier: GPL-2.0-or-later
# One line of each kind that the runner knows; the instruction tests proper are in the other files.
add x0, x1, x2          8b020020   x1=1 x2=2 -> x0=3
                                   x1=ffffffffffffffff x2=1 -> x0=0
adds w0, w1, w2         2b020020   x1=ffffffff x2=1 -> x0=0 nzcv=6
ldr w3, [x4]            b9400083   x4=20000 [20000]=01020384 -> x3=84030201
str x3, [x4, #8]!       f8008c83   x4=20000 x3=1122334455667788 -> x4=20008 [20008]=8877665544332211
b.eq 0x10010            54000080   nzcv=4 -> pc=10010
                                   nzcv=0 ->
b 0x4010000             15000000   -> pc=4010000
bl 0x10100              94000040   -> x30=10004 pc=10100
ldr x0, [x1]            f9400020   x1=22000 -> sigsegv=22000
str x0, [x1]            f9000020   x1=23008 -> sigsegv=23008
svc #0x0                d4000001   -> svc
brk #0x7                d42000e0   -> brk=7
udf #0                  00000000   -> sigill
mov x0, #0x1; mov x1, #0x2         d2800020 d2800041  -> x0=1 x1=2
fmov d0, #1.500000000000000000e+00      1e6f1000   -> d0=1.5
