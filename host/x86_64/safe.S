/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Code whose faults and interruptions the signal handlers know by address (safe.c).
 */
#include "host/x86_64/safe.h"

        .text

/* Every access to memory of host_safe_differ and host_safe_copy lies in [x86_copy_begin,
 * x86_copy_end); x86_copy_fault is for those that fault. */

/* int host_safe_differ(const void *page, const void *copy, uint64_t lines) */
        .globl  host_safe_differ
        .type   host_safe_differ, @function
        .globl  x86_copy_begin
        .hidden x86_copy_begin
x86_copy_begin:
host_safe_differ:
        .cfi_startproc
1:      bsf     %rdx, %rcx
        jz      2f
        lea     -1(%rdx), %rax
        and     %rax, %rdx              /* without the lowest */
        shl     $6, %rcx
        movups  (%rsi,%rcx), %xmm0
        movups  16(%rsi,%rcx), %xmm1
        movups  32(%rsi,%rcx), %xmm2
        movups  48(%rsi,%rcx), %xmm3
        pcmpeqb (%rdi,%rcx), %xmm0
        pcmpeqb 16(%rdi,%rcx), %xmm1
        pcmpeqb 32(%rdi,%rcx), %xmm2
        pcmpeqb 48(%rdi,%rcx), %xmm3
        pand    %xmm1, %xmm0
        pand    %xmm3, %xmm2
        pand    %xmm2, %xmm0
        pmovmskb %xmm0, %eax
        cmp     $0xffff, %eax
        je      1b
        mov     $1, %eax
        ret
2:      xor     %eax, %eax
        ret
        .cfi_endproc
        .size   host_safe_differ, . - host_safe_differ

/* int host_safe_copy(void *dst, const void *src, size_t len) */
        .globl  host_safe_copy
        .type   host_safe_copy, @function
host_safe_copy:
        .cfi_startproc
        mov     %rdx, %rcx
        cmp     $16, %rdx
        ja      2f
        cmp     $8, %rdx
        jae     1f
        cmp     $4, %rdx
        jae     3f
        test    %rdx, %rdx
        jz      5f
4:      movzbl  (%rsi), %eax
        mov     %al, (%rdi)
        inc     %rsi
        inc     %rdi
        dec     %rdx
        jnz     4b
        jmp     5f
/* 4..7 and 8..16 bytes: both ends, which may overlap; all reads come first. */
3:      mov     (%rsi), %eax
        mov     -4(%rsi,%rdx), %ecx
        mov     %eax, (%rdi)
        mov     %ecx, -4(%rdi,%rdx)
        jmp     5f
1:      mov     (%rsi), %rax
        mov     -8(%rsi,%rdx), %rcx
        mov     %rax, (%rdi)
        mov     %rcx, -8(%rdi,%rdx)
        jmp     5f
2:      rep movsb
        .globl  x86_copy_end
        .hidden x86_copy_end
x86_copy_end:
5:      xor     %eax, %eax
        ret
        .globl  x86_copy_fault
        .hidden x86_copy_fault
x86_copy_fault:
        mov     $-14, %eax              /* -EFAULT */
        ret
        .cfi_endproc
        .size   host_safe_copy, . - host_safe_copy

/* int64_t host_safe_syscall(struct cpu *cpu, long nr, a, b, c, d, e, f)
 * A handler that finds the context in [x86_syscall_begin, x86_syscall_insn] knows that the kernel
 * was not entered, or backed up to enter again (SA_RESTART), and may send it to x86_syscall_cancel.
 * Behind the instruction the call has been made. */
        .globl  host_safe_syscall
        .type   host_safe_syscall, @function
host_safe_syscall:
        .cfi_startproc
        push    %rbx
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset %rbx, 0
        mov     %rdi, %rbx
        mov     %rsi, %rax
        mov     %rdx, %rdi
        mov     %rcx, %rsi
        mov     %r8, %rdx
        mov     %r9, %r10
        mov     16(%rsp), %r8
        mov     24(%rsp), %r9
        .globl  x86_syscall_begin
        .hidden x86_syscall_begin
x86_syscall_begin:
        cmpl    $0, SAFE_CPU_POLL(%rbx)
        jne     x86_syscall_cancel
        .globl  x86_syscall_insn
        .hidden x86_syscall_insn
x86_syscall_insn:
        syscall
        .globl  x86_syscall_done
        .hidden x86_syscall_done
x86_syscall_done:
        pop     %rbx
        .cfi_remember_state
        .cfi_adjust_cfa_offset -8
        .cfi_restore %rbx
        ret
        .cfi_restore_state
        .globl  x86_syscall_cancel
        .hidden x86_syscall_cancel
x86_syscall_cancel:
        mov     $-512, %rax             /* -ERESTARTSYS */
        pop     %rbx
        .cfi_adjust_cfa_offset -8
        .cfi_restore %rbx
        ret
        .cfi_endproc
        .size   host_safe_syscall, . - host_safe_syscall

        .section .note.GNU-stack, "", @progbits
