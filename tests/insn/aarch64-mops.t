# SPDX-License-Identifier: GPL-2.0-or-later
# Memory copy and memory set (FEAT_MOPS), option A.
cpyfp [x0]!, [x1]!, x2!                 19010440 x0=20000 x1=20100 x2=10 -> x0=20010 x1=20110 x2=fffffffffffffff0 nzcv=0
cpyfp [x0]!, [x1]!, x2!                 19010440 x0=20000 x1=20100 x2=0 -> nzcv=0
cpyfp [x0]!, [x1]!, x2!                 19010440 x0=0 x1=0 x2=8000000000000000 -> x0=7fffffffffffffff x1=7fffffffffffffff x2=8000000000000001 nzcv=0
cpyfm [x0]!, [x1]!, x2!                 19410440 x0=20010 x1=20110 x2=fffffffffffffff8 [20108]=0102030405060708 -> x2=0 [20008]=0102030405060708
cpyfe [x0]!, [x1]!, x2!                 19810440 x0=20010 x1=20110 x2=0 ->
cpyfp [x0]!, [x1]!, x2!; cpyfm [x0]!, [x1]!, x2!; cpyfe [x0]!, [x1]!, x2!  19010440 19410440 19810440 x0=20001 x1=20103 x2=5 [20103]=0102030405 -> x0=20006 x1=20108 x2=0 [20001]=0102030405 nzcv=0
cpyfprtwn [x0]!, [x1]!, x2!; cpyfmrtwn [x0]!, [x1]!, x2!; cpyfertwn [x0]!, [x1]!, x2!  19016440 19416440 19816440 x0=20001 x1=20103 x2=3 [20103]=010203 -> x0=20004 x1=20106 x2=0 [20001]=010203 nzcv=0
# Across pages.
cpyfp [x0]!, [x1]!, x2!; cpyfm [x0]!, [x1]!, x2!; cpyfe [x0]!, [x1]!, x2!  19010440 19410440 19810440 x0=20ffe x1=20103 x2=5 [20103]=0102030405 -> x0=21003 x1=20108 x2=0 [20ffe]=0102030405 nzcv=0
cpyp [x0]!, [x1]!, x2!; cpym [x0]!, [x1]!, x2!; cpye [x0]!, [x1]!, x2!  1d010440 1d410440 1d810440 x0=20001 x1=20ffe x2=5 [20ffe]=0102030405 -> x0=20006 x1=21003 x2=0 [20001]=0102030405 nzcv=0
# Overlapping: downwards it goes forwards, upwards backwards.
cpyp [x0]!, [x1]!, x2!                  1d010440 x0=20000 x1=20002 x2=8 -> x0=20008 x1=2000a x2=fffffffffffffff8 nzcv=0
cpyp [x0]!, [x1]!, x2!                  1d010440 x0=20002 x1=20000 x2=8 -> nzcv=0
cpyp [x0]!, [x1]!, x2!                  1d010440 x0=20000 x1=20000 x2=8 -> x0=20008 x1=20008 x2=fffffffffffffff8 nzcv=0
cpyp [x0]!, [x1]!, x2!                  1d010440 x0=0 x1=100000 x2=ffffffffffffffff -> x0=7fffffffffffff x1=800000000fffff x2=ff80000000000001 nzcv=0
cpyp [x0]!, [x1]!, x2!; cpym [x0]!, [x1]!, x2!; cpye [x0]!, [x1]!, x2!  1d010440 1d410440 1d810440 x0=20000 x1=20002 x2=6 [20000]=0000010203040506 -> x0=20006 x1=20008 x2=0 [20000]=0102030405060506 nzcv=0
cpyp [x0]!, [x1]!, x2!; cpym [x0]!, [x1]!, x2!; cpye [x0]!, [x1]!, x2!  1d010440 1d410440 1d810440 x0=20002 x1=20000 x2=6 [20000]=0102030405060000 -> x2=0 [20000]=0102010203040506 nzcv=0
cpyp [x0]!, [x1]!, x2!; cpym [x0]!, [x1]!, x2!; cpye [x0]!, [x1]!, x2!  1d010440 1d410440 1d810440 x0=21002 x1=21000 x2=6 [21000]=0102030405060000 -> x2=0 [21000]=0102010203040506 nzcv=0
cpyp [x0]!, [x1]!, x2!; cpym [x0]!, [x1]!, x2!; cpye [x0]!, [x1]!, x2!  1d010440 1d410440 1d810440 x0=20fff x1=20ffd x2=6 [20ffd]=0102030405060000 -> x2=0 [20ffd]=0102010203040506 nzcv=0
# Faults: the registers stand at the first byte of the page that is not there.
cpyfm [x0]!, [x1]!, x2!                 19410440 x0=22004 x1=20108 x2=fffffffffffffff8 [20100]=0102030405060708 -> sigsegv=22000 x2=fffffffffffffffc [21ffc]=01020304
cpyfm [x0]!, [x1]!, x2!                 19410440 x0=20108 x1=22004 x2=fffffffffffffff8 [21ffc]=01020304 -> sigsegv=22000 x2=fffffffffffffffc [20100]=01020304
cpyfm [x0]!, [x1]!, x2!                 19410440 x0=23010 x1=20110 x2=fffffffffffffff0 -> sigsegv=23000
cpym [x0]!, [x1]!, x2!                  1d410440 x0=21000 x1=20f00 x2=1001 -> sigsegv=22000
setp [x0]!, x1!, x2                     19c20420 x0=20000 x1=10 -> x0=20010 x1=fffffffffffffff0 nzcv=0
setp [x0]!, x1!, x2                     19c20420 x0=1 x1=ffffffffffffffff -> x0=8000000000000000 x1=8000000000000001 nzcv=0
setp [x0]!, x1!, x2; setm [x0]!, x1!, x2; sete [x0]!, x1!, x2  19c20420 19c24420 19c28420 x0=20ffe x1=4 x2=fffffff5 -> x0=21002 x1=0 [20ffe]=f5f5f5f5 nzcv=0
setpt [x0]!, x1!, xzr; setmt [x0]!, x1!, xzr; setet [x0]!, x1!, xzr  19df1420 19df5420 19df9420 x0=20003 x1=4 -> x0=20007 x1=0 [20003]=00000000 nzcv=0
sete [x0]!, x1!, x2                     19c28420 x0=22002 x1=fffffffffffffffc x2=1 -> sigsegv=22000 x1=fffffffffffffffe [21ffe]=0101
setm [x0]!, x1!, x2                     19c24420 x0=22002 x1=0 x2=1 ->
