# SPDX-License-Identifier: GPL-2.0-or-later
# Sequences that went wrong once: what one instruction leaves for the next ones.

cfinv; csinv w9, w9, w28, gt  d500401f 5a9cc129  -> x9=215241e3 nzcv=7
rmif x25, #24, #10; csinc x16, x16, x25, lt  ba0c072a 9a99b610  -> x16=5a5a0000deadbe1a nzcv=f
rmif x11, #47, #14; sub w21, w16, #0xd79; fccmpe d23, d14, #0x8, vs  ba17856e 5135e615 1e6e66f8  -> x21=deadb097 nzcv=2
fccmpe d25, d4, #0xc, gt; subs w19, w19, #0x1  1e64c73c 71000673  nzcv=9 v25=c3c3c3c300fedc19ffffffff00800000 -> x19=deadbe12 nzcv=a fpsr=1
fcmp d23, d0; fmsub d16, d0, d22, d7; fcsel d10, d2, d27, lt; fccmp s6, s17, #0x4, vc  1e6022e0 1f569c10 1e7bbc4a 1e3174c4  v23=c3c3c3c300fedc17cbcbcbcbcbcbcbcb -> nzcv=8 v10=00000000000000001234567800abcd02 v16=00000000000000001234567800abcd07 fpsr=10
str w8, [x24, w7, uxtw #2]  b8275b08  x7=0 x24=22000 -> sigsegv=22000
ldaxp x8, x4, [x14]  c87391c8  x14=23700 -> x4=0 x8=0
adds w11, w16, #0xcc8, lsl #12; ic ivau, x2  3173220b d50b7522  x2=22000 -> x11=df7a3e10 nzcv=8 sigsegv=22000
mov w29, #0x5; fmls v30.2s, v8.2s, v8.2s; sub w29, w29, #0x1; cbnz w29, 0x10004  528000bd 0ea8cd1e 510007bd 35ffffdd  nzcv=1 fpcr=1800000 -> x29=0 v30=00000000000000001234567300abcd19 fpsr=10
fsub v17.2s, v18.2s, v6.2s  0ea6d651  nzcv=6 fpcr=6800000 -> v17=0000000000000000800000000000000c
fcvtzs x25, s15, #63  9e1805f9  v15=0000000000000000000000007f7fffff -> x25=7fffffffffffffff fpsr=1
fcvtzs x19, s17, #64  9e180233  v17=000000000000000000000000cc0a7a5d -> x19=8000000000000000 fpsr=1
caspl x22, x23, x0, x1, [x23]  4836fee0  x23=ffffffc34f000000 -> sigsegv=ffffffc34f000000
cmp x5, x4; b.eq 0x1001c; sub x0, x4, #0x1; ldr x1, [x10]; asr x0, x0, #6; b.le 0x1001c; mov x2, #0x1  eb0400bf 540000c0 d1000480 f9400141 9346fc00 5400004d d2800022  x5=50 x4=60 x10=20000 -> x0=1 x1=cccccccccccccccc nzcv=8
mul x4, x8, x3; add x6, x4, x8; sqdmlal v0.2d, v12.2s, v3.2s  9b037d04 8b080086 0ea39180  x8=5 x3=7 v12=00000000000000001111111122222222 v3=00000000000000000000000200000003 v0=00000000000000010000000000000002 -> x4=23 x6=28 v0=000000004444444500000000ccccccce
cmp x0, x17; add x17, x17, #0x1; b.eq 0x10010; mrs x2, nzcv  eb11001f 91000631 54000040 d53b4202  x0=9 x17=5 -> x2=20000000 x17=6 nzcv=2
ands w0, w14, #0xfe00fe00; fcmpe d13, #0.0; cbnz w0, 0x10010; ccmn x17, x15, #0xa, pl  721799c0 1e6d21b8 35000040 ba4f522a  x14=0 -> x0=0 nzcv=9
mov v2.16b, v0.16b; sha256h q0, q1, v16.4s; sha256h2 q1, q2, v16.4s; mov v2.16b, v0.16b; sha256h q0, q1, v17.4s; sha256h2 q1, q2, v17.4s  4ea01c02 5e104020 5e105041 4ea01c02 5e114020 5e115041 v0=a54ff53a3c6ef372bb67ae856a09e667 v1=5be0cd191f83d9ab9b05688c510e527f v16=12345678deadbeef71374491a3ec9318 v17=80000000ffffffff0f1e2d3c9abcdef0 -> v0=1f915d90d4fa084074011599121874ff v1=d27021e0c9a0dcc72fa4e03d6e50e86f v2=5d6aebcd5a6ad9adf1b00ac7a66711be
cmp x1, #0x5; br x2; mrs x0, nzcv  f100143f d61f0040 d53b4200  x1=4 x2=10008 -> x0=80000000 nzcv=8
cmn w1, #0x3; br x2; mrs x0, nzcv  31000c3f d61f0040 d53b4200  x1=fffffffd x2=10008 -> x0=60000000 nzcv=6
adds x0, x1, x2; mul x7, x3, x4; adcs x8, x5, x6; umulh x9, x3, x4; adc x10, xzr, xzr  ab020020 9b047c67 ba0600a8 9bc47c69 9a1f03ea x1=fffffffffffffff0 x2=20 x3=123456789abcdef1 x4=fedcba9876543210 x5=7fffffffffffffff x6=0 -> x0=10 x7=224a4396cc6d0110 x8=8000000000000000 x9=121fa00ad77d7423 x10=0 nzcv=9
subs x0, x2, x1; sbcs x8, x6, x5; mul x7, x3, x4; sbc x10, x3, x4  eb010040 fa0500c8 9b047c67 da04006a x1=fffffffffffffff0 x2=20 x3=123456789abcdef1 x4=fedcba9876543210 x5=7fffffffffffffff x6=0 -> x0=30 x8=8000000000000000 x7=224a4396cc6d0110 x10=13579be02468ace0 nzcv=8
subs x0, x2, x1; adcs x8, x5, x6  eb010040 ba0600a8 x1=fffffffffffffff0 x2=20 x3=123456789abcdef1 x4=fedcba9876543210 x5=7fffffffffffffff x6=0 -> x0=30 x8=7fffffffffffffff nzcv=0
ands x0, x1, x2; adcs x8, x1, x1  ea020020 ba010028 x1=fffffffffffffff0 x2=20 x3=123456789abcdef1 x4=fedcba9876543210 x5=7fffffffffffffff x6=0 -> x0=20 x8=ffffffffffffffe0 nzcv=a
adds x0, x1, x2; mul w7, w3, w4; adcs w8, w3, w4  ab020020 1b047c67 3a040068 x1=fffffffffffffff0 x2=20 x3=123456789abcdef1 x4=fedcba9876543210 x5=7fffffffffffffff x6=0 -> x0=10 x7=cc6d0110 x8=11111102 nzcv=2
