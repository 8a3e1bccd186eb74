# SPDX-License-Identifier: GPL-2.0-or-later
# Addition and subtraction, logic, moves, bit fields, multiplication, selection.
add x0, x1, #0x123                      91048c20   x1=1 -> x0=124
                                                   x1=ffffffffffffffff -> x0=122
add w0, w1, #0x123                      11048c20   x1=1 -> x0=124
                                                   x1=ffffffffffffffff -> x0=122
add x0, x1, #0x123, lsl #12             91448c20   x1=1 -> x0=123001
add w0, w1, #0x123, lsl #12             11448c20   x1=1 -> x0=123001
add sp, sp, #0x20                       910083ff   -> sp=21f20
add wsp, w1, #0xfff                     113ffc3f   x1=ffffffff00000001 -> sp=1000
adds x0, x1, #0x1                       b1000420   x1=0 -> x0=1 nzcv=0
                                                   x1=1 -> x0=2 nzcv=0
                                                   x1=ffffffffffffffff -> x0=0 nzcv=6
                                                   x1=8000000000000000 -> x0=8000000000000001 nzcv=8
                                                   x1=7fffffffffffffff -> x0=8000000000000000 nzcv=9
                                                   x1=7fffffff -> x0=80000000 nzcv=0
                                                   x1=80000000 -> x0=80000001 nzcv=0
                                                   x1=ffffffff -> x0=100000000 nzcv=0
adds w0, w1, #0x1                       31000420   x1=0 -> x0=1 nzcv=0
                                                   x1=1 -> x0=2 nzcv=0
                                                   x1=ffffffffffffffff -> x0=0 nzcv=6
                                                   x1=8000000000000000 -> x0=1 nzcv=0
                                                   x1=7fffffffffffffff -> x0=0 nzcv=6
                                                   x1=7fffffff -> x0=80000000 nzcv=9
                                                   x1=80000000 -> x0=80000001 nzcv=8
                                                   x1=ffffffff -> x0=0 nzcv=6
cmn x1, #0xfff, lsl #12                 b17ffc3f   x1=fff000 -> nzcv=0
                                                   x1=0 -> nzcv=0
                                                   x1=ffffffffff001000 -> nzcv=6
cmn w1, #0xfff, lsl #12                 317ffc3f   x1=fff000 -> nzcv=0
                                                   x1=0 -> nzcv=0
                                                   x1=ffffffffff001000 -> nzcv=6
adds x0, sp, #0x0                       b10003e0   -> x0=21f00 nzcv=0
add x0, x1, x2                          8b020020   x1=1 x2=2 -> x0=3
                                                   x1=ffffffffffffffff x2=1 -> x0=0
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1111111111111100
add w0, w1, w2                          0b020020   x1=1 x2=2 -> x0=3
                                                   x1=ffffffffffffffff x2=1 -> x0=0
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=11111100
add x0, x1, x2, lsl #31                 8b027c20   x1=1 x2=2 -> x0=100000001
                                                   x1=ffffffffffffffff x2=1 -> x0=7fffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=4d5e6f809abcdef0
add w0, w1, w2, lsl #31                 0b027c20   x1=1 x2=2 -> x0=1
                                                   x1=ffffffffffffffff x2=1 -> x0=7fffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9abcdef0
add x0, x1, x2, lsr #4                  8b421020   x1=1 x2=2 -> x0=1
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffffffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=2222222222222211
add w0, w1, w2, lsr #4                  0b421020   x1=1 x2=2 -> x0=1
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=a2222211
add x0, x1, x2, asr #17                 8b824420   x1=1 x2=2 -> x0=1
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffffffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=123455e6f8091a1a
add w0, w1, w2, asr #17                 0b824420   x1=1 x2=2 -> x0=1
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9abd1a1a
adds x0, x1, x2                         ab020020   x1=1 x2=2 -> x0=3 nzcv=0
                                                   x1=ffffffffffffffff x2=1 -> x0=0 nzcv=6
                                                   x1=0 x2=0 -> x0=0 nzcv=4
                                                   x1=7fffffffffffffff x2=1 -> x0=8000000000000000 nzcv=9
                                                   x1=8000000000000000 x2=ffffffffffffffff -> x0=7fffffffffffffff nzcv=3
                                                   x1=7fffffff x2=1 -> x0=80000000 nzcv=0
                                                   x1=80000000 x2=80000000 -> x0=100000000 nzcv=0
                                                   x1=ffffffff x2=1 -> x0=100000000 nzcv=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1111111111111100 nzcv=2
                                                   x1=5 x2=5 -> x0=a nzcv=0
                                                   x1=0 x2=ffffffffffffffff -> x0=ffffffffffffffff nzcv=8
adds w0, w1, w2                         2b020020   x1=1 x2=2 -> x0=3 nzcv=0
                                                   x1=ffffffffffffffff x2=1 -> x0=0 nzcv=6
                                                   x1=0 x2=0 -> x0=0 nzcv=4
                                                   x1=7fffffffffffffff x2=1 -> x0=0 nzcv=6
                                                   x1=8000000000000000 x2=ffffffffffffffff -> x0=ffffffff nzcv=8
                                                   x1=7fffffff x2=1 -> x0=80000000 nzcv=9
                                                   x1=80000000 x2=80000000 -> x0=0 nzcv=7
                                                   x1=ffffffff x2=1 -> x0=0 nzcv=6
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=11111100 nzcv=2
                                                   x1=5 x2=5 -> x0=a nzcv=0
                                                   x1=0 x2=ffffffffffffffff -> x0=ffffffff nzcv=8
adds x0, x1, x2, asr #1                 ab820420   x1=1 x2=2 -> x0=2 nzcv=0
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffffffffffff nzcv=8
                                                   x1=0 x2=0 -> x0=0 nzcv=4
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=11a2b3c4d5e6f7f8 nzcv=2
adds w0, w1, w2, asr #1                 2b820420   x1=1 x2=2 -> x0=2 nzcv=0
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffff nzcv=8
                                                   x1=0 x2=0 -> x0=0 nzcv=4
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=d5e6f7f8 nzcv=8
adds x0, x1, x2, lsl #63                ab02fc20   x1=1 x2=2 -> x0=1 nzcv=0
                                                   x1=ffffffffffffffff x2=1 -> x0=7fffffffffffffff nzcv=3
                                                   x1=0 x2=0 -> x0=0 nzcv=4
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=123456789abcdef0 nzcv=0
cmn x1, x2                              ab02003f   x1=1 x2=2 -> nzcv=0
                                                   x1=ffffffffffffffff x2=1 -> nzcv=6
                                                   x1=0 x2=0 -> nzcv=4
                                                   x1=7fffffffffffffff x2=1 -> nzcv=9
                                                   x1=8000000000000000 x2=ffffffffffffffff -> nzcv=3
                                                   x1=7fffffff x2=1 -> nzcv=0
                                                   x1=80000000 x2=80000000 -> nzcv=0
                                                   x1=ffffffff x2=1 -> nzcv=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> nzcv=2
                                                   x1=5 x2=5 -> nzcv=0
                                                   x1=0 x2=ffffffffffffffff -> nzcv=8
cmn w1, w2                              2b02003f   x1=1 x2=2 -> nzcv=0
                                                   x1=ffffffffffffffff x2=1 -> nzcv=6
                                                   x1=0 x2=0 -> nzcv=4
                                                   x1=7fffffffffffffff x2=1 -> nzcv=6
                                                   x1=8000000000000000 x2=ffffffffffffffff -> nzcv=8
                                                   x1=7fffffff x2=1 -> nzcv=9
                                                   x1=80000000 x2=80000000 -> nzcv=7
                                                   x1=ffffffff x2=1 -> nzcv=6
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> nzcv=2
                                                   x1=5 x2=5 -> nzcv=0
                                                   x1=0 x2=ffffffffffffffff -> nzcv=8
add x0, xzr, x2                         8b0203e0   x1=1 x2=2 -> x0=2
                                                   x1=ffffffffffffffff x2=1 -> x0=1
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=fedcba9876543210
add w0, wzr, w2                         0b0203e0   x1=1 x2=2 -> x0=2
                                                   x1=ffffffffffffffff x2=1 -> x0=1
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=76543210
add x0, x1, w2, uxtb #2                 8b220820   x1=1000 x2=ffffffff87654381 -> x0=1204
                                                   x1=0 x2=123456787f -> x0=1fc
add w0, w1, w2, uxtb                    0b220020   x1=1000 x2=ffffffff87654381 -> x0=1081
adds x0, x1, w2, uxtb #4                ab221020   x1=ff x2=87654f81 -> x0=90f nzcv=0
add x0, x1, w2, uxth #2                 8b222820   x1=1000 x2=ffffffff87654381 -> x0=11e04
                                                   x1=0 x2=123456787f -> x0=1e1fc
add w0, w1, w2, uxth                    0b222020   x1=1000 x2=ffffffff87654381 -> x0=5381
adds x0, x1, w2, uxth #4                ab223020   x1=ff x2=87654f81 -> x0=4f90f nzcv=0
add x0, x1, w2, uxtw #2                 8b224820   x1=1000 x2=ffffffff87654381 -> x0=21d951e04
                                                   x1=0 x2=123456787f -> x0=d159e1fc
add w0, w1, w2, uxtw                    0b224020   x1=1000 x2=ffffffff87654381 -> x0=87655381
adds x0, x1, w2, uxtw #4                ab225020   x1=ff x2=87654f81 -> x0=87654f90f nzcv=0
add x0, x1, w2, sxtb #2                 8b228820   x1=1000 x2=ffffffff87654381 -> x0=e04
                                                   x1=0 x2=123456787f -> x0=1fc
add w0, w1, w2, sxtb                    0b228020   x1=1000 x2=ffffffff87654381 -> x0=f81
adds x0, x1, w2, sxtb #4                ab229020   x1=ff x2=87654f81 -> x0=fffffffffffff90f nzcv=8
add x0, x1, w2, sxth #2                 8b22a820   x1=1000 x2=ffffffff87654381 -> x0=11e04
                                                   x1=0 x2=123456787f -> x0=1e1fc
add w0, w1, w2, sxth                    0b22a020   x1=1000 x2=ffffffff87654381 -> x0=5381
adds x0, x1, w2, sxth #4                ab22b020   x1=ff x2=87654f81 -> x0=4f90f nzcv=0
add x0, x1, w2, sxtw #2                 8b22c820   x1=1000 x2=ffffffff87654381 -> x0=fffffffe1d951e04
                                                   x1=0 x2=123456787f -> x0=d159e1fc
add w0, w1, w2, sxtw                    0b22c020   x1=1000 x2=ffffffff87654381 -> x0=87655381
adds x0, x1, w2, sxtw #4                ab22d020   x1=ff x2=87654f81 -> x0=fffffff87654f90f nzcv=8
add x0, x1, x2, sxtx #3                 8b22ec20   x1=1 x2=2 -> x0=11
add sp, x1, x2, lsl #4                  8b22703f   x1=20000 x2=2 -> sp=20020
add x0, sp, w2, uxtw                    8b2243e0   x1=1 x2=ffffffff00000002 -> x0=21f02
cmn sp, x2                              ab2263ff   x1=1 x2=21f00 -> nzcv=0
sub x0, x1, #0x123                      d1048c20   x1=1 -> x0=fffffffffffffede
                                                   x1=ffffffffffffffff -> x0=fffffffffffffedc
sub w0, w1, #0x123                      51048c20   x1=1 -> x0=fffffede
                                                   x1=ffffffffffffffff -> x0=fffffedc
sub x0, x1, #0x123, lsl #12             d1448c20   x1=1 -> x0=ffffffffffedd001
sub w0, w1, #0x123, lsl #12             51448c20   x1=1 -> x0=ffedd001
sub sp, sp, #0x20                       d10083ff   -> sp=21ee0
sub wsp, w1, #0xfff                     513ffc3f   x1=ffffffff00000001 -> sp=fffff002
subs x0, x1, #0x1                       f1000420   x1=0 -> x0=ffffffffffffffff nzcv=8
                                                   x1=1 -> x0=0 nzcv=6
                                                   x1=ffffffffffffffff -> x0=fffffffffffffffe nzcv=a
                                                   x1=8000000000000000 -> x0=7fffffffffffffff nzcv=3
                                                   x1=7fffffffffffffff -> x0=7ffffffffffffffe nzcv=2
                                                   x1=7fffffff -> x0=7ffffffe nzcv=2
                                                   x1=80000000 -> x0=7fffffff nzcv=2
                                                   x1=ffffffff -> x0=fffffffe nzcv=2
subs w0, w1, #0x1                       71000420   x1=0 -> x0=ffffffff nzcv=8
                                                   x1=1 -> x0=0 nzcv=6
                                                   x1=ffffffffffffffff -> x0=fffffffe nzcv=a
                                                   x1=8000000000000000 -> x0=ffffffff nzcv=8
                                                   x1=7fffffffffffffff -> x0=fffffffe nzcv=a
                                                   x1=7fffffff -> x0=7ffffffe nzcv=2
                                                   x1=80000000 -> x0=7fffffff nzcv=3
                                                   x1=ffffffff -> x0=fffffffe nzcv=a
cmp x1, #0xfff, lsl #12                 f17ffc3f   x1=fff000 -> nzcv=6
                                                   x1=0 -> nzcv=8
                                                   x1=ffffffffff001000 -> nzcv=a
cmp w1, #0xfff, lsl #12                 717ffc3f   x1=fff000 -> nzcv=6
                                                   x1=0 -> nzcv=8
                                                   x1=ffffffffff001000 -> nzcv=a
subs x0, sp, #0x0                       f10003e0   -> x0=21f00 nzcv=2
sub x0, x1, x2                          cb020020   x1=1 x2=2 -> x0=ffffffffffffffff
                                                   x1=ffffffffffffffff x2=1 -> x0=fffffffffffffffe
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=13579be02468ace0
sub w0, w1, w2                          4b020020   x1=1 x2=2 -> x0=ffffffff
                                                   x1=ffffffffffffffff x2=1 -> x0=fffffffe
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=2468ace0
sub x0, x1, x2, lsl #31                 cb027c20   x1=1 x2=2 -> x0=ffffffff00000001
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffff7fffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=d70a3d709abcdef0
sub w0, w1, w2, lsl #31                 4b027c20   x1=1 x2=2 -> x0=1
                                                   x1=ffffffffffffffff x2=1 -> x0=7fffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9abcdef0
sub x0, x1, x2, lsr #4                  cb421020   x1=1 x2=2 -> x0=1
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffffffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=2468acf13579bcf
sub w0, w1, w2, lsr #4                  4b421020   x1=1 x2=2 -> x0=1
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=93579bcf
sub x0, x1, x2, asr #17                 cb824420   x1=1 x2=2 -> x0=1
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffffffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1234570a3d70a3c6
sub w0, w1, w2, asr #17                 4b824420   x1=1 x2=2 -> x0=1
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9abca3c6
subs x0, x1, x2                         eb020020   x1=1 x2=2 -> x0=ffffffffffffffff nzcv=8
                                                   x1=ffffffffffffffff x2=1 -> x0=fffffffffffffffe nzcv=a
                                                   x1=0 x2=0 -> x0=0 nzcv=6
                                                   x1=7fffffffffffffff x2=1 -> x0=7ffffffffffffffe nzcv=2
                                                   x1=8000000000000000 x2=ffffffffffffffff -> x0=8000000000000001 nzcv=8
                                                   x1=7fffffff x2=1 -> x0=7ffffffe nzcv=2
                                                   x1=80000000 x2=80000000 -> x0=0 nzcv=6
                                                   x1=ffffffff x2=1 -> x0=fffffffe nzcv=2
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=13579be02468ace0 nzcv=0
                                                   x1=5 x2=5 -> x0=0 nzcv=6
                                                   x1=0 x2=ffffffffffffffff -> x0=1 nzcv=0
subs w0, w1, w2                         6b020020   x1=1 x2=2 -> x0=ffffffff nzcv=8
                                                   x1=ffffffffffffffff x2=1 -> x0=fffffffe nzcv=a
                                                   x1=0 x2=0 -> x0=0 nzcv=6
                                                   x1=7fffffffffffffff x2=1 -> x0=fffffffe nzcv=a
                                                   x1=8000000000000000 x2=ffffffffffffffff -> x0=1 nzcv=0
                                                   x1=7fffffff x2=1 -> x0=7ffffffe nzcv=2
                                                   x1=80000000 x2=80000000 -> x0=0 nzcv=6
                                                   x1=ffffffff x2=1 -> x0=fffffffe nzcv=a
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=2468ace0 nzcv=3
                                                   x1=5 x2=5 -> x0=0 nzcv=6
                                                   x1=0 x2=ffffffffffffffff -> x0=1 nzcv=0
