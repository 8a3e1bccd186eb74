# SPDX-License-Identifier: GPL-2.0-or-later
# Branches.
b 0x10010                               14000004   -> pc=10010
b 0x0                                   17ffc000   -> pc=0
b 0x800fffc                             15ffffff   -> pc=800fffc
bl 0x10100                              94000040   -> x30=10004 pc=10100
bl 0xfff0                               97fffffc   -> x30=10004 pc=fff0
b.eq 0x10010                            54000080   nzcv=0 ->
                                                   nzcv=1 ->
                                                   nzcv=2 ->
                                                   nzcv=3 ->
                                                   nzcv=4 -> pc=10010
                                                   nzcv=5 -> pc=10010
                                                   nzcv=6 -> pc=10010
                                                   nzcv=7 -> pc=10010
                                                   nzcv=8 ->
                                                   nzcv=9 ->
                                                   nzcv=a ->
                                                   nzcv=b ->
                                                   nzcv=c -> pc=10010
                                                   nzcv=d -> pc=10010
                                                   nzcv=e -> pc=10010
                                                   nzcv=f -> pc=10010
b.ne 0x10010                            54000081   nzcv=0 -> pc=10010
                                                   nzcv=1 -> pc=10010
                                                   nzcv=2 -> pc=10010
                                                   nzcv=3 -> pc=10010
                                                   nzcv=4 ->
                                                   nzcv=5 ->
                                                   nzcv=6 ->
                                                   nzcv=7 ->
                                                   nzcv=8 -> pc=10010
                                                   nzcv=9 -> pc=10010
                                                   nzcv=a -> pc=10010
                                                   nzcv=b -> pc=10010
                                                   nzcv=c ->
                                                   nzcv=d ->
                                                   nzcv=e ->
                                                   nzcv=f ->
b.cs 0x10010                            54000082   nzcv=0 ->
                                                   nzcv=1 ->
                                                   nzcv=2 -> pc=10010
                                                   nzcv=3 -> pc=10010
                                                   nzcv=4 ->
                                                   nzcv=5 ->
                                                   nzcv=6 -> pc=10010
                                                   nzcv=7 -> pc=10010
                                                   nzcv=8 ->
                                                   nzcv=9 ->
                                                   nzcv=a -> pc=10010
                                                   nzcv=b -> pc=10010
                                                   nzcv=c ->
                                                   nzcv=d ->
                                                   nzcv=e -> pc=10010
                                                   nzcv=f -> pc=10010
b.cc 0x10010                            54000083   nzcv=0 -> pc=10010
                                                   nzcv=1 -> pc=10010
                                                   nzcv=2 ->
                                                   nzcv=3 ->
                                                   nzcv=4 -> pc=10010
                                                   nzcv=5 -> pc=10010
                                                   nzcv=6 ->
                                                   nzcv=7 ->
                                                   nzcv=8 -> pc=10010
                                                   nzcv=9 -> pc=10010
                                                   nzcv=a ->
                                                   nzcv=b ->
                                                   nzcv=c -> pc=10010
                                                   nzcv=d -> pc=10010
                                                   nzcv=e ->
                                                   nzcv=f ->
b.mi 0x10010                            54000084   nzcv=0 ->
                                                   nzcv=1 ->
                                                   nzcv=2 ->
                                                   nzcv=3 ->
                                                   nzcv=4 ->
                                                   nzcv=5 ->
                                                   nzcv=6 ->
                                                   nzcv=7 ->
                                                   nzcv=8 -> pc=10010
                                                   nzcv=9 -> pc=10010
                                                   nzcv=a -> pc=10010
                                                   nzcv=b -> pc=10010
                                                   nzcv=c -> pc=10010
                                                   nzcv=d -> pc=10010
                                                   nzcv=e -> pc=10010
                                                   nzcv=f -> pc=10010
