/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs AArch64 instructions natively for make-lines.py: reads states, each with an instruction
 * word, and writes what became of them. Memory is one page at 20000, as in the instruction tests.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define DATA ((void *)0x20000)

/* Offsets are used in the code below. */
struct state {
    uint32_t word, fpcr;
    uint32_t fpsr; /* 0xdead: the instruction is not defined */
    uint32_t nzcv;
    uint64_t x[6];
    uint64_t v[8][2];
    uint8_t memory[128];
};

static sigjmp_buf illegal;

static void on_signal(int sig)
{
    siglongjmp(illegal, sig);
}

/* Called with a state in x0; the instruction takes the place of the nop. */
extern const char frame[], frame_insn[], frame_end[];
__asm__(".text\n.global frame, frame_insn, frame_end\n"
        "frame: stp x29, x30, [sp, #-96]!\n"
        "stp x19, x20, [sp, #16]\n"
        "stp d8, d9, [sp, #32]\n"
        "stp d10, d11, [sp, #48]\n"
        "stp d12, d13, [sp, #64]\n"
        "stp d14, d15, [sp, #80]\n"
        "mov x19, x0\n"
        "ldr w20, [x19, #4]\n"
        "msr fpcr, x20\n"
        "msr fpsr, xzr\n"
        "ldr w20, [x19, #12]\n"
        "msr nzcv, x20\n"
        "add x20, x19, #64\n"
        "ldp q0, q1, [x20]\n"
        "ldp q2, q3, [x20, #32]\n"
        "ldp q4, q5, [x20, #64]\n"
        "ldp q6, q7, [x20, #96]\n"
        "ldp x0, x1, [x19, #16]\n"
        "ldp x2, x3, [x19, #32]\n"
        "ldp x4, x5, [x19, #48]\n"
        "frame_insn: nop\n"
        "stp x0, x1, [x19, #16]\n"
        "stp x2, x3, [x19, #32]\n"
        "stp x4, x5, [x19, #48]\n"
        "add x20, x19, #64\n"
        "stp q0, q1, [x20]\n"
        "stp q2, q3, [x20, #32]\n"
        "stp q4, q5, [x20, #64]\n"
        "stp q6, q7, [x20, #96]\n"
        "mrs x20, fpsr\n"
        "str w20, [x19, #8]\n"
        "mrs x20, nzcv\n"
        "str w20, [x19, #12]\n"
        "msr fpcr, xzr\n"
        "ldp d8, d9, [sp, #32]\n"
        "ldp d10, d11, [sp, #48]\n"
        "ldp d12, d13, [sp, #64]\n"
        "ldp d14, d15, [sp, #80]\n"
        "ldp x19, x20, [sp, #16]\n"
        "ldp x29, x30, [sp], #96\n"
        "ret\n"
        "frame_end:\n");

int main(void)
{
    const int rwx = PROT_READ | PROT_WRITE | PROT_EXEC;
    uint8_t *code = mmap(NULL, 4096, rwx, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    void *data =
        mmap(DATA, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    struct state s;

    if (code == MAP_FAILED || data != DATA)
        return 1;
    signal(SIGILL, on_signal);
    memcpy(code, frame, (size_t)(frame_end - frame));
    while (fread(&s, sizeof(s), 1, stdin) == 1) {
        memcpy(code + (frame_insn - frame), &s.word, 4);
        __builtin___clear_cache((char *)code, (char *)code + 4096);
        memcpy(data, s.memory, sizeof(s.memory));
        if (sigsetjmp(illegal, 1)) {
            s.fpsr = 0xdead;
        } else {
            ((void (*)(struct state *))code)(&s);
            memcpy(s.memory, data, sizeof(s.memory));
        }
        fwrite(&s, sizeof(s), 1, stdout);
    }
    return 0;
}