subs x0, x1, x2, asr #1                 eb820420   x1=1 x2=2 -> x0=0 nzcv=6
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffffffffffff nzcv=a
                                                   x1=0 x2=0 -> x0=0 nzcv=6
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=12c5f92c5f92c5e8 nzcv=0
subs w0, w1, w2, asr #1                 6b820420   x1=1 x2=2 -> x0=0 nzcv=6
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffff nzcv=a
                                                   x1=0 x2=0 -> x0=0 nzcv=6
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=5f92c5e8 nzcv=3
subs x0, x1, x2, lsl #63                eb02fc20   x1=1 x2=2 -> x0=1 nzcv=2
                                                   x1=ffffffffffffffff x2=1 -> x0=7fffffffffffffff nzcv=2
                                                   x1=0 x2=0 -> x0=0 nzcv=6
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=123456789abcdef0 nzcv=2
cmp x1, x2                              eb02003f   x1=1 x2=2 -> nzcv=8
                                                   x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   x1=0 x2=0 -> nzcv=6
                                                   x1=7fffffffffffffff x2=1 -> nzcv=2
                                                   x1=8000000000000000 x2=ffffffffffffffff -> nzcv=8
                                                   x1=7fffffff x2=1 -> nzcv=2
                                                   x1=80000000 x2=80000000 -> nzcv=6
                                                   x1=ffffffff x2=1 -> nzcv=2
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> nzcv=0
                                                   x1=5 x2=5 -> nzcv=6
                                                   x1=0 x2=ffffffffffffffff -> nzcv=0
cmp w1, w2                              6b02003f   x1=1 x2=2 -> nzcv=8
                                                   x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   x1=0 x2=0 -> nzcv=6
                                                   x1=7fffffffffffffff x2=1 -> nzcv=a
                                                   x1=8000000000000000 x2=ffffffffffffffff -> nzcv=0
                                                   x1=7fffffff x2=1 -> nzcv=2
                                                   x1=80000000 x2=80000000 -> nzcv=6
                                                   x1=ffffffff x2=1 -> nzcv=a
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> nzcv=3
                                                   x1=5 x2=5 -> nzcv=6
                                                   x1=0 x2=ffffffffffffffff -> nzcv=0
neg x0, x2                              cb0203e0   x1=1 x2=2 -> x0=fffffffffffffffe
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffffffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=123456789abcdf0
neg w0, w2                              4b0203e0   x1=1 x2=2 -> x0=fffffffe
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=89abcdf0
sub x0, x1, w2, uxtb #2                 cb220820   x1=1000 x2=ffffffff87654381 -> x0=dfc
                                                   x1=0 x2=123456787f -> x0=fffffffffffffe04
sub w0, w1, w2, uxtb                    4b220020   x1=1000 x2=ffffffff87654381 -> x0=f7f
subs x0, x1, w2, uxtb #4                eb221020   x1=ff x2=87654f81 -> x0=fffffffffffff8ef nzcv=8
sub x0, x1, w2, uxth #2                 cb222820   x1=1000 x2=ffffffff87654381 -> x0=ffffffffffff01fc
                                                   x1=0 x2=123456787f -> x0=fffffffffffe1e04
sub w0, w1, w2, uxth                    4b222020   x1=1000 x2=ffffffff87654381 -> x0=ffffcc7f
subs x0, x1, w2, uxth #4                eb223020   x1=ff x2=87654f81 -> x0=fffffffffffb08ef nzcv=8
sub x0, x1, w2, uxtw #2                 cb224820   x1=1000 x2=ffffffff87654381 -> x0=fffffffde26b01fc
                                                   x1=0 x2=123456787f -> x0=ffffffff2ea61e04
sub w0, w1, w2, uxtw                    4b224020   x1=1000 x2=ffffffff87654381 -> x0=789acc7f
subs x0, x1, w2, uxtw #4                eb225020   x1=ff x2=87654f81 -> x0=fffffff789ab08ef nzcv=8
sub x0, x1, w2, sxtb #2                 cb228820   x1=1000 x2=ffffffff87654381 -> x0=11fc
                                                   x1=0 x2=123456787f -> x0=fffffffffffffe04
sub w0, w1, w2, sxtb                    4b228020   x1=1000 x2=ffffffff87654381 -> x0=107f
subs x0, x1, w2, sxtb #4                eb229020   x1=ff x2=87654f81 -> x0=8ef nzcv=0
sub x0, x1, w2, sxth #2                 cb22a820   x1=1000 x2=ffffffff87654381 -> x0=ffffffffffff01fc
                                                   x1=0 x2=123456787f -> x0=fffffffffffe1e04
sub w0, w1, w2, sxth                    4b22a020   x1=1000 x2=ffffffff87654381 -> x0=ffffcc7f
subs x0, x1, w2, sxth #4                eb22b020   x1=ff x2=87654f81 -> x0=fffffffffffb08ef nzcv=8
sub x0, x1, w2, sxtw #2                 cb22c820   x1=1000 x2=ffffffff87654381 -> x0=1e26b01fc
                                                   x1=0 x2=123456787f -> x0=ffffffff2ea61e04
sub w0, w1, w2, sxtw                    4b22c020   x1=1000 x2=ffffffff87654381 -> x0=789acc7f
subs x0, x1, w2, sxtw #4                eb22d020   x1=ff x2=87654f81 -> x0=789ab08ef nzcv=0
sub x0, x1, x2, sxtx #3                 cb22ec20   x1=1 x2=2 -> x0=fffffffffffffff1
sub sp, x1, x2, lsl #4                  cb22703f   x1=20000 x2=2 -> sp=1ffe0
sub x0, sp, w2, uxtw                    cb2243e0   x1=1 x2=ffffffff00000002 -> x0=21efe
cmp sp, x2                              eb2263ff   x1=1 x2=21f00 -> nzcv=6
adc x0, x1, x2                          9a020020   nzcv=0 x1=1 x2=2 -> x0=3
                                                   nzcv=0 x1=ffffffffffffffff x2=1 -> x0=0
                                                   nzcv=0 x1=0 x2=0 -> x0=0
                                                   nzcv=0 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1111111111111100
                                                   nzcv=2 x1=1 x2=2 -> x0=4
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> x0=1
                                                   nzcv=2 x1=0 x2=0 -> x0=1
                                                   nzcv=2 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1111111111111101
                                                   nzcv=d x1=1 x2=2 -> x0=3
                                                   nzcv=d x1=ffffffffffffffff x2=1 -> x0=0
                                                   nzcv=d x1=0 x2=0 -> x0=0
                                                   nzcv=d x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1111111111111100
adc w0, w1, w2                          1a020020   nzcv=0 x1=1 x2=2 -> x0=3
                                                   nzcv=0 x1=ffffffffffffffff x2=1 -> x0=0
                                                   nzcv=0 x1=0 x2=0 -> x0=0
                                                   nzcv=0 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=11111100
                                                   nzcv=2 x1=1 x2=2 -> x0=4
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> x0=1
                                                   nzcv=2 x1=0 x2=0 -> x0=1
                                                   nzcv=2 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=11111101
                                                   nzcv=d x1=1 x2=2 -> x0=3
                                                   nzcv=d x1=ffffffffffffffff x2=1 -> x0=0
                                                   nzcv=d x1=0 x2=0 -> x0=0
                                                   nzcv=d x1=123456789abcdef0 x2=fedcba9876543210 -> x0=11111100
adcs x0, x1, x2                         ba020020   nzcv=0 x1=1 x2=2 -> x0=3
                                                   nzcv=0 x1=ffffffffffffffff x2=1 -> x0=0 nzcv=6
                                                   nzcv=0 x1=0 x2=0 -> x0=0 nzcv=4
                                                   nzcv=0 x1=7fffffffffffffff x2=1 -> x0=8000000000000000 nzcv=9
                                                   nzcv=0 x1=8000000000000000 x2=ffffffffffffffff -> x0=7fffffffffffffff nzcv=3
                                                   nzcv=0 x1=7fffffff x2=1 -> x0=80000000
                                                   nzcv=0 x1=80000000 x2=80000000 -> x0=100000000
                                                   nzcv=0 x1=ffffffff x2=1 -> x0=100000000
                                                   nzcv=0 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1111111111111100 nzcv=2
                                                   nzcv=0 x1=5 x2=5 -> x0=a
                                                   nzcv=0 x1=0 x2=ffffffffffffffff -> x0=ffffffffffffffff nzcv=8
                                                   nzcv=2 x1=1 x2=2 -> x0=4 nzcv=0
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> x0=1
                                                   nzcv=2 x1=0 x2=0 -> x0=1 nzcv=0
                                                   nzcv=2 x1=7fffffffffffffff x2=1 -> x0=8000000000000001 nzcv=9
                                                   nzcv=2 x1=8000000000000000 x2=ffffffffffffffff -> x0=8000000000000000 nzcv=a
                                                   nzcv=2 x1=7fffffff x2=1 -> x0=80000001 nzcv=0
                                                   nzcv=2 x1=80000000 x2=80000000 -> x0=100000001 nzcv=0
                                                   nzcv=2 x1=ffffffff x2=1 -> x0=100000001 nzcv=0
                                                   nzcv=2 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1111111111111101
                                                   nzcv=2 x1=5 x2=5 -> x0=b nzcv=0
                                                   nzcv=2 x1=0 x2=ffffffffffffffff -> x0=0 nzcv=6
                                                   nzcv=d x1=1 x2=2 -> x0=3 nzcv=0
                                                   nzcv=d x1=ffffffffffffffff x2=1 -> x0=0 nzcv=6
                                                   nzcv=d x1=0 x2=0 -> x0=0 nzcv=4
                                                   nzcv=d x1=7fffffffffffffff x2=1 -> x0=8000000000000000 nzcv=9
                                                   nzcv=d x1=8000000000000000 x2=ffffffffffffffff -> x0=7fffffffffffffff nzcv=3
                                                   nzcv=d x1=7fffffff x2=1 -> x0=80000000 nzcv=0
                                                   nzcv=d x1=80000000 x2=80000000 -> x0=100000000 nzcv=0
                                                   nzcv=d x1=ffffffff x2=1 -> x0=100000000 nzcv=0
                                                   nzcv=d x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1111111111111100 nzcv=2
                                                   nzcv=d x1=5 x2=5 -> x0=a nzcv=0
                                                   nzcv=d x1=0 x2=ffffffffffffffff -> x0=ffffffffffffffff nzcv=8
adcs w0, w1, w2                         3a020020   nzcv=0 x1=1 x2=2 -> x0=3
                                                   nzcv=0 x1=ffffffffffffffff x2=1 -> x0=0 nzcv=6
                                                   nzcv=0 x1=0 x2=0 -> x0=0 nzcv=4
                                                   nzcv=0 x1=7fffffffffffffff x2=1 -> x0=0 nzcv=6
                                                   nzcv=0 x1=8000000000000000 x2=ffffffffffffffff -> x0=ffffffff nzcv=8
                                                   nzcv=0 x1=7fffffff x2=1 -> x0=80000000 nzcv=9
                                                   nzcv=0 x1=80000000 x2=80000000 -> x0=0 nzcv=7
                                                   nzcv=0 x1=ffffffff x2=1 -> x0=0 nzcv=6
                                                   nzcv=0 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=11111100 nzcv=2
                                                   nzcv=0 x1=5 x2=5 -> x0=a
                                                   nzcv=0 x1=0 x2=ffffffffffffffff -> x0=ffffffff nzcv=8
                                                   nzcv=2 x1=1 x2=2 -> x0=4 nzcv=0
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> x0=1
                                                   nzcv=2 x1=0 x2=0 -> x0=1 nzcv=0
                                                   nzcv=2 x1=7fffffffffffffff x2=1 -> x0=1
                                                   nzcv=2 x1=8000000000000000 x2=ffffffffffffffff -> x0=0 nzcv=6
                                                   nzcv=2 x1=7fffffff x2=1 -> x0=80000001 nzcv=9
                                                   nzcv=2 x1=80000000 x2=80000000 -> x0=1 nzcv=3
                                                   nzcv=2 x1=ffffffff x2=1 -> x0=1
                                                   nzcv=2 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=11111101
                                                   nzcv=2 x1=5 x2=5 -> x0=b nzcv=0
                                                   nzcv=2 x1=0 x2=ffffffffffffffff -> x0=0 nzcv=6
                                                   nzcv=d x1=1 x2=2 -> x0=3 nzcv=0
                                                   nzcv=d x1=ffffffffffffffff x2=1 -> x0=0 nzcv=6
                                                   nzcv=d x1=0 x2=0 -> x0=0 nzcv=4
                                                   nzcv=d x1=7fffffffffffffff x2=1 -> x0=0 nzcv=6
                                                   nzcv=d x1=8000000000000000 x2=ffffffffffffffff -> x0=ffffffff nzcv=8
                                                   nzcv=d x1=7fffffff x2=1 -> x0=80000000 nzcv=9
                                                   nzcv=d x1=80000000 x2=80000000 -> x0=0 nzcv=7
                                                   nzcv=d x1=ffffffff x2=1 -> x0=0 nzcv=6
                                                   nzcv=d x1=123456789abcdef0 x2=fedcba9876543210 -> x0=11111100 nzcv=2
                                                   nzcv=d x1=5 x2=5 -> x0=a nzcv=0
                                                   nzcv=d x1=0 x2=ffffffffffffffff -> x0=ffffffff nzcv=8
adcs xzr, xzr, x2                       ba0203ff   nzcv=2 x2=0 -> nzcv=0
                                                   nzcv=0 x2=0 -> nzcv=4
adcs wzr, wzr, w2                       3a0203ff   nzcv=2 x2=0 -> nzcv=0
                                                   nzcv=0 x2=0 -> nzcv=4
sbc x0, x1, x2                          da020020   nzcv=0 x1=1 x2=2 -> x0=fffffffffffffffe
                                                   nzcv=0 x1=ffffffffffffffff x2=1 -> x0=fffffffffffffffd
                                                   nzcv=0 x1=0 x2=0 -> x0=ffffffffffffffff
                                                   nzcv=0 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=13579be02468acdf
                                                   nzcv=2 x1=1 x2=2 -> x0=ffffffffffffffff
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> x0=fffffffffffffffe
                                                   nzcv=2 x1=0 x2=0 -> x0=0
                                                   nzcv=2 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=13579be02468ace0
                                                   nzcv=d x1=1 x2=2 -> x0=fffffffffffffffe
                                                   nzcv=d x1=ffffffffffffffff x2=1 -> x0=fffffffffffffffd
                                                   nzcv=d x1=0 x2=0 -> x0=ffffffffffffffff
                                                   nzcv=d x1=123456789abcdef0 x2=fedcba9876543210 -> x0=13579be02468acdf
sbc w0, w1, w2                          5a020020   nzcv=0 x1=1 x2=2 -> x0=fffffffe
                                                   nzcv=0 x1=ffffffffffffffff x2=1 -> x0=fffffffd
                                                   nzcv=0 x1=0 x2=0 -> x0=ffffffff
                                                   nzcv=0 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=2468acdf
                                                   nzcv=2 x1=1 x2=2 -> x0=ffffffff
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> x0=fffffffe
                                                   nzcv=2 x1=0 x2=0 -> x0=0
                                                   nzcv=2 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=2468ace0
                                                   nzcv=d x1=1 x2=2 -> x0=fffffffe
                                                   nzcv=d x1=ffffffffffffffff x2=1 -> x0=fffffffd
                                                   nzcv=d x1=0 x2=0 -> x0=ffffffff
                                                   nzcv=d x1=123456789abcdef0 x2=fedcba9876543210 -> x0=2468acdf