b.pl 0x10010                            54000085   nzcv=0 -> pc=10010
                                                   nzcv=1 -> pc=10010
                                                   nzcv=2 -> pc=10010
                                                   nzcv=3 -> pc=10010
                                                   nzcv=4 -> pc=10010
                                                   nzcv=5 -> pc=10010
                                                   nzcv=6 -> pc=10010
                                                   nzcv=7 -> pc=10010
                                                   nzcv=8 ->
                                                   nzcv=9 ->
                                                   nzcv=a ->
                                                   nzcv=b ->
                                                   nzcv=c ->
                                                   nzcv=d ->
                                                   nzcv=e ->
                                                   nzcv=f ->
b.vs 0x10010                            54000086   nzcv=0 ->
                                                   nzcv=1 -> pc=10010
                                                   nzcv=2 ->
                                                   nzcv=3 -> pc=10010
                                                   nzcv=4 ->
                                                   nzcv=5 -> pc=10010
                                                   nzcv=6 ->
                                                   nzcv=7 -> pc=10010
                                                   nzcv=8 ->
                                                   nzcv=9 -> pc=10010
                                                   nzcv=a ->
                                                   nzcv=b -> pc=10010
                                                   nzcv=c ->
                                                   nzcv=d -> pc=10010
                                                   nzcv=e ->
                                                   nzcv=f -> pc=10010
b.vc 0x10010                            54000087   nzcv=0 -> pc=10010
                                                   nzcv=1 ->
                                                   nzcv=2 -> pc=10010
                                                   nzcv=3 ->
                                                   nzcv=4 -> pc=10010
                                                   nzcv=5 ->
                                                   nzcv=6 -> pc=10010
                                                   nzcv=7 ->
                                                   nzcv=8 -> pc=10010
                                                   nzcv=9 ->
                                                   nzcv=a -> pc=10010
                                                   nzcv=b ->
                                                   nzcv=c -> pc=10010
                                                   nzcv=d ->
                                                   nzcv=e -> pc=10010
                                                   nzcv=f ->
b.hi 0x10010                            54000088   nzcv=0 ->
                                                   nzcv=1 ->
                                                   nzcv=2 -> pc=10010
                                                   nzcv=3 -> pc=10010
                                                   nzcv=4 ->
                                                   nzcv=5 ->
                                                   nzcv=6 ->
                                                   nzcv=7 ->
                                                   nzcv=8 ->
                                                   nzcv=9 ->
                                                   nzcv=a -> pc=10010
                                                   nzcv=b -> pc=10010
                                                   nzcv=c ->
                                                   nzcv=d ->
                                                   nzcv=e ->
                                                   nzcv=f ->
b.ls 0x10010                            54000089   nzcv=0 -> pc=10010
                                                   nzcv=1 -> pc=10010
                                                   nzcv=2 ->
                                                   nzcv=3 ->
                                                   nzcv=4 -> pc=10010
                                                   nzcv=5 -> pc=10010
                                                   nzcv=6 -> pc=10010
                                                   nzcv=7 -> pc=10010
                                                   nzcv=8 -> pc=10010
                                                   nzcv=9 -> pc=10010
                                                   nzcv=a ->
                                                   nzcv=b ->
                                                   nzcv=c -> pc=10010
                                                   nzcv=d -> pc=10010
                                                   nzcv=e -> pc=10010
                                                   nzcv=f -> pc=10010
b.ge 0x10010                            5400008a   nzcv=0 -> pc=10010
                                                   nzcv=1 ->
                                                   nzcv=2 -> pc=10010
                                                   nzcv=3 ->
                                                   nzcv=4 -> pc=10010
                                                   nzcv=5 ->
                                                   nzcv=6 -> pc=10010
                                                   nzcv=7 ->
                                                   nzcv=8 ->
                                                   nzcv=9 -> pc=10010
                                                   nzcv=a ->
                                                   nzcv=b -> pc=10010
                                                   nzcv=c ->
                                                   nzcv=d -> pc=10010
                                                   nzcv=e ->
                                                   nzcv=f -> pc=10010
