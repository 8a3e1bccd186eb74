#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Turns a static-pie into an executable at a fixed address, without relocations.

    relocate.py --base ADDRESS IN OUT

A static-pie's start-up code applies one relative relocation per pointer of initialised data, which
costs more than everything else a small program does. Here they are applied once and dropped, and
the file becomes ET_EXEC. What is left to start-up code (glibc 2.36, _dl_relocate_static_pie and
__libc_setup_tls) are the indirect functions. It takes the address of the ELF header as the load
bias and adds it to everything it reads from the dynamic section, the relocations that are left and
PT_TLS; so these stay as they were linked, from 0, while PT_LOAD, the entry point, sections and
symbols move. Nothing may be linked with relro: its range would be computed in both ways. The
linker cannot place the program there itself: glibc calls undefined weak functions PC-relative, and
0 is out of reach. Debug information is not moved; debuggers want IN at the base as well.
"""
import argparse
import os
import struct
import sys

ET_EXEC, ET_DYN, EM_X86_64 = 2, 3, 62
PT_LOAD, PT_DYNAMIC, PT_INTERP, PT_TLS, PT_GNU_RELRO = 1, 2, 3, 7, 0x6474E552
DT_PLTRELSZ, DT_RELA, DT_RELASZ, DT_JMPREL, DT_RELRSZ, DT_RELACOUNT = 2, 7, 8, 23, 35, 0x6FFFFFF9
DT_FLAGS_1, DF_1_PIE = 0x6FFFFFFB, 0x08000000
R_X86_64_RELATIVE, R_X86_64_IRELATIVE = 8, 37
SHF_ALLOC, SHT_SYMTAB, SHN_ABS, STT_TLS = 2, 2, 0xFFF1, 6
PHDR = struct.Struct('<IIQQQQQQ')
RELA = struct.Struct('<QQq')
SHDR = struct.Struct('<IIQQQQIIQQ')
SYM = struct.Struct('<IBBHQQ')


class Image:
    """An ELF file and its program headers."""

    def __init__(self, data):
        self.data = bytearray(data)
        if data[:6] != b'\x7fELF\x02\x01':
            sys.exit('no 64-bit little-endian ELF file')
        kind, machine = struct.unpack_from('<HH', data, 16)
        if kind != ET_DYN or machine != EM_X86_64:
            sys.exit('no position-independent x86-64 executable')
        self.phoff, = struct.unpack_from('<Q', data, 32)
        self.phnum, = struct.unpack_from('<H', data, 56)
        self.headers = [PHDR.unpack_from(data, self.phoff + i * PHDR.size)
                        for i in range(self.phnum)]
        if min(h[3] for h in self.headers if h[0] == PT_LOAD):
            sys.exit('it is not linked at 0')
        kinds = {h[0] for h in self.headers}
        if PT_INTERP in kinds or PT_GNU_RELRO in kinds:
            sys.exit('link it with -static-pie -Wl,-z,norelro')

    def offset(self, address):
        """Where the byte at address is in the file."""
        for kind, _, offset, vaddr, _, filesz, _, _ in self.headers:
            if kind == PT_LOAD and vaddr <= address < vaddr + filesz:
                return offset + address - vaddr
        sys.exit(f'{address:#x} is not in the file')

    def dynamic(self):
        """Dictionary tag -> (value, file offset of the value)."""
        header = next(h for h in self.headers if h[0] == PT_DYNAMIC)
        tags = {}
        for at in range(header[2], header[2] + header[5], 16):
            tag, value = struct.unpack_from('<QQ', self.data, at)
            if tag == 0:
                break
            tags[tag] = (value, at + 8)
        return tags

    def put(self, offset, value):
        struct.pack_into('<Q', self.data, offset, value)


def relocate(image, base):
    """Applies relative relocations and drops them. How many, and how many are left."""
    tags = image.dynamic()
    if DT_RELRSZ in tags:
        sys.exit('packed relocations are not supported: link without -z pack-relative-relocs')
    size, size_at = tags.get(DT_RELASZ, (0, 0))
    plt_size, _ = tags.get(DT_PLTRELSZ, (0, 0))
    if size and plt_size and 0 <= tags[DT_JMPREL][0] - tags[DT_RELA][0] < size:
        sys.exit('DT_JMPREL lies inside DT_RELA')
    start = image.offset(tags[DT_RELA][0]) if size else 0
    kept, applied = [], 0
    for at in range(start, start + size, RELA.size):
        where, info, addend = RELA.unpack_from(image.data, at)
        if info == R_X86_64_RELATIVE:
            image.put(image.offset(where), addend + base)
            applied += 1
        elif info == R_X86_64_IRELATIVE:
            kept.append((where, info, addend))
        else:
            sys.exit(f'relocation type {info} at {where:#x} is not supported')
    for i, entry in enumerate(kept):
        RELA.pack_into(image.data, start + i * RELA.size, *entry)
    if size:
        image.put(size_at, len(kept) * RELA.size)
    if DT_RELACOUNT in tags:
        image.put(tags[DT_RELACOUNT][1], 0)
    if DT_FLAGS_1 in tags:
        value, at = tags[DT_FLAGS_1]
        image.put(at, value & ~DF_1_PIE)
    return applied, len(kept) + plt_size // RELA.size


def move_segments(image, base):
    for i, (kind, flags, offset, vaddr, paddr, filesz, memsz, align) in enumerate(image.headers):
        if kind == PT_LOAD:
            PHDR.pack_into(image.data, image.phoff + i * PHDR.size, kind, flags, offset,
                           vaddr + base, paddr + base, filesz, memsz, align)
    entry, = struct.unpack_from('<Q', image.data, 24)
    image.put(24, entry + base)
    struct.pack_into('<H', image.data, 16, ET_EXEC)


def move_symbols(image, base):
    """Sections and symbols, for profilers and debuggers."""
    shoff, = struct.unpack_from('<Q', image.data, 40)
    shnum, = struct.unpack_from('<H', image.data, 60)
    for at in range(shoff, shoff + shnum * SHDR.size, SHDR.size):
        section = list(SHDR.unpack_from(image.data, at))
        if section[2] & SHF_ALLOC:
            section[3] += base
            SHDR.pack_into(image.data, at, *section)
        if section[1] != SHT_SYMTAB:
            continue
        for sym_at in range(section[4], section[4] + section[5], SYM.size):
            name, info, other, index, value, size = SYM.unpack_from(image.data, sym_at)
            if index and index != SHN_ABS and info & 15 != STT_TLS:
                SYM.pack_into(image.data, sym_at, name, info, other, index, value + base, size)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--base', required=True, type=lambda text: int(text, 0))
    ap.add_argument('input')
    ap.add_argument('output')
    args = ap.parse_args()
    with open(args.input, 'rb') as f:
        image = Image(f.read())
    applied, kept = relocate(image, args.base)
    move_segments(image, args.base)
    move_symbols(image, args.base)
    with open(args.output, 'wb') as f:
        f.write(image.data)
    os.chmod(args.output, 0o755)
    print(f'{applied} relocations applied, {kept} left')


main()