sbcs x0, x1, x2                         fa020020   nzcv=0 x1=1 x2=2 -> x0=fffffffffffffffe nzcv=8
                                                   nzcv=0 x1=ffffffffffffffff x2=1 -> x0=fffffffffffffffd nzcv=a
                                                   nzcv=0 x1=0 x2=0 -> x0=ffffffffffffffff nzcv=8
                                                   nzcv=0 x1=7fffffffffffffff x2=1 -> x0=7ffffffffffffffd nzcv=2
                                                   nzcv=0 x1=8000000000000000 x2=ffffffffffffffff -> x0=8000000000000000 nzcv=8
                                                   nzcv=0 x1=7fffffff x2=1 -> x0=7ffffffd nzcv=2
                                                   nzcv=0 x1=80000000 x2=80000000 -> x0=ffffffffffffffff nzcv=8
                                                   nzcv=0 x1=ffffffff x2=1 -> x0=fffffffd nzcv=2
                                                   nzcv=0 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=13579be02468acdf
                                                   nzcv=0 x1=5 x2=5 -> x0=ffffffffffffffff nzcv=8
                                                   nzcv=0 x1=0 x2=ffffffffffffffff -> x0=0 nzcv=4
                                                   nzcv=2 x1=1 x2=2 -> x0=ffffffffffffffff nzcv=8
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> x0=fffffffffffffffe nzcv=a
                                                   nzcv=2 x1=0 x2=0 -> x0=0 nzcv=6
                                                   nzcv=2 x1=7fffffffffffffff x2=1 -> x0=7ffffffffffffffe
                                                   nzcv=2 x1=8000000000000000 x2=ffffffffffffffff -> x0=8000000000000001 nzcv=8
                                                   nzcv=2 x1=7fffffff x2=1 -> x0=7ffffffe
                                                   nzcv=2 x1=80000000 x2=80000000 -> x0=0 nzcv=6
                                                   nzcv=2 x1=ffffffff x2=1 -> x0=fffffffe
                                                   nzcv=2 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=13579be02468ace0 nzcv=0
                                                   nzcv=2 x1=5 x2=5 -> x0=0 nzcv=6
                                                   nzcv=2 x1=0 x2=ffffffffffffffff -> x0=1 nzcv=0
                                                   nzcv=d x1=1 x2=2 -> x0=fffffffffffffffe nzcv=8
                                                   nzcv=d x1=ffffffffffffffff x2=1 -> x0=fffffffffffffffd nzcv=a
                                                   nzcv=d x1=0 x2=0 -> x0=ffffffffffffffff nzcv=8
                                                   nzcv=d x1=7fffffffffffffff x2=1 -> x0=7ffffffffffffffd nzcv=2
                                                   nzcv=d x1=8000000000000000 x2=ffffffffffffffff -> x0=8000000000000000 nzcv=8
                                                   nzcv=d x1=7fffffff x2=1 -> x0=7ffffffd nzcv=2
                                                   nzcv=d x1=80000000 x2=80000000 -> x0=ffffffffffffffff nzcv=8
                                                   nzcv=d x1=ffffffff x2=1 -> x0=fffffffd nzcv=2
                                                   nzcv=d x1=123456789abcdef0 x2=fedcba9876543210 -> x0=13579be02468acdf nzcv=0
                                                   nzcv=d x1=5 x2=5 -> x0=ffffffffffffffff nzcv=8
                                                   nzcv=d x1=0 x2=ffffffffffffffff -> x0=0 nzcv=4
sbcs w0, w1, w2                         7a020020   nzcv=0 x1=1 x2=2 -> x0=fffffffe nzcv=8
                                                   nzcv=0 x1=ffffffffffffffff x2=1 -> x0=fffffffd nzcv=a
                                                   nzcv=0 x1=0 x2=0 -> x0=ffffffff nzcv=8
                                                   nzcv=0 x1=7fffffffffffffff x2=1 -> x0=fffffffd nzcv=a
                                                   nzcv=0 x1=8000000000000000 x2=ffffffffffffffff -> x0=0 nzcv=4
                                                   nzcv=0 x1=7fffffff x2=1 -> x0=7ffffffd nzcv=2
                                                   nzcv=0 x1=80000000 x2=80000000 -> x0=ffffffff nzcv=8
                                                   nzcv=0 x1=ffffffff x2=1 -> x0=fffffffd nzcv=a
                                                   nzcv=0 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=2468acdf nzcv=3
                                                   nzcv=0 x1=5 x2=5 -> x0=ffffffff nzcv=8
                                                   nzcv=0 x1=0 x2=ffffffffffffffff -> x0=0 nzcv=4
                                                   nzcv=2 x1=1 x2=2 -> x0=ffffffff nzcv=8
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> x0=fffffffe nzcv=a
                                                   nzcv=2 x1=0 x2=0 -> x0=0 nzcv=6
                                                   nzcv=2 x1=7fffffffffffffff x2=1 -> x0=fffffffe nzcv=a
                                                   nzcv=2 x1=8000000000000000 x2=ffffffffffffffff -> x0=1 nzcv=0
                                                   nzcv=2 x1=7fffffff x2=1 -> x0=7ffffffe
                                                   nzcv=2 x1=80000000 x2=80000000 -> x0=0 nzcv=6
                                                   nzcv=2 x1=ffffffff x2=1 -> x0=fffffffe nzcv=a
                                                   nzcv=2 x1=123456789abcdef0 x2=fedcba9876543210 -> x0=2468ace0 nzcv=3
                                                   nzcv=2 x1=5 x2=5 -> x0=0 nzcv=6
                                                   nzcv=2 x1=0 x2=ffffffffffffffff -> x0=1 nzcv=0
                                                   nzcv=d x1=1 x2=2 -> x0=fffffffe nzcv=8
                                                   nzcv=d x1=ffffffffffffffff x2=1 -> x0=fffffffd nzcv=a
                                                   nzcv=d x1=0 x2=0 -> x0=ffffffff nzcv=8
                                                   nzcv=d x1=7fffffffffffffff x2=1 -> x0=fffffffd nzcv=a
                                                   nzcv=d x1=8000000000000000 x2=ffffffffffffffff -> x0=0 nzcv=4
                                                   nzcv=d x1=7fffffff x2=1 -> x0=7ffffffd nzcv=2
                                                   nzcv=d x1=80000000 x2=80000000 -> x0=ffffffff nzcv=8
                                                   nzcv=d x1=ffffffff x2=1 -> x0=fffffffd nzcv=a
                                                   nzcv=d x1=123456789abcdef0 x2=fedcba9876543210 -> x0=2468acdf nzcv=3
                                                   nzcv=d x1=5 x2=5 -> x0=ffffffff nzcv=8
                                                   nzcv=d x1=0 x2=ffffffffffffffff -> x0=0 nzcv=4
ngcs xzr, x2                            fa0203ff   nzcv=2 x2=0 -> nzcv=6
                                                   nzcv=0 x2=0 -> nzcv=8
ngcs wzr, w2                            7a0203ff   nzcv=2 x2=0 -> nzcv=6
                                                   nzcv=0 x2=0 -> nzcv=8
and x0, x1, #0xff                       92401c20   x1=123456789abcdef0 -> x0=f0
and w0, w1, #0xff                       12001c20   x1=123456789abcdef0 -> x0=f0
and x0, x1, #0x7ffffffe                 927f7420   x1=ffffffff87654321 -> x0=7654320
and w0, w1, #0x7ffffffe                 121f7420   x1=ffffffff87654321 -> x0=7654320
and x0, x1, #0x5555555555555555         9200f020   x1=123456789abcdef0 -> x0=1014545010145450
and x0, x1, #0xe00000000000000f         92431820   x1=123456789abcdef0 -> x0=0
and x0, x1, #0xfff8fff8fff8fff8         920db020   x1=123456789abcdef0 -> x0=123056789ab8def0
and sp, x1, #0xfffffffffffffff0         927cec3f   x1=2100f -> sp=21000
and w0, w1, #0x80000001                 12010420   x1=ffffffff87654321 -> x0=80000001
orr x0, x1, #0xff                       b2401c20   x1=123456789abcdef0 -> x0=123456789abcdeff
orr w0, w1, #0xff                       32001c20   x1=123456789abcdef0 -> x0=9abcdeff
orr x0, x1, #0x7ffffffe                 b27f7420   x1=ffffffff87654321 -> x0=ffffffffffffffff
orr w0, w1, #0x7ffffffe                 321f7420   x1=ffffffff87654321 -> x0=ffffffff
orr x0, x1, #0x5555555555555555         b200f020   x1=123456789abcdef0 -> x0=5775577ddffddff5
orr x0, x1, #0xe00000000000000f         b2431820   x1=123456789abcdef0 -> x0=f23456789abcdeff
orr x0, x1, #0xfff8fff8fff8fff8         b20db020   x1=123456789abcdef0 -> x0=fffcfff8fffcfff8
orr sp, x1, #0xfffffffffffffff0         b27cec3f   x1=2100f -> sp=ffffffffffffffff
orr w0, w1, #0x80000001                 32010420   x1=ffffffff87654321 -> x0=87654321
eor x0, x1, #0xff                       d2401c20   x1=123456789abcdef0 -> x0=123456789abcde0f
eor w0, w1, #0xff                       52001c20   x1=123456789abcdef0 -> x0=9abcde0f
eor x0, x1, #0x7ffffffe                 d27f7420   x1=ffffffff87654321 -> x0=fffffffff89abcdf
eor w0, w1, #0x7ffffffe                 521f7420   x1=ffffffff87654321 -> x0=f89abcdf
eor x0, x1, #0x5555555555555555         d200f020   x1=123456789abcdef0 -> x0=4761032dcfe98ba5
eor x0, x1, #0xe00000000000000f         d2431820   x1=123456789abcdef0 -> x0=f23456789abcdeff
eor x0, x1, #0xfff8fff8fff8fff8         d20db020   x1=123456789abcdef0 -> x0=edcca98065442108
eor sp, x1, #0xfffffffffffffff0         d27cec3f   x1=2100f -> sp=fffffffffffdefff
eor w0, w1, #0x80000001                 52010420   x1=ffffffff87654321 -> x0=7654320
and wsp, w1, #0xffff                    12003c3f   x1=ffffffff87654321 -> sp=4321
ands x0, x1, #0x80000000                f2610020   x1=ffffffff80000000 -> x0=80000000 nzcv=0
                                                   x1=7fffffff -> x0=0 nzcv=4
ands w0, w1, #0x80000000                72010020   x1=ffffffff80000000 -> x0=80000000 nzcv=8
                                                   x1=7fffffff -> x0=0 nzcv=4
tst x1, #0x1                            f240003f   x1=1 nzcv=f -> nzcv=0
                                                   x1=2 nzcv=f -> nzcv=4
tst w1, #0x1                            7200003f   x1=1 nzcv=f -> nzcv=0
                                                   x1=2 nzcv=f -> nzcv=4
ands x0, x1, #0x8000000000000000        f2410020   x1=ffffffffffffffff -> x0=8000000000000000 nzcv=8
and x0, x1, x2                          8a020020   x1=1 x2=2 -> x0=0
                                                   x1=ffffffffffffffff x2=1 -> x0=1
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1214121812141210
and w0, w1, w2                          0a020020   x1=1 x2=2 -> x0=0
                                                   x1=ffffffffffffffff x2=1 -> x0=1
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=12141210
and x0, x1, x2, lsl #3                  8a020c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1224544092a09080
and w0, w1, w2, lsl #3                  0a020c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=92a09080
and x0, x1, x2, lsr #7                  8a421c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=34107010ac8860
and w0, w1, w2, lsr #7                  0a421c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=ac8860
and x0, x1, x2, asr #31                 8a827c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1234567898b85430
and w0, w1, w2, asr #31                 0a827c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=0
and x0, x1, x2, ror #12                 8ac23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=4444888844440
and w0, w1, w2, ror #12                 0ac23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=44440
and x0, x1, x2, ror #63                 8ac2fc20   x1=123456789abcdef0 x2=fedcba9876543211 -> x0=1030543088a84420
bic x0, x1, x2                          8a220020   x1=1 x2=2 -> x0=1
                                                   x1=ffffffffffffffff x2=1 -> x0=fffffffffffffffe
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=20446088a8cce0
bic w0, w1, w2                          0a220020   x1=1 x2=2 -> x0=1
                                                   x1=ffffffffffffffff x2=1 -> x0=fffffffe
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=88a8cce0
bic x0, x1, x2, lsl #3                  8a220c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=100238081c4e70
bic w0, w1, w2, lsl #3                  0a220c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=81c4e70
bic x0, x1, x2, lsr #7                  8a621c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=120046088a105690
bic w0, w1, w2, lsr #7                  0a621c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9a105690
bic x0, x1, x2, asr #31                 8aa27c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=2048ac0
bic w0, w1, w2, asr #31                 0aa27c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9abcdef0
bic x0, x1, x2, ror #12                 8ae23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1230123012389ab0
bic w0, w1, w2, ror #12                 0ae23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9ab89ab0
bic x0, x1, x2, ror #63                 8ae2fc20   x1=123456789abcdef0 x2=fedcba9876543211 -> x0=204024812149ad0
orr x0, x1, x2                          aa020020   x1=1 x2=2 -> x0=3
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffffffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=fefcfef8fefcfef0
orr w0, w1, w2                          2a020020   x1=1 x2=2 -> x0=3
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=fefcfef0
orr x0, x1, x2, lsl #3                  aa020c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=f6f5d6fbbabddef0
orr w0, w1, w2, lsl #3                  2a020c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=babddef0
orr x0, x1, x2, lsr #7                  aa421c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=13fdff7dbafcfef4
orr w0, w1, w2, lsr #7                  2a421c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9afcfef4
orr x0, x1, x2, asr #31                 aa827c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=ffffffffffbdfff0
orr w0, w1, w2, asr #31                 2a827c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9abcdef0
orr x0, x1, x2, ror #12                 aac23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=333ffffbbbbffff3
orr w0, w1, w2, ror #12                 2ac23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=bbbffff3
orr x0, x1, x2, ror #63                 aac2fc20   x1=123456789abcdef0 x2=fedcba9876543211 -> x0=ffbd7778febcfef3
orn x0, x1, x2                          aa220020   x1=1 x2=2 -> x0=fffffffffffffffd
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffffffffffff
                                                   x1=0 x2=0 -> x0=ffffffffffffffff
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1337577f9bbfdfff
orn w0, w1, w2                          2a220020   x1=1 x2=2 -> x0=fffffffd
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffff
                                                   x1=0 x2=0 -> x0=ffffffff
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9bbfdfff
orn x0, x1, x2, lsl #3                  aa220c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1b3e7f7cdffeffff
orn w0, w1, w2, lsl #3                  2a220c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=dffeffff
orn x0, x1, x2, lsr #7                  aa621c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=fe3656fadfbfdffb
orn w0, w1, w2, lsr #7                  2a621c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=ffbfdffb
orn x0, x1, x2, asr #31                 aaa27c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=123456789afedeff
orn w0, w1, w2, asr #31                 2aa27c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=ffffffff
orn x0, x1, x2, ror #12                 aae23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=def4567cdefcdefc
orn w0, w1, w2, ror #12                 2ae23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=defcdefc
orn x0, x1, x2, ror #63                 aae2fc20   x1=123456789abcdef0 x2=fedcba9876543211 -> x0=1276deff9bffdffc
eor x0, x1, x2                          ca020020   x1=1 x2=2 -> x0=3
                                                   x1=ffffffffffffffff x2=1 -> x0=fffffffffffffffe
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=ece8ece0ece8ece0
eor w0, w1, w2                          4a020020   x1=1 x2=2 -> x0=3
                                                   x1=ffffffffffffffff x2=1 -> x0=fffffffe
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=ece8ece0
eor x0, x1, x2, lsl #3                  ca020c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=e4d182bb281d4e70
eor w0, w1, w2, lsl #3                  4a020c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=281d4e70
eor x0, x1, x2, lsr #7                  ca421c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=13c9ef0daa507694
eor w0, w1, w2, lsr #7                  4a421c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9a507694
eor x0, x1, x2, asr #31                 ca827c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=edcba9876705abc0
eor w0, w1, w2, asr #31                 4a827c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9abcdef0
eor x0, x1, x2, ror #12                 cac23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=333bbbb3333bbbb3
eor w0, w1, w2, ror #12                 4ac23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=bbbbbbb3
eor x0, x1, x2, ror #63                 cac2fc20   x1=123456789abcdef0 x2=fedcba9876543211 -> x0=ef8d23487614bad3
eon x0, x1, x2                          ca220020   x1=1 x2=2 -> x0=fffffffffffffffc
                                                   x1=ffffffffffffffff x2=1 -> x0=1
                                                   x1=0 x2=0 -> x0=ffffffffffffffff
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1317131f1317131f
eon w0, w1, w2                          4a220020   x1=1 x2=2 -> x0=fffffffc
                                                   x1=ffffffffffffffff x2=1 -> x0=1
                                                   x1=0 x2=0 -> x0=ffffffff
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1317131f
eon x0, x1, x2, lsl #3                  ca220c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1b2e7d44d7e2b18f
eon w0, w1, w2, lsl #3                  4a220c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=d7e2b18f
eon x0, x1, x2, lsr #7                  ca621c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=ec3610f255af896b
eon w0, w1, w2, lsr #7                  4a621c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=65af896b
eon x0, x1, x2, asr #31                 caa27c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1234567898fa543f
eon w0, w1, w2, asr #31                 4aa27c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=6543210f
eon x0, x1, x2, ror #12                 cae23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=ccc4444cccc4444c
eon w0, w1, w2, ror #12                 4ae23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=4444444c
eon x0, x1, x2, ror #63                 cae2fc20   x1=123456789abcdef0 x2=fedcba9876543211 -> x0=1072dcb789eb452c
ands x0, x1, x2                         ea020020   x1=1 x2=2 -> x0=0 nzcv=4
                                                   x1=ffffffffffffffff x2=1 -> x0=1 nzcv=0
                                                   x1=0 x2=0 -> x0=0 nzcv=4
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1214121812141210 nzcv=0
                                                   nzcv=f x1=1 x2=2 -> x0=0 nzcv=4
                                                   nzcv=f x1=ffffffffffffffff x2=1 -> x0=1 nzcv=0
                                                   nzcv=f x1=0 x2=0 -> x0=0 nzcv=4
                                                   nzcv=f x1=7fffffffffffffff x2=1 -> x0=1 nzcv=0
                                                   nzcv=f x1=8000000000000000 x2=ffffffffffffffff -> x0=8000000000000000 nzcv=8
