/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes that map one file of random guest code, and files of translations in memory. */
#ifndef DRAGOMAN_TESTS_TRANSLATE_STORED_H
#define DRAGOMAN_TESTS_TRANSLATE_STORED_H

#include "translate/private.h"

#define TEXT_START 4096u     /* of the code, in its file */
#define TEXT_SIZE (4u << 20) /* of the file, for code memory enough */
enum { TEXT_CASES = 700, TEXT_LENGTH = 160, MAX_STARTS = 4096 };

/* A file of guest code: how to map it, and where its sequences begin. */
struct text {
    int fd;
    uint32_t size, n_starts;
    uint32_t starts[MAX_STARTS];
};
/* is_elf: it is a module for mem_mmap, and has code memory of its own. */
void text_make(struct text *t, uint64_t seed, bool is_elf);

/* What cache_load and cache_store work on. */
struct stored {
    uint64_t key;
    uint8_t *data;
    size_t size;
    unsigned loads, stores;
    int refuse;   /* what the next stores return, if not 0 */
    bool any_key; /* a file by a wrong name */
    int fd;       /* -1, or the file to be mapped instead */
};
extern struct stored stored;
void stored_drop(void);

struct side {
    struct process process;
    struct cpu *cpu;
    struct translator *tr;
    uint64_t base; /* of the text, after side_map */
};
/* A process; it becomes the current one. build 0: no files of translations. */
void side_start(struct side *s, uint64_t build, const char *features);
void side_enter(struct side *s);
/* at 0: where mem_mmap likes. */
void side_map(struct side *s, const struct text *t, uint64_t at, int prot, int flags);

/* The translation from base + start on, as if the program had come there. NULL: no code. */
struct unit *side_make(struct side *s, uint32_t start, uint32_t mode);
/* Of a link that closes a loop: the loop's unit, which is made now, or NULL. */
struct unit *side_make_loop(struct side *s, struct unit *from, unsigned link);
/* Makes units of all the text. How many there are. */
unsigned side_make_all(struct side *s, const struct text *t);
void side_keep(struct side *s);
/* Forgets the modules, so that files are looked for again. */
void side_forget(struct side *s);

#endif
