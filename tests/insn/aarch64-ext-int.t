# SPDX-License-Identifier: GPL-2.0-or-later
# Later integer extensions: common short sequences, pointer authentication.
# Encoding: sf 101101011000000 000110 Rn Rd (CTZ)
ctz x0, x1                              dac01820   x1=0 -> x0=40
                                                   x1=8000000000000000 -> x0=3f
                                                   x1=50 -> x0=4
# Encoding: sf 101101011000000 000110 Rn Rd (CTZ)
ctz w0, w1                              5ac01820   x1=ffffffff00000000 -> x0=20
                                                   x1=100000000000400 -> x0=a
# Encoding: sf 101101011000000 000111 Rn Rd (CNT)
cnt x0, x1                              dac01c20   x1=ffffffffffffffff -> x0=40
                                                   x1=8000000000000101 -> x0=3
# Encoding: sf 101101011000000 000111 Rn Rd (CNT)
cnt w0, w1                              5ac01c20   x1=ffffffffffffffff -> x0=20
                                                   x1=f000000000000000 -> x0=0
# Encoding: sf 101101011000000 001000 Rn Rd (ABS)
abs x0, x1                              dac02020   x1=ffffffffffffffff -> x0=1
                                                   x1=8000000000000000 -> x0=8000000000000000
                                                   x1=7 -> x0=7
# Encoding: sf 101101011000000 001000 Rn Rd (ABS)
abs w0, w1                              5ac02020   x1=ffffffff -> x0=1
                                                   x1=180000000 -> x0=80000000
# Encoding: sf 0011010110 Rm 011000 Rn Rd (SMAX)
smax x0, x1, x2                         9ac26020   x1=ffffffffffffffff x2=1 -> x0=1
                                                   x1=5 x2=4 -> x0=5
# Encoding: sf 0011010110 Rm 011000 Rn Rd (SMAX)
smax w0, w1, w2                         1ac26020   x1=80000000 x2=ffffffff -> x0=ffffffff
# Encoding: sf 0011010110 Rm 011001 Rn Rd (UMAX)
umax x0, x1, x2                         9ac26420   x1=ffffffffffffffff x2=1 -> x0=ffffffffffffffff
# Encoding: sf 0011010110 Rm 011001 Rn Rd (UMAX)
umax w0, w1, w2                         1ac26420   x1=100000000 x2=1 -> x0=1
# Encoding: sf 0011010110 Rm 011010 Rn Rd (SMIN)
smin x0, x1, x2                         9ac26820   x1=ffffffffffffffff x2=1 -> x0=ffffffffffffffff
# Encoding: sf 0011010110 Rm 011010 Rn Rd (SMIN)
smin w0, w1, w2                         1ac26820   x1=80000000 x2=ffffffff -> x0=80000000
# Encoding: sf 0011010110 Rm 011011 Rn Rd (UMIN)
umin x0, x1, x2                         9ac26c20   x1=ffffffffffffffff x2=1 -> x0=1
# Encoding: sf 0011010110 Rm 011011 Rn Rd (UMIN)
umin w0, w1, w2                         1ac26c20   x1=100000000 x2=1 -> x0=0
# Encoding: sf 00 1000111 0000 imm8 Rn Rd (SMAX, immediate)
smax x0, x1, #-1                        91c3fc20   x1=8000000000000000 -> x0=ffffffffffffffff
                                                   x1=7 -> x0=7
# Encoding: sf 00 1000111 0000 imm8 Rn Rd (SMAX, immediate)
smax w0, w1, #127                       11c1fc20   x1=ffffffff -> x0=7f
# Encoding: sf 00 1000111 0001 imm8 Rn Rd (UMAX, immediate)
umax x0, x1, #255                       91c7fc20   x1=0 -> x0=ff
                                                   x1=ffffffffffffffff -> x0=ffffffffffffffff
# Encoding: sf 00 1000111 0001 imm8 Rn Rd (UMAX, immediate)
umax w0, w1, #1                         11c40420   x1=100000000 -> x0=1
# Encoding: sf 00 1000111 0010 imm8 Rn Rd (SMIN, immediate)
smin x0, x1, #-128                      91ca0020   x1=0 -> x0=ffffffffffffff80
# Encoding: sf 00 1000111 0010 imm8 Rn Rd (SMIN, immediate)
smin w0, w1, #-128                      11ca0020   x1=80000000 -> x0=80000000
                                                   x1=0 -> x0=ffffff80