ands w0, w1, w2                         6a020020   x1=1 x2=2 -> x0=0 nzcv=4
                                                   x1=ffffffffffffffff x2=1 -> x0=1 nzcv=0
                                                   x1=0 x2=0 -> x0=0 nzcv=4
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=12141210 nzcv=0
                                                   nzcv=f x1=1 x2=2 -> x0=0 nzcv=4
                                                   nzcv=f x1=ffffffffffffffff x2=1 -> x0=1 nzcv=0
                                                   nzcv=f x1=0 x2=0 -> x0=0 nzcv=4
                                                   nzcv=f x1=7fffffffffffffff x2=1 -> x0=1 nzcv=0
                                                   nzcv=f x1=8000000000000000 x2=ffffffffffffffff -> x0=0 nzcv=4
ands x0, x1, x2, lsl #3                 ea020c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1224544092a09080 nzcv=0
ands w0, w1, w2, lsl #3                 6a020c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=92a09080 nzcv=8
ands x0, x1, x2, lsr #7                 ea421c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=34107010ac8860 nzcv=0
ands w0, w1, w2, lsr #7                 6a421c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=ac8860 nzcv=0
ands x0, x1, x2, asr #31                ea827c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1234567898b85430 nzcv=0
ands w0, w1, w2, asr #31                6a827c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=0 nzcv=4
ands x0, x1, x2, ror #12                eac23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=4444888844440 nzcv=0
ands w0, w1, w2, ror #12                6ac23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=44440 nzcv=0
ands x0, x1, x2, ror #63                eac2fc20   x1=123456789abcdef0 x2=fedcba9876543211 -> x0=1030543088a84420 nzcv=0
bics x0, x1, x2                         ea220020   x1=1 x2=2 -> x0=1 nzcv=0
                                                   x1=ffffffffffffffff x2=1 -> x0=fffffffffffffffe nzcv=8
                                                   x1=0 x2=0 -> x0=0 nzcv=4
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=20446088a8cce0 nzcv=0
                                                   nzcv=f x1=1 x2=2 -> x0=1 nzcv=0
                                                   nzcv=f x1=ffffffffffffffff x2=1 -> x0=fffffffffffffffe nzcv=8
                                                   nzcv=f x1=0 x2=0 -> x0=0 nzcv=4
                                                   nzcv=f x1=7fffffffffffffff x2=1 -> x0=7ffffffffffffffe nzcv=0
                                                   nzcv=f x1=8000000000000000 x2=ffffffffffffffff -> x0=0 nzcv=4
bics w0, w1, w2                         6a220020   x1=1 x2=2 -> x0=1 nzcv=0
                                                   x1=ffffffffffffffff x2=1 -> x0=fffffffe nzcv=8
                                                   x1=0 x2=0 -> x0=0 nzcv=4
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=88a8cce0 nzcv=8
                                                   nzcv=f x1=1 x2=2 -> x0=1 nzcv=0
                                                   nzcv=f x1=ffffffffffffffff x2=1 -> x0=fffffffe nzcv=8
                                                   nzcv=f x1=0 x2=0 -> x0=0 nzcv=4
                                                   nzcv=f x1=7fffffffffffffff x2=1 -> x0=fffffffe nzcv=8
                                                   nzcv=f x1=8000000000000000 x2=ffffffffffffffff -> x0=0 nzcv=4
bics x0, x1, x2, lsl #3                 ea220c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=100238081c4e70 nzcv=0
bics w0, w1, w2, lsl #3                 6a220c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=81c4e70 nzcv=0
bics x0, x1, x2, lsr #7                 ea621c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=120046088a105690 nzcv=0
bics w0, w1, w2, lsr #7                 6a621c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9a105690 nzcv=8
bics x0, x1, x2, asr #31                eaa27c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=2048ac0 nzcv=0
bics w0, w1, w2, asr #31                6aa27c20   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9abcdef0 nzcv=8
bics x0, x1, x2, ror #12                eae23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=1230123012389ab0 nzcv=0
bics w0, w1, w2, ror #12                6ae23020   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=9ab89ab0 nzcv=8
bics x0, x1, x2, ror #63                eae2fc20   x1=123456789abcdef0 x2=fedcba9876543211 -> x0=204024812149ad0 nzcv=0
mov x0, x2                              aa0203e0   x2=123456789abcdef0 -> x0=123456789abcdef0
mov w0, w2                              2a0203e0   x2=123456789abcdef0 -> x0=9abcdef0
mvn x0, x2                              aa2203e0   x2=123456789abcdef0 -> x0=edcba9876543210f
mvn w0, w2                              2a2203e0   x2=123456789abcdef0 -> x0=6543210f
mvn x0, x2, lsl #4                      aa2213e0   x2=123456789abcdef0 -> x0=dcba9876543210ff
mvn w0, w2, lsl #4                      2a2213e0   x2=123456789abcdef0 -> x0=543210ff
mov x0, #0x1234                         d2824680   x0=ffffffffffffffff -> x0=1234
                                                   x0=123456789abcdef0 -> x0=1234
mov w0, #0x1234                         52824680   x0=ffffffffffffffff -> x0=1234
                                                   x0=123456789abcdef0 -> x0=1234
mov x0, #0x87650000                     d2b0eca0   x0=123456789abcdef0 -> x0=87650000
mov w0, #0x87650000                     52b0eca0   x0=123456789abcdef0 -> x0=87650000
mov x0, #0xfedc00000000                 d2dfdb80   x0=123456789abcdef0 -> x0=fedc00000000
mov x0, #0xfedc000000000000             d2ffdb80   x0=123456789abcdef0 -> x0=fedc000000000000
mov x0, #0xffffffffffffedcb             92824680   x0=ffffffffffffffff -> x0=ffffffffffffedcb
                                                   x0=123456789abcdef0 -> x0=ffffffffffffedcb
mov w0, #0xffffedcb                     12824680   x0=ffffffffffffffff -> x0=ffffedcb
                                                   x0=123456789abcdef0 -> x0=ffffedcb
mov x0, #0xffffffff789affff             92b0eca0   x0=123456789abcdef0 -> x0=ffffffff789affff
mov w0, #0x789affff                     12b0eca0   x0=123456789abcdef0 -> x0=789affff
mov x0, #0xffff0123ffffffff             92dfdb80   x0=123456789abcdef0 -> x0=ffff0123ffffffff
mov x0, #0x123ffffffffffff              92ffdb80   x0=123456789abcdef0 -> x0=123ffffffffffff
movk x0, #0x1234                        f2824680   x0=ffffffffffffffff -> x0=ffffffffffff1234
                                                   x0=123456789abcdef0 -> x0=123456789abc1234
movk w0, #0x1234                        72824680   x0=ffffffffffffffff -> x0=ffff1234
                                                   x0=123456789abcdef0 -> x0=9abc1234
movk x0, #0x8765, lsl #16               f2b0eca0   x0=123456789abcdef0 -> x0=123456788765def0
movk w0, #0x8765, lsl #16               72b0eca0   x0=123456789abcdef0 -> x0=8765def0
movk x0, #0xfedc, lsl #32               f2dfdb80   x0=123456789abcdef0 -> x0=1234fedc9abcdef0
movk x0, #0xfedc, lsl #48               f2ffdb80   x0=123456789abcdef0 -> x0=fedc56789abcdef0
movk xzr, #0x1                          f280003f   ->
movk wzr, #0x1                          7280003f   ->
adr x0, 0x11235                         300091a0   -> x0=11235
adr x0, 0xfff9                          30ffffc0   -> x0=fff9
adrp x0, 0x10000                        90000000   -> x0=10000
adrp x0, 0x10000                        90000000   -> x0=10000
sxtb x0, w1                             93401c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=fffffffffffffff0
                                                   x0=5555 x1=fedcba9876543210 -> x0=10
sxth x0, w1                             93403c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ffffffffffffdef0
                                                   x0=5555 x1=fedcba9876543210 -> x0=3210
sbfx x0, x1, #4, #8                     93442c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ffffffffffffffef
                                                   x0=5555 x1=fedcba9876543210 -> x0=21
asr x0, x1, #0                          9340fc20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=123456789abcdef0
                                                   x0=5555 x1=fedcba9876543210 -> x0=fedcba9876543210
asr x0, x1, #9                          9349fc20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=91a2b3c4d5e6f
                                                   x0=5555 x1=fedcba9876543210 -> x0=ffff6e5d4c3b2a19
asr x0, x1, #63                         937ffc20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=ffffffffffffffff
sbfx x0, x1, #0, #1                     93400020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
sbfiz x0, x1, #8, #4                    93780c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
sbfiz x0, x1, #1, #1                    937f0020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
sbfx x0, x1, #3, #1                     93430c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
sbfiz x0, x1, #4, #60                   937cec20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=23456789abcdef00
                                                   x0=5555 x1=fedcba9876543210 -> x0=edcba98765432100
sbfiz x0, x1, #63, #1                   93410020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
ubfx x0, x1, #0, #8                     d3401c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=f0
                                                   x0=5555 x1=fedcba9876543210 -> x0=10
ubfx x0, x1, #0, #16                    d3403c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=def0
                                                   x0=5555 x1=fedcba9876543210 -> x0=3210
ubfx x0, x1, #4, #8                     d3442c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ef
                                                   x0=5555 x1=fedcba9876543210 -> x0=21
lsr x0, x1, #0                          d340fc20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=123456789abcdef0
                                                   x0=5555 x1=fedcba9876543210 -> x0=fedcba9876543210
lsr x0, x1, #9                          d349fc20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=91a2b3c4d5e6f
                                                   x0=5555 x1=fedcba9876543210 -> x0=7f6e5d4c3b2a19
lsr x0, x1, #63                         d37ffc20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=1
ubfx x0, x1, #0, #1                     d3400020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
ubfiz x0, x1, #8, #4                    d3780c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
ubfiz x0, x1, #1, #1                    d37f0020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
ubfx x0, x1, #3, #1                     d3430c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
lsl x0, x1, #4                          d37cec20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=23456789abcdef00
                                                   x0=5555 x1=fedcba9876543210 -> x0=edcba98765432100
lsl x0, x1, #63                         d3410020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
bfxil x0, x1, #0, #8                    b3401c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=fffffffffffffff0
                                                   x0=5555 x1=fedcba9876543210 -> x0=5510
bfxil x0, x1, #0, #16                   b3403c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ffffffffffffdef0
                                                   x0=5555 x1=fedcba9876543210 -> x0=3210
bfxil x0, x1, #4, #8                    b3442c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ffffffffffffffef
                                                   x0=5555 x1=fedcba9876543210 -> x0=5521
bfxil x0, x1, #0, #64                   b340fc20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=123456789abcdef0
                                                   x0=5555 x1=fedcba9876543210 -> x0=fedcba9876543210
bfxil x0, x1, #9, #55                   b349fc20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ff891a2b3c4d5e6f
                                                   x0=5555 x1=fedcba9876543210 -> x0=7f6e5d4c3b2a19
bfxil x0, x1, #63, #1                   b37ffc20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=fffffffffffffffe
                                                   x0=5555 x1=fedcba9876543210 ->
bfxil x0, x1, #0, #1                    b3400020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=fffffffffffffffe
                                                   x0=5555 x1=fedcba9876543210 -> x0=5554
bfi x0, x1, #8, #4                      b3780c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=fffffffffffff0ff
                                                   x0=5555 x1=fedcba9876543210 -> x0=5055
bfi x0, x1, #1, #1                      b37f0020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=fffffffffffffffd
                                                   x0=5555 x1=fedcba9876543210 ->
bfxil x0, x1, #3, #1                    b3430c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=fffffffffffffffe
                                                   x0=5555 x1=fedcba9876543210 -> x0=5554
bfi x0, x1, #4, #60                     b37cec20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=23456789abcdef0f
                                                   x0=5555 x1=fedcba9876543210 -> x0=edcba98765432105
bfi x0, x1, #63, #1                     b3410020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=7fffffffffffffff
                                                   x0=5555 x1=fedcba9876543210 ->
extr x0, x1, x2, #0                     93c20020   x2=0f1e2d3c4b5a6978 x1=123456789abcdef0 -> x0=f1e2d3c4b5a6978
extr x0, x1, x2, #1                     93c20420   x2=0f1e2d3c4b5a6978 x1=123456789abcdef0 -> x0=78f169e25ad34bc
extr x0, x1, x2, #32                    93c28020   x2=0f1e2d3c4b5a6978 x1=123456789abcdef0 -> x0=9abcdef00f1e2d3c
extr x0, x1, x2, #63                    93c2fc20   x2=0f1e2d3c4b5a6978 x1=123456789abcdef0 -> x0=2468acf13579bde0
ror x0, x1, #5                          93c11420   x1=123456789abcdef0 -> x0=8091a2b3c4d5e6f7
                                                   x1=fedcba9876543210 -> x0=87f6e5d4c3b2a190
sxtb w0, w1                             13001c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=fffffff0
                                                   x0=5555 x1=fedcba9876543210 -> x0=10
sxth w0, w1                             13003c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ffffdef0
                                                   x0=5555 x1=fedcba9876543210 -> x0=3210
sbfx w0, w1, #4, #8                     13042c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ffffffef
                                                   x0=5555 x1=fedcba9876543210 -> x0=21
asr w0, w1, #0                          13007c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=9abcdef0
                                                   x0=5555 x1=fedcba9876543210 -> x0=76543210
asr w0, w1, #9                          13097c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ffcd5e6f
                                                   x0=5555 x1=fedcba9876543210 -> x0=3b2a19
asr w0, w1, #31                         131f7c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ffffffff
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
sbfx w0, w1, #0, #1                     13000020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
sbfiz w0, w1, #8, #4                    13180c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
sbfiz w0, w1, #1, #1                    131f0020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
sbfx w0, w1, #3, #1                     13030c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
sbfiz w0, w1, #4, #28                   131c6c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=abcdef00
                                                   x0=5555 x1=fedcba9876543210 -> x0=65432100
sbfiz w0, w1, #31, #1                   13010020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
uxtb w0, w1                             53001c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=f0
                                                   x0=5555 x1=fedcba9876543210 -> x0=10
uxth w0, w1                             53003c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=def0
                                                   x0=5555 x1=fedcba9876543210 -> x0=3210
ubfx w0, w1, #4, #8                     53042c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ef
                                                   x0=5555 x1=fedcba9876543210 -> x0=21
lsr w0, w1, #0                          53007c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=9abcdef0
                                                   x0=5555 x1=fedcba9876543210 -> x0=76543210
lsr w0, w1, #9                          53097c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=4d5e6f
                                                   x0=5555 x1=fedcba9876543210 -> x0=3b2a19
lsr w0, w1, #31                         531f7c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=1
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
ubfx w0, w1, #0, #1                     53000020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
ubfiz w0, w1, #8, #4                    53180c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
ubfiz w0, w1, #1, #1                    531f0020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
ubfx w0, w1, #3, #1                     53030c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
lsl w0, w1, #4                          531c6c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=abcdef00
                                                   x0=5555 x1=fedcba9876543210 -> x0=65432100
