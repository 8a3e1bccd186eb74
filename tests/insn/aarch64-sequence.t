# SPDX-License-Identifier: GPL-2.0-or-later
# Sequences that went wrong once: what one instruction leaves for the next ones.

# pairs on the stack: the second half may fault where the 16 bytes are not aligned
ldp x0, x1, [sp, #8]          a94087e0            x0=7 x1=8 sp=21ff0 -> sigsegv=22000
ldp x0, x1, [sp, #16]         a94107e0            x0=7 x1=8 sp=21ff0 -> sigsegv=22000
ldp x0, x1, [sp], #16         a8c107e0            [20010]=f1e2d3c4b5a69788796a5b4c3d2e1f00 sp=20010 -> x0=8897a6b5c4d3e2f1 x1=1f2e3d4c5b6a79 sp=20020
# what is above a scalar product and sum
usqadd s25, s4; sqrdmlsh s5, s25, v25.s[1]; fnmsub d25, d9, d25, d5  7ea03899 7fb9f325 1f799539  v4=c3c3c3c300fedc04bfcd0fca91a4d920 -> v5=00000000000000000000000000abcd05 v25=00000000000000008000000000abcd05 fpsr=8000000
# a chain of steps made in the register of its end, where its old value is not needed
neg x0, x1; eor x0, x0, x3; and x2, x0, #0xffff; mov x0, #0x0  cb0103e0 ca030000 92403c02 d2800000  x1=1122334455667788 x2=99aabbccddeeff00 x3=102030405060708 -> x0=0 x2=8f70
add x0, x1, x3; sub x2, x0, x2; mov x0, #0x0  8b030020 cb020002 d2800000  x1=1122334455667788 x2=99aabbccddeeff00 x3=102030405060708 -> x0=0 x2=78797a7b7c7d7f90
add x0, x1, x2; lsl x0, x0, #4; sub x2, x2, x0; mov x0, #0x0  8b020020 d37cec00 cb000042 d2800000  x1=1122334455667788 x2=99aabbccddeeff00 -> x0=0 x2=ecdbcab9a8979680
neg x0, x1; eor x0, x0, x3; ldr x2, [x4]; and x2, x0, #0xffff; mov x0, #0x0  cb0103e0 ca030000 f9400082 92403c02 d2800000  x1=1122334455667788 x2=99aabbccddeeff00 x3=102030405060708 x4=22000 -> sigsegv=22000 x0=efdfcfbfaf9f8f70 pc=10008
# sums of sp while it changes
sub sp, sp, #0x40; add x0, sp, #0x10; add sp, sp, #0x40; str x0, [sp, #8]  d10103ff 910043e0 910103ff f90007e0  sp=20010 -> x0=1ffe0 [20018]=e0ff010000000000
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
mov v2.16b, v0.16b; sha256h q0, q1, v16.4s; sha256h2 q1, q2, v16.4s; mov v2.16b, v0.16b; sha256h q0, q1, v17.4s; sha256h2 q1, q2, v17.4s; mov v2.16b, v0.16b; sha256h q0, q1, v18.4s; sha256h2 q1, q2, v18.4s  4ea01c02 5e104020 5e105041 4ea01c02 5e114020 5e115041 4ea01c02 5e124020 5e125041 v0=a54ff53a3c6ef372bb67ae856a09e667 v1=5be0cd191f83d9ab9b05688c510e527f v16=12345678deadbeef71374491a3ec9318 v17=80000000ffffffff0f1e2d3c9abcdef0 v18=aaaaaaaa555555552468ace013579bdf -> v0=844ef704646d40f11308c313af6abdac v1=4d1ace07827345ed9729acf0bddf8acc v2=1f915d90d4fa084074011599121874ff
cmp x1, #0x5; br x2; mrs x0, nzcv  f100143f d61f0040 d53b4200  x1=4 x2=10008 -> x0=80000000 nzcv=8
cmn w1, #0x3; br x2; mrs x0, nzcv  31000c3f d61f0040 d53b4200  x1=fffffffd x2=10008 -> x0=60000000 nzcv=6
adds x0, x1, x2; mul x7, x3, x4; adcs x8, x5, x6; umulh x9, x3, x4; adc x10, xzr, xzr  ab020020 9b047c67 ba0600a8 9bc47c69 9a1f03ea x1=fffffffffffffff0 x2=20 x3=123456789abcdef1 x4=fedcba9876543210 x5=7fffffffffffffff x6=0 -> x0=10 x7=224a4396cc6d0110 x8=8000000000000000 x9=121fa00ad77d7423 x10=0 nzcv=9
subs x0, x2, x1; sbcs x8, x6, x5; mul x7, x3, x4; sbc x10, x3, x4  eb010040 fa0500c8 9b047c67 da04006a x1=fffffffffffffff0 x2=20 x3=123456789abcdef1 x4=fedcba9876543210 x5=7fffffffffffffff x6=0 -> x0=30 x8=8000000000000000 x7=224a4396cc6d0110 x10=13579be02468ace0 nzcv=8
subs x0, x2, x1; adcs x8, x5, x6  eb010040 ba0600a8 x1=fffffffffffffff0 x2=20 x3=123456789abcdef1 x4=fedcba9876543210 x5=7fffffffffffffff x6=0 -> x0=30 x8=7fffffffffffffff nzcv=0
ands x0, x1, x2; adcs x8, x1, x1  ea020020 ba010028 x1=fffffffffffffff0 x2=20 x3=123456789abcdef1 x4=fedcba9876543210 x5=7fffffffffffffff x6=0 -> x0=20 x8=ffffffffffffffe0 nzcv=a
adds x0, x1, x2; mul w7, w3, w4; adcs w8, w3, w4  ab020020 1b047c67 3a040068 x1=fffffffffffffff0 x2=20 x3=123456789abcdef1 x4=fedcba9876543210 x5=7fffffffffffffff x6=0 -> x0=10 x7=cc6d0110 x8=11111102 nzcv=2
# Rotations of lanes by two shifts, and pairs of shifts that are none.
shl v2.4s, v1.4s, #7; sri v2.4s, v1.4s, #25  4f275422 6f274422  v1=5bc8fbbcbde5c0994164d8399f767c45 v2=d76d4330f1446beab0c11fdecb91ce37 -> v2=e47dde2df2e04cdeb26c1ca0bb3e22cf
ushr v2.4s, v1.4s, #7; sli v2.4s, v1.4s, #25  6f390422 6f395422  v1=87b0b125ec1d7da0a6eb8c9ebd69fe29 v2=c6a5387777330bdbd7210dff076ce2ef -> v2=4b0f616241d83afb3d4dd719537ad3fc
shl v2.4s, v1.4s, #8; sri v2.4s, v1.4s, #24  4f285422 6f284422  v1=d464138a62332553fc1ea36f17fd374 v2=5f2dd97f1cfb10f62827688de6a16a3b -> v2=4641380d233255a6c1ea363f7fd374f1
ushr v2.4s, v1.4s, #8; sli v2.4s, v1.4s, #24  6f380422 6f385422  v1=617959ce3f1f65a8de5271007814e8a2 v2=3fd4235992edcf451a1afe878b33e968 -> v2=ce617959a83f1f6500de5271a27814e8
shl v2.4s, v1.4s, #16; sri v2.4s, v1.4s, #16  4f305422 6f304422  v1=687c966c377b9aa2bb2edb20035b7399 v2=de11cc9dea959c212e9c82b1478c281d -> v2=966c687c9aa2377bdb20bb2e7399035b
ushr v2.4s, v1.4s, #16; sli v2.4s, v1.4s, #16  6f300422 6f305422  v1=c30d8b7628dbd25e63b229f1c4069545 v2=9e30691c238642ea126a1e48cc11d357 -> v2=8b76c30dd25e28db29f163b29545c406
shl v2.4s, v1.4s, #20; sri v2.4s, v1.4s, #12  4f345422 6f344422  v1=21da8978206f5c6671e0c07e9e115e4b v2=15c33b2df1461aaf8eb18b900745130 -> v2=97821da8c66206f507e71e0ce4b9e115
ushr v2.4s, v1.4s, #20; sli v2.4s, v1.4s, #12  6f2c0422 6f2c5422  v1=f5cae3bf3729c619c60a3cab359eeefb v2=2a9eba0cdf561d802a759159fb7ff337 -> v2=ae3bff5c9c619372a3cabc60eeefb359
shl v2.2d, v1.2d, #1; sri v2.2d, v1.2d, #63  4f415422 6f414422  v1=32ea6928f6236bf2504b74ba4a0fe75d v2=a02fdaa1ad864c44e049548e8a0a8c96 -> v2=65d4d251ec46d7e4a096e974941fceba
ushr v2.2d, v1.2d, #1; sli v2.2d, v1.2d, #63  6f7f0422 6f7f5422  v1=f7f35634f0e3cd972e81d66d346c6e2b v2=f7108e96f770c2263266aa3bb0cde917 -> v2=fbf9ab1a7871e6cb9740eb369a363715
shl v2.2d, v1.2d, #24; sri v2.2d, v1.2d, #40  4f585422 6f584422  v1=585a01c4c7d6df0621aef57e4cc4132 v2=ef901b932a7c18806a3753915c76f18a -> v2=1c4c7d6df00585a057e4cc4132621aef
ushr v2.2d, v1.2d, #24; sli v2.2d, v1.2d, #40  6f680422 6f685422  v1=54f46a6910acff0043892dfc254cb864 v2=960d5a8f9a656aafd14125844d25deb3 -> v2=acff0054f46a69104cb86443892dfc25
shl v2.2d, v1.2d, #32; sri v2.2d, v1.2d, #32  4f605422 6f604422  v1=b52a43abad8d194a9892139600ddb74d v2=5af84e6b4f59672710e6d8e6568068b9 -> v2=ad8d194ab52a43ab00ddb74d98921396
ushr v2.2d, v1.2d, #32; sli v2.2d, v1.2d, #32  6f600422 6f605422  v1=b24891917b121dc54e5a3a26d18a669a v2=78f845f57b3120df2f4d4c8650d7d13f -> v2=7b121dc5b2489191d18a669a4e5a3a26
shl v2.8h, v1.8h, #4; sri v2.8h, v1.8h, #12  4f145422 6f144422  v1=419521fe0e979cf32d1634b4b4653252 v2=f3001cee05da8467f06313fff9a01fe8 -> v2=19541fe2e970cf39d1624b43465b2523
ushr v2.8h, v1.8h, #4; sli v2.8h, v1.8h, #12  6f1c0422 6f1c5422  v1=677fd139d84a1d3a5b8e8fb2bff29101 v2=6b384309c9a937a68c8f95ef04a012e8 -> v2=f6779d13ad84a1d3e5b828fb2bff1910
shl v2.8h, v1.8h, #8; sri v2.8h, v1.8h, #8  4f185422 6f184422  v1=d75b1e249419cf4d60597bdc5dbe4409 v2=b52fa53c0bf64ef773ec28d00252f615 -> v2=5bd7241e19944dcf5960dc7bbe5d0944
ushr v2.8h, v1.8h, #8; sli v2.8h, v1.8h, #8  6f180422 6f185422  v1=f453324ef486ab739faba8272e50bd4e v2=3eff8b3fc177f1131e782196324f3e81 -> v2=53f44e3286f473abab9f27a8502e4ebd
shl v2.16b, v1.16b, #3; sri v2.16b, v1.16b, #5  4f0b5422 6f0b4422  v1=76531737f129c8c6d1ca4dc4edfde416 v2=e488b6c85ad3ba328332f05a58296818 -> v2=b39ab8b98f4946368e566a266fef27b0
ushr v2.16b, v1.16b, #3; sli v2.16b, v1.16b, #5  6f0d0422 6f0d5422  v1=767d5274c68deb5d403a960a8652dbd0 v2=c7eec61bbf9703c096fabb7b1ba95a54 -> v2=ceaf4a8ed8b17dab0847d241d04a7b1a
shl v2.16b, v1.16b, #7; sri v2.16b, v1.16b, #1  4f0f5422 6f0f4422  v1=4bbdbb01dc14ed575e0730b3cc170c31 v2=fa749692f21ff5eb6ed78f5d0960afe9 -> v2=a5dedd806e0af6ab2f8318d9668b0698
ushr v2.16b, v1.16b, #7; sli v2.16b, v1.16b, #1  6f090422 6f095422  v1=834c1b69573ac59a355f2af41757905e v2=25f02628eb07c30d5cd5061c9c5f319e -> v2=79836d2ae748b356abe54e92eae21bc
shl v2.2s, v1.2s, #12; sri v2.2s, v1.2s, #20  0f2c5422 2f2c4422  v1=b3de08f9ec9837044692ba0357079670 v2=af9b74f84ffcbf4217921e6c8b8e8f4e -> v2=2ba0346979670570
ushr v2.2s, v1.2s, #12; sli v2.2s, v1.2s, #20  2f340422 2f345422  v1=cc7c6d812d6f2efc4e613a365119cdcc v2=b89c4e56261c374ba07657d61404ab1e -> v2=a364e613dcc5119c
shl v2.2s, v1.2s, #24; sri v2.2s, v1.2s, #8  0f385422 2f384422  v1=7bd9e8a1ff297d0e4f2e84fcb06dbee0 v2=14b9adb50c6dea3db85a5cd22959fea3 -> v2=fc4f2e84e0b06dbe
ushr v2.2s, v1.2s, #24; sli v2.2s, v1.2s, #8  2f280422 2f285422  v1=ec717f158895787f99c4258bfc985000 v2=bd953dc23cc217790825c7cc67e84707 -> v2=c4258b99985000fc
shl d2, d1, #19; sri d2, d1, #45  5f535422 7f534422  v1=400db00dd3881a5058056ed0980dc6ff v2=2547f19c6bf84914a6a5bc9974a677c6 -> v2=7684c06e37fac02b
ushr d2, d1, #19; sli d2, d1, #45  7f6d0422 7f6d5422  v1=a36939efea83854afaa30fac0e42d43c v2=558d2adb7e5a3930cd39e15808606af8 -> v2=5a879f5461f581c8
shl v2.4s, v1.4s, #7; usra v2.4s, v1.4s, #25  4f275422 6f271422  v1=fb368220216d27a23501e088d6a34d3e v2=21fdac3af325ffbe90656c8fbb4e5c11 -> v2=9b41107db693d11080f0441a51a69f6b
shl v2.2s, v1.2s, #7; usra v2.2s, v1.2s, #25  0f275422 2f271422  v1=69f0441ec9bafe62e580c35ea161d909 v2=5f7cc5d86f3f02402b37d8171b4c24c2 -> v2=c061af72b0ec84d0
shl v2.2d, v1.2d, #7; usra v2.2d, v1.2d, #57  4f475422 6f471422  v1=6baf71d7d8407b1a0f0b97522634f16f v2=ec08693c7401f5ce2425d75a4b78dc3d -> v2=d7b8ebec203d8d3585cba9131a78b787
shl v2.4s, v1.4s, #7; sri v2.4s, v3.4s, #25  4f275422 6f274462  v1=2b56955dda2d3b3d9ed2aa0cffd21f09 v2=f5cb2afc741b324d85ae8770f9dba1db v3=5154ef5fbac0d757b057c1627cf7fcf6 -> v2=ab4aaea8169d9edd69550658e90f84be
shl v2.4s, v1.4s, #7; sri v2.4s, v1.4s, #24  4f275422 6f284422  v1=785737974a807546462731417aa286ac v2=1cd0c151258170f9e6e053f7675ebe3b -> v2=2b9bcb78403aa34a1398a0465143567a
shl v2.4s, v1.4s, #7; mov v1.16b, v3.16b; sri v2.4s, v1.4s, #25  4f275422 4ea31c61 6f274422  v1=8820e3bdfd06f9f6d272324860831ef2 v2=efe8b3b5a080c6a52dece95af5b67e6e v3=2e1c5d3a56a68b41de28123c7fd39898 -> v1=2e1c5d3a56a68b41de28123c7fd39898 v2=1071de97837cfb2b3919246f418f793f
ushr v2.4s, v1.4s, #7; mov v2.16b, v3.16b; sli v2.4s, v1.4s, #25  6f390422 4ea31c62 6f395422  v1=83e2c32845b61df27deaab6416d1b5ac v2=80b91b2ede0d0fc58c5050eac832652e v3=cb8f1137c938c68d1027e5d35c7fe058 -> v2=518f1137e538c68dc827e5d3587fe058
shl v2.2s, v1.2s, #7; sri v2.4s, v1.4s, #25  0f275422 6f274422  v1=96655f23b1d117b75b0f13b0c65fb8a2 v2=4e424b92c277af3208c9196da9fd1ce9 -> v2=4b000000588789d82d2fdc5163
shl v2.4s, v1.4s, #7; sri v2.2s, v1.2s, #25  4f275422 2f274422  v1=ab163406b4581e378f2f39495d09dd29 v2=43cdc3567c55dde1d5d1cbd047e5eb8d -> v2=979ca4c784ee94ae
shl v2.4s, v1.4s, #7; mov v2.8b, v2.8b; sri v2.4s, v1.4s, #25  4f275422 0ea21c42 6f274422  v1=b74acffbb0ddb48bfb1ff91ac50e2b99 v2=570f0cbef20f678df4f6717c4b39e336 -> v2=5b000000588ffc8d7d8715cce2
shl v2.8h, v1.8h, #7; sri v2.4s, v1.4s, #25  4f175422 6f274422  v1=da1101aa94a6300c2dbbf762a6523995 v2=c61251908c07985b796bfa0002f6f33d -> v2=880d56d5300064add80b1162900cad3
shl v1.4s, v1.4s, #7; sri v1.4s, v1.4s, #25  4f275421 6f274421  v1=46103a2babf0ca69536e816b402d5ebb -> v1=81d1584f86534fcb740b5db16af5d8b
ushr v2.4s, v1.4s, #7; sri v2.4s, v1.4s, #25  6f390422 6f274422  v1=8016e14dd111eb3749f088d476832b62 v2=5b48368ecc3136d8ac738c8ca5be6d6b -> v2=1002dc001a223e80093e12400ed063b
adcs x0, x1, x2; ldr x3, [x4]; adcs x5, x1, x1  ba020020 f9400083 ba010025  x1=7fffffffffffffff x2=1 nzcv=2 x4=22000 -> sigsegv=22000 x0=8000000000000001 nzcv=9 pc=10004
adcs x0, x1, x2; ldr x3, [x4]; adcs x5, x1, x1  ba020020 f9400083 ba010025  x1=8000000080000000 x2=8000000080000000 nzcv=0 x4=22000 -> sigsegv=22000 x0=100000000 nzcv=3 pc=10004
adcs x0, x1, x2; ldr x3, [x4]; adcs x5, x1, x1  ba020020 f9400083 ba010025  x1=5 x2=5 nzcv=2 x4=22000 -> sigsegv=22000 x0=b nzcv=0 pc=10004
sbcs x0, x1, x2; ldr x3, [x4]; sbcs x5, x1, x1  fa020020 f9400083 fa010025  x1=7fffffffffffffff x2=1 nzcv=2 x4=22000 -> sigsegv=22000 x0=7ffffffffffffffe pc=10004
sbcs x0, x1, x2; ldr x3, [x4]; sbcs x5, x1, x1  fa020020 f9400083 fa010025  x1=8000000080000000 x2=8000000080000000 nzcv=0 x4=22000 -> sigsegv=22000 x0=ffffffffffffffff nzcv=8 pc=10004
sbcs x0, x1, x2; ldr x3, [x4]; sbcs x5, x1, x1  fa020020 f9400083 fa010025  x1=5 x2=5 nzcv=2 x4=22000 -> sigsegv=22000 x0=0 nzcv=6 pc=10004
adcs w0, w1, w2; ldr x3, [x4]; adcs x5, x1, x1  3a020020 f9400083 ba010025  x1=7fffffffffffffff x2=1 nzcv=2 x4=22000 -> sigsegv=22000 x0=1 pc=10004
adcs w0, w1, w2; ldr x3, [x4]; adcs x5, x1, x1  3a020020 f9400083 ba010025  x1=8000000080000000 x2=8000000080000000 nzcv=0 x4=22000 -> sigsegv=22000 x0=0 nzcv=7 pc=10004
adcs w0, w1, w2; ldr x3, [x4]; adcs x5, x1, x1  3a020020 f9400083 ba010025  x1=5 x2=5 nzcv=2 x4=22000 -> sigsegv=22000 x0=b nzcv=0 pc=10004
sbcs w0, w1, w2; ldr x3, [x4]; sbcs x5, x1, x1  7a020020 f9400083 fa010025  x1=7fffffffffffffff x2=1 nzcv=2 x4=22000 -> sigsegv=22000 x0=fffffffe nzcv=a pc=10004
sbcs w0, w1, w2; ldr x3, [x4]; sbcs x5, x1, x1  7a020020 f9400083 fa010025  x1=8000000080000000 x2=8000000080000000 nzcv=0 x4=22000 -> sigsegv=22000 x0=ffffffff nzcv=8 pc=10004
sbcs w0, w1, w2; ldr x3, [x4]; sbcs x5, x1, x1  7a020020 f9400083 fa010025  x1=5 x2=5 nzcv=2 x4=22000 -> sigsegv=22000 x0=0 nzcv=6 pc=10004
adcs x1, x1, x2; ldr x3, [x4]; adcs x5, x1, x1  ba020021 f9400083 ba010025  x1=7fffffffffffffff x2=1 nzcv=2 x4=22000 -> sigsegv=22000 x1=8000000000000001 nzcv=9 pc=10004
adcs x1, x1, x2; ldr x3, [x4]; adcs x5, x1, x1  ba020021 f9400083 ba010025  x1=8000000080000000 x2=8000000080000000 nzcv=0 x4=22000 -> sigsegv=22000 x1=100000000 nzcv=3 pc=10004
adcs x1, x1, x2; ldr x3, [x4]; adcs x5, x1, x1  ba020021 f9400083 ba010025  x1=5 x2=5 nzcv=2 x4=22000 -> sigsegv=22000 x1=b nzcv=0 pc=10004
sbcs x1, x1, x1; ldr x3, [x4]; sbcs x5, x1, x1  fa010021 f9400083 fa010025  x1=7fffffffffffffff x2=1 nzcv=2 x4=22000 -> sigsegv=22000 x1=0 nzcv=6 pc=10004
sbcs x1, x1, x1; ldr x3, [x4]; sbcs x5, x1, x1  fa010021 f9400083 fa010025  x1=8000000080000000 x2=8000000080000000 nzcv=0 x4=22000 -> sigsegv=22000 x1=ffffffffffffffff nzcv=8 pc=10004
sbcs x1, x1, x1; ldr x3, [x4]; sbcs x5, x1, x1  fa010021 f9400083 fa010025  x1=5 x2=5 nzcv=2 x4=22000 -> sigsegv=22000 x1=0 nzcv=6 pc=10004
adds x1, x1, x2; ldr x3, [x4], #8; adcs x5, x6, x7; str x5, [x4]; sbcs x1, x5, x1  ab020021 f8408483 ba0700c5 f9000085 fa0100a1  x1=ffffffffffffffff x2=1 x6=7fffffffffffffff x7=0 x4=21ff8 -> sigsegv=22000 x1=0 x3=cccccccccccccccc x4=22000 x5=8000000000000000 nzcv=9 pc=1000c
subs x1, x1, x2; ldr x3, [x4], #8; sbcs x5, x6, x7; str x5, [x4]; sbcs x1, x5, x1  eb020021 f8408483 fa0700c5 f9000085 fa0100a1  x1=1 x2=2 x6=8000000000000000 x7=0 x4=21ff8 -> sigsegv=22000 x1=ffffffffffffffff x3=cccccccccccccccc x4=22000 x5=7fffffffffffffff nzcv=3 pc=1000c
ands x1, x1, x2; str x3, [x4]; adcs x5, x6, x7  ea020021 f9000083 ba0700c5  x1=ffffffffffffffff x2=8000000000000000 x4=22000 -> sigsegv=22000 x1=8000000000000000 nzcv=8 pc=10004
ands w1, w1, w2; str x3, [x4]; adcs x5, x6, x7  6a020021 f9000083 ba0700c5  x1=ffffffffffffffff x2=8000000000000000 x4=22000 -> sigsegv=22000 x1=0 nzcv=4 pc=10004
adcs x0, x1, x2; csel x3, x1, x2, hi; ldr x5, [x4]; adcs x6, x6, x6  ba020020 9a828023 f9400085 ba0600c6  x1=ffffffffffffffff x2=1 x4=22000 nzcv=0 -> sigsegv=22000 x0=0 x3=1 nzcv=6 pc=10008
adcs x0, x1, x2; b.ls 0x10010; ldr x5, [x4]; adcs x6, x6, x6; adc x7, xzr, xzr; ldr x5, [x4]; adc x8, xzr, xzr  ba020020 54000069 f9400085 ba0600c6 9a1f03e7 f9400085 9a1f03e8  x1=ffffffffffffffff x2=1 x4=22000 nzcv=0 -> sigsegv=22000 x0=0 x7=1 nzcv=6 pc=10014
adcs x0, x1, x2; adc x3, x3, xzr; ldr x5, [x4]; adcs x6, x6, x6  ba020020 9a1f0063 f9400085 ba0600c6  x1=ffffffffffffffff x2=1 x4=22000 nzcv=2 -> sigsegv=22000 x0=1 x3=5a5a0000deadbe04 pc=10008
adcs x1, x1, x2; cbnz x3, 0x10008; adc x5, xzr, xzr; adcs x1, x1, x2; cbz x3, 0x10010; csel x6, x3, x4, lt; ldr x7, [x4]  ba020021 b5000023 9a1f03e5 ba020021 b4000003 9a84b066 f9400087  x1=ffffffffffffffff x2=1 x3=1 x4=22000 nzcv=2 -> sigsegv=22000 x1=3 x5=1 x6=22000 nzcv=0 pc=10018
adc x28, xzr, xzr; adcs x0, x1, x2  9a1f03fc ba020020  x1=ffffffffffffffff x2=0 nzcv=2 -> x0=0 x28=1 nzcv=6
sbc x28, x1, x2; sbcs x0, x1, x2; str x1, [x4]; ngc x3, xzr; cbnz x5, 0x10014; ngc x6, xzr  da02003c fa020020 f9000081 da1f03e3 b5000025 da1f03e6  x1=1 x2=1 x5=0 x4=20000 nzcv=2 -> [20000]=0100000000000000 x0=0 x3=0 x6=0 x28=0 nzcv=6
adcs x0, x1, x2; mul x3, x1, x2; mul x1, x1, x1; umulh x5, x2, x3; mul x2, x2, x5; mul x6, x0, x0; adc x7, x6, x2  ba020020 9b027c23 9b017c21 9bc37c45 9b057c42 9b007c06 9a0200c7  x1=ffffffffffffffff x2=7777777777777 nzcv=2 -> x0=7777777777777 x1=1 x2=e95d95268861b27b x3=fff8888888888889 x5=7773fb72ea61d x6=e263fb72ea61d951 x7=cbc1909972c38bcd
mul x12, x7, x8; adcs x0, x1, x2; mul x8, x7, x8; adcs x7, x8, x12; mul w9, w8, w8; mul x8, x8, x9; sbcs x10, x8, x9  9b087cec ba020020 9b087ce8 ba0c0107 1b087d09 9b097d08 fa09010a  x1=ffffffffffffffff x2=7777777777777 x7=123456789 x8=987654321987654 nzcv=2 -> x0=7777777777777 x7=5af7201565ae3de9 x8=f3dce1a01ae04940 x9=51961890 x10=f3dce19fc94a30af x12=2d7b900ab2d71ef4 nzcv=a
# A conditional compare that is stored and branched on.
cmp x0, #0x5; ccmp x1, #0x3, #0x4, ne; ldr x1, [x10]; b.eq 0x10014; add x2, x2, #0x1  f100141f fa431824 f9400141 54000040 91000442  x0=5 x1=9 x2=0 x10=20000 -> x1=cccccccccccccccc nzcv=4
cmp x0, #0x5; ccmp x1, #0x3, #0x4, ne; ldr x1, [x10]; b.eq 0x10014; add x2, x2, #0x1  f100141f fa431824 f9400141 54000040 91000442  x0=6 x1=3 x2=0 x10=20000 -> x1=cccccccccccccccc nzcv=6
cmp x0, #0x5; ccmp x1, #0x3, #0x4, ne; ldr x1, [x10]; b.eq 0x10014; add x2, x2, #0x1  f100141f fa431824 f9400141 54000040 91000442  x0=6 x1=2 x2=0 x10=20000 -> x1=cccccccccccccccc x2=1 nzcv=8
cmp w0, w3; ccmp w1, w4, #0x9, ge; ldr w1, [x10]; mov w4, #0x7; b.gt 0x10018; add x2, x2, #0x1  6b03001f 7a44a029 b9400141 528000e4 5400004c 91000442  x0=5 x3=9 x1=9 x4=2 x2=0 x10=20000 -> x1=cccccccc x4=7 nzcv=9
cmp w0, w3; ccmp w1, w4, #0x9, ge; ldr w1, [x10]; mov w4, #0x7; b.gt 0x10018; add x2, x2, #0x1  6b03001f 7a44a029 b9400141 528000e4 5400004c 91000442  x0=9 x3=9 x1=1 x4=2 x2=0 x10=20000 -> x1=cccccccc x4=7 x2=1 nzcv=8
cmp w0, w3; ccmp w1, w4, #0x9, ge; ldr w1, [x10]; mov w4, #0x7; b.gt 0x10018; add x2, x2, #0x1  6b03001f 7a44a029 b9400141 528000e4 5400004c 91000442  x0=9 x3=9 x1=80000000 x4=2 x2=0 x10=20000 -> x1=cccccccc x4=7 x2=1 nzcv=3
cmp x0, x1; b.eq 0x1000c; cmp x2, x3; ldr x5, [x4]; cmp x6, x7  eb01001f 54000040 eb03005f f9400085 eb0700df  x0=5 x1=5 x2=1 x3=2 x4=22000 -> sigsegv=22000 nzcv=6 pc=1000c
cmp x0, x1; b.eq 0x1000c; cmp x2, x3; ldr x5, [x4]; cmp x6, x7  eb01001f 54000040 eb03005f f9400085 eb0700df  x0=5 x1=6 x2=1 x3=2 x4=22000 -> sigsegv=22000 nzcv=8 pc=1000c
cmp x0, x1; ccmp x2, x3, #0x5, ne; b.lt 0x10010; cmn x2, x3; ldr x5, [x4]; cmp x6, x7  eb01001f fa431045 5400004b ab03005f f9400085 eb0700df  x0=5 x1=6 x2=1 x3=2 x4=22000 -> sigsegv=22000 nzcv=8 pc=10010
cmp x0, x1; ccmp x2, x3, #0x9, ne; b.mi 0x10010; cmn x2, x3; ldr x5, [x4]; cmp x6, x7  eb01001f fa431049 54000044 ab03005f f9400085 eb0700df  x0=5 x1=5 x2=1 x3=2 x4=22000 -> sigsegv=22000 nzcv=9 pc=10010
cmp x0, x1; b.cc 0x10010; cmp x1, x0; b.hi 0x10014; ldr x5, [x4]; ldr x5, [x4]; cmp x6, x7  eb01001f 54000063 eb00003f 54000048 f9400085 f9400085 eb0700df  x0=5 x1=5 x4=22000 -> sigsegv=22000 nzcv=6 pc=10010
cmp x0, x1; b.cc 0x10010; cmp x1, x0; b.ls 0x10014; ldr x5, [x4]; ldr x5, [x4]; cmp x6, x7  eb01001f 54000063 eb00003f 54000049 f9400085 f9400085 eb0700df  x0=6 x1=5 x4=22000 -> sigsegv=22000 nzcv=8 pc=10014
# A conditional compare that another block reads, which then loses its operand.
cmp x0, #0x5; ccmp x1, #0x3, #0x0, eq; b.ne 0x1000c; cset w5, cc; cset w6, lt; cset w7, mi; cset w8, vs; cset w9, eq; add x1, x5, #0x1  f100141f fa430820 54000021 1a9f27e5 1a9fa7e6 1a9f57e7 1a9f77e8 1a9f17e9 910004a1  x0=5 x1=2 -> x5=1 x6=1 x7=1 x8=0 x9=0 nzcv=8
cmp x0, #0x5; ccmp x1, #0x3, #0x0, eq; b.ne 0x1000c; cset w5, cc; cset w6, lt; cset w7, mi; cset w8, vs; cset w9, eq; add x1, x5, #0x1  f100141f fa430820 54000021 1a9f27e5 1a9fa7e6 1a9f57e7 1a9f77e8 1a9f17e9 910004a1  x0=6 x1=2 -> x5=1 x6=0 x7=0 x8=0 x9=0 nzcv=0
cmp x0, #0x5; ccmp x1, #0x3, #0x4, ne; b.ne 0x1000c; cset w5, cc; cset w6, lt; cset w7, mi; cset w8, vs; cset w9, eq; add x1, x5, #0x1  f100141f fa431824 54000021 1a9f27e5 1a9fa7e6 1a9f57e7 1a9f77e8 1a9f17e9 910004a1  x0=5 x1=9 -> x1=2 x5=1 x6=0 x7=0 x8=0 x9=1 nzcv=4
cmp x0, #0x5; ccmp x1, #0x3, #0x4, ne; b.ne 0x1000c; cset w5, cc; cset w6, lt; cset w7, mi; cset w8, vs; cset w9, eq; add x1, x5, #0x1  f100141f fa431824 54000021 1a9f27e5 1a9fa7e6 1a9f57e7 1a9f77e8 1a9f17e9 910004a1  x0=6 x1=9 -> x1=1 x5=0 x6=0 x7=0 x8=0 x9=0 nzcv=2
cmp x0, #0x5; ccmp x1, #0x3, #0x2, eq; b.ne 0x1000c; cset w5, cc; cset w6, lt; cset w7, mi; cset w8, vs; cset w9, eq; add x1, x5, #0x1  f100141f fa430822 54000021 1a9f27e5 1a9fa7e6 1a9f57e7 1a9f77e8 1a9f17e9 910004a1  x0=6 x1=9 -> x1=1 x5=0 x6=0 x7=0 x8=0 x9=0 nzcv=2
cmp x0, #0x5; ccmp x1, #0x3, #0x9, ge; b.ne 0x1000c; cset w5, cc; cset w6, lt; cset w7, mi; cset w8, vs; cset w9, eq; add x1, x5, #0x1  f100141f fa43a829 54000021 1a9f27e5 1a9fa7e6 1a9f57e7 1a9f77e8 1a9f17e9 910004a1  x0=4 x1=1 -> x1=2 x5=1 x6=0 x7=1 x8=1 x9=0 nzcv=9
cmp x0, #0x5; ccmp x1, #0x3, #0x8, ge; b.ne 0x1000c; cset w5, cc; cset w6, lt; cset w7, mi; cset w8, vs; cset w9, eq; add x1, x5, #0x1  f100141f fa43a828 54000021 1a9f27e5 1a9fa7e6 1a9f57e7 1a9f77e8 1a9f17e9 910004a1  x0=4 x1=1 -> x1=2 x5=1 x6=1 x7=1 x8=0 x9=0 nzcv=8
cmp x0, #0x5; ccmp x1, #0x3, #0x3, hi; b.ne 0x1000c; cset w5, cc; cset w6, lt; cset w7, mi; cset w8, vs; cset w9, eq; add x1, x5, #0x1  f100141f fa438823 54000021 1a9f27e5 1a9fa7e6 1a9f57e7 1a9f77e8 1a9f17e9 910004a1  x0=4 x1=8000000000000000 -> x1=1 x5=0 x6=1 x7=0 x8=1 x9=0 nzcv=3
cmp x0, #0x5; ccmp x1, #0x3, #0x1, hi; b.ne 0x1000c; cset w5, cc; cset w6, lt; cset w7, mi; cset w8, vs; cset w9, eq; add x1, x5, #0x1  f100141f fa438821 54000021 1a9f27e5 1a9fa7e6 1a9f57e7 1a9f77e8 1a9f17e9 910004a1  x0=4 x1=1 -> x1=2 x5=1 x6=1 x7=0 x8=1 x9=0 nzcv=1
cmp x0, #0x5; ccmp x1, #0x3, #0xd, hi; b.ne 0x1000c; cset w5, cc; cset w6, lt; cset w7, mi; cset w8, vs; cset w9, eq; add x1, x5, #0x1  f100141f fa43882d 54000021 1a9f27e5 1a9fa7e6 1a9f57e7 1a9f77e8 1a9f17e9 910004a1  x0=4 x1=7 -> x1=2 x5=1 x6=0 x7=1 x8=1 x9=1 nzcv=d
cmp x0, #0x5; ccmn x1, #0x1, #0x2, cc; b.ne 0x1000c; cset w5, cc; cset w6, lt; cset w7, mi; cset w8, vs; cset w9, eq; add x1, x5, #0x1  f100141f ba413822 54000021 1a9f27e5 1a9fa7e6 1a9f57e7 1a9f77e8 1a9f17e9 910004a1  x0=9 x1=2 -> x1=1 x5=0 x6=0 x7=0 x8=0 x9=0 nzcv=2
cmp x0, #0x5; ccmn x1, #0x1, #0x0, cc; b.ne 0x1000c; cset w5, cc; cset w6, lt; cset w7, mi; cset w8, vs; cset w9, eq; add x1, x5, #0x1  f100141f ba413820 54000021 1a9f27e5 1a9fa7e6 1a9f57e7 1a9f77e8 1a9f17e9 910004a1  x0=4 x1=7fffffffffffffff -> x1=2 x5=1 x6=0 x7=1 x8=1 x9=0 nzcv=9
cmp x0, #0x5; ccmn x1, #0x1, #0x8, cc; b.ne 0x1000c; cset w5, cc; cset w6, lt; cset w7, mi; cset w8, vs; cset w9, eq; add x1, x5, #0x1  f100141f ba413828 54000021 1a9f27e5 1a9fa7e6 1a9f57e7 1a9f77e8 1a9f17e9 910004a1  x0=6 x1=2 -> x5=1 x6=1 x7=1 x8=0 x9=0 nzcv=8
cmp x2, #0x10; ccmp x3, x4, #0x0, ne; ccmp x5, x6, #0x0, eq; b.ne 0x10018; mov x7, #0x1; nop; ldr x8, [x9]  f100405f fa441060 fa4600a0 54000061 d2800027 d503201f f9400128  x2=11 x3=5 x4=5 x5=6 x6=6 x9=22000 -> sigsegv=22000 x7=1 nzcv=6 pc=10018
cmp x2, #0x10; ccmp x3, x4, #0x0, ne; ccmp x5, x6, #0x0, eq; b.ne 0x10018; mov x7, #0x1; nop; ldr x8, [x9]  f100405f fa441060 fa4600a0 54000061 d2800027 d503201f f9400128  x2=11 x3=5 x4=4 x5=6 x6=6 x9=22000 -> sigsegv=22000 nzcv=0 pc=10018
cmp x2, #0x10; ccmp x3, x4, #0x0, ne; ccmp x5, x6, #0x6, eq; cset w0, ls; csel x1, x2, x3, ls; cinc x7, x7, hi; ldr x8, [x9]  f100405f fa441060 fa4600a6 1a9f87e0 9a839041 9a8794e7 f9400128  x2=11 x3=5 x4=4 x5=6 x6=6 x7=1 x9=22000 -> sigsegv=22000 x0=1 x1=11 nzcv=6 pc=10018
cmp x2, #0x10; ccmp x3, x4, #0x0, ne; ccmp x5, x6, #0x6, eq; cset w0, ls; csel x1, x2, x3, ls; cinc x7, x7, hi; ldr x8, [x9]  f100405f fa441060 fa4600a6 1a9f87e0 9a839041 9a8794e7 f9400128  x2=11 x3=5 x4=5 x5=7 x6=6 x7=1 x9=22000 -> sigsegv=22000 x0=0 x1=5 x7=2 nzcv=2 pc=10018
cmp x2, #0x10; ccmp x3, x4, #0x4, ne; ccmp w5, #0x6, #0x9, ne; b.ge 0x10018; csetm w7, gt; nop; ldr x8, [x9]  f100405f fa441064 7a4618a9 5400006a 5a9fd3e7 d503201f f9400128  x2=10 x3=5 x4=5 x5=7 x7=1 x9=22000 -> sigsegv=22000 nzcv=9 pc=10018
cmp x2, #0x10; ccmp x3, x4, #0x4, ne; ccmn w5, #0x6, #0x9, ne; b.ge 0x10018; csetm w7, gt; nop; ldr x8, [x9]  f100405f fa441064 3a4618a9 5400006a 5a9fd3e7 d503201f f9400128  x2=11 x3=5 x4=7 x5=7fffffff x7=1 x9=22000 -> sigsegv=22000 nzcv=9 pc=10018
fcmp d0, d1; fccmp d2, d3, #0x8, ge; fccmp d4, d4, #0x2, mi; cset w0, cs; fcsel d5, d2, d3, vs; b.vs 0x1001c; mov x7, #0x7; ldr x8, [x9]  1e612000 1e63a448 1e644482 1a9f37e0 1e636c45 54000046 d28000e7 f9400128  d0=1.0 d1=1.0 d2=1.0 d3=2.0 v4=7ff8000000000000 x9=22000 -> sigsegv=22000 x0=1 nzcv=3 v5=3ff0000000000000 pc=1001c
tst x2, #0x8000; and w0, w0, #0xffff; csel w0, w0, wzr, ne; csetm x3, eq; ldr x8, [x9]  f271005f 12003c00 1a9f1000 da9f13e3 f9400128  x0=12345678 x2=8000 x9=22000 -> sigsegv=22000 x0=5678 x3=0 nzcv=0 pc=10010
cmp x3, x4; cset w0, ne; cneg w0, w0, cc; add x1, x1, #0x1; lsl x3, x3, #1; cinv x5, x3, hi  eb04007f 1a9f07e0 5a802400 91000421 d37ff863 da839065  x1=1 x3=5 x4=7 x5=3 -> x0=ffffffff x1=2 x3=a x5=a nzcv=8
cmp w3, #0x7; eor x3, x3, x4; neg x4, x4; csel x4, x3, x4, lt; csinv x3, x4, x3, vs  71001c7f ca040063 cb0403e4 9a84b064 da836083  x3=5 x4=7 -> x3=fffffffffffffffd x4=2 nzcv=8
# Flags of a conditional compare, and of an addition, read behind a branch, then their operands go.
ands x4, x1, x2; ccmp x5, #0x0, #0x0, eq; b.eq 0x10018; csel x4, x4, x5, cc; csel x0, xzr, x0, cc; csinc x6, x6, x5, hi  ea020024 fa4008a0 54000080 9a853084 9a8033e0 9a8584c6  x1=5 x2=4 x5=0 x0=8 x6=1 -> x0=0 x4=4 nzcv=0
ands x4, x1, x2; ccmp x5, #0x0, #0x0, eq; b.eq 0x10018; csel x4, x4, x5, cc; csel x0, xzr, x0, cc; csinc x6, x6, x5, hi  ea020024 fa4008a0 54000080 9a853084 9a8033e0 9a8584c6  x1=5 x2=2 x5=7 x0=8 x6=1 -> x0=8 x4=7 nzcv=2
ands x4, x1, x2; ccmp x5, #0x0, #0x0, eq; b.eq 0x10018; csel x4, x4, x5, cc; csel x0, xzr, x0, cc; csinc x6, x6, x5, hi  ea020024 fa4008a0 54000080 9a853084 9a8033e0 9a8584c6  x1=5 x2=2 x5=0 x0=8 x6=1 -> x0=8 x4=0 nzcv=6
subs x1, x28, x28; ccmn w1, #0x1c, #0xc, cc; b.ge 0x10010; sub x1, x1, #0x4; adds x8, x1, #0xc5e; b.mi 0x10024; ldr x1, [x25, #72]; ccmn w28, #0x1, #0xf, hi; add x1, x1, #0x3  eb1c0381 3a5c382c 5400004a d1001021 b1317828 54000084 f9402721 3a418b8f 91000c21  x25=20e20 -> x1=cccccccccccccccf x8=c5a nzcv=8
subs x19, x19, #0x5f5; b.cs 0x10008; csel w19, w2, w1, le; mrs x1, nzcv; add x19, x19, #0x7  f117d673 54000022 1a81d053 d53b4201 91001e73  x19=0 -> x1=80000000 x19=deadbe09 nzcv=8
# the smallest number is its own negative
mov x2, #0x8000000000000000; subs x0, x1, x2; cset w3, vs; cset w4, lt  d2f00002 eb020020 1a9f77e3 1a9fa7e4  x1=5 -> x0=8000000000000005 x2=8000000000000000 x3=1 x4=0 nzcv=9
  x1=ffffffffffffffff -> x0=7fffffffffffffff x2=8000000000000000 x3=0 x4=0 nzcv=2