b.lt 0x10010                            5400008b   nzcv=0 ->
                                                   nzcv=1 -> pc=10010
                                                   nzcv=2 ->
                                                   nzcv=3 -> pc=10010
                                                   nzcv=4 ->
                                                   nzcv=5 -> pc=10010
                                                   nzcv=6 ->
                                                   nzcv=7 -> pc=10010
                                                   nzcv=8 -> pc=10010
                                                   nzcv=9 ->
                                                   nzcv=a -> pc=10010
                                                   nzcv=b ->
                                                   nzcv=c -> pc=10010
                                                   nzcv=d ->
                                                   nzcv=e -> pc=10010
                                                   nzcv=f ->
b.gt 0x10010                            5400008c   nzcv=0 -> pc=10010
                                                   nzcv=1 ->
                                                   nzcv=2 -> pc=10010
                                                   nzcv=3 ->
                                                   nzcv=4 ->
                                                   nzcv=5 ->
                                                   nzcv=6 ->
                                                   nzcv=7 ->
                                                   nzcv=8 ->
                                                   nzcv=9 -> pc=10010
                                                   nzcv=a ->
                                                   nzcv=b -> pc=10010
                                                   nzcv=c ->
                                                   nzcv=d ->
                                                   nzcv=e ->
                                                   nzcv=f ->
b.le 0x10010                            5400008d   nzcv=0 ->
                                                   nzcv=1 -> pc=10010
                                                   nzcv=2 ->
                                                   nzcv=3 -> pc=10010
                                                   nzcv=4 -> pc=10010
                                                   nzcv=5 -> pc=10010
                                                   nzcv=6 -> pc=10010
                                                   nzcv=7 -> pc=10010
                                                   nzcv=8 -> pc=10010
                                                   nzcv=9 ->
                                                   nzcv=a -> pc=10010
                                                   nzcv=b ->
                                                   nzcv=c -> pc=10010
                                                   nzcv=d -> pc=10010
                                                   nzcv=e -> pc=10010
                                                   nzcv=f -> pc=10010
b.al 0x10008                            5400004e   nzcv=0 -> pc=10008
b.nv 0x10008                            5400004f   nzcv=0 -> pc=10008
b.eq 0x8000                             54fc0000   nzcv=4 -> pc=8000
                                                   nzcv=0 ->
cbz x1, 0x10020                         b4000101   x1=0 -> pc=10020
                                                   x1=1 ->
                                                   x1=100000000 ->
                                                   x1=ffffffffffffffff ->
cbz w1, 0x10020                         34000101   x1=0 -> pc=10020
                                                   x1=1 ->
                                                   x1=100000000 -> pc=10020
                                                   x1=ffffffffffffffff ->
cbz wzr, 0x10010                        3400009f   -> pc=10010
cbnz x1, 0x10020                        b5000101   x1=0 ->
                                                   x1=1 -> pc=10020
                                                   x1=100000000 -> pc=10020
                                                   x1=ffffffffffffffff -> pc=10020
cbnz w1, 0x10020                        35000101   x1=0 ->
                                                   x1=1 -> pc=10020
                                                   x1=100000000 ->
                                                   x1=ffffffffffffffff -> pc=10020
cbnz xzr, 0xfffc                        b5ffffff   ->
tbz w1, #0, 0x10040                     36000201   x1=1 ->
                                                   x1=fffffffffffffffe -> pc=10040
tbz w1, #5, 0x10040                     36280201   x1=20 ->
                                                   x1=ffffffffffffffdf -> pc=10040
tbz w1, #31, 0x10040                    36f80201   x1=80000000 ->
                                                   x1=ffffffff7fffffff -> pc=10040
tbz x1, #32, 0x10040                    b6000201   x1=100000000 ->
                                                   x1=fffffffeffffffff -> pc=10040