lsl w0, w1, #31                         53010020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=0
                                                   x0=5555 x1=fedcba9876543210 -> x0=0
bfxil w0, w1, #0, #8                    33001c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=fffffff0
                                                   x0=5555 x1=fedcba9876543210 -> x0=5510
bfxil w0, w1, #0, #16                   33003c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ffffdef0
                                                   x0=5555 x1=fedcba9876543210 -> x0=3210
bfxil w0, w1, #4, #8                    33042c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ffffffef
                                                   x0=5555 x1=fedcba9876543210 -> x0=5521
bfxil w0, w1, #0, #32                   33007c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=9abcdef0
                                                   x0=5555 x1=fedcba9876543210 -> x0=76543210
bfxil w0, w1, #9, #23                   33097c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ffcd5e6f
                                                   x0=5555 x1=fedcba9876543210 -> x0=3b2a19
bfxil w0, w1, #31, #1                   331f7c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=ffffffff
                                                   x0=5555 x1=fedcba9876543210 -> x0=5554
bfxil w0, w1, #0, #1                    33000020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=fffffffe
                                                   x0=5555 x1=fedcba9876543210 -> x0=5554
bfi w0, w1, #8, #4                      33180c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=fffff0ff
                                                   x0=5555 x1=fedcba9876543210 -> x0=5055
bfi w0, w1, #1, #1                      331f0020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=fffffffd
                                                   x0=5555 x1=fedcba9876543210 ->
bfxil w0, w1, #3, #1                    33030c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=fffffffe
                                                   x0=5555 x1=fedcba9876543210 -> x0=5554
bfi w0, w1, #4, #28                     331c6c20   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=abcdef0f
                                                   x0=5555 x1=fedcba9876543210 -> x0=65432105
bfi w0, w1, #31, #1                     33010020   x0=ffffffffffffffff x1=123456789abcdef0 -> x0=7fffffff
                                                   x0=5555 x1=fedcba9876543210 ->
extr w0, w1, w2, #0                     13820020   x2=0f1e2d3c4b5a6978 x1=123456789abcdef0 -> x0=4b5a6978
extr w0, w1, w2, #1                     13820420   x2=0f1e2d3c4b5a6978 x1=123456789abcdef0 -> x0=25ad34bc
extr w0, w1, w2, #16                    13824020   x2=0f1e2d3c4b5a6978 x1=123456789abcdef0 -> x0=def04b5a
extr w0, w1, w2, #31                    13827c20   x2=0f1e2d3c4b5a6978 x1=123456789abcdef0 -> x0=3579bde0
ror w0, w1, #5                          13811420   x1=123456789abcdef0 -> x0=84d5e6f7
                                                   x1=fedcba9876543210 -> x0=83b2a190
sxtw x0, w1                             93407c20   x1=180000000 -> x0=ffffffff80000000
                                                   x1=ffffffffffffffff -> x0=ffffffffffffffff
extr xzr, x1, x2, #3                    93c20c3f   ->
udiv x0, x1, x2                         9ac20820   x1=64 x2=7 -> x0=e
                                                   x1=64 x2=0 -> x0=0
                                                   x1=ffffffffffffffff x2=2 -> x0=7fffffffffffffff
                                                   x1=8000000000000000 x2=ffffffffffffffff -> x0=0
                                                   x1=ffffffff80000000 x2=ffffffff -> x0=100000000
                                                   x1=80000000 x2=ffffffff -> x0=0
                                                   x1=fffffffffffffff9 x2=2 -> x0=7ffffffffffffffc
udiv w0, w1, w2                         1ac20820   x1=64 x2=7 -> x0=e
                                                   x1=64 x2=0 -> x0=0
                                                   x1=ffffffffffffffff x2=2 -> x0=7fffffff
                                                   x1=8000000000000000 x2=ffffffffffffffff -> x0=0
                                                   x1=ffffffff80000000 x2=ffffffff -> x0=0
                                                   x1=80000000 x2=ffffffff -> x0=0
                                                   x1=fffffffffffffff9 x2=2 -> x0=7ffffffc
sdiv x0, x1, x2                         9ac20c20   x1=64 x2=7 -> x0=e
                                                   x1=64 x2=0 -> x0=0
                                                   x1=ffffffffffffffff x2=2 -> x0=0
                                                   x1=8000000000000000 x2=ffffffffffffffff -> x0=8000000000000000
                                                   x1=ffffffff80000000 x2=ffffffff -> x0=0
                                                   x1=80000000 x2=ffffffff -> x0=0
                                                   x1=fffffffffffffff9 x2=2 -> x0=fffffffffffffffd
sdiv w0, w1, w2                         1ac20c20   x1=64 x2=7 -> x0=e
                                                   x1=64 x2=0 -> x0=0
                                                   x1=ffffffffffffffff x2=2 -> x0=0
                                                   x1=8000000000000000 x2=ffffffffffffffff -> x0=0
                                                   x1=ffffffff80000000 x2=ffffffff -> x0=80000000
                                                   x1=80000000 x2=ffffffff -> x0=80000000
                                                   x1=fffffffffffffff9 x2=2 -> x0=fffffffd
lsl x0, x1, x2                          9ac22020   x1=123456789abcdef0 x2=0 -> x0=123456789abcdef0
                                                   x1=123456789abcdef0 x2=1 -> x0=2468acf13579bde0
                                                   x1=123456789abcdef0 x2=1f -> x0=4d5e6f7800000000
                                                   x1=123456789abcdef0 x2=20 -> x0=9abcdef000000000
                                                   x1=123456789abcdef0 x2=3f -> x0=0
                                                   x1=123456789abcdef0 x2=40 -> x0=123456789abcdef0
                                                   x1=123456789abcdef0 x2=ffffffff00000021 -> x0=3579bde000000000
                                                   x1=fedcba9876543210 x2=0 -> x0=fedcba9876543210
                                                   x1=fedcba9876543210 x2=1 -> x0=fdb97530eca86420
                                                   x1=fedcba9876543210 x2=1f -> x0=3b2a190800000000
                                                   x1=fedcba9876543210 x2=20 -> x0=7654321000000000
                                                   x1=fedcba9876543210 x2=3f -> x0=0
                                                   x1=fedcba9876543210 x2=40 -> x0=fedcba9876543210
                                                   x1=fedcba9876543210 x2=ffffffff00000021 -> x0=eca8642000000000
lsl w0, w1, w2                          1ac22020   x1=123456789abcdef0 x2=0 -> x0=9abcdef0
                                                   x1=123456789abcdef0 x2=1 -> x0=3579bde0
                                                   x1=123456789abcdef0 x2=1f -> x0=0
                                                   x1=123456789abcdef0 x2=20 -> x0=9abcdef0
                                                   x1=123456789abcdef0 x2=3f -> x0=0
                                                   x1=123456789abcdef0 x2=40 -> x0=9abcdef0
                                                   x1=123456789abcdef0 x2=ffffffff00000021 -> x0=3579bde0
                                                   x1=fedcba9876543210 x2=0 -> x0=76543210
                                                   x1=fedcba9876543210 x2=1 -> x0=eca86420
                                                   x1=fedcba9876543210 x2=1f -> x0=0
                                                   x1=fedcba9876543210 x2=20 -> x0=76543210
                                                   x1=fedcba9876543210 x2=3f -> x0=0
                                                   x1=fedcba9876543210 x2=40 -> x0=76543210
                                                   x1=fedcba9876543210 x2=ffffffff00000021 -> x0=eca86420
lsr x0, x1, x2                          9ac22420   x1=123456789abcdef0 x2=0 -> x0=123456789abcdef0
                                                   x1=123456789abcdef0 x2=1 -> x0=91a2b3c4d5e6f78
                                                   x1=123456789abcdef0 x2=1f -> x0=2468acf1
                                                   x1=123456789abcdef0 x2=20 -> x0=12345678
                                                   x1=123456789abcdef0 x2=3f -> x0=0
                                                   x1=123456789abcdef0 x2=40 -> x0=123456789abcdef0
                                                   x1=123456789abcdef0 x2=ffffffff00000021 -> x0=91a2b3c
                                                   x1=fedcba9876543210 x2=0 -> x0=fedcba9876543210
                                                   x1=fedcba9876543210 x2=1 -> x0=7f6e5d4c3b2a1908
                                                   x1=fedcba9876543210 x2=1f -> x0=1fdb97530
                                                   x1=fedcba9876543210 x2=20 -> x0=fedcba98
                                                   x1=fedcba9876543210 x2=3f -> x0=1
                                                   x1=fedcba9876543210 x2=40 -> x0=fedcba9876543210
                                                   x1=fedcba9876543210 x2=ffffffff00000021 -> x0=7f6e5d4c
lsr w0, w1, w2                          1ac22420   x1=123456789abcdef0 x2=0 -> x0=9abcdef0
                                                   x1=123456789abcdef0 x2=1 -> x0=4d5e6f78
                                                   x1=123456789abcdef0 x2=1f -> x0=1
                                                   x1=123456789abcdef0 x2=20 -> x0=9abcdef0
                                                   x1=123456789abcdef0 x2=3f -> x0=1
                                                   x1=123456789abcdef0 x2=40 -> x0=9abcdef0
                                                   x1=123456789abcdef0 x2=ffffffff00000021 -> x0=4d5e6f78
                                                   x1=fedcba9876543210 x2=0 -> x0=76543210
                                                   x1=fedcba9876543210 x2=1 -> x0=3b2a1908
                                                   x1=fedcba9876543210 x2=1f -> x0=0
                                                   x1=fedcba9876543210 x2=20 -> x0=76543210
                                                   x1=fedcba9876543210 x2=3f -> x0=0
                                                   x1=fedcba9876543210 x2=40 -> x0=76543210
                                                   x1=fedcba9876543210 x2=ffffffff00000021 -> x0=3b2a1908
asr x0, x1, x2                          9ac22820   x1=123456789abcdef0 x2=0 -> x0=123456789abcdef0
                                                   x1=123456789abcdef0 x2=1 -> x0=91a2b3c4d5e6f78
                                                   x1=123456789abcdef0 x2=1f -> x0=2468acf1
                                                   x1=123456789abcdef0 x2=20 -> x0=12345678
                                                   x1=123456789abcdef0 x2=3f -> x0=0
                                                   x1=123456789abcdef0 x2=40 -> x0=123456789abcdef0
                                                   x1=123456789abcdef0 x2=ffffffff00000021 -> x0=91a2b3c
                                                   x1=fedcba9876543210 x2=0 -> x0=fedcba9876543210
                                                   x1=fedcba9876543210 x2=1 -> x0=ff6e5d4c3b2a1908
                                                   x1=fedcba9876543210 x2=1f -> x0=fffffffffdb97530
                                                   x1=fedcba9876543210 x2=20 -> x0=fffffffffedcba98
                                                   x1=fedcba9876543210 x2=3f -> x0=ffffffffffffffff
                                                   x1=fedcba9876543210 x2=40 -> x0=fedcba9876543210
                                                   x1=fedcba9876543210 x2=ffffffff00000021 -> x0=ffffffffff6e5d4c
asr w0, w1, w2                          1ac22820   x1=123456789abcdef0 x2=0 -> x0=9abcdef0
                                                   x1=123456789abcdef0 x2=1 -> x0=cd5e6f78
                                                   x1=123456789abcdef0 x2=1f -> x0=ffffffff
                                                   x1=123456789abcdef0 x2=20 -> x0=9abcdef0
                                                   x1=123456789abcdef0 x2=3f -> x0=ffffffff
                                                   x1=123456789abcdef0 x2=40 -> x0=9abcdef0
                                                   x1=123456789abcdef0 x2=ffffffff00000021 -> x0=cd5e6f78
                                                   x1=fedcba9876543210 x2=0 -> x0=76543210
                                                   x1=fedcba9876543210 x2=1 -> x0=3b2a1908
                                                   x1=fedcba9876543210 x2=1f -> x0=0
                                                   x1=fedcba9876543210 x2=20 -> x0=76543210
                                                   x1=fedcba9876543210 x2=3f -> x0=0
                                                   x1=fedcba9876543210 x2=40 -> x0=76543210
                                                   x1=fedcba9876543210 x2=ffffffff00000021 -> x0=3b2a1908
ror x0, x1, x2                          9ac22c20   x1=123456789abcdef0 x2=0 -> x0=123456789abcdef0
                                                   x1=123456789abcdef0 x2=1 -> x0=91a2b3c4d5e6f78
                                                   x1=123456789abcdef0 x2=1f -> x0=3579bde02468acf1
                                                   x1=123456789abcdef0 x2=20 -> x0=9abcdef012345678
                                                   x1=123456789abcdef0 x2=3f -> x0=2468acf13579bde0
                                                   x1=123456789abcdef0 x2=40 -> x0=123456789abcdef0
                                                   x1=123456789abcdef0 x2=ffffffff00000021 -> x0=4d5e6f78091a2b3c
                                                   x1=fedcba9876543210 x2=0 -> x0=fedcba9876543210
                                                   x1=fedcba9876543210 x2=1 -> x0=7f6e5d4c3b2a1908
                                                   x1=fedcba9876543210 x2=1f -> x0=eca86421fdb97530
                                                   x1=fedcba9876543210 x2=20 -> x0=76543210fedcba98
                                                   x1=fedcba9876543210 x2=3f -> x0=fdb97530eca86421
                                                   x1=fedcba9876543210 x2=40 -> x0=fedcba9876543210
                                                   x1=fedcba9876543210 x2=ffffffff00000021 -> x0=3b2a19087f6e5d4c
ror w0, w1, w2                          1ac22c20   x1=123456789abcdef0 x2=0 -> x0=9abcdef0
                                                   x1=123456789abcdef0 x2=1 -> x0=4d5e6f78
                                                   x1=123456789abcdef0 x2=1f -> x0=3579bde1
                                                   x1=123456789abcdef0 x2=20 -> x0=9abcdef0
                                                   x1=123456789abcdef0 x2=3f -> x0=3579bde1
                                                   x1=123456789abcdef0 x2=40 -> x0=9abcdef0
                                                   x1=123456789abcdef0 x2=ffffffff00000021 -> x0=4d5e6f78
                                                   x1=fedcba9876543210 x2=0 -> x0=76543210
                                                   x1=fedcba9876543210 x2=1 -> x0=3b2a1908
                                                   x1=fedcba9876543210 x2=1f -> x0=eca86420
                                                   x1=fedcba9876543210 x2=20 -> x0=76543210
                                                   x1=fedcba9876543210 x2=3f -> x0=eca86420
                                                   x1=fedcba9876543210 x2=40 -> x0=76543210
                                                   x1=fedcba9876543210 x2=ffffffff00000021 -> x0=3b2a1908
crc32b w0, w1, w2                       1ac24020   x1=ffffffff x2=123456789abcdef0 -> x0=9040e26e
                                                   x1=12300000000 x2=31 -> x0=51de003a
crc32h w0, w1, w2                       1ac24420   x1=ffffffff x2=123456789abcdef0 -> x0=cbf1f36e
                                                   x1=12300000000 x2=31 -> x0=c65d07b2
crc32w w0, w1, w2                       1ac24820   x1=ffffffff x2=123456789abcdef0 -> x0=8760b590
                                                   x1=12300000000 x2=31 -> x0=48979fc4
crc32x w0, w1, x2                       9ac24c20   x1=ffffffff x2=123456789abcdef0 -> x0=e6ddf8b5
crc32cb w0, w1, w2                      1ac25020   x1=ffffffff x2=123456789abcdef0 -> x0=5eecc3db
                                                   x1=12300000000 x2=31 -> x0=c288cab2
crc32ch w0, w1, w2                      1ac25420   x1=ffffffff x2=123456789abcdef0 -> x0=35aff8df
                                                   x1=12300000000 x2=31 -> x0=53ec8af4
crc32cw w0, w1, w2                      1ac25820   x1=ffffffff x2=123456789abcdef0 -> x0=34865ba5
                                                   x1=12300000000 x2=31 -> x0=e3040f0e