# Encoding: sf 00 1000111 0011 imm8 Rn Rd (UMIN, immediate)
umin x0, x1, #255                       91cffc20   x1=ffffffffffffffff -> x0=ff
# Encoding: sf 00 1000111 0011 imm8 Rn Rd (UMIN, immediate)
umin w0, w1, #0                         11cc0020   x1=ffffffff -> x0=0
# Pointer authentication: what is signed authenticates, and the code is gone again.
pacia x0, x1; autia x0, x1              dac10020 dac11020 x0=12345678 x1=9 ->
pacia x0, sp; autia x0, sp              dac103e0 dac113e0 x0=5500123456789abc ->
pacib x0, x1; autib x0, x1              dac10420 dac11420 x0=12345678 x1=9 ->
pacda x0, x1; autda x0, x1              dac10820 dac11820 x0=7fff12345678 x1=9 ->
pacdb x0, x1; autdb x0, x1              dac10c20 dac11c20 x0=ffffffffffffff00 x1=9 ->
paciza x0; autiza x0                    dac123e0 dac133e0 x0=12345678 ->
pacizb x0; autizb x0                    dac127e0 dac137e0 x0=12345678 ->
pacdza x0; autdza x0                    dac12be0 dac13be0 x0=12345678 ->
pacdzb x0; autdzb x0                    dac12fe0 dac13fe0 x0=12345678 ->
paciasp; autiasp                        d503233f d50323bf x30=12345678 ->
pacibsp; autibsp                        d503237f d50323ff x30=12345678 ->
paciaz; autiaz                          d503231f d503239f x30=12345678 ->
pacibz; autibz                          d503235f d50323df x30=12345678 ->
pacia1716; autia1716                    d503211f d503219f x17=12345678 x16=3 ->
pacib1716; autib1716                    d503215f d50321df x17=12345678 x16=3 ->
pacia1716; autia x17, x16               d503211f dac11211 x17=12345678 x16=3 ->
paciasp; autia x30, sp                  d503233f dac113fe x30=12345678 ->
# The code is there, and another modifier or key is not the right one.
pacia x0, x1; eor x2, x0, x2; cmp x2, #0x0; cset w0, ne; mov x2, #0x0  dac10020 ca020002 f100005f 1a9f07e0 d2800002 x0=12345678 x1=9 x2=12345678 -> x0=1 x2=0 nzcv=2
pacia x0, x1; autia x0, x2              dac10020 dac11040 x0=12345678 x1=9 x2=a -> x0=20000012345678
pacib x0, x1; autib x0, x2              dac10420 dac11440 x0=12345678 x1=9 x2=a -> x0=40000012345678
pacda x0, x1; autda x0, x2              dac10820 dac11840 x0=9900000012345678 x1=9 x2=a -> x0=9920000012345678
pacib x0, x1; eor x0, x0, #0x1; autib x0, x1  dac10420 d2400000 dac11420 x0=12345678 x1=9 -> x0=40000012345679
# What is no address does not authenticate.
pacia x0, x1; autia x0, x1              dac10020 dac11020 x0=1000012345678 x1=9 -> x0=20000012345678
xpaci x0                                dac143e0 x0=f712345678 ->
xpaci x0                                dac143e0 x0=9975345678901234 -> x0=9900345678901234
xpacd x0                                dac147e0 x0=99f5345678901234 -> x0=99ff345678901234
xpaclri                                 d50320ff x30=5a345678901234 -> x30=345678901234
pacga x0, x1, x2; and x0, x0, #0xffffffff  9ac23020 92407c00 x1=5 x2=6 -> x0=0
pacga x0, x1, x2; pacga x3, x1, x4; eor x0, x0, x3; lsr x0, x0, #32; cmp x0, #0x0; cset w0, ne; mov x3, #0x0  9ac23020 9ac43023 ca030000 d360fc00 f100001f 1a9f07e0 d2800003 x1=5 x2=6 x4=7 -> x0=1 x3=0 nzcv=2
# Branches and loads; the codes are those of keys that are all zero.
pacia x0, x1; braa x0, x1               dac10020 d71f0801 x0=20000 x1=9 -> pc=20000 x0=5f000000020000
pacib x0, sp; brab x0, sp               dac107e0 d71f0c1f x0=20000 -> pc=20000 x0=69000000020000
paciza x0; braaz x0                     dac123e0 d61f081f x0=20000 -> pc=20000 x0=51000000020000
pacizb x0; brabz x0                     dac127e0 d61f0c1f x0=20000 -> pc=20000 x0=51000000020000
pacia x0, x1; blraa x0, x1              dac10020 d73f0801 x0=20000 x1=9 -> pc=20000 x30=10008 x0=5f000000020000
pacib x0, x1; blrab x0, x1              dac10420 d73f0c01 x0=20000 x1=9 -> pc=20000 x30=10008 x0=5f000000020000
paciza x0; blraaz x0                    dac123e0 d63f081f x0=20000 -> pc=20000 x30=10008 x0=51000000020000
pacizb x0; blrabz x0                    dac127e0 d63f0c1f x0=20000 -> pc=20000 x30=10008 x0=51000000020000
paciasp; retaa                          d503233f d65f0bff x30=20000 -> pc=20000 x30=69000000020000
pacibsp; retab                          d503237f d65f0fff x30=20000 -> pc=20000 x30=69000000020000
pacdza x1; ldraa x0, [x1, #8]           dac12be1 f8201420 x1=20000 [20008]=0102030405060708 -> x0=807060504030201 x1=51000000020000
pacdza x1; ldraa x0, [x1, #-4096]!      dac12be1 f8600c20 x1=21000 [20000]=0102030405060708 -> x0=807060504030201 x1=20000
pacdzb x1; ldrab x0, [x1]               dac12fe1 f8a00420 x1=20000 [20000]=0102030405060708 -> x0=807060504030201 x1=51000000020000
pacdzb x1; ldrab x0, [x1, #4088]!       dac12fe1 f8bffc20 x1=20000 [20ff8]=0102030405060708 -> x0=807060504030201 x1=20ff8