tbz x1, #63, 0x10040                    b6f80201   x1=8000000000000000 ->
                                                   x1=7fffffffffffffff -> pc=10040
tbz x1, #33, 0x8000                     b60c0001   x1=200000000 ->
                                                   x1=0 -> pc=8000
tbz wzr, #3, 0x10008                    3618005f   -> pc=10008
tbnz w1, #0, 0x10040                    37000201   x1=1 -> pc=10040
                                                   x1=fffffffffffffffe ->
tbnz w1, #5, 0x10040                    37280201   x1=20 -> pc=10040
                                                   x1=ffffffffffffffdf ->
tbnz w1, #31, 0x10040                   37f80201   x1=80000000 -> pc=10040
                                                   x1=ffffffff7fffffff ->
tbnz x1, #32, 0x10040                   b7000201   x1=100000000 -> pc=10040
                                                   x1=fffffffeffffffff ->
tbnz x1, #63, 0x10040                   b7f80201   x1=8000000000000000 -> pc=10040
                                                   x1=7fffffffffffffff ->
tbnz x1, #33, 0x8000                    b70c0001   x1=200000000 -> pc=8000
                                                   x1=0 ->
tbnz wzr, #3, 0x10008                   3718005f   ->
br x1                                   d61f0020   x1=10040 -> pc=10040
                                                   x1=50000000 -> pc=50000000
blr x1                                  d63f0020   x1=10040 -> x30=10004 pc=10040
blr x30                                 d63f03c0   x30=10040 -> x30=10004 pc=10040
ret                                     d65f03c0   x30=10080 -> pc=10080
ret x5                                  d65f00a0   x5=10080 -> pc=10080
br x30                                  d61f03c0   x30=10100 -> pc=10100
cmp x1, x2; b.ls 0x10014                eb02003f 54000089   x1=1 x2=2 -> nzcv=8 pc=10014
                                                            x1=2 x2=1 -> nzcv=2
                                                            x1=2 x2=2 -> nzcv=6 pc=10014
subs w1, w1, #0x1; b.ne 0x10000         71000421 54ffffe1   x1=5 -> x1=0 nzcv=6
                                                            x1=1 -> x1=0 nzcv=6
ands w0, w1, #0x10; b.ne 0x1000c; mov x0, #0x7  721c0020 54000041 d28000e0   x1=10 -> x0=10 nzcv=0
                                                                             x1=0 -> x0=7 nzcv=4
cmp w1, #0x5; ccmp w2, #0x3, #0x0, eq; b.ne 0x10010; mov x0, #0x1  7100143f 7a430840 54000041 d2800020   x1=5 x2=3 -> x0=1 nzcv=6
                                                                                                         x1=5 x2=4 -> nzcv=2
                                                                                                         x1=4 x2=3 -> nzcv=0
mov x0, #0x0; add x0, x0, x1; sub x1, x1, #0x1; cbnz x1, 0x10004; mov x2, #0x3  d2800000 8b010000 d1000421 b5ffffc1 d2800062   x1=a -> x0=37 x1=0 x2=3
adds x0, x0, x1; cset w2, vs; cset w3, cs; b.mi 0x10014; mov x4, #0x1  ab010000 1a9f77e2 1a9f37e3 54000044 d2800024   x0=7fffffffffffffff x1=1 -> x0=8000000000000000 x2=1 x3=0 nzcv=9
                                                                                                                      x0=ffffffffffffffff x1=1 -> x0=0 x2=0 x3=1 x4=1 nzcv=6

# A tag in the address is no part of pc.
ret  d65f03c0  x30=5a00000000012340 -> pc=12340
# FEAT_HBC: the same branches, with a hint.
bc.eq 0x10010                           54000090   nzcv=4 -> pc=10010
                                                   nzcv=0 ->
bc.le 0x8000                            54fc001d   nzcv=8 -> pc=8000
subs w1, w1, #0x1; bc.ne 0x10000        71000421 54fffff1   x1=5 -> x1=0 nzcv=6
