# SPDX-License-Identifier: GPL-2.0-or-later
# Hints, barriers, exceptions, system registers, cache maintenance.
nop                                     d503201f   nzcv=a ->
yield                                   d503203f   nzcv=a ->
wfe                                     d503205f   nzcv=a ->
sev                                     d503209f   nzcv=a ->
sevl                                    d50320bf   nzcv=a ->
csdb                                    d503229f   nzcv=a ->
bti jc                                  d50324df   nzcv=a ->
clrex                                   d5033f5f   nzcv=a ->
dsb sy                                  d5033f9f   nzcv=a ->
dsb ish                                 d5033b9f   nzcv=a ->
dmb ish                                 d5033bbf   nzcv=a ->
dmb ishld                               d50339bf   nzcv=a ->
dmb ishst                               d5033abf   nzcv=a ->
dmb sy                                  d5033fbf   nzcv=a ->
isb                                     d5033fdf   nzcv=a ->
sb                                      d50330ff   nzcv=a ->
hint #0x6                               d50320df   nzcv=a ->
esb                                     d503221f   nzcv=a ->
mrs x0, nzcv                            d53b4200   nzcv=0 -> x0=0
                                                   nzcv=5 -> x0=50000000
                                                   nzcv=a -> x0=a0000000
                                                   nzcv=f -> x0=f0000000
msr nzcv, x1                            d51b4201   x1=ffffffffffffffff -> nzcv=f
                                                   x1=50000000 ->
                                                   x1=a0000000 -> nzcv=a
cmp x1, x2; mrs x0, nzcv                eb02003f d53b4200   x1=1 x2=2 -> x0=80000000 nzcv=8
                                                            x1=5 x2=5 -> x0=60000000 nzcv=6
mrs x0, fpcr                            d53b4400   -> x0=0
                                                   fpcr=3c00000 -> x0=3c00000
msr fpcr, x1                            d51b4401   x1=0 ->
                                                   x1=400000 -> fpcr=400000
                                                   x1=7c00000 -> fpcr=7c00000
msr fpcr, x1; mrs x0, fpcr; add x2, x2, #0x1  d51b4401 d53b4400 91000442   x1=c00000 -> x0=c00000 x2=5a5a0000deadbe03 fpcr=c00000
mrs x0, fpsr                            d53b4420   -> x0=0
                                                   fpsr=800009f -> x0=800009f
msr fpsr, x1                            d51b4421   x1=800009f -> fpsr=800009f
                                                   x1=0 ->
                                                   x1=8000001 -> fpsr=8000001
msr fpsr, x1; mrs x0, fpsr              d51b4421 d53b4420   x1=11 -> x0=11 fpsr=11
mrs x0, tpidr_el0                       d53bd040   -> x0=21000
                                                   tpidr=20010 -> x0=20010
