/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An interpreter of a stack machine that finds the next operation in a table of labels. */
#include "bench.h"

enum { PUSH, ADD, SUB, MUL, XOR, LOAD, STORE, LESS, JUMP, UNLESS, DUP, SHIFT, CALL, RETURN, HALT };

static int32_t code[128];
static int end;

static int emit(int operation, int argument)
{
    code[end] = operation;
    code[end + 1] = argument;
    end += 2;
    return end - 1;
}

static int64_t run(int64_t *variables)
{
    static const void *const labels[] = {
        &&push, &&add,    &&sub, &&mul,   &&xor,  &&load, &&store, &&less,
        &&jump, &&unless, &&dup, &&shift, &&call, &&ret,  &&halt,
    };
    int64_t stack[64], *top = stack;
    const int32_t *back[16], **frame = back, *at = code;
    int32_t argument;
#define NEXT                                                                                       \
    do {                                                                                           \
        argument = at[1];                                                                          \
        at += 2;                                                                                   \
        goto *labels[at[-2]];                                                                      \
    } while (0)
    NEXT;
push:
    *++top = argument;
    NEXT;
add:
    top--;
    top[0] += top[1];
    NEXT;
sub:
    top--;
    top[0] -= top[1];
    NEXT;
mul:
    top--;
    top[0] = (int64_t)((uint64_t)top[0] * (uint64_t)top[1] & 0xffffffffff);
    NEXT;
    xor : top--;
    top[0] ^= top[1];
    NEXT;
load:
    *++top = variables[argument];
    NEXT;
store:
    variables[argument] = *top--;
    NEXT;
less:
    top--;
    top[0] = top[0] < top[1];
    NEXT;
jump:
    at = code + argument;
    NEXT;
unless:
    if (*top-- == 0)
        at = code + argument;
    NEXT;
dup:
    top[1] = top[0];
    top++;
    NEXT;
shift:
    top[0] >>= argument;
    NEXT;
call:
    *frame++ = at;
    at = code + argument;
    NEXT;
ret:
    at = *--frame;
    NEXT;
halt:
    return variables[3];
#undef NEXT
}

/* while (i < n) { s = (s * 31 + 12345) ^ i; if (s >> 3 < s - i) t += i; i += 1; } */
static void compile(void)
{
    emit(LOAD, 0);
    emit(LOAD, 1);
    emit(LESS, 0);
    int done = emit(UNLESS, 0), called = emit(CALL, 0);
    emit(LOAD, 0);
    emit(XOR, 0);
    emit(STORE, 2);
    emit(LOAD, 2);
    emit(SHIFT, 3);
    emit(LOAD, 2);
    emit(LOAD, 0);
    emit(SUB, 0);
    emit(LESS, 0);
    int skip = emit(UNLESS, 0);
    emit(LOAD, 3);
    emit(LOAD, 0);
    emit(ADD, 0);
    emit(STORE, 3);
    code[skip] = end;
    emit(LOAD, 0);
    emit(PUSH, 1);
    emit(ADD, 0);
    emit(STORE, 0);
    emit(JUMP, 0);
    code[done] = end;
    emit(HALT, 0);
    code[called] = end;
    emit(LOAD, 2);
    emit(PUSH, 31);
    emit(MUL, 0);
    emit(PUSH, 12345);
    emit(ADD, 0);
    emit(DUP, 0);
    emit(SHIFT, 11);
    emit(XOR, 0);
    emit(RETURN, 0);
}

int main(void)
{
    int64_t variables[4] = {0, 22000000, 1, 0};
    compile();
    int64_t t = run(variables);
    return bench_result(bench_add((uint64_t)t, (uint64_t)variables[2]));
}
