# SPDX-License-Identifier: GPL-2.0-or-later
# What a Neoverse N1 has, and instructions that it lacks (DRAGOMAN_CPU=neoverse-n1).
mrs x0, midr_el1                        d5380000 -> x0=414fd0c1
mrs x0, id_aa64isar0_el1                d5380600 -> x0=100010211120
mrs x0, id_aa64isar1_el1                d5380620 -> x0=100001
mrs x0, id_aa64pfr0_el1                 d5380400 -> x0=110011
mrs x0, id_aa64pfr1_el1                 d5380420 -> x0=20
msr fpcr, x1                            d51b4401 x1=ffffffff -> fpcr=7c80000
ldadd x0, x1, [x4]                      f8200081 x4=20000 x0=1 [20000]=0200000000000000 -> x1=2 [20000]=0300000000000000
ldadd x0, x1, [x4]                      f8200081 x4=20004 -> sigbus=20004
fadd h0, h1, h2                         1ee22820 v1=3c00 v2=3c00 -> v0=4000
sdot v0.2s, v1.8b, v2.8b                0e829420 v0=0 v1=1 v2=5 -> v0=5
ldapr w0, [x4]                          b8bfc080 x4=20000 [20000]=01000000 -> x0=1
mrs x0, ssbs                            d53b42c0 pstate=1000 -> x0=1000
ldapur x0, [x4, #8]                     d9408080 x4=20000 -> sigill
fjcvtzs w0, d1                          1e7e0020 -> sigill
fmlal v0.4s, v1.4h, v2.4h               4e22ec20 -> sigill
fcadd v0.4s, v1.4s, v2.4s, #90          6e82e420 -> sigill
pacga x0, x1, x2                        9ac23020 -> sigill
bfcvt h0, s1                            1e634020 -> sigill
usdot v0.4s, v1.16b, v2.16b             4e829c20 -> sigill