msr tpidr_el0, x1                       d51bd041   x1=123456789abcdef0 -> tpidr=123456789abcdef0
msr tpidr_el0, x1; mrs x0, tpidr_el0    d51bd041 d53bd040   x1=5 -> x0=5 tpidr=5
mrs xzr, nzcv                           d53b421f   ->
dc cvau, x1                             d50b7b21   x1=20040 ->
dc cvac, x1                             d50b7a21   x1=20040 ->
dc civac, x1                            d50b7e21   x1=20040 ->
ic ivau, x1                             d50b7521   x1=10000 ->
ic ivau, x1; add x0, x0, #0x1           d50b7521 91000400   x1=10000 x0=1 -> x0=2
dc zva, x1                              d50b7421   x1=20047 -> [20040]=00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
dc zva, x1                              d50b7421   x1=2003f -> [20000]=00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
dc zva, x1                              d50b7421   x1=22000 -> sigsegv=22000
dc zva, x1                              d50b7421   x1=23000 -> sigsegv=23000
dc cvau, x1                             d50b7b21   x1=22000 -> sigsegv=22000
dc cvap, x1                             d50b7c21   x1=20040 ->
dc cvadp, x1                            d50b7d21   x1=20040 ->
dc civac, x1                            d50b7e21   x1=22000 -> sigsegv=22000
svc #0x0                                d4000001   -> svc
svc #0x1234                             d4024681   -> svc
brk #0xf000                             d43e0000   -> brk=f000
hlt #0x0                                d4400000   -> sigill
hvc #0x0                                d4000002   -> sigill
smc #0x0                                d4000003   -> sigill
dcps1                                   d4a00001   -> sigill
eret                                    d69f03e0   -> sigill
udf #0                                  00000000   -> sigill
udf #4660                               00001234   -> sigill
# System registers.
mrs x0, ctr_el0                         d53b0020   -> x0=8444c004
mrs x0, dczid_el0                       d53b00e0   -> x0=4
mrs x0, cntfrq_el0                      d53be000   -> x0=3b9aca00
mrs x0, tpidrro_el0                     d53bd060   tpidrro=1234 -> x0=1234
mrs x0, midr_el1                        d5380000   -> x0=f0000
mrs x0, mpidr_el1                       d53800a0   -> x0=80000000
mrs x0, revidr_el1                      d53800c0   -> x0=0
mrs x0, id_aa64isar0_el1                d5380600   -> x0=1021111110212120
mrs x0, id_aa64isar1_el1                d5380620   -> x0=11101110211102
mrs x0, id_aa64pfr0_el1                 d5380400   -> x0=1000000110011
mrs x0, id_aa64pfr1_el1                 d5380420   -> x0=20
mrs x0, id_aa64isar2_el1                 d5380640   -> x0=10000000100002
mrs x0, id_aa64mmfr2_el1                d5380740   -> x0=0
mrs x0, id_aa64dfr0_el1                 d5380500   -> x0=6
mrs x0, id_aa64mmfr0_el1                d5380700   -> x0=ff000000
mrs x0, id_aa64mmfr1_el1                d5380720   -> x0=0
mrs x0, id_isar0_el1                    d5380200   -> x0=0
mrs x0, s3_0_c0_c7_7                    d53807e0   -> x0=0
mrs x0, cntvct_el0; mrs x1, cntvct_el0; cmp x1, x0; cset w0, cs; mov x1, #0x0  d53be040 d53be041 eb00003f 1a9f37e0 d2800001   -> x0=1 x1=0 nzcv=2
mrs x0, daif                            d53b4220   -> sigill
mrs x0, cntpct_el0                      d53be020   -> sigill
mrs x0, currentel                       d5384240   -> sigill
mrs x0, sctlr_el1                       d5381000   -> sigill
mrs x0, clidr_el1                       d5390020   -> sigill
mrs x0, rndr; mov x0, #0x0              d53b2400 d2800000   nzcv=f -> x0=0 nzcv=0
mrs x0, rndr; mrs x1, rndrrs; eor x0, x0, x1; cbz x0, 0x1001c; mov x0, #0x0; mov x1, #0x0  d53b2400 d53b2421 ca010000 b4000080 d2800000 d2800001   -> x0=0 x1=0 nzcv=0
# Bits of PSTATE.
mrs x0, ssbs                            d53b42c0   -> x0=0
msr ssbs, #0x1; mrs x0, ssbs            d503413f d53b42c0   -> x0=1000 pstate=1000
msr ssbs, x1; mrs x0, ssbs              d51b42c1 d53b42c0   x1=ffffffffffffffff -> x0=1000 pstate=1000
msr dit, #0x1; mrs x0, dit              d503415f d53b42a0   -> x0=1000000 pstate=1000000
msr dit, x1; mrs x0, dit                d51b42a1 d53b42a0   x1=ff000000 -> x0=1000000 pstate=1000000
msr dit, #0x1; msr dit, #0x0; mrs x0, dit  d503415f d503405f d53b42a0   -> x0=0
wfet x1                                 d5031001   nzcv=a ->
wfit x1                                 d5031021   nzcv=a ->
sb                                      d50330ff   nzcv=a ->
msr tpidrro_el0, x0                     d51bd060   -> sigill
msr ctr_el0, x0                         d51b0020   -> sigill
msr daifset, #0x2                       d50342df   -> sigill
msr fpcr, x1                            d51b4401   x1=ffffffff -> fpcr=7c80000
msr fpsr, x1                            d51b4421   x1=ffffffff -> fpsr=800009f
ic iallu                                d508751f   -> sigill
dc isw, x0                              d5087640   -> sigill
tlbi vmalle1                            d508871f   -> sigill
# Code that changes itself: the next instruction, and one that has run before.
adr x1, 0x10010; str w2, [x1]; ic ivau, x1; isb; mov x0, #0x1  10000081 b9000022 d50b7521 d5033fdf d2800020   x2=d2800040 -> x0=2 x1=10010
adr x1, 0x10008; mov x4, #0x0; add x4, x4, #0x1; str w2, [x1]; dc cvau, x1; dsb ish; ic ivau, x1; isb; sub x3, x3, #0x1; cbnz x3, 0x10008  10000041 d2800004 91000484 b9000022 d50b7b21 d5033b9f d50b7521 d5033fdf d1000463 b5ffff23   x2=91004084 x3=3 -> x1=10008 x3=0 x4=21