crc32cx w0, w1, x2                      9ac25c20   x1=ffffffff x2=123456789abcdef0 -> x0=d95b664b
rbit x0, x1                             dac00020   x1=123456789abcdef0 -> x0=f7b3d591e6a2c48
                                                   x1=fedcba9876543210 -> x0=84c2a6e195d3b7f
                                                   x1=0 -> x0=0
                                                   x1=1 -> x0=8000000000000000
                                                   x1=ffffffffffffffff -> x0=ffffffffffffffff
                                                   x1=8000000000000000 -> x0=1
                                                   x1=80000000 -> x0=100000000
                                                   x1=7fffffff -> x0=fffffffe00000000
                                                   x1=ffffffff -> x0=ffffffff00000000
rbit w0, w1                             5ac00020   x1=123456789abcdef0 -> x0=f7b3d59
                                                   x1=fedcba9876543210 -> x0=84c2a6e
                                                   x1=0 -> x0=0
                                                   x1=1 -> x0=80000000
                                                   x1=ffffffffffffffff -> x0=ffffffff
                                                   x1=8000000000000000 -> x0=0
                                                   x1=80000000 -> x0=1
                                                   x1=7fffffff -> x0=fffffffe
                                                   x1=ffffffff -> x0=ffffffff
rev16 x0, x1                            dac00420   x1=123456789abcdef0 -> x0=34127856bc9af0de
                                                   x1=fedcba9876543210 -> x0=dcfe98ba54761032
                                                   x1=0 -> x0=0
                                                   x1=1 -> x0=100
                                                   x1=ffffffffffffffff -> x0=ffffffffffffffff
                                                   x1=8000000000000000 -> x0=80000000000000
                                                   x1=80000000 -> x0=800000
                                                   x1=7fffffff -> x0=ff7fffff
                                                   x1=ffffffff -> x0=ffffffff
rev16 w0, w1                            5ac00420   x1=123456789abcdef0 -> x0=bc9af0de
                                                   x1=fedcba9876543210 -> x0=54761032
                                                   x1=0 -> x0=0
                                                   x1=1 -> x0=100
                                                   x1=ffffffffffffffff -> x0=ffffffff
                                                   x1=8000000000000000 -> x0=0
                                                   x1=80000000 -> x0=800000
                                                   x1=7fffffff -> x0=ff7fffff
                                                   x1=ffffffff -> x0=ffffffff
rev x0, x1                              dac00c20   x1=123456789abcdef0 -> x0=f0debc9a78563412
                                                   x1=fedcba9876543210 -> x0=1032547698badcfe
                                                   x1=0 -> x0=0
                                                   x1=1 -> x0=100000000000000
                                                   x1=ffffffffffffffff -> x0=ffffffffffffffff
                                                   x1=8000000000000000 -> x0=80
                                                   x1=80000000 -> x0=8000000000
                                                   x1=7fffffff -> x0=ffffff7f00000000
                                                   x1=ffffffff -> x0=ffffffff00000000
rev w0, w1                              5ac00820   x1=123456789abcdef0 -> x0=f0debc9a
                                                   x1=fedcba9876543210 -> x0=10325476
                                                   x1=0 -> x0=0
                                                   x1=1 -> x0=1000000
                                                   x1=ffffffffffffffff -> x0=ffffffff
                                                   x1=8000000000000000 -> x0=0
                                                   x1=80000000 -> x0=80
                                                   x1=7fffffff -> x0=ffffff7f
                                                   x1=ffffffff -> x0=ffffffff
clz x0, x1                              dac01020   x1=123456789abcdef0 -> x0=3
                                                   x1=fedcba9876543210 -> x0=0
                                                   x1=0 -> x0=40
                                                   x1=1 -> x0=3f
                                                   x1=ffffffffffffffff -> x0=0
                                                   x1=8000000000000000 -> x0=0
                                                   x1=80000000 -> x0=20
                                                   x1=7fffffff -> x0=21
                                                   x1=ffffffff -> x0=20
clz w0, w1                              5ac01020   x1=123456789abcdef0 -> x0=0
                                                   x1=fedcba9876543210 -> x0=1
                                                   x1=0 -> x0=20
                                                   x1=1 -> x0=1f
                                                   x1=ffffffffffffffff -> x0=0
                                                   x1=8000000000000000 -> x0=20
                                                   x1=80000000 -> x0=0
                                                   x1=7fffffff -> x0=1
                                                   x1=ffffffff -> x0=0
cls x0, x1                              dac01420   x1=123456789abcdef0 -> x0=2
                                                   x1=fedcba9876543210 -> x0=6
                                                   x1=0 -> x0=3f
                                                   x1=1 -> x0=3e
                                                   x1=ffffffffffffffff -> x0=3f
                                                   x1=8000000000000000 -> x0=0
                                                   x1=80000000 -> x0=1f
                                                   x1=7fffffff -> x0=20
                                                   x1=ffffffff -> x0=1f
cls w0, w1                              5ac01420   x1=123456789abcdef0 -> x0=0
                                                   x1=fedcba9876543210 -> x0=0
                                                   x1=0 -> x0=1f
                                                   x1=1 -> x0=1e
                                                   x1=ffffffffffffffff -> x0=1f
                                                   x1=8000000000000000 -> x0=1f
                                                   x1=80000000 -> x0=0
                                                   x1=7fffffff -> x0=0
                                                   x1=ffffffff -> x0=1f
rev32 x0, x1                            dac00820   x1=123456789abcdef0 -> x0=78563412f0debc9a
                                                   x1=fedcba9876543210 -> x0=98badcfe10325476
madd x0, x1, x2, x3                     9b020c20   x1=123456789abcdef0 x2=fedcba9876543210 x3=5 -> x0=236d88fe5618cf05
                                                   x1=3 x2=7 x3=64 -> x0=79
madd w0, w1, w2, w3                     1b020c20   x1=123456789abcdef0 x2=fedcba9876543210 x3=5 -> x0=5618cf05
                                                   x1=3 x2=7 x3=64 -> x0=79
msub x0, x1, x2, x3                     9b028c20   x1=123456789abcdef0 x2=fedcba9876543210 x3=5 -> x0=dc927701a9e73105
                                                   x1=3 x2=7 x3=64 -> x0=4f
msub w0, w1, w2, w3                     1b028c20   x1=123456789abcdef0 x2=fedcba9876543210 x3=5 -> x0=a9e73105
                                                   x1=3 x2=7 x3=64 -> x0=4f
mul x0, x1, x2                          9b027c20   x1=1 x2=2 -> x0=2
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffffffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=236d88fe5618cf00
mul w0, w1, w2                          1b027c20   x1=1 x2=2 -> x0=2
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=5618cf00
mneg x0, x1, x2                         9b02fc20   x1=1 x2=2 -> x0=fffffffffffffffe
                                                   x1=ffffffffffffffff x2=1 -> x0=1
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=dc927701a9e73100
mneg w0, w1, w2                         1b02fc20   x1=1 x2=2 -> x0=fffffffe
                                                   x1=ffffffffffffffff x2=1 -> x0=1
                                                   x1=0 x2=0 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=a9e73100
smaddl x0, w1, w2, x3                   9b220c20   x1=ffffffff80000000 x2=12345678ffffffff x3=5 -> x0=80000005
                                                   x1=3 x2=7 x3=64 -> x0=79
smsubl x0, w1, w2, x3                   9b228c20   x1=ffffffff80000000 x2=12345678ffffffff x3=5 -> x0=ffffffff80000005
                                                   x1=3 x2=7 x3=64 -> x0=4f
umaddl x0, w1, w2, x3                   9ba20c20   x1=ffffffff80000000 x2=12345678ffffffff x3=5 -> x0=7fffffff80000005
                                                   x1=3 x2=7 x3=64 -> x0=79
umsubl x0, w1, w2, x3                   9ba28c20   x1=ffffffff80000000 x2=12345678ffffffff x3=5 -> x0=8000000080000005
                                                   x1=3 x2=7 x3=64 -> x0=4f
smull x0, w1, w2                        9b227c20   x1=80000000 x2=ffffffff -> x0=80000000
umull x0, w1, w2                        9ba27c20   x1=80000000 x2=ffffffff -> x0=7fffffff80000000
smnegl x0, w1, w2                       9b22fc20   x1=80000000 x2=ffffffff -> x0=ffffffff80000000
umnegl x0, w1, w2                       9ba2fc20   x1=80000000 x2=ffffffff -> x0=8000000080000000
smulh x0, x1, x2                        9b427c20   x1=1 x2=2 -> x0=0
                                                   x1=ffffffffffffffff x2=1 -> x0=ffffffffffffffff
                                                   x1=0 x2=0 -> x0=0
                                                   x1=7fffffffffffffff x2=1 -> x0=0
                                                   x1=8000000000000000 x2=ffffffffffffffff -> x0=0
                                                   x1=7fffffff x2=1 -> x0=0
                                                   x1=80000000 x2=80000000 -> x0=0
                                                   x1=ffffffff x2=1 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=ffeb49923cc09532
                                                   x1=5 x2=5 -> x0=0
                                                   x1=0 x2=ffffffffffffffff -> x0=0
umulh x0, x1, x2                        9bc27c20   x1=1 x2=2 -> x0=0
                                                   x1=ffffffffffffffff x2=1 -> x0=0
                                                   x1=0 x2=0 -> x0=0
                                                   x1=7fffffffffffffff x2=1 -> x0=0
                                                   x1=8000000000000000 x2=ffffffffffffffff -> x0=7fffffffffffffff
                                                   x1=7fffffff x2=1 -> x0=0
                                                   x1=80000000 x2=80000000 -> x0=0
                                                   x1=ffffffff x2=1 -> x0=0
                                                   x1=123456789abcdef0 x2=fedcba9876543210 -> x0=121fa00ad77d7422
                                                   x1=5 x2=5 -> x0=0
                                                   x1=0 x2=ffffffffffffffff -> x0=0
csel x0, x1, x2, eq                     9a820020   nzcv=0 x1=11 x2=22 -> x0=22
                                                   nzcv=1 x1=11 x2=22 -> x0=22
                                                   nzcv=2 x1=11 x2=22 -> x0=22
                                                   nzcv=3 x1=11 x2=22 -> x0=22
                                                   nzcv=4 x1=11 x2=22 -> x0=11
                                                   nzcv=5 x1=11 x2=22 -> x0=11
                                                   nzcv=6 x1=11 x2=22 -> x0=11
                                                   nzcv=7 x1=11 x2=22 -> x0=11
                                                   nzcv=8 x1=11 x2=22 -> x0=22
                                                   nzcv=9 x1=11 x2=22 -> x0=22
                                                   nzcv=a x1=11 x2=22 -> x0=22
                                                   nzcv=b x1=11 x2=22 -> x0=22
                                                   nzcv=c x1=11 x2=22 -> x0=11
                                                   nzcv=d x1=11 x2=22 -> x0=11
                                                   nzcv=e x1=11 x2=22 -> x0=11
                                                   nzcv=f x1=11 x2=22 -> x0=11
csel x0, x1, x2, ne                     9a821020   nzcv=0 x1=11 x2=22 -> x0=11
                                                   nzcv=1 x1=11 x2=22 -> x0=11
                                                   nzcv=2 x1=11 x2=22 -> x0=11
                                                   nzcv=3 x1=11 x2=22 -> x0=11
                                                   nzcv=4 x1=11 x2=22 -> x0=22
                                                   nzcv=5 x1=11 x2=22 -> x0=22
                                                   nzcv=6 x1=11 x2=22 -> x0=22
                                                   nzcv=7 x1=11 x2=22 -> x0=22
                                                   nzcv=8 x1=11 x2=22 -> x0=11
                                                   nzcv=9 x1=11 x2=22 -> x0=11
                                                   nzcv=a x1=11 x2=22 -> x0=11
                                                   nzcv=b x1=11 x2=22 -> x0=11
                                                   nzcv=c x1=11 x2=22 -> x0=22
                                                   nzcv=d x1=11 x2=22 -> x0=22
                                                   nzcv=e x1=11 x2=22 -> x0=22
                                                   nzcv=f x1=11 x2=22 -> x0=22
csel x0, x1, x2, cs                     9a822020   nzcv=0 x1=11 x2=22 -> x0=22
                                                   nzcv=1 x1=11 x2=22 -> x0=22
                                                   nzcv=2 x1=11 x2=22 -> x0=11
                                                   nzcv=3 x1=11 x2=22 -> x0=11
                                                   nzcv=4 x1=11 x2=22 -> x0=22
                                                   nzcv=5 x1=11 x2=22 -> x0=22
                                                   nzcv=6 x1=11 x2=22 -> x0=11
                                                   nzcv=7 x1=11 x2=22 -> x0=11
                                                   nzcv=8 x1=11 x2=22 -> x0=22
                                                   nzcv=9 x1=11 x2=22 -> x0=22
                                                   nzcv=a x1=11 x2=22 -> x0=11
                                                   nzcv=b x1=11 x2=22 -> x0=11
                                                   nzcv=c x1=11 x2=22 -> x0=22
                                                   nzcv=d x1=11 x2=22 -> x0=22
                                                   nzcv=e x1=11 x2=22 -> x0=11
                                                   nzcv=f x1=11 x2=22 -> x0=11
csel x0, x1, x2, cc                     9a823020   nzcv=0 x1=11 x2=22 -> x0=11
                                                   nzcv=1 x1=11 x2=22 -> x0=11
                                                   nzcv=2 x1=11 x2=22 -> x0=22
                                                   nzcv=3 x1=11 x2=22 -> x0=22
                                                   nzcv=4 x1=11 x2=22 -> x0=11
                                                   nzcv=5 x1=11 x2=22 -> x0=11
                                                   nzcv=6 x1=11 x2=22 -> x0=22
                                                   nzcv=7 x1=11 x2=22 -> x0=22
                                                   nzcv=8 x1=11 x2=22 -> x0=11
                                                   nzcv=9 x1=11 x2=22 -> x0=11
                                                   nzcv=a x1=11 x2=22 -> x0=22
                                                   nzcv=b x1=11 x2=22 -> x0=22
                                                   nzcv=c x1=11 x2=22 -> x0=11
                                                   nzcv=d x1=11 x2=22 -> x0=11
                                                   nzcv=e x1=11 x2=22 -> x0=22
                                                   nzcv=f x1=11 x2=22 -> x0=22
csel x0, x1, x2, mi                     9a824020   nzcv=0 x1=11 x2=22 -> x0=22
                                                   nzcv=1 x1=11 x2=22 -> x0=22
                                                   nzcv=2 x1=11 x2=22 -> x0=22
                                                   nzcv=3 x1=11 x2=22 -> x0=22
                                                   nzcv=4 x1=11 x2=22 -> x0=22
                                                   nzcv=5 x1=11 x2=22 -> x0=22
                                                   nzcv=6 x1=11 x2=22 -> x0=22
                                                   nzcv=7 x1=11 x2=22 -> x0=22
                                                   nzcv=8 x1=11 x2=22 -> x0=11
                                                   nzcv=9 x1=11 x2=22 -> x0=11
                                                   nzcv=a x1=11 x2=22 -> x0=11
                                                   nzcv=b x1=11 x2=22 -> x0=11
                                                   nzcv=c x1=11 x2=22 -> x0=11
                                                   nzcv=d x1=11 x2=22 -> x0=11
                                                   nzcv=e x1=11 x2=22 -> x0=11
                                                   nzcv=f x1=11 x2=22 -> x0=11
csel x0, x1, x2, pl                     9a825020   nzcv=0 x1=11 x2=22 -> x0=11
                                                   nzcv=1 x1=11 x2=22 -> x0=11
                                                   nzcv=2 x1=11 x2=22 -> x0=11
                                                   nzcv=3 x1=11 x2=22 -> x0=11
                                                   nzcv=4 x1=11 x2=22 -> x0=11
                                                   nzcv=5 x1=11 x2=22 -> x0=11
                                                   nzcv=6 x1=11 x2=22 -> x0=11
                                                   nzcv=7 x1=11 x2=22 -> x0=11
                                                   nzcv=8 x1=11 x2=22 -> x0=22
                                                   nzcv=9 x1=11 x2=22 -> x0=22
                                                   nzcv=a x1=11 x2=22 -> x0=22
                                                   nzcv=b x1=11 x2=22 -> x0=22
                                                   nzcv=c x1=11 x2=22 -> x0=22
                                                   nzcv=d x1=11 x2=22 -> x0=22
                                                   nzcv=e x1=11 x2=22 -> x0=22
                                                   nzcv=f x1=11 x2=22 -> x0=22
