# SPDX-License-Identifier: GPL-2.0-or-later
# What a Cortex-A53 has, and instructions that it lacks (DRAGOMAN_CPU=cortex-a53).
mrs x0, midr_el1                        d5380000 -> x0=410fd034
mrs x0, id_aa64isar0_el1                d5380600 -> x0=11120
mrs x0, id_aa64isar1_el1                d5380620 -> x0=0
mrs x0, id_aa64isar2_el1                d5380640 -> x0=0
mrs x0, id_aa64pfr0_el1                 d5380400 -> x0=11
mrs x0, id_aa64pfr1_el1                 d5380420 -> x0=0
msr fpcr, x1                            d51b4401 x1=ffffffff -> fpcr=7c00000
crc32b w0, w1, w2                       1ac24020 x1=0 x2=1 -> x0=77073096
aesmc v0.16b, v1.16b                    4e286820 v1=0 -> v0=0
pmull v0.1q, v1.1d, v2.1d               0ee2e020 v1=3 v2=5 -> v0=f
# Hints do nothing.
paciasp                                 d503233f ->
autiasp                                 d50323bf ->
xpaclri                                 d50320ff x30=5a345678901234 ->
# Without FEAT_LSE2's rules.
ldar x0, [x4]                           c8dffc80 x4=20004 -> sigbus=20004
stlr w0, [x4]                           889ffc80 x4=20001 -> sigbus=20001
ldadd x0, x1, [x4]                      f8200081 x4=20000 -> sigill
swpal w0, w1, [x4]                      b8e08081 x4=20000 -> sigill
cas x0, x1, [x4]                        c8a07c81 x4=20000 -> sigill
casp w2, w3, w6, w7, [x4]               08227c86 x4=20000 -> sigill
ldapr x0, [x4]                          f8bfc080 x4=20000 -> sigill
ldapur x0, [x4, #8]                     d9408080 x4=20000 -> sigill
ldlar x0, [x4]                          c8df7c80 x4=20000 -> sigill
sqrdmlah v0.4s, v1.4s, v2.4s            6e828420 -> sigill
sdot v0.4s, v1.16b, v2.16b              4e829420 -> sigill
fadd h0, h1, h2                         1ee22820 -> sigill
fadd v0.8h, v1.8h, v2.8h                4e421420 -> sigill
fcvt s0, h1                             1ee24020 v1=3c00 -> v0=3f800000
fcmla v0.4s, v1.4s, v2.4s, #90          6e82cc20 -> sigill
fjcvtzs w0, d1                          1e7e0020 -> sigill
frint32z d0, d1                         1e684020 -> sigill
fmlal v0.4s, v1.4h, v2.4h               4e22ec20 -> sigill
bfdot v0.4s, v1.8h, v2.8h               6e42fc20 -> sigill
smmla v0.4s, v1.16b, v2.16b             4e82a420 -> sigill
eor3 v0.16b, v1.16b, v2.16b, v3.16b     ce020c20 -> sigill
sha512h q0, q1, v2.2d                   ce628020 -> sigill
sm3ss1 v0.4s, v1.4s, v2.4s, v3.4s       ce420c20 -> sigill
sm4e v0.4s, v1.4s                       cec08420 -> sigill
pacia x0, x1                            dac10020 -> sigill
retaa                                   d65f0bff -> sigill
ldraa x0, [x1]                          f8200420 -> sigill
cfinv                                   d500401f -> sigill
axflag                                  d500405f -> sigill
setf8 w0                                3a00080d -> sigill
sb                                      d50330ff -> sigill
dc cvap, x1                             d50b7c21 -> sigill
mrs x0, rndr                            d53b2400 -> sigill
mrs x0, ssbs                            d53b42c0 -> sigill
msr dit, #0x1                           d503415f -> sigill
wfet x1                                 d5031001 -> sigill
cpyfp [x0]!, [x1]!, x2!                 19010440 -> sigill