csel x0, x1, x2, vs                     9a826020   nzcv=0 x1=11 x2=22 -> x0=22
                                                   nzcv=1 x1=11 x2=22 -> x0=11
                                                   nzcv=2 x1=11 x2=22 -> x0=22
                                                   nzcv=3 x1=11 x2=22 -> x0=11
                                                   nzcv=4 x1=11 x2=22 -> x0=22
                                                   nzcv=5 x1=11 x2=22 -> x0=11
                                                   nzcv=6 x1=11 x2=22 -> x0=22
                                                   nzcv=7 x1=11 x2=22 -> x0=11
                                                   nzcv=8 x1=11 x2=22 -> x0=22
                                                   nzcv=9 x1=11 x2=22 -> x0=11
                                                   nzcv=a x1=11 x2=22 -> x0=22
                                                   nzcv=b x1=11 x2=22 -> x0=11
                                                   nzcv=c x1=11 x2=22 -> x0=22
                                                   nzcv=d x1=11 x2=22 -> x0=11
                                                   nzcv=e x1=11 x2=22 -> x0=22
                                                   nzcv=f x1=11 x2=22 -> x0=11
csel x0, x1, x2, vc                     9a827020   nzcv=0 x1=11 x2=22 -> x0=11
                                                   nzcv=1 x1=11 x2=22 -> x0=22
                                                   nzcv=2 x1=11 x2=22 -> x0=11
                                                   nzcv=3 x1=11 x2=22 -> x0=22
                                                   nzcv=4 x1=11 x2=22 -> x0=11
                                                   nzcv=5 x1=11 x2=22 -> x0=22
                                                   nzcv=6 x1=11 x2=22 -> x0=11
                                                   nzcv=7 x1=11 x2=22 -> x0=22
                                                   nzcv=8 x1=11 x2=22 -> x0=11
                                                   nzcv=9 x1=11 x2=22 -> x0=22
                                                   nzcv=a x1=11 x2=22 -> x0=11
                                                   nzcv=b x1=11 x2=22 -> x0=22
                                                   nzcv=c x1=11 x2=22 -> x0=11
                                                   nzcv=d x1=11 x2=22 -> x0=22
                                                   nzcv=e x1=11 x2=22 -> x0=11
                                                   nzcv=f x1=11 x2=22 -> x0=22
csel x0, x1, x2, hi                     9a828020   nzcv=0 x1=11 x2=22 -> x0=22
                                                   nzcv=1 x1=11 x2=22 -> x0=22
                                                   nzcv=2 x1=11 x2=22 -> x0=11
                                                   nzcv=3 x1=11 x2=22 -> x0=11
                                                   nzcv=4 x1=11 x2=22 -> x0=22
                                                   nzcv=5 x1=11 x2=22 -> x0=22
                                                   nzcv=6 x1=11 x2=22 -> x0=22
                                                   nzcv=7 x1=11 x2=22 -> x0=22
                                                   nzcv=8 x1=11 x2=22 -> x0=22
                                                   nzcv=9 x1=11 x2=22 -> x0=22
                                                   nzcv=a x1=11 x2=22 -> x0=11
                                                   nzcv=b x1=11 x2=22 -> x0=11
                                                   nzcv=c x1=11 x2=22 -> x0=22
                                                   nzcv=d x1=11 x2=22 -> x0=22
                                                   nzcv=e x1=11 x2=22 -> x0=22
                                                   nzcv=f x1=11 x2=22 -> x0=22
csel x0, x1, x2, ls                     9a829020   nzcv=0 x1=11 x2=22 -> x0=11
                                                   nzcv=1 x1=11 x2=22 -> x0=11
                                                   nzcv=2 x1=11 x2=22 -> x0=22
                                                   nzcv=3 x1=11 x2=22 -> x0=22
                                                   nzcv=4 x1=11 x2=22 -> x0=11
                                                   nzcv=5 x1=11 x2=22 -> x0=11
                                                   nzcv=6 x1=11 x2=22 -> x0=11
                                                   nzcv=7 x1=11 x2=22 -> x0=11
                                                   nzcv=8 x1=11 x2=22 -> x0=11
                                                   nzcv=9 x1=11 x2=22 -> x0=11
                                                   nzcv=a x1=11 x2=22 -> x0=22
                                                   nzcv=b x1=11 x2=22 -> x0=22
                                                   nzcv=c x1=11 x2=22 -> x0=11
                                                   nzcv=d x1=11 x2=22 -> x0=11
                                                   nzcv=e x1=11 x2=22 -> x0=11
                                                   nzcv=f x1=11 x2=22 -> x0=11
csel x0, x1, x2, ge                     9a82a020   nzcv=0 x1=11 x2=22 -> x0=11
                                                   nzcv=1 x1=11 x2=22 -> x0=22
                                                   nzcv=2 x1=11 x2=22 -> x0=11
                                                   nzcv=3 x1=11 x2=22 -> x0=22
                                                   nzcv=4 x1=11 x2=22 -> x0=11
                                                   nzcv=5 x1=11 x2=22 -> x0=22
                                                   nzcv=6 x1=11 x2=22 -> x0=11
                                                   nzcv=7 x1=11 x2=22 -> x0=22
                                                   nzcv=8 x1=11 x2=22 -> x0=22
                                                   nzcv=9 x1=11 x2=22 -> x0=11
                                                   nzcv=a x1=11 x2=22 -> x0=22
                                                   nzcv=b x1=11 x2=22 -> x0=11
                                                   nzcv=c x1=11 x2=22 -> x0=22
                                                   nzcv=d x1=11 x2=22 -> x0=11
                                                   nzcv=e x1=11 x2=22 -> x0=22
                                                   nzcv=f x1=11 x2=22 -> x0=11
csel x0, x1, x2, lt                     9a82b020   nzcv=0 x1=11 x2=22 -> x0=22
                                                   nzcv=1 x1=11 x2=22 -> x0=11
                                                   nzcv=2 x1=11 x2=22 -> x0=22
                                                   nzcv=3 x1=11 x2=22 -> x0=11
                                                   nzcv=4 x1=11 x2=22 -> x0=22
                                                   nzcv=5 x1=11 x2=22 -> x0=11
                                                   nzcv=6 x1=11 x2=22 -> x0=22
                                                   nzcv=7 x1=11 x2=22 -> x0=11
                                                   nzcv=8 x1=11 x2=22 -> x0=11
                                                   nzcv=9 x1=11 x2=22 -> x0=22
                                                   nzcv=a x1=11 x2=22 -> x0=11
                                                   nzcv=b x1=11 x2=22 -> x0=22
                                                   nzcv=c x1=11 x2=22 -> x0=11
                                                   nzcv=d x1=11 x2=22 -> x0=22
                                                   nzcv=e x1=11 x2=22 -> x0=11
                                                   nzcv=f x1=11 x2=22 -> x0=22
csel x0, x1, x2, gt                     9a82c020   nzcv=0 x1=11 x2=22 -> x0=11
                                                   nzcv=1 x1=11 x2=22 -> x0=22
                                                   nzcv=2 x1=11 x2=22 -> x0=11
                                                   nzcv=3 x1=11 x2=22 -> x0=22
                                                   nzcv=4 x1=11 x2=22 -> x0=22
                                                   nzcv=5 x1=11 x2=22 -> x0=22
                                                   nzcv=6 x1=11 x2=22 -> x0=22
                                                   nzcv=7 x1=11 x2=22 -> x0=22
                                                   nzcv=8 x1=11 x2=22 -> x0=22
                                                   nzcv=9 x1=11 x2=22 -> x0=11
                                                   nzcv=a x1=11 x2=22 -> x0=22
                                                   nzcv=b x1=11 x2=22 -> x0=11
                                                   nzcv=c x1=11 x2=22 -> x0=22
                                                   nzcv=d x1=11 x2=22 -> x0=22
                                                   nzcv=e x1=11 x2=22 -> x0=22
                                                   nzcv=f x1=11 x2=22 -> x0=22
csel x0, x1, x2, le                     9a82d020   nzcv=0 x1=11 x2=22 -> x0=22
                                                   nzcv=1 x1=11 x2=22 -> x0=11
                                                   nzcv=2 x1=11 x2=22 -> x0=22
                                                   nzcv=3 x1=11 x2=22 -> x0=11
                                                   nzcv=4 x1=11 x2=22 -> x0=11
                                                   nzcv=5 x1=11 x2=22 -> x0=11
                                                   nzcv=6 x1=11 x2=22 -> x0=11
                                                   nzcv=7 x1=11 x2=22 -> x0=11
                                                   nzcv=8 x1=11 x2=22 -> x0=11
                                                   nzcv=9 x1=11 x2=22 -> x0=22
                                                   nzcv=a x1=11 x2=22 -> x0=11
                                                   nzcv=b x1=11 x2=22 -> x0=22
                                                   nzcv=c x1=11 x2=22 -> x0=11
                                                   nzcv=d x1=11 x2=22 -> x0=11
                                                   nzcv=e x1=11 x2=22 -> x0=11
                                                   nzcv=f x1=11 x2=22 -> x0=11
csel w0, w1, w2, al                     1a82e020   x1=ffffffff00000011 x2=22 -> x0=11
csel w0, w1, w2, nv                     1a82f020   x1=ffffffff00000011 x2=22 -> x0=11
csinc x0, x1, x2, ne                    9a821420   nzcv=4 x1=11 x2=ffffffffffffffff -> x0=0
                                                   nzcv=0 x1=1100000011 x2=ffffffffffffffff -> x0=1100000011
                                                   nzcv=4 x1=11 x2=22 -> x0=23
csinc w0, w1, w2, ne                    1a821420   nzcv=4 x1=11 x2=ffffffffffffffff -> x0=0
                                                   nzcv=0 x1=1100000011 x2=ffffffffffffffff -> x0=11
                                                   nzcv=4 x1=11 x2=22 -> x0=23
csinc x0, x1, x2, al                    9a82e420   x1=11 -> x0=11
csinc w0, w1, w2, al                    1a82e420   x1=11 -> x0=11
cset x0, ge                             9a9fb7e0   nzcv=8 -> x0=0
                                                   nzcv=0 -> x0=1
cset w0, ge                             1a9fb7e0   nzcv=8 -> x0=0
                                                   nzcv=0 -> x0=1
csinv x0, x1, x2, ne                    da821020   nzcv=4 x1=11 x2=ffffffffffffffff -> x0=0
                                                   nzcv=0 x1=1100000011 x2=ffffffffffffffff -> x0=1100000011
                                                   nzcv=4 x1=11 x2=22 -> x0=ffffffffffffffdd
csinv w0, w1, w2, ne                    5a821020   nzcv=4 x1=11 x2=ffffffffffffffff -> x0=0
                                                   nzcv=0 x1=1100000011 x2=ffffffffffffffff -> x0=11
                                                   nzcv=4 x1=11 x2=22 -> x0=ffffffdd
csinv x0, x1, x2, al                    da82e020   x1=11 -> x0=11
csinv w0, w1, w2, al                    5a82e020   x1=11 -> x0=11
csetm x0, ge                            da9fb3e0   nzcv=8 -> x0=0
                                                   nzcv=0 -> x0=ffffffffffffffff
csetm w0, ge                            5a9fb3e0   nzcv=8 -> x0=0
                                                   nzcv=0 -> x0=ffffffff
csneg x0, x1, x2, ne                    da821420   nzcv=4 x1=11 x2=ffffffffffffffff -> x0=1
                                                   nzcv=0 x1=1100000011 x2=ffffffffffffffff -> x0=1100000011
                                                   nzcv=4 x1=11 x2=22 -> x0=ffffffffffffffde
csneg w0, w1, w2, ne                    5a821420   nzcv=4 x1=11 x2=ffffffffffffffff -> x0=1
                                                   nzcv=0 x1=1100000011 x2=ffffffffffffffff -> x0=11
                                                   nzcv=4 x1=11 x2=22 -> x0=ffffffde
csneg x0, x1, x2, al                    da82e420   x1=11 -> x0=11
csneg w0, w1, w2, al                    5a82e420   x1=11 -> x0=11
cneg x0, xzr, ge                        da9fb7e0   nzcv=8 -> x0=0
                                                   nzcv=0 -> x0=0
cneg w0, wzr, ge                        5a9fb7e0   nzcv=8 -> x0=0
                                                   nzcv=0 -> x0=0
csel x0, xzr, xzr, lt                   9a9fb3e0   nzcv=8 -> x0=0
csel w0, wzr, wzr, lt                   1a9fb3e0   nzcv=8 -> x0=0
csneg x0, xzr, xzr, al                  da9fe7e0   -> x0=0
csneg w0, wzr, wzr, al                  5a9fe7e0   -> x0=0
ccmp x1, x2, #0xa, eq                   fa42002a   nzcv=0 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=0 x1=5 x2=5 -> nzcv=a
                                                   nzcv=0 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=4 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=4 x1=5 x2=5 -> nzcv=6
                                                   nzcv=4 x1=8000000000000000 x2=1 -> nzcv=3
                                                   nzcv=8 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=8 x1=5 x2=5 -> nzcv=a
                                                   nzcv=8 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=2 x1=5 x2=5 -> nzcv=a
                                                   nzcv=2 x1=8000000000000000 x2=1 -> nzcv=a
ccmp w1, w2, #0xa, eq                   7a42002a   nzcv=0 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=0 x1=5 x2=5 -> nzcv=a
                                                   nzcv=0 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=4 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=4 x1=5 x2=5 -> nzcv=6
                                                   nzcv=4 x1=8000000000000000 x2=1 -> nzcv=8
                                                   nzcv=8 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=8 x1=5 x2=5 -> nzcv=a
                                                   nzcv=8 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=2 x1=5 x2=5 -> nzcv=a
                                                   nzcv=2 x1=8000000000000000 x2=1 -> nzcv=a
ccmp x1, #0x1f, #0x5, eq                fa5f0825   nzcv=0 x1=1f -> nzcv=5
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=0 x1=0 -> nzcv=5
                                                   nzcv=4 x1=1f -> nzcv=6
                                                   nzcv=4 x1=ffffffffffffffff -> nzcv=a
                                                   nzcv=4 x1=0 -> nzcv=8
                                                   nzcv=8 x1=1f -> nzcv=5
                                                   nzcv=8 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=8 x1=0 -> nzcv=5
                                                   nzcv=2 x1=1f -> nzcv=5
                                                   nzcv=2 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=2 x1=0 -> nzcv=5
ccmp w1, #0x1f, #0x5, eq                7a5f0825   nzcv=0 x1=1f -> nzcv=5
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=0 x1=0 -> nzcv=5
                                                   nzcv=4 x1=1f -> nzcv=6
                                                   nzcv=4 x1=ffffffffffffffff -> nzcv=a
                                                   nzcv=4 x1=0 -> nzcv=8
                                                   nzcv=8 x1=1f -> nzcv=5
                                                   nzcv=8 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=8 x1=0 -> nzcv=5
                                                   nzcv=2 x1=1f -> nzcv=5
                                                   nzcv=2 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=2 x1=0 -> nzcv=5
ccmp x1, x2, #0xa, hi                   fa42802a   nzcv=0 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=0 x1=5 x2=5 -> nzcv=a
                                                   nzcv=0 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=4 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=4 x1=5 x2=5 -> nzcv=a
                                                   nzcv=4 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=8 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=8 x1=5 x2=5 -> nzcv=a
                                                   nzcv=8 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=2 x1=5 x2=5 -> nzcv=6
                                                   nzcv=2 x1=8000000000000000 x2=1 -> nzcv=3
ccmp w1, w2, #0xa, hi                   7a42802a   nzcv=0 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=0 x1=5 x2=5 -> nzcv=a
                                                   nzcv=0 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=4 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=4 x1=5 x2=5 -> nzcv=a
                                                   nzcv=4 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=8 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=8 x1=5 x2=5 -> nzcv=a
                                                   nzcv=8 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=2 x1=5 x2=5 -> nzcv=6
                                                   nzcv=2 x1=8000000000000000 x2=1 -> nzcv=8
ccmp x1, #0x1f, #0x5, hi                fa5f8825   nzcv=0 x1=1f -> nzcv=5
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=0 x1=0 -> nzcv=5
                                                   nzcv=4 x1=1f -> nzcv=5
                                                   nzcv=4 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=4 x1=0 -> nzcv=5
                                                   nzcv=8 x1=1f -> nzcv=5
                                                   nzcv=8 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=8 x1=0 -> nzcv=5
                                                   nzcv=2 x1=1f -> nzcv=6
                                                   nzcv=2 x1=ffffffffffffffff -> nzcv=a
                                                   nzcv=2 x1=0 -> nzcv=8
ccmp w1, #0x1f, #0x5, hi                7a5f8825   nzcv=0 x1=1f -> nzcv=5
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=0 x1=0 -> nzcv=5
                                                   nzcv=4 x1=1f -> nzcv=5
                                                   nzcv=4 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=4 x1=0 -> nzcv=5
                                                   nzcv=8 x1=1f -> nzcv=5
                                                   nzcv=8 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=8 x1=0 -> nzcv=5
                                                   nzcv=2 x1=1f -> nzcv=6
                                                   nzcv=2 x1=ffffffffffffffff -> nzcv=a
                                                   nzcv=2 x1=0 -> nzcv=8
ccmp x1, x2, #0xa, lt                   fa42b02a   nzcv=0 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=0 x1=5 x2=5 -> nzcv=a
                                                   nzcv=0 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=4 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=4 x1=5 x2=5 -> nzcv=a
                                                   nzcv=4 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=8 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=8 x1=5 x2=5 -> nzcv=6
                                                   nzcv=8 x1=8000000000000000 x2=1 -> nzcv=3
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=2 x1=5 x2=5 -> nzcv=a
                                                   nzcv=2 x1=8000000000000000 x2=1 -> nzcv=a
ccmp w1, w2, #0xa, lt                   7a42b02a   nzcv=0 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=0 x1=5 x2=5 -> nzcv=a
                                                   nzcv=0 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=4 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=4 x1=5 x2=5 -> nzcv=a
                                                   nzcv=4 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=8 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=8 x1=5 x2=5 -> nzcv=6
                                                   nzcv=8 x1=8000000000000000 x2=1 ->
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=2 x1=5 x2=5 -> nzcv=a
                                                   nzcv=2 x1=8000000000000000 x2=1 -> nzcv=a
ccmp x1, #0x1f, #0x5, lt                fa5fb825   nzcv=0 x1=1f -> nzcv=5
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=0 x1=0 -> nzcv=5
                                                   nzcv=4 x1=1f -> nzcv=5
                                                   nzcv=4 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=4 x1=0 -> nzcv=5
                                                   nzcv=8 x1=1f -> nzcv=6
                                                   nzcv=8 x1=ffffffffffffffff -> nzcv=a
                                                   nzcv=8 x1=0 ->
                                                   nzcv=2 x1=1f -> nzcv=5
                                                   nzcv=2 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=2 x1=0 -> nzcv=5
ccmp w1, #0x1f, #0x5, lt                7a5fb825   nzcv=0 x1=1f -> nzcv=5
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=0 x1=0 -> nzcv=5
                                                   nzcv=4 x1=1f -> nzcv=5
                                                   nzcv=4 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=4 x1=0 -> nzcv=5
                                                   nzcv=8 x1=1f -> nzcv=6
                                                   nzcv=8 x1=ffffffffffffffff -> nzcv=a
                                                   nzcv=8 x1=0 ->
                                                   nzcv=2 x1=1f -> nzcv=5
                                                   nzcv=2 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=2 x1=0 -> nzcv=5
ccmp x1, x2, #0x0, al                   fa42e020   x1=1 x2=2 -> nzcv=8
ccmp w1, w2, #0x0, al                   7a42e020   x1=1 x2=2 -> nzcv=8
ccmp x1, #0x3, #0xf, nv                 fa43f82f   x1=3 -> nzcv=6
ccmp w1, #0x3, #0xf, nv                 7a43f82f   x1=3 -> nzcv=6
ccmn x1, x2, #0xa, eq                   ba42002a   nzcv=0 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=0 x1=5 x2=5 -> nzcv=a
                                                   nzcv=0 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=4 x1=ffffffffffffffff x2=1 -> nzcv=6
                                                   nzcv=4 x1=5 x2=5 -> nzcv=0
                                                   nzcv=4 x1=8000000000000000 x2=1 -> nzcv=8
                                                   nzcv=8 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=8 x1=5 x2=5 -> nzcv=a
                                                   nzcv=8 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=2 x1=5 x2=5 -> nzcv=a
                                                   nzcv=2 x1=8000000000000000 x2=1 -> nzcv=a
ccmn w1, w2, #0xa, eq                   3a42002a   nzcv=0 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=0 x1=5 x2=5 -> nzcv=a
                                                   nzcv=0 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=4 x1=ffffffffffffffff x2=1 -> nzcv=6
                                                   nzcv=4 x1=5 x2=5 -> nzcv=0
                                                   nzcv=4 x1=8000000000000000 x2=1 -> nzcv=0
                                                   nzcv=8 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=8 x1=5 x2=5 -> nzcv=a
                                                   nzcv=8 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=2 x1=5 x2=5 -> nzcv=a
                                                   nzcv=2 x1=8000000000000000 x2=1 -> nzcv=a
ccmn x1, #0x1f, #0x5, eq                ba5f0825   nzcv=0 x1=1f -> nzcv=5
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=0 x1=0 -> nzcv=5
                                                   nzcv=4 x1=1f -> nzcv=0
                                                   nzcv=4 x1=ffffffffffffffff -> nzcv=2
                                                   nzcv=4 x1=0 -> nzcv=0
                                                   nzcv=8 x1=1f -> nzcv=5
                                                   nzcv=8 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=8 x1=0 -> nzcv=5
                                                   nzcv=2 x1=1f -> nzcv=5
                                                   nzcv=2 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=2 x1=0 -> nzcv=5
ccmn w1, #0x1f, #0x5, eq                3a5f0825   nzcv=0 x1=1f -> nzcv=5
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=0 x1=0 -> nzcv=5
                                                   nzcv=4 x1=1f -> nzcv=0
                                                   nzcv=4 x1=ffffffffffffffff -> nzcv=2
                                                   nzcv=4 x1=0 -> nzcv=0
                                                   nzcv=8 x1=1f -> nzcv=5
                                                   nzcv=8 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=8 x1=0 -> nzcv=5
                                                   nzcv=2 x1=1f -> nzcv=5
                                                   nzcv=2 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=2 x1=0 -> nzcv=5
ccmn x1, x2, #0xa, hi                   ba42802a   nzcv=0 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=0 x1=5 x2=5 -> nzcv=a
                                                   nzcv=0 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=4 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=4 x1=5 x2=5 -> nzcv=a
                                                   nzcv=4 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=8 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=8 x1=5 x2=5 -> nzcv=a
                                                   nzcv=8 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> nzcv=6
                                                   nzcv=2 x1=5 x2=5 -> nzcv=0
                                                   nzcv=2 x1=8000000000000000 x2=1 -> nzcv=8
ccmn w1, w2, #0xa, hi                   3a42802a   nzcv=0 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=0 x1=5 x2=5 -> nzcv=a
                                                   nzcv=0 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=4 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=4 x1=5 x2=5 -> nzcv=a
                                                   nzcv=4 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=8 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=8 x1=5 x2=5 -> nzcv=a
                                                   nzcv=8 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> nzcv=6
                                                   nzcv=2 x1=5 x2=5 -> nzcv=0
                                                   nzcv=2 x1=8000000000000000 x2=1 -> nzcv=0
ccmn x1, #0x1f, #0x5, hi                ba5f8825   nzcv=0 x1=1f -> nzcv=5
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=0 x1=0 -> nzcv=5
                                                   nzcv=4 x1=1f -> nzcv=5
                                                   nzcv=4 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=4 x1=0 -> nzcv=5
                                                   nzcv=8 x1=1f -> nzcv=5
                                                   nzcv=8 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=8 x1=0 -> nzcv=5
                                                   nzcv=2 x1=1f -> nzcv=0
                                                   nzcv=2 x1=ffffffffffffffff ->
                                                   nzcv=2 x1=0 -> nzcv=0
ccmn w1, #0x1f, #0x5, hi                3a5f8825   nzcv=0 x1=1f -> nzcv=5
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=0 x1=0 -> nzcv=5
                                                   nzcv=4 x1=1f -> nzcv=5
                                                   nzcv=4 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=4 x1=0 -> nzcv=5
                                                   nzcv=8 x1=1f -> nzcv=5
                                                   nzcv=8 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=8 x1=0 -> nzcv=5
                                                   nzcv=2 x1=1f -> nzcv=0
                                                   nzcv=2 x1=ffffffffffffffff ->
                                                   nzcv=2 x1=0 -> nzcv=0
ccmn x1, x2, #0xa, lt                   ba42b02a   nzcv=0 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=0 x1=5 x2=5 -> nzcv=a
                                                   nzcv=0 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=4 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=4 x1=5 x2=5 -> nzcv=a
                                                   nzcv=4 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=8 x1=ffffffffffffffff x2=1 -> nzcv=6
                                                   nzcv=8 x1=5 x2=5 -> nzcv=0
                                                   nzcv=8 x1=8000000000000000 x2=1 ->
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=2 x1=5 x2=5 -> nzcv=a
                                                   nzcv=2 x1=8000000000000000 x2=1 -> nzcv=a
ccmn w1, w2, #0xa, lt                   3a42b02a   nzcv=0 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=0 x1=5 x2=5 -> nzcv=a
                                                   nzcv=0 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=4 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=4 x1=5 x2=5 -> nzcv=a
                                                   nzcv=4 x1=8000000000000000 x2=1 -> nzcv=a
                                                   nzcv=8 x1=ffffffffffffffff x2=1 -> nzcv=6
                                                   nzcv=8 x1=5 x2=5 -> nzcv=0
                                                   nzcv=8 x1=8000000000000000 x2=1 -> nzcv=0
                                                   nzcv=2 x1=ffffffffffffffff x2=1 -> nzcv=a
                                                   nzcv=2 x1=5 x2=5 -> nzcv=a
                                                   nzcv=2 x1=8000000000000000 x2=1 -> nzcv=a
ccmn x1, #0x1f, #0x5, lt                ba5fb825   nzcv=0 x1=1f -> nzcv=5
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=0 x1=0 -> nzcv=5
                                                   nzcv=4 x1=1f -> nzcv=5
                                                   nzcv=4 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=4 x1=0 -> nzcv=5
                                                   nzcv=8 x1=1f -> nzcv=0
                                                   nzcv=8 x1=ffffffffffffffff -> nzcv=2
                                                   nzcv=8 x1=0 -> nzcv=0
                                                   nzcv=2 x1=1f -> nzcv=5
                                                   nzcv=2 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=2 x1=0 -> nzcv=5
ccmn w1, #0x1f, #0x5, lt                3a5fb825   nzcv=0 x1=1f -> nzcv=5
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=0 x1=0 -> nzcv=5
                                                   nzcv=4 x1=1f -> nzcv=5
                                                   nzcv=4 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=4 x1=0 -> nzcv=5
                                                   nzcv=8 x1=1f -> nzcv=0
                                                   nzcv=8 x1=ffffffffffffffff -> nzcv=2
                                                   nzcv=8 x1=0 -> nzcv=0
                                                   nzcv=2 x1=1f -> nzcv=5
                                                   nzcv=2 x1=ffffffffffffffff -> nzcv=5
                                                   nzcv=2 x1=0 -> nzcv=5
ccmn x1, x2, #0x0, al                   ba42e020   x1=1 x2=2 -> nzcv=0
ccmn w1, w2, #0x0, al                   3a42e020   x1=1 x2=2 -> nzcv=0
ccmn x1, #0x3, #0xf, nv                 ba43f82f   x1=3 -> nzcv=0
ccmn w1, #0x3, #0xf, nv                 3a43f82f   x1=3 -> nzcv=0
rmif x1, #0, #15                        ba00042f   x1=5 nzcv=a -> nzcv=5
rmif x1, #62, #5                        ba1f0425   x1=8000000000000000 nzcv=a ->
                                                   x1=1 nzcv=f -> nzcv=e
rmif x1, #29, #8                        ba0e8428   x1=ffffffff nzcv=0 ->
                                                   x1=0 nzcv=f -> nzcv=7
setf8 w1                                3a00082d   nzcv=f x1=0 -> nzcv=6
                                                   nzcv=f x1=80 -> nzcv=b
                                                   nzcv=f x1=180 -> nzcv=a
                                                   nzcv=f x1=100 -> nzcv=7
                                                   nzcv=f x1=8000 -> nzcv=6
                                                   nzcv=f x1=18000 -> nzcv=6
                                                   nzcv=f x1=10000 -> nzcv=6
                                                   nzcv=f x1=7f -> nzcv=2
                                                   nzcv=f x1=ffffffffffffffff -> nzcv=a
                                                   nzcv=0 x1=0 -> nzcv=4
                                                   nzcv=0 x1=80 -> nzcv=9
                                                   nzcv=0 x1=180 -> nzcv=8
                                                   nzcv=0 x1=100 -> nzcv=5
                                                   nzcv=0 x1=8000 -> nzcv=4
                                                   nzcv=0 x1=18000 -> nzcv=4
                                                   nzcv=0 x1=10000 -> nzcv=4
                                                   nzcv=0 x1=7f ->
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=8
setf16 w1                               3a00482d   nzcv=f x1=0 -> nzcv=6
                                                   nzcv=f x1=80 -> nzcv=2
                                                   nzcv=f x1=180 -> nzcv=2
                                                   nzcv=f x1=100 -> nzcv=2
                                                   nzcv=f x1=8000 -> nzcv=b
                                                   nzcv=f x1=18000 -> nzcv=a
                                                   nzcv=f x1=10000 -> nzcv=7
                                                   nzcv=f x1=7f -> nzcv=2
                                                   nzcv=f x1=ffffffffffffffff -> nzcv=a
                                                   nzcv=0 x1=0 -> nzcv=4
                                                   nzcv=0 x1=80 ->
                                                   nzcv=0 x1=180 ->
                                                   nzcv=0 x1=100 ->
                                                   nzcv=0 x1=8000 -> nzcv=9
                                                   nzcv=0 x1=18000 -> nzcv=8
                                                   nzcv=0 x1=10000 -> nzcv=5
                                                   nzcv=0 x1=7f ->
                                                   nzcv=0 x1=ffffffffffffffff -> nzcv=8
cfinv                                   d500401f   nzcv=0 -> nzcv=2
                                                   nzcv=1 -> nzcv=3
                                                   nzcv=2 -> nzcv=0
                                                   nzcv=3 -> nzcv=1
                                                   nzcv=4 -> nzcv=6
                                                   nzcv=5 -> nzcv=7
                                                   nzcv=6 -> nzcv=4
                                                   nzcv=7 -> nzcv=5
                                                   nzcv=8 -> nzcv=a
                                                   nzcv=9 -> nzcv=b
                                                   nzcv=a -> nzcv=8
                                                   nzcv=b -> nzcv=9
                                                   nzcv=c -> nzcv=e
                                                   nzcv=d -> nzcv=f
                                                   nzcv=e -> nzcv=c
                                                   nzcv=f -> nzcv=d
xaflag                                  d500403f   nzcv=0 -> nzcv=8
                                                   nzcv=1 -> nzcv=8
                                                   nzcv=2 ->
                                                   nzcv=3 -> nzcv=2
                                                   nzcv=4 -> nzcv=3
                                                   nzcv=5 -> nzcv=3
                                                   nzcv=6 ->
                                                   nzcv=7 -> nzcv=6
                                                   nzcv=8 ->
                                                   nzcv=9 -> nzcv=8
                                                   nzcv=a -> nzcv=2
                                                   nzcv=b -> nzcv=2
                                                   nzcv=c -> nzcv=3
                                                   nzcv=d -> nzcv=3
                                                   nzcv=e -> nzcv=6
                                                   nzcv=f -> nzcv=6
axflag                                  d500405f   nzcv=0 ->
                                                   nzcv=1 -> nzcv=4
                                                   nzcv=2 ->
                                                   nzcv=3 -> nzcv=4
                                                   nzcv=4 ->
                                                   nzcv=5 -> nzcv=4
                                                   nzcv=6 ->
                                                   nzcv=7 -> nzcv=4
                                                   nzcv=8 -> nzcv=0
                                                   nzcv=9 -> nzcv=4
                                                   nzcv=a -> nzcv=2
                                                   nzcv=b -> nzcv=4
                                                   nzcv=c -> nzcv=4
                                                   nzcv=d -> nzcv=4
                                                   nzcv=e -> nzcv=6
                                                   nzcv=f -> nzcv=4

# Rotations between registers and memory
ror w9, w10, #5; ror x9, x9, #60          138a1549 93c9f129  x10=123456789abcdef0 -> x9=84d5e6f70
ror x10, x11, #1                          93cb056a  x11=fedcba9876543211 -> x10=ff6e5d4c3b2a1908
